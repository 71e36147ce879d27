#include "cl-widgets-private.h"

static void
row_entered_cb (GtkEventController *controller)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (gtk_event_controller_get_widget (controller)), GTK_ACCESSIBLE_STATE_SELECTED, TRUE, -1);
}

static void
row_left_cb (GtkEventController *controller)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (gtk_event_controller_get_widget (controller)), GTK_ACCESSIBLE_STATE_SELECTED, FALSE, -1);
}

/**
 * cl_accessible_sentence:
 * @row: a row of a list box whose rows are walked and opened, never chosen among
 * @sentence: translated, all that its cells say
 *
 * Names @row by one sentence. What stands in it is not said once more. Main thread.
 */
void
cl_accessible_sentence (GtkWidget *row, const char *sentence)
{
  g_return_if_fail (GTK_IS_LIST_BOX_ROW (row));

  cl_accessible_name (row, sentence);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  /* Orca 43 says "not selected" behind each row of a list box that is not: where one is, is selected, as in every other list. */
  if (g_object_get_data (G_OBJECT (row), "cl-sentence") == NULL)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_object_set_data (G_OBJECT (row), "cl-sentence", focus);
      g_signal_connect (focus, "enter", G_CALLBACK (row_entered_cb), NULL);
      g_signal_connect (focus, "leave", G_CALLBACK (row_left_cb), NULL);
      gtk_widget_add_controller (row, focus);
    }
}

/**
 * cl_list_of_controls:
 * @root: a list box, or a widget around one, that is in no window yet
 *
 * Where the rows are there for their looks, and entries and choices in them are what has the focus, nobody wants to hear that there is a list, of how many entries, and called
 * by its type: it becomes a mere group. To be called when it is made: in a window its role is fixed. Main thread.
 */
void
cl_list_of_controls (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));
  g_return_if_fail (gtk_widget_get_root (root) == NULL);

  if (GTK_IS_LIST_BOX (root))
    {
      gtk_widget_set_focusable (root, FALSE);
      g_object_set (root, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    cl_list_of_controls (child);
}

/**
 * cl_stack_page_hush:
 * @stack: a GtkStack
 * @child: one of its children
 *
 * What GTK puts around each child of a stack stands between the window and the child, and is said when the focus enters: "GtkStackPage", or by its name. Orca passes over
 * a panel that is called as the application is. With another name, leaving a page that is hidden then makes Orca 43 fall over the missing child, and what has the focus next is not
 * said. Main thread.
 */
void
cl_stack_page_hush (GtkWidget *stack, GtkWidget *child)
{
  g_return_if_fail (GTK_IS_STACK (stack));

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_stack_get_page (GTK_STACK (stack), child)), GTK_ACCESSIBLE_PROPERTY_LABEL, g_get_prgname (), -1);
}

static gboolean
leave_list_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, GtkWidget *list)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean backward = key == GDK_KEY_ISO_Left_Tab || (modifiers == GDK_SHIFT_MASK && (key == GDK_KEY_Tab || key == GDK_KEY_KP_Tab));
  GtkRoot *root = gtk_widget_get_root (list);
  GtkWidget *focus;

  if (root == NULL || (!backward && (modifiers != 0 || (key != GDK_KEY_Tab && key != GDK_KEY_KP_Tab))))
    return GDK_EVENT_PROPAGATE;
  focus = gtk_root_get_focus (root);
  gtk_widget_set_can_focus (list, FALSE);
  g_signal_emit_by_name (root, "move-focus", backward ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  gtk_widget_set_can_focus (list, TRUE);
  /* Where the list is all there is. */
  if (gtk_root_get_focus (root) == NULL && focus != NULL)
    gtk_widget_grab_focus (focus);
  return GDK_EVENT_STOP;
}

static void
selection_changed_cb (GtkSelectionModel *model, guint position, guint n, gpointer data)
{
  gboolean (*several) (GtkSelectionModel *) = data;

  if (several (model))
    g_signal_stop_emission_by_name (model, "selection-changed");
}

/**
 * cl_list_hush_selection:
 * @model: of a list in which several rows can be selected; the list is made before this is called
 * @several: whether rows are selected beside the one with the focus
 *
 * Where several are selected, Orca 43 goes to the first of them when it hears that they are others now, says that one, and nothing more of where the focus is. GTK tells
 * assistive tools behind this, the rows before; how many are selected is for the page to say. Main thread.
 */
void
cl_list_hush_selection (GtkSelectionModel *model, gboolean (*several) (GtkSelectionModel *model))
{
  g_return_if_fail (GTK_IS_SELECTION_MODEL (model));

  g_signal_connect (model, "selection-changed", G_CALLBACK (selection_changed_cb), several);
}

/**
 * cl_list_leave_by_tab:
 * @list: a GtkListView or GtkListBox whose rows hold nothing that can have the focus
 *
 * On GTK 4.8 Tab goes from row to row, through 21,489 of them; with this it goes on to what comes after the list. Arrows walk the rows.
 */
void
cl_list_leave_by_tab (GtkWidget *list)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_WIDGET (list));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (leave_list_cb), list);
  gtk_widget_add_controller (list, keys);
}

GtkWidget *
cl_list_item_get_row (GtkListItem *item)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  return child != NULL ? gtk_widget_get_parent (child) : NULL;
}

GtkListItem *
cl_list_find_focused (GtkWidget *list, GPtrArray *bound)
{
  GtkRoot *root = gtk_widget_get_root (list);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < bound->len; i++)
    if (cl_list_item_get_row (bound->pdata[i]) == focus)
      return bound->pdata[i];
  return NULL;
}

gboolean
cl_list_focus_bound (GPtrArray *bound, guint position)
{
  for (guint i = 0; i < bound->len; i++)
    {
      GtkWidget *row = cl_list_item_get_row (bound->pdata[i]);

      if (gtk_list_item_get_position (bound->pdata[i]) == position && row != NULL && gtk_widget_get_mapped (row))
        return gtk_widget_grab_focus (row);
    }
  return FALSE;
}
