#include "cl-row-model.h"

#include <string.h>

#include "cl-row-model-private.h"
#include "cl-span.h"

static void cl_row_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClRowModel, cl_row_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, cl_row_model_list_init))

/* After the first frame. */
static gboolean
warm_cb (gpointer data)
{
  ClRowModel *model = data;

  model->warm_source = 0;
  cl_search_warm (model->search);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ClStore *store, const char *ledger, GArray *ids, gpointer data)
{
  ClRowModel *model = data;
  gboolean own = strcmp (ledger, cl_ledger_get_name (model->reader->ledger)) == 0;

  if (cl_row_reader_orders_by (model->reader, ledger))
    {
      cl_row_model_read (model);
      if (own && cl_row_model_is_reading (model))
        cl_row_model_drop_gone (model, ids);
    }
  else if (model->search_text != NULL)
    cl_row_model_apply_search (model);
  if (cl_row_reader_shows (model->reader, ledger))
    cl_row_model_refresh_rows (model, own ? ids : NULL);
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
  cl_row_model_forget (model);
  if (model->reader != NULL)
    g_clear_signal_handler (&model->changed_handler, model->reader->store);
  g_hash_table_iter_init (&iter, model->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    cl_row_leave (row);
  g_hash_table_remove_all (model->rows);
  g_clear_signal_handler (&model->loaded_handler, model->search);
  g_clear_object (&model->search);
  G_OBJECT_CLASS (cl_row_model_parent_class)->dispose (object);
}

static void
cl_row_model_finalize (GObject *object)
{
  ClRowModel *model = CL_ROW_MODEL (object);

  g_clear_pointer (&model->reader, cl_row_reader_free);
  g_free (model->failure);
  g_free (model->search_text);
  g_array_unref (model->all);
  g_array_unref (model->listed);
  g_array_unref (model->ids);
  g_clear_pointer (&model->only, g_array_unref);
  g_clear_pointer (&model->pending, g_hash_table_unref);
  g_hash_table_unref (model->pages);
  g_hash_table_unref (model->rows);
  g_hash_table_unref (model->folded);
  G_OBJECT_CLASS (cl_row_model_parent_class)->finalize (object);
}

static void
cl_row_model_class_init (ClRowModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cl_row_model_dispose;
  object_class->finalize = cl_row_model_finalize;

  /**
   * ClRowModel::reading:
   *
   * A worker has begun to read the order or the groups of a long list, or has ended: cl_row_model_is_reading() tells. The rows stay as they were until then.
   */
  g_signal_new ("reading", CL_TYPE_ROW_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ClRowModel::found:
   *
   * A worker has answered what is searched for (cl_row_model_is_finding()). The rows stayed as they were until then.
   */
  g_signal_new ("found", CL_TYPE_ROW_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_row_model_init (ClRowModel *model)
{
  model->all = g_array_new (FALSE, FALSE, sizeof (gint64));
  model->listed = g_array_ref (model->all);
  model->ids = g_array_ref (model->all);
  model->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  model->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  model->rows = g_hash_table_new (NULL, NULL);
}

/* Held: nothing is read before cl_row_model_let_go(). */
ClRowModel *
cl_row_model_begin (ClStore *store, ClLedger *ledger, const char *view, gboolean behind)
{
  ClRowModel *model = g_object_new (CL_TYPE_ROW_MODEL, NULL);

  model->reader = cl_row_reader_new (store, ledger, view);
  /* made now, so that it hears of a change before this model does */
  model->search = cl_search_share (store, ledger);
  model->behind = behind;
  if (behind)
    model->loaded_handler = g_signal_connect_swapped (model->search, "loaded", G_CALLBACK (cl_row_model_search_loaded), model);
  model->changed_handler = g_signal_connect (store, "changed", G_CALLBACK (changed_cb), model);
  cl_row_model_hold (model);
  cl_row_model_read (model);
  return model;
}

/* What is said of the list from here on is read at once, by cl_row_model_let_go(). */
void
cl_row_model_hold (ClRowModel *model)
{
  model->n_holds++;
}

void
cl_row_model_let_go (ClRowModel *model)
{
  if (--model->n_holds > 0)
    return;
  if (model->is_stale)
    cl_row_model_read (model);
  if (model->warm_source == 0 && (model->is_partial || model->all->len >= CL_ROW_MODEL_LONG))
    model->warm_source = g_idle_add_full (G_PRIORITY_LOW, warm_cb, model, NULL);
}

static ClRowModel *
create (ClStore *store, ClLedger *ledger, const char *view, gboolean behind)
{
  ClRowModel *model = cl_row_model_begin (store, ledger, view, behind);

  cl_row_model_let_go (model);
  return model;
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
  return create (store, ledger, view, FALSE);
}

/**
 * cl_row_model_new_behind:
 * @store: an open store
 * @ledger: the ledger that is listed
 * @view: (nullable): a named view of it; %NULL for all its records
 *
 * For what is shown in a window. What takes longer than a frame is left to a worker: of a long list the first rows are there at once, all of them, and another order,
 * filter or grouping, when it has read them ("reading"); what is searched for before is not answered until then (cl_row_model_is_waiting()). Who needs all of it at once asks for
 * cl_row_model_settle(). Main thread.
 *
 * Returns: (transfer full): the model
 */
ClRowModel *
cl_row_model_new_behind (ClStore *store, ClLedger *ledger, const char *view)
{
  return create (store, ledger, view, TRUE);
}

/**
 * cl_row_model_new_of:
 * @model: a list
 * @ids: (transfer none): records of its ledger
 *
 * For what is done with some rows of a list as if they were all of it: a print, an export. A filter and a search of @model do not narrow it, its order, columns,
 * groups and whether it is revealed are taken over.
 *
 * Returns: (transfer full): a list of its own
 */
ClRowModel *
cl_row_model_new_of (ClRowModel *model, GArray *ids)
{
  ClRowModel *some = g_object_new (CL_TYPE_ROW_MODEL, NULL);

  some->reader = cl_row_reader_copy (model->reader, FALSE);
  some->search = g_object_ref (model->search);
  some->only = g_array_ref (ids);
  cl_row_model_read (some);
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
 * cl_row_model_is_waiting:
 * @model: a model
 *
 * Returns: whether it is not known yet what is listed: what is searched for has no answer, or of a list that was just opened the first rows alone are there
 */
gboolean
cl_row_model_is_waiting (ClRowModel *model)
{
  return model->waiting || model->is_partial;
}

/**
 * cl_row_model_set_search:
 * @model: a model
 * @text: (nullable): words as cl_search_find() takes them; %NULL or blanks for all rows
 *
 * Narrows the rows to those that @text finds; their order stays. Of a long list that was made by cl_row_model_new_behind() a worker looks for them: until "found"
 * the rows are those of before.
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
  cl_row_model_apply_search (model);
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
  if (g_strcmp0 (order, model->reader->order) == 0)
    return TRUE;
  if (!cl_row_reader_set_order (model->reader, order, error))
    return FALSE;
  cl_row_model_read (model);
  return TRUE;
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
  if (g_strcmp0 (expression, model->reader->where) == 0 && parameters == NULL && model->reader->parameters == NULL)
    return TRUE;
  if (!cl_row_reader_set_where (model->reader, expression, parameters, error))
    return FALSE;
  cl_row_model_read (model);
  return TRUE;
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
  cl_row_model_refresh_rows (model, NULL);
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
 * Returns: the id of the record there, 0 where there is none: behind the last, and where a group's heading or the total stands
 */
gint64
cl_row_model_get_id (ClRowModel *model, guint position)
{
  return position < model->ids->len ? MAX (0, g_array_index (model->ids, gint64, position)) : 0;
}

/**
 * cl_row_model_set_columns:
 * @model: a model
 * @columns: (nullable): expressions over its ledger; %NULL or none for those of its view or ledger
 *
 * Rows show these from here on, masked where they are private. What is no longer there, with a plugin or a hidden field, is left out.
 */
void
cl_row_model_set_columns (ClRowModel *model, const char *const *columns)
{
  cl_row_model_clear_pending (model);
  cl_row_reader_set_columns (model->reader, columns);
  /* What is added up are columns. */
  if (model->groups != NULL)
    model->groups->is_stale = TRUE;
  if (model->reader->group != NULL)
    cl_row_model_read (model);
  cl_row_model_refresh_rows (model, NULL);
}

/**
 * cl_row_model_set_group:
 * @model: a model
 * @path: (nullable): a field of its ledger, or of what it refers to; %NULL for a list without groups
 * @error: INVALID for a field that lists are not grouped by
 *
 * Lays the rows out by what they have in common, each group under a heading with its count and sums, and the total behind the last. The rows of a long list are laid out
 * when a worker has read them ("grouping").
 *
 * Returns: whether the list can be grouped so
 */
gboolean
cl_row_model_set_group (ClRowModel *model, const char *path, GError **error)
{
  if (!cl_row_reader_set_group (model->reader, path, error))
    return FALSE;
  g_hash_table_remove_all (model->folded);
  cl_row_model_read (model);
  return TRUE;
}

/**
 * cl_row_model_get_group:
 * @model: a model
 *
 * Returns: (transfer none) (nullable): the field it is grouped by
 */
const char *
cl_row_model_get_group (ClRowModel *model)
{
  return model->reader->group;
}

/**
 * cl_row_model_get_n_records:
 * @model: a model
 *
 * Returns: how many records are listed, whether or not they are folded away
 */
guint
cl_row_model_get_n_records (ClRowModel *model)
{
  return model->listed->len;
}

/**
 * cl_row_model_peek_ids:
 * @model: a model
 *
 * Returns: (transfer none): the ids of its records in order, those too that are folded away; when they change it is another array
 */
GArray *
cl_row_model_peek_ids (ClRowModel *model)
{
  return model->listed;
}

/**
 * cl_row_model_find:
 * @model: a model
 * @id: the id of a record
 *
 * Returns: its position, or G_MAXUINT where it is not listed, or folded away
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
