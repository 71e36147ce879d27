/* The XML inside .xlsx: mutated files die at the checksum of the archive, so the archive is built around the mutated parts. An input
 * is sheet, shared strings, styles and workbook, one after the other, each behind a line "====". */
#include <string.h>

#include "cl-test-zip.h"
#include "fuzz-sheet.h"

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define ROOT "<Relationships><Relationship Id='r1' Type='" RELATIONS "/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define BOOK "<workbook xmlns:r='" RELATIONS "'><sheets><sheet name='名册' r:id='r1'/></sheets></workbook>"
#define BOOK_RELATIONS                                                                                 \
  "<Relationships><Relationship Id='r1' Type='" RELATIONS "/worksheet' Target='worksheets/sheet1.xml'/>" \
  "<Relationship Id='r4' Type='" RELATIONS "/styles' Target='styles.xml'/>"                            \
  "<Relationship Id='r5' Type='" RELATIONS "/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
#define SEPARATOR "\n====\n"

typedef struct
{
  const void *bytes;
  gsize size;
} Part;

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const names[] = { "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml" };
  static guint8 zip[1024 * 1024];
  Part parts[] = { { "", 0 }, { "<sst/>", 6 }, { "<styleSheet/>", 13 }, { BOOK, strlen (BOOK) } };
  struct archive *archive;
  gsize used = 0;
  const char *path;
  const guint8 *end = data + size;

  if (size > 256 * 1024)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts) && data != NULL; i++)
    {
      const guint8 *next = memmem (data, end - data, SEPARATOR, strlen (SEPARATOR));

      parts[i] = (Part) { data, (next != NULL ? next : end) - data };
      data = next != NULL ? next + strlen (SEPARATOR) : NULL;
    }
  archive = cl_test_zip_new_memory (zip, sizeof zip, &used);
  cl_test_zip_add (archive, "_rels/.rels", ROOT, strlen (ROOT));
  cl_test_zip_add (archive, "xl/_rels/workbook.xml.rels", BOOK_RELATIONS, strlen (BOOK_RELATIONS));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    cl_test_zip_add (archive, names[i], parts[i].bytes, parts[i].size);
  cl_test_zip_end (archive);
  path = fuzz_put (zip, used);
  fuzz_read_sheet (path, NULL);
  fuzz_compare_ways (path);
  return 0;
}
