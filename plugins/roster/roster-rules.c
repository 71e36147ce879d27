#include "roster-rules.h"

/**
 * roster_rules_run:
 * @store: the open store
 * @error: what failed
 *
 * Runs the rule set that the office chose (DOMAIN.md A2: rules are the place's, and a breach is a warning). Main thread.
 *
 * Returns: (transfer full) (element-type ClFinding): what is wrong or unknown; %NULL on error
 */
GPtrArray *
roster_rules_run (ClStore *store, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (ClRules) rules = cl_store_load_rules (store, &wrong);

  if (wrong != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return NULL;
    }
  return rules != NULL ? cl_rules_run (rules, cl_store_get_reader (store), NULL, 0, error) : g_ptr_array_new_with_free_func ((GDestroyNotify) cl_finding_free);
}
