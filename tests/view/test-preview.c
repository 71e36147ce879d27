#include "cl-error.h"
#include "cl-pdf-structure.h"
#include "cl-pdf-blocks-private.h"
#include "cl-pdf-content-private.h"
#include "cl-pdf-page-private.h"
#include "cl-pdf-thumbs-private.h"
#include "cl-preview-private.h"
#include "headless.h"
#include "paper.h"
#include "cl-test-widgets.h"

static void
test_blocks (void)
{
  g_autoptr (GBytes) paper = paper_new (2, 5, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) blocks = cl_pdf_blocks_read (paper, &error);
  ClPdfBlock *heading, *heads, *row, *last;
  ClPdfCell *cell;
  g_autofree char *heading_said = NULL, *heads_said = NULL, *row_said = NULL, *cell_said = NULL, *empty_said = NULL;
  const char *named;

  g_assert_no_error (error);
  g_assert_cmpuint (blocks->len, ==, 2 * 9);
  heading = blocks->pdata[1];
  g_assert_cmpint (heading->kind, ==, CL_PDF_HEADING);
  heading_said = cl_pdf_block_say (heading);
  g_assert_nonnull (strstr (heading_said, "村（社区）残协组织人员名单"));
  heads = blocks->pdata[2];
  g_assert_cmpuint (heads->row, ==, 0);
  heads_said = cl_pdf_block_say (heads);
  g_assert_true (g_str_has_suffix (heads_said, "备注"));

  row = blocks->pdata[4];
  g_assert_cmpuint (row->row, ==, 2);
  g_assert_cmpuint (row->n_rows, ==, 5);
  g_assert_cmpuint (row->n_columns, ==, 6);
  cell = row->cells->pdata[1];
  g_assert_cmpstr (cell->text, ==, "阿达力·买买提");
  g_assert_cmpstr (cell->header, ==, "姓名");
  /* Where cairo put it, in pt from the upper left corner. */
  g_assert_cmpfloat_with_epsilon (cell->area.x, 110, 3);
  g_assert_cmpfloat_with_epsilon (cell->area.y, 110 + 2 * 22, 8);
  g_assert_cmpfloat (cell->area.width, >, 40);
  row_said = cl_pdf_block_say (row);
  g_assert_true (g_str_has_prefix (row_said, "第1村"));
  cell_said = cl_pdf_block_say_cell (row, 1);
  g_assert_nonnull (strstr (cell_said, "姓名"));
  g_assert_nonnull (strstr (cell_said, "阿达力·买买提"));
  cell = row->cells->pdata[5];
  g_assert_cmpstr (cell->text, ==, "");
  empty_said = cl_pdf_block_say_cell (row, 5);
  g_assert_nonnull (strstr (empty_said, "备注"));
  named = cl_pdf_block_get_row_header (row, 5);
  g_assert_cmpstr (named, ==, "阿达力·买买提");
  g_assert_nonnull (strstr (empty_said, "阿达力·买买提"));
  g_assert_null (cl_pdf_block_get_row_header (row, 1));

  /* A character outside the basic plane survives its surrogates. */
  row = blocks->pdata[5];
  g_assert_cmpstr (((ClPdfCell *) row->cells->pdata[1])->text, ==, "𠮷田");
  last = blocks->pdata[17];
  g_assert_cmpuint (last->page, ==, 1);
}

static void
test_blocks_bad (void)
{
  g_autoptr (GBytes) untagged = paper_new (1, 3, FALSE);
  g_autoptr (GBytes) damaged = g_bytes_new_static ("%PDF-1.5 nothing", 16);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) none = cl_pdf_blocks_read (untagged, &error);
  g_autoptr (GPtrArray) bad = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  bad = cl_pdf_blocks_read (damaged, &error);
  g_assert_null (bad);
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
}

/* Cut anywhere, a file is refused or read in part, but nothing worse. */
static void
test_blocks_torn (void)
{
  g_autoptr (GBytes) paper = paper_new (1, 3, TRUE);
  gsize length = g_bytes_get_size (paper);

  for (gsize cut = 0; cut < length; cut += length / 23)
    {
      g_autoptr (GBytes) torn = g_bytes_new_from_bytes (paper, 0, cut);
      g_autoptr (GPtrArray) blocks = cl_pdf_blocks_read (torn, NULL);
    }
}

/* 12 pages are read in a moment: Poppler's own way took 100 ms a page. */
static void
test_blocks_quick (void)
{
  g_autoptr (GBytes) paper = paper_new (12, 20, TRUE);
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GPtrArray) blocks = cl_pdf_blocks_read (paper, NULL);

  g_assert_cmpuint (blocks->len, ==, 12 * 24);
  g_test_minimized_result ((double) (g_get_monotonic_time () - begun) / 1e6, "seconds for 12 pages");
  g_assert_cmpint (g_get_monotonic_time () - begun, <, G_USEC_PER_SEC);
}

typedef struct
{
  GtkWidget *window;
  ClPreview *preview;
} Shown;

static gboolean
is_settled (gpointer preview)
{
  return cl_preview_is_settled (preview);
}

static void
show (Shown *shown, GBytes *paper)
{
  g_autoptr (GError) error = NULL;

  shown->window = gtk_window_new ();
  shown->preview = CL_PREVIEW (cl_preview_new ());
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 1024, 700);
  gtk_window_set_child (GTK_WINDOW (shown->window), GTK_WIDGET (shown->preview));
  gtk_window_present (GTK_WINDOW (shown->window));
  g_assert_true (cl_preview_set_pdf (shown->preview, paper, &error));
  g_assert_no_error (error);
  g_assert_true (headless_wait (is_settled, shown->preview, 10));
}

/* What a key does, by way of the controllers: a real key would need a window manager. */
static void
press (GtkWidget *widget, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
      if (handled)
        return;
    }
}

static char *
focused_description (Shown *shown)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (shown->window));

  return focus != NULL ? gtk_test_accessible_check_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "") : NULL;
}

static void
test_pages (void)
{
  g_autoptr (GBytes) paper = paper_new (3, 8, TRUE);
  Shown shown;
  GtkWidget *image;
  g_autofree char *wrong = NULL;

  show (&shown, paper);
  image = cl_test_find_type (GTK_WIDGET (shown.preview), CL_TYPE_PDF_PAGE);
  gtk_test_accessible_assert_role (image, GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_cmpuint (cl_preview_get_n_pages (shown.preview), ==, 3);
  g_assert_true (cl_preview_get_pdf (shown.preview) == paper);
  press (image, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 1);
  press (image, GDK_KEY_End, 0);
  press (image, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 2);
  press (image, GDK_KEY_Home, 0);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 0);
  cl_preview_set_page (shown.preview, 99);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 2);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, "Page 3 of 3");
  g_assert_null (wrong);

  cl_preview_set_zoom (shown.preview, 2);
  g_assert_true (headless_wait (is_settled, shown.preview, 10));
  g_assert_cmpfloat_with_epsilon (cl_pdf_page_get_zoom (CL_PDF_PAGE (image)), 2, 0.01);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.zoom-in", NULL));
  g_assert_cmpfloat_with_epsilon (cl_pdf_page_get_zoom (CL_PDF_PAGE (image)), 2.5, 0.01);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.zoom-fit", NULL));
  headless_run (0.3);
  g_assert_cmpfloat (cl_pdf_page_get_zoom (CL_PDF_PAGE (image)), <, 1);
  /* The whole page is smaller still than the window is high. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.zoom-page", NULL));
  headless_run (0.3);
  g_assert_cmpfloat (cl_pdf_page_get_zoom (CL_PDF_PAGE (image)) * 842 * 96 / 72, <, 700);
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

static void
test_two_pages (void)
{
  g_autoptr (GBytes) paper = paper_new (5, 8, TRUE);
  Shown shown;
  GtkWidget *image, *second;

  show (&shown, paper);
  image = cl_test_find_type (GTK_WIDGET (shown.preview), CL_TYPE_PDF_PAGE);
  second = gtk_widget_get_next_sibling (image);
  g_assert_false (gtk_widget_get_visible (second));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.two-pages", NULL));
  headless_run (0.3);
  g_assert_true (gtk_widget_get_mapped (second));
  g_assert_true (cl_pdf_page_is_drawn (CL_PDF_PAGE (second)));
  press (image, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 2);
  press (image, GDK_KEY_Page_Down, 0);
  /* The fifth stands alone. */
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 4);
  g_assert_false (gtk_widget_get_visible (second));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.two-pages", NULL));
  press (image, GDK_KEY_Page_Up, 0);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 3);
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

/* A thousand pages: the strip draws those that are seen, a page is there at once, and the main loop never stands still for long. */
static void
test_thousand (void)
{
  g_autoptr (GBytes) paper = paper_new (1000, 6, TRUE);
  Shown shown = { gtk_window_new (), CL_PREVIEW (cl_preview_new ()) };
  GtkWidget *thumbs;
  GtkSelectionModel *pages;
  gint64 begun, opened, worst = 0;

  gtk_window_set_default_size (GTK_WINDOW (shown.window), 1024, 700);
  gtk_window_set_child (GTK_WINDOW (shown.window), GTK_WIDGET (shown.preview));
  gtk_window_present (GTK_WINDOW (shown.window));
  headless_run (0.3);
  begun = g_get_monotonic_time ();
  g_assert_true (cl_preview_set_pdf (shown.preview, paper, NULL));
  opened = g_get_monotonic_time () - begun;
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.thumbnails", NULL));
  while (!cl_preview_is_settled (shown.preview) && g_get_monotonic_time () - begun < 60 * G_USEC_PER_SEC)
    {
      gint64 from = g_get_monotonic_time ();
      if (g_main_context_iteration (NULL, FALSE))
        worst = MAX (worst, g_get_monotonic_time () - from);
    }
  g_assert_true (cl_preview_is_settled (shown.preview));
  thumbs = cl_test_find_type (GTK_WIDGET (shown.preview), CL_TYPE_PDF_THUMBS);
  pages = gtk_list_view_get_model (GTK_LIST_VIEW (cl_test_find_type (thumbs, GTK_TYPE_LIST_VIEW)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pages)), ==, 1000);
  /* What is chosen there is shown, and the reverse. */
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (pages), 700);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 700);
  cl_preview_set_page (shown.preview, 3);
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (pages)), ==, 3);
  g_test_minimized_result ((double) opened / 1000, "ms to open 1,000 pages");
  g_test_minimized_result ((double) worst / 1000, "ms that the main loop stood still at most");
  g_test_message ("opened in %.1f ms, main loop stood still for %.1f ms", (double) opened / 1000, (double) worst / 1000);
  gtk_window_destroy (GTK_WINDOW (shown.window));
  headless_run (0.2);
}

static void
test_content (void)
{
  g_autoptr (GBytes) paper = paper_new (3, 8, TRUE);
  Shown shown;
  GtkWidget *content, *list;
  char *said;

  show (&shown, paper);
  content = cl_test_find_type (GTK_WIDGET (shown.preview), CL_TYPE_PDF_CONTENT);
  list = cl_test_find_type (content, GTK_TYPE_LIST_VIEW);
  g_assert_cmpuint (cl_pdf_content_get_n_blocks (CL_PDF_CONTENT (content)), ==, 3 * 12);
  cl_preview_focus_page (shown.preview);
  g_assert_true (cl_preview_move_pane (shown.preview, 1));
  g_assert_false (cl_preview_move_pane (shown.preview, 1));
  headless_run (0.1);

  press (list, GDK_KEY_Page_Down, 0);
  headless_run (0.1);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 1);
  press (list, GDK_KEY_End, GDK_CONTROL_MASK);
  headless_run (0.1);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 2);
  press (list, GDK_KEY_Home, GDK_CONTROL_MASK);
  headless_run (0.1);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 0);

  /* The fourth thing is the first row of facts. */
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list))), 3);
  g_assert_true (cl_pdf_content_focus (CL_PDF_CONTENT (content)));
  press (list, GDK_KEY_Right, 0);
  press (list, GDK_KEY_Right, 0);
  said = focused_description (&shown);
  g_assert_nonnull (said);
  g_assert_nonnull (strstr (said, "姓名"));
  g_assert_nonnull (strstr (said, "章丽"));
  g_free (said);
  press (list, GDK_KEY_End, 0);
  said = focused_description (&shown);
  g_assert_nonnull (strstr (said, "备注"));
  /* The row's header as well: whose it is. */
  g_assert_nonnull (strstr (said, "章丽"));
  g_free (said);
  /* Down the column: the next row is said by its header, the cell by its column's. */
  press (list, GDK_KEY_Down, 0);
  said = focused_description (&shown);
  g_assert_nonnull (strstr (said, "备注"));
  g_assert_nonnull (strstr (said, "阿达力·买买提"));
  g_free (said);
  said = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_root_get_focus (GTK_ROOT (shown.window))), GTK_ACCESSIBLE_PROPERTY_LABEL, "阿达力·买买提");
  g_assert_cmpstr (said, ==, NULL);
  press (list, GDK_KEY_Up, 0);
  press (list, GDK_KEY_Home, 0);
  said = focused_description (&shown);
  g_assert_nonnull (strstr (said, "第1村"));
  g_free (said);
  g_assert_true (cl_preview_move_pane (shown.preview, -1));
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

typedef struct
{
  GtkWidget *bar; /* in which the count stands */
  const char *count;
} Found;

static gboolean
has_count (gpointer data)
{
  Found *found = data;

  for (GtkWidget *child = gtk_widget_get_first_child (found->bar); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      return g_str_equal (gtk_label_get_text (GTK_LABEL (child)), found->count);
  return FALSE;
}

static void
search (GtkWidget *entry, const char *text, const char *count)
{
  Found found = { gtk_widget_get_parent (entry), count };

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_assert_true (headless_wait (has_count, &found, 10));
}

static void
test_search (void)
{
  g_autoptr (GBytes) paper = paper_new (3, 8, TRUE);
  Shown shown;
  GtkWidget *entry;

  show (&shown, paper);
  entry = cl_test_find_type (GTK_WIDGET (shown.preview), GTK_TYPE_SEARCH_ENTRY);
  gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.find", NULL);
  search (entry, "第3村", "1 of 8");
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 2);
  search (entry, "附件 3", "3 of 3");
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.find-next", NULL);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.find-previous", NULL);
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 2);
  search (entry, "没有这句话", "Not found");
  gtk_widget_activate_action (GTK_WIDGET (shown.preview), "preview.close-search", NULL);
  g_assert_false (gtk_widget_get_mapped (entry));
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

static void
test_untagged (void)
{
  g_autoptr (GBytes) paper = paper_new (2, 4, FALSE);
  Shown shown;
  GtkWidget *content;

  show (&shown, paper);
  content = cl_test_find_type (GTK_WIDGET (shown.preview), CL_TYPE_PDF_CONTENT);
  /* A note, a heading a page, and lines. */
  g_assert_cmpuint (cl_pdf_content_get_n_blocks (CL_PDF_CONTENT (content)), >, 10);
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

static void
test_replaced (void)
{
  g_autoptr (GBytes) paper = paper_new (3, 8, TRUE);
  g_autoptr (GBytes) shorter = paper_new (1, 2, TRUE);
  g_autoptr (GBytes) bad = g_bytes_new_static ("no pdf", 6);
  g_autoptr (GError) error = NULL;
  Shown shown;

  show (&shown, paper);
  cl_preview_set_page (shown.preview, 2);
  g_assert_false (cl_preview_set_pdf (shown.preview, bad, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
  g_assert_true (cl_preview_get_pdf (shown.preview) == paper);
  for (int i = 0; i < 20; i++)
    g_assert_true (cl_preview_set_pdf (shown.preview, i % 2 ? paper : shorter, NULL));
  g_assert_true (cl_preview_set_pdf (shown.preview, shorter, NULL));
  g_assert_true (headless_wait (is_settled, shown.preview, 10));
  g_assert_cmpuint (cl_preview_get_page (shown.preview), ==, 0);
  g_assert_true (cl_preview_set_pdf (shown.preview, NULL, NULL));
  g_assert_null (cl_preview_get_pdf (shown.preview));
  g_assert_true (cl_preview_set_pdf (shown.preview, paper, NULL));
  /* Taken down in the middle of its work. */
  gtk_window_destroy (GTK_WINDOW (shown.window));
  headless_run (0.3);
}

/* The longest that the main loop stands still while a long paper is opened, drawn and read. */
static void
test_not_blocked (void)
{
  g_autoptr (GBytes) paper = paper_new (12, 200, TRUE);
  Shown shown = { gtk_window_new (), CL_PREVIEW (cl_preview_new ()) };
  gint64 worst = 0, until;

  gtk_window_set_default_size (GTK_WINDOW (shown.window), 1024, 700);
  gtk_window_set_child (GTK_WINDOW (shown.window), GTK_WIDGET (shown.preview));
  gtk_window_present (GTK_WINDOW (shown.window));
  headless_run (0.3);
  g_assert_true (cl_preview_set_pdf (shown.preview, paper, NULL));
  until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  while (!cl_preview_is_settled (shown.preview) && g_get_monotonic_time () < until)
    {
      gint64 begun = g_get_monotonic_time ();
      if (g_main_context_iteration (NULL, FALSE))
        worst = MAX (worst, g_get_monotonic_time () - begun);
    }
  g_assert_true (cl_preview_is_settled (shown.preview));
  g_test_minimized_result ((double) worst / 1000, "milliseconds the main loop stood still");
  g_test_message ("main loop stood still for %.1f ms", (double) worst / 1000);
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

/* A name broken over two lines at its dot is one name; words of Latin letters are kept apart. */
/* An element within itself, twice: 2 to the depth of ways down. */
static void
test_blocks_cycle (void)
{
  static const char text[] = "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>\nendobj\n"
                             "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
                             "4 0 obj\n<</Type/StructTreeRoot/K 5 0 R>>\nendobj\n5 0 obj\n<</S/P/K[5 0 R 5 0 R]>>\nendobj\n"
                             "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF\n";
  g_autoptr (GBytes) pdf = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) blocks = cl_pdf_blocks_read (pdf, &error);
  g_autoptr (GArray) spans = cl_pdf_structure_get_row_spans (pdf);

  g_assert_no_error (error);
  g_assert_nonnull (blocks);
  g_assert_cmpuint (spans->len, ==, 0);
}

static void
test_broken_lines (void)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (paper_write_cb, bytes, 595, 842);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) paper = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  ClPdfBlock *block;

  cairo_tag_begin (cr, "P", NULL);
  paper_text (cr, NULL, NULL, 40, 40, "阿达力·\n买买提");
  cairo_tag_end (cr, "P");
  cairo_tag_begin (cr, "P", NULL);
  paper_text (cr, NULL, NULL, 40, 100, "two\nwords");
  cairo_tag_end (cr, "P");
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  paper = g_byte_array_free_to_bytes (bytes);
  blocks = cl_pdf_blocks_read (paper, NULL);
  g_assert_cmpuint (blocks->len, ==, 2);
  block = blocks->pdata[0];
  g_assert_cmpstr (((ClPdfCell *) block->cells->pdata[0])->text, ==, "阿达力·买买提");
  block = blocks->pdata[1];
  g_assert_cmpstr (((ClPdfCell *) block->cells->pdata[0])->text, ==, "two words");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  g_test_add_func ("/preview/blocks", test_blocks);
  g_test_add_func ("/preview/blocks-bad", test_blocks_bad);
  g_test_add_func ("/preview/blocks-cycle", test_blocks_cycle);
  g_test_add_func ("/preview/blocks-torn", test_blocks_torn);
  g_test_add_func ("/preview/blocks-quick", test_blocks_quick);
  g_test_add_func ("/preview/broken-lines", test_broken_lines);
  g_test_add_func ("/preview/pages", test_pages);
  g_test_add_func ("/preview/two-pages", test_two_pages);
  g_test_add_func ("/preview/thousand", test_thousand);
  g_test_add_func ("/preview/content", test_content);
  g_test_add_func ("/preview/search", test_search);
  g_test_add_func ("/preview/untagged", test_untagged);
  g_test_add_func ("/preview/replaced", test_replaced);
  g_test_add_func ("/preview/not-blocked", test_not_blocked);
  return g_test_run ();
}
