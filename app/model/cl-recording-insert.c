#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "cl-config.h"

#include "cl-recording-private.h"

#include <string.h>

/* Rows that are new are written into the changeset while they are inserted. The session extension keeps no values of them: it asks for every one again
 * when the changeset is made, and took a third of the time of a large import. The bytes are those that it would write (session/changeset in SQLite's
 * documentation: "T", columns, keys and name of a table, then its rows); what updates or deletes is left to it. */

typedef struct
{
  int given;        /* place among the values of a row, -1: left NULL */
  ClValueKind kind; /* that the column takes */
} Column;

struct _ClInsert
{
  ClStatement *statement;
  char *table;
  const char *key;    /* the column by which the table is ordered */
  const char *ledger; /* interned; NULL: a link table, whose rows belong to a record that is new itself */
  guint n_given;
  guint64 n_rows;     /* that came in */
  GArray *columns;    /* Column, as the table has them */
  GByteArray *head;   /* NULL: only the session knows what becomes of a row */
  GByteArray *rows;
  GArray *ids;        /* gint64: records among the rows, as they came */
};

static void
add_byte (GByteArray *bytes, guint8 byte)
{
  g_byte_array_append (bytes, &byte, 1);
}

/* SQLite's own way to write a length: seven bits a byte, the highest first. */
static guint8 *
write_length (guint8 *to, guint32 length)
{
  for (int shift = 28; shift > 0; shift -= 7)
    if (length >> shift > 0)
      *to++ = 0x80 | ((length >> shift) & 0x7f);
  *to++ = length & 0x7f;
  return to;
}

static gsize
most_bytes (const ClValue *value)
{
  return 9 + (value->kind == CL_VALUE_TEXT ? strlen (value->text) : 0);
}

static guint8 *
write_value (guint8 *to, const ClValue *value)
{
  if (value == NULL || value->kind == CL_VALUE_NONE)
    *to++ = SQLITE_NULL;
  else if (value->kind == CL_VALUE_INTEGER)
    {
      gint64 big = GINT64_TO_BE (value->integer);

      *to++ = SQLITE_INTEGER;
      memcpy (to, &big, sizeof big);
      to += sizeof big;
    }
  else
    {
      gsize length = strlen (value->text);

      *to++ = SQLITE_TEXT;
      to = write_length (to, (guint32) length);
      memcpy (to, value->text, length);
      to += length;
    }
  return to;
}

/* A column that fills itself, or takes what is neither a whole number nor text, is left to the session. */
static gboolean
read_columns (ClInsert *insert, ClDatabase *database, const char *table, const char *const *given, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT name, type, pk, dflt_value FROM pragma_table_info(?) ORDER BY cid", error);
  g_autoptr(GByteArray) keys = g_byte_array_new ();
  g_autoptr(GError) step_error = NULL;
  gboolean is_plain = TRUE;
  guint8 length[8];

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, table);
  while (cl_statement_step (statement, &step_error))
    {
      const char *name = cl_statement_get_text (statement, 0), *type = cl_statement_get_text (statement, 1);
      Column column = { -1, g_strcmp0 (type, "INTEGER") == 0 ? CL_VALUE_INTEGER : CL_VALUE_TEXT };

      for (guint i = 0; i < insert->n_given; i++)
        if (g_str_equal (given[i], name))
          column.given = (int) i;
      g_array_append_val (insert->columns, column);
      add_byte (keys, (guint8) cl_statement_get_integer (statement, 2));
      is_plain = is_plain && (column.kind == CL_VALUE_INTEGER || g_strcmp0 (type, "TEXT") == 0) && cl_statement_is_null (statement, 3);
    }
  cl_statement_reset (statement);
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }
  if (!is_plain || keys->len == 0)
    return TRUE;
  insert->head = g_byte_array_new ();
  add_byte (insert->head, 'T');
  g_byte_array_append (insert->head, length, (guint) (write_length (length, keys->len) - length));
  g_byte_array_append (insert->head, keys->data, keys->len);
  g_byte_array_append (insert->head, (const guint8 *) table, (guint) strlen (table) + 1);
  return TRUE;
}

static char *
insert_sql (const char *table, const char *const *columns)
{
  g_autofree char *names = g_strjoinv ("\", \"", (char **) columns);
  GString *sql = g_string_new (NULL);

  g_string_printf (sql, "INSERT INTO \"%s\" (\"%s\") VALUES (?", table, names);
  for (guint i = 1; columns[i] != NULL; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

/* @ledger: whose records the rows are; NULL for a link table. @columns: zero-terminated, in the order in which values are given. */
ClInsert *
cl_insert_new (ClDatabase *database, const char *table, const char *ledger, const char *const *columns, GError **error)
{
  g_autoptr(ClInsert) insert = g_new0 (ClInsert, 1);
  g_autofree char *sql = insert_sql (table, columns);

  insert->table = g_strdup (table);
  insert->key = g_intern_string (columns[0]);
  insert->ledger = g_intern_string (ledger);
  insert->n_given = g_strv_length ((char **) columns);
  insert->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  insert->rows = g_byte_array_new ();
  insert->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  insert->statement = cl_database_prepare (database, sql, error);
  return insert->statement != NULL && read_columns (insert, database, table, columns, error) ? g_steal_pointer (&insert) : NULL;
}

void
cl_insert_free (ClInsert *insert)
{
  if (insert->statement != NULL)
    cl_statement_release (insert->statement);
  g_free (insert->table);
  g_array_unref (insert->columns);
  g_clear_pointer (&insert->head, g_byte_array_unref);
  g_byte_array_unref (insert->rows);
  g_array_unref (insert->ids);
  g_free (insert);
}

const char *
cl_insert_get_ledger (ClInsert *insert)
{
  return insert->ledger;
}

/* Whether what the table keeps is what is given; a STRICT table may turn a number into text. */
gboolean
cl_insert_is_plain (ClInsert *insert, const ClValue *const *values)
{
  for (guint i = 0; insert->head != NULL && i < insert->columns->len; i++)
    {
      const Column *column = &g_array_index (insert->columns, Column, i);
      const ClValue *value = column->given >= 0 ? values[column->given] : NULL;

      if (value != NULL && value->kind != CL_VALUE_NONE && value->kind != column->kind)
        return FALSE;
    }
  return insert->head != NULL;
}

gboolean
cl_insert_run (ClInsert *insert, const ClValue *const *values, GError **error)
{
  gboolean is_done;

  /* What is not bound is NULL; texts are the caller's until the row is in. */
  for (guint i = 0; i < insert->n_given; i++)
    if (values[i]->kind == CL_VALUE_TEXT)
      sqlite3_bind_text (insert->statement->handle, (int) i + 1, values[i]->text, -1, SQLITE_STATIC);
    else if (values[i]->kind != CL_VALUE_NONE)
      cl_statement_bind_value (insert->statement, (int) i + 1, values[i]);
  is_done = cl_statement_run (insert->statement, error);
  sqlite3_clear_bindings (insert->statement->handle);
  insert->n_rows += is_done;
  return is_done;
}

/* A row as the changeset has it, behind what is in @to. */
void
cl_insert_write (ClInsert *insert, const ClValue *const *values, GByteArray *to)
{
  guint start = to->len;
  gsize most = 2 + insert->columns->len;
  guint8 *at;

  for (guint i = 0; i < insert->n_given; i++)
    most += most_bytes (values[i]);
  g_byte_array_set_size (to, start + (guint) most);
  at = to->data + start;
  *at++ = SQLITE_INSERT;
  *at++ = 0; /* not by a trigger */
  for (guint i = 0; i < insert->columns->len; i++)
    {
      int given = g_array_index (insert->columns, Column, i).given;

      at = write_value (at, given >= 0 ? values[given] : NULL);
    }
  g_byte_array_set_size (to, (guint) (at - to->data));
}

static const guint8 *
read_length (const guint8 *from, guint32 *length)
{
  *length = 0;
  do
    *length = *length << 7 | (*from & 0x7f);
  while ((*from++ & 0x80) != 0);
  return from;
}

/* Binds the written value at @at to @parameter, 0: to none; it must stay until the row is in. Returns what stands behind it. */
static const guint8 *
bind_written (sqlite3_stmt *statement, int parameter, const guint8 *at, gint64 *integer)
{
  guint32 length;

  switch (*at++)
    {
    case SQLITE_INTEGER:
      memcpy (integer, at, sizeof *integer);
      *integer = GINT64_FROM_BE (*integer);
      if (parameter > 0)
        sqlite3_bind_int64 (statement, parameter, *integer);
      return at + sizeof *integer;
    case SQLITE_TEXT:
      at = read_length (at, &length);
      if (parameter > 0)
        sqlite3_bind_text (statement, parameter, (const char *) at, (int) length, SQLITE_STATIC);
      return at + length;
    default:
      /* What is not bound is NULL. */
      return at;
    }
}

gboolean
cl_insert_run_written (ClInsert *insert, const guint8 **row, GError **error)
{
  sqlite3_stmt *statement = insert->statement->handle;
  const guint8 *at = *row + 2;
  gint64 id = 0;
  gboolean is_done;

  for (guint i = 0; i < insert->columns->len; i++)
    {
      int given = g_array_index (insert->columns, Column, i).given;
      gint64 integer = 0;

      at = bind_written (statement, given + 1, at, &integer);
      if (given == 0)
        id = integer;
    }
  is_done = cl_statement_run (insert->statement, error);
  sqlite3_clear_bindings (statement);
  if (is_done)
    {
      insert->n_rows++;
      g_byte_array_append (insert->rows, *row, (guint) (at - *row));
      if (insert->ledger != NULL)
        g_array_append_val (insert->ids, id);
    }
  *row = at;
  return is_done;
}

/* The records among the rows noted; empty for a link table. */
const GArray *
cl_insert_get_ids (ClInsert *insert)
{
  return insert->ids;
}

const char *
cl_insert_get_key (ClInsert *insert)
{
  return insert->key;
}

guint64
cl_insert_get_n_rows (ClInsert *insert)
{
  return insert->n_rows;
}

const char *
cl_insert_get_table (ClInsert *insert)
{
  return insert->table;
}

guint
cl_insert_get_size (ClInsert *insert)
{
  return insert->rows->len > 0 ? insert->head->len + insert->rows->len : 0;
}

/* Adds the rows noted to @changeset; their records stay noted until cl_insert_forget(). */
void
cl_insert_take (ClInsert *insert, GByteArray *changeset)
{
  if (insert->rows->len == 0)
    return;
  g_byte_array_append (changeset, insert->head->data, insert->head->len);
  g_byte_array_append (changeset, insert->rows->data, insert->rows->len);
  g_byte_array_set_size (insert->rows, 0);
}

void
cl_insert_forget (ClInsert *insert)
{
  g_array_set_size (insert->ids, 0);
}
