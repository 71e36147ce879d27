#include "cl-today-calendar.h"

#include <glib/gi18n.h>

#include "cl-month-grid.h"
#include "cl-span.h"
#include "cl-today-row.h"

/* The sentence of a day names so many of its things. */
#define THINGS_SAID 3

struct _ClTodayCalendar
{
  GtkWidget parent;

  ClContext *context;
  ClAgenda *agenda;
  GtkWidget *box;
  GtkWidget *month;
  GtkWidget *heading;
  GtkWidget *list;
  GtkWidget *scrolled;
  char *from;      /* the first of the days that were read; NULL: none were yet */
  char *counted;   /* the day that was today when it was filled */
  GPtrArray *things; /* ClDuty, of the days shown */
  guint fill_source;
  GCancellable *reading; /* NULL: nothing is being read */
};

G_DEFINE_FINAL_TYPE (ClTodayCalendar, cl_today_calendar, GTK_TYPE_WIDGET)

static guint
count_on (ClTodayCalendar *self, const char *date, GString *words)
{
  guint n = 0, said = 0;

  for (guint i = 0; i < self->things->len; i++)
    {
      const ClDuty *duty = self->things->pdata[i];

      if (g_strcmp0 (duty->due, date) != 0)
        continue;
      n += duty->count;
      if (words != NULL && said++ < THINGS_SAID)
        g_string_append_printf (words, "，%s", duty->sentence);
    }
  if (words != NULL && said > THINGS_SAID)
    g_string_append (words, "……");
  return n;
}

static const char *
get_chosen (ClTodayCalendar *self)
{
  return cl_month_grid_get_chosen (CL_MONTH_GRID (self->month));
}

static void
show_list (ClTodayCalendar *self)
{
  g_autofree char *day = cl_day_format (get_chosen (self), FALSE);
  g_autofree char *title = NULL;
  GtkListBoxRow *row;
  guint n = 0, total = 0;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  for (guint i = 0; i < self->things->len; i++)
    total += g_strcmp0 (((const ClDuty *) self->things->pdata[i])->due, get_chosen (self)) == 0;
  for (guint i = 0; i < self->things->len; i++)
    {
      ClAgendaItem item = { CL_AGENDA_SOON, self->things->pdata[i], NULL, (char *) "" };
      g_autofree char *place = NULL;
      g_autofree char *name = NULL;

      if (g_strcmp0 (item.duty->due, get_chosen (self)) != 0)
        continue;
      row = cl_today_row_new ();
      cl_today_row_fill (row, &item, 0);
      place = g_strdup_printf (_("row %u of %u"), ++n, total);
      name = g_strdup_printf ("%s，%s", item.duty->sentence, place);
      cl_accessible_name (GTK_WIDGET (row), name);
      gtk_widget_set_visible (gtk_widget_get_last_child (gtk_list_box_row_get_child (row)), FALSE);
      gtk_list_box_append (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
    }
  title = n > 0 || self->from == NULL ? g_strdup (day) : g_strdup_printf ("%s：%s", day, _("nothing due"));
  gtk_label_set_text (GTK_LABEL (self->heading), title);
  cl_accessible_name (self->list, day);
  /* What scrolls and holds nothing that can have the focus would keep Tab (GTK 4.8). */
  gtk_widget_set_visible (self->scrolled, n > 0);
}

/* What is due on a day, for its name and its corner. */
static char *
tell_day (const char *date, guint *n, gpointer data)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *count = NULL;

  *n = count_on (data, date, words);
  /* That nothing is due is said when that is known. */
  if (((ClTodayCalendar *) data)->from == NULL)
    return g_strdup ("");
  count = g_strdup_printf (ngettext ("%u thing due", "%u things due", *n), *n);
  return g_strdup_printf ("%s%s", *n > 0 ? count : _("nothing due"), words->str);
}

static void
end_reading (ClTodayCalendar *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

/* @things: (transfer full) (nullable): of the days from @first on; %NULL: @error says why. */
static void
take_things (ClTodayCalendar *self, const char *first, GPtrArray *things, const GError *error)
{
  g_free (self->from);
  self->from = g_strdup (first);
  g_ptr_array_unref (self->things);
  self->things = things != NULL ? things : g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);
  if (error != NULL)
    cl_context_say (self->context, GTK_WIDGET (self), error->message);
}

/* At once: whoever turned the page hears of its days. */
static void
read_month (ClTodayCalendar *self)
{
  const char *first, *last;
  g_autoptr (GError) error = NULL;
  GPtrArray *things;

  end_reading (self);
  cl_month_grid_get_span (CL_MONTH_GRID (self->month), &first, &last);
  things = cl_agenda_list_days (self->agenda, first, last, &error);
  take_things (self, first, things, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CL_SPAN ("today: month");
  ClTodayCalendar *self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *things = cl_agenda_list_days_finish (CL_AGENDA (source), result, &error);
  const char *first, *last;

  /* Then it may be gone. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    {
      g_clear_pointer (&things, g_ptr_array_unref);
      return;
    }
  g_clear_object (&self->reading);
  cl_month_grid_get_span (CL_MONTH_GRID (self->month), &first, &last);
  take_things (self, first, things, error);
  cl_month_grid_refresh (CL_MONTH_GRID (self->month));
  show_list (self);
}

static void
fill (ClTodayCalendar *self)
{
  const char *first, *last;

  g_clear_handle_id (&self->fill_source, g_source_remove);
  end_reading (self);
  self->reading = g_cancellable_new ();
  cl_month_grid_get_span (CL_MONTH_GRID (self->month), &first, &last);
  cl_agenda_list_days_async (self->agenda, first, last, self->reading, read_cb, self);
}

static gboolean
fill_cb (gpointer data)
{
  ClTodayCalendar *self = data;

  self->fill_source = 0;
  fill (self);
  return G_SOURCE_REMOVE;
}

/* All ledgers are asked for it: the page is there before. */
static void
fill_later (ClTodayCalendar *self)
{
  if (self->fill_source == 0)
    self->fill_source = g_idle_add_full (G_PRIORITY_LOW, fill_cb, self, NULL);
}

/* Before the days are said anew. */
static void
chosen_cb (ClTodayCalendar *self)
{
  const char *first, *last;

  cl_month_grid_get_span (CL_MONTH_GRID (self->month), &first, &last);
  if (g_strcmp0 (first, self->from) != 0)
    read_month (self);
  show_list (self);
}

/* Enter on the chosen day goes on to what is due on it. */
static void
pressed_cb (ClTodayCalendar *self, gboolean was_chosen)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);

  if (was_chosen && row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
fill_if_seen (ClTodayCalendar *self)
{
  /* A day that was chosen because it was today goes on with it. */
  if (g_strcmp0 (self->counted, cl_today ()) != 0 && g_strcmp0 (self->counted, get_chosen (self)) == 0)
    cl_month_grid_choose (CL_MONTH_GRID (self->month), cl_today ());
  g_free (self->counted);
  self->counted = g_strdup (cl_today ());
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    fill_later (self);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, ClTodayCalendar *self)
{
  cl_today_row_open (row, self->context);
}

static gboolean
cl_today_calendar_grab_focus (GtkWidget *widget)
{
  ClTodayCalendar *self = CL_TODAY_CALENDAR (widget);

  return !cl_widget_is_walked (widget) && gtk_widget_grab_focus (self->month);
}

static void
cl_today_calendar_dispose (GObject *object)
{
  ClTodayCalendar *self = CL_TODAY_CALENDAR (object);

  g_clear_handle_id (&self->fill_source, g_source_remove);
  end_reading (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->agenda);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cl_today_calendar_parent_class)->dispose (object);
}

static void
cl_today_calendar_finalize (GObject *object)
{
  ClTodayCalendar *self = CL_TODAY_CALENDAR (object);

  g_free (self->from);
  g_free (self->counted);
  g_ptr_array_unref (self->things);

  G_OBJECT_CLASS (cl_today_calendar_parent_class)->finalize (object);
}

static void
cl_today_calendar_class_init (ClTodayCalendarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_today_calendar_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_today_calendar_finalize;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_today_calendar_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cl_today_calendar_init (ClTodayCalendar *self)
{
  self->things = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);
  self->counted = g_strdup (cl_today ());
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->box, "cl-calendar");
  self->month = cl_month_grid_new (tell_day, self);
  g_signal_connect_swapped (self->month, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->month);
  self->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->heading, "cl-agenda-group");
  gtk_box_append (GTK_BOX (self->box), self->heading);
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "cl-agenda");
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  cl_list_leave_by_tab (self->list);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->scrolled);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * cl_today_calendar_new:
 * @context: the window's context; a reference is taken
 * @agenda: what is due; a reference is taken, and it is followed
 *
 * Its keys: arrows walk the days, PageUp and PageDown the months, with Shift the years, Home and End go to the month's ends, T to today, Enter to what is due
 * on the day. Main thread.
 *
 * Returns: (transfer floating): the calendar
 */
GtkWidget *
cl_today_calendar_new (ClContext *context, ClAgenda *agenda)
{
  ClTodayCalendar *self = g_object_new (CL_TYPE_TODAY_CALENDAR, NULL);

  self->context = g_object_ref (context);
  self->agenda = g_object_ref (agenda);
  g_signal_connect_object (agenda, "changed", G_CALLBACK (fill_if_seen), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (fill_later), NULL);
  show_list (self);
  g_signal_connect_swapped (self->month, "chosen", G_CALLBACK (chosen_cb), self);
  return GTK_WIDGET (self);
}
