#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* The parts that a store is made of. Nothing here is for other layers. */

/* The number of the last migration script; a file that names a higher one was written by a newer Canlian. */
#define CL_STORE_VERSION 4
/* The schema of ledger descriptions whose tables this program knows how to make. */
#define CL_STORE_LEDGER_VERSION 1

/* cl-store.c */
ClDatabase *cl_store_get_journal (ClStore *store); /* the main thread's reading connection without restriction: journal and settings; NULL once closed */
const char *cl_store_get_files (ClStore *store);   /* FILE.files */

/* cl-store-reading.c: the connections of a worker between cl_store_begin_reading() and its end */
typedef struct
{
  ClStore *store;
  ClDatabase *reader;
  ClDatabase *journal;
} ClReading;
const ClReading *cl_reading_find (ClStore *store);

/* cl-store-lock.c */
typedef struct _ClStoreLock ClStoreLock;
ClStoreLock *cl_store_lock_take (const char *path, GError **error);
void cl_store_lock_free (ClStoreLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClStoreLock, cl_store_lock_free)

/* cl-store-verify.c: a quick look at all pages, before anything is written. */
gboolean cl_store_check_pages (ClDatabase *database, GError **error);
gint64 cl_store_check_job (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error); /* the same, as a writer's job */

/* cl-store-mend.c: moves that a pulled plug cannot leave half done. The caller holds the file's lock. */
gboolean cl_store_exchange (const char *path, const char *kept, const char *database, const char *files, GError **error);
gboolean cl_store_mend (const char *path, GError **error);
void cl_store_sweep (const char *folder, const char *prefix);

/* cl-store-tables.c makes it, cl-store-schema.c carries it out. */
typedef struct
{
  GPtrArray *statements; /* DDL, in order */
  GString *words;        /* what is added, for the journal */
  gboolean widens;       /* a table that is there gets a column */
  GHashTable *digests;   /* module -> digest of its tables as described */
} ClTablePlan;

/* cl-store-schema.c */
typedef struct
{
  int number;
  gboolean rebuilds; /* it remakes a recorded table: undo ends there */
  const char *words;
  const char *sql;
} ClMigration;
gboolean cl_store_inspect (const char *path, gboolean *is_empty, GError **error);
gboolean cl_store_schema_prepare (ClDatabase *database, ClCatalogue *catalogue, const char *path, GError **error);
gboolean cl_store_schema_prepare_unseen (ClDatabase *database, ClCatalogue *catalogue, const char *path, gboolean *is_seen, GError **error);
gboolean cl_store_schema_migrate (ClDatabase *database, const ClMigration *migrations, gsize n, GError **error);
gboolean cl_store_new_installation (ClDatabase *database, GError **error);
gboolean cl_store_query_integer (ClDatabase *database, const char *sql, gint64 *integer, GError **error);
char *cl_store_find_free_name (const char *path, const char *suffix); /* PATHSUFFIX, or the same with -2, -3 … */

gboolean cl_store_schema_widen (ClDatabase *database, ClTablePlan *plan, GError **error); /* in a transaction of the caller's */

/* cl-own.c */
void cl_own_load (ClDatabase *database, ClCatalogue *catalogue);

/* cl-store-tables.c */
GPtrArray *cl_table_field_statements (ClCatalogue *catalogue, ClLedger *ledger, const ClField *field);
ClTablePlan *cl_table_plan_new (ClDatabase *database, ClCatalogue *catalogue, GError **error);
void cl_table_plan_free (ClTablePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTablePlan, cl_table_plan_free)

/* cl-backup.c */
void cl_database_forget (const char *path);
gboolean cl_database_copy (ClDatabase *from, const char *to, GCancellable *cancellable, GError **error);
gboolean cl_backup_write (ClStore *store, const char *to, GCancellable *cancellable, GError **error); /* as cl_store_backup(), for the program itself */
gboolean cl_backup_check_database (const char *archive, const char *database_path, GError **error);
gboolean cl_backup_unpack (const char *archive, const char *folder, GCancellable *cancellable, GError **error);
void cl_backup_remove_tree (const char *path);
/* cl-kept.c */
GMutexLocker *cl_kept_lock (void);
void cl_kept_tidy (const char *path); /* takes away what was unsealed and left */
gboolean cl_kept_copy_scans (const char *database_path, const char *const *from, const char *to, GCancellable *cancellable, GError **error);
gboolean cl_kept_is_copy (const char *path); /* a kept copy, or any database: no archive */
gboolean cl_kept_unpack (const char *copy, const char *folder, const char *files, GCancellable *cancellable, GError **error); /* as cl_backup_unpack(); scans from beside it, else from @files */
gboolean cl_store_sync_path (const char *path, GError **error); /* fsync of a file or folder that is no open database */

G_END_DECLS
