#pragma once

#include "cl-database-private.h"
#include "cl-journal.h"

G_BEGIN_DECLS

/* Rows after which a changeset is closed and the next one begun; the first is short, since indices are set aside between two. */
#define CL_CHANGESET_ROWS 10000
#define CL_CHANGESET_FIRST_ROWS 2500
/* Beyond so many changed records of a ledger, "changed" says "any of it". */
#define CL_CHANGED_MAX 4096

/* cl-chain.c: each entry's digest covers the digest before it, its fields and its changesets. */
typedef struct
{
  gint64 entry;
  gint64 time;
  const char *actor;
  const char *kind;
  const char *words;
  gint64 target;
} ClChainFields;
GChecksum *cl_chain_begin (const char *previous);
void cl_chain_add_part (GChecksum *chain, gint64 part, gconstpointer data, gsize size);
char *cl_chain_finish (GChecksum *chain, const ClChainFields *fields); /* frees @chain */
gboolean cl_chain_get_last (ClDatabase *database, gint64 *entry, char **digest, GError **error);
/* cl-chain-head.c: number and digest of the newest entry once more, in FILE.head, so that an end cut off shows. */
typedef struct _ClChainHead ClChainHead;
ClChainHead *cl_chain_head_new (const char *path);
void cl_chain_head_free (ClChainHead *head);
void cl_chain_head_keep (ClChainHead *head, ClDatabase *database); /* what does not follow from what is kept is left for the check to tell */
void cl_chain_head_keep_soon (ClChainHead *head, ClDatabase *database, GMainContext *context); /* after each commit */
char *cl_chain_head_get_path (const char *path);
gboolean cl_chain_head_verify (const char *path, ClDatabase *database, GPtrArray *findings, GError **error);
/* cl-journal-purge.c, on the writer: removes all entries before @time (UTC ms); -1: none is older. */
gint64 cl_journal_purge_carry_out (ClDatabase *database, const char *files, gint64 time, GError **error);
gboolean cl_journal_remove_until (ClDatabase *database, gint64 last, GError **error); /* in a transaction of the caller's */
gboolean cl_journal_parse_day (const char *iso, int days_later, gint64 *instant, GError **error);
gboolean cl_chain_find_sound (ClDatabase *database, gint64 *sound, GError **error); /* the entry from which on the chain holds */
gboolean cl_chain_check_entry (ClDatabase *database, gint64 entry, gboolean *is_sound, GError **error); /* whether it is as it was written */
gboolean cl_chain_verify (ClDatabase *database, GPtrArray *findings, GError **error);
/* Writes the entry's row inside the transaction under way. @chain (transfer full) holds the parts; NULL: none. Returns its number, 0 on error. */
gint64 cl_chain_append (ClDatabase *database, GChecksum *chain, const char *kind, const char *words, gint64 target, GError **error);

/* cl-recording.c: a transaction under way whose changes become a journal entry. */
typedef struct _ClRecording ClRecording;
ClRecording *cl_recording_begin (ClDatabase *database, ClCatalogue *catalogue, GError **error);
/* Closes the changeset and begins the next one if it has grown to CL_CHANGESET_ROWS. Not inside a savepoint: what is rolled back then would stay in it. */
gboolean cl_recording_divide (ClRecording *recording, GError **error);
/* The statement that adds rows to @table, made once and kept as long as @recording; @key tells tables apart. */
typedef struct _ClInsert ClInsert;
ClInsert *cl_recording_get_insert (ClRecording *recording, gconstpointer key);
ClInsert *cl_recording_add_insert (ClRecording *recording, gconstpointer key, const char *table, const char *ledger, const char *const *columns, GError **error);
/* @values as the columns were given, the record's id first. @is_part: inside a savepoint. */
gboolean cl_recording_insert (ClRecording *recording, ClInsert *insert, const ClValue *const *values, gboolean is_part, GError **error);
/* From here on new rows are inserted by a thread of their own; whoever uses the connection otherwise waits for them (cl_database_claim()). To be ended before
 * the guard is touched, and before the recording is; @keep: FALSE where all is taken back anyway. */
void cl_recording_begin_queue (ClRecording *recording);
void cl_recording_set_mark (ClRecording *recording, guint mark); /* of the rows that follow */
guint cl_recording_get_failed (ClRecording *recording); /* the mark of the row that could not be inserted; 0: none */
gboolean cl_recording_end_queue (ClRecording *recording, gboolean keep, GError **error);
/* Frees @recording. Entry number, -1: nothing changed, 0: error and rolled back. @changed: ledger -> GArray of ids or NULL. */
gint64 cl_recording_commit (ClRecording *recording, const char *kind, const char *words, gint64 target, GHashTable **changed, GError **error);
void cl_recording_roll_back (ClRecording *recording); /* frees it */

/* The record that a row of a changeset belongs to: itself, or for a link table the record that holds the list. */
typedef struct
{
  const char *ledger; /* interned; the table's name where the ledger is not known */
  const char *table;  /* valid until the iterator moves */
  const ClField *link;
  gint64 record;
  int operation;      /* SQLITE_INSERT, UPDATE, DELETE */
  int n_columns;
} ClChangedRow;

G_END_DECLS
