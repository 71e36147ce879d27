#pragma once

#include <glib.h>
#include <qpdf/qpdf-c.h>

G_BEGIN_DECLS

/* Just enough of a font to turn shown codes into text and advance. */
typedef struct _ClPdfFont ClPdfFont;

ClPdfFont *cl_pdf_font_new (qpdf_data pdf, qpdf_oh dictionary);
void cl_pdf_font_free (ClPdfFont *font);
guint cl_pdf_font_get_code_size (ClPdfFont *font);                    /* bytes a code: 1 or 2 */
double cl_pdf_font_get_width (ClPdfFont *font, guint code);           /* em */
void cl_pdf_font_append (ClPdfFont *font, guint code, GString *text);

G_END_DECLS
