#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Adds by libqpdf what cairo's tagged PDF lacks: language, title shown, tab order, XMP, scope of TH. @bytes is cairo's file; transfer full. */
GBytes *cl_pdf_structure_complete (GBytes *bytes, const char *title, const char *language, GError **error);

/* RowSpan of each TH and TD in document order, 1 where a cell is not merged: what Poppler's structure elements do not tell of cells. Empty for any
 * other PDF. Transfer full, of guint. */
GArray *cl_pdf_structure_get_row_spans (GBytes *bytes);

/* All @papers (GBytes) as one file with one structure tree. Transfer full. */
GBytes *cl_pdf_join (GPtrArray *papers, GError **error);

/* What Poppler does not tell of a cell. */
typedef struct
{
  guint row_span, column_span;
  gboolean head;   /* TH */
  gboolean of_row; /* TH: heads the row beside it, else the column below */
} ClPdfSpan;
/* Of each TH and TD in document order. Empty for a PDF without structure. Transfer full, of ClPdfSpan. */
GArray *cl_pdf_structure_get_spans (GBytes *bytes);

G_END_DECLS
