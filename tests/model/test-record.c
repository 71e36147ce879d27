#include <string.h>

#include "cl-error.h"
#include "cl-checker.h"
#include "cl-test-store.h"

typedef struct
{
  ClTestStore *test;
  ClDatabase *reader;
  gint64 office;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->test = cl_test_store_new ();
  fixture->reader = cl_store_get_reader (fixture->test->store);
  fixture->office = cl_test_store_query (fixture->test, "SELECT id FROM division WHERE code = '" CL_TEST_OFFICE_CODE "'");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_test_store_free (fixture->test);
}

static ClLedger *
ledger (Fixture *fixture, const char *name)
{
  return cl_catalogue_find_ledger (fixture->test->catalogue, name);
}

static void
set (ClRecord *record, const char *field, const char *text)
{
  g_autoptr (GError) error = NULL;

  cl_record_set_text (record, field, text, &error);
  g_assert_no_error (error);
}

static void
assert_value (ClRecord *record, const char *field, const char *expected)
{
  g_autofree char *text = cl_record_format (record, field);

  g_assert_cmpstr (text, ==, expected);
}

static void
derive (Fixture *fixture, ClRecord *record)
{
  g_autoptr (GError) error = NULL;

  cl_record_derive (record, fixture->reader, fixture->test->catalogue, &error);
  g_assert_no_error (error);
}

static GPtrArray *
check (Fixture *fixture, ClRecord *record)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *problems = cl_record_check (record, fixture->reader, fixture->test->catalogue, &error);

  g_assert_no_error (error);
  g_assert_nonnull (problems);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", ((ClProblem *) problems->pdata[i])->message);
  return problems;
}

static const ClProblem *
find_problem (GPtrArray *problems, ClProblemSeverity severity, const char *field)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const ClProblem *problem = problems->pdata[i];
      if (problem->severity == severity && problem->field != NULL && g_str_equal (cl_field_get_name (problem->field), field))
        return problem;
    }
  return NULL;
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "person"));
  g_autoptr (ClRecord) copy = NULL;
  g_autoptr (GError) error = NULL;
  const ClField *name = cl_ledger_find_field (ledger (fixture, "person"), "name");

  g_assert_cmpint (cl_record_get_id (record), ==, 0);
  assert_value (record, "state", "在世");
  assert_value (record, "name", "");
  g_assert_false (cl_record_is_changed (record, name));
  set (record, "name", "刘　娜");
  g_assert_true (cl_record_is_changed (record, name));
  assert_value (record, "name", "刘娜");
  g_assert_false (cl_record_set_text (record, "birth", "561207", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  assert_value (record, "birth", "");
  g_assert_false (cl_record_set_text (record, "nothing", "1", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);

  copy = cl_record_copy (record);
  g_assert_true (cl_record_is_changed (copy, name));
  cl_record_settle (record);
  g_assert_false (cl_record_is_changed (record, NULL));
  set (record, "name", "刘娜");
  g_assert_false (cl_record_is_changed (record, NULL));
  set (copy, "name", "");
  assert_value (copy, "name", "");
  assert_value (record, "name", "刘娜");
  cl_record_set_reference (record, "division", fixture->office);
  g_assert_cmpint (cl_record_get_named (record, "division")->integer, ==, fixture->office);
  cl_record_set_reference (record, "division", 0);
  g_assert_true (cl_value_is_none (cl_record_get_named (record, "division")));
  g_assert_null (cl_record_get_named (record, "nothing"));
}

static void
test_defaults (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) appointment = cl_record_new (ledger (fixture, "appointment"));
  g_autoptr (ClRecord) attachment = cl_record_new (ledger (fixture, "attachment"));
  g_autoptr (ClRecord) organisation = cl_record_new (ledger (fixture, "organisation"));
  g_autoptr (ClRecord) member = cl_record_new (ledger (fixture, "member"));

  assert_value (attachment, "added", CL_TEST_TODAY);
  /* A sheet without the day of appointment must not make one up. */
  assert_value (appointment, "start", "");
  assert_value (organisation, "status", "已建");
  assert_value (member, "co_resident", "是");
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_autofree char *office = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->office);
  gint64 id = cl_test_store_add (fixture->test, "person", "name", "韩𠮷", "id_number", "991123195603070028", "phones", "13800000012、13900000013（妻）",
                                 "categories", "听力、言语", "grade", "二级", "is_model", "是", "division", office, "remark", "一\n二", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRecord) record = cl_record_load (fixture->reader, ledger (fixture, "person"), id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (cl_record_get_id (record), ==, id);
  assert_value (record, "name", "韩𠮷");
  assert_value (record, "phones", "13800000012、13900000013（妻）");
  assert_value (record, "categories", "听力、言语");
  assert_value (record, "grade", "二级");
  assert_value (record, "is_model", "是");
  assert_value (record, "is_volunteer", "");
  assert_value (record, "division", office);
  assert_value (record, "remark", "一\n二");
  g_assert_false (cl_record_is_changed (record, NULL));
  g_assert_null (cl_record_load (fixture->reader, ledger (fixture, "person"), id + 1, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

static void
test_derive (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "person"));
  g_autoptr (ClRecord) other = cl_record_new (ledger (fixture, "person"));

  set (record, "id_number", "991123195603070028");
  set (record, "certificate_number", "99112319560307002841");
  set (record, "certificate_issued", "2020-05-20");
  derive (fixture, record);
  assert_value (record, "sex", "女");
  assert_value (record, "birth", "1956-03-07");
  assert_value (record, "categories", "肢体");
  assert_value (record, "grade", "一级");
  assert_value (record, "certificate_expires", "2030-05-20");

  /* What was entered stays, though it disagrees; a multiple disability does not say which. */
  set (other, "id_number", "991123195603070028");
  set (other, "sex", "男");
  set (other, "certificate_number", "99112319560307002872");
  derive (fixture, other);
  assert_value (other, "sex", "男");
  assert_value (other, "categories", "");
  assert_value (other, "grade", "二级");
}

static void
test_derive_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "person"));

  derive (fixture, record);
  assert_value (record, "sex", "");
  assert_value (record, "birth", "");
}

/* Through a reference of a record that is not yet saved. */
static void
test_derive_through (Fixture *fixture, gconstpointer data)
{
  gint64 id = cl_test_store_add (fixture->test, "person", "name", "李秀英", NULL);
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "guardian"));

  cl_record_set_reference (record, "guardian_person", id);
  derive (fixture, record);
  assert_value (record, "name", "李秀英");
}

static void
test_required (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "organisation"));
  g_autoptr (GPtrArray) problems = check (fixture, record);
  g_autoptr (GPtrArray) fewer = NULL;

  g_assert_nonnull (find_problem (problems, CL_PROBLEM_ERROR, "name"));
  g_assert_nonnull (find_problem (problems, CL_PROBLEM_ERROR, "kind"));
  g_assert_nonnull (find_problem (problems, CL_PROBLEM_ERROR, "division"));
  g_assert_cmpuint (problems->len, ==, 3);
  set (record, "name", "上河村残疾人协会");
  set (record, "kind", "残协");
  cl_record_set_reference (record, "division", fixture->office);
  fewer = check (fixture, record);
  g_assert_cmpuint (fewer->len, ==, 0);
}

/* The same ID twice is a choice that names who has it; the record itself is not counted. */
static void
test_unique (Fixture *fixture, gconstpointer data)
{
  gint64 id = cl_test_store_add (fixture->test, "person", "name", "王建国", "id_number", "99112319560307001X", NULL);
  g_autoptr (ClRecord) same = cl_record_load (fixture->reader, ledger (fixture, "person"), id, NULL);
  g_autoptr (ClRecord) second = cl_record_new (ledger (fixture, "person"));
  g_autoptr (GPtrArray) none = check (fixture, same);
  g_autoptr (GPtrArray) problems = NULL;
  const ClProblem *problem;

  g_assert_cmpuint (none->len, ==, 0);
  set (second, "name", "张伟");
  set (second, "id_number", "99112319560307001x");
  problems = check (fixture, second);
  problem = find_problem (problems, CL_PROBLEM_CHOICE, "id_number");
  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem->message, "王建国"));
  g_assert_null (strstr (problem->message, "99112319560307001X"));
  g_assert_null (find_problem (problems, CL_PROBLEM_ERROR, "id_number"));
}

static void
test_references (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "person"));
  g_autoptr (GPtrArray) problems = NULL;

  set (record, "name", "张伟");
  cl_record_set_reference (record, "division", 12345);
  problems = check (fixture, record);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (find_problem (problems, CL_PROBLEM_ERROR, "division"));
}

static void
assert_warned (Fixture *fixture, const char *field, const char *first_field, const char *first_text, ...)
{
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "person"));
  g_autoptr (GPtrArray) problems = NULL;
  const char *name = first_field, *text = first_text;
  va_list arguments;

  set (record, "name", "张伟");
  va_start (arguments, first_text);
  while (name != NULL)
    {
      set (record, name, text);
      if ((name = va_arg (arguments, const char *)) != NULL)
        text = va_arg (arguments, const char *);
    }
  va_end (arguments);
  problems = check (fixture, record);
  g_assert_cmpuint (problems->len, ==, field != NULL ? 1 : 0);
  if (field != NULL)
    g_assert_nonnull (find_problem (problems, CL_PROBLEM_WARNING, field));
}

/* Disagreement is a warning, and the unknown is never wrong. */
static void
test_warnings (Fixture *fixture, gconstpointer data)
{
  assert_warned (fixture, "sex", "id_number", "991123195603070028", "sex", "男", NULL);
  assert_warned (fixture, "birth", "id_number", "991123195603070028", "birth", "1956-03-08", NULL);
  assert_warned (fixture, "birth", "birth", "2027-03-16", NULL);
  assert_warned (fixture, NULL, "birth", "2027-03-15", NULL);
  assert_warned (fixture, "certificate_number", "id_number", "99112319560307001X", "certificate_number", "99112319560307002841", "categories", "4", NULL);
  assert_warned (fixture, "categories", "certificate_number", "99112319560307002841", "categories", "视力、听力", NULL);
  assert_warned (fixture, NULL, "certificate_number", "99112319560307002841", "categories", "肢体、听力", NULL);
  assert_warned (fixture, NULL, "certificate_number", "99112319560307002872", "categories", "肢体、听力", NULL);
  assert_warned (fixture, "grade", "certificate_number", "99112319560307002841", "categories", "4", "grade", "二级", NULL);
  assert_warned (fixture, NULL, "disability", "持证", NULL);
  assert_warned (fixture, "disability", "disability", "疑似", "certificate_number", "99112319560307002841", "categories", "4", NULL);
  assert_warned (fixture, "certificate_expires", "certificate_issued", "2020-01-01", "certificate_expires", "2019-01-01", NULL);
  assert_warned (fixture, "state_date", "state", "死亡", NULL);
  assert_warned (fixture, NULL, "sex", "男", NULL);
  /* Two persons in one cell of a sheet. */
  assert_warned (fixture, "name", "name", "张伟；李芳", NULL);
  assert_warned (fixture, "name", "name", "张伟;李芳", NULL);
  assert_warned (fixture, "name", "name", "张伟、李芳", NULL);
  assert_warned (fixture, NULL, "name", "阿达力·叶尔江", NULL);
  assert_warned (fixture, NULL, "id_number", "991123195603070028", "sex", "女", "birth", "1956-03-07", NULL);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "person"));
  g_autoptr (GPtrArray) problems = NULL;

  cl_test_store_add (fixture->test, "person", "name", "王建国", "id_number", "991123195603070028", NULL);
  set (record, "id_number", "991123195603070028");
  set (record, "sex", "男");
  problems = check (fixture, record);
  g_assert_cmpuint (problems->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (((ClProblem *) problems->pdata[i])->severity, ==, (int) i);
}

static void
test_call (Fixture *fixture, gconstpointer data)
{
  gint64 person = cl_test_store_add (fixture->test, "person", "name", "李秀英", NULL);
  gint64 organisation = cl_test_store_query (fixture->test, "SELECT id FROM organisation LIMIT 1");
  g_autofree char *person_text = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autofree char *organisation_text = g_strdup_printf ("%" G_GINT64_FORMAT, organisation);
  gint64 appointment = cl_test_store_add (fixture->test, "appointment", "person", person_text, "organisation", organisation_text, "post", "主席", NULL);
  g_autofree char *called = cl_record_call (fixture->reader, fixture->test->catalogue, ledger (fixture, "person"), person);
  g_autofree char *through = cl_record_call (fixture->reader, fixture->test->catalogue, ledger (fixture, "appointment"), appointment);
  g_autofree char *nobody = cl_record_call (fixture->reader, fixture->test->catalogue, ledger (fixture, "person"), 77);

  g_assert_cmpstr (called, ==, "李秀英");
  g_assert_cmpstr (through, ==, "李秀英");
  g_assert_cmpstr (nobody, ==, "77");
}

/* What the name says already is not said again; one character may stand in a name by chance. */
static void
test_describe (Fixture *fixture, gconstpointer data)
{
  gint64 person = cl_test_store_add (fixture->test, "person", "name", "李亚男", "sex", "男", NULL);
  gint64 output = cl_test_store_add (fixture->test, "output", "number", "2026-0001", "title", "花名册", NULL);
  g_autofree char *who = cl_record_describe (fixture->reader, fixture->test->catalogue, ledger (fixture, "person"), person, 2);
  g_autofree char *what = cl_record_describe (fixture->reader, fixture->test->catalogue, ledger (fixture, "output"), output, 4);
  g_autofree char *nobody = cl_record_describe (fixture->reader, fixture->test->catalogue, ledger (fixture, "person"), 77, 2);

  g_assert_cmpstr (who, ==, "李亚男, 男");
  g_assert_true (g_str_has_prefix (what, "2026-0001 花名册"));
  g_assert_null (strstr (what + 1, "2026-0001"));
  g_assert_null (strstr (strstr (what, "花名册") + 1, "花名册"));
  g_assert_cmpstr (nobody, ==, "77");
}

/* Every core ledger can be checked and derived with nothing in it: all its expressions run. */
static void
test_every_ledger (Fixture *fixture, gconstpointer data)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (fixture->test->catalogue);

  for (guint i = 0; i < ledgers->len; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (ledgers->pdata[i]);
      g_autoptr (GPtrArray) problems = NULL;

      derive (fixture, record);
      problems = check (fixture, record);
      for (guint j = 0; j < problems->len; j++)
        g_assert_cmpint (((ClProblem *) problems->pdata[j])->severity, !=, CL_PROBLEM_CHOICE);
    }
}

static void
test_code_length (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "division"));
  g_autoptr (GPtrArray) problems = NULL;

  set (record, "name", "上河村");
  set (record, "code", "991123101");
  set (record, "level", "村级");
  problems = check (fixture, record);
  g_assert_nonnull (find_problem (problems, CL_PROBLEM_WARNING, "level"));
}

/* One checker for many records: what one of them held does not reach the next. */
static void
test_checker (Fixture *fixture, gconstpointer data)
{
  static const char *const numbers[] = { "991123195603070028", NULL, "99112319560307001X", NULL };
  static const char *const sexes[] = { "女", "", "男", "" };
  g_autoptr (ClChecker) checker = cl_checker_new (fixture->reader, fixture->test->catalogue, ledger (fixture, "person"));

  cl_test_store_add (fixture->test, "person", "name", "王建国", "id_number", "99112319560307001X", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "person"));
      g_autoptr (GPtrArray) problems = NULL;
      g_autoptr (GError) error = NULL;

      set (record, "name", "张伟");
      set (record, "id_number", numbers[i]);
      set (record, "categories", numbers[i] != NULL ? "视力" : "");
      g_assert_true (cl_checker_derive (checker, record, &error));
      g_assert_no_error (error);
      assert_value (record, "sex", sexes[i]);
      problems = cl_checker_check (checker, record, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (problems->len, ==, i == 2 ? 1 : 0);
      /* Nothing is left open that would keep a writer from the file. */
      g_assert_true (cl_store_set_setting (fixture->test->store, "test", numbers[i], NULL));
    }
}

/* By a connection to no file what needs no table, and by the file's what does; each empty field is filled whichever others are empty. */
static void
test_bare (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDatabase) bare = cl_database_open (":memory:", CL_DATABASE_READ, &error);
  g_autoptr (ClChecker) persons = cl_checker_new (fixture->reader, fixture->test->catalogue, ledger (fixture, "person"));
  g_autoptr (ClChecker) appointments = cl_checker_new (fixture->reader, fixture->test->catalogue, ledger (fixture, "appointment"));
  gint64 dead = cl_test_store_add (fixture->test, "person", "name", "王建国", "state", "死亡", "state_date", "2020-01-01", NULL);

  g_assert_no_error (error);
  cl_database_set_catalogue (bare, fixture->test->catalogue);
  cl_checker_set_bare (persons, bare);
  cl_checker_set_bare (appointments, bare);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (ledger (fixture, "person"));
      g_autoptr (GPtrArray) problems = NULL;

      set (record, "name", "张伟");
      set (record, "id_number", "991123195603070028");
      set (record, "sex", i % 2 ? "男" : "");
      set (record, "birth", i % 3 ? "1957-03-07" : "");
      cl_record_set_reference (record, "division", i == 5 ? 12345 : fixture->office);
      g_assert_true (cl_checker_derive (persons, record, &error));
      assert_value (record, "sex", i % 2 ? "男" : "女");
      assert_value (record, "birth", i % 3 ? "1957-03-07" : "1956-03-07");
      problems = cl_checker_check (persons, record, &error);
      g_assert_no_error (error);
      g_assert_cmpint (find_problem (problems, CL_PROBLEM_WARNING, "sex") != NULL, ==, i % 2 == 1);
      g_assert_cmpint (find_problem (problems, CL_PROBLEM_WARNING, "birth") != NULL, ==, i % 3 != 0);
      g_assert_cmpint (find_problem (problems, CL_PROBLEM_ERROR, "division") != NULL, ==, i == 5);
    }
  g_autoptr (ClRecord) appointment = cl_record_new (ledger (fixture, "appointment"));
  cl_record_set_reference (appointment, "person", dead);
  g_autoptr (GPtrArray) problems = cl_checker_check (appointments, appointment, &error);
  g_assert_no_error (error);
  g_assert_nonnull (find_problem (problems, CL_PROBLEM_WARNING, "person"));
}

/* A field that is derived from a derived one. */
static void
test_chain (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_described (
      "ledgers/chain.xml",
      "<ledger version=\"1\" name=\"chain\" title=\"Chains\">"
      "<field name=\"age\" type=\"integer\" label=\"Age\" derive=\"age(birth)\"/>"
      "<field name=\"birth\" type=\"date\" label=\"Birth\" derive=\"id_birth(number)\"/>"
      "<field name=\"number\" type=\"citizen-id\" label=\"Number\"/></ledger>",
      NULL);
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "chain"));
  g_autoptr (GError) error = NULL;

  set (record, "number", "991123195603070028");
  g_assert_true (cl_record_derive (record, cl_store_get_reader (test->store), test->catalogue, &error));
  g_assert_no_error (error);
  assert_value (record, "birth", "1956-03-07");
  assert_value (record, "age", "71");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/record/values", test_values);
  ADD ("/record/defaults", test_defaults);
  ADD ("/record/load", test_load);
  ADD ("/record/derive", test_derive);
  ADD ("/record/derive-nothing", test_derive_nothing);
  ADD ("/record/derive-through", test_derive_through);
  ADD ("/record/required", test_required);
  ADD ("/record/unique", test_unique);
  ADD ("/record/references", test_references);
  ADD ("/record/warnings", test_warnings);
  ADD ("/record/order", test_order);
  ADD ("/record/call", test_call);
  ADD ("/record/describe", test_describe);
  ADD ("/record/every-ledger", test_every_ledger);
  ADD ("/record/code-length", test_code_length);
  ADD ("/record/checker", test_checker);
  ADD ("/record/bare", test_bare);
  g_test_add_func ("/record/chain", test_chain);
  return g_test_run ();
}
