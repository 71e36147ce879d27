#include "cl-config.h"

#include <string.h>

#include "cl-sheet-biff.h"
#include "cl-sheet-private.h"

#define RECORD_CONTINUE 0x3c
#define WIDE 1
#define WITH_PHONETIC 4
#define WITH_RUNS 8

gboolean
cl_sheet_biff_record (const ClSheetBiff *biff, gsize at, ClSheetRecord *record)
{
  if (at > biff->size || biff->size - at < 4)
    return FALSE;
  record->id = cl_sheet_u16 (biff->bytes + at);
  record->length = cl_sheet_u16 (biff->bytes + at + 2);
  record->data = biff->bytes + at + 4;
  record->next = at + 4 + record->length;
  return record->next <= biff->size;
}

void
cl_sheet_biff_clear (ClSheetBiff *biff)
{
  g_clear_pointer (&biff->encoding, g_free);
  if (biff->converter != (GIConv) -1)
    g_iconv_close (biff->converter);
  biff->converter = (GIConv) -1;
}

void
cl_sheet_biff_set_encoding (ClSheetBiff *biff, const char *encoding)
{
  cl_sheet_biff_clear (biff);
  biff->encoding = g_strdup (encoding);
  if (encoding)
    biff->converter = g_iconv_open ("UTF-8", encoding);
}

ClSheetCursor
cl_sheet_cursor (const ClSheetBiff *biff, const ClSheetRecord *record, gsize skip)
{
  gsize at = record->data - biff->bytes;
  return (ClSheetCursor) { biff, at + MIN (skip, record->length), record->next, skip > record->length };
}

/* Goes on in the record that continues this one. FALSE: none does. */
static gboolean
go_on (ClSheetCursor *cursor)
{
  ClSheetRecord record;
  while (!cursor->failed && cursor->at == cursor->end)
    {
      if (!cl_sheet_biff_record (cursor->biff, cursor->end, &record) || record.id != RECORD_CONTINUE)
        cursor->failed = TRUE;
      else
        {
          cursor->at = cursor->end + 4;
          cursor->end = record.next;
        }
    }
  return !cursor->failed;
}

guint
cl_sheet_cursor_number (ClSheetCursor *cursor, guint bytes)
{
  guint number = 0;
  for (guint i = 0; i < bytes && go_on (cursor); i++)
    number |= (guint) cursor->biff->bytes[cursor->at++] << (8 * i);
  return cursor->failed ? 0 : number;
}

static void
skip (ClSheetCursor *cursor, guint bytes)
{
  while (bytes > 0 && go_on (cursor))
    {
      gsize here = MIN (bytes, cursor->end - cursor->at);
      cursor->at += here;
      bytes -= here;
    }
}

static char *
from_utf_16 (const guint16 *units, gsize n)
{
  g_autoptr (GString) text = g_string_sized_new (n * 3 + 1);
  for (gsize i = 0; i < n; i++)
    {
      gunichar c = units[i];
      if (c >= 0xd800 && c < 0xdc00 && i + 1 < n && units[i + 1] >= 0xdc00 && units[i + 1] < 0xe000)
        c = 0x10000 + ((c - 0xd800) << 10) + (units[++i] - 0xdc00);
      if (c >= 0xd800 && c < 0xe000)
        c = 0xfffd;
      if (c > 0)
        g_string_append_unichar (text, c);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Texts in units of one or two bytes; each record that continues one begins with which of them it holds. */
static char *
read_wide (ClSheetCursor *cursor, guint length)
{
  g_autoptr (GArray) units = g_array_sized_new (FALSE, FALSE, sizeof (guint16), length);
  guint flags = cl_sheet_cursor_number (cursor, 1);
  guint runs = flags & WITH_RUNS ? cl_sheet_cursor_number (cursor, 2) : 0;
  guint phonetic = flags & WITH_PHONETIC ? cl_sheet_cursor_number (cursor, 4) : 0;
  while (units->len < length && !cursor->failed)
    {
      if (cursor->at == cursor->end)
        {
          if (!go_on (cursor))
            break;
          flags = cursor->biff->bytes[cursor->at++];
          continue;
        }
      guint16 unit = cursor->biff->bytes[cursor->at++];
      if (flags & WIDE)
        {
          if (cursor->at == cursor->end)
            {
              cursor->failed = TRUE;
              break;
            }
          unit |= cursor->biff->bytes[cursor->at++] << 8;
        }
      g_array_append_val (units, unit);
    }
  skip (cursor, runs * 4);
  skip (cursor, phonetic);
  return from_utf_16 ((const guint16 *) (gpointer) units->data, units->len);
}

/* Web systems write whatever they have under the code page of Western Europe, or under none. */
static char *
decode_unknown (const char *bytes, gsize length)
{
  if (g_utf8_validate_len (bytes, length, NULL))
    return g_strndup (bytes, length);
  char *text = g_convert (bytes, length, "UTF-8", "GB18030", NULL, NULL, NULL);
  return text ? text : cl_sheet_decode (bytes, length, "CP1252");
}

static char *
decode_narrow (const ClSheetBiff *biff, const char *bytes, gsize length)
{
  gboolean ascii = TRUE;
  for (gsize i = 0; i < length && ascii; i++)
    ascii = bytes[i] > 0;
  if (ascii)
    return g_strndup (bytes, length);
  g_autofree char *plain = g_malloc (length + 1);
  gsize n = 0;
  for (gsize i = 0; i < length; i++)
    if (bytes[i])
      plain[n++] = bytes[i];
  plain[n] = '\0';
  if (!biff->encoding)
    return decode_unknown (plain, n);
  char *text = biff->converter == (GIConv) -1 ? NULL : g_convert_with_iconv (plain, n, biff->converter, NULL, NULL, NULL);
  return text && g_utf8_validate (text, -1, NULL) ? text : (g_free (text), cl_sheet_decode (plain, n, biff->encoding));
}

char *
cl_sheet_cursor_text (ClSheetCursor *cursor, guint bytes_of_length)
{
  guint length = cl_sheet_cursor_number (cursor, bytes_of_length);
  if (cursor->biff->version >= 8)
    return read_wide (cursor, length);
  g_autoptr (GString) bytes = g_string_sized_new (length);
  while (bytes->len < length && go_on (cursor))
    {
      gsize here = MIN (length - bytes->len, cursor->end - cursor->at);
      g_string_append_len (bytes, (const char *) cursor->biff->bytes + cursor->at, here);
      cursor->at += here;
    }
  return decode_narrow (cursor->biff, bytes->str, bytes->len);
}
