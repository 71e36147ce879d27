/* A whole import with corrections, from outside: a column moved by hand, who is meant decided by key, the refused rows saved, corrected and imported, all taken
 * back. */

#include "cl-outside-steps.h"

#include <string.h>

static const char first[] = "姓名,性别,身份证号码,联系电话,村\n张伟,男,99112319820115103X,13800001003,上河村\n";
static const char second[] = "姓名,性别,身份证号码,手机,村\n"
                             "张伟,男,,13800001111,上河村\n"
                             "李芳,女,991123195603070028,13800002222,上河村\n"
                             "赵六,男,991123195603070011,13800003333,上河村\n";

static char *
say_counts (const char *added, const char *changed, const char *refused)
{
  return g_strdup_printf (T ("%s new, %s changed, %s unchanged, %s refused"), added, changed, "0", refused);
}

static void
open_sheet (Outside *outside, const char *path, const char *counts)
{
  outside_tab_to (outside, OUTSIDE_ANY, T ("File"));
  outside_keys ("ctrl+a", NULL);
  outside_type (path);
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, counts);
}

static void
land (Outside *outside, const char *counts)
{
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_listen (outside);
  outside_keys ("space", NULL);
  outside_hear (outside, counts);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Take this import back"));
}

/* The refused row corrected as a clerk would in a spreadsheet: its number's last character is X. */
static void
correct (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GString) corrected = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "赵六"));
  g_assert_null (strstr (text, "李芳"));
  corrected = g_string_new (text);
  g_string_replace (corrected, "991123195603070011", "99112319560307001X", 0);
  g_file_set_contents (path, corrected->str, -1, &error);
  g_assert_no_error (error);
}

static void
test_whole (void)
{
  const char *file = outside_office ("import.canlian", FALSE), *left = outside_path ("left.csv");
  g_autofree char *before = say_counts ("1", "0", "1"), *after = say_counts ("1", "1", "1"), *rest = say_counts ("1", "0", "0");
  g_autofree char *goes = g_strdup_printf (T ("Column “%s” goes to"), "手机");
  Outside *outside;

  g_assert_true (g_file_set_contents (outside_path ("first.csv"), first, -1, NULL));
  g_assert_true (g_file_set_contents (outside_path ("second.csv"), second, -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", outside_path ("first.csv"), NULL));
  outside = outside_open (file);
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  open_sheet (outside, outside_path ("second.csv"), before);

  /* A column moved by hand. */
  outside_choose (outside, goes, "备注");
  outside_hear (outside, before);

  /* The first row asks who is meant: the first who is suggested, by key. */
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "~张伟");
  outside_listen (outside);
  outside_keys ("1", NULL);
  outside_hear (outside, "张伟");
  outside_hear (outside, after);

  land (outside, after);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save the refused rows…"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Save the refused rows")));
  outside_wait_focus (outside, OUTSIDE_ANY, "*");
  outside_keys ("ctrl+a", NULL);
  outside_type (left);
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, left);
  correct (left);
  outside_pause (700);
  open_sheet (outside, left, rest);
  land (outside, rest);

  outside_listen (outside);
  outside_keys ("space", NULL);
  outside_hear (outside, T ("The import was taken back."));
  outside_quit (outside);
  g_free (outside_run ("--data", file, "undo", NULL));
  {
    g_autofree char *list = outside_run ("--data", file, "list", "person", NULL);

    g_assert_nonnull (strstr (list, "张伟"));
    g_assert_null (strstr (list, "李芳"));
    g_assert_null (strstr (list, "赵六"));
  }
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/import/whole", test_whole);
  return outside_end (g_test_run ());
}
