#pragma once

#include "cl-pdf-source-private.h"

G_BEGIN_DECLS

/* All pages of a PDF, small, one under the other. Those that are seen are drawn, however many there are.
 * Signal: "page-chosen" (guint page) by the person's own will. */
#define CL_TYPE_PDF_THUMBS (cl_pdf_thumbs_get_type ())
G_DECLARE_FINAL_TYPE (ClPdfThumbs, cl_pdf_thumbs, CL, PDF_THUMBS, GtkWidget)

GtkWidget *cl_pdf_thumbs_new (void);
void cl_pdf_thumbs_set_source (ClPdfThumbs *thumbs, ClPdfSource *source); /* NULL empties */
void cl_pdf_thumbs_set_page (ClPdfThumbs *thumbs, guint page);            /* the focus stays where it is */
void cl_pdf_thumbs_focus (ClPdfThumbs *thumbs, guint page);

G_END_DECLS
