#include "cl-config.h"

#include "cl-draft.h"

#include <glib/gi18n-lib.h>

#include "cl-desk.h"
#include "cl-record.h"
#include "cl-store-jobs.h"
#include "cl-store-private.h"

#define MS_PER_SECOND 1000
#define COLUMNS "id, ledger, record, owner, time, actor, fields"

/**
 * cl_draft_new:
 * @ledger: name of a ledger
 * @record: its record; 0: a new one
 * @owner: of a new part: the record that it is to belong to; else 0
 *
 * Returns: (transfer full): a draft of nothing yet, with an id that no other has
 */
ClDraft *
cl_draft_new (const char *ledger, gint64 record, gint64 owner)
{
  ClDraft *draft = g_new0 (ClDraft, 1);

  /* Drawn, not counted: several may be begun before the first is written. */
  draft->id = ((gint64) (g_random_int () & G_MAXINT32) << 31) | (g_random_int () & G_MAXINT32) | 1;
  draft->ledger = g_strdup (ledger);
  draft->record = record;
  draft->owner = owner;
  return draft;
}

/**
 * cl_draft_copy:
 * @draft: a draft
 *
 * Returns: (transfer full): a copy
 */
ClDraft *
cl_draft_copy (const ClDraft *draft)
{
  ClDraft *copy = g_memdup2 (draft, sizeof *draft);

  copy->ledger = g_strdup (draft->ledger);
  copy->actor = g_strdup (draft->actor);
  copy->fields = draft->fields != NULL ? g_variant_ref (draft->fields) : NULL;
  return copy;
}

void
cl_draft_free (ClDraft *draft)
{
  g_free (draft->ledger);
  g_free (draft->actor);
  g_clear_pointer (&draft->fields, g_variant_unref);
  g_free (draft);
}

/**
 * cl_draft_set_fields:
 * @draft: a draft
 * @fields: of type CL_DRAFT_FIELDS; a floating one is taken
 */
void
cl_draft_set_fields (ClDraft *draft, GVariant *fields)
{
  g_clear_pointer (&draft->fields, g_variant_unref);
  draft->fields = g_variant_ref_sink (fields);
}

/* NULL: what is kept cannot be read, as in a damaged file; then there is no draft. */
static ClDraft *
read_draft (ClStatement *statement)
{
  g_autoptr (ClDraft) draft = g_new0 (ClDraft, 1);
  GVariant *fields = cl_variant_read (CL_DRAFT_FIELDS, cl_statement_get_text (statement, 6));

  if (fields == NULL)
    {
      g_debug ("A draft cannot be read");
      return NULL;
    }
  cl_draft_set_fields (draft, fields);
  g_variant_unref (fields);
  draft->id = cl_statement_get_integer (statement, 0);
  draft->ledger = g_strdup (cl_statement_get_text (statement, 1));
  draft->record = cl_statement_get_integer (statement, 2);
  draft->owner = cl_statement_get_integer (statement, 3);
  draft->time = cl_statement_get_integer (statement, 4);
  draft->actor = g_strdup (cl_statement_get_text (statement, 5));
  return g_steal_pointer (&draft);
}

/**
 * cl_drafts_list:
 * @store: an open store
 * @ledger: (nullable): name of the ledger; %NULL: all
 *
 * The store's own thread, or a worker between cl_store_begin_reading() and its end.
 *
 * Returns: (transfer full) (element-type ClDraft): the drafts, what was written last first
 */
GPtrArray *
cl_drafts_list (ClStore *store, const char *ledger)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_draft_free);
  ClDatabase *database = cl_store_get_journal (store);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;

  if (database != NULL && cl_desk_may (store, CL_RIGHT_READ, NULL))
    statement = cl_database_prepare (database, "SELECT " COLUMNS " FROM draft WHERE ?1 IS NULL OR ledger = ?1 ORDER BY time DESC, id", &error);
  if (statement != NULL)
    cl_statement_bind_text (statement, 1, ledger);
  while (statement != NULL && cl_statement_step (statement, &error))
    {
      ClDraft *draft = read_draft (statement);

      if (draft != NULL)
        g_ptr_array_add (drafts, draft);
    }
  if (error != NULL)
    g_warning ("Drafts cannot be listed: %s", error->message);
  return drafts;
}

/**
 * cl_draft_find:
 * @store: an open store
 * @ledger: name of the ledger
 * @record: one of its records
 *
 * Returns: (transfer full) (nullable): the draft of @record, or %NULL. The store's own thread.
 */
ClDraft *
cl_draft_find (ClStore *store, const char *ledger, gint64 record)
{
  ClDatabase *database = cl_store_get_journal (store);
  g_autoptr (ClStatement) statement = NULL;

  if (database == NULL || record == 0 || !cl_desk_may (store, CL_RIGHT_READ, NULL))
    return NULL;
  statement = cl_database_prepare (database, "SELECT " COLUMNS " FROM draft WHERE ledger = ? AND record = ? AND record <> 0", NULL);
  if (statement == NULL)
    return NULL;
  cl_statement_bind_text (statement, 1, ledger);
  cl_statement_bind_integer (statement, 2, record);
  return cl_statement_step (statement, NULL) ? read_draft (statement) : NULL;
}

/* Of a record there is one draft, whoever began it. */
static gboolean
replace_draft (ClDatabase *database, const ClDraft *draft, GError **error)
{
  g_autoptr (ClStatement) delete = cl_database_prepare (database, "DELETE FROM draft WHERE id = ?1 OR (record <> 0 AND record = ?2 AND ledger = ?3)", error);
  g_autoptr (ClStatement) insert = NULL;
  g_autofree char *actor = cl_database_dup_actor (database), *fields = g_variant_print (draft->fields, FALSE);

  if (delete == NULL)
    return FALSE;
  cl_statement_bind_integer (delete, 1, draft->id);
  cl_statement_bind_integer (delete, 2, draft->record);
  cl_statement_bind_text (delete, 3, draft->ledger);
  if (!cl_statement_run (delete, error))
    return FALSE;
  insert = cl_database_prepare (database, "INSERT INTO draft (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?)", error);
  if (insert == NULL)
    return FALSE;
  cl_statement_bind_integer (insert, 1, draft->id);
  cl_statement_bind_text (insert, 2, draft->ledger);
  cl_statement_bind_integer (insert, 3, draft->record);
  cl_statement_bind_integer (insert, 4, draft->owner);
  cl_statement_bind_integer (insert, 5, draft->time != 0 ? draft->time : g_get_real_time () / MS_PER_SECOND);
  cl_statement_bind_text (insert, 6, actor != NULL ? actor : "");
  cl_statement_bind_text (insert, 7, fields);
  return cl_statement_run (insert, error);
}

static gint64
work_write (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  const ClWork *work = data;

  if (!cl_database_may (database, CL_RIGHT_RECORD, error) || !cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return 0;
  if (replace_draft (database, work->data, error) && cl_database_execute (database, "COMMIT", error))
    return -1;
  cl_database_execute (database, "ROLLBACK", NULL);
  return 0;
}

static gint64
work_drop (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  const ClWork *work = data;
  g_autoptr (ClStatement) statement = NULL;

  if (!cl_database_may (database, CL_RIGHT_RECORD, error))
    return 0;
  statement = cl_database_prepare (database, "DELETE FROM draft WHERE id = ?", error);
  if (statement == NULL)
    return 0;
  cl_statement_bind_integer (statement, 1, work->target);
  return cl_statement_run (statement, error) ? -1 : 0;
}

static ClWork *
write_new (ClStore *store, const ClDraft *draft)
{
  ClWork *work = cl_work_new (cl_store_get_catalogue (store), NULL);

  work->data = cl_draft_copy (draft);
  work->destroy = (GDestroyNotify) cl_draft_free;
  return work;
}

/**
 * cl_draft_write:
 * @store: an open store
 * @draft: a draft with fields; its time 0: now
 * @error: return location
 *
 * Writes it in the place of what was written by the same id, or of the same record. Not recorded. The store's own thread; waits.
 *
 * Returns: whether it is written
 */
gboolean
cl_draft_write (ClStore *store, const ClDraft *draft, GError **error)
{
  return cl_store_run (store, work_write, write_new (store, draft), error) != 0;
}

/**
 * cl_draft_write_async:
 * @store: an open store
 * @draft: a draft with fields
 * @callback: (nullable): called on the calling thread's context
 * @user_data: for @callback
 *
 * cl_draft_write() without waiting. What was handed over is written before the store closes.
 */
void
cl_draft_write_async (ClStore *store, const ClDraft *draft, GAsyncReadyCallback callback, gpointer user_data)
{
  cl_store_run_async (store, work_write, write_new (store, draft), cl_draft_write_async, NULL, callback, user_data);
}

/**
 * cl_draft_write_finish:
 * @store: a store
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: as cl_draft_write()
 */
gboolean
cl_draft_write_finish (ClStore *store, GAsyncResult *result, GError **error)
{
  return cl_store_run_finish (store, result, error) != 0;
}

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (cl_store_run_finish (CL_STORE (source), result, &error) == 0)
    g_warning ("A draft was not dropped: %s", error->message);
  g_signal_emit_by_name (source, "drafts-changed");
}

/**
 * cl_draft_drop_async:
 * @store: an open store
 * @id: a draft
 *
 * Drops it for good, after all that was handed over to be written before.
 */
void
cl_draft_drop_async (ClStore *store, gint64 id)
{
  ClWork *work = cl_work_new (cl_store_get_catalogue (store), NULL);

  work->target = id;
  cl_store_run_async (store, work_drop, work, cl_draft_drop_async, NULL, dropped_cb, NULL);
}

/**
 * cl_draft_forget:
 * @transaction: the write that saves it
 * @id: a draft
 * @error: return location
 *
 * Writer thread.
 *
 * Returns: whether it is gone, once the write lands
 */
gboolean
cl_draft_forget (ClTransaction *transaction, gint64 id, GError **error)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_transaction_get_database (transaction), "DELETE FROM draft WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, id);
  return cl_statement_run (statement, error);
}

/**
 * cl_drafts_forget_record:
 * @transaction: the write that deletes it
 * @ledger: name of its ledger
 * @record: the record
 * @error: return location
 *
 * What was being written about somebody goes with them. Writer thread.
 *
 * Returns: whether it is gone, once the write lands
 */
gboolean
cl_drafts_forget_record (ClTransaction *transaction, const char *ledger, gint64 record, GError **error)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_transaction_get_database (transaction),
                                                           "DELETE FROM draft WHERE (record <> 0 AND ledger = ?1 AND record = ?2) OR (record = 0 AND owner = ?2)", error);

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, ledger);
  cl_statement_bind_integer (statement, 2, record);
  return cl_statement_run (statement, error);
}

static gboolean
says_more (const ClDraft *draft, const ClRecord *record)
{
  GVariantIter iter;
  const char *name;
  char **before, **now;
  gboolean more = FALSE;

  g_variant_iter_init (&iter, draft->fields);
  while (!more && g_variant_iter_next (&iter, "{&s(^as^as)}", &name, &before, &now))
    {
      const ClField *field = cl_ledger_find_field (cl_record_get_ledger (record), name);
      g_auto (GStrv) stored = field != NULL ? cl_draft_encode (field, cl_record_get (record, field)) : NULL;

      more = stored == NULL || !g_strv_equal ((const char *const *) stored, (const char *const *) now);
      g_strfreev (before);
      g_strfreev (now);
    }
  return more;
}

/**
 * cl_drafts_settle:
 * @transaction: a running transaction
 * @record: a record as it is saved
 * @error: return location
 *
 * What was written half and stands in @record now, by another way than the save of that draft, is a draft no more.
 *
 * Returns: whether that could be seen to
 */
gboolean
cl_drafts_settle (ClTransaction *transaction, const ClRecord *record, GError **error)
{
  g_autoptr (ClStatement) statement =
    cl_database_prepare (cl_transaction_get_database (transaction), "SELECT " COLUMNS " FROM draft WHERE ledger = ? AND record = ? AND record <> 0", error);
  g_autoptr (ClDraft) draft = NULL;
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, cl_ledger_get_name (cl_record_get_ledger (record)));
  cl_statement_bind_integer (statement, 2, cl_record_get_id (record));
  if (cl_statement_step (statement, &failure))
    draft = read_draft (statement);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return draft == NULL || says_more (draft, record) || cl_draft_forget (transaction, draft->id, error);
}

/**
 * cl_draft_say:
 * @store: an open store
 * @draft: a draft
 *
 * Returns: (transfer full) (nullable): what it is a draft of, translated; %NULL where that is not there any more. The store's own thread, or a worker that reads it
 */
char *
cl_draft_say (ClStore *store, const ClDraft *draft)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, draft->ledger);
  g_autoptr (GVariant) named = NULL;
  const char *called = NULL;

  if (ledger == NULL)
    return NULL;
  if (draft->record != 0)
    {
      g_autofree char *name = cl_record_find_name (cl_store_get_reader (store), catalogue, ledger, draft->record);

      return name != NULL ? g_strdup_printf (C_("draft", "%s: %s"), cl_ledger_get_title (ledger), name) : NULL;
    }
  /* A new entry is called as it will be, where that is written already. */
  if (cl_ledger_get_called (ledger) != NULL)
    named = g_variant_lookup_value (draft->fields, cl_ledger_get_called (ledger), G_VARIANT_TYPE ("(asas)"));
  if (named != NULL)
    {
      g_autoptr (GVariant) now = g_variant_get_child_value (named, 1);

      if (g_variant_n_children (now) > 0)
        g_variant_get_child (now, 0, "&s", &called);
      /* The id of a record says nothing. */
      if (called != NULL && (*called == '\0' || *called == '#'))
        called = NULL;
      if (called != NULL)
        /* Translators: a draft; first %s: a ledger's title, second: how the new entry will be called */
        return g_strdup_printf (_("%s: new entry, %s"), cl_ledger_get_title (ledger), called);
    }
  return g_strdup_printf (_("%s: new entry"), cl_ledger_get_title (ledger));
}

/**
 * cl_draft_encode:
 * @field: a field
 * @value: what stands in it
 *
 * Returns: (transfer full): @value as a draft keeps it; empty: nothing
 */
GStrv
cl_draft_encode (const ClField *field, const ClValue *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  ClFieldType type = cl_field_get_field_type (field);
  const gint64 *ids = value->kind == CL_VALUE_IDS ? (const gint64 *) (void *) value->ids->data : &value->integer;
  guint n = value->kind == CL_VALUE_IDS ? value->ids->len : value->kind == CL_VALUE_INTEGER;

  if (cl_value_is_none (value))
    return g_strv_builder_end (builder);
  if (type == CL_FIELD_REFERENCE || type == CL_FIELD_ATTACHMENT)
    {
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *id = g_strdup_printf ("#%" G_GINT64_FORMAT, ids[i]);

          g_strv_builder_add (builder, id);
        }
    }
  else if (type == CL_FIELD_BOOLEAN)
    g_strv_builder_add (builder, value->integer != 0 ? "1" : "0");
  else if (type == CL_FIELD_CODE && value->kind == CL_VALUE_TEXTS)
    g_strv_builder_addv (builder, (const char **) value->texts);
  else if (type == CL_FIELD_CODE)
    g_strv_builder_add (builder, value->text);
  else
    {
      g_autofree char *text = cl_field_format (field, value);

      if (text != NULL && *text != '\0')
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static gboolean
decode_ids (const ClField *field, const char *const *kept, ClValue *value)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; kept[i] != NULL; i++)
    {
      gint64 id;

      if (kept[i][0] != '#' || (id = g_ascii_strtoll (kept[i] + 1, NULL, 10)) == 0)
        return FALSE;
      g_array_append_val (ids, id);
    }
  if (cl_field_is_several (field))
    cl_value_take_ids (value, g_steal_pointer (&ids));
  else
    cl_value_set_integer (value, g_array_index (ids, gint64, 0));
  return TRUE;
}

static gboolean
decode_codes (const ClField *field, const char *const *kept, ClValue *value)
{
  ClCodes *codes = cl_field_get_codes (field);

  for (guint i = 0; kept[i] != NULL; i++)
    if (codes == NULL || cl_codes_get_label (codes, kept[i]) == NULL)
      return FALSE;
  if (cl_field_is_several (field))
    cl_value_take_texts (value, g_strdupv ((char **) kept));
  else
    cl_value_set_text (value, kept[0]);
  return TRUE;
}

/**
 * cl_draft_decode:
 * @field: a field
 * @kept: what cl_draft_encode() made, or what stood in the editor
 * @value: where to
 *
 * Returns: whether @kept is a whole value of @field
 */
gboolean
cl_draft_decode (const ClField *field, const char *const *kept, ClValue *value)
{
  switch (kept[0] != NULL ? cl_field_get_field_type (field) : CL_FIELD_TEXT)
    {
    case CL_FIELD_REFERENCE:
    case CL_FIELD_ATTACHMENT:
      return decode_ids (field, kept, value);
    case CL_FIELD_CODE:
      return decode_codes (field, kept, value);
    case CL_FIELD_BOOLEAN:
      cl_value_set_integer (value, g_str_equal (kept[0], "1"));
      return TRUE;
    default:
      if (kept[0] == NULL || *kept[0] == '\0')
        {
          cl_value_clear (value);
          return TRUE;
        }
      return cl_field_parse (field, kept[0], value, NULL);
    }
}
