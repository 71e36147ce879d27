#include "cl-picture.h"

#include <cairo-pdf.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define A4_SHORT 595.276 /* pt */
#define A4_LONG 841.89
#define EDGE 28.35       /* 10 mm */
#define PIXELS_A_PT 1.34 /* 96 dpi: what a picture is drawn at where it is smaller than the page */
#define PIXEL_LIMIT 40e6

static void
size_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  double pixels = (double) width * height;

  if (pixels > PIXEL_LIMIT)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * PIXEL_LIMIT / pixels)), MAX (1, (int) (height * PIXEL_LIMIT / pixels)));
}

static GdkPixbuf *
load (GBytes *file)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  gboolean fed;
  GdkPixbuf *picture;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_cb), NULL);
  fed = gdk_pixbuf_loader_write_bytes (loader, file, NULL);
  /* What came before the fault is shown: half a scan is more than none. */
  gdk_pixbuf_loader_close (loader, NULL);
  picture = gdk_pixbuf_loader_get_pixbuf (loader);
  return picture != NULL && (fed || gdk_pixbuf_get_width (picture) > 0) ? gdk_pixbuf_apply_embedded_orientation (picture) : NULL;
}

static cairo_surface_t *
surface_of (const GdkPixbuf *picture)
{
  int width = gdk_pixbuf_get_width (picture), height = gdk_pixbuf_get_height (picture), n = gdk_pixbuf_get_n_channels (picture);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  guint8 *pixels = cairo_image_surface_get_data (surface);

  if (pixels == NULL)
    return surface;
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      const guint8 *from = gdk_pixbuf_read_pixels (picture) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (picture);
      guint32 *to = (guint32 *) (void *) (pixels + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++, from += n)
        {
          /* On white paper. */
          guint alpha = n == 4 ? from[3] : 255, white = 255 - alpha;
          guint red = from[0] * alpha / 255 + white, green = from[1] * alpha / 255 + white, blue = from[2] * alpha / 255 + white;

          to[x] = red << 16 | green << 8 | blue;
        }
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static cairo_status_t
append_cb (void *bytes, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
cl_picture_to_pdf (GBytes *file)
{
  g_autoptr (GdkPixbuf) picture = load (file);
  GByteArray *bytes;
  double page_width, page_height, width, height, scale;
  cairo_surface_t *page, *image;
  cairo_t *cr;

  if (picture == NULL)
    return NULL;
  width = gdk_pixbuf_get_width (picture);
  height = gdk_pixbuf_get_height (picture);
  page_width = width > height ? A4_LONG : A4_SHORT;
  page_height = width > height ? A4_SHORT : A4_LONG;
  scale = MIN (MIN ((page_width - 2 * EDGE) / width, (page_height - 2 * EDGE) / height), 1 / PIXELS_A_PT);

  bytes = g_byte_array_new ();
  page = cairo_pdf_surface_create_for_stream (append_cb, bytes, page_width, page_height);
  image = surface_of (picture);
  cr = cairo_create (page);
  cairo_translate (cr, (page_width - width * scale) / 2, EDGE);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
  cairo_surface_finish (page);
  cairo_surface_destroy (page);
  return g_byte_array_free_to_bytes (bytes);
}
