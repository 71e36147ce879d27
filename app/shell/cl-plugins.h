#pragma once

#include <gio/gio.h>

#include "cl-catalogue.h"

G_BEGIN_DECLS

/* A plugin found on disk, whether it has code or is descriptions alone. */
typedef struct
{
  char *name;        /* of the .plugin file, without the ending: the catalogue's name for it */
  char *title;       /* translated by the .plugin file itself */
  char *description; /* or NULL */
  char *folder;
  char *module;      /* its code as libpeas knows it, NULL: none */
  int order;          /* among the plugins in the sidebar; then by name */
  GHashTable *help;   /* page of the help by id of the plugin's page: what its [Help] says */
  gboolean enabled;  /* the office's choice */
  gboolean loaded;   /* its code is in the process */
  char *problem;     /* why it could not be loaded, a sentence, or NULL */
} ClPlugin;

/* The plugin host: finds plugins, gives their descriptions to the catalogue, loads their code and hands out what it implements. Main thread. One a process.
 *
 * Signals:
 *   changed ()   after a plugin was switched on or off
 */
#define CL_TYPE_PLUGINS (cl_plugins_get_type ())
G_DECLARE_FINAL_TYPE (ClPlugins, cl_plugins, CL, PLUGINS, GObject)

ClPlugins *cl_plugins_new (void);                                    /* looks into cl_paths_get_plugin_dirs() */
const GPtrArray *cl_plugins_list (ClPlugins *plugins);               /* ClPlugin, by name */
void cl_plugins_read_ahead (ClPlugins *plugins);                     /* on a thread, for the next cl_plugins_load_catalogue() */
ClCatalogue *cl_plugins_load_catalogue (ClPlugins *plugins);         /* core and every plugin's descriptions, finished */
void cl_plugins_load (ClPlugins *plugins, const char *switched_off); /* code of all but those named, blank between; NULL: none */
gboolean cl_plugins_set_enabled (ClPlugins *plugins, const char *name, gboolean enabled);
char *cl_plugins_get_switched_off (ClPlugins *plugins);              /* for the office's setting "plugins-off" */
GPtrArray *cl_plugins_get_extensions (ClPlugins *plugins, GType type); /* GObject of that interface, in order of plugins' names; transfer full */
const char *cl_plugins_get_owner (ClPlugins *plugins, GObject *extension); /* the plugin's name */

G_END_DECLS
