#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-widgets-private.h"

/**
 * cl_mnemonic_strip:
 * @label: with or without a mnemonic
 *
 * Returns: (transfer full): "_Save" and "保存(_S)" as they are said
 */
char *
cl_mnemonic_strip (const char *label)
{
  const char *mark = strstr (label, "(_");
  GString *plain = g_string_new (NULL);

  for (const char *c = label; *c != '\0'; c++)
    {
      if (c == mark && c[2] != '\0' && c[3] == ')')
        c += 3;
      else if (*c != '_')
        g_string_append_c (plain, *c);
    }
  return g_string_free (plain, FALSE);
}

/**
 * cl_accessible_name:
 * @widget: a widget that can be focused or read
 * @name: translated, no full stop
 *
 * Names @widget once: GTK 4.8 appends the names of LABELLED_BY to LABEL, GTK 4.18 prefers them, so the relation is taken off.
 */
void
cl_accessible_name (GtkWidget *widget, const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : "", -1);
}

const char *
cl_accessible_get_own (GtkWidget *widget)
{
  const char *error = g_object_get_data (G_OBJECT (widget), "cl-error");

  return error != NULL ? error : g_object_get_data (G_OBJECT (widget), "cl-description");
}

void
cl_accessible_refresh_description (GtkWidget *widget)
{
  const char *text = g_object_get_data (G_OBJECT (widget), "cl-announcement");

  if (text == NULL)
    text = cl_accessible_get_own (widget);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* The focus of a drop-down or menu button is on the toggle button inside it. */
static GtkWidget *
get_inner_button (GtkWidget *widget)
{
  if (GTK_IS_DROP_DOWN (widget) || GTK_IS_MENU_BUTTON (widget))
    return gtk_widget_get_first_child (widget);
  return NULL;
}

static void
set_text (GtkWidget *widget, const char *key, const char *text)
{
  GtkWidget *inner = get_inner_button (widget);

  g_object_set_data_full (G_OBJECT (widget), key, g_strdup (text), g_free);
  cl_accessible_refresh_description (widget);
  if (inner != NULL)
    set_text (inner, key, text);
}

/**
 * cl_accessible_describe:
 * @widget: a named widget
 * @description: (nullable): translated; NULL takes it off
 *
 * Sets what is said after the name: the help of a field, the cell of a row. An announcement or an error goes before it and it comes back after.
 */
void
cl_accessible_describe (GtkWidget *widget, const char *description)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  set_text (widget, "cl-description", description);
}

/**
 * cl_entry_set_error:
 * @entry: an entry, drop-down or text view
 * @message: (nullable): what is wrong and what to do; NULL: all is well
 *
 * Marks @entry for eyes (css class "error") and ears (DESCRIPTION). The state INVALID is left alone: Orca falls silent on it (PLATFORM.md rule 3).
 */
void
cl_entry_set_error (GtkWidget *entry, const char *message)
{
  g_return_if_fail (GTK_IS_WIDGET (entry));

  if (message != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  set_text (entry, "cl-error", message);
}

/**
 * cl_widget_set_tooltip:
 * @widget: a widget
 * @text: (nullable): translated; %NULL: none
 *
 * GTK asks the display where the pointer is for each visible widget that is given a tooltip, be it in no window yet, and waits for the answer: half a millisecond for each
 * button of a page that is being made. What is in no window yet is given it unseen, and what has it already not again. Main thread.
 */
void
cl_widget_set_tooltip (GtkWidget *widget, const char *text)
{
  gboolean is_loose;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  is_loose = gtk_widget_get_root (widget) == NULL && gtk_widget_get_visible (widget);
  if (is_loose)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (is_loose)
    gtk_widget_set_visible (widget, TRUE);
}

#define FRAMES_TO_PLACE 10 /* at most, until what is new is laid out */

/* This is called before each frame's layout: the place is known in the frame after the one that lays it out. */
static gboolean
bring_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *frames = data;
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *viewport = scrolled != NULL ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled)) : NULL;
  graphene_rect_t bounds;

  if (!GTK_IS_VIEWPORT (viewport))
    return G_SOURCE_REMOVE;
  if ((*frames)++ == 0 || gtk_widget_get_height (widget) == 0)
    return *frames < FRAMES_TO_PLACE ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
  if (gtk_widget_compute_bounds (widget, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), &bounds))
    {
      GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
      double least, most;

      /* With some room around, as what stands below may yet grow. */
      graphene_rect_inset (&bounds, 0, -bounds.size.height);
      least = bounds.origin.y + bounds.size.height - gtk_adjustment_get_page_size (adjustment);
      /* Near the beginning nothing is cut for it. */
      most = bounds.origin.y > bounds.size.height ? bounds.origin.y : 0;
      /* Not gtk_adjustment_clamp_page(): this also ends the way to where GTK took the focus to be. */
      gtk_adjustment_set_value (adjustment, CLAMP (gtk_adjustment_get_value (adjustment), MIN (least, most), most));
    }
  return G_SOURCE_REMOVE;
}

/**
 * cl_widget_bring_into_view:
 * @widget: a widget in a scrolled window, which may have been put there just now
 *
 * Scrolls so far that it is seen. GTK does so by itself for what gets the focus, but not where it has no room yet. Main thread.
 */
void
cl_widget_bring_into_view (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_widget_add_tick_callback (widget, bring_cb, g_new0 (guint, 1), g_free);
}

/**
 * cl_icon_button_new:
 * @icon: name of a symbolic icon
 * @name: translated; spoken, and shown as a tooltip
 * @action: (nullable): a detailed action name
 *
 * Returns: (transfer floating): a flat button that shows an icon and says @name
 */
GtkWidget *
cl_icon_button_new (const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  cl_widget_set_tooltip (button, name);
  /* GTK makes the tooltip the description, which would say the name twice. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  cl_accessible_name (button, name);
  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

/**
 * cl_text_button_new:
 * @mnemonic_label: translated, with an underscore before the key
 * @action: (nullable): a detailed action name
 *
 * Returns: (transfer floating): a button that says its label once, without the underscore
 */
GtkWidget *
cl_text_button_new (const char *mnemonic_label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (mnemonic_label);
  g_autofree char *name = cl_mnemonic_strip (mnemonic_label);

  cl_accessible_name (button, name);
  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

/**
 * cl_menu_button_set_name:
 * @menu_button: a GtkMenuButton
 * @name: translated
 *
 * Names the menu button and the toggle button inside it, which is what gets the focus.
 */
void
cl_menu_button_set_name (GtkWidget *menu_button, const char *name)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (menu_button));

  cl_accessible_name (menu_button, name);
  cl_accessible_name (gtk_widget_get_first_child (menu_button), name);
}

#if GTK_CHECK_VERSION (4, 12, 0)
static void
name_items_cb (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    {
      g_autofree char *text = NULL, *name = NULL;

      g_object_get (widget, "text", &text, NULL);
      name = cl_mnemonic_strip (text != NULL ? text : "");
      cl_accessible_name (widget, name);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_items_cb (child);
}
#endif

/**
 * cl_menu_name_items:
 * @popover: a GtkPopoverMenu
 *
 * Gives its items the names that GTK 4.18 fails to give them; GTK 4.8 has them.
 */
void
cl_menu_name_items (GtkPopover *popover)
{
  g_return_if_fail (GTK_IS_POPOVER_MENU (popover));

#if GTK_CHECK_VERSION (4, 12, 0)
  g_signal_connect (popover, "map", G_CALLBACK (name_items_cb), NULL);
#endif
}

/* The widgets of a menu take milliseconds, and most menus of a page are never opened. */
static void
create_popup_cb (GtkMenuButton *button, gpointer menu)
{
  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  gtk_menu_button_set_menu_model (button, menu);
  cl_menu_name_items (gtk_menu_button_get_popover (button));
}

/**
 * cl_menu_button_new:
 * @label: (nullable): translated words; NULL with @icon
 * @icon: (nullable): name of a symbolic icon
 * @name: translated; spoken, and a tooltip where there is an icon only
 * @menu: (nullable): the menu
 *
 * The widgets of @menu are made when it is opened first.
 *
 * Returns: (transfer floating): a flat menu button
 */
GtkWidget *
cl_menu_button_new (const char *label, const char *icon, const char *name, GMenuModel *menu)
{
  GtkWidget *button = gtk_menu_button_new ();

  if (label != NULL)
    gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  else
    {
      gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon);
      cl_widget_set_tooltip (button, name);
    }
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  if (menu != NULL)
    gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popup_cb, g_object_ref (menu), g_object_unref);
  cl_menu_button_set_name (button, name);
  /* The tooltip is the description too, of both. */
  cl_accessible_describe (button, NULL);
  return button;
}

static GtkWidget *
find_title (GtkWidget *widget)
{
  GtkWidget *title = GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title") ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && title == NULL; child = gtk_widget_get_next_sibling (child))
    title = find_title (child);
  return title;
}

/* Title and entry share what room there is: entries of one list begin and end below each other where their titles are of one width. */
static void
entry_row_placed_cb (GtkWidget *row)
{
  GtkWidget *list = gtk_widget_get_parent (row), *title = find_title (row);
  GtkSizeGroup *titles;

  if (list == NULL || title == NULL)
    return;
  titles = g_object_get_data (G_OBJECT (list), "cl-titles");
  if (titles == NULL)
    {
      titles = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
      g_object_set_data_full (G_OBJECT (list), "cl-titles", titles, g_object_unref);
    }
  gtk_size_group_add_widget (titles, gtk_widget_get_parent (title));
}

static gboolean
cut_label_cb (GtkLabel *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return TRUE;
}

/**
 * cl_label_tell_when_cut:
 * @label: a GtkLabel that may be cut
 *
 * Where there is no room for it the whole text is in its tooltip. Main thread.
 */
void
cl_label_tell_when_cut (GtkWidget *label)
{
  gtk_widget_set_has_tooltip (label, TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (cut_label_cb), NULL);
}

/**
 * cl_entry_row_new_for:
 * @title: translated; shown, and spoken once as the entry's name
 * @entry: (transfer floating): an entry of any kind
 *
 * Returns: (transfer floating): a row with @entry, as wide as those of other such rows in the list
 */
GtkWidget *
cl_entry_row_new_for (const char *title, GtkWidget *entry)
{
  GtkWidget *row = adw_action_row_new ();

  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (entry, TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), entry);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), entry);
  /* After the row has made its title the entry's label, which would be said too. */
  cl_accessible_name (entry, title);
  /* The entry is the one stop for Tab. */
  gtk_widget_set_focusable (row, FALSE);
  cl_accessible_name (row, title);
  g_signal_connect (row, "notify::parent", G_CALLBACK (entry_row_placed_cb), NULL);
  return row;
}

/**
 * cl_entry_row_new:
 * @title: translated; shown, and spoken once as the entry's name
 * @entry: (out) (transfer none): the entry
 *
 * An AdwEntryRow is silent on libadwaita 1.2, so this is an action row with a GtkEntry.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
cl_entry_row_new (const char *title, GtkWidget **entry)
{
  *entry = gtk_entry_new ();
  return cl_entry_row_new_for (title, *entry);
}

/* A scrolled window in which nothing takes the focus takes it itself, and holds Tab where it may not: it is a stop then, and says what the page says. */
static void
status_page_update (AdwStatusPage *page)
{
  GtkWidget *scroller = gtk_widget_get_first_child (GTK_WIDGET (page)), *child = adw_status_page_get_child (page);
  const char *title = adw_status_page_get_title (page), *description = adw_status_page_get_description (page);
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;

  if (title == NULL || !pango_parse_markup (title, -1, 0, NULL, &name, NULL, NULL))
    name = g_strdup (title);
  if (description == NULL || !pango_parse_markup (description, -1, 0, NULL, &words, NULL, NULL))
    words = g_strdup (description);
  gtk_widget_set_focusable (scroller, child == NULL || !gtk_widget_get_visible (child));
  cl_accessible_name (scroller, name);
  cl_accessible_describe (scroller, words);
}

static void
status_page_child_cb (AdwStatusPage *page)
{
  GtkWidget *child = adw_status_page_get_child (page);

  if (child != NULL)
    g_signal_connect_object (child, "notify::visible", G_CALLBACK (status_page_update), page, G_CONNECT_SWAPPED);
  status_page_update (page);
}

/**
 * cl_status_page_new:
 *
 * Returns: (transfer floating): an AdwStatusPage that is heard; on GTK 4.8 what scrolls inside it can have the focus and has no name
 */
GtkWidget *
cl_status_page_new (void)
{
  GtkWidget *page = adw_status_page_new ();

  g_signal_connect (page, "notify::title", G_CALLBACK (status_page_update), NULL);
  g_signal_connect (page, "notify::description", G_CALLBACK (status_page_update), NULL);
  g_signal_connect (page, "notify::child", G_CALLBACK (status_page_child_cb), NULL);
  return page;
}

static void
toggle_cb (GtkWidget *button, gpointer data)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), !gtk_check_button_get_active (GTK_CHECK_BUTTON (button)));
}

/**
 * cl_check_button_new:
 * @label: translated
 *
 * Returns: (transfer floating): a check button that assistive tools can toggle
 */
GtkWidget *
cl_check_button_new (const char *label)
{
  GtkWidget *button = gtk_check_button_new_with_label (label);

  cl_accessible_name (button, label);
  cl_accessible_add_action (button, "toggle", toggle_cb, NULL);
  return button;
}

/**
 * cl_list_item_set_name:
 * @item: an item whose child is set: in "bind" or after
 * @sentence: the whole row as a sentence
 *
 * Names the list item widget, the parent of the bound child, which gets the focus.
 */
void
cl_list_item_set_name (GtkListItem *item, const char *sentence)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  GtkWidget *parent = child != NULL ? gtk_widget_get_parent (child) : NULL;

#if GTK_CHECK_VERSION(4, 12, 0)
  gtk_list_item_set_accessible_label (item, sentence);
#endif
  if (parent != NULL)
    cl_accessible_name (parent, sentence);
}

gboolean
cl_widget_walk (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidgetClass *base = g_type_class_peek (GTK_TYPE_WIDGET);
  gboolean moved;

  g_object_set_data (G_OBJECT (widget), "cl-walked", GINT_TO_POINTER (TRUE));
  moved = base->focus (widget, direction);
  g_object_set_data (G_OBJECT (widget), "cl-walked", NULL);
  return moved;
}

gboolean
cl_widget_is_walked (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "cl-walked") != NULL;
}

/**
 * cl_count_format:
 * @n: a count
 *
 * Returns: (transfer full): @n with a comma before each three digits, in every locale
 */
char *
cl_count_format (guint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}
