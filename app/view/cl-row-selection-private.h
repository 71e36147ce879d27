#pragma once

#include <gtk/gtk.h>

#include "cl-row-model.h"

G_BEGIN_DECLS

/* Which row one stands on, and which rows were chosen to be done something with. While none is chosen the row one stands on is the selected one, as in every list;
 * what is chosen is remembered by record, so that it outlives every change of order, filter and search. Signals:
 *   moved ()    the person went to another row
 *   chosen ()   other rows are chosen */
#define CL_TYPE_ROW_SELECTION (cl_row_selection_get_type ())
G_DECLARE_FINAL_TYPE (ClRowSelection, cl_row_selection, CL, ROW_SELECTION, GObject)

ClRowSelection *cl_row_selection_new (ClRowModel *rows);
guint cl_row_selection_get_cursor (ClRowSelection *self); /* GTK_INVALID_LIST_POSITION: nowhere */
void cl_row_selection_set_cursor (ClRowSelection *self, guint position); /* chooses nothing, and says nothing */
void cl_row_selection_tell (ClRowSelection *self, guint position); /* the view knows of that row after it: many that come at once are told in steps */
guint cl_row_selection_get_n_chosen (ClRowSelection *self);
guint cl_row_selection_get_n_hidden (ClRowSelection *self); /* chosen, and not in the list as it is now */
GArray *cl_row_selection_get_chosen (ClRowSelection *self); /* gint64: those listed in their order, then the others; transfer full */
void cl_row_selection_choose_all (ClRowSelection *self);
void cl_row_selection_clear (ClRowSelection *self);
void cl_row_selection_forget (ClRowSelection *self, gint64 id);
gboolean cl_row_selection_holds (ClRowSelection *self, gint64 id);
void cl_row_selection_refresh (ClRowSelection *self); /* rows hold other records than before */

G_END_DECLS
