#pragma once

#include "cl-database-private.h"

G_BEGIN_DECLS

/* cl-rescue-source.c: copies @path and its -wal to @copy, as zeros where the disk gives nothing; and opens the copy, with a head made for it where its own cannot
 * be used. */
gboolean cl_rescue_copy (const char *path, const char *copy, GCancellable *cancellable, GError **error);
ClDatabase *cl_rescue_open (const char *copy, GError **error);

/* cl-rescue-table.c: what of a table comes over. */
typedef struct
{
  guint n_read;
  guint n_lost;      /* known to have been there */
  gboolean is_holed; /* damage was met: there may have been more */
} ClRescueTable;

GPtrArray *cl_rescue_read_names (sqlite3 *database, const char *sql, const char *parameter); /* char *; what can be read of them */
gboolean cl_rescue_table (ClDatabase *from, ClDatabase *to, const char *table, GCancellable *cancellable, ClRescueTable *outcome, GError **error);

G_END_DECLS
