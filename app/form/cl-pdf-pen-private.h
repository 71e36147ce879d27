#pragma once

#include "cl-layout-private.h"
#include "cl-pdf-structure-private.h"

G_BEGIN_DECLS

#define CL_PT(mm) ((mm) / CL_MM_PER_PT)
/* Where type stands, to a hundredth of a point (3 µm): six decimals of each place were an eighth of a file, and of the time to pack it. */
#define CL_PLACE(pt) (round ((pt) * 100) / 100)

/* What is known of the whole document. */
typedef struct
{
  ClFonts *fonts;
  ClLayout *layout;
  GPtrArray *sheets;
  GPtrArray *missing; /* takes what no font has, in words; may be NULL */
  GHashTable *told;   /* what of it was told, with its cell */
} ClPdfDocument;

/* What draws pages and keeps their structure. cl-pdf.c tells it what comes, in reading order. */
typedef struct _ClPdfPen ClPdfPen;
struct _ClPdfPen
{
  void (*begin_page) (ClPdfPen *pen, const ClPage *page);
  void (*end_page) (ClPdfPen *pen);
  void (*begin) (ClPdfPen *pen, const char *kind, const ClPdfElement *element); /* NULL: there is no more to say of it */
  void (*end) (ClPdfPen *pen, const char *kind);
  void (*text) (ClPdfPen *pen, const ClPage *page, const ClBox *box);
  void (*code) (ClPdfPen *pen, const ClPage *page, const ClBox *box);
  void (*scan) (ClPdfPen *pen, const ClPage *page, const ClBox *box);
  void (*rules) (ClPdfPen *pen, const ClPage *page);
  void (*chart) (ClPdfPen *pen, const ClPage *page, const ClBox *box); /* NULL: what has charts is not for this one */
};

/* cl-pdf.c */
void cl_pdf_walk (ClPdfPen *pen, const ClLayout *layout);
const char *cl_pdf_document_get_title (const ClPdfDocument *document);
/* pt from the left of a line that is @width pt wide, in its box. */
double cl_pdf_get_left (const ClBox *box, double width);
/* Whether it is one line that may be set without a layout. */
gboolean cl_pdf_is_plain (const ClBox *box);
PangoLayout *cl_pdf_get_layout (const ClPdfDocument *document, const ClBox *box);
/* Takes down the characters that no font has. */
void cl_pdf_tell_missing (const ClPdfDocument *document, const ClPage *page, const ClBox *box, PangoLayout *layout);
/* The dark modules of a QR code, each as x, y and side in pt; NULL where the text does not fit one. */
GArray *cl_pdf_get_modules (const ClBox *box);

/* cl-pdf-cairo.c: by cairo and libqpdf, whatever the fonts are like. */
GBytes *cl_pdf_draw_by_cairo (const ClPdfDocument *document, GError **error);
/* cl-pdf-own.c: the same in a fifth of the time; NULL where a font or a character is one that is left to cairo. */
GBytes *cl_pdf_draw_own (const ClPdfDocument *document);

G_END_DECLS
