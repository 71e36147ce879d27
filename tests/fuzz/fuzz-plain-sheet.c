/* Sheets that are read from the bytes as they are: old workbooks and the bare streams in them, web pages under the name of a sheet, XML Spreadsheet 2003. */
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
  static const ClSheetOptions second = { .number = 2, .encoding = "GB18030" };
  const char *path = fuzz_put (data, size);

  fuzz_read_sheet (path, NULL);
  fuzz_read_sheet (path, &second);
  return 0;
}
