#include "cl-row-model.h"

#include <string.h>

#include "cl-error.h"
#include "cl-row-private.h"
#include "cl-row-reader-private.h"
#include "cl-span.h"

#define MAX_PAGES 64
/* Where more rows than these go and come at once (a filter, another order), rows stay in their places and are refilled, and only the difference
 * at the end is told: a list view asks for every row that is told as added (SPEED.md). */
#define MAX_TOLD 1024
/* A shorter list is read for searching when that is first asked for: within a frame or two. */
#define WARM_FROM 5000

struct _ClRowModel
{
  GObject parent;
  ClRowReader *reader;
  char *search_text;
  ClSearch *search;
  GArray *all;   /* ids by filter and order */
  GArray *ids;   /* those of them that the search finds; the same array where there is none */
  GHashTable *pages; /* number -> GPtrArray of GStrv */
  GHashTable *rows;  /* position -> ClRow, not owned */
  gulong changed_handler;
  guint warm_source;
  GHashTable *pending; /* NULL, or id as a pointer -> text of @pending_column */
  guint pending_column;
  GArray *only;  /* NULL, or the ids that are listed of all */
};

static void cl_row_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClRowModel, cl_row_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, cl_row_model_list_init))

static char **
add_pending (ClRowModel *model, guint position, char **texts)
{
  const char *text = model->pending == NULL ? NULL
                                            : g_hash_table_lookup (model->pending, GSIZE_TO_POINTER ((gsize) g_array_index (model->ids, gint64, position)));

  if (text != NULL && model->pending_column < g_strv_length (texts))
    {
      g_free (texts[model->pending_column]);
      texts[model->pending_column] = g_strdup (text);
    }
  return texts;
}

char **
cl_row_model_read_texts (ClRowModel *model, guint position)
{
  gpointer key = GUINT_TO_POINTER (position / CL_ROW_PAGE);
  guint first = position - position % CL_ROW_PAGE;
  GPtrArray *page;

  if (position >= model->ids->len)
    return NULL;
  page = g_hash_table_lookup (model->pages, key);
  if (page == NULL)
    {
      if (g_hash_table_size (model->pages) >= MAX_PAGES)
        g_hash_table_remove_all (model->pages);
      page = cl_row_reader_read_page (model->reader, &g_array_index (model->ids, gint64, first), MIN (CL_ROW_PAGE, model->ids->len - first));
      g_hash_table_insert (model->pages, key, page);
    }
  return add_pending (model, position, g_strdupv (g_ptr_array_index (page, position % CL_ROW_PAGE)));
}

void
cl_row_model_forget_row (ClRowModel *model, ClRow *row)
{
  if (g_hash_table_lookup (model->rows, GUINT_TO_POINTER (cl_row_get_position (row))) == row)
    g_hash_table_remove (model->rows, GUINT_TO_POINTER (cl_row_get_position (row)));
}

/* Moves the living rows to where their records are now. Above MAX_TOLD rows keep their places instead and take up the records there. */
static void
place_rows (ClRowModel *model, ClRowDifference difference, guint refilled, GPtrArray *changed)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&model->rows);
  GHashTableIter iter;
  gpointer key, value;

  model->rows = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint position = GPOINTER_TO_UINT (key);
      ClRow *row = value;

      if (position >= difference.kept + difference.removed)
        position = position - difference.removed + difference.added;
      else if (position >= difference.kept + refilled)
        {
          cl_row_leave (row);
          continue;
        }
      if (position < model->ids->len && cl_row_get_id (row) == g_array_index (model->ids, gint64, position))
        cl_row_move (row, position);
      else if (position < model->ids->len)
        {
          cl_row_put (row, g_array_index (model->ids, gint64, position), position);
          g_ptr_array_add (changed, g_object_ref (row));
        }
      g_hash_table_insert (model->rows, GUINT_TO_POINTER (position), row);
    }
}

static void
take_ids (ClRowModel *model, GArray *ids)
{
  CL_SPAN ("rows: put in place");
  g_autoptr (GArray) before = model->ids;
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  ClRowDifference difference = cl_row_ids_compare (before, ids);
  guint refilled = 0;

  model->ids = ids;
  if (difference.removed + difference.added == 0)
    return;
  if (difference.removed + difference.added > MAX_TOLD)
    refilled = MIN (difference.removed, difference.added);
  g_hash_table_remove_all (model->pages);
  place_rows (model, difference, refilled, changed);
  if (difference.removed > refilled || difference.added > refilled)
    g_list_model_items_changed (G_LIST_MODEL (model), difference.kept + refilled, difference.removed - refilled, difference.added - refilled);
  for (guint i = 0; i < changed->len; i++)
    cl_row_emit_changed (g_ptr_array_index (changed, i));
}

/* Reads what living rows show anew: all, or those of @ids. */
static void
refresh_rows (ClRowModel *model, GArray *ids)
{
  CL_SPAN ("rows: refresh");
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_remove_all (model->pages);
  g_hash_table_iter_init (&iter, model->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      gboolean touched = ids == NULL || ids->len > CL_ROW_PAGE;

      for (guint i = 0; !touched && i < ids->len; i++)
        touched = g_array_index (ids, gint64, i) == cl_row_get_id (value);
      if (touched)
        g_ptr_array_add (rows, g_object_ref (value));
    }
  for (guint i = 0; i < rows->len; i++)
    {
      ClRow *row = g_ptr_array_index (rows, i);

      cl_row_put (row, cl_row_get_id (row), cl_row_get_position (row));
    }
  for (guint i = 0; i < rows->len; i++)
    cl_row_emit_changed (g_ptr_array_index (rows, i));
}

/* One search a ledger and store, whoever shows the ledger. */
static ClSearch *
share_search (ClStore *store, ClLedger *ledger)
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

static void
warmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  /* what failed here fails again, and is said, when it is asked */
  cl_search_load_finish (CL_SEARCH (source), result, NULL);
}

/* After the first frame, on a worker: so that the first letter typed need not wait. */
static gboolean
warm_cb (gpointer data)
{
  ClRowModel *model = data;

  model->warm_source = 0;
  if (!cl_search_is_loaded (model->search) && cl_store_get_reader (model->reader->store) != NULL)
    cl_search_load_async (model->search, NULL, warmed_cb, NULL);
  return G_SOURCE_REMOVE;
}

static void
apply_search (ClRowModel *model)
{
  CL_SPAN ("rows: search");
  g_autoptr (GArray) found = NULL;

  if (model->search_text == NULL)
    {
      take_ids (model, g_array_ref (model->all));
      return;
    }
  found = cl_search_find (model->search, model->search_text, 0, NULL);
  take_ids (model, cl_row_ids_intersect (model->all, found));
}

/* Takes @all. */
static GArray *
narrow (ClRowModel *model, GArray *all)
{
  GArray *both;

  if (model->only == NULL || all == NULL)
    return all;
  both = cl_row_ids_intersect (all, model->only);
  g_array_unref (all);
  return both;
}

static void
query_again (ClRowModel *model)
{
  CL_SPAN ("rows: read order");
  g_autoptr (GError) error = NULL;
  GArray *all;

  if (cl_store_get_reader (model->reader->store) == NULL)
    return;
  all = narrow (model, cl_row_reader_read_ids (model->reader, &error));
  if (all == NULL)
    {
      if (!g_error_matches (error, CL_ERROR, CL_ERROR_DENIED))
        g_warning ("Cannot read the list of %s: %s", cl_ledger_get_name (model->reader->ledger), error->message);
      return;
    }
  g_array_unref (model->all);
  model->all = all;
  apply_search (model);
}

static void
changed_cb (ClStore *store, const char *ledger, GArray *ids, gpointer data)
{
  ClRowModel *model = data;
  gboolean own = strcmp (ledger, cl_ledger_get_name (model->reader->ledger)) == 0;

  if (cl_row_reader_orders_by (model->reader, ledger))
    query_again (model);
  else if (model->search_text != NULL)
    apply_search (model);
  if (cl_row_reader_shows (model->reader, ledger))
    refresh_rows (model, own ? ids : NULL);
}

static GType
cl_row_model_get_item_type (GListModel *list)
{
  return CL_TYPE_ROW;
}

static guint
cl_row_model_get_n_items (GListModel *list)
{
  return CL_ROW_MODEL (list)->ids->len;
}

static gpointer
cl_row_model_get_item (GListModel *list, guint position)
{
  ClRowModel *model = CL_ROW_MODEL (list);
  ClRow *row;

  if (position >= model->ids->len)
    return NULL;
  row = g_hash_table_lookup (model->rows, GUINT_TO_POINTER (position));
  if (row != NULL)
    return g_object_ref (row);
  row = cl_row_new (model);
  cl_row_put (row, g_array_index (model->ids, gint64, position), position);
  g_hash_table_insert (model->rows, GUINT_TO_POINTER (position), row);
  return row;
}

static void
cl_row_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = cl_row_model_get_item_type;
  iface->get_n_items = cl_row_model_get_n_items;
  iface->get_item = cl_row_model_get_item;
}

static void
cl_row_model_dispose (GObject *object)
{
  ClRowModel *model = CL_ROW_MODEL (object);
  GHashTableIter iter;
  gpointer row;

  g_clear_handle_id (&model->warm_source, g_source_remove);
  if (model->reader != NULL)
    g_clear_signal_handler (&model->changed_handler, model->reader->store);
  g_hash_table_iter_init (&iter, model->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    cl_row_leave (row);
  g_hash_table_remove_all (model->rows);
  g_clear_object (&model->search);
  G_OBJECT_CLASS (cl_row_model_parent_class)->dispose (object);
}

static void
cl_row_model_finalize (GObject *object)
{
  ClRowModel *model = CL_ROW_MODEL (object);

  g_clear_pointer (&model->reader, cl_row_reader_free);
  g_free (model->search_text);
  g_array_unref (model->all);
  g_array_unref (model->ids);
  g_clear_pointer (&model->only, g_array_unref);
  g_clear_pointer (&model->pending, g_hash_table_unref);
  g_hash_table_unref (model->pages);
  g_hash_table_unref (model->rows);
  G_OBJECT_CLASS (cl_row_model_parent_class)->finalize (object);
}

static void
cl_row_model_class_init (ClRowModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cl_row_model_dispose;
  object_class->finalize = cl_row_model_finalize;
}

static void
cl_row_model_init (ClRowModel *model)
{
  model->all = g_array_new (FALSE, FALSE, sizeof (gint64));
  model->ids = g_array_ref (model->all);
  model->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  model->rows = g_hash_table_new (NULL, NULL);
}

/**
 * cl_row_model_new:
 * @store: an open store
 * @ledger: the ledger that is listed
 * @view: (nullable): a named view of it; %NULL for all its records
 *
 * The ids are read at once, texts when they are asked for. Main thread.
 *
 * Returns: (transfer full): the model
 */
ClRowModel *
cl_row_model_new (ClStore *store, ClLedger *ledger, const char *view)
{
  ClRowModel *model = g_object_new (CL_TYPE_ROW_MODEL, NULL);

  model->reader = cl_row_reader_new (store, ledger, view);
  /* made now, so that it hears of a change before this model does */
  model->search = share_search (store, ledger);
  query_again (model);
  if (model->all->len >= WARM_FROM)
    model->warm_source = g_idle_add_full (G_PRIORITY_LOW, warm_cb, model, NULL);
  model->changed_handler = g_signal_connect (store, "changed", G_CALLBACK (changed_cb), model);
  return model;
}

/**
 * cl_row_model_new_of:
 * @model: a list
 * @ids: (transfer none): records of its ledger
 *
 * For what is done with some rows of a list as if they were all of it: a print, an export. A filter and a search of @model do not narrow it, its order and
 * whether it is revealed are taken over.
 *
 * Returns: (transfer full): a list of its own
 */
ClRowModel *
cl_row_model_new_of (ClRowModel *model, GArray *ids)
{
  ClRowModel *some = g_object_new (CL_TYPE_ROW_MODEL, NULL);

  some->reader = cl_row_reader_copy (model->reader);
  some->search = g_object_ref (model->search);
  some->only = g_array_ref (ids);
  query_again (some);
  some->changed_handler = g_signal_connect (some->reader->store, "changed", G_CALLBACK (changed_cb), some);
  return some;
}

/**
 * cl_row_model_get_ledger:
 * @model: a model
 *
 * Returns: (transfer none): the ledger that is listed
 */
ClLedger *
cl_row_model_get_ledger (ClRowModel *model)
{
  return model->reader->ledger;
}

/**
 * cl_row_model_get_n_columns:
 * @model: a model
 *
 * Returns: how many texts a row has
 */
guint
cl_row_model_get_n_columns (ClRowModel *model)
{
  return model->reader->columns->len;
}

static const ClRowColumn *
get_column (ClRowModel *model, guint column)
{
  return g_ptr_array_index (model->reader->columns, column);
}

/**
 * cl_row_model_get_column_title:
 * @model: a model
 * @column: a column
 *
 * Returns: (transfer none): its Chinese header
 */
const char *
cl_row_model_get_column_title (ClRowModel *model, guint column)
{
  g_return_val_if_fail (column < model->reader->columns->len, "");

  return get_column (model, column)->title;
}

/**
 * cl_row_model_get_column_path:
 * @model: a model
 * @column: a column
 *
 * Returns: (transfer none): the expression that it shows, fit for cl_row_model_set_order()
 */
const char *
cl_row_model_get_column_path (ClRowModel *model, guint column)
{
  g_return_val_if_fail (column < model->reader->columns->len, "");

  return get_column (model, column)->path;
}

/**
 * cl_row_model_is_column_private:
 * @model: a model
 * @column: a column
 *
 * Returns: whether it is masked until revealed
 */
gboolean
cl_row_model_is_column_private (ClRowModel *model, guint column)
{
  g_return_val_if_fail (column < model->reader->columns->len, TRUE);

  return get_column (model, column)->is_private;
}

/**
 * cl_row_model_set_search:
 * @model: a model
 * @text: (nullable): words as cl_search_find() takes them; %NULL or blanks for all rows
 *
 * Narrows the rows to those that @text finds; their order stays.
 */
void
cl_row_model_set_search (ClRowModel *model, const char *text)
{
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  if (stripped != NULL && *stripped == '\0')
    g_clear_pointer (&stripped, g_free);
  if (g_strcmp0 (stripped, model->search_text) == 0)
    return;
  g_free (model->search_text);
  model->search_text = g_steal_pointer (&stripped);
  apply_search (model);
}

static gboolean
take_all (ClRowModel *model, GArray *all)
{
  if (all == NULL)
    return FALSE;
  g_array_unref (model->all);
  model->all = narrow (model, all);
  apply_search (model);
  return TRUE;
}

/**
 * cl_row_model_set_order:
 * @model: a model
 * @order: (nullable): keys as cl_query_set_order() takes them; %NULL for the view's or the ledger's own
 * @error: INVALID, saying which word is wrong
 *
 * Returns: whether @order was understood; the rows stay as they are where not
 */
gboolean
cl_row_model_set_order (ClRowModel *model, const char *order, GError **error)
{
  return take_all (model, cl_row_reader_set_order (model->reader, order, error));
}

/**
 * cl_row_model_get_order:
 * @model: a model
 *
 * Returns: (transfer none) (nullable): the order in force
 */
const char *
cl_row_model_get_order (ClRowModel *model)
{
  return cl_row_reader_get_order (model->reader);
}

/**
 * cl_row_model_set_where:
 * @model: a model
 * @expression: (nullable): a condition beside the view's own; %NULL for none
 * @parameters: (nullable): name -> ClValue for what @expression leaves open; copied
 * @error: INVALID, saying which word is wrong
 *
 * Returns: whether @expression was understood; the rows stay as they are where not
 */
gboolean
cl_row_model_set_where (ClRowModel *model, const char *expression, GHashTable *parameters, GError **error)
{
  return take_all (model, cl_row_reader_set_where (model->reader, expression, parameters, error));
}

/**
 * cl_row_model_set_revealed:
 * @model: a model
 * @revealed: whether private values are shown whole
 */
void
cl_row_model_set_revealed (ClRowModel *model, gboolean revealed)
{
  if (model->reader->revealed == revealed)
    return;
  model->reader->revealed = revealed;
  refresh_rows (model, NULL);
}

/**
 * cl_row_model_get_revealed:
 * @model: a model
 *
 * Returns: whether private values are shown whole
 */
gboolean
cl_row_model_get_revealed (ClRowModel *model)
{
  return model->reader->revealed;
}

/**
 * cl_row_model_get_id:
 * @model: a model
 * @position: a position
 *
 * Returns: the id of the record there, 0 where there is none
 */
gint64
cl_row_model_get_id (ClRowModel *model, guint position)
{
  return position < model->ids->len ? g_array_index (model->ids, gint64, position) : 0;
}

/**
 * cl_row_model_set_pending:
 * @model: a model
 * @id: a record
 * @column: a column; another one than before forgets what was pending there
 * @text: what is shown in it
 *
 * For values that somebody is filling in and that are written together later.
 */
void
cl_row_model_set_pending (ClRowModel *model, gint64 id, guint column, const char *text)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (model->pending == NULL)
    model->pending = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (model->pending_column != column)
    g_hash_table_remove_all (model->pending);
  model->pending_column = column;
  g_hash_table_insert (model->pending, GSIZE_TO_POINTER ((gsize) id), g_strdup (text));
  g_array_append_val (ids, id);
  refresh_rows (model, ids);
}

/**
 * cl_row_model_clear_pending:
 * @model: a model
 *
 * Shows what the file has again.
 */
void
cl_row_model_clear_pending (ClRowModel *model)
{
  if (model->pending == NULL)
    return;
  g_clear_pointer (&model->pending, g_hash_table_unref);
  refresh_rows (model, NULL);
}

/**
 * cl_row_model_peek_ids:
 * @model: a model
 *
 * Returns: (transfer none): the ids of its rows in order; when they change it is another array
 */
GArray *
cl_row_model_peek_ids (ClRowModel *model)
{
  return model->ids;
}

/**
 * cl_row_model_find:
 * @model: a model
 * @id: the id of a record
 *
 * Returns: its position, or G_MAXUINT where it is not listed
 */
guint
cl_row_model_find (ClRowModel *model, gint64 id)
{
  CL_SPAN ("rows: find place");
  const gint64 *ids = (const gint64 *) model->ids->data;

  for (guint i = 0; i < model->ids->len; i++)
    if (ids[i] == id)
      return i;
  return G_MAXUINT;
}
