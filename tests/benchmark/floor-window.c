/* The floor of bench-start: an AdwApplicationWindow with nothing in it. Prints when its first frame was there, in µs of the monotonic clock, and stays. */

#include <adwaita.h>
#include <stdio.h>

static gboolean
painted_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  printf ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  fflush (stdout);
  return FALSE;
}

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 720);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new ("org.example.CanlianFloor", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GTypeClass) klass = NULL;

  gtk_init ();
  klass = g_type_class_ref (GDK_TYPE_FRAME_CLOCK);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, painted_cb, NULL, NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
