#include <glib/gstdio.h>

#include "cl-error.h"
#include "cl-own.h"
#include "cl-test-ledgers.h"
#include "cl-test-store.h"

/* Many new records in one write, inserted by a thread of their own. */

typedef enum
{
  MANY_ONLY,
  MANY_BROKEN_OFF,
  MANY_CANCELLED,
} End;

typedef struct
{
  ClTestStore *test;
  gboolean is_queued;
  guint n;
  End end;
  guint n_saved;
  gint64 n_indices; /* before */
} Many;

#define COUNT_INDICES "SELECT count(*) FROM sqlite_schema WHERE type = 'index'"

static ClRecord *
make_folder (Many *many, guint i, gint64 previous)
{
  ClRecord *record = cl_record_new (cl_catalogue_find_ledger (many->test->catalogue, "folder"));
  g_autofree char *name = g_strdup_printf ("卷%u", i);
  g_autofree char *pages = g_strdup_printf ("%u", i * 7);
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_record_set_text (record, "name", name, &error));
  if (i % 3 == 0)
    g_assert_true (cl_record_set_text (record, "pages", pages, &error));
  if (i % 4 == 0)
    g_assert_true (cl_record_set_text (record, "words", "土地、水利", &error));
  if (previous != 0)
    cl_record_set_reference (record, "next", previous);
  return record;
}

/* Folders that refer to each other, and between them what needs the connection: a record that is changed again, a part that is taken back, a count. */
static gboolean
many_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Many *many = data;
  gint64 previous = 0, before = cl_test_ask (cl_transaction_get_database (transaction), "SELECT count(*) FROM folder");

  if (many->is_queued)
    cl_transaction_expect_many (transaction);
  for (guint i = 0; i < many->n; i++)
    {
      g_autoptr(ClRecord) record = make_folder (many, i, previous);
      gboolean is_part = i % 1300 == 7;

      if (is_part && !cl_transaction_begin_part (transaction, error))
        return FALSE;
      if (!cl_transaction_save (transaction, record, error))
        return FALSE;
      if (is_part && !cl_transaction_end_part (transaction, FALSE, error))
        return FALSE;
      many->n_saved = i + 1;
      previous = is_part ? 0 : cl_record_get_id (record);
      if (i % 1700 == 3)
        {
          g_assert_true (cl_record_set_text (record, "pages", "1", error));
          if (!cl_transaction_save (transaction, record, error))
            return FALSE;
          g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), "SELECT count(*) FROM folder"), ==, before + i + 1 - (i + 1293) / 1300);
        }
    }
  if (many->end == MANY_CANCELLED)
    {
      g_autoptr(ClRecord) waiting = make_folder (many, many->n, 0);

      g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), COUNT_INDICES), <, many->n_indices);
      g_assert_true (cl_transaction_save (transaction, waiting, error));
      g_cancellable_cancel (cl_transaction_get_cancellable (transaction));
    }
  return many->end != MANY_BROKEN_OFF;
}

static GPtrArray *
read_parts (ClTestStore *test)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (test->path, CL_DATABASE_READ, &error);
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT changeset FROM journal_changeset ORDER BY entry, part", &error);

  g_assert_no_error (error);
  while (cl_statement_step (statement, &error))
    {
      gsize size;
      gconstpointer bytes = cl_statement_get_bytes (statement, 0, &size);

      g_ptr_array_add (parts, g_bytes_new (bytes, size));
    }
  g_assert_no_error (error);
  return parts;
}

static void
assert_sound (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = cl_store_verify (test->store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
alter (ClTestStore *test, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (test->path, CL_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (cl_database_execute (database, sql, &error));
}

/* The journal is the same to the byte as where each row is inserted at once, and undo works from it. */
static void
test_same (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(ClTestStore) other = cl_test_store_new_archive ();
  Many many = { test, TRUE, cl_test_rounds (24000, 11100), MANY_ONLY }, one_by_one = { other, FALSE, many.n, MANY_ONLY };
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GPtrArray) expected = NULL;
  g_autoptr(GError) error = NULL;

  /* Of which the records' numbers are made, and which is drawn. */
  alter (test, "UPDATE installation SET number = 7");
  alter (other, "UPDATE installation SET number = 7");
  g_assert_cmpint (cl_store_write (test->store, "many", many_cb, &many, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_store_write (other->store, "many", many_cb, &one_by_one, &error), >, 0);
  g_assert_no_error (error);
  parts = read_parts (test);
  expected = read_parts (other);
  g_assert_cmpuint (expected->len, >=, many.n / 10000 + 1);
  g_assert_cmpuint (parts->len, ==, expected->len);
  for (guint i = 0; i < parts->len; i++)
    g_assert_true (g_bytes_equal (parts->pdata[i], expected->pdata[i]));
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_record"), ==, cl_test_store_query (other, "SELECT count(*) FROM journal_record"));
  assert_sound (test);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, 0);
  assert_sound (test);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Nothing is left of what was broken off, with rows still waiting and the indices set aside. */
static void
test_ends (gconstpointer end)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  Many many = { test, TRUE, 11100, (End) GPOINTER_TO_UINT (end) };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  many.n_indices = cl_test_store_query (test, COUNT_INDICES);
  if (many.end == MANY_BROKEN_OFF)
    g_assert_cmpint (cl_store_write (test->store, "many", many_cb, &many, &error), ==, 0);
  else
    {
      cl_store_write_async (test->store, "many", many_cb, &many, NULL, cancellable, keep_result_cb, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (cl_store_write_finish (test->store, result, &error), ==, 0);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_changeset"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, COUNT_INDICES), ==, many.n_indices);
  assert_sound (test);
  /* The next write is as ever. */
  many.end = MANY_ONLY;
  many.n = 3;
  g_clear_error (&error);
  g_assert_cmpint (cl_store_write (test->store, "many", many_cb, &many, &error), >, 0);
  g_assert_no_error (error);
}

/* A row that cannot be inserted fails the whole write, whenever it is found out. */
static void
test_failure (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  Many many = { test, TRUE, 2000, MANY_ONLY };
  g_autoptr(GError) error = NULL;

  alter (test, "CREATE TRIGGER refuse BEFORE INSERT ON folder WHEN NEW.name = '卷1900' BEGIN SELECT RAISE(ABORT, 'no'); END");
  g_assert_cmpint (cl_store_write (test->store, "many", many_cb, &many, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  /* It was taken, and waited. */
  g_assert_cmpuint (many.n_saved, >, 1900);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, 0);
  g_clear_error (&error);
  alter (test, "DROP TRIGGER refuse");
  g_assert_cmpint (cl_store_write (test->store, "many", many_cb, &many, &error), >, 0);
  g_assert_no_error (error);
  assert_sound (test);
}

static gint64
get_size (const char *path)
{
  GStatBuf about;

  g_assert_cmpint (g_stat (path, &about), ==, 0);
  return about.st_size;
}

/* What was committed goes from the -wal into the file once nobody waits for it, and is not left to grow. */
static void
test_carried_over (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autofree char *wal = g_strconcat (test->path, "-wal", NULL);
  Many many = { test, TRUE, 24000, MANY_ONLY };
  gint64 before = get_size (test->path), written;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cl_store_write (test->store, "many", many_cb, &many, &error), >, 0);
  g_assert_no_error (error);
  /* The next job comes after it. */
  g_assert_true (cl_store_set_setting (test->store, "key", "value", &error));
  written = get_size (wal);
  g_assert_cmpint (written, >, 4 * 1024 * 1024);
  g_assert_cmpint (get_size (test->path) - before, >, written / 2);
  many.n = 10;
  g_assert_cmpint (cl_store_write (test->store, "many", many_cb, &many, &error), >, 0);
  g_assert_cmpint (get_size (wal), <=, written);
}

static gboolean
sort_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClDatabase *database = cl_transaction_get_database (transaction);

  g_assert_cmpint (sqlite3_db_readonly (cl_database_get_handle (database), "temp"), ==, -1);
  return TRUE;
}

/* Keys are sorted in one piece, which has to be said in the transaction, and cannot be while there is a temporary database: to add a column makes one. */
static void
test_sorting (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  ClLedger *folder = cl_catalogue_find_ledger (test->catalogue, "folder");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      cl_store_write (test->store, "sort", sort_cb, NULL, &error);
      g_assert_no_error (error);
      cl_store_add_own_field (test->store, folder, i == 0 ? "柜号" : "层号", CL_FIELD_INTEGER, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/many/same", test_same);
  g_test_add_data_func ("/many/broken-off", GUINT_TO_POINTER (MANY_BROKEN_OFF), test_ends);
  g_test_add_data_func ("/many/cancelled", GUINT_TO_POINTER (MANY_CANCELLED), test_ends);
  g_test_add_func ("/many/failure", test_failure);
  g_test_add_func ("/many/carried-over", test_carried_over);
  g_test_add_func ("/many/sorting", test_sorting);
  return g_test_run ();
}
