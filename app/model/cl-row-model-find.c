/* What of a list is searched for: found at once where that is brief, else by a worker, which the next letter cancels. The rows stay as they were until it is known. */

#include "cl-row-model-private.h"
#include "cl-span.h"

/* Whom a worker answers. */
typedef struct
{
  GWeakRef model;
  GCancellable *finding;
} Asked;

static void
asked_free (Asked *asked)
{
  g_weak_ref_clear (&asked->model);
  g_object_unref (asked->finding);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

/* The order and the groups that wait for what is found among them are those of the list from here on. FALSE: none did. */
static gboolean
take_coming (ClRowModel *model)
{
  if (model->coming == NULL)
    return FALSE;
  g_clear_pointer (&model->groups, cl_row_groups_free);
  model->groups = g_steal_pointer (&model->coming_groups);
  g_array_unref (model->all);
  model->all = g_steal_pointer (&model->coming);
  if (model->only != NULL)
    {
      GArray *some = cl_row_ids_intersect (model->all, model->only);

      g_array_unref (model->all);
      model->all = some;
    }
  return TRUE;
}

/* Takes @found. */
static void
take_found (ClRowModel *model, GArray *found)
{
  model->waiting = FALSE;
  if (!take_coming (model))
    {
      cl_row_model_take_listed (model, found);
      return;
    }
  cl_row_model_take_listed (model, found);
  g_signal_emit_by_name (model, "reading");
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CL_SPAN ("rows: found");
  g_autoptr (Asked) asked = data;
  g_autoptr (ClRowModel) model = g_weak_ref_get (&asked->model);
  g_autoptr (GArray) found = cl_search_find_finish (result, NULL, NULL);

  /* The list has gone, or something else is searched for. */
  if (model == NULL || model->finding != asked->finding)
    return;
  g_clear_object (&model->finding);
  take_found (model, found != NULL ? g_steal_pointer (&found) : g_array_new (FALSE, FALSE, sizeof (gint64)));
  g_signal_emit_by_name (model, "found");
}

static GArray *
get_all (ClRowModel *model)
{
  return model->coming != NULL ? model->coming : model->all;
}

static void
begin (ClRowModel *model)
{
  Asked *asked = g_new0 (Asked, 1);

  model->finding = g_cancellable_new ();
  asked->finding = g_object_ref (model->finding);
  g_weak_ref_init (&asked->model, model);
  cl_search_find_async (model->search, model->search_text, 0, get_all (model), model->finding, found_cb, asked);
}

void
cl_row_model_stop_finding (ClRowModel *model)
{
  if (model->finding != NULL)
    g_cancellable_cancel (model->finding);
  g_clear_object (&model->finding);
}

static void
find_now (ClRowModel *model)
{
  g_autoptr (GArray) found = cl_search_find (model->search, model->search_text, 0, NULL);

  take_coming (model);
  model->waiting = FALSE;
  cl_row_model_take_listed (model, cl_row_ids_intersect (model->all, found));
}

static gboolean
has_answer_at_once (ClRowModel *model, gboolean now)
{
  return now || !model->behind || get_all (model)->len == 0 || cl_search_is_brief (model->search);
}

static void
apply (ClRowModel *model, gboolean now)
{
  CL_SPAN ("rows: search");

  cl_row_model_stop_finding (model);
  if (model->search_text == NULL)
    {
      take_coming (model);
      model->waiting = FALSE;
      cl_row_model_take_listed (model, g_array_ref (model->all));
    }
  /* Nothing is listed until it is known what is found: all of it would be printed and exported as if it were. */
  else if (model->behind && (model->is_partial || !cl_search_answers (model->search)))
    {
      take_coming (model);
      model->waiting = TRUE;
      cl_row_model_take_listed (model, g_array_new (FALSE, FALSE, sizeof (gint64)));
    }
  else if (has_answer_at_once (model, now))
    find_now (model);
  else
    begin (model);
}

void
cl_row_model_apply_search (ClRowModel *model)
{
  gboolean was_coming = model->coming != NULL;

  apply (model, FALSE);
  if (was_coming && model->coming == NULL)
    g_signal_emit_by_name (model, "reading");
}

void
cl_row_model_search_loaded (ClRowModel *model)
{
  if (model->waiting)
    cl_row_model_apply_search (model);
}

void
cl_row_model_take_order (ClRowModel *model, GArray *all, ClRowGroups *groups, gboolean now)
{
  gboolean was_finding = model->finding != NULL;

  g_clear_pointer (&model->coming, g_array_unref);
  g_clear_pointer (&model->coming_groups, cl_row_groups_free);
  model->coming = all;
  model->coming_groups = groups;
  apply (model, now);
  if (was_finding && model->finding == NULL)
    g_signal_emit_by_name (model, "found");
}

/**
 * cl_row_model_is_finding:
 * @model: a model
 *
 * Returns: whether a worker is looking for what is searched for
 */
gboolean
cl_row_model_is_finding (ClRowModel *model)
{
  return model->finding != NULL;
}

/**
 * cl_row_model_find_now:
 * @model: a model
 *
 * Answers at once what a worker is looking for: for a key that is meant for what is found. Main thread.
 */
void
cl_row_model_find_now (ClRowModel *model)
{
  gboolean was_coming = model->coming != NULL;

  if (model->finding == NULL)
    return;
  apply (model, TRUE);
  if (was_coming)
    g_signal_emit_by_name (model, "reading");
  g_signal_emit_by_name (model, "found");
}
