/* Before many records change at once there is a backup of the file as it was: before the import of all sheets of a folder together, and before two entries are made
 * one. Brought back, it holds what was there then. */

#include <gio/gio.h>
#include <sys/wait.h>

#include "cl-kept.h"
#include "cl-test-store.h"

static void
run (const char *data, const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  va_list list;
  int status;

  g_ptr_array_add (words, (char *) g_getenv ("CANLIAN"));
  g_ptr_array_add (words, (char *) "--data");
  g_ptr_array_add (words, (char *) data);
  va_start (list, first);
  for (const char *word = first; word != NULL; word = va_arg (list, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (list);
  g_ptr_array_add (words, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) words->pdata, NULL, 0, NULL, NULL, &out, &err, &status, &error));
  g_assert_no_error (error);
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
    g_error ("%s: status %d: %s%s", first, status, out, err);
}

/* The one backup that was made for @reason, brought back beside the file: how many people are in it. */
static gint64
count_before (ClTestStore *test, const char *reason)
{
  g_autoptr (GPtrArray) kept = cl_kept_list (test->path);
  g_autofree char *other = g_build_filename (test->folder, reason, NULL);
  g_autofree char *path = g_steal_pointer (&test->path);
  g_autoptr (GError) error = NULL;
  guint found = 0;
  gint64 n;

  for (guint i = 0; i < kept->len; i++)
    if (g_str_equal (((const ClKept *) kept->pdata[i])->reason, reason))
      {
        found++;
        cl_store_restore (((const ClKept *) kept->pdata[i])->path, other, NULL, &error);
        g_assert_no_error (error);
      }
  g_assert_cmpuint (found, ==, 1);
  test->path = other;
  n = cl_test_store_query (test, "SELECT count(*) FROM person");
  test->path = g_steal_pointer (&path);
  return n;
}

static void
test_folder (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  g_autofree char *one = g_build_filename (test->folder, "上河村.csv", NULL), *other = g_build_filename (test->folder, "下河村.csv", NULL);

  cl_test_store_add (test, "person", "name", "张伟", NULL);
  cl_test_store_close (test);
  g_assert_true (g_file_set_contents (one, "姓名,性别\n李芳,女\n", -1, NULL));
  g_assert_true (g_file_set_contents (other, "姓名,性别\n王五,男\n赵六,男\n", -1, NULL));
  run (test->path, "import", one, other, "person", NULL);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 4);
  g_assert_cmpint (count_before (test, "import"), ==, 1);
}

static void
test_merge (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  g_autofree char *one = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "person", "name", "张伟", "phones", "13800000001", NULL));
  g_autofree char *other = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "person", "name", "张伟", NULL));

  cl_test_store_close (test);
  run (test->path, "merge", "person", one, other, NULL);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 1);
  g_assert_cmpint (count_before (test, "merge"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/before/folder", test_folder);
  g_test_add_func ("/before/merge", test_merge);
  return g_test_run ();
}
