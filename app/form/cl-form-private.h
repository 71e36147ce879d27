#pragma once

#include "cl-form.h"
#include "cl-pdf-private.h"
#include "cl-values-private.h"

G_BEGIN_DECLS

GBytes *cl_form_print_sheets (GPtrArray *sheets, ClFormReport *report, GError **error);

G_END_DECLS
