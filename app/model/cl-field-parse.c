#include "cl-field-private.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-date.h"
#include "cl-error.h"
#include "cl-text-private.h"

#define LABELS_IN_MESSAGE 12
#define FEN_MAX G_GINT64_CONSTANT (99999999999999) /* twelve digits of yuan: more than any account of an office */

static gboolean
is_one_of (const char *text, const char *const *words)
{
  return g_strv_contains (words, text);
}

static gboolean
parse_integer (const char *text, ClValue *value, GError **error)
{
  static const char *const units[] = { "", "人", "户", "个", "名", "岁", "件", "次", "页", "条", "张", NULL };
  g_autofree char *squashed = cl_text_squash (text);
  const char *p = squashed;
  gboolean minus = *p == '-';
  guint64 amount = 0;
  guint digits = 0;

  if (*p == '-' || *p == '+')
    p++;
  for (; g_ascii_isdigit (*p) || (*p == ',' && digits > 0); p++)
    if (*p != ',')
      {
        if (++digits > 18)
          break;
        amount = amount * 10 + g_ascii_digit_value (*p);
      }
  if (digits > 0 && *p == '.')
    for (p++; *p == '0'; p++)
      continue;
  if (digits == 0 || digits > 18 || !is_one_of (p, units))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a whole number. Write it in digits, as 1200."), text);
      return FALSE;
    }
  cl_value_set_integer (value, minus ? -(gint64) amount : (gint64) amount);
  return TRUE;
}

static gboolean
parse_money (const char *text, ClValue *value, GError **error)
{
  static const char *const units[] = { "", "元", "万", "万元", "元整", NULL };
  g_autofree char *squashed = cl_text_squash (text);
  const char *p = squashed;
  gboolean minus = FALSE, point = FALSE, exact = TRUE;
  int places = 0, wanted;
  guint digits = 0;
  gint64 fen = 0;
  g_autoptr (GString) decimals = g_string_new (NULL);

  if (*p == '-' || *p == '+')
    minus = *p++ == '-';
  if (g_str_has_prefix (p, "¥") || g_str_has_prefix (p, "￥"))
    p = g_utf8_next_char (p);
  if (*p == '-')
    {
      minus = TRUE;
      p++;
    }
  for (; g_ascii_isdigit (*p) || (*p == ',' && digits > 0 && !point) || (*p == '.' && !point); p++)
    if (*p == '.')
      point = TRUE;
    else if (point)
      {
        digits++;
        g_string_append_c (decimals, *p);
      }
    else if (*p != ',')
      {
        if (++digits > 12)
          break;
        fen = fen * 10 + g_ascii_digit_value (*p);
      }
  wanted = g_str_has_prefix (p, "万") ? 6 : 2;
  for (; places < wanted; places++)
    fen = fen * 10 + (places < (int) decimals->len ? g_ascii_digit_value (decimals->str[places]) : 0);
  for (gsize i = wanted; i < decimals->len; i++)
    exact = exact && decimals->str[i] == '0';
  if (digits == 0 || fen > FEN_MAX || !is_one_of (p, units))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not an amount of money. Write it in yuan, as 1234.50."), text);
      return FALSE;
    }
  if (!exact)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” goes beyond the fen. Write it with two decimals, as 1234.50."), text);
      return FALSE;
    }
  cl_value_set_integer (value, minus ? -fen : fen);
  return TRUE;
}

static gboolean
parse_boolean (const char *text, ClValue *value, GError **error)
{
  static const char *const yes[] = { "是", "有", "√", "✓", "✔", "☑", "对", "真", "y", "yes", "true", "t", "1", "1.0", "on", "已", "已有", "v", NULL };
  static const char *const no[] = { "否", "无", "×", "✗", "✘", "✕", "☐", "□", "不是", "没有", "错", "假", "n", "no", "false", "f", "0", "0.0", "off",
                                    "x", "未", NULL };
  g_autofree char *squashed = cl_text_squash (text);
  g_autofree char *lower = g_utf8_strdown (squashed, -1);

  if (!is_one_of (lower, yes) && !is_one_of (lower, no))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is neither yes nor no. Write 是 or 否."), text);
      return FALSE;
    }
  cl_value_set_integer (value, is_one_of (lower, yes) ? 1 : 0);
  return TRUE;
}

static const char *
find_code (const ClField *field, const char *text, GError **error)
{
  const char *code = field->codes != NULL ? cl_codes_find (field->codes, text) : text;
  g_autoptr (GString) labels = NULL;
  guint n;

  if (code != NULL)
    return code;
  labels = g_string_new (NULL);
  n = cl_codes_get_n (field->codes);
  for (guint i = 0; i < MIN (n, LABELS_IN_MESSAGE); i++)
    g_string_append_printf (labels, "%s%s", i > 0 ? "、" : "",
                            cl_codes_get_label (field->codes, cl_codes_get_code (field->codes, i)));
  if (n > LABELS_IN_MESSAGE)
    g_string_append (labels, "……");
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not in the list of “%s”. Choose one of: %s."), text, cl_field_get_header (field),
               labels->str);
  return NULL;
}

static gboolean
parse_id (const ClField *field, const char *text, gint64 *id, GError **error)
{
  g_autofree char *squashed = cl_text_squash (text);

  if (*squashed == '\0' || squashed[strspn (squashed, "0123456789")] != '\0' || !g_ascii_string_to_signed (squashed, 10, 1, G_MAXINT64, id, NULL))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not the number of a record. Choose the record for “%s” from its list."), text,
                   cl_field_get_label (field));
      return FALSE;
    }
  return TRUE;
}

/* One value that is kept as text; NULL with @error where its format is wrong. */
static char *
parse_one (const ClField *field, const char *text, GError **error)
{
  g_autofree char *number = NULL;

  switch (field->type)
    {
    case CL_FIELD_DATE:
      return cl_date_parse (text, error);
    case CL_FIELD_MONTH:
      return cl_month_parse (text, error);
    case CL_FIELD_CODE:
      return g_strdup (find_code (field, text, error));
    case CL_FIELD_CITIZEN_ID:
      number = cl_citizen_id_normalise (text);
      return cl_citizen_id_check (number, error) ? g_steal_pointer (&number) : NULL;
    case CL_FIELD_CERTIFICATE:
      number = cl_certificate_normalise (text);
      return cl_certificate_check (number, error) ? g_steal_pointer (&number) : NULL;
    case CL_FIELD_DIVISION_CODE:
      number = cl_division_code_normalise (text);
      return cl_division_code_check (number, error) ? g_steal_pointer (&number) : NULL;
    case CL_FIELD_PHONE:
      return cl_phone_normalise (text, error);
    case CL_FIELD_LONG_TEXT:
      return cl_text_strip (text);
    default:
      return field->is_name ? cl_text_name (text) : cl_text_line (text);
    }
}

/* Which brackets of @text have their other half, by byte: what is opened and never closed holds nothing together. */
static GByteArray *
find_pairs (const char *text)
{
  GByteArray *pairs = g_byte_array_new ();
  gsize length = strlen (text);
  guint closed = 0;

  g_byte_array_set_size (pairs, length + 1);
  memset (pairs->data, 0, pairs->len);
  for (const char *p = text + length; p > text;)
    {
      gunichar c;

      p = g_utf8_prev_char (p);
      c = g_utf8_get_char (p);
      if (c == ')' || c == 0xff09)
        closed++;
      else if ((c == '(' || c == 0xff08) && closed > 0)
        {
          closed--;
          pairs->data[p - text] = 1;
        }
    }
  return pairs;
}

/* Nothing but Chinese characters (U+4000 to U+9FFF) and no more letters and digits than one phone number has: there is nothing to split. */
static gboolean
is_one (const char *text)
{
  const guchar *p = (const guchar *) text;
  guint plain = 0;

  for (; *p != '\0'; p += *p >= 0x80 ? 3 : 1)
    if (g_ascii_isalnum (*p))
      plain++;
    else if (*p < 0xe4 || *p > 0xe9)
      return FALSE;
  return plain <= 11;
}

/* At 、，,;；/ and line ends, but not inside the brackets of a phone's note; two mobile numbers apart from each other by a space, or by nothing, are two. */
static GStrv
split_several (const ClField *field, const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) part = g_string_new (NULL);
  g_autofree char *apart = NULL;
  g_autoptr (GByteArray) pairs = NULL;
  const char *whole;
  int depth = 0;

  if (is_one (text))
    {
      g_strv_builder_add (builder, text);
      return g_strv_builder_end (builder);
    }
  if (field->type == CL_FIELD_PHONE)
    {
      static GRegex *regex;
      g_autofree char *folded = cl_text_fold (text);

      if (g_once_init_enter (&regex))
        g_once_init_leave (&regex, g_regex_new ("(?<=\\d{11})\\s+(?=[01][\\d-]{9})|(?<=(?<!\\d)1[3-9]\\d{9})(?=1[3-9]\\d{9}(?!\\d))", G_REGEX_OPTIMIZE, 0, NULL));
      apart = g_regex_replace_literal (regex, folded, -1, 0, "、", 0, NULL);
    }
  whole = apart != NULL ? apart : text;
  pairs = find_pairs (whole);
  for (const char *p = whole;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean separator = c == 0x3001 || c == 0xff0c || c == ',' || c == ';' || c == 0xff1b || c == '/' || c == 0xff0f || c == '\n' || c == '\r';

      depth += pairs->data[p - whole];
      if ((c == ')' || c == 0xff09) && depth > 0)
        depth--;
      if (c == '\0' || (separator && depth == 0))
        {
          g_autofree char *stripped = cl_text_strip (part->str);
          if (*stripped != '\0')
            g_strv_builder_add (builder, stripped);
          g_string_truncate (part, 0);
          depth = 0;
          if (c == '\0')
            break;
        }
      else
        g_string_append_unichar (part, c);
    }
  return g_strv_builder_end (builder);
}

/* "听力+言语", "肢体 智力", "听力和言语": what the list does not know whole is tried in pieces. */
static gboolean
add_codes (const ClField *field, const char *text, GPtrArray *texts, GError **error)
{
  const char *code = field->codes != NULL ? cl_codes_find (field->codes, text) : text;
  g_autofree char *folded = NULL;
  g_auto (GStrv) pieces = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  if (code == NULL)
    {
      g_autoptr (GRegex) regex = g_regex_new ("[\\s+&|]+|和|与|及|兼", 0, 0, NULL);

      folded = cl_text_fold (text);
      pieces = g_regex_split (regex, folded, 0);
      for (guint i = 0; pieces[i] != NULL; i++)
        if (*pieces[i] != '\0' && (code = cl_codes_find (field->codes, pieces[i])) != NULL)
          g_ptr_array_add (found, (gpointer) code);
        else if (*pieces[i] != '\0')
          return find_code (field, text, error) != NULL;
    }
  else
    g_ptr_array_add (found, (gpointer) code);
  for (guint i = 0; i < found->len; i++)
    if (!g_ptr_array_find_with_equal_func (texts, found->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (texts, g_strdup (found->pdata[i]));
  return TRUE;
}

static gboolean
parse_several (const ClField *field, const char *text, ClValue *value, GError **error)
{
  g_auto (GStrv) parts = split_several (field, text);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (cl_field_is_link (field))
        {
          gint64 id;
          if (!parse_id (field, parts[i], &id, error))
            return FALSE;
          g_array_append_val (ids, id);
        }
      else if (field->type == CL_FIELD_CODE)
        {
          if (!add_codes (field, parts[i], texts, error))
            return FALSE;
        }
      else
        {
          g_autofree char *one = parse_one (field, parts[i], error);
          if (one == NULL)
            return FALSE;
          if (!g_ptr_array_find_with_equal_func (texts, one, g_str_equal, NULL))
            g_ptr_array_add (texts, g_steal_pointer (&one));
        }
    }
  if (cl_field_is_link (field))
    cl_value_take_ids (value, g_steal_pointer (&ids));
  else
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      for (guint i = 0; i < texts->len; i++)
        g_strv_builder_add (builder, texts->pdata[i]);
      cl_value_take_texts (value, g_strv_builder_end (builder));
    }
  return TRUE;
}

/* Where there is nothing to say, paper says 无 or has a stroke; in a text these words stay what they are, and to yes or no 无 is an answer. */
static gboolean
means_nothing (const ClField *field, const char *text)
{
  if (*text == '\0')
    return TRUE;
  if (field->type == CL_FIELD_TEXT || field->type == CL_FIELD_LONG_TEXT || !cl_text_is_blank_word (text))
    return FALSE;
  switch (field->type)
    {
    case CL_FIELD_BOOLEAN:
      return !g_str_equal (text, "无") && !g_str_equal (text, "没有");
    case CL_FIELD_CODE:
      return field->codes == NULL || cl_codes_find (field->codes, text) == NULL;
    default:
      return TRUE;
    }
}

/**
 * cl_field_parse:
 * @field: a field
 * @text: (nullable): what was typed, or stands in a cell
 * @value: set to what it means; NONE for nothing, and for 无, — and the like in fields that are not text
 * @error: return location, or NULL
 *
 * Any thread. A text field called name, or with a name that ends in _name, is tidied as a name is (cl_text_name()). References are taken as ids only:
 * the caller finds records by what they are called.
 *
 * Returns: FALSE with CL_ERROR_INVALID and what to do about it; @value is as it was then
 */
gboolean
cl_field_parse (const ClField *field, const char *text, ClValue *value, GError **error)
{
  g_autofree char *stripped = NULL, *one = NULL;
  gint64 id;

  g_return_val_if_fail (field != NULL && value != NULL, FALSE);

  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The text for “%s” is damaged: it is not UTF-8. Type it again."), cl_field_get_label (field));
      return FALSE;
    }
  stripped = cl_text_strip (text);
  if (means_nothing (field, stripped))
    {
      cl_value_clear (value);
      return TRUE;
    }
  if (field->several)
    return parse_several (field, stripped, value, error);
  switch (field->type)
    {
    case CL_FIELD_INTEGER:
      return parse_integer (stripped, value, error);
    case CL_FIELD_MONEY:
      return parse_money (stripped, value, error);
    case CL_FIELD_BOOLEAN:
      return parse_boolean (stripped, value, error);
    case CL_FIELD_REFERENCE:
    case CL_FIELD_ATTACHMENT:
      if (!parse_id (field, stripped, &id, error))
        return FALSE;
      cl_value_set_integer (value, id);
      return TRUE;
    default:
      if ((one = parse_one (field, stripped, error)) == NULL)
        return FALSE;
      cl_value_set_text (value, one);
      return TRUE;
    }
}

/**
 * cl_field_parse_note:
 * @field: a field
 * @text: (nullable): what cl_field_parse() took
 *
 * Returns: (transfer full) (nullable): what it mended that a person should see (DOMAIN.md B9): a sign in a name that only looks like its separator
 */
char *
cl_field_parse_note (const ClField *field, const char *text)
{
  g_autofree char *sign = NULL;

  if (!field->is_name || text == NULL || (sign = cl_text_name_look_alike (text)) == NULL)
    return NULL;
  return g_strdup_printf (_("The name had “%s” between its parts; it is kept with “·”. Compare it with the card."), sign);
}
