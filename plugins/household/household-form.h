#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType household_form_get_type (void);
void household_form_register (GTypeModule *module);

G_END_DECLS
