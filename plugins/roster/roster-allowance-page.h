#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* The page “Allowance for lost work”: the month's sheet, from the bands to the paper. Stands after the page of the report. */
GType roster_allowance_page_get_type (void);
void roster_allowance_page_register (GTypeModule *module);

G_END_DECLS
