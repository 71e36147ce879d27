#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* One record being read: values, what is wrong, parts, history. Signals:
 *   edit (const char *field)                    NULL: the first
 *   edit-part (const char *ledger, gint64 id)   0: a new one
 *   back () */
#define CL_TYPE_DETAILS (cl_details_get_type ())
G_DECLARE_FINAL_TYPE (ClDetails, cl_details, CL, DETAILS, GtkWidget)

GtkWidget *cl_details_new (ClContext *context);
void cl_details_show (ClDetails *self, ClLedger *ledger, gint64 id); /* 0: nothing */
void cl_details_reload (ClDetails *self);                            /* keeps the focus where it is */
gboolean cl_details_concerns (ClDetails *self, const char *ledger, GArray *ids);
void cl_details_set_revealed (ClDetails *self, gboolean revealed);
gboolean cl_details_get_revealed (ClDetails *self);
void cl_details_set_alone (ClDetails *self, gboolean alone);
const char *cl_details_get_focused_field (ClDetails *self); /* name, or NULL */

/* cl-history-view.c: an expander that tells the history as sentences once it is opened. */
GtkWidget *cl_history_view_new (ClContext *context, ClLedger *ledger, gint64 id);

/* cl-parts.c: the records of @part that belong to @owner: each a row, with ways to add, edit, delete. NULL where they cannot be read. */
GtkWidget *cl_parts_new (ClContext *context, ClLedger *part, gint64 owner, gboolean revealed);

G_END_DECLS
