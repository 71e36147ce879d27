#pragma once

#include "cl-widgets.h"

G_BEGIN_DECLS

/* What a screen reader is told of @widget beside its name, in this order: an announcement under way, an error, the description. */
void cl_accessible_refresh_description (GtkWidget *widget);
/* The "focus" of a widget whose "grab_focus" leads to one of its children. GTK tries that too when Tab enters and leaves, and would come back to the same child
 * for ever: while Tab walks, cl_widget_is_walked() holds and "grab_focus" has to refuse. */
gboolean cl_widget_walk (GtkWidget *widget, GtkDirectionType direction);
gboolean cl_widget_is_walked (GtkWidget *widget);

G_END_DECLS
