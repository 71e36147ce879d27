#pragma once

#include "cl-window.h"

G_BEGIN_DECLS

/* The office's own rule set, rule by rule; one that ships is copied first. Calls @saved (may be NULL) once it is stored and chosen. */
GtkWidget *cl_rules_dialog_new (ClContext *context, GCallback saved, gpointer data);

G_END_DECLS
