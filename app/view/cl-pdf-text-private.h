#pragma once

#include <glib.h>
#include <qpdf/qpdf-c.h>

G_BEGIN_DECLS

/* A place on a page in pt from its upper left corner, as the eye sees it. */
typedef struct
{
  double x, y, width, height; /* width 0: not known */
} ClPdfArea;

void cl_pdf_area_unite (ClPdfArea *area, const ClPdfArea *other);

/* What stands between a BDC with an MCID and its EMC. */
typedef struct
{
  GString *text;
  ClPdfArea area;
} ClPdfMark;

typedef struct _ClPdfText ClPdfText;

ClPdfText *cl_pdf_text_new (qpdf_data pdf);
void cl_pdf_text_free (ClPdfText *text);
GHashTable *cl_pdf_text_read_page (ClPdfText *text, qpdf_oh page); /* MCID -> ClPdfMark, transfer full */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPdfText, cl_pdf_text_free)

G_END_DECLS
