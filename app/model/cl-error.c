#include "cl-error.h"

/**
 * cl_error_quark:
 *
 * The domain of #ClError. Any thread.
 *
 * Returns: the quark
 */
G_DEFINE_QUARK (cl-error, cl_error)
