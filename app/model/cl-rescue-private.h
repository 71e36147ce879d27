#pragma once

#include "cl-database-private.h"

G_BEGIN_DECLS

/* Pages of the files that we make. */
#define CL_RESCUE_PAGE 4096u

/* cl-rescue-source.c: copies @path and its -wal to @copy, as zeros where the disk gives nothing; and opens the copy, with a head made for it where its own cannot
 * be used. */
gboolean cl_rescue_copy (const char *path, const char *copy, GCancellable *cancellable, GError **error);
ClDatabase *cl_rescue_open (const char *copy, gboolean *is_holed, GError **error); /* @is_holed: there may have been tables that are not listed any more */

/* cl-rescue-schema.c: makes the list of tables in @copy readable where a page of it is lost. TRUE: something of it is. */
gboolean cl_rescue_mend_schema (const char *copy);

/* cl-rescue-table.c: what of a table comes over. */
typedef struct
{
  guint n_read;
  guint n_lost;      /* known to have been there */
  gboolean is_holed; /* damage was met: there may have been more */
  gboolean is_absent; /* there was no such table */
} ClRescueTable;

GPtrArray *cl_rescue_read_names (sqlite3 *database, const char *sql, const char *parameter); /* char *; what can be read of them */
gboolean cl_rescue_table (ClDatabase *from, ClDatabase *to, const char *table, GCancellable *cancellable, ClRescueTable *outcome, GError **error);

/* cl-rescue-strangers.c: the tables and columns of @from that @to lacks. */
gboolean cl_rescue_make_strangers (ClDatabase *from, ClDatabase *to, GError **error);

G_END_DECLS
