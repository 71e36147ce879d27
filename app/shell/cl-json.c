#include "cl-json.h"

/**
 * cl_json_append_text:
 * @json: where to
 * @text: (nullable): UTF-8
 *
 * Appends @text as a JSON string (RFC 8259), or null.
 */
void
cl_json_append_text (GString *json, const char *text)
{
  if (text == NULL)
    {
      g_string_append (json, "null");
      return;
    }
  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '"':
        g_string_append (json, "\\\"");
        break;
      case '\\':
        g_string_append (json, "\\\\");
        break;
      case '\n':
        g_string_append (json, "\\n");
        break;
      case '\t':
        g_string_append (json, "\\t");
        break;
      default:
        if ((guchar) *p < 0x20)
          g_string_append_printf (json, "\\u%04x", (guchar) *p);
        else
          g_string_append_c (json, *p);
      }
  g_string_append_c (json, '"');
}

/**
 * cl_json_append_name:
 * @json: where to, inside an object
 * @name: a member's name
 * @suffix: (nullable): what follows it after a dot
 *
 * Appends the name of a member, after a comma unless it is the object's first.
 */
void
cl_json_append_name (GString *json, const char *name, const char *suffix)
{
  g_autofree char *whole = suffix != NULL ? g_strconcat (name, ".", suffix, NULL) : g_strdup (name);

  if (json->len > 0 && json->str[json->len - 1] != '{')
    g_string_append (json, ", ");
  cl_json_append_text (json, whole);
  g_string_append (json, ": ");
}
