#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "cl-config.h"

#include "cl-recording-private.h"

#include "cl-desk.h"
#include "cl-store-private.h"

/**
 * cl_journal_part_free:
 * @part: (transfer full): what an entry did to a record
 */
void
cl_journal_part_free (ClJournalPart *part)
{
  g_free (part->called);
  g_clear_pointer (&part->step, cl_journal_step_free);
  g_free (part);
}

/* Each record once, in the order in which the entry touched them. */
static void
add_once (GPtrArray *parts, GHashTable *seen, ClCatalogue *catalogue, const char *name, gint64 record)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, name);
  ClJournalPart *part;

  if (ledger == NULL || !g_hash_table_add (seen, g_strdup_printf ("%s %" G_GINT64_FORMAT, name, record)))
    return;
  part = g_new0 (ClJournalPart, 1);
  part->ledger = ledger;
  part->record = record;
  g_ptr_array_add (parts, part);
}

static gboolean
list_changed (ClStore *store, gint64 entry, GPtrArray *parts, GHashTable *seen, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (cl_store_get_journal (store), "SELECT changeset FROM journal_changeset WHERE entry = ? ORDER BY part", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, entry);
  while (cl_statement_step (statement, &step_error))
    {
      gsize size;
      gconstpointer data = cl_statement_get_bytes (statement, 0, &size);
      g_autoptr(ClChanges) changes = cl_changes_new (cl_store_get_catalogue (store), data, size);
      ClChangedRow row;

      while (cl_changes_next (changes, &row))
        add_once (parts, seen, cl_store_get_catalogue (store), row.ledger, row.record);
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* A note changes nothing and may be about a record all the same. */
static gboolean
list_noted (ClStore *store, gint64 entry, GPtrArray *parts, GHashTable *seen, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (cl_store_get_journal (store), "SELECT ledger, record FROM journal_record WHERE entry = ?", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, entry);
  while (cl_statement_step (statement, &step_error))
    add_once (parts, seen, cl_store_get_catalogue (store), cl_statement_get_text (statement, 0), cl_statement_get_integer (statement, 1));
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static gboolean
is_there (ClStore *store, const ClJournalPart *part)
{
  g_autoptr(ClRecord) record = cl_record_load (cl_store_get_reader (store), part->ledger, part->record, NULL);

  return record != NULL;
}

static gboolean
fill (ClStore *store, ClJournalPart *part, gint64 entry, GError **error)
{
  g_autoptr(GPtrArray) steps = cl_journal_history (store, part->ledger, part->record, error);

  if (steps == NULL)
    return FALSE;
  for (guint i = 0; i < steps->len && part->step == NULL; i++)
    if (((const ClJournalStep *) steps->pdata[i])->entry->entry == entry)
      part->step = g_ptr_array_steal_index (steps, i);
  if (is_there (store, part))
    part->called = cl_record_call (cl_store_get_reader (store), cl_store_get_catalogue (store), part->ledger, part->record);
  return TRUE;
}

/**
 * cl_journal_entry_parts:
 * @store: an open store
 * @entry: number of an entry
 * @limit: of how many records at most
 * @n: (out): how many records the entry is about
 * @error: return location
 *
 * What the entry did to each record, from what to what. The store's own thread.
 *
 * Returns: (transfer full) (element-type ClJournalPart): the first @limit of them; empty for what changed nothing
 */
GPtrArray *
cl_journal_entry_parts (ClStore *store, gint64 entry, guint limit, guint *n, GError **error)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_journal_part_free);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (CL_IS_STORE (store) && n != NULL, NULL);

  if (!cl_desk_may (store, CL_RIGHT_READ, error) || !list_changed (store, entry, parts, seen, error) || (parts->len == 0 && !list_noted (store, entry, parts, seen, error)))
    return NULL;
  *n = parts->len;
  g_ptr_array_set_size (parts, (int) MIN (parts->len, limit));
  for (guint i = parts->len; i > 0; i--)
    {
      if (!fill (store, parts->pdata[i - 1], entry, error))
        return NULL;
      if (((ClJournalPart *) parts->pdata[i - 1])->step == NULL)
        g_ptr_array_remove_index (parts, i - 1);
    }
  return g_steal_pointer (&parts);
}
