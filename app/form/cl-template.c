#include "cl-config.h"

#include <string.h>

#include "cl-description.h"
#include "cl-template-read-private.h"

static void
part_free (ClTemplatePart *part)
{
  g_free (part->text);
  g_free (part->of);
  g_free (part);
}

static void
text_free (ClTemplateText *text)
{
  if (text == NULL)
    return;
  g_ptr_array_unref (text->parts);
  g_free (text->unless_parameter);
  g_free (text->unless_value);
  g_free (text);
}

static void
cell_free (ClTemplateCell *cell)
{
  text_free (cell->text);
  g_free (cell);
}

static void
column_free (ClTemplateColumn *column)
{
  g_free (column->value);
  g_free (column->title);
  g_free (column);
}

static void
parameter_free (ClTemplateParameter *parameter)
{
  g_free (parameter->name);
  g_free (parameter->label);
  g_free (parameter->to);
  g_free (parameter->where);
  g_free (parameter->order);
  g_free (parameter->narrows);
  g_free (parameter->default_value);
  g_strfreev (parameter->choices);
  g_strfreev (parameter->choice_labels);
  g_free (parameter->continuous);
  g_free (parameter);
}

static void
add_part (ClTemplateText *text,
          ClPartKind kind,
          char *content)
{
  ClTemplatePart *part = g_new0 (ClTemplatePart, 1);

  part->kind = kind;
  part->text = content;
  g_ptr_array_add (text->parts, part);
}

/* A form without anything, for lists that have no description. Transfer full. */
ClTemplate *
cl_template_new_empty (void)
{
  ClTemplate *form = g_new0 (ClTemplate, 1);

  g_atomic_ref_count_init (&form->ref_count);
  form->blank_row = 12;
  form->parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) parameter_free);
  form->header = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
  form->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  form->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) text_free);
  return form;
}

ClTemplateColumn *
cl_template_add_column (ClTemplate *form,
                        const char *title,
                        const char *value,
                        double width,
                        ClAlign align)
{
  ClTemplateColumn *column = g_new0 (ClTemplateColumn, 1);

  column->title = g_strdup (title);
  column->value = g_strdup (value);
  column->width = width;
  column->align = align;
  g_ptr_array_add (form->columns, column);
  return column;
}

/* Splits "共 {count(*)} 人" into its parts; a brace without its partner is text. Transfer full. */
ClTemplateText *
cl_template_text_new (const char *text)
{
  ClTemplateText *result = g_new0 (ClTemplateText, 1);
  const char *open, *close;

  result->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  while ((open = strchr (text, '{')) != NULL && (close = strchr (open, '}')) != NULL)
    {
      if (open > text)
        add_part (result, CL_PART_TEXT, g_strndup (text, open - text));
      add_part (result, CL_PART_VALUE, g_strndup (open + 1, close - open - 1));
      text = close + 1;
    }
  if (*text != '\0')
    add_part (result, CL_PART_TEXT, g_strdup (text));
  return result;
}

const ClTemplateParameter *
cl_template_find_parameter (ClTemplate *form,
                            const char *name)
{
  for (guint i = 0; i < form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = form->parameters->pdata[i];

      if (g_str_equal (parameter->name, name))
        return parameter;
    }
  return NULL;
}

/**
 * cl_template_load:
 * @path: a description of a form
 * @catalogue: the catalogue, finished
 *
 * Reads a form, validates it against form.rng and compiles every expression in it, so that a wrong one is found here, with file and line,
 * and not when someone waits for paper. Any thread.
 *
 * Returns: (transfer full): the form, or %NULL with @error %CL_ERROR_DESCRIPTION
 */
ClTemplate *
cl_template_load (const char *path,
                  ClCatalogue *catalogue,
                  GError **error)
{
  g_autoptr (ClTemplate) form = NULL;
  xmlDocPtr document;
  gboolean fine;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), NULL);

  document = cl_description_load (path, "form", error);
  if (document == NULL)
    return NULL;
  form = cl_template_new_empty ();
  fine = cl_template_read (form, catalogue, path, xmlDocGetRootElement (document), error);
  xmlFreeDoc (document);
  return fine ? g_steal_pointer (&form) : NULL;
}

/**
 * cl_template_ref:
 *
 * Returns: (transfer full): @form. Any thread.
 */
ClTemplate *
cl_template_ref (ClTemplate *form)
{
  g_return_val_if_fail (form != NULL, NULL);

  g_atomic_ref_count_inc (&form->ref_count);
  return form;
}

/**
 * cl_template_unref:
 *
 * Lets go of the form; the last one frees it. Any thread.
 */
void
cl_template_unref (ClTemplate *form)
{
  if (form == NULL || !g_atomic_ref_count_dec (&form->ref_count))
    return;
  g_free (form->name);
  g_free (form->title);
  g_free (form->mark);
  g_free (form->ledger);
  g_free (form->where);
  g_free (form->order);
  g_free (form->one_per);
  g_free (form->notes_title);
  g_ptr_array_unref (form->parameters);
  g_ptr_array_unref (form->header);
  g_ptr_array_unref (form->columns);
  g_ptr_array_unref (form->notes);
  text_free (form->sub_title);
  text_free (form->summary);
  g_free (form);
}

/**
 * cl_template_get_name:
 *
 * Returns: (transfer none): the English name that commands use, "attachment-3"
 */
const char *
cl_template_get_name (ClTemplate *form)
{
  return form->name;
}

/**
 * cl_template_get_title:
 *
 * Returns: (transfer none): the official title, Chinese, never translated
 */
const char *
cl_template_get_title (ClTemplate *form)
{
  return form->title;
}

/**
 * cl_template_get_mark:
 *
 * Returns: (transfer none) (nullable): what stands flush left on line 1, "附件 3"
 */
const char *
cl_template_get_mark (ClTemplate *form)
{
  return form->mark;
}

/**
 * cl_template_get_ledger:
 *
 * Returns: (transfer none): the ledger of which the form prints rows
 */
const char *
cl_template_get_ledger (ClTemplate *form)
{
  return form->ledger;
}

/**
 * cl_template_get_parameters:
 *
 * Returns: (transfer none) (element-type ClTemplateParameter): what may be asked before printing, in the order to ask it
 */
const GPtrArray *
cl_template_get_parameters (ClTemplate *form)
{
  return form->parameters;
}
