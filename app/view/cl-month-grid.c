#include "cl-config.h"

#include "cl-month-grid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-announce.h"
#include "cl-date.h"
#include "cl-widgets.h"

#define WEEKS 6
#define DAYS (WEEKS * 7)
#define MONTHS 12
#define MONTHS_A_LINE 4

struct _ClMonthGrid
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *grid;
  GtkWidget *days[DAYS];
  char *dates[DAYS];
  char *chosen; /* ISO date */
  gboolean months; /* it is the months of a year that are picked, by their first days */
  ClMonthGridFunc func;
  gpointer func_data;
};

enum
{
  CHOSEN,
  PRESSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClMonthGrid, cl_month_grid, GTK_TYPE_WIDGET)

static const char *
get_weekday (const char *iso)
{
  static const char *const days[] = { N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday") };
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_parse (&date, iso);
  return g_date_valid (&date) ? _(days[g_date_get_weekday (&date) - 1]) : "";
}

/**
 * cl_day_format:
 * @iso: an ISO date
 * @year: whether with its year
 *
 * Returns: (transfer full): it with its day of the week, as people read it: "2026年11月21日 星期六"
 */
char *
cl_day_format (const char *iso, gboolean year)
{
  g_autofree char *paper = cl_date_format_paper (iso);
  const char *month = strstr (paper, "年");

  return g_strdup_printf ("%s %s", year || month == NULL ? paper : month + strlen ("年"), get_weekday (iso));
}

static guint
count_cells (ClMonthGrid *self)
{
  return self->months ? MONTHS : DAYS;
}

/* The Monday on or before the first of the chosen day's month; the first month of its year. */
static char *
get_first (ClMonthGrid *self)
{
  GDate date;
  g_autofree char *month = g_strdup_printf ("%.7s-01", self->chosen);

  if (self->months)
    return g_strdup_printf ("%.4s-01-01", self->chosen);

  g_date_clear (&date, 1);
  g_date_set_parse (&date, month);
  return cl_date_add (month, 0, 0, -((int) g_date_get_weekday (&date) - 1));
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
show_month (ClMonthGrid *self, guint i)
{
  g_autofree char *month = g_strndup (self->dates[i], 7), *paper = cl_date_format_paper (month);
  gboolean chosen = g_str_equal (self->dates[i], self->chosen), now = strncmp (month, cl_today (), 7) == 0;
  g_autofree char *name = now ? g_strdup_printf ("%s，%s", paper, _("this month")) : g_strdup (paper);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (self->days[i])))), strstr (paper, "年") + strlen ("年"));
  set_class (self->days[i], "today", now);
  set_class (self->days[i], "chosen", chosen);
  gtk_widget_set_focusable (self->days[i], chosen);
  cl_accessible_name (self->days[i], name);
}

/* A day's name is its whole sentence. */
static void
show_day (ClMonthGrid *self, guint i)
{
  GtkWidget *box = gtk_button_get_child (GTK_BUTTON (self->days[i]));
  GtkWidget *number = gtk_widget_get_first_child (box), *count = gtk_widget_get_next_sibling (number);
  gboolean chosen = g_str_equal (self->dates[i], self->chosen), today = g_str_equal (self->dates[i], cl_today ());
  guint n = 0;
  g_autofree char *told = self->func != NULL ? self->func (self->dates[i], &n, self->func_data) : NULL;
  g_autofree char *day = g_strdup_printf ("%d", atoi (self->dates[i] + 8));
  g_autofree char *text = n > 0 ? cl_count_format (n) : g_strdup ("");
  g_autofree char *date = cl_day_format (self->dates[i], self->func == NULL);
  g_autofree char *name = g_strdup_printf ("%s%s%s%s%s", date, today ? "，" : "", today ? _("today") : "", told != NULL ? "，" : "", told != NULL ? told : "");

  gtk_label_set_text (GTK_LABEL (number), day);
  gtk_label_set_text (GTK_LABEL (count), text);
  gtk_widget_set_visible (count, self->func != NULL);
  set_class (self->days[i], "today", today);
  set_class (self->days[i], "chosen", chosen);
  set_class (self->days[i], "dim-label", strncmp (self->dates[i], self->chosen, 7) != 0);
  /* One stop of Tab for the whole month: the arrows walk it. */
  gtk_widget_set_focusable (self->days[i], chosen);
  /* What has the focus and is about to lose it is named when it has, else its new day would be said. */
  if ((!chosen && gtk_widget_has_focus (self->days[i])) || g_strcmp0 (g_object_get_data (G_OBJECT (self->days[i]), "cl-name"), name) == 0)
    return;
  cl_accessible_name (self->days[i], name);
  g_object_set_data_full (G_OBJECT (self->days[i]), "cl-name", g_steal_pointer (&name), g_free);
}

static void
show_cell (ClMonthGrid *self, guint i)
{
  if (self->months)
    show_month (self, i);
  else
    show_day (self, i);
}

/**
 * cl_month_grid_refresh:
 * @grid: a month
 *
 * Says every day anew: what its function tells is other than it was, or the day is.
 */
void
cl_month_grid_refresh (ClMonthGrid *grid)
{
  g_autofree char *month = g_strdup_printf ("%.7s", grid->chosen);
  g_autofree char *paper = grid->months ? g_strdup_printf ("%.4s年", grid->chosen) : cl_date_format_paper (month);

  gtk_label_set_text (GTK_LABEL (grid->title), paper);
  for (guint i = 0; i < count_cells (grid); i++)
    show_cell (grid, i);
}

/* Which cell it is: the chosen day or month is always among those shown. */
static guint
find_chosen (ClMonthGrid *self)
{
  for (guint i = 0; i < count_cells (self); i++)
    if (g_strcmp0 (self->dates[i], self->chosen) == 0)
      return i;
  return 0;
}

/* Takes @date. */
static void
choose (ClMonthGrid *self, char *date, gboolean focus)
{
  g_autofree char *first = NULL;
  guint before = find_chosen (self);

  g_free (self->chosen);
  self->chosen = self->months ? g_strdup_printf ("%.7s-01", date) : g_strdup (date);
  g_free (date);
  first = get_first (self);
  if (g_strcmp0 (first, self->dates[0]) != 0)
    for (guint i = 0; i < count_cells (self); i++)
      {
        g_free (self->dates[i]);
        self->dates[i] = self->months ? cl_date_add (first, 0, (int) i, 0) : cl_date_add (first, 0, 0, (int) i);
      }
  g_signal_emit (self, signals[CHOSEN], 0);
  cl_month_grid_refresh (self);
  if (!focus)
    return;
  gtk_widget_grab_focus (self->days[find_chosen (self)]);
  /* The one that had the focus was not named anew as long as it had. */
  show_cell (self, before);
}

static void
clicked_cb (GtkButton *button, ClMonthGrid *self)
{
  for (guint i = 0; i < count_cells (self); i++)
    if (self->days[i] == GTK_WIDGET (button))
      {
        gboolean was_chosen = g_str_equal (self->dates[i], self->chosen);

        if (!was_chosen)
          choose (self, g_strdup (self->dates[i]), TRUE);
        g_signal_emit (self, signals[PRESSED], 0, was_chosen);
        return;
      }
}

static char *
get_month_end (const char *date)
{
  g_autofree char *first = g_strdup_printf ("%.7s-01", date);

  return cl_date_add (first, 0, 1, -1);
}

/* Where the key leads from the chosen day or month; NULL: nowhere. @taken: it is one of the keys below. */
static char *
follow_key (ClMonthGrid *self, guint key, gboolean shift, gboolean *taken)
{
  gboolean months = self->months;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return cl_date_add (self->chosen, 0, months ? -1 : 0, months ? 0 : -1);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return cl_date_add (self->chosen, 0, months ? 1 : 0, months ? 0 : 1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return cl_date_add (self->chosen, 0, months ? -MONTHS_A_LINE : 0, months ? 0 : -7);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return cl_date_add (self->chosen, 0, months ? MONTHS_A_LINE : 0, months ? 0 : 7);
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return months ? cl_date_add (self->chosen, shift ? -10 : -1, 0, 0) : cl_date_add (self->chosen, shift ? -1 : 0, shift ? 0 : -1, 0);
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return months ? cl_date_add (self->chosen, shift ? 10 : 1, 0, 0) : cl_date_add (self->chosen, shift ? 1 : 0, shift ? 0 : 1, 0);
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return g_strdup_printf (months ? "%.4s-01-01" : "%.7s-01", self->chosen);
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return months ? g_strdup_printf ("%.4s-12-01", self->chosen) : get_month_end (self->chosen);
    case GDK_KEY_t:
    case GDK_KEY_T:
      return g_strdup (cl_today ());
    default:
      *taken = FALSE;
      return NULL;
    }
}

/* Arrows walk days and weeks, PageUp and PageDown months, with Shift years, Home and End to the month's ends; T is today. Among months they walk months, years and ten years. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClMonthGrid *self)
{
  gboolean taken = TRUE;
  char *date;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  date = follow_key (self, key, (state & GDK_SHIFT_MASK) != 0, &taken);
  if (!taken)
    return FALSE;
  /* Beyond what a date can be it stays. */
  if (date != NULL)
    choose (self, date, TRUE);
  return TRUE;
}

static void
turn (ClMonthGrid *self, int months)
{
  char *date = cl_date_add (self->chosen, self->months ? months : 0, self->months ? 0 : months, 0);

  if (date == NULL)
    return;
  choose (self, date, FALSE);
  cl_announce (GTK_WIDGET (self), gtk_label_get_text (GTK_LABEL (self->title)));
}

static void
previous_cb (ClMonthGrid *self)
{
  turn (self, -1);
}

static void
next_cb (ClMonthGrid *self)
{
  turn (self, 1);
}

static GtkWidget *
create_day (ClMonthGrid *self)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *count = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_widget_add_css_class (count, "cl-day-count");
  gtk_box_append (GTK_BOX (box), count);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "cl-day");
  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  return button;
}

static GtkWidget *
create_grid (ClMonthGrid *self)
{
  static const char *const days[] = { N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su") };
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  for (guint i = 0; !self->months && i < G_N_ELEMENTS (days); i++)
    {
      GtkWidget *label = gtk_label_new (_(days[i]));

      gtk_widget_add_css_class (label, "dim-label");
      gtk_grid_attach (GTK_GRID (self->grid), label, (int) i, 0, 1, 1);
    }
  for (guint i = 0; i < count_cells (self); i++)
    {
      int line = self->months ? MONTHS_A_LINE : 7;

      self->days[i] = create_day (self);
      gtk_grid_attach (GTK_GRID (self->grid), self->days[i], (int) i % line, (int) i / line + 1, 1, 1);
    }
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->grid, keys);
  return self->grid;
}

static GtkWidget *
create_bar (ClMonthGrid *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *previous = cl_icon_button_new ("go-previous-symbolic", self->months ? _("Year before") : _("Month before"), NULL);
  GtkWidget *next = cl_icon_button_new ("go-next-symbolic", self->months ? _("Year after") : _("Month after"), NULL);

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
cl_month_grid_grab_focus (GtkWidget *widget)
{
  ClMonthGrid *self = CL_MONTH_GRID (widget);

  for (guint i = 0; i < count_cells (self) && !cl_widget_is_walked (widget); i++)
    if (gtk_widget_get_focusable (self->days[i]))
      return gtk_widget_grab_focus (self->days[i]);
  return FALSE;
}

static void
cl_month_grid_dispose (GObject *object)
{
  g_clear_pointer (&CL_MONTH_GRID (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_month_grid_parent_class)->dispose (object);
}

static void
cl_month_grid_finalize (GObject *object)
{
  ClMonthGrid *self = CL_MONTH_GRID (object);

  for (guint i = 0; i < DAYS; i++)
    g_free (self->dates[i]);
  g_free (self->chosen);
  G_OBJECT_CLASS (cl_month_grid_parent_class)->finalize (object);
}

static void
cl_month_grid_class_init (ClMonthGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_month_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_month_grid_finalize;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_month_grid_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[CHOSEN] = g_signal_new ("chosen", CL_TYPE_MONTH_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PRESSED] = g_signal_new ("pressed", CL_TYPE_MONTH_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
cl_month_grid_init (ClMonthGrid *self)
{
  cl_view_style_ensure ();
}

static ClMonthGrid *
create (gboolean months)
{
  ClMonthGrid *self = g_object_new (CL_TYPE_MONTH_GRID, NULL);

  self->months = months;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->box), create_bar (self));
  gtk_box_append (GTK_BOX (self->box), create_grid (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  choose (self, g_strdup (cl_today ()), FALSE);
  return self;
}

/**
 * cl_month_grid_new:
 * @func: (nullable): what there is on a day; %NULL: days are said in full, with the year
 * @data: for @func
 *
 * A month of days that is heard: GtkCalendar's days are nothing to AT-SPI on GTK 4.8. Its keys: arrows walk the days, PageUp and PageDown the months, with Shift the
 * years, Home and End go to the month's ends, T to today. Main thread.
 *
 * Returns: (transfer floating): a month, today chosen
 */
GtkWidget *
cl_month_grid_new (ClMonthGridFunc func, gpointer data)
{
  ClMonthGrid *self = create (FALSE);

  self->func = func;
  self->func_data = data;
  cl_month_grid_refresh (self);
  return GTK_WIDGET (self);
}

/**
 * cl_month_grid_new_months:
 *
 * The months of a year instead of the days of a month, with the same keys: arrows walk months, PageUp and PageDown years, with Shift ten. What is chosen is the first day
 * of a month. Main thread.
 *
 * Returns: (transfer floating): a year, the month of today chosen
 */
GtkWidget *
cl_month_grid_new_months (void)
{
  return GTK_WIDGET (create (TRUE));
}

const char *
cl_month_grid_get_chosen (ClMonthGrid *grid)
{
  return grid->chosen;
}

/**
 * cl_month_grid_choose:
 * @grid: a month
 * @iso: an ISO date
 *
 * Shows the month of @iso with it chosen; "chosen" is emitted.
 */
void
cl_month_grid_choose (ClMonthGrid *grid, const char *iso)
{
  g_return_if_fail (CL_IS_MONTH_GRID (grid));
  g_return_if_fail (cl_date_is_valid (iso));

  choose (grid, g_strdup (iso), FALSE);
}

/**
 * cl_month_grid_get_span:
 * @grid: a month
 * @first: (out) (transfer none): the first day that is shown
 * @last: (out) (transfer none): the last
 */
void
cl_month_grid_get_span (ClMonthGrid *grid, const char **first, const char **last)
{
  *first = grid->dates[0];
  *last = grid->dates[DAYS - 1];
}
