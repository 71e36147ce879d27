#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-query.h"
#include "cl-view-private.h"

typedef struct
{
  ClContext *context;
  ClLedger *ledger;
  gint64 id;
  GtkWidget *near;
  ClDeletedFunc func;
  gpointer data;
} Deletion;

static void
deletion_free (Deletion *deletion)
{
  g_object_unref (deletion->context);
  cl_ledger_unref (deletion->ledger);
  g_object_unref (deletion->near);
  g_free (deletion);
}

static gboolean
delete_func (ClTransaction *transaction, gpointer data, GError **error)
{
  Deletion *deletion = data;

  return cl_transaction_delete (transaction, deletion->ledger, deletion->id, error);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Deletion *deletion = data;
  g_autoptr (GError) error = NULL;
  gboolean deleted = cl_store_write_finish (CL_STORE (source), result, &error) != 0;

  if (deleted)
    {
      g_autofree char *words = cl_store_get_undo_words (CL_STORE (source));
      /* Translators: after a deletion; %s: the words of the change, as undo says them */
      g_autofree char *text = g_strdup_printf (_("%s. Ctrl+Z brings it back."), words != NULL ? words : _("Deleted"));

      deletion->func (deletion->near, TRUE, deletion->data);
      cl_context_say (deletion->context, deletion->near, text);
    }
  else
    {
      deletion->func (deletion->near, FALSE, deletion->data);
      cl_context_say (deletion->context, deletion->near, error->message);
    }
  deletion_free (deletion);
}

void
cl_view_delete (ClContext *context, ClLedger *ledger, gint64 id, GtkWidget *near, ClDeletedFunc func, gpointer data)
{
  g_autofree char *called = cl_view_call (context, ledger, id);
  /* Translators: words of a change, as undo says them; %s: the record's name */
  g_autofree char *words = g_strdup_printf (_("Delete %s"), called);
  Deletion *deletion = g_new (Deletion, 1);

  *deletion = (Deletion) { g_object_ref (context), cl_ledger_ref (ledger), id, g_object_ref (near), func, data };
  cl_store_write_async (cl_context_get_store (context), words, delete_func, deletion, NULL, NULL, deleted_cb, deletion);
}

char *
cl_view_call (ClContext *context, ClLedger *ledger, gint64 id)
{
  ClStore *store = cl_context_get_store (context);
  char *called = cl_record_call (cl_store_get_reader (store), cl_store_get_catalogue (store), ledger, id);

  return called != NULL ? called : g_strdup ("");
}

char *
cl_view_describe (ClContext *context, ClLedger *ledger, gint64 id, guint n_columns)
{
  ClStore *store = cl_context_get_store (context);
  g_autoptr (ClQuery) query = cl_query_new (cl_store_get_catalogue (store), ledger);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ClStatement) statement = NULL;
  const char *const *columns = cl_ledger_get_columns (ledger);
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autofree char *called = cl_view_call (context, ledger, id);
  GString *text;

  cl_value_set_integer (&value, id);
  g_hash_table_insert (parameters, (gpointer) "id", &value);
  for (guint i = 0; columns != NULL && columns[i] != NULL && i < n_columns; i++)
    if (!cl_query_add_column (query, columns[i], CL_QUERY_LIST, NULL))
      return g_steal_pointer (&called);
  if (!cl_query_add_where (query, "id = :id", NULL))
    return g_steal_pointer (&called);
  statement = cl_query_prepare (query, cl_store_get_reader (store), parameters, NULL);
  if (statement == NULL || !cl_statement_step (statement, NULL))
    return g_steal_pointer (&called);
  text = g_string_new (called);
  for (int i = 1; i < cl_statement_get_n_columns (statement); i++)
    {
      const char *part = cl_statement_get_text (statement, i);

      if (part == NULL || *part == '\0' || g_str_equal (part, called))
        continue;
      if (text->len > 0)
        g_string_append (text, _(", "));
      g_string_append (text, part);
    }
  return g_string_free (text, FALSE);
}
