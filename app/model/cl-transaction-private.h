#pragma once

#include "cl-transaction.h"

G_BEGIN_DECLS

/* Inside the writer's recorded transaction. @files: FILE.files. */
ClTransaction *cl_transaction_new (ClDatabase *database, ClCatalogue *catalogue, const char *files, GCancellable *cancellable, GError **error);
void cl_transaction_roll_back (ClTransaction *transaction); /* frees it */
/* Frees it. @words: where none were set inside. As cl_recording_commit(). */
gint64 cl_transaction_commit (ClTransaction *transaction, const char *words, GHashTable **changed, GError **error);
/* A new record of which @fields has the values by the fields' indices, with its links and dated rows. Its id, 0 on error. */
gint64 cl_transaction_insert (ClTransaction *transaction, ClLedger *ledger, const ClValue *const *fields, GError **error);
gboolean cl_transaction_write_links (ClTransaction *transaction, ClLedger *ledger, const ClField *field, gint64 id, const ClValue *value, gboolean is_new, GError **error);

struct _ClRecording;
struct _ClRecording *cl_transaction_get_recording (ClTransaction *transaction);

/* cl-attachment.c */
char *cl_attachment_get_path (const char *files, const char *sha256);
char *cl_attachment_store (const char *files, GInputStream *stream, gint64 *size, GCancellable *cancellable, GError **error); /* the digest */
char *cl_attachment_digest (const char *path, GError **error);

/* cl-transaction-delete.c: ids of the records of @ledger whose @field holds @id; @limit 0: all. Of any connection that reads. */
GArray *cl_transaction_find_referrers (ClDatabase *database, ClLedger *ledger, const ClField *field, gint64 id, int limit, GError **error);

/* cl-transaction-dated.c: after @record was written; @changed: its fields that were */
gint64 cl_transaction_find_open_row (ClTransaction *transaction, ClLedger *into, const char *owner, gint64 id, GError **error); /* 0: none; -1 on error */
gboolean cl_transaction_keep_dated (ClTransaction *transaction, const ClRecord *record, const GPtrArray *changed, GError **error);
/* The first rows of a record that is new; @fields as for cl_transaction_insert(). */
gboolean cl_transaction_begin_dated (ClTransaction *transaction, ClLedger *ledger, const ClValue *const *fields, gint64 id, GError **error);
GHashTable *cl_transaction_dated_new (void);
GHashTable *cl_transaction_get_dated (ClTransaction *transaction); /* the same, kept with the transaction */

G_END_DECLS
