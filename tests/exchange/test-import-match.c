/* Which column is what, and who is meant by a row. */
#include <string.h>

#include "cl-error.h"
#include "cl-header-memory.h"
#include "cl-import.h"
#include "cl-test-store.h"

typedef struct
{
  ClTestStore *test;
  ClStore *store;
} Office;

static void
open_office (Office *office, gconstpointer data)
{
  office->test = cl_test_store_new ();
  office->store = office->test->store;
}

static void
close_office (Office *office, gconstpointer data)
{
  cl_test_store_free (office->test);
}

static ClImport *
open_text (Office *office, const char *ledger, const char *text)
{
  g_autoptr (GError) error = NULL;
  static guint n;
  g_autofree char *name = g_strdup_printf ("sheet-%u.csv", n++);
  g_autofree char *path = g_build_filename (office->test->folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  ClImport *import = cl_import_new (office->store, cl_catalogue_find_ledger (office->test->catalogue, ledger), path, NULL, &error);
  g_assert_no_error (error);
  return import;
}

static void
say_rows (ClImport *import)
{
  GListModel *rows = cl_import_get_rows (import);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (ClImportRow) row = g_list_model_get_item (rows, i);
      g_autofree char *cells = g_strjoinv ("|", (char **) cl_import_row_get_cells (row));
      g_test_message ("%u [%d] %s: %s", cl_import_row_get_number (row), cl_import_row_get_outcome (row), cells, cl_import_row_get_reason (row));
    }
}

static void
rehearse (ClImport *import)
{
  g_autoptr (GError) error = NULL;
  cl_import_rehearse (import, &error);
  g_assert_no_error (error);
  say_rows (import);
}

static void
run (ClImport *import)
{
  g_autoptr (GError) error = NULL;
  cl_import_run (import, &error);
  g_assert_no_error (error);
  say_rows (import);
}

static void
import_text (Office *office, const char *ledger, const char *text)
{
  g_autoptr (ClImport) import = open_text (office, ledger, text);
  run (import);
}

static gint64
count (Office *office, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (office->store), sql, &error);
  g_assert_no_error (error);
  return cl_statement_step (statement, &error) ? cl_statement_get_integer (statement, 0) : -1;
}

static void
assert_text (Office *office, const char *sql, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (office->store), sql, &error);
  g_assert_no_error (error);
  g_assert_true (cl_statement_step (statement, &error));
  g_assert_cmpstr (cl_statement_get_text (statement, 0), ==, expected);
}

static ClImportRow *
row_of (ClImport *import, guint number)
{
  GListModel *rows = cl_import_get_rows (import);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (ClImportRow) row = g_list_model_get_item (rows, i);
      if (cl_import_row_get_number (row) == number)
        return g_steal_pointer (&row);
    }
  g_assert_not_reached ();
}

static void
assert_outcome (ClImport *import, guint number, ClOutcome outcome, const char *words)
{
  g_autoptr (ClImportRow) row = row_of (import, number);
  g_assert_cmpint (cl_import_row_get_outcome (row), ==, outcome);
  if (words)
    {
      const char *reason = cl_import_row_get_reason (row);
      g_assert_nonnull (reason);
      if (!strstr (reason, words))
        g_error ("“%s” is not in “%s”", words, reason);
    }
}

static void
assert_path (ClHeaderMatch *match, guint column, const char *path, ClHeaderHow how)
{
  g_assert_cmpstr (match->paths->pdata[column], ==, path);
  g_assert_cmpint (((ClHeaderColumn *) match->columns->pdata[column])->how, ==, how);
}

/* Names that are nearly known, columns that only their values tell, and those of another person. */
static void
test_likeness (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) import = open_text (office, "person",
                                           "残疾人姓名,居民身份证件号,家庭详细住址,监护人电话,监护人姓名,号码,,死亡,原因\n"
                                           "张伟,99112319560307001X,上河村1号,13800000001,张大,99112319560307001X41,1956-03-07,甲,x\n"
                                           "李娜,991123195603070028,上河村2号,13800000002,李大,99112319560307002841,1956-03-07,乙,y\n"
                                           "王芳,991123201202290036,上河村3号,13800000003,王大,99112320120229003641,2012-02-29,丙,z\n");
  ClHeaderMatch *match = cl_import_get_match (import);
  assert_path (match, 0, "name", CL_HEADER_BY_NAME);
  assert_path (match, 1, "id_number", CL_HEADER_BY_LIKENESS);
  assert_path (match, 2, "address", CL_HEADER_BY_LIKENESS);
  assert_path (match, 3, NULL, CL_HEADER_HOMELESS);
  assert_path (match, 4, NULL, CL_HEADER_HOMELESS);
  assert_path (match, 5, "certificate_number", CL_HEADER_BY_CONTENT);
  g_assert_null (match->paths->pdata[7]);
  g_assert_null (match->paths->pdata[8]);
  ClHeaderColumn *guardian = match->columns->pdata[3];
  g_assert_cmpint (guardian->holds, ==, CL_FIELD_PHONE);
  g_assert_cmpstr (guardian->sample, ==, "13800000001、13800000002、13800000003");
  run (import);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person WHERE certificate_number IS NOT NULL AND grade = '1'"), ==, 3);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person__phones"), ==, 0);
}

/* Names of numbers that were mistaken for each other; births told by their look; a sheet without any header. */
static void
test_content (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) swapped = open_text (office, "person", "姓名,身份证号\n张伟,99112319560307001X41\n李娜,99112319560307002841\n");
  ClHeaderMatch *match = cl_import_get_match (swapped);
  assert_path (match, 1, "certificate_number", CL_HEADER_BY_CONTENT);
  /* The number begins with the ID: it comes in with it. */
  run (swapped);
  assert_text (office, "SELECT id_number FROM person WHERE name = '张伟'", "99112319560307001X");

  g_autoptr (ClImport) bare = open_text (office, "person",
                                         "1,张伟,99112319560307001X,1956.3.7,13800000001\n2,李娜,991123195603070028,1956.3.8,13800000002\n"
                                         "3,王芳,991123201202290036,2012.2.29,13800000003\n");
  match = cl_import_get_match (bare);
  g_assert_cmpuint (match->header_row, ==, 0);
  assert_path (match, 1, "name", CL_HEADER_BY_CONTENT);
  assert_path (match, 2, "id_number", CL_HEADER_BY_CONTENT);
  assert_path (match, 3, "birth", CL_HEADER_BY_CONTENT);
  assert_path (match, 4, "phones", CL_HEADER_BY_CONTENT);
  run (bare);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 3);
}

/* Group over sub-header, a title above, the header again in the middle, a total at the end. */
static void
test_groups (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) import = open_text (office, "person",
                                           "云岭镇残疾人名册,,,,,,,\n填报单位：云岭镇残联,,,,,,2026年3月,\n"
                                           "序号,姓名,身份证号,残疾人情况,,监护人,,备注\n,,,类别,等级,姓名,联系电话,\n"
                                           "1,张伟,99112319560307001X,肢体四级,四级,张大,13800000001,甲\n"
                                           "序号,姓名,身份证号,残疾人情况,,监护人,,备注\n,,,类别,等级,姓名,联系电话,\n"
                                           "2,李娜,991123195603070028,听力、言语,2级,李大,13800000002,\n合计,2人,,,,,,\n");
  ClHeaderMatch *match = cl_import_get_match (import);
  g_assert_cmpuint (match->header_row, ==, 4);
  g_assert_cmpstr (match->paths->pdata[1], ==, "name");
  g_assert_cmpstr (match->paths->pdata[3], ==, "categories");
  g_assert_cmpstr (match->paths->pdata[4], ==, "grade");
  g_assert_null (match->paths->pdata[5]);
  g_assert_null (match->paths->pdata[6]);
  g_assert_cmpstr (match->paths->pdata[7], ==, "remark");
  g_assert_cmpstr (match->headers->pdata[5], ==, "监护人·姓名");
  run (import);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, 2);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_SKIPPED), ==, 3);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person__categories"), ==, 3);
}

/* What was corrected is kept for the next file of the shape, until it is forgotten; undo leaves it. */
static void
test_memory (Office *office, gconstpointer data)
{
  static const char sheet[] = "姓名,身份证号,随便\n张伟,99112319560307001X,活\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) first = open_text (office, "person", sheet);
  g_assert_null (cl_import_get_match (first)->paths->pdata[2]);
  cl_header_match_set_path (cl_import_get_match (first), 2, "remark");
  rehearse (first);
  {
    g_autoptr (GPtrArray) kept = cl_header_memory_list (office->store);
    g_assert_cmpuint (kept->len, ==, 0);
  }
  run (first);
  g_autoptr (ClImport) second = open_text (office, "person", "姓 名,身份证号：,随便,原因\n李娜,991123195603070028,好,x\n");
  assert_path (cl_import_get_match (second), 2, "remark", CL_HEADER_REMEMBERED);
  g_assert_cmpint (cl_store_undo (office->store, &error), >, 0);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) kept = cl_header_memory_list (office->store);
  g_assert_cmpuint (kept->len, ==, 1);
  const ClHeaderMemory *memory = kept->pdata[0];
  g_assert_cmpstr (memory->ledger, ==, "person");
  g_assert_nonnull (strstr (memory->text, "随便 = remark\n"));
  g_assert_true (cl_header_memory_forget (office->store, memory->shape, &error));
  g_assert_false (cl_header_memory_forget (office->store, memory->shape, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_autoptr (ClImport) third = open_text (office, "person", sheet);
  g_assert_null (cl_import_get_match (third)->paths->pdata[2]);
}

/* A column without a home becomes a field of the office's own, as an entry before the import. */
static void
test_own_field (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = open_text (office, "person", "姓名,身份证号,入会日期\n张伟,99112319560307001X,2020-01-02\n李娜,991123195603070028,2021.3.4\n");
  g_assert_null (cl_import_get_match (import)->paths->pdata[2]);
  g_assert_cmpint (cl_import_suggest_type (import, 2), ==, CL_FIELD_DATE);
  g_assert_true (cl_import_add_own_field (import, 2, NULL, CL_FIELD_DATE, &error));
  g_assert_no_error (error);
  run (import);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, 2);
  g_autofree char *sql = g_strdup_printf ("SELECT \"%s\" FROM person WHERE name = '李娜'", (char *) cl_import_get_match (import)->paths->pdata[2]);
  assert_text (office, sql, "2021-03-04");
  g_assert_cmpint (cl_store_undo (office->store, &error), >, 0);
  g_autoptr (ClImport) again = open_text (office, "person", "姓名,身份证号,入会日期\n张伟,99112319560307001X,2020-01-02\n");
  g_assert_nonnull (cl_import_get_match (again)->paths->pdata[2]);
}

static void
test_ledger (Office *office, gconstpointer data)
{
  static const struct { const char *header, *ledger; } sheets[] = {
    { "姓名,性别,身份证号码,残疾人证号,残疾类别,残疾等级,联系电话\n", "person" },
    { "村（社区）,姓名,身份证号,联系电话,所担任的职务,是否办理残疾人证\n", "appointment" },
    { "户编号,姓名,身份证号,与户主关系,家庭年收入\n", "member" },
    { "序号,村,姓名,与户主关系,身份证号,住址,联系电话,残疾类别,残疾等级\n", "member" },
    { "区划代码,名称,上级,级别,人口\n", "division" },
  };
  g_autofree char *path = g_build_filename (office->test->folder, "sheet.csv", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (path, sheets[i].header, -1, NULL));
      ClLedger *ledger = cl_import_guess_ledger (office->store, path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (cl_ledger_get_name (ledger), ==, sheets[i].ledger);
    }
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents (path, "一,二\n三,四\n", -1, NULL));
  g_assert_null (cl_import_guess_ledger (office->store, path, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

/* Never by a name alone: who sounds alike is asked about, with what speaks for it, and the decision is used. */
static void
test_candidates (Office *office, gconstpointer data)
{
  import_text (office, "person", "姓名,性别,出生日期,村,联系电话,身份证号\n"
                                 "张伟,男,1956-03-07,上河村,13800000001,99112319560307001X\n"
                                 "张玮,男,1970-01-01,下河村,,\n"
                                 "李娜,女,1956-03-07,下河村,,991123195603070028\n");
  g_autoptr (ClImport) import = open_text (office, "person", "姓名,性别,出生日期,村,联系电话,备注\n"
                                                             "张伟,男,1956-03-07,上河村,13800000001,甲\n"
                                                             "李娜,女,1999-01-01,下河村,,乙\n"
                                                             "王芳,女,,上河村,,丙\n");
  rehearse (import);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNDECIDED), ==, 1);
  assert_outcome (import, 2, CL_OUTCOME_UNDECIDED, "张伟");
  /* Another date of birth is another person. */
  assert_outcome (import, 3, CL_OUTCOME_ADDED, NULL);
  assert_outcome (import, 4, CL_OUTCOME_ADDED, NULL);
  g_autoptr (ClImportRow) row = row_of (import, 2);
  const GPtrArray *candidates = cl_import_row_get_candidates (row);
  g_assert_cmpuint (candidates->len, ==, 1);
  const ClImportCandidate *best = candidates->pdata[0];
  g_assert_cmpuint (best->score, ==, 99);
  g_assert_cmpstr (best->called, ==, "张伟");
  g_assert_null (strstr (best->says, "99112319560307001X"));
  g_assert_nonnull (strstr (best->says, "上河村"));

  /* Undecided, it is left out; as this one, it changes him; as a new one, there are two. */
  cl_import_decide (import, 2, CL_DECISION_RECORD, best->id);
  g_assert_cmpint (cl_import_get_decision (import, 2, NULL), ==, CL_DECISION_RECORD);
  rehearse (import);
  assert_outcome (import, 2, CL_OUTCOME_CHANGED, NULL);
  g_autoptr (ClImportRow) decided = row_of (import, 2);
  g_assert_nonnull (cl_import_row_get_candidates (decided));
  cl_import_decide (import, 2, CL_DECISION_SKIP, 0);
  rehearse (import);
  assert_outcome (import, 2, CL_OUTCOME_SKIPPED, NULL);
  cl_import_decide (import, 2, CL_DECISION_NONE, 0);
  cl_import_decide_rest (import, CL_DECISION_NEW);
  rehearse (import);
  assert_outcome (import, 2, CL_OUTCOME_ADDED, NULL);
  cl_import_decide_rest (import, CL_DECISION_NONE);
  run (import);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 5);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNDECIDED), ==, 1);
}

/* An ID that nobody has, and one of the name without any; and two rows of one sheet about one person. */
static void
test_candidates_with_id (Office *office, gconstpointer data)
{
  import_text (office, "person", "姓名,出生日期,村\n张伟,1956-03-07,上河村\n");
  g_autoptr (ClImport) import = open_text (office, "person", "姓名,身份证号,村\n张伟,99112319560307001X,上河村\n");
  rehearse (import);
  assert_outcome (import, 2, CL_OUTCOME_UNDECIDED, NULL);
  g_autoptr (ClImportRow) row = row_of (import, 2);
  cl_import_decide (import, 2, CL_DECISION_RECORD, ((ClImportCandidate *) cl_import_row_get_candidates (row)->pdata[0])->id);
  run (import);
  assert_outcome (import, 2, CL_OUTCOME_CHANGED, NULL);
  assert_text (office, "SELECT id_number FROM person WHERE name = '张伟'", "99112319560307001X");

  g_autoptr (ClImport) twice = open_text (office, "person", "姓名,村,备注,联系电话\n王小芳,上河村,甲,\n王小芳,上河村,甲,13800000009\n");
  rehearse (twice);
  assert_outcome (twice, 2, CL_OUTCOME_ADDED, NULL);
  assert_outcome (twice, 3, CL_OUTCOME_UNDECIDED, NULL);
  g_autoptr (ClImportRow) second = row_of (twice, 3);
  const ClImportCandidate *candidate = cl_import_row_get_candidates (second)->pdata[0];
  g_assert_cmpuint (candidate->row, ==, 2);
  cl_import_decide (twice, 3, CL_DECISION_RECORD, candidate->id);
  run (twice);
  assert_outcome (twice, 3, CL_OUTCOME_CHANGED, NULL);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person WHERE name = '王小芳'"), ==, 1);
}

/* A person in a cell of his own: by number, or asked about. */
static void
test_reference (Office *office, gconstpointer data)
{
  import_text (office, "person", "姓名,身份证号\n张伟,99112319560307001X\n张伟,991123201202290036\n李娜,991123195603070028\n");
  g_autoptr (ClImport) import = open_text (office, "household", "家庭编号,户主\nY-1,张伟\nY-2,991123195603070028\nY-3,没有这人\n");
  rehearse (import);
  assert_outcome (import, 2, CL_OUTCOME_UNDECIDED, "张伟");
  assert_outcome (import, 3, CL_OUTCOME_ADDED, NULL);
  assert_outcome (import, 4, CL_OUTCOME_REFUSED, "没有这人");
  g_autoptr (ClImportRow) row = row_of (import, 2);
  g_assert_cmpuint (cl_import_row_get_candidates (row)->len, ==, 2);
  cl_import_decide (import, 2, CL_DECISION_RECORD, count (office, "SELECT id FROM person WHERE id_number = '991123201202290036'"));
  run (import);
  assert_outcome (import, 2, CL_OUTCOME_ADDED, NULL);
  g_assert_cmpint (count (office, "SELECT count(*) FROM household h JOIN person p ON p.id = h.head WHERE h.number = 'Y-1' AND p.id_number = '991123201202290036'"), ==, 1);
}

/* Filled only, replaced, or asked about; a masked value says nothing. */
static void
test_fill (Office *office, gconstpointer data)
{
  static const char sheet[] = "姓名,身份证号,曾用名,民族,备注\n张小伟,99112319560307001X,张三,汉,新\n李娜,991123195603070028,,回,1*2\n";
  import_text (office, "person", "姓名,身份证号,曾用名,备注\n张伟,99112319560307001X,,旧\n李娜,991123195603070028,,原\n");
  g_autoptr (ClImport) import = open_text (office, "person", sheet);
  cl_import_set_fill (import, NULL, CL_FILL_EMPTY);
  rehearse (import);
  {
    g_autoptr (ClImportRow) row = row_of (import, 2);
    const GPtrArray *changes = cl_import_row_get_changes (row);
    g_assert_cmpuint (changes->len, ==, 2);
  }
  cl_import_set_fill (import, NULL, CL_FILL_OVERWRITE);
  cl_import_set_fill (import, "name", CL_FILL_ASK);
  rehearse (import);
  assert_outcome (import, 2, CL_OUTCOME_UNDECIDED, NULL);
  assert_outcome (import, 3, CL_OUTCOME_CHANGED, NULL);
  g_autoptr (ClImportRow) row = row_of (import, 2);
  const ClJournalChange *asked = NULL;
  for (guint i = 0; i < cl_import_row_get_changes (row)->len; i++)
    if (cl_import_row_is_asked (row, cl_import_row_get_changes (row)->pdata[i]))
      asked = cl_import_row_get_changes (row)->pdata[i];
  g_assert_nonnull (asked);
  g_assert_cmpstr (asked->before, ==, "张伟");
  g_assert_cmpstr (asked->after, ==, "张小伟");
  cl_import_decide_change (import, 0, asked->field, FALSE);
  cl_import_decide_change (import, 2, asked->field, TRUE);
  run (import);
  assert_text (office, "SELECT name || former_name || remark FROM person WHERE id_number = '99112319560307001X'", "张小伟张三新");
  assert_text (office, "SELECT remark FROM person WHERE name = '李娜'", "原");

  /* Rows are found by outcome, by warning, by text. */
  g_autoptr (GListModel) changed = cl_import_find_rows (import, 1u << CL_OUTCOME_CHANGED, FALSE, "张三");
  g_assert_cmpuint (g_list_model_get_n_items (changed), ==, 1);
  g_autoptr (GListModel) none = cl_import_find_rows (import, 0, TRUE, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (none), ==, cl_import_get_n_suspicious (import));
}

/* Each disagreement is a warning in words, none a refusal; each ruin of a number has a sentence of its own. */
static void
test_values (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) import = open_text (office, "person",
                                           "姓名,性别,身份证号,出生日期,残疾人证号,残疾类别,残疾等级\n"
                                           "阿达力．叶尔江,女,99112319560307001x,20521,,,\n"
                                           "刘　娜,女,991123195603070028,561207,,,\n"
                                           "王芳,,991123201202290000,,,,\n"
                                           "李芳,,9.91123E+17,,,,\n"
                                           "赵芳,,991123560307001,,,,\n"
                                           "周芳,女,991123201202290036,2012年2月29日,99112320120229003641B1,听力,四级\n"
                                           "吴芳,,,,99112319560307002841,,\n");
  rehearse (import);
  assert_outcome (import, 2, CL_OUTCOME_ADDED, "．");
  assert_outcome (import, 2, CL_OUTCOME_ADDED, "1956-03-07");
  assert_outcome (import, 3, CL_OUTCOME_REFUSED, "561207");
  assert_outcome (import, 4, CL_OUTCOME_REFUSED, "991123201202290000");
  assert_outcome (import, 5, CL_OUTCOME_REFUSED, "9.91123E+17");
  assert_outcome (import, 6, CL_OUTCOME_REFUSED, "99112319560307001X");
  assert_outcome (import, 7, CL_OUTCOME_ADDED, NULL);
  {
    g_autoptr (ClImportRow) row = row_of (import, 7);
    g_assert_true (cl_import_row_is_suspicious (row));
  }
  assert_outcome (import, 8, CL_OUTCOME_ADDED, NULL);
  run (import);
  assert_text (office, "SELECT id_number || sex || birth || grade FROM person WHERE name = '吴芳'", "99112319560307002821956-03-071");
  assert_text (office, "SELECT birth FROM person WHERE name = '阿达力·叶尔江'", "1956-03-07");
}

/* A number that is somebody else's by the name: perhaps another name of the same person, perhaps another person. Said, and not decided. */
static void
test_other_name (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) import = NULL;
  import_text (office, "person", "姓名,曾用名,身份证号\n张伟,张小伟,99112319560307001X\n李娜,,991123195603070028\n王芳,,991123201202290036\n");
  import = open_text (office, "person", "姓名,身份证号,备注\n赵六,99112319560307001X,新\n李娜,991123195603070028,新\n王方,991123201202290036,新\n张小伟,99112319560307001X,\n");
  cl_import_set_fill (import, NULL, CL_FILL_EMPTY);
  rehearse (import);
  assert_outcome (import, 2, CL_OUTCOME_CHANGED, "张伟");
  assert_outcome (import, 3, CL_OUTCOME_CHANGED, NULL);
  assert_outcome (import, 4, CL_OUTCOME_CHANGED, NULL);
  assert_outcome (import, 5, CL_OUTCOME_UNCHANGED, NULL);
  g_assert_cmpuint (cl_import_get_n_suspicious (import), ==, 1);
}

/* Villages: made by choice, taken from elsewhere with a warning, meant by a choice. */
static void
test_villages (Office *office, gconstpointer data)
{
  static const char sheet[] = "姓名,身份证号,村\n张伟,99112319560307001X,上河村委会\n李娜,991123195603070028,石桥镇李家村\n";
  g_autoptr (ClImport) import = open_text (office, "person", sheet);
  cl_import_set_make_villages (import, FALSE);
  rehearse (import);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_REFUSED), ==, 2);
  g_auto (GStrv) wanting = cl_import_get_new_villages (import);
  g_assert_cmpstr (wanting[0], ==, "上河村");
  g_assert_cmpstr (wanting[1], ==, "石桥镇李家村");
  cl_import_set_make_villages (import, TRUE);
  import_text (office, "division", "名称,级别,上级\n河上村,村,云岭镇\n");
  cl_import_set_village (import, "上河村", count (office, "SELECT id FROM division WHERE name = '河上村'"));
  run (import);
  assert_text (office, "SELECT d.name FROM person p JOIN division d ON d.id = p.division WHERE p.name = '张伟'", "河上村");
  assert_outcome (import, 3, CL_OUTCOME_ADDED, "石桥镇李家村");
  g_assert_cmpint (count (office, "SELECT count(*) FROM division WHERE name = '石桥镇李家村' AND parent IS NULL"), ==, 1);
}

/* Households from the flat sheet that villages keep: 户主 first, the others below, numbers merged or not there at all. */
static void
test_household (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = open_text (office, "member",
                                           "云岭镇残疾人家庭成员登记表,,,,,,\n村,姓名,与户主关系,身份证号,住址,联系电话,残疾类别\n"
                                           "上河村,张伟,户主,99112319560307001X,上河村1号,13800000001,肢体\n"
                                           ",李娜,妻,991123195603070028,,,\n"
                                           ",张小芳,女儿,991123201202290036,,,\n"
                                           "上河村,王建国,本人,991123196804121017,上河村2号,,\n"
                                           ",赵小满,丈夫,991123197908301041,,,\n"
                                           "下河村,孙大,户主,991123196811310043,,,\n"
                                           ",孙小,儿子,,,,\n");
  rehearse (import);
  assert_outcome (import, 7, CL_OUTCOME_ADDED, "household register");
  assert_outcome (import, 8, CL_OUTCOME_REFUSED, NULL);
  assert_outcome (import, 9, CL_OUTCOME_REFUSED, "head");
  run (import);
  g_assert_cmpint (count (office, "SELECT count(*) FROM household"), ==, 2);
  g_assert_cmpint (count (office, "SELECT count(*) FROM member"), ==, 5);
  assert_text (office, "SELECT group_concat(p.name, ' ') FROM (SELECT * FROM member ORDER BY id) m JOIN person p ON p.id = m.person JOIN household h ON h.id = m.household "
                       "JOIN person head ON head.id = h.head WHERE head.name = '张伟'", "张伟 李娜 张小芳");
  assert_text (office, "SELECT d.name || h.address FROM household h JOIN division d ON d.id = h.division JOIN person p ON p.id = h.head WHERE p.name = '王建国'",
               "上河村上河村2号");
  /* The same sheet again changes nothing; a household by its number, whoever stands first. */
  g_autoptr (ClImport) again = open_text (office, "member", "姓名,与户主关系,身份证号\n张伟,户主,99112319560307001X\n李娜,妻,991123195603070028\n");
  run (again);
  g_assert_cmpuint (cl_import_get_count (again, CL_OUTCOME_UNCHANGED), ==, 2);
  g_autoptr (ClImport) numbered = open_text (office, "member", "户编号,姓名,与户主关系,身份证号\nY-9,周一,妻,99112319850315202X\n,吴二,户主,991123198203031015\n");
  run (numbered);
  g_assert_cmpint (count (office, "SELECT count(*) FROM household WHERE number = 'Y-9'"), ==, 1);
  g_assert_cmpint (cl_store_undo (office->store, &error), >, 0);
}

/* What was shown is what comes in: a file that was changed meanwhile is looked at again. */
static void
test_changed_file (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (office->test->folder, "changing.csv", NULL);
  g_assert_true (g_file_set_contents (path, "姓名,身份证号\n张伟,99112319560307001X\n", -1, NULL));
  g_autoptr (ClImport) import = cl_import_new (office->store, cl_catalogue_find_ledger (office->test->catalogue, "person"), path, NULL, &error);
  rehearse (import);
  g_assert_true (g_file_set_contents (path, "姓名,身份证号\n李娜,991123195603070028\n王芳,991123201202290036\n", -1, NULL));
  g_assert_false (cl_import_run (import, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 0);
  rehearse (import);
  run (import);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 2);
}

/* Refused rows keep the sheet's own layout; corrected, they come in by the same file. */
static void
test_refused (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (office->test->folder, "refused.csv", NULL), *again = NULL, *text = NULL;
  g_autoptr (ClImport) import = open_text (office, "person",
                                           "云岭镇残疾人名册,,,,\n序号,姓名,身份证号,残疾人情况,\n,,,类别,等级\n1,张伟,99112319560307001X,肢体,一级\n"
                                           "2,李娜,991123195603070029,听力,二级\n3,王芳,991123201202290036,什么,二级\n");
  run (import);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_REFUSED), ==, 2);
  g_assert_true (cl_import_save_refused (import, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "\xef\xbb\xbf云岭镇残疾人名册,,,,\r\n序号,姓名,身份证号,残疾人情况,,原因\r\n,,,类别,等级,原因\r\n2,李娜,"));
  {
    GString *mended = g_string_new (text);
    g_string_replace (mended, "991123195603070029\"", "991123195603070028\"", 1);
    g_string_replace (mended, "什么", "言语", 1);
    again = g_string_free (mended, FALSE);
  }
  g_autoptr (ClImport) second = open_text (office, "person", again);
  g_assert_cmpuint (cl_import_get_match (second)->header_row, ==, 3);
  run (second);
  g_assert_cmpuint (cl_import_get_count (second, CL_OUTCOME_ADDED), ==, 2);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/import/match/likeness", Office, NULL, open_office, test_likeness, close_office);
  g_test_add ("/import/match/content", Office, NULL, open_office, test_content, close_office);
  g_test_add ("/import/match/groups", Office, NULL, open_office, test_groups, close_office);
  g_test_add ("/import/match/memory", Office, NULL, open_office, test_memory, close_office);
  g_test_add ("/import/match/own-field", Office, NULL, open_office, test_own_field, close_office);
  g_test_add ("/import/match/ledger", Office, NULL, open_office, test_ledger, close_office);
  g_test_add ("/import/match/candidates", Office, NULL, open_office, test_candidates, close_office);
  g_test_add ("/import/match/candidates-with-id", Office, NULL, open_office, test_candidates_with_id, close_office);
  g_test_add ("/import/match/reference", Office, NULL, open_office, test_reference, close_office);
  g_test_add ("/import/match/fill", Office, NULL, open_office, test_fill, close_office);
  g_test_add ("/import/match/values", Office, NULL, open_office, test_values, close_office);
  g_test_add ("/import/match/other-name", Office, NULL, open_office, test_other_name, close_office);
  g_test_add ("/import/match/villages", Office, NULL, open_office, test_villages, close_office);
  g_test_add ("/import/match/household", Office, NULL, open_office, test_household, close_office);
  g_test_add ("/import/match/changed-file", Office, NULL, open_office, test_changed_file, close_office);
  g_test_add ("/import/match/refused", Office, NULL, open_office, test_refused, close_office);
  return g_test_run ();
}
