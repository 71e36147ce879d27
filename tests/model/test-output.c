#include "cl-test-store.h"

#include "cl-date.h"
#include "cl-error.h"
#include "cl-output.h"

static gint64
add_village (ClTestStore *test, const char *name, const char *code)
{
  return cl_test_store_add (test, "division", "name", name, "code", code, "level", "village", NULL);
}

static gint64
print (ClTestStore *test, const ClOutput *output, char **number)
{
  g_autoptr(GError) error = NULL;
  gint64 id = cl_output_log (test->store, output, number, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

static void
assert_field (ClTestStore *test, gint64 id, const char *field, const char *expected)
{
  g_autofree char *text = cl_test_store_get (test, "output", id, field);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_count (ClTestStore *test, const char *source, guint prints, guint returned)
{
  ClOutputCount count;
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_output_count (test->catalogue, cl_store_get_reader (test->store), source, &count, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count.prints, ==, prints);
  g_assert_cmpuint (count.returned, ==, returned);
}

static void
test_kept (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GBytes) paper = g_bytes_new_static ("%PDF-1.7 upper", 14);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, paper);
  g_autofree char *path = cl_store_get_attachment_path (test->store, digest);
  g_autofree char *number = NULL;
  g_autofree char *again = NULL;
  g_autofree char *stored = NULL;
  gsize size;
  gint64 village = add_village (test, "上河村", "991123101201");
  ClOutput output = { .kind = "print", .source = "attachment-3", .title = "附件3 名单", .unit = village, .period = "2027", .parameters = "上河村",
                      .copies = 2, .pages = 3, .bytes = paper, .keep = TRUE };
  gint64 id = print (test, &output, &number);

  g_assert_cmpstr (number, ==, "2027-0001");
  assert_field (test, id, "number", "2027-0001");
  assert_field (test, id, "made", CL_TEST_TODAY);
  assert_field (test, id, "state", "已打印");
  assert_field (test, id, "purpose", "签字盖章");
  assert_field (test, id, "digest", digest);
  assert_field (test, id, "copies", "2");
  assert_field (test, id, "pages", "3");
  assert_field (test, id, "batch", "");
  g_assert_true (g_file_get_contents (path, &stored, &size, NULL));
  g_assert_cmpmem (stored, size, "%PDF-1.7 upper", 14);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal WHERE kind = 'print' AND words LIKE '%2027-0001%附件3%上河村%'"), ==, 1);
  /* Printed again, it is the same file. */
  print (test, &output, &again);
  g_assert_cmpstr (again, ==, "2027-0002");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM attachment"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(DISTINCT file) FROM output"), ==, 1);
}

static void
test_export_without_file (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *path = g_build_filename (test->folder, "people.xlsx", NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "sheet", -1);
  ClOutput output = { .kind = "export", .source = "person", .title = "残疾人名册", .path = path };
  g_autoptr(GError) error = NULL;
  gint64 id;

  g_assert_cmpint (cl_output_log (test->store, &output, NULL, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM output"), ==, 0);
  g_assert_true (g_file_set_contents (path, "sheet", -1, NULL));
  id = print (test, &output, NULL);
  assert_field (test, id, "number", "2027-0001");
  assert_field (test, id, "digest", digest);
  assert_field (test, id, "state", "");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM attachment"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal WHERE kind = 'export'"), ==, 1);
}

static void
test_undo_passes_by (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  ClOutput output = { .kind = "print", .source = "person", .title = "残疾人名册" };
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  gint64 id, village = add_village (test, "上河村", "991123101201");

  cl_test_store_change (test, "division", village, "name", "下河村");
  id = print (test, &output, NULL);
  g_array_append_val (ids, id);
  words = cl_store_get_undo_words (test->store);
  g_assert_cmpstr (words, ==, "change name");
  g_assert_cmpint (cl_output_set_state (test->store, ids, "lost", &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (cl_output_set_state (test->store, ids, "returned", &error), >, 0);
  g_assert_cmpint (cl_output_set_state (test->store, ids, "returned", &error), ==, -1);
  assert_field (test, id, "state", "已交回");
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  assert_field (test, id, "state", "已打印");
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  assert_field (test, id, "number", "2027-0001");
  /* A print does not end redo. */
  print (test, &output, NULL);
  g_assert_cmpint (cl_store_redo (test->store, &error), >, 0);
  g_assert_cmpint (cl_store_redo (test->store, &error), >, 0);
  assert_field (test, id, "state", "已交回");
  g_assert_no_error (error);
}

static void
test_numbers_never_again (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  ClOutput output = { .kind = "print", .source = "person", .title = "残疾人名册" };
  g_autofree char *number = NULL;
  g_autofree char *next_year = NULL;
  gint64 id = print (test, &output, NULL);

  g_assert_true (cl_test_store_delete (test, "output", id, NULL));
  print (test, &output, &number);
  g_assert_cmpstr (number, ==, "2027-0002");
  g_assert_true (cl_today_set ("2028-01-02", NULL));
  print (test, &output, &next_year);
  g_assert_cmpstr (next_year, ==, "2028-0001");
}

static void
test_batch (void)
{
  static const char *const names[] = { "上河村", "下河村", "东沟村" };
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  ClOutput outputs[G_N_ELEMENTS (names)] = { 0 };
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GError) error = NULL;
  gint64 last;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *code = g_strdup_printf ("99112310120%u", i + 1);
      outputs[i] = (ClOutput) { .kind = "print", .source = "attachment-3", .title = "附件3", .unit = add_village (test, names[i], code), .period = "2026" };
    }
  assert_count (test, "attachment-3", 0, 0);
  ids = cl_output_log_all (test->store, outputs, G_N_ELEMENTS (outputs), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 3);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal WHERE kind = 'print'"), ==, 1);
  assert_field (test, g_array_index (ids, gint64, 2), "batch", "2027-0001");
  assert_count (test, "attachment-3", 3, 0);
  last = g_array_index (ids, gint64, 2);
  g_array_set_size (ids, 2);
  g_assert_cmpint (cl_output_set_state (test->store, ids, "returned", &error), >, 0);
  assert_count (test, "attachment-3", 3, 2);
  /* Another copy of what came back leaves it come back; what was printed for another year does not count. */
  print (test, &outputs[0], NULL);
  assert_count (test, "attachment-3", 3, 2);
  g_array_set_size (ids, 0);
  g_array_append_val (ids, last);
  g_assert_cmpint (cl_output_set_state (test->store, ids, "sent", &error), >, 0);
  assert_count (test, "attachment-3", 3, 3);
  outputs[1].period = "2027";
  print (test, &outputs[1], NULL);
  assert_count (test, "attachment-3", 1, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/output/kept", test_kept);
  g_test_add_func ("/output/export-without-file", test_export_without_file);
  g_test_add_func ("/output/undo-passes-by", test_undo_passes_by);
  g_test_add_func ("/output/numbers-never-again", test_numbers_never_again);
  g_test_add_func ("/output/batch", test_batch);
  return g_test_run ();
}
