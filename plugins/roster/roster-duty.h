#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType roster_duty_get_type (void);
void roster_duty_register (GTypeModule *module);

G_END_DECLS
