#pragma once

#include "cl-context.h"
#include "cl-form-batch.h"

G_BEGIN_DECLS

/* Shows @pdf in a window of its own and, once it was printed, writes @items (ClBatchItem, borrowed; NULL: nothing to write) into the register. @owner keeps them. */
void cl_batch_paper_open (GtkWidget *near, ClContext *context, GBytes *pdf, const char *title, GPtrArray *items, GPtrArray *owner, gboolean print);
/* All papers of several forms, one behind the other with a page of contents before them. */
void cl_batch_paper_show_forms (GtkWidget *near, ClContext *context, const char *const *forms, GHashTable *typed, const char *title, const char *nothing);

G_END_DECLS
