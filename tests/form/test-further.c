/* F9, F13, F14b, F14c, F21 to F25, F30, F31, F35, F36: the words that they have, what they count, what the notice does not say. */

#include <locale.h>

#include "form-shipped.h"

#define NUMBER "99112319560307001X"
#define OTHER "991123195603070028"
#define CHILD "991123201202290036"

static char *village, *person, *other, *child;

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_NONE);
  village = form_id_text (form_fixture_add (fixture, "division", "name", "上河村", "code", "991123101201", "level", "village", NULL));
  person = form_id_text (form_fixture_add (fixture, "person", "name", "欧阳𠮷", "id_number", NUMBER, "certificate_number", NUMBER "41B1", "disability", "持证", "@division", village, NULL));
  other = form_id_text (form_fixture_add (fixture, "person", "name", "买买提·吐尔逊·阿不都热合曼·艾合买提江·依不拉音", "id_number", OTHER, "disability", "持证", "@division", village, NULL));
  child = form_id_text (form_fixture_add (fixture, "person", "name", "小小", "id_number", CHILD, "disability", "持证", "@division", village, NULL));
}

static void
tear_down (FormFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&village, g_free);
  g_clear_pointer (&person, g_free);
  g_clear_pointer (&other, g_free);
  g_clear_pointer (&child, g_free);
  form_fixture_tear_down (fixture, data);
}

static void
test_performance (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "姓名", "性别", "出生年月", "文化程度", "村（社区）", "任职时间", "残疾/亲友", "联系电话", "个人述职", "考核类别", "考核内容", "分值", "自评分", "乡镇评分", "计分依据", "单项考核", "名册与台账", "动态更新",
    "走访探视", "残疾人证服务", "补贴协办", "信访维权", "活动与宣传", "报表及时", "综合考核", "履职尽责", "行为规范", "学习培训", "残疾人评价", "满意度", "加分/扣分", "总分", "考核等次", NULL,
  };
  static const char *const year_words[] = { "序号", "村", "姓名", "自评", "乡镇", "残疾人评价", "加减", "总分", "排名", "等次", "备注", NULL };
  static const char *const items[] = { "roster", "updates", "visits", "certificates", "subsidies", "petitions", "activities", "punctuality", "duty", "conduct", "learning" };
  const char *const people[] = { person, other };
  g_autoptr (FormShipped) sheet = NULL, all = NULL, ballot = NULL;
  char *record = NULL;
  int row;

  for (guint k = 0; k < G_N_ELEMENTS (people); k++)
    {
      gint64 id = form_fixture_add (fixture, "performance", "@person", people[k], "@division", village, "year", "2026", "ballots", "40", "ballots_satisfied", "36", "adjustment", "-0.5",
                                    "grade", k == 0 ? "优秀" : "称职", "given_roster", "5", "given_updates", "5", "given_visits", "5", "given_certificates", "5", "given_subsidies", "5",
                                    "given_petitions", "5", "given_activities", "5", "given_punctuality", "5", "given_duty", "5", "given_conduct", "5", "given_learning", "5", NULL);

      if (k == 0)
        record = form_id_text (id);
    }
  g_assert_cmpuint (G_N_ELEMENTS (items), ==, 11);
  sheet = form_shipped_print (fixture, "performance", "record", record, "year", "2026", NULL);
  form_shipped_assert_elements (sheet, words);
  g_assert_cmpint (poppler_document_get_n_pages (sheet->document), ==, 1);
  g_assert_true (form_shipped_has (sheet, "2026年度残疾人专职委员考核表"));
  g_assert_true (form_shipped_has (sheet, "☑优秀"));
  g_assert_true (form_shipped_has (sheet, "有效票40张，满意90.0%"));
  g_assert_true (form_shipped_has (sheet, "72.5")); /* 55 of the township, 18 of the ballots, half a point off */
  all = form_shipped_print (fixture, "performance-year", "year", "2026", NULL);
  form_shipped_assert_elements (all, year_words);
  g_assert_cmpuint (all->report.rows, ==, 2);
  row = form_shipped_find_row (all, 0, "欧阳𠮷");
  g_assert_cmpint (row, >, 0);
  /* Equal points share a rank; the own scores are not known. */
  g_assert_cmpstr (form_shipped_get_cell (all, 0, row, 3), ==, "");
  g_assert_cmpstr (form_shipped_get_cell (all, 0, row, 8), ==, "1");
  row = form_shipped_find_row (all, 0, "买买提·吐尔逊·阿不都热合曼·艾合买提江·依不拉音");
  g_assert_cmpstr (form_shipped_get_cell (all, 0, row, 8), ==, "1");
  g_assert_true (form_shipped_has (all, "共2人；优秀1人，占50.0%（不超过20%）"));
  ballot = form_shipped_print (fixture, "ballot", "record", record, NULL);
  g_assert_true (form_shipped_has (ballot, "不用写自己的姓名"));
  g_assert_true (form_shipped_has (ballot, "□不了解"));
  g_free (record);
}

static void
add_subsidy (FormFixture *fixture, const char *whom, const char *kind, const char *amount)
{
  form_fixture_add (fixture, "subsidy", "period", "2026-05", "@person", whom, "kind", kind, "standard", amount, "months", "1", "amount", amount, "account", "6222000000000000001", NULL);
}

static void
test_subsidies (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "序号", "村", "姓名", "身份证号", "残疾人证号", "类别", "等级", "补贴类型(生活/护理)", "标准(元/月)", "起发月份", "本期月数", "本期金额", "户名", "开户行", "账号", "监护人/代领人",
    "变动(新增/停发/调整)及原因", "备注", NULL,
  };
  static const char *const numbers[] = { NUMBER, OTHER, CHILD, "6222000000000000001", "欧阳𠮷", "小小" };
  g_autoptr (FormShipped) list = NULL, small = NULL, notice = NULL;

  add_subsidy (fixture, person, "困难残疾人生活补贴", "110");
  add_subsidy (fixture, other, "重度残疾人护理补贴", "80.50");
  add_subsidy (fixture, child, "困难残疾人生活补贴", "110");
  list = form_shipped_print (fixture, "subsidies", "month", "2026-05-01", NULL);
  form_shipped_assert_elements (list, words);
  g_assert_cmpint (poppler_document_get_n_pages (list->document), ==, 2); /* side by side */
  g_assert_true (form_shipped_has (list, NUMBER "41B1"));
  g_assert_true (form_shipped_has (list, "生活补贴小计2人"));
  g_assert_true (form_shipped_has (list, "护理补贴小计1人"));
  g_assert_true (form_shipped_has (list, "合计3人"));
  g_assert_true (form_shipped_has (list, "300.50"));
  g_assert_true (form_shipped_has (list, "叁佰元伍角"));
  small = form_shipped_print (fixture, "subsidies", "month", "2026-05-01", "sheets", "no", NULL);
  g_assert_cmpint (poppler_document_get_n_pages (small->document), ==, 1);
  notice = form_shipped_print (fixture, "subsidy-notice", "month", "2026-05-01", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_false (form_shipped_has (notice, numbers[i]));
  g_assert_true (form_shipped_has (notice, "残疾人补贴发放公示"));
  g_assert_true (form_shipped_has (notice, "另有未成年人1人不予公示。"));
  g_assert_true (form_shipped_has (notice, "190.50"));
}

static void
test_card (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "A 基本情况", "C 服务需求评估", "D 服务对接路径", "E 服务监督", "F 效果与满意度", "G 年度小结", "下一步", "住房", "教育", "就业", "社保", "康复", "无障碍", "文体", NULL };
  g_autofree char *card = form_id_text (form_fixture_add (fixture, "service_card", "number", "K-001", "@person", person, "opened", "2026-01-05", "housing", "自有", NULL));
  g_autoptr (FormShipped) shipped = NULL;

  form_fixture_add (fixture, "need", "@person", person, "domain", "辅具", "date", "2026-02-01", "state", "未办理", "provider", "县残联", NULL);
  form_fixture_add (fixture, "supervision", "@card", card, "date", "2026-03-01", "inspector", "王某某", "opinion", "按计划办理", NULL);
  shipped = form_shipped_print (fixture, "service-card", "record", card, NULL);
  form_shipped_assert_elements (shipped, words);
  g_assert_cmpint (poppler_document_get_n_pages (shipped->document), ==, 2);
  g_assert_true (form_shipped_has (shipped, "县残联"));
  g_assert_true (form_shipped_has (shipped, "按计划办理"));
}

static void
test_registers (FormFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *form, *words[16];
  } forms[] = {
    { "work-lists", { "三张清单", "对象", "联系干部", "频次", "最近联系", "任务", "责任单位", "责任人", "时限", "状态", "措施", "销号日" } },
    { "appeal", { "12385/信访办理单", "编号", "来源", "时间", "诉求人", "联系方式", "类别", "诉求", "受理人", "转办单位", "时限", "办理情况", "答复日期", "回访满意度" } },
    { "meeting", { "会议记录", "名称", "时间", "地点", "主持", "记录", "出席", "列席", "缺席", "议题", "决定", "责任分工", "签到另附" } },
    { "decision", { "三重一大决策表", "事项", "类别", "提出", "征求意见", "风险评估", "合法性审查", "表决", "结果", "集体签字" } },
    { "gifts", { "捐赠（慰问）物资发放表", "序号", "村", "姓名", "物资/金额", "数量", "领取人签字", "日期" } },
    { "submissions", { "报表催报/报送日历", "报表", "截止日", "报送单位", "状态", "接收人", "回执" } },
    { "service-resources", { "服务资源名录", "机构", "类型", "地址", "电话", "服务内容", "床位/容量", "资质", "负责人" } },
    { "visits-month", { "走访探视月（季）报", "应访户数", "实访户数", "走访率", "入户次数", "电话次数", "收集诉求(件)", "已解决(件)", "正在办理(件)", "上报(件)" } },
  };

  form_fixture_add (fixture, "work_item", "list", "责任清单", "subject", "核实补贴", NULL);
  form_fixture_add (fixture, "appeal", "number", "XF-01", "source", "来信", "date", "2026-05-01", "name", "某某", "text", "换证", NULL);
  form_fixture_add (fixture, "meeting", "name", "例会", "date", "2026-05-01", NULL);
  form_fixture_add (fixture, "decision", "subject", "采购", "kind", "大额资金使用", NULL);
  form_fixture_add (fixture, "gift", "date", "2026-02-10", "occasion", "慰问", "@person", person, "kind", "慰问金", "amount", "200", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (FormShipped) shipped = form_shipped_print (fixture, forms[i].form, NULL);

      form_shipped_assert_elements (shipped, forms[i].words);
      if (g_str_equal (forms[i].form, "gifts"))
        g_assert_true (form_shipped_has (shipped, "慰问金合计200.00元（贰佰元整）"));
    }
}

/* The sum so far and of all: halves are halves. */
static void
test_days (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (FormShipped) shipped = NULL;
  int row;

  form_fixture_add (fixture, "field_day", "@person", person, "date", "2026-03-01", "part", "半天", "households", "3", NULL);
  form_fixture_add (fixture, "field_day", "@person", person, "date", "2026-03-02", "part", "一天", "households", "4", NULL);
  shipped = form_shipped_print (fixture, "field-days", "person", person, "year", "2026", NULL);
  row = form_shipped_find_row (shipped, 0, "2026年3月2日");
  g_assert_cmpstr (form_shipped_get_cell (shipped, 0, row, 5), ==, "1.0");
  g_assert_cmpstr (form_shipped_get_cell (shipped, 0, row, 6), ==, "1.5");
  g_assert_true (form_shipped_has (shipped, "目标30天，已完成1.5天"));
}

static void
test_survey (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (FormShipped) old = form_shipped_print (fixture, "survey-prefilled", "person", person, "on", "2026-05-20", NULL);
  g_autoptr (FormShipped) young = form_shipped_print (fixture, "survey-prefilled", "person", child, "on", "2026-05-20", NULL);

  g_assert_true (form_shipped_has (old, "×（超过25岁）"));
  g_assert_true (form_shipped_has (old, "×（不满16岁或60岁以上）"));
  g_assert_false (form_shipped_has (young, "×（超过25岁）"));
  g_assert_true (form_shipped_has (young, "×（不满16岁或60岁以上）"));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/further/performance", FormFixture, NULL, set_up, test_performance, tear_down);
  g_test_add ("/further/subsidies", FormFixture, NULL, set_up, test_subsidies, tear_down);
  g_test_add ("/further/card", FormFixture, NULL, set_up, test_card, tear_down);
  g_test_add ("/further/registers", FormFixture, NULL, set_up, test_registers, tear_down);
  g_test_add ("/further/days", FormFixture, NULL, set_up, test_days, tear_down);
  g_test_add ("/further/survey", FormFixture, NULL, set_up, test_survey, tear_down);
  return g_test_run ();
}
