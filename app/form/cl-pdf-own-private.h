#pragma once

#include "cl-pdf-pen-private.h"
#include "cl-pdf-type-private.h"

G_BEGIN_DECLS

/* What cl-pdf-own.c collects of a document, and cl-pdf-own-write.c writes out. */

#define CL_PDF_NONE G_MAXUINT

/* An element of the structure. What it holds, its own marks and the elements in it, is a list of links. */
typedef struct
{
  const char *kind;
  guint parent;
  guint page; /* of its mark */
  int mark;   /* number of its content on the page, -1: it has none */
  guint first, last, next; /* elements in it, and beside it */
  guint element; /* place in the elements that there is more to say of, or CL_PDF_NONE */
} ClPdfNode;

/* Type in one size on one line. Where its glyphs are told apart, their fonts are not known yet. */
typedef struct
{
  gsize at; /* place in the page's content */
  guint first, n; /* glyphs */
  double size, y;
  gboolean turned, red;
} ClPdfRun;

typedef struct
{
  guint number; /* of the type */
  float x;
} ClPdfPlaced;

typedef struct
{
  const ClPage *of;
  GString *content;
  guint first_run, n_runs;
  GArray *marks; /* guint: the node of each mark */
} ClPdfLeaf;

typedef struct
{
  ClPdfPen pen;
  const ClPdfDocument *document;
  ClPdfType *type;
  GArray *nodes;    /* ClPdfNode */
  GArray *elements; /* ClPdfElement */
  GArray *runs;     /* ClPdfRun */
  GArray *placed;   /* ClPdfPlaced */
  GPtrArray *pages; /* ClPdfLeaf */
  GPtrArray *scans;  /* ClScanPage */
  GPtrArray *glyphs; /* of the line that is set */
  ClPdfLeaf *page;
  guint node;       /* the one that is open */
  gboolean marked;  /* its content is being written */
  gboolean artifact;
  gboolean given_up;
} ClPdfOwn;

/* The whole file; NULL where a font is one that is left to cairo. */
GBytes *cl_pdf_own_write (ClPdfOwn *own);

G_END_DECLS
