#pragma once

#include <cairo.h>

#include "cl-pdf-file-private.h"

G_BEGIN_DECLS

/* The characters that a document is set in, and the subset fonts that hold them. cairo makes the fonts: of one page with each character once, out of which they are
 * taken. */
typedef struct _ClPdfType ClPdfType;

/* A character as the document's fonts have it. */
typedef struct
{
  guint font;   /* from 0 */
  guint code;
  guint digits; /* of the code, hexadecimal; 0: a blank that no font holds */
  double width; /* 1/1000 em */
  const char *instead; /* what it is read as, where the font says otherwise; "": as the one before it says; NULL: as the font says */
} ClPdfGlyph;

ClPdfType *cl_pdf_type_new (void);
void cl_pdf_type_free (ClPdfType *type);
/* The number of a glyph, the same each time. @text: what it stands for. Of several that stand for something together, the first has it all and those behind it
 * have nothing. */
guint cl_pdf_type_add (ClPdfType *type, cairo_scaled_font_t *font, gulong glyph, const char *text, gsize length, gboolean several);
/* Makes the fonts and writes them. Returns the dictionary of them, "/f0 5 0 R /f1 9 0 R "; NULL where cairo has made them in another way than is understood here. */
char *cl_pdf_type_write (ClPdfType *type, ClPdfFile *file);
const ClPdfGlyph *cl_pdf_type_get (const ClPdfType *type, guint number); /* once written */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPdfType, cl_pdf_type_free)

G_END_DECLS
