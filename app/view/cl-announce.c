#include "cl-announce.h"

#include "cl-widgets-private.h"

/* How long a message stands in the DESCRIPTION before the widget's own comes back: long enough for Orca 43 to have asked for it. */
#define ANNOUNCEMENT_MS 1500

#if !GTK_CHECK_VERSION(4, 14, 0)
static gboolean
take_back_cb (gpointer data)
{
  GtkWidget *widget = data;

  g_object_set_data (G_OBJECT (widget), "cl-announcement-source", NULL);
  g_object_set_data (G_OBJECT (widget), "cl-announcement", NULL);
  cl_accessible_refresh_description (widget);
  return G_SOURCE_REMOVE;
}
#endif

/**
 * cl_announce:
 * @near: any widget of the window that speaks; NULL says nothing
 * @text: a whole sentence, translated
 *
 * Speaks @text through the screen reader, whatever else is being read. Toasts, progress and status roles are silent on
 * GTK 4.8, where only a changed DESCRIPTION of the focused widget is heard; from 4.14 GTK announces by itself (PLATFORM.md).
 * The widget's own description comes back after a moment. Main thread.
 */
void
cl_announce (GtkWidget *near, const char *text)
{
  GtkRoot *root = near != NULL ? gtk_widget_get_root (near) : NULL;

  if (root == NULL || text == NULL || *text == '\0')
    return;
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (root), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  GtkWidget *focus = gtk_root_get_focus (root);
  guint source;

  /* GtkText is not on the bus: the entry around it is. */
  if (focus != NULL && GTK_IS_TEXT (focus))
    focus = gtk_widget_get_parent (focus);
  if (focus == NULL)
    focus = GTK_WIDGET (root);

  source = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (focus), "cl-announcement-source"));
  if (source != 0)
    g_source_remove (source);
  /* The same sentence twice is no change, and would not be heard. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  g_object_set_data_full (G_OBJECT (focus), "cl-announcement", g_strdup (text), g_free);
  cl_accessible_refresh_description (focus);
  source = g_timeout_add_full (G_PRIORITY_DEFAULT, ANNOUNCEMENT_MS, take_back_cb, g_object_ref (focus), g_object_unref);
  g_object_set_data (G_OBJECT (focus), "cl-announcement-source", GUINT_TO_POINTER (source));
#endif
}
