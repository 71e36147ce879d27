/* The rows of a list that are alive: what they show, and how they follow their records. */

#include "cl-row-model-private.h"
#include "cl-span.h"

#define MAX_PAGES 64
/* Where more rows than these go and come at once (a filter, another order), rows stay in their places and are refilled, and only the difference
 * at the end is told: a list view asks for every row that is told as added (SPEED.md). */
#define MAX_TOLD 1024

static char **
add_pending (ClRowModel *model, guint position, char **texts)
{
  const char *text = model->pending == NULL ? NULL
                                            : g_hash_table_lookup (model->pending, GSIZE_TO_POINTER ((gsize) g_array_index (model->ids, gint64, position)));

  if (text != NULL && model->pending_column < g_strv_length (texts))
    {
      g_free (texts[model->pending_column]);
      texts[model->pending_column] = g_strdup (text);
    }
  return texts;
}

char **
cl_row_model_read_texts (ClRowModel *model, guint position)
{
  gpointer key = GUINT_TO_POINTER (position / CL_ROW_PAGE);
  guint first = position - position % CL_ROW_PAGE;
  GPtrArray *page;

  if (position >= model->ids->len)
    return NULL;
  if (g_array_index (model->ids, gint64, position) < 0)
    return cl_row_model_read_heading (model, g_array_index (model->ids, gint64, position));
  page = g_hash_table_lookup (model->pages, key);
  if (page == NULL)
    {
      if (g_hash_table_size (model->pages) >= MAX_PAGES)
        g_hash_table_remove_all (model->pages);
      page = cl_row_reader_read_page (model->reader, &g_array_index (model->ids, gint64, first), MIN (CL_ROW_PAGE, model->ids->len - first));
      g_hash_table_insert (model->pages, key, page);
    }
  return add_pending (model, position, g_strdupv (g_ptr_array_index (page, position % CL_ROW_PAGE)));
}

void
cl_row_model_forget_row (ClRowModel *model, ClRow *row)
{
  if (g_hash_table_lookup (model->rows, GUINT_TO_POINTER (cl_row_get_position (row))) == row)
    g_hash_table_remove (model->rows, GUINT_TO_POINTER (cl_row_get_position (row)));
}

/* Moves the living rows to where their records are now. Above MAX_TOLD rows keep their places instead and take up the records there. */
static void
place_rows (ClRowModel *model, ClRowDifference difference, guint refilled, GPtrArray *changed)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&model->rows);
  GHashTableIter iter;
  gpointer key, value;

  model->rows = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint position = GPOINTER_TO_UINT (key);
      ClRow *row = value;

      if (position >= difference.kept + difference.removed)
        position = position - difference.removed + difference.added;
      else if (position >= difference.kept + refilled)
        {
          cl_row_leave (row);
          continue;
        }
      if (position < model->ids->len && cl_row_get_id (row) == g_array_index (model->ids, gint64, position))
        cl_row_move (row, position);
      else if (position < model->ids->len)
        {
          cl_row_put (row, g_array_index (model->ids, gint64, position), position);
          g_ptr_array_add (changed, g_object_ref (row));
        }
      g_hash_table_insert (model->rows, GUINT_TO_POINTER (position), row);
    }
}

void
cl_row_model_take_ids (ClRowModel *model, GArray *ids)
{
  CL_SPAN ("rows: put in place");
  g_autoptr (GArray) before = model->ids;
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  ClRowDifference difference = cl_row_ids_compare (before, ids);
  guint refilled = 0;

  model->ids = ids;
  if (difference.removed + difference.added == 0)
    return;
  if (difference.removed + difference.added > MAX_TOLD)
    refilled = MIN (difference.removed, difference.added);
  g_hash_table_remove_all (model->pages);
  place_rows (model, difference, refilled, changed);
  if (difference.removed > refilled || difference.added > refilled)
    g_list_model_items_changed (G_LIST_MODEL (model), difference.kept + refilled, difference.removed - refilled, difference.added - refilled);
  for (guint i = 0; i < changed->len; i++)
    cl_row_emit_changed (g_ptr_array_index (changed, i));
}

void
cl_row_model_refresh_rows (ClRowModel *model, GArray *ids)
{
  CL_SPAN ("rows: refresh");
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_remove_all (model->pages);
  g_hash_table_iter_init (&iter, model->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      gboolean touched = ids == NULL || ids->len > CL_ROW_PAGE || cl_row_get_id (value) < 0;

      for (guint i = 0; !touched && i < ids->len; i++)
        touched = g_array_index (ids, gint64, i) == cl_row_get_id (value);
      if (touched)
        g_ptr_array_add (rows, g_object_ref (value));
    }
  for (guint i = 0; i < rows->len; i++)
    {
      ClRow *row = g_ptr_array_index (rows, i);

      cl_row_put (row, cl_row_get_id (row), cl_row_get_position (row));
    }
  for (guint i = 0; i < rows->len; i++)
    cl_row_emit_changed (g_ptr_array_index (rows, i));
}

/**
 * cl_row_model_set_pending:
 * @model: a model
 * @id: a record
 * @column: a column; another one than before forgets what was pending there
 * @text: what is shown in it
 *
 * For values that somebody is filling in and that are written together later.
 */
void
cl_row_model_set_pending (ClRowModel *model, gint64 id, guint column, const char *text)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (model->pending == NULL)
    model->pending = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (model->pending_column != column)
    g_hash_table_remove_all (model->pending);
  model->pending_column = column;
  g_hash_table_insert (model->pending, GSIZE_TO_POINTER ((gsize) id), g_strdup (text));
  g_array_append_val (ids, id);
  cl_row_model_refresh_rows (model, ids);
}

/**
 * cl_row_model_clear_pending:
 * @model: a model
 *
 * Shows what the file has again.
 */
void
cl_row_model_clear_pending (ClRowModel *model)
{
  if (model->pending == NULL)
    return;
  g_clear_pointer (&model->pending, g_hash_table_unref);
  cl_row_model_refresh_rows (model, NULL);
}
