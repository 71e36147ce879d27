#pragma once

/* A folder of descriptions for one test, and the catalogue read from it. */

#include <glib/gstdio.h>

#include "cl-catalogue.h"
#include "cl-error.h"
#include "cl-paths.h"

static inline char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("canlian-test-XXXXXX", NULL);
  static const char *const kinds[] = { "codes", "ledgers", "forms", "rules" };

  g_assert_nonnull (folder);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_build_filename (folder, kinds[i], NULL);
      g_mkdir (path, 0700);
    }
  return folder;
}

static inline void
write_description (const char *folder, const char *kind, const char *name, const char *xml)
{
  g_autofree char *path = g_strdup_printf ("%s/%s/%s.xml", folder, kind, name);

  g_assert_true (g_file_set_contents (path, xml, -1, NULL));
}

static inline void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static inline ClCatalogue *
load_core (void)
{
  ClCatalogue *catalogue = cl_catalogue_new ();

  cl_catalogue_add_folder (catalogue, cl_paths_get_core_dir (), NULL);
  return catalogue;
}

static inline void
print_problems (ClCatalogue *catalogue)
{
  const GPtrArray *problems = cl_catalogue_get_problems (catalogue);

  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", ((GError *) problems->pdata[i])->message);
}

/* The folder alone, finished. */
static inline ClCatalogue *
load_folder (const char *folder)
{
  ClCatalogue *catalogue = cl_catalogue_new ();

  cl_catalogue_add_folder (catalogue, folder, NULL);
  cl_catalogue_finish (catalogue);
  print_problems (catalogue);
  return catalogue;
}
