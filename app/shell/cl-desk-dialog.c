#include "cl-desk-dialog.h"

#include <glib/gi18n.h>

#include "cl-desk.h"
#include "cl-dialog.h"
#include "cl-help.h"
#include "cl-window-private.h"

/* The persons at the desk: who they are, what each may do, their pass-phrases, and when the desk is locked. */

static const guint minutes[] = { 0, 1, 2, 5, 10, 15, 30, 60 };

typedef struct
{
  ClWindow *window;
  GtkWidget *dialog;
  GtkWidget *place; /* AdwBin: the groups, made anew when something changed */
  GtkWidget *name;
  GtkWidget *role;
  GtkWidget *passphrase;
} DeskDialog;

/* Of one person, on its widgets. */
typedef struct
{
  DeskDialog *dialog;
  char *name;
} One;

static void cl_desk_dialog_fill (DeskDialog *self);

static void
one_free (gpointer data, GClosure *closure)
{
  One *one = data;

  g_free (one->name);
  g_free (one);
}

static ClStore *
cl_desk_dialog_get_store (DeskDialog *self)
{
  return cl_context_get_store (cl_window_get_context (self->window));
}

/* Shows what holds now, and says what was done, or why it was not. */
static void
cl_desk_dialog_settle (DeskDialog *self, gboolean fine, const char *words, const GError *error)
{
  if (cl_desk_get_role (cl_desk_dialog_get_store (self)) == CL_ROLE_NONE)
    {
      ClWindow *window = self->window;

      /* Whoever was here took himself away. */
      gtk_window_destroy (GTK_WINDOW (self->dialog));
      cl_window_lock (window);
      return;
    }
  cl_desk_dialog_fill (self);
  cl_window_watch_desk (self->window);
  cl_announce (self->dialog, fine ? words : error->message);
  gtk_widget_child_focus (self->place, GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
cl_desk_dialog_add_group (GtkWidget *page, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return group;
}

static GtkWidget *
cl_desk_dialog_add_row (GtkWidget *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cl_accessible_name (row, title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
cl_desk_dialog_add_control (GtkWidget *row, GtkWidget *control)
{
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
}

static GtkWidget *
cl_desk_dialog_create_roles (const char *title, ClRole selected)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  GtkWidget *roles;

  for (ClRole role = CL_ROLE_READS; role <= CL_ROLE_KEEPS; role++)
    gtk_string_list_append (labels, cl_role_label (role));
  roles = cl_drop_down_new (title, labels);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (roles), selected - CL_ROLE_READS);
  return roles;
}

static ClRole
cl_desk_dialog_get_role (GtkWidget *roles)
{
  return (ClRole) (CL_ROLE_READS + gtk_drop_down_get_selected (GTK_DROP_DOWN (roles)));
}

static void
cl_desk_dialog_role_cb (GtkWidget *roles, GParamSpec *pspec, One *one)
{
  DeskDialog *self = one->dialog;
  ClRole role = cl_desk_dialog_get_role (roles);
  g_autofree char *words = g_strdup_printf (_("%s: %s. %s"), one->name, cl_role_label (role), cl_role_say (role));
  g_autoptr (GError) error = NULL;
  gboolean fine = cl_desk_set_role (cl_desk_dialog_get_store (self), one->name, role, &error);

  cl_desk_dialog_settle (self, fine, words, error);
}

static void
cl_desk_dialog_remove_cb (GtkWidget *button, One *one)
{
  DeskDialog *self = one->dialog;
  g_autofree char *words = g_strdup_printf (_("%s is no longer at the desk; what was done stays in the journal"), one->name);
  g_autoptr (GError) error = NULL;
  gboolean fine = cl_desk_remove (cl_desk_dialog_get_store (self), one->name, &error);

  cl_desk_dialog_settle (self, fine, words, error);
}

/* A pass-phrase of somebody's */

typedef struct
{
  DeskDialog *desk;
  char *name;
  GtkWidget *dialog;
  GtkWidget *first;
  GtkWidget *again;
  GtkWidget *message;
} Passphrase;

static void
passphrase_free (gpointer data)
{
  Passphrase *self = data;

  g_free (self->name);
  g_free (self);
}

static void
cl_desk_dialog_set_passphrase (Passphrase *self, const char *passphrase)
{
  DeskDialog *desk = self->desk;
  g_autofree char *words = g_strdup_printf (passphrase != NULL ? _("%s has a new pass-phrase") : _("%s has no pass-phrase any more"), self->name);
  g_autoptr (GError) error = NULL;

  if (cl_desk_set_passphrase (cl_desk_dialog_get_store (desk), self->name, passphrase, &error))
    {
      gtk_window_destroy (GTK_WINDOW (self->dialog));
      cl_desk_dialog_settle (desk, TRUE, words, NULL);
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->message), error->message);
  gtk_widget_set_visible (self->message, TRUE);
  gtk_widget_grab_focus (self->first);
  cl_announce (self->first, error->message);
}

static void
cl_desk_dialog_save_passphrase_cb (GtkWidget *widget, Passphrase *self)
{
  g_autofree char *first = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->first)));

  if (g_str_equal (first, gtk_editable_get_text (GTK_EDITABLE (self->again))))
    {
      cl_desk_dialog_set_passphrase (self, first);
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->message), _("The two pass-phrases differ; nothing was changed. Type it twice the same."));
  gtk_widget_set_visible (self->message, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  gtk_widget_grab_focus (self->again);
  cl_announce (self->again, gtk_label_get_text (GTK_LABEL (self->message)));
}

static void
cl_desk_dialog_no_passphrase_cb (GtkWidget *widget, Passphrase *self)
{
  cl_desk_dialog_set_passphrase (self, NULL);
}

static void
cl_desk_dialog_passphrase_cb (GtkWidget *button, One *one)
{
  Passphrase *self = g_new0 (Passphrase, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *page = adw_preferences_page_new (), *group, *row;
  GtkWidget *save = cl_text_button_new (_("_Save"), NULL), *none = cl_text_button_new (_("_No pass-phrase"), NULL);

  self->desk = one->dialog;
  self->name = g_strdup (one->name);
  self->dialog = cl_dialog_new (ADW_TYPE_WINDOW);
  cl_help_set_page (self->dialog, "desk");
  group = cl_desk_dialog_add_group (page, one->name, _("It keeps those at this desk apart. It does not lock up the file itself: that is what the computer’s own password is for."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_sign_in_passphrase_row (_("New pass-phrase"), &self->first));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_sign_in_passphrase_row (_("Once more"), &self->again));
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_add_css_class (self->message, "error");
  gtk_widget_set_visible (self->message, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->message);
  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_halign (row, GTK_ALIGN_END);
  gtk_widget_set_margin_top (row, 12);
  gtk_widget_add_css_class (save, "suggested-action");
  gtk_box_append (GTK_BOX (row), none);
  gtk_box_append (GTK_BOX (row), save);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect (save, "clicked", G_CALLBACK (cl_desk_dialog_save_passphrase_cb), self);
  g_signal_connect (none, "clicked", G_CALLBACK (cl_desk_dialog_no_passphrase_cb), self);
  g_signal_connect (self->again, "activate", G_CALLBACK (cl_desk_dialog_save_passphrase_cb), self);
  g_object_set_data_full (G_OBJECT (self->dialog), "cl-passphrase", self, passphrase_free);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self->dialog), box);
  gtk_window_set_title (GTK_WINDOW (self->dialog), _("Pass-phrase"));
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 520, 340);
  gtk_window_set_focus (GTK_WINDOW (self->dialog), self->first);
  cl_dialog_present (GTK_WINDOW (self->dialog), GTK_WINDOW (one->dialog->dialog));
}

static void
cl_desk_dialog_connect (GtkWidget *control, const char *signal, GCallback callback, DeskDialog *self, const char *name)
{
  One *one = g_new0 (One, 1);

  one->dialog = self;
  one->name = g_strdup (name);
  g_signal_connect_data (control, signal, callback, one, one_free, 0);
}

static void
cl_desk_dialog_add_person (DeskDialog *self, GtkWidget *group, const ClDeskPerson *person)
{
  g_autofree char *role_name = g_strdup_printf (_("Role of %s"), person->name);
  g_autofree char *passphrase_name = g_strdup_printf (person->has_passphrase ? _("Change the pass-phrase of %s") : _("Give %s a pass-phrase"), person->name);
  g_autofree char *remove_name = g_strdup_printf (_("Remove %s"), person->name);
  GtkWidget *row = cl_desk_dialog_add_row (group, person->name, cl_role_say (person->role));
  GtkWidget *roles = cl_desk_dialog_create_roles (role_name, person->role);
  GtkWidget *passphrase = cl_icon_button_new (person->has_passphrase ? "changes-prevent-symbolic" : "changes-allow-symbolic", passphrase_name, NULL);
  GtkWidget *removal = cl_icon_button_new ("user-trash-symbolic", remove_name, NULL);

  cl_desk_dialog_connect (roles, "notify::selected", G_CALLBACK (cl_desk_dialog_role_cb), self, person->name);
  cl_desk_dialog_connect (passphrase, "clicked", G_CALLBACK (cl_desk_dialog_passphrase_cb), self, person->name);
  cl_desk_dialog_connect (removal, "clicked", G_CALLBACK (cl_desk_dialog_remove_cb), self, person->name);
  cl_desk_dialog_add_control (row, roles);
  cl_desk_dialog_add_control (row, passphrase);
  cl_desk_dialog_add_control (row, removal);
}

static void
cl_desk_dialog_add_cb (GtkWidget *widget, DeskDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name)), *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  ClStore *store = cl_desk_dialog_get_store (self);
  ClRole role = cl_desk_is_set_up (store) ? cl_desk_dialog_get_role (self->role) : CL_ROLE_KEEPS;
  g_autofree char *words = g_strdup_printf (_("%s: %s. %s"), name, cl_role_label (role), cl_role_say (role));
  g_autoptr (GError) error = NULL;

  if (cl_desk_add (store, name, role, *passphrase != '\0' ? passphrase : NULL, &error))
    {
      cl_desk_dialog_settle (self, TRUE, words, NULL);
      return;
    }
  /* What was typed stays. */
  cl_entry_set_error (self->name, error->message);
  gtk_widget_grab_focus (self->name);
  cl_announce (self->name, error->message);
}

static void
cl_desk_dialog_add_new (DeskDialog *self, GtkWidget *page, gboolean is_first)
{
  GtkWidget *group = cl_desk_dialog_add_group (page, _("Add a person"), is_first ? _("Begin with yourself: the first person keeps the file.") : NULL);
  GtkWidget *row, *add = cl_text_button_new (_("_Add"), NULL);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_entry_row_new (_("Name"), &self->name));
  self->role = NULL;
  if (!is_first)
    {
      self->role = cl_desk_dialog_create_roles (_("Role"), CL_ROLE_RECORDS);
      row = cl_desk_dialog_add_row (group, _("Role"), NULL);
      cl_desk_dialog_add_control (row, self->role);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_sign_in_passphrase_row (_("Pass-phrase, if any"), &self->passphrase));
  gtk_widget_set_halign (add, GTK_ALIGN_END);
  gtk_widget_set_margin_top (add, 12);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), add);
  g_signal_connect (add, "clicked", G_CALLBACK (cl_desk_dialog_add_cb), self);
  g_signal_connect (self->name, "activate", G_CALLBACK (cl_desk_dialog_add_cb), self);
  g_signal_connect (self->passphrase, "activate", G_CALLBACK (cl_desk_dialog_add_cb), self);
}

static void
cl_desk_dialog_lock_cb (GtkDropDown *lock, GParamSpec *pspec, DeskDialog *self)
{
  guint selected = gtk_drop_down_get_selected (lock);
  g_autoptr (GError) error = NULL;

  if (selected >= G_N_ELEMENTS (minutes))
    return;
  if (!cl_desk_set_lock_seconds (cl_desk_dialog_get_store (self), minutes[selected] * 60, &error))
    cl_announce (self->dialog, error->message);
  cl_window_watch_desk (self->window);
}

static void
cl_desk_dialog_add_lock (DeskDialog *self, GtkWidget *page)
{
  GtkWidget *group = cl_desk_dialog_add_group (page, _("Without work"), NULL);
  GtkStringList *strings = gtk_string_list_new (NULL);
  guint seconds = cl_desk_get_lock_seconds (cl_desk_dialog_get_store (self)), selected = 0;
  GtkWidget *lock, *row;

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_autofree char *text = minutes[i] == 0 ? g_strdup (_("Never")) : g_strdup_printf (ngettext ("After %u minute", "After %u minutes", minutes[i]), minutes[i]);

      gtk_string_list_append (strings, text);
      if (minutes[i] * 60 <= seconds)
        selected = i;
    }
  lock = cl_drop_down_new (_("Lock the desk"), strings);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (lock), selected);
  g_signal_connect (lock, "notify::selected", G_CALLBACK (cl_desk_dialog_lock_cb), self);
  row = cl_desk_dialog_add_row (group, _("Lock the desk"), _("Then it is asked again who is there; what was being written stays"));
  cl_desk_dialog_add_control (row, lock);
}

static void
cl_desk_dialog_fill (DeskDialog *self)
{
  g_autoptr (GPtrArray) persons = cl_desk_list (cl_desk_dialog_get_store (self), NULL);
  GtkWidget *page = adw_preferences_page_new (), *group;
  gboolean is_first = persons == NULL || persons->len == 0;

  if (is_first)
    cl_desk_dialog_add_group (page, _("Persons at the desk"), _("Nobody is set up: whoever starts the program may do everything, and nothing is asked. Set persons up where several work here."));
  else
    {
      group = cl_desk_dialog_add_group (page, _("Persons at the desk"), _("What each does bears the name in the journal. Ctrl+L changes who is there."));
      for (guint i = 0; i < persons->len; i++)
        cl_desk_dialog_add_person (self, group, persons->pdata[i]);
    }
  cl_desk_dialog_add_new (self, page, is_first);
  if (!is_first)
    cl_desk_dialog_add_lock (self, page);
  adw_bin_set_child (ADW_BIN (self->place), page);
  cl_dialog_mend (page);
}

/**
 * cl_desk_dialog_present:
 * @window: a window whose file is open
 *
 * Shows the persons at the desk, where they are added, removed and given roles and pass-phrases. Main thread.
 */
void
cl_desk_dialog_present (ClWindow *window)
{
  DeskDialog *self = g_new0 (DeskDialog, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->window = window;
  self->dialog = cl_dialog_new (ADW_TYPE_WINDOW);
  cl_help_set_page (self->dialog, "desk");
  self->place = adw_bin_new ();
  g_object_set_data_full (G_OBJECT (self->dialog), "cl-desk", self, g_free);
  cl_desk_dialog_fill (self);
  gtk_widget_set_vexpand (self->place, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), self->place);
  adw_window_set_content (ADW_WINDOW (self->dialog), box);
  gtk_window_set_title (GTK_WINDOW (self->dialog), _("Persons at the desk"));
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 640, 600);
  cl_dialog_present (GTK_WINDOW (self->dialog), GTK_WINDOW (window));
}
