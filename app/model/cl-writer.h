#pragma once

#include "cl-database.h"

G_BEGIN_DECLS

/* The one thread that owns the writing connection. Jobs run in the order in which they were handed over. */
typedef struct _ClWriter ClWriter;
typedef struct _ClJob ClJob;

/* On the writer thread. The result is the entry's number; -1: nothing changed; 0: error. @changed: ledger -> GArray of ids or NULL. */
typedef gint64 (*ClJobFunc) (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error);

struct _ClJob
{
  ClJobFunc func;
  gpointer data;
  GDestroyNotify destroy;
  GCancellable *cancellable;
  GTask *task; /* NULL: somebody waits in cl_writer_wait() */
  gint64 result;
  GHashTable *changed;
  GError *error;
  gboolean is_done;
  gboolean is_gate; /* what stops it stops all that comes after it: each is given its error */
};

/* @done is called on the context that the writer was made on, for each job that has a task. */
typedef void (*ClWriterDone) (ClJob *job, gpointer data);
ClWriter *cl_writer_new (ClDatabase *database, ClWriterDone done, gpointer data); /* takes @database */
void cl_writer_push (ClWriter *writer, ClJob *job);  /* takes @job */
void cl_writer_wait (ClWriter *writer, ClJob *job);  /* hands over, waits without running the main loop; @job stays the caller's */
gboolean cl_writer_has_jobs (ClWriter *writer);       /* whether anything waits behind what runs now */
void cl_writer_free (ClWriter *writer);              /* runs what was handed over, then closes; @done is called for all of it before it returns */
void cl_job_free (ClJob *job);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClJob, cl_job_free)

G_END_DECLS
