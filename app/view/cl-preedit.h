#pragma once

#include "cl-widgets.h"

G_BEGIN_DECLS

/* An entry to search by: what an input method holds uncommitted is searched too, so that "zw" finds with the Chinese method on. */
void cl_preedit_watch (GtkWidget *editable, ClWidgetFunc func, gpointer data);
char *cl_preedit_get_text (GtkWidget *editable); /* transfer full */
gboolean cl_preedit_is_typed (guint key, GdkModifierType state);

G_END_DECLS
