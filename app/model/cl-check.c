#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
 * cl_record_find_name:
 * @database: any connection that reads, of the calling thread
 * @catalogue: the catalogue
 * @ledger: a ledger
 * @id: a record's id
 *
 * Returns: (transfer full) (nullable): how the record is called, private facts masked; %NULL where it is called nothing, or is not there
 */
char *
cl_record_find_name (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, gint64 id)
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
  return NULL;
}

/**
 * cl_record_call:
 * @database: any connection that reads, of the calling thread
 * @catalogue: the catalogue
 * @ledger: a ledger
 * @id: a record's id
 *
 * Returns: (transfer full): cl_record_find_name(); the id as text where that is %NULL. Of what may have been deleted cl_journal_call() says more.
 */
char *
cl_record_call (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, gint64 id)
{
  char *name = cl_record_find_name (database, catalogue, ledger, id);

  return name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

/* Whether the name holds @part as a whole: "2026-0001 附件3" says its number; "李亚男" does not say her sex. */
static gboolean
is_said_by (const char *called, const char *part)
{
  return g_str_equal (called, part) || (g_utf8_strlen (part, -1) > 2 && strstr (called, part) != NULL);
}

/**
 * cl_record_describe:
 * @database: any connection that reads, of the calling thread
 * @catalogue: the catalogue
 * @ledger: a ledger
 * @id: a record's id
 * @n_columns: how many of the first columns of the ledger's list
 *
 * To tell a record from others of the same name: "张伟，男，上河村". What the name says already is not said again.
 *
 * Returns: (transfer full): how the record is called and what stands in its first columns, private facts masked
 */
char *
cl_record_describe (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, gint64 id, guint n_columns)
{
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *called = cl_record_call (database, catalogue, ledger, id);
  const char *const *columns = cl_ledger_get_columns (ledger);
  ClValue value = { .kind = CL_VALUE_INTEGER, .integer = id };
  GString *text;

  g_return_val_if_fail (called != NULL, NULL);

  query = cl_query_new (catalogue, ledger);
  g_hash_table_insert (parameters, (gpointer) "id", &value);
  for (guint i = 0; columns != NULL && columns[i] != NULL && i < n_columns; i++)
    if (!cl_query_add_column (query, columns[i], CL_QUERY_LIST, NULL))
      return g_steal_pointer (&called);
  if (cl_query_add_where (query, "id = :id", NULL))
    statement = cl_query_prepare (query, database, parameters, NULL);
  if (statement == NULL || !cl_statement_step (statement, NULL))
    return g_steal_pointer (&called);
  text = g_string_new (called);
  for (int i = 1; i < cl_statement_get_n_columns (statement); i++)
    {
      const char *part = cl_statement_get_text (statement, i);

      if (part == NULL || *part == '\0' || is_said_by (called, part))
        continue;
      if (text->len > 0)
        g_string_append (text, _(", "));
      g_string_append (text, part);
    }
  return g_string_free (text, FALSE);
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
