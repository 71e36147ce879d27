#pragma once

#include "cl-chart.h"
#include "cl-fonts-private.h"
#include "cl-scan-private.h"
#include "cl-values-private.h"

G_BEGIN_DECLS

/* What a text is in the document's structure. Rules and page numbers are artifacts: seen, not read out. */
typedef enum
{
  CL_TAG_ARTIFACT,
  CL_TAG_P,
  CL_TAG_H1,
  CL_TAG_H2,
  CL_TAG_TH,
  CL_TAG_TD,
  CL_TAG_FIGURE, /* nothing is printed: its text tells what the place is for */
} ClTag;

/* One text in its room, which it takes in the vertical middle. Measures in mm from the top left of the page, type in pt. Boxes of a
 * page are in reading order. */
typedef struct
{
  double x, y, width, height;
  const char *text; /* of the layout's own store */
  ClFontRole role;
  double size;
  double pitch;   /* pt from line to line */
  double spacing; /* pt between characters, beside their own width */
  guint lines;
  ClAlign align;
  ClTag tag;
  guint table;       /* TH, TD: cells of one number make one table, over pages too; from 1 */
  guint row;         /* TH, TD: cells of one number make one row; never the same in two rows of a page */
  guint row_span;    /* TH, TD: 1 or more */
  guint column_span; /* TH, TD: 1 or more */
  gboolean of_row;   /* TH: heads what is beside it, not what is below */
  gboolean keep;     /* comes on every page */
  gboolean red;
  gboolean turned;   /* x and y are of the page as it lies in the volume, upright: a landscape page's number */
  const char *code;  /* FIGURE: what a QR code says, or NULL */
  const ClScanPage *scan; /* FIGURE: the picture that fills it, the sheet's; or NULL */
  ClChart *chart;    /* FIGURE: of the layout's own, or NULL … */
  guint from, to;    /* … and which of its bars; with the first stands what its patterns are */
} ClBox;

typedef struct
{
  double x1, y1, x2, y2; /* mm */
  double thickness;      /* pt */
  gboolean red;
} ClRule;

typedef struct
{
  guint sheet;       /* index of its sheet */
  gboolean begins;   /* the sheet begins here */
  gboolean landscape;
  double width, height; /* of the paper, mm */
  GArray *boxes;     /* ClBox */
  GArray *rules;     /* ClRule */
  double seal_x, seal_y, seal_width; /* middle and width of the circle kept clear; 0: none here */
} ClPage;

typedef struct
{
  GPtrArray *pages;     /* ClPage */
  GStringChunk *texts;
  GPtrArray *charts;    /* ClChart, set with the fonts of the layout … */
  GPtrArray *charts_data; /* … by these */
} ClLayout;

ClLayout *cl_layout_new (ClFonts *fonts, GPtrArray *sheets);
void cl_layout_free (ClLayout *layout);
/* Where the line of type @line (from 0) of a box stands, mm from the top of the page. */
double cl_box_get_baseline (const ClBox *box, guint line);

/* Within layout. */
typedef struct
{
  ClTemplate *form;
  ClFonts *fonts;
  ClLayout *layout;
  ClPage *page;
  const ClSheet *sheet;
  guint sheet_index;
  guint table;
  guint row;
  guint piece; /* of the pieces of a page, which one comes next */
  guint piece_line;    /* where pieces have widths of their own: their line on the page */
  double pieces_taken; /* and mm of it that are taken, with the gap */
  gboolean landscape;
  double scale;                    /* of type: 1, or large */
  double left, top, width, bottom; /* of the type area, mm */
} ClSetter;

#define CL_SETTER_PADDING 1.0     /* mm between a cell's edge and its text */
#define CL_SETTER_SIZE 10.5       /* 5号 */
#define CL_SETTER_LARGE 16.0      /* body of the large variant */
#define CL_SETTER_TIGHT 9.0       /* a cell is set this small rather than wrapped */
#define CL_SETTER_FLOOR 7.5       /* FORMS.md 0.6 */
#define CL_SETTER_LEADING 1.3     /* line pitch in the table, of the size */
#define CL_SETTER_FRAME 1.0       /* pt, FORMS.md 0.5 */
#define CL_SETTER_INNER 0.5
#define CL_SETTER_LINE (225.0 / 22) /* GB/T 9704-2012: 22 lines in 225 mm */
#define CL_SETTER_LINE_MARK "\u00a0" /* a run of these is a line to sign on */

ClBox *cl_setter_add_text (ClSetter *setter, double x, double y, double width, double height, const char *text, ClFontRole role, double size, ClAlign align, ClTag tag);
ClBox *cl_setter_add_fitted (ClSetter *setter, double x, double y, double width, double height, const char *text, ClFontRole role, ClFit fit, ClAlign align, ClTag tag);
void cl_setter_add_figure (ClSetter *setter, double x, double y, double width, double height, const char *alternative, const char *code);
void cl_setter_add_seal (ClSetter *setter, double x, double y, double width, const char *whose);
void cl_setter_balance (ClSetter *setter, ClBox *box); /* the lines of a centred text about as long as each other */
void cl_setter_add_rule (ClSetter *setter, double x1, double y1, double x2, double y2, double thickness);
void cl_setter_set_geometry (ClSetter *setter); /* the type area of the page */
gboolean cl_setter_has_piece (const ClSetter *setter); /* cl-layout-pieces.c: the page has one left for the sheet */
void cl_setter_take_piece (ClSetter *setter);
void cl_setter_begin_page (ClSetter *setter, gboolean begins);
double cl_setter_add_continuation (ClSetter *setter); /* 续表; returns where the table goes on */
double cl_setter_get_height (double size, guint lines); /* mm of a cell */
double cl_setter_get_size (ClSetter *setter); /* pt */

/* The rows of a table, measured, some of its columns wide. */
typedef struct
{
  const ClSheetTable *sheet;
  guint n;          /* columns set */
  guint *columns;   /* which of the sheet's */
  double *widths;   /* mm */
  double left;
  GPtrArray *headers; /* ClSheetBlock: header lines above it */
  GPtrArray *rows;  /* ClSheetRow *, also pieces of rows that are taller than a page; owned by @pieces or the sheet */
  GPtrArray *pieces;
  GArray *heights;  /* double, mm */
  GArray *fits;     /* ClFit, row by row, cell by cell */
  double head_height; /* header lines and column heads */
  double columns_height; /* column heads alone */
} ClTable;

/* Sets the table from @y down over as many pages as it takes; @tail: mm that must stand under the last row, with a row at least. Returns where it ends. */
double cl_table_flow (ClSetter *setter, ClSheetTable *table, GPtrArray *headers, double y, double tail);
double cl_table_get_width (ClSetter *setter, const ClSheetTable *table); /* mm that it wants */
/* A header line by itself or above a table; 0: its height alone. Framed ones lie in the table's frame. */
double cl_header_get_height (ClSetter *setter, const ClSheetBlock *header, const ClTable *table);
void cl_header_set (ClSetter *setter, const ClSheetBlock *header, const ClTable *table, double y, double height, gboolean again);

/* Where what is under the title may begin, for the circle round （盖章） of the header line to be clear of @title; @y or below. */
double cl_header_clear_title (ClSetter *setter, const ClBox *title, double y);

ClSheetRow *cl_table_get_row (const ClTable *table, guint row);
void cl_table_measure_row (ClSetter *setter, ClTable *table, guint i); /* adds its height and the fits of its cells */
void cl_table_measure (ClSetter *setter, ClTable *table, double tallest);
void cl_table_set (ClSetter *setter, const ClTable *table, guint from, guint to, double y, gboolean again);
/* cl-layout-table-flow.c: from @y down over as many pages as it takes; returns where it ends. */
double cl_table_set_pages (ClSetter *setter, ClTable *table, double y, double tail, gboolean again);
const ClTemplateColumn *cl_table_get_column (const ClTable *table, guint i);
double cl_table_get_set_width (const ClTable *table); /* of the columns set, mm */
/* cl-layout-head.c: header lines and heads in levels. */
void cl_table_measure_head (ClSetter *setter, ClTable *table);
void cl_table_set_heads (ClSetter *setter, const ClTable *table, double y, gboolean again);

/* cl-layout-grid.c */
double cl_grid_flow (ClSetter *setter, ClSheetGrid *grid, GPtrArray *headers, double y, double tail);
/* cl-layout-chart.c: the same as boxes and lines */
double cl_chart_flow (ClSetter *setter, ClSheetGrid *grid, double y, double tail);
/* cl-layout-statistic.c: a count's chart, over as many pages as it takes */
double cl_statistic_flow (ClSetter *setter, const ClSheetBlock *block, double y);
/* cl-layout-text.c: lines, notes, signatures. Returns its height; sets it where @really. */
double cl_tail_set (ClSetter *setter, GPtrArray *blocks, double y, gboolean really);
double cl_line_set (ClSetter *setter, const ClSheetBlock *block, double y, gboolean really);
/* cl-layout-over.c: the pages of a document made by others, with the form on the first of them */
void cl_over_set (ClSetter *setter);
/* cl-layout-letter.c */
void cl_letter_set (ClSetter *setter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLayout, cl_layout_free)

G_END_DECLS
