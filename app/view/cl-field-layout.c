#include "cl-field-layout-private.h"

#include "cl-widgets-private.h"

#define COLUMN_EM 6.5
#define SPACING 12
/* Where the form itself is narrow the column takes no more than this of it. */
#define COLUMN_SHARE 0.38
/* Beside a text of several lines the label stands at the first. */
#define LABEL_DROP 8

struct _ClFieldLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (ClFieldLayout, cl_field_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
get_column (GtkWidget *widget)
{
  return (int) (cl_widget_get_em (widget) * COLUMN_EM);
}

static GtkSizeRequestMode
cl_field_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The widths of the children for a line of @width. */
static void
divide (GtkWidget *widget, int width, int *first, int *second)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int taken;

  *first = MIN (get_column (widget), (int) (width * COLUMN_SHARE));
  taken = *first + SPACING;
  for (child = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (child)); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      taken += natural + SPACING;
    }
  *second = MAX (1, width - taken);
}

static int
get_width (GtkWidget *child, guint i, int first, int second)
{
  int natural;

  if (i < 2)
    return i == 0 ? first : second;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Height and first baseline of child @i; lines of different fonts stand on one baseline. */
static int
measure_height (GtkWidget *child, int width, int *baseline)
{
  int minimum, natural, minimum_width;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, minimum_width), &minimum, &natural, NULL, baseline);
  return MAX (minimum, natural);
}

static int
find_baseline (GtkWidget *widget, int first, int second)
{
  GtkWidget *one = gtk_widget_get_first_child (widget), *two = gtk_widget_get_next_sibling (one);
  int a = -1, b = -1;

  measure_height (one, first, &a);
  measure_height (two, second, &b);
  return a < 0 || b < 0 || !GTK_IS_LABEL (two) ? -1 : MAX (a, b);
}

/* How far the label is below the top, so that its line is in the middle of the control that the second child begins with, whatever the size of the text. */
static int
find_drop (GtkWidget *widget, int second)
{
  GtkWidget *one = gtk_widget_get_first_child (widget), *two = gtk_widget_get_next_sibling (one);
  GtkWidget *control = GTK_IS_BOX (two) && gtk_orientable_get_orientation (GTK_ORIENTABLE (two)) == GTK_ORIENTATION_VERTICAL ? gtk_widget_get_first_child (two) : NULL;

  return control != NULL ? CLAMP ((measure_height (control, second, NULL) - measure_height (one, G_MAXINT, NULL)) / 2, 0, LABEL_DROP) : 0;
}

static void
cl_field_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  int first, second, line, drop;
  guint i = 0;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child), i++)
        {
          int child_minimum, child_natural;

          gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
          *minimum += (i == 0 ? get_column (widget) / 2 : child_minimum) + (i > 0 ? SPACING : 0);
          *natural += (i == 0 ? get_column (widget) : child_natural) + (i > 0 ? SPACING : 0);
        }
      *natural = MAX (*minimum, *natural);
      return;
    }
  if (for_size < 0)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &for_size, NULL, NULL);
  divide (widget, for_size, &first, &second);
  line = find_baseline (widget, first, second);
  drop = find_drop (widget, second);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child), i++)
    {
      int baseline = -1, height = measure_height (child, get_width (child, i, first, second), &baseline);

      *minimum = MAX (*minimum, height + (line >= 0 && baseline >= 0 && i < 2 ? line - baseline : i == 0 ? drop : 0));
    }
  *natural = *minimum;
}

static void
cl_field_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  gboolean backward = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int first, second, line, drop, x = 0;
  guint i = 0;

  divide (widget, width, &first, &second);
  line = find_baseline (widget, first, second);
  drop = find_drop (widget, second);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child), i++)
    {
      int own = -1, minimum, child_width = get_width (child, i, first, second), child_height = measure_height (child, child_width, &own);
      int y = line >= 0 && own >= 0 && i < 2 ? line - own : i == 0 ? drop : i < 2 ? 0 : (height - child_height) / 2;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      child_width = MAX (child_width, minimum);
      gtk_widget_size_allocate (child, &(GtkAllocation) { backward ? width - x - child_width : x, y, child_width, MAX (child_height, 1) }, -1);
      x += child_width + SPACING;
    }
}

static void
cl_field_layout_class_init (ClFieldLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = cl_field_layout_get_request_mode;
  manager_class->measure = cl_field_layout_measure;
  manager_class->allocate = cl_field_layout_allocate;
}

static void
cl_field_layout_init (ClFieldLayout *self)
{
}
