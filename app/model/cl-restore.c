#include "cl-config.h"

#include "cl-store-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "cl-database-private.h"
#include "cl-date.h"
#include "cl-desk-private.h"
#include "cl-error.h"
#include "cl-progress.h"

static gboolean
prepare_database (const char *path, GError **error)
{
  g_autoptr(ClDatabase) database = cl_database_open (path, CL_DATABASE_WRITE, error);

  return database != NULL
         && cl_store_new_installation (database, error)
         && cl_database_execute (database, "PRAGMA wal_checkpoint(TRUNCATE)", error);
}

static gboolean
put_in_place (const char *folder, const char *path, GError **error)
{
  g_autofree char *database = g_build_filename (folder, "database", NULL);
  g_autofree char *files = g_build_filename (folder, "files", NULL);
  g_autofree char *suffix = g_strconcat (".before-restore-", cl_today (), NULL);
  g_autofree char *kept = cl_store_find_free_name (path, suffix);

  return cl_store_exchange (path, kept, database, files, error);
}

static gboolean
restore_into (const char *archive, const char *path, const char *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *database = g_build_filename (folder, "database", NULL);
  g_autofree char *files = g_strconcat (path, ".files", NULL);

  cl_progress_begin_part (cancellable, 95);
  return (cl_kept_is_copy (archive) ? cl_kept_unpack (archive, folder, files, cancellable, error) : cl_backup_unpack (archive, folder, cancellable, error))
         && prepare_database (database, error)
         /* From here on it is brought back. */
         && !g_cancellable_set_error_if_cancelled (cancellable, error)
         && put_in_place (folder, path, error);
}

/**
 * cl_store_restore:
 * @archive: a backup: an archive, or a copy that is kept (cl-kept.h)
 * @path: the data file to put it at; not open anywhere
 * @cancellable: (nullable): breaks it off, and nothing has moved; told how far it is where it is a #ClProgress
 * @error: return location
 *
 * Unpacks beside @path and looks at it first: what is foreign, newer or damaged is refused and nothing has moved. What was at
 * @path is kept as PATH.before-restore-DATE with its attachments. The restored file takes a new installation number, so that
 * records made here from now on never bear a number that was given out elsewhere after the backup. Any thread.
 *
 * Returns: whether @path now holds the backup; %CL_ERROR_LOCKED where it is open
 */
gboolean
cl_store_restore (const char *archive, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *target = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_strconcat (target, ".restore-XXXXXX", NULL);
  g_autofree char *parent = g_path_get_dirname (target);
  g_autoptr(GMutexLocker) quiet = cl_kept_lock ();
  g_autoptr(ClStoreLock) lock = NULL;
  gboolean is_restored;

  g_mkdir_with_parents (parent, 0700);
  lock = cl_store_lock_take (target, error);
  if (lock == NULL || !cl_store_mend (target, error) || !cl_desk_may_replace (target, error))
    return FALSE;
  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s cannot be written: %s. Check the folder, its permissions and its room."), folder, g_strerror (errno));
      return FALSE;
    }
  is_restored = restore_into (archive, target, folder, cancellable, error);
  cl_backup_remove_tree (folder);
  return is_restored;
}
