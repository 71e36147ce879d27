#pragma once

#include "cl-row-model.h"
#include "cl-sheet-writer.h"

G_BEGIN_DECLS

/* A whole ledger (or view) with all its fields, private values whole: what the office keeps. Any thread with its own @reader. */
gboolean cl_export_ledger (ClCatalogue *catalogue, ClDatabase *reader, ClLedger *ledger, const char *view, const char *path, GError **error);

G_END_DECLS
