#pragma once

#include "cl-header-match.h"
#include "cl-sheet-reader.h"
#include "cl-store.h"

G_BEGIN_DECLS

typedef enum
{
  CL_OUTCOME_ADDED,
  CL_OUTCOME_CHANGED,
  CL_OUTCOME_UNCHANGED,
  CL_OUTCOME_REFUSED, /* a row that needs a decision is refused with that reason */
  CL_OUTCOME_SKIPPED, /* no row of data: the header again, a total, a note under the table; the reason says which */
  CL_OUTCOME_LAST
} ClOutcome;

/* What became, or would become, of one row. Immutable GObject, for lists. */
#define CL_TYPE_IMPORT_ROW (cl_import_row_get_type ())
G_DECLARE_FINAL_TYPE (ClImportRow, cl_import_row, CL, IMPORT_ROW, GObject)
guint cl_import_row_get_number (ClImportRow *row);           /* as the spreadsheet counts */
ClOutcome cl_import_row_get_outcome (ClImportRow *row);
const char *const *cl_import_row_get_cells (ClImportRow *row);
const char *cl_import_row_get_reason (ClImportRow *row);     /* refused: why and what to do; else warnings, or NULL */
const GPtrArray *cl_import_row_get_changes (ClImportRow *row); /* ClJournalChange: field, before, after */

/* One import of one file into one ledger: open, (correct the match,) rehearse, run. One import is one transaction and one undo. */
#define CL_TYPE_IMPORT (cl_import_get_type ())
G_DECLARE_FINAL_TYPE (ClImport, cl_import, CL, IMPORT, GObject)

ClImport *cl_import_new (ClStore *store, ClLedger *ledger, const char *path, const ClSheetOptions *options, GError **error); /* reads the head, matches */
ClHeaderMatch *cl_import_get_match (ClImport *import); /* transfer none; may be corrected before running */
/* The same code for both; waiting. After it: counts and rows. */
gboolean cl_import_rehearse (ClImport *import, GError **error);
gboolean cl_import_run (ClImport *import, GError **error);
void cl_import_run_async (ClImport *import, gboolean rehearse, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean cl_import_run_finish (ClImport *import, GAsyncResult *result, GError **error);
guint cl_import_get_count (ClImport *import, ClOutcome outcome);
GListModel *cl_import_get_rows (ClImport *import); /* ClImportRow, all of the last run, transfer none */
/* Progress of a run: signal "progress" (guint rows done, guint rows in all or 0), emitted on the main thread at most ten times a second. */
/* Refused rows in the source's own columns with 原因 behind; FALSE and no file where none was refused. */
gboolean cl_import_save_refused (ClImport *import, const char *path, GError **error);

/* A foreign format that a ledger's own import cannot read (a plugin's part). */
#define CL_TYPE_IMPORTER (cl_importer_get_type ())
G_DECLARE_INTERFACE (ClImporter, cl_importer, CL, IMPORTER, GObject)
struct _ClImporterInterface
{
  GTypeInterface parent;
  gboolean (*recognises) (ClImporter *importer, const char *path, const char *head, gsize size);
  ClSheetReader *(*open) (ClImporter *importer, const char *path, GError **error);
};
gboolean cl_importer_recognises (ClImporter *importer, const char *path, const char *head, gsize size);
ClSheetReader *cl_importer_open (ClImporter *importer, const char *path, GError **error);

G_END_DECLS
