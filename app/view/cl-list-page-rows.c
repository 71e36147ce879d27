#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-list-page-private.h"
#include "cl-span.h"
#include "cl-widgets-private.h"

static void
say_item (ClListPage *self, GtkListItem *item)
{
  CL_SPAN ("list: name row");
  ClRow *row = gtk_list_item_get_item (item);
  g_autofree char *sentence = NULL;

  if (row == NULL)
    return;
  if (cl_row_get_id (row) < 0)
    sentence = cl_row_columns_say_heading (self->columns, row, cl_ledger_get_counted (self->ledger));
  else
    {
      guint number, of;

      cl_row_model_locate (self->rows, cl_row_get_position (row), &number, &of);
      sentence = cl_row_columns_say (self->columns, row, number, of);
    }
  /* Each new name goes over the bus: what is said already is not said again. */
  if (g_strcmp0 (g_object_get_data (G_OBJECT (cl_list_item_get_row (item)), "cl-sentence"), sentence) == 0)
    return;
  cl_list_item_set_name (item, sentence);
  g_object_set_data_full (G_OBJECT (cl_list_item_get_row (item)), "cl-sentence", g_steal_pointer (&sentence), g_free);
}

static ClListPage *
get_page (GtkListItem *item)
{
  return CL_LIST_PAGE (gtk_widget_get_ancestor (gtk_list_item_get_child (item), CL_TYPE_LIST_PAGE));
}

static void
row_changed_cb (GtkListItem *item)
{
  ClListPage *self = get_page (item);

  if (self != NULL)
    cl_list_page_relabel_later (self);
}

static gboolean
relabel_cb (gpointer data)
{
  ClListPage *self = data;

  self->relabel_source = 0;
  for (guint i = 0; i < self->bound->len; i++)
    say_item (self, g_ptr_array_index (self->bound, i));
  return G_SOURCE_REMOVE;
}

/* Each row says how many there are: when that changes, all on screen are said anew, once, and before the next frame. */
void
cl_list_page_relabel_later (ClListPage *self)
{
  if (self->relabel_source == 0)
    self->relabel_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, relabel_cb, self, NULL);
}

/* Assistive tools act on a row without having selected it. */
static void
select_row_of (GtkWidget *widget)
{
  ClListPage *self = CL_LIST_PAGE (gtk_widget_get_ancestor (widget, CL_TYPE_LIST_PAGE));

  for (guint i = 0; i < self->bound->len; i++)
    if (cl_list_item_get_row (g_ptr_array_index (self->bound, i)) == widget)
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), gtk_list_item_get_position (g_ptr_array_index (self->bound, i)), TRUE);
}

static void
open_row_cb (GtkWidget *widget, gpointer data)
{
  select_row_of (widget);
  gtk_widget_activate_action (widget, "page.open", NULL);
}

static void
edit_row_cb (GtkWidget *widget, gpointer data)
{
  select_row_of (widget);
  gtk_widget_activate_action (widget, "page.edit", NULL);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClListPage *self)
{
  gtk_list_item_set_child (item, cl_row_widget_new (self->columns, FALSE));
}

/* The widget around an item is there only once the item is bound; it stays for others. */
static void
add_item_actions (GtkWidget *widget)
{
  if (g_object_get_data (G_OBJECT (widget), "cl-actions") != NULL)
    return;
  cl_accessible_add_action (widget, "open", open_row_cb, NULL);
  cl_accessible_add_action (widget, "edit", edit_row_cb, NULL);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClListPage *self)
{
  CL_SPAN ("list: bind");
  ClRow *row = gtk_list_item_get_item (item);

  cl_row_widget_set_row (CL_ROW_WIDGET (gtk_list_item_get_child (item)), row);
  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), item, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->bound, item);
  add_item_actions (cl_list_item_get_row (item));
  cl_accessible_describe (cl_list_item_get_row (item), NULL);
  say_item (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClListPage *self)
{
  ClRow *row = gtk_list_item_get_item (item);

  g_ptr_array_remove_fast (self->bound, item);
  if (row != NULL)
    g_signal_handlers_disconnect_by_func (row, row_changed_cb, item);
  if (gtk_list_item_get_child (item) != NULL)
    cl_row_widget_set_row (CL_ROW_WIDGET (gtk_list_item_get_child (item)), NULL);
}

/* Left and Right walk the cells of the focused row: its DESCRIPTION tells title, value and place, the cell is framed. */
static gboolean
read_cell (ClListPage *self, int step)
{
  GtkListItem *item = cl_list_find_focused (GTK_WIDGET (self), self->bound);
  int n = (int) cl_row_columns_get_n (self->columns);
  g_autofree char *cell = NULL;
  ClRowWidget *widget;

  if (item == NULL || gtk_list_item_get_item (item) == NULL || n == 0)
    return FALSE;
  for (guint i = 0; i < self->bound->len; i++)
    if (g_ptr_array_index (self->bound, i) != item)
      {
        cl_row_widget_set_cursor (CL_ROW_WIDGET (gtk_list_item_get_child (g_ptr_array_index (self->bound, i))), -1);
        cl_accessible_describe (cl_list_item_get_row (g_ptr_array_index (self->bound, i)), NULL);
      }
  widget = CL_ROW_WIDGET (gtk_list_item_get_child (item));
  /* In a new row the column that was read last comes first, so that a column can be read downwards. */
  if (cl_row_widget_get_cursor (widget) >= 0 || self->cell < 0)
    self->cell = CLAMP (self->cell + step, 0, n - 1);
  cl_row_widget_set_cursor (widget, self->cell);
  cell = cl_row_columns_say_cell (self->columns, gtk_list_item_get_item (item), (guint) self->cell);
  /* At either end the same cell is said again. */
  cl_accessible_describe (cl_list_item_get_row (item), NULL);
  cl_accessible_describe (cl_list_item_get_row (item), cell);
  return TRUE;
}

/* What is read of a row belongs to the reading: who comes back to the row is told the row. */
static void
list_left_cb (ClListPage *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (self->bound, i);

      if (gtk_list_item_get_child (item) == NULL || cl_row_widget_get_cursor (CL_ROW_WIDGET (gtk_list_item_get_child (item))) < 0)
        continue;
      cl_row_widget_set_cursor (CL_ROW_WIDGET (gtk_list_item_get_child (item)), -1);
      cl_accessible_describe (cl_list_item_get_row (item), NULL);
    }
}

static gboolean
type_to_search (ClListPage *self, GtkEventController *controller, guint key)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->search));
  gunichar character = gdk_keyval_to_unicode (key);

  if (character == '/')
    {
      gtk_widget_grab_focus (self->search);
      return TRUE;
    }
  if (!g_unichar_isgraph (character))
    return FALSE;
  gtk_widget_grab_focus (self->search);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
  return gtk_event_controller_key_forward (GTK_EVENT_CONTROLLER_KEY (controller), GTK_WIDGET (text));
}

/* The list extends a selection from the row that it knows to be selected, and the page leads the selection without it. */
static void
set_anchor (ClListPage *self, guint key)
{
  static const guint movers[] = { GDK_KEY_Up, GDK_KEY_KP_Up, GDK_KEY_Down, GDK_KEY_KP_Down, GDK_KEY_Home, GDK_KEY_KP_Home, GDK_KEY_End, GDK_KEY_KP_End,
                                  GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down };

  if (cl_row_selection_get_n_chosen (self->selection) > 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (movers); i++)
    if (movers[i] == key)
      gtk_widget_activate_action (self->list, "list.select-item", "(ubb)", cl_row_selection_get_cursor (self->selection), FALSE, FALSE);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClListPage *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean backward = gtk_widget_get_direction (self->list) == GTK_TEXT_DIR_RTL;

  /* End goes to the last of all. */
  cl_row_selection_tell (self->selection, G_MAXUINT);
  if ((modifiers & GDK_SHIFT_MASK) != 0)
    set_anchor (self, key);
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return modifiers == 0 && (cl_list_page_fold (self, !backward) || read_cell (self, backward ? 1 : -1));
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return modifiers == 0 && (cl_list_page_fold (self, backward) || read_cell (self, backward ? -1 : 1));
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      return modifiers == 0 && gtk_widget_activate_action (self->list, "page.delete", NULL);
    case GDK_KEY_Escape:
      if (cl_row_selection_get_n_chosen (self->selection) > 0)
        {
          cl_row_selection_clear (self->selection);
          return TRUE;
        }
      if (!cl_list_page_has_search (self))
        {
          if (!cl_list_page_is_filtered (self))
            return FALSE;
          cl_list_page_set_filter (self, NULL, NULL);
          cl_list_page_focus_row (self);
          return TRUE;
        }
      cl_list_page_end_search (self);
      return TRUE;
    default:
      return (modifiers & ~GDK_SHIFT_MASK) == 0 && type_to_search (self, GTK_EVENT_CONTROLLER (controller), key);
    }
}

static void
activate_cb (GtkListView *list, guint position, ClListPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (list), "page.open", NULL);
}

void
cl_list_page_scroll_to (ClListPage *self, guint position)
{
  cl_row_selection_tell (self->selection, position);
#if GTK_CHECK_VERSION(4, 12, 0)
  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list), position, GTK_LIST_SCROLL_FOCUS, NULL);
#else
  /* This action also tells the list which row has the focus. */
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
#endif
}

static gboolean
focus_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ClListPage *self = CL_LIST_PAGE (widget);

  /* Where the list has no room yet, a row that it is led to stays out of sight, and all others with it. */
  if (gtk_widget_get_height (self->list) == 0 && gtk_widget_get_visible (self->scroller))
    return G_SOURCE_CONTINUE;
  if (self->focus_frames == 0)
    cl_list_page_scroll_to (self, cl_row_selection_get_cursor (self->selection));
  /* A row far away is bound a frame or two after it was scrolled to. */
  if (!cl_list_focus_bound (self->bound, cl_row_selection_get_cursor (self->selection)) && self->focus_frames++ < 10)
    return G_SOURCE_CONTINUE;
  self->focus_tick = 0;
  return G_SOURCE_REMOVE;
}

/* Focuses the selected row, scrolled into view; where there are no rows, what is offered instead, or the search that found none. */
void
cl_list_page_focus_row (ClListPage *self)
{
  guint position = cl_row_selection_get_cursor (self->selection);
  gboolean has_room;

  /* Rows have changed, and the selection is about to follow them. */
  self->want_focus = self->follow_source != 0;
  if (self->want_focus)
    return;
  if (position == GTK_INVALID_LIST_POSITION || !gtk_widget_get_visible (self->scroller))
    {
      GtkWidget *offer = adw_status_page_get_child (ADW_STATUS_PAGE (self->empty));

      /* Not the search where there is nothing to search: an entry takes undo and redo for its own text. */
      if (!gtk_widget_get_visible (self->empty) || !gtk_widget_get_visible (offer) || !gtk_widget_child_focus (offer, GTK_DIR_TAB_FORWARD))
        gtk_widget_grab_focus (self->search);
      return;
    }
  has_room = gtk_widget_get_height (self->list) > 0;
  if (has_room)
    cl_list_page_scroll_to (self, position);
  /* The list itself must not have it: it says nothing of the row. */
  if (cl_list_focus_bound (self->bound, cl_row_selection_get_cursor (self->selection)))
    return;
  gtk_widget_grab_focus (self->list);
  self->focus_frames = has_room ? 1 : 0;
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_tick_cb, NULL, NULL);
}

static gboolean
has_several (GtkSelectionModel *model)
{
  return cl_row_selection_get_n_chosen (CL_ROW_SELECTION (model)) > 0;
}

GtkWidget *
cl_list_page_create_list (ClListPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();
  GtkWidget *list;

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  /* The model after the factory: the other way round each row is made twice. */
  list = gtk_list_view_new (NULL, factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (list), GTK_SELECTION_MODEL (self->selection));
  cl_list_hush_selection (GTK_SELECTION_MODEL (self->selection), has_several);
  gtk_widget_add_css_class (list, "cl-rows");
  cl_accessible_name (list, self->title);
  g_signal_connect (list, "activate", G_CALLBACK (activate_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (list, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (list_left_cb), self);
  gtk_widget_add_controller (list, focus);
  cl_list_leave_by_tab (list);
  return list;
}
