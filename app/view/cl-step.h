#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Work on the window's own thread in steps, between which a key or a frame comes in. */
void cl_step_start (gpointer owner, const char *what, guint interval, GSourceFunc step);
void cl_step_stop (gpointer owner, const char *what);
gboolean cl_step_is_far (guint key);
void cl_step_let_go (GtkWidget *list);

G_END_DECLS
