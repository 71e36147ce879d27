#include "cl-config.h"

#include <math.h>
#include <string.h>

#include "cl-pdf-file-private.h"

#define IN_STREAM 200 /* objects packed into one stream */

typedef struct
{
  guint8 kind;   /* 0 free, 1 by itself, 2 in a stream */
  guint64 place; /* offset, or number of its stream and place in it */
} Place;

struct _ClPdfFile
{
  GByteArray *out;
  GArray *places; /* Place, by object */
  GConverter *deflate;
  GString *numbers, *bodies; /* of the stream of objects that is being filled */
  guint n, stream;
};

GByteArray *
cl_pdf_convert (GConverter *converter, const void *data, gsize size)
{
  GByteArray *result = g_byte_array_new ();
  const guint8 *from = data;
  guint done = 0;

  g_converter_reset (converter);
  g_byte_array_set_size (result, (guint) MIN (size + 4096, 1 << 24));
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

void
cl_pdf_append_number (GString *to, double number)
{
  gint64 thousandths = llround (number * 1000);
  char digits[32];
  int length;

  if (thousandths < 0)
    g_string_append_c (to, '-');
  thousandths = ABS (thousandths);
  length = g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, thousandths / 1000);
  if (thousandths % 1000 != 0)
    {
      guint rest = (guint) (thousandths % 1000);

      digits[length++] = '.';
      for (guint unit = 100; rest > 0; rest %= unit, unit /= 10)
        digits[length++] = (char) ('0' + rest / unit);
    }
  g_string_append_len (to, digits, length);
}

void
cl_pdf_append_numbers (GString *to, const double *numbers, guint n, const char *operator)
{
  for (guint i = 0; i < n; i++)
    {
      cl_pdf_append_number (to, numbers[i]);
      g_string_append_c (to, ' ');
    }
  g_string_append (to, operator);
  g_string_append_c (to, '\n');
}

void
cl_pdf_append_text (GString *to, const char *text)
{
  glong n;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &n, NULL);

  g_string_append (to, "<feff");
  for (glong i = 0; wide != NULL && i < n; i++)
    g_string_append_printf (to, "%04x", wide[i]);
  g_string_append_c (to, '>');
}

static void
append (ClPdfFile *file, const char *text)
{
  g_byte_array_append (file->out, (const guint8 *) text, (guint) strlen (text));
}

static Place *
get_place (ClPdfFile *file, guint number)
{
  return &g_array_index (file->places, Place, number);
}

ClPdfFile *
cl_pdf_file_new (void)
{
  ClPdfFile *file = g_new0 (ClPdfFile, 1);

  file->out = g_byte_array_new ();
  file->places = g_array_new (FALSE, TRUE, sizeof (Place));
  g_array_set_size (file->places, 1);
  file->deflate = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1));
  file->numbers = g_string_new (NULL);
  file->bodies = g_string_new (NULL);
  append (file, "%PDF-1.7\n%\xc2\xb5\xc2\xb6\n");
  return file;
}

void
cl_pdf_file_free (ClPdfFile *file)
{
  g_clear_pointer (&file->out, g_byte_array_unref);
  g_array_unref (file->places);
  g_object_unref (file->deflate);
  g_string_free (file->numbers, TRUE);
  g_string_free (file->bodies, TRUE);
  g_free (file);
}

guint
cl_pdf_file_reserve (ClPdfFile *file, guint n)
{
  guint first = file->places->len;

  g_array_set_size (file->places, first + n);
  return first;
}

void
cl_pdf_file_put_stream (ClPdfFile *file, guint number, const char *dictionary, const void *data, gsize size)
{
  g_autofree char *head = g_strdup_printf ("%u 0 obj\n<< %s /Length %" G_GSIZE_FORMAT " >>\nstream\n", number, dictionary, size);

  *get_place (file, number) = (Place){ 1, file->out->len };
  append (file, head);
  g_byte_array_append (file->out, data, (guint) size);
  append (file, "\nendstream\nendobj\n");
}

void
cl_pdf_file_put_packed (ClPdfFile *file, guint number, const char *dictionary, const void *data, gsize size)
{
  g_autofree char *filtered = g_strconcat (dictionary, " /Filter /FlateDecode", NULL);
  g_autoptr (GByteArray) packed = cl_pdf_convert (file->deflate, data, size);

  cl_pdf_file_put_stream (file, number, filtered, packed->data, packed->len);
}

static void
pack_objects (ClPdfFile *file)
{
  g_autofree char *dictionary = g_strdup_printf ("/Type /ObjStm /N %u /First %" G_GSIZE_FORMAT, file->n, file->numbers->len);

  g_string_append_len (file->numbers, file->bodies->str, (gssize) file->bodies->len);
  cl_pdf_file_put_packed (file, file->stream, dictionary, file->numbers->str, file->numbers->len);
  g_string_truncate (file->numbers, 0);
  g_string_truncate (file->bodies, 0);
  file->n = 0;
}

/* @length: -1 where @body ends with a zero. */
void
cl_pdf_file_put (ClPdfFile *file, guint number, const char *body, gssize length)
{
  if (file->n == 0)
    file->stream = cl_pdf_file_reserve (file, 1);
  g_string_append_printf (file->numbers, "%u %" G_GSIZE_FORMAT " ", number, file->bodies->len);
  g_string_append_len (file->bodies, body, length);
  g_string_append_c (file->bodies, '\n');
  *get_place (file, number) = (Place){ 2, ((guint64) file->stream << 16) | file->n };
  if (++file->n == IN_STREAM)
    pack_objects (file);
}

/* The table of places closes the file. Transfer full. */
GBytes *
cl_pdf_file_close (ClPdfFile *file, guint root, guint info)
{
  g_autoptr (GByteArray) table = g_byte_array_new ();
  g_autofree char *digest = NULL, *dictionary = NULL, *tail = NULL;
  guint start, number;

  if (file->n > 0)
    pack_objects (file);
  number = cl_pdf_file_reserve (file, 1);
  start = file->out->len;
  *get_place (file, number) = (Place){ 1, start };
  for (guint i = 0; i <= number; i++)
    {
      const Place *at = get_place (file, i);
      guint64 place = at->kind == 2 ? at->place >> 16 : at->place;
      guint16 in = at->kind == 2 ? (guint16) (at->place & 0xffff) : 0;
      const guint8 row[] = { at->kind, (guint8) (place >> 24), (guint8) (place >> 16), (guint8) (place >> 8), (guint8) place, (guint8) (in >> 8), (guint8) in };

      g_byte_array_append (table, row, sizeof row);
    }
  digest = g_compute_checksum_for_data (G_CHECKSUM_MD5, file->out->data, file->out->len);
  dictionary = g_strdup_printf ("/Type /XRef /Size %u /W [ 1 4 2 ] /Root %u 0 R /Info %u 0 R /ID [ <%s> <%s> ]", number + 1, root, info, digest, digest);
  cl_pdf_file_put_packed (file, number, dictionary, table->data, table->len);
  tail = g_strdup_printf ("startxref\n%u\n%%%%EOF\n", start);
  append (file, tail);
  return g_byte_array_free_to_bytes (g_steal_pointer (&file->out));
}
