#include "cl-config.h"

#include "cl-output.h"

#include <glib/gi18n-lib.h>

#include "cl-database-private.h"
#include "cl-date.h"
#include "cl-desk-private.h"
#include "cl-error.h"
#include "cl-output-private.h"
#include "cl-store-private.h"

typedef struct
{
  const ClOutput *outputs;
  guint n;
  GArray *ids;    /* gint64 */
  char *first;    /* number */
  char *last;
} Log;

typedef struct
{
  GArray *ids;
  const char *state;
} Change;

/* The last number given out in a year lies among the settings, which neither undo nor a deleted record touches: no number comes twice. */
static gboolean
next_number (ClTransaction *transaction, char **number, GError **error)
{
  ClDatabase *database = cl_transaction_get_database (transaction);
  ClGuard guard = cl_database_get_guard (database);
  g_autofree char *year = g_strndup (cl_today (), 4);
  g_autofree char *find = g_strdup_printf ("SELECT max(coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'output-number-%s'), 0),"
                                           " coalesce((SELECT max(CAST(substr(number, 6) AS INTEGER)) FROM output WHERE number LIKE '%s-%%'), 0))", year, year);
  g_autofree char *keep = NULL;
  gint64 last = 0;
  gboolean is_kept;

  if (!cl_store_query_integer (database, find, &last, error))
    return FALSE;
  keep = g_strdup_printf ("INSERT OR REPLACE INTO setting (key, value) VALUES ('output-number-%s', '%" G_GINT64_FORMAT "')", year, last + 1);
  cl_database_set_guard (database, CL_GUARD_NONE);
  is_kept = cl_database_execute (database, keep, error);
  cl_database_set_guard (database, guard);
  *number = is_kept ? g_strdup_printf ("%s-%04" G_GINT64_FORMAT, year, last + 1) : NULL;
  return is_kept;
}

static const char *
purpose_of (const ClOutput *output)
{
  if (output->purpose != NULL)
    return output->purpose;
  if (g_str_equal (output->kind, "export"))
    return "报送电子表";
  return output->unit != 0 || output->unit_name != NULL ? "签字盖章" : "工作使用";
}

static char *
digest_of (const ClOutput *output, GError **error)
{
  g_autoptr(GFile) file = output->path != NULL ? g_file_new_for_path (output->path) : NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (65536);
  gssize got;

  if (output->bytes != NULL)
    return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, output->bytes);
  stream = file != NULL ? G_INPUT_STREAM (g_file_read (file, NULL, error)) : NULL;
  if (stream == NULL)
    return NULL;
  while ((got = g_input_stream_read (stream, buffer, 65536, NULL, error)) > 0)
    g_checksum_update (sum, buffer, got);
  return got == 0 ? g_strdup (g_checksum_get_string (sum)) : NULL;
}

/* A paper that is printed again is the same file: its attachment serves both. */
static gint64
find_attachment (ClTransaction *transaction, const char *digest)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (cl_transaction_get_database (transaction), "SELECT id FROM attachment WHERE sha256 = ? ORDER BY id LIMIT 1", NULL);

  if (statement == NULL)
    return 0;
  cl_statement_bind_text (statement, 1, digest);
  return cl_statement_step (statement, NULL) ? cl_statement_get_integer (statement, 0) : 0;
}

static gint64
keep_file (ClTransaction *transaction, const ClOutput *output, const char *digest, GError **error)
{
  g_autoptr(GFile) file = output->path != NULL ? g_file_new_for_path (output->path) : NULL;
  g_autofree char *name = output->file_name != NULL ? g_strdup (output->file_name) : g_strconcat (output->title, ".pdf", NULL);
  gint64 id = find_attachment (transaction, digest);

  g_strdelimit (name, "/\n", ' ');
  if (id != 0)
    return id;
  return output->bytes != NULL ? cl_transaction_attach_bytes (transaction, output->bytes, name, error) : cl_transaction_attach (transaction, file, error);
}

static void
set_text (ClRecord *record, const char *field, const char *text)
{
  const ClField *found = cl_ledger_find_field (cl_record_get_ledger (record), field);
  g_auto(ClValue) value = CL_VALUE_INIT;

  cl_value_set_text (&value, text);
  cl_record_set (record, found, &value);
}

static void
set_count (ClRecord *record, const char *field, guint count)
{
  g_auto(ClValue) value = CL_VALUE_INIT;

  if (count == 0)
    return;
  cl_value_set_integer (&value, count);
  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), field), &value);
}

static gboolean
save_output (ClTransaction *transaction, ClLedger *ledger, Log *log, const ClOutput *output, GError **error)
{
  g_autoptr(ClRecord) record = cl_record_new (ledger);
  g_autofree char *number = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *actor = cl_database_dup_actor (cl_transaction_get_database (transaction));
  gboolean has_file = output->bytes != NULL || output->path != NULL;
  gint64 id, file;

  if (!next_number (transaction, &number, error) || (has_file && (digest = digest_of (output, error)) == NULL))
    return FALSE;
  if (log->first == NULL)
    log->first = g_strdup (number);
  set_text (record, "number", number);
  set_text (record, "kind", output->kind);
  set_text (record, "source", output->source);
  set_text (record, "title", output->title);
  set_text (record, "period", output->period);
  set_text (record, "parameters", output->parameters);
  set_text (record, "purpose", purpose_of (output));
  set_text (record, "digest", digest);
  set_text (record, "actor", actor);
  set_text (record, "made", cl_today ());
  set_text (record, "batch", output->batch != NULL ? output->batch : log->n > 1 ? log->first : NULL);
  set_count (record, "copies", output->copies);
  set_count (record, "pages", output->pages);
  set_text (record, "unit", output->unit_name);
  if (output->unit != 0)
    {
      ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
      g_autofree char *unit = cl_record_call (cl_transaction_get_database (transaction), catalogue, cl_catalogue_find_ledger (catalogue, "division"), output->unit);

      set_text (record, "unit", unit);
    }
  if (g_str_equal (output->kind, "print"))
    {
      set_text (record, "state", "printed");
      set_text (record, "state_date", cl_today ());
    }
  if (has_file && output->keep)
    {
      file = keep_file (transaction, output, digest, error);
      if (file == 0)
        return FALSE;
      cl_record_set_reference (record, "file", file);
    }
  if (!cl_transaction_save (transaction, record, error))
    return FALSE;
  id = cl_record_get_id (record);
  g_array_append_val (log->ids, id);
  g_free (log->last);
  log->last = g_steal_pointer (&number);
  return TRUE;
}

static void
set_words (ClTransaction *transaction, const Log *log)
{
  const ClOutput *first = &log->outputs[0];
  gboolean export = g_str_equal (first->kind, "export");
  g_autofree char *title = first->parameters != NULL ? g_strdup_printf (_("%s (%s)"), first->title, first->parameters) : g_strdup (first->title);
  g_autofree char *words = NULL;

  if (log->n > 1)
    words = g_strdup_printf (export ? _("Exported %s to %s, %u files: %s, for %s") : _("Printed %s to %s, %u papers: %s, for %s"),
                             log->first, log->last, log->n, first->title, purpose_of (first));
  else
    words = g_strdup_printf (export ? _("Exported %s: %s, for %s") : _("Printed %s: %s, for %s"), log->first, title, purpose_of (first));
  cl_transaction_set_words (transaction, words);
}

static gboolean
log_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Log *log = data;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "output");

  if (ledger == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The ledger of prints and exports is missing. Install Canlian again."));
      return FALSE;
    }
  cl_transaction_set_kind (transaction, log->outputs[0].kind);
  for (guint i = 0; i < log->n; i++)
    if (!save_output (transaction, ledger, log, &log->outputs[i], error))
      return FALSE;
  set_words (transaction, log);
  return TRUE;
}

static GArray *
log_outputs (ClStore *store, const ClOutput *outputs, guint n, char **number, GError **error)
{
  Log log = { outputs, n, g_array_new (FALSE, FALSE, sizeof (gint64)), NULL, NULL };

  if (cl_store_write (store, NULL, log_cb, &log, error) <= 0)
    g_clear_pointer (&log.ids, g_array_unref);
  else if (number != NULL)
    *number = g_steal_pointer (&log.first);
  g_free (log.first);
  g_free (log.last);
  return log.ids;
}

/**
 * cl_output_log:
 * @store: an open store
 * @output: what left the office
 * @number: (out) (optional) (transfer full): its number of the year
 * @error: return location
 *
 * Writes down one print or export: gives it the next number of the year, takes the file's digest, lays the file itself with the attachments where
 * @output says so, and makes record and journal entry (of the kind "print" or "export") in one. Undo passes such entries by, and they do not end redo; the state of
 * a paper, and all else that the clerk changes in the record, are ordinary edits. Waits; the store's own thread.
 *
 * Returns: the record's id, 0 on error
 */
gint64
cl_output_log (ClStore *store, const ClOutput *output, char **number, GError **error)
{
  g_autoptr(GArray) ids = NULL;

  g_return_val_if_fail (CL_IS_STORE (store), 0);
  g_return_val_if_fail (output != NULL && output->kind != NULL && output->title != NULL, 0);

  ids = log_outputs (store, output, 1, number, error);
  return ids != NULL ? g_array_index (ids, gint64, 0) : 0;
}

/**
 * cl_output_log_all:
 * @store: an open store
 * @outputs: (array length=n): papers made together, of one kind
 * @n: how many, at least one
 * @error: return location
 *
 * As cl_output_log(), of many in one journal entry. They bear the first one's number as their batch unless they name another.
 *
 * Returns: (transfer full) (element-type gint64): the records' ids in order, %NULL on error
 */
GArray *
cl_output_log_all (ClStore *store, const ClOutput *outputs, guint n, GError **error)
{
  g_return_val_if_fail (CL_IS_STORE (store), NULL);
  g_return_val_if_fail (n > 0, NULL);

  return log_outputs (store, outputs, n, NULL, error);
}

gboolean
cl_output_may_save (ClDatabase *database, ClRecord *record, GError **error)
{
  static const char *const states[] = { "signed", "stamped", "sent", NULL };
  ClLedger *ledger = cl_record_get_ledger (record);
  const ClField *field;
  const ClValue *state;

  if (!g_str_equal (cl_ledger_get_name (ledger), "output"))
    return TRUE;
  field = cl_ledger_find_field (ledger, "state");
  if (field == NULL || !cl_record_is_changed (record, field))
    return TRUE;
  state = cl_record_get (record, field);
  return state->kind != CL_VALUE_TEXT || !g_strv_contains (states, state->text) || cl_database_may (database, CL_RIGHT_SIGN, error);
}

static gboolean
change_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const Change *change = data;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "output");

  for (guint i = 0; i < change->ids->len; i++)
    {
      g_autoptr(ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), ledger, g_array_index (change->ids, gint64, i), error);
      const ClValue *before = record != NULL ? cl_record_get_named (record, "state") : NULL;

      if (record == NULL)
        return FALSE;
      if (before->kind == CL_VALUE_TEXT && g_strcmp0 (before->text, change->state) == 0)
        continue;
      set_text (record, "state", change->state);
      set_text (record, "state_date", cl_today ());
      if (!cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_output_set_state:
 * @store: an open store
 * @ids: (element-type gint64): records of the ledger "output"
 * @state: a code of output-state
 * @error: return location
 *
 * Says of all @ids that they are signed, stamped, returned or sent since today: one edit, undone as one. Waits; the store's own thread.
 *
 * Returns: the journal entry's number; -1 where all of them were so already; 0 on error
 */
gint64
cl_output_set_state (ClStore *store, GArray *ids, const char *state, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClCodes *codes = cl_catalogue_find_codes (catalogue, "output-state");
  const char *label = codes != NULL ? cl_codes_get_label (codes, state) : NULL;
  Change change = { ids, state };
  g_autofree char *words = NULL;

  if (label == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no state of a paper. Choose one of the list."), state);
      return 0;
    }
  if (ids->len == 1)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "output");
      g_autofree char *name = cl_record_call (cl_store_get_reader (store), catalogue, ledger, g_array_index (ids, gint64, 0));

      words = g_strdup_printf (_("%s: %s"), name, label);
    }
  else
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u paper: %s", "%u papers: %s", ids->len), ids->len, label);
  return cl_store_write (store, words, change_cb, &change, error);
}

#define OF_FORM "source = ?1 AND kind = 'print' AND unit IS NOT NULL"
#define YEAR "coalesce(period, substr(made, 1, 4))"

/**
 * cl_output_count:
 * @catalogue: all ledgers
 * @reader: any connection that reads
 * @source: name of a form
 * @count: (out): how many units it was printed for, and how many of them have brought it back or have it sent on
 * @error: return location
 *
 * Speaks of the year for which the form was printed last. A unit whose paper was printed twice counts once.
 *
 * Returns: whether it could be read
 */
gboolean
cl_output_count (ClCatalogue *catalogue, ClDatabase *reader, const char *source, ClOutputCount *count, GError **error)
{
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) step_error = NULL;

  *count = (ClOutputCount) { 0 };
  if (cl_catalogue_find_ledger (catalogue, "output") == NULL)
    return TRUE;
  statement = cl_database_prepare (reader,
                                   "SELECT count(DISTINCT unit), count(DISTINCT CASE WHEN state IN ('returned', 'sent') THEN unit END) FROM output WHERE " OF_FORM
                                   " AND " YEAR " = (SELECT " YEAR " FROM output WHERE " OF_FORM " ORDER BY made DESC, id DESC LIMIT 1)", error);
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, source);
  if (cl_statement_step (statement, &step_error))
    *count = (ClOutputCount) { (guint) cl_statement_get_integer (statement, 0), (guint) cl_statement_get_integer (statement, 1) };
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}
