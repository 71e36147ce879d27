#include "cl-checker.h"

#include "cl-query.h"

/**
 * cl_problem_free:
 * @problem: (transfer full): a problem
 */
void
cl_problem_free (ClProblem *problem)
{
  g_free (problem->message);
  g_free (problem);
}

/**
 * cl_record_derive:
 * @record: a record
 * @database: any connection that reads, of the calling thread
 * @catalogue: the catalogue
 * @error: return location, or NULL
 *
 * cl_checker_derive() for one record.
 *
 * Returns: FALSE with @error where an expression cannot be worked out
 */
gboolean
cl_record_derive (ClRecord *record, ClDatabase *database, ClCatalogue *catalogue, GError **error)
{
  g_autoptr (ClChecker) checker = NULL;

  g_return_val_if_fail (record != NULL && database != NULL && CL_IS_CATALOGUE (catalogue), FALSE);

  checker = cl_checker_new (database, catalogue, cl_record_get_ledger (record));
  return cl_checker_derive (checker, record, error);
}

/**
 * cl_record_check:
 * @record: a record
 * @database: any connection that reads, of the calling thread
 * @catalogue: the catalogue
 * @error: return location, or NULL
 *
 * cl_checker_check() for one record.
 *
 * Returns: (transfer full) (element-type ClProblem): all that is wrong, errors first; NULL with @error where it could not be found out
 */
GPtrArray *
cl_record_check (const ClRecord *record, ClDatabase *database, ClCatalogue *catalogue, GError **error)
{
  g_autoptr (ClChecker) checker = NULL;

  g_return_val_if_fail (record != NULL && database != NULL && CL_IS_CATALOGUE (catalogue), NULL);

  checker = cl_checker_new (database, catalogue, cl_record_get_ledger (record));
  return cl_checker_check (checker, record, error);
}

/**
 * cl_record_call:
 * @database: any connection that reads, of the calling thread
 * @catalogue: the catalogue
 * @ledger: a ledger
 * @id: a record's id
 *
 * Returns: (transfer full): how the record is called, private facts masked; the id as text where it is called nothing
 */
char *
cl_record_call (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, gint64 id)
{
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GHashTable) parameters = NULL;
  ClValue value = { .kind = CL_VALUE_INTEGER, .integer = id };

  g_return_val_if_fail (database != NULL && CL_IS_CATALOGUE (catalogue) && ledger != NULL, NULL);

  query = cl_query_new (catalogue, ledger);
  parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (parameters, (gpointer) "id", &value);
  if (cl_query_add_column (query, cl_ledger_get_called (ledger), CL_QUERY_LIST, NULL) && cl_query_add_where (query, "id = :id", NULL) &&
      (statement = cl_query_prepare (query, database, parameters, NULL)) != NULL && cl_statement_step (statement, NULL))
    {
      const char *text = cl_statement_get_text (statement, 1);
      if (text != NULL && *text != '\0')
        return g_strdup (text);
    }
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

/**
 * cl_record_say_value:
 * @database: any connection that reads, of the calling thread
 * @catalogue: the catalogue
 * @field: a field
 * @value: what stands in it, or might
 *
 * Private values are said whole: whoever shows them masks them.
 *
 * Returns: (transfer full) (nullable): @value as a list shows it, links by what their records are called; %NULL where there is nothing
 */
char *
cl_record_say_value (ClDatabase *database, ClCatalogue *catalogue, const ClField *field, const ClValue *value)
{
  ClLedger *target = cl_field_is_link (field) ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (field)) : NULL;
  GString *names;

  if (cl_value_is_none (value))
    return NULL;
  if (target == NULL)
    return cl_field_format (field, value);
  names = g_string_new (NULL);
  for (guint i = 0; i < (value->kind == CL_VALUE_IDS ? value->ids->len : 1); i++)
    {
      gint64 id = value->kind == CL_VALUE_IDS ? g_array_index (value->ids, gint64, i) : value->integer;
      g_autofree char *called = cl_record_call (database, catalogue, target, id);

      g_string_append_printf (names, "%s%s", i > 0 ? "、" : "", called);
    }
  return g_string_free (names, FALSE);
}
