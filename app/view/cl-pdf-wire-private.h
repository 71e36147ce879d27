#pragma once

#include "cl-pdf-engine-private.h"

G_BEGIN_DECLS

/* What the window and canlian-render say to each other over two pipes: a question, then @length bytes of it; an answer, then @length bytes of it. Both run on one
 * machine and are of one build. The window believes nothing it is told. */
typedef enum
{
  CL_PDF_ASK_RENDER = 1, /* page, scale; a and b: pixels wide and high; the pixels */
  CL_PDF_ASK_FIND,       /* page, the text; doubles: x, y, width, height a match */
  CL_PDF_ASK_READ,       /* blocks of the structure tree */
  CL_PDF_ASK_LINES,      /* page; blocks */
  CL_PDF_ASK_CUT,        /* guint32 a page; the pages as a PDF */
  CL_PDF_ASK_FILE,       /* the PDF that a picture was made into */
} ClPdfAskKind;

typedef struct
{
  guint32 kind;
  guint32 page;
  double scale;
  guint64 length;
} ClPdfAsk;

typedef enum
{
  CL_PDF_ANSWER_OK,        /* the first answer, unasked: a: 1 for a picture; doubles: width, height a page */
  CL_PDF_ANSWER_LOCKED,    /* needs a password */
  CL_PDF_ANSWER_UNREAD,    /* neither a PDF nor a picture, or broken */
  CL_PDF_ANSWER_OPEN_DOOR, /* the process could not be shut in, and so touched nothing */
  CL_PDF_ANSWER_FAILED,
} ClPdfAnswerKind;

typedef struct
{
  guint32 kind;
  guint32 a, b;
  guint32 spare;
  guint64 length;
} ClPdfAnswer;

/* The descriptor on which canlian-render finds the file. */
#define CL_PDF_FILE_FD 3

/* All of it, or FALSE: whoever listens is gone. */
gboolean cl_pdf_wire_put (int fd, const void *data, gsize length);
/* All of it, or FALSE: whoever speaks is gone, or @end (monotonic; 0: never) is over. */
gboolean cl_pdf_wire_get (int fd, void *data, gsize length, gint64 end);
GBytes *cl_pdf_wire_pack_blocks (GPtrArray *blocks);
GPtrArray *cl_pdf_wire_unpack_blocks (GBytes *bytes, guint n_pages); /* what cannot be is left out; never NULL */
GArray *cl_pdf_wire_unpack_doubles (GBytes *bytes, guint group);     /* NULL where they are not finite, or not whole groups */

G_END_DECLS
