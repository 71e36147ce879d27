#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* A small window that asks for some fields of a record, says after each edit what would come of it, and does one thing. Pages use it for what is more than
 * an edit: an appointment that ends another, a month's sheet. */

/* Words about @draft as it stands, shown below the fields and said; NULL: none. Transfer full. */
typedef char *(*ClFieldAskReview) (ClRecord *draft, gpointer data);
/* Does it. FALSE leaves the window open with @error said. */
typedef gboolean (*ClFieldAskApply) (ClRecord *draft, gpointer data, GError **error);

/* @draft: transfer full. @fields: names of its ledger's fields, NULL-terminated; "reason*" has to be filled; "post=chair|member" offers only these codes. */
void cl_field_ask (GtkWidget *near, ClContext *context, const char *title, const char *action, ClRecord *draft, const char *const *fields,
                   ClFieldAskReview review, ClFieldAskApply apply, gpointer data, GDestroyNotify destroy);

G_END_DECLS
