#pragma once

#include "cl-chart.h"

G_BEGIN_DECLS

void cl_chart_set_color (cairo_t *cairo, const ClChartColor *color);
/* A bar or a part of one, in its pattern. */
void cl_chart_fill (cairo_t *cairo, const ClChartStyle *style, guint part, double x, double y, double width, double height);

G_END_DECLS
