#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-import-private.h"
#include "cl-pinyin.h"

/* Puts one more sentence, with the column that it is about, behind those that are there; none twice. */
void
cl_import_say (GString *to, const char *header, const char *message)
{
  if (strstr (to->str, message))
    return;
  if (to->len)
    g_string_append_c (to, ' ');
  if (header)
    g_string_append_printf (to, _("%s: %s"), header, message);
  else
    g_string_append (to, message);
}

static gboolean
has_name (ClImportContext *context, ClImportNode *node, gint64 id, const ClValue *name)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM \"%s\" WHERE \"id\" = ?1 AND \"name\" = ?2", cl_ledger_get_table (node->ledger));
  g_autoptr (ClStatement) statement = cl_database_prepare (context->database, sql, NULL);
  if (!statement)
    return FALSE;
  cl_statement_bind_integer (statement, 1, id);
  cl_statement_bind_value (statement, 2, name);
  return cl_statement_step (statement, NULL);
}

/* "Which 张伟: 张伟 (男，1956-03-07，上河村; same name, same village, 75 %)?" */
static char *
say_candidates (const GPtrArray *candidates)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < MIN (candidates->len, 3); i++)
    {
      const ClImportCandidate *candidate = candidates->pdata[i];
      g_string_append_printf (text, "%s%s（%s%s%s）", i ? "；" : "", candidate->called ? candidate->called : "", candidate->says,
                              *candidate->says ? "；" : "", candidate->reasons);
    }
  if (candidates->len > 3)
    g_string_append (text, "……");
  return g_string_free (text, FALSE);
}

/* The decision about who is meant, made one by one or for all rows; an @id of 0 is a new one. */
static gboolean
decide (ClImportContext *context, ClImportNode *node, gint64 *id)
{
  const ClImportDecision *made = cl_import_choices_find (context->choices, context->row, node->path);
  ClDecision decision = made ? made->decision : context->choices->rest;
  gint64 *came_in = made && made->row ? g_hash_table_lookup (context->made, GUINT_TO_POINTER (made->row)) : NULL;
  if (made != NULL && decision == CL_DECISION_RECORD)
    *id = !made->row ? made->record : came_in ? *came_in : 0;
  context->left_out = context->left_out || decision == CL_DECISION_SKIP;
  node->kept_apart = decision == CL_DECISION_NEW;
  return decision == CL_DECISION_NEW || decision == CL_DECISION_SKIP || *id != 0;
}

/* Of several questions about one row the first that is open is shown. */
static void
ask (ClImportContext *context,
     ClImportNode    *node,
     GPtrArray       *candidates, /* taken */
     gint64          *id)
{
  g_autoptr (GPtrArray) own = candidates;
  gboolean first = context->questions->len == 0;
  node->asked = TRUE;
  if (first)
    {
      cl_import_question_free (context->question);
      context->question = cl_import_question_new (node->path);
      g_ptr_array_unref (context->question->candidates);
      context->question->candidates = g_ptr_array_ref (own);
    }
  if (decide (context, node, id))
    return;
  g_autofree char *who = say_candidates (own);
  g_autofree char *message = g_strdup_printf (_("Whether it is one of these needs a decision: %s. Say which it is, or that it is a new one; "
                                                "or write the citizen ID into the row."), who);
  cl_import_say (context->questions, NULL, message);
}

/* Nobody has the row's number, or it has none: the same as one who sounds alike, or another? A name alone never says. */
static gboolean
ask_who (ClImportContext *context, ClImportNode *node, gint64 *id, GError **error)
{
  GPtrArray *candidates;
  if (!cl_import_find_candidates (context, node, &candidates, error))
    return FALSE;
  if (candidates)
    ask (context, node, candidates, id);
  return TRUE;
}

/* Ids under one alternative of the match; several with the same ID, kept by choice, are told apart by name. */
static gboolean
look_up (ClImportContext *context, ClImportNode *node, ClImportKey *key, gint64 *id, GError **error)
{
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  for (guint i = 0; i < key->n; i++)
    if (!cl_import_node_get_value (node, key->fields[i]))
      return TRUE;
  gboolean single = key->n == 1 && !node->end && cl_field_is_unique (key->fields[0]);
  if (cl_import_known_find (context, node, key, id))
    {
      if (single)
        node->looked_up = key->fields[0];
      node->is_only = single && *id != 0;
      return TRUE;
    }
  if (!(statement = cl_database_prepare (context->database, key->sql, error)))
    return FALSE;
  for (guint i = 0; i < key->n; i++)
    cl_statement_bind_value (statement, i + 1, cl_import_node_get_value (node, key->fields[i]));
  if (node->end)
    {
      const ClValue *end = cl_import_node_get_value (node, node->end);
      cl_statement_bind_text (statement, key->n + 1, end ? end->text : NULL);
    }
  while (cl_statement_step (statement, &local))
    {
      gint64 found = cl_statement_get_integer (statement, 0);
      g_array_append_val (ids, found);
    }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  const ClValue *name = node->name ? cl_import_node_get_value (node, node->name) : NULL;
  if (ids->len > 1 && name)
    for (guint i = ids->len; i-- > 0;)
      if (!has_name (context, node, g_array_index (ids, gint64, i), name))
        g_array_remove_index (ids, i);
  g_clear_pointer (&statement, cl_statement_release);
  if (ids->len == 0 && !cl_import_known_count (context, node, key, error))
    return FALSE;
  /* Records that have ended are not looked at here. */
  if (ids->len == 0 && single)
    node->looked_up = key->fields[0];
  if (ids->len == 1)
    *id = g_array_index (ids, gint64, 0);
  else if (ids->len > 1)
    {
      GPtrArray *candidates = cl_import_list_candidates (context, node, ids, error);
      if (!candidates)
        return FALSE;
      ask (context, node, candidates, id);
    }
  return TRUE;
}

static GArray *
find_called (ClImportContext *context, ClLedger *ledger, const char *name, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT t.\"id\" FROM \"%s\" AS t WHERE cl_sort_key(t.\"name\") = ?1 AND +t.\"name\" = ?2 ORDER BY t.\"id\" LIMIT 9",
                                          cl_ledger_get_table (ledger));
  g_autofree char *sort_key = cl_pinyin_sort_key (name);
  g_autoptr (ClStatement) statement = cl_database_prepare (context->database, sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  if (!statement)
    return NULL;
  cl_statement_bind_text (statement, 1, sort_key);
  cl_statement_bind_text (statement, 2, name);
  while (cl_statement_step (statement, &local))
    {
      gint64 found = cl_statement_get_integer (statement, 0);
      g_array_append_val (ids, found);
    }
  if (!local)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* A cell that names a person where a number would be needed: who bears the name, and which of them was decided for. FALSE: nobody to ask about. */
gboolean
cl_import_ask_reference (ClImportContext *context, ClImportNode *node, const ClField *field, const char *text, gint64 *id)
{
  ClLedger *target = cl_field_get_target (field) ? cl_catalogue_find_ledger (context->plan->catalogue, cl_field_get_target (field)) : NULL;
  const ClField *called = target ? cl_ledger_find_field (target, "name") : NULL;
  g_auto (ClValue) name = CL_VALUE_INIT;
  if (!called || !cl_field_parse (called, text, &name, NULL) || name.kind != CL_VALUE_TEXT)
    return FALSE;
  g_autoptr (GArray) ids = find_called (context, target, name.text, NULL);
  if (!ids || ids->len == 0)
    return FALSE;
  g_autofree char *path = g_strconcat (node->path, *node->path ? "." : "", cl_field_get_name (field), NULL);
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (ClImportValue));
  ClImportNode who = { .ledger = target, .path = path, .name = called, .values = values };
  ClImportValue given = { called, name, FALSE };
  g_array_append_val (values, given);
  GPtrArray *candidates = cl_import_list_candidates (context, &who, ids, NULL);
  if (!candidates)
    return FALSE;
  ask (context, &who, candidates, id);
  if (who.kept_apart)
    {
      g_autofree char *message = g_strdup_printf (_("“%s” was left out, since it is none of those who are there."), text);
      cl_import_say (context->warnings, cl_field_get_header (field), message);
    }
  return TRUE;
}

/* The record that the row means, loaded, or a new one; @hint: the one that a known record refers to, 0. FALSE: the import failed. */
gboolean
cl_import_find_record (ClImportContext *context, ClImportNode *node, gint64 hint, GError **error)
{
  gint64 id = 0;
  const ClValue *name = node->name ? cl_import_node_get_value (node, node->name) : NULL;
  for (guint i = 0; i < node->keys->len && id == 0 && !node->asked; i++)
    if (!look_up (context, node, node->keys->pdata[i], &id, error))
      return FALSE;
  /* The row names its record by number, and this one is what that refers to: the name is enough. */
  if (id == 0 && hint && name && has_name (context, node, hint, name))
    id = hint;
  if (id == 0 && !node->asked && node->create && !ask_who (context, node, &id, error))
    return FALSE;
  if (id)
    {
      node->record = cl_record_load (context->database, node->ledger, id, error);
      return node->record != NULL;
    }
  node->is_new = TRUE;
  node->record = cl_record_new (node->ledger);
  if (!node->create && !node->asked)
    {
      g_autofree char *message = g_strdup_printf (_("“%s” is not there yet. Enter it first, or import its own list."),
                                                  cl_field_get_header (node->reference));
      cl_import_say (context->problems, NULL, message);
    }
  return TRUE;
}

/* Whether the row can mean the record whose number stands in it: a file that was begun anew gives its numbers again, and an old export then
 * holds those of others. */
gboolean
cl_import_agrees (ClImportNode *node, const ClRecord *record)
{
  const ClValue *name = node->name ? cl_import_node_get_value (node, node->name) : NULL;
  gboolean compared = name != NULL;
  if (name && cl_value_equal (name, cl_record_get (record, node->name)))
    return TRUE;
  for (guint i = 0; i < node->keys->len; i++)
    {
      const ClImportKey *key = node->keys->pdata[i];
      guint given = 0, equal = 0;
      for (guint k = 0; k < key->n; k++)
        {
          const ClValue *value = cl_import_node_get_value (node, key->fields[k]);
          given += value != NULL;
          equal += value && cl_value_equal (value, cl_record_get (record, key->fields[k]));
        }
      if (equal == key->n)
        return TRUE;
      compared = compared || given == key->n;
    }
  return !compared;
}
