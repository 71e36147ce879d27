#include "cl-config.h"

#include "cl-layout-private.h"

/* mm between the chart and what follows it. */
#define AFTER 5.0
#define PT(mm) ((mm) / CL_MM_PER_PT)

static PangoLayout *
set_text (gpointer data, const char *text, gboolean strong)
{
  ClSetter *setter = data;

  return cl_fonts_get_layout (setter->fonts, strong ? CL_FONT_HEADER : CL_FONT_TABLE, cl_setter_get_size (setter), 0, 0, CL_ALIGN_LEFT, text, FALSE);
}

/* The charts of a layout are drawn after it is set: what sets their type goes with them. */
static ClSetter *
keep_setter (ClSetter *setter)
{
  ClSetter *kept = g_new0 (ClSetter, 1);

  kept->fonts = setter->fonts;
  kept->scale = setter->scale;
  return kept;
}

static void
add_part (ClSetter *setter, ClChart *chart, const char *alternative, double y, guint from, guint to, double height)
{
  ClBox *box;

  cl_setter_add_figure (setter, setter->left, y, setter->width, height, alternative, NULL);
  box = &g_array_index (setter->page->boxes, ClBox, setter->page->boxes->len - 1);
  box->chart = chart;
  box->from = from;
  box->to = to;
}

/**
 * cl_statistic_flow:
 * @setter: the setter
 * @block: a chart of a count
 * @y: where it begins, mm
 *
 * Sets the bars from @y down over as many pages as they take, black on white, each page's a figure. The first one's alternative text tells the count in words.
 *
 * Returns: where it ends, mm
 */
double
cl_statistic_flow (ClSetter *setter, const ClSheetBlock *block, double y)
{
  ClChartStyle style = { .set_text = set_text, .data = keep_setter (setter), .em = cl_setter_get_size (setter), .paper = { 1, 1, 1 },
                         .fills = { { 0.3, 0.3, 0.3 } } };
  ClChart *chart = cl_chart_new (block->statistic, &style, PT (setter->width), TRUE);
  g_autofree char *said = cl_statistic_say (block->statistic, TRUE);
  g_autofree char *alternative = g_strdup_printf ("统计图。%s", said);
  guint n = cl_chart_get_n_rows (chart);

  g_ptr_array_add (setter->layout->charts, chart);
  g_ptr_array_add (setter->layout->charts_data, style.data);
  for (guint from = 0, to = 0; from < n; from = to)
    {
      double head = from == 0 ? cl_chart_get_head (chart) : 0, top = cl_chart_get_top (chart, from), height = 0;

      for (to = from; to < n; to++)
        {
          double next = (head + cl_chart_get_top (chart, to + 1) - top) * CL_MM_PER_PT;

          if (y + next > setter->bottom)
            break;
          height = next;
        }
      if (to == from && y > setter->top)
        {
          cl_setter_begin_page (setter, FALSE);
          y = setter->top;
          continue;
        }
      /* A page has room for a bar at least. */
      to = MAX (to, from + 1);
      add_part (setter, chart, from == 0 ? alternative : "统计图（续）", y, from, to, height);
      y += height + AFTER;
      if (to < n)
        {
          cl_setter_begin_page (setter, FALSE);
          y = setter->top;
        }
    }
  return y;
}
