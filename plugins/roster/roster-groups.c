#include "roster-groups.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define IN_OFFICE "(start is null or start <= today()) and (end is null or end >= today())"
#define IS_RESIDENT "disability in ('certified', 'suspected') and coalesce(state, 'living') = 'living'"
#define IS_GROUP "kind = 'group' and (status is null or status = 'established')"
#define IN_GROUP "exists_of(appointment.person, " IN_OFFICE " and organisation.kind = 'group' and (organisation.status is null or organisation.status = 'established'))"

static void
uncovered_free (gpointer data)
{
  RosterUncovered *person = data;

  g_free (person->name);
  g_free (person->village_name);
  g_free (person->category);
  g_free (person->category_label);
  g_free (person->hamlet);
  g_free (person);
}

static void
group_free (gpointer data)
{
  RosterGroup *group = data;

  g_free (group->name);
  g_free (group->category);
  g_free (group);
}

static ClStatement *
ask (ClCatalogue *catalogue, ClDatabase *database, const char *ledger, const char *const *columns, const char *where, gint64 village, const char *order, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, ledger));
  g_autofree char *there = g_strdup_printf ("division = %" G_GINT64_FORMAT, village);

  for (; *columns != NULL; columns++)
    if (!cl_query_add_column (query, *columns, CL_QUERY_RAW, error))
      return NULL;
  if (!cl_query_add_where (query, where, error) || (village != 0 && !cl_query_add_where (query, there, error)) || !cl_query_set_order (query, order, error))
    return NULL;
  return cl_query_prepare (query, database, NULL, error);
}

/**
 * roster_groups_list:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @village: a division, or 0 for all
 * @error: what failed
 *
 * Returns: (transfer full) (element-type RosterGroup): the groups that stand, by village and name
 */
GPtrArray *
roster_groups_list (ClCatalogue *catalogue, ClDatabase *database, gint64 village, GError **error)
{
  static const char *const columns[] = { "division", "name", "category", NULL };
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);
  g_autoptr (ClStatement) statement = ask (catalogue, database, "organisation", columns, IS_GROUP, village, "division.position, division.code, name", error);
  g_autoptr (GError) failure = NULL;

  while (statement != NULL && cl_statement_step (statement, &failure))
    {
      RosterGroup *group = g_new0 (RosterGroup, 1);

      group->id = cl_statement_get_integer (statement, 0);
      group->village = cl_statement_get_integer (statement, 1);
      group->name = g_strdup (cl_statement_get_text (statement, 2));
      group->category = g_strdup (cl_statement_get_text (statement, 3));
      g_ptr_array_add (groups, group);
    }
  if (statement != NULL && failure == NULL)
    return g_steal_pointer (&groups);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * roster_groups_find_hamlet:
 * @address: (nullable): where a person lives
 * @village: (nullable): the name of the village
 *
 * Tells the villagers' group or natural village in an address: "云岭镇上河村3组12号" gives "3组", "上河村柳树屯5号" "柳树屯".
 *
 * Returns: (transfer full) (nullable): it, or %NULL where the address does not say
 */
char *
roster_groups_find_hamlet (const char *address, const char *village)
{
  const char *at = address != NULL && village != NULL && *village != '\0' ? strstr (address, village) : NULL;
  const char *rest = at != NULL ? at + strlen (village) : address;
  g_autoptr (GRegex) numbered = g_regex_new ("第?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:村民)?(?:小组|组|队|社)", G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GRegex) named = g_regex_new ("^[^0-9号室楼路街]{1,6}(?:自然村|屯|寨|庄|组)", G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (rest == NULL)
    return NULL;
  if (g_regex_match (numbered, rest, 0, &match))
    return g_match_info_fetch (match, 0);
  g_clear_pointer (&match, g_match_info_unref);
  return at != NULL && g_regex_match (named, rest, 0, &match) ? g_match_info_fetch (match, 0) : NULL;
}

/**
 * roster_groups_list_uncovered:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @village: a division, or 0 for all
 * @error: what failed
 *
 * Returns: (transfer full) (element-type RosterUncovered): living residents with a certificate or suspected who are in no group today, by village and name
 */
GPtrArray *
roster_groups_list_uncovered (ClCatalogue *catalogue, ClDatabase *database, gint64 village, GError **error)
{
  static const char *const columns[] = { "division", "name", "division.name", "categories", "label(categories)", "address", NULL };
  g_autoptr (GPtrArray) persons = g_ptr_array_new_with_free_func (uncovered_free);
  g_autoptr (ClStatement) statement
      = ask (catalogue, database, "person", columns, IS_RESIDENT " and not " IN_GROUP, village, "division.position, division.code, division.name, name, id", error);
  g_autoptr (GError) failure = NULL;

  while (statement != NULL && cl_statement_step (statement, &failure))
    {
      RosterUncovered *person = g_new0 (RosterUncovered, 1);
      const char *codes = cl_statement_get_text (statement, 4), *label = cl_statement_get_text (statement, 5);

      person->person = cl_statement_get_integer (statement, 0);
      person->village = cl_statement_get_integer (statement, 1);
      person->name = g_strdup (cl_statement_get_text (statement, 2));
      person->village_name = g_strdup (cl_statement_is_null (statement, 3) ? "" : cl_statement_get_text (statement, 3));
      person->category = codes != NULL && *codes != '\0' ? g_strndup (codes, strcspn (codes, ",、 ")) : NULL;
      person->category_label = g_strdup (label != NULL ? label : "");
      person->hamlet = roster_groups_find_hamlet (cl_statement_get_text (statement, 6), person->village_name);
      g_ptr_array_add (persons, person);
    }
  if (statement != NULL && failure == NULL)
    return g_steal_pointer (&persons);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * roster_groups_count_residents:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @village: a division, or 0 for all
 * @error: what failed
 *
 * Returns: how many have to be in a group
 */
guint
roster_groups_count_residents (ClCatalogue *catalogue, ClDatabase *database, gint64 village, GError **error)
{
  static const char *const none[] = { "count(*)", NULL };
  g_autoptr (ClStatement) statement = ask (catalogue, database, "person", none, IS_RESIDENT, village, NULL, error);

  return statement != NULL && cl_statement_step (statement, error) ? (guint) cl_statement_get_integer (statement, 1) : 0;
}

typedef struct
{
  GPtrArray *persons;
  RosterGroupsManner manner;
  gint64 group;
  GPtrArray *groups; /* RosterGroup, those that were made too */
  guint assigned, made;
} Assigning;

/* The association of the village, to which a new group belongs; 0: it has none. */
static gint64
find_association (ClTransaction *transaction, gint64 village, GError **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (ClStatement) statement = ask (cl_transaction_get_catalogue (transaction), cl_transaction_get_database (transaction), "organisation", none,
                                           "kind = 'village-association' and (status is null or status = 'established')", village, "id", error);

  return statement != NULL && cl_statement_step (statement, error) ? cl_statement_get_integer (statement, 0) : 0;
}

/* Takes @name. 0 on error. */
static gint64
make_group (ClTransaction *transaction, Assigning *assigning, gint64 village, char *name, const char *category, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (catalogue, "organisation"));
  RosterGroup *group = g_new0 (RosterGroup, 1);
  gint64 association = find_association (transaction, village, error);

  group->name = name;
  group->village = village;
  group->category = g_strdup (category);
  g_ptr_array_add (assigning->groups, group);
  cl_record_set_reference (record, "division", village);
  if (association != 0)
    cl_record_set_reference (record, "parent", association);
  if (!cl_record_set_text (record, "name", name, error) || !cl_record_set_text (record, "kind", "group", error) || !cl_record_set_text (record, "category", category, error) ||
      !cl_record_set_text (record, "established", cl_today (), error) || !cl_transaction_save (transaction, record, error))
    return 0;
  assigning->made++;
  group->id = cl_record_get_id (record);
  return group->id;
}

/* The village's own group: the one so called, or else the only one that is of no category, unless it may be that of a natural village. */
static gint64
find_own (Assigning *assigning, gint64 village, const char *name)
{
  gint64 only = 0;
  guint n = 0;

  for (guint i = 0; i < assigning->groups->len; i++)
    {
      const RosterGroup *group = assigning->groups->pdata[i];

      if (group->village != village || group->category != NULL)
        continue;
      if (g_strcmp0 (group->name, name) == 0)
        return group->id;
      only = group->id;
      n++;
    }
  return n == 1 && assigning->manner != ROSTER_GROUPS_BY_HAMLET ? only : 0;
}

static gint64
find_group (ClTransaction *transaction, Assigning *assigning, const RosterUncovered *person, GError **error)
{
  g_autofree char *own = g_strconcat (person->village_name, "残疾人小组", NULL);
  gint64 found;

  if (assigning->manner == ROSTER_GROUPS_INTO)
    return assigning->group;
  if (assigning->manner == ROSTER_GROUPS_BY_CATEGORY && person->category != NULL)
    {
      const char *label = cl_codes_get_label (cl_catalogue_find_codes (cl_transaction_get_catalogue (transaction), "disability-category"), person->category);

      for (guint i = 0; i < assigning->groups->len; i++)
        {
          const RosterGroup *group = assigning->groups->pdata[i];

          if (group->village == person->village && g_strcmp0 (group->category, person->category) == 0)
            return group->id;
        }
      return make_group (transaction, assigning, person->village, g_strconcat (person->village_name, label, "残疾人小组", NULL), person->category, error);
    }
  if (assigning->manner == ROSTER_GROUPS_BY_HAMLET && person->hamlet != NULL)
    {
      g_autofree char *name = g_strconcat (person->village_name, person->hamlet, "残疾人小组", NULL);

      for (guint i = 0; i < assigning->groups->len; i++)
        {
          const RosterGroup *group = assigning->groups->pdata[i];

          if (group->village == person->village && g_str_equal (group->name, name))
            return group->id;
        }
      return make_group (transaction, assigning, person->village, g_steal_pointer (&name), NULL, error);
    }
  found = find_own (assigning, person->village, own);
  return found != 0 ? found : make_group (transaction, assigning, person->village, g_steal_pointer (&own), NULL, error);
}

static gboolean
assign_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Assigning *assigning = data;
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "appointment");

  assigning->groups = roster_groups_list (catalogue, cl_transaction_get_database (transaction), 0, error);
  for (guint i = 0; assigning->groups != NULL && i < assigning->persons->len; i++)
    {
      const RosterUncovered *person = assigning->persons->pdata[i];
      g_autoptr (ClRecord) record = NULL;
      gint64 group;

      /* Whose village is not known is in nobody's group. */
      if (person->village == 0 && assigning->manner != ROSTER_GROUPS_INTO)
        continue;
      group = find_group (transaction, assigning, person, error);
      if (group == 0)
        return FALSE;
      record = cl_record_new (ledger);
      cl_record_set_reference (record, "person", person->person);
      cl_record_set_reference (record, "organisation", group);
      if (!cl_record_set_text (record, "post", "group-member", error) || !cl_record_set_text (record, "start", cl_today (), error) ||
          !cl_transaction_save (transaction, record, error))
        return FALSE;
      assigning->assigned++;
    }
  return assigning->groups != NULL;
}

/**
 * roster_groups_assign:
 * @store: the open store
 * @persons: (element-type RosterUncovered): who is put into groups
 * @manner: into which
 * @group: an organisation, for ROSTER_GROUPS_INTO
 * @assigned: (out): how many are in a group now; who has no village stays where only a village would tell
 * @made: (out): how many groups were made
 * @error: what failed
 *
 * Makes them members from today: one entry of the journal with the groups that are made, which one undo takes back. On the store's own thread.
 *
 * Returns: whether it is done
 */
gboolean
roster_groups_assign (ClStore *store, GPtrArray *persons, RosterGroupsManner manner, gint64 group, guint *assigned, guint *made, GError **error)
{
  Assigning assigning = { persons, manner, group, NULL, 0, 0 };
  /* Translators: %u: how many persons */
  g_autofree char *words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u person put into a group", "%u persons put into groups", persons->len), persons->len);
  gboolean done = cl_store_write (store, words, assign_cb, &assigning, error) != 0;

  g_clear_pointer (&assigning.groups, g_ptr_array_unref);
  *assigned = assigning.assigned;
  *made = assigning.made;
  return done;
}
