#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* Ledgers, forms and rule sets of the office's own (cl-own.h), in the window. */
void cl_own_file_dialog_add (GtkWidget *near, ClContext *context);
void cl_own_file_dialog_manage (GtkWidget *near, ClContext *context);

G_END_DECLS
