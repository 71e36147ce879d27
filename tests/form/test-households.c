/* F4 and F5: the register, its sheets, both totals; the card with boxes ticked. */

#include <locale.h>

#include "form-shipped.h"

static char *village;

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_NONE);
  village = form_id_text (form_fixture_add (fixture, "division", "name", "上河村", "code", "991123101201", "level", "village", NULL));
}

static void
tear_down (FormFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&village, g_free);
  form_fixture_tear_down (fixture, data);
}

/* A household of the head, who is disabled, and @members more; on the register as the fields say. */
static void
add_household (FormFixture *fixture, const char *head, guint members, const char *difficulties, const char *start, const char *end)
{
  g_autofree char *person = form_id_text (form_fixture_add (fixture, "person", "name", head, "disability", "持证", "categories", "视力、听力", "grade", "一级", NULL));
  g_autofree char *household = form_id_text (form_fixture_add (fixture, "household", "@head", person, "@division", village, "phones", "13800000001", NULL));
  g_autofree char *special = NULL;

  for (guint i = 0; i < members; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s亲属%u", head, i), *other = form_id_text (form_fixture_add (fixture, "person", "name", name, NULL));

      form_fixture_add (fixture, "member", "@household", household, "@person", other, NULL);
    }
  special = form_id_text (form_fixture_add (fixture, "special_household", "@household", household, "difficulties", difficulties, "start", start, "end", end, "end_reason",
                                            end != NULL ? "迁出" : NULL, "frequency", "每月", "hardship", "就医困难", NULL));
  form_fixture_add (fixture, "visit", "@household", special, "date", "2026-03-05", NULL);
  form_fixture_add (fixture, "visit", "@household", special, "date", "2026-04-05", "absence", "外出", NULL);
}

static void
test_register (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "云岭镇特殊困难残疾人家庭台账", "序号", "村（社区）", "户主姓名", "联系电话", "家庭人口", "持证人数", "困难类型", "一户多残", "老残一体", "孤残", "重残", "多重残疾", "其他", "残疾人姓名·类别·等级",
    "主要困难", "帮扶措施", "联系人（专职委员）", "走访频次", "最近走访", "纳入日期", "退出日期及原因", NULL,
  };
  g_autoptr (FormShipped) shipped = NULL, fresh = NULL, left = NULL, severe = NULL;
  int row;

  add_household (fixture, "甲户主", 2, "一户多残、重残", "2024-01-05", NULL);
  add_household (fixture, "乙户主", 0, "独居、重残、多重残疾", "2026-02-01", NULL);
  add_household (fixture, "丙户主", 1, "重残", "2023-01-01", "2026-05-01");
  add_household (fixture, "丁户主", 1, "孤残", "2020-01-01", "2021-05-01");
  shipped = form_shipped_print (fixture, "special-households", NULL);
  form_shipped_assert_elements (shipped, words);
  g_assert_true (form_shipped_has (shipped, "填报单位（盖章）：云岭镇残疾人联合会"));
  g_assert_true (form_shipped_has (shipped, "理事长签字"));
  g_assert_true (form_shipped_has (shipped, "截至日期：2026年5月20日"));
  g_assert_true (form_shipped_has (shipped, "村：全部"));
  g_assert_true (form_shipped_has (shipped, "类型：全部"));
  g_assert_cmpuint (shipped->report.rows, ==, 2);
  row = form_shipped_find_row (shipped, 0, "甲户主");
  g_assert_cmpint (row, >, 0);
  /* The village stands once; serial, village, head, phone, persons, certified, ticks. */
  form_shipped_assert_row (shipped, 0, row, "1", "上河村", "甲户主", "13800000001", "3", "1", "√", "", "", "√", "", "", "甲户主·视力/听力·一级", "就医困难", "", "", "每月", "2026年3月5日", "2024年1月5日",
                           "", NULL);
  /* Of whom no members are known, it is not known how many there are. */
  form_shipped_assert_row (shipped, 0, row + 1, "2", "乙户主", "13800000001", "", "1", "", "", "", "√", "√", "√", NULL);
  form_shipped_assert_row (shipped, 0, row + 2, "合计2户", "3", "2", "1", "0", "0", "2", "1", "1", NULL);
  g_assert_true (form_shipped_has (shipped, "在册2户，各困难类型共5户次"));
  g_assert_true (form_shipped_has (shipped, "2026年1月1日以来纳入1户，退出1户"));

  fresh = form_shipped_print (fixture, "special-households", "sheet", "new", NULL);
  g_assert_cmpuint (fresh->report.rows, ==, 1);
  g_assert_cmpint (form_shipped_find_row (fresh, 0, "乙户主"), >, 0);
  left = form_shipped_print (fixture, "special-households", "sheet", "left", NULL);
  g_assert_cmpuint (left->report.rows, ==, 1);
  g_assert_cmpint (form_shipped_find_row (left, 0, "2026年5月1日迁出"), >, 0);
  severe = form_shipped_print (fixture, "special-households", "kind", "several-disabled", NULL);
  g_assert_cmpuint (severe->report.rows, ==, 1);
  g_assert_true (form_shipped_has (severe, "类型：一户多残"));
}

static void
test_long (FormFixture *fixture, gconstpointer data)
{
  static const char *const repeated[] = { "续表", "填报单位（盖章）", "户主姓名", "困难类型", NULL };
  static const char *const name = "买买提·吐尔逊·阿不都热合曼·艾合买提江·依不拉音𠮷";
  g_autofree char *total = NULL;
  g_autoptr (FormShipped) shipped = NULL;
  guint n = cl_test_rounds (200, 60);

  for (guint i = 0; i < n; i++)
    add_household (fixture, i == n / 2 ? name : "张三", 0, "重残", "2026-01-01", NULL);
  shipped = form_shipped_print (fixture, "special-households", NULL);
  total = g_strdup_printf ("合计%u户", n);
  g_assert_cmpuint (shipped->report.rows, ==, n);
  form_shipped_assert_pages (shipped, 1, repeated);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, name), >, 0);
  g_assert_true (form_shipped_has (shipped, total));
}

static void
test_card (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "特殊困难残疾人家庭登记表", "户主姓名", "身份证号", "家庭住址", "联系电话", "户籍人口", "共同生活人口", "持证人数", "疑似人数", "困难类型", "认定依据", "家庭成员", "姓名", "与户主关系", "性别/年龄",
    "残疾类别等级", "残疾人证号", "劳动能力/就业", "健康与自理", "照料人", "监护人", "监护人电话", "监护依据", "家庭年收入", "主要来源", "住房", "享受补贴", "主要困难", "服务需求", "帮扶措施与责任人", NULL,
  };
  g_autoptr (FormShipped) shipped = NULL, many = NULL;

  add_household (fixture, "甲户主", 2, "一户多残、重残", "2024-01-05", NULL);
  shipped = form_shipped_print (fixture, "household-card", NULL);
  g_assert_cmpuint (shipped->report.pages, ==, 1);
  form_shipped_assert_elements (shipped, words);
  g_assert_true (form_shipped_has (shipped, "☑一户多残□老残一体□以老养残□孤残☑重残□多重残疾□独居□其他"));
  g_assert_true (form_shipped_has (shipped, "村（社区）意见（盖章）"));
  g_assert_true (form_shipped_has (shipped, "理事长签字"));
  add_household (fixture, "乙户主", 12, "重残", "2025-01-05", NULL);
  many = form_shipped_print (fixture, "household-card", NULL);
  g_assert_cmpuint (many->report.sheets, ==, 2);
  g_assert_cmpuint (many->report.pages, ==, 3);
  g_assert_true (form_shipped_has (many, "乙户主亲属11"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/households/" path, FormFixture, NULL, set_up, function, tear_down)
  ADD ("register", test_register);
  ADD ("long", test_long);
  ADD ("card", test_card);
  return g_test_run ();
}
