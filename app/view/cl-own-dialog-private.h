#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

void cl_own_dialog_open (GtkWidget *near, ClContext *context, ClLedger *ledger);

/* Says it once the page is there again. */
void cl_own_say (GtkWidget *near, ClContext *context, const char *words);

G_END_DECLS
