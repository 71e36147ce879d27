#include "cl-today-page.h"

#include <glib/gi18n.h>

#include "cl-window-private.h"

struct _ClTodayPage
{
  GtkWidget parent;

  ClContext *context;
  ClAgenda *agenda;
  GtkWidget *stack; /* "list", "nothing", "start" */
  GtkWidget *nothing;
  GtkWidget *date;
  GtkWidget *list;
  gboolean filling;
};

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

static const char *
cl_today_get_group_title (ClAgendaGroup group)
{
  switch (group)
    {
    case CL_AGENDA_OVERDUE:
      return _("Overdue");
    case CL_AGENDA_WEEK:
      return _("Within seven days");
    case CL_AGENDA_SOON:
      return _("Soon");
    case CL_AGENDA_WRONG:
      return _("Not as the rules want it");
    default:
      return _("Postponed and handed over");
    }
}

/* What a row shows is its own: items go when the agenda is counted anew. */
typedef struct
{
  ClAgendaGroup group;
  char *key;
  char *ledger;
  gint64 record;
  char *where;
  char *words;
  char *said; /* without its place among the rows */
  GtkWidget *sentence;
  GtkWidget *aside;
} TodayRow;

static void
today_row_clear (TodayRow *row)
{
  g_free (row->key);
  g_free (row->ledger);
  g_free (row->where);
  g_free (row->words);
  g_free (row->said);
}

static void
today_row_free (gpointer data)
{
  today_row_clear (data);
  g_free (data);
}

static TodayRow *
cl_today_get_row (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "cl-today") : NULL;
}

static void
cl_today_open_row (GtkWidget *row, gpointer data)
{
  g_signal_emit_by_name (row, "activate");
}

static GtkListBoxRow *
cl_today_create_row (void)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  TodayRow *self = g_new0 (TodayRow, 1);

  self->sentence = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->sentence), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->sentence, "cl-value");
  gtk_widget_set_hexpand (self->sentence, TRUE);
  self->aside = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->aside), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->aside), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (self->aside), 12);
  gtk_widget_add_css_class (self->aside, "cl-value");
  gtk_widget_add_css_class (self->aside, "dim-label");
  gtk_box_append (GTK_BOX (box), self->sentence);
  gtk_box_append (GTK_BOX (box), self->aside);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  cl_accessible_add_action (row, "open", cl_today_open_row, NULL);
  g_object_set_data_full (G_OBJECT (row), "cl-today", self, today_row_free);
  return GTK_LIST_BOX_ROW (row);
}

/* What stands at the right of a row: its note, its clause or its first day. */
static char *
cl_today_get_aside (const ClAgendaItem *item)
{
  if (item->clause != NULL)
    return g_strdup (item->clause);
  if (item->duty->note != NULL)
    return g_strdup (item->duty->note);
  if (item->duty->due == NULL)
    return g_strdup ("");
  /* Translators: the first day on which one of several things is due */
  return item->duty->count > 1 ? g_strdup_printf (_("first %s"), item->duty->due) : g_strdup (item->duty->due);
}

static void
cl_today_fill_row (GtkListBoxRow *row, const ClAgendaItem *item)
{
  TodayRow *self = cl_today_get_row (row);
  g_autofree char *aside = cl_today_get_aside (item);

  today_row_clear (self);
  self->group = item->group;
  self->key = g_strdup (item->key);
  self->ledger = g_strdup (item->duty->ledger);
  self->record = item->duty->record;
  self->where = g_strdup (item->duty->where);
  self->words = g_strdup (item->duty->title != NULL ? item->duty->title : item->duty->sentence);
  self->said = cl_agenda_item_say (item);
  gtk_label_set_text (GTK_LABEL (self->sentence), item->duty->sentence);
  gtk_label_set_text (GTK_LABEL (self->aside), aside);
  gtk_widget_set_tooltip_text (self->aside, aside);
}

/* The first of a group says its title, and each where it stands. */
static void
cl_today_name_rows (ClTodayPage *self, guint n)
{
  TodayRow *before = NULL;
  GtkListBoxRow *row;

  for (guint i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i)) != NULL; i++)
    {
      TodayRow *today = cl_today_get_row (row);
      gboolean first = before == NULL || before->group != today->group;
      g_autofree char *place = g_strdup_printf (_("row %u of %u"), i + 1, n);
      g_autofree char *name = g_strdup_printf ("%s%s%s，%s", first ? cl_today_get_group_title (today->group) : "", first ? "：" : "", today->said, place);

      if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "cl-name"), name) != 0)
        {
          cl_accessible_name (GTK_WIDGET (row), name);
          g_object_set_data_full (G_OBJECT (row), "cl-name", g_steal_pointer (&name), g_free);
        }
      before = today;
    }
}

static GtkListBoxRow *
cl_today_find_row (ClTodayPage *self, const ClAgendaItem *item)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    {
      TodayRow *today = cl_today_get_row (row);

      if (today->group == item->group && g_str_equal (today->key, item->key))
        return row;
    }
  return NULL;
}

static gboolean
cl_today_has_focus (ClTodayPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->list);
}

/* Rows that stay the same thing stay the same row, so that focus and selection stay on them; where the row with the focus goes, its neighbour takes it. */
static void
cl_today_fill (ClTodayPage *self)
{
  const GPtrArray *items = cl_agenda_get_items (self->agenda);
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int place = selected != NULL ? gtk_list_box_row_get_index (selected) : 0;
  gboolean focused = cl_today_has_focus (self);
  GtkListBoxRow *row;

  self->filling = TRUE;
  for (int i = 0; i < (int) items->len; i++)
    {
      const ClAgendaItem *item = items->pdata[i];

      row = cl_today_find_row (self, item);
      if (row == NULL)
        {
          row = cl_today_create_row ();
          cl_today_fill_row (row, item);
          gtk_list_box_insert (GTK_LIST_BOX (self->list), GTK_WIDGET (row), i);
          continue;
        }
      cl_today_fill_row (row, item);
      /* Those before it are right already: what stands between is gone, or comes later and is put there then. */
      while (gtk_list_box_row_get_index (row) > i)
        {
          GtkListBoxRow *other = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i);

          g_object_ref (other);
          gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (other));
          g_object_unref (other);
        }
    }
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) items->len)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  gtk_list_box_invalidate_headers (GTK_LIST_BOX (self->list));
  cl_today_name_rows (self, items->len);
  if (items->len > 0 && gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)) == NULL)
    {
      row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), MIN (place, (int) items->len - 1));
      gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
      if (focused)
        gtk_widget_grab_focus (GTK_WIDGET (row));
    }
  self->filling = FALSE;
}

/* "2026-11-21" as people read it. */
static char *
cl_today_format_date (const char *iso)
{
  g_autofree char *paper = cl_date_format_paper (iso);
  static const char *const days[] = { N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday") };
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_parse (&date, iso);
  return g_date_valid (&date) ? g_strdup_printf ("%s %s", paper, _(days[g_date_get_weekday (&date) - 1])) : g_steal_pointer (&paper);
}

static void
cl_today_show_nothing (ClTodayPage *self)
{
  const char *problem = cl_agenda_get_problem (self->agenda), *next = cl_agenda_get_next (self->agenda);
  g_autofree char *date = next != NULL ? cl_today_format_date (next) : NULL;
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
  g_autofree char *date = cl_today_format_date (cl_today ());
  gboolean empty = cl_today_is_office_empty (cl_context_get_store (self->context));

  gtk_label_set_text (GTK_LABEL (self->date), date);
  cl_today_fill (self);
  if (empty)
    cl_today_show (self, "start");
  else if (cl_agenda_get_items (self->agenda)->len > 0 || !cl_agenda_is_loaded (self->agenda))
    cl_today_show (self, "list");
  else
    {
      cl_today_show_nothing (self);
      cl_today_show (self, "nothing");
    }
}

static void
cl_today_activated_cb (GtkListBox *list, GtkListBoxRow *row, ClTodayPage *self)
{
  const TodayRow *today = cl_today_get_row (row);

  if (today == NULL || today->ledger == NULL)
    return;
  if (today->record != 0)
    cl_context_show_record (self->context, today->ledger, today->record);
  else
    cl_context_show_list (self->context, today->ledger, today->where, today->words);
}

static void
cl_today_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const TodayRow *today = cl_today_get_row (row), *last = cl_today_get_row (before);
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

static gboolean
cl_today_page_grab_focus (GtkWidget *widget)
{
  ClTodayPage *self = CL_TODAY_PAGE (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (!gtk_widget_get_mapped (self->list) || row == NULL)
    return gtk_widget_child_focus (self->stack, GTK_DIR_TAB_FORWARD);
  return gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
cl_today_page_dispose (GObject *object)
{
  ClTodayPage *self = CL_TODAY_PAGE (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->agenda);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cl_today_page_parent_class)->dispose (object);
}

static void
cl_today_page_class_init (ClTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_today_page_dispose;
  widget_class->grab_focus = cl_today_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
cl_today_create_bar (ClTodayPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *title = gtk_label_new (_("Today"));

  gtk_widget_add_css_class (bar, "cl-bar");
  gtk_widget_add_css_class (title, "heading");
  self->date = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->date, "cl-count");
  gtk_widget_add_css_class (self->date, "dim-label");
  gtk_box_append (GTK_BOX (bar), title);
  gtk_box_append (GTK_BOX (bar), self->date);
  return bar;
}

static GtkWidget *
cl_today_create_list (ClTodayPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), cl_today_header_cb, NULL, NULL);
  gtk_widget_add_css_class (self->list, "cl-agenda");
  cl_accessible_name (self->list, _("Today"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (cl_today_activated_cb), self);
  cl_list_leave_by_tab (self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_add_css_class (box, "cl-list");
  gtk_box_append (GTK_BOX (box), cl_today_create_bar (self));
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

static void
cl_today_add (ClTodayPage *self, GtkWidget *child, const char *name)
{
  GtkStackPage *page = gtk_stack_add_named (GTK_STACK (self->stack), child, name);

  /* It is said when the focus enters: without a name, as "GtkStackPage". */
  gtk_accessible_update_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Today"), -1);
}

static void
cl_today_page_init (ClTodayPage *self)
{
  cl_view_style_ensure ();
  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  cl_today_add (self, cl_today_create_list (self), "list");
  self->nothing = cl_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->nothing), "object-select-symbolic");
  cl_today_add (self, self->nothing, "nothing");
  cl_today_add (self, cl_first_steps_new (), "start");
}

/**
 * cl_today_page_new:
 * @context: the window's context; a reference is taken
 * @agenda: what is due; a reference is taken, and it is followed
 *
 * Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_today_page_new (ClContext *context, ClAgenda *agenda)
{
  ClTodayPage *self = g_object_new (CL_TYPE_TODAY_PAGE, NULL);

  self->context = g_object_ref (context);
  self->agenda = g_object_ref (agenda);
  g_signal_connect_object (agenda, "changed", G_CALLBACK (cl_today_update), self, G_CONNECT_SWAPPED);
  cl_today_update (self);
  return GTK_WIDGET (self);
}
