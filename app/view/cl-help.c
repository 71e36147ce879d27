#include "cl-config.h"

#include "cl-help.h"

#include <glib/gi18n-lib.h>

#include "cl-ask.h"

/* In a window of its own: over a dialog there is no toast. */
static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, NULL) && gtk_widget_get_visible (GTK_WIDGET (source)))
    cl_ask_words (GTK_WIDGET (source), _("The help could not be opened"), _("No help viewer is installed. Install the package “yelp”."), NULL, NULL, NULL);
}

/**
 * cl_help_show:
 * @window: the window or dialog in which one is, and to which one comes back
 * @page: (nullable): a page of the help, with a section after "#"; %NULL: the first
 *
 * Opens the help there. Main thread.
 */
void
cl_help_show (GtkWindow *window, const char *page)
{
  g_autofree char *uri = page != NULL ? g_strconcat ("help:canlian/", page, NULL) : g_strdup ("help:canlian");

  g_return_if_fail (GTK_IS_WINDOW (window));

  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, shown_cb, NULL);
}

/**
 * cl_help_set_page:
 * @dialog: a dialog
 * @page: the page of the help that tells of it
 */
void
cl_help_set_page (GtkWidget *dialog, const char *page)
{
  g_object_set_data_full (G_OBJECT (dialog), "cl-help", g_strdup (page), g_free);
}

/* What has no page of its own belongs to what stands behind it: the dialog there, or at last the page of the window. */
static gboolean
help_cb (GtkWidget *dialog, GVariant *arguments, gpointer data)
{
  for (GtkWindow *window = GTK_WINDOW (dialog); window != NULL; window = gtk_window_get_transient_for (window))
    {
      const char *page = g_object_get_data (G_OBJECT (window), "cl-help");

      if (page != NULL)
        {
          cl_help_show (GTK_WINDOW (dialog), page);
          return GDK_EVENT_STOP;
        }
      if (G_IS_ACTION_GROUP (window) && g_action_group_has_action (G_ACTION_GROUP (window), "help"))
        {
          g_action_group_activate_action (G_ACTION_GROUP (window), "help", NULL);
          return GDK_EVENT_STOP;
        }
    }
  return GDK_EVENT_PROPAGATE;
}

/**
 * cl_help_add_key:
 * @dialog: a dialog
 *
 * Gives it F1, which opens the page of cl_help_set_page(), else that of what it stands over. Main thread.
 */
void
cl_help_add_key (GtkWidget *dialog)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0), gtk_callback_action_new (help_cb, NULL, NULL)));
  gtk_widget_add_controller (dialog, keys);
}
