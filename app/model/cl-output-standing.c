#include "cl-config.h"

#include "cl-output.h"

#include "cl-database-private.h"

static void
standing_free (ClOutputStanding *standing)
{
  g_free (standing->unit);
  g_free (standing->parameters);
  g_free (standing->number);
  g_free (standing->kind);
  g_free (standing->state);
  g_free (standing->since);
  g_free (standing);
}

/**
 * cl_output_list_standings:
 * @reader: any connection that reads
 * @source: name of a form
 * @period: (nullable): the year; %NULL: of papers that are for no year
 * @error: return location
 *
 * What became of the papers of a form: exports first, then prints in the order in which their state goes on, the newest of one state last. So the last that speaks of
 * a unit says how far its paper has come: one that is printed once more is not awaited again (as cl_output_count() has it).
 *
 * Returns: (transfer full) (element-type ClOutputStanding): all of them
 */
GPtrArray *
cl_output_list_standings (ClDatabase *reader, const char *source, const char *period, GError **error)
{
  g_autoptr (GPtrArray) standings = g_ptr_array_new_with_free_func ((GDestroyNotify) standing_free);
  g_autoptr (GError) step_error = NULL;
  g_autoptr (ClStatement) statement = cl_database_prepare (reader,
    "SELECT id, unit, parameters, number, kind, state, coalesce(state_date, made) FROM output WHERE source = ?1 AND period IS ?2"
    " ORDER BY kind = 'print', CASE state WHEN 'sent' THEN 4 WHEN 'returned' THEN 3 WHEN 'stamped' THEN 2 WHEN 'signed' THEN 1 ELSE 0 END, id", error);

  if (statement == NULL)
    return NULL;
  cl_statement_bind_text (statement, 1, source);
  cl_statement_bind_text (statement, 2, period);
  while (cl_statement_step (statement, &step_error))
    {
      ClOutputStanding *standing = g_new0 (ClOutputStanding, 1);

      standing->id = cl_statement_get_integer (statement, 0);
      standing->unit = g_strdup (cl_statement_get_text (statement, 1));
      standing->parameters = g_strdup (cl_statement_get_text (statement, 2));
      standing->number = g_strdup (cl_statement_get_text (statement, 3));
      standing->kind = g_strdup (cl_statement_get_text (statement, 4));
      standing->state = g_strdup (cl_statement_get_text (statement, 5));
      standing->since = g_strdup (cl_statement_get_text (statement, 6));
      g_ptr_array_add (standings, standing);
    }
  if (step_error == NULL)
    return g_steal_pointer (&standings);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}
