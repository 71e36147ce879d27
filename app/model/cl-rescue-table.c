#include "cl-config.h"

#include "cl-rescue-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"

/* One table, row by row in the order of its key. Where a page cannot be read, the next key behind it is looked for in steps that double, and then as near as
 * it goes. How many are missing is told by the indices, which lie on other pages. */

/* Damage can lead in circles: more rows than a file of this size can hold are none. */
#define NAMES_MAX 100000
#define ROWS_A_PAGE 1024

typedef struct
{
  sqlite3 *from;
  sqlite3 *to;
  const char *table;
  char *columns;         /* those that both have, quoted */
  char *marks;           /* "?, ?" */
  sqlite3_stmt *insert;
  gint64 most;           /* rows that a file of this size can hold */
  GCancellable *cancellable;
  ClRescueTable *outcome;
} Reading;

GPtrArray *
cl_rescue_read_names (sqlite3 *database, const char *sql, const char *parameter)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) != SQLITE_OK)
    return names;
  if (parameter != NULL)
    sqlite3_bind_text (statement, 1, parameter, -1, SQLITE_TRANSIENT);
  while (names->len < NAMES_MAX && sqlite3_step (statement) == SQLITE_ROW)
    if (sqlite3_column_text (statement, 0) != NULL)
      g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  return names;
}

/* Takes over the row that @row stands on, its values from column @first on. */
static void
take (Reading *self, sqlite3_stmt *row, int first)
{
  for (int i = first; i < sqlite3_column_count (row); i++)
    {
      const char *text = sqlite3_column_type (row, i) == SQLITE_TEXT ? (const char *) sqlite3_column_text (row, i) : NULL;

      if (text != NULL && !g_utf8_validate (text, -1, NULL))
        {
          g_autofree char *valid = g_utf8_make_valid (text, -1);

          sqlite3_bind_text (self->insert, i - first + 1, valid, -1, SQLITE_TRANSIENT);
          self->outcome->is_holed = TRUE;
        }
      else
        sqlite3_bind_value (self->insert, i - first + 1, sqlite3_column_value (row, i));
    }
  /* What does not fit its column any more is no longer what was entered. */
  if (sqlite3_step (self->insert) == SQLITE_DONE)
    self->outcome->n_read += (guint) sqlite3_changes (self->to);
  else
    self->outcome->is_holed = TRUE;
  sqlite3_reset (self->insert);
}

static gint64
most_rows (sqlite3 *from)
{
  sqlite3_stmt *statement = NULL;
  gint64 pages = 0;

  if (sqlite3_prepare_v2 (from, "PRAGMA page_count", -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    pages = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return pages * ROWS_A_PAGE;
}

/* @rows: the key, NULL where there is no number, then the values. Keys go up; what goes back is damage. Returns SQLITE_DONE where it came to the end. */
static int
read_on (Reading *self, sqlite3_stmt *rows, gint64 *last)
{
  int result;

  while ((result = sqlite3_step (rows)) == SQLITE_ROW && !g_cancellable_is_cancelled (self->cancellable))
    {
      gint64 key = sqlite3_column_type (rows, 0) == SQLITE_NULL ? *last + 1 : sqlite3_column_int64 (rows, 0);

      if (key <= *last || (sqlite3_column_type (rows, 0) == SQLITE_NULL && key > self->most))
        {
          result = SQLITE_CORRUPT;
          break;
        }
      *last = key;
      take (self, rows, 1);
    }
  sqlite3_reset (rows);
  return result;
}

/* Whether the first key beyond @beyond can be read, or there is none: then *@found is FALSE. */
static gboolean
probe (sqlite3_stmt *next, gint64 beyond, gboolean *found, gint64 *key)
{
  int result;

  sqlite3_bind_int64 (next, 1, beyond);
  result = sqlite3_step (next);
  *found = result == SQLITE_ROW;
  if (*found)
    *key = sqlite3_column_int64 (next, 0);
  sqlite3_reset (next);
  return result == SQLITE_ROW || result == SQLITE_DONE;
}

/* The first key behind the damage that begins with the row after @last, and never the key next to it; FALSE: there is none. */
static gboolean
leap (sqlite3_stmt *next, gint64 last, gint64 *key)
{
  gint64 bad = last, good = last;
  gboolean found = FALSE, is_good = FALSE;

  for (int step = 0; step < 62 && !is_good && good <= G_MAXINT64 - (G_GINT64_CONSTANT (1) << step); step++)
    {
      bad = good;
      good = last + (G_GINT64_CONSTANT (1) << step);
      is_good = probe (next, good, &found, key);
    }
  if (!is_good)
    return FALSE;
  while (good - bad > 1)
    {
      gint64 middle = bad + (good - bad) / 2;

      if (probe (next, middle, &found, key))
        good = middle;
      else
        bad = middle;
    }
  probe (next, good, &found, key);
  return found;
}

static void
read_by_rowid (Reading *self)
{
  g_autofree char *all = g_strdup_printf ("SELECT rowid, %s FROM \"%s\" WHERE rowid > ? ORDER BY rowid", self->columns, self->table);
  g_autofree char *one = g_strdup_printf ("SELECT rowid FROM \"%s\" WHERE rowid > ? ORDER BY rowid LIMIT 1", self->table);
  sqlite3_stmt *rows = NULL, *next = NULL;
  gint64 last = -1, key, left = self->most;

  /* Keys are never negative. */
  if (sqlite3_prepare_v2 (self->from, all, -1, &rows, NULL) == SQLITE_OK && sqlite3_prepare_v2 (self->from, one, -1, &next, NULL) == SQLITE_OK)
    while (left-- > 0)
      {
        sqlite3_bind_int64 (rows, 1, last);
        if (read_on (self, rows, &last) == SQLITE_DONE || g_cancellable_is_cancelled (self->cancellable))
          break;
        self->outcome->is_holed = TRUE;
        if (!leap (next, last, &key))
          break;
        last = MAX (last + 1, key - 1);
      }
  sqlite3_finalize (rows);
  sqlite3_finalize (next);
}

/* Without rowids: from its beginning as far as it goes, then from its end. */
static void
read_by_key (Reading *self, const char *keys)
{
  static const char *const orders[] = { "", " DESC" };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_auto(GStrv) names = g_strsplit (keys, ",", -1);
      g_autoptr(GString) sql = g_string_new (NULL);
      sqlite3_stmt *rows = NULL;
      gint64 last = -1;
      int result;

      g_string_append_printf (sql, "SELECT NULL, %s FROM \"%s\" ORDER BY ", self->columns, self->table);
      for (guint n = 0; names[n] != NULL; n++)
        g_string_append_printf (sql, "%s%s%s", n > 0 ? ", " : "", names[n], orders[i]);
      result = sqlite3_prepare_v2 (self->from, sql->str, -1, &rows, NULL);
      if (result == SQLITE_OK)
        result = read_on (self, rows, &last);
      sqlite3_finalize (rows);
      if (result == SQLITE_DONE)
        return;
      self->outcome->is_holed = TRUE;
    }
}

/* How many rows the first index that can be read from end to end knows of; -1: none. */
static gint64
count_by_index (sqlite3 *from, const char *table)
{
  g_autoptr(GPtrArray) indices = cl_rescue_read_names (from, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL AND sql NOT LIKE '% WHERE %'", table);
  gint64 most = most_rows (from), count = -1;

  for (guint i = 0; i < indices->len && count < 0; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT rowid FROM \"%s\" INDEXED BY \"%s\"", table, (const char *) indices->pdata[i]);
      sqlite3_stmt *statement = NULL;
      int result = sqlite3_prepare_v2 (from, sql, -1, &statement, NULL);
      gint64 n = 0;

      while (result == SQLITE_OK || (result == SQLITE_ROW && n < most))
        {
          result = sqlite3_step (statement);
          n += result == SQLITE_ROW;
        }
      sqlite3_finalize (statement);
      if (result == SQLITE_DONE)
        count = n;
    }
  return count;
}

static void
find_columns (Reading *self)
{
  static const char columns[] = "SELECT name FROM pragma_table_info(?)";
  g_autoptr(GPtrArray) here = cl_rescue_read_names (self->from, columns, self->table);
  g_autoptr(GPtrArray) there = cl_rescue_read_names (self->to, columns, self->table);
  g_autoptr(GString) names = g_string_new (NULL);
  g_autoptr(GString) marks = g_string_new (NULL);

  for (guint i = 0; i < here->len; i++)
    if (g_ptr_array_find_with_equal_func (there, here->pdata[i], g_str_equal, NULL))
      {
        g_string_append_printf (names, "%s\"%s\"", names->len > 0 ? ", " : "", (const char *) here->pdata[i]);
        g_string_append (marks, marks->len > 0 ? ", ?" : "?");
      }
  self->columns = g_string_free (g_steal_pointer (&names), FALSE);
  self->marks = g_string_free (g_steal_pointer (&marks), FALSE);
}

/* The columns of the key where there are no rowids, "" where there are. */
static char *
find_keys (sqlite3 *database, const char *table)
{
  g_autoptr(GPtrArray) kept = cl_rescue_read_names (database, "SELECT name FROM pragma_table_list WHERE name = ? AND wr", table);
  g_autoptr(GPtrArray) names = cl_rescue_read_names (database, "SELECT '\"' || name || '\"' FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table);

  g_ptr_array_add (names, NULL);
  return kept->len > 0 ? g_strjoinv (",", (char **) names->pdata) : g_strdup ("");
}

/* All that can be read of @table, into the table of the same name. FALSE only where the new file cannot be written, or it was cancelled. */
gboolean
cl_rescue_table (ClDatabase *from, ClDatabase *to, const char *table, GCancellable *cancellable, ClRescueTable *outcome, GError **error)
{
  Reading self = { .from = cl_database_get_handle (from), .to = cl_database_get_handle (to), .table = table, .cancellable = cancellable, .outcome = outcome };
  g_autofree char *keys = find_keys (self.to, table);
  g_autofree char *sql = NULL;
  gint64 known;
  int result = SQLITE_OK;

  *outcome = (ClRescueTable) { 0 };
  self.most = most_rows (self.from);
  find_columns (&self);
  outcome->is_absent = *self.columns == '\0';
  if (!outcome->is_absent)
    {
      sql = g_strdup_printf ("INSERT OR IGNORE INTO \"%s\" (%s) VALUES (%s)", table, self.columns, self.marks);
      result = sqlite3_prepare_v2 (self.to, sql, -1, &self.insert, NULL);
      if (result == SQLITE_OK && *keys == '\0')
        read_by_rowid (&self);
      else if (result == SQLITE_OK)
        read_by_key (&self, keys);
      sqlite3_finalize (self.insert);
    }
  g_free (self.columns);
  g_free (self.marks);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (result != SQLITE_OK || (sqlite3_errcode (self.to) & 0xff) == SQLITE_FULL || (sqlite3_errcode (self.to) & 0xff) == SQLITE_IOERR)
    {
      cl_database_set_error (to, error);
      return FALSE;
    }
  known = outcome->is_holed ? count_by_index (self.from, table) : -1;
  if (known > outcome->n_read)
    outcome->n_lost = (guint) (known - outcome->n_read);
  return TRUE;
}
