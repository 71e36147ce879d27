#include "cl-config.h"

#include "cl-store-private.h"

#include "cl-store-jobs.h"

/* Writes and rehearsals: what callers hand over as a function becomes work for the writer thread. */

static ClWork *
work_new (ClStore *store, const char *words, ClStoreWriteFunc func, gpointer data, GDestroyNotify destroy)
{
  ClWork *work = cl_work_new (cl_store_get_catalogue (store), cl_store_get_files (store));

  work->words = g_strdup (words);
  work->func = func;
  work->data = data;
  work->destroy = destroy;
  return work;
}

/**
 * cl_store_write_async:
 * @store: a store
 * @words: what is done, as the journal and undo say it
 * @func: writes, on the writer thread
 * @data: for @func
 * @destroy: (nullable): frees @data
 * @cancellable: (nullable): stops it before the commit
 * @callback: called on the calling thread's context, after "changed"
 * @user_data: for @callback
 *
 * One write: one transaction, one journal entry.
 */
void
cl_store_write_async (ClStore *store, const char *words, ClStoreWriteFunc func, gpointer data, GDestroyNotify destroy,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (CL_IS_STORE (store));

  cl_store_run_async (store, cl_work_write, work_new (store, words, func, data, destroy), cl_store_write_async, cancellable, callback, user_data);
}

/**
 * cl_store_write_finish:
 * @store: a store
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: the journal entry's number; -1 where nothing was changed; 0 on error, and then nothing was written
 */
gint64
cl_store_write_finish (ClStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), 0);

  return cl_store_run_finish (store, result, error);
}

/**
 * cl_store_write:
 * @store: a store
 * @words: what is done, as the journal and undo say it
 * @func: writes, on the writer thread while this one waits
 * @data: for @func
 * @error: return location
 *
 * Waits without running the main loop; the signals are emitted before it returns.
 *
 * Returns: as cl_store_write_finish()
 */
gint64
cl_store_write (ClStore *store, const char *words, ClStoreWriteFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (CL_IS_STORE (store), 0);

  return cl_store_run (store, cl_work_write, work_new (store, words, func, data, NULL), error);
}

/**
 * cl_store_rehearse:
 * @store: a store
 * @func: as for a write
 * @data: for @func; keeps what it found
 * @error: return location
 *
 * A write that is rolled back whatever it did.
 *
 * Returns: what @func returned
 */
gboolean
cl_store_rehearse (ClStore *store, ClStoreWriteFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (CL_IS_STORE (store), FALSE);

  return cl_store_run (store, cl_work_rehearse, work_new (store, NULL, func, data, NULL), error) != 0;
}

/**
 * cl_store_rehearse_async:
 * @store: a store
 * @func: as for a write
 * @data: for @func
 * @destroy: (nullable): frees @data
 * @cancellable: (nullable): stops it
 * @callback: called on the calling thread's context
 * @user_data: for @callback
 *
 * As cl_store_rehearse(), without waiting.
 */
void
cl_store_rehearse_async (ClStore *store, ClStoreWriteFunc func, gpointer data, GDestroyNotify destroy,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (CL_IS_STORE (store));

  cl_store_run_async (store, cl_work_rehearse, work_new (store, NULL, func, data, destroy), cl_store_rehearse_async, cancellable, callback, user_data);
}

/**
 * cl_store_rehearse_finish:
 * @store: a store
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: what the function returned
 */
gboolean
cl_store_rehearse_finish (ClStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  return cl_store_run_finish (store, result, error) != 0;
}
