/* The patterns that tell parts of a bar apart without colour. Lines, not images: sharp at every size, small in a file. */

#include "cl-config.h"

#include <math.h>

#include "cl-chart-private.h"

/* Between two lines, in em. */
#define STEP 0.34

typedef enum
{
  FILL_SOLID,
  FILL_RISING,
  FILL_EMPTY,
  FILL_LEVEL,
  FILL_CROSSED,
  FILL_UPRIGHT,
  FILL_DOTTED,
  FILL_FALLING,
} Fill;

void
cl_chart_set_color (cairo_t *cairo, const ClChartColor *color)
{
  cairo_set_source_rgb (cairo, color->red, color->green, color->blue);
}

/* All lines of one bearing that cross the place; they meet those of the bars beside it. */
static void
add_lines (cairo_t *cairo, double dx, double dy, double step, double x, double y, double width, double height)
{
  double reach = width + height;

  if (dx == 0)
    for (double at = ceil (x / step) * step; at < x + width; at += step)
      {
        cairo_move_to (cairo, at, y);
        cairo_line_to (cairo, at, y + height);
      }
  else if (dy == 0)
    for (double at = y + step / 2; at < y + height; at += step)
      {
        cairo_move_to (cairo, x, at);
        cairo_line_to (cairo, x + width, at);
      }
  else
    for (double at = floor ((x - height) / step) * step; at < x + reach; at += step)
      {
        cairo_move_to (cairo, at, dy > 0 ? y : y + height);
        cairo_line_to (cairo, at + height, dy > 0 ? y + height : y);
      }
}

static void
add_dots (cairo_t *cairo, double step, double x, double y, double width, double height)
{
  for (double top = y + step / 2; top < y + height; top += step)
    for (double at = ceil (x / step) * step; at < x + width; at += step)
      {
        cairo_new_sub_path (cairo);
        cairo_arc (cairo, at, top, step / 4, 0, 2 * G_PI);
      }
}

static void
draw_pattern (cairo_t *cairo, Fill fill, double step, double x, double y, double width, double height)
{
  switch (fill)
    {
    case FILL_RISING:
    case FILL_FALLING:
      add_lines (cairo, 1, fill == FILL_FALLING ? 1 : -1, step * 1.4, x, y, width, height);
      break;
    case FILL_CROSSED:
      add_lines (cairo, 1, 1, step * 1.6, x, y, width, height);
      add_lines (cairo, 1, -1, step * 1.6, x, y, width, height);
      break;
    case FILL_LEVEL:
      add_lines (cairo, 1, 0, step, x, y, width, height);
      break;
    case FILL_UPRIGHT:
      add_lines (cairo, 0, 1, step, x, y, width, height);
      break;
    case FILL_DOTTED:
      add_dots (cairo, step, x, y, width, height);
      cairo_fill (cairo);
      return;
    case FILL_SOLID:
    case FILL_EMPTY:
    default:
      return;
    }
  cairo_stroke (cairo);
}

void
cl_chart_fill (cairo_t *cairo, const ClChartStyle *style, guint part, double x, double y, double width, double height)
{
  Fill fill = part % CL_CHART_FILLS;
  double step = style->em * STEP;

  if (width <= 0 || height <= 0)
    return;
  cairo_save (cairo);
  cairo_rectangle (cairo, x, y, width, height);
  cairo_clip_preserve (cairo);
  cl_chart_set_color (cairo, fill == FILL_SOLID ? &style->fills[part % CL_CHART_FILLS] : &style->paper);
  cairo_fill (cairo);
  cl_chart_set_color (cairo, &style->fills[part % CL_CHART_FILLS]);
  cairo_set_line_width (cairo, style->em * 0.09);
  draw_pattern (cairo, fill, step, x, y, width, height);
  /* Half of the line lies outside, and is cut. */
  cairo_set_line_width (cairo, style->em * 0.14);
  cairo_rectangle (cairo, x, y, width, height);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}
