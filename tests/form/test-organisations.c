/* F10 and F20 as FORMS.md gives them: words, values, what is left blank for the pen; the chart is boxes and lines for the eye, a table for the ear. */

#include <locale.h>

#include "form-shipped.h"

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_NONE);
}

static char *
add_village (FormFixture *fixture)
{
  return form_id_text (form_fixture_add (fixture, "division", "name", "上河村", "code", "991123101201", "level", "village", NULL));
}

/* The 25 characters of the longest name, and a character beyond the basic plane, print whole; the three opinions stay for pen and seal. */
static void
test_approval (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "村（社区）残疾人专职委员选聘（调整）审批表", "姓名", "性别", "民族", "出生年月", "政治面貌", "文化程度", "残疾类别等级", "残疾人证号", "身份证号", "联系电话", "户籍", "现住址", "来源", "选聘方式",
    "拟任村（社区）", "拟任时间", "简历", "村（社区）党组织和村委会意见（盖章）", "乡镇（街道）残联意见（盖章）", "县残联审批意见（盖章）", NULL,
  };
  g_autofree char *village = add_village (fixture);
  g_autofree char *person = form_id_text (form_fixture_add (fixture, "person", "name", "阿卜杜热合曼·买买提依明·吐尔逊江·阿不都拉木𠮷", "id_number", "99112319560307001X", "birth", "1956-03-07", "certificate_number",
                                                            "99112319560307002841", "categories", "肢体", "grade", "一级", "education", "高中", "ethnicity", "汉族", NULL));
  g_autofree char *selection = form_id_text (form_fixture_add (fixture, "selection", "kind", "选聘", "@person", person, "@division", village, "origin", "残疾人", "manner", "公开招聘", "nominated",
                                                               "2026-05-01", "proposed_start", "2026-06-01", "resume", "2018年起任小组长", "reason", "不应出现", NULL));
  g_autofree char *other = form_id_text (form_fixture_add (fixture, "selection", "kind", "解聘", "@person", person, "@division", village, "nominated", "2026-05-02", "reason", "本人申请", NULL));
  g_autoptr (FormShipped) shipped = form_shipped_print (fixture, "commissioner-approval", "record", selection, NULL), dismissal = form_shipped_print (fixture, "commissioner-approval", "record", other, NULL);

  form_shipped_assert_elements (shipped, words);
  g_assert_cmpint (poppler_document_get_n_pages (shipped->document), ==, 1);
  g_assert_cmpint (poppler_document_get_n_pages (dismissal->document), ==, 1);
  g_assert_true (form_shipped_has (shipped, "阿卜杜热合曼·买买提依明·吐尔逊江·阿不都拉木𠮷"));
  g_assert_true (form_shipped_has (shipped, "99112319560307002841"));
  g_assert_true (form_shipped_has (shipped, "肢体一级"));
  g_assert_true (form_shipped_has (shipped, "1956年3月"));
  g_assert_true (form_shipped_has (shipped, "☑残疾人"));
  g_assert_true (form_shipped_has (shipped, "☑公开招聘"));
  g_assert_true (form_shipped_has (shipped, "2026年6月1日"));
  g_assert_true (form_shipped_has (shipped, "理事长签字"));
  g_assert_true (form_shipped_has (shipped, "年月日"));
  g_assert_false (form_shipped_has (shipped, "调整原因"));
  g_assert_false (form_shipped_has (shipped, "不应出现"));
  g_assert_true (form_shipped_has (dismissal, "调整原因"));
  g_assert_true (form_shipped_has (dismissal, "本人申请"));
}

static void
appoint (FormFixture *fixture, const char *organisation, const char *name, const char *post, const char *duty, const char *start, const char *end)
{
  g_autofree char *person = form_id_text (form_fixture_add (fixture, "person", "name", name, NULL));

  form_fixture_add (fixture, "appointment", "@person", person, "@organisation", organisation, "post", post, "duty", duty, "start", start, "end", end, NULL);
}

/* A level for each post that is held, on the day asked for; those below stand on the last. */
static void
test_chart (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *village = add_village (fixture);
  g_autofree char *association = form_id_text (form_fixture_add (fixture, "organisation", "name", "上河村残协", "kind", "village-association", "@division", village, NULL));
  g_autofree char *group = form_id_text (form_fixture_add (fixture, "organisation", "name", "肢残小组", "kind", "group", "@division", village, "@parent", association, NULL));
  g_autoptr (FormShipped) now = NULL, before = NULL, many = NULL;

  appoint (fixture, association, "张一川", "主席", "主持全面工作", "2026-01-01", NULL);
  appoint (fixture, association, "李二河", "主席", NULL, "2020-01-01", "2025-12-31");
  appoint (fixture, association, "王三江", "委员、专职委员", "走访", "2020-01-01", NULL);
  appoint (fixture, association, "赵四海", "委员", NULL, "2020-01-01", NULL);
  appoint (fixture, association, "钱五洲", "委员", NULL, "2020-01-02", NULL);
  appoint (fixture, group, "孙六湖", "组长", NULL, "2020-01-01", NULL);
  now = form_shipped_print (fixture, "organisation-chart", "organisation", "上河村残协", NULL);
  g_assert_true (form_shipped_has (now, "上河村残协组织机构图"));
  g_assert_true (form_shipped_has (now, "上墙日期："));
  form_shipped_assert_row (now, 0, 0, "主席", "张一川", "主席", "主持全面工作", NULL);
  form_shipped_assert_row (now, 0, 1, "专职委员", "王三江", "委员、专职委员", "走访", NULL);
  form_shipped_assert_row (now, 0, 2, "委员", "赵四海", "委员", NULL);
  form_shipped_assert_row (now, 0, 3, "钱五洲", "委员", NULL);
  form_shipped_assert_row (now, 0, 4, "下级组织", "肢残小组", "孙六湖", NULL);
  g_assert_false (form_shipped_has (now, "李二河"));
  g_assert_false (form_shipped_has (now, "副主席"));
  before = form_shipped_print (fixture, "organisation-chart", "organisation", "上河村残协", "day", "2025-12-31", "below", "off", NULL);
  form_shipped_assert_row (before, 0, 0, "主席", "李二河", "主席", NULL);
  g_assert_false (form_shipped_has (before, "张一川"));
  g_assert_false (form_shipped_has (before, "肢残小组"));

  /* Many of one level go on over lines and pages, each once. */
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *name = g_strdup_printf ("委员%03u", i);

      appoint (fixture, association, name, "委员", NULL, "2021-01-01", NULL);
    }
  many = form_shipped_print (fixture, "organisation-chart", "organisation", "上河村残协", NULL);
  g_assert_cmpint (poppler_document_get_n_pages (many->document), >, 1);
  g_assert_true (form_shipped_has (many, "委员000"));
  g_assert_true (form_shipped_has (many, "委员119"));
}

/* The date of posting never stands on a page of its own: the lines between the boxes are shorter before that, and else the last level goes over with it. */
static void
test_posted (FormFixture *fixture, gconstpointer data)
{
  static const char *const posts[] = { "主席", "副主席", "理事长", "副理事长", "理事", "组长", "副组长" };
  g_autofree char *village = add_village (fixture);
  g_autoptr (GString) duty = g_string_new (NULL);
  gboolean was_one = FALSE, was_more = FALSE;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u残协", i + 1), *text = NULL;
      g_autofree char *association = form_id_text (form_fixture_add (fixture, "organisation", "name", name, "kind", "village-association", "@division", village, NULL));
      g_autoptr (FormShipped) board = NULL;
      int last;

      /* A line more each time. */
      g_string_append (duty, "主持全面工作，联系各村残协。");
      for (guint k = 0; k < G_N_ELEMENTS (posts); k++)
        appoint (fixture, association, "张一川", posts[k], k == 0 ? duty->str : NULL, "2020-01-01", NULL);
      board = form_shipped_print (fixture, "organisation-chart", "organisation", name, NULL);
      last = poppler_document_get_n_pages (board->document) - 1;
      text = form_pdf_get_text (board->document, last);
      g_assert_nonnull (strstr (text, "上墙日期"));
      g_assert_nonnull (strstr (text, "张一川"));
      was_one = was_one || last == 0;
      was_more = was_more || last > 0;
    }
  g_assert_true (was_one && was_more);
}

#define add(name, func) g_test_add ("/form/organisations/" name, FormFixture, NULL, set_up, func, form_fixture_tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  add ("approval", test_approval);
  add ("chart", test_chart);
  add ("posted", test_posted);
  return g_test_run ();
}
