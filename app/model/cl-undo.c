#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "cl-config.h"

#include "cl-undo.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-progress.h"

/* An edit is any entry with changesets that is not itself an undo or a redo, nor what says whose file this is or fills in the sample, nor what tells of a print
 * or an export: paper that is out is not called back. It is undone when the last undo or redo that names it is an undo. The newest edit that is not undone
 * can be undone, unless a rebuilt table lies between. What a purge removed is gone for both. */
#define UNDO_SQL \
  "SELECT j.entry, j.words FROM journal j" \
  " WHERE j.kind NOT IN ('undo', 'redo', 'schema', 'rebuild', 'office', 'sample', 'print', 'export')" \
  " AND EXISTS (SELECT 1 FROM journal_changeset c WHERE c.entry = j.entry)" \
  " AND coalesce((SELECT u.kind FROM journal u WHERE u.target = j.entry AND u.target > 0 ORDER BY u.entry DESC LIMIT 1), '') <> 'undo'" \
  " AND j.entry > coalesce((SELECT max(b.entry) FROM journal b WHERE b.kind = 'rebuild'), 0)" \
  " ORDER BY j.entry DESC LIMIT 1"

/* The last undo that still stands, where no edit is newer than it. */
#define REDO_SQL \
  "SELECT u.target, (SELECT words FROM journal WHERE entry = u.target) FROM journal u" \
  " WHERE u.kind = 'undo' AND u.target > 0 AND EXISTS (SELECT 1 FROM journal_changeset k WHERE k.entry = u.target)" \
  " AND u.entry = (SELECT max(l.entry) FROM journal l WHERE l.target = u.target AND l.target > 0)" \
  " AND NOT EXISTS (SELECT 1 FROM journal e WHERE e.entry > u.entry AND (e.kind = 'rebuild' OR (e.kind NOT IN ('undo', 'redo', 'schema', 'print', 'export')" \
  " AND EXISTS (SELECT 1 FROM journal_changeset c WHERE c.entry = e.entry))))" \
  " ORDER BY u.entry DESC LIMIT 1"

gboolean
cl_undo_find (ClDatabase *database, gboolean redo, gint64 *entry, char **words, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, redo ? REDO_SQL : UNDO_SQL, error);
  g_autoptr(GError) step_error = NULL;

  *entry = 0;
  *words = NULL;
  if (statement == NULL)
    return FALSE;
  if (cl_statement_step (statement, &step_error))
    {
      *entry = cl_statement_get_integer (statement, 0);
      *words = g_strdup (cl_statement_get_text (statement, 1));
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* References may hang between two parts of one entry. They must be counted here: sqlite3changeset_apply() ends by setting
 * defer_foreign_keys off, which forgets what hangs, and the commit would let it pass. */
static int
conflict_cb (gpointer data, int kind, sqlite3_changeset_iter *iter)
{
  gboolean *hangs = data;

  if (kind != SQLITE_CHANGESET_FOREIGN_KEY)
    return SQLITE_CHANGESET_ABORT;
  *hangs = TRUE;
  return SQLITE_CHANGESET_OMIT;
}

static gboolean
set_conflict (GError **error, gboolean redo)
{
  g_set_error_literal (error, CL_ERROR, CL_ERROR_CONFLICT,
                       redo ? _("This cannot be done again: the records have changed since. Nothing was changed; make the change anew.")
                            : _("This cannot be undone: the records have changed since. Nothing was changed; correct the record itself."));
  return FALSE;
}

/* Without a savepoint around it: what fails is rolled back whole by the caller, and inside one each row costs a walk over all pages changed before it. */
static gboolean
apply_part (ClDatabase *database, gconstpointer data, gsize size, gboolean redo, gboolean *hangs, GError **error)
{
  sqlite3 *handle = cl_database_get_handle (database);
  gpointer inverted = NULL;
  int inverted_size = 0;
  int result;

  if (redo)
    result = sqlite3changeset_apply_v2 (handle, (int) size, (void *) data, NULL, conflict_cb, hangs, NULL, NULL, SQLITE_CHANGESETAPPLY_NOSAVEPOINT);
  else
    {
      result = sqlite3changeset_invert ((int) size, data, &inverted_size, &inverted);
      if (result == SQLITE_OK)
        result = sqlite3changeset_apply_v2 (handle, inverted_size, inverted, NULL, conflict_cb, hangs, NULL, NULL, SQLITE_CHANGESETAPPLY_NOSAVEPOINT);
      sqlite3_free (inverted);
    }
  if (result == SQLITE_OK)
    return TRUE;
  /* The connection no longer knows of it: the last that it did was to release what was broken off. */
  if ((result & 0xff) == SQLITE_INTERRUPT)
    return cl_error_set_cancelled (error);
  if ((result & 0xff) == SQLITE_ABORT || (result & 0xff) == SQLITE_CONSTRAINT)
    return set_conflict (error, redo);
  cl_database_set_error (database, error);
  return FALSE;
}

/* The parts as bytes, one at a time: none is held while another is applied. */
static GBytes *
load_part (ClDatabase *database, gint64 entry, gint64 part, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT changeset FROM journal_changeset WHERE entry = ? AND part = ?", error);
  gsize size;
  gconstpointer data;

  if (statement == NULL)
    return NULL;
  cl_statement_bind_integer (statement, 1, entry);
  cl_statement_bind_integer (statement, 2, part);
  if (!cl_statement_step (statement, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("Part %d of journal entry %d is missing. Restore the last backup."), (int) part, (int) entry);
      return NULL;
    }
  data = cl_statement_get_bytes (statement, 0, &size);
  return g_bytes_new (data, size);
}

/* Reads every reference of the file: seconds on a large one, and only where one hung between two parts. */
static gboolean
references_hold (ClDatabase *database)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "PRAGMA foreign_key_check", NULL);
  g_autoptr(GError) error = NULL;

  return statement != NULL && !cl_statement_step (statement, &error) && error == NULL;
}

static gboolean
apply_entry (ClDatabase *database, ClRecording *recording, gint64 entry, gboolean redo, GCancellable *cancellable, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT max(part) FROM journal_changeset WHERE entry = ?", error);
  gint64 n_parts;
  gboolean hangs = FALSE;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, entry);
  if (!cl_statement_step (statement, error))
    return FALSE;
  n_parts = cl_statement_get_integer (statement, 0);
  cl_statement_reset (statement);

  for (gint64 i = 1; i <= n_parts; i++)
    {
      g_autoptr(GBytes) part = load_part (database, entry, redo ? i : n_parts + 1 - i, error);

      if (part == NULL
          || !apply_part (database, g_bytes_get_data (part, NULL), g_bytes_get_size (part), redo, &hangs, error)
          || !cl_recording_divide (recording, error)
          || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      cl_progress_tell (cancellable, (guint64) i, (guint64) n_parts);
    }
  return !hangs || (n_parts > 1 && references_hold (database)) || set_conflict (error, redo);
}

/* What was altered since is not put back into the records; nor is it given to SQLite to be taken apart. */
static gboolean
is_sound (ClDatabase *database, gint64 entry, GError **error)
{
  gboolean sound;

  if (!cl_chain_check_entry (database, entry, &sound, error))
    return FALSE;
  if (!sound)
    g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("Journal entry %d was altered after it was written, so it cannot be taken back. Nothing was changed; correct the records themselves, or restore a backup."),
                 (int) entry);
  return sound;
}

gint64
cl_undo_carry_out (ClDatabase *database, ClCatalogue *catalogue, gboolean redo, gint64 meant, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClRecording *recording;
  g_autofree char *words = NULL;
  g_autofree char *own_words = NULL;
  g_autoptr(GError) own_error = NULL;
  gint64 target, entry;

  if (!cl_undo_find (database, redo, &target, &words, error))
    return 0;
  if (target == 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOTHING, redo ? _("There is nothing to do again.") : _("There is nothing to undo."));
      return 0;
    }
  if (meant != 0 && target != meant)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_CONFLICT,
                           _("Something else was changed meanwhile, so nothing was taken back. See what the button says now, and press it again if you mean that."));
      return 0;
    }
  if (!is_sound (database, target, error))
    return 0;
  recording = cl_recording_begin (database, catalogue, error);
  if (recording == NULL)
    return 0;
  if (!apply_entry (database, recording, target, redo, cancellable, error))
    {
      cl_recording_roll_back (recording);
      return 0;
    }
  own_words = g_strdup_printf (redo ? _("Done again: %s") : _("Undone: %s"), words);
  entry = cl_recording_commit (recording, redo ? "redo" : "undo", own_words, target, changed, &own_error);
  if (entry > 0)
    return entry;
  /* An edit that had an effect leaves one when it is taken back; and what now refers to nothing is a conflict. */
  if (entry < 0 || g_error_matches (own_error, CL_ERROR, CL_ERROR_CONFLICT))
    set_conflict (error, redo);
  else
    g_propagate_error (error, g_steal_pointer (&own_error));
  return 0;
}
