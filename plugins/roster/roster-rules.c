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
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  const GPtrArray *files = cl_catalogue_get_rules (catalogue);
  g_autofree char *chosen = cl_store_get_setting (store, "rule-set");

  if (chosen == NULL || *chosen == '\0')
    {
      g_free (chosen);
      chosen = g_strdup (DEFAULT_RULE_SET);
    }
  for (guint i = 0; i < files->len; i++)
    {
      const ClDescriptionFile *file = g_ptr_array_index (files, i);
      ClRules *rules;
      GPtrArray *findings;

      if (g_strcmp0 (file->plugin, "roster") != 0 || !g_str_equal (file->name, chosen))
        continue;
      rules = cl_rules_load (file->path, catalogue, error);
      if (rules == NULL)
        return NULL;
      findings = cl_rules_run (rules, cl_store_get_reader (store), ledger, record, error);
      cl_rules_free (rules);
      return findings;
    }
  return g_ptr_array_new_with_free_func ((GDestroyNotify) cl_finding_free);
}
