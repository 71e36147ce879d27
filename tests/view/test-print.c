#include <glib/gstdio.h>
#include <poppler.h>
#include <pwd.h>
#include <unistd.h>

#include "cl-error.h"
#include "cl-pdf-blocks-private.h"
#include "cl-pdf-cut-private.h"
#include "cl-print-private.h"
#include "cl-print.h"
#include <gtk/gtkunixprint.h>

#include "../cups/cups.h"
#include "headless.h"
#include "paper.h"

static guint
count_pages (GBytes *pdf)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  guint n;

  g_assert_nonnull (document);
  n = (guint) poppler_document_get_n_pages (document);
  g_object_unref (document);
  return n;
}

static void
assert_pages (GtkPrintSettings *settings, const char *expected)
{
  g_autoptr (GArray) pages = cl_print_choose_pages (settings, 6, 2);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < pages->len; i++)
    g_string_append_printf (text, "%u ", g_array_index (pages, guint, i) + 1);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_choose (void)
{
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  GtkPageRange ranges[] = { { 0, 1 }, { 4, 9 } };

  assert_pages (settings, "1 2 3 4 5 6 ");
  gtk_print_settings_set_page_set (settings, GTK_PAGE_SET_EVEN);
  assert_pages (settings, "2 4 6 ");
  gtk_print_settings_set_page_set (settings, GTK_PAGE_SET_ODD);
  gtk_print_settings_set_reverse (settings, TRUE);
  assert_pages (settings, "5 3 1 ");
  gtk_print_settings_set_print_pages (settings, GTK_PRINT_PAGES_RANGES);
  gtk_print_settings_set_page_ranges (settings, ranges, 2);
  assert_pages (settings, "5 1 ");
  gtk_print_settings_set_page_set (settings, GTK_PAGE_SET_ALL);
  assert_pages (settings, "6 5 2 1 ");
  gtk_print_settings_set_print_pages (settings, GTK_PRINT_PAGES_CURRENT);
  assert_pages (settings, "3 ");
}

static void
test_cut (void)
{
  g_autoptr (GBytes) paper = paper_new (5, 4, TRUE);
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) cut = NULL;
  g_autoptr (GBytes) none = NULL;
  g_autoptr (GBytes) damaged = g_bytes_new_static ("no pdf", 6);
  PopplerDocument *document;
  PopplerPage *page;
  g_autofree char *text = NULL;
  guint wanted[] = { 3, 1, 77 };

  g_array_append_vals (pages, wanted, 3);
  cut = cl_pdf_cut (paper, pages, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_pages (cut), ==, 2);
  document = poppler_document_new_from_bytes (cut, NULL, NULL);
  page = poppler_document_get_page (document, 0);
  text = poppler_page_get_text (page);
  g_assert_nonnull (strstr (text, "第4村"));
  g_object_unref (page);
  g_object_unref (document);

  g_array_remove_range (pages, 0, 2);
  none = cl_pdf_cut (paper, pages, &error);
  g_assert_null (none);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  none = cl_pdf_cut (damaged, pages, &error);
  g_assert_null (none);
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);
}

typedef struct
{
  gboolean done, taken;
  GError *error;
} Printed;

static void
printed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Printed *printed = data;

  printed->taken = cl_print_pdf_finish (result, &printed->error);
  printed->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Printed *) data)->done;
}

static guint
count_left_over (void)
{
  g_autoptr (GDir) folder = g_dir_open (g_get_tmp_dir (), 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    n += g_str_has_prefix (name, "canlian-") && g_str_has_suffix (name, ".pdf");
  return n;
}

static void
test_queue (gconstpointer data)
{
  const Cups *cups = data;
  g_autoptr (GBytes) paper = paper_new (3, 12, TRUE);
  g_autofree char *kept = g_build_filename (cups->root, "out", "kept.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  Printed printed = { 0 };
  gsize length;
  guint before = count_left_over ();

  cl_print_pdf_async (NULL, paper, "附件3 上河村", "CanlianKept", NULL, printed_cb, &printed);
  g_assert_true (headless_wait (is_done, &printed, 30));
  g_assert_no_error (printed.error);
  g_assert_true (printed.taken);
  g_assert_true (headless_wait (cups_is_whole, kept, 20));

  g_assert_true (g_file_get_contents (kept, &text, &length, NULL));
  bytes = g_bytes_new (text, length);
  g_assert_cmpuint (count_pages (bytes), ==, 3);
  blocks = cl_pdf_blocks_read (bytes, NULL);
  g_assert_cmpuint (blocks->len, ==, 3 * 16);
  g_assert_cmpuint (count_left_over (), ==, before);
  g_unlink (kept);
}

static void
test_range (gconstpointer data)
{
  const Cups *cups = data;
  g_autoptr (GBytes) paper = paper_new (5, 3, TRUE);
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  GtkPageRange range = { 1, 2 };
  g_autofree char *kept = g_build_filename (cups->root, "out", "kept.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Printed printed = { 0 };
  gsize length;

  gtk_print_settings_set_print_pages (settings, GTK_PRINT_PAGES_RANGES);
  gtk_print_settings_set_page_ranges (settings, &range, 1);
  cl_print_pdf_with_settings_async (NULL, paper, "附件3", "CanlianKept", settings, NULL, printed_cb, &printed);
  g_assert_true (headless_wait (is_done, &printed, 30));
  g_assert_no_error (printed.error);
  g_assert_true (headless_wait (cups_is_whole, kept, 20));
  g_assert_true (g_file_get_contents (kept, &text, &length, NULL));
  bytes = g_bytes_new (text, length);
  g_assert_cmpuint (count_pages (bytes), ==, 2);
  g_unlink (kept);
}

/* cups-pdf lays its files in the home of the user who prints, whatever HOME says. */
static char *
find_pdf (const char *title)
{
  struct passwd *user = getpwuid (getuid ());
  g_autofree char *home = g_build_filename (user != NULL ? user->pw_dir : "/", "PDF", NULL);
  const char *const folders[] = { home, "/var/spool/cups-pdf/ANONYMOUS" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr (GDir) folder = g_dir_open (folders[i], 0, NULL);
      const char *name;

      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        if (strstr (name, title) != NULL)
          return g_build_filename (folders[i], name, NULL);
    }
  return NULL;
}

static gboolean
is_distilled (gpointer data)
{
  g_autofree char *path = find_pdf (data);

  return path != NULL && cups_is_whole (path);
}

static void
test_cups_pdf (gconstpointer data)
{
  g_autoptr (GBytes) paper = paper_new (2, 3, TRUE);
  g_autofree char *title = g_strdup_printf ("canlian%d", (int) getpid ());
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Printed printed = { 0 };
  gsize length;

  if (getuid () != 0 || !g_file_test ("/usr/lib/cups/backend/cups-pdf", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("cups-pdf prints for root only");
      return;
    }
  cl_print_pdf_async (NULL, paper, title, "CanlianPDF", NULL, printed_cb, &printed);
  g_assert_true (headless_wait (is_done, &printed, 30));
  g_assert_no_error (printed.error);
  g_assert_true (headless_wait (is_distilled, title, 40));
  path = find_pdf (title);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  bytes = g_bytes_new (text, length);
  g_assert_cmpuint (count_pages (bytes), ==, 2);
  g_unlink (path);
}

static void
test_no_queue (gconstpointer data)
{
  g_autoptr (GBytes) paper = paper_new (1, 3, TRUE);
  Printed printed = { 0 };

  cl_print_pdf_async (NULL, paper, "附件3", "NoSuchQueue", NULL, printed_cb, &printed);
  g_assert_true (headless_wait (is_done, &printed, 30));
  g_assert_false (printed.taken);
  g_assert_error (printed.error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&printed.error);
}

static void
test_no_pdf (void)
{
  g_autoptr (GBytes) paper = g_bytes_new_static ("no pdf", 6);
  Printed printed = { 0 };

  cl_print_pdf_async (NULL, paper, "附件3", "CanlianKept", NULL, printed_cb, &printed);
  g_assert_true (headless_wait (is_done, &printed, 10));
  g_assert_nonnull (printed.error);
  g_clear_error (&printed.error);
}

static void
press_escape (gpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (GTK_IS_PRINT_UNIX_DIALOG (window))
        gtk_dialog_response (GTK_DIALOG (window), GTK_RESPONSE_CANCEL);
    }
}

static gboolean
press_escape_cb (gpointer data)
{
  press_escape (data);
  return G_SOURCE_REMOVE;
}

static void
test_dialog_closed (void)
{
  g_autoptr (GBytes) paper = paper_new (1, 3, TRUE);
  GtkWidget *window = gtk_window_new ();
  Printed printed = { 0 };

  gtk_window_present (GTK_WINDOW (window));
  cl_print_pdf_async (GTK_WINDOW (window), paper, "附件3 上河村", NULL, NULL, printed_cb, &printed);
  g_timeout_add (500, press_escape_cb, NULL);
  g_assert_true (headless_wait (is_done, &printed, 10));
  g_assert_error (printed.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&printed.error);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  Cups cups = { 0 };
  int result;

  g_test_init (&argc, &argv, NULL);
  /* GTK warns where there is no system bus to ask for colour profiles. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  headless_begin ();
  g_test_add_func ("/print/choose-pages", test_choose);
  g_test_add_func ("/print/cut", test_cut);
  g_test_add_func ("/print/no-pdf", test_no_pdf);
  if (cups_begin (&cups))
    {
      g_test_add_data_func ("/print/queue", &cups, test_queue);
      g_test_add_data_func ("/print/range", &cups, test_range);
      g_test_add_data_func ("/print/cups-pdf", &cups, test_cups_pdf);
      g_test_add_data_func ("/print/no-such-queue", &cups, test_no_queue);
      g_test_add_func ("/print/dialog-closed", test_dialog_closed);
    }
  result = g_test_run ();
  if (cups.server != 0)
    cups_end (&cups);
  return result;
}
