#include "cl-config.h"

#include <string.h>

#include "cl-description.h"
#include "cl-template-read-private.h"

static void
part_free (ClTemplatePart *part)
{
  g_free (part->text);
  g_free (part->of);
  g_free (part->otherwise);
  g_free (part->mask);
  g_strfreev (part->codes);
  g_strfreev (part->labels);
  g_free (part);
}

static void
condition_clear (ClTemplateCondition *condition)
{
  g_free (condition->if_parameter);
  g_free (condition->unless_parameter);
  g_strfreev (condition->if_values);
  g_strfreev (condition->unless_values);
  g_free (condition->when);
}

static void
figure_free (ClTemplateFigure *figure)
{
  if (figure == NULL)
    return;
  cl_template_text_free (figure->text);
  g_free (figure);
}

static void
cell_free (ClTemplateCell *cell)
{
  condition_clear (&cell->condition);
  g_free (cell->public_as);
  cl_template_text_free (cell->text);
  cl_template_text_free (cell->foot);
  figure_free (cell->figure);
  g_free (cell->seal_text);
  g_free (cell);
}

static void
group_free (ClTemplateGroup *group)
{
  condition_clear (&group->condition);
  g_free (group->title);
  g_free (group);
}

static void
column_free (ClTemplateColumn *column)
{
  condition_clear (&column->condition);
  g_free (column->value);
  g_free (column->title);
  g_free (column->total);
  g_free (column->public_as);
  g_free (column);
}

static void
total_free (ClTemplateTotal *total)
{
  condition_clear (&total->condition);
  g_free (total->per);
  g_free (total->where);
  cl_template_text_free (total->label);
  g_ptr_array_unref (total->cells);
  g_free (total);
}

static void
rows_clear (ClTemplateRows *rows)
{
  g_free (rows->where);
  g_free (rows->order);
}

static void
table_free (ClTemplateTable *table)
{
  if (table == NULL)
    return;
  rows_clear (&table->rows);
  g_free (table->one_per);
  g_free (table->strong);
  g_free (table->minor);
  g_free (table->title);
  cl_template_text_free (table->fill);
  cl_template_text_free (table->over);
  g_ptr_array_unref (table->groups);
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->totals);
  g_free (table);
}

static void
row_free (ClTemplateRow *row)
{
  condition_clear (&row->condition);
  g_free (row->strong);
  g_free (row->label);
  rows_clear (&row->rows);
  g_ptr_array_unref (row->cells);
  g_ptr_array_unref (row->head);
  g_free (row);
}

static void
grid_free (ClTemplateGrid *grid)
{
  if (grid == NULL)
    return;
  g_ptr_array_unref (grid->rows);
  g_free (grid);
}

static void
block_free (ClTemplateBlock *block)
{
  condition_clear (&block->condition);
  cl_template_text_free (block->text);
  cl_template_text_free (block->date);
  cl_template_text_free (block->copy_to);
  g_ptr_array_unref (block->cells);
  table_free (block->table);
  grid_free (block->grid);
  figure_free (block->figure);
  g_free (block->title);
  g_free (block->include);
  g_free (block);
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
phrase_free (gpointer data)
{
  ClTemplatePhrase *phrase = data;

  g_free (phrase->name);
  g_free (phrase->over);
  g_free (phrase->value);
  g_free (phrase);
}

/* The form's own words, for a query of its. */
void
cl_template_define (ClTemplate *form, ClQuery *query)
{
  for (guint i = 0; i < form->phrases->len; i++)
    {
      const ClTemplatePhrase *phrase = form->phrases->pdata[i];

      cl_query_define_over (query, phrase->over, phrase->name, phrase->value);
    }
}

/* A form without anything, for lists that have no description. Transfer full. */
ClTemplate *
cl_template_new_empty (void)
{
  ClTemplate *form = g_new0 (ClTemplate, 1);

  g_atomic_ref_count_init (&form->ref_count);
  form->parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) parameter_free);
  form->phrases = g_ptr_array_new_with_free_func (phrase_free);
  form->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  return form;
}

ClTemplateBlock *
cl_template_add_block (ClTemplate *form, ClBlockKind kind)
{
  ClTemplateBlock *block = g_new0 (ClTemplateBlock, 1);

  block->kind = kind;
  block->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
  g_ptr_array_add (form->blocks, block);
  return block;
}

ClTemplateTable *
cl_template_table_new (void)
{
  ClTemplateTable *table = g_new0 (ClTemplateTable, 1);

  table->row = 9;
  table->blank_row = 12;
  table->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  table->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  table->totals = g_ptr_array_new_with_free_func ((GDestroyNotify) total_free);
  return table;
}

ClTemplateColumn *
cl_template_add_column (ClTemplateTable *table, const char *title, const char *value, double width, ClAlign align)
{
  ClTemplateColumn *column = g_new0 (ClTemplateColumn, 1);

  column->title = g_strdup (title);
  column->value = g_strdup (value);
  column->width = width;
  column->align = align;
  g_ptr_array_add (table->columns, column);
  return column;
}

ClTemplateCell *
cl_template_cell_new (void)
{
  ClTemplateCell *cell = g_new0 (ClTemplateCell, 1);

  cell->span = cell->down = 1;
  return cell;
}

ClTemplateGrid *
cl_template_grid_new (void)
{
  ClTemplateGrid *grid = g_new0 (ClTemplateGrid, 1);

  grid->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  return grid;
}

ClTemplateRow *
cl_template_row_new (void)
{
  ClTemplateRow *row = g_new0 (ClTemplateRow, 1);

  row->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
  row->head = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
  return row;
}

ClTemplateTotal *
cl_template_total_new (void)
{
  ClTemplateTotal *total = g_new0 (ClTemplateTotal, 1);

  total->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
  return total;
}

/* Splits "共 {count(*)} 人" into its parts; a brace without its partner is text. Transfer full. */
ClTemplateText *
cl_template_text_new (const char *text)
{
  ClTemplateText *result = g_new0 (ClTemplateText, 1);

  result->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  cl_template_text_add_words (result, text);
  return result;
}

void
cl_template_text_free (ClTemplateText *text)
{
  if (text == NULL)
    return;
  g_ptr_array_unref (text->parts);
  g_free (text);
}

static void
add_part (ClTemplateText *text, ClPartKind kind, char *content)
{
  ClTemplatePart *part = g_new0 (ClTemplatePart, 1);

  part->kind = kind;
  part->text = content;
  g_ptr_array_add (text->parts, part);
}

void
cl_template_text_add (ClTemplateText *text, ClPartKind kind, const char *content)
{
  add_part (text, kind, g_strdup (content));
}

void
cl_template_text_add_words (ClTemplateText *text, const char *words)
{
  const char *open, *close;

  while ((open = strchr (words, '{')) != NULL && (close = strchr (open, '}')) != NULL)
    {
      if (open > words)
        add_part (text, CL_PART_TEXT, g_strndup (words, open - words));
      add_part (text, CL_PART_VALUE, g_strndup (open + 1, close - open - 1));
      words = close + 1;
    }
  if (*words != '\0')
    add_part (text, CL_PART_TEXT, g_strdup (words));
}

ClTemplateTable *
cl_template_get_table (ClTemplate *form)
{
  for (guint i = 0; i < form->blocks->len; i++)
    if (((ClTemplateBlock *) form->blocks->pdata[i])->kind == CL_BLOCK_TABLE)
      return ((ClTemplateBlock *) form->blocks->pdata[i])->table;
  return NULL;
}

/* FORMS.md 0.1; A3 has the margins of A4. */
double
cl_template_get_usable_width (ClTemplate *form)
{
  double paper = form->a3 ? (form->landscape ? 420 : 297) : (form->landscape ? 297 : 210);
  double width = form->mode == CL_MODE_LEDGER ? paper - 40 : form->landscape ? paper - 72 : paper - 54;

  if (form->pieces.across == 0)
    return width;
  if (form->pieces.width > 0)
    return form->pieces.width;
  return (width - (form->pieces.across - 1) * form->pieces.gap) / form->pieces.across;
}

double
cl_template_get_usable_height (ClTemplate *form)
{
  double paper = form->a3 ? (form->landscape ? 297 : 420) : (form->landscape ? 210 : 297);
  double height = form->mode == CL_MODE_LEDGER ? paper - 40 : form->landscape ? paper - 54 : paper - 72;

  if (form->pieces.down == 0)
    return height;
  if (form->pieces.height > 0)
    return form->pieces.height;
  return (height - (form->pieces.down - 1) * form->pieces.gap) / form->pieces.down;
}

const ClTemplateParameter *
cl_template_find_parameter (ClTemplate *form, const char *name)
{
  for (guint i = 0; i < form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = form->parameters->pdata[i];

      if (g_str_equal (parameter->name, name))
        return parameter;
    }
  return NULL;
}

/* Takes @document. */
static ClTemplate *
read_document (const char *path, xmlDocPtr document, ClCatalogue *catalogue, GError **error)
{
  g_autoptr (ClTemplate) form = NULL;
  gboolean fine;

  if (document == NULL)
    return NULL;
  form = cl_template_new_empty ();
  fine = cl_template_read (form, catalogue, path, xmlDocGetRootElement (document), error);
  xmlFreeDoc (document);
  return fine ? g_steal_pointer (&form) : NULL;
}

/**
 * cl_template_load:
 * @path: the path of a ClDescriptionFile of the catalogue, or a description of a form
 * @catalogue: the catalogue, finished
 *
 * Reads a form, validates it against form.rng and compiles every expression in it, so that a wrong one is found here, with file and line,
 * and not when someone waits for paper. Any thread.
 *
 * Returns: (transfer full): the form, or %NULL with @error %CL_ERROR_DESCRIPTION
 */
ClTemplate *
cl_template_load (const char *path, ClCatalogue *catalogue, GError **error)
{
  const char *text;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), NULL);

  text = cl_catalogue_get_own_text (catalogue, path);
  return text != NULL ? cl_template_load_text (path, text, catalogue, error) : read_document (path, cl_description_load (path, "form", error), catalogue, error);
}

/**
 * cl_template_load_text:
 * @path: what the text is called where something is wrong in it
 * @text: a form
 * @catalogue: the catalogue, finished
 *
 * As cl_template_load(), for what does not lie in a file.
 *
 * Returns: (transfer full): the form, or %NULL with @error %CL_ERROR_DESCRIPTION
 */
ClTemplate *
cl_template_load_text (const char *path, const char *text, ClCatalogue *catalogue, GError **error)
{
  return read_document (path, cl_description_load_text (path, text, "form", error), catalogue, error);
}

/**
 * cl_form_add_own_text:
 * @store: an open store
 * @kind: what @text describes
 * @called: what it is called where something is wrong in it, a file's name
 * @text: a description, with name="own_…"
 * @replace: whether it is a new version of one that is there
 * @error: return location
 *
 * As cl_store_add_own_text(), with each expression of a form checked before. On the store's own thread.
 *
 * Returns: (transfer full) (nullable): its name
 */
char *
cl_form_add_own_text (ClStore *store, ClOwnKind kind, const char *called, const char *text, gboolean replace, GError **error)
{
  g_autoptr (ClTemplate) form = kind == CL_OWN_FORM ? cl_template_load_text (called, text, cl_store_get_catalogue (store), error) : NULL;

  return kind != CL_OWN_FORM || form != NULL ? cl_store_add_own_text (store, kind, called, text, replace, error) : NULL;
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
  g_free (form->over);
  cl_template_text_free (form->heading);
  cl_template_text_free (form->pieces.own_width);
  g_ptr_array_unref (form->parameters);
  g_ptr_array_unref (form->phrases);
  g_ptr_array_unref (form->blocks);
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
 * Returns: (transfer none): what the form is called: its official title, Chinese, never translated, what it fills in as it is when nothing is known; or what the
 *   description calls it beside another of the same title
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
