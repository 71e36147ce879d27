/* The XML inside .ods, with a sound archive around it; inputs that are archives go as they are. */
#include <string.h>

#include "cl-test-zip.h"
#include "fuzz-sheet.h"

#define MOST (256 * 1024)
#define MIME "application/vnd.oasis.opendocument.spreadsheet"

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static guint8 zip[2 * MOST];
  struct archive *archive;
  gsize used = 0;

  if (size > MOST)
    return 0;
  if (size > 2 && memcmp (data, "PK", 2) == 0)
    {
      fuzz_read_sheet (fuzz_put (data, size), NULL);
      return 0;
    }
  archive = cl_test_zip_new_memory (zip, sizeof zip, &used);
  cl_test_zip_add (archive, "mimetype", MIME, strlen (MIME));
  cl_test_zip_add (archive, "content.xml", data, size);
  cl_test_zip_end (archive);
  fuzz_read_sheet (fuzz_put (zip, used), NULL);
  return 0;
}
