#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType roster_committees_get_type (void);
void roster_committees_register (GTypeModule *module);

G_END_DECLS
