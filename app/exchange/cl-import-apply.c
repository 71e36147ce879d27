#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-import-private.h"
#include "cl-query.h"

static const char *
header_of (ClImportContext *context,
           guint            column)
{
  return column < context->match->headers->len ? context->match->headers->pdata[column] : "";
}

static const char *
text_of (ClImportContext *context,
         guint            column)
{
  return column < context->cells->len ? context->cells->pdata[column] : "";
}

/* Texts of a cell, without the white space around it; what is masked (140123********0012) says nothing. */
static char *
read_cell (ClImportContext *context,
           guint            column)
{
  const char *start = text_of (context, column), *end = start + strlen (start);
  while (*start && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  if (end == start || memchr (start, '*', end - start))
    return NULL;
  return g_strndup (start, end - start);
}

/* Phones and other names of several columns, or of several sheets, add up; codes are a whole. */
static gboolean
adds_up (const ClField *field)
{
  return cl_field_is_several (field) && cl_field_get_field_type (field) != CL_FIELD_CODE;
}

static void
unite (ClValue       *value,
       const ClValue *with)
{
  if (value->kind == CL_VALUE_TEXTS && with->kind == CL_VALUE_TEXTS)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      for (guint i = 0; value->texts[i]; i++)
        g_strv_builder_add (builder, value->texts[i]);
      for (guint i = 0; with->texts[i]; i++)
        if (!g_strv_contains ((const char *const *) value->texts, with->texts[i]))
          g_strv_builder_add (builder, with->texts[i]);
      cl_value_take_texts (value, g_strv_builder_end (builder));
    }
  else if (value->kind == CL_VALUE_IDS && with->kind == CL_VALUE_IDS)
    for (guint i = 0; i < with->ids->len; i++)
      {
        gint64 id = g_array_index (with->ids, gint64, i);
        gboolean there = FALSE;
        for (guint k = 0; k < value->ids->len && !there; k++)
          there = g_array_index (value->ids, gint64, k) == id;
        if (!there)
          g_array_append_val (value->ids, id);
      }
  else if (cl_value_is_none (value))
    cl_value_copy (value, with);
}

static gboolean
parse_references (ClImportContext *context,
                  ClImportNode    *node,
                  const ClField   *field,
                  const char      *text,
                  gint64           current,
                  ClValue         *value,
                  GError         **error)
{
  ClRecord *pending = NULL;
  gint64 id;
  if (!cl_field_is_several (field))
    {
      if (!cl_import_references_find (&context->references, field, text, current, &id, &pending, error))
        return FALSE;
      if (pending)
        {
          ClImportPending *entry = g_new0 (ClImportPending, 1);
          entry->field = field;
          entry->record = pending;
          g_ptr_array_add (node->pending, entry);
        }
      else
        cl_value_set_integer (value, id);
      return TRUE;
    }
  g_auto (GStrv) parts = g_regex_split_simple ("[、，,;；\\n]", text, 0, 0);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; parts[i]; i++)
    {
      if (!*g_strstrip (parts[i]))
        continue;
      if (!cl_import_references_find (&context->references, field, parts[i], 0, &id, &pending, error))
        return FALSE;
      if (pending)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not there yet. Enter it first."), parts[i]);
          return FALSE;
        }
      g_array_append_val (ids, id);
    }
  cl_value_take_ids (value, g_steal_pointer (&ids));
  return TRUE;
}

static gboolean
parse_cell (ClImportContext *context,
            ClImportNode    *node,
            const ClField   *field,
            const char      *text,
            gint64           current,
            ClValue         *value,
            GError         **error)
{
  if (cl_field_get_field_type (field) == CL_FIELD_REFERENCE)
    return parse_references (context, node, field, text, current, value, error);
  /* A month in a spreadsheet is its first day. */
  if (cl_field_get_field_type (field) == CL_FIELD_MONTH && strlen (text) == 10 && cl_date_is_valid (text))
    {
      g_autofree char *month = g_strndup (text, 7);
      return cl_field_parse (field, month, value, error);
    }
  return cl_field_parse (field, text, value, error);
}

static ClImportNode *
find_child (ClImportNode  *node,
            const ClField *field)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      ClImportNode *child = node->children->pdata[i];
      if (child->reference == field)
        return child;
    }
  return NULL;
}

static gboolean
is_pending (ClImportNode  *node,
            const ClField *field)
{
  for (guint i = 0; i < node->pending->len; i++)
    if (((ClImportPending *) node->pending->pdata[i])->field == field)
      return TRUE;
  return FALSE;
}

static gint64
reference_in (const ClRecord *record,
              const ClField  *field)
{
  const ClValue *value = record && !cl_field_is_several (field) ? cl_record_get (record, field) : NULL;
  return value && value->kind == CL_VALUE_INTEGER ? value->integer : 0;
}

/* What the row says of this record. @known: the record, where its number stands in the row. */
static void
read_values (ClImportContext *context,
             ClImportNode    *node,
             const ClRecord  *known)
{
  for (guint i = 0; i < node->cells->len; i++)
    {
      const ClImportCell *cell = &g_array_index (node->cells, ClImportCell, i);
      g_autofree char *text = read_cell (context, cell->column);
      g_auto (ClValue) value = CL_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      ClImportNode *child = find_child (node, cell->field);
      if (!text || (child && child->record))
        continue;
      if (!parse_cell (context, node, cell->field, text, reference_in (known, cell->field), &value, &error))
        {
          cl_import_say (context->problems, header_of (context, cell->column), error->message);
          continue;
        }
      if (cl_value_is_none (&value))
        continue;
      ClValue *given = (ClValue *) cl_import_node_get_value (node, cell->field);
      if (given)
        unite (given, &value);
      else
        cl_import_node_take_value (node, cell->field, &value);
    }
  for (guint i = 0; i < node->children->len; i++)
    {
      ClImportNode *child = node->children->pdata[i];
      if (!child->record)
        continue;
      if (child->is_new)
        {
          ClImportPending *entry = g_new0 (ClImportPending, 1);
          entry->field = child->reference;
          entry->child = child;
          g_ptr_array_add (node->pending, entry);
          continue;
        }
      g_auto (ClValue) value = CL_VALUE_INIT;
      cl_value_set_integer (&value, cl_record_get_id (child->record));
      cl_import_node_take_value (node, child->reference, &value);
    }
}

/* What the description gives to a record that is reached through a reference, as expressions over that record. */
static gboolean
evaluate_set (ClImportContext *context,
              ClImportNode    *node,
              guint            i,
              const ClRecord  *record,
              ClValue         *value,
              GError         **error)
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
take_sets (ClImportContext *context,
           ClImportNode    *node,
           GError         **error)
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
is_set (ClImportNode  *node,
        const ClField *field)
{
  return node->through && node->through->set_fields && field && g_strv_contains (node->through->set_fields, cl_field_get_name (field));
}

static void
note_change (ClImportContext *context,
             const ClRecord  *record,
             const ClField   *field,
             const ClValue   *after)
{
  ClJournalChange *change = g_new0 (ClJournalChange, 1);
  change->field = field;
  change->before = cl_import_references_say (&context->references, field, cl_record_get (record, field));
  change->after = cl_import_references_say (&context->references, field, after);
  if (!context->changes)
    context->changes = cl_import_changes_new ();
  g_ptr_array_add (context->changes, change);
}

/* Empty fields are filled, different ones overwritten; an empty cell changes nothing. */
static void
fill (ClImportContext *context,
      ClImportNode    *node)
{
  for (guint i = 0; i < node->values->len; i++)
    {
      ClImportValue *given = &g_array_index (node->values, ClImportValue, i);
      const ClValue *old = cl_record_get (node->record, given->field);
      g_auto (ClValue) value = CL_VALUE_INIT;
      if (node->is_new)
        {
          cl_record_set (node->record, given->field, &given->value);
          continue;
        }
      if (is_set (node, given->field) && !cl_value_is_none (old))
        continue;
      if (adds_up (given->field) && !cl_value_is_none (old))
        {
          cl_value_copy (&value, old);
          unite (&value, &given->value);
        }
      else
        cl_value_copy (&value, &given->value);
      if (cl_value_equal (old, &value))
        continue;
      note_change (context, node->record, given->field, &value);
      cl_record_set (node->record, given->field, &value);
    }
}

static gboolean
check (ClImportContext *context,
       ClImportNode    *node,
       GError         **error)
{
  if (!node->is_new && !cl_record_is_changed (node->record, NULL))
    return TRUE;
  if (!node->checker)
    node->checker = cl_checker_new (context->database, context->plan->catalogue, node->ledger);
  if (!cl_checker_derive (node->checker, node->record, error))
    return FALSE;
  g_autoptr (GPtrArray) problems = cl_checker_check (node->checker, node->record, error);
  if (!problems)
    return FALSE;
  for (guint i = 0; i < problems->len; i++)
    {
      const ClProblem *problem = problems->pdata[i];
      const char *header = problem->field ? cl_field_get_header (problem->field) : NULL;
      gboolean made_yet = problem->field && (is_pending (node, problem->field) || is_set (node, problem->field));
      if (made_yet && problem->severity == CL_PROBLEM_ERROR)
        continue;
      /* What was wanting before is no fault of this row. */
      gboolean old = !node->is_new && problem->field && !cl_record_is_changed (node->record, problem->field);
      if (problem->severity == CL_PROBLEM_WARNING || old)
        cl_import_say (context->warnings, header, problem->message);
      else
        cl_import_say (context->problems, header, problem->message);
    }
  return TRUE;
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
  for (guint i = 0; i < node->children->len; i++)
    {
      ClImportNode *child = node->children->pdata[i];
      if (!prepare (context, child, NULL, reference_in (own, child->reference), error))
        return FALSE;
    }
  read_values (context, node, own);
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
  fill (context, node);
  return check (context, node, error);
}

static gboolean
save (ClImportContext *context,
      ClImportNode    *node,
      gboolean        *changed,
      GError         **error)
{
  gboolean late = FALSE;
  for (guint i = 0; i < node->children->len; i++)
    if (!save (context, node->children->pdata[i], changed, error))
      return FALSE;
  if (!node->record)
    return TRUE;
  for (guint i = 0; i < node->pending->len; i++)
    {
      ClImportPending *pending = node->pending->pdata[i];
      g_auto (ClValue) value = CL_VALUE_INIT;
      ClRecord *record = pending->child ? pending->child->record : pending->record;
      if (cl_record_get_id (record) == 0 && !cl_transaction_save (context->transaction, record, error))
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
  return cl_transaction_save (context->transaction, node->record, error);
}

/* The record whose own number stands in the row, where this file knows it. */
static gboolean
load_known (ClImportContext *context,
            ClRecord       **known,
            GError         **error)
{
  g_autofree char *text = read_cell (context, context->plan->record_column);
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

gboolean
cl_import_apply (ClImportContext *context,
                 ClOutcome       *outcome,
                 GError         **error)
{
  ClImportNode *root = context->plan->root;
  ClRecord *known = NULL;
  gboolean changed = FALSE;
  cl_import_node_reset (root);
  g_string_truncate (context->problems, 0);
  g_string_truncate (context->warnings, 0);
  g_clear_pointer (&context->changes, g_ptr_array_unref);
  if (context->plan->record_column != G_MAXUINT && !load_known (context, &known, error))
    return FALSE;
  if (!prepare (context, root, known, 0, error))
    return FALSE;
  if (context->problems->len)
    {
      *outcome = CL_OUTCOME_REFUSED;
      g_clear_pointer (&context->changes, g_ptr_array_unref);
      return TRUE;
    }
  if (!save (context, root, &changed, error))
    return FALSE;
  *outcome = root->is_new ? CL_OUTCOME_ADDED : changed ? CL_OUTCOME_CHANGED : CL_OUTCOME_UNCHANGED;
  return TRUE;
}
