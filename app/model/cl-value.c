#include "cl-value.h"

/**
 * cl_value_clear:
 * @value: a value
 *
 * Frees what @value holds and makes it %CL_VALUE_NONE, ready for use again.
 */
void
cl_value_clear (ClValue *value)
{
  switch (value->kind)
    {
    case CL_VALUE_TEXT:
      g_free (value->text);
      break;
    case CL_VALUE_TEXTS:
      g_strfreev (value->texts);
      break;
    case CL_VALUE_IDS:
      g_array_unref (value->ids);
      break;
    case CL_VALUE_NONE:
    case CL_VALUE_INTEGER:
      break;
    }
  *value = (ClValue) CL_VALUE_INIT;
}

/**
 * cl_value_copy:
 * @to: where to; cleared first
 * @from: what; may be @to itself
 *
 * A deep copy: nothing is shared afterwards, so the two may live on different threads.
 */
void
cl_value_copy (ClValue *to, const ClValue *from)
{
  if (to == from)
    return;
  cl_value_clear (to);
  switch (from->kind)
    {
    case CL_VALUE_NONE:
      break;
    case CL_VALUE_INTEGER:
      to->integer = from->integer;
      break;
    case CL_VALUE_TEXT:
      to->text = g_strdup (from->text);
      break;
    case CL_VALUE_TEXTS:
      to->texts = g_strdupv (from->texts);
      break;
    case CL_VALUE_IDS:
      to->ids = g_array_copy (from->ids);
      break;
    }
  to->kind = from->kind;
}

/**
 * cl_value_equal:
 * @a: a value
 * @b: another
 *
 * Returns: whether both are of one kind and hold the same, lists in the same order
 */
gboolean
cl_value_equal (const ClValue *a, const ClValue *b)
{
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind)
    {
    case CL_VALUE_NONE:
      return TRUE;
    case CL_VALUE_INTEGER:
      return a->integer == b->integer;
    case CL_VALUE_TEXT:
      return g_str_equal (a->text, b->text);
    case CL_VALUE_TEXTS:
      return g_strv_equal ((const char *const *) a->texts, (const char *const *) b->texts);
    case CL_VALUE_IDS:
      return a->ids->len == b->ids->len
             && memcmp (a->ids->data, b->ids->data, a->ids->len * sizeof (gint64)) == 0;
    }
  return FALSE;
}

/**
 * cl_value_is_none:
 * @value: a value
 *
 * Returns: whether nothing is known
 */
gboolean
cl_value_is_none (const ClValue *value)
{
  return value->kind == CL_VALUE_NONE;
}

/**
 * cl_value_set_integer:
 * @value: a value
 * @integer: a number, fen of money, 0 or 1 of a yes-no, a record id
 */
void
cl_value_set_integer (ClValue *value, gint64 integer)
{
  cl_value_clear (value);
  value->kind = CL_VALUE_INTEGER;
  value->integer = integer;
}

/**
 * cl_value_set_text:
 * @value: a value
 * @text: (nullable): UTF-8, copied; an empty text is unknown too
 */
void
cl_value_set_text (ClValue *value, const char *text)
{
  cl_value_take_text (value, g_strdup (text));
}

/**
 * cl_value_take_text:
 * @value: a value
 * @text: (transfer full) (nullable): UTF-8; an empty text is unknown too
 */
void
cl_value_take_text (ClValue *value, char *text)
{
  cl_value_clear (value);
  if (text == NULL || *text == '\0')
    {
      g_free (text);
      return;
    }
  value->kind = CL_VALUE_TEXT;
  value->text = text;
}

/**
 * cl_value_take_texts:
 * @value: a value
 * @texts: (transfer full) (nullable): several, in order
 */
void
cl_value_take_texts (ClValue *value, GStrv texts)
{
  cl_value_clear (value);
  if (texts == NULL || texts[0] == NULL)
    {
      g_strfreev (texts);
      return;
    }
  value->kind = CL_VALUE_TEXTS;
  value->texts = texts;
}

/**
 * cl_value_take_ids:
 * @value: a value
 * @ids: (transfer full) (nullable) (element-type gint64): record ids, in order
 */
void
cl_value_take_ids (ClValue *value, GArray *ids)
{
  cl_value_clear (value);
  if (ids == NULL || ids->len == 0)
    {
      g_clear_pointer (&ids, g_array_unref);
      return;
    }
  value->kind = CL_VALUE_IDS;
  value->ids = ids;
}

/**
 * cl_variant_read:
 * @type: the type that is expected
 * @text: (nullable): what g_variant_print() made, as the office's file gives it back
 *
 * A file may come from anywhere, and GVariant takes nothing but valid text.
 *
 * Returns: (transfer full) (nullable): the value; %NULL where @text is none
 */
GVariant *
cl_variant_read (const char *type, const char *text)
{
  return text != NULL && *text != '\0' && g_utf8_validate (text, -1, NULL) ? g_variant_parse (G_VARIANT_TYPE (type), text, NULL, NULL, NULL) : NULL;
}
