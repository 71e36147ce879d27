#include "cl-config.h"

#include <string.h>

#include "cl-values-run-private.h"

/* Records of one <rows> on one form. */
#define MOST_RECORDS 5000

void
cl_sheet_cell_free (ClSheetCell *cell)
{
  g_free (cell->text);
  g_free (cell->foot);
  g_free (cell->figure);
  g_free (cell);
}

ClSheetCell *
cl_sheet_cell_new (const ClTemplateCell *of)
{
  ClSheetCell *cell = g_new0 (ClSheetCell, 1);

  cell->of = of;
  cell->span = of != NULL ? of->span : 1;
  cell->down = of != NULL ? of->down : 1;
  cell->head = of == NULL || of->head;
  cell->vertical = of == NULL || of->vertical;
  return cell;
}

static void
grid_row_free (ClSheetGridRow *row)
{
  g_ptr_array_unref (row->cells);
  g_free (row);
}

ClSheetGrid *
cl_sheet_grid_new (const ClTemplateGrid *of)
{
  ClSheetGrid *grid = g_new0 (ClSheetGrid, 1);

  grid->of = of;
  grid->columns = of->columns;
  grid->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) grid_row_free);
  return grid;
}

void
cl_sheet_grid_free (ClSheetGrid *grid)
{
  if (grid == NULL)
    return;
  g_ptr_array_unref (grid->rows);
  g_free (grid);
}

static ClSheetGridRow *
add_row (ClSheetGrid *grid, double height)
{
  ClSheetGridRow *row = g_new0 (ClSheetGridRow, 1);

  row->height = height;
  row->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_cell_free);
  g_ptr_array_add (grid->rows, row);
  return row;
}

/* Puts cells side by side, over what hangs down from above; what is left out leaves its columns to the cell before it. */
static void
place_cells (ClSheetGrid *grid, ClSheetGridRow *row, guint first, guint *hanging)
{
  guint at = first;

  for (guint i = 0; i < row->cells->len; i++)
    {
      ClSheetCell *cell = row->cells->pdata[i];

      while (at < grid->columns && hanging != NULL && hanging[at] > 0)
        at++;
      cell->column = at;
      at += cell->span;
    }
  if (hanging == NULL)
    return;
  for (guint i = 0; i < grid->columns; i++)
    if (hanging[i] > 0)
      hanging[i]--;
  for (guint i = 0; i < row->cells->len; i++)
    {
      const ClSheetCell *cell = row->cells->pdata[i];

      for (guint k = cell->column; k < cell->column + cell->span && k < grid->columns; k++)
        hanging[k] += cell->down - 1;
    }
}

static gboolean
fill_cell (ClValues *run, ClSheetCell *cell, const ClTemplateRows *rows, GError **error)
{
  const ClTemplateCell *of = cell->of;
  gboolean out = run->is_public && g_strcmp0 (of->public_as, "out") == 0;

  if (out)
    cell->text = g_strdup ("");
  else if ((cell->text = cl_values_expand (run, of->text, rows, of->public_as, error)) == NULL)
    return FALSE;
  if (of->foot != NULL && (cell->foot = cl_values_expand (run, of->foot, rows, of->public_as, error)) == NULL)
    return FALSE;
  return of->figure == NULL || (cell->figure = cl_values_expand (run, of->figure->text, rows, of->public_as, error)) != NULL;
}

static gboolean
add_plain_row (ClValues *run, ClSheetGrid *grid, const ClTemplateRow *of, GPtrArray *cells, guint first, guint *hanging, ClSheetGridRow **added, GError **error)
{
  ClSheetGridRow *row = add_row (grid, of->height);

  *added = row;
  for (guint i = 0; i < cells->len; i++)
    {
      const ClTemplateCell *one = cells->pdata[i];
      g_autoptr (GError) local = NULL;
      gboolean out = cl_values_is_left_out (run, &one->condition, &local);
      ClSheetCell *cell;

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (out && row->cells->len > 0)
        ((ClSheetCell *) row->cells->pdata[row->cells->len - 1])->span += one->span;
      if (out)
        continue;
      cell = cl_sheet_cell_new (one);
      g_ptr_array_add (row->cells, cell);
      if (!fill_cell (run, cell, NULL, error))
        return FALSE;
    }
  place_cells (grid, row, first, hanging);
  return TRUE;
}

/* The texts of a cell whose parts are read from a record. */
static void
list_texts (const ClTemplateCell *cell, const ClTemplateText *texts[3])
{
  texts[0] = cell->text;
  texts[1] = cell->foot;
  texts[2] = cell->figure != NULL ? cell->figure->text : NULL;
}

static gboolean
reads_record (const ClTemplatePart *part)
{
  return part->kind == CL_PART_VALUE || part->kind == CL_PART_BOX || part->kind == CL_PART_BOXES;
}

static gboolean
compile_records (ClValues *run, ClQuery *query, GPtrArray *masks, gconstpointer data, GError **error)
{
  const ClTemplateRow *row = data;
  ClLedger *ledger = cl_values_get_ledger (run, &row->rows);
  const char *order = row->rows.order != NULL ? row->rows.order : row->rows.ledger != NULL ? cl_ledger_get_order (ledger) : run->form->order;

  for (guint i = 0; i < row->cells->len; i++)
    {
      const ClTemplateCell *cell = row->cells->pdata[i];
      const ClTemplateText *texts[3];

      list_texts (cell, texts);
      for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
        for (guint p = 0; texts[k] != NULL && p < texts[k]->parts->len; p++)
          {
            const ClTemplatePart *part = texts[k]->parts->pdata[p];

            if (reads_record (part) && !cl_values_add_column (run, query, masks, ledger, part->text, cell->public_as, FALSE, error))
              return FALSE;
          }
    }
  return (row->strong == NULL || cl_values_add_column (run, query, masks, ledger, row->strong, NULL, TRUE, error)) &&
         cl_values_narrow (run, query, &row->rows, error) && cl_query_set_order (query, order, error);
}

/* @statement NULL: a blank row. */
static char *
take_text (ClValues *run, const ClTemplateText *text, gboolean out, ClStatement *statement, GPtrArray *masks, guint *column)
{
  g_autoptr (GString) result = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->parts->len; i++)
    {
      const ClTemplatePart *part = text->parts->pdata[i];
      g_autofree char *piece = NULL;

      if (part->kind == CL_PART_TEXT)
        piece = g_strdup (part->text);
      else if (part->kind == CL_PART_LINE)
        piece = cl_values_repeat_line (run, part->width);
      else if (part->kind == CL_PART_PARAMETER)
        piece = cl_parameters_format (run->parameters, run->form, part);
      else
        {
          g_autofree char *raw = statement != NULL ? cl_values_take (run, statement, masks, *column) : g_strdup ("");

          (*column)++;
          piece = statement == NULL && part->kind == CL_PART_BOX ? g_strdup ("") : cl_values_format_part (part, out ? "" : raw);
        }
      g_string_append (result, piece);
    }
  return g_strdup (result->str);
}

static ClSheetGridRow *
add_record (ClValues *run, ClSheetGrid *grid, const ClTemplateRow *of, ClStatement *statement, GPtrArray *masks)
{
  ClSheetGridRow *row = add_row (grid, of->height);
  guint column = 0;

  for (guint i = 0; i < of->cells->len; i++)
    {
      const ClTemplateCell *one = of->cells->pdata[i];
      ClSheetCell *cell = cl_sheet_cell_new (one);
      gboolean out = run->is_public && g_strcmp0 (one->public_as, "out") == 0;

      g_ptr_array_add (row->cells, cell);
      cell->text = take_text (run, one->text, out, statement, masks, &column);
      if (one->foot != NULL)
        cell->foot = take_text (run, one->foot, out, statement, masks, &column);
      if (one->figure != NULL)
        cell->figure = take_text (run, one->figure->text, out, statement, masks, &column);
    }
  if (of->strong != NULL && statement != NULL)
    row->strong = cl_statement_get_integer (statement, (int) column + 1) != 0;
  place_cells (grid, row, of->label_span, NULL);
  return row;
}

static gboolean
add_records (ClValues *run, ClSheetGrid *grid, const ClTemplateRow *of, guint number, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%p", (gpointer) of);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) local = NULL;
  GPtrArray *masks = NULL;
  guint n = 0, most = of->most > 0 ? of->most : MOST_RECORDS;

  if (!run->is_blank)
    {
      statement = cl_values_prepare (run, key, cl_values_get_ledger (run, &of->rows), compile_records, of, &masks, error);
      if (statement == NULL)
        return FALSE;
      for (; n < most && cl_statement_step (statement, &local); n++)
        add_record (run, grid, of, statement, masks)->repeats = number;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (; n < of->at_least; n++)
    add_record (run, grid, of, NULL, NULL)->repeats = number;
  return TRUE;
}

static gboolean
add_repeated (ClValues *run, ClSheetGrid *grid, const ClTemplateRow *of, guint number, GError **error)
{
  guint first = grid->rows->len;
  ClSheetGridRow *row;

  if (of->head->len > 0)
    {
      if (!add_plain_row (run, grid, of, of->head, of->label_span, NULL, &row, error))
        return FALSE;
      row->repeats = number;
      row->is_head = TRUE;
      for (guint i = 0; i < row->cells->len; i++)
        ((ClSheetCell *) row->cells->pdata[i])->head = TRUE;
    }
  if (!add_records (run, grid, of, number, error))
    return FALSE;
  if (of->label != NULL && grid->rows->len > first)
    {
      ClSheetCell *label = cl_sheet_cell_new (NULL);

      label->text = g_strdup (of->label);
      label->span = of->label_span;
      label->down = grid->rows->len - first;
      g_ptr_array_insert (((ClSheetGridRow *) grid->rows->pdata[first])->cells, 0, label);
    }
  return TRUE;
}

static gboolean
add_described (ClValues *run, ClSheetGrid *grid, const ClTemplateRow *of, guint number, guint *hanging, GError **error)
{
  ClSheetGridRow *row;
  g_autofree char *strong = NULL;

  if (of->repeats)
    return add_repeated (run, grid, of, number, error);
  if (!add_plain_row (run, grid, of, of->cells, 0, hanging, &row, error))
    return FALSE;
  if (of->strong == NULL)
    return TRUE;
  strong = cl_values_compute (run, of->strong, NULL, NULL, NULL, error);
  row->strong = strong != NULL && *strong != '\0' && !g_str_equal (strong, "0");
  return strong != NULL;
}

ClSheetGrid *
cl_values_make_grid (ClValues *run, ClTemplateGrid *of, GError **error)
{
  ClSheetGrid *grid = cl_sheet_grid_new (of);
  g_autofree guint *hanging = g_new0 (guint, of->columns);

  for (guint i = 0; i < of->rows->len; i++)
    {
      const ClTemplateRow *row = of->rows->pdata[i];
      g_autoptr (GError) local = NULL;
      gboolean out = cl_values_is_left_out (run, &row->condition, &local);

      if (local == NULL && (out || add_described (run, grid, row, i + 1, hanging, &local)))
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      cl_sheet_grid_free (grid);
      return NULL;
    }
  return grid;
}
