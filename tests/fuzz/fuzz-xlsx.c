/* Whole .xlsx files, and whatever says it is one. */
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
  const char *path = fuzz_put (data, size);

  fuzz_read_sheet (path, NULL);
  fuzz_compare_ways (path);
  return 0;
}
