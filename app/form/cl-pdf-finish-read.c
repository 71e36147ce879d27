#include "cl-config.h"

#include <stdlib.h>
#include <string.h>

#include "cl-pdf-finish-private.h"

#define MOST_OBJECTS 8000000

const char *
cl_pdf_find (const char *from,
             gsize length,
             const char *what)
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
cl_pdf_object_get_number (const ClPdfObject *object,
                          const char *key)
{
  const char *found = cl_pdf_find (object->body, object->length, key);

  return found != NULL ? g_ascii_strtoll (found + strlen (key), NULL, 10) : -1;
}

gboolean
cl_pdf_object_is_kind (const ClPdfObject *object,
                       const char *kind)
{
  return object->used && object->data == NULL && cl_pdf_find (object->body, object->length, kind) != NULL;
}

static gboolean
read_object (ClPdfFinish *finish,
             guint i,
             gsize offset)
{
  const char *end = finish->file + finish->size, *p = finish->file + offset, *over, *stream;
  ClPdfObject *object = &finish->objects[i];
  char *after;

  if (offset >= finish->size || (guint) strtoul (p, &after, 10) != i || !g_str_has_prefix (after, " 0 obj"))
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
read_lengths (ClPdfFinish *finish)
{
  for (guint i = 1; i < finish->n; i++)
    {
      ClPdfObject *object = &finish->objects[i];
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
          ClPdfObject *of = length > 0 && length < (gint64) finish->n ? &finish->objects[length] : NULL;

          if (of == NULL || !of->used)
            return FALSE;
          of->is_length = TRUE;
          length = g_ascii_strtoll (of->body, NULL, 10);
        }
      if (length < 0 || length > (gint64) (finish->file + finish->size - object->data) - 9 ||
          cl_pdf_find (object->data + length, 12, "endstream") == NULL)
        return FALSE;
      object->size = (gsize) length;
    }
  return TRUE;
}

gboolean
cl_pdf_finish_read (ClPdfFinish *finish)
{
  const char *end = finish->file + finish->size, *start = NULL, *trailer;
  char *after;
  gsize table;

  for (const char *p = end - MIN (finish->size, 64); (p = cl_pdf_find (p, end - p, "startxref")) != NULL; p++)
    start = p;
  if (start == NULL)
    return FALSE;
  table = strtoul (start + strlen ("startxref"), NULL, 10);
  if (table + 20 >= finish->size || !g_str_has_prefix (finish->file + table, "xref\n0 "))
    return FALSE;
  finish->n = (guint) strtoul (finish->file + table + strlen ("xref\n0 "), &after, 10);
  if (finish->n < 2 || finish->n > MOST_OBJECTS || *after != '\n' || (gsize) (end - after) < finish->n * 20)
    return FALSE;
  after++;
  finish->objects = g_new0 (ClPdfObject, finish->n);
  for (guint i = 1; i < finish->n; i++)
    if (after[i * 20 + 17] == 'n' && !read_object (finish, i, strtoul (after + i * 20, NULL, 10)))
      return FALSE;
  trailer = cl_pdf_find (after + finish->n * 20, end - after - finish->n * 20, "/Root ");
  finish->root = trailer != NULL ? (guint) strtoul (trailer + strlen ("/Root "), NULL, 10) : 0;
  trailer = cl_pdf_find (after + finish->n * 20, end - after - finish->n * 20, "/Info ");
  finish->info = trailer != NULL ? (guint) strtoul (trailer + strlen ("/Info "), NULL, 10) : 0;
  return finish->root > 0 && finish->root < finish->n && finish->objects[finish->root].used && finish->info < finish->n && read_lengths (finish);
}
