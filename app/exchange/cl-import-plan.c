#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-header-private.h"
#include "cl-import-private.h"
#include "cl-query.h"

static void
key_free (gpointer data)
{
  ClImportKey *key = data;
  g_free (key->fields);
  g_free (key->sql);
  cl_import_known_free (key->known);
  g_free (key);
}

static void
value_clear (gpointer data)
{
  cl_value_clear (&((ClImportValue *) data)->value);
}

static void
query_free (gpointer query)
{
  cl_query_free (query);
}

static void
node_free (gpointer data)
{
  ClImportNode *node = data;
  if (!node)
    return;
  g_ptr_array_unref (node->children);
  g_array_unref (node->cells);
  g_ptr_array_unref (node->keys);
  g_ptr_array_unref (node->set_queries);
  g_ptr_array_unref (node->set_sql);
  g_clear_pointer (&node->checker, cl_checker_free);
  g_array_unref (node->values);
  g_ptr_array_unref (node->pending);
  g_clear_pointer (&node->record, cl_record_free);
  g_clear_pointer (&node->namesakes, cl_import_namesakes_free);
  g_free (node->path);
  g_free (node);
}

/* One alternative of match="id_number kind+division" as a question for ids. Where records end by a date, only those that are open, or end
 * on the day that the row gives, are meant. */
static void
add_key (ClImportNode *node, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, "+", -1);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_string_append_printf (sql, "SELECT \"id\" FROM \"%s\" WHERE ", cl_ledger_get_table (node->ledger));
  for (guint i = 0; parts[i]; i++)
    {
      const ClField *field = cl_ledger_find_field (node->ledger, g_strstrip (parts[i]));
      if (!field || cl_field_is_several (field))
        return;
      g_string_append_printf (sql, "%s\"%s\" = ?%u", i ? " AND " : "", cl_field_get_name (field), i + 1);
      g_ptr_array_add (fields, (gpointer) field);
    }
  if (node->end)
    g_string_append_printf (sql, " AND (\"end\" IS NULL OR \"end\" >= today() OR \"end\" = ?%u)", fields->len + 1);
  g_string_append (sql, " ORDER BY \"id\" LIMIT 20");
  ClImportKey *key = g_new0 (ClImportKey, 1);
  key->n = fields->len;
  key->fields = (const ClField **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
  key->sql = g_string_free (g_steal_pointer (&sql), FALSE);
  g_ptr_array_add (node->keys, key);
}

static const ClField *
find_identity (ClLedger *ledger)
{
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      if (cl_field_get_field_type (field) == CL_FIELD_CITIZEN_ID && cl_field_is_unique (field))
        return field;
    }
  return NULL;
}

static gboolean
add_sets (ClImportPlan *plan, ClImportNode *node, GError **error)
{
  const ClLedgerThrough *through = node->through;
  for (guint i = 0; through && through->set_fields && through->set_fields[i]; i++)
    {
      ClQuery *query = cl_query_new (plan->catalogue, node->ledger);
      g_ptr_array_add (node->set_queries, query);
      cl_query_use_record (query);
      char *sql = cl_query_add_column (query, through->set_values[i], CL_QUERY_RAW, error) ? cl_query_to_sql (query, error) : NULL;
      if (!sql)
        return FALSE;
      g_ptr_array_add (node->set_sql, sql);
    }
  return TRUE;
}

static ClImportNode *
node_new (ClImportPlan *plan, ClLedger *ledger, const ClField *reference, ClImportNode *above, GError **error)
{
  ClLedger *parent = above ? above->ledger : NULL;
  ClImportNode *node = g_new0 (ClImportNode, 1);
  const char *const *match = cl_ledger_get_match (ledger);
  node->ledger = ledger;
  node->path = !above ? g_strdup ("") : g_strconcat (above->path, *above->path ? "." : "", cl_field_get_name (reference), NULL);
  node->reference = reference;
  node->children = g_ptr_array_new_with_free_func (node_free);
  node->cells = g_array_new (FALSE, FALSE, sizeof (ClImportCell));
  node->keys = g_ptr_array_new_with_free_func (key_free);
  node->set_queries = g_ptr_array_new_with_free_func (query_free);
  node->set_sql = g_ptr_array_new_with_free_func (g_free);
  node->values = g_array_new (FALSE, TRUE, sizeof (ClImportValue));
  g_array_set_clear_func (node->values, value_clear);
  node->pending = g_ptr_array_new_with_free_func (g_free);
  node->create = reference == NULL;
  node->name = cl_ledger_find_field (ledger, "name");
  node->identity = find_identity (ledger);
  for (guint i = 0; node->identity && i < cl_ledger_get_n_fields (ledger) && !node->certificate; i++)
    if (cl_field_get_field_type (cl_ledger_get_field (ledger, i)) == CL_FIELD_CERTIFICATE)
      node->certificate = cl_ledger_get_field (ledger, i);
  node->division = cl_ledger_find_field (ledger, "division");
  const ClField *end = cl_ledger_find_field (ledger, "end");
  node->end = end && cl_field_get_field_type (end) == CL_FIELD_DATE ? end : NULL;
  const GPtrArray *throughs = parent ? cl_ledger_get_throughs (parent) : NULL;
  for (guint i = 0; throughs && i < throughs->len; i++)
    {
      const ClLedgerThrough *through = g_ptr_array_index (throughs, i);
      if (strcmp (through->field, cl_field_get_name (reference)) == 0)
        {
          node->through = through;
          node->create = through->create;
          if (through->match && through->match[0])
            match = through->match;
        }
    }
  for (guint i = 0; match && match[i]; i++)
    add_key (node, match[i]);
  if (!add_sets (plan, node, error))
    g_clear_pointer (&node, node_free);
  return node;
}

static gboolean
add_path (ClImportPlan *plan, const char *path, guint column, GError **error)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  ClImportNode *node = plan->root;
  for (guint i = 0; steps[i]; i++)
    {
      const ClField *field = cl_ledger_find_field (node->ledger, steps[i]);
      if (!field)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a field that a sheet can feed. Choose another for this column."), path);
          return FALSE;
        }
      if (!steps[i + 1])
        {
          ClImportCell cell = { column, field, FALSE, 0 };
          g_array_append_val (node->cells, cell);
          return TRUE;
        }
      ClLedger *target = cl_field_get_target (field) ? cl_catalogue_find_ledger (plan->catalogue, cl_field_get_target (field)) : NULL;
      ClImportNode *child = NULL;
      for (guint c = 0; c < node->children->len && !child; c++)
        if (((ClImportNode *) node->children->pdata[c])->reference == field)
          child = node->children->pdata[c];
      if (!target || cl_field_is_several (field))
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a field that a sheet can feed. Choose another for this column."), path);
          return FALSE;
        }
      if (!child)
        {
          child = node_new (plan, target, field, node, error);
          if (!child)
            return FALSE;
          g_ptr_array_add (node->children, child);
        }
      node = child;
    }
  return TRUE;
}

static void
collect_columns (ClImportNode *node, GArray *columns)
{
  for (guint i = 0; i < node->cells->len; i++)
    g_array_append_val (columns, g_array_index (node->cells, ClImportCell, i).column);
  for (guint i = 0; i < node->children->len; i++)
    collect_columns (node->children->pdata[i], columns);
}

/* Lists name a village, or a household, once and leave the cells below blank; without merged cells (.csv) only the sense tells. A blank takes
 * the value above where the row could not stand without it: the columns lead to a record that every row must refer to. Never a person. */
static void
plan_carried (ClImportPlan *plan)
{
  ClImportNode *root = plan->root;
  plan->carried = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < root->children->len; i++)
    {
      ClImportNode *child = root->children->pdata[i];
      if (!cl_field_is_required (child->reference) || child->identity)
        continue;
      GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));
      collect_columns (child, columns);
      g_ptr_array_add (plan->carried, columns);
    }
  for (guint i = 0; i < root->cells->len; i++)
    {
      const ClImportCell *cell = &g_array_index (root->cells, ClImportCell, i);
      ClLedger *target = cl_field_get_target (cell->field) ? cl_catalogue_find_ledger (plan->catalogue, cl_field_get_target (cell->field)) : NULL;
      if (!target || cl_field_is_several (cell->field) || !cl_field_is_required (cell->field) || find_identity (target))
        continue;
      GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (columns, cell->column);
      g_ptr_array_add (plan->carried, columns);
    }
}

static gboolean
is_carried (ClImportPlan *plan, guint column)
{
  for (guint i = 0; i < plan->carried->len; i++)
    {
      GArray *columns = plan->carried->pdata[i];
      for (guint k = 0; k < columns->len; k++)
        if (g_array_index (columns, guint, k) == column)
          return TRUE;
    }
  return FALSE;
}

/* What a cell refers to, and what stands in one that is blank, only the records and the rows above say; of a row with the record's own number some cells
 * are left out. */
static void
plan_ahead (ClImportPlan *plan, ClImportNode *node)
{
  for (guint i = 0; i < node->cells->len; i++)
    {
      ClImportCell *cell = &g_array_index (node->cells, ClImportCell, i);
      cell->ahead = !plan->same && cl_field_get_field_type (cell->field) != CL_FIELD_REFERENCE && !is_carried (plan, cell->column);
      if (cell->ahead)
        cell->place = plan->n_places++;
    }
  for (guint i = 0; i < node->children->len; i++)
    plan_ahead (plan, node->children->pdata[i]);
}

static ClImportNode *
find_node (ClImportNode *node, const char *reference)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      ClImportNode *child = node->children->pdata[i];
      if (strcmp (cl_field_get_name (child->reference), reference) == 0)
        return child;
    }
  return NULL;
}

static gboolean
has_cell (ClImportNode *node, const ClField *field)
{
  for (guint i = 0; i < node->cells->len; i++)
    if (g_array_index (node->cells, ClImportCell, i).field == field)
      return TRUE;
  return FALSE;
}

/* Sheets of households: a row 户主, and below it those who live with him. */
static gboolean
plan_group (ClImportPlan *plan, GError **error)
{
  const GPtrArray *throughs = cl_ledger_get_throughs (plan->ledger);
  for (guint i = 0; throughs && i < throughs->len; i++)
    {
      const ClLedgerThrough *through = g_ptr_array_index (throughs, i);
      const ClField *field = cl_ledger_find_field (plan->ledger, through->field);
      ClImportNode *leader = through->leader ? find_node (plan->root, through->leader) : NULL;
      for (guint k = 0; leader && k < plan->root->cells->len; k++)
        {
          const ClImportCell *cell = &g_array_index (plan->root->cells, ClImportCell, k);
          if (strcmp (cl_field_get_name (cell->field), through->leading_field) != 0 || has_cell (plan->root, field))
            continue;
          plan->group = find_node (plan->root, through->field);
          if (!plan->group)
            {
              ClLedger *target = cl_catalogue_find_ledger (plan->catalogue, cl_field_get_target (field));
              plan->group = node_new (plan, target, field, plan->root, error);
              if (!plan->group)
                return FALSE;
              g_ptr_array_add (plan->root->children, plan->group);
            }
          plan->leader = leader;
          plan->head = cl_ledger_find_field (plan->group->ledger, through->head);
          plan->leading_column = cell->column;
          plan->leading_field = cell->field;
          plan->leading_code = through->leading_code;
          return TRUE;
        }
    }
  return TRUE;
}

void
cl_import_plan_free (ClImportPlan *plan)
{
  if (!plan)
    return;
  g_clear_pointer (&plan->root, node_free);
  g_clear_pointer (&plan->carried, g_ptr_array_unref);
  g_clear_pointer (&plan->known, g_ptr_array_unref);
  g_clear_pointer (&plan->same, cl_import_same_free);
  g_clear_object (&plan->catalogue);
  g_clear_pointer (&plan->ledger, cl_ledger_unref);
  g_free (plan);
}

ClImportPlan *
cl_import_plan_new (ClCatalogue *catalogue, ClLedger *ledger, ClHeaderMatch *match, GError **error)
{
  g_autoptr (ClImportPlan) plan = g_new0 (ClImportPlan, 1);
  gboolean any = FALSE;
  plan->catalogue = g_object_ref (catalogue);
  plan->ledger = cl_ledger_ref (ledger);
  plan->record_column = G_MAXUINT;
  plan->known = g_ptr_array_new ();
  plan->root = node_new (plan, ledger, NULL, NULL, error);
  if (!plan->root)
    return NULL;
  for (guint i = 0; i < match->paths->len; i++)
    {
      const char *path = match->paths->pdata[i];
      if (!path)
        continue;
      any = TRUE;
      if (strcmp (path, CL_HEADER_RECORD) == 0)
        plan->record_column = i;
      else if (!add_path (plan, path, i, error))
        return NULL;
    }
  if (!any)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("No column of the sheet is to be read. Say for at least one which field it feeds."));
      return NULL;
    }
  if (!plan_group (plan, error))
    return NULL;
  if (plan->record_column != G_MAXUINT)
    plan->same = cl_import_same_new (catalogue, ledger, match);
  plan_carried (plan);
  plan_ahead (plan, plan->root);
  return g_steal_pointer (&plan);
}

void
cl_import_node_reset (ClImportNode *node)
{
  for (guint i = 0; i < node->children->len; i++)
    cl_import_node_reset (node->children->pdata[i]);
  g_array_set_size (node->values, 0);
  g_ptr_array_set_size (node->pending, 0);
  g_clear_pointer (&node->record, cl_record_free);
  node->looked_up = NULL;
  node->is_new = node->is_only = node->saved = node->asked = node->kept_apart = FALSE;
}

const ClValue *
cl_import_node_get_value (ClImportNode *node, const ClField *field)
{
  for (guint i = 0; field && i < node->values->len; i++)
    {
      const ClImportValue *value = &g_array_index (node->values, ClImportValue, i);
      if (value->field == field)
        return &value->value;
    }
  return NULL;
}

/* What follows from another value of the row: it finds the record, and fills what is empty there, but replaces nothing. */
void
cl_import_node_take_weak (ClImportNode *node, const ClField *field, ClValue *value)
{
  cl_import_node_take_value (node, field, value);
  g_array_index (node->values, ClImportValue, node->values->len - 1).weak = TRUE;
}

void
cl_import_node_take_value (ClImportNode *node, const ClField *field, ClValue *value)
{
  ClImportValue own = { field, *value, FALSE };
  *value = (ClValue) CL_VALUE_INIT;
  g_array_append_val (node->values, own);
}
