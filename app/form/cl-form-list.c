#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-catalogue.h"
#include "cl-desk.h"
#include "cl-error.h"
#include "cl-form-private.h"
#include "cl-row-model.h"
#include "cl-store.h"


#define PORTRAIT 170.0 /* mm that ledger mode can use: A4 less 20 mm on each side */
#define LANDSCAPE 257.0

double
cl_form_choose_paper (ClTemplate *form, double width)
{
  form->landscape = width > PORTRAIT;
  return form->landscape ? LANDSCAPE : PORTRAIT;
}

/* FORMS.md 0.6, mm at 10.5 pt. */
static double
get_width (const ClField *field)
{
  static const double widths[] = {
    [CL_FIELD_TEXT] = 24, [CL_FIELD_LONG_TEXT] = 40, [CL_FIELD_INTEGER] = 14, [CL_FIELD_MONEY] = 22, [CL_FIELD_DATE] = 24,
    [CL_FIELD_MONTH] = 20, [CL_FIELD_BOOLEAN] = 12, [CL_FIELD_CODE] = 18, [CL_FIELD_REFERENCE] = 24, [CL_FIELD_CITIZEN_ID] = 40,
    [CL_FIELD_CERTIFICATE] = 48, [CL_FIELD_PHONE] = 27, [CL_FIELD_DIVISION_CODE] = 30, [CL_FIELD_ATTACHMENT] = 24,
  };

  if (field == NULL)
    return 24;
  return cl_field_get_width (field) > 0 ? cl_field_get_width (field) : widths[cl_field_get_field_type (field)];
}

/* FORMS.md 0.5: numbers right, text left; what is all of one length stands in the middle. */
static ClAlign
get_align (const ClField *field)
{
  if (field == NULL)
    return CL_ALIGN_LEFT;
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_INTEGER:
    case CL_FIELD_MONEY:
      return CL_ALIGN_RIGHT;
    case CL_FIELD_TEXT:
    case CL_FIELD_LONG_TEXT:
    case CL_FIELD_REFERENCE:
    case CL_FIELD_ATTACHMENT:
      return CL_ALIGN_LEFT;
    case CL_FIELD_DATE:
    case CL_FIELD_MONTH:
    case CL_FIELD_BOOLEAN:
    case CL_FIELD_CODE:
    case CL_FIELD_CITIZEN_ID:
    case CL_FIELD_CERTIFICATE:
    case CL_FIELD_PHONE:
    case CL_FIELD_DIVISION_CODE:
    default:
      return CL_ALIGN_CENTRE;
    }
}

/* Portrait where the columns fit, else landscape; what is too wide even for that is narrowed alike, what is narrow fills the paper. */
static ClTemplate *
make_template (ClStore *store, ClRowModel *rows)
{
  ClTemplate *form = cl_template_new_empty ();
  ClLedger *ledger = cl_row_model_get_ledger (rows);
  ClTemplateTable *table = cl_template_table_new ();
  double sum = 0, usable;

  form->name = g_strdup (cl_ledger_get_name (ledger));
  form->title = g_strdup (cl_ledger_get_header (ledger));
  form->ledger = g_strdup (cl_ledger_get_name (ledger));
  form->rows_of = ledger;
  form->mode = CL_MODE_LEDGER;
  cl_template_add_block (form, CL_BLOCK_SUB_TITLE);
  cl_template_add_block (form, CL_BLOCK_TABLE)->table = table;
  for (guint i = 0; i < cl_row_model_get_n_columns (rows); i++)
    {
      const char *path = cl_row_model_get_column_path (rows, i);
      const ClField *field = cl_catalogue_resolve (cl_store_get_catalogue (store), ledger, path, NULL, NULL);
      const char *title = cl_row_model_get_column_title (rows, i);
      double width = MAX (get_width (field), g_utf8_strlen (title, -1) * 2.2 + 2);

      cl_template_add_column (table, title, path, width, get_align (field));
      sum += width;
    }
  usable = cl_form_choose_paper (form, sum);
  for (guint i = 0; i < table->columns->len; i++)
    ((ClTemplateColumn *) table->columns->pdata[i])->width *= usable / sum;
  return form;
}

/* A heading covers the columns up to the first in which something is added up, and stands above its rows; the total stands below all. */
static void
set_heading (ClSheetRow *printed, const ClSheetTable *table, const ClRowHeading *heading)
{
  guint n = table->columns->len, across = 1;

  printed->strong = TRUE;
  printed->leads = !heading->is_total && !heading->is_folded;
  printed->spans = g_new (guint, n);
  printed->aligns = g_new (ClAlign, n);
  while (across < n && *printed->texts[across] == '\0')
    across++;
  for (guint i = 0; i < n; i++)
    {
      printed->spans[i] = i == 0 ? across : i < across ? 0 : 1;
      printed->aligns[i] = i == 0 ? CL_ALIGN_LEFT : ((const ClTemplateColumn *) table->columns->pdata[i])->align;
    }
}

static GPtrArray *
make_sheets (ClTemplate *form, ClRowModel *rows, const char *filter_words)
{
  GPtrArray *sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_free);
  ClSheet *sheet = cl_sheet_new (form, "");
  ClSheetTable *table = cl_sheet_table_new (cl_template_get_table (form));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rows)), columns = cl_row_model_get_n_columns (rows);

  cl_sheet_add_block (sheet, form->blocks->pdata[0])->text = g_strdup (filter_words != NULL ? filter_words : "");
  cl_sheet_add_block (sheet, form->blocks->pdata[1])->table = table;
  for (guint i = 0; i < columns; i++)
    g_ptr_array_add (table->columns, table->of->columns->pdata[i]);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);
      ClRowHeading heading;
      gboolean heads = cl_row_model_get_heading (rows, i, &heading);
      ClSheetRow *printed = cl_sheet_table_add_row (table, !heads ? CL_ROW_DATA : heading.is_total ? CL_ROW_TOTAL : CL_ROW_GROUP_TOTAL);

      for (guint k = 0; k < columns; k++)
        {
          g_free (printed->texts[k]);
          printed->texts[k] = g_strdup (cl_row_get_text (row, k));
        }
      if (heads)
        set_heading (printed, table, &heading);
    }
  sheet->n_rows = cl_row_model_get_n_records (rows);
  g_ptr_array_add (sheets, sheet);
  return sheets;
}

/**
 * cl_form_print_list:
 * @store: the store that @rows belong to
 * @rows: a list as it is shown: its columns, its order, its filter, its groups with what they add up to; masked where it is masked
 * @filter_words: (nullable): what the list was narrowed to, in words, for the line under the title
 * @report: (nullable): zeroed or cleared before; filled on success
 *
 * Any list on paper, in ledger mode (FORMS.md 0.1): title, filter, table with repeated head, “第 x 页 共 y 页”. Main thread.
 *
 * Returns: (transfer full): the whole PDF; %NULL with @error %CL_ERROR_NOT_FOUND for an empty list
 */
GBytes *
cl_form_print_list (ClStore *store, ClRowModel *rows, const char *filter_words, ClFormReport *report, GError **error)
{
  g_autoptr (ClTemplate) form = NULL;
  g_autoptr (GPtrArray) sheets = NULL;

  g_return_val_if_fail (CL_IS_STORE (store), NULL);
  g_return_val_if_fail (CL_IS_ROW_MODEL (rows), NULL);

  if (!cl_desk_may (store, CL_RIGHT_PRINT, error))
    return NULL;
  if (g_list_model_get_n_items (G_LIST_MODEL (rows)) == 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The list is empty: there is nothing to print. Widen the search or the filter."));
      return NULL;
    }
  form = make_template (store, rows);
  sheets = make_sheets (form, rows, filter_words);
  return cl_form_print_sheets (sheets, report, error);
}
