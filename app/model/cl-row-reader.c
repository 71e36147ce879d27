#include "cl-row-reader-private.h"

#include "cl-error.h"
#include "cl-expression-private.h"
#include "cl-row-groups-private.h"
#include "cl-span.h"

static void
free_column_cb (gpointer data)
{
  ClRowColumn *column = data;

  g_free (column->path);
  g_free (column->title);
  g_free (column);
}

/* The official header of a bare path; anything else is its own title. A column that is wrong is left out, and said where the program's own. */
static void
add_column (ClRowReader *reader, const char *expression, gboolean chosen)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (reader->store);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, reader->ledger);
  g_autoptr (GError) error = NULL;
  const ClField *field;
  ClRowColumn *column;

  if (!cl_query_add_column (query, expression, CL_QUERY_LIST, &error))
    {
      /* What an office chose once may have gone with a plugin. */
      if (!chosen)
        g_warning ("A column of %s: %s", cl_ledger_get_name (reader->ledger), error->message);
      return;
    }
  field = cl_catalogue_resolve (catalogue, reader->ledger, expression, NULL, NULL);
  if (chosen && field != NULL && cl_field_is_hidden (field))
    return;
  column = g_new0 (ClRowColumn, 1);
  column->path = g_strdup (expression);
  column->title = g_strdup (field != NULL ? cl_field_get_header (field) : expression);
  column->is_private = cl_query_get_private_class (query, 1) != NULL;
  g_ptr_array_add (reader->columns, column);
}

ClRowReader *
cl_row_reader_new (ClStore *store, ClLedger *ledger, const char *view)
{
  ClRowReader *reader = g_new0 (ClRowReader, 1);

  reader->store = g_object_ref (store);
  reader->ledger = cl_ledger_ref (ledger);
  reader->view = view != NULL ? cl_ledger_find_view (ledger, view) : NULL;
  reader->columns = g_ptr_array_new_with_free_func (free_column_cb);
  cl_row_reader_set_columns (reader, NULL);
  return reader;
}

void
cl_row_reader_set_columns (ClRowReader *reader, const char *const *columns)
{
  gboolean chosen = columns != NULL && columns[0] != NULL;

  if (!chosen)
    columns = reader->view != NULL && reader->view->columns != NULL ? reader->view->columns : cl_ledger_get_columns (reader->ledger);
  g_ptr_array_set_size (reader->columns, 0);
  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    add_column (reader, columns[i], chosen);
  if (chosen && reader->columns->len == 0)
    cl_row_reader_set_columns (reader, NULL);
}

static GHashTable *copy_parameters (GHashTable *parameters);

ClRowReader *
cl_row_reader_copy (ClRowReader *reader, gboolean narrowed)
{
  ClRowReader *copy = g_new0 (ClRowReader, 1);

  copy->store = g_object_ref (reader->store);
  copy->ledger = cl_ledger_ref (reader->ledger);
  copy->view = reader->view;
  copy->columns = g_ptr_array_new_with_free_func (free_column_cb);
  for (guint i = 0; i < reader->columns->len; i++)
    add_column (copy, ((ClRowColumn *) g_ptr_array_index (reader->columns, i))->path, TRUE);
  copy->order = g_strdup (reader->order);
  copy->group = g_strdup (reader->group);
  copy->where = narrowed ? g_strdup (reader->where) : NULL;
  copy->parameters = narrowed && reader->parameters != NULL ? copy_parameters (reader->parameters) : NULL;
  copy->revealed = reader->revealed;
  return copy;
}

void
cl_row_reader_free (ClRowReader *reader)
{
  g_object_unref (reader->store);
  cl_ledger_unref (reader->ledger);
  g_ptr_array_unref (reader->columns);
  g_free (reader->order);
  g_free (reader->where);
  g_free (reader->group);
  g_clear_pointer (&reader->parameters, g_hash_table_unref);
  g_free (reader);
}

static const char *
get_default_order (ClRowReader *reader)
{
  return reader->view != NULL && reader->view->order != NULL ? reader->view->order : cl_ledger_get_order (reader->ledger);
}

const char *
cl_row_reader_get_order (ClRowReader *reader)
{
  return reader->order != NULL ? reader->order : get_default_order (reader);
}

static ClQuery *
make_id_query (ClRowReader *reader, const char *order, const char *where, gboolean ordered, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (cl_store_get_catalogue (reader->store), reader->ledger);

  if (reader->view != NULL && reader->view->where != NULL && !cl_query_add_where (query, reader->view->where, error))
    return NULL;
  if (where != NULL && !cl_query_add_where (query, where, error))
    return NULL;
  if (ordered && !cl_query_set_order (query, order != NULL ? order : get_default_order (reader), error))
    return NULL;
  return g_steal_pointer (&query);
}

ClQuery *
cl_row_reader_make_query (ClRowReader *reader, gboolean ordered, GError **error)
{
  return make_id_query (reader, reader->order, reader->where, ordered, error);
}

GArray *
cl_row_reader_read_ids (ClRowReader *reader, ClDatabase *database, guint steps, gboolean *is_all, GError **error)
{
  g_autoptr (ClQuery) query = cl_row_reader_make_query (reader, TRUE, error);

  return query != NULL ? cl_query_list_first_ids (query, database, reader->parameters, steps, is_all, error) : NULL;
}

GArray *
cl_row_reader_keep_ids (ClRowReader *reader, GArray *ids, GError **error)
{
  g_autoptr (ClQuery) query = cl_row_reader_make_query (reader, FALSE, error);
  g_autofree char *among = cl_query_say_ids ((const gint64 *) ids->data, ids->len);

  if (query == NULL || !cl_query_add_where (query, among, error))
    return NULL;
  return cl_query_list_ids (query, cl_store_get_reader (reader->store), reader->parameters, error);
}

/* Whether SQL takes it: what the query passes on as it stands is looked at there. */
static gboolean
is_understood (ClRowReader *reader, const char *order, const char *where, GHashTable *parameters, GError **error)
{
  g_autoptr (ClQuery) query = make_id_query (reader, order, where, TRUE, error);
  g_autoptr (ClStatement) statement = query != NULL ? cl_query_prepare (query, cl_store_get_reader (reader->store), parameters, error) : NULL;

  return statement != NULL;
}

gboolean
cl_row_reader_set_order (ClRowReader *reader, const char *order, GError **error)
{
  char *copy;

  if (!is_understood (reader, order, reader->where, reader->parameters, error))
    return FALSE;
  /* @order may be the reader's own */
  copy = g_strdup (order);
  g_free (reader->order);
  reader->order = copy;
  return TRUE;
}

gboolean
cl_row_reader_set_group (ClRowReader *reader, const char *path, GError **error)
{
  g_autofree char *key = path != NULL ? cl_row_groups_get_key (cl_store_get_catalogue (reader->store), reader->ledger, path, error) : NULL;
  char *copy;

  if (path != NULL && key == NULL)
    return FALSE;
  copy = g_strdup (path);
  g_free (reader->group);
  reader->group = copy;
  return TRUE;
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

gboolean
cl_row_reader_set_where (ClRowReader *reader, const char *where, GHashTable *parameters, GError **error)
{
  char *copy;
  GHashTable *own_parameters;

  if (!is_understood (reader, reader->order, where, parameters, error))
    return FALSE;
  copy = g_strdup (where);
  own_parameters = parameters != NULL ? copy_parameters (parameters) : NULL;
  g_free (reader->where);
  g_clear_pointer (&reader->parameters, g_hash_table_unref);
  reader->where = copy;
  reader->parameters = own_parameters;
  return TRUE;
}

static ClQuery *
make_row_query (ClRowReader *reader, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (cl_store_get_catalogue (reader->store), reader->ledger);

  for (guint i = 0; i < reader->columns->len; i++)
    {
      const ClRowColumn *column = g_ptr_array_index (reader->columns, i);
      gboolean open = reader->revealed || cl_store_shows (reader->store, cl_ledger_find_field (reader->ledger, column->path));

      if (!cl_query_add_column (query, column->path, open ? CL_QUERY_OPEN : CL_QUERY_LIST, error))
        return NULL;
    }
  return cl_query_add_ids_where (query, CL_ROW_PAGE, error) ? g_steal_pointer (&query) : NULL;
}

static char **
read_row (ClRowReader *reader, ClStatement *statement)
{
  char **texts = g_new0 (char *, reader->columns->len + 1);

  for (guint i = 0; i < reader->columns->len; i++)
    texts[i] = g_strdup (statement == NULL || cl_statement_is_null (statement, i + 1) ? "" : cl_statement_get_text (statement, i + 1));
  return texts;
}

static void
free_texts_cb (gpointer texts)
{
  g_strfreev (texts);
}

static ClStatement *
prepare_page (ClRowReader *reader, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (ClQuery) query = make_row_query (reader, error);
  ClStatement *statement = query != NULL ? cl_query_prepare (query, cl_store_get_reader (reader->store), NULL, error) : NULL;

  if (statement != NULL)
    cl_query_bind_ids (statement, ids, n);
  return statement;
}

/* A row that was deleted meanwhile is blank until "changed" takes it away. */
GPtrArray *
cl_row_reader_read_page (ClRowReader *reader, const gint64 *ids, guint n)
{
  CL_SPAN ("rows: read page");
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_texts_cb);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStatement) statement = prepare_page (reader, ids, n, &error);

  g_ptr_array_set_size (rows, n);
  while (statement != NULL && cl_statement_step (statement, &error))
    for (guint i = 0; i < n; i++)
      if (ids[i] == cl_statement_get_integer (statement, 0))
        {
          rows->pdata[i] = read_row (reader, statement);
          break;
        }
  for (guint i = 0; i < n; i++)
    if (rows->pdata[i] == NULL)
      rows->pdata[i] = read_row (reader, NULL);
  if (error != NULL && cl_store_get_reader (reader->store) != NULL && !g_error_matches (error, CL_ERROR, CL_ERROR_DENIED))
    g_warning ("Cannot read the rows of %s: %s", cl_ledger_get_name (reader->ledger), error->message);
  return rows;
}

gboolean
cl_row_reader_orders_by (ClRowReader *reader, const char *ledger)
{
  g_autoptr (ClQuery) query = cl_row_reader_make_query (reader, TRUE, NULL);
  g_autofree char *key = reader->group != NULL ? cl_row_groups_get_key (cl_store_get_catalogue (reader->store), reader->ledger, reader->group, NULL) : NULL;

  /* A heading shows how its group is called. */
  if (query == NULL || (key != NULL && !cl_query_add_column (query, key, CL_QUERY_LIST, NULL)))
    return FALSE;
  return cl_query_uses (query, ledger);
}

gboolean
cl_row_reader_shows (ClRowReader *reader, const char *ledger)
{
  g_autoptr (ClQuery) query = make_row_query (reader, NULL);

  return query != NULL && cl_query_uses (query, ledger);
}
