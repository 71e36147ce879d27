#include "cl-pdf-font-private.h"

#include <stdlib.h>
#include <string.h>

#include "cl-pdf-token-private.h"

/* Codes have two bytes at most. A hostile file may name each of them again and again, each time with a long text: what no real font needs is
 * not read. */
#define LAST_CODE 0xffffu
#define MOST_ENTRIES (4 * (LAST_CODE + 1))
#define LONGEST_TEXT 128 /* bytes */
#define WIDEST 100000.0  /* thousandths of an em */

struct _ClPdfFont
{
  gboolean wide;
  guint n_entries; /* named so far, of widths and texts */
  double default_width;
  GHashTable *widths; /* code -> thousandths of an em */
  GHashTable *texts;  /* code -> char* */
};

static guint
code_of (const GString *bytes)
{
  guint code = 0;

  for (gsize i = 0; i < bytes->len && i < 4; i++)
    code = code << 8 | (guint8) bytes->str[i];
  return code;
}

static void
add_text (ClPdfFont *font, guint code, const GString *bytes, guint offset)
{
  g_autofree guint8 *copy = NULL;
  guint last;

  if (bytes->len < 2 || bytes->len > LONGEST_TEXT || code > LAST_CODE || font->n_entries++ >= MOST_ENTRIES)
    return;
  copy = g_memdup2 (bytes->str, bytes->len);
  last = (guint) (copy[bytes->len - 2] << 8 | copy[bytes->len - 1]) + offset;
  copy[bytes->len - 2] = (guint8) (last >> 8);
  copy[bytes->len - 1] = (guint8) last;
  g_hash_table_insert (font->texts, GUINT_TO_POINTER (code), cl_pdf_utf16_to_utf8 (copy, bytes->len));
}

static void
end_range (ClPdfFont *font, GArray *operands)
{
  guint i = 0;

  while (i + 2 < operands->len)
    {
      ClPdfToken *low = &g_array_index (operands, ClPdfToken, i), *high = low + 1, *to = low + 2;
      guint first, last;

      if (low->kind != CL_PDF_TOKEN_STRING || high->kind != CL_PDF_TOKEN_STRING)
        return;
      first = code_of (low->bytes);
      last = MIN (code_of (high->bytes), LAST_CODE);
      i += 3;
      if (to->kind == CL_PDF_TOKEN_STRING)
        for (guint code = first; code <= last && font->n_entries < MOST_ENTRIES; code++)
          add_text (font, code, to->bytes, code - first);
      else if (to->kind == CL_PDF_TOKEN_OPEN)
        {
          for (guint code = first; i < operands->len; i++, code++)
            {
              ClPdfToken *item = &g_array_index (operands, ClPdfToken, i);
              if (item->kind != CL_PDF_TOKEN_STRING)
                break;
              if (code <= last)
                add_text (font, code, item->bytes, 0);
            }
          i++;
        }
    }
}

static void
read_to_unicode (ClPdfFont *font, const guint8 *data, gsize length)
{
  ClPdfLexer lexer = { data, data + length };
  g_autoptr (GArray) operands = g_array_new (FALSE, FALSE, sizeof (ClPdfToken));
  ClPdfToken token;

  g_array_set_clear_func (operands, (GDestroyNotify) cl_pdf_token_clear);
  while (cl_pdf_lexer_next (&lexer, &token))
    {
      if (token.kind != CL_PDF_TOKEN_OPERATOR)
        {
          g_array_append_val (operands, token);
          continue;
        }
      if (g_str_equal (token.bytes->str, "endbfchar"))
        for (guint i = 0; i + 1 < operands->len; i += 2)
          {
            ClPdfToken *from = &g_array_index (operands, ClPdfToken, i), *to = from + 1;
            if (from->kind == CL_PDF_TOKEN_STRING && to->kind == CL_PDF_TOKEN_STRING)
              add_text (font, code_of (from->bytes), to->bytes, 0);
          }
      else if (g_str_equal (token.bytes->str, "endbfrange"))
        end_range (font, operands);
      g_array_set_size (operands, 0);
      cl_pdf_token_clear (&token);
    }
}

static void
set_width (ClPdfFont *font, guint code, double width)
{
  if (code <= LAST_CODE && font->n_entries++ < MOST_ENTRIES)
    g_hash_table_insert (font->widths, GUINT_TO_POINTER (code), GINT_TO_POINTER ((int) CLAMP (width, -WIDEST, WIDEST)));
}

static void
read_simple_widths (ClPdfFont *font, qpdf_data pdf, qpdf_oh dictionary)
{
  qpdf_oh widths = qpdf_oh_get_key (pdf, dictionary, "/Widths");
  qpdf_oh first = qpdf_oh_get_key (pdf, dictionary, "/FirstChar");
  int n = qpdf_oh_is_array (pdf, widths) ? qpdf_oh_get_array_n_items (pdf, widths) : 0;
  int from = qpdf_oh_is_integer (pdf, first) ? qpdf_oh_get_int_value_as_int (pdf, first) : 0;

  font->default_width = 500;
  for (int i = 0; i < n && i < 256; i++)
    {
      qpdf_oh width = qpdf_oh_get_array_item (pdf, widths, i);
      if (qpdf_oh_is_number (pdf, width))
        set_width (font, (guint) from + (guint) i, qpdf_oh_get_numeric_value (pdf, width));
      qpdf_oh_release (pdf, width);
    }
}

/* W: "first [w w w]" or "first last w" (ISO 32000-1, 9.7.4.3). */
static void
read_wide_widths (ClPdfFont *font, qpdf_data pdf, qpdf_oh dictionary)
{
  qpdf_oh descendants = qpdf_oh_get_key (pdf, dictionary, "/DescendantFonts");
  qpdf_oh child, widths, standard;
  int n, i = 0;

  font->default_width = 1000;
  if (!qpdf_oh_is_array (pdf, descendants) || qpdf_oh_get_array_n_items (pdf, descendants) < 1)
    return;
  child = qpdf_oh_get_array_item (pdf, descendants, 0);
  if (!qpdf_oh_is_dictionary (pdf, child))
    return;
  standard = qpdf_oh_get_key (pdf, child, "/DW");
  if (qpdf_oh_is_number (pdf, standard))
    font->default_width = qpdf_oh_get_numeric_value (pdf, standard);
  widths = qpdf_oh_get_key (pdf, child, "/W");
  n = qpdf_oh_is_array (pdf, widths) ? qpdf_oh_get_array_n_items (pdf, widths) : 0;
  while (i + 1 < n)
    {
      qpdf_oh first = qpdf_oh_get_array_item (pdf, widths, i), second = qpdf_oh_get_array_item (pdf, widths, i + 1);
      guint code = qpdf_oh_is_integer (pdf, first) ? (guint) qpdf_oh_get_int_value (pdf, first) : 0;

      if (qpdf_oh_is_array (pdf, second))
        {
          int m = qpdf_oh_get_array_n_items (pdf, second);
          for (int k = 0; k < m; k++)
            {
              qpdf_oh width = qpdf_oh_get_array_item (pdf, second, k);
              set_width (font, code + (guint) k, qpdf_oh_is_number (pdf, width) ? qpdf_oh_get_numeric_value (pdf, width) : font->default_width);
              qpdf_oh_release (pdf, width);
            }
          i += 2;
        }
      else
        {
          qpdf_oh width = i + 2 < n ? qpdf_oh_get_array_item (pdf, widths, i + 2) : second;
          guint last = qpdf_oh_is_integer (pdf, second) ? (guint) qpdf_oh_get_int_value (pdf, second) : code;
          double value = qpdf_oh_is_number (pdf, width) ? qpdf_oh_get_numeric_value (pdf, width) : -1;
          for (guint c = code; c <= MIN (last, LAST_CODE) && value >= 0 && font->n_entries < MOST_ENTRIES; c++)
            set_width (font, c, value);
          i += 3;
        }
    }
}

ClPdfFont *
cl_pdf_font_new (qpdf_data pdf, qpdf_oh dictionary)
{
  ClPdfFont *font = g_new0 (ClPdfFont, 1);
  qpdf_oh subtype, to_unicode;

  font->widths = g_hash_table_new (NULL, NULL);
  font->texts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  font->default_width = 1000;
  if (!qpdf_oh_is_dictionary (pdf, dictionary))
    return font;

  subtype = qpdf_oh_get_key (pdf, dictionary, "/Subtype");
  font->wide = qpdf_oh_is_name_and_equals (pdf, subtype, "/Type0");
  (font->wide ? read_wide_widths : read_simple_widths) (font, pdf, dictionary);

  to_unicode = qpdf_oh_get_key (pdf, dictionary, "/ToUnicode");
  if (qpdf_oh_is_stream (pdf, to_unicode))
    {
      unsigned char *data = NULL;
      size_t length = 0;

      qpdf_oh_get_stream_data (pdf, to_unicode, qpdf_dl_all, NULL, &data, &length);
      if (data != NULL)
        read_to_unicode (font, data, length);
      free (data);
    }
  return font;
}

void
cl_pdf_font_free (ClPdfFont *font)
{
  g_hash_table_unref (font->widths);
  g_hash_table_unref (font->texts);
  g_free (font);
}

guint
cl_pdf_font_get_code_size (ClPdfFont *font)
{
  return font->wide ? 2 : 1;
}

double
cl_pdf_font_get_width (ClPdfFont *font, guint code)
{
  gpointer width;

  if (g_hash_table_lookup_extended (font->widths, GUINT_TO_POINTER (code), NULL, &width))
    return GPOINTER_TO_INT (width) / 1000.0;
  return font->default_width / 1000.0;
}

void
cl_pdf_font_append (ClPdfFont *font, guint code, GString *text)
{
  const char *known = g_hash_table_lookup (font->texts, GUINT_TO_POINTER (code));

  if (known != NULL)
    g_string_append (text, known);
  else if (!font->wide && code >= 0x20)
    g_string_append_unichar (text, code);
}
