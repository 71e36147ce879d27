#pragma once

#include "cl-export.h"
#include "cl-query.h"

G_BEGIN_DECLS

/* The texts of @columns for the records of @export, whole: GStrv a row, transfer full. */
GPtrArray *cl_export_read (const ClExport *export, ClCatalogue *catalogue, ClDatabase *reader, const char *const *columns, GError **error);

/* The columns of one table, and the files that its rows go to: one, or one a village. */
typedef struct
{
  const ClExport *export;
  ClCatalogue *catalogue;
  ClQuery *query;
  GPtrArray *headers;   /* char * */
  GPtrArray *fields;    /* const ClField *, or NULL */
  int adult, village;   /* columns of the query behind those of the table; 0: none */
  GHashTable *ids;      /* NULL: all */
  const char *path;
  GHashTable *writers;  /* village, "" where there is only one -> ClSheetWriter */
  GPtrArray *paths;     /* char *, of @writers, in order of their first row */
  ClExportCount count;
  GCancellable *cancellable; /* borrowed */
} ClExportTable;

ClSheetWriter *cl_export_begin_writer (ClExportTable *table, const char *village, GError **error);
gboolean cl_export_close_writers (ClExportTable *table, GError **error);

/* cl-export-groups.c: what stands between the rows of a list with groups. */
GPtrArray *cl_export_read_headings (ClRowModel *rows); /* transfer full; NULL: the list has no groups */
gboolean cl_export_write_groups (ClExportTable *table, ClDatabase *reader, GError **error);

G_END_DECLS
