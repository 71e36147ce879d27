#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-form-private.h"

GBytes *
cl_form_print_layout (ClFonts *fonts, ClLayout *layout, GPtrArray *sheets, ClFormReport *report, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  GBytes *pdf = cl_pdf_draw (fonts, layout, sheets, missing, error);

  if (pdf != NULL && report != NULL)
    {
      report->pages = layout->pages->len;
      report->sheets = sheets->len;
      report->rows = 0;
      for (guint i = 0; i < sheets->len; i++)
        report->rows += ((ClSheet *) sheets->pdata[i])->n_rows;
      g_clear_pointer (&report->missing_glyphs, g_ptr_array_unref);
      report->missing_glyphs = g_steal_pointer (&missing);
    }
  return pdf;
}

GBytes *
cl_form_print_sheets (GPtrArray *sheets, ClFormReport *report, GError **error)
{
  g_autoptr (ClFonts) fonts = cl_fonts_new (error);
  g_autoptr (ClLayout) layout = fonts != NULL ? cl_layout_new (fonts, sheets) : NULL;

  return layout != NULL ? cl_form_print_layout (fonts, layout, sheets, report, error) : NULL;
}

/**
 * cl_form_report_clear:
 *
 * Lets go of what the report holds.
 */
void
cl_form_report_clear (ClFormReport *report)
{
  g_clear_pointer (&report->missing_glyphs, g_ptr_array_unref);
  *report = (ClFormReport){ 0 };
}

/**
 * cl_form_make_pdf:
 * @form: the form
 * @catalogue: the catalogue it was loaded with
 * @reader: a restricted reading connection that belongs to this thread
 * @parameters: (nullable): name -> text as typed, "village" -> "上河村"
 * @where: (nullable): %NULL-terminated "FIELD=VALUE" over the rows; FIELD is a path of the rows' ledger, a parameter or a column's header
 * @report: (nullable): zeroed or cleared before; filled on success
 *
 * From records to paper: queries, layout, tagged PDF. One sheet for each village (the form's each="yes") that has rows; a village named in
 * @parameters that has none gets an empty sheet with lines for the pen. "variant" is internal (the default), public, large or blank. A date not given leaves month and day to the pen (FORMS.md 0.12).
 * The same data on the same day give the same bytes. Any thread.
 *
 * Returns: (transfer full): the whole PDF; %NULL with @error %CL_ERROR_INVALID for a parameter or condition, %CL_ERROR_NOT_FOUND when there is
 *   nothing to print
 */
GBytes *
cl_form_make_pdf (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *parameters, const char *const *where, ClFormReport *report, GError **error)
{
  g_autoptr (ClValues) values = NULL;

  g_return_val_if_fail (form != NULL, NULL);
  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (reader != NULL, NULL);

  values = cl_values_collect (form, catalogue, reader, parameters, where, error);
  return values != NULL ? cl_form_print_sheets (cl_values_get_sheets (values), report, error) : NULL;
}
