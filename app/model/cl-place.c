#include "cl-config.h"

#include "cl-expression-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"

/* A record may be called after records that it refers to, but not in a circle. */
#define MAX_CALLED 6

ClScope *
cl_scope_new (ClCatalogue *catalogue, ClLedger *ledger)
{
  ClScope *scope = g_new0 (ClScope, 1);

  scope->catalogue = catalogue;
  scope->ledger = ledger;
  scope->alias = g_strdup ("t");
  scope->joins = g_string_new (NULL);
  scope->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  scope->counter = g_new0 (guint, 1);
  scope->used = g_hash_table_new (g_str_hash, g_str_equal);
  if (ledger != NULL)
    g_hash_table_add (scope->used, (gpointer) cl_ledger_get_name (ledger));
  return scope;
}

ClScope *
cl_scope_new_inner (ClScope *outer, ClLedger *ledger)
{
  ClScope *scope = g_new0 (ClScope, 1);

  scope->catalogue = outer->catalogue;
  scope->ledger = ledger;
  scope->outer = outer;
  scope->counter = outer->counter;
  scope->used = outer->used;
  g_hash_table_add (scope->used, (gpointer) cl_ledger_get_name (ledger));
  scope->alias = g_strdup_printf ("s%u", ++*scope->counter);
  scope->joins = g_string_new (NULL);
  scope->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return scope;
}

void
cl_scope_free (ClScope *scope)
{
  if (scope->outer == NULL)
    {
      g_free (scope->counter);
      g_hash_table_unref (scope->used);
    }
  g_free (scope->alias);
  g_string_free (scope->joins, TRUE);
  g_hash_table_unref (scope->aliases);
  g_clear_pointer (&scope->names, g_hash_table_unref);
  g_clear_pointer (&scope->phrases, g_hash_table_unref);
  g_free (scope);
}

ClPlace
cl_scope_get_base (ClScope *scope)
{
  return (ClPlace) { scope->ledger, scope->alias, "" };
}

static void
add_record_column (GString *row, const char *name, char kind, guint i, const ClScope *scope, const char *wanting)
{
  if (wanting == NULL || strstr (wanting, name) != NULL || strstr (scope->joins->str, name) != NULL)
    g_string_append_printf (row, ", :%c%u AS %s", kind, i, name);
}

/* The record not yet saved, as one row: several values as one text with commas, and beside it how they are shown and ranked. Each column is a
 * value to bind, record by record in an import, so there are only those that @wanting names; a namesake too many does no harm. */
static char *
get_record_row (ClScope *scope, const char *wanting)
{
  GString *row = g_string_new ("(SELECT :id AS \"id\"");

  for (guint i = 0; i < cl_ledger_get_n_fields (scope->ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (scope->ledger, i);
      g_autofree char *name = cl_sql_quote_name (cl_field_get_name (field));
      g_autofree char *shown = g_strdup_printf ("\"s%u\"", i);
      g_autofree char *rank = g_strdup_printf ("\"r%u\"", i);

      add_record_column (row, name, 'f', i, scope, wanting);
      if (!cl_field_is_several (field))
        continue;
      add_record_column (row, shown, 's', i, scope, wanting);
      add_record_column (row, rank, 'r', i, scope, wanting);
    }
  g_string_append_c (row, ')');
  return g_string_free (row, FALSE);
}

char *
cl_scope_get_from (ClScope *scope, const char *wanting)
{
  g_autofree char *table = scope->record ? get_record_row (scope, wanting) : cl_sql_quote_name (cl_ledger_get_table (scope->ledger));

  return g_strdup_printf ("%s AS %s%s", table, scope->alias, scope->joins->str);
}

static const ClField *
find_field (ClLedger *ledger, const char *name, GError **error)
{
  const ClField *field = cl_ledger_find_field (ledger, name);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *near = NULL;

  if (field != NULL)
    return field;
  names = g_ptr_array_new ();
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    g_ptr_array_add (names, (gpointer) cl_field_get_name (cl_ledger_get_field (ledger, i)));
  near = cl_nearest (name, names);
  if (near == NULL && names->len > 0)
    {
      g_ptr_array_add (names, NULL);
      near = g_strjoinv ("、", (GStrv) names->pdata);
    }
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no field of the ledger %s. Perhaps it should be: %s"), name, cl_ledger_get_name (ledger),
               near != NULL ? near : "id");
  return NULL;
}

/* Goes through the reference that @leaf is to the record it names, joining its table once a path. */
gboolean
cl_place_follow (ClScope *scope, const ClLeaf *leaf, ClPlace *place)
{
  ClLedger *target;
  g_autofree char *path = NULL;
  gpointer key, alias;

  if (leaf->field == NULL || !cl_field_is_link (leaf->field) || cl_field_is_several (leaf->field))
    return FALSE;
  target = cl_catalogue_find_ledger (scope->catalogue, cl_field_get_target (leaf->field));
  if (target == NULL)
    return FALSE;
  path = g_strdup_printf ("%s%s.", leaf->place.path, cl_field_get_name (leaf->field));
  if (!g_hash_table_lookup_extended (scope->aliases, path, &key, &alias))
    {
      g_autofree char *table = cl_sql_quote_name (cl_ledger_get_table (target));
      g_autofree char *column = cl_sql_quote_name (cl_field_get_name (leaf->field));

      alias = g_strdup_printf ("j%u", ++*scope->counter);
      key = g_strdup (path);
      g_hash_table_insert (scope->aliases, key, alias);
      g_hash_table_add (scope->used, (gpointer) cl_ledger_get_name (target));
      g_string_append_printf (scope->joins, " LEFT JOIN %s AS %s ON %s.\"id\" = %s.%s", table, (char *) alias, (char *) alias, leaf->place.alias, column);
    }
  *place = (ClPlace) { target, alias, key };
  return TRUE;
}

/* The end of the path @parts from @place: a field, the id, or the rank of a code. */
gboolean
cl_place_resolve (ClScope *scope, ClPlace place, const char *const *parts, guint n, ClLeaf *leaf, GError **error)
{
  guint i = 0;

  /* "appointment.person" over the ledger appointment: its own name may be said */
  if (n > 1 && strcmp (parts[0], cl_ledger_get_name (place.ledger)) == 0 && cl_ledger_find_field (place.ledger, parts[0]) == NULL)
    i = 1;
  for (;; i++)
    {
      *leaf = (ClLeaf) { place, NULL, FALSE };
      if (i + 1 == n && strcmp (parts[i], "id") == 0)
        return TRUE;
      leaf->field = find_field (place.ledger, parts[i], error);
      if (leaf->field == NULL)
        return FALSE;
      if (i + 1 == n)
        return TRUE;
      if (i + 2 == n && strcmp (parts[i + 1], "rank") == 0 && cl_field_get_codes (leaf->field) != NULL)
        {
          leaf->rank = TRUE;
          return TRUE;
        }
      if (!cl_place_follow (scope, leaf, &place))
        {
          if (cl_field_is_link (leaf->field) && cl_field_is_several (leaf->field))
            g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” holds several records: nothing of one of them can be said after a point. Use count_of or list_of."),
                         parts[i]);
          else
            g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” refers to no other record, so that “.%s” cannot follow it."), parts[i], parts[i + 1]);
          return FALSE;
        }
    }
}

static char *
get_column (const ClLeaf *leaf)
{
  g_autofree char *name = cl_sql_quote_name (leaf->field != NULL ? cl_field_get_name (leaf->field) : "id");

  return g_strdup_printf ("%s.%s", leaf->place.alias, name);
}

static gboolean
is_of_record (ClScope *scope, const ClLeaf *leaf)
{
  return scope->record && *leaf->place.path == '\0';
}

static char *
get_link_table (const ClLeaf *leaf)
{
  g_autofree char *table = g_strdup_printf ("%s__%s", cl_ledger_get_table (leaf->place.ledger), cl_field_get_name (leaf->field));

  return cl_sql_quote_name (table);
}

/* Several values joined; @value is SQL over the link row l. */
static char *
join_several (const ClLeaf *leaf, const char *value, const char *joins, const char *separator)
{
  g_autofree char *table = get_link_table (leaf);

  return g_strdup_printf ("(SELECT group_concat(x.v, '%s') FROM (SELECT %s AS v FROM %s AS l%s WHERE l.\"record\" = %s.\"id\" ORDER BY l.\"position\") AS x)",
                          separator, value, table, joins, leaf->place.alias);
}

static char *
get_rank (ClScope *scope, const ClLeaf *leaf)
{
  g_autofree char *codes = cl_sql_quote_text (cl_codes_get_name (cl_field_get_codes (leaf->field)));
  g_autofree char *column = get_column (leaf);
  g_autofree char *table = NULL;

  if (!cl_field_is_several (leaf->field))
    return g_strdup_printf ("rank(%s, %s)", codes, column);
  if (is_of_record (scope, leaf))
    return g_strdup_printf ("%s.\"r%u\"", leaf->place.alias, cl_field_get_index (leaf->field));
  table = get_link_table (leaf);
  return g_strdup_printf ("(SELECT min(rank(%s, l.\"value\")) FROM %s AS l WHERE l.\"record\" = %s.\"id\")", codes, table, leaf->place.alias);
}

/* SQL for what the store holds: ids, codes, fen, ISO dates; several values as one text with commas, NULL where there are none. */
char *
cl_leaf_raw (ClScope *scope, const ClLeaf *leaf)
{
  if (leaf->field != NULL && cl_field_get_private_class (leaf->field) != NULL)
    scope->private_class = cl_field_get_private_class (leaf->field);
  if (leaf->rank)
    return get_rank (scope, leaf);
  if (leaf->field != NULL && cl_field_is_several (leaf->field) && !is_of_record (scope, leaf))
    return join_several (leaf, "l.\"value\"", "", ",");
  return get_column (leaf);
}

char *
cl_place_called (ClScope *scope, ClPlace place, ClQueryForm form, guint depth, GError **error)
{
  const char *called = cl_ledger_get_called (place.ledger);
  g_autoptr (GArray) tokens = NULL;

  if (called == NULL)
    return g_strdup_printf ("CAST(%s.\"id\" AS TEXT)", place.alias);
  if (depth >= MAX_CALLED)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("The ledger %s is called by records that are called by it again. Give it a “called” of its own fields."),
                   cl_ledger_get_name (place.ledger));
      return NULL;
    }
  tokens = cl_tokens_read (called, error);
  return tokens != NULL ? cl_expression_display (scope, place, tokens, 0, tokens->len, form, depth + 1, error) : NULL;
}

static char *
display_several_references (ClScope *scope, const ClLeaf *leaf, ClQueryForm form, guint depth, GError **error)
{
  ClLedger *target = cl_catalogue_find_ledger (scope->catalogue, cl_field_get_target (leaf->field));
  g_autoptr (ClScope) inner = NULL;
  g_autofree char *called = NULL;
  g_autofree char *from = NULL;
  g_autofree char *joins = NULL;

  if (target == NULL || is_of_record (scope, leaf))
    return cl_leaf_raw (scope, leaf);
  inner = cl_scope_new_inner (scope, target);
  called = cl_place_called (inner, cl_scope_get_base (inner), form, depth, error);
  if (called == NULL)
    return NULL;
  {
    g_autofree char *table = cl_sql_quote_name (cl_ledger_get_table (target));

    joins = g_strdup_printf (" JOIN %s AS %s ON %s.\"id\" = l.\"value\"%s", table, inner->alias, inner->alias, inner->joins->str);
  }
  return join_several (leaf, called, joins, "、");
}

/* One value of @field in SQL @value as @form shows it, before masking. */
static char *
display_value (const ClField *field, const char *value, ClQueryForm form)
{
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_MONEY:
      return g_strdup_printf ("(CASE WHEN %s < 0 THEN '-' ELSE '' END || (abs(%s) / 100) || '.' || substr('0' || (abs(%s) %% 100), -2))", value, value, value);
    case CL_FIELD_BOOLEAN:
      return g_strdup_printf ("CASE %s WHEN 1 THEN '是' WHEN 0 THEN '否' END", value);
    case CL_FIELD_DATE:
    case CL_FIELD_MONTH:
      return form == CL_QUERY_PAPER ? g_strdup_printf ("paper_date(%s)", value) : g_strdup (value);
    case CL_FIELD_CODE:
      {
        g_autofree char *codes = cl_sql_quote_text (cl_codes_get_name (cl_field_get_codes (field)));

        return g_strdup_printf ("label(%s, %s)", codes, value);
      }
    default:
      return g_strdup (value);
    }
}

static char *
mask (const ClField *field, char *value, ClQueryForm form)
{
  g_autofree char *whole = value;
  const char *private_class = cl_field_get_private_class (field);
  g_autofree char *class_text = NULL;

  if (form != CL_QUERY_LIST || private_class == NULL)
    return g_steal_pointer (&whole);
  class_text = cl_sql_quote_text (private_class);
  return g_strdup_printf ("mask(%s, %s)", class_text, whole);
}

/* SQL for what people read: labels, names, dates, yuan, 是 and 否, several joined by 、; masked for LIST. */
char *
cl_leaf_display (ClScope *scope, const ClLeaf *leaf, ClQueryForm form, guint depth, GError **error)
{
  ClPlace target;
  g_autofree char *column = NULL;
  g_autofree char *value = NULL;

  if (form == CL_QUERY_RAW || leaf->rank || leaf->field == NULL)
    return cl_leaf_raw (scope, leaf);
  if (cl_field_get_private_class (leaf->field) != NULL)
    scope->private_class = cl_field_get_private_class (leaf->field);
  if (cl_field_is_several (leaf->field))
    {
      if (cl_field_is_link (leaf->field))
        return display_several_references (scope, leaf, form, depth, error);
      if (is_of_record (scope, leaf))
        return mask (leaf->field, g_strdup_printf ("%s.\"s%u\"", leaf->place.alias, cl_field_get_index (leaf->field)), form);
      value = mask (leaf->field, display_value (leaf->field, "l.\"value\"", form), form);
      return join_several (leaf, value, "", "、");
    }
  if (cl_place_follow (scope, leaf, &target))
    return cl_place_called (scope, target, form, depth, error);
  column = get_column (leaf);
  return mask (leaf->field, display_value (leaf->field, column, form), form);
}

/* SQL to order by: text by pinyin in exactly the words of the store's indices, codes by rank, references by how they are called. */
char *
cl_leaf_order (ClScope *scope, const ClLeaf *leaf, GError **error)
{
  ClPlace target;
  g_autofree char *column = NULL;

  if (leaf->rank)
    return get_rank (scope, leaf);
  if (leaf->field == NULL)
    return cl_leaf_raw (scope, leaf);
  if (cl_field_get_codes (leaf->field) != NULL)
    return get_rank (scope, leaf);
  if (cl_place_follow (scope, leaf, &target))
    {
      g_autofree char *called = cl_place_called (scope, target, CL_QUERY_OPEN, 0, error);

      return called != NULL ? g_strdup_printf ("cl_sort_key(%s)", called) : NULL;
    }
  column = cl_leaf_raw (scope, leaf);
  switch (cl_field_get_field_type (leaf->field))
    {
    case CL_FIELD_TEXT:
    case CL_FIELD_LONG_TEXT:
      return g_strdup_printf ("cl_sort_key(%s)", column);
    default:
      return g_steal_pointer (&column);
    }
}
