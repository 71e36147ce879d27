#pragma once

#include "cl-context.h"
#include "cl-row-model.h"

G_BEGIN_DECLS

/* NULL: as they were delivered. */
typedef void (*ClColumnsChosen) (GtkWidget *near, GStrv columns);
/* Which columns @rows shows, and in which order; @view: of the ledger, or NULL. */
void cl_columns_dialog_open (GtkWidget *near, ClContext *context, ClRowModel *rows, const char *view, ClColumnsChosen chosen);

G_END_DECLS
