#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean cl_sheet_encode (const char *path, const char *encoding, GError **error);
const char *cl_sheet_encoding_from_name (const char *name);

G_END_DECLS
