#include "cl-config.h"

#include <string.h>

#include "cl-layout-private.h"

#define FRAME 1.0 /* pt, FORMS.md 0.5 */
#define INNER 0.5
#define HEADER_LINE_SIZE 12.0 /* 小4号 */

static const ClTemplateColumn *
get_column (ClSetter *setter,
            guint i)
{
  return setter->form->columns->pdata[i];
}

static double
get_table_width (ClSetter *setter)
{
  double width = 0;

  for (guint i = 0; i < setter->form->columns->len; i++)
    width += get_column (setter, i)->width;
  return width;
}

static double
get_table_left (ClSetter *setter)
{
  return setter->left + (setter->width - get_table_width (setter)) / 2;
}

static double
to_height (double size,
           guint lines)
{
  return lines * size * CL_SETTER_LEADING * CL_MM_PER_PT + 2 * CL_SETTER_PADDING;
}

/* The width of header cell @i, which spans columns from @first. */
static double
get_cell_width (ClSetter *setter,
                guint i,
                guint first)
{
  const ClTemplateCell *cell = setter->form->header->pdata[i];
  double width = 0;

  for (guint k = first; k < first + cell->span; k++)
    width += get_column (setter, k)->width;
  return width;
}

static double
get_header_line_height (ClSetter *setter)
{
  double height = setter->form->header->len > 0 ? CL_SETTER_MINIMUM_ROW : 0;
  guint first = 0;

  for (guint i = 0; i < setter->form->header->len; i++)
    {
      const ClTemplateCell *cell = setter->form->header->pdata[i];
      ClFit fit = cl_fonts_fit (setter->fonts, CL_FONT_BODY, HEADER_LINE_SIZE, HEADER_LINE_SIZE, CL_SETTER_SIZE, get_cell_width (setter, i, first) - 2 * CL_SETTER_PADDING,
                                setter->sheet->header[i]);

      height = MAX (height, to_height (fit.size, fit.lines));
      first += cell->span;
    }
  return height;
}

static double
get_column_head_height (ClSetter *setter)
{
  double height = CL_SETTER_MINIMUM_ROW;

  for (guint i = 0; i < setter->form->columns->len; i++)
    {
      const ClTemplateColumn *column = get_column (setter, i);
      ClFit fit = cl_fonts_fit (setter->fonts, CL_FONT_HEADER, CL_SETTER_SIZE, CL_SETTER_SIZE, CL_SETTER_FLOOR, column->width - 2 * CL_SETTER_PADDING, column->title);

      height = MAX (height, to_height (fit.size, fit.lines));
    }
  return height;
}

/* The line to sign on stands behind the label, on the foot of its type. */
static void
set_signing_line (ClSetter *setter,
                  const ClBox *box,
                  double length)
{
  double from = box->x + cl_fonts_measure (setter->fonts, box->role, box->size, box->text) + 1, y = cl_box_get_baseline (box, 0) + 0.6;

  cl_setter_add_rule (setter, from, y, MIN (from + length, box->x + box->width), y, INNER);
}

static void
set_header_line (ClSetter *setter,
                 double y,
                 double height,
                 gboolean again)
{
  double x = get_table_left (setter);
  guint first = 0;

  for (guint i = 0; i < setter->form->header->len; i++)
    {
      const ClTemplateCell *cell = setter->form->header->pdata[i];
      double width = get_cell_width (setter, i, first), inner = width - 2 * CL_SETTER_PADDING;
      const char *text = setter->sheet->header[i];
      ClFit fit = cl_fonts_fit (setter->fonts, CL_FONT_BODY, HEADER_LINE_SIZE, HEADER_LINE_SIZE, CL_SETTER_SIZE, inner, text);
      ClBox *box = cl_setter_add_text (setter, x + CL_SETTER_PADDING, y, inner, height, text, CL_FONT_BODY, fit.size, cell->align,
                                       again ? CL_TAG_ARTIFACT : CL_TAG_P);

      box->lines = fit.lines;
      if (cell->line > 0)
        set_signing_line (setter, box, cell->line);
      x += width;
      first += cell->span;
      if (setter->form->header_framed && i + 1 < setter->form->header->len)
        cl_setter_add_rule (setter, x, y, x, y + height, INNER);
    }
}

/* On a page that goes on the heads are repeated for the eye alone: the table is one, and its head is read once. */
static void
set_column_heads (ClSetter *setter,
                  double y,
                  double height,
                  gboolean again)
{
  double x = get_table_left (setter);

  setter->row++;
  for (guint i = 0; i < setter->form->columns->len; i++)
    {
      const ClTemplateColumn *column = get_column (setter, i);
      double inner = column->width - 2 * CL_SETTER_PADDING;
      ClFit fit = cl_fonts_fit (setter->fonts, CL_FONT_HEADER, CL_SETTER_SIZE, CL_SETTER_SIZE, CL_SETTER_FLOOR, inner, column->title);
      ClBox *box = cl_setter_add_text (setter, x + CL_SETTER_PADDING, y, inner, height, column->title, CL_FONT_HEADER, fit.size, CL_ALIGN_CENTRE,
                                       again ? CL_TAG_ARTIFACT : CL_TAG_TH);

      box->lines = fit.lines;
      cl_setter_balance (setter, box);
      box->keep = TRUE;
      box->table = again ? 0 : setter->table;
      box->row = setter->row;
      x += column->width;
    }
}

static const char *
get_text (ClTable *table,
          guint row,
          guint column)
{
  return ((GStrv) table->texts->pdata[row])[column];
}

/* How many rows from @row on the cell covers; 0 where one above covers it. Merging starts anew at @from, and inside the merged columns before it. */
static guint
get_span (ClTable *table,
          ClSetter *setter,
          guint row,
          guint column,
          guint from,
          guint to)
{
  guint end = row + 1;

  if (!get_column (setter, column)->merge || *get_text (table, row, column) == '\0')
    return 1;
  for (guint i = row; i <= to; i++)
    {
      /* At i == row: whether the row above is the same; then how far down it goes. */
      gboolean same = i < to && i > from;

      for (guint k = 0; same && k <= column; k++)
        same = !get_column (setter, k)->merge || g_str_equal (get_text (table, i, k), get_text (table, i - 1, k));
      if (i == row && same)
        return 0;
      if (i > row)
        {
          end = i;
          if (!same)
            break;
        }
    }
  return end - row;
}

/* A merged cell that got little room on this page is set smaller. */
static ClFit
fit_merged (ClSetter *setter,
            const ClTemplateColumn *column,
            const char *text,
            double height)
{
  double size = CL_SETTER_SIZE;
  ClFit fit;

  do
    {
      fit = cl_fonts_fit (setter->fonts, CL_FONT_TABLE, size, MIN (size, CL_SETTER_TIGHT), CL_SETTER_FLOOR, column->width - 2 * CL_SETTER_PADDING, text);
      size -= 0.5;
    }
  while (to_height (fit.size, fit.lines) > height && size >= 5);
  return fit;
}

static void
set_row (ClTable *table,
         ClSetter *setter,
         guint row,
         guint from,
         guint to,
         double y)
{
  guint n = setter->form->columns->len;
  double x = get_table_left (setter), height = g_array_index (table->heights, double, row);

  setter->row++;
  for (guint i = 0; i < n; x += get_column (setter, i++)->width)
    {
      const ClTemplateColumn *column = get_column (setter, i);
      guint span = get_span (table, setter, row, i, from, to);
      ClFit fit = g_array_index (table->fits, ClFit, row * n + i);
      double room = height;
      ClBox *box;

      if (row + 1 < to && get_span (table, setter, row + 1, i, from, to) > 0)
        cl_setter_add_rule (setter, x, y + height, x + column->width, y + height, INNER);
      if (span == 0)
        continue;
      for (guint k = 1; k < span; k++)
        room += g_array_index (table->heights, double, row + k);
      if (column->merge && *get_text (table, row, i) != '\0')
        fit = fit_merged (setter, column, get_text (table, row, i), room);
      box = cl_setter_add_text (setter, x + CL_SETTER_PADDING, y, column->width - 2 * CL_SETTER_PADDING, room, get_text (table, row, i),
                                CL_FONT_TABLE, fit.size, column->align, CL_TAG_TD);
      box->lines = fit.lines;
      if (column->align == CL_ALIGN_CENTRE)
        cl_setter_balance (setter, box);
      box->table = setter->table;
      box->row = setter->row;
      box->row_span = span;
    }
}

static ClFit
measure_row (ClTable *table,
             ClSetter *setter,
             guint row,
             guint column)
{
  return cl_fonts_fit (setter->fonts, CL_FONT_TABLE, CL_SETTER_SIZE, CL_SETTER_TIGHT, CL_SETTER_FLOOR, get_column (setter, column)->width - 2 * CL_SETTER_PADDING,
                       get_text (table, row, column));
}

/* A list joined by 、 wraps behind its marks and not inside its words, where that takes no more lines. */
static void
break_list (ClTable *table,
            ClSetter *setter,
            guint row,
            guint column,
            ClFit *fit)
{
  const double inner = get_column (setter, column)->width - 2 * CL_SETTER_PADDING;
  char **text = &((GStrv) table->texts->pdata[row])[column];
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) broken = NULL;
  double line = 0;
  guint lines = 1;

  if (fit->lines < 2 || strstr (*text, "、") == NULL)
    return;
  words = g_strsplit (*text, "、", -1);
  broken = g_string_new (NULL);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_strconcat (words[i], words[i + 1] != NULL ? "、" : "", NULL);
      double width = cl_fonts_measure (setter->fonts, CL_FONT_TABLE, fit->size, word);

      if (width > inner)
        return;
      if (line > 0 && line + width > inner)
        {
          g_string_append_c (broken, '\n');
          line = 0;
          lines++;
        }
      g_string_append (broken, word);
      line += width;
    }
  if (lines > fit->lines)
    return;
  fit->lines = lines;
  g_free (*text);
  *text = g_strdup (broken->str);
}

/* Whether the row's merged cell stands alone, so that the row itself must hold it. */
static gboolean
is_alone (ClTable *table,
          guint row,
          guint column)
{
  const char *text = get_text (table, row, column);

  return !((row > 0 && g_str_equal (text, get_text (table, row - 1, column))) ||
           (row + 1 < table->texts->len && g_str_equal (text, get_text (table, row + 1, column))));
}

/* A row taller than @tallest goes over pages as several, each with the next lines of its cells. */
static void
add_row (ClTable *table,
         ClSetter *setter,
         GStrv texts,
         double tallest)
{
  guint n = setter->form->columns->len;
  guint most = (guint) ((tallest - 2 * CL_SETTER_PADDING) / (CL_SETTER_FLOOR * CL_SETTER_LEADING * CL_MM_PER_PT));
  g_autoptr (GStrvBuilder) head = g_strv_builder_new (), rest = g_strv_builder_new ();
  gboolean more = FALSE;
  g_auto (GStrv) remaining = NULL;

  for (guint i = 0; i < n; i++)
    {
      double inner = get_column (setter, i)->width - 2 * CL_SETTER_PADDING;
      g_autoptr (GArray) lines = NULL;
      g_autofree char *fitting = NULL;
      guint cut;

      /* Every character but the last few hundred fits any page: no need to break lines to know. */
      if (strlen (texts[i]) < most)
        {
          g_strv_builder_add (head, texts[i]);
          g_strv_builder_add (rest, "");
          continue;
        }
      lines = cl_fonts_break (setter->fonts, CL_FONT_TABLE, CL_SETTER_FLOOR, inner, texts[i]);
      if (lines->len <= most)
        {
          g_strv_builder_add (head, texts[i]);
          g_strv_builder_add (rest, "");
          continue;
        }
      cut = g_array_index (lines, guint, most);
      fitting = g_strndup (texts[i], cut);
      g_strv_builder_add (head, fitting);
      g_strv_builder_add (rest, texts[i] + cut);
      more = TRUE;
    }
  g_ptr_array_add (table->texts, g_strv_builder_end (head));
  remaining = g_strv_builder_end (rest);
  if (more)
    add_row (table, setter, remaining, tallest);
}

/* @tallest: mm that a row may take on a page of its own. */
ClTable *
cl_table_new (ClSetter *setter,
              double tallest)
{
  ClTable *table = g_new0 (ClTable, 1);
  guint n = setter->form->columns->len;

  table->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  table->heights = g_array_new (FALSE, FALSE, sizeof (double));
  table->fits = g_array_new (FALSE, FALSE, sizeof (ClFit));
  for (guint i = 0; i < setter->sheet->rows->len; i++)
    add_row (table, setter, setter->sheet->rows->pdata[i], MAX (tallest, 20));
  for (guint i = 0; i < table->texts->len; i++)
    {
      double height = CL_SETTER_MINIMUM_ROW;

      for (guint k = 0; k < n; k++)
        {
          ClFit fit = measure_row (table, setter, i, k);

          if (!get_column (setter, k)->merge)
            break_list (table, setter, i, k, &fit);
          g_array_append_val (table->fits, fit);
          if (!get_column (setter, k)->merge || is_alone (table, i, k))
            height = MAX (height, to_height (fit.size, fit.lines));
        }
      g_array_append_val (table->heights, height);
    }
  return table;
}

void
cl_table_free (ClTable *table)
{
  g_ptr_array_unref (table->texts);
  g_array_unref (table->heights);
  g_array_unref (table->fits);
  g_free (table);
}

double
cl_table_get_head_height (ClSetter *setter)
{
  return get_header_line_height (setter) + get_column_head_height (setter);
}

double
cl_table_set (ClTable *table,
              ClSetter *setter,
              guint from,
              guint to,
              double y,
              gboolean again)
{
  const double left = get_table_left (setter), right = left + get_table_width (setter);
  double header = get_header_line_height (setter), heads = get_column_head_height (setter), top = y + header, bottom = top + heads, x = left;

  if (setter->form->header->len > 0)
    set_header_line (setter, y, header, again);
  set_column_heads (setter, top, heads, again);
  if (setter->form->header->len > 0 && setter->form->header_framed)
    cl_setter_add_rule (setter, left, top, right, top, INNER);
  else
    y = top;
  if (from < to)
    cl_setter_add_rule (setter, left, bottom, right, bottom, INNER);
  for (guint i = from; i < to; i++)
    {
      set_row (table, setter, i, from, to, bottom);
      bottom += g_array_index (table->heights, double, i);
    }
  for (guint i = 0; i + 1 < setter->form->columns->len; i++)
    {
      x += get_column (setter, i)->width;
      cl_setter_add_rule (setter, x, top, x, bottom, INNER);
    }
  cl_setter_add_rule (setter, left, y, right, y, FRAME);
  cl_setter_add_rule (setter, left, bottom, right, bottom, FRAME);
  cl_setter_add_rule (setter, left, y, left, bottom, FRAME);
  cl_setter_add_rule (setter, right, y, right, bottom, FRAME);
  return bottom;
}
