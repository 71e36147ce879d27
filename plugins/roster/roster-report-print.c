#include "roster-report-print.h"

#include <glib/gi18n-lib.h>

static const char *const attachments[] = { "attachment-1", "attachment-2", "attachment-3", NULL };

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
  g_autoptr (GHashTable) typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (typed, g_strdup ("due"), g_strdup (due));
  g_hash_table_insert (typed, g_strdup ("year"), g_strndup (due, 4));
  cl_batch_paper_show_forms (near, context, attachments, typed, _("Attachments 1, 2, 3"), _("There is nothing to print yet. Bring in the villages’ sheets first."));
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
