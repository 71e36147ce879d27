#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* What list, details and editor share. */

typedef void (*ClDeletedFunc) (GtkWidget *near, gboolean deleted, gpointer data);
/* Deletes at once, for undo is there; says what came of it. @near is kept alive until @func was called on it. */
void cl_view_delete (ClContext *context, ClLedger *ledger, gint64 id, GtkWidget *near, ClDeletedFunc func, gpointer data);
/* "张伟，男，上河村": the first columns of its list, to tell it from others of the same name. Never NULL. */
char *cl_view_describe (ClContext *context, ClLedger *ledger, gint64 id, guint n_columns);
/* The record's name, "" where it has none. Never NULL. */
char *cl_view_call (ClContext *context, ClLedger *ledger, gint64 id);

G_END_DECLS
