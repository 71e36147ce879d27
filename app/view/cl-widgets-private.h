#pragma once

#include "cl-widgets.h"

G_BEGIN_DECLS

/* What a screen reader is told of @widget beside its name, in this order: an announcement under way, an error, the description. */
void cl_accessible_refresh_description (GtkWidget *widget);
/* The view's own style sheet, once for the default display. */
void cl_view_style_ensure (void);

G_END_DECLS
