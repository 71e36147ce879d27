/* F3 as FORMS.md gives it, read back from the PDF by Poppler. */

#include <locale.h>

#include "cl-date.h"
#include "cl-error.h"
#include "form-fixture.h"

static const char *const column_heads[] = { "村（社区）", "姓名", "身份证号", "联系电话", "所担任的职务", "备注" };

static gint64
add_committee (FormFixture *fixture)
{
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 0);

  form_fixture_add_member (fixture, village, "委员甲", 1, "委员", NULL, "2026-01-01", NULL);
  form_fixture_add_member (fixture, village, "专委乙", 2, "委员、专职委员", "持证", "2026-01-02", NULL);
  form_fixture_add_member (fixture, village, "副主席丙", 3, "副主席", "疑似", "2026-01-01", NULL);
  form_fixture_add_member (fixture, village, "主席丁", 4, "主席", NULL, "2026-03-01", NULL);
  form_fixture_add_member (fixture, village, "离任戊", 5, "主席", NULL, "2020-01-01", "2026-05-19");
  return village;
}

static const FormElement *
get_cell (GPtrArray *elements, int table, int row, int column)
{
  for (guint i = 0; i < elements->len; i++)
    {
      const FormElement *element = elements->pdata[i];

      if (element->table == table && element->row == row && element->column == column)
        return element;
    }
  return NULL;
}

static void
assert_cell (GPtrArray *elements, int table, int row, int column, const char *text)
{
  const FormElement *cell = get_cell (elements, table, row, column);

  g_assert_nonnull (cell);
  g_assert_cmpstr (cell->text, ==, form_as_read (text));
}

/* Every word of the form, full-width brackets included, compared without white space. */
static void
test_words (FormFixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "附件3", "村（社区）残协组织人员名单", "2026年月日前上报", "村（社区）上河村", "村长签字", "村（社区）", "姓名", "身份证号", "联系电话", "所担任的职务", "备注",
    "1、村、社区有专人填写并签字、盖章。", "2、村社区残协指数中残疾人占比不低于30%", "3、备注栏注明是否办理残疾人证",
    "4、村委人口在1000人以上的增设三名（至少一名残疾人）委员",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  add_committee (fixture);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, NULL);
  g_assert_no_error (error);
  document = form_pdf_open (pdf);
  elements = form_pdf_read_structure (document, pdf);
  for (guint i = 0; i < elements->len; i++)
    g_string_append_printf (all, "%s\n", ((FormElement *) elements->pdata[i])->text);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s\n", words[i]);

      if (strstr (all->str, form_as_read (line)) == NULL)
        g_error ("“%s” is not printed:\n%s", words[i], all->str);
    }
  g_assert_nonnull (strstr (all->str, form_as_read ("2026年月日\n")));
}

static void
test_rows (FormFixture *fixture, gconstpointer data)
{
  static const char *const expected[][5] = {
    { "主席丁", "4", "主席", "" },
    { "副主席丙", "3", "副主席", "未办" },
    { "专委乙", "2", "委员、专职委员", "已办残疾人证" },
    { "委员甲", "1", "委员", "" },
  };
  g_autoptr (GError) error = NULL;
  ClFormReport report = { 0 };
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GPtrArray) elements = NULL;

  add_committee (fixture);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.pages, ==, 1);
  g_assert_cmpuint (report.sheets, ==, 1);
  g_assert_cmpuint (report.rows, ==, 4);
  g_assert_cmpuint (report.missing_glyphs->len, ==, 0);
  document = form_pdf_open (pdf);
  elements = form_pdf_read_structure (document, pdf);
  for (int i = 0; i < 6; i++)
    {
      g_assert_cmpint (get_cell (elements, 0, 0, i)->kind, ==, POPPLER_STRUCTURE_ELEMENT_TABLE_HEADING);
      assert_cell (elements, 0, 0, i, column_heads[i]);
    }
  /* The village stands once, merged down; so the rows below it have one cell less. */
  assert_cell (elements, 0, 1, 0, "上河村");
  g_assert_cmpuint (get_cell (elements, 0, 1, 0)->row_span, ==, 4);
  for (int i = 0; i < 4; i++)
    {
      int first = i == 0 ? 1 : 0;
      guint number = (guint) g_ascii_strtoull (expected[i][1], NULL, 10);
      g_autofree char *id = form_fixture_make_id (number), *phone = g_strdup_printf ("138%08u", number);

      assert_cell (elements, 0, i + 1, first, expected[i][0]);
      assert_cell (elements, 0, i + 1, first + 1, id);
      assert_cell (elements, 0, i + 1, first + 2, phone);
      assert_cell (elements, 0, i + 1, first + 3, expected[i][2]);
      assert_cell (elements, 0, i + 1, first + 4, expected[i][3]);
    }
  g_assert_null (get_cell (elements, 0, 5, 0));
  cl_form_report_clear (&report);
}

/* Two appointments of one person are one line, posts joined. */
static void
test_joined (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  gint64 first = form_fixture_add_member (fixture, village, "委员甲", 1, "副主席", NULL, "2026-01-01", NULL);
  ClLedger *ledger = cl_catalogue_find_ledger (fixture->catalogue, "appointment");
  g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (fixture->store), ledger, first, &error);
  g_autofree char *person = cl_record_format (record, "person"), *organisation = cl_record_format (record, "organisation");
  ClFormReport report = { 0 };
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GPtrArray) elements = NULL;

  form_fixture_add (fixture, "appointment", "@person", person, "@organisation", organisation, "post", "专职委员", NULL);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.rows, ==, 1);
  document = form_pdf_open (pdf);
  elements = form_pdf_read_structure (document, pdf);
  assert_cell (elements, 0, 1, 4, "副主席、专职委员");
  cl_form_report_clear (&report);
}

/* Villages in official order: position, then code; none without rows; each begins a page. */
static void
test_villages (FormFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "丙村", "甲村", "乙村", "丁村" };
  static const char *const codes[] = { "991123101203", "991123101201", "991123101202", "991123101204" };
  static const int positions[] = { 1, 0, 0, 2 };
  static const char *const expected[] = { "丙村", "丁村", "甲村", "乙村" };
  g_autoptr (GError) error = NULL;
  ClFormReport report = { 0 };
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    form_fixture_add_member (fixture, form_fixture_add_village (fixture, names[i], codes[i], positions[i]), "张三", i, "主席", NULL, "2026-01-01", NULL);
  form_fixture_add_village (fixture, "空村", "991123101205", 3);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.sheets, ==, 4);
  g_assert_cmpuint (report.pages, ==, 4);
  document = form_pdf_open (pdf);
  for (int i = 0; i < 4; i++)
    {
      g_autofree char *text = form_pdf_get_text (document, i), *number = g_strdup_printf ("—%d—", i + 1);

      g_assert_nonnull (strstr (text, expected[i]));
      g_assert_nonnull (strstr (text, "附件3"));
      g_assert_nonnull (strstr (text, number));
    }
  cl_form_report_clear (&report);
}

static void
test_parameters (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL, named = NULL, dated = NULL, before = NULL, off = NULL;
  form_owned PopplerDocument *document = NULL, *other = NULL;
  g_autofree char *text = NULL, *earlier = NULL, *without = NULL;
  ClFormReport report = { 0 };

  add_committee (fixture);
  form_fixture_add_member (fixture, form_fixture_add_village (fixture, "下河村", "991123101202", 0), "张三", 9, "主席", NULL, "2026-01-01", NULL);

  named = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, "village", "下河村", "year", "2027", "due", "2027-3-5", "date", "2027-04-01", NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.sheets, ==, 1);
  document = form_pdf_open (named);
  text = form_pdf_get_text (document, -1);
  g_assert_nonnull (strstr (text, "2027年3月5日前上报"));
  g_assert_nonnull (strstr (text, "2027年"));
  g_assert_nonnull (strstr (text, "4月1日"));
  g_assert_null (strstr (text, "上河村"));

  /* As it was on a day: who had left by now is in, who came since is not. */
  before = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "village", "上河村", "on", "2026-02-01", NULL);
  g_assert_no_error (error);
  g_clear_object (&document);
  document = form_pdf_open (before);
  earlier = form_pdf_get_text (document, -1);
  g_assert_nonnull (strstr (earlier, "离任戊"));
  g_assert_null (strstr (earlier, "主席丁"));

  off = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "deadline", "off", "summary", "shown", "village", "上河村", NULL);
  g_assert_no_error (error);
  other = form_pdf_open (off);
  without = form_pdf_get_text (other, -1);
  g_assert_null (strstr (without, "前上报"));
  g_assert_nonnull (strstr (without, "共4人，其中残疾人2人，占50"));

  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "village", "无名村", NULL);
  g_assert_null (pdf);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "上河村、下河村"));
  g_clear_error (&error);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "year", "27", NULL);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "layout", "upside-down", NULL);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "vilage", "上河村", NULL);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  /* The township is a division too, but no village. */
  g_clear_error (&error);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "village", "云岭镇", NULL);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  cl_form_report_clear (&report);
}

static void
test_where (FormFixture *fixture, gconstpointer data)
{
  const char *const by_person[] = { "person=张三", NULL };
  const char *const by_village[] = { "organisation.division=上河村", NULL };
  const char *const by_parameter[] = { "village=上河村", NULL };
  const char *const by_header[] = { "姓名=张三", NULL };
  const char *const nobody[] = { "village=上河村", "姓名=张三", NULL };
  const char *const malformed[] = { "上河村", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;

  add_committee (fixture);
  form_fixture_add_member (fixture, form_fixture_add_village (fixture, "下河村", "991123101202", 0), "张三", 9, "主席", NULL, "2026-01-01", NULL);
  for (guint i = 0; i < 4; i++)
    {
      const char *const *where = i == 0 ? by_person : i == 1 ? by_village : i == 2 ? by_parameter : by_header;
      g_autoptr (GBytes) made = NULL;
      ClFormReport report = { 0 };

      made = form_fixture_print (fixture, "attachment-3", where, &report, &error, NULL);
      g_assert_no_error (error);
      g_assert_cmpuint (report.sheets, ==, 1);
      g_assert_cmpuint (report.rows, ==, i == 0 || i == 3 ? 1 : 4);
      cl_form_report_clear (&report);
    }
  pdf = form_fixture_print (fixture, "attachment-3", nobody, NULL, &error, NULL);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  pdf = form_fixture_print (fixture, "attachment-3", malformed, NULL, &error, NULL);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

/* Nothing at all: a sentence. A village named that has nobody: a sheet for the pen. */
static void
test_none (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  ClFormReport report = { 0 };
  guint rows = 0;

  form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, NULL);
  g_assert_null (pdf);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, "village", "上河村", NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.pages, ==, 1);
  g_assert_cmpuint (report.rows, ==, 0);
  document = form_pdf_open (pdf);
  elements = form_pdf_read_structure (document, pdf);
  for (guint i = 0; i < elements->len; i++)
    {
      const FormElement *element = elements->pdata[i];

      if (element->kind == POPPLER_STRUCTURE_ELEMENT_TABLE_DATA && element->column == 0)
        {
          rows++;
          g_assert_cmpstr (element->text, ==, "");
        }
    }
  g_assert_cmpuint (rows, >=, 7);
  cl_form_report_clear (&report);
}

/* Many rows: heads and header line repeat, 续表 above, the village once a page, notes and seal on the last page alone. */
static void
test_long (FormFixture *fixture, gconstpointer data)
{
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  ClFormReport report = { 0 };
  guint n = cl_test_rounds (200, 60), spanned = 0, villages = 0, names = 0, heads = 0;

  for (guint i = 0; i < n; i++)
    form_fixture_add_member (fixture, village, "张三", i, "委员", "持证", "2026-01-01", NULL);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.rows, ==, n);
  g_assert_cmpuint (report.sheets, ==, 1);
  g_assert_cmpuint (report.pages, >=, n / 25);
  document = form_pdf_open (pdf);
  for (guint i = 0; i < report.pages; i++)
    {
      g_autofree char *text = form_pdf_get_text (document, (int) i);
      PopplerRectangle place;
      gboolean last = i + 1 == report.pages;

      for (guint k = 0; k < G_N_ELEMENTS (column_heads); k++)
        g_assert_nonnull (strstr (text, k == 4 ? "职务" : column_heads[k]));
      g_assert_nonnull (strstr (text, "村长签字"));
      g_assert_nonnull (strstr (text, "村（社区）上河村"));
      g_assert_true ((strstr (text, "续表") != NULL) == (i > 0));
      g_assert_true ((strstr (text, "附件3") != NULL) == (i == 0));
      g_assert_true ((strstr (text, "4、村委人口") != NULL) == last);
      /* The header line and the merged cell: twice a page, not once a row. */
      g_assert_true (form_pdf_find (document, (int) i, "上河村", 1, &place));
      g_assert_false (form_pdf_find (document, (int) i, "上河村", 2, &place));
      if (i > 0)
        {
          g_assert_true (form_pdf_find (document, (int) i, "续表", 0, &place));
          g_assert_cmpfloat_with_epsilon (place.x2, 28 + 156, 0.3);
        }
    }
  /* For the ear it is one table with one head. */
  elements = form_pdf_read_structure (document, pdf);
  for (guint i = 0; i < elements->len; i++)
    {
      const FormElement *element = elements->pdata[i];

      g_assert_cmpint (element->table, <=, 0);
      heads += element->kind == POPPLER_STRUCTURE_ELEMENT_TABLE_HEADING;
      names += element->kind == POPPLER_STRUCTURE_ELEMENT_TABLE_DATA && g_str_equal (element->text, form_as_read ("张三"));
      if (element->kind == POPPLER_STRUCTURE_ELEMENT_TABLE_DATA && g_str_equal (element->text, form_as_read ("上河村")))
        {
          villages++;
          spanned += element->row_span;
        }
      g_assert_null (strstr (element->text, form_as_read ("续表")));
      g_assert_null (strstr (element->text, form_as_read ("—")));
    }
  g_assert_cmpuint (heads, ==, 6);
  g_assert_cmpuint (names, ==, n);
  g_assert_cmpuint (villages, ==, report.pages);
  g_assert_cmpuint (spanned, ==, n);
  cl_form_report_clear (&report);
}

/* Names of 25 characters and of characters beyond the basic plane print whole; numbers stay on one line. */
static void
test_hostile (FormFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "买买提·吐尔逊·阿不都热合曼·艾合买提江·依不拉音", "𠮷田", "张䶮", "王<&\"\\>{village}", "欧阳娜娜" };
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  ClFormReport report = { 0 };

  g_assert_cmpint (g_utf8_strlen (names[0], -1), >=, 24);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    form_fixture_add_member (fixture, village, names[i], i, "委员", "持证", "2026-01-01", NULL);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.missing_glyphs->len, ==, 0);
  document = form_pdf_open (pdf);
  elements = form_pdf_read_structure (document, pdf);
  for (int i = 0; i < (int) G_N_ELEMENTS (names); i++)
    {
      g_autofree char *id = form_fixture_make_id ((guint) i);
      PopplerRectangle place;

      assert_cell (elements, 0, i + 1, i == 0 ? 1 : 0, names[i]);
      g_assert_true (form_pdf_find (document, 0, id, 0, &place));
      g_assert_cmpfloat (place.y2 - place.y1, <, 7);
      /* Column 3 lies between 74 and 114 mm. */
      g_assert_cmpfloat (place.x1, >=, 28 + 46);
      g_assert_cmpfloat (place.x2, <=, 28 + 86);
    }
  cl_form_report_clear (&report);
}

/* A private-use character has no glyph in any font: told with name and village, and the sheet is made all the same. */
static void
test_missing (FormFixture *fixture, gconstpointer data)
{
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  ClFormReport report = { 0 };

  form_fixture_add_member (fixture, village, "张\xf3\xb0\x80\x81", 1, "主席", NULL, "2026-01-01", NULL);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.missing_glyphs->len, ==, 1);
  g_assert_cmpstr (report.missing_glyphs->pdata[0], ==, "\xf3\xb0\x80\x81（张\xf3\xb0\x80\x81，上河村）");
  cl_form_report_clear (&report);
}

/* The working copy: one list, villages in order, merged and restarting. */
static void
test_continuous (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  ClFormReport report = { 0 };

  add_committee (fixture);
  form_fixture_add_member (fixture, form_fixture_add_village (fixture, "下河村", "991123101202", 1), "张三", 9, "主席", NULL, "2026-01-01", NULL);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, "layout", "continuous", NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.sheets, ==, 1);
  g_assert_cmpuint (report.rows, ==, 5);
  document = form_pdf_open (pdf);
  elements = form_pdf_read_structure (document, pdf);
  assert_cell (elements, 0, 1, 0, "下河村");
  g_assert_cmpuint (get_cell (elements, 0, 1, 0)->row_span, <=, 1);
  assert_cell (elements, 0, 2, 0, "上河村");
  g_assert_cmpuint (get_cell (elements, 0, 2, 0)->row_span, ==, 4);
  assert_cell (elements, 0, 2, 1, "主席丁");
  cl_form_report_clear (&report);
}

static void
test_same_bytes (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) first = NULL, second = NULL, other_day = NULL;

  add_committee (fixture);
  first = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, NULL);
  g_assert_no_error (error);
  g_usleep (1100 * 1000); /* a clock that got in would show */
  second = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, NULL);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, second));
  cl_today_set ("2026-05-21", NULL);
  other_day = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, NULL);
  g_assert_false (g_bytes_equal (first, other_day));
}

/* Returns how many pixels of the page are ink. */
static gpointer
paint_page (gpointer data)
{
  ClFormPages *pages = data;
  cairo_surface_t *surface;
  cairo_t *cairo;
  double width, height;
  guint ink = 0;

  cl_form_pages_get_size (pages, 1, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) width, (int) height);
  cairo = cairo_create (surface);
  cl_form_pages_paint (pages, 1, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  for (int y = 0; y < (int) height; y++)
    for (int x = 0; x < (int) width; x++)
      ink += cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x] > 128;
  cairo_surface_destroy (surface);
  cl_form_pages_unref (pages);
  return GUINT_TO_POINTER (ink);
}

/* Pages that are set can be painted by others while they are written, also when whoever set them has let go of them; what is written is the file made in one go. */
static void
test_pages (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (ClTemplate) form = form_fixture_load (fixture, "attachment-3");
  g_autoptr (GError) error = NULL;
  g_autoptr (ClFormPages) pages = NULL;
  g_autoptr (GBytes) whole = NULL, written = NULL;
  ClFormReport report = { 0 };
  GThread *threads[2];
  guint ink[G_N_ELEMENTS (threads)];
  double width, height;

  add_committee (fixture);
  form_fixture_add_member (fixture, form_fixture_add_village (fixture, "下河村", "991123101202", 1), "主席己", 6, "主席", NULL, "2026-01-01", NULL);
  whole = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, NULL);
  g_assert_no_error (error);
  pages = cl_form_pages_new (form, fixture->catalogue, cl_store_get_reader (fixture->store), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_form_pages_get_n (pages), ==, 2);
  cl_form_pages_get_size (pages, 0, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 595.28, 0.01);
  g_assert_cmpfloat_with_epsilon (height, 841.89, 0.01);

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("paint", paint_page, cl_form_pages_ref (pages));
  written = cl_form_pages_make_pdf (pages, &report, &error);
  g_assert_no_error (error);
  g_clear_pointer (&pages, cl_form_pages_unref);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    ink[i] = GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpuint (ink[0], >, 1000);
  g_assert_cmpuint (ink[0], ==, ink[1]);
  g_assert_cmpuint (report.pages, ==, 2);
  g_assert_true (g_bytes_equal (whole, written));
  cl_form_report_clear (&report);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/attachment-3/" path, FormFixture, NULL, form_fixture_set_up, function, form_fixture_tear_down)
  ADD ("words", test_words);
  ADD ("rows", test_rows);
  ADD ("joined", test_joined);
  ADD ("villages", test_villages);
  ADD ("parameters", test_parameters);
  ADD ("where", test_where);
  ADD ("none", test_none);
  ADD ("long", test_long);
  ADD ("hostile", test_hostile);
  ADD ("missing", test_missing);
  ADD ("continuous", test_continuous);
  ADD ("same-bytes", test_same_bytes);
  ADD ("pages", test_pages);
  return g_test_run ();
}
