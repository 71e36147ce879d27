#include "cl-database-private.h"

/**
 * cl_statement_step:
 * @statement: a statement
 * @error: return location
 *
 * Returns: %TRUE with a row to read; %FALSE when done, or with @error set
 */
gboolean
cl_statement_step (ClStatement *statement, GError **error)
{
  int result;

  if (!cl_database_is_inside (statement->database, error))
    return FALSE;
  result = sqlite3_step (statement->handle);
  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    cl_database_set_error (statement->database, error);
  return FALSE;
}

/**
 * cl_statement_run:
 * @statement: a statement whose rows nobody wants
 * @error: return location
 *
 * Returns: whether it ran to its end; reset either way, bindings kept
 */
gboolean
cl_statement_run (ClStatement *statement, GError **error)
{
  int result;

  if (!cl_database_is_inside (statement->database, error))
    return FALSE;
  do
    result = sqlite3_step (statement->handle);
  while (result == SQLITE_ROW);
  if (result != SQLITE_DONE)
    cl_database_set_error (statement->database, error);
  sqlite3_reset (statement->handle);
  return result == SQLITE_DONE;
}

/**
 * cl_statement_reset:
 * @statement: a statement
 *
 * Ends its reading; bindings are kept.
 */
void
cl_statement_reset (ClStatement *statement)
{
  cl_database_claim (statement->database, NULL);
  sqlite3_reset (statement->handle);
}

/**
 * cl_statement_bind_integer:
 * @statement: a statement
 * @parameter: from 1
 * @integer: the value
 */
void
cl_statement_bind_integer (ClStatement *statement, int parameter, gint64 integer)
{
  cl_database_claim (statement->database, NULL);
  sqlite3_bind_int64 (statement->handle, parameter, integer);
}

/**
 * cl_statement_bind_text:
 * @statement: a statement
 * @parameter: from 1
 * @text: (nullable): copied; %NULL binds NULL
 */
void
cl_statement_bind_text (ClStatement *statement, int parameter, const char *text)
{
  cl_database_claim (statement->database, NULL);
  if (text != NULL)
    sqlite3_bind_text (statement->handle, parameter, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement->handle, parameter);
}

/**
 * cl_statement_lend_text:
 * @statement: a statement
 * @parameter: from 1
 * @text: not copied: stays as it is until the statement is reset
 */
void
cl_statement_lend_text (ClStatement *statement, int parameter, const char *text)
{
  cl_database_claim (statement->database, NULL);
  sqlite3_bind_text (statement->handle, parameter, text, -1, SQLITE_STATIC);
}

/**
 * cl_statement_bind_bytes:
 * @statement: a statement
 * @parameter: from 1
 * @data: copied
 * @size: in bytes
 */
void
cl_statement_bind_bytes (ClStatement *statement, int parameter, gconstpointer data, gsize size)
{
  cl_database_claim (statement->database, NULL);
  sqlite3_bind_blob64 (statement->handle, parameter, size > 0 ? data : "", size, SQLITE_TRANSIENT);
}

/**
 * cl_statement_bind_value:
 * @statement: a statement
 * @parameter: from 1
 * @value: one value; several belong into a link table and are not taken here
 */
void
cl_statement_bind_value (ClStatement *statement, int parameter, const ClValue *value)
{
  switch (value->kind)
    {
    case CL_VALUE_NONE:
      sqlite3_bind_null (statement->handle, parameter);
      break;
    case CL_VALUE_INTEGER:
      sqlite3_bind_int64 (statement->handle, parameter, value->integer);
      break;
    case CL_VALUE_TEXT:
      cl_statement_bind_text (statement, parameter, value->text);
      break;
    case CL_VALUE_TEXTS:
    case CL_VALUE_IDS:
      g_return_if_reached ();
    }
}

/**
 * cl_statement_bind_named:
 * @statement: a statement
 * @name: with its colon, ":village"
 * @value: one value
 *
 * Returns: whether the statement has such a parameter
 */
gboolean
cl_statement_bind_named (ClStatement *statement, const char *name, const ClValue *value)
{
  int parameter = sqlite3_bind_parameter_index (statement->handle, name);

  if (parameter == 0)
    return FALSE;
  cl_statement_bind_value (statement, parameter, value);
  return TRUE;
}

/**
 * cl_statement_get_n_parameters:
 * @statement: a statement
 *
 * Returns: the number of its last parameter, 0 where it has none
 */
int
cl_statement_get_n_parameters (ClStatement *statement)
{
  return sqlite3_bind_parameter_count (statement->handle);
}

/**
 * cl_statement_get_parameter_name:
 * @statement: a statement
 * @parameter: from 1
 *
 * Returns: (transfer none) (nullable): with its colon, ":village"; %NULL for one without a name
 */
const char *
cl_statement_get_parameter_name (ClStatement *statement, int parameter)
{
  return sqlite3_bind_parameter_name (statement->handle, parameter);
}

/**
 * cl_statement_is_null:
 * @statement: a statement at a row
 * @column: from 0
 *
 * Returns: whether the value is unknown
 */
gboolean
cl_statement_is_null (ClStatement *statement, int column)
{
  cl_database_claim (statement->database, NULL);
  return sqlite3_column_type (statement->handle, column) == SQLITE_NULL;
}

/**
 * cl_statement_get_integer:
 * @statement: a statement at a row
 * @column: from 0
 *
 * Returns: the value, 0 for NULL
 */
gint64
cl_statement_get_integer (ClStatement *statement, int column)
{
  cl_database_claim (statement->database, NULL);
  return sqlite3_column_int64 (statement->handle, column);
}

/**
 * cl_statement_get_double:
 * @statement: a statement at a row
 * @column: from 0
 *
 * Returns: the value, 0 for NULL
 */
double
cl_statement_get_double (ClStatement *statement, int column)
{
  cl_database_claim (statement->database, NULL);
  return sqlite3_column_double (statement->handle, column);
}

/**
 * cl_statement_get_text:
 * @statement: a statement at a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the value as text, until the next step
 */
const char *
cl_statement_get_text (ClStatement *statement, int column)
{
  cl_database_claim (statement->database, NULL);
  return (const char *) sqlite3_column_text (statement->handle, column);
}

/**
 * cl_statement_get_bytes:
 * @statement: a statement at a row
 * @column: from 0
 * @size: (out): in bytes
 *
 * Returns: (transfer none) (nullable): the value, until the next step
 */
gconstpointer
cl_statement_get_bytes (ClStatement *statement, int column, gsize *size)
{
  gconstpointer data;

  cl_database_claim (statement->database, NULL);
  data = sqlite3_column_blob (statement->handle, column);
  *size = (gsize) sqlite3_column_bytes (statement->handle, column);
  return data;
}

/**
 * cl_statement_get_n_columns:
 * @statement: a statement
 *
 * Returns: how many columns its rows have
 */
int
cl_statement_get_n_columns (ClStatement *statement)
{
  return sqlite3_column_count (statement->handle);
}
