#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-header-memory.h"
#include "cl-import-private.h"

#define HEAD_ROWS 100

void
cl_import_head_free (ClImportHead *head)
{
  if (!head)
    return;
  g_free (head->path);
  g_free (head->encoding);
  g_free (head->delimiter);
  g_clear_pointer (&head->rows, g_ptr_array_unref);
  g_clear_pointer (&head->numbers, g_array_unref);
  g_clear_pointer (&head->spans, g_array_unref);
  g_clear_pointer (&head->sheets, g_ptr_array_unref);
  g_free (head);
}

/* Hidden sheets are offered too, with a word that says so. */
static GPtrArray *
list_sheets (ClSheetReader *reader)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free), *sheets = cl_sheet_reader_get_sheets (reader);
  for (guint i = 0; sheets && i < sheets->len; i++)
    {
      const ClSheetInfo *sheet = sheets->pdata[i];
      g_ptr_array_add (names, sheet->visible ? g_strdup (sheet->name) : g_strdup_printf (_("%s (hidden)"), sheet->name));
    }
  return names;
}

static void
add_spans (GArray *spans, ClSheetReader *reader, guint row, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      ClImportSpan span = { row, i, cl_sheet_reader_get_span_rows (reader, i), cl_sheet_reader_get_span (reader, i) };
      if (span.rows > 1 || span.columns > 1)
        g_array_append_val (spans, span);
    }
}

/**
 * cl_import_head_read:
 * @catalogue: whose importers are asked first
 * @path: a spreadsheet
 * @options: (nullable): which sheet, encoding and delimiter
 * @error: return location
 *
 * Opens the file, by a plugin's importer where one recognises it, and reads its first rows, by which columns and ledger are told. Any thread.
 *
 * Returns: (transfer full) (nullable): what the file begins with; errors as cl_sheet_reader_open()
 */
ClImportHead *
cl_import_head_read (ClCatalogue *catalogue, const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClSheetReader) reader = cl_importer_open_any (catalogue, path, options, error);
  g_autoptr (ClImportHead) head = NULL;
  g_autoptr (GPtrArray) lent = g_ptr_array_new ();
  g_autoptr (GError) local = NULL;
  if (!reader)
    return NULL;
  head = g_new0 (ClImportHead, 1);
  head->path = g_strdup (path);
  head->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  head->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  head->spans = g_array_new (FALSE, FALSE, sizeof (ClImportSpan));
  while (head->rows->len < HEAD_ROWS)
    {
      guint number;
      if (!cl_sheet_reader_next (reader, lent, &number, &local))
        break;
      g_autoptr (GPtrArray) cells = g_ptr_array_new_full (lent->len, g_free);
      for (guint i = 0; i < lent->len; i++)
        g_ptr_array_add (cells, g_strdup (lent->pdata[i]));
      add_spans (head->spans, reader, number, cells->len);
      g_ptr_array_add (head->rows, g_steal_pointer (&cells));
      g_array_append_val (head->numbers, number);
    }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  head->encoding = g_strdup (options && options->encoding ? options->encoding : cl_sheet_reader_get_encoding (reader));
  head->delimiter = g_strdup (options && options->delimiter ? options->delimiter : cl_sheet_reader_get_delimiter (reader));
  head->sheets = list_sheets (reader);
  head->sheet = cl_sheet_reader_get_sheet (reader);
  return g_steal_pointer (&head);
}

/* A sheet whose headers nobody could know, and which was matched by hand once. */
static ClHeaderMatch *
find_remembered (ClStore *store, ClLedger *ledger, GPtrArray *rows, GArray *numbers)
{
  for (guint i = 0; i < MIN (rows->len, 20); i++)
    {
      g_autoptr (ClHeaderMatch) match = cl_header_match_new_at (cl_store_get_catalogue (store), ledger, rows, numbers, i);
      if (cl_header_memory_apply (store, ledger, match))
        return g_steal_pointer (&match);
    }
  return NULL;
}

/* @match is taken. */
static ClImport *
make_import (ClStore *store, ClLedger *ledger, const ClImportHead *head, ClHeaderMatch *match)
{
  ClImport *import = g_object_new (CL_TYPE_IMPORT, NULL);
  import->store = g_object_ref (store);
  import->ledger = cl_ledger_ref (ledger);
  import->path = g_strdup (head->path);
  import->encoding = g_strdup (head->encoding);
  import->delimiter = g_strdup (head->delimiter);
  /* A workbook's first sheet that holds rows may be another next time: the one that was looked at is the one that comes in. */
  import->number = head->sheet;
  import->match = match;
  import->head = g_ptr_array_ref (head->rows);
  import->head_numbers = g_array_ref (head->numbers);
  import->head_spans = g_array_ref (head->spans);
  return import;
}

/**
 * cl_import_new:
 * @store: an open store
 * @ledger: where the rows go
 * @path: a spreadsheet
 * @options: (nullable): which sheet and encoding
 * @error: return location
 *
 * Opens the file, by a plugin's importer where one recognises it, reads its first rows and finds the header.
 *
 * Returns: (transfer full) (nullable): the import; errors as cl_sheet_reader_open() and cl_header_match_new()
 */
ClImport *
cl_import_new (ClStore *store, ClLedger *ledger, const char *path, const ClSheetOptions *options, GError **error)
{
  g_return_val_if_fail (CL_IS_STORE (store) && ledger && path, NULL);
  g_autoptr (ClImportHead) head = cl_import_head_read (cl_store_get_catalogue (store), path, options, error);
  ClImport *import = head ? cl_import_new_with_head (store, ledger, head, error) : NULL;
  if (import && options && !import->number)
    import->sheet = g_strdup (options->sheet);
  return import;
}

/**
 * cl_import_new_with_head:
 * @store: an open store
 * @ledger: where the rows go
 * @head: what the file begins with; not needed any more after it
 * @error: return location
 *
 * As cl_import_new(), for a file whose first rows another thread has read. Main thread.
 *
 * Returns: (transfer full) (nullable): the import; errors as cl_header_match_new()
 */
ClImport *
cl_import_new_with_head (ClStore *store, ClLedger *ledger, const ClImportHead *head, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_return_val_if_fail (CL_IS_STORE (store) && ledger && head, NULL);
  ClHeaderMatch *match = cl_header_match_new (cl_store_get_catalogue (store), ledger, head->rows, head->numbers, &local);
  if (match)
    cl_header_memory_apply (store, ledger, match);
  else if (!(match = find_remembered (store, ledger, head->rows, head->numbers)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return make_import (store, ledger, head, match);
}

/**
 * cl_import_new_at:
 * @store: an open store
 * @ledger: where the rows go
 * @head: what the file begins with; not needed any more after it
 * @row: the row of the headers, as the spreadsheet counts
 * @error: NOT_FOUND where there is no such row among the first
 *
 * As cl_import_new_with_head(), for a file whose headers a person has to point out.
 *
 * Returns: (transfer full) (nullable): the import
 */
ClImport *
cl_import_new_at (ClStore *store, ClLedger *ledger, const ClImportHead *head, guint row, GError **error)
{
  g_return_val_if_fail (CL_IS_STORE (store) && ledger && head, NULL);
  for (guint i = 0; i < head->numbers->len; i++)
    if (g_array_index (head->numbers, guint, i) == row)
      {
        ClHeaderMatch *match = cl_header_match_new_at (cl_store_get_catalogue (store), ledger, head->rows, head->numbers, i);
        cl_header_memory_apply (store, ledger, match);
        return make_import (store, ledger, head, match);
      }
  g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no row %u with headers at the top of the sheet. Give the number that the spreadsheet program shows."), row);
  return NULL;
}

/**
 * cl_import_guess_ledger:
 * @store: an open store
 * @path: a spreadsheet
 * @options: (nullable): which sheet and encoding
 * @error: return location
 *
 * Tells by the headers which ledger a file is for: the one most of whose names it has, and clearly more than the next.
 *
 * Returns: (transfer none) (nullable): the ledger; NOT_FOUND with those that come near
 */
ClLedger *
cl_import_guess_ledger (ClStore *store, const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClImportHead) head = cl_import_head_read (cl_store_get_catalogue (store), path, options, error);
  return head ? cl_import_head_guess (head, cl_store_get_catalogue (store), error) : NULL;
}

/**
 * cl_import_head_guess:
 * @head: what a file begins with
 * @catalogue: whose ledgers it may be for
 * @error: return location
 *
 * As cl_import_guess_ledger(). Any thread.
 *
 * Returns: (transfer none): the ledger; NOT_FOUND with those that come near
 */
ClLedger *
cl_import_head_guess (const ClImportHead *head, ClCatalogue *catalogue, GError **error)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);
  ClLedger *best = NULL, *second = NULL;
  double best_rate = 0, second_rate = 0;
  for (guint i = 0; i < ledgers->len; i++)
    {
      double rate = cl_header_match_rate (catalogue, ledgers->pdata[i], head->rows, head->numbers);
      if (rate > best_rate)
        {
          second = best;
          second_rate = best_rate;
          best = ledgers->pdata[i];
          best_rate = rate;
        }
      else if (rate > second_rate)
        {
          second = ledgers->pdata[i];
          second_rate = rate;
        }
    }
  if (best && best_rate >= 2 && best_rate > second_rate)
    return best;
  if (best && second)
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The headers do not say for which ledger this is: “%s” (%s) or “%s” (%s). Name it."),
                 cl_ledger_get_header (best), cl_ledger_get_name (best), cl_ledger_get_header (second), cl_ledger_get_name (second));
  else
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The headers do not say for which ledger this is. Name it."));
  return NULL;
}
