#include "cl-config.h"

#include <string.h>

#include "cl-date.h"
#include "cl-layout-private.h"

/* GB/T 9704-2012 (DOMAIN.md B8): A4, type area 156 × 225 mm, 22 lines. */
#define LINE (225.0 / 22)
#define GAP 3.0         /* mm between the table and what stands under it */
#define NOTE_PITCH 1.5  /* of the size */

static void
page_free (ClPage *page)
{
  g_array_unref (page->boxes);
  g_array_unref (page->rules);
  g_free (page);
}

static void
begin_page (ClSetter *setter,
            gboolean begins)
{
  ClPage *page = g_new0 (ClPage, 1);

  page->sheet = setter->sheet_index;
  page->begins = begins;
  page->boxes = g_array_new (FALSE, TRUE, sizeof (ClBox));
  page->rules = g_array_new (FALSE, TRUE, sizeof (ClRule));
  g_ptr_array_add (setter->layout->pages, page);
  setter->page = page;
}

/* FORMS.md 0.1. */
static void
set_geometry (ClSetter *setter)
{
  gboolean landscape = setter->form->landscape;

  setter->layout->width = landscape ? 297 : 210;
  setter->layout->height = landscape ? 210 : 297;
  if (setter->form->ledger_mode)
    {
      setter->left = setter->top = 20;
      setter->width = setter->layout->width - 40;
      setter->bottom = setter->layout->height - 20;
    }
  else
    {
      setter->left = landscape ? 35 : 28;
      setter->top = landscape ? 28 : 37;
      setter->width = landscape ? 225 : 156;
      setter->bottom = setter->top + (landscape ? 156 : 225);
    }
}

/* One line if it can be, down to @floor; below that it wraps. Returns its height. */
static double
set_title (ClSetter *setter,
           double y,
           double room,
           double size,
           double floor)
{
  const char *title = setter->form->title;
  ClBox *box;

  while (size - 0.5 >= floor && cl_fonts_measure (setter->fonts, CL_FONT_HEADING, size, title) > setter->width)
    size -= 0.5;
  box = cl_setter_add_text (setter, setter->left, y, setter->width, room, title, CL_FONT_HEADING, size, CL_ALIGN_CENTRE, CL_TAG_H1);
  box->keep = TRUE;
  cl_setter_balance (setter, box);
  box->height = MAX (room, box->lines * box->pitch * CL_MM_PER_PT);
  return box->height;
}

/* FORMS.md 0.2 and 0.3; returns where the table begins. */
static double
set_top (ClSetter *setter)
{
  const char *sub_title = setter->sheet->sub_title;
  double y = setter->top;

  if (setter->form->ledger_mode)
    {
      y += set_title (setter, y, 10, 18, 15);
      if (sub_title != NULL && *sub_title != '\0')
        {
          ClBox *box = cl_setter_add_text (setter, setter->left, y, setter->width, 7, sub_title, CL_FONT_BODY, 10.5, CL_ALIGN_CENTRE, CL_TAG_P);

          box->height = MAX (7, box->lines * box->pitch * CL_MM_PER_PT);
          y += box->height;
        }
      return y + 2;
    }
  if (setter->form->mark != NULL)
    cl_setter_add_text (setter, setter->left, y, setter->width, LINE, setter->form->mark, CL_FONT_MARK, 16, CL_ALIGN_LEFT, CL_TAG_P)->keep = TRUE;
  y += 2 * LINE;
  y += set_title (setter, y, LINE, 22, 16);
  if (sub_title != NULL && *sub_title != '\0')
    {
      cl_setter_add_text (setter, setter->left, y, setter->width, LINE, sub_title, CL_FONT_BODY, 12, CL_ALIGN_CENTRE, CL_TAG_P)->keep = TRUE;
      y += LINE;
    }
  else
    y += LINE / 2;
  return y;
}

/* FORMS.md 0.7: 续表, right-aligned above a table that goes on. */
static double
set_continuation (ClSetter *setter)
{
  ClBox *box = cl_setter_add_text (setter, setter->left, setter->top, setter->width, 7, "续表", CL_FONT_BODY, 10.5, CL_ALIGN_RIGHT, CL_TAG_ARTIFACT);

  box->keep = TRUE;
  return setter->top + 7;
}

/* The text beside the seal keeps clear of it. */
static double
get_note_width (ClSetter *setter)
{
  return setter->form->seal > 0 ? setter->width - setter->form->seal - 5 : setter->width;
}

static double
set_note (ClSetter *setter,
          double y,
          const char *text,
          gboolean really)
{
  const double size = CL_SETTER_SIZE, width = get_note_width (setter), pitch = size * NOTE_PITCH * CL_MM_PER_PT;
  g_autoptr (GArray) lines = cl_fonts_break (setter->fonts, CL_FONT_BODY, size, width, text);

  if (really)
    {
      ClBox *box = cl_setter_add_text (setter, setter->left, y, width, lines->len * pitch, text, CL_FONT_BODY, size, CL_ALIGN_LEFT, CL_TAG_P);

      box->pitch = size * NOTE_PITCH;
      box->lines = lines->len;
      box->keep = TRUE;
    }
  return lines->len * pitch;
}

/* FORMS.md 0.18: who made it and who looked it over, in ledger mode. */
static void
set_signatures (ClSetter *setter,
                double y)
{
  static const char *const labels[] = { "制表人", "审核人", "制表日期        年    月    日" };
  double third = setter->width / 3;

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      double x = setter->left + i * third;
      ClBox *box = cl_setter_add_text (setter, x, y, third, 8, labels[i], CL_FONT_BODY, 10.5, i < 2 ? CL_ALIGN_LEFT : CL_ALIGN_RIGHT, CL_TAG_P);

      box->keep = TRUE;
      if (i < 2)
        {
          double from = x + cl_fonts_measure (setter->fonts, CL_FONT_BODY, 10.5, labels[i]) + 1, line = cl_box_get_baseline (box, 0) + 0.6;

          cl_setter_add_rule (setter, from, line, MIN (from + 35, x + third - 2), line, 0.5);
        }
    }
}

/* What follows the last row, kept together: summary, notes, the place of the seal. Returns its height; sets it where @really. */
static double
set_foot (ClSetter *setter,
          double y,
          gboolean really)
{
  ClTemplate *form = setter->form;
  const double begin = y;
  double notes_top;

  if (setter->sheet->summary != NULL)
    {
      if (really)
        cl_setter_add_text (setter, setter->left, y + 1, setter->width, 7, setter->sheet->summary, CL_FONT_BODY, CL_SETTER_SIZE, CL_ALIGN_LEFT, CL_TAG_P);
      y += 8;
    }
  if (form->notes->len > 0 || form->seal > 0)
    y += GAP;
  notes_top = y;
  if (form->notes->len > 0 && form->notes_title != NULL)
    y += set_note (setter, y, form->notes_title, really);
  for (guint i = 0; i < form->notes->len; i++)
    y += set_note (setter, y, setter->sheet->notes[i], really);
  if (form->seal > 0)
    {
      y = MAX (y, notes_top + form->seal);
      if (really)
        {
          setter->page->seal_x = setter->left + setter->width - form->seal / 2;
          setter->page->seal_y = notes_top + form->seal / 2;
          setter->page->seal_width = form->seal;
        }
    }
  if (form->ledger_mode)
    {
      if (really)
        set_signatures (setter, y + 2);
      y += 10;
    }
  return y - begin;
}

/* Sheets without rows get as many lines for the pen as the page holds. */
static void
set_blank_sheet (ClSetter *setter)
{
  g_autoptr (ClTable) table = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  ClSheet blank = *setter->sheet;
  guint n, columns = setter->form->columns->len;
  double y, room;

  begin_page (setter, TRUE);
  y = set_top (setter);
  room = setter->bottom - y - cl_table_get_head_height (setter) - set_foot (setter, 0, FALSE);
  n = room > setter->form->blank_row ? (guint) (room / setter->form->blank_row) : 1;
  for (guint i = 0; i < n; i++)
    {
      char **row = g_new0 (char *, columns + 1);

      for (guint k = 0; k < columns; k++)
        row[k] = g_strdup ("");
      g_ptr_array_add (rows, row);
    }
  blank.rows = rows;
  setter->sheet = &blank;
  table = cl_table_new (setter, room);
  for (guint i = 0; i < n; i++)
    g_array_index (table->heights, double, i) = setter->form->blank_row;
  y = cl_table_set (table, setter, 0, n, y, FALSE);
  set_foot (setter, y, TRUE);
}

/* Notes and seal never stand alone: where they do not fit under the last rows, the last row goes over with them. */
static void
set_sheet (ClSetter *setter)
{
  const double head = cl_table_get_head_height (setter), foot = set_foot (setter, 0, FALSE);
  g_autoptr (ClTable) table = cl_table_new (setter, setter->bottom - setter->top - 7 - head);
  guint from = 0, n = table->texts->len;
  gboolean again = FALSE;

  while (from < n || !again)
    {
      guint to = from;
      double y, end, room;

      begin_page (setter, !again);
      y = again ? set_continuation (setter) : set_top (setter);
      end = y + head;
      while (to < n && end + g_array_index (table->heights, double, to) <= setter->bottom + 0.01)
        end += g_array_index (table->heights, double, to++);
      room = setter->bottom - end;
      if (to == n && foot > room + 0.01 && to - from > 1)
        to--;
      else if (to == from && again)
        to++;
      y = cl_table_set (table, setter, from, to, y, again);
      from = to;
      again = TRUE;
      if (from == n && foot <= setter->bottom - y + 0.01)
        set_foot (setter, y, TRUE);
      else if (from == n)
        {
          begin_page (setter, FALSE);
          set_foot (setter, set_continuation (setter), TRUE);
        }
    }
}

/* FORMS.md 0.9 and GB/T 9704: the dashes stand 7 mm under the type area, odd pages right and even ones left, one character in. */
static void
set_page_numbers (ClSetter *setter)
{
  guint pages = setter->layout->pages->len;

  for (guint i = 0; i < pages; i++)
    {
      g_autofree char *text = NULL;

      setter->page = setter->layout->pages->pdata[i];
      if (setter->form->ledger_mode)
        {
          g_autofree char *date = cl_date_format_paper (cl_today ());
          g_autofree char *as_of = g_strdup_printf ("数据截至 %s", date);

          text = g_strdup_printf ("第 %u 页 共 %u 页", i + 1, pages);
          cl_setter_add_text (setter, setter->left, setter->bottom + 2, setter->width, 7, text, CL_FONT_NUMBER, 10.5, CL_ALIGN_CENTRE, CL_TAG_ARTIFACT);
          cl_setter_add_text (setter, setter->left, setter->bottom + 2, setter->width, 7, as_of, CL_FONT_BODY, 6, CL_ALIGN_RIGHT, CL_TAG_ARTIFACT)->keep = TRUE;
        }
      else
        {
          const double size = 14, em = size * CL_MM_PER_PT;
          double dash = cl_fonts_measure_middle (setter->fonts, CL_FONT_NUMBER, size, "—");

          text = g_strdup_printf ("— %u —", i + 1);
          /* The foot of the line is 0.38 em under the middle of the box. */
          cl_setter_add_text (setter, setter->left + em, setter->bottom + 7 + dash - 1.38 * em, setter->width - 2 * em, 2 * em, text, CL_FONT_NUMBER, size,
                              i % 2 == 0 ? CL_ALIGN_RIGHT : CL_ALIGN_LEFT, CL_TAG_ARTIFACT);
        }
    }
}

ClBox *
cl_setter_add_text (ClSetter *setter,
                    double x,
                    double y,
                    double width,
                    double height,
                    const char *text,
                    ClFontRole role,
                    double size,
                    ClAlign align,
                    ClTag tag)
{
  ClBox box = { .x = x, .y = y, .width = width, .height = height, .role = role, .size = size, .align = align, .tag = tag };

  box.text = g_string_chunk_insert_const (setter->layout->texts, text);
  box.pitch = size * CL_SETTER_LEADING;
  box.row_span = 1;
  box.lines = 1;
  if (cl_fonts_measure (setter->fonts, role, size, text) > width)
    {
      g_autoptr (GArray) lines = cl_fonts_break (setter->fonts, role, size, width, text);

      box.lines = lines->len;
    }
  g_array_append_val (setter->page->boxes, box);
  return &g_array_index (setter->page->boxes, ClBox, setter->page->boxes->len - 1);
}

void
cl_setter_balance (ClSetter *setter,
                   ClBox *box)
{
  double width = cl_fonts_measure (setter->fonts, box->role, box->size, box->text) / box->lines + box->size * CL_MM_PER_PT;
  g_autoptr (GArray) lines = NULL;

  if (box->lines < 2 || width >= box->width || strchr (box->text, '\n') != NULL)
    return;
  lines = cl_fonts_break (setter->fonts, box->role, box->size, width, box->text);
  if (lines->len != box->lines)
    return;
  box->x += (box->width - width) / 2;
  box->width = width;
}

void
cl_setter_add_rule (ClSetter *setter,
                    double x1,
                    double y1,
                    double x2,
                    double y2,
                    double thickness)
{
  ClRule rule = { x1, y1, x2, y2, thickness };

  g_array_append_val (setter->page->rules, rule);
}

/* In Chinese type the em square reaches 0.12 em under the foot of the line; whichever font a character comes from, it stands in the same place. */
double
cl_box_get_baseline (const ClBox *box,
                     guint line)
{
  double pitch = box->pitch * CL_MM_PER_PT, size = box->size * CL_MM_PER_PT;

  return box->y + (box->height - box->lines * pitch) / 2 + line * pitch + (pitch - size) / 2 + 0.88 * size;
}

/**
 * cl_layout_new:
 * @form: the form
 * @fonts: the fonts to measure with
 * @sheets: (element-type ClSheet): what is printed, in order
 *
 * Puts every text and rule in its place. Each sheet begins a page; a page that goes on repeats header line and column heads.
 *
 * Returns: (transfer full): pages as plain data, independent of @sheets
 */
ClLayout *
cl_layout_new (ClTemplate *form,
               ClFonts *fonts,
               GPtrArray *sheets)
{
  ClLayout *layout = g_new0 (ClLayout, 1);
  ClSetter setter = { form, fonts, layout };

  layout->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) page_free);
  layout->texts = g_string_chunk_new (4096);
  set_geometry (&setter);
  for (guint i = 0; i < sheets->len; i++)
    {
      setter.sheet = sheets->pdata[i];
      setter.sheet_index = i;
      setter.table++;
      if (setter.sheet->blank)
        set_blank_sheet (&setter);
      else
        set_sheet (&setter);
    }
  set_page_numbers (&setter);
  return layout;
}

void
cl_layout_free (ClLayout *layout)
{
  g_ptr_array_unref (layout->pages);
  g_string_chunk_free (layout->texts);
  g_free (layout);
}
