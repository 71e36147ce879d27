#include "cl-config.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "cl-pdf-finish-private.h"

/* What cl_pdf_structure_complete() does by libqpdf, done to a file as cairo lays it out (a table of offsets, one object after the other): a page takes a
 * quarter of the time. Whatever is laid out otherwise is left to libqpdf. */

#define IN_STREAM 200 /* objects packed into one stream */
#define DEEPEST 40

/* The dictionary with more in it; the same object may be changed again. */
static void
add_to (ClPdfObject *object,
        const char *more)
{
  g_autofree char *before = object->changed != NULL ? g_steal_pointer (&object->changed) : g_strndup (object->body, object->length);
  char *close = g_strrstr (before, ">>");

  if (close != NULL)
    *close = '\0';
  object->changed = g_strconcat (before, more, " >>\n", NULL);
}

static char *
write_hex (const char *text)
{
  glong n;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &n, NULL);
  GString *hex = g_string_new ("<feff");

  for (glong i = 0; wide != NULL && i < n; i++)
    g_string_append_printf (hex, "%04x", wide[i]);
  g_string_append_c (hex, '>');
  return g_string_free (hex, FALSE);
}

static void
complete_element (ClPdfFinish *finish,
                  ClPdfObject *object,
                  const char *kind)
{
  static const ClPdfElement nothing = { .row_span = 1, .column_span = 1 };
  const ClPdfElement *known = finish->element < finish->n_elements ? &finish->elements[finish->element] : &nothing;
  g_autoptr (GString) more = g_string_new (NULL);

  finish->element++;
  if (g_str_equal (kind, "Figure"))
    {
      g_autofree char *alternative = write_hex (known->alternative != NULL ? known->alternative : "");
      char numbers[4][G_ASCII_DTOSTR_BUF_SIZE];
      const double box[] = { known->x1, known->y1, known->x2, known->y2 };

      for (guint i = 0; i < 4; i++)
        g_ascii_formatd (numbers[i], sizeof numbers[i], "%.2f", box[i]);
      g_string_append_printf (more, "/Alt %s /A << /O /Layout /Placement /Block /BBox [ %s %s %s %s ] >>", alternative, numbers[0], numbers[1], numbers[2], numbers[3]);
    }
  else if (g_str_equal (kind, "TH") || known->row_span > 1 || known->column_span > 1)
    {
      g_string_append (more, "/A << /O /Table");
      if (g_str_equal (kind, "TH"))
        g_string_append (more, known->of_row ? " /Scope /Row" : " /Scope /Column");
      if (known->row_span > 1)
        g_string_append_printf (more, " /RowSpan %u", known->row_span);
      if (known->column_span > 1)
        g_string_append_printf (more, " /ColSpan %u", known->column_span);
      g_string_append (more, " >>");
    }
  if (more->len > 0)
    add_to (object, more->str);
}

/* The objects that "[ 4 0 R 5 0 R 1 ]" or "4 0 R" names, those that are artifacts left out or null. Transfer full. */
static char *
rewrite_references (ClPdfFinish *finish,
                    const char *from,
                    const char *to,
                    const char *instead)
{
  g_autoptr (GString) result = g_string_new (NULL);

  for (const char *p = from; p < to;)
    {
      char *after;
      gulong number;

      if (!g_ascii_isdigit (*p))
        {
          g_string_append_c (result, *p++);
          continue;
        }
      number = strtoul (p, &after, 10);
      if (g_str_has_prefix (after, " 0 R"))
        {
          gboolean out = number < finish->n && finish->objects[number].is_artifact;

          after += strlen (" 0 R");
          g_string_append_len (result, out ? instead : p, out ? (gssize) strlen (instead) : after - p);
        }
      else
        g_string_append_len (result, p, after - p);
      p = after;
    }
  return g_strdup (result->str);
}

static gboolean walk_element (ClPdfFinish *finish, guint number, guint depth);

/* Walks what "/K" holds, in order; takes artifacts out. */
static gboolean
walk_kids (ClPdfFinish *finish,
           ClPdfObject *object,
           guint depth)
{
  const char *end = object->body + object->length, *kids = cl_pdf_find (object->body, object->length, "/K "), *close;
  gboolean out = FALSE;

  if (kids == NULL)
    return TRUE;
  kids += strlen ("/K ");
  close = *kids == '[' ? memchr (kids, ']', end - kids) : end;
  if (close == NULL)
    return FALSE;
  for (const char *p = kids; p < close;)
    {
      char *after;
      gulong number;

      if (!g_ascii_isdigit (*p))
        {
          /* One that is not in brackets ends with its line. */
          if (*kids != '[' && *p == '/')
            break;
          p++;
          continue;
        }
      number = strtoul (p, &after, 10);
      if (g_str_has_prefix (after, " 0 R"))
        {
          after += strlen (" 0 R");
          if (number >= finish->n || !walk_element (finish, (guint) number, depth + 1))
            return FALSE;
          out = out || finish->objects[number].is_artifact;
        }
      p = after;
    }
  if (out)
    {
      g_autofree char *rest = g_strndup (object->body, kids - object->body), *kept = rewrite_references (finish, kids, close, "");
      g_autofree char *tail = g_strndup (close, end - close);

      g_free (object->changed);
      object->changed = g_strconcat (rest, kept, tail, NULL);
    }
  return TRUE;
}

static gboolean
walk_element (ClPdfFinish *finish,
              guint number,
              guint depth)
{
  ClPdfObject *object = &finish->objects[number];
  const char *kind;
  char name[16] = { 0 };

  if (depth > DEEPEST || !object->used || object->data != NULL)
    return FALSE;
  kind = cl_pdf_find (object->body, object->length, "/S /");
  if (kind == NULL)
    return FALSE;
  kind += strlen ("/S /");
  for (guint i = 0; i + 1 < sizeof name && g_ascii_isalnum (kind[i]); i++)
    name[i] = kind[i];
  if (g_str_equal (name, CL_PDF_STRUCTURE_ARTIFACT))
    {
      object->is_artifact = TRUE;
      return TRUE;
    }
  if (g_str_equal (name, "TH") || g_str_equal (name, "TD") || g_str_equal (name, "Figure"))
    complete_element (finish, object, name);
  /* What is changed has no kids that are artifacts. */
  if (object->changed != NULL)
    {
      ClPdfObject kept = *object;
      gboolean fine = walk_kids (finish, &kept, depth);

      return fine && kept.changed == object->changed;
    }
  return walk_kids (finish, object, depth);
}

static gboolean
complete_tree (ClPdfFinish *finish)
{
  gint64 tree = cl_pdf_object_get_number (&finish->objects[finish->root], "/StructTreeRoot ");

  if (tree <= 0 || tree >= (gint64) finish->n)
    return FALSE;
  if (!walk_kids (finish, &finish->objects[tree], 0) || finish->element != finish->n_elements)
    return FALSE;
  /* The parent tree tells of each piece of marked content to which element it belongs; artifacts belong to none. */
  for (guint i = 1; i < finish->n; i++)
    {
      ClPdfObject *object = &finish->objects[i];
      const char *p = object->body;

      if (!object->used || object->data != NULL || object->is_length)
        continue;
      while (p < object->body + object->length && g_ascii_isspace (*p))
        p++;
      if (*p == '[' || cl_pdf_find (object->body, object->length, "/Nums") != NULL)
        {
          g_free (object->changed);
          object->changed = rewrite_references (finish, object->body, object->body + object->length, "null");
        }
    }
  return TRUE;
}

static gboolean
complete_pages (ClPdfFinish *finish)
{
  for (guint i = 1; i < finish->n; i++)
    {
      ClPdfObject *page = &finish->objects[i];
      gint64 contents;

      if (!cl_pdf_object_is_kind (page, "/Type /Page") || cl_pdf_object_is_kind (page, "/Type /Pages"))
        continue;
      contents = cl_pdf_object_get_number (page, "/Contents ");
      if (contents <= 0 || contents >= (gint64) finish->n || finish->objects[contents].data == NULL)
        return FALSE;
      finish->objects[contents].is_content = TRUE;
      add_to (page, "/Tabs /S");
    }
  return TRUE;
}

static GByteArray *
convert (GConverter *converter,
         const void *data,
         gsize size)
{
  GByteArray *result = g_byte_array_sized_new ((guint) MIN (size * 3 + 4096, 1 << 24));
  const guint8 *from = data;
  guint done = 0;

  g_converter_reset (converter);
  g_byte_array_set_size (result, (guint) MIN (size * 3 + 4096, 1 << 24));
  while (TRUE)
    {
      gsize in = 0, out = 0;
      GConverterResult state
        = g_converter_convert (converter, from, size, result->data + done, result->len - done, G_CONVERTER_INPUT_AT_END, &in, &out, NULL);

      from += in;
      size -= in;
      done += (guint) out;
      if (state == G_CONVERTER_FINISHED)
        break;
      if (state == G_CONVERTER_ERROR && result->len - done > 64)
        {
          g_byte_array_unref (result);
          return NULL;
        }
      if (result->len - done < 4096)
        g_byte_array_set_size (result, result->len * 2);
    }
  g_byte_array_set_size (result, done);
  return result;
}

static void
put (ClPdfFinish *finish,
     const char *text)
{
  g_byte_array_append (finish->out, (const guint8 *) text, (guint) strlen (text));
}

static void
put_stream (ClPdfFinish *finish,
            guint number,
            const char *dictionary,
            const void *data,
            gsize size)
{
  g_autofree char *head = g_strdup_printf ("%u 0 obj\n<< %s /Length %" G_GSIZE_FORMAT " >>\nstream\n", number, dictionary, size);

  finish->kinds[number] = 1;
  finish->places[number] = finish->out->len;
  put (finish, head);
  g_byte_array_append (finish->out, data, (guint) size);
  put (finish, "\nendstream\nendobj\n");
}

/* The dictionary of a stream without brackets and length. Transfer full. */
static char *
strip_length (const ClPdfObject *object)
{
  g_autofree char *body = g_strndup (object->body, object->length);
  char *open = strstr (body, "<<"), *close = g_strrstr (body, ">>"), *length = strstr (body, "/Length "), *after;

  *close = '\0';
  after = length + strlen ("/Length ");
  after += strspn (after, "0123456789");
  if (g_str_has_prefix (after, " 0 R"))
    after += strlen (" 0 R");
  *length = '\0';
  return g_strconcat (open + 2, after, NULL);
}

static gboolean
put_content (ClPdfFinish *finish,
             guint i,
             GConverter *inflate,
             GConverter *deflate)
{
  const ClPdfObject *object = &finish->objects[i];
  g_autofree char *dictionary = strip_length (object);
  g_autoptr (GByteArray) plain = NULL, packed = NULL;
  GString *marked;

  if (strstr (dictionary, "/Filter /FlateDecode") == NULL)
    return FALSE;
  plain = convert (inflate, object->data, object->size);
  if (plain == NULL)
    return FALSE;
  g_byte_array_append (plain, (const guint8 *) "", 1);
  marked = cl_pdf_structure_mark_artifacts ((const char *) plain->data, plain->len - 1);
  if (marked == NULL)
    put_stream (finish, i, dictionary, object->data, object->size);
  else
    {
      packed = convert (deflate, marked->str, marked->len);
      put_stream (finish, i, dictionary, packed->data, packed->len);
      g_string_free (marked, TRUE);
    }
  return TRUE;
}

static gboolean
put_streams (ClPdfFinish *finish,
             GConverter *deflate)
{
  g_autoptr (GConverter) inflate = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));

  for (guint i = 1; i < finish->n; i++)
    {
      const ClPdfObject *object = &finish->objects[i];

      if (!object->used || object->data == NULL)
        continue;
      if (object->is_content)
        {
          if (!put_content (finish, i, inflate, deflate))
            return FALSE;
        }
      else
        {
          g_autofree char *dictionary = strip_length (object);

          put_stream (finish, i, dictionary, object->data, object->size);
        }
    }
  return TRUE;
}

static void
put_packed (ClPdfFinish *finish,
            guint number,
            GString *numbers,
            GString *bodies,
            guint n,
            GConverter *deflate)
{
  g_autofree char *dictionary = g_strdup_printf ("/Type /ObjStm /N %u /First %" G_GSIZE_FORMAT " /Filter /FlateDecode", n, numbers->len);
  g_autoptr (GByteArray) packed = NULL;

  g_string_append_len (numbers, bodies->str, (gssize) bodies->len);
  packed = convert (deflate, numbers->str, numbers->len);
  put_stream (finish, number, dictionary, packed->data, packed->len);
  g_string_truncate (numbers, 0);
  g_string_truncate (bodies, 0);
}

/* Everything that is not a stream, many to a stream; returns the next free number. */
static guint
put_objects (ClPdfFinish *finish,
             guint number,
             GConverter *deflate)
{
  g_autoptr (GString) numbers = g_string_new (NULL), bodies = g_string_new (NULL);
  guint n = 0;

  for (guint i = 1; i < finish->n; i++)
    {
      const ClPdfObject *object = &finish->objects[i];

      if (!object->used || object->data != NULL || object->is_length || object->is_artifact)
        continue;
      g_string_append_printf (numbers, "%u %" G_GSIZE_FORMAT " ", i, bodies->len);
      if (object->changed != NULL)
        g_string_append (bodies, object->changed);
      else
        g_string_append_len (bodies, object->body, (gssize) object->length);
      g_string_append_c (bodies, '\n');
      finish->kinds[i] = 2;
      finish->places[i] = ((guint64) number << 16) | n;
      if (++n == IN_STREAM)
        {
          put_packed (finish, number++, numbers, bodies, n, deflate);
          n = 0;
        }
    }
  if (n > 0)
    put_packed (finish, number++, numbers, bodies, n, deflate);
  return number;
}

static void
put_table (ClPdfFinish *finish,
           guint number,
           GConverter *deflate)
{
  g_autoptr (GByteArray) table = g_byte_array_new (), packed = NULL;
  g_autofree char *digest = NULL, *dictionary = NULL, *tail = NULL;
  gsize start = finish->out->len;

  finish->kinds[number] = 1;
  finish->places[number] = start;
  for (guint i = 0; i <= number; i++)
    {
      gboolean packed_in = finish->kinds[i] == 2;
      guint64 place = packed_in ? finish->places[i] >> 16 : finish->places[i];
      guint16 at = packed_in ? (guint16) (finish->places[i] & 0xffff) : 0;
      const guint8 row[] = { finish->kinds[i], (guint8) (place >> 24), (guint8) (place >> 16), (guint8) (place >> 8), (guint8) place, (guint8) (at >> 8), (guint8) at };

      g_byte_array_append (table, row, sizeof row);
    }
  digest = g_compute_checksum_for_data (G_CHECKSUM_MD5, finish->out->data, finish->out->len);
  packed = convert (deflate, table->data, table->len);
  dictionary = g_strdup_printf ("/Type /XRef /Size %u /W [ 1 4 2 ] /Root %u 0 R /Info %u 0 R /ID [ <%s> <%s> ] /Filter /FlateDecode", number + 1, finish->root,
                                finish->info, digest, digest);
  put_stream (finish, number, dictionary, packed->data, packed->len);
  tail = g_strdup_printf ("startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", start);
  put (finish, tail);
}

static GBytes *
write_out (ClPdfFinish *finish,
           const char *title,
           const char *language)
{
  g_autoptr (GConverter) deflate = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1));
  g_autofree char *packet = cl_pdf_structure_make_packet (title, language), *more = NULL;
  guint number = finish->n, most = finish->n + finish->n / IN_STREAM + 8;

  finish->out = g_byte_array_sized_new ((guint) MIN (finish->size + 4096, G_MAXUINT32 / 2));
  finish->places = g_new0 (guint64, most);
  finish->kinds = g_new0 (guint8, most);
  put (finish, "%PDF-1.7\n%\xc2\xb5\xc2\xb6\n");
  if (!put_streams (finish, deflate))
    return NULL;
  put_stream (finish, number, "/Type /Metadata /Subtype /XML", packet, strlen (packet));
  more = g_strdup_printf ("/Lang (%s) /ViewerPreferences << /DisplayDocTitle true >> /Metadata %u 0 R", language, number++);
  add_to (&finish->objects[finish->root], more);
  number = put_objects (finish, number, deflate);
  put_table (finish, number, deflate);
  return g_byte_array_free_to_bytes (g_steal_pointer (&finish->out));
}

/* NULL: not as cairo lays a tagged file out, or not the elements that are known. */
GBytes *
cl_pdf_finish (GBytes *bytes,
               const char *title,
               const char *language,
               const ClPdfElement *elements,
               gsize n_elements)
{
  ClPdfFinish finish = { .elements = elements, .n_elements = n_elements };
  GBytes *result = NULL;
  g_autofree char *file = NULL;

  /* Ended by a zero, so that no number is read beyond it. */
  finish.size = g_bytes_get_size (bytes);
  if (finish.size > G_MAXUINT32 / 4)
    return NULL;
  file = g_malloc (finish.size + 1);
  memcpy (file, g_bytes_get_data (bytes, NULL), finish.size);
  file[finish.size] = '\0';
  finish.file = file;
  if (cl_pdf_finish_read (&finish) && complete_pages (&finish) && complete_tree (&finish))
    result = write_out (&finish, title, language);
  for (guint i = 0; finish.objects != NULL && i < finish.n; i++)
    g_free (finish.objects[i].changed);
  g_free (finish.objects);
  g_free (finish.places);
  g_free (finish.kinds);
  g_clear_pointer (&finish.out, g_byte_array_unref);
  return result;
}
