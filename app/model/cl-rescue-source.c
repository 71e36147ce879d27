#include "cl-config.h"

#include "cl-rescue-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cl-error.h"

#define PAGE ((gint64) CL_RESCUE_PAGE)
/* A length that was flipped is not to take all memory. */
#define VALUE_MAX (256 * 1024 * 1024)

/* The head of a database (sqlite.org/fileformat2.html, 1.3): what stands in it that is not zero in our files. */
static void
write_head (guchar *head, gint64 size)
{
  guint32 pages = GUINT32_TO_BE ((guint32) (size / PAGE)), one = GUINT32_TO_BE (1), four = GUINT32_TO_BE (4), mark = GUINT32_TO_BE (CL_DATABASE_APPLICATION_ID);

  memset (head, 0, 100);
  memcpy (head, "SQLite format 3", 16);
  head[16] = CL_RESCUE_PAGE >> 8;
  head[18] = head[19] = 1;
  head[21] = 64;
  head[22] = head[23] = 32;
  memcpy (head + 24, &one, 4);
  memcpy (head + 28, &pages, 4);
  memcpy (head + 40, &one, 4);
  memcpy (head + 44, &four, 4);
  memcpy (head + 56, &one, 4);
  memcpy (head + 68, &mark, 4);
  memcpy (head + 92, &one, 4);
}

/* Page by page: what the disk refuses is left as zeros, and the rest is read on behind it. */
static gboolean
copy_bytes (int from, int to, GCancellable *cancellable, GError **error)
{
  g_autofree guchar *page = g_malloc (CL_RESCUE_PAGE);
  gint64 size = lseek (from, 0, SEEK_END);

  for (gint64 at = 0; at < size; at += PAGE)
    {
      gssize got = pread (from, page, CL_RESCUE_PAGE, at);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (got < 0)
        {
          memset (page, 0, CL_RESCUE_PAGE);
          got = (gssize) MIN (PAGE, size - at);
        }
      if (pwrite (to, page, (gsize) got, at) != got)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("There is no room for what is rescued: %s. Choose a place on another disk."), g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
copy_file (const char *path, const char *copy, GCancellable *cancellable, GError **error)
{
  int from = g_open (path, O_RDONLY | O_CLOEXEC, 0), to;
  gboolean is_good;

  if (from < 0)
    return cl_error_set_unreadable (error, path);
  to = g_open (copy, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  is_good = to >= 0 ? copy_bytes (from, to, cancellable, error) : cl_error_set_unreadable (error, copy);
  close (from);
  if (to >= 0)
    close (to);
  return is_good;
}

gboolean
cl_rescue_copy (const char *path, const char *copy, GCancellable *cancellable, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *wal_copy = g_strconcat (copy, "-wal", NULL);

  /* What a -wal holds was acknowledged; SQLite itself tells by its sums how far it is good. */
  return copy_file (path, copy, cancellable, error) && (!g_file_test (wal, G_FILE_TEST_EXISTS) || copy_file (wal, wal_copy, cancellable, error));
}

static ClDatabase *
try_open (const char *copy, GError **error)
{
  ClDatabase *database = cl_database_open (copy, CL_DATABASE_READ, error);
  sqlite3 *handle;

  if (database == NULL)
    return NULL;
  handle = cl_database_get_handle (database);
  /* A schema of which some lines are bad, and a file that is shorter than its head says, are read as far as they go. */
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  sqlite3_limit (handle, SQLITE_LIMIT_LENGTH, VALUE_MAX);
  if (cl_database_execute (database, "PRAGMA writable_schema = ON; SELECT 1 FROM sqlite_master LIMIT 1", error))
    return database;
  cl_database_close (database);
  return NULL;
}

static gboolean
mend_head (const char *copy)
{
  guchar head[100];
  GStatBuf status;
  int fd = g_open (copy, O_RDWR | O_CLOEXEC, 0);
  gboolean is_good = fd >= 0 && g_stat (copy, &status) == 0 && status.st_size >= PAGE;

  if (is_good)
    {
      write_head (head, status.st_size);
      is_good = pwrite (fd, head, sizeof head, 0) == sizeof head;
    }
  if (fd >= 0)
    close (fd);
  return is_good;
}

ClDatabase *
cl_rescue_open (const char *copy, gboolean *is_holed, GError **error)
{
  ClDatabase *database;
  g_autoptr(GError) trouble = NULL;
  gboolean has_any = FALSE;

  *is_holed = cl_rescue_mend_schema (copy);
  database = try_open (copy, NULL);
  if (database == NULL && mend_head (copy))
    database = try_open (copy, &trouble);
  if (database != NULL)
    {
      g_autoptr(GPtrArray) names = cl_rescue_read_names (cl_database_get_handle (database),
                                                         "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('journal', 'setting', 'counter', 'person', 'division')", NULL);

      has_any = names->len > 0;
    }
  if (has_any)
    return database;
  g_clear_pointer (&database, cl_database_close);
  g_set_error_literal (error, CL_ERROR, CL_ERROR_DAMAGED, _("Nothing of this office’s data can be found in the file. Restore the last backup."));
  return NULL;
}
