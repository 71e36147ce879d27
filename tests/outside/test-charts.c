/* Charts, by keys and ear: chosen, walked row by row and number by number, from a number to its list and back, a list as a chart, exported, printed. */

#include "cl-outside.h"
#include "cl-outside-steps.h"

#include <string.h>

/* The page with the focus on its table. */
static Outside *
open_charts (const char *file)
{
  Outside *outside = outside_open (outside_office (file, TRUE));

  outside_show_page (outside, T ("Charts"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("The numbers")));
  return outside;
}

static void
count_persons (Outside *outside)
{
  outside_choose (outside, T ("Counted list"), T ("Persons"));
  outside_choose (outside, T ("Counted by"), "残疾情况");
  outside_choose (outside, T ("and by"), "性别");
}

/* Tab goes past the drop-downs and the buttons to the table. */
static void
go_to_table (Outside *outside)
{
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("Home", NULL);
}

static void
test_walk (void)
{
  Outside *outside = open_charts ("walk.canlian");
  g_autoptr (AtspiAccessible) chart = NULL;
  g_autofree char *described = NULL, *marked = NULL;

  count_persons (outside);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~持证"));
  chart = outside_find (outside, ATSPI_ROLE_IMAGE, T ("Chart"));
  described = outside_description (chart);
  /* By hand: 18 of the 56 in the committees are certified, 13 men and 5 women. */
  g_assert_nonnull (strstr (described, "56"));
  g_assert_nonnull (strstr (described, "持证"));
  g_assert_nonnull (strstr (described, "58.9%"));
  go_to_table (outside);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~持证");
  {
    g_autoptr (AtspiAccessible) row = outside_focused (outside);
    g_autofree char *name = outside_name (row);

    g_assert_nonnull (strstr (name, "男 13"));
    g_assert_nonnull (strstr (name, "女 5"));
    g_assert_nonnull (strstr (name, "18"));
  }
  /* Row and column are said with each number; a column is read downwards. */
  outside_listen (outside);
  outside_keys ("Right", NULL);
  outside_hear (outside, "持证");
  outside_keys ("Right", NULL);
  outside_hear (outside, "男");
  outside_keys ("Right", NULL);
  outside_hear (outside, "女");
  outside_listen (outside);
  outside_keys ("Down", NULL);
  outside_hear (outside, "疑似");
  outside_keys ("Right", NULL);
  outside_hear (outside, "女");
  /* From the number to those whom it counts, and back. */
  outside_keys ("Return", NULL);
  outside_wait_rows (outside, T ("Persons"), 4);
  marked = g_strdup_printf (T ("Only: %s. Press to show all"), "疑似，女");
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, marked));
  outside_keys ("alt+Left", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("The numbers")));
  outside_quit (outside);
}

/* A list as it is narrowed becomes a chart, and the mark takes the limit away. */
static void
test_list (void)
{
  Outside *outside = outside_open (outside_office ("list.canlian", TRUE));
  g_autofree char *mark = NULL;

  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_type ("zw");
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~张伟");
  outside_keys ("ctrl+t", NULL);
  mark = g_strdup_printf (T ("Only: %s. Press to show all"), T ("what was found"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, mark));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("The numbers")));
  /* From a number to just those that were found, and back. */
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("Return", NULL);
  outside_wait_rows (outside, T ("Persons"), 2);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~张伟"));
  outside_keys ("alt+Left", NULL);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, mark);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, mark);
  outside_quit (outside);
}

static void
test_paper (void)
{
  Outside *outside = open_charts ("paper.canlian");
  g_autoptr (AtspiAccessible) where = NULL, dialog = NULL;
  const char *path = outside_path ("counted.csv");
  g_autofree char *text = NULL, *register_of = NULL, *kind = g_strdup_printf ("~%s", T ("Kind of file"));

  count_persons (outside);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~持证"));
  outside_keys ("ctrl+shift+e", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, kind);
  where = outside_find (outside, ATSPI_ROLE_TEXT, T ("Where to"));
  outside_set_text (where, path);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Export"));
  outside_hear (outside, "counted.csv");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "残疾情况,男,女,合计,占比"));
  g_assert_nonnull (strstr (text, "持证,13,5,18,32.1%"));
  g_assert_nonnull (strstr (text, "合计,33,23,56,100.0%"));
  /* The printer's dialog opens on the same key as everywhere. */
  outside_keys ("ctrl+p", NULL);
  dialog = outside_find (outside, ATSPI_ROLE_DIALOG, "*");
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_quit (outside);
  register_of = outside_run ("--data", outside_path ("paper.canlian"), "list", "output", NULL);
  g_assert_nonnull (strstr (register_of, "统计图（按残疾情况、性别）"));
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/charts/walk", test_walk);
  g_test_add_func ("/charts/list", test_list);
  g_test_add_func ("/charts/paper", test_paper);
  return outside_end (g_test_run ());
}
