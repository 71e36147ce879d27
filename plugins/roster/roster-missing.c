#include "roster-missing.h"

#include <glib/gi18n-lib.h>

#define IS_VILLAGE "level = 'village' and (valid_from is null or valid_from <= today()) and (valid_to is null or valid_to >= today())"
#define STANDS "(status is null or status = 'established')"
#define IN_OFFICE "(start is null or start <= today()) and (end is null or end >= today())"
#define HOLDS(post) "not exists_of(appointment.organisation, " IN_OFFICE " and has(post, '" post "'))"

/* One question that the attachments ask of each record (FORMS.md F1, F2, F3). */
typedef struct
{
  const char *condition; /* true: it is missing */
  const char *field;     /* to be filled; NULL: @kind says what is to be done */
  RosterMissingKind kind;
  const char *post;
  const char *words;     /* instead of the field's label */
} Question;

static const Question of_division[] = {
  { "population is null", "population", ROSTER_MISSING_FIELDS, NULL, NULL },
  { "not exists_of(organisation.division, kind = 'village-association' and " STANDS ")", NULL, ROSTER_MISSING_POST, "chair", N_("no association yet") },
  { "not exists_of(reform_task.division) and not exists_of(reform_progress.division, due = :due)", NULL, ROSTER_MISSING_REPORT, NULL, N_("no row in attachment 1 yet") },
  { NULL, NULL, 0, NULL, NULL },
};

static const Question of_organisation[] = {
  { "has_funds is null", "has_funds", ROSTER_MISSING_FIELDS, NULL, NULL },
  { "has_premises is null", "has_premises", ROSTER_MISSING_FIELDS, NULL, NULL },
  { "has_equipment is null", "has_equipment", ROSTER_MISSING_FIELDS, NULL, NULL },
  { HOLDS ("chair"), NULL, ROSTER_MISSING_POST, "chair", N_("no chair") },
  { HOLDS ("vice-chair"), NULL, ROSTER_MISSING_POST, "vice-chair", N_("no vice-chair") },
  { HOLDS ("commissioner"), NULL, ROSTER_MISSING_POST, "commissioner", N_("no commissioner") },
  { NULL, NULL, 0, NULL, NULL },
};

static const Question of_appointment[] = {
  { "has(post, 'chair') and office is null and person.on_village_committee is null", "office", ROSTER_MISSING_FIELDS, NULL, NULL },
  { NULL, NULL, 0, NULL, NULL },
};

static const Question of_person[] = {
  { "id_number is null", "id_number", ROSTER_MISSING_FIELDS, NULL, NULL },
  { "phones is null", "phones", ROSTER_MISSING_FIELDS, NULL, NULL },
  { "disability is null", "disability", ROSTER_MISSING_FIELDS, NULL, NULL },
  { "disability = 'certified' and certificate_number is null", "certificate_number", ROSTER_MISSING_FIELDS, NULL, NULL },
  { NULL, NULL, 0, NULL, NULL },
};

static void
missing_free (gpointer data)
{
  RosterMissing *missing = data;

  g_free (missing->village_name);
  g_free (missing->sentence);
  g_clear_pointer (&missing->fields, g_ptr_array_unref);
  g_free (missing);
}

static RosterMissing *
missing_new (RosterMissingKind kind, ClStatement *statement, const char *ledger)
{
  RosterMissing *missing = g_new0 (RosterMissing, 1);

  missing->kind = kind;
  missing->village = cl_statement_get_integer (statement, 1);
  missing->village_name = g_strdup (cl_statement_get_text (statement, 2));
  missing->ledger = ledger;
  missing->record = cl_statement_get_integer (statement, 0);
  return missing;
}

/* "上河村，张一川：未填联系电话" */
static char *
say (ClStatement *statement, gboolean named, const char *what)
{
  const char *village = cl_statement_get_text (statement, 2), *name = named ? cl_statement_get_text (statement, 3) : NULL;

  /* Translators: first %s: a village, second %s: who or what in it, third %s: what is missing */
  return name != NULL ? g_strdup_printf (_("%s, %s: %s"), village, name, what) : g_strdup_printf (_("%s: %s"), village, what);
}

/* All empty fields of a record are one thing to fill; each empty post is one of its own. */
static void
answer (GPtrArray *list, ClLedger *ledger, const Question *questions, ClStatement *statement, gboolean named)
{
  g_autoptr (GString) labels = g_string_new (NULL);
  g_autofree char *what = NULL;
  RosterMissing *fields = NULL;

  for (guint i = 0; questions[i].condition != NULL; i++)
    {
      const Question *question = &questions[i];

      if (cl_statement_is_null (statement, i + 4) || cl_statement_get_integer (statement, i + 4) == 0)
        continue;
      if (question->field == NULL)
        {
          RosterMissing *missing = missing_new (question->kind, statement, cl_ledger_get_name (ledger));

          missing->post = question->post;
          missing->sentence = say (statement, FALSE, _(question->words));
          g_ptr_array_add (list, missing);
          continue;
        }
      if (fields == NULL)
        {
          fields = missing_new (ROSTER_MISSING_FIELDS, statement, cl_ledger_get_name (ledger));
          fields->fields = g_ptr_array_new_with_free_func (g_free);
          g_ptr_array_add (list, fields);
        }
      g_ptr_array_add (fields->fields, g_strdup (question->field));
      g_string_append_printf (labels, "%s%s", labels->len > 0 ? "、" : "", cl_field_get_label (cl_ledger_find_field (ledger, question->field)));
    }
  if (fields == NULL)
    return;
  g_ptr_array_add (fields->fields, NULL);
  what = g_strdup_printf (_("%s not filled in"), labels->str);
  fields->sentence = say (statement, named, what);
}

static gboolean
inquire (ClCatalogue *catalogue, ClDatabase *database, const char *name, const char *village, const char *where, const char *order,
         const Question *questions, GHashTable *parameters, GPtrArray *list, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, name);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean of_persons = g_str_equal (name, "person");
  g_autofree char *called = g_str_equal (village, "id") ? g_strdup ("name")
                            : of_persons ? g_strdup ("max_of(appointment.person, called(organisation.division), organisation.kind = 'village-association' and " IN_OFFICE ")")
                                         : g_strdup_printf ("called(%s)", village);

  if (!cl_query_add_column (query, village, CL_QUERY_RAW, error) || !cl_query_add_column (query, called, CL_QUERY_RAW, error) ||
      !cl_query_add_column (query, g_str_equal (name, "appointment") ? "called(person)" : "name", CL_QUERY_RAW, error) ||
      !cl_query_add_where (query, where, error) || !cl_query_set_order (query, order, error))
    return FALSE;
  for (guint i = 0; questions[i].condition != NULL; i++)
    if (!cl_query_add_column (query, questions[i].condition, CL_QUERY_RAW, error))
      return FALSE;
  statement = cl_query_prepare (query, database, parameters, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    answer (list, ledger, questions, statement, of_persons || g_str_equal (name, "appointment"));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  const RosterMissing *first = *(RosterMissing *const *) a, *second = *(RosterMissing *const *) b;
  guint i = GPOINTER_TO_UINT (g_hash_table_lookup (data, &first->village)), j = GPOINTER_TO_UINT (g_hash_table_lookup (data, &second->village));

  return i < j ? -1 : i > j;
}

/* Villages in official order, from 1. */
static GHashTable *
number_villages (ClCatalogue *catalogue, ClDatabase *database, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "division"));
  g_autoptr (ClStatement) statement = NULL;
  GHashTable *order;
  guint n = 0;

  if (!cl_query_add_where (query, IS_VILLAGE, error) || !cl_query_set_order (query, "position, code, name", error))
    return NULL;
  statement = cl_query_prepare (query, database, NULL, error);
  if (statement == NULL)
    return NULL;
  order = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while (cl_statement_step (statement, NULL))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_hash_table_insert (order, g_memdup2 (&id, sizeof id), GUINT_TO_POINTER (++n));
    }
  return order;
}

/**
 * roster_missing_list:
 * @catalogue: the catalogue
 * @database: a reading connection of this thread
 * @due: the day on which the report is due, ISO
 * @error: what failed
 *
 * What attachments 1, 2 and 3 ask of every village and the ledgers do not say (FORMS.md F1, F2, F3).
 *
 * Returns: (transfer full) (element-type RosterMissing): village by village; %NULL on error
 */
GPtrArray *
roster_missing_list (ClCatalogue *catalogue, ClDatabase *database, const char *due, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (missing_free);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) order = number_villages (catalogue, database, error);
  g_auto (ClValue) value = CL_VALUE_INIT;

  cl_value_set_text (&value, due);
  g_hash_table_insert (parameters, (gpointer) "due", &value);
  if (order == NULL ||
      !inquire (catalogue, database, "division", "id", IS_VILLAGE, "position, code, name", of_division, parameters, list, error) ||
      !inquire (catalogue, database, "organisation", "division", "kind = 'village-association' and division.level = 'village' and " STANDS, "id", of_organisation, NULL, list, error) ||
      !inquire (catalogue, database, "appointment", "organisation.division",
                "organisation.kind = 'village-association' and organisation.division.level = 'village' and " IN_OFFICE, "post.rank, id", of_appointment, NULL, list, error) ||
      !inquire (catalogue, database, "person", "max_of(appointment.person, organisation.division, organisation.kind = 'village-association' and " IN_OFFICE ")",
                "exists_of(appointment.person, organisation.kind = 'village-association' and organisation.division.level = 'village' and " IN_OFFICE ")", "id",
                of_person, NULL, list, error))
    return NULL;
  g_ptr_array_sort_with_data (list, compare_cb, order);
  return g_steal_pointer (&list);
}

/**
 * roster_next_friday:
 * @today: ISO
 *
 * Returns: (transfer full): the Friday of this week, or of the next once it is past; ISO
 */
char *
roster_next_friday (const char *today)
{
  GDate date;
  int year, month, day;

  if (sscanf (today, "%d-%d-%d", &year, &month, &day) != 3)
    return g_strdup (today);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  return cl_date_add (today, 0, 0, (G_DATE_FRIDAY - g_date_get_weekday (&date) + 7) % 7);
}
