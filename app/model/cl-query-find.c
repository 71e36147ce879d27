#include "cl-config.h"

#include "cl-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-expression-private.h"

/* How many of the records that a word may mean are named in an error. */
#define MAX_CANDIDATES 8

/* Ids of the records for which @condition holds with :text, and how the first of them are told apart. */
static gboolean
find_by (ClCatalogue *catalogue, ClDatabase *database, ClLedger *ledger, const char *condition, const char *text, GArray *ids, GString *candidates, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  const ClField *code = cl_ledger_find_field (ledger, "code");
  g_auto (ClValue) value = CL_VALUE_INIT;

  cl_value_set_text (&value, text);
  g_hash_table_insert (parameters, (gpointer) "text", &value);
  if (!cl_query_add_where (query, condition, error) || !cl_query_add_column (query, "called(id)", CL_QUERY_RAW, error) ||
      !cl_query_add_column (query, code != NULL ? "code" : "id", CL_QUERY_RAW, error))
    return FALSE;
  cl_query_set_limit (query, MAX_CANDIDATES + 1, 0);
  statement = cl_query_prepare (query, database, parameters, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
      if (ids->len > MAX_CANDIDATES)
        g_string_append (candidates, "…");
      else
        g_string_append_printf (candidates, "%s%s (%s)", ids->len > 1 ? ", " : "", cl_statement_is_null (statement, 1) ? "" : cl_statement_get_text (statement, 1),
                                cl_statement_is_null (statement, 2) ? "" : cl_statement_get_text (statement, 2));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

static void
add_condition (GPtrArray *conditions, GPtrArray *texts, char *condition, const char *text)
{
  g_ptr_array_add (conditions, condition);
  g_ptr_array_add (texts, g_strdup (text));
}

/* What @text may be, the surest first: an id, a unique field or code, how the record is called, another name of it. */
static void
list_conditions (ClLedger *ledger, const char *text, GPtrArray *conditions, GPtrArray *texts)
{
  const ClField *aliases = cl_ledger_find_field (ledger, "aliases");

  if (strspn (text, "0123456789") == strlen (text) && strlen (text) < 20)
    add_condition (conditions, texts, g_strdup ("id = CAST(:text AS INTEGER)"), text);
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      g_auto (ClValue) value = CL_VALUE_INIT;

      if (cl_field_is_several (field) || (!cl_field_is_unique (field) && strcmp (cl_field_get_name (field), "code") != 0))
        continue;
      if (cl_field_parse (field, text, &value, NULL) && value.kind == CL_VALUE_TEXT)
        add_condition (conditions, texts, g_strdup_printf ("\"%s\" = :text", cl_field_get_name (field)), value.text);
    }
  add_condition (conditions, texts, g_strdup ("called(id) = :text"), text);
  if (aliases != NULL && cl_field_is_several (aliases) && cl_field_get_field_type (aliases) == CL_FIELD_TEXT)
    add_condition (conditions, texts, g_strdup ("has(aliases, :text)"), text);
}

/**
 * cl_query_find_record:
 * @catalogue: the catalogue
 * @database: a connection of the calling thread
 * @ledger: the ledger looked in
 * @text: an id, a code or another unique field, how the record is called, or another name of it (aliases)
 * @error: NOT_FOUND, or INVALID with the candidates where several are called so
 *
 * Returns: the id of the one record that @text means, 0 on error
 */
gint64
cl_query_find_record (ClCatalogue *catalogue, ClDatabase *database, ClLedger *ledger, const char *text, GError **error)
{
  g_autoptr (GPtrArray) conditions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  list_conditions (ledger, stripped, conditions, texts);
  for (guint i = 0; i < conditions->len; i++)
    {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GString) candidates = g_string_new (NULL);

      if (!find_by (catalogue, database, ledger, g_ptr_array_index (conditions, i), g_ptr_array_index (texts, i), ids, candidates, error))
        return 0;
      if (ids->len == 1)
        return g_array_index (ids, gint64, 0);
      if (ids->len > 1)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is the name of several records of %s. Say one by its code or number: %s"), stripped,
                       cl_ledger_get_title (ledger), candidates->str);
          return 0;
        }
    }
  g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("No record of %s is called “%s”. Check the name, or give its code or number."), cl_ledger_get_title (ledger), stripped);
  return 0;
}

static char *
get_value_condition (const ClField *field, const char *path, const ClValue *value)
{
  g_autofree char *literal = NULL;

  switch (value->kind)
    {
    case CL_VALUE_INTEGER:
      return g_strdup_printf ("%s = %" G_GINT64_FORMAT, path, value->integer);
    case CL_VALUE_TEXT:
      literal = cl_sql_quote_text (value->text);
      return g_strdup_printf (cl_field_is_several (field) ? "has(%s, %s)" : "%s = %s", path, literal);
    case CL_VALUE_TEXTS:
      {
        GString *all = g_string_new (NULL);

        for (guint i = 0; value->texts[i] != NULL; i++)
          {
            g_autofree char *one = cl_sql_quote_text (value->texts[i]);

            g_string_append_printf (all, "%shas(%s, %s)", i > 0 ? " and " : "", path, one);
          }
        return g_string_free (all, FALSE);
      }
    case CL_VALUE_NONE:
    case CL_VALUE_IDS:
    default:
      return g_strdup_printf ("%s is null", path);
    }
}

/**
 * cl_query_add_typed_where:
 * @query: a query
 * @database: a connection of the calling thread, for looking up names
 * @path: a path from the base ledger, "organisation.division"
 * @text: the value as people type it: a label or code, a name or number of a record, a date; empty means that nothing is known
 * @error: INVALID or NOT_FOUND, saying what is wrong
 *
 * Narrows @query to the records whose @path is @text.
 *
 * Returns: whether path and text were understood
 */
gboolean
cl_query_add_typed_where (ClQuery *query, ClDatabase *database, const char *path, const char *text, GError **error)
{
  ClScope *scope = cl_query_get_scope (query);
  g_autoptr (GArray) tokens = cl_tokens_read (path, error);
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autofree char *condition = NULL;
  ClLeaf leaf;

  if (tokens == NULL || !cl_expression_resolve (scope, cl_scope_get_base (scope), tokens, 0, tokens->len, &leaf, error))
    return FALSE;
  if (leaf.field == NULL || cl_field_is_link (leaf.field))
    {
      ClLedger *target = leaf.field == NULL ? leaf.place.ledger : cl_catalogue_find_ledger (scope->catalogue, cl_field_get_target (leaf.field));
      gint64 id;

      if (*text != '\0')
        {
          g_return_val_if_fail (target != NULL, FALSE);
          id = cl_query_find_record (scope->catalogue, database, target, text, error);
          if (id == 0)
            return FALSE;
          condition = g_strdup_printf (leaf.field != NULL && cl_field_is_several (leaf.field) ? "has(%s, %" G_GINT64_FORMAT ")" : "%s = %" G_GINT64_FORMAT, path, id);
        }
    }
  else if (*text != '\0' && !cl_field_parse (leaf.field, text, &value, error))
    return FALSE;
  if (condition == NULL)
    condition = get_value_condition (leaf.field, path, &value);
  return cl_query_add_where (query, condition, error);
}

/**
 * cl_query_list_first_ids:
 * @query: a query
 * @database: as for cl_query_prepare()
 * @parameters: (nullable): as for cl_query_prepare()
 * @steps: how many steps of SQLite's machine it may take (cl_database_set_steps()); 0: as many as there are
 * @is_all: (out): whether that was all that it finds
 * @error: what SQLite refused, or DENIED
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the ids of the first that it finds, in its order
 */
GArray *
cl_query_list_first_ids (ClQuery *query, ClDatabase *database, GHashTable *parameters, guint steps, gboolean *is_all, GError **error)
{
  g_autoptr (ClStatement) statement = cl_query_prepare (query, database, parameters, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  if (steps > 0)
    cl_database_set_steps (database, steps);
  while (cl_statement_step (statement, &failure))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  if (steps > 0)
    cl_database_set_steps (database, 0);
  *is_all = failure == NULL;
  if (failure == NULL || (steps > 0 && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * cl_query_list_ids:
 * @query: a query
 * @database: as for cl_query_prepare()
 * @parameters: (nullable): as for cl_query_prepare()
 * @error: what SQLite refused, or DENIED
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the ids of all that it finds, in its order
 */
GArray *
cl_query_list_ids (ClQuery *query, ClDatabase *database, GHashTable *parameters, GError **error)
{
  gboolean is_all;

  return cl_query_list_first_ids (query, database, parameters, 0, &is_all, error);
}
