#pragma once

#include "cl-fonts-private.h"
#include "cl-values-private.h"

G_BEGIN_DECLS

/* What a text is in the document's structure. Rules and page numbers are artifacts: seen, not read out. */
typedef enum
{
  CL_TAG_ARTIFACT,
  CL_TAG_P,
  CL_TAG_H1,
  CL_TAG_TH,
  CL_TAG_TD,
} ClTag;

/* One text in its room, which it takes in the vertical middle. Measures in mm from the top left of the page, type in pt. Boxes of a
 * page are in reading order. */
typedef struct
{
  double x, y, width, height;
  const char *text; /* of the layout's own store */
  ClFontRole role;
  double size;
  double pitch; /* pt from line to line */
  guint lines;
  ClAlign align;
  ClTag tag;
  guint table;    /* TH, TD: cells of one number make one table, over pages too; from 1 */
  guint row;      /* TH, TD: cells of one number make one row; never the same in two rows of a page */
  guint row_span; /* TH, TD: 1 or more */
  gboolean keep;  /* comes on every page */
} ClBox;

typedef struct
{
  double x1, y1, x2, y2; /* mm */
  double thickness;      /* pt */
} ClRule;

typedef struct
{
  guint sheet;       /* index of its sheet */
  gboolean begins;   /* the sheet begins here */
  GArray *boxes;     /* ClBox */
  GArray *rules;     /* ClRule */
  double seal_x, seal_y, seal_width; /* middle and width of the circle kept clear; 0: none here */
} ClPage;

typedef struct
{
  double width, height; /* of the paper, mm */
  GPtrArray *pages;     /* ClPage */
  GStringChunk *texts;
} ClLayout;

ClLayout *cl_layout_new (ClTemplate *form, ClFonts *fonts, GPtrArray *sheets);
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
  double left, top, width, bottom; /* of the type area, mm */
} ClSetter;

#define CL_SETTER_PADDING 1.0     /* mm between a cell's edge and its text */
#define CL_SETTER_MINIMUM_ROW 9.0 /* FORMS.md 0.5 */
#define CL_SETTER_SIZE 10.5       /* 5号 */
#define CL_SETTER_TIGHT 9.0       /* a cell is set this small rather than wrapped */
#define CL_SETTER_FLOOR 7.5       /* FORMS.md 0.6 */
#define CL_SETTER_LEADING 1.3     /* line pitch in the table, of the size */

ClBox *cl_setter_add_text (ClSetter *setter, double x, double y, double width, double height, const char *text, ClFontRole role, double size, ClAlign align, ClTag tag);
void cl_setter_balance (ClSetter *setter, ClBox *box); /* no single character on the last line of a centred text */
void cl_setter_add_rule (ClSetter *setter, double x1, double y1, double x2, double y2, double thickness);

/* The rows of a sheet, measured. */
typedef struct
{
  GPtrArray *texts; /* GStrv, one a row; pieces of rows that are taller than a page too */
  GArray *heights;  /* double, mm */
  GArray *fits;     /* ClFit, row by row, cell by cell */
} ClTable;

ClTable *cl_table_new (ClSetter *setter, double tallest);
void cl_table_free (ClTable *table);
double cl_table_get_head_height (ClSetter *setter); /* header line and column heads */
/* Sets heads and rows @from … @to - 1 from @y down, frame included; returns where it ends. @again: a page that goes on. */
double cl_table_set (ClTable *table, ClSetter *setter, guint from, guint to, double y, gboolean again);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLayout, cl_layout_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTable, cl_table_free)

G_END_DECLS
