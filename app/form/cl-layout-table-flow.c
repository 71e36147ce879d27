#include "cl-config.h"

#include "cl-layout-private.h"

/* The rows of a table over pages: how far down each goes, what is kept together, blank rows, totals of a page. */

static double
sum_heights (const ClTable *table, guint from, guint to)
{
  double sum = 0;

  for (guint i = from; i < to; i++)
    sum += g_array_index (table->heights, double, i);
  return sum;
}

static void
insert_row (ClSetter *setter, ClTable *table, guint at, ClSheetRow *row)
{
  g_autoptr (GArray) fits = g_steal_pointer (&table->fits), heights = g_steal_pointer (&table->heights);
  double height;

  /* Measured at the end, then put in its place. */
  table->fits = g_array_new (FALSE, FALSE, sizeof (ClFit));
  table->heights = g_array_new (FALSE, FALSE, sizeof (double));
  g_ptr_array_insert (table->rows, (int) at, row);
  g_ptr_array_add (table->pieces, row);
  cl_table_measure_row (setter, table, at);
  height = g_array_index (table->heights, double, 0);
  g_array_insert_val (heights, at, height);
  g_array_insert_vals (fits, at * table->n, table->fits->data, table->n);
  g_array_unref (table->fits);
  g_array_unref (table->heights);
  table->fits = g_steal_pointer (&fits);
  table->heights = g_steal_pointer (&heights);
}

static ClSheetRow *
new_blank_row (const ClSheetTable *sheet, guint number, gboolean says)
{
  ClSheetRow *row = cl_sheet_row_new (sheet->columns->len, CL_ROW_BLANK);
  gboolean said = !says;

  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const ClTemplateColumn *column = sheet->columns->pdata[i];
      gboolean serial = column->kind == CL_COLUMN_SERIAL;
      gboolean here = !said && !serial && column->width >= 18;

      if (serial && number > 0)
        cl_sheet_row_take_text (row, i, g_strdup_printf ("%u", number));
      else if (here)
        cl_sheet_row_take_text (row, i, g_strdup ("以下空白"));
      said = said || here;
    }
  return row;
}

/* Blank rows to the end of the page, before the totals that close the table. */
static void
fill_page (ClSetter *setter, ClTable *table, guint from, double room)
{
  const ClSheetTable *sheet = table->sheet;
  guint at = table->rows->len, number = 0, k = 0;
  double height = sheet->of->blank_row * (setter->scale > 1 ? 1.2 : 1);

  while (at > from && cl_table_get_row (table, at - 1)->kind == CL_ROW_TOTAL)
    at--;
  for (guint i = 0; i < at; i++)
    number += cl_table_get_row (table, i)->kind < CL_ROW_GROUP_TOTAL;
  while (k == 0 || room >= height)
    {
      if (room < height && (k > 0 || sheet->rows->len > 0))
        break;
      insert_row (setter, table, at + k, new_blank_row (sheet, sheet->closed || sheet->blank ? 0 : number + k + 1, sheet->closed && k == 0));
      room -= g_array_index (table->heights, double, at + k);
      k++;
      if (k > 200)
        break;
    }
}

/* How far down a page goes: rows, and what it is kept with. */
static guint
find_end (const ClTable *table, guint from, double room, double tail, gboolean again)
{
  guint to = from, n = table->rows->len;
  double height = 0;

  while (to < n && height + g_array_index (table->heights, double, to) <= room + 0.01)
    height += g_array_index (table->heights, double, to++);
  /* Notes and seal never stand alone: where they do not fit under the last rows, the last row goes over with them. */
  if (to == n && tail > room - height + 0.01 && to - from > 1)
    {
      to--;
      /* A total goes over with a row that it is of. */
      while (to - from > 1 && cl_table_get_row (table, to)->kind >= CL_ROW_GROUP_TOTAL)
        to--;
    }
  else if (to == from && again)
    to++;
  while (to < n && to - from > 1 && cl_table_get_row (table, to - 1)->leads)
    to--;
  return to;
}

static ClSheetRow *
make_page_total (ClSetter *setter, const ClTable *table, guint from, guint to)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = from; i < to; i++)
    if (cl_table_get_row (table, i)->kind == CL_ROW_DATA && cl_table_get_row (table, i)->ids != NULL)
      g_array_append_vals (ids, cl_table_get_row (table, i)->ids->data, cl_table_get_row (table, i)->ids->len);
  return cl_values_make_page_total (setter->sheet, table->sheet, ids);
}

double
cl_table_set_pages (ClSetter *setter, ClTable *table, double y, double tail, gboolean again)
{
  const ClSheetTable *sheet = table->sheet;
  double subtotal = sheet->page_total != NULL && !sheet->blank ? sheet->of->row : 0;
  guint from = 0;
  gboolean begun = FALSE;

  cl_table_measure_head (setter, table);
  cl_table_measure (setter, table, setter->bottom - setter->top - 7 - table->head_height - subtotal);
  while (from < table->rows->len || !begun)
    {
      double room = setter->bottom - y - table->head_height - subtotal;
      guint to = find_end (table, from, room, tail, again);

      /* Heads alone at the foot of a page are of no use to anyone. */
      if (to == from && table->rows->len > from && !again)
        {
          cl_setter_begin_page (setter, FALSE);
          y = setter->top;
          again = TRUE;
          if (begun)
            y = cl_setter_add_continuation (setter);
          continue;
        }
      if (to == table->rows->len && (sheet->fill || sheet->blank) && (begun || from == 0))
        {
          fill_page (setter, table, from, room - sum_heights (table, from, to) - tail);
          to = table->rows->len;
        }
      if (subtotal > 0 && to > from)
        {
          guint last = to;

          while (last > from && cl_table_get_row (table, last - 1)->kind == CL_ROW_TOTAL && to == table->rows->len)
            last--;
          insert_row (setter, table, last, make_page_total (setter, table, from, last));
          to++;
        }
      cl_table_set (setter, table, from, to, y, begun);
      y += table->head_height + sum_heights (table, from, to);
      from = to;
      begun = again = TRUE;
      if (from < table->rows->len)
        {
          cl_setter_begin_page (setter, FALSE);
          y = cl_setter_add_continuation (setter);
        }
    }
  return y;
}
