#pragma once

/* A tagged paper of tests: title, a table of six columns with repeated heads, a note; one page or several. Names and numbers are invented. */

#include <cairo-pdf.h>
#include <glib.h>
#include <pango/pangocairo.h>

static cairo_status_t
paper_write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
paper_text (cairo_t *cr, const char *tag, const char *attributes, double x, double y, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Noto Serif CJK SC 9");

  if (tag != NULL)
    cairo_tag_begin (cr, tag, attributes);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  if (tag != NULL)
    cairo_tag_end (cr, tag);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
paper_begin (cairo_t *cr, gboolean tagged, const char *tag)
{
  if (tagged)
    cairo_tag_begin (cr, tag, NULL);
}

static void
paper_end (cairo_t *cr, gboolean tagged, const char *tag)
{
  if (tagged)
    cairo_tag_end (cr, tag);
}

static inline GBytes *
paper_new (guint pages, guint rows, gboolean tagged)
{
  static const char *const heads[] = { "村（社区）", "姓名", "身份证号", "联系电话", "所担任的职务", "备注" };
  static const char *const names[] = { "张伟", "章丽", "阿达力·买买提", "𠮷田" };
  static const char *const posts[] = { "主席", "副主席", "委员", "专职委员" };
  static const double x[] = { 40, 110, 200, 320, 410, 490 };
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (paper_write_cb, bytes, 595.28, 841.89);
  cairo_t *cr = cairo_create (surface);

  paper_begin (cr, tagged, "Document");
  for (guint page = 0; page < pages; page++)
    {
      paper_text (cr, tagged ? "P" : NULL, NULL, 40, 40, "附件 3");
      paper_text (cr, tagged ? "H1" : NULL, NULL, 160, 70, "村（社区）残协组织人员名单");
      paper_begin (cr, tagged, "Table");
      for (guint row = 0; row <= rows; row++)
        {
          paper_begin (cr, tagged, "TR");
          for (guint column = 0; column < 6; column++)
            {
              g_autofree char *text = NULL;

              if (row == 0)
                text = g_strdup (heads[column]);
              else if (column == 0)
                text = g_strdup_printf ("第%u村", page + 1);
              else if (column == 1)
                text = g_strdup (names[(row + page) % 4]);
              else if (column == 2)
                text = g_strdup_printf ("9911231956%04u%03uX", row, page);
              else if (column == 3)
                text = g_strdup_printf ("1380000%02u%02u", page, row % 100);
              else if (column == 4)
                text = g_strdup (posts[row % 4]);
              else
                text = g_strdup (row % 2 ? "已办残疾人证" : "");
              paper_text (cr, !tagged ? NULL : row == 0 ? "TH" : "TD", NULL, x[column], 110 + row * (rows > 30 ? 3 : 22), text);
            }
          paper_end (cr, tagged, "TR");
        }
      paper_end (cr, tagged, "Table");
      paper_text (cr, tagged ? "P" : NULL, NULL, 40, 800, "1、村、社区有专人填写并签字、盖章。");
      /* The last page ends with the surface: a tag that ends after cairo_show_page() is a page more to cairo 1.18. */
      if (page + 1 < pages)
        cairo_show_page (cr);
    }
  paper_end (cr, tagged, "Document");
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}
