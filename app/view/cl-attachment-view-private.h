#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* Shows an attached PDF or picture in a window of its own, shut off as what comes from outside is; of any other file a copy is saved where the person says. */
void cl_attachment_view_open (ClContext *context, GtkWidget *near, gint64 id);

/* A button a file, that opens it; NULL where the value holds none. */
GtkWidget *cl_attachment_view_buttons (ClContext *context, const ClValue *value);

G_END_DECLS
