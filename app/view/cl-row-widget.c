#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "cl-row-columns-private.h"
#include "cl-widgets-private.h"

#define ROW_PADDING 7 /* above and below: 34 px at normal text */

struct _ClRowWidget
{
  GtkWidget parent_instance;
  ClRowColumns *columns;
  ClRow *row;
  gboolean header;
  int cursor;
};

G_DEFINE_FINAL_TYPE (ClRowWidget, cl_row_widget, GTK_TYPE_WIDGET)

static void
cl_row_widget_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  ClRowWidget *self = CL_ROW_WIDGET (widget);
  double em = cl_widget_get_em (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = (int) ceil (em * 1.36) + 2 * (self->header ? ROW_PADDING - 3 : ROW_PADDING);
      return;
    }
  *minimum = 1;
  *natural = 0;
  for (guint i = 0; i < self->columns->n; i++)
    *natural += (int) (self->columns->columns[i].em * em);
}

static void
draw_cell (ClRowWidget *self, GtkSnapshot *snapshot, PangoLayout *layout, const ClRowColumn *column, const char *text, double x, double width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean expired = !self->header && cl_row_column_is_expired (column, text);
  GdkRGBA color;

  cl_widget_get_ink (widget, &color);
  if (expired)
    gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "warning_color", &color);
  /* Translators: in a list, instead of a certificate's last day that lies in the past; short */
  cl_draw_cell_text (snapshot, layout, expired ? _("Expired ⚠") : text, column->is_number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT, &color, x, width, height);
}

/* The heading of a group: what it is called and how many it has as far as the first column that is added up, the sums in their own columns. */
static void
draw_heading (ClRowWidget *self, GtkSnapshot *snapshot, PangoLayout *layout, const ClRowHeading *heading, const double *widths, int height)
{
  const ClRowColumn words = { 0 };
  gboolean backward = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  g_autofree char *text = g_strdup_printf ("%s%s", heading->is_total ? "" : heading->is_folded ? "▸ " : "▾ ", cl_row_get_text (self->row, 0));
  double x = 0, across = 0;
  guint i = 0;

  for (; i < self->columns->n && (i == 0 || widths[i] <= 0 || *cl_row_get_text (self->row, i) == '\0'); i++)
    across += widths[i];
  draw_cell (self, snapshot, layout, &words, text, backward ? width - across : 0, across, height);
  for (x = across; i < self->columns->n; x += widths[i++])
    if (widths[i] > 0)
      draw_cell (self, snapshot, layout, &self->columns->columns[i], cl_row_get_text (self->row, i), backward ? width - x - widths[i] : x, widths[i], height);
}

static PangoLayout *
create_layout (ClRowWidget *self)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  /* The titles are smaller, and stand in columns measured by the font of the rows. */
  if (self->header)
    pango_attr_list_insert (attributes, pango_attr_scale_new (0.9));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  /* Titles of neighbours begin alike more often than they end alike. */
  pango_layout_set_ellipsize (layout, self->header ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  return layout;
}

/* What of a cell is cut is read in its tooltip. */
static gboolean
cl_row_widget_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  ClRowWidget *self = CL_ROW_WIDGET (widget);
  g_autofree double *widths = g_new0 (double, self->columns->n);
  g_autoptr (PangoLayout) layout = create_layout (self);
  double at = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (widget) - x : x;
  ClRowHeading heading;
  const char *text;
  guint i = 0;
  int needed;

  if (keyboard || (self->row == NULL && !self->header) || (self->row != NULL && cl_row_get_heading (self->row, &heading)))
    return FALSE;
  cl_row_columns_place (self->columns, gtk_widget_get_width (widget), cl_widget_get_em (widget), widths);
  while (i < self->columns->n && at >= widths[i])
    at -= widths[i++];
  if (i == self->columns->n)
    return FALSE;
  text = self->header ? self->columns->columns[i].title : cl_row_get_text (self->row, i);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &needed, NULL);
  if (needed + 2 * CL_CELL_PADDING <= widths[i])
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
cl_row_widget_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClRowWidget *self = CL_ROW_WIDGET (widget);
  guint n = self->columns->n;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autofree double *widths = g_new0 (double, n);
  g_autoptr (PangoLayout) layout = NULL;
  gboolean backward = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  ClRowHeading heading;
  double x = 0;

  if (self->row == NULL && !self->header)
    return;
  layout = create_layout (self);
  cl_row_columns_place (self->columns, width, cl_widget_get_em (widget), widths);
  if (self->row != NULL && cl_row_get_heading (self->row, &heading))
    {
      pango_attr_list_insert (pango_layout_get_attributes (layout), pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_context_changed (layout);
      draw_heading (self, snapshot, layout, &heading, widths, height);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      const ClRowColumn *column = &self->columns->columns[i];
      double left = backward ? width - x - widths[i] : x;

      if (widths[i] <= 0)
        continue;
      draw_cell (self, snapshot, layout, column, self->header ? column->title : cl_row_get_text (self->row, i), left, widths[i], height);
      if (self->cursor == (int) i)
        cl_draw_cell_cursor (widget, snapshot, left, widths[i]);
      x += widths[i];
    }
}

static void
cl_row_widget_dispose (GObject *object)
{
  cl_row_widget_set_row (CL_ROW_WIDGET (object), NULL);
  g_clear_pointer (&CL_ROW_WIDGET (object)->columns, cl_row_columns_unref);
  G_OBJECT_CLASS (cl_row_widget_parent_class)->dispose (object);
}

static void
cl_row_widget_class_init (ClRowWidgetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_row_widget_dispose;
  widget_class->measure = cl_row_widget_measure;
  widget_class->snapshot = cl_row_widget_snapshot;
  widget_class->query_tooltip = cl_row_widget_query_tooltip;
  /* What it shows is said by the row around it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cl_row_widget_init (ClRowWidget *self)
{
  self->cursor = -1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
cl_row_widget_new (ClRowColumns *columns, gboolean header)
{
  ClRowWidget *self = g_object_new (CL_TYPE_ROW_WIDGET, NULL);

  self->columns = cl_row_columns_ref (columns);
  self->header = header;
  return GTK_WIDGET (self);
}

/* A row that was a record's may head a group next. */
static void
row_changed_cb (ClRowWidget *self)
{
  if (self->row != NULL && cl_row_get_id (self->row) < 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "cl-heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "cl-heading");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_row_widget_set_row (ClRowWidget *self, ClRow *row)
{
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_func (self->row, row_changed_cb, self);
  if (g_set_object (&self->row, row))
    self->cursor = -1;
  if (row != NULL)
    g_signal_connect_swapped (row, "changed", G_CALLBACK (row_changed_cb), self);
  row_changed_cb (self);
}

ClRow *
cl_row_widget_get_row (ClRowWidget *self)
{
  return self->row;
}

void
cl_row_widget_set_cursor (ClRowWidget *self, int column)
{
  self->cursor = column;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
cl_row_widget_get_cursor (ClRowWidget *self)
{
  return self->cursor;
}
