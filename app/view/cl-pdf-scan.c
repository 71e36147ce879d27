#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-pdf-remote-private.h"
#include "cl-pdf-scan.h"
#include "cl-scan.h"

/**
 * cl_pdf_scan_read:
 * @file: a whole PDF or picture, made by others
 * @error: as cl_pdf_remote_new(); %CL_ERROR_INVALID where it has too many pages
 *
 * Each page as a picture of 300 dots an inch, drawn by canlian-render. Takes some tenths of a second a page. Any thread.
 *
 * Returns: (transfer full) (element-type ClScanPage): in order
 */
GPtrArray *
cl_pdf_scan_read (GBytes *file, GError **error)
{
  g_autoptr (ClPdfRemote) remote = cl_pdf_remote_new (file, error);
  g_autoptr (GPtrArray) pages = NULL;
  GArray *sizes;

  if (remote == NULL)
    return NULL;
  sizes = cl_pdf_remote_get_sizes (remote);
  if (sizes->len / 2 > CL_SCAN_MOST_PAGES)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The scan has %u pages, and %u at most can be printed with a form. Cut its first pages out and attach them."),
                   sizes->len / 2, CL_SCAN_MOST_PAGES);
      return NULL;
    }
  pages = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_scan_page_free);
  for (guint i = 0; i < sizes->len / 2; i++)
    {
      guint width, height;
      g_autoptr (GBytes) pixels = cl_pdf_remote_render (remote, i, CL_SCAN_SCALE, &width, &height, error);

      if (pixels == NULL)
        return NULL;
      g_ptr_array_add (pages, cl_scan_page_new (g_bytes_get_data (pixels, NULL), width, height, g_array_index (sizes, double, i * 2), g_array_index (sizes, double, i * 2 + 1)));
    }
  return g_steal_pointer (&pages);
}

/**
 * cl_pdf_scan_start:
 *
 * Lets forms be printed on what others made: it is opened by canlian-render alone, and comes back as pictures of 300 dots an inch.
 */
void
cl_pdf_scan_start (void)
{
  cl_scan_set_reader (cl_pdf_scan_read);
}
