#include "roster-duty.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>

/* How long before its day a thing is told, in days. */
#define NOTICE_DAYS 90
#define LIVING "(state is null or state = 'living')"

/* Terms that end and certificates that expire. */
typedef struct
{
  GObject parent;
} RosterDuty;

typedef GObjectClass RosterDutyClass;

static void roster_duty_source_init (ClDutySourceInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterDuty, roster_duty, G_TYPE_OBJECT, 0,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_DUTY_SOURCE, roster_duty_source_init))

/* One duty for all records that @where tells, due at the first @date among them and still without words; its count is 0 where there are none. NULL on error. */
static ClDuty *
roster_duty_gather (ClStore *store, const char *ledger_name, const char *date, const char *where, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, ledger_name));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  ClDuty *duty;

  if (!cl_query_add_column (query, date, CL_QUERY_RAW, error) || !cl_query_add_where (query, where, error) || !cl_query_set_order (query, date, error))
    return NULL;
  statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, error);
  if (statement == NULL)
    return NULL;

  duty = g_new0 (ClDuty, 1);
  duty->ledger = g_strdup (ledger_name);
  duty->where = g_strdup (where);
  while (cl_statement_step (statement, &failure))
    {
      if (duty->count++ > 0)
        continue;
      duty->record = cl_statement_get_integer (statement, 0);
      duty->due = g_strdup (cl_statement_get_text (statement, 1));
    }
  if (failure != NULL)
    {
      cl_duty_free (duty);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (duty->count > 1)
    duty->record = 0;
  return duty;
}

/* Takes @duty and @sentence; a duty without records is none. */
static void
roster_duty_take (GPtrArray *duties, ClDuty *duty, char *sentence)
{
  duty->sentence = sentence;
  if (duty->count > 0)
    g_ptr_array_add (duties, duty);
  else
    cl_duty_free (duty);
}

static int
roster_duty_compare (gconstpointer a, gconstpointer b)
{
  const ClDuty *first = *(ClDuty *const *) a, *second = *(ClDuty *const *) b;

  return g_strcmp0 (first->due, second->due);
}

static GPtrArray *
roster_duty_list (ClDutySource *source, ClStore *store, GError **error)
{
  g_autoptr (GPtrArray) duties = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);
  g_autofree char *expiring = g_strdup_printf (LIVING " and certificate_expires >= today() and certificate_expires <= add_days(today(), %d)", NOTICE_DAYS);
  g_autofree char *ending = g_strdup_printf ("end >= today() and end <= add_days(today(), %d)", NOTICE_DAYS);
  ClDuty *duty;

  duty = roster_duty_gather (store, "person", "certificate_expires", LIVING " and certificate_expires < today()", error);
  if (duty == NULL)
    return NULL;
  roster_duty_take (duties, duty, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u disability certificate has expired", "%u disability certificates have expired", duty->count), duty->count));

  duty = roster_duty_gather (store, "person", "certificate_expires", expiring, error);
  if (duty == NULL)
    return NULL;
  roster_duty_take (duties, duty, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u disability certificate expires within 90 days", "%u disability certificates expire within 90 days", duty->count), duty->count));

  duty = roster_duty_gather (store, "appointment", "end", ending, error);
  if (duty == NULL)
    return NULL;
  roster_duty_take (duties, duty, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u term of office ends within 90 days", "%u terms of office end within 90 days", duty->count), duty->count));

  g_ptr_array_sort (duties, roster_duty_compare);
  return g_steal_pointer (&duties);
}

static void
roster_duty_source_init (ClDutySourceInterface *iface)
{
  iface->list = roster_duty_list;
}

static void
roster_duty_class_init (RosterDutyClass *klass)
{
}

static void
roster_duty_class_finalize (RosterDutyClass *klass)
{
}

static void
roster_duty_init (RosterDuty *self)
{
}

/**
 * roster_duty_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_duty_register (GTypeModule *module)
{
  roster_duty_register_type (module);
}
