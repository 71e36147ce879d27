#include "cl-config.h"

#include "cl-file-dialog.h"

#include <glib/gi18n-lib.h>

#include "cl-date.h"
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

/**
 * cl_file_dialog_get_path:
 * @dialog: from cl_file_dialog_new(), in its "response"
 * @response: what was answered
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the path of what was chosen; %NULL: nothing was, or it lies where there are no paths
 */
char *
cl_file_dialog_get_path (GtkDialog *dialog, int response)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  return file != NULL ? g_file_get_path (file) : NULL;
}

static void
fill_cb (GtkDialog *dialog, int response, GtkWidget *entry)
{
  g_autofree char *path = cl_file_dialog_get_path (dialog, response);

  if (path != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), path);
  gtk_widget_grab_focus (entry);
}

/**
 * cl_file_dialog_fill:
 * @dialog: from cl_file_dialog_new(), not shown yet
 * @entry: where the path of what is chosen is written
 *
 * Whatever is answered, the focus comes back to @entry. Main thread.
 */
void
cl_file_dialog_fill (GtkWidget *dialog, GtkWidget *entry)
{
  g_signal_connect_object (dialog, "response", G_CALLBACK (fill_cb), entry, 0);
}

/**
 * cl_file_propose_folder:
 *
 * Returns: (transfer none): where files are proposed to lie: the user's documents, where there is such a folder, else the home folder
 */
const char *
cl_file_propose_folder (void)
{
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  return folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR) ? folder : g_get_home_dir ();
}

/**
 * cl_file_propose:
 * @name: what the file is about
 * @ending: its ending, with the dot
 *
 * Returns: (transfer full): a path for a file that is made today
 */
char *
cl_file_propose (const char *name, const char *ending)
{
  g_autofree char *base = g_strdup_printf ("%s %s%s", name, cl_today (), ending);

  /* A list may be called "上河村/下河村". */
  g_strdelimit (base, "/\\", '_');
  return g_build_filename (cl_file_propose_folder (), base, NULL);
}
