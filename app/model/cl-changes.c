#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "cl-recording-private.h"

struct _ClChanges
{
  ClCatalogue *catalogue;
  sqlite3_changeset_iter *iter;
  /* Of the table read last: its rows stand together. */
  char *table;
  const char *ledger;
  const ClField *link;
};

ClChanges *
cl_changes_new (ClCatalogue *catalogue, gconstpointer data, gsize size)
{
  ClChanges *changes = g_new0 (ClChanges, 1);

  changes->catalogue = g_object_ref (catalogue);
  if (sqlite3changeset_start (&changes->iter, (int) size, (void *) data) != SQLITE_OK)
    changes->iter = NULL;
  return changes;
}

void
cl_changes_free (ClChanges *changes)
{
  if (changes->iter != NULL)
    sqlite3changeset_finalize (changes->iter);
  g_object_unref (changes->catalogue);
  g_free (changes->table);
  g_free (changes);
}

/* The record's id is the table's own key, or a link table's first column; keys stand in every row of a changeset. */
static gint64
read_record (ClChanges *changes, int operation)
{
  sqlite3_value *value = operation == SQLITE_INSERT ? cl_changes_get_new (changes, 0) : cl_changes_get_old (changes, 0);

  return value != NULL ? sqlite3_value_int64 (value) : 0;
}

gboolean
cl_changes_next (ClChanges *changes, ClChangedRow *row)
{
  int is_indirect;

  if (changes->iter == NULL || sqlite3changeset_next (changes->iter) != SQLITE_ROW)
    return FALSE;
  *row = (ClChangedRow) { 0 };
  sqlite3changeset_op (changes->iter, &row->table, &row->n_columns, &row->operation, &is_indirect);
  if (g_strcmp0 (row->table, changes->table) != 0)
    {
      ClLedger *ledger = cl_catalogue_find_table (changes->catalogue, row->table, &row->link);

      g_free (changes->table);
      changes->table = g_strdup (row->table);
      changes->ledger = g_intern_string (ledger != NULL ? cl_ledger_get_name (ledger) : row->table);
      changes->link = row->link;
    }
  row->ledger = changes->ledger;
  row->link = changes->link;
  row->record = read_record (changes, row->operation);
  return TRUE;
}

sqlite3_value *
cl_changes_get_old (ClChanges *changes, int column)
{
  sqlite3_value *value = NULL;

  sqlite3changeset_old (changes->iter, column, &value);
  return value;
}

sqlite3_value *
cl_changes_get_new (ClChanges *changes, int column)
{
  sqlite3_value *value = NULL;

  sqlite3changeset_new (changes->iter, column, &value);
  return value;
}

void
cl_changes_read_value (sqlite3_value *from, ClValue *to)
{
  cl_value_clear (to);
  if (from == NULL || sqlite3_value_type (from) == SQLITE_NULL)
    return;
  if (sqlite3_value_type (from) == SQLITE_INTEGER)
    cl_value_set_integer (to, sqlite3_value_int64 (from));
  else
    cl_value_set_text (to, (const char *) sqlite3_value_text (from));
}

/* Columns are only ever appended: a column's place in an old changeset is its place today. */
GPtrArray *
cl_changes_list_columns (ClDatabase *database, ClLedger *ledger, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT name FROM pragma_table_info(?) ORDER BY cid", error);
  g_autoptr(GPtrArray) columns = g_ptr_array_new ();
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return NULL;
  cl_statement_bind_text (statement, 1, cl_ledger_get_table (ledger));
  while (cl_statement_step (statement, &step_error))
    {
      const ClField *field = cl_ledger_find_field (ledger, cl_statement_get_text (statement, 0));

      g_ptr_array_add (columns, field != NULL && !cl_field_is_several (field) ? (gpointer) field : NULL);
    }
  if (step_error == NULL)
    return g_steal_pointer (&columns);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}
