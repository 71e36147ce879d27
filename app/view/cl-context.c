#include "cl-context.h"

#include "cl-announce.h"
#include "cl-span.h"

struct _ClContext
{
  GObject parent_instance;
  ClStore *store;
  GHashTable *searches; /* ledger's name -> ClSearch */
  GPtrArray *forms;     /* ClTemplate, in the catalogue's order */
  guint next_form;      /* of the catalogue, the first that is not read yet */
  guint forms_source;
};

enum
{
  SHOW_RECORD,
  EDIT_RECORD,
  SHOW_LIST,
  SHOW_FORM,
  SHOW_CHART,
  MESSAGE,
  SEARCH_LOADED,
  FINISHED,
  WORK_BEGAN,
  WORK_ENDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClContext, cl_context, G_TYPE_OBJECT)

static void
search_loaded_cb (ClContext *self)
{
  g_signal_emit (self, signals[SEARCH_LOADED], 0);
}

/* FALSE: all are read. What is wrong with one is said when the office is opened. */
static gboolean
read_form (ClContext *self)
{
  CL_SPAN ("forms: read");
  ClCatalogue *catalogue = cl_store_get_catalogue (self->store);
  const GPtrArray *files = cl_catalogue_get_forms (catalogue);
  g_autoptr (GError) error = NULL;
  ClTemplate *form;

  if (self->next_form >= files->len)
    return FALSE;
  form = cl_template_load (((const ClDescriptionFile *) files->pdata[self->next_form++])->path, catalogue, &error);
  if (form != NULL)
    g_ptr_array_add (self->forms, form);
  else
    g_message ("%s", error->message);
  return TRUE;
}

static gboolean
read_form_cb (gpointer data)
{
  ClContext *self = data;

  if (read_form (self))
    return G_SOURCE_CONTINUE;
  self->forms_source = 0;
  return G_SOURCE_REMOVE;
}

/* A field or a form more: what was read may not know it. */
static void
described_cb (ClContext *self)
{
  g_clear_handle_id (&self->forms_source, g_source_remove);
  g_ptr_array_set_size (self->forms, 0);
  self->next_form = 0;
}

static void
cl_context_finalize (GObject *object)
{
  ClContext *self = CL_CONTEXT (object);

  g_clear_handle_id (&self->forms_source, g_source_remove);
  g_ptr_array_unref (self->forms);
  g_hash_table_unref (self->searches);
  g_object_unref (self->store);
  G_OBJECT_CLASS (cl_context_parent_class)->finalize (object);
}

static void
cl_context_class_init (ClContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_context_finalize;

  signals[SHOW_RECORD] = g_signal_new ("show-record", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  signals[EDIT_RECORD] = g_signal_new ("edit-record", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  signals[SHOW_LIST] = g_signal_new ("show-list", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SHOW_FORM] = g_signal_new ("show-form", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_HASH_TABLE);
  /* A search that had no answer has one now. */
  signals[SEARCH_LOADED] = g_signal_new ("search-loaded", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_CHART] = g_signal_new ("show-chart", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING,
                                      G_TYPE_STRING, G_TYPE_ARRAY);
  /* What took long is over: a sentence without anything of the data, for the desktop where the window is not in front. */
  signals[FINISHED] = g_signal_new ("finished", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /* What takes long is shown by the window, with Cancel, from one to the other. */
  signals[WORK_BEGAN] = g_signal_new ("work-began", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, CL_TYPE_PROGRESS);
  signals[WORK_ENDED] = g_signal_new ("work-ended", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, CL_TYPE_PROGRESS);
  signals[MESSAGE] = g_signal_new ("message", CL_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cl_context_init (ClContext *self)
{
  self->searches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_template_unref);
}

/**
 * cl_context_new:
 * @store: the open store; a reference is taken
 *
 * Returns: (transfer full): what pages of one window are given to work with. Main thread.
 */
ClContext *
cl_context_new (ClStore *store)
{
  ClContext *self;

  g_return_val_if_fail (CL_IS_STORE (store), NULL);

  self = g_object_new (CL_TYPE_CONTEXT, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "described", G_CALLBACK (described_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * cl_context_get_store:
 * @context: a context
 *
 * Returns: (transfer none): the store
 */
ClStore *
cl_context_get_store (ClContext *context)
{
  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);

  return context->store;
}

/**
 * cl_context_get_catalogue:
 * @context: a context
 *
 * Returns: (transfer none): the catalogue that the store was opened with
 */
ClCatalogue *
cl_context_get_catalogue (ClContext *context)
{
  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);

  return cl_store_get_catalogue (context->store);
}

/**
 * cl_context_get_search:
 * @context: a context
 * @ledger: the ledger to be searched
 *
 * The one search of @ledger in this window; its columns begin to load on a worker when it is first asked for.
 *
 * Returns: (transfer none): the search
 */
ClSearch *
cl_context_get_search (ClContext *context, ClLedger *ledger)
{
  ClSearch *search;

  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (ledger != NULL, NULL);

  search = g_hash_table_lookup (context->searches, cl_ledger_get_name (ledger));
  if (search == NULL)
    {
      search = cl_search_share (context->store, ledger);
      g_hash_table_insert (context->searches, g_strdup (cl_ledger_get_name (ledger)), search);
      g_signal_connect_object (search, "loaded", G_CALLBACK (search_loaded_cb), context, G_CONNECT_SWAPPED);
      cl_search_warm (search);
    }
  return search;
}

/**
 * cl_context_get_forms:
 * @context: a context
 *
 * Those that were not read yet are read now, which takes a millisecond or two each.
 *
 * Returns: (transfer none) (element-type ClTemplate): all forms that the catalogue knows and that can be read
 */
GPtrArray *
cl_context_get_forms (ClContext *context)
{
  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);

  while (read_form (context))
    ;
  return context->forms;
}

/**
 * cl_context_warm_forms:
 * @context: a context
 *
 * Reads the forms one by one while nothing else is to be done, so that their page opens within a frame.
 */
void
cl_context_warm_forms (ClContext *context)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  if (context->forms_source == 0)
    context->forms_source = g_idle_add_full (G_PRIORITY_LOW, read_form_cb, context, NULL);
}

/**
 * cl_context_show_record:
 * @context: a context
 * @ledger: name of a ledger
 * @id: one of its records
 *
 * Asks the window to go to the page of @ledger and select @id there.
 */
void
cl_context_show_record (ClContext *context, const char *ledger, gint64 id)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  g_signal_emit (context, signals[SHOW_RECORD], 0, ledger, id);
}

/**
 * cl_context_edit_record:
 * @context: a context
 * @ledger: name of a ledger
 * @id: one of its records; 0: a new one
 *
 * Asks the window to go to the page of @ledger and write @id there: where there is a draft of it, that goes on.
 */
void
cl_context_edit_record (ClContext *context, const char *ledger, gint64 id)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  g_signal_emit (context, signals[EDIT_RECORD], 0, ledger, id);
}

/**
 * cl_context_show_list:
 * @context: a context
 * @ledger: name of a ledger
 * @where: (nullable): a condition over it; %NULL: all of it
 * @words: (nullable): what the records of @where are, translated; shown as the filter that can be taken away
 *
 * Asks the window to go to the page of @ledger and show there the records of @where alone.
 */
void
cl_context_show_list (ClContext *context, const char *ledger, const char *where, const char *words)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  g_signal_emit (context, signals[SHOW_LIST], 0, ledger, where, words);
}

/**
 * cl_context_show_form:
 * @context: a context
 * @form: name of a form
 * @parameters: (nullable): name -> ClValue*
 *
 * Asks the window to open @form, filled in as far as @parameters say.
 */
void
cl_context_show_form (ClContext *context, const char *form, GHashTable *parameters)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  g_signal_emit (context, signals[SHOW_FORM], 0, form, parameters);
}

/**
 * cl_context_show_chart:
 * @context: a context
 * @ledger: name of a ledger
 * @view: (nullable): its view
 * @where: (nullable): a condition over it
 * @words: (nullable): what the records of @where are, translated
 * @ids: (nullable) (element-type gint64): these records alone
 *
 * Asks the window to show a list as a chart.
 */
void
cl_context_show_chart (ClContext *context, const char *ledger, const char *view, const char *where, const char *words, GArray *ids)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  g_signal_emit (context, signals[SHOW_CHART], 0, ledger, view, where, words, ids);
}

/**
 * cl_context_say:
 * @context: a context
 * @near: (nullable): a widget of the window that speaks
 * @text: a whole sentence, translated
 *
 * Says @text to eyes (the window's toast, by "message") and ears (cl_announce()).
 */
void
cl_context_say (ClContext *context, GtkWidget *near, const char *text)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  g_signal_emit (context, signals[MESSAGE], 0, text);
  cl_announce (near, text);
}

/**
 * cl_context_begin_work:
 * @context: a context
 * @words: what is being done, translated, no full stop
 *
 * Says that something long begins ("work-began"): where it takes more than a moment, the window shows how far it is, with Cancel, while one goes on working.
 *
 * Returns: (transfer full): the cancellable for it, which it tells how far it is; to be given to cl_context_end_work() when it is over
 */
ClProgress *
cl_context_begin_work (ClContext *context, const char *words)
{
  ClProgress *progress;

  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);

  progress = cl_progress_new ();
  g_signal_emit (context, signals[WORK_BEGAN], 0, words, progress);
  return progress;
}

/**
 * cl_context_end_work:
 * @context: a context
 * @progress: of cl_context_begin_work()
 *
 * Says that it is over ("work-ended"), however it ended. What came of it is said by cl_context_say() and cl_context_finished().
 */
void
cl_context_end_work (ClContext *context, ClProgress *progress)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  g_signal_emit (context, signals[WORK_ENDED], 0, progress);
}

/**
 * cl_context_finished:
 * @context: a context
 * @words: a whole sentence, translated, without a name or anything else of the data
 *
 * Says by a notification of the desktop that what took long is over, where the window is not in front ("finished"). What came of it is said in the window, by
 * cl_context_say().
 */
void
cl_context_finished (ClContext *context, const char *words)
{
  g_return_if_fail (CL_IS_CONTEXT (context));

  g_signal_emit (context, signals[FINISHED], 0, words);
}
