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
  GChecksum *chain;
  GHashTable *changed; /* interned ledger -> GHashTable set of ids, NULL: too many */
  gint64 entry;
  gint64 rows_before;  /* total changes when the present changeset was begun */
  int n_parts;
};

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
  g_clear_pointer (&recording->chain, g_checksum_free);
  g_clear_pointer (&recording->changed, g_hash_table_unref);
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

  if (!cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return NULL;
  recording = g_new0 (ClRecording, 1);
  recording->database = database;
  recording->catalogue = g_object_ref (catalogue);
  recording->changed = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, set_free);
  if (!cl_chain_get_last (database, &last, &previous, error) || !begin_session (recording, error))
    {
      cl_recording_roll_back (recording);
      return NULL;
    }
  recording->entry = last + 1;
  recording->chain = cl_chain_begin (previous);
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
note_changed (ClRecording *recording, const ClChangedRow *row)
{
  GHashTable *set;
  gint64 *key;

  if (!g_hash_table_lookup_extended (recording->changed, row->ledger, NULL, (gpointer *) &set))
    {
      set = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_hash_table_insert (recording->changed, (gpointer) row->ledger, set);
    }
  if (set == NULL)
    return;
  key = g_new (gint64, 1);
  *key = row->record;
  g_hash_table_add (set, key);
  if (g_hash_table_size (set) > CL_CHANGED_MAX)
    g_hash_table_insert (recording->changed, (gpointer) row->ledger, NULL);
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

static gboolean
store_records (ClRecording *recording, gconstpointer data, int size, GError **error)
{
  g_autoptr(ClStatement) insert = cl_database_prepare (recording->database, "INSERT OR IGNORE INTO journal_record (ledger, record, entry) VALUES (?, ?, ?)", error);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify) g_hash_table_unref);
  g_autoptr(ClChanges) changes = NULL;
  const char *ledger = NULL;
  ClChangedRow row;

  if (insert == NULL)
    return FALSE;
  cl_statement_bind_integer (insert, 3, recording->entry);
  changes = cl_changes_new (recording->catalogue, data, (gsize) size);
  while (cl_changes_next (changes, &row))
    {
      /* The rows of its link tables name a record again. */
      if (!add_seen (seen, &row))
        continue;
      note_changed (recording, &row);
      if (row.ledger != ledger)
        cl_statement_bind_text (insert, 1, ledger = row.ledger);
      cl_statement_bind_integer (insert, 2, row.record);
      if (!cl_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_part (ClRecording *recording, gconstpointer data, int size, GError **error)
{
  g_autoptr(ClStatement) insert = cl_database_prepare (recording->database, "INSERT INTO journal_changeset (entry, part, changeset) VALUES (?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;
  recording->n_parts++;
  cl_chain_add_part (recording->chain, recording->n_parts, data, (gsize) size);
  cl_statement_bind_integer (insert, 1, recording->entry);
  cl_statement_bind_integer (insert, 2, recording->n_parts);
  cl_statement_bind_bytes (insert, 3, data, (gsize) size);
  return cl_statement_run (insert, error) && store_records (recording, data, size, error);
}

/* Ends the session and stores what it saw; the caller has the guard off. */
static gboolean
close_part (ClRecording *recording, GError **error)
{
  gpointer data = NULL;
  int size = 0;
  int result;
  gboolean is_stored = TRUE;

  result = sqlite3session_changeset (recording->session, &size, &data);
  if (result != SQLITE_OK)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The change could not be written into the journal (%s); nothing was changed. Try again."), sqlite3_errstr (result));
      return FALSE;
    }
  g_clear_pointer (&recording->session, sqlite3session_delete);
  if (size > 0)
    is_stored = store_part (recording, data, size, error);
  sqlite3_free (data);
  return is_stored;
}

gboolean
cl_recording_divide (ClRecording *recording, GError **error)
{
  ClGuard guard = cl_database_get_guard (recording->database);
  gboolean is_divided;

  if (sqlite3_total_changes64 (cl_database_get_handle (recording->database)) - recording->rows_before < CL_CHANGESET_ROWS)
    return TRUE;
  cl_database_set_guard (recording->database, CL_GUARD_NONE);
  is_divided = close_part (recording, error) && begin_session (recording, error);
  cl_database_set_guard (recording->database, guard);
  return is_divided;
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
  else if (close_part (recording, error))
    {
      if (recording->n_parts == 0)
        entry = -1;
      else
        entry = cl_chain_append (recording->database, g_steal_pointer (&recording->chain), kind, words, target, error);
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
