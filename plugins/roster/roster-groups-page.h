#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* The page “Groups”: who is in no group yet, put into groups many at once. */
GType roster_groups_page_get_type (void);
void roster_groups_page_register (GTypeModule *module);

G_END_DECLS
