/* The parts that every page is built of, from outside and by keys: rows chosen and changed together, filters, column entry, search, commands. */

#include "cl-outside.h"
#include "cl-outside-steps.h"

#include <string.h>

/* The list called @page, with the focus on its first row. */
static Outside *
open_list (const char *file, const char *page)
{
  Outside *outside = outside_open (outside_office (file, TRUE));

  outside_enter_list (outside, page);
  return outside;
}

/* Among the first three rows, which say it. */
static guint
count_women (Outside *outside)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Persons"));
  guint n = 0;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *place = g_strdup_printf (T ("row %u of %u"), i + 1, outside_count (list, ATSPI_ROLE_LIST_ITEM, "*"));
      g_autofree char *part = g_strconcat ("~", place, NULL);
      g_autoptr (AtspiAccessible) row = outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, part);
      g_autofree char *name = outside_name (row);

      n += strstr (name, "，女，") != NULL;
    }
  return n;
}

static void
wait_women (Outside *outside, guint n)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  while (count_women (outside) != n && g_get_monotonic_time () < end)
    outside_pause (50);
  g_assert_cmpuint (count_women (outside), ==, n);
}

/* Shift+Down twice, how many is said; Shift+F2, the field, the value, Enter: three are changed, and one Ctrl+Z takes it back. */
static void
test_many (void)
{
  Outside *outside = open_list ("many.canlian", T ("Persons"));
  g_autofree char *start = g_strconcat ("~", T ("Field"), NULL);
  g_autofree char *two = g_strdup_printf (T ("%s row selected"), "2"), *three = g_strdup_printf (T ("%s row selected"), "3");
  guint women = count_women (outside);

  g_assert_cmpuint (women, <, 3);
  outside_listen (outside);
  outside_keys ("shift+Down", NULL);
  outside_hear (outside, two);
  outside_keys ("shift+Down", NULL);
  outside_hear (outside, three);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, three));
  outside_keys ("shift+F2", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, start);
  outside_choose (outside, T ("Field"), "性别");
  outside_choose (outside, "性别", "女");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Set"));
  wait_women (outside, 3);
  /* Still chosen, until Escape. */
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, three));
  outside_keys ("ctrl+z", NULL);
  wait_women (outside, women);
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_LABEL, three);
  outside_quit (outside);
}

/* Space takes one more, and one that is not beside it; Delete takes both away, one undo brings both back. */
static void
test_delete (void)
{
  Outside *outside = open_list ("delete.canlian", T ("Appointments"));
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Appointments"));
  guint n = outside_count (list, ATSPI_ROLE_LIST_ITEM, "*");
  g_autofree char *one = g_strdup_printf (T ("%s row selected"), "1"), *two = g_strdup_printf (T ("%s row selected"), "2");

  g_assert_cmpuint (n, >, 3);
  outside_listen (outside);
  outside_keys ("ctrl+space", NULL);
  outside_hear (outside, one);
  outside_keys ("ctrl+Down", "ctrl+Down", "ctrl+space", NULL);
  outside_hear (outside, two);
  outside_keys ("Delete", NULL);
  outside_gone (outside, ATSPI_ROLE_LABEL, two);
  outside_wait_rows (outside, T ("Appointments"), n - 2);
  outside_keys ("ctrl+z", NULL);
  outside_wait_rows (outside, T ("Appointments"), n);
  outside_quit (outside);
}

/* Ctrl+Shift+F, the field, a value and Enter: the mark says it, a second field narrows further, Escape shows all. */
static void
test_filter (void)
{
  Outside *outside = open_list ("filter.canlian", T ("Persons"));
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Persons"));
  g_autofree char *start = g_strconcat ("~", T ("Field"), NULL);
  g_autofree char *one = g_strdup_printf (T ("Only: %s. Press to show all"), "女");
  g_autofree char *first = g_strdup_printf (T ("Only: %s. Press to take this away"), "女");
  guint n = outside_count (list, ATSPI_ROLE_LIST_ITEM, "*"), women;

  outside_keys ("ctrl+shift+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, start);
  outside_choose (outside, T ("Field"), "性别");
  g_object_unref (outside_find (outside, ATSPI_ROLE_CHECK_BOX, "~女"));
  outside_tab_to (outside, ATSPI_ROLE_CHECK_BOX, "~男");
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_CHECK_BOX, "~女");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, one));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~，女，");
  women = outside_count (list, ATSPI_ROLE_LIST_ITEM, "*");
  g_assert_cmpuint (women, <, n);
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "~，男，"), ==, 0);
  outside_keys ("ctrl+shift+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, start);
  outside_choose (outside, T ("Field"), "出生日期");
  g_object_unref (outside_find (outside, ATSPI_ROLE_CHECK_BOX, "~19"));
  outside_tab_to (outside, ATSPI_ROLE_CHECK_BOX, "~19");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, first));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "*"), <, women);
  outside_keys ("Escape", NULL);
  outside_wait_rows (outside, T ("Persons"), n);
  outside_quit (outside);
}

/* To the phones by Right, F4; a number, Enter, as above, Enter, Escape: two rows have it, the next one's old value was said, and one undo takes both back. */
static void
test_column (void)
{
  Outside *outside = open_list ("column-entry.canlian", T ("Persons"));
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Persons"));
  g_autofree char *above = g_strdup_printf (T ("From above: %s"), "139****1111");

  outside_listen (outside);
  outside_keys ("Right", "Right", "Right", "Right", "Right", NULL);
  outside_hear (outside, "联系电话");
  outside_keys ("F4", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "~联系电话");
  outside_type ("13900001111");
  outside_keys ("Return", NULL);
  outside_hear (outside, "138****");
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~139****1111"));
  outside_keys ("ctrl+d", NULL);
  outside_hear (outside, above);
  outside_keys ("Return", "Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, "~联系电话");
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "~139****1111"), ==, 2);
  outside_keys ("ctrl+z", NULL);
  {
    gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

    while (outside_count (list, ATSPI_ROLE_LIST_ITEM, "~139****1111") > 0 && g_get_monotonic_time () < end)
      outside_pause (50);
  }
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "~139****1111"), ==, 0);
  outside_quit (outside);
}

/* Ctrl+K from any page, initials, Enter: the person's row has the focus. What is found says of which ledger it is. */
static void
test_search (void)
{
  Outside *outside = outside_open (outside_office ("search.canlian", TRUE));
  g_autofree char *note = g_strdup_printf (T ("%s: %s"), "", T ("Appointments"));
  g_autofree char *part = g_strconcat ("~", note, NULL);

  outside_keys ("ctrl+k", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Search everything"));
  outside_listen (outside);
  outside_type ("lxy");
  outside_hear (outside, "李秀英");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, part));
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~李秀英");
  {
    g_autofree char *title = g_strdup_printf ("~%s — ", T ("Persons"));

    g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
  }
  outside_keys ("ctrl+k", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Search everything"));
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~李秀英");
  outside_quit (outside);
}

/* Ctrl+Shift+P, the initials of a command: it is there with its key, and Enter does it. */
static void
test_commands (void)
{
  Outside *outside = open_list ("commands.canlian", T ("Persons"));
  g_autofree char *start = g_strconcat ("~", T ("Field"), NULL);
  g_autofree char *with_key = g_strdup_printf (T ("%s: %s"), T ("Filter the list"), "Shift+Ctrl+F");

  outside_keys ("ctrl+shift+p", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("What do you want to do?"));
  outside_set_text (outside_focused (outside), T ("Filter the list"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, with_key));
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, with_key);
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, start);
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_quit (outside);
}

/* F7 tells the characters of the name; Ctrl+Page_Down goes to the next entry, from the list and from the pane. */
static void
test_entries (void)
{
  Outside *outside = open_list ("entries.canlian", T ("Persons"));
  g_autofree char *second = g_strdup_printf (T ("row %u of %u"), 2, 56), *third = g_strdup_printf (T ("row %u of %u"), 3, 56);
  g_autofree char *on_second = g_strconcat ("~", second, NULL), *on_third = g_strconcat ("~", third, NULL);

  outside_keys ("ctrl+Page_Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, on_second);
  outside_keys ("ctrl+Page_Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, on_third);
  outside_listen (outside);
  outside_keys ("F7", NULL);
  outside_hear (outside, "蔡：草头祭的蔡；国：国家的国");
  outside_keys ("Return", NULL);
  outside_listen (outside);
  outside_keys ("ctrl+Page_Down", NULL);
  outside_hear (outside, "曹翠花");
  outside_quit (outside);
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/lists/many", test_many);
  g_test_add_func ("/lists/delete", test_delete);
  g_test_add_func ("/lists/filter", test_filter);
  g_test_add_func ("/lists/column", test_column);
  g_test_add_func ("/lists/search", test_search);
  g_test_add_func ("/lists/commands", test_commands);
  g_test_add_func ("/lists/entries", test_entries);
  return outside_end (g_test_run ());
}
