#pragma once

#include "cl-row-model.h"

G_BEGIN_DECLS

/* A list as the office keeps it: with a name, under which it stands in the sidebar; without one, the columns that a list of the program is shown with. Rows of the
 * ledger "list_view", so that they are journaled, undone, backed up and merged as all records are. */
typedef struct
{
  char *path;  /* the field whose values are chosen; NULL: any other condition */
  char *where; /* expression over the ledger */
  char *words; /* what the mark above the list says */
} ClListFilter;

typedef struct
{
  gint64 id;          /* 0: not kept yet */
  char *ledger;
  char *base;         /* the ledger's own view that it narrows further; NULL: the whole ledger */
  char *name;
  char *search;       /* NULL: nothing is searched, and so on */
  GPtrArray *filters; /* ClListFilter */
  char *order;
  GStrv columns;
  char *group;
} ClListView;

ClListFilter *cl_list_filter_new (const char *path, const char *where, const char *words);
void cl_list_filter_free (ClListFilter *filter);
/* What narrows a list, as an array of these. */
GPtrArray *cl_list_filters_new (void);
GPtrArray *cl_list_filters_copy (GPtrArray *filters);
char *cl_list_filters_get_where (GPtrArray *filters, const char *but_path); /* all together but those of that field; NULL: none */
ClListView *cl_list_view_new (const char *ledger, const char *base, const char *name);
void cl_list_view_free (ClListView *view);
void cl_list_view_add_filter (ClListView *view, const char *path, const char *where, const char *words);
/* Order, columns and groups, the filters, and the search of @view; what is no longer understood is left out. */
void cl_list_view_apply (const ClListView *view, ClRowModel *rows);
ClRowModel *cl_list_view_open (const ClListView *view, ClStore *store, ClLedger *ledger, gboolean behind); /* its rows, so shown from the first */

/* Those with a name, by ledger and name; @ledger NULL: of all. On the store's own thread, as all that follow. */
GPtrArray *cl_store_list_list_views (ClStore *store, const char *ledger);
ClListView *cl_store_get_list_view (ClStore *store, gint64 id);                                   /* NULL: it has gone */
ClListView *cl_store_find_list_view (ClStore *store, const char *ledger, const char *name);       /* NULL: there is none */
ClListView *cl_store_get_list_columns (ClStore *store, const char *ledger, const char *base);     /* NULL: as delivered */
gboolean cl_store_save_list_view (ClStore *store, ClListView *view, GError **error);              /* gives a new one its id */
void cl_store_add_list_column (ClStore *store, ClLedger *ledger, const char *column);              /* to lists whose columns were chosen before it was there */
gboolean cl_store_delete_list_view (ClStore *store, const ClListView *view, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClListView, cl_list_view_free)

G_END_DECLS
