/* The other program from which something comes: `giver picture FILE` has the bytes of a PNG to give, `giver files FILE…` has files. Both lie on the clipboard, and can
 * be dragged out of its window; it prints "ready" when they can, "over" when they hang over what takes them, and gives until it is ended. */

#include <gtk/gtk.h>

#define SIDE 80

static GdkContentProvider *
create_provider (const char *kind, char **paths)
{
  GSList *files = NULL;
  GdkContentProvider *provider;

  if (g_str_equal (kind, "picture"))
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      char *contents;
      gsize length;

      if (!g_file_get_contents (paths[0], &contents, &length, &error))
        g_error ("%s", error->message);
      bytes = g_bytes_new_take (contents, length);
      return gdk_content_provider_new_for_bytes ("image/png", bytes);
    }
  for (char **path = paths; *path != NULL; path++)
    files = g_slist_append (files, g_file_new_for_path (*path));
  provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
  g_slist_free_full (files, g_object_unref);
  return provider;
}

/* Both have come to the display by then. */
static gboolean
ready_cb (gpointer window)
{
  if (!gtk_widget_get_mapped (window))
    return G_SOURCE_CONTINUE;
  gdk_display_sync (gtk_widget_get_display (window));
  g_print ("ready\n");
  return G_SOURCE_REMOVE;
}

static void
selected_cb (GdkDrag *drag)
{
  if (gdk_drag_get_selected_action (drag) != 0)
    g_print ("over\n");
}

static void
begin_cb (GtkDragSource *source, GdkDrag *drag)
{
  g_signal_connect (drag, "notify::selected-action", G_CALLBACK (selected_cb), NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GdkContentProvider) provider = NULL;
  GtkDragSource *source;
  GtkWidget *window, *box;

  g_return_val_if_fail (argc >= 3, 1);
  gtk_init ();
  provider = create_provider (argv[1], argv + 2);
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "giver");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), SIDE, SIDE);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_window_set_child (GTK_WINDOW (window), box);
  source = gtk_drag_source_new ();
  gtk_drag_source_set_content (source, provider);
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), NULL);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (source));
  gtk_window_present (GTK_WINDOW (window));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (window), provider);
  g_timeout_add (50, ready_cb, window);
  g_main_loop_run (loop);
  return 0;
}
