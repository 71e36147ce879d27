#include "roster-check.h"

#include "roster-rules.h"

/* Gives the findings of the place's rules to `canlian check` and to the page Today. */
typedef struct
{
  GObject parent;
} RosterCheck;

typedef GObjectClass RosterCheckClass;

static void roster_check_source_init (ClCheckSourceInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterCheck, roster_check, G_TYPE_OBJECT, 0,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_CHECK_SOURCE, roster_check_source_init))

static GPtrArray *
roster_check_list (ClCheckSource *source, ClStore *store, GError **error)
{
  return roster_rules_run (store, error);
}

static void
roster_check_source_init (ClCheckSourceInterface *iface)
{
  iface->list = roster_check_list;
}

static void
roster_check_class_init (RosterCheckClass *klass)
{
}

static void
roster_check_class_finalize (RosterCheckClass *klass)
{
}

static void
roster_check_init (RosterCheck *self)
{
}

/**
 * roster_check_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_check_register (GTypeModule *module)
{
  roster_check_register_type (module);
}
