/* Starting the program, from outside: one window a file, a second start raises the first, a command on the open file is refused; nothing is loaded that it does not draw with. Under tests/headless.sh. */

#include "cl-test-tree.h"
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static GSubprocess *
start (const char *const *words)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_newv (words, G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  return child;
}

static int
run (const char *const *words, char **err)
{
  g_autoptr (GSubprocess) child = start (words);
  g_autofree char *text = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (child, NULL, NULL, NULL, &text, NULL));
  g_assert_true (g_subprocess_get_if_exited (child));
  if (err != NULL)
    *err = g_steal_pointer (&text);
  return g_subprocess_get_exit_status (child);
}

/* Waits until @window holds @data, by the name that it leaves in the lock: a command that asked for the file would hold it itself for a moment, and the
 * window might come just then. Then a command is refused; returns what it said. */
static char *
wait_until_open (GSubprocess *window, const char *data)
{
  const char *const list[] = { g_getenv ("CANLIAN"), "--data", data, "list", "division", NULL };
  g_autofree char *path = g_strconcat (data, ".lock", NULL), *holder = g_strdup_printf (" %s\n", g_subprocess_get_identifier (window));
  char *err = NULL;

  for (int i = 0; i < 1000; i++)
    {
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) && g_str_has_suffix (text, holder))
        {
          g_assert_cmpint (run (list, &err), ==, 1);
          return err;
        }
      g_usleep (20000);
    }
  g_error ("%s was never opened", data);
}

static void
end_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  *(gboolean *) data = TRUE;
}

static void
test_second (void)
{
  const char *canlian = g_getenv ("CANLIAN");
  g_autofree char *first = g_build_filename (folder, "一号.canlian", NULL);
  g_autofree char *second = g_build_filename (folder, "二号.canlian", NULL);
  const char *const make_first[] = { canlian, "--data", first, "init", "--code", "991123101", "--name", "云岭镇", NULL };
  const char *const make_second[] = { canlian, "--data", second, "init", "--code", "991123102", "--name", "白石镇", NULL };
  const char *const open_first[] = { canlian, first, NULL };
  const char *const open_first_data[] = { canlian, "--data", first, NULL };
  const char *const open_second[] = { canlian, second, NULL };
  g_autoptr (GSubprocess) window = NULL;
  g_autofree char *first_words = NULL, *second_words = NULL;
  gboolean ended = FALSE;

  g_assert_cmpint (run (make_first, NULL), ==, 0);
  g_assert_cmpint (run (make_second, NULL), ==, 0);
  window = start (open_first);
  g_subprocess_wait_async (window, NULL, end_cb, &ended);
  first_words = wait_until_open (window, first);
  g_assert_cmpuint (strlen (first_words), >, 20);

  /* The same file again, by either way, and another: each hands over to the window that runs and ends. */
  g_assert_cmpint (run (open_first, NULL), ==, 0);
  g_assert_cmpint (run (open_first_data, NULL), ==, 0);
  g_assert_cmpint (run (open_second, NULL), ==, 0);
  second_words = wait_until_open (window, second);
  g_assert_cmpuint (strlen (second_words), >, 20);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (ended);

  g_subprocess_force_exit (window);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
}

/* To draw lists and text the drivers of OpenGL would cost more than all of it. */
static void
test_no_gl (void)
{
  static const char *const drivers[] = { "swrast_dri", "libGLX_mesa", "libEGL_mesa", "libgallium", "libLLVM" };
  const char *canlian = g_getenv ("CANLIAN");
  g_autofree char *file = g_build_filename (folder, "三号.canlian", NULL);
  const char *const make[] = { canlian, "--data", file, "init", "--code", "991123101", "--name", "云岭镇", NULL };
  const char *const open[] = { canlian, file, NULL };
  g_autoptr (GSubprocess) window = NULL;
  g_autofree char *words = NULL, *path = NULL, *maps = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (make, NULL), ==, 0);
  window = start (open);
  words = wait_until_open (window, file);
  path = g_strdup_printf ("/proc/%s/maps", g_subprocess_get_identifier (window));
  g_file_get_contents (path, &maps, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (maps, "libgtk-4"));
  for (guint i = 0; i < G_N_ELEMENTS (drivers); i++)
    g_assert_null (strstr (maps, drivers[i]));
  g_subprocess_force_exit (window);
  g_subprocess_wait (window, NULL, NULL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("canlian-start-XXXXXX", NULL);
  g_test_add_func ("/start/second", test_second);
  g_test_add_func ("/start/no-gl", test_no_gl);
  status = g_test_run ();
  cl_test_remove_tree (folder);
  g_free (folder);
  return status;
}
