#pragma once

#include "cl-journal.h"
#include "cl-transaction.h"

G_BEGIN_DECLS

#define CL_TYPE_STORE (cl_store_get_type ())
G_DECLARE_FINAL_TYPE (ClStore, cl_store, CL, STORE, GObject)

/* One data file: lock, writer thread, reading connections, journal. Lives on the thread that opened it (the main thread), where "changed" is emitted.
 *
 * Signals:
 *   changed (const char *ledger, GArray *ids of gint64 — NULL: any of it)   after each commit, once a ledger
 *   journal-changed ()                                                      after each commit, undo and redo included, last
 *   checked (const GError *error — NULL: all is well)                       once, where cl_store_is_checked() was FALSE after opening
 *   drafts-changed ()                                                       a draft was left or dropped (cl-draft.h)
 *   described (const char *ledger)                                          after the office added something of its own to a ledger (cl-own.h)
 */

typedef enum
{
  CL_STORE_OPEN = 0,
  CL_STORE_CREATE = 1 << 0, /* make the file where there is none */
  CL_STORE_CHECK_LATER = 1 << 1, /* of a large file the pages are looked at before the first write, and not before it is open: "checked" tells */
} ClStoreFlags;

/* Takes the lock, refuses newer and foreign files, copies before an upgrade, makes and widens tables from the catalogue. */
ClStore *cl_store_open (const char *path, ClCatalogue *catalogue, ClStoreFlags flags, GError **error);
/* Whether there is anything at @path that it would open, a restore that was broken off included. */
gboolean cl_store_is_there (const char *path);
/* Waits for writes under way, closes all connections, gives the lock back. The object stays, closed. */
void cl_store_close (ClStore *store);
gboolean cl_store_is_checked (ClStore *store);
const char *cl_store_get_path (ClStore *store);
ClCatalogue *cl_store_get_catalogue (ClStore *store);
/* The main thread's reading connection, restricted: for queries, rows, records. Every statement is released before control returns to the main loop. */
ClDatabase *cl_store_get_reader (ClStore *store);
/* From here to the end, on a worker, cl_store_get_reader() and settings are connections of that thread's own: for what asks plugins there. */
gboolean cl_store_begin_reading (ClStore *store, GCancellable *cancellable, GError **error);
void cl_store_end_reading (ClStore *store);
/* A further restricted reading connection for a worker thread. */
ClDatabase *cl_store_open_reader (ClStore *store, GError **error);

/* Settings of the office: rows in the file. Read on the main thread; written through a transaction of their own, not recorded for undo. */
char *cl_store_get_setting (ClStore *store, const char *key);
gboolean cl_store_set_setting (ClStore *store, const char *key, const char *value, GError **error);
gboolean cl_store_shows (ClStore *store, const ClField *field); /* private, and shown on the office's own lists all the same, by its choice */
/* "office-code" (991123101), "office-name" (云岭镇): who we are; the division record too. Makes the office's own division and federation where absent. */
gboolean cl_store_set_office (ClStore *store, const char *code, const char *name, GError **error);

/* FALSE with @error set rolls everything back. */
typedef gboolean (*ClStoreWriteFunc) (ClTransaction *transaction, gpointer data, GError **error);

void cl_store_write_async (ClStore *store, const char *words, ClStoreWriteFunc func, gpointer data, GDestroyNotify destroy,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* Returns the journal entry's number, 0 on error; -1 where nothing was changed (no entry is made). */
gint64 cl_store_write_finish (ClStore *store, GAsyncResult *result, GError **error);
/* The same, waiting: for the command line, tests, and small edits. Emits the signals before it returns. */
gint64 cl_store_write (ClStore *store, const char *words, ClStoreWriteFunc func, gpointer data, GError **error);
/* Runs @func as a write and rolls back whatever it did: a dry run by the same code. @data keeps what it found. */
gboolean cl_store_rehearse (ClStore *store, ClStoreWriteFunc func, gpointer data, GError **error);
void cl_store_rehearse_async (ClStore *store, ClStoreWriteFunc func, gpointer data, GDestroyNotify destroy,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean cl_store_rehearse_finish (ClStore *store, GAsyncResult *result, GError **error);

gint64 cl_store_undo (ClStore *store, GError **error);  /* the new entry; 0 on error (NOTHING: nothing to undo) */
gint64 cl_store_redo (ClStore *store, GError **error);
/* The same without waiting, for what a window takes back. */
void cl_store_undo_async (ClStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gint64 cl_store_undo_finish (ClStore *store, GAsyncResult *result, GError **error);
void cl_store_redo_async (ClStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gint64 cl_store_redo_finish (ClStore *store, GAsyncResult *result, GError **error);
char *cl_store_get_undo_words (ClStore *store);         /* of the entry that undo would undo; NULL: none */
char *cl_store_get_redo_words (ClStore *store);
/* An entry without changes: a print, an export, a reveal. */
gint64 cl_store_note (ClStore *store, const char *kind, const char *words, GError **error);
/* The same about one record, in whose history it stands. */
gint64 cl_store_note_record (ClStore *store, const char *kind, const char *words, const char *ledger, gint64 record, GError **error);

/* How long the journal is kept: a rule of the office, 0 years: for ever. Purging ends undo and history where it ends; -1: nothing is so old. */
#define CL_JOURNAL_YEARS_LEAST 3u
guint cl_store_get_journal_years (ClStore *store);
gboolean cl_store_set_journal_years (ClStore *store, guint years, GError **error);
gint64 cl_store_apply_journal_years (ClStore *store, GError **error);
gint64 cl_store_purge_journal (ClStore *store, const char *before, GError **error);

/* quick_check, foreign keys, journal chain, attachments against their digests: a GPtrArray of sentences, empty when all is well. Any thread. */
GPtrArray *cl_store_verify (ClStore *store, GError **error);
char *cl_store_get_attachment_path (ClStore *store, const char *sha256);

/* One archive of database and attachments. Restore is for a closed path, and takes a new installation number; what was there is kept beside. */
gboolean cl_store_backup (ClStore *store, const char *to, GCancellable *cancellable, GError **error);
gboolean cl_store_restore (const char *archive, const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS
