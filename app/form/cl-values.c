#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-desk.h"
#include "cl-error.h"
#include "cl-scan-private.h"
#include "cl-values-run-private.h"

/* Forms that include forms that include forms. */
#define DEEPEST 3

static void
block_free (ClSheetBlock *block)
{
  g_free (block->text);
  g_free (block->date);
  g_free (block->copy_to);
  g_ptr_array_unref (block->cells);
  cl_sheet_table_free (block->table);
  cl_sheet_grid_free (block->grid);
  g_clear_pointer (&block->statistic, cl_statistic_unref);
  g_free (block);
}

ClSheet *
cl_sheet_new (ClTemplate *form, const char *called)
{
  ClSheet *sheet = g_new0 (ClSheet, 1);

  sheet->form = cl_template_ref (form);
  sheet->called = g_strdup (called);
  sheet->heading = g_strdup (form->title);
  sheet->mark = g_strdup (form->mark);
  sheet->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  return sheet;
}

void
cl_sheet_free (ClSheet *sheet)
{
  cl_template_unref (sheet->form);
  g_free (sheet->called);
  g_free (sheet->heading);
  g_free (sheet->mark);
  g_ptr_array_unref (sheet->blocks);
  g_clear_pointer (&sheet->parameters, g_hash_table_unref);
  g_clear_pointer (&sheet->scan, g_ptr_array_unref);
  g_free (sheet->place);
  g_free (sheet);
}

ClSheetBlock *
cl_sheet_add_block (ClSheet *sheet, const ClTemplateBlock *of)
{
  ClSheetBlock *block = g_new0 (ClSheetBlock, 1);

  block->of = of;
  block->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_cell_free);
  g_ptr_array_add (sheet->blocks, block);
  return block;
}

ClSheetTable *
cl_sheet_get_table (ClSheet *sheet)
{
  for (guint i = 0; i < sheet->blocks->len; i++)
    if (((ClSheetBlock *) sheet->blocks->pdata[i])->table != NULL)
      return ((ClSheetBlock *) sheet->blocks->pdata[i])->table;
  return NULL;
}

static gboolean
fill_cells (ClValues *run, const ClTemplateBlock *of, ClSheetBlock *block, GError **error)
{
  for (guint i = 0; i < of->cells->len; i++)
    {
      const ClTemplateCell *one = of->cells->pdata[i];
      g_autoptr (GError) local = NULL;
      gboolean out = cl_values_is_left_out (run, &one->condition, &local);
      ClSheetCell *cell;

      /* A cell of the header line keeps its place, that those beside it stand where they must. */
      if (local == NULL && out && of->kind != CL_BLOCK_HEADER)
        continue;
      cell = cl_sheet_cell_new (one);
      g_ptr_array_add (block->cells, cell);
      if (local == NULL)
        cell->text = out ? g_strdup ("") : cl_values_expand (run, one->text, NULL, one->public_as, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
fill_block (ClValues *run, const ClTemplateBlock *of, ClSheetBlock *block, GError **error)
{
  if ((of->text != NULL && (block->text = cl_values_expand (run, of->text, NULL, NULL, error)) == NULL) ||
      (of->figure != NULL && (block->text = cl_values_expand (run, of->figure->text, NULL, NULL, error)) == NULL) ||
      (of->date != NULL && (block->date = cl_values_expand (run, of->date, NULL, NULL, error)) == NULL) ||
      (of->copy_to != NULL && (block->copy_to = cl_values_expand (run, of->copy_to, NULL, NULL, error)) == NULL) ||
      (of->table != NULL && (block->table = cl_values_make_table (run, of->table, error)) == NULL) ||
      (of->grid != NULL && (block->grid = cl_values_make_grid (run, of->grid, error)) == NULL))
    return FALSE;
  return fill_cells (run, of, block, error);
}

static guint
count_rows (const ClSheetBlock *block)
{
  guint n = 0;

  for (guint i = 0; block->table != NULL && i < block->table->rows->len; i++)
    n += ((ClSheetRow *) block->table->rows->pdata[i])->kind == CL_ROW_DATA;
  for (guint i = 0; block->grid != NULL && i < block->grid->rows->len; i++)
    n += ((ClSheetGridRow *) block->grid->rows->pdata[i])->repeats > 0 && !((ClSheetGridRow *) block->grid->rows->pdata[i])->is_head;
  return n;
}

static gpointer
copy_value (gconstpointer value, gpointer data)
{
  ClValue *copy = g_new0 (ClValue, 1);

  cl_value_copy (copy, value);
  return copy;
}

static void
value_free (gpointer value)
{
  cl_value_clear (value);
  g_free (value);
}

/* Totals of a page are made when pages are: the parameters are then those of another sheet. */
static void
keep_parameters (ClValues *run, ClSheet *sheet)
{
  GHashTableIter iter;
  gpointer name, value;

  sheet->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, value_free);
  g_hash_table_iter_init (&iter, run->parameters->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (sheet->parameters, g_strdup (name), copy_value (value, NULL));
}

static gboolean
fill_piece (ClValues *run, ClSheet *sheet, GError **error)
{
  g_autofree char *width = NULL;

  if (run->form->pieces.own_width == NULL)
    return TRUE;
  width = cl_values_expand (run, run->form->pieces.own_width, NULL, NULL, error);
  if (width == NULL)
    return FALSE;
  sheet->piece_width = MAX (g_ascii_strtod (width, NULL), 0);
  return TRUE;
}

/* The file that was named; NULL: none. */
static const char *
find_named_file (ClValues *run)
{
  for (guint i = 0; i < run->form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = run->form->parameters->pdata[i];

      if (g_str_equal (parameter->type, "file"))
        return g_hash_table_lookup (run->parameters->texts, parameter->name);
    }
  return NULL;
}

/* The file that was named, else what is attached to the record that the sheet is of. */
static gboolean
load_scan (ClValues *run, ClSheet *sheet, const ClTemplateParameter *each, GError **error)
{
  const ClValue *record;
  g_autofree char *path = NULL;

  if (run->form->over == NULL)
    return TRUE;
  record = each != NULL ? g_hash_table_lookup (run->parameters->values, each->name) : NULL;
  path = g_strdup (find_named_file (run));
  if (path == NULL || *path == '\0')
    {
      g_free (path);
      path = cl_scan_find (run->reader, cl_ledger_get_table (run->form->rows_of), run->form->over, record != NULL ? record->integer : 0, error);
      if (path == NULL)
        return FALSE;
    }
  sheet->scan = cl_scan_read (path, error);
  sheet->place = g_strdup (g_hash_table_lookup (run->parameters->texts, "place"));
  return sheet->scan != NULL;
}

static ClSheet *
make_sheet (ClValues *run, const ClTemplateParameter *each, GError **error)
{
  gboolean grows = FALSE;
  g_autoptr (ClSheet) sheet = cl_sheet_new (run->form, each != NULL ? g_hash_table_lookup (run->parameters->texts, each->name) : "");

  sheet->values = run;
  sheet->is_public = run->is_public;
  sheet->is_large = run->is_large;
  if (run->form->heading != NULL)
    {
      g_free (sheet->heading);
      sheet->heading = cl_values_expand (run, run->form->heading, NULL, NULL, error);
      if (sheet->heading == NULL)
        return NULL;
    }
  if (!fill_piece (run, sheet, error) || !load_scan (run, sheet, each, error))
    return NULL;
  for (guint i = 0; i < run->form->blocks->len; i++)
    {
      const ClTemplateBlock *of = run->form->blocks->pdata[i];
      g_autoptr (GError) local = NULL;
      ClSheetBlock *block = NULL;

      if (!cl_values_is_left_out (run, &of->condition, &local) && local == NULL)
        {
          block = cl_sheet_add_block (sheet, of);
          fill_block (run, of, block, &local);
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (block == NULL)
        continue;
      sheet->n_rows += count_rows (block);
      grows = grows || block->table != NULL;
      if (block->table != NULL && block->table->page_total != NULL && sheet->parameters == NULL)
        keep_parameters (run, sheet);
    }
  /* A sheet without a table is about one record, which is there. */
  if (!grows)
    sheet->n_rows = MAX (sheet->n_rows, 1);
  return g_steal_pointer (&sheet);
}

static gboolean
compile_each (ClValues *run, ClQuery *query, GPtrArray *masks, gconstpointer data, GError **error)
{
  const ClTemplateParameter *parameter = data;
  ClLedger *to = cl_catalogue_find_ledger (run->catalogue, parameter->to);

  return (parameter->where == NULL || cl_query_add_where (query, parameter->where, error)) &&
         cl_query_set_order (query, parameter->order != NULL ? parameter->order : cl_ledger_get_order (to), error);
}

static GArray *
list_each (ClValues *run, const ClTemplateParameter *parameter, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%p each", (gpointer) parameter);
  g_autoptr (ClStatement) statement
    = cl_values_prepare (run, key, cl_catalogue_find_ledger (run->catalogue, parameter->to), compile_each, parameter, NULL, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &local))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  if (local == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
compile_any (ClValues *run, ClQuery *query, GPtrArray *masks, gconstpointer data, GError **error)
{
  cl_query_set_limit (query, 1, 0);
  return cl_values_narrow (run, query, NULL, error);
}

/* Whether the form has anything of its own to say with these parameters: 1, 0, or -1 with @error. */
static int
has_rows (ClValues *run, GError **error)
{
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) local = NULL;
  gboolean found;

  if (run->is_blank)
    return 1;
  statement = cl_values_prepare (run, "any", run->form->rows_of, compile_any, NULL, NULL, error);
  if (statement == NULL)
    return -1;
  found = cl_statement_step (statement, &local);
  if (local == NULL)
    return found;
  g_propagate_error (error, g_steal_pointer (&local));
  return -1;
}

/* Rows that a plugin puts together are not those of the form's query: whether there are any is seen when they are there. */
static gboolean
is_wanted (ClValues *run, const ClSheet *sheet)
{
  return run->source == NULL || sheet->n_rows > 0 || run->is_blank;
}

static gboolean
collect_each (ClValues *run, const ClTemplateParameter *each, GError **error)
{
  g_autoptr (GArray) ids = list_each (run, each, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      ClSheet *sheet;
      int any;

      cl_parameters_set_reference (run->parameters, run->catalogue, run->reader, each, g_array_index (ids, gint64, i), NULL);
      any = run->source != NULL ? 1 : has_rows (run, error);
      if (any < 0)
        return FALSE;
      if (any == 0)
        continue;
      sheet = make_sheet (run, each, error);
      if (sheet == NULL)
        return FALSE;
      if (is_wanted (run, sheet))
        g_ptr_array_add (run->sheets, sheet);
      else
        cl_sheet_free (sheet);
    }
  return ids != NULL;
}

static gboolean
collect_one (ClValues *run, const ClTemplateParameter *each, GError **error)
{
  ClSheet *sheet;
  int any = each != NULL || run->form->prints_blank || run->source != NULL ? 1 : has_rows (run, error);

  if (any <= 0)
    return any == 0;
  sheet = make_sheet (run, each, error);
  if (sheet == NULL)
    return FALSE;
  if (each != NULL || run->form->prints_blank || is_wanted (run, sheet))
    g_ptr_array_add (run->sheets, sheet);
  else
    cl_sheet_free (sheet);
  return TRUE;
}

static const ClTemplateParameter *
find_each (ClTemplate *form)
{
  for (guint i = 0; i < form->parameters->len; i++)
    if (((ClTemplateParameter *) form->parameters->pdata[i])->each)
      return form->parameters->pdata[i];
  return NULL;
}

/* Of what was typed for the form, what the included one knows too. */
static GHashTable *
pass_on (ClTemplate *included, GHashTable *typed)
{
  GHashTable *passed = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name, value;

  if (typed == NULL)
    return passed;
  g_hash_table_iter_init (&iter, typed);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (cl_template_find_parameter (included, name) != NULL)
      g_hash_table_insert (passed, name, value);
  return passed;
}

static ClValues *collect (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, const char *const *where, guint depth, GError **error);

/* 附件说明 has the very titles of what is behind it. */
static void
list_enclosures (ClValues *run)
{
  ClSheet *sheet = run->sheets->pdata[0];

  for (guint i = 0; i < sheet->blocks->len; i++)
    {
      ClSheetBlock *block = sheet->blocks->pdata[i];

      if (block->of->kind != CL_BLOCK_ENCLOSURES || block->of->cells->len > 0)
        continue;
      for (guint k = 0; k < run->included->len; k++)
        {
          ClValues *included = run->included->pdata[k];
          ClSheetCell *cell = cl_sheet_cell_new (NULL);

          cell->text = g_strdup (((ClSheet *) included->sheets->pdata[0])->heading);
          g_ptr_array_add (block->cells, cell);
        }
    }
}

/* The sheets of the forms included come after those of the form; one that has nothing to print is left out. */
static gboolean
include (ClValues *run, GHashTable *typed, guint depth, GError **error)
{
  const ClSheet *sheet = run->sheets->len > 0 ? run->sheets->pdata[0] : NULL;

  for (guint i = 0; sheet != NULL && i < sheet->blocks->len; i++)
    {
      const ClTemplateBlock *block = ((ClSheetBlock *) sheet->blocks->pdata[i])->of;
      const ClDescriptionFile *file = block->kind == CL_BLOCK_INCLUDE ? cl_catalogue_find_form (run->catalogue, block->include) : NULL;
      g_autoptr (ClTemplate) form = NULL;
      g_autoptr (GHashTable) passed = NULL;
      g_autoptr (GError) local = NULL;
      ClValues *included;

      if (block->kind != CL_BLOCK_INCLUDE)
        continue;
      if (file == NULL || depth >= DEEPEST)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("“%s” includes the form “%s”, which is not there."), run->form->title, block->include);
          return FALSE;
        }
      form = cl_template_load (file->path, run->catalogue, error);
      if (form == NULL)
        return FALSE;
      passed = pass_on (form, typed);
      included = collect (form, run->catalogue, run->reader, passed, NULL, depth + 1, &local);
      if (included != NULL)
        g_ptr_array_add (run->included, included);
      else if (!g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  if (run->included->len > 0 && run->sheets->len > 0)
    list_enclosures (run);
  for (guint i = 0; i < run->included->len; i++)
    {
      ClValues *included = run->included->pdata[i];

      while (included->sheets->len > 0)
        g_ptr_array_add (run->sheets, g_ptr_array_steal_index (included->sheets, 0));
    }
  return TRUE;
}

static ClValues *
collect (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, const char *const *where, guint depth, GError **error)
{
  g_autoptr (ClValues) run = g_new0 (ClValues, 1);
  const ClTemplateParameter *each = find_each (form);
  const char *variant;
  gboolean given;

  run->form = cl_template_ref (form);
  run->catalogue = catalogue;
  run->reader = reader;
  run->where = where;
  run->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_free);
  run->included = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_values_free);
  run->source = cl_form_source_find (catalogue, form->name);
  run->parameters = cl_parameters_resolve (form, catalogue, reader, typed, error);
  if (run->parameters == NULL)
    return NULL;
  variant = g_hash_table_lookup (run->parameters->texts, CL_TEMPLATE_VARIANT);
  run->is_public = g_strcmp0 (variant, "public") == 0;
  run->is_large = g_strcmp0 (variant, "large") == 0;
  run->is_blank = g_strcmp0 (variant, "blank") == 0;
  given = each != NULL && cl_parameters_is_given (run->parameters, each->name);
  if (form->over != NULL && !given)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” is printed on one document at a time. Choose it (%s)."), form->title, each->label);
      return NULL;
    }
  if (!(each != NULL && !given && !run->parameters->continuous && !run->is_blank ? collect_each (run, each, error)
                                                                                  : collect_one (run, given ? each : NULL, error)) ||
      !include (run, typed, depth, error))
    return NULL;
  if (run->sheets->len > 0)
    return g_steal_pointer (&run);
  if (each != NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND,
                 _("There is nothing to print on “%s”. Enter or import the rows first, or name one (%s) to print its sheet empty."),
                 form->title, each->label);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is nothing to print on “%s”. Enter or import the rows first."), form->title);
  return NULL;
}

void
cl_values_free (ClValues *values)
{
  /* Sheets of the forms included are borrowed by these. */
  g_clear_pointer (&values->sheets, g_ptr_array_unref);
  g_clear_pointer (&values->included, g_ptr_array_unref);
  g_clear_pointer (&values->parameters, cl_parameters_free);
  g_clear_pointer (&values->compiled, g_hash_table_unref);
  g_clear_object (&values->source);
  cl_template_unref (values->form);
  g_free (values);
}

GPtrArray *
cl_values_get_sheets (ClValues *values)
{
  return values->sheets;
}

ClValues *
cl_values_collect (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, const char *const *where, GError **error)
{
  return cl_desk_reader_may (reader, CL_RIGHT_PRINT, error) ? collect (form, catalogue, reader, typed, where, 0, error) : NULL;
}
