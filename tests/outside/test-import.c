/* A whole import with corrections, from outside: a column moved by hand, who is meant decided by key, the refused rows saved, corrected and imported, all taken
 * back. */

#include "cl-outside-steps.h"

#include <glib/gstdio.h>
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
save_refused (Outside *outside, const char *path)
{
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save the refused rows…"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Save the refused rows")));
  outside_wait_focus (outside, OUTSIDE_ANY, "*");
  outside_keys ("ctrl+a", NULL);
  outside_type (path);
  outside_listen (outside);
  outside_keys ("Return", NULL);
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
  save_refused (outside, left);
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

/* What two villages sent back lies in one folder, whose name is all that is typed; a column without a home becomes one of the office's own. */
static void
test_folder (void)
{
  const char *file = outside_office ("folder.canlian", FALSE), *folder = outside_path ("back");
  g_autofree char *one = g_build_filename (folder, "上河村.csv", NULL), *other = g_build_filename (folder, "下河村.csv", NULL);
  g_autofree char *counts = say_counts ("2", "0", "0"), *own = g_strdup_printf (T ("Make “%s” a column of the office's own"), "低保号");
  g_autofree char *named = g_strdup_printf (T ("Name of the column for “%s”"), "低保号"), *added = g_strdup_printf (T ("Column “%s” added"), "低保号");
  Outside *outside;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (one, "姓名,性别,身份证号码,村,低保号\n张伟,男,99112319560307001X,上河村,D001\n", -1, NULL));
  g_assert_true (g_file_set_contents (other, "村,姓名,性别,身份证号码,低保号\n下河村,李芳,女,991123195603070028,D002\n", -1, NULL));
  /* The window makes the day's as soon as it has time. Where it comes to that only after the column was added, that backup holds everything, and none is made
   * before the import. */
  g_free (outside_run ("--data", file, "backup", NULL));
  outside = outside_open (file);
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  open_sheet (outside, folder, counts);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, own);
  outside_wait_focus (outside, OUTSIDE_ANY, named);
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, added);
  land (outside, counts);
  outside_quit (outside);
  {
    g_autofree char *table = outside_run ("--data", file, "list", "person", "--json", NULL);
    g_autofree char *backups = outside_run ("--data", file, "backup", "--list", NULL);

    g_assert_nonnull (strstr (table, "D001"));
    g_assert_nonnull (strstr (table, "D002"));
    /* The file as it was before is kept. */
    g_assert_nonnull (strstr (backups, "-import.canlian"));
  }
  g_remove (one);
  g_remove (other);
  g_rmdir (folder);
}

/* Values that differ are asked about: one taken and one kept, by a key each; and a landing that is stopped leaves nothing. */
static void
test_ask_and_cancel (void)
{
  static const char head[] = "姓名,性别,身份证号码,备注\n";
  const char *file = outside_office ("ask.canlian", FALSE), *before = outside_path ("before.csv"), *after = outside_path ("after.csv"), *many = outside_path ("many.csv");
  g_autofree char *asked = say_counts ("0", "0", "0"), *decided = g_strdup_printf (T ("%s new, %s changed, %s unchanged, %s refused"), "0", "1", "1", "0");
  g_autofree char *new = say_counts ("30,000", "0", "0"), *table = NULL;
  g_autoptr (GString) text = g_string_new (head);
  Outside *outside;

  g_assert_true (g_file_set_contents (before, "姓名,性别,身份证号码,备注\n张伟,男,99112319560307001X,甲一\n李芳,女,991123195603070028,乙一\n", -1, NULL));
  g_assert_true (g_file_set_contents (after, "姓名,性别,身份证号码,备注\n张伟,男,99112319560307001X,甲二\n李芳,女,991123195603070028,乙二\n", -1, NULL));
  for (guint i = 0; i < 30000; i++)
    g_string_append_printf (text, "王%u,男,,丙\n", i);
  g_assert_true (g_file_set_contents (many, text->str, -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", before, NULL));
  outside = outside_open (file);
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  {
    g_autofree char *changed = say_counts ("0", "2", "0");

    open_sheet (outside, after, changed);
  }
  outside_choose (outside, T ("Where something else is there"), T ("Ask in each row"));
  outside_hear (outside, asked);
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "~张伟");
  outside_keys ("t", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~李芳");
  outside_listen (outside);
  outside_keys ("k", NULL);
  outside_hear (outside, decided);
  land (outside, decided);

  open_sheet (outside, many, new);
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_listen (outside);
  outside_keys ("space", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Cancel"));
  outside_keys ("space", NULL);
  outside_hear (outside, T ("Cancelled. Nothing was imported."));
  outside_quit (outside);
  table = outside_run ("--data", file, "list", "person", "--json", NULL);
  g_assert_nonnull (strstr (table, "甲二"));
  g_assert_nonnull (strstr (table, "乙一"));
  g_assert_null (strstr (table, "丙"));
}

#define NAMELESS 20000
#define REMARK 4800

/* Rows without a name, with long remarks in which nothing comes twice within what a .xlsx is packed by: to write one of them takes seconds. */
static void
write_nameless (const char *path)
{
  g_autoptr (GString) letters = g_string_new (NULL), text = g_string_new ("姓名,性别,备注\n");

  for (guint i = 0; i < 20 * REMARK / 8; i++)
    g_string_append_printf (letters, "%08x", i * 2654435761u);
  for (guint i = 0; i < NAMELESS; i++)
    {
      g_string_append (text, ",男,");
      g_string_append_len (text, letters->str + i % 19 * REMARK, REMARK);
      g_string_append_c (text, '\n');
    }
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
}

/* To save many refused rows says how far it is; Cancel leaves no file. */
static void
test_refused (void)
{
  const char *file = outside_office ("refused.canlian", FALSE), *sheet = outside_path ("nameless.csv"), *left = outside_path ("left.xlsx");
  g_autofree char *counts = say_counts ("0", "0", "20,000");
  Outside *outside;

  write_nameless (sheet);
  outside = outside_open (file);
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  open_sheet (outside, sheet, counts);
  save_refused (outside, left);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Cancel"));
  outside_hear (outside, T ("Cancelled: the refused rows were not saved."));
  outside_gone (outside, ATSPI_ROLE_PROGRESS_BAR, T ("Progress"));
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  outside_quit (outside);
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/import/whole", test_whole);
  g_test_add_func ("/import/folder", test_folder);
  g_test_add_func ("/import/ask-and-cancel", test_ask_and_cancel);
  g_test_add_func ("/import/refused", test_refused);
  return outside_end (g_test_run ());
}
