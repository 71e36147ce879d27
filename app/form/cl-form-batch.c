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
  g_free (item->missing);
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
  const char *order = each->order != NULL ? each->order : cl_ledger_get_order (ledger);

  if ((each->where != NULL && !cl_query_add_where (query, each->where, error)) || (order != NULL && !cl_query_set_order (query, order, error)))
    return NULL;
  return cl_query_list_ids (query, reader, NULL, error);
}

/**
 * cl_form_makes_several:
 * @form: a form
 * @catalogue: the catalogue it was loaded with
 * @reader: any connection that reads
 * @steps: how long it may look (cl_query_list_first_ids()); 0: as long as it takes
 *
 * Returns: whether the form makes a sheet each for several records; %FALSE where it is one paper for all, and where nobody can say
 */
gboolean
cl_form_makes_several (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, guint steps)
{
  const ClTemplateParameter *each = cl_form_get_each (form);
  ClLedger *ledger = each != NULL ? cl_catalogue_find_ledger (catalogue, each->to) : NULL;
  g_autoptr (ClQuery) query = ledger != NULL ? cl_query_new (catalogue, ledger) : NULL;
  g_autoptr (GArray) ids = NULL;
  gboolean is_all;

  if (query == NULL || (each->where != NULL && !cl_query_add_where (query, each->where, NULL)))
    return FALSE;
  cl_query_set_limit (query, 2, 0);
  ids = cl_query_list_first_ids (query, reader, NULL, steps, &is_all, NULL);
  return ids != NULL && ids->len > 1;
}

/* A cell that only fetches what is kept about somebody: blank, it wants to be entered. Of other columns nobody can say. */
static gboolean
is_fetched (const ClTemplateColumn *column)
{
  if (column->kind != CL_COLUMN_VALUE || column->value == NULL || *column->value == '\0')
    return FALSE;
  for (const char *c = column->value; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '_' && *c != '.')
      return FALSE;
  return TRUE;
}

static guint
count_blank (const ClSheetTable *table, guint column)
{
  guint blank = 0;

  for (guint i = 0; i < table->rows->len; i++)
    {
      const ClSheetRow *row = table->rows->pdata[i];

      if (row->kind == CL_ROW_DATA && (row->spans == NULL || row->spans[column] > 0) && (row->texts[column] == NULL || *row->texts[column] == '\0'))
        blank++;
    }
  return blank;
}

static void
add_missing (GString *words, const char *text)
{
  g_string_append_printf (words, "%s%s", words->len > 0 ? _("; ") : "", text);
}

/* What the clerk would find only on paper. */
static char *
say_missing (GPtrArray *sheets, const ClFormReport *report)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < sheets->len; i++)
    {
      const ClSheetTable *table = cl_sheet_get_table (sheets->pdata[i]);

      for (guint k = 0; table != NULL && !table->blank && k < table->columns->len; k++)
        {
          const ClTemplateColumn *column = table->columns->pdata[k];
          guint blank = is_fetched (column) ? count_blank (table, k) : 0;
          g_autofree char *text = blank > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %u blank", "%s: %u blanks", blank), column->title, blank) : NULL;

          if (text != NULL)
            add_missing (words, text);
        }
    }
  for (guint i = 0; report->missing_glyphs != NULL && i < report->missing_glyphs->len; i++)
    {
      g_autofree char *text = g_strdup_printf (_("no font has %s"), (const char *) report->missing_glyphs->pdata[i]);

      add_missing (words, text);
    }
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

static GHashTable *
with_unit (const ClTemplateParameter *each, GHashTable *typed, gint64 id)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer name, text;

  if (typed != NULL)
    g_hash_table_iter_init (&iter, typed);
  while (typed != NULL && g_hash_table_iter_next (&iter, &name, &text))
    g_hash_table_insert (values, g_strdup (name), g_strdup (text));
  g_hash_table_insert (values, g_strdup (each->name), g_strdup_printf ("%" G_GINT64_FORMAT, id));
  return values;
}

/**
 * cl_form_list_batch:
 * @form: a form with a parameter that stands for a sheet each
 * @catalogue: the catalogue it was loaded with
 * @reader: a restricted reading connection that belongs to this thread
 * @typed: (nullable): the other parameters
 * @error: return location
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type ClBatchItem): one for each unit, in their order, not yet made; %NULL with INVALID where the form is one sheet for all
 */
GPtrArray *
cl_form_list_batch (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, GError **error)
{
  const ClTemplateParameter *each = cl_form_get_each (form);
  ClLedger *ledger = each != NULL ? cl_catalogue_find_ledger (catalogue, each->to) : NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  g_autoptr (GArray) ids = NULL;

  if (ledger == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s is one paper for all, not one for each village. Print it alone."), cl_template_get_title (form));
      return NULL;
    }
  ids = list_units (each, catalogue, reader, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (GHashTable) values = with_unit (each, typed, id);
      ClBatchItem *item = g_new0 (ClBatchItem, 1);

      item->id = id;
      item->called = cl_record_call (reader, catalogue, ledger, id);
      item->paper = cl_paper_new (form, catalogue, reader, values);
      g_ptr_array_add (items, item);
    }
  return ids != NULL ? g_steal_pointer (&items) : NULL;
}

/**
 * cl_form_make_item:
 * @form: the form
 * @catalogue: the catalogue it was loaded with
 * @reader: a restricted reading connection that belongs to this thread
 * @typed: (nullable): the other parameters
 * @item: one of cl_form_list_batch()
 * @error: return location
 *
 * Makes the same paper as cl_form_make_pdf() makes for the unit alone. A unit of which there is nothing to say gets an empty sheet when it is asked for by name; in
 * a batch it has no paper. Any thread.
 *
 * Returns: %FALSE with @error where it could not be made
 */
gboolean
cl_form_make_item (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, ClBatchItem *item, GError **error)
{
  g_autoptr (GHashTable) values = with_unit (cl_form_get_each (form), typed, item->id);
  g_autoptr (GError) local = NULL;
  g_autoptr (ClValues) collected = cl_values_collect (form, catalogue, reader, values, NULL, &local);
  GPtrArray *sheets = collected != NULL ? cl_values_get_sheets (collected) : NULL;
  ClFormReport report = { 0 };
  g_autoptr (GBytes) pdf = sheets != NULL ? cl_form_print_sheets (sheets, &report, &local) : NULL;

  g_clear_pointer (&item->pdf, g_bytes_unref);
  g_clear_pointer (&item->missing, g_free);
  item->rows = report.rows;
  item->pages = report.rows > 0 ? report.pages : 0;
  if (pdf != NULL && report.rows > 0)
    {
      item->pdf = g_steal_pointer (&pdf);
      item->missing = say_missing (sheets, &report);
    }
  cl_form_report_clear (&report);
  if (local == NULL || g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
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
  g_autoptr (GPtrArray) items = cl_form_list_batch (form, catalogue, reader, typed, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      ClBatchItem *item = items->pdata[i];

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (progress != NULL)
        progress (i, items->len, item->called, data);
      if (!cl_form_make_item (form, catalogue, reader, typed, item, error))
        return NULL;
    }
  if (items == NULL)
    return NULL;
  if (!has_paper (items))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is nothing to print for any of them. Enter what %s lists first."), cl_template_get_title (form));
      return NULL;
    }
  if (progress != NULL)
    progress (items->len, items->len, NULL, data);
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
