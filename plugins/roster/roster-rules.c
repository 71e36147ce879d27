#include "roster-rules.h"

#define DEFAULT_RULE_SET "weifen"

/**
 * roster_rules_run:
 * @store: the open store
 * @ledger: (nullable): the ledger of @record
 * @record: a record, or 0 for all
 *
 * Runs the rule set that the office chose by its setting "rule-set" (DOMAIN.md A2: rules are the place's, and a breach is a warning). Main thread.
 *
 * Returns: (transfer full) (element-type ClFinding): what is wrong or unknown; %NULL on error
 */
GPtrArray *
roster_rules_run (ClStore *store, const char *ledger, gint64 record, GError **error)
{
  g_autofree char *chosen = cl_store_get_setting (store, "rule-set");

  return cl_rules_run_of (cl_store_get_catalogue (store), cl_store_get_reader (store), "roster", chosen != NULL && *chosen != '\0' ? chosen : DEFAULT_RULE_SET, ledger, record, error);
}
