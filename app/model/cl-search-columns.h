#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The columns that ClSearch scans, rows in order of name. Shared with workers, which only look through them; whoever else has them changes them between enter and
 * leave, for which a worker gives way within a tenth of a millisecond, and begins anew. */
typedef struct _ClSearchColumns ClSearchColumns;

ClSearchColumns *cl_search_columns_new (void);
ClSearchColumns *cl_search_columns_ref (ClSearchColumns *columns);
void cl_search_columns_unref (ClSearchColumns *columns);
void cl_search_columns_enter (ClSearchColumns *columns);
void cl_search_columns_leave (ClSearchColumns *columns);
guint cl_search_columns_get_n (ClSearchColumns *columns);
gsize cl_search_columns_get_size (ClSearchColumns *columns); /* bytes in use */
/* @texts: what is searched by character and pinyin, the first of them the text that orders; @numbers: what is searched by digits. */
void cl_search_columns_append (ClSearchColumns *columns, gint64 id, const char *const *texts, const char *const *numbers);
/* Puts what was appended in any order where it belongs. */
void cl_search_columns_sort (ClSearchColumns *columns);
/* Puts the row where its first text belongs. */
void cl_search_columns_insert (ClSearchColumns *columns, gint64 id, const char *const *texts, const char *const *numbers);
gboolean cl_search_columns_remove (ClSearchColumns *columns, gint64 id);
GArray *cl_search_columns_find (ClSearchColumns *columns, const char *text, guint limit, guint *count);
/* On a worker. NULL: it was cancelled. */
GArray *cl_search_columns_find_behind (ClSearchColumns *columns, const char *text, guint limit, GCancellable *cancellable, guint *count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSearchColumns, cl_search_columns_unref)

G_END_DECLS
