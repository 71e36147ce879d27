#include "cl-config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cl-chart-view-private.h"
#include "cl-chart.h"
#include "cl-widgets-private.h"

#define PADDING 12

struct _ClChartView
{
  GtkWidget parent_instance;
  ClStatistic *statistic;
  ClChart *chart;      /* for @chart_width, NULL: to be set anew */
  int chart_width;
  PangoLayout *layout, *strong;
  GtkAdjustment *scroll; /* of the window around it, while there is one */
  int marked;
};

G_DEFINE_FINAL_TYPE (ClChartView, cl_chart_view, GTK_TYPE_WIDGET)

/* Colours of libadwaita's palette with a contrast of 3 or more to the ground, dark ones on light and light ones on dark. */
static const char *const light_fills[CL_CHART_FILLS] = { "#1c71d8", "#c64600", "#2a7b4f", "#813d9c", "#c01c28", "#865e3c", "#0f7b8a", "#5e5c64" };
static const char *const dark_fills[CL_CHART_FILLS] = { "#78aeed", "#ffbe6f", "#8ff0a4", "#dc8add", "#ff7b63", "#cdab8f", "#5bc8d6", "#c0bfbc" };

static void
take_color (const GdkRGBA *color, ClChartColor *taken)
{
  *taken = (ClChartColor) { color->red, color->green, color->blue };
}

static void
look_up (GtkWidget *widget, const char *name, const GdkRGBA *otherwise, ClChartColor *taken)
{
  GdkRGBA color = *otherwise;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color);
  take_color (&color, taken);
}

static PangoLayout *
set_text (gpointer data, const char *text, gboolean strong)
{
  ClChartView *self = data;
  PangoLayout **layout = strong ? &self->strong : &self->layout;

  if (*layout == NULL)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      if (strong)
        pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (*layout, attributes);
      pango_layout_set_single_paragraph_mode (*layout, TRUE);
    }
  pango_layout_set_text (*layout, text, -1);
  return *layout;
}

static void
fill_style (ClChartView *self, ClChartStyle *style)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  const char *const *fills = adw_style_manager_get_dark (manager) ? dark_fills : light_fills;
  GdkRGBA ink, white = { 1, 1, 1, 1 };

  *style = (ClChartStyle) { .set_text = set_text, .data = self, .em = cl_widget_get_em (widget) };
  cl_widget_get_ink (widget, &ink);
  take_color (&ink, &style->ink);
  look_up (widget, "view_bg_color", &white, &style->paper);
  look_up (widget, "accent_color", &ink, &style->mark);
  for (guint i = 0; i < CL_CHART_FILLS; i++)
    {
      GdkRGBA fill;

      /* In high contrast patterns alone tell parts apart. */
      if (adw_style_manager_get_high_contrast (manager) || !gdk_rgba_parse (&fill, fills[i]))
        fill = ink;
      take_color (&fill, &style->fills[i]);
    }
}

static void
forget_chart (ClChartView *self)
{
  g_clear_pointer (&self->chart, cl_chart_free);
  g_clear_object (&self->layout);
  g_clear_object (&self->strong);
}

static ClChart *
ensure_chart (ClChartView *self, int width)
{
  ClChartStyle style;

  if (self->statistic == NULL)
    return NULL;
  if (self->chart != NULL && self->chart_width == width)
    return self->chart;
  g_clear_pointer (&self->chart, cl_chart_free);
  fill_style (self, &style);
  self->chart = cl_chart_new (self->statistic, &style, MAX (1, width - 2 * PADDING), FALSE);
  self->chart_width = width;
  return self->chart;
}

static GtkSizeRequestMode
cl_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cl_chart_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  ClChartView *self = CL_CHART_VIEW (widget);
  double em = cl_widget_get_em (widget);
  ClChart *chart;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int) (14 * em);
      *natural = (int) (32 * em);
      return;
    }
  chart = ensure_chart (self, for_size > 0 ? for_size : (int) (14 * em));
  *minimum = *natural = chart != NULL ? (int) ceil (cl_chart_get_head (chart) + cl_chart_get_top (chart, cl_chart_get_n_rows (chart))) + 2 * PADDING : 0;
}

static void
scrolled_cb (ClChartView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Beyond what is seen nothing is drawn: of some hundred bars a dozen are. */
static void
find_seen (ClChartView *self, ClChart *chart, guint *from, guint *to)
{
  double head = PADDING + cl_chart_get_head (chart), above = 0, below = G_MAXDOUBLE;
  guint n = cl_chart_get_n_rows (chart);

  if (self->scroll != NULL)
    {
      above = gtk_adjustment_get_value (self->scroll) - head;
      below = above + gtk_adjustment_get_page_size (self->scroll);
    }
  *from = 0;
  while (*from + 1 < n && cl_chart_get_top (chart, *from + 1) < above)
    (*from)++;
  *to = *from;
  while (*to < n && cl_chart_get_top (chart, *to) <= below)
    (*to)++;
}

static void
cl_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClChartView *self = CL_CHART_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  ClChart *chart = ensure_chart (self, width);
  guint from, to;
  cairo_t *cairo;
  double top;

  if (chart == NULL || cl_chart_get_n_rows (chart) == 0)
    return;
  find_seen (self, chart, &from, &to);
  top = PADDING + cl_chart_get_head (chart) + cl_chart_get_top (chart, from);
  if (from == 0)
    {
      cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) (PADDING + cl_chart_get_head (chart))));
      cairo_translate (cairo, PADDING, PADDING);
      cl_chart_draw_head (chart, cairo);
      cairo_destroy (cairo);
    }
  cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, (float) (top - PADDING), (float) width,
                                                                    (float) (cl_chart_get_top (chart, to) - cl_chart_get_top (chart, from) + 2 * PADDING)));
  cairo_translate (cairo, PADDING, top);
  cl_chart_draw_rows (chart, cairo, from, to, self->marked);
  cairo_destroy (cairo);
}

static void
cl_chart_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cl_chart_view_parent_class)->css_changed (widget, change);
  forget_chart (CL_CHART_VIEW (widget));
  gtk_widget_queue_resize (widget);
}

static void
cl_chart_view_root (GtkWidget *widget)
{
  ClChartView *self = CL_CHART_VIEW (widget);
  GtkWidget *scroller;

  GTK_WIDGET_CLASS (cl_chart_view_parent_class)->root (widget);
  scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (scroller == NULL)
    return;
  self->scroll = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
  g_signal_connect_object (self->scroll, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scroll, "changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
}

static void
cl_chart_view_unroot (GtkWidget *widget)
{
  ClChartView *self = CL_CHART_VIEW (widget);

  if (self->scroll != NULL)
    g_signal_handlers_disconnect_by_data (self->scroll, self);
  g_clear_object (&self->scroll);
  GTK_WIDGET_CLASS (cl_chart_view_parent_class)->unroot (widget);
}

static void
cl_chart_view_dispose (GObject *object)
{
  ClChartView *self = CL_CHART_VIEW (object);

  forget_chart (self);
  g_clear_pointer (&self->statistic, cl_statistic_unref);
  G_OBJECT_CLASS (cl_chart_view_parent_class)->dispose (object);
}

static void
cl_chart_view_class_init (ClChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_chart_view_dispose;
  widget_class->get_request_mode = cl_chart_view_get_request_mode;
  widget_class->measure = cl_chart_view_measure;
  widget_class->snapshot = cl_chart_view_snapshot;
  widget_class->css_changed = cl_chart_view_css_changed;
  widget_class->root = cl_chart_view_root;
  widget_class->unroot = cl_chart_view_unroot;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cl_chart_view_init (ClChartView *self)
{
  self->marked = -1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
cl_chart_view_new (void)
{
  GtkWidget *view = g_object_new (CL_TYPE_CHART_VIEW, NULL);

  cl_accessible_name (view, _("Chart"));
  return view;
}

void
cl_chart_view_set (ClChartView *self, ClStatistic *statistic)
{
  g_autofree char *said = statistic != NULL ? cl_statistic_say (statistic, FALSE) : NULL;

  g_clear_pointer (&self->statistic, cl_statistic_unref);
  self->statistic = statistic != NULL ? cl_statistic_ref (statistic) : NULL;
  self->marked = -1;
  g_clear_pointer (&self->chart, cl_chart_free);
  cl_accessible_describe (GTK_WIDGET (self), said);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
cl_chart_view_mark (ClChartView *self, int row)
{
  ClChart *chart = ensure_chart (self, gtk_widget_get_width (GTK_WIDGET (self)));
  double top;

  self->marked = chart != NULL && row >= 0 && row < (int) cl_chart_get_n_rows (chart) ? row : -1;
  if (self->marked >= 0 && self->scroll != NULL)
    {
      top = PADDING + cl_chart_get_head (chart);
      gtk_adjustment_clamp_page (self->scroll, row == 0 ? 0 : top + cl_chart_get_top (chart, (guint) row) - PADDING, top + cl_chart_get_top (chart, (guint) row + 1) + PADDING);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
