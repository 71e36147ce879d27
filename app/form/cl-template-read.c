#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-description.h"
#include "cl-error.h"
#include "cl-query.h"
#include "cl-template-read-private.h"

/* {name} and {name.part} are parameters where the form has them; anything else in braces is an expression. */
static void
settle_parts (ClTemplate *form,
              ClTemplateText *text)
{
  for (guint i = 0; i < text->parts->len; i++)
    {
      ClTemplatePart *part = text->parts->pdata[i];
      const char *dot;
      g_autofree char *name = NULL;

      if (part->kind != CL_PART_VALUE)
        continue;
      dot = strchr (part->text, '.');
      name = dot != NULL ? g_strndup (part->text, dot - part->text) : g_strdup (part->text);
      if (cl_template_find_parameter (form, name) == NULL)
        continue;
      part->kind = CL_PART_PARAMETER;
      part->of = dot != NULL ? g_strdup (dot + 1) : NULL;
      g_free (part->text);
      part->text = g_steal_pointer (&name);
    }
}

static gboolean
compile (ClCatalogue *catalogue,
         const char *path,
         xmlNodePtr node,
         ClLedger *ledger,
         const char *column,
         const char *where,
         const char *order,
         GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (GError) local = NULL;
  g_autofree char *sql = NULL;

  if ((column == NULL || cl_query_add_column (query, column, CL_QUERY_PAPER, &local)) &&
      (where == NULL || cl_query_add_where (query, where, &local)) &&
      (order == NULL || cl_query_set_order (query, order, &local)))
    sql = cl_query_to_sql (query, &local);
  if (sql != NULL)
    return TRUE;
  cl_description_set_error (error, path, node, "%s", local->message);
  return FALSE;
}

/* Checks the expressions inside a text. */
static gboolean
check_text (ClTemplate *form,
            ClCatalogue *catalogue,
            ClLedger *ledger,
            const char *path,
            xmlNodePtr node,
            ClTemplateText *text,
            GError **error)
{
  for (guint i = 0; i < text->parts->len; i++)
    {
      const ClTemplatePart *part = text->parts->pdata[i];

      if (part->kind == CL_PART_VALUE && !compile (catalogue, path, node, ledger, part->text, NULL, NULL, error))
        return FALSE;
      if (part->kind == CL_PART_PARAMETER && part->of != NULL)
        {
          const ClTemplateParameter *parameter = cl_template_find_parameter (form, part->text);

          if (!g_str_equal (parameter->type, "date") ||
              !(g_str_equal (part->of, "year") || g_str_equal (part->of, "month") || g_str_equal (part->of, "day")))
            {
              cl_description_set_error (error, path, node,
                                        _("“%s” has no part “%s”: a date parameter has year, month and day."), part->text, part->of);
              return FALSE;
            }
        }
    }
  return TRUE;
}

/* The text of an element without the layout of the file: line ends and what indents the lines go, other spaces stay. */
static char *
read_plain (xmlNodePtr node)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (xmlNodePtr child = node->children; child != NULL; child = child->next)
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
      {
        g_auto (GStrv) lines = g_strsplit ((const char *) child->content, "\n", -1);

        g_string_append (plain, lines[0]);
        for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
          g_string_append (plain, g_strchug (lines[i]));
      }
    else if (child->type == XML_ELEMENT_NODE && g_str_equal (child->name, "break"))
      g_string_append_c (plain, '\n');
  return g_strdup (plain->str);
}

static ClTemplateText *
read_text (ClTemplate *form,
           xmlNodePtr node)
{
  g_autofree char *plain = read_plain (node);
  g_autofree char *unless = cl_description_get (node, "unless");
  ClTemplateText *text = cl_template_text_new (plain);

  settle_parts (form, text);
  if (unless != NULL)
    {
      char *equals = strchr (unless, '=');

      text->unless_parameter = g_strndup (unless, equals - unless);
      text->unless_value = g_strdup (equals + 1);
    }
  return text;
}

static ClAlign
read_align (xmlNodePtr node)
{
  g_autofree char *align = cl_description_get (node, "align");

  return g_strcmp0 (align, "centre") == 0 ? CL_ALIGN_CENTRE : g_strcmp0 (align, "right") == 0 ? CL_ALIGN_RIGHT : CL_ALIGN_LEFT;
}

static double
read_number (xmlNodePtr node,
             const char *attribute,
             double otherwise)
{
  g_autofree char *text = cl_description_get (node, attribute);

  return text != NULL ? g_ascii_strtod (text, NULL) : otherwise;
}

static char *
read_translated (xmlNodePtr node,
                 const char *attribute)
{
  g_autofree char *text = cl_description_get (node, attribute);

  return text != NULL ? g_strdup (g_dgettext (GETTEXT_PACKAGE, text)) : NULL;
}

static ClTemplateParameter *
read_parameter (xmlNodePtr node)
{
  ClTemplateParameter *parameter = g_new0 (ClTemplateParameter, 1);
  g_autofree char *type = cl_description_get (node, "type");
  g_autoptr (GStrvBuilder) choices = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();

  parameter->name = cl_description_get (node, "name");
  parameter->label = read_translated (node, "label");
  parameter->type = g_intern_string (type);
  parameter->to = cl_description_get (node, "to");
  parameter->where = cl_description_get (node, "where");
  parameter->order = cl_description_get (node, "order");
  parameter->narrows = cl_description_get (node, "narrows");
  parameter->each = cl_description_get_yes (node, "each");
  parameter->default_value = cl_description_get (node, "default");
  for (xmlNodePtr child = cl_description_first (node, "choice"); child != NULL; child = cl_description_next (child, "choice"))
    {
      g_autofree char *value = cl_description_get (child, "value");
      g_autofree char *label = read_translated (child, "label");

      g_strv_builder_add (choices, value);
      g_strv_builder_add (labels, label);
      if (cl_description_get_yes (child, "continuous") && parameter->continuous == NULL)
        parameter->continuous = g_strdup (value);
    }
  parameter->choices = g_strv_builder_end (choices);
  parameter->choice_labels = g_strv_builder_end (labels);
  return parameter;
}

static gboolean
read_parameters (ClTemplate *form,
                 ClCatalogue *catalogue,
                 ClLedger *ledger,
                 const char *path,
                 xmlNodePtr root,
                 GError **error)
{
  for (xmlNodePtr node = cl_description_first (root, "parameter"); node != NULL; node = cl_description_next (node, "parameter"))
    {
      ClTemplateParameter *parameter = read_parameter (node);

      g_ptr_array_add (form->parameters, parameter);
      if (cl_template_find_parameter (form, parameter->name) != parameter)
        {
          cl_description_set_error (error, path, node, _("The parameter “%s” is described twice. Take one out."), parameter->name);
          return FALSE;
        }
      if (parameter->to != NULL)
        {
          ClLedger *to = cl_catalogue_find_ledger (catalogue, parameter->to);

          if (to == NULL)
            {
              cl_description_set_error (error, path, node, _("There is no ledger “%s”."), parameter->to);
              return FALSE;
            }
          if (!compile (catalogue, path, node, to, NULL, parameter->where, parameter->order, error) ||
              (parameter->narrows != NULL && !compile (catalogue, path, node, ledger, parameter->narrows, NULL, NULL, error)))
            return FALSE;
        }
      if (parameter->each && parameter->narrows == NULL)
        {
          cl_description_set_error (error, path, node, _("“%s” makes a sheet for each record: say in “narrows” which field of the rows equals it."),
                                    parameter->name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_header (ClTemplate *form,
             ClCatalogue *catalogue,
             ClLedger *ledger,
             const char *path,
             xmlNodePtr root,
             GError **error)
{
  xmlNodePtr header = cl_description_first (root, "header");
  guint spans = 0;

  if (header == NULL)
    return TRUE;
  form->header_framed = cl_description_get_yes (header, "framed");
  for (xmlNodePtr node = cl_description_first (header, "cell"); node != NULL; node = cl_description_next (node, "cell"))
    {
      ClTemplateCell *cell = g_new0 (ClTemplateCell, 1);
      xmlNodePtr line = cl_description_first (node, "line");

      g_ptr_array_add (form->header, cell);
      cell->span = (guint) read_number (node, "span", 1);
      cell->align = read_align (node);
      cell->text = read_text (form, node);
      cell->line = line != NULL ? read_number (line, "width", 0) : 0;
      spans += cell->span;
      if (!check_text (form, catalogue, ledger, path, node, cell->text, error))
        return FALSE;
    }
  if (spans != form->columns->len)
    {
      cl_description_set_error (error, path, header, _("The spans of the header line add up to %u, but the table has %u columns."),
                                spans, form->columns->len);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_table (ClTemplate *form,
            ClCatalogue *catalogue,
            ClLedger *ledger,
            const char *path,
            xmlNodePtr root,
            GError **error)
{
  xmlNodePtr table = cl_description_first (root, "table");
  double usable = form->ledger_mode ? (form->landscape ? 257 : 170) : (form->landscape ? 225 : 156), sum = 0;

  form->one_per = cl_description_get (table, "one-per");
  form->blank_row = read_number (table, "blank-row", 12);
  if (form->one_per != NULL && !compile (catalogue, path, table, ledger, form->one_per, NULL, NULL, error))
    return FALSE;
  for (xmlNodePtr node = cl_description_first (table, "column"); node != NULL; node = cl_description_next (node, "column"))
    {
      g_autofree char *title = read_plain (node);
      g_autofree char *value = cl_description_get (node, "value");
      g_autofree char *merge = cl_description_get (node, "merge");
      ClTemplateColumn *column = cl_template_add_column (form, title, value, read_number (node, "width", 0), read_align (node));

      column->merge = merge != NULL;
      column->joins = cl_description_get_yes (node, "joins");
      sum += column->width;
      if (!compile (catalogue, path, node, ledger, column->value, NULL, NULL, error))
        return FALSE;
    }
  if (sum > usable + 0.01)
    {
      cl_description_set_error (error, path, table, _("The columns are %.1f mm wide, but the paper takes %.1f mm. Make some narrower."), sum, usable);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_foot (ClTemplate *form,
           ClCatalogue *catalogue,
           ClLedger *ledger,
           const char *path,
           xmlNodePtr root,
           GError **error)
{
  xmlNodePtr sub_title = cl_description_first (root, "sub-title");
  xmlNodePtr summary = cl_description_first (root, "summary");
  xmlNodePtr notes = cl_description_first (root, "notes");
  xmlNodePtr seal = cl_description_first (root, "seal");

  if (sub_title != NULL)
    {
      form->sub_title = read_text (form, sub_title);
      if (!check_text (form, catalogue, ledger, path, sub_title, form->sub_title, error))
        return FALSE;
    }
  if (summary != NULL)
    {
      form->summary = read_text (form, summary);
      if (!check_text (form, catalogue, ledger, path, summary, form->summary, error))
        return FALSE;
    }
  if (notes != NULL)
    form->notes_title = cl_description_get (notes, "title");
  for (xmlNodePtr node = notes != NULL ? cl_description_first (notes, "note") : NULL; node != NULL; node = cl_description_next (node, "note"))
    {
      ClTemplateText *text = read_text (form, node);

      g_ptr_array_add (form->notes, text);
      if (!check_text (form, catalogue, ledger, path, node, text, error))
        return FALSE;
    }
  form->seal = seal != NULL ? read_number (seal, "width", 45) : 0;
  return TRUE;
}

/* The whole of a validated description into an empty form. */
gboolean
cl_template_read (ClTemplate *form,
                  ClCatalogue *catalogue,
                  const char *path,
                  xmlNodePtr root,
                  GError **error)
{
  g_autofree char *paper = cl_description_get (root, "paper");
  g_autofree char *mode = cl_description_get (root, "mode");
  ClLedger *ledger;

  form->name = cl_description_get (root, "name");
  form->title = cl_description_get (root, "title");
  form->mark = cl_description_get (root, "mark");
  form->ledger = cl_description_get (root, "of");
  form->where = cl_description_get (root, "where");
  form->order = cl_description_get (root, "order");
  form->landscape = g_str_has_suffix (paper, "landscape");
  form->ledger_mode = g_str_equal (mode, "ledger");
  ledger = cl_catalogue_find_ledger (catalogue, form->ledger);
  if (ledger == NULL)
    {
      cl_description_set_error (error, path, root, _("There is no ledger “%s”."), form->ledger);
      return FALSE;
    }
  return compile (catalogue, path, root, ledger, NULL, form->where, form->order, error) &&
         read_parameters (form, catalogue, ledger, path, root, error) &&
         read_table (form, catalogue, ledger, path, root, error) &&
         read_header (form, catalogue, ledger, path, root, error) &&
         read_foot (form, catalogue, ledger, path, root, error);
}
