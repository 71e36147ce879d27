#pragma once

#include "cl-form.h"
#include "cl-pdf-private.h"
#include "cl-values-private.h"

G_BEGIN_DECLS

/* Layout and drawing, for forms and lists alike. */
GBytes *cl_form_print_sheets (GPtrArray *sheets, ClFormReport *report, GError **error);
/* Drawing alone. */
GBytes *cl_form_print_layout (ClFonts *fonts, ClLayout *layout, GPtrArray *sheets, ClFormReport *report, GError **error);

G_END_DECLS
