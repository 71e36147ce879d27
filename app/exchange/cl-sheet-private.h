#pragma once

#include "cl-sheet-reader.h"

G_BEGIN_DECLS

/* What a sheet of a clerk never reaches, and a hostile one would. */
#define CL_SHEET_MAX_COLUMNS 1024
#define CL_SHEET_MAX_CELL (1024 * 1024) /* bytes; a spreadsheet program allows 32,767 characters */

/* The first bytes, by which a format is known. 0 with the error set: it cannot be opened, or is empty. */
#define CL_SHEET_HEAD_SIZE 4096
gsize cl_sheet_read_head (const char *path, char *head, GError **error);

gboolean cl_sheet_too_many_columns (GError **error); /* sets the error; always FALSE */
gboolean cl_sheet_too_long_cell (guint row, GError **error);

/* cl-sheet-csv.c: whether a spreadsheet program might run a cell of .csv: it begins with = + - @ or their full-width forms. Such a cell is written
 * behind a tab, which makes it text to all of them, and one tab is taken off again when it is read; so tabs that stand there already count too. */
gboolean cl_sheet_is_formula (const char *text, gsize length);

/* cl-sheet-number.c: what a cell of .xlsx means. */
typedef enum
{
  CL_SHEET_FORMAT_NUMBER,
  CL_SHEET_FORMAT_DATE,
  CL_SHEET_FORMAT_TIME,
} ClSheetFormat;

char *cl_sheet_number_to_text (const char *number);                 /* "1.3800001003E10" -> "13800001003" */
char *cl_sheet_serial_to_text (const char *number, ClSheetFormat format, gboolean epoch_1904);
ClSheetFormat cl_sheet_format_of_builtin (guint id);
ClSheetFormat cl_sheet_format_of_code (const char *code);           /* "yyyy\年m\月" */

/* cl-sheet-xlsx-parts.c: the parts of the archive that are read before its rows. */
typedef struct
{
  char *sheet_part;        /* "xl/worksheets/sheet1.xml" */
  gboolean epoch_1904;
  GArray *formats;         /* ClSheetFormat by style */
  GString *strings;        /* all shared strings, one after the other, each with its NUL */
  GArray *string_starts;   /* gsize */
  GArray *merges;          /* ClSheetMerge, downwards, by first row */
} ClSheetParts;

typedef struct
{
  guint column;
  guint first, last;
} ClSheetMerge;

struct archive;
struct _xmlParserCtxt;
void cl_sheet_parser_free (struct _xmlParserCtxt *context);
ClSheetParts *cl_sheet_parts_load (const char *path, const char *sheet, GError **error);
void cl_sheet_parts_free (ClSheetParts *parts);
struct archive *cl_sheet_parts_open_entry (const char *path, const char *part, gint64 *size, GError **error); /* free by archive_read_free() */
gboolean cl_sheet_parts_damaged (const char *path, GError **error);     /* always FALSE */
gboolean cl_sheet_parts_check_ratio (const char *path, guint64 inflated, guint64 file_size, GError **error);
gboolean cl_sheet_parse_reference (const char *reference, guint *row, guint *column); /* "B12" -> 12, 1 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheetParts, cl_sheet_parts_free)

G_END_DECLS
