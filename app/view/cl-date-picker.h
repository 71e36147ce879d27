#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A month for an entry in which a date is typed: by Alt+Down, or by the sign at its end. */
void cl_date_picker_add (GtkWidget *entry, const char *label, gboolean months);
void cl_date_picker_open (GtkWidget *entry);

G_END_DECLS
