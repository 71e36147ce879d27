#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* Asks what of which is kept, the two beside each other, and makes them one. @ids: the two; or one, to which those that are alike are offered. */
void cl_merge_ask (GtkWidget *near, ClContext *context, ClLedger *ledger, GArray *ids);

G_END_DECLS
