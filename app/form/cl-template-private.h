#pragma once

#include "cl-query.h"
#include "cl-template.h"

G_BEGIN_DECLS

typedef enum
{
  CL_ALIGN_LEFT,
  CL_ALIGN_CENTRE,
  CL_ALIGN_RIGHT,
} ClAlign;

typedef enum
{
  CL_PART_TEXT,      /* as it stands; a break is "\n" */
  CL_PART_PARAMETER, /* {village}, {due.month}, {office} */
  CL_PART_VALUE,     /* {count(*)}: an expression over the rows it stands with */
  CL_PART_LINE,      /* to sign on, @width mm */
  CL_PART_BOX,       /* ticked where the expression holds; @of is what stands behind it */
  CL_PART_BOXES,     /* a box for each code of a list */
} ClPartKind;

typedef struct
{
  ClPartKind kind;
  char *text;      /* the text, the parameter's name, the expression */
  char *of;        /* "year", "month", "day" of a date; what stands behind a box; or NULL */
  char *otherwise; /* PARAMETER: what stands there where it was not given, or NULL */
  double width;    /* LINE */
  GStrv codes;     /* BOXES: the codes … */
  GStrv labels;    /* … and what is printed behind each box */
  char *mask;      /* VALUE: private class in the public variant, or NULL */
} ClTemplatePart;

/* What is left out, and where; all NULL: never. */
typedef struct
{
  char *if_parameter, *unless_parameter;
  GStrv if_values, unless_values; /* NULL: is given */
  char *when;                     /* expression over the form's rows */
} ClTemplateCondition;

/* Text with {…} in it. */
typedef struct
{
  GPtrArray *parts; /* ClTemplatePart */
} ClTemplateText;

typedef enum
{
  CL_FIGURE_PHOTO,
  CL_FIGURE_THUMB,
  CL_FIGURE_QR,
} ClFigureKind;

typedef struct
{
  ClFigureKind kind;
  double width, height; /* mm */
  gboolean foot;        /* as a block: at the foot, else at the top */
  ClTemplateText *text;
} ClTemplateFigure;

/* A cell of a header line, a grid or a total; a label to sign. */
typedef struct
{
  ClTemplateCondition condition;
  guint span, down;
  ClAlign align;
  gboolean head, vertical, top;
  double size;     /* pt, 0: the grid's */
  char *public_as; /* "out", "whole", a private class, or NULL */
  ClTemplateText *text;
  ClTemplateText *foot;     /* in the lower right corner, or NULL */
  ClTemplateFigure *figure; /* or NULL */
  double seal;              /* mm of circle kept clear over the foot, 0: none */
  char *seal_text;          /* whose */
  double line;              /* mm of line to sign on behind the text, 0: none */
} ClTemplateCell;

typedef struct _ClTemplateGroup ClTemplateGroup;
/* A head over several columns. */
struct _ClTemplateGroup
{
  ClTemplateCondition condition;
  char *title;
  ClTemplateGroup *parent; /* or NULL */
};

typedef enum
{
  CL_COLUMN_VALUE,
  CL_COLUMN_TICK,
  CL_COLUMN_SERIAL,
  CL_COLUMN_GROUP_SERIAL,
  CL_COLUMN_RANK,
  CL_COLUMN_HAND, /* for the pen */
} ClColumnKind;

typedef struct
{
  ClTemplateCondition condition;
  ClColumnKind kind;
  double width; /* mm */
  char *value;  /* expression */
  char *title;  /* header text */
  char *total;  /* expression over rows, or NULL */
  ClAlign align;
  gboolean merge, joins, lines, key;
  char *public_as;
  ClTemplateGroup *group; /* or NULL */
} ClTemplateColumn;

/* A line after the last row, after each page or after each group. */
typedef struct
{
  ClTemplateCondition condition;
  gboolean per_page;
  char *per; /* path of the rows of a group, or NULL */
  char *where;
  ClTemplateText *label;
  GPtrArray *cells; /* ClTemplateCell; empty: the columns' own totals */
} ClTemplateTotal;

/* Where rows come from. */
typedef struct
{
  ClLedger *ledger; /* NULL: the form's rows */
  char *where;
  char *order;
} ClTemplateRows;

typedef struct
{
  ClTemplateRows rows;
  char *one_per;
  double row, blank_row; /* mm */
  guint at_least;
  ClTemplateText *fill; /* "no", "yes", "closed" */
  ClTemplateText *over; /* "yes": columns that find no room go over to further pages; "no" */
  char *strong;
  char *minor;
  char *title;
  GPtrArray *groups;  /* ClTemplateGroup */
  GPtrArray *columns; /* ClTemplateColumn */
  GPtrArray *totals;  /* ClTemplateTotal */
} ClTemplateTable;

/* A row of a grid, or one for each record. */
typedef struct
{
  ClTemplateCondition condition;
  double height;
  char *strong;
  GPtrArray *cells; /* ClTemplateCell */
  gboolean repeats;
  ClTemplateRows rows;
  guint at_least, most; /* most 0: all */
  char *label;
  guint label_span;
  GPtrArray *head; /* ClTemplateCell; empty: none */
} ClTemplateRow;

typedef struct
{
  guint columns;
  double size;
  gboolean red; /* its lines */
  gboolean chart;  /* boxes and lines, a level for each <rows> */
  GPtrArray *rows; /* ClTemplateRow */
} ClTemplateGrid;

typedef enum
{
  CL_BLOCK_SUB_TITLE,
  CL_BLOCK_SUMMARY,
  CL_BLOCK_HEADER,
  CL_BLOCK_TABLE,
  CL_BLOCK_GRID,
  CL_BLOCK_NOTES,
  CL_BLOCK_SIGNATURES,
  CL_BLOCK_SEAL,
  CL_BLOCK_FIGURE,
  CL_BLOCK_NEW_PAGE,
  CL_BLOCK_INCLUDE,
  CL_BLOCK_RED_HEAD,
  CL_BLOCK_NUMBER,
  CL_BLOCK_TO,
  CL_BLOCK_PARAGRAPH,
  CL_BLOCK_ENCLOSURES,
  CL_BLOCK_SIGN_OFF,
  CL_BLOCK_COLOPHON,
  CL_BLOCK_CHART, /* of a count: no form has it */
} ClBlockKind;

typedef struct
{
  ClBlockKind kind;
  ClTemplateCondition condition;
  ClTemplateText *text; /* of lines and paragraphs; whose seal; SIGN_OFF, COLOPHON: the unit */
  ClAlign align;
  gboolean framed;           /* HEADER */
  GPtrArray *cells;          /* HEADER, SIGNATURES: ClTemplateCell; NOTES, ENCLOSURES: the same, their text alone */
  ClTemplateTable *table;    /* TABLE */
  ClTemplateGrid *grid;      /* GRID */
  ClTemplateFigure *figure;  /* FIGURE */
  char *title;               /* NOTES */
  double width;              /* SEAL: mm across */
  gboolean at_header;        /* SEAL */
  gboolean back;             /* NEW_PAGE: on the back of the paper */
  gboolean plain;            /* PARAGRAPH: not indented */
  gboolean sealed;           /* SIGN_OFF */
  guint level;               /* PARAGRAPH: 1 to 4, 0: running text */
  char *include;             /* INCLUDE: name of the form */
  ClTemplateText *date;      /* SIGN_OFF, COLOPHON */
  ClTemplateText *copy_to;   /* COLOPHON, or NULL */
} ClTemplateBlock;

typedef enum
{
  CL_MODE_ATTACHMENT, /* the type area of GB/T 9704, “— 1 —” */
  CL_MODE_LEDGER,     /* 20 mm margins, “第 x 页 共 y 页” */
  CL_MODE_DOCUMENT,   /* a letter: 22 lines of 28 characters */
} ClMode;

/* Several sheets of a form on one page. */
typedef struct
{
  double width, height; /* mm, 0: the type area shared out */
  ClTemplateText *own_width; /* a number of mm for each sheet, or NULL; where it gives none: @width */
  guint across, down;   /* 0: sheets have pages of their own */
  double gap;
  gboolean marks;
} ClTemplatePieces;

/* A word of the form's own for an expression over a ledger. */
typedef struct
{
  char *name;
  char *over;
  char *value;
} ClTemplatePhrase;

struct _ClTemplate
{
  gatomicrefcount ref_count;
  char *name;
  char *title;          /* as the form is known: {…} in it as where nothing is given, or as it is called */
  ClTemplateText *heading; /* as it is printed */
  char *mark;
  ClLedger *rows_of;
  char *ledger;
  char *where;
  char *order;
  gboolean landscape;
  gboolean a3;
  ClMode mode;
  gboolean is_public;
  gboolean prints_blank;
  gboolean unsigned_foot; /* no line of who made it and who looked it over */
  gboolean titled_once;   /* its title holds nothing of the sheet: on labels it stands in the margin */
  ClTemplatePieces pieces;
  char *over;            /* attachment field of the record: the form is printed on its first file; or NULL */
  GPtrArray *parameters; /* ClTemplateParameter */
  GPtrArray *phrases;    /* ClTemplatePhrase */
  GPtrArray *blocks;     /* ClTemplateBlock */
};

#define CL_TEMPLATE_VARIANT "variant"

void cl_template_define (ClTemplate *form, ClQuery *query);

ClTemplate *cl_template_new_empty (void);
ClTemplateBlock *cl_template_add_block (ClTemplate *form, ClBlockKind kind);
ClTemplateTable *cl_template_table_new (void);
ClTemplateColumn *cl_template_add_column (ClTemplateTable *table, const char *title, const char *value, double width, ClAlign align);
ClTemplateCell *cl_template_cell_new (void);
ClTemplateGrid *cl_template_grid_new (void);
ClTemplateRow *cl_template_row_new (void);
ClTemplateTotal *cl_template_total_new (void);
ClTemplateText *cl_template_text_new (const char *text);
void cl_template_text_free (ClTemplateText *text);
void cl_template_text_add (ClTemplateText *text, ClPartKind kind, const char *content);
void cl_template_text_add_words (ClTemplateText *text, const char *words);
const ClTemplateParameter *cl_template_find_parameter (ClTemplate *form, const char *name);
/* The first table of the form, or NULL: what “the rows” of a form with one table are. */
ClTemplateTable *cl_template_get_table (ClTemplate *form);
/* mm that columns of a table may take. */
double cl_template_get_usable_width (ClTemplate *form);
double cl_template_get_usable_height (ClTemplate *form);

G_END_DECLS
