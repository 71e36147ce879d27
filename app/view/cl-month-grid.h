#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The days of a month, one of them chosen. Signals:
 *   chosen ()                        another day is, by key or mouse or cl_month_grid_choose(); before the days are said anew
 *   pressed (gboolean was_chosen)    Enter or a click on the chosen day; it was chosen before, or is by this */
#define CL_TYPE_MONTH_GRID (cl_month_grid_get_type ())
G_DECLARE_FINAL_TYPE (ClMonthGrid, cl_month_grid, CL, MONTH_GRID, GtkWidget)

/* What there is on the day @iso: how many things, and the words that follow the day; transfer full, or NULL. */
typedef char *(*ClMonthGridFunc) (const char *iso, guint *n, gpointer data);

GtkWidget *cl_month_grid_new (ClMonthGridFunc func, gpointer data);
GtkWidget *cl_month_grid_new_months (void); /* the months of a year instead; chosen is the first day of one */
const char *cl_month_grid_get_chosen (ClMonthGrid *grid); /* ISO */
void cl_month_grid_choose (ClMonthGrid *grid, const char *iso);
void cl_month_grid_get_span (ClMonthGrid *grid, const char **first, const char **last);
void cl_month_grid_refresh (ClMonthGrid *grid);

char *cl_day_format (const char *iso, gboolean year); /* "2026年11月21日 星期六" */

G_END_DECLS
