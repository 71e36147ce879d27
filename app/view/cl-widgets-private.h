#pragma once

#include "cl-widgets.h"

G_BEGIN_DECLS

/* What a screen reader is told of @widget beside its name, in this order: an announcement under way, an error, the description. */
void cl_accessible_refresh_description (GtkWidget *widget);
gboolean cl_accessible_has_description (GtkWidget *widget);

G_END_DECLS
