#include "cl-config.h"

#include "cl-store-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "cl-database-private.h"
#include "cl-desk.h"
#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-progress.h"
#include "cl-transaction-private.h"

/* Names inside the archive, the same for every office. */
#define DATABASE_NAME "office.canlian"
#define FILES_PREFIX "office.canlian.files/"

gboolean
cl_store_sync_path (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (!is_synced)
    g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s could not be written to the disk: %s. Check the disk, then try again."), path, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return is_synced;
}

static gboolean
sync_with_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return cl_store_sync_path (path, error) && cl_store_sync_path (folder, error);
}

/* A few milliseconds of copying between two looks at the cancellable, in pages. */
#define COPY_PAGES 1024

/* One read transaction over all steps: what others commit meanwhile neither comes into the copy nor makes it begin anew. */
static int
copy_pages (ClDatabase *from, sqlite3 *target, GCancellable *cancellable)
{
  sqlite3 *source = cl_database_get_handle (from);
  gboolean begins = sqlite3_get_autocommit (source);
  sqlite3_backup *backup;
  int result = begins ? sqlite3_exec (source, "BEGIN; SELECT count(*) FROM sqlite_master", NULL, NULL, NULL) : SQLITE_OK;

  if (result != SQLITE_OK)
    return result;
  backup = sqlite3_backup_init (target, "main", source, "main");
  if (backup != NULL)
    do
      {
        result = g_cancellable_is_cancelled (cancellable) ? SQLITE_INTERRUPT : sqlite3_backup_step (backup, COPY_PAGES);
        cl_progress_tell (cancellable, (guint64) (sqlite3_backup_pagecount (backup) - sqlite3_backup_remaining (backup)), (guint64) sqlite3_backup_pagecount (backup));
      }
    while (result == SQLITE_OK);
  if (backup == NULL)
    result = sqlite3_errcode (target);
  else if (sqlite3_backup_finish (backup) != SQLITE_OK || result == SQLITE_DONE)
    result = sqlite3_errcode (target);
  if (begins)
    sqlite3_exec (source, "COMMIT", NULL, NULL, NULL);
  return result;
}

/* Takes a copy away that was left under way, with the journal of its own writing. */
void
cl_database_forget (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  g_unlink (path);
  g_unlink (journal);
}

/* A whole copy as of one moment, by SQLite's backup API, while others read and write; one sync at the end (SPEED.md, Safety). */
gboolean
cl_database_copy (ClDatabase *from, const char *to, GCancellable *cancellable, GError **error)
{
  sqlite3 *target = NULL;
  int fd = g_open (to, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  int result;

  if (fd < 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The copy %s cannot be made: %s. Check the folder and the room on the disk."), to, g_strerror (errno));
      return FALSE;
    }
  close (fd);
  result = sqlite3_open_v2 (to, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (result == SQLITE_OK)
    {
      sqlite3_exec (target, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
      result = copy_pages (from, target, cancellable);
    }
  /* The copy is one file: it is read elsewhere, where a -wal may be left behind. */
  if (result == SQLITE_OK)
    result = sqlite3_exec (target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  if (result == SQLITE_INTERRUPT)
    cl_error_set_cancelled (error);
  else if (result != SQLITE_OK)
    g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The copy %s could not be written: %s. Make room on the disk and try again."), to, sqlite3_errstr (result));
  sqlite3_close (target);
  if (result == SQLITE_OK && sync_with_folder (to, error))
    return TRUE;
  cl_database_forget (to);
  return FALSE;
}

/* An archive on its way, and how many bytes of it are done, for its progress. */
typedef struct
{
  struct archive *archive;
  GCancellable *cancellable;
  guint64 done, all;
} Packing;

static void
set_archive_error (GError **error, const char *path, struct archive *archive)
{
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The backup %s could not be written or read: %s. Check the disk and its room, or take another backup."), path, archive_error_string (archive));
}

static gboolean
copy_data (Packing *packing, int fd, gint64 size)
{
  g_autofree char *buffer = g_malloc (262144);
  gssize got;

  while (size > 0 && !g_cancellable_is_cancelled (packing->cancellable) && (got = read (fd, buffer, (gsize) MIN (size, 262144))) > 0)
    {
      if (archive_write_data (packing->archive, buffer, (gsize) got) != got)
        return FALSE;
      size -= got;
      packing->done += (guint64) got;
      cl_progress_tell (packing->cancellable, packing->done, packing->all);
    }
  return size == 0;
}

static gboolean
set_cancelled (GCancellable *cancellable, GError **error)
{
  return g_cancellable_is_cancelled (cancellable) && !cl_error_set_cancelled (error);
}

static gboolean
add_file (Packing *packing, const char *path, const char *name, GError **error)
{
  struct archive_entry *entry;
  GStatBuf status;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_added;

  if (fd < 0 || g_stat (path, &status) != 0)
    {
      cl_error_set_unreadable (error, path);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  entry = archive_entry_new ();
  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, status.st_size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_mtime (entry, status.st_mtime, 0);
  is_added = archive_write_header (packing->archive, entry) == ARCHIVE_OK && copy_data (packing, fd, status.st_size);
  archive_entry_free (entry);
  close (fd);
  if (!is_added && !set_cancelled (packing->cancellable, error))
    set_archive_error (error, path, packing->archive);
  return is_added;
}

static gboolean
is_digest (const char *name)
{
  return strlen (name) == 64 && strspn (name, "0123456789abcdef") == 64;
}

/* What is called @path and @inside, of each attachment. */
typedef gboolean (*AttachmentFunc) (Packing *packing, const char *path, const char *inside, GError **error);

static gboolean
measure_file (Packing *packing, const char *path, const char *inside, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) == 0)
    packing->all += (guint64) status.st_size;
  return TRUE;
}

static gboolean
for_attachments (Packing *packing, const char *files, AttachmentFunc func, GError **error)
{
  g_autoptr(GDir) folders = g_dir_open (files, 0, NULL);
  const char *folder, *name;

  while (folders != NULL && (folder = g_dir_read_name (folders)) != NULL)
    {
      g_autofree char *path = g_build_filename (files, folder, NULL);
      g_autoptr(GDir) names = g_dir_open (path, 0, NULL);

      while (names != NULL && (name = g_dir_read_name (names)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);
          g_autofree char *inside = g_strconcat (FILES_PREFIX, folder, "/", name, NULL);

          if (is_digest (name) && !func (packing, file, inside, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* .tar by its name, else .zip: both are opened by whatever computer the office has. */
static gboolean
write_archive (const char *temporary, const char *to, const char *database, const char *files, GCancellable *cancellable, GError **error)
{
  struct archive *archive = archive_write_new ();
  Packing packing = { .archive = archive, .cancellable = cancellable };
  gboolean is_written;

  if (g_str_has_suffix (to, ".tar"))
    archive_write_set_format_pax_restricted (archive);
  else
    archive_write_set_format_zip (archive);
  is_written = archive_write_open_filename (archive, temporary) == ARCHIVE_OK;
  if (!is_written)
    set_archive_error (error, to, archive);
  else
    {
      measure_file (&packing, database, NULL, NULL);
      for_attachments (&packing, files, measure_file, NULL);
      is_written = add_file (&packing, database, DATABASE_NAME, error) && for_attachments (&packing, files, add_file, error);
      if (archive_write_close (archive) != ARCHIVE_OK && is_written)
        {
          set_archive_error (error, to, archive);
          is_written = FALSE;
        }
    }
  archive_write_free (archive);
  return is_written;
}

/* Only the two places that a backup has: a strange archive cannot write anywhere else. */
static char *
place_of (const char *folder, const char *name)
{
  g_auto(GStrv) parts = NULL;

  if (g_strcmp0 (name, DATABASE_NAME) == 0)
    return g_build_filename (folder, "database", NULL);
  if (name == NULL || !g_str_has_prefix (name, FILES_PREFIX))
    return NULL;
  parts = g_strsplit (name + strlen (FILES_PREFIX), "/", -1);
  if (g_strv_length (parts) != 2 || !is_digest (parts[1]) || strlen (parts[0]) != 2 || strncmp (parts[0], parts[1], 2) != 0)
    return NULL;
  return g_build_filename (folder, "files", parts[0], parts[1], NULL);
}

static gboolean
write_data (Packing *packing, int fd)
{
  g_autofree char *buffer = g_malloc (262144);
  gssize got = 0;

  while (!g_cancellable_is_cancelled (packing->cancellable) && (got = archive_read_data (packing->archive, buffer, 262144)) > 0)
    {
      for (gssize done = 0, part; done < got; done += part)
        if ((part = write (fd, buffer + done, (gsize) (got - done))) <= 0)
          return FALSE;
      cl_progress_tell (packing->cancellable, (guint64) archive_filter_bytes (packing->archive, -1), packing->all);
    }
  return got == 0;
}

static gboolean
extract (Packing *packing, const char *place, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (place);
  int fd;
  gboolean is_good;

  if (g_mkdir_with_parents (folder, 0700) != 0 || (fd = g_open (place, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600)) < 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s cannot be written: %s. Make room on the disk and try again."), place, g_strerror (errno));
      return FALSE;
    }
  is_good = write_data (packing, fd) && fsync (fd) == 0;
  close (fd);
  if (!is_good && !set_cancelled (packing->cancellable, error))
    g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The backup cannot be unpacked whole. Take another backup."));
  return is_good;
}

static gboolean
set_no_backup (GError **error, const char *path)
{
  g_autofree char *called = cl_path_call (path);

  g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("The file %s is not a backup of Canlian. Choose a file that “backup” has made."), called);
  return FALSE;
}

static gboolean
unpack (const char *path, const char *folder, GCancellable *cancellable, GError **error)
{
  struct archive *archive = archive_read_new ();
  Packing packing = { .archive = archive, .cancellable = cancellable };
  struct archive_entry *entry;
  gboolean is_good = FALSE;
  int result;

  measure_file (&packing, path, NULL, NULL);
  archive_read_support_format_tar (archive);
  archive_read_support_format_zip (archive);
  archive_read_support_filter_all (archive);
  if (archive_read_open_filename (archive, path, 65536) != ARCHIVE_OK)
    set_no_backup (error, path);
  else
    {
      is_good = TRUE;
      while (is_good && (result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK)
        {
          g_autofree char *place = place_of (folder, archive_entry_pathname (entry));

          if (set_cancelled (cancellable, error))
            is_good = FALSE;
          else if (place != NULL && archive_entry_filetype (entry) == AE_IFREG)
            is_good = extract (&packing, place, error);
          else if (archive_entry_filetype (entry) != AE_IFDIR)
            is_good = set_no_backup (error, path);
        }
      if (is_good && result != ARCHIVE_EOF)
        {
          g_autofree char *called = cl_path_call (path);

          g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The backup %s is damaged. Take another backup."), called);
          is_good = FALSE;
        }
    }
  archive_read_free (archive);
  return is_good;
}

static gboolean
check_unpacked_attachments (const char *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *files = g_build_filename (folder, "files", NULL);
  g_autoptr(GDir) folders = g_dir_open (files, 0, NULL);
  const char *inner, *name;

  while (folders != NULL && (inner = g_dir_read_name (folders)) != NULL)
    {
      g_autofree char *path = g_build_filename (files, inner, NULL);
      g_autoptr(GDir) names = g_dir_open (path, 0, NULL);

      while (names != NULL && (name = g_dir_read_name (names)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);
          g_autofree char *digest = set_cancelled (cancellable, error) ? NULL : cl_attachment_digest (file, error);

          if (digest == NULL)
            return FALSE;
          if (g_str_equal (digest, name))
            continue;
          g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("An attachment in the backup is damaged. Take another backup."));
          return FALSE;
        }
    }
  return TRUE;
}

/* Ours, not newer, and whole: of a database that came out of @archive, or is a kept copy itself. */
gboolean
cl_backup_check_database (const char *archive, const char *database_path, GError **error)
{
  g_autoptr(ClDatabase) database = NULL;
  g_autoptr(ClStatement) statement = NULL;
  gboolean is_empty;

  if (!g_file_test (database_path, G_FILE_TEST_EXISTS))
    return set_no_backup (error, archive);
  if (!cl_store_inspect (database_path, &is_empty, error))
    return FALSE;
  if (is_empty)
    return set_no_backup (error, archive);
  database = cl_database_open (database_path, CL_DATABASE_READ, error);
  statement = database != NULL ? cl_database_prepare (database, "PRAGMA quick_check(1)", error) : NULL;
  if (statement == NULL)
    return FALSE;
  if (!cl_statement_step (statement, NULL) || g_strcmp0 (cl_statement_get_text (statement, 0), "ok") != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The data in the backup %s is damaged. Take another backup."), archive);
      return FALSE;
    }
  return TRUE;
}

void
cl_backup_remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      cl_backup_remove_tree (inner);
    }
  g_remove (path);
}

/* Unpacks into @folder (database, files/ab/abcdef…) and looks whether it is ours, not newer, and whole. */
gboolean
cl_backup_unpack (const char *archive, const char *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *database = g_build_filename (folder, "database", NULL);

  return unpack (archive, folder, cancellable, error) && cl_backup_check_database (archive, database, error) && check_unpacked_attachments (folder, cancellable, error);
}

/* What was written is opened and read again before it gets its name: a backup that cannot be restored is none. */
static gboolean
check_archive (const char *archive, const char *beside, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_strconcat (beside, "XXXXXX", NULL);
  g_autofree char *parent = g_path_get_dirname (beside);
  g_autofree char *name = g_path_get_basename (beside);
  gboolean is_good;

  cl_store_sweep (parent, name);
  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s cannot be written: %s. Check the folder, its permissions and its room."), folder, g_strerror (errno));
      return FALSE;
    }
  is_good = cl_backup_unpack (archive, folder, cancellable, error);
  cl_backup_remove_tree (folder);
  return is_good;
}

/* The same name each time: what a pulled plug left of the last one goes with the next. */
static char *
name_under_way (const char *to, const char *what)
{
  g_autofree char *folder = g_path_get_dirname (to);
  g_autofree char *name = g_path_get_basename (to);
  g_autofree char *hidden = g_strdup_printf (".%s.%s", name, what);

  return g_build_filename (folder, hidden, NULL);
}

/* Whoever sits at the desk: the second place is filled by the program itself. */
gboolean
cl_backup_write (ClStore *store, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *copy = name_under_way (to, "copy");
  g_autofree char *temporary = name_under_way (to, "new");
  g_autofree char *check = name_under_way (to, "check-");
  const char *files = cl_store_get_files (store);
  g_autoptr(ClDatabase) database = cl_database_open (cl_store_get_path (store), CL_DATABASE_READ, error);
  gboolean is_good;

  cl_database_forget (copy);
  g_unlink (temporary);
  cl_progress_begin_part (cancellable, 30);
  if (database == NULL || !cl_database_copy (database, copy, cancellable, error))
    return FALSE;
  cl_progress_begin_part (cancellable, 70);
  is_good = write_archive (temporary, to, copy, files, cancellable, error)
            && g_chmod (temporary, 0600) == 0
            && cl_store_sync_path (temporary, error);
  cl_progress_begin_part (cancellable, 100);
  is_good = is_good && check_archive (temporary, check, cancellable, error);
  g_unlink (copy);
  if (is_good && g_rename (temporary, to) == 0)
    {
      sync_with_folder (to, NULL);
      cl_progress_tell (cancellable, 1, 1);
      return TRUE;
    }
  if (error != NULL && *error == NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The backup %s cannot be written: %s. Check the place and its room."), to, g_strerror (errno));
  g_unlink (temporary);
  return FALSE;
}

/**
 * cl_store_backup:
 * @store: an open store
 * @to: the archive: .tar by its name, else .zip; replaced where it is there
 * @cancellable: (nullable): breaks it off; told how far it is where it is a #ClProgress
 * @error: return location
 *
 * One archive of the data, as of one moment, and of the attachments; written beside @to, read again, then given its name, so
 * that an earlier backup is lost only to a good one, and none is left by one that was broken off. Others may go on working. Any thread.
 *
 * Returns: whether the backup is made
 */
gboolean
cl_store_backup (ClStore *store, const char *to, GCancellable *cancellable, GError **error)
{
  return cl_desk_may (store, CL_RIGHT_KEEP, error) && cl_backup_write (store, to, cancellable, error);
}
