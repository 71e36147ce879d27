/* Changes of the store: alone, whole or not at all, told of, taken back, given up, and there after the program was killed. */

#include "cl-test-store.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-error.h"
#include "cl-query.h"
#include "cl-store-private.h"
#include "cl-test-ledgers.h"

static gboolean
save_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  return cl_transaction_save (transaction, data, error);
}

static gboolean
peek_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClTestStore *test = data;
  g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "shelf"));

  if (!cl_record_set_text (record, "name", "甲", error) || !cl_transaction_save (transaction, record, error))
    return FALSE;
  /* The main thread waits in cl_store_write(): its connection may be looked through from here. */
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 0);
  return TRUE;
}

static void
test_isolated (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cl_store_write (test->store, "peek", peek_cb, test, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 1);
}

static gboolean
fail_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  if (!save_cb (transaction, data, error))
    return FALSE;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, "no");
  return FALSE;
}

static void
test_rolled_back (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "shelf"));
  g_autoptr(GError) error = NULL;
  gint64 entries = cl_test_store_query (test, "SELECT count(*) FROM journal");

  cl_record_set_text (record, "name", "甲", &error);
  g_assert_cmpint (cl_store_write (test->store, "fail", fail_cb, record, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  cl_record_set_id (record, 0);
  g_assert_true (cl_store_rehearse (test->store, save_cb, record, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal"), ==, entries);
}

/* DDL, pragmas, transactions of one's own and the store's own tables are closed to what runs inside a recorded write. */
static gboolean
trespass_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const char *const *sql = data;

  return cl_database_execute (cl_transaction_get_database (transaction), *sql, error);
}

static void
test_guarded (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  const char *trespasses[] = {
    "CREATE TABLE x (y)", "ALTER TABLE shelf ADD COLUMN x", "DROP TABLE sheet", "CREATE INDEX x ON shelf (name)", "CREATE TEMP TABLE x (y)",
    "CREATE TRIGGER t AFTER INSERT ON shelf BEGIN DELETE FROM folder; END", "COMMIT", "ROLLBACK", "SAVEPOINT x", "PRAGMA foreign_keys = OFF",
    "ATTACH ':memory:' AS x", "DELETE FROM journal", "UPDATE counter SET value = 0", "INSERT INTO journal_record VALUES ('a', 1, 1)", "VACUUM",
    "CREATE VIRTUAL TABLE v USING fts5 (x)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (trespasses); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", trespasses[i]);
      g_assert_cmpint (cl_store_write (test->store, "trespass", trespass_cb, &trespasses[i], &error), ==, 0);
      g_assert_nonnull (error);
    }
  g_assert_cmpint (cl_test_store_add (test, "shelf", "name", "甲", NULL), >, 0);
}

typedef struct
{
  GString *log;
  GMainLoop *loop;
  ClStore *store;
  gint64 entry;
  GError *error;
} Told;

static void
changed_cb (ClStore *store, const char *ledger, GArray *ids, gpointer data)
{
  Told *told = data;

  g_string_append_printf (told->log, "%s:%d ", ledger, ids != NULL ? (int) ids->len : -1);
}

static void
journal_changed_cb (ClStore *store, gpointer data)
{
  Told *told = data;

  g_string_append (told->log, "journal ");
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Told *told = data;

  told->entry = cl_store_write_finish (CL_STORE (object), result, &told->error);
  g_string_append (told->log, "back ");
  if (told->loop != NULL)
    g_main_loop_quit (told->loop);
}

static void
test_told (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GString) log = g_string_new (NULL);
  Told told = { .log = log, .loop = loop };
  ClRecord *record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "folder"));
  g_autoptr(GError) error = NULL;
  gint64 shelf = cl_test_store_add (test, "shelf", "name", "甲", NULL);

  g_signal_connect (test->store, "changed", G_CALLBACK (changed_cb), &told);
  g_signal_connect (test->store, "journal-changed", G_CALLBACK (journal_changed_cb), &told);
  cl_record_set_text (record, "name", "一", &error);
  cl_record_set_text (record, "words", "甲、乙、丙", &error);
  g_assert_no_error (error);
  cl_store_write_async (test->store, "add", save_cb, record, (GDestroyNotify) cl_record_free, NULL, written_cb, &told);
  g_assert_cmpstr (log->str, ==, "");
  g_main_loop_run (loop);
  g_assert_no_error (told.error);
  g_assert_cmpint (told.entry, >, 0);
  /* Three words and a dated row with three words are one folder and one placing. */
  g_assert_nonnull (strstr (log->str, "folder:1 "));
  g_assert_nonnull (strstr (log->str, "placing:1 "));
  g_assert_true (g_str_has_suffix (log->str, "journal back "));
  g_assert_null (strstr (log->str, "words"));

  g_string_truncate (log, 0);
  cl_store_note (test->store, "print", "附件3", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (log->str, ==, "journal ");
  g_string_truncate (log, 0);
  /* The same name again changes nothing: no entry, no signal. */
  g_assert_cmpint (cl_test_store_change (test, "shelf", shelf, "name", "甲"), ==, -1);
  g_assert_cmpstr (log->str, ==, "");
  cl_store_undo (test->store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (log->str, "folder:1 "));
}

static void
undone_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Told *told = data;

  told->entry = cl_store_undo_finish (CL_STORE (object), result, &told->error);
  g_string_append (told->log, "back ");
  if (told->loop != NULL)
    g_main_loop_quit (told->loop);
}

static void
redone_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Told *told = data;

  told->entry = cl_store_redo_finish (CL_STORE (object), result, &told->error);
  g_main_loop_quit (told->loop);
}

/* The caller goes on while the writer takes back; what is taken back is what was next when it was asked. */
static void
test_undo_async (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GString) log = g_string_new (NULL);
  Told told = { .log = log, .loop = loop };
  Told silent = { .log = log };
  ClRecord *record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "shelf"));
  g_autoptr(GError) error = NULL;

  cl_store_undo_async (test->store, NULL, undone_cb, &told);
  g_main_loop_run (loop);
  g_assert_error (told.error, CL_ERROR, CL_ERROR_NOTHING);
  g_clear_error (&told.error);

  cl_test_store_add (test, "shelf", "name", "甲", NULL);
  g_signal_connect (test->store, "changed", G_CALLBACK (changed_cb), &told);
  g_signal_connect (test->store, "journal-changed", G_CALLBACK (journal_changed_cb), &told);
  g_string_truncate (log, 0);
  cl_store_undo_async (test->store, NULL, undone_cb, &told);
  g_assert_cmpstr (log->str, ==, "");
  g_main_loop_run (loop);
  g_assert_no_error (told.error);
  g_assert_cmpint (told.entry, >, 0);
  g_assert_cmpstr (log->str, ==, "shelf:1 journal back ");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 0);
  cl_store_redo_async (test->store, NULL, redone_cb, &told);
  g_main_loop_run (loop);
  g_assert_no_error (told.error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 1);

  /* A write that was under way lands first: it is not taken back in the place of what was meant. */
  cl_record_set_text (record, "name", "乙", &error);
  g_assert_no_error (error);
  cl_store_write_async (test->store, "add", save_cb, record, (GDestroyNotify) cl_record_free, NULL, written_cb, &silent);
  cl_store_undo_async (test->store, NULL, undone_cb, &told);
  g_main_loop_run (loop);
  g_assert_error (told.error, CL_ERROR, CL_ERROR_CONFLICT);
  g_clear_error (&told.error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 2);
}

static gboolean
wait_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  while (!g_cancellable_set_error_if_cancelled (cl_transaction_get_cancellable (transaction), error))
    g_usleep (1000);
  return FALSE;
}

static void
test_cancelled (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Told told = { .log = log, .loop = loop };

  cl_store_write_async (test->store, "wait", wait_cb, NULL, NULL, cancellable, written_cb, &told);
  g_usleep (5000);
  g_cancellable_cancel (cancellable);
  g_main_loop_run (loop);
  g_assert_error (told.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&told.error);
  g_assert_cmpint (cl_test_store_add (test, "shelf", "name", "甲", NULL), >, 0);
}

/* SQLite rolls back an interrupted transaction by itself. A function that does not look at errors and writes on must not have its
 * rows committed one by one, outside of any transaction and of the journal. */
static gboolean
careless_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClTestStore *test = data;
  ClDatabase *database = cl_transaction_get_database (transaction);

  cl_database_execute (database, "INSERT INTO shelf (id, name) VALUES (1, 'a')", NULL);
  g_cancellable_cancel (cl_transaction_get_cancellable (transaction));
  cl_database_execute (database, "INSERT INTO shelf (name) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT 'b' FROM n", NULL);
  g_cancellable_reset (cl_transaction_get_cancellable (transaction));
  cl_database_execute (database, "INSERT INTO shelf (id, name) VALUES (2, 'c')", NULL);
  {
    g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "shelf"));

    cl_record_set_text (record, "name", "甲", NULL);
    cl_transaction_save (transaction, record, NULL);
  }
  return TRUE;
}

static void
test_careless (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Told told = { .log = log, .loop = loop };

  cl_store_write_async (test->store, "careless", careless_cb, test, NULL, cancellable, written_cb, &told);
  g_main_loop_run (loop);
  g_assert_nonnull (told.error);
  g_clear_error (&told.error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 0);
  g_assert_cmpint (cl_test_store_add (test, "shelf", "name", "甲", NULL), >, 0);
}

/* What was handed over is written before the store is closed, and said before close returns. */
static void
test_closed (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(GString) log = g_string_new (NULL);
  Told told = { .log = log };
  g_autoptr(GError) error = NULL;
  ClRecord *record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "shelf"));

  cl_record_set_text (record, "name", "甲", &error);
  cl_store_write_async (test->store, "add", save_cb, record, (GDestroyNotify) cl_record_free, NULL, written_cb, &told);
  cl_store_close (test->store);
  while (told.entry == 0 && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (told.entry, >, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 1);
  g_assert_null (cl_store_get_reader (test->store));
  g_assert_cmpint (cl_store_write (test->store, "late", save_cb, NULL, &error), ==, 0);
  g_assert_nonnull (error);
  cl_store_close (test->store);
}

static void
write_until_killed (ClTestStore *test, int out)
{
  g_autoptr(ClStore) store = cl_store_open (test->path, test->catalogue, CL_STORE_OPEN, NULL);

  for (;;)
    {
      g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "shelf"));

      cl_record_set_text (record, "name", "甲", NULL);
      if (store == NULL || cl_store_write (store, "add", save_cb, record, NULL) <= 0 || write (out, "x", 1) != 1)
        _exit (1);
    }
}

/* The plug is pulled: what was acknowledged is there, whole, and can be undone. */
static void
test_killed (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GError) error = NULL;

  for (int round = 0; round < 3; round++)
    {
      gint64 before = cl_test_store_query (test, "SELECT count(*) FROM shelf");
      gint64 acknowledged = 0, present;
      int ends[2], status;
      char byte;
      pid_t child;

      cl_test_store_close (test);
      g_assert_cmpint (pipe (ends), ==, 0);
      child = fork ();
      if (child == 0)
        write_until_killed (test, ends[1]);
      close (ends[1]);
      while (acknowledged < 20 + round && read (ends[0], &byte, 1) == 1)
        acknowledged++;
      kill (child, SIGKILL);
      while (read (ends[0], &byte, 1) == 1)
        acknowledged++;
      waitpid (child, &status, 0);
      close (ends[0]);
      g_assert_true (WIFSIGNALED (status));
      cl_test_store_reopen (test);
      present = cl_test_store_query (test, "SELECT count(*) FROM shelf") - before;
      g_assert_cmpint (present, >=, acknowledged);
      g_assert_cmpint (present, <=, acknowledged + 1);
    }
  findings = cl_store_verify (test->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/writing/isolated", test_isolated);
  g_test_add_func ("/writing/rolled-back", test_rolled_back);
  g_test_add_func ("/writing/guarded", test_guarded);
  g_test_add_func ("/writing/told", test_told);
  g_test_add_func ("/writing/undo-async", test_undo_async);
  g_test_add_func ("/writing/cancelled", test_cancelled);
  g_test_add_func ("/writing/careless", test_careless);
  g_test_add_func ("/writing/closed", test_closed);
  g_test_add_func ("/writing/killed", test_killed);
  return g_test_run ();
}
