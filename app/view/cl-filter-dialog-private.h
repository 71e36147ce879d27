#pragma once

#include "cl-context.h"
#include "cl-row-model.h"

G_BEGIN_DECLS

/* Which field of a list, and which of its values, each with how many rows have it; @chosen is called with the condition and its words. */
typedef char *(*ClFilterWhere) (gpointer data, const char *path); /* what narrows the list beside @path; transfer full, or NULL */
typedef void (*ClFilterChosen) (GtkWidget *near, const char *path, const char *where, const char *words);
void cl_filter_dialog_open (GtkWidget *near, ClContext *context, ClRowModel *rows, const char *view, ClFilterWhere where, gpointer data, ClFilterChosen chosen);

G_END_DECLS
