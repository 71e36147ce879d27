#pragma once

#include <gtk/gtk.h>

#include "cl-row-model.h"

G_BEGIN_DECLS

/* What the rows of one list have in common: titles, widths, how each column is said. Counted references: all rows see that others are read. */
typedef struct _ClRowColumns ClRowColumns;

ClRowColumns *cl_row_columns_new (ClRowModel *model, ClCatalogue *catalogue);
void cl_row_columns_read (ClRowColumns *columns, ClRowModel *model, ClCatalogue *catalogue); /* as @model has them now */
ClRowColumns *cl_row_columns_ref (ClRowColumns *columns);
void cl_row_columns_unref (ClRowColumns *columns);
guint cl_row_columns_get_n (ClRowColumns *columns);
/* "张伟，男，70岁，上河村，…，第1行，共74行" */
char *cl_row_columns_say (ClRowColumns *columns, ClRow *row, guint number, guint of);
/* "上河村，12 人，标题"; @counted: what records are counted in */
char *cl_row_columns_say_heading (ClRowColumns *columns, ClRow *row, const char *counted);
/* "残疾类别：肢体，第4列，共7列" */
char *cl_row_columns_say_cell (ClRowColumns *columns, ClRow *row, guint column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRowColumns, cl_row_columns_unref)

/* One row that draws its cells itself: a ListView of these starts and scrolls several times quicker than a ColumnView (SPEED.md). */
#define CL_TYPE_ROW_WIDGET (cl_row_widget_get_type ())
G_DECLARE_FINAL_TYPE (ClRowWidget, cl_row_widget, CL, ROW_WIDGET, GtkWidget)

GtkWidget *cl_row_widget_new (ClRowColumns *columns, gboolean header); /* @header: draws the titles */
void cl_row_widget_set_row (ClRowWidget *self, ClRow *row);            /* NULL: empty */
ClRow *cl_row_widget_get_row (ClRowWidget *self);
void cl_row_widget_set_cursor (ClRowWidget *self, int column);         /* the cell being read, -1: none */
int cl_row_widget_get_cursor (ClRowWidget *self);

G_END_DECLS
