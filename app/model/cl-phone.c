#include "cl-citizen-id.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-text-private.h"

/* "(0358)" before a number: its length, else 0. */
static gsize
area_code_length (const char *p)
{
  gsize digits = strspn (p + (*p == '('), "0123456789");

  return p[0] == '(' && p[1] == '0' && (digits == 3 || digits == 4) && p[digits + 1] == ')' ? digits + 2 : 0;
}

/* The end of the number that begins at @p: digits with spaces, hyphens and an extension's 转 between them. */
static const char *
end_of_number (const char *p)
{
  const char *end = p;

  for (p += area_code_length (p);;)
    {
      const char *next = p;

      while (*next == ' ' || *next == '-')
        next++;
      if (g_str_has_prefix (next, "转"))
        next += strlen ("转");
      if (!g_ascii_isdigit (*next))
        return end;
      p = next + strspn (next, "0123456789");
      end = p;
    }
}

static int
count_digits_to (const char *from, const char *to)
{
  int n = 0;

  for (; from < to; from++)
    n += g_ascii_isdigit (*from);
  return n;
}

/* Without a country code and spaces; a mobile number without hyphens; "(0358)6322138" as "0358-6322138". */
static char *
write_number (const char *from, const char *to)
{
  GString *number = g_string_new (NULL);

  for (const char *p = from; p < to; p++)
    {
      if (*p == ' ')
        continue;
      if (*p == ')')
        g_string_append_c (number, '-');
      else if (*p == '(')
        continue;
      else if (*p != '-' || (number->len > 0 && number->str[number->len - 1] != '-'))
        g_string_append_c (number, *p);
    }
  if (g_str_has_prefix (number->str, "86") && (number->str[2] == '-' ? number->str[3] == '1' : count_digits_to (number->str, number->str + number->len) == 13 && number->str[2] == '1'))
    g_string_erase (number, 0, number->str[2] == '-' ? 3 : 2);
  if (number->str[0] == '1' && count_digits_to (number->str, number->str + number->len) == 11 && strstr (number->str, "转") == NULL)
    g_string_replace (number, "-", "", 0);
  return g_string_free (number, FALSE);
}

/* What stands beside the number says whose it is; brackets, colons and dashes around it are not part of it. */
static char *
write_note (const char *before, gsize n_before, const char *after)
{
  g_autofree char *head = g_strndup (before, n_before);
  g_autofree char *whole = g_strconcat (head, " ", after, NULL);
  GString *note = g_string_new (NULL);

  g_strdelimit (whole, "()[]<>:;,+-_\n\t", ' ');
  for (const char *p = whole; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x3010 || c == 0x3011 || c == 0x300a || c == 0x300b || c == 0x3014 || c == 0x3015 || c == 0x2014)
        c = ' ';
      if (c == ' ' && (note->len == 0 || note->str[note->len - 1] == ' '))
        continue;
      g_string_append_unichar (note, c);
    }
  g_strchomp (note->str);
  if (g_str_equal (note->str, "电话") || g_str_equal (note->str, "手机") || g_ascii_strcasecmp (note->str, "tel") == 0)
    note->str[0] = '\0';
  return g_string_free (note, FALSE);
}

/* How many numbers are in @text; the last of them from @start to @end. */
static guint
find_numbers (const char *text, const char **start, const char **end)
{
  guint n = 0;

  for (const char *p = text; *p != '\0';)
    {
      const char *stop;

      if (!g_ascii_isdigit (*p) && area_code_length (p) == 0)
        {
          p = g_utf8_next_char (p);
          continue;
        }
      stop = end_of_number (p);
      if (count_digits_to (p, stop) >= 5)
        {
          *start = p;
          *end = stop;
          n++;
        }
      p = MAX (stop, p + 1);
    }
  return n;
}

static void
set_several (GError **error, const char *text)
{
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” holds more than one phone number. Put 、 between them."), text);
}

static void
set_none (GError **error, const char *text)
{
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("There is no phone number in “%s”. Write it as 13800000012, 0358-6322138 or 13800000012（妻）."), text);
}

/**
 * cl_phone_normalise:
 * @text: a phone number, with or without a note of whose it is
 * @error: return location, or NULL
 *
 * Takes full-width digits, spaces, hyphens, +86, an area code in brackets, a note before or behind. A mobile number has 11 digits.
 *
 * Returns: (transfer full): "13800000012", "0358-6322138" or "13800000012（妻）"; NULL with CL_ERROR_INVALID
 */
char *
cl_phone_normalise (const char *text, GError **error)
{
  g_autofree char *folded = NULL, *number = NULL, *note = NULL;
  const char *start = NULL, *end = NULL;
  int digits;

  g_return_val_if_fail (text != NULL, NULL);

  /* A mobile number and nothing else. */
  if (*text == '1' && strspn (text, "0123456789") == 11 && text[11] == '\0')
    return g_strdup (text);
  folded = cl_text_fold (text);
  if (find_numbers (folded, &start, &end) > 1)
    {
      set_several (error, text);
      return NULL;
    }
  digits = start != NULL ? count_digits_to (start, end) : 0;
  if (start == NULL || digits > 20 || strstr (folded, "E+") != NULL || strstr (folded, "e+") != NULL)
    {
      set_none (error, text);
      return NULL;
    }
  number = write_number (start, end);
  digits = count_digits_to (number, number + strlen (number));
  if (digits < 5) /* "86-1209" without its country code */
    {
      set_none (error, text);
      return NULL;
    }
  if (number[0] == '1' && (digits == 10 || digits == 12 || digits == 13) && strstr (number, "转") == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("A mobile number has 11 digits; this one has %d. Ask for it again."), digits);
      return NULL;
    }
  note = write_note (folded, start - folded, end);
  /* "12345（645+64500）": pieces that only become a number once the signs between them are gone. */
  if (find_numbers (note, &start, &end) > 0)
    {
      set_several (error, text);
      return NULL;
    }
  return *note != '\0' ? g_strdup_printf ("%s（%s）", number, note) : g_steal_pointer (&number);
}
