#include "roster-committee.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define IN_OFFICE "(start is null or start <= today()) and (end is null or end >= today())"

/**
 * roster_committee_find:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @village: a division
 *
 * Returns: the village's association, the standing one before one that is being prepared; 0 where there is none
 */
gint64
roster_committee_find (ClCatalogue *catalogue, ClDatabase *database, gint64 village)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "organisation"));
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *where = g_strdup_printf ("division = %" G_GINT64_FORMAT " and kind = 'village-association'", village);

  if (cl_query_add_where (query, where, NULL) && cl_query_set_order (query, "coalesce(status, 'established') = 'established' desc, id", NULL))
    statement = cl_query_prepare (query, database, NULL, NULL);
  return statement != NULL && cl_statement_step (statement, NULL) ? cl_statement_get_integer (statement, 0) : 0;
}

static void
set_none (ClRecord *record, const char *field)
{
  g_auto (ClValue) none = CL_VALUE_INIT;

  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), field), &none);
}

/**
 * roster_committee_draft:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @kind: what is to be done
 * @association: where somebody is added; 0: an association yet to be made
 * @appointment: which is changed, replaced or ended
 * @error: NOT_FOUND
 *
 * Makes what the clerk is asked about: a new appointment that begins today, like the one it follows but for its paper; or the one that ends, by default
 * with yesterday as its last day, so that the committee is without it from today.
 *
 * Returns: (transfer full): a record of the ledger "appointment", or %NULL
 */
ClRecord *
roster_committee_draft (ClCatalogue *catalogue, ClDatabase *database, RosterStepKind kind, gint64 association, gint64 appointment, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "appointment");
  g_autoptr (ClRecord) draft = NULL;
  g_autofree char *yesterday = cl_date_add (cl_today (), 0, 0, -1);
  const ClValue *start;

  if (kind == ROSTER_STEP_ADD)
    {
      draft = cl_record_new (ledger);
      if (association != 0)
        cl_record_set_reference (draft, "organisation", association);
      cl_record_set_text (draft, "start", cl_today (), NULL);
      return g_steal_pointer (&draft);
    }
  draft = cl_record_load (database, ledger, appointment, error);
  if (draft == NULL)
    return NULL;
  if (kind == ROSTER_STEP_END)
    {
      start = cl_record_get_named (draft, "start");
      cl_record_set_text (draft, "end", start->kind == CL_VALUE_TEXT && strcmp (start->text, yesterday) > 0 ? cl_today () : yesterday, NULL);
      return g_steal_pointer (&draft);
    }
  cl_record_set_id (draft, 0);
  cl_record_set_text (draft, "start", cl_today (), NULL);
  set_none (draft, "end");
  set_none (draft, "reason");
  set_none (draft, "approval");
  set_none (draft, "remark");
  if (kind == ROSTER_STEP_REPLACE)
    {
      set_none (draft, "person");
      set_none (draft, "office");
      set_none (draft, "position");
    }
  return g_steal_pointer (&draft);
}

static gint64
make_association (ClTransaction *transaction, gint64 village, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "organisation");
  g_autoptr (ClRecord) association = cl_record_new (ledger);
  g_autofree char *called = cl_record_call (cl_transaction_get_database (transaction), catalogue, cl_catalogue_find_ledger (catalogue, "division"), village);
  g_autofree char *name = g_strconcat (called != NULL ? called : "", "残疾人协会", NULL);

  cl_record_set_text (association, "name", name, NULL);
  cl_record_set_text (association, "kind", "village-association", NULL);
  cl_record_set_reference (association, "division", village);
  return cl_transaction_save (transaction, association, error) ? cl_record_get_id (association) : 0;
}

/* The same person in the same organisation twice at once is a mistake: another post is a change. */
static gboolean
refuse_double (ClTransaction *transaction, const ClRecord *draft, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "appointment"));
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *where = g_strdup_printf ("person = %" G_GINT64_FORMAT " and organisation = %" G_GINT64_FORMAT " and (end is null or end >= today())",
                                            cl_record_get_named (draft, "person")->integer, cl_record_get_named (draft, "organisation")->integer);

  if (!cl_query_add_where (query, where, error))
    return FALSE;
  statement = cl_query_prepare (query, cl_transaction_get_database (transaction), NULL, error);
  if (statement == NULL || !cl_statement_step (statement, NULL))
    return statement != NULL;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("This person is in office here already. Choose another, or change the post that is held."));
  return FALSE;
}

/* The post before the new one ends on the day before it begins. */
static gboolean
end_old (ClTransaction *transaction, const RosterStep *step, const ClRecord *draft, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "appointment");
  g_autoptr (ClRecord) old = cl_record_load (cl_transaction_get_database (transaction), ledger, step->appointment, error);
  const ClValue *start = cl_record_get_named (draft, "start"), *since;
  g_autofree char *last = NULL;

  if (old == NULL)
    return FALSE;
  if (start->kind != CL_VALUE_TEXT)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("Enter the day from which the change holds."));
      return FALSE;
    }
  since = cl_record_get_named (old, "start");
  last = cl_date_add (start->text, 0, 0, -1);
  if (since->kind == CL_VALUE_TEXT && strcmp (since->text, last) > 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("The post has been held since %s; a change begins later than that. What was only mistyped is corrected in the record itself: Enter opens it."), since->text);
      return FALSE;
    }
  cl_record_set_text (old, "end", last, NULL);
  cl_record_set (old, cl_ledger_find_field (ledger, "reason"), cl_record_get_named (draft, "reason"));
  return cl_transaction_save (transaction, old, error);
}

/* All of the same post get their places written, two of them exchanged. */
static gboolean
move (ClTransaction *transaction, const RosterStep *step, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "appointment");
  ClDatabase *database = cl_transaction_get_database (transaction);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64)), ranks = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *where = g_strdup_printf ("organisation = %" G_GINT64_FORMAT " and " IN_OFFICE, step->association);
  guint at = G_MAXUINT, other, place = 0;

  if (!cl_query_add_column (query, "post.rank", CL_QUERY_RAW, error) || !cl_query_add_where (query, where, error) ||
      !cl_query_set_order (query, ROSTER_COMMITTEE_ORDER, error))
    return FALSE;
  statement = cl_query_prepare (query, database, NULL, error);
  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      gint64 id = cl_statement_get_integer (statement, 0), rank = cl_statement_get_integer (statement, 1);

      if (id == step->appointment)
        at = ids->len;
      g_array_append_val (ids, id);
      g_array_append_val (ranks, rank);
    }
  g_clear_pointer (&statement, cl_statement_release);
  other = step->up ? at - 1 : at + 1;
  if (at == G_MAXUINT || other >= ids->len || g_array_index (ranks, gint64, at) != g_array_index (ranks, gint64, other))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOTHING, step->up ? _("First of those with the same post already") : _("Last of those with the same post already"));
      return FALSE;
    }
  g_array_index (ids, gint64, at) = g_array_index (ids, gint64, other);
  g_array_index (ids, gint64, other) = step->appointment;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (ClRecord) record = NULL;
      g_auto (ClValue) value = CL_VALUE_INIT;

      if (g_array_index (ranks, gint64, i) != g_array_index (ranks, gint64, at))
        continue;
      record = cl_record_load (database, ledger, g_array_index (ids, gint64, i), error);
      if (record == NULL)
        return FALSE;
      cl_value_set_integer (&value, ++place);
      cl_record_set (record, cl_ledger_find_field (ledger, "position"), &value);
      if (cl_record_is_changed (record, NULL) && !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
begin_new (ClTransaction *transaction, RosterStep *step, GError **error)
{
  g_autoptr (ClRecord) draft = cl_record_copy (step->draft);

  if (step->association == 0 && (step->association = make_association (transaction, step->village, error)) == 0)
    return FALSE;
  cl_record_set_reference (draft, "organisation", step->association);
  if (cl_value_is_none (cl_record_get_named (draft, "person")) || cl_value_is_none (cl_record_get_named (draft, "post")))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOTHING, _("Choose a person and a post."));
      return FALSE;
    }
  if (step->kind != ROSTER_STEP_ADD && !end_old (transaction, step, draft, error))
    return FALSE;
  if (step->kind != ROSTER_STEP_CHANGE && !refuse_double (transaction, draft, error))
    return FALSE;
  if (step->kind != ROSTER_STEP_ADD)
    set_none (draft, "reason");
  return cl_transaction_save (transaction, draft, error);
}

/**
 * roster_step_write:
 * @transaction: the transaction
 * @data: a RosterStep
 * @error: INVALID where the step makes no sense; NOTHING where there is nothing to do yet
 *
 * Takes one step, and asks the rules what they say then. The same for a rehearsal. Writer thread.
 *
 * Returns: whether it was done
 */
gboolean
roster_step_write (ClTransaction *transaction, gpointer data, GError **error)
{
  RosterStep *step = data;
  g_autoptr (ClRecord) record = NULL;
  gboolean done;

  switch (step->kind)
    {
    case ROSTER_STEP_MOVE:
      done = move (transaction, step, error);
      break;
    case ROSTER_STEP_END:
      record = cl_record_copy (step->draft);
      done = cl_transaction_save (transaction, record, error);
      break;
    default:
      done = begin_new (transaction, step, error);
      break;
    }
  if (!done || step->rules == NULL)
    return done;
  g_clear_pointer (&step->findings, g_ptr_array_unref);
  step->findings = roster_committee_findings (step->rules, cl_transaction_get_database (transaction), step->association, step->village, error);
  return step->findings != NULL;
}

static gboolean
append_findings (GPtrArray *all, ClRules *rules, ClDatabase *database, const char *ledger, gint64 record, GError **error)
{
  g_autoptr (GPtrArray) findings = record != 0 ? cl_rules_run (rules, database, ledger, record, error) : NULL;

  if (findings == NULL)
    return record == 0;
  while (findings->len > 0)
    g_ptr_array_add (all, g_ptr_array_steal_index (findings, 0));
  return TRUE;
}

/**
 * roster_committee_findings:
 * @rules: the office's rule set
 * @database: any connection that reads
 * @association: the association; 0: none
 * @village: its division
 * @error: what failed
 *
 * Returns: (transfer full) (element-type ClFinding): what the rules say of both; %NULL on error
 */
GPtrArray *
roster_committee_findings (ClRules *rules, ClDatabase *database, gint64 association, gint64 village, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_finding_free);

  if (!append_findings (all, rules, database, "organisation", association, error) || !append_findings (all, rules, database, "division", village, error))
    return NULL;
  return g_steal_pointer (&all);
}

static gboolean
holds (const GPtrArray *findings, const ClFinding *finding)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((const ClFinding *) findings->pdata[i])->sentence, finding->sentence) && g_str_equal (((const ClFinding *) findings->pdata[i])->rule, finding->rule))
      return TRUE;
  return FALSE;
}

static gboolean
breaks (const GPtrArray *findings, const char *rule)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((const ClFinding *) findings->pdata[i])->rule, rule))
      return TRUE;
  return FALSE;
}

/**
 * roster_committee_compare:
 * @before: (element-type ClFinding): what the rules said
 * @after: (element-type ClFinding): what they say now
 *
 * Returns: (transfer full): what a change does by the rules: what they say that they did not say before, each with its clause, and what they say no more
 */
char *
roster_committee_compare (const GPtrArray *before, const GPtrArray *after)
{
  GString *text = g_string_new (NULL);
  guint mended = 0;

  for (guint i = 0; i < before->len; i++)
    mended += !breaks (after, ((const ClFinding *) before->pdata[i])->rule);
  for (guint i = 0; i < after->len; i++)
    {
      const ClFinding *finding = after->pdata[i];

      if (holds (before, finding))
        continue;
      g_string_append (text, text->len == 0 ? _("By the rules of the place:") : "");
      g_string_append_printf (text, "\n%s", finding->sentence);
      if (finding->clause != NULL)
        g_string_append_printf (text, "（%s）", finding->clause);
    }
  if (mended > 0)
    g_string_append_printf (text, ngettext ("%s%u remark is mended", "%s%u remarks are mended", mended), text->len > 0 ? "\n" : "", mended);
  g_string_append_printf (text, text->len == 0 ? _("Nothing changes by the rules: %u remarks") : _("; %u remarks remain"), after->len);
  return g_string_free (text, FALSE);
}
