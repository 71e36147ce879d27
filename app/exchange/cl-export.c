#include "cl-config.h"

#include "cl-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-desk.h"
#include "cl-error.h"
#include "cl-export-private.h"
#include "cl-export-public.h"
#include "cl-header-private.h"
#include "cl-progress.h"
#include "cl-query.h"

/* So much of the work is done when all rows are read; the files are written after that. */
#define ROWS_PERCENT 60

static void
table_clear (ClExportTable *table)
{
  g_clear_pointer (&table->query, cl_query_free);
  g_clear_pointer (&table->headers, g_ptr_array_unref);
  g_clear_pointer (&table->fields, g_ptr_array_unref);
  g_clear_pointer (&table->ids, g_hash_table_unref);
  g_clear_pointer (&table->writers, g_hash_table_unref);
  g_clear_pointer (&table->paths, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClExportTable, table_clear)

static gboolean
add_column (ClExportTable *table, const char *expression, const char *header, GError **error)
{
  const ClExport *export = table->export;
  if (export->is_public && !cl_export_is_public (table->catalogue, export->ledger, expression))
    return TRUE;
  if (!cl_query_add_column (table->query, expression, export->is_public ? CL_QUERY_LIST : CL_QUERY_OPEN, error))
    return FALSE;
  g_ptr_array_add (table->headers, g_strdup (header));
  g_ptr_array_add (table->fields, (gpointer) cl_catalogue_resolve (table->catalogue, export->ledger, expression, NULL, NULL));
  return TRUE;
}

static gboolean
add_place (ClExportTable *table, ClHeaderNames *names, guint place, GError **error)
{
  return add_column (table, names->paths->pdata[place], cl_header_names_get_header (names, place), error);
}

/* Own fields in the ledger's order; then what an import column names of other records and no own field shows, and the keys of references, so
 * that the table finds its way back; last the record's own number, of which the public needs to know nothing. */
static gboolean
add_all_columns (ClExportTable *table, GError **error)
{
  ClLedger *ledger = table->export->ledger;
  g_autoptr (ClHeaderNames) names = cl_header_names_new (table->catalogue, ledger);
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    for (guint place = 0; place < names->paths->len; place++)
      if (strcmp (names->paths->pdata[place], cl_field_get_name (cl_ledger_get_field (ledger, i))) == 0 && !add_place (table, names, place, error))
        return FALSE;
  for (guint place = 0; place < names->paths->len && !table->export->is_public; place++)
    if (strchr (names->paths->pdata[place], '.') && !add_place (table, names, place, error))
      return FALSE;
  for (guint place = 0; place < names->paths->len && !table->export->is_public; place++)
    if (strcmp (names->paths->pdata[place], CL_HEADER_RECORD) == 0 && !add_place (table, names, place, error))
      return FALSE;
  return TRUE;
}

static gboolean
add_columns (ClExportTable *table, GError **error)
{
  const ClExport *export = table->export;
  g_autofree char *adult = export->is_public ? cl_export_adult_condition (table->catalogue, export->ledger) : NULL;
  if (!export->columns && !add_all_columns (table, error))
    return FALSE;
  for (guint i = 0; export->columns && export->columns[i]; i++)
    if (!add_column (table, export->columns[i], export->titles[i], error))
      return FALSE;
  if (table->headers->len == 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” has no column that may be shown to the public. Export it for the office's own use."),
                   cl_ledger_get_title (export->ledger));
      return FALSE;
    }
  if (adult)
    {
      table->adult = (int) table->headers->len + 1;
      if (!cl_query_add_column (table->query, adult, CL_QUERY_RAW, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
narrow (ClExportTable *table, ClDatabase *reader, GError **error)
{
  const ClExport *export = table->export;
  const ClLedgerView *view = export->view ? cl_ledger_find_view (export->ledger, export->view) : NULL;
  const char *order = export->order ? export->order : view && view->order ? view->order : cl_ledger_get_order (export->ledger);
  if (export->view && !view)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” has no view “%s”. Leave it out to export the whole list."),
                   cl_ledger_get_name (export->ledger), export->view);
      return FALSE;
    }
  for (guint i = 0; export->where && i < export->where->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (export->where->pdata[i], "=", 2);
      if (!parts[0] || !parts[1])
        {
          g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“%s” is no condition. Write it as FIELD=VALUE, such as division=上河村."),
                       (const char *) export->where->pdata[i]);
          return FALSE;
        }
      if (!cl_query_add_typed_where (table->query, reader, g_strstrip (parts[0]), g_strstrip (parts[1]), error))
        return FALSE;
    }
  for (guint i = 0; export->ids && i < export->ids->len; i++)
    {
      if (!table->ids)
        table->ids = g_hash_table_new (g_int64_hash, g_int64_equal);
      g_hash_table_add (table->ids, &g_array_index (export->ids, gint64, i));
    }
  return (!view || !view->where || cl_query_add_where (table->query, view->where, error)) && (!order || cl_query_set_order (table->query, order, error));
}

/* "名册.xlsx" and 上河村 make "名册-上河村.xlsx". */
static char *
path_for (const char *path, const char *village)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *name = g_strdup (village);
  if (!*village)
    return g_strdup (path);
  g_strdelimit (name, "/\\:*?\"<>|", '_');
  return g_strdup_printf ("%.*s-%s%s", (int) (dot ? dot - path : (gssize) strlen (path)), path, name, dot ? dot : "");
}

ClSheetWriter *
cl_export_begin_writer (ClExportTable *table, const char *village, GError **error)
{
  g_autofree char *title = cl_export_get_title (table->export);
  g_autofree char *path = path_for (table->path, village);
  g_autoptr (ClSheetWriter) writer = cl_sheet_writer_new (path, title, error);
  if (!writer || (table->export->encoding && !cl_sheet_writer_set_encoding (writer, table->export->encoding, error)))
    return NULL;
  for (guint i = 0; i < table->headers->len; i++)
    {
      const ClField *field = table->fields->pdata[i];
      cl_sheet_writer_add_column (writer, table->headers->pdata[i], field ? cl_field_get_width (field) : 0);
      if (field && (cl_field_get_field_type (field) == CL_FIELD_INTEGER || cl_field_get_field_type (field) == CL_FIELD_MONEY))
        cl_sheet_writer_set_numbers (writer);
    }
  if (table->export->is_public)
    cl_sheet_writer_set_note (writer, CL_EXPORT_PUBLIC_NOTE);
  g_ptr_array_add (table->paths, g_steal_pointer (&path));
  g_hash_table_insert (table->writers, g_strdup (village), writer);
  return g_steal_pointer (&writer);
}

/* Of certain records it is known; of a whole ledger or view they are counted where somebody wants to know. */
static gboolean
count_rows (ClExportTable *table, ClDatabase *reader, guint64 *all, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  if (!table->cancellable || !CL_IS_PROGRESS (table->cancellable))
    return TRUE;
  if (!table->ids)
    ids = cl_query_list_ids (table->query, reader, NULL, error);
  *all = table->ids ? g_hash_table_size (table->ids) : ids ? ids->len : 0;
  return table->ids || ids;
}

static gboolean
write_rows (ClExportTable *table, ClDatabase *reader, GError **error)
{
  g_autoptr (ClStatement) statement = cl_query_prepare (table->query, reader, NULL, error);
  g_autofree const char **cells = g_new0 (const char *, table->headers->len + 1);
  g_autoptr (GError) local = NULL;
  guint64 all = 0;
  if (!statement || !count_rows (table, reader, &all, error))
    return FALSE;
  while (!g_cancellable_set_error_if_cancelled (table->cancellable, &local) && cl_statement_step (statement, &local))
    {
      gint64 id = cl_statement_get_integer (statement, 0);
      const char *village = table->village ? cl_statement_get_text (statement, table->village) : "";
      if (table->ids && !g_hash_table_contains (table->ids, &id))
        continue;
      if (table->adult && cl_statement_get_integer (statement, table->adult) == 0)
        {
          table->count.minors++;
          continue;
        }
      if (!village || (table->village && !*village))
        village = "未填村（社区）";
      ClSheetWriter *writer = g_hash_table_lookup (table->writers, village);
      for (guint i = 0; i < table->headers->len; i++)
        cells[i] = cl_statement_get_text (statement, (int) i + 1);
      if ((!writer && !(writer = cl_export_begin_writer (table, village, error))) || !cl_sheet_writer_add_row (writer, cells, error))
        return FALSE;
      table->count.rows++;
      cl_progress_tell (table->cancellable, table->count.rows + table->count.minors, all);
    }
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* All are written before the first gets its name: what is broken off leaves none of them. */
gboolean
cl_export_close_writers (ClExportTable *table, GError **error)
{
  GHashTableIter iter;
  gpointer writer;
  guint done = 0;
  cl_progress_begin_part (table->cancellable, 100);
  g_hash_table_iter_init (&iter, table->writers);
  while (g_hash_table_iter_next (&iter, NULL, &writer))
    {
      if (!cl_sheet_writer_end (writer, error) || g_cancellable_set_error_if_cancelled (table->cancellable, error))
        return FALSE;
      cl_progress_tell (table->cancellable, ++done, g_hash_table_size (table->writers));
    }
  g_hash_table_iter_init (&iter, table->writers);
  while (g_hash_table_iter_next (&iter, NULL, &writer))
    if (!cl_sheet_writer_close (writer, error))
      return FALSE;
  return TRUE;
}

static void
take_count (ClExportTable *table, ClExportCount *count)
{
  if (count)
    *count = table->count;
}

static GPtrArray *
write_table (const ClExport *export,
             ClCatalogue    *catalogue,
             ClDatabase     *reader,
             const char     *path,
             const char     *village,
             ClExportCount  *count,
             GCancellable   *cancellable,
             GError        **error)
{
  g_auto (ClExportTable) table = { .export = export, .catalogue = catalogue, .path = path, .cancellable = cancellable };
  table.query = cl_query_new (catalogue, export->ledger);
  table.headers = g_ptr_array_new_with_free_func (g_free);
  table.fields = g_ptr_array_new ();
  table.writers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cl_sheet_writer_free);
  table.paths = g_ptr_array_new_with_free_func (g_free);
  if (!cl_desk_reader_may (reader, CL_RIGHT_EXPORT, error) || !add_columns (&table, error))
    return NULL;
  cl_progress_begin_part (cancellable, ROWS_PERCENT);
  if (export->headings && !village)
    {
      if (!cl_export_write_groups (&table, reader, error))
        return NULL;
      take_count (&table, count);
      return g_steal_pointer (&table.paths);
    }
  if (!narrow (&table, reader, error))
    return NULL;
  if (village)
    {
      table.village = (int) table.headers->len + 1 + (table.adult != 0);
      if (!cl_query_add_column (table.query, village, CL_QUERY_OPEN, error))
        return NULL;
    }
  /* An empty list is a sheet with its header. */
  if ((!village && !cl_export_begin_writer (&table, "", error)) || !write_rows (&table, reader, error) || !cl_export_close_writers (&table, error))
    return NULL;
  take_count (&table, count);
  return g_steal_pointer (&table.paths);
}

GPtrArray *
cl_export_read (const ClExport *export, ClCatalogue *catalogue, ClDatabase *reader, const char *const *columns, GError **error)
{
  g_auto (ClExportTable) table = { .export = export, .catalogue = catalogue };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GError) local = NULL;
  table.query = cl_query_new (catalogue, export->ledger);
  for (guint i = 0; columns[i]; i++)
    if (!cl_query_add_column (table.query, columns[i], CL_QUERY_OPEN, error))
      return NULL;
  if (!cl_desk_reader_may (reader, CL_RIGHT_EXPORT, error) || !narrow (&table, reader, error))
    return NULL;
  g_autoptr (ClStatement) statement = cl_query_prepare (table.query, reader, NULL, error);
  while (statement && cl_statement_step (statement, &local))
    {
      gint64 id = cl_statement_get_integer (statement, 0);
      char **cells;
      if (table.ids && !g_hash_table_contains (table.ids, &id))
        continue;
      cells = g_new0 (char *, g_strv_length ((GStrv) columns) + 1);
      for (guint i = 0; columns[i]; i++)
        {
          const char *text = cl_statement_get_text (statement, (int) i + 1);
          cells[i] = g_strdup (text ? text : "");
        }
      g_ptr_array_add (rows, cells);
    }
  if (statement && !local)
    return g_steal_pointer (&rows);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * cl_export_new:
 * @ledger: what is exported
 *
 * Returns: (transfer full): all of it, for the office's own use; to be narrowed by its members
 */
ClExport *
cl_export_new (ClLedger *ledger)
{
  ClExport *export = g_new0 (ClExport, 1);
  export->ledger = cl_ledger_ref (ledger);
  return export;
}

/**
 * cl_export_free:
 * @export: (transfer full) (nullable): an export
 */
void
cl_export_free (ClExport *export)
{
  if (!export)
    return;
  cl_ledger_unref (export->ledger);
  g_free (export->view);
  g_clear_pointer (&export->where, g_ptr_array_unref);
  g_clear_pointer (&export->ids, g_array_unref);
  g_clear_pointer (&export->headings, g_ptr_array_unref);
  g_strfreev (export->columns);
  g_strfreev (export->titles);
  g_free (export->search);
  g_free (export->order);
  g_free (export->title);
  g_free (export->encoding);
  g_free (export);
}

/**
 * cl_export_add_where:
 * @export: an export
 * @typed: "FIELD=VALUE", as cl_query_add_typed_where() takes it
 */
void
cl_export_add_where (ClExport *export, const char *typed)
{
  if (!export->where)
    export->where = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (export->where, g_strdup (typed));
}

/**
 * cl_export_take_rows:
 * @export: an export of the ledger that @rows lists
 * @rows: a list as it is seen
 *
 * Exports the rows of the list, those too that are folded away, in its order, with its columns, and under headings where it has groups. Main thread.
 */
void
cl_export_take_rows (ClExport *export, ClRowModel *rows)
{
  GArray *ids = cl_row_model_peek_ids (rows);
  g_autoptr (GStrvBuilder) columns = g_strv_builder_new (), titles = g_strv_builder_new ();
  g_clear_pointer (&export->ids, g_array_unref);
  export->headings = cl_export_read_headings (rows);
  if (ids->len > 0)
    export->ids = g_array_ref (ids);
  else
    {
      /* No row has this number: an empty list is not all of it. */
      gint64 none = 0;
      export->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (export->ids, none);
    }
  for (guint i = 0; i < cl_row_model_get_n_columns (rows); i++)
    {
      g_strv_builder_add (columns, cl_row_model_get_column_path (rows, i));
      g_strv_builder_add (titles, cl_row_model_get_column_title (rows, i));
    }
  g_strfreev (export->columns);
  g_strfreev (export->titles);
  export->columns = g_strv_builder_end (columns);
  export->titles = g_strv_builder_end (titles);
  g_free (export->order);
  export->order = g_strdup (cl_row_model_get_order (rows));
}

/**
 * cl_export_take_all_columns:
 * @export: an export of rows as they are seen
 *
 * Exports every field of them, one row a record, so that they come back unchanged.
 */
void
cl_export_take_all_columns (ClExport *export)
{
  g_clear_pointer (&export->columns, g_strfreev);
  g_clear_pointer (&export->titles, g_strfreev);
  g_clear_pointer (&export->headings, g_ptr_array_unref);
}

/**
 * cl_export_get_title:
 * @export: an export
 *
 * Returns: (transfer full): what stands on its tab and in the register of exports
 */
char *
cl_export_get_title (const ClExport *export)
{
  const ClLedgerView *view = export->view ? cl_ledger_find_view (export->ledger, export->view) : NULL;
  if (export->title)
    return g_strdup (export->title);
  return view && view->title ? g_strdup_printf ("%s（%s）", cl_ledger_get_header (export->ledger), view->title) : g_strdup (cl_ledger_get_header (export->ledger));
}

/**
 * cl_export_write:
 * @export: what is exported
 * @catalogue: the catalogue
 * @reader: a connection of the calling thread
 * @path: a path that ends in .xlsx or .csv
 * @count: (out) (optional): how many rows
 * @cancellable: (nullable): breaks it off, and no file is left or replaced; told how far it is where it is a #ClProgress
 * @error: return location
 *
 * Writes official headers, labels for codes, names for references, numbers of persons as text. With all fields and for the office's own use, imported
 * again it changes nothing.
 *
 * Returns: whether the file is there
 */
gboolean
cl_export_write (const ClExport *export,
                 ClCatalogue    *catalogue,
                 ClDatabase     *reader,
                 const char     *path,
                 ClExportCount  *count,
                 GCancellable   *cancellable,
                 GError        **error)
{
  g_autoptr (GPtrArray) paths = write_table (export, catalogue, reader, path, NULL, count, cancellable, error);
  return paths != NULL;
}

/**
 * cl_export_write_by_village:
 * @export: what is exported
 * @catalogue: the catalogue
 * @reader: a connection of the calling thread
 * @path: a path that ends in .xlsx or .csv, before which end the village is put
 * @count: (out) (optional): how many rows in all
 * @cancellable: (nullable): as for cl_export_write()
 * @error: return location
 *
 * As cl_export_write(), one file a village; records without one come into a file of their own.
 *
 * Returns: (transfer full) (element-type filename): the files; %NULL on error
 */
GPtrArray *
cl_export_write_by_village (const ClExport *export,
                            ClCatalogue    *catalogue,
                            ClDatabase     *reader,
                            const char     *path,
                            ClExportCount  *count,
                            GCancellable   *cancellable,
                            GError        **error)
{
  g_autofree char *village = cl_export_find_village_path (catalogue, export->ledger);
  if (village)
    return write_table (export, catalogue, reader, path, village, count, cancellable, error);
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The entries of “%s” belong to no village. Export them into one file."), cl_ledger_get_title (export->ledger));
  return NULL;
}

static const ClField *
find_division (ClLedger *ledger)
{
  const ClField *field = cl_ledger_find_field (ledger, "division");
  if (field && cl_field_get_target (field) && strcmp (cl_field_get_target (field), "division") == 0 && !cl_field_is_several (field))
    return field;
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      field = cl_ledger_get_field (ledger, i);
      if (cl_field_get_target (field) && strcmp (cl_field_get_target (field), "division") == 0 && !cl_field_is_several (field))
        return field;
    }
  return NULL;
}

/**
 * cl_export_find_village_path:
 * @catalogue: the catalogue
 * @ledger: a ledger
 *
 * Returns: (transfer full) (nullable): the path to the village of a record, its own or of what it refers to first
 */
char *
cl_export_find_village_path (ClCatalogue *catalogue, ClLedger *ledger)
{
  const ClField *division = find_division (ledger);
  if (division && strcmp (cl_ledger_get_name (ledger), "division") != 0)
    return g_strdup (cl_field_get_name (division));
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      ClLedger *target = cl_field_get_target (field) ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (field)) : NULL;
      const ClField *further = target && target != ledger && !cl_field_is_several (field) && strcmp (cl_field_get_target (field), "division") != 0
                                 ? find_division (target) : NULL;
      if (further)
        return g_strconcat (cl_field_get_name (field), ".", cl_field_get_name (further), NULL);
    }
  return NULL;
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
 * All fields of all records, for the office's own use: cl_export_write().
 *
 * Returns: whether the file is there
 */
gboolean
cl_export_ledger (ClCatalogue *catalogue, ClDatabase *reader, ClLedger *ledger, const char *view, const char *path, GError **error)
{
  g_autoptr (ClExport) export = cl_export_new (ledger);
  export->view = g_strdup (view);
  return cl_export_write (export, catalogue, reader, path, NULL, NULL, error);
}
