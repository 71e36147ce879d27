#pragma once

#include <libxml/parser.h>

#include "cl-sheet-private.h"

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
  ClSheetSource *source;      /* read by libxml2, or */
  xmlParserCtxtPtr context;
  GByteArray *bytes;          /* the whole part, ending in NUL, read by cl_sheet_xlsx_scan() */
  const char *at;
  gsize end;
  guint given;                /* rows */
  guint again;                /* of these, that libxml2 reads once more */
  gboolean ended;
  ClSheetRows *rows;
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

/* What both ways of reading do with what they find. Attributes are those of the element; NULL: not there. */
void cl_sheet_xlsx_begin_row (ClSheetXlsx *self, const char *r, gsize length);
void cl_sheet_xlsx_begin_cell (ClSheetXlsx *self);
void cl_sheet_xlsx_take_reference (ClSheetXlsx *self, const char *r, gsize length);
void cl_sheet_xlsx_take_style (ClSheetXlsx *self, const char *s, gsize length);
void cl_sheet_xlsx_take_type (ClSheetXlsx *self, const char *t, gsize length);
void cl_sheet_xlsx_end_cell (ClSheetXlsx *self);
void cl_sheet_xlsx_end_row (ClSheetXlsx *self);

/* cl-sheet-xlsx-scan.c: the quick way. */
gboolean cl_sheet_xlsx_begin_scan (ClSheetXlsx *self, gboolean *quick, GError **error); /* not @quick: odd, or too large to hold */
gboolean cl_sheet_xlsx_scan (ClSheetXlsx *self); /* one row, or the end; FALSE: odd from here on */
void cl_sheet_xlsx_take_merge (GArray *merges, const char *range);
/* SAX2's start of an element, for a parser whose data is the array of merges. */
void cl_sheet_xlsx_merge_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
                             int n_defaulted, const xmlChar **attributes);
void cl_sheet_xlsx_put_merges (ClSheetXlsx *self, GArray *merges);

G_END_DECLS
