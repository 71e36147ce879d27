#include "cl-config.h"

#include "cl-transaction-private.h"

#include <glib/gi18n-lib.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-output-private.h"
#include "cl-recording-private.h"
#include "cl-store-private.h"

#define COUNTER_BITS 25
#define INSTALLATION_BITS 8

struct _ClTransaction
{
  ClDatabase *database;
  ClCatalogue *catalogue;
  GCancellable *cancellable;
  ClRecording *recording;
  char *files;
  char *words;
  char *kind;
  gint64 id_base;      /* township and installation */
  gint64 counter;
  gboolean counter_is_changed;
  guint depth;         /* savepoints open */
  GHashTable *dated;   /* of cl-transaction-dated.c */
};

/* Township code (its first nine digits; a shorter code filled with zeros) × 2³³ + installation × 2²⁵ + counter (DESIGN.md, The store). */
static gboolean
read_id_base (ClTransaction *transaction, GError **error)
{
  gint64 township, installation;

  if (!cl_store_query_integer (transaction->database,
                               "SELECT CAST(substr((SELECT value FROM setting WHERE key = 'office-code') || '000000000', 1, 9) AS INTEGER)", &township, error)
      || !cl_store_query_integer (transaction->database, "SELECT number FROM installation ORDER BY position DESC LIMIT 1", &installation, error)
      || !cl_store_query_integer (transaction->database, "SELECT value FROM counter", &transaction->counter, error))
    return FALSE;
  transaction->id_base = (township << (COUNTER_BITS + INSTALLATION_BITS)) | (installation << COUNTER_BITS);
  return TRUE;
}

static gint64
next_id (ClTransaction *transaction, GError **error)
{
  if (transaction->counter >= (G_GINT64_CONSTANT (1) << COUNTER_BITS) - 1)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED,
                           _("This data file has given out all its record numbers. Make a backup and restore it: it then takes new numbers."));
      return 0;
    }
  transaction->counter++;
  transaction->counter_is_changed = TRUE;
  return transaction->id_base | transaction->counter;
}

static void
transaction_free (ClTransaction *transaction)
{
  g_clear_object (&transaction->cancellable);
  g_clear_object (&transaction->catalogue);
  g_hash_table_unref (transaction->dated);
  g_free (transaction->files);
  g_free (transaction->words);
  g_free (transaction->kind);
  g_free (transaction);
}

ClTransaction *
cl_transaction_new (ClDatabase *database, ClCatalogue *catalogue, const char *files, GCancellable *cancellable, GError **error)
{
  ClRecording *recording = cl_recording_begin (database, catalogue, error);
  ClTransaction *transaction;

  if (recording == NULL)
    return NULL;
  transaction = g_new0 (ClTransaction, 1);
  transaction->database = database;
  transaction->catalogue = g_object_ref (catalogue);
  g_set_object (&transaction->cancellable, cancellable);
  transaction->recording = recording;
  transaction->dated = cl_transaction_dated_new ();
  transaction->files = g_strdup (files);
  transaction->kind = g_strdup ("edit");
  if (!read_id_base (transaction, error))
    {
      cl_transaction_roll_back (transaction);
      return NULL;
    }
  cl_database_set_guard (database, CL_GUARD_RECORDED);
  return transaction;
}

void
cl_transaction_roll_back (ClTransaction *transaction)
{
  cl_recording_end_queue (transaction->recording, FALSE, NULL);
  cl_database_set_guard (transaction->database, CL_GUARD_NONE);
  cl_recording_roll_back (transaction->recording);
  transaction_free (transaction);
}

gint64
cl_transaction_commit (ClTransaction *transaction, const char *words, GHashTable **changed, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 entry;

  if (!cl_recording_end_queue (transaction->recording, TRUE, error) || g_cancellable_set_error_if_cancelled (transaction->cancellable, error))
    {
      cl_transaction_roll_back (transaction);
      return 0;
    }
  cl_database_set_guard (transaction->database, CL_GUARD_NONE);
  /* From here on it is too late to cancel: what is written is written whole. */
  cl_database_set_cancellable (transaction->database, NULL);
  if (transaction->counter_is_changed)
    {
      sql = g_strdup_printf ("UPDATE counter SET value = %" G_GINT64_FORMAT, transaction->counter);
      if (!cl_database_execute (transaction->database, sql, error))
        {
          cl_transaction_roll_back (transaction);
          return 0;
        }
    }
  entry = cl_recording_commit (transaction->recording, transaction->kind, transaction->words != NULL ? transaction->words : words, 0, changed, error);
  transaction_free (transaction);
  return entry;
}

static ClInsert *
get_insert (ClTransaction *transaction, ClLedger *ledger, GError **error)
{
  ClInsert *insert = cl_recording_get_insert (transaction->recording, ledger);
  g_autoptr(GPtrArray) columns = NULL;

  if (insert != NULL)
    return insert;
  columns = g_ptr_array_new ();
  g_ptr_array_add (columns, (gpointer) "id");
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    if (!cl_field_is_several (cl_ledger_get_field (ledger, i)))
      g_ptr_array_add (columns, (gpointer) cl_field_get_name (cl_ledger_get_field (ledger, i)));
  g_ptr_array_add (columns, NULL);
  return cl_recording_add_insert (transaction->recording, ledger, cl_ledger_get_table (ledger), cl_ledger_get_name (ledger),
                                  (const char *const *) columns->pdata, error);
}

/* @fields: values by the fields' indices. */
static gboolean
insert_row (ClTransaction *transaction, ClLedger *ledger, const ClValue *const *fields, gint64 id, GError **error)
{
  ClInsert *insert = get_insert (transaction, ledger, error);
  guint n_fields = cl_ledger_get_n_fields (ledger), n = 0;
  const ClValue **values = g_newa (const ClValue *, n_fields + 1);
  const ClValue own_id = { CL_VALUE_INTEGER, { id } };

  if (insert == NULL)
    return FALSE;
  values[n++] = &own_id;
  for (guint i = 0; i < n_fields; i++)
    if (!cl_field_is_several (cl_ledger_get_field (ledger, i)))
      values[n++] = fields[i];
  return cl_recording_insert (transaction->recording, insert, values, transaction->depth > 0, error);
}

/* A savepoint may still be taken back, and with it what would stand in a changeset that was closed. */
static gboolean
divide (ClTransaction *transaction, GError **error)
{
  return transaction->depth > 0 || cl_recording_divide (transaction->recording, error);
}

static gboolean
is_there (ClTransaction *transaction, ClLedger *ledger, gint64 id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM \"%s\" WHERE \"id\" = %" G_GINT64_FORMAT ")", cl_ledger_get_table (ledger), id);
  gint64 exists;

  if (!cl_store_query_integer (transaction->database, sql, &exists, error))
    return FALSE;
  if (!exists)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("This record is not there any more; it was deleted meanwhile. Load the list again."));
  return exists != 0;
}

static gboolean
update_row (ClTransaction *transaction, ClRecord *record, const GPtrArray *changed, GError **error)
{
  ClLedger *ledger = cl_record_get_ledger (record);
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autoptr(ClStatement) update = NULL;
  int parameter = 1;

  for (guint i = 0; i < changed->len; i++)
    {
      const ClField *field = g_ptr_array_index (changed, i);

      if (!cl_field_is_several (field))
        g_string_append_printf (sql, "%s\"%s\" = ?", sql->len > 0 ? ", " : "", cl_field_get_name (field));
    }
  if (sql->len == 0)
    return TRUE;
  {
    g_autofree char *head = g_strdup_printf ("UPDATE \"%s\" SET ", cl_ledger_get_table (ledger));

    g_string_prepend (sql, head);
  }
  g_string_append (sql, " WHERE \"id\" = ?");
  update = cl_database_prepare (transaction->database, sql->str, error);
  if (update == NULL)
    return FALSE;
  for (guint i = 0; i < changed->len; i++)
    {
      const ClField *field = g_ptr_array_index (changed, i);

      if (!cl_field_is_several (field))
        cl_statement_bind_value (update, parameter++, cl_record_get (record, field));
    }
  cl_statement_bind_integer (update, parameter, cl_record_get_id (record));
  return cl_statement_run (update, error);
}

/* Links of a record that was there before are the session's: it keeps of a list written anew only the places that differ. */
static gboolean
insert_link (ClTransaction *transaction, ClInsert *insert, gint64 id, guint position, const ClValue *value, gboolean is_new, GError **error)
{
  const ClValue record = { CL_VALUE_INTEGER, { id } };
  const ClValue place = { CL_VALUE_INTEGER, { position } };
  const ClValue *values[] = { &record, &place, value };

  return cl_recording_insert (transaction->recording, insert, values, !is_new || transaction->depth > 0, error);
}

static ClInsert *
get_link_insert (ClTransaction *transaction, ClLedger *ledger, const ClField *field, GError **error)
{
  static const char *const columns[] = { "record", "position", "value", NULL };
  ClInsert *insert = cl_recording_get_insert (transaction->recording, field);
  g_autofree char *table = NULL;

  if (insert != NULL)
    return insert;
  table = g_strdup_printf ("%s__%s", cl_ledger_get_table (ledger), cl_field_get_name (field));
  return cl_recording_add_insert (transaction->recording, field, table, NULL, columns, error);
}

gboolean
cl_transaction_write_links (ClTransaction *transaction, ClLedger *ledger, const ClField *field, gint64 id, const ClValue *value, gboolean is_new, GError **error)
{
  ClInsert *insert;

  if (!is_new)
    {
      g_autofree char *delete_sql = g_strdup_printf ("DELETE FROM \"%s__%s\" WHERE \"record\" = ?", cl_ledger_get_table (ledger), cl_field_get_name (field));
      g_autoptr(ClStatement) delete = cl_database_prepare (transaction->database, delete_sql, error);

      if (delete == NULL)
        return FALSE;
      cl_statement_bind_integer (delete, 1, id);
      if (!cl_statement_run (delete, error))
        return FALSE;
    }
  if (cl_value_is_none (value))
    return TRUE;
  insert = get_link_insert (transaction, ledger, field, error);
  if (insert == NULL)
    return FALSE;
  if (value->kind == CL_VALUE_TEXTS)
    for (guint i = 0; value->texts[i] != NULL; i++)
      {
        const ClValue one = { CL_VALUE_TEXT, { .text = value->texts[i] } };

        if (!insert_link (transaction, insert, id, i, &one, is_new, error))
          return FALSE;
      }
  else if (value->kind == CL_VALUE_IDS)
    for (guint i = 0; i < value->ids->len; i++)
      {
        const ClValue one = { CL_VALUE_INTEGER, { g_array_index (value->ids, gint64, i) } };

        if (!insert_link (transaction, insert, id, i, &one, is_new, error))
          return FALSE;
      }
  return TRUE;
}

gint64
cl_transaction_insert (ClTransaction *transaction, ClLedger *ledger, const ClValue *const *fields, GError **error)
{
  gint64 id = next_id (transaction, error);

  if (id == 0 || !insert_row (transaction, ledger, fields, id, error))
    return 0;
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      if (!cl_value_is_none (fields[i]) && cl_field_is_several (field) && !cl_transaction_write_links (transaction, ledger, field, id, fields[i], TRUE, error))
        return 0;
    }
  if (!cl_transaction_begin_dated (transaction, ledger, fields, id, error) || !divide (transaction, error))
    return 0;
  return id;
}

static gboolean
insert_record (ClTransaction *transaction, ClRecord *record, GError **error)
{
  ClLedger *ledger = cl_record_get_ledger (record);
  const ClValue **fields = g_newa0 (const ClValue *, cl_ledger_get_n_fields (ledger));
  gint64 id;

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    fields[i] = cl_record_get (record, cl_ledger_get_field (ledger, i));
  id = cl_transaction_insert (transaction, ledger, fields, error);
  if (id != 0)
    cl_record_set_id (record, id);
  return id != 0;
}

static gboolean
update_record (ClTransaction *transaction, ClRecord *record, GError **error)
{
  ClLedger *ledger = cl_record_get_ledger (record);
  gint64 id = cl_record_get_id (record);
  g_autoptr(GPtrArray) changed = g_ptr_array_new ();

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    if (cl_record_is_changed (record, cl_ledger_get_field (ledger, i)))
      g_ptr_array_add (changed, (gpointer) cl_ledger_get_field (ledger, i));
  if (!is_there (transaction, ledger, id, error) || !update_row (transaction, record, changed, error))
    return FALSE;
  for (guint i = 0; i < changed->len; i++)
    {
      const ClField *field = g_ptr_array_index (changed, i);

      if (cl_field_is_several (field) && !cl_transaction_write_links (transaction, ledger, field, id, cl_record_get (record, field), FALSE, error))
        return FALSE;
    }
  return cl_transaction_keep_dated (transaction, record, changed, error) && divide (transaction, error);
}

/**
 * cl_transaction_save:
 * @transaction: the write under way
 * @record: what to save; given an id where it has none, and settled
 * @error: return location
 *
 * Inserts or updates one record; of a stored one, the changed fields alone. What ledgers keep as dated rows (residence,
 * disability) is carried on: the open row ends today, a new one begins. Checks nothing but references: callers run
 * cl_record_check() first. Writer thread.
 *
 * Returns: whether it is written; %CL_ERROR_NOT_FOUND where the record was deleted meanwhile
 */
gboolean
cl_transaction_save (ClTransaction *transaction, ClRecord *record, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (transaction->cancellable, error) || !cl_output_may_save (transaction->database, record, error))
    return FALSE;
  if (!(cl_record_get_id (record) == 0 ? insert_record (transaction, record, error) : update_record (transaction, record, error)))
    return FALSE;
  cl_record_settle (record);
  return TRUE;
}

static gint64
attach (ClTransaction *transaction, GInputStream *stream, const char *name, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (transaction->catalogue, "attachment");
  g_autoptr(ClRecord) record = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *content_type = g_content_type_guess (name, NULL, 0, NULL);
  g_autofree char *media_type = g_content_type_get_mime_type (content_type);
  g_auto(ClValue) value = CL_VALUE_INIT;
  gint64 size;

  if (ledger == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The ledger of attachments is missing. Install Canlian again."));
      return 0;
    }
  digest = cl_attachment_store (transaction->files, stream, &size, transaction->cancellable, error);
  if (digest == NULL)
    return 0;
  record = cl_record_new (ledger);
  if (!cl_record_set_text (record, "sha256", digest, error)
      || !cl_record_set_text (record, "name", name, error)
      || !cl_record_set_text (record, "media_type", media_type != NULL ? media_type : "application/octet-stream", error)
      || !cl_record_set_text (record, "added", cl_today (), error))
    return 0;
  cl_value_set_integer (&value, size);
  cl_record_set (record, cl_ledger_find_field (ledger, "size"), &value);
  return cl_transaction_save (transaction, record, error) ? cl_record_get_id (record) : 0;
}

/**
 * cl_transaction_attach:
 * @transaction: the write under way
 * @file: the document, picture or scan
 * @error: return location
 *
 * Copies @file into FILE.files/ under its SHA-256, on the disk before the commit that names it, and makes its record of the
 * core ledger `attachment`. Writer thread.
 *
 * Returns: the id of the attachment, 0 on error
 */
gint64
cl_transaction_attach (ClTransaction *transaction, GFile *file, GError **error)
{
  g_autoptr(GFileInputStream) stream = g_file_read (file, transaction->cancellable, error);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);

  return stream != NULL ? attach (transaction, G_INPUT_STREAM (stream), name, error) : 0;
}

/**
 * cl_transaction_attach_bytes:
 * @transaction: the write under way
 * @bytes: the file's content
 * @name: how the file is called, with its ending
 * @error: return location
 *
 * As cl_transaction_attach(), of what was made here and lies in no file. Writer thread.
 *
 * Returns: the id of the attachment, 0 on error
 */
gint64
cl_transaction_attach_bytes (ClTransaction *transaction, GBytes *bytes, const char *name, GError **error)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  return attach (transaction, stream, name, error);
}

/**
 * cl_transaction_begin_part:
 * @transaction: the write under way
 * @error: return location
 *
 * Begins a part that can be taken back alone, such as one row of an import. Parts may lie in each other.
 *
 * Returns: whether it began
 */
gboolean
cl_transaction_begin_part (ClTransaction *transaction, GError **error)
{
  ClGuard guard = cl_database_get_guard (transaction->database);
  gboolean is_begun;

  cl_database_set_guard (transaction->database, CL_GUARD_NONE);
  is_begun = cl_database_execute (transaction->database, "SAVEPOINT part", error);
  cl_database_set_guard (transaction->database, guard);
  if (is_begun)
    transaction->depth++;
  return is_begun;
}

/**
 * cl_transaction_end_part:
 * @transaction: the write under way
 * @keep: %FALSE takes back what was written since cl_transaction_begin_part(); ids given out meanwhile are not given again
 * @error: return location
 *
 * Returns: whether it ended as asked
 */
gboolean
cl_transaction_end_part (ClTransaction *transaction, gboolean keep, GError **error)
{
  ClGuard guard = cl_database_get_guard (transaction->database);
  gboolean is_ended;

  g_return_val_if_fail (transaction->depth > 0, FALSE);
  transaction->depth--;
  /* After a failure that rolled everything back there is no savepoint left to end. */
  if (sqlite3_get_autocommit (cl_database_get_handle (transaction->database)))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The write was broken off; nothing was changed. Try again."));
      return FALSE;
    }
  cl_database_set_guard (transaction->database, CL_GUARD_NONE);
  is_ended = (keep || cl_database_execute (transaction->database, "ROLLBACK TO part", error))
             && cl_database_execute (transaction->database, "RELEASE part", error);
  cl_database_set_guard (transaction->database, guard);
  return is_ended && divide (transaction, error);
}

ClRecording *
cl_transaction_get_recording (ClTransaction *transaction)
{
  return transaction->recording;
}

/**
 * cl_transaction_get_database:
 * @transaction: the write under way
 *
 * Returns: (transfer none): the writing connection; it sees what was written so far and refuses DDL, pragmas and transactions
 */
ClDatabase *
cl_transaction_get_database (ClTransaction *transaction)
{
  return transaction->database;
}

GHashTable *
cl_transaction_get_dated (ClTransaction *transaction)
{
  return transaction->dated;
}

/**
 * cl_transaction_get_catalogue:
 * @transaction: the write under way
 *
 * Returns: (transfer none): the store's catalogue
 */
ClCatalogue *
cl_transaction_get_catalogue (ClTransaction *transaction)
{
  return transaction->catalogue;
}

/**
 * cl_transaction_get_cancellable:
 * @transaction: the write under way
 *
 * Returns: (transfer none) (nullable): what the caller may cancel it by
 */
GCancellable *
cl_transaction_get_cancellable (ClTransaction *transaction)
{
  return transaction->cancellable;
}

/**
 * cl_transaction_set_words:
 * @transaction: the write under way
 * @words: what was done, as the journal and undo say it
 */
void
cl_transaction_set_words (ClTransaction *transaction, const char *words)
{
  g_free (transaction->words);
  transaction->words = g_strdup (words);
}

/**
 * cl_transaction_set_kind:
 * @transaction: the write under way
 * @kind: "edit", "import" …; not one of the store's own kinds (undo, redo, schema, rebuild)
 */
void
cl_transaction_set_kind (ClTransaction *transaction, const char *kind)
{
  g_return_if_fail (!g_str_equal (kind, "undo") && !g_str_equal (kind, "redo") && !g_str_equal (kind, "schema") && !g_str_equal (kind, "rebuild"));

  g_free (transaction->kind);
  transaction->kind = g_strdup (kind);
}
