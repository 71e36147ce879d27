/* Thousands of rows: what is done to make that quick must not let one through. */
#include "cl-citizen-id.h"
#include "cl-import.h"
#include "cl-test-store.h"

#define N 6000

static guint n_wanted; /* times that indices were wanted before the end */

static GLogWriterOutput
count_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && g_str_equal (fields[i].value, "The indices of a large write are wanted before its end"))
      n_wanted++;
  return level & G_LOG_LEVEL_DEBUG ? G_LOG_WRITER_HANDLED : g_log_writer_default (level, fields, n_fields, data);
}

static char *
make_id (guint i)
{
  g_autofree char *first = g_strdup_printf ("991123%04u%02u%02u%03u", 1940 + i % 70, i / 70 % 12 + 1, i / 840 % 28 + 1, i % 1000);
  return g_strdup_printf ("%s%c", first, cl_citizen_id_check_character (first));
}

/* Every second with a certificate. */
static GString *
make_sheet (void)
{
  GString *text = g_string_new ("姓名,身份证号,残疾证号,家庭地址\n");
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *id = make_id (i);
      g_string_append_printf (text, "王%c%c,%s,%s%s,上河村%u号\n", 'A' + i % 26, 'A' + i / 26 % 26, id, i % 2 ? id : "", i % 2 ? "42" : "", i);
    }
  return text;
}

static void
add_row (GString *text, guint who, gboolean by_certificate, const char *address)
{
  g_autofree char *id = make_id (who);
  g_string_append_printf (text, "王%c%c,%s,%s%s,%s\n", 'A' + who % 26, 'A' + who / 26 % 26, by_certificate ? "" : id, by_certificate ? id : "",
                          by_certificate ? "42" : "", address);
}

static ClImport *
import_text (ClTestStore *test, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (test->folder, "sheet.csv", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  ClImport *import = cl_import_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), path, NULL, &error);
  g_assert_no_error (error);
  cl_import_run (import, &error);
  g_assert_no_error (error);
  return import;
}

static void
assert_counts (ClImport *import, guint added, guint changed, guint unchanged)
{
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, added);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_CHANGED), ==, changed);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNCHANGED), ==, unchanged);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_REFUSED), ==, 0);
}

static char *
indices_of (ClTestStore *test)
{
  g_autoptr (ClDatabase) database = cl_database_open (test->path, CL_DATABASE_READ, NULL);
  g_autoptr (ClStatement) statement = cl_database_prepare (database, "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema "
                                                                     "WHERE type = 'index' ORDER BY name)", NULL);
  g_assert_true (cl_statement_step (statement, NULL));
  return g_strdup (cl_statement_get_text (statement, 0));
}

static void
assert_sound_and_undo (ClTestStore *test)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = cl_store_verify (test->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 0);
}

/* Among the last rows some that are there already by this very sheet: by number, by certificate, changed and as before. */
static void
test_known (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GString) text = make_sheet ();
  g_autofree char *before = indices_of (test);
  add_row (text, 3, FALSE, "上河村3号");
  add_row (text, 5, FALSE, "下河村5号");
  add_row (text, 7, TRUE, "上河村7号");
  g_autoptr (ClImport) import = import_text (test, text->str);
  g_autofree char *after = indices_of (test);
  assert_counts (import, N, 1, 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, N);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person WHERE address = '下河村5号'"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM residence"), ==, N);
  g_assert_cmpstr (after, ==, before);
  assert_sound_and_undo (test);
}

/* Who stands twice in a sheet is found without an index: one such row in a province would have all of them made before the others come in. */
static void
test_twice (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GString) text = make_sheet ();
  add_row (text, 11, FALSE, "上河村11号");
  add_row (text, 13, TRUE, "上河村13号");
  n_wanted = 0;
  g_autoptr (ClImport) import = import_text (test, text->str);
  assert_counts (import, N, 0, 2);
  g_assert_cmpuint (n_wanted, ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, N);
  /* One moved: whoever looks for the open row of residence wants its index. */
  g_autoptr (GString) moved = make_sheet ();
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  add_row (moved, 11, FALSE, "下河村11号");
  g_autoptr (ClImport) again = import_text (test, moved->str);
  assert_counts (again, N, 1, 0);
  g_assert_cmpuint (n_wanted, ==, 1);
  assert_sound_and_undo (test);
}

/* Rows are inserted while the next are read: what the store does not take is told of with the row it stood in, and nothing is left. */
static void
test_row_that_fails (void)
{
  static const guint places[] = { 3210, N - 2 };
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (ClTestStore) test = cl_test_store_new ();
      g_autoptr (GString) text = make_sheet ();
      g_autoptr (GError) error = NULL;
      g_autofree char *id = make_id (places[i]), *path = g_build_filename (test->folder, "sheet.csv", NULL);
      g_autofree char *row = g_strdup_printf ("Row %u: ", places[i] + 2);
      char *there = strstr (text->str, id);
      /* Another number, so that only the store finds it there twice, by the address. */
      char *address = strstr (there, "上河村");
      g_autofree char *rest = g_strdup (strchr (address, '\n'));
      g_string_truncate (text, address - text->str);
      g_string_append_printf (text, "上河村7号%s", rest);
      g_autoptr (ClDatabase) database = cl_database_open (test->path, CL_DATABASE_WRITE, &error);
      g_assert_true (cl_database_execute (database, "CREATE UNIQUE INDEX spoil ON person (address)", &error));
      g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
      g_autoptr (ClImport) import = cl_import_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), path, NULL, &error);
      g_assert_no_error (error);
      g_assert_false (cl_import_run (import, &error));
      g_assert_true (g_str_has_prefix (error->message, row));
      g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (count_cb, NULL, NULL);
  g_test_add_func ("/import-many/known", test_known);
  g_test_add_func ("/import-many/twice", test_twice);
  g_test_add_func ("/import-many/row-that-fails", test_row_that_fails);
  return g_test_run ();
}
