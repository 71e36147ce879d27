#include "cl-citizen-id.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-text-private.h"

/* Letters as the two kinds of number have them: X of the check character, B of a reissue; everything that is not part of the number out. */
static char *
normalise_number (const char *text)
{
  g_autofree char *squashed = cl_text_squash (text);
  GString *number;

  if (squashed[strspn (squashed, "0123456789X")] == '\0')
    return g_steal_pointer (&squashed);
  number = g_string_sized_new (strlen (squashed));
  for (const char *p = squashed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '-' || c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x2013 || c == 0x2014 || c == 0x00b7 || c == '_')
        continue;
      if (c == 0x00d7 || c == 0x0425 || c == 0x0445 || c == 0x2169 || c == 0x2179)
        c = 'X'; /* a multiplication sign, a Cyrillic letter, a Roman ten */
      g_string_append_unichar (number, g_unichar_toupper (c));
    }
  return g_string_free (number, FALSE);
}

static gsize
count_digits (const char *text)
{
  return strspn (text, "0123456789");
}

/* "1.1E+17", "9.91123195603E+17": what is left of a long number in a column of numbers. */
static gboolean
is_scientific (const char *text)
{
  const char *p = text + strspn (text, "0123456789.");

  return p > text && g_ascii_toupper (*p) == 'E' && (p[1] == '+' || g_ascii_isdigit (p[1])) && text[strlen (text) - 1] >= '0';
}

static gboolean
refuse_ruined (const char *text, GError **error)
{
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("A spreadsheet has ruined the number: “%s” no longer has its last digits. Make the column text and type the number again from the card."),
               text);
  return FALSE;
}

/* The new number of one of the old kind has the century put in and a check character behind. Only the card says whether the office that issued it did so. */
static void
refuse_old (const char *id, GError **error)
{
  g_autofree char *first = g_strdup_printf ("%.6s19%s", id, id + 6);

  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("The citizen ID has 15 digits: it is of the old kind, which is no longer valid. Enter the 18 characters of the present card; "
                 "they are probably %s%c."),
               first, cl_citizen_id_check_character (first));
}

/* @iso: "0000-00-00", filled in from a number of 18 characters. */
static gboolean
fill_birth (const char *id, char iso[11])
{
  memcpy (iso, id + 6, 4);
  memcpy (iso + 5, id + 10, 2);
  memcpy (iso + 8, id + 12, 2);
  return cl_date_is_valid (iso) && strcmp (iso, "1800") > 0;
}

static char *
birth_of (const char *id)
{
  char iso[] = "0000-00-00";

  return fill_birth (id, iso) ? g_strdup (iso) : NULL;
}

/**
 * cl_citizen_id_normalise:
 * @text: (nullable): a number as it was typed or stands in a sheet
 *
 * Returns: (transfer full): @text with full-width characters as ASCII, x as X, without spaces, hyphens and a spreadsheet's apostrophe
 */
char *
cl_citizen_id_normalise (const char *text)
{
  return normalise_number (text);
}

/**
 * cl_citizen_id_check_character:
 * @first_17: at least 17 digits
 *
 * GB 11643 (ISO 7064 MOD 11-2).
 *
 * Returns: the check character, '\0' where @first_17 does not begin with 17 digits
 */
char
cl_citizen_id_check_character (const char *first_17)
{
  static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  int sum = 0;

  if (first_17 == NULL || count_digits (first_17) < 17)
    return '\0';
  for (int i = 0; i < 17; i++)
    sum += g_ascii_digit_value (first_17[i]) * weights[i];
  return "10X98765432"[sum % 11];
}

/* Whether @id begins with a citizen ID: what is to be said of others is found out by the long way. */
static gboolean
begins_well (const char *id)
{
  char iso[] = "0000-00-00", right = cl_citizen_id_check_character (id);

  return right != '\0' && id[17] == right && fill_birth (id, iso);
}

/**
 * cl_citizen_id_check:
 * @id: a normalised number
 * @error: return location, or NULL
 *
 * GB 11643, DOMAIN.md B1: 18 characters, a real date of birth, the right check character. An address code is never refused. What
 * spreadsheets do to long numbers (DOMAIN.md D4) and numbers of 15 digits have messages of their own.
 *
 * Returns: whether @id is a citizen ID; else CL_ERROR_INVALID
 */
gboolean
cl_citizen_id_check (const char *id, GError **error)
{
  g_autofree char *birth = NULL;
  gsize length;
  char right;

  g_return_val_if_fail (id != NULL, FALSE);

  if (begins_well (id) && id[18] == '\0')
    return TRUE;
  length = g_utf8_strlen (id, -1);
  if (is_scientific (id))
    return refuse_ruined (id, error);
  if (length == 15 && count_digits (id) == 15)
    {
      refuse_old (id, error);
      return FALSE;
    }
  if (length == 20 && count_digits (id) >= 17)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("This is a disability certificate number, with 20 characters. Enter the 18 characters of the citizen ID."));
      return FALSE;
    }
  if (length != 18)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("A citizen ID has 18 characters; this one has %d. Compare it with the card."), (int) length);
      return FALSE;
    }
  if (count_digits (id) < 17 || !(g_ascii_isdigit (id[17]) || id[17] == 'X'))
    {
      const char *wrong = id + count_digits (id);
      g_autofree char *character = g_strndup (wrong, g_utf8_next_char (wrong) - wrong);

      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("A citizen ID has only digits, and at its end perhaps an X; this one has “%s”. Compare it with the card."), character);
      return FALSE;
    }
  right = cl_citizen_id_check_character (id);
  if (right != id[17] && g_str_has_suffix (id, "000"))
    return refuse_ruined (id, error);
  if ((birth = birth_of (id)) == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("The date of birth in the citizen ID, %.4s-%.2s-%.2s, does not exist. Compare the 7th to 14th digit with the card."),
                   id + 6, id + 10, id + 12);
      return FALSE;
    }
  if (right != id[17])
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("The last character of the citizen ID should be %c, but is %c. Compare the number with the card."), right, id[17]);
      return FALSE;
    }
  return TRUE;
}

/**
 * cl_citizen_id_birth:
 * @id: (nullable): a number
 *
 * Returns: (transfer full) (nullable): the ISO date of birth, NULL where @id is not valid
 */
char *
cl_citizen_id_birth (const char *id)
{
  return id != NULL && cl_citizen_id_check (id, NULL) ? birth_of (id) : NULL;
}

/**
 * cl_citizen_id_sex:
 * @id: (nullable): a number
 *
 * GB/T 2261.1: "1" male, "2" female, by the 17th digit.
 *
 * Returns: (nullable): the code, NULL where @id is not valid
 */
const char *
cl_citizen_id_sex (const char *id)
{
  if (id == NULL || !cl_citizen_id_check (id, NULL))
    return NULL;
  return (id[16] - '0') % 2 == 1 ? "1" : "2";
}

/**
 * cl_certificate_normalise:
 * @text: (nullable): a certificate number as it was typed
 *
 * Returns: (transfer full): the number as cl_citizen_id_normalise() has it
 */
char *
cl_certificate_normalise (const char *text)
{
  return normalise_number (text);
}

/**
 * cl_certificate_check:
 * @number: a normalised number
 * @error: return location, or NULL
 *
 * DOMAIN.md B4: citizen ID, category 1 to 7, grade 1 to 4; each reissue appends B1, B2 …
 *
 * Returns: whether @number is one; else CL_ERROR_INVALID
 */
gboolean
cl_certificate_check (const char *number, GError **error)
{
  g_autofree char *id = NULL;
  gsize length;

  g_return_val_if_fail (number != NULL, FALSE);

  if (begins_well (number) && number[18] >= '1' && number[18] <= '7' && number[19] >= '1' && number[19] <= '4' && number[20] == '\0')
    return TRUE;
  length = strlen (number);
  if (is_scientific (number))
    return refuse_ruined (number, error);
  if (length == 20 && g_str_has_suffix (number, "00000"))
    return refuse_ruined (number, error);
  if (length == 18 && cl_citizen_id_check (number, NULL))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("This is a citizen ID. The certificate number has two digits more, for category and grade. Compare it with the certificate."));
      return FALSE;
    }
  if (length < 20 || !g_str_is_ascii (number))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("A certificate number has 20 characters, and B1, B2 … after a reissue; this one has %d. Compare it with the certificate."),
                   (int) g_utf8_strlen (number, -1));
      return FALSE;
    }
  id = g_strndup (number, 18);
  if (!cl_citizen_id_check (id, error))
    {
      g_prefix_error (error, "%s", _("The certificate number begins with the citizen ID, which is wrong here. "));
      return FALSE;
    }
  if (number[18] < '1' || number[18] > '7')
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("The 19th character of a certificate number is the category, 1 to 7; here it is %c. Compare it with the certificate."), number[18]);
      return FALSE;
    }
  if (number[19] < '1' || number[19] > '4')
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("The 20th character of a certificate number is the grade, 1 to 4; here it is %c. Compare it with the certificate."), number[19]);
      return FALSE;
    }
  if (length > 20 && (number[20] != 'B' || number[21] < '1' || number[21] > '9' || length > 23 || count_digits (number + 21) != length - 21))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("After the 20 characters a certificate number has nothing but B1, B2 … for a reissue; here it has “%s”. Compare it with the certificate."),
                   number + 20);
      return FALSE;
    }
  return TRUE;
}

/**
 * cl_certificate_citizen_id:
 * @number: (nullable): a certificate number
 *
 * Returns: (transfer full) (nullable): the citizen ID in it, NULL where @number is not valid
 */
char *
cl_certificate_citizen_id (const char *number)
{
  return number != NULL && cl_certificate_check (number, NULL) ? g_strndup (number, 18) : NULL;
}

/**
 * cl_certificate_category:
 * @number: (nullable): a certificate number
 *
 * Returns: (transfer full) (nullable): its category "1" to "7" (GB/T 26341-2010), NULL where @number is not valid
 */
char *
cl_certificate_category (const char *number)
{
  return number != NULL && cl_certificate_check (number, NULL) ? g_strndup (number + 18, 1) : NULL;
}

/**
 * cl_certificate_grade:
 * @number: (nullable): a certificate number
 *
 * Returns: (transfer full) (nullable): its grade "1" to "4", NULL where @number is not valid
 */
char *
cl_certificate_grade (const char *number)
{
  return number != NULL && cl_certificate_check (number, NULL) ? g_strndup (number + 19, 1) : NULL;
}

/**
 * cl_division_code_normalise:
 * @text: (nullable): a division code as it was typed
 *
 * Statistical lists fill the code of a township or county up with zeros; they are taken off, so that one division has one code.
 *
 * Returns: (transfer full): the code
 */
char *
cl_division_code_normalise (const char *text)
{
  char *code = normalise_number (text);

  if (count_digits (code) == strlen (code))
    {
      if (strlen (code) == 12 && g_str_has_suffix (code, "000"))
        code[9] = '\0';
      if (strlen (code) == 9 && g_str_has_suffix (code, "000"))
        code[6] = '\0';
      if (strlen (code) == 6 && g_str_has_suffix (code, "00"))
        code[4] = '\0';
      if (strlen (code) == 4 && g_str_has_suffix (code, "00"))
        code[2] = '\0';
    }
  return code;
}

/**
 * cl_division_code_check:
 * @code: a normalised code
 * @error: return location, or NULL
 *
 * GB/T 2260 and its extension by township and village (DOMAIN.md B2): 2, 4, 6, 9 or 12 digits.
 *
 * Returns: whether @code is one; else CL_ERROR_INVALID
 */
gboolean
cl_division_code_check (const char *code, GError **error)
{
  gsize length;

  g_return_val_if_fail (code != NULL, FALSE);

  length = strlen (code);
  if (is_scientific (code))
    return refuse_ruined (code, error);
  if (count_digits (code) == length && (length == 2 || length == 4 || length == 6 || length == 9 || length == 12) && code[0] != '0')
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("“%s” is not a division code. It has 2, 4, 6, 9 or 12 digits: province, prefecture, county, township, village."), code);
  return FALSE;
}

/**
 * cl_office_code_check:
 * @code: a normalised division code
 * @error: return location, or NULL
 *
 * A federation has offices from the province down to the township; a village has an association, which keeps its records there.
 *
 * Returns: whether an office may bear @code; else CL_ERROR_INVALID
 */
gboolean
cl_office_code_check (const char *code, GError **error)
{
  if (!cl_division_code_check (code, error))
    return FALSE;
  if (strlen (code) != 12)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("“%s” is the code of a village, and a village has no office of its own. Give the first 9 digits for the township, 6 for the county, 4 for the prefecture or 2 for the province."),
               code);
  return FALSE;
}
