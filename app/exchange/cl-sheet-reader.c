#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-sheet-private.h"

G_DEFINE_ABSTRACT_TYPE (ClSheetReader, cl_sheet_reader, G_TYPE_OBJECT)


gboolean
cl_sheet_too_many_columns (GError **error)
{
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("The sheet has more than %d columns. Delete the columns that are not needed and save it again."), CL_SHEET_MAX_COLUMNS);
  return FALSE;
}

gboolean
cl_sheet_too_long_cell (guint    row,
                        GError **error)
{
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("A cell in row %u is larger than a megabyte. In a text file, look for a quotation mark that is not closed."), row);
  return FALSE;
}

static gboolean
contains (const char *bytes,
          gsize       size,
          const char *word)
{
  return memmem (bytes, size, word, strlen (word)) != NULL;
}

/* Names in an OLE container stand in UTF-16LE; which stream it holds tells a protected workbook from an old one. */
static gboolean
contains_wide (const char *bytes,
               gsize       size,
               const char *word)
{
  char wide[64];
  gsize n = 0;
  for (const char *c = word; *c && n + 2 < sizeof wide; c++)
    {
      wide[n++] = *c;
      wide[n++] = 0;
    }
  return memmem (bytes, size, wide, n) != NULL;
}

static void
refuse_ole (const char *path,
            GError    **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  const char *bytes = file ? g_mapped_file_get_contents (file) : NULL;
  gsize size = file ? MIN (g_mapped_file_get_length (file), 64 * 1024 * 1024) : 0;
  if (bytes && contains_wide (bytes, size, "EncryptedPackage"))
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
                 _("“%s” is protected by a password. Open it in the spreadsheet program, take the password off and save it again."), base);
  else if (bytes && (contains_wide (bytes, size, "Workbook") || contains_wide (bytes, size, "Book")))
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
                 _("“%s” is a spreadsheet in the old .xls form. Open it in the spreadsheet program and save it as .xlsx."), base);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
                 _("“%s” is not a spreadsheet. Choose a file that ends in .xlsx or .csv."), base);
}

static void
refuse_foreign (const char *path,
                GError    **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("“%s” is not a spreadsheet. Choose a file that ends in .xlsx or .csv."), base);
}

/* Zeros, and control characters in number: a stray one from a word processor is no picture. UTF-16 has many zeros and is told by its mark or their pattern. */
static gboolean
is_binary (const char *head,
           gsize       size)
{
  if (size >= 2 && (memcmp (head, "\xff\xfe", 2) == 0 || memcmp (head, "\xfe\xff", 2) == 0))
    return FALSE;
  guint even = 0, odd = 0, other = 0;
  for (gsize i = 0; i < size; i++)
    {
      guchar c = head[i];
      if (c == 0)
        {
          if (i % 2)
            odd++;
          else
            even++;
        }
      else if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a)
        other++;
    }
  if (other * 50 > size)
    return TRUE;
  return even + odd > 0 && !(even == 0 && odd * 10 > size) && !(odd == 0 && even * 10 > size);
}

gsize
cl_sheet_read_head (const char *path,
                    char       *head,
                    GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  gsize size = 0;
  if (!stream)
    {
      g_autofree char *base = g_path_get_basename (path);
      g_prefix_error (error, _("“%s” cannot be opened: "), base);
      return 0;
    }
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), head, CL_SHEET_HEAD_SIZE, &size, NULL, error))
    return 0;
  if (size == 0)
    {
      g_autofree char *base = g_path_get_basename (path);
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is empty. Choose the file that holds the rows."), base);
    }
  return size;
}

static void
cl_sheet_reader_class_init (ClSheetReaderClass *class)
{
}

static void
cl_sheet_reader_init (ClSheetReader *reader)
{
}

/**
 * cl_sheet_reader_open:
 * @path: a file
 * @options: (nullable): which sheet, which encoding
 * @error: return location
 *
 * Opens a spreadsheet. The format is told by what the file holds: web systems give anything any name.
 * Errors: FOREIGN for what is no spreadsheet that can be read (with what to do instead), DAMAGED, INVALID for an empty or outsized one,
 * NOT_FOUND for a sheet that is not in it, G_IO_ERROR where the file cannot be read.
 *
 * Returns: (transfer full) (nullable): the reader, before its first row
 */
ClSheetReader *
cl_sheet_reader_open (const char           *path,
                      const ClSheetOptions *options,
                      GError              **error)
{
  static const ClSheetOptions none = { NULL, NULL };
  char head[CL_SHEET_HEAD_SIZE];
  g_return_val_if_fail (path != NULL, NULL);
  gsize size = cl_sheet_read_head (path, head, error);
  if (size == 0)
    return NULL;
  if (!options)
    options = &none;
  if (size >= 4 && memcmp (head, "PK\3\4", 4) == 0)
    return cl_sheet_xlsx_open (path, options, error);
  if (size >= 8 && memcmp (head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
    {
      refuse_ole (path, error);
      return NULL;
    }
  gsize start = size >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  while (start < size && g_ascii_isspace (head[start]))
    start++;
  gsize left = size - start;
  if (left >= 5 && head[start] == '<' &&
      (g_ascii_strncasecmp (head + start, "<html", 5) == 0 || g_ascii_strncasecmp (head + start, "<?xml", 5) == 0 ||
       g_ascii_strncasecmp (head + start, "<!doc", 5) == 0 || contains (head, size, "<table")))
    {
      g_autofree char *base = g_path_get_basename (path);
      g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
                   _("“%s” is a web page or XML under another name. Open it in the spreadsheet program and save it as .xlsx."), base);
      return NULL;
    }
  if ((left >= 4 && (memcmp (head + start, "%PDF", 4) == 0 || memcmp (head + start, "{\\rt", 4) == 0)) || is_binary (head, size))
    {
      refuse_foreign (path, error);
      return NULL;
    }
  return cl_sheet_csv_open (path, options, error);
}

/**
 * cl_sheet_reader_next:
 * @reader: a reader
 * @cells: (element-type utf8): an array that frees its texts; cleared and filled
 * @row_number: (out) (optional): the row as the spreadsheet counts, from 1
 * @error: return location
 *
 * Reads the next row. Rows without any text may be left out or given empty.
 *
 * Returns: %FALSE at the end, or with @error set
 */
gboolean
cl_sheet_reader_next (ClSheetReader *reader,
                      GPtrArray     *cells,
                      guint         *row_number,
                      GError       **error)
{
  guint number;
  g_return_val_if_fail (CL_IS_SHEET_READER (reader), FALSE);
  return CL_SHEET_READER_GET_CLASS (reader)->next (reader, cells, row_number ? row_number : &number, error);
}

/**
 * cl_sheet_reader_get_encoding:
 * @reader: a reader
 *
 * Returns: (transfer none) (nullable): the encoding of a text file; %NULL where the format leaves no choice
 */
const char *
cl_sheet_reader_get_encoding (ClSheetReader *reader)
{
  g_return_val_if_fail (CL_IS_SHEET_READER (reader), NULL);
  ClSheetReaderClass *class = CL_SHEET_READER_GET_CLASS (reader);
  return class->get_encoding ? class->get_encoding (reader) : NULL;
}
