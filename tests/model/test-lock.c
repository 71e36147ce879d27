#include "cl-test-store.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-error.h"

static gboolean
is_locked (ClTestStore *test, char **message)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClStore) second = cl_store_open (test->path, test->catalogue, CL_STORE_OPEN, &error);

  if (second != NULL)
    return FALSE;
  g_assert_error (error, CL_ERROR, CL_ERROR_LOCKED);
  if (message != NULL)
    *message = g_strdup (error->message);
  return TRUE;
}

static gboolean
is_locked_in_child (ClTestStore *test)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    _exit (is_locked (test, NULL) ? 7 : 8);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status) == 7;
}

static void
test_second (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *message = NULL;
  g_autofree char *pid = g_strdup_printf ("%ld", (long) getpid ());
  g_autofree char *lock = g_strconcat (test->path, ".lock", NULL);
  GStatBuf status;

  g_assert_true (is_locked (test, &message));
  g_assert_nonnull (strstr (message, pid));
  g_assert_nonnull (strstr (message, g_get_host_name ()));
  g_assert_true (is_locked_in_child (test));
  g_assert_cmpint (g_stat (lock, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  cl_test_store_close (test);
  g_assert_false (is_locked (test, NULL));
  g_assert_false (is_locked_in_child (test));
}

/* With plain POSIX locks, closing any descriptor of the file would let the lock go. */
static void
test_stray_descriptor (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *lock = g_strconcat (test->path, ".lock", NULL);

  close (g_open (lock, O_RDWR, 0));
  close (g_open (test->path, O_RDONLY, 0));
  g_assert_true (is_locked (test, NULL));
  g_assert_true (is_locked_in_child (test));
}

/* A lock file that a crash has left behind holds nobody out. */
static void
test_left_behind (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *lock = g_strconcat (test->path, ".lock", NULL);
  g_autoptr(GError) error = NULL;

  cl_test_store_close (test);
  g_file_set_contents (lock, "elsewhere 1\n", -1, &error);
  g_assert_no_error (error);
  g_assert_false (is_locked (test, NULL));
}

static void
test_restore_refused (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *archive = g_build_filename (test->folder, "b.zip", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_store_backup (test->store, archive, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (cl_store_restore (archive, test->path, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_LOCKED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock/second", test_second);
  g_test_add_func ("/lock/stray-descriptor", test_stray_descriptor);
  g_test_add_func ("/lock/left-behind", test_left_behind);
  g_test_add_func ("/lock/restore-refused", test_restore_refused);
  return g_test_run ();
}
