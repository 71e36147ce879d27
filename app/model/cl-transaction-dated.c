#include "cl-config.h"

#include "cl-transaction-private.h"

#include "cl-date.h"
#include "cl-store-private.h"

/* Facts that are kept with their dates: where one of them changes, the open row ends today and a new one begins. So "as it was on
 * day D" can be read from the rows themselves. */

gint64
cl_transaction_find_open_row (ClTransaction *transaction, ClLedger *into, const char *owner, gint64 id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT \"id\" FROM \"%s\" WHERE \"%s\" = ? AND \"end\" IS NULL ORDER BY \"start\" DESC, \"id\" DESC LIMIT 1",
                                          cl_ledger_get_table (into), owner);
  g_autoptr(ClStatement) statement = cl_database_prepare (cl_transaction_get_database (transaction), sql, error);
  g_autoptr(GError) step_error = NULL;
  gint64 row = 0;

  if (statement == NULL)
    return -1;
  cl_statement_bind_integer (statement, 1, id);
  if (cl_statement_step (statement, &step_error))
    row = cl_statement_get_integer (statement, 0);
  if (step_error == NULL)
    return row;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return -1;
}

static gboolean
is_concerned (const ClLedgerDated *dated, const GPtrArray *changed)
{
  for (guint i = 0; i < changed->len; i++)
    if (g_strv_contains (dated->fields, cl_field_get_name (g_ptr_array_index (changed, i))))
      return TRUE;
  return FALSE;
}

/* Copies the dated fields; returns whether the row differs from what it was. */
static gboolean
copy_fields (const ClLedgerDated *dated, const ClRecord *from, ClRecord *to)
{
  gboolean differs = FALSE;

  for (const char *const *name = dated->fields; *name != NULL; name++)
    {
      const ClValue *value = cl_record_get_named (from, *name);
      const ClField *field = cl_ledger_find_field (cl_record_get_ledger (to), *name);

      if (value == NULL || field == NULL)
        continue;
      if (cl_value_equal (value, cl_record_get (to, field)))
        continue;
      differs = TRUE;
      cl_record_set (to, field, value);
    }
  return differs;
}

/* How a record's first row in another ledger is made of it: found out once in a transaction, as an import makes many. */
typedef struct
{
  ClLedger *into;
  ClRecord *blank;     /* of it, with its defaults */
  GArray *from, *to;   /* guint: indices of the dated fields in either ledger */
  guint owner, start;  /* in the other; G_MAXUINT: none */
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  cl_record_free (beginning->blank);
  g_array_unref (beginning->from);
  g_array_unref (beginning->to);
  g_free (beginning);
}

/* ClLedgerDated -> Beginning */
GHashTable *
cl_transaction_dated_new (void)
{
  return g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, beginning_free);
}

static guint
find_index (ClLedger *ledger, const char *name)
{
  const ClField *field = cl_ledger_find_field (ledger, name);

  return field != NULL ? cl_field_get_index (field) : G_MAXUINT;
}

static const Beginning *
get_beginning (ClTransaction *transaction, const ClLedgerDated *dated, ClLedger *ledger, ClLedger *into)
{
  Beginning *beginning = g_hash_table_lookup (cl_transaction_get_dated (transaction), dated);

  if (beginning != NULL)
    return beginning;
  beginning = g_new0 (Beginning, 1);
  beginning->into = into;
  beginning->blank = cl_record_new (into);
  beginning->from = g_array_new (FALSE, FALSE, sizeof (guint));
  beginning->to = g_array_new (FALSE, FALSE, sizeof (guint));
  beginning->owner = find_index (into, dated->owner);
  beginning->start = find_index (into, "start");
  for (const char *const *name = dated->fields; *name != NULL; name++)
    {
      guint from = find_index (ledger, *name), to = find_index (into, *name);

      if (from == G_MAXUINT || to == G_MAXUINT)
        continue;
      g_array_append_val (beginning->from, from);
      g_array_append_val (beginning->to, to);
    }
  g_hash_table_insert (cl_transaction_get_dated (transaction), (gpointer) dated, beginning);
  return beginning;
}

/* Where nothing is to be kept there is no row. */
static gboolean
begin_row (ClTransaction *transaction, const ClLedgerDated *dated, ClLedger *ledger, const ClValue *const *fields, gint64 id, GError **error)
{
  ClLedger *into = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), dated->into);
  const Beginning *beginning = into != NULL ? get_beginning (transaction, dated, ledger, into) : NULL;
  const ClValue owner = { CL_VALUE_INTEGER, { id } }, today = { CL_VALUE_TEXT, { .text = (char *) cl_today () } };
  const ClValue **values;
  gboolean has_values = FALSE;

  for (guint i = 0; beginning != NULL && i < beginning->from->len; i++)
    has_values |= !cl_value_is_none (fields[g_array_index (beginning->from, guint, i)]);
  if (!has_values)
    return TRUE;
  values = g_newa (const ClValue *, cl_ledger_get_n_fields (into));
  for (guint i = 0; i < cl_ledger_get_n_fields (into); i++)
    values[i] = cl_record_get (beginning->blank, cl_ledger_get_field (into, i));
  for (guint i = 0; i < beginning->from->len; i++)
    values[g_array_index (beginning->to, guint, i)] = fields[g_array_index (beginning->from, guint, i)];
  if (beginning->owner != G_MAXUINT)
    values[beginning->owner] = &owner;
  if (beginning->start != G_MAXUINT)
    values[beginning->start] = &today;
  return cl_transaction_insert (transaction, into, values, error) != 0;
}

gboolean
cl_transaction_begin_dated (ClTransaction *transaction, ClLedger *ledger, const ClValue *const *fields, gint64 id, GError **error)
{
  const GPtrArray *all = cl_ledger_get_dated (ledger);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (!begin_row (transaction, all->pdata[i], ledger, fields, id, error))
      return FALSE;
  return TRUE;
}

/* The same of a record that is there. */
static gboolean
begin_again (ClTransaction *transaction, const ClLedgerDated *dated, const ClRecord *record, GError **error)
{
  ClLedger *ledger = cl_record_get_ledger (record);
  const ClValue **fields = g_newa (const ClValue *, cl_ledger_get_n_fields (ledger));

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    fields[i] = cl_record_get (record, cl_ledger_get_field (ledger, i));
  return begin_row (transaction, dated, ledger, fields, cl_record_get_id (record), error);
}

/* Today as it is stored: there is nothing in it to parse. */
static void
set_day (ClRecord *row, const char *name)
{
  const ClField *field = cl_ledger_find_field (cl_record_get_ledger (row), name);
  g_auto(ClValue) value = CL_VALUE_INIT;

  cl_value_set_text (&value, cl_today ());
  cl_record_set (row, field, &value);
}

static gboolean
keep_one (ClTransaction *transaction, const ClLedgerDated *dated, ClLedger *into, const ClRecord *record, GError **error)
{
  gint64 open = cl_transaction_find_open_row (transaction, into, dated->owner, cl_record_get_id (record), error);
  g_autoptr(ClRecord) row = NULL;
  g_autoptr(ClRecord) compared = NULL;
  const ClValue *start;

  if (open < 0)
    return FALSE;
  if (open == 0)
    return begin_again (transaction, dated, record, error);

  row = cl_record_load (cl_transaction_get_database (transaction), into, open, error);
  if (row == NULL)
    return FALSE;
  compared = cl_record_copy (row);
  if (!copy_fields (dated, record, compared))
    return TRUE;
  start = cl_record_get_named (row, "start");
  if (start->kind == CL_VALUE_TEXT && g_str_equal (start->text, cl_today ()))
    return cl_transaction_save (transaction, compared, error);
  set_day (row, "end");
  return cl_transaction_save (transaction, row, error) && begin_again (transaction, dated, record, error);
}

gboolean
cl_transaction_keep_dated (ClTransaction *transaction, const ClRecord *record, const GPtrArray *changed, GError **error)
{
  const GPtrArray *all = cl_ledger_get_dated (cl_record_get_ledger (record));

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const ClLedgerDated *dated = g_ptr_array_index (all, i);
      ClLedger *into = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), dated->into);

      if (into != NULL && is_concerned (dated, changed) && !keep_one (transaction, dated, into, record, error))
        return FALSE;
    }
  return TRUE;
}
