#pragma once

#include "cl-database.h"
#include "cl-header-private.h"

G_BEGIN_DECLS

/* An exported row that comes back with its record's number: what it says as the record says it is no news. */
typedef struct _ClImportSame ClImportSame;
ClImportSame *cl_import_same_new (ClCatalogue *catalogue, ClLedger *ledger, ClHeaderMatch *match); /* NULL: cannot be compared */
void cl_import_same_free (ClImportSame *same);
GPtrArray *cl_import_same_leave_out (ClImportSame *same, ClDatabase *database, gint64 id, GPtrArray *cells, GError **error); /* transfer none; NULL: error */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImportSame, cl_import_same_free)

G_END_DECLS
