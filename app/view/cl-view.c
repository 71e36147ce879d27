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

  return cl_record_describe (cl_store_get_reader (store), cl_store_get_catalogue (store), ledger, id, n_columns);
}
