#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* The county's own sheet, filled with entries: which column shows what, which entries, where to; kept under a name, and made again. */
void cl_fill_dialog_choose (GtkWidget *near, ClContext *context, ClLedger *ledger); /* asks for the file first; @ledger may be NULL */
void cl_fill_dialog_open (GtkWidget *near, ClContext *context, ClLedger *ledger, const char *path);
void cl_fill_dialog_again (GtkWidget *near, ClContext *context);

G_END_DECLS
