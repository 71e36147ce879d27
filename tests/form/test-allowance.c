/* F14a: the month's sheet of the allowance for lost work, by village, with subtotals and the sum in capitals. F27: groups, and who is in none. F29. */

#include <locale.h>

#include "form-shipped.h"

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_NONE);
}

static char *
add_village (FormFixture *fixture, const char *name, const char *code)
{
  return form_id_text (form_fixture_add (fixture, "division", "name", name, "code", code, "level", "village", NULL));
}

static void
add_row (FormFixture *fixture, const char *village, const char *name, const char *id_number, const char *month, const char *residents, const char *band, const char *rate)
{
  g_autofree char *person = form_id_text (form_fixture_add (fixture, "person", "name", name, "id_number", id_number, NULL));
  g_autofree char *amount = g_strdup (rate);

  form_fixture_add (fixture, "allowance", "month", month, "@division", village, "@person", person, "post", "委员", "counted", "2026-05-15", "residents", residents, "band", band,
                    "rate", rate, "months", "1", "amount", amount, "bank", "农商行", "account", "6230000000000000001", NULL);
}

static void
test_sheet (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "村（居）残协委员误工补贴发放表", "序号", "村（社区）", "辖区残疾人数", "档次", "标准（元/人·月）", "姓名", "职务", "身份证号", "开户银行", "银行账号", "应发月数", "金额", "领取人签字", "备注", NULL,
  };
  static const char *const long_name = "买买提·吐尔逊·阿不都热合曼·艾合买提江·依不拉音𠮷";
  g_autofree char *upper = add_village (fixture, "上河村", "991123101201"), *lower = add_village (fixture, "下河村", "991123101202");
  g_autoptr (FormShipped) shipped = NULL, one = NULL, empty = NULL;
  int row;

  add_row (fixture, upper, "王秀英", "99112319560307001X", "2026-05", "31", "30–50人", "150");
  add_row (fixture, upper, long_name, "991123195603070028", "2026-05", "31", "30–50人", "150");
  for (guint i = 0; i < 9; i++)
    add_row (fixture, lower, "赵敏", NULL, "2026-05", "29", "30人以下", "100");
  add_row (fixture, lower, "上月人", NULL, "2026-04", "29", "30人以下", "100");
  shipped = form_shipped_print (fixture, "allowance-sheet", "month", "2026年5月", NULL);
  form_shipped_assert_elements (shipped, words);
  g_assert_cmpuint (shipped->report.rows, ==, 11);
  g_assert_true (form_shipped_has (shipped, "填报单位（盖章）：云岭镇残疾人联合会"));
  g_assert_true (form_shipped_has (shipped, "发放月份：2026年5月"));
  g_assert_true (form_shipped_has (shipped, "金额单位：元"));
  g_assert_true (form_shipped_has (shipped, "辖区残疾人数统计日期：2026年5月15日"));
  row = form_shipped_find_row (shipped, 0, "王秀英");
  g_assert_cmpint (row, >, 0);
  form_shipped_assert_row (shipped, 0, row, "1", "上河村", "31", "30–50人", "150.00", "王秀英", "委员", "99112319560307001X", "农商行", "6230000000000000001", "1", "150.00", "", NULL);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, long_name), ==, row + 1);
  form_shipped_assert_row (shipped, 0, row + 2, "上河村小计2人", "2", "300.00", NULL);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "下河村小计9人"), >, row + 2);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "上月人"), ==, -1);
  g_assert_true (form_shipped_has (shipped, "合计（大写）：壹仟贰佰元整"));
  g_assert_true (form_shipped_has (shipped, "（小写）：1200.00元"));
  g_assert_true (form_shipped_has (shipped, "理事长签字"));

  one = form_shipped_print (fixture, "allowance-sheet", "month", "2026-05", "village", "上河村", NULL);
  g_assert_cmpuint (one->report.rows, ==, 2);
  g_assert_true (form_shipped_has (one, "叁佰元整"));
}

/* Page 2 repeats what heads the table; this month is the month where none is given. */
static void
test_long (FormFixture *fixture, gconstpointer data)
{
  static const char *const repeated[] = { "续表", "填报单位（盖章）", "辖区残疾人数", "领取人签字", NULL };
  g_autofree char *village = add_village (fixture, "上河村", "991123101201");
  g_autoptr (FormShipped) shipped = NULL;

  for (guint i = 0; i < 60; i++)
    add_row (fixture, village, "张三", NULL, "2026-05", "51", "50人（不含）以上", "200");
  shipped = form_shipped_print (fixture, "allowance-sheet", NULL);
  g_assert_cmpuint (shipped->report.rows, ==, 60);
  g_assert_cmpuint (shipped->report.pages, >, 1);
  form_shipped_assert_pages (shipped, 1, repeated);
  g_assert_true (form_shipped_has (shipped, "壹万贰仟元整"));
}

static void
test_groups (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "残疾人小组名册", "村（社区）", "小组", "组长", "组员", "类别/区域", "服务内容", NULL };
  g_autofree char *village = add_village (fixture, "上河村", "991123101201");
  g_autofree char *group = form_id_text (form_fixture_add (fixture, "organisation", "name", "上河村残疾人小组", "kind", "group", "@division", village, NULL));
  const char *const names[] = { "王秀英", "赵敏", "孙国强", "𠮷田" };
  g_autoptr (FormShipped) shipped = NULL, without = NULL;
  int row;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *person = form_id_text (form_fixture_add (fixture, "person", "name", names[i], "disability", "持证", "categories", "肢体", "@division", village, NULL));

      if (i < 2)
        form_fixture_add (fixture, "appointment", "@person", person, "@organisation", group, "post", i == 0 ? "组长" : "组员", NULL);
    }
  shipped = form_shipped_print (fixture, "groups", "rest", "shown", NULL);
  form_shipped_assert_elements (shipped, words);
  row = form_shipped_find_row (shipped, 0, "上河村残疾人小组");
  g_assert_cmpint (row, >, 0);
  form_shipped_assert_row (shipped, 0, row, "上河村", "上河村残疾人小组", "王秀英", "赵敏", NULL);
  g_assert_cmpint (form_shipped_find_row (shipped, 1, "孙国强"), >, 0);
  g_assert_cmpint (form_shipped_find_row (shipped, 1, "𠮷田"), >, 0);
  g_assert_cmpint (form_shipped_find_row (shipped, 1, "赵敏"), ==, -1);
  g_assert_true (form_shipped_has (shipped, "未编入小组的残疾人"));
  g_assert_true (form_shipped_has (shipped, "村残协（盖章）"));
  without = form_shipped_print (fixture, "groups", NULL);
  g_assert_false (form_shipped_has (without, "孙国强"));
}

/* The rows come from the plugin (tests/shell/test-rule-check.c); here the paper itself. */
static void
test_rule_check (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "结构核查（校验）单", "序号", "单位", "核查情况", "规定出处", "应有", "现有", "差额", "建议", NULL };
  g_autoptr (FormShipped) shipped = form_shipped_print (fixture, "rule-check", NULL);

  form_shipped_assert_elements (shipped, words);
  g_assert_true (form_shipped_has (shipped, "核查日期：2026年5月20日"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/allowance/sheet", FormFixture, NULL, set_up, test_sheet, form_fixture_tear_down);
  g_test_add ("/allowance/long", FormFixture, NULL, set_up, test_long, form_fixture_tear_down);
  g_test_add ("/allowance/groups", FormFixture, NULL, set_up, test_groups, form_fixture_tear_down);
  g_test_add ("/allowance/rule-check", FormFixture, NULL, set_up, test_rule_check, form_fixture_tear_down);
  return g_test_run ();
}
