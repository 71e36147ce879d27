#include <glib/gi18n.h>

#include "cl-span.h"
#include "cl-month-grid.h"
#include "cl-today-calendar.h"
#include "cl-today-page-private.h"
#include "cl-window-private.h"

G_DEFINE_FINAL_TYPE (ClTodayPage, cl_today_page, GTK_TYPE_WIDGET)

static gboolean
cl_today_is_ledger_empty (ClStore *store, const char *name)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, name);
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (ClStatement) statement = NULL;

  if (ledger == NULL)
    return TRUE;
  query = cl_query_new (catalogue, ledger);
  cl_query_set_limit (query, 1, 0);
  statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, NULL);
  return statement == NULL || !cl_statement_step (statement, NULL);
}

/**
 * cl_today_is_office_empty:
 * @store: an open store
 *
 * Returns: whether there is nobody in it yet, so that the first steps are what is to be done
 */
gboolean
cl_today_is_office_empty (ClStore *store)
{
  return cl_today_is_ledger_empty (store, "person") && cl_today_is_ledger_empty (store, "appointment");
}

static void
cl_today_show_nothing (ClTodayPage *self)
{
  const char *problem = cl_agenda_get_problem (self->agenda), *next = cl_agenda_get_next (self->agenda);
  g_autofree char *date = next != NULL ? cl_day_format (next, TRUE) : NULL;
  /* Translators: a date */
  g_autofree char *text = date != NULL ? g_strdup_printf (_("The next is due on %s"), date) : g_strdup (_("Nothing else has a day yet"));

  adw_status_page_set_title (ADW_STATUS_PAGE (self->nothing), problem != NULL ? _("What is due could not be found out") : _("Nothing to do today"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->nothing), problem != NULL ? problem : text);
}

/* Pages of the stack that are not seen must not be heard (PLATFORM.md rule 9). */
static void
cl_today_show (ClTodayPage *self, const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->stack); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkStackPage *page = gtk_stack_get_page (GTK_STACK (self->stack), child);
      gboolean shown = g_strcmp0 (gtk_stack_page_get_name (page), name) == 0;

      gtk_widget_set_visible (child, shown);
      if (shown)
        gtk_stack_set_visible_child (GTK_STACK (self->stack), child);
    }
}

static void
cl_today_update (ClTodayPage *self)
{
  g_autofree char *date = cl_day_format (cl_today (), TRUE);
  gboolean empty = cl_today_is_office_empty (cl_context_get_store (self->context));
  gboolean nothing = cl_agenda_get_items (self->agenda)->len == 0 && (cl_agenda_is_loaded (self->agenda) || cl_agenda_get_problem (self->agenda) != NULL);
  /* The list itself has it before it has rows. */
  gboolean focused = cl_today_has_focus (self), waits = gtk_widget_is_focus (self->list);

  gtk_label_set_text (GTK_LABEL (self->date), date);
  cl_today_fill (self);
  if (nothing)
    cl_today_show_nothing (self);
  gtk_widget_set_visible (self->nothing, nothing);
  gtk_widget_set_visible (self->scrolled, !nothing);
  if (focused && nothing)
    gtk_widget_grab_focus (self->calendar);
  cl_today_show (self, empty ? "start" : "list");
  /* Whoever came before it was counted. */
  if (waits && (nothing || gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)) != NULL))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self));
      gtk_widget_set_focusable (self->list, FALSE);
    }
  if (cl_agenda_is_loaded (self->agenda) && !self->is_told)
    {
      self->is_told = TRUE;
      cl_span_note ("today", g_get_monotonic_time ());
    }
}

static void
cl_today_activated_cb (GtkListBox *list, GtkListBoxRow *row, ClTodayPage *self)
{
  cl_today_row_open (row, self->context);
}

/* Right shows those that the row speaks of one by one, Left puts them away; D, P, H and R say something to it. */
static gboolean
cl_today_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClTodayPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  const ClTodayRow *today = cl_today_row_get (row);

  cl_today_fill_before (self, key);
  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0 || today == NULL)
    return FALSE;
  if (key == GDK_KEY_Right || key == GDK_KEY_KP_Right)
    {
      if (today->level == 0 && today->duty->count > 1 && today->duty->where != NULL && g_hash_table_add (self->opened, g_strdup (today->key)))
        {
          cl_today_fill (self);
          cl_announce (GTK_WIDGET (row), _("Opened: the entries stand below"));
        }
      return TRUE;
    }
  if (key == GDK_KEY_Left || key == GDK_KEY_KP_Left)
    {
      while (cl_today_row_get (row)->level > 0)
        row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), gtk_list_box_row_get_index (row) - 1);
      gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      if (g_hash_table_remove (self->opened, cl_today_row_get (row)->key))
        cl_today_fill (self);
      return TRUE;
    }
  return cl_today_mark_key (self, key);
}

static void
cl_today_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const ClTodayRow *today = cl_today_row_get (row), *last = cl_today_row_get (before);
  GtkWidget *heading;

  if (last != NULL && last->group == today->group)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = gtk_label_new (cl_today_get_group_title (today->group));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "cl-agenda-group");
  gtk_list_box_row_set_header (row, heading);
}

void
cl_today_focus_row (ClTodayPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (gtk_widget_get_mapped (self->list) && row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    gtk_widget_grab_focus (self->calendar);
}

static gboolean
cl_today_page_grab_focus (GtkWidget *widget)
{
  ClTodayPage *self = CL_TODAY_PAGE (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (cl_widget_is_walked (widget))
    return FALSE;
  if (gtk_widget_get_mapped (self->list) && row != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (row));
  if (gtk_widget_get_mapped (self->list) && !cl_agenda_is_loaded (self->agenda))
    {
      gtk_widget_set_focusable (self->list, TRUE);
      return gtk_widget_grab_focus (self->list);
    }
  if (gtk_widget_get_mapped (self->nothing) && gtk_widget_child_focus (self->nothing, GTK_DIR_TAB_FORWARD))
    return TRUE;
  if (gtk_widget_get_mapped (self->calendar))
    return gtk_widget_grab_focus (self->calendar);
  return gtk_widget_child_focus (self->stack, GTK_DIR_TAB_FORWARD);
}

/* F6 goes from the list to the calendar before it leaves the page. */
static gboolean
cl_today_next_pane_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClTodayPage *self = CL_TODAY_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_get_mapped (self->calendar) || gtk_widget_is_ancestor (focus, self->calendar))
    return FALSE;
  return gtk_widget_grab_focus (self->calendar);
}

static void
cl_today_page_dispose (GObject *object)
{
  ClTodayPage *self = CL_TODAY_PAGE (object);

  /* The list tells that its selection goes while it goes itself, after the buttons. */
  if (self->stack != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  cl_today_forget_lines (self);
  g_clear_pointer (&self->opened, g_hash_table_unref);
  g_clear_pointer (&self->asked, cl_duty_free);
  g_clear_object (&self->agenda);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cl_today_page_parent_class)->dispose (object);
}

static void
cl_today_page_class_init (ClTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_today_page_dispose;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_today_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, cl_today_next_pane_cb, NULL);
}

static GtkWidget *
cl_today_create_bar (ClTodayPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *title = gtk_label_new (_("Today"));

  gtk_widget_add_css_class (bar, "cl-bar");
  gtk_widget_add_css_class (title, "heading");
  self->date = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->date, "cl-count");
  gtk_widget_add_css_class (self->date, "dim-label");
  gtk_box_append (GTK_BOX (bar), title);
  gtk_widget_set_hexpand (self->date, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->date), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->date), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (bar), self->date);
  cl_today_add_mark_buttons (self, bar);
  return bar;
}

static GtkWidget *
cl_today_create_list (ClTodayPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *whole = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->scrolled = gtk_scrolled_window_new ();
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), cl_today_header_cb, NULL, NULL);
  gtk_widget_add_css_class (self->list, "cl-agenda");
  cl_accessible_name (self->list, _("Today"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (cl_today_activated_cb), self);
  cl_list_leave_by_tab (self->list);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (cl_today_update_marks), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (cl_today_key_cb), self);
  gtk_widget_add_controller (self->list, keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  self->nothing = cl_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->nothing), "object-select-symbolic");
  gtk_widget_add_css_class (self->nothing, "compact");
  gtk_widget_set_vexpand (self->nothing, TRUE);
  gtk_widget_add_css_class (box, "cl-list");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), cl_today_create_bar (self));
  gtk_box_append (GTK_BOX (box), cl_today_create_form (self));
  gtk_box_append (GTK_BOX (box), self->scrolled);
  gtk_box_append (GTK_BOX (box), self->nothing);
  gtk_box_append (GTK_BOX (whole), box);
  gtk_box_append (GTK_BOX (whole), self->calendar);
  return whole;
}

static void
cl_today_add (ClTodayPage *self, GtkWidget *child, const char *name)
{
  gtk_stack_add_named (GTK_STACK (self->stack), child, name);
  cl_stack_page_hush (self->stack, child);
}

static void
cl_today_page_init (ClTodayPage *self)
{
  cl_view_style_ensure ();
  self->opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

/**
 * cl_today_page_new:
 * @context: the window's context; a reference is taken
 * @agenda: what is due; a reference is taken, and it is followed
 *
 * Its keys: arrows walk the sentences, Enter goes to the place of one, Right shows its entries one by one, D says that it is done, P postpones it, H hands it
 * over, R has it told again, F6 goes to the calendar. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_today_page_new (ClContext *context, ClAgenda *agenda)
{
  CL_SPAN ("today: make");
  ClTodayPage *self = g_object_new (CL_TYPE_TODAY_PAGE, NULL);

  self->context = g_object_ref (context);
  self->agenda = g_object_ref (agenda);
  self->calendar = cl_today_calendar_new (context, agenda);
  gtk_widget_add_css_class (self->calendar, "cl-pane");
  cl_today_add (self, cl_today_create_list (self), "list");
  cl_today_add (self, cl_first_steps_new (), "start");
  g_signal_connect_object (agenda, "changed", G_CALLBACK (cl_today_update), self, G_CONNECT_SWAPPED);
  cl_today_update (self);
  return GTK_WIDGET (self);
}
