#include "cl-config.h"

#include "cl-search-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-expression-private.h"
#include "cl-memory.h"
#include "cl-span.h"

/* Beyond so many touched records all are read anew: quicker than putting each in its place. */
#define MAX_SPLICES 64
/* A file larger than this, in bytes, is never read for searching while the window waits. */
#define LARGE_FILE (32 * 1024 * 1024)

enum
{
  LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClSearch, cl_search, G_TYPE_OBJECT)

/* Nobody looks through the columns meanwhile. */
static gboolean
splice_row (ClSearch *search, ClQuery *query, gint64 row, GError **error)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ClStatement) statement = NULL;
  ClValue id = { CL_VALUE_INTEGER, { row } };

  g_hash_table_insert (parameters, (gpointer) "id", &id);
  cl_search_columns_remove (search->columns, row);
  statement = cl_query_prepare (query, cl_store_get_reader (search->store), parameters, error);
  return statement != NULL && cl_search_plan_read_rows (search->plan, statement, search->columns, cl_search_columns_insert, error);
}

static gboolean
splice (ClSearch *search, const gint64 *ids, guint n, GError **error)
{
  CL_SPAN ("search: splice");
  g_autoptr (ClQuery) query = cl_search_plan_make_query (search->plan, cl_store_get_catalogue (search->store), error);
  gboolean done = query != NULL && cl_query_add_where (query, "id = :id", error);

  cl_search_columns_enter (search->columns);
  for (guint i = 0; i < n && done; i++)
    done = splice_row (search, query, ids[i], error);
  cl_search_columns_leave (search->columns);
  return done;
}

/* Drops what is known and cannot be trusted any more; the next search reads anew. */
static void
forget (ClSearch *search)
{
  g_clear_pointer (&search->columns, cl_search_columns_unref);
}

static gboolean
is_large (ClSearch *search)
{
  GStatBuf status;

  return g_stat (cl_store_get_path (search->store), &status) == 0 && status.st_size > LARGE_FILE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClSearch *search = CL_SEARCH (source);
  g_autoptr (GError) error = NULL;

  /* What failed here is tried again, and said, when it is asked. */
  if (!cl_search_load_finish (search, result, &error))
    g_debug ("A search was not loaded: %s", error->message);
}

/* All is read anew; of a large file on a worker, and what was read before answers until then. */
static void
load_again (ClSearch *search)
{
  g_autoptr (GError) error = NULL;

  if (search->loading != 0)
    search->stale = TRUE;
  else if (is_large (search))
    cl_search_load_async (search, NULL, loaded_cb, NULL);
  else if (!cl_search_load (search, &error))
    forget (search);
}

static void
touch (ClSearch *search, const gint64 *ids, guint n)
{
  if (search->loading != 0)
    {
      g_array_append_vals (search->touched, ids, n);
      search->stale |= search->touched->len > MAX_SPLICES;
    }
  if (search->columns == NULL)
    return;
  if (n > MAX_SPLICES)
    load_again (search);
  else if (!splice (search, ids, n, NULL))
    forget (search);
}

/* The rows of this ledger that show a touched record of @target through a searched reference. */
static void
touch_referring (ClSearch *search, const char *target, GArray *ids)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  ClCatalogue *catalogue = cl_store_get_catalogue (search->store);

  for (guint i = 0; i < cl_ledger_get_n_fields (search->ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (search->ledger, i);

      if (!cl_field_is_link (field) || strcmp (cl_field_get_target (field), target) != 0)
        continue;
      for (guint k = 0; k < ids->len; k++)
        {
          g_autoptr (ClQuery) query = cl_query_new (catalogue, search->ledger);
          g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
          g_autoptr (ClStatement) statement = NULL;
          ClValue id = { CL_VALUE_INTEGER, { g_array_index (ids, gint64, k) } };
          g_autofree char *where = g_strdup_printf (cl_field_is_several (field) ? "has(\"%s\", :id)" : "\"%s\" = :id", cl_field_get_name (field));

          g_hash_table_insert (parameters, (gpointer) "id", &id);
          if (!cl_query_add_where (query, where, NULL))
            continue;
          statement = cl_query_prepare (query, cl_store_get_reader (search->store), parameters, NULL);
          while (statement != NULL && cl_statement_step (statement, NULL))
            {
              gint64 row = cl_statement_get_integer (statement, 0);

              g_array_append_val (rows, row);
            }
        }
    }
  touch (search, (const gint64 *) rows->data, rows->len);
}

/* Whether @ledger is seen only through references of this ledger itself, so that the rows that show it can be asked for. */
static gboolean
is_seen_directly (ClSearch *search, const char *ledger)
{
  gboolean seen = FALSE;

  for (guint i = 0; i < cl_ledger_get_n_fields (search->ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (search->ledger, i);
      ClLedger *target = cl_field_is_link (field) ? cl_catalogue_find_ledger (cl_store_get_catalogue (search->store), cl_field_get_target (field)) : NULL;
      g_autoptr (ClQuery) query = NULL;

      if (target == NULL)
        continue;
      if (strcmp (cl_ledger_get_name (target), ledger) == 0)
        {
          seen = TRUE;
          continue;
        }
      query = cl_query_new (cl_store_get_catalogue (search->store), target);
      if (cl_field_is_searched (field) && cl_query_add_column (query, "called(id)", CL_QUERY_OPEN, NULL) && cl_query_uses (query, ledger))
        return FALSE;
    }
  return seen;
}

static void
changed_cb (ClStore *store, const char *ledger, GArray *ids, gpointer data)
{
  CL_SPAN ("search: follow");
  ClSearch *search = data;
  g_autoptr (ClQuery) query = NULL;
  gboolean whole = ids == NULL;

  if (search->columns == NULL && search->loading == 0)
    return;
  if (strcmp (ledger, cl_ledger_get_name (search->ledger)) != 0)
    {
      query = cl_search_plan_make_query (search->plan, cl_store_get_catalogue (store), NULL);
      if (query == NULL || !cl_query_uses (query, ledger))
        return;
      if (!whole && ids->len <= MAX_SPLICES && is_seen_directly (search, ledger))
        {
          touch_referring (search, ledger, ids);
          return;
        }
      whole = TRUE;
    }
  if (!whole)
    touch (search, (const gint64 *) ids->data, ids->len);
  else if (search->columns == NULL)
    search->stale = TRUE;
  else
    load_again (search);
}

/* A column more, or fewer, is searched. */
static void
described_cb (ClStore *store, const char *ledger, gpointer data)
{
  ClSearch *search = data;

  if (strcmp (ledger, cl_ledger_get_name (search->ledger)) != 0)
    return;
  cl_search_plan_free (search->plan);
  search->plan = cl_search_plan_new (search->ledger);
  search->loading = 0;
  forget (search);
}

static void
cl_search_dispose (GObject *object)
{
  ClSearch *search = CL_SEARCH (object);

  if (search->store != NULL)
    {
      g_clear_signal_handler (&search->changed_handler, search->store);
      g_clear_signal_handler (&search->described_handler, search->store);
    }
  g_clear_object (&search->store);
  G_OBJECT_CLASS (cl_search_parent_class)->dispose (object);
}

static void
cl_search_finalize (GObject *object)
{
  ClSearch *search = CL_SEARCH (object);

  forget (search);
  g_clear_pointer (&search->plan, cl_search_plan_free);
  g_clear_pointer (&search->ledger, cl_ledger_unref);
  g_array_unref (search->touched);
  G_OBJECT_CLASS (cl_search_parent_class)->finalize (object);
}

static void
cl_search_class_init (ClSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cl_search_dispose;
  object_class->finalize = cl_search_finalize;

  /**
   * ClSearch::loaded:
   *
   * All was read by a worker, or could not be: what cl_search_answers() was %FALSE for is answered now.
   */
  signals[LOADED] = g_signal_new ("loaded", CL_TYPE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_search_init (ClSearch *search)
{
  search->touched = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * cl_search_new:
 * @store: an open store
 * @ledger: the ledger that is searched
 *
 * Nothing is read until it is loaded, or first asked. Lives on the store's thread.
 *
 * Returns: (transfer full): the search
 */
ClSearch *
cl_search_new (ClStore *store, ClLedger *ledger)
{
  ClSearch *search = g_object_new (CL_TYPE_SEARCH, NULL);

  search->store = g_object_ref (store);
  search->ledger = cl_ledger_ref (ledger);
  search->plan = cl_search_plan_new (ledger);
  search->changed_handler = g_signal_connect (store, "changed", G_CALLBACK (changed_cb), search);
  search->described_handler = g_signal_connect (store, "described", G_CALLBACK (described_cb), search);
  return search;
}

/**
 * cl_search_load:
 * @search: a search
 * @error: why the records could not be read
 *
 * Reads all records at once, waiting: some 25 ms for 20,000.
 *
 * Returns: whether it is loaded
 */
gboolean
cl_search_load (ClSearch *search, GError **error)
{
  CL_SPAN ("search: load");
  ClSearchColumns *columns = cl_search_plan_read_all (search->plan, cl_store_get_catalogue (search->store), cl_store_get_reader (search->store), error);

  if (columns == NULL)
    return FALSE;
  search->loading = 0;
  search->failed = FALSE;
  forget (search);
  search->columns = columns;
  return TRUE;
}

typedef struct
{
  ClSearchPlan *plan;
  ClCatalogue *catalogue;
  ClDatabase *database;
  guint run;
} Load;

static void
free_load_cb (gpointer data)
{
  Load *load = data;

  cl_search_plan_free (load->plan);
  g_object_unref (load->catalogue);
  g_clear_pointer (&load->database, cl_database_close);
  g_free (load);
}

static void
load_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Load *load = data;
  GError *error = NULL;
  ClSearchColumns *columns;

  cl_database_set_cancellable (load->database, cancellable);
  columns = cl_search_plan_read_all (load->plan, load->catalogue, load->database, &error);
  cl_database_set_cancellable (load->database, NULL);
  g_clear_pointer (&load->database, cl_database_close);
  /* To read and to sort a county's records takes many times what is kept of them. */
  cl_memory_give_back ();
  if (columns != NULL)
    g_task_return_pointer (task, columns, (GDestroyNotify) cl_search_columns_unref);
  else
    g_task_return_error (task, error);
}

/**
 * cl_search_load_async:
 * @search: a search
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Reads all records on a worker; what changes meanwhile is put in place when it is done.
 */
void
cl_search_load_async (ClSearch *search, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  static guint runs;
  g_autoptr (GTask) task = g_task_new (search, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, cl_search_load_async);
  load->plan = cl_search_plan_new (search->ledger);
  load->catalogue = g_object_ref (cl_store_get_catalogue (search->store));
  load->run = search->loading = ++runs;
  load->database = cl_store_open_reader (search->store, &error);
  g_task_set_task_data (task, load, free_load_cb);
  g_array_set_size (search->touched, 0);
  search->stale = search->failed = FALSE;
  if (load->database == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_run_in_thread (task, load_thread_cb);
}

/**
 * cl_search_load_finish:
 * @search: a search
 * @result: what the callback was given
 * @error: why the records could not be read, or that it was cancelled
 *
 * Returns: whether it is loaded
 */
gboolean
cl_search_load_finish (ClSearch *search, GAsyncResult *result, GError **error)
{
  CL_SPAN ("search: take");
  Load *load = g_task_get_task_data (G_TASK (result));
  g_autoptr (ClSearchColumns) columns = g_task_propagate_pointer (G_TASK (result), error);
  gboolean current = search->loading == load->run;

  if (current)
    search->loading = 0;
  if (columns == NULL)
    {
      /* Lists wait for what was asked of it. */
      search->failed = current;
      if (current)
        g_signal_emit (search, signals[LOADED], 0);
      return FALSE;
    }
  /* loaded in between, waiting: that is newer */
  if (!current)
    {
      if (search->columns != NULL)
        g_signal_emit (search, signals[LOADED], 0);
      return search->columns != NULL;
    }
  forget (search);
  search->columns = g_steal_pointer (&columns);
  cl_span_note ("search columns", (gint64) cl_search_columns_get_size (search->columns));
  if (search->stale)
    load_again (search);
  else if (search->touched->len > 0 && !splice (search, (const gint64 *) search->touched->data, search->touched->len, error))
    {
      forget (search);
      search->failed = TRUE;
      g_signal_emit (search, signals[LOADED], 0);
      return FALSE;
    }
  g_signal_emit (search, signals[LOADED], 0);
  return TRUE;
}

/**
 * cl_search_is_loaded:
 * @search: a search
 *
 * Returns: whether cl_search_find() answers at once
 */
gboolean
cl_search_is_loaded (ClSearch *search)
{
  return search->columns != NULL;
}

/**
 * cl_search_answers:
 * @search: a search
 *
 * Whether cl_search_find() need not be waited for: all is loaded, or is little. Where not, a worker begins to read, and "loaded" is emitted.
 *
 * Returns: whether it answers at once
 */
gboolean
cl_search_answers (ClSearch *search)
{
  if (search->columns != NULL || search->failed || !is_large (search))
    return TRUE;
  if (search->loading == 0)
    cl_search_load_async (search, NULL, loaded_cb, NULL);
  return FALSE;
}

/**
 * cl_search_warm:
 * @search: a search
 *
 * Reads what is not read yet on a worker, so that the first letter typed need not wait; "loaded" is emitted.
 */
void
cl_search_warm (ClSearch *search)
{
  if (search->columns == NULL && search->loading == 0 && cl_store_get_reader (search->store) != NULL)
    cl_search_load_async (search, NULL, loaded_cb, NULL);
}

/**
 * cl_search_share:
 * @store: an open store
 * @ledger: the ledger that is searched
 *
 * Returns: (transfer full): the one search of @ledger that all who show it share, made where nobody has it
 */
ClSearch *
cl_search_share (ClStore *store, ClLedger *ledger)
{
  g_autofree char *key = g_strconcat ("cl-search:", cl_ledger_get_name (ledger), NULL);
  GWeakRef *shared = g_object_get_data (G_OBJECT (store), key);
  ClSearch *search = shared != NULL ? g_weak_ref_get (shared) : NULL;

  if (search != NULL)
    return search;
  search = cl_search_new (store, ledger);
  shared = g_new0 (GWeakRef, 1);
  g_weak_ref_init (shared, search);
  g_object_set_data_full (G_OBJECT (store), key, shared, g_free);
  return search;
}
