#include "cl-config.h"

#include "cl-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"

/**
 * cl_error_set_unreadable:
 * @error: return location
 * @path: (type filename): a file
 *
 * Says that @path cannot be read, why by errno, and what to do. Any thread.
 *
 * Returns: %FALSE
 */
gboolean
cl_error_set_unreadable (GError **error, const char *path)
{
  int trouble = errno;
  g_autofree char *called = cl_path_call (path);

  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The file %s cannot be read: %s. See whether its disk is there and whether you may read it, then try again."), called, g_strerror (trouble));
  return FALSE;
}
