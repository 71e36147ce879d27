#include "cl-config.h"

#include "cl-journal-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
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
  const ClJournalFilter filter = { .limit = limit };

  return cl_journal_find (store, &filter, error);
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

static const char *
say_kind (const ClJournalStep *step)
{
  if (g_str_equal (step->entry->kind, "undo"))
    return _("undone");
  if (g_str_equal (step->entry->kind, "redo"))
    return _("done again");
  if (g_str_equal (step->entry->kind, "reveal"))
    /* Translators: a step of a record's history: its masked values were looked at */
    return _("looked at what is masked");
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
  g_autofree char *time = cl_journal_format_time (step->entry->time);
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
