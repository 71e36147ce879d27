/* F11, F11b and F12: the lists of persons, what their foot counts, and what the public sees. */

#include <locale.h>

#include "form-shipped.h"

static char *village;

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_NONE);
  village = form_id_text (form_fixture_add (fixture, "division", "name", "上河村", "code", "991123101201", "level", "village", "kind", "村", NULL));
}

static void
tear_down (FormFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&village, g_free);
  form_fixture_tear_down (fixture, data);
}

static gint64
add_certified (FormFixture *fixture, guint number, const char *name, const char *categories, const char *grade, const char *birth, const char *expires)
{
  g_autofree char *id = form_fixture_make_id (number), *certificate = g_strconcat (id, "1", grade[0] == '\0' ? "1" : "2B12", NULL), *phone = g_strdup_printf ("138%08u", number);

  certificate[18] = '4';
  return form_fixture_add (fixture, "person", "name", name, "id_number", id, "certificate_number", certificate, "phones", phone, "@division", village, "disability", "持证", "categories", categories,
                           "grade", *grade != '\0' ? grade : NULL, "birth", birth, "certificate_expires", expires, "address", "上河村3组", "sex", number % 2 == 0 ? "男" : "女", NULL);
}

static void
test_certified (FormFixture *fixture, gconstpointer data)
{
  static const char *const wide[] = { "序号", "村（社区）", "姓名", "性别", "年龄", "民族", "身份证号", "残疾人证号", "残疾类别", "残疾等级", "发证日期", "有效期至", "监护人及电话", "联系电话", "家庭住址", "困难类型",
                                      "证件状态", "备注", NULL };
  static const char *const name = "买买提·吐尔逊·阿不都热合曼·艾合买提江·依不拉音𠮷";
  g_autoptr (FormShipped) shipped = NULL, narrow = NULL;
  PopplerRectangle place;
  g_autofree char *certificate = NULL, *id = form_fixture_make_id (1);

  add_certified (fixture, 1, name, "视力", "二级", "1960-05-21", "2026-08-18");
  add_certified (fixture, 2, "李四", "听力、言语", "二级", "1970-05-20", "2026-08-19");
  add_certified (fixture, 3, "王五", "肢体", "一级", "1980-01-01", "2026-05-19");
  form_fixture_add (fixture, "person", "name", "已故某", "disability", "持证", "state", "死亡", NULL);
  shipped = form_shipped_print (fixture, "certified-persons", NULL);
  form_shipped_assert_elements (shipped, wide);
  g_assert_cmpuint (shipped->report.rows, ==, 3);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, name), >, 0);
  g_assert_true (form_shipped_has (shipped, "数据截至2026年5月20日"));
  g_assert_true (form_shipped_has (shipped, "合计3人；男1女2；视1听0言0肢1智0精0多1；一级1二级2三级0四级0"));
  /* Ninety days from the 20th of May are the 18th of August. */
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "2026年8月18日△"), >, 0);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "2026年8月19日"), >, 0);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "2026年5月19日"), >, 0);
  /* 22 characters on one line. */
  certificate = g_strconcat (id, "42B12", NULL);
  certificate[18] = '4';
  g_assert_true (form_pdf_find (shipped->document, 0, certificate, 0, &place));
  g_assert_cmpfloat (place.y2 - place.y1, <, 7);
  narrow = form_shipped_print (fixture, "certified-persons", "layout", "narrow", NULL);
  g_assert_false (form_shipped_has (narrow, "民族"));
  g_assert_false (form_shipped_has (narrow, "发证日期"));
}

/* FORMS.md 0.16: nobody's number, and no minors. */
static void
test_public (FormFixture *fixture, gconstpointer data)
{
  static const char *const repeated[] = { "续表", "仅供公示使用", "姓名", "填报单位（盖章）", NULL };
  g_autoptr (FormShipped) shipped = NULL;
  g_autofree char *all = NULL;

  for (guint i = 0; i < 200; i++)
    add_certified (fixture, i, i == 7 ? "欧阳丽华" : "张三丰", "视力", "二级", i == 5 ? "2015-01-01" : "1960-05-21", NULL);
  shipped = form_shipped_print (fixture, "certified-persons", "variant", "public", NULL);
  g_assert_cmpuint (shipped->report.rows, ==, 199);
  form_shipped_assert_pages (shipped, 1, repeated);
  all = form_pdf_get_text (shipped->document, -1);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *id = form_fixture_make_id (i), *phone = g_strdup_printf ("138%08u", i);

      g_assert_null (strstr (all, id));
      g_assert_null (strstr (all, phone));
    }
  g_assert_null (strstr (all, "张三丰"));
  g_assert_null (strstr (all, "视力"));
  g_assert_null (strstr (all, "二级"));
  g_assert_null (strstr (all, "上河村3组"));
  g_assert_nonnull (strstr (all, "张**"));
  g_assert_nonnull (strstr (all, "未成年人1人"));
}

static void
test_statistics (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "合计", "男", "女", "视力", "听力", "言语", "肢体", "智力", "精神", "多重", "一级", "二级", "三级", "四级", "0–14", "15–59", "60+", "城镇", "农村", NULL };
  g_autoptr (FormShipped) shipped = NULL;

  add_certified (fixture, 2, "甲", "视力", "一级", "2012-01-01", NULL);
  add_certified (fixture, 3, "乙", "视力", "二级", "1980-01-01", NULL);
  add_certified (fixture, 4, "丙", "听力、言语", "二级", "1950-01-01", NULL);
  form_fixture_add (fixture, "person", "name", "丁", "@division", village, "disability", "持证", NULL);
  shipped = form_shipped_print (fixture, "certified-statistics", NULL);
  form_shipped_assert_elements (shipped, words);
  form_shipped_assert_row (shipped, 0, 2, "上河村", "4", "2", "1", "2", "0", "0", "0", "0", "0", "1", "1", "2", "0", "0", "1", "1", "1", "0", "4", NULL);
  form_shipped_assert_row (shipped, 0, 3, "合计", "4", "2", "1", "2", NULL);
  g_assert_true (form_shipped_has (shipped, "类别合计=等级合计=总人数：3（另待核实1）＝3（另待核实1）＝4"));
  /* Category by grade. */
  form_shipped_assert_row (shipped, 1, 2, "视力", "1", "1", "0", "0", "2", NULL);
  form_shipped_assert_row (shipped, 1, 8, "多重", "0", "1", "0", "0", "1", NULL);
  form_shipped_assert_row (shipped, 1, 9, "合计", "1", "2", "0", "0", "4", NULL);
}

static void
test_suspected (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "云岭镇疑似残疾人（未持证）名册", "序号", "村（社区）", "姓名", "性别", "出生年月", "身份证号", "疑似类别", "主要表现", "是否有服务需求", "未持证原因", "监护人/联系人电话",
                                       "是否低收入", "拟采取措施", "责任人", "进展与日期", "结果", NULL };
  g_autoptr (FormShipped) shipped = NULL;
  g_autofree char *id = form_fixture_make_id (3), *certificate = g_strconcat (id, "42", NULL), *suspected = NULL;
  int row;

  suspected = form_id_text (form_fixture_add (fixture, "person", "name", "甲", "birth", "1970-02-01", "@division", village, "disability", "疑似", "suspected_reason", "行动不便待上门", NULL));
  form_fixture_add (fixture, "need", "@person", suspected, "domain", "康复", "date", "2026-02-01", NULL);
  form_fixture_add (fixture, "person", "name", "乙", "@division", village, "disability", "疑似", "suspected_reason", "没有时间", NULL);
  form_fixture_add (fixture, "person", "name", "丙", "@division", village, "disability", "持证", "suspected_reason", "未申请", "id_number", id, "certificate_number", certificate,
                    "certificate_issued", "2026-03-01", NULL);
  form_fixture_add (fixture, "person", "name", "丁", "@division", village, "disability", "持证", "certificate_issued", "2026-03-01", NULL);
  shipped = form_shipped_print (fixture, "suspected-persons", NULL);
  form_shipped_assert_elements (shipped, words);
  g_assert_cmpuint (shipped->report.rows, ==, 3);
  row = form_shipped_find_row (shipped, 0, "甲");
  g_assert_cmpint (row, >, 0);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "1970年2月"), ==, row);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "无"), >, 0);
  g_assert_cmpint (form_shipped_find_row (shipped, 0, "是"), ==, row);
  g_assert_true (form_shipped_has (shipped, "合计2人；未持证原因：未申请0不知政策0行动不便待上门1材料不全0评定未达标0不愿办0证件过期未换0迁移中0其他1；已转持证1人"));
  g_assert_true (form_shipped_has (shipped, certificate + 16));
  {
    g_autoptr (ClTemplate) form = form_fixture_load (fixture, "suspected-persons");
    g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) pdf = NULL;

    g_hash_table_insert (parameters, (gpointer) "variant", (gpointer) "public");
    pdf = cl_form_make_pdf (form, fixture->catalogue, cl_store_get_reader (fixture->store), parameters, NULL, NULL, &error);
    g_assert_null (pdf); /* never published */
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/persons/" path, FormFixture, NULL, set_up, function, tear_down)
  ADD ("certified", test_certified);
  ADD ("public", test_public);
  ADD ("statistics", test_statistics);
  ADD ("suspected", test_suspected);
  return g_test_run ();
}
