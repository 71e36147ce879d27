#include "cl-config.h"

#include "cl-recording-private.h"

#include <string.h>

#include "cl-store-private.h"

/* Where most rows of a table come in by one write, its indices are built after them: sorted at once they take a third of the time that they take row by
 * row, and less the larger the table. They are dropped and made again inside the write's own transaction, so that whatever breaks it off leaves them as they were.
 * An index stays where a statement of the write reads it; and where a new one would have to read a whole table instead, all are made at once. */

typedef struct
{
  int root; /* where the table begins in the file, by which statements name it */
  GPtrArray *statements; /* char *: CREATE INDEX IF NOT EXISTS … */
} Table;

struct _ClAside
{
  ClDatabase *database;
  GArray *tables; /* Table */
  gboolean is_over; /* brought back before the end */
};

static void
table_clear (gpointer data)
{
  g_ptr_array_unref (((Table *) data)->statements);
}

ClAside *
cl_aside_new (ClDatabase *database)
{
  ClAside *aside = g_new0 (ClAside, 1);

  aside->database = database;
  aside->tables = g_array_new (FALSE, FALSE, sizeof (Table));
  g_array_set_clear_func (aside->tables, table_clear);
  return aside;
}

void
cl_aside_free (ClAside *aside)
{
  cl_database_set_watch (aside->database, NULL, NULL);
  g_array_unref (aside->tables);
  g_free (aside);
}

static sqlite3_stmt *
explain (ClAside *aside, const char *sql)
{
  g_autofree char *asking = g_strconcat ("EXPLAIN ", sql, NULL);
  sqlite3_stmt *program = NULL;

  sqlite3_prepare_v2 (cl_database_get_handle (aside->database), asking, -1, &program, NULL);
  return program;
}

static const char *
get_operation (sqlite3_stmt *program)
{
  return (const char *) sqlite3_column_text (program, 1);
}

/* The roots of all that @sql opens to read. */
static void
note_roots (ClAside *aside, const char *sql, GHashTable *roots)
{
  sqlite3_stmt *program = explain (aside, sql);

  while (sqlite3_step (program) == SQLITE_ROW)
    if (g_str_equal (get_operation (program), "OpenRead") || g_str_equal (get_operation (program), "ReopenIdx"))
      g_hash_table_add (roots, GINT_TO_POINTER (sqlite3_column_int (program, 3)));
  sqlite3_finalize (program);
}

/* What a row that comes in asks for by itself is who refers to it, and only while a reference to nothing is open (cl_aside_has_open_references()). */
static gboolean
adds_rows (const char *sql)
{
  return g_str_has_prefix (sql, "INSERT INTO") && strstr (sql, "SELECT") == NULL;
}

/* NULL: a statement is being read, and an index cannot be dropped under it. */
static GHashTable *
find_roots (ClAside *aside)
{
  g_autoptr(GHashTable) roots = g_hash_table_new (g_direct_hash, g_direct_equal);
  sqlite3 *handle = cl_database_get_handle (aside->database);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (sqlite3_stmt *statement = sqlite3_next_stmt (handle, NULL); statement != NULL; statement = sqlite3_next_stmt (handle, statement))
    {
      if (sqlite3_stmt_busy (statement))
        return NULL;
      if (sqlite3_sql (statement) != NULL && !adds_rows (sqlite3_sql (statement)) && !g_str_has_prefix (sqlite3_sql (statement), "PRAGMA"))
        g_ptr_array_add (all, g_strdup (sqlite3_sql (statement)));
    }
  for (guint i = 0; i < all->len; i++)
    note_roots (aside, all->pdata[i], roots);
  return g_steal_pointer (&roots);
}

static const Table *
find_table (ClAside *aside, int root)
{
  for (guint i = 0; i < aside->tables->len; i++)
    if (g_array_index (aside->tables, Table, i).root == root)
      return &g_array_index (aside->tables, Table, i);
  return NULL;
}

/* Whether @sql would read a table from one end to the other that has no indices now. */
static gboolean
reads_whole (ClAside *aside, const char *sql)
{
  sqlite3_stmt *program = explain (aside, sql);
  g_autoptr(GHashTable) cursors = g_hash_table_new (g_direct_hash, g_direct_equal);
  gboolean is_whole = FALSE;

  while (!is_whole && sqlite3_step (program) == SQLITE_ROW)
    {
      const char *operation = get_operation (program);
      gpointer cursor = GINT_TO_POINTER (sqlite3_column_int (program, 2));

      if (g_str_has_prefix (operation, "Open") && find_table (aside, sqlite3_column_int (program, 3)) != NULL)
        g_hash_table_add (cursors, cursor);
      else if (g_str_equal (operation, "Rewind") || g_str_equal (operation, "Last"))
        is_whole = g_hash_table_contains (cursors, cursor);
    }
  sqlite3_finalize (program);
  return is_whole;
}

static gboolean
watch_cb (const char *sql, gpointer data, GError **error)
{
  ClAside *aside = data;

  if (aside->is_over || adds_rows (sql) || !reads_whole (aside, sql))
    return TRUE;
  g_debug ("The indices of a large write are wanted before its end");
  return cl_aside_bring_back (aside, error);
}

/* Indices of @table that nothing in @roots reads: DROP of each, and how it is made again. */
static gboolean
list_indices (ClAside *aside, const char *table, GHashTable *roots, Table *entry, GPtrArray *drops, GError **error)
{
  static const char *const make = "CREATE INDEX ";
  g_autoptr(ClStatement) statement = cl_database_prepare (aside->database, "SELECT type, name, rootpage, sql FROM sqlite_schema WHERE tbl_name = ?", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, table);
  while (cl_statement_step (statement, &step_error))
    {
      const char *sql = cl_statement_get_text (statement, 3);
      int root = (int) cl_statement_get_integer (statement, 2);

      if (g_str_equal (cl_statement_get_text (statement, 0), "table"))
        entry->root = root;
      else if (sql != NULL && g_str_has_prefix (sql, make) && !g_hash_table_contains (roots, GINT_TO_POINTER (root)))
        {
          g_ptr_array_add (entry->statements, g_strconcat ("CREATE INDEX IF NOT EXISTS ", sql + strlen (make), NULL));
          g_ptr_array_add (drops, g_strdup_printf ("DROP INDEX \"%s\"", cl_statement_get_text (statement, 1)));
        }
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static gboolean
execute_all (ClAside *aside, const GPtrArray *statements, GError **error)
{
  for (guint i = 0; i < statements->len; i++)
    if (!cl_database_execute (aside->database, statements->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
set_aside (ClAside *aside, const char *table, GHashTable *roots, GError **error)
{
  Table entry = { 0, g_ptr_array_new_with_free_func (g_free) };
  g_autoptr(GPtrArray) drops = g_ptr_array_new_with_free_func (g_free);
  gboolean is_listed = list_indices (aside, table, roots, &entry, drops, error);

  g_array_append_val (aside->tables, entry);
  return is_listed && execute_all (aside, drops, error);
}

/* Sets the indices of @tables (of char *) aside, once in a transaction, outside savepoints and sessions; the caller has the guard off. @done: whether it
 * could be now. */
gboolean
cl_aside_begin (ClAside *aside, const GPtrArray *tables, gboolean *done, GError **error)
{
  g_autoptr(GHashTable) roots = find_roots (aside);


  *done = roots != NULL;
  for (guint i = 0; roots != NULL && i < tables->len; i++)
    if (!set_aside (aside, tables->pdata[i], roots, error))
      return FALSE;
  if (roots != NULL)
    cl_database_set_watch (aside->database, watch_cb, aside);
  return TRUE;
}

/* To be asked after each row: where one refers to a row that is not there yet, each that comes in looks for those that wait for it. */
gboolean
cl_aside_see_row (ClAside *aside, GError **error)
{
  int open = 0, highest;

  if (aside->is_over)
    return TRUE;
  sqlite3_db_status (cl_database_get_handle (aside->database), SQLITE_DBSTATUS_DEFERRED_FKS, &open, &highest, FALSE);
  return open == 0 || cl_aside_bring_back (aside, error);
}

/* Where temporary storage is memory, SQLite sorts pieces that it allocates one by one and finds all over the heap; where it is a file, it sorts them in one
 * piece, in a third less time, and begins the file only where they are more than the cache may hold: for the time of it that is more than an index of a
 * province takes. Returns how much it held before, 0: all stays as it is. */
static gint64
begin_sorting (ClAside *aside)
{
  gint64 cache = 0;

  if (!cl_database_has_files_in_memory () || !cl_store_query_integer (aside->database, "PRAGMA cache_size", &cache, NULL))
    return 0;
  cl_database_execute (aside->database, "PRAGMA cache_size = -262144; PRAGMA temp_store = FILE", NULL);
  return cache;
}

static void
end_sorting (ClAside *aside, gint64 cache)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA temp_store = MEMORY; PRAGMA cache_size = %" G_GINT64_FORMAT, cache);

  if (cache != 0)
    cl_database_execute (aside->database, sql, NULL);
}

/* Makes what was set aside again. A savepoint that is taken back takes that back too: the end of the transaction asks once more. */
gboolean
cl_aside_bring_back (ClAside *aside, GError **error)
{
  ClGuard guard = cl_database_get_guard (aside->database);
  gboolean is_made = TRUE;
  gint64 cache;

  aside->is_over = TRUE;
  cl_database_set_guard (aside->database, CL_GUARD_NONE);
  cache = begin_sorting (aside);
  for (guint i = 0; is_made && i < aside->tables->len; i++)
    is_made = execute_all (aside, g_array_index (aside->tables, Table, i).statements, error);
  end_sorting (aside, cache);
  cl_database_set_guard (aside->database, guard);
  return is_made;
}
