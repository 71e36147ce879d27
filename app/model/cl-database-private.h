#pragma once

#include "cl-database.h"

G_BEGIN_DECLS

/* In the header of every data file: "Canl". */
#define CL_DATABASE_APPLICATION_ID 0x43616e6c

/* What the authorizer lets the connection's next statements do. */
typedef enum
{
  CL_GUARD_NONE,       /* the store's own work */
  CL_GUARD_RECORDED,   /* inside a recorded transaction: rows of ledgers only, no DDL, no pragma, no transaction of one's own */
  CL_GUARD_RESTRICTED, /* expressions of descriptions: SELECT on ledger tables and known functions */
} ClGuard;

struct _ClStatement
{
  ClDatabase *database;
  sqlite3_stmt *handle;
  char *sql;
};

/* Called with each statement that is prepared anew and not taken from the cache; NULL: nobody is. FALSE: it is not given out. */
typedef gboolean (*ClDatabaseWatch) (const char *sql, gpointer data, GError **error);
void cl_database_set_watch (ClDatabase *database, ClDatabaseWatch watch, gpointer data);

/* Where another thread is lent the connection by the piece, it is asked to give it back before each use from elsewhere; NULL: none is. FALSE: what it did failed. */
typedef gboolean (*ClDatabaseClaim) (gpointer data, GError **error);
void cl_database_set_claim (ClDatabase *database, ClDatabaseClaim claim, gpointer data);
gboolean cl_database_claim (ClDatabase *database, GError **error);

gboolean cl_database_has_files_in_memory (void);
void cl_database_close_temporary (ClDatabase *database);

/* From here on what stands in the -wal is carried over only by cl_database_checkpoint(), which its owner calls when nobody waits. */
void cl_database_defer_checkpoints (ClDatabase *database);
void cl_database_checkpoint (ClDatabase *database); /* where there is enough of it */

/* Whether the recorded transaction is still there. */
gboolean cl_database_is_inside (ClDatabase *database, GError **error);

/* cl-authorizer.c. The guard may change at any time; the authorizer itself is set once, since setting it expires every prepared statement. */
void cl_database_install_guard (ClDatabase *database);
void cl_database_set_guard (ClDatabase *database, ClGuard guard);
ClGuard cl_database_get_guard (ClDatabase *database);
gboolean cl_database_is_own_table (const char *table); /* the store's, not a ledger's */

/* cl-functions.c */
void cl_functions_register (ClDatabase *database);

G_END_DECLS
