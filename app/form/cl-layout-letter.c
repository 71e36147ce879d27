#include "cl-config.h"

#include <string.h>
#include <wchar.h>

#include "cl-layout-private.h"

/* GB/T 9704-2012: 3号仿宋, 28 characters in 156 mm, 22 lines in 225 mm. */
#define SIZE 16.0
#define LINE CL_SETTER_LINE
#define ACROSS 28
#define RED_TOP 35.0     /* mm from the type area to the name of the office */
#define RULE_GAP 4.0     /* mm between number and red rule */
#define COLOPHON_SIZE 14.0

typedef struct
{
  ClSetter *setter;
  double y;
  gboolean titled;
} Letter;

/* mm of one character's place. Large type has fewer of them in a line. */
static double
get_cell (const Letter *letter)
{
  return letter->setter->width / (letter->setter->scale > 1 ? 21 : letter->setter->width / 156.0 * ACROSS);
}

static double
get_size (const Letter *letter)
{
  return letter->setter->scale > 1 ? 21 : SIZE;
}

static double
get_pitch (const Letter *letter)
{
  return letter->setter->scale > 1 ? 225.0 / 16 : LINE;
}

/* pt between characters, so that the line holds its number of them. */
static double
get_spacing (const Letter *letter)
{
  return get_cell (letter) / CL_MM_PER_PT - get_size (letter);
}

static void
need (Letter *letter, double height)
{
  if (letter->y + height <= letter->setter->bottom + 0.05)
    return;
  cl_setter_begin_page (letter->setter, FALSE);
  letter->y = letter->setter->top;
}

/* Characters that may not begin a line. */
static gboolean
is_closing (gunichar character)
{
  return wcschr (L"，。、；：？！）》」』】〕”’…—％%,.;:?!)", (wchar_t) character) != NULL;
}

static gboolean
is_opening (gunichar character)
{
  return wcschr (L"（《「『【〔“‘(", (wchar_t) character) != NULL;
}

static gboolean
is_latin (gunichar character)
{
  return character < 0x300 && g_unichar_isalnum (character);
}

static double
measure (const Letter *letter, ClFontRole role, const char *from, const char *to)
{
  g_autofree char *text = g_strndup (from, to - from);

  return cl_fonts_measure (letter->setter->fonts, role, get_size (letter), text) + g_utf8_strlen (text, -1) * get_spacing (letter) * CL_MM_PER_PT;
}

static gboolean
is_within_date (const char *text, const char *at)
{
  for (const char *p = text; p < at;)
    {
      gsize digits = strspn (p, "0123456789"), date = cl_fonts_measure_date (p);

      if (p + date > at)
        return TRUE;
      p = date + digits > 0 ? p + MAX (date, digits) : g_utf8_next_char (p);
    }
  return FALSE;
}

/* Where the line that begins at @text ends: @width mm; numbers, words, years and days stay whole, closing marks do not begin a line, opening ones do not end it. */
static const char *
find_break (const Letter *letter, ClFontRole role, const char *text, double width)
{
  const char *end = text, *back;

  while (*end != '\0' && *end != '\n' && measure (letter, role, text, g_utf8_next_char (end)) <= width + 0.05)
    end = g_utf8_next_char (end);
  if (*end == '\0' || *end == '\n' || end == text)
    return end == text && *end != '\0' && *end != '\n' ? g_utf8_next_char (end) : end;
  for (back = end; back > text; back = g_utf8_prev_char (back))
    {
      gunichar before = g_utf8_get_char (g_utf8_prev_char (back)), after = g_utf8_get_char (back);

      if (!is_closing (after) && !is_opening (before) && !(is_latin (before) && is_latin (after)) && !is_within_date (text, back))
        return back;
    }
  return end;
}

/* Lines of text as one box a page: the first one @indent characters in, the others @hanging. */
static void
set_text (Letter *letter, const char *text, ClFontRole role, guint indent, guint hanging, ClAlign align, ClTag tag)
{
  const double cell = get_cell (letter), pitch = get_pitch (letter);
  const char *p = text;
  gboolean first = TRUE;

  while (*p != '\0' || first)
    {
      g_autoptr (GString) lines = g_string_new (NULL);
      double top;
      guint n = 0, in = first ? indent : hanging, rest = align == CL_ALIGN_LEFT ? hanging : in;
      ClBox *box;
      ClFit fit;

      need (letter, pitch);
      top = letter->y;
      /* A first line that is indented otherwise than the rest is its own box. */
      do
        {
          double width = letter->setter->width - in * cell;
          const char *end = find_break (letter, role, p, width);

          if (n > 0)
            g_string_append_c (lines, '\n');
          g_string_append_len (lines, p, end - p);
          p = *end == '\n' ? end + 1 : end;
          n++;
          letter->y += pitch;
          if (first && indent != hanging)
            break;
        }
      while (*p != '\0' && in == rest && letter->y + pitch <= letter->setter->bottom + 0.05);
      fit = (ClFit){ get_size (letter), n };
      box = cl_setter_add_fitted (letter->setter, letter->setter->left + in * cell, top, letter->setter->width - in * cell, n * pitch, lines->str, role, fit, align, tag);
      box->pitch = pitch / CL_MM_PER_PT;
      box->spacing = get_spacing (letter);
      /* What was begun is one paragraph. */
      if (!first)
        box->row_span = 0;
      first = FALSE;
    }
}

static void
set_title (Letter *letter)
{
  const double size = 22 * (letter->setter->scale > 1 ? 1.2 : 1);
  ClSetter *setter = letter->setter;
  ClBox *box;

  if (letter->titled)
    return;
  letter->titled = TRUE;
  box = cl_setter_add_text (setter, setter->left, letter->y, setter->width, LINE, setter->sheet->heading, CL_FONT_HEADING, size, CL_ALIGN_CENTRE, CL_TAG_H1);
  box->pitch = MAX (size * 1.3, 33);
  cl_setter_balance (setter, box);
  box->height = MAX (LINE, box->lines * box->pitch * CL_MM_PER_PT);
  letter->y += box->height + LINE;
}

/* The name of the office in red, two lines below it the number, and the red rule. */
static void
set_red_head (Letter *letter, const char *text)
{
  ClSetter *setter = letter->setter;
  double length = cl_fonts_measure (setter->fonts, CL_FONT_HEADING, 1, text), size = MIN (52, setter->width / MAX (length, 0.1));
  double height = size * CL_MM_PER_PT;
  ClFit fit = { size, 1 };
  ClBox *box = cl_setter_add_fitted (setter, setter->left, setter->top + RED_TOP, setter->width, height, text, CL_FONT_HEADING, fit, CL_ALIGN_CENTRE, CL_TAG_P);

  box->pitch = size;
  box->red = TRUE;
  letter->y = setter->top + RED_TOP + height + 2 * LINE;
}

static void
set_red_rule (Letter *letter)
{
  ClSetter *setter = letter->setter;

  letter->y += RULE_GAP;
  cl_setter_add_rule (setter, setter->left, letter->y, setter->left + setter->width, letter->y, 1.5);
  g_array_index (setter->page->rules, ClRule, setter->page->rules->len - 1).red = TRUE;
  letter->y += 2 * LINE;
}

/* “附件：1.…”, one blank line under the text, two characters in; what wraps stands under the first character of its title. */
static void
set_enclosures (Letter *letter, const ClSheetBlock *block)
{
  guint n = block->cells->len;

  if (n == 0)
    return;
  letter->y += get_pitch (letter);
  for (guint i = 0; i < n; i++)
    {
      const ClSheetCell *cell = block->cells->pdata[i];
      g_autofree char *number = n > 1 ? g_strdup_printf ("%u.", i + 1) : g_strdup ("");
      g_autofree char *text = g_strconcat (i == 0 ? "附件：" : "", number, cell->text, NULL);

      set_text (letter, text, CL_FONT_BODY, i == 0 ? 2 : 5, n > 1 ? 6 : 5, CL_ALIGN_LEFT, CL_TAG_P);
    }
}

static ClBox *
set_right (Letter *letter, const char *text, double right)
{
  ClSetter *setter = letter->setter;
  double width = measure (letter, CL_FONT_BODY, text, text + strlen (text));
  ClFit fit = { get_size (letter), 1 };
  ClBox *box = cl_setter_add_fitted (setter, right - width, letter->y, width + 1, get_pitch (letter), text, CL_FONT_BODY, fit, CL_ALIGN_LEFT, CL_TAG_P);

  box->spacing = get_spacing (letter);
  letter->y += get_pitch (letter);
  return box;
}

/* With a seal the date ends four characters from the edge and the name is centred over it; the circle's top is within a line of the text.
 * Without, the name ends two characters from the edge and the date begins two characters after it. */
static void
set_sign_off (Letter *letter, const ClSheetBlock *block)
{
  ClSetter *setter = letter->setter;
  const double cell = get_cell (letter), pitch = get_pitch (letter), right = setter->left + setter->width;
  double name = measure (letter, CL_FONT_BODY, block->text, block->text + strlen (block->text));
  double date = measure (letter, CL_FONT_BODY, block->date, block->date + strlen (block->date));
  gboolean sealed = block->of->sealed;
  double end = right - 4 * cell, middle = end - date / 2;

  need (letter, (sealed ? 6.5 : 4) * pitch);
  letter->y += (sealed ? 2 : 1) * pitch;
  if (sealed)
    {
      /* A long name over a short date reaches no further than the edge. */
      middle = MIN (middle, right - name / 2);
      cl_setter_add_seal (setter, middle, letter->y + pitch, 45, "盖章处：署名和日期上");
      set_right (letter, block->text, middle + name / 2);
      set_right (letter, block->date, middle + date / 2);
      letter->y += 45 / 2.0 - pitch;
      return;
    }
  end = right - 2 * cell;
  if (end - name + 2 * cell + date > right)
    end = right - 2 * cell - date + name - 2 * cell;
  set_right (letter, block->text, end);
  set_right (letter, block->date, end - name + 2 * cell + date);
}

/* 版记 at the foot of the last page: rules 0.35 mm at its ends, 0.25 mm between, the last one on the edge of the type area. */
static void
set_colophon (Letter *letter, const ClSheetBlock *block)
{
  ClSetter *setter = letter->setter;
  const double em = COLOPHON_SIZE * CL_MM_PER_PT, height = COLOPHON_SIZE * 1.5 * CL_MM_PER_PT, inner = setter->width - 2 * em;
  guint lines = block->copy_to != NULL ? 2 : 1;
  double y;

  need (letter, lines * height + 5);
  y = setter->bottom - lines * height;
  cl_setter_add_rule (setter, setter->left, y, setter->left + setter->width, y, 0.35 / CL_MM_PER_PT);
  if (block->copy_to != NULL)
    {
      ClFit fit = cl_fonts_fit (setter->fonts, CL_FONT_BODY, COLOPHON_SIZE, 9, 7.5, inner, block->copy_to);

      cl_setter_add_fitted (setter, setter->left + em, y, inner, height, block->copy_to, CL_FONT_BODY, fit, CL_ALIGN_LEFT, CL_TAG_P);
      y += height;
      cl_setter_add_rule (setter, setter->left, y, setter->left + setter->width, y, 0.25 / CL_MM_PER_PT);
    }
  cl_setter_add_text (setter, setter->left + em, y, inner / 2, height, block->text, CL_FONT_BODY, COLOPHON_SIZE, CL_ALIGN_LEFT, CL_TAG_P);
  cl_setter_add_text (setter, setter->left + em + inner / 2, y, inner / 2, height, block->date, CL_FONT_BODY, COLOPHON_SIZE, CL_ALIGN_RIGHT, CL_TAG_P);
  cl_setter_add_rule (setter, setter->left, setter->bottom, setter->left + setter->width, setter->bottom, 0.35 / CL_MM_PER_PT);
  letter->y = setter->bottom;
}

static void
set_paragraph (Letter *letter, const ClSheetBlock *block)
{
  ClFontRole role = block->of->level == 1 ? CL_FONT_HEADER : block->of->level == 2 ? CL_FONT_EMPHASIS : CL_FONT_BODY;
  guint indent = block->of->plain || block->of->align != CL_ALIGN_LEFT ? 0 : 2;

  set_title (letter);
  set_text (letter, block->text, role, indent, 0, block->of->align, block->of->level == 1 ? CL_TAG_H2 : CL_TAG_P);
}

static void
set_block (Letter *letter, ClSheetBlock *block, GPtrArray *headers)
{
  ClSetter *setter = letter->setter;

  switch (block->of->kind)
    {
    case CL_BLOCK_RED_HEAD:
      set_red_head (letter, block->text);
      return;
    case CL_BLOCK_NUMBER:
      set_text (letter, block->text, CL_FONT_BODY, 0, 0, CL_ALIGN_CENTRE, CL_TAG_P);
      set_red_rule (letter);
      return;
    case CL_BLOCK_TO:
      set_title (letter);
      set_text (letter, block->text, CL_FONT_BODY, 0, 0, CL_ALIGN_LEFT, CL_TAG_P);
      return;
    case CL_BLOCK_PARAGRAPH:
      set_paragraph (letter, block);
      return;
    case CL_BLOCK_ENCLOSURES:
      set_enclosures (letter, block);
      return;
    case CL_BLOCK_SIGN_OFF:
      set_sign_off (letter, block);
      return;
    case CL_BLOCK_COLOPHON:
      set_colophon (letter, block);
      return;
    case CL_BLOCK_HEADER:
      g_ptr_array_add (headers, block);
      return;
    case CL_BLOCK_TABLE:
    case CL_BLOCK_GRID:
      set_title (letter);
      letter->y = block->table != NULL ? cl_table_flow (setter, block->table, headers, letter->y, 0) : cl_grid_flow (setter, block->grid, headers, letter->y, 0);
      letter->y += 4;
      g_ptr_array_set_size (headers, 0);
      return;
    case CL_BLOCK_NEW_PAGE:
      cl_setter_begin_page (setter, FALSE);
      letter->y = setter->top;
      return;
    case CL_BLOCK_SUB_TITLE:
    case CL_BLOCK_FIGURE:
    case CL_BLOCK_SEAL:
    case CL_BLOCK_INCLUDE:
      return;
    case CL_BLOCK_SUMMARY:
    case CL_BLOCK_NOTES:
    case CL_BLOCK_SIGNATURES:
    default:
      need (letter, cl_line_set (setter, block, letter->y, FALSE));
      letter->y += cl_line_set (setter, block, letter->y, TRUE);
    }
}

/* A letter: title on line 3 unless there is a red head above it. */
void
cl_letter_set (ClSetter *setter)
{
  Letter letter = { setter, setter->top, FALSE };
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();

  if (setter->sheet->mark != NULL)
    cl_setter_add_text (setter, setter->left, letter.y, setter->width, LINE, setter->sheet->mark, CL_FONT_MARK, 16, CL_ALIGN_LEFT, CL_TAG_P);
  letter.y += setter->sheet->mark != NULL ? 2 * LINE : 0;
  for (guint i = 0; i < setter->sheet->blocks->len; i++)
    set_block (&letter, setter->sheet->blocks->pdata[i], headers);
  set_title (&letter);
}
