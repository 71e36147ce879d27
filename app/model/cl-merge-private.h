#pragma once

#include "cl-merge.h"

G_BEGIN_DECLS

/* What the writer needs of a comparison. */
typedef struct
{
  char *path;
  ClLedger *ledger;
  gint64 first, second;
  GHashTable *takes; /* ClField -> ClMergeTake; fields that are not in it are the first's */
} ClMerging;

gboolean cl_merge_write_cb (ClTransaction *transaction, gpointer data, GError **error);

G_END_DECLS
