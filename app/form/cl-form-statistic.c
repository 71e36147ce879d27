#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-desk.h"
#include "cl-error.h"
#include "cl-form-private.h"

#define NAME 40.0
#define NUMBER 15.0

static double
get_width (const char *title)
{
  return MAX (NUMBER, g_utf8_strlen (title, -1) * 3.7 + 2);
}

/* The table fills the paper as lists do; what is too wide even for landscape goes over to further pages, its names repeated. */
static void
add_columns (ClTemplate *form, ClTemplateTable *table, ClStatistic *statistic)
{
  g_auto (GStrv) head = cl_statistic_table_head (statistic, TRUE);
  guint n = g_strv_length (head);
  double sum = NAME, usable;

  for (guint i = 1; i < n; i++)
    sum += get_width (head[i]);
  usable = cl_form_choose_paper (form, sum);
  for (guint i = 0; i < n; i++)
    {
      ClTemplateColumn *column = cl_template_add_column (table, head[i], "id", (i == 0 ? NAME : get_width (head[i])) * (sum < usable ? usable / sum : 1),
                                                         i == 0 ? CL_ALIGN_LEFT : CL_ALIGN_RIGHT);

      column->key = i == 0;
    }
}

static ClTemplate *
make_template (ClStatistic *statistic)
{
  ClTemplate *form = cl_template_new_empty ();
  ClTemplateTable *table = cl_template_table_new ();

  form->name = g_strdup (cl_ledger_get_name (statistic->ledger));
  form->title = g_strdup (statistic->title);
  form->ledger = g_strdup (cl_ledger_get_name (statistic->ledger));
  form->rows_of = statistic->ledger;
  form->mode = CL_MODE_LEDGER;
  cl_template_add_block (form, CL_BLOCK_SUB_TITLE);
  cl_template_add_block (form, CL_BLOCK_CHART);
  cl_template_add_block (form, CL_BLOCK_TABLE)->table = table;
  cl_template_add_block (form, CL_BLOCK_SUMMARY);
  add_columns (form, table, statistic);
  return form;
}

static void
add_rows (ClSheetTable *table, ClStatistic *statistic)
{
  table->over = TRUE;
  for (guint i = 0; i < table->of->columns->len; i++)
    g_ptr_array_add (table->columns, table->of->columns->pdata[i]);
  for (guint i = 0; i <= statistic->rows->len; i++)
    {
      ClSheetRow *row = cl_sheet_table_add_row (table, i < statistic->rows->len ? CL_ROW_DATA : CL_ROW_TOTAL);

      g_strfreev (row->texts);
      row->texts = cl_statistic_table_row (statistic, i, TRUE);
    }
}

static GPtrArray *
make_sheets (ClTemplate *form, ClStatistic *statistic)
{
  GPtrArray *sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_free);
  ClSheet *sheet = cl_sheet_new (form, "");
  ClSheetTable *table = cl_sheet_table_new (cl_template_get_table (form));

  cl_sheet_add_block (sheet, form->blocks->pdata[0])->text = g_strdup (statistic->words != NULL ? statistic->words : "");
  cl_sheet_add_block (sheet, form->blocks->pdata[1])->statistic = cl_statistic_ref (statistic);
  cl_sheet_add_block (sheet, form->blocks->pdata[2])->table = table;
  if (statistic->overlaps)
    cl_sheet_add_block (sheet, form->blocks->pdata[3])->text = g_strdup ("一条可有几项，各项都计，各项之和可大于合计。");
  add_rows (table, statistic);
  sheet->n_rows = statistic->rows->len;
  g_ptr_array_add (sheets, sheet);
  return sheets;
}

/**
 * cl_form_print_statistic:
 * @store: the store that was counted
 * @statistic: the count
 * @report: (nullable): zeroed or cleared before; filled on success
 * @error: return location
 *
 * A count on paper, in ledger mode (FORMS.md 0.1): its chart as a figure that tells its numbers in short, and the same numbers as a table. Any thread.
 *
 * Returns: (transfer full): the whole PDF; %NULL with @error %CL_ERROR_NOT_FOUND where nothing was counted
 */
GBytes *
cl_form_print_statistic (ClStore *store, ClStatistic *statistic, ClFormReport *report, GError **error)
{
  g_autoptr (ClTemplate) form = NULL;
  g_autoptr (GPtrArray) sheets = NULL;

  g_return_val_if_fail (CL_IS_STORE (store), NULL);
  g_return_val_if_fail (statistic != NULL, NULL);

  if (!cl_desk_may (store, CL_RIGHT_PRINT, error))
    return NULL;
  if (statistic->rows->len == 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is nothing to count: no chart can be printed. Choose another list, or widen the filter."));
      return NULL;
    }
  form = make_template (statistic);
  sheets = make_sheets (form, statistic);
  return cl_form_print_sheets (sheets, report, error);
}
