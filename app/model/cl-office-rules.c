#include "cl-config.h"

#include "cl-office-rules.h"

#include "cl-database-private.h"

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

static ClRules *
load (ClCatalogue *catalogue, const char *name, GError **error)
{
  const GPtrArray *files = cl_catalogue_get_rules (catalogue);

  for (guint i = 0; i < files->len; i++)
    {
      const ClDescriptionFile *file = g_ptr_array_index (files, i);

      /* Its own, or one that ships. */
      if ((file->text != NULL || g_strcmp0 (file->plugin, PLUGIN) == 0) && g_str_equal (file->name, name))
        return cl_rules_load (file->path, catalogue, error);
    }
  return NULL;
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
  g_autofree char *name = cl_store_get_rule_set (store);

  return load (cl_store_get_catalogue (store), name, error);
}

/**
 * cl_database_load_rules:
 * @database: any connection of the calling thread to an office's file
 * @error: DESCRIPTION
 *
 * The same for who has a connection alone, such as the source of a form's rows.
 *
 * Returns: (transfer full): the rules, or %NULL; without @error where the set chosen is not installed here
 */
ClRules *
cl_database_load_rules (ClDatabase *database, GError **error)
{
  ClGuard guard = cl_database_get_guard (database);
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *name = NULL;

  /* Settings are not for expressions; this asks for one of them by name. */
  cl_database_set_guard (database, CL_GUARD_NONE);
  statement = cl_database_prepare (database, "SELECT value FROM setting WHERE key = '" CL_RULES_SETTING "' AND value <> ''", NULL);
  cl_database_set_guard (database, guard);
  if (statement != NULL && cl_statement_step (statement, NULL))
    name = g_strdup (cl_statement_get_text (statement, 0));
  g_clear_pointer (&statement, cl_statement_release);
  return load (cl_database_get_catalogue (database), name != NULL ? name : DEFAULT_RULE_SET, error);
}
