#include <glib/gi18n.h>

#include "cl-desk.h"
#include "cl-dialog.h"
#include "cl-help.h"
#include "cl-recovery.h"
#include "cl-window-private.h"

/* Where backups go: those made by themselves each day, the second place, and the pass-phrase that seals what leaves this computer. */

typedef struct
{
  ClWindow *window;
  ClStore *store;
  GtkWidget *dialog;
  GtkWidget *place;      /* row */
  GtkWidget *choose;
  GtkWidget *none;
  GtkWidget *sealed;     /* row */
  GtkWidget *passphrase;
  GtkWidget *again;
  GtkWidget *set;
  GtkWidget *open;       /* button: not sealed from now on */
  GtkWidget *left;       /* row: backups that lie there open */
  GtkWidget *seal;
  GtkWidget *message;
} Backups;

static void
cl_backups_free (gpointer data)
{
  Backups *self = data;

  g_object_unref (self->store);
  g_free (self);
}

static void
cl_backups_say (Backups *self, GtkWidget *near, const char *text, gboolean is_error)
{
  gtk_label_set_text (GTK_LABEL (self->message), text);
  gtk_widget_set_visible (self->message, TRUE);
  if (is_error)
    gtk_widget_add_css_class (self->message, "error");
  else
    gtk_widget_remove_css_class (self->message, "error");
  cl_announce (near, text);
}

static void
cl_backups_set_row (GtkWidget *row, const char *title, const char *subtitle)
{
  g_autofree char *name = g_strdup_printf ("%s，%s", title, subtitle);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  cl_accessible_name (row, name);
}

static gboolean
cl_backups_has_recovery (Backups *self)
{
  guint8 public[CL_RECOVERY_BYTES];

  return cl_recovery_get_public (self->store, public);
}

static void
cl_backups_fill (Backups *self)
{
  g_autofree char *place = cl_second_say (self->store);
  g_autofree char *left = cl_second_say_open (self->store);
  gboolean has_place = cl_second_get_state (self->store) != CL_SECOND_NONE, is_sealed = cl_second_is_sealed (self->store);

  cl_backups_set_row (self->place, _("Second place"), place);
  cl_accessible_describe (self->choose, place);
  gtk_widget_set_sensitive (self->none, has_place);
  cl_backups_set_row (self->sealed, _("Sealing"),
                      !is_sealed                      ? _("Not sealed: who finds them can read them")
                      : cl_backups_has_recovery (self) ? _("Sealed: the pass-phrase opens them, or the recovery key in the safe")
                                                       : _("Sealed: without the pass-phrase nobody reads them, and nobody can bring them back"));
  gtk_widget_set_sensitive (self->open, is_sealed);
  gtk_widget_set_visible (self->left, left != NULL);
  if (left != NULL)
    cl_backups_set_row (self->left, _("Written before, open"), left);
  cl_accessible_describe (self->seal, left);
}

static void
cl_backups_chosen_cb (GtkDialog *chooser, int response, GtkWidget *dialog)
{
  Backups *self = g_object_get_data (G_OBJECT (dialog), "cl-backups");
  g_autofree char *folder = cl_file_dialog_get_path (chooser, response);
  g_autoptr (GError) error = NULL;

  if (folder == NULL || self == NULL)
    return;
  if (!cl_second_set_folder (self->store, folder, &error))
    {
      cl_backups_say (self, self->choose, error->message, TRUE);
      return;
    }
  cl_backups_fill (self);
  cl_backups_say (self, self->choose, _("Chosen. The first backup is made in a moment."), FALSE);
  cl_window_look_for_backups (self->window);
}

static void
cl_backups_choose_cb (GtkWidget *button, Backups *self)
{
  GtkWidget *chooser = cl_file_dialog_new (self->dialog, _("Second place for backups"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);

  g_signal_connect_object (chooser, "response", G_CALLBACK (cl_backups_chosen_cb), self->dialog, 0);
  gtk_window_present (GTK_WINDOW (chooser));
}

static void
cl_backups_none_cb (GtkWidget *button, Backups *self)
{
  g_autoptr (GError) error = NULL;

  if (!cl_second_set_folder (self->store, NULL, &error))
    cl_backups_say (self, self->choose, error->message, TRUE);
  gtk_widget_grab_focus (self->choose);
  cl_backups_fill (self);
}

static void
cl_backups_set_cb (GtkWidget *widget, Backups *self)
{
  const char *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (passphrase, gtk_editable_get_text (GTK_EDITABLE (self->again))) != 0)
    {
      cl_backups_say (self, self->again, _("The two pass-phrases differ. Type the second one again."), TRUE);
      gtk_widget_grab_focus (self->again);
      return;
    }
  if (!cl_second_set_passphrase (self->store, passphrase, &error))
    {
      cl_backups_say (self, self->passphrase, error->message, TRUE);
      gtk_widget_grab_focus (self->passphrase);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  cl_backups_fill (self);
  if (gtk_widget_get_visible (self->left))
    gtk_widget_grab_focus (self->seal);
  cl_backups_say (self, gtk_widget_get_visible (self->left) ? self->seal : self->set,
                  cl_backups_has_recovery (self) ? _("Set. If it is forgotten, the recovery key in the safe opens these backups.")
                                                 : _("Set. Write the pass-phrase down and lock it away: without it these backups cannot be brought back."), FALSE);
  cl_window_look_for_backups (self->window);
}

static void
cl_backups_open_cb (GtkWidget *button, Backups *self)
{
  g_autoptr (GError) error = NULL;

  if (!cl_second_set_passphrase (self->store, NULL, &error))
    cl_backups_say (self, self->passphrase, error->message, TRUE);
  gtk_widget_grab_focus (self->passphrase);
  cl_backups_fill (self);
}

/* What was written there before */

typedef struct
{
  ClSecond *second;
  gboolean seals;
  guint n;
} Treating;

static void
cl_backups_treating_free (gpointer data)
{
  Treating *treating = data;

  cl_second_free (treating->second);
  g_free (treating);
}

static void
cl_backups_treat_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Treating *treating = data;
  GError *error = NULL;

  if (treating->seals ? cl_second_seal_open (treating->second, &treating->n, cancellable, &error) : cl_second_remove_open (treating->second, &treating->n, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
cl_backups_treated_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  Backups *self = g_object_get_data (dialog, "cl-backups");
  const Treating *treating = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    said = g_strdup (error->message);
  else if (treating->seals)
    said = g_strdup_printf (ngettext ("%u open backup was sealed", "%u open backups were sealed", treating->n), treating->n);
  else
    said = g_strdup_printf (ngettext ("%u open backup was taken away", "%u open backups were taken away", treating->n), treating->n);
  if (self == NULL)
    return;
  gtk_widget_set_sensitive (self->left, TRUE);
  gtk_widget_grab_focus (self->choose);
  cl_backups_fill (self);
  cl_backups_say (self, self->choose, said, error != NULL);
}

static void
cl_backups_treat (Backups *self, gboolean seals)
{
  g_autoptr (GError) error = NULL;
  ClSecond *second = cl_desk_may (self->store, CL_RIGHT_KEEP, &error) ? cl_second_new (self->store) : NULL;
  g_autoptr (GTask) task = NULL;
  Treating *treating;

  if (second == NULL)
    {
      cl_backups_say (self, self->seal, error != NULL ? error->message : _("The second place is not there now. Plug it in, or choose one."), TRUE);
      return;
    }
  treating = g_new0 (Treating, 1);
  treating->second = second;
  treating->seals = seals;
  gtk_widget_set_sensitive (self->left, FALSE);
  task = g_task_new (self->dialog, NULL, cl_backups_treated_cb, NULL);
  g_task_set_task_data (task, treating, cl_backups_treating_free);
  g_task_run_in_thread (task, cl_backups_treat_thread_cb);
}

static void
cl_backups_seal_cb (GtkWidget *button, Backups *self)
{
  cl_backups_treat (self, TRUE);
}

static void
cl_backups_remove_cb (GtkWidget *button, Backups *self)
{
  cl_backups_treat (self, FALSE);
}

static GtkWidget *
cl_backups_add_group (GtkWidget *page, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return group;
}

static GtkWidget *
cl_backups_add_row (GtkWidget *group)
{
  GtkWidget *row = adw_action_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
cl_backups_add_days (Backups *self, GtkWidget *page)
{
  g_autoptr (GPtrArray) kept = cl_kept_list (cl_store_get_path (self->store));
  GtkWidget *group = cl_backups_add_group (page, _("Each day, by itself"), _("Beside the office’s file: of the last 7 days, 4 weeks and 12 months the newest, and before each import, and before two entries are made one"));
  GtkWidget *row = cl_backups_add_row (group), *restore = cl_text_button_new (_("_Restore a backup…"), NULL);
  g_autofree char *said = kept->len > 0 ? cl_kept_say (kept->pdata[0]) : g_strdup (_("None yet"));

  cl_backups_set_row (row, _("The newest"), said);
  gtk_widget_set_valign (restore, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (restore), "backups.restore");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), restore);
}

static GtkWidget *
cl_backups_create_button (const char *label, GCallback callback, Backups *self)
{
  GtkWidget *button = cl_text_button_new (label, NULL);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", callback, self);
  return button;
}

static void
cl_backups_add_second (Backups *self, GtkWidget *page)
{
  GtkWidget *group = cl_backups_add_group (page, _("Elsewhere"), _("When this computer breaks or is stolen, the second place is what is left"));
  GtkWidget *row;

  self->place = cl_backups_add_row (group);
  self->choose = cl_backups_create_button (_("_Choose a folder…"), G_CALLBACK (cl_backups_choose_cb), self);
  self->none = cl_backups_create_button (_("_None"), G_CALLBACK (cl_backups_none_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->place), self->choose);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->place), self->none);
  self->sealed = cl_backups_add_row (group);
  self->open = cl_backups_create_button (_("Do not _seal"), G_CALLBACK (cl_backups_open_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->sealed), self->open);
  self->left = cl_backups_add_row (group);
  self->seal = cl_backups_create_button (_("S_eal them"), G_CALLBACK (cl_backups_seal_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->left), self->seal);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->left), cl_backups_create_button (_("_Take them away"), G_CALLBACK (cl_backups_remove_cb), self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_sign_in_passphrase_row (_("New pass-phrase"), &self->passphrase));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_sign_in_passphrase_row (_("The same once more"), &self->again));
  row = cl_backups_add_row (group);
  self->set = cl_backups_create_button (_("_Set the pass-phrase"), G_CALLBACK (cl_backups_set_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->set);
  cl_backups_set_row (row, _("Pass-phrase"), _("For backups from now on; it is kept nowhere"));
  g_signal_connect (self->again, "activate", G_CALLBACK (cl_backups_set_cb), self);
}

static void
cl_backups_restore_cb (GSimpleAction *action, GVariant *parameter, gpointer dialog)
{
  Backups *self = g_object_get_data (G_OBJECT (dialog), "cl-backups");
  ClWindow *window = self->window;

  gtk_window_destroy (GTK_WINDOW (dialog));
  g_action_group_activate_action (G_ACTION_GROUP (window), "restore", NULL);
}

static void
cl_backups_gone_cb (GtkWidget *dialog, gpointer data)
{
  g_object_set_data (G_OBJECT (dialog), "cl-backups", NULL);
}

/**
 * cl_backups_dialog_new:
 * @window: a window with an open file
 *
 * Makes the page “Backups” of the preferences; every choice holds at once. Main thread.
 *
 * Returns: (transfer none): a window of its own, not yet shown
 */
GtkWidget *
cl_backups_dialog_new (ClWindow *window)
{
  const GActionEntry entry = { "restore", cl_backups_restore_cb, NULL, NULL, NULL, { 0 } };
  GtkWidget *dialog = cl_dialog_new (ADW_TYPE_WINDOW), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *page = adw_preferences_page_new ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  Backups *self = g_new0 (Backups, 1);

  self->window = window;
  self->store = g_object_ref (window->store);
  self->dialog = dialog;
  g_object_set_data_full (G_OBJECT (dialog), "cl-backups", self, cl_backups_free);
  g_signal_connect (dialog, "destroy", G_CALLBACK (cl_backups_gone_cb), NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), &entry, 1, dialog);
  gtk_widget_insert_action_group (dialog, "backups", G_ACTION_GROUP (actions));
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_margin_start (self->message, 18);
  gtk_widget_set_margin_end (self->message, 18);
  gtk_widget_set_margin_bottom (self->message, 12);
  gtk_widget_set_visible (self->message, FALSE);
  cl_backups_add_days (self, page);
  cl_backups_add_second (self, page);
  cl_backups_fill (self);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  gtk_box_append (GTK_BOX (box), self->message);
  adw_window_set_content (ADW_WINDOW (dialog), box);
  gtk_window_set_title (GTK_WINDOW (dialog), _("Backups"));
  cl_help_set_page (dialog, "backups");
  gtk_window_set_default_size (GTK_WINDOW (dialog), 640, 620);
  cl_focus_later (self->choose);
  return dialog;
}
