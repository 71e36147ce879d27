#pragma once

#include "cl-export.h"
#include "cl-header-match.h"

G_BEGIN_DECLS

/* The county's own sheet, filled: whatever its columns, with its formatting. */
typedef struct
{
  guint rows;
  GStrv homeless; /* headers of columns that stayed blank */
} ClFillReport;
void cl_fill_report_clear (ClFillReport *report);

/* Columns by @match (of an import of the same file into the ledger of @export); 序号 counts, 年龄 follows from the birth. Any thread with its own @reader. */
gboolean cl_fill (const ClExport *export, ClCatalogue *catalogue, ClDatabase *reader, const ClHeaderMatch *match, const char *sheet, const char *path,
                  ClFillReport *report, GError **error);

/* Kept under a name, in the ledger "report", to be filled again next month. Main thread. */
gboolean cl_fill_keep (ClStore *store, const char *name, const ClExport *export, const ClHeaderMatch *match, const char *sheet, GError **error);
gboolean cl_fill_again (ClStore *store, const char *name, const char *path, ClFillReport *report, GError **error);

G_END_DECLS
