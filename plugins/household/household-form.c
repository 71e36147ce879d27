#include "household-form.h"

#include <glib/gi18n-lib.h>

#include "household-schedule.h"
#include "household-visits.h"

/* The rows of the list of visits that are due and were not made (FORMS.md F6b). */
typedef struct
{
  GObject parent;
} HouseholdForm;

typedef GObjectClass HouseholdFormClass;

static void household_form_source_init (ClFormSourceInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (HouseholdForm, household_form, G_TYPE_OBJECT, 0,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_FORM_SOURCE, household_form_source_init))

static gboolean
household_form_provides (ClFormSource *source, const char *form)
{
  return g_str_equal (form, "visits-due");
}

static char **
household_form_make_row (const HouseholdVisit *visit, guint number)
{
  g_autofree char *last = visit->last != NULL ? cl_date_format_paper (visit->last) : NULL;
  g_autofree char *due = visit->due != NULL ? cl_date_format_paper (visit->due) : NULL;
  GStrvBuilder *row = g_strv_builder_new ();
  g_autofree char *n = g_strdup_printf ("%u", number);
  g_autofree char *days = visit->overdue > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, visit->overdue) : NULL;
  char **texts;

  g_strv_builder_add_many (row, n, visit->village_name, visit->name, visit->difficulties, visit->frequency, visit->responsible,
                           last != NULL ? last : "未走访过", due != NULL ? due : "待核实", days != NULL ? days : "", visit->phones, "", NULL);
  texts = g_strv_builder_end (row);
  g_strv_builder_unref (row);
  return texts;
}

/* A village comes by its name, which its town may bear too. 0 with the error set where it means none or several. */
static gint64
household_form_find_village (ClCatalogue *catalogue, ClDatabase *reader, const char *name, GError **error)
{
  ClLedger *division = cl_catalogue_find_ledger (catalogue, "division");
  g_autoptr (ClQuery) query = cl_query_new (catalogue, division);
  g_autoptr (ClStatement) statement = NULL;
  gint64 village = 0;

  if (!cl_query_add_where (query, "level = 'village'", error) || !cl_query_add_typed_where (query, reader, "name", name, error))
    return 0;
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL)
    return 0;
  if (cl_statement_step (statement, error))
    village = cl_statement_get_integer (statement, 0);
  if (village != 0 && !cl_statement_step (statement, error))
    return village;
  return cl_query_find_record (catalogue, reader, division, name, error);
}

static GPtrArray *
household_form_rows (ClFormSource *source, const char *form, ClDatabase *reader, GHashTable *parameters, GError **error)
{
  const char *place = parameters != NULL ? g_hash_table_lookup (parameters, "village") : NULL;
  const char *until = parameters != NULL ? g_hash_table_lookup (parameters, "until") : NULL;
  g_autofree char *day = until != NULL && *until != '\0' ? cl_date_parse (until, error) : household_schedule_month_end (cl_today ());
  g_autoptr (GPtrArray) visits = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  ClCatalogue *catalogue = cl_database_get_catalogue (reader);
  gint64 village = 0;

  if (day == NULL)
    return NULL;
  if (place != NULL && *place != '\0')
    {
      village = household_form_find_village (catalogue, reader, place, error);
      if (village == 0)
        return NULL;
    }
  visits = household_visits_list (catalogue, reader, day, village, error);
  if (visits == NULL)
    return NULL;
  for (guint i = 0; i < visits->len; i++)
    g_ptr_array_add (rows, household_form_make_row (visits->pdata[i], i + 1));
  return g_steal_pointer (&rows);
}

static void
household_form_source_init (ClFormSourceInterface *iface)
{
  iface->provides = household_form_provides;
  iface->rows = household_form_rows;
}

static void
household_form_class_init (HouseholdFormClass *klass)
{
}

static void
household_form_class_finalize (HouseholdFormClass *klass)
{
}

static void
household_form_init (HouseholdForm *self)
{
}

/**
 * household_form_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
household_form_register (GTypeModule *module)
{
  household_form_register_type (module);
}
