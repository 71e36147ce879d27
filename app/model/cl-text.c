#include "cl-text-private.h"

#include <string.h>

static gboolean
is_invisible (gunichar c)
{
  return c == 0xfeff || c == 0x200b || c == 0x200c || c == 0x200d || c == 0x2060 || c == 0x00ad ||
         (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e);
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x00a0 || c == 0x3000 || c == 0x2007 || c == 0x202f || c == 0x3164;
}

/* ASCII that is no space and no control character: numbers consist of it, and a sheet has them by the ten thousand. */
static gboolean
is_plain (char c)
{
  return c > 0x20 && c < 0x7f;
}

/* All of it plain, or of the characters from U+4000 to U+9FFF: nothing in it is folded or taken off. Most cells are so. */
static gboolean
is_tidy (const char *text)
{
  const guchar *p = (const guchar *) text;

  for (;;)
    if (is_plain ((char) *p))
      p++;
    else if (*p >= 0xe4 && *p <= 0xe9 && p[1] >= 0x80 && p[2] >= 0x80)
      p += 3;
    else
      return *p == '\0';
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

/* What is typed for the separator of a name for want of U+00B7 (民委发〔2016〕33号, DOMAIN.md B9). */
static gboolean
is_separator_look_alike (gunichar c)
{
  switch (c)
    {
    case 0x00b7: case 0x2022: case 0x30fb: case 0xff65: case '.': case 0xff0e: case 0x2027:
    case 0xff0d: case 0x2219: case 0x22c5: case 0x25cf: case 0x2024: case 0x0387: case 0x2981:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * cl_text_fold:
 * @text: (nullable): valid UTF-8
 *
 * Full-width letters, digits and signs as ASCII, the ideographic space as a plain one, invisible marks out.
 *
 * Returns: (transfer full): the folded text, "" for NULL
 */
char *
cl_text_fold (const char *text)
{
  GString *folded;

  if (text != NULL && is_tidy (text))
    return g_strdup (text);
  folded = g_string_new (NULL);
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      if (is_plain (*p))
        {
          g_string_append_c (folded, *p);
          continue;
        }
      c = g_utf8_get_char (p);
      if (is_invisible (c))
        continue;
      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
      else if (c != '\n' && c != '\t' && is_space (c))
        c = ' ';
      g_string_append_unichar (folded, c);
    }
  return g_string_free (folded, FALSE);
}

/**
 * cl_text_squash:
 * @text: (nullable): valid UTF-8
 *
 * Returns: (transfer full): @text folded and without any space, "" for NULL
 */
char *
cl_text_squash (const char *text)
{
  g_autofree char *folded = NULL;
  GString *squashed;

  if (text != NULL && is_tidy (text))
    return g_strdup (text);
  folded = cl_text_fold (text);
  squashed = g_string_sized_new (strlen (folded));
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (is_plain (*p))
        g_string_append_c (squashed, *p);
      else if (!is_space (g_utf8_get_char (p)))
        g_string_append_len (squashed, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (squashed, FALSE);
}

/**
 * cl_text_strip:
 * @text: (nullable): valid UTF-8
 *
 * Line ends become "\n"; control characters, which neither XML nor a PDF can hold, go.
 *
 * Returns: (transfer full): @text without spaces at its ends, "" for NULL
 */
char *
cl_text_strip (const char *text)
{
  const char *p = text != NULL ? text : "";
  GString *stripped;

  if (is_tidy (p))
    return g_strdup (p);
  stripped = g_string_new (NULL);
  while (*p != '\0' && (is_space (g_utf8_get_char (p)) || is_invisible (g_utf8_get_char (p))))
    p = g_utf8_next_char (p);
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      if (is_plain (*p))
        {
          g_string_append_c (stripped, *p);
          continue;
        }
      c = g_utf8_get_char (p);
      if (c == '\r' && p[1] == '\n')
        continue;
      if (c == '\r')
        c = '\n';
      if (c == 0xfeff || (g_unichar_iscntrl (c) && c != '\n' && c != '\t'))
        continue;
      g_string_append_unichar (stripped, c);
    }
  while (stripped->len > 0)
    {
      const char *last = g_utf8_prev_char (stripped->str + stripped->len);
      gunichar c = g_utf8_get_char (last);

      if (!is_space (c) && !is_invisible (c))
        break;
      g_string_truncate (stripped, last - stripped->str);
    }
  return g_string_free (stripped, FALSE);
}

/**
 * cl_text_line:
 * @text: (nullable): valid UTF-8
 *
 * Returns: (transfer full): @text stripped, its line ends and tabs as single spaces
 */
char *
cl_text_line (const char *text)
{
  char *line = cl_text_strip (text);

  g_strdelimit (line, "\n\t", ' ');
  return line;
}

/**
 * cl_text_name:
 * @text: (nullable): valid UTF-8
 *
 * A name as it is kept (DOMAIN.md A10.8, B9): spaces between two Han characters are padding of the paper and go;
 * between two Han characters whatever looks like the separator becomes U+00B7. Names in other scripts keep their spaces,
 * single. The length is not limited.
 *
 * Returns: (transfer full): the name
 */
char *
cl_text_name (const char *text)
{
  g_autofree char *line = cl_text_line (text);
  g_autofree gunichar *from = NULL;
  GString *name;
  gunichar last = 0;

  if (is_tidy (line) && strchr (line, '.') == NULL)
    return g_steal_pointer (&line);
  from = g_utf8_to_ucs4_fast (line, -1, NULL);
  name = g_string_new (NULL);
  for (gsize i = 0; from[i] != 0; i++)
    {
      gboolean separator = FALSE, space = FALSE;
      gsize next = i;

      if (is_invisible (from[i]))
        continue;
      while (from[next] != 0 && (is_space (from[next]) || is_separator_look_alike (from[next])))
        {
          if (is_space (from[next]))
            space = TRUE;
          else
            separator = TRUE;
          next++;
        }
      if (next > i && from[next] != 0 && is_han (last) && is_han (from[next]))
        {
          if (separator)
            g_string_append_unichar (name, 0x00b7);
          i = next - 1;
          continue;
        }
      if (is_space (from[i]))
        {
          if (space && last != ' ')
            g_string_append_c (name, ' ');
          last = ' ';
          continue;
        }
      last = from[i];
      g_string_append_unichar (name, last);
    }
  return g_string_free (name, FALSE);
}

/**
 * cl_text_name_look_alike:
 * @text: valid UTF-8
 *
 * Returns: (transfer full) (nullable): the first sign in @text that is not U+00B7 and that cl_text_name() takes for it
 */
char *
cl_text_name_look_alike (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0x00b7 && is_separator_look_alike (c) && p > text && is_han (g_utf8_get_char (g_utf8_prev_char (p))) &&
          is_han (g_utf8_get_char (g_utf8_next_char (p))))
        return g_strndup (p, g_utf8_next_char (p) - p);
    }
  return NULL;
}

/**
 * cl_text_is_blank_word:
 * @text: valid UTF-8
 *
 * Returns: whether @text is one of the words and strokes that paper has where there is nothing to say
 */
gboolean
cl_text_is_blank_word (const char *text)
{
  static const char *const words[] = { "", "无", "没有", "暂无", "不详", "未知", "不清楚", "待查", "待补", "待核实", "/", "\\", "-", "--", "—",
                                       "——", "－", "*", "null", "NULL", "N/A", "n/a", NULL };
  g_autofree char *squashed = NULL;

  /* Nothing to squash: a number, a date, a word longer than any of these. */
  if (is_tidy (text))
    return strlen (text) <= strlen ("待核实") && g_strv_contains (words, text);
  squashed = cl_text_squash (text);
  return g_strv_contains (words, squashed);
}
