/* The journal answers: found by who, kind, ledger, record, days and words; every alteration of the file shows in the check; a purge keeps the chain. */

#include "cl-database-private.h"
#include "cl-date.h"
#include "cl-error.h"
#include "cl-test-ledgers.h"
#include "cl-test-store.h"

#include <glib/gstdio.h>

static gint64 shelf, other;

/* Entries of three kinds about two records: numbers as in the file. */
static ClTestStore *
make_journal (void)
{
  ClTestStore *test = cl_test_store_new_archive ();
  g_autoptr(GError) error = NULL;

  shelf = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  other = cl_test_store_add (test, "shelf", "name", "50%_丙", NULL);
  cl_test_store_change (test, "shelf", shelf, "name", "乙");
  g_assert_cmpint (cl_store_note_record (test->store, "reveal", "看 50%_丙", "shelf", other, &error), >, 0);
  g_assert_cmpint (cl_store_note (test->store, "sign-in", "到", &error), >, 0);
  g_assert_no_error (error);
  return test;
}

static void
alter (ClTestStore *test, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = NULL;

  cl_test_store_close (test);
  database = cl_database_open (test->path, CL_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (cl_database_execute (database, sql, &error));
  g_assert_no_error (error);
  g_clear_pointer (&database, cl_database_close);
  cl_test_store_reopen (test);
}

/* The first finding, NULL: none. */
static char *
verify (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = cl_store_verify (test->store, &error);

  g_assert_no_error (error);
  return findings->len > 0 ? g_strdup (findings->pdata[0]) : NULL;
}

static void
test_find (void)
{
  g_autoptr(ClTestStore) test = make_journal ();
  const struct
  {
    ClJournalFilter filter;
    guint n;
  } cases[] = {
    { { .kind = "edit" }, 3 },
    { { .kind = "edit", .limit = 2 }, 2 },
    { { .ledger = "shelf" }, 4 },
    { { .ledger = "folder" }, 0 },
    { { .ledger = "shelf", .record = shelf }, 2 },
    { { .ledger = "shelf", .record = other, .kind = "reveal" }, 1 },
    { { .text = "50%_" }, 1 },
    { { .text = "0_丙" }, 0 },
    { { .text = "%" }, 1 },
    { { .actor = "nobody who was here" }, 0 },
    { { .until = "2020-01-01" }, 0 },
    { { .kind = "edit", .since = "2020-01-01", .until = "2098-01-01" }, 3 },
    { { .since = "2098-01-01" }, 0 },
  };
  ClJournalFilter wrong = { .since = "yesterday or so" };
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) kinds = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) found = cl_journal_find (test->store, &cases[i].filter, &error);

      g_assert_no_error (error);
      g_test_message ("Case %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (found->len, ==, cases[i].n);
    }
  g_assert_null (cl_journal_find (test->store, &wrong, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  kinds = cl_journal_list_distinct (test->store, "kind", &error);
  g_assert_true (g_strv_contains ((const char *const *) kinds, "reveal"));
}

/* Words that begin with what kind of entry it is are not told twice. */
static void
test_say (void)
{
  const char *kind = cl_journal_kind_label ("print");
  g_autofree char *words = g_strconcat (kind, " 2026-0001", NULL);
  ClJournalEntry entry = { .actor = (char *) "王芳", .kind = (char *) "print", .words = words };
  g_autofree char *once = cl_journal_entry_say (&entry), *undone = NULL, *plain = NULL;

  g_assert_cmpstr (strstr (once, kind), ==, words);
  entry.undone = TRUE;
  undone = cl_journal_entry_say (&entry);
  g_assert_nonnull (strstr (undone, "undone"));
  entry.words = (char *) "2026-0001";
  entry.undone = FALSE;
  plain = cl_journal_entry_say (&entry);
  g_assert_nonnull (strstr (plain, kind));
}

static void
test_parts (void)
{
  g_autoptr(ClTestStore) test = make_journal ();
  const ClJournalFilter edits = { .kind = "edit", .limit = 1 }, reveals = { .kind = "reveal" }, signs = { .kind = "sign-in" };
  g_autoptr(GPtrArray) edit = cl_journal_find (test->store, &edits, NULL);
  g_autoptr(GPtrArray) reveal = cl_journal_find (test->store, &reveals, NULL);
  g_autoptr(GPtrArray) sign = cl_journal_find (test->store, &signs, NULL);
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *said = cl_journal_entry_say (edit->pdata[0]);
  const ClJournalPart *part;
  const ClJournalChange *change;
  guint n;

  g_assert_nonnull (strstr (said, ", change name"));
  parts = cl_journal_entry_parts (test->store, ((ClJournalEntry *) edit->pdata[0])->entry, 10, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  part = parts->pdata[0];
  g_assert_cmpint (part->record, ==, shelf);
  g_assert_cmpstr (part->called, ==, "乙");
  change = part->step->changes->pdata[0];
  g_assert_cmpstr (change->before, ==, "甲");
  g_assert_cmpstr (change->after, ==, "乙");
  g_clear_pointer (&parts, g_ptr_array_unref);

  /* A look changes nothing and is known of its record. */
  parts = cl_journal_entry_parts (test->store, ((ClJournalEntry *) reveal->pdata[0])->entry, 10, &n, &error);
  g_assert_cmpuint (parts->len, ==, 1);
  g_assert_cmpint (((ClJournalPart *) parts->pdata[0])->record, ==, other);
  g_clear_pointer (&parts, g_ptr_array_unref);
  parts = cl_journal_entry_parts (test->store, ((ClJournalEntry *) sign->pdata[0])->entry, 10, &n, &error);
  g_assert_cmpuint (parts->len, ==, 0);
}

/* Each in a file of its own: what is done to it, and what the check must say. */
static void
test_alterations (void)
{
  const struct
  {
    const char *sql;
    const char *said;
  } cases[] = {
    { "UPDATE journal SET words = '无' WHERE kind = 'sign-in'", "was altered" },
    { "UPDATE journal SET actor = 'another' WHERE kind = 'sign-in'", "was altered" },
    { "UPDATE journal SET time = time - 1 WHERE kind = 'reveal'", "was altered" },
    { "UPDATE journal_changeset SET changeset = zeroblob(10) WHERE entry = (SELECT max(entry) FROM journal_changeset)", "was altered" },
    { "DELETE FROM journal_changeset WHERE entry = (SELECT max(entry) FROM journal_changeset)", "was altered" },
    { "DELETE FROM journal WHERE kind = 'reveal'", "gap" },
    { "DELETE FROM journal WHERE entry <= 2", "gap" },
    { "DELETE FROM journal WHERE entry = 1", "gap" },
    { "UPDATE journal SET entry = -1 WHERE kind = 'reveal'; UPDATE journal SET entry = entry - 1 WHERE kind = 'sign-in';"
      " UPDATE journal SET entry = (SELECT max(entry) + 1 FROM journal) WHERE entry = -1", "does not follow" },
    { "DELETE FROM journal WHERE kind = 'sign-in'", "end of the journal" },
    { "DELETE FROM journal WHERE kind IN ('reveal', 'sign-in')", "end of the journal" },
    { "DELETE FROM journal", "end of the journal" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ClTestStore) test = make_journal ();
      g_autofree char *before = verify (test);
      g_autofree char *after = NULL;

      g_assert_null (before);
      alter (test, cases[i].sql);
      after = verify (test);
      g_test_message ("%s: %s", cases[i].sql, after);
      g_assert_nonnull (after);
      g_assert_nonnull (strstr (after, cases[i].said));
    }
}

/* What is written after it does not cover an end that was cut off; whoever put an older copy there says so by taking the head away. */
static void
test_cut_end_stays_told (void)
{
  g_autoptr(ClTestStore) test = make_journal ();
  g_autofree char *head = g_strconcat (test->path, ".head", NULL);
  g_autofree char *told = NULL;

  alter (test, "DELETE FROM journal WHERE kind = 'sign-in'");
  for (int i = 0; i < 3; i++)
    cl_store_note (test->store, "sign-in", "又到", NULL);
  cl_test_store_reopen (test);
  cl_store_note (test->store, "sign-in", "又到", NULL);
  told = verify (test);
  g_assert_nonnull (told);
  g_assert_nonnull (strstr (told, head));
  g_clear_pointer (&told, g_free);
  g_assert_cmpint (g_unlink (head), ==, 0);
  cl_test_store_reopen (test);
  told = verify (test);
  g_assert_null (told);
  cl_store_note (test->store, "sign-in", "再到", NULL);
  g_assert_true (g_file_test (head, G_FILE_TEST_EXISTS));
}

static gboolean
names_last (ClTestStore *test)
{
  g_autofree char *head = g_strconcat (test->path, ".head", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (head, &text, NULL, NULL) && g_ascii_strtoll (text, NULL, 10) == cl_test_store_query (test, "SELECT max(entry) FROM journal");
}

/* Of many writes in a row the head is kept once, soon after; the last when the file is closed. */
static void
test_head_follows (void)
{
  g_autoptr(ClTestStore) test = make_journal ();
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  for (int i = 0; i < 3; i++)
    cl_store_note (test->store, "sign-in", "又到", NULL);
  g_assert_false (names_last (test));
  while (!names_last (test) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (names_last (test));
  cl_store_note (test->store, "sign-in", "再到", NULL);
  cl_test_store_close (test);
  g_assert_true (names_last (test));
}

/* Restoring makes another journal of it: the head of what was there goes with what was there. */
static void
test_restored (void)
{
  g_autoptr(ClTestStore) test = make_journal ();
  g_autofree char *archive = g_build_filename (test->folder, "backup.tar.gz", NULL);
  g_autofree char *told = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_store_backup (test->store, archive, NULL, &error));
  cl_test_store_change (test, "shelf", shelf, "name", "丁");
  cl_test_store_close (test);
  g_assert_true (cl_store_restore (archive, test->path, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  told = verify (test);
  g_assert_null (told);
}

static void
test_purge (void)
{
  g_autoptr(ClTestStore) test = make_journal ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) steps = NULL;
  g_autofree char *words = NULL;
  g_autofree char *told = NULL;
  gint64 last = cl_test_store_query (test, "SELECT max(entry) FROM journal"), purge;

  /* Nothing is so old; then all of it but what comes after. */
  g_assert_cmpint (cl_store_purge_journal (test->store, "2020-01-01", &error), ==, -1);
  g_assert_cmpint (cl_store_apply_journal_years (test->store, &error), ==, -1);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT max(entry) FROM journal"), ==, last);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  purge = cl_store_purge_journal (test->store, "2099-01-01", &error);
  g_assert_no_error (error);
  g_assert_cmpint (purge, ==, last + 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_changeset"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_record"), ==, 0);
  g_assert_null (cl_store_get_undo_words (test->store));
  g_assert_null (cl_store_get_redo_words (test->store));
  g_assert_cmpint (cl_store_redo (test->store, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOTHING);
  g_clear_error (&error);
  told = verify (test);
  g_assert_null (told);

  /* What is done from now on is undone and told as ever. */
  cl_test_store_change (test, "shelf", shelf, "name", "戊");
  cl_test_store_reopen (test);
  steps = cl_journal_history (test->store, cl_catalogue_find_ledger (test->catalogue, "shelf"), shelf, &error);
  g_assert_cmpuint (steps->len, ==, 1);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
  told = verify (test);
  g_assert_null (told);
  g_assert_cmpint (cl_store_purge_journal (test->store, "2099-01-01", &error), >, 0);
  told = verify (test);
  g_assert_null (told);

  /* But nobody cuts further under the cover of it. */
  cl_store_note (test->store, "sign-in", "到", NULL);
  alter (test, "DELETE FROM journal WHERE kind = 'purge'");
  told = verify (test);
  g_assert_nonnull (told);
  g_assert_nonnull (strstr (told, "gap"));
}

/* The oldest are of 2027: with a rule of five years they go in 2033, and only those. */
static void
test_rule (void)
{
  g_autoptr(ClTestStore) test = make_journal ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *soon = g_date_time_format (now, "%Y-12-31");
  g_autofree char *late = cl_date_add (soon, 6, 0, 0);
  g_autofree char *told = NULL;

  g_assert_cmpuint (cl_store_get_journal_years (test->store), ==, 0);
  g_assert_false (cl_store_set_journal_years (test->store, 1, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (cl_store_set_journal_years (test->store, 5, &error));
  g_assert_cmpuint (cl_store_get_journal_years (test->store), ==, 5);
  cl_today_set (soon, NULL);
  g_assert_cmpint (cl_store_apply_journal_years (test->store, &error), ==, -1);
  cl_today_set (late, NULL);
  g_assert_cmpint (cl_store_apply_journal_years (test->store, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal"), ==, 1);
  told = verify (test);
  g_assert_null (told);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chain/say", test_say);
  g_test_add_func ("/chain/find", test_find);
  g_test_add_func ("/chain/parts", test_parts);
  g_test_add_func ("/chain/alterations", test_alterations);
  g_test_add_func ("/chain/cut-end-stays-told", test_cut_end_stays_told);
  g_test_add_func ("/chain/head-follows", test_head_follows);
  g_test_add_func ("/chain/restored", test_restored);
  g_test_add_func ("/chain/purge", test_purge);
  g_test_add_func ("/chain/rule", test_rule);
  return g_test_run ();
}
