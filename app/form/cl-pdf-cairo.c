#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-pdf-pen-private.h"
#include "cl-pdf-private.h"
#include "cl-pdf-surface.h"

typedef struct
{
  ClPdfPen pen;
  const ClPdfDocument *document;
  cairo_surface_t *surface; /* a PDF's; NULL: it is a picture */
  cairo_t *cairo;
  gboolean begun;
  GArray *elements;  /* ClPdfElement: of each TD, TH and Figure in document order */
  GPtrArray *glyphs; /* of the line that is set */
} CairoPen;

static void
begin_page (ClPdfPen *pen, const ClPage *page)
{
  CairoPen *self = (CairoPen *) pen;

  /* Before anything is drawn or tagged on the page: what was is lost. */
  if (self->begun && self->surface != NULL)
    cairo_pdf_surface_set_size (self->surface, CL_PT (page->width), CL_PT (page->height));
  self->begun = TRUE;
}

static void
end_page (ClPdfPen *pen)
{
  cairo_show_page (((CairoPen *) pen)->cairo);
}

static void
begin (ClPdfPen *pen, const char *kind, const ClPdfElement *element)
{
  CairoPen *self = (CairoPen *) pen;

  if (element != NULL)
    g_array_append_vals (self->elements, element, 1);
  cairo_tag_begin (self->cairo, kind, NULL);
}

static void
end (ClPdfPen *pen, const char *kind)
{
  cairo_tag_end (((CairoPen *) pen)->cairo, kind);
}

/* The glyphs from @i on that share a font; returns the next one. */
static guint
show_plain (CairoPen *self, guint i, const char **text, double *x, double y)
{
  const ClFontGlyph *first = self->glyphs->pdata[i];
  const char *from = *text;
  g_autofree cairo_glyph_t *glyphs = g_new (cairo_glyph_t, self->glyphs->len);
  g_autofree cairo_text_cluster_t *clusters = g_new (cairo_text_cluster_t, self->glyphs->len);
  int n = 0;

  for (; i < self->glyphs->len && ((ClFontGlyph *) self->glyphs->pdata[i])->font == first->font; i++)
    {
      const ClFontGlyph *glyph = self->glyphs->pdata[i];
      const char *next = g_utf8_next_char (*text);

      glyphs[n] = (cairo_glyph_t){ glyph->glyph, *x, y };
      clusters[n++] = (cairo_text_cluster_t){ (int) (next - *text), 1 };
      *x += glyph->advance;
      *text = next;
    }
  cairo_set_scaled_font (self->cairo, first->font);
  cairo_show_text_glyphs (self->cairo, from, (int) (*text - from), glyphs, n, clusters, n, 0);
  return i;
}

/* One line without letters needs no layout. */
static gboolean
draw_plain (CairoPen *self, const ClBox *box)
{
  const char *text = box->text;
  double width, x;

  if (!cl_pdf_is_plain (box))
    return FALSE;
  width = cl_fonts_set_plain (self->document->fonts, box->role, box->size, box->text, self->glyphs);
  if (width < 0)
    return FALSE;
  x = CL_PLACE (cl_pdf_get_left (box, width));
  for (guint i = 0; i < self->glyphs->len;)
    i = show_plain (self, i, &text, &x, CL_PLACE (CL_PT (cl_box_get_baseline (box, 0))));
  return TRUE;
}

static void
draw_lines (CairoPen *self, const ClPage *page, const ClBox *box)
{
  PangoLayout *layout = cl_pdf_get_layout (self->document, box);
  int lines = pango_layout_get_line_count (layout);

  cl_pdf_tell_missing (self->document, page, box, layout);
  for (int i = 0; i < lines; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      PangoRectangle extents;

      pango_layout_line_get_extents (line, NULL, &extents);
      cairo_move_to (self->cairo, CL_PLACE (cl_pdf_get_left (box, (double) extents.width / PANGO_SCALE)),
                     CL_PLACE (CL_PT (cl_box_get_baseline (box, (guint) i))));
      pango_cairo_show_layout_line (self->cairo, line);
    }
}

/* Each line by itself, so that its foot stands where the layout says, whichever fonts it is set in. */
static void
draw_text (ClPdfPen *pen, const ClPage *page, const ClBox *box)
{
  CairoPen *self = (CairoPen *) pen;
  cairo_t *cairo = self->cairo;

  if (*box->text == '\0')
    return;
  cairo_save (cairo);
  if (box->red)
    cairo_set_source_rgb (cairo, 0.8, 0, 0);
  if (box->turned)
    {
      /* As the page lies in the volume: its upper edge is this page's right one. */
      cairo_matrix_t turn;

      cairo_matrix_init (&turn, 0, 1, -1, 0, CL_PT (page->width), 0);
      cairo_transform (cairo, &turn);
    }
  if (!draw_plain (self, box))
    draw_lines (self, page, box);
  cairo_restore (cairo);
}

static void
draw_code (ClPdfPen *pen, const ClPage *page, const ClBox *box)
{
  CairoPen *self = (CairoPen *) pen;
  g_autoptr (GArray) modules = cl_pdf_get_modules (box);

  for (guint i = 0; modules != NULL && i < modules->len; i++)
    {
      const double *module = (const double *) modules->data + i * 3;

      cairo_rectangle (self->cairo, module[0], module[1], module[2], module[2]);
    }
  cairo_fill (self->cairo);
}

/* With the first bars stands what their patterns are. */
static void
draw_chart (ClPdfPen *pen, const ClPage *page, const ClBox *box)
{
  cairo_t *cairo = ((CairoPen *) pen)->cairo;
  double head = box->from == 0 ? cl_chart_get_head (box->chart) : 0;

  cairo_save (cairo);
  cairo_translate (cairo, CL_PT (box->x), CL_PT (box->y));
  if (head > 0)
    cl_chart_draw_head (box->chart, cairo);
  cairo_translate (cairo, 0, head);
  cl_chart_draw_rows (box->chart, cairo, box->from, box->to, -1);
  cairo_restore (cairo);
}

static void
draw_scan (ClPdfPen *pen, const ClPage *page, const ClBox *box)
{
  CairoPen *self = (CairoPen *) pen;
  const ClScanPage *scan = box->scan;
  g_autoptr (GBytes) pixels = cl_scan_page_unpack (scan);
  const guint8 *from = pixels != NULL ? g_bytes_get_data (pixels, NULL) : NULL;
  cairo_surface_t *surface;

  if (from == NULL)
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) scan->width, (int) scan->height);
  for (guint y = 0; cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS && y < scan->height; y++)
    {
      guint32 *line = (guint32 *) (void *) (cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));

      for (guint x = 0; x < scan->width; x++, from += scan->grey ? 1 : 3)
        line[x] = (guint32) from[0] << 16 | (guint32) from[scan->grey ? 0 : 1] << 8 | from[scan->grey ? 0 : 2];
    }
  cairo_surface_mark_dirty (surface);
  cairo_save (self->cairo);
  cairo_translate (self->cairo, CL_PT (box->x), CL_PT (box->y));
  cairo_scale (self->cairo, CL_PT (box->width) / scan->width, CL_PT (box->height) / scan->height);
  cairo_set_source_surface (self->cairo, surface, 0, 0);
  cairo_paint (self->cairo);
  cairo_restore (self->cairo);
  cairo_surface_destroy (surface);
}

/* On a picture a line thinner than a pixel is one pixel wide, in the middle of pixels: that is how Poppler draws it. Returns whether it is. */
static gboolean
set_thickness (CairoPen *self, double thickness)
{
  double x = thickness, y = thickness;
  gboolean thin;

  cairo_user_to_device_distance (self->cairo, &x, &y);
  thin = self->surface == NULL && fabs (x) <= 1 && fabs (y) <= 1;
  if (thin)
    {
      x = y = 1;
      cairo_device_to_user_distance (self->cairo, &x, &y);
      thickness = MIN (fabs (x), fabs (y));
    }
  cairo_set_line_width (self->cairo, thickness);
  return thin;
}

static void
place_end (CairoPen *self, gboolean thin, double *x, double *y)
{
  *x = CL_PT (*x);
  *y = CL_PT (*y);
  if (!thin)
    return;
  cairo_user_to_device (self->cairo, x, y);
  *x = floor (*x) + 0.5;
  *y = floor (*y) + 0.5;
  cairo_device_to_user (self->cairo, x, y);
}

static void
draw_rules (ClPdfPen *pen, const ClPage *page)
{
  CairoPen *self = (CairoPen *) pen;
  cairo_t *cairo = self->cairo;
  double thickness = 0;
  gboolean red = FALSE, thin = FALSE;

  /* Square ends close the corners of the frame. */
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_SQUARE);
  for (guint i = 0; i < page->rules->len; i++)
    {
      const ClRule *rule = &g_array_index (page->rules, ClRule, i);
      double x1 = rule->x1, y1 = rule->y1, x2 = rule->x2, y2 = rule->y2;

      if (rule->thickness != thickness || rule->red != red)
        {
          cairo_stroke (cairo);
          thin = set_thickness (self, rule->thickness);
          cairo_set_source_rgb (cairo, rule->red ? 0.8 : 0, 0, 0);
          thickness = rule->thickness;
          red = rule->red;
        }
      place_end (self, thin, &x1, &y1);
      place_end (self, thin, &x2, &y2);
      cairo_move_to (cairo, x1, y1);
      cairo_line_to (cairo, x2, y2);
    }
  cairo_stroke (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
}

/* Bookmarks: one a sheet, where there are several. */
static void
add_outline (const ClPdfDocument *document, cairo_surface_t *surface)
{
  if (document->sheets->len < 2)
    return;
  for (guint i = 0; i < document->layout->pages->len; i++)
    {
      const ClPage *page = document->layout->pages->pdata[i];
      const ClSheet *sheet = document->sheets->pdata[page->sheet];
      g_autofree char *where = g_strdup_printf ("page=%u", i + 1);

      if (page->begins)
        cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, *sheet->called != '\0' ? sheet->called : sheet->heading, where, 0);
    }
}

/* The date is that of today() and no time: the same data give the same file. */
static void
set_metadata (const ClPdfDocument *document, cairo_surface_t *surface)
{
  g_autofree char *created = g_strdup_printf ("%sT00:00:00Z", cl_today ());

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, cl_pdf_document_get_title (document));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Canlian " CL_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
}

static const ClPdfPen functions = { begin_page, end_page, begin, end, draw_text, draw_code, draw_scan, draw_rules, draw_chart };

GBytes *
cl_pdf_draw_by_cairo (const ClPdfDocument *document, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GArray) elements = g_array_new (FALSE, FALSE, sizeof (ClPdfElement));
  g_autoptr (GPtrArray) glyphs = g_ptr_array_new ();
  g_autoptr (GBytes) drawn = NULL;
  const ClPage *first = document->layout->pages->pdata[0];
  cairo_surface_t *surface = cl_pdf_surface_new (data, CL_PT (first->width), CL_PT (first->height));
  cairo_t *cairo = cairo_create (surface);
  CairoPen pen = { functions, document, surface, cairo, FALSE, elements, glyphs };
  cairo_status_t status;

  set_metadata (document, surface);
  cl_pdf_walk (&pen.pen, document->layout);
  add_outline (document, surface);
  status = cl_pdf_surface_end (surface, cairo);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The pages could not be drawn (%s). Close other programs and try again."),
                   cairo_status_to_string (status));
      return NULL;
    }
  drawn = g_byte_array_free_to_bytes (g_steal_pointer (&data));
  return cl_pdf_structure_complete_elements (drawn, cl_pdf_document_get_title (document), "zh-CN", (const ClPdfElement *) elements->data, elements->len, error);
}

void
cl_pdf_paint (ClFonts *fonts, ClLayout *layout, GPtrArray *sheets, guint page, cairo_t *cairo)
{
  const ClPdfDocument document = { fonts, layout, sheets, NULL, NULL };
  g_autoptr (GPtrArray) glyphs = g_ptr_array_new ();
  CairoPen pen = { functions, &document, NULL, cairo, FALSE, NULL, glyphs };
  const ClPage *one = layout->pages->pdata[page];

  cairo_set_source_rgb (cairo, 0, 0, 0);
  for (guint i = 0; i < one->boxes->len; i++)
    {
      const ClBox *box = &g_array_index (one->boxes, ClBox, i);

      if (box->tag != CL_TAG_FIGURE)
        draw_text (&pen.pen, one, box);
      else if (box->code != NULL)
        draw_code (&pen.pen, one, box);
      else if (box->scan != NULL)
        draw_scan (&pen.pen, one, box);
    }
  draw_rules (&pen.pen, one);
}
