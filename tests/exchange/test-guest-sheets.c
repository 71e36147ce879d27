/* What the plugins' ledgers export comes back unchanged; those of core are in test-import.c, and all with the sample's records in tests/shell. */

#include <locale.h>

#include "cl-export.h"
#include "cl-import.h"
#include "cl-test-store.h"

static void
test_round_trip (gconstpointer ending)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();

  const GPtrArray *ledgers = cl_catalogue_get_ledgers (test->catalogue);

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);
      const char *name = cl_ledger_get_name (ledger);
      g_autofree char *path = g_strdup_printf ("%s/%s%s", test->folder, name, (const char *) ending);
      g_autoptr (ClImport) import = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", cl_ledger_get_table (ledger));
      GListModel *rows;
      guint n;

      if (cl_ledger_get_plugin (ledger) == NULL)
        continue;
      /* Those that others referred to are there already. */
      if (cl_test_store_query (test, sql) == 0)
        cl_test_store_add_full (test, name);
      n = cl_test_store_query (test, sql);
      cl_export_ledger (test->catalogue, cl_store_get_reader (test->store), ledger, NULL, path, &error);
      g_assert_no_error (error);
      import = cl_import_new (test->store, ledger, path, NULL, &error);
      g_assert_no_error (error);
      cl_import_run (import, &error);
      g_assert_no_error (error);
      rows = cl_import_get_rows (import);
      for (guint j = 0; j < g_list_model_get_n_items (rows); j++)
        {
          g_autoptr (ClImportRow) row = g_list_model_get_item (rows, j);

          g_test_message ("%s: %s", name, cl_import_row_get_reason (row));
        }
      g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNCHANGED), ==, n);
      g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, 0);
    }
}

/* Files do not travel in a spreadsheet: it names them, and what comes back leaves those that are there where they are. All of them go in a backup. */
static void
test_files (gconstpointer ending)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  static const char *const ledgers[] = { "item", "visit", "attachment" };
  g_autoptr (GError) error = NULL;

  cl_test_store_add_full (test, "item");
  cl_test_store_add_full (test, "visit");
  for (guint i = 0; i < G_N_ELEMENTS (ledgers); i++)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, ledgers[i]);
      g_autofree char *path = g_strdup_printf ("%s/%s%s", test->folder, ledgers[i], (const char *) ending);
      g_autoptr (ClImport) import = NULL;
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", cl_ledger_get_table (ledger));
      guint n = cl_test_store_query (test, sql);

      cl_export_ledger (test->catalogue, cl_store_get_reader (test->store), ledger, NULL, path, &error);
      g_assert_no_error (error);
      import = cl_import_new (test->store, ledger, path, NULL, &error);
      g_assert_no_error (error);
      cl_import_run (import, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNCHANGED), ==, n);
    }
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM archive_item__papers"), ==, 1);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/guest-sheets/round-trip/xlsx", ".xlsx", test_round_trip);
  g_test_add_data_func ("/guest-sheets/round-trip/csv", ".csv", test_round_trip);
  g_test_add_data_func ("/guest-sheets/files/xlsx", ".xlsx", test_files);
  g_test_add_data_func ("/guest-sheets/files/csv", ".csv", test_files);
  return g_test_run ();
}
