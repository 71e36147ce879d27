#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType roster_chart_get_type (void);
void roster_chart_register (GTypeModule *module);

G_END_DECLS
