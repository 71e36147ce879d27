#pragma once

#include "cl-query.h"
#include "cl-search-columns.h"

G_BEGIN_DECLS

/* What is read of each record; immutable, shared with the worker. */
typedef struct
{
  ClLedger *ledger;
  char *sort; /* the first expression read: what orders the rows */
  GPtrArray *texts;
  GPtrArray *numbers;
} ClSearchPlan;

typedef void (*ClSearchPutFunc) (ClSearchColumns *columns, gint64 id, const char *const *texts, const char *const *numbers);

/* cl-search-plan.c: what of a ledger is searched, and how it is read. Any thread. */
ClSearchPlan *cl_search_plan_new (ClLedger *ledger);
void cl_search_plan_free (ClSearchPlan *plan);
ClQuery *cl_search_plan_make_query (const ClSearchPlan *plan, ClCatalogue *catalogue, GError **error);
gboolean cl_search_plan_read_rows (const ClSearchPlan *plan, ClStatement *statement, ClSearchColumns *columns, ClSearchPutFunc put, GError **error);
ClSearchColumns *cl_search_plan_read_all (const ClSearchPlan *plan, ClCatalogue *catalogue, ClDatabase *database, GError **error);

G_END_DECLS
