#include "cl-config.h"

#include <string.h>

#include "cl-date.h"
#include "cl-layout-private.h"

#define LINE CL_SETTER_LINE

static void
page_free (ClPage *page)
{
  g_array_unref (page->boxes);
  g_array_unref (page->rules);
  g_free (page);
}

static gboolean
is_ledger (ClSetter *setter)
{
  return setter->form->mode == CL_MODE_LEDGER;
}

/* FORMS.md 0.1. Of landscape pages the head lies at the binding edge where the number is odd, at the cut edge where it is even. */
void
cl_setter_set_geometry (ClSetter *setter)
{
  ClTemplate *form = setter->form;
  ClPage *page = setter->page;
  gboolean landscape = setter->landscape, even = setter->layout->pages->len % 2 == 0;
  double longer = form->a3 ? 420 : 297, shorter = form->a3 ? 297 : 210;

  page->landscape = landscape;
  page->width = landscape ? longer : shorter;
  page->height = landscape ? shorter : longer;
  if (is_ledger (setter))
    {
      setter->left = setter->top = 20;
      setter->width = page->width - 40;
      setter->bottom = page->height - 20;
    }
  else
    {
      setter->left = landscape ? 35 : 28;
      setter->top = landscape ? (even ? 26 : 28) : 37;
      setter->width = page->width - (landscape ? 72 : 54);
      setter->bottom = setter->top + page->height - (landscape ? 54 : 72);
    }
}

void
cl_setter_begin_page (ClSetter *setter, gboolean begins)
{
  ClPage *page;

  if (setter->sheet->scan == NULL && cl_setter_has_piece (setter))
    {
      cl_setter_take_piece (setter);
      return;
    }
  page = g_new0 (ClPage, 1);
  page->sheet = setter->sheet_index;
  page->begins = begins;
  page->boxes = g_array_new (FALSE, TRUE, sizeof (ClBox));
  page->rules = g_array_new (FALSE, TRUE, sizeof (ClRule));
  g_ptr_array_add (setter->layout->pages, page);
  setter->page = page;
  setter->piece = 0;
  setter->piece_line = 0;
  setter->pieces_taken = 0;
  if (setter->form->pieces.across > 0 && setter->sheet->scan == NULL)
    cl_setter_take_piece (setter);
  else
    cl_setter_set_geometry (setter);
}

/* One line if it can be, down to @floor; below that it wraps. Returns its height. */
static double
set_title (ClSetter *setter, double y, double room, double size, double floor)
{
  const char *title = setter->sheet->heading;
  ClBox *box;

  while (size - 0.5 >= floor && cl_fonts_measure (setter->fonts, CL_FONT_HEADING, size, title) > setter->width)
    size -= 0.5;
  box = cl_setter_add_text (setter, setter->left, y, setter->width, room, title, CL_FONT_HEADING, size, CL_ALIGN_CENTRE, CL_TAG_H1);
  box->keep = TRUE;
  cl_setter_balance (setter, box);
  box->height = MAX (room, box->lines * box->pitch * CL_MM_PER_PT);
  return box->height;
}

static double
set_sub_title (ClSetter *setter, double y, double room, double size, const char *text)
{
  ClBox *box = cl_setter_add_text (setter, setter->left, y, setter->width, room, text, CL_FONT_BODY, size, CL_ALIGN_CENTRE, CL_TAG_P);

  box->keep = TRUE;
  box->height = MAX (room, box->lines * box->pitch * CL_MM_PER_PT);
  return box->height;
}

static void
set_figure_at_top (ClSetter *setter)
{
  for (guint i = 0; i < setter->sheet->blocks->len; i++)
    {
      const ClSheetBlock *block = setter->sheet->blocks->pdata[i];
      const ClTemplateFigure *figure = block->of->figure;
      double x;

      if (block->of->kind != CL_BLOCK_FIGURE || figure->foot)
        continue;
      x = setter->left + setter->width - figure->width;
      cl_setter_add_figure (setter, x, setter->top, figure->width, figure->height, figure->kind == CL_FIGURE_QR ? "二维码" : block->text,
                            figure->kind == CL_FIGURE_QR ? block->text : NULL);
    }
}

/* What is stuck on a box or a page has no title, but the sheet of labels has, in its margin. */
static void
set_title_of_labels (ClSetter *setter)
{
  const double left = setter->left, width = setter->width;

  if (setter->piece > 1)
    return;
  setter->left = 20;
  setter->width = setter->page->width - 40;
  set_title (setter, MAX (3, setter->top - 12), 6, 12, 7);
  setter->left = left;
  setter->width = width;
}

/* FORMS.md 0.2 and 0.3; returns where the table begins. */
static double
set_top (ClSetter *setter)
{
  gboolean ledger = is_ledger (setter), small = setter->form->pieces.width > 0, lined = FALSE;
  double y = setter->top, large = setter->scale > 1 ? 1.2 : 1;
  ClBox title;

  set_figure_at_top (setter);
  if (small && setter->form->titled_once)
    {
      set_title_of_labels (setter);
      return y;
    }
  if (!ledger && setter->sheet->mark != NULL)
    cl_setter_add_text (setter, setter->left, y, setter->width, LINE, setter->sheet->mark, CL_FONT_MARK, 16 * large, CL_ALIGN_LEFT, CL_TAG_P)->keep = TRUE;
  if (!ledger && setter->form->pieces.across == 0)
    y += 2 * LINE;
  y += small ? set_title (setter, y, 6, MIN (12 * large, setter->width / 12), 7)
             : ledger ? set_title (setter, y, 10, 18 * large, 15) : set_title (setter, y, LINE, 22 * large, 16);
  title = g_array_index (setter->page->boxes, ClBox, setter->page->boxes->len - 1);
  for (guint i = 0; i < setter->sheet->blocks->len; i++)
    {
      const ClSheetBlock *block = setter->sheet->blocks->pdata[i];

      if (block->of->kind != CL_BLOCK_SUB_TITLE || *block->text == '\0')
        continue;
      y += ledger || lined ? set_sub_title (setter, y, 7, CL_SETTER_SIZE * setter->scale, block->text)
                           : set_sub_title (setter, y, LINE, MAX (12, CL_SETTER_SIZE * setter->scale), block->text);
      lined = TRUE;
    }
  return cl_header_clear_title (setter, &title, y + (ledger ? 2 : lined ? 0 : LINE / 2));
}

/* FORMS.md 0.7: 续表, right-aligned above a table that goes on. */
double
cl_setter_add_continuation (ClSetter *setter)
{
  double size = CL_SETTER_SIZE * MIN (setter->scale, 1.3);
  ClBox *box = cl_setter_add_text (setter, setter->left, setter->top, setter->width, 7, "续表", CL_FONT_BODY, size, CL_ALIGN_RIGHT, CL_TAG_ARTIFACT);

  box->keep = TRUE;
  return setter->top + 7;
}

/* What stands under the last table or grid, kept together with its last row. */
static GPtrArray *
collect_tail (const ClSheet *sheet, guint *begin)
{
  GPtrArray *tail = g_ptr_array_new ();

  *begin = 0;
  for (guint i = 0; i < sheet->blocks->len; i++)
    {
      ClBlockKind kind = ((ClSheetBlock *) sheet->blocks->pdata[i])->of->kind;

      if (kind == CL_BLOCK_TABLE || kind == CL_BLOCK_GRID || kind == CL_BLOCK_NEW_PAGE)
        *begin = i + 1;
    }
  for (guint i = *begin; i < sheet->blocks->len; i++)
    g_ptr_array_add (tail, sheet->blocks->pdata[i]);
  return tail;
}

/* On the back of the paper: its number is even. */
static void
turn_page (ClSetter *setter, gboolean back)
{
  cl_setter_begin_page (setter, FALSE);
  if (back && setter->layout->pages->len % 2 == 1)
    cl_setter_begin_page (setter, FALSE);
}

static double
set_block (ClSetter *setter, ClSheetBlock *block, GPtrArray *headers, double y, double tail)
{
  switch (block->of->kind)
    {
    case CL_BLOCK_HEADER:
      g_ptr_array_add (headers, block);
      return y;
    case CL_BLOCK_TABLE:
      y = cl_table_flow (setter, block->table, headers, y, tail);
      g_ptr_array_set_size (headers, 0);
      return y;
    case CL_BLOCK_GRID:
      y = block->grid->of->chart ? cl_chart_flow (setter, block->grid, y, tail) : cl_grid_flow (setter, block->grid, headers, y, tail);
      g_ptr_array_set_size (headers, 0);
      return y;
    case CL_BLOCK_CHART:
      return cl_statistic_flow (setter, block, y);
    case CL_BLOCK_NEW_PAGE:
      turn_page (setter, block->of->back);
      return setter->top;
    case CL_BLOCK_SUB_TITLE:
    case CL_BLOCK_FIGURE:
    case CL_BLOCK_INCLUDE:
    case CL_BLOCK_SEAL:
      return y;
    case CL_BLOCK_SUMMARY:
    case CL_BLOCK_NOTES:
    case CL_BLOCK_SIGNATURES:
    case CL_BLOCK_RED_HEAD:
    case CL_BLOCK_NUMBER:
    case CL_BLOCK_TO:
    case CL_BLOCK_PARAGRAPH:
    case CL_BLOCK_ENCLOSURES:
    case CL_BLOCK_SIGN_OFF:
    case CL_BLOCK_COLOPHON:
    default:
      if (y + cl_line_set (setter, block, y, FALSE) > setter->bottom + 0.01)
        {
          cl_setter_begin_page (setter, FALSE);
          y = setter->top;
        }
      return y + cl_line_set (setter, block, y, TRUE);
    }
}

/* Large type takes landscape paper where a table is too wide for portrait. */
static gboolean
wants_landscape (ClSetter *setter)
{
  if (setter->form->landscape || setter->scale <= 1 || setter->form->pieces.across > 0)
    return setter->form->landscape;
  for (guint i = 0; i < setter->sheet->blocks->len; i++)
    {
      const ClSheetBlock *block = setter->sheet->blocks->pdata[i];

      if (block->table != NULL && cl_table_get_width (setter, block->table) > cl_template_get_usable_width (setter->form))
        return TRUE;
    }
  return FALSE;
}

static void
set_sheet (ClSetter *setter)
{
  g_autoptr (GPtrArray) tail = NULL, headers = g_ptr_array_new ();
  guint begin;
  double y, height;

  setter->landscape = wants_landscape (setter);
  if (setter->sheet->scan != NULL)
    {
      cl_over_set (setter);
      return;
    }
  cl_setter_begin_page (setter, TRUE);
  if (setter->form->mode == CL_MODE_DOCUMENT)
    {
      cl_letter_set (setter);
      return;
    }
  y = set_top (setter);
  tail = collect_tail (setter->sheet, &begin);
  height = cl_tail_set (setter, tail, 0, FALSE);
  for (guint i = 0; i < begin; i++)
    {
      gboolean last = i + 1 == begin;
      guint page = setter->layout->pages->len;

      if (i > 0 && ((ClSheetBlock *) setter->sheet->blocks->pdata[i])->table != NULL && y > setter->top + 60)
        y += 4;
      y = set_block (setter, setter->sheet->blocks->pdata[i], headers, y, last ? height : 0);
      if (setter->layout->pages->len > page && y > setter->bottom)
        y = setter->bottom;
    }
  if (height > setter->bottom - y + 0.01)
    {
      cl_setter_begin_page (setter, FALSE);
      y = cl_setter_add_continuation (setter);
    }
  cl_tail_set (setter, tail, y, TRUE);
}

/* GB/T 9704: the dashes stand 7 mm under the type area, odd pages right and even ones left, one character in; on a landscape page where they
 * would be if it lay upright in the volume. */
static void
set_official_number (ClSetter *setter, guint number)
{
  const double size = 14, em = size * CL_MM_PER_PT;
  const ClPage *page = setter->page;
  gboolean turned = page->landscape && !setter->form->a3, even = number % 2 == 0;
  double dash = cl_fonts_measure_middle (setter->fonts, CL_FONT_NUMBER, size, "—");
  double left = turned && even ? 26 : page->landscape && !turned ? 35 : 28;
  double width = turned ? page->height - 54 : page->width - (page->landscape ? 72 : 54);
  double bottom = turned ? page->width - 35 : page->height - (page->landscape ? 26 : 35);
  g_autofree char *text = g_strdup_printf ("— %u —", number);
  /* The foot of the line is 0.38 em under the middle of the box. */
  ClBox *box = cl_setter_add_text (setter, left + em, bottom + 7 + dash - 1.38 * em, width - 2 * em, 2 * em, text, CL_FONT_NUMBER, size,
                                   even ? CL_ALIGN_LEFT : CL_ALIGN_RIGHT, CL_TAG_ARTIFACT);

  box->turned = turned;
}

/* FORMS.md 0.9 and 0.18; a page that is shown to others says so (0.16). */
static void
set_page_foot (ClSetter *setter, guint number, guint pages)
{
  const ClPage *page = setter->page;
  double under = page->height - 20 + 2;

  if (setter->form->pieces.width > 0 || setter->sheet->scan != NULL)
    return;
  if (is_ledger (setter))
    {
      g_autofree char *date = cl_date_format_paper (cl_today ());
      g_autofree char *as_of = g_strdup_printf ("数据截至 %s", date);
      g_autofree char *text = g_strdup_printf ("第 %u 页 共 %u 页", number, pages);

      cl_setter_add_text (setter, 20, under, page->width - 40, 7, text, CL_FONT_NUMBER, 10.5, CL_ALIGN_CENTRE, CL_TAG_ARTIFACT);
      cl_setter_add_text (setter, 20, under, page->width - 40, 7, as_of, CL_FONT_BODY, 6, CL_ALIGN_RIGHT, CL_TAG_ARTIFACT)->keep = TRUE;
    }
  else
    set_official_number (setter, number);
  if (setter->sheet->is_public)
    cl_setter_add_text (setter, is_ledger (setter) ? 20 : page->landscape ? 35 : 28, is_ledger (setter) ? under : page->height - (page->landscape ? 25 : 33),
                        60, 7, "仅供公示使用", CL_FONT_BODY, 10.5, number % 2 == 0 && !is_ledger (setter) && !page->landscape ? CL_ALIGN_RIGHT : CL_ALIGN_LEFT,
                        CL_TAG_ARTIFACT)->keep = TRUE;
}

static void
set_page_feet (ClSetter *setter, GPtrArray *sheets)
{
  guint pages = setter->layout->pages->len;

  for (guint i = 0; i < pages; i++)
    {
      setter->page = setter->layout->pages->pdata[i];
      setter->sheet = sheets->pdata[setter->page->sheet];
      setter->form = setter->sheet->form;
      set_page_foot (setter, i + 1, pages);
    }
}

/* A rule under each run of spaces that stand for a line to sign on. */
static void
rule_lines (ClSetter *setter, const ClBox *box)
{
  g_autoptr (GArray) starts = cl_fonts_break (setter->fonts, box->role, box->size, box->lines > 1 ? box->width : 0, box->text);

  for (guint i = 0; i < starts->len; i++)
    {
      guint from = g_array_index (starts, guint, i), to = i + 1 < starts->len ? g_array_index (starts, guint, i + 1) : (guint) strlen (box->text);
      g_autofree char *line = g_strchomp (g_strndup (box->text + from, to - from));
      double width = cl_fonts_measure (setter->fonts, box->role, box->size, line), y = cl_box_get_baseline (box, i) + 0.6;
      double x = box->x + (box->align == CL_ALIGN_CENTRE ? (box->width - width) / 2 : box->align == CL_ALIGN_RIGHT ? box->width - width : 0);

      for (char *run = strstr (line, CL_SETTER_LINE_MARK CL_SETTER_LINE_MARK CL_SETTER_LINE_MARK); run != NULL;)
        {
          g_autofree char *before = g_strndup (line, run - line);
          gsize length = 0;
          double begin = x + cl_fonts_measure (setter->fonts, box->role, box->size, before), wide;

          while (g_str_has_prefix (run + length, CL_SETTER_LINE_MARK))
            length += strlen (CL_SETTER_LINE_MARK);
          before[run - line] = '\0';
          {
            g_autofree char *blank = g_strndup (run, length);

            wide = cl_fonts_measure (setter->fonts, box->role, box->size, blank);
          }
          cl_setter_add_rule (setter, begin + 0.5, y, begin + wide, y, CL_SETTER_INNER);
          run = strstr (run + length, CL_SETTER_LINE_MARK CL_SETTER_LINE_MARK CL_SETTER_LINE_MARK);
        }
    }
}

static void
set_signing_lines (ClSetter *setter)
{
  for (guint i = 0; i < setter->layout->pages->len; i++)
    {
      setter->page = setter->layout->pages->pdata[i];
      for (guint k = 0; k < setter->page->boxes->len; k++)
        {
          const ClBox *box = &g_array_index (setter->page->boxes, ClBox, k);

          if (box->tag != CL_TAG_FIGURE && strstr (box->text, CL_SETTER_LINE_MARK CL_SETTER_LINE_MARK CL_SETTER_LINE_MARK) != NULL)
            rule_lines (setter, box);
        }
    }
}

/**
 * cl_layout_new:
 * @fonts: the fonts to measure with
 * @sheets: (element-type ClSheet): what is printed, in order
 *
 * Puts every text and rule in its place. Each sheet begins a page, or a piece of one; a page that goes on repeats header line and column heads.
 *
 * Returns: (transfer full): pages as plain data; their scans and charts are those of @sheets, in letters of @fonts, and so both must outlive it
 */
ClLayout *
cl_layout_new (ClFonts *fonts, GPtrArray *sheets)
{
  ClLayout *layout = g_new0 (ClLayout, 1);
  ClSetter setter = { .fonts = fonts, .layout = layout };

  layout->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) page_free);
  layout->texts = g_string_chunk_new (4096);
  layout->charts = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_chart_free);
  layout->charts_data = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < sheets->len; i++)
    {
      const ClSheet *before = i > 0 ? sheets->pdata[i - 1] : NULL;

      setter.sheet = sheets->pdata[i];
      setter.form = setter.sheet->form;
      setter.sheet_index = i;
      setter.scale = setter.sheet->is_large ? CL_SETTER_LARGE / CL_SETTER_SIZE : 1;
      if (before == NULL || before->form != setter.form)
        setter.piece = 0;
      set_sheet (&setter);
    }
  set_page_feet (&setter, sheets);
  set_signing_lines (&setter);
  return layout;
}

void
cl_layout_free (ClLayout *layout)
{
  g_ptr_array_unref (layout->pages);
  g_ptr_array_unref (layout->charts);
  g_ptr_array_unref (layout->charts_data);
  g_string_chunk_free (layout->texts);
  g_free (layout);
}
