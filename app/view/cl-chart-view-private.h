#pragma once

#include <gtk/gtk.h>

#include "cl-statistic.h"

G_BEGIN_DECLS

/* A count drawn on screen (cl-chart.h): as high as its bars, in a scrolled window of which it draws what is seen. Not focusable: the table beside it is walked,
 * and marks the bar. */
#define CL_TYPE_CHART_VIEW (cl_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (ClChartView, cl_chart_view, CL, CHART_VIEW, GtkWidget)

GtkWidget *cl_chart_view_new (void);
void cl_chart_view_set (ClChartView *view, ClStatistic *statistic); /* NULL: empty */
void cl_chart_view_mark (ClChartView *view, int row);                /* and scrolls to it; -1: none */

G_END_DECLS
