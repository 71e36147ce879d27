#include "cl-config.h"

#include "cl-desk-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-store-jobs.h"
#include "cl-store-private.h"

/* So many wrong tries are free; after each further one the wait doubles. */
#define FREE_TRIES 3
#define FIRST_WAIT_MS 5000
#define MOST_WAIT_MS (15 * 60 * 1000)

typedef struct
{
  char *verifier;
  ClRole role;
  gint64 tries;
  gint64 until; /* UTC ms */
} Entry;

static void
entry_clear (Entry *entry)
{
  g_free (entry->verifier);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, entry_clear)

static gboolean
load (ClDatabase *database, const char *name, Entry *entry, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT role, verifier, tries, until FROM desk WHERE name = ?", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, name);
  if (cl_statement_step (statement, &step_error))
    {
      if (!cl_role_parse (cl_statement_get_text (statement, 0), &entry->role, error))
        return FALSE;
      entry->verifier = g_strdup (cl_statement_get_text (statement, 1));
      entry->tries = cl_statement_get_integer (statement, 2);
      entry->until = cl_statement_get_integer (statement, 3);
      return TRUE;
    }
  if (step_error != NULL)
    g_propagate_error (error, g_steal_pointer (&step_error));
  else
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is nobody called %s at the desk. Look at the names under “Persons at the desk”."), name);
  return FALSE;
}

static gint64
wait_after (gint64 tries)
{
  gint64 wait = FIRST_WAIT_MS;

  if (tries <= FREE_TRIES)
    return 0;
  for (gint64 i = FREE_TRIES + 1; i < tries && wait < MOST_WAIT_MS; i++)
    wait *= 2;
  return MIN (wait, MOST_WAIT_MS);
}

static gboolean
count_try (ClDatabase *database, const char *name, gint64 tries, gint64 until, GError **error)
{
  g_autoptr(ClStatement) update = cl_database_prepare (database, "UPDATE desk SET tries = ?2, until = ?3 WHERE name = ?1", error);

  if (update == NULL)
    return FALSE;
  cl_statement_bind_text (update, 1, name);
  cl_statement_bind_integer (update, 2, tries);
  cl_statement_bind_integer (update, 3, until);
  return cl_statement_run (update, error);
}

/* A try is counted before it is judged: whoever ends the program in between has had it. */
static gboolean
begin_try (ClDatabase *database, const char *name, const Entry *entry, GError **error)
{
  gint64 now = g_get_real_time () / 1000;
  /* A clock that was set back does not lock anybody out for longer than the longest wait. */
  gint64 wait = MIN (entry->until - now, MOST_WAIT_MS);

  if (wait > 0)
    {
      guint seconds = (guint) ((wait + 999) / 1000);

      g_set_error (error, CL_ERROR, CL_ERROR_DENIED,
                   g_dngettext (GETTEXT_PACKAGE, "There were too many wrong pass-phrases. Wait %u second, then try again.",
                                "There were too many wrong pass-phrases. Wait %u seconds, then try again.", seconds), seconds);
      return FALSE;
    }
  return count_try (database, name, entry->tries + 1, now + wait_after (entry->tries + 1), error);
}

static gboolean
is_right (const char *verifier, const char *passphrase)
{
  g_autofree char *normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  gboolean is = normal != NULL && sodium_init () >= 0 && crypto_pwhash_str_verify (verifier, normal, strlen (normal)) == 0;

  if (normal != NULL)
    sodium_memzero (normal, strlen (normal));
  return is;
}

static gint64
note (ClDatabase *database, const char *words, GError **error)
{
  gint64 entry;

  if (!cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return 0;
  entry = cl_chain_append (database, NULL, "sign-in", words, 0, error);
  if (entry != 0 && cl_database_execute (database, "COMMIT", error))
    return entry;
  cl_database_execute (database, "ROLLBACK", NULL);
  return 0;
}

static gint64
work_sign_in (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClWork *work = data;
  g_auto(Entry) entry = { 0 };
  g_autoptr(ClSeat) seat = cl_seat_new ();
  g_autofree char *words = NULL;
  gboolean is = TRUE;

  if (!load (database, work->key, &entry, error))
    return 0;
  if (entry.verifier != NULL)
    {
      if (work->value == NULL)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s has a pass-phrase. Type it."), work->key);
          return 0;
        }
      if (!begin_try (database, work->key, &entry, error))
        return 0;
      is = is_right (entry.verifier, work->value);
      sodium_memzero (work->value, strlen (work->value));
      if (is && !count_try (database, work->key, 0, 0, error))
        return 0;
    }
  if (is)
    {
      cl_seat_take (seat, work->key, entry.role);
      cl_database_set_seat (database, seat);
      words = g_strdup_printf (_("%s signed in"), work->key);
      return note (database, words, error);
    }
  cl_database_set_seat (database, NULL);
  words = g_strdup_printf (_("A wrong pass-phrase for %s"), work->key);
  if (note (database, words, error) != 0)
    g_set_error (error, CL_ERROR, CL_ERROR_DENIED, _("The pass-phrase of %s is another. Type it again."), work->key);
  return 0;
}

static ClWork *
sign_in_work (ClStore *store, const char *name, const char *passphrase)
{
  ClWork *work = cl_work_new (cl_store_get_catalogue (store), NULL);

  work->key = g_strdup (name);
  work->value = g_strdup (passphrase);
  return work;
}

/* Lists that were to be read meanwhile stand empty. */
static void
tell_all (ClStore *store)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_store_get_catalogue (store));

  for (guint i = 0; i < ledgers->len; i++)
    g_signal_emit_by_name (store, "changed", cl_ledger_get_name (ledgers->pdata[i]), NULL);
}

static void
take_seat (ClStore *store, const char *name)
{
  g_auto(Entry) entry = { 0 };

  if (cl_store_get_journal (store) == NULL || !load (cl_store_get_journal (store), name, &entry, NULL))
    return;
  cl_seat_take (cl_store_get_seat (store), name, entry.role);
  cl_desk_note_keeper (cl_store_get_path (store), entry.role == CL_ROLE_KEEPS);
  if (cl_seat_take_refusal (cl_store_get_seat (store)))
    tell_all (store);
}

/**
 * cl_desk_sign_in:
 * @store: an open store
 * @name: who
 * @passphrase: (nullable): the pass-phrase, where one is set
 * @error: return location
 *
 * From here on what is done is done by @name and by what its role may. After %FREE_TRIES wrong pass-phrases each further one has to be waited for, and restarting
 * the program does not shorten that. Waits for Argon2id, a tenth of a second; the store's own thread.
 *
 * Returns: whether @name sits at the desk; else whoever did before still does
 */
gboolean
cl_desk_sign_in (ClStore *store, const char *name, const char *passphrase, GError **error)
{
  g_return_val_if_fail (CL_IS_STORE (store), FALSE);

  if (cl_store_run (store, work_sign_in, sign_in_work (store, name, passphrase), error) == 0)
    return FALSE;
  take_seat (store, name);
  return TRUE;
}

/**
 * cl_desk_sign_in_async:
 * @store: an open store
 * @name: who
 * @passphrase: (nullable): the pass-phrase
 * @callback: called on the calling thread's context
 * @user_data: for @callback
 *
 * As cl_desk_sign_in(), without waiting.
 */
void
cl_desk_sign_in_async (ClStore *store, const char *name, const char *passphrase, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (CL_IS_STORE (store));

  cl_store_run_async (store, work_sign_in, sign_in_work (store, name, passphrase), cl_desk_sign_in_async, NULL, callback, user_data);
}

/**
 * cl_desk_sign_in_finish:
 * @store: a store
 * @name: who it was about
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: as cl_desk_sign_in()
 */
gboolean
cl_desk_sign_in_finish (ClStore *store, const char *name, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  if (cl_store_run_finish (store, result, error) == 0)
    return FALSE;
  take_seat (store, name);
  return TRUE;
}

/**
 * cl_desk_sign_in_alone:
 * @store: an open store
 * @error: return location
 *
 * Where one person alone is set up and has no pass-phrase, there is nothing to ask. Waits; the store's own thread.
 *
 * Returns: whether somebody sits at the desk, or no persons are set up
 */
gboolean
cl_desk_sign_in_alone (ClStore *store, GError **error)
{
  g_autoptr(GPtrArray) persons = NULL;
  const ClDeskPerson *only;

  if (cl_desk_get_role (store) != CL_ROLE_NONE)
    return TRUE;
  persons = cl_desk_list (store, error);
  if (persons == NULL || persons->len != 1)
    return FALSE;
  only = persons->pdata[0];
  return !only->has_passphrase && cl_desk_sign_in (store, only->name, NULL, error);
}

/**
 * cl_desk_sign_out:
 * @store: an open store
 *
 * Where persons are set up nothing can be read or written from here on until somebody signs in. The store's own thread.
 */
void
cl_desk_sign_out (ClStore *store)
{
  if (!cl_desk_is_set_up (store))
    return;
  cl_seat_take (cl_store_get_seat (store), NULL, CL_ROLE_NONE);
  cl_desk_note_keeper (cl_store_get_path (store), FALSE);
}

void
cl_desk_settle (ClStore *store)
{
  ClSeat *seat = cl_store_get_seat (store);
  g_autofree char *actor = cl_seat_get_actor (seat);
  g_auto(Entry) entry = { 0 };

  if (!cl_desk_is_set_up (store))
    cl_seat_leave_open (seat);
  else if (actor == NULL || !load (cl_store_get_journal (store), actor, &entry, NULL))
    cl_seat_take (seat, NULL, CL_ROLE_NONE);
  else
    {
      cl_seat_take (seat, actor, entry.role);
      cl_desk_note_keeper (cl_store_get_path (store), entry.role == CL_ROLE_KEEPS);
    }
}

/**
 * cl_desk_get_actor:
 * @store: a store
 *
 * Returns: (transfer full) (nullable): who sits at the desk: a person, or the user of the machine where none is set up; %NULL: nobody has signed in
 */
char *
cl_desk_get_actor (ClStore *store)
{
  return cl_seat_get_actor (cl_store_get_seat (store));
}

/**
 * cl_desk_get_role:
 * @store: a store
 *
 * Returns: what whoever sits at the desk may do; %CL_ROLE_KEEPS where no persons are set up
 */
ClRole
cl_desk_get_role (ClStore *store)
{
  return cl_seat_get_role (cl_store_get_seat (store));
}

/**
 * cl_desk_may:
 * @store: an open store
 * @right: what is to be done
 * @error: return location
 *
 * The store asks this itself before it writes anything; asking before is for not beginning in vain.
 *
 * Returns: whether the person at the desk may
 */
gboolean
cl_desk_may (ClStore *store, ClRight right, GError **error)
{
  g_autoptr(ClDatabase) database = NULL;

  if (cl_role_has (cl_desk_get_role (store), right))
    return TRUE;
  /* A connection of its own: any thread may ask. */
  database = cl_store_open_reader (store, error);
  return database != NULL && cl_database_may (database, right, error);
}

/* Files that somebody who keeps them signed in to, in this process. */
static GMutex keepers_mutex;
static GHashTable *keepers;

void
cl_desk_note_keeper (const char *path, gboolean keeps)
{
  g_mutex_lock (&keepers_mutex);
  if (keepers == NULL)
    keepers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (keeps)
    g_hash_table_add (keepers, g_strdup (path));
  else
    g_hash_table_remove (keepers, path);
  g_mutex_unlock (&keepers_mutex);
}

gboolean
cl_desk_may_replace (const char *path, GError **error)
{
  g_autoptr(ClDatabase) database = g_file_test (path, G_FILE_TEST_EXISTS) ? cl_database_open (path, CL_DATABASE_READ, NULL) : NULL;
  gint64 n = 0;
  gboolean keeps;

  /* What cannot be read any more is what a backup is for. */
  if (database == NULL || !cl_store_query_integer (database, "SELECT count(*) FROM desk", &n, NULL) || n == 0)
    return TRUE;
  g_mutex_lock (&keepers_mutex);
  keeps = keepers != NULL && g_hash_table_contains (keepers, path);
  g_mutex_unlock (&keepers_mutex);
  if (!keeps)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_DENIED, _("Only who keeps this office’s file may replace it by a backup. Let that person sign in first."));
  return keeps;
}
