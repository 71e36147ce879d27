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
  fuzz_read_sheet (fuzz_put (data, size), NULL);
  return 0;
}
