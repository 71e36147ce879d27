#include "cl-config.h"

#include "cl-desk-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-store-jobs.h"
#include "cl-store-private.h"

/* Persons are neither records nor undone: a table of the store's own, and each change an entry of the journal. */

#define NAME_MOST 20
#define PASSPHRASE_MOST 256

void
cl_desk_person_free (ClDeskPerson *person)
{
  g_free (person->name);
  g_free (person);
}

/**
 * cl_desk_list:
 * @store: an open store
 * @error: return location
 *
 * Returns: (transfer full) (element-type ClDeskPerson): the persons, those who keep first; empty where none are set up
 */
GPtrArray *
cl_desk_list (ClStore *store, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (cl_store_get_journal (store), "SELECT name, role, verifier IS NOT NULL FROM desk ORDER BY name", error);
  g_autoptr(GPtrArray) persons = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_desk_person_free);
  g_autoptr(GError) step_error = NULL;
  guint at = 0;

  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &step_error))
    {
      ClDeskPerson *person = g_new0 (ClDeskPerson, 1);

      person->name = g_strdup (cl_statement_get_text (statement, 0));
      if (!cl_role_parse (cl_statement_get_text (statement, 1), &person->role, NULL))
        person->role = CL_ROLE_READS;
      person->has_passphrase = cl_statement_get_integer (statement, 2) != 0;
      for (at = 0; at < persons->len && ((const ClDeskPerson *) persons->pdata[at])->role >= person->role;)
        at++;
      g_ptr_array_insert (persons, (int) at, person);
    }
  if (step_error == NULL)
    return g_steal_pointer (&persons);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}

/**
 * cl_desk_is_set_up:
 * @store: an open store
 *
 * Returns: whether there are persons at the desk, so that somebody has to sign in
 */
gboolean
cl_desk_is_set_up (ClStore *store)
{
  gint64 n = 0;

  return cl_store_query_integer (cl_store_get_journal (store), "SELECT count(*) FROM desk", &n, NULL) && n > 0;
}

static char *
make_verifier (const char *passphrase, GError **error)
{
  char verifier[crypto_pwhash_STRBYTES];
  g_autofree char *normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  gsize size = normal != NULL ? strlen (normal) : 0;

  if (normal == NULL || g_utf8_strlen (normal, -1) < CL_PASSPHRASE_LEAST || size > PASSPHRASE_MOST)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("A pass-phrase has %u characters or more. Choose a longer one, or none."), CL_PASSPHRASE_LEAST);
      return NULL;
    }
  if (sodium_init () < 0 || crypto_pwhash_str (verifier, normal, size, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("There is not enough memory to keep a pass-phrase. Close other programs and try again."));
      return NULL;
    }
  sodium_memzero (normal, size);
  return g_strdup (verifier);
}

/* One change of one person: @sql with ?1 the name and ?2 what is set. */
static gint64
work_change (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  const ClWork *work = data;
  g_autoptr(ClStatement) change = NULL;
  gint64 entry = 0, n, keepers;

  if ((!work->redo && !cl_database_may (database, CL_RIGHT_KEEP, error)) || !cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return 0;
  change = cl_database_prepare (database, work->kind, error);
  if (change != NULL)
    {
      cl_statement_bind_text (change, 1, work->key);
      cl_statement_bind_text (change, 2, work->value);
    }
  if (change != NULL && cl_statement_run (change, error) && cl_store_query_integer (database, "SELECT count(*) FROM desk", &n, error)
      && cl_store_query_integer (database, "SELECT count(*) FROM desk WHERE role = 'keeps'", &keepers, error))
    {
      if (n > 0 && keepers == 0)
        g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("Somebody has to keep the file. Give this role to somebody else first."));
      else
        entry = cl_chain_append (database, NULL, work->redo ? "sign-in" : "desk", work->words, 0, error);
    }
  g_clear_pointer (&change, cl_statement_release);
  if (entry != 0 && cl_database_execute (database, "COMMIT", error))
    return entry;
  cl_database_execute (database, "ROLLBACK", NULL);
  return 0;
}

static gboolean
change (ClStore *store, const char *sql, const char *name, const char *value, gboolean own, const char *words, GError **error)
{
  ClWork *work = cl_work_new (cl_store_get_catalogue (store), NULL);

  work->kind = g_strdup (sql);
  work->key = g_strdup (name);
  work->value = g_strdup (value);
  work->words = g_strdup (words);
  work->redo = own;
  if (cl_store_run (store, work_change, work, error) == 0)
    return FALSE;
  cl_desk_settle (store);
  return TRUE;
}

static gboolean
find (ClStore *store, const char *name, ClRole *role, GError **error)
{
  g_autoptr(GPtrArray) persons = cl_desk_list (store, error);

  for (guint i = 0; persons != NULL && i < persons->len; i++)
    {
      const ClDeskPerson *person = persons->pdata[i];

      if (!g_str_equal (person->name, name))
        continue;
      if (role != NULL)
        *role = person->role;
      return TRUE;
    }
  if (persons != NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is nobody called %s at the desk. Look at the names under “Persons at the desk”."), name);
  return FALSE;
}

/**
 * cl_desk_add:
 * @store: an open store
 * @name: the person's name
 * @role: what it may do; the first person keeps
 * @passphrase: (nullable): its pass-phrase, or none
 * @error: return location
 *
 * The first one is whoever set it up, and has signed in by that. Waits; the store's own thread.
 *
 * Returns: whether the person is there
 */
gboolean
cl_desk_add (ClStore *store, const char *name, ClRole role, const char *passphrase, GError **error)
{
  g_autofree char *normal = g_utf8_normalize (name != NULL ? name : "", -1, G_NORMALIZE_NFC);
  g_autofree char *verifier = NULL;
  g_autofree char *words = NULL;
  g_autofree char *sql = NULL;
  gboolean is_first = !cl_desk_is_set_up (store);

  g_return_val_if_fail (role >= CL_ROLE_READS && role <= CL_ROLE_KEEPS, FALSE);

  if (normal == NULL || *g_strstrip (normal) == '\0' || g_utf8_strlen (normal, -1) > NAME_MOST || strpbrk (normal, "\n\t") != NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("A person at the desk has a name of 1 to %u characters."), NAME_MOST);
      return FALSE;
    }
  if (!is_first && find (store, normal, NULL, NULL))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s is at the desk already. Choose another name, such as one with the village."), normal);
      return FALSE;
    }
  if (is_first && role != CL_ROLE_KEEPS)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The first person at the desk keeps the file. Choose this role, and add the others then."));
      return FALSE;
    }
  if (passphrase != NULL && (verifier = make_verifier (passphrase, error)) == NULL)
    return FALSE;
  words = g_strdup_printf (_("At the desk: %s, %s"), normal, cl_role_label (role));
  sql = g_strdup_printf ("INSERT INTO desk (name, role, verifier) VALUES (?1, '%s', ?2)", cl_role_name (role));
  if (!change (store, sql, normal, verifier, FALSE, words, error))
    return FALSE;
  if (is_first)
    {
      cl_seat_take (cl_store_get_seat (store), normal, CL_ROLE_KEEPS);
      cl_desk_note_keeper (cl_store_get_path (store), TRUE);
    }
  return TRUE;
}

/**
 * cl_desk_set_role:
 * @store: an open store
 * @name: a person
 * @role: what it may do from now on
 * @error: return location
 *
 * Somebody keeps the file at any time. Waits; the store's own thread.
 *
 * Returns: whether it is so now
 */
gboolean
cl_desk_set_role (ClStore *store, const char *name, ClRole role, GError **error)
{
  g_autofree char *words = g_strdup_printf (_("At the desk: %s, %s"), name, cl_role_label (role));
  ClRole before;

  g_return_val_if_fail (role >= CL_ROLE_READS && role <= CL_ROLE_KEEPS, FALSE);

  if (!find (store, name, &before, error))
    return FALSE;
  return before == role || change (store, "UPDATE desk SET role = ?2 WHERE name = ?1", name, cl_role_name (role), FALSE, words, error);
}

/**
 * cl_desk_set_passphrase:
 * @store: an open store
 * @name: a person
 * @passphrase: (nullable): of %CL_PASSPHRASE_LEAST characters or more; %NULL: none is asked for
 * @error: return location
 *
 * Everybody may change his own; who keeps the file, anybody's. Wrong tries are forgotten. Waits; the store's own thread.
 *
 * Returns: whether it holds
 */
gboolean
cl_desk_set_passphrase (ClStore *store, const char *name, const char *passphrase, GError **error)
{
  g_autofree char *words = g_strdup_printf (passphrase != NULL ? _("%s has a new pass-phrase") : _("%s has no pass-phrase any more"), name);
  g_autofree char *actor = cl_desk_get_actor (store);
  g_autofree char *verifier = NULL;

  if (!find (store, name, NULL, error) || (passphrase != NULL && (verifier = make_verifier (passphrase, error)) == NULL))
    return FALSE;
  return change (store, "UPDATE desk SET verifier = ?2, tries = 0, until = 0 WHERE name = ?1", name, verifier, g_strcmp0 (actor, name) == 0, words, error);
}

gboolean
cl_desk_take_passphrase (ClStore *store, const char *name, GError **error)
{
  g_autofree char *words = g_strdup_printf (_("The pass-phrase of %s was taken away by the recovery key"), name);

  return find (store, name, NULL, error) && change (store, "UPDATE desk SET verifier = ?2, tries = 0, until = 0 WHERE name = ?1", name, NULL, TRUE, words, error);
}

/**
 * cl_desk_remove:
 * @store: an open store
 * @name: a person
 * @error: return location
 *
 * What the person did stays in the journal. With the last one nobody has to sign in any more. Waits; the store's own thread.
 *
 * Returns: whether the person is gone
 */
gboolean
cl_desk_remove (ClStore *store, const char *name, GError **error)
{
  g_autofree char *words = g_strdup_printf (_("No longer at the desk: %s"), name);

  return find (store, name, NULL, error) && change (store, "DELETE FROM desk WHERE name = ?1 AND ?2 IS NULL", name, NULL, FALSE, words, error);
}

/**
 * cl_desk_get_lock_seconds:
 * @store: an open store
 *
 * Returns: after how many seconds without a key or the mouse the window asks again who is there; 0: never
 */
guint
cl_desk_get_lock_seconds (ClStore *store)
{
  g_autofree char *text = cl_store_get_setting (store, "lock-seconds");

  return text != NULL ? (guint) MIN (g_ascii_strtoull (text, NULL, 10), G_MAXINT) : 0;
}

static gint64 passed;

/**
 * cl_desk_get_clock:
 *
 * By what time without work is measured: a computer that was shut while it slept was left alone too, which the monotonic clock does not know. Any thread.
 *
 * Returns: µs since the computer was started
 */
gint64
cl_desk_get_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000 + passed;
}

/**
 * cl_desk_pass_time:
 * @microseconds: how much
 *
 * For tests: that clock goes forward at once.
 */
void
cl_desk_pass_time (gint64 microseconds)
{
  passed += microseconds;
}

/**
 * cl_desk_set_lock_seconds:
 * @store: an open store
 * @seconds: 0: never
 * @error: return location
 *
 * Returns: whether it is written
 */
gboolean
cl_desk_set_lock_seconds (ClStore *store, guint seconds, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", seconds);
  g_autofree char *words = seconds > 0 ? g_strdup_printf (_("The desk is locked after %u seconds without work"), seconds) : g_strdup (_("The desk is never locked by itself"));

  if (cl_desk_get_lock_seconds (store) == seconds)
    return TRUE;
  return cl_store_set_setting (store, "lock-seconds", text, error) && cl_store_note (store, "desk", words, error) != 0;
}
