#pragma once

#include "cl-layout-private.h"

G_BEGIN_DECLS

/* Draws a layout as a whole PDF. @missing takes what no font has, in words: "䶮（张䶮，上河村）". Transfer full. */
GBytes *cl_pdf_draw (ClFonts *fonts, ClLayout *layout, GPtrArray *sheets, GPtrArray *missing, GError **error);
/* A page on paper that is a picture, @cairo in points, as Poppler would show it: without charts. */
void cl_pdf_paint (ClFonts *fonts, ClLayout *layout, GPtrArray *sheets, guint page, cairo_t *cairo);

G_END_DECLS
