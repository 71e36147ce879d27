/* Text tables, in the encoding that is told from them and in two that are told to the reader. */
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
  static const ClSheetOptions gb = { .encoding = "GB18030" }, utf_16 = { .encoding = "UTF-16LE" };
  const char *path = fuzz_put (data, size);

  fuzz_read_sheet (path, NULL);
  fuzz_read_sheet (path, &gb);
  fuzz_read_sheet (path, &utf_16);
  return 0;
}
