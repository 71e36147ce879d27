#include "cl-writer.h"

#include "cl-database-private.h"
#include "cl-span.h"

struct _ClWriter
{
  GThread *thread;
  ClDatabase *database;
  GAsyncQueue *jobs;
  GAsyncQueue *done; /* jobs with a task, run, not yet told */
  GMainContext *context;
  GMutex mutex;
  GCond cond;
  ClWriterDone tell;
  gpointer data;
  gatomicrefcount references;
  gboolean is_closed; /* on the thread of the context alone */
};

/* What ends the thread; never run. */
static ClJob last_job;

void
cl_job_free (ClJob *job)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->task);
  g_clear_pointer (&job->changed, g_hash_table_unref);
  g_clear_error (&job->error);
  g_free (job);
}

static void
writer_unref (ClWriter *writer)
{
  if (!g_atomic_ref_count_dec (&writer->references))
    return;
  g_async_queue_unref (writer->jobs);
  g_async_queue_unref (writer->done);
  g_main_context_unref (writer->context);
  g_mutex_clear (&writer->mutex);
  g_cond_clear (&writer->cond);
  g_free (writer);
}

static void
tell_all (ClWriter *writer)
{
  ClJob *job;

  while ((job = g_async_queue_try_pop (writer->done)) != NULL)
    {
      writer->tell (job, writer->data);
      cl_job_free (job);
    }
}

/* One job at a time, so that a long row of them does not hold up the main loop. */
static gboolean
tell_cb (gpointer data)
{
  CL_SPAN ("store: tell what changed");
  ClWriter *writer = data;
  ClJob *job = writer->is_closed ? NULL : g_async_queue_try_pop (writer->done);

  if (job != NULL)
    {
      writer->tell (job, writer->data);
      cl_job_free (job);
    }
  return G_SOURCE_REMOVE;
}

static void
hand_back (ClWriter *writer, ClJob *job)
{
  g_autoptr(GSource) source = NULL;

  if (job->task == NULL)
    {
      g_mutex_lock (&writer->mutex);
      job->is_done = TRUE;
      g_cond_broadcast (&writer->cond);
      g_mutex_unlock (&writer->mutex);
      return;
    }
  g_async_queue_push (writer->done, job);
  g_atomic_ref_count_inc (&writer->references);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, writer, (GDestroyNotify) writer_unref);
  g_source_attach (source, writer->context);
}

static gpointer
run_cb (gpointer data)
{
  ClWriter *writer = data;
  g_autoptr(GError) refusal = NULL;
  ClJob *job;

  while ((job = g_async_queue_pop (writer->jobs)) != &last_job)
    {
      if (refusal != NULL)
        job->error = g_error_copy (refusal);
      else if (!g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
        {
          cl_database_set_cancellable (writer->database, job->cancellable);
          job->result = job->func (writer->database, job->data, job->cancellable, &job->changed, &job->error);
          cl_database_set_cancellable (writer->database, NULL);
        }
      if (job->is_gate && job->error != NULL && refusal == NULL)
        refusal = g_error_copy (job->error);
      hand_back (writer, job);
      /* Whoever waits need not wait for this: what was committed is safe in the -wal. */
      cl_database_checkpoint (writer->database);
    }
  cl_database_close (writer->database);
  return NULL;
}

ClWriter *
cl_writer_new (ClDatabase *database, ClWriterDone done, gpointer data)
{
  ClWriter *writer = g_new0 (ClWriter, 1);

  writer->database = database;
  cl_database_defer_checkpoints (database);
  writer->jobs = g_async_queue_new ();
  writer->done = g_async_queue_new ();
  writer->context = g_main_context_ref_thread_default ();
  writer->tell = done;
  writer->data = data;
  g_mutex_init (&writer->mutex);
  g_cond_init (&writer->cond);
  g_atomic_ref_count_init (&writer->references);
  writer->thread = g_thread_new ("canlian-writer", run_cb, writer);
  return writer;
}

void
cl_writer_push (ClWriter *writer, ClJob *job)
{
  g_async_queue_push (writer->jobs, job);
}

void
cl_writer_wait (ClWriter *writer, ClJob *job)
{
  CL_SPAN ("store: wait for the writer");
  /* A write inside a write would wait for itself. */
  g_return_if_fail (g_thread_self () != writer->thread);

  g_async_queue_push (writer->jobs, job);
  g_mutex_lock (&writer->mutex);
  while (!job->is_done)
    g_cond_wait (&writer->cond, &writer->mutex);
  g_mutex_unlock (&writer->mutex);
}

gboolean
cl_writer_has_jobs (ClWriter *writer)
{
  return g_async_queue_length (writer->jobs) > 0;
}

void
cl_writer_free (ClWriter *writer)
{
  if (writer == NULL)
    return;
  g_async_queue_push (writer->jobs, &last_job);
  g_thread_join (writer->thread);
  tell_all (writer);
  writer->is_closed = TRUE;
  writer_unref (writer);
}
