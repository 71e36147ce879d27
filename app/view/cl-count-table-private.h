#pragma once

#include <gtk/gtk.h>

#include "cl-statistic.h"

G_BEGIN_DECLS

/* A count as a table that is walked: Up and Down from row to row, each said as a sentence; Left and Right from number to number, each said with the heads of its
 * row and column. Below the rows stands the whole.
 *
 * Signals:
 *   row (int row)                walked to a row, or -1: to the whole
 *   chosen (int row, int column) Enter on it; column -1: the row, else one of the count's columns; row -1: the whole
 */
#define CL_TYPE_COUNT_TABLE (cl_count_table_get_type ())
G_DECLARE_FINAL_TYPE (ClCountTable, cl_count_table, CL, COUNT_TABLE, GtkWidget)

GtkWidget *cl_count_table_new (void);
void cl_count_table_set (ClCountTable *table, ClStatistic *statistic); /* NULL: empty */

gboolean cl_count_table_focus_row (ClCountTable *table); /* FALSE: there is none */

/* Within: one row, or the heads, drawn in the columns that all rows share. */
typedef struct
{
  GStrv head;
  double *widths; /* em */
  guint n, first; /* columns; the first that is shown beside the names */
  int cursor;     /* the column that is being read, or -1 */
} ClCountColumns;

#define CL_TYPE_COUNT_ROW (cl_count_row_get_type ())
G_DECLARE_FINAL_TYPE (ClCountRow, cl_count_row, CL, COUNT_ROW, GtkWidget)
GtkWidget *cl_count_row_new (ClCountColumns *columns); /* of whoever keeps the row */
void cl_count_row_set (ClCountRow *row, const char *const *texts, gboolean strong);
void cl_count_row_set_read (ClCountRow *row, gboolean read); /* the cursor's cell is framed */
/* Whether the column stands in a row so wide. */
gboolean cl_count_columns_has_room (const ClCountColumns *columns, guint column, double em, double width);

G_END_DECLS
