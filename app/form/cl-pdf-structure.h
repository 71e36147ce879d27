#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Adds by libqpdf what cairo's tagged PDF lacks: language, title shown, tab order, XMP, scope of TH. @bytes is cairo's file; transfer full. */
GBytes *cl_pdf_structure_complete (GBytes *bytes, const char *title, const char *language, GError **error);

G_END_DECLS
