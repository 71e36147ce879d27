#include "cl-config.h"

#include "cl-rescue-private.h"

#include <string.h>

/* Tables and columns that nothing describes any more, since a plugin has gone, or what the office described of its own could not be read: made as they were, so that
 * what is in them comes over too. */

/* What the store writes when it makes a table (cl-store-tables.c), and nothing that a file from elsewhere could have SQLite do besides. */
#define NAME "\"[a-z0-9_]+\""
#define REFERENCE " REFERENCES (" NAME ")\\(\"id\"\\) DEFERRABLE INITIALLY DEFERRED"
#define COLUMN NAME " (?:INTEGER|TEXT|REAL|BLOB)(?: PRIMARY KEY| NOT NULL)?(?:" REFERENCE ")?"

static gboolean
is_made (sqlite3 *database, const char *table)
{
  g_autoptr(GPtrArray) names = cl_rescue_read_names (database, "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", table);

  return names->len > 0;
}

/* Without the references to tables that are nowhere. */
static char *
leave_out_references (sqlite3 *from, sqlite3 *to, const char *sql)
{
  g_autoptr(GRegex) reference = g_regex_new (REFERENCE, 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GString) left = g_string_new (sql);

  for (g_regex_match (reference, sql, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *all = g_match_info_fetch (match, 0), *quoted = g_match_info_fetch (match, 1);
      g_autofree char *parent = g_strndup (quoted + 1, strlen (quoted) - 2);

      if (!is_made (from, parent) && !is_made (to, parent))
        g_string_replace (left, all, "", 0);
    }
  return g_string_free (g_steal_pointer (&left), FALSE);
}

/* Columns that @table has in the old file alone. */
static gboolean
widen (ClDatabase *from, ClDatabase *to, const char *table, GError **error)
{
  static const char columns[] = "SELECT '\"' || name || '\" ' || type FROM pragma_table_info(?) WHERE pk = 0";
  g_autoptr(GRegex) form = g_regex_new ("\\A" COLUMN "\\z", 0, 0, NULL);
  g_autoptr(GPtrArray) old = cl_rescue_read_names (cl_database_get_handle (from), columns, table);
  g_autoptr(GPtrArray) new = cl_rescue_read_names (cl_database_get_handle (to), columns, table);

  for (guint i = 0; i < old->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN %s", table, (const char *) old->pdata[i]);

      if (!g_ptr_array_find_with_equal_func (new, old->pdata[i], g_str_equal, NULL) && g_regex_match (form, old->pdata[i], 0, NULL) && !cl_database_execute (to, sql, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
cl_rescue_make_strangers (ClDatabase *from, ClDatabase *to, GError **error)
{
  sqlite3 *old = cl_database_get_handle (from), *new = cl_database_get_handle (to);
  g_autoptr(GRegex) form = g_regex_new ("\\ACREATE TABLE (" NAME ") \\(" COLUMN "(?:, ?" COLUMN ")*(?:, ?PRIMARY KEY \\(\"record\", \"position\"\\))?\\) STRICT(?:, WITHOUT ROWID)?\\z", 0, 0, NULL);
  g_autoptr(GPtrArray) made = cl_rescue_read_names (old, "SELECT sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid", NULL);

  for (guint i = 0; i < made->len; i++)
    {
      g_autoptr(GMatchInfo) match = NULL;
      g_autofree char *quoted = NULL;
      g_autofree char *name = NULL;
      g_autofree char *sql = NULL;

      if (!g_regex_match (form, made->pdata[i], 0, &match))
        continue;
      quoted = g_match_info_fetch (match, 1);
      name = g_strndup (quoted + 1, strlen (quoted) - 2);
      if (is_made (new, name))
        {
          if (!widen (from, to, name, error))
            return FALSE;
          continue;
        }
      sql = leave_out_references (old, new, made->pdata[i]);
      if (!cl_database_execute (to, sql, error))
        return FALSE;
    }
  return TRUE;
}
