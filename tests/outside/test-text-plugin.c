/* A plugin of three text files and no code (tests/data/wheelchair), dropped into the data folder: everything that the window does for a ledger, it does for this one. */

#include "cl-outside-steps.h"

#include <string.h>

#define LEDGER "轮椅"

static void
drop_file (const char *name)
{
  g_autofree char *from = g_build_filename (g_getenv ("CANLIAN_DATA"), "wheelchair", name, NULL);
  g_autofree char *to = g_build_filename (g_get_user_data_dir (), "canlian", "plugins", "wheelchair", name, NULL);
  g_autofree char *folder = g_path_get_dirname (to);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_get_contents (from, &text, NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, text, -1, &error);
  g_assert_no_error (error);
}

/* The row of the list that says all of it, whichever place it has there. */
static void
find_row (Outside *outside, const char *part)
{
  g_autofree char *name = g_strconcat ("~", part, NULL);
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, LEDGER);

  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, name));
}

static void
fill (Outside *outside, const char *field, const char *text)
{
  outside_tab_to (outside, OUTSIDE_ANY, field);
  outside_type (text);
}

static void
enter_record (Outside *outside)
{
  g_autofree char *saved = g_strdup_printf (T ("%s saved"), "L-1");

  outside_keys ("ctrl+n", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, "~编号");
  outside_type ("L-1");
  fill (outside, "借用人", "zhangwei");
  fill (outside, "借出日期", "2026.11.3");
  fill (outside, "归还日期", "2026-11-2");
  /* The description's own check is said and does not block. */
  outside_listen (outside);
  outside_keys ("ctrl+s", NULL);
  outside_hear (outside, "归还日期早于借出日期，请核对。");
  outside_keys ("ctrl+s", NULL);
  outside_hear (outside, saved);
  find_row (outside, "L-1，zhangwei，借出日期 2026年11月3日，归还日期 2026年11月2日");
}

static void
take_back (Outside *outside)
{
  g_autofree char *words = g_strdup_printf (T ("Add %s"), "L-1");
  g_autofree char *undone = g_strdup_printf (T ("Undone: %s"), "");
  g_autofree char *again = g_strdup_printf (T ("Done again: %s"), "");

  outside_listen (outside);
  outside_keys ("ctrl+z", NULL);
  outside_hear (outside, undone);
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~L-1，");
  outside_keys ("ctrl+shift+z", NULL);
  outside_hear (outside, again);
  find_row (outside, "L-1，");
}

static void
import_sheet (Outside *outside)
{
  const char *sheet = outside_path ("lent.csv");
  g_autofree char *counts = g_strdup_printf (T ("%s new, %s changed, %s unchanged, %s refused"), "2", "1", "0", "0");

  g_assert_true (g_file_set_contents (sheet, "轮椅编号,借用人姓名,借出日期,归还日期\nL-1,张伟,2026-11-01,2026-11-02\nL-2,李娜,2026-11-02,\nL-3,阿达力·叶尔江,2026-11-02,\n", -1, NULL));
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_choose (outside, T ("Ledger"), LEDGER);
  outside_tab_to (outside, OUTSIDE_ANY, T ("File"));
  outside_type (sheet);
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, counts);
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_keys ("space", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Take this import back"));
}

/* By initials, as any other name; and the view of those still out. */
static void
search (Outside *outside)
{
  outside_show_page (outside, LEDGER);
  outside_wait_rows (outside, LEDGER, 3);
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_type ("zw");
  outside_wait_rows (outside, LEDGER, 1);
  find_row (outside, "L-1，张伟");
  outside_keys ("Escape", NULL);
  outside_wait_rows (outside, LEDGER, 3);
}

static void
preview (Outside *outside)
{
  g_autoptr (AtspiAccessible) paper = NULL;

  outside_show_page (outside, T ("Forms"));
  outside_choose (outside, T ("Form to fill"), "轮椅出借登记表");
  paper = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));
  g_object_unref (outside_find_in (outside, paper, ATSPI_ROLE_LIST_ITEM, "~阿达力·叶尔江"));
  g_object_unref (outside_find_in (outside, paper, ATSPI_ROLE_LIST_ITEM, "~L-1，张伟，2026年11月1日"));
}

static void
switch_plugin (Outside *outside)
{
  outside_keys ("ctrl+comma", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Preferences")));
  outside_pause (500); /* its first focus comes 400 ms after it */
  outside_tab_to (outside, OUTSIDE_ANY, "轮椅出借");
  outside_keys ("space", NULL);
}

static void
leave_preferences (Outside *outside)
{
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
}

static void
test_text_plugin (void)
{
  const char *file = outside_office ("text-plugin.canlian", TRUE), *out = outside_path ("out.csv");
  g_autofree char *exported = NULL;
  Outside *outside;

  drop_file ("wheelchair.plugin");
  drop_file ("ledgers/wheelchair.xml");
  drop_file ("forms/wheelchairs.xml");
  outside = outside_open (file);
  outside_show_page (outside, LEDGER);
  enter_record (outside);
  take_back (outside);
  import_sheet (outside);
  search (outside);
  preview (outside);

  switch_plugin (outside);
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, LEDGER);
  leave_preferences (outside);
  outside_quit (outside);

  /* It stays off at the next start, its records stay whole meanwhile, and are there again when it is on. */
  g_free (outside_run ("--data", file, "export", "wheelchair", "--output", out, NULL));
  g_assert_true (g_file_get_contents (out, &exported, NULL, NULL));
  g_assert_nonnull (strstr (exported, "L-3,阿达力·叶尔江,2026-11-02,"));
  outside = outside_open (file);
  g_assert_null (outside_look (outside, ATSPI_ROLE_LIST_ITEM, LEDGER));
  switch_plugin (outside);
  g_object_unref (outside_find_page (outside, LEDGER));
  leave_preferences (outside);
  outside_show_page (outside, LEDGER);
  outside_wait_rows (outside, LEDGER, 3);
  find_row (outside, "L-1，张伟，借出日期 2026年11月1日，归还日期 2026年11月2日");
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/text-plugin/whole", test_text_plugin);
  return outside_end (g_test_run ());
}
