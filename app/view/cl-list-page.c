#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-list-page-private.h"
#include "cl-span.h"
#include "cl-widgets-private.h"

/* In characters: list and details stand side by side from here on; what the details take. */
#define WIDE_EM 50
#define PANE_MINIMUM_EM 21
#define PANE_MAXIMUM_EM 30

G_DEFINE_FINAL_TYPE (ClListPage, cl_list_page, GTK_TYPE_WIDGET)

void
cl_list_page_update_panes (ClListPage *self)
{
  CL_SPAN ("list: panes");
  /* Headings go by between records, and the pane does not come and go with them. */
  gboolean has_something = self->current != 0 || self->on_heading || self->creating;

  gtk_widget_set_visible (self->list_box, !self->narrow || !self->open);
  gtk_widget_set_visible (self->pane, has_something && (!self->narrow || self->open));
  cl_record_editor_set_alone (CL_RECORD_EDITOR (self->pane), self->narrow);
  if (self->narrow)
    gtk_widget_add_css_class (self->pane, "narrow");
  else
    gtk_widget_remove_css_class (self->pane, "narrow");
}

static gboolean
update_panes_cb (gpointer data)
{
  ClListPage *self = data;

  self->panes_source = 0;
  cl_list_page_update_panes (self);
  return G_SOURCE_REMOVE;
}

void
cl_list_page_open_pane (ClListPage *self, gboolean open)
{
  self->open = open;
  cl_list_page_update_panes (self);
}

static void
items_changed_cb (ClListPage *self)
{
  cl_list_page_follow_later (self);
  cl_list_page_relabel_later (self);
}

static void
store_changed_cb (ClListPage *self, const char *ledger, GArray *ids)
{
  if (self->context == NULL)
    return;
  if (g_str_equal (ledger, cl_ledger_get_name (self->ledger)))
    cl_list_page_forget_gone (self, ids);
  if (g_str_equal (ledger, "list_view"))
    cl_list_page_read_kept_again (self);
  /* An edit may move rows without a row more or less. */
  cl_list_page_follow_later (self);
}

static void
saved_cb (ClListPage *self, gint64 id)
{
  self->creating = FALSE;
  self->open = FALSE;
  cl_list_page_select (self, id);
}

static void
closed_cb (ClListPage *self)
{
  self->creating = FALSE;
  cl_list_page_open_pane (self, FALSE);
  if (self->current == 0)
    cl_list_page_show_details (self);
  cl_list_page_focus_row (self);
}

static void
unmapped_cb (ClListPage *self)
{
  cl_list_page_end_column (self);
  cl_row_model_set_revealed (self->rows, FALSE);
}

static void
create_children (ClListPage *self)
{
  GtkWidget *self_widget = GTK_WIDGET (self);

  self->list_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->list_box, "cl-list");
  gtk_box_append (GTK_BOX (self->list_box), cl_list_page_create_bar (self));
  gtk_box_append (GTK_BOX (self->list_box), cl_list_page_create_filter (self));
  self->header = cl_row_widget_new (self->columns, TRUE);
  gtk_widget_add_css_class (self->header, "cl-rows-header");
  gtk_box_append (GTK_BOX (self->list_box), self->header);
  self->list = cl_list_page_create_list (self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (self->list_box), self->scroller);
  self->empty = cl_list_page_create_empty (self);
  gtk_box_append (GTK_BOX (self->list_box), self->empty);
  gtk_box_append (GTK_BOX (self->list_box), cl_list_page_create_many (self));
  gtk_widget_set_parent (self->list_box, self_widget);

  self->pane = cl_record_editor_new (self->context);
  gtk_widget_add_css_class (self->pane, "cl-pane");
  g_signal_connect_swapped (self->pane, "saved", G_CALLBACK (saved_cb), self);
  g_signal_connect_swapped (self->pane, "closed", G_CALLBACK (closed_cb), self);
  gtk_widget_set_parent (self->pane, self_widget);
}

static void
cl_list_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  ClListPage *self = CL_LIST_PAGE (widget);
  int list_minimum = 0, list_natural = 0, pane_minimum = 0, pane_natural = 0;

  if (gtk_widget_should_layout (self->list_box))
    gtk_widget_measure (self->list_box, orientation, -1, &list_minimum, &list_natural, NULL, NULL);
  if (gtk_widget_should_layout (self->pane))
    gtk_widget_measure (self->pane, orientation, -1, &pane_minimum, &pane_natural, NULL, NULL);
  /* Narrower than both, one of them is hidden. */
  *minimum = MAX (list_minimum, pane_minimum);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? list_natural + pane_natural : MAX (list_natural, pane_natural);
}

static void
cl_list_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClListPage *self = CL_LIST_PAGE (widget);
  double em = cl_widget_get_em (widget);
  gboolean list = gtk_widget_should_layout (self->list_box), pane = gtk_widget_should_layout (self->pane);
  gboolean backward = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean narrow = width < WIDE_EM * em;
  int pane_width = width, minimum;

  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      if (self->panes_source == 0)
        self->panes_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_panes_cb, self, NULL);
    }
  if (list && pane)
    {
      gtk_widget_measure (self->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      pane_width = MAX (minimum, (int) CLAMP (width * 0.36, PANE_MINIMUM_EM * em, PANE_MAXIMUM_EM * em));
    }
  if (list)
    {
      int list_width, list_x;

      gtk_widget_measure (self->list_box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      /* In the one frame before a pane is hidden both may overlap. */
      list_width = MAX (minimum, pane ? width - pane_width : width);
      list_x = backward && pane ? pane_width : 0;
      gtk_widget_size_allocate (self->list_box, &(GtkAllocation) { list_x, 0, list_width, height }, -1);
    }
  if (pane)
    gtk_widget_size_allocate (self->pane, &(GtkAllocation) { backward ? 0 : width - pane_width, 0, pane_width, height }, -1);
}

static gboolean
cl_list_page_grab_focus (GtkWidget *widget)
{
  ClListPage *self = CL_LIST_PAGE (widget);

  if (cl_widget_is_walked (widget))
    return FALSE;
  if (self->narrow && self->open)
    return gtk_widget_grab_focus (self->pane);
  cl_list_page_focus_row (self);
  return TRUE;
}

static void
cl_list_page_dispose (GObject *object)
{
  ClListPage *self = CL_LIST_PAGE (object);

  g_clear_handle_id (&self->follow_source, g_source_remove);
  g_clear_handle_id (&self->details_source, g_source_remove);
  g_clear_handle_id (&self->announce_source, g_source_remove);
  g_clear_handle_id (&self->relabel_source, g_source_remove);
  g_clear_handle_id (&self->panes_source, g_source_remove);
  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
  g_clear_pointer (&self->pane, gtk_widget_unparent);
  g_clear_pointer (&self->list_box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  if (self->working != NULL)
    g_cancellable_cancel (self->working);
  g_clear_object (&self->working);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (cl_list_page_parent_class)->dispose (object);
}

static void
cl_list_page_finalize (GObject *object)
{
  ClListPage *self = CL_LIST_PAGE (object);

  g_ptr_array_unref (self->bound);
  g_ptr_array_unref (self->filters);
  g_clear_pointer (&self->columns, cl_row_columns_unref);
  g_clear_pointer (&self->ledger, cl_ledger_unref);
  g_clear_pointer (&self->kept, cl_list_view_free);
  g_clear_object (&self->sort_columns);
  g_clear_object (&self->group_fields);
  g_strfreev (self->chosen_columns);
  g_free (self->heading);
  g_free (self->chosen_words);
  g_free (self->title);
  g_free (self->view);
  G_OBJECT_CLASS (cl_list_page_parent_class)->finalize (object);
}

/* F6 walks search and list, then details; from the details it is left to the window, which goes on to its other panes. */
static gboolean
next_pane_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClListPage *self = CL_LIST_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_get_visible (self->pane) || gtk_widget_is_ancestor (focus, self->pane))
    return FALSE;
  return gtk_widget_grab_focus (self->pane);
}

static gboolean
previous_pane_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClListPage *self = CL_LIST_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_get_visible (self->list_box) || gtk_widget_is_ancestor (focus, self->list_box))
    return FALSE;
  cl_list_page_focus_row (self);
  return TRUE;
}

/* An empty list says that Escape shows all: wherever on the page one is, and before it leads back from the page. */
static gboolean
show_all_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClListPage *self = CL_LIST_PAGE (widget);

  if (!gtk_widget_get_visible (self->empty) || (!cl_list_page_has_search (self) && !cl_list_page_is_filtered (self)))
    return FALSE;
  g_signal_emit_by_name (self->search, "stop-search");
  return TRUE;
}

static void
cl_list_page_class_init (ClListPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_list_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_list_page_finalize;
  widget_class->measure = cl_list_page_measure;
  widget_class->size_allocate = cl_list_page_size_allocate;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_list_page_grab_focus;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "page.new", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "page.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.filter", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.keep-list", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.columns", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F8, 0, "page.group-menu", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, next_pane_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, previous_pane_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, show_all_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "page.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F4, 0, "page.fill-column", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F7, 0, "page.explain", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F7, GDK_SHIFT_MASK, "page.merge", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, GDK_SHIFT_MASK, "page.set-field", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.export", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, GDK_CONTROL_MASK, "page.chart", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "page.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "page.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "page.reveal", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.reveal-all", NULL);
}

/* Lists and scrolled panes have these keys too, for less. */
static gboolean
entry_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, GtkWidget *self)
{
  gboolean down = key == GDK_KEY_Page_Down || key == GDK_KEY_KP_Page_Down;

  cl_list_page_find_for_key (CL_LIST_PAGE (self), key, state);
  if ((state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK || (!down && key != GDK_KEY_Page_Up && key != GDK_KEY_KP_Page_Up))
    return FALSE;
  return gtk_widget_activate_action (self, down ? "page.next" : "page.previous", NULL);
}

static void
cl_list_page_init (ClListPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (entry_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->bound = g_ptr_array_new ();
  self->filters = cl_list_filters_new ();
  self->cell = -1;
  cl_view_style_ensure ();
}

/* Takes @kept. */
static GtkWidget *
create (ClContext *context, ClLedger *ledger, const char *view, ClListView *kept)
{
  CL_SPAN ("list: make");
  ClStore *store = cl_context_get_store (context);
  const ClLedgerView *named = view != NULL ? cl_ledger_find_view (ledger, view) : NULL;
  ClListPage *self = g_object_new (CL_TYPE_LIST_PAGE, NULL);
  g_autoptr (ClSearch) search = cl_search_share (store, ledger);

  self->context = g_object_ref (context);
  self->ledger = cl_ledger_ref (ledger);
  self->title = g_strdup (kept != NULL ? kept->name : named != NULL ? named->title : cl_ledger_get_title (ledger));
  self->view = g_strdup (view);
  self->kept = kept;
  self->chosen_columns = kept != NULL ? g_strdupv (kept->columns) : NULL;
  self->rows = kept != NULL ? cl_list_view_open (kept, store, ledger, TRUE) : cl_row_model_new_behind (store, ledger, view);
  self->columns = cl_row_columns_new (self->rows, cl_context_get_catalogue (context));
  self->selection = cl_row_selection_new (self->rows);
  cl_list_page_add_actions (self);
  create_children (self);
  cl_list_page_begin_kept (self);
  g_signal_connect_object (self->selection, "moved", G_CALLBACK (cl_list_page_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "reading", G_CALLBACK (cl_list_page_reading_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "found", G_CALLBACK (cl_list_page_found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "loaded", G_CALLBACK (cl_list_page_follow_later), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
  cl_list_page_follow (self);
  cl_list_page_update_panes (self);
  cl_list_page_restore_column (self);
  return GTK_WIDGET (self);
}

/**
 * cl_list_page_new:
 * @context: the window's context; a reference is taken
 * @ledger: name of a ledger that the catalogue knows
 * @view: (nullable): name of one of its views; NULL: all records
 *
 * The page that every ledger has: search, sort menu, rows that are sentences, details and editor beside them. Its keys: Enter opens, F2 edits, Delete
 * deletes (undo brings back), Ctrl+N makes a new entry, letters search, Left and Right read cells and fold groups, Ctrl+R reveals. Ctrl+Space, Shift with
 * the arrows and Ctrl+A choose rows; what is done then is done with all of them, Shift+F2 sets a field; F4 fills a column downwards. F8 groups,
 * Ctrl+Shift+O chooses the columns, Ctrl+Shift+S keeps the list as it is under a name. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_list_page_new (ClContext *context, const char *ledger, const char *view)
{
  ClLedger *found;

  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);
  found = cl_catalogue_find_ledger (cl_context_get_catalogue (context), ledger);
  g_return_val_if_fail (found != NULL, NULL);

  return create (context, found, view, NULL);
}

/**
 * cl_list_page_new_kept:
 * @context: the window's context; a reference is taken
 * @id: a list that the office keeps (cl-list-view.h)
 *
 * The same page, that shows the list as it is kept and comes back to that. Main thread.
 *
 * Returns: (transfer floating) (nullable): the page; %NULL where there is no such list any more, or nothing of which it is
 */
GtkWidget *
cl_list_page_new_kept (ClContext *context, gint64 id)
{
  g_autoptr (ClListView) kept = NULL;
  g_autofree char *base = NULL;
  ClLedger *ledger;

  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);
  kept = cl_store_get_list_view (cl_context_get_store (context), id);
  ledger = kept != NULL ? cl_catalogue_find_ledger (cl_context_get_catalogue (context), kept->ledger) : NULL;
  if (ledger == NULL)
    return NULL;
  base = g_strdup (kept->base);
  return create (context, ledger, base, g_steal_pointer (&kept));
}

/**
 * cl_list_page_get_rows:
 * @page: a list page
 *
 * Returns: (transfer none): its rows
 */
ClRowModel *
cl_list_page_get_rows (ClListPage *page)
{
  g_return_val_if_fail (CL_IS_LIST_PAGE (page), NULL);

  return page->rows;
}

/**
 * cl_list_page_select:
 * @page: a list page
 * @id: a record; 0 only focuses
 *
 * Scrolls to the record, selects and focuses its row, and shows its details. A search or a filter that hides it is ended. Where the list is still being read it is gone to
 * as soon as it is there.
 */
void
cl_list_page_select (ClListPage *page, gint64 id)
{
  g_return_if_fail (CL_IS_LIST_PAGE (page));

  page->wanted = 0;
  cl_row_model_find_now (page->rows);
  if (id != 0 && cl_row_model_find (page->rows, id) == G_MAXUINT && cl_list_page_is_searching (page))
    gtk_editable_set_text (GTK_EDITABLE (page->search), "");
  if (id != 0 && cl_row_model_find (page->rows, id) == G_MAXUINT)
    cl_row_model_unfold_to (page->rows, id);
  if (id != 0 && cl_row_model_find (page->rows, id) == G_MAXUINT && !cl_row_model_is_reading (page->rows))
    cl_list_page_set_filter (page, NULL, NULL);
  if (id != 0 && cl_row_model_find (page->rows, id) != G_MAXUINT)
    cl_list_page_stand_on (page, id);
  else if (cl_row_model_is_reading (page->rows))
    page->wanted = id;
  page->want_focus = TRUE;
  cl_list_page_open_pane (page, FALSE);
  cl_list_page_follow (page);
  cl_list_page_show_details (page);
}

/**
 * cl_list_page_edit:
 * @page: a list page
 * @id: the record to be edited; 0: a new one
 *
 * Opens the editor in the details pane and focuses its first field.
 */
void
cl_list_page_edit (ClListPage *page, gint64 id)
{
  g_return_if_fail (CL_IS_LIST_PAGE (page));

  if (cl_record_editor_has_changes (CL_RECORD_EDITOR (page->pane)))
    {
      /* What is being written is not given up for another: back to it. */
      cl_list_page_open_pane (page, TRUE);
      gtk_widget_grab_focus (page->pane);
      cl_context_say (page->context, GTK_WIDGET (page), _("What you were writing is still here: Ctrl+S saves it, Escape leaves it as a draft"));
      return;
    }
  if (id == 0)
    {
      page->creating = TRUE;
      g_clear_handle_id (&page->details_source, g_source_remove);
      cl_list_page_open_pane (page, TRUE);
      cl_record_editor_create (CL_RECORD_EDITOR (page->pane), page->ledger, NULL);
      return;
    }
  if (id != page->current)
    {
      /* What has the place of a record that is not there yet is not what is to be edited. */
      cl_row_model_settle (page->rows);
      cl_list_page_stand_on (page, id);
      cl_list_page_follow (page);
    }
  cl_list_page_show_details (page);
  cl_list_page_open_pane (page, TRUE);
  cl_record_editor_edit (CL_RECORD_EDITOR (page->pane), NULL);
}

/**
 * cl_list_page_search:
 * @page: a list page
 *
 * Focuses the search entry and selects what is in it.
 */
void
cl_list_page_search (ClListPage *page)
{
  g_return_if_fail (CL_IS_LIST_PAGE (page));

  cl_list_page_open_pane (page, FALSE);
  gtk_widget_grab_focus (page->search);
}
