#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-count-table-private.h"
#include "cl-widgets-private.h"

struct _ClCountTable
{
  GtkWidget parent_instance;
  ClStatistic *statistic;
  ClCountColumns columns;
  GtkWidget *box, *header, *list, *scroller;
  GtkStringList *names;       /* of the rows: what the list holds */
  GtkSingleSelection *selection;
  GPtrArray *bound;           /* GtkListItem on screen, not owned */
};

enum
{
  ROW,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClCountTable, cl_count_table, GTK_TYPE_WIDGET)

/* "上河村：一级 12，二级 30，合计 74，占比 3.5%，第 1 行，共 13 行" */
static char *
say_row (ClCountTable *self, guint row)
{
  g_auto (GStrv) texts = cl_statistic_table_row (self->statistic, row, FALSE);
  GString *said = g_string_new (texts[0]);

  for (guint i = 1; texts[i] != NULL; i++)
    /* Translators: a number within a spoken row of a count: what it is of, the number */
    g_string_append_printf (said, C_("count", ", %s %s"), self->columns.head[i], texts[i]);
  g_string_append_printf (said, _(", row %u of %u"), row + 1, self->statistic->rows->len + 1);
  return g_string_free (said, FALSE);
}

/* The heads of its row and column, then the number. */
static char *
say_cell (ClCountTable *self, guint row, guint column)
{
  g_auto (GStrv) texts = cl_statistic_table_row (self->statistic, row, FALSE);

  if (column == 0)
    /* Translators: the name of a row: what it is, the name, where the column stands */
    return g_strdup_printf (_("%s: %s, column %u of %u"), self->columns.head[0], texts[0], 1u, self->columns.n);
  /* Translators: a number in a count: head of the row, head of the column, the number, where the column stands */
  return g_strdup_printf (C_("count", "%s, %s: %s, column %u of %u"), texts[0], self->columns.head[column], texts[column], column + 1, self->columns.n);
}

static int
get_row (ClCountTable *self, guint position)
{
  return position < self->statistic->rows->len ? (int) position : -1;
}

static void
choose (ClCountTable *self, guint position)
{
  int column = self->columns.cursor - 1;

  if (self->statistic == NULL || position > self->statistic->rows->len)
    return;
  if (column >= (int) self->statistic->columns->len)
    column = -1;
  g_signal_emit (self, signals[CHOSEN], 0, get_row (self, position), MAX (column, -1));
}

static void
activate_cb (GtkListView *list, guint position, ClCountTable *self)
{
  choose (self, position);
}

static void
forget_cell (ClCountTable *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkListItem *item = self->bound->pdata[i];

      if (gtk_list_item_get_child (item) != NULL)
        cl_count_row_set_read (CL_COUNT_ROW (gtk_list_item_get_child (item)), FALSE);
      if (cl_list_item_get_row (item) != NULL)
        cl_accessible_describe (cl_list_item_get_row (item), NULL);
    }
}

static void
selected_cb (ClCountTable *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (self->statistic == NULL || position == GTK_INVALID_LIST_POSITION)
    return;
  forget_cell (self);
  g_signal_emit (self, signals[ROW], 0, get_row (self, position));
}

static void
open_row_cb (GtkWidget *widget, gpointer data)
{
  ClCountTable *self = CL_COUNT_TABLE (gtk_widget_get_ancestor (widget, CL_TYPE_COUNT_TABLE));

  for (guint i = 0; i < self->bound->len; i++)
    if (cl_list_item_get_row (self->bound->pdata[i]) == widget)
      {
        choose (self, gtk_list_item_get_position (self->bound->pdata[i]));
        return;
      }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClCountTable *self)
{
  gtk_list_item_set_child (item, cl_count_row_new (&self->columns));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClCountTable *self)
{
  guint row = gtk_list_item_get_position (item);
  g_auto (GStrv) texts = cl_statistic_table_row (self->statistic, row, FALSE);
  g_autofree char *said = say_row (self, row);

  cl_count_row_set (CL_COUNT_ROW (gtk_list_item_get_child (item)), (const char *const *) texts, row == self->statistic->rows->len);
  g_ptr_array_add (self->bound, item);
  cl_list_item_set_name (item, said);
  cl_accessible_describe (cl_list_item_get_row (item), NULL);
  if (g_object_get_data (G_OBJECT (cl_list_item_get_row (item)), "cl-actions") == NULL)
    cl_accessible_add_action (cl_list_item_get_row (item), "open", open_row_cb, NULL);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClCountTable *self)
{
  g_ptr_array_remove_fast (self->bound, item);
}

/* The column that is read is seen: those before it make room. */
static void
show_column (ClCountTable *self, guint column)
{
  double em = cl_widget_get_em (self->header), width = gtk_widget_get_width (self->header);
  guint first = self->columns.first;

  if (column > 0 && column < self->columns.first)
    self->columns.first = column;
  while (self->columns.first < column && !cl_count_columns_has_room (&self->columns, column, em, width))
    self->columns.first++;
  if (self->columns.first == first)
    return;
  gtk_widget_queue_draw (self->header);
  for (guint i = 0; i < self->bound->len; i++)
    gtk_widget_queue_draw (gtk_list_item_get_child (self->bound->pdata[i]));
}

static gboolean
read_cell (ClCountTable *self, int step)
{
  GtkListItem *item = cl_list_find_focused (GTK_WIDGET (self), self->bound);
  ClCountColumns *columns = &self->columns;
  g_autofree char *cell = NULL;
  gboolean reading;

  if (item == NULL || self->statistic == NULL)
    return FALSE;
  reading = cl_accessible_get_own (cl_list_item_get_row (item)) != NULL;
  /* In a new row the column that was read last comes first, so that a column can be read downwards. */
  if (reading || columns->cursor < 0)
    columns->cursor = CLAMP (columns->cursor + step, 0, (int) columns->n - 1);
  forget_cell (self);
  show_column (self, (guint) columns->cursor);
  cl_count_row_set_read (CL_COUNT_ROW (gtk_list_item_get_child (item)), TRUE);
  cell = say_cell (self, gtk_list_item_get_position (item), (guint) columns->cursor);
  cl_accessible_describe (cl_list_item_get_row (item), cell);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClCountTable *self)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return read_cell (self, -1);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return read_cell (self, 1);
    default:
      return FALSE;
    }
}

/* Not "grab_focus": GTK tries that of every child when Tab leaves, and would never come out. */
gboolean
cl_count_table_focus_row (ClCountTable *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  if (cl_list_focus_bound (self->bound, position))
    return TRUE;
  return gtk_widget_grab_focus (self->list);
}

static void
cl_count_table_dispose (GObject *object)
{
  ClCountTable *self = CL_COUNT_TABLE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->names);
  g_clear_pointer (&self->statistic, cl_statistic_unref);
  G_OBJECT_CLASS (cl_count_table_parent_class)->dispose (object);
}

static void
cl_count_table_finalize (GObject *object)
{
  ClCountTable *self = CL_COUNT_TABLE (object);

  g_ptr_array_unref (self->bound);
  g_strfreev (self->columns.head);
  g_free (self->columns.widths);
  G_OBJECT_CLASS (cl_count_table_parent_class)->finalize (object);
}

static void
cl_count_table_class_init (ClCountTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_count_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_count_table_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[ROW] = g_signal_new ("row", CL_TYPE_COUNT_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[CHOSEN] = g_signal_new ("chosen", CL_TYPE_COUNT_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
}

static void
cl_count_table_init (ClCountTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  self->bound = g_ptr_array_new ();
  self->columns.cursor = -1;
  self->columns.head = g_new0 (char *, 1);
  self->names = gtk_string_list_new (NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->names)));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->header = cl_count_row_new (&self->columns);
  gtk_widget_add_css_class (self->header, "cl-rows-header");
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (self->list, "cl-rows");
  cl_accessible_name (self->list, _("The numbers"));
  g_signal_connect (self->list, "activate", G_CALLBACK (activate_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->list, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (forget_cell), self);
  gtk_widget_add_controller (self->list, focus);
  cl_list_leave_by_tab (self->list);
  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->header);
  gtk_box_append (GTK_BOX (self->box), self->scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
cl_count_table_new (void)
{
  return g_object_new (CL_TYPE_COUNT_TABLE, NULL);
}

static double
measure (const char *text)
{
  double em = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    em += g_unichar_iswide (g_utf8_get_char (c)) ? 1 : 0.64;
  return em;
}

static void
set_columns (ClCountTable *self)
{
  ClCountColumns *columns = &self->columns;

  g_strfreev (columns->head);
  g_free (columns->widths);
  columns->head = self->statistic != NULL ? cl_statistic_table_head (self->statistic, FALSE) : g_new0 (char *, 1);
  columns->n = g_strv_length (columns->head);
  columns->widths = g_new0 (double, columns->n + 1);
  columns->first = 1;
  columns->cursor = -1;
  for (guint i = 0; i < columns->n; i++)
    columns->widths[i] = measure (columns->head[i]) + 2;
  for (guint row = 0; self->statistic != NULL && row <= self->statistic->rows->len; row++)
    {
      g_auto (GStrv) texts = cl_statistic_table_row (self->statistic, row, FALSE);

      for (guint i = 0; i < columns->n; i++)
        columns->widths[i] = MAX (columns->widths[i], measure (texts[i]) + 2);
    }
}

void
cl_count_table_set (ClCountTable *self, ClStatistic *statistic)
{
  g_autoptr (ClStatistic) before = self->statistic;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  /* The rows of the former count go while it is still there. */
  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)), NULL);
  self->statistic = statistic != NULL ? cl_statistic_ref (statistic) : NULL;
  set_columns (self);
  cl_count_row_set (CL_COUNT_ROW (self->header), (const char *const *) self->columns.head, FALSE);
  for (guint i = 0; statistic != NULL && statistic->rows->len > 0 && i <= statistic->rows->len; i++)
    {
      g_auto (GStrv) texts = cl_statistic_table_row (statistic, i, FALSE);

      g_strv_builder_add (names, texts[0]);
    }
  list = g_strv_builder_end (names);
  gtk_string_list_splice (self->names, 0, 0, (const char *const *) list);
}
