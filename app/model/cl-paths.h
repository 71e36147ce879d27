#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the program's own files lie: installed places, unless the environment says otherwise (tests, ./run from the tree):
 * CANLIAN_SCHEMA_DIR (the .rng files), CANLIAN_CORE_DIR (folder with ledgers/ and codes/ of core), CANLIAN_PLUGIN_DIR (a folder of plugin folders; several by ':'),
 * CANLIAN_FONTS_MAP. The office's own inbox for descriptions is $XDG_DATA_HOME/canlian/plugins. */
char *cl_paths_get_schema (const char *kind);    /* "ledger" -> …/ledger.rng */
const char *cl_paths_get_core_dir (void);
GStrv cl_paths_get_plugin_dirs (void);           /* one entry a folder that holds plugin folders, the inbox last */
const char *cl_paths_get_fonts_map (void);
const char *cl_paths_get_characters (void);  /* how characters are told (cl-spoken.h): CANLIAN_CHARACTERS */
char *cl_paths_get_own_characters (void);    /* the same of the office's own; may not be there */
const char *cl_paths_get_renderer (void);
char *cl_paths_get_default_file (void);          /* $XDG_DATA_HOME/canlian/office.canlian */

G_END_DECLS
