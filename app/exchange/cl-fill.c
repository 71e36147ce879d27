#include "cl-config.h"

#include "cl-fill.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-export-private.h"
#include "cl-fill-private.h"
#include "cl-import.h"

/**
 * cl_fill_report_clear:
 * @report: what a filling said
 */
void
cl_fill_report_clear (ClFillReport *report)
{
  g_clear_pointer (&report->homeless, g_strfreev);
}

static char *
plain (const char *header)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (const char *c = header ? header : ""; *c; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_unichar (text, g_utf8_get_char (c));
  return g_strdup (text->str);
}

/* What no field keeps and every county asks for: the age, which follows from the birth. */
static const char *
derive (ClLedger   *ledger,
        const char *header)
{
  const ClField *person = cl_ledger_find_field (ledger, "person");
  if (strcmp (header, "年龄") != 0 && strcmp (header, "周岁") != 0)
    return NULL;
  if (cl_ledger_find_field (ledger, "birth"))
    return "age(birth)";
  return person && g_strcmp0 (cl_field_get_target (person), "person") == 0 ? "age(person.birth)" : NULL;
}

static gboolean
is_number_field (ClCatalogue *catalogue,
                 ClLedger    *ledger,
                 const char  *path)
{
  const ClField *field = cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL);
  return g_str_has_prefix (path, "age(") ||
         (field && (cl_field_get_field_type (field) == CL_FIELD_INTEGER || cl_field_get_field_type (field) == CL_FIELD_MONEY));
}

static gboolean
check_form (const char *path,
            GError    **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *base = g_path_get_basename (path);
  if (g_str_has_suffix (lower, ".xlsx"))
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no .xlsx. Open it in the spreadsheet program, save it as .xlsx, and fill that."), base);
  return FALSE;
}

/* 序号 before the others, from 1. */
static void
number_rows (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      g_auto (GStrv) old = rows->pdata[i];
      guint n = g_strv_length (old);
      char **cells = g_new0 (char *, n + 2);
      cells[0] = g_strdup_printf ("%u", i + 1);
      for (guint k = 0; k < n; k++)
        cells[k + 1] = g_steal_pointer (&old[k]);
      rows->pdata[i] = cells;
      g_clear_pointer (&old, g_free);
    }
}

/**
 * cl_fill:
 * @export: which records, in which order; its columns are passed by
 * @catalogue: the catalogue
 * @reader: a connection of the calling thread
 * @match: which column of @sheet shows what
 * @sheet: a spreadsheet of theirs; FOREIGN where it is no .xlsx
 * @number: which of its sheets, from 1 in the order of the tabs; 0: the first visible one
 * @path: the copy to be written, .xlsx
 * @report: (out): how many rows, and which columns stayed blank
 * @error: return location
 *
 * Puts a row for each record below the header. The rows look like the first row there, formulas go on, what stands below moves
 * down with its sums; all other parts of the file are as they were. Private values are whole.
 *
 * Returns: whether the copy is there
 */
gboolean
cl_fill (const ClExport      *export,
         ClCatalogue         *catalogue,
         ClDatabase          *reader,
         const ClHeaderMatch *match,
         const char          *sheet,
         guint                number,
         const char          *path,
         ClFillReport        *report,
         GError             **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint)), numbers = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (GStrvBuilder) homeless = g_strv_builder_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new (), rows = NULL;
  gboolean counted = FALSE, yes = TRUE;
  if (!check_form (path, error))
    return FALSE;
  for (guint i = 0; i < match->headers->len; i++)
    {
      g_autofree char *header = plain (match->headers->pdata[i]);
      const char *shown = i < match->paths->len ? match->paths->pdata[i] : NULL;
      if (!counted && (strcmp (header, "序号") == 0 || strcmp (header, "编号") == 0) && !shown)
        {
          g_array_prepend_val (columns, i);
          g_array_prepend_val (numbers, yes);
          counted = TRUE;
          continue;
        }
      if (!shown)
        shown = derive (export->ledger, header);
      if (!shown)
        {
          if (*header)
            g_strv_builder_add (homeless, match->headers->pdata[i]);
          continue;
        }
      gboolean reckoned = is_number_field (catalogue, export->ledger, shown);
      g_ptr_array_add (paths, (gpointer) shown);
      g_array_append_val (columns, i);
      g_array_append_val (numbers, reckoned);
    }
  g_ptr_array_add (paths, NULL);
  if (paths->len == 1 || match->header_row == 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("No column of the sheet is known in “%s”. Say which ledger it is about: --from LEDGER"),
                   cl_ledger_get_title (export->ledger));
      return FALSE;
    }
  rows = cl_export_read (export, catalogue, reader, (const char *const *) paths->pdata, error);
  if (!rows)
    return FALSE;
  if (counted)
    number_rows (rows);
  const ClFillTable table = { number, match->header_row, columns, numbers, rows };
  if (!cl_fill_archive (sheet, path, &table, error))
    return FALSE;
  report->rows = rows->len;
  report->homeless = g_strv_builder_end (homeless);
  return TRUE;
}

typedef struct
{
  const char *name;
  const ClExport *export;
  const char *mapping;
  const char *sheet;
  guint number;
} Keep;

static gint64
find_report (ClDatabase *database,
             const char *name,
             GError    **error)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (database, "SELECT id FROM report WHERE name = ? ORDER BY id LIMIT 1", error);
  if (!statement)
    return 0;
  cl_statement_bind_text (statement, 1, name);
  return cl_statement_step (statement, NULL) ? cl_statement_get_integer (statement, 0) : 0;
}

static void
set_plain (ClRecord   *record,
           const char *field,
           const char *text)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  if (text && *text)
    cl_value_set_text (&value, text);
  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), field), &value);
}

static gboolean
keep_cb (ClTransaction *transaction,
         gpointer       data,
         GError       **error)
{
  const Keep *keep = data;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "report");
  ClDatabase *database = cl_transaction_get_database (transaction);
  gint64 id = find_report (database, keep->name, NULL);
  g_autoptr (ClRecord) record = id ? cl_record_load (database, ledger, id, error) : cl_record_new (ledger);
  g_autoptr (GFile) file = g_file_new_for_path (keep->sheet);
  g_autoptr (GString) where = g_string_new (NULL);
  g_auto (ClValue) number = CL_VALUE_INIT;
  gint64 sheet = record ? cl_transaction_attach (transaction, file, error) : 0;
  if (!sheet)
    return FALSE;
  for (guint i = 0; keep->export->where && i < keep->export->where->len; i++)
    g_string_append_printf (where, "%s%s", i ? "\n" : "", (const char *) keep->export->where->pdata[i]);
  set_plain (record, "name", keep->name);
  set_plain (record, "ledger", cl_ledger_get_name (keep->export->ledger));
  set_plain (record, "view", keep->export->view);
  set_plain (record, "filter", where->str);
  set_plain (record, "mapping", keep->mapping);
  cl_record_set_reference (record, "sheet", sheet);
  if (keep->number)
    cl_value_set_integer (&number, keep->number);
  cl_record_set (record, cl_ledger_find_field (ledger, "tab"), &number);
  return cl_transaction_save (transaction, record, error);
}

/**
 * cl_fill_keep:
 * @store: the store
 * @name: what the report is called; one of that name is replaced
 * @export: which records
 * @match: which column shows what
 * @sheet: the empty sheet, which is laid with the attachments
 * @number: which of its sheets, from 1; 0: the first visible one
 * @error: return location
 *
 * Keeps all that is needed to fill the sheet again.
 *
 * Returns: whether it is kept
 */
gboolean
cl_fill_keep (ClStore             *store,
              const char          *name,
              const ClExport      *export,
              const ClHeaderMatch *match,
              const char          *sheet,
              guint                number,
              GError             **error)
{
  g_autofree char *mapping = cl_header_match_to_text (match);
  /* Translators: words of a journal entry; a report's name */
  g_autofree char *words = g_strdup_printf (_("Keep the report “%s”"), name);
  Keep keep = { name, export, mapping, sheet, number };
  return cl_store_write (store, words, keep_cb, &keep, error) != 0;
}

static char *
get_text (const ClRecord *record,
          const char     *field)
{
  const ClValue *value = cl_record_get_named (record, field);
  return value && value->kind == CL_VALUE_TEXT ? g_strdup (value->text) : NULL;
}

static char *
get_sheet (ClStore        *store,
           const ClRecord *record,
           GError        **error)
{
  ClDatabase *reader = cl_store_get_reader (store);
  g_autoptr (ClStatement) statement = cl_database_prepare (reader, "SELECT a.sha256 FROM report r JOIN attachment a ON a.id = r.sheet WHERE r.id = ?", error);
  if (!statement)
    return NULL;
  cl_statement_bind_integer (statement, 1, cl_record_get_id (record));
  return cl_statement_step (statement, NULL) ? cl_store_get_attachment_path (store, cl_statement_get_text (statement, 0)) : NULL;
}

/**
 * cl_fill_find_sheet:
 * @path: a spreadsheet
 * @sheet: (nullable): a sheet's name, or its number from 1; %NULL: the first visible one that holds rows
 * @number: (out): its number from 1
 * @error: NOT_FOUND where there is none of that name
 *
 * Returns: whether it is there
 */
gboolean
cl_fill_find_sheet (const char *path,
                    const char *sheet,
                    guint      *number,
                    GError    **error)
{
  const ClSheetOptions options = { .sheet = sheet };
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, &options, error);
  if (!reader)
    return FALSE;
  *number = cl_sheet_reader_get_sheet (reader);
  return TRUE;
}

/**
 * cl_fill_kept_free:
 * @kept: (transfer full) (nullable): a report that was kept
 */
void
cl_fill_kept_free (ClFillKept *kept)
{
  if (!kept)
    return;
  g_clear_pointer (&kept->export, cl_export_free);
  g_clear_pointer (&kept->match, cl_header_match_free);
  g_free (kept->sheet);
  g_free (kept);
}

static gboolean
match_kept (ClStore    *store,
            ClFillKept *kept,
            const char *mapping,
            GError    **error)
{
  const ClSheetOptions options = { .number = kept->number };
  g_autoptr (ClImport) import = cl_import_new (store, kept->export->ledger, kept->sheet, &options, error);
  if (!import)
    return FALSE;
  kept->match = cl_header_match_copy (cl_import_get_match (import));
  return !mapping || cl_header_match_apply_text (kept->match, cl_store_get_catalogue (store), kept->export->ledger, mapping, CL_HEADER_BY_HAND, error);
}

/**
 * cl_fill_open_kept:
 * @store: the store
 * @name: a report's name
 * @error: return location
 *
 * What cl_fill() needs to fill the sheet of a report again. The store's own thread.
 *
 * Returns: (transfer full): it; %NULL with NOT_FOUND where no report is kept under the name
 */
ClFillKept *
cl_fill_open_kept (ClStore    *store,
                   const char *name,
                   GError    **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClDatabase *reader = cl_store_get_reader (store);
  gint64 id = find_report (reader, name, NULL);
  g_autoptr (ClRecord) record = id ? cl_record_load (reader, cl_catalogue_find_ledger (catalogue, "report"), id, error) : NULL;
  if (!record)
    {
      if (!id)
        g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("No report is kept under the name “%s”. “canlian report --list” lists them."), name);
      return NULL;
    }
  g_autofree char *ledger_name = get_text (record, "ledger"), *where = get_text (record, "filter"), *mapping = get_text (record, "mapping");
  g_autoptr (ClFillKept) kept = g_new0 (ClFillKept, 1);
  g_auto (GStrv) conditions = g_strsplit (where ? where : "", "\n", -1);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, ledger_name);
  const ClValue *number = cl_record_get_named (record, "tab");
  kept->sheet = get_sheet (store, record, error);
  if (!ledger || !kept->sheet)
    {
      if (error && !*error)
        g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The ledger or the sheet of the report “%s” is not there any more. Fill the sheet anew, and keep it."), name);
      return NULL;
    }
  kept->number = number && number->kind == CL_VALUE_INTEGER ? (guint) number->integer : 0;
  kept->export = cl_export_new (ledger);
  kept->export->view = get_text (record, "view");
  kept->export->title = g_strdup (name);
  for (GStrv condition = conditions; *condition; condition++)
    if (**condition)
      cl_export_add_where (kept->export, *condition);
  return match_kept (store, kept, mapping, error) ? g_steal_pointer (&kept) : NULL;
}

/**
 * cl_fill_again:
 * @store: the store
 * @name: a report's name
 * @path: the copy to be written, .xlsx
 * @report: (out): how many rows, and which columns stayed blank
 * @error: return location
 *
 * Fills the sheet of a report that was kept, with the records as they are now, and writes it down in the register of prints and exports.
 *
 * Returns: whether the copy is there
 */
gboolean
cl_fill_again (ClStore      *store,
               const char   *name,
               const char   *path,
               ClFillReport *report,
               GError      **error)
{
  g_autoptr (ClFillKept) kept = cl_fill_open_kept (store, name, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_ptr_array_add (paths, (gpointer) path);
  return kept && cl_fill (kept->export, cl_store_get_catalogue (store), cl_store_get_reader (store), kept->match, kept->sheet, kept->number, path, report, error) &&
         cl_export_log (store, kept->export, paths, NULL, NULL, error);
}
