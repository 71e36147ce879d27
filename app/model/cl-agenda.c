#include "cl-config.h"

#include "cl-agenda-private.h"

#include "cl-date.h"
#include "cl-span.h"

/* Changes that come one after the other are counted once, so many ms after the last. */
#define REST_MS 300
/* The first count waits for the first frame, which would have to share the processor with it. */
#define FIRST_MS 100
/* The date is looked at so often, in seconds: a window may stay open over midnight. */
#define DATE_SECONDS 60

struct _ClAgenda
{
  GObject parent;

  ClStore *store;
  GPtrArray *items;
  char *next;
  char *problem;
  char *date; /* the day that the items are true for */
  gboolean loaded;
  gboolean again; /* something changed while the worker counted */
  guint rest;
  guint watch;
  gulong changed_handler;
  GCancellable *cancellable; /* while the worker counts */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClAgenda, cl_agenda, G_TYPE_OBJECT)

/* Puts what was found out in the place of what was there. */
static void
take_count (ClAgenda *self, ClAgendaCount *count)
{
  g_ptr_array_unref (self->items);
  self->items = g_steal_pointer (&count->items);
  g_free (self->next);
  self->next = g_steal_pointer (&count->next);
  g_free (self->problem);
  self->problem = g_steal_pointer (&count->problem);
  g_free (self->date);
  self->date = g_strdup (cl_today ());
  self->loaded = TRUE;
}

/**
 * cl_agenda_load:
 * @agenda: an agenda
 * @error: why it could not be counted
 *
 * Counts at once, on this thread: for the command line and tests.
 *
 * Returns: whether it is loaded
 */
gboolean
cl_agenda_load (ClAgenda *agenda, GError **error)
{
  ClAgendaCount *count;
  gboolean done;

  g_return_val_if_fail (CL_IS_AGENDA (agenda), FALSE);

  count = cl_agenda_count_new (agenda->store);
  done = cl_agenda_count_read (count, error);
  if (done)
    take_count (agenda, count);
  cl_agenda_count_free (count);
  if (done)
    g_signal_emit (agenda, signals[CHANGED], 0);
  return done;
}

static void
count_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ClAgendaCount *count = data;
  GError *error = NULL;
  gboolean done = FALSE;

  if (cl_store_begin_reading (count->store, cancellable, &error))
    {
      done = cl_agenda_count_read (count, &error);
      cl_store_end_reading (count->store);
    }
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClAgenda *self = CL_AGENDA (source);
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  g_clear_object (&self->cancellable);
  if (cl_store_get_reader (self->store) == NULL)
    return;
  if (done)
    take_count (self, g_task_get_task_data (G_TASK (result)));
  else
    {
      g_free (self->problem);
      self->problem = g_strdup (error->message);
    }
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->again)
    cl_agenda_refresh (self);
}

static gboolean
count_cb (gpointer data)
{
  CL_SPAN ("today: count");
  ClAgenda *self = data;
  g_autoptr (GTask) task = NULL;

  self->rest = 0;
  self->again = FALSE;
  if (cl_store_get_reader (self->store) == NULL)
    return G_SOURCE_REMOVE;
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, counted_cb, NULL);
  g_task_set_task_data (task, cl_agenda_count_new (self->store), (GDestroyNotify) cl_agenda_count_free);
  g_task_run_in_thread (task, count_thread_cb);
  return G_SOURCE_REMOVE;
}

/**
 * cl_agenda_refresh:
 * @agenda: an agenda
 *
 * Counts anew in a moment, on a worker; "changed" tells when it is done.
 */
void
cl_agenda_refresh (ClAgenda *agenda)
{
  g_return_if_fail (CL_IS_AGENDA (agenda));

  if (agenda->cancellable != NULL)
    {
      agenda->again = TRUE;
      return;
    }
  g_clear_handle_id (&agenda->rest, g_source_remove);
  agenda->rest = g_timeout_add (agenda->loaded ? REST_MS : FIRST_MS, count_cb, agenda);
}

static gboolean
watch_cb (gpointer data)
{
  ClAgenda *self = data;

  if (self->loaded && g_strcmp0 (self->date, cl_today ()) != 0)
    cl_agenda_refresh (self);
  return G_SOURCE_CONTINUE;
}

static void
cl_agenda_dispose (GObject *object)
{
  ClAgenda *self = CL_AGENDA (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_handle_id (&self->watch, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->store != NULL)
    g_clear_signal_handler (&self->changed_handler, self->store);
  G_OBJECT_CLASS (cl_agenda_parent_class)->dispose (object);
}

static void
cl_agenda_finalize (GObject *object)
{
  ClAgenda *self = CL_AGENDA (object);

  g_clear_object (&self->store);
  g_ptr_array_unref (self->items);
  g_free (self->next);
  g_free (self->problem);
  g_free (self->date);
  G_OBJECT_CLASS (cl_agenda_parent_class)->finalize (object);
}

static void
cl_agenda_class_init (ClAgendaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_agenda_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_agenda_finalize;

  signals[CHANGED] = g_signal_new ("changed", CL_TYPE_AGENDA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_agenda_init (ClAgenda *self)
{
  self->items = cl_agenda_items_new ();
}

/**
 * cl_agenda_new:
 * @store: an open store; a reference is taken
 *
 * Empty until it is loaded or refreshed; from then on it follows the store and the date.
 *
 * Returns: (transfer full): the agenda
 */
ClAgenda *
cl_agenda_new (ClStore *store)
{
  ClAgenda *self;

  g_return_val_if_fail (CL_IS_STORE (store), NULL);

  self = g_object_new (CL_TYPE_AGENDA, NULL);
  self->store = g_object_ref (store);
  self->changed_handler = g_signal_connect_object (store, "changed", G_CALLBACK (cl_agenda_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "drafts-changed", G_CALLBACK (cl_agenda_refresh), self, G_CONNECT_SWAPPED);
  self->watch = g_timeout_add_seconds (DATE_SECONDS, watch_cb, self);
  return self;
}

/**
 * cl_agenda_is_loaded:
 * @agenda: an agenda
 *
 * Returns: whether it was counted once
 */
gboolean
cl_agenda_is_loaded (ClAgenda *agenda)
{
  return agenda->loaded;
}

/**
 * cl_agenda_get_items:
 * @agenda: an agenda
 *
 * Returns: (transfer none) (element-type ClAgendaItem): until the next "changed"
 */
const GPtrArray *
cl_agenda_get_items (ClAgenda *agenda)
{
  return agenda->items;
}

/**
 * cl_agenda_get_n_open:
 * @agenda: an agenda
 *
 * Returns: how many items there are that nobody has set aside
 */
guint
cl_agenda_get_n_open (ClAgenda *agenda)
{
  guint n = 0;

  for (guint i = 0; i < agenda->items->len; i++)
    if (((const ClAgendaItem *) agenda->items->pdata[i])->group != CL_AGENDA_ASIDE)
      n++;
  return n;
}

/**
 * cl_agenda_get_next:
 * @agenda: an agenda
 *
 * Returns: (transfer none) (nullable): where nothing is due, the day on which the next is
 */
const char *
cl_agenda_get_next (ClAgenda *agenda)
{
  return agenda->next;
}

/**
 * cl_agenda_get_problem:
 * @agenda: an agenda
 *
 * Returns: (transfer none) (nullable): a sentence that says what could not be found out
 */
const char *
cl_agenda_get_problem (ClAgenda *agenda)
{
  return agenda->problem;
}

/**
 * cl_agenda_get_store:
 * @agenda: an agenda
 *
 * Returns: (transfer none): its store
 */
ClStore *
cl_agenda_get_store (ClAgenda *agenda)
{
  return agenda->store;
}
