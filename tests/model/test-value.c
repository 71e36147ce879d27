#include "cl-value.h"

static void
test_kinds (void)
{
  g_auto(ClValue) a = CL_VALUE_INIT;
  g_auto(ClValue) b = CL_VALUE_INIT;
  const char *texts[] = { "1", "2", NULL };
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = G_GINT64_CONSTANT (991123101) << 33;

  g_assert_true (cl_value_is_none (&a));
  cl_value_set_text (&a, "");
  g_assert_true (cl_value_is_none (&a));
  cl_value_set_integer (&a, 0);
  g_assert_false (cl_value_is_none (&a));
  g_assert_false (cl_value_equal (&a, &b));
  cl_value_set_text (&a, "云岭镇");
  cl_value_copy (&b, &a);
  g_assert_true (cl_value_equal (&a, &b));
  g_assert_true (a.text != b.text);
  cl_value_copy (&b, &b);
  g_assert_cmpstr (b.text, ==, "云岭镇");
  cl_value_take_texts (&a, g_strdupv ((GStrv) texts));
  cl_value_copy (&b, &a);
  g_assert_true (cl_value_equal (&a, &b));
  g_array_append_val (ids, id);
  cl_value_take_ids (&a, ids);
  g_assert_false (cl_value_equal (&a, &b));
  cl_value_copy (&b, &a);
  g_assert_true (cl_value_equal (&a, &b));
  cl_value_take_ids (&a, NULL);
  g_assert_true (cl_value_is_none (&a));
  cl_value_take_texts (&b, g_new0 (char *, 1));
  g_assert_true (cl_value_is_none (&b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/kinds", test_kinds);
  return g_test_run ();
}
