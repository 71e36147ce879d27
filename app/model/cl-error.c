#include "cl-config.h"

#include "cl-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/**
 * cl_error_quark:
 *
 * The domain of #ClError. Any thread.
 *
 * Returns: the quark
 */
G_DEFINE_QUARK (cl-error, cl_error)

/**
 * cl_error_set_cancelled:
 * @error: return location
 *
 * Says that somebody broke it off: %G_IO_ERROR_CANCELLED, in words of ours. Any thread.
 *
 * Returns: %FALSE
 */
gboolean
cl_error_set_cancelled (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; nothing was changed."));
  return FALSE;
}
