#include "cl-config.h"

#include "cl-pdf-cut-private.h"

#include <glib/gi18n-lib.h>
#include <qpdf/qpdf-c.h>

#include "cl-error.h"

static gboolean
fails (qpdf_data pdf, QPDF_ERROR_CODE code, GError **error)
{
  if (!(code & QPDF_ERRORS))
    return FALSE;
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The chosen pages cannot be taken out of the paper: %s. Print it whole."),
               qpdf_has_error (pdf) ? qpdf_get_error_message_detail (pdf, qpdf_get_error (pdf)) : "qpdf");
  return TRUE;
}

/**
 * cl_pdf_cut:
 * @pdf: a whole file
 * @pages: (element-type guint): pages from 0, in the order wanted; those that do not exist are left out
 * @error: set where the file cannot be read or written
 *
 * Printers may ignore page ranges of a ready-made PDF (PLATFORM.md), so what is sent holds the chosen pages and no more.
 *
 * Returns: (transfer full) (nullable): the cut file
 */
GBytes *
cl_pdf_cut (GBytes *pdf, GArray *pages, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (pdf, &length);
  qpdf_data whole = qpdf_init (), cut = qpdf_init ();
  GBytes *result = NULL;
  int n;

  qpdf_silence_errors (whole);
  qpdf_silence_errors (cut);
  qpdf_set_suppress_warnings (whole, QPDF_TRUE);
  if (fails (whole, qpdf_read_memory (whole, "paper", data, length, NULL), error) || fails (cut, qpdf_empty_pdf (cut), error))
    goto out;
  n = qpdf_get_num_pages (whole);
  for (guint i = 0; i < pages->len; i++)
    {
      guint page = g_array_index (pages, guint, i);
      if (page < (guint) MAX (n, 0) && fails (cut, qpdf_add_page (cut, whole, qpdf_get_page_n (whole, page), QPDF_FALSE), error))
        goto out;
    }
  if (qpdf_get_num_pages (cut) < 1)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("None of the chosen pages is in the paper. Choose others."));
      goto out;
    }
  if (!fails (cut, qpdf_init_write_memory (cut), error) && !fails (cut, qpdf_write (cut), error))
    result = g_bytes_new (qpdf_get_buffer (cut), qpdf_get_buffer_length (cut));

out:
  /* An error that nobody asks for is written to stderr. */
  if (qpdf_has_error (whole))
    qpdf_get_error (whole);
  if (qpdf_has_error (cut))
    qpdf_get_error (cut);
  /* @cut refers to objects of @whole until it is gone. */
  qpdf_cleanup (&cut);
  qpdf_cleanup (&whole);
  return result;
}
