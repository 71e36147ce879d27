/* F7, F8, F8b, F8c: who signs where, and what is counted from who came. */

#include <locale.h>

#include "form-shipped.h"

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_NONE);
}

static char *
add_training (FormFixture *fixture, const char *name, const char *end, guint persons)
{
  char *event = form_id_text (form_fixture_add (fixture, "event", "name", name, "start", "2026-04-01", "end", end, "organiser", "县残联", "place", "镇政府", "lecturer", "白老师", "form", "线下、观摩",
                                                "hours", "6", "expected", "4", NULL));

  for (guint i = 0; i < persons; i++)
    {
      g_autofree char *called = g_strdup_printf ("学员%u", i + 1), *phone = g_strdup_printf ("138%08u", i);
      g_autofree char *person = form_id_text (form_fixture_add (fixture, "person", "name", called, "phones", phone, "disability", i == 0 ? "持证" : NULL, NULL));

      form_fixture_add (fixture, "attendance", "@event", event, "@person", person, "unit", "上河村", "post", "专职委员", "state", i == 2 ? "缺席" : "到课", "result", i == 0 ? "合格" : NULL, NULL);
    }
  return event;
}

static void
test_sign_in (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "残疾人工作培训签到表", "序号", "姓名", "单位（村/社区）", "职务", "联系电话", "上午签到", "下午签到", "备注", NULL };
  g_autofree char *event = add_training (fixture, "一天培训", NULL, 3);
  g_autoptr (FormShipped) shipped = NULL, blank = NULL, by_pen = NULL;

  shipped = form_shipped_print (fixture, "sign-in", NULL);
  form_shipped_assert_elements (shipped, words);
  g_assert_cmpuint (shipped->report.rows, ==, 3);
  g_assert_true (form_shipped_has (shipped, "培训名称：一天培训"));
  g_assert_true (form_shipped_has (shipped, "主办单位：县残联"));
  g_assert_true (form_shipped_has (shipped, "培训时间：2026年4月1日，上午/下午"));
  g_assert_true (form_shipped_has (shipped, "地点：镇政府"));
  g_assert_true (form_shipped_has (shipped, "授课人：白老师"));
  g_assert_true (form_shipped_has (shipped, "培训形式：□线上☑线下□考察☑观摩"));
  g_assert_true (form_shipped_has (shipped, "学时：6"));
  g_assert_true (form_shipped_has (shipped, "应到4人实到"));
  g_assert_true (form_shipped_has (shipped, "经办人签字"));
  form_shipped_assert_row (shipped, 0, 1, "1", "学员1", "上河村", "专职委员", "13800000000", "", "", "", NULL);
  by_pen = form_shipped_print (fixture, "sign-in", "names", "off", NULL);
  form_shipped_assert_row (by_pen, 0, 25, "25", "", NULL);
  g_assert_null (form_shipped_get_cell (by_pen, 0, 26, 0));
  g_assert_false (form_shipped_has (by_pen, "学员1"));
  blank = form_shipped_print (fixture, "sign-in", "variant", "blank", NULL);
  g_assert_false (form_shipped_has (blank, "第一天"));
}

static void
test_days (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *two = add_training (fixture, "两天培训", "2026-04-02", 1), *five = add_training (fixture, "五天培训", "2026-04-05", 30);
  g_autoptr (FormShipped) shipped = form_shipped_print (fixture, "sign-in", NULL), wide = form_shipped_print (fixture, "sign-in-days", NULL);
  static const char *const repeated[] = { "第五天", "上午签", "培训名称：五天培训", NULL };

  g_assert_cmpuint (shipped->report.sheets, ==, 1);
  g_assert_true (form_shipped_has (shipped, "培训时间：2026年4月1日–2026年4月2日"));
  g_assert_true (form_shipped_has (shipped, "第二天"));
  g_assert_false (form_shipped_has (shipped, "第三天"));
  g_assert_cmpuint (wide->report.sheets, ==, 1);
  g_assert_cmpuint (wide->report.pages, >, 1);
  form_shipped_assert_pages (wide, 0, repeated);
}

static void
test_record (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "培训记录表", "培训名称", "编号", "培训类别", "培训层级", "主办单位", "承办单位", "时间", "地点", "授课人及单位", "学时", "培训对象", "应到", "实到", "其中残疾人", "到课率",
                                       "主要内容", "考核方式及结果", "效果评价", "经费", "附件", NULL };
  g_autofree char *event = add_training (fixture, "一天培训", NULL, 3);
  g_autoptr (FormShipped) shipped = form_shipped_print (fixture, "training-record", NULL), year = form_shipped_print (fixture, "training-year", NULL);
  g_autoptr (FormShipped) card = form_shipped_print (fixture, "training-card", "person", "学员1", NULL);

  form_shipped_assert_elements (shipped, words);
  form_shipped_assert_row (shipped, 0, 6, "应到", "4", "实到", "2", "其中残疾人", "1", "到课率", "50.0%", NULL);
  g_assert_true (form_shipped_has (year, "2026年度残疾人工作者培训汇总表"));
  form_shipped_assert_row (year, 0, 2, "合计（学时为人学时）", "12", "4", "2", "2", "1", "1", "50.0%", "", NULL);
  g_assert_true (form_shipped_has (card, "2026年学时"));
  g_assert_cmpint (form_shipped_find_row (card, 0, "一天培训"), ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/training/" path, FormFixture, NULL, set_up, function, form_fixture_tear_down)
  ADD ("sign-in", test_sign_in);
  ADD ("days", test_days);
  ADD ("record", test_record);
  return g_test_run ();
}
