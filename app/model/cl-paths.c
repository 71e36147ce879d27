#include "cl-paths.h"

#include "cl-config.h"

static const char *
environment_or (const char *variable, const char *installed)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0' ? value : installed;
}

/**
 * cl_paths_get_schema:
 * @kind: "ledger", "codes", "form" or "rules"
 *
 * Returns: (transfer full): the path of the RELAX NG schema for that kind of description
 */
char *
cl_paths_get_schema (const char *kind)
{
  g_autofree char *name = g_strconcat (kind, ".rng", NULL);

  return g_build_filename (environment_or ("CANLIAN_SCHEMA_DIR", CL_PKGDATADIR "/schemas"), name, NULL);
}

/**
 * cl_paths_get_core_dir:
 *
 * Returns: the folder that holds ledgers/ and codes/ of core
 */
const char *
cl_paths_get_core_dir (void)
{
  return environment_or ("CANLIAN_CORE_DIR", CL_PKGDATADIR "/core");
}

/**
 * cl_paths_get_plugin_dirs:
 *
 * Returns: (transfer full): folders that hold plugin folders; the office's own inbox is the last of them and may not exist
 */
GStrv
cl_paths_get_plugin_dirs (void)
{
  g_auto (GStrv) parts = g_strsplit (environment_or ("CANLIAN_PLUGIN_DIR", CL_PLUGINDIR), G_SEARCHPATH_SEPARATOR_S, -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *inbox = g_build_filename (g_get_user_data_dir (), "canlian", "plugins", NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  g_strv_builder_add (builder, inbox);
  return g_strv_builder_end (builder);
}

/**
 * cl_paths_get_fonts_map:
 *
 * Returns: the file that names the fonts of each role
 */
const char *
cl_paths_get_fonts_map (void)
{
  return environment_or ("CANLIAN_FONTS_MAP", CL_PKGDATADIR "/fonts.map");
}

/**
 * cl_paths_get_characters:
 *
 * Returns: the table of how characters are told from others that sound alike
 */
const char *
cl_paths_get_characters (void)
{
  return environment_or ("CANLIAN_CHARACTERS", CL_PKGDATADIR "/characters.txt");
}

/**
 * cl_paths_get_own_characters:
 *
 * Returns: (transfer full): the lines that an office added to it; may not exist
 */
char *
cl_paths_get_own_characters (void)
{
  return g_build_filename (g_get_user_data_dir (), "canlian", "characters.txt", NULL);
}

/**
 * cl_paths_get_renderer:
 *
 * Returns: the program that draws files not made by us, shut in
 */
const char *
cl_paths_get_renderer (void)
{
  return environment_or ("CANLIAN_RENDERER", CL_LIBEXECDIR "/canlian-render");
}

/**
 * cl_paths_get_default_file:
 *
 * Returns: (transfer full): the data file that is opened when none is named
 */
char *
cl_paths_get_default_file (void)
{
  return g_build_filename (g_get_user_data_dir (), "canlian", "office.canlian", NULL);
}
