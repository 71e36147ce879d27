#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* Backups that the program makes by itself and keeps by a rule, in FILE.backups beside the data file: whole copies of it, a file each, and the scans of all of
 * them once, by content, in FILE.backups/files. cl_store_restore() takes such a copy as it takes an archive. */
typedef struct
{
  char *path;
  char *day;    /* ISO */
  guint number; /* within the day, from 1 */
  char *reason; /* "day", "import", "merge" */
  gint64 size;  /* bytes, without the scans */
} ClKept;

void cl_kept_free (ClKept *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClKept, cl_kept_free)
int cl_kept_compare (gconstpointer a, gconstpointer b);            /* of ClKept **: the newest first */
char *cl_kept_get_folder (const char *path);                       /* of the data file @path */
GPtrArray *cl_kept_list (const char *path);                        /* ClKept, the newest first; empty where there are none */
gboolean cl_kept_is_due (const char *path);                        /* none was made today */
char *cl_kept_say (const ClKept *kept);                            /* translated: "2027-03-15, before an import" */
/* Pure: those of @kept (the newest first) that the rule lets go on @today; borrowed from @kept. */
GPtrArray *cl_kept_choose_gone (const GPtrArray *kept, const char *today);
/* Copies, reads the copy again, and lets go what the rule lets go. Of a day there is always one; else nothing where the newest holds all of it already. Any thread. */
gboolean cl_kept_make (const char *path, const char *reason, GCancellable *cancellable, GError **error);
void cl_kept_make_async (ClStore *store, const char *reason, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean cl_kept_make_finish (ClStore *store, GAsyncResult *result, GError **error);

/* Where a sealed backup of the data file @path is put open, to be looked at and restored; whoever opened it takes it away again. */
char *cl_kept_get_unsealed (const char *path);

/* What a restore would change in one ledger, in records. */
typedef struct
{
  char *title;   /* translated */
  guint back;    /* in the backup and not in the file: they come back */
  guint changed; /* other in the backup: they become as they were */
  guint gone;    /* in the file and not in the backup: they go */
} ClDifference;

typedef struct
{
  char *last;            /* when the backup was written to last: "2027-03-15 14:05"; NULL: never */
  gboolean is_readable;  /* the file as it is now could be read; else @ledgers is empty */
  GPtrArray *ledgers;    /* ClDifference, only where there is one */
} ClComparison;

void cl_comparison_free (ClComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClComparison, cl_comparison_free)
/* Reads both and changes neither; the file may be open. Any thread. NULL with @error: no backup, newer, damaged. */
ClComparison *cl_backup_compare (const char *archive, const char *path, ClCatalogue *catalogue, GCancellable *cancellable, GError **error);
char *cl_difference_say (const ClDifference *difference); /* translated: "Persons: 2 come back, 1 becomes as it was, 3 go" */

G_END_DECLS
