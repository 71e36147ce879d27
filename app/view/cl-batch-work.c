/* What takes time in a batch: making the papers, joining them for the printer, saving them. All beside the page, with progress and an end. */

#include "cl-config.h"

#include "cl-batch-view-private.h"

#include <glib/gi18n-lib.h>

#include "cl-batch-paper.h"
#include "cl-error.h"
#include "cl-print.h"
#include "cl-progress-bar.h"

typedef struct
{
  ClBatchView *view;
  ClTemplate *form;
  ClCatalogue *catalogue;
  GHashTable *values;
  ClDatabase *reader;
  GPtrArray *items;  /* of the view: they stay as long as this works on some */
  GPtrArray *chosen; /* ClBatchItem of @items */
  GPtrArray *done;   /* those of @chosen that are saved */
  char *where;       /* a folder, or a queue, NULL asks */
  char *name;        /* of the job */
  GBytes *joined;
} Work;

static void
work_free (Work *work)
{
  g_clear_pointer (&work->reader, cl_database_close);
  g_object_unref (work->view);
  cl_template_unref (work->form);
  g_clear_object (&work->catalogue);
  g_clear_pointer (&work->values, g_hash_table_unref);
  g_clear_pointer (&work->chosen, g_ptr_array_unref);
  g_clear_pointer (&work->done, g_ptr_array_unref);
  g_clear_pointer (&work->items, g_ptr_array_unref);
  g_clear_pointer (&work->joined, g_bytes_unref);
  g_free (work->where);
  g_free (work->name);
  g_free (work);
}

static Work *
work_new (ClBatchView *view)
{
  Work *work = g_new0 (Work, 1);

  work->view = g_object_ref (view);
  work->form = cl_template_ref (view->form);
  work->catalogue = g_object_ref (cl_context_get_catalogue (view->context));
  work->values = g_hash_table_ref (view->values);
  work->items = view->items != NULL ? g_ptr_array_ref (view->items) : NULL;
  return work;
}

/* The end of the work comes after all that was sent from it, and so with the same priority: what comes later counts no more. */
#define POST_PRIORITY G_PRIORITY_DEFAULT_IDLE

typedef enum
{
  POST_LISTED, /* all are known by name */
  POST_MAKING,
  POST_MADE,
  POST_SAVING,
} PostKind;

/* Sent from the thread that works: where it is, of @all. */
typedef struct
{
  ClBatchView *view;
  GCancellable *working;
  GPtrArray *items;
  PostKind kind;
  guint index, all;
  char *called;
} Post;

static void
post_free (gpointer data)
{
  Post *post = data;

  g_object_unref (post->view);
  g_object_unref (post->working);
  g_ptr_array_unref (post->items);
  g_free (post->called);
  g_free (post);
}

static void
tell_progress (ClBatchView *view, guint done, guint all, const char *called, gboolean making)
{
  g_autofree char *words = g_strdup_printf (making ? _("Making %u of %u: %s") : _("Saving %u of %u: %s"), done + 1, all, called);

  cl_progress_tell (G_CANCELLABLE (view->working), done, all);
  cl_progress_bar_set_words (CL_PROGRESS_BAR (view->progress), words);
}

static gboolean
post_cb (gpointer data)
{
  Post *post = data;

  if (post->working != G_CANCELLABLE (post->view->working) || post->view->box == NULL)
    return G_SOURCE_REMOVE;
  if (post->kind == POST_LISTED)
    cl_batch_view_listed (post->view, post->items);
  else if (post->kind == POST_MADE)
    cl_batch_view_made (post->view, post->index);
  else
    tell_progress (post->view, post->index, post->all, post->called, post->kind == POST_MAKING);
  return G_SOURCE_REMOVE;
}

static void
send (Work *work, GCancellable *working, PostKind kind, guint index, guint all, const char *called)
{
  Post *post = g_new0 (Post, 1);

  post->view = g_object_ref (work->view);
  post->working = g_object_ref (working);
  post->items = g_ptr_array_ref (work->items);
  post->kind = kind;
  post->index = index;
  post->all = all;
  post->called = g_strdup (called);
  g_idle_add_full (POST_PRIORITY, post_cb, post, post_free);
}

static GCancellable *
begin (ClBatchView *view)
{
  cl_batch_view_stop (view);
  view->making = FALSE;
  view->working = cl_progress_new ();
  cl_progress_bar_begin (CL_PROGRESS_BAR (view->progress), _("Making the papers"), view->working, CL_PROGRESS_PATIENCE_MS);
  g_signal_emit_by_name (view, "changed");
  return G_CANCELLABLE (view->working);
}

/* TRUE: this was still wanted. */
static gboolean
end (ClBatchView *view, GTask *task)
{
  if (g_task_get_cancellable (task) != G_CANCELLABLE (view->working) || view->box == NULL)
    return FALSE;
  g_clear_object (&view->working);
  if (cl_progress_bar_end (CL_PROGRESS_BAR (view->progress)))
    cl_batch_view_focus (view);
  g_signal_emit_by_name (view, "changed");
  return TRUE;
}

/* Ends what is under way: what was done until then stays. */
void
cl_batch_view_stop (ClBatchView *view)
{
  if (view->working != NULL)
    g_cancellable_cancel (G_CANCELLABLE (view->working));
  g_clear_object (&view->working);
  if (view->progress != NULL)
    cl_progress_bar_end (CL_PROGRESS_BAR (view->progress));
}

static void
make_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  work->items = cl_form_list_batch (work->form, work->catalogue, work->reader, work->values, &error);
  if (work->items != NULL)
    send (work, cancellable, POST_LISTED, 0, work->items->len, NULL);
  for (guint i = 0; work->items != NULL && error == NULL && i < work->items->len; i++)
    {
      ClBatchItem *item = work->items->pdata[i];

      if (g_cancellable_set_error_if_cancelled (cancellable, &error))
        break;
      send (work, cancellable, POST_MAKING, i, work->items->len, item->called);
      if (cl_form_make_item (work->form, work->catalogue, work->reader, work->values, item, &error))
        send (work, cancellable, POST_MADE, i, work->items->len, NULL);
    }
  g_clear_pointer (&work->reader, cl_database_close);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ClBatchView *view = CL_BATCH_VIEW (object);
  g_autoptr (GError) error = NULL;
  gboolean fine = g_task_propagate_boolean (G_TASK (result), &error);
  g_autofree char *then = NULL;
  g_autofree char *where = NULL;

  if (!end (view, G_TASK (result)))
    return;
  then = g_steal_pointer (&view->then);
  where = g_steal_pointer (&view->then_where);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_context_say (view->context, GTK_WIDGET (view), _("Stopped. Printing or saving makes the rest."));
  else if (!fine)
    cl_context_say (view->context, GTK_WIDGET (view), error->message);
  else if (g_strcmp0 (then, "print") == 0)
    cl_batch_view_print (view, where);
  else if (g_strcmp0 (then, "save") == 0)
    cl_batch_view_save (view, where);
  if (fine && then == NULL)
    cl_context_finished (view->context, _("All papers are made."));
}

/* Makes all papers anew. The lines come first, then each as it is made. */
void
cl_batch_view_make (ClBatchView *view)
{
  GCancellable *working = begin (view);
  g_autoptr (GTask) task = g_task_new (view, working, made_cb, NULL);
  g_autoptr (GError) error = NULL;
  Work *work = work_new (view);

  view->making = TRUE;
  g_clear_pointer (&work->items, g_ptr_array_unref);
  work->reader = cl_store_open_reader (cl_context_get_store (view->context), &error);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_set_priority (task, POST_PRIORITY);
  if (work->reader != NULL)
    g_task_run_in_thread (task, make_thread);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* While papers are being made, what is asked for waits for them. */
static gboolean
wait_for_all (ClBatchView *view, const char *then, const char *where)
{
  gboolean all = view->items != NULL;

  for (guint i = 0; all && i < g_list_model_get_n_items (G_LIST_MODEL (view->lines)); i++)
    {
      g_autoptr (ClBatchLine) line = g_list_model_get_item (G_LIST_MODEL (view->lines), i);
      all = line->made;
    }
  if (all)
    return FALSE;
  if (view->working == NULL)
    cl_batch_view_make (view);
  g_free (view->then);
  view->then = g_strdup (then);
  g_free (view->then_where);
  view->then_where = g_strdup (where);
  return TRUE;
}

static Work *
choose (ClBatchView *view, const char *where)
{
  g_autoptr (GPtrArray) chosen = cl_batch_view_choose (view);
  Work *work;

  if (chosen->len == 0)
    {
      g_autofree char *words = g_strdup_printf (_("There is nothing to print for any of them. Enter what %s lists first."), cl_template_get_title (view->form));
      cl_context_say (view->context, GTK_WIDGET (view), words);
      return NULL;
    }
  work = work_new (view);
  work->chosen = g_steal_pointer (&chosen);
  work->done = g_ptr_array_new ();
  work->where = g_strdup (where);
  return work;
}

/* Written down now: they have left. */
static void
log_done (ClBatchView *view, GPtrArray *items, const char *kind, guint copies, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = cl_form_log_batch (cl_context_get_store (view->context), items, kind, copies, &error);

  cl_context_say (view->context, GTK_WIDGET (view), ids != NULL ? words : error->message);
}

static void
printed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (cl_print_pdf_finish (result, &error))
    {
      words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %u paper sent to the printer", "%s: %u papers sent to the printer", work->chosen->len),
                               work->name, work->chosen->len);
      log_done (work->view, work->chosen, "print", cl_print_pdf_get_copies (result), words);
      cl_context_finished (work->view->context, _("All papers were sent to the printer."));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_context_say (work->view->context, GTK_WIDGET (work->view), error->message);
  work_free (work);
}

static void
join_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  const ClBatchItem *first = work->chosen->pdata[0];

  work->joined = work->chosen->len > 1 ? cl_form_join_batch (work->form, work->chosen, &error) : g_bytes_ref (first->pdf);
  if (work->joined == NULL)
    g_task_return_error (task, error);
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
joined_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ClBatchView *view = CL_BATCH_VIEW (object);
  Work *work = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  g_autoptr (GError) error = NULL;
  gboolean fine = g_task_propagate_boolean (G_TASK (result), &error);

  if (end (view, G_TASK (result)) && fine)
    {
      cl_print_pdf_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, work->joined, work->name, work->where, NULL, printed_cb, work);
      return;
    }
  if (!fine && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_context_say (view->context, GTK_WIDGET (view), error->message);
  work_free (work);
}

void
cl_batch_view_print (ClBatchView *view, const char *printer)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  if (view->form == NULL || wait_for_all (view, "print", printer))
    return;
  work = choose (view, printer);
  if (work == NULL)
    return;
  work->name = work->chosen->len > 1 ? g_strdup (((ClBatchItem *) work->chosen->pdata[0])->paper->title)
                                     : g_strdup (((ClBatchItem *) work->chosen->pdata[0])->paper->file_name);
  task = g_task_new (view, begin (view), joined_cb, work);
  g_task_set_task_data (task, work, NULL);
  g_task_run_in_thread (task, join_thread);
}

static void
save_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) contents = work->chosen->len > 1 ? cl_form_make_contents (work->form, work->chosen, &error) : NULL;
  g_autofree char *top = g_build_filename (work->where, "目录.pdf", NULL);

  if (contents != NULL)
    g_file_set_contents (top, g_bytes_get_data (contents, NULL), (gssize) g_bytes_get_size (contents), &error);
  for (guint i = 0; error == NULL && i < work->chosen->len; i++)
    {
      ClBatchItem *item = work->chosen->pdata[i];
      g_autofree char *path = g_build_filename (work->where, item->paper->file_name, NULL);

      if (g_cancellable_set_error_if_cancelled (cancellable, &error))
        break;
      send (work, cancellable, POST_SAVING, i, work->chosen->len, item->called);
      if (g_file_set_contents (path, g_bytes_get_data (item->pdf, NULL), (gssize) g_bytes_get_size (item->pdf), &error))
        g_ptr_array_add (work->done, item);
    }
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ClBatchView *view = CL_BATCH_VIEW (object);
  Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  gboolean fine = g_task_propagate_boolean (G_TASK (result), &error);

  end (view, G_TASK (result));
  if (fine)
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u file saved in %s", "%u files saved in %s", work->done->len), work->done->len, work->where);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = g_strdup_printf (_("Stopped: %u of %u files saved in %s"), work->done->len, work->chosen->len, work->where);
  else
    words = g_strdup_printf (_("Only %u of %u files were saved: %s. Choose another folder."), work->done->len, work->chosen->len, error->message);
  if (work->done->len > 0)
    log_done (view, work->done, "export", 0, words);
  else
    cl_context_say (view->context, GTK_WIDGET (view), words);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_context_finished (view->context, fine ? _("All papers are saved.") : _("Not all papers could be saved. The window says why."));
  work_free (work);
}

void
cl_batch_view_save (ClBatchView *view, const char *path)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  if (view->form == NULL || wait_for_all (view, "save", path))
    return;
  work = choose (view, path);
  if (work == NULL)
    return;
  task = g_task_new (view, begin (view), saved_cb, work);
  g_task_set_task_data (task, work, NULL);
  g_task_run_in_thread (task, save_thread);
}

void
cl_batch_view_print_item (ClBatchView *view, ClBatchItem *item, gboolean print)
{
  const char *file = item->paper->file_name;
  g_autofree char *name = g_str_has_suffix (file, ".pdf") ? g_strndup (file, strlen (file) - 4) : g_strdup (file);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, item);
  cl_batch_paper_open (GTK_WIDGET (view), view->context, item->pdf, name, one, view->items, print);
}

/* The page that lies on top: heard here as it is printed. */
void
cl_batch_view_show_contents (ClBatchView *view)
{
  g_autoptr (GPtrArray) chosen = view->form != NULL ? cl_batch_view_choose (view) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) contents = NULL;

  if (chosen == NULL || chosen->len == 0)
    return;
  contents = cl_form_make_contents (view->form, chosen, &error);
  if (contents != NULL)
    cl_batch_paper_open (GTK_WIDGET (view), view->context, contents, _("Contents of the batch"), NULL, NULL, FALSE);
  else
    cl_context_say (view->context, GTK_WIDGET (view), error->message);
}
