#include "cl-config.h"

#include "cl-pdf-engine-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <poppler.h>

#include "cl-error.h"
#include "cl-pdf-picture-private.h"

/* Poppler 22.12 brings no autoptr of its own. */
typedef PopplerPage PdfPage;
typedef PopplerDocument PdfDocument;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfPage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfDocument, g_object_unref)

struct _ClPdfEngine
{
  GBytes *pdf;
  PopplerDocument *document;
  GArray *sizes;
};

void
cl_pdf_engine_free (ClPdfEngine *engine)
{
  g_clear_object (&engine->document);
  g_clear_pointer (&engine->pdf, g_bytes_unref);
  g_array_unref (engine->sizes);
  g_free (engine);
}

/**
 * cl_pdf_engine_new:
 * @pdf: a whole file
 * @error: %CL_ERROR_FOREIGN where it is locked with a password, %CL_ERROR_DAMAGED where it is no PDF or has no pages
 *
 * Opens the file (a few ms: only its cross-reference table and page boxes are read).
 *
 * Returns: (transfer full) (nullable): the engine
 */
ClPdfEngine *
cl_pdf_engine_new (GBytes *pdf, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PdfDocument) document = poppler_document_new_from_bytes (pdf, NULL, &local);
  ClPdfEngine *engine;
  int n;

  if (document == NULL)
    {
      if (g_error_matches (local, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        g_set_error_literal (error, CL_ERROR, CL_ERROR_FOREIGN, _("The PDF is locked with a password. Save it without one, then open it again."));
      else
        g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The file cannot be read as a PDF: %s. Make or fetch it again."), local->message);
      return NULL;
    }
  n = poppler_document_get_n_pages (document);
  if (n < 1)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_DAMAGED, _("The PDF has no pages. Make or fetch it again."));
      return NULL;
    }

  engine = g_new0 (ClPdfEngine, 1);
  engine->pdf = g_bytes_ref (pdf);
  engine->sizes = g_array_new (FALSE, TRUE, sizeof (double));
  for (int i = 0; i < n; i++)
    {
      g_autoptr (PdfPage) page = poppler_document_get_page (document, i);
      double size[2] = { 595, 842 };

      if (page != NULL)
        poppler_page_get_size (page, &size[0], &size[1]);
      size[0] = MAX (size[0], 1);
      size[1] = MAX (size[1], 1);
      g_array_append_vals (engine->sizes, size, 2);
    }
  engine->document = g_steal_pointer (&document);
  return engine;
}

GArray *
cl_pdf_engine_get_sizes (ClPdfEngine *engine)
{
  return engine->sizes;
}

static void
draw_page_cb (cairo_t *cairo, guint number, gpointer data)
{
  g_autoptr (PdfPage) page = poppler_document_get_page (((ClPdfEngine *) data)->document, (int) number);

  if (page != NULL)
    poppler_page_render (page, cairo);
}

GBytes *
cl_pdf_engine_render (ClPdfEngine *engine, guint number, double scale, guint *pixels_wide, guint *pixels_high)
{
  return cl_pdf_picture_new (&g_array_index (engine->sizes, double, number * 2), scale, draw_page_cb, number, engine, pixels_wide, pixels_high);
}

void
cl_pdf_engine_find (ClPdfEngine *engine, guint number, const char *text, GArray *matches)
{
  g_autoptr (PdfPage) page = poppler_document_get_page (engine->document, (int) number);
  GList *found;
  double width, height;

  if (page == NULL)
    return;
  poppler_page_get_size (page, &width, &height);
  found = poppler_page_find_text (page, text);
  for (GList *l = found; l != NULL; l = l->next)
    {
      const PopplerRectangle *at = l->data;
      ClPdfMatch match = { number, { MIN (at->x1, at->x2), height - MAX (at->y1, at->y2), fabs (at->x2 - at->x1), fabs (at->y2 - at->y1) } };
      g_array_append_val (matches, match);
    }
  g_list_free_full (found, (GDestroyNotify) poppler_rectangle_free);
}

GPtrArray *
cl_pdf_engine_read (ClPdfEngine *engine)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *blocks = cl_pdf_blocks_read (engine->pdf, &error);

  /* Poppler opened it: what qpdf refuses can still be read as lines. */
  return blocks != NULL ? blocks : g_ptr_array_new_with_free_func (g_object_unref);
}

/* Without tags nothing tells lines from paragraphs: each line is one thing to stop at. */
void
cl_pdf_engine_read_lines (ClPdfEngine *engine, guint number, GPtrArray *blocks)
{
  g_autoptr (PdfPage) page = poppler_document_get_page (engine->document, (int) number);
  g_autofree char *text = page != NULL ? poppler_page_get_text (page) : NULL;
  g_autofree PopplerRectangle *places = NULL;
  guint n_places = 0, at = 0;
  g_auto (GStrv) lines = NULL;

  if (text == NULL)
    return;
  if (!poppler_page_get_text_layout (page, &places, &n_places))
    n_places = 0;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint length = (guint) g_utf8_strlen (lines[i], -1);
      ClPdfArea area = { 0, 0, 0, 0 };

      for (guint k = at; k < at + length && k < n_places; k++)
        {
          ClPdfArea one = { places[k].x1, places[k].y1, places[k].x2 - places[k].x1, places[k].y2 - places[k].y1 };
          cl_pdf_area_unite (&area, &one);
        }
      at += length + 1;
      g_strstrip (lines[i]);
      if (*lines[i] != '\0')
        g_ptr_array_add (blocks, cl_pdf_block_new (CL_PDF_PARAGRAPH, number, lines[i], &area));
    }
}
