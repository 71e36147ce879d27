#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The pages of @pdf given by @pages (guint from 0, in the order wanted) as a file of its own; any thread. */
GBytes *cl_pdf_cut (GBytes *pdf, GArray *pages, GError **error);

G_END_DECLS
