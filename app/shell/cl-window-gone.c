/* A file whose drive has gone, or is not plugged in when the program starts: that is no first start. Whoever set up an office then would have two. */

#include <glib/gi18n.h>

#include "cl-dialog.h"
#include "cl-error.h"
#include "cl-file-dialog.h"
#include "cl-paths.h"
#include "cl-state.h"
#include "cl-window-private.h"

/* Where desktops and administrators mount what can be taken away. */
static const char *const drives[] = { "/media/", "/run/media/", "/mnt/" };

static gboolean
cl_window_lies_on_missing_drive (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (drives); i++)
    if (g_str_has_prefix (folder, drives[i]))
      return TRUE;
  return FALSE;
}

/* Whether the file was there once and is not now. */
gboolean
cl_window_is_gone (ClWindow *self)
{
  return !cl_store_is_there (self->path) && (cl_state_knows_file (self->state, self->path) || cl_window_lies_on_missing_drive (self->path));
}

void
cl_window_tell_gone (ClWindow *self)
{
  g_autofree char *called = cl_file_call (self->path);
  g_autoptr (GError) error = g_error_new (CL_ERROR, CL_ERROR_NOT_FOUND, _("The file %s is not there now. Connect the drive that it lies on, or the network, then try again."), called);

  cl_window_show_instead (self, cl_trouble_new (error));
}

static void
cl_window_file_chosen_cb (GtkDialog *dialog, int response, ClWindow *self)
{
  g_autofree char *path = cl_file_dialog_get_path (dialog, response);

  if (path != NULL && self->store == NULL)
    cl_window_go_over (self, path);
}

static void
cl_window_choose_file_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  GtkWidget *dialog;
  GtkFileFilter *filter;
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GFile) here = g_file_new_for_path (g_file_test (folder, G_FILE_TEST_IS_DIR) ? folder : cl_file_propose_folder ());

  if (self->store != NULL)
    return;
  dialog = cl_file_dialog_new (GTK_WIDGET (self), _("The office's file"), GTK_FILE_CHOOSER_ACTION_OPEN);
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _("Files of offices"));
  gtk_file_filter_add_suffix (filter, "canlian");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_object_unref (filter);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), here, NULL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (cl_window_file_chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Not where the file was: what is written into the folder of a drive that is away is hidden when the drive is there again. */
static void
cl_window_begin_anew_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  g_autofree char *usual = cl_paths_get_default_file ();

  if (self->store != NULL)
    return;
  if (!cl_store_is_there (usual))
    {
      g_free (self->path);
      self->path = g_steal_pointer (&usual);
    }
  cl_window_show_instead (self, cl_welcome_new (self));
}

static const GActionEntry entries[] = {
  { "choose-file", cl_window_choose_file_cb, NULL, NULL, NULL, { 0 } },
  { "begin-anew", cl_window_begin_anew_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_window_add_gone_actions (ClWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
