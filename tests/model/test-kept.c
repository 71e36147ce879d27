/* Backups that are kept by a rule: made, read again, let go, compared, restored. */

#include "cl-test-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-kept.h"

static ClKept *
kept_new (const char *day, guint number, const char *reason)
{
  ClKept *kept = g_new0 (ClKept, 1);

  kept->day = g_strdup (day);
  kept->number = number;
  kept->reason = g_strdup (reason);
  return kept;
}

/* The days that stay of one backup a day for @n days up to @today, as one text. */
static char *
stay_of_days (const char *today, guint n)
{
  g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_kept_free);
  g_autoptr(GPtrArray) gone = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *day = cl_date_add (today, 0, 0, -(int) i);

      g_ptr_array_add (kept, kept_new (day, 1, "day"));
    }
  gone = cl_kept_choose_gone (kept, today);
  for (guint i = 0; i < kept->len; i++)
    if (!g_ptr_array_find (gone, kept->pdata[i], NULL))
      g_string_append_printf (text, "%s ", ((const ClKept *) kept->pdata[i])->day);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_rule (void)
{
  /* 2027-03-15 is a Monday: seven days, the Sundays of three weeks before (the first of them is among the days), the last days of eleven months before. */
  g_autofree char *stay = stay_of_days ("2027-03-15", 800);
  g_autofree char *few = stay_of_days ("2027-03-15", 7);

  g_assert_cmpstr (stay, ==, "2027-03-15 2027-03-14 2027-03-13 2027-03-12 2027-03-11 2027-03-10 2027-03-09 2027-03-07 2027-02-28 2027-01-31 2026-12-31 "
                             "2026-11-30 2026-10-31 2026-09-30 2026-08-31 2026-07-31 2026-06-30 2026-05-31 2026-04-30 ");
  g_assert_cmpuint (strlen (few), ==, 7 * 11);
}

/* What stays on one day is what the next day's rule can choose from: after two years of days there is something of each of twelve months. */
static void
test_rule_day_by_day (void)
{
  g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_kept_free);
  g_autoptr(GHashTable) months = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 730; i++)
    {
      g_autofree char *today = cl_date_add ("2027-03-15", 0, 0, i);
      g_autoptr(GPtrArray) gone = NULL;

      g_ptr_array_insert (kept, 0, kept_new (today, 1, "day"));
      gone = cl_kept_choose_gone (kept, today);
      for (guint g = 0; g < gone->len; g++)
        g_ptr_array_remove (kept, gone->pdata[g]);
      g_assert_cmpuint (kept->len, <=, 7 + 4 + 12);
    }
  for (guint i = 0; i < kept->len; i++)
    g_hash_table_add (months, g_strndup (((const ClKept *) kept->pdata[i])->day, 7));
  g_assert_cmpuint (g_hash_table_size (months), ==, 12);
}

/* Before imports there may be many a day; a clock set back lets nothing go. */
static void
test_rule_others (void)
{
  g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_kept_free);
  g_autoptr(GPtrArray) gone = NULL;

  g_ptr_array_add (kept, kept_new ("2031-01-01", 1, "day"));
  g_ptr_array_add (kept, kept_new ("2030-12-30", 1, "day"));
  for (guint i = 9; i > 1; i--)
    g_ptr_array_add (kept, kept_new ("2027-03-15", i, "import"));
  g_ptr_array_add (kept, kept_new ("2027-03-15", 1, "day"));
  g_ptr_array_add (kept, kept_new ("2019-03-15", 1, "day"));
  gone = cl_kept_choose_gone (kept, "2027-03-15");
  g_assert_cmpuint (gone->len, ==, 4);
  g_assert_cmpuint (((const ClKept *) gone->pdata[0])->number, ==, 4);
  g_assert_cmpstr (((const ClKept *) gone->pdata[3])->day, ==, "2019-03-15");
}

static void
make (ClTestStore *test, const char *reason)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_kept_make (test->path, reason, NULL, &error));
  g_assert_no_error (error);
}

static void
test_made (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *folder = cl_kept_get_folder (test->path);
  g_autofree char *left = g_build_filename (folder, ".under-way", NULL);
  GStatBuf status;

  g_assert_true (cl_kept_is_due (test->path));
  make (test, "day");
  g_assert_false (cl_kept_is_due (test->path));
  /* Everything is in the first; then something more; then nothing more. */
  make (test, "import");
  cl_test_store_add (test, "person", "name", "张伟", NULL);
  make (test, "import");
  make (test, "import");
  list = cl_kept_list (test->path);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((const ClKept *) list->pdata[0])->reason, ==, "import");
  g_assert_cmpuint (((const ClKept *) list->pdata[0])->number, ==, 2);
  g_assert_cmpstr (((const ClKept *) list->pdata[1])->day, ==, CL_TEST_TODAY);
  g_assert_cmpint (g_stat (((const ClKept *) list->pdata[0])->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0400);

  g_cancellable_cancel (cancelled);
  g_assert_false (cl_kept_make (test->path, "day", cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  /* One that was broken off by a pulled plug is no backup, and in nobody's way. */
  g_file_set_contents (left, "half", -1, NULL);
  make (test, "day");
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  cl_today_set ("2027-03-16", NULL);
  g_assert_true (cl_kept_is_due (test->path));
}

/* In the middle of a write the copy holds what was before it, whole. */
static gboolean
make_inside_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClTestStore *test = data;
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(ClRecord) record = cl_record_new (person);

  return cl_record_set_text (record, "name", "李娜", error) && cl_transaction_save (transaction, record, error) && cl_kept_make (test->path, "import", NULL, error);
}

static const ClDifference *
find (const ClComparison *comparison, ClTestStore *test, const char *ledger)
{
  const char *title = cl_ledger_get_title (cl_catalogue_find_ledger (test->catalogue, ledger));

  for (guint i = 0; i < comparison->ledgers->len; i++)
    if (g_str_equal (((const ClDifference *) comparison->ledgers->pdata[i])->title, title))
      return comparison->ledgers->pdata[i];
  return NULL;
}

static char *
newest (ClTestStore *test)
{
  g_autoptr(GPtrArray) list = cl_kept_list (test->path);

  return g_strdup (((const ClKept *) list->pdata[0])->path);
}

static void
test_compared (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *archive = g_build_filename (test->folder, "b.zip", NULL);
  g_autofree char *copy = NULL;
  g_autoptr(GError) error = NULL;
  gint64 changed = cl_test_store_add (test, "person", "name", "张伟", NULL);
  gint64 gone = cl_test_store_add (test, "person", "name", "李娜", NULL);
  gint64 listed = cl_test_store_add (test, "person", "name", "王芳", NULL);

  g_assert_cmpint (cl_store_write (test->store, "add", make_inside_cb, test, &error), >, 0);
  g_assert_no_error (error);
  copy = newest (test);
  g_assert_true (cl_store_backup (test->store, archive, NULL, &error));
  cl_store_undo (test->store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(ClComparison) same = cl_backup_compare (i == 0 ? copy : archive, test->path, test->catalogue, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (same->is_readable);
      g_assert_nonnull (same->last);
      g_assert_cmpuint (same->ledgers->len, ==, i);
      if (i == 1)
        g_assert_cmpuint (find (same, test, "person")->back, ==, 1);
    }

  cl_test_store_change (test, "person", changed, "name", "张伟民");
  cl_test_store_change (test, "person", listed, "phones", "13800001001");
  g_assert_true (cl_test_store_delete (test, "person", gone, &error));
  cl_test_store_add (test, "person", "name", "赵六", NULL);
  {
    g_autoptr(ClComparison) comparison = cl_backup_compare (copy, test->path, test->catalogue, NULL, &error);
    const ClDifference *person;
    g_autofree char *said = NULL;

    g_assert_no_error (error);
    g_assert_cmpuint (comparison->ledgers->len, ==, 1);
    person = find (comparison, test, "person");
    g_assert_cmpuint (person->back, ==, 1);
    g_assert_cmpuint (person->changed, ==, 2);
    g_assert_cmpuint (person->gone, ==, 1);
    said = cl_difference_say (person);
    g_assert_nonnull (strchr (said, '2'));
  }
  /* The file is damaged or gone: that is what backups are for. */
  cl_test_store_close (test);
  g_file_set_contents (test->path, "rubbish", -1, NULL);
  {
    g_autoptr(ClComparison) comparison = cl_backup_compare (copy, test->path, test->catalogue, NULL, &error);

    g_assert_no_error (error);
    g_assert_false (comparison->is_readable);
  }
  g_assert_null (cl_backup_compare (test->path, test->path, test->catalogue, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FOREIGN);
}

static gboolean
attach_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (data);

  return cl_transaction_attach (transaction, file, error) != 0;
}

/* The drill: the computer burns, the folder of backups is what was carried out. */
static void
test_drill (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *scan = g_build_filename (test->folder, "scan.pdf", NULL);
  g_autofree char *files = g_strconcat (test->path, ".files", NULL);
  g_autofree char *copy = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  gint64 person = cl_test_store_add (test, "person", "name", "张伟", NULL);

  g_file_set_contents (scan, "扫描", -1, NULL);
  g_assert_cmpint (cl_store_write (test->store, "attach", attach_cb, scan, &error), >, 0);
  g_assert_no_error (error);
  make (test, "day");
  copy = newest (test);
  cl_test_store_close (test);
  g_unlink (test->path);
  cl_test_remove_tree (files);

  g_assert_true (cl_store_restore (copy, test->path, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  name = cl_test_store_get (test, "person", person, "name");
  g_assert_cmpstr (name, ==, "张伟");
  findings = cl_store_verify (test->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
  /* The copy itself is as it was. */
  g_assert_true (g_file_test (copy, G_FILE_TEST_IS_REGULAR));
  cl_test_store_close (test);

  /* A copy that has lost a part is refused with a sentence, and nothing moves. */
  {
    gsize size;

    g_assert_true (g_file_get_contents (copy, &bytes, &size, NULL));
    g_chmod (copy, 0600);
    g_assert_true (g_file_set_contents (copy, bytes, (gssize) size / 2, NULL));
  }
  g_assert_false (cl_store_restore (copy, test->path, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
  cl_test_store_reopen (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 1);
}

static void
attach (ClTestStore *test, const char *name, const char *text)
{
  g_autofree char *scan = g_build_filename (test->folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (scan, text, -1, NULL));
  g_assert_cmpint (cl_store_write (test->store, "attach", attach_cb, scan, &error), >, 0);
  g_assert_no_error (error);
}

/* In FILE.files, or in the backups' pool. */
static gboolean
lies (ClTestStore *test, const char *text, gboolean in_backups)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *two = g_strndup (digest, 2);
  g_autofree char *files = g_strconcat (test->path, in_backups ? ".backups" : ".files", NULL);
  g_autofree char *path = in_backups ? g_build_filename (files, "files", two, digest, NULL) : g_build_filename (files, two, digest, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
purge (ClTestStore *test, const char *before)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  g_assert_cmpint (cl_store_purge_journal (test->store, before, &error), !=, 0);
  g_assert_no_error (error);
  findings = cl_store_verify (test->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

/* A purge takes the scans that nothing names any more; those of a backup stay as long as it does, and it comes back whole. */
static void
test_thinned (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *copy = NULL;
  g_autofree char *upgrade = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *files = g_strconcat (test->path, ".files", NULL);

  attach (test, "stays.pdf", "留");
  attach (test, "goes.pdf", "去");
  make (test, "day");
  copy = newest (test);
  g_assert_true (cl_test_store_delete (test, "attachment", cl_test_store_query (test, "SELECT id FROM attachment WHERE name = 'goes.pdf'"), &error));
  /* Undo still brings it back. */
  purge (test, "2000-01-01");
  g_assert_true (lies (test, "去", FALSE));
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_cmpint (cl_store_redo (test->store, &error), >, 0);
  /* So does a copy of before an upgrade. */
  upgrade = g_strconcat (test->path, ".before-upgrade-2027-03-15", NULL);
  {
    g_autoptr(GFile) from = g_file_new_for_path (copy);
    g_autoptr(GFile) to = g_file_new_for_path (upgrade);

    g_assert_true (g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error));
  }
  purge (test, "2098-01-01");
  g_assert_true (lies (test, "去", FALSE));
  g_chmod (upgrade, 0600);
  g_assert_cmpint (g_unlink (upgrade), ==, 0);
  cl_test_store_add (test, "person", "name", "张伟", NULL);
  purge (test, "2099-01-01");
  g_assert_false (lies (test, "去", FALSE));
  g_assert_true (lies (test, "留", FALSE));
  entries = cl_journal_list (test->store, 1, NULL);
  g_assert_nonnull (strstr (((ClJournalEntry *) entries->pdata[0])->words, "1"));
  g_assert_true (lies (test, "去", TRUE));

  cl_test_store_close (test);
  g_unlink (test->path);
  cl_test_remove_tree (files);
  g_assert_true (cl_store_restore (copy, test->path, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  g_assert_true (lies (test, "去", FALSE));
  findings = cl_store_verify (test->store, &error);
  g_assert_cmpuint (findings->len, ==, 0);

  /* The rule lets the copy go, and with it what it alone named. */
  g_assert_true (cl_test_store_delete (test, "attachment", cl_test_store_query (test, "SELECT id FROM attachment WHERE name = 'goes.pdf'"), &error));
  cl_today_set ("2029-03-15", NULL);
  make (test, "day");
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_false (lies (test, "去", TRUE));
  g_assert_true (lies (test, "留", TRUE));
  cl_today_set (CL_TEST_TODAY, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept/rule", test_rule);
  g_test_add_func ("/kept/rule-day-by-day", test_rule_day_by_day);
  g_test_add_func ("/kept/rule-others", test_rule_others);
  g_test_add_func ("/kept/made", test_made);
  g_test_add_func ("/kept/compared", test_compared);
  g_test_add_func ("/kept/drill", test_drill);
  g_test_add_func ("/kept/thinned", test_thinned);
  return g_test_run ();
}
