#include "cl-today-calendar.h"

#include <glib/gi18n.h>

#include "cl-today-row.h"

#define WEEKS 6
#define DAYS (WEEKS * 7)
/* The sentence of a day names so many of its things. */
#define THINGS_SAID 3

struct _ClTodayCalendar
{
  GtkWidget parent;

  ClContext *context;
  ClAgenda *agenda;
  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *grid;
  GtkWidget *days[DAYS];
  char *dates[DAYS];
  GtkWidget *heading;
  GtkWidget *list;
  GtkWidget *scrolled;
  char *chosen;    /* ISO date */
  char *counted;   /* the day that was today when it was filled */
  GPtrArray *things; /* ClDuty, of the days shown */
};

G_DEFINE_FINAL_TYPE (ClTodayCalendar, cl_today_calendar, GTK_TYPE_WIDGET)

/* The Monday on or before the first of the chosen day's month. */
static char *
get_first (ClTodayCalendar *self)
{
  GDate date;
  g_autofree char *month = g_strdup_printf ("%.7s-01", self->chosen);

  g_date_clear (&date, 1);
  g_date_set_parse (&date, month);
  return cl_date_add (month, 0, 0, -((int) g_date_get_weekday (&date) - 1));
}

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

/* A day's name is its whole sentence: the day, how many things, which. */
static void
name_day (ClTodayCalendar *self, guint i)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *day = cl_today_format_day (self->dates[i]);
  guint n = count_on (self, self->dates[i], words);
  gboolean today = g_str_equal (self->dates[i], cl_today ());
  g_autofree char *count = g_strdup_printf (ngettext ("%u thing due", "%u things due", n), n);
  g_autofree char *name = g_strdup_printf ("%s%s%s，%s%s", day, today ? "，" : "", today ? _("today") : "", n > 0 ? count : _("nothing due"), words->str);

  if (g_strcmp0 (g_object_get_data (G_OBJECT (self->days[i]), "cl-name"), name) == 0)
    return;
  cl_accessible_name (self->days[i], name);
  g_object_set_data_full (G_OBJECT (self->days[i]), "cl-name", g_steal_pointer (&name), g_free);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_day (ClTodayCalendar *self, guint i)
{
  GtkWidget *box = gtk_button_get_child (GTK_BUTTON (self->days[i]));
  GtkWidget *number = gtk_widget_get_first_child (box), *count = gtk_widget_get_next_sibling (number);
  guint n = count_on (self, self->dates[i], NULL);
  gboolean chosen = g_str_equal (self->dates[i], self->chosen);
  g_autofree char *day = g_strdup_printf ("%d", atoi (self->dates[i] + 8));
  g_autofree char *text = n > 0 ? cl_count_format (n) : g_strdup ("");

  gtk_label_set_text (GTK_LABEL (number), day);
  gtk_label_set_text (GTK_LABEL (count), text);
  set_class (self->days[i], "today", g_str_equal (self->dates[i], cl_today ()));
  set_class (self->days[i], "chosen", chosen);
  set_class (self->days[i], "dim-label", strncmp (self->dates[i], self->chosen, 7) != 0);
  /* One stop of Tab for the whole month: the arrows walk it. */
  gtk_widget_set_focusable (self->days[i], chosen);
  name_day (self, i);
}

static void
show_list (ClTodayCalendar *self)
{
  g_autofree char *day = cl_today_format_day (self->chosen);
  g_autofree char *title = NULL;
  GtkListBoxRow *row;
  guint n = 0, total = 0;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  for (guint i = 0; i < self->things->len; i++)
    total += g_strcmp0 (((const ClDuty *) self->things->pdata[i])->due, self->chosen) == 0;
  for (guint i = 0; i < self->things->len; i++)
    {
      ClAgendaItem item = { CL_AGENDA_SOON, self->things->pdata[i], NULL, (char *) "" };
      g_autofree char *place = NULL;
      g_autofree char *name = NULL;

      if (g_strcmp0 (item.duty->due, self->chosen) != 0)
        continue;
      row = cl_today_row_new ();
      cl_today_row_fill (row, &item, 0);
      place = g_strdup_printf (_("row %u of %u"), ++n, total);
      name = g_strdup_printf ("%s，%s", item.duty->sentence, place);
      cl_accessible_name (GTK_WIDGET (row), name);
      gtk_widget_set_visible (gtk_widget_get_last_child (gtk_list_box_row_get_child (row)), FALSE);
      gtk_list_box_append (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
    }
  title = n > 0 ? g_strdup (day) : g_strdup_printf ("%s：%s", day, _("nothing due"));
  gtk_label_set_text (GTK_LABEL (self->heading), title);
  cl_accessible_name (self->list, day);
  /* What scrolls and holds nothing that can have the focus would keep Tab (GTK 4.8). */
  gtk_widget_set_visible (self->scrolled, n > 0);
}

static void
show_all (ClTodayCalendar *self)
{
  g_autofree char *month = g_strdup_printf ("%.7s", self->chosen);
  g_autofree char *paper = cl_date_format_paper (month);

  gtk_label_set_text (GTK_LABEL (self->title), paper);
  for (guint i = 0; i < DAYS; i++)
    show_day (self, i);
  show_list (self);
}

/* Reads the month anew. */
static void
fill (ClTodayCalendar *self)
{
  g_autofree char *first = get_first (self);
  g_autoptr (GError) error = NULL;
  GPtrArray *things;

  for (guint i = 0; i < DAYS; i++)
    {
      g_free (self->dates[i]);
      self->dates[i] = cl_date_add (first, 0, 0, (int) i);
    }
  things = cl_agenda_list_days (self->agenda, self->dates[0], self->dates[DAYS - 1], &error);
  g_ptr_array_unref (self->things);
  self->things = things != NULL ? things : g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);
  show_all (self);
  if (error != NULL)
    cl_context_say (self->context, GTK_WIDGET (self), error->message);
}

static void
fill_if_seen (ClTodayCalendar *self)
{
  /* A day that was chosen because it was today goes on with it. */
  if (g_strcmp0 (self->counted, cl_today ()) != 0 && g_strcmp0 (self->counted, self->chosen) == 0)
    {
      g_free (self->chosen);
      self->chosen = g_strdup (cl_today ());
    }
  g_free (self->counted);
  self->counted = g_strdup (cl_today ());
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    fill (self);
}

static void
choose (ClTodayCalendar *self, char *date, gboolean focus)
{
  gboolean other_month = strncmp (date, self->chosen, 7) != 0;

  g_free (self->chosen);
  self->chosen = date;
  if (other_month)
    fill (self);
  else
    show_all (self);
  for (guint i = 0; focus && i < DAYS; i++)
    if (g_str_equal (self->dates[i], self->chosen))
      gtk_widget_grab_focus (self->days[i]);
}

static void
clicked_cb (GtkButton *button, ClTodayCalendar *self)
{
  for (guint i = 0; i < DAYS; i++)
    if (self->days[i] == GTK_WIDGET (button))
      {
        GtkListBoxRow *row;

        if (!g_str_equal (self->dates[i], self->chosen))
          {
            choose (self, g_strdup (self->dates[i]), TRUE);
            return;
          }
        /* Enter on the chosen day goes on to what is due on it. */
        row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
        if (row != NULL)
          gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
}

static char *
get_month_end (const char *date)
{
  g_autofree char *first = g_strdup_printf ("%.7s-01", date);

  return cl_date_add (first, 0, 1, -1);
}

/* Arrows walk days and weeks, PageUp and PageDown months, with Shift years, Home and End to the month's ends; T is today. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClTodayCalendar *self)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;
  char *date = NULL;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      date = cl_date_add (self->chosen, 0, 0, -1);
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      date = cl_date_add (self->chosen, 0, 0, 1);
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      date = cl_date_add (self->chosen, 0, 0, -7);
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      date = cl_date_add (self->chosen, 0, 0, 7);
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      date = cl_date_add (self->chosen, shift ? -1 : 0, shift ? 0 : -1, 0);
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      date = cl_date_add (self->chosen, shift ? 1 : 0, shift ? 0 : 1, 0);
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      date = g_strdup_printf ("%.7s-01", self->chosen);
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      date = get_month_end (self->chosen);
      break;
    case GDK_KEY_t:
      date = g_strdup (cl_today ());
      break;
    default:
      return FALSE;
    }
  if (date != NULL)
    choose (self, date, TRUE);
  return TRUE;
}

static void
turn (ClTodayCalendar *self, int months)
{
  char *date = cl_date_add (self->chosen, 0, months, 0);

  if (date == NULL)
    return;
  choose (self, date, FALSE);
  cl_announce (GTK_WIDGET (self), gtk_label_get_text (GTK_LABEL (self->title)));
}

static void
previous_cb (ClTodayCalendar *self)
{
  turn (self, -1);
}

static void
next_cb (ClTodayCalendar *self)
{
  turn (self, 1);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, ClTodayCalendar *self)
{
  cl_today_row_open (row, self->context);
}

static GtkWidget *
create_day (ClTodayCalendar *self)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *count = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_widget_add_css_class (count, "cl-day-count");
  gtk_box_append (GTK_BOX (box), count);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "cl-day");
  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  return button;
}

static GtkWidget *
create_grid (ClTodayCalendar *self)
{
  static const char *const days[] = { N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su") };
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      GtkWidget *label = gtk_label_new (_(days[i]));

      gtk_widget_add_css_class (label, "dim-label");
      gtk_grid_attach (GTK_GRID (self->grid), label, (int) i, 0, 1, 1);
    }
  for (guint i = 0; i < DAYS; i++)
    {
      self->days[i] = create_day (self);
      gtk_grid_attach (GTK_GRID (self->grid), self->days[i], (int) (i % 7), (int) (i / 7) + 1, 1, 1);
    }
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->grid, keys);
  return self->grid;
}

static GtkWidget *
create_bar (ClTodayCalendar *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *previous = cl_icon_button_new ("go-previous-symbolic", _("Month before"), NULL), *next = cl_icon_button_new ("go-next-symbolic", _("Month after"), NULL);

  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_add_css_class (previous, "flat");
  gtk_widget_add_css_class (next, "flat");
  g_signal_connect_swapped (previous, "clicked", G_CALLBACK (previous_cb), self);
  g_signal_connect_swapped (next, "clicked", G_CALLBACK (next_cb), self);
  gtk_box_append (GTK_BOX (bar), previous);
  gtk_box_append (GTK_BOX (bar), self->title);
  gtk_box_append (GTK_BOX (bar), next);
  return bar;
}

static gboolean
cl_today_calendar_grab_focus (GtkWidget *widget)
{
  ClTodayCalendar *self = CL_TODAY_CALENDAR (widget);

  for (guint i = 0; i < DAYS && !cl_widget_is_walked (widget); i++)
    if (gtk_widget_get_focusable (self->days[i]))
      return gtk_widget_grab_focus (self->days[i]);
  return FALSE;
}

static void
cl_today_calendar_dispose (GObject *object)
{
  ClTodayCalendar *self = CL_TODAY_CALENDAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->agenda);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cl_today_calendar_parent_class)->dispose (object);
}

static void
cl_today_calendar_finalize (GObject *object)
{
  ClTodayCalendar *self = CL_TODAY_CALENDAR (object);

  for (guint i = 0; i < DAYS; i++)
    g_free (self->dates[i]);
  g_free (self->chosen);
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
  self->chosen = g_strdup (cl_today ());
  self->counted = g_strdup (cl_today ());
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->box, "cl-calendar");
  gtk_box_append (GTK_BOX (self->box), create_bar (self));
  gtk_box_append (GTK_BOX (self->box), create_grid (self));
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
  g_signal_connect (self, "map", G_CALLBACK (fill), NULL);
  fill (self);
  return GTK_WIDGET (self);
}
