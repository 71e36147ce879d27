#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Rows of a spreadsheet, one after the other, as texts. One file a format behind it (cl-sheet-csv.c, cl-sheet-xlsx.c …). Any one thread. */
#define CL_TYPE_SHEET_READER (cl_sheet_reader_get_type ())
G_DECLARE_DERIVABLE_TYPE (ClSheetReader, cl_sheet_reader, CL, SHEET_READER, GObject)

struct _ClSheetReaderClass
{
  GObjectClass parent_class;
  gboolean (*next) (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error); /* the texts stay the reader's */
  const char *(*get_encoding) (ClSheetReader *reader);  /* may be NULL */
  const char *(*get_delimiter) (ClSheetReader *reader); /* may be NULL */
};

typedef struct
{
  const char *sheet;     /* name, or number from 1; NULL: the first visible one that holds rows */
  const char *encoding;  /* for text, web pages and .xls before 1997; NULL: told from the content (BOM, strict UTF-8, else GB18030) */
  const char *delimiter; /* of text: one character of UTF-8; NULL: told from the content */
  guint number;          /* of the sheet, from 1; 0: by @sheet. A name may look like a number. */
} ClSheetOptions;

typedef struct
{
  char *name;
  gboolean visible; /* FALSE: hidden in the spreadsheet program */
} ClSheetInfo;

/* The format is told by content, not by name. Errors are sentences: password-protected, damaged, too large, empty, not a spreadsheet. */
ClSheetReader *cl_sheet_reader_open (const char *path, const ClSheetOptions *options, GError **error);
/* Clears @cells and fills it with the row's texts (char *, never NULL; "" for an empty cell), which are the reader's until the next row is asked for. Whole numbers come without exponent or ".0",
 * cells formatted as dates as ISO dates, booleans as 是/否; a cell merged downwards gives its text in each of its rows. Hidden rows and columns are
 * rows and columns: a filter hides them and the clerk still has them. FALSE: end, or error. @row_number counts from 1 as the spreadsheet does. */
gboolean cl_sheet_reader_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error);
/* Over how many columns the cell of the row given last is merged, itself counted; 1: not. Only the first of these columns holds the text. */
guint cl_sheet_reader_get_span (ClSheetReader *reader, guint column);
guint cl_sheet_reader_get_span_rows (ClSheetReader *reader, guint column); /* over how many rows, from this one on */
const char *cl_sheet_reader_get_encoding (ClSheetReader *reader);  /* "GB18030" … NULL where it does not apply */
const char *cl_sheet_reader_get_delimiter (ClSheetReader *reader); /* "," … NULL where it does not apply */
/* The sheets of a workbook in the order of their tabs: ClSheetInfo, transfer none; empty for formats without sheets. */
GPtrArray *cl_sheet_reader_get_sheets (ClSheetReader *reader);
guint cl_sheet_reader_get_sheet (ClSheetReader *reader); /* the number from 1 of the one that is read; 0 for formats without sheets */

G_END_DECLS
