#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Prints the PDF as it is: GTK's dialog for queue and copies, then a GtkPrintJob on the file itself. @printer: a queue's name, no dialog; NULL asks. */
void cl_print_pdf_async (GtkWindow *parent, GBytes *pdf, const char *title, const char *printer, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean cl_print_pdf_finish (GAsyncResult *result, GError **error); /* CANCELLED where the dialog was closed */
guint cl_print_pdf_get_copies (GAsyncResult *result); /* as asked for in the dialog */

G_END_DECLS
