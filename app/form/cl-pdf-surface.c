#include "cl-config.h"

#include "cl-pdf-surface.h"

#include <cairo-pdf.h>

static cairo_status_t
write_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

cairo_surface_t *
cl_pdf_surface_new (GByteArray *data, double width, double height)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, data, width, height);

  /* Objects one after the other, and no words put in the place of characters. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  return surface;
}

cairo_status_t
cl_pdf_surface_end (cairo_surface_t *surface, cairo_t *cairo)
{
  cairo_status_t status = cairo_status (cairo);

  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}
