#include "cl-citizen-id.h"

#include <string.h>

#include "cl-text-private.h"

static void
append_stars (GString *to, glong n)
{
  for (glong i = 0; i < n; i++)
    g_string_append_c (to, '*');
}

static char *
keep_ends (const char *text, glong first, glong last, glong shortest)
{
  glong length = g_utf8_strlen (text, -1);
  GString *masked = g_string_new (NULL);

  if (length < shortest)
    {
      append_stars (masked, length);
      return g_string_free (masked, FALSE);
    }
  g_string_append_len (masked, text, g_utf8_offset_to_pointer (text, first) - text);
  append_stars (masked, length - first - last);
  g_string_append (masked, g_utf8_offset_to_pointer (text, length - last));
  return g_string_free (masked, FALSE);
}

/* Each number of several, "138****0012（妻）、0358-***2138"; notes stay. */
static char *
mask_phones (const char *text)
{
  GString *masked = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    {
      const char *end = p;
      gsize n;

      while (g_ascii_isdigit (*end) || (end > p && *end == '-'))
        end++;
      n = end - p;
      if (n == 0)
        {
          end = g_utf8_next_char (p);
          g_string_append_len (masked, p, end - p);
        }
      else
        {
          g_autofree char *number = g_strndup (p, n);
          g_autofree char *part = n >= 11 ? keep_ends (number, 3, 4, 0) : keep_ends (number, 0, 4, 7);
          g_string_append (masked, part);
        }
      p = end;
    }
  return g_string_free (masked, FALSE);
}

/* The village may be known, the house not. */
static char *
mask_address (const char *text)
{
  static const char *const ends[] = { "村", "社区", "镇", "乡", "街道", "县", "市", NULL };

  for (guint i = 0; ends[i] != NULL; i++)
    {
      const char *end = strstr (text, ends[i]);
      if (end != NULL)
        {
          g_autofree char *head = g_strndup (text, end - text + strlen (ends[i]));
          return g_strconcat (head, "****", NULL);
        }
    }
  return g_strdup ("****");
}

/**
 * cl_mask:
 * @private_class: (nullable): the field's class: id, phone, certificate, account, name, health, address
 * @text: (nullable): the value as text
 *
 * DOMAIN.md B10: of an ID the first six and last four, of a phone three and four, of an account four, of a name its first character, of an address
 * the village; of certificate and health nothing, since the certificate number itself tells the disability. A class that is not known hides all.
 *
 * Returns: (transfer full): what may be shown; @text itself for no class
 */
char *
cl_mask (const char *private_class, const char *text)
{
  if (text == NULL || *text == '\0')
    return g_strdup ("");
  if (private_class == NULL || *private_class == '\0')
    return g_strdup (text);
  if (g_str_equal (private_class, "id"))
    return keep_ends (text, 6, 4, 15);
  if (g_str_equal (private_class, "phone"))
    return mask_phones (text);
  if (g_str_equal (private_class, "certificate"))
    return keep_ends (text, 0, 0, 0);
  if (g_str_equal (private_class, "account"))
    return keep_ends (text, 0, 4, 8);
  if (g_str_equal (private_class, "name"))
    return keep_ends (text, 1, 0, 0);
  if (g_str_equal (private_class, "address"))
    return mask_address (text);
  return g_strdup ("***");
}
