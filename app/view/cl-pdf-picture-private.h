#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* A page as a picture, whoever draws it: Poppler a file, the layout what is no file yet. */
typedef void (*ClPdfDrawFunc) (cairo_t *cairo, guint number, gpointer data);
GBytes *cl_pdf_picture_new (const double size[2], double scale, ClPdfDrawFunc draw, guint number, gpointer data, guint *width, guint *height);

G_END_DECLS
