#pragma once

#include "cl-query.h"

G_BEGIN_DECLS

/* One value that a field has in a list: how it reads, how many have it, and the condition that leaves these alone. */
typedef struct
{
  char *text;      /* as lists show it; "" for those who have none */
  char *condition; /* over the ledger */
  guint n;
} ClFilterValue;

/* Whether there is a choice of values to filter by: not free text that is everybody's own, not what lists mask. */
gboolean cl_filter_offers (const ClField *field);
/* The values that @path has among the records of @view for which @where holds, codes in their own order, else the most frequent first; ClFilterValue. */
GPtrArray *cl_filter_count (ClCatalogue *catalogue, ClDatabase *reader, ClLedger *ledger, const char *view, const char *where, const char *path, GError **error);

G_END_DECLS
