#include "cl-config.h"

#include <stdlib.h>
#include <string.h>

#include "cl-pdf-read-private.h"

#define MOST_OBJECTS 8000000

const char *
cl_pdf_find (const char *from, gsize length, const char *what)
{
  const gsize size = strlen (what);
  const char *end = from + length;

  /* Objects are short and what is looked for begins with a rare byte: memmem() takes longer to prepare than this to look. */
  for (const char *p = from; (gsize) (end - p) >= size && (p = memchr (p, *what, end - p - size + 1)) != NULL; p++)
    if (memcmp (p, what, size) == 0)
      return p;
  return NULL;
}

/* The number behind @key, as in "/Pg 2 0 R" or "/Length 148"; -1 where there is none. */
gint64
cl_pdf_object_get_number (const ClPdfObject *object, const char *key)
{
  const char *found = cl_pdf_find (object->body, object->length, key);

  return found != NULL ? g_ascii_strtoll (found + strlen (key), NULL, 10) : -1;
}

gboolean
cl_pdf_object_is_kind (const ClPdfObject *object, const char *kind)
{
  return object->used && object->data == NULL && cl_pdf_find (object->body, object->length, kind) != NULL;
}

static gboolean
read_object (ClPdfParts *parts, guint i, gsize offset)
{
  const char *end = parts->file + parts->size, *p = parts->file + offset, *over, *stream;
  ClPdfObject *object = &parts->objects[i];
  char *after;

  if (offset >= parts->size || (guint) strtoul (p, &after, 10) != i || !g_str_has_prefix (after, " 0 obj"))
    return FALSE;
  p = after + strlen (" 0 obj");
  over = cl_pdf_find (p, end - p, "endobj");
  stream = over != NULL ? cl_pdf_find (p, over - p, ">>\nstream\n") : NULL;
  /* A stream may hold anything, the word too. */
  if (over == NULL)
    return FALSE;
  object->used = TRUE;
  object->body = p;
  object->length = (stream != NULL ? stream + 2 : over) - p;
  object->data = stream != NULL ? stream + strlen (">>\nstream\n") : NULL;
  return TRUE;
}

static gboolean
read_lengths (ClPdfParts *parts)
{
  for (guint i = 1; i < parts->n; i++)
    {
      ClPdfObject *object = &parts->objects[i];
      gint64 length;
      const char *key;
      char *after;

      if (!object->used || object->data == NULL)
        continue;
      key = cl_pdf_find (object->body, object->length, "/Length ");
      if (key == NULL)
        return FALSE;
      length = g_ascii_strtoll (key + strlen ("/Length "), &after, 10);
      if (g_str_has_prefix (after, " 0 R"))
        {
          ClPdfObject *of = length > 0 && length < (gint64) parts->n ? &parts->objects[length] : NULL;

          if (of == NULL || !of->used)
            return FALSE;
          length = g_ascii_strtoll (of->body, NULL, 10);
        }
      if (length < 0 || length > (gint64) (parts->file + parts->size - object->data) - 9 ||
          cl_pdf_find (object->data + length, 12, "endstream") == NULL)
        return FALSE;
      object->size = (gsize) length;
    }
  return TRUE;
}

gboolean
cl_pdf_parts_read (ClPdfParts *parts)
{
  const char *end = parts->file + parts->size, *start = NULL;
  char *after;
  gsize table;

  for (const char *p = end - MIN (parts->size, 64); (p = cl_pdf_find (p, end - p, "startxref")) != NULL; p++)
    start = p;
  if (start == NULL)
    return FALSE;
  table = strtoul (start + strlen ("startxref"), NULL, 10);
  if (table + 20 >= parts->size || !g_str_has_prefix (parts->file + table, "xref\n0 "))
    return FALSE;
  parts->n = (guint) strtoul (parts->file + table + strlen ("xref\n0 "), &after, 10);
  if (parts->n < 2 || parts->n > MOST_OBJECTS || *after != '\n' || (gsize) (end - after) < parts->n * 20)
    return FALSE;
  after++;
  parts->objects = g_new0 (ClPdfObject, parts->n);
  for (guint i = 1; i < parts->n; i++)
    if (after[i * 20 + 17] == 'n' && !read_object (parts, i, strtoul (after + i * 20, NULL, 10)))
      return FALSE;
  return read_lengths (parts);
}
