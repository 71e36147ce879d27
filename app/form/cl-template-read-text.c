#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-description.h"
#include "cl-error.h"
#include "cl-query.h"
#include "cl-template-read-private.h"

/* The first :name in @sql that is no parameter of the form; a slip of the pen there would be unknown, and silent. Transfer full. */
static char *
find_stranger (ClTemplate *form, const char *sql)
{
  char quote = '\0';

  for (const char *p = sql; *p != '\0'; p++)
    {
      g_autofree char *name = NULL;
      gsize length = 0;

      if (quote != '\0' || *p == '\'' || *p == '"')
        {
          quote = quote == '\0' ? *p : *p == quote ? '\0' : quote;
          continue;
        }
      if (*p != ':' || !g_ascii_isalpha (p[1]))
        continue;
      while (g_ascii_isalnum (p[1 + length]) || p[1 + length] == '_')
        length++;
      name = g_strndup (p + 1, length);
      if (cl_template_find_parameter (form, name) == NULL)
        return g_steal_pointer (&name);
    }
  return NULL;
}

gboolean
cl_template_compile (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, const char *column, const char *where, const char *order, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (reader->catalogue, ledger);
  g_autoptr (GError) local = NULL;
  g_autofree char *sql = NULL, *stranger = NULL;

  cl_template_define (reader->form, query);
  if ((column == NULL || cl_query_add_column (query, column, CL_QUERY_PAPER, &local)) &&
      (where == NULL || cl_query_add_where (query, where, &local)) &&
      (order == NULL || cl_query_set_order (query, order, &local)))
    sql = cl_query_to_sql (query, &local);
  if (sql == NULL)
    {
      cl_description_set_error (error, reader->path, node, "%s", local->message);
      return FALSE;
    }
  stranger = find_stranger (reader->form, sql);
  if (stranger == NULL)
    return TRUE;
  cl_description_set_error (error, reader->path, node, _("The form has no parameter “%s”."), stranger);
  return FALSE;
}

/* The text of an element without the layout of the file: line ends and what indents the lines go, other spaces stay. */
static char *
strip_layout (const xmlChar *content)
{
  g_auto (GStrv) lines = g_strsplit ((const char *) content, "\n", -1);
  g_autoptr (GString) plain = g_string_new (lines[0]);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    g_string_append (plain, g_strchug (lines[i]));
  return g_strdup (plain->str);
}

char *
cl_template_read_plain (xmlNodePtr node)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (xmlNodePtr child = node->children; child != NULL; child = child->next)
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
      {
        g_autofree char *words = strip_layout (child->content);

        g_string_append (plain, words);
      }
    else if (child->type == XML_ELEMENT_NODE && g_str_equal (child->name, "break"))
      g_string_append_c (plain, '\n');
  return g_strdup (plain->str);
}

double
cl_template_read_number (xmlNodePtr node, const char *attribute, double otherwise)
{
  g_autofree char *text = cl_description_get (node, attribute);

  return text != NULL ? g_ascii_strtod (text, NULL) : otherwise;
}

ClAlign
cl_template_read_align (xmlNodePtr node)
{
  g_autofree char *align = cl_description_get (node, "align");

  return g_strcmp0 (align, "centre") == 0 ? CL_ALIGN_CENTRE : g_strcmp0 (align, "right") == 0 ? CL_ALIGN_RIGHT : CL_ALIGN_LEFT;
}

static gboolean
is_name (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!(g_ascii_islower (text[i]) || g_ascii_isdigit (text[i]) || text[i] == '-' || text[i] == '_'))
      return FALSE;
  return length > 0 && g_ascii_islower (text[0]);
}

/* {name}, {name.part} and {name|otherwise} are parameters where the form has them, or what is known of every file; else an expression. */
static void
settle_part (ClTemplate *form, ClTemplatePart *part)
{
  static const char *const known[] = { "office", "township", "today", NULL };
  const char *bar = strchr (part->text, '|');
  g_autofree char *head = NULL, *name = NULL;
  const char *dot;

  if (bar != NULL && bar[1] == '|')
    bar = NULL;
  head = bar != NULL ? g_strndup (part->text, bar - part->text) : g_strdup (part->text);
  dot = strchr (head, '.');
  name = dot != NULL ? g_strndup (head, dot - head) : g_strdup (head);
  if (!is_name (name, strlen (name)))
    return;
  if (cl_template_find_parameter (form, name) == NULL &&
      !(g_strv_contains (known, name) && (dot != NULL) == g_str_equal (name, "today")))
    return;
  part->kind = CL_PART_PARAMETER;
  part->of = dot != NULL ? g_strdup (dot + 1) : NULL;
  part->otherwise = bar != NULL ? g_strdup (bar + 1) : NULL;
  g_free (part->text);
  part->text = g_steal_pointer (&name);
}

static gboolean
check_part (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, ClTemplatePart *part, GError **error)
{
  const ClTemplateParameter *parameter;

  if (part->kind == CL_PART_VALUE || part->kind == CL_PART_BOX || part->kind == CL_PART_BOXES)
    return cl_template_compile (reader, node, ledger, part->text, NULL, NULL, error);
  if (part->kind != CL_PART_PARAMETER || part->of == NULL)
    return TRUE;
  parameter = cl_template_find_parameter (reader->form, part->text);
  if ((parameter == NULL || g_str_equal (parameter->type, "date") || g_str_equal (parameter->type, "month")) &&
      (g_str_equal (part->of, "year") || g_str_equal (part->of, "month")))
    return TRUE;
  if ((parameter == NULL || g_str_equal (parameter->type, "date")) && g_str_equal (part->of, "day"))
    return TRUE;
  cl_description_set_error (error, reader->path, node, _("“%s” has no part “%s”: a date parameter has year, month and day."), part->text, part->of);
  return FALSE;
}

static gboolean
check_text (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, ClTemplateText *text, GError **error)
{
  for (guint i = 0; i < text->parts->len; i++)
    {
      ClTemplatePart *part = text->parts->pdata[i];

      if (part->kind == CL_PART_VALUE)
        settle_part (reader->form, part);
      if (!check_part (reader, node, ledger, part, error))
        return FALSE;
    }
  return TRUE;
}

/* The codes of <boxes>: those of the field that the value is, or of the list named; of yes-no fields 是 and 否. */
static gboolean
read_boxes (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, ClTemplateText *text, GError **error)
{
  g_autofree char *value = cl_description_get (node, "value"), *list = cl_description_get (node, "list");
  g_auto (GStrv) only = cl_description_get_list (node, "codes", " ");
  g_autoptr (GStrvBuilder) all = g_strv_builder_new (), labels = g_strv_builder_new ();
  const ClField *field = list == NULL ? cl_catalogue_resolve (reader->catalogue, ledger, value, NULL, NULL) : NULL;
  ClCodes *codes = list != NULL ? cl_catalogue_find_codes (reader->catalogue, list) : field != NULL ? cl_field_get_codes (field) : NULL;
  ClTemplatePart *part;

  cl_template_text_add (text, CL_PART_BOXES, value);
  part = text->parts->pdata[text->parts->len - 1];
  if (codes == NULL && field != NULL && cl_field_get_field_type (field) == CL_FIELD_BOOLEAN)
    {
      part->codes = g_strsplit ("1 0", " ", -1);
      part->labels = g_strsplit ("是 否", " ", -1);
      return TRUE;
    }
  if (codes == NULL)
    {
      cl_description_set_error (error, reader->path, node, _("“%s” has no codes to make boxes of. Name a field with codes, or a list=\"…\"."), value);
      return FALSE;
    }
  for (guint i = 0; only != NULL && only[i] != NULL; i++)
    if (cl_codes_get_label (codes, only[i]) == NULL)
      {
        cl_description_set_error (error, reader->path, node, _("The code list “%s” has no code “%s”."), cl_codes_get_name (codes), only[i]);
        return FALSE;
      }
  for (guint i = 0; i < cl_codes_get_n (codes); i++)
    {
      const char *code = cl_codes_get_code (codes, i);

      if (only != NULL && !g_strv_contains ((const char *const *) only, code))
        continue;
      g_strv_builder_add (all, code);
      g_strv_builder_add (labels, cl_codes_get_label (codes, code));
    }
  part->codes = g_strv_builder_end (all);
  part->labels = g_strv_builder_end (labels);
  return TRUE;
}

static gboolean
read_inline (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, ClTemplateText *text, GError **error)
{
  ClTemplatePart *part;

  if (g_str_equal (node->name, "break"))
    cl_template_text_add (text, CL_PART_TEXT, "\n");
  else if (g_str_equal (node->name, "line"))
    {
      cl_template_text_add (text, CL_PART_LINE, "");
      part = text->parts->pdata[text->parts->len - 1];
      part->width = cl_template_read_number (node, "width", 35);
    }
  else if (g_str_equal (node->name, "box"))
    {
      g_autofree char *when = cl_description_get (node, "when");

      cl_template_text_add (text, CL_PART_BOX, when);
      part = text->parts->pdata[text->parts->len - 1];
      part->of = cl_template_read_plain (node);
    }
  else if (g_str_equal (node->name, "boxes"))
    return read_boxes (reader, node, ledger, text, error);
  return TRUE;
}

ClTemplateText *
cl_template_read_text (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, GError **error)
{
  ClTemplateText *text = cl_template_text_new ("");

  for (xmlNodePtr child = node->children; child != NULL; child = child->next)
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
      {
        g_autofree char *words = strip_layout (child->content);

        cl_template_text_add_words (text, words);
      }
    else if (child->type == XML_ELEMENT_NODE && !read_inline (reader, child, ledger, text, error))
      {
        cl_template_text_free (text);
        return NULL;
      }
  if (check_text (reader, node, ledger, text, error))
    return text;
  cl_template_text_free (text);
  return NULL;
}

ClTemplateText *
cl_template_read_words (ClTemplateReader *reader, xmlNodePtr node, const char *attribute, ClLedger *ledger, GError **error)
{
  g_autofree char *words = cl_description_get (node, attribute);
  ClTemplateText *text = cl_template_text_new (words != NULL ? words : "");

  if (check_text (reader, node, ledger, text, error))
    return text;
  cl_template_text_free (text);
  return NULL;
}

static gboolean
split_condition (ClTemplateReader *reader, xmlNodePtr node, const char *attribute, char **parameter, GStrv *values, GError **error)
{
  g_autofree char *text = cl_description_get (node, attribute);
  const char *equals = text != NULL ? strchr (text, '=') : NULL;

  if (text == NULL)
    return TRUE;
  *parameter = equals != NULL ? g_strndup (text, equals - text) : g_strdup (text);
  *values = equals != NULL ? g_strsplit (equals + 1, "|", -1) : NULL;
  if (cl_template_find_parameter (reader->form, *parameter) != NULL)
    return TRUE;
  cl_description_set_error (error, reader->path, node, _("The form has no parameter “%s”."), *parameter);
  return FALSE;
}

gboolean
cl_template_read_condition (ClTemplateReader *reader, xmlNodePtr node, ClTemplateCondition *condition, GError **error)
{
  condition->when = cl_description_get (node, "when");
  return split_condition (reader, node, "if", &condition->if_parameter, &condition->if_values, error) &&
         split_condition (reader, node, "unless", &condition->unless_parameter, &condition->unless_values, error) &&
         (condition->when == NULL || cl_template_compile (reader, node, reader->form->rows_of, condition->when, NULL, NULL, error));
}

gboolean
cl_template_read_rows (ClTemplateReader *reader, xmlNodePtr node, ClTemplateRows *rows, GError **error)
{
  g_autofree char *of = cl_description_get (node, "of");

  rows->where = cl_description_get (node, "where");
  rows->order = cl_description_get (node, "order");
  if (of != NULL)
    {
      rows->ledger = cl_catalogue_find_ledger (reader->catalogue, of);
      if (rows->ledger == NULL)
        {
          cl_description_set_error (error, reader->path, node, _("There is no ledger “%s”."), of);
          return FALSE;
        }
    }
  return cl_template_compile (reader, node, rows->ledger != NULL ? rows->ledger : reader->form->rows_of, NULL, rows->where, rows->order, error);
}
