#pragma once

#include "cl-rules.h"
#include "cl-store.h"

G_BEGIN_DECLS

#define CL_RULES_SETTING "rule-set"

/* The rule set of this office: the one its setting "rule-set" names, the first that ships where nothing was chosen. NULL without @error: the one named is
 * not installed here. Transfer full. Store's own thread. */
ClRules *cl_store_load_rules (ClStore *store, GError **error);
ClRules *cl_database_load_rules (ClDatabase *database, GError **error); /* the same by a connection of this thread */
char *cl_store_get_rule_set (ClStore *store); /* its name; transfer full */

G_END_DECLS
