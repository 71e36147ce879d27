#pragma once

#include <libxml/tree.h>

#include "cl-template-private.h"

G_BEGIN_DECLS

gboolean cl_template_read (ClTemplate *form, ClCatalogue *catalogue, const char *path, xmlNodePtr root, GError **error);

G_END_DECLS
