#include "cl-record.h"

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-query.h"

/* A derived field may be derived from a derived one, and no description needs a longer chain. */
#define DERIVE_PASSES 3

static void
add_problem (GPtrArray *problems, ClProblemSeverity severity, const ClField *field, char *message)
{
  ClProblem *problem = g_new0 (ClProblem, 1);

  problem->severity = severity;
  problem->field = field;
  problem->message = message;
  g_ptr_array_add (problems, problem);
}

static int
compare_severity (gconstpointer a, gconstpointer b)
{
  const ClProblem *left = *(const ClProblem *const *) a;
  const ClProblem *right = *(const ClProblem *const *) b;

  return (int) left->severity - (int) right->severity;
}

static void
check_required (const ClRecord *record, const ClField *field, GPtrArray *problems)
{
  if (cl_field_is_required (field) && cl_value_is_none (cl_record_get (record, field)))
    add_problem (problems, CL_PROBLEM_ERROR, field, g_strdup_printf (_("“%s” is empty. Fill it in."), cl_field_get_label (field)));
}

static gboolean
check_unique (const ClRecord *record, const ClField *field, ClDatabase *database, ClCatalogue *catalogue, GPtrArray *problems, GError **error)
{
  ClLedger *ledger = cl_record_get_ledger (record);
  const ClValue *value = cl_record_get (record, field);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *sql = NULL, *called = NULL;
  gint64 other;

  if (!cl_field_is_unique (field) || cl_value_is_none (value))
    return TRUE;
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ? AND id <> ? ORDER BY id LIMIT 1", cl_ledger_get_table (ledger),
                         cl_field_get_name (field));
  if ((statement = cl_database_prepare (database, sql, error)) == NULL)
    return FALSE;
  cl_statement_bind_value (statement, 1, value);
  cl_statement_bind_integer (statement, 2, cl_record_get_id (record));
  if (!cl_statement_step (statement, &problem))
    {
      if (problem == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  other = cl_statement_get_integer (statement, 0);
  cl_statement_reset (statement);
  called = cl_record_call (database, catalogue, ledger, other);
  add_problem (problems, CL_PROBLEM_CHOICE, field,
               g_strdup_printf (_("“%s” has the same “%s”. Look whether it is the same record; if it is not, and both are right, keep both."), called,
                                cl_field_get_label (field)));
  return TRUE;
}

static gboolean
points_somewhere (ClDatabase *database, ClLedger *target, gint64 id, gboolean *there, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM \"%s\" WHERE id = ?", cl_ledger_get_table (target));
  g_autoptr (ClStatement) statement = cl_database_prepare (database, sql, error);
  g_autoptr (GError) problem = NULL;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, id);
  *there = cl_statement_step (statement, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
check_reference (const ClRecord *record, const ClField *field, ClDatabase *database, ClCatalogue *catalogue, GPtrArray *problems, GError **error)
{
  const ClValue *value = cl_record_get (record, field);
  ClLedger *target = cl_field_is_link (field) ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (field)) : NULL;
  guint n = value->kind == CL_VALUE_IDS ? value->ids->len : value->kind == CL_VALUE_INTEGER ? 1 : 0;

  for (guint i = 0; target != NULL && i < n; i++)
    {
      gboolean there = FALSE;

      if (!points_somewhere (database, target, value->kind == CL_VALUE_IDS ? g_array_index (value->ids, gint64, i) : value->integer, &there, error))
        return FALSE;
      if (there)
        continue;
      add_problem (problems, CL_PROBLEM_ERROR, field,
                   g_strdup_printf (_("“%s” refers to a record of “%s” that is not there. Choose another one."), cl_field_get_label (field),
                                    cl_ledger_get_title (target)));
      break;
    }
  return TRUE;
}

/* The checks of the ledger, all in one statement: a column each. */
static gboolean
check_expressions (const ClRecord *record, ClDatabase *database, ClCatalogue *catalogue, GPtrArray *problems, GError **error)
{
  ClLedger *ledger = cl_record_get_ledger (record);
  const GPtrArray *checks = cl_ledger_get_checks (ledger);
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) problem = NULL;

  if (checks->len == 0)
    return TRUE;
  query = cl_query_new (catalogue, ledger);
  cl_query_use_record (query);
  for (guint i = 0; i < checks->len; i++)
    if (!cl_query_add_column (query, ((const ClLedgerCheck *) checks->pdata[i])->when, CL_QUERY_RAW, error))
      return FALSE;
  if ((statement = cl_query_prepare (query, database, NULL, error)) == NULL)
    return FALSE;
  cl_query_bind_record (query, statement, record);
  if (!cl_statement_step (statement, &problem))
    {
      if (problem == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  for (guint i = 0; i < checks->len; i++)
    {
      const ClLedgerCheck *check = checks->pdata[i];

      /* Unknown is NULL, and what is unknown is not wrong. */
      if (!cl_statement_is_null (statement, i + 1) && cl_statement_get_integer (statement, i + 1) != 0)
        add_problem (problems, CL_PROBLEM_WARNING, cl_ledger_find_field (ledger, check->field), g_strdup (check->message));
    }
  return TRUE;
}

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
 * cl_record_check:
 * @record: a record
 * @database: any connection that reads, of the calling thread; a transaction's own sees what it wrote
 * @catalogue: the catalogue
 * @error: return location, or NULL
 *
 * Required fields that are empty and references to nothing are errors; a unique value that another record has is a choice;
 * the ledger's checks are warnings (DESIGN.md: wrong format is refused, disagreement is a warning).
 *
 * Returns: (transfer full) (element-type ClProblem): all that is wrong, errors first, empty where nothing is; NULL with @error where it could not be found out
 */
GPtrArray *
cl_record_check (const ClRecord *record, ClDatabase *database, ClCatalogue *catalogue, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_problem_free);
  ClLedger *ledger;

  g_return_val_if_fail (record != NULL && database != NULL && CL_IS_CATALOGUE (catalogue), NULL);

  ledger = cl_record_get_ledger (record);
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      check_required (record, field, problems);
      if (!check_reference (record, field, database, catalogue, problems, error) ||
          !check_unique (record, field, database, catalogue, problems, error))
        return NULL;
    }
  if (!check_expressions (record, database, catalogue, problems, error))
    return NULL;
  g_ptr_array_sort (problems, compare_severity);
  return g_steal_pointer (&problems);
}

static void
set_derived (ClRecord *record, const ClField *field, ClStatement *statement, int column)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  const char *text;

  if (cl_statement_is_null (statement, column))
    return;
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_INTEGER:
    case CL_FIELD_MONEY:
    case CL_FIELD_BOOLEAN:
    case CL_FIELD_REFERENCE:
    case CL_FIELD_ATTACHMENT:
      if (cl_field_is_several (field))
        return;
      cl_value_set_integer (&value, cl_statement_get_integer (statement, column));
      break;
    default:
      text = cl_statement_get_text (statement, column);
      if (!cl_field_parse (field, text, &value, NULL))
        return;
    }
  if (!cl_value_is_none (&value))
    cl_record_set (record, field, &value);
}

/* One statement for all fields that are empty and can be derived; TRUE in @filled where one of them got a value. */
static gboolean
derive_once (ClRecord *record, ClDatabase *database, ClCatalogue *catalogue, gboolean *filled, GError **error)
{
  ClLedger *ledger = cl_record_get_ledger (record);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) problem = NULL;

  *filled = FALSE;
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      if (cl_field_get_derive (field) != NULL && cl_value_is_none (cl_record_get (record, field)))
        g_ptr_array_add (fields, (gpointer) field);
    }
  if (fields->len == 0)
    return TRUE;
  query = cl_query_new (catalogue, ledger);
  cl_query_use_record (query);
  for (guint i = 0; i < fields->len; i++)
    if (!cl_query_add_column (query, cl_field_get_derive (fields->pdata[i]), CL_QUERY_RAW, error))
      return FALSE;
  if ((statement = cl_query_prepare (query, database, NULL, error)) == NULL)
    return FALSE;
  cl_query_bind_record (query, statement, record);
  if (!cl_statement_step (statement, &problem))
    {
      if (problem == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  for (guint i = 0; i < fields->len; i++)
    {
      set_derived (record, fields->pdata[i], statement, i + 1);
      *filled = *filled || !cl_value_is_none (cl_record_get (record, fields->pdata[i]));
    }
  return TRUE;
}

/**
 * cl_record_derive:
 * @record: a record
 * @database: any connection that reads, of the calling thread
 * @catalogue: the catalogue
 * @error: return location, or NULL
 *
 * Fills what is empty and follows from the rest: birth and sex from the citizen ID (DOMAIN.md B1), category and grade from the certificate number (B4).
 * What was entered is never touched: where it disagrees, cl_record_check() warns.
 *
 * Returns: FALSE with @error where an expression cannot be worked out
 */
gboolean
cl_record_derive (ClRecord *record, ClDatabase *database, ClCatalogue *catalogue, GError **error)
{
  gboolean filled = TRUE;

  g_return_val_if_fail (record != NULL && database != NULL && CL_IS_CATALOGUE (catalogue), FALSE);

  for (guint i = 0; i < DERIVE_PASSES && filled; i++)
    if (!derive_once (record, database, catalogue, &filled, error))
      return FALSE;
  return TRUE;
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
