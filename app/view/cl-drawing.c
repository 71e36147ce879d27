/* What widgets that draw themselves ask of their style. */

#include "cl-config.h"

#include "cl-widgets-private.h"

double
cl_widget_get_em (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= (resolution > 0 ? resolution : 96) / 72;
  return MAX (size, 4);
}

void
cl_widget_get_ink (GtkWidget *widget, GdkRGBA *color)
{
#if GTK_CHECK_VERSION(4, 10, 0)
  gtk_widget_get_color (widget, color);
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
#endif
}

void
cl_draw_cell_text (GtkSnapshot *snapshot, PangoLayout *layout, const char *text, PangoAlignment alignment, const GdkRGBA *color, double x, double width, int height)
{
  int text_height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) MAX (1, width - 2 * CL_CELL_PADDING) * PANGO_SCALE);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + CL_CELL_PADDING), (float) (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

void
cl_draw_cell_cursor (GtkWidget *widget, GtkSnapshot *snapshot, double x, double width)
{
  GskRoundedRect outline;
  GdkRGBA color;

  cl_widget_get_ink (widget, &color);
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT ((float) x + 1, 3, (float) width - 2, (float) gtk_widget_get_height (widget) - 6), 4);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { color, color, color, color });
}
