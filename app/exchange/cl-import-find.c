#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-import-private.h"
#include "cl-pinyin.h"

/* Puts one more sentence, with the column that it is about, behind those that are there; none twice. */
void
cl_import_say (GString    *to,
               const char *header,
               const char *message)
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
has_name (ClImportContext *context,
          ClImportNode    *node,
          gint64           id,
          const ClValue   *name)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM \"%s\" WHERE \"id\" = ?1 AND \"name\" = ?2", cl_ledger_get_table (node->ledger));
  g_autoptr (ClStatement) statement = cl_database_prepare (context->database, sql, NULL);
  if (!statement)
    return FALSE;
  cl_statement_bind_integer (statement, 1, id);
  cl_statement_bind_value (statement, 2, name);
  return cl_statement_step (statement, NULL);
}

/* Ids under one alternative of the match; several with the same ID, kept by choice, are told apart by name. */
static gboolean
look_up (ClImportContext *context,
         ClImportNode    *node,
         ClImportKey     *key,
         gint64          *id,
         GError         **error)
{
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  for (guint i = 0; i < key->n; i++)
    if (!cl_import_node_get_value (node, key->fields[i]))
      return TRUE;
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
  if (ids->len == 1)
    *id = g_array_index (ids, gint64, 0);
  else if (ids->len > 1)
    {
      g_autofree char *which = cl_field_format (key->fields[0], cl_import_node_get_value (node, key->fields[0]));
      g_autofree char *message = g_strdup_printf (_("Several records of “%s” have “%s”: which is meant needs a decision. Correct them in the list first."),
                                                  cl_ledger_get_header (node->ledger), which ? which : "");
      cl_import_say (context->problems, NULL, message);
    }
  return TRUE;
}

/* A person without ID, or whose namesake has none: the same, or another? A name alone never says. */
static gboolean
compare_names (ClImportContext *context,
               ClImportNode    *node,
               GError         **error)
{
  const ClValue *name = node->name && node->identity ? cl_import_node_get_value (node, node->name) : NULL;
  if (!name)
    return TRUE;
  const ClValue *division = node->division ? cl_import_node_get_value (node, node->division) : NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" AS t WHERE cl_sort_key(t.\"name\") = ?3 AND +t.\"name\" = ?1%s",
                                          cl_field_get_name (node->identity), cl_ledger_get_table (node->ledger),
                                          node->division ? " AND (+t.\"division\" IS NULL OR ?2 IS NULL OR +t.\"division\" = ?2)" : "");
  g_autoptr (ClStatement) statement = cl_database_prepare (context->database, sql, error);
  g_autoptr (GError) local = NULL;
  if (!statement)
    return FALSE;
  cl_statement_bind_value (statement, 1, name);
  if (division)
    cl_statement_bind_value (statement, 2, division);
  /* By the index of names alone, hence the signs: SQLite would put a name that is known into the function, and pass its index by. */
  g_autofree char *sort_key = cl_pinyin_sort_key (name->text);
  cl_statement_bind_text (statement, 3, sort_key);
  gboolean has_id = cl_import_node_get_value (node, node->identity) != NULL, namesake = FALSE;
  while (cl_statement_step (statement, &local))
    namesake |= !has_id || cl_statement_is_null (statement, 0);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!namesake)
    return TRUE;
  if (has_id)
    {
      g_autofree char *message = g_strdup_printf (_("There is a “%s” without citizen ID already; if it is the same person, join the two."), name->text);
      cl_import_say (context->warnings, NULL, message);
      return TRUE;
    }
  g_autofree char *message = g_strdup_printf (_("There is a “%s” already, and the row has no citizen ID: whether it is the same person needs a decision. "
                                                "Add the ID to the row."), name->text);
  cl_import_say (context->problems, NULL, message);
  return TRUE;
}

/* The record that the row means, loaded, or a new one; @hint: the one that a known record refers to, 0. FALSE: the import failed. */
gboolean
cl_import_find_record (ClImportContext *context,
                       ClImportNode    *node,
                       gint64           hint,
                       GError         **error)
{
  gint64 id = 0;
  gsize problems = context->problems->len;
  const ClValue *name = node->name ? cl_import_node_get_value (node, node->name) : NULL;
  for (guint i = 0; i < node->keys->len && id == 0 && context->problems->len == problems; i++)
    if (!look_up (context, node, node->keys->pdata[i], &id, error))
      return FALSE;
  /* The row names its record by number, and this one is what that refers to: the name is enough. */
  if (id == 0 && hint && name && has_name (context, node, hint, name))
    id = hint;
  if (id)
    {
      node->record = cl_record_load (context->database, node->ledger, id, error);
      return node->record != NULL;
    }
  node->is_new = TRUE;
  node->record = cl_record_new (node->ledger);
  if (context->problems->len > problems)
    return TRUE;
  if (!node->create)
    {
      g_autofree char *message = g_strdup_printf (_("“%s” is not there yet. Enter it first, or import its own list."),
                                                  cl_field_get_header (node->reference));
      cl_import_say (context->problems, NULL, message);
      return TRUE;
    }
  return compare_names (context, node, error);
}

/* Whether the row can mean the record whose number stands in it: a file that was begun anew gives its numbers again, and an old export then
 * holds those of others. */
gboolean
cl_import_agrees (ClImportNode   *node,
                  const ClRecord *record)
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
