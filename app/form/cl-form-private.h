#pragma once

#include "cl-form.h"
#include "cl-pdf-private.h"

G_BEGIN_DECLS

GBytes *cl_form_print_sheets (ClTemplate *form, GPtrArray *sheets, ClFormReport *report, GError **error);

G_END_DECLS
