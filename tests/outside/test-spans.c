/* The program, run so, writes down what held its main loop, and calls it by name (CANLIAN_SPANS). How long it was is not asked here: bench-spans shows that. */

#include "cl-outside-steps.h"

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
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
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

/* Whether one turn of the main loop held both. */
static gboolean
is_one_turn (const char *spans, const char *one, const char *other)
{
  g_auto (GStrv) lines = g_strsplit (spans, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "turn\t") && strstr (lines[i], one) && strstr (lines[i], other))
      return TRUE;
  return FALSE;
}

/* What the first frame and the next key need not wait for comes after them. */
static void
test_apart (void)
{
  const char *path = outside_path ("apart");
  Outside *outside;
  g_autofree char *text = NULL;

  g_setenv ("CANLIAN_SPANS", path, TRUE);
  outside = outside_open (outside_office ("apart.canlian", TRUE));
  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("F2", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, "姓名");
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_quit (outside);
  g_unsetenv ("CANLIAN_SPANS");

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  /* the month of Today asks every ledger; a form has a widget for each field */
  g_assert_nonnull (strstr (text, "today: month "));
  g_assert_false (is_one_turn (text, "window: catalogue ", "today: month "));
  g_assert_nonnull (strstr (text, "editor: take apart "));
  g_assert_false (is_one_turn (text, "editor: close ", "editor: take apart "));
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/spans/written", test_written);
  g_test_add_func ("/spans/apart", test_apart);
  return outside_end (g_test_run ());
}
