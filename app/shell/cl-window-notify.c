#include <glib/gi18n.h>

#include "cl-window-private.h"

/* What took long is over, and the window is not in front: the desktop says so. */

#define NOTIFICATION "finished"

/* The window itself, or what stands over it. */
static gboolean
cl_window_is_in_front (ClWindow *self)
{
  for (GList *l = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self))); l != NULL; l = l->next)
    if ((l->data == self || gtk_window_get_transient_for (l->data) == GTK_WINDOW (self)) && gtk_window_is_active (l->data))
      return TRUE;
  return FALSE;
}

/* @words are a sentence of the program's own, without anything of the data: a notification is read by whoever passes by, and kept by the desktop. */
void
cl_window_tell_finished (ClWindow *self, const char *words)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GNotification) notification = NULL;

  if (application == NULL || cl_window_is_in_front (self))
    return;
  notification = g_notification_new (g_get_application_name ());
  g_notification_set_body (notification, words);
  g_notification_set_default_action (notification, "app.raise");
  g_application_send_notification (G_APPLICATION (application), NOTIFICATION, notification);
}

/* Whoever looks at the window need not be told any more. */
static void
cl_window_active_cb (ClWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    g_application_withdraw_notification (G_APPLICATION (application), NOTIFICATION);
}

void
cl_window_watch_front (ClWindow *self)
{
  g_signal_connect (self, "notify::is-active", G_CALLBACK (cl_window_active_cb), NULL);
}
