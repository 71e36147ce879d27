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

/* What a key does that @widget itself is bound to; whether it did anything. */
static inline gboolean
headless_press (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key)
            done = gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, NULL) || done;
        }
    }
  return done;
}
