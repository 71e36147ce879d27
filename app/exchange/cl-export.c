#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-export.h"
#include "cl-header-private.h"
#include "cl-query.h"

typedef struct
{
  ClSheetWriter *writer;
  ClQuery *query;
  guint n;
} Table;

static void
add_column (Table         *table,
            ClHeaderNames *names,
            guint          place,
            const ClField *field,
            GError       **error)
{
  const char *path = names->paths->pdata[place];
  GError *local = NULL;
  if (!cl_query_add_column (table->query, path, CL_QUERY_OPEN, &local))
    {
      g_propagate_error (error, local);
      return;
    }
  cl_sheet_writer_add_column (table->writer, cl_header_names_get_header (names, place), field ? cl_field_get_width (field) : 45);
  if (field && (cl_field_get_field_type (field) == CL_FIELD_INTEGER || cl_field_get_field_type (field) == CL_FIELD_MONEY))
    cl_sheet_writer_set_numbers (table->writer);
  table->n++;
}

/* Own fields in the ledger's order; then what an import column names of other records and no own field shows, and the keys of references, so
 * that the table finds its way back; last the record's own number. */
static gboolean
add_columns (Table       *table,
             ClCatalogue *catalogue,
             ClLedger    *ledger,
             GError     **error)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  g_autoptr (GError) local = NULL;
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger) && !local; i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      for (guint place = 0; place < names->paths->len; place++)
        if (strcmp (names->paths->pdata[place], cl_field_get_name (field)) == 0)
          add_column (table, names, place, field, &local);
    }
  for (guint place = 0; place < names->paths->len && !local; place++)
    {
      const char *path = names->paths->pdata[place];
      const ClField *field = strchr (path, '.') ? cl_catalogue_resolve (catalogue, ledger, path, NULL, &local) : NULL;
      if (field)
        add_column (table, names, place, field, &local);
    }
  for (guint place = 0; place < names->paths->len && !local; place++)
    if (strcmp (names->paths->pdata[place], CL_HEADER_RECORD) == 0)
      add_column (table, names, place, NULL, &local);
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
write_rows (Table      *table,
            ClDatabase *reader,
            GError    **error)
{
  g_autoptr (ClStatement) statement = cl_query_prepare (table->query, reader, NULL, error);
  g_autofree const char **cells = g_new0 (const char *, table->n + 1);
  g_autoptr (GError) local = NULL;
  if (!statement)
    return FALSE;
  while (cl_statement_step (statement, &local))
    {
      for (guint i = 0; i < table->n; i++)
        cells[i] = cl_statement_get_text (statement, i + 1);
      if (!cl_sheet_writer_add_row (table->writer, cells, error))
        return FALSE;
    }
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * cl_export_ledger:
 * @catalogue: the catalogue
 * @reader: a connection of the calling thread
 * @ledger: what to write
 * @view: (nullable): only the records of this view
 * @path: a path that ends in .xlsx or .csv
 * @error: return location
 *
 * Writes all fields of all records, private values whole, as the office keeps them: official headers, labels for codes, names for references,
 * numbers of persons as text. Imported again it changes nothing.
 *
 * Returns: whether the file is there
 */
gboolean
cl_export_ledger (ClCatalogue *catalogue,
                  ClDatabase  *reader,
                  ClLedger    *ledger,
                  const char  *view,
                  const char  *path,
                  GError     **error)
{
  const ClLedgerView *shown = view ? cl_ledger_find_view (ledger, view) : NULL;
  if (view && !shown)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” has no view “%s”. Leave it out to export the whole list."), cl_ledger_get_name (ledger),
                   view);
      return FALSE;
    }
  g_autoptr (ClSheetWriter) writer = cl_sheet_writer_new (path, cl_ledger_get_header (ledger), error);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  if (!writer)
    return FALSE;
  Table table = { writer, query, 0 };
  const char *order = shown && shown->order ? shown->order : cl_ledger_get_order (ledger);
  return add_columns (&table, catalogue, ledger, error) && (!shown || !shown->where || cl_query_add_where (query, shown->where, error)) &&
         (!order || cl_query_set_order (query, order, error)) && write_rows (&table, reader, error) && cl_sheet_writer_close (writer, error);
}
