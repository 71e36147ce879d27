/* What happens to files in offices, one a line: each is told in a sentence that says what to do, and there is a way on to what was in it. */

#include "cl-database-private.h"
#include "cl-date.h"
#include "cl-error.h"
#include "cl-kept.h"
#include "cl-rescue.h"
#include "cl-test-store.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define PEOPLE 600

static gboolean
add_people_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *person = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person");

  for (int i = 0; i < GPOINTER_TO_INT (data); i++)
    {
      g_autoptr(ClRecord) record = cl_record_new (person);

      if (!cl_record_set_text (record, "name", i % 2 ? "张伟" : "李娜", error) || !cl_record_set_text (record, "remark", "上河村三组老槐树旁第十二户，门前有坡", error)
          || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_people (ClTestStore *test, int n, GError **error)
{
  return cl_store_write (test->store, "people", add_people_cb, GINT_TO_POINTER (n), error) > 0;
}

static void
fill (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (add_people (test, PEOPLE, &error));
  g_assert_no_error (error);
}

/* A sentence and what to do: more than one sentence, and not SQLite's own. */
static void
assert_sentences (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (strstr (error->message, ". ") == NULL && strstr (error->message, "; ") == NULL)
    g_error ("It is not said what to do: %s", error->message);
}

static void
run_sql (const char *path, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (path, CL_DATABASE_WRITE, &error);

  g_assert_true (cl_database_execute (database, sql, &error));
}

static void
go_missing (const char *path)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
empty (const char *path)
{
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
replace_by_text (const char *path)
{
  g_assert_true (g_file_set_contents (path, "此文件是一份通知，不是数据。", -1, NULL));
}

static void
replace_by_database (const char *path)
{
  sqlite3 *other;

  g_unlink (path);
  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "CREATE TABLE bookmarks (url)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
}

static void
make_newer (const char *path)
{
  run_sql (path, "UPDATE schema SET version = 99 WHERE module = 'store'");
}

static void
alter (const char *path, gboolean truncate)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize i = size / 3; !truncate && i < size * 2 / 3; i += 509)
    bytes[i] ^= 0x10;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) (truncate ? size / 2 / 4096 * 4096 - 100 : size), NULL));
}

static void
truncate_half (const char *path)
{
  alter (path, TRUE);
}

static void
flip_bits (const char *path)
{
  alter (path, FALSE);
}

static const struct
{
  const char *name;
  void (*harm) (const char *path);
  ClError code;
  gboolean rescues; /* a part of it at least can be saved elsewhere */
} troubles[] = {
  { "missing, a mount that is lost", go_missing, CL_ERROR_NOT_FOUND, FALSE },
  { "empty", empty, CL_ERROR_FOREIGN, FALSE },
  { "a text", replace_by_text, CL_ERROR_FOREIGN, FALSE },
  { "another program's", replace_by_database, CL_ERROR_FOREIGN, FALSE },
  { "newer", make_newer, CL_ERROR_NEWER, FALSE },
  { "cut", truncate_half, CL_ERROR_DAMAGED, TRUE },
  { "flipped bits", flip_bits, CL_ERROR_DAMAGED, TRUE },
};

/* Refused with a sentence; the backup of the day brings all back, whatever it was; of what is damaged the readable part is saved elsewhere. */
static void
test_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      g_autoptr(ClTestStore) test = cl_test_store_new ();
      g_autofree char *saved = g_build_filename (test->folder, "saved.canlian", NULL);
      g_autoptr(GPtrArray) kept = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(ClStore) store = NULL;

      g_test_message ("%s", troubles[i].name);
      fill (test);
      g_assert_true (cl_kept_make (test->path, "day", NULL, &error));
      cl_test_store_close (test);
      troubles[i].harm (test->path);
      store = cl_store_open (test->path, test->catalogue, CL_STORE_OPEN, &error);
      g_assert_null (store);
      g_assert_error (error, CL_ERROR, (int) troubles[i].code);
      assert_sentences (error);
      g_clear_error (&error);
      if (troubles[i].rescues)
        {
          g_autoptr(ClRescue) rescue = cl_store_rescue (test->path, saved, test->catalogue, NULL, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (rescue->n_read, >, 0);
        }
      kept = cl_kept_list (test->path);
      g_assert_cmpuint (kept->len, ==, 1);
      g_assert_true (cl_store_restore (((const ClKept *) kept->pdata[0])->path, test->path, NULL, &error));
      g_assert_no_error (error);
      cl_test_store_reopen (test);
      g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, PEOPLE);
    }
}

/* Copied while it was open, with the -wal that was left beside it: nothing that was acknowledged is missing. */
static void
test_leftover (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  static const char *const parts[] = { "", "-wal" };
  g_autofree char *away = g_build_filename (test->folder, "away", NULL);

  fill (test);
  g_mkdir (away, 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *from = g_strconcat (test->path, parts[i], NULL), *name = g_strconcat ("copy.canlian", parts[i], NULL), *to = g_build_filename (away, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
      g_assert_cmpuint (size, >, 0);
      g_assert_true (g_file_set_contents (to, bytes, (gssize) size, NULL));
    }
  cl_test_store_close (test);
  g_free (test->path);
  test->path = g_build_filename (away, "copy.canlian", NULL);
  cl_test_store_reopen (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, PEOPLE);
}

/* A second program on the same file. */
static void
test_second (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (cl_store_open (test->path, test->catalogue, CL_STORE_OPEN, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_LOCKED);
  assert_sentences (error);
}

/* No file may grow any more, as on a full disk: the write is refused, what was there is there, and with room again it is written. */
static void
test_full (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GError) error = NULL;
  struct rlimit before, full;
  GStatBuf status;

  fill (test);
  g_assert_cmpint (g_stat (test->path, &status), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  full = before;
  full.rlim_cur = (rlim_t) MAX (status.st_size, 65536);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  g_assert_false (add_people (test, 5000, &error));
  assert_sentences (error);
  g_clear_error (&error);
  g_assert_false (cl_kept_make (test->path, "import", NULL, &error));
  assert_sentences (error);
  g_clear_error (&error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, PEOPLE);
  g_assert_true (add_people (test, 5000, &error));
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  findings = cl_store_verify (test->store, &error);
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, PEOPLE + 5000);
}

/* The clock is set back by years: entries go on in their order, and no backup goes for it. */
static void
test_clock (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GPtrArray) kept = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_kept_make (test->path, "day", NULL, &error));
  cl_today_set ("2019-01-01", NULL);
  cl_test_store_reopen (test);
  fill (test);
  g_assert_true (cl_kept_make (test->path, "day", NULL, &error));
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  findings = cl_store_verify (test->store, &error);
  g_assert_cmpuint (findings->len, ==, 0);
  kept = cl_kept_list (test->path);
  g_assert_cmpuint (kept->len, ==, 2);
  cl_today_set (CL_TEST_TODAY, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/troubles/files", test_files);
  g_test_add_func ("/troubles/leftover-wal", test_leftover);
  g_test_add_func ("/troubles/two-programs", test_second);
  g_test_add_func ("/troubles/full", test_full);
  g_test_add_func ("/troubles/clock-set-back", test_clock);
  return g_test_run ();
}
