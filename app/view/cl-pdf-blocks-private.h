#pragma once

#include <gio/gio.h>

#include "cl-pdf-text-private.h"

G_BEGIN_DECLS

typedef enum
{
  CL_PDF_HEADING,
  CL_PDF_PARAGRAPH,
  CL_PDF_ROW,
  CL_PDF_NOTE, /* said about the file, not in it */
} ClPdfBlockKind;

typedef struct
{
  char *text;
  char *header;      /* of its column; NULL in rows of headers, and where there is none */
  guint column;      /* from 1 */
  guint span;        /* columns */
  gboolean is_header;
  guint page;        /* from 0 */
  ClPdfArea area;
} ClPdfCell;

/* One thing to stop at: a heading, a paragraph, a row of a table. Made on a worker, immutable afterwards. */
#define CL_TYPE_PDF_BLOCK (cl_pdf_block_get_type ())
G_DECLARE_FINAL_TYPE (ClPdfBlock, cl_pdf_block, CL, PDF_BLOCK, GObject)

struct _ClPdfBlock
{
  GObject parent_instance;
  ClPdfBlockKind kind;
  guint level;      /* of a heading, 1 to 6 */
  guint page;       /* from 0 */
  GPtrArray *cells; /* ClPdfCell; one but for rows */
  guint row;        /* from 1 among the rows of facts, 0: a row of headers */
  guint n_rows, n_columns;
  guint named_by;   /* index of the cell that names the row, CL_PDF_NO_CELL */
};

#define CL_PDF_NO_CELL G_MAXUINT

ClPdfBlock *cl_pdf_block_new (ClPdfBlockKind kind, guint page, const char *text, const ClPdfArea *area);
ClPdfCell *cl_pdf_cell_new (guint page);
ClPdfBlock *cl_pdf_block_copy (ClPdfBlock *block);
void cl_pdf_block_take (ClPdfBlock *block, ClPdfBlock *other); /* is as @other from here on; only of a copy */
char *cl_pdf_block_say (ClPdfBlock *block);                    /* the sentence: its accessible name */
char *cl_pdf_block_say_cell (ClPdfBlock *block, guint cell);   /* "联系电话：13800000012，张伟，第4列，共6列": column header, cell, row header */
const char *cl_pdf_block_get_row_header (ClPdfBlock *block, guint cell); /* NULL: none, or the cell itself */
guint cl_pdf_block_find_column (ClPdfBlock *block, guint column);       /* the cell that covers it, CL_PDF_NO_CELL */

/* From the structure tree; any thread. An empty array: the file is not tagged. */
GPtrArray *cl_pdf_blocks_read (GBytes *pdf, GError **error);

G_END_DECLS
