/* The program, run so, writes down what held its main loop, and calls it by name (CANLIAN_SPANS). How long it was is not asked here: bench-spans shows that. */

#include "cl-outside-steps.h"

#include <string.h>

static char *spans; /* what the program wrote down */

static void
find_and_edit (Outside *outside)
{
  outside_keys ("ctrl+k", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Search everything"));
  outside_type ("zw");
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("F2", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, "姓名");
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
}

static void
look_through (Outside *outside)
{
  const char *sheet = outside_path ("sheet.csv");
  g_autofree char *goes = g_strdup_printf (T ("Column “%s” goes to"), "村"), *last = g_strconcat ("~", goes, NULL);

  g_assert_true (g_file_set_contents (sheet, "姓名,性别,民族,联系电话,备注,村\n张伟,男,汉族,,,上河村\n李芳,女,汉族,,,下河村\n", -1, NULL));
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_keys ("ctrl+a", NULL);
  outside_type (sheet);
  outside_keys ("Return", NULL);
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  g_object_unref (outside_find (outside, OUTSIDE_ANY, last));
}

static void
use_program (void)
{
  const char *path = outside_path ("spans");
  Outside *outside;

  g_setenv ("CANLIAN_SPANS", path, TRUE);
  g_setenv ("CANLIAN_SPANS_LEAST", "50", TRUE);
  outside = outside_open (outside_office ("spans.canlian", TRUE));
  find_and_edit (outside);
  look_through (outside);
  outside_quit (outside);
  g_assert_true (g_file_get_contents (path, &spans, NULL, NULL));
}

static void
test_written (void)
{
  g_assert_nonnull (strstr (spans, "\tfirst frame\t"));
  g_assert_nonnull (strstr (spans, "turn\t"));
  g_assert_nonnull (strstr (spans, "window: catalogue "));
  g_assert_nonnull (strstr (spans, "store: open "));
  g_assert_nonnull (strstr (spans, "frame: paint "));
  g_assert_nonnull (strstr (spans, "\nlongest\t"));
  /* nor does it say what was typed */
  g_assert_null (strstr (spans, "zw"));
}

/* Whether one turn of the main loop held both. */
static gboolean
is_one_turn (const char *one, const char *other)
{
  g_auto (GStrv) lines = g_strsplit (spans, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "turn\t") && strstr (lines[i], one) && strstr (lines[i], other))
      return TRUE;
  return FALSE;
}

/* What the first frame and the next key need not wait for comes after them: each was there, and not in the turn of the other. */
static void
test_apart (void)
{
  static const struct { const char *first, *then; } pairs[] = {
    { "window: catalogue ", "today: month " },   /* every ledger is asked for it */
    { "editor: close ", "editor: take apart " }, /* a form has a widget for each field */
    { "import: columns ", "import: column " },   /* a sheet has a drop-down for each */
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_test_message ("%sand %s", pairs[i].first, pairs[i].then);
      g_assert_nonnull (strstr (spans, pairs[i].then));
      g_assert_false (is_one_turn (pairs[i].first, pairs[i].then));
    }
}

int
main (int argc, char **argv)
{
  int status;

  outside_begin (&argc, &argv);
  use_program ();
  g_test_add_func ("/spans/written", test_written);
  g_test_add_func ("/spans/apart", test_apart);
  status = g_test_run ();
  g_free (spans);
  return outside_end (status);
}
