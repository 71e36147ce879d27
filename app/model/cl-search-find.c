/* What a search is asked: at once, or on a worker where that takes more than a millisecond or two. */

#include "cl-config.h"

#include "cl-search-private.h"

#include "cl-desk.h"
#include "cl-error.h"
#include "cl-row-reader-private.h"
#include "cl-span.h"

/* Of so many rows it is answered within two milliseconds. */
#define BRIEF_ROWS 100000

static struct
{
  guint brief;
  GFunc func;
  gpointer data;
} held = { BRIEF_ROWS, NULL, NULL };

void
cl_search_hold_workers (guint brief, GFunc func, gpointer data)
{
  held.brief = brief > 0 ? brief : BRIEF_ROWS;
  held.func = func;
  held.data = data;
}

/* The columns in memory outlast whoever had them read. */
static gboolean
may_find (ClSearch *search, GError **error)
{
  return cl_desk_may (search->store, CL_RIGHT_READ, error);
}

/**
 * cl_search_is_brief:
 * @search: a search
 *
 * Whether cl_search_find() is done before anybody notices; where not, whoever answers keys asks by cl_search_find_async().
 *
 * Returns: whether it is, or has to be read first
 */
gboolean
cl_search_is_brief (ClSearch *search)
{
  return search->columns == NULL || cl_search_columns_get_n (search->columns) <= held.brief;
}

/**
 * cl_search_find:
 * @search: a search; loaded now, waiting, where it is not
 * @text: words as they are typed: characters, pinyin (zhangwei, zhangw), initials (zw), digits of a number from any place
 * @limit: how many ids at most, 0 for all
 * @count: (out) (optional): how many match in all
 *
 * Returns: (transfer full) (element-type gint64): the ids of records that match every word, in order of name
 */
GArray *
cl_search_find (ClSearch *search, const char *text, guint limit, guint *count)
{
  CL_SPAN ("search: find");
  g_autoptr (GError) error = NULL;

  if (!may_find (search, &error) || (search->columns == NULL && !cl_search_load (search, &error)))
    {
      if (cl_store_get_reader (search->store) != NULL && !g_error_matches (error, CL_ERROR, CL_ERROR_DENIED))
        g_warning ("Cannot read the records to search: %s", error->message);
      if (count != NULL)
        *count = 0;
      return g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  return cl_search_columns_find (search->columns, text, limit, count);
}

/* What the worker has of its own. */
typedef struct
{
  ClSearchColumns *columns;
  char *text;
  guint limit;
  GArray *among; /* or NULL */
  guint count;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  cl_search_columns_unref (job->columns);
  g_clear_pointer (&job->among, g_array_unref);
  g_free (job->text);
  g_free (job);
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GArray *found;

  if (held.func != NULL)
    held.func (task, held.data);
  found = cl_search_columns_find_behind (job->columns, job->text, job->limit, cancellable, &job->count);
  if (found != NULL && job->among != NULL)
    {
      GArray *both = cl_row_ids_intersect (job->among, found);

      g_array_unref (found);
      found = both;
      job->count = found->len;
    }
  if (found == NULL)
    g_task_return_error_if_cancelled (task);
  else
    g_task_return_pointer (task, found, (GDestroyNotify) g_array_unref);
}

/**
 * cl_search_find_async:
 * @search: a search that is loaded
 * @text: as for cl_search_find()
 * @limit: as for cl_search_find(); 0 where there is @among
 * @among: (nullable) (element-type gint64): what is found is narrowed to these, in their order; not changed any more
 * @cancellable: (nullable): the next letter cancels
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * What cl_search_find() finds, on a worker. A change of the records is not waited for: who is told of it asks anew. Main thread.
 */
void
cl_search_find_async (ClSearch *search, const char *text, guint limit, GArray *among, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  /* Of no object: the worker may drop the task last, and a search lives on the store's thread. */
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  Job *job;

  g_return_if_fail (search->columns != NULL);

  g_task_set_source_tag (task, cl_search_find_async);
  if (!may_find (search, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  job = g_new0 (Job, 1);
  job->columns = cl_search_columns_ref (search->columns);
  job->text = g_strdup (text);
  job->limit = limit;
  job->among = among != NULL ? g_array_ref (among) : NULL;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, find_thread);
}

/**
 * cl_search_find_finish:
 * @result: what the callback was given
 * @count: (out) (optional): how many match in all
 * @error: that it was cancelled, or may not be read
 *
 * Returns: (transfer full) (element-type gint64): what was found
 */
GArray *
cl_search_find_finish (GAsyncResult *result, guint *count, GError **error)
{
  GArray *found = g_task_propagate_pointer (G_TASK (result), error);

  if (count != NULL && found != NULL)
    *count = ((Job *) g_task_get_task_data (G_TASK (result)))->count;
  return found;
}
