#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* What the office's rule set finds; @record 0: everywhere. Transfer full, ClFinding. Empty where the office's rule set is not among the plugin's. */
GPtrArray *roster_rules_run (ClStore *store, const char *ledger, gint64 record, GError **error);

G_END_DECLS
