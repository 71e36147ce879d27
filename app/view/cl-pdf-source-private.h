#pragma once

#include <gtk/gtk.h>

#include "cl-form.h"
#include "cl-pdf-engine-private.h"

G_BEGIN_DECLS

/* A PDF behind worker threads: no page is drawn or searched on the main thread. */
#define CL_TYPE_PDF_SOURCE (cl_pdf_source_get_type ())
G_DECLARE_FINAL_TYPE (ClPdfSource, cl_pdf_source, CL, PDF_SOURCE, GObject)

ClPdfSource *cl_pdf_source_new (GBytes *pdf, GError **error); /* a paper of ours */
ClPdfSource *cl_pdf_source_new_draft (ClFormPages *pages); /* one that is being written: its pages can be drawn, and that is all */
gboolean cl_pdf_source_is_draft (ClPdfSource *source);
/* A PDF or picture from outside, which is drawn in a process of its own. */
void cl_pdf_source_open_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
ClPdfSource *cl_pdf_source_open_finish (GAsyncResult *result, GError **error);
GBytes *cl_pdf_source_get_pdf (ClPdfSource *source); /* transfer none; a picture as a page; NULL of a draft */
GBytes *cl_pdf_source_cut (ClPdfSource *source, GArray *pages, GError **error);
guint cl_pdf_source_get_n_pages (ClPdfSource *source);
void cl_pdf_source_get_page_size (ClPdfSource *source, guint page, double *width, double *height); /* pt */

/* @scale: pixels a pt. */
void cl_pdf_source_render_async (ClPdfSource *source, guint page, double scale, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GdkTexture *cl_pdf_source_render_finish (ClPdfSource *source, GAsyncResult *result, GError **error);
/* What was rendered lately, at that scale; NULL: not there. Transfer none. */
GdkTexture *cl_pdf_source_get_rendered (ClPdfSource *source, guint page, double scale);
/* Renders it when nothing else is to be done, for cl_pdf_source_get_rendered(). A page that is not there is left out, and a draft's. */
void cl_pdf_source_prepare (ClPdfSource *source, guint page, double scale);
void cl_pdf_source_find_async (ClPdfSource *source, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GArray *cl_pdf_source_find_finish (ClPdfSource *source, GAsyncResult *result, GError **error); /* ClPdfMatch, in reading order */
/* Structure tree, or page by page text where there is none: ClPdfBlock. */
void cl_pdf_source_read_async (ClPdfSource *source, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *cl_pdf_source_read_finish (ClPdfSource *source, GAsyncResult *result, GError **error);

G_END_DECLS
