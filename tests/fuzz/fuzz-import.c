/* Whole imports, rehearsed: any table, matched and checked row by row against a store with people in it. Nothing may change. */
#include "cl-import.h"
#include "fuzz.h"

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  fuzz_store ();
  return 0;
}

static gint64
count_people (void)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (fuzz_store ()), "SELECT count(*) FROM person", NULL);

  g_assert (cl_statement_step (statement, NULL));
  return cl_statement_get_integer (statement, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const ledgers[] = { "appointment", "person" };
  const char *path = fuzz_put (data, MIN (size, 32768));
  gint64 before = count_people ();

  for (guint i = 0; i < G_N_ELEMENTS (ledgers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClImport) import = cl_import_new (fuzz_store (), cl_catalogue_find_ledger (fuzz_catalogue (), ledgers[i]), path, NULL, &error);

      g_assert ((import == NULL) == (error != NULL));
      if (import == NULL)
        continue;
      if (cl_import_rehearse (import, &error))
        {
          GListModel *rows = cl_import_get_rows (import);
          for (guint j = 0; j < g_list_model_get_n_items (rows); j++)
            {
              g_autoptr (ClImportRow) row = g_list_model_get_item (rows, j);
              g_assert (cl_import_row_get_outcome (row) != CL_OUTCOME_REFUSED || cl_import_row_get_reason (row) != NULL);
            }
        }
      else
        g_assert (error != NULL);
    }
  g_assert_cmpint (count_people (), ==, before);
  return 0;
}
