#include "cl-record.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-date.h"
#include "cl-error.h"

struct _ClRecord
{
  ClLedger *ledger;
  gint64 id;
  guint n_fields;
  ClValue *values;
  gboolean *changed;
};

static ClRecord *
record_new_empty (ClLedger *ledger)
{
  ClRecord *record = g_new0 (ClRecord, 1);

  record->ledger = cl_ledger_ref (ledger);
  record->n_fields = cl_ledger_get_n_fields (ledger);
  record->values = g_new0 (ClValue, record->n_fields);
  record->changed = g_new0 (gboolean, record->n_fields);
  return record;
}

static gboolean
is_integer (const ClField *field)
{
  ClFieldType type = cl_field_get_field_type (field);

  return type == CL_FIELD_INTEGER || type == CL_FIELD_MONEY || type == CL_FIELD_BOOLEAN || cl_field_is_link (field);
}

static char *
make_select (ClLedger *ledger)
{
  GString *sql = g_string_new ("SELECT id");

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      if (!cl_field_is_several (field))
        g_string_append_printf (sql, ", \"%s\"", cl_field_get_name (field));
    }
  g_string_append_printf (sql, " FROM \"%s\" WHERE id = ?", cl_ledger_get_table (ledger));
  return g_string_free (sql, FALSE);
}

static void
read_value (ClStatement *statement, int column, const ClField *field, ClValue *value)
{
  if (cl_statement_is_null (statement, column))
    cl_value_clear (value);
  else if (is_integer (field))
    cl_value_set_integer (value, cl_statement_get_integer (statement, column));
  else
    cl_value_set_text (value, cl_statement_get_text (statement, column));
}

static gboolean
load_several (ClRecord *record, const ClField *field, ClDatabase *database, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT value FROM \"%s__%s\" WHERE record = ? ORDER BY position", cl_ledger_get_table (record->ledger),
                                          cl_field_get_name (field));
  g_autoptr (ClStatement) statement = cl_database_prepare (database, sql, error);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  ClValue *value = &record->values[cl_field_get_index (field)];

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, record->id);
  while (cl_statement_step (statement, &problem))
    {
      if (cl_field_is_link (field))
        {
          gint64 id = cl_statement_get_integer (statement, 0);
          g_array_append_val (ids, id);
        }
      else
        g_strv_builder_add (texts, cl_statement_get_text (statement, 0));
    }
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (cl_field_is_link (field))
    cl_value_take_ids (value, g_steal_pointer (&ids));
  else
    cl_value_take_texts (value, g_strv_builder_end (texts));
  return TRUE;
}

static gboolean
load (ClRecord *record, ClDatabase *database, GError **error)
{
  g_autofree char *sql = make_select (record->ledger);
  g_autoptr (ClStatement) statement = cl_database_prepare (database, sql, error);
  g_autoptr (GError) problem = NULL;
  int column = 1;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, record->id);
  if (!cl_statement_step (statement, &problem))
    {
      if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      else
        g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The record is no longer in “%s”. It may have been deleted; look into its history."),
                     cl_ledger_get_title (record->ledger));
      return FALSE;
    }
  for (guint i = 0; i < record->n_fields; i++)
    {
      const ClField *field = cl_ledger_get_field (record->ledger, i);
      if (!cl_field_is_several (field))
        read_value (statement, column++, field, &record->values[i]);
    }
  for (guint i = 0; i < record->n_fields; i++)
    {
      const ClField *field = cl_ledger_get_field (record->ledger, i);
      if (cl_field_is_several (field) && !load_several (record, field, database, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_default (ClRecord *record, const ClField *field)
{
  const char *text = cl_field_get_default (field);
  ClFieldType type = cl_field_get_field_type (field);
  guint i = cl_field_get_index (field);

  if (text == NULL)
    return;
  if (g_str_equal (text, "today") && (type == CL_FIELD_DATE || type == CL_FIELD_MONTH))
    cl_value_take_text (&record->values[i], g_strndup (cl_today (), type == CL_FIELD_MONTH ? 7 : 10));
  else if (!cl_field_parse (field, text, &record->values[i], NULL))
    return;
  record->changed[i] = !cl_value_is_none (&record->values[i]);
}

/**
 * cl_record_new:
 * @ledger: a ledger of a finished catalogue
 *
 * Returns: (transfer full): a record without id, with the defaults of its fields
 */
ClRecord *
cl_record_new (ClLedger *ledger)
{
  ClRecord *record;

  g_return_val_if_fail (ledger != NULL, NULL);

  record = record_new_empty (ledger);
  for (guint i = 0; i < record->n_fields; i++)
    set_default (record, cl_ledger_get_field (ledger, i));
  return record;
}

/**
 * cl_record_load:
 * @database: any connection that reads, of the calling thread
 * @ledger: a ledger
 * @id: a record's id
 * @error: return location, or NULL
 *
 * Returns: (transfer full): the record as it is stored; NULL with CL_ERROR_NOT_FOUND where there is none
 */
ClRecord *
cl_record_load (ClDatabase *database, ClLedger *ledger, gint64 id, GError **error)
{
  g_autoptr (ClRecord) record = NULL;

  g_return_val_if_fail (database != NULL && ledger != NULL, NULL);

  record = record_new_empty (ledger);
  record->id = id;
  return load (record, database, error) ? g_steal_pointer (&record) : NULL;
}

/**
 * cl_record_copy:
 * @record: a record
 *
 * Returns: (transfer full): the same with the same id, values and marks of change
 */
ClRecord *
cl_record_copy (const ClRecord *record)
{
  ClRecord *copy;

  g_return_val_if_fail (record != NULL, NULL);

  copy = record_new_empty (record->ledger);
  copy->id = record->id;
  for (guint i = 0; i < record->n_fields; i++)
    {
      cl_value_copy (&copy->values[i], &record->values[i]);
      copy->changed[i] = record->changed[i];
    }
  return copy;
}

/**
 * cl_record_free:
 * @record: (transfer full): a record
 */
void
cl_record_free (ClRecord *record)
{
  g_return_if_fail (record != NULL);

  for (guint i = 0; i < record->n_fields; i++)
    cl_value_clear (&record->values[i]);
  g_free (record->values);
  g_free (record->changed);
  cl_ledger_unref (record->ledger);
  g_free (record);
}

/**
 * cl_record_get_ledger:
 * @record: a record
 *
 * Returns: (transfer none): its ledger
 */
ClLedger *
cl_record_get_ledger (const ClRecord *record)
{
  return record->ledger;
}

/**
 * cl_record_get_id:
 * @record: a record
 *
 * Returns: its id, 0 while it was never saved
 */
gint64
cl_record_get_id (const ClRecord *record)
{
  return record->id;
}

/**
 * cl_record_set_id:
 * @record: a record
 * @id: the id that the store gave it, or 0
 */
void
cl_record_set_id (ClRecord *record, gint64 id)
{
  record->id = id;
}

/**
 * cl_record_get:
 * @record: a record
 * @field: a field of its ledger
 *
 * Returns: (transfer none): its value, valid until the record changes
 */
const ClValue *
cl_record_get (const ClRecord *record, const ClField *field)
{
  g_return_val_if_fail (record != NULL && field != NULL, NULL);
  g_return_val_if_fail (cl_field_get_index (field) < record->n_fields, NULL);

  return &record->values[cl_field_get_index (field)];
}

/**
 * cl_record_get_named:
 * @record: a record
 * @field: the name of a field
 *
 * Returns: (transfer none) (nullable): its value; NULL where the ledger has no such field
 */
const ClValue *
cl_record_get_named (const ClRecord *record, const char *field)
{
  const ClField *found = cl_ledger_find_field (record->ledger, field);

  return found != NULL ? cl_record_get (record, found) : NULL;
}

/**
 * cl_record_set:
 * @record: a record
 * @field: a field of its ledger
 * @value: the value, copied
 *
 * Marks the field as changed where the value is another.
 */
void
cl_record_set (ClRecord *record, const ClField *field, const ClValue *value)
{
  guint i;

  g_return_if_fail (record != NULL && field != NULL && value != NULL);
  i = cl_field_get_index (field);
  g_return_if_fail (i < record->n_fields);

  if (cl_value_equal (&record->values[i], value))
    return;
  cl_value_copy (&record->values[i], value);
  record->changed[i] = TRUE;
}

/**
 * cl_record_take:
 * @record: a record
 * @field: a field of its ledger
 * @value: (transfer full): the value; empty afterwards
 *
 * As cl_record_set(), without a copy.
 */
void
cl_record_take (ClRecord *record, const ClField *field, ClValue *value)
{
  guint i;

  g_return_if_fail (record != NULL && field != NULL && value != NULL);
  i = cl_field_get_index (field);
  g_return_if_fail (i < record->n_fields);

  if (!cl_value_equal (&record->values[i], value))
    {
      cl_value_clear (&record->values[i]);
      record->values[i] = *value;
      *value = (ClValue) CL_VALUE_INIT;
      record->changed[i] = TRUE;
    }
  cl_value_clear (value);
}

/**
 * cl_record_set_text:
 * @record: a record
 * @field: the name of a field
 * @text: (nullable): what was typed; NULL or "" empties the field
 * @error: return location, or NULL
 *
 * Returns: FALSE with CL_ERROR_INVALID where the text cannot be taken, and the record is as it was; CL_ERROR_NOT_FOUND for an unknown field
 */
gboolean
cl_record_set_text (ClRecord *record, const char *field, const char *text, GError **error)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  const ClField *found;

  g_return_val_if_fail (record != NULL && field != NULL, FALSE);

  if ((found = cl_ledger_find_field (record->ledger, field)) == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("the ledger “%s” has no field “%s”. Correct the name, or add the field."),
                   cl_ledger_get_name (record->ledger), field);
      return FALSE;
    }
  if (!cl_field_parse (found, text, &value, error))
    return FALSE;
  cl_record_set (record, found, &value);
  return TRUE;
}

/**
 * cl_record_set_reference:
 * @record: a record
 * @field: the name of a reference or attachment
 * @id: the id of the record that is meant, 0 for none; a field of several then holds this one alone
 */
void
cl_record_set_reference (ClRecord *record, const char *field, gint64 id)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  const ClField *found = cl_ledger_find_field (record->ledger, field);

  g_return_if_fail (found != NULL && cl_field_is_link (found));

  if (id != 0 && cl_field_is_several (found))
    {
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (ids, id);
      cl_value_take_ids (&value, ids);
    }
  else if (id != 0)
    cl_value_set_integer (&value, id);
  cl_record_set (record, found, &value);
}

/**
 * cl_record_is_changed:
 * @record: a record
 * @field: (nullable): a field of its ledger, NULL for any
 *
 * Returns: whether it was changed since it was loaded, saved or made; a field that came to the ledger after the record was read is unchanged
 */
gboolean
cl_record_is_changed (const ClRecord *record, const ClField *field)
{
  if (field != NULL)
    return cl_field_get_index (field) < record->n_fields && record->changed[cl_field_get_index (field)];
  for (guint i = 0; i < record->n_fields; i++)
    if (record->changed[i])
      return TRUE;
  return FALSE;
}

/**
 * cl_record_format:
 * @record: a record
 * @field: the name of a field
 *
 * Returns: (transfer full): its value as cl_field_format() gives it, "" where the ledger has no such field
 */
char *
cl_record_format (const ClRecord *record, const char *field)
{
  const ClField *found = cl_ledger_find_field (record->ledger, field);

  return found != NULL ? cl_field_format (found, cl_record_get (record, found)) : g_strdup ("");
}

/**
 * cl_record_settle:
 * @record: a record
 *
 * Nothing counts as changed after this; the store calls it when the record is saved.
 */
void
cl_record_settle (ClRecord *record)
{
  memset (record->changed, 0, sizeof *record->changed * record->n_fields);
}
