#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* What is done with many records at once: one write, one entry of the journal, one undo. @near is kept alive until @func was called for the last time, with
 * @done equal to G_MAXUINT; before that it tells how far the work is, on the main thread. What came of it is said here. */
typedef void (*ClManyFunc) (GtkWidget *near, guint done, guint n);

void cl_many_set (ClContext *context, ClLedger *ledger, GArray *ids, const ClField *field, const ClValue *value, GtkWidget *near, GCancellable *cancellable,
                  ClManyFunc func);
/* Each its own: @values, ClValue, stand as @ids do. */
void cl_many_fill (ClContext *context, ClLedger *ledger, GArray *ids, const ClField *field, GPtrArray *values, GtkWidget *near, ClManyFunc func);
void cl_many_delete (ClContext *context, ClLedger *ledger, GArray *ids, GtkWidget *near, GCancellable *cancellable, ClManyFunc func);
/* Asks which field and what it shall be, then sets it; @run gets what was chosen. */
typedef void (*ClManySet) (GtkWidget *near, GArray *ids, const ClField *field, const ClValue *value);
void cl_many_ask (GtkWidget *near, ClContext *context, ClLedger *ledger, GArray *ids, ClManySet run);

G_END_DECLS
