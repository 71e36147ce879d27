#include "household-duty.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>

#include "household-visits.h"

/* Visits that are due: a sentence for each village. */
typedef struct
{
  GObject parent;
} HouseholdDuty;

typedef GObjectClass HouseholdDutyClass;

static void household_duty_source_init (ClDutySourceInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (HouseholdDuty, household_duty, G_TYPE_OBJECT, 0,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_DUTY_SOURCE, household_duty_source_init))

/* What is gathered of one village before it is said. */
typedef struct
{
  const HouseholdVisit *first;
  const char *due; /* the earliest, NULL: none known */
  guint count;
  guint monthly, quarterly;
  guint missed;
  gint64 overdue; /* the longest */
} Village;

static void
village_add (Village *village, const HouseholdVisit *visit)
{
  if (village->count++ == 0)
    village->first = visit;
  village->monthly += visit->months == 1;
  village->quarterly += visit->months == 3;
  village->missed += visit->missed;
  village->overdue = MAX (village->overdue, visit->overdue);
  if (visit->due != NULL && (village->due == NULL || g_strcmp0 (visit->due, village->due) < 0))
    village->due = visit->due;
}

/* “上河村 3 户本月未走访，最长逾期 25 天，1 户上门未遇” */
static char *
village_say (const Village *village)
{
  const char *name = *village->first->village_name != '\0' ? village->first->village_name : _("No village");
  g_autoptr (GString) sentence = g_string_new (NULL);

  if (village->monthly == village->count)
    g_string_printf (sentence, g_dngettext (GETTEXT_PACKAGE, "%s: %u household not visited this month", "%s: %u households not visited this month", village->count), name, village->count);
  else if (village->quarterly == village->count)
    g_string_printf (sentence, g_dngettext (GETTEXT_PACKAGE, "%s: %u household not visited this quarter", "%s: %u households not visited this quarter", village->count), name, village->count);
  else
    g_string_printf (sentence, g_dngettext (GETTEXT_PACKAGE, "%s: %u household due for a visit", "%s: %u households due for a visit", village->count), name, village->count);
  if (village->overdue > 0)
    {
      g_autofree char *days = g_strdup_printf ("%" G_GINT64_FORMAT, village->overdue);

      g_string_append_printf (sentence, village->count > 1 ? _(", %s days overdue at most") : _(", %s days overdue"), days);
    }
  if (village->missed > 0)
    g_string_append_printf (sentence, g_dngettext (GETTEXT_PACKAGE, ", nobody met at %u", ", nobody met at %u", village->missed), village->missed);
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}

static char *
household_duty_narrow (const char *where, gint64 village)
{
  if (village == 0)
    return g_strdup_printf ("(%s) and household.division is null", where);
  return g_strdup_printf ("(%s) and household.division = %" G_GINT64_FORMAT, where, village);
}

/* Takes @where. */
static ClDuty *
household_duty_new (char *sentence, const char *due, char *where, guint count, gint64 record)
{
  ClDuty *duty = g_new0 (ClDuty, 1);

  duty->sentence = sentence;
  duty->due = g_strdup (due);
  duty->ledger = g_strdup ("special_household");
  duty->where = where;
  duty->record = count == 1 ? record : 0;
  duty->count = count;
  return duty;
}

static gboolean
household_duty_add_visits (GPtrArray *duties, ClStore *store, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autoptr (GPtrArray) visits = household_visits_list (catalogue, cl_store_get_reader (store), cl_today (), 0, error);
  const char *where = household_visits_where (catalogue, "due");
  Village village = { 0 };

  if (visits == NULL)
    return FALSE;
  for (guint i = 0; i < visits->len; i++)
    {
      const HouseholdVisit *visit = visits->pdata[i];
      const HouseholdVisit *next = i + 1 < visits->len ? visits->pdata[i + 1] : NULL;

      village_add (&village, visit);
      if (next != NULL && next->village == visit->village)
        continue;
      g_ptr_array_add (duties, household_duty_new (village_say (&village), village.due, household_duty_narrow (where, visit->village), village.count, village.first->record));
      village = (Village){ 0 };
    }
  return TRUE;
}

/* The same for the cadres who keep a household, where any is named: for the township in one sentence. */
static gboolean
household_duty_add_cadres (GPtrArray *duties, ClStore *store, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "special_household"));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  const char *where = household_visits_where (catalogue, "contact-due");
  gint64 record = 0;
  guint n = 0;

  if (!cl_query_add_where (query, where, error))
    return FALSE;
  statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, error);
  if (statement == NULL)
    return FALSE;
  for (; cl_statement_step (statement, &failure); n++)
    record = cl_statement_get_integer (statement, 0);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (n > 0)
    g_ptr_array_add (duties, household_duty_new (g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u household not visited by its contact cadre this quarter",
                                                                               "%u households not visited by their contact cadres this quarter", n), n),
                                                 NULL, g_strdup (where), n, record));
  return TRUE;
}

static int
household_duty_compare (gconstpointer a, gconstpointer b)
{
  const ClDuty *first = *(ClDuty *const *) a, *second = *(ClDuty *const *) b;

  return g_strcmp0 (first->due, second->due);
}

static GPtrArray *
household_duty_list (ClDutySource *source, ClStore *store, GError **error)
{
  g_autoptr (GPtrArray) duties = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);

  if (!household_duty_add_visits (duties, store, error) || !household_duty_add_cadres (duties, store, error))
    return NULL;
  g_ptr_array_sort (duties, household_duty_compare);
  return g_steal_pointer (&duties);
}

static void
household_duty_source_init (ClDutySourceInterface *iface)
{
  iface->list = household_duty_list;
}

static void
household_duty_class_init (HouseholdDutyClass *klass)
{
}

static void
household_duty_class_finalize (HouseholdDutyClass *klass)
{
}

static void
household_duty_init (HouseholdDuty *self)
{
}

/**
 * household_duty_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
household_duty_register (GTypeModule *module)
{
  household_duty_register_type (module);
}
