/* The chart's tree: who stands below whom on a day, who is in office, what is missing. Today is 2027-03-15. */

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-tree.h"

typedef struct
{
  ClTestStore *test;
  char *county, *township, *village, *federation, *association;
} Fixture;

static char *
add (Fixture *fixture, gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  ClTestStore *test = fixture->test = cl_test_store_new_with_plugins ();
  gint64 township, federation;

  fixture->county = add (fixture, cl_test_store_add (test, "division", "code", "991123", "name", "云岭县", "level", "county", NULL));
  township = cl_test_store_query (test, "SELECT id FROM division WHERE level = 'township'");
  cl_test_store_change (test, "division", township, "parent", fixture->county);
  fixture->township = add (fixture, township);
  fixture->village = add (fixture, cl_test_store_add (test, "division", "code", "991123101201", "name", "上河村", "level", "village", "parent", fixture->township, "position", "1", NULL));
  federation = cl_test_store_query (test, "SELECT id FROM organisation WHERE kind = 'federation'");
  cl_test_store_change (test, "organisation", federation, "established", "2019-01-01");
  cl_test_store_change (test, "organisation", federation, "name", "云岭镇残联");
  fixture->federation = add (fixture, federation);
  fixture->association = add (fixture, cl_test_store_add (test, "organisation", "name", "上河村残协", "kind", "village-association", "division", fixture->village, "established",
                                                          "2020-01-01", "dissolved", "2026-12-31", "status", "撤销", NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->county);
  g_free (fixture->township);
  g_free (fixture->village);
  g_free (fixture->federation);
  g_free (fixture->association);
  cl_test_store_free (fixture->test);
}

static void
appoint (Fixture *fixture, const char *organisation, const char *name, const char *post, const char *start, const char *end)
{
  g_autofree char *person = add (fixture, cl_test_store_add (fixture->test, "person", "name", name, NULL));

  cl_test_store_add (fixture->test, "appointment", "person", person, "organisation", organisation, "post", post, "start", start, "end", end, NULL);
}

static RosterTree *
load (Fixture *fixture, const char *day)
{
  g_autoptr (GError) error = NULL;
  RosterTree *tree = roster_tree_load (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), day, &error);

  g_assert_no_error (error);
  return tree;
}

static RosterNode *
find (const GPtrArray *nodes, const char *title)
{
  for (guint i = 0; i < nodes->len; i++)
    {
      RosterNode *node = nodes->pdata[i], *below = g_str_equal (node->title, title) ? node : find (node->children, title);

      if (below != NULL)
        return below;
    }
  return NULL;
}

/* County, federation, association; the persons in the order of their posts when a node is opened. */
static void
test_tree (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RosterTree) tree = NULL;
  g_autofree char *said = NULL;
  RosterNode *federation, *association;

  appoint (fixture, fixture->association, "李二河", "专职委员", "2021-01-01", NULL);
  appoint (fixture, fixture->association, "张一川", "主席", "2021-01-01", "2025-12-31");
  appoint (fixture, fixture->association, "王三江", "主席", "2026-01-01", NULL);
  tree = load (fixture, "2025-06-01");
  g_assert_cmpuint (tree->roots->len, ==, 1);
  g_assert_cmpstr (((RosterNode *) tree->roots->pdata[0])->title, ==, "云岭县");
  federation = find (tree->roots, "云岭镇残联");
  association = find (tree->roots, "上河村残协");
  g_assert_true (association->parent == federation);
  g_assert_cmpuint (association->n_members, ==, 2);
  g_assert_true (roster_tree_open (tree, cl_store_get_reader (fixture->test->store), association, NULL));
  g_assert_cmpuint (association->children->len, ==, 2);
  g_assert_cmpstr (((RosterNode *) association->children->pdata[0])->title, ==, "张一川");
  g_assert_cmpstr (((RosterNode *) association->children->pdata[0])->detail, ==, "主席，2021-01-01至2025-12-31");
  g_assert_cmpint (((RosterNode *) association->children->pdata[1])->kind, ==, ROSTER_NODE_PERSON);
  said = roster_node_say (association);
  g_assert_true (g_str_has_prefix (said, "上河村残协，村（社区）残疾人协会，"));
  g_assert_nonnull (g_strrstr (said, "3"));
}

static guint
count_gaps (const GPtrArray *nodes)
{
  guint n = 0;

  for (guint i = 0; i < nodes->len; i++)
    n += (((RosterNode *) nodes->pdata[i])->kind == ROSTER_NODE_GAP) + count_gaps (((RosterNode *) nodes->pdata[i])->children);
  return n;
}

/* Dissolved, it leaves a gap; before it was established there was one too. The five category associations are all wanted, and posts that nobody holds. */
static void
test_gaps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RosterTree) now = load (fixture, "2027-03-15"), before = load (fixture, "2019-06-01"), then = load (fixture, "2026-12-31"), township = NULL;

  g_assert_null (find (now->roots, "上河村残协"));
  g_assert_null (find (before->roots, "上河村残协"));
  g_assert_nonnull (find (then->roots, "上河村残协"));
  /* the village, the head of the federation, five associations */
  g_assert_cmpuint (now->n_gaps, ==, 7);
  g_assert_cmpuint (count_gaps (now->roots), ==, 7);
  g_assert_cmpuint (now->n_organisations, ==, 1);
  /* chair and commissioner instead of the association */
  g_assert_cmpuint (then->n_gaps, ==, 8);
  cl_test_store_add (fixture->test, "organisation", "name", "云岭县盲人协会", "kind", "category-association", "category", "视力", "division", fixture->county, NULL);
  cl_test_store_add (fixture->test, "organisation", "name", "上河村残协", "kind", "village-association", "division", fixture->village, "status", "筹建", NULL);
  township = load (fixture, "2018-01-01");
  /* no federation yet, four associations, a blind association without chair; what is being prepared is a gap itself */
  g_assert_cmpuint (township->n_gaps, ==, 7);
  g_assert_cmpuint (count_gaps (township->roots), ==, 7);
  g_assert_cmpint (find (township->roots, "上河村残协")->kind, ==, ROSTER_NODE_GAP);
}

/* Two that name each other as the one above hang below the federation, each once. */
static void
test_circle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = add (fixture, cl_test_store_add (fixture->test, "organisation", "name", "甲", "kind", "group", "division", fixture->village, NULL));
  g_autofree char *second = add (fixture, cl_test_store_add (fixture->test, "organisation", "name", "乙", "kind", "group", "division", fixture->village, "parent", first, NULL));
  g_autoptr (RosterTree) tree = NULL;

  cl_test_store_change (fixture->test, "organisation", g_ascii_strtoll (first, NULL, 10), "parent", second);
  tree = load (fixture, "2027-03-15");
  g_assert_nonnull (find (tree->roots, "甲"));
  g_assert_nonnull (find (tree->roots, "乙"));
  g_assert_cmpuint (tree->n_organisations, ==, 3);
}

#define test(name, func) g_test_add ("/tree/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test ("tree", test_tree);
  test ("gaps", test_gaps);
  test ("circle", test_circle);
  return g_test_run ();
}
