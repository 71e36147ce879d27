/* What disks and other programs do: each call of the file system fails in its turn, once or for good. Each time there is a sentence or success, afterwards the file is
 * whole, and what was acknowledged is there.
 *
 *   CANLIAN_FAULT_STRIDE   every how manieth call (a prime by default, so that a run takes seconds; 1: every one) */

#include "cl-test-store.h"
#include "cl-test-vfs.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-date.h"
#include "cl-draft.h"
#include "cl-error.h"
#include "cl-kept.h"
#include "cl-row-model.h"

typedef struct _Desk Desk;

struct _Desk
{
  ClTestStore *test;
  char *pristine; /* of the closed file */
  gsize size;
  char *archive;    /* a backup with MANY people more */
  void (*work) (Desk *desk);
  int acknowledged; /* people that must be there */
  int unsure_more;  /* where the disk fails in the moment of the commit, nobody can say whether it is there */
  int unsure_less;
};

/* As many as come by one sheet: what is one write is there whole or not at all. */
#define MANY 200

static gboolean
add_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClTestStore *test = data;
  g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "person"));

  return cl_record_set_text (record, "name", "张伟", error) && cl_transaction_save (transaction, record, error);
}

/* A message is more than a word, and nobody is left without one. */
static gboolean
check (gboolean is_good, GError **error)
{
  if (is_good)
    g_assert_no_error (*error);
  else
    {
      g_assert_nonnull (*error);
      g_assert_cmpuint (strlen ((*error)->message), >, 10);
    }
  g_clear_error (error);
  return is_good;
}

static void
close_store (Desk *desk)
{
  cl_test_store_close (desk->test);
}

/* Open, edit, edit, undo, back up by day and into a file, close. Goes on after a failure as a clerk would: tries the next thing. */
static void
work_day (Desk *desk)
{
  ClTestStore *test = desk->test;
  g_autofree char *archive = g_build_filename (test->folder, "b.tar", NULL);
  g_autoptr(GError) error = NULL;
  gint64 entry;

  desk->acknowledged = 1;
  desk->unsure_more = desk->unsure_less = 0;
  test->store = cl_store_open (test->path, test->catalogue, CL_STORE_OPEN, &error);
  if (!check (test->store != NULL, &error))
    return;
  for (guint i = 0; i < 2; i++)
    {
      entry = cl_store_write (test->store, "add", add_cb, test, &error);
      if (check (entry > 0, &error))
        desk->acknowledged++;
      else
        desk->unsure_more++;
    }
  entry = cl_store_undo (test->store, &error);
  if (check (entry > 0, &error))
    desk->acknowledged--;
  else
    desk->unsure_less++;
  check (cl_kept_make (test->path, "day", NULL, &error), &error);
  check (cl_store_backup (test->store, archive, NULL, &error), &error);
  close_store (desk);
}

static gboolean
add_many_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  cl_transaction_expect_many (transaction);
  for (guint i = 0; i < MANY; i++)
    if (!add_cb (transaction, data, error))
      return FALSE;
  return TRUE;
}

static gboolean
open_store (Desk *desk)
{
  g_autoptr(GError) error = NULL;

  desk->acknowledged = 1;
  desk->unsure_more = desk->unsure_less = 0;
  desk->test->store = cl_store_open (desk->test->path, desk->test->catalogue, CL_STORE_OPEN, &error);
  return check (desk->test->store != NULL, &error);
}

/* What an import does: many in one write, and taken back. */
static void
work_many (Desk *desk)
{
  g_autoptr(GError) error = NULL;

  if (!open_store (desk))
    return;
  if (check (cl_store_write (desk->test->store, "many", add_many_cb, desk->test, &error) > 0, &error))
    {
      desk->acknowledged += MANY;
      if (check (cl_store_undo (desk->test->store, &error) > 0, &error))
        desk->acknowledged -= MANY;
      else
        desk->unsure_less = MANY;
    }
  else
    desk->unsure_more = MANY;
  close_store (desk);
}

static gboolean
attach_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (data);

  return cl_transaction_attach (transaction, file, error) != 0;
}

/* A scan, a draft, a note of a print, a setting, the journal's retention. */
static void
work_small (Desk *desk)
{
  g_autoptr(ClDraft) draft = cl_draft_new ("person", 0, 0);
  g_autoptr(GError) error = NULL;

  if (!open_store (desk))
    return;
  cl_draft_set_fields (draft, g_variant_new (CL_DRAFT_FIELDS, NULL));
  check (cl_store_write (desk->test->store, "attach", attach_cb, desk->archive, &error) > 0, &error);
  check (cl_draft_write (desk->test->store, draft, &error), &error);
  check (cl_store_note (desk->test->store, "print", "附件3", &error) > 0, &error);
  check (cl_store_set_setting (desk->test->store, "phones-shown", "yes", &error), &error);
  check (cl_store_purge_journal (desk->test->store, "2020-01-01", &error) != 0, &error);
  close_store (desk);
}

/* The file of an earlier version is opened: a copy of it, new tables, a new column. */
static void
work_upgrade (Desk *desk)
{
  if (open_store (desk))
    close_store (desk);
}

static void
work_restore (Desk *desk)
{
  g_autoptr(GError) error = NULL;

  desk->acknowledged = 1;
  desk->unsure_less = 0;
  desk->unsure_more = MANY;
  if (check (cl_store_restore (desk->archive, desk->test->path, NULL, &error), &error))
    {
      desk->acknowledged += MANY;
      desk->unsure_more = 0;
    }
}

/* All that lies beside the file, and whatever was under way, is another's. */
static void
begin (Desk *desk)
{
  g_autoptr(GDir) dir = g_dir_open (desk->test->folder, 0, NULL);
  g_autofree char *base = g_path_get_basename (desk->test->path);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (desk->test->folder, name, NULL);

      if (g_str_has_prefix (name, base))
        cl_test_remove_tree (path);
    }
  g_assert_true (g_file_set_contents (desk->test->path, desk->pristine, (gssize) desk->size, NULL));
}

/* When the disk is well again. */
static void
assert_whole (Desk *desk, const char *name, guint nth)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  gint64 n;

  cl_test_vfs_fail (0, 0, 0, FALSE);
  desk->test->store = cl_store_open (desk->test->path, desk->test->catalogue, CL_STORE_OPEN, &error);
  if (error != NULL)
    g_error ("%s %u: %s", name, nth, error->message);
  findings = cl_store_verify (desk->test->store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_error ("%s %u: %s", name, nth, (const char *) findings->pdata[i]);
  n = cl_test_store_query (desk->test, "SELECT count(*) FROM person");
  /* One write, one file brought back: whole or not at all. */
  if (desk->work != work_day && n != desk->acknowledged && n != desk->acknowledged - desk->unsure_less && n != desk->acknowledged + desk->unsure_more)
    g_error ("%s %u: %d people are there by half", name, nth, (int) n);
  if (n < desk->acknowledged - desk->unsure_less || n > desk->acknowledged + desk->unsure_more)
    g_error ("%s %u: %d acknowledged, %d there", name, nth, desk->acknowledged, (int) n);
  close_store (desk);
}

typedef struct
{
  void (*work) (Desk *desk);
  gboolean for_good; /* the call fails, and all after it */
  const char *sql;   /* makes of the file what it is before the work */
} Kind;

static const Kind day = { work_day, FALSE, NULL }, day_for_good = { work_day, TRUE, NULL }, many = { work_many, FALSE, NULL }, small = { work_small, FALSE, NULL },
                  upgrade = { work_upgrade, FALSE, "DROP TABLE draft; UPDATE schema SET version = 3 WHERE module = 'store'; ALTER TABLE person DROP COLUMN is_model" },
                  restore = { work_restore, FALSE, NULL };

static void
desk_set_up (Desk *desk, gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr(GError) error = NULL;
  sqlite3 *handle = NULL;

  desk->work = kind->work;
  desk->test = cl_test_store_new ();
  desk->archive = g_build_filename (desk->test->folder, "many.zip", NULL);
  cl_test_store_add (desk->test, "person", "name", "李娜", NULL);
  close_store (desk);
  g_assert_true (g_file_get_contents (desk->test->path, &desk->pristine, &desk->size, NULL));
  cl_test_store_reopen (desk->test);
  g_assert_cmpint (cl_store_write (desk->test->store, "many", add_many_cb, desk->test, &error), >, 0);
  g_assert_true (cl_store_backup (desk->test->store, desk->archive, NULL, &error));
  g_assert_no_error (error);
  close_store (desk);
  if (kind->sql == NULL)
    return;
  begin (desk);
  sqlite3_open (desk->test->path, &handle);
  g_assert_cmpint (sqlite3_exec (handle, kind->sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  g_clear_pointer (&desk->pristine, g_free);
  g_assert_true (g_file_get_contents (desk->test->path, &desk->pristine, &desk->size, NULL));
}

static void
desk_tear_down (Desk *desk, gconstpointer unused)
{
  cl_test_vfs_fail (0, 0, 0, FALSE);
  g_clear_pointer (&desk->test, cl_test_store_free);
  g_free (desk->pristine);
  g_free (desk->archive);
}

static guint
stride (guint fallback)
{
  const char *said = g_getenv ("CANLIAN_FAULT_STRIDE");

  return said != NULL ? (guint) MAX (1, g_ascii_strtoull (said, NULL, 10)) : fallback;
}

static void
test_each_call (Desk *desk, gconstpointer data)
{
  const Kind *kind = data;
  static const struct
  {
    ClTestVfsMethod method;
    int code;
  } faults[] = {
    { CL_TEST_VFS_OPEN, SQLITE_CANTOPEN },
    { CL_TEST_VFS_READ, SQLITE_IOERR_READ },
    { CL_TEST_VFS_WRITE, SQLITE_FULL },
    { CL_TEST_VFS_WRITE, SQLITE_IOERR_WRITE },
    { CL_TEST_VFS_TRUNCATE, SQLITE_IOERR_TRUNCATE },
    { CL_TEST_VFS_SYNC, SQLITE_IOERR_FSYNC },
    { CL_TEST_VFS_SIZE, SQLITE_IOERR_FSTAT },
    { CL_TEST_VFS_LOCK, SQLITE_IOERR_LOCK },
    { CL_TEST_VFS_SHM_LOCK, SQLITE_IOERR_SHMLOCK },
    { CL_TEST_VFS_SHM_MAP, SQLITE_IOERR_SHMMAP },
    { CL_TEST_VFS_DELETE, SQLITE_IOERR_DELETE },
    { CL_TEST_VFS_ACCESS, SQLITE_IOERR_ACCESS },
  };

  for (gsize f = 0; f < G_N_ELEMENTS (faults); f++)
    {
      const char *name = cl_test_vfs_get_name (faults[f].method);
      guint calls, step;

      begin (desk);
      cl_test_vfs_fail (0, 0, 0, FALSE);
      desk->work (desk);
      g_assert_cmpint (desk->acknowledged, ==, kind->work == work_day ? 2 : kind->work == work_restore ? 1 + MANY : 1);
      calls = cl_test_vfs_count (faults[f].method);
      step = stride (MAX (1, calls * cl_test_rounds (1, 2) / (kind == &day ? 8 : kind == &day_for_good ? 4 : 2)) | 1);
      g_test_message ("%s: %u calls, every %u.", name, calls, step);
      for (guint nth = 1; nth <= calls; nth += step)
        {
          begin (desk);
          cl_test_vfs_fail (faults[f].method, nth, faults[f].code, kind->for_good);
          desk->work (desk);
          assert_whole (desk, name, nth);
        }
    }
}

/* Somebody else has the file for a moment: one waits, and it works. */
static void
test_busy (Desk *desk, gconstpointer unused)
{
  static const ClTestVfsMethod methods[] = { CL_TEST_VFS_LOCK, CL_TEST_VFS_SHM_LOCK };

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      guint calls, step;

      begin (desk);
      cl_test_vfs_fail (0, 0, 0, FALSE);
      work_day (desk);
      calls = cl_test_vfs_count (methods[m]);
      step = stride (MAX (1, calls / cl_test_rounds (10, 2)) | 1);
      for (guint nth = 1; nth <= calls; nth += step)
        {
          begin (desk);
          cl_test_vfs_fail (methods[m], nth, SQLITE_BUSY, FALSE);
          work_day (desk);
          assert_whole (desk, "busy", nth);
        }
    }
}

/* What SQLite makes of ESTALE, which is what calls on a file say whose network drive has gone. */
static const struct
{
  ClTestVfsMethod method;
  int code;
} stale[] = {
  { CL_TEST_VFS_SHM_LOCK, SQLITE_IOERR_SHMLOCK }, { CL_TEST_VFS_SHM_MAP, SQLITE_IOERR_SHMMAP }, { CL_TEST_VFS_LOCK, SQLITE_IOERR_LOCK },
  { CL_TEST_VFS_READ, SQLITE_IOERR_READ },        { CL_TEST_VFS_SIZE, SQLITE_IOERR_FSTAT },     { CL_TEST_VFS_ACCESS, SQLITE_IOERR_ACCESS },
};

/* A list whose drive has gone says so, or has its rows from memory, and does not pass for an empty one; when the drive is there again so are its rows. What is written
 * meanwhile is refused with a sentence. */
static void
test_list (Desk *desk, gconstpointer unused)
{
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  ClTestStore *test = desk->test;
  guint n_told = 0;

  begin (desk);
  for (guint i = 0; i < G_N_ELEMENTS (stale); i++)
    {
      g_autoptr(ClRowModel) rows = NULL;
      g_autoptr(GError) error = NULL;
      gint64 entry;
      guint n;

      test->store = cl_store_open (test->path, test->catalogue, CL_STORE_OPEN, &error);
      g_assert_no_error (error);
      cl_test_vfs_fail (stale[i].method, 1, stale[i].code, TRUE);
      rows = cl_row_model_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), NULL);
      n = g_list_model_get_n_items (G_LIST_MODEL (rows));
      g_test_message ("%s: %u rows, %s", cl_test_vfs_get_name (stale[i].method), n, cl_row_model_get_failure (rows));
      g_assert_true (n == 1 || (cl_row_model_get_failure (rows) != NULL && strlen (cl_row_model_get_failure (rows)) > 10));
      n_told += n == 0;
      entry = cl_store_write (test->store, "w", add_cb, test, &error);
      if (check (entry > 0, &error))
        desk->acknowledged++;
      cl_test_vfs_fail (0, 0, 0, FALSE);
      g_assert_true (cl_row_model_set_order (rows, "name", &error));
      g_assert_null (cl_row_model_get_failure (rows));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), >=, 1);
      g_clear_object (&rows);
      close_store (desk);
    }
  g_assert_cmpuint (n_told, >, 0);
  g_log_set_always_fatal (fatal);
}

static void
refuse (Desk *desk, int code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClStore) store = cl_store_open (desk->test->path, desk->test->catalogue, CL_STORE_OPEN, &error);

  g_assert_null (store);
  g_assert_error (error, CL_ERROR, code);
  if (part != NULL && strstr (error->message, part) == NULL)
    g_error ("%s", error->message);
}

/* Shorter than it was, foreign, empty, newer, with the -wal of another. */
static void
test_files (Desk *desk, gconstpointer unused)
{
  g_autofree char *wal = g_strconcat (desk->test->path, "-wal", NULL);
  sqlite3 *handle = NULL;
  g_autoptr(GError) error = NULL;

  begin (desk);
  g_assert_true (g_file_set_contents (desk->test->path, desk->pristine, (gssize) (desk->size / 3), NULL));
  refuse (desk, CL_ERROR_DAMAGED, NULL);
  g_assert_true (g_file_set_contents (desk->test->path, "PK\003\004 a spreadsheet, which somebody gave this name", -1, NULL));
  refuse (desk, CL_ERROR_FOREIGN, desk->test->path);
  g_assert_true (g_file_set_contents (desk->test->path, "", 0, NULL));
  refuse (desk, CL_ERROR_FOREIGN, desk->test->path);

  begin (desk);
  sqlite3_open (desk->test->path, &handle);
  sqlite3_exec (handle, "UPDATE schema SET version = 99 WHERE module = 'store'", NULL, NULL, NULL);
  sqlite3_close (handle);
  refuse (desk, CL_ERROR_NEWER, desk->test->path);

  begin (desk);
  g_assert_true (g_file_set_contents (wal, "what another file left here", -1, NULL));
  desk->test->store = cl_store_open (desk->test->path, desk->test->catalogue, CL_STORE_OPEN, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (desk->test, "SELECT count(*) FROM person"), ==, 1);
  /* Twice at once: who holds it is said. */
  refuse (desk, CL_ERROR_LOCKED, g_get_host_name ());
  close_store (desk);
}

/* A folder, then a file, that may not be written. To root everything is allowed: a child gives that up first. */
static void
test_read_only (Desk *desk, gconstpointer unused)
{
  g_autofree char *lock = g_strconcat (desk->test->path, ".lock", NULL);

  begin (desk);
  g_unlink (lock);
  for (guint i = 0; i < 2; i++)
    {
      pid_t child = fork ();
      int status;

      if (child == 0)
        {
          g_autoptr(GError) error = NULL;

          if (geteuid () == 0)
            {
              g_chmod (desk->test->folder, i == 0 ? 0555 : 0777);
              g_chmod (desk->test->path, 0444);
              if (setuid (65534) != 0)
                _exit (2);
            }
          else
            {
              g_chmod (desk->test->path, 0444);
              g_chmod (desk->test->folder, i == 0 ? 0555 : 0700);
            }
          if (cl_store_open (desk->test->path, desk->test->catalogue, CL_STORE_OPEN, &error) != NULL)
            _exit (3);
          _exit (error != NULL && error->domain == CL_ERROR && strlen (error->message) > 10 ? 0 : 4);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_chmod (desk->test->folder, 0700);
      g_unlink (lock);
      /* Whose file it is may make it writable again: then it opens. */
      if (i == 0 || geteuid () == 0)
        g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }
}

/* The day of the program goes back: the journal's order holds, backups of days that are still to come stay. */
static void
test_clock (Desk *desk, gconstpointer unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) kept = NULL;

  begin (desk);
  work_day (desk);
  cl_test_vfs_fail (0, 0, 0, FALSE);
  g_assert_true (cl_today_set ("2019-01-01", &error));
  desk->test->store = cl_store_open (desk->test->path, desk->test->catalogue, CL_STORE_OPEN, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cl_store_write (desk->test->store, "add", add_cb, desk->test, &error), >, 0);
  g_assert_true (cl_kept_make (desk->test->path, "day", NULL, &error));
  g_assert_no_error (error);
  close_store (desk);
  kept = cl_kept_list (desk->test->path);
  g_assert_cmpuint (kept->len, ==, 2);
  desk->acknowledged++;
  assert_whole (desk, "clock", 0);
  cl_today_set (CL_TEST_TODAY, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cl_test_vfs_install ();
  g_test_add ("/faults/day", Desk, &day, desk_set_up, test_each_call, desk_tear_down);
  g_test_add ("/faults/day-for-good", Desk, &day_for_good, desk_set_up, test_each_call, desk_tear_down);
  g_test_add ("/faults/many", Desk, &many, desk_set_up, test_each_call, desk_tear_down);
  g_test_add ("/faults/small", Desk, &small, desk_set_up, test_each_call, desk_tear_down);
  g_test_add ("/faults/upgrade", Desk, &upgrade, desk_set_up, test_each_call, desk_tear_down);
  g_test_add ("/faults/restore", Desk, &restore, desk_set_up, test_each_call, desk_tear_down);
  g_test_add ("/faults/busy", Desk, &day, desk_set_up, test_busy, desk_tear_down);
  g_test_add ("/faults/list", Desk, &day, desk_set_up, test_list, desk_tear_down);
  g_test_add ("/faults/files", Desk, &day, desk_set_up, test_files, desk_tear_down);
  g_test_add ("/faults/read-only", Desk, &day, desk_set_up, test_read_only, desk_tear_down);
  g_test_add ("/faults/clock", Desk, &day, desk_set_up, test_clock, desk_tear_down);
  return g_test_run ();
}
