#pragma once

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
  CL_PART_PARAMETER, /* {village}, {due.month} */
  CL_PART_VALUE,     /* {count(*)}: an expression over the sheet's rows */
} ClPartKind;

typedef struct
{
  ClPartKind kind;
  char *text; /* the text, the parameter's name, the expression */
  char *of;   /* "year", "month", "day" of a date parameter, or NULL */
} ClTemplatePart;

/* Text with {…} in it. */
typedef struct
{
  GPtrArray *parts;       /* ClTemplatePart */
  char *unless_parameter; /* left out where this parameter … */
  char *unless_value;     /* … has this value */
} ClTemplateText;

typedef struct
{
  guint span;
  ClAlign align;
  ClTemplateText *text;
  double line; /* mm of line to sign on behind the text, 0: none */
} ClTemplateCell;

typedef struct
{
  double width; /* mm */
  char *value;  /* expression */
  char *title;  /* header text */
  ClAlign align;
  gboolean merge;
  gboolean joins;
} ClTemplateColumn;

struct _ClTemplate
{
  gatomicrefcount ref_count;
  char *name;
  char *title;
  char *mark;
  char *ledger;
  char *where;
  char *order;
  gboolean landscape;
  gboolean ledger_mode; /* 20 mm margins, “第 x 页 共 y 页”, else the type area of GB/T 9704 */
  GPtrArray *parameters; /* ClTemplateParameter */
  ClTemplateText *sub_title;
  gboolean header_framed;
  GPtrArray *header;  /* ClTemplateCell */
  GPtrArray *columns; /* ClTemplateColumn */
  char *one_per;
  double blank_row; /* mm */
  ClTemplateText *summary;
  char *notes_title;
  GPtrArray *notes; /* ClTemplateText */
  double seal;      /* mm across, 0: none */
};

ClTemplate *cl_template_new_empty (void);
ClTemplateColumn *cl_template_add_column (ClTemplate *form, const char *title, const char *value, double width, ClAlign align);
ClTemplateText *cl_template_text_new (const char *text);
const ClTemplateParameter *cl_template_find_parameter (ClTemplate *form, const char *name);

G_END_DECLS
