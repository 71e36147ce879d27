#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType household_duty_get_type (void);
void household_duty_register (GTypeModule *module);

G_END_DECLS
