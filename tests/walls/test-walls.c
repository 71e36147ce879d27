/* Keeps the walls of DESIGN.md: which layer may use which. The arguments are the layers' static libraries in their order, then "--", then the plugins'
 * modules. What a library needs (nm) must be its own, a lower layer's, or a library of the system that the layer may know. */

#include <glib.h>
#include <string.h>

typedef struct
{
  char *name;
  GHashTable *defined;
  GHashTable *needed;
} Layer;

static GPtrArray *layers;
static GPtrArray *modules;
static char *source;

static void
layer_free (gpointer data)
{
  Layer *layer = data;

  g_free (layer->name);
  g_hash_table_unref (layer->defined);
  g_hash_table_unref (layer->needed);
  g_free (layer);
}

static Layer *
layer_read (const char *path, const char *option)
{
  const char *argv[] = { "nm", option, path, NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  Layer *layer = g_new0 (Layer, 1);

  layer->name = g_path_get_basename (path);
  layer->defined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  layer->needed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (out, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      const char *name = strrchr (lines[i], ' ');

      if (!name || name - lines[i] < 2)
        continue;
      if (name[-1] == 'U')
        g_hash_table_add (layer->needed, g_strndup (name + 1, strcspn (name + 1, "@")));
      else if (strchr ("TDBRV", name[-1]))
        g_hash_table_add (layer->defined, g_strdup (name + 1));
    }
  return layer;
}

static gboolean
has_prefix (const char *name, const char *const *prefixes)
{
  for (; *prefixes; prefixes++)
    if (g_str_has_prefix (name, *prefixes))
      return TRUE;
  return FALSE;
}

static void
test_layers (void)
{
  for (guint i = 0; i < layers->len; i++)
    {
      Layer *layer = g_ptr_array_index (layers, i);
      GHashTableIter iter;
      const char *name;

      g_assert_cmpuint (g_hash_table_size (layer->defined), >, 0);
      g_hash_table_iter_init (&iter, layer->needed);
      while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
        {
          gboolean found = !g_str_has_prefix (name, "cl_");

          for (guint j = 0; !found && j <= i; j++)
            found = g_hash_table_contains (((Layer *) g_ptr_array_index (layers, j))->defined, name);
          if (!found)
            g_test_fail_printf ("%s reaches for %s, which is in no layer that it may use", layer->name, name);
        }
    }
}

static void
test_no_gtk_below_the_view (void)
{
  const char *const toolkit[] = { "gtk_", "gdk_", "adw_", "gsk_", "peas_", NULL };

  for (guint i = 0; i < 3; i++)
    {
      Layer *layer = g_ptr_array_index (layers, i);
      GHashTableIter iter;
      const char *name;

      g_hash_table_iter_init (&iter, layer->needed);
      while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
        if (has_prefix (name, toolkit))
          g_test_fail_printf ("%s uses %s: there is no window below the view", layer->name, name);
    }
}

static void
test_one_library_for_plugins (void)
{
  for (guint i = 0; i < modules->len; i++)
    {
      Layer *module = g_ptr_array_index (modules, i);
      GHashTableIter iter;
      const char *name;

      g_hash_table_iter_init (&iter, module->defined);
      while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
        if (g_str_has_prefix (name, "cl_"))
          g_test_fail_printf ("%s carries its own copy of %s", module->name, name);
      g_assert_true (g_hash_table_contains (module->defined, "peas_register_types"));
    }
}

/* A plugin includes canlian.h, the plugin library and its own headers; the layers name no header of a layer after them. */
static void
test_plugins_include_one_header (void)
{
  g_autofree char *root = g_build_filename (source, "plugins", NULL);
  g_autoptr (GDir) plugins = g_dir_open (root, 0, NULL);
  const char *plugin, *file;

  g_assert_nonnull (plugins);
  while ((plugin = g_dir_read_name (plugins)))
    {
      g_autofree char *folder = g_build_filename (root, plugin, NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

      while (dir && (file = g_dir_read_name (dir)))
        {
          g_autofree char *path = g_build_filename (folder, file, NULL);
          g_autofree char *text = NULL;
          g_auto (GStrv) lines = NULL;

          if (!g_str_has_suffix (file, ".c") && !g_str_has_suffix (file, ".h"))
            continue;
          g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
          lines = g_strsplit (text, "\n", -1);
          for (guint i = 0; lines[i]; i++)
            if (g_str_has_prefix (lines[i], "#include \"cl-") && !g_str_has_prefix (lines[i], "#include \"cl-config.h\""))
              g_test_fail_printf ("plugins/%s/%s includes %s: a plugin includes canlian.h", plugin, file, lines[i] + 9);
        }
    }
}

int
main (int argc, char *argv[])
{
  gboolean after = FALSE;

  g_test_init (&argc, &argv, NULL);
  layers = g_ptr_array_new_with_free_func (layer_free);
  modules = g_ptr_array_new_with_free_func (layer_free);
  source = g_strdup (argv[1]);
  for (int i = 2; i < argc; i++)
    if (g_str_equal (argv[i], "--"))
      after = TRUE;
    else
      g_ptr_array_add (after ? modules : layers, layer_read (argv[i], after ? "-D" : "-g"));

  g_test_add_func ("/walls/layers", test_layers);
  g_test_add_func ("/walls/no-gtk-below-the-view", test_no_gtk_below_the_view);
  g_test_add_func ("/walls/one-library-for-plugins", test_one_library_for_plugins);
  g_test_add_func ("/walls/plugins-include-one-header", test_plugins_include_one_header);
  return g_test_run ();
}
