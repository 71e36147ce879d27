/* F1, F2 and F34 as FORMS.md gives them: words, counts, totals, orders, and what of them is unknown. */

#include <locale.h>

#include "cl-date.h"
#include "cl-error.h"
#include "form-shipped.h"

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_NONE);
}

static gint64
find_township (FormFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 id = cl_query_find_record (fixture->catalogue, cl_store_get_reader (fixture->store), cl_catalogue_find_ledger (fixture->catalogue, "division"), "云岭镇", &error);

  g_assert_no_error (error);
  return id;
}

static char *
add_village (FormFixture *fixture, const char *name, const char *position)
{
  g_autofree char *township = form_id_text (find_township (fixture)), *code = g_strconcat ("99112310120", position, NULL);

  return form_id_text (form_fixture_add (fixture, "division", "name", name, "code", code, "level", "village", "position", position, "@parent", township, NULL));
}

static void
add_task (FormFixture *fixture, const char *village, const char *title, const char *done, const char *forecast, const char *difficulty)
{
  form_fixture_add (fixture, "reform_task", "@division", village, "title", title, "done", done, "forecast", forecast, "difficulty", difficulty, NULL);
}

/* The township first, whatever its place; tasks done after the day are not done yet. */
static void
test_tasks (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "附件 1", "乡镇、村（社区）残联改革方案落实工作进度台账", "2026 年 月 日前上报", "乡镇、村（社区）残联（盖章）", "理事长签字", "2026 年 月 日",
    "乡镇、村（社区）", "改革方案全部落实 (是/否)", "方案确定的改革任务（条）", "已完成改革任务（条）", "完成全部改革任务预计时间", "工作主要难点", "汇 总", NULL,
  };
  g_autofree char *late = add_village (fixture, "后村", "2"), *early = add_village (fixture, "前村", "1"), *bare = add_village (fixture, "无村", "3");
  g_autofree char *township = form_id_text (find_township (fixture));
  g_autoptr (FormShipped) shipped = NULL;

  add_task (fixture, township, "甲", "2026-03-01", NULL, NULL);
  add_task (fixture, township, "乙", "2026-06-01", NULL, NULL);
  add_task (fixture, late, "甲", NULL, "2026-12", "经费不足");
  add_task (fixture, late, "乙", "2026-04-01", "2027-03", NULL);
  add_task (fixture, early, "甲", "2026-02-01", "2026-02", NULL);
  shipped = form_shipped_print (fixture, "attachment-1", NULL);
  form_shipped_assert_elements (shipped, words);
  form_shipped_assert_row (shipped, 0, 1, "云岭镇", "否", "2", "1", "", "", NULL);
  form_shipped_assert_row (shipped, 0, 2, "前村", "是", "1", "1", "", "", NULL);
  form_shipped_assert_row (shipped, 0, 3, "后村", "否", "2", "1", "2026年12月", "经费不足", NULL);
  form_shipped_assert_row (shipped, 0, 4, "无村", "", "", "", "", "", NULL);
  form_shipped_assert_row (shipped, 0, 5, "汇总", "是1/共3", "5", "3", "2026年12月", "", NULL);
  g_assert_true (g_str_has_prefix (bare, "8"));
}

/* Where no tasks are kept, one typed row a unit: of the day that was asked for, else the last. */
static void
test_typed (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *village = add_village (fixture, "前村", "1"), *other = add_village (fixture, "后村", "2");
  g_autoptr (FormShipped) last = NULL, asked = NULL;

  form_fixture_add (fixture, "reform_progress", "@division", village, "due", "2025-05-20", "tasks", "9", "done", "1", "forecast", "2025-12", "difficulty", "旧", NULL);
  form_fixture_add (fixture, "reform_progress", "@division", village, "due", "2026-05-20", "tasks", "9", "done", "9", NULL);
  form_fixture_add (fixture, "reform_progress", "@division", other, "due", "2025-05-20", "tasks", "0", "done", "0", NULL);
  last = form_shipped_print (fixture, "attachment-1", NULL);
  form_shipped_assert_row (last, 0, 2, "前村", "是", "9", "9", "", "", NULL);
  form_shipped_assert_row (last, 0, 3, "后村", "否", "0", "0", "", "", NULL);
  asked = form_shipped_print (fixture, "attachment-1", "due", "2025-05-20", "date", "2025-05-19", NULL);
  form_shipped_assert_row (asked, 0, 2, "前村", "否", "9", "1", "2025年12月", "旧", NULL);
  g_assert_true (form_shipped_has (asked, "2025年5月20日前上报"));
  g_assert_true (form_shipped_has (asked, "2025年5月19日"));
}

static void
add_association (FormFixture *fixture, const char *village, const char *name, const char *status, const char *fact, gboolean of_committee)
{
  g_autofree char *organisation = form_id_text (form_fixture_add (fixture, "organisation", "name", name, "kind", "village-association", "@division", village, "status", status,
                                                                  "has_funds", fact, "has_premises", fact, "has_equipment", fact, NULL));
  g_autofree char *chair = form_id_text (form_fixture_add (fixture, "person", "name", "主席某", "on_village_committee", of_committee ? "是" : NULL, NULL));

  form_fixture_add (fixture, "appointment", "@person", chair, "@organisation", organisation, "post", "主席", "office", of_committee ? NULL : "无", "start", "2026-01-01", NULL);
  form_fixture_add (fixture, "appointment", "@person", chair, "@organisation", organisation, "post", "专职委员", "start", "2026-01-01", "end", "2026-12-31", NULL);
}

static void
test_coverage (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "附件 2", "村（社区）残协全覆盖工作进度台账", "2026 年 月 日前上报", "乡镇、村（社区）残联（盖章）", "理事长签字", "2026 年 月 日", "乡镇、村(社区)", "行政区划村(社区)数", "已建村(社区)残协数",
    "由村(社区)“两委”担任主席的残协数", "配备村(社区)专职委员数", "落实工作经费的残协数", "落实工作站所的残协数", "配备办公设备的残协数", "合 计", NULL,
  };
  g_autofree char *first = add_village (fixture, "前村", "1"), *second = add_village (fixture, "后村", "2"), *third = add_village (fixture, "无村", "3");
  g_autoptr (FormShipped) shipped = NULL, literal = NULL, headed = NULL;

  add_association (fixture, first, "前村残协", "已建", "是", TRUE);
  add_association (fixture, second, "后村残协", NULL, NULL, FALSE);
  add_association (fixture, third, "无村残协", "筹建", "是", TRUE);
  shipped = form_shipped_print (fixture, "attachment-2", NULL);
  form_shipped_assert_elements (shipped, words);
  form_shipped_assert_row (shipped, 0, 1, "前村", "1", "1", "1", "1", "1", "1", "1", NULL);
  form_shipped_assert_row (shipped, 0, 2, "后村", "1", "1", "0", "1", "0", "0", "0", NULL);
  g_assert_cmpstr (form_shipped_get_cell (shipped, 0, 3, 2), ==, "0");
  g_assert_cmpstr (form_shipped_get_cell (shipped, 0, 4, 1), ==, "3");
  g_assert_cmpstr (form_shipped_get_cell (shipped, 0, 4, 2), ==, "2");
  g_assert_cmpstr (form_shipped_get_cell (shipped, 0, 4, 3), ==, "1");
  g_assert_cmpstr (form_shipped_get_cell (shipped, 0, 4, 5), ==, "1");
  g_assert_cmpuint (shipped->report.rows, ==, 3);

  /* The township's row says the same as the total, and is not added to it. */
  headed = form_shipped_print (fixture, "attachment-2", "first", "shown", NULL);
  form_shipped_assert_row (headed, 0, 1, "云岭镇", "3", "2", "1", NULL);
  form_shipped_assert_row (headed, 0, 5, "合计", "3", "2", "1", NULL);

  literal = form_shipped_print (fixture, "attachment-2", "layout", "five", NULL);
  form_shipped_assert_row (literal, 0, 0, "乡镇、村 (社区)", "行政区划村 (社区)数", "已建村(社区) 残协数", "由村(社区)“两委” 担任主席的残协数",
                           "配备村(社区) 专职委员数落实工作经费 的残协数落实工作站所 的残协数配备办公设备 的残协数", NULL);
  form_shipped_assert_row (literal, 0, 4, "合计", "3", "2", "1", "配备村(社区)专职委员数：3落实工作经费的残协数：1落实工作站所的残协数：1配备办公设备的残协数：1", NULL);
}

/* Many villages: heads and header line on every page; names of 25 characters whole. */
static void
test_long (FormFixture *fixture, gconstpointer data)
{
  static const char *const repeated[] = { "理事长签字", "行政区划村", "续表", NULL };
  g_autofree char *township = form_id_text (find_township (fixture)), *last = NULL;
  g_autoptr (FormShipped) shipped = NULL;
  guint n = cl_test_rounds (200, 60);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf (i == n / 4 * 3 ? "阿布都克里木艾力江吐尔逊古丽巴格阿依库勒𠮷家湾子村" : "第%u村", i), *code = g_strdup_printf ("991123101%03u", i);

      form_fixture_add (fixture, "division", "name", name, "code", code, "level", "village", "@parent", township, NULL);
    }
  shipped = form_shipped_print (fixture, "attachment-2", NULL);
  g_assert_cmpuint (shipped->report.rows, ==, n);
  g_assert_cmpuint (shipped->report.pages, >, n / 20);
  form_shipped_assert_pages (shipped, 1, repeated);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "阿布都克里木艾力江吐尔逊古丽巴格阿依库勒𠮷家湾子村"), >, 0);
  last = g_strdup_printf ("%u", n);
  g_assert_cmpstr (form_shipped_get_cell (shipped, 0, n + 1, 1), ==, last);
}

/* The letter lists its attachments by the very titles that they bear, each on a new page. */
static void
test_letter (FormFixture *fixture, gconstpointer data)
{
  static const char *const titles[] = { "乡镇、村（社区）残联改革方案落实工作进度台账", "村（社区）残协全覆盖工作进度台账", "村（社区）残协组织人员名单" };
  g_autofree char *village = add_village (fixture, "前村", "1");
  g_autoptr (FormShipped) shipped = NULL;
  g_autofree char *first = NULL;

  add_association (fixture, village, "前村残协", "已建", "是", TRUE);
  shipped = form_shipped_print (fixture, "report-letter", "to", "云岭县残疾人联合会", "sender", "云岭镇残疾人联合会", "date", "2026-05-19", "due", "2026-05-20", NULL);
  g_assert_cmpuint (shipped->report.pages, ==, 4);
  first = form_pdf_get_text (shipped->document, 0);
  g_assert_nonnull (strstr (first, "云岭县残疾人联合会："));
  g_assert_nonnull (strstr (first, "已建村（社区）残协1个"));
  g_assert_nonnull (strstr (first, "2026年5月19日"));
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *page = form_pdf_get_text (shipped->document, i + 1), *mark = g_strdup_printf ("附件%d", i + 1);
      g_autofree char *listed = g_strdup_printf ("%d.%s", i + 1, titles[i]);

      g_assert_nonnull (strstr (first, listed));
      g_assert_nonnull (strstr (page, titles[i]));
      g_assert_nonnull (strstr (page, mark));
      g_assert_nonnull (strstr (page, "2026年5月20日前上报"));
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/reports/" path, FormFixture, NULL, set_up, function, form_fixture_tear_down)
  ADD ("tasks", test_tasks);
  ADD ("typed", test_typed);
  ADD ("coverage", test_coverage);
  ADD ("long", test_long);
  ADD ("letter", test_letter);
  return g_test_run ();
}
