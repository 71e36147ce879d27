#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType roster_report_get_type (void);
void roster_report_register (GTypeModule *module);

G_END_DECLS
