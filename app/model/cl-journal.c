#include "cl-config.h"

#include "cl-journal-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-store-private.h"

/**
 * cl_journal_entry_free:
 * @entry: (transfer full): an entry
 */
void
cl_journal_entry_free (ClJournalEntry *entry)
{
  g_free (entry->actor);
  g_free (entry->kind);
  g_free (entry->words);
  g_free (entry);
}

/**
 * cl_journal_list:
 * @store: an open store
 * @limit: how many at most; 0: all
 * @error: return location
 *
 * What was done, newest first. The store's own thread.
 *
 * Returns: (transfer full) (element-type ClJournalEntry): the entries
 */
GPtrArray *
cl_journal_list (ClStore *store, guint limit, GError **error)
{
  ClDatabase *database = cl_store_get_journal (store);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_journal_entry_free);
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) step_error = NULL;

  g_return_val_if_fail (database != NULL, NULL);

  statement = cl_database_prepare (database,
                                   "SELECT entry, time, actor, kind, words, target,"
                                   " coalesce((SELECT u.kind FROM journal u WHERE u.target = j.entry AND u.target > 0 ORDER BY u.entry DESC LIMIT 1), '') = 'undo'"
                                   " FROM journal j ORDER BY entry DESC LIMIT ?", error);
  if (statement == NULL)
    return NULL;
  cl_statement_bind_integer (statement, 1, limit > 0 ? (gint64) limit : -1);
  while (cl_statement_step (statement, &step_error))
    {
      ClJournalEntry *entry = g_new0 (ClJournalEntry, 1);

      entry->entry = cl_statement_get_integer (statement, 0);
      entry->time = cl_statement_get_integer (statement, 1);
      entry->actor = g_strdup (cl_statement_get_text (statement, 2));
      entry->kind = g_strdup (cl_statement_get_text (statement, 3));
      entry->words = g_strdup (cl_statement_get_text (statement, 4));
      entry->target = cl_statement_get_integer (statement, 5);
      entry->undone = cl_statement_get_integer (statement, 6) != 0;
      g_ptr_array_add (entries, entry);
    }
  if (step_error == NULL)
    return g_steal_pointer (&entries);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}

/**
 * cl_journal_find_added:
 * @store: an open store
 * @ledger: name of a ledger
 * @entry: an entry
 * @first: (out): the lowest number of the records that it added
 * @last: (out): the highest; one entry takes its numbers one after the other, so that none between them is another's
 *
 * The store's own thread.
 *
 * Returns: whether @entry added records to @ledger
 */
gboolean
cl_journal_find_added (ClStore *store, const char *ledger, gint64 entry, gint64 *first, gint64 *last)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_journal (store),
    "SELECT min(record), max(record) FROM journal_record r WHERE ledger = ?1 AND entry = ?2 AND NOT EXISTS"
    " (SELECT 1 FROM journal_record p WHERE p.ledger = ?1 AND p.record = r.record AND p.entry < ?2)", NULL);

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, ledger);
  cl_statement_bind_integer (statement, 2, entry);
  if (!cl_statement_step (statement, NULL) || cl_statement_is_null (statement, 0))
    return FALSE;
  *first = cl_statement_get_integer (statement, 0);
  *last = cl_statement_get_integer (statement, 1);
  return TRUE;
}

static char *
show (const ClJournalChange *change, const char *text)
{
  const char *private_class = cl_field_get_private_class (change->field);

  if (text == NULL || *text == '\0')
    return g_strdup (_("(empty)"));
  return private_class != NULL ? cl_mask (private_class, text) : g_strdup (text);
}

static char *
say_time (gint64 time)
{
  g_autoptr(GDateTime) instant = g_date_time_new_from_unix_utc (time / 1000);
  g_autoptr(GDateTime) local = instant != NULL ? g_date_time_to_local (instant) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

static const char *
say_kind (const ClJournalStep *step)
{
  if (g_str_equal (step->entry->kind, "undo"))
    return _("undone");
  if (g_str_equal (step->entry->kind, "redo"))
    return _("done again");
  if (step->created)
    return g_str_equal (step->entry->kind, "import") ? _("imported") : _("entered");
  if (step->deleted)
    return _("deleted");
  return g_str_equal (step->entry->kind, "import") ? _("changed by import") : _("changed");
}

/**
 * cl_journal_step_say:
 * @step: one step of a record's history
 * @reader: a reading connection
 *
 * Returns: (transfer full): one sentence: when, who, what from what to what; private values masked by their class
 */
char *
cl_journal_step_say (const ClJournalStep *step, ClDatabase *reader)
{
  g_autofree char *time = say_time (step->entry->time);
  g_autoptr(GString) changes = g_string_new (NULL);

  for (guint i = 0; i < step->changes->len; i++)
    {
      const ClJournalChange *change = g_ptr_array_index (step->changes, i);
      g_autofree char *before = show (change, change->before);
      g_autofree char *after = show (change, change->after);

      if (changes->len > 0)
        g_string_append (changes, _("; "));
      if (step->created && change->before == NULL)
        g_string_append_printf (changes, _("%s %s"), cl_field_get_label (change->field), after);
      else
        g_string_append_printf (changes, _("%s from %s to %s"), cl_field_get_label (change->field), before, after);
    }
  if (changes->len == 0)
    return g_strdup_printf (_("%s %s %s"), time, step->entry->actor, say_kind (step));
  return g_strdup_printf (_("%s %s %s: %s"), time, step->entry->actor, say_kind (step), changes->str);
}
