#pragma once

/* A display of its own for a test of widgets: Xvfb, started before GTK and ended with the test. Include once, in the test's file. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static GPid headless_server;
static char *headless_home;

static void
headless_end (void)
{
  if (headless_server == 0)
    return;
  kill (headless_server, SIGTERM);
  waitpid (headless_server, NULL, 0);
  headless_server = 0;
}

/* A test that crashes takes its servers along. */
static void
headless_child_setup (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* 77 tells meson that the test was skipped. */
static void
headless_begin (void)
{
  g_autofree char *runtime = NULL;
  g_autofree char *number = NULL;
  g_autofree char *display = NULL;
  char text[16] = { 0 };
  int ends[2];
  ssize_t length = 0;

  if (g_find_program_in_path ("Xvfb") == NULL)
    exit (77);
  headless_home = g_dir_make_tmp ("canlian-view-XXXXXX", NULL);
  runtime = g_build_filename (headless_home, "run", NULL);
  g_assert_cmpint (g_mkdir (runtime, 0700), ==, 0);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_setenv ("XDG_DATA_HOME", headless_home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", headless_home, TRUE);
  g_setenv ("XDG_CACHE_HOME", headless_home, TRUE);
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_unsetenv ("WAYLAND_DISPLAY");

  g_assert_cmpint (pipe (ends), ==, 0);
  fcntl (ends[0], F_SETFD, FD_CLOEXEC);
  number = g_strdup_printf ("%d", ends[1]);
  {
    char *const arguments[] = { "Xvfb", "-displayfd", number, "-noreset", "-screen", "0", "1280x900x24", "-nolisten", "tcp", NULL };
    g_autoptr (GError) error = NULL;
    g_spawn_async (NULL, (char **) arguments, NULL,
                   G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL,
                   headless_child_setup, NULL, &headless_server, &error);
    g_assert_no_error (error);
  }
  close (ends[1]);
  while (strchr (text, '\n') == NULL && (size_t) length + 1 < sizeof text)
    {
      ssize_t got = read (ends[0], text + length, sizeof text - 1 - (size_t) length);
      if (got <= 0)
        exit (77);
      length += got;
    }
  close (ends[0]);
  g_strstrip (text);
  display = g_strconcat (":", text, NULL);
  g_setenv ("DISPLAY", display, TRUE);
  atexit (headless_end);
  gtk_init ();
}

/* Runs the main loop until @condition, at most @seconds. */
static inline gboolean
headless_wait (gboolean (*condition) (gpointer data), gpointer data, double seconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (!condition (data) && g_get_monotonic_time () < until)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  return condition (data);
}

static inline void
headless_run (double seconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}
