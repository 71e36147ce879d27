/* From nomination to post (DOMAIN.md A6.1), and from an election to its term: each state in its turn, refused in a sentence before it, predecessors ended. Today is 2027-03-15. */

#include <string.h>

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-selection.h"

typedef struct
{
  ClTestStore *test;
  char *village, *association, *held; /* ids as text; the appointment of the commissioner of now */
  gint64 person;
} Fixture;

static char *
id (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *holder = NULL;

  fixture->test = cl_test_store_new_with_plugins ();
  fixture->village = id (cl_test_store_add (fixture->test, "division", "code", "991123101201", "name", "上河村", "level", "village", "population", "999", NULL));
  fixture->association = id (cl_test_store_add (fixture->test, "organisation", "name", "上河村残疾人协会", "kind", "village-association", "division", fixture->village, NULL));
  holder = id (cl_test_store_add (fixture->test, "person", "name", "张一川", NULL));
  fixture->held = id (cl_test_store_add (fixture->test, "appointment", "person", holder, "organisation", fixture->association, "post", "委员、专职委员", "start", "2022-05-20", NULL));
  fixture->person = cl_test_store_add (fixture->test, "person", "name", "王三江", "disability", "certified", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->village);
  g_free (fixture->association);
  g_free (fixture->held);
  cl_test_store_free (fixture->test);
}

static ClRecord *
load (Fixture *fixture, const char *ledger, gint64 record)
{
  g_autoptr (GError) error = NULL;
  ClRecord *loaded = cl_record_load (cl_store_get_reader (fixture->test->store), cl_catalogue_find_ledger (fixture->test->catalogue, ledger), record, &error);

  g_assert_no_error (error);
  return loaded;
}

static void
assert_field (Fixture *fixture, const char *ledger, gint64 record, const char *field, const char *expected)
{
  g_autofree char *text = cl_test_store_get (fixture->test, ledger, record, field);

  g_assert_cmpstr (text != NULL ? text : "", ==, expected);
}

static gboolean
write_step (Fixture *fixture, RosterSelectionStep *step, GError **error)
{
  return cl_store_write (fixture->test->store, "w", roster_selection_write, step, error) > 0;
}

static void
agree (Fixture *fixture, gint64 selection, RosterSelectionPhase phase, const char *date, const char *day)
{
  g_autoptr (ClRecord) draft = load (fixture, "selection", selection);
  RosterSelectionStep step = { .selection = selection, .phase = phase, .draft = draft };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (roster_selection_get_phase (draft), ==, phase);
  cl_record_set_text (draft, date, day, NULL);
  if (phase == ROSTER_SELECTION_COUNTY)
    cl_record_set_text (draft, "approval", "兴残发〔2027〕2号", NULL);
  g_assert_true (write_step (fixture, &step, &error));
  g_assert_no_error (error);
}

static gint64
nominate (Fixture *fixture, const char *kind, gint64 who)
{
  g_autofree char *person = id (who);

  return cl_test_store_add (fixture->test, "selection", "kind", kind, "person", person, "division", fixture->village, "manner", "公开招聘", "nominated", "2027-02-01", "proposed_start",
                            "2027-04-01", "reason", g_str_equal (kind, "选聘") ? "" : "本人申请", NULL);
}

/* Too early at each state; then the post begins, the one before it ends, and one undo takes both back. */
static void
test_appoint (Fixture *fixture, gconstpointer data)
{
  gint64 selection = nominate (fixture, "选聘", fixture->person), held = g_ascii_strtoll (fixture->held, NULL, 10), post;
  g_autoptr (ClRecord) draft = NULL, early = NULL;
  g_autoptr (GError) error = NULL;
  RosterSelectionStep step = { .selection = selection, .phase = ROSTER_SELECTION_APPOINT };

  early = roster_selection_draft (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), selection, &error);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "已推荐"));
  g_clear_error (&error);
  step.draft = early = load (fixture, "appointment", held);
  g_assert_false (write_step (fixture, &step, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  agree (fixture, selection, ROSTER_SELECTION_VILLAGE, "village_date", "2027-02-10");
  agree (fixture, selection, ROSTER_SELECTION_TOWNSHIP, "township_date", "2027-02-20");
  agree (fixture, selection, ROSTER_SELECTION_COUNTY, "county_date", "2027-03-10");
  assert_field (fixture, "selection", selection, "state", "县残联已批准");

  draft = roster_selection_draft (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), selection, &error);
  g_assert_no_error (error);
  step.draft = draft;
  g_assert_true (write_step (fixture, &step, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (step.n_begun, ==, 1);
  g_assert_cmpuint (step.n_ended, ==, 1);
  assert_field (fixture, "appointment", held, "end", "2027-03-31");
  assert_field (fixture, "appointment", held, "reason", "专职委员调整");
  post = cl_test_store_query (fixture->test, "SELECT id FROM appointment WHERE \"start\" = '2027-04-01'");
  assert_field (fixture, "appointment", post, "approval", "兴残发〔2027〕2号");
  assert_field (fixture, "appointment", post, "manner", "聘用");
  assert_field (fixture, "selection", selection, "state", "已任职");
  {
    g_autoptr (ClRecord) done = load (fixture, "selection", selection);

    g_assert_cmpint (cl_record_get_named (done, "appointment")->integer, ==, post);
    g_assert_cmpint (roster_selection_get_phase (done), ==, ROSTER_SELECTION_OVER);
  }
  g_assert_false (write_step (fixture, &step, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (cl_store_undo (fixture->test->store, &error), >, 0);
  assert_field (fixture, "appointment", held, "end", "");
  assert_field (fixture, "selection", selection, "state", "县残联已批准");
}

/* A refusal keeps what was said, and there is no way on. */
static void
test_refuse (Fixture *fixture, gconstpointer data)
{
  gint64 selection = nominate (fixture, "选聘", fixture->person);
  g_autoptr (ClRecord) draft = load (fixture, "selection", selection);
  RosterSelectionStep step = { .selection = selection, .phase = ROSTER_SELECTION_VILLAGE, .refused = TRUE, .draft = draft };
  g_autoptr (GError) error = NULL;

  cl_record_set_text (draft, "village_opinion", "文化程度不足", NULL);
  g_assert_true (write_step (fixture, &step, &error));
  g_assert_no_error (error);
  assert_field (fixture, "selection", selection, "state", "未通过");
  assert_field (fixture, "selection", selection, "village_opinion", "文化程度不足");
  g_assert_false (write_step (fixture, &step, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

/* A dismissal ends the post that is held, with reason and number; the number of the beginning stays. */
static void
test_dismiss (Fixture *fixture, gconstpointer data)
{
  gint64 held = g_ascii_strtoll (fixture->held, NULL, 10), selection = nominate (fixture, "解聘", fixture->person), right;
  g_autoptr (ClRecord) appointment = load (fixture, "appointment", held), draft = NULL, wrong = NULL;
  g_autoptr (GError) error = NULL;
  RosterSelectionStep step = { .phase = ROSTER_SELECTION_APPOINT };

  agree (fixture, selection, ROSTER_SELECTION_VILLAGE, "village_date", "2027-02-10");
  agree (fixture, selection, ROSTER_SELECTION_TOWNSHIP, "township_date", "2027-02-20");
  agree (fixture, selection, ROSTER_SELECTION_COUNTY, "county_date", "2027-03-10");
  wrong = roster_selection_draft (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), selection, &error);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);

  right = nominate (fixture, "解聘", cl_record_get_named (appointment, "person")->integer);
  agree (fixture, right, ROSTER_SELECTION_VILLAGE, "village_date", "2027-02-10");
  agree (fixture, right, ROSTER_SELECTION_TOWNSHIP, "township_date", "2027-02-20");
  agree (fixture, right, ROSTER_SELECTION_COUNTY, "county_date", "2027-03-10");
  draft = roster_selection_draft (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), right, &error);
  g_assert_no_error (error);
  step.selection = right;
  step.draft = draft;
  g_assert_true (write_step (fixture, &step, &error));
  g_assert_no_error (error);
  assert_field (fixture, "appointment", held, "end", "2027-04-01");
  assert_field (fixture, "appointment", held, "reason", "本人申请");
  assert_field (fixture, "appointment", held, "end_approval", "兴残发〔2027〕2号");
  assert_field (fixture, "appointment", held, "approval", "");
  assert_field (fixture, "selection", right, "state", "已任职");
}

/* The elected take office, those before them leave, the commissioner stays; not before the election is valid, and not twice. */
static void
test_election (Fixture *fixture, gconstpointer data)
{
  gint64 election = cl_test_store_add (fixture->test, "election", "organisation", fixture->association, "date", "2027-03-01", "term_end", "2032-02-29", NULL);
  g_autofree char *of = id (election), *elected = id (fixture->person), *beaten = id (cl_test_store_add (fixture->test, "person", "name", "赵四海", NULL));
  g_autofree char *before = id (cl_test_store_add (fixture->test, "appointment", "person", beaten, "organisation", fixture->association, "post", "chair", "start", "2022-03-01", NULL));
  gint64 candidate = cl_test_store_add (fixture->test, "candidate", "election", of, "person", elected, "post", "chair", "votes", "30", "elected", "是", NULL);
  g_autoptr (ClRecord) early = NULL, draft = NULL, record = NULL;
  g_autoptr (GError) error = NULL;
  RosterSelectionStep step = { .election = election };

  cl_test_store_add (fixture->test, "candidate", "election", of, "person", beaten, "post", "chair", "votes", "9", "elected", "否", NULL);
  early = roster_election_draft (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), election, &error);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  record = load (fixture, "election", election);
  g_assert_nonnull (record);
  cl_test_store_change (fixture->test, "election", election, "state", "有效");
  draft = roster_election_draft (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), election, &error);
  g_assert_no_error (error);
  step.draft = draft;
  g_assert_true (write_step (fixture, &step, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (step.n_begun, ==, 1);
  g_assert_cmpuint (step.n_ended, ==, 1);
  assert_field (fixture, "appointment", g_ascii_strtoll (before, NULL, 10), "end", "2027-02-28");
  assert_field (fixture, "appointment", g_ascii_strtoll (before, NULL, 10), "reason", "换届");
  assert_field (fixture, "appointment", g_ascii_strtoll (fixture->held, NULL, 10), "end", "");
  assert_field (fixture, "organisation", g_ascii_strtoll (fixture->association, NULL, 10), "term_end", "2032-02-29");
  g_assert_cmpint (cl_test_store_query (fixture->test, "SELECT count(*) FROM appointment WHERE \"start\" = '2027-03-01' AND \"end\" = '2032-02-29' AND manner = 'elected'"), ==, 1);
  {
    g_autofree char *linked = cl_test_store_get (fixture->test, "candidate", candidate, "appointment");

    g_assert_nonnull (linked);
  }
  g_assert_false (write_step (fixture, &step, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (cl_store_undo (fixture->test->store, &error), >, 0);
  assert_field (fixture, "appointment", g_ascii_strtoll (before, NULL, 10), "end", "");
}

/* An appointment says what it is about: changed, it is warned of. */
static void
test_lasting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) record = load (fixture, "appointment", g_ascii_strtoll (fixture->held, NULL, 10));
  g_autoptr (GPtrArray) fine = NULL, warned = NULL;
  guint n;

  cl_record_set_text (record, "duty", "走访", NULL);
  fine = cl_record_check (record, cl_store_get_reader (fixture->test->store), fixture->test->catalogue, NULL);
  n = fine->len;
  cl_record_set_text (record, "post", "主席", NULL);
  cl_record_set_reference (record, "person", fixture->person);
  warned = cl_record_check (record, cl_store_get_reader (fixture->test->store), fixture->test->catalogue, NULL);
  g_assert_cmpuint (warned->len, ==, n + 2);
  for (guint i = 0; i < warned->len; i++)
    g_assert_cmpint (((ClProblem *) warned->pdata[i])->severity, ==, CL_PROBLEM_WARNING);
}

#define add(name, func) g_test_add ("/selection/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("appoint", test_appoint);
  add ("refuse", test_refuse);
  add ("dismiss", test_dismiss);
  add ("election", test_election);
  add ("lasting", test_lasting);
  return g_test_run ();
}
