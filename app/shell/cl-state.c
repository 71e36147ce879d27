#include "cl-state.h"

#define SCHEMA "org.example.Canlian"
#define KNOWN_FILES 8

/**
 * cl_state_new:
 *
 * Opens the settings of the window's state. Main thread.
 *
 * Returns: (transfer full) (nullable): the settings, %NULL where the schema is not installed
 */
GSettings *
cl_state_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
cl_state_size_cb (GtkWindow *window, GParamSpec *pspec, GSettings *state)
{
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  if (!gtk_window_is_maximized (window) && width > 0 && height > 0)
    g_settings_set (state, "size", "(ii)", width, height);
}

/**
 * cl_state_track_window:
 * @state: (nullable): the state
 * @window: a window not yet shown
 *
 * Gives @window the size it had, and remembers the size it gets.
 */
void
cl_state_track_window (GSettings *state, GtkWindow *window)
{
  int width = 1180, height = 780;

  if (state != NULL)
    g_settings_get (state, "size", "(ii)", &width, &height);
  gtk_window_set_default_size (window, CLAMP (width, 480, 10000), CLAMP (height, 360, 10000));
  if (state == NULL)
    return;

  g_settings_bind (state, "maximized", window, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (window, "notify::default-width", G_CALLBACK (cl_state_size_cb), state, 0);
  g_signal_connect_object (window, "notify::default-height", G_CALLBACK (cl_state_size_cb), state, 0);
}

/**
 * cl_state_get_text_size:
 * @state: (nullable): the state
 *
 * Returns: the size of text in percent of the desktop's
 */
int
cl_state_get_text_size (GSettings *state)
{
  return state != NULL ? g_settings_get_int (state, "text-size") : 100;
}

/**
 * cl_state_apply_text_size:
 * @state: (nullable): the state, which remembers it
 * @percent: of the desktop's own size of text, 100 to 200
 *
 * Sets the size of all text in all windows of the program.
 */
void
cl_state_apply_text_size (GSettings *state, int percent)
{
  GtkSettings *settings = gtk_settings_get_default ();
  static int desktop_dpi;

  if (settings == NULL)
    return;
  if (desktop_dpi == 0)
    g_object_get (settings, "gtk-xft-dpi", &desktop_dpi, NULL);
  if (desktop_dpi <= 0)
    desktop_dpi = 96 * 1024;
  percent = CLAMP (percent, 100, 200);
  /* At 100 the desktop's own value rules again, and its changes are followed. */
  if (percent == 100)
    gtk_settings_reset_property (settings, "gtk-xft-dpi");
  else
    g_object_set (settings, "gtk-xft-dpi", (int) ((gint64) desktop_dpi * percent / 100), NULL);
  if (state != NULL && g_settings_get_int (state, "text-size") != percent)
    g_settings_set_int (state, "text-size", percent);
}

/**
 * cl_state_knows_file:
 * @state: (nullable): the state
 * @path: of a data file
 *
 * Returns: whether an office was opened at @path before
 */
gboolean
cl_state_knows_file (GSettings *state, const char *path)
{
  g_auto (GStrv) known = state != NULL ? g_settings_get_strv (state, "known-files") : NULL;

  return known != NULL && g_strv_contains ((const char *const *) known, path);
}

/**
 * cl_state_know_file:
 * @state: (nullable): the state
 * @path: of a data file that was opened
 *
 * Remembers @path; of many that were opened only the last few are.
 */
void
cl_state_know_file (GSettings *state, const char *path)
{
  g_auto (GStrv) known = state != NULL ? g_settings_get_strv (state, "known-files") : NULL;
  g_autoptr (GPtrArray) now = g_ptr_array_new ();

  if (known == NULL || g_strcmp0 (known[0], path) == 0)
    return;
  g_ptr_array_add (now, (gpointer) path);
  for (guint i = 0; known[i] != NULL && now->len < KNOWN_FILES; i++)
    if (!g_str_equal (known[i], path))
      g_ptr_array_add (now, known[i]);
  g_ptr_array_add (now, NULL);
  g_settings_set_strv (state, "known-files", (const char *const *) now->pdata);
}
