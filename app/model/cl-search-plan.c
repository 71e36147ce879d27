#include "cl-search-plan-private.h"

#include <string.h>

#include "cl-expression-private.h"

void
cl_search_plan_free (ClSearchPlan *plan)
{
  cl_ledger_unref (plan->ledger);
  g_free (plan->sort);
  g_ptr_array_unref (plan->texts);
  g_ptr_array_unref (plan->numbers);
  g_free (plan);
}

static gboolean
is_number (const ClField *field)
{
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_CITIZEN_ID:
    case CL_FIELD_CERTIFICATE:
    case CL_FIELD_PHONE:
    case CL_FIELD_DIVISION_CODE:
    case CL_FIELD_INTEGER:
    case CL_FIELD_DATE:
    case CL_FIELD_MONTH:
      return TRUE;
    default:
      return FALSE;
    }
}

/* The first text of its own that the ledger orders by, else how its records are called. */
static char *
choose_sort (ClLedger *ledger)
{
  const char *order = cl_ledger_get_order (ledger);
  g_autoptr (GArray) tokens = order != NULL ? cl_tokens_read (order, NULL) : NULL;

  for (guint i = 0; tokens != NULL && i < tokens->len; i++)
    {
      const ClToken *token = &g_array_index (tokens, ClToken, i);
      const ClField *field = token->kind == CL_TOKEN_WORD ? cl_ledger_find_field (ledger, token->text) : NULL;
      gboolean bare = (i == 0 || g_array_index (tokens, ClToken, i - 1).kind == CL_TOKEN_COMMA) &&
                      (i + 1 == tokens->len || g_array_index (tokens, ClToken, i + 1).kind != CL_TOKEN_DOT);

      if (field != NULL && bare && !cl_field_is_several (field) && cl_field_get_field_type (field) == CL_FIELD_TEXT)
        return g_strdup (token->text);
    }
  return g_strdup ("called(id)");
}

ClSearchPlan *
cl_search_plan_new (ClLedger *ledger)
{
  ClSearchPlan *plan = g_new0 (ClSearchPlan, 1);

  plan->ledger = cl_ledger_ref (ledger);
  plan->sort = choose_sort (ledger);
  plan->texts = g_ptr_array_new_with_free_func (g_free);
  plan->numbers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      const char *name = cl_field_get_name (field);

      if (!cl_field_is_searched (field) || cl_field_is_hidden (field) || strcmp (name, plan->sort) == 0)
        continue;
      g_ptr_array_add (is_number (field) ? plan->numbers : plan->texts, g_strdup_printf ("\"%s\"", name));
    }
  return plan;
}

ClQuery *
cl_search_plan_make_query (const ClSearchPlan *plan, ClCatalogue *catalogue, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, plan->ledger);

  if (!cl_query_add_column (query, plan->sort, CL_QUERY_OPEN, error))
    return NULL;
  for (guint i = 0; i < plan->texts->len; i++)
    if (!cl_query_add_column (query, g_ptr_array_index (plan->texts, i), CL_QUERY_OPEN, error))
      return NULL;
  for (guint i = 0; i < plan->numbers->len; i++)
    if (!cl_query_add_column (query, g_ptr_array_index (plan->numbers, i), CL_QUERY_OPEN, error))
      return NULL;
  return g_steal_pointer (&query);
}

gboolean
cl_search_plan_read_rows (const ClSearchPlan *plan, ClStatement *statement, ClSearchColumns *columns, ClSearchPutFunc put, GError **error)
{
  guint n_texts = plan->texts->len + 1;
  guint n_numbers = plan->numbers->len;
  g_autofree const char **texts = g_new0 (const char *, n_texts + 1);
  g_autofree const char **numbers = g_new0 (const char *, n_numbers + 1);
  g_autoptr (GError) failure = NULL;

  while (cl_statement_step (statement, &failure))
    {
      for (guint i = 0; i < n_texts + n_numbers; i++)
        {
          const char *text = cl_statement_is_null (statement, i + 1) ? "" : cl_statement_get_text (statement, i + 1);

          if (i < n_texts)
            texts[i] = text;
          else
            numbers[i - n_texts] = text;
        }
      put (columns, cl_statement_get_integer (statement, 0), texts, numbers);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

ClSearchColumns *
cl_search_plan_read_all (const ClSearchPlan *plan, ClCatalogue *catalogue, ClDatabase *database, GError **error)
{
  g_autoptr (ClQuery) query = cl_search_plan_make_query (plan, catalogue, error);
  g_autoptr (ClSearchColumns) columns = cl_search_columns_new ();
  g_autoptr (ClStatement) statement = NULL;

  /* As the rows lie in the file, which is read from one end to the other: by name, a province's were fetched from a million places. */
  if (query == NULL || !cl_query_set_order (query, "id", error))
    return NULL;
  statement = cl_query_prepare (query, database, NULL, error);
  if (statement == NULL || !cl_search_plan_read_rows (plan, statement, columns, cl_search_columns_append, error))
    return NULL;
  cl_search_columns_sort (columns);
  return g_steal_pointer (&columns);
}
