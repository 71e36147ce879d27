#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From here on this process opens nothing for writing, makes no connection, starts nothing and grows within bounds. FALSE: it could not be done. */
gboolean cl_confine (gboolean boxed);

G_END_DECLS
