#include "cl-config.h"

#include <math.h>

#include "cl-count-table-private.h"
#include "cl-widgets-private.h"

#define ROW_PADDING 7
#define NAME_LEAST 6.0 /* em */

struct _ClCountRow
{
  GtkWidget parent_instance;
  ClCountColumns *columns; /* the table's */
  GStrv texts;
  gboolean strong, read;
};

G_DEFINE_FINAL_TYPE (ClCountRow, cl_count_row, GTK_TYPE_WIDGET)

/* Names have what the numbers leave them. Numbers that find no room beside them are left out, those that were walked past first. */
static double
get_name_width (const ClCountColumns *columns, double em, double width)
{
  double numbers = 0;

  for (guint i = columns->first; i < columns->n; i++)
    numbers += columns->widths[i] * em;
  return MIN (MAX (width - numbers, NAME_LEAST * em), MAX (columns->widths[0], NAME_LEAST) * em * 1.5);
}

gboolean
cl_count_columns_has_room (const ClCountColumns *columns, guint column, double em, double width)
{
  double x = get_name_width (columns, em, width);

  if (column == 0)
    return TRUE;
  if (column < columns->first)
    return FALSE;
  for (guint i = columns->first; i <= column; i++)
    x += columns->widths[i] * em;
  return x <= width + 1;
}

static void
cl_count_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  ClCountRow *self = CL_COUNT_ROW (widget);
  double em = cl_widget_get_em (widget), sum = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = (int) ceil (em * 1.36) + 2 * ROW_PADDING;
      return;
    }
  for (guint i = 0; i < self->columns->n; i++)
    sum += self->columns->widths[i] * em;
  *minimum = (int) (14 * em);
  *natural = MAX (*minimum, (int) sum);
}

static void
draw_cell (ClCountRow *self, GtkSnapshot *snapshot, PangoLayout *layout, guint column, double x, double width)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRGBA color;

  cl_widget_get_ink (widget, &color);
  cl_draw_cell_text (snapshot, layout, self->texts[column], column > 0 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT, &color, x, width, gtk_widget_get_height (widget));
  if (self->read && self->columns->cursor == (int) column)
    cl_draw_cell_cursor (widget, snapshot, x, width);
}

static void
cl_count_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClCountRow *self = CL_COUNT_ROW (widget);
  const ClCountColumns *columns = self->columns;
  double em = cl_widget_get_em (widget), width = gtk_widget_get_width (widget), x;
  g_autoptr (PangoLayout) layout = NULL;
  g_autoptr (PangoAttrList) attributes = NULL;

  if (self->texts == NULL || g_strv_length (self->texts) < columns->n)
    return;
  layout = gtk_widget_create_pango_layout (widget, NULL);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (self->strong)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  x = get_name_width (columns, em, width);
  draw_cell (self, snapshot, layout, 0, 0, MIN (x, width));
  for (guint i = columns->first; i < columns->n && cl_count_columns_has_room (columns, i, em, width); i++)
    {
      draw_cell (self, snapshot, layout, i, x, columns->widths[i] * em);
      x += columns->widths[i] * em;
    }
}

static void
cl_count_row_finalize (GObject *object)
{
  g_strfreev (CL_COUNT_ROW (object)->texts);
  G_OBJECT_CLASS (cl_count_row_parent_class)->finalize (object);
}

static void
cl_count_row_class_init (ClCountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cl_count_row_finalize;
  widget_class->measure = cl_count_row_measure;
  widget_class->snapshot = cl_count_row_snapshot;
  /* What it shows is said by the row around it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cl_count_row_init (ClCountRow *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
cl_count_row_new (ClCountColumns *columns)
{
  ClCountRow *self = g_object_new (CL_TYPE_COUNT_ROW, NULL);

  self->columns = columns;
  return GTK_WIDGET (self);
}

void
cl_count_row_set (ClCountRow *self, const char *const *texts, gboolean strong)
{
  g_strfreev (self->texts);
  self->texts = g_strdupv ((GStrv) texts);
  self->strong = strong;
  self->read = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_count_row_set_read (ClCountRow *self, gboolean read)
{
  self->read = read;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
