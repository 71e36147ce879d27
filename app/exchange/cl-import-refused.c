#include "cl-config.h"

#include <string.h>

#include "cl-error.h"
#include "cl-header-private.h"
#include "cl-import-private.h"
#include "cl-progress.h"
#include "cl-sheet-writer.h"

/* So many rows may be held in memory for the sake of a header that is merged over two. */
#define MOST_IN_MEMORY 20000

static gboolean
is_left (const ClImportResult *result)
{
  return result->outcome == CL_OUTCOME_REFUSED || result->outcome == CL_OUTCOME_UNDECIDED;
}

/* The column of the reason: the one that a sheet of refused rows has already, else one more. */
static guint
find_reason (ClImport *import, guint n)
{
  for (guint i = n; i-- > 0;)
    if (i < import->match->headers->len && strcmp (import->match->headers->pdata[i], CL_HEADER_REASON) == 0 && !import->match->paths->pdata[i])
      return i;
  return n;
}

/* The row of the source with the header's own number; NULL in a sheet without header. */
static GPtrArray *
find_head (ClImport *import, guint number)
{
  for (guint i = 0; i < import->head->len; i++)
    if (g_array_index (import->head_numbers, guint, i) == number)
      return import->head->pdata[i];
  return NULL;
}

/* The header has two rows: cells of the first go down to it, or group its columns. */
static gboolean
has_two_rows (ClImport *import)
{
  for (guint i = 0; i < import->match->columns->len; i++)
    if (((ClHeaderColumn *) import->match->columns->pdata[i])->group)
      return TRUE;
  for (guint i = 0; i < import->head_spans->len; i++)
    {
      const ClImportSpan *span = &g_array_index (import->head_spans, ClImportSpan, i);
      if (span->rows > 1 && span->row < import->match->header_row && span->row + span->rows > import->match->header_row)
        return TRUE;
    }
  return FALSE;
}

static guint
count_leads (ClImport *import)
{
  guint n = 0;
  while (n < import->head->len && g_array_index (import->head_numbers, guint, n) < import->match->header_row)
    n++;
  return n;
}

/* In a header of two rows the reason stands in both, as what is merged down does, lest a group at its left seem to go over it. */
static void
add_leads (ClImport *import, ClSheetWriter *writer, guint reason)
{
  guint n = count_leads (import);
  gboolean two = n > 0 && has_two_rows (import);
  for (guint i = 0; i < n; i++)
    {
      GPtrArray *row = import->head->pdata[i];
      gboolean last = two && i + 1 == n;
      g_autofree const char **cells = g_new0 (const char *, MAX (row->len, reason + 1) + 1);
      for (guint k = 0; k < row->len || (last && k < reason); k++)
        cells[k] = k < row->len ? row->pdata[k] : "";
      if (last)
        cells[reason] = CL_HEADER_REASON;
      cl_sheet_writer_add_lead (writer, cells);
    }
  if (two)
    cl_sheet_writer_add_merge (writer, n - 1, reason, 2, 1);
}

/* The place of a row among leads and header; rows without text were left out by the reader. */
static guint
find_place (ClImport *import, guint number)
{
  guint place = 0;
  while (place + 1 < import->head->len && g_array_index (import->head_numbers, guint, place + 1) <= number)
    place++;
  return place;
}

/* What is merged above the rows, title and header, is merged again. */
static void
add_merges (ClImport *import, ClSheetWriter *writer, guint n, gboolean downwards)
{
  for (guint i = 0; i < import->head_spans->len; i++)
    {
      const ClImportSpan *span = &g_array_index (import->head_spans, ClImportSpan, i);
      guint first = find_place (import, span->row), last = find_place (import, span->row + span->rows - 1);
      if (span->row + span->rows - 1 <= import->match->header_row && span->column + span->columns <= n && (downwards || first == last))
        cl_sheet_writer_add_merge (writer, first, span->column, last - first + 1, span->columns);
    }
}

static void
add_columns (ClImport *import, ClSheetWriter *writer, guint n, guint reason)
{
  GPtrArray *head = find_head (import, import->match->header_row);
  for (guint i = 0; i < MAX (n, reason + 1); i++)
    {
      const char *header = head && i < head->len ? head->pdata[i] : "";
      if (!head && i < import->match->headers->len)
        header = import->match->headers->pdata[i];
      cl_sheet_writer_add_column (writer, i == reason ? CL_HEADER_REASON : header, i == reason ? 100 : strstr (header, "号") ? 42 : 0);
    }
}

static gboolean
save (ClImport *import, const char *path, GCancellable *cancellable, GError **error)
{
  guint n = import->match->headers->len, rows = g_list_model_get_n_items (G_LIST_MODEL (import->rows)), reason;
  if (import->counts[CL_OUTCOME_REFUSED] + import->counts[CL_OUTCOME_UNDECIDED] == 0)
    return FALSE;
  for (guint i = 0; i < rows; i++)
    if (is_left (cl_import_rows_get (import->rows, i)))
      n = MAX (n, cl_import_rows_get (import->rows, i)->n_cells);
  reason = find_reason (import, n);
  g_autoptr (ClSheetWriter) writer = cl_sheet_writer_new (path, cl_ledger_get_header (import->ledger), error);
  if (!writer)
    return FALSE;
  add_leads (import, writer, reason);
  add_columns (import, writer, n, reason);
  add_merges (import, writer, n, import->counts[CL_OUTCOME_REFUSED] + import->counts[CL_OUTCOME_UNDECIDED] <= MOST_IN_MEMORY);
  g_autofree const char **cells = g_new0 (const char *, n + 2);
  for (guint i = 0; i < rows; i++)
    {
      const ClImportResult *result = cl_import_rows_get (import->rows, i);
      const char *at = result->cells;
      if (g_cancellable_is_cancelled (cancellable))
        return cl_error_set_cancelled (error);
      if (!is_left (result))
        continue;
      cl_progress_tell (cancellable, i, rows);
      for (guint k = 0; k < n; k++)
        {
          cells[k] = k < result->n_cells ? at : NULL;
          if (k < result->n_cells)
            at += strlen (at) + 1;
        }
      cells[reason] = result->reason;
      if (!cl_sheet_writer_add_row (writer, cells, error))
        return FALSE;
    }
  /* To end it takes longest; what is cancelled until then is not there. */
  return cl_sheet_writer_end (writer, error) && !g_cancellable_set_error_if_cancelled (cancellable, error) && cl_sheet_writer_close (writer, error);
}

/**
 * cl_import_save_refused:
 * @import: an import that was run or rehearsed
 * @path: a path that ends in .xlsx or .csv
 * @error: return location
 *
 * Writes the rows that were refused, or wait for a decision, in the source's own layout: its title and header rows above, all its columns, and the
 * reason (原因) in one more, ready to be corrected and imported again. What is merged in title and header is merged in .xlsx; a value merged over several
 * rows stands in each.
 *
 * Returns: whether there is such a file now; %FALSE without @error where no row was refused
 */
gboolean
cl_import_save_refused (ClImport *import, const char *path, GError **error)
{
  g_return_val_if_fail (CL_IS_IMPORT (import) && path, FALSE);
  return save (import, path, NULL, error);
}

typedef struct
{
  ClImport *import;
  char *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;
  g_object_unref (saving->import);
  g_free (saving->path);
  g_free (saving);
}

/* What an import found, for another thread: @import itself may be run again meanwhile. */
static ClImport *
copy_found (ClImport *import)
{
  ClImport *copy = g_object_new (CL_TYPE_IMPORT, NULL);
  copy->ledger = cl_ledger_ref (import->ledger);
  copy->head = g_ptr_array_ref (import->head);
  copy->head_numbers = g_array_ref (import->head_numbers);
  copy->head_spans = g_array_ref (import->head_spans);
  copy->match = cl_header_match_copy (import->match);
  g_set_object (&copy->rows, import->rows);
  memcpy (copy->counts, import->counts, sizeof copy->counts);
  return copy;
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *saving = data;
  GError *error = NULL;
  if (save (saving->import, saving->path, cancellable, &error) || !error)
    g_task_return_boolean (task, !error);
  else
    g_task_return_error (task, error);
}

/**
 * cl_import_save_refused_async:
 * @import: an import that was run or rehearsed
 * @path: a path that ends in .xlsx or .csv
 * @cancellable: (nullable): told how far it is, where it is a #ClProgress
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * As cl_import_save_refused() on a worker.
 */
void
cl_import_save_refused_async (ClImport *import, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (import, cancellable, callback, user_data);
  Saving *saving = g_new (Saving, 1);
  *saving = (Saving) { .import = copy_found (import), .path = g_strdup (path) };
  g_task_set_source_tag (task, cl_import_save_refused_async);
  /* What was saved before Cancel was heard is told as saved. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_thread);
}

/**
 * cl_import_save_refused_finish:
 * @import: an import
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: as cl_import_save_refused()
 */
gboolean
cl_import_save_refused_finish (ClImport *import, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
