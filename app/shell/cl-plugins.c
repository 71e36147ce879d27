#include "cl-plugins.h"

#include <glib/gi18n.h>

#include "canlian.h"
#include "cl-paths.h"
#include "cl-peas.h"
#include "cl-span.h"

struct _ClPlugins
{
  GObject parent;

  GPtrArray *list; /* ClPlugin */
  PeasEngine *engine;
  GHashTable *sets;   /* GType -> PeasExtensionSet */
  GThread *ahead;     /* reads the next catalogue; NULL: nobody does */
  GWeakRef catalogue; /* the one loaded last: where guests are seated */
  GPtrArray *guests;  /* GObject, seated there */
};

G_DEFINE_FINAL_TYPE (ClPlugins, cl_plugins, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
cl_plugin_free (ClPlugin *plugin)
{
  g_free (plugin->name);
  g_free (plugin->title);
  g_free (plugin->description);
  g_free (plugin->folder);
  g_free (plugin->module);
  g_hash_table_unref (plugin->help);
  g_free (plugin->problem);
  g_free (plugin);
}

static ClPlugin *
cl_plugins_find (ClPlugins *self, const char *name)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      ClPlugin *plugin = g_ptr_array_index (self->list, i);

      if (g_str_equal (plugin->name, name))
        return plugin;
    }
  return NULL;
}

static ClPlugin *
cl_plugins_find_module (ClPlugins *self, const char *module)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      ClPlugin *plugin = g_ptr_array_index (self->list, i);

      if (g_strcmp0 (plugin->module, module) == 0)
        return plugin;
    }
  return NULL;
}

/* Which page of the help tells of which of the plugin's pages: "chart=organisations#chart". */
static void
cl_plugin_read_help (ClPlugin *plugin, GKeyFile *keys)
{
  g_auto (GStrv) pages = g_key_file_get_keys (keys, "Help", NULL, NULL);

  for (guint i = 0; pages != NULL && pages[i] != NULL; i++)
    g_hash_table_insert (plugin->help, g_strdup (pages[i]), g_key_file_get_string (keys, "Help", pages[i], NULL));
}

static void
cl_plugins_add_file (ClPlugins *self, const char *folder, const char *file)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *name = g_strndup (file, strlen (file) - strlen (".plugin"));
  ClPlugin *plugin;

  /* The same plugin in a folder named earlier wins: the office's inbox cannot replace what is installed. */
  if (cl_plugins_find (self, name) != NULL)
    return;

  plugin = g_new0 (ClPlugin, 1);
  plugin->folder = g_strdup (folder);
  plugin->enabled = TRUE;
  plugin->order = G_MAXINT;
  plugin->help = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, &error))
    {
      plugin->title = g_key_file_get_locale_string (keys, "Plugin", "Name", NULL, NULL);
      plugin->description = g_key_file_get_locale_string (keys, "Plugin", "Description", NULL, NULL);
      plugin->module = g_key_file_get_string (keys, "Plugin", "Module", NULL);
      if (g_key_file_has_key (keys, "Plugin", "Order", NULL))
        plugin->order = g_key_file_get_integer (keys, "Plugin", "Order", NULL);
      cl_plugin_read_help (plugin, keys);
    }
  else
    {
      plugin->problem = g_strdup_printf (_("The plugin file %s cannot be read: %s Correct it, or remove its folder."), path, error->message);
    }
  if (plugin->title == NULL)
    plugin->title = g_strdup (name);
  plugin->name = g_steal_pointer (&name);
  g_ptr_array_add (self->list, plugin);
}

static void
cl_plugins_scan_folder (ClPlugins *self, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (file, ".plugin") && strlen (file) > strlen (".plugin"))
      cl_plugins_add_file (self, folder, file);
}

static int
cl_plugin_compare (gconstpointer a, gconstpointer b)
{
  const ClPlugin *first = *(ClPlugin *const *) a, *second = *(ClPlugin *const *) b;

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;
  return g_strcmp0 (first->name, second->name);
}

static void
cl_plugins_scan (ClPlugins *self)
{
  g_auto (GStrv) dirs = cl_paths_get_plugin_dirs ();

  for (guint i = 0; dirs != NULL && dirs[i] != NULL; i++)
    {
      g_autoptr (GDir) dir = g_dir_open (dirs[i], 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *folder = g_build_filename (dirs[i], name, NULL);

          if (g_file_test (folder, G_FILE_TEST_IS_DIR))
            cl_plugins_scan_folder (self, folder);
        }
    }
  g_ptr_array_sort (self->list, cl_plugin_compare);
}

static void
cl_plugins_log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  GString *words = data;

  /* The first is the reason; what follows says that loading failed. */
  if (words->len == 0)
    g_string_append (words, message);
}

/* libpeas tells the reason of a failure to the log alone, so that is where it is taken from. */
static gboolean
cl_plugins_load_one (ClPlugins *self, ClPlugin *plugin)
{
  g_autoptr (GString) words = g_string_new (NULL);
  PeasPluginInfo *info;
  guint handler;

  if (plugin->module == NULL || plugin->loaded)
    return TRUE;

  handler = g_log_set_handler ("libpeas", (G_LOG_LEVEL_MASK & ~(G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)) | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION, cl_plugins_log_cb, words);
  info = peas_engine_get_plugin_info (self->engine, plugin->module);
  plugin->loaded = info != NULL && peas_engine_load_plugin (self->engine, info);
  if (!plugin->loaded && words->len == 0 && info != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!peas_plugin_info_is_available (info, &error) && error != NULL)
        g_string_append (words, error->message);
    }
  g_log_remove_handler ("libpeas", handler);

  g_clear_pointer (&plugin->problem, g_free);
  if (!plugin->loaded)
    plugin->problem = g_strdup_printf (_("The plugin “%s” could not be loaded: %s. Its ledgers stay; install it again or switch it off in the preferences."),
                                       plugin->title, words->len > 0 ? words->str : _("its file names another module"));
  return plugin->loaded;
}

/* Guests of the catalogue become @guests, and no others. */
static void
cl_plugins_seat (ClPlugins *self, GPtrArray *guests)
{
  g_autoptr (ClCatalogue) catalogue = g_weak_ref_get (&self->catalogue);

  for (guint i = 0; catalogue != NULL && i < self->guests->len; i++)
    if (guests == NULL || !g_ptr_array_find (guests, self->guests->pdata[i], NULL))
      cl_catalogue_remove_guest (catalogue, self->guests->pdata[i]);
  g_ptr_array_set_size (self->guests, 0);
  for (guint i = 0; catalogue != NULL && guests != NULL && i < guests->len; i++)
    {
      cl_catalogue_add_guest (catalogue, guests->pdata[i]);
      g_ptr_array_add (self->guests, g_object_ref (guests->pdata[i]));
    }
}

/* Pages are no guests: they are the window's alone. libpeas makes an object of a type for each interface that it is registered for; one is enough. */
static void
cl_plugins_seat_all (ClPlugins *self)
{
  const GType types[] = { CL_TYPE_DUTY_SOURCE, CL_TYPE_CHECK_SOURCE, CL_TYPE_FORM_SOURCE, CL_TYPE_IMPORTER };
  g_autoptr (GPtrArray) guests = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GPtrArray) extensions = cl_plugins_get_extensions (self, types[i]);

      for (guint k = 0; k < extensions->len; k++)
        if (g_hash_table_add (seen, GSIZE_TO_POINTER (G_OBJECT_TYPE (extensions->pdata[k]))))
          g_ptr_array_add (guests, g_object_ref (extensions->pdata[k]));
    }
  cl_plugins_seat (self, guests);
}

/* All descriptions there are. Any thread: of the plugins it looks at what never changes. */
static gpointer
cl_plugins_read_catalogue (gpointer data)
{
  const ClPlugins *self = data;
  ClCatalogue *catalogue = cl_catalogue_new ();

  cl_catalogue_add_folder (catalogue, cl_paths_get_core_dir (), NULL);
  for (guint i = 0; i < self->list->len; i++)
    {
      const ClPlugin *plugin = g_ptr_array_index (self->list, i);

      cl_catalogue_add_folder (catalogue, plugin->folder, plugin->name);
    }
  cl_catalogue_finish (catalogue);
  return catalogue;
}

static void
cl_plugins_finalize (GObject *object)
{
  ClPlugins *self = CL_PLUGINS (object);

  if (self->ahead != NULL)
    g_object_unref (g_thread_join (self->ahead));
  cl_plugins_seat (self, NULL);
  g_weak_ref_clear (&self->catalogue);
  g_ptr_array_unref (self->guests);
  g_hash_table_unref (self->sets);
  g_ptr_array_unref (self->list);

  G_OBJECT_CLASS (cl_plugins_parent_class)->finalize (object);
}

static void
cl_plugins_class_init (ClPluginsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_plugins_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CL_TYPE_PLUGINS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_plugins_init (ClPlugins *self)
{
  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_plugin_free);
  g_weak_ref_init (&self->catalogue, NULL);
  self->guests = g_ptr_array_new_with_free_func (g_object_unref);
  self->sets = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_object_unref);
}

/**
 * cl_plugins_new:
 *
 * Looks for plugins in the folders of cl_paths_get_plugin_dirs(); loads no code yet. Main thread.
 *
 * Returns: (transfer full): the plugin host
 */
ClPlugins *
cl_plugins_new (void)
{
  ClPlugins *self = g_object_new (CL_TYPE_PLUGINS, NULL);

  cl_plugins_scan (self);
  return self;
}

/**
 * cl_plugins_list:
 * @plugins: the plugin host
 *
 * Returns: (transfer none) (element-type ClPlugin): all plugins found, by name
 */
const GPtrArray *
cl_plugins_list (ClPlugins *plugins)
{
  return plugins->list;
}

/**
 * cl_plugins_read_ahead:
 * @plugins: the plugin host
 *
 * Begins to read the descriptions on a thread of its own: the next cl_plugins_load_catalogue() waits for it. To be called early by whoever has other things to do before.
 * Main thread.
 */
void
cl_plugins_read_ahead (ClPlugins *plugins)
{
  if (plugins->ahead == NULL)
    plugins->ahead = g_thread_new ("catalogue", cl_plugins_read_catalogue, plugins);
}

/**
 * cl_plugins_load_catalogue:
 * @plugins: the plugin host
 *
 * Reads the descriptions of core and of every plugin found, those switched off too: records must stay known. What plugins implement are its guests
 * (cl_catalogue_get_guests()) until the next catalogue is loaded. Main thread, before the store is opened.
 *
 * Returns: (transfer full): a finished catalogue; what is wrong is among its problems
 */
ClCatalogue *
cl_plugins_load_catalogue (ClPlugins *plugins)
{
  CL_SPAN ("window: catalogue");
  ClCatalogue *catalogue = plugins->ahead != NULL ? g_thread_join (g_steal_pointer (&plugins->ahead)) : cl_plugins_read_catalogue (plugins);

  cl_plugins_seat (plugins, NULL);
  g_weak_ref_set (&plugins->catalogue, catalogue);
  cl_plugins_seat_all (plugins);
  return catalogue;
}

/**
 * cl_plugins_load:
 * @plugins: the plugin host
 * @switched_off: (nullable): names of plugins to leave out, blank between
 *
 * Loads the code of the plugins that have some. One that fails has its reason in #ClPlugin.problem and harms nothing else. Main thread; needs no display.
 */
void
cl_plugins_load (ClPlugins *plugins, const char *switched_off)
{
  CL_SPAN ("window: plugins");
  g_auto (GStrv) off = g_strsplit (switched_off != NULL ? switched_off : "", " ", -1);

  /* Interfaces must be registered before a plugin's types name them. */
  g_type_ensure (CL_TYPE_PAGE);
  g_type_ensure (CL_TYPE_DUTY_SOURCE);
  g_type_ensure (CL_TYPE_CHECK_SOURCE);
  g_type_ensure (CL_TYPE_FORM_SOURCE);
  g_type_ensure (CL_TYPE_IMPORTER);

  if (plugins->engine == NULL)
    {
      plugins->engine = peas_engine_get_default ();
      for (guint i = 0; i < plugins->list->len; i++)
        {
          const ClPlugin *plugin = g_ptr_array_index (plugins->list, i);

          if (plugin->module != NULL)
            peas_engine_add_search_path (plugins->engine, plugin->folder, plugin->folder);
        }
    }
  for (guint i = 0; i < plugins->list->len; i++)
    {
      ClPlugin *plugin = g_ptr_array_index (plugins->list, i);

      plugin->enabled = !g_strv_contains ((const char *const *) off, plugin->name);
      if (plugin->enabled)
        cl_plugins_load_one (plugins, plugin);
    }
  cl_plugins_seat_all (plugins);
}

/**
 * cl_plugins_set_enabled:
 * @plugins: the plugin host, after cl_plugins_load()
 * @name: a plugin's name
 * @enabled: whether its pages, duties and actions take part
 *
 * Switches one plugin on or off while the program runs. Its descriptions and records stay known. Main thread.
 *
 * Returns: %FALSE where it could not be loaded; #ClPlugin.problem says why
 */
gboolean
cl_plugins_set_enabled (ClPlugins *plugins, const char *name, gboolean enabled)
{
  ClPlugin *plugin = cl_plugins_find (plugins, name);
  gboolean done = TRUE;

  g_return_val_if_fail (plugin != NULL, FALSE);

  if (plugin->enabled == enabled)
    return TRUE;
  plugin->enabled = enabled;
  if (enabled && plugins->engine != NULL)
    done = cl_plugins_load_one (plugins, plugin);
  cl_plugins_seat_all (plugins);
  g_signal_emit (plugins, signals[SIGNAL_CHANGED], 0);
  return done;
}

/**
 * cl_plugins_get_switched_off:
 * @plugins: the plugin host
 *
 * Returns: (transfer full): the names of plugins switched off, blank between, as the office's setting "plugins-off" keeps them
 */
char *
cl_plugins_get_switched_off (ClPlugins *plugins)
{
  g_autoptr (GString) off = g_string_new (NULL);

  for (guint i = 0; i < plugins->list->len; i++)
    {
      const ClPlugin *plugin = g_ptr_array_index (plugins->list, i);

      if (!plugin->enabled)
        g_string_append_printf (off, "%s%s", off->len > 0 ? " " : "", plugin->name);
    }
  return g_strdup (off->str);
}

typedef struct
{
  ClPlugins *plugins;
  GPtrArray *found;
} Gathering;

static void
cl_plugins_gather_cb (PeasExtensionSet *set, PeasPluginInfo *info, PeasExtension *extension, gpointer data)
{
  Gathering *gathering = data;
  ClPlugin *plugin = cl_plugins_find_module (gathering->plugins, peas_plugin_info_get_module_name (info));

  if (plugin == NULL || !plugin->enabled)
    return;
  g_object_set_data_full (G_OBJECT (extension), "cl-plugin", g_strdup (plugin->name), g_free);
  g_ptr_array_add (gathering->found, g_object_ref (G_OBJECT (extension)));
}

static int
cl_extension_compare (gconstpointer a, gconstpointer b)
{
  GObject *first = *(GObject *const *) a, *second = *(GObject *const *) b;
  int order = g_strcmp0 (g_object_get_data (first, "cl-plugin"), g_object_get_data (second, "cl-plugin"));

  return order != 0 ? order : g_strcmp0 (G_OBJECT_TYPE_NAME (first), G_OBJECT_TYPE_NAME (second));
}

/**
 * cl_plugins_get_extensions:
 * @plugins: the plugin host
 * @type: one of the extension interfaces
 *
 * What the plugins that are switched on implement of @type. Main thread.
 *
 * Returns: (transfer full) (element-type GObject): by plugin; empty where there is none
 */
GPtrArray *
cl_plugins_get_extensions (ClPlugins *plugins, GType type)
{
  Gathering gathering = { plugins, g_ptr_array_new_with_free_func (g_object_unref) };
  PeasExtensionSet *set;

  if (plugins->engine == NULL)
    return gathering.found;

  set = g_hash_table_lookup (plugins->sets, GSIZE_TO_POINTER (type));
  if (set == NULL)
    {
      set = peas_extension_set_new (plugins->engine, type, NULL);
      g_hash_table_insert (plugins->sets, GSIZE_TO_POINTER (type), set);
    }
  peas_extension_set_foreach (set, (PeasExtensionSetForeachFunc) cl_plugins_gather_cb, &gathering);
  g_ptr_array_sort (gathering.found, cl_extension_compare);
  return gathering.found;
}

/**
 * cl_plugins_get_owner:
 * @plugins: the plugin host
 * @extension: from cl_plugins_get_extensions()
 *
 * Returns: (transfer none): the name of the plugin that made @extension
 */
const char *
cl_plugins_get_owner (ClPlugins *plugins, GObject *extension)
{
  return g_object_get_data (extension, "cl-plugin");
}
