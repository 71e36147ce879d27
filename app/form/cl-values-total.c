#include "cl-config.h"

#include "cl-values-run-private.h"

/* The lines of totals of a table: at its end, after each group, on each page. */

/* The label stands in the columns before the first total, at least in the first that is wide enough. */
static gboolean
fill_total (ClValues *run, const ClSheetTable *sheet, const ClTemplateTotal *total, GArray *ids, ClSheetRow *row, GError **error)
{
  guint n = sheet->columns->len, first = 0;
  char *label;

  while (first < n && ((ClTemplateColumn *) sheet->columns->pdata[first])->total == NULL)
    first++;
  label = cl_values_expand_over (run, total->label, &sheet->of->rows, total->where, ids, error);
  if (label == NULL)
    return FALSE;
  if (first > 0)
    {
      cl_sheet_row_take_text (row, 0, label);
      row->spans[0] = first;
      for (guint i = 1; i < first; i++)
        row->spans[i] = 0;
    }
  else
    g_free (label);
  for (guint i = first; i < n; i++)
    {
      const ClTemplateColumn *column = sheet->columns->pdata[i];
      char *text;

      if (column->total == NULL)
        continue;
      text = cl_values_compute (run, column->total, &sheet->of->rows, total->where, ids, error);
      if (text == NULL)
        return FALSE;
      cl_sheet_row_take_text (row, i, text);
    }
  return TRUE;
}

/* Cells span columns as described; of those that are left out nothing is seen. */
static gboolean
fill_cells (ClValues *run, const ClSheetTable *sheet, const ClTemplateTotal *total, GArray *ids, ClSheetRow *row, GError **error)
{
  guint described = 0, shown = 0;

  row->aligns = g_new0 (ClAlign, sheet->columns->len);
  for (guint i = 0; i < total->cells->len; i++)
    {
      const ClTemplateCell *cell = total->cells->pdata[i];
      guint first = shown;
      char *text;

      for (guint k = 0; k < cell->span; k++, described++)
        if (shown < sheet->columns->len && sheet->columns->pdata[shown] == sheet->of->columns->pdata[described])
          row->spans[shown++] = 0;
      if (shown == first)
        continue;
      row->spans[first] = shown - first;
      row->aligns[first] = cell->align;
      text = cl_values_expand_over (run, cell->text, &sheet->of->rows, total->where, ids, error);
      if (text == NULL)
        return FALSE;
      cl_sheet_row_take_text (row, first, text);
    }
  return TRUE;
}

ClSheetRow *
cl_values_make_total (ClValues *run, const ClSheetTable *sheet, const ClTemplateTotal *total, GArray *ids, GError **error)
{
  g_autoptr (ClSheetRow) row = cl_sheet_row_new (sheet->columns->len, total->per != NULL ? CL_ROW_GROUP_TOTAL : CL_ROW_TOTAL);

  row->spans = g_new (guint, sheet->columns->len);
  for (guint i = 0; i < sheet->columns->len; i++)
    row->spans[i] = 1;
  if (!(total->cells->len > 0 ? fill_cells (run, sheet, total, ids, row, error) : fill_total (run, sheet, total, ids, row, error)))
    return NULL;
  return g_steal_pointer (&row);
}

/* After each group of rows its total; where an outer group ends, the inner ones end too. */
gboolean
cl_values_insert_group_totals (ClValues *run, ClSheetTable *sheet, GPtrArray *groups, GError **error)
{
  const GPtrArray *totals = sheet->of->totals;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_row_free);
  g_autofree GArray **ids = g_new0 (GArray *, totals->len + 1);
  guint n = groups->len, all = sheet->rows->len;
  gboolean fine = TRUE;

  for (guint i = 0; i < n; i++)
    {
      ClSheetRow *row = sheet->rows->pdata[i];

      g_ptr_array_add (rows, row);
      sheet->rows->pdata[i] = NULL;
      for (guint k = 0; k < totals->len; k++)
        {
          if (ids[k] == NULL)
            ids[k] = g_array_new (FALSE, FALSE, sizeof (gint64));
          if (row->ids != NULL)
            g_array_append_vals (ids[k], row->ids->data, row->ids->len);
        }
      for (guint k = 0; k < totals->len && fine; k++)
        {
          const ClTemplateTotal *total = totals->pdata[k];
          gboolean over = i + 1 == n;
          ClSheetRow *made;

          if (total->per == NULL || cl_values_is_left_out (run, &total->condition, NULL))
            continue;
          /* This one's value changes, or that of one further out. */
          for (guint outer = k; outer < totals->len && !over; outer++)
            over = !g_str_equal (((GStrv) groups->pdata[i])[outer], ((GStrv) groups->pdata[i + 1])[outer]);
          if (!over)
            continue;
          made = cl_values_make_total (run, sheet, total, ids[k], error);
          fine = made != NULL;
          if (fine)
            g_ptr_array_add (rows, made);
          g_array_set_size (ids[k], 0);
        }
    }
  for (guint i = n; i < all; i++)
    {
      g_ptr_array_add (rows, sheet->rows->pdata[i]);
      sheet->rows->pdata[i] = NULL;
    }
  for (guint k = 0; k < totals->len; k++)
    g_clear_pointer (&ids[k], g_array_unref);
  g_ptr_array_set_free_func (sheet->rows, NULL);
  g_ptr_array_unref (sheet->rows);
  sheet->rows = g_steal_pointer (&rows);
  return fine;
}

gboolean
cl_values_add_totals (ClValues *run, ClSheetTable *sheet, GError **error)
{
  for (guint i = 0; i < sheet->of->totals->len; i++)
    {
      const ClTemplateTotal *total = sheet->of->totals->pdata[i];
      g_autoptr (GError) local = NULL;
      ClSheetRow *row;

      if (total->per != NULL || cl_values_is_left_out (run, &total->condition, &local))
        continue;
      if (total->per_page)
        {
          sheet->page_total = total;
          continue;
        }
      row = cl_values_make_total (run, sheet, total, NULL, error);
      if (row == NULL)
        return FALSE;
      g_ptr_array_add (sheet->rows, row);
    }
  return TRUE;
}

ClSheetRow *
cl_values_make_page_total (const ClSheet *sheet, const ClSheetTable *table, GArray *ids)
{
  GHashTable *kept = sheet->values->parameters->values;
  ClSheetRow *row;

  sheet->values->parameters->values = sheet->parameters;
  row = cl_values_make_total (sheet->values, table, table->page_total, ids, NULL);
  sheet->values->parameters->values = kept;
  return row != NULL ? row : cl_sheet_row_new (table->columns->len, CL_ROW_TOTAL);
}
