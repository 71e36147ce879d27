#pragma once

#include "cl-sheet-reader.h"

G_BEGIN_DECLS

/* What a sheet of a clerk never reaches, and a hostile one would. */
#define CL_SHEET_MAX_COLUMNS 1024
#define CL_SHEET_MAX_ROW 1048576           /* what spreadsheet programs number */
#define CL_SHEET_MAX_CELL (1024 * 1024)    /* bytes; a spreadsheet program allows 32,767 characters */
#define CL_SHEET_MAX_SHEETS 1024
#define CL_SHEET_MAX_MERGES 1000000
#define CL_SHEET_MAX_COPIES (256 * 1024) /* cells that repetitions of rows and cells may make */

gboolean cl_sheet_too_many_columns (GError **error); /* sets the error; always FALSE */
gboolean cl_sheet_too_long_cell (guint row, GError **error);
gboolean cl_sheet_damaged (const char *path, GError **error);
gboolean cl_sheet_too_large (const char *path, GError **error);
gboolean cl_sheet_protected (const char *path, GError **error);

/* cl-sheet-reader.c: for implementations, while they open. */
void cl_sheet_reader_add_sheet (ClSheetReader *reader, const char *name, gboolean visible);
/* Which of the sheets added @options ask for, from 1; 0 with the error set. */
guint cl_sheet_reader_choose (ClSheetReader *reader, const char *path, const ClSheetOptions *options, GError **error);

ClSheetReader *cl_sheet_csv_open (const char *path, const ClSheetOptions *options, GError **error);
ClSheetReader *cl_sheet_xlsx_open (const char *path, const ClSheetOptions *options, GError **error);
ClSheetReader *cl_sheet_ods_open (const char *path, const ClSheetOptions *options, GError **error); /* .fods too */
ClSheetReader *cl_sheet_xls_open (const char *path, const ClSheetOptions *options, GError **error);
ClSheetReader *cl_sheet_html_open (const char *path, const ClSheetOptions *options, GError **error);
ClSheetReader *cl_sheet_2003_open (const char *path, const ClSheetOptions *options, GError **error);

/* cl-sheet-kind.c: what a file is, by its first bytes and, in archives, its parts. */
typedef enum
{
  CL_SHEET_KIND_NONE,  /* the error says what it is and what to do */
  CL_SHEET_KIND_CSV,
  CL_SHEET_KIND_XLSX,
  CL_SHEET_KIND_ODS,
  CL_SHEET_KIND_XLS,
  CL_SHEET_KIND_HTML,
  CL_SHEET_KIND_2003,
} ClSheetKind;

/* The first bytes, by which a format is known. 0 with the error set: it cannot be opened, or is empty. */
#define CL_SHEET_HEAD_SIZE 4096
gsize cl_sheet_read_head (const char *path, char *head, GError **error);
ClSheetKind cl_sheet_tell_kind (const char *path, GError **error);

/* cl-sheet-encoding.c: texts of unknown encoding. */
char *cl_sheet_tell_encoding (const char *path, GError **error); /* "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" */
GInputStream *cl_sheet_open_text (const char *path, const char *encoding, GError **error); /* gives UTF-8; INVALID for an unknown encoding */
gboolean cl_sheet_wrong_encoding (const char *path, const char *encoding, guint row, GError **error); /* always FALSE; @row: 0 at the start */
gboolean cl_sheet_is_utf8 (const char *path, gboolean *ascii, gboolean *result, GError **error);     /* the whole file */
char *cl_sheet_decode (const char *bytes, gsize length, const char *encoding); /* what cannot be read becomes U+FFFD */

/* cl-sheet-csv.c: whether a spreadsheet program might run a cell of .csv: it begins with = + - @ or their full-width forms. Such a cell is written
 * behind a tab, which makes it text to all of them, and one tab is taken off again when it is read; so tabs that stand there already count too. */
gboolean cl_sheet_is_formula (const char *text, gsize length);

/* cl-sheet-number.c: what the number of a cell means. */
typedef enum
{
  CL_SHEET_FORMAT_NUMBER,
  CL_SHEET_FORMAT_DATE,
  CL_SHEET_FORMAT_TIME,
  CL_SHEET_FORMAT_PADDED, /* so many more: filled up to that many digits, "000" being CL_SHEET_FORMAT_PADDED + 3 */
} ClSheetFormat;

char *cl_sheet_number_to_text (const char *number);                 /* "1.3800001003E10" -> "13800001003" */
char *cl_sheet_double_to_text (double value, ClSheetFormat format, gboolean epoch_1904);
char *cl_sheet_serial_to_text (const char *number, ClSheetFormat format, gboolean epoch_1904);
char *cl_sheet_formatted_to_text (const char *number, ClSheetFormat format, gboolean epoch_1904); /* by one of the two */
char *cl_sheet_iso_to_text (const char *text);                      /* "1956-03-07T00:00:00.000" -> "1956-03-07" */
ClSheetFormat cl_sheet_format_of_builtin (guint id);
ClSheetFormat cl_sheet_format_of_code (const char *code);           /* "yyyy\年m\月" */

/* cl-sheet-rows.c: rows as they are put together, with what is merged. */
typedef struct _ClSheetRows ClSheetRows;

ClSheetRows *cl_sheet_rows_new (void);
void cl_sheet_rows_free (ClSheetRows *rows);
void cl_sheet_rows_begin (ClSheetRows *rows, guint number);
/* @text is copied; empty ones leave the cell as it is. */
gboolean cl_sheet_rows_put (ClSheetRows *rows, guint column, const char *text, gsize length, GError **error);
/* The cell at @column of the row begun is merged over so many columns and down to the row @last. */
void cl_sheet_rows_merge (ClSheetRows *rows, guint column, guint columns, guint last);
/* The same known beforehand, in the order of first rows. */
void cl_sheet_rows_merge_later (ClSheetRows *rows, guint first, guint last, guint column, guint columns);
gboolean cl_sheet_rows_is_covered (ClSheetRows *rows, guint column); /* by a cell merged downwards into the row begun */
void cl_sheet_rows_end (ClSheetRows *rows);     /* rows without any text of their own are left out */
gboolean cl_sheet_rows_pop (ClSheetRows *rows, ClSheetReader *reader, GPtrArray *cells, guint *number); /* FALSE: none is ready */
gsize cl_sheet_rows_get_size (ClSheetRows *rows); /* bytes of memory of those that are ready */
void cl_sheet_rows_clear (ClSheetRows *rows);   /* what is ready but not popped */
void cl_sheet_reader_set_spans (ClSheetReader *reader, GArray *spans); /* of ClSheetSpan, or NULL; taken */

typedef struct
{
  guint column, columns, rows;
} ClSheetSpan;

/* cl-sheet-source.c: bytes out of a file or of a part of an archive, against archives made to fill the memory or the day. */
typedef struct _ClSheetSource ClSheetSource;

ClSheetSource *cl_sheet_source_open (const char *path, GError **error);
ClSheetSource *cl_sheet_source_open_part (const char *path, const char *part, GError **error); /* NULL without @error: no such part */
gssize cl_sheet_source_read (ClSheetSource *source, void *buffer, gsize size, GError **error); /* 0 at the end, -1 with @error */
GByteArray *cl_sheet_source_read_all (ClSheetSource *source, gsize most, GError **error);
void cl_sheet_source_free (ClSheetSource *source);
gboolean cl_sheet_has_part (const char *path, const char *part);

/* XML out of a source, in pieces. The document type is refused: only an attack on the parser brings one. */
struct _xmlParserCtxt;
struct _xmlSAXHandler;
struct _xmlDoc;
struct _xmlParserCtxt *cl_sheet_xml_new (const struct _xmlSAXHandler *callbacks, gpointer data);
void cl_sheet_xml_parse (struct _xmlParserCtxt *context, const char *text, gsize size); /* NULL: the end */
gboolean cl_sheet_xml_feed (struct _xmlParserCtxt *context, ClSheetSource *source, gboolean *ended, GError **error);
void cl_sheet_xml_free (struct _xmlParserCtxt *context);
struct _xmlDoc *cl_sheet_xml_read (const char *path, const char *part, GError **error); /* NULL without @error: no such part */
/* In SAX2's attributes; the copy is to be freed, NULL: there is none. */
char *cl_sheet_xml_attribute (int n, const unsigned char **attributes, const char *name);
guint cl_sheet_xml_number (int n, const unsigned char **attributes, const char *name, guint otherwise);

/* cl-sheet-xlsx-parts.c: the parts of the archive that are read before its rows. */
typedef struct
{
  char *sheet_part;        /* "xl/worksheets/sheet1.xml" */
  gboolean epoch_1904;
  GArray *formats;         /* ClSheetFormat by style */
  GString *strings;        /* all shared strings, one after the other, each with its NUL */
  GArray *string_starts;   /* gsize */
} ClSheetParts;

ClSheetParts *cl_sheet_parts_load (ClSheetReader *reader, const char *path, const ClSheetOptions *options, GError **error);
void cl_sheet_parts_free (ClSheetParts *parts);
gboolean cl_sheet_parse_reference (const char *reference, guint *row, guint *column); /* "B12" -> 12, 1 */
void cl_sheet_unescape (char *text); /* "_x000D_" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheetParts, cl_sheet_parts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheetRows, cl_sheet_rows_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheetSource, cl_sheet_source_free)

G_END_DECLS
