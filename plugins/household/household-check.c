#include "household-check.h"

#include <string.h>

/* How often in a row nobody is met before somebody should ask where the household is. */
#define MISSED 3

/* What does not agree in the household's ledgers: the rule set, and what goes over several records at once, which no rule can say. */
typedef struct
{
  GObject parent;
} HouseholdCheck;

typedef GObjectClass HouseholdCheckClass;

static void household_check_source_init (ClCheckSourceInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (HouseholdCheck, household_check, G_TYPE_OBJECT, 0,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_CHECK_SOURCE, household_check_source_init))

/* Takes @sentence. Official wording, so Chinese in every language. */
static void
household_check_say (GPtrArray *findings, const char *rule, const char *ledger, gint64 record, char *sentence)
{
  ClFinding *finding = g_new0 (ClFinding, 1);

  finding->kind = CL_FINDING_BREACH;
  finding->ledger = g_strdup (ledger);
  finding->record = record;
  finding->sentence = sentence;
  finding->clause = g_strdup ("特殊困难残疾人家庭登记表 备注1");
  finding->rule = g_strdup (rule);
  g_ptr_array_add (findings, finding);
}

static ClStatement *
household_check_query (ClStore *store, const char *ledger, const char *const *columns, const char *where, const char *order, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, ledger));

  for (; *columns != NULL; columns++)
    if (!cl_query_add_column (query, *columns, CL_QUERY_RAW, error))
      return NULL;
  if (!cl_query_add_where (query, where, error) || !cl_query_set_order (query, order, error))
    return NULL;
  return cl_query_prepare (query, cl_store_get_reader (store), NULL, error);
}

/* One member of a household and whom it cares for. */
typedef struct
{
  gint64 record, person, household;
  char *name;
  GArray *cares_for; /* gint64 of persons */
  gboolean seen;
} Member;

static void
member_free (gpointer data)
{
  Member *member = data;

  g_free (member->name);
  g_array_unref (member->cares_for);
  g_free (member);
}

static Member *
member_new (ClStatement *statement)
{
  Member *member = g_new0 (Member, 1);
  g_auto (GStrv) ids = g_strsplit (cl_statement_get_text (statement, 4) != NULL ? cl_statement_get_text (statement, 4) : "", ",", -1);

  member->record = cl_statement_get_integer (statement, 0);
  member->household = cl_statement_get_integer (statement, 1);
  member->person = cl_statement_get_integer (statement, 2);
  member->name = g_strdup (cl_statement_get_text (statement, 3));
  member->cares_for = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; ids[i] != NULL; i++)
    {
      gint64 id = g_ascii_strtoll (ids[i], NULL, 10);

      if (id != 0)
        g_array_append_val (member->cares_for, id);
    }
  return member;
}

static Member *
find_member (GPtrArray *members, gint64 person)
{
  for (guint i = 0; i < members->len; i++)
    if (((Member *) members->pdata[i])->person == person)
      return members->pdata[i];
  return NULL;
}

/* Whether care that begins at @from comes back to @to; the names on the way, each cared for by the one before. */
static gboolean
find_circle (GPtrArray *members, Member *from, const Member *to, GString *names)
{
  gsize length = names->len;

  from->seen = TRUE;
  g_string_append_printf (names, "%s%s", length > 0 ? "、" : "", from->name);
  for (guint i = 0; i < from->cares_for->len; i++)
    {
      Member *next = find_member (members, g_array_index (from->cares_for, gint64, i));

      if (next == to || (next != NULL && !next->seen && find_circle (members, next, to, names)))
        return TRUE;
    }
  g_string_truncate (names, length);
  return FALSE;
}

/* One household's members. A circle is said once, by the member of it that comes first. */
static void
household_check_care (GPtrArray *findings, GPtrArray *members)
{
  g_autoptr (GHashTable) said = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < members->len; i++)
    {
      Member *member = members->pdata[i];
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint k = 0; k < member->cares_for->len; k++)
        if (find_member (members, g_array_index (member->cares_for, gint64, k)) == NULL)
          household_check_say (findings, "care-elsewhere", "member", member->record, g_strdup_printf ("%s登记照料的人不在本户现有成员中，请核实照料人", member->name));
      for (guint k = 0; k < members->len; k++)
        ((Member *) members->pdata[k])->seen = g_hash_table_contains (said, members->pdata[k]);
      if (member->seen || !find_circle (members, member, member, names))
        continue;
      for (guint k = 0; k < members->len; k++)
        if (((Member *) members->pdata[k])->seen)
          g_hash_table_add (said, members->pdata[k]);
      if (strstr (names->str, "、") == NULL)
        household_check_say (findings, "care-circle", "member", member->record, g_strdup_printf ("%s登记为照料自己，请核实照料人", names->str));
      else
        household_check_say (findings, "care-circle", "member", member->record, g_strdup_printf ("%s互相登记为照料人，请核实实际照料人", names->str));
    }
}

static gboolean
household_check_members (GPtrArray *findings, ClStore *store, GError **error)
{
  static const char *const columns[] = { "household", "person", "called(person)", "cares_for", NULL };
  g_autoptr (ClStatement) statement = household_check_query (store, "member", columns,
                                                             "(end is null or end >= today()) and coalesce(person.state, 'living') = 'living'", "household, id", error);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (member_free);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      Member *member = member_new (statement);

      if (members->len > 0 && ((Member *) members->pdata[0])->household != member->household)
        {
          household_check_care (findings, members);
          g_ptr_array_set_size (members, 0);
        }
      g_ptr_array_add (members, member);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  household_check_care (findings, members);
  return TRUE;
}

/* The newest visits of each household, as long as nobody was met. */
static gboolean
household_check_missed (GPtrArray *findings, ClStore *store, GError **error)
{
  static const char *const columns[] = { "household", "absence", "label(absence)", "date", NULL };
  g_autoptr (ClStatement) statement = household_check_query (store, "visit", columns, "household.end is null or household.end >= today()", "household, date desc, id desc", error);
  g_autoptr (GString) reasons = g_string_new (NULL);
  g_autoptr (GError) failure = NULL;
  gint64 household = 0;
  guint missed = 0;
  gboolean open = FALSE; /* whether all visits so far met nobody */

  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      gboolean more = cl_statement_step (statement, &failure);
      gint64 next = more ? cl_statement_get_integer (statement, 1) : 0;

      if (next != household)
        {
          if (missed >= MISSED)
            household_check_say (findings, "missed", "special_household", household,
                                 g_strdup_printf ("连续 %u 次上门未遇（%s），请核实该户是否迁移、去世", missed, reasons->str));
          household = next;
          missed = 0;
          open = TRUE;
          g_string_truncate (reasons, 0);
        }
      if (!more)
        break;
      open = open && cl_statement_get_text (statement, 2) != NULL;
      if (open && missed++ < MISSED)
        g_string_append_printf (reasons, "%s%s %s", reasons->len > 0 ? "，" : "", cl_statement_get_text (statement, 4), cl_statement_get_text (statement, 3));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

static GPtrArray *
household_check_list (ClCheckSource *source, ClStore *store, GError **error)
{
  g_autoptr (GPtrArray) findings = cl_rules_run_of (cl_store_get_catalogue (store), cl_store_get_reader (store), "household", "household", NULL, 0, error);

  if (findings == NULL || !household_check_members (findings, store, error) || !household_check_missed (findings, store, error))
    return NULL;
  return g_steal_pointer (&findings);
}

static void
household_check_source_init (ClCheckSourceInterface *iface)
{
  iface->list = household_check_list;
}

static void
household_check_class_init (HouseholdCheckClass *klass)
{
}

static void
household_check_class_finalize (HouseholdCheckClass *klass)
{
}

static void
household_check_init (HouseholdCheck *self)
{
}

/**
 * household_check_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
household_check_register (GTypeModule *module)
{
  household_check_register_type (module);
}
