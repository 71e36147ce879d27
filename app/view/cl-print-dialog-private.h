#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names what GTK's print dialog leaves unnamed, now and as printers come in, until it is closed; the focus goes to the printers. */
void cl_print_dialog_name (GtkWidget *dialog);

G_END_DECLS
