#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-import-private.h"
#include "cl-pinyin.h"
#include "cl-query.h"

/* What the description gives to a record that is reached through a reference, as expressions over that record. */
static gboolean
evaluate_set (ClImportContext *context, ClImportNode *node, guint i, const ClRecord *record, ClValue *value, GError **error)
{
  const ClField *field = cl_ledger_find_field (node->ledger, node->through->set_fields[i]);
  ClQuery *query = node->set_queries->pdata[i];
  g_autoptr (ClStatement) statement = cl_database_prepare (context->database, node->set_sql->pdata[i], error);
  g_autoptr (GError) local = NULL;
  if (!statement || !field)
    return FALSE;
  cl_query_bind_record (query, statement, record);
  if (cl_statement_step (statement, &local) && !cl_statement_is_null (statement, 1))
    {
      if (cl_field_is_link (field))
        cl_value_set_integer (value, cl_statement_get_integer (statement, 1));
      else
        cl_field_parse (field, cl_statement_get_text (statement, 1), value, NULL);
    }
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
take_sets (ClImportContext *context, ClImportNode *node, GError **error)
{
  if (node->set_queries->len == 0)
    return TRUE;
  g_autoptr (ClRecord) draft = cl_record_new (node->ledger);
  for (guint i = 0; i < node->values->len; i++)
    {
      ClImportValue *value = &g_array_index (node->values, ClImportValue, i);
      cl_record_set (draft, value->field, &value->value);
    }
  for (guint i = 0; i < node->set_queries->len; i++)
    {
      const ClField *field = cl_ledger_find_field (node->ledger, node->through->set_fields[i]);
      g_auto (ClValue) value = CL_VALUE_INIT;
      if (!evaluate_set (context, node, i, draft, &value, error))
        return FALSE;
      if (!cl_value_is_none (&value) && !cl_import_node_get_value (node, field))
        cl_import_node_take_value (node, field, &value);
    }
  return TRUE;
}

static gboolean
is_set (ClImportNode *node, const ClField *field)
{
  return node->through && node->through->set_fields && field && g_strv_contains (node->through->set_fields, cl_field_get_name (field));
}

static ClImportChange *
note_change (ClImportContext *context, const ClRecord *record, const ClField *field, const ClValue *after)
{
  ClImportChange *change = g_new0 (ClImportChange, 1);
  change->change.field = field;
  change->change.before = cl_import_references_say (&context->references, field, cl_record_get (record, field));
  change->change.after = after ? cl_import_references_say (&context->references, field, after) : NULL;
  if (!context->changes)
    context->changes = cl_import_changes_new ();
  g_ptr_array_add (context->changes, change);
  return change;
}

/* Whether a value that is there, and differs, is replaced; where a person must say it first, the change is noted as asked. */
static gboolean
may_replace (ClImportContext *context, ClImportNode *node, const ClField *field, const ClValue *after)
{
  switch (cl_import_choices_get_fill (context->choices, node->path, cl_field_get_name (field)))
    {
    case CL_FILL_EMPTY:
      return FALSE;
    case CL_FILL_ASK:
      {
        int take = cl_import_choices_get_take (context->choices, context->row, field);
        if (take >= 0)
          return take;
        note_change (context, node->record, field, after)->asked = TRUE;
        context->asked = TRUE;
        return FALSE;
      }
    default:
      return TRUE;
    }
}

/* References to what is made only with this row. */
static void
fill_pending (ClImportContext *context, ClImportNode *node)
{
  for (guint i = node->pending->len; i-- > 0;)
    {
      ClImportPending *pending = node->pending->pdata[i];
      if (cl_value_is_none (cl_record_get (node->record, pending->field)) || may_replace (context, node, pending->field, NULL))
        continue;
      g_ptr_array_remove_index (node->pending, i);
    }
}

/* A number that was copied wrong may be somebody else's, whose record the row then changes. Names that sound alike are one name written in two ways. */
static void
compare_names (ClImportContext *context, ClImportNode *node)
{
  const ClValue *given = node->identity && node->name ? cl_import_node_get_value (node, node->name) : NULL;
  const ClValue *known = given ? cl_record_get (node->record, node->name) : NULL;
  const ClField *former = given ? cl_ledger_find_field (node->ledger, "former_name") : NULL;
  if (node->asked || !given || given->kind != CL_VALUE_TEXT || known->kind != CL_VALUE_TEXT || cl_value_equal (given, known)
      || (former && cl_value_equal (given, cl_record_get (node->record, former))))
    return;
  g_autofree char *given_sound = cl_pinyin_spell (given->text), *known_sound = cl_pinyin_spell (known->text);
  if (g_str_equal (given_sound, known_sound))
    return;
  g_autofree char *message = g_strdup_printf (_("The number is that of %s in the ledger. See whether both are the same person."), known->text);
  cl_import_say (context->warnings, cl_field_get_header (node->name), message);
}

/* Empty fields are filled, different ones treated as was chosen; an empty cell changes nothing. */
static void
fill (ClImportContext *context, ClImportNode *node)
{
  if (!node->is_new)
    fill_pending (context, node);
  for (guint i = 0; i < node->values->len; i++)
    {
      ClImportValue *given = &g_array_index (node->values, ClImportValue, i);
      const ClValue *old = cl_record_get (node->record, given->field);
      g_auto (ClValue) value = CL_VALUE_INIT;
      if (node->is_new)
        {
          /* Whose record it is was asked of the values before. */
          cl_record_take (node->record, given->field, &given->value);
          continue;
        }
      if ((given->weak || is_set (node, given->field)) && !cl_value_is_none (old))
        continue;
      if (cl_import_adds_up (given->field) && !cl_value_is_none (old))
        {
          cl_value_copy (&value, old);
          cl_import_unite (&value, &given->value);
        }
      else
        cl_value_copy (&value, &given->value);
      if (cl_value_equal (old, &value) || (!cl_value_is_none (old) && !may_replace (context, node, given->field, &value)))
        continue;
      note_change (context, node->record, given->field, &value);
      cl_record_set (node->record, given->field, &value);
    }
}

/* What is wrong with the leading row was said already. */
static gboolean
is_wanting_group (ClImportContext *context, ClImportNode *node, const ClField *field)
{
  return context->group_bad && field && node == context->plan->root && context->plan->group && field == context->plan->group->reference;
}

static gboolean
check (ClImportContext *context, ClImportNode *node, GError **error)
{
  if (!node->is_new && !cl_record_is_changed (node->record, NULL))
    return TRUE;
  if (!node->checker)
    {
      node->checker = cl_checker_new (context->database, context->plan->catalogue, node->ledger);
      cl_checker_set_bare (node->checker, context->bare);
    }
  cl_checker_set_looked_up (node->checker, (node->is_new || node->is_only) && !node->asked ? node->looked_up : NULL);
  if (!cl_checker_derive (node->checker, node->record, error))
    return FALSE;
  g_autoptr (GPtrArray) problems = cl_checker_check (node->checker, node->record, error);
  if (!problems)
    return FALSE;
  for (guint i = 0; i < problems->len; i++)
    {
      const ClProblem *problem = problems->pdata[i];
      const char *header = problem->field ? cl_field_get_header (problem->field) : NULL;
      gboolean made_yet = problem->field && (cl_import_is_pending (node, problem->field) || is_set (node, problem->field));
      if (made_yet || is_wanting_group (context, node, problem->field))
        continue;
      /* What was wanting before is no fault of this row. */
      gboolean old = !node->is_new && problem->field && !cl_record_is_changed (node->record, problem->field);
      gboolean chosen = problem->severity == CL_PROBLEM_CHOICE && (node->kept_apart || node->asked);
      if (problem->severity == CL_PROBLEM_WARNING || old || chosen)
        cl_import_say (context->warnings, header, problem->message);
      else
        cl_import_say (context->problems, header, problem->message);
    }
  return TRUE;
}

static gboolean prepare_child (ClImportContext *context, ClImportNode *node, ClImportNode *child, const ClRecord *own, GError **error);

/* The group of a leading row is that of its leader: by it the record is found, or made. */
static void
lead_group (ClImportPlan *plan)
{
  ClImportNode *leader = plan->leader;
  g_auto (ClValue) value = CL_VALUE_INIT;
  if (!leader->record)
    return;
  if (leader->is_new)
    {
      ClImportPending *entry = g_new0 (ClImportPending, 1);
      entry->field = plan->head;
      entry->child = leader;
      g_ptr_array_add (plan->group->pending, entry);
      return;
    }
  cl_value_set_integer (&value, cl_record_get_id (leader->record));
  cl_import_node_take_value (plan->group, plan->head, &value);
}

/* A row that does not name its group belongs to that of the leading row above. */
static void
follow_group (ClImportContext *context)
{
  ClImportPlan *plan = context->plan;
  g_auto (ClValue) value = CL_VALUE_INIT;
  if (plan->group->record)
    return;
  if (context->group_bad)
    cl_import_say (context->problems, NULL, _("The row of the head of this household was not taken. Correct that row, and import both."));
  if (!context->group)
    return;
  cl_value_set_integer (&value, context->group);
  cl_import_node_take_value (plan->root, plan->group->reference, &value);
}

/* Finds out what the row means for this record and those behind its references; writes nothing. */
static gboolean
prepare (ClImportContext *context,
         ClImportNode    *node,
         ClRecord        *known, /* taken */
         gint64           hint,
         GError         **error)
{
  g_autoptr (ClRecord) own = known;
  ClImportPlan *plan = context->plan;
  for (guint i = 0; i < node->children->len; i++)
    if (node->children->pdata[i] != plan->group && !prepare_child (context, node, node->children->pdata[i], own, error))
      return FALSE;
  if (plan->group && node == plan->root)
    {
      if (context->leads)
        lead_group (plan);
      if (!prepare_child (context, node, plan->group, own, error))
        return FALSE;
      follow_group (context);
    }
  cl_import_read_values (context, node, own);
  if (own && !cl_import_agrees (node, own))
    g_clear_pointer (&own, cl_record_free);
  if (node->values->len == 0 && node->pending->len == 0 && !own && node->reference)
    return TRUE;
  if (!take_sets (context, node, error))
    return FALSE;
  if (own)
    node->record = g_steal_pointer (&own);
  else if (!cl_import_find_record (context, node, hint, error))
    return FALSE;
  if (node->reference && node->is_new && !node->create)
    return TRUE;
  if (!node->is_new)
    compare_names (context, node);
  fill (context, node);
  return check (context, node, error);
}

static gboolean
prepare_child (ClImportContext *context, ClImportNode *node, ClImportNode *child, const ClRecord *own, GError **error)
{
  return prepare (context, child, NULL, cl_import_reference_in (own, child->reference), error);
}

static gboolean save (ClImportContext *context, ClImportNode *node, gboolean *changed, GError **error);

/* The record that a reference shall lead to, saved. */
static ClRecord *
save_pending (ClImportContext *context, ClImportPending *pending, gboolean *changed, GError **error)
{
  if (pending->child)
    return save (context, pending->child, changed, error) ? pending->child->record : NULL;
  if (cl_record_get_id (pending->record) == 0)
    {
      if (!cl_transaction_save (context->transaction, pending->record, error))
        return NULL;
      cl_import_known_note (context, pending->record);
    }
  return pending->record;
}

static gboolean
save (ClImportContext *context, ClImportNode *node, gboolean *changed, GError **error)
{
  gboolean late = FALSE;
  if (node->saved)
    return TRUE;
  node->saved = TRUE;
  for (guint i = 0; i < node->children->len; i++)
    if (!save (context, node->children->pdata[i], changed, error))
      return FALSE;
  if (!node->record)
    return TRUE;
  for (guint i = 0; i < node->pending->len; i++)
    {
      ClImportPending *pending = node->pending->pdata[i];
      g_auto (ClValue) value = CL_VALUE_INIT;
      ClRecord *record = save_pending (context, pending, changed, error);
      if (!record)
        return FALSE;
      cl_value_set_integer (&value, cl_record_get_id (record));
      if (!node->is_new)
        note_change (context, node->record, pending->field, &value);
      cl_record_set (node->record, pending->field, &value);
      late = TRUE;
    }
  for (guint i = 0; late && i < node->set_queries->len; i++)
    {
      const ClField *field = cl_ledger_find_field (node->ledger, node->through->set_fields[i]);
      g_auto (ClValue) value = CL_VALUE_INIT;
      if (!cl_value_is_none (cl_record_get (node->record, field)))
        continue;
      if (!evaluate_set (context, node, i, node->record, &value, error))
        return FALSE;
      cl_record_set (node->record, field, &value);
    }
  if (!node->is_new && !cl_record_is_changed (node->record, NULL))
    return TRUE;
  *changed = TRUE;
  if (!cl_transaction_save (context->transaction, node->record, error))
    return FALSE;
  cl_import_known_note (context, node->record);
  if (node->is_new)
    cl_import_note_namesake (node, node->reference ? 0 : context->row);
  return TRUE;
}

/* The record whose own number stands in the row, where this file knows it. */
static gboolean
load_known (ClImportContext *context, ClRecord **known, GError **error)
{
  g_autofree char *text = cl_import_read_cell (context, context->plan->record_column);
  g_autoptr (GError) local = NULL;
  gint64 id = text ? g_ascii_strtoll (text, NULL, 10) : 0;
  *known = NULL;
  if (id <= 0)
    return TRUE;
  *known = cl_record_load (context->database, context->plan->ledger, id, &local);
  if (*known || g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Whether the row begins a group: 户主 in the column of relations. */
gboolean
cl_import_leads_group (ClImportContext *context)
{
  ClImportPlan *plan = context->plan;
  g_auto (ClValue) value = CL_VALUE_INIT;
  if (!plan->group)
    return FALSE;
  g_autofree char *text = cl_import_read_cell (context, plan->leading_column);
  return text && cl_field_parse (plan->leading_field, text, &value, NULL) && value.kind == CL_VALUE_TEXT && strcmp (value.text, plan->leading_code) == 0;
}

static void
note_group (ClImportContext *context, gboolean taken)
{
  ClImportNode *group = context->plan->group;
  if (!group || (!context->leads && !group->record))
    return;
  context->group_bad = !taken;
  context->group = taken && group->record ? cl_record_get_id (group->record) : 0;
}

/* What can only be compared once the records that the row makes are there: the relation to the head against the sex of a person who came in with it. */
static gboolean
check_again (ClImportContext *context, GError **error)
{
  ClImportNode *root = context->plan->root;
  if (root->pending->len == 0 || !root->checker)
    return TRUE;
  g_autoptr (GPtrArray) problems = cl_checker_check (root->checker, root->record, error);
  for (guint i = 0; problems && i < problems->len; i++)
    {
      const ClProblem *problem = problems->pdata[i];
      if (problem->severity == CL_PROBLEM_WARNING)
        cl_import_say (context->warnings, problem->field ? cl_field_get_header (problem->field) : NULL, problem->message);
    }
  return problems != NULL;
}

char *
cl_import_take_reason (ClImportContext *context, ClOutcome outcome)
{
  switch (outcome)
    {
    case CL_OUTCOME_SKIPPED:
      return g_strdup (_("Left out, as you decided"));
    case CL_OUTCOME_REFUSED:
      if (context->questions->len)
        cl_import_say (context->problems, NULL, context->questions->str);
      return g_strdup (context->problems->str);
    case CL_OUTCOME_UNDECIDED:
      return context->questions->len ? g_strdup (context->questions->str)
                                     : g_strdup (_("Whether the values that are there shall be replaced needs a decision."));
    default:
      return context->warnings->len ? g_strdup (context->warnings->str) : NULL;
    }
}

static void
begin_row (ClImportContext *context)
{
  cl_import_node_reset (context->plan->root);
  g_string_truncate (context->problems, 0);
  g_string_truncate (context->warnings, 0);
  g_string_truncate (context->questions, 0);
  g_clear_pointer (&context->changes, g_ptr_array_unref);
  g_clear_pointer (&context->question, cl_import_question_free);
  context->references.warnings = context->warnings;
  context->asked = context->left_out = FALSE;
  context->leads = cl_import_leads_group (context);
}

/* Takes @known. */
static gboolean
prepare_row (ClImportContext *context, ClRecord *known, GError **error)
{
  ClImportPlan *plan = context->plan;
  GPtrArray *cells = context->cells;
  gboolean done;
  if (known && plan->same)
    context->cells = cl_import_same_leave_out (plan->same, context->database, cl_record_get_id (known), cells, error);
  if (context->cells)
    done = prepare (context, plan->root, known, 0, error);
  else
    {
      done = FALSE;
      cl_record_free (known);
    }
  context->cells = cells;
  return done;
}

gboolean
cl_import_apply (ClImportContext *context, ClOutcome *outcome, GError **error)
{
  ClImportNode *root = context->plan->root;
  ClRecord *known = NULL;
  gboolean changed = FALSE;
  begin_row (context);
  if (context->plan->record_column != G_MAXUINT && !load_known (context, &known, error))
    return FALSE;
  if (!prepare_row (context, known, error))
    return FALSE;
  if (context->left_out || context->problems->len || context->questions->len || context->asked)
    {
      *outcome = context->left_out ? CL_OUTCOME_SKIPPED : context->problems->len ? CL_OUTCOME_REFUSED : CL_OUTCOME_UNDECIDED;
      if (*outcome != CL_OUTCOME_UNDECIDED)
        g_clear_pointer (&context->changes, g_ptr_array_unref);
      note_group (context, FALSE);
      return TRUE;
    }
  if (!save (context, root, &changed, error) || !check_again (context, error))
    return FALSE;
  note_group (context, TRUE);
  if (root->is_new && root->identity)
    {
      gint64 id = cl_record_get_id (root->record);
      g_hash_table_insert (context->made, GUINT_TO_POINTER (context->row), g_memdup2 (&id, sizeof id));
    }
  *outcome = root->is_new ? CL_OUTCOME_ADDED : changed ? CL_OUTCOME_CHANGED : CL_OUTCOME_UNCHANGED;
  return TRUE;
}
