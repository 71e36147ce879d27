/* Files from outside: PDFs and pictures through canlian-render, and what becomes of the window where that process is taken over, falls over or never answers. */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cl-error.h"
#include "cl-pdf-remote-private.h"
#include "cl-pdf-scan.h"
#include "cl-pdf-source-private.h"
#include "cl-pdf-wire-private.h"
#include "cl-scan-private.h"
#include "paper.h"

static char *turned, *real;

static ClPdfRemote *
open_text (const char *text, GError **error)
{
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));

  return cl_pdf_remote_new (file, error);
}

static void
test_pdf (void)
{
  g_autoptr (GBytes) paper = paper_new (2, 5, TRUE), pixels = NULL, pdf = NULL, cut = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClPdfRemote) remote = cl_pdf_remote_new (paper, &error);
  g_autoptr (ClPdfEngine) engine = cl_pdf_engine_new (paper, NULL);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (ClPdfMatch)), own = g_array_new (FALSE, FALSE, sizeof (ClPdfMatch));
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) blocks = NULL, near_blocks = NULL, lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) near_pixels = NULL;
  guint width, height, near_width, near_height, second = 1;

  g_assert_no_error (error);
  g_assert_cmpuint (cl_pdf_remote_get_sizes (remote)->len, ==, 4);

  /* The same as without the wall between. */
  pixels = cl_pdf_remote_render (remote, 1, 0.7, &width, &height, &error);
  g_assert_no_error (error);
  near_pixels = cl_pdf_engine_render (engine, 1, 0.7, &near_width, &near_height);
  g_assert_cmpuint (width, ==, near_width);
  g_assert_cmpuint (height, ==, near_height);
  g_assert_true (g_bytes_equal (pixels, near_pixels));

  g_assert_true (cl_pdf_remote_find (remote, 0, "阿达力", matches, &error));
  cl_pdf_engine_find (engine, 0, "阿达力", own);
  g_assert_cmpuint (matches->len, >, 0);
  g_assert_cmpmem (matches->data, matches->len * sizeof (ClPdfMatch), own->data, own->len * sizeof (ClPdfMatch));

  blocks = cl_pdf_remote_read (remote, &error);
  near_blocks = cl_pdf_engine_read (engine);
  g_assert_cmpuint (blocks->len, ==, near_blocks->len);
  for (guint i = 0; i < blocks->len; i++)
    {
      g_autofree char *said = cl_pdf_block_say (blocks->pdata[i]), *near_said = cl_pdf_block_say (near_blocks->pdata[i]);
      g_assert_cmpstr (said, ==, near_said);
    }
  g_assert_true (cl_pdf_remote_read_lines (remote, 1, lines, &error));
  g_assert_cmpuint (lines->len, >, 5);

  g_array_append_val (pages, second);
  cut = cl_pdf_remote_cut (remote, pages, &error);
  g_assert_no_error (error);
  g_clear_pointer (&engine, cl_pdf_engine_free);
  engine = cl_pdf_engine_new (cut, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_pdf_engine_get_sizes (engine)->len, ==, 2);
  pdf = cl_pdf_remote_get_pdf (remote, &error);
  g_assert_true (g_bytes_equal (pdf, paper));
}

/* A photo becomes a page, as it lies, and no larger than it was. */
static void
test_picture (void)
{
  static const struct { const char *type; int width, height; double across; } kinds[] = { { "png", 900, 500, 841.89 }, { "jpeg", 300, 400, 595.276 } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, kinds[i].width, kinds[i].height);
      g_autoptr (GError) error = NULL;
      g_autofree char *data = NULL;
      g_autoptr (GBytes) file = NULL, pixels = NULL, pdf = NULL;
      g_autoptr (ClPdfRemote) remote = NULL;
      guint width, height;
      const guint8 *middle;
      gsize length;

      gdk_pixbuf_fill (picture, 0x20c040ff);
      g_assert_true (gdk_pixbuf_save_to_buffer (picture, &data, &length, kinds[i].type, &error, NULL));
      file = g_bytes_new (data, length);
      remote = cl_pdf_remote_new (file, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat_with_epsilon (g_array_index (cl_pdf_remote_get_sizes (remote), double, 0), kinds[i].across, 1);
      pixels = cl_pdf_remote_render (remote, 0, 0.5, &width, &height, &error);
      g_assert_no_error (error);
      middle = (const guint8 *) g_bytes_get_data (pixels, NULL) + ((gsize) 40 * width + width / 2) * 4;
      g_assert_cmpint (ABS (middle[1] - 0xc0), <, 8); /* green, in the little end's order */
      g_assert_cmpint (ABS (middle[2] - 0x20), <, 8);
      pdf = cl_pdf_remote_get_pdf (remote, &error);
      g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 5, "%PDF-", 5);
    }
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static ClPdfSource *
open_file (GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cl_pdf_source_open_async (file, NULL, opened_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return cl_pdf_source_open_finish (result, error);
}

/* What is larger than any scan is refused before it is read. The file has holes: it takes no room. */
static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("canlian-large-XXXXXX", &error), *path = g_build_filename (folder, "large.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) paper = paper_new (1, 3, TRUE);
  g_autoptr (ClPdfSource) none = NULL, source = NULL;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (paper, NULL), (gssize) g_bytes_get_size (paper), &error));
  source = open_file (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (path, (200 << 20) + 1), ==, 0);
  none = open_file (file, &error);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "200 MB"));
  g_assert_null (none);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_unreadable (void)
{
  static const char *const texts[] = { "", "just a text", "%PDF-1.7 and no more", "\xff\xd8\xff broken", "\x89PNG\r\n\x1a\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClPdfRemote) remote = open_text (texts[i], &error);

      g_assert_null (remote);
      g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
    }
}

/* What a form is printed on: pages as pictures of 300 dots an inch, with what is ink. */
static void
test_scan (void)
{
  static const char *const broken[] = { "just a text", "%PDF-1.7 and no more" };
  g_autoptr (GBytes) paper = paper_new (2, 5, TRUE), long_paper = paper_new (CL_SCAN_MOST_PAGES + 1, 1, TRUE), pixels = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pages = cl_pdf_scan_read (paper, &error), too_many = NULL;
  const ClScanPage *page;
  double x, y;

  g_assert_no_error (error);
  g_assert_cmpuint (pages->len, ==, 2);
  page = pages->pdata[0];
  g_assert_cmpfloat_with_epsilon (page->paper[0], 210, 0.5);
  g_assert_cmpuint (page->width, >=, 2480);
  g_assert_cmpuint (page->width, <=, 2482);
  g_assert_true (page->grey);
  pixels = cl_scan_page_unpack (page);
  g_assert_cmpuint (g_bytes_get_size (pixels), ==, (gsize) page->width * page->height);
  cl_scan_page_find_room (page, 45, 16, NULL, &x, &y);
  for (guint row = (guint) y; row < (guint) y + 16; row++)
    for (guint column = (guint) x; column < (guint) x + 45; column++)
      g_assert_cmpuint (page->ink[row * page->across + column], <, 30);

  too_many = cl_pdf_scan_read (long_paper, &error);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new (broken[i], strlen (broken[i]));

      g_assert_null (cl_pdf_scan_read (file, &error));
      g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
      g_clear_error (&error);
    }
}

static void
with_turned (void (*test) (void))
{
  g_setenv ("CANLIAN_RENDERER", turned, TRUE);
  cl_pdf_remote_set_patience (4);
  test ();
  cl_pdf_remote_set_patience (20);
  g_setenv ("CANLIAN_RENDERER", real, TRUE);
}

static void
confined (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "canlian-turned.txt", NULL), *words = g_strconcat ("probe ", path, NULL);
  g_autoptr (ClPdfRemote) remote = NULL;

  g_assert_true (g_file_set_contents (path, "whole", -1, NULL));
  remote = open_text (words, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < cl_pdf_remote_get_sizes (remote)->len; i++)
    if (g_array_index (cl_pdf_remote_get_sizes (remote), double, i) != 100)
      g_error ("The process could still do number %u of probe()", i);
  g_assert_cmpuint (cl_pdf_remote_get_sizes (remote)->len, ==, 12);
  g_unlink (path);
}

/* Where bubblewrap is not installed the filter alone holds. */
static void
confined_alone (void)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));

  g_setenv ("PATH", "/nonexistent", TRUE);
  confined ();
  g_setenv ("PATH", path, TRUE);
}

static void
fallen (void)
{
  static const char *const files[] = { "crash", "nan", "huge" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClPdfRemote) remote = open_text (files[i], &error);

      g_assert_null (remote);
      g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
    }
}

/* It falls over, or says nothing, or nonsense, when it is asked: each time a sentence, and after the fourth start nothing is started any more. */
static void
asked (void)
{
  static const char *const files[] = { "loop", "later", "lie" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClPdfRemote) remote = open_text (files[i], &error);
      guint width, height;

      g_assert_no_error (error);
      for (guint k = 0; k < (i == 0 ? 2 : 6); k++)
        {
          g_autoptr (GError) problem = NULL;
          g_autoptr (GBytes) pixels = cl_pdf_remote_render (remote, 0, 1, &width, &height, &problem);

          g_assert_null (pixels);
          g_assert_error (problem, CL_ERROR, CL_ERROR_DAMAGED);
        }
    }
}

static void
refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClPdfRemote) remote = open_text ("open", &error);

  g_assert_null (remote);
  g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
}

static void
test_turned (gconstpointer test)
{
  with_turned ((void (*) (void)) test);
}

/* Blocks that no paper has are left out, and bytes that are none read as nothing. */
static void
test_wire (void)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref), sound = NULL, none = NULL;
  g_autoptr (GBytes) bytes = NULL, garbage = g_bytes_new_static ("\xff\xff\xff\xff\x01\x02\x03", 7);
  ClPdfBlock *block;

  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (blocks, cl_pdf_block_new (CL_PDF_PARAGRAPH, 0, "一段", NULL));
  ((ClPdfBlock *) blocks->pdata[0])->page = 7;
  ((ClPdfBlock *) blocks->pdata[1])->level = 9;
  ((ClPdfBlock *) blocks->pdata[2])->kind = 44;
  ((ClPdfBlock *) blocks->pdata[3])->named_by = 3;
  block = blocks->pdata[4];
  ((ClPdfCell *) block->cells->pdata[0])->span = 0;
  bytes = cl_pdf_wire_pack_blocks (blocks);
  sound = cl_pdf_wire_unpack_blocks (bytes, 2);
  g_assert_cmpuint (sound->len, ==, 1);
  g_assert_cmpstr (((ClPdfCell *) ((ClPdfBlock *) sound->pdata[0])->cells->pdata[0])->text, ==, "一段");
  none = cl_pdf_wire_unpack_blocks (garbage, 2);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (cl_pdf_wire_unpack_doubles (garbage, 2));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  turned = argv[argc - 1];
  real = g_strdup (g_getenv ("CANLIAN_RENDERER"));
  g_test_add_func ("/render/scan", test_scan);
  g_test_add_func ("/render/pdf", test_pdf);
  g_test_add_func ("/render/picture", test_picture);
  g_test_add_func ("/render/unreadable", test_unreadable);
  g_test_add_func ("/render/too-large", test_too_large);
  g_test_add_data_func ("/render/confined", (gconstpointer) confined, test_turned);
  g_test_add_data_func ("/render/confined-alone", (gconstpointer) confined_alone, test_turned);
  g_test_add_data_func ("/render/fallen", (gconstpointer) fallen, test_turned);
  g_test_add_data_func ("/render/asked", (gconstpointer) asked, test_turned);
  g_test_add_data_func ("/render/refused", (gconstpointer) refused, test_turned);
  g_test_add_func ("/render/wire", test_wire);
  return g_test_run ();
}
