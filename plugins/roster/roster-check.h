#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType roster_check_get_type (void);
void roster_check_register (GTypeModule *module);

G_END_DECLS
