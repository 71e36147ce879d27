#include "ledger-checks.h"

#include "cl-query.h"

void
cl_test_assert_no_problems (ClCatalogue *catalogue)
{
  const GPtrArray *problems = cl_catalogue_get_problems (catalogue);

  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", ((GError *) problems->pdata[i])->message);
  g_assert_cmpuint (problems->len, ==, 0);
}

/* A hidden spelling mistake in an expression would only be met by a user. */
static void
compile (ClCatalogue *catalogue, ClLedger *ledger, const char *expression, const char *order, gboolean record)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = NULL;

  if (record)
    cl_query_use_record (query);
  if (expression != NULL)
    cl_query_add_column (query, expression, CL_QUERY_RAW, &error);
  g_assert_no_error (error);
  if (order != NULL)
    cl_query_set_order (query, order, &error);
  g_assert_no_error (error);
  sql = cl_query_to_sql (query, &error);
  g_assert_no_error (error);
  g_assert_nonnull (sql);
}

void
cl_test_assert_expressions (ClCatalogue *catalogue)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = ledgers->pdata[i];
      const GPtrArray *views = cl_ledger_get_views (ledger);
      const GPtrArray *checks = cl_ledger_get_checks (ledger);
      const GPtrArray *duties = cl_ledger_get_duties (ledger);
      const char *const *columns = cl_ledger_get_columns (ledger);

      compile (catalogue, ledger, cl_ledger_get_called (ledger), cl_ledger_get_order (ledger), FALSE);
      for (guint j = 0; columns[j] != NULL; j++)
        compile (catalogue, ledger, columns[j], NULL, FALSE);
      for (guint j = 0; j < views->len; j++)
        {
          const ClLedgerView *view = views->pdata[j];

          compile (catalogue, ledger, view->where, view->order, FALSE);
          for (guint k = 0; view->columns != NULL && view->columns[k] != NULL; k++)
            compile (catalogue, ledger, view->columns[k], NULL, FALSE);
        }
      for (guint j = 0; j < duties->len; j++)
        {
          const ClLedgerDuty *duty = duties->pdata[j];

          compile (catalogue, ledger, duty->due, NULL, FALSE);
          compile (catalogue, ledger, duty->where, NULL, FALSE);
        }
      for (guint j = 0; j < checks->len; j++)
        compile (catalogue, ledger, ((const ClLedgerCheck *) checks->pdata[j])->when, NULL, TRUE);
      for (guint j = 0; j < cl_ledger_get_n_fields (ledger); j++)
        compile (catalogue, ledger, cl_field_get_derive (cl_ledger_get_field (ledger, j)), NULL, TRUE);
    }
}

/* Each header of a ledger leads to one field: else an import could not tell which. */
void
cl_test_assert_headers (ClCatalogue *catalogue)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = ledgers->pdata[i];
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint j = 0; j < cl_ledger_get_n_fields (ledger); j++)
        {
          const ClField *field = cl_ledger_get_field (ledger, j);
          const char *const *headers = cl_field_get_known_as (field);

          g_assert_nonnull (headers[0]);
          for (guint k = 0; headers[k] != NULL; k++)
            {
              gboolean first = g_hash_table_add (seen, (gpointer) headers[k]);

              if (!first)
                g_test_message ("%s: %s stands twice", cl_ledger_get_name (ledger), headers[k]);
              g_assert_true (first);
            }
          g_assert_true (cl_field_get_label (field)[0] < 0x7f);
        }
    }
}
