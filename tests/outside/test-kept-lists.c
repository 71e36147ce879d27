/* A list as an office wants it, from outside and by keys: its columns, its rows under headings, and all of it kept under a name. */

#include "cl-outside.h"
#include "cl-outside-steps.h"

#include <string.h>

/* The list called @page of the file @name, with the focus on its first row. */
static Outside *
enter_list (const char *file, const char *page)
{
  Outside *outside = outside_open (file);

  outside_enter_list (outside, page);
  return outside;
}

/* How many rows of the list say @part. */
static guint
count (Outside *outside, const char *list_name, const char *part)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, list_name);

  return outside_count (list, ATSPI_ROLE_LIST_ITEM, part);
}

static void
wait_count (Outside *outside, const char *list_name, const char *part, guint n)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  while (count (outside, list_name, part) != n && g_get_monotonic_time () < end)
    outside_pause (50);
  g_assert_cmpuint (count (outside, list_name, part), ==, n);
}

/* In an open menu, by Down alone; an item may have the letter of its key behind its words. */
static void
choose_item (Outside *outside, const char *english)
{
  g_auto (GStrv) parts = g_strsplit_set (english, "(…", 2);

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *name = focused != NULL ? outside_name (focused) : g_strdup ("");

      if (g_str_has_prefix (name, parts[0]))
        {
          outside_keys ("Return", NULL);
          return;
        }
      outside_key_moves (outside, "Down");
    }
  g_error ("“%s” is not in the menu", english);
}

static void
choose_in_list_menu (Outside *outside, const char *item)
{
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("The list as a table"));
  outside_key_moves (outside, "space");
  choose_item (outside, item);
}

/* Ctrl+Shift+O: a column goes down by Alt+Down, which is said, another is shown by Space, one is left out; the rows say it so, tomorrow as well; undo has the old ones. */
static void
test_columns (void)
{
  const char *file = outside_office ("columns.canlian", TRUE);
  Outside *outside = enter_list (file, T ("Persons"));
  g_autofree char *third = g_strdup_printf (T ("%s: column %u of %u"), "性别", 3, 9);
  guint women = count (outside, T ("Persons"), "~，女，");

  g_assert_cmpuint (women, >, 0);
  outside_keys ("ctrl+shift+o", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_CHECK_BOX, "姓名");
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_CHECK_BOX, "性别");
  outside_listen (outside);
  outside_keys ("alt+Down", NULL);
  outside_hear (outside, third);
  outside_keys ("space", "Down", "Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_CHECK_BOX, "联系电话");
  outside_keys ("End", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_CHECK_BOX, "*");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  wait_count (outside, T ("Persons"), "~，女，", 0);
  outside_quit (outside);

  outside = enter_list (file, T ("Persons"));
  wait_count (outside, T ("Persons"), "~，女，", 0);
  outside_keys ("ctrl+z", NULL);
  wait_count (outside, T ("Persons"), "~，女，", women);
  /* Chosen again, and as delivered. */
  outside_keys ("ctrl+shift+z", NULL);
  wait_count (outside, T ("Persons"), "~，女，", 0);
  outside_keys ("ctrl+shift+o", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_CHECK_BOX, "姓名");
  outside_listen (outside);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_As delivered"));
  outside_hear (outside, T ("The columns are as delivered"));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Show these"));
  wait_count (outside, T ("Persons"), "~，女，", women);
  outside_quit (outside);
}

/* Searched and kept under a name: it stands below its ledger, shows the same tomorrow, is known to the command line, renamed, taken away, and brought back. */
static void
test_kept (void)
{
  const char *file = outside_office ("kept.canlian", TRUE);
  Outside *outside = enter_list (file, T ("Persons"));
  g_autofree char *place = g_strdup_printf (T ("%s: %s"), T ("Persons"), "妇女名单"), *renamed = g_strdup_printf (T ("%s: %s"), T ("Persons"), "女同志");
  g_autofree char *start = g_strconcat ("~", T ("Field"), NULL), *title = g_strdup_printf ("~%s — ", place), *persons = g_strdup_printf ("~%s — ", T ("Persons"));
  g_autofree char *listed = NULL, *views = NULL;
  g_auto (GStrv) lines = NULL;
  guint women;

  outside_keys ("ctrl+shift+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, start);
  outside_choose (outside, T ("Field"), "性别");
  g_object_unref (outside_find (outside, ATSPI_ROLE_CHECK_BOX, "~女"));
  outside_tab_to (outside, ATSPI_ROLE_CHECK_BOX, "~男");
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_CHECK_BOX, "~女");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~，女，");
  women = count (outside, T ("Persons"), "*");
  outside_keys ("ctrl+shift+s", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Name of the list"));
  outside_set_text (outside_focused (outside), "妇女名单");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Keep"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
  outside_wait_rows (outside, "妇女名单", women);
  g_object_unref (outside_find_page (outside, place));
  outside_quit (outside);

  listed = outside_run ("list", "person", "--view", "妇女名单", "--data", file, NULL);
  lines = g_strsplit (g_strchomp (listed), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, women + 1);
  views = outside_run ("views", "person", "--data", file, NULL);
  g_assert_nonnull (strstr (views, "妇女名单"));

  /* Views stand under the ledger where one is. */
  outside = enter_list (file, T ("Persons"));
  outside_show_page (outside, place);
  outside_wait_rows (outside, "妇女名单", women);
  g_assert_cmpuint (count (outside, "妇女名单", "~，男，"), ==, 0);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~，女，");
  choose_in_list_menu (outside, T ("_Rename this list…"));
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Name of the list"));
  outside_set_text (outside_focused (outside), "女同志");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Rename"));
  g_object_unref (outside_find_page (outside, renamed));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, "女同志"));
  choose_in_list_menu (outside, T ("_Take this list away"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, persons));
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, renamed);
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find_page (outside, renamed));
  outside_quit (outside);
}

/* F8 and a field: headings with their counts among the rows, folded by Left and unfolded by Right, passed over by what chooses rows; the total at the end. */
static void
test_groups (void)
{
  Outside *outside = enter_list (outside_office ("groups.canlian", TRUE), T ("Persons"));
  guint n = count (outside, T ("Persons"), "*"), men = count (outside, T ("Persons"), "~，男，");
  g_autofree char *number = g_strdup_printf ("%u", men), *all = g_strdup_printf ("%u", n), *two = g_strdup_printf (T ("%s row selected"), "2");
  g_autofree char *counted = g_strdup_printf (T (", %s %s"), number, "人"), *total_counted = g_strdup_printf (T (", %s %s"), all, "人");
  g_autofree char *on_man = g_strconcat ("~男", counted, NULL), *on_total = g_strconcat ("~", T ("Total"), total_counted, NULL);
  g_autofree char *first = g_strconcat ("~", T ("_Fold all groups"), NULL);

  outside_listen (outside);
  outside_keys ("F8", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, first);
  choose_item (outside, "性别");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_wait_rows (outside, T ("Persons"), n + 3);
  outside_keys ("Home", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, on_man);
  outside_listen (outside);
  outside_keys ("Left", NULL);
  outside_hear (outside, T (", folded, Right unfolds"));
  outside_wait_rows (outside, T ("Persons"), n + 3 - men);
  g_assert_cmpuint (count (outside, T ("Persons"), "~，男，"), ==, 0);
  outside_keys ("Right", NULL);
  outside_wait_rows (outside, T ("Persons"), n + 3);
  /* From a heading down: headings are no rows. */
  outside_keys ("shift+Down", "shift+Down", NULL);
  outside_hear (outside, two);
  outside_keys ("Escape", "End", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, on_total);
  outside_keys ("Up", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~，女，");
  outside_quit (outside);
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/kept-lists/columns", test_columns);
  g_test_add_func ("/kept-lists/kept", test_kept);
  g_test_add_func ("/kept-lists/groups", test_groups);
  return outside_end (g_test_run ());
}
