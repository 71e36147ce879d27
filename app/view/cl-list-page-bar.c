#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-list-page-private.h"
#include "cl-preedit.h"
#include "cl-widgets-private.h"

/* After the last letter typed, the count found is said. */
#define ANNOUNCE_MS 700
#define HEADING_CHARS 7
/* So that two characters and the dots are seen of what may be searched for. */
#define SEARCH_CHARS 5

gboolean
cl_list_page_is_searching (ClListPage *self)
{
  g_autofree char *text = cl_preedit_get_text (self->search);

  return *text != '\0';
}

/* Back to what the list is kept with, or to all. */
void
cl_list_page_end_search (ClListPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), self->kept != NULL && self->kept->search != NULL ? self->kept->search : "");
}

/* Whether there is a search to end. */
gboolean
cl_list_page_has_search (ClListPage *self)
{
  return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->search)), self->kept != NULL && self->kept->search != NULL ? self->kept->search : "") != 0;
}

static gboolean
announce_count_cb (gpointer data)
{
  ClListPage *self = data;

  /* How many it found is said when it is known. */
  if (cl_row_model_is_waiting (self->rows) || cl_row_model_is_finding (self->rows))
    return G_SOURCE_CONTINUE;
  self->announce_source = 0;
  cl_announce (self->search, gtk_label_get_text (GTK_LABEL (self->count)));
  return G_SOURCE_REMOVE;
}

static void
search_changed_cb (GtkWidget *search, gpointer data)
{
  ClListPage *self = data;
  g_autofree char *text = cl_preedit_get_text (search);

  cl_row_model_set_search (self->rows, text);
  /* While something is searched the best match is the selected one; afterwards one stays where it led. */
  self->want_best = *text != '\0';
  if (!cl_row_model_is_finding (self->rows))
    cl_list_page_found_cb (self);
  g_clear_handle_id (&self->announce_source, g_source_remove);
  self->announce_source = g_timeout_add (ANNOUNCE_MS, announce_count_cb, self);
}

/* A key that is not for the entry is meant for what is found by what stands in it, which a worker may be looking for. */
void
cl_list_page_find_for_key (ClListPage *self, guint key, GdkModifierType state)
{
  if (!cl_preedit_is_typed (key, state))
    cl_row_model_find_now (self->rows);
}

static void
to_list_cb (ClListPage *self)
{
  cl_row_model_find_now (self->rows);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0)
    cl_list_page_focus_row (self);
}

static void
stop_search_cb (ClListPage *self)
{
  if (!cl_list_page_is_searching (self))
    cl_list_page_set_filter (self, NULL, NULL);
  cl_list_page_end_search (self);
  to_list_cb (self);
}

static gboolean
search_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClListPage *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return FALSE;
  to_list_cb (self);
  return TRUE;
}

/**
 * cl_list_page_set_search:
 * @page: a list page
 * @text: what is searched for; "" for all
 *
 * Narrows the list as if it were typed into its search entry.
 */
void
cl_list_page_set_search (ClListPage *page, const char *text)
{
  g_return_if_fail (CL_IS_LIST_PAGE (page));

  gtk_editable_set_text (GTK_EDITABLE (page->search), text);
}

/* A ledger's name is read whole beside the details on 1024 pixels; what an office calls its own lists may be longer than there is room. */
void
cl_list_page_show_heading (ClListPage *self, const char *title)
{
  gtk_label_set_text (GTK_LABEL (self->heading_label), title);
  gtk_label_set_ellipsize (GTK_LABEL (self->heading_label), g_utf8_strlen (title, -1) > HEADING_CHARS ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
}

GtkWidget *
cl_list_page_create_bar (ClListPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *title = gtk_label_new (NULL);
  g_autoptr (GMenuModel) menu = cl_list_page_create_sort_menu (self);
  GtkWidget *filter = cl_text_button_new (_("_Filter"), "page.filter");
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_add_css_class (filter, "flat");
  cl_widget_set_tooltip (filter, _("Filter (Ctrl+Shift+F)"));
  gtk_widget_add_css_class (bar, "cl-bar");
  gtk_widget_add_css_class (title, "heading");
  self->heading_label = title;
  cl_list_page_show_heading (self, self->title);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "cl-count");
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_set_margin_end (self->count, 6);

  self->search = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->search), SEARCH_CHARS);
  /* The name of the list comes first; what is left is the search's. */
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->search), SEARCH_CHARS);
  g_object_set (self->search, "placeholder-text", _("Name, pinyin, number, phone"), NULL);
  cl_accessible_name (self->search, _("Search"));
  cl_widget_set_tooltip (self->search, _("Search (Ctrl+F)"));
  cl_preedit_watch (self->search, search_changed_cb, self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (to_list_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (stop_search_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (self->search, keys);

  gtk_box_append (GTK_BOX (bar), title);
  gtk_box_append (GTK_BOX (bar), self->count);
  gtk_box_append (GTK_BOX (bar), self->search);
  gtk_box_append (GTK_BOX (bar), cl_menu_button_new (_("Sort"), NULL, _("Sort"), menu));
  gtk_box_append (GTK_BOX (bar), cl_list_page_create_group_button (self));
  gtk_box_append (GTK_BOX (bar), filter);
  cl_list_page_add_output_actions (self, bar);
  gtk_box_append (GTK_BOX (bar), cl_icon_button_new ("list-add-symbolic", _("New entry"), "page.new"));
  gtk_box_append (GTK_BOX (bar), cl_list_page_create_table_menu (self));
  return bar;
}

/* What stands in place of a list without rows. */
GtkWidget *
cl_list_page_create_empty (ClListPage *self)
{
  GtkWidget *page = cl_status_page_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *import = cl_text_button_new (_("_Import a Spreadsheet…"), "page.import");
  GtkWidget *create = cl_text_button_new (_("_New Entry"), "page.new");
  GtkWidget *again = cl_text_button_new (_("Open the file _again"), "win.retry");

  gtk_widget_add_css_class (import, "pill");
  gtk_widget_add_css_class (import, "suggested-action");
  gtk_widget_add_css_class (create, "pill");
  gtk_widget_add_css_class (again, "pill");
  gtk_widget_set_visible (again, FALSE);
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), import);
  gtk_box_append (GTK_BOX (buttons), create);
  gtk_box_append (GTK_BOX (buttons), again);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), cl_ledger_get_icon (self->ledger));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), buttons);
  gtk_widget_add_css_class (page, "compact");
  gtk_widget_set_vexpand (page, TRUE);
  gtk_widget_set_visible (page, FALSE);
  return page;
}
