#pragma once

#include "cl-widgets.h"

G_BEGIN_DECLS

/* What a screen reader is told of @widget beside its name, in this order: an announcement under way, an error, the description. */
void cl_accessible_refresh_description (GtkWidget *widget);
const char *cl_accessible_get_own (GtkWidget *widget); /* without an announcement: NULL where it has no words of its own */

/* cl-drawing.c: the size of the widget's type in pixels, and its colour. */
double cl_widget_get_em (GtkWidget *widget);
void cl_widget_get_ink (GtkWidget *widget, GdkRGBA *color);

G_END_DECLS
