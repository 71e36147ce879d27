#pragma once

#include <pango/pangocairo.h>

#include "cl-statistic.h"

G_BEGIN_DECLS

/* A count drawn with cairo: bars that lie, stacked where there is a second fact, to two sides where that has two values over ages. The same drawing on screen and
 * on paper; what differs is the style. Nothing is told by colour alone: each part has a pattern of its own, each bar its name and number. */

#define CL_CHART_FILLS 8

typedef struct
{
  double red, green, blue;
} ClChartColor;

typedef struct
{
  /* @text on one line, set for the chart, @strong in heavy type; transfer none, valid until the next call. In the units of @em. */
  PangoLayout *(*set_text) (gpointer data, const char *text, gboolean strong);
  gpointer data;
  double em; /* size of the type: all measures follow it */
  ClChartColor ink, paper, mark;
  ClChartColor fills[CL_CHART_FILLS];
} ClChartStyle;

typedef struct _ClChart ClChart;

ClChart *cl_chart_new (ClStatistic *statistic, const ClChartStyle *style, double width, gboolean paper); /* @paper: Chinese names */
void cl_chart_free (ClChart *chart);
guint cl_chart_get_n_rows (ClChart *chart);
double cl_chart_get_head (ClChart *chart);            /* what its parts are, above the bars; 0: nothing to tell */
double cl_chart_get_top (ClChart *chart, guint row);  /* under the head; of the row after the last: the height of all */
void cl_chart_draw_head (ClChart *chart, cairo_t *cairo);
/* Rows from @from up to @to, the first at 0; @marked, or -1, is the one that is being read. */
void cl_chart_draw_rows (ClChart *chart, cairo_t *cairo, guint from, guint to, int marked);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClChart, cl_chart_free)

G_END_DECLS
