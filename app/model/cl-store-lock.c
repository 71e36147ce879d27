#include "cl-config.h"

#include "cl-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "cl-error.h"

/* One process a file. The lock lies on a file of its own beside the data: closing any descriptor of the database itself would
 * drop SQLite's POSIX locks. It is an open-file-description lock, so it also keeps out a second store of the same process, goes
 * with the process however that ends, and is not lost when somebody else in the process opens and closes the lock file. */
struct _ClStoreLock
{
  int fd;
};

static gboolean
set_lock (int fd, short type)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET };
  int result;

  do
    result = fcntl (fd, F_OFD_SETLK, &lock);
  while (result < 0 && errno == EINTR);
  return result == 0;
}

static char *
read_holder (int fd)
{
  char text[256] = "";
  gssize size = pread (fd, text, sizeof text - 1, 0);
  g_auto(GStrv) words = NULL;

  if (size <= 0)
    return g_strdup (_("another program"));
  words = g_strsplit (g_strstrip (text), " ", 2);
  if (words[0] == NULL || words[1] == NULL)
    return g_strdup (_("another program"));
  return g_strdup_printf (_("process %s on the computer %s"), words[1], words[0]);
}

ClStoreLock *
cl_store_lock_take (const char *path, GError **error)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  g_autofree char *self = g_strdup_printf ("%s %ld\n", g_get_host_name (), (long) getpid ());
  int fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ClStoreLock *lock;

  if (fd < 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The lock %s cannot be made: %s. Choose a folder in which you may write."),
                   lock_path, g_strerror (errno));
      return NULL;
    }
  if (!set_lock (fd, F_WRLCK))
    {
      int problem = errno;

      if (problem == EAGAIN || problem == EACCES)
        {
          g_autofree char *holder = read_holder (fd);

          g_set_error (error, CL_ERROR, CL_ERROR_LOCKED, _("The data file %s is already open: %s holds it. Close it there, then try again."), path, holder);
        }
      else
        g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The data file %s cannot be locked on this disk: %s. Keep it on a disk of this computer."),
                     path, g_strerror (problem));
      close (fd);
      return NULL;
    }
  /* Who holds it is only said to people; the lock itself does not depend on it. */
  if (ftruncate (fd, 0) != 0 || pwrite (fd, self, strlen (self), 0) < 0)
    g_debug ("The holder could not be written into %s", lock_path);
  lock = g_new0 (ClStoreLock, 1);
  lock->fd = fd;
  return lock;
}

void
cl_store_lock_free (ClStoreLock *lock)
{
  if (lock == NULL)
    return;
  /* Let go by name too: a child that was forked while we held it shares the description. */
  if (ftruncate (lock->fd, 0) != 0)
    g_debug ("The lock file could not be emptied");
  set_lock (lock->fd, F_UNLCK);
  close (lock->fd);
  g_free (lock);
}
