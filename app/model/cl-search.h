#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* As-you-type search of one ledger, answered from columns in memory in the list's order (SPEED.md): names by character, pinyin or initials, numbers
 * by any end or middle. Loaded on a worker, kept true by the store's "changed". */
#define CL_TYPE_SEARCH (cl_search_get_type ())
G_DECLARE_FINAL_TYPE (ClSearch, cl_search, CL, SEARCH, GObject)

ClSearch *cl_search_new (ClStore *store, ClLedger *ledger);
gboolean cl_search_load (ClSearch *search, GError **error);  /* now, waiting */
void cl_search_load_async (ClSearch *search, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean cl_search_load_finish (ClSearch *search, GAsyncResult *result, GError **error);
gboolean cl_search_is_loaded (ClSearch *search);
void cl_search_warm (ClSearch *search);        /* reads on a worker what is not read yet */
gboolean cl_search_answers (ClSearch *search); /* FALSE: a worker reads first, "loaded" tells */
ClSearch *cl_search_share (ClStore *store, ClLedger *ledger); /* transfer full: the one of all who show @ledger */
/* Ids that match every word of @text, in order of name; @count: how many in all, @limit 0: all. Transfer full, gint64. */
GArray *cl_search_find (ClSearch *search, const char *text, guint limit, guint *count);
gboolean cl_search_is_brief (ClSearch *search); /* FALSE: keys would wait for that */
void cl_search_find_async (ClSearch *search, const char *text, guint limit, GArray *among, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GArray *cl_search_find_finish (GAsyncResult *result, guint *count, GError **error);

G_END_DECLS
