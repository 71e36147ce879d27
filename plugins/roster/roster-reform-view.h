#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* Begins attachment 1 for all villages at once, leads to its rows, and prints it; stands on the page of committees. Floating. */
GtkWidget *roster_reform_view_new (ClContext *context);

G_END_DECLS
