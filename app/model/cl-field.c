#include "cl-field-private.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

static const char *const type_names[] = {
  "text", "long-text", "integer", "money", "date", "year-month", "yes-no", "code", "reference", "citizen-id", "certificate", "phone",
  "division-code", "attachment",
};

static const char *
translate (const char *text)
{
  return text != NULL && *text != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : text;
}

static char *
format_money (gint64 fen)
{
  guint64 amount = fen < 0 ? (guint64) -(fen + 1) + 1 : (guint64) fen;

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02u", fen < 0 ? "-" : "", amount / 100, (guint) (amount % 100));
}

static char *
format_text (const ClField *field, const char *text)
{
  const char *label = field->codes != NULL ? cl_codes_get_label (field->codes, text) : NULL;

  return g_strdup (label != NULL ? label : text);
}

static char *
format_texts (const ClField *field, const ClValue *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  if (value->kind == CL_VALUE_IDS)
    for (guint i = 0; i < value->ids->len; i++)
      {
        g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (value->ids, gint64, i));
        g_strv_builder_add (builder, id);
      }
  else
    for (guint i = 0; value->texts[i] != NULL; i++)
      {
        g_autofree char *text = format_text (field, value->texts[i]);
        g_strv_builder_add (builder, text);
      }
  parts = g_strv_builder_end (builder);
  return g_strjoinv ("、", parts);
}

void
cl_field_free (ClField *field)
{
  g_free (field->name);
  g_free (field->label);
  g_free (field->context);
  g_free (field->help);
  g_strfreev (field->known_as);
  g_free (field->private_class);
  g_free (field->target);
  g_free (field->codes_name);
  g_clear_pointer (&field->codes, cl_codes_unref);
  g_free (field->default_text);
  g_free (field->derive);
  g_free (field->path);
  g_free (field);
}

gboolean
cl_field_type_from_name (const char *name, ClFieldType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_strcmp0 (name, type_names[i]) == 0)
      {
        *type = i;
        return TRUE;
      }
  return FALSE;
}

const char *
cl_field_type_get_name (ClFieldType type)
{
  g_return_val_if_fail (type < G_N_ELEMENTS (type_names), NULL);

  return type_names[type];
}

gboolean
cl_field_type_can_be_several (ClFieldType type)
{
  return type == CL_FIELD_CODE || type == CL_FIELD_REFERENCE || type == CL_FIELD_PHONE || type == CL_FIELD_TEXT || type == CL_FIELD_ATTACHMENT;
}

/**
 * cl_field_get_name:
 * @field: a field
 *
 * Returns: its name, which is that of its column in the store
 */
const char *
cl_field_get_name (const ClField *field)
{
  return field->name;
}

/**
 * cl_field_get_label:
 * @field: a field
 *
 * Returns: its label in the user's language
 */
const char *
cl_field_get_label (const ClField *field)
{
  const char *own = field->context != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, field->context, field->label) : field->label;

  return own != field->label ? own : translate (field->label);
}

/**
 * cl_field_get_header:
 * @field: a field
 *
 * Returns: the official Chinese header of its column in sheets and on paper: the first known-as, else the label
 */
const char *
cl_field_get_header (const ClField *field)
{
  return field->known_as[0] != NULL ? field->known_as[0] : cl_field_get_label (field);
}

/**
 * cl_field_get_help:
 * @field: a field
 *
 * Returns: (nullable): one sentence in the user's language
 */
const char *
cl_field_get_help (const ClField *field)
{
  return translate (field->help);
}

/**
 * cl_field_get_known_as:
 * @field: a field
 *
 * Returns: the headers that its column has in sheets, the official one first; may be empty
 */
const char *const *
cl_field_get_known_as (const ClField *field)
{
  return (const char *const *) field->known_as;
}

/**
 * cl_field_get_field_type:
 * @field: a field
 *
 * Returns: what kind of value it holds
 */
ClFieldType
cl_field_get_field_type (const ClField *field)
{
  return field->type;
}

/**
 * cl_field_get_index:
 * @field: a field
 *
 * Returns: its place in its ledger, from 0
 */
guint
cl_field_get_index (const ClField *field)
{
  return field->index;
}

/**
 * cl_field_is_several:
 * @field: a field
 *
 * Returns: whether it holds any number of values
 */
gboolean
cl_field_is_several (const ClField *field)
{
  return field->several;
}

/**
 * cl_field_is_required:
 * @field: a field
 *
 * Returns: whether a record without it is refused, by cl_record_check() and not by the store
 */
gboolean
cl_field_is_required (const ClField *field)
{
  return field->required;
}

/**
 * cl_field_is_unique:
 * @field: a field
 *
 * Returns: whether the same value in a second record needs an explicit choice, by cl_record_check() and not by the store
 */
gboolean
cl_field_is_unique (const ClField *field)
{
  return field->unique;
}

/**
 * cl_field_is_lasting:
 * @field: a field
 *
 * Returns: whether cl_record_check() warns when it is changed in a record that was saved: what the record is about, such as the person of an appointment
 */
gboolean
cl_field_is_lasting (const ClField *field)
{
  return field->lasting;
}

/**
 * cl_field_is_summed:
 * @field: a field
 *
 * Returns: whether lists add it up: amounts and counts; not years, numbers and places in an order (sum="no"), and nothing that is masked
 */
gboolean
cl_field_is_summed (const ClField *field)
{
  return (field->type == CL_FIELD_INTEGER || field->type == CL_FIELD_MONEY) && !field->unsummed && !field->several && field->private_class == NULL;
}

/**
 * cl_field_is_own:
 * @field: a field
 *
 * Returns: whether the office added it itself (cl-own.h)
 */
gboolean
cl_field_is_own (const ClField *field)
{
  return field->own;
}

/**
 * cl_field_is_hidden:
 * @field: a field
 *
 * What it holds stays stored, recorded and undone; lists, editors and sheets leave it out.
 *
 * Returns: whether the office hid this field of its own
 */
gboolean
cl_field_is_hidden (const ClField *field)
{
  return g_atomic_int_get (&field->hidden);
}

/**
 * cl_field_is_searched:
 * @field: a field
 *
 * Returns: whether the list's search looks into it
 */
gboolean
cl_field_is_searched (const ClField *field)
{
  return field->searched;
}

/**
 * cl_field_is_dated:
 * @field: a field
 *
 * Returns: whether it holds a date or a month; lists are grouped, filtered and counted by its year
 */
gboolean
cl_field_is_dated (const ClField *field)
{
  return field->type == CL_FIELD_DATE || field->type == CL_FIELD_MONTH;
}

/**
 * cl_field_is_link:
 * @field: a field
 *
 * Returns: whether it holds ids of records: a reference or an attachment
 */
gboolean
cl_field_is_link (const ClField *field)
{
  return field->type == CL_FIELD_REFERENCE || field->type == CL_FIELD_ATTACHMENT;
}

/**
 * cl_field_get_private_class:
 * @field: a field
 *
 * Returns: (nullable): how cl_mask() hides it; NULL where anybody may see it
 */
const char *
cl_field_get_private_class (const ClField *field)
{
  return field->private_class;
}

/**
 * cl_field_get_target:
 * @field: a field
 *
 * Returns: (nullable): the ledger whose records it refers to
 */
const char *
cl_field_get_target (const ClField *field)
{
  return field->target;
}

/**
 * cl_field_get_codes:
 * @field: a field
 *
 * Returns: (transfer none) (nullable): its code list
 */
ClCodes *
cl_field_get_codes (const ClField *field)
{
  return field->codes;
}

/**
 * cl_field_get_width:
 * @field: a field
 *
 * Returns: the width of its column on paper in mm at 5号 type (FORMS.md 0.6); 0: by type
 */
double
cl_field_get_width (const ClField *field)
{
  return field->width;
}

/**
 * cl_field_get_default:
 * @field: a field
 *
 * Returns: (nullable): what a new record begins with, as text that cl_field_parse() takes, or "today"
 */
const char *
cl_field_get_default (const ClField *field)
{
  return field->default_text;
}

/**
 * cl_field_get_derive:
 * @field: a field
 *
 * Returns: (nullable): the expression that fills it while it is empty
 */
const char *
cl_field_get_derive (const ClField *field)
{
  return field->derive;
}

/**
 * cl_field_format:
 * @field: a field
 * @value: (nullable): a value of it
 *
 * Any thread.
 *
 * Returns: (transfer full): what cl_field_parse() takes again: labels, ISO dates, yuan, 是 or 否, ids of references; "" for no value
 */
char *
cl_field_format (const ClField *field, const ClValue *value)
{
  if (value == NULL)
    return g_strdup ("");
  switch (value->kind)
    {
    case CL_VALUE_INTEGER:
      if (field->type == CL_FIELD_MONEY)
        return format_money (value->integer);
      if (field->type == CL_FIELD_BOOLEAN)
        return g_strdup (value->integer != 0 ? "是" : "否");
      return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    case CL_VALUE_TEXT:
      return format_text (field, value->text);
    case CL_VALUE_TEXTS:
    case CL_VALUE_IDS:
      return format_texts (field, value);
    case CL_VALUE_NONE:
    default:
      return g_strdup ("");
    }
}
