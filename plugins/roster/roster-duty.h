#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* What no description can say is due: the month's sheet of the allowance for lost work. */
GType roster_duty_get_type (void);
void roster_duty_register (GTypeModule *module);

G_END_DECLS
