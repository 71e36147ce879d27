/* The month's allowance and the groups from outside, by keys: bands entered, the sheet made, printed, made again, taken back; residents in no group put into groups.
 * Today is 2026-11-21. */

#include "cl-outside-steps.h"

#include <libintl.h>
#include <string.h>

#define MONTH "2026年11月"

/* How many rows the ledger has, by the command. */
static guint
count_rows (const char *file, const char *ledger)
{
  g_autofree char *text = outside_run ("--data", file, "list", ledger, NULL);
  guint n = 0;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\n';
  return n - 1;
}

static void
test_sheet (void)
{
  const char *file = outside_office ("month.canlian", TRUE);
  guint n = count_rows (file, "appointment");
  Outside *outside = outside_open (file);
  g_autofree char *yuan = g_strdup_printf ("%u", n * 100);
  g_autofree char *to_make = g_strdup_printf (T ("%s: %u rows to be made, %s yuan; %u rows are there already, %s yuan, and stay as they are"), MONTH, n, yuan, 0, "0");
  g_autofree char *made = g_strdup_printf (T ("%s: %u rows made, %u were there and stay as they are"), MONTH, n, 0);
  g_autofree char *none = g_strdup_printf (T ("%s: nobody to add, %u rows are there and stay as they are"), MONTH, n);
  g_autofree char *all = g_strdup_printf (T ("%s: %u rows to be made, %s yuan; %u rows are there already, %s yuan, and stay as they are"), MONTH, 0, "0", n, yuan);

  outside_show_page (outside, T ("Month’s allowance"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, T ("Enter the bands first: then the sheet of the month can be made")));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Enter the bands of 历城"));
  outside_listen (outside);
  outside_keys ("space", NULL);
  outside_hear (outside, T ("Three bands entered; exactly 30 residents are in the lower one"));
  outside_wait_rows (outside, T ("Bands"), 3);
  outside_wait_rows (outside, T ("Villages"), 12);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, to_make));
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Make the month’s sheet"));
  outside_listen (outside);
  outside_keys ("space", NULL);
  outside_hear (outside, made);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, all));
  outside_listen (outside);
  outside_keys ("space", NULL);
  outside_hear (outside, none);

  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print the sheet…"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print the sheet…"));
  outside_keys ("space", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~合计（大写）"));
  outside_show_page (outside, T ("Month’s allowance"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Make the month’s sheet"));
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, to_make));
  outside_quit (outside);
  g_assert_cmpuint (count_rows (file, "allowance"), ==, 0);
}

/* A band is changed where it stands; a month that is none is said, and nothing is made of it. */
static void
test_band (void)
{
  Outside *outside = outside_open (outside_office ("band.canlian", TRUE));
  g_autoptr (AtspiAccessible) month = NULL, rate = NULL;

  outside_show_page (outside, T ("Month’s allowance"));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Enter the bands of 历城"));
  outside_wait_rows (outside, T ("Bands"), 3);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Make the month’s sheet"));
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "~30人以下，至");
  outside_keys ("Return", NULL);
  rate = outside_find (outside, ATSPI_ROLE_TEXT, T ("Rate a month"));
  outside_set_text (rate, "120");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~每人每月 120.00 元"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~30人以下，至");

  month = outside_find (outside, ATSPI_ROLE_TEXT, T ("Month"));
  outside_set_text (month, "明天");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Make the month’s sheet"));
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Month"));
  outside_set_text (month, "2026年12月");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Make the month’s sheet"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, "~2026年12月"));
  outside_quit (outside);
}

static const char *
open_groups (const char *name)
{
  static const char sheet[] = "姓名,村（社区）,残疾情况,残疾类别,居住地址\n"
                              "王秀英,上河村,持证,肢体,云岭镇上河村3组12号\n"
                              "李建国,上河村,持证,视力,云岭镇上河村3组9号\n"
                              "赵敏,上河村,疑似,,云岭镇上河村5组1号\n"
                              "陈大山,下河村,持证,听力,\n";
  const char *file = outside_office (name, FALSE), *csv = outside_path ("residents.csv");
  GError *error = NULL;

  g_file_set_contents (csv, sheet, -1, &error);
  g_assert_no_error (error);
  g_free (outside_run ("--data", file, "import", "person", csv, NULL));
  return file;
}

/* Two are selected by keys and put into the village's group, the rest at once by the address. */
static void
test_groups (void)
{
  const char *file = open_groups ("groups.canlian");
  Outside *outside = outside_open (file);
  g_autofree char *four = g_strdup_printf (T ("%s of %s disabled residents are in no group"), "4", "4");
  g_autofree char *two = g_strdup_printf (T ("%s of %s disabled residents are in no group"), "2", "4");
  g_autofree char *selected = g_strdup_printf (dngettext ("canlian", "%s row selected", "%s rows selected", 2), "2");
  g_autofree char *done = g_strdup_printf (T ("All %s disabled residents are in a group"), "4");

  outside_show_page (outside, T ("Groups of residents"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, four));
  outside_wait_rows (outside, T ("In no group"), 4);
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("space", NULL);
  outside_listen (outside);
  outside_keys ("shift+Down", NULL);
  outside_hear (outside, selected);
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Put the selected into the group"));
  outside_listen (outside);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Put the selected into the group"));
  outside_wait_rows (outside, T ("In no group"), 2);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, two));
  outside_choose (outside, T ("Into which group"), T ("A group for each natural village, by the address"));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Put _all of them into groups"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, done));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("P_rint the roster of groups…"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~残疾人小组"));
  outside_show_page (outside, T ("Groups of residents"));
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, two));
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, four));
  outside_quit (outside);
}

/* The papers of the report as they come back: one by its own state, the rest at once, and taken back. */
static void
test_papers (void)
{
  const char *file = outside_office ("papers.canlian", TRUE);
  g_autofree char *none = g_strdup_printf (T ("%u of %u have come back"), 0, 12), *one = g_strdup_printf (T ("%u of %u have come back"), 1, 12);
  g_autofree char *all = g_strdup_printf (T ("%u of %u have come back"), 12, 12);
  g_autoptr (AtspiAccessible) list = NULL;
  Outside *outside;

  g_free (outside_run ("--data", file, "print", "attachment-3", "--all", "-o", outside_path ("sheets"), NULL));
  outside = outside_open (file);
  outside_show_page (outside, T ("Attachments 1, 2, 3"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, none));
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("Printed papers"));
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "*"), ==, 12);
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "~村（社区）残协组织人员名单");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, "~村（社区）残协组织人员名单"));
  outside_choose (outside, T ("Standing of the paper"), "已交回");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, one));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~已交回"));
  /* One still stands where one stood. */
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~村（社区）残协组织人员名单");
  outside_listen (outside);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_All have come back"));
  outside_hear (outside, T ("All have come back"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, all));
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, one));
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, none));
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/month/sheet", test_sheet);
  g_test_add_func ("/month/band", test_band);
  g_test_add_func ("/month/groups", test_groups);
  g_test_add_func ("/month/papers", test_papers);
  return outside_end (g_test_run ());
}
