#include "cl-config.h"

#include "cl-list-view.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-row-model-private.h"
#include "cl-transaction.h"

#define NAME_MAX_LENGTH 40
#define FILTERS "a(sss)"

static const char *const fields[] = { "ledger", "base", "name", "search", "filters", "sort", "columns", "grouped" };

/**
 * cl_list_filter_new:
 * @path: (nullable): the field whose values @where chooses
 * @where: an expression over the ledger
 * @words: what it leaves, in words
 *
 * Returns: (transfer full): the filter
 */
ClListFilter *
cl_list_filter_new (const char *path, const char *where, const char *words)
{
  ClListFilter *filter = g_new (ClListFilter, 1);

  *filter = (ClListFilter) { g_strdup (path), g_strdup (where), g_strdup (words) };
  return filter;
}

/**
 * cl_list_filter_free:
 * @filter: (transfer full): a filter
 */
void
cl_list_filter_free (ClListFilter *filter)
{
  g_free (filter->path);
  g_free (filter->where);
  g_free (filter->words);
  g_free (filter);
}

static void
filter_free (gpointer data)
{
  cl_list_filter_free (data);
}

/**
 * cl_list_filters_new:
 *
 * Returns: (transfer full) (element-type ClListFilter): what narrows nothing, and frees what is added
 */
GPtrArray *
cl_list_filters_new (void)
{
  return g_ptr_array_new_with_free_func (filter_free);
}

/**
 * cl_list_filters_copy:
 * @filters: (element-type ClListFilter): what narrows a list
 *
 * Returns: (transfer full) (element-type ClListFilter): the same, to be changed apart from it
 */
GPtrArray *
cl_list_filters_copy (GPtrArray *filters)
{
  GPtrArray *copy = cl_list_filters_new ();

  for (guint i = 0; i < filters->len; i++)
    {
      const ClListFilter *filter = filters->pdata[i];

      g_ptr_array_add (copy, cl_list_filter_new (filter->path, filter->where, filter->words));
    }
  return copy;
}

/**
 * cl_list_filters_get_where:
 * @filters: (element-type ClListFilter): what narrows a list
 * @but_path: (nullable): a field whose own filters are left out, as where its values are offered to be chosen; %NULL: none is
 *
 * Returns: (transfer full) (nullable): the condition that they are together
 */
char *
cl_list_filters_get_where (GPtrArray *filters, const char *but_path)
{
  g_autoptr (GString) where = g_string_new (NULL);

  for (guint i = 0; i < filters->len; i++)
    {
      const ClListFilter *filter = filters->pdata[i];

      if (but_path == NULL || g_strcmp0 (filter->path, but_path) != 0)
        g_string_append_printf (where, "%s(%s)", where->len > 0 ? " and " : "", filter->where);
    }
  return where->len > 0 ? g_strdup (where->str) : NULL;
}

/**
 * cl_list_view_new:
 * @ledger: the ledger that is listed
 * @base: (nullable): a view of it
 * @name: (nullable): what the list is called; %NULL for the columns of @base or of the whole ledger
 *
 * Returns: (transfer full): a list that narrows nothing, not kept yet
 */
ClListView *
cl_list_view_new (const char *ledger, const char *base, const char *name)
{
  ClListView *view = g_new0 (ClListView, 1);

  view->ledger = g_strdup (ledger);
  view->base = g_strdup (base);
  view->name = g_strdup (name);
  view->filters = cl_list_filters_new ();
  return view;
}

/**
 * cl_list_view_free:
 * @view: (transfer full) (nullable): a list
 */
void
cl_list_view_free (ClListView *view)
{
  if (view == NULL)
    return;
  g_free (view->ledger);
  g_free (view->base);
  g_free (view->name);
  g_free (view->search);
  g_ptr_array_unref (view->filters);
  g_free (view->order);
  g_strfreev (view->columns);
  g_free (view->group);
  g_free (view);
}

/**
 * cl_list_view_add_filter:
 * @view: a list
 * @path: (nullable): the field whose values @where chooses
 * @where: an expression over the ledger
 * @words: what it leaves, in words
 */
void
cl_list_view_add_filter (ClListView *view, const char *path, const char *where, const char *words)
{
  g_ptr_array_add (view->filters, cl_list_filter_new (path, where, words));
}

/**
 * cl_list_view_apply:
 * @view: a list
 * @rows: rows of its ledger and base
 *
 * Shows @rows as @view has them; they are read once. A field that went with a plugin is left out. Main thread.
 */
void
cl_list_view_apply (const ClListView *view, ClRowModel *rows)
{
  g_autofree char *where = cl_list_filters_get_where (view->filters, NULL);

  cl_row_model_hold (rows);
  cl_row_model_set_columns (rows, (const char *const *) view->columns);
  cl_row_model_set_where (rows, where, NULL, NULL);
  cl_row_model_set_order (rows, view->order, NULL);
  cl_row_model_set_search (rows, view->search);
  if (g_strcmp0 (view->group, cl_row_model_get_group (rows)) != 0)
    cl_row_model_set_group (rows, view->group, NULL);
  cl_row_model_let_go (rows);
}

/**
 * cl_list_view_open:
 * @view: a list
 * @store: an open store
 * @ledger: its ledger
 * @behind: as cl_row_model_new_behind()
 *
 * Of a long list it is dear to read which records it has and in what order: that is done once, as @view wants it. Main thread.
 *
 * Returns: (transfer full): the rows of @view
 */
ClRowModel *
cl_list_view_open (const ClListView *view, ClStore *store, ClLedger *ledger, gboolean behind)
{
  ClRowModel *rows = cl_row_model_begin (store, ledger, view->base, behind);

  cl_list_view_apply (view, rows);
  cl_row_model_let_go (rows);
  return rows;
}

static char *
write_filters (const ClListView *view)
{
  GVariantBuilder builder;
  g_autoptr (GVariant) filters = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (FILTERS));
  for (guint i = 0; i < view->filters->len; i++)
    {
      const ClListFilter *filter = view->filters->pdata[i];

      g_variant_builder_add (&builder, "(sss)", filter->path != NULL ? filter->path : "", filter->where, filter->words != NULL ? filter->words : "");
    }
  filters = g_variant_ref_sink (g_variant_builder_end (&builder));
  return view->filters->len > 0 ? g_variant_print (filters, FALSE) : NULL;
}

/* A file may come from anywhere: what cannot be read narrows nothing. */
static void
read_filters (ClListView *view, const char *text)
{
  g_autoptr (GVariant) filters = cl_variant_read (FILTERS, text);
  GVariantIter iter;
  const char *path, *where, *words;

  if (filters == NULL)
    return;
  g_variant_iter_init (&iter, filters);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &path, &where, &words))
    if (*where != '\0')
      cl_list_view_add_filter (view, *path != '\0' ? path : NULL, where, words);
}

static ClListView *
read_view (ClStatement *statement)
{
  ClListView *view = cl_list_view_new (cl_statement_get_text (statement, 1), cl_statement_get_text (statement, 2), cl_statement_get_text (statement, 3));
  const char *columns = cl_statement_get_text (statement, 7);

  view->id = cl_statement_get_integer (statement, 0);
  view->search = g_strdup (cl_statement_get_text (statement, 4));
  read_filters (view, cl_statement_get_text (statement, 5));
  view->order = g_strdup (cl_statement_get_text (statement, 6));
  view->columns = columns != NULL ? g_strsplit (columns, "\n", -1) : NULL;
  view->group = g_strdup (cl_statement_get_text (statement, 8));
  return view;
}

static void
free_view_cb (gpointer view)
{
  cl_list_view_free (view);
}

/* Those for which @where holds, a condition with :ledger, :base, :name. */
static GPtrArray *
read_views (ClStore *store, const char *where, const char *ledger, const char *base, const char *name)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (free_view_cb);
  ClLedger *list_view = cl_catalogue_find_ledger (cl_store_get_catalogue (store), "list_view");
  g_autoptr (ClQuery) query = list_view != NULL ? cl_query_new (cl_store_get_catalogue (store), list_view) : NULL;
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  ClValue values[] = { { CL_VALUE_TEXT, { .text = (char *) ledger } }, { CL_VALUE_TEXT, { .text = (char *) base } }, { CL_VALUE_TEXT, { .text = (char *) name } } };
  g_autoptr (ClStatement) statement = NULL;
  gboolean ok = query != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].text != NULL)
      g_hash_table_insert (parameters, (gpointer) fields[i], &values[i]);
  for (guint i = 0; ok && i < G_N_ELEMENTS (fields); i++)
    ok = cl_query_add_column (query, fields[i], CL_QUERY_RAW, NULL);
  if (ok && cl_query_add_where (query, where, NULL) && cl_query_set_order (query, "ledger, name", NULL))
    statement = cl_query_prepare (query, cl_store_get_reader (store), parameters, NULL);
  while (statement != NULL && cl_statement_step (statement, NULL))
    g_ptr_array_add (views, read_view (statement));
  return views;
}

static ClListView *
take_first (GPtrArray *views)
{
  ClListView *view = views->len > 0 ? g_ptr_array_steal_index (views, 0) : NULL;

  g_ptr_array_unref (views);
  return view;
}

/**
 * cl_store_list_list_views:
 * @store: an open store
 * @ledger: (nullable): of which ledger; %NULL: of all
 *
 * Returns: (transfer full) (element-type ClListView): the lists that the office keeps under a name
 */
GPtrArray *
cl_store_list_list_views (ClStore *store, const char *ledger)
{
  return read_views (store, ledger != NULL ? "name is not null and ledger = :ledger" : "name is not null", ledger, NULL, NULL);
}

/**
 * cl_store_get_list_view:
 * @store: an open store
 * @id: of a list
 *
 * Returns: (transfer full) (nullable): it; %NULL where it was taken away
 */
ClListView *
cl_store_get_list_view (ClStore *store, gint64 id)
{
  g_autofree char *where = g_strdup_printf ("id = %" G_GINT64_FORMAT, id);

  return take_first (read_views (store, where, NULL, NULL, NULL));
}

/**
 * cl_store_find_list_view:
 * @store: an open store
 * @ledger: a ledger
 * @name: what the list is called
 *
 * Returns: (transfer full) (nullable): the list of that name
 */
ClListView *
cl_store_find_list_view (ClStore *store, const char *ledger, const char *name)
{
  return take_first (read_views (store, "ledger = :ledger and name = :name", ledger, NULL, name));
}

/**
 * cl_store_get_list_columns:
 * @store: an open store
 * @ledger: a ledger
 * @base: (nullable): a view of it
 *
 * Returns: (transfer full) (nullable): with which columns the office wants to see that list; %NULL: as delivered
 */
ClListView *
cl_store_get_list_columns (ClStore *store, const char *ledger, const char *base)
{
  return take_first (read_views (store, base != NULL ? "ledger = :ledger and name is null and base = :base" : "ledger = :ledger and name is null and base is null", ledger, base,
                                 NULL));
}

static void
set_text (ClRecord *record, const char *field, const char *text)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  cl_value_set_text (&value, text);
  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), field), &value);
}

static gboolean
save_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClListView *view = data;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "list_view");
  g_autoptr (ClRecord) record = view->id != 0 ? cl_record_load (cl_transaction_get_database (transaction), ledger, view->id, error) : cl_record_new (ledger);
  g_autofree char *filters = write_filters (view), *columns = view->columns != NULL ? g_strjoinv ("\n", view->columns) : NULL;

  if (record == NULL)
    return FALSE;
  set_text (record, "ledger", view->ledger);
  set_text (record, "base", view->base);
  set_text (record, "name", view->name);
  set_text (record, "search", view->search);
  set_text (record, "filters", filters);
  set_text (record, "sort", view->order);
  set_text (record, "columns", columns);
  set_text (record, "grouped", view->group);
  if (!cl_transaction_save (transaction, record, error))
    return FALSE;
  view->id = cl_record_get_id (record);
  return TRUE;
}

static gboolean
check_name (ClStore *store, const ClListView *view, GError **error)
{
  g_autoptr (ClListView) same = view->name != NULL ? cl_store_find_list_view (store, view->ledger, view->name) : NULL;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (store), view->ledger);

  if (view->name == NULL)
    return TRUE;
  if (*view->name == '\0')
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The list has no name yet. Say what it is called, such as 上河村肢体."));
  else if (g_utf8_strlen (view->name, -1) > NAME_MAX_LENGTH)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is longer than a list's name can be (%d characters). Shorten it."), view->name, NAME_MAX_LENGTH);
  else if ((same != NULL && same->id != view->id) || (ledger != NULL && cl_ledger_find_view (ledger, view->name) != NULL))
    g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("There is a list “%s” already. Name this one otherwise."), view->name);
  else
    return TRUE;
  return FALSE;
}

/* What undo will say. */
static char *
get_words (ClStore *store, const ClListView *view)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (store), view->ledger);
  const char *title = ledger != NULL ? cl_ledger_get_title (ledger) : view->ledger;

  if (view->name == NULL)
    /* Translators: words of a journal entry; a ledger's title */
    return g_strdup_printf (_("Columns of the list %s chosen"), title);
  /* Translators: words of a journal entry; a ledger's title and the name of a list that the office keeps */
  return g_strdup_printf (view->id == 0 ? _("List of %s kept: %s") : _("List of %s changed: %s"), title, view->name);
}

/**
 * cl_store_save_list_view:
 * @store: an open store
 * @view: a list; a new one is given its id
 * @error: INVALID for a name that cannot be, CONFLICT where the ledger has a list of that name, or why it could not be written
 *
 * Keeps @view as one entry of the journal.
 *
 * Returns: whether it is kept
 */
gboolean
cl_store_save_list_view (ClStore *store, ClListView *view, GError **error)
{
  g_autofree char *words = get_words (store, view);

  return check_name (store, view, error) && cl_store_write (store, words, save_cb, view, error) != 0;
}

static gboolean
save_all_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const GPtrArray *views = data;

  for (guint i = 0; i < views->len; i++)
    if (!save_cb (transaction, views->pdata[i], error))
      return FALSE;
  return TRUE;
}

/**
 * cl_store_add_list_column:
 * @store: an open store
 * @ledger: a ledger
 * @column: a field that it has since now
 *
 * Shows the new column in the lists of @ledger whose columns were chosen without it, as it is shown in those that are as delivered: one entry of the journal. Where it
 * cannot be written it can still be chosen.
 */
void
cl_store_add_list_column (ClStore *store, ClLedger *ledger, const char *column)
{
  g_autoptr (GPtrArray) views = read_views (store, "ledger = :ledger and name is null and columns is not null", cl_ledger_get_name (ledger), NULL, NULL);
  const ClField *field = cl_ledger_find_field (ledger, column);
  g_autofree char *words = NULL;

  for (guint i = views->len; i > 0; i--)
    {
      ClListView *view = views->pdata[i - 1];
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      if (g_strv_contains ((const char *const *) view->columns, column))
        {
          g_ptr_array_remove_index (views, i - 1);
          continue;
        }
      g_strv_builder_addv (builder, (const char **) view->columns);
      g_strv_builder_add (builder, column);
      g_strfreev (view->columns);
      view->columns = g_strv_builder_end (builder);
    }
  if (views->len == 0)
    return;
  /* Translators: words of a journal entry; a column and a ledger's title */
  words = g_strdup_printf (_("Column %s shown in lists of %s"), cl_field_get_label (field), cl_ledger_get_title (ledger));
  cl_store_write (store, words, save_all_cb, views, NULL);
}

static gboolean
delete_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const ClListView *view = data;

  return cl_transaction_delete (transaction, cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "list_view"), view->id, error);
}

/**
 * cl_store_delete_list_view:
 * @store: an open store
 * @view: a list that is kept
 * @error: why it could not be written
 *
 * Takes a list away, or has the columns as they were delivered; the records that it showed stay as they are. Undo brings it back.
 *
 * Returns: whether it has gone
 */
gboolean
cl_store_delete_list_view (ClStore *store, const ClListView *view, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (store), view->ledger);
  const char *title = ledger != NULL ? cl_ledger_get_title (ledger) : view->ledger;
  g_autofree char *words = view->name != NULL ? g_strdup_printf (_("List of %s taken away: %s"), title, view->name)
                                              : g_strdup_printf (_("Columns of the list %s as delivered"), title);

  return cl_store_write (store, words, delete_cb, (gpointer) view, error) != 0;
}
