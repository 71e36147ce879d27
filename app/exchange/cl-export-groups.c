#include "cl-config.h"

#include "cl-export-private.h"
#include "cl-progress.h"

#define CHUNK 256 /* records by one statement */

typedef struct
{
  guint at;     /* before which of the ids */
  GStrv texts;  /* as the list shows it, by its columns */
  char *title;  /* of what is public: without what is added up; NULL: of those who have nothing there */
  gboolean is_total;
} Heading;

static void
heading_free (gpointer data)
{
  Heading *heading = data;
  g_strfreev (heading->texts);
  g_free (heading->title);
  g_free (heading);
}

GPtrArray *
cl_export_read_headings (ClRowModel *rows)
{
  guint n = cl_row_model_get_n_columns (rows), at = 0;
  g_autoptr (GPtrArray) headings = NULL;
  if (!cl_row_model_get_group (rows))
    return NULL;
  headings = g_ptr_array_new_with_free_func (heading_free);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      ClRowHeading shown;
      if (!cl_row_model_get_heading (rows, i, &shown))
        continue;
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);
      Heading *heading = g_new0 (Heading, 1);
      heading->at = at;
      heading->is_total = shown.is_total;
      heading->title = g_strdup (shown.title);
      heading->texts = g_new0 (char *, n + 1);
      for (guint k = 0; k < n; k++)
        heading->texts[k] = g_strdup (cl_row_get_text (row, k));
      g_ptr_array_add (headings, heading);
      /* What is folded away is no row of the list, but is exported. */
      if (!shown.is_total)
        at += shown.n;
    }
  return g_steal_pointer (&headings);
}

static GStrv
take_cells (ClExportTable *table, ClStatement *statement)
{
  char **cells = g_new0 (char *, table->headers->len + 1);
  for (guint i = 0; i < table->headers->len; i++)
    {
      const char *text = cl_statement_get_text (statement, (int) i + 1);
      cells[i] = g_strdup (text ? text : "");
    }
  return cells;
}

/* The rows of the ids from @from to before @to, at most CHUNK, in that order; minors of what is public are counted and left out. */
static gboolean
read_chunk (ClExportTable *table, ClDatabase *reader, guint from, guint to, GPtrArray *rows, GError **error)
{
  const gint64 *ids = (const gint64 *) table->export->ids->data;
  g_autoptr (GHashTable) read = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_strfreev);
  g_autoptr (ClStatement) statement = cl_query_prepare (table->query, reader, NULL, error);
  g_autoptr (GError) failure = NULL;
  if (!statement)
    return FALSE;
  cl_query_bind_ids (statement, ids + from, to - from);
  while (cl_statement_step (statement, &failure))
    {
      gint64 id = cl_statement_get_integer (statement, 0);
      if (table->adult && cl_statement_get_integer (statement, table->adult) == 0)
        table->count.minors++;
      else
        g_hash_table_insert (read, g_memdup2 (&id, sizeof id), take_cells (table, statement));
    }
  for (guint i = from; i < to; i++)
    {
      gpointer key, cells;
      if (g_hash_table_steal_extended (read, &ids[i], &key, &cells))
        {
          g_ptr_array_add (rows, cells);
          g_free (key);
        }
    }
  if (!failure)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* What the public may see is counted anew, without those who were left out, and nothing is added up. */
static gboolean
write_heading (ClExportTable *table, ClSheetWriter *writer, const Heading *heading, guint n, GError **error)
{
  g_autofree const char **cells = g_new0 (const char *, table->headers->len + 1);
  g_autofree char *counted = NULL;
  if (!table->export->is_public)
    return cl_sheet_writer_add_row (writer, (const char *const *) heading->texts, error);
  counted = cl_row_heading_say (table->export->ledger, heading->title, heading->is_total, heading->is_total ? table->count.rows : n);
  cells[0] = counted;
  return cl_sheet_writer_add_row (writer, cells, error);
}

/* A group is read whole before its heading is written, which says how many it has. */
gboolean
cl_export_write_groups (ClExportTable *table, ClDatabase *reader, GError **error)
{
  const GPtrArray *headings = table->export->headings;
  ClSheetWriter *writer = cl_export_begin_writer (table, "", error);
  if (!writer || !cl_query_add_ids_where (table->query, CHUNK, error))
    return FALSE;
  for (guint i = 0; i < headings->len; i++)
    {
      const Heading *heading = headings->pdata[i];
      guint end = i + 1 < headings->len ? ((const Heading *) headings->pdata[i + 1])->at : table->export->ids->len;
      g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
      for (guint from = heading->at; from < end; from += CHUNK)
        {
          if (g_cancellable_set_error_if_cancelled (table->cancellable, error) || !read_chunk (table, reader, from, MIN (end, from + CHUNK), rows, error))
            return FALSE;
          cl_progress_tell (table->cancellable, from, table->export->ids->len);
        }
      if (!write_heading (table, writer, heading, rows->len, error))
        return FALSE;
      for (guint k = 0; k < rows->len; k++)
        if (!cl_sheet_writer_add_row (writer, rows->pdata[k], error))
          return FALSE;
      table->count.rows += rows->len;
    }
  return cl_export_close_writers (table, error);
}
