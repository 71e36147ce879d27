#pragma once

#include "cl-record.h"

G_BEGIN_DECLS

/* The one way to write: handed to a ClStoreWriteFunc on the writer thread, valid only inside it. One transaction is one journal entry. */
typedef struct _ClTransaction ClTransaction;

ClDatabase *cl_transaction_get_database (ClTransaction *transaction); /* the writing connection: reads see what was written so far */
ClCatalogue *cl_transaction_get_catalogue (ClTransaction *transaction);
GCancellable *cl_transaction_get_cancellable (ClTransaction *transaction); /* or NULL */
/* Inserts a record without id (and gives it one), else updates the changed fields alone. Keeps dated rows (ClLedgerDated). Settles the record. */
gboolean cl_transaction_save (ClTransaction *transaction, ClRecord *record, GError **error);
/* Many new records are to come: they are inserted by a thread of their own meanwhile. */
void cl_transaction_expect_many (ClTransaction *transaction);
void cl_transaction_mark (ClTransaction *transaction, guint mark);
guint cl_transaction_get_failed (ClTransaction *transaction);
gboolean cl_transaction_settle (ClTransaction *transaction, GError **error);
/* Refused with REFERENCED, naming what refers to it; parts (ledgers that are part of it) go with it. */
gboolean cl_transaction_delete (ClTransaction *transaction, ClLedger *ledger, gint64 id, GError **error);
/* Copies @file into FILE.files/ under its SHA-256, fsynced, and makes its attachment record; returns the id, 0 on error. */
gint64 cl_transaction_attach (ClTransaction *transaction, GFile *file, GError **error);
/* The same of what is in memory, called @name. */
gint64 cl_transaction_attach_bytes (ClTransaction *transaction, GBytes *bytes, const char *name, GError **error);
/* A part that can be taken back alone (one row of an import): raw SAVEPOINTs are refused, since a changeset must not be closed inside one. May be nested. */
gboolean cl_transaction_begin_part (ClTransaction *transaction, GError **error);
gboolean cl_transaction_end_part (ClTransaction *transaction, gboolean keep, GError **error);
void cl_transaction_set_words (ClTransaction *transaction, const char *words); /* what undo will say; else those given to the write */
void cl_transaction_set_kind (ClTransaction *transaction, const char *kind);   /* "edit" unless set: "import" … */

G_END_DECLS
