/* The tree of the chart: a list of rows that open and close by Right and Left, each one sentence. GtkTreeExpander and GtkListView name nothing on GTK 4.8. */

#include <glib/gi18n-lib.h>

#include "roster-chart-private.h"
#include "roster-rows.h"

#define INDENT 24

/* A node in a list model; the tree owns the node. */
typedef struct
{
  GObject parent;
  RosterNode *node;
} RosterChartItem;

typedef GObjectClass RosterChartItemClass;

static GType roster_chart_item_get_type (void);

G_DEFINE_DYNAMIC_TYPE (RosterChartItem, roster_chart_item, G_TYPE_OBJECT)

static void
roster_chart_item_class_init (RosterChartItemClass *klass)
{
}

static void
roster_chart_item_class_finalize (RosterChartItemClass *klass)
{
}

static void
roster_chart_item_init (RosterChartItem *self)
{
}

void
roster_chart_list_register (GTypeModule *module)
{
  roster_chart_item_register_type (module);
}

static RosterNode *
get_node (GtkTreeListRow *row)
{
  g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);

  return ((RosterChartItem *) item)->node;
}

static GListModel *
list_nodes (const GPtrArray *nodes)
{
  GListStore *store = g_list_store_new (roster_chart_item_get_type ());

  for (guint i = 0; i < nodes->len; i++)
    {
      g_autoptr (GObject) item = g_object_new (roster_chart_item_get_type (), NULL);

      ((RosterChartItem *) item)->node = nodes->pdata[i];
      g_list_store_append (store, item);
    }
  return G_LIST_MODEL (store);
}

static GListModel *
create_children (gpointer item, gpointer data)
{
  Chart *chart = data;
  RosterNode *node = ((RosterChartItem *) item)->node;

  if (node->n_members == 0 && node->children->len == 0)
    return NULL;
  if (!roster_tree_open (chart->tree, cl_store_get_reader (cl_context_get_store (chart->context)), node, NULL) && node->children->len == 0)
    return NULL;
  return list_nodes (node->children);
}

static GtkTreeListRow *
get_row (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "roster-row");
}

static void
show_expanded (GtkWidget *widget)
{
  GtkTreeListRow *row = get_row (widget);
  GtkImage *arrow = g_object_get_data (G_OBJECT (widget), "roster-arrow");
  gboolean expanded = gtk_tree_list_row_get_expanded (row);

  if (!gtk_tree_list_row_is_expandable (row))
    return;
  gtk_image_set_from_icon_name (arrow, expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
}

static void
set_expanded (Chart *chart, GtkTreeListRow *row, gboolean expanded)
{
  g_autofree char *key = roster_node_get_key (get_node (row));

  if (expanded)
    g_hash_table_add (chart->expanded, g_steal_pointer (&key));
  else
    g_hash_table_remove (chart->expanded, key);
  gtk_tree_list_row_set_expanded (row, expanded);
}

static void
arrow_cb (GtkGestureClick *gesture, int n, double x, double y, Chart *chart)
{
  GtkWidget *row = gtk_widget_get_ancestor (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)), GTK_TYPE_LIST_BOX_ROW);

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  set_expanded (chart, get_row (row), !gtk_tree_list_row_get_expanded (get_row (row)));
}

static void
toggle (GtkWidget *widget, gpointer data)
{
  set_expanded (data, get_row (widget), !gtk_tree_list_row_get_expanded (get_row (widget)));
}

static void
open_row (GtkWidget *widget, gpointer data)
{
  g_signal_emit_by_name (widget, "activate");
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  Chart *chart = data;
  GtkTreeListRow *row = item;
  RosterNode *node = get_node (row);
  GtkWidget *widget = g_object_new (GTK_TYPE_LIST_BOX_ROW, "accessible-role", GTK_ACCESSIBLE_ROLE_TREE_ITEM, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *arrow = gtk_image_new (), *title = gtk_label_new (node->title), *detail = gtk_label_new (node->detail);
  g_autofree char *sentence = roster_node_say (node);

  gtk_widget_set_margin_start (box, 6 + INDENT * (int) gtk_tree_list_row_get_depth (row));
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_size_request (arrow, 16, 16);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (detail), 1);
  gtk_widget_set_hexpand (detail, TRUE);
  gtk_widget_add_css_class (detail, "dim-label");
  if (node->kind == ROSTER_NODE_GAP)
    gtk_widget_add_css_class (title, "warning");
  else if (node->kind == ROSTER_NODE_ORGANISATION && gtk_tree_list_row_get_depth (row) < 2)
    gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), node->ledger != NULL);
  g_object_set_data_full (G_OBJECT (widget), "roster-row", g_object_ref (row), g_object_unref);
  g_object_set_data (G_OBJECT (widget), "roster-arrow", arrow);
  cl_accessible_sentence (widget, sentence);
  if (node->ledger != NULL)
    cl_accessible_add_action (widget, "open", open_row, NULL);
  if (gtk_tree_list_row_is_expandable (row))
    {
      GtkGesture *click = gtk_gesture_click_new ();

      g_signal_connect (click, "pressed", G_CALLBACK (arrow_cb), chart);
      gtk_widget_add_controller (arrow, GTK_EVENT_CONTROLLER (click));
      cl_accessible_add_action (widget, "toggle", toggle, chart);
      g_signal_connect_object (row, "notify::expanded", G_CALLBACK (show_expanded), widget, G_CONNECT_SWAPPED);
      show_expanded (widget);
    }
  return widget;
}

static GtkWidget *
get_focused_row (Chart *chart)
{
  GtkRoot *root = gtk_widget_get_root (chart->list);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return GTK_IS_LIST_BOX_ROW (focus) && gtk_widget_get_parent (focus) == chart->list ? focus : NULL;
}

/* The node whose row has the focus, or NULL. */
RosterNode *
roster_chart_list_get_focused (Chart *chart)
{
  GtkWidget *row = get_focused_row (chart);

  return row != NULL ? get_node (get_row (row)) : NULL;
}

static gboolean
focus_position (Chart *chart, guint position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (chart->list), (int) position);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* As in every tree: Right opens, then goes in; Left closes, then goes out. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, Chart *chart)
{
  GtkWidget *widget = get_focused_row (chart);
  GtkTreeListRow *row = widget != NULL ? get_row (widget) : NULL;
  gboolean inward = key == GDK_KEY_Right || key == GDK_KEY_KP_Right, outward = key == GDK_KEY_Left || key == GDK_KEY_KP_Left;
  g_autoptr (GtkTreeListRow) above = NULL;

  if (row == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0 || !(inward || outward))
    return FALSE;
  if (gtk_tree_list_row_is_expandable (row) && gtk_tree_list_row_get_expanded (row) != inward)
    {
      set_expanded (chart, row, inward);
      cl_context_say (chart->context, chart->list, inward ? _("Opened") : _("Closed"));
      return TRUE;
    }
  if (inward)
    return !gtk_tree_list_row_is_expandable (row) || focus_position (chart, gtk_tree_list_row_get_position (row) + 1);
  above = gtk_tree_list_row_get_parent (row);
  if (above != NULL)
    focus_position (chart, gtk_tree_list_row_get_position (above));
  return TRUE;
}

/* Nodes that were open are open again; the focus comes back to whom it was on. */
static void
restore (Chart *chart)
{
  guint focused = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (chart->rows)); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (chart->rows), i);
      g_autofree char *key = roster_node_get_key (get_node (row));

      if (g_hash_table_contains (chart->expanded, key))
        gtk_tree_list_row_set_expanded (row, TRUE);
      if (g_strcmp0 (key, chart->focus) == 0)
        focused = i;
    }
  if (chart->focus != NULL)
    focus_position (chart, focused == GTK_INVALID_LIST_POSITION ? 0 : focused);
}

/* Shows chart->tree; the one shown before may be freed afterwards. */
void
roster_chart_list_fill (Chart *chart)
{
  g_clear_object (&chart->rows);
  chart->rows = gtk_tree_list_model_new (list_nodes (chart->tree->roots), FALSE, FALSE, create_children, chart, NULL);
  gtk_list_box_bind_model (GTK_LIST_BOX (chart->list), G_LIST_MODEL (chart->rows), create_row, chart, NULL);
  restore (chart);
}

GtkWidget *
roster_chart_list_new (Chart *chart)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  chart->list = g_object_new (GTK_TYPE_LIST_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_TREE, "activate-on-single-click", FALSE, NULL);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (chart->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (chart->list, "boxed-list");
  cl_accessible_name (chart->list, _("Organisation chart"));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), chart);
  gtk_widget_add_controller (chart->list, keys);
  cl_list_leave_by_tab (chart->list);
  return chart->list;
}
