/* Certain records of a ledger. */

#include "cl-query.h"

/**
 * cl_query_say_ids:
 * @ids: ids of records
 * @n: how many; none of them: a condition that holds for no record
 *
 * Returns: (transfer full): the condition that a record is one of them
 */
char *
cl_query_say_ids (const gint64 *ids, guint n)
{
  GString *where = g_string_new ("id in (");

  /* No record has the id 0. */
  for (guint i = 0; i < MAX (n, 1); i++)
    g_string_append_printf (where, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", i < n ? ids[i] : 0);
  g_string_append_c (where, ')');
  return g_string_free (where, FALSE);
}

/**
 * cl_query_add_ids_where:
 * @query: a query
 * @n: how many records it is asked for by one statement
 * @error: return location
 *
 * For one statement that is run again and again: which records it finds is said by cl_query_bind_ids().
 *
 * Returns: whether it could be narrowed
 */
gboolean
cl_query_add_ids_where (ClQuery *query, guint n, GError **error)
{
  g_autoptr (GString) where = g_string_new ("id in (");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (where, "%s:p%u", i > 0 ? ", " : "", i);
  g_string_append_c (where, ')');
  return cl_query_add_where (query, where->str, error);
}

/**
 * cl_query_bind_ids:
 * @statement: of a query that was narrowed by cl_query_add_ids_where(), with no ids bound yet
 * @ids: ids of records
 * @n: how many, at most as many as that was told
 */
void
cl_query_bind_ids (ClStatement *statement, const gint64 *ids, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      char name[12];
      ClValue id = { CL_VALUE_INTEGER, { ids[i] } };

      g_snprintf (name, sizeof name, ":p%u", i);
      cl_statement_bind_named (statement, name, &id);
    }
}
