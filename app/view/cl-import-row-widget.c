/* A row of a sheet on its way in, drawn as one: four labels a row cost a list view of two hundred rows forty milliseconds to let go of. */

#include "cl-config.h"

#include <math.h>

#include "cl-import-look-private.h"
#include "cl-widgets-private.h"

#define PADDING 6   /* above and below */
#define INDENT 4    /* left and right, beside what each cell has of its own */
#define GAP 2       /* above the reason */
#define NUMBER_EM 4.4 /* a million and what is around it */
#define REASON_LINES 2 /* whole in the details */
#define REASON_SCALE 0.9

struct _ClImportRowWidget
{
  GtkWidget parent_instance;
  double outcome_em;
  char *number, *outcome, *cells, *reason;
  const char *reason_color; /* by the name that the theme gives it; NULL: as the rest */
};

G_DEFINE_FINAL_TYPE (ClImportRowWidget, cl_import_row_widget, GTK_TYPE_WIDGET)

static double
get_texts_left (ClImportRowWidget *self, double em)
{
  return INDENT + (NUMBER_EM + self->outcome_em) * em;
}

static int
get_line_height (double em)
{
  return (int) ceil (em * 1.36);
}

static PangoLayout *
create_reason (ClImportRowWidget *self, double width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->reason);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (REASON_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (layout, -REASON_LINES);
  pango_layout_set_width (layout, (int) MAX (1, width) * PANGO_SCALE);
  return layout;
}

static double
get_reason_width (ClImportRowWidget *self, double width, double em)
{
  return width - get_texts_left (self, em) - CL_CELL_PADDING * 2 - INDENT;
}

static GtkSizeRequestMode
cl_import_row_widget_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cl_import_row_widget_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  ClImportRowWidget *self = CL_IMPORT_ROW_WIDGET (widget);
  double em = cl_widget_get_em (widget);
  int least = (int) (get_texts_left (self, em) + 4 * em);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = least;
      return;
    }
  *minimum = get_line_height (em) + 2 * PADDING;
  if (self->reason != NULL)
    {
      g_autoptr (PangoLayout) layout = create_reason (self, get_reason_width (self, for_size >= 0 ? for_size : least, em));
      int height;

      pango_layout_get_pixel_size (layout, NULL, &height);
      *minimum += GAP + height;
    }
  *natural = *minimum;
}

static void
draw_reason (ClImportRowWidget *self, GtkSnapshot *snapshot, const GdkRGBA *ink, double em, gboolean backward)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double width = get_reason_width (self, gtk_widget_get_width (widget), em);
  g_autoptr (PangoLayout) layout = create_reason (self, width);
  GdkRGBA color = *ink;

  if (self->reason_color != NULL)
    gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), self->reason_color, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (backward ? INDENT + CL_CELL_PADDING : get_texts_left (self, em) + CL_CELL_PADDING),
                                                          (float) (PADDING + get_line_height (em) + GAP)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
cl_import_row_widget_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClImportRowWidget *self = CL_IMPORT_ROW_WIDGET (widget);
  double em = cl_widget_get_em (widget), width = gtk_widget_get_width (widget), left = get_texts_left (self, em), at = INDENT;
  gboolean backward = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int height = get_line_height (em) + 2 * PADDING;
  g_autoptr (PangoLayout) layout = NULL;
  g_autoptr (PangoAttrList) attributes = NULL;
  GdkRGBA ink, dim;
  const struct { const char *text; double width; PangoAlignment alignment; const GdkRGBA *color; } parts[] = {
    { self->number, NUMBER_EM * em, PANGO_ALIGN_RIGHT, &dim },
    { self->outcome, self->outcome_em * em, PANGO_ALIGN_LEFT, &ink },
    { self->cells, width - left - INDENT, PANGO_ALIGN_LEFT, &ink },
  };

  if (self->number == NULL)
    return;
  cl_widget_get_ink (widget, &ink);
  dim = ink;
  dim.alpha *= CL_DIM_ALPHA;
  layout = gtk_widget_create_pango_layout (widget, NULL);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      cl_draw_cell_text (snapshot, layout, parts[i].text, parts[i].alignment, parts[i].color, backward ? width - at - parts[i].width : at, parts[i].width, height);
      at += parts[i].width;
    }
  if (self->reason != NULL)
    draw_reason (self, snapshot, &ink, em, backward);
}

static void
free_texts (ClImportRowWidget *self)
{
  g_free (self->number);
  g_free (self->outcome);
  g_free (self->cells);
  g_free (self->reason);
}

static void
cl_import_row_widget_finalize (GObject *object)
{
  free_texts (CL_IMPORT_ROW_WIDGET (object));
  G_OBJECT_CLASS (cl_import_row_widget_parent_class)->finalize (object);
}

static void
cl_import_row_widget_class_init (ClImportRowWidgetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cl_import_row_widget_finalize;
  widget_class->get_request_mode = cl_import_row_widget_get_request_mode;
  widget_class->measure = cl_import_row_widget_measure;
  widget_class->snapshot = cl_import_row_widget_snapshot;
  /* What it shows is said by the row around it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cl_import_row_widget_init (ClImportRowWidget *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
cl_import_row_widget_new (double outcome_em)
{
  ClImportRowWidget *self = g_object_new (CL_TYPE_IMPORT_ROW_WIDGET, NULL);

  self->outcome_em = outcome_em;
  return GTK_WIDGET (self);
}

const char *
cl_import_row_widget_get_cells (ClImportRowWidget *self)
{
  return self->cells;
}

const char *
cl_import_row_widget_get_reason (ClImportRowWidget *self)
{
  return self->reason;
}

void
cl_import_row_widget_set (ClImportRowWidget *self, guint number, const char *outcome, const char *cells, const char *reason, const char *reason_color)
{
  gboolean higher = g_strcmp0 (self->reason, reason) != 0;

  free_texts (self);
  self->number = g_strdup_printf ("%u", number);
  self->outcome = g_strdup (outcome);
  self->cells = g_strdup (cells);
  self->reason = g_strdup (reason);
  self->reason_color = reason_color;
  if (higher)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
