#pragma once

#include "cl-pdf-structure.h"

G_BEGIN_DECLS

/* The structure type under which cairo is given what is decoration. */
#define CL_PDF_STRUCTURE_ARTIFACT "Private"

/* As cl_pdf_structure_complete(); @spans: RowSpan of each TH and TD in document order. */
GBytes *cl_pdf_structure_complete_spans (GBytes *bytes, const char *title, const char *language, const guint *spans, gsize n_spans, GError **error);

G_END_DECLS
