#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one way a message reaches a screen reader: gtk_accessible_announce() from GTK 4.14, before that the DESCRIPTION of the focused widget (PLATFORM.md). */
void cl_announce (GtkWidget *near, const char *text);

G_END_DECLS
