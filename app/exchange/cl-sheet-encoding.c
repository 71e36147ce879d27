#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-sheet-private.h"

#define CHUNK (64 * 1024)

gboolean
cl_sheet_wrong_encoding (const char *path, const char *encoding, guint row, GError **error)
{
  g_autofree char *base = cl_file_call (path);
  if (row)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                 _("“%s” is not text in %s: what comes behind row %u cannot be read. Choose another encoding, or save the sheet as .xlsx."), base, encoding,
                 row);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not text in %s. Choose another encoding, or save the sheet as .xlsx."), base, encoding);
  return FALSE;
}

/* NUL is no letter of any text, and some systems fill fields with it: it counts as ASCII here. */
static gboolean
find_fault (const char *text, gsize length, const char **end, gboolean *ascii)
{
  while (!g_utf8_validate_len (text, length, end))
    {
      if (**end != '\0')
        return TRUE;
      length -= *end + 1 - text;
      text = *end + 1;
    }
  for (; length > 0 && *ascii; text++, length--)
    *ascii = (guchar) *text < 0x80;
  return FALSE;
}

/* Whether the whole file is strict UTF-8: one byte that is not, however late, and it is something else. */
gboolean
cl_sheet_is_utf8 (const char *path, gboolean *ascii, gboolean *result, GError **error)
{
  g_autoptr (ClSheetSource) source = cl_sheet_source_open (path, error);
  g_autofree char *buffer = g_malloc (CHUNK);
  gsize kept = 0;
  gssize n;
  *result = FALSE;
  *ascii = TRUE;
  if (!source)
    return FALSE;
  while ((n = cl_sheet_source_read (source, buffer + kept, CHUNK - kept, error)) > 0)
    {
      gsize length = kept + n;
      const char *end = buffer;
      kept = 0;
      if (!find_fault (buffer, length, &end, ascii))
        continue;
      kept = buffer + length - end;
      *ascii = FALSE;
      if (kept > 3 || g_utf8_get_char_validated (end, kept) != (gunichar) -2)
        return TRUE;
      memmove (buffer, end, kept);
    }
  *result = n == 0 && kept == 0;
  return n == 0;
}

/* Without a mark: every line end and every digit has a zero byte on the same side, and what the others say is no control character. */
static const char *
tell_utf_16 (const char *bytes, gsize size)
{
  gsize zeros[2] = { 0 };
  for (gsize i = 0; i < size; i++)
    zeros[i % 2] += bytes[i] == 0;
  gboolean little = zeros[1] > zeros[0];
  if (MAX (zeros[0], zeros[1]) * 50 < size || MIN (zeros[0], zeros[1]) * 10 > MAX (zeros[0], zeros[1]))
    return NULL;
  gsize odd = 0, ends = 0;
  for (gsize i = 0; i + 1 < size; i += 2)
    {
      guint c = little ? (guchar) bytes[i] | (guchar) bytes[i + 1] << 8 : (guchar) bytes[i + 1] | (guchar) bytes[i] << 8;
      odd += (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0xe000 && c < 0xf900) || c == 0xfffe || c == 0xffff;
      ends += c == '\n' || c == '\r' || c == '\t' || c == ',';
    }
  return odd * 100 <= size && ends > 0 ? (little ? "UTF-16LE" : "UTF-16BE") : NULL;
}

char *
cl_sheet_tell_encoding (const char *path, GError **error)
{
  g_autoptr (ClSheetSource) source = cl_sheet_source_open (path, error);
  g_autofree char *buffer = g_malloc (CHUNK);
  gboolean utf8, ascii;
  gssize n, size = 0;
  if (!source)
    return NULL;
  while (size < CHUNK && (n = cl_sheet_source_read (source, buffer + size, CHUNK - size, error)) > 0)
    size += n;
  if (size >= 2 && memcmp (buffer, "\xff\xfe", 2) == 0)
    return g_strdup ("UTF-16LE");
  if (size >= 2 && memcmp (buffer, "\xfe\xff", 2) == 0)
    return g_strdup ("UTF-16BE");
  const char *wide = tell_utf_16 (buffer, size);
  if (wide)
    return g_strdup (wide);
  if (!cl_sheet_is_utf8 (path, &ascii, &utf8, error))
    return NULL;
  return g_strdup (utf8 ? "UTF-8" : "GB18030");
}

GInputStream *
cl_sheet_open_text (const char *path, const char *encoding, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) raw = g_file_read (file, NULL, error);
  if (!raw)
    return NULL;
  if (g_ascii_strcasecmp (encoding, "UTF-8") == 0)
    return G_INPUT_STREAM (g_steal_pointer (&raw));
  g_autoptr (GCharsetConverter) converter = g_charset_converter_new ("UTF-8", encoding, NULL);
  if (!converter)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("The encoding “%s” is not known. Choose UTF-8, GB18030, GBK or UTF-16."), encoding);
      return NULL;
    }
  return g_converter_input_stream_new (G_INPUT_STREAM (raw), G_CONVERTER (converter));
}

char *
cl_sheet_decode (const char *bytes, gsize length, const char *encoding)
{
  char *text = g_ascii_strcasecmp (encoding, "UTF-8") == 0 ? NULL
                 : g_convert_with_fallback (bytes, length, "UTF-8", encoding, "\357\277\275", NULL, NULL, NULL);
  if (!text || !g_utf8_validate (text, -1, NULL))
    {
      g_autofree char *wrong = text;
      return g_utf8_make_valid (wrong ? wrong : bytes, wrong ? -1 : (gssize) length);
    }
  return text;
}
