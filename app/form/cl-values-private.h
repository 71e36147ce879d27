#pragma once

#include "cl-form.h"
#include "cl-query.h"
#include "cl-template-private.h"

G_BEGIN_DECLS

/* A form with everything settled but where it stands: what layout and spreadsheets need and no more. Parallel to the template's blocks; what
 * conditions leave out is not there. */

typedef enum
{
  CL_ROW_DATA,
  CL_ROW_BLANK,
  CL_ROW_GROUP_TOTAL,
  CL_ROW_TOTAL, /* of the page or of all */
} ClRowKind;

typedef struct
{
  ClRowKind kind;
  gboolean strong;
  gboolean leads;  /* the heading of the rows below it, which goes over to the next page with the first of them */
  GStrv texts;     /* by column shown */
  guint *spans;    /* by column shown: how many it covers, 0 where one before covers it; NULL: each stands alone */
  ClAlign *aligns; /* by column shown, of a total that has cells of its own; NULL: the columns' */
  GArray *ids;     /* gint64: the records it is made of, where totals ask for it, or NULL */
} ClSheetRow;

typedef struct
{
  const ClTemplateTable *of;
  GPtrArray *columns;    /* ClTemplateColumn: those shown */
  GPtrArray *rows;       /* ClSheetRow */
  gboolean blank;        /* no rows of its own: lines for the pen, as many as the page holds */
  gboolean fill, closed; /* blank rows to the end of the page; 以下空白 */
  gboolean over;         /* columns that find no room go over to further pages */
  guint left_out;        /* minors of the public variant */
  const ClTemplateTotal *page_total; /* or NULL */
} ClSheetTable;

/* A cell in its place: @column and @row from 0. */
typedef struct
{
  const ClTemplateCell *of; /* NULL: the vertical label before <rows> */
  guint column, span, down;
  char *text;
  char *foot;   /* or NULL */
  char *figure; /* text of its figure, or NULL */
  gboolean head, vertical;
} ClSheetCell;

typedef struct
{
  double height;
  gboolean strong;
  guint repeats; /* rows of one <rows> have the same number; 0: a row by itself */
  gboolean is_head;
  GPtrArray *cells; /* ClSheetCell */
} ClSheetGridRow;

typedef struct
{
  const ClTemplateGrid *of;
  guint columns;
  GPtrArray *rows; /* ClSheetGridRow */
} ClSheetGrid;

typedef struct
{
  const ClTemplateBlock *of;
  char *text;
  char *date, *copy_to;
  GPtrArray *cells; /* ClSheetCell: of header, signatures, notes, enclosures */
  ClSheetTable *table;
  ClSheetGrid *grid;
  ClStatistic *statistic; /* CHART */
} ClSheetBlock;

typedef struct _ClValues ClValues;

/* One signed unit of a form. */
typedef struct
{
  ClTemplate *form; /* the form, or one that it includes */
  char *called;     /* "上河村", or "" for a continuous list */
  char *heading;    /* the title */
  char *mark;       /* or NULL */
  GPtrArray *blocks; /* ClSheetBlock */
  gboolean is_public, is_large;
  ClValues *values;       /* borrowed: what computes totals of a page */
  GHashTable *parameters; /* as they were for this sheet, where a page has totals, or NULL */
  GPtrArray *scan;    /* ClScanPage: what the form is printed on, or NULL */
  char *place;        /* where on it, as the parameter says, or NULL */
  double piece_width; /* mm, of its piece of the page; 0: as the form says */
  guint n_rows;
} ClSheet;

ClSheet *cl_sheet_new (ClTemplate *form, const char *called);
void cl_sheet_free (ClSheet *sheet);
ClSheetBlock *cl_sheet_add_block (ClSheet *sheet, const ClTemplateBlock *of);
ClSheetTable *cl_sheet_table_new (const ClTemplateTable *of);
ClSheetRow *cl_sheet_table_add_row (ClSheetTable *table, ClRowKind kind);
void cl_sheet_row_free (ClSheetRow *row);
ClSheetCell *cl_sheet_cell_new (const ClTemplateCell *of);
void cl_sheet_cell_free (ClSheetCell *cell);
/* The first table of the sheet, or NULL. */
ClSheetTable *cl_sheet_get_table (ClSheet *sheet);

/* The sheets of one run, in order. Errors as cl_form_make_pdf(). Sheets hold on to nothing but @form and are used before cl_values_free(). */
ClValues *cl_values_collect (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, const char *const *where, GError **error);
void cl_values_free (ClValues *values);
GPtrArray *cl_values_get_sheets (ClValues *values); /* ClSheet */
/* 本页小计: the total of a page over the records @ids. Transfer full. */
ClSheetRow *cl_values_make_page_total (const ClSheet *sheet, const ClSheetTable *table, GArray *ids);

/* cl-form-source.c: rows of a form that a plugin gives. @parameters: name -> text. */
ClFormSource *cl_form_source_find (ClCatalogue *catalogue, const char *form);
GPtrArray *cl_form_source_fetch (ClFormSource *source, ClTemplate *form, ClDatabase *reader, GHashTable *parameters, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheet, cl_sheet_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClValues, cl_values_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheetRow, cl_sheet_row_free)

/* Rows whose cells are empty; takes @text. */
ClSheetRow *cl_sheet_row_new (guint columns, ClRowKind kind);
void cl_sheet_row_take_text (ClSheetRow *row, guint column, char *text);

G_END_DECLS
