#include "cl-config.h"

#include "cl-transaction-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "cl-error.h"
#include "cl-store-private.h"

/* FILE.files/ab/abcdef…: named by content, so that nothing is stored twice and nothing is ever overwritten. */
char *
cl_attachment_get_path (const char *files, const char *sha256)
{
  char folder[3] = { sha256[0], sha256[0] != '\0' ? sha256[1] : '\0', '\0' };

  return g_build_filename (files, folder, sha256, NULL);
}

/**
 * cl_database_get_attachment_path:
 * @database: a connection to a store's file
 * @sha256: the attachment's digest, as its record holds it
 *
 * As cl_store_get_attachment_path(), for whoever has a connection alone. The connection's thread.
 *
 * Returns: (transfer full): where its file lies
 */
char *
cl_database_get_attachment_path (ClDatabase *database, const char *sha256)
{
  g_autofree char *files = g_strconcat (sqlite3_db_filename (cl_database_get_handle (database), "main"), ".files", NULL);

  return cl_attachment_get_path (files, sha256);
}

char *
cl_attachment_digest (const char *path, GError **error)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (65536);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize size = -1;

  if (fd >= 0)
    {
      while ((size = read (fd, buffer, 65536)) > 0)
        g_checksum_update (sum, buffer, size);
    }
  if (fd < 0 || size < 0)
    {
      cl_error_set_unreadable (error, path);
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  close (fd);
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
write_all (int fd, const guchar *data, gssize size)
{
  while (size > 0)
    {
      gssize written = write (fd, data, (gsize) size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      data += written;
      size -= written;
    }
  return TRUE;
}

/* Reads @stream once, into @fd and the digest together: what is named is what was written. */
static char *
copy_stream (GInputStream *stream, int fd, gint64 *size, GCancellable *cancellable, GError **error)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (65536);
  gssize got;

  *size = 0;
  while ((got = g_input_stream_read (stream, buffer, 65536, cancellable, error)) > 0)
    {
      g_checksum_update (sum, buffer, got);
      *size += got;
      if (!write_all (fd, buffer, got))
        {
          g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The attachment could not be written: %s. Make room on the disk and try again."), g_strerror (errno));
          return NULL;
        }
    }
  if (got < 0)
    return NULL;
  if (fsync (fd) != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The attachment could not be written: %s. Make room on the disk and try again."), g_strerror (errno));
      return NULL;
    }
  return g_strdup (g_checksum_get_string (sum));
}

char *
cl_attachment_store (const char *files, GInputStream *stream, gint64 *size, GCancellable *cancellable, GError **error)
{
  g_autofree char *temporary = g_build_filename (files, ".new-XXXXXX", NULL);
  g_autofree char *digest = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  int fd;

  if (g_mkdir_with_parents (files, 0700) != 0 || (fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600)) < 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The folder of attachments %s cannot be written: %s. Check its permissions and the room on the disk."), files, g_strerror (errno));
      return NULL;
    }
  digest = copy_stream (stream, fd, size, cancellable, error);
  close (fd);
  if (digest == NULL)
    {
      g_unlink (temporary);
      return NULL;
    }
  path = cl_attachment_get_path (files, digest);
  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0 || g_rename (temporary, path) != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The folder of attachments %s cannot be written: %s. Check its permissions and the room on the disk."), folder, g_strerror (errno));
      g_unlink (temporary);
      return NULL;
    }
  if (!cl_store_sync_path (folder, error) || !cl_store_sync_path (files, error))
    return NULL;
  return g_steal_pointer (&digest);
}
