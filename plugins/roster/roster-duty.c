#include "roster-duty.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "roster-allowance.h"

typedef struct
{
  GObject parent;
} RosterDuty;

typedef GObjectClass RosterDutyClass;

static void roster_duty_source_init (ClDutySourceInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterDuty, roster_duty, G_TYPE_OBJECT, 0, G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_DUTY_SOURCE, roster_duty_source_init))

/* Told so many days before the month is over. */
#define WITHIN_DAYS 10

/* How many records of @ledger there are for which @where holds, and the last of them. -1 on error. */
static int
count (ClStore *store, const char *ledger, const char *where, gint64 *record, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, ledger));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  int n = 0;

  if (!cl_query_add_where (query, where, error))
    return -1;
  statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, error);
  if (statement == NULL)
    return -1;
  for (; cl_statement_step (statement, &failure); n++)
    *record = cl_statement_get_integer (statement, 0);
  if (failure == NULL)
    return n;
  g_propagate_error (error, g_steal_pointer (&failure));
  return -1;
}

/* The members who are not on the sheet of @month. */
static gboolean
add_month (GPtrArray *duties, ClStore *store, const char *month, GError **error)
{
  g_autofree char *last = roster_month_last_day (month), *called = cl_date_format_paper (month), *day = roster_month_counting_day (month), *where = NULL;
  g_autofree char *out = cl_store_get_setting (store, ROSTER_ALLOWANCE_NO_COMMISSIONERS);
  gint64 record = 0;
  ClDuty *duty;
  int n;

  if (roster_bands_count (cl_store_get_catalogue (store), cl_store_get_reader (store), day) == 0)
    return TRUE;
  where = roster_month_where_missing (month, g_strcmp0 (out, "yes") == 0);
  n = count (store, "appointment", where, &record, error);
  if (n <= 0)
    return n == 0;
  duty = g_new0 (ClDuty, 1);
  duty->title = g_strdup_printf (_("Not on the allowance sheet of %s"), called);
  /* Translators: %s: a month; a person in two committees counts twice */
  duty->sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %d committee member is not on the sheet of the allowance for lost work", "%s: %d committee members are not on the sheet of the allowance for lost work",
                                                 (gulong) n), called, n);
  duty->due = g_steal_pointer (&last);
  duty->ledger = g_strdup ("appointment");
  duty->record = n == 1 ? record : 0;
  duty->where = g_steal_pointer (&where);
  duty->count = (guint) n;
  g_ptr_array_add (duties, duty);
  return TRUE;
}

/* The month before, where the office made sheets before it; and this month once it nears its end. */
static GPtrArray *
roster_duty_list (ClDutySource *source, ClStore *store, GError **error)
{
  g_autoptr (GPtrArray) duties = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);
  g_autofree char *month = g_strndup (cl_today (), 7), *last = roster_month_last_day (month);
  g_autofree char *first = g_strconcat (month, "-01", NULL), *before_day = cl_date_add (first, 0, 0, -1), *before = g_strndup (before_day, 7);
  g_autofree char *earlier = g_strdup_printf ("month < '%s'", before);
  gint64 record = 0;
  int n = count (store, "allowance", earlier, &record, error);

  if (n < 0 || (n > 0 && !add_month (duties, store, before, error)))
    return NULL;
  if (cl_date_days_between (cl_today (), last) <= WITHIN_DAYS && !add_month (duties, store, month, error))
    return NULL;
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
