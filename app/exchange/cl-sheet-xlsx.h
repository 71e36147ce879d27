#pragma once

#include <libxml/parser.h>

#include "cl-sheet-private.h"
#include "cl-sheet-scan.h"

G_BEGIN_DECLS

#define CL_TYPE_SHEET_XLSX (cl_sheet_xlsx_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetXlsx, cl_sheet_xlsx, CL, SHEET_XLSX, ClSheetReader)

typedef enum
{
  CL_SHEET_CELL_NUMBER,
  CL_SHEET_CELL_SHARED,
  CL_SHEET_CELL_TEXT, /* inline, formula, error */
  CL_SHEET_CELL_BOOLEAN,
  CL_SHEET_CELL_ISO,  /* a date in words, of strict workbooks */
} ClSheetCellType;

struct _ClSheetXlsx
{
  ClSheetReader parent_instance;
  char *path;
  ClSheetParts *parts;
  ClSheetSource *source;      /* read by libxml2, or NULL: all rows are there */
  xmlParserCtxtPtr context;
  gboolean ended;
  ClSheetRows *rows;
  ClSheetRows *apart;         /* of a sheet that is there: the same without what is merged; NULL: nothing is */
  gboolean in_row;
  guint row_number;
  guint column;               /* of the cell being parsed */
  ClSheetCellType type;
  guint style;
  guint depth_text, depth_phonetic;
  GString *text;
  gboolean escaped;           /* a "_" may be in it */
  GError *failure;
};

typedef struct
{
  guint first, last, column, columns;
} ClSheetMerge;

/* What both ways of reading do with what they find. Attributes are those of the element; NULL: not there. */
void cl_sheet_xlsx_begin_row (ClSheetXlsx *self, const char *r, gsize length);
void cl_sheet_xlsx_begin_cell (ClSheetXlsx *self, const ClSheetTag *tag);
void cl_sheet_xlsx_end_cell (ClSheetXlsx *self);
void cl_sheet_xlsx_end_row (ClSheetXlsx *self);
ClSheetSource *cl_sheet_xlsx_open_sheet (ClSheetXlsx *self, GError **error); /* NULL with @error where there is no such part either */
/* At the start of an element; @merges: ClSheetMerge. */
void cl_sheet_xlsx_see_merge (GArray *merges, const xmlParserCtxt *context, const xmlChar *name, int n_attributes, const xmlChar **attributes);
void cl_sheet_xlsx_put_merges (ClSheetXlsx *self, GArray *merges); /* before rows are read, or after all were */

/* cl-sheet-xlsx-scan.c: the quick way. FALSE: @error; not @quick: odd, or too large to hold, and to be read from the beginning. */
gboolean cl_sheet_xlsx_scan (ClSheetXlsx *self, gboolean *quick, GError **error);

G_END_DECLS
