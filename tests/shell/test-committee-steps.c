/* Steps of a committee: nobody is overwritten, each step is one undo, and the rules are asked before and after. Today is 2027-03-15. */

#include <string.h>

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-committee.h"

typedef struct
{
  ClTestStore *test;
  ClRules *rules;
  gint64 village, association, first, second;
} Fixture;

static gint64
add_person (Fixture *fixture, const char *name, const char *disability)
{
  return cl_test_store_add (fixture->test, "person", "name", name, "disability", disability, NULL);
}

static gint64
add_member (Fixture *fixture, const char *name, const char *post)
{
  g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT, add_person (fixture, name, "none"));
  g_autofree char *association = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->association);

  return cl_test_store_add (fixture->test, "appointment", "person", person, "organisation", association, "post", post, "start", "2022-05-20", NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *village = NULL;

  fixture->test = cl_test_store_new_with_plugins ();
  fixture->village = cl_test_store_add (fixture->test, "division", "code", "991123101201", "name", "上河村", "level", "village", "population", "999", NULL);
  village = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->village);
  fixture->association = cl_test_store_add (fixture->test, "organisation", "name", "上河村残疾人协会", "kind", "village-association", "division", village, NULL);
  fixture->first = add_member (fixture, "张一川", "member");
  fixture->second = add_member (fixture, "李二河", "member");
  fixture->rules = cl_store_load_rules (fixture->test->store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fixture->rules);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_rules_free (fixture->rules);
  cl_test_store_free (fixture->test);
}

static ClRecord *
draft (Fixture *fixture, RosterStep *step)
{
  g_autoptr (GError) error = NULL;
  ClRecord *record;

  step->village = fixture->village;
  step->association = roster_committee_find (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), fixture->village);
  record = roster_committee_draft (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), step->kind, step->association, step->appointment, &error);
  g_assert_no_error (error);
  step->draft = record;
  return record;
}

static gint64
count (Fixture *fixture, const char *condition)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM appointment WHERE %s", condition);

  return cl_test_store_query (fixture->test, sql);
}

static void
assert_field (Fixture *fixture, gint64 appointment, const char *field, const char *expected)
{
  g_autofree char *text = cl_test_store_get (fixture->test, "appointment", appointment, field);

  g_assert_cmpstr (text != NULL ? text : "", ==, expected);
}

/* A rehearsal says what the rules would say and leaves nothing; the step itself is one undo. */
static void
test_add (Fixture *fixture, gconstpointer data)
{
  RosterStep step = { .kind = ROSTER_STEP_ADD, .rules = fixture->rules };
  g_autoptr (ClRecord) record = draft (fixture, &step);
  g_autoptr (GPtrArray) before = roster_committee_findings (fixture->rules, cl_store_get_reader (fixture->test->store), fixture->association, fixture->village, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  g_assert_false (cl_store_rehearse (fixture->test->store, roster_step_write, &step, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOTHING);
  g_clear_error (&error);
  cl_record_set_reference (record, "person", add_person (fixture, "王三江", "certified"));
  cl_record_set_text (record, "post", "主席", &error);
  g_assert_no_error (error);
  g_assert_true (cl_store_rehearse (fixture->test->store, roster_step_write, &step, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture, "1"), ==, 2);
  words = roster_committee_compare (before, step.findings);
  /* The chair is there, and so is the share of 30 %; whether he is the branch secretary is not known. */
  g_assert_nonnull (strstr (words, "未填主席王三江的所兼职务"));
  g_assert_nonnull (strstr (words, "四（二）2（1）"));
  g_assert_nonnull (strstr (words, "2 "));

  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture, "\"start\" = '2027-03-15'"), ==, 1);
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (cl_store_undo (fixture->test->store, &error), >, 0);
  g_assert_cmpint (count (fixture, "1"), ==, 2);
  g_clear_pointer (&step.findings, g_ptr_array_unref);
}

/* A village without an association is given one with its first member, in the same step. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  RosterStep step = { .kind = ROSTER_STEP_ADD };
  g_autoptr (ClRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  fixture->village = cl_test_store_add (fixture->test, "division", "code", "991123101202", "name", "下河村", "level", "village", NULL);
  record = draft (fixture, &step);
  g_assert_cmpint (step.association, ==, 0);
  cl_record_set_reference (record, "person", add_person (fixture, "王三江", "none"));
  cl_record_set_text (record, "post", "主席", NULL);
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (fixture->test, "SELECT count(*) FROM organisation WHERE name = '下河村残疾人协会' AND kind = 'village-association'"), ==, 1);
  g_assert_cmpint (cl_store_undo (fixture->test->store, &error), >, 0);
  g_assert_cmpint (roster_committee_find (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), fixture->village), ==, 0);
}

static void
test_change (Fixture *fixture, gconstpointer data)
{
  RosterStep step = { .kind = ROSTER_STEP_CHANGE, .appointment = fixture->first };
  g_autoptr (ClRecord) record = draft (fixture, &step);
  g_autoptr (GError) error = NULL;

  cl_record_set_text (record, "post", "副主席", NULL);
  cl_record_set_text (record, "reason", "村委会换届", NULL);
  cl_record_set_text (record, "approval", "兴残字〔2027〕3号", NULL);
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), >, 0);
  g_assert_no_error (error);
  assert_field (fixture, fixture->first, "end", "2027-03-14");
  assert_field (fixture, fixture->first, "reason", "村委会换届");
  assert_field (fixture, fixture->first, "approval", "");
  assert_field (fixture, fixture->first, "post", "委员");
  g_assert_cmpint (count (fixture, "\"start\" = '2027-03-15' AND \"end\" IS NULL AND reason IS NULL AND approval = '兴残字〔2027〕3号'"), ==, 1);

  /* Before the post began nothing can follow it. */
  cl_record_set_text (record, "start", "2022-05-20", NULL);
  step.appointment = fixture->second;
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "2022-05-20"));
  assert_field (fixture, fixture->second, "end", "");
}

static void
test_replace_and_end (Fixture *fixture, gconstpointer data)
{
  RosterStep step = { .kind = ROSTER_STEP_REPLACE, .appointment = fixture->first };
  RosterStep end = { .kind = ROSTER_STEP_END, .appointment = fixture->second };
  g_autoptr (ClRecord) record = draft (fixture, &step), last = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_value_is_none (cl_record_get_named (record, "person")));
  cl_record_set_reference (record, "person", add_person (fixture, "王三江", "none"));
  cl_record_set_text (record, "reason", "外出务工", NULL);
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), >, 0);
  g_assert_no_error (error);
  assert_field (fixture, fixture->first, "reason", "外出务工");
  g_assert_cmpint (count (fixture, "\"end\" IS NULL"), ==, 2);

  last = draft (fixture, &end);
  cl_record_set_text (last, "reason", "本人申请", NULL);
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &end, &error), >, 0);
  assert_field (fixture, fixture->second, "end", "2027-03-14");
  g_assert_cmpint (count (fixture, "\"end\" IS NULL"), ==, 1);
}

/* Only among those of the same post, and written for all of them. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  gint64 third = add_member (fixture, "王三江", "member");
  RosterStep step = { .kind = ROSTER_STEP_MOVE, .village = fixture->village, .association = fixture->association, .appointment = third, .up = TRUE };
  g_autoptr (GError) error = NULL;

  add_member (fixture, "赵四海", "chair");
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), >, 0);
  assert_field (fixture, fixture->first, "position", "1");
  assert_field (fixture, third, "position", "2");
  assert_field (fixture, fixture->second, "position", "3");
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), >, 0);
  assert_field (fixture, third, "position", "1");
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOTHING);
  g_clear_error (&error);
  step.appointment = fixture->second;
  step.up = FALSE;
  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_step_write, &step, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOTHING);
}

#define add(name, func) g_test_add ("/committee/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("add", test_add);
  add ("first", test_first);
  add ("change", test_change);
  add ("replace-and-end", test_replace_and_end);
  add ("order", test_order);
  return g_test_run ();
}
