/* What the plugins' ledgers export comes back unchanged. */

#include <locale.h>

#include "cl-export.h"
#include "cl-import.h"
#include "cl-test-store.h"

static void
test_round_trip (gconstpointer ending)
{
  static const char *const names[] = { "special_household", "visit", "need", "plan", "event", "attendance", "item", "box", "loan",
                                       "selection", "election", "candidate", "check_item", "home_user", "facility_check", "allowance", "volunteer_activity",
                                       "talent", "liaison", "employer", "placement", "recruitment", "proposal", "reform_task", "reform_progress" };
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, names[i]);
      g_autofree char *path = g_strdup_printf ("%s/%s%s", test->folder, names[i], (const char *) ending);
      g_autoptr (ClImport) import = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", cl_ledger_get_table (ledger));
      GListModel *rows;
      guint n;

      /* Those that others referred to are there already. */
      if (cl_test_store_query (test, sql) == 0)
        cl_test_store_add_full (test, names[i]);
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

          g_test_message ("%s: %s", names[i], cl_import_row_get_reason (row));
        }
      g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNCHANGED), ==, n);
      g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/guest-sheets/round-trip/xlsx", ".xlsx", test_round_trip);
  g_test_add_data_func ("/guest-sheets/round-trip/csv", ".csv", test_round_trip);
  return g_test_run ();
}
