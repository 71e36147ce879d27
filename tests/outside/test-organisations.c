/* The committees' page from outside, by keys alone: appoint, change, replace, end, order, each heard with what the rules say, and taken back. Today is 2026-11-21. */

#include <string.h>

#include "cl-outside-steps.h"

static Outside *
open_committees (const char *name)
{
  Outside *outside = outside_open (outside_office (name, TRUE));

  outside_show_page (outside, T ("Committees"));
  outside_wait_rows (outside, T ("Members"), 5);
  return outside;
}

static void
to_first_member (Outside *outside)
{
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
}

/* One more member, found by the initials of the name. */
static void
test_appoint (void)
{
  Outside *outside = open_committees ("appoint.canlian");

  outside_keys ("ctrl+n", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Appoint a member")));
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "*");
  outside_type ("sgq");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~孙国强"));
  outside_keys ("Return", NULL);
  outside_hear (outside, "孙国强");
  outside_keys ("Tab", "space", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_CHECK_BOX, "副主席"));
  outside_gone (outside, ATSPI_ROLE_CHECK_BOX, "志愿者");
  outside_press (outside, ATSPI_ROLE_CHECK_BOX, "副主席");
  /* Not done yet, and the rules say what would come of it. */
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, "~应设副主席 1 名，现有 2 名"));
  outside_keys ("Escape", NULL);
  outside_pause (300);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Appoint"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_wait_rows (outside, T ("Members"), 6);
  outside_keys ("ctrl+z", NULL);
  outside_wait_rows (outside, T ("Members"), 5);
  outside_quit (outside);
}

/* An end wants its reason; the rules are said when it is done. */
static void
test_end (void)
{
  Outside *outside = open_committees ("end.canlian");
  g_autofree char *wanted = g_strdup_printf (T ("%s is wanted here. Fill it in."), T ("Reason of the change"));

  to_first_member (outside);
  outside_keys ("Delete", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "离任日期");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_End the appointment"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, wanted));
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Reason of the change"));
  outside_type ("bencun");
  outside_listen (outside);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_End the appointment"));
  outside_hear (outside, "应设主席 1 名，现有 0 名");
  outside_wait_rows (outside, T ("Members"), 4);
  outside_keys ("ctrl+z", NULL);
  outside_wait_rows (outside, T ("Members"), 5);
  outside_quit (outside);
}

/* F2 begins a new post and ends the old one; who is alone in a post cannot be moved, and it is said. */
static void
test_change (void)
{
  Outside *outside = open_committees ("change.canlian");

  to_first_member (outside);
  outside_listen (outside);
  outside_keys ("alt+Down", NULL);
  outside_hear (outside, T ("Last of those with the same post already"));
  outside_keys ("End", NULL);
  outside_listen (outside);
  outside_keys ("alt+Up", NULL);
  outside_hear (outside, T ("One place up"));
  outside_keys ("F2", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, "~委员");
  outside_tab_to (outside, ATSPI_ROLE_TEXT, T ("Reason of the change"));
  outside_type ("huanjie");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Change the post"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~2026-11-21"));
  outside_keys ("shift+F2", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Replace")));
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_keys ("ctrl+z", "ctrl+z", NULL);
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~2026-11-21");
  outside_quit (outside);
}

/* Not only villages: the presidium has posts of its own kind, and no attachment 3. */
static void
test_presidium (void)
{
  const char *file = outside_office ("presidium.canlian", TRUE);
  g_autofree char *sheet = g_strdup (outside_path ("presidium.csv"));
  Outside *outside;

  g_assert_true (g_file_set_contents (sheet, "组织名称,组织类型,所在区划\n云岭镇残联主席团,主席团,云岭镇\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "organisation", sheet, NULL));
  outside = outside_open (file);
  outside_show_page (outside, T ("Committees"));
  outside_choose (outside, T ("Village or organisation"), "云岭镇残联主席团");
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, "附件3");
  outside_keys ("ctrl+n", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "*");
  outside_type ("sgq");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~孙国强"));
  outside_keys ("Return", NULL);
  outside_hear (outside, "孙国强");
  outside_keys ("Tab", "space", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_CHECK_BOX, "副主席"));
  outside_gone (outside, ATSPI_ROLE_CHECK_BOX, "专职委员");
  outside_press (outside, ATSPI_ROLE_CHECK_BOX, "副主席");
  outside_keys ("Escape", NULL);
  outside_pause (300);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Appoint"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_wait_rows (outside, T ("Members"), 1);
  outside_keys ("ctrl+z", NULL);
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~孙国强");
  outside_quit (outside);
}

/* The chart as a tree: opened and closed by arrows, read as on a day, and left for the record. */
static void
test_chart (void)
{
  const char *file = outside_path ("chart.canlian");
  g_autoptr (AtspiAccessible) day = NULL, association = NULL;
  g_autofree char *level = g_strdup_printf (T ("level %u"), 3), *gap = g_strdup_printf (T ("%s: no association yet"), "上河村"), *found = g_strconcat ("~", gap, NULL);
  Outside *outside;

  g_free (outside_run ("--data", file, "sample", "--size", "500", NULL));
  outside = outside_open (file);
  outside_show_page (outside, T ("Organisation chart"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_TREE_ITEM, "~云岭镇残疾人联合会"));
  outside_tab_to (outside, ATSPI_ROLE_TREE_ITEM, "*");
  outside_listen (outside);
  for (guint i = 0; i < 60 && association == NULL; i++)
    {
      g_autoptr (AtspiAccessible) focus = NULL;
      g_autofree char *name = NULL;

      outside_key_moves (outside, "Down");
      focus = outside_focused (outside);
      name = outside_name (focus);
      if (strstr (name, "上河村残疾人协会") != NULL)
        association = g_object_ref (focus);
    }
  g_assert_nonnull (association);
  outside_hear (outside, level);
  g_assert_false (outside_is (association, ATSPI_STATE_EXPANDED));
  outside_keys ("Right", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_TREE_ITEM, "~主席"));
  g_assert_true (outside_is (association, ATSPI_STATE_EXPANDED));
  outside_keys ("Right", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TREE_ITEM, "~主席");
  outside_keys ("Left", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TREE_ITEM, "~上河村残疾人协会");
  outside_keys ("Left", NULL);
  outside_gone (outside, ATSPI_ROLE_TREE_ITEM, "~，主席");

  outside_keys ("Right", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_TREE_ITEM, "~，主席"));
  day = outside_find (outside, ATSPI_ROLE_TEXT, T ("As on"));
  outside_keys ("shift+Tab", "shift+Tab", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("As on"));
  outside_set_text (day, "2001年1月1日");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_TREE_ITEM, found));
  outside_gone (outside, ATSPI_ROLE_TREE_ITEM, "~上河村残疾人协会");
  outside_set_text (day, "2026-11-21");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_TREE_ITEM, "~上河村残疾人协会"));
  outside_tab_to (outside, ATSPI_ROLE_TREE_ITEM, "*");
  outside_keys ("Return", NULL);
  outside_gone (outside, ATSPI_ROLE_TREE, "*");

  outside_show_page (outside, T ("Organisation chart"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_TREE, "*"));
  outside_keys ("ctrl+p", NULL);
  outside_gone (outside, ATSPI_ROLE_TREE, "*");
  g_object_unref (outside_find (outside, ATSPI_ROLE_HEADING, "~组织"));
  outside_quit (outside);
}

/* All items of a check-list by Tab and Space; kept at once, said what is missing, one undo. */
static void
test_inspection (void)
{
  Outside *outside = outside_open (outside_office ("inspection.canlian", TRUE));
  g_autofree char *unknown = g_strdup_printf (T ("Not looked at %u: %s"), 4, "办公设备、工作制度、工作经费、工作台账"), *found = g_strconcat ("~", unknown, NULL);

  outside_show_page (outside, T ("Inspection"));
  outside_choose (outside, T ("Organisation"), "上河村残疾人协会");
  outside_tab_to (outside, ATSPI_ROLE_CHECK_BOX, "机构和牌子");
  outside_keys ("space", NULL);
  outside_tab_to (outside, ATSPI_ROLE_CHECK_BOX, "办公场所");
  outside_keys ("space", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, found));
  outside_listen (outside);
  outside_keys ("ctrl+s", NULL);
  outside_hear (outside, unknown);
  outside_show_page (outside, T ("Check-lists"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~办公场所"));
  outside_keys ("ctrl+z", NULL);
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~办公场所");
  outside_quit (outside);
}

/* A selection from the county's answer to the post, and the elected of a village; each one undo. */
static void
test_process (void)
{
  const char *file = outside_path ("process.canlian");
  g_autofree char *post = g_strconcat ("~", T ("the post itself"), NULL), *county = g_strconcat ("~", T ("approval of the county federation"), NULL);
  g_autofree char *elected = g_strconcat ("~", T ("the elected take office"), NULL), *outcome = NULL;
  Outside *outside;

  g_free (outside_run ("--data", file, "sample", "--size", "500", NULL));
  outside = outside_open (file);
  outside_show_page (outside, T ("Selection and election"));
  outside_wait_rows (outside, T ("Selections under way"), 4);
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, post);
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, county);
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Agreed by the county"));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Done"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, county);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, post);
  outside_keys ("Return", NULL);
  outcome = g_strdup_printf (T ("Begins: %u, ends: %u. %s"), 1, 1, "");
  {
    g_autofree char *part = g_strconcat ("~", outcome, NULL);

    g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, part));
  }
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Appoint"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_wait_rows (outside, T ("Selections under way"), 3);
  outside_keys ("ctrl+z", NULL);
  outside_wait_rows (outside, T ("Selections under way"), 4);

  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, elected);
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "任职日期");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Take over the elected"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_wait_rows (outside, T ("Elections under way"), 1);
  outside_stop (outside);
}

/* From what is missing to the papers that have come back: each thing filled in where it is said. */
static void
test_report (void)
{
  Outside *outside = outside_open (outside_office ("report.canlian", TRUE));
  g_autoptr (AtspiAccessible) list = NULL;
  guint n;

  outside_show_page (outside, T ("Attachments 1, 2, 3"));
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("Missing"));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "*"));
  n = outside_count (list, ATSPI_ROLE_LIST_ITEM, "*");
  g_assert_cmpuint (n, >, 5);
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Population"));
  outside_type ("1000");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_wait_rows (outside, T ("Missing"), n - 1);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");

  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print attachments 1, 2, 3…"));
  g_object_unref (outside_find (outside, OUTSIDE_ANY, "~村（社区）残协组织人员名单"));
  outside_stop (outside);
}

/* A number of a rule is changed in the preferences, and the committees are judged by it. */
static void
test_rules (void)
{
  Outside *outside = outside_open (outside_office ("rules.canlian", TRUE));
  g_autoptr (AtspiAccessible) number = NULL;

  outside_keys ("ctrl+comma", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Preferences")));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Copy and edit…"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("The office’s own rules")));
  number = outside_find (outside, ATSPI_ROLE_TEXT, "~应设副主席 1 名");
  outside_set_text (number, "3");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, T ("The office’s own rules"));
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_show_page (outside, T ("Committees"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~应设副主席 3 名"));
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/organisations/appoint", test_appoint);
  g_test_add_func ("/organisations/end", test_end);
  g_test_add_func ("/organisations/change", test_change);
  g_test_add_func ("/organisations/presidium", test_presidium);
  g_test_add_func ("/organisations/chart", test_chart);
  g_test_add_func ("/organisations/inspection", test_inspection);
  g_test_add_func ("/organisations/process", test_process);
  g_test_add_func ("/organisations/report", test_report);
  g_test_add_func ("/organisations/rules", test_rules);
  return outside_end (g_test_run ());
}
