/* What the first frame of a window waits for, and what it does not: the list of pages is in it, the page follows it. Under tests/headless.sh. */

#include "cl-sidebar.h"
#include "cl-state.h"
#include "cl-test-widgets.h"
#include "cl-test-window.h"
#include "cl-today-page.h"

typedef struct
{
  ClWindow *window;
  guint frames;
  guint rows;        /* of the list of pages, in the first frame */
  gboolean had_page; /* there */
  char *title;       /* there */
} First;

static void
painted_cb (GdkFrameClock *clock, First *first)
{
  GtkWidget *list = cl_test_find_type (cl_test_find_type (GTK_WIDGET (first->window), CL_TYPE_SIDEBAR), GTK_TYPE_LIST_BOX);

  if (first->frames++ > 0)
    return;
  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) first->rows) != NULL)
    first->rows++;
  first->had_page = cl_test_find_type (GTK_WIDGET (first->window), CL_TYPE_TODAY_PAGE) != NULL;
  first->title = g_strdup (gtk_window_get_title (GTK_WINDOW (first->window)));
}

static ClWindow *
open_office (const char *file)
{
  g_autofree char *path = cl_test_window_make (file, NULL);

  return cl_test_window_open (path);
}

static void
close_window (ClWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The place is known, so that the title is what a screen reader hears of the window when it comes. */
static void
test_page (void)
{
  First first = { .window = open_office ("page.canlian") };
  GtkWidget *focus;

  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (first.window)), "after-paint", G_CALLBACK (painted_cb), &first);
  while (first.frames == 0 || cl_test_find_type (GTK_WIDGET (first.window), CL_TYPE_TODAY_PAGE) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (first.rows, >, 10);
  g_assert_false (first.had_page);
  g_assert_cmpstr (first.title, ==, gtk_window_get_title (GTK_WINDOW (first.window)));
  focus = gtk_root_get_focus (GTK_ROOT (first.window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, cl_test_find_type (GTK_WIDGET (first.window), CL_TYPE_SIDEBAR)));
  g_free (first.title);
  close_window (first.window);
}

/* Whoever asks for the page before has it at once. */
static void
test_asked (void)
{
  ClWindow *window = open_office ("asked.canlian");
  GtkWidget *page = cl_window_get_page (window, NULL);

  g_assert_true (CL_IS_TODAY_PAGE (page));
  g_assert_true (gtk_stack_get_visible_child (GTK_STACK (window->stack)) == page);
  while (!window->is_seen || window->seen_source != 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (cl_window_get_page (window, NULL) == page);
  close_window (window);
}

/* Without the list of pages the page has the focus from the first: nothing else has it, and is said, before. */
static void
test_hidden_list (void)
{
  g_autoptr (GSettings) state = cl_state_new ();
  First first = { 0 };
  GtkWidget *focus;

  g_settings_set_boolean (state, "sidebar", FALSE);
  first.window = open_office ("hidden.canlian");
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (first.window)), "after-paint", G_CALLBACK (painted_cb), &first);
  while (first.frames == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (first.had_page);
  focus = gtk_root_get_focus (GTK_ROOT (first.window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, cl_window_get_page (first.window, NULL)));
  g_free (first.title);
  close_window (first.window);
  g_settings_reset (state, "sidebar");
}

int
main (int argc, char **argv)
{
  cl_test_window_init (&argc, &argv);
  g_test_add_func ("/first-frame/page", test_page);
  g_test_add_func ("/first-frame/asked", test_asked);
  g_test_add_func ("/first-frame/hidden-list", test_hidden_list);
  return cl_test_window_run ();
}
