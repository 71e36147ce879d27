#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-error.h"
#include "cl-form-batch.h"
#include "cl-form-private.h"
#include "cl-pdf-structure.h"
#include "cl-query.h"
#include "cl-template-private.h"

static void
item_free (ClBatchItem *item)
{
  cl_paper_free (item->paper);
  g_free (item->called);
  g_clear_pointer (&item->pdf, g_bytes_unref);
  g_free (item);
}

/**
 * cl_form_get_each:
 * @form: a form
 *
 * Returns: (transfer none) (nullable): the parameter for each record of which the form makes a sheet when it is not given
 */
const ClTemplateParameter *
cl_form_get_each (ClTemplate *form)
{
  const GPtrArray *parameters = cl_template_get_parameters (form);

  for (guint i = 0; parameters != NULL && i < parameters->len; i++)
    {
      const ClTemplateParameter *parameter = parameters->pdata[i];

      if (parameter->each && parameter->to != NULL)
        return parameter;
    }
  return NULL;
}

/* The records that the parameter may stand for, in its order: GArray of ids. */
static GArray *
list_units (const ClTemplateParameter *each, ClCatalogue *catalogue, ClDatabase *reader, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, each->to);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) step_error = NULL;
  const char *order = each->order != NULL ? each->order : cl_ledger_get_order (ledger);

  if ((each->where != NULL && !cl_query_add_where (query, each->where, error)) || (order != NULL && !cl_query_set_order (query, order, error)))
    return NULL;
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &step_error))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  if (step_error == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}

/**
 * cl_form_count_each:
 * @form: a form
 * @catalogue: the catalogue it was loaded with
 * @reader: any connection that reads
 *
 * Returns: of how many records the form makes a sheet each; 0 where it is one paper for all, or nobody can say
 */
guint
cl_form_count_each (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader)
{
  const ClTemplateParameter *each = cl_form_get_each (form);
  g_autoptr (GArray) ids = each != NULL && cl_catalogue_find_ledger (catalogue, each->to) != NULL ? list_units (each, catalogue, reader, NULL) : NULL;

  return ids != NULL ? ids->len : 0;
}

static ClBatchItem *
make_item (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, const char *called, GError **error)
{
  ClBatchItem *item = g_new0 (ClBatchItem, 1);
  ClFormReport report = { 0 };
  g_autoptr (GError) local = NULL;

  item->called = g_strdup (called);
  item->paper = cl_paper_new (form, catalogue, reader, typed);
  item->pdf = cl_form_make_pdf (form, catalogue, reader, typed, NULL, &report, &local);
  item->pages = report.pages;
  item->rows = report.rows;
  cl_form_report_clear (&report);
  /* A unit of which there is nothing to say gets an empty sheet when it is asked for by name; among all of them it is left out. */
  if (item->pdf != NULL && item->rows == 0)
    {
      g_clear_pointer (&item->pdf, g_bytes_unref);
      item->pages = 0;
    }
  if (local == NULL || g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND))
    return item;
  g_propagate_error (error, g_steal_pointer (&local));
  item_free (item);
  return NULL;
}

static gboolean
has_paper (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (((ClBatchItem *) items->pdata[i])->pdf != NULL)
      return TRUE;
  return FALSE;
}

/**
 * cl_form_make_batch:
 * @form: a form with a parameter that stands for a sheet each
 * @catalogue: the catalogue it was loaded with
 * @reader: a restricted reading connection that belongs to this thread
 * @typed: (nullable): the other parameters
 * @progress: (nullable): told how far it is
 * @data: for @progress
 * @cancellable: (nullable): ends it between two papers
 * @error: return location
 *
 * The same paper as cl_form_make_pdf() makes for each of them alone. Those of which there is nothing to say are in the list without a paper. Any thread.
 *
 * Returns: (transfer full) (element-type ClBatchItem): in the order of the units; %NULL with @error: INVALID where the form is one sheet for all,
 *   NOT_FOUND where there is nothing to print for any
 */
GPtrArray *
cl_form_make_batch (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, ClBatchProgress progress, gpointer data,
                    GCancellable *cancellable, GError **error)
{
  const ClTemplateParameter *each = cl_form_get_each (form);
  ClLedger *ledger = each != NULL ? cl_catalogue_find_ledger (catalogue, each->to) : NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GArray) ids = NULL;
  GHashTableIter iter;
  gpointer name, text;

  if (ledger == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s is one paper for all, not one for each village. Print it alone."), cl_template_get_title (form));
      return NULL;
    }
  ids = list_units (each, catalogue, reader, error);
  if (ids == NULL)
    return NULL;
  if (typed != NULL)
    g_hash_table_iter_init (&iter, typed);
  while (typed != NULL && g_hash_table_iter_next (&iter, &name, &text))
    g_hash_table_insert (values, g_strdup (name), g_strdup (text));
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autofree char *called = cl_record_call (reader, catalogue, ledger, id);
      ClBatchItem *item;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (progress != NULL)
        progress (i, ids->len, called, data);
      g_hash_table_insert (values, g_strdup (each->name), g_strdup_printf ("%" G_GINT64_FORMAT, id));
      item = make_item (form, catalogue, reader, values, called, error);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
    }
  if (!has_paper (items))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is nothing to print for any of them. Enter what %s lists first."), cl_template_get_title (form));
      return NULL;
    }
  if (progress != NULL)
    progress (ids->len, ids->len, NULL, data);
  return g_steal_pointer (&items);
}

static void
add_row (ClSheetTable *table, guint number, const ClBatchItem *item)
{
  ClSheetRow *row = cl_sheet_table_add_row (table, CL_ROW_DATA);
  g_autofree char *called = g_strdup (item->paper->file_name);
  char *texts[] = { g_strdup_printf ("%u", number), NULL, g_strdup_printf ("%u", item->pages),
                    g_strdup (item->paper->signs != NULL ? item->paper->signs : ""), g_strdup (item->paper->stamp != NULL ? item->paper->stamp : "") };

  if (g_str_has_suffix (called, ".pdf"))
    called[strlen (called) - 4] = '\0';
  texts[1] = g_steal_pointer (&called);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_free (row->texts[i]);
      row->texts[i] = texts[i];
    }
}

/**
 * cl_form_make_contents:
 * @form: the form
 * @items: (element-type ClBatchItem): a batch
 * @error: return location
 *
 * The page that lies on top of a batch: each paper with its pages, who signs it and where the stamp goes, and room to tick off what comes back. Any thread.
 *
 * Returns: (transfer full): a tagged PDF
 */
GBytes *
cl_form_make_contents (ClTemplate *form, GPtrArray *items, GError **error)
{
  g_autoptr (ClTemplate) page = cl_template_new_empty ();
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_free);
  const ClBatchItem *first = items->pdata[0];
  ClTemplateTable *of = cl_template_table_new ();
  ClSheetTable *table = cl_sheet_table_new (of);
  ClSheet *sheet;
  guint number = 0, pages = 0;

  page->name = g_strdup ("contents");
  page->title = g_strdup_printf ("%s 目录", first->paper->title);
  page->mode = CL_MODE_LEDGER;
  cl_template_add_column (of, "序号", "", 14, CL_ALIGN_CENTRE);
  cl_template_add_column (of, "表单", "", 56, CL_ALIGN_LEFT);
  cl_template_add_column (of, "页数", "", 14, CL_ALIGN_CENTRE);
  cl_template_add_column (of, "签字人", "", 26, CL_ALIGN_CENTRE);
  cl_template_add_column (of, "盖章位置", "", 36, CL_ALIGN_CENTRE);
  cl_template_add_column (of, "交回", "", 24, CL_ALIGN_CENTRE);
  for (guint i = 0; i < of->columns->len; i++)
    g_ptr_array_add (table->columns, of->columns->pdata[i]);
  for (guint i = 0; i < items->len; i++)
    {
      const ClBatchItem *item = items->pdata[i];

      if (item->pdf == NULL)
        continue;
      pages += item->pages;
      add_row (table, ++number, item);
    }
  cl_template_add_block (page, CL_BLOCK_SUB_TITLE);
  cl_template_add_block (page, CL_BLOCK_TABLE)->table = of;
  sheet = cl_sheet_new (page, "");
  cl_sheet_add_block (sheet, page->blocks->pdata[0])->text
    = first->paper->period != NULL ? g_strdup_printf ("%s年，共 %u 份 %u 页", first->paper->period, number, pages)
                                   : g_strdup_printf ("共 %u 份 %u 页", number, pages);
  cl_sheet_add_block (sheet, page->blocks->pdata[1])->table = table;
  g_ptr_array_add (sheets, sheet);
  return cl_form_print_sheets (sheets, NULL, error);
}

/**
 * cl_form_join_batch:
 * @form: the form
 * @items: (element-type ClBatchItem): a batch
 * @error: return location
 *
 * Returns: (transfer full): the contents page and all papers as one tagged PDF. Any thread.
 */
GBytes *
cl_form_join_batch (ClTemplate *form, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GBytes) contents = cl_form_make_contents (form, items, error);

  if (contents == NULL)
    return NULL;
  g_ptr_array_add (papers, contents);
  for (guint i = 0; i < items->len; i++)
    if (((ClBatchItem *) items->pdata[i])->pdf != NULL)
      g_ptr_array_add (papers, ((ClBatchItem *) items->pdata[i])->pdf);
  return cl_pdf_join (papers, error);
}

/**
 * cl_form_log_batch:
 * @store: the store
 * @items: (element-type ClBatchItem): a batch that has left the office
 * @kind: "print", "export"
 * @copies: of each, 0: not known
 * @error: return location
 *
 * Returns: (transfer full): as cl_output_log_all(), of those that have a paper; each is kept as a file of its own. The store's own thread.
 */
GArray *
cl_form_log_batch (ClStore *store, GPtrArray *items, const char *kind, guint copies, GError **error)
{
  g_autoptr (GArray) outputs = g_array_new (FALSE, TRUE, sizeof (ClOutput));

  for (guint i = 0; i < items->len; i++)
    {
      const ClBatchItem *item = items->pdata[i];
      ClOutput output = { .kind = kind, .copies = copies, .pages = item->pages, .bytes = item->pdf, .keep = TRUE };

      if (item->pdf == NULL)
        continue;
      cl_paper_fill (item->paper, &output);
      g_array_append_val (outputs, output);
    }
  g_return_val_if_fail (outputs->len > 0, NULL);
  return cl_output_log_all (store, &g_array_index (outputs, ClOutput, 0), outputs->len, error);
}
