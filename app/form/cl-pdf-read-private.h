#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A small file as cairo lays it out, a table of offsets and one object after the other, taken apart. */

typedef struct
{
  const char *body; /* what stands between "obj" and "endobj", or the dictionary of a stream */
  gsize length;
  const char *data; /* of a stream, else NULL */
  gsize size;
  gboolean used;
  guint number;       /* as another file has it, or 0 */
} ClPdfObject;

typedef struct
{
  const char *file; /* ended by a zero, so that no number is read beyond it */
  gsize size;
  ClPdfObject *objects; /* from 1; g_free() */
  guint n;
} ClPdfParts;

const char *cl_pdf_find (const char *from, gsize length, const char *what); /* NULL: it is not there */
gint64 cl_pdf_object_get_number (const ClPdfObject *object, const char *key);
gboolean cl_pdf_object_is_kind (const ClPdfObject *object, const char *kind);
gboolean cl_pdf_parts_read (ClPdfParts *parts); /* FALSE: laid out otherwise */

G_END_DECLS
