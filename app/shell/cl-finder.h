#pragma once

#include "cl-window.h"

G_BEGIN_DECLS

/* An entry, and below it what it finds as one types: Down walks, Enter does it, Escape closes. */
GtkWidget *cl_finder_new_search (ClWindow *window);   /* everything in the ledgers, grouped by ledger */
GtkWidget *cl_finder_new_commands (ClWindow *window); /* every action with its key */

G_END_DECLS
