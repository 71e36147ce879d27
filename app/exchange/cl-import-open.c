#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-header-memory.h"
#include "cl-import-private.h"

#define HEAD_ROWS 100

/* The first rows of a file, by which its columns are told. */
static ClSheetReader *
read_head (ClStore              *store,
           const char           *path,
           const ClSheetOptions *options,
           GPtrArray           **rows,
           GArray              **numbers,
           GError              **error)
{
  g_autoptr (ClSheetReader) reader = cl_importer_open_any (cl_store_get_catalogue (store), path, options, error);
  g_autoptr (GError) local = NULL;
  if (!reader)
    return NULL;
  *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  while ((*rows)->len < HEAD_ROWS)
    {
      guint number;
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      if (!cl_sheet_reader_next (reader, cells, &number, &local))
        break;
      g_ptr_array_add (*rows, g_steal_pointer (&cells));
      g_array_append_val (*numbers, number);
    }
  if (!local)
    return g_steal_pointer (&reader);
  g_propagate_error (error, g_steal_pointer (&local));
  g_clear_pointer (rows, g_ptr_array_unref);
  g_clear_pointer (numbers, g_array_unref);
  return NULL;
}

/* A sheet whose headers nobody could know, and which was matched by hand once. */
static ClHeaderMatch *
find_remembered (ClStore   *store,
                 ClLedger  *ledger,
                 GPtrArray *rows,
                 GArray    *numbers)
{
  for (guint i = 0; i < MIN (rows->len, 20); i++)
    {
      g_autoptr (ClHeaderMatch) match = cl_header_match_new_at (cl_store_get_catalogue (store), ledger, rows, numbers, i);
      if (cl_header_memory_apply (store, ledger, match))
        return g_steal_pointer (&match);
    }
  return NULL;
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
cl_import_new (ClStore              *store,
               ClLedger             *ledger,
               const char           *path,
               const ClSheetOptions *options,
               GError              **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) local = NULL;
  g_return_val_if_fail (CL_IS_STORE (store) && ledger && path, NULL);
  g_autoptr (ClSheetReader) reader = read_head (store, path, options, &rows, &numbers, error);
  if (!reader)
    return NULL;
  ClHeaderMatch *match = cl_header_match_new (cl_store_get_catalogue (store), ledger, rows, numbers, &local);
  if (match)
    cl_header_memory_apply (store, ledger, match);
  else if (!(match = find_remembered (store, ledger, rows, numbers)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  ClImport *import = g_object_new (CL_TYPE_IMPORT, NULL);
  import->store = g_object_ref (store);
  import->ledger = cl_ledger_ref (ledger);
  import->path = g_strdup (path);
  import->sheet = options ? g_strdup (options->sheet) : NULL;
  import->encoding = g_strdup (options && options->encoding ? options->encoding : cl_sheet_reader_get_encoding (reader));
  import->delimiter = g_strdup (options && options->delimiter ? options->delimiter : cl_sheet_reader_get_delimiter (reader));
  /* A workbook's first sheet that holds rows may be another next time: the one that was looked at is the one that comes in. */
  import->number = cl_sheet_reader_get_sheet (reader);
  import->match = match;
  import->head = g_steal_pointer (&rows);
  import->head_numbers = g_steal_pointer (&numbers);
  return import;
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
cl_import_guess_ledger (ClStore              *store,
                        const char           *path,
                        const ClSheetOptions *options,
                        GError              **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (ClSheetReader) reader = read_head (store, path, options, &rows, &numbers, error);
  ClLedger *best = NULL, *second = NULL;
  double best_rate = 0, second_rate = 0;
  if (!reader)
    return NULL;
  for (guint i = 0; i < ledgers->len; i++)
    {
      double rate = cl_header_match_rate (catalogue, ledgers->pdata[i], rows, numbers);
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
