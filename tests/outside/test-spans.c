/* The program, run so, writes down what held its main loop, and calls it by name (CANLIAN_SPANS). How long it was is not asked here: bench-spans shows that. */

#include "cl-outside.h"

#include <string.h>

static void
test_written (void)
{
  const char *path = outside_path ("spans");
  Outside *outside;
  g_autofree char *text = NULL;

  g_setenv ("CANLIAN_SPANS", path, TRUE);
  outside = outside_open (outside_office ("spans.canlian", TRUE));
  outside_keys ("ctrl+k", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Search everything"));
  outside_type ("zw");
  outside_keys ("Escape", NULL);
  outside_quit (outside);
  g_unsetenv ("CANLIAN_SPANS");

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\tfirst frame\t"));
  /* the whole start is one turn, of which the parts are named */
  g_assert_nonnull (strstr (text, "turn\t"));
  g_assert_nonnull (strstr (text, "window: catalogue "));
  g_assert_nonnull (strstr (text, "store: open "));
  g_assert_nonnull (strstr (text, "frame: paint "));
  g_assert_nonnull (strstr (text, "\nlongest\t"));
  /* nor does it say what was typed */
  g_assert_null (strstr (text, "zw"));
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/spans/written", test_written);
  return outside_end (g_test_run ());
}
