/* A letter by GB/T 9704-2012, measured in the PDF: 22 lines of 28 characters in 156 × 225 mm, red head and rule, sign-off and enclosures. */

#include <locale.h>

#include "cl-layout-private.h"
#include "form-office.h"

#define LINE (225.0 / 22)
#define CELL (156.0 / 28)

static ClTemplate *
load (FormFixture *fixture, const char *body)
{
  g_autofree char *path = g_build_filename (fixture->folder, "x.xml", NULL);
  g_autofree char *xml = g_strdup_printf ("<form version=\"1\" name=\"x\" title=\"关于报送名单的函\" paper=\"A4 portrait\" mode=\"document\" of=\"organisation\" blank=\"yes\">\n"
                                          "<parameter name=\"date\" type=\"date\" default=\"2026-05-20\" label=\"D\"/>%s</form>",
                                          body);
  g_autoptr (GError) error = NULL;
  ClTemplate *form;

  g_assert_true (g_file_set_contents (path, xml, -1, NULL));
  form = cl_template_load (path, fixture->catalogue, &error);
  g_assert_no_error (error);
  return form;
}

static PopplerDocument *
print (FormFixture *fixture, const char *body)
{
  g_autoptr (ClTemplate) form = load (fixture, body);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = cl_form_make_pdf (form, fixture->catalogue, cl_store_get_reader (fixture->store), NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return form_pdf_open (pdf);
}

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_ORDINARY);
}

/* Where the first character of each line stands, from the top of page @page. */
static GArray *
find_lines (PopplerDocument *document, int page, double *right)
{
  form_owned PopplerPage *one = poppler_document_get_page (document, page);
  PopplerRectangle *places = NULL;
  guint n = 0;
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (double));

  *right = 0;
  poppler_page_get_text_layout (one, &places, &n);
  for (guint i = 0; i < n; i++)
    {
      double y = (places[i].y1 + places[i].y2) / 2 * 25.4 / 72;

      if (y > 262 || places[i].x2 - places[i].x1 < 10)
        continue;
      *right = MAX (*right, places[i].x2 * 25.4 / 72);
      if (lines->len == 0 || y > g_array_index (lines, double, lines->len - 1) + 3)
        g_array_append_val (lines, y);
    }
  g_free (places);
  return lines;
}

static void
test_grid (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new ("<p plain=\"yes\">");
  g_autoptr (GArray) lines = NULL;
  form_owned PopplerDocument *document = NULL;
  form_owned PopplerPage *page = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;
  double right;

  for (guint i = 0; i < 28 * 60; i++)
    g_string_append_unichar (body, 0x4e00 + i % 900);
  g_string_append (body, "</p>");
  document = print (fixture, body->str);
  /* A page of the text alone. */
  lines = find_lines (document, 1, &right);
  g_assert_cmpuint (lines->len, ==, 22);
  for (guint i = 1; i < lines->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (lines, double, i) - g_array_index (lines, double, i - 1), LINE, 0.1);
  g_assert_cmpfloat_with_epsilon (g_array_index (lines, double, 0), 37 + LINE / 2, 1.5);
  g_assert_cmpfloat_with_epsilon (right, 28 + 156, 0.5);
  page = poppler_document_get_page (document, 1);
  text = poppler_page_get_text (page);
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 0; i < 22; i++)
    {
      g_autofree char *row = form_strip (rows[i]);

      g_assert_cmpint (g_utf8_strlen (row, -1), ==, 28);
    }
}

static void
test_parts (FormFixture *fixture, gconstpointer data)
{
  form_owned PopplerDocument *document
    = print (fixture, "<red-head>{office}文件</red-head><number>云残函〔2026〕5号</number><to>县残疾人联合会：</to><p>现将名单报上。</p><enclosures/>"
                      "<sign-off seal=\"yes\" date=\"{date}\">{office}</sign-off><include form=\"attachment-3\"/>");
  PopplerRectangle head, number, title, to, paragraph, enclosure, name, date;
  g_autofree char *text = form_pdf_get_text (document, 0);

  g_assert_true (form_pdf_find (document, 0, "云岭镇残疾人联合会文件", 0, &head));
  g_assert_true (form_pdf_find (document, 0, "云残函", 0, &number));
  g_assert_true (form_pdf_find (document, 0, "关于报送名单的函", 0, &title));
  g_assert_true (form_pdf_find (document, 0, "县残疾人联合会：", 0, &to));
  g_assert_true (form_pdf_find (document, 0, "现将名单报上", 0, &paragraph));
  g_assert_true (form_pdf_find (document, 0, "附件：", 0, &enclosure));
  g_assert_true (form_pdf_find (document, 1, "云岭镇残疾人联合会", 0, &name));
  g_assert_true (form_pdf_find (document, 1, "2026年5月20日", 0, &date));
  /* The name of the office stands 35 mm under the edge of the type area, in its middle. */
  g_assert_cmpfloat_with_epsilon ((head.x1 + head.x2) / 2, 28 + 78, 0.5);
  g_assert_cmpfloat (head.y1, >, 37 + 30);
  g_assert_cmpfloat (number.y1, >, head.y2 + LINE);
  g_assert_cmpfloat (title.y1, >, number.y2 + 4 + LINE);
  /* 主送机关 at the edge, paragraphs and 附件 two characters in. */
  g_assert_cmpfloat_with_epsilon (to.x1, 28, 0.3);
  g_assert_cmpfloat_with_epsilon (paragraph.x1, 28 + 2 * CELL, 0.3);
  g_assert_cmpfloat_with_epsilon (enclosure.x1, 28 + 2 * CELL, 0.3);
  g_assert_cmpfloat_with_epsilon (enclosure.y1 - paragraph.y1, 2 * LINE, 0.5);
  /* The title of what is behind stands there as it does on it. */
  g_assert_nonnull (strstr (text, "附件：村（社区）残协组织人员名单"));
  /* The date ends four characters from the edge, the name is centred over it. */
  g_assert_cmpfloat_with_epsilon (date.x2, 184 - 4 * CELL, 0.6);
  g_assert_cmpfloat_with_epsilon ((name.x1 + name.x2) / 2, (date.x1 + date.x2) / 2, 0.6);
  /* Each attachment begins a page. */
  g_assert_true (form_pdf_find (document, 2, "村（社区）残协组织人员名单", 0, &name));
}

/* On landscape pages the number stands where it would if the page lay upright in the volume: at the left, turned. */
static void
test_landscape_number (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "wide.xml", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClTemplate) form = NULL;
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  form_owned PopplerPage *page = NULL;
  PopplerRectangle *places = NULL;
  g_autofree char *text = NULL;
  double width, lowest = 0, left = 297;
  guint n = 0;

  g_file_set_contents (path, "<form version=\"1\" name=\"wide\" title=\"宽表\" mark=\"附件 1\" paper=\"A4 landscape\" mode=\"attachment\" of=\"division\" where=\"level = 'village'\">"
                             "<table><column width=\"200\" value=\"name\">村</column></table></form>", -1, NULL);
  form = cl_template_load (path, fixture->catalogue, &error);
  g_assert_no_error (error);
  pdf = cl_form_make_pdf (form, fixture->catalogue, cl_store_get_reader (fixture->store), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  document = form_pdf_open (pdf);
  page = poppler_document_get_page (document, 0);
  poppler_page_get_size (page, &width, NULL);
  g_assert_cmpfloat_with_epsilon (width, 297 * 72 / 25.4, 0.1);
  text = poppler_page_get_text (page);
  g_assert_nonnull (strstr (text, "1"));
  poppler_page_get_text_layout (page, &places, &n);
  for (guint i = 0; i < n; i++)
    if (places[i].x2 * 25.4 / 72 < 34)
      {
        lowest = MAX (lowest, places[i].y2 * 25.4 / 72);
        left = MIN (left, places[i].x1 * 25.4 / 72);
      }
  g_free (places);
  /* The first page is odd: the number ends one character from the lower edge of the type area, 7 mm to the left of it. */
  g_assert_cmpfloat_with_epsilon (lowest, 28 + 156 - 14 * CL_MM_PER_PT, 1.0);
  g_assert_cmpfloat (left, >, 20);
}

/* GB/T 9704-2012, 7.3.3: wherever the line ends, year and day are whole. */
static void
test_dates (FormFixture *fixture, gconstpointer data)
{
  for (guint before = 14; before < 28; before++)
    {
      g_autoptr (GString) body = g_string_new ("<p>");
      form_owned PopplerDocument *document = NULL;
      PopplerRectangle year, rest, day, end;

      for (guint i = 0; i < before; i++)
        g_string_append (body, "字");
      g_string_append (body, "2026年12月21日止</p>");
      document = print (fixture, body->str);
      g_assert_true (form_pdf_find (document, 0, "2026", 0, &year));
      g_assert_true (form_pdf_find (document, 0, "年", 0, &rest));
      g_assert_true (form_pdf_find (document, 0, "12", 0, &day));
      g_assert_true (form_pdf_find (document, 0, "21日", 0, &end));
      g_assert_cmpfloat_with_epsilon (year.y2, rest.y2, 2);
      g_assert_cmpfloat_with_epsilon (day.y2, end.y2, 2);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/letter/grid", FormFixture, NULL, set_up, test_grid, form_fixture_tear_down);
  g_test_add ("/letter/parts", FormFixture, NULL, set_up, test_parts, form_fixture_tear_down);
  g_test_add ("/letter/landscape-number", FormFixture, NULL, set_up, test_landscape_number, form_fixture_tear_down);
  g_test_add ("/letter/dates", FormFixture, NULL, set_up, test_dates, form_fixture_tear_down);
  return g_test_run ();
}
