#pragma once

#include "cl-test-window.h"

/* Parts of test-looks. A window's looks are checked as they are drawn; CANLIAN_LOOKS is light, dark or contrast, without it nothing is drawn.
 * CANLIAN_LOOKS_PICTURES names a folder for pictures of all that was checked, to be looked at; CANLIAN_LOOKS_SIZE (1366x768) and CANLIAN_LOOKS_TEXT (100) change
 * what they are taken at. */

extern char *looks_sample; /* the file of the sample township */

/* test-looks.c */
void looks_run (const char *path, const char *words);
ClWindow *looks_open (const char *path);
void looks_close (ClWindow *window);
void looks_get_size (int *width, int *height);
/* looks-check.c */
void looks_check_window (GtkWidget *window, const char *where);
void looks_check_menus (GtkWidget *widget, const char *where);
guint looks_count_menus (void);
/* looks-states.c */
void looks_add_states (void);
void looks_check_dialog (ClWindow *window, const char *where);
