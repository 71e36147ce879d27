#include "roster-selection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *state;  /* what it is before the phase … */
  const char *next;   /* … and after it */
  const char *date, *opinion;
  const char *words;
} phases[] = {
  [ROSTER_SELECTION_VILLAGE] = { "nominated", "village", "village_date", "village_opinion", N_("opinion of the village") },
  [ROSTER_SELECTION_TOWNSHIP] = { "village", "township", "township_date", "township_opinion", N_("sent up by the township") },
  [ROSTER_SELECTION_COUNTY] = { "township", "county", "county_date", "county_opinion", N_("approval of the county federation") },
  [ROSTER_SELECTION_APPOINT] = { "county", "appointed", NULL, NULL, N_("the post itself") },
};

static const char *
get_text (const ClRecord *record, const char *field)
{
  const ClValue *value = cl_record_get_named (record, field);

  return value->kind == CL_VALUE_TEXT ? value->text : NULL;
}

static gint64
get_id (const ClRecord *record, const char *field)
{
  const ClValue *value = cl_record_get_named (record, field);

  return value->kind == CL_VALUE_INTEGER ? value->integer : 0;
}

static void
copy_value (ClRecord *to, const char *field, const ClRecord *from, const char *source)
{
  cl_record_set (to, cl_ledger_find_field (cl_record_get_ledger (to), field), cl_record_get_named (from, source));
}

static void
copy_empty (ClRecord *to, const char *field, const ClRecord *from, const char *source)
{
  if (cl_value_is_none (cl_record_get_named (to, field)))
    copy_value (to, field, from, source);
}

/**
 * roster_selection_get_phase:
 * @selection: a record of the ledger "selection"
 *
 * Returns: what has to come next by its state
 */
RosterSelectionPhase
roster_selection_get_phase (const ClRecord *selection)
{
  const char *state = get_text (selection, "state");

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    if (g_strcmp0 (state != NULL ? state : "nominated", phases[i].state) == 0)
      return i;
  return ROSTER_SELECTION_OVER;
}

/**
 * roster_selection_phase_say:
 * @phase: a phase
 *
 * Returns: what is to be done, translated; "" where nothing is
 */
const char *
roster_selection_phase_say (RosterSelectionPhase phase)
{
  return phase < G_N_ELEMENTS (phases) ? _(phases[phase].words) : "";
}

/**
 * roster_selection_find_organisation:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @division: a village or a township
 *
 * Returns: the village's association, else the place's federation; 0 where there is neither
 */
gint64
roster_selection_find_organisation (ClCatalogue *catalogue, ClDatabase *database, gint64 division)
{
  gint64 association = roster_committee_find (catalogue, database, division);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "organisation"));
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *where = g_strdup_printf ("division = %" G_GINT64_FORMAT " and kind = 'federation' and coalesce(status, 'established') = 'established'", division);

  if (association != 0)
    return association;
  if (cl_query_add_where (query, where, NULL) && cl_query_set_order (query, "id", NULL))
    statement = cl_query_prepare (query, database, NULL, NULL);
  return statement != NULL && cl_statement_step (statement, NULL) ? cl_statement_get_integer (statement, 0) : 0;
}

/* Appointments of the organisation that were in office on the day before @start and are narrowed by @condition; gint64. */
static GArray *
list_posts (ClCatalogue *catalogue, ClDatabase *database, const char *start, const char *condition, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "appointment"));
  g_autofree char *where = g_strdup_printf ("(start is null or start < '%s') and (end is null or end >= '%s') and (%s)", start, start, condition);

  if (!cl_query_add_where (query, where, error) || !cl_query_set_order (query, ROSTER_COMMITTEE_ORDER, error))
    return NULL;
  return cl_query_list_ids (query, database, NULL, error);
}

/* Too early is said with where it stands and what is wanted first. */
static gboolean
may_appoint (const ClRecord *selection, GError **error)
{
  RosterSelectionPhase phase = roster_selection_get_phase (selection);
  g_autofree char *state = cl_record_format (selection, "state");

  if (phase == ROSTER_SELECTION_OVER)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("This selection is over: %s. Begin a new one."), state);
  else if (phase != ROSTER_SELECTION_APPOINT)
    /* Translators: state of a selection; what has to be done first */
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("It is too early: the selection stands at %s. First enter: %s."), state, roster_selection_phase_say (phase));
  else if (get_text (selection, "county_date") == NULL)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The county federation agrees before the post begins. Enter the day on which it did."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
is_dismissal (const ClRecord *selection)
{
  return g_strcmp0 (get_text (selection, "kind"), "dismissal") == 0;
}

/* The post that a dismissal ends. */
static ClRecord *
load_held (ClCatalogue *catalogue, ClDatabase *database, const ClRecord *selection, GError **error)
{
  g_autofree char *day = cl_date_add (cl_today (), 0, 0, 1);
  g_autofree char *condition = g_strdup_printf ("person = %" G_GINT64_FORMAT " and organisation.division = %" G_GINT64_FORMAT " and has(post, 'commissioner')",
                                                get_id (selection, "person"), get_id (selection, "division"));
  g_autoptr (GArray) held = list_posts (catalogue, database, day, condition, error);
  ClRecord *record;

  if (held == NULL)
    return NULL;
  if (held->len == 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("This person is no commissioner there, so that there is no post to end. Look at person and village of the selection."));
      return NULL;
    }
  record = cl_record_load (database, cl_catalogue_find_ledger (catalogue, "appointment"), g_array_index (held, gint64, 0), error);
  if (record != NULL)
    {
      cl_record_set_text (record, "end", get_text (selection, "proposed_start") != NULL ? get_text (selection, "proposed_start") : cl_today (), NULL);
      copy_value (record, "reason", selection, "reason");
      copy_value (record, "end_approval", selection, "approval");
    }
  return record;
}

/**
 * roster_selection_draft:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @selection: of the ledger "selection"
 * @error: INVALID where the county has not agreed yet, or where there is nothing to end
 *
 * Makes the post that the selection is about: begun as proposed, with the county's approval; of a dismissal the one that is held, with its end.
 *
 * Returns: (transfer full): a record of the ledger "appointment", or %NULL
 */
ClRecord *
roster_selection_draft (ClCatalogue *catalogue, ClDatabase *database, gint64 selection, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_load (database, cl_catalogue_find_ledger (catalogue, "selection"), selection, error), draft = NULL;
  gint64 organisation;

  if (record == NULL || !may_appoint (record, error))
    return NULL;
  if (is_dismissal (record))
    return load_held (catalogue, database, record, error);
  draft = cl_record_new (cl_catalogue_find_ledger (catalogue, "appointment"));
  organisation = roster_selection_find_organisation (catalogue, database, get_id (record, "division"));
  if (organisation != 0)
    cl_record_set_reference (draft, "organisation", organisation);
  copy_value (draft, "person", record, "person");
  cl_record_set_text (draft, "post", "commissioner", NULL);
  cl_record_set_text (draft, "nature", "full-time", NULL);
  cl_record_set_text (draft, "manner", g_strcmp0 (get_text (record, "manner"), "open") == 0 ? "hired" : "appointed", NULL);
  cl_record_set_text (draft, "start", get_text (record, "proposed_start") != NULL ? get_text (record, "proposed_start") : cl_today (), NULL);
  copy_value (draft, "approval", record, "approval");
  return g_steal_pointer (&draft);
}

static gboolean
may_take_over (const ClRecord *election, GError **error)
{
  const char *state = get_text (election, "state");

  if (g_strcmp0 (state, "valid") == 0)
    return TRUE;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID,
                       g_strcmp0 (state, "void") == 0 ? _("This election is void: nobody takes office by it. Hold it again.")
                                                      : _("This election has not been held yet. Enter its votes and its result first."));
  return FALSE;
}

/**
 * roster_election_draft:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @election: of the ledger "election"
 * @error: INVALID where there is no valid result yet
 *
 * Returns: (transfer full): a record of the ledger "appointment" with what all who were elected have in common; or %NULL
 */
ClRecord *
roster_election_draft (ClCatalogue *catalogue, ClDatabase *database, gint64 election, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_load (database, cl_catalogue_find_ledger (catalogue, "election"), election, error), draft = NULL;

  if (record == NULL || !may_take_over (record, error))
    return NULL;
  draft = cl_record_new (cl_catalogue_find_ledger (catalogue, "appointment"));
  copy_value (draft, "organisation", record, "organisation");
  copy_value (draft, "start", record, "date");
  copy_value (draft, "end", record, "term_end");
  cl_record_set_text (draft, "manner", "elected", NULL);
  cl_record_set_text (draft, "nature", "part-time", NULL);
  cl_record_set_text (draft, "reason", "换届", NULL);
  return g_steal_pointer (&draft);
}

/* Ends each of @ids on the day before @start, where it would last longer. */
static gboolean
end_posts (ClTransaction *transaction, RosterSelectionStep *step, const GArray *ids, const char *start, const ClValue *reason, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "appointment");
  g_autofree char *last = cl_date_add (start, 0, 0, -1);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), ledger, g_array_index (ids, gint64, i), error);

      if (record == NULL)
        return FALSE;
      cl_record_set_text (record, "end", last, NULL);
      cl_record_set (record, cl_ledger_find_field (ledger, "reason"), reason);
      if (!cl_transaction_save (transaction, record, error))
        return FALSE;
      step->n_ended++;
    }
  return TRUE;
}

/* Who held the post before, there or, being moved, elsewhere. */
static gboolean
begin_post (ClTransaction *transaction, RosterSelectionStep *step, ClRecord *selection, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  g_autoptr (ClRecord) draft = cl_record_copy (step->draft);
  g_autoptr (GArray) before = NULL;
  g_auto (ClValue) reason = CL_VALUE_INIT;
  g_autofree char *condition = NULL;
  const char *start = get_text (draft, "start");

  if (get_id (draft, "organisation") == 0)
    cl_record_set_reference (draft, "organisation", roster_selection_find_organisation (catalogue, cl_transaction_get_database (transaction), step->division));
  if (get_id (draft, "organisation") == 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("This place has no association yet. Appoint its chair on the page “Committees” first, which makes one."));
      return FALSE;
    }
  if (start == NULL || get_id (draft, "person") == 0 || cl_value_is_none (cl_record_get_named (draft, "post")))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOTHING, _("Choose a person, a post and the day from which it is held."));
      return FALSE;
    }
  step->organisation = get_id (draft, "organisation");
  condition = g_strdup_printf ("has(post, 'commissioner') and (organisation = %" G_GINT64_FORMAT " or (%d and person = %" G_GINT64_FORMAT "))", step->organisation,
                               g_strcmp0 (get_text (selection, "kind"), "change") == 0, get_id (draft, "person"));
  before = list_posts (catalogue, cl_transaction_get_database (transaction), start, condition, error);
  cl_value_set_text (&reason, get_text (draft, "reason") != NULL ? get_text (draft, "reason") : get_text (selection, "reason") != NULL ? get_text (selection, "reason") : "专职委员调整");
  cl_record_set_text (draft, "reason", "", NULL);
  if (before == NULL || !end_posts (transaction, step, before, start, &reason, error) || !cl_transaction_save (transaction, draft, error))
    return FALSE;
  step->n_begun++;
  cl_record_set_reference (selection, "appointment", cl_record_get_id (draft));
  return TRUE;
}

static gboolean
end_held (ClTransaction *transaction, RosterSelectionStep *step, ClRecord *selection, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_copy (step->draft);

  if (get_text (record, "end") == NULL || get_text (record, "reason") == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOTHING, _("A dismissal wants its last day and its reason."));
      return FALSE;
    }
  step->organisation = get_id (record, "organisation");
  if (!cl_transaction_save (transaction, record, error))
    return FALSE;
  step->n_ended++;
  cl_record_set_reference (selection, "appointment", cl_record_get_id (record));
  return TRUE;
}

static gboolean
write_selection (ClTransaction *transaction, RosterSelectionStep *step, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), cl_catalogue_find_ledger (catalogue, "selection"), step->selection, error);

  if (record == NULL)
    return FALSE;
  step->division = get_id (record, "division");
  if (step->phase == ROSTER_SELECTION_APPOINT && !step->refused)
    {
      if (!may_appoint (record, error) || !(is_dismissal (record) ? end_held : begin_post) (transaction, step, record, error))
        return FALSE;
    }
  else
    {
      if (roster_selection_get_phase (record) != step->phase || step->phase >= ROSTER_SELECTION_APPOINT)
        {
          g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The selection stands elsewhere by now. Look at its state, and take the step that comes next."));
          return FALSE;
        }
      copy_value (record, phases[step->phase].date, step->draft, phases[step->phase].date);
      copy_value (record, phases[step->phase].opinion, step->draft, phases[step->phase].opinion);
      copy_empty (record, "approval", step->draft, "approval");
    }
  cl_record_set_text (record, "state", step->refused ? "refused" : phases[step->phase].next, NULL);
  return cl_transaction_save (transaction, record, error);
}

/* Who was elected and has no post of it yet: candidate, person; the posts that were voted on, as a condition. */
static GArray *
list_elected (ClCatalogue *catalogue, ClDatabase *database, gint64 election, GString *voted, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "candidate"));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *where = g_strdup_printf ("election = %" G_GINT64_FORMAT, election);

  if (!cl_query_add_column (query, "post", CL_QUERY_RAW, error) || !cl_query_add_column (query, "elected = 1 and appointment is null", CL_QUERY_RAW, error) ||
      !cl_query_add_where (query, where, error) || !cl_query_set_order (query, "post.rank, votes desc, id", error))
    return NULL;
  statement = cl_query_prepare (query, database, NULL, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, NULL))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_string_append_printf (voted, "%shas(post, '%s')", voted->len > 0 ? " or " : "", cl_statement_get_text (statement, 1));
      if (cl_statement_get_integer (statement, 2) == 1)
        g_array_append_val (ids, id);
    }
  if (ids->len > 0)
    return g_steal_pointer (&ids);
  g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("Nobody is marked as elected who has no post of it yet. Mark the candidates who were elected first."));
  return NULL;
}

static gboolean
seat (ClTransaction *transaction, RosterSelectionStep *step, gint64 candidate, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), cl_catalogue_find_ledger (catalogue, "candidate"), candidate, error), post = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  post = cl_record_copy (step->draft);
  label = cl_record_format (record, "post");
  copy_value (post, "person", record, "person");
  cl_record_set_text (post, "post", label, NULL);
  cl_record_set_text (post, "reason", "", NULL);
  if (!cl_transaction_save (transaction, post, error))
    return FALSE;
  step->n_begun++;
  cl_record_set_reference (record, "appointment", cl_record_get_id (post));
  return cl_transaction_save (transaction, record, error);
}

/* Those of the term before leave the posts that were voted on; a commissioner is hired, not elected, and stays. */
static gboolean
write_election (ClTransaction *transaction, RosterSelectionStep *step, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  ClDatabase *database = cl_transaction_get_database (transaction);
  g_autoptr (ClRecord) record = cl_record_load (database, cl_catalogue_find_ledger (catalogue, "election"), step->election, error), organisation = NULL;
  g_autoptr (GString) voted = g_string_new (NULL);
  g_autoptr (GArray) elected = NULL, before = NULL;
  g_autofree char *condition = NULL;
  const char *start = get_text (step->draft, "start");

  if (record == NULL || !may_take_over (record, error) || (elected = list_elected (catalogue, database, step->election, voted, error)) == NULL)
    return FALSE;
  if (start == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOTHING, _("Enter the day on which the elected take office."));
      return FALSE;
    }
  step->organisation = get_id (record, "organisation");
  condition = g_strdup_printf ("organisation = %" G_GINT64_FORMAT " and (%s) and not has(post, 'commissioner')", step->organisation, voted->str);
  before = list_posts (catalogue, database, start, condition, error);
  if (before == NULL || !end_posts (transaction, step, before, start, cl_record_get_named (step->draft, "reason"), error))
    return FALSE;
  for (guint i = 0; i < elected->len; i++)
    if (!seat (transaction, step, g_array_index (elected, gint64, i), error))
      return FALSE;
  organisation = cl_record_load (database, cl_catalogue_find_ledger (catalogue, "organisation"), step->organisation, error);
  if (organisation == NULL)
    return FALSE;
  step->division = get_id (organisation, "division");
  if (get_text (step->draft, "end") == NULL)
    return TRUE;
  copy_value (organisation, "term_end", step->draft, "end");
  return cl_transaction_save (transaction, organisation, error);
}

/**
 * roster_selection_write:
 * @transaction: the transaction
 * @data: a RosterSelectionStep
 * @error: INVALID where the state is not there yet, in a sentence; NOTHING where something is still to be filled in
 *
 * Takes one step of a selection, or gives the elected their posts, and asks the rules what they say then. Predecessors are ended, never overwritten. The same for a
 * rehearsal. Writer thread.
 *
 * Returns: whether it was done
 */
gboolean
roster_selection_write (ClTransaction *transaction, gpointer data, GError **error)
{
  RosterSelectionStep *step = data;

  step->n_begun = step->n_ended = 0;
  step->organisation = 0;
  if (!(step->election != 0 ? write_election : write_selection) (transaction, step, error))
    return FALSE;
  if (step->rules == NULL || step->organisation == 0)
    return TRUE;
  g_clear_pointer (&step->findings, g_ptr_array_unref);
  step->findings = roster_committee_findings (step->rules, cl_transaction_get_database (transaction), step->organisation, step->division, error);
  return step->findings != NULL;
}
