#pragma once

#include <canlian.h>

G_BEGIN_DECLS

GType roster_contacts_get_type (void);
void roster_contacts_register (GTypeModule *module);

G_END_DECLS
