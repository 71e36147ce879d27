#include "cl-test-zip.h"

#include <archive_entry.h>
#include <string.h>

#define BLANKS (1024 * 1024)

/**
 * cl_test_zip_new:
 * @path: a file, made anew
 *
 * An archive of parts as no writer of ours makes them: cl_test_zip_add() them, then cl_test_zip_end().
 *
 * Returns: (transfer full): it
 */
struct archive *
cl_test_zip_new (const char *path)
{
  struct archive *zip = archive_write_new ();

  archive_write_set_format_zip (zip);
  g_assert_cmpint (archive_write_open_filename (zip, path), ==, ARCHIVE_OK);
  return zip;
}

/**
 * cl_test_zip_new_memory:
 * @bytes: room for @size bytes
 * @used: (out): how many of them it took, at its end
 *
 * cl_test_zip_new() in memory, its parts as they are: what mutates them is not undone by a checksum.
 *
 * Returns: (transfer full): it
 */
struct archive *
cl_test_zip_new_memory (void *bytes, gsize size, gsize *used)
{
  struct archive *zip = archive_write_new ();

  archive_write_set_format_zip (zip);
  archive_write_zip_set_compression_store (zip);
  g_assert_cmpint (archive_write_open_memory (zip, bytes, size, used), ==, ARCHIVE_OK);
  return zip;
}

static void
add_head (struct archive *zip, const char *name, gsize size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, (la_int64_t) size);
  archive_write_header (zip, entry);
  archive_entry_free (entry);
}

/**
 * cl_test_zip_add:
 *
 * One part called @name.
 */
void
cl_test_zip_add (struct archive *zip, const char *name, const void *bytes, gsize size)
{
  add_head (zip, name, size);
  archive_write_data (zip, bytes, size);
}

/**
 * cl_test_zip_add_blanks:
 *
 * One part of @size blanks, which swells when it is read.
 */
void
cl_test_zip_add_blanks (struct archive *zip, const char *name, gsize size)
{
  g_autofree char *blanks = g_malloc (BLANKS);

  memset (blanks, ' ', BLANKS);
  add_head (zip, name, size);
  for (gsize left = size; left > 0; left -= MIN (left, BLANKS))
    archive_write_data (zip, blanks, MIN (left, BLANKS));
}

/**
 * cl_test_zip_end:
 * @zip: (transfer full): an archive
 *
 * Writes the end of it.
 */
void
cl_test_zip_end (struct archive *zip)
{
  g_assert_cmpint (archive_write_close (zip), ==, ARCHIVE_OK);
  archive_write_free (zip);
}
