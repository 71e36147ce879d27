#pragma once

#include "cl-context.h"
#include "cl-row-model.h"

G_BEGIN_DECLS

/* @chosen: the rows are those that somebody chose, and what leaves is proposed to be them.
 * Asks how the list at @near leaves: as it is seen or whole, for whom, in which form, where to; then writes it. */
void cl_export_dialog_open (GtkWidget *near, ClContext *context, ClRowModel *rows, const char *view, const char *search, gboolean chosen);

G_END_DECLS
