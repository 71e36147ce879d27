#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "cl-citizen-id.h"
#include "cl-dialog.h"
#include "cl-help.h"
#include "cl-window-private.h"

/* Which backup, then what it would change, then done: two steps in one window, each with one list. */

typedef struct
{
  ClWindow *window;
  GtkWidget *dialog;
  GtkWidget *place;   /* an AdwBin that holds the step */
  GtkWidget *message;
  GPtrArray *kept;    /* ClKept */
  char *archive;      /* looked at */
  char *called;
  GtkWidget *passphrase;
  ClCatalogue *catalogue;
  GCancellable *looking;
} Restore;

static void cl_restore_show_list (Restore *self);

static void
cl_restore_free (gpointer data)
{
  Restore *self = data;

  /* Looked at, and not restored: what was unsealed goes. */
  if (self->archive != NULL && g_str_has_suffix (self->archive, ".unsealed"))
    g_unlink (self->archive);
  g_cancellable_cancel (self->looking);
  g_object_unref (self->looking);
  g_ptr_array_unref (self->kept);
  g_object_unref (self->catalogue);
  g_free (self->archive);
  g_free (self->called);
  g_free (self);
}

static GtkWidget *
cl_restore_create_text (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* A step: words, a list, buttons; put in the place of the step before. Returns the box of buttons. */
static GtkWidget *
cl_restore_show_step (Restore *self, const char *title, const char *words, GtkWidget *list)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_box_append (GTK_BOX (box), cl_restore_create_text (title, "title-2"));
  gtk_box_append (GTK_BOX (box), cl_restore_create_text (words, NULL));
  self->message = cl_restore_create_text ("", "error");
  gtk_widget_set_visible (self->message, FALSE);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_widget_set_vexpand (scrolled, TRUE);
  if (list != NULL)
    {
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_widget_add_css_class (list, "boxed-list");
      gtk_widget_set_valign (list, GTK_ALIGN_START);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    }
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), buttons);
  adw_bin_set_child (ADW_BIN (self->place), box);
  return buttons;
}

static GtkWidget *
cl_restore_add_row (GtkWidget *list, const char *title, const char *subtitle, const char *name)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  cl_accessible_name (row, name);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

static void
cl_restore_back_cb (GtkWidget *button, Restore *self)
{
  cl_restore_show_list (self);
}

static void
cl_restore_do_cb (GtkWidget *button, Restore *self)
{
  ClWindow *window = self->window;
  g_autofree char *archive = g_steal_pointer (&self->archive);

  gtk_window_destroy (GTK_WINDOW (self->dialog));
  cl_window_restore (window, archive);
}

static void
cl_restore_show_changes (Restore *self, const ClComparison *comparison)
{
  GtkWidget *list = gtk_list_box_new (), *buttons, *back = cl_text_button_new (_("B_ack"), NULL), *restore = cl_text_button_new (_("_Restore"), NULL);
  g_autofree char *last = g_strdup_printf (_("Last written to: %s"), comparison->last != NULL ? comparison->last : "—");
  g_autofree char *words = NULL;
  GtkWidget *first = NULL;

  cl_accessible_name (list, _("What would change"));
  for (guint i = 0; i < comparison->ledgers->len; i++)
    {
      const ClDifference *difference = comparison->ledgers->pdata[i];
      g_autofree char *said = cl_difference_say (difference);
      g_autofree char *title = g_strdup_printf (_("%s: %s"), difference->title, "");
      GtkWidget *row = cl_restore_add_row (list, difference->title, g_str_has_prefix (said, title) ? said + strlen (title) : said, said);

      if (first == NULL)
        first = row;
    }
  words = g_strdup_printf ("%s\n%s", last,
                           !comparison->is_readable      ? _("What the file holds now cannot be compared: it is missing or damaged. It is kept beside.")
                           : comparison->ledgers->len == 0 ? _("All entries are as in the backup.")
                                                           : _("This would change. What is in the file now is kept beside it."));
  buttons = cl_restore_show_step (self, self->called, words, list);
  gtk_widget_set_visible (list, first != NULL);
  gtk_widget_add_css_class (restore, "destructive-action");
  cl_accessible_describe (restore, words);
  g_signal_connect (back, "clicked", G_CALLBACK (cl_restore_back_cb), self);
  g_signal_connect (restore, "clicked", G_CALLBACK (cl_restore_do_cb), self);
  gtk_box_append (GTK_BOX (buttons), back);
  gtk_box_append (GTK_BOX (buttons), restore);
  cl_dialog_mend (self->place);
  gtk_widget_grab_focus (first != NULL ? first : restore);
}

/* What was looked for in a thread */
typedef struct
{
  char *archive;
  char *path;
  ClCatalogue *catalogue;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_object_unref (look->catalogue);
  g_free (look->archive);
  g_free (look->path);
  g_free (look);
}

static void
cl_restore_look_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;
  GError *error = NULL;
  ClComparison *comparison = cl_backup_compare (look->archive, look->path, look->catalogue, cancellable, &error);

  if (comparison != NULL)
    g_task_return_pointer (task, comparison, (GDestroyNotify) cl_comparison_free);
  else
    g_task_return_error (task, error);
}

static void
cl_restore_looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClComparison) comparison = g_task_propagate_pointer (G_TASK (result), &error);
  Restore *self = g_object_get_data (source, "cl-restore");

  /* Closed meanwhile. */
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (comparison != NULL)
    {
      cl_restore_show_changes (self, comparison);
      return;
    }
  cl_restore_show_list (self);
  gtk_label_set_text (GTK_LABEL (self->message), error->message);
  gtk_widget_set_visible (self->message, TRUE);
  cl_announce (self->dialog, error->message);
}

static void
cl_restore_look (Restore *self, const char *archive, const char *called)
{
  Look *look = g_new0 (Look, 1);
  g_autoptr (GTask) task = g_task_new (self->dialog, self->looking, cl_restore_looked_cb, NULL);
  GtkWidget *buttons, *cancel = cl_text_button_new (_("_Cancel"), "window.close");

  g_free (self->archive);
  self->archive = g_strdup (archive);
  g_free (self->called);
  self->called = g_strdup (called);
  look->archive = g_strdup (archive);
  look->path = g_strdup (cl_window_get_path (self->window));
  look->catalogue = g_object_ref (self->catalogue);
  gtk_widget_set_sensitive (self->place, TRUE);
  buttons = cl_restore_show_step (self, called, _("Looking at what would change…"), NULL);
  gtk_box_append (GTK_BOX (buttons), cancel);
  gtk_widget_grab_focus (cancel);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, cl_restore_look_thread_cb);
}

/* A sealed one is opened first */

static void
cl_restore_unseal_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  char **words = data;
  GError *error = NULL;

  if (cl_unseal_file (words[0], words[1], words[2], cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
cl_restore_unsealed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **words = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean is_open = g_task_propagate_boolean (G_TASK (result), &error);
  Restore *self = g_object_get_data (source, "cl-restore");

  if (self == NULL)
    {
      if (is_open)
        g_unlink (words[1]);
      return;
    }
  if (is_open)
    {
      g_autofree char *called = g_strdup (self->called);

      cl_restore_look (self, words[1], called);
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->message), error->message);
  gtk_widget_set_visible (self->message, TRUE);
  gtk_widget_set_sensitive (self->place, TRUE);
  gtk_widget_grab_focus (self->passphrase);
  cl_announce (self->passphrase, error->message);
}

static void
words_free (gpointer words)
{
  g_strfreev (words);
}

static void
cl_restore_unseal_cb (GtkWidget *widget, Restore *self)
{
  g_autoptr (GTask) task = g_task_new (self->dialog, self->looking, cl_restore_unsealed_cb, NULL);
  char **words = g_new0 (char *, 4);

  words[0] = g_strdup (self->archive);
  words[1] = cl_kept_get_unsealed (cl_window_get_path (self->window));
  words[2] = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->passphrase)));
  g_task_set_task_data (task, words, words_free);
  gtk_widget_set_sensitive (self->place, FALSE);
  g_task_run_in_thread (task, cl_restore_unseal_thread_cb);
}

static void
cl_restore_ask_passphrase (Restore *self, const char *archive, const char *called)
{
  GtkWidget *list = gtk_list_box_new (), *buttons, *back = cl_text_button_new (_("B_ack"), NULL), *open = cl_text_button_new (_("_Open"), NULL);

  g_free (self->archive);
  self->archive = g_strdup (archive);
  g_free (self->called);
  self->called = g_strdup (called);
  cl_accessible_name (list, _("Sealed backup"));
  gtk_list_box_append (GTK_LIST_BOX (list), cl_sign_in_passphrase_row (_("Pass-phrase, or words of the recovery key"), &self->passphrase));
  buttons = cl_restore_show_step (self, called, _("This backup is sealed. Type the pass-phrase that was set when it was made, or the words of the recovery key from the safe."), list);
  g_signal_connect (self->passphrase, "activate", G_CALLBACK (cl_restore_unseal_cb), self);
  g_signal_connect (open, "clicked", G_CALLBACK (cl_restore_unseal_cb), self);
  g_signal_connect (back, "clicked", G_CALLBACK (cl_restore_back_cb), self);
  gtk_widget_add_css_class (open, "suggested-action");
  gtk_box_append (GTK_BOX (buttons), back);
  gtk_box_append (GTK_BOX (buttons), open);
  cl_dialog_mend (self->place);
  gtk_widget_grab_focus (self->passphrase);
}

static void
cl_restore_row_cb (GtkListBox *list, GtkListBoxRow *row, Restore *self)
{
  const ClKept *kept = self->kept->pdata[gtk_list_box_row_get_index (row)];
  g_autofree char *called = cl_kept_say (kept);

  cl_restore_look (self, kept->path, called);
}

static void
cl_restore_row_open (GtkWidget *row, gpointer data)
{
  g_signal_emit_by_name (row, "activate");
}

static void
cl_restore_chosen_cb (GtkDialog *dialog, int response, GtkWidget *own)
{
  Restore *self = g_object_get_data (G_OBJECT (own), "cl-restore");
  g_autofree char *path = cl_file_dialog_get_path (dialog, response);
  g_autofree char *name = path != NULL ? cl_file_call (path) : NULL;

  if (path == NULL || self == NULL)
    return;
  if (cl_is_sealed (path))
    cl_restore_ask_passphrase (self, path, name);
  else
    cl_restore_look (self, path, name);
}

static void
cl_restore_other_cb (GtkWidget *button, Restore *self)
{
  GtkWidget *dialog = cl_file_dialog_new (self->dialog, _("Choose a backup"), GTK_FILE_CHOOSER_ACTION_OPEN);

  g_signal_connect_object (dialog, "response", G_CALLBACK (cl_restore_chosen_cb), self->dialog, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cl_restore_show_list (Restore *self)
{
  GtkWidget *list = gtk_list_box_new (), *buttons, *other = cl_text_button_new (_("_Another file…"), NULL), *first = NULL;

  cl_accessible_name (list, _("Kept backups"));
  for (guint i = 0; i < self->kept->len; i++)
    {
      const ClKept *kept = self->kept->pdata[i];
      g_autofree char *said = cl_kept_say (kept);
      g_autofree char *size = g_format_size ((guint64) kept->size);
      g_autofree char *name = g_strdup_printf ("%s，%s", said, size);
      GtkWidget *row = cl_restore_add_row (list, said, size, name);

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      cl_accessible_add_action (row, "open", cl_restore_row_open, NULL);
      if (first == NULL)
        first = row;
    }
  g_signal_connect (list, "row-activated", G_CALLBACK (cl_restore_row_cb), self);
  buttons = cl_restore_show_step (self, _("Which backup?"),
                                  first != NULL ? _("Nothing is changed yet: first it is shown what would change.") : _("No backup of this file is kept here yet. Choose the file of one."), list);
  gtk_widget_set_visible (list, first != NULL);
  g_signal_connect (other, "clicked", G_CALLBACK (cl_restore_other_cb), self);
  gtk_box_append (GTK_BOX (buttons), other);
  cl_dialog_mend (self->place);
  gtk_widget_grab_focus (first != NULL ? first : other);
}

/* Whatever is still looked for holds the window, but not what it was for. */
static void
cl_restore_gone_cb (GtkWidget *dialog, gpointer data)
{
  g_object_set_data (G_OBJECT (dialog), "cl-restore", NULL);
}

/**
 * cl_restore_dialog_new:
 * @window: the window whose file is to be brought back, open or not
 *
 * Asks which backup, shows what would change, and lets @window bring it back. Main thread.
 *
 * Returns: (transfer none): a window of its own, not yet shown
 */
GtkWidget *
cl_restore_dialog_new (ClWindow *window)
{
  GtkWidget *dialog = cl_dialog_new (ADW_TYPE_WINDOW), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  ClContext *context = cl_window_get_context (window);
  Restore *self = g_new0 (Restore, 1);

  self->window = window;
  self->dialog = dialog;
  self->kept = cl_kept_list (cl_window_get_path (window));
  self->looking = g_cancellable_new ();
  self->catalogue = context != NULL ? g_object_ref (cl_store_get_catalogue (cl_context_get_store (context)))
                                    : cl_plugins_load_catalogue (cl_application_get_plugins (CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)))));
  self->place = adw_bin_new ();
  g_object_set_data_full (G_OBJECT (dialog), "cl-restore", self, cl_restore_free);
  g_signal_connect (dialog, "destroy", G_CALLBACK (cl_restore_gone_cb), NULL);
  gtk_widget_set_vexpand (self->place, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), self->place);
  adw_window_set_content (ADW_WINDOW (dialog), box);
  gtk_window_set_title (GTK_WINDOW (dialog), _("Restore a backup"));
  cl_help_set_page (dialog, "backups");
  gtk_window_set_default_size (GTK_WINDOW (dialog), 560, 520);
  cl_restore_show_list (self);
  return dialog;
}
