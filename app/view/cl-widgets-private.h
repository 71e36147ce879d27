#pragma once

#include "cl-widgets.h"

G_BEGIN_DECLS

/* What a screen reader is told of @widget beside its name, in this order: an announcement under way, an error, the description. */
void cl_accessible_refresh_description (GtkWidget *widget);
const char *cl_accessible_get_own (GtkWidget *widget); /* without an announcement: NULL where it has no words of its own */

G_END_DECLS
