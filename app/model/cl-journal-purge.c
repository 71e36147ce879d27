#include "cl-config.h"

#include "cl-store-private.h"

#include <glib/gi18n-lib.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-store-jobs.h"
#include "cl-thin-private.h"

/* Entries go from the beginning alone, and never one that is younger than another that stays: clocks are set back at times. */
static gboolean
find_last (ClDatabase *database, gint64 time, gint64 *last, char **digest, char **until, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT entry, digest, time FROM journal"
                                                                    " WHERE entry < coalesce((SELECT min(entry) FROM journal WHERE time >= ?), 9223372036854775807)"
                                                                    " ORDER BY entry DESC LIMIT 1", error);
  g_autoptr(GError) step_error = NULL;

  *last = 0;
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, time);
  if (cl_statement_step (statement, &step_error))
    {
      *last = cl_statement_get_integer (statement, 0);
      *digest = g_strdup (cl_statement_get_text (statement, 1));
      *until = cl_journal_format_time (cl_statement_get_integer (statement, 2));
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

gboolean
cl_journal_remove_until (ClDatabase *database, gint64 last, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM journal_changeset WHERE entry <= ?",
    "DELETE FROM journal_record WHERE entry <= ?",
    "DELETE FROM journal WHERE entry <= ?",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr(ClStatement) statement = cl_database_prepare (database, statements[i], error);

      if (statement == NULL)
        return FALSE;
      cl_statement_bind_integer (statement, 1, last);
      if (!cl_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

/* What was removed, for good. */
static char *
say_removed (gint64 last, const char *until, const char *digest, guint scans)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, last);
  /* Translators: number of the last entry removed, its time, its digest */
  g_autofree char *words = g_strdup_printf (_("Removed the entries up to number %s of %s; the last one's digest was %s"), number, until, digest);

  if (scans == 0)
    return g_steal_pointer (&words);
  /* Translators: %s: the sentence that the entries of the journal were removed; scans: attached files */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s; with them %u scan that nothing names any more", "%s; with them %u scans that nothing names any more", scans), words, scans);
}

/* What was begun so long ago and never saved goes with what was done then. */
static gboolean
remove_drafts (ClDatabase *database, gint64 time, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "DELETE FROM draft WHERE time < ?", error);

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, time);
  return cl_statement_run (statement, error);
}

/* @scans (out): digests and files that have to go once it is committed */
static gint64
purge (ClDatabase *database, const char *files, gint64 time, GHashTable **scans, GError **error)
{
  g_autofree char *digest = NULL;
  g_autofree char *until = NULL;
  g_autofree char *words = NULL;
  gint64 last, entry;

  if (!cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return 0;
  if (!find_last (database, time, &last, &digest, &until, error))
    entry = 0;
  else if (last == 0)
    entry = -1;
  else
    {
      *scans = cl_thin_find (database, files, last);
      words = say_removed (last, until, digest, g_hash_table_size (*scans));
      entry = cl_chain_append (database, NULL, "purge", words, last, error);
      if (entry > 0 && (!cl_journal_remove_until (database, last, error) || !remove_drafts (database, time, error)))
        entry = 0;
    }
  if (entry > 0 && cl_database_execute (database, "COMMIT", error))
    return entry;
  cl_database_execute (database, "ROLLBACK", NULL);
  return entry < 0 ? -1 : 0;
}

gint64
cl_journal_purge_carry_out (ClDatabase *database, const char *files, gint64 time, GError **error)
{
  g_autoptr(GHashTable) scans = NULL;
  gint64 entry;

  entry = purge (database, files, time, &scans, error);
  if (entry > 0)
    {
      cl_database_execute (database, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
      cl_thin_remove (scans);
    }
  return entry;
}

static gint64
work_purge (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  const ClWork *work = data;

  return cl_journal_purge_carry_out (database, work->files, work->target, error);
}

/**
 * cl_store_purge_journal:
 * @store: an open store
 * @before: a day of the local calendar
 * @error: return location
 *
 * Removes the entries of the journal that were made before @before, for good: undo, redo and history end there. An entry of the kind "purge" names the last
 * one's digest, so that the chain still holds. Scans go too that neither a record nor an entry that stays names; those of backups go with the backups. The store's own thread; waits.
 *
 * Returns: the purge's entry; -1 where none is older; 0 on error
 */
gint64
cl_store_purge_journal (ClStore *store, const char *before, GError **error)
{
  g_autofree char *files = NULL;
  ClWork *work;
  gint64 time;

  g_return_val_if_fail (CL_IS_STORE (store), 0);

  if (!cl_journal_parse_day (before, 0, &time, error))
    return 0;
  files = g_strdup (cl_store_get_files (store));
  work = cl_work_new (cl_store_get_catalogue (store), files);
  work->target = time;
  return cl_store_run (store, work_purge, work, error);
}

/**
 * cl_store_get_journal_years:
 * @store: an open store
 *
 * Returns: for how many years the office keeps its journal; 0: for ever, as long as nothing else was chosen
 */
guint
cl_store_get_journal_years (ClStore *store)
{
  g_autofree char *text = cl_store_get_setting (store, "journal-years");

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

/**
 * cl_store_set_journal_years:
 * @store: an open store
 * @years: 0: for ever
 * @error: return location
 *
 * Writes the rule down, and in the journal that it was made. Nothing is removed yet. Fewer than 3 years are refused: what is asked of an office is asked later than that.
 *
 * Returns: whether it is written
 */
gboolean
cl_store_set_journal_years (ClStore *store, guint years, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", years);
  g_autofree char *words = NULL;

  if (years > 0 && years < CL_JOURNAL_YEARS_LEAST)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The journal is kept for %u years at least. Choose more, or 0 for ever."), CL_JOURNAL_YEARS_LEAST);
      return FALSE;
    }
  if (cl_store_get_journal_years (store) == years)
    return TRUE;
  words = years > 0 ? g_strdup_printf (_("The journal is kept for %u years"), years) : g_strdup (_("The journal is kept for ever"));
  return cl_store_set_setting (store, "journal-years", text, error) && cl_store_note (store, "office", words, error) != 0;
}

/**
 * cl_store_apply_journal_years:
 * @store: an open store
 * @error: return location
 *
 * cl_store_purge_journal() by the office's rule.
 *
 * Returns: as that; -1 too where the journal is kept for ever
 */
gint64
cl_store_apply_journal_years (ClStore *store, GError **error)
{
  guint years = cl_store_get_journal_years (store);
  g_autofree char *before = years > 0 ? cl_date_add (cl_today (), -(int) years, 0, 0) : NULL;

  return before != NULL ? cl_store_purge_journal (store, before, error) : -1;
}
