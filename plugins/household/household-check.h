#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType household_check_get_type (void);
void household_check_register (GTypeModule *module);

G_END_DECLS
