#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-sheet-private.h"

#define MAX_OPENINGS 64 /* of sheets, to find one with rows */

typedef struct
{
  GPtrArray *sheets; /* ClSheetInfo */
  guint sheet;
  GArray *spans;     /* of the row given last; NULL: none */
  GPtrArray *first;  /* the first row with text, read when the sheet was opened */
  guint first_number;
} ClSheetReaderPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ClSheetReader, cl_sheet_reader, G_TYPE_OBJECT)

#define PRIVATE(reader) ((ClSheetReaderPrivate *) cl_sheet_reader_get_instance_private (reader))

gboolean
cl_sheet_too_many_columns (GError **error)
{
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("The sheet has more than %d columns. Delete the columns that are not needed and save it again."), CL_SHEET_MAX_COLUMNS);
  return FALSE;
}

gboolean
cl_sheet_too_long_cell (guint row, GError **error)
{
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("A cell in row %u is larger than a megabyte. In a text file, look for a quotation mark that is not closed."), row);
  return FALSE;
}

gboolean
cl_sheet_damaged (const char *path, GError **error)
{
  g_autofree char *base = cl_file_call (path);
  g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED,
               _("“%s” is damaged and cannot be read. Open it in the spreadsheet program, save it again, or ask for it once more."), base);
  return FALSE;
}

gboolean
cl_sheet_too_large (const char *path, GError **error)
{
  g_autofree char *base = cl_file_call (path);
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("“%s” swells to an absurd size when it is unpacked; no clerk's sheet does so, and it was not read further. Ask for it once more."), base);
  return FALSE;
}

gboolean
cl_sheet_protected (const char *path, GError **error)
{
  g_autofree char *base = cl_file_call (path);
  g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
               _("“%s” is protected by a password. Open it in the spreadsheet program, take the password off and save it again."), base);
  return FALSE;
}

static void
info_free (gpointer data)
{
  ClSheetInfo *info = data;
  g_free (info->name);
  g_free (info);
}

static void
cl_sheet_reader_finalize (GObject *object)
{
  ClSheetReaderPrivate *private = PRIVATE (CL_SHEET_READER (object));
  g_ptr_array_unref (private->sheets);
  g_clear_pointer (&private->spans, g_array_unref);
  g_clear_pointer (&private->first, g_ptr_array_unref);
  G_OBJECT_CLASS (cl_sheet_reader_parent_class)->finalize (object);
}

static void
cl_sheet_reader_class_init (ClSheetReaderClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_reader_finalize;
}

static void
cl_sheet_reader_init (ClSheetReader *reader)
{
  PRIVATE (reader)->sheets = g_ptr_array_new_with_free_func (info_free);
}

void
cl_sheet_reader_add_sheet (ClSheetReader *reader, const char *name, gboolean visible)
{
  ClSheetReaderPrivate *private = PRIVATE (reader);
  ClSheetInfo *info = g_new0 (ClSheetInfo, 1);
  info->name = name && *name ? g_strdup (name) : g_strdup_printf ("%u", private->sheets->len + 1);
  info->visible = visible;
  g_ptr_array_add (private->sheets, info);
}

void
cl_sheet_reader_set_spans (ClSheetReader *reader, GArray *spans)
{
  ClSheetReaderPrivate *private = PRIVATE (reader);
  g_clear_pointer (&private->spans, g_array_unref);
  private->spans = spans;
}

static guint
find_sheet (GPtrArray *sheets, const ClSheetOptions *options)
{
  const char *wanted = options ? options->sheet : NULL;
  if (options && options->number)
    return options->number <= sheets->len ? options->number : 0;
  for (guint i = 0; i < sheets->len; i++)
    {
      const ClSheetInfo *info = sheets->pdata[i];
      if (wanted ? strcmp (info->name, wanted) == 0 : info->visible)
        return i + 1;
    }
  guint64 number;
  return wanted && g_ascii_string_to_unsigned (wanted, 10, 1, sheets->len, &number, NULL) ? (guint) number : 0;
}

guint
cl_sheet_reader_choose (ClSheetReader *reader, const char *path, const ClSheetOptions *options, GError **error)
{
  ClSheetReaderPrivate *private = PRIVATE (reader);
  private->sheet = find_sheet (private->sheets, options);
  if (private->sheet)
    return private->sheet;
  g_autofree char *base = cl_file_call (path);
  g_autofree char *number = options && options->number ? g_strdup_printf ("%u", options->number) : NULL;
  if (number || (options && options->sheet))
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” has no sheet “%s”. Give the name on its tab, or its number from 1."), base,
                 number ? number : options->sheet);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” has no visible sheet. Unhide the sheet that holds the rows and save it again."), base);
  return 0;
}

static ClSheetReader *
open_as (ClSheetKind kind, const char *path, const ClSheetOptions *options, GError **error)
{
  switch (kind)
    {
    case CL_SHEET_KIND_CSV:
      return cl_sheet_csv_open (path, options, error);
    case CL_SHEET_KIND_XLSX:
      return cl_sheet_xlsx_open (path, options, error);
    case CL_SHEET_KIND_ODS:
      return cl_sheet_ods_open (path, options, error);
    case CL_SHEET_KIND_XLS:
      return cl_sheet_xls_open (path, options, error);
    case CL_SHEET_KIND_HTML:
      return cl_sheet_html_open (path, options, error);
    case CL_SHEET_KIND_2003:
      return cl_sheet_2003_open (path, options, error);
    case CL_SHEET_KIND_NONE:
    default:
      return NULL;
    }
}

/* Reads on to the first row with text. FALSE with @error, or where there is none. */
static gboolean
read_first (ClSheetReader *reader, GError **error)
{
  ClSheetReaderPrivate *private = PRIVATE (reader);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  while (CL_SHEET_READER_GET_CLASS (reader)->next (reader, cells, &private->first_number, error))
    for (guint i = 0; i < cells->len; i++)
      if (*(const char *) cells->pdata[i])
        {
          private->first = g_steal_pointer (&cells);
          return TRUE;
        }
  return FALSE;
}

/* A cover or an instruction without a cell may stand in front of the sheet with the rows. */
static ClSheetReader *
open_next_sheet (ClSheetReader *reader, ClSheetKind kind, const char *path, ClSheetOptions options, GError **error)
{
  ClSheetReaderPrivate *private = PRIVATE (reader);
  guint openings = 0;
  for (guint i = private->sheet; i < private->sheets->len && openings < MAX_OPENINGS; i++)
    {
      if (!((ClSheetInfo *) private->sheets->pdata[i])->visible)
        continue;
      g_autoptr (GError) local = NULL;
      options.number = i + 1;
      openings++;
      g_autoptr (ClSheetReader) other = open_as (kind, path, &options, &local);
      if (other && read_first (other, &local))
        return g_steal_pointer (&other);
      if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return NULL;
}

/**
 * cl_sheet_reader_open:
 * @path: a file
 * @options: (nullable): which sheet, which encoding, which delimiter
 * @error: return location
 *
 * Opens a spreadsheet: .xlsx, .xls (BIFF 2 to 8, and the web pages, XML and texts that web systems give this name), .ods, .fods, text with
 * delimiters. The format is told by what the file holds: web systems give anything any name. Where no sheet is asked for, the first visible one
 * with rows is read.
 * Errors: FOREIGN for what is no spreadsheet that can be read (with what to do instead), DAMAGED, INVALID for an empty or outsized one,
 * NOT_FOUND for a sheet that is not in it, G_IO_ERROR where the file cannot be read.
 *
 * Returns: (transfer full) (nullable): the reader, before its first row
 */
ClSheetReader *
cl_sheet_reader_open (const char *path, const ClSheetOptions *options, GError **error)
{
  static const ClSheetOptions none = { .sheet = NULL };
  g_autoptr (GError) local = NULL;
  g_return_val_if_fail (path != NULL, NULL);
  ClSheetKind kind = cl_sheet_tell_kind (path, error);
  if (!options)
    options = &none;
  g_autoptr (ClSheetReader) reader = open_as (kind, path, options, error);
  if (!reader)
    return NULL;
  if (read_first (reader, &local))
    return g_steal_pointer (&reader);
  ClSheetReader *other = NULL;
  if (!local && !options->sheet && !options->number)
    other = open_next_sheet (reader, kind, path, *options, &local);
  if (other)
    return other;
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    {
      g_autofree char *base = cl_file_call (path);
      if (PRIVATE (reader)->sheets->len > 1)
        g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” has no rows in its visible sheets. Choose the sheet or the file that holds the rows."), base);
      else
        g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is empty. Choose the file that holds the rows."), base);
    }
  return NULL;
}

/**
 * cl_sheet_reader_next:
 * @reader: a reader
 * @cells: (element-type utf8): an array that frees nothing; cleared and filled with texts that are the reader's, until the next row is asked for
 * @row_number: (out) (optional): the row as the spreadsheet counts, from 1
 * @error: return location
 *
 * Reads the next row. Rows without any text may be left out or given empty.
 *
 * Returns: %FALSE at the end, or with @error set
 */
gboolean
cl_sheet_reader_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  guint number;
  g_return_val_if_fail (CL_IS_SHEET_READER (reader), FALSE);
  ClSheetReaderPrivate *private = PRIVATE (reader);
  if (!row_number)
    row_number = &number;
  if (!private->first)
    return CL_SHEET_READER_GET_CLASS (reader)->next (reader, cells, row_number, error);
  g_autoptr (GPtrArray) first = g_steal_pointer (&private->first);
  g_ptr_array_set_size (cells, 0);
  g_ptr_array_extend (cells, first, NULL, NULL);
  *row_number = private->first_number;
  return TRUE;
}

static const ClSheetSpan *
find_span (ClSheetReader *reader, guint column)
{
  GArray *spans = PRIVATE (reader)->spans;
  for (guint i = 0; spans && i < spans->len; i++)
    if (g_array_index (spans, ClSheetSpan, i).column == column)
      return &g_array_index (spans, ClSheetSpan, i);
  return NULL;
}

/**
 * cl_sheet_reader_get_span:
 * @reader: a reader
 * @column: a column of the row given last, from 0
 *
 * For headers in two rows and titles: the text of a cell merged rightwards stands in its first column alone.
 *
 * Returns: over how many columns the cell goes, 1 where it is not merged rightwards
 */
guint
cl_sheet_reader_get_span (ClSheetReader *reader, guint column)
{
  g_return_val_if_fail (CL_IS_SHEET_READER (reader), 1);
  const ClSheetSpan *span = find_span (reader, column);
  return span ? span->columns : 1;
}

/**
 * cl_sheet_reader_get_span_rows:
 * @reader: a reader
 * @column: a column of the row given last, from 0
 *
 * The text of a cell merged downwards stands in each of its rows; this says how far it goes.
 *
 * Returns: over how many rows the cell goes that begins here, 1 where it is not merged downwards
 */
guint
cl_sheet_reader_get_span_rows (ClSheetReader *reader, guint column)
{
  g_return_val_if_fail (CL_IS_SHEET_READER (reader), 1);
  const ClSheetSpan *span = find_span (reader, column);
  return span ? span->rows : 1;
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

/**
 * cl_sheet_reader_get_delimiter:
 * @reader: a reader
 *
 * Returns: (transfer none) (nullable): what stands between the cells of a text file; %NULL for other formats
 */
const char *
cl_sheet_reader_get_delimiter (ClSheetReader *reader)
{
  g_return_val_if_fail (CL_IS_SHEET_READER (reader), NULL);
  ClSheetReaderClass *class = CL_SHEET_READER_GET_CLASS (reader);
  return class->get_delimiter ? class->get_delimiter (reader) : NULL;
}

/**
 * cl_sheet_reader_get_sheets:
 * @reader: a reader
 *
 * Returns: (transfer none) (element-type ClSheetInfo): the sheets of the workbook in the order of their tabs, with the hidden ones; without
 * elements where the format has no sheets
 */
GPtrArray *
cl_sheet_reader_get_sheets (ClSheetReader *reader)
{
  g_return_val_if_fail (CL_IS_SHEET_READER (reader), NULL);
  return PRIVATE (reader)->sheets;
}

/**
 * cl_sheet_reader_get_sheet:
 * @reader: a reader
 *
 * Returns: the number from 1 of the sheet that is read, 0 where the format has none
 */
guint
cl_sheet_reader_get_sheet (ClSheetReader *reader)
{
  g_return_val_if_fail (CL_IS_SHEET_READER (reader), 0);
  return PRIVATE (reader)->sheet;
}
