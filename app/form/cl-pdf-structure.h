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

G_END_DECLS
