#include "cl-checker.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-query.h"

/* Where a field is derived from a derived one: no description needs a longer chain. */
#define DERIVE_PASSES 3

/* What fills some fields, those that are empty, and no others: to work out all of them for one that is hardly ever there took most of the time. */
typedef struct
{
  guint64 empty;
  GPtrArray *fields; /* ClField */
  ClQuery *query;
  ClStatement *statement;
} Derivation;

#define MOST_DERIVED 64 /* beyond it all are worked out together */

struct _ClChecker
{
  ClDatabase *database;
  ClDatabase *bare;        /* or NULL */
  GHashTable *there;       /* of gint64, with @bare: records that were found, whatever their ledger; ids are given once */
  ClCatalogue *catalogue;
  ClLedger *ledger;
  guint n_fields;
  ClStatement **unique;    /* by field index, prepared when first needed */
  ClStatement **reference; /* the same */
  GPtrArray *looked_at;    /* ClField: required, unique or references; others have nothing to check by themselves */
  GPtrArray *derived;      /* ClField: those with an expression */
  guint n_passes;
  const ClField *looked_up; /* whose value the caller knows that no other record has */
  GHashTable *derivations; /* guint64: which of @derived are empty -> Derivation */
  ClQuery *check_query;
  ClStatement *check_statement;
};

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

static const char *
get_derive (gconstpointer field)
{
  return cl_field_get_derive (field);
}

static const char *
get_when (gconstpointer check)
{
  return ((const ClLedgerCheck *) check)->when;
}

/* One statement over the record with a column for each of @items. */
static gboolean
prepare_columns (ClChecker *checker, const GPtrArray *items, const char *(*get_expression) (gconstpointer item), ClQuery **query,
                 ClStatement **statement, GError **error)
{
  g_autoptr (ClQuery) made = NULL;

  if (*statement != NULL)
    return TRUE;
  made = cl_query_new (checker->catalogue, checker->ledger);
  cl_query_use_record (made);
  for (guint i = 0; i < items->len; i++)
    if (!cl_query_add_column (made, get_expression (items->pdata[i]), CL_QUERY_RAW, error))
      return FALSE;
  /* There it compiles where it reads no table. */
  if (checker->bare != NULL)
    *statement = cl_query_prepare (made, checker->bare, NULL, NULL);
  if (*statement == NULL && (*statement = cl_query_prepare (made, checker->database, NULL, error)) == NULL)
    return FALSE;
  *query = g_steal_pointer (&made);
  return TRUE;
}

static gboolean
prepare_once (ClChecker *checker, ClStatement **statement, char *sql, GError **error)
{
  g_autofree char *owned = sql;

  if (*statement == NULL)
    *statement = cl_database_prepare (checker->database, owned, error);
  return *statement != NULL;
}

static gboolean
check_unique (ClChecker *checker, const ClRecord *record, const ClField *field, GPtrArray *problems, GError **error)
{
  const ClValue *value = cl_record_get (record, field);
  ClStatement **statement = &checker->unique[cl_field_get_index (field)];
  g_autoptr (GError) problem = NULL;
  g_autofree char *called = NULL;
  gint64 other = 0;

  if (!cl_field_is_unique (field) || cl_value_is_none (value) || field == checker->looked_up)
    return TRUE;
  if (!prepare_once (checker, statement,
                     g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ? AND id <> ? ORDER BY id LIMIT 1", cl_ledger_get_table (checker->ledger),
                                      cl_field_get_name (field)),
                     error))
    return FALSE;
  cl_statement_bind_value (*statement, 1, value);
  cl_statement_bind_integer (*statement, 2, cl_record_get_id (record));
  if (cl_statement_step (*statement, &problem))
    other = cl_statement_get_integer (*statement, 0);
  cl_statement_reset (*statement);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (other == 0)
    return TRUE;
  called = cl_record_call (checker->database, checker->catalogue, checker->ledger, other);
  add_problem (problems, CL_PROBLEM_CHOICE, field,
               g_strdup_printf (_("“%s” has the same “%s”. Look whether it is the same record; if it is not, and both are right, keep both."), called,
                                cl_field_get_label (field)));
  return TRUE;
}

static gboolean
check_reference (ClChecker *checker, const ClRecord *record, const ClField *field, GPtrArray *problems, GError **error)
{
  const ClValue *value = cl_record_get (record, field);
  ClStatement **statement = &checker->reference[cl_field_get_index (field)];
  guint n = value->kind == CL_VALUE_IDS ? value->ids->len : value->kind == CL_VALUE_INTEGER ? 1 : 0;
  ClLedger *target;

  if (n == 0 || !cl_field_is_link (field) || (target = cl_catalogue_find_ledger (checker->catalogue, cl_field_get_target (field))) == NULL)
    return TRUE;
  if (!prepare_once (checker, statement, g_strdup_printf ("SELECT 1 FROM \"%s\" WHERE id = ?", cl_ledger_get_table (target)), error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) problem = NULL;
      gint64 id = value->kind == CL_VALUE_IDS ? g_array_index (value->ids, gint64, i) : value->integer;
      gboolean there;

      if (checker->there != NULL && g_hash_table_contains (checker->there, &id))
        continue;
      cl_statement_bind_integer (*statement, 1, id);
      there = cl_statement_step (*statement, &problem);
      cl_statement_reset (*statement);
      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (there && checker->there != NULL)
        g_hash_table_add (checker->there, g_memdup2 (&id, sizeof id));
      if (there)
        continue;
      add_problem (problems, CL_PROBLEM_ERROR, field,
                   g_strdup_printf (_("“%s” refers to a record of “%s” that is not there. Choose another one."), cl_field_get_label (field),
                                    cl_ledger_get_title (target)));
      break;
    }
  return TRUE;
}

static gboolean
check_expressions (ClChecker *checker, const ClRecord *record, GPtrArray *problems, GError **error)
{
  const GPtrArray *checks = cl_ledger_get_checks (checker->ledger);
  g_autoptr (GError) problem = NULL;
  gboolean row;

  if (checks->len == 0)
    return TRUE;
  if (!prepare_columns (checker, checks, get_when, &checker->check_query, &checker->check_statement, error))
    return FALSE;
  cl_query_bind_record (checker->check_query, checker->check_statement, record);
  row = cl_statement_step (checker->check_statement, &problem);
  for (guint i = 0; row && i < checks->len; i++)
    {
      const ClLedgerCheck *check = checks->pdata[i];

      /* Unknown is NULL, and what is unknown is not wrong. */
      if (!cl_statement_is_null (checker->check_statement, i + 1) && cl_statement_get_integer (checker->check_statement, i + 1) != 0)
        add_problem (problems, CL_PROBLEM_WARNING, cl_ledger_find_field (checker->ledger, check->field), g_strdup (check->message));
    }
  cl_statement_reset (checker->check_statement);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
set_derived (ClRecord *record, const ClField *field, ClStatement *statement, int column)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  ClFieldType type = cl_field_get_field_type (field);

  if (cl_statement_is_null (statement, column))
    return;
  if (type == CL_FIELD_INTEGER || type == CL_FIELD_MONEY || type == CL_FIELD_BOOLEAN || (cl_field_is_link (field) && !cl_field_is_several (field)))
    cl_value_set_integer (&value, cl_statement_get_integer (statement, column));
  else if (!cl_field_parse (field, cl_statement_get_text (statement, column), &value, NULL))
    return;
  if (!cl_value_is_none (&value))
    cl_record_set (record, field, &value);
}

static void
derivation_free (gpointer data)
{
  Derivation *derivation = data;

  g_clear_pointer (&derivation->statement, cl_statement_release);
  g_clear_pointer (&derivation->query, cl_query_free);
  g_ptr_array_unref (derivation->fields);
  g_free (derivation);
}

static guint64
find_empty (const GPtrArray *fields, const ClRecord *record)
{
  guint64 empty = 0;

  for (guint i = 0; i < fields->len; i++)
    if (cl_value_is_none (cl_record_get (record, fields->pdata[i])))
      empty |= fields->len <= MOST_DERIVED ? G_GUINT64_CONSTANT (1) << i : G_MAXUINT64;
  return empty;
}

static Derivation *
get_derivation (ClChecker *checker, guint64 empty, GError **error)
{
  Derivation *derivation = g_hash_table_lookup (checker->derivations, &empty);

  if (derivation == NULL)
    {
      derivation = g_new0 (Derivation, 1);
      derivation->empty = empty;
      derivation->fields = g_ptr_array_new ();
      for (guint i = 0; i < checker->derived->len; i++)
        if (checker->derived->len > MOST_DERIVED || (empty >> i & 1) != 0)
          g_ptr_array_add (derivation->fields, checker->derived->pdata[i]);
      g_hash_table_insert (checker->derivations, &derivation->empty, derivation);
    }
  return prepare_columns (checker, derivation->fields, get_derive, &derivation->query, &derivation->statement, error) ? derivation : NULL;
}

/* @filled: whether an empty field got a value, from which another may follow. */
static gboolean
derive_once (ClChecker *checker, ClRecord *record, gboolean *filled, GError **error)
{
  guint64 empty = find_empty (checker->derived, record);
  Derivation *derivation = empty != 0 ? get_derivation (checker, empty, error) : NULL;
  g_autoptr (GError) problem = NULL;
  gboolean row;

  *filled = FALSE;
  if (derivation == NULL)
    return empty == 0;
  cl_query_bind_record (derivation->query, derivation->statement, record);
  row = cl_statement_step (derivation->statement, &problem);
  for (guint i = 0; row && i < derivation->fields->len; i++)
    {
      const ClField *field = derivation->fields->pdata[i];

      if (!cl_value_is_none (cl_record_get (record, field)))
        continue;
      set_derived (record, field, derivation->statement, i + 1);
      *filled = *filled || !cl_value_is_none (cl_record_get (record, field));
    }
  cl_statement_reset (derivation->statement);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
has_word (const char *expression, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = expression; (p = strstr (p, word)) != NULL; p += length)
    if ((p == expression || !(g_ascii_isalnum (p[-1]) || p[-1] == '_')) && !(g_ascii_isalnum (p[length]) || p[length] == '_'))
      return TRUE;
  return FALSE;
}

static gboolean
is_chained (const GPtrArray *derived)
{
  for (guint i = 0; i < derived->len; i++)
    for (guint j = 0; j < derived->len; j++)
      if (has_word (cl_field_get_derive (derived->pdata[i]), cl_field_get_name (derived->pdata[j])))
        return TRUE;
  return FALSE;
}

static void
release_all (ClStatement **statements, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&statements[i], cl_statement_release);
  g_free (statements);
}

/**
 * cl_checker_new:
 * @database: any connection that reads, of the calling thread, and stays open as long as the checker; a transaction's own sees what it wrote
 * @catalogue: the catalogue
 * @ledger: the ledger of the records to come
 *
 * Returns: (transfer full): a checker
 */
ClChecker *
cl_checker_new (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger)
{
  ClChecker *checker;

  g_return_val_if_fail (database != NULL && CL_IS_CATALOGUE (catalogue) && ledger != NULL, NULL);

  checker = g_new0 (ClChecker, 1);
  checker->database = database;
  checker->catalogue = g_object_ref (catalogue);
  checker->ledger = cl_ledger_ref (ledger);
  checker->n_fields = cl_ledger_get_n_fields (ledger);
  checker->unique = g_new0 (ClStatement *, checker->n_fields);
  checker->reference = g_new0 (ClStatement *, checker->n_fields);
  checker->looked_at = g_ptr_array_new ();
  checker->derived = g_ptr_array_new ();
  checker->derivations = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, derivation_free);
  for (guint i = 0; i < checker->n_fields; i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      if (cl_field_is_required (field) || cl_field_is_unique (field) || cl_field_is_link (field))
        g_ptr_array_add (checker->looked_at, (gpointer) field);
      if (cl_field_get_derive (field) != NULL)
        g_ptr_array_add (checker->derived, (gpointer) field);
    }
  checker->n_passes = is_chained (checker->derived) ? DERIVE_PASSES : 1;
  return checker;
}

/**
 * cl_checker_free:
 * @checker: (transfer full): a checker
 */
void
cl_checker_free (ClChecker *checker)
{
  g_return_if_fail (checker != NULL);

  release_all (checker->unique, checker->n_fields);
  release_all (checker->reference, checker->n_fields);
  g_hash_table_unref (checker->derivations);
  g_clear_pointer (&checker->check_statement, cl_statement_release);
  g_clear_pointer (&checker->check_query, cl_query_free);
  g_clear_pointer (&checker->there, g_hash_table_unref);
  g_ptr_array_unref (checker->looked_at);
  g_ptr_array_unref (checker->derived);
  cl_ledger_unref (checker->ledger);
  g_object_unref (checker->catalogue);
  g_free (checker);
}

/**
 * cl_checker_set_bare:
 * @checker: a checker that has checked nothing yet
 * @bare: a connection to no file, of the calling thread, which outlives @checker
 *
 * For many new records in one write that deletes none: what follows from a record by itself is worked out by @bare, and that a record is there to be referred to is
 * looked up once, so that the connection of @checker is left alone (cl_transaction_expect_many()).
 */
void
cl_checker_set_bare (ClChecker *checker, ClDatabase *bare)
{
  checker->bare = bare;
  checker->there = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * cl_checker_set_looked_up:
 * @checker: a checker
 * @field: (nullable): a unique field of the records to come
 *
 * The caller has just looked up whether another record has the same value there, and none has: it is not looked up again. %NULL: all are.
 */
void
cl_checker_set_looked_up (ClChecker *checker, const ClField *field)
{
  checker->looked_up = field;
}

/**
 * cl_checker_derive:
 * @checker: a checker
 * @record: a record of its ledger
 * @error: return location, or NULL
 *
 * Fills what is empty and follows from the rest: birth and sex from the citizen ID (DOMAIN.md B1), category and grade from the certificate number (B4).
 * What was entered is never touched: where it disagrees, cl_checker_check() warns.
 *
 * Returns: FALSE with @error where an expression cannot be worked out
 */
gboolean
cl_checker_derive (ClChecker *checker, ClRecord *record, GError **error)
{
  gboolean filled = TRUE;

  g_return_val_if_fail (cl_record_get_ledger (record) == checker->ledger, FALSE);

  for (guint i = 0; i < checker->n_passes && filled; i++)
    if (!derive_once (checker, record, &filled, error))
      return FALSE;
  return TRUE;
}

/**
 * cl_checker_check:
 * @checker: a checker
 * @record: a record of its ledger
 * @error: return location, or NULL
 *
 * Required fields that are empty and references to nothing are errors; a unique value that another record has is a choice;
 * a lasting field that was changed and the ledger's checks are warnings (DESIGN.md: wrong format is refused, disagreement is a warning).
 *
 * Returns: (transfer full) (element-type ClProblem): all that is wrong, errors first, empty where nothing is; NULL with @error where it could not be found out
 */
GPtrArray *
cl_checker_check (ClChecker *checker, const ClRecord *record, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_problem_free);

  g_return_val_if_fail (cl_record_get_ledger (record) == checker->ledger, NULL);

  for (guint i = 0; i < checker->looked_at->len; i++)
    {
      const ClField *field = checker->looked_at->pdata[i];

      if (cl_field_is_required (field) && cl_value_is_none (cl_record_get (record, field)))
        add_problem (problems, CL_PROBLEM_ERROR, field, g_strdup_printf (_("“%s” is empty. Fill it in."), cl_field_get_label (field)));
      if (cl_field_is_lasting (field) && cl_record_get_id (record) != 0 && cl_record_is_changed (record, field))
        add_problem (problems, CL_PROBLEM_WARNING, field,
                     g_strdup_printf (_("“%s” is not overwritten: end this one with its reason and begin another, so that the history stays. Save only what was mistyped."),
                                      cl_field_get_label (field)));
      if (!check_reference (checker, record, field, problems, error) || !check_unique (checker, record, field, problems, error))
        return NULL;
    }
  if (!check_expressions (checker, record, problems, error))
    return NULL;
  g_ptr_array_sort (problems, compare_severity);
  return g_steal_pointer (&problems);
}
