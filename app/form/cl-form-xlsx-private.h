#pragma once

#include "cl-layout-private.h"

G_BEGIN_DECLS

/* One sheet of a form as a spreadsheet has it: what the paper shows at places in mm, at cells. */
typedef struct
{
  const ClBox *box;
  char *text;                          /* without the breaks that the paper's width made */
  guint row, last_row, column, last_column;
  gboolean framed, is_head;
} ClXlsxCell;

typedef struct
{
  GArray *columns; /* double, mm: width of each */
  GArray *rows;    /* double, mm: height of each */
  GPtrArray *cells; /* ClXlsxCell */
  double left, top; /* mm of margin */
  gboolean landscape;
  double width, height; /* of the paper, mm */
  guint first_head, last_head; /* rows of column heads; first above last: none */
} ClXlsxSheet;

ClXlsxSheet *cl_xlsx_sheet_new (ClLayout *layout, guint sheet);
void cl_xlsx_sheet_free (ClXlsxSheet *sheet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClXlsxSheet, cl_xlsx_sheet_free)

G_END_DECLS
