#include "household-visits.h"

#include "household-schedule.h"

#define MONTHS "coalesce(min_of(special_household.household = household, coalesce(frequency.rank, 1), end is null or end >= today()), 1)"

enum
{
  COLUMN_VILLAGE = 1,
  COLUMN_VILLAGE_NAME,
  COLUMN_NAME,
  COLUMN_DIFFICULTIES,
  COLUMN_MONTHS,
  COLUMN_RESPONSIBLE,
  COLUMN_PHONES,
  COLUMN_START,
  COLUMN_LAST,
  COLUMN_TRIED,
};

static const struct
{
  const char *expression;
  ClQueryForm form;
} columns[] = {
  { "household.division", CL_QUERY_RAW },
  { "household.division", CL_QUERY_PAPER },
  { "household", CL_QUERY_PAPER },
  { "difficulties", CL_QUERY_PAPER },
  { MONTHS, CL_QUERY_RAW },
  { "coalesce(called(commissioner), contact)", CL_QUERY_PAPER },
  { "household.phones", CL_QUERY_PAPER },
  { "start", CL_QUERY_RAW },
  { "max_of(visit.household.household = household, date, absence is null)", CL_QUERY_RAW },
  { "max_of(visit.household.household = household, date, absence is not null)", CL_QUERY_RAW },
};

static void
household_visit_free (gpointer data)
{
  HouseholdVisit *visit = data;

  g_free (visit->village_name);
  g_free (visit->name);
  g_free (visit->difficulties);
  g_free (visit->frequency);
  g_free (visit->responsible);
  g_free (visit->phones);
  g_free (visit->last);
  g_free (visit->due);
  g_free (visit);
}

/* The strictest frequency may be that of another row of the household. */
static char *
household_visits_call_frequency (ClCatalogue *catalogue, int months)
{
  ClCodes *codes = cl_catalogue_find_codes (catalogue, "visit-frequency");

  for (guint i = 0; codes != NULL && i < cl_codes_get_n (codes); i++)
    if (cl_codes_get_rank (codes, cl_codes_get_code (codes, i)) == months)
      return g_strdup (cl_codes_get_label (codes, cl_codes_get_code (codes, i)));
  return g_strdup ("");
}

static char *
household_visits_dup (ClStatement *statement, int column)
{
  const char *text = cl_statement_get_text (statement, column);

  return g_strdup (text != NULL ? text : "");
}

static HouseholdVisit *
household_visit_new (ClCatalogue *catalogue, ClStatement *statement)
{
  HouseholdVisit *visit = g_new0 (HouseholdVisit, 1);

  visit->record = cl_statement_get_integer (statement, 0);
  visit->village = cl_statement_get_integer (statement, COLUMN_VILLAGE);
  visit->village_name = household_visits_dup (statement, COLUMN_VILLAGE_NAME);
  visit->name = household_visits_dup (statement, COLUMN_NAME);
  visit->difficulties = household_visits_dup (statement, COLUMN_DIFFICULTIES);
  visit->months = (int) cl_statement_get_integer (statement, COLUMN_MONTHS);
  visit->frequency = household_visits_call_frequency (catalogue, visit->months);
  visit->responsible = household_visits_dup (statement, COLUMN_RESPONSIBLE);
  visit->phones = household_visits_dup (statement, COLUMN_PHONES);
  visit->last = g_strdup (cl_statement_get_text (statement, COLUMN_LAST));
  visit->due = household_schedule_due (cl_statement_get_text (statement, COLUMN_START), visit->last, visit->months);
  visit->overdue = household_schedule_overdue (visit->due, cl_today ());
  visit->missed = cl_statement_get_text (statement, COLUMN_TRIED) != NULL && g_strcmp0 (cl_statement_get_text (statement, COLUMN_TRIED), visit->last) > 0;
  return visit;
}

/**
 * household_visits_where:
 * @catalogue: a catalogue with the plugin's ledgers
 * @view: a view of the ledger special_household
 *
 * Returns: (transfer none): its condition, by which the list of these households is shown too; "1" where an office has no such view
 */
const char *
household_visits_where (ClCatalogue *catalogue, const char *view)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "special_household");
  const GPtrArray *views = ledger != NULL ? cl_ledger_get_views (ledger) : NULL;

  for (guint i = 0; views != NULL && i < views->len; i++)
    if (g_str_equal (((const ClLedgerView *) views->pdata[i])->name, view))
      return ((const ClLedgerView *) views->pdata[i])->where;
  return "1";
}

/**
 * household_visits_list:
 * @reader: a reading connection of this thread
 * @until: an ISO date: what falls due up to it
 * @village: a division, or 0 for all
 *
 * The households that are to be visited up to @until, as of what is known today, in the villages' official order.
 *
 * Returns: (transfer full) (element-type HouseholdVisit): %NULL on error
 */
GPtrArray *
household_visits_list (ClCatalogue *catalogue, ClDatabase *reader, const char *until, gint64 village, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "special_household"));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GPtrArray) visits = g_ptr_array_new_with_free_func (household_visit_free);
  g_autoptr (GError) failure = NULL;
  g_autofree char *day = g_strdup_printf ("'%s'", until);
  g_autoptr (GString) where = g_string_new (household_visits_where (catalogue, "due"));

  /* The view looks from today; a plan looks from the day up to which it is made. */
  g_string_replace (where, "today()", day, 0);
  if (village != 0)
    {
      g_string_prepend_c (where, '(');
      g_string_append_printf (where, ") and household.division = %" G_GINT64_FORMAT, village);
    }
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!cl_query_add_column (query, columns[i].expression, columns[i].form, error))
      return NULL;
  if (!cl_query_add_where (query, where->str, error) ||
      !cl_query_set_order (query, "household.division.position, household.division.code, household.division, start, id", error))
    return NULL;
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &failure))
    g_ptr_array_add (visits, household_visit_new (catalogue, statement));
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&visits);
}
