#pragma once

#include "cl-row-model.h"

G_BEGIN_DECLS

/* A row knows its model only while that lives; without it, it keeps what it last showed. */
ClRow *cl_row_new (ClRowModel *model);
void cl_row_leave (ClRow *row);                                   /* the model goes, or has no place for it any more */
void cl_row_put (ClRow *row, gint64 id, guint position);          /* what it showed is read anew when asked */
void cl_row_move (ClRow *row, guint position);                    /* the same record at another place */
void cl_row_emit_changed (ClRow *row);

/* cl-row-model.c */
char **cl_row_model_read_texts (ClRowModel *model, guint position); /* transfer full, one a column */
void cl_row_model_forget_row (ClRowModel *model, ClRow *row);

G_END_DECLS
