/* What is drawn stays within its place: long names, many bars, none, one of 1.3 million. */

#include <math.h>

#include "cl-chart.h"
#include "cl-test-store.h"

#define EM 14.0

static PangoLayout *
set_text (gpointer data, const char *text, gboolean strong)
{
  PangoLayout *layout = data;

  pango_layout_set_text (layout, text, -1);
  return layout;
}

static void
value_free (gpointer data)
{
  ClStatisticValue *value = data;

  g_free (value->text);
  g_free (value);
}

static void
add_value (GPtrArray *values, const char *text, gint64 n)
{
  ClStatisticValue *value = g_new0 (ClStatisticValue, 1);

  *value = (ClStatisticValue) { .text = g_strdup (text), .n = n };
  g_ptr_array_add (values, value);
}

static ClStatistic *
make (guint rows, guint columns, const char *name, gint64 n)
{
  ClStatistic *statistic = g_atomic_rc_box_new0 (ClStatistic);
  g_autoptr (ClTestStore) test = cl_test_store_new ();

  statistic->ledger = cl_ledger_ref (cl_catalogue_find_ledger (test->catalogue, "person"));
  statistic->rows = g_ptr_array_new_with_free_func (value_free);
  statistic->columns = g_ptr_array_new_with_free_func (value_free);
  statistic->counts = g_new0 (gint64, rows * columns + 1);
  for (guint i = 0; i < rows; i++)
    {
      add_value (statistic->rows, name, n * MAX (columns, 1));
      for (guint k = 0; k < columns; k++)
        statistic->counts[i * columns + k] = n;
    }
  for (guint k = 0; k < columns; k++)
    add_value (statistic->columns, name, n * rows);
  statistic->n = n * rows * MAX (columns, 1);
  return statistic;
}

/* Draws it at @width, and looks at where ink lies. */
static void
assert_inside (ClStatistic *statistic, double width)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_from_string ("sans");
  ClChartStyle style = { .set_text = set_text, .data = layout, .em = EM, .paper = { 1, 1, 1 } };
  ClChart *chart;
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cairo = cairo_create (surface);
  double x, y, w, h, height;

  pango_font_description_set_absolute_size (font, EM * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  chart = cl_chart_new (statistic, &style, width, TRUE);
  height = cl_chart_get_head (chart) + cl_chart_get_top (chart, cl_chart_get_n_rows (chart));
  g_assert_cmpuint (cl_chart_get_n_rows (chart), ==, statistic->rows->len);
  cl_chart_draw_head (chart, cairo);
  cairo_translate (cairo, 0, cl_chart_get_head (chart));
  cl_chart_draw_rows (chart, cairo, 0, cl_chart_get_n_rows (chart), statistic->rows->len > 0 ? 0 : -1);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_recording_surface_ink_extents (surface, &x, &y, &w, &h);
  if (statistic->rows->len > 0)
    {
      g_assert_cmpfloat (w, >, width / 4);
      g_assert_cmpfloat (x, >=, -1);
      g_assert_cmpfloat (x + w, <=, width + 1);
      g_assert_cmpfloat (y, >=, -EM / 2);
      g_assert_cmpfloat (y + h, <=, height + EM / 2);
    }
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  cl_chart_free (chart);
  g_object_unref (layout);
  g_object_unref (context);
}

static void
test_inside (void)
{
  static const char *const names[] = { "上河村", "阿不都热合曼阿不都克里木阿不都热依木江巴格村民委员会", "W", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十" };
  static const double widths[] = { 220, 480, 900 };
  static const struct
  {
    guint rows, columns;
    gint64 n;
  } shapes[] = { { 0, 0, 1 }, { 1, 0, 1320000 }, { 200, 0, 7 }, { 12, 4, 25 }, { 200, 8, 3 }, { 5, 40, 1320000 }, { 3, 2, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i += cl_test_rounds (1, 3))
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      {
        g_autoptr (ClStatistic) statistic = make (shapes[k].rows, shapes[k].columns, names[i], shapes[k].n);

        for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
          assert_inside (statistic, widths[w]);
      }
}

static void
test_pyramid (void)
{
  g_autoptr (ClStatistic) statistic = make (10, 2, "90+", 1320000);

  statistic->banded = TRUE;
  g_assert_true (cl_statistic_is_pyramid (statistic));
  assert_inside (statistic, 300);
  assert_inside (statistic, 700);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/inside", test_inside);
  g_test_add_func ("/chart/pyramid", test_pyramid);
  return g_test_run ();
}
