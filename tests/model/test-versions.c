/* Files of every version that has landed open in this one, with all that was entered in them: tests/data/versions, one folder a version. */

#include <sqlite3.h>
#include <string.h>

#include "cl-date.h"
#include "cl-paths.h"
#include "cl-test-store.h"

static sqlite3 *
open_plain (const char *path)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  return database;
}

/* As the script tests/data/versions/digest reckons it: the columns of then, each as an SQL literal, "|" between them and a line's end behind each row. */
static char *
get_digest (sqlite3 *database, const char *table, const char *columns, const char *key, const char *rows)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_auto (GStrv) names = g_strsplit (columns, ",", -1);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  sqlite3_stmt *statement = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (sql, "%squote(\"%s\")", i > 0 ? " || '|' || " : "", names[i]);
  g_string_append_printf (sql, " FROM \"%s\" ORDER BY %s LIMIT %s", table, key, rows);
  if (sqlite3_prepare_v2 (database, sql->str, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", table, sqlite3_errmsg (database));
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_checksum_update (checksum, sqlite3_column_text (statement, 0), sqlite3_column_bytes (statement, 0));
      g_checksum_update (checksum, (const guchar *) "\n", 1);
    }
  sqlite3_finalize (statement);
  return g_strdup (g_checksum_get_string (checksum));
}

static guint64
count_rows (sqlite3 *database, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", table);
  sqlite3_stmt *statement = NULL;
  guint64 n;

  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return n;
}

static void
assert_tables (const char *path, const char *tables)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  sqlite3 *database = open_plain (path);

  g_assert_true (g_file_get_contents (tables, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 20);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);
      g_autofree char *digest = NULL;

      g_assert_cmpuint (g_strv_length (parts), ==, 5);
      g_test_message ("%s, %s rows", parts[0], parts[3]);
      digest = get_digest (database, parts[0], parts[1], parts[2], parts[3]);
      g_assert_cmpstr (digest, ==, parts[4]);
      /* The journal goes on; nothing else has grown. */
      if (!g_str_has_prefix (parts[0], "journal"))
        g_assert_cmpuint (count_rows (database, parts[0]), ==, g_ascii_strtoull (parts[3], NULL, 10));
    }
  sqlite3_close (database);
}

static void
test_version (gconstpointer data)
{
  const char *folder = data;
  g_autofree char *backup = g_build_filename (folder, "office.backup", NULL);
  g_autofree char *tables = g_build_filename (folder, "tables", NULL);
  g_autofree char *work = g_dir_make_tmp ("canlian-versions-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (work, "office.canlian", NULL);
  g_autoptr (ClCatalogue) catalogue = cl_catalogue_new ();
  g_autoptr (GPtrArray) wrong = NULL;
  g_autoptr (ClStore) store = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  cl_today_set ("2027-03-15", NULL);
  cl_catalogue_add_folder (catalogue, cl_paths_get_core_dir (), NULL);
  cl_test_add_plugins (catalogue);
  cl_catalogue_finish (catalogue);

  cl_store_restore (backup, path, NULL, &error);
  g_assert_no_error (error);
  store = cl_store_open (path, catalogue, CL_STORE_OPEN, &error);
  g_assert_no_error (error);
  wrong = cl_store_verify (store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < wrong->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (wrong, i));
  g_assert_cmpuint (wrong->len, ==, 0);
  cl_store_close (store);
  assert_tables (path, tables);

  /* The last import can still be taken back, and with it come the rows that it had brought. */
  g_clear_object (&store);
  store = cl_store_open (path, catalogue, CL_STORE_OPEN, &error);
  g_assert_no_error (error);
  words = cl_store_get_undo_words (store);
  g_assert_nonnull (words);
  g_assert_nonnull (strstr (words, "event.csv"));
  g_assert_cmpint (cl_store_undo (store, &error), >, 0);
  g_assert_no_error (error);
  cl_store_close (store);
  cl_test_remove_tree (work);
}

/* The columns of @table in @tables, the lines that the script wrote; NULL: it had no such table. */
static const char *
find_columns (char **tables, const char *table, GStrv *parts)
{
  for (guint i = 0; tables[i] != NULL; i++)
    {
      g_strfreev (*parts);
      *parts = g_strsplit (tables[i], "\t", 3);
      if (g_strcmp0 ((*parts)[0], table) == 0)
        return (*parts)[1];
    }
  return NULL;
}

/* The newest folder has the tables that this version makes: where they differ, a file of this version is due, or the next version has none to be tried on. */
static void
test_newest (gconstpointer data)
{
  const char *folder = data;
  g_autofree char *path = g_build_filename (folder, "tables", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) tables = NULL, parts = NULL;
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  sqlite3 *database;
  sqlite3_stmt *statement = NULL;
  guint n = 0;

  cl_test_store_close (test);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  tables = g_strsplit (g_strchomp (text), "\n", -1);
  database = open_plain (test->path);
  g_assert_cmpint (sqlite3_prepare_v2 (database,
                                       "SELECT t.name, (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_table_info(t.name) ORDER BY cid)) FROM sqlite_schema t"
                                       " WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('schema', 'setting', 'counter', 'installation')",
                                       -1, &statement, NULL), ==, SQLITE_OK);
  for (; sqlite3_step (statement) == SQLITE_ROW; n++)
    {
      const char *table = (const char *) sqlite3_column_text (statement, 0), *columns = (const char *) sqlite3_column_text (statement, 1);

      if (g_strcmp0 (columns, find_columns (tables, table, &parts)) != 0)
        g_error ("The table %s is not as in %s. Write the folder after it (CONTRIBUTING.md, Files of earlier versions), and leave that one as it is.", table, folder);
    }
  g_assert_cmpuint (n, ==, g_strv_length (tables));
  sqlite3_finalize (statement);
  sqlite3_close (database);
}

int
main (int argc, char **argv)
{
  g_autofree char *versions = NULL;
  g_autoptr (GDir) folder = NULL;
  g_autofree char *newest = NULL;
  const char *name;
  guint n = 0, last = 0;

  g_test_init (&argc, &argv, NULL);
  versions = g_test_build_filename (G_TEST_DIST, "data", "versions", NULL);
  folder = g_dir_open (versions, 0, NULL);
  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      char *version = g_build_filename (versions, name, NULL);
      g_autofree char *test = g_strdup_printf ("/versions/%s", name);

      if (g_file_test (version, G_FILE_TEST_IS_DIR))
        {
          last = MAX (last, (guint) g_ascii_strtoull (name, NULL, 10));
          g_test_add_data_func_full (test, version, test_version, g_free);
          n++;
        }
      else
        g_free (version);
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (last, ==, n);
  newest = g_strdup_printf ("%s/%u", versions, last);
  g_test_add_data_func ("/versions/newest", newest, test_newest);
  return g_test_run ();
}
