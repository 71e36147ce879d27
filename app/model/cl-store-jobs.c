#include "cl-config.h"

#include "cl-store-jobs.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-transaction-private.h"
#include "cl-undo.h"

ClWork *
cl_work_new (ClCatalogue *catalogue, const char *files)
{
  ClWork *work = g_new0 (ClWork, 1);

  work->catalogue = g_object_ref (catalogue);
  work->files = g_strdup (files);
  return work;
}

void
cl_work_free (gpointer data)
{
  ClWork *work = data;

  if (work->destroy != NULL)
    work->destroy (work->data);
  g_object_unref (work->catalogue);
  g_clear_pointer (&work->seat, cl_seat_unref);
  g_free (work->files);
  g_free (work->words);
  g_free (work->kind);
  g_free (work->key);
  g_free (work->value);
  g_free (work);
}

static void
set_failed (GError **error)
{
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The change could not be made; nothing was changed. Try again."));
}

/* Who may not write need not wait for the end to hear it. */
static ClTransaction *
begin (ClDatabase *database, const ClWork *work, GCancellable *cancellable, GError **error)
{
  return cl_database_may (database, CL_RIGHT_RECORD, error) ? cl_transaction_new (database, work->catalogue, work->files, cancellable, error) : NULL;
}

gint64
cl_work_write (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClWork *work = data;
  ClTransaction *transaction = begin (database, work, cancellable, error);

  if (transaction == NULL)
    return 0;
  if (work->func (transaction, work->data, error))
    return cl_transaction_commit (transaction, work->words, changed, error);
  cl_transaction_roll_back (transaction);
  set_failed (error);
  return 0;
}

gint64
cl_work_rehearse (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClWork *work = data;
  ClTransaction *transaction = begin (database, work, cancellable, error);
  gboolean is_good;

  if (transaction == NULL)
    return 0;
  is_good = work->func (transaction, work->data, error);
  cl_transaction_roll_back (transaction);
  if (!is_good)
    set_failed (error);
  return is_good ? -1 : 0;
}

gint64
cl_work_undo (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClWork *work = data;

  return cl_undo_carry_out (database, work->catalogue, work->redo, work->target, cancellable, changed, error);
}

static gboolean
note_record (ClDatabase *database, const ClWork *work, gint64 entry, GError **error)
{
  g_autoptr(ClStatement) insert = NULL;

  if (work->key == NULL)
    return TRUE;
  insert = cl_database_prepare (database, "INSERT INTO journal_record (ledger, record, entry) VALUES (?, ?, ?)", error);
  if (insert == NULL)
    return FALSE;
  cl_statement_bind_text (insert, 1, work->key);
  cl_statement_bind_integer (insert, 2, work->target);
  cl_statement_bind_integer (insert, 3, entry);
  return cl_statement_run (insert, error);
}

gint64
cl_work_note (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClWork *work = data;
  gint64 entry;

  if (!cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return 0;
  entry = cl_chain_append (database, NULL, work->kind, work->words, 0, error);
  if (entry != 0 && note_record (database, work, entry, error) && cl_database_execute (database, "COMMIT", error))
    return entry;
  cl_database_execute (database, "ROLLBACK", NULL);
  return 0;
}

gint64
cl_work_setting (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClWork *work = data;
  g_autoptr(ClStatement) statement = NULL;

  if (!cl_database_may (database, cl_right_of_setting (work->key), error))
    return 0;
  statement = cl_database_prepare (database, "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", error);
  if (statement == NULL)
    return 0;
  cl_statement_bind_text (statement, 1, work->key);
  cl_statement_bind_text (statement, 2, work->value);
  return cl_statement_run (statement, error) ? -1 : 0;
}
