#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* Charts of counts: of any ledger by one or two of its facts, the chart beside its table; walked, printed, exported; Enter opens the list of what a row counts. */
#define CL_TYPE_STATISTIC_PAGE (cl_statistic_page_get_type ())
G_DECLARE_FINAL_TYPE (ClStatisticPage, cl_statistic_page, CL, STATISTIC_PAGE, GtkWidget)

GtkWidget *cl_statistic_page_new (ClContext *context);
/* A list as a chart: what of it is left by @where, which @words tell, or these records alone; NULL: no limit. */
void cl_statistic_page_show (ClStatisticPage *page, const char *ledger, const char *view, const char *where, const char *words, GArray *ids);

G_END_DECLS
