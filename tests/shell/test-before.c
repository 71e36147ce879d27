/* Before many records change at once there is a backup of the file as it was: before the import of all sheets of a folder together, and before two entries are made
 * one. Brought back, it holds what was there then. */

#include "cl-kept.h"
#include "cl-test-store.h"
#include "cli-desk.h"

/* The one backup that was made for @reason, brought back beside the file: how many people are in it. */
static gint64
count_before (ClTestStore *test, const char *reason)
{
  g_autoptr (GPtrArray) kept = cl_kept_list (test->path);
  g_autofree char *other = g_build_filename (test->folder, reason, NULL);
  g_autoptr (GError) error = NULL;
  guint found = 0;

  for (guint i = 0; i < kept->len; i++)
    if (g_str_equal (((const ClKept *) kept->pdata[i])->reason, reason))
      {
        found++;
        cl_store_restore (((const ClKept *) kept->pdata[i])->path, other, NULL, &error);
        g_assert_no_error (error);
      }
  g_assert_cmpuint (found, ==, 1);
  return cl_test_query (other, "SELECT count(*) FROM person");
}

static void
test_folder (Desk *desk, gconstpointer unused)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  g_autofree char *one = g_build_filename (test->folder, "上河村.csv", NULL), *other = g_build_filename (test->folder, "下河村.csv", NULL);

  cl_test_store_add (test, "person", "name", "张伟", NULL);
  cl_test_store_close (test);
  g_free (desk->data);
  desk->data = g_strdup (test->path);
  g_assert_true (g_file_set_contents (one, "姓名,性别\n李芳,女\n", -1, NULL));
  g_assert_true (g_file_set_contents (other, "姓名,性别\n王五,男\n赵六,男\n", -1, NULL));
  desk_run (desk, "import", one, other, "person", NULL);
  desk_expect (desk, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 4);
  g_assert_cmpint (count_before (test, "import"), ==, 1);
}

static void
test_merge (Desk *desk, gconstpointer unused)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  g_autofree char *one = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "person", "name", "张伟", "phones", "13800000001", NULL));
  g_autofree char *other = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "person", "name", "张伟", NULL));

  cl_test_store_close (test);
  g_free (desk->data);
  desk->data = g_strdup (test->path);
  desk_run (desk, "merge", "person", one, other, NULL);
  desk_expect (desk, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 1);
  g_assert_cmpint (count_before (test, "merge"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/before/folder", Desk, NULL, desk_set_up, test_folder, desk_tear_down);
  g_test_add ("/before/merge", Desk, NULL, desk_set_up, test_merge, desk_tear_down);
  return g_test_run ();
}
