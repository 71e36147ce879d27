#include "cl-test-store.h"

#include <glib/gstdio.h>

#include "cl-error.h"

static void
test_core (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *code = cl_store_get_setting (test->store, "office-code");
  gint64 id = cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", "phones", "13800000012、13800000013", NULL);
  g_autofree char *name = cl_test_store_get (test, "person", id, "name");

  g_assert_cmpstr (code, ==, CL_TEST_OFFICE_CODE);
  g_assert_cmpstr (name, ==, "张伟");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person__phones"), ==, 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM division"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM organisation WHERE kind = 'federation'"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/core", test_core);
  return g_test_run ();
}
