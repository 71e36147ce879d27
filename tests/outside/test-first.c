/* The first start, by keyboard: an office of one's own, or the sample and from there to one's own and back. */

#include "cl-outside-steps.h"

#include <glib/gstdio.h>

static char *
sample_title (void)
{
  g_autofree char *office = g_strdup_printf (T ("%s Federation"), "云岭镇");
  g_autofree char *title = g_strdup_printf (T ("Sample %s"), office);

  return g_strdup_printf ("~%s", title);
}

static void
type_office (Outside *outside, const char *code, const char *name)
{
  g_autoptr (AtspiAccessible) entry = NULL;

  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Division code"));
  outside_type (code);
  outside_keys ("Tab", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Name of the place"));
  entry = outside_find (outside, ATSPI_ROLE_TEXT, T ("Name of the place"));
  outside_set_text (entry, name);
}

/* The code must have the digits of the level; then the office opens and teaches its first steps. */
static void
test_own (void)
{
  Outside *outside = outside_open (outside_path ("own.canlian"));
  g_autofree char *wrong = g_strdup_printf (T ("The code of this level has %u digits, such as %s. Type it, or choose another level."), 9, "991123101");
  g_autofree char *title = g_strdup_printf (T ("%s Federation"), "云岭县");
  g_autofree char *frame = g_strdup_printf ("~%s", title);
  g_autofree char *level = g_strdup_printf (T ("%s: %s"), T ("Level"), T ("Township or sub-district, 9 digits"));
  g_autofree char *county = g_strdup_printf (T ("%s: %s"), T ("Level"), T ("County, 6 digits"));

  type_office (outside, "991123", "云岭县");
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, wrong);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Division code"));

  outside_keys ("shift+Tab", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, level);
  outside_key_moves (outside, "space");
  outside_key_moves (outside, "Down");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, county);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Begin"));
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, frame));
  g_assert_null (outside_look (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Start your _own office…")));
  g_assert_true (g_file_test (outside_path ("own.canlian"), G_FILE_TEST_EXISTS));
  outside_quit (outside);
}

/* The sample says that it is one; an office of one's own is begun from it, and the sample stays where it is. */
static void
test_sample (void)
{
  Outside *outside = outside_open (outside_path ("none.canlian"));
  g_autofree char *title = sample_title ();
  g_autofree char *own = g_strdup_printf (T ("%s Federation"), "白石镇");
  g_autofree char *frame = g_strdup_printf ("~ — %s", own);
  g_autofree char *office = g_build_filename (g_get_user_data_dir (), "canlian", "office.canlian", NULL);
  g_autofree char *sample = g_build_filename (g_get_user_data_dir (), "canlian", "sample.canlian", NULL);

  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Division code"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Look at the sample first"));
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
  g_object_unref (outside_find (outside, OUTSIDE_ANY, T ("Sample: everybody and everything in it is invented. Try what you like.")));
  g_assert_true (g_file_test (sample, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (office, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (outside_path ("none.canlian"), G_FILE_TEST_EXISTS));

  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Start your _own office…"));
  outside_keys ("Return", NULL);
  type_office (outside, "991123102", "白石镇");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, frame));
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Start your _own office…"));
  g_assert_true (g_file_test (office, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (sample, G_FILE_TEST_EXISTS));

  outside_choose_in_submenu (outside, T ("The _office"), T ("Look at the sample township"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
  outside_choose_in_submenu (outside, T ("The _office"), T ("Start your own office…"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, frame));
  outside_quit (outside);
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/first/own", test_own);
  g_test_add_func ("/first/sample", test_sample);
  return outside_end (g_test_run ());
}
