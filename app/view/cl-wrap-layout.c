#include "cl-config.h"

#include "cl-wrap-layout-private.h"
#include "cl-widgets.h"

#define SPACING 12
#define LINE_SPACING 6

struct _ClWrapLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (ClWrapLayout, cl_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
cl_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

static int
get_width (GtkWidget *child, int width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, width));
}

/* The first child that no longer fits the line that begins with @first; @spare: what the line has left, @n_expand: for how many. */
static GtkWidget *
end_line (GtkWidget *first, int width, int *spare, guint *n_expand)
{
  GtkWidget *child = first;

  *spare = width;
  *n_expand = 0;
  while (child != NULL)
    {
      int needed = get_width (child, width) + (child != first ? SPACING : 0);

      if (child != first && needed > *spare)
        break;
      *spare = MAX (0, *spare - needed);
      *n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
      child = get_next (child);
    }
  return child;
}

static int
share (GtkWidget *child, int width, int spare, guint n_expand)
{
  return get_width (child, width) + (n_expand > 0 && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? spare / (int) n_expand : 0);
}

/* Returns the height of all lines; gives each child its place where @allocates. */
static int
lay_out (GtkWidget *widget, int width, gboolean allocates)
{
  gboolean backward = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *first = skip_hidden (gtk_widget_get_first_child (widget)), *end;
  int y = 0;

  for (; first != NULL; first = end)
    {
      int spare, height = 0, x = 0;
      guint n_expand;

      end = end_line (first, width, &spare, &n_expand);
      for (GtkWidget *child = first; child != end; child = get_next (child))
        {
          int natural;

          gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, share (child, width, spare, n_expand), NULL, &natural, NULL, NULL);
          height = MAX (height, natural);
        }
      y += y > 0 ? LINE_SPACING : 0;
      for (GtkWidget *child = first; allocates && child != end; child = get_next (child))
        {
          int each = share (child, width, spare, n_expand);

          gtk_widget_size_allocate (child, &(GtkAllocation) { backward ? width - x - each : x, y, each, height }, -1);
          x += each + SPACING;
        }
      y += height;
    }
  return y;
}

static void
cl_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for (GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget)); child != NULL; child = get_next (child))
      {
        int child_minimum, child_natural;

        gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
        *minimum = MAX (*minimum, child_minimum);
        *natural += child_natural + (*natural > 0 ? SPACING : 0);
      }
  else
    {
      if (for_size < 0)
        gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &for_size, NULL, NULL);
      *minimum = *natural = lay_out (widget, for_size, FALSE);
    }
}

static void
cl_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, TRUE);
}

static void
cl_wrap_layout_class_init (ClWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = cl_wrap_layout_get_request_mode;
  manager_class->measure = cl_wrap_layout_measure;
  manager_class->allocate = cl_wrap_layout_allocate;
}

static void
cl_wrap_layout_init (ClWrapLayout *self)
{
}

/**
 * cl_wrap_box_new:
 *
 * A bar of buttons and words that goes on in a second line where one is too narrow, as with large text. Main thread.
 *
 * Returns: (transfer floating): the bar, a GtkBox that is filled by gtk_box_append(); it has no spacing of its own to be set
 */
GtkWidget *
cl_wrap_box_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (box, g_object_new (CL_TYPE_WRAP_LAYOUT, NULL));
  return box;
}
