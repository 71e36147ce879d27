#include "cl-config.h"

#include "cl-expression-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"

typedef struct
{
  ClScope *scope;
  ClPlace place;
  GArray *tokens;
  guint to;
  guint open_cases;
  gboolean operand; /* the next word begins a value: "end" is then a field, not the close of a CASE */
  GString *sql;
} Walk;

static const ClToken *
get_token (GArray *tokens, guint i, guint to)
{
  return i < to ? &g_array_index (tokens, ClToken, i) : NULL;
}

static gboolean
is_kind (GArray *tokens, guint i, guint to, ClTokenKind kind)
{
  const ClToken *token = get_token (tokens, i, to);

  return token != NULL && token->kind == kind;
}

static gboolean
is_among (const char *word, const char *const *words)
{
  for (; *words != NULL; words++)
    if (g_ascii_strcasecmp (word, *words) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_keyword (const char *word)
{
  static const char *const keywords[] = { "null", "not", "case", "true", "false", "cast", "distinct", NULL };

  return is_among (word, keywords);
}

/* Whether the words between @from and @to are one path and nothing else. */
gboolean
cl_expression_is_path (GArray *tokens, guint from, guint to)
{
  const ClToken *first = get_token (tokens, from, to);

  if (first == NULL || (to - from) % 2 == 0 || (to - from == 1 && !first->quoted && is_keyword (first->text)))
    return FALSE;
  for (guint i = from; i < to; i++)
    if (!is_kind (tokens, i, to, (i - from) % 2 == 0 ? CL_TOKEN_WORD : CL_TOKEN_DOT))
      return FALSE;
  return TRUE;
}

gboolean
cl_expression_resolve (ClScope *scope, ClPlace place, GArray *tokens, guint from, guint to, ClLeaf *leaf, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (!cl_expression_is_path (tokens, from, to))
    {
      g_autofree char *text = cl_tokens_join (tokens, from, to);

      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” stands where a field must. Name a field, such as person.name."), text);
      return FALSE;
    }
  for (guint i = from; i < to; i += 2)
    g_ptr_array_add (parts, g_array_index (tokens, ClToken, i).text);
  return cl_place_resolve (scope, place, (const char *const *) parts->pdata, parts->len, leaf, error);
}

static const char *
find_name (ClScope *scope, const char *word)
{
  for (; scope != NULL; scope = scope->outer)
    {
      const char *sql = scope->names != NULL ? g_hash_table_lookup (scope->names, word) : NULL;

      if (sql != NULL)
        return sql;
    }
  return NULL;
}

/* A phrase of the rules for the ledger that is read here; those that hold others cannot run in a circle, since a phrase is not seen in itself. */
static char *
compile_phrase (Walk *walk, const char *word, gboolean *found, GError **error)
{
  g_autofree char *key = g_strconcat (cl_ledger_get_name (walk->place.ledger), ".", word, NULL);

  for (ClScope *scope = walk->scope; scope != NULL; scope = scope->outer)
    {
      g_autofree char *kept_key = NULL;
      g_autofree char *text = NULL;
      char *sql;

      if (scope->phrases == NULL || !g_hash_table_steal_extended (scope->phrases, key, (gpointer *) &kept_key, (gpointer *) &text))
        continue;
      *found = TRUE;
      sql = cl_expression_compile (walk->scope, walk->place, text, error);
      g_hash_table_insert (scope->phrases, g_steal_pointer (&kept_key), g_steal_pointer (&text));
      return sql;
    }
  return NULL;
}

static gboolean
is_phrase (ClScope *scope, ClPlace place, const char *word)
{
  g_autofree char *key = g_strconcat (cl_ledger_get_name (place.ledger), ".", word, NULL);

  for (; scope != NULL; scope = scope->outer)
    if (scope->phrases != NULL && g_hash_table_contains (scope->phrases, key))
      return TRUE;
  return FALSE;
}

static void
put (Walk *walk, const char *text)
{
  if (walk->sql->len > 0)
    g_string_append_c (walk->sql, ' ');
  g_string_append (walk->sql, text);
}

static gboolean
walk_path (Walk *walk, guint *i, GError **error)
{
  guint end = *i + 1;
  ClLeaf leaf;
  g_autofree char *sql = NULL;
  const char *name = find_name (walk->scope, g_array_index (walk->tokens, ClToken, *i).text);

  while (is_kind (walk->tokens, end, walk->to, CL_TOKEN_DOT) && is_kind (walk->tokens, end + 1, walk->to, CL_TOKEN_WORD))
    end += 2;
  if (end == *i + 1 && name == NULL)
    {
      gboolean found = FALSE;

      sql = compile_phrase (walk, g_array_index (walk->tokens, ClToken, *i).text, &found, error);
      if (found && sql == NULL)
        return FALSE;
    }
  if (sql != NULL)
    g_string_append_printf (walk->sql, " (%s)", sql);
  else if (name != NULL && end == *i + 1)
    put (walk, name);
  else
    {
      if (!cl_expression_resolve (walk->scope, walk->place, walk->tokens, *i, end, &leaf, error))
        return FALSE;
      sql = cl_leaf_raw (walk->scope, &leaf);
      put (walk, sql);
    }
  *i = end;
  walk->operand = FALSE;
  return TRUE;
}

/* CAST (x AS TYPE): the one call with a keyword inside. */
static gboolean
walk_cast (Walk *walk, guint open, guint close, GError **error)
{
  static const char *const types[] = { "integer", "text", "real", "numeric", NULL };
  const ClToken *type = get_token (walk->tokens, close - 1, close);
  const ClToken *as = get_token (walk->tokens, close - 2, close);
  g_autofree char *value = NULL;

  if (close < open + 4 || type->kind != CL_TOKEN_WORD || !is_among (type->text, types) || g_ascii_strcasecmp (as->text, "as") != 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("CAST is written CAST(value AS integer), with integer, text, real or numeric."));
      return FALSE;
    }
  value = cl_expression_compile_tokens (walk->scope, walk->place, walk->tokens, open + 1, close - 2, error);
  if (value == NULL)
    return FALSE;
  g_string_append_printf (walk->sql, " CAST(%s AS %s)", value, type->text);
  return TRUE;
}

static gboolean
walk_call (Walk *walk, guint *i, GError **error)
{
  const char *name = g_array_index (walk->tokens, ClToken, *i).text;
  guint open = *i + 1;
  guint close = cl_tokens_find_close (walk->tokens, open);

  if (g_ascii_strcasecmp (name, "cast") == 0)
    {
      if (!walk_cast (walk, open, close, error))
        return FALSE;
    }
  else
    {
      g_autofree char *sql = cl_expression_compile_call (walk->scope, walk->place, name, walk->tokens, open + 1, close, error);

      if (sql == NULL)
        return FALSE;
      put (walk, sql);
    }
  *i = close + 1;
  walk->operand = FALSE;
  return TRUE;
}

static gboolean
refuse (Walk *walk, const char *word, GError **error)
{
  g_autofree char *text = cl_tokens_join (walk->tokens, 0, walk->tokens->len);

  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” cannot stand there in “%s”. See how expressions are written."), word, text);
  return FALSE;
}

/* A word where a value begins: a keyword, a call or a path. */
static gboolean
walk_operand_word (Walk *walk, guint *i, GError **error)
{
  static const char *const statements[] = { "select", "with", "values", "insert", "update", "delete", "attach", "pragma", "exists", NULL };
  const ClToken *token = get_token (walk->tokens, *i, walk->to);
  gboolean path = token->quoted || is_kind (walk->tokens, *i + 1, walk->to, CL_TOKEN_DOT);

  if (path)
    return walk_path (walk, i, error);
  if (g_ascii_strcasecmp (token->text, "not") != 0 && g_ascii_strcasecmp (token->text, "case") != 0 &&
      is_kind (walk->tokens, *i + 1, walk->to, CL_TOKEN_OPEN))
    return walk_call (walk, i, error);
  if (is_keyword (token->text))
    {
      gboolean value = g_ascii_strcasecmp (token->text, "null") == 0 || g_ascii_strcasecmp (token->text, "true") == 0 ||
                       g_ascii_strcasecmp (token->text, "false") == 0;

      if (g_ascii_strcasecmp (token->text, "case") == 0)
        walk->open_cases++;
      put (walk, token->text);
      walk->operand = !value;
      (*i)++;
      return TRUE;
    }
  /* CASE WHEN and ELSE-less CASE: the words that may follow CASE at once */
  if (walk->open_cases > 0 && g_ascii_strcasecmp (token->text, "when") == 0 && cl_ledger_find_field (walk->place.ledger, "when") == NULL)
    {
      put (walk, token->text);
      (*i)++;
      return TRUE;
    }
  if (is_among (token->text, statements) && cl_ledger_find_field (walk->place.ledger, token->text) == NULL)
    return refuse (walk, token->text, error);
  return walk_path (walk, i, error);
}

/* A word after a value: an operator, or a part of CASE. */
static gboolean
walk_operator_word (Walk *walk, guint *i, GError **error)
{
  static const char *const operators[] = { "and", "or", "is", "in", "like", "glob", "between", "escape", NULL };
  static const char *const postfix[] = { "isnull", "notnull", NULL };
  static const char *const parts[] = { "when", "then", "else", NULL };
  const char *word = get_token (walk->tokens, *i, walk->to)->text;

  if (is_among (word, operators) || (walk->open_cases > 0 && is_among (word, parts)))
    walk->operand = TRUE;
  else if (walk->open_cases > 0 && g_ascii_strcasecmp (word, "end") == 0)
    walk->open_cases--;
  else if (g_ascii_strcasecmp (word, "not") != 0 && !is_among (word, postfix))
    return refuse (walk, word, error);
  put (walk, word);
  (*i)++;
  return TRUE;
}

static gboolean
walk_token (Walk *walk, guint *i, GError **error)
{
  const ClToken *token = get_token (walk->tokens, *i, walk->to);

  switch (token->kind)
    {
    case CL_TOKEN_WORD:
      return walk->operand ? walk_operand_word (walk, i, error) : walk_operator_word (walk, i, error);
    case CL_TOKEN_STRING:
    case CL_TOKEN_NUMBER:
    case CL_TOKEN_PARAMETER:
      if (!walk->operand)
        return refuse (walk, token->text, error);
      put (walk, token->text);
      walk->operand = FALSE;
      break;
    case CL_TOKEN_OPEN:
      if (!walk->operand)
        return refuse (walk, token->text, error);
      put (walk, "(");
      walk->operand = TRUE;
      break;
    case CL_TOKEN_CLOSE:
      put (walk, ")");
      walk->operand = FALSE;
      break;
    case CL_TOKEN_COMMA: /* of IN (a, b) */
    case CL_TOKEN_OPERATOR:
      put (walk, token->text);
      walk->operand = TRUE;
      break;
    case CL_TOKEN_DOT:
    default:
      return refuse (walk, token->text, error);
    }
  (*i)++;
  return TRUE;
}

char *
cl_expression_compile_tokens (ClScope *scope, ClPlace place, GArray *tokens, guint from, guint to, GError **error)
{
  Walk walk = { scope, place, tokens, to, 0, TRUE, NULL };
  guint i = from;

  walk.sql = g_string_new (NULL);
  while (i < to)
    if (!walk_token (&walk, &i, error))
      {
        g_string_free (walk.sql, TRUE);
        return NULL;
      }
  if (walk.operand || walk.open_cases > 0 || from >= to)
    {
      g_autofree char *text = cl_tokens_join (tokens, 0, tokens->len);

      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The expression “%s” stops in the middle. Finish it."), text);
      g_string_free (walk.sql, TRUE);
      return NULL;
    }
  return g_string_free (walk.sql, FALSE);
}

char *
cl_expression_compile (ClScope *scope, ClPlace place, const char *text, GError **error)
{
  g_autoptr (GArray) tokens = cl_tokens_read (text, error);

  return tokens != NULL ? cl_expression_compile_tokens (scope, place, tokens, 0, tokens->len, error) : NULL;
}

char *
cl_expression_display (ClScope *scope, ClPlace place, GArray *tokens, guint from, guint to, ClQueryForm form, guint depth, GError **error)
{
  g_autofree char *sql = NULL;
  g_autofree char *private_class = NULL;
  ClLeaf leaf;

  if (cl_expression_is_path (tokens, from, to) &&
      (to - from > 1 || (find_name (scope, g_array_index (tokens, ClToken, from).text) == NULL && !is_phrase (scope, place, g_array_index (tokens, ClToken, from).text))))
    {
      if (!cl_expression_resolve (scope, place, tokens, from, to, &leaf, error))
        return NULL;
      return cl_leaf_display (scope, &leaf, form, depth, error);
    }
  sql = cl_expression_compile_tokens (scope, place, tokens, from, to, error);
  if (sql == NULL || form != CL_QUERY_LIST || scope->private_class == NULL)
    return g_steal_pointer (&sql);
  private_class = cl_sql_quote_text (scope->private_class);
  return g_strdup_printf ("mask(%s, %s)", private_class, sql);
}
