#pragma once

#include "cl-form.h"
#include "cl-pdf-private.h"
#include "cl-values-private.h"

G_BEGIN_DECLS

/* Layout and drawing, for forms and lists alike. */
GBytes *cl_form_print_sheets (GPtrArray *sheets, ClFormReport *report, GError **error);
/* Drawing alone. */
GBytes *cl_form_print_layout (ClFonts *fonts, ClLayout *layout, GPtrArray *sheets, ClFormReport *report, GError **error);
/* In ledger mode, for columns of @width mm together: the paper upright if they fit, else lying. Returns the mm that it has for them. */
double cl_form_choose_paper (ClTemplate *form, double width);

G_END_DECLS
