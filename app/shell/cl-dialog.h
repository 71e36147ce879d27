#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names what GTK's and libadwaita's own windows leave unnamed, and takes silent stops out of the focus. */
void cl_dialog_mend (GtkWidget *root);
GtkWidget *cl_dialog_new (GType type);
void cl_dialog_present (GtkWindow *dialog, GtkWindow *parent); /* over @parent, mended, closed by Escape */

G_END_DECLS
