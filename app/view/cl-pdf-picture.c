#include "cl-config.h"

#include "cl-pdf-picture-private.h"

#include <math.h>

#include "cl-pdf-engine-private.h"

/**
 * cl_pdf_picture_new:
 * @size: width and height of the page, in pt
 * @scale: pixels a pt; less where the picture would be too large
 * @draw: draws the page on white paper
 * @number: the page, for @draw
 * @data: for @draw
 * @pixels_wide: (out): pixels of a line
 * @pixels_high: (out): lines
 *
 * Any thread that may call @draw.
 *
 * Returns: (transfer full): 4 bytes a pixel as cairo has them, without gaps
 */
GBytes *
cl_pdf_picture_new (const double size[2], double scale, ClPdfDrawFunc draw, guint number, gpointer data, guint *pixels_wide, guint *pixels_high)
{
  double drawn = MIN (scale, sqrt (CL_PDF_PIXEL_LIMIT / (size[0] * size[1])));
  int w = MAX (1, (int) ceil (size[0] * drawn)), h = MAX (1, (int) ceil (size[1] * drawn));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, w / size[0], h / size[1]);
  draw (cr, number, data);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  /* RGB24 leaves the fourth byte undefined; its lines are 4 bytes a pixel without a gap. */
  for (int y = 0; y < h; y++)
    {
      guint32 *line = (guint32 *) (void *) (cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));
      for (int x = 0; x < w; x++)
        line[x] |= 0xff000000u;
    }
  *pixels_wide = (guint) w;
  *pixels_high = (guint) h;
  return g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) w * 4 * (gsize) h, (GDestroyNotify) cairo_surface_destroy, surface);
}
