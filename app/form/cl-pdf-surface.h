#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* cairo's PDF in memory, as what is read back from it expects it; @width and @height in pt. @data outlives it. Transfer full. */
cairo_surface_t *cl_pdf_surface_new (GByteArray *data, double width, double height);
/* Ends both, whatever failed before; only then is all in the data. */
cairo_status_t cl_pdf_surface_end (cairo_surface_t *surface, cairo_t *cairo);

G_END_DECLS
