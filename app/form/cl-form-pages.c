#include "cl-config.h"

#include "cl-form-private.h"
#include "cl-pdf-pen-private.h"

/* Without the fonts that the pages were set with: what Pango keeps of them belongs to the thread that asked for them, and the last to let go of the pages may be
 * another one. Whoever draws takes fonts of its own. Charts, which keep theirs, are in no form. */
struct _ClFormPages
{
  gatomicrefcount ref_count;
  ClValues *values; /* holds the sheets of the layout */
  ClLayout *layout;
};

/**
 * cl_form_pages_new:
 * @form: the form
 * @catalogue: the catalogue it was loaded with
 * @reader: a restricted reading connection that belongs to this thread; not needed any more afterwards
 * @parameters: (nullable): as for cl_form_make_pdf()
 * @where: (nullable): as for cl_form_make_pdf()
 *
 * The pages of a form, set and not yet a file: that takes some milliseconds, where the fonts that a file carries take ten times as long. They can be looked at with
 * cl_form_pages_paint() while cl_form_pages_make_pdf() writes them. Any thread.
 *
 * Returns: (transfer full): the pages; %NULL with @error as cl_form_make_pdf()
 */
ClFormPages *
cl_form_pages_new (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *parameters, const char *const *where, GError **error)
{
  g_autoptr (ClValues) values = NULL;
  g_autoptr (ClFonts) fonts = NULL;
  ClFormPages *pages;

  g_return_val_if_fail (form != NULL, NULL);
  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (reader != NULL, NULL);

  values = cl_values_collect (form, catalogue, reader, parameters, where, error);
  fonts = values != NULL ? cl_fonts_new (error) : NULL;
  if (fonts == NULL)
    return NULL;
  pages = g_new0 (ClFormPages, 1);
  g_atomic_ref_count_init (&pages->ref_count);
  pages->layout = cl_layout_new (fonts, cl_values_get_sheets (values));
  pages->values = g_steal_pointer (&values);
  return pages;
}

/**
 * cl_form_pages_ref:
 * @pages: pages
 *
 * Returns: (transfer full): @pages, held once more. Any thread.
 */
ClFormPages *
cl_form_pages_ref (ClFormPages *pages)
{
  g_atomic_ref_count_inc (&pages->ref_count);
  return pages;
}

/**
 * cl_form_pages_unref:
 * @pages: (nullable) (transfer full): pages
 */
void
cl_form_pages_unref (ClFormPages *pages)
{
  if (pages == NULL || !g_atomic_ref_count_dec (&pages->ref_count))
    return;
  cl_layout_free (pages->layout);
  cl_values_free (pages->values);
  g_free (pages);
}

guint
cl_form_pages_get_n (ClFormPages *pages)
{
  return pages->layout->pages->len;
}

/**
 * cl_form_pages_get_size:
 * @pages: pages
 * @number: which of them, from 0
 * @width: (out): in pt
 * @height: (out): in pt
 */
void
cl_form_pages_get_size (ClFormPages *pages, guint number, double *width, double *height)
{
  const ClPage *page;

  g_return_if_fail (number < cl_form_pages_get_n (pages));

  page = pages->layout->pages->pdata[number];
  *width = CL_PT (page->width);
  *height = CL_PT (page->height);
}

/**
 * cl_form_pages_paint:
 * @pages: pages
 * @number: which of them, from 0
 * @cairo: a picture of white paper, scaled to pt
 *
 * Draws a page from the layout that the file is written from. Any thread, also while another one writes or paints. Nothing is drawn where the list of fonts
 * cannot be read, which the file then says.
 */
void
cl_form_pages_paint (ClFormPages *pages, guint number, cairo_t *cairo)
{
  g_autoptr (ClFonts) fonts = NULL;

  g_return_if_fail (number < cl_form_pages_get_n (pages));

  fonts = cl_fonts_new (NULL);
  if (fonts != NULL)
    cl_pdf_paint (fonts, pages->layout, cl_values_get_sheets (pages->values), number, cairo);
}

/**
 * cl_form_pages_make_pdf:
 * @pages: pages
 * @report: (nullable): zeroed or cleared before; filled on success
 * @error: set where they cannot be written
 *
 * Writes the tagged PDF. Any thread.
 *
 * Returns: (transfer full): the whole PDF
 */
GBytes *
cl_form_pages_make_pdf (ClFormPages *pages, ClFormReport *report, GError **error)
{
  g_autoptr (ClFonts) fonts = cl_fonts_new (error);

  return fonts != NULL ? cl_form_print_layout (fonts, pages->layout, cl_values_get_sheets (pages->values), report, error) : NULL;
}
