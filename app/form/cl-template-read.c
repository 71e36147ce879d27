#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-description.h"
#include "cl-template-read-private.h"

static char *
read_translated (xmlNodePtr node, const char *attribute)
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
  /* No description names a file: whoever prints does. */
  parameter->default_value = g_str_equal (parameter->type, "file") ? NULL : cl_description_get (node, "default");
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

/* Which copy is made: every form has it, so that none need say it. */
static void
add_variant (ClTemplate *form)
{
  ClTemplateParameter *parameter = g_new0 (ClTemplateParameter, 1);
  g_autoptr (GStrvBuilder) choices = g_strv_builder_new (), labels = g_strv_builder_new ();

  parameter->name = g_strdup (CL_TEMPLATE_VARIANT);
  parameter->label = g_strdup (_("Variant"));
  parameter->type = "choice";
  parameter->default_value = g_strdup ("internal");
  g_strv_builder_add (choices, "internal");
  g_strv_builder_add (labels, _("For the office"));
  if (form->is_public)
    {
      g_strv_builder_add (choices, "public");
      g_strv_builder_add (labels, _("For public notice"));
    }
  g_strv_builder_add (choices, "large");
  g_strv_builder_add (labels, _("Large type"));
  g_strv_builder_add (choices, "blank");
  g_strv_builder_add (labels, _("Blank, to fill by hand"));
  parameter->choices = g_strv_builder_end (choices);
  parameter->choice_labels = g_strv_builder_end (labels);
  g_ptr_array_add (form->parameters, parameter);
}

static gboolean
read_parameters (ClTemplateReader *reader, xmlNodePtr root, GError **error)
{
  ClTemplate *form = reader->form;

  for (xmlNodePtr node = cl_description_first (root, "parameter"); node != NULL; node = cl_description_next (node, "parameter"))
    {
      ClTemplateParameter *parameter = read_parameter (node);

      g_ptr_array_add (form->parameters, parameter);
      if (cl_template_find_parameter (form, parameter->name) != parameter || g_str_equal (parameter->name, CL_TEMPLATE_VARIANT))
        {
          cl_description_set_error (error, reader->path, node, _("The parameter “%s” is described twice. Take one out."), parameter->name);
          return FALSE;
        }
      if (parameter->to != NULL)
        {
          ClLedger *to = cl_catalogue_find_ledger (reader->catalogue, parameter->to);

          if (to == NULL)
            {
              cl_description_set_error (error, reader->path, node, _("There is no ledger “%s”."), parameter->to);
              return FALSE;
            }
          if (!cl_template_compile (reader, node, to, NULL, parameter->where, parameter->order, error) ||
              (parameter->narrows != NULL && !cl_template_compile (reader, node, form->rows_of, parameter->narrows, NULL, NULL, error)))
            return FALSE;
        }
      if (parameter->each && parameter->narrows == NULL)
        {
          cl_description_set_error (error, reader->path, node, _("“%s” makes a sheet for each record: say in “narrows” which field of the rows equals it."),
                                    parameter->name);
          return FALSE;
        }
    }
  add_variant (form);
  return TRUE;
}

/* The form's own words, before anything that may use them. */
static void
read_phrases (ClTemplate *form, xmlNodePtr root)
{
  for (xmlNodePtr node = cl_description_first (root, "phrase"); node != NULL; node = cl_description_next (node, "phrase"))
    {
      ClTemplatePhrase *phrase = g_new0 (ClTemplatePhrase, 1);

      phrase->name = cl_description_get (node, "name");
      phrase->over = cl_description_get (node, "over");
      phrase->value = cl_description_get (node, "value");
      g_ptr_array_add (form->phrases, phrase);
    }
}

/* Each over the ledger that it is about, with all the others and the parameters known. */
static gboolean
check_phrases (ClTemplateReader *reader, xmlNodePtr root, GError **error)
{
  for (xmlNodePtr node = cl_description_first (root, "phrase"); node != NULL; node = cl_description_next (node, "phrase"))
    {
      g_autofree char *over = cl_description_get (node, "over"), *value = cl_description_get (node, "value");
      ClLedger *ledger = cl_catalogue_find_ledger (reader->catalogue, over);

      if (ledger == NULL)
        {
          cl_description_set_error (error, reader->path, node, _("There is no ledger “%s”."), over);
          return FALSE;
        }
      if (!cl_template_compile (reader, node, ledger, value, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static void
read_paper (ClTemplate *form, xmlNodePtr root)
{
  g_autofree char *paper = cl_description_get (root, "paper"), *mode = cl_description_get (root, "mode");
  xmlNodePtr pieces = cl_description_first (root, "pieces");

  form->landscape = g_str_has_suffix (paper, "landscape");
  form->a3 = g_str_has_prefix (paper, "A3");
  form->mode = g_str_equal (mode, "ledger") ? CL_MODE_LEDGER : g_str_equal (mode, "document") ? CL_MODE_DOCUMENT : CL_MODE_ATTACHMENT;
  if (pieces == NULL)
    return;
  form->pieces.width = cl_template_read_number (pieces, "width", 0);
  form->pieces.height = cl_template_read_number (pieces, "height", 0);
  form->pieces.across = (guint) CLAMP (cl_template_read_number (pieces, "across", 1), 1, 50);
  form->pieces.down = (guint) CLAMP (cl_template_read_number (pieces, "down", 1), 1, 50);
  form->pieces.gap = cl_template_read_number (pieces, "gap", 0);
  form->pieces.marks = cl_description_get_yes (pieces, "marks");
}

/* Pieces of which each has a width of its own, such as spines of boxes. */
static gboolean
read_own_width (ClTemplateReader *reader, xmlNodePtr root, GError **error)
{
  xmlNodePtr pieces = cl_description_first (root, "pieces");
  g_autofree char *words = pieces != NULL ? cl_description_get (pieces, "own-width") : NULL;

  if (words == NULL)
    return TRUE;
  if (reader->form->pieces.width <= 0)
    {
      cl_description_set_error (error, reader->path, pieces, _("Pieces with a width of their own need a width too, for where none is known."));
      return FALSE;
    }
  reader->form->pieces.own_width = cl_template_read_words (reader, pieces, "own-width", reader->form->rows_of, error);
  return reader->form->pieces.own_width != NULL;
}

/* A form that is printed on what is attached to its one record: which record and which field must be known. */
static gboolean
read_over (ClTemplateReader *reader, xmlNodePtr root, GError **error)
{
  ClTemplate *form = reader->form;
  const ClField *field;
  gboolean one = FALSE;

  form->over = cl_description_get (root, "over");
  if (form->over == NULL)
    return TRUE;
  field = cl_ledger_find_field (form->rows_of, form->over);
  for (guint i = 0; i < form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = form->parameters->pdata[i];

      one = one || (parameter->each && g_strcmp0 (parameter->narrows, "id") == 0);
    }
  if (field != NULL && cl_field_get_field_type (field) == CL_FIELD_ATTACHMENT && cl_field_is_several (field) && one && form->pieces.width > 0 && form->pieces.height > 0)
    return TRUE;
  cl_description_set_error (error, reader->path, root,
                            _("“over” names a field of attachments; such a form has <pieces> with its width and height, and a parameter that narrows “id” for each record."));
  return FALSE;
}

/* A form without data is known by its title with nothing filled in. */
static char *
name_title (ClTemplate *form)
{
  g_autoptr (GString) title = g_string_new (NULL);

  for (guint i = 0; i < form->heading->parts->len; i++)
    {
      const ClTemplatePart *part = form->heading->parts->pdata[i];

      if (part->kind == CL_PART_TEXT)
        g_string_append (title, part->text);
      else if (part->kind == CL_PART_PARAMETER)
        g_string_append (title, part->otherwise != NULL ? part->otherwise : "");
    }
  return g_strdup (title->len > 0 ? title->str : form->name);
}

/* The whole of a validated description into an empty form. */
gboolean
cl_template_read (ClTemplate *form, ClCatalogue *catalogue, const char *path, xmlNodePtr root, GError **error)
{
  ClTemplateReader reader = { form, catalogue, path };
  g_autofree char *paper = cl_description_get (root, "paper"), *makers = cl_description_get (root, "makers");

  form->name = cl_description_get (root, "name");
  form->title = cl_description_get (root, "title");
  form->mark = cl_description_get (root, "mark");
  form->ledger = cl_description_get (root, "of");
  form->where = cl_description_get (root, "where");
  form->order = cl_description_get (root, "order");
  form->is_public = cl_description_get_yes (root, "public");
  form->prints_blank = cl_description_get_yes (root, "blank");
  form->unsigned_foot = makers != NULL;
  form->rows_of = cl_catalogue_find_ledger (catalogue, form->ledger);
  read_paper (form, root);
  if (form->rows_of == NULL)
    {
      cl_description_set_error (error, path, root, _("There is no ledger “%s”."), form->ledger);
      return FALSE;
    }
  if (g_str_equal (paper, "label") && (form->pieces.width <= 0 || form->pieces.height <= 0))
    {
      cl_description_set_error (error, path, root, _("Labels need <pieces> with a width and a height."));
      return FALSE;
    }
  read_phrases (form, root);
  if (!read_parameters (&reader, root, error) || !check_phrases (&reader, root, error) ||
      !cl_template_compile (&reader, root, form->rows_of, NULL, form->where, form->order, error) ||
      (form->heading = cl_template_read_words (&reader, root, "title", form->rows_of, error)) == NULL)
    return FALSE;
  if (!read_own_width (&reader, root, error) || !read_over (&reader, root, error))
    return FALSE;
  form->titled_once = form->heading->parts->len == 1 && ((ClTemplatePart *) form->heading->parts->pdata[0])->kind == CL_PART_TEXT;
  g_free (form->title);
  form->title = cl_description_get (root, "called");
  if (form->title == NULL)
    form->title = name_title (form);
  return cl_template_read_blocks (&reader, root, error);
}
