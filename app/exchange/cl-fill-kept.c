/* Sheets of others that are filled again and again, kept under a name in the ledger "report". */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-fill.h"
#include "cl-import.h"

typedef struct
{
  const char *name;
  const ClExport *export;
  const char *mapping;
  const char *sheet;
  guint number, header_row;
} Keep;

static gint64
find_report (ClDatabase *database, const char *name, GError **error)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (database, "SELECT id FROM report WHERE name = ? ORDER BY id LIMIT 1", error);
  if (!statement)
    return 0;
  cl_statement_bind_text (statement, 1, name);
  return cl_statement_step (statement, NULL) ? cl_statement_get_integer (statement, 0) : 0;
}

static void
set_not_found (const char *name, GError **error)
{
  g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("No report is kept under the name “%s”. “canlian report --list” lists them."), name);
}

static void
set_plain (ClRecord *record, const char *field, const char *text)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  if (text && *text)
    cl_value_set_text (&value, text);
  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), field), &value);
}

static gboolean
keep_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const Keep *keep = data;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "report");
  ClDatabase *database = cl_transaction_get_database (transaction);
  gint64 id = find_report (database, keep->name, NULL);
  g_autoptr (ClRecord) record = id ? cl_record_load (database, ledger, id, error) : cl_record_new (ledger);
  g_autoptr (GFile) file = g_file_new_for_path (keep->sheet);
  g_autoptr (GString) where = g_string_new (NULL);
  g_auto (ClValue) number = CL_VALUE_INIT, header = CL_VALUE_INIT;
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
  cl_value_set_integer (&header, keep->header_row);
  cl_record_set (record, cl_ledger_find_field (ledger, "header_row"), &header);
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
cl_fill_keep (ClStore *store, const char *name, const ClExport *export, const ClHeaderMatch *match, const char *sheet, guint number, GError **error)
{
  g_autofree char *mapping = cl_header_match_to_text (match);
  /* Translators: words of a journal entry; a report's name */
  g_autofree char *words = g_strdup_printf (_("Keep the report “%s”"), name);
  Keep keep = { name, export, mapping, sheet, number, match->header_row };
  return cl_store_write (store, words, keep_cb, &keep, error) != 0;
}

static char *
get_text (const ClRecord *record, const char *field)
{
  const ClValue *value = cl_record_get_named (record, field);
  return value && value->kind == CL_VALUE_TEXT ? g_strdup (value->text) : NULL;
}

static char *
get_sheet (ClStore *store, const ClRecord *record, GError **error)
{
  ClDatabase *reader = cl_store_get_reader (store);
  g_autoptr (ClStatement) statement = cl_database_prepare (reader, "SELECT a.sha256 FROM report r JOIN attachment a ON a.id = r.sheet WHERE r.id = ?", error);
  if (!statement)
    return NULL;
  cl_statement_bind_integer (statement, 1, cl_record_get_id (record));
  return cl_statement_step (statement, NULL) ? cl_store_get_attachment_path (store, cl_statement_get_text (statement, 0)) : NULL;
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

static guint
get_number (const ClRecord *record, const char *field)
{
  const ClValue *value = cl_record_get_named (record, field);
  return value && value->kind == CL_VALUE_INTEGER ? (guint) value->integer : 0;
}

/* By the header that it was kept with; the reports of earlier versions do not say which that was. */
static gboolean
match_kept (ClStore *store, ClFillKept *kept, guint header_row, const char *mapping, GError **error)
{
  const ClSheetOptions options = { .number = kept->number };
  g_autoptr (ClImportHead) head = cl_import_head_read (cl_store_get_catalogue (store), kept->sheet, &options, error);
  if (!head)
    return FALSE;
  g_autoptr (ClImport) import = header_row ? cl_import_new_at (store, kept->export->ledger, head, header_row, error)
                                           : cl_import_new_with_head (store, kept->export->ledger, head, error);
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
cl_fill_open_kept (ClStore *store, const char *name, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClDatabase *reader = cl_store_get_reader (store);
  gint64 id = find_report (reader, name, NULL);
  g_autoptr (ClRecord) record = id ? cl_record_load (reader, cl_catalogue_find_ledger (catalogue, "report"), id, error) : NULL;
  if (!record)
    {
      if (!id)
        set_not_found (name, error);
      return NULL;
    }
  g_autofree char *ledger_name = get_text (record, "ledger"), *where = get_text (record, "filter"), *mapping = get_text (record, "mapping");
  g_autoptr (ClFillKept) kept = g_new0 (ClFillKept, 1);
  g_auto (GStrv) conditions = g_strsplit (where ? where : "", "\n", -1);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, ledger_name);
  kept->sheet = get_sheet (store, record, error);
  if (!ledger || !kept->sheet)
    {
      if (error && !*error)
        g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The ledger or the sheet of the report “%s” is not there any more. Fill the sheet anew, and keep it."), name);
      return NULL;
    }
  kept->number = get_number (record, "tab");
  kept->export = cl_export_new (ledger);
  kept->export->view = get_text (record, "view");
  kept->export->title = g_strdup (name);
  for (GStrv condition = conditions; *condition; condition++)
    if (**condition)
      cl_export_add_where (kept->export, *condition);
  return match_kept (store, kept, get_number (record, "header_row"), mapping, error) ? g_steal_pointer (&kept) : NULL;
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
cl_fill_again (ClStore *store, const char *name, const char *path, ClFillReport *report, GError **error)
{
  g_autoptr (ClFillKept) kept = cl_fill_open_kept (store, name, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_ptr_array_add (paths, (gpointer) path);
  return kept && cl_fill (kept->export, cl_store_get_catalogue (store), cl_store_get_reader (store), kept->match, kept->sheet, kept->number, path, report, error) &&
         cl_export_log (store, kept->export, paths, NULL, NULL, error);
}

typedef struct
{
  gint64 id;
  const char *name; /* NULL: remove it */
} Change;

static gboolean
change_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const Change *change = data;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "report");
  if (!change->name)
    return cl_transaction_delete (transaction, ledger, change->id, error);
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), ledger, change->id, error);
  if (!record)
    return FALSE;
  set_plain (record, "name", change->name);
  return cl_transaction_save (transaction, record, error);
}

/**
 * cl_fill_rename_kept:
 * @store: the store
 * @name: a report's name
 * @other: what it is called from now on
 * @error: NOT_FOUND where there is none of the name, INVALID where @other is another's or empty
 *
 * Returns: whether it is called so
 */
gboolean
cl_fill_rename_kept (ClStore *store, const char *name, const char *other, GError **error)
{
  ClDatabase *reader = cl_store_get_reader (store);
  g_autofree char *plain = g_strstrip (g_strdup (other));
  /* Translators: words of a journal entry; the names of a report */
  g_autofree char *words = g_strdup_printf (_("Call the report “%s” “%s”"), name, plain);
  Change change = { find_report (reader, name, NULL), plain };
  gint64 holder = find_report (reader, plain, NULL);
  if (!change.id)
    {
      set_not_found (name, error);
      return FALSE;
    }
  if (*plain == '\0' || (holder && holder != change.id))
    {
      if (*plain == '\0')
        g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("Write what the report shall be called."));
      else
        g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("There is a report “%s” already. Write another name."), plain);
      return FALSE;
    }
  return cl_store_write (store, words, change_cb, &change, error) != 0;
}

/**
 * cl_fill_remove_kept:
 * @store: the store
 * @name: a report's name
 * @error: NOT_FOUND where there is none of the name
 *
 * Keeps it no longer; undo brings it back. What was filled by it stays in the register.
 *
 * Returns: whether it is gone
 */
gboolean
cl_fill_remove_kept (ClStore *store, const char *name, GError **error)
{
  /* Translators: words of a journal entry; a report's name */
  g_autofree char *words = g_strdup_printf (_("Keep the report “%s” no longer"), name);
  Change change = { find_report (cl_store_get_reader (store), name, NULL), NULL };
  if (change.id)
    return cl_store_write (store, words, change_cb, &change, error) != 0;
  set_not_found (name, error);
  return FALSE;
}
