#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A list view makes and measures two hundred rows at once, though a screen shows twenty: a list whose rows are many widgets is given them step by step,
 * and a key comes in between two steps. */
void cl_list_steps_take (GtkSliceListModel *steps, GListModel *rows, guint position); /* @rows: nullable; @position: to be there at once */
void cl_list_steps_watch_keys (GtkSliceListModel *steps, GtkWidget *list);
void cl_list_steps_keep (GtkSliceListModel *steps, guint n);
void cl_list_steps_leave_far (GtkSliceListModel *steps, guint position); /* before other rows are taken */
void cl_list_steps_end (GtkSliceListModel *steps); /* for what asks for all rows, or for another than a near one */

G_END_DECLS
