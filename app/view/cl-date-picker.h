#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A month beside an entry for a date, by Alt+Down in the entry or by a button. */
GtkWidget *cl_date_picker_new (GtkWidget *entry, const char *label);
void cl_date_picker_open (GtkWidget *picker);

G_END_DECLS
