#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-list-page-private.h"
#include "cl-widgets-private.h"

/* After the last letter typed, the count found is said. */
#define ANNOUNCE_MS 700

gboolean
cl_list_page_is_searching (ClListPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static gboolean
announce_count_cb (gpointer data)
{
  ClListPage *self = data;

  self->announce_source = 0;
  cl_announce (self->search, gtk_label_get_text (GTK_LABEL (self->count)));
  return G_SOURCE_REMOVE;
}

static void
search_changed_cb (ClListPage *self)
{
  cl_row_model_set_search (self->rows, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  /* While something is searched the best match is the selected one; afterwards one stays where it led. */
  if (cl_list_page_is_searching (self))
    {
      self->current = 0;
      self->position = 0;
    }
  cl_list_page_follow (self);
  cl_list_page_relabel_later (self);
  g_clear_handle_id (&self->announce_source, g_source_remove);
  self->announce_source = g_timeout_add (ANNOUNCE_MS, announce_count_cb, self);
}

static void
to_list_cb (ClListPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0)
    cl_list_page_focus_row (self);
}

static void
stop_search_cb (ClListPage *self)
{
  if (!cl_list_page_is_searching (self))
    cl_list_page_set_filter (self, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
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

GtkWidget *
cl_list_page_create_bar (ClListPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (self->title);
  g_autoptr (GMenuModel) menu = cl_list_page_create_sort_menu (self);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_add_css_class (bar, "cl-bar");
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "cl-count");
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_set_margin_end (self->count, 6);

  self->search = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->search), 8);
  g_object_set (self->search, "placeholder-text", _("Name, pinyin, number, phone"), NULL);
  cl_accessible_name (self->search, _("Search"));
  gtk_widget_set_tooltip_text (self->search, _("Search (Ctrl+F)"));
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (to_list_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (stop_search_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (self->search, keys);

  gtk_box_append (GTK_BOX (bar), title);
  gtk_box_append (GTK_BOX (bar), self->count);
  gtk_box_append (GTK_BOX (bar), self->search);
  gtk_box_append (GTK_BOX (bar), cl_menu_button_new (_("Sort"), NULL, _("Sort"), menu));
  cl_list_page_add_output_actions (self, bar);
  gtk_box_append (GTK_BOX (bar), cl_icon_button_new ("list-add-symbolic", _("New entry"), "page.new"));
  gtk_box_append (GTK_BOX (bar), cl_list_page_create_table_menu (self));
  return bar;
}

static void
unfilter_cb (ClListPage *self)
{
  cl_list_page_set_filter (self, NULL, NULL);
  to_list_cb (self);
}

static gboolean
filter_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClListPage *self)
{
  if (key != GDK_KEY_Delete && key != GDK_KEY_KP_Delete && key != GDK_KEY_BackSpace && key != GDK_KEY_Escape)
    return FALSE;
  unfilter_cb (self);
  return TRUE;
}

/* A mark below the bar, as wide as its words; there only while something narrows the list. */
GtkWidget *
cl_list_page_create_filter (ClListPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->filter = gtk_button_new ();
  gtk_widget_add_css_class (self->filter, "cl-filter");
  gtk_widget_set_halign (self->filter, GTK_ALIGN_START);
  gtk_widget_set_visible (self->filter, FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (self->filter), box);
  g_signal_connect_swapped (self->filter, "clicked", G_CALLBACK (unfilter_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (filter_key_cb), self);
  gtk_widget_add_controller (self->filter, keys);
  return self->filter;
}

/**
 * cl_list_page_set_filter:
 * @page: a list page
 * @where: (nullable): a condition over its ledger, beside that of its view; %NULL: all
 * @words: (nullable): what the records of @where are, translated
 *
 * Narrows the list, and says so above it and in the count. A search is ended: it would narrow further.
 *
 * Returns: whether @where was understood
 */
gboolean
cl_list_page_set_filter (ClListPage *page, const char *where, const char *words)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *box, *label;

  g_return_val_if_fail (CL_IS_LIST_PAGE (page), FALSE);

  if (where == NULL && !gtk_widget_get_visible (page->filter))
    return TRUE;
  if (!cl_row_model_set_where (page->rows, where, NULL, &error))
    {
      cl_context_say (page->context, GTK_WIDGET (page), error->message);
      return FALSE;
    }
  if (where != NULL)
    {
      g_autofree char *name = g_strdup_printf (_("Only: %s. Press to show all"), words);

      gtk_editable_set_text (GTK_EDITABLE (page->search), "");
      box = gtk_button_get_child (GTK_BUTTON (page->filter));
      label = gtk_widget_get_first_child (box);
      gtk_label_set_text (GTK_LABEL (label), words);
      gtk_widget_set_tooltip_text (page->filter, _("Show all (Escape)"));
      cl_accessible_name (page->filter, name);
      cl_accessible_describe (page->filter, NULL);
      page->current = 0;
      page->position = 0;
    }
  gtk_widget_set_visible (page->filter, where != NULL);
  cl_list_page_follow (page);
  cl_list_page_relabel_later (page);
  cl_announce (GTK_WIDGET (page), where != NULL ? words : _("All are shown again"));
  return TRUE;
}

/* What stands in place of a list without rows. */
GtkWidget *
cl_list_page_create_empty (ClListPage *self)
{
  GtkWidget *page = cl_status_page_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *import = cl_text_button_new (_("_Import a Spreadsheet…"), "page.import");
  GtkWidget *create = cl_text_button_new (_("_New Entry"), "page.new");

  gtk_widget_add_css_class (import, "pill");
  gtk_widget_add_css_class (import, "suggested-action");
  gtk_widget_add_css_class (create, "pill");
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), import);
  gtk_box_append (GTK_BOX (buttons), create);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), cl_ledger_get_icon (self->ledger));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), buttons);
  gtk_widget_add_css_class (page, "compact");
  gtk_widget_set_vexpand (page, TRUE);
  gtk_widget_set_visible (page, FALSE);
  return page;
}
