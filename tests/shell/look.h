#pragma once

#include <math.h>
#include <string.h>

/* By which text and marks stand out (WCAG 2.1, 1.4.3 and 1.4.11). */
#define TEXT_CONTRAST 4.5
#define MARK_CONTRAST 3.0

/* What a window looks like, in pixels. Include after headless.h. */

typedef struct
{
  const char *where;
  GHashTable *letters;  /* keyval -> the label that has it */
  graphene_rect_t view; /* what of the window is seen */
  GtkWidget *window;
  guchar *pixels;
  int width, height;
} Look;

/* By WCAG 2.1. */
static inline double
luminance (const guchar *pixel)
{
  double sum = 0;
  static const double weights[] = { 0.0722, 0.7152, 0.2126 }; /* blue, green, red, as they lie in memory */

  for (int i = 0; i < 3; i++)
    {
      double value = pixel[i] / 255.0;

      sum += weights[i] * (value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4));
    }
  return sum;
}

static inline double
contrast (const guchar *a, const guchar *b)
{
  double one = luminance (a), other = luminance (b);

  return (MAX (one, other) + 0.05) / (MIN (one, other) + 0.05);
}

static inline const guchar *
pixel_at (Look *look, int x, int y)
{
  return look->pixels + ((gsize) y * look->width + x) * 4;
}

/* The window as it is drawn now. */
static inline void
draw (Look *look)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (look->window);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  look->width = gtk_widget_get_width (look->window);
  look->height = gtk_widget_get_height (look->window);
  /* Nothing while the window waits to be laid out. */
  for (guint i = 0; i < 100 && node == NULL; i++)
    {
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

      gdk_paintable_snapshot (paintable, snapshot, look->width, look->height);
      node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
      if (node == NULL)
        headless_run (0.02);
    }
  g_assert_nonnull (node);
  graphene_rect_init (&look->view, 0, 0, look->width, look->height);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (look->window)), node, &look->view);
  look->pixels = g_malloc ((gsize) look->width * look->height * 4);
  gdk_texture_download (texture, look->pixels, (gsize) look->width * 4);
}

/* What is drawn there most often is the ground. What differs from it most is the core of the strokes: smoothed edges lie between. */
static inline double
measure_contrast (Look *look, int left, int top, int right, int bottom)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint most = 0;
  guint32 key = 0;
  double best = 1;
  guchar ground[4];

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        guint32 colour;
        guint count;

        memcpy (&colour, pixel_at (look, x, y), 4);
        count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (colour))) + 1;
        g_hash_table_insert (counts, GUINT_TO_POINTER (colour), GUINT_TO_POINTER (count));
        if (count > most)
          {
            most = count;
            key = colour;
          }
      }
  memcpy (ground, &key, 4);
  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      best = MAX (best, contrast (pixel_at (look, x, y), ground));
  return best;
}
