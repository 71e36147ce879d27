#include "form-shipped.h"

FormShipped *
form_shipped_print (FormFixture *fixture,
                    const char *form,
                    ...)
{
  FormShipped *shipped = g_new0 (FormShipped, 1);
  g_autoptr (ClTemplate) loaded = form_fixture_load (fixture, form);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  const char *name;
  va_list list;

  va_start (list, form);
  while ((name = va_arg (list, const char *)) != NULL)
    g_hash_table_insert (parameters, (gpointer) name, (gpointer) va_arg (list, const char *));
  va_end (list);
  shipped->pdf = cl_form_make_pdf (loaded, fixture->catalogue, cl_store_get_reader (fixture->store), parameters, NULL, &shipped->report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (shipped->report.missing_glyphs->len, ==, 0);
  shipped->document = form_pdf_open (shipped->pdf);
  shipped->elements = form_pdf_read_structure (shipped->document, shipped->pdf);
  return shipped;
}

void
form_shipped_free (FormShipped *shipped)
{
  g_clear_pointer (&shipped->elements, g_ptr_array_unref);
  g_clear_object (&shipped->document);
  g_clear_pointer (&shipped->pdf, g_bytes_unref);
  cl_form_report_clear (&shipped->report);
  g_free (shipped);
}

void
form_shipped_assert_elements (FormShipped *shipped, const char *const *texts)
{
  for (; *texts != NULL; texts++)
    {
      g_autofree char *bare = form_strip (*texts);
      const char *wanted = form_as_read (bare);
      gboolean found = FALSE;

      for (guint i = 0; i < shipped->elements->len && !found; i++)
        found = g_str_equal (((FormElement *) shipped->elements->pdata[i])->text, wanted);
      if (!found)
        {
          g_autofree char *all = form_pdf_get_text (shipped->document, -1);

          g_error ("“%s” is not printed by itself in: %s", *texts, all);
        }
    }
}

const char *
form_shipped_get_cell (FormShipped *shipped, int table, int row, int column)
{
  for (guint i = 0; i < shipped->elements->len; i++)
    {
      const FormElement *element = shipped->elements->pdata[i];

      if (element->table == table && element->row == row && element->column == column)
        return element->text;
    }
  return NULL;
}

void
form_shipped_assert_row (FormShipped *shipped,
                         int table,
                         int row,
                         const char *first,
                         ...)
{
  const char *text = first;
  va_list list;

  va_start (list, first);
  for (int column = 0; text != NULL; column++, text = va_arg (list, const char *))
    {
      g_autofree char *bare = form_strip (text);

      g_assert_cmpstr (form_shipped_get_cell (shipped, table, row, column), ==, form_as_read (bare));
    }
  va_end (list);
}

int
form_shipped_find_row (FormShipped *shipped, int table, const char *text)
{
  g_autofree char *bare = form_strip (text);

  for (guint i = 0; i < shipped->elements->len; i++)
    {
      const FormElement *element = shipped->elements->pdata[i];

      if (element->table == table && g_str_equal (element->text, form_as_read (bare)))
        return element->row;
    }
  return -1;
}

void
form_shipped_assert_pages (FormShipped *shipped, int first, const char *const *texts)
{
  for (int i = first; i < poppler_document_get_n_pages (shipped->document); i++)
    {
      g_autofree char *page = form_pdf_get_text (shipped->document, i);

      for (guint k = 0; texts[k] != NULL; k++)
        {
          g_autofree char *bare = form_strip (texts[k]);

          if (strstr (page, bare) == NULL)
            g_error ("“%s” is not on page %d: %s", texts[k], i + 1, page);
        }
    }
}

gboolean
form_shipped_has (FormShipped *shipped, const char *text)
{
  g_autofree char *all = form_pdf_get_text (shipped->document, -1), *bare = form_strip (text);

  return strstr (all, bare) != NULL;
}

char *
form_id_text (gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}
