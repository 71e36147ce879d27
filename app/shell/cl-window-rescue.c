#include <glib/gi18n.h>

#include "cl-citizen-id.h"
#include "cl-dialog.h"
#include "cl-window-private.h"

/* A file that can no longer be opened: what can be read of it goes into a new one, in a thread; then it is said what that is, and one may go on with it. */

typedef struct
{
  char *path;
  char *to;
  ClCatalogue *catalogue;
  GtkWidget *page;
} Rescue;

static void
rescue_free (gpointer data)
{
  Rescue *rescue = data;

  g_free (rescue->path);
  g_free (rescue->to);
  g_object_unref (rescue->catalogue);
  g_object_unref (rescue->page);
  g_free (rescue);
}

static void
cl_window_go_on_cb (GtkWidget *button, ClWindow *self)
{
  g_autofree char *to = g_strdup (g_object_get_data (G_OBJECT (button), "to"));

  cl_window_restore (self, to);
}

static GtkWidget *
cl_window_create_sentences (const ClRescue *rescue)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  cl_accessible_name (list, _("What could be read"));
  for (guint i = 0; i < rescue->sentences->len; i++)
    {
      const char *sentence = rescue->sentences->pdata[i];
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sentence);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
      cl_accessible_sentence (row, sentence);
    }
  return list;
}

static GtkWidget *
cl_window_create_rescued_page (ClWindow *self, const ClRescue *rescue, const char *to)
{
  GtkWidget *page = cl_status_page_new (), *clamp = adw_clamp_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *go_on = cl_text_button_new (_("_Go on with it"), NULL), *back = cl_text_button_new (_("B_ack"), "win.retry");
  g_autofree char *name = cl_file_call (to);
  g_autofree char *words = g_strdup_printf (rescue->is_whole ? _("Everything could be read. It is saved as %s; the damaged file is as it was.")
                                                             : _("It is saved as %s; the damaged file is as it was. Compare what is missing with paper, or with a backup."), name);
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("What can be read is saved"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  g_object_set_data_full (G_OBJECT (go_on), "to", g_strdup (to), g_free);
  gtk_widget_set_halign (go_on, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (go_on, "pill");
  gtk_widget_add_css_class (go_on, "suggested-action");
  cl_accessible_describe (go_on, words);
  g_signal_connect (go_on, "clicked", G_CALLBACK (cl_window_go_on_cb), self);
  gtk_widget_set_halign (back, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (back, "pill");
  gtk_box_append (GTK_BOX (box), cl_window_create_sentences (rescue));
  gtk_box_append (GTK_BOX (box), go_on);
  gtk_box_append (GTK_BOX (box), back);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), clamp);
  cl_focus_later (go_on);
  return page;
}

static void
cl_window_rescue_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Rescue *rescue = data;
  GError *error = NULL;
  ClRescue *rescued = cl_store_rescue (rescue->path, rescue->to, rescue->catalogue, cancellable, &error);

  if (rescued != NULL)
    g_task_return_pointer (task, rescued, (GDestroyNotify) cl_rescue_free);
  else
    g_task_return_error (task, error);
}

static void
cl_window_rescued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClWindow *self = CL_WINDOW (source);
  Rescue *rescue = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRescue) rescued = g_task_propagate_pointer (G_TASK (result), &error);

  g_application_release (g_application_get_default ());
  if (gtk_widget_get_root (rescue->page) != GTK_ROOT (self))
    return;
  if (rescued != NULL)
    cl_window_tell_finished (self, _("What can be read is saved."));
  if (rescued != NULL)
    cl_window_show_instead (self, cl_window_create_rescued_page (self, rescued, rescue->to));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_window_open (self);
  else
    cl_window_show_instead (self, cl_trouble_new (error));
}

static void
cl_window_rescue_to (ClWindow *self, const char *to)
{
  Rescue *rescue = g_new0 (Rescue, 1);
  g_autoptr (ClProgress) progress = cl_progress_new ();
  g_autoptr (GTask) task = NULL;

  rescue->path = g_strdup (self->path);
  rescue->to = g_strdup (to);
  rescue->catalogue = cl_plugins_load_catalogue (cl_application_get_plugins (CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)))));
  rescue->page = g_object_ref (cl_window_create_work_page (_("Reading what can be read…"), NULL, progress));
  cl_window_show_instead (self, rescue->page);
  g_application_hold (g_application_get_default ());
  task = g_task_new (self, G_CANCELLABLE (progress), cl_window_rescued_cb, NULL);
  g_task_set_task_data (task, rescue, rescue_free);
  g_task_run_in_thread (task, cl_window_rescue_thread_cb);
}

static void
cl_window_rescue_response_cb (GtkDialog *dialog, int response, ClWindow *self)
{
  g_autofree char *to = cl_file_dialog_get_path (dialog, response);

  if (to != NULL && self->store == NULL)
    cl_window_rescue_to (self, to);
}

static void
cl_window_rescue_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  GtkWidget *dialog;
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GFile) here = g_file_new_for_path (folder);
  g_autofree char *name = NULL;

  if (self->store != NULL)
    return;
  /* Translators: the name of a file: what was read of a damaged one on this day */
  name = g_strdup_printf (_("rescued %s.canlian"), cl_today ());
  dialog = cl_file_dialog_new (GTK_WIDGET (self), _("Where to save what can be read"), GTK_FILE_CHOOSER_ACTION_SAVE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), here, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_object (dialog, "response", G_CALLBACK (cl_window_rescue_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
cl_window_add_rescue_action (ClWindow *self)
{
  const GActionEntry entry = { "rescue", cl_window_rescue_cb, NULL, NULL, NULL, { 0 } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
}
