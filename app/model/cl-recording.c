/* The session extension is declared by sqlite3.h only where these are set; Debian's library has it. */
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "cl-config.h"

#include "cl-recording-private.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"

struct _ClRecording
{
  ClDatabase *database;
  ClCatalogue *catalogue;
  sqlite3_session *session;
  ClDigest *digest;
  GHashTable *changed; /* interned ledger -> GHashTable set of ids, NULL: too many */
  GHashTable *inserts; /* key -> ClInsert */
  GPtrArray *in_turn;  /* the same */
  gint64 entry;
  gint64 rows_before;  /* total changes when the present changeset was begun */
  int n_parts;
  ClAside *aside;      /* NULL: all indices are there */
  ClQueue *queue;      /* NULL: rows are inserted at once */
  gint64 n_most;       /* changes after which the present changeset is closed */
  gint64 n_queued;     /* changes since the present changeset was begun, with those that wait */
  GByteArray *row;     /* that is inserted at once */
};

/* Rows of one table, from which on its indices may be worth to be made after them. */
#define ASIDE_ROWS 400

static int
filter_cb (gpointer data, const char *table)
{
  return !cl_database_is_own_table (table);
}

static gboolean
begin_session (ClRecording *recording, GError **error)
{
  sqlite3 *handle = cl_database_get_handle (recording->database);

  if (sqlite3session_create (handle, "main", &recording->session) != SQLITE_OK)
    {
      cl_database_set_error (recording->database, error);
      return FALSE;
    }
  sqlite3session_table_filter (recording->session, filter_cb, NULL);
  if (sqlite3session_attach (recording->session, NULL) != SQLITE_OK)
    {
      cl_database_set_error (recording->database, error);
      return FALSE;
    }
  recording->rows_before = sqlite3_total_changes64 (handle);
  return TRUE;
}

static void
recording_free (ClRecording *recording)
{
  g_clear_pointer (&recording->session, sqlite3session_delete);
  g_byte_array_unref (recording->row);
  g_clear_pointer (&recording->aside, cl_aside_free);
  g_clear_pointer (&recording->digest, cl_digest_free);
  g_clear_pointer (&recording->changed, g_hash_table_unref);
  g_hash_table_unref (recording->inserts);
  g_ptr_array_unref (recording->in_turn);
  g_clear_object (&recording->catalogue);
  g_free (recording);
}

static void
set_free (gpointer set)
{
  g_clear_pointer ((GHashTable **) &set, g_hash_table_unref);
}

ClRecording *
cl_recording_begin (ClDatabase *database, ClCatalogue *catalogue, GError **error)
{
  ClRecording *recording;
  g_autofree char *previous = NULL;
  gint64 last;

  cl_database_close_temporary (database);
  if (!cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return NULL;
  recording = g_new0 (ClRecording, 1);
  recording->database = database;
  recording->catalogue = g_object_ref (catalogue);
  recording->changed = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, set_free);
  recording->inserts = g_hash_table_new (g_direct_hash, g_direct_equal);
  recording->in_turn = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_insert_free);
  recording->row = g_byte_array_new ();
  recording->n_most = CL_CHANGESET_FIRST_ROWS;
  if (!cl_chain_get_last (database, &last, &previous, error) || !begin_session (recording, error))
    {
      cl_recording_roll_back (recording);
      return NULL;
    }
  recording->entry = last + 1;
  recording->digest = cl_digest_new (previous);
  return recording;
}

void
cl_recording_roll_back (ClRecording *recording)
{
  g_clear_pointer (&recording->session, sqlite3session_delete);
  if (!sqlite3_get_autocommit (cl_database_get_handle (recording->database)))
    cl_database_execute (recording->database, "ROLLBACK", NULL);
  recording_free (recording);
}

static void
note_changed (ClRecording *recording, const char *ledger, gint64 record)
{
  GHashTable *set;
  gint64 *key;

  if (!g_hash_table_lookup_extended (recording->changed, ledger, NULL, (gpointer *) &set))
    {
      set = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_hash_table_insert (recording->changed, (gpointer) ledger, set);
    }
  if (set == NULL)
    return;
  key = g_new (gint64, 1);
  *key = record;
  g_hash_table_add (set, key);
  if (g_hash_table_size (set) > CL_CHANGED_MAX)
    g_hash_table_insert (recording->changed, (gpointer) ledger, NULL);
}

/* FALSE where the record was there already. */
static gboolean
add_seen (GHashTable *seen, const ClChangedRow *row)
{
  GHashTable *ids = g_hash_table_lookup (seen, row->ledger);

  if (ids == NULL)
    {
      ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_hash_table_insert (seen, (gpointer) row->ledger, ids);
    }
  return g_hash_table_add (ids, g_memdup2 (&row->record, sizeof row->record));
}

static ClStatement *
prepare_records (ClRecording *recording, GError **error)
{
  ClStatement *insert = cl_database_prepare (recording->database, "INSERT OR IGNORE INTO journal_record (ledger, record, entry) VALUES (?, ?, ?)", error);

  if (insert != NULL)
    cl_statement_bind_integer (insert, 3, recording->entry);
  return insert;
}

static gboolean
store_records (ClRecording *recording, gconstpointer data, gsize size, GError **error)
{
  g_autoptr(ClStatement) insert = prepare_records (recording, error);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify) g_hash_table_unref);
  g_autoptr(ClChanges) changes = NULL;
  const char *ledger = NULL;
  ClChangedRow row;

  if (insert == NULL)
    return FALSE;
  changes = cl_changes_new (recording->catalogue, data, size);
  while (cl_changes_next (changes, &row))
    {
      /* The rows of its link tables name a record again. */
      if (!add_seen (seen, &row))
        continue;
      note_changed (recording, row.ledger, row.record);
      if (row.ledger != ledger)
        cl_statement_bind_text (insert, 1, ledger = row.ledger);
      cl_statement_bind_integer (insert, 2, row.record);
      if (!cl_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

/* The same where all records are new: each stands here once, and those of one ledger lie together, as the numbers were given out in turn and nothing
 * else can lie between them. */
static gboolean
store_added (ClRecording *recording, ClInsert *insert, GError **error)
{
  const char *ledger = cl_insert_get_ledger (insert);
  const GArray *ids = cl_insert_get_ids (insert);
  g_autoptr(ClStatement) statement = NULL;
  g_autofree char *sql = NULL;

  if (ids->len == 0)
    return TRUE;
  for (guint i = 0; i < ids->len; i++)
    note_changed (recording, ledger, g_array_index (ids, gint64, i));
  sql = g_strdup_printf ("INSERT INTO journal_record (ledger, record, entry) SELECT ?1, id, ?2 FROM \"%s\" WHERE id BETWEEN ?3 AND ?4 ORDER BY id",
                         cl_insert_get_table (insert));
  statement = cl_database_prepare (recording->database, sql, error);
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, ledger);
  cl_statement_bind_integer (statement, 2, recording->entry);
  cl_statement_bind_integer (statement, 3, g_array_index (ids, gint64, 0));
  cl_statement_bind_integer (statement, 4, g_array_index (ids, gint64, ids->len - 1));
  return cl_statement_run (statement, error);
}

static gboolean
store_all_added (ClRecording *recording, GError **error)
{
  for (guint i = 0; i < recording->in_turn->len; i++)
    if (!store_added (recording, recording->in_turn->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
store_part (ClRecording *recording, GBytes *bytes, gboolean is_last, GError **error)
{
  g_autoptr(ClStatement) insert = cl_database_prepare (recording->database, "INSERT INTO journal_changeset (entry, part, changeset) VALUES (?, ?, ?)", error);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (insert == NULL)
    return FALSE;
  recording->n_parts++;
  cl_digest_add (recording->digest, recording->n_parts, bytes, is_last);
  cl_statement_bind_integer (insert, 1, recording->entry);
  cl_statement_bind_integer (insert, 2, recording->n_parts);
  /* A megabyte, and here as long as the statement is used. */
  sqlite3_bind_blob64 (insert->handle, 3, data, size, SQLITE_STATIC);
  return cl_statement_run (insert, error);
}

static gboolean
set_no_changeset (int result, GError **error)
{
  if ((result & 0xff) == SQLITE_INTERRUPT)
    return cl_error_set_cancelled (error);
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The change could not be written into the journal (%s); nothing was changed. Try again."), sqlite3_errstr (result));
  return FALSE;
}

/* What was added first and changed then, or removed, is one change in the end. */
static int
unite (GByteArray *added, int *size, gpointer *data)
{
  sqlite3_changegroup *group = NULL;
  gpointer changed = *data;
  int result = sqlite3changegroup_new (&group);

  if (result == SQLITE_OK)
    result = sqlite3changegroup_add (group, (int) added->len, added->data);
  if (result == SQLITE_OK)
    result = sqlite3changegroup_add (group, *size, changed);
  *data = NULL;
  if (result == SQLITE_OK)
    result = sqlite3changegroup_output (group, size, data);
  sqlite3_free (changed);
  sqlite3changegroup_delete (group);
  return result;
}

static guint
size_of_added (ClRecording *recording)
{
  guint size = 0;

  for (guint i = 0; i < recording->in_turn->len; i++)
    size += cl_insert_get_size (recording->in_turn->pdata[i]);
  return size;
}

/* Ends the session and stores what it saw; the caller has the guard off. */
static gboolean
close_part (ClRecording *recording, gboolean is_last, GError **error)
{
  g_autoptr(GByteArray) added = g_byte_array_sized_new (size_of_added (recording));
  gpointer data = NULL;
  int size = 0;
  int result = SQLITE_OK;
  gboolean is_stored = TRUE;

  for (guint i = 0; i < recording->in_turn->len; i++)
    cl_insert_take (recording->in_turn->pdata[i], added);
  if (!sqlite3session_isempty (recording->session))
    result = sqlite3session_changeset (recording->session, &size, &data);
  /* It would look at each row of the journal, too. */
  g_clear_pointer (&recording->session, sqlite3session_delete);
  if (result == SQLITE_OK && added->len > 0 && size > 0)
    result = unite (added, &size, &data);
  else if (result == SQLITE_OK && added->len > 0)
    {
      g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&added));

      is_stored = store_part (recording, bytes, is_last, error) && store_all_added (recording, error);
    }
  for (guint i = 0; i < recording->in_turn->len; i++)
    cl_insert_forget (recording->in_turn->pdata[i]);
  if (result == SQLITE_OK && size > 0)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_with_free_func (data, (gsize) size, sqlite3_free, data);

      is_stored = store_part (recording, bytes, is_last, error) && store_records (recording, data, (gsize) size, error);
    }
  else
    sqlite3_free (data);
  return result == SQLITE_OK ? is_stored : set_no_changeset (result, error);
}

ClInsert *
cl_recording_get_insert (ClRecording *recording, gconstpointer key)
{
  return g_hash_table_lookup (recording->inserts, key);
}

ClInsert *
cl_recording_add_insert (ClRecording *recording, gconstpointer key, const char *table, const char *ledger, const char *const *columns, GError **error)
{
  ClGuard guard = cl_database_get_guard (recording->database);
  ClInsert *insert;

  /* It asks for the columns of the table. */
  cl_database_set_guard (recording->database, CL_GUARD_NONE);
  insert = cl_insert_new (recording->database, table, ledger, columns, error);
  cl_database_set_guard (recording->database, guard);
  if (insert == NULL)
    return NULL;
  g_hash_table_insert (recording->inserts, (gpointer) key, insert);
  g_ptr_array_add (recording->in_turn, insert);
  return insert;
}

/* Since the present changeset was begun. */
static gint64
count_changes (ClRecording *recording)
{
  return sqlite3_total_changes64 (cl_database_get_handle (recording->database)) - recording->rows_before;
}

static gboolean
insert_written (ClRecording *recording, ClInsert *insert, const guint8 **row, GError **error)
{
  return cl_insert_run_written (insert, row, error) && (recording->aside == NULL || cl_aside_see_row (recording->aside, error));
}

gboolean
cl_recording_insert (ClRecording *recording, ClInsert *insert, const ClValue *const *values, gboolean is_part, GError **error)
{
  const guint8 *row;
  gboolean is_done;

  /* What a savepoint takes back, the session alone finds out. */
  if (is_part || !cl_insert_is_plain (insert, values))
    return cl_database_claim (recording->database, error) && cl_insert_run (insert, values, error);
  if (recording->queue != NULL)
    {
      if (cl_queue_is_empty (recording->queue))
        recording->n_queued = count_changes (recording);
      recording->n_queued++;
      return cl_queue_add (recording->queue, insert, values, error);
    }
  g_byte_array_set_size (recording->row, 0);
  cl_insert_write (insert, values, recording->row);
  row = recording->row->data;
  sqlite3session_enable (recording->session, FALSE);
  is_done = insert_written (recording, insert, &row, error);
  sqlite3session_enable (recording->session, TRUE);
  return is_done;
}

/* Whether most rows of the table came in by this write. */
static gboolean
is_mostly_new (ClRecording *recording, ClInsert *insert, gboolean *mostly, GError **error)
{
  gint64 most = (gint64) cl_insert_get_n_rows (insert) * 2;
  g_autoptr(ClStatement) statement = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM \"%s\" ORDER BY \"%s\" LIMIT ?)", cl_insert_get_table (insert),
                                          cl_insert_get_key (insert));

  *mostly = FALSE;
  if (most < 2 * ASIDE_ROWS)
    return TRUE;
  statement = cl_database_prepare (recording->database, sql, error);
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, most + 1);
  if (!cl_statement_step (statement, error))
    return FALSE;
  *mostly = cl_statement_get_integer (statement, 0) <= most;
  return TRUE;
}

/* Once in a transaction, and for the tables that fill at that time. */
static gboolean
set_indices_aside (ClRecording *recording, GError **error)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new ();
  gboolean is_done = TRUE;

  if (recording->aside != NULL)
    return TRUE;
  for (guint i = 0; i < recording->in_turn->len; i++)
    {
      gboolean mostly;

      if (!is_mostly_new (recording, recording->in_turn->pdata[i], &mostly, error))
        return FALSE;
      if (mostly)
        g_ptr_array_add (tables, (gpointer) cl_insert_get_table (recording->in_turn->pdata[i]));
    }
  if (tables->len == 0)
    return TRUE;
  recording->aside = cl_aside_new (recording->database);
  if (!cl_aside_begin (recording->aside, tables, &is_done, error))
    return FALSE;
  if (!is_done)
    g_clear_pointer (&recording->aside, cl_aside_free);
  return TRUE;
}

static gboolean
divide (ClRecording *recording, GError **error)
{
  ClGuard guard = cl_database_get_guard (recording->database);
  gboolean is_divided;

  cl_database_set_guard (recording->database, CL_GUARD_NONE);
  is_divided = close_part (recording, FALSE, error) && set_indices_aside (recording, error) && begin_session (recording, error);
  cl_database_set_guard (recording->database, guard);
  return is_divided;
}

gboolean
cl_recording_divide (ClRecording *recording, GError **error)
{
  if (recording->queue != NULL && !cl_queue_is_empty (recording->queue))
    {
      if (recording->n_queued < recording->n_most)
        return TRUE;
      recording->n_queued = 0;
      recording->n_most = CL_CHANGESET_ROWS;
      return cl_queue_end_part (recording->queue, error);
    }
  if (count_changes (recording) < recording->n_most)
    return TRUE;
  recording->n_most = CL_CHANGESET_ROWS;
  return divide (recording, error);
}

/* On the thread of the queue, or wherever its rows are waited for. */
static gboolean
run_batch_cb (ClBatch *batch, gpointer data, GError **error)
{
  ClRecording *recording = data;
  const guint8 *row = batch->rows->data;
  gboolean is_done = TRUE;

  sqlite3session_enable (recording->session, FALSE);
  while (is_done && batch->n_done < batch->inserts->len)
    {
      is_done = insert_written (recording, batch->inserts->pdata[batch->n_done], &row, error);
      batch->n_done += is_done;
    }
  sqlite3session_enable (recording->session, TRUE);
  return is_done && (!batch->ends_part || divide (recording, error));
}

void
cl_recording_begin_queue (ClRecording *recording)
{
  if (recording->queue == NULL)
    recording->queue = cl_queue_new (recording->database, run_batch_cb, recording);
}

void
cl_recording_set_mark (ClRecording *recording, guint mark)
{
  if (recording->queue != NULL)
    cl_queue_set_mark (recording->queue, mark);
}

guint
cl_recording_get_failed (ClRecording *recording)
{
  return recording->queue != NULL ? cl_queue_get_failed (recording->queue) : 0;
}

gboolean
cl_recording_end_queue (ClRecording *recording, gboolean keep, GError **error)
{
  return recording->queue == NULL || cl_queue_finish (g_steal_pointer (&recording->queue), keep, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static void
array_free (gpointer array)
{
  g_clear_pointer ((GArray **) &array, g_array_unref);
}

static GHashTable *
collect_changed (ClRecording *recording)
{
  GHashTable *result = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, array_free);
  GHashTableIter iter;
  gpointer ledger, set;

  g_hash_table_iter_init (&iter, recording->changed);
  while (g_hash_table_iter_next (&iter, &ledger, &set))
    {
      GArray *ids = NULL;

      if (set != NULL)
        {
          GHashTableIter set_iter;
          gpointer key;

          ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), g_hash_table_size (set));
          g_hash_table_iter_init (&set_iter, set);
          while (g_hash_table_iter_next (&set_iter, &key, NULL))
            g_array_append_vals (ids, key, 1);
          g_array_sort (ids, compare_ids);
        }
      g_hash_table_insert (result, ledger, ids);
    }
  return result;
}

gint64
cl_recording_commit (ClRecording *recording, const char *kind, const char *words, gint64 target, GHashTable **changed, GError **error)
{
  gint64 entry = 0;

  if (sqlite3_get_autocommit (cl_database_get_handle (recording->database)))
    g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The write was broken off; nothing was changed. Try again."));
  else if (close_part (recording, TRUE, error) && (recording->aside == NULL || cl_aside_bring_back (recording->aside, error)))
    {
      if (recording->n_parts == 0)
        entry = -1;
      else
        entry = cl_chain_append (recording->database, cl_digest_finish (g_steal_pointer (&recording->digest)), kind, words, target, error);
    }
  /* Without changes too: ids that were given out stay given out. */
  if (entry != 0 && !cl_database_execute (recording->database, "COMMIT", error))
    entry = 0;
  if (entry == 0)
    {
      cl_recording_roll_back (recording);
      return 0;
    }
  if (changed != NULL)
    *changed = collect_changed (recording);
  /* A large one leaves its pages behind; the next small edits need few. */
  if (recording->n_parts > 1)
    sqlite3_db_release_memory (cl_database_get_handle (recording->database));
  recording_free (recording);
  return entry;
}
