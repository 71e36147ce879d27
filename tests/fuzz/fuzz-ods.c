/* The XML inside .ods, with a sound archive around it; inputs that are archives go as they are. */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "fuzz-sheet.h"

#define MOST (256 * 1024)
#define MIME "application/vnd.oasis.opendocument.spreadsheet"

static void
add (struct archive *archive, const char *name, const void *bytes, gsize size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, size);
  archive_write_header (archive, entry);
  archive_write_data (archive, bytes, size);
  archive_entry_free (entry);
}

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
  archive = archive_write_new ();
  archive_write_set_format_zip (archive);
  archive_write_zip_set_compression_store (archive);
  g_assert (archive_write_open_memory (archive, zip, sizeof zip, &used) == ARCHIVE_OK);
  add (archive, "mimetype", MIME, strlen (MIME));
  add (archive, "content.xml", data, size);
  g_assert (archive_write_close (archive) == ARCHIVE_OK);
  archive_write_free (archive);
  fuzz_read_sheet (fuzz_put (zip, used), NULL);
  return 0;
}
