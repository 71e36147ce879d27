#include "cl-config.h"

#include "cl-store-private.h"

#include "cl-desk.h"
#include "cl-store-jobs.h"
#include "cl-undo.h"

/* The store's small works: settings, undo and redo, notes. */

static ClWork *
work_new (ClStore *store)
{
  const char *files = cl_store_get_files (store);

  return cl_work_new (cl_store_get_catalogue (store), files);
}

/**
 * cl_store_get_setting:
 * @store: a store
 * @key: "office-code", "office-name" …
 *
 * Returns: (transfer full) (nullable): the setting, or %NULL where it was never made. The store's own thread.
 */
char *
cl_store_get_setting (ClStore *store, const char *key)
{
  ClDatabase *database = cl_store_get_journal (store);
  g_autoptr(ClStatement) statement = NULL;

  if (database == NULL)
    return NULL;
  statement = cl_database_prepare (database, "SELECT value FROM setting WHERE key = ?", NULL);
  if (statement == NULL)
    return NULL;
  cl_statement_bind_text (statement, 1, key);
  return cl_statement_step (statement, NULL) ? g_strdup (cl_statement_get_text (statement, 0)) : NULL;
}

/**
 * cl_store_set_setting:
 * @store: a store
 * @key: which
 * @value: (nullable): what
 * @error: return location
 *
 * Not recorded: settings are not undone with the records.
 *
 * Returns: whether it is stored
 */
gboolean
cl_store_set_setting (ClStore *store, const char *key, const char *value, GError **error)
{
  g_autofree char *before = cl_store_get_setting (store, key);
  ClWork *work;

  if (value != NULL && g_strcmp0 (before, value) == 0)
    return TRUE;
  work = work_new (store);
  work->key = g_strdup (key);
  work->value = g_strdup (value);
  return cl_store_run (store, cl_work_setting, work, error) != 0;
}

/**
 * cl_store_shows:
 * @store: a store
 * @field: (nullable): a field
 *
 * Returns: whether the office chose to show what is in @field on its own lists without being asked: phones (setting "phones-shown"), and nothing else that is
 *   private. What is public is masked all the same. The store's own thread.
 */
gboolean
cl_store_shows (ClStore *store, const ClField *field)
{
  g_autofree char *chosen = NULL;

  if (field == NULL || g_strcmp0 (cl_field_get_private_class (field), "phone") != 0)
    return FALSE;
  chosen = cl_store_get_setting (store, "phones-shown");
  return g_strcmp0 (chosen, "yes") == 0;
}

/**
 * cl_store_undo:
 * @store: a store
 * @error: return location
 *
 * Takes back the newest edit that is not undone, whole, as an entry of its own.
 *
 * Returns: the new entry; 0 with %CL_ERROR_NOTHING, or %CL_ERROR_CONFLICT where the records are not as that edit left them
 */
gint64
cl_store_undo (ClStore *store, GError **error)
{
  return cl_store_run (store, cl_work_undo, work_new (store), error);
}

/**
 * cl_store_redo:
 * @store: a store
 * @error: return location
 *
 * Does again what was undone last, unless there was an edit since.
 *
 * Returns: as cl_store_undo()
 */
gint64
cl_store_redo (ClStore *store, GError **error)
{
  ClWork *work = work_new (store);

  work->redo = TRUE;
  return cl_store_run (store, cl_work_undo, work, error);
}

static void
undo_async (ClStore *store, gboolean redo, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ClWork *work = work_new (store);
  ClDatabase *database = cl_store_get_journal (store);
  g_autofree char *words = NULL;

  work->redo = redo;
  /* Jobs handed over before this one may still land: what was shown is what is taken back, or nothing. */
  if (database != NULL)
    cl_undo_find (database, redo, &work->target, &words, NULL);
  cl_store_run_async (store, cl_work_undo, work, tag, cancellable, callback, user_data);
}

/**
 * cl_store_undo_async:
 * @store: a store
 * @cancellable: (nullable): breaks it off, and nothing is taken back; told how far it is where it is a #ClProgress
 * @callback: called on the calling thread's context, after the signals
 * @user_data: for @callback
 *
 * As cl_store_undo() without waiting: to take back a large import is as much work as it was. Takes back the entry of which cl_store_get_undo_words()
 * speaks at the call, and no other: %CL_ERROR_CONFLICT where a write that was under way came before.
 */
void
cl_store_undo_async (ClStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (CL_IS_STORE (store));

  undo_async (store, FALSE, cl_store_undo_async, cancellable, callback, user_data);
}

/**
 * cl_store_undo_finish:
 * @store: a store
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: as cl_store_undo()
 */
gint64
cl_store_undo_finish (ClStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), 0);

  return cl_store_run_finish (store, result, error);
}

/**
 * cl_store_redo_async:
 * @store: a store
 * @cancellable: (nullable): as for cl_store_undo_async()
 * @callback: called on the calling thread's context, after the signals
 * @user_data: for @callback
 *
 * As cl_store_redo() without waiting; see cl_store_undo_async().
 */
void
cl_store_redo_async (ClStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (CL_IS_STORE (store));

  undo_async (store, TRUE, cl_store_redo_async, cancellable, callback, user_data);
}

/**
 * cl_store_redo_finish:
 * @store: a store
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: as cl_store_redo()
 */
gint64
cl_store_redo_finish (ClStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), 0);

  return cl_store_run_finish (store, result, error);
}

static char *
get_words (ClStore *store, gboolean redo)
{
  ClDatabase *database = cl_store_get_journal (store);
  gint64 entry;
  char *words = NULL;

  if (database == NULL || cl_desk_get_role (store) == CL_ROLE_NONE || !cl_undo_find (database, redo, &entry, &words, NULL) || entry == 0)
    return NULL;
  return words;
}

/**
 * cl_store_get_undo_words:
 * @store: a store
 *
 * Returns: (transfer full) (nullable): the words of what undo would take back; %NULL: nothing. The store's own thread.
 */
char *
cl_store_get_undo_words (ClStore *store)
{
  return get_words (store, FALSE);
}

/**
 * cl_store_get_redo_words:
 * @store: a store
 *
 * Returns: (transfer full) (nullable): the words of what redo would do again; %NULL: nothing. The store's own thread.
 */
char *
cl_store_get_redo_words (ClStore *store)
{
  return get_words (store, TRUE);
}

/**
 * cl_store_note:
 * @store: a store
 * @kind: "print", "export", "reveal" …
 * @words: what was done
 * @error: return location
 *
 * Writes down what changed no record: what left the office, who looked at what is private. It cannot be undone.
 *
 * Returns: the entry's number, 0 on error
 */
gint64
cl_store_note (ClStore *store, const char *kind, const char *words, GError **error)
{
  ClWork *work = work_new (store);

  work->words = g_strdup (words);
  work->kind = g_strdup (kind);
  return cl_store_run (store, cl_work_note, work, error);
}

/**
 * cl_store_note_record:
 * @store: a store
 * @kind: as for cl_store_note()
 * @words: what was done
 * @ledger: name of the record's ledger
 * @record: the record
 * @error: return location
 *
 * cl_store_note() about one record: it stands in the record's history, and the journal finds it by the record.
 *
 * Returns: the entry's number, 0 on error
 */
gint64
cl_store_note_record (ClStore *store, const char *kind, const char *words, const char *ledger, gint64 record, GError **error)
{
  ClWork *work = work_new (store);

  work->words = g_strdup (words);
  work->kind = g_strdup (kind);
  work->key = g_strdup (ledger);
  work->target = record;
  return cl_store_run (store, cl_work_note, work, error);
}
