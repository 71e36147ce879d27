#include <glib/gi18n.h>

#include "cl-desk.h"
#include "cl-dialog.h"
#include "cl-window-private.h"

/* The page that asks who sits at the desk. */

typedef struct
{
  ClWindow *window;
  GtkWidget *page;
  GPtrArray *persons; /* ClDeskPerson */
  GtkWidget *who;     /* drop-down */
  GtkWidget *row;     /* of the pass-phrase */
  GtkWidget *passphrase;
  GtkWidget *button;
  GtkWidget *message;
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *self = data;

  g_ptr_array_unref (self->persons);
  g_free (self);
}

/* A row with an entry that shows and tells dots alone. */
GtkWidget *
cl_sign_in_passphrase_row (const char *title, GtkWidget **entry)
{
  *entry = gtk_password_entry_new ();
  return cl_entry_row_new_for (title, *entry);
}

static const ClDeskPerson *
cl_sign_in_get_person (SignIn *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->who));

  return self->persons->pdata[MIN (selected, self->persons->len - 1)];
}

static void
cl_sign_in_complain (SignIn *self, const char *message)
{
  GtkWidget *near = cl_sign_in_get_person (self)->has_passphrase ? self->passphrase : self->button;

  gtk_label_set_text (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL);
  cl_accessible_describe (self->passphrase, message);
  if (message == NULL)
    return;
  gtk_widget_grab_focus (near);
  cl_announce (near, message);
}

static void
cl_sign_in_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) page = data;
  SignIn *self = g_object_get_data (G_OBJECT (page), "cl-sign-in");
  g_autoptr (GError) error = NULL;
  gboolean is_in = cl_desk_sign_in_finish (CL_STORE (source), cl_sign_in_get_person (self)->name, result, &error);

  /* The window went on to another file, or is closed. */
  if (gtk_widget_get_root (page) == NULL || self->window->store != CL_STORE (source))
    return;
  gtk_widget_set_sensitive (self->button, TRUE);
  if (is_in)
    cl_window_unlock (self->window);
  else
    cl_sign_in_complain (self, error->message);
}

static void
cl_sign_in_go_cb (GtkWidget *widget, SignIn *self)
{
  const ClDeskPerson *person = cl_sign_in_get_person (self);
  g_autofree char *passphrase = person->has_passphrase ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->passphrase))) : NULL;

  if (!gtk_widget_get_sensitive (self->button))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_widget_set_sensitive (self->button, FALSE);
  cl_desk_sign_in_async (self->window->store, person->name, passphrase, cl_sign_in_done_cb, g_object_ref (self->page));
}

static void
cl_sign_in_who_cb (GtkDropDown *who, GParamSpec *pspec, SignIn *self)
{
  cl_sign_in_complain (self, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_widget_set_visible (self->row, cl_sign_in_get_person (self)->has_passphrase);
}

static void
cl_sign_in_add_who (SignIn *self, GtkWidget *group, const char *actor)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *row = adw_action_row_new ();
  guint selected = 0;

  for (guint i = 0; i < self->persons->len; i++)
    {
      const ClDeskPerson *person = self->persons->pdata[i];

      gtk_string_list_append (names, person->name);
      if (g_strcmp0 (person->name, actor) == 0)
        selected = i;
    }
  self->who = cl_drop_down_new (_("Who is there"), names);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->who), selected);
  gtk_widget_set_valign (self->who, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Who is there"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->who);
  gtk_widget_set_focusable (row, FALSE);
  cl_accessible_name (row, _("Who is there"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/**
 * cl_sign_in_new:
 * @window: a window whose file is open and has persons at the desk
 * @actor: (nullable): who was there before, and is proposed
 *
 * The page that asks who is there; a name without a pass-phrase needs one key. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_sign_in_new (ClWindow *window, const char *actor)
{
  GtkWidget *page = adw_status_page_new (), *clamp = adw_clamp_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *group = adw_preferences_group_new ();
  SignIn *self = g_new0 (SignIn, 1);

  self->window = window;
  self->page = page;
  self->persons = cl_desk_list (window->store, NULL);
  g_object_set_data_full (G_OBJECT (page), "cl-sign-in", self, sign_in_free);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "system-users-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Who is at the desk?"));

  cl_sign_in_add_who (self, group, actor);
  self->row = cl_sign_in_passphrase_row (_("Pass-phrase"), &self->passphrase);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->row);
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_add_css_class (self->message, "error");
  self->button = cl_text_button_new (_("_Sign in"), NULL);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect (self->button, "clicked", G_CALLBACK (cl_sign_in_go_cb), self);
  g_signal_connect (self->passphrase, "activate", G_CALLBACK (cl_sign_in_go_cb), self);
  g_signal_connect (self->who, "notify::selected", G_CALLBACK (cl_sign_in_who_cb), self);
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_box_append (GTK_BOX (box), self->button);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 520);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), clamp);
  cl_list_of_controls (group);
  cl_sign_in_who_cb (NULL, NULL, self);
  cl_focus_later (actor == NULL ? self->who : cl_sign_in_get_person (self)->has_passphrase ? self->passphrase : self->button);
  return page;
}
