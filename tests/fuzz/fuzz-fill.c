/* A sheet of others that is to be filled: the archive, and its parts. */
#include "cl-fill-private.h"
#include "fuzz-sheet.h"

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint)), numbers = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *path = fuzz_put (data, size);
  g_autofree char *out = g_strconcat (path, ".out", NULL);
  const ClFillTable table = { 0, 2, columns, numbers, rows };
  guint column = 1;
  gboolean yes = TRUE;

  g_array_append_val (columns, column);
  g_array_append_val (numbers, yes);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (rows, g_strsplit ("张伟", "|", -1));
  cl_fill_archive (path, out, &table, NULL);
  return 0;
}
