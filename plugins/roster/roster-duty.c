#include "roster-duty.h"

#include <glib/gi18n-lib.h>

/* How long before its day a thing is told, in days. */
#define NOTICE_DAYS 90

/* Terms that end and certificates that expire. */
typedef struct
{
  GObject parent;
} RosterDuty;

typedef GObjectClass RosterDutyClass;

static void roster_duty_source_init (ClDutySourceInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterDuty, roster_duty, G_TYPE_OBJECT, 0,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_DUTY_SOURCE, roster_duty_source_init))

/* Adds one duty for all records that @where tells, due at the first @date among them; none where there are none. The sentences take the count. */
static gboolean
roster_duty_add (GPtrArray *duties, ClStore *store, const char *ledger_name, const char *date, const char *where, const char *singular, const char *plural, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, ledger_name);
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *due = NULL;
  guint count = 0;
  gint64 record = 0;
  ClDuty *duty;

  if (ledger == NULL)
    return TRUE;
  query = cl_query_new (catalogue, ledger);
  if (!cl_query_add_column (query, date, CL_QUERY_RAW, error) || !cl_query_add_where (query, where, error) || !cl_query_set_order (query, date, error))
    return FALSE;
  statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      if (count++ == 0)
        {
          record = cl_statement_get_integer (statement, 0);
          due = g_strdup (cl_statement_get_text (statement, 1));
        }
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (count == 0)
    return TRUE;

  duty = g_new0 (ClDuty, 1);
  duty->sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, singular, plural, count), count);
  duty->due = g_steal_pointer (&due);
  duty->ledger = g_strdup (ledger_name);
  duty->record = count == 1 ? record : 0;
  duty->count = count;
  g_ptr_array_add (duties, duty);
  return TRUE;
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
  g_autofree char *terms = g_strdup_printf ("end >= today() and end <= add_days(today(), %d)", NOTICE_DAYS);
  g_autofree char *expiring = g_strdup_printf ("(state is null or state = 'living') and certificate_expires >= today() and certificate_expires <= add_days(today(), %d)", NOTICE_DAYS);

  if (!roster_duty_add (duties, store, "person", "certificate_expires", "(state is null or state = 'living') and certificate_expires < today()",
                        N_("%u disability certificate has expired"), N_("%u disability certificates have expired"), error) ||
      !roster_duty_add (duties, store, "person", "certificate_expires", expiring,
                        N_("%u disability certificate expires within 90 days"), N_("%u disability certificates expire within 90 days"), error) ||
      !roster_duty_add (duties, store, "appointment", "end", terms,
                        N_("%u term of office ends within 90 days"), N_("%u terms of office end within 90 days"), error))
    return NULL;
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
