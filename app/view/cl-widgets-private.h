#pragma once

#include "cl-widgets.h"

G_BEGIN_DECLS

/* What a screen reader is told of @widget beside its name, in this order: an announcement under way, an error, the description. */
void cl_accessible_refresh_description (GtkWidget *widget);
const char *cl_accessible_get_own (GtkWidget *widget); /* without an announcement: NULL where it has no words of its own */

#define CL_CELL_PADDING 8   /* to the left and right of what stands in a cell, in pixels */
#define CL_DIM_ALPHA 0.85f  /* of what is dimmed, as the style sheet has it: still read (WCAG 2.1, 1.4.3) */

/* cl-drawing.c: the size of the widget's type in pixels, and its colour. */
double cl_widget_get_em (GtkWidget *widget);
void cl_widget_get_ink (GtkWidget *widget, GdkRGBA *color);
/* A cell of a row that is @height high: its text in one line as @layout makes it; and the frame around the cell that is read. */
void cl_draw_cell_text (GtkSnapshot *snapshot, PangoLayout *layout, const char *text, PangoAlignment alignment, const GdkRGBA *color, double x, double width, int height);
void cl_draw_cell_cursor (GtkWidget *widget, GtkSnapshot *snapshot, double x, double width);

/* cl-list-rows.c: of a list view whose factory notes its GtkListItems in @bound while they are bound. */
GtkWidget *cl_list_item_get_row (GtkListItem *item);                   /* what GTK puts around its child, and what has the focus; NULL: it has no child */
GtkListItem *cl_list_find_focused (GtkWidget *list, GPtrArray *bound); /* @list: the list, or a widget around it */
gboolean cl_list_focus_bound (GPtrArray *bound, guint position);       /* FALSE: it is not on screen yet */

/* cl-walk.c: arrows, Home and End among @widgets one below the other, of which the one at @index has the focus; FALSE: @key is another. */
gboolean cl_widgets_walk (const GPtrArray *widgets, guint index, guint key);

G_END_DECLS
