#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The window's state: size, sidebar, last page, size of text. What belongs to the office lies in its file, not here. */
GSettings *cl_state_new (void); /* NULL where the schema is not installed: then nothing is remembered */
void cl_state_track_window (GSettings *state, GtkWindow *window);
void cl_state_apply_text_size (GSettings *state, int percent); /* @state NULL: for this run only */
int cl_state_get_text_size (GSettings *state);
gboolean cl_state_knows_file (GSettings *state, const char *path);
void cl_state_know_file (GSettings *state, const char *path);

G_END_DECLS
