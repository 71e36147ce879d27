/* What the first frame of a window waits for, and what it does not: the list of pages is in it, the page follows it. Under tests/headless.sh. */

#include "cl-sidebar.h"
#include "cl-state.h"
#include "cl-test-tree.h"
#include "cl-today-page.h"
#include "cl-window-private.h"

static ClApplication *application;
static char *folder;

typedef struct
{
  ClWindow *window;
  guint frames;
  guint rows;        /* of the list of pages, in the first frame */
  gboolean had_page; /* there */
  char *title;       /* there */
} First;

static GtkWidget *
find_widget (GtkWidget *root, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);
  return found;
}

static void
painted_cb (GdkFrameClock *clock, First *first)
{
  GtkWidget *list = find_widget (find_widget (GTK_WIDGET (first->window), CL_TYPE_SIDEBAR), GTK_TYPE_LIST_BOX);

  if (first->frames++ > 0)
    return;
  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) first->rows) != NULL)
    first->rows++;
  first->had_page = find_widget (GTK_WIDGET (first->window), CL_TYPE_TODAY_PAGE) != NULL;
  first->title = g_strdup (gtk_window_get_title (GTK_WINDOW (first->window)));
}

static ClWindow *
open_office (const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (cl_application_get_plugins (application));
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStore) store = cl_store_open (path, catalogue, CL_STORE_CREATE, &error);
  ClWindow *window;

  g_assert_no_error (error);
  g_assert_true (cl_store_set_office (store, "991123101", "云岭镇", &error));
  cl_store_close (store);
  window = cl_window_new (application, path);
  cl_window_open (window);
  gtk_window_present (GTK_WINDOW (window));
  return window;
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
  while (first.frames == 0 || find_widget (GTK_WIDGET (first.window), CL_TYPE_TODAY_PAGE) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (first.rows, >, 10);
  g_assert_false (first.had_page);
  g_assert_cmpstr (first.title, ==, gtk_window_get_title (GTK_WINDOW (first.window)));
  focus = gtk_root_get_focus (GTK_ROOT (first.window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, find_widget (GTK_WIDGET (first.window), CL_TYPE_SIDEBAR)));
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
  g_autoptr (GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("canlian-first-frame-XXXXXX", NULL);
  application = cl_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/first-frame/page", test_page);
  g_test_add_func ("/first-frame/asked", test_asked);
  g_test_add_func ("/first-frame/hidden-list", test_hidden_list);
  status = g_test_run ();
  g_object_unref (application);
  cl_test_remove_tree (folder);
  g_free (folder);
  return status;
}
