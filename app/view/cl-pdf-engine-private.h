#pragma once

#include <gio/gio.h>

#include "cl-pdf-blocks-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint page;
  ClPdfArea area;
} ClPdfMatch;

/* A PDF as Poppler and qpdf see it. One thread at a time: Poppler shares fonts and streams within a document. Without GTK: canlian-render is made of it too. */
typedef struct _ClPdfEngine ClPdfEngine;

ClPdfEngine *cl_pdf_engine_new (GBytes *pdf, GError **error);
void cl_pdf_engine_free (ClPdfEngine *engine);
GArray *cl_pdf_engine_get_sizes (ClPdfEngine *engine); /* double: width, height a page, in pt; transfer none */
/* 4 bytes a pixel as cairo has them, lines of 4 × width bytes; scale: pixels a pt. */
GBytes *cl_pdf_engine_render (ClPdfEngine *engine, guint page, double scale, guint *width, guint *height);
void cl_pdf_engine_find (ClPdfEngine *engine, guint page, const char *text, GArray *matches); /* ClPdfMatch, appended */
GPtrArray *cl_pdf_engine_read (ClPdfEngine *engine);                                          /* the structure tree; empty: there is none */
void cl_pdf_engine_read_lines (ClPdfEngine *engine, guint page, GPtrArray *blocks);           /* appended */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPdfEngine, cl_pdf_engine_free)

/* 24 million pixels are 96 MB: a page at 500% of a screen of double density; more is drawn coarser. */
#define CL_PDF_PIXEL_LIMIT 24e6

G_END_DECLS
