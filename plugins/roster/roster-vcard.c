#include "roster-vcard.h"

#include <canlian.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* More than any telephone holds. A picture makes a long line, which is passed over. */
#define MAX_CONTACTS 50000
#define MAX_LINE (64 * 1024)
#define MAX_PHONES 32

/* "item1.TEL;TYPE=CELL;CHARSET=GBK:value", the value still in the bytes of the file. */
typedef struct
{
  char *group;
  char *name; /* upper case */
  char *charset;
  gboolean quoted_printable;
  gboolean base64;
  char *value;
} Property;

/* One contact while it is read. */
typedef struct
{
  char *full;
  char *family, *given;
  char *organisation;
  GPtrArray *phones;  /* char * */
  GPtrArray *groups;  /* char *, of each phone, "" where it has none */
  GHashTable *labels; /* group -> whose it is */
  gboolean plain;     /* version 2.1: no escapes but \; */
} Card;

typedef struct
{
  const char *at, *end;
  GString *line; /* the one read last, unfolded; empty where it was too long */
} Lines;

static void
contact_free (gpointer data)
{
  RosterContact *contact = data;

  g_free (contact->name);
  g_free (contact->phones);
  g_free (contact);
}

static void
property_clear (Property *property)
{
  g_free (property->group);
  g_free (property->name);
  g_free (property->charset);
  g_free (property->value);
  *property = (Property){ 0 };
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Property, property_clear)

static void
card_clear (Card *card)
{
  g_clear_pointer (&card->full, g_free);
  g_clear_pointer (&card->family, g_free);
  g_clear_pointer (&card->given, g_free);
  g_clear_pointer (&card->organisation, g_free);
  g_clear_pointer (&card->phones, g_ptr_array_unref);
  g_clear_pointer (&card->groups, g_ptr_array_unref);
  g_clear_pointer (&card->labels, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Card, card_clear)

static void
card_begin (Card *card)
{
  card_clear (card);
  card->phones = g_ptr_array_new_with_free_func (g_free);
  card->groups = g_ptr_array_new_with_free_func (g_free);
  card->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  card->plain = FALSE;
}

/* One line of the file without its end: from @from, @length bytes. */
static gboolean
read_physical (Lines *lines, const char **from, gsize *length)
{
  const char *stop;

  if (lines->at >= lines->end)
    return FALSE;
  *from = lines->at;
  for (stop = lines->at; stop < lines->end && *stop != '\n' && *stop != '\r'; stop++)
    ;
  *length = stop - *from;
  if (stop < lines->end && *stop == '\r')
    stop++;
  if (stop < lines->end && *stop == '\n' && (stop == *from + *length || stop[-1] == '\r'))
    stop++;
  lines->at = stop;
  return TRUE;
}

/* Whether what stands before the colon asks for soft breaks: a "=" at the end of a line. */
static gboolean
is_quoted_printable (const GString *line)
{
  const char *colon = memchr (line->str, ':', line->len);
  g_autofree char *head = g_ascii_strup (line->str, colon != NULL ? colon - line->str : 0);

  return strstr (head, "QUOTED-PRINTABLE") != NULL;
}

static void
append_bounded (GString *line, gboolean *is_long, const char *from, gsize length)
{
  if (*is_long || line->len + length > MAX_LINE)
    *is_long = TRUE;
  else
    g_string_append_len (line, from, length);
}

/* A line and those folded behind it: they begin with a blank, or the one before ends in a soft break. */
static gboolean
read_line (Lines *lines)
{
  const char *from;
  gsize length;
  gboolean is_long = FALSE;

  g_string_truncate (lines->line, 0);
  if (!read_physical (lines, &from, &length))
    return FALSE;
  append_bounded (lines->line, &is_long, from, length);
  for (;;)
    {
      gboolean soft = length > 0 && from[length - 1] == '=' && !is_long && is_quoted_printable (lines->line);

      if (soft)
        g_string_truncate (lines->line, lines->line->len - 1);
      else if (lines->at >= lines->end || (*lines->at != ' ' && *lines->at != '\t'))
        break;
      if (!read_physical (lines, &from, &length))
        break;
      if (soft)
        append_bounded (lines->line, &is_long, from, length);
      else
        append_bounded (lines->line, &is_long, from + 1, length - 1);
    }
  if (is_long)
    g_string_truncate (lines->line, 0);
  return TRUE;
}

/* The first of @stops in @text that stands in no quotation, or the end. */
static const char *
find_outside_quotes (const char *text, char stop)
{
  gboolean quoted = FALSE;

  for (; *text != '\0' && (quoted || *text != stop); text++)
    if (*text == '"')
      quoted = !quoted;
  return text;
}

static void
read_parameter (Property *property, const char *parameter)
{
  const char *equals = strchr (parameter, '=');
  g_autofree char *key = equals != NULL ? g_ascii_strup (parameter, equals - parameter) : g_strdup ("ENCODING");
  g_autofree char *value = g_strdup (equals != NULL ? equals + 1 : parameter);

  g_strstrip (key);
  g_strdelimit (value, "\"", ' ');
  g_strstrip (value);
  if (g_str_equal (key, "CHARSET"))
    {
      g_free (property->charset);
      property->charset = g_steal_pointer (&value);
    }
  else if (g_str_equal (key, "ENCODING"))
    {
      property->quoted_printable = property->quoted_printable || g_ascii_strcasecmp (value, "QUOTED-PRINTABLE") == 0;
      property->base64 = property->base64 || g_ascii_strcasecmp (value, "B") == 0 || g_ascii_strcasecmp (value, "BASE64") == 0;
    }
}

/* FALSE: no line of a vCard. */
static gboolean
read_property (const GString *line, Property *property)
{
  const char *colon = find_outside_quotes (line->str, ':');
  g_autofree char *head = g_strndup (line->str, colon - line->str);
  char *at = head, *dot;

  if (*colon == '\0' || memchr (line->str, '\0', line->len) != NULL)
    return FALSE;
  property->value = g_strdup (colon + 1);
  for (gboolean first = TRUE; at != NULL; first = FALSE)
    {
      char *stop = (char *) find_outside_quotes (at, ';');
      char *next = *stop == ';' ? stop + 1 : NULL;

      *stop = '\0';
      if (!first)
        read_parameter (property, at);
      else
        {
          dot = strrchr (at, '.');
          property->group = dot != NULL ? g_ascii_strup (at, dot - at) : g_strdup ("");
          property->name = g_ascii_strup (dot != NULL ? dot + 1 : at, -1);
          g_strstrip (property->name);
        }
      at = next;
    }
  return property->name != NULL;
}

/* Transfer full: bytes with a NUL behind them. A sign that is none stands for itself. */
static char *
decode_quoted_printable (const char *value, gsize *length)
{
  GString *bytes = g_string_new (NULL);

  for (; *value != '\0'; value++)
    {
      if (*value == '=' && g_ascii_isxdigit (value[1]) && g_ascii_isxdigit (value[2]))
        {
          g_string_append_c (bytes, (char) (g_ascii_xdigit_value (value[1]) * 16 + g_ascii_xdigit_value (value[2])));
          value += 2;
        }
      else
        g_string_append_c (bytes, *value);
    }
  *length = bytes->len;
  return g_string_free (bytes, FALSE);
}

/* As text: in the encoding that the line names, else in UTF-8 where it is that, else in GB18030, as older telephones write. Transfer full. */
static char *
decode (const Property *property)
{
  g_autofree char *bytes = NULL;
  gsize length;
  char *text = NULL;

  if (property->quoted_printable)
    bytes = decode_quoted_printable (property->value, &length);
  else if (property->base64)
    {
      guchar *decoded = g_base64_decode (property->value, &length);

      bytes = g_strndup ((const char *) decoded, length);
      g_free (decoded);
    }
  else
    {
      bytes = g_strdup (property->value);
      length = strlen (bytes);
    }
  length = strnlen (bytes, length);
  if (property->charset != NULL && g_ascii_strcasecmp (property->charset, "UTF-8") != 0)
    text = g_convert (bytes, length, "UTF-8", g_ascii_strncasecmp (property->charset, "GB", 2) == 0 ? "GB18030" : property->charset, NULL, NULL, NULL);
  if (text == NULL && !g_utf8_validate (bytes, length, NULL))
    text = g_convert (bytes, length, "UTF-8", "GB18030", NULL, NULL, NULL);
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    {
      g_free (text);
      text = g_utf8_make_valid (bytes, length);
    }
  return text;
}

/* Up to the next ; that is not escaped, the escapes taken off. @at goes behind it, NULL at the end. Transfer full. */
static char *
take_part (const char **at, gboolean split, gboolean plain)
{
  GString *part = g_string_new (NULL);
  const char *c = *at;

  for (; *c != '\0' && !(split && *c == ';'); c++)
    {
      if (*c == '\\' && c[1] != '\0' && (!plain || c[1] == ';'))
        {
          c++;
          g_string_append_c (part, *c == 'n' || *c == 'N' ? ' ' : *c);
        }
      else if ((guchar) *c < 0x20 || *c == 0x7f)
        g_string_append_c (part, ' ');
      else
        g_string_append_c (part, *c);
    }
  *at = *c == ';' ? c + 1 : NULL;
  g_strstrip (part->str);
  return g_string_free (part, FALSE);
}

static char *
take_first (const Property *property, gboolean split, gboolean plain)
{
  g_autofree char *text = decode (property);
  const char *at = text;

  return take_part (&at, split, plain);
}

/* "tel:+86-138-0000-0012;ext=102" -> "+86-138-0000-0012转102" */
static char *
read_phone (const char *text)
{
  const char *rest = g_ascii_strncasecmp (text, "tel:", 4) == 0 ? text + 4 : text;
  const char *semicolon = strchr (rest, ';');
  /* What is dialled after a pause is no part of the number. */
  g_autofree char *number = g_strndup (rest, strcspn (rest, ";,/pPwW"));

  g_strstrip (number);
  if (rest != text && semicolon != NULL && g_ascii_strncasecmp (semicolon, ";ext=", 5) == 0)
    {
      g_autofree char *extension = g_strndup (semicolon + 5, strspn (semicolon + 5, "0123456789"));

      return g_strdup_printf ("%s转%s", number, extension);
    }
  return g_steal_pointer (&number);
}

static void
card_add_phone (Card *card, const Property *property)
{
  g_autofree char *text = take_first (property, FALSE, card->plain);
  g_autofree char *phone = read_phone (text);

  if (*phone == '\0' || card->phones->len >= MAX_PHONES || g_ptr_array_find_with_equal_func (card->phones, phone, g_str_equal, NULL))
    return;
  g_ptr_array_add (card->phones, g_steal_pointer (&phone));
  g_ptr_array_add (card->groups, g_strdup (property->group));
}

static void
card_take (Card *card, const Property *property)
{
  if (g_str_equal (property->name, "VERSION"))
    card->plain = g_str_equal (property->value, "2.1");
  else if (g_str_equal (property->name, "FN") && card->full == NULL)
    card->full = take_first (property, FALSE, card->plain);
  else if (g_str_equal (property->name, "N") && card->family == NULL)
    {
      g_autofree char *text = decode (property);
      const char *at = text;

      card->family = take_part (&at, TRUE, card->plain);
      card->given = at != NULL ? take_part (&at, TRUE, card->plain) : g_strdup ("");
    }
  else if (g_str_equal (property->name, "ORG") && card->organisation == NULL)
    card->organisation = take_first (property, TRUE, card->plain);
  else if (g_str_equal (property->name, "TEL"))
    card_add_phone (card, property);
  else if (g_str_equal (property->name, "X-ABLABEL"))
    {
      g_autofree char *label = take_first (property, FALSE, card->plain);

      /* Those in _$!<…>!$_ are the telephone's own: mobile, home, work. */
      if (!g_str_has_prefix (label, "_$!<"))
        g_hash_table_replace (card->labels, g_strdup (property->group), g_steal_pointer (&label));
    }
}

static gboolean
is_han (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_get_script (g_utf8_get_char (text)) != G_UNICODE_SCRIPT_HAN)
      return FALSE;
  return TRUE;
}

/* A Chinese name is the family's before the given, as no telephone writes it in full where it was set up in another language. Transfer full. */
static char *
card_make_name (const Card *card)
{
  const char *family = card->family != NULL ? card->family : "", *given = card->given != NULL ? card->given : "";

  if ((is_han (family) || *family == '\0') && (is_han (given) || *given == '\0') && *family + *given != '\0')
    return g_strconcat (family, given, NULL);
  if (card->full != NULL && *card->full != '\0')
    return g_strdup (card->full);
  if (*family != '\0' || *given != '\0')
    return g_strstrip (g_strdup_printf ("%s %s", given, family));
  return g_strdup (card->organisation != NULL ? card->organisation : "");
}

static RosterContact *
card_end (const Card *card)
{
  RosterContact *contact = g_new0 (RosterContact, 1);
  g_autoptr (GString) phones = g_string_new (NULL);

  for (guint i = 0; i < card->phones->len; i++)
    {
      const char *group = card->groups->pdata[i];
      const char *label = *group != '\0' ? g_hash_table_lookup (card->labels, group) : NULL;

      g_string_append_printf (phones, "%s%s", phones->len > 0 ? "、" : "", (const char *) card->phones->pdata[i]);
      if (label != NULL && *label != '\0')
        g_string_append_printf (phones, "（%s）", label);
    }
  contact->name = card_make_name (card);
  contact->phones = g_string_free (g_steal_pointer (&phones), FALSE);
  return contact;
}

/* Bytes in UTF-16 as UTF-8; NULL where they are none. Transfer full. */
static char *
from_wide (const char *bytes, gsize size, gsize *length)
{
  const char *encoding = NULL;

  if (size >= 2 && memcmp (bytes, "\xff\xfe", 2) == 0)
    encoding = "UTF-16LE";
  else if (size >= 2 && memcmp (bytes, "\xfe\xff", 2) == 0)
    encoding = "UTF-16BE";
  return encoding != NULL ? g_convert (bytes + 2, (size - 2) & ~(gsize) 1, "UTF-8", encoding, NULL, length, NULL) : NULL;
}

/**
 * roster_vcard_recognises:
 * @head: the first bytes of a file
 * @size: how many
 *
 * Returns: whether it is one of contacts
 */
gboolean
roster_vcard_recognises (const char *head, gsize size)
{
  static const char begin[] = "BEGIN:VCARD";
  gsize length = 0;
  g_autofree char *wide = from_wide (head, MIN (size, 256), &length);

  if (wide != NULL)
    {
      head = wide;
      size = length;
    }
  if (size >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0)
    {
      head += 3;
      size -= 3;
    }
  for (; size > 0 && g_ascii_isspace (*head); size--)
    head++;
  return size >= strlen (begin) && g_ascii_strncasecmp (head, begin, strlen (begin)) == 0;
}

/* A card within a card, as of a secretary, is passed over. */
static gboolean
read_cards (Lines *lines, GPtrArray *contacts, const char *name, GError **error)
{
  g_auto (Card) card = { 0 };
  guint depth = 0;

  while (read_line (lines))
    {
      g_auto (Property) property = { 0 };

      if (!read_property (lines->line, &property))
        continue;
      g_strstrip (property.value);
      if (g_str_equal (property.name, "BEGIN") && g_ascii_strcasecmp (property.value, "VCARD") == 0)
        {
          if (depth++ == 0)
            card_begin (&card);
        }
      else if (g_str_equal (property.name, "END") && g_ascii_strcasecmp (property.value, "VCARD") == 0 && depth > 0)
        {
          if (--depth > 0)
            continue;
          if (contacts->len >= MAX_CONTACTS)
            {
              g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” holds more than %d contacts. Export them in parts."), name, MAX_CONTACTS);
              return FALSE;
            }
          g_ptr_array_add (contacts, card_end (&card));
        }
      else if (depth == 1)
        card_take (&card, &property);
    }
  if (depth == 0)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("“%s” ends in the middle of contact %u. Export the contacts from the telephone once more."), name, contacts->len + 1);
  return FALSE;
}

/**
 * roster_vcard_parse:
 * @bytes: a file of contacts
 * @size: its length
 * @name: its name, for messages
 *
 * Reads vCard 2.1, 3.0 and 4.0: names and telephone numbers. Any thread.
 *
 * Returns: (transfer full) (element-type RosterContact): the contacts in their order; %NULL where the file breaks off or holds too many
 */
GPtrArray *
roster_vcard_parse (const char *bytes, gsize size, const char *name, GError **error)
{
  g_autoptr (GPtrArray) contacts = g_ptr_array_new_with_free_func (contact_free);
  g_autoptr (GString) line = g_string_new (NULL);
  gsize length = 0;
  g_autofree char *wide = from_wide (bytes, size, &length);
  Lines lines = { wide != NULL ? wide : bytes, wide != NULL ? wide + length : bytes + size, line };

  if (lines.end - lines.at >= 3 && memcmp (lines.at, "\xef\xbb\xbf", 3) == 0)
    lines.at += 3;
  return read_cards (&lines, contacts, name, error) ? g_steal_pointer (&contacts) : NULL;
}
