#pragma once

#include "cl-secrets.h"

/* The office of the sample, for windows whose log is kept, and whose settings and temporary files lie where they are looked for. Made at the first call. */
const char *secrets_make_window (void);
const char *secrets_get_log (void);
/* All that goes over the session's bus from now on, and the search in it; 0: there is no dbus-monitor. */
GPid secrets_listen_to_bus (void);
void secrets_end_listening (GPid pid);
void secrets_settle (Outside *outside);                  /* until nothing more is said */
void secrets_look (Outside *outside, const char *where); /* all that is visible, titles too, and all that was said */
