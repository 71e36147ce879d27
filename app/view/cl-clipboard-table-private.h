#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The table that the clipboard holds: GStrv a row, transfer full; empty where it holds none. @near is kept alive until @func was called on it. */
typedef void (*ClTableFunc) (GtkWidget *near, GPtrArray *rows);
void cl_clipboard_read_table (GtkWidget *near, ClTableFunc func);
/* Where a pasted table is said to lie, for cl_sheet_memory_add(); what of it is refused is laid down beside it. */
char *cl_clipboard_table_path (void);

G_END_DECLS
