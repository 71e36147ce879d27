#include "cl-config.h"

#include "cl-recording-private.h"

/* Where many new rows are to come, a thread of its own puts them into their tables while the one that makes the write works out the next: to insert a row costs
 * about as much as to find out what it is to hold. The connection is lent to that thread by the batch. Whoever else wants it asks for it by cl_database_claim(),
 * and gets it once every row that was added before is in: so all see what they would see if each row were inserted at once. */

#define BATCH_ROWS 256
#define MOST_OUT 64 /* batches under way, of some 30 kB: as many as the other fills while a part of the changeset is closed */

struct _ClQueue
{
  ClDatabase *database;
  ClBatchRun run;
  gpointer data;
  GThread *thread;
  GAsyncQueue *out, *done; /* ClBatch */
  gint is_stopped;
  /* of the one that adds */
  ClBatch *batch;   /* that fills */
  guint mark;       /* of the next rows */
  GPtrArray *spare; /* ClBatch */
  guint n_out;
  gboolean is_running; /* a batch, without the thread */
  GError *error;       /* the first; nothing is inserted after it */
  guint failed;        /* the mark of the row that it is about, 0: of none */
};

/* What ends the thread; never run. */
static ClBatch last_batch;

static ClBatch *
batch_new (void)
{
  ClBatch *batch = g_new0 (ClBatch, 1);

  batch->inserts = g_ptr_array_sized_new (BATCH_ROWS);
  batch->rows = g_byte_array_new ();
  batch->marks = g_array_sized_new (FALSE, FALSE, sizeof (guint), BATCH_ROWS);
  return batch;
}

static void
batch_free (gpointer data)
{
  ClBatch *batch = data;

  g_ptr_array_unref (batch->inserts);
  g_byte_array_unref (batch->rows);
  g_array_unref (batch->marks);
  g_clear_error (&batch->error);
  g_free (batch);
}

static gpointer
run_cb (gpointer data)
{
  ClQueue *queue = data;
  gboolean is_good = TRUE;
  ClBatch *batch;

  while ((batch = g_async_queue_pop (queue->out)) != &last_batch)
    {
      is_good = is_good && !g_atomic_int_get (&queue->is_stopped) && queue->run (batch, queue->data, &batch->error);
      g_async_queue_push (queue->done, batch);
    }
  return NULL;
}

static void
empty (ClQueue *queue, ClBatch *batch)
{
  if (batch->error != NULL && queue->error == NULL)
    {
      queue->error = g_steal_pointer (&batch->error);
      queue->failed = batch->n_done < batch->marks->len ? g_array_index (batch->marks, guint, batch->n_done) : 0;
    }
  g_clear_error (&batch->error);
  g_ptr_array_set_size (batch->inserts, 0);
  g_byte_array_set_size (batch->rows, 0);
  g_array_set_size (batch->marks, 0);
  batch->n_done = 0;
  batch->ends_part = FALSE;
}

static void
take_back (ClQueue *queue, ClBatch *batch)
{
  queue->n_out--;
  empty (queue, batch);
  g_ptr_array_add (queue->spare, batch);
}

static void
hand_over (ClQueue *queue)
{
  ClBatch *batch;

  g_async_queue_push (queue->out, g_steal_pointer (&queue->batch));
  queue->n_out++;
  while ((batch = queue->n_out < MOST_OUT ? g_async_queue_try_pop (queue->done) : g_async_queue_pop (queue->done)) != NULL)
    take_back (queue, batch);
  queue->batch = queue->spare->len > 0 ? g_ptr_array_steal_index_fast (queue->spare, queue->spare->len - 1) : batch_new ();
}

static gboolean
say_error (ClQueue *queue, GError **error)
{
  if (queue->error != NULL && error != NULL)
    *error = g_error_copy (queue->error);
  return queue->error == NULL;
}

/* Called with each use of the connection, on either thread. */
static gboolean
claim_cb (gpointer data, GError **error)
{
  ClQueue *queue = data;

  if (g_thread_self () == queue->thread || queue->is_running)
    return TRUE;
  while (queue->n_out > 0)
    take_back (queue, g_async_queue_pop (queue->done));
  if (queue->batch->inserts->len > 0 && queue->error == NULL)
    {
      /* The other thread has nothing to do: to wake it for what is waited for takes longer. */
      queue->is_running = TRUE;
      queue->run (queue->batch, queue->data, &queue->batch->error);
      queue->is_running = FALSE;
      empty (queue, queue->batch);
    }
  return say_error (queue, error);
}

/* @run is called with each batch in turn, on a thread of its own or in cl_database_claim(). */
ClQueue *
cl_queue_new (ClDatabase *database, ClBatchRun run, gpointer data)
{
  ClQueue *queue = g_new0 (ClQueue, 1);

  queue->database = database;
  queue->run = run;
  queue->data = data;
  queue->out = g_async_queue_new ();
  queue->done = g_async_queue_new ();
  queue->batch = batch_new ();
  queue->spare = g_ptr_array_new_with_free_func (batch_free);
  queue->thread = g_thread_new ("canlian-insert", run_cb, queue);
  cl_database_set_claim (database, claim_cb, queue);
  return queue;
}

/* Whether nothing waits, so that the connection is the caller's as it stands. */
gboolean
cl_queue_is_empty (ClQueue *queue)
{
  return queue->n_out == 0 && queue->batch->inserts->len == 0;
}

/* @values as cl_insert_write(). FALSE: an earlier row could not be inserted. */
gboolean
cl_queue_add (ClQueue *queue, ClInsert *insert, const ClValue *const *values, GError **error)
{
  cl_insert_write (insert, values, queue->batch->rows);
  g_ptr_array_add (queue->batch->inserts, insert);
  g_array_append_val (queue->batch->marks, queue->mark);
  if (queue->batch->inserts->len == BATCH_ROWS)
    hand_over (queue);
  return say_error (queue, error);
}

void
cl_queue_set_mark (ClQueue *queue, guint mark)
{
  queue->mark = mark;
}

guint
cl_queue_get_failed (ClQueue *queue)
{
  return queue->failed;
}

/* The part of the changeset ends with the row that was added last. */
gboolean
cl_queue_end_part (ClQueue *queue, GError **error)
{
  queue->batch->ends_part = TRUE;
  hand_over (queue);
  return say_error (queue, error);
}

/* Frees @queue; the connection is the caller's again. @keep: %FALSE passes over what was not inserted yet. */
gboolean
cl_queue_finish (ClQueue *queue, gboolean keep, GError **error)
{
  gboolean is_good;

  if (keep)
    claim_cb (queue, NULL);
  g_atomic_int_set (&queue->is_stopped, TRUE);
  g_async_queue_push (queue->out, &last_batch);
  g_thread_join (queue->thread);
  while (queue->n_out > 0)
    take_back (queue, g_async_queue_pop (queue->done));
  cl_database_set_claim (queue->database, NULL, NULL);
  is_good = say_error (queue, error);
  g_clear_error (&queue->error);
  batch_free (queue->batch);
  g_ptr_array_unref (queue->spare);
  g_async_queue_unref (queue->out);
  g_async_queue_unref (queue->done);
  g_free (queue);
  return is_good;
}
