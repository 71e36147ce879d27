#pragma once

#include "cl-codes.h"

G_BEGIN_DECLS

ClCodes *cl_codes_load (const char *path, GError **error);
ClCodes *cl_codes_load_text (const char *path, const char *text, GError **error);

G_END_DECLS
