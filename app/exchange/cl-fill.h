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
gboolean cl_fill (const ClExport *export, ClCatalogue *catalogue, ClDatabase *reader, const ClHeaderMatch *match, const char *sheet, guint number,
                  const char *path, ClFillReport *report, GError **error);

/* Kept under a name, in the ledger "report", to be filled again next month. Main thread. */
gboolean cl_fill_keep (ClStore *store, const char *name, const ClExport *export, const ClHeaderMatch *match, const char *sheet, guint number,
                       GError **error);
gboolean cl_fill_again (ClStore *store, const char *name, const char *path, ClFillReport *report, GError **error);

gboolean cl_fill_rename_kept (ClStore *store, const char *name, const char *other, GError **error);
gboolean cl_fill_remove_kept (ClStore *store, const char *name, GError **error); /* undo brings it back */

/* Its parts, for whoever fills on another thread. */
typedef struct
{
  ClExport *export;
  ClHeaderMatch *match;
  char *sheet;   /* path of the empty sheet */
  guint number;  /* which of its sheets; 0: the first visible one */
} ClFillKept;
ClFillKept *cl_fill_open_kept (ClStore *store, const char *name, GError **error);
void cl_fill_kept_free (ClFillKept *kept);

gboolean cl_fill_find_sheet (const char *path, const char *sheet, guint *number, GError **error); /* by name or number; NULL: the first with rows */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFillKept, cl_fill_kept_free)

G_END_DECLS
