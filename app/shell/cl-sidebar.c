#include "cl-sidebar.h"

#include <glib/gi18n.h>

/* Pages are shown this long after the arrow keys rest, in ms, so that walking through the list makes none of those passed by. */
#define REST_MS 150

struct _ClSidebar
{
  GtkWidget parent;

  GtkWidget *scrolled;
  GtkWidget *list;
  guint rest;
  gboolean selecting;
};

G_DEFINE_FINAL_TYPE (ClSidebar, cl_sidebar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PLACE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static ClPlace *
cl_sidebar_row_get_place (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "place") : NULL;
}

static void
cl_sidebar_open_row (GtkWidget *row, gpointer data)
{
  g_signal_emit_by_name (row, "activate");
}

/* The number stands beside the title, and is said after it. */
static void
cl_sidebar_count_cb (ClPlace *place, GParamSpec *pspec, GtkWidget *row)
{
  GtkWidget *number = g_object_get_data (G_OBJECT (row), "number");
  guint count = cl_place_get_count (place);
  g_autofree char *text = cl_count_format (count);
  /* Translators: how many things wait on a page, said after its name: "14 things" */
  g_autofree char *said = g_strdup_printf (ngettext ("%s thing", "%s things", count), text);

  gtk_label_set_text (GTK_LABEL (number), text);
  gtk_widget_set_visible (number, count > 0);
  cl_accessible_describe (row, count > 0 ? said : NULL);
}

static void
cl_sidebar_title_cb (ClPlace *place, GParamSpec *pspec, GtkWidget *row)
{
  gtk_label_set_text (GTK_LABEL (g_object_get_data (G_OBJECT (row), "title")), cl_place_get_title (place));
  cl_accessible_name (row, cl_place_get_name (place));
}

static GtkWidget *
cl_sidebar_create_row (gpointer item, gpointer data)
{
  ClPlace *place = item;
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *label = gtk_label_new (cl_place_get_title (place));
  GtkWidget *number = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_widget_set_hexpand (label, TRUE);
  if (cl_place_is_nested (place))
    gtk_widget_set_margin_start (box, 28);
  else if (cl_place_get_icon (place) != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name (cl_place_get_icon (place));

      gtk_box_append (GTK_BOX (box), icon);
    }
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (number, "cl-count");
  gtk_widget_add_css_class (number, "dim-label");
  gtk_box_append (GTK_BOX (box), number);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "number", number);
  g_object_set_data (G_OBJECT (row), "title", label);
  g_signal_connect_object (place, "notify::title", G_CALLBACK (cl_sidebar_title_cb), row, 0);
  g_signal_connect_object (place, "notify::count", G_CALLBACK (cl_sidebar_count_cb), row, 0);
  cl_accessible_name (row, cl_place_get_name (place));
  cl_sidebar_count_cb (place, NULL, row);
  cl_accessible_add_action (row, "open", cl_sidebar_open_row, NULL);
  g_object_set_data_full (G_OBJECT (row), "place", g_object_ref (place), g_object_unref);
  return row;
}

static void
cl_sidebar_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *group = cl_place_get_group (cl_sidebar_row_get_place (row));
  ClPlace *last = cl_sidebar_row_get_place (before);
  GtkWidget *heading;

  if (group == NULL || (last != NULL && g_strcmp0 (cl_place_get_group (last), group) == 0))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "sidebar-heading");
  gtk_list_box_row_set_header (row, heading);
}

/* Views stand under the ledger where one is, and are folded away under the others: a hundred ledgers stay a list that one walks. */
static void
cl_sidebar_unfold (ClSidebar *self, ClPlace *place)
{
  const char *ledger = place != NULL ? cl_place_get_ledger (place) : NULL;
  GtkListBoxRow *row, *owner = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    {
      ClPlace *each = cl_sidebar_row_get_place (row);

      if (!cl_place_is_nested (each))
        owner = row;
      else
        {
          gboolean here = g_strcmp0 (cl_place_get_ledger (each), ledger) == 0;

          gtk_widget_set_visible (GTK_WIDGET (row), here);
          gtk_accessible_update_state (GTK_ACCESSIBLE (owner), GTK_ACCESSIBLE_STATE_EXPANDED, here, -1);
        }
    }
}

static gboolean
cl_sidebar_rest_cb (gpointer data)
{
  ClSidebar *self = data;
  ClPlace *place = cl_sidebar_row_get_place (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));

  self->rest = 0;
  if (place != NULL)
    g_signal_emit (self, signals[SIGNAL_PLACE], 0, place, FALSE);
  return G_SOURCE_REMOVE;
}

static void
cl_sidebar_selected_cb (GtkListBox *list, GtkListBoxRow *row, ClSidebar *self)
{
  if (row != NULL)
    cl_sidebar_unfold (self, cl_sidebar_row_get_place (row));
  if (self->selecting || row == NULL)
    return;
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add (REST_MS, cl_sidebar_rest_cb, self);
}

static void
cl_sidebar_activated_cb (GtkListBox *list, GtkListBoxRow *row, ClSidebar *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  g_signal_emit (self, signals[SIGNAL_PLACE], 0, cl_sidebar_row_get_place (row), TRUE);
}

/* The page turns before the focus leaves the list for it, not under it a moment after. */
static gboolean
cl_sidebar_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClSidebar *self)
{
  if (self->rest != 0 && (key == GDK_KEY_Tab || key == GDK_KEY_KP_Tab || key == GDK_KEY_ISO_Left_Tab || key == GDK_KEY_F6))
    {
      g_clear_handle_id (&self->rest, g_source_remove);
      cl_sidebar_rest_cb (self);
    }
  return GDK_EVENT_PROPAGATE;
}

static void
cl_sidebar_dispose (GObject *object)
{
  ClSidebar *self = CL_SIDEBAR (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);

  G_OBJECT_CLASS (cl_sidebar_parent_class)->dispose (object);
}

static void
cl_sidebar_class_init (ClSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_sidebar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[SIGNAL_PLACE] = g_signal_new ("place", CL_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, CL_TYPE_PLACE, G_TYPE_BOOLEAN);
}

static void
cl_sidebar_init (ClSidebar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (cl_sidebar_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), cl_sidebar_header_cb, NULL, NULL);
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  cl_accessible_name (self->list, _("Pages of the window"));
  g_signal_connect (self->list, "row-selected", G_CALLBACK (cl_sidebar_selected_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (cl_sidebar_activated_cb), self);

  cl_list_leave_by_tab (self->list);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

/**
 * cl_sidebar_new:
 * @places: of #ClPlace; watched
 *
 * Returns: (transfer floating): the sidebar
 */
GtkWidget *
cl_sidebar_new (GListModel *places)
{
  ClSidebar *self = g_object_new (CL_TYPE_SIDEBAR, NULL);

  self->selecting = TRUE;
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), places, cl_sidebar_create_row, self, NULL);
  cl_sidebar_unfold (self, cl_sidebar_row_get_place (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list))));
  self->selecting = FALSE;
  return GTK_WIDGET (self);
}

static GtkListBoxRow *
cl_sidebar_find_row (ClSidebar *self, ClPlace *place)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (cl_sidebar_row_get_place (row) == place)
      return row;
  return NULL;
}

/**
 * cl_sidebar_select:
 * @sidebar: the sidebar
 * @place: where the window is
 *
 * Marks @place without emitting "place", and shows it: it may have been gone to without the list of pages.
 */
void
cl_sidebar_select (ClSidebar *sidebar, ClPlace *place)
{
  GtkWidget *row = (GtkWidget *) cl_sidebar_find_row (sidebar, place);

  g_clear_handle_id (&sidebar->rest, g_source_remove);
  sidebar->selecting = TRUE;
  gtk_list_box_select_row (GTK_LIST_BOX (sidebar->list), GTK_LIST_BOX_ROW (row));
  sidebar->selecting = FALSE;
  if (row != NULL)
    cl_widget_bring_into_view (row);
}

/**
 * cl_sidebar_focus:
 * @sidebar: the sidebar
 *
 * Moves the focus to the selected row.
 */
void
cl_sidebar_focus (ClSidebar *sidebar)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (sidebar->list));

  if (row == NULL)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (sidebar->list), 0);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/**
 * cl_sidebar_fold:
 * @sidebar: the sidebar
 *
 * Shows views under the ledger where one is and under no other, after places came or went.
 */
void
cl_sidebar_fold (ClSidebar *sidebar)
{
  cl_sidebar_unfold (sidebar, cl_sidebar_row_get_place (gtk_list_box_get_selected_row (GTK_LIST_BOX (sidebar->list))));
}
