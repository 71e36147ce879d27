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

/* What a person may do with what was shown. */
static void
choose (ClImport *import, ClLedger *ledger)
{
  ClHeaderMatch *match = cl_import_get_match (import);
  g_autofree char *text = cl_header_match_to_text (match);
  g_autoptr (GListModel) asked = cl_import_find_rows (import, 1u << CL_OUTCOME_UNDECIDED, FALSE, NULL);
  g_autoptr (GListModel) found = cl_import_find_rows (import, 0, FALSE, "张");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (asked), ==, cl_import_get_count (import, CL_OUTCOME_UNDECIDED));
  for (guint i = 0; i < g_list_model_get_n_items (asked); i++)
    {
      g_autoptr (ClImportRow) row = g_list_model_get_item (asked, i);
      const GPtrArray *candidates = cl_import_row_get_candidates (row);

      g_assert (cl_import_row_get_reason (row) != NULL);
      if (candidates != NULL && candidates->len > 0)
        cl_import_decide (import, cl_import_row_get_number (row), CL_DECISION_RECORD, ((ClImportCandidate *) candidates->pdata[0])->id);
    }
  for (guint i = 0; i < match->headers->len; i++)
    {
      g_autofree char *how = cl_header_match_say_how (match, i), *holds = cl_header_match_say_holds (match, i);

      g_assert (how != NULL && g_utf8_validate (holds, -1, NULL));
    }
  cl_header_match_apply_text (match, fuzz_catalogue (), ledger, text, CL_HEADER_BY_HAND, NULL);
  cl_import_set_fill (import, NULL, CL_FILL_ASK);
  g_assert (cl_import_rehearse (import, &error) || error != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const ledgers[] = { "appointment", "person", "member" };
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
          choose (import, cl_catalogue_find_ledger (fuzz_catalogue (), ledgers[i]));
        }
      else
        g_assert (error != NULL);
    }
  g_assert_cmpint (count_people (), ==, before);
  return 0;
}
