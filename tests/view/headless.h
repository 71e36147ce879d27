#pragma once

/* What tests of widgets share: they run under tests/headless.sh and turn the main loop by hand. */

#include <glib/gstdio.h>
#include <gtk/gtk.h>

static inline void
headless_begin (void)
{
  /* Newer releases fall over their own test backend when something is announced; there the bus of tests/headless.sh serves. */
  if (gtk_get_minor_version () < 14)
    g_setenv ("GTK_A11Y", "test", TRUE);
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
