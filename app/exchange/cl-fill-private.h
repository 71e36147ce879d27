#pragma once

#include <libxml/tree.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* cl-fill-reference.c: what becomes of references to cells when rows are put in. Rows of data stand from @first to @last; what stood below moves by @delta. */
typedef struct
{
  guint first, last;
  int delta;
} ClFillShift;

char *cl_fill_shift_references (const char *text, const ClFillShift *shift, gboolean formula); /* "A1:C9 E4" of attributes; of formulas quoted text stays */
char *cl_fill_move_formula (const char *formula, int rows);                                    /* as copied down by @rows: relative rows follow */
char *cl_fill_column_name (guint column);                                                      /* 0: "A" */

/* cl-fill-sheet.c: one sheet part. */
typedef struct
{
  guint sheet;         /* from 1, in the order of the tabs; 0: the first visible one */
  guint header_row;    /* as the spreadsheet counts */
  GArray *columns;     /* guint, those that are filled */
  GArray *numbers;     /* gboolean by @columns: a number to reckon with */
  GPtrArray *rows;     /* GStrv by @columns; "" stays blank */
} ClFillTable;

gboolean cl_fill_sheet (xmlDocPtr sheet, GPtrArray *strings, const ClFillTable *table, ClFillShift *shift, GError **error);

/* cl-fill-archive.c: the archive around it, all other parts byte for byte. */
gboolean cl_fill_archive (const char *source, const char *path, const ClFillTable *table, GError **error);

G_END_DECLS
