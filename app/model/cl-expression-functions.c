#include "cl-config.h"

#include "cl-expression-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"

/* What cl-authorizer.c opens and a description may need: SQL's own that read no clock, file or schema, and those of cl-functions.c. */
static const char *const known[] = {
  "abs", "avg", "ceil", "ceiling", "coalesce", "count", "floor", "glob", "group_concat", "ifnull", "iif", "instr", "length", "like", "lower", "ltrim",
  "max", "min", "nullif", "replace", "round", "rtrim", "sign", "substr", "substring", "sum", "total", "trim", "unicode", "char", "upper",
  "cl_capitals", "cl_sort_key", "cl_yuan", "id_birth", "id_sex", "certificate_id", "certificate_category", "certificate_grade", "age", "paper_date", "mask", "years_between",
  "days_between", "add_days", "add_months", "digits", "today", "label", "rank", NULL
};

static const char *const own[] = { "called", "has", "outer", "count_of", "sum_of", "min_of", "max_of", "list_of", "exists_of", "marked", "mark_of", NULL };

typedef struct
{
  ClScope *scope;
  ClPlace place;
  const char *name;
  GArray *tokens;
  GArray *arguments; /* pairs of guint */
} Call;

static guint
get_from (const Call *call, guint argument)
{
  return ((guint *) call->arguments->data)[argument * 2];
}

static guint
get_to (const Call *call, guint argument)
{
  return ((guint *) call->arguments->data)[argument * 2 + 1];
}

static gboolean
has_arguments (const Call *call, guint least, guint most, const char *usage, GError **error)
{
  if (call->arguments->len >= least && call->arguments->len <= most)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s is written %s."), call->name, usage);
  return FALSE;
}

static char *
compile_argument (const Call *call, guint argument, GError **error)
{
  return cl_expression_compile_tokens (call->scope, call->place, call->tokens, get_from (call, argument), get_to (call, argument), error);
}

static char *
call_shown (const Call *call, GError **error)
{
  ClLeaf leaf;
  g_autofree char *shown = NULL;

  if (!has_arguments (call, 1, 1, "called(person), label(kind)", error) ||
      !cl_expression_resolve (call->scope, call->place, call->tokens, get_from (call, 0), get_to (call, 0), &leaf, error))
    return NULL;
  if (leaf.field == NULL)
    shown = cl_place_called (call->scope, leaf.place, CL_QUERY_OPEN, 0, error);
  else
    shown = cl_leaf_display (call->scope, &leaf, CL_QUERY_OPEN, 0, error);
  return shown != NULL ? g_strdup_printf ("(%s)", shown) : NULL;
}

/* A code as a description writes it: the code, or its label; anything but a literal is taken as it is. */
static char *
compile_code (const Call *call, guint argument, const ClField *field, GError **error)
{
  const ClToken *token = &g_array_index (call->tokens, ClToken, get_from (call, argument));
  g_autofree char *text = NULL;
  const char *code;

  if (token->kind != CL_TOKEN_STRING || get_to (call, argument) != get_from (call, argument) + 1 || cl_field_get_codes (field) == NULL)
    return compile_argument (call, argument, error);
  text = cl_tokens_string (token);
  code = cl_codes_find (cl_field_get_codes (field), text);
  if (code == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no code of the list %s."), text, cl_codes_get_name (cl_field_get_codes (field)));
      return NULL;
    }
  return cl_sql_quote_text (code);
}

static char *
call_has (const Call *call, GError **error)
{
  ClLeaf leaf;
  g_autofree char *value = NULL;
  g_autofree char *raw = NULL;

  if (!has_arguments (call, 2, 2, "has(post, 'chair')", error) ||
      !cl_expression_resolve (call->scope, call->place, call->tokens, get_from (call, 0), get_to (call, 0), &leaf, error))
    return NULL;
  if (leaf.field == NULL)
    leaf.rank = FALSE;
  else
    value = compile_code (call, 1, leaf.field, error);
  if (value == NULL && leaf.field != NULL)
    return NULL;
  if (leaf.field == NULL || leaf.rank)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("has asks a field of codes, as in has(post, 'chair')."));
      return NULL;
    }
  if (cl_field_get_private_class (leaf.field) != NULL)
    call->scope->private_class = cl_field_get_private_class (leaf.field);
  if (cl_field_is_several (leaf.field) && !(call->scope->record && *leaf.place.path == '\0'))
    {
      g_autofree char *table = g_strdup_printf ("%s__%s", cl_ledger_get_table (leaf.place.ledger), cl_field_get_name (leaf.field));
      g_autofree char *quoted = cl_sql_quote_name (table);

      return g_strdup_printf ("(SELECT max(l.\"value\" = %s) FROM %s AS l WHERE l.\"record\" = %s.\"id\")", value, quoted, leaf.place.alias);
    }
  raw = cl_leaf_raw (call->scope, &leaf);
  if (cl_field_is_several (leaf.field))
    return g_strdup_printf ("(instr(',' || %s || ',', ',' || %s || ',') > 0)", raw, value);
  return g_strdup_printf ("(%s = %s)", raw, value);
}

static char *
call_outer (const Call *call, GError **error)
{
  ClLeaf leaf;
  ClScope *outer = call->scope->outer;

  if (outer == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("outer says a field of the record outside count_of and its like, and stands inside them alone."));
      return NULL;
    }
  if (!has_arguments (call, 1, 1, "outer(start)", error) ||
      !cl_expression_resolve (outer, cl_scope_get_base (outer), call->tokens, get_from (call, 0), get_to (call, 0), &leaf, error))
    return NULL;
  return cl_leaf_raw (outer, &leaf);
}

/* What the inner records refer to: this record, or behind "=" the record that a path of this one refers to. SQL of its id, and its ledger. */
static char *
compile_target (const Call *call, guint from, guint to, const char **target, GError **error)
{
  g_autofree char *path = NULL;
  ClLeaf leaf;

  *target = cl_ledger_get_name (call->place.ledger);
  if (from == to)
    return g_strdup_printf ("%s.\"id\"", call->place.alias);
  if (!cl_expression_resolve (call->scope, call->place, call->tokens, from, to, &leaf, error))
    return NULL;
  if (leaf.field != NULL && cl_field_is_link (leaf.field) && !cl_field_is_several (leaf.field))
    {
      *target = cl_field_get_target (leaf.field);
      return cl_leaf_raw (call->scope, &leaf);
    }
  path = cl_tokens_join (call->tokens, from, to);
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” does not refer to a single record."), path);
  return NULL;
}

/* The ledger and the condition "refers to this record" of LEDGER.FIELD, or "refers to the same as this record's PATH" of LEDGER.FIELD = PATH. */
static ClScope *
open_inner (const Call *call, char **condition, GError **error)
{
  guint from = get_from (call, 0), end = get_to (call, 0), to = from;
  const char *name = g_array_index (call->tokens, ClToken, from).text;
  const char *target;
  g_autoptr (ClScope) inner = NULL;
  g_autofree char *record = NULL;
  ClLedger *ledger;
  ClLeaf leaf;

  while (to < end && !(g_array_index (call->tokens, ClToken, to).kind == CL_TOKEN_OPERATOR && strcmp (g_array_index (call->tokens, ClToken, to).text, "=") == 0))
    to++;
  if (!cl_expression_is_path (call->tokens, from, to) || to - from < 3 || (to < end && !cl_expression_is_path (call->tokens, to + 1, end)))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s begins with a ledger and its field that refers here, as in %s(appointment.organisation)."), call->name, call->name);
      return NULL;
    }
  ledger = cl_catalogue_find_ledger (call->scope->catalogue, name);
  if (ledger == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” is no ledger that is known. Name one of those that “canlian ledgers” lists."), name);
      return NULL;
    }
  record = compile_target (call, MIN (to + 1, end), end, &target, error);
  if (record == NULL)
    return NULL;
  inner = cl_scope_new_inner (call->scope, ledger);
  if (!cl_expression_resolve (inner, cl_scope_get_base (inner), call->tokens, from + 2, to, &leaf, error))
    return NULL;
  if (leaf.field == NULL || !cl_field_is_link (leaf.field) || strcmp (cl_field_get_target (leaf.field), target) != 0)
    {
      g_autofree char *path = cl_tokens_join (call->tokens, from, to);

      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” does not refer to a record of %s."), path, target);
      return NULL;
    }
  if (cl_field_is_several (leaf.field))
    {
      g_autofree char *table = g_strdup_printf ("%s__%s", cl_ledger_get_table (leaf.place.ledger), cl_field_get_name (leaf.field));
      g_autofree char *quoted = cl_sql_quote_name (table);

      *condition = g_strdup_printf ("%s.\"id\" IN (SELECT l.\"record\" FROM %s AS l WHERE l.\"value\" = %s)", leaf.place.alias, quoted, record);
    }
  else
    {
      g_autofree char *raw = cl_leaf_raw (inner, &leaf);

      *condition = g_strdup_printf ("%s = %s", raw, record);
    }
  return g_steal_pointer (&inner);
}

/* In the order of the ledger itself, as its list shows it. */
static char *
get_inner_order (ClScope *inner, GError **error)
{
  const char *order = cl_ledger_get_order (inner->ledger);
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (GArray) parts = NULL;
  GString *sql = g_string_new (NULL);

  tokens = order != NULL ? cl_tokens_read (order, NULL) : NULL;
  parts = tokens != NULL ? cl_tokens_split (tokens, 0, tokens->len) : g_array_new (FALSE, FALSE, 2 * sizeof (guint));
  for (guint i = 0; tokens != NULL && i < parts->len; i++)
    {
      guint from = ((guint *) parts->data)[i * 2], to = ((guint *) parts->data)[i * 2 + 1];
      const ClToken *last = &g_array_index (tokens, ClToken, to - 1);
      gboolean descending = to - from > 1 && last->kind == CL_TOKEN_WORD && g_ascii_strcasecmp (last->text, "desc") == 0;
      g_autofree char *key = NULL;
      ClLeaf leaf;

      if (!cl_expression_is_path (tokens, from, descending ? to - 1 : to) ||
          !cl_expression_resolve (inner, cl_scope_get_base (inner), tokens, from, descending ? to - 1 : to, &leaf, NULL))
        continue;
      key = cl_leaf_order (inner, &leaf, NULL);
      if (key != NULL)
        g_string_append_printf (sql, "%s%s, ", key, descending ? " DESC" : "");
    }
  g_string_append_printf (sql, "%s.\"id\"", inner->alias);
  return g_string_free (sql, FALSE);
}

static char *
call_aggregate (const Call *call, GError **error)
{
  gboolean count = strcmp (call->name, "count_of") == 0;
  gboolean plain = count || strcmp (call->name, "exists_of") == 0;
  guint condition_at = plain ? 1 : 2;
  g_autoptr (ClScope) inner = NULL;
  g_autofree char *refers = NULL;
  g_autofree char *condition = NULL;
  g_autofree char *value = NULL;
  g_autofree char *order = NULL;
  g_autofree char *from = NULL;

  if (!has_arguments (call, plain ? 1 : 2, condition_at + (count ? 2 : 1),
                      plain ? "count_of(appointment.organisation, end is null)" : "list_of(appointment.organisation, person, end is null)", error))
    return NULL;
  inner = open_inner (call, &refers, error);
  if (inner == NULL)
    return NULL;
  if (call->arguments->len > condition_at)
    condition = cl_expression_compile_tokens (inner, cl_scope_get_base (inner), call->tokens, get_from (call, condition_at), get_to (call, condition_at), error);
  else
    condition = g_strdup ("1");
  if (condition == NULL)
    return NULL;
  if (!plain)
    value = cl_expression_display (inner, cl_scope_get_base (inner), call->tokens, get_from (call, 1), get_to (call, 1),
                                   strcmp (call->name, "list_of") == 0 ? CL_QUERY_OPEN : CL_QUERY_RAW, 0, error);
  else if (call->arguments->len > 2)
    value = cl_expression_compile_tokens (inner, cl_scope_get_base (inner), call->tokens, get_from (call, 2), get_to (call, 2), error);
  if ((!plain || call->arguments->len > 2) && value == NULL)
    return NULL;
  if (strcmp (call->name, "list_of") == 0)
    order = get_inner_order (inner, error);
  if (inner->private_class != NULL && !plain)
    call->scope->private_class = inner->private_class;
  from = cl_scope_get_from (inner, NULL);

  if (count && value != NULL)
    return g_strdup_printf ("(SELECT count(DISTINCT %s) FROM %s WHERE %s AND (%s))", value, from, refers, condition);
  if (count)
    return g_strdup_printf ("(SELECT count(*) FROM %s WHERE %s AND (%s))", from, refers, condition);
  if (strcmp (call->name, "exists_of") == 0)
    return g_strdup_printf ("EXISTS (SELECT 1 FROM %s WHERE %s AND (%s))", from, refers, condition);
  if (strcmp (call->name, "sum_of") == 0) /* nothing to sum is 0, but what is all unknown stays unknown */
    return g_strdup_printf ("(SELECT CASE WHEN count(*) = 0 THEN 0 ELSE sum(%s) END FROM %s WHERE %s AND (%s))", value, from, refers, condition);
  if (strcmp (call->name, "list_of") == 0)
    return g_strdup_printf ("(SELECT group_concat(x.v, '、') FROM (SELECT %s AS v FROM %s WHERE %s AND (%s) ORDER BY %s) AS x)", value, from, refers, condition, order);
  return g_strdup_printf ("(SELECT %.3s(%s) FROM %s WHERE %s AND (%s))", call->name, value, from, refers, condition);
}

/* What was said to the duty @name of this record that is due on that day: marked(name, due, condition), mark_of(name, due, value), both over the marks. */
static char *
call_mark (const Call *call, GError **error)
{
  gboolean exists = strcmp (call->name, "marked") == 0;
  ClLedger *ledger = cl_catalogue_find_ledger (call->scope->catalogue, "duty_mark");
  g_autoptr (ClScope) inner = NULL;
  g_autofree char *name = NULL;
  g_autofree char *due = NULL;
  g_autofree char *value = NULL;
  g_autofree char *from = NULL;

  if (!has_arguments (call, 3, 3, exists ? "marked('person/certificate', certificate_expires, state = 'done')" : "mark_of('person/certificate', certificate_expires, until)", error))
    return NULL;
  if (ledger == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” is no ledger that is known. Name one of those that “canlian ledgers” lists."), "duty_mark");
      return NULL;
    }
  name = compile_argument (call, 0, error);
  due = name != NULL ? compile_argument (call, 1, error) : NULL;
  if (due == NULL)
    return NULL;
  inner = cl_scope_new_inner (call->scope, ledger);
  value = cl_expression_compile_tokens (inner, cl_scope_get_base (inner), call->tokens, get_from (call, 2), get_to (call, 2), error);
  if (value == NULL)
    return NULL;
  from = cl_scope_get_from (inner, NULL);
  return g_strdup_printf ("%s(SELECT %s FROM %s WHERE %s.\"record\" = %s.\"id\" AND %s.\"duty\" = %s AND %s.\"due\" = (%s)%s%s%s)", exists ? "EXISTS " : "",
                          exists ? "1" : value, from, inner->alias, call->place.alias, inner->alias, name, inner->alias, due,
                          exists ? " AND (" : "", exists ? value : "", exists ? ")" : " LIMIT 1");
}

/* 0.55 * 100 is 55.000000000000007 in binary: what is whole but for that must not be rounded up to 56. Written with round(), since SQLite has
 * ceil() and floor() only where it was built with them. */
static char *
call_whole (const Call *call, GError **error)
{
  g_autofree char *value = NULL;

  if (!has_arguments (call, 1, 1, "ceil(total * share)", error))
    return NULL;
  value = compile_argument (call, 0, error);
  if (value == NULL)
    return NULL;
  return g_strdup_printf ("CAST(round((%s) %s 0.4999995) AS INTEGER)", value, *call->name == 'c' ? "+" : "-");
}

static char *
call_known (const Call *call, guint from, guint to, GError **error)
{
  GString *sql = g_string_new (call->name);

  g_string_append_c (sql, '(');
  if (to == from + 1 && strcmp (g_array_index (call->tokens, ClToken, from).text, "*") == 0 && g_ascii_strcasecmp (call->name, "count") == 0)
    return g_string_append (sql, "*)"), g_string_free (sql, FALSE);
  for (guint i = 0; i < call->arguments->len; i++)
    {
      g_autofree char *argument = compile_argument (call, i, error);

      if (argument == NULL)
        {
          g_string_free (sql, TRUE);
          return NULL;
        }
      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", argument);
    }
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

static gboolean
is_among (const char *name, const char *const *names)
{
  for (; *names != NULL; names++)
    if (g_ascii_strcasecmp (name, *names) == 0)
      return TRUE;
  return FALSE;
}

static void
set_unknown (const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *near = NULL;

  for (guint i = 0; known[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) known[i]);
  for (guint i = 0; own[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) own[i]);
  near = cl_nearest (name, names);
  if (near != NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no function of expressions. Perhaps it should be: %s"), name, near);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no function of expressions."), name);
}

char *
cl_expression_compile_call (ClScope *scope, ClPlace place, const char *name, GArray *tokens, guint from, guint to, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autoptr (GArray) arguments = cl_tokens_split (tokens, from, to);
  Call call = { scope, place, lower, tokens, arguments };

  if (strcmp (lower, "called") == 0 || (strcmp (lower, "label") == 0 && arguments->len == 1))
    return call_shown (&call, error);
  if (strcmp (lower, "has") == 0)
    return call_has (&call, error);
  if (strcmp (lower, "outer") == 0)
    return call_outer (&call, error);
  if (strcmp (lower, "ceil") == 0 || strcmp (lower, "ceiling") == 0 || strcmp (lower, "floor") == 0)
    return call_whole (&call, error);
  if (strcmp (lower, "marked") == 0 || strcmp (lower, "mark_of") == 0)
    return call_mark (&call, error);
  if (is_among (lower, own))
    return call_aggregate (&call, error);
  if (!is_among (lower, known))
    {
      set_unknown (name, error);
      return NULL;
    }
  return call_known (&call, from, to, error);
}
