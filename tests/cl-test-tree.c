#include "cl-test-tree.h"
#include <glib/gstdio.h>

/**
 * cl_test_remove_tree:
 * @path: a file or folder; what is not there is none
 *
 * Removes it with all that is in it. A link goes, what it leads to stays.
 */
void
cl_test_remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      cl_test_remove_tree (inner);
    }
  g_remove (path);
}
