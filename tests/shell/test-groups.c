/* Groups that must cover everyone: who is in none, put into groups by village, category and natural village, in one entry. */

#include <string.h>

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-groups.h"

typedef struct
{
  ClTestStore *test;
  gint64 village, other;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->test = cl_test_store_new_with_plugins ();
  fixture->village = cl_test_store_add (fixture->test, "division", "code", "991123101201", "name", "上河村", "level", "village", NULL);
  fixture->other = cl_test_store_add (fixture->test, "division", "code", "991123101202", "name", "下河村", "level", "village", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_test_store_free (fixture->test);
}

static gint64
add_person (Fixture *fixture, gint64 village, const char *name, const char *disability, const char *categories, const char *address)
{
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, village);

  return cl_test_store_add (fixture->test, "person", "name", name, "disability", disability, "division", village != 0 ? place : "", "categories", categories != NULL ? categories : "",
                            "address", address != NULL ? address : "", NULL);
}

static GPtrArray *
list (Fixture *fixture, gint64 village)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *persons = roster_groups_list_uncovered (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), village, &error);

  g_assert_no_error (error);
  return persons;
}

static void
assign (Fixture *fixture, RosterGroupsManner manner, gint64 group, guint expected, guint expected_made)
{
  g_autoptr (GPtrArray) persons = list (fixture, 0);
  g_autoptr (GError) error = NULL;
  guint assigned = 0, made = 0;

  g_assert_true (roster_groups_assign (fixture->test->store, persons, manner, group, &assigned, &made, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (assigned, ==, expected);
  g_assert_cmpuint (made, ==, expected_made);
}

static gboolean
has_group (Fixture *fixture, gint64 village, const char *name)
{
  g_autoptr (GPtrArray) groups = roster_groups_list (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), village, NULL);

  for (guint i = 0; i < groups->len; i++)
    if (strcmp (((RosterGroup *) groups->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
add_all (Fixture *fixture)
{
  add_person (fixture, fixture->village, "王秀英", "持证", "肢体", "云岭镇上河村3组12号");
  add_person (fixture, fixture->village, "李建国", "持证", "视力、听力", "云岭镇上河村3组9号");
  add_person (fixture, fixture->other, "赵敏", "疑似", NULL, "下河村柳树屯5号");
  add_person (fixture, 0, "无村人", "持证", "肢体", NULL);
  add_person (fixture, fixture->village, "健全人", "无残疾", NULL, NULL);
  cl_test_store_change (fixture->test, "person", add_person (fixture, fixture->village, "亡者", "持证", NULL, NULL), "state", "死亡");
}

static void
test_village (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL, after = NULL, undone = NULL;
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->village);

  add_all (fixture);
  cl_test_store_add (fixture->test, "organisation", "name", "互助组", "kind", "group", "division", place, NULL);
  before = list (fixture, 0);
  g_assert_cmpuint (before->len, ==, 4);
  g_assert_cmpuint (roster_groups_count_residents (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), 0, NULL), ==, 4);
  assign (fixture, ROSTER_GROUPS_BY_VILLAGE, 0, 3, 1);
  after = list (fixture, 0);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpstr (((RosterUncovered *) after->pdata[0])->name, ==, "无村人");
  g_assert_false (has_group (fixture, fixture->village, "上河村残疾人小组"));
  g_assert_true (has_group (fixture, fixture->other, "下河村残疾人小组"));
  /* One undo takes back groups and members. */
  g_assert_cmpint (cl_store_undo (fixture->test->store, NULL), >, 0);
  undone = list (fixture, 0);
  g_assert_cmpuint (undone->len, ==, 4);
  g_assert_false (has_group (fixture, fixture->other, "下河村残疾人小组"));
}

static void
test_category (Fixture *fixture, gconstpointer data)
{
  add_all (fixture);
  assign (fixture, ROSTER_GROUPS_BY_CATEGORY, 0, 3, 3);
  g_assert_true (has_group (fixture, fixture->village, "上河村肢体残疾人小组"));
  g_assert_true (has_group (fixture, fixture->village, "上河村视力残疾人小组"));
  g_assert_true (has_group (fixture, fixture->other, "下河村残疾人小组"));
  add_person (fixture, fixture->village, "后来者", "持证", "肢体", NULL);
  assign (fixture, ROSTER_GROUPS_BY_CATEGORY, 0, 1, 0);
}

static void
test_hamlet (Fixture *fixture, gconstpointer data)
{
  add_all (fixture);
  assign (fixture, ROSTER_GROUPS_BY_HAMLET, 0, 3, 2);
  g_assert_true (has_group (fixture, fixture->village, "上河村3组残疾人小组"));
  g_assert_true (has_group (fixture, fixture->other, "下河村柳树屯残疾人小组"));
  /* Whose address does not say goes to the village's own, and not to that of a natural village. */
  add_person (fixture, fixture->village, "后来者", "持证", NULL, NULL);
  assign (fixture, ROSTER_GROUPS_BY_HAMLET, 0, 1, 1);
  g_assert_true (has_group (fixture, fixture->village, "上河村残疾人小组"));
}

/* A membership that ended leaves one uncovered; a group that was dissolved covers nobody. */
static void
test_into (Fixture *fixture, gconstpointer data)
{
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->village), *text = NULL, *person = NULL;
  g_autoptr (GPtrArray) after = NULL, dissolved = NULL;
  gint64 group = cl_test_store_add (fixture->test, "organisation", "name", "互助组", "kind", "group", "division", place, NULL);

  text = g_strdup_printf ("%" G_GINT64_FORMAT, group);
  person = g_strdup_printf ("%" G_GINT64_FORMAT, add_person (fixture, fixture->village, "王秀英", "持证", NULL, NULL));
  cl_test_store_add (fixture->test, "appointment", "person", person, "organisation", text, "post", "组员", "start", "2020-01-01", "end", "2021-01-01", NULL);
  assign (fixture, ROSTER_GROUPS_INTO, group, 1, 0);
  after = list (fixture, fixture->village);
  g_assert_cmpuint (after->len, ==, 0);
  cl_test_store_change (fixture->test, "organisation", group, "status", "撤销");
  dissolved = list (fixture, fixture->village);
  g_assert_cmpuint (dissolved->len, ==, 1);
}

static void
assert_hamlet (const char *address, const char *village, const char *expected)
{
  g_autofree char *hamlet = roster_groups_find_hamlet (address, village);

  g_assert_cmpstr (hamlet, ==, expected);
}

static void
test_address (void)
{
  assert_hamlet ("云岭镇上河村3组12号", "上河村", "3组");
  assert_hamlet ("云岭镇上河村第十二村民小组8号", "上河村", "第十二村民小组");
  assert_hamlet ("上河村柳树屯", "上河村", "柳树屯");
  assert_hamlet ("云岭社区幸福路3号201室", "云岭社区", NULL);
  assert_hamlet ("柳树屯", "上河村", NULL);
  assert_hamlet ("", "上河村", NULL);
  assert_hamlet (NULL, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/groups/village", Fixture, NULL, set_up, test_village, tear_down);
  g_test_add ("/groups/category", Fixture, NULL, set_up, test_category, tear_down);
  g_test_add ("/groups/hamlet", Fixture, NULL, set_up, test_hamlet, tear_down);
  g_test_add ("/groups/into", Fixture, NULL, set_up, test_into, tear_down);
  g_test_add_func ("/groups/address", test_address);
  return g_test_run ();
}
