#pragma once

#include "cl-context.h"
#include "cl-row-model.h"

G_BEGIN_DECLS

/* Asks how the list at @near leaves: as it is seen or whole, for whom, in which form, where to; then writes it. */
void cl_export_dialog_open (GtkWidget *near, ClContext *context, ClRowModel *rows, const char *view, const char *search);

G_END_DECLS
