#pragma once

#include <gtk/gtk.h>

#include "cl-pdf-blocks-private.h"

G_BEGIN_DECLS

/* What a PDF says, as a list of real widgets: Up and Down from heading to paragraph to row, Left and Right from cell to cell.
 * Signals: "reading" (guint page, gpointer ClPdfArea or NULL) as the place moves, while the pane has the focus; "left" () once it has lost it. */
#define CL_TYPE_PDF_CONTENT (cl_pdf_content_get_type ())
G_DECLARE_FINAL_TYPE (ClPdfContent, cl_pdf_content, CL, PDF_CONTENT, GtkWidget)

GtkWidget *cl_pdf_content_new (void);
void cl_pdf_content_set_blocks (ClPdfContent *content, GPtrArray *blocks); /* ClPdfBlock; NULL empties */
guint cl_pdf_content_get_n_blocks (ClPdfContent *content);
void cl_pdf_content_show_page (ClPdfContent *content, guint page);        /* scrolls there, the focus stays where it is */
void cl_pdf_content_show_area (ClPdfContent *content, guint page, const ClPdfArea *area); /* the block and cell that stand there */
gboolean cl_pdf_content_focus (ClPdfContent *content);

/* cl-pdf-label.c */
GtkWidget *cl_pdf_block_make_label (ClPdfBlock *block);
void cl_pdf_block_fill_label (ClPdfBlock *block, GtkWidget *label, guint current); /* of a row; @current: the cell that is marked, CL_PDF_NO_CELL: none */

G_END_DECLS
