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
copy_fields (const ClLedgerDated *dated, const ClRecord *from, ClRecord *to, gboolean *has_values)
{
  gboolean differs = FALSE;

  *has_values = FALSE;
  for (const char *const *name = dated->fields; *name != NULL; name++)
    {
      const ClValue *value = cl_record_get_named (from, *name);
      const ClField *field = cl_ledger_find_field (cl_record_get_ledger (to), *name);

      if (value == NULL || field == NULL)
        continue;
      *has_values |= !cl_value_is_none (value);
      if (cl_value_equal (value, cl_record_get (to, field)))
        continue;
      differs = TRUE;
      cl_record_set (to, field, value);
    }
  return differs;
}

static gboolean
has_any (const ClLedgerDated *dated, const ClRecord *record)
{
  for (const char *const *name = dated->fields; *name != NULL; name++)
    {
      const ClValue *value = cl_record_get_named (record, *name);

      if (value != NULL && !cl_value_is_none (value))
        return TRUE;
    }
  return FALSE;
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
begin_row (ClTransaction *transaction, const ClLedgerDated *dated, ClLedger *into, const ClRecord *record, GError **error)
{
  g_autoptr(ClRecord) row = NULL;
  gboolean has_values;

  if (!has_any (dated, record))
    return TRUE;
  row = cl_record_new (into);
  copy_fields (dated, record, row, &has_values);
  if (!has_values)
    return TRUE;
  cl_record_set_reference (row, dated->owner, cl_record_get_id (record));
  set_day (row, "start");
  return cl_transaction_save (transaction, row, error);
}

static gboolean
keep_one (ClTransaction *transaction, const ClLedgerDated *dated, ClLedger *into, const ClRecord *record, gboolean is_new, GError **error)
{
  gint64 open = is_new ? 0 : cl_transaction_find_open_row (transaction, into, dated->owner, cl_record_get_id (record), error);
  g_autoptr(ClRecord) row = NULL;
  g_autoptr(ClRecord) compared = NULL;
  const ClValue *start;
  gboolean has_values;

  if (open < 0)
    return FALSE;
  if (open == 0)
    return begin_row (transaction, dated, into, record, error);

  row = cl_record_load (cl_transaction_get_database (transaction), into, open, error);
  if (row == NULL)
    return FALSE;
  compared = cl_record_copy (row);
  if (!copy_fields (dated, record, compared, &has_values))
    return TRUE;
  start = cl_record_get_named (row, "start");
  if (start->kind == CL_VALUE_TEXT && g_str_equal (start->text, cl_today ()))
    return cl_transaction_save (transaction, compared, error);
  set_day (row, "end");
  return cl_transaction_save (transaction, row, error)
         && begin_row (transaction, dated, into, record, error);
}

gboolean
cl_transaction_keep_dated (ClTransaction *transaction, const ClRecord *record, const GPtrArray *changed, gboolean is_new, GError **error)
{
  const GPtrArray *all = cl_ledger_get_dated (cl_record_get_ledger (record));

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const ClLedgerDated *dated = g_ptr_array_index (all, i);
      ClLedger *into = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), dated->into);

      if (into != NULL && is_concerned (dated, changed) && !keep_one (transaction, dated, into, record, is_new, error))
        return FALSE;
    }
  return TRUE;
}
