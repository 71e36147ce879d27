#include "roster-tree.h"

#include <glib/gi18n-lib.h>

#include "roster-committee.h"

/* What a division is, on the way up from its organisations. */
typedef struct
{
  gint64 id, parent;
  char *name;
  char *level;
  RosterNode *federation;
  gboolean has_association; /* built, or being built: that is a gap of its own */
} Place;

/* An organisation that is not hung up yet. */
typedef struct
{
  RosterNode *node;
  gint64 division, parent;
  char *kind;
  char *category;
  gboolean planned;
} Found;

typedef struct
{
  RosterTree *tree;
  GPtrArray *places;   /* Place, in official order */
  GHashTable *by_id;   /* gint64 of a division: Place */
  GPtrArray *found;    /* Found, in the ledger's order */
  GHashTable *by_organisation; /* gint64: RosterNode */
} Building;

/* Without these posts an organisation cannot act (DOMAIN.md A1, A2). */
static const struct
{
  const char *kind, *post, *label;
} wanted_posts[] = {
  { "federation", "director", "理事长" },      { "village-association", "chair", "主席" }, { "village-association", "commissioner", "专职委员" },
  { "category-association", "chair", "主席" },
};

/* The five category associations (DOMAIN.md A1), by the disability that each speaks for; 言语 is the 聋人协会's. */
static const struct
{
  const char *category, *name;
} category_associations[] = { { "1", "盲人协会" }, { "2", "聋人协会" }, { "4", "肢残人协会" }, { "5", "智力残疾人及亲友协会" }, { "6", "精神残疾人及亲友协会" } };

static void
node_free (gpointer data)
{
  RosterNode *node = data;

  g_free (node->title);
  g_free (node->detail);
  g_ptr_array_unref (node->children);
  g_free (node);
}

static RosterNode *
node_new (RosterNodeKind kind, const char *ledger, gint64 record, char *title, char *detail)
{
  RosterNode *node = g_new0 (RosterNode, 1);

  node->kind = kind;
  node->ledger = ledger;
  node->record = record;
  node->title = title;
  node->detail = detail != NULL ? detail : g_strdup ("");
  node->children = g_ptr_array_new_with_free_func (node_free);
  node->open = kind != ROSTER_NODE_ORGANISATION;
  return node;
}

static void
node_add (RosterTree *tree, RosterNode *parent, RosterNode *node)
{
  node->parent = parent;
  g_ptr_array_add (parent != NULL ? parent->children : tree->roots, node);
}

static void
add_gap (RosterTree *tree, RosterNode *parent, const char *ledger, gint64 record, char *title, char *detail)
{
  node_add (tree, parent, node_new (ROSTER_NODE_GAP, ledger, record, title, detail));
  tree->n_gaps++;
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->name);
  g_free (place->level);
  g_free (place);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->kind);
  g_free (found->category);
  g_free (found);
}

static ClStatement *
prepare (Building *building, ClDatabase *database, const char *ledger, const char *const *raw, const char *const *shown, const char *where, const char *order, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (building->tree->catalogue, cl_catalogue_find_ledger (building->tree->catalogue, ledger));

  for (guint i = 0; raw[i] != NULL; i++)
    if (!cl_query_add_column (query, raw[i], CL_QUERY_RAW, error))
      return NULL;
  for (guint i = 0; shown[i] != NULL; i++)
    if (!cl_query_add_column (query, shown[i], CL_QUERY_LIST, error))
      return NULL;
  return cl_query_add_where (query, where, error) && cl_query_set_order (query, order, error) ? cl_query_prepare (query, database, NULL, error) : NULL;
}

static gboolean
load_places (Building *building, ClDatabase *database, GError **error)
{
  const char *day = building->tree->day;
  g_autofree char *where = g_strdup_printf ("(valid_from is null or valid_from <= '%s') and (valid_to is null or valid_to >= '%s')", day, day);
  g_autoptr (ClStatement) statement = prepare (building, database, "division", (const char *const[]) { "parent", "level", NULL }, (const char *const[]) { "name", NULL }, where,
                                               "level.rank, position, code, name", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      Place *place = g_new0 (Place, 1);

      place->id = cl_statement_get_integer (statement, 0);
      place->parent = cl_statement_get_integer (statement, 1);
      place->level = g_strdup (cl_statement_get_text (statement, 2));
      place->name = g_strdup (cl_statement_get_text (statement, 3));
      g_ptr_array_add (building->places, place);
      g_hash_table_insert (building->by_id, &place->id, place);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static char *
in_office_on (const char *day)
{
  return g_strdup_printf ("(start is null or start <= '%s') and (end is null or end >= '%s')", day, day);
}

/* "肢体，任期至 2027-05-19" */
static char *
say_organisation (ClStatement *statement, guint n_members, gboolean planned)
{
  GString *text = g_string_new (cl_statement_get_text (statement, 11));
  const char *category = cl_statement_get_text (statement, 12), *term = cl_statement_get_text (statement, 13);

  if (category != NULL && *category != '\0')
    g_string_append_printf (text, "，%s", category);
  if (planned)
    g_string_append_printf (text, "，%s", _("being prepared"));
  else
    g_string_append_printf (text, ngettext ("，%u in office", "，%u in office", n_members), n_members);
  if (term != NULL && *term != '\0')
    {
      g_string_append (text, "，");
      /* Translators: %s: a date */
      g_string_append_printf (text, _("term until %s"), term);
    }
  return g_string_free (text, FALSE);
}

static void
add_organisation (Building *building, ClStatement *statement)
{
  RosterTree *tree = building->tree;
  Found *found = g_new0 (Found, 1);
  const char *name = cl_statement_get_text (statement, 10);
  guint n_members = (guint) cl_statement_get_integer (statement, 6);
  Place *place;

  found->division = cl_statement_get_integer (statement, 1);
  found->parent = cl_statement_get_integer (statement, 2);
  found->kind = g_strdup (cl_statement_get_text (statement, 3));
  found->category = g_strdup (cl_statement_get_text (statement, 4));
  found->planned = g_strcmp0 (cl_statement_get_text (statement, 5), "planned") == 0;
  found->node = node_new (found->planned ? ROSTER_NODE_GAP : ROSTER_NODE_ORGANISATION, "organisation", cl_statement_get_integer (statement, 0), g_strdup (name != NULL ? name : ""),
                          say_organisation (statement, n_members, found->planned));
  found->node->n_members = n_members;
  tree->n_gaps += found->planned;
  tree->n_organisations += !found->planned;
  tree->n_members += n_members;
  for (guint i = 0; i < G_N_ELEMENTS (wanted_posts) && !found->planned; i++)
    if (g_strcmp0 (wanted_posts[i].kind, found->kind) == 0 && cl_statement_get_integer (statement, g_str_equal (wanted_posts[i].post, "director") ? 7 : g_str_equal (wanted_posts[i].post, "chair") ? 8 : 9) == 0)
      /* Translators: %s: a post that nobody holds */
      add_gap (tree, found->node, "organisation", found->node->record, g_strdup_printf (_("%s: vacant"), wanted_posts[i].label), NULL);
  g_ptr_array_add (building->found, found);
  g_hash_table_insert (building->by_organisation, &found->node->record, found->node);
  place = g_hash_table_lookup (building->by_id, &found->division);
  if (place == NULL)
    return;
  if (g_strcmp0 (found->kind, "federation") == 0 && (place->federation == NULL || !found->planned))
    place->federation = found->node;
  place->has_association |= g_strcmp0 (found->kind, "village-association") == 0;
}

static gboolean
load_organisations (Building *building, ClDatabase *database, GError **error)
{
  const char *day = building->tree->day;
  g_autofree char *where = g_strdup_printf ("(status = 'planned' or established is null or established <= '%s') and (dissolved is null or dissolved >= '%s')"
                                            " and (coalesce(status, 'established') <> 'dissolved' or dissolved is not null)", day, day);
  g_autofree char *office = in_office_on (day);
  g_autofree char *members = g_strdup_printf ("count_of(appointment.organisation, %s, person)", office);
  g_autofree char *director = g_strdup_printf ("count_of(appointment.organisation, has(post, 'director') and %s)", office);
  g_autofree char *chair = g_strdup_printf ("count_of(appointment.organisation, has(post, 'chair') and %s)", office);
  g_autofree char *commissioner = g_strdup_printf ("count_of(appointment.organisation, has(post, 'commissioner') and %s)", office);
  g_autoptr (ClStatement) statement = prepare (building, database, "organisation", (const char *const[]) { "division", "parent", "kind", "category", "status", members, director, chair, commissioner, NULL },
                                               (const char *const[]) { "name", "kind", "category", "term_end", NULL }, where,
                                               "division.level.rank, kind.rank, division.position, division.code, category, name, id", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    add_organisation (building, statement);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The nearest federation at @division or above it. */
static RosterNode *
find_federation (Building *building, gint64 division, const RosterNode *not)
{
  for (guint i = 0; i < 8; i++)
    {
      Place *place = g_hash_table_lookup (building->by_id, &division);

      if (place == NULL)
        return NULL;
      if (place->federation != NULL && place->federation != not)
        return place->federation;
      division = place->parent;
    }
  return NULL;
}

static gboolean
is_below (const RosterNode *node, const RosterNode *other)
{
  for (; node != NULL; node = node->parent)
    if (node == other)
      return TRUE;
  return FALSE;
}

/* Each below the organisation that its record names, else below the federation of its division or of the next one above. Who names each other stands at the root. */
static void
hang_up (Building *building)
{
  for (guint i = 0; i < building->found->len; i++)
    {
      Found *found = building->found->pdata[i];
      RosterNode *above = g_hash_table_lookup (building->by_organisation, &found->parent);

      if (above == NULL || is_below (above, found->node))
        above = find_federation (building, found->division, found->node);
      if (above != NULL && is_below (above, found->node))
        above = NULL;
      node_add (building->tree, above, found->node);
    }
}

/* A county whose federation is not kept here is known by its name, so that what it has stands together. */
static void
stand_in_for_counties (Building *building)
{
  for (guint i = 0; i < building->places->len; i++)
    {
      Place *place = building->places->pdata[i];

      if (g_strcmp0 (place->level, "county") != 0 || place->federation != NULL)
        continue;
      place->federation = node_new (ROSTER_NODE_ORGANISATION, "division", place->id, g_strdup (place->name), NULL);
      place->federation->open = TRUE;
      node_add (building->tree, NULL, place->federation);
    }
}

/* Townships without federation, villages without association. */
static void
add_place_gaps (Building *building)
{
  for (guint i = 0; i < building->places->len; i++)
    {
      Place *place = building->places->pdata[i];

      if (g_strcmp0 (place->level, "township") == 0 && place->federation == NULL)
        /* Translators: %s: a township */
        add_gap (building->tree, find_federation (building, place->parent, NULL), "division", place->id, g_strdup_printf (_("%s: no federation yet"), place->name), NULL);
      else if (g_strcmp0 (place->level, "village") == 0 && !place->has_association)
        /* Translators: %s: a village */
        add_gap (building->tree, find_federation (building, place->id, NULL), "division", place->id, g_strdup_printf (_("%s: no association yet"), place->name), NULL);
    }
}

/* Those of the five that are not there, where the others are, else below the highest federation. */
static void
add_category_gaps (Building *building)
{
  RosterTree *tree = building->tree;
  RosterNode *above = NULL;
  guint has = 0;

  for (guint i = 0; i < building->found->len; i++)
    {
      const Found *found = building->found->pdata[i];

      if (g_strcmp0 (found->kind, "category-association") != 0)
        continue;
      above = found->node->parent;
      for (guint k = 0; k < G_N_ELEMENTS (category_associations); k++)
        if (g_strcmp0 (found->category, category_associations[k].category) == 0 || (k == 1 && g_strcmp0 (found->category, "3") == 0))
          has |= 1u << k;
    }
  for (guint i = 0; i < building->places->len && above == NULL; i++)
    above = ((Place *) building->places->pdata[i])->federation;
  for (guint k = 0; k < G_N_ELEMENTS (category_associations); k++)
    if (!(has & (1u << k)))
      /* Translators: %s: a category association */
      add_gap (tree, above, NULL, 0, g_strdup_printf (_("%s: not there yet"), category_associations[k].name), NULL);
}

/**
 * roster_tree_load:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @day: ISO: organisations and appointments as they were then
 * @error: what failed
 *
 * Reads the organisations that stood on @day as a tree (DOMAIN.md A9.1): county, township, villages, and what is beside them. Villages without association,
 * townships without federation, those missing of the five category associations and posts that nobody holds are nodes of it too.
 *
 * Returns: (transfer full): the tree; %NULL on error
 */
RosterTree *
roster_tree_load (ClCatalogue *catalogue, ClDatabase *database, const char *day, GError **error)
{
  g_autoptr (RosterTree) tree = g_new0 (RosterTree, 1);
  Building building = { .tree = tree };
  gboolean loaded;

  tree->catalogue = g_object_ref (catalogue);
  tree->day = g_strdup (day);
  tree->roots = g_ptr_array_new_with_free_func (node_free);
  building.places = g_ptr_array_new_with_free_func (place_free);
  building.by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  building.found = g_ptr_array_new_with_free_func (found_free);
  building.by_organisation = g_hash_table_new (g_int64_hash, g_int64_equal);
  loaded = load_places (&building, database, error) && load_organisations (&building, database, error);
  stand_in_for_counties (&building);
  hang_up (&building);
  if (loaded)
    {
      add_place_gaps (&building);
      add_category_gaps (&building);
    }
  g_hash_table_unref (building.by_organisation);
  g_ptr_array_unref (building.found);
  g_hash_table_unref (building.by_id);
  g_ptr_array_unref (building.places);
  return loaded ? g_steal_pointer (&tree) : NULL;
}

/**
 * roster_tree_open:
 * @tree: a tree
 * @database: any connection that reads
 * @node: one of its nodes
 * @error: what failed
 *
 * Reads who was in office there on the tree's day, in the order of the committee, before what is below it.
 *
 * Returns: whether they are there
 */
gboolean
roster_tree_open (RosterTree *tree, ClDatabase *database, RosterNode *node, GError **error)
{
  Building building = { .tree = tree };
  g_autofree char *office = in_office_on (tree->day), *where = g_strdup_printf ("organisation = %" G_GINT64_FORMAT " and %s", node->record, office);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  guint n = 0;

  if (node->open)
    return TRUE;
  statement = prepare (&building, database, "appointment", (const char *const[]) { NULL }, (const char *const[]) { "person", "post", "nature", "duty", "start", "end", NULL }, where,
                       ROSTER_COMMITTEE_ORDER, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      const char *name = cl_statement_get_text (statement, 1), *start = cl_statement_get_text (statement, 5), *end = cl_statement_get_text (statement, 6);
      GString *detail = g_string_new (NULL);
      RosterNode *person;

      for (int i = 2; i < 5; i++)
        if (cl_statement_get_text (statement, i) != NULL && *cl_statement_get_text (statement, i) != '\0')
          g_string_append_printf (detail, "%s%s", detail->len > 0 ? "，" : "", cl_statement_get_text (statement, i));
      if (start != NULL || end != NULL)
        g_string_append_printf (detail, "%s%s至%s", detail->len > 0 ? "，" : "", start != NULL ? start : "", end != NULL ? end : "今");
      person = node_new (ROSTER_NODE_PERSON, "appointment", cl_statement_get_integer (statement, 0), g_strdup (name != NULL ? name : ""), g_string_free (detail, FALSE));
      person->parent = node;
      g_ptr_array_insert (node->children, (int) n++, person);
    }
  node->open = failure == NULL;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return node->open;
}

/**
 * roster_tree_free:
 * @tree: (transfer full): a tree
 */
void
roster_tree_free (RosterTree *tree)
{
  g_object_unref (tree->catalogue);
  g_ptr_array_unref (tree->roots);
  g_free (tree->day);
  g_free (tree);
}

/**
 * roster_node_say:
 * @node: a node
 *
 * Returns: (transfer full): what is heard of it, its level last
 */
char *
roster_node_say (const RosterNode *node)
{
  guint level = 1;
  g_autofree char *depth = NULL;

  for (const RosterNode *above = node->parent; above != NULL; above = above->parent)
    level++;
  /* Translators: %u: how deep in a tree */
  depth = g_strdup_printf (_("level %u"), level);
  return g_strdup_printf ("%s%s%s，%s", node->title, *node->detail != '\0' ? "，" : "", node->detail, depth);
}

/**
 * roster_node_get_key:
 * @node: a node
 *
 * Returns: (transfer full): what tells it from the others, and finds it again in a tree that was read anew
 */
char *
roster_node_get_key (const RosterNode *node)
{
  return node->kind == ROSTER_NODE_GAP ? g_strdup_printf ("gap/%s/%" G_GINT64_FORMAT, node->title, node->record) : g_strdup_printf ("%s/%" G_GINT64_FORMAT, node->ledger, node->record);
}
