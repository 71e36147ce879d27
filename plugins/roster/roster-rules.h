#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* What the office's rule set finds. Transfer full, ClFinding. Empty where the office's rule set is not among the plugin's. */
GPtrArray *roster_rules_run (ClStore *store, GError **error);

G_END_DECLS
