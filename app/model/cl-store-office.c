#include "cl-config.h"

#include "cl-store-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-error.h"

typedef struct
{
  const char *code;
  const char *name;
} Office;

/* Length of an administrative division code -> code of the list division-level (GB/T 2260, GB/T 10114). */
static const char *
level_of (const char *code)
{
  switch (strlen (code))
    {
    case 2:
      return "province";
    case 4:
      return "prefecture";
    case 6:
      return "county";
    default:
      return "township";
    }
}

static gboolean
find_one (ClTransaction *transaction, const char *sql, const char *text, gint64 number, gint64 *id, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (cl_transaction_get_database (transaction), sql, error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (text != NULL)
    cl_statement_bind_text (statement, 1, text);
  else
    cl_statement_bind_integer (statement, 1, number);
  *id = cl_statement_step (statement, &step_error) ? cl_statement_get_integer (statement, 0) : 0;
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static void
set_plain (ClRecord *record, const char *field, const char *text)
{
  const ClField *found = cl_ledger_find_field (cl_record_get_ledger (record), field);
  g_auto(ClValue) value = CL_VALUE_INIT;

  cl_value_set_text (&value, text);
  if (found != NULL && !cl_value_equal (&value, cl_record_get (record, found)))
    cl_record_set (record, found, &value);
}

static gboolean
save_division (ClTransaction *transaction, ClLedger *ledger, const Office *office, gint64 *division, GError **error)
{
  g_autoptr(ClRecord) record = NULL;
  gint64 id;

  if (!find_one (transaction, "SELECT \"id\" FROM \"division\" WHERE \"code\" = ? ORDER BY \"id\" LIMIT 1", office->code, 0, &id, error))
    return FALSE;
  record = id != 0 ? cl_record_load (cl_transaction_get_database (transaction), ledger, id, error) : cl_record_new (ledger);
  if (record == NULL)
    return FALSE;
  set_plain (record, "code", office->code);
  set_plain (record, "name", office->name);
  set_plain (record, "level", level_of (office->code));
  if (id == 0 || cl_record_is_changed (record, NULL))
    if (!cl_transaction_save (transaction, record, error))
      return FALSE;
  *division = cl_record_get_id (record);
  return TRUE;
}

static gboolean
save_federation (ClTransaction *transaction, ClLedger *ledger, const Office *office, gint64 division, GError **error)
{
  g_autoptr(ClRecord) record = NULL;
  g_autofree char *name = g_strconcat (office->name, "残疾人联合会", NULL);
  gint64 id;

  if (!find_one (transaction, "SELECT \"id\" FROM \"organisation\" WHERE \"division\" = ? AND \"kind\" = 'federation' ORDER BY \"id\" LIMIT 1", NULL, division, &id, error))
    return FALSE;
  if (id != 0)
    return TRUE;
  record = cl_record_new (ledger);
  set_plain (record, "name", name);
  set_plain (record, "kind", "federation");
  cl_record_set_reference (record, "division", division);
  return cl_transaction_save (transaction, record, error);
}

static gboolean
write_office_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const Office *office = data;
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  ClLedger *divisions = cl_catalogue_find_ledger (catalogue, "division");
  ClLedger *organisations = cl_catalogue_find_ledger (catalogue, "organisation");
  gint64 division;

  /* Undo leaves it alone: a file is somebody's, and its own settings are not undone either. */
  cl_transaction_set_kind (transaction, "office");
  if (divisions == NULL)
    return TRUE;
  return save_division (transaction, divisions, office, &division, error)
         && (organisations == NULL || save_federation (transaction, organisations, office, division, error));
}

/**
 * cl_store_set_office:
 * @store: a store
 * @code: the office's division code, as cl_office_code_check() takes it
 * @name: the division's name, 云岭镇
 * @error: return location
 *
 * Says whose file this is. The settings come first, since the numbers of all records made from here on begin with the code; the
 * division and its federation are made where absent.
 *
 * Returns: whether it is stored
 */
gboolean
cl_store_set_office (ClStore *store, const char *code, const char *name, GError **error)
{
  g_autofree char *normal_code = cl_division_code_normalise (code);
  g_autofree char *normal_name = g_strstrip (g_strdup (name != NULL ? name : ""));
  g_autofree char *words = NULL;
  Office office = { normal_code, normal_name };

  if (!cl_office_code_check (normal_code, error))
    return FALSE;
  if (*normal_name == '\0')
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The office has no name yet. Give the name of the township, such as 云岭镇."));
      return FALSE;
    }
  if (!cl_store_set_setting (store, "office-code", normal_code, error) || !cl_store_set_setting (store, "office-name", normal_name, error))
    return FALSE;
  words = g_strdup_printf (_("Office: %s %s"), normal_code, normal_name);
  return cl_store_write (store, words, write_office_cb, &office, error) != 0;
}
