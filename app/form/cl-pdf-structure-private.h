#pragma once

#include "cl-pdf-structure.h"

G_BEGIN_DECLS

/* The structure type under which cairo is given what is decoration. */
#define CL_PDF_STRUCTURE_ARTIFACT "Private"

/* What cairo's tags cannot say of an element. */
typedef struct
{
  guint row_span, column_span; /* TH, TD */
  gboolean of_row;             /* TH: heads the row beside it, else the column below */
  const char *alternative;     /* Figure: what is there */
  double x1, y1, x2, y2;       /* Figure: where, in points from the lower left */
} ClPdfElement;

/* As cl_pdf_structure_complete(); @elements: of each TH, TD and Figure in document order. */
GBytes *cl_pdf_structure_complete_elements (GBytes *bytes, const char *title, const char *language, const ClPdfElement *elements, gsize n_elements, GError **error);

/* Within structure: "/Private … BDC" becomes "/Artifact BMC"; NULL where there is none. */
GString *cl_pdf_structure_mark_artifacts (const char *content, gsize length);
char *cl_pdf_structure_make_packet (const char *title, const char *language); /* XMP */

G_END_DECLS
