/* A choice among a few, as GtkDropDown has it, named and quick to make. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-pinyin.h"
#include "cl-widgets-private.h"

/* Code lists longer than this get a search entry in their drop-down. */
#define SEARCH_FROM 12
/* Of a long value two wide characters and the dots are seen, however narrow the page. */
#define VALUE_CHARS 6

static void
drop_down_selected_cb (GtkDropDown *drop_down, GParamSpec *pspec, gpointer data)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (drop_down);
  const char *title = g_object_get_data (G_OBJECT (drop_down), "cl-title");
  /* Translators: a choice and what is chosen, as the screen reader says it: "Sex: female" */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), title, item != NULL ? gtk_string_object_get_string (item) : "");

  cl_accessible_name (gtk_widget_get_first_child (GTK_WIDGET (drop_down)), name);
#if GTK_CHECK_VERSION (4, 12, 0)
  /* There the button goes by the name of what it is in. */
  cl_accessible_name (GTK_WIDGET (drop_down), name);
#endif
}

static void
choice_mark (GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *drop_down = gtk_widget_get_ancestor (box, GTK_TYPE_DROP_DOWN);

  if (drop_down != NULL)
    gtk_widget_set_opacity (gtk_widget_get_last_child (box),
                            gtk_drop_down_get_selected_item (GTK_DROP_DOWN (drop_down)) == gtk_list_item_get_item (item) ? 1 : 0);
}

static void
choice_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_IMAGE, "icon-name", "object-select-symbolic", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_list_item_set_child (item, box);
}

static GPtrArray *
get_bound (GtkDropDown *drop_down)
{
  return g_object_get_data (G_OBJECT (drop_down), "cl-bound");
}

static void
choice_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *drop_down)
{
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  g_ptr_array_add (get_bound (drop_down), item);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (gtk_list_item_get_child (item))), text);
  cl_list_item_set_name (item, text);
  choice_mark (item);
  g_signal_connect_object (drop_down, "notify::selected-item", G_CALLBACK (choice_mark), item, G_CONNECT_SWAPPED);
}

static void
choice_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *drop_down)
{
  g_signal_handlers_disconnect_by_func (drop_down, choice_mark, item);
  g_ptr_array_remove_fast (get_bound (drop_down), item);
}

static void
value_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), VALUE_CHARS);
  cl_label_tell_when_cut (label);
  gtk_list_item_set_child (item, label);
}

/* The value on the button lies in a list item of its own, which could have the focus and has no name: it is no stop. */
static void
value_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (label), text);
  cl_list_item_set_name (item, text);
  if (gtk_widget_get_parent (label) != NULL)
    gtk_widget_set_focusable (gtk_widget_get_parent (label), FALSE);
}

/* GTK gives the focus to the first that takes it: to the search, or to a row far from what is chosen, and does not say the same each time. It opens at what is chosen,
 * which is said; what is typed there is searched for. */
static void
opened_cb (GtkWidget *list)
{
  GtkDropDown *drop_down = GTK_DROP_DOWN (gtk_widget_get_ancestor (list, GTK_TYPE_DROP_DOWN));
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected == GTK_INVALID_LIST_POSITION)
    return;
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", selected);
  cl_list_focus_bound (get_bound (drop_down), selected);
}

/* A list makes a row of four widgets for each choice, which is most of what a drop-down costs, and few are ever opened: it has its choices when it is about to be seen. */
static void
empty_list_cb (GtkWidget *list)
{
  GtkSelectionModel *choices = gtk_list_view_get_model (GTK_LIST_VIEW (list));

  if (choices == NULL || gtk_widget_get_realized (gtk_widget_get_ancestor (list, GTK_TYPE_POPOVER)))
    return;
  g_object_set_data_full (G_OBJECT (list), "cl-choices", g_object_ref (choices), g_object_unref);
  gtk_list_view_set_model (GTK_LIST_VIEW (list), NULL);
}

static void
fill_list_cb (GtkWidget *list)
{
  if (gtk_list_view_get_model (GTK_LIST_VIEW (list)) == NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (list), g_object_get_data (G_OBJECT (list), "cl-choices"));
}

static gboolean
fits_cb (gpointer choice, gpointer search)
{
  const char *text = gtk_editable_get_text (search);

  return *text == '\0' || cl_pinyin_matches (gtk_string_object_get_string (choice), text);
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *list = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && list == NULL; child = gtk_widget_get_next_sibling (child))
    list = find_list (child);
  return list;
}

/* Whoever types while in the list stands on the first that is found, and hears it; where none is, in the search, as it is written. */
static void
search_changed_cb (GtkWidget *search)
{
  GtkWidget *popover = gtk_widget_get_ancestor (search, GTK_TYPE_POPOVER), *list = find_list (popover);
  GtkDropDown *drop_down = GTK_DROP_DOWN (gtk_widget_get_ancestor (popover, GTK_TYPE_DROP_DOWN));
  GtkSelectionModel *found = gtk_list_view_get_model (GTK_LIST_VIEW (list));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (search));

  if (g_object_get_data (G_OBJECT (search), "cl-filter") == NULL)
    return;
  gtk_filter_changed (g_object_get_data (G_OBJECT (search), "cl-filter"), GTK_FILTER_CHANGE_DIFFERENT);
  if (!gtk_widget_get_mapped (popover) || (focus != NULL && gtk_widget_is_ancestor (focus, search)))
    return;
  if (found != NULL && g_list_model_get_n_items (G_LIST_MODEL (found)) > 0)
    {
      gtk_widget_activate_action (list, "list.scroll-to-item", "u", 0);
      cl_list_focus_bound (get_bound (drop_down), 0);
    }
  else
    gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (search))));
}

/* Return in the search chooses the first that is found. */
static void
search_activate_cb (GtkWidget *search)
{
  gtk_widget_activate_action (find_list (gtk_widget_get_ancestor (search, GTK_TYPE_POPOVER)), "list.activate-item", "u", 0);
}

/* GTK's own search finds what begins with what is typed: here pinyin and its initials find, as everywhere. Again with each model that is given, which has its own filter. */
static void
search_by_pinyin_cb (GtkWidget *search)
{
  GtkWidget *list = find_list (gtk_widget_get_ancestor (search, GTK_TYPE_POPOVER));
  GtkSelectionModel *choices = gtk_list_view_get_model (GTK_LIST_VIEW (list));
  GListModel *found = GTK_IS_SINGLE_SELECTION (choices) ? gtk_single_selection_get_model (GTK_SINGLE_SELECTION (choices)) : NULL;
  GtkFilter *filter;

  if (!GTK_IS_FILTER_LIST_MODEL (found))
    return;
  filter = GTK_FILTER (gtk_custom_filter_new (fits_cb, search, NULL));
  gtk_filter_list_model_set_filter (GTK_FILTER_LIST_MODEL (found), filter);
  g_object_set_data_full (G_OBJECT (search), "cl-filter", filter, g_object_unref);
}

/* What opens: its list is called as the choice is, its search by what it is. */
static void
prepare_inside (GtkWidget *widget, GtkDropDown *drop_down)
{
  GtkWidget *popover = gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER);

  if (GTK_IS_SEARCH_ENTRY (widget))
    {
      cl_accessible_name (widget, _("Search"));
      gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (widget), popover);
      if (gtk_drop_down_get_enable_search (drop_down))
        {
          search_by_pinyin_cb (widget);
          g_signal_connect_object (drop_down, "notify::model", G_CALLBACK (search_by_pinyin_cb), widget, G_CONNECT_SWAPPED);
          g_signal_connect (widget, "changed", G_CALLBACK (search_changed_cb), NULL);
          g_signal_connect (widget, "activate", G_CALLBACK (search_activate_cb), NULL);
        }
    }
  else if (GTK_IS_LIST_VIEW (widget))
    {
      cl_accessible_name (widget, g_object_get_data (G_OBJECT (drop_down), "cl-title"));
      empty_list_cb (widget);
      g_signal_connect_object (drop_down, "notify::model", G_CALLBACK (empty_list_cb), widget, G_CONNECT_SWAPPED);
      g_signal_connect_object (popover, "realize", G_CALLBACK (fill_list_cb), widget, G_CONNECT_SWAPPED);
      g_signal_connect_object (popover, "show", G_CALLBACK (opened_cb), widget, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    prepare_inside (child, drop_down);
}

/**
 * cl_drop_down_new:
 * @title: translated; what is chosen
 * @strings: (transfer full): the choices
 *
 * A GtkDropDown says neither title nor value on GTK 4.8: its name here is "title: value", on itself and on the button inside
 * that gets the focus, and each choice in its list has its name. It opens at what is chosen; a long list can be searched.
 *
 * Returns: (transfer floating): a GtkDropDown
 */
GtkWidget *
cl_drop_down_new (const char *title, GtkStringList *strings)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (strings));
  /* The list that opens would make its rows as soon as there are choices, before it can be told to wait. */
  GtkSliceListModel *choices = gtk_slice_list_model_new (G_LIST_MODEL (strings), 0, 0);
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (choices), expression);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) value_factory = gtk_signal_list_item_factory_new ();

  g_object_set_data_full (G_OBJECT (drop_down), "cl-title", g_strdup (title), g_free);
  g_object_set_data_full (G_OBJECT (drop_down), "cl-bound", g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect (factory, "setup", G_CALLBACK (choice_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (choice_bind_cb), drop_down);
  g_signal_connect (factory, "unbind", G_CALLBACK (choice_unbind_cb), drop_down);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (drop_down), factory);
  g_signal_connect (value_factory, "setup", G_CALLBACK (value_setup_cb), NULL);
  g_signal_connect (value_factory, "bind", G_CALLBACK (value_bind_cb), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (drop_down), value_factory);
  if (n > SEARCH_FROM)
    gtk_drop_down_set_enable_search (GTK_DROP_DOWN (drop_down), TRUE);
  prepare_inside (drop_down, GTK_DROP_DOWN (drop_down));
  gtk_slice_list_model_set_size (choices, G_MAXUINT);
  /* The button in it has the focus and says all; the drop-down around it would say the same once more. */
  g_object_set (drop_down, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  g_signal_connect_after (drop_down, "notify::selected", G_CALLBACK (drop_down_selected_cb), NULL);
  drop_down_selected_cb (GTK_DROP_DOWN (drop_down), NULL, NULL);
  return drop_down;
}

/**
 * cl_drop_down_get_strings:
 * @drop_down: made by cl_drop_down_new()
 *
 * Its model may show them through another.
 *
 * Returns: (transfer none): the choices, which may be changed
 */
GtkStringList *
cl_drop_down_get_strings (GtkWidget *drop_down)
{
  GListModel *model;

  g_return_val_if_fail (GTK_IS_DROP_DOWN (drop_down), NULL);

  model = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));
  return GTK_STRING_LIST (GTK_IS_SLICE_LIST_MODEL (model) ? gtk_slice_list_model_get_model (GTK_SLICE_LIST_MODEL (model)) : model);
}
