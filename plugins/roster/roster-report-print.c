#include "roster-report-print.h"

#include <glib/gi18n-lib.h>

static const char *const attachments[] = { "attachment-1", "attachment-2", "attachment-3" };

typedef struct
{
  ClContext *context;
  GtkWidget *near;
  ClDatabase *reader;
  GHashTable *typed;
  GPtrArray *forms; /* ClTemplate */
  GPtrArray *items; /* ClBatchItem */
  GBytes *pdf;
} Printing;

static void
printing_free (gpointer data)
{
  Printing *self = data;

  g_clear_pointer (&self->reader, cl_database_close);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_ptr_array_unref (self->forms);
  g_hash_table_unref (self->typed);
  g_object_unref (self->near);
  g_object_unref (self->context);
  g_free (self);
}

/* The papers of all three forms behind one another; a form without anything to say is left out. */
static gboolean
make_all (Printing *self, GError **error)
{
  for (guint i = 0; i < self->forms->len; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (GPtrArray) items = cl_form_make_batch (self->forms->pdata[i], cl_context_get_catalogue (self->context), self->reader, self->typed, NULL, NULL, NULL, &local);

      if (items == NULL && !g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (items == NULL)
        continue;
      if (self->items == NULL)
        self->items = g_steal_pointer (&items);
      else
        while (items->len > 0)
          g_ptr_array_add (self->items, g_ptr_array_steal_index (items, 0));
    }
  if (self->items == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is nothing to print yet. Bring in the villages’ sheets first."));
      return FALSE;
    }
  self->pdf = cl_form_join_batch (g_ptr_array_index (self->forms, self->forms->len - 1), self->items, error);
  return self->pdf != NULL;
}

static void
make_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Printing *self = data;
  GError *error = NULL;
  gboolean made = make_all (self, &error);

  g_clear_pointer (&self->reader, cl_database_close);
  if (made)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
printed_cb (ClPaperWindow *window, guint copies, GTask *task)
{
  Printing *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = cl_form_log_batch (cl_context_get_store (self->context), self->items, "print", copies, &error);
  g_autofree char *words = ids != NULL ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u paper printed, to come back signed", "%u papers printed, to come back signed", ids->len), ids->len)
                                       : g_strdup (error->message);

  cl_context_say (self->context, self->near, words);
}

static void
made_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GTask *task = G_TASK (result);
  Printing *self = g_task_get_task_data (task);
  GtkRoot *root = gtk_widget_get_root (self->near);
  g_autoptr (GError) error = NULL;
  GtkWidget *window = NULL;

  gtk_widget_set_sensitive (self->near, TRUE);
  if (g_task_propagate_boolean (task, &error))
    window = cl_paper_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->pdf, _("Attachments 1, 2, 3"), &error);
  if (window == NULL)
    {
      cl_context_say (self->context, self->near, error->message);
      return;
    }
  g_signal_connect_data (window, "printed", G_CALLBACK (printed_cb), g_object_ref (task), (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * roster_report_print:
 * @near: the button that was pressed; it cannot be pressed again while the papers are made
 * @context: the context
 * @due: the day on which the report is due, ISO
 *
 * Makes the papers on a worker and shows them. Main thread.
 */
void
roster_report_print (GtkWidget *near, ClContext *context, const char *due)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (context);
  Printing *self = g_new0 (Printing, 1);
  g_autoptr (GTask) task = g_task_new (near, NULL, made_cb, NULL);
  g_autoptr (GError) error = NULL;

  self->context = g_object_ref (context);
  self->near = g_object_ref (near);
  self->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_template_unref);
  g_hash_table_insert (self->typed, g_strdup ("due"), g_strdup (due));
  g_hash_table_insert (self->typed, g_strdup ("year"), g_strndup (due, 4));
  g_task_set_task_data (task, self, printing_free);
  for (guint i = 0; i < G_N_ELEMENTS (attachments) && error == NULL; i++)
    {
      const ClDescriptionFile *file = cl_catalogue_find_form (catalogue, attachments[i]);
      ClTemplate *form = file != NULL ? cl_template_load (file->path, catalogue, &error) : NULL;

      if (form != NULL)
        g_ptr_array_add (self->forms, form);
    }
  self->reader = error == NULL ? cl_store_open_reader (cl_context_get_store (context), &error) : NULL;
  gtk_widget_set_sensitive (near, FALSE);
  if (self->reader != NULL)
    g_task_run_in_thread (task, make_thread);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * roster_report_papers:
 * @catalogue: the catalogue
 * @database: a reading connection of this thread
 * @since: papers made before are of another report; ISO
 * @error: what failed
 *
 * Returns: (transfer full) (element-type gint64): the newest print of each unit and attachment, by attachment and number; %NULL on error
 */
GArray *
roster_report_papers (ClCatalogue *catalogue, ClDatabase *database, const char *since, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "output"));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (ClValue) value = CL_VALUE_INIT;

  cl_value_set_text (&value, since);
  g_hash_table_insert (parameters, (gpointer) "since", &value);
  if (!cl_query_add_column (query, "source", CL_QUERY_RAW, error) || !cl_query_add_column (query, "unit", CL_QUERY_RAW, error) ||
      !cl_query_add_where (query, "kind = 'print' and unit is not null and source in ('attachment-1', 'attachment-2', 'attachment-3') and made >= :since", error) ||
      !cl_query_set_order (query, "source, made desc, number desc", error))
    return NULL;
  statement = cl_query_prepare (query, database, parameters, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, NULL))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      if (g_hash_table_add (seen, g_strdup_printf ("%s\n%s", cl_statement_get_text (statement, 1), cl_statement_get_text (statement, 2))))
        g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}
