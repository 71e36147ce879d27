#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-import-private.h"

static const char *
header_of (ClImportContext *context, guint column)
{
  return column < context->match->headers->len ? context->match->headers->pdata[column] : "";
}

static const char *
text_of (ClImportContext *context, guint column)
{
  return column < context->cells->len ? context->cells->pdata[column] : "";
}

/* A text without the white space around it; NULL where nothing is left, or where it is masked (140123********0012) and says nothing. */
const char *
cl_import_trim_cell (const char *text, char **copy)
{
  const char *start = text, *end = start + strlen (start);
  while (*start && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  if (end == start || memchr (start, '*', end - start))
    return NULL;
  return *end ? (*copy = g_strndup (start, end - start)) : start;
}

char *
cl_import_read_cell (ClImportContext *context, guint column)
{
  char *copy = NULL;
  const char *text = cl_import_trim_cell (text_of (context, column), &copy);
  return copy ? copy : g_strdup (text);
}

void
cl_import_parsed_clear (ClImportParsed *parsed)
{
  cl_value_clear (&parsed->value);
  g_clear_pointer (&parsed->problem, g_free);
  g_clear_pointer (&parsed->said[0], g_free);
  g_clear_pointer (&parsed->said[1], g_free);
  parsed->blank = FALSE;
}

/* Phones and other names of several columns, or of several sheets, add up; codes are a whole. */
gboolean
cl_import_adds_up (const ClField *field)
{
  return cl_field_is_several (field) && cl_field_get_field_type (field) != CL_FIELD_CODE;
}

void
cl_import_unite (ClValue *value, const ClValue *with)
{
  if (value->kind == CL_VALUE_TEXTS && with->kind == CL_VALUE_TEXTS)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      for (guint i = 0; value->texts[i]; i++)
        g_strv_builder_add (builder, value->texts[i]);
      for (guint i = 0; with->texts[i]; i++)
        if (!g_strv_contains ((const char *const *) value->texts, with->texts[i]))
          g_strv_builder_add (builder, with->texts[i]);
      cl_value_take_texts (value, g_strv_builder_end (builder));
    }
  else if (value->kind == CL_VALUE_IDS && with->kind == CL_VALUE_IDS)
    for (guint i = 0; i < with->ids->len; i++)
      {
        gint64 id = g_array_index (with->ids, gint64, i);
        gboolean there = FALSE;
        for (guint k = 0; k < value->ids->len && !there; k++)
          there = g_array_index (value->ids, gint64, k) == id;
        if (!there)
          g_array_append_val (value->ids, id);
      }
  else if (cl_value_is_none (value))
    cl_value_copy (value, with);
}

/* A person whom a name alone tells is asked about; an @id of 0 then: nobody, or nobody yet. */
static gboolean
find_reference (ClImportContext *context, ClImportNode *node, const ClField *field, const char *text, gint64 current, gint64 *id, ClRecord **pending, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (cl_import_references_find (&context->references, field, text, current, id, pending, &local))
    return TRUE;
  *id = 0;
  if (g_error_matches (local, CL_ERROR, CL_ERROR_INVALID) && cl_import_ask_reference (context, node, field, text, id))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
parse_references (ClImportContext *context, ClImportNode *node, const ClField *field, const char *text, gint64 current, ClValue *value, GError **error)
{
  ClRecord *pending = NULL;
  gint64 id;
  if (!cl_field_is_several (field))
    {
      if (!find_reference (context, node, field, text, current, &id, &pending, error))
        return FALSE;
      if (pending)
        {
          ClImportPending *entry = g_new0 (ClImportPending, 1);
          entry->field = field;
          entry->record = pending;
          g_ptr_array_add (node->pending, entry);
        }
      else if (id)
        cl_value_set_integer (value, id);
      return TRUE;
    }
  g_auto (GStrv) parts = g_regex_split_simple ("[、，,;；\\n]", text, 0, 0);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; parts[i]; i++)
    {
      if (!*g_strstrip (parts[i]))
        continue;
      if (!find_reference (context, node, field, parts[i], 0, &id, &pending, error))
        return FALSE;
      if (!id && !pending)
        continue;
      if (pending)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not there yet. Enter it first."), parts[i]);
          return FALSE;
        }
      g_array_append_val (ids, id);
    }
  cl_value_take_ids (value, g_steal_pointer (&ids));
  return TRUE;
}

static gboolean
parse_value (const ClField *field, const char *text, ClImportParsed *parsed, GError **error)
{
  g_autofree char *date = cl_import_read_serial (field, text);
  if (date)
    {
      parsed->said[0] = g_strdup_printf (_("“%s” was taken as a spreadsheet's count of days, %s."), text, date);
      text = date;
    }
  /* A month in a spreadsheet is its first day. */
  if (cl_field_get_field_type (field) == CL_FIELD_MONTH && strlen (text) == 10 && cl_date_is_valid (text))
    {
      g_autofree char *month = g_strndup (text, 7);
      return cl_field_parse (field, month, &parsed->value, error);
    }
  if (!cl_field_parse (field, text, &parsed->value, error))
    return FALSE;
  parsed->said[1] = cl_field_parse_note (field, text);
  return TRUE;
}

void
cl_import_parse_plain (const ClField *field, const char *text, ClImportParsed *parsed)
{
  g_autoptr (GError) error = NULL;
  if (!parse_value (field, text, parsed, &error))
    parsed->problem = g_strdup (error->message);
}

/* What one cell means, into what is empty. */
static void
parse_cell (ClImportContext *context, ClImportNode *node, const ClImportCell *cell, const ClRecord *known, ClImportParsed *parsed)
{
  g_autofree char *text = cl_import_read_cell (context, cell->column);
  g_autoptr (GError) error = NULL;
  if (!text)
    parsed->blank = TRUE;
  else if (cl_field_get_field_type (cell->field) != CL_FIELD_REFERENCE)
    cl_import_parse_plain (cell->field, text, parsed);
  else if (!parse_references (context, node, cell->field, text, cl_import_reference_in (known, cell->field), &parsed->value, &error))
    parsed->problem = g_strdup (error->message);
}

static ClImportNode *
find_child (ClImportNode *node, const ClField *field)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      ClImportNode *child = node->children->pdata[i];
      if (child->reference == field)
        return child;
    }
  return NULL;
}

gboolean
cl_import_is_pending (ClImportNode *node, const ClField *field)
{
  for (guint i = 0; i < node->pending->len; i++)
    if (((ClImportPending *) node->pending->pdata[i])->field == field)
      return TRUE;
  return FALSE;
}

gint64
cl_import_reference_in (const ClRecord *record, const ClField *field)
{
  const ClValue *value = record && !cl_field_is_several (field) ? cl_record_get (record, field) : NULL;
  return value && value->kind == CL_VALUE_INTEGER ? value->integer : 0;
}

/* The certificate number begins with the citizen ID (DOMAIN.md B4): it says who is meant where the ID itself is not in the row. */
static void
take_identity (ClImportNode *node)
{
  const ClValue *certificate = node->certificate && !cl_import_node_get_value (node, node->identity)
                                 ? cl_import_node_get_value (node, node->certificate) : NULL;
  g_auto (ClValue) value = CL_VALUE_INIT;
  if (!certificate || certificate->kind != CL_VALUE_TEXT || strlen (certificate->text) < 18)
    return;
  cl_value_take_text (&value, g_strndup (certificate->text, 18));
  cl_import_node_take_weak (node, node->identity, &value);
}

/* What a cell says goes to the node, what is wrong with it to the row. */
static void
take_parsed (ClImportContext *context, ClImportNode *node, const ClImportCell *cell, ClImportParsed *parsed)
{
  for (guint i = 0; i < G_N_ELEMENTS (parsed->said); i++)
    if (parsed->said[i])
      cl_import_say (context->warnings, cl_field_get_header (cell->field), parsed->said[i]);
  if (parsed->problem)
    {
      cl_import_say (context->problems, header_of (context, cell->column), parsed->problem);
      return;
    }
  if (cl_value_is_none (&parsed->value))
    return;
  ClValue *given = (ClValue *) cl_import_node_get_value (node, cell->field);
  if (given)
    cl_import_unite (given, &parsed->value);
  else
    cl_import_node_take_value (node, cell->field, &parsed->value);
}

/* What the row says of this record. @known: the record, where its number stands in the row. */
void
cl_import_read_values (ClImportContext *context, ClImportNode *node, const ClRecord *known)
{
  for (guint i = 0; i < node->cells->len; i++)
    {
      const ClImportCell *cell = &g_array_index (node->cells, ClImportCell, i);
      g_auto (ClImportParsed) own = { .value = CL_VALUE_INIT };
      ClImportParsed *parsed = cell->ahead ? &context->parsed[cell->place] : &own;
      ClImportNode *child = find_child (node, cell->field);
      if (child && child->record)
        continue;
      if (!cell->ahead)
        parse_cell (context, node, cell, known, &own);
      if (!parsed->blank)
        take_parsed (context, node, cell, parsed);
    }
  take_identity (node);
  for (guint i = 0; i < node->children->len; i++)
    {
      ClImportNode *child = node->children->pdata[i];
      if (!child->record)
        continue;
      if (child->is_new)
        {
          ClImportPending *entry = g_new0 (ClImportPending, 1);
          entry->field = child->reference;
          entry->child = child;
          g_ptr_array_add (node->pending, entry);
          continue;
        }
      g_auto (ClValue) value = CL_VALUE_INIT;
      cl_value_set_integer (&value, cl_record_get_id (child->record));
      cl_import_node_take_value (node, child->reference, &value);
    }
}
