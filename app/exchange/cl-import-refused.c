#include "cl-config.h"

#include <string.h>

#include "cl-header-private.h"
#include "cl-import-private.h"
#include "cl-sheet-writer.h"

static gboolean
is_left (const ClImportResult *result)
{
  return result->outcome == CL_OUTCOME_REFUSED || result->outcome == CL_OUTCOME_UNDECIDED;
}

/* The column of the reason: the one that a sheet of refused rows has already, else one more. */
static guint
find_reason (ClImport *import,
             guint     n)
{
  for (guint i = n; i-- > 0;)
    if (i < import->match->headers->len && strcmp (import->match->headers->pdata[i], CL_HEADER_REASON) == 0 && !import->match->paths->pdata[i])
      return i;
  return n;
}

/* The row of the source with the header's own number; NULL in a sheet without header. */
static GPtrArray *
find_head (ClImport *import,
           guint     number)
{
  for (guint i = 0; i < import->head->len; i++)
    if (g_array_index (import->head_numbers, guint, i) == number)
      return import->head->pdata[i];
  return NULL;
}

static void
add_leads (ClImport      *import,
           ClSheetWriter *writer)
{
  for (guint i = 0; i < import->head->len && g_array_index (import->head_numbers, guint, i) < import->match->header_row; i++)
    {
      GPtrArray *row = import->head->pdata[i];
      g_autofree const char **cells = g_new0 (const char *, row->len + 1);
      for (guint k = 0; k < row->len; k++)
        cells[k] = row->pdata[k];
      cl_sheet_writer_add_lead (writer, cells);
    }
}

static void
add_columns (ClImport      *import,
             ClSheetWriter *writer,
             guint          n,
             guint          reason)
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

/**
 * cl_import_save_refused:
 * @import: an import that was run or rehearsed
 * @path: a path that ends in .xlsx or .csv
 * @error: return location
 *
 * Writes the rows that were refused, or wait for a decision, in the source's own layout: its title and header rows above, all its columns, and the
 * reason (原因) in one more, ready to be corrected and imported again.
 *
 * Returns: whether there is such a file now; %FALSE without @error where no row was refused
 */
gboolean
cl_import_save_refused (ClImport   *import,
                        const char *path,
                        GError    **error)
{
  g_return_val_if_fail (CL_IS_IMPORT (import) && path, FALSE);
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
  add_leads (import, writer);
  add_columns (import, writer, n, reason);
  g_autofree const char **cells = g_new0 (const char *, n + 2);
  for (guint i = 0; i < rows; i++)
    {
      const ClImportResult *result = cl_import_rows_get (import->rows, i);
      const char *at = result->cells;
      if (!is_left (result))
        continue;
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
  return cl_sheet_writer_close (writer, error);
}
