#pragma once

#include "cl-pdf-source-private.h"

G_BEGIN_DECLS

/* The image of one page: white paper with a thin shadow, what was found and what is being read marked on it.
 * Signals: "go" (int pages; G_MININT the first, G_MAXINT the last) asked for by keys; "zoom-changed" (double) by Ctrl and the wheel asks for another;
 * "drawing" () as a page begins to be drawn, its zoom known. */
#define CL_TYPE_PDF_PAGE (cl_pdf_page_get_type ())
G_DECLARE_FINAL_TYPE (ClPdfPage, cl_pdf_page, CL, PDF_PAGE, GtkWidget)

GtkWidget *cl_pdf_page_new (void);
void cl_pdf_page_set_source (ClPdfPage *page, ClPdfSource *source, guint number);
void cl_pdf_page_set_zoom (ClPdfPage *page, double zoom);       /* 0: as wide as it is given room; -1: the whole page; 1: 96 dpi */
double cl_pdf_page_get_zoom (ClPdfPage *page);                  /* as shown, never 0 */
void cl_pdf_page_set_found (ClPdfPage *page, GArray *matches, guint current); /* ClPdfMatch; NULL: none */
void cl_pdf_page_set_read (ClPdfPage *page, const ClPdfArea *area);           /* outlined; NULL: none */
gboolean cl_pdf_page_is_drawn (ClPdfPage *page);                /* nothing is being rendered */

G_END_DECLS
