#pragma once

#include "cl-row-model.h"
#include "cl-sheet-writer.h"
#include "cl-statistic.h"

G_BEGIN_DECLS

/* What of a ledger leaves as a spreadsheet, and how. Made on the main thread, written on any. */
typedef struct
{
  ClLedger *ledger;
  char *view;      /* only its records; NULL: all */
  GPtrArray *where; /* char *, "FIELD=VALUE" as typed, all of which hold; NULL: none */
  GArray *ids;     /* gint64, only those; NULL: all */
  GPtrArray *headings; /* as a list has them between @ids, which stand in its order; NULL: it has no groups */
  char *search;    /* what was searched to find them, for the register; NULL: nothing */
  GStrv columns;   /* expressions, as a list has them … */
  GStrv titles;    /* … and their headers; NULL both: every field, keys and number, so that it comes back unchanged */
  char *order;     /* NULL: the view's or the ledger's */
  char *title;     /* NULL: the ledger's header, and the view's title */
  gboolean is_public; /* FORMS.md 0.16: masked; no minors, certificate numbers, kinds of disability, facts of health */
  char *encoding;  /* of .csv: "UTF-8" (with BOM, NULL too), "GBK", "GB18030" */
} ClExport;

typedef struct
{
  guint rows;
  guint minors; /* left out of what is public */
} ClExportCount;

ClExport *cl_export_new (ClLedger *ledger);
void cl_export_free (ClExport *export);
void cl_export_add_where (ClExport *export, const char *typed);
/* As @rows is seen: its rows, order and columns. */
void cl_export_take_rows (ClExport *export, ClRowModel *rows);
void cl_export_take_all_columns (ClExport *export); /* of those rows, every field, and no headings: as the office keeps them */
char *cl_export_get_title (const ClExport *export); /* transfer full */
gboolean cl_export_write (const ClExport *export, ClCatalogue *catalogue, ClDatabase *reader, const char *path, ClExportCount *count, GCancellable *cancellable,
                          GError **error);
/* One file a village, named by it: "名册.xlsx" -> "名册-上河村.xlsx"; char *, transfer full. */
GPtrArray *cl_export_write_by_village (const ClExport *export, ClCatalogue *catalogue, ClDatabase *reader, const char *path, ClExportCount *count,
                                       GCancellable *cancellable, GError **error);
char *cl_export_find_village_path (ClCatalogue *catalogue, ClLedger *ledger); /* "division", "person.division"; NULL: its records have none */

/* The register of what left the office (cl-output.h), and the purpose, which is asked each time and proposed as it was last. Main thread. */
char *cl_export_get_purpose (ClStore *store, gboolean is_public);
gboolean cl_export_log (ClStore *store, const ClExport *export, GPtrArray *paths, const char *purpose, char **number, GError **error);

/* A count as a table. */
gboolean cl_export_statistic (ClStore *store, ClStatistic *statistic, const char *path, GError **error);

/* Entries of the journal (cl-journal.h). */
#define CL_EXPORT_JOURNAL_TITLE "操作日志"
gboolean cl_export_journal (ClStore *store, const ClJournalFilter *filter, const char *words, const char *path, guint *n, char **number, GError **error);

/* A whole ledger (or view) with all its fields, private values whole: what the office keeps. Any thread with its own @reader. */
gboolean cl_export_ledger (ClCatalogue *catalogue, ClDatabase *reader, ClLedger *ledger, const char *view, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClExport, cl_export_free)

G_END_DECLS
