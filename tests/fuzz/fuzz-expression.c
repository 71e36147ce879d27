/* Expressions of descriptions, as columns, conditions and orders. What compiles and is let through may read ledgers and no more: this
 * asks SQLite a second time, with an authorizer of its own that knows nothing of the first. */
#include <string.h>

#include "cl-query.h"
#include "fuzz.h"

static ClDatabase *witness;
static gboolean trespasses;

static int
witness_cb (void *data, int action, const char *first, const char *second, const char *schema, const char *trigger)
{
  const ClField *link;

  if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE)
    return SQLITE_OK;
  if (action == SQLITE_READ && first != NULL && *first != '\0')
    {
      /* Names that WITH and AS give come without a schema. */
      if (schema != NULL && cl_catalogue_find_table (fuzz_catalogue (), first, &link) == NULL)
        trespasses = TRUE;
      return SQLITE_OK;
    }
  if (action == SQLITE_FUNCTION)
    {
      static const char *const forbidden[] = { "load_extension", "randomblob", "zeroblob", "writefile", "readfile", "printf", "format", "fts3_tokenizer" };
      for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
        if (second != NULL && g_ascii_strcasecmp (second, forbidden[i]) == 0)
          trespasses = TRUE;
      return SQLITE_OK;
    }
  if (action != SQLITE_READ)
    trespasses = TRUE;
  return SQLITE_OK;
}

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  witness = cl_database_open (cl_store_get_path (fuzz_store ()), CL_DATABASE_READ, NULL);
  g_assert (witness != NULL);
  cl_database_set_catalogue (witness, fuzz_catalogue ());
  sqlite3_set_authorizer (cl_database_get_handle (witness), witness_cb, NULL);
  fuzz_bound (cl_store_get_reader (fuzz_store ()));
  return 0;
}

static void
try (ClQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = cl_query_to_sql (query, &error);
  g_autoptr (ClStatement) statement = NULL;
  sqlite3_stmt *other = NULL;
  guint rows = 0;

  if (sql == NULL)
    return;
  statement = cl_query_prepare (query, cl_store_get_reader (fuzz_store ()), NULL, &error);
  if (statement == NULL)
    {
      g_assert (error != NULL);
      return;
    }
  trespasses = FALSE;
  if (sqlite3_prepare_v2 (cl_database_get_handle (witness), sql, -1, &other, NULL) == SQLITE_OK)
    g_assert (sqlite3_stmt_readonly (other));
  sqlite3_finalize (other);
  if (trespasses)
    g_error ("This reaches beyond the ledgers: %s", sql);
  while (rows < 50 && cl_statement_step (statement, NULL))
    rows++;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const names[] = { "person", "appointment", "division" };
  g_autofree char *text = fuzz_text (data, MIN (size, 2048));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (fuzz_catalogue (), names[i]);
      static const ClQueryForm forms[] = { CL_QUERY_RAW, CL_QUERY_LIST, CL_QUERY_PAPER };

      for (guint j = 0; j < G_N_ELEMENTS (forms); j++)
        {
          g_autoptr (ClQuery) query = cl_query_new (fuzz_catalogue (), ledger);
          if (cl_query_add_column (query, text, forms[j], NULL))
            try (query);
        }
      {
        g_autoptr (ClQuery) query = cl_query_new (fuzz_catalogue (), ledger);
        if (cl_query_add_where (query, text, NULL))
          try (query);
      }
      {
        g_autoptr (ClQuery) query = cl_query_new (fuzz_catalogue (), ledger);
        if (cl_query_set_order (query, text, NULL))
          try (query);
      }
      {
        g_autoptr (ClQuery) query = cl_query_new (fuzz_catalogue (), ledger);
        if (cl_query_set_group (query, text, NULL))
          try (query);
      }
    }
  return 0;
}
