#include "cl-test-store.h"

#include <glib/gstdio.h>

#include "cl-progress.h"

/* Work that tells how far it is, and is broken off at some moment: either it was done by then, or nothing of it is left. */

#define MANY cl_test_rounds (25000, 5000)

static ClTestStore *
make_large (void)
{
  ClTestStore *test = cl_test_store_new ();

  cl_test_store_add_many (test, MANY);
  return test;
}

static void
test_parts (void)
{
  g_autoptr(ClProgress) progress = cl_progress_new ();
  g_autoptr(GCancellable) plain = g_cancellable_new ();

  g_assert_cmpint (cl_progress_get_percent (progress), ==, -1);
  cl_progress_tell (G_CANCELLABLE (progress), 1, 0);
  g_assert_cmpint (cl_progress_get_percent (progress), ==, -1);
  cl_progress_tell (G_CANCELLABLE (progress), 1, 2);
  g_assert_cmpint (cl_progress_get_percent (progress), ==, 50);
  cl_progress_begin_part (G_CANCELLABLE (progress), 20);
  cl_progress_tell (G_CANCELLABLE (progress), 1, 2);
  g_assert_cmpint (cl_progress_get_percent (progress), ==, 10);
  cl_progress_begin_part (G_CANCELLABLE (progress), 100);
  cl_progress_tell (G_CANCELLABLE (progress), 1, 2);
  g_assert_cmpint (cl_progress_get_percent (progress), ==, 60);
  cl_progress_tell (G_CANCELLABLE (progress), 7, 2);
  g_assert_cmpint (cl_progress_get_percent (progress), ==, 100);
  /* Others are not told, and nobody need ask first. */
  cl_progress_begin_part (plain, 20);
  cl_progress_tell (plain, 1, 2);
  cl_progress_begin_part (NULL, 20);
  cl_progress_tell (NULL, 1, 2);
}

/* What lies in the folder beside the open file and what belongs to it. */
static guint
count_strange (ClTestStore *test)
{
  g_autoptr(GDir) dir = g_dir_open (test->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, ".copy") != NULL || strstr (name, ".new") != NULL || strstr (name, ".check-") != NULL || strstr (name, ".restore-") != NULL;
  return n;
}

static void
test_backup (void)
{
  g_autoptr(ClTestStore) test = make_large ();
  g_autofree char *archive = g_build_filename (test->folder, "b.zip", NULL);

  for (int at = -1; at <= 100; at += (int) cl_test_rounds (10, 50))
    {
      g_autoptr(ClProgress) progress = cl_progress_new ();
      ClTestWatch *watch = cl_test_watch_begin (progress, at);
      g_autoptr(GError) error = NULL;
      gboolean is_made;

      is_made = cl_store_backup (test->store, archive, G_CANCELLABLE (progress), &error);
      cl_test_watch_end (watch);
      g_assert_true (at >= 0 || !is_made);
      if (!is_made)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (g_file_test (archive, G_FILE_TEST_EXISTS) == is_made);
      g_assert_cmpuint (count_strange (test), ==, 0);
      g_unlink (archive);
    }
}

static void
check_restore (ClTestStore *test, const char *archive)
{
  for (int at = -1; at <= 100; at += (int) cl_test_rounds (10, 50))
    {
      g_autoptr(ClProgress) progress = cl_progress_new ();
      ClTestWatch *watch = cl_test_watch_begin (progress, at);
      g_autoptr(GError) error = NULL;
      gboolean is_restored;

      is_restored = cl_store_restore (archive, test->path, G_CANCELLABLE (progress), &error);
      cl_test_watch_end (watch);
      g_assert_true (at >= 0 || !is_restored);
      if (!is_restored)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_cmpint (cl_progress_get_percent (progress), >, 0);
      cl_test_store_reopen (test);
      g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, is_restored ? MANY : MANY + 1);
      g_assert_cmpuint (count_strange (test), ==, 0);
      if (is_restored)
        cl_test_store_add (test, "person", "name", "李娜", NULL);
      cl_test_store_close (test);
    }
}

static void
test_restore (void)
{
  g_autoptr(ClTestStore) test = make_large ();
  g_autofree char *archive = g_build_filename (test->folder, "b.zip", NULL);
  g_autoptr(ClProgress) progress = cl_progress_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_store_backup (test->store, archive, G_CANCELLABLE (progress), &error));
  g_assert_no_error (error);
  g_assert_cmpint (cl_progress_get_percent (progress), ==, 100);
  cl_test_store_add (test, "person", "name", "李娜", NULL);
  cl_test_store_close (test);
  check_restore (test, archive);
}

static void
undone_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GError **error = data;

  g_assert_true ((cl_store_undo_finish (CL_STORE (object), result, error) != 0) == (*error == NULL));
  g_main_context_wakeup (NULL);
  g_object_set_data (object, "told", GINT_TO_POINTER (TRUE));
}

/* It is taken back whole, or not at all, and then by the next undo. */
static void
test_undo (void)
{
  for (int at = -1; at <= 100; at += 25)
    {
      g_autoptr(ClTestStore) test = make_large ();
      g_autoptr(ClProgress) progress = cl_progress_new (), again = cl_progress_new ();
      ClTestWatch *watch = cl_test_watch_begin (progress, at);
      g_autoptr(GError) error = NULL, none = NULL;

      cl_store_undo_async (test->store, G_CANCELLABLE (progress), undone_cb, &error);
      while (g_object_get_data (G_OBJECT (test->store), "told") == NULL)
        g_main_context_iteration (NULL, TRUE);
      cl_test_watch_end (watch);
      if (error == NULL)
        {
          g_assert_cmpint (at, >=, 0);
          g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 0);
          continue;
        }
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, MANY);
      g_object_set_data (G_OBJECT (test->store), "told", NULL);
      cl_store_undo_async (test->store, G_CANCELLABLE (again), undone_cb, &none);
      while (g_object_get_data (G_OBJECT (test->store), "told") == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_no_error (none);
      g_assert_cmpint (cl_progress_get_percent (again), ==, 100);
      g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress/parts", test_parts);
  g_test_add_func ("/progress/backup", test_backup);
  g_test_add_func ("/progress/restore", test_restore);
  g_test_add_func ("/progress/undo", test_undo);
  return g_test_run ();
}
