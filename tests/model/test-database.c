#include "cl-test-store.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cl-database-private.h"
#include "cl-date.h"
#include "cl-error.h"

static char *
make_path (char **folder)
{
  g_autoptr(GError) error = NULL;

  *folder = g_dir_make_tmp ("canlian-test-XXXXXX", &error);
  g_assert_no_error (error);
  return g_build_filename (*folder, "a.db", NULL);
}

static char *
ask_text (ClDatabase *database, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClStatement) statement = cl_database_prepare (database, sql, &error);

  g_assert_no_error (error);
  g_assert_true (cl_statement_step (statement, &error));
  g_assert_no_error (error);
  return g_strdup (cl_statement_get_text (statement, 0));
}

static void
assert_text (ClDatabase *database, const char *sql, const char *expected)
{
  g_autofree char *text = ask_text (database, sql);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_open (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = make_path (&folder);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) writer = NULL;
  g_autoptr(ClDatabase) reader = NULL;
  GStatBuf status;
  mode_t old_mask = umask (0);

  reader = cl_database_open (path, CL_DATABASE_READ, &error);
  g_assert_null (reader);
  g_assert_nonnull (error);
  g_clear_error (&error);

  writer = cl_database_open (path, CL_DATABASE_CREATE, &error);
  g_assert_no_error (error);
  g_assert_true (cl_database_execute (writer, "CREATE TABLE a (id INTEGER PRIMARY KEY, text TEXT) STRICT; INSERT INTO a VALUES (1, 'x')", &error));
  umask (old_mask);
  g_assert_cmpint (cl_test_ask (writer, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (cl_test_ask (writer, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (cl_test_ask (writer, "PRAGMA application_id"), ==, CL_DATABASE_APPLICATION_ID);
  assert_text (writer, "PRAGMA journal_mode", "wal");
  /* What is sorted is in no file, or in one that is memory. */
  g_assert_cmpint (cl_test_ask (writer, "PRAGMA temp_store"), ==, 2);
  g_assert_true (!g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) || cl_database_has_files_in_memory ());
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (wal, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (shm, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  reader = cl_database_open (path, CL_DATABASE_READ, &error);
  g_assert_no_error (error);
  g_assert_false (cl_database_execute (reader, "INSERT INTO a VALUES (2, 'y')", &error));
  g_assert_nonnull (error);
  g_clear_pointer (&reader, cl_database_close);
  g_clear_pointer (&writer, cl_database_close);
  cl_test_remove_tree (folder);
}

/* A statement that is given back must not keep a read transaction open: a checkpoint could never finish. */
static void
test_reset (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = make_path (&folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) writer = cl_database_open (path, CL_DATABASE_CREATE, &error);
  g_autoptr(ClDatabase) reader = NULL;
  ClStatement *statement, *again;

  cl_database_execute (writer, "CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT; INSERT INTO a VALUES (1), (2)", &error);
  reader = cl_database_open (path, CL_DATABASE_READ, &error);
  g_assert_no_error (error);
  statement = cl_database_prepare (reader, "SELECT id FROM a WHERE id >= ?", &error);
  cl_statement_bind_integer (statement, 1, 1);
  g_assert_true (cl_statement_step (statement, &error));
  cl_database_execute (writer, "INSERT INTO a VALUES (3)", &error);
  g_assert_no_error (error);
  sqlite3_busy_timeout (cl_database_get_handle (writer), 0);
  g_assert_cmpint (cl_test_ask (writer, "PRAGMA wal_checkpoint(TRUNCATE)"), ==, 1);
  cl_statement_release (statement);
  g_assert_cmpint (cl_test_ask (writer, "PRAGMA wal_checkpoint(TRUNCATE)"), ==, 0);

  again = cl_database_prepare (reader, "SELECT id FROM a WHERE id >= ?", &error);
  g_assert_true (again == statement);
  g_assert_false (cl_statement_step (again, &error));
  g_assert_no_error (error);
  cl_statement_release (again);
  g_clear_pointer (&reader, cl_database_close);
  g_clear_pointer (&writer, cl_database_close);
  cl_test_remove_tree (folder);
}

static void
test_functions (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = make_path (&folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (path, CL_DATABASE_CREATE, &error);

  cl_today_set ("2027-03-15", &error);
  assert_text (database, "SELECT id_birth('991123195603070028')", "1956-03-07");
  assert_text (database, "SELECT id_sex('991123195603070028')", "2");
  assert_text (database, "SELECT id_sex('99112319560307001X')", "1");
  assert_text (database, "SELECT id_birth('99112319560307001')", NULL);
  assert_text (database, "SELECT certificate_id('99112319560307002841')", "991123195603070028");
  assert_text (database, "SELECT certificate_category('99112319560307002841') || certificate_grade('99112319560307002841')", "41");
  assert_text (database, "SELECT paper_date('2027-03-05')", "2027年3月5日");
  assert_text (database, "SELECT digits('电话 138-000０0012')", "13800000012");
  assert_text (database, "SELECT today()", "2027-03-15");
  g_assert_cmpint (cl_test_ask (database, "SELECT age('1956-03-16')"), ==, 70);
  g_assert_cmpint (cl_test_ask (database, "SELECT age('1956-03-15')"), ==, 71);
  g_assert_cmpint (cl_test_ask (database, "SELECT age('1956-03-15', '1957-03-14')"), ==, 0);
  g_assert_cmpint (cl_test_ask (database, "SELECT age('so') IS NULL AND age(NULL) IS NULL AND paper_date(NULL) IS NULL AND mask('id', NULL) IS NULL"), ==, 1);
  g_assert_cmpint (cl_test_ask (database, "SELECT days_between('2027-03-01', '2027-03-15')"), ==, 14);
  assert_text (database, "SELECT add_days('2027-02-28', 1)", "2027-03-01");
  assert_text (database, "SELECT add_months('2027-01-31', 1)", "2027-02-28");
  assert_text (database, "SELECT add_days('2027-02-28', 9223372036854775807)", NULL);
  assert_text (database, "SELECT label('sex', '1')", "1");
  cl_today_set (NULL, NULL);
  g_clear_pointer (&database, cl_database_close);
  cl_test_remove_tree (folder);
}

static void
test_restricted (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  ClDatabase *reader = cl_store_get_reader (test->store);
  const char *denied[] = {
    "SELECT * FROM journal",
    "SELECT count(*) FROM journal_changeset",
    "SELECT value FROM setting",
    "SELECT sql FROM sqlite_master",
    "SELECT count(*) FROM sqlite_schema",
    "SELECT number FROM installation",
    "SELECT name FROM pragma_table_info('person')",
    "SELECT (SELECT words FROM journal LIMIT 1) FROM person",
    "SELECT * FROM person WHERE id IN (SELECT record FROM journal_record)",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "SELECT randomblob(1000000000)",
    "SELECT printf('%100000000d', 1)",
    "SELECT load_extension('x')",
    "SELECT date('now')",
    "SELECT random()",
    "PRAGMA query_only = OFF",
    "PRAGMA table_info(person)",
    "ATTACH 'x' AS y",
    "DELETE FROM person",
    "UPDATE person SET name = 'x'",
    "INSERT INTO person (name) VALUES ('x')",
    "CREATE TEMP TABLE x (y)",
    "BEGIN",
    "VACUUM",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (denied); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ClStatement) statement = cl_database_prepare (reader, denied[i], &error);

      g_test_message ("%s", denied[i]);
      /* Most are refused before they run; VACUUM when it is to begin. */
      if (statement != NULL)
        g_assert_false (cl_statement_step (statement, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == CL_ERROR);
    }
  g_assert_cmpint (cl_test_ask (reader, "SELECT count(*) FROM division d LEFT JOIN person p ON p.division = d.id WHERE d.name LIKE '云岭%'"), ==, 1);
  g_assert_cmpint (cl_test_ask (reader, "SELECT count(*) FROM (SELECT kind, count(*) FROM organisation GROUP BY kind)"), ==, 1);
  g_assert_cmpint (cl_test_ask (reader, "WITH d AS (SELECT id FROM division) SELECT count(*) FROM d"), ==, 1);
  assert_text (reader, "SELECT label('division-level', level) FROM division", "乡级");
  g_assert_cmpint (cl_test_ask (reader, "SELECT rank('division-level', level) FROM division"), ==, 4);
  g_assert_cmpint (cl_test_ask (reader, "SELECT row_number() OVER (ORDER BY cl_sort_key(name)) FROM division"), ==, 1);
}

static void
test_cancel (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = make_path (&folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(ClDatabase) database = cl_database_open (path, CL_DATABASE_CREATE, &error);
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", &error);

  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  cl_database_set_cancellable (database, cancellable);
  g_assert_false (cl_statement_step (statement, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  cl_database_set_cancellable (database, NULL);
  g_clear_pointer (&statement, cl_statement_release);
  g_assert_cmpint (cl_test_ask (database, "SELECT 7"), ==, 7);
  g_clear_pointer (&database, cl_database_close);
  cl_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/open", test_open);
  g_test_add_func ("/database/reset", test_reset);
  g_test_add_func ("/database/functions", test_functions);
  g_test_add_func ("/database/restricted", test_restricted);
  g_test_add_func ("/database/cancel", test_cancel);
  return g_test_run ();
}
