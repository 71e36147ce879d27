#include "cl-config.h"

#include "cl-row-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-expression-private.h"
#include "cl-row-private.h"

#define PAGE 64
#define MAX_PAGES 64
/* Where more rows than these go and come at once (a filter, another order), rows stay in their places and are refilled, and only the difference
 * at the end is told: a list view asks for every row that is told as added (SPEED.md). */
#define MAX_TOLD 1024
/* A shorter list is read for searching when that is first asked for: within a frame or two. */
#define WARM_FROM 5000

typedef struct
{
  char *path;
  char *title;
  gboolean is_private;
} Column;

struct _ClRowModel
{
  GObject parent;
  ClStore *store;
  ClLedger *ledger;
  const ClLedgerView *view;
  GPtrArray *columns; /* Column */
  char *order;        /* NULL: the view's or the ledger's */
  char *where;
  GHashTable *parameters;
  char *search_text;
  ClSearch *search;
  gboolean revealed;
  GArray *all;   /* ids by filter and order */
  GArray *ids;   /* those of them that the search finds; the same array where there is none */
  GHashTable *pages; /* number -> GPtrArray of GStrv */
  GHashTable *rows;  /* position -> ClRow, not owned */
  gulong changed_handler;
  guint warm_source;
};

static void cl_row_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClRowModel, cl_row_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, cl_row_model_list_init))

static void
free_column_cb (gpointer data)
{
  Column *column = data;

  g_free (column->path);
  g_free (column->title);
  g_free (column);
}

static const char *
get_default_order (ClRowModel *model)
{
  return model->view != NULL && model->view->order != NULL ? model->view->order : cl_ledger_get_order (model->ledger);
}

/* The filter of the view and of whoever set a further one. */
static gboolean
add_filter (ClRowModel *model, ClQuery *query, const char *where, GError **error)
{
  if (model->view != NULL && model->view->where != NULL && !cl_query_add_where (query, model->view->where, error))
    return FALSE;
  return where == NULL || cl_query_add_where (query, where, error);
}

static ClQuery *
make_id_query (ClRowModel *model, const char *order, const char *where, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (cl_store_get_catalogue (model->store), model->ledger);

  if (!add_filter (model, query, where, error) || !cl_query_set_order (query, order != NULL ? order : get_default_order (model), error))
    return NULL;
  return g_steal_pointer (&query);
}

static GArray *
read_ids (ClRowModel *model, const char *order, const char *where, GHashTable *parameters, GError **error)
{
  g_autoptr (ClQuery) query = make_id_query (model, order, where, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;

  if (query == NULL)
    return NULL;
  statement = cl_query_prepare (query, cl_store_get_reader (model->store), parameters, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &failure))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  if (failure == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static ClQuery *
make_row_query (ClRowModel *model, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (cl_store_get_catalogue (model->store), model->ledger);
  g_autoptr (GString) where = g_string_new ("id in (");

  for (guint i = 0; i < PAGE; i++)
    g_string_append_printf (where, "%s:p%u", i > 0 ? ", " : "", i);
  g_string_append_c (where, ')');
  for (guint i = 0; i < model->columns->len; i++)
    {
      const Column *column = g_ptr_array_index (model->columns, i);

      if (!cl_query_add_column (query, column->path, model->revealed ? CL_QUERY_OPEN : CL_QUERY_LIST, error))
        return NULL;
    }
  return cl_query_add_where (query, where->str, error) ? g_steal_pointer (&query) : NULL;
}

static char **
read_row (ClRowModel *model, ClStatement *statement)
{
  char **texts = g_new0 (char *, model->columns->len + 1);

  for (guint i = 0; i < model->columns->len; i++)
    texts[i] = g_strdup (statement == NULL || cl_statement_is_null (statement, i + 1) ? "" : cl_statement_get_text (statement, i + 1));
  return texts;
}

static void
free_texts_cb (gpointer texts)
{
  g_strfreev (texts);
}

/* The texts of up to 64 rows by one statement. A row that was deleted meanwhile is blank until "changed" takes it away. */
static GPtrArray *
read_page (ClRowModel *model, guint page)
{
  guint first = page * PAGE, n = MIN (PAGE, model->ids->len - first);
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_texts_cb);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClQuery) query = make_row_query (model, &error);
  g_autoptr (ClStatement) statement = NULL;

  g_ptr_array_set_size (rows, n);
  if (query != NULL)
    statement = cl_query_prepare (query, cl_store_get_reader (model->store), NULL, &error);
  for (guint i = 0; statement != NULL && i < n; i++)
    {
      char name[8];
      ClValue id = { CL_VALUE_INTEGER, { g_array_index (model->ids, gint64, first + i) } };

      g_snprintf (name, sizeof name, ":p%u", i);
      cl_statement_bind_named (statement, name, &id);
    }
  while (statement != NULL && cl_statement_step (statement, &error))
    for (guint i = 0; i < n; i++)
      if (g_array_index (model->ids, gint64, first + i) == cl_statement_get_integer (statement, 0))
        {
          rows->pdata[i] = read_row (model, statement);
          break;
        }
  for (guint i = 0; i < n; i++)
    if (rows->pdata[i] == NULL)
      rows->pdata[i] = read_row (model, NULL);
  if (error != NULL && cl_store_get_reader (model->store) != NULL)
    g_warning ("Cannot read the rows of %s: %s", cl_ledger_get_name (model->ledger), error->message);
  return rows;
}

char **
cl_row_model_read_texts (ClRowModel *model, guint position)
{
  gpointer key = GUINT_TO_POINTER (position / PAGE);
  GPtrArray *page;

  if (position >= model->ids->len)
    return NULL;
  page = g_hash_table_lookup (model->pages, key);
  if (page == NULL)
    {
      if (g_hash_table_size (model->pages) >= MAX_PAGES)
        g_hash_table_remove_all (model->pages);
      page = read_page (model, position / PAGE);
      g_hash_table_insert (model->pages, key, page);
    }
  return g_strdupv (g_ptr_array_index (page, position % PAGE));
}

void
cl_row_model_forget_row (ClRowModel *model, ClRow *row)
{
  if (g_hash_table_lookup (model->rows, GUINT_TO_POINTER (cl_row_get_position (row))) == row)
    g_hash_table_remove (model->rows, GUINT_TO_POINTER (cl_row_get_position (row)));
}

/* How the ids before and after differ: @kept rows at the start, then @removed against @added, then the same again. */
typedef struct
{
  guint kept;
  guint removed;
  guint added;
} Difference;

static Difference
compare_ids (GArray *before, GArray *after)
{
  const gint64 *a = (const gint64 *) before->data, *b = (const gint64 *) after->data;
  guint least = MIN (before->len, after->len);
  guint kept = 0, tail = 0;

  while (kept < least && a[kept] == b[kept])
    kept++;
  while (tail < least - kept && a[before->len - 1 - tail] == b[after->len - 1 - tail])
    tail++;
  return (Difference) { kept, before->len - kept - tail, after->len - kept - tail };
}

/* Moves the living rows to where their records are now. Above MAX_TOLD rows keep their places instead and take up the records there. */
static void
place_rows (ClRowModel *model, Difference difference, guint refilled, GPtrArray *changed)
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
  g_autoptr (GArray) before = model->ids;
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  Difference difference = compare_ids (before, ids);
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
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_remove_all (model->pages);
  g_hash_table_iter_init (&iter, model->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      gboolean touched = ids == NULL || ids->len > PAGE;

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

static guint
hash_id (gint64 id, guint mask)
{
  return ((guint64) id * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15) >> 32) & mask;
}

/* Those of @all that are among @found, in the order of @all. */
static GArray *
intersect (GArray *all, GArray *found)
{
  GArray *both = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint size = 16;
  g_autofree gint64 *table = NULL;

  while (size < found->len * 2)
    size *= 2;
  table = g_new0 (gint64, size);
  for (guint i = 0; i < found->len; i++)
    {
      guint slot = hash_id (g_array_index (found, gint64, i), size - 1);

      while (table[slot] != 0)
        slot = (slot + 1) & (size - 1);
      table[slot] = g_array_index (found, gint64, i);
    }
  for (guint i = 0; i < all->len; i++)
    {
      gint64 id = g_array_index (all, gint64, i);

      for (guint slot = hash_id (id, size - 1); table[slot] != 0; slot = (slot + 1) & (size - 1))
        if (table[slot] == id)
          {
            g_array_append_val (both, id);
            break;
          }
    }
  return both;
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
  if (!cl_search_is_loaded (model->search) && cl_store_get_reader (model->store) != NULL)
    cl_search_load_async (model->search, NULL, warmed_cb, NULL);
  return G_SOURCE_REMOVE;
}

static void
apply_search (ClRowModel *model)
{
  g_autoptr (GArray) found = NULL;

  if (model->search_text == NULL)
    {
      take_ids (model, g_array_ref (model->all));
      return;
    }
  found = cl_search_find (model->search, model->search_text, 0, NULL);
  take_ids (model, intersect (model->all, found));
}

static void
query_again (ClRowModel *model)
{
  g_autoptr (GError) error = NULL;
  GArray *all;

  if (cl_store_get_reader (model->store) == NULL)
    return;
  all = read_ids (model, model->order, model->where, model->parameters, &error);
  if (all == NULL)
    {
      g_warning ("Cannot read the list of %s: %s", cl_ledger_get_name (model->ledger), error->message);
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
  gboolean own = strcmp (ledger, cl_ledger_get_name (model->ledger)) == 0;
  g_autoptr (ClQuery) id_query = make_id_query (model, model->order, model->where, NULL);
  g_autoptr (ClQuery) row_query = make_row_query (model, NULL);

  if (id_query != NULL && (own || cl_query_uses (id_query, ledger)))
    query_again (model);
  else if (model->search_text != NULL)
    apply_search (model);
  if (row_query != NULL && (own || cl_query_uses (row_query, ledger)))
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
  if (model->store != NULL)
    g_clear_signal_handler (&model->changed_handler, model->store);
  g_hash_table_iter_init (&iter, model->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    cl_row_leave (row);
  g_hash_table_remove_all (model->rows);
  g_clear_object (&model->search);
  g_clear_object (&model->store);
  G_OBJECT_CLASS (cl_row_model_parent_class)->dispose (object);
}

static void
cl_row_model_finalize (GObject *object)
{
  ClRowModel *model = CL_ROW_MODEL (object);

  g_clear_pointer (&model->ledger, cl_ledger_unref);
  g_ptr_array_unref (model->columns);
  g_free (model->order);
  g_free (model->where);
  g_clear_pointer (&model->parameters, g_hash_table_unref);
  g_free (model->search_text);
  g_array_unref (model->all);
  g_array_unref (model->ids);
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
  model->columns = g_ptr_array_new_with_free_func (free_column_cb);
  model->all = g_array_new (FALSE, FALSE, sizeof (gint64));
  model->ids = g_array_ref (model->all);
  model->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  model->rows = g_hash_table_new (NULL, NULL);
}

/* The official header of a bare path; anything else is its own title. A column that is wrong is left out, and said. */
static void
add_column (ClRowModel *model, const char *expression)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (model->store);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, model->ledger);
  g_autoptr (GError) error = NULL;
  const ClField *field;
  Column *column;

  if (!cl_query_add_column (query, expression, CL_QUERY_LIST, &error))
    {
      g_warning ("A column of %s: %s", cl_ledger_get_name (model->ledger), error->message);
      return;
    }
  field = cl_catalogue_resolve (catalogue, model->ledger, expression, NULL, NULL);
  column = g_new0 (Column, 1);
  column->path = g_strdup (expression);
  column->title = g_strdup (field != NULL ? cl_field_get_header (field) : expression);
  column->is_private = cl_query_get_private_class (query, 1) != NULL;
  g_ptr_array_add (model->columns, column);
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
  const char *const *columns = cl_ledger_get_columns (ledger);

  model->store = g_object_ref (store);
  model->ledger = cl_ledger_ref (ledger);
  model->view = view != NULL ? cl_ledger_find_view (ledger, view) : NULL;
  if (model->view != NULL && model->view->columns != NULL)
    columns = model->view->columns;
  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    add_column (model, columns[i]);
  /* made now, so that it hears of a change before this model does */
  model->search = share_search (store, ledger);
  query_again (model);
  if (model->all->len >= WARM_FROM)
    model->warm_source = g_idle_add_full (G_PRIORITY_LOW, warm_cb, model, NULL);
  model->changed_handler = g_signal_connect (store, "changed", G_CALLBACK (changed_cb), model);
  return model;
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
  return model->ledger;
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
  return model->columns->len;
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
  g_return_val_if_fail (column < model->columns->len, "");

  return ((Column *) g_ptr_array_index (model->columns, column))->title;
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
  g_return_val_if_fail (column < model->columns->len, "");

  return ((Column *) g_ptr_array_index (model->columns, column))->path;
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
  g_return_val_if_fail (column < model->columns->len, TRUE);

  return ((Column *) g_ptr_array_index (model->columns, column))->is_private;
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
set_query (ClRowModel *model, const char *order, const char *where, GHashTable *parameters, GError **error)
{
  GArray *all = read_ids (model, order, where, parameters, error);

  if (all == NULL)
    return FALSE;
  g_array_unref (model->all);
  model->all = all;
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
  char *copy;

  if (!set_query (model, order, model->where, model->parameters, error))
    return FALSE;
  copy = g_strdup (order);
  g_free (model->order);
  model->order = copy;
  apply_search (model);
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
  return model->order != NULL ? model->order : get_default_order (model);
}

static void
free_value_cb (gpointer data)
{
  cl_value_clear (data);
  g_free (data);
}

static GHashTable *
copy_parameters (GHashTable *parameters)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value_cb);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, parameters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      ClValue *own = g_new0 (ClValue, 1);

      cl_value_copy (own, value);
      g_hash_table_insert (copy, g_strdup (name), own);
    }
  return copy;
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
  GHashTable *own_parameters;
  char *where;

  if (!set_query (model, model->order, expression, parameters, error))
    return FALSE;
  where = g_strdup (expression);
  own_parameters = parameters != NULL ? copy_parameters (parameters) : NULL;
  g_free (model->where);
  g_clear_pointer (&model->parameters, g_hash_table_unref);
  model->where = where;
  model->parameters = own_parameters;
  apply_search (model);
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
  if (model->revealed == revealed)
    return;
  model->revealed = revealed;
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
  return model->revealed;
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
 * cl_row_model_find:
 * @model: a model
 * @id: the id of a record
 *
 * Returns: its position, or G_MAXUINT where it is not listed
 */
guint
cl_row_model_find (ClRowModel *model, gint64 id)
{
  const gint64 *ids = (const gint64 *) model->ids->data;

  for (guint i = 0; i < model->ids->len; i++)
    if (ids[i] == id)
      return i;
  return G_MAXUINT;
}
