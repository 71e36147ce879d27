#include "cl-pdf-token-private.h"

#include <string.h>

static gboolean
is_space (guint8 c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static gboolean
is_delimiter (guint8 c)
{
  return strchr ("()<>[]{}/%", c) != NULL && c != '\0';
}

static void
skip_space (ClPdfLexer *lexer)
{
  while (lexer->at < lexer->end)
    {
      if (*lexer->at == '%')
        while (lexer->at < lexer->end && *lexer->at != '\n' && *lexer->at != '\r')
          lexer->at++;
      else if (is_space (*lexer->at))
        lexer->at++;
      else
        break;
    }
}

static void
read_escape (ClPdfLexer *lexer, GString *out)
{
  static const char *const from = "nrtbf", *const to = "\n\r\t\b\f";
  guint8 c = *lexer->at++;
  const char *simple = c != '\0' ? strchr (from, c) : NULL;

  if (simple != NULL)
    g_string_append_c (out, to[simple - from]);
  else if (c >= '0' && c <= '7')
    {
      guint value = c - '0';
      for (int i = 0; i < 2 && lexer->at < lexer->end && *lexer->at >= '0' && *lexer->at <= '7'; i++)
        value = value * 8 + (*lexer->at++ - '0');
      g_string_append_c (out, (char) value);
    }
  else if (c == '\r')
    {
      if (lexer->at < lexer->end && *lexer->at == '\n')
        lexer->at++;
    }
  else if (c != '\n')
    g_string_append_c (out, (char) c);
}

static void
read_literal (ClPdfLexer *lexer, GString *out)
{
  int depth = 1;

  while (lexer->at < lexer->end)
    {
      guint8 c = *lexer->at++;

      if (c == '\\' && lexer->at < lexer->end)
        {
          read_escape (lexer, out);
          continue;
        }
      if (c == '(')
        depth++;
      else if (c == ')' && --depth == 0)
        return;
      g_string_append_c (out, (char) c);
    }
}

static void
read_hex (ClPdfLexer *lexer, GString *out)
{
  int high = -1;

  while (lexer->at < lexer->end && *lexer->at != '>')
    {
      int digit = g_ascii_xdigit_value ((char) *lexer->at++);
      if (digit < 0)
        continue;
      if (high < 0)
        high = digit;
      else
        {
          g_string_append_c (out, (char) (high << 4 | digit));
          high = -1;
        }
    }
  if (high >= 0)
    g_string_append_c (out, (char) (high << 4));
  if (lexer->at < lexer->end)
    lexer->at++;
}

static void
read_word (ClPdfLexer *lexer, GString *out)
{
  while (lexer->at < lexer->end && !is_space (*lexer->at) && !is_delimiter (*lexer->at))
    g_string_append_c (out, (char) *lexer->at++);
}

void
cl_pdf_token_clear (ClPdfToken *token)
{
  if (token->bytes != NULL)
    g_string_free (token->bytes, TRUE);
  *token = (ClPdfToken){ CL_PDF_TOKEN_END, 0, NULL };
}

gboolean
cl_pdf_lexer_next (ClPdfLexer *lexer, ClPdfToken *token)
{
  guint8 c;

  *token = (ClPdfToken){ CL_PDF_TOKEN_END, 0, NULL };
  skip_space (lexer);
  if (lexer->at >= lexer->end)
    return FALSE;

  c = *lexer->at;
  if (c == '[' || c == ']' || c == '{' || c == '}' || c == ')')
    {
      token->kind = c == '[' ? CL_PDF_TOKEN_OPEN : c == ']' ? CL_PDF_TOKEN_CLOSE : CL_PDF_TOKEN_OPERATOR;
      if (token->kind == CL_PDF_TOKEN_OPERATOR)
        token->bytes = g_string_new_len ((const char *) &c, 1);
      lexer->at++;
    }
  else if ((c == '<' || c == '>') && lexer->at + 1 < lexer->end && lexer->at[1] == c)
    {
      token->kind = c == '<' ? CL_PDF_TOKEN_DICT : CL_PDF_TOKEN_DICT_END;
      lexer->at += 2;
    }
  else if (c == '(' || c == '<')
    {
      token->kind = CL_PDF_TOKEN_STRING;
      token->bytes = g_string_new (NULL);
      lexer->at++;
      (c == '(' ? read_literal : read_hex) (lexer, token->bytes);
    }
  else if (c == '/' || c == '>')
    {
      token->kind = CL_PDF_TOKEN_NAME;
      token->bytes = g_string_new (NULL);
      lexer->at++;
      read_word (lexer, token->bytes);
    }
  else
    {
      char *rest;

      token->bytes = g_string_new (NULL);
      read_word (lexer, token->bytes);
      token->number = g_ascii_strtod (token->bytes->str, &rest);
      token->kind = rest != token->bytes->str && *rest == '\0' ? CL_PDF_TOKEN_NUMBER : CL_PDF_TOKEN_OPERATOR;
    }
  return TRUE;
}

void
cl_pdf_lexer_skip_image (ClPdfLexer *lexer)
{
  for (; lexer->at + 3 < lexer->end; lexer->at++)
    if (is_space (lexer->at[0]) && lexer->at[1] == 'E' && lexer->at[2] == 'I' && is_space (lexer->at[3]))
      {
        lexer->at += 3;
        return;
      }
  lexer->at = lexer->end;
}

char *
cl_pdf_utf16_to_utf8 (const guint8 *bytes, gsize length)
{
  g_autofree gunichar2 *units = g_new0 (gunichar2, length / 2 + 1);
  char *text;

  for (gsize i = 0; i + 1 < length; i += 2)
    units[i / 2] = (gunichar2) (bytes[i] << 8 | bytes[i + 1]);
  text = g_utf16_to_utf8 (units, (glong) (length / 2), NULL, NULL, NULL);
  return text != NULL ? text : g_strdup ("\357\277\275");
}

char *
cl_pdf_string_to_utf8 (const GString *bytes)
{
  const guint8 *b = (const guint8 *) bytes->str;
  GString *latin;

  if (bytes->len >= 2 && b[0] == 0xfe && b[1] == 0xff)
    return cl_pdf_utf16_to_utf8 (b + 2, bytes->len - 2);
  if (bytes->len >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf)
    return g_utf8_make_valid (bytes->str + 3, (gssize) bytes->len - 3);

  latin = g_string_new (NULL);
  for (gsize i = 0; i < bytes->len; i++)
    g_string_append_unichar (latin, b[i]);
  return g_string_free (latin, FALSE);
}
