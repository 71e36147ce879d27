/* Attachment 1 begun for all villages at once: a row for each unit of the day that has none, one undo for all. */

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-reform.h"

static guint
count_rows (ClTestStore *test)
{
  g_autoptr (ClQuery) query = cl_query_new (test->catalogue, cl_catalogue_find_ledger (test->catalogue, "reform_progress"));
  g_autoptr (ClStatement) statement = cl_query_prepare (query, cl_store_get_reader (test->store), NULL, NULL);
  guint n = 0;

  while (cl_statement_step (statement, NULL))
    n++;
  return n;
}

static void
test_begin (void)
{
  ClTestStore *test = cl_test_store_new_with_plugins ();
  g_autoptr (GError) error = NULL;
  g_autofree char *village = NULL;
  guint added = 0, units;

  village = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "division", "code", "991123101201", "name", "上河村", "level", "village", NULL));
  cl_test_store_add (test, "division", "code", "991123101202", "name", "下河村", "level", "village", NULL);
  cl_test_store_add (test, "division", "code", "991123101203", "name", "旧村", "level", "village", "valid_to", "2020-12-31", NULL);
  g_assert_true (roster_reform_begin (test->store, "2027-03-20", &added, &error));
  g_assert_no_error (error);
  units = added;
  g_assert_cmpuint (units, >=, 2);
  g_assert_cmpuint (count_rows (test), ==, units);

  /* Those that have their row keep it. */
  g_assert_true (roster_reform_begin (test->store, "2027年3月20日", &added, &error));
  g_assert_cmpuint (added, ==, 0);
  g_assert_cmpuint (count_rows (test), ==, units);
  cl_test_store_add (test, "reform_progress", "division", village, "due", "2027-06-20", "tasks", "9", NULL);
  g_assert_true (roster_reform_begin (test->store, "2027-06-20", &added, &error));
  g_assert_cmpuint (added, ==, units - 1);
  g_assert_cmpuint (count_rows (test), ==, 2 * units);

  g_assert_false (roster_reform_begin (test->store, "明天吧", &added, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (count_rows (test), ==, units + 1);
  cl_test_store_free (test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reform/begin", test_begin);
  return g_test_run ();
}
