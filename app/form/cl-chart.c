#include "cl-config.h"

#include <math.h>
#include <string.h>

#include "cl-chart-private.h"

/* In em. */
#define BAR 1.1
#define LINE 1.35
#define GAP 0.55      /* between rows */
#define SPACE 0.5     /* between name, bar and number */
#define MOST_NAME 0.4 /* of the width, for names */
#define LINES 2       /* of a name that is longer */

/* A row as it is set. */
typedef struct
{
  char *lines[LINES]; /* of its name; NULL: no more */
  char *number;
  double top;
} Row;

struct _ClChart
{
  ClStatistic *statistic;
  ClChartStyle style;
  double width;
  gboolean pyramid;
  guint parts;       /* of a bar; 0: by one */
  guint *columns;    /* of each part its column; the last part may be all further ones */
  gboolean rest;     /* it is */
  char **names;      /* of the parts */
  Row *rows;
  double name_width, number_width;
  double head;
  gint64 most;       /* the longest bar */
};

static double
measure (ClChart *chart, const char *text, gboolean strong)
{
  PangoRectangle extents;

  pango_layout_get_extents (chart->style.set_text (chart->style.data, text, strong), NULL, &extents);
  return (double) extents.width / PANGO_SCALE;
}

/* @x is where the text begins, or ends where @align is 1, or its middle; @middle the middle of the line. */
static void
show (ClChart *chart, cairo_t *cairo, const char *text, gboolean strong, double x, double middle, double align)
{
  PangoLayout *layout = chart->style.set_text (chart->style.data, text, strong);
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  cairo_move_to (cairo, x - align * extents.width / PANGO_SCALE, middle - (double) extents.height / PANGO_SCALE / 2);
  pango_cairo_show_layout (cairo, layout);
}

/* So many bytes of @text, whole characters, find room. */
static gsize
find_fitting (ClChart *chart, const char *text, double room)
{
  glong low = 1, high = g_utf8_strlen (text, -1);

  if (measure (chart, text, TRUE) <= room)
    return strlen (text);
  while (low < high)
    {
      glong middle = (low + high + 1) / 2;
      g_autofree char *part = g_utf8_substring (text, 0, middle);

      if (measure (chart, part, TRUE) <= room)
        low = middle;
      else
        high = middle - 1;
    }
  return g_utf8_offset_to_pointer (text, low) - text;
}

static char *
cut (ClChart *chart, const char *text, double room)
{
  gsize bytes = find_fitting (chart, text, room);
  g_autofree char *part = NULL;

  if (text[bytes] == '\0')
    return g_strdup (text);
  bytes = find_fitting (chart, text, MAX (0, room - measure (chart, "…", TRUE)));
  part = g_strndup (text, bytes);
  return g_strconcat (part, "…", NULL);
}

static void
break_name (ClChart *chart, Row *row, const char *name, double room)
{
  gsize bytes = find_fitting (chart, name, room);

  row->lines[0] = g_strndup (name, bytes);
  row->lines[1] = name[bytes] != '\0' ? cut (chart, name + bytes, room) : NULL;
}

/* Parts beyond the patterns stand together, whichever are least in number stay the table's. */
static void
choose_parts (ClChart *chart, gboolean paper)
{
  ClStatistic *statistic = chart->statistic;
  guint n = statistic->columns->len;

  chart->rest = n > CL_CHART_FILLS;
  chart->parts = chart->pyramid ? 2 : MIN (n, CL_CHART_FILLS);
  chart->columns = g_new0 (guint, chart->parts + 1);
  chart->names = g_new0 (char *, chart->parts + 1);
  for (guint i = 0, column = 0; i < chart->parts; i++, column++)
    {
      while (chart->pyramid && ((const ClStatisticValue *) statistic->columns->pdata[column])->kind != CL_STATISTIC_VALUE)
        column++;
      chart->columns[i] = column;
      if (chart->rest && i + 1 == chart->parts)
        {
          ClStatisticValue others = { .kind = CL_STATISTIC_REST, .merged = n - column };

          chart->names[i] = cl_statistic_value_call (&others, paper);
        }
      else
        chart->names[i] = cl_statistic_value_call (statistic->columns->pdata[column], paper);
    }
}

static gint64
get_part (ClChart *chart, guint row, guint part)
{
  gint64 n = 0;

  if (chart->parts == 0)
    return ((const ClStatisticValue *) chart->statistic->rows->pdata[row])->n;
  if (!chart->rest || part + 1 < chart->parts)
    return cl_statistic_get (chart->statistic, row, chart->columns[part]);
  for (guint column = chart->columns[part]; column < chart->statistic->columns->len; column++)
    n += cl_statistic_get (chart->statistic, row, column);
  return n;
}

/* As long as the bar is drawn: of facts that overlap its parts are more than its records. */
static gint64
get_length (ClChart *chart, guint row)
{
  gint64 n = 0;

  if (chart->pyramid)
    return MAX (get_part (chart, row, 0), get_part (chart, row, 1));
  for (guint part = 0; part < MAX (chart->parts, 1); part++)
    n += get_part (chart, row, part);
  return n;
}

static double
get_key_width (ClChart *chart, guint part)
{
  return chart->style.em * (1.6 + 2 * SPACE) + measure (chart, chart->names[part], FALSE);
}

static double
place_keys (ClChart *chart, cairo_t *cairo)
{
  const double em = chart->style.em;
  double x = 0, y = 0;

  for (guint part = 0; part < chart->parts; part++)
    {
      double width = get_key_width (chart, part);

      if (x > 0 && x + width > chart->width)
        {
          x = 0;
          y += LINE * em;
        }
      if (cairo != NULL)
        {
          g_autofree char *name = cut (chart, chart->names[part], MAX (em, chart->width - x - 2.1 * em));

          cl_chart_fill (cairo, &chart->style, part, x, y + 0.2 * em, 1.6 * em, 0.95 * em);
          cl_chart_set_color (cairo, &chart->style.ink);
          show (chart, cairo, name, FALSE, x + (1.6 + SPACE / 2) * em, y + LINE * em / 2, 0);
        }
      x += width;
    }
  return chart->parts > 0 ? y + (LINE + GAP) * em : 0;
}

static void
set_rows (ClChart *chart, gboolean paper)
{
  const double em = chart->style.em;
  guint n = chart->statistic->rows->len;
  double widest = 0, room = chart->width * MOST_NAME, y = 0;

  chart->rows = g_new0 (Row, n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = cl_statistic_value_call (chart->statistic->rows->pdata[i], paper);
      Row *row = &chart->rows[i];

      break_name (chart, row, name, room);
      for (guint line = 0; line < LINES && row->lines[line] != NULL; line++)
        widest = MAX (widest, measure (chart, row->lines[line], TRUE));
      row->number = cl_statistic_format (((const ClStatisticValue *) chart->statistic->rows->pdata[i])->n);
      chart->most = MAX (chart->most, get_length (chart, i));
      row->top = y;
      y += (row->lines[1] != NULL ? LINES * LINE * em : LINE * em) + GAP * em;
    }
  chart->rows[n].top = y;
  chart->name_width = MIN (widest, room);
  for (guint i = 0; i < n; i++)
    for (guint part = 0; part < (chart->pyramid ? 2 : 1); part++)
      {
        g_autofree char *number = chart->pyramid ? cl_statistic_format (get_part (chart, i, part)) : g_strdup (chart->rows[i].number);

        chart->number_width = MAX (chart->number_width, measure (chart, number, TRUE));
      }
}

/**
 * cl_chart_new:
 * @statistic: what is drawn
 * @style: how; copied
 * @width: how wide, in the units of its type
 * @paper: for paper, which is always Chinese
 *
 * Sets names and numbers, and so knows how high the drawing is. Any thread, that of @style's text.
 *
 * Returns: (transfer full): the drawing
 */
ClChart *
cl_chart_new (ClStatistic *statistic, const ClChartStyle *style, double width, gboolean paper)
{
  ClChart *chart;

  g_return_val_if_fail (statistic != NULL && style != NULL, NULL);

  chart = g_new0 (ClChart, 1);
  chart->statistic = cl_statistic_ref (statistic);
  chart->style = *style;
  chart->width = MAX (width, style->em);
  chart->pyramid = cl_statistic_is_pyramid (statistic);
  choose_parts (chart, paper);
  set_rows (chart, paper);
  chart->head = place_keys (chart, NULL);
  return chart;
}

/**
 * cl_chart_free:
 * @chart: a drawing
 */
void
cl_chart_free (ClChart *chart)
{
  for (guint i = 0; i < chart->statistic->rows->len; i++)
    {
      for (guint line = 0; line < LINES; line++)
        g_free (chart->rows[i].lines[line]);
      g_free (chart->rows[i].number);
    }
  for (guint part = 0; part < chart->parts; part++)
    g_free (chart->names[part]);
  g_free (chart->names);
  g_free (chart->columns);
  g_free (chart->rows);
  cl_statistic_unref (chart->statistic);
  g_free (chart);
}

/**
 * cl_chart_get_n_rows:
 * @chart: a drawing
 *
 * Returns: how many bars it has
 */
guint
cl_chart_get_n_rows (ClChart *chart)
{
  return chart->statistic->rows->len;
}

/**
 * cl_chart_get_head:
 * @chart: a drawing
 *
 * Returns: how high the patterns with their names are, above the bars
 */
double
cl_chart_get_head (ClChart *chart)
{
  return chart->head;
}

/**
 * cl_chart_get_top:
 * @chart: a drawing
 * @row: of its bars, or the one after the last
 *
 * Returns: where it begins, under the first
 */
double
cl_chart_get_top (ClChart *chart, guint row)
{
  g_return_val_if_fail (row <= chart->statistic->rows->len, 0);

  return chart->rows[row].top;
}

/**
 * cl_chart_draw_head:
 * @chart: a drawing
 * @cairo: where, from its origin
 *
 * Draws which pattern is what.
 */
void
cl_chart_draw_head (ClChart *chart, cairo_t *cairo)
{
  place_keys (chart, cairo);
}

/* A part's number stands in it where there is room, on a plate of paper, so that it is read over every pattern. */
static void
draw_part_number (ClChart *chart, cairo_t *cairo, gint64 n, double x, double width, double middle)
{
  const double em = chart->style.em;
  g_autofree char *text = cl_statistic_format (n);
  double wide = measure (chart, text, FALSE) + 0.3 * em;

  if (n == 0 || wide > width - 0.3 * em)
    return;
  cl_chart_set_color (cairo, &chart->style.paper);
  cairo_rectangle (cairo, x + (width - wide) / 2, middle - BAR * em / 2 + 0.09 * em, wide, BAR * em - 0.18 * em);
  cairo_fill (cairo);
  cl_chart_set_color (cairo, &chart->style.ink);
  show (chart, cairo, text, FALSE, x + width / 2, middle, 0.5);
}

static void
draw_name (ClChart *chart, cairo_t *cairo, guint i, gboolean marked, double x, double middle, double align)
{
  const Row *row = &chart->rows[i];
  double line = LINE * chart->style.em;

  cl_chart_set_color (cairo, &chart->style.ink);
  if (row->lines[1] == NULL)
    show (chart, cairo, row->lines[0], marked, x, middle, align);
  else
    for (guint k = 0; k < LINES; k++)
      show (chart, cairo, row->lines[k], marked, x, middle + (k - 0.5) * line, align);
}

static void
draw_bar (ClChart *chart, cairo_t *cairo, guint i, gboolean marked, double middle)
{
  const double em = chart->style.em;
  double left = chart->name_width + SPACE * em, room = MAX (em, chart->width - left - SPACE * em - chart->number_width);
  double scale = chart->most > 0 ? room / (double) chart->most : 0, x = left;

  draw_name (chart, cairo, i, marked, chart->name_width, middle, 1);
  for (guint part = 0; part < MAX (chart->parts, 1); part++)
    {
      gint64 n = get_part (chart, i, part);
      /* Who is there is seen, however many the others are. */
      double width = n > 0 ? MAX ((double) n * scale, 0.1 * em) : 0;

      width = MIN (width, MAX (0, left + room - x));
      cl_chart_fill (cairo, &chart->style, part, x, middle - BAR * em / 2, width, BAR * em);
      if (chart->parts > 0)
        draw_part_number (chart, cairo, n, x, width, middle);
      x += width;
    }
  cl_chart_set_color (cairo, &chart->style.ink);
  show (chart, cairo, chart->rows[i].number, marked, x + SPACE * em / 2, middle, 0);
}

/* Names in the middle, the first value to the left of them and the other to the right. */
static void
draw_pair (ClChart *chart, cairo_t *cairo, guint i, gboolean marked, double middle)
{
  const double em = chart->style.em;
  double half = (chart->width - chart->name_width) / 2 - SPACE * em, room = MAX (em, half - chart->number_width - SPACE * em);
  double scale = chart->most > 0 ? room / (double) chart->most : 0;

  draw_name (chart, cairo, i, marked, chart->width / 2, middle, 0.5);
  for (guint part = 0; part < 2; part++)
    {
      gint64 n = get_part (chart, i, part);
      g_autofree char *number = cl_statistic_format (n);
      double width = n > 0 ? MAX ((double) n * scale, 0.1 * em) : 0, x = part == 0 ? half - width : chart->width - half;

      cl_chart_fill (cairo, &chart->style, part, x, middle - BAR * em / 2, width, BAR * em);
      cl_chart_set_color (cairo, &chart->style.ink);
      show (chart, cairo, number, marked, part == 0 ? x - SPACE * em / 2 : x + width + SPACE * em / 2, middle, part == 0 ? 1 : 0);
    }
}

/**
 * cl_chart_draw_rows:
 * @chart: a drawing
 * @cairo: where, the first row from its origin
 * @from: first row
 * @to: the one after the last
 * @marked: the row that is being read, or -1
 *
 * A row that is marked is framed and set in heavy type.
 */
void
cl_chart_draw_rows (ClChart *chart, cairo_t *cairo, guint from, guint to, int marked)
{
  const double em = chart->style.em;

  g_return_if_fail (to <= chart->statistic->rows->len);

  for (guint i = from; i < to; i++)
    {
      double top = chart->rows[i].top - chart->rows[from].top, height = chart->rows[i + 1].top - chart->rows[i].top - GAP * em;
      gboolean is_marked = marked == (int) i;

      if (is_marked)
        {
          cl_chart_set_color (cairo, &chart->style.mark);
          cairo_set_line_width (cairo, 0.12 * em);
          cairo_rectangle (cairo, 0.06 * em, top - 0.12 * em, chart->width - 0.12 * em, height + 0.24 * em);
          cairo_stroke (cairo);
        }
      if (chart->pyramid)
        draw_pair (chart, cairo, i, is_marked, top + height / 2);
      else
        draw_bar (chart, cairo, i, is_marked, top + height / 2);
    }
}
