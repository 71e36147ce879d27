#include <string.h>

#include "cl-error.h"
#include "cl-rules.h"
#include "cl-test-store.h"

typedef struct
{
  ClTestStore *test;
  ClRules *rules;
  gint64 village, association;
  guint n_people;
} Fixture;

static ClRules *
load_weifen (ClTestStore *test)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "plugins", "roster", "rules", "weifen.xml", NULL);
  g_autoptr (GError) error = NULL;
  ClRules *rules = cl_rules_load (path, test->catalogue, &error);

  g_assert_no_error (error);
  return rules;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *village = NULL;

  fixture->test = cl_test_store_new ();
  fixture->rules = load_weifen (fixture->test);
  fixture->village = cl_test_store_add (fixture->test, "division", "code", "991123101201", "name", "上河村", "level", "village", "population", "999", NULL);
  village = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->village);
  fixture->association = cl_test_store_add (fixture->test, "organisation", "name", "上河村残疾人协会", "kind", "village-association", "division", village, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_rules_free (fixture->rules);
  cl_test_store_free (fixture->test);
}

static gint64
add_member (Fixture *fixture, const char *post, const char *disability)
{
  g_autofree char *name = g_strdup_printf ("成员%u", ++fixture->n_people);
  gint64 person = cl_test_store_add (fixture->test, "person", "name", name, "disability", disability, "education", "初中", NULL);
  g_autofree char *person_text = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autofree char *association = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->association);

  cl_test_store_add (fixture->test, "appointment", "person", person_text, "organisation", association, "post", post, "start", "2022-05-20",
                     "office", strcmp (post, "主席") == 0 ? "支部书记" : "无", NULL);
  return person;
}

/* Chair, vice-chair, one commissioner, @members more; @disabled of all are. */
static void
fill (Fixture *fixture, guint members, guint disabled)
{
  static const char *const posts[] = { "主席", "副主席", "委员、专职委员" };

  for (guint i = 0; i < 3 + members; i++)
    add_member (fixture, i < 3 ? posts[i] : "委员", i + disabled >= 3 + members ? "持证" : "无残疾");
}

/* What the rule says of the association: "" for nothing. */
static char *
ask (Fixture *fixture, const char *rule, ClFindingKind *kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = cl_rules_run (fixture->rules, cl_store_get_reader (fixture->test->store), "organisation", fixture->association, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const ClFinding *finding = g_ptr_array_index (findings, i);

      if (strcmp (finding->rule, rule) != 0)
        continue;
      g_assert_cmpint (finding->record, ==, fixture->association);
      g_assert_cmpstr (finding->ledger, ==, "organisation");
      g_assert_true (g_str_has_prefix (finding->clause, "兴蔚发〔2022〕27号 "));
      if (kind != NULL)
        *kind = finding->kind;
      return g_strdup (finding->sentence);
    }
  return g_strdup ("");
}

static void
assert_says (Fixture *fixture, const char *rule, const char *expected)
{
  g_autofree char *sentence = ask (fixture, rule, NULL);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_whole_committee (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  fill (fixture, 2, 2);
  findings = cl_rules_run (fixture->rules, cl_store_get_reader (fixture->test->store), "organisation", fixture->association, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((ClFinding *) g_ptr_array_index (findings, i))->sentence);
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_cmpstr (cl_rules_get_name (fixture->rules), ==, "weifen");
  g_assert_cmpstr (cl_rules_get_title (fixture->rules), ==, "蔚汾");
}

static void
test_empty_committee (Fixture *fixture, gconstpointer data)
{
  assert_says (fixture, "chair", "应设主席 1 名，现有 0 名");
  assert_says (fixture, "vice-chair", "应设副主席 1 名，现有 0 名");
  assert_says (fixture, "members", "应设委员 1 至 3 名，现有 0 名");
  assert_says (fixture, "commissioner", "应在委员中确定专职委员 1 名，现有 0 名");
  assert_says (fixture, "disabled-share", "");
}

/* At least 30%, rounded up: of 5 two, of 10 three, of 7 three. */
static void
test_share (Fixture *fixture, gconstpointer data)
{
  fill (fixture, 2, 1);
  assert_says (fixture, "disabled-share", "缺 1 名残疾人：共 5 人，其中残疾人 1 人，占 20%，低于 30%");
  add_member (fixture, "委员", "疑似");
  /* 2 of 6 */
  assert_says (fixture, "disabled-share", "");
  add_member (fixture, "委员", "无残疾");
  /* 2 of 7 is 28.6%, 30% of 7 is 2.1 */
  assert_says (fixture, "disabled-share", "缺 1 名残疾人：共 7 人，其中残疾人 2 人，占 28.6%，低于 30%");
  add_member (fixture, "委员", "持证");
  add_member (fixture, "委员", "无残疾");
  add_member (fixture, "委员", "无残疾");
  /* 3 of 10 is 30% to the point */
  assert_says (fixture, "disabled-share", "");
  add_member (fixture, "委员", "无残疾");
  assert_says (fixture, "disabled-share", "缺 1 名残疾人：共 11 人，其中残疾人 3 人，占 27.3%，低于 30%");
}

/* 29 of 100 and 30 of 100. */
static void
test_share_of_hundred (Fixture *fixture, gconstpointer data)
{
  gint64 last;

  for (guint i = 0; i < 99; i++)
    add_member (fixture, "委员", i < 29 ? "持证" : "无残疾");
  last = add_member (fixture, "委员", "无残疾");
  assert_says (fixture, "disabled-share", "缺 1 名残疾人：共 100 人，其中残疾人 29 人，占 29%，低于 30%");
  cl_test_store_change (fixture->test, "person", last, "disability", "持证");
  assert_says (fixture, "disabled-share", "");
}

/* Who is not known to be disabled might be: 待核实, unless it can no longer matter. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  ClFindingKind kind = CL_FINDING_BREACH;
  g_autofree char *sentence = NULL;
  gint64 unknown;

  add_member (fixture, "主席", "无残疾");
  add_member (fixture, "副主席", "无残疾");
  unknown = add_member (fixture, "委员、专职委员", NULL);
  sentence = ask (fixture, "disabled-share", &kind);
  g_assert_cmpint (kind, ==, CL_FINDING_UNKNOWN);
  g_assert_cmpstr (sentence, ==, "待核实：1 人未填残疾情况：共 3 人，已知残疾人 0 人，至少应有 1 人");
  cl_test_store_change (fixture->test, "person", unknown, "education", NULL);
  assert_says (fixture, "commissioner-education", "待核实：未填专职委员成员3的文化程度，无法判断是否为初中及以上");
  add_member (fixture, "委员", "持证");
  add_member (fixture, "委员", "持证");
  assert_says (fixture, "disabled-share", "");
}

static void
test_population (Fixture *fixture, gconstpointer data)
{
  fill (fixture, 2, 2);
  assert_says (fixture, "members", "");
  cl_test_store_change (fixture->test, "division", fixture->village, "population", "1000");
  assert_says (fixture, "members", "应设委员 4 至 6 名，现有 3 名（1000 人的村应增设三名委员）");
  cl_test_store_change (fixture->test, "division", fixture->village, "population", NULL);
  assert_says (fixture, "members", "待核实：未填上河村的人口数，无法判断是否应增设 3 名委员（现有委员 3 名）");
  add_member (fixture, "委员", "无残疾");
  cl_test_store_change (fixture->test, "division", fixture->village, "population", "1000");
  assert_says (fixture, "members", "");
  cl_test_store_change (fixture->test, "division", fixture->village, "population", "999");
  assert_says (fixture, "members", "应设委员 1 至 3 名，现有 4 名");
}

static void
test_disabled_of_large_village (Fixture *fixture, gconstpointer data)
{
  gint64 member;

  add_member (fixture, "主席", "持证");
  member = add_member (fixture, "委员", "无残疾");
  assert_says (fixture, "large-village-disabled", "");
  cl_test_store_change (fixture->test, "division", fixture->village, "population", "1000");
  assert_says (fixture, "large-village-disabled", "村人口 1000 人，增设的委员中至少应有 1 名残疾人，现委员中残疾人 0 名");
  cl_test_store_change (fixture->test, "person", member, "disability", "疑似");
  assert_says (fixture, "large-village-disabled", "");
}

static void
test_people_not_posts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *association = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->association);
  gint64 person = add_member (fixture, "委员", "持证");
  g_autofree char *person_text = g_strdup_printf ("%" G_GINT64_FORMAT, person);

  /* the same person again as commissioner, and one who has left */
  cl_test_store_add (fixture->test, "appointment", "person", person_text, "organisation", association, "post", "专职委员", "start", "2023-01-01", NULL);
  cl_test_store_add (fixture->test, "appointment", "person", person_text, "organisation", association, "post", "主席", "start", "2020-01-01", "end", "2027-03-14", NULL);
  assert_says (fixture, "members", "");
  assert_says (fixture, "commissioner", "");
  assert_says (fixture, "chair", "应设主席 1 名，现有 0 名");
}

static void
test_education (Fixture *fixture, gconstpointer data)
{
  gint64 person = add_member (fixture, "委员、专职委员", "持证");

  assert_says (fixture, "commissioner-education", "");
  cl_test_store_change (fixture->test, "person", person, "education", "小学");
  assert_says (fixture, "commissioner-education", "专职委员文化程度原则上应为初中及以上：成员1为小学");
}

static void
test_two_chairs (Fixture *fixture, gconstpointer data)
{
  add_member (fixture, "主席", "无残疾");
  add_member (fixture, "主席", "无残疾");
  assert_says (fixture, "chair", "应设主席 1 名，现有 2 名");
}

/* A wrong expression is said with file and line, when the set is read. */
static void
test_wrong_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->test->folder, "wrong.xml", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path,
                       "<rules version='1' name='wrong' title='t' locality='l' source='s'>\n<rule name='a' each='organisation' clause='c'>\n"
                       "<require condition='nmae is null'/><sentence>x</sentence></rule></rules>",
                       -1, &error);
  g_assert_no_error (error);
  g_assert_null (cl_rules_load (path, fixture->test->catalogue, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DESCRIPTION);
  g_assert_nonnull (strstr (error->message, "wrong.xml:2:"));
  g_assert_nonnull (strstr (error->message, "nmae"));
  g_clear_error (&error);
  g_file_set_contents (path,
                       "<rules version='1' name='wrong' title='t' locality='l' source='s'>\n<phrase name='p' over='organisation' value='p and p'/>"
                       "<rule name='a' each='organisation' clause='c'>\n<require condition='p'/><sentence>x</sentence></rule></rules>",
                       -1, NULL);
  g_assert_null (cl_rules_load (path, fixture->test->catalogue, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DESCRIPTION);
}

#define add(name, func) g_test_add ("/rules/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("whole-committee", test_whole_committee);
  add ("empty-committee", test_empty_committee);
  add ("share", test_share);
  add ("share-of-hundred", test_share_of_hundred);
  add ("unknown", test_unknown);
  add ("population", test_population);
  add ("disabled-of-large-village", test_disabled_of_large_village);
  add ("people-not-posts", test_people_not_posts);
  add ("education", test_education);
  add ("two-chairs", test_two_chairs);
  add ("wrong-file", test_wrong_file);
  return g_test_run ();
}
