/* FORMS.md, “Test oracle for printing”, for each official form: page 2 repeats its heads; a name of 25 characters, a certificate number of 22 and 𠮷 print whole;
 * dates for the pen stay blank; above the header line of a list nothing is set where the seal goes. What each form says by the letter is in its family's test. */

#include <locale.h>

#include "form-shipped.h"

#define LONG_NAME "买买提·吐尔逊·阿不都热合曼·艾合买提江·依不拉音𠮷"
#define CERTIFICATE_TAIL "42B1"

typedef struct
{
  char *village, *certificate, *training, *person;
} Office;

static void
add_training (FormFixture *fixture, Office *office, guint number, const char *name)
{
  g_autofree char *id = form_fixture_make_id (number);
  g_autofree char *person = form_id_text (form_fixture_add (fixture, "person", "name", name, "id_number", id, "@division", office->village, "disability", "持证", "categories", "视力", "grade", "二级",
                                                            "certificate_number", number == 0 ? office->certificate : NULL, NULL));

  form_fixture_add (fixture, "attendance", "@event", office->training, "@person", person, NULL);
  if (number == 0)
    office->person = g_steal_pointer (&person);
}

static void
set_up (FormFixture *fixture, Office *office)
{
  g_autofree char *id = form_fixture_make_id (0), *association = NULL;

  form_office_set_up (fixture, FORM_OFFICE_NONE);
  office->certificate = g_strconcat (id, CERTIFICATE_TAIL, NULL);
  office->village = form_id_text (form_fixture_add (fixture, "division", "name", "上河村", "code", "991123101201", "level", "village", NULL));
  association = form_id_text (form_fixture_add (fixture, "organisation", "name", "上河村残协", "kind", "village-association", "@division", office->village, NULL));
  office->training = form_id_text (form_fixture_add (fixture, "event", "name", "业务培训", "start", "2026-05-18", "end", "2026-05-18", NULL));
  for (guint i = 0; i < 60; i++)
    add_training (fixture, office, i, i == 0 ? LONG_NAME : "张三");
  form_fixture_add (fixture, "appointment", "@person", office->person, "@organisation", association, "post", "主席", "start", "2026-01-01", NULL);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *code = g_strdup_printf ("991123101%03u", 300 + i), *name = g_strdup_printf ("第%u村", i + 1);
      g_autofree char *village = form_id_text (form_fixture_add (fixture, "division", "name", i == 59 ? LONG_NAME : name, "code", code, "level", "village", NULL));
      g_autofree char *suspected = form_fixture_make_id (1000 + i), *household = NULL, *number = g_strdup_printf ("%u", i + 1);
      g_autofree char *head = form_id_text (form_fixture_add (fixture, "person", "name", i == 59 ? LONG_NAME : "李四", "id_number", suspected, "@division", village, "disability", "疑似", NULL));

      form_fixture_add_member (fixture, g_ascii_strtoll (office->village, NULL, 10), "王五", 2000 + i, "委员", NULL, "2026-01-01", NULL);
      household = form_id_text (form_fixture_add (fixture, "household", "@head", head, "@division", village, NULL));
      form_fixture_add (fixture, "special_household", "@household", household, "difficulties", "重残", "start", "2026-01-05", NULL);
      form_fixture_add (fixture, "item", "fonds", "Z101", "class", "文书", "year", "2025", "retention", "永久", "number", number, "title", i == 59 ? LONG_NAME : "通知", "pages", "2", "date", "2025-04-29", NULL);
    }
}

static void
tear_down (FormFixture *fixture, Office *office)
{
  g_free (office->village);
  g_free (office->certificate);
  g_free (office->training);
  g_free (office->person);
  form_fixture_tear_down (fixture, NULL);
}

static const struct
{
  const char *form, *parameter, *value;
  const char *head; /* heads that each page repeats, by | */
  const char *whole; /* what prints whole, by | */
  const char *blank; /* a date for the pen, or NULL */
  const char *sealed; /* the label with the place of the seal; NULL: none, or one that overlaps the corner of the table (F1, F2), or measured elsewhere (F3) */
} oracle[] = {
  { "attachment-1", NULL, NULL, "乡镇、村（社区）残联（盖章）|理事长签字|改革方案全部落实|(是/否)|方案确定的改革任务（条）|已完成改革任务（条）|完成全部改革任务预计时间|工作主要难点", LONG_NAME,
    "2026年月日前上报|2026年月日", NULL },
  { "attachment-2", NULL, NULL,
    "乡镇、村（社区）残联（盖章）|理事长签字|乡镇、村(社区)|行政区划村(社区)数|已建村(社区)残协数|由村(社区)“两委”担任主席的残协数|配备村(社区)专职委员数|落实工作经费的残协数|落实工作站所的残协数|配备办公设备的残协数",
    LONG_NAME, "2026年月日前上报|2026年月日", NULL },
  { "attachment-2", "layout", "five",
    "乡镇、村（社区）残联（盖章）|理事长签字|行政区划村(社区)数|已建村(社区)残协数|由村(社区)“两委”担任主席的残协数|配备村(社区)专职委员数|落实工作经费的残协数|落实工作站所的残协数|配备办公设备的残协数",
    LONG_NAME, "2026年月日前上报|2026年月日", NULL },
  { "attachment-3", NULL, NULL, "村（社区）上河村|村长签字|姓名|身份证号|联系电话|所担任的职务|备注", LONG_NAME, "2026年月日前上报|2026年月日", NULL },
  { "special-households", NULL, NULL, "填报单位（盖章）|理事长签字|户主姓名|联系电话|家庭人口|持证人数|困难类型|一户多残|老残一体|孤残|重残|多重残疾|其他|残疾人姓名·类别·等级|主要困难|帮扶措施|联系人（专职委员）|走访频次|最近走访|纳入日期|退出日期及原因",
    LONG_NAME, "2026年月日", "（盖章）" },
  { "sign-in", NULL, NULL, "培训名称：业务培训|主办单位|培训时间：2026年5月18日|地点|授课人|培训形式|□线上□线下□考察□观摩|学时|姓名|单位（村/社区）|职务|联系电话|上午签到|下午签到|备注", LONG_NAME, NULL, NULL },
  { "certified-persons", "sheets", "no",
    "填报单位（盖章）|理事长签字|数据截至2026年5月20日|性别|年龄|民族|身份证号|残疾人证号|残疾类别|残疾等级|发证日期|有效期至|监护人及电话|联系电话|家庭住址|困难类型|证件状态|备注", LONG_NAME "|" CERTIFICATE_TAIL, NULL, "（盖章）" },
  { "certified-persons", NULL, NULL, "填报单位（盖章）|理事长签字|序号|村（社区）|姓名", LONG_NAME "|" CERTIFICATE_TAIL, NULL, "（盖章）" },
  { "certified-statistics", NULL, NULL, NULL, LONG_NAME, NULL, NULL },
  { "suspected-persons", NULL, NULL, "填报单位（盖章）|理事长签字|姓名|性别|出生年月|身份证号|疑似类别|主要表现|是否有服务需求|未持证原因|监护人/联系人电话|是否低收入|拟采取措施|责任人|进展与日期|结果", LONG_NAME, NULL, "（盖章）" },
  { "archive-catalogue", "layout", "continuous", "全宗名称|年度：2025|保管期限：永久|机构（问题）|盒号|序号|档号|文号|责任者|题名|日期|密级|页数|备注", LONG_NAME, NULL, NULL },
};

#define MOST_LINES 5

/* A head that is set on several lines is found by its lines: Poppler gives them apart. */
static gboolean
stands_on_page (const char *page, const char *text)
{
  guint lines = 0;

  while (*text != '\0' && lines++ < MOST_LINES)
    {
      gsize length = strlen (text);

      while (length > 0 && g_strstr_len (page, -1, text) == NULL)
        {
          g_autofree char *line = NULL;

          length = (gsize) (g_utf8_prev_char (text + length) - text);
          line = g_strndup (text, length);
          if (length > 0 && strstr (page, line) != NULL)
            break;
        }
      if (length == 0)
        return FALSE;
      text += length;
    }
  return *text == '\0';
}

static void
assert_pages (FormShipped *shipped, const char *form, const char *texts)
{
  g_auto (GStrv) words = g_strsplit (texts, "|", -1);

  g_assert_cmpuint (shipped->report.pages, >=, 2);
  for (guint i = 0; i < shipped->report.pages; i++)
    {
      g_autofree char *page = form_pdf_get_text (shipped->document, (int) i);

      for (guint k = 0; words[k] != NULL; k++)
        {
          g_autofree char *bare = form_strip (words[k]);

          if (!stands_on_page (page, bare))
            g_error ("%s: “%s” is not on page %u of %u: %s", form, words[k], i + 1, shipped->report.pages, page);
        }
    }
}

/* In one element of the structure, and so in one cell, as it is read out. */
static void
assert_whole (FormShipped *shipped, const char *form, const char *text)
{
  g_autofree char *bare = form_strip (text);

  for (guint i = 0; i < shipped->elements->len; i++)
    if (strstr (((FormElement *) shipped->elements->pdata[i])->text, form_as_read (bare)) != NULL)
      return;
  g_error ("%s: “%s” is not printed whole", form, text);
}

/* Dots of ink in the circle of the seal above the line of its label. */
static guint
count_ink_above (FormShipped *shipped, const PopplerRectangle *label)
{
  const double scale = 10, radius = 22.5;
  form_owned PopplerPage *page = poppler_document_get_page (shipped->document, 0);
  double width, height, x = (label->x1 + label->x2) / 2, y = (label->y1 + label->y2) / 2;
  cairo_surface_t *surface;
  cairo_t *cairo;
  guint ink = 0;

  poppler_page_get_size (page, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * 25.4 / 72 * scale), (int) (height * 25.4 / 72 * scale));
  cairo = cairo_create (surface);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_scale (cairo, scale * 25.4 / 72, scale * 25.4 / 72);
  poppler_page_render (page, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  for (double dy = -radius; dy < label->y1 - y - 2.5; dy += 0.1)
    for (double dx = -radius; dx < radius; dx += 0.1)
      {
        int column = (int) ((x + dx) * scale), row = (int) ((y + dy) * scale);

        if (dx * dx + dy * dy > radius * radius || column < 0 || row < 0)
          continue;
        ink += cairo_image_surface_get_data (surface)[row * cairo_image_surface_get_stride (surface) + column * 4 + 1] < 128;
      }
  cairo_surface_destroy (surface);
  return ink;
}

static void
test_oracle (void)
{
  FormFixture fixture;
  Office office = { 0 };

  set_up (&fixture, &office);
  for (guint i = 0; i < G_N_ELEMENTS (oracle); i += cl_test_rounds (1, 3))
    {
      g_autoptr (FormShipped) shipped = form_shipped_print (&fixture, oracle[i].form, oracle[i].parameter, oracle[i].value, NULL);
      g_auto (GStrv) whole = g_strsplit (oracle[i].whole, "|", -1);
      PopplerRectangle label;

      if (oracle[i].head != NULL)
        assert_pages (shipped, oracle[i].form, oracle[i].head);
      for (guint k = 0; whole[k] != NULL; k++)
        assert_whole (shipped, oracle[i].form, g_str_equal (whole[k], CERTIFICATE_TAIL) ? office.certificate : whole[k]);
      if (oracle[i].blank != NULL)
        {
          g_auto (GStrv) blank = g_strsplit (oracle[i].blank, "|", -1);

          form_shipped_assert_elements (shipped, (const char *const *) blank);
        }
      if (oracle[i].sealed == NULL)
        continue;
      g_assert_true (form_pdf_find (shipped->document, 0, oracle[i].sealed, 0, &label));
      if (count_ink_above (shipped, &label) > 0)
        g_error ("%s: there is ink where the seal goes", oracle[i].form);
    }
  tear_down (&fixture, &office);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oracle/forms", test_oracle);
  return g_test_run ();
}
