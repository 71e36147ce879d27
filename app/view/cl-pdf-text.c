/* Reads the text of marked content, with its place, from a page's content stream. Poppler's own reading of structure elements runs the page once
 * more for each cell (100 ms a page of 20 rows) and in 22.12 loses bytes of UTF-8 on the way. */

#include "cl-pdf-text-private.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cl-pdf-font-private.h"
#include "cl-pdf-token-private.h"

struct _ClPdfText
{
  qpdf_data pdf;
  GHashTable *fonts; /* object id -> ClPdfFont */
};

typedef struct
{
  cairo_matrix_t matrix;
  ClPdfFont *font; /* not owned */
  double size, char_space, word_space, scale, leading, rise;
} State;

typedef struct
{
  ClPdfText *text;
  qpdf_oh fonts, properties;
  double left, top;        /* of the page box; places are told from there */
  gboolean placed;
  GArray *states;          /* State, the last is current */
  cairo_matrix_t line, at; /* text line matrix, text matrix */
  GArray *marks;           /* int: MCID of each open BDC, -1 none */
  GPtrArray *actual;       /* char* or NULL beside each: stands for what is shown inside */
  GHashTable *result;
  double last_x, last_y;   /* where the last glyph of the current mark ended */
  int last_mark;
} Reader;

void
cl_pdf_area_unite (ClPdfArea *area, const ClPdfArea *other)
{
  double right, bottom;

  if (other->width <= 0)
    return;
  if (area->width <= 0)
    {
      *area = *other;
      return;
    }
  right = MAX (area->x + area->width, other->x + other->width);
  bottom = MAX (area->y + area->height, other->y + other->height);
  area->x = MIN (area->x, other->x);
  area->y = MIN (area->y, other->y);
  area->width = right - area->x;
  area->height = bottom - area->y;
}

static void
mark_free (ClPdfMark *mark)
{
  g_string_free (mark->text, TRUE);
  g_free (mark);
}

static State *
state_of (Reader *reader)
{
  return &g_array_index (reader->states, State, reader->states->len - 1);
}

static ClPdfMark *
current_mark (Reader *reader)
{
  ClPdfMark *mark;
  int id = -1;

  for (guint i = reader->marks->len; i > 0 && id < 0; i--)
    id = g_array_index (reader->marks, int, i - 1);
  if (id < 0)
    return NULL;
  if (id != reader->last_mark)
    {
      reader->last_mark = id;
      reader->last_x = NAN;
    }
  mark = g_hash_table_lookup (reader->result, GINT_TO_POINTER (id));
  if (mark == NULL)
    {
      mark = g_new0 (ClPdfMark, 1);
      mark->text = g_string_new (NULL);
      g_hash_table_insert (reader->result, GINT_TO_POINTER (id), mark);
    }
  return mark;
}

static gboolean
in_actual (Reader *reader)
{
  for (guint i = 0; i < reader->actual->len; i++)
    if (reader->actual->pdata[i] != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_of_word (gunichar c)
{
  return c < 0x2e80 && g_unichar_isalnum (c);
}

/* Words that only their place keeps apart get a space; lines of Chinese, and a name broken at its dot, none. */
static gboolean
stands_apart (Reader *reader, double x, double y, double size)
{
  return !isnan (reader->last_x) && (fabs (y - reader->last_y) > size * 0.5 || x - reader->last_x > size * 0.3);
}

static void
append (ClPdfMark *mark, ClPdfFont *font, guint code, gboolean apart)
{
  g_autoptr (GString) next = g_string_new (NULL);

  cl_pdf_font_append (font, code, next);
  if (next->len == 0)
    return;
  if (apart && mark->text->len > 0 && is_of_word (g_utf8_get_char (next->str))
      && is_of_word (g_utf8_get_char (g_utf8_prev_char (mark->text->str + mark->text->len))))
    g_string_append_c (mark->text, ' ');
  g_string_append_len (mark->text, next->str, (gssize) next->len);
}

static void
show (Reader *reader, const GString *bytes)
{
  State *state = state_of (reader);
  ClPdfMark *mark = current_mark (reader);
  guint step;

  if (state->font == NULL)
    return;
  step = cl_pdf_font_get_code_size (state->font);
  for (gsize i = 0; i + step <= bytes->len; i += step)
    {
      guint code = step == 2 ? (guint) ((guint8) bytes->str[i] << 8 | (guint8) bytes->str[i + 1]) : (guint8) bytes->str[i];
      double width = cl_pdf_font_get_width (state->font, code), advance;
      cairo_matrix_t whole;
      double x1 = 0, y1 = state->rise - state->size * 0.16, x2 = width * state->size * state->scale, y2 = state->rise + state->size * 0.88;
      double height;

      cairo_matrix_multiply (&whole, &reader->at, &state->matrix);
      cairo_matrix_transform_point (&whole, &x1, &y1);
      cairo_matrix_transform_point (&whole, &x2, &y2);
      height = fabs (y2 - y1);
      if (mark != NULL)
        {
          ClPdfArea area = { MIN (x1, x2) - reader->left, reader->top - MAX (y1, y2), fabs (x2 - x1), height };

          if (!in_actual (reader))
            append (mark, state->font, code, stands_apart (reader, MIN (x1, x2), y1, height));
          if (reader->placed)
            cl_pdf_area_unite (&mark->area, &area);
          reader->last_x = MAX (x1, x2);
          reader->last_y = y1;
        }
      advance = (width * state->size + state->char_space + (step == 1 && code == 32 ? state->word_space : 0)) * state->scale;
      cairo_matrix_translate (&reader->at, advance, 0);
    }
}

static void
begin_mark (Reader *reader, GArray *operands)
{
  int id = -1;
  char *actual = NULL;

  for (guint i = 1; i < operands->len; i++)
    {
      ClPdfToken *key = &g_array_index (operands, ClPdfToken, i), *value = key + 1;

      if (key->kind != CL_PDF_TOKEN_NAME)
        continue;
      if (i == 1 && operands->len == 2 && qpdf_oh_is_dictionary (reader->text->pdf, reader->properties))
        {
          g_autofree char *name = g_strconcat ("/", key->bytes->str, NULL);
          qpdf_oh named = qpdf_oh_get_key (reader->text->pdf, reader->properties, name);
          qpdf_oh number = qpdf_oh_is_dictionary (reader->text->pdf, named) ? qpdf_oh_get_key (reader->text->pdf, named, "/MCID") : 0;

          if (number != 0 && qpdf_oh_is_integer (reader->text->pdf, number))
            id = qpdf_oh_get_int_value_as_int (reader->text->pdf, number);
        }
      else if (i + 1 < operands->len && g_str_equal (key->bytes->str, "MCID") && value->kind == CL_PDF_TOKEN_NUMBER)
        id = (int) value->number;
      else if (i + 1 < operands->len && g_str_equal (key->bytes->str, "ActualText") && value->kind == CL_PDF_TOKEN_STRING)
        actual = cl_pdf_string_to_utf8 (value->bytes);
    }

  g_array_append_val (reader->marks, id);
  if (actual != NULL && !in_actual (reader))
    {
      ClPdfMark *mark = current_mark (reader);
      if (mark != NULL)
        g_string_append (mark->text, actual);
    }
  g_ptr_array_add (reader->actual, actual);
}

static void
end_mark (Reader *reader)
{
  if (reader->marks->len == 0)
    return;
  g_array_set_size (reader->marks, reader->marks->len - 1);
  g_ptr_array_set_size (reader->actual, (int) reader->actual->len - 1);
}

static void
set_font (Reader *reader, const char *name, double size)
{
  qpdf_data pdf = reader->text->pdf;
  State *state = state_of (reader);
  g_autofree char *key = g_strconcat ("/", name, NULL);
  qpdf_oh dictionary;
  gpointer id;

  state->size = size;
  state->font = NULL;
  if (!qpdf_oh_is_dictionary (pdf, reader->fonts))
    return;
  dictionary = qpdf_oh_get_key (pdf, reader->fonts, key);
  id = GINT_TO_POINTER (qpdf_oh_is_indirect (pdf, dictionary) ? qpdf_oh_get_object_id (pdf, dictionary) : -(int) dictionary);
  state->font = g_hash_table_lookup (reader->text->fonts, id);
  if (state->font == NULL)
    {
      state->font = cl_pdf_font_new (pdf, dictionary);
      g_hash_table_insert (reader->text->fonts, id, state->font);
    }
}

static void
next_line (Reader *reader, double x, double y)
{
  cairo_matrix_translate (&reader->line, x, y);
  reader->at = reader->line;
}

static double
number_at (GArray *operands, guint i)
{
  return i < operands->len ? g_array_index (operands, ClPdfToken, i).number : 0;
}

static cairo_matrix_t
matrix_of (GArray *operands)
{
  cairo_matrix_t m;

  cairo_matrix_init (&m, number_at (operands, 0), number_at (operands, 1), number_at (operands, 2), number_at (operands, 3),
                     number_at (operands, 4), number_at (operands, 5));
  return m;
}

static void
show_all (Reader *reader, GArray *operands)
{
  for (guint i = 0; i < operands->len; i++)
    {
      ClPdfToken *token = &g_array_index (operands, ClPdfToken, i);
      State *state = state_of (reader);

      if (token->kind == CL_PDF_TOKEN_STRING)
        show (reader, token->bytes);
      else if (token->kind == CL_PDF_TOKEN_NUMBER)
        cairo_matrix_translate (&reader->at, -token->number / 1000 * state->size * state->scale, 0);
    }
}

static void
operate_text (Reader *reader, const char *name, GArray *operands)
{
  State *state = state_of (reader);
  ClPdfToken *last = operands->len > 0 ? &g_array_index (operands, ClPdfToken, operands->len - 1) : NULL;

  if (g_str_equal (name, "Tm"))
    reader->at = reader->line = matrix_of (operands);
  else if (g_str_equal (name, "Td"))
    next_line (reader, number_at (operands, 0), number_at (operands, 1));
  else if (g_str_equal (name, "TD"))
    {
      state->leading = -number_at (operands, 1);
      next_line (reader, number_at (operands, 0), number_at (operands, 1));
    }
  else if (g_str_equal (name, "T*"))
    next_line (reader, 0, -state->leading);
  else if (g_str_equal (name, "Tf") && operands->len >= 2 && g_array_index (operands, ClPdfToken, 0).kind == CL_PDF_TOKEN_NAME)
    set_font (reader, g_array_index (operands, ClPdfToken, 0).bytes->str, number_at (operands, 1));
  else if (g_str_equal (name, "Tc"))
    state->char_space = number_at (operands, 0);
  else if (g_str_equal (name, "Tw"))
    state->word_space = number_at (operands, 0);
  else if (g_str_equal (name, "Tz"))
    state->scale = number_at (operands, 0) / 100;
  else if (g_str_equal (name, "TL"))
    state->leading = number_at (operands, 0);
  else if (g_str_equal (name, "Ts"))
    state->rise = number_at (operands, 0);
  else if (g_str_equal (name, "TJ"))
    show_all (reader, operands);
  else if (g_str_equal (name, "Tj") && last != NULL && last->kind == CL_PDF_TOKEN_STRING)
    show (reader, last->bytes);
}

static void
operate (Reader *reader, const char *name, GArray *operands, ClPdfLexer *lexer)
{
  ClPdfToken *last = operands->len > 0 ? &g_array_index (operands, ClPdfToken, operands->len - 1) : NULL;

  if (name[0] == 'T')
    operate_text (reader, name, operands);
  else if (g_str_equal (name, "q"))
    {
      State copy = *state_of (reader);
      if (reader->states->len < 256)
        g_array_append_val (reader->states, copy);
    }
  else if (g_str_equal (name, "Q") && reader->states->len > 1)
    g_array_set_size (reader->states, reader->states->len - 1);
  else if (g_str_equal (name, "cm"))
    {
      cairo_matrix_t m = matrix_of (operands);
      cairo_matrix_multiply (&state_of (reader)->matrix, &m, &state_of (reader)->matrix);
    }
  else if (g_str_equal (name, "BT"))
    {
      cairo_matrix_init_identity (&reader->line);
      reader->at = reader->line;
    }
  else if (g_str_equal (name, "BDC") || g_str_equal (name, "BMC"))
    begin_mark (reader, operands);
  else if (g_str_equal (name, "EMC"))
    end_mark (reader);
  else if ((g_str_equal (name, "'") || g_str_equal (name, "\"")) && last != NULL && last->kind == CL_PDF_TOKEN_STRING)
    {
      next_line (reader, 0, -state_of (reader)->leading);
      show (reader, last->bytes);
    }
  else if (g_str_equal (name, "ID"))
    cl_pdf_lexer_skip_image (lexer);
}

static qpdf_oh
inherited (qpdf_data pdf, qpdf_oh page, const char *key)
{
  qpdf_oh node = page;

  for (int depth = 0; depth < 32 && qpdf_oh_is_dictionary (pdf, node); depth++)
    {
      qpdf_oh found = qpdf_oh_get_key (pdf, node, key);
      if (!qpdf_oh_is_null (pdf, found))
        return found;
      node = qpdf_oh_get_key (pdf, node, "/Parent");
    }
  return qpdf_oh_new_null (pdf);
}

static void
find_origin (Reader *reader, qpdf_oh page)
{
  qpdf_data pdf = reader->text->pdf;
  qpdf_oh box = inherited (pdf, page, "/CropBox"), rotate = inherited (pdf, page, "/Rotate");
  double corner[4] = { 0, 0, 0, 0 };

  if (!qpdf_oh_is_array (pdf, box))
    box = inherited (pdf, page, "/MediaBox");
  for (int i = 0; i < 4 && qpdf_oh_is_array (pdf, box) && qpdf_oh_get_array_n_items (pdf, box) == 4; i++)
    corner[i] = qpdf_oh_get_numeric_value (pdf, qpdf_oh_get_array_item (pdf, box, i));
  reader->left = MIN (corner[0], corner[2]);
  reader->top = MAX (corner[1], corner[3]);
  reader->placed = reader->top > 0 && !(qpdf_oh_is_integer (pdf, rotate) && qpdf_oh_get_int_value (pdf, rotate) % 360 != 0);
}

/**
 * cl_pdf_text_new:
 * @pdf: an open file; outlives what is returned
 *
 * Returns: (transfer full): a reader that keeps the file's fonts between pages. For one thread.
 */
ClPdfText *
cl_pdf_text_new (qpdf_data pdf)
{
  ClPdfText *text = g_new0 (ClPdfText, 1);

  text->pdf = pdf;
  text->fonts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) cl_pdf_font_free);
  return text;
}

void
cl_pdf_text_free (ClPdfText *text)
{
  g_hash_table_unref (text->fonts);
  g_free (text);
}

/**
 * cl_pdf_text_read_page:
 * @text: the reader
 * @page: a page's dictionary
 *
 * Reads marked content with MCIDs. What has no MCID (artifacts, untagged text) is left out. Damaged streams give what could be read.
 *
 * Returns: (transfer full): MCID -> #ClPdfMark, places in pt from the page's upper left corner
 */
GHashTable *
cl_pdf_text_read_page (ClPdfText *text, qpdf_oh page)
{
  qpdf_oh resources = inherited (text->pdf, page, "/Resources");
  Reader reader = { .text = text, .last_mark = -1, .last_x = NAN };
  State state = { .scale = 1 };
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (State));
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GPtrArray) actual = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) operands = g_array_new (FALSE, FALSE, sizeof (ClPdfToken));
  unsigned char *data = NULL;
  size_t length = 0;
  ClPdfLexer lexer;
  ClPdfToken token;

  reader.result = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mark_free);
  reader.states = states;
  reader.marks = marks;
  reader.actual = actual;
  if (qpdf_oh_is_dictionary (text->pdf, resources))
    {
      reader.fonts = qpdf_oh_get_key (text->pdf, resources, "/Font");
      reader.properties = qpdf_oh_get_key (text->pdf, resources, "/Properties");
    }
  else
    reader.fonts = reader.properties = qpdf_oh_new_null (text->pdf);
  find_origin (&reader, page);
  cairo_matrix_init_identity (&state.matrix);
  cairo_matrix_init_identity (&reader.line);
  reader.at = reader.line;
  g_array_append_val (states, state);
  g_array_set_clear_func (operands, (GDestroyNotify) cl_pdf_token_clear);

  qpdf_oh_get_page_content_data (text->pdf, page, &data, &length);
  lexer = (ClPdfLexer){ data, data + length };
  while (data != NULL && cl_pdf_lexer_next (&lexer, &token))
    {
      if (token.kind != CL_PDF_TOKEN_OPERATOR)
        {
          g_array_append_val (operands, token);
          continue;
        }
      operate (&reader, token.bytes->str, operands, &lexer);
      cl_pdf_token_clear (&token);
      g_array_set_size (operands, 0);
    }
  free (data);
  return reader.result;
}
