#pragma once

#include "cl-catalogue.h"

G_BEGIN_DECLS

/* What can still be read of a damaged data file, in a new and sound one. */
typedef struct
{
  guint n_read;         /* records */
  guint n_lost;         /* of which it is known that they were there */
  gboolean is_whole;    /* nothing is missing, as far as can be told */
  GPtrArray *sentences; /* char *, translated: what was read, and what not, ledger by ledger */
} ClRescue;

void cl_rescue_free (ClRescue *rescue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRescue, cl_rescue_free)

/* @path is only read; @to is not there before. @catalogue takes on the office's own ledgers: one of its own for this. Any thread. */
ClRescue *cl_store_rescue (const char *path, const char *to, ClCatalogue *catalogue, GCancellable *cancellable, GError **error);

G_END_DECLS
