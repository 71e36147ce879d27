/* Lists as tables, from outside: they leave as files, go to the clipboard and come back through the import's preview, and get columns of the office's own. */

#include "cl-outside-steps.h"

#include <glib/gstdio.h>
#include <string.h>

static void
show_page (Outside *outside, const char *name)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window"));
  g_autoptr (AtspiAccessible) row = outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, name);
  g_autofree char *title = g_strdup_printf ("~%s — ", name);

  outside_act (row, "open");
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
}

static void
to_rows (Outside *outside, const char *who)
{
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_type (who);
  outside_pause (300);
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
}

static char *
wait_file (const char *path)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  char *text = NULL;

  while (!g_file_get_contents (path, &text, NULL, NULL) && g_get_monotonic_time () < end)
    outside_pause (50);
  g_assert_nonnull (text);
  return text;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      g_remove (inside);
    }
  g_rmdir (path);
}

/* Ctrl+Shift+E, the purpose, the place, Enter: what was searched, with the columns of the list, masked for the public. */
static void
test_export (void)
{
  Outside *outside = outside_open (outside_office ("export.canlian", TRUE));
  const char *path = outside_path ("导出.csv");
  g_autofree char *text = NULL, *form = NULL, *audience = NULL;

  show_page (outside, T ("Persons"));
  to_rows (outside, "lxy");
  outside_keys ("ctrl+shift+e", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, "~1");
  audience = g_strdup_printf (T ("%s: %s"), T ("Who it is for"), T ("For the office itself, whole"));
  outside_tab_to (outside, OUTSIDE_ANY, audience);
  outside_keys ("space", "Down", "Return", NULL);
  form = g_strdup_printf (T ("%s: %s"), T ("Kind of file"), T ("Spreadsheet (.xlsx)"));
  outside_tab_to (outside, OUTSIDE_ANY, form);
  outside_keys ("space", "Down", "Return", NULL);
  {
    g_autoptr (AtspiAccessible) purpose = outside_find (outside, ATSPI_ROLE_TEXT, T ("Purpose"));
    g_autofree char *proposed = outside_text (purpose);

    g_assert_cmpstr (proposed, ==, "公示");
  }
  {
    g_autoptr (AtspiAccessible) place = outside_find (outside, ATSPI_ROLE_TEXT, T ("Where to"));

    outside_set_text (place, path);
    outside_tab_to (outside, ATSPI_ROLE_TEXT, T ("Where to"));
    outside_keys ("Return", NULL);
  }
  text = wait_file (path);
  g_assert_nonnull (strstr (text, "李秀英"));
  g_assert_nonnull (strstr (text, "********"));
  g_assert_null (strstr (text, "残疾类别"));
  g_assert_null (strstr (text, "赵小满"));
  outside_hear (outside, "导出.csv");
  /* It stands in the register, and what was chosen is proposed again. */
  outside_keys ("ctrl+shift+e", NULL);
  g_free (audience);
  audience = g_strdup_printf (T ("%s: %s"), T ("Who it is for"), T ("For the public, masked"));
  outside_tab_to (outside, OUTSIDE_ANY, audience);
  outside_keys ("Escape", NULL);
  outside_quit (outside);
  {
    g_autofree char *list = outside_run ("--data", outside_path ("export.canlian"), "list", "output", NULL);

    g_assert_nonnull (strstr (list, "残疾人名册"));
  }
}

/* One file a village, and back: the folder they lie in is all that is typed, and nothing changes; the register and the journal have the export. */
static void
test_villages (void)
{
  const char *file = outside_office ("villages.canlian", TRUE), *folder = outside_path ("各村");
  g_autofree char *path = g_build_filename (folder, "名册.xlsx", NULL), *journal = NULL;
  g_autofree char *unchanged = g_strdup_printf (T ("%s new, %s changed, %s unchanged, %s refused"), "0", "0", "56", "0");
  Outside *outside = outside_open (file);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  show_page (outside, T ("Persons"));
  outside_keys ("ctrl+shift+e", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, "~56");
  outside_choose (outside, T ("What of it"), T ("All entries with all columns"));
  outside_choose (outside, T ("How many files"), T ("One file a village"));
  {
    g_autoptr (AtspiAccessible) place = outside_find (outside, ATSPI_ROLE_TEXT, T ("Where to"));

    outside_set_text (place, path);
    outside_tab_to (outside, ATSPI_ROLE_TEXT, T ("Where to"));
    outside_listen (outside);
    outside_keys ("Return", NULL);
  }
  outside_hear (outside, "56");
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  {
    g_autoptr (AtspiAccessible) place = outside_find (outside, ATSPI_ROLE_TEXT, T ("File"));

    outside_set_text (place, folder);
  }
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, unchanged);
  outside_quit (outside);
  journal = outside_run ("--data", file, "journal", "--kind", "export", NULL);
  g_assert_nonnull (strstr (journal, "残疾人名册"));
  remove_folder (folder);
}

/* Ctrl+C on a row, Ctrl+V in the list: the row stands in the import's preview. */
static void
test_clipboard (void)
{
  Outside *outside = outside_open (outside_office ("paste.canlian", TRUE));
  g_autofree char *copied = g_strdup_printf (T ("%s row copied as a table"), "1");

  show_page (outside, T ("Persons"));
  to_rows (outside, "lxy");
  outside_listen (outside);
  outside_keys ("ctrl+c", NULL);
  outside_hear (outside, copied);
  outside_keys ("ctrl+v", NULL);
  {
    g_autofree char *title = g_strdup_printf ("~%s — ", T ("Import"));

    g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
  }
  g_object_unref (outside_find (outside, OUTSIDE_ANY, "~李秀英"));
  outside_quit (outside);
}

/* The menu, a name, Enter: the list has the column, the editor asks for it. */
static void
test_own_column (void)
{
  Outside *outside = outside_open (outside_office ("column.canlian", TRUE));
  g_autofree char *added = g_strdup_printf (T ("Column “%s” added"), "鞋码");

  show_page (outside, T ("Persons"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("The list as a table"));
  outside_key_moves (outside, "space");
  for (guint k = 0; k < 10; k++)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *name = outside_name (focused);

      if (g_str_has_prefix (name, "增加栏目"))
        break;
      outside_key_moves (outside, "Down");
    }
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Name of the column"));
  outside_type ("姓名");
  outside_keys ("Return", NULL);
  outside_pause (500);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Name of the column"));
  outside_keys ("ctrl+a", NULL);
  outside_type ("鞋码");
  outside_keys ("Return", NULL);
  outside_hear (outside, added);
  /* The window manager gives the focus back by and by. */
  outside_pause (700);
  to_rows (outside, "lxy");
  outside_keys ("F2", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_TEXT, "鞋码"));
  outside_keys ("Escape", NULL);
  outside_quit (outside);
  {
    g_autofree char *list = outside_run ("--data", outside_path ("column.canlian"), "field", "list", "person", NULL);

    g_assert_nonnull (strstr (list, "own_xie_ma\t鞋码"));
  }
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/tables/export", test_export);
  g_test_add_func ("/tables/villages", test_villages);
  g_test_add_func ("/tables/clipboard", test_clipboard);
  g_test_add_func ("/tables/own-column", test_own_column);
  return outside_end (g_test_run ());
}
