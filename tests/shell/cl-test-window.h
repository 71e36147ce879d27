#pragma once

#include "cl-window-private.h"

G_BEGIN_DECLS

/* The application inside a test: registered, so that windows have their actions and keys, while the test spins the main context itself. */
extern ClApplication *application;
extern char *folder; /* the test's own; it goes with cl_test_window_run */

void cl_test_window_init (int *argc, char ***argv);
void cl_test_window_register (void);
int cl_test_window_run (void); /* for main */

char *cl_test_window_make (const char *file, ClStoreWriteFunc write); /* (transfer full): path of an office in the folder, with what @write (nullable) writes */
ClWindow *cl_test_window_open (const char *path);                /* its office is open; its first frame is still to come */

G_END_DECLS
