#pragma once

#include "cl-search-plan-private.h"
#include "cl-search.h"

G_BEGIN_DECLS

struct _ClSearch
{
  GObject parent;
  ClStore *store;
  ClLedger *ledger;
  ClSearchPlan *plan;
  ClSearchColumns *columns; /* NULL: not loaded */
  gulong changed_handler, described_handler;
  guint loading;      /* of which run a result may be taken: an earlier one is out of date */
  GArray *touched;    /* ids that changed while a worker was reading */
  gboolean stale;     /* all of it changed meanwhile */
  gboolean failed;    /* the worker could not read it: who asks next waits, and hears why */
};

/* cl-search-find.c, for tests: whoever searches more than @brief rows leaves it to a worker, which first calls @func; 0 and NULL: as it was. */
void cl_search_hold_workers (guint brief, GFunc func, gpointer data);

G_END_DECLS
