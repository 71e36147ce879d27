#include "cl-config.h"

#include "cl-filter.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-expression-private.h"

/* More values of one field than these are looked for by search. */
#define MAX_VALUES 300

static void
value_free (gpointer data)
{
  ClFilterValue *value = data;

  g_free (value->text);
  g_free (value->condition);
  g_free (value);
}

static void
add_value (GPtrArray *values, const char *text, char *condition, guint n)
{
  ClFilterValue *value = g_new (ClFilterValue, 1);

  *value = (ClFilterValue) { g_strdup (text != NULL ? text : ""), condition, n };
  g_ptr_array_add (values, value);
}

/**
 * cl_filter_offers:
 * @field: a field
 *
 * Returns: whether its values are few enough, and public enough, to be chosen from a list
 */
gboolean
cl_filter_offers (const ClField *field)
{
  if (cl_field_is_hidden (field) || cl_field_is_unique (field))
    return FALSE;
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_CODE:
    case CL_FIELD_BOOLEAN:
    case CL_FIELD_DATE:
    case CL_FIELD_MONTH:
      return TRUE;
    case CL_FIELD_REFERENCE:
      return !cl_field_is_several (field);
    case CL_FIELD_TEXT:
    case CL_FIELD_INTEGER:
      return !cl_field_is_several (field) && cl_field_get_private_class (field) == NULL;
    case CL_FIELD_LONG_TEXT:
    case CL_FIELD_MONEY:
    case CL_FIELD_CITIZEN_ID:
    case CL_FIELD_CERTIFICATE:
    case CL_FIELD_PHONE:
    case CL_FIELD_DIVISION_CODE:
    case CL_FIELD_ATTACHMENT:
    default:
      return FALSE;
    }
}

static ClQuery *
begin (ClCatalogue *catalogue, ClLedger *ledger, const char *view, const char *where, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  const ClLedgerView *named = view != NULL ? cl_ledger_find_view (ledger, view) : NULL;

  if (named != NULL && named->where != NULL && !cl_query_add_where (query, named->where, error))
    return NULL;
  if (where != NULL && !cl_query_add_where (query, where, error))
    return NULL;
  return g_steal_pointer (&query);
}

/* A person may have several: each code counts by itself. */
static gboolean
count_several (ClQuery *query, ClDatabase *reader, const char *path, ClCodes *codes, GPtrArray *values, GError **error)
{
  g_autoptr (ClStatement) statement = NULL;

  for (guint i = 0; i < cl_codes_get_n (codes); i++)
    {
      g_autofree char *code = cl_sql_quote_text (cl_codes_get_code (codes, i));
      g_autofree char *sum = g_strdup_printf ("sum(has(%s, %s))", path, code);

      if (!cl_query_add_column (query, sum, CL_QUERY_RAW, error))
        return FALSE;
    }
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL || !cl_statement_step (statement, error))
    return statement != NULL && (error == NULL || *error == NULL);
  for (guint i = 0; i < cl_codes_get_n (codes); i++)
    {
      g_autofree char *code = cl_sql_quote_text (cl_codes_get_code (codes, i));
      guint n = (guint) cl_statement_get_integer (statement, (int) i + 1);

      if (n > 0)
        add_value (values, cl_codes_get_label (codes, cl_codes_get_code (codes, i)), g_strdup_printf ("has(%s, %s)", path, code), n);
    }
  return TRUE;
}

static int
compare_values (gconstpointer a, gconstpointer b, gpointer by_code)
{
  const ClFilterValue *one = *(const ClFilterValue *const *) a, *other = *(const ClFilterValue *const *) b;

  /* Those who have none come last. */
  if ((*one->text == '\0') != (*other->text == '\0'))
    return *one->text == '\0' ? 1 : -1;
  if (one->n != other->n && by_code == NULL)
    return one->n > other->n ? -1 : 1;
  return g_strcmp0 (one->condition, other->condition);
}

static gboolean
count_single (ClQuery *query, ClDatabase *reader, const char *path, const ClField *field, GPtrArray *values, GError **error)
{
  g_autofree char *key = cl_field_is_dated (field) ? g_strdup_printf ("substr(%s, 1, 4)", path) : g_strdup (path);
  ClFieldType type = cl_field_get_field_type (field);
  gboolean is_number = type == CL_FIELD_REFERENCE || type == CL_FIELD_INTEGER || type == CL_FIELD_BOOLEAN;
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;

  if (!cl_query_add_column (query, key, CL_QUERY_RAW, error) || !cl_query_add_column (query, key, CL_QUERY_LIST, error) ||
      !cl_query_add_column (query, "count(id)", CL_QUERY_RAW, error) || !cl_query_set_group (query, key, error))
    return FALSE;
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      guint n = (guint) cl_statement_get_integer (statement, 3);
      g_autofree char *literal = NULL, *year = NULL;

      if (cl_statement_is_null (statement, 1))
        {
          add_value (values, "", g_strdup_printf ("%s is null", path), n);
          continue;
        }
      literal = is_number ? g_strdup_printf ("%" G_GINT64_FORMAT, cl_statement_get_integer (statement, 1)) : cl_sql_quote_text (cl_statement_get_text (statement, 1));
      /* Translators: a year as people say it: "2027年" */
      year = cl_field_is_dated (field) ? g_strdup_printf (_("year %s"), cl_statement_get_text (statement, 1)) : NULL;
      add_value (values, year != NULL ? year : cl_statement_get_text (statement, 2), g_strdup_printf ("%s = %s", key, literal), n);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_ptr_array_sort_with_data (values, compare_values, type == CL_FIELD_CODE || cl_field_is_dated (field) ? GINT_TO_POINTER (TRUE) : NULL);
  if (values->len > MAX_VALUES)
    g_ptr_array_set_size (values, MAX_VALUES);
  return TRUE;
}

/**
 * cl_filter_count:
 * @catalogue: the catalogue
 * @reader: a connection of the calling thread
 * @ledger: what is listed
 * @view: (nullable): its view
 * @where: (nullable): what narrows the list already
 * @path: a field of @ledger, or of what it refers to ("organisation.division")
 * @error: return location
 *
 * Dates are counted by year. Any thread.
 *
 * Returns: (transfer full) (element-type ClFilterValue): the values; %NULL on error
 */
GPtrArray *
cl_filter_count (ClCatalogue *catalogue, ClDatabase *reader, ClLedger *ledger, const char *view, const char *where, const char *path, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (value_free);
  const ClField *field = cl_catalogue_resolve (catalogue, ledger, path, NULL, error);
  g_autoptr (ClQuery) query = field != NULL ? begin (catalogue, ledger, view, where, error) : NULL;
  gboolean ok;

  if (query == NULL)
    return NULL;
  if (cl_field_is_several (field) && cl_field_get_codes (field) != NULL)
    ok = count_several (query, reader, path, cl_field_get_codes (field), values, error);
  else
    ok = count_single (query, reader, path, field, values, error);
  return ok ? g_steal_pointer (&values) : NULL;
}
