/* Archives to restore from. An input that begins with "PATCH" is a list of places (four bytes) and bytes to put there into a good
 * backup, since what is damaged in an office is a good backup's copy; any other is the archive itself. What restores opens or is refused. */
#include <glib/gstdio.h>
#include <string.h>

#include "cl-store-private.h"
#include "fuzz.h"

static GBytes *good;

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  g_autofree char *path = NULL;
  char *bytes;
  gsize size;

  fuzz_begin ();
  path = g_build_filename (fuzz_folder (), "good.tar", NULL);
  g_assert (cl_store_backup (fuzz_store (), path, NULL, NULL));
  g_assert (g_file_get_contents (path, &bytes, &size, NULL));
  good = g_bytes_new_take (bytes, size);
  return 0;
}

static const char *
put_patched (const guint8 *data, gsize size)
{
  gsize length;
  const void *bytes = g_bytes_get_data (good, &length);
  g_autofree guint8 *copy = g_memdup2 (bytes, length);

  for (gsize i = 0; i + 5 <= size; i += 5)
    {
      guint32 at = ((guint32) data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]) % length;
      copy[at] = data[i + 4];
    }
  return fuzz_put (copy, length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  gboolean patches = size >= 5 && memcmp (data, "PATCH", 5) == 0;
  const char *archive = patches ? put_patched (data + 5, size - 5) : fuzz_put (data, size);
  g_autofree char *folder = g_build_filename (fuzz_folder (), "restored", NULL);
  g_autofree char *path = g_build_filename (folder, "office.canlian", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStore) restored = NULL;

  cl_backup_remove_tree (folder);
  g_mkdir (folder, 0700);
  if (!cl_store_restore (archive, path, NULL, &error))
    {
      g_assert (error != NULL && !g_file_test (path, G_FILE_TEST_EXISTS));
      return 0;
    }
  restored = cl_store_open (path, fuzz_catalogue (), CL_STORE_OPEN, &error);
  g_assert ((restored == NULL) == (error != NULL));
  if (restored != NULL)
    {
      g_autoptr (GPtrArray) sentences = cl_store_verify (restored, NULL);
      cl_store_close (restored);
    }
  return 0;
}
