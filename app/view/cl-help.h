#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* F1, in windows and dialogs alike. */
void cl_help_show (GtkWindow *window, const char *page); /* "lists", "organisations#chart"; NULL: the first */
void cl_help_set_page (GtkWidget *dialog, const char *page);
void cl_help_add_key (GtkWidget *dialog);

G_END_DECLS
