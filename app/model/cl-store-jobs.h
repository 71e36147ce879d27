#pragma once

#include "cl-desk-private.h"
#include "cl-writer.h"

G_BEGIN_DECLS

/* What the store asks of its writer thread. A closure holds no reference to the store: the last one must not be dropped there. */
typedef struct
{
  ClSeat *seat;          /* who sat at the desk when it was handed over */
  ClJobFunc run;
  ClCatalogue *catalogue;
  char *files;           /* FILE.files */
  char *words;
  char *kind;            /* a note's; the SQL of a change of persons */
  char *key;             /* a setting's; the ledger of a note's record; a person's name */
  char *value;
  ClStoreWriteFunc func;
  gpointer data;
  GDestroyNotify destroy;
  gboolean redo;         /* or: a person changes what is his own */
  gint64 target; /* of undo: the entry that was meant, 0: whichever is next; of a note: its record; of a purge: before when, UTC ms */
} ClWork;

ClWork *cl_work_new (ClCatalogue *catalogue, const char *files);
void cl_work_free (gpointer work);

/* Each a ClJobFunc (cl-writer.h), @data a ClWork. */
gint64 cl_work_write (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error);
gint64 cl_work_rehearse (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error);
gint64 cl_work_undo (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error);
gint64 cl_work_note (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error);
gint64 cl_work_setting (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error);

/* cl-store.c: runs it on the writer and waits; tells what changed before it returns. Takes @work. */
gint64 cl_store_run (ClStore *store, ClJobFunc func, ClWork *work, GError **error);
/* The same without waiting; the task's source is @store and its tag @tag. */
void cl_store_run_async (ClStore *store, ClJobFunc func, ClWork *work, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gint64 cl_store_run_finish (ClStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
