/* How order and groups of a list are read: at once where that is brief, else by a worker. */

#include "cl-error.h"
#include "cl-row-model-private.h"
#include "cl-span.h"

/* Of SQLite's machine, which makes some twenty-five thousand in a millisecond: enough for the persons of a large township in the order of an index. */
#define STEPS 60000
/* A longer list does not even try. */
#define BRIEF 20000

/* What the worker has of its own. */
typedef struct
{
  ClRowReader *reader;
  ClDatabase *database;
  GWeakRef model;
} Job;

/* What it brings: one of both. */
typedef struct
{
  ClRowGroups *groups;
  GArray *ids;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->groups, cl_row_groups_free);
  g_clear_pointer (&answer->ids, g_array_unref);
  g_free (answer);
}

static Answer *
read_all (ClRowReader *reader, ClDatabase *database, GError **error)
{
  Answer *answer = g_new0 (Answer, 1);
  gboolean is_all;

  if (reader->group != NULL)
    answer->groups = cl_row_groups_read (reader, database, error);
  else
    answer->ids = cl_row_reader_read_ids (reader, database, 0, &is_all, error);
  if (answer->groups == NULL && answer->ids == NULL)
    g_clear_pointer (&answer, answer_free);
  return answer;
}

/* Takes @answer; without one @error says why. @now: what is searched for is looked for among it before this returns. */
static void
take_answer (ClRowModel *model, Answer *answer, const GError *error, gboolean now)
{
  CL_SPAN ("rows: take order");

  model->is_partial = FALSE;
  g_clear_pointer (&model->failure, g_free);
  if (answer != NULL)
    {
      GArray *all = g_array_ref (answer->groups != NULL ? answer->groups->ids : answer->ids);

      cl_row_model_take_order (model, all, g_steal_pointer (&answer->groups), now);
      answer_free (answer);
      return;
    }
  if (g_error_matches (error, CL_ERROR, CL_ERROR_DENIED))
    return;
  model->failure = g_strdup (error->message);
  g_warning ("Cannot read the list of %s: %s", cl_ledger_get_name (model->reader->ledger), error->message);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->reader, cl_row_reader_free);
  g_clear_pointer (&job->database, cl_database_close);
  g_weak_ref_clear (&job->model);
  g_free (job);
}

static void
read_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  Answer *answer;

  cl_database_set_cancellable (job->database, cancellable);
  answer = read_all (job->reader, job->database, &error);
  if (answer != NULL)
    g_task_return_pointer (task, answer, answer_free);
  else
    g_task_return_error (task, error);
}

static void
stop (ClRowModel *model)
{
  if (model->reading != NULL)
    g_cancellable_cancel (model->reading);
  g_clear_object (&model->reading);
}

static void
read_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  g_autoptr (ClRowModel) model = g_weak_ref_get (&job->model);
  g_autoptr (GError) error = NULL;
  Answer *answer = g_task_propagate_pointer (G_TASK (result), &error);

  /* Not on the worker, which may drop the task last. */
  g_clear_pointer (&job->reader, cl_row_reader_free);
  g_clear_pointer (&job->database, cl_database_close);
  /* The list has gone, or is being read anew. */
  if (model == NULL || model->reading != cancellable)
    {
      g_clear_pointer (&answer, answer_free);
      return;
    }
  g_clear_object (&model->reading);
  take_answer (model, answer, error, FALSE);
  /* Not yet where what is searched for is still looked for among it. */
  if (model->coming == NULL)
    g_signal_emit_by_name (model, "reading");
}

static void
begin (ClRowModel *model)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Job *job = g_new0 (Job, 1);

  model->reading = g_cancellable_new ();
  g_weak_ref_init (&job->model, model);
  job->reader = cl_row_reader_copy (model->reader, TRUE);
  job->database = cl_store_open_reader (model->reader->store, &error);
  task = g_task_new (NULL, model->reading, read_done_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  if (job->database == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_run_in_thread (task, read_cb);
  g_signal_emit_by_name (model, "reading");
}

static void
read_now (ClRowModel *model, gboolean now)
{
  g_autoptr (GError) error = NULL;
  Answer *answer = read_all (model->reader, cl_store_get_reader (model->reader->store), &error);

  take_answer (model, answer, error, now);
}

/* Of a list that is just being opened the first rows are shown meanwhile; of any other, those that it had. */
static void
read_first (ClRowModel *model)
{
  g_autoptr (GError) error = NULL;
  gboolean is_all;
  Answer *answer = g_new0 (Answer, 1);

  answer->ids = cl_row_reader_read_ids (model->reader, cl_store_get_reader (model->reader->store), STEPS, &is_all, &error);
  if (answer->ids == NULL)
    g_clear_pointer (&answer, answer_free);
  if (answer == NULL || is_all)
    {
      take_answer (model, answer, error, FALSE);
      return;
    }
  if (model->is_partial || model->all->len == 0)
    {
      model->is_partial = TRUE;
      cl_row_model_take_order (model, g_array_ref (answer->ids), NULL, FALSE);
    }
  answer_free (answer);
  begin (model);
}

void
cl_row_model_read (ClRowModel *model)
{
  CL_SPAN ("rows: read order");

  model->is_stale = model->n_holds > 0;
  if (model->is_stale || cl_store_get_reader (model->reader->store) == NULL)
    return;
  stop (model);
  if (!model->behind || (model->reader->group != NULL && !model->is_partial && model->all->len <= CL_ROW_MODEL_LONG))
    read_now (model, FALSE);
  else if (model->reader->group != NULL || model->all->len > BRIEF)
    begin (model);
  else
    read_first (model);
}

static gboolean
has_id (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* Leaves @ids as they are for whoever else has them. */
static void
drop (GArray **ids, GArray *gone)
{
  GArray *left = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (*ids)->len);

  for (guint i = 0; i < (*ids)->len; i++)
    if (!has_id (gone, g_array_index (*ids, gint64, i)))
      g_array_append_val (left, g_array_index (*ids, gint64, i));
  g_array_unref (*ids);
  *ids = left;
}

/* Meanwhile nobody stands on a row that has gone and says nothing. */
void
cl_row_model_drop_gone (ClRowModel *model, GArray *ids)
{
  g_autoptr (GArray) kept = ids->len <= CL_ROW_PAGE ? cl_row_reader_keep_ids (model->reader, ids, NULL) : NULL;
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray *left;

  for (guint i = 0; kept != NULL && i < ids->len; i++)
    if (!has_id (kept, g_array_index (ids, gint64, i)))
      g_array_append_val (gone, g_array_index (ids, gint64, i));
  if (gone->len == 0)
    return;
  drop (&model->all, gone);
  if (model->coming != NULL)
    drop (&model->coming, gone);
  if (model->search_text == NULL || model->finding != NULL)
    cl_row_model_apply_search (model);
  if (model->search_text == NULL)
    return;
  left = g_array_ref (model->listed);
  drop (&left, gone);
  cl_row_model_take_listed (model, left);
}

void
cl_row_model_forget (ClRowModel *model)
{
  stop (model);
  cl_row_model_stop_finding (model);
  g_clear_pointer (&model->groups, cl_row_groups_free);
  g_clear_pointer (&model->coming, g_array_unref);
  g_clear_pointer (&model->coming_groups, cl_row_groups_free);
}

/**
 * cl_row_model_is_reading:
 * @model: a model
 *
 * Returns: whether a worker is reading its order or its groups, or looks for what is searched for among what it read
 */
gboolean
cl_row_model_is_reading (ClRowModel *model)
{
  return model->reading != NULL || model->coming != NULL;
}

/**
 * cl_row_model_get_failure:
 * @model: a model
 *
 * Where the drive has gone, nothing is listed though nothing is lost: who shows the list says so.
 *
 * Returns: (nullable): the sentence of the last reading that failed; %NULL where it did not, or where the person at the desk may not read this
 */
const char *
cl_row_model_get_failure (ClRowModel *model)
{
  return model->failure;
}

/**
 * cl_row_model_settle:
 * @model: a model
 *
 * Waits for what a worker reads of it, for those who are about to do something with all of its records. Main thread.
 */
void
cl_row_model_settle (ClRowModel *model)
{
  if (model->reading == NULL)
    {
      cl_row_model_find_now (model);
      return;
    }
  stop (model);
  read_now (model, TRUE);
  g_signal_emit_by_name (model, "reading");
}
