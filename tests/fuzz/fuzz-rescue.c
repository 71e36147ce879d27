/* Damaged data files: places (four bytes) and bytes to put there into a good one. What is rescued opens and is sound, or it is said that nothing can be. */
#include <glib/gstdio.h>
#include <string.h>

#include "cl-rescue.h"
#include "cl-store-private.h"
#include "fuzz.h"

static GBytes *good;

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  g_autofree char *path = NULL;
  g_autoptr (ClDatabase) database = NULL;
  char *bytes;
  gsize size;

  fuzz_begin ();
  path = g_build_filename (fuzz_folder (), "good.canlian", NULL);
  database = cl_database_open (cl_store_get_path (fuzz_store ()), CL_DATABASE_READ, NULL);
  g_assert (cl_database_copy (database, path, NULL, NULL));
  g_assert (g_file_get_contents (path, &bytes, &size, NULL));
  good = g_bytes_new_take (bytes, size);
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (good, &length);
  g_autofree guint8 *copy = g_memdup2 (bytes, length);
  g_autofree char *folder = g_build_filename (fuzz_folder (), "rescued", NULL);
  g_autofree char *to = g_build_filename (folder, "new.canlian", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRescue) rescue = NULL;
  g_autoptr (ClStore) store = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  for (gsize i = 0; i + 5 <= size; i += 5)
    copy[((guint32) data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]) % length] = data[i + 4];
  cl_backup_remove_tree (folder);
  g_mkdir (folder, 0700);
  rescue = cl_store_rescue (fuzz_put (copy, length), to, fuzz_catalogue (), NULL, &error);
  g_assert ((rescue == NULL) == (error != NULL) && (rescue != NULL) == g_file_test (to, G_FILE_TEST_EXISTS));
  if (rescue == NULL)
    return 0;
  store = cl_store_open (to, fuzz_catalogue (), CL_STORE_OPEN, &error);
  g_assert (store != NULL);
  findings = cl_store_verify (store, &error);
  g_assert (findings != NULL && findings->len == 0);
  cl_store_close (store);
  return 0;
}
