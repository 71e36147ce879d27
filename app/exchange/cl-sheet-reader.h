#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Rows of a spreadsheet, one after the other, as texts. One file a format behind it (cl-sheet-csv.c, cl-sheet-xlsx.c). Any one thread. */
#define CL_TYPE_SHEET_READER (cl_sheet_reader_get_type ())
G_DECLARE_DERIVABLE_TYPE (ClSheetReader, cl_sheet_reader, CL, SHEET_READER, GObject)

struct _ClSheetReaderClass
{
  GObjectClass parent_class;
  gboolean (*next) (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error);
  const char *(*get_encoding) (ClSheetReader *reader); /* may be NULL */
};

typedef struct
{
  const char *sheet;    /* name or number from 1; NULL: the first visible one */
  const char *encoding; /* for .csv; NULL: told from the content (BOM, strict UTF-8, else GB18030) */
} ClSheetOptions;

/* The format is told by content, not by name. Errors are sentences: password-protected, damaged, too large, not a spreadsheet. */
ClSheetReader *cl_sheet_reader_open (const char *path, const ClSheetOptions *options, GError **error);
/* Clears @cells and fills it with the row's texts (char *, never NULL; "" for an empty cell). Whole numbers come without exponent or ".0",
 * cells formatted as dates as ISO dates, booleans as 是/否; a cell merged downwards gives its text in each of its rows.
 * FALSE: end, or error. @row_number counts from 1 as the spreadsheet does. */
gboolean cl_sheet_reader_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error);
const char *cl_sheet_reader_get_encoding (ClSheetReader *reader); /* "GB18030" … NULL where it does not apply */

/* Implementations' own: */
ClSheetReader *cl_sheet_csv_open (const char *path, const ClSheetOptions *options, GError **error);
ClSheetReader *cl_sheet_xlsx_open (const char *path, const ClSheetOptions *options, GError **error);

G_END_DECLS
