#pragma once

#include "cl-outside.h"

/* What the parts of cl-outside.h share. */
gint64 outside_soon (void);                /* when what is waited for from now on must have come */
gboolean outside_waited (gint64 end);      /* whether that is over; else waits a moment */
void outside_spawn (const char *const *argv);
gboolean outside_matches (AtspiAccessible *accessible, AtspiRole role, const char *name); /* as outside_find() takes them */
