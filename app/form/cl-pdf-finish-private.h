#pragma once

#include <gio/gio.h>

#include "cl-pdf-structure-private.h"

G_BEGIN_DECLS

/* A file as cairo lays it out: one object after the other. cl-pdf-finish-read.c reads it, cl-pdf-finish.c completes it and writes it out. */

typedef struct
{
  const char *body; /* what stands between "obj" and "endobj", or the dictionary of a stream */
  gsize length;
  const char *data; /* of a stream, else NULL */
  gsize size;
  gboolean used;
  gboolean is_length;   /* of a stream: written into its dictionary */
  gboolean is_content;  /* of a page */
  gboolean is_artifact; /* an element that is seen and not read */
  char *changed;        /* the body as it is written instead, or NULL */
} ClPdfObject;

typedef struct
{
  const char *file;
  gsize size;
  ClPdfObject *objects;
  guint n;
  guint root, info, tree;
  const ClPdfElement *elements;
  gsize n_elements, element;
  GByteArray *out;
  guint64 *places; /* by object: offset, or number of its stream and place in it */
  guint8 *kinds;   /* 0 free, 1 by itself, 2 in a stream */
} ClPdfFinish;

const char *cl_pdf_find (const char *from, gsize length, const char *what); /* NULL: it is not there */
gint64 cl_pdf_object_get_number (const ClPdfObject *object, const char *key);
gboolean cl_pdf_object_is_kind (const ClPdfObject *object, const char *kind);
gboolean cl_pdf_finish_read (ClPdfFinish *finish); /* FALSE: laid out otherwise */

G_END_DECLS
