#pragma once

#include "cl-layout-private.h"

G_BEGIN_DECLS

/* Draws a layout as a whole PDF. @missing takes what no font has, in words: "䶮（张䶮，上河村）". Transfer full. */
GBytes *cl_pdf_draw (ClFonts *fonts, ClLayout *layout, GPtrArray *sheets, GPtrArray *missing, GError **error);

G_END_DECLS
