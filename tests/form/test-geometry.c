/* Where things stand on paper: FORMS.md 0.1–0.11 and GB/T 9704, measured in the PDF, ±0.3 mm. */

#include <locale.h>

#include "cl-layout-private.h"
#include "cl-values-private.h"
#include "form-fixture.h"

#define NEAR 0.3

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), NEAR)

static GBytes *
print_village (FormFixture *fixture, guint members, PopplerDocument **document)
{
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  g_autoptr (GError) error = NULL;
  GBytes *pdf;

  for (guint i = 0; i < members; i++)
    form_fixture_add_member (fixture, village, "欧阳娜娜", i, i == 0 ? "主席" : "委员", "持证", "2026-01-01", NULL);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "village", "上河村", NULL);
  g_assert_no_error (error);
  *document = form_pdf_open (pdf);
  return pdf;
}

/* A page as grey pixels at 20 to the millimetre. */
static cairo_surface_t *
render (PopplerDocument *document, int page)
{
  form_owned PopplerPage *one = poppler_document_get_page (document, page);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 210 * 20, 297 * 20);
  cairo_t *cairo = cairo_create (surface);

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_scale (cairo, 20 * 25.4 / 72, 20 * 25.4 / 72);
  poppler_page_render (one, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
is_ink (cairo_surface_t *surface, double x, double y)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  int column = (int) (x * 20), row = (int) (y * 20);

  return data[row * cairo_image_surface_get_stride (surface) + column * 4 + 1] < 128;
}

/* How long the ink goes on through (@x, @y), mm; 0 where there is none within @reach. The middle is returned in @middle. */
static double
measure_ink (cairo_surface_t *surface, double x, double y, gboolean down, double reach, double *middle)
{
  const double step = 0.05;
  double best = reach * 2, width = 0;

  for (double d = -reach; d <= reach; d += step)
    if (is_ink (surface, down ? x : x + d, down ? y + d : y) && ABS (d) < best)
      {
        double from = d, to = d;

        best = ABS (d);
        while (is_ink (surface, down ? x : x + from - step, down ? y + from - step : y))
          from -= step;
        while (is_ink (surface, down ? x : x + to + step, down ? y + to + step : y))
          to += step;
        width = to - from + step;
        *middle = (down ? y : x) + (from + to + step) / 2;
      }
  return width;
}

/* The first and last row of ink in a part of the page, mm. */
static void
measure_rows (cairo_surface_t *surface, double x1, double x2, double y1, double y2, double *top, double *bottom)
{
  *top = 0;
  *bottom = 0;
  for (double y = y1; y < y2; y += 0.05)
    for (double x = x1; x < x2; x += 0.05)
      if (is_ink (surface, x, y))
        {
          *top = *top > 0 ? *top : y;
          *bottom = y + 0.05;
          break;
        }
}

static void
test_texts (FormFixture *fixture, gconstpointer data)
{
  const double line = 225.0 / 22;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GBytes) pdf = print_village (fixture, 3, &document);
  form_owned PopplerPage *page = poppler_document_get_page (document, 0);
  PopplerRectangle place;
  cairo_surface_t *surface;
  double width, height, top, bottom;

  poppler_page_get_size (page, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 210 * 72 / 25.4, 0.1);
  g_assert_cmpfloat_with_epsilon (height, 297 * 72 / 25.4, 0.1);

  /* Line 1, flush left, 16 pt: two ideographs, a space and a digit. */
  g_assert_true (form_pdf_find (document, 0, "附件", 0, &place));
  assert_near (place.x1, 28);
  assert_near (place.x2 - place.x1, 2 * 16 * CL_MM_PER_PT);
  g_assert_cmpfloat (place.y1, >=, 36);
  g_assert_cmpfloat (place.y2, <=, 37 + line + 1);

  /* Line 3, centred in the type area, 22 pt, on one line. */
  g_assert_true (form_pdf_find (document, 0, "村（社区）残协组织人员名单", 0, &place));
  assert_near ((place.x1 + place.x2) / 2, 28 + 78);
  assert_near (place.x2 - place.x1, 13 * 22 * CL_MM_PER_PT);
  surface = render (document, 0);
  measure_rows (surface, place.x1, place.x2, 37 + 2 * line - 1, 37 + 3 * line, &top, &bottom);
  cairo_surface_destroy (surface);
  g_assert_cmpfloat_with_epsilon ((top + bottom) / 2, 37 + 2.5 * line, 0.4);
  assert_near (bottom - top, 22 * 0.92 * CL_MM_PER_PT);

  /* The sub-title, 12 pt, centred on the next line. */
  g_assert_true (form_pdf_find (document, 0, "日前上报", 0, &place));
  assert_near (place.x2 - place.x1, 4 * 12 * CL_MM_PER_PT);
  g_assert_cmpfloat (place.y1, >=, 37 + 3 * line - 1);
  g_assert_cmpfloat (place.y2, <=, 37 + 4 * line + 1);

  /* Column heads stand in the middle of their columns. */
  {
    static const struct { const char *text; double left, width; } heads[] = {
      { "姓名", 54, 20 }, { "身份证号", 74, 40 }, { "联系电话", 114, 26 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
      {
        g_assert_true (form_pdf_find (document, 0, heads[i].text, 0, &place));
        assert_near ((place.x1 + place.x2) / 2, heads[i].left + heads[i].width / 2);
        assert_near (place.x2 - place.x1, g_utf8_strlen (heads[i].text, -1) * 10.5 * CL_MM_PER_PT);
      }
  }
}

/* FORMS.md 0.9: 7 mm under the type area; odd pages right less one character, even ones left. */
static void
test_page_numbers (FormFixture *fixture, gconstpointer data)
{
  const double em = 14 * CL_MM_PER_PT;
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GBytes) pdf = print_village (fixture, 40, &document);
  cairo_surface_t *surface;
  PopplerRectangle place;
  double middle;

  g_assert_cmpint (poppler_document_get_n_pages (document), >=, 2);
  g_assert_true (form_pdf_find (document, 0, "—", 1, &place));
  assert_near (place.x2, 184 - em);
  g_assert_true (form_pdf_find (document, 1, "—", 0, &place));
  assert_near (place.x1, 28 + em);
  surface = render (document, 1);
  g_assert_cmpfloat (measure_ink (surface, 28 + em * 1.5, 269, TRUE, 1.0, &middle), >, 0);
  assert_near (middle, 262 + 7);
  cairo_surface_destroy (surface);
}

/* Frame 1.0 pt on the edges of the type area, inner lines 0.5 pt between the columns; rows 9 mm or more. */
static void
test_lines (FormFixture *fixture, gconstpointer data)
{
  static const double inner[] = { 54, 74, 114, 140, 162 };
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GBytes) pdf = print_village (fixture, 3, &document);
  cairo_surface_t *surface = render (document, 0);
  PopplerRectangle first, second;
  double y, middle = 0;

  g_assert_true (form_pdf_find (document, 0, "欧阳娜娜", 0, &first));
  g_assert_true (form_pdf_find (document, 0, "欧阳娜娜", 1, &second));
  g_assert_cmpfloat (second.y1 - first.y1, >=, 9 - 0.1);
  /* Between the lines of type of the first row nothing but rules is met. */
  y = first.y1 - 0.5;
  assert_near (measure_ink (surface, 28, y, FALSE, 0.5, &middle), 1.0 * CL_MM_PER_PT);
  g_assert_cmpfloat_with_epsilon (measure_ink (surface, 28, y, FALSE, 0.5, &middle), 1.0 * CL_MM_PER_PT, 0.08);
  assert_near (middle, 28);
  g_assert_cmpfloat_with_epsilon (measure_ink (surface, 184, y, FALSE, 0.5, &middle), 1.0 * CL_MM_PER_PT, 0.08);
  assert_near (middle, 184);
  for (guint i = 0; i < G_N_ELEMENTS (inner); i++)
    {
      g_assert_cmpfloat_with_epsilon (measure_ink (surface, inner[i], y, FALSE, 0.5, &middle), 0.5 * CL_MM_PER_PT, 0.08);
      assert_near (middle, inner[i]);
    }
  /* No rule through the merged cell between the first two rows, but one beside it. */
  y = (first.y2 + second.y1) / 2;
  g_assert_cmpfloat (measure_ink (surface, 56, y, TRUE, 3, &middle), >, 0);
  g_assert_cmpfloat (measure_ink (surface, 30, y, TRUE, 3, &middle), ==, 0);
  cairo_surface_destroy (surface);
}

/* FORMS.md 0.10: a line of 35 mm or more behind the label, empty. */
static void
test_signature (FormFixture *fixture, gconstpointer data)
{
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GBytes) pdf = print_village (fixture, 3, &document);
  cairo_surface_t *surface = render (document, 0);
  PopplerRectangle label;
  double y = 0, length, middle;

  g_assert_true (form_pdf_find (document, 0, "村长签字", 0, &label));
  g_assert_cmpfloat (label.x1, >=, 74);
  for (y = label.y1; y < label.y2 + 2; y += 0.05)
    if (is_ink (surface, label.x2 + 10, y))
      break;
  length = measure_ink (surface, label.x2 + 10, y + 0.05, FALSE, 0.5, &middle);
  g_assert_cmpfloat (length, >=, 35);
  g_assert_cmpfloat (middle + length / 2, <=, 162);
  cairo_surface_destroy (surface);
}

static void
assert_clear (cairo_surface_t *surface, double x, double y, double width)
{
  for (double dy = -width / 2; dy <= width / 2; dy += 0.05)
    for (double dx = -width / 2; dx <= width / 2; dx += 0.05)
      if (dx * dx + dy * dy <= width * width / 4)
        g_assert_false (is_ink (surface, x + dx, y + dy));
}

/* The circle for the seal holds no ink, lies within the type area beside the notes, and is on the last page of the village alone. */
static void
test_seal (FormFixture *fixture, gconstpointer data)
{
  static const guint members[] = { 1, 5, 9, 10, 11, 12, 13, 14, 30 };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      FormFixture own;
      form_owned PopplerDocument *document = NULL;
      g_autoptr (GBytes) pdf = NULL;
      cairo_surface_t *surface;
      PopplerRectangle heading, note;
      int last;

      form_fixture_set_up (&own, NULL);
      pdf = print_village (&own, members[i], &document);
      last = poppler_document_get_n_pages (document) - 1;
      surface = render (document, last);
      g_assert_true (form_pdf_find (document, last, "1、村、社区有专人填写", 0, &note));
      heading = note;
      assert_near (heading.x1, 28);
      /* The heading 备注 stands a line above the first note; its top is that of the circle. */
      assert_clear (surface, 184 - 22.5, heading.y1 - 10.5 * 1.5 * CL_MM_PER_PT + 22.5 + 1, 44.5);
      g_assert_cmpfloat (heading.y1 - 10.5 * 1.5 * CL_MM_PER_PT + 45, <=, 262.5);
      g_assert_true (form_pdf_find (document, last, "4、村委人口在", 0, &note));
      g_assert_cmpfloat (note.x2, <, 184 - 45);
      /* Notes never stand without a row of the table above them. */
      g_assert_true (form_pdf_find (document, last, "欧阳娜娜", 0, &note));
      for (int page = 0; page < last; page++)
        g_assert_false (form_pdf_find (document, page, "1、村、社区有专人填写", 0, &note));
      cairo_surface_destroy (surface);
      form_fixture_tear_down (&own, NULL);
    }
}

/* FORMS.md F1: the circle round （盖章） of the header line lies over the table, and not over the title above it. */
static void
test_header_seal (FormFixture *fixture, gconstpointer data)
{
  static const char *const forms[][2] = { { "attachment-1", "乡镇、村（社区）残联改革方案落实工作进度台账" }, { "attachment-2", "村（社区）残协全覆盖工作进度台账" } };

  form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) pdf = form_fixture_print (fixture, forms[i][0], NULL, NULL, &error, NULL);
      form_owned PopplerDocument *document = NULL;
      PopplerRectangle title, mark;
      double dx, dy;

      g_assert_no_error (error);
      document = form_pdf_open (pdf);
      g_assert_true (form_pdf_find (document, 0, forms[i][1], 0, &title));
      g_assert_true (form_pdf_find (document, 0, "（盖章）", 0, &mark));
      dx = MAX (title.x1 - (mark.x1 + mark.x2) / 2, 0);
      dy = (mark.y1 + mark.y2) / 2 - (title.y1 + title.y2) / 2 - 22 * CL_MM_PER_PT / 2;
      g_assert_cmpfloat (dx * dx + dy * dy, >, (22.5 - NEAR) * (22.5 - NEAR));
    }
}

/* GB/T 9704-2012, 7.3.3: neither a year nor a day is broken over lines, and type is made smaller before they stand out of their place. */
static void
test_dates (void)
{
  static const char text[] = "2026年12月21日";
  g_autoptr (GError) error = NULL;
  g_autoptr (ClFonts) fonts = cl_fonts_new (&error);

  g_assert_no_error (error);
  for (double width = 10; width < 40; width += 0.5)
    {
      ClFit fit = cl_fonts_fit (fonts, CL_FONT_TABLE, 10.5, 9, 7.5, width, text);
      g_autoptr (GArray) starts = cl_fonts_break (fonts, CL_FONT_TABLE, fit.size, width, text);

      g_assert_cmpuint (starts->len, ==, fit.lines);
      g_assert_cmpuint (starts->len, <=, 2);
      if (starts->len == 2)
        {
          g_assert_cmpstr (text + g_array_index (starts, guint, 1), ==, "12月21日");
          g_assert_cmpfloat (cl_fonts_measure (fonts, CL_FONT_TABLE, fit.size, "12月21日"), <=, width * 1.01);
        }
    }
}

/* Nothing stands outside the type area but the page number. */
static void
test_margins (FormFixture *fixture, gconstpointer data)
{
  form_owned PopplerDocument *document = NULL;
  g_autoptr (GBytes) pdf = print_village (fixture, 60, &document);

  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    {
      cairo_surface_t *surface = render (document, i);

      for (double y = 0.1; y < 297; y += 0.1)
        for (double x = 0.1; x < 210; x += 0.1)
          {
            gboolean outside = x < 27.7 || x > 184.3 || y < 36.9 || y > 262.3;

            if (outside && (y < 263 || y > 275))
              g_assert_false (is_ink (surface, x, y));
          }
      cairo_surface_destroy (surface);
    }
}

static ClTemplateTable *
add_table (ClTemplate *form)
{
  return cl_template_add_block (form, CL_BLOCK_TABLE)->table = cl_template_table_new ();
}

static ClSheet *
make_sheet (ClTemplate *form)
{
  ClSheet *sheet = cl_sheet_new (form, "");
  ClTemplateTable *of = cl_template_get_table (form);
  ClSheetTable *table = cl_sheet_table_new (of);

  cl_sheet_add_block (sheet, form->blocks->pdata[0])->table = table;
  for (guint i = 0; i < of->columns->len; i++)
    g_ptr_array_add (table->columns, of->columns->pdata[i]);
  return sheet;
}

/* A title too long for its line is set smaller, and below 16 pt on two lines. */
static void
test_title (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClFonts) fonts = cl_fonts_new (&error);
  static const guint lengths[] = { 10, 22, 40 };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (ClTemplate) form = cl_template_new_empty ();
      g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_free);
      g_autoptr (GString) title = g_string_new (NULL);
      g_autoptr (ClLayout) layout = NULL;
      ClTemplateTable *table = add_table (form);
      ClSheet *sheet;
      const ClPage *page;
      const ClBox *box;

      for (guint k = 0; k < lengths[i]; k++)
        g_string_append (title, "题");
      form->title = g_strdup (title->str);
      cl_template_add_column (table, "姓名", "name", 50, CL_ALIGN_LEFT);
      sheet = make_sheet (form);
      cl_sheet_get_table (sheet)->blank = TRUE;
      g_ptr_array_add (sheets, sheet);
      layout = cl_layout_new (fonts, sheets);
      page = layout->pages->pdata[0];
      box = &g_array_index (page->boxes, ClBox, 0);
      g_assert_cmpint (box->tag, ==, CL_TAG_H1);
      g_assert_cmpuint (box->lines, ==, i < 2 ? 1 : 2);
      if (i == 0)
        g_assert_cmpfloat (box->size, ==, 22);
      else if (i == 1)
        g_assert_true (box->size < 22 && box->size >= 16);
      else
        g_assert_cmpfloat (box->size, ==, 16);
    }
}

/* A cell with more lines than a page holds goes on over pages and loses nothing. */
static void
test_tall_row (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClFonts) fonts = cl_fonts_new (&error);
  g_autoptr (ClTemplate) form = cl_template_new_empty ();
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_free);
  g_autoptr (GString) text = g_string_new (NULL), printed = g_string_new (NULL);
  g_autoptr (ClLayout) layout = NULL;
  ClTemplateTable *table = add_table (form);
  ClSheet *sheet;
  ClSheetRow *row;

  for (guint i = 0; i < 3000; i++)
    g_string_append_unichar (text, 0x4e00 + i);
  form->title = g_strdup ("表");
  cl_template_add_column (table, "姓名", "name", 20, CL_ALIGN_LEFT);
  cl_template_add_column (table, "事", "name", 20, CL_ALIGN_LEFT);
  sheet = make_sheet (form);
  row = cl_sheet_table_add_row (cl_sheet_get_table (sheet), CL_ROW_DATA);
  g_free (row->texts[1]);
  row->texts[1] = g_strdup (text->str);
  g_ptr_array_add (sheets, sheet);
  layout = cl_layout_new (fonts, sheets);
  g_assert_cmpuint (layout->pages->len, >=, 3);
  for (guint i = 0; i < layout->pages->len; i++)
    {
      const ClPage *page = layout->pages->pdata[i];

      for (guint k = 0; k < page->boxes->len; k++)
        {
          const ClBox *box = &g_array_index (page->boxes, ClBox, k);

          if (box->tag == CL_TAG_TD && box->x > 100)
            g_string_append (printed, box->text);
          if (box->tag != CL_TAG_ARTIFACT)
            g_assert_cmpfloat (box->y + box->height, <=, 262.1);
        }
    }
  g_assert_true (g_str_equal (printed->str, text->str));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/geometry/" path, FormFixture, NULL, form_fixture_set_up, function, form_fixture_tear_down)
  ADD ("texts", test_texts);
  ADD ("page-numbers", test_page_numbers);
  ADD ("lines", test_lines);
  ADD ("signature", test_signature);
  ADD ("seal", test_seal);
  ADD ("header-seal", test_header_seal);
  ADD ("margins", test_margins);
  g_test_add_func ("/geometry/dates", test_dates);
  g_test_add_func ("/geometry/title", test_title);
  g_test_add_func ("/geometry/tall-row", test_tall_row);
  return g_test_run ();
}
