/* The drive that the file lies on goes, and comes again. Under tests/headless.sh. */

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "../model/cl-test-vfs.h"
#include "../view/headless.h"
#include "cl-error.h"
#include "cl-paths.h"
#include "cl-test-window.h"

typedef struct
{
  ClWindow *window;
  const char *label;
} Wanted;

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0 ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static gboolean
is_offered (gpointer data)
{
  const Wanted *wanted = data;

  return find_button (GTK_WIDGET (wanted->window), wanted->label) != NULL;
}

static gboolean
has_rows (gpointer data)
{
  ClWindow *window = data;
  GtkWidget *page = cl_window_get_context (window) != NULL ? cl_window_get_page (window, NULL) : NULL;

  return CL_IS_LIST_PAGE (page) && g_list_model_get_n_items (G_LIST_MODEL (cl_list_page_get_rows (CL_LIST_PAGE (page)))) > 0;
}

static void
press (ClWindow *window, const char *label)
{
  Wanted wanted = { window, label };
  GtkWidget *button;

  g_assert_true (headless_wait (is_offered, &wanted, 10));
  button = find_button (GTK_WIDGET (window), label);
  g_assert_true (gtk_widget_get_focusable (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
add_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person"));

  return cl_record_set_text (record, "name", "张伟", error) && cl_transaction_save (transaction, record, error);
}

/* A list says so and offers to open the file again; as long as it is not there that is said, and no other office is asked for; when it is there again so are its rows. */
static void
test_gone (void)
{
  g_autofree char *drive = g_build_filename (folder, "drive", NULL), *away = g_build_filename (folder, "away", NULL), *path = NULL;
  ClWindow *window;

  g_assert_cmpint (g_mkdir (drive, 0700), ==, 0);
  path = cl_test_window_make ("drive/office.canlian", add_cb);
  window = cl_test_window_open (path);
  g_assert_true (cl_window_show_place (window, "person", TRUE));
  g_assert_true (headless_wait (has_rows, window, 10));
  cl_test_vfs_fail (CL_TEST_VFS_SHM_LOCK, 1, SQLITE_IOERR_SHMLOCK, TRUE);
  g_assert_true (cl_list_page_set_filter (CL_LIST_PAGE (cl_window_get_page (window, NULL)), "name IS NOT NULL", "all"));
  g_assert_cmpint (g_rename (drive, away), ==, 0);
  press (window, "Open the file _again");
  cl_test_vfs_fail (0, 0, 0, FALSE);
  g_assert_null (cl_window_get_context (window));
  press (window, "_Try again");
  g_assert_null (cl_window_get_context (window));
  g_assert_cmpint (g_rename (away, drive), ==, 0);
  press (window, "_Try again");
  g_assert_nonnull (cl_window_get_context (window));
  g_assert_true (cl_window_show_place (window, "person", TRUE));
  g_assert_true (headless_wait (has_rows, window, 10));
  gtk_window_destroy (GTK_WINDOW (window));
  headless_run (0.1);
}

/* The next day the drive is not plugged in: that is no first start either. An office begun anew lies where the usual file does, and another file may be chosen. */
static void
test_at_start (void)
{
  g_autofree char *usual = cl_paths_get_default_file (), *drive = g_build_filename (folder, "stick", NULL), *away = g_build_filename (folder, "stick-away", NULL), *path = NULL;
  ClWindow *window;
  Wanted begin;

  g_assert_cmpint (g_mkdir (drive, 0700), ==, 0);
  path = cl_test_window_make ("stick/office.canlian", NULL);
  gtk_window_destroy (GTK_WINDOW (cl_test_window_open (path)));
  headless_run (0.1);
  g_assert_cmpint (g_rename (drive, away), ==, 0);
  window = cl_window_new (application, path);
  cl_window_open (window);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_null (cl_window_get_context (window));
  press (window, "_Try again");
  g_assert_null (cl_window_get_context (window));
  press (window, "_Choose another file…");
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GtkWindow) top = g_list_model_get_item (gtk_window_get_toplevels (), 1 - i);

      if (GTK_IS_DIALOG (top))
        gtk_dialog_response (GTK_DIALOG (top), GTK_RESPONSE_CANCEL);
    }
  press (window, "_Begin anew…");
  begin = (Wanted) { window, "_Begin" };
  g_assert_true (headless_wait (is_offered, &begin, 10));
  g_assert_cmpstr (cl_window_get_path (window), ==, usual);
  g_assert_false (g_file_test (drive, G_FILE_TEST_EXISTS));
  gtk_window_destroy (GTK_WINDOW (window));
  headless_run (0.1);
}

/* A file that was never there and could be anywhere is a first start; one on a drive that is not there is none. */
static void
test_never_seen (void)
{
  static const struct
  {
    const char *path;
    const char *label;
  } cases[] = { { "/media/canlian-test-that-is-not-there/office.canlian", "_Try again" }, { "/tmp/canlian-test-that-is-not-there/office.canlian", "_Begin" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ClWindow *window = cl_window_new (application, cases[i].path);
      Wanted wanted = { window, cases[i].label };

      cl_window_open (window);
      gtk_window_present (GTK_WINDOW (window));
      g_assert_true (headless_wait (is_offered, &wanted, 10));
      gtk_window_destroy (GTK_WINDOW (window));
      headless_run (0.1);
    }
}

int
main (int argc, char **argv)
{
  cl_test_window_init (&argc, &argv);
  cl_test_vfs_install ();
  g_test_add_func ("/gone/and-back", test_gone);
  g_test_add_func ("/gone/at-start", test_at_start);
  g_test_add_func ("/gone/never-seen", test_never_seen);
  return cl_test_window_run ();
}
