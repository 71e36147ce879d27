#include "cl-config.h"

#include "cl-office-rules.h"

#define DEFAULT_RULE_SET "weifen"
#define PLUGIN "roster"

/**
 * cl_store_get_rule_set:
 * @store: an open store
 *
 * Returns: (transfer full): the name of the office's rule set
 */
char *
cl_store_get_rule_set (ClStore *store)
{
  g_autofree char *chosen = cl_store_get_setting (store, CL_RULES_SETTING);

  return chosen != NULL && *chosen != '\0' ? g_steal_pointer (&chosen) : g_strdup (DEFAULT_RULE_SET);
}

/**
 * cl_store_load_rules:
 * @store: an open store
 * @error: DESCRIPTION
 *
 * Rules are the place's (DOMAIN.md A2): an office chooses one set.
 *
 * Returns: (transfer full): the rules, or %NULL; without @error where the set chosen is not installed here
 */
ClRules *
cl_store_load_rules (ClStore *store, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  const GPtrArray *files = cl_catalogue_get_rules (catalogue);
  g_autofree char *name = cl_store_get_rule_set (store);

  for (guint i = 0; i < files->len; i++)
    {
      const ClDescriptionFile *file = g_ptr_array_index (files, i);

      /* Its own, or one that ships. */
      if ((file->text != NULL || g_strcmp0 (file->plugin, PLUGIN) == 0) && g_str_equal (file->name, name))
        return cl_rules_load (file->path, catalogue, error);
    }
  return NULL;
}
