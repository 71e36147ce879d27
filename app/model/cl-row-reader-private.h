#pragma once

#include "cl-row-model.h"

G_BEGIN_DECLS

/* cl-row-ids.c: vectors of ids. */
/* How the ids before and after differ: @kept rows at the start, then @removed against @added, then the same again. */
typedef struct
{
  guint kept;
  guint removed;
  guint added;
} ClRowDifference;
ClRowDifference cl_row_ids_compare (GArray *before, GArray *after);
/* Those of @all that are among @found, in the order of @all. */
GArray *cl_row_ids_intersect (GArray *all, GArray *found);

/* cl-row-reader.c: what a list asks the store. */
typedef struct
{
  char *path;
  char *title;
  gboolean is_private;
} ClRowColumn;

typedef struct
{
  ClStore *store;
  ClLedger *ledger;
  const ClLedgerView *view;
  GPtrArray *columns;     /* ClRowColumn */
  char *order;            /* NULL: the view's or the ledger's */
  char *where;
  GHashTable *parameters; /* for @where */
  char *group;            /* NULL: the list is not grouped */
  gboolean revealed;
} ClRowReader;

#define CL_ROW_PAGE 64

ClRowReader *cl_row_reader_new (ClStore *store, ClLedger *ledger, const char *view);
/* With its order, columns and groups; its condition where @narrowed. */
ClRowReader *cl_row_reader_copy (ClRowReader *reader, gboolean narrowed);
void cl_row_reader_free (ClRowReader *reader);
const char *cl_row_reader_get_order (ClRowReader *reader);
/* NULL: those of the view or the ledger. What is wrong is left out. */
void cl_row_reader_set_columns (ClRowReader *reader, const char *const *columns);
/* Those given are tried and, where they were understood, kept. */
gboolean cl_row_reader_set_order (ClRowReader *reader, const char *order, GError **error);
gboolean cl_row_reader_set_where (ClRowReader *reader, const char *where, GHashTable *parameters, GError **error);
gboolean cl_row_reader_set_group (ClRowReader *reader, const char *path, GError **error);
/* The ids by filter and order, or the first of them that @steps are enough for (cl_query_list_first_ids()). */
GArray *cl_row_reader_read_ids (ClRowReader *reader, ClDatabase *database, guint steps, gboolean *is_all, GError **error);
/* Those of @ids, few, that belong to the list, in no order. */
GArray *cl_row_reader_keep_ids (ClRowReader *reader, GArray *ids, GError **error);
/* Which records, and where @ordered in which order; further columns may be added. */
ClQuery *cl_row_reader_make_query (ClRowReader *reader, gboolean ordered, GError **error);
/* The texts of up to CL_ROW_PAGE rows by one statement: GStrv, one a column. */
GPtrArray *cl_row_reader_read_page (ClRowReader *reader, const gint64 *ids, guint n);
/* Whether a change of @ledger may change which rows there are and their order, or what they show. */
gboolean cl_row_reader_orders_by (ClRowReader *reader, const char *ledger);
gboolean cl_row_reader_shows (ClRowReader *reader, const char *ledger);

G_END_DECLS
