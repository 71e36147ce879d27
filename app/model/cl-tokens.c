#include "cl-config.h"

#include "cl-expression-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"

#define MAX_EXPRESSION 16384
#define MAX_DEPTH 64

static void
clear_token_cb (gpointer data)
{
  ClToken *token = data;

  g_free (token->text);
}

static gboolean
starts_word (char c)
{
  return g_ascii_isalpha (c) || c == '_' || (guchar) c >= 0x80;
}

static gboolean
continues_word (char c)
{
  return starts_word (c) || g_ascii_isdigit (c);
}

/* The end of a run between two marks, a doubled mark standing for itself; NULL where it never ends. */
static const char *
find_end_of_quoted (const char *c)
{
  char mark = *c++;

  for (; *c != '\0'; c++)
    {
      if (*c != mark)
        continue;
      if (c[1] != mark)
        return c + 1;
      c++;
    }
  return NULL;
}

static gsize
measure_operator (const char *c)
{
  static const char *const two[] = { "||", "==", "!=", "<>", "<=", ">=", "<<", ">>" };

  for (guint i = 0; i < G_N_ELEMENTS (two); i++)
    if (strncmp (c, two[i], 2) == 0)
      return 2;
  return strchr ("+-*/%=<>&|~", *c) != NULL ? 1 : 0;
}

static const char *
read_token (const char *c, ClToken *token, const char *expression, GError **error)
{
  const char *end = c + 1;

  if (starts_word (*c))
    {
      token->kind = CL_TOKEN_WORD;
      while (continues_word (*end))
        end++;
    }
  else if (g_ascii_isdigit (*c))
    {
      token->kind = CL_TOKEN_NUMBER;
      while (g_ascii_isdigit (*end) || (*end == '.' && g_ascii_isdigit (end[1])))
        end++;
    }
  else if (*c == ':' && starts_word (c[1]))
    {
      token->kind = CL_TOKEN_PARAMETER;
      while (continues_word (*end))
        end++;
    }
  else if (*c == '\'' || *c == '"')
    {
      end = find_end_of_quoted (c);
      if (end == NULL)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("A quotation mark in “%s” is never closed. Close it."), expression);
          return NULL;
        }
      token->kind = *c == '"' ? CL_TOKEN_WORD : CL_TOKEN_STRING;
      token->quoted = *c == '"';
    }
  else if (*c == '(')
    token->kind = CL_TOKEN_OPEN;
  else if (*c == ')')
    token->kind = CL_TOKEN_CLOSE;
  else if (*c == ',')
    token->kind = CL_TOKEN_COMMA;
  else if (*c == '.')
    token->kind = CL_TOKEN_DOT;
  else if ((c[0] != '-' || c[1] != '-') && (c[0] != '/' || c[1] != '*') && measure_operator (c) > 0)
    {
      token->kind = CL_TOKEN_OPERATOR;
      end = c + measure_operator (c);
    }
  else
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%.2s” cannot stand in an expression: “%s”. Only values, fields, functions and operators can."),
                   c, expression);
      return NULL;
    }
  token->text = token->quoted ? g_strndup (c + 1, end - c - 2) : g_strndup (c, end - c);
  return end;
}

/* The words of @expression; statements, comments and positional parameters are refused here. */
GArray *
cl_tokens_read (const char *expression, GError **error)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (ClToken));
  int depth = 0;

  g_array_set_clear_func (tokens, clear_token_cb);
  if (strlen (expression) > MAX_EXPRESSION || !g_utf8_validate (expression, -1, NULL))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("An expression is too long or is no text. Shorten it."));
      return NULL;
    }
  for (const char *c = expression; *c != '\0';)
    {
      ClToken token = { 0 };

      if (g_ascii_isspace (*c))
        {
          c++;
          continue;
        }
      c = read_token (c, &token, expression, error);
      if (c == NULL)
        return NULL;
      depth += token.kind == CL_TOKEN_OPEN ? 1 : token.kind == CL_TOKEN_CLOSE ? -1 : 0;
      g_array_append_val (tokens, token);
      if (depth < 0 || depth > MAX_DEPTH)
        break;
    }
  if (depth != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The brackets in “%s” do not match. Close each one that is opened."), expression);
      return NULL;
    }
  if (tokens->len == 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("An expression is empty. Say what it is to give."));
      return NULL;
    }
  return g_steal_pointer (&tokens);
}

guint
cl_tokens_find_close (GArray *tokens, guint open)
{
  int depth = 0;

  for (guint i = open; i < tokens->len; i++)
    {
      ClTokenKind kind = g_array_index (tokens, ClToken, i).kind;

      depth += kind == CL_TOKEN_OPEN ? 1 : kind == CL_TOKEN_CLOSE ? -1 : 0;
      if (depth == 0)
        return i;
    }
  return tokens->len;
}

char *
cl_tokens_join (GArray *tokens, guint from, guint to)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    {
      const ClToken *token = &g_array_index (tokens, ClToken, i);
      gboolean tight = token->kind == CL_TOKEN_DOT || (i > from && g_array_index (tokens, ClToken, i - 1).kind == CL_TOKEN_DOT);

      if (text->len > 0 && !tight)
        g_string_append_c (text, ' ');
      g_string_append (text, token->text);
    }
  return g_string_free (text, FALSE);
}

GArray *
cl_tokens_split (GArray *tokens, guint from, guint to)
{
  GArray *parts = g_array_new (FALSE, FALSE, 2 * sizeof (guint));
  int depth = 0;
  guint part[2] = { from, to };

  for (guint i = from; i < to; i++)
    {
      ClTokenKind kind = g_array_index (tokens, ClToken, i).kind;

      depth += kind == CL_TOKEN_OPEN ? 1 : kind == CL_TOKEN_CLOSE ? -1 : 0;
      if (kind != CL_TOKEN_COMMA || depth > 0)
        continue;
      part[1] = i;
      g_array_append_vals (parts, part, 1);
      part[0] = i + 1;
    }
  part[1] = to;
  if (from < to)
    g_array_append_vals (parts, part, 1);
  return parts;
}

char *
cl_tokens_string (const ClToken *token)
{
  GString *text = g_string_new_len (token->text + 1, strlen (token->text) - 2);

  g_string_replace (text, "''", "'", 0);
  return g_string_free (text, FALSE);
}

static char *
quote (const char *text, char mark)
{
  GString *quoted = g_string_new (NULL);

  g_string_append_c (quoted, mark);
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == mark)
        g_string_append_c (quoted, mark);
      g_string_append_c (quoted, *c);
    }
  g_string_append_c (quoted, mark);
  return g_string_free (quoted, FALSE);
}

char *
cl_sql_quote_name (const char *name)
{
  return quote (name, '"');
}

char *
cl_sql_quote_text (const char *text)
{
  return quote (text, '\'');
}

/* Edit distance, given up above 3. */
static guint
measure_distance (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint row[64];

  if (n >= G_N_ELEMENTS (row) || m >= G_N_ELEMENTS (row))
    return G_MAXUINT;
  for (gsize j = 0; j <= m; j++)
    row[j] = j;
  for (gsize i = 1; i <= n; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (gsize j = 1; j <= m; j++)
        {
          guint above = row[j];

          row[j] = MIN (MIN (above, row[j - 1]) + 1, diagonal + (a[i - 1] != b[j - 1]));
          diagonal = above;
        }
    }
  return row[m];
}

char *
cl_nearest (const char *word, GPtrArray *names)
{
  GString *nearest = g_string_new (NULL);
  guint found = 0;

  for (guint limit = 1; limit <= 3 && found == 0; limit++)
    for (guint i = 0; i < names->len && found < 3; i++)
      {
        const char *name = g_ptr_array_index (names, i);
        gboolean inside = strlen (word) >= 3 && (strstr (name, word) != NULL || (strlen (name) >= 3 && strstr (word, name) != NULL));

        if (!inside && (measure_distance (word, name) > limit || limit >= strlen (word)))
          continue;
        g_string_append_printf (nearest, "%s%s", found++ > 0 ? "、" : "", name);
      }
  if (found > 0)
    return g_string_free (nearest, FALSE);
  g_string_free (nearest, TRUE);
  return NULL;
}
