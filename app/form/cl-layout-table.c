#include "cl-config.h"

#include <string.h>

#include "cl-layout-private.h"

#define WIDEST_STRETCH 1.5    /* of columns where others are left out */
#define TIGHTEST 0.85         /* of the width that large type wants, before columns go over to a table of their own */

const ClTemplateColumn *
cl_table_get_column (const ClTable *table, guint i)
{
  return table->sheet->columns->pdata[table->columns[i]];
}

double
cl_table_get_set_width (const ClTable *table)
{
  double width = 0;

  for (guint i = 0; i < table->n; i++)
    width += table->widths[i];
  return width;
}

ClSheetRow *
cl_table_get_row (const ClTable *table, guint row)
{
  return table->rows->pdata[row];
}

/* In a slice that lacks the first columns, what stands over them stands over the first that it has. */
static const char *
get_text (const ClTable *table, guint row, guint column)
{
  const ClSheetRow *one = cl_table_get_row (table, row);
  guint at = table->columns[column];

  while (column == 0 && one->spans != NULL && one->spans[at] == 0 && at > 0)
    at--;
  return one->texts[at];
}

static gboolean
merges (const ClTable *table, guint row, guint column)
{
  return cl_table_get_column (table, column)->merge && cl_table_get_row (table, row)->kind == CL_ROW_DATA;
}

/* How many of the columns set a cell of a total covers, 0: none, as one before covers it. In a slice the keys come first, then others. */
static guint
get_column_span (const ClTable *table, guint row, guint column)
{
  const ClSheetRow *one = cl_table_get_row (table, row);
  guint span = 1, covered;

  if (one->spans == NULL)
    return 1;
  if (one->spans[table->columns[column]] == 0)
    {
      /* Covered by one that stands in this slice too. */
      for (guint i = column; i > 0; i--)
        {
          guint before = table->columns[i - 1];

          if (one->spans[before] > 0)
            return before + one->spans[before] > table->columns[column] ? 0 : 1;
        }
      return 1;
    }
  covered = table->columns[column] + one->spans[table->columns[column]];
  while (column + span < table->n && table->columns[column + span] < covered)
    span++;
  return span;
}

/* How many rows from @row on the cell covers; 0 where one above covers it. Merging starts anew at @from, and inside the merged columns before it. */
static guint
get_span (const ClTable *table, guint row, guint column, guint from, guint to)
{
  guint end = row + 1;

  if (!merges (table, row, column) || *get_text (table, row, column) == '\0')
    return 1;
  for (guint i = row; i <= to; i++)
    {
      /* At i == row: whether the row above is the same; then how far down it goes. */
      gboolean same = i < to && i > from && cl_table_get_row (table, i)->kind == CL_ROW_DATA && cl_table_get_row (table, i - 1)->kind == CL_ROW_DATA;

      for (guint k = 0; same && k <= column; k++)
        same = !cl_table_get_column (table, k)->merge || g_str_equal (get_text (table, i, k), get_text (table, i - 1, k));
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

static ClFit
fit_cell (ClSetter *setter, double size, double width, const char *text)
{
  return cl_fonts_fit (setter->fonts, CL_FONT_TABLE, size, MIN (size, CL_SETTER_TIGHT * setter->scale), CL_SETTER_FLOOR * setter->scale,
                       width - 2 * CL_SETTER_PADDING, text);
}

/* A merged cell that got little room on this page is set smaller. */
static ClFit
fit_merged (ClSetter *setter, double width, const char *text, double height)
{
  double size = cl_setter_get_size (setter);
  ClFit fit;

  do
    {
      fit = fit_cell (setter, size, width, text);
      size -= 0.5;
    }
  while (cl_setter_get_height (fit.size, fit.lines) > height && size >= 5);
  return fit;
}

static double
get_span_width (const ClTable *table, guint column, guint span)
{
  double width = 0;

  for (guint k = 0; k < span; k++)
    width += table->widths[column + k];
  return width;
}

static void
set_row (ClSetter *setter, const ClTable *table, guint row, guint from, guint to, double y)
{
  const ClSheetRow *one = cl_table_get_row (table, row);
  double x = table->left, height = g_array_index (table->heights, double, row);

  setter->row++;
  for (guint i = 0; i < table->n; x += table->widths[i++])
    {
      const ClTemplateColumn *column = cl_table_get_column (table, i);
      guint across = get_column_span (table, row, i), down = get_span (table, row, i, from, to);
      ClFit fit = g_array_index (table->fits, ClFit, row * table->n + i);
      double room = height, width = get_span_width (table, i, across);
      gboolean total = one->kind == CL_ROW_TOTAL || one->kind == CL_ROW_GROUP_TOTAL;
      ClAlign align = one->aligns != NULL ? one->aligns[table->columns[i]] : total && column->total == NULL && i == 0 ? CL_ALIGN_CENTRE : column->align;
      ClBox *box;

      if (row + 1 < to && get_span (table, row + 1, i, from, to) > 0)
        cl_setter_add_rule (setter, x, y + height, x + table->widths[i], y + height, CL_SETTER_INNER);
      /* Between columns, but not inside a cell that spans them. */
      if (i + 1 < table->n && get_column_span (table, row, i + 1) > 0)
        cl_setter_add_rule (setter, x + table->widths[i], y, x + table->widths[i], y + height, CL_SETTER_INNER);
      if (down == 0 || across == 0)
        continue;
      for (guint k = 1; k < down; k++)
        room += g_array_index (table->heights, double, row + k);
      if (merges (table, row, i) && *get_text (table, row, i) != '\0')
        fit = fit_merged (setter, width, get_text (table, row, i), room);
      box = cl_setter_add_fitted (setter, x + CL_SETTER_PADDING, y, width - 2 * CL_SETTER_PADDING, room, get_text (table, row, i),
                                  one->strong ? CL_FONT_HEADER : CL_FONT_TABLE, fit, align, CL_TAG_TD);
      if (align == CL_ALIGN_CENTRE)
        cl_setter_balance (setter, box);
      box->table = setter->table;
      box->row = setter->row;
      box->row_span = down;
      box->column_span = across;
      if (total && i == 0)
        {
          box->tag = CL_TAG_TH;
          box->of_row = TRUE;
        }
    }
}

/* A list joined by 、 wraps behind its marks and not inside its words, where that takes no more lines. */
static void
break_list (ClSetter *setter, double width, char **text, ClFit *fit)
{
  const double inner = width - 2 * CL_SETTER_PADDING;
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) broken = NULL;
  double line = 0;
  guint lines = 1;

  if (fit->lines < 2 || strstr (*text, "、") == NULL || strchr (*text, '\n') != NULL)
    return;
  words = g_strsplit (*text, "、", -1);
  broken = g_string_new (NULL);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_strconcat (words[i], words[i + 1] != NULL ? "、" : "", NULL);
      double wide = cl_fonts_measure (setter->fonts, CL_FONT_TABLE, fit->size, word);

      if (wide > inner)
        return;
      if (line > 0 && line + wide > inner)
        {
          g_string_append_c (broken, '\n');
          line = 0;
          lines++;
        }
      g_string_append (broken, word);
      line += wide;
    }
  if (lines > fit->lines)
    return;
  fit->lines = lines;
  g_free (*text);
  *text = g_strdup (broken->str);
}

/* Whether the row's merged cell stands alone, so that the row itself must hold it. */
static gboolean
is_alone (const ClTable *table, guint row, guint column)
{
  const char *text = get_text (table, row, column);

  return !((row > 0 && g_str_equal (text, get_text (table, row - 1, column))) ||
           (row + 1 < table->rows->len && g_str_equal (text, get_text (table, row + 1, column))));
}

/* A row taller than @tallest goes over pages as several, each with the next lines of its cells. */
static void
add_row (ClSetter *setter, ClTable *table, ClSheetRow *row, double tallest)
{
  double floor = CL_SETTER_FLOOR * setter->scale;
  guint most = (guint) ((tallest - 2 * CL_SETTER_PADDING) / (floor * CL_SETTER_LEADING * CL_MM_PER_PT)), n = table->sheet->columns->len;
  ClSheetRow *rest = NULL;

  g_ptr_array_add (table->rows, row);
  for (guint i = 0; i < table->n; i++)
    {
      char **text = &row->texts[table->columns[i]];
      g_autoptr (GArray) lines = NULL;
      guint cut;

      /* Every character but the last few hundred fits any page: no need to break lines to know. */
      if (strlen (*text) < most || most < 2)
        continue;
      lines = cl_fonts_break (setter->fonts, CL_FONT_TABLE, floor, table->widths[i] - 2 * CL_SETTER_PADDING, *text);
      if (lines->len <= most)
        continue;
      if (rest == NULL)
        {
          rest = cl_sheet_row_new (n, row->kind);
          rest->strong = row->strong;
          g_ptr_array_add (table->pieces, rest);
        }
      cut = g_array_index (lines, guint, most);
      cl_sheet_row_take_text (rest, table->columns[i], g_strdup (*text + cut));
      (*text)[cut] = '\0';
    }
  if (rest != NULL)
    add_row (setter, table, rest, tallest);
}

void
cl_table_measure_row (ClSetter *setter, ClTable *table, guint i)
{
  ClSheetRow *row = cl_table_get_row (table, i);
  double height = row->kind == CL_ROW_BLANK ? table->sheet->of->blank_row : table->sheet->of->row;

  height *= setter->scale > 1 ? 1.2 : 1;
  for (guint k = 0; k < table->n; k++)
    {
      double width = get_span_width (table, k, MAX (get_column_span (table, i, k), 1));
      ClFit fit = fit_cell (setter, cl_setter_get_size (setter), width, get_text (table, i, k));

      if (!merges (table, i, k))
        break_list (setter, width, &row->texts[table->columns[k]], &fit);
      g_array_append_val (table->fits, fit);
      if (!merges (table, i, k) || is_alone (table, i, k))
        height = MAX (height, cl_setter_get_height (fit.size, fit.lines));
    }
  g_array_append_val (table->heights, height);
}

void
cl_table_measure (ClSetter *setter, ClTable *table, double tallest)
{
  for (guint i = 0; i < table->sheet->rows->len; i++)
    add_row (setter, table, table->sheet->rows->pdata[i], MAX (tallest, 20));
  for (guint i = 0; i < table->rows->len; i++)
    cl_table_measure_row (setter, table, i);
}

void
cl_table_set (ClSetter *setter, const ClTable *table, guint from, guint to, double y, gboolean again)
{
  const double left = table->left, right = left + cl_table_get_set_width (table);
  double top = y, bottom;

  for (guint i = 0; i < table->headers->len; i++)
    {
      const ClSheetBlock *header = table->headers->pdata[i];
      double height = cl_header_get_height (setter, header, table);

      cl_header_set (setter, header, table, top, height, again);
      top += height;
      if (header->of->framed)
        cl_setter_add_rule (setter, left, top, right, top, CL_SETTER_INNER);
      else
        y = top;
    }
  bottom = top + table->columns_height;
  cl_table_set_heads (setter, table, top, again);
  if (from < to)
    cl_setter_add_rule (setter, left, bottom, right, bottom, CL_SETTER_INNER);
  for (guint i = from; i < to; i++)
    {
      set_row (setter, table, i, from, to, bottom);
      bottom += g_array_index (table->heights, double, i);
    }
  cl_setter_add_rule (setter, left, y, right, y, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, left, bottom, right, bottom, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, left, y, left, bottom, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, right, y, right, bottom, CL_SETTER_FRAME);
}

static ClTable *
table_new (ClSetter *setter, const ClSheetTable *sheet, GPtrArray *headers)
{
  ClTable *table = g_new0 (ClTable, 1);

  table->sheet = sheet;
  table->columns = g_new0 (guint, sheet->columns->len);
  table->widths = g_new0 (double, sheet->columns->len);
  table->headers = g_ptr_array_ref (headers);
  table->rows = g_ptr_array_new ();
  table->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_row_free);
  table->heights = g_array_new (FALSE, FALSE, sizeof (double));
  table->fits = g_array_new (FALSE, FALSE, sizeof (ClFit));
  return table;
}

static void
table_free (ClTable *table)
{
  g_free (table->columns);
  g_free (table->widths);
  g_ptr_array_unref (table->headers);
  g_ptr_array_unref (table->rows);
  g_ptr_array_unref (table->pieces);
  g_array_unref (table->heights);
  g_array_unref (table->fits);
  g_free (table);
}

static double
get_width (const ClSheetTable *sheet, guint i)
{
  return ((ClTemplateColumn *) sheet->columns->pdata[i])->width;
}

double
cl_table_get_width (ClSetter *setter, const ClSheetTable *sheet)
{
  double width = 0;

  for (guint i = 0; i < sheet->columns->len; i++)
    width += get_width (sheet, i);
  return width * setter->scale;
}

static void
add_column (ClTable *table, guint column, double width)
{
  table->columns[table->n] = column;
  table->widths[table->n++] = width;
}

static void
stretch (ClSetter *setter, ClTable *table, double factor)
{
  for (guint i = 0; i < table->n; i++)
    table->widths[i] *= factor;
  table->left = setter->left + (setter->width - cl_table_get_set_width (table)) / 2;
}

/* All columns in one table: as wide as described; where some are left out, the others take their room. */
static ClTable *
make_whole (ClSetter *setter, const ClSheetTable *sheet, GPtrArray *headers, double wanted)
{
  ClTable *table = table_new (setter, sheet, headers);
  double described = 0, factor = 1;

  for (guint i = 0; i < sheet->columns->len; i++)
    add_column (table, i, get_width (sheet, i));
  for (guint i = 0; i < sheet->of->columns->len; i++)
    described += ((ClTemplateColumn *) sheet->of->columns->pdata[i])->width;
  described = MIN (described, setter->width) / cl_table_get_set_width (table);
  if (setter->scale > 1)
    factor = MIN (setter->scale * 1.2, setter->width / (wanted / setter->scale));
  else if (described > 1 + 0.001 || described < 1 - 0.001)
    factor = MIN (described, WIDEST_STRETCH);
  stretch (setter, table, factor);
  return table;
}

static gboolean
is_key (const ClSheetTable *sheet, guint column)
{
  gboolean named = FALSE;

  for (guint i = 0; i < sheet->columns->len; i++)
    named = named || ((ClTemplateColumn *) sheet->columns->pdata[i])->key;
  return named ? ((ClTemplateColumn *) sheet->columns->pdata[column])->key : column < 2;
}

/* Large type and tables that go over: the key columns and as many others as the paper takes, from *@next on. */
static ClTable *
make_slice (ClSetter *setter, const ClSheetTable *sheet, GPtrArray *headers, guint *next)
{
  ClTable *table = table_new (setter, sheet, headers);
  double used = 0;
  guint others = 0;

  for (guint i = 0; i < sheet->columns->len; i++)
    {
      double width = MIN (get_width (sheet, i) * setter->scale, setter->width / 2);

      if (is_key (sheet, i) && used + width < setter->width * 0.6)
        {
          add_column (table, i, width);
          used += width;
        }
      else if (i < *next)
        continue;
      else if (others == 0 || used + width <= setter->width)
        {
          add_column (table, i, width);
          used += width;
          others++;
          *next = i + 1;
        }
      else
        break;
    }
  /* Keys that come later stand where they are described. */
  if (others == 0)
    *next = sheet->columns->len;
  stretch (setter, table, setter->width / used);
  return table;
}

double
cl_table_flow (ClSetter *setter, ClSheetTable *sheet, GPtrArray *headers, double y, double tail)
{
  double wanted = cl_table_get_width (setter, sheet);
  guint next = 0;
  gboolean sliced = sheet->over ? wanted > setter->width + 0.01 : setter->scale > 1 && wanted * TIGHTEST > setter->width;

  if (sheet->of->title != NULL)
    {
      ClBox *box = cl_setter_add_text (setter, setter->left, y, setter->width, 9, sheet->of->title, CL_FONT_HEADER, 12 * MIN (setter->scale, 1.3), CL_ALIGN_LEFT, CL_TAG_H2);

      box->height = MAX (9, box->lines * box->pitch * CL_MM_PER_PT);
      y += box->height;
    }
  do
    {
      ClTable *table = sliced ? make_slice (setter, sheet, headers, &next) : make_whole (setter, sheet, headers, wanted);
      gboolean last = !sliced || next >= sheet->columns->len;

      setter->table++;
      y = cl_table_set_pages (setter, table, y, last ? tail : 0, FALSE);
      table_free (table);
      if (last)
        return y;
      cl_setter_begin_page (setter, FALSE);
      y = cl_setter_add_continuation (setter);
    }
  while (TRUE);
}
