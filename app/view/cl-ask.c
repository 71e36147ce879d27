#include "cl-config.h"

#include "cl-ask-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-help.h"
#include "cl-widgets-private.h"

#define WIDTH_EM 38
#define MIN_WIDTH 560
#define MAX_WIDTH 920

static gboolean
escape_cb (GtkWidget *ask, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (ask));
  return TRUE;
}

static void
cancel_cb (GtkWidget *ask)
{
  gtk_window_close (GTK_WINDOW (ask));
}

static void
activate_cb (GtkWidget *button)
{
  gtk_widget_activate (button);
}

/* As wide as its longest rows need, by the size of the text. */
static int
get_width (GtkWidget *near)
{
  return CLAMP ((int) (cl_widget_get_em (near) * WIDTH_EM), MIN_WIDTH, MAX_WIDTH);
}

GtkWidget *
cl_ask_new (GtkWidget *near, const char *title, const char *action, GtkWidget **rows, GtkWidget **button)
{
  GtkRoot *root = gtk_widget_get_root (near);
  GtkWidget *ask = g_object_new (ADW_TYPE_WINDOW, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, "modal", TRUE, "title", title, "transient-for",
                                 GTK_IS_WINDOW (root) ? root : NULL, "default-width", get_width (near), "resizable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *bar = adw_header_bar_new ();
  GtkWidget *cancel = cl_text_button_new (_("_Cancel"), NULL);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  *button = cl_text_button_new (action != NULL ? action : _("_OK"), NULL);
  gtk_widget_set_visible (cancel, action != NULL);
  gtk_widget_add_css_class (*button, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), *button);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_cb), ask);
  *rows = adw_preferences_group_new ();
  cl_list_of_controls (*rows);
  gtk_widget_set_margin_top (*rows, 18);
  gtk_widget_set_margin_bottom (*rows, 18);
  gtk_widget_set_margin_start (*rows, 18);
  gtk_widget_set_margin_end (*rows, 18);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), *rows);
  adw_window_set_content (ADW_WINDOW (ask), box);
  gtk_window_set_default_widget (GTK_WINDOW (ask), *button);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (ask, keys);
  cl_help_add_key (ask);
  g_object_set_data (G_OBJECT (*rows), "cl-ask-button", *button);
  g_object_set_data (G_OBJECT (ask), "cl-ask-cancel", cancel);
  return ask;
}

void
cl_ask_add (GtkWidget *rows, const char *title, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  /* The control is the one stop for Tab. */
  gtk_widget_set_focusable (row, FALSE);
  cl_accessible_name (row, title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (rows), row);
}

GtkWidget *
cl_ask_add_entry (GtkWidget *rows, const char *title, const char *text)
{
  GtkWidget *entry, *row = cl_entry_row_new (title, &entry);

  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 28);
  g_signal_connect_object (entry, "activate", G_CALLBACK (activate_cb), g_object_get_data (G_OBJECT (rows), "cl-ask-button"), G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (rows), row);
  return entry;
}

GtkWidget *
cl_ask_add_choice (GtkWidget *rows, const char *title, const char *const *choices, guint selected)
{
  GtkWidget *choice = cl_drop_down_new (title, gtk_string_list_new (choices));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  cl_ask_add (rows, title, choice);
  return choice;
}

void
cl_ask_add_words (GtkWidget *rows, const char *title, const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  if (title != NULL)
    cl_ask_add (rows, title, label);
  else
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (rows), label);
}

void
cl_ask_complain (GtkWidget *ask, GtkWidget *entry, const char *message)
{
  cl_entry_set_error (entry, message);
  cl_widget_set_tooltip (entry, message);
  gtk_widget_grab_focus (entry);
  cl_announce (ask, message);
}

/* The focus is for what stands in the rows; the lists that libadwaita makes of them have neither a name nor anything to do. */
static void
pass_lists_over (GtkWidget *root)
{
  if (GTK_IS_LIST_BOX (root))
    gtk_widget_set_focusable (root, FALSE);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    pass_lists_over (child);
}

void
cl_ask_present (GtkWidget *ask, GtkWidget *first)
{
  pass_lists_over (ask);
  gtk_window_present (GTK_WINDOW (ask));
  cl_focus_later (first);
}

/**
 * cl_ask_words:
 * @near: where one is, and comes back to
 * @title: what it is about
 * @words: to be read; they are heard with the button that has the first focus: Cancel, where there is something to decide
 * @action: (nullable): label of the button that does it, with its mnemonic; %NULL where nothing is to be decided
 * @done: (nullable): called, swapped, when that is pressed
 * @object: (nullable): for @done
 *
 * Says something that must not be missed, or asks. Main thread.
 */
void
cl_ask_words (GtkWidget *near, const char *title, const char *words, const char *action, GCallback done, GObject *object)
{
  GtkWidget *rows, *button, *ask = cl_ask_new (near, title, action, &rows, &button), *first = button;

  cl_ask_add_words (rows, NULL, words);
  if (done != NULL)
    g_signal_connect_object (button, "clicked", done, object, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (cancel_cb), ask);
  if (action != NULL)
    {
      first = g_object_get_data (G_OBJECT (ask), "cl-ask-cancel");
      gtk_window_set_default_widget (GTK_WINDOW (ask), first);
    }
  cl_accessible_describe (first, words);
  cl_ask_present (ask, first);
}
