#pragma once

#include "cl-header-match.h"
#include "cl-journal.h"
#include "cl-sheet-reader.h"
#include "cl-store.h"

G_BEGIN_DECLS

typedef enum
{
  CL_OUTCOME_ADDED,
  CL_OUTCOME_CHANGED,
  CL_OUTCOME_UNCHANGED,
  CL_OUTCOME_REFUSED,
  CL_OUTCOME_SKIPPED,   /* no row of data: the header again, a total, a note under the table; or left out by decision. The reason says which */
  CL_OUTCOME_UNDECIDED, /* a person must say which record is meant, or whether a value may change; a run leaves it out, with the refused */
  CL_OUTCOME_LAST
} ClOutcome;

/* Who may be meant by a row that no number tells. */
typedef struct
{
  ClLedger *ledger;
  gint64 id;
  guint row;       /* it would come in by this row of the same sheet; 0: it is there already */
  guint score;     /* 1 to 99; the best first */
  char *called;    /* "张伟" */
  char *says;      /* what tells it from others: "男，1956-03-07，上河村"; private values masked */
  char *reasons;   /* translated: "same name, same birth date, same village" */
} ClImportCandidate;

typedef enum
{
  CL_DECISION_NONE,
  CL_DECISION_RECORD, /* this one of the candidates */
  CL_DECISION_NEW,    /* none of them: a new record */
  CL_DECISION_SKIP,   /* leave the row out */
} ClDecision;

/* What happens to a value that is there already and differs. An empty field is always filled; an empty or masked cell changes nothing. */
typedef enum
{
  CL_FILL_OVERWRITE,
  CL_FILL_EMPTY, /* what is there stays */
  CL_FILL_ASK,   /* the row is undecided until cl_import_decide_change() */
} ClFillPolicy;

/* What became, or would become, of one row. Immutable GObject, for lists. */
#define CL_TYPE_IMPORT_ROW (cl_import_row_get_type ())
G_DECLARE_FINAL_TYPE (ClImportRow, cl_import_row, CL, IMPORT_ROW, GObject)
guint cl_import_row_get_number (ClImportRow *row);           /* as the spreadsheet counts */
ClOutcome cl_import_row_get_outcome (ClImportRow *row);
gboolean cl_import_row_is_suspicious (ClImportRow *row);     /* taken, or unchanged, with a warning */
const char *const *cl_import_row_get_cells (ClImportRow *row);
const char *cl_import_row_get_reason (ClImportRow *row);     /* refused, undecided: why and what to do; else warnings, or NULL */
const GPtrArray *cl_import_row_get_changes (ClImportRow *row); /* ClJournalChange: field, before, after */
const GPtrArray *cl_import_row_get_candidates (ClImportRow *row); /* ClImportCandidate; NULL: nothing was asked. There still once it is decided */
gboolean cl_import_row_is_asked (ClImportRow *row, const ClJournalChange *change); /* one of its changes waits for cl_import_decide_change() */

/* One import of one file into one ledger: open, (correct the match, decide,) rehearse, run. One import is one transaction and one undo. */
#define CL_TYPE_IMPORT (cl_import_get_type ())
G_DECLARE_FINAL_TYPE (ClImport, cl_import, CL, IMPORT, GObject)

ClImport *cl_import_new (ClStore *store, ClLedger *ledger, const char *path, const ClSheetOptions *options, GError **error); /* reads the head, matches */
typedef struct
{
  guint row, column, rows, columns; /* @row as the spreadsheet counts; @column from 0 */
} ClImportSpan;
/* What a file begins with, read on whatever thread has the time: its first rows, and what it was read by. */
typedef struct
{
  char *path;
  GPtrArray *rows;      /* GPtrArray of char * */
  GArray *numbers;      /* guint: as the spreadsheet counts them */
  GArray *spans;        /* ClImportSpan: what is merged in these rows */
  GPtrArray *sheets;    /* char *: the workbook's, in the order of their tabs; empty for formats without */
  guint sheet;          /* the one that was read, from 1; 0 for formats without */
  char *encoding, *delimiter; /* as used; NULL where they do not apply */
} ClImportHead;
ClImportHead *cl_import_head_read (ClCatalogue *catalogue, const char *path, const ClSheetOptions *options, GError **error);
ClLedger *cl_import_head_guess (const ClImportHead *head, ClCatalogue *catalogue, GError **error); /* as cl_import_guess_ledger() */
void cl_import_head_free (ClImportHead *head);
ClImport *cl_import_new_with_head (ClStore *store, ClLedger *ledger, const ClImportHead *head, GError **error);
ClImport *cl_import_new_at (ClStore *store, ClLedger *ledger, const ClImportHead *head, guint row, GError **error); /* the headers are in this row */
/* The ledger whose names the head of the file has; NOT_FOUND where none is clear, with those that come near. Transfer none. */
ClLedger *cl_import_guess_ledger (ClStore *store, const char *path, const ClSheetOptions *options, GError **error);
ClLedger *cl_import_get_ledger (ClImport *import);
ClHeaderMatch *cl_import_get_match (ClImport *import); /* transfer none; may be corrected before running; a run keeps corrections for the next file */
/* The header is in this row (as the spreadsheet counts, among the first hundred). The match is made anew; FALSE: there is no such row. */
gboolean cl_import_set_header_row (ClImport *import, guint row);
const char *cl_import_get_encoding (ClImport *import); /* of .csv as used; NULL for others */

/* A column without a home becomes a field of the office's own (cl-own.h), as an entry of its own before the import, and feeds it.
 * @label NULL: as its header says. */
gboolean cl_import_add_own_field (ClImport *import, guint column, const char *label, ClFieldType type, GError **error);
ClFieldType cl_import_suggest_type (ClImport *import, guint column); /* by what it holds; one that own fields may have */

/* Choices; they hold from the next rehearsal or run on. */
void cl_import_set_fill (ClImport *import, const char *path, ClFillPolicy policy); /* @path: one field; NULL: all that have none of their own */
ClFillPolicy cl_import_get_fill (ClImport *import, const char *path);
void cl_import_set_make_villages (ClImport *import, gboolean make); /* TRUE at first; FALSE: a row that names one that is not there is refused */
gboolean cl_import_get_make_villages (ClImport *import);
GStrv cl_import_get_new_villages (ClImport *import);   /* of the last run: made, or wanting; transfer full */
void cl_import_set_village (ClImport *import, const char *name, gint64 division); /* what the sheet calls @name is this one; 0 forgets */

/* Decisions about rows, by number. Each holds from the next rehearsal or run on, and as long as the import. */
void cl_import_decide (ClImport *import, guint row, ClDecision decision, gint64 record);
ClDecision cl_import_get_decision (ClImport *import, guint row, gint64 *record);
void cl_import_decide_rest (ClImport *import, ClDecision decision); /* NEW, SKIP or NONE for all that are not decided one by one */
void cl_import_decide_change (ClImport *import, guint row, const ClField *field, gboolean take); /* @row 0: in all rows that are not decided one by one */

/* The same code for both; waiting. After it: counts and rows. */
gboolean cl_import_rehearse (ClImport *import, GError **error);
gboolean cl_import_run (ClImport *import, GError **error);
void cl_import_run_async (ClImport *import, gboolean rehearse, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean cl_import_run_finish (ClImport *import, GAsyncResult *result, GError **error);
guint cl_import_get_count (ClImport *import, ClOutcome outcome);
guint cl_import_get_n_suspicious (ClImport *import);
GListModel *cl_import_get_rows (ClImport *import); /* ClImportRow, all of the last run, transfer none */
/* Those with one of @outcomes (1u << ClOutcome each; 0: any), with warnings where @suspicious, and with @text in a cell, the reason or a change
 * (characters, width and case aside; NULL: any). Transfer full: a list of its own. */
GListModel *cl_import_find_rows (ClImport *import, guint outcomes, gboolean suspicious, const char *text);
void cl_import_find_rows_async (ClImport *import, guint outcomes, gboolean suspicious, const char *text, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data); /* on a worker */
GListModel *cl_import_find_rows_finish (ClImport *import, GAsyncResult *result, GError **error);
/* Progress of a run: signal "progress" (guint rows done, guint rows in all or 0), emitted on the main thread at most ten times a second. */
/* Refused and undecided rows as the source has them, its title and header rows above, with 原因 behind; FALSE and no file where there are none. */
gboolean cl_import_save_refused (ClImport *import, const char *path, GError **error);
void cl_import_save_refused_async (ClImport *import, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean cl_import_save_refused_finish (ClImport *import, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImportHead, cl_import_head_free)

/* A foreign format that a ledger's own import cannot read (a plugin's part). */
#define CL_TYPE_IMPORTER (cl_importer_get_type ())
G_DECLARE_INTERFACE (ClImporter, cl_importer, CL, IMPORTER, GObject)
struct _ClImporterInterface
{
  GTypeInterface parent;
  gboolean (*recognises) (ClImporter *importer, const char *path, const char *head, gsize size);
  ClSheetReader *(*open) (ClImporter *importer, const char *path, GError **error);
  const char *const *(*get_suffixes) (ClImporter *importer); /* how such files end, "vcf"; may be left out */
};
gboolean cl_importer_recognises (ClImporter *importer, const char *path, const char *head, gsize size);
const char *const *cl_importer_get_suffixes (ClImporter *importer);
ClSheetReader *cl_importer_open (ClImporter *importer, const char *path, GError **error);

G_END_DECLS
