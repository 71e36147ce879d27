#include "cl-config.h"

#include <libxml/parser.h>
#include <string.h>

#include "cl-sheet-private.h"
#include "cl-sheet-scan.h"

#define MAX_ATTRIBUTES 16

enum
{
  PLAIN,
  END,    /* "<" */
  ENTITY, /* "&" */
  WIDE,   /* of a character beyond ASCII */
  UNDERSCORE,
  ODD,    /* what XML forbids or changes; ">", which may end a section that is not open */
};

static const guint8 classes[256] = { [0 ... 0x08] = ODD, [0x0b ... 0x1f] = ODD, ['&'] = ENTITY, ['<'] = END, ['>'] = ODD, ['_'] = UNDERSCORE, [0x80 ... 0xff] = WIDE };
/* What ends the value of an attribute, or is odd in it. */
static const gboolean ends_value[256] = { [0 ... 0x1f] = TRUE, ['"'] = TRUE, ['&'] = TRUE, ['<'] = TRUE, [0x7f ... 0xff] = TRUE };
static gboolean is_off;

void
cl_sheet_scan_set_off (gboolean off)
{
  is_off = off;
}

gboolean
cl_sheet_scan_is_off (void)
{
  return is_off;
}

static gboolean
is_name (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == ':' || c == '-' || c == '.';
}

/* A name with a prefix is only passed over, and two of them might be the same. */
static gboolean
take_attribute (ClSheetTag *tag, ClSheetScanned name, ClSheetScanned value, gboolean *prefixed)
{
  const char *colon = memchr (name.value, ':', name.length);
  if (colon)
    {
      gsize local = name.length - (colon + 1 - name.value);
      if (*prefixed || local < 2 || colon == name.value || memchr (colon + 1, ':', local) || !g_ascii_isalpha (colon[1]) ||
          g_ascii_strncasecmp (name.value, "xmlns", 5) == 0)
        return FALSE;
      *prefixed = TRUE;
      return TRUE;
    }
  if (name.length == 5 && memcmp (name.value, "xmlns", 5) == 0)
    return FALSE;
  if (name.length != 1)
    return TRUE;
  if (*name.value == 'r')
    tag->r = value;
  else if (*name.value == 's')
    tag->s = value;
  else if (*name.value == 't')
    tag->t = value;
  return TRUE;
}

/* What stands in rows by the million: r="A1" s="2" t="s" and no more. NULL: anything else, odd or not. */
static const char *
scan_short_tag (const char *text, ClSheetTag *tag)
{
  for (;;)
    {
      if (*text == '>')
        return text + 1;
      if (text[0] == '/' && text[1] == '>')
        {
          tag->empty = TRUE;
          return text + 2;
        }
      if (text[0] != ' ' || text[1] < 'r' || text[1] > 't' || text[2] != '=' || text[3] != '"')
        return NULL;
      ClSheetScanned *attribute = text[1] == 'r' ? &tag->r : text[1] == 's' ? &tag->s : &tag->t;
      const char *value = text += 4;
      if (attribute->value)
        return NULL;
      while (!ends_value[(guint8) *text])
        text++;
      if (*text != '"')
        return NULL;
      *attribute = (ClSheetScanned) { value, text - value };
      text++;
    }
}

const char *
cl_sheet_scan_tag (const char *text, ClSheetTag *tag)
{
  *tag = (ClSheetTag) { .empty = FALSE };
  const char *end = scan_short_tag (text, tag);
  if (end)
    return end;
  ClSheetScanned names[MAX_ATTRIBUTES];
  guint n = 0;
  gboolean prefixed = FALSE;
  *tag = (ClSheetTag) { .empty = FALSE };
  for (;;)
    {
      gboolean blank = *text == ' ';
      while (*text == ' ')
        text++;
      if (*text == '>')
        return text + 1;
      if (text[0] == '/' && text[1] == '>')
        {
          tag->empty = TRUE;
          return text + 2;
        }
      if (!blank || n == MAX_ATTRIBUTES || !(g_ascii_isalpha (*text) || *text == '_'))
        return NULL;
      names[n].value = text;
      while (is_name (*text))
        text++;
      names[n].length = text - names[n].value;
      char quote = text[0] == '=' ? text[1] : '\0';
      if (quote != '"' && quote != '\'')
        return NULL;
      const char *value = text += 2;
      while (*text >= ' ' && *text < 0x7f && *text != quote && *text != '<' && *text != '&')
        text++;
      if (*text != quote)
        return NULL;
      for (guint i = 0; i < n; i++)
        if (names[i].length == names[n].length && *names[i].value == *names[n].value && memcmp (names[i].value, names[n].value, names[n].length) == 0)
          return NULL;
      if (!take_attribute (tag, names[n], (ClSheetScanned) { value, text - value }, &prefixed))
        return NULL;
      n++;
      text++;
    }
}

/* Behind the "&". */
static const char *
scan_entity (const char *text, GString *sink)
{
  static const struct
  {
    const char *name;
    char c;
  } entities[] = { { "lt;", '<' }, { "gt;", '>' }, { "amp;", '&' }, { "quot;", '"' }, { "apos;", '\'' } };
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (memcmp (text, entities[i].name, strlen (entities[i].name)) == 0)
      {
        if (sink)
          g_string_append_c (sink, entities[i].c);
        return text + strlen (entities[i].name);
      }
  if (*text++ != '#')
    return NULL;
  gboolean hex = *text == 'x';
  gunichar c = 0;
  guint digits = 0;
  for (text += hex; hex ? g_ascii_isxdigit (*text) : g_ascii_isdigit (*text); text++)
    {
      if (++digits > 7)
        return NULL;
      c = c * (hex ? 16 : 10) + g_ascii_xdigit_value (*text);
    }
  if (*text != ';' || digits == 0 || !g_unichar_validate (c) || c == 0xfffe || c == 0xffff || (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
    return NULL;
  if (sink)
    g_string_append_unichar (sink, c);
  return text + 1;
}

static inline gboolean
goes_on (char c)
{
  return ((guchar) c & 0xc0) == 0x80;
}

/* Behind one character beyond ASCII; NULL: it is not UTF-8, or one of the two that are UTF-8 and none in XML. */
static inline const char *
scan_wide (const char *text)
{
  guchar a = text[0], b = text[1];
  if (a >= 0xe0 && a < 0xf0)
    {
      if (!goes_on (text[1]) || !goes_on (text[2]) || (a == 0xe0 && b < 0xa0) || (a == 0xed && b >= 0xa0) ||
          (a == 0xef && b == 0xbf && (guchar) text[2] >= 0xbe))
        return NULL;
      return text + 3;
    }
  if (a >= 0xc2 && a < 0xe0)
    return goes_on (text[1]) ? text + 2 : NULL;
  if (a < 0xf0 || a > 0xf4 || !goes_on (text[1]) || !goes_on (text[2]) || !goes_on (text[3]) || (a == 0xf0 && b < 0x90) || (a == 0xf4 && b >= 0x90))
    return NULL;
  return text + 4;
}

const char *
cl_sheet_scan_text (const char *text, GString *sink, gboolean *escaped)
{
  for (;;)
    {
      const char *start = text;
      for (;;)
        {
          guint8 class = classes[(guint8) *text];
          if (class == PLAIN)
            text++;
          else if (class == UNDERSCORE)
            {
              *escaped = TRUE;
              text++;
            }
          else if (class != WIDE)
            break;
          else if (!(text = scan_wide (text)))
            return NULL;
        }
      if (sink && text > start)
        cl_sheet_append (sink, start, text - start);
      if (*text == '<')
        return text;
      if (*text != '&' || !(text = scan_entity (text + 1, sink)))
        return NULL;
      /* "&#95;" */
      *escaped = TRUE;
    }
}

const char *
cl_sheet_scan_leaf (const char *text, GString *sink, gboolean *escaped)
{
  ClSheetTag tag;
  char name = *text++;
  if (*text == '>')
    text++;
  else if (!(text = cl_sheet_scan_tag (text, &tag)) || tag.empty)
    return text;
  text = cl_sheet_scan_text (text, sink, escaped);
  return text && text[1] == '/' && text[2] == name && text[3] == '>' ? text + 4 : NULL;
}

static gboolean
says_utf_8 (const char *text, gsize size)
{
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    return FALSE;
  const char *end = memmem (text, MIN (size, 256), "?>", 2);
  const char *encoding = end ? memmem (text, end - text, "encoding", 8) : NULL;
  return !encoding || (end - encoding >= 16 && (g_ascii_strncasecmp (encoding + 8, "=\"utf-8\"", 8) == 0 || g_ascii_strncasecmp (encoding + 8, "='utf-8'", 8) == 0));
}

gboolean
cl_sheet_scan_begins_plainly (const char *text, gsize size)
{
  return says_utf_8 (text, size) && !memmem (text, size, "<!", 2);
}

gboolean
cl_sheet_scan_frame (const char *text, gsize size, gsize start, gsize end, const struct _xmlSAXHandler *callbacks, gpointer data)
{
  if (!cl_sheet_scan_begins_plainly (text, start) || start > G_MAXINT || size - end > G_MAXINT)
    return FALSE;
  xmlParserCtxtPtr context = cl_sheet_xml_new (callbacks, data);
  cl_sheet_xml_parse (context, text, start);
  cl_sheet_xml_parse (context, text + end, size - end);
  cl_sheet_xml_parse (context, NULL, 0);
  gboolean sound = context->wellFormed;
  cl_sheet_xml_free (context);
  return sound;
}
