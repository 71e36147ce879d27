#pragma once

#include <gtk/gtk.h>

#include "cl-context.h"
#include "cl-fill.h"

G_BEGIN_DECLS

/* What both dialogs about sheets of others end with. */
char *cl_fill_propose_path (const char *name); /* where a copy of what is called @name may lie; transfer full */
gboolean cl_fill_check_path (GtkWidget *ask, GtkWidget *entry, const char *sheet, char **path); /* FALSE: it was said why not */
/* Closes nothing: fills on a worker, writes it down, keeps it under @keep where that is not NULL, and says what came of it. @kept is taken. */
void cl_fill_run (ClContext *context, GtkWidget *near, ClFillKept *kept, const char *path, const char *keep);

G_END_DECLS
