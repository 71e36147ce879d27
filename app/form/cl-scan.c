#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "cl-error.h"
#include "cl-fonts-private.h"
#include "cl-pdf-file-private.h"
#include "cl-scan-private.h"

#define MOST_BYTES (200u << 20)
#define DARK 160       /* a byte of light under which a pixel is ink */
#define COLOURED 24    /* so far apart the bytes of a pixel are in a picture with colours */
#define MARGIN 8       /* mm of the page's edge that a printer may not reach */
#define LOWEST 60      /* mm: the upper part, where the stamp belongs */
#define AROUND 1.0     /* mm kept clear around it */
#define CLEAN 3        /* of 255: specks of a scan */

static ClScanReader the_reader;

void
cl_scan_set_reader (ClScanReader reader)
{
  the_reader = reader;
}

static gboolean
has_colours (const guint8 *pixels, gsize n)
{
  gsize coloured = 0;

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *pixel = pixels + i * 4;
      guint8 least = MIN (MIN (pixel[0], pixel[1]), pixel[2]), most = MAX (MAX (pixel[0], pixel[1]), pixel[2]);

      coloured += most - least > COLOURED;
    }
  /* A red seal is a thousandth of a page. */
  return coloured > n / 20000;
}

static GBytes *
pack (const guint8 *pixels, gsize n, gboolean grey)
{
  g_autoptr (GConverter) deflate = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 3));
  const gsize each = grey ? 1 : 3;
  g_autofree guint8 *plain = g_malloc (n * each);

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *pixel = pixels + i * 4;

      if (grey)
        plain[i] = pixel[1];
      else
        {
          plain[i * 3] = pixel[2];
          plain[i * 3 + 1] = pixel[1];
          plain[i * 3 + 2] = pixel[0];
        }
    }
  return g_byte_array_free_to_bytes (cl_pdf_convert (deflate, plain, n * each));
}

static void
measure_ink (ClScanPage *page, const guint8 *pixels)
{
  g_autofree guint *dark = NULL, *all = NULL;

  page->across = MAX ((guint) page->paper[0], 1);
  page->down = MAX ((guint) page->paper[1], 1);
  page->ink = g_new0 (guint8, (gsize) page->across * page->down);
  dark = g_new0 (guint, (gsize) page->across * page->down);
  all = g_new0 (guint, (gsize) page->across * page->down);
  for (guint y = 0; y < page->height; y++)
    for (guint x = 0; x < page->width; x++)
      {
        gsize at = (gsize) ((guint64) y * page->down / page->height) * page->across + (gsize) ((guint64) x * page->across / page->width);
        const guint8 *pixel = pixels + ((gsize) y * page->width + x) * 4;

        all[at]++;
        dark[at] += MIN (MIN (pixel[0], pixel[1]), pixel[2]) < DARK;
      }
  for (gsize i = 0; i < (gsize) page->across * page->down; i++)
    page->ink[i] = all[i] > 0 ? (guint8) (dark[i] * 255.0 / all[i]) : 0;
}

/**
 * cl_scan_page_new:
 * @pixels: 4 bytes a pixel: blue, green, red, one that is not looked at
 * @width: pixels
 * @height: pixels
 * @paper_width: pt
 * @paper_height: pt
 *
 * Keeps the page packed, without its colours where it has none, and where on it there is ink.
 *
 * Returns: (transfer full): the page
 */
ClScanPage *
cl_scan_page_new (const guint8 *pixels, guint width, guint height, double paper_width, double paper_height)
{
  ClScanPage *page = g_new0 (ClScanPage, 1);
  const gsize n = (gsize) width * height;

  page->width = width;
  page->height = height;
  page->paper[0] = CLAMP (paper_width * CL_MM_PER_PT, 20, 2000);
  page->paper[1] = CLAMP (paper_height * CL_MM_PER_PT, 20, 2000);
  page->grey = !has_colours (pixels, n);
  page->packed = pack (pixels, n, page->grey);
  measure_ink (page, pixels);
  return page;
}

void
cl_scan_page_free (ClScanPage *page)
{
  g_bytes_unref (page->packed);
  g_free (page->ink);
  g_free (page);
}

GBytes *
cl_scan_page_unpack (const ClScanPage *page)
{
  g_autoptr (GConverter) inflate = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  gsize size;
  const void *data = g_bytes_get_data (page->packed, &size);
  GByteArray *plain = cl_pdf_convert (inflate, data, size);

  return plain != NULL ? g_byte_array_free_to_bytes (plain) : NULL;
}

/* How much of the ink of the page a piece there covers; specks count for nothing. */
static guint
sum_ink (const ClScanPage *page, double x, double y, double width, double height)
{
  guint sum = 0;

  for (guint row = (guint) MAX (y, 0); row < MIN ((guint) ceil (y + height), page->down); row++)
    for (guint column = (guint) MAX (x, 0); column < MIN ((guint) ceil (x + width), page->across); column++)
      {
        guint8 ink = page->ink[(gsize) row * page->across + column];

        sum += ink > CLEAN ? ink : 0;
      }
  return sum;
}

void
cl_scan_page_find_room (const ClScanPage *page, double width, double height, const char *place, double *x, double *y)
{
  static const char *const places[] = { "right", "middle", "left" };
  const double across[] = { MAX (page->paper[0] - 20 - width, 0), MAX ((page->paper[0] - width) / 2, 0), MIN (20, MAX (page->paper[0] - width, 0)) };
  const guint lowest = (guint) MAX (MIN (LOWEST, page->paper[1] - height), MARGIN);
  guint least = G_MAXUINT;

  *x = across[0];
  *y = MARGIN;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gboolean named = place != NULL && (g_str_equal (place, "left") || g_str_equal (place, "middle") || g_str_equal (place, "right"));

      if (named && !g_str_equal (place, places[i]))
        continue;
      for (guint down = MARGIN; down <= lowest; down++)
        {
          guint ink = sum_ink (page, across[i] - AROUND, (double) down - AROUND, width + 2 * AROUND, height + 2 * AROUND);

          if (ink >= least)
            continue;
          least = ink;
          *x = across[i];
          *y = down;
        }
    }
}

char *
cl_scan_find (ClDatabase *reader, const char *table, const char *field, gint64 id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT sha256 FROM attachment JOIN \"%s__%s\" AS held ON held.value = attachment.id WHERE held.record = ?1 ORDER BY held.position LIMIT 1",
                                          table, field);
  g_autoptr (ClStatement) statement = cl_database_prepare (reader, sql, error);
  g_autoptr (GError) local = NULL;

  if (statement == NULL)
    return NULL;
  cl_statement_bind_integer (statement, 1, id);
  if (cl_statement_step (statement, &local))
    return cl_database_get_attachment_path (reader, cl_statement_get_text (statement, 0));
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The record has no scan. Attach the file of the document to it, or name the file."));
  return NULL;
}

GPtrArray *
cl_scan_read (const char *path, GError **error)
{
  g_autofree char *content = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) local = NULL;
  gsize length;
  GStatBuf status;

  if (the_reader == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("Scans cannot be opened here. Open the form in the window."));
      return NULL;
    }
  if (g_stat (path, &status) == 0 && status.st_size > MOST_BYTES)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The scan is larger than %u MB. Scan it again with 300 dots an inch, or cut its first pages out."), MOST_BYTES >> 20);
      return NULL;
    }
  if (!g_file_get_contents (path, &content, &length, &local))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The scan cannot be read (%s). Choose the file again."), local->message);
      return NULL;
    }
  file = g_bytes_new_take (g_steal_pointer (&content), length);
  return the_reader (file, error);
}
