#include "cl-config.h"

#include "cl-span.h"
#include "cl-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "cl-database-private.h"
#include "cl-desk-private.h"
#include "cl-draft.h"
#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-store-jobs.h"
#include "cl-transaction-private.h"

struct _ClStore
{
  GObject parent;

  char *path;
  char *files;
  ClCatalogue *catalogue;
  ClStoreLock *lock;
  ClWriter *writer;
  ClDatabase *reader;
  ClDatabase *journal;
  ClChainHead *head;
  ClSeat *seat;
  GCancellable *checking; /* NULL: the pages were looked at */
  GSource *check_source;  /* NULL: that has begun */
  GMutex check_mutex;
  GMainContext *context;
  GThread *thread;
};

enum
{
  CHANGED,
  JOURNAL_CHANGED,
  DESCRIBED,
  CHECKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Of a file up to this size, in bytes, all pages are looked at within a frame or two: it is never opened unseen. */
#define CHECKED_AT_ONCE (8 * 1024 * 1024)
/* Of a larger one, so long after it was opened, in ms. */
#define CHECK_MS 500

G_DEFINE_FINAL_TYPE (ClStore, cl_store, G_TYPE_OBJECT)

/* Telling what changed, on the store's own thread */

typedef struct
{
  ClStore *store;
  GHashTable *changed;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->store);
  g_clear_pointer (&news->changed, g_hash_table_unref);
  g_free (news);
}

static gboolean
tell_news_cb (gpointer data)
{
  News *news = data;
  GHashTableIter iter;
  gpointer ledger, ids;

  /* Closed meanwhile: nobody can read what it would be about. */
  if (news->store->reader == NULL)
    return G_SOURCE_REMOVE;
  cl_chain_head_keep_soon (news->store->head, news->store->journal, news->store->context);
  if (news->changed != NULL)
    {
      g_hash_table_iter_init (&iter, news->changed);
      while (g_hash_table_iter_next (&iter, &ledger, &ids))
        g_signal_emit (news->store, signals[CHANGED], 0, ledger, ids);
    }
  g_signal_emit (news->store, signals[JOURNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
tell_news (ClStore *store, ClJob *job)
{
  News *news;

  if (job->result <= 0)
    return;
  news = g_new0 (News, 1);
  news->store = g_object_ref (store);
  news->changed = g_steal_pointer (&job->changed);
  if (g_thread_self () != store->thread)
    {
      g_main_context_invoke_full (store->context, G_PRIORITY_DEFAULT, tell_news_cb, news, news_free);
      return;
    }
  tell_news_cb (news);
  news_free (news);
}

static void
done_cb (ClJob *job, gpointer data)
{
  ClStore *store = data;

  tell_news (store, job);
  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    {
      gint64 *result = g_new (gint64, 1);

      *result = job->result;
      g_task_return_pointer (job->task, result, g_free);
    }
}

/* Handing work over */

static void check_now (ClStore *store);

/* In the name of whoever sat at the desk when it was handed over. */
static gint64
run_work (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  const ClWork *work = data;
  gint64 result;

  cl_database_set_seat (database, work->seat);
  result = work->run (database, data, cancellable, changed, error);
  cl_database_set_seat (database, NULL);
  return result;
}

static ClJob *
job_new (ClStore *store, ClJobFunc func, ClWork *work)
{
  ClJob *job = g_new0 (ClJob, 1);

  work->run = func;
  work->seat = cl_seat_copy (store->seat);
  job->func = run_work;
  job->data = work;
  job->destroy = cl_work_free;
  return job;
}

static gboolean
is_open (ClStore *store, GError **error)
{
  if (store->writer != NULL)
    return TRUE;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The data file was closed already. Open it again."));
  return FALSE;
}

gint64
cl_store_run (ClStore *store, ClJobFunc func, ClWork *work, GError **error)
{
  g_autoptr(ClJob) job = job_new (store, func, work);

  if (!is_open (store, error))
    return 0;
  check_now (store);
  cl_writer_wait (store->writer, job);
  tell_news (store, job);
  if (job->error == NULL)
    return job->result;
  g_propagate_error (error, g_steal_pointer (&job->error));
  return 0;
}

void
cl_store_run_async (ClStore *store, ClJobFunc func, ClWork *work, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  ClJob *job = job_new (store, func, work);
  g_autoptr(GError) error = NULL;

  g_task_set_source_tag (task, tag);
  /* What was committed is never reported as cancelled: the writer itself says whether it came too late. */
  g_task_set_check_cancellable (task, FALSE);
  job->task = task;
  g_set_object (&job->cancellable, cancellable);
  if (is_open (store, &error))
    {
      check_now (store);
      cl_writer_push (store->writer, job);
      return;
    }
  g_task_return_error (task, g_steal_pointer (&error));
  cl_job_free (job);
}

gint64
cl_store_run_finish (ClStore *store, GAsyncResult *result_of, GError **error)
{
  g_autofree gint64 *result = g_task_propagate_pointer (G_TASK (result_of), error);

  return result != NULL ? *result : 0;
}

/* Class */

static void
cl_store_finalize (GObject *object)
{
  ClStore *store = CL_STORE (object);

  cl_store_close (store);
  g_clear_object (&store->catalogue);
  g_clear_pointer (&store->path, g_free);
  g_clear_pointer (&store->files, g_free);
  g_clear_pointer (&store->context, g_main_context_unref);
  g_clear_pointer (&store->seat, cl_seat_unref);
  g_mutex_clear (&store->check_mutex);
  G_OBJECT_CLASS (cl_store_parent_class)->finalize (object);
}

static void
cl_store_class_init (ClStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_store_finalize;

  /**
   * ClStore::changed:
   * @store: the store
   * @ledger: name of a ledger
   * @ids: (nullable) (element-type gint64): records made, changed or deleted, ascending; %NULL: any of it
   *
   * After each commit, once a ledger, on the store's own thread.
   */
  signals[CHANGED] = g_signal_new ("changed", CL_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ARRAY);
  /**
   * ClStore::journal-changed:
   * @store: the store
   *
   * After each entry, undo and redo and notes included, after all "changed".
   */
  signals[JOURNAL_CHANGED] = g_signal_new ("journal-changed", CL_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * ClStore::drafts-changed:
   * @store: the store
   *
   * After a draft was left for another time, or dropped.
   */
  g_signal_new ("drafts-changed", CL_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * ClStore::described:
   * @store: the store
   * @ledger: name of a ledger, "" where a form or rule set is meant
   *
   * After the office added, replaced or hid a field, ledger, form or rule set of its own (cl-own.h): whatever shows fields of @ledger is made anew.
   */
  signals[DESCRIBED] = g_signal_new ("described", CL_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * ClStore::checked:
   * @store: the store
   * @error: (nullable): what is wrong with the pages, and what to do; nothing can be written then
   *
   * Once, where cl_store_is_checked() was %FALSE after the file was opened.
   */
  signals[CHECKED] = g_signal_new ("checked", CL_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
cl_store_init (ClStore *store)
{
  store->context = g_main_context_ref_thread_default ();
  store->thread = g_thread_self ();
  store->seat = cl_seat_new ();
  g_mutex_init (&store->check_mutex);
}

static gboolean
check_file (const char *path, ClStoreFlags flags, GError **error)
{
  gboolean is_empty;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      if (flags & CL_STORE_CREATE)
        return TRUE;
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no data file %s. Make one with “canlian init”, or choose another."), path);
      return FALSE;
    }
  if (!cl_store_inspect (path, &is_empty, error))
    return FALSE;
  if (is_empty && !(flags & CL_STORE_CREATE))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("The file %s is empty. Choose another file, or restore a backup."), path);
      return FALSE;
    }
  /* A file that was copied here may be open to others; what it holds is personal. */
  if (g_chmod (path, 0600) != 0)
    g_debug ("The mode of the data file could not be set");
  return TRUE;
}

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ClStore *store = CL_STORE (object);
  g_autofree gpointer checked = NULL;
  g_autoptr(GError) error = NULL;

  checked = g_task_propagate_pointer (G_TASK (result), &error);
  g_clear_object (&store->checking);
  if (store->writer != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (store, signals[CHECKED], 0, error);
}

/* The writer's first job: nothing is written before it has found that all is well. */
static void
check_now (ClStore *store)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&store->check_mutex);
  ClJob *job;

  if (store->check_source == NULL)
    return;
  g_source_destroy (store->check_source);
  g_clear_pointer (&store->check_source, g_source_unref);
  job = g_new0 (ClJob, 1);
  job->func = cl_store_check_job;
  job->is_gate = TRUE;
  job->cancellable = g_object_ref (store->checking);
  job->task = g_task_new (store, NULL, checked_cb, NULL);
  g_task_set_source_tag (job->task, check_now);
  cl_writer_push (store->writer, job);
}

static gboolean
check_now_cb (gpointer data)
{
  check_now (data);
  return G_SOURCE_REMOVE;
}

/* When the first frame is there, which would have to share processor and disk with it; or before the first write. */
static void
check_later (ClStore *store)
{
  store->checking = g_cancellable_new ();
  store->check_source = g_timeout_source_new (CHECK_MS);
  g_source_set_callback (store->check_source, check_now_cb, store, NULL);
  g_source_attach (store->check_source, store->context);
}

static gboolean
is_large (ClStore *store)
{
  GStatBuf status;

  return g_stat (store->path, &status) == 0 && status.st_size > CHECKED_AT_ONCE;
}

static gboolean
open_parts (ClStore *store, ClStoreFlags flags, GError **error)
{
  g_autoptr(ClDatabase) writer = NULL;
  gboolean is_seen;

  if (flags & CL_STORE_CREATE)
    {
      g_autofree char *folder = g_path_get_dirname (store->path);

      g_mkdir_with_parents (folder, 0700);
    }
  else if (!cl_store_is_there (store->path))
    return check_file (store->path, flags, error);
  store->lock = cl_store_lock_take (store->path, error);
  if (store->lock == NULL || !cl_store_mend (store->path, error) || !check_file (store->path, flags, error))
    return FALSE;
  cl_kept_tidy (store->path);
  writer = cl_database_open (store->path, flags & CL_STORE_CREATE ? CL_DATABASE_CREATE : CL_DATABASE_WRITE, error);
  if (writer == NULL)
    return FALSE;
  cl_database_set_catalogue (writer, store->catalogue);
  /* Now, and not when the first entry has been typed. */
  if (sqlite3_db_readonly (cl_database_get_handle (writer), "main") == 1)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The data file %s may not be written. Check its permissions and those of its folder, or save what is in it elsewhere."), store->path);
      return FALSE;
    }
  is_seen = !(flags & CL_STORE_CHECK_LATER) || !is_large (store);
  if (is_seen && !cl_store_check_pages (writer, error))
    return FALSE;
  if (!cl_store_schema_prepare_unseen (writer, store->catalogue, store->path, &is_seen, error))
    return FALSE;
  store->journal = cl_database_open (store->path, CL_DATABASE_READ, error);
  store->reader = store->journal != NULL ? cl_store_open_reader (store, error) : NULL;
  if (store->reader == NULL)
    return FALSE;
  cl_database_set_catalogue (store->journal, store->catalogue);
  store->head = cl_chain_head_new (store->path);
  cl_chain_head_keep (store->head, store->journal);
  store->writer = cl_writer_new (g_steal_pointer (&writer), done_cb, store);
  if (!is_seen)
    check_later (store);
  cl_drafts_sweep (store);
  cl_desk_sign_out (store);
  return TRUE;
}

/**
 * cl_store_open:
 * @path: the data file
 * @catalogue: all ledgers and code lists, finished
 * @flags: whether to make it
 * @error: return location
 *
 * Opens the one store of a data file: takes its lock, refuses what is foreign (%CL_ERROR_FOREIGN), newer (%CL_ERROR_NEWER) or
 * open elsewhere (%CL_ERROR_LOCKED, naming the holder), lays a copy beside a file that is to be upgraded, and brings the tables
 * to the catalogue. The calling thread becomes the store's own.
 *
 * Returns: (transfer full): the store, or %NULL
 */
ClStore *
cl_store_open (const char *path, ClCatalogue *catalogue, ClStoreFlags flags, GError **error)
{
  CL_SPAN ("store: open");
  g_autoptr(ClStore) store = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), NULL);

  store = g_object_new (CL_TYPE_STORE, NULL);
  store->path = g_canonicalize_filename (path, NULL);
  store->files = g_strconcat (store->path, ".files", NULL);
  store->catalogue = g_object_ref (catalogue);
  if (!open_parts (store, flags, error))
    return NULL;
  return g_steal_pointer (&store);
}

/**
 * cl_store_close:
 * @store: a store
 *
 * Runs what was handed over, tells it, closes all connections and gives the lock back. Again: does nothing. The store's own thread.
 */
void
cl_store_close (ClStore *store)
{
  CL_SPAN ("store: close");
  ClWriter *writer = g_steal_pointer (&store->writer);

  /* What waits to be written waits for it; else nobody does. */
  if (writer != NULL && store->checking != NULL && !cl_writer_has_jobs (writer))
    g_cancellable_cancel (store->checking);
  if (store->check_source != NULL)
    {
      g_source_destroy (store->check_source);
      g_clear_object (&store->checking);
    }
  g_clear_pointer (&store->check_source, g_source_unref);
  g_clear_pointer (&writer, cl_writer_free);
  if (store->head != NULL)
    cl_chain_head_keep (store->head, store->journal);
  g_clear_pointer (&store->head, cl_chain_head_free);
  g_clear_pointer (&store->reader, cl_database_close);
  g_clear_pointer (&store->journal, cl_database_close);
  g_clear_pointer (&store->lock, cl_store_lock_free);
}

/**
 * cl_store_is_checked:
 * @store: a store
 *
 * Returns: whether its pages have been looked at: %FALSE for a while after a large file was opened with %CL_STORE_CHECK_LATER
 */
gboolean
cl_store_is_checked (ClStore *store)
{
  return store->checking == NULL;
}

/**
 * cl_store_get_path:
 * @store: a store
 *
 * Returns: (transfer none): the data file, absolute
 */
const char *
cl_store_get_path (ClStore *store)
{
  return store->path;
}

/**
 * cl_store_get_catalogue:
 * @store: a store
 *
 * Returns: (transfer none): its catalogue
 */
ClCatalogue *
cl_store_get_catalogue (ClStore *store)
{
  return store->catalogue;
}

/**
 * cl_store_get_reader:
 * @store: a store
 *
 * Returns: (transfer none) (nullable): the reading connection of the store's own thread, restricted; %NULL once closed. Between cl_store_begin_reading() and
 * cl_store_end_reading() that of the worker
 */
ClDatabase *
cl_store_get_reader (ClStore *store)
{
  const ClReading *reading = cl_reading_find (store);

  return reading != NULL ? reading->reader : store->reader;
}

const char *
cl_store_get_files (ClStore *store)
{
  return store->files;
}

ClSeat *
cl_store_get_seat (ClStore *store)
{
  return store->seat;
}

ClDatabase *
cl_store_get_journal (ClStore *store)
{
  const ClReading *reading = cl_reading_find (store);

  return reading != NULL ? reading->journal : store->journal;
}

/**
 * cl_store_open_reader:
 * @store: a store
 * @error: return location
 *
 * Where persons are set up it reads in the name of whoever sits there now, to the end; where nobody does, nothing (%CL_ERROR_DENIED) until somebody has signed in.
 *
 * Returns: (transfer full): one more restricted reading connection, for whichever thread closes it again before the store is closed
 */
ClDatabase *
cl_store_open_reader (ClStore *store, GError **error)
{
  ClDatabase *reader = cl_database_open (store->path, CL_DATABASE_READ | CL_DATABASE_RESTRICTED, error);

  if (reader != NULL)
    {
      /* As writes do: what somebody began goes on in that person's name. That of the store itself, opened before anybody can be named, looks at the seat as it is. */
      g_autoptr(ClSeat) seat = store->reader == NULL || cl_seat_get_role (store->seat) == CL_ROLE_NONE ? cl_seat_ref (store->seat) : cl_seat_copy (store->seat);

      cl_database_set_catalogue (reader, store->catalogue);
      cl_database_set_seat (reader, seat);
    }
  return reader;
}

/**
 * cl_store_get_attachment_path:
 * @store: a store
 * @sha256: the attachment's digest, as its record holds it
 *
 * Returns: (transfer full): where its file lies. Any thread.
 */
char *
cl_store_get_attachment_path (ClStore *store, const char *sha256)
{
  return cl_attachment_get_path (store->files, sha256);
}
