#include <glib/gi18n.h>

#include "cl-announce.h"
#include "cl-dialog.h"
#include "cl-help.h"
#include "cl-finder-private.h"
#include "cl-preedit.h"
#include "cl-widgets.h"

/* After the last letter, what was found is said. */
#define ANNOUNCE_MS 600
#define LOADED_MS 20

typedef struct
{
  ClWindow *window; /* not owned: the finder is modal over it */
  GtkWidget *dialog, *entry, *list;
  ClFinderRows *rows;
  GPtrArray *found; /* by the rows */
  ClFinderSearch *finding; /* NULL: that is what was asked for */
  ClFinderSearch *(*find) (ClWindow *window, const char *text, gboolean now, ClFoundFunc func, gpointer data);
  guint announce_source, loaded_source;
} ClFinder;

void
cl_found_free (gpointer data)
{
  ClFound *found = data;

  g_free (found->text);
  g_free (found->note);
  g_free (found->ledger);
  g_free (found->action);
  g_clear_pointer (&found->target, g_variant_unref);
  g_free (found);
}

static void
cl_finder_free (gpointer data)
{
  ClFinder *self = data;

  g_clear_handle_id (&self->loaded_source, g_source_remove);
  g_clear_handle_id (&self->announce_source, g_source_remove);
  g_clear_pointer (&self->finding, cl_finder_search_end);
  g_clear_pointer (&self->rows, cl_finder_rows_free);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self);
}

static gboolean
cl_finder_announce_cb (gpointer data)
{
  ClFinder *self = data;
  g_autofree char *text = NULL;

  if (self->finding != NULL)
    return G_SOURCE_CONTINUE;
  self->announce_source = 0;
  if (self->found->len == 0)
    text = g_strdup (_("Nothing found"));
  else
    /* Translators: how many lines were found, and the first of them */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u found: %s", "%u found: %s", self->found->len), self->found->len,
                            ((const ClFound *) self->found->pdata[0])->text);
  cl_announce (self->entry, text);
  return G_SOURCE_REMOVE;
}

/* What was chosen is done when the dialog is gone: it may want the focus for itself. */
typedef struct
{
  ClWindow *window;
  ClFound *found;
  char *text;
} ClFinderDeed;

static void
cl_finder_show_list (ClWindow *self, const char *ledger, const char *text)
{
  GtkWidget *page;

  if (!cl_window_show_place (self, ledger, FALSE))
    return;
  page = cl_window_get_page (self, NULL);
  if (!CL_IS_LIST_PAGE (page))
    return;
  cl_list_page_set_search (CL_LIST_PAGE (page), text);
  gtk_widget_grab_focus (page);
}

static gboolean
cl_finder_do_cb (gpointer data)
{
  ClFinderDeed *deed = data;
  ClWindow *self = deed->window;
  const ClFound *found = deed->found;
  GtkWidget *page = self->context != NULL ? cl_window_get_page (self, NULL) : NULL;

  if (self->context == NULL)
    return G_SOURCE_REMOVE;
  if (found->ledger != NULL && found->id != 0)
    cl_context_show_record (self->context, found->ledger, found->id);
  else if (found->ledger != NULL)
    cl_finder_show_list (self, found->ledger, deed->text);
  else if (!gtk_widget_activate_action_variant (page != NULL ? page : GTK_WIDGET (self), found->action, found->target))
    cl_context_say (self->context, GTK_WIDGET (self), _("That can be done on another page"));
  return G_SOURCE_REMOVE;
}

static void
cl_finder_deed_free (gpointer data)
{
  ClFinderDeed *deed = data;

  g_object_unref (deed->window);
  cl_found_free (deed->found);
  g_free (deed->text);
  g_free (deed);
}

static void
cl_finder_choose (ClFinder *self, guint index)
{
  ClFinderDeed *deed;

  if (index >= self->found->len)
    return;
  deed = g_new (ClFinderDeed, 1);
  *deed = (ClFinderDeed) { g_object_ref (self->window), g_ptr_array_steal_index (self->found, index), cl_preedit_get_text (self->entry) };
  gtk_window_close (GTK_WINDOW (self->dialog));
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, cl_finder_do_cb, deed, cl_finder_deed_free);
}

static void
cl_finder_row_activated_cb (ClFinder *self, GtkListBoxRow *row)
{
  cl_finder_choose (self, (guint) gtk_list_box_row_get_index (row));
}

static void
cl_finder_show (GPtrArray *found, gpointer data)
{
  ClFinder *self = data;

  g_clear_pointer (&self->finding, cl_finder_search_end);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = found;
  cl_finder_rows_show (self->rows, found);
}

/* @now: for a key that is meant for what is found. */
static void
cl_finder_find (ClFinder *self, gboolean now)
{
  g_autofree char *text = g_strstrip (cl_preedit_get_text (self->entry));

  g_clear_pointer (&self->finding, cl_finder_search_end);
  self->finding = self->find (self->window, text, now, cl_finder_show, self);
}

static void
cl_finder_find_now (ClFinder *self)
{
  if (self->finding != NULL)
    cl_finder_find (self, TRUE);
}

static void
cl_finder_activate_cb (ClFinder *self)
{
  cl_finder_find_now (self);
  cl_finder_choose (self, 0);
}

static void
cl_finder_changed_cb (GtkWidget *entry, gpointer data)
{
  ClFinder *self = data;
  g_autofree char *text = g_strstrip (cl_preedit_get_text (entry));

  cl_finder_find (self, FALSE);
  g_clear_handle_id (&self->announce_source, g_source_remove);
  if (*text != '\0')
    self->announce_source = g_timeout_add (ANNOUNCE_MS, cl_finder_announce_cb, self);
}

/* Whoever is on a row already stays there. */
static gboolean
cl_finder_look_again_cb (gpointer data)
{
  ClFinder *self = data;
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->dialog));

  /* Not anew before it was told once: there may be no end of what is read. */
  if (self->finding != NULL)
    return G_SOURCE_CONTINUE;
  self->loaded_source = 0;
  if (focus == NULL || focus == self->entry || gtk_widget_is_ancestor (focus, self->entry))
    cl_finder_changed_cb (self->entry, self);
  return G_SOURCE_REMOVE;
}

/* A worker has read what could not be searched when the last letter was typed. Sixty ledgers are read one after the other: they are asked again when no key
 * waits, not each time. */
static void
cl_finder_loaded_cb (GtkWidget *dialog)
{
  ClFinder *self = g_object_get_data (G_OBJECT (dialog), "cl-finder");

  if (self != NULL && self->loaded_source == 0)
    self->loaded_source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, LOADED_MS, cl_finder_look_again_cb, self, NULL);
}

static gboolean
cl_finder_entry_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClFinder *self)
{
  GtkListBoxRow *row;

  if (!cl_preedit_is_typed (key, state))
    cl_finder_find_now (self);
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || row == NULL)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* From the first row up, and by any letter, back to the entry; so does a letter that comes before the window has the keys. */
static gboolean
cl_finder_list_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClFinder *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);

  if (key == GDK_KEY_End || key == GDK_KEY_KP_End || key == GDK_KEY_Page_Down || key == GDK_KEY_KP_Page_Down)
    cl_finder_rows_finish (self->rows);
  if ((key == GDK_KEY_Up || key == GDK_KEY_KP_Up) && first != NULL && gtk_widget_has_focus (GTK_WIDGET (first)))
    return gtk_widget_grab_focus (self->entry);
  if (!cl_preedit_is_typed (key, state))
    return FALSE;
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  return gtk_event_controller_key_forward (controller, GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))));
}

static void
cl_finder_add_keys (ClFinder *self, GtkWidget *widget, GtkPropagationPhase phase, GCallback callback)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, phase);
  g_signal_connect (keys, "key-pressed", callback, self);
  gtk_widget_add_controller (widget, keys);
}

static GtkWidget *
cl_finder_new (ClWindow *window, const char *title, const char *placeholder, const char *results,
               ClFinderSearch *(*find) (ClWindow *window, const char *text, gboolean now, ClFoundFunc func, gpointer data))
{
  ClFinder *self = g_new0 (ClFinder, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scroller = gtk_scrolled_window_new ();
  GtkWidget *nothing = gtk_label_new (_("Nothing found"));

  gtk_widget_set_margin_top (nothing, 24);
  self->window = window;
  self->find = find;
  self->dialog = cl_dialog_new (ADW_TYPE_WINDOW);
  cl_help_set_page (self->dialog, "search");
  self->entry = gtk_entry_new ();
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY, "system-search-symbolic");
  gtk_entry_set_icon_activatable (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY, FALSE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), placeholder);
  gtk_widget_set_margin_top (self->entry, 12);
  gtk_widget_set_margin_start (self->entry, 12);
  gtk_widget_set_margin_end (self->entry, 12);
  gtk_widget_set_margin_bottom (self->entry, 6);
  cl_accessible_name (self->entry, title);
  cl_accessible_describe (self->entry, placeholder);
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "cl-agenda");
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), nothing);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  cl_accessible_name (self->list, results);
  cl_list_leave_by_tab (self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  self->rows = cl_finder_rows_new (window, self->list, scroller);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (self->dialog), box);
  gtk_window_set_title (GTK_WINDOW (self->dialog), title);
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 640, 480);
  cl_preedit_watch (self->entry, cl_finder_changed_cb, self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (cl_finder_activate_cb), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (cl_finder_row_activated_cb), self);
  cl_finder_add_keys (self, self->entry, GTK_PHASE_CAPTURE, G_CALLBACK (cl_finder_entry_key_cb));
  cl_finder_add_keys (self, self->list, GTK_PHASE_CAPTURE, G_CALLBACK (cl_finder_list_key_cb));
  cl_finder_add_keys (self, self->dialog, GTK_PHASE_BUBBLE, G_CALLBACK (cl_finder_list_key_cb));
  g_object_set_data_full (G_OBJECT (self->dialog), "cl-finder", self, cl_finder_free);
  cl_finder_changed_cb (self->entry, self);
  if (window->context != NULL)
    g_signal_connect_object (window->context, "search-loaded", G_CALLBACK (cl_finder_loaded_cb), self->dialog, G_CONNECT_SWAPPED);
  return self->dialog;
}

/**
 * cl_finder_new_search:
 * @window: the window, open on an office
 *
 * Makes the window that searches all ledgers: by character, pinyin, initials, any end of a number. Main thread.
 *
 * Returns: (transfer none): a window not yet shown
 */
GtkWidget *
cl_finder_new_search (ClWindow *window)
{
  return cl_finder_new (window, _("Search everything"), _("Name, pinyin, number, phone"), _("Found"), cl_find_records);
}

/**
 * cl_finder_new_commands:
 * @window: the window, open on an office
 *
 * Makes the window that finds what the program can do, and does it. Main thread.
 *
 * Returns: (transfer none): a window not yet shown
 */
GtkWidget *
cl_finder_new_commands (ClWindow *window)
{
  return cl_finder_new (window, _("What do you want to do?"), _("A word, pinyin or initials"), _("Commands"), cl_find_commands);
}
