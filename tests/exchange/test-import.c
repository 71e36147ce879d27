#include <string.h>

#include "cl-error.h"
#include "cl-export.h"
#include "cl-import.h"
#include "cl-test-store.h"

typedef struct
{
  ClTestStore *test;
  char *folder;
  ClCatalogue *catalogue;
  ClStore *store;
} Office;

static void
open_office (Office *office, gconstpointer data)
{
  office->test = cl_test_store_new ();
  office->folder = office->test->folder;
  office->catalogue = office->test->catalogue;
  office->store = office->test->store;
}

static void
close_office (Office *office, gconstpointer data)
{
  cl_test_store_free (office->test);
}

static ClLedger *
ledger (Office *office, const char *name)
{
  ClLedger *found = cl_catalogue_find_ledger (office->catalogue, name);
  g_assert_nonnull (found);
  return found;
}

static ClImport *
import_of (Office *office, const char *name, const char *path)
{
  g_autoptr (GError) error = NULL;
  ClImport *import = cl_import_new (office->store, ledger (office, name), path, NULL, &error);
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
      const GPtrArray *changes = cl_import_row_get_changes (row);
      for (guint c = 0; changes && c < changes->len; c++)
        {
          const ClJournalChange *change = changes->pdata[c];
          g_test_message ("  %s: %s -> %s", cl_field_get_name (change->field), change->before, change->after);
        }
    }
}

static void
assert_counts (ClImport *import, guint added, guint changed, guint unchanged, guint refused)
{
  guint counts[4];
  for (guint i = 0; i < 4; i++)
    counts[i] = cl_import_get_count (import, (ClOutcome) i);
  counts[3] += cl_import_get_count (import, CL_OUTCOME_UNDECIDED);
  if (counts[0] != added || counts[1] != changed || counts[2] != unchanged || counts[3] != refused)
    say_rows (import);
  g_assert_cmpuint (counts[0], ==, added);
  g_assert_cmpuint (counts[1], ==, changed);
  g_assert_cmpuint (counts[2], ==, unchanged);
  g_assert_cmpuint (counts[3], ==, refused);
}

static void
run (ClImport *import)
{
  g_autoptr (GError) error = NULL;
  cl_import_run (import, &error);
  g_assert_no_error (error);
}

/* Imports @text, and forgets the import. */
static ClImport *
import_text (Office *office, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (office->folder, "sheet.csv", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  ClImport *import = import_of (office, name, path);
  run (import);
  return import;
}

static gint64
count (Office *office, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (office->store), sql, &error);
  g_assert_no_error (error);
  g_assert_true (cl_statement_step (statement, &error));
  return cl_statement_get_integer (statement, 0);
}

static char *
text (Office *office, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (office->store), sql, &error);
  g_assert_no_error (error);
  return cl_statement_step (statement, &error) ? g_strdup (cl_statement_get_text (statement, 0)) : NULL;
}

static void
assert_text (Office *office, const char *sql, const char *expected)
{
  g_autofree char *found = text (office, sql);
  g_assert_cmpstr (found, ==, expected);
}

static guint
count_entries (Office *office)
{
  g_autoptr (GPtrArray) entries = cl_journal_list (office->store, 1000, NULL);
  return entries->len;
}

static const char *
reason_of (ClImport *import, guint number)
{
  static char *kept = NULL;
  GListModel *rows = cl_import_get_rows (import);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (ClImportRow) row = g_list_model_get_item (rows, i);
      if (cl_import_row_get_number (row) != number)
        continue;
      g_free (kept);
      kept = g_strdup (cl_import_row_get_reason (row));
      return kept;
    }
  return NULL;
}

static ClImport *
committee (Office *office, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  return import_of (office, "appointment", path);
}

static void
test_committee (Office *office, gconstpointer name)
{
  guint entries = count_entries (office);
  gint64 divisions = count (office, "SELECT count(*) FROM division");
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = committee (office, name);
  cl_import_rehearse (import, &error);
  g_assert_no_error (error);
  assert_counts (import, 56, 0, 0, 0);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_SKIPPED), ==, 5);
  g_assert_cmpint (count (office, "SELECT count(*) FROM appointment"), ==, 0);
  g_assert_cmpuint (count_entries (office), ==, entries);

  run (import);
  assert_counts (import, 56, 0, 0, 0);
  g_assert_cmpint (count (office, "SELECT count(*) FROM appointment"), ==, 56);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 56);
  g_assert_cmpint (count (office, "SELECT count(*) FROM division"), ==, divisions + 12);
  g_assert_cmpint (count (office, "SELECT count(*) FROM organisation WHERE kind = 'village-association'"), ==, 12);
  g_assert_cmpuint (count_entries (office), ==, entries + 1);
  assert_text (office, "SELECT name FROM organisation WHERE name LIKE '上河村%'", "上河村残疾人协会");
  assert_text (office, "SELECT p.name FROM division d JOIN division p ON p.id = d.parent WHERE d.name = '青山社区' AND d.kind = 'community'", "云岭镇");
  assert_text (office, "SELECT group_concat(name, ' ') FROM (SELECT name FROM division WHERE level = 'village' ORDER BY position LIMIT 3)",
               "上河村 下河村 东沟村");
  assert_text (office, "SELECT group_concat(position) FROM (SELECT position FROM division WHERE level = 'village' ORDER BY position)",
               "1,2,3,4,5,6,7,8,9,10,11,12");
  assert_text (office, "SELECT name FROM person WHERE id_number = '991123198502182024'", "刘娜");
  assert_text (office, "SELECT name FROM person WHERE id_number = '99112319560307001X'", "程有才");
  assert_text (office, "SELECT birth FROM person WHERE id_number = '99112319560307001X'", "1956-03-07");
  assert_text (office, "SELECT disability FROM person WHERE id_number = '99112319560307001X'", "certified");
  g_assert_cmpint (count (office, "SELECT count(*) FROM person WHERE name = '张伟'"), ==, 2);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person__phones"), ==, 56);

  /* A second time nothing changes, and there is no entry. */
  run (import);
  assert_counts (import, 0, 0, 56, 0);
  g_assert_cmpuint (count_entries (office), ==, entries + 1);

  /* One undo takes all of it back. */
  g_assert_cmpint (cl_store_undo (office->store, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (count (office, "SELECT count(*) FROM appointment"), ==, 0);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 0);
  g_assert_cmpint (count (office, "SELECT count(*) FROM division"), ==, divisions);
  g_assert_cmpint (cl_store_redo (office->store, &error), >, 0);
  run (import);
  assert_counts (import, 0, 0, 56, 0);
}

/* Both forms of the sheet are the same sheet. */
static void
test_both (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) first = committee (office, "committee.xlsx"), second = committee (office, "committee.csv");
  run (first);
  run (second);
  assert_counts (second, 0, 0, 56, 0);
}

static void
test_changes (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) first = committee (office, "committee.xlsx");
  run (first);
  g_autoptr (ClImport) second =
    import_text (office, "appointment",
                 "村,姓名,身份证号,联系电话,职务,备注\n"
                 "云岭镇上河村委会,王建国,991123196804121017,13800009999,副主席,\n" /* a phone more, another post */
                 "上河村,李秀英,9911**********1024,138****1002,副主席,\n"             /* masked: no ID, and a namesake */
                 "上河村,赵小满,991123197908301041,,委员,未办\n"
                 "上河村,张伟,991123199012061056,138****1004,委员,\n");
  assert_counts (second, 0, 2, 1, 1);
  assert_text (office, "SELECT group_concat(value, ' ') FROM (SELECT f.value FROM person__phones f JOIN person p ON p.id = f.record "
                       "WHERE p.name = '王建国' ORDER BY f.position)", "13800001001 13800009999");
  assert_text (office, "SELECT disability FROM person WHERE name = '赵小满'", "suspected");
  g_assert_cmpint (count (office, "SELECT count(*) FROM division WHERE name LIKE '上河村%'"), ==, 1);
  g_autoptr (ClImportRow) row = g_list_model_get_item (cl_import_get_rows (second), 0);
  const GPtrArray *changes = cl_import_row_get_changes (row);
  g_assert_cmpuint (changes->len, ==, 2);
  const ClJournalChange *phones = changes->pdata[0], *post = changes->pdata[1];
  g_assert_cmpstr (cl_field_get_name (phones->field), ==, "phones");
  g_assert_cmpstr (phones->before, ==, "13800001001");
  g_assert_cmpstr (post->before, ==, "主席");
  g_assert_cmpstr (post->after, ==, "副主席");
}

/* All problems of a row in one sentence; what is refused leaves nothing, not even its village. */
static void
test_refused (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 divisions = count (office, "SELECT count(*) FROM division");
  g_autoptr (ClImport) import = import_text (office, "appointment",
                                             "村,姓名,身份证号,联系电话,职务\n"
                                             "上河村,甲一,991123196811310043,x,主席\n" /* 31 November; no phone */
                                             "上河村,甲二,991123195603070028,13800000001,皇帝\n"
                                             "上河村,,991123201202290036,13800000001,委员\n"
                                             "下河村,甲四,99112319560307001X,,委员\n"
                                             ",甲四,99112319560307001X,,委员\n" /* the same person again */
                                             "下河村,甲五,,,委员\n"
                                             "下河村,甲五,,,委员\n" /* the same person? */
                                             "合 计,,,,2\n"
                                             "村,姓名,身份证号,联系电话,职务\n"
                                             "填表人：甲,,,,\n");
  assert_counts (import, 2, 0, 1, 4);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_SKIPPED), ==, 3);
  g_assert_nonnull (strstr (reason_of (import, 2), "身份证号"));
  g_assert_nonnull (strstr (reason_of (import, 2), "联系电话"));
  g_assert_nonnull (strstr (reason_of (import, 3), "皇帝"));
  g_assert_nonnull (reason_of (import, 4));
  g_assert_nonnull (strstr (reason_of (import, 8), "甲五"));
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 2);
  g_assert_cmpint (count (office, "SELECT count(*) FROM division"), ==, divisions + 1);

  g_autofree char *path = g_build_filename (office->folder, "refused.xlsx", NULL);
  g_assert_true (cl_import_save_refused (import, path, &error));
  g_assert_no_error (error);
  g_autoptr (ClImport) again = import_of (office, "appointment", path);
  run (again);
  assert_counts (again, 0, 0, 0, 4);
  g_autoptr (ClImport) good = import_text (office, "appointment", "村,姓名,身份证号,职务\n上河村,甲二,991123195603070028,委员\n");
  assert_counts (good, 1, 0, 0, 0);
  g_assert_false (cl_import_save_refused (good, path, &error));
  g_assert_no_error (error);
}

static void
test_villages (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) divisions = import_text (office, "division",
                                                "区划代码,名称,上级,级别,类型,人口,别名\n"
                                                "991123101201,上河村,云岭镇,村,村,1200,上河\n"
                                                "991123101202,下河村,991123101,村,村,800,\n");
  assert_counts (divisions, 2, 0, 0, 0);
  g_autoptr (ClImport) persons = import_text (office, "person",
                                              "姓名,身份证号码,村（社区）,残疾人证号\n"
                                              "张伟,99112319560307001X,上河,\n"
                                              "李娜,991123195603070028,991123101202,99112319560307002841\n"
                                              "王芳,991123201202290036,999999999999,\n");
  assert_counts (persons, 2, 0, 0, 1);
  assert_text (office, "SELECT d.name FROM person p JOIN division d ON d.id = p.division WHERE p.name = '张伟'", "上河村");
  assert_text (office, "SELECT grade FROM person WHERE name = '李娜'", "1");
  assert_text (office, "SELECT group_concat(value) FROM person__categories", "4");
}

/* What was exported comes back unchanged, in both forms, for every ledger that holds something. */
static void
test_round_trip (Office *office, gconstpointer ending)
{
  static const char *const ledgers[] = { "division", "organisation", "person", "appointment", "household", "member", "guardian", "residence" };
  g_autoptr (ClImport) first = committee (office, "committee.xlsx");
  run (first);
  g_autoptr (ClImport) persons = import_text (office, "person",
                                              "姓名,身份证号码,村（社区）,联系电话,残疾人证号,备注\n"
                                              "张伟,,上河村,13800000001（妻）、13800000002,,\"一、\n二\"\n"
                                              "李娜,991123195603070028,下河村,,99112319560307002841,=1+1\n");
  assert_counts (persons, 1, 0, 0, 1);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person WHERE remark = '=1+1'"), ==, 1);
  g_autoptr (ClImport) households = import_text (office, "household", "家庭编号,户主,户主身份证号,村,家庭年收入（元）\n"
                                                                      "Y-001,李娜,991123195603070028,下河村,1200.50\n"
                                                                      "Y-002,王建国,991123196804121017,上河村,\n");
  assert_counts (households, 2, 0, 0, 0);
  g_autoptr (ClImport) members = import_text (office, "member", "家庭编号,姓名,身份证号,与户主关系\n"
                                                                "Y-001,李娜,991123195603070028,\n"
                                                                ",王建国,991123196804121017,配偶\n");
  assert_counts (members, 2, 0, 0, 0);
  g_autoptr (ClImport) guardians = import_text (office, "guardian", "残疾人姓名,残疾人身份证号,监护人,关系,监护人电话\n"
                                                                    "李娜,991123195603070028,王小二,配偶,13800000003\n");
  assert_counts (guardians, 1, 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ledgers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_strdup_printf ("%s/%s%s", office->folder, ledgers[i], (const char *) ending);
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", ledgers[i]);
      guint n = count (office, sql);
      g_assert_cmpuint (n, >, 0);
      cl_export_ledger (office->catalogue, cl_store_get_reader (office->store), ledger (office, ledgers[i]), NULL, path, &error);
      g_assert_no_error (error);
      g_autoptr (ClImport) back = import_of (office, ledgers[i], path);
      guint entries = count_entries (office);
      run (back);
      g_test_message ("%s", ledgers[i]);
      assert_counts (back, 0, 0, n, 0);
      g_assert_cmpuint (count_entries (office), ==, entries);
    }
}

/* Into an office that has nothing yet, an export brings what its columns can say. */
static void
test_export_elsewhere (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (office->folder, "person.xlsx", NULL);
  g_autoptr (ClImport) first = committee (office, "committee.xlsx");
  run (first);
  cl_export_ledger (office->catalogue, cl_store_get_reader (office->store), ledger (office, "person"), NULL, path, &error);
  g_assert_no_error (error);
  Office other;
  open_office (&other, NULL);
  g_autoptr (ClImport) there = import_of (&other, "person", path);
  run (there);
  assert_counts (there, 56, 0, 0, 0);
  close_office (&other, NULL);
}

/* A file begun anew gives its numbers again: the number alone does not make a row another's record. */
static void
test_foreign_number (Office *office, gconstpointer data)
{
  g_autoptr (ClImport) first = import_text (office, "person", "姓名,身份证号\n张伟,99112319560307001X\n");
  g_autofree char *id = text (office, "SELECT id FROM person");
  g_autofree char *sheet = g_strdup_printf ("姓名,身份证号,记录号\n李娜,991123195603070028,%s\n张小伟,99112319560307001X,%s\n", id, id);
  g_autoptr (ClImport) second = import_text (office, "person", sheet);
  assert_counts (second, 1, 1, 0, 0);
  assert_text (office, "SELECT group_concat(name, ' ') FROM (SELECT name FROM person ORDER BY id)", "张小伟 李娜");
}

static void
count_cb (ClImport *import, guint done, guint total, gpointer data)
{
  (*(guint *) data)++;
}

typedef struct
{
  GMainLoop *loop;
  GError *error;
  gboolean good;
} Wait;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;
  wait->good = cl_import_run_finish (CL_IMPORT (source), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
test_async (Office *office, gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ClImport) import = committee (office, "committee.xlsx");
  guint progress = 0;
  Wait wait = { loop };
  g_signal_connect (import, "progress", G_CALLBACK (count_cb), &progress);
  cl_import_run_async (import, TRUE, NULL, done_cb, &wait);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  g_assert_true (wait.good);
  assert_counts (import, 56, 0, 0, 0);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 0);
  g_assert_cmpuint (progress, >, 0);

  /* Cancelled, it leaves nothing. */
  g_cancellable_cancel (cancellable);
  cl_import_run_async (import, FALSE, cancellable, done_cb, &wait);
  g_main_loop_run (loop);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&wait.error);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 0);

  cl_import_run_async (import, FALSE, NULL, done_cb, &wait);
  g_main_loop_run (loop);
  g_assert_true (wait.good);
  g_assert_cmpint (count (office, "SELECT count(*) FROM person"), ==, 56);
}

static void
test_header (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (office->folder, "header.csv", NULL);
  /* A title, a header of two rows, a column without a home, one by hand. */
  g_file_set_contents (path, "名册,,,\n姓 名,证件,,随便\n,身份证号（18位）,联系电话*,\n张伟,99112319560307001X,13800000001,活\n", -1, NULL);
  g_autoptr (ClImport) import = import_of (office, "person", path);
  ClHeaderMatch *match = cl_import_get_match (import);
  g_assert_cmpuint (match->header_row, ==, 3);
  g_assert_cmpstr (match->paths->pdata[0], ==, "name");
  g_assert_cmpstr (match->paths->pdata[1], ==, "id_number");
  g_assert_cmpstr (match->paths->pdata[2], ==, "phones");
  g_assert_null (match->paths->pdata[3]);
  g_assert_cmpstr (match->headers->pdata[3], ==, "随便");
  cl_header_match_set_path (match, 3, "remark");
  run (import);
  assert_text (office, "SELECT remark FROM person", "活");

  g_file_set_contents (path, "一,二\n三,四\n", -1, NULL);
  g_assert_null (cl_import_new (office->store, ledger (office, "person"), path, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "身份证号"));

  /* Every header that is written leads back to its own path. */
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (office->catalogue);
  for (guint i = 0; i < ledgers->len; i++)
    {
      g_autoptr (GPtrArray) headers = NULL;
      g_autoptr (GPtrArray) paths = cl_header_match_paths_named (office->catalogue, ledgers->pdata[i], &headers);
      g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free), rows = g_ptr_array_new ();
      g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
      guint one = 1;
      for (guint k = 0; k < paths->len; k++)
        {
          g_ptr_array_add (row, cl_header_match_path_header (office->catalogue, ledgers->pdata[i], paths->pdata[k]));
          g_assert_cmpstr (row->pdata[k], ==, headers->pdata[k]);
        }
      g_ptr_array_add (rows, row);
      g_array_append_val (numbers, one);
      ClHeaderMatch *found = cl_header_match_new (office->catalogue, ledgers->pdata[i], rows, numbers, NULL);
      for (guint k = 0; k < paths->len; k++)
        g_assert_cmpstr (found->paths->pdata[k], ==, paths->pdata[k]);
      cl_header_match_free (found);
    }
}

#define PET(more) \
  "<ledger version='1' name='pet' title='Pets' header='宠物' called='name' order='name' columns='name' match='name'>" \
  "<field name='name' type='text' label='Name' known-as='名字|名称' required='yes'/>" more "</ledger>"

/* One line in a description is a column in sheets, in and out, for a ledger that holds data already. */
static void
test_new_field (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClTestStore) test = cl_test_store_new_described ("ledgers/pet.xml", PET (""), NULL);
  Office office = { test, test->folder, test->catalogue, test->store };
  g_autoptr (ClImport) first = import_text (&office, "pet", "名字\n阿黄\n");
  assert_counts (first, 1, 0, 0, 0);
  g_clear_object (&first);
  cl_test_store_describe (test, "ledgers/pet.xml", PET ("<field name='colour' type='text' label='Colour' known-as='颜色'/>"));
  cl_test_store_reopen (test);
  office.catalogue = test->catalogue;
  office.store = test->store;
  g_autoptr (ClImport) second = import_text (&office, "pet", "名字,颜色\n阿黄,黄\n阿黑,黑\n");
  assert_counts (second, 1, 1, 0, 0);
  g_autofree char *path = g_build_filename (test->folder, "pet.csv", NULL), *sheet = NULL;
  cl_export_ledger (test->catalogue, cl_store_get_reader (test->store), ledger (&office, "pet"), NULL, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &sheet, NULL, NULL));
  g_assert_true (g_str_has_prefix (sheet, "\xef\xbb\xbf" "名字,颜色,记录号\r\n"));
  g_assert_nonnull (strstr (sheet, "阿黄,黄,"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/import/header", Office, NULL, open_office, test_header, close_office);
  g_test_add ("/import/committee/xlsx", Office, "committee.xlsx", open_office, test_committee, close_office);
  g_test_add ("/import/committee/csv", Office, "committee.csv", open_office, test_committee, close_office);
  g_test_add ("/import/committee/both", Office, NULL, open_office, test_both, close_office);
  g_test_add ("/import/changes", Office, NULL, open_office, test_changes, close_office);
  g_test_add ("/import/refused", Office, NULL, open_office, test_refused, close_office);
  g_test_add ("/import/villages", Office, NULL, open_office, test_villages, close_office);
  g_test_add ("/import/round-trip/xlsx", Office, ".xlsx", open_office, test_round_trip, close_office);
  g_test_add ("/import/round-trip/csv", Office, ".csv", open_office, test_round_trip, close_office);
  g_test_add ("/import/elsewhere", Office, NULL, open_office, test_export_elsewhere, close_office);
  g_test_add ("/import/foreign-number", Office, NULL, open_office, test_foreign_number, close_office);
  g_test_add_func ("/import/new-field", test_new_field);
  g_test_add ("/import/async", Office, NULL, open_office, test_async, close_office);
  return g_test_run ();
}
