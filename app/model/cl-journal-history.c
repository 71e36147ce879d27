#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "cl-config.h"

#include "cl-recording-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-desk.h"
#include "cl-error.h"
#include "cl-store-private.h"

/* The history of one record is read back from the changesets of the entries that touched it, newest first. Of a list a changeset
 * holds only the places that differ; so the lists are followed backwards from what they hold now. */

typedef struct
{
  ClDatabase *database; /* unrestricted */
  ClStore *store;
  ClLedger *ledger;
  gint64 id;
  GPtrArray *columns;   /* const ClField by column of the table as it is; NULL for the id and for columns no longer described */
  GHashTable *lists;    /* ClField -> GPtrArray of ClValue by position: the list at the time that was reached */
} History;

typedef struct
{
  ClValue before, after;
  gboolean is_known;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  cl_value_clear (&change->before);
  cl_value_clear (&change->after);
  g_free (change);
}

static void
value_free (gpointer data)
{
  cl_value_clear (data);
  g_free (data);
}

static void
journal_change_free (gpointer data)
{
  ClJournalChange *change = data;

  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

/**
 * cl_journal_step_free:
 * @step: (transfer full): a step of a history
 */
void
cl_journal_step_free (ClJournalStep *step)
{
  g_clear_pointer (&step->entry, cl_journal_entry_free);
  g_clear_pointer (&step->changes, g_ptr_array_unref);
  g_free (step);
}

static void
history_clear (History *history)
{
  g_clear_pointer (&history->columns, g_ptr_array_unref);
  g_clear_pointer (&history->lists, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (History, history_clear)

static void
set_place (GPtrArray *list, guint position, ClValue *value)
{
  if (list->len <= position)
    g_ptr_array_set_size (list, (int) position + 1);
  g_clear_pointer (&g_ptr_array_index (list, position), value_free);
  g_ptr_array_index (list, position) = value;
}

static gboolean
load_list (History *history, const ClField *field, GError **error)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT position, value FROM \"%s__%s\" WHERE record = ?", cl_ledger_get_table (history->ledger), cl_field_get_name (field));
  g_autoptr(ClStatement) statement = cl_database_prepare (history->database, sql, error);
  g_autoptr(GError) step_error = NULL;

  g_hash_table_insert (history->lists, (gpointer) field, list);
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, history->id);
  while (cl_statement_step (statement, &step_error))
    {
      ClValue *value = g_new0 (ClValue, 1);
      gint64 position = cl_statement_get_integer (statement, 0);

      if (cl_field_is_link (field))
        cl_value_set_integer (value, cl_statement_get_integer (statement, 1));
      else
        cl_value_set_text (value, cl_statement_get_text (statement, 1));
      if (position >= 0 && position < 10000)
        set_place (list, (guint) position, value);
      else
        value_free (value);
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static void
list_free (gpointer data)
{
  GPtrArray *list = data;

  for (guint i = 0; i < list->len; i++)
    g_clear_pointer (&g_ptr_array_index (list, i), value_free);
  g_ptr_array_unref (list);
}

static void
gather_list (const ClField *field, GPtrArray *list, ClValue *value)
{
  cl_value_clear (value);
  if (cl_field_is_link (field))
    {
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      for (guint i = 0; i < list->len; i++)
        if (g_ptr_array_index (list, i) != NULL)
          g_array_append_val (ids, ((ClValue *) g_ptr_array_index (list, i))->integer);
      cl_value_take_ids (value, ids);
    }
  else
    {
      g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();

      for (guint i = 0; i < list->len; i++)
        {
          const ClValue *place = g_ptr_array_index (list, i);

          if (place != NULL && place->kind == CL_VALUE_TEXT)
            g_strv_builder_add (texts, place->text);
        }
      cl_value_take_texts (value, g_strv_builder_end (texts));
    }
}

static void
follow_list (History *history, const ClField *field, ClChanges *changes, const ClChangedRow *row)
{
  GPtrArray *list = g_hash_table_lookup (history->lists, field);
  sqlite3_value *position = row->operation == SQLITE_INSERT ? cl_changes_get_new (changes, 1) : cl_changes_get_old (changes, 1);
  gint64 place = position != NULL ? sqlite3_value_int64 (position) : -1;
  ClValue *before = NULL;

  if (list == NULL || place < 0 || place >= 10000)
    return;
  if (row->operation != SQLITE_INSERT)
    {
      before = g_new0 (ClValue, 1);
      cl_changes_read_value (cl_changes_get_old (changes, 2), before);
    }
  set_place (list, (guint) place, before);
}

static Change *
change_of (GHashTable *all, const ClField *field)
{
  Change *change = g_hash_table_lookup (all, field);

  if (change == NULL)
    g_hash_table_insert (all, (gpointer) field, change = g_new0 (Change, 1));
  return change;
}

static void
follow_row (History *history, GHashTable *all, ClJournalStep *step, ClChanges *changes, const ClChangedRow *row)
{
  step->created |= row->operation == SQLITE_INSERT;
  step->deleted |= row->operation == SQLITE_DELETE;
  for (int i = 0; i < row->n_columns && i < (int) history->columns->len; i++)
    {
      const ClField *field = g_ptr_array_index (history->columns, i);
      sqlite3_value *before = row->operation != SQLITE_INSERT ? cl_changes_get_old (changes, i) : NULL;
      sqlite3_value *after = row->operation != SQLITE_DELETE ? cl_changes_get_new (changes, i) : NULL;
      Change *change;

      if (field == NULL || (before == NULL && after == NULL))
        continue;
      change = change_of (all, field);
      if (!change->is_known)
        cl_changes_read_value (after, &change->after);
      change->is_known = TRUE;
      cl_changes_read_value (before, &change->before);
    }
}

static void
follow_part (History *history, GHashTable *all, ClJournalStep *step, gconstpointer data, gsize size)
{
  g_autoptr(ClChanges) changes = cl_changes_new (cl_store_get_catalogue (history->store), data, size);
  ClChangedRow row;

  while (cl_changes_next (changes, &row))
    {
      if (row.record != history->id || !g_str_equal (row.ledger, cl_ledger_get_name (history->ledger)))
        continue;
      if (row.link == NULL)
        {
          follow_row (history, all, step, changes, &row);
          continue;
        }
      if (!g_hash_table_contains (all, row.link))
        gather_list (row.link, g_hash_table_lookup (history->lists, row.link), &change_of (all, row.link)->after);
      follow_list (history, row.link, changes, &row);
    }
}

static void
add_changes (History *history, GHashTable *all, ClJournalStep *step)
{
  for (guint i = 0; i < cl_ledger_get_n_fields (history->ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (history->ledger, i);
      Change *change = g_hash_table_lookup (all, field);
      ClJournalChange *told;

      if (change == NULL)
        continue;
      if (cl_field_is_several (field))
        gather_list (field, g_hash_table_lookup (history->lists, field), &change->before);
      if (cl_value_equal (&change->before, &change->after))
        continue;
      told = g_new0 (ClJournalChange, 1);
      told->field = field;
      told->before = cl_journal_say_value (history->store, field, &change->before);
      told->after = cl_journal_say_value (history->store, field, &change->after);
      g_ptr_array_add (step->changes, told);
    }
}

static gboolean
follow_entry (History *history, ClJournalStep *step, GError **error)
{
  g_autoptr(ClStatement) parts = cl_database_prepare (history->database, "SELECT changeset FROM journal_changeset WHERE entry = ? ORDER BY part DESC", error);
  g_autoptr(GHashTable) all = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, change_free);
  g_autoptr(GError) step_error = NULL;

  if (parts == NULL)
    return FALSE;
  cl_statement_bind_integer (parts, 1, step->entry->entry);
  while (cl_statement_step (parts, &step_error))
    {
      gsize size;
      gconstpointer data = cl_statement_get_bytes (parts, 0, &size);

      follow_part (history, all, step, data, size);
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }
  add_changes (history, all, step);
  return TRUE;
}

static GPtrArray *
load_steps (History *history, GError **error)
{
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_journal_step_free);
  g_autoptr(ClStatement) statement = cl_database_prepare (history->database,
                                                          "SELECT j.entry, j.time, j.actor, j.kind, j.words, j.target,"
                                                          " coalesce((SELECT u.kind FROM journal u WHERE u.target = j.entry AND u.target > 0 ORDER BY u.entry DESC LIMIT 1), '') = 'undo'"
                                                          " FROM journal_record r JOIN journal j ON j.entry = r.entry"
                                                          " WHERE r.ledger = ? AND r.record = ? ORDER BY r.entry DESC", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return NULL;
  cl_statement_bind_text (statement, 1, cl_ledger_get_name (history->ledger));
  cl_statement_bind_integer (statement, 2, history->id);
  while (cl_statement_step (statement, &step_error))
    {
      ClJournalStep *step = g_new0 (ClJournalStep, 1);

      step->entry = g_new0 (ClJournalEntry, 1);
      step->entry->entry = cl_statement_get_integer (statement, 0);
      step->entry->time = cl_statement_get_integer (statement, 1);
      step->entry->actor = g_strdup (cl_statement_get_text (statement, 2));
      step->entry->kind = g_strdup (cl_statement_get_text (statement, 3));
      step->entry->words = cl_mask_numbers (cl_statement_get_text (statement, 4));
      step->entry->target = cl_statement_get_integer (statement, 5);
      step->entry->undone = cl_statement_get_integer (statement, 6) != 0;
      step->changes = g_ptr_array_new_with_free_func (journal_change_free);
      g_ptr_array_add (steps, step);
    }
  if (step_error == NULL)
    return g_steal_pointer (&steps);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}

/**
 * cl_journal_history:
 * @store: an open store
 * @ledger: the record's ledger
 * @id: the record; it may be deleted already
 * @error: return location
 *
 * All that happened to one record: who, when, what from what to what, references by the name that they have today. The store's own thread.
 *
 * Returns: (transfer full) (element-type ClJournalStep): the steps, newest first; empty where the journal knows nothing of it
 */
GPtrArray *
cl_journal_history (ClStore *store, ClLedger *ledger, gint64 id, GError **error)
{
  g_autoptr(GPtrArray) steps = NULL;
  g_auto(History) history = {
    .database = cl_store_get_journal (store),
    .store = store,
    .ledger = ledger,
    .id = id,
  };

  g_return_val_if_fail (history.database != NULL, NULL);

  history.lists = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, list_free);
  if (!cl_desk_may (store, CL_RIGHT_READ, error) || (history.columns = cl_changes_list_columns (history.database, ledger, error)) == NULL)
    return NULL;
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      if (cl_field_is_several (field) && !load_list (&history, field, error))
        return NULL;
    }
  steps = load_steps (&history, error);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    if (!follow_entry (&history, g_ptr_array_index (steps, i), error))
      return NULL;
  return g_steal_pointer (&steps);
}
