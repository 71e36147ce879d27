#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType roster_process_get_type (void);
void roster_process_register (GTypeModule *module);

G_END_DECLS
