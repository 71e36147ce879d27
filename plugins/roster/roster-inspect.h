#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType roster_inspect_get_type (void);
void roster_inspect_register (GTypeModule *module);

G_END_DECLS
