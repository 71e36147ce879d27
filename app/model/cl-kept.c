#include "cl-config.h"

#include "cl-kept.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-database-private.h"
#include "cl-date.h"
#include "cl-error.h"
#include "cl-progress.h"
#include "cl-store-private.h"
#include "cl-thin-private.h"
#include "cl-transaction-private.h"

/* What is under way has a name of its own, so that a broken one is never taken for a backup. */
#define UNDER_WAY ".under-way"
#define SCANS "files"

/* The file's lock keeps other processes away; this one the threads of ours: numbers of a day are given out once. */
static GMutex making;

/* A restore waits for a copy that is under way, and none begins meanwhile. */
GMutexLocker *
cl_kept_lock (void)
{
  return g_mutex_locker_new (&making);
}

/**
 * cl_kept_get_unsealed:
 * @path: a data file
 *
 * Returns: (transfer full): where a sealed backup is put open, beside the backups of @path; the folder is made
 */
char *
cl_kept_get_unsealed (const char *path)
{
  g_autofree char *folder = cl_kept_get_folder (path);

  g_mkdir_with_parents (folder, 0700);
  return g_build_filename (folder, ".unsealed", NULL);
}

void
cl_kept_tidy (const char *path)
{
  static const char *const names[] = { ".unsealed", ".second.tar" };
  g_autofree char *folder = cl_kept_get_folder (path);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *left = g_build_filename (folder, names[i], NULL);

      g_unlink (left);
    }
}

/* Every scan that @database names from one folder of scans to another, by content; what is there already is not copied again. What is nowhere is left
 * out: cl_store_verify() names it, and the rest is not to be lost for it. */
gboolean
cl_kept_copy_scans (const char *database_path, const char *const *from, const char *to, GCancellable *cancellable, GError **error)
{
  g_autoptr(ClDatabase) database = cl_database_open (database_path, CL_DATABASE_READ, error);
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) step_error = NULL;
  gint64 is_there;

  if (database == NULL || !cl_store_query_integer (database, "SELECT count(*) FROM sqlite_master WHERE name = 'attachment'", &is_there, error))
    return FALSE;
  if (!is_there)
    return TRUE;
  statement = cl_database_prepare (database, "SELECT DISTINCT sha256 FROM attachment WHERE length(sha256) = 64", error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &step_error))
    {
      const char *sha256 = cl_statement_get_text (statement, 0);
      g_autofree char *target = cl_attachment_get_path (to, sha256);

      for (guint i = 0; from[i] != NULL && !g_file_test (target, G_FILE_TEST_EXISTS); i++)
        {
          g_autofree char *source = cl_attachment_get_path (from[i], sha256);
          g_autoptr(GFile) file = g_file_new_for_path (source);
          g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, NULL);
          g_autofree char *digest = NULL;
          gint64 size;

          if (stream == NULL)
            continue;
          digest = cl_attachment_store (to, G_INPUT_STREAM (stream), &size, cancellable, error);
          if (digest == NULL)
            return FALSE;
        }
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

gboolean
cl_kept_is_copy (const char *path)
{
  char head[16] = "";
  FILE *file = g_fopen (path, "re");
  gsize got = file != NULL ? fread (head, 1, sizeof head, file) : 0;

  if (file != NULL)
    fclose (file);
  return got == sizeof head && memcmp (head, "SQLite format 3", sizeof head) == 0;
}

static void
copied_cb (goffset done, goffset all, gpointer cancellable)
{
  cl_progress_tell (cancellable, (guint64) done, (guint64) all);
}

gboolean
cl_kept_unpack (const char *copy, const char *folder, const char *files, GCancellable *cancellable, GError **error)
{
  g_autofree char *database = g_build_filename (folder, "database", NULL);
  g_autofree char *scans = g_build_filename (folder, "files", NULL);
  g_autofree char *beside = g_path_get_dirname (copy);
  g_autofree char *pool = g_build_filename (beside, SCANS, NULL);
  g_autofree char *own = g_strconcat (copy, ".files", NULL);
  const char *const from[] = { pool, own, files, NULL };
  g_autoptr(GFile) source = g_file_new_for_path (copy);
  g_autoptr(GFile) target = g_file_new_for_path (database);
  g_autoptr(GError) trouble = NULL;

  /* Not through a temporary name: @folder is temporary itself. */
  if (!g_file_copy (source, target, G_FILE_COPY_TARGET_DEFAULT_PERMS, cancellable, copied_cb, cancellable, &trouble) || g_chmod (database, 0600) != 0)
    {
      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The backup %s could not be read: %s. Take another backup."), copy, trouble != NULL ? trouble->message : g_strerror (errno));
      return FALSE;
    }
  return cl_backup_check_database (copy, database, error) && cl_kept_copy_scans (database, from, scans, cancellable, error);
}

/* The last entry of the journal and its digest, which the digests of all before it lead to: the same tip, the same data. */
static char *
read_tip (const char *path)
{
  g_autoptr(ClDatabase) database = cl_database_open (path, CL_DATABASE_READ, NULL);
  g_autoptr(ClStatement) statement = database != NULL ? cl_database_prepare (database, "SELECT entry || ' ' || digest FROM journal ORDER BY entry DESC LIMIT 1", NULL) : NULL;

  return statement != NULL && cl_statement_step (statement, NULL) ? g_strdup (cl_statement_get_text (statement, 0)) : NULL;
}

static gboolean
holds_all (const char *path, const ClKept *newest)
{
  g_autofree char *here = read_tip (path);
  g_autofree char *there = read_tip (newest->path);

  return here != NULL && g_strcmp0 (here, there) == 0;
}

/* Those of today have numbers; the next after them. */
static guint
next_number (const GPtrArray *list)
{
  guint number = 1;

  for (guint i = 0; i < list->len; i++)
    {
      const ClKept *kept = list->pdata[i];

      if (g_str_equal (kept->day, cl_today ()))
        number = MAX (number, kept->number + 1);
    }
  return number;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The folder of backups %s cannot be made: %s. Check the folder and its permissions."), folder, g_strerror (errno));
  return FALSE;
}

static gboolean
write_copy (const char *path, const char *folder, const char *name, GCancellable *cancellable, GError **error)
{
  g_autofree char *under_way = g_build_filename (folder, UNDER_WAY, NULL);
  g_autofree char *target = g_build_filename (folder, name, NULL);
  g_autofree char *scans = g_build_filename (folder, SCANS, NULL);
  g_autofree char *files = g_strconcat (path, ".files", NULL);
  const char *const from[] = { files, NULL };
  g_autoptr(ClDatabase) database = cl_database_open (path, CL_DATABASE_READ, error);

  cl_database_forget (under_way);
  if (database == NULL || !cl_database_copy (database, under_way, cancellable, error))
    return FALSE;
  /* Read again before it gets its name; then nobody writes into it, not by mistake either. */
  if (cl_backup_check_database (target, under_way, error) && cl_kept_copy_scans (under_way, from, scans, cancellable, error))
    {
      if (g_chmod (under_way, 0400) == 0 && g_rename (under_way, target) == 0)
        return cl_store_sync_path (folder, error);
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The backup %s cannot be written: %s. Check the place and its room."), target, g_strerror (errno));
    }
  g_unlink (under_way);
  return FALSE;
}

/**
 * cl_kept_make:
 * @path: a data file that this process has open
 * @reason: "day", "import" or "merge"
 * @cancellable: (nullable): breaks it off; nothing of it is left
 * @error: return location
 *
 * Makes a backup beside the data file, reads it again, and lets go what the rule (cl_kept_choose_gone()) lets go. Others go on reading and writing.
 * Before an import or a merge none is made where the newest holds everything already; of a day there is one always. Any thread.
 *
 * Returns: whether all that is in the file is in a backup
 */
gboolean
cl_kept_make (const char *path, const char *reason, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = cl_kept_get_folder (path);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&making);
  g_autoptr(GPtrArray) before = cl_kept_list (path);
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) gone = NULL;
  g_autofree char *name = g_strdup_printf ("%s-%02u-%s.canlian", cl_today (), next_number (before), reason);

  if (!g_str_equal (reason, "day") && before->len > 0 && holds_all (path, before->pdata[0]))
    return TRUE;
  if (!make_folder (folder, error) || !write_copy (path, folder, name, cancellable, error))
    return FALSE;
  list = cl_kept_list (path);
  gone = cl_kept_choose_gone (list, cl_today ());
  for (guint i = 0; i < gone->len; i++)
    g_unlink (((const ClKept *) gone->pdata[i])->path);
  if (gone->len > 0)
    cl_thin_kept (path);
  return TRUE;
}

static void
make_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (cl_kept_make (cl_store_get_path (source), data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * cl_kept_make_async:
 * @store: an open store; a reference is held until the end, it may be closed meanwhile
 * @reason: as of cl_kept_make()
 * @cancellable: (nullable): breaks it off
 * @callback: called on the calling thread's context
 * @user_data: for @callback
 *
 * As cl_kept_make(), on a thread of its own.
 */
void
cl_kept_make_async (ClStore *store, const char *reason, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, cl_kept_make_async);
  g_task_set_task_data (task, g_strdup (reason), g_free);
  g_task_run_in_thread (task, make_thread_cb);
}

/**
 * cl_kept_make_finish:
 * @store: a store
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: as cl_kept_make()
 */
gboolean
cl_kept_make_finish (ClStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
