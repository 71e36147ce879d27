#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What went wrong, by what the caller can do about it. The message of every error says what failed and what to do next. */
typedef enum
{
  CL_ERROR_FAILED,      /* anything else */
  CL_ERROR_INVALID,     /* a value or parameter that cannot be taken */
  CL_ERROR_NOT_FOUND,
  CL_ERROR_LOCKED,      /* the data file is open in another process */
  CL_ERROR_NEWER,       /* written by a newer Canlian */
  CL_ERROR_FOREIGN,     /* not a file of ours */
  CL_ERROR_DAMAGED,
  CL_ERROR_REFERENCED,  /* a record that others refer to cannot be deleted */
  CL_ERROR_NOTHING,     /* nothing to undo or redo */
  CL_ERROR_CONFLICT,
  CL_ERROR_DESCRIPTION, /* a ledger, code list, form or rule file is wrong: the message begins with FILE:LINE: */
  CL_ERROR_DENIED,      /* an expression reached for what it may not read; somebody at the desk for what he may not do */
  CL_ERROR_USAGE,       /* wrong words on the command line */
} ClError;

#define CL_ERROR (cl_error_quark ())
GQuark cl_error_quark (void);
gboolean cl_error_set_cancelled (GError **error); /* FALSE */
gboolean cl_error_set_unreadable (GError **error, const char *path); /* by errno; FALSE */

G_END_DECLS
