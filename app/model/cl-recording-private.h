#pragma once

#include "cl-journal-private.h"

G_BEGIN_DECLS

/* cl-changes.c: the rows of a changeset, each with the record it belongs to. Include after defining SQLITE_ENABLE_SESSION and
 * SQLITE_ENABLE_PREUPDATE_HOOK to reach the values. */
typedef struct _ClChanges ClChanges;
ClChanges *cl_changes_new (ClCatalogue *catalogue, gconstpointer data, gsize size); /* @data must outlive it */
void cl_changes_free (ClChanges *changes);
gboolean cl_changes_next (ClChanges *changes, ClChangedRow *row);
/* A value of the present row; %NULL where the changeset does not hold it. */
sqlite3_value *cl_changes_get_old (ClChanges *changes, int column);
sqlite3_value *cl_changes_get_new (ClChanges *changes, int column);
void cl_changes_read_value (sqlite3_value *from, ClValue *to); /* %NULL: none */
/* const ClField by column of @ledger's table; %NULL for the id and for columns no longer described. */
GPtrArray *cl_changes_list_columns (ClDatabase *database, ClLedger *ledger, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClChanges, cl_changes_free)

/* cl-recording-insert.c: rows that are added to one table, and the part of a changeset that they make. */
ClInsert *cl_insert_new (ClDatabase *database, const char *table, const char *ledger, const char *const *columns, GError **error);
void cl_insert_free (ClInsert *insert);
const char *cl_insert_get_ledger (ClInsert *insert); /* interned; NULL: a link table */
gboolean cl_insert_is_plain (ClInsert *insert, const ClValue *const *values);
gboolean cl_insert_run (ClInsert *insert, const ClValue *const *values, GError **error);
void cl_insert_write (ClInsert *insert, const ClValue *const *values, GByteArray *to); /* plain values, as a changeset has the row */
/* Inserts a row so written and notes it; @row goes on to what stands behind it. */
gboolean cl_insert_run_written (ClInsert *insert, const guint8 **row, GError **error);
const char *cl_insert_get_table (ClInsert *insert);
const char *cl_insert_get_key (ClInsert *insert); /* the column that it is ordered by */
const GArray *cl_insert_get_ids (ClInsert *insert);
guint64 cl_insert_get_n_rows (ClInsert *insert); /* that came in */
guint cl_insert_get_size (ClInsert *insert); /* of what cl_insert_take() adds, in bytes */
void cl_insert_take (ClInsert *insert, GByteArray *changeset);
void cl_insert_forget (ClInsert *insert);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClInsert, cl_insert_free)

/* cl-recording-digest.c: the entry's digest over the parts of its changeset. */
typedef struct _ClDigest ClDigest;
ClDigest *cl_digest_new (const char *previous);
void cl_digest_free (ClDigest *digest);
void cl_digest_add (ClDigest *digest, int number, GBytes *bytes, gboolean is_last);
GChecksum *cl_digest_finish (ClDigest *digest);

/* cl-recording-queue.c: new rows, inserted by a thread of their own. */
typedef struct
{
  GPtrArray *inserts; /* ClInsert: whose each row is */
  GByteArray *rows;   /* one after the other, by cl_insert_write() */
  GArray *marks;      /* guint: what each row comes from */
  guint n_done;       /* rows that are in */
  gboolean ends_part; /* the changeset is closed after them */
  GError *error;      /* of cl-recording-queue.c */
} ClBatch;
typedef gboolean (*ClBatchRun) (ClBatch *batch, gpointer data, GError **error);
typedef struct _ClQueue ClQueue;
ClQueue *cl_queue_new (ClDatabase *database, ClBatchRun run, gpointer data);
gboolean cl_queue_is_empty (ClQueue *queue);
gboolean cl_queue_add (ClQueue *queue, ClInsert *insert, const ClValue *const *values, GError **error);
void cl_queue_set_mark (ClQueue *queue, guint mark); /* of the rows that follow */
guint cl_queue_get_failed (ClQueue *queue); /* the mark of the row that could not be inserted; 0: none, or no row is at fault */
gboolean cl_queue_end_part (ClQueue *queue, GError **error);
gboolean cl_queue_finish (ClQueue *queue, gboolean keep, GError **error); /* frees it */

/* cl-recording-aside.c: indices that are made after the rows. */
typedef struct _ClAside ClAside;
ClAside *cl_aside_new (ClDatabase *database);
void cl_aside_free (ClAside *aside);
gboolean cl_aside_begin (ClAside *aside, const GPtrArray *tables, gboolean *done, GError **error);
gboolean cl_aside_see_row (ClAside *aside, GError **error);
gboolean cl_aside_bring_back (ClAside *aside, GError **error);

G_END_DECLS
