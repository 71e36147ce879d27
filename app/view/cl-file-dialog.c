#include "cl-config.h"

#include "cl-file-dialog.h"

#include <glib/gi18n-lib.h>

#include "cl-print-dialog-private.h"

/**
 * cl_file_dialog_new:
 * @near: a widget of the window that asks
 * @title: translated; what is chosen
 * @action: opening or saving
 *
 * Asks for a file. "response" is GTK_RESPONSE_ACCEPT with gtk_file_chooser_get_file(); show it by gtk_window_present(). Main thread.
 *
 * Returns: (transfer none): the dialog, owned by GTK
 */
GtkWidget *
cl_file_dialog_new (GtkWidget *near, const char *title, GtkFileChooserAction action)
{
  GtkRoot *root = gtk_widget_get_root (near);
  GtkWidget *dialog = g_object_new (GTK_TYPE_FILE_CHOOSER_DIALOG,
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG,
                                    "action", action,
                                    "modal", TRUE,
                                    "title", title,
                                    "transient-for", GTK_IS_WINDOW (root) ? root : NULL,
                                    NULL);

  gtk_dialog_add_button (GTK_DIALOG (dialog), _("_Cancel"), GTK_RESPONSE_CANCEL);
  gtk_dialog_add_button (GTK_DIALOG (dialog), action == GTK_FILE_CHOOSER_ACTION_SAVE ? _("_Save") : _("_Open"), GTK_RESPONSE_ACCEPT);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  g_signal_connect_after (dialog, "response", G_CALLBACK (gtk_window_destroy), NULL);
  cl_print_dialog_name (dialog);
  return dialog;
}
