#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes a table: .xlsx by libxlsxwriter (all cells but numbers as text, header frozen, widths) or .csv (UTF-8 with BOM; cells that look like numbers of IDs
 * stay text, and those that a spreadsheet might run as a formula stand behind a tab, which our reader takes off again). Told by the file's ending. The file appears only on close (written beside and renamed). */
typedef struct _ClSheetWriter ClSheetWriter;

ClSheetWriter *cl_sheet_writer_new (const char *path, const char *title, GError **error); /* INVALID for another ending */
void cl_sheet_writer_add_column (ClSheetWriter *writer, const char *header, double width_mm);
void cl_sheet_writer_set_numbers (ClSheetWriter *writer); /* the column added last is one of numbers to reckon with */
void cl_sheet_writer_add_lead (ClSheetWriter *writer, const char *const *cells); /* a row above the header: a title; NULL ends it */
/* Of the leads and the header, numbered from 0, cells that are one in .xlsx; over several rows the whole table is held in memory until it is closed. */
void cl_sheet_writer_add_merge (ClSheetWriter *writer, guint row, guint column, guint rows, guint columns);
gboolean cl_sheet_writer_set_encoding (ClSheetWriter *writer, const char *encoding, GError **error); /* of .csv: UTF-8 (with BOM), GBK, GB18030 */
void cl_sheet_writer_set_note (ClSheetWriter *writer, const char *note); /* at the foot of each printed page of .xlsx */
gboolean cl_sheet_writer_add_row (ClSheetWriter *writer, const char *const *cells, GError **error); /* as many as columns; NULL: empty */
gboolean cl_sheet_writer_end (ClSheetWriter *writer, GError **error); /* all is written but its name; the rest of the work is that close gives it */
gboolean cl_sheet_writer_close (ClSheetWriter *writer, GError **error);
void cl_sheet_writer_free (ClSheetWriter *writer); /* unclosed: leaves nothing behind */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheetWriter, cl_sheet_writer_free)

G_END_DECLS
