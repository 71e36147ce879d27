#pragma once

#include "cl-pdf-engine-private.h"

G_BEGIN_DECLS

/* A file not made by us, drawn and read by canlian-render in a process of its own that can write nothing and reach no network. One thread at a time, and none
 * that must not wait. A process that fell over is started again for the next question, three times. */
typedef struct _ClPdfRemote ClPdfRemote;

ClPdfRemote *cl_pdf_remote_new (GBytes *file, GError **error);
void cl_pdf_remote_free (ClPdfRemote *remote);
GBytes *cl_pdf_remote_get_pdf (ClPdfRemote *remote, GError **error); /* the file itself, or what a picture was made into */
GArray *cl_pdf_remote_get_sizes (ClPdfRemote *remote);
GBytes *cl_pdf_remote_render (ClPdfRemote *remote, guint page, double scale, guint *width, guint *height, GError **error);
gboolean cl_pdf_remote_find (ClPdfRemote *remote, guint page, const char *text, GArray *matches, GError **error);
GPtrArray *cl_pdf_remote_read (ClPdfRemote *remote, GError **error);
gboolean cl_pdf_remote_read_lines (ClPdfRemote *remote, guint page, GPtrArray *blocks, GError **error);
void cl_pdf_remote_set_patience (guint seconds); /* for tests */
GBytes *cl_pdf_remote_cut (ClPdfRemote *remote, GArray *pages, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPdfRemote, cl_pdf_remote_free)

G_END_DECLS
