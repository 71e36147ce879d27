#include "cl-config.h"

#include "cl-merge-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-draft.h"
#include "cl-error.h"
#include "cl-kept.h"
#include "cl-transaction-private.h"

/* Parts that say the same twice are looked for among so many; of more nobody made two by mistake. */
#define MOST_PARTS 200

static ClMergeTake
take_of (const ClMerging *merging, const ClField *field)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (merging->takes, field));
}

/* Values */

static gboolean
holds_id (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

static void
add_ids (GArray *all, const ClValue *value, gint64 not_this, gint64 nor_this)
{
  if (value->kind == CL_VALUE_IDS)
    for (guint i = 0; i < value->ids->len; i++)
      {
        gint64 id = g_array_index (value->ids, gint64, i);

        if (id != not_this && id != nor_this && !holds_id (all, id))
          g_array_append_val (all, id);
      }
}

static GStrv
join_texts (const ClValue *first, const ClValue *second)
{
  g_autoptr(GStrvBuilder) all = g_strv_builder_new ();

  for (guint i = 0; first->kind == CL_VALUE_TEXTS && first->texts[i] != NULL; i++)
    g_strv_builder_add (all, first->texts[i]);
  for (guint i = 0; second->kind == CL_VALUE_TEXTS && second->texts[i] != NULL; i++)
    if (first->kind != CL_VALUE_TEXTS || !g_strv_contains ((const char *const *) first->texts, second->texts[i]))
      g_strv_builder_add (all, second->texts[i]);
  return g_strv_builder_end (all);
}

/* What the field holds once they are one. An entry that named the other does not name itself now. */
static void
choose_value (const ClMerging *merging, const ClField *field, const ClRecord *first, const ClRecord *second, ClValue *value)
{
  const ClValue *one = cl_record_get (first, field), *other = cl_record_get (second, field);
  ClMergeTake take = take_of (merging, field);
  gboolean names_them = g_strcmp0 (cl_field_get_target (field), cl_ledger_get_name (merging->ledger)) == 0;

  if (take == CL_MERGE_BOTH && one->kind != CL_VALUE_IDS && other->kind != CL_VALUE_IDS)
    cl_value_take_texts (value, join_texts (one, other));
  else if (one->kind == CL_VALUE_IDS || other->kind == CL_VALUE_IDS)
    {
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      gint64 not_this = names_them ? merging->first : 0, nor_this = names_them ? merging->second : 0;

      if (take != CL_MERGE_SECOND)
        add_ids (ids, one, not_this, nor_this);
      if (take != CL_MERGE_FIRST)
        add_ids (ids, other, not_this, nor_this);
      cl_value_take_ids (value, ids);
    }
  else
    {
      cl_value_copy (value, take == CL_MERGE_SECOND ? other : one);
      if (names_them && value->kind == CL_VALUE_INTEGER && (value->integer == merging->first || value->integer == merging->second))
        cl_value_clear (value);
    }
}

/* Dated rows: of two that are open one stays, with what is true from now on and the earlier beginning; nothing has changed today. */

static gboolean
is_earlier (const ClValue *a, const ClValue *b)
{
  return a->kind == CL_VALUE_TEXT && (b->kind != CL_VALUE_TEXT || strcmp (a->text, b->text) < 0);
}

static gboolean
join_open_rows (ClTransaction *transaction, const ClMerging *merging, const ClLedgerDated *dated, const ClRecord *merged, GError **error)
{
  ClLedger *into = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), dated->into);
  gint64 open = into != NULL ? cl_transaction_find_open_row (transaction, into, dated->owner, merging->first, error) : 0;
  gint64 other = open > 0 ? cl_transaction_find_open_row (transaction, into, dated->owner, merging->second, error) : open;
  ClDatabase *database = cl_transaction_get_database (transaction);
  const ClField *start = into != NULL ? cl_ledger_find_field (into, "start") : NULL;
  g_autoptr(ClRecord) row = NULL;
  g_autoptr(ClRecord) goes = NULL;

  if (open < 0 || other < 0)
    return FALSE;
  if (other == 0)
    return TRUE;
  row = cl_record_load (database, into, open, error);
  goes = row != NULL ? cl_record_load (database, into, other, error) : NULL;
  if (goes == NULL || !cl_transaction_delete (transaction, into, other, error))
    return FALSE;
  if (start != NULL && is_earlier (cl_record_get (goes, start), cl_record_get (row, start)))
    cl_record_set (row, start, cl_record_get (goes, start));
  for (const char *const *name = dated->fields; *name != NULL; name++)
    {
      const ClField *field = cl_ledger_find_field (into, *name);
      const ClValue *value = cl_record_get_named (merged, *name);

      if (field != NULL && value != NULL && !cl_value_equal (value, cl_record_get (row, field)))
        cl_record_set (row, field, value);
    }
  return cl_transaction_save (transaction, row, error);
}

/* References */

static gboolean
are_equal (ClLedger *ledger, const ClRecord *a, const ClRecord *b)
{
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    if (!cl_value_equal (cl_record_get (a, cl_ledger_get_field (ledger, i)), cl_record_get (b, cl_ledger_get_field (ledger, i))))
      return FALSE;
  return TRUE;
}

/* A part (a guardian, a membership) that now stands there twice, word for word, goes. */
static gboolean
drop_repeated (ClTransaction *transaction, ClLedger *referring, const ClField *field, const ClRecord *moved, const GArray *there, GError **error)
{
  if (cl_ledger_get_part_of (referring) == NULL || cl_field_is_several (field) || there->len > MOST_PARTS)
    return TRUE;
  for (guint i = 0; i < there->len; i++)
    {
      g_autoptr(ClRecord) one = cl_record_load (cl_transaction_get_database (transaction), referring, g_array_index (there, gint64, i), error);
      g_autoptr(GError) refusal = NULL;

      if (one == NULL)
        return FALSE;
      if (!are_equal (referring, one, moved))
        continue;
      /* What names it keeps it. */
      if (cl_transaction_delete (transaction, referring, cl_record_get_id (moved), &refusal) || g_error_matches (refusal, CL_ERROR, CL_ERROR_REFERENCED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  return TRUE;
}

static gboolean
move_one (ClTransaction *transaction, const ClMerging *merging, ClLedger *referring, const ClField *field, gint64 id, const GArray *there, GError **error)
{
  g_autoptr(ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), referring, id, error);
  g_auto(ClValue) value = CL_VALUE_INIT;

  if (record == NULL)
    return FALSE;
  if (cl_field_is_several (field))
    {
      const ClValue *old = cl_record_get (record, field);
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      for (guint i = 0; old->kind == CL_VALUE_IDS && i < old->ids->len; i++)
        {
          gint64 one = g_array_index (old->ids, gint64, i);

          if (one == merging->second)
            one = merging->first;
          if (!holds_id (ids, one))
            g_array_append_val (ids, one);
        }
      cl_value_take_ids (&value, ids);
    }
  else
    cl_value_set_integer (&value, merging->first);
  cl_record_set (record, field, &value);
  return cl_transaction_save (transaction, record, error) && drop_repeated (transaction, referring, field, record, there, error);
}

static gboolean
move_field (ClTransaction *transaction, const ClMerging *merging, ClLedger *referring, const ClField *field, GError **error)
{
  ClDatabase *database = cl_transaction_get_database (transaction);
  g_autoptr(GArray) ids = cl_transaction_find_referrers (database, referring, field, merging->second, 0, error);
  g_autoptr(GArray) there = ids != NULL && ids->len > 0 ? cl_transaction_find_referrers (database, referring, field, merging->first, MOST_PARTS + 1, error) : NULL;

  if (ids == NULL || (ids->len > 0 && there == NULL))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      /* Both of them are written on their own. */
      if (referring == merging->ledger && (id == merging->first || id == merging->second))
        continue;
      if (g_cancellable_set_error_if_cancelled (cl_transaction_get_cancellable (transaction), error)
          || !move_one (transaction, merging, referring, field, id, there, error))
        return FALSE;
    }
  return TRUE;
}

/* Parts before all others: a person whose village becomes another by this has not moved, and the residence says so already. */
static gboolean
move_all (ClTransaction *transaction, const ClMerging *merging, GError **error)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_transaction_get_catalogue (transaction));

  for (int parts = 1; parts >= 0; parts--)
    for (guint i = 0; i < ledgers->len; i++)
      {
        ClLedger *referring = ledgers->pdata[i];

        if ((cl_ledger_get_part_of (referring) != NULL) != (parts == 1))
          continue;
        for (guint f = 0; f < cl_ledger_get_n_fields (referring); f++)
          {
            const ClField *field = cl_ledger_get_field (referring, f);

            if (cl_field_is_link (field) && g_strcmp0 (cl_field_get_target (field), cl_ledger_get_name (merging->ledger)) == 0
                && !move_field (transaction, merging, referring, field, error))
              return FALSE;
          }
      }
  return TRUE;
}

/* What the page Today was told of the second is told of the first; of both it stands there already. */
static gboolean
move_marks (ClTransaction *transaction, const ClMerging *merging, GError **error)
{
  ClLedger *marks = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "duty_mark");
  ClDatabase *database = cl_transaction_get_database (transaction);
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GError) step_error = NULL;

  if (marks == NULL)
    return TRUE;
  statement = cl_database_prepare (database,
                                   "SELECT id, EXISTS (SELECT 1 FROM duty_mark o WHERE o.record = ?2 AND o.duty = m.duty AND o.due IS m.due)"
                                   " FROM duty_mark m WHERE record = ?1 AND duty LIKE ?3 || '/%'", error);
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, merging->second);
  cl_statement_bind_integer (statement, 2, merging->first);
  cl_statement_bind_text (statement, 3, cl_ledger_get_name (merging->ledger));
  while (cl_statement_step (statement, &step_error))
    {
      gint64 pair[2] = { cl_statement_get_integer (statement, 0), cl_statement_get_integer (statement, 1) };

      g_array_append_vals (ids, pair, 2);
    }
  g_clear_pointer (&statement, cl_statement_release);
  for (guint i = 0; step_error == NULL && i < ids->len; i += 2)
    {
      g_autoptr(ClRecord) mark = g_array_index (ids, gint64, i + 1) ? NULL : cl_record_load (database, marks, g_array_index (ids, gint64, i), &step_error);
      g_auto(ClValue) value = CL_VALUE_INIT;

      cl_value_set_integer (&value, merging->first);
      if (mark == NULL && step_error == NULL)
        cl_transaction_delete (transaction, marks, g_array_index (ids, gint64, i), &step_error);
      else if (mark != NULL)
        {
          cl_record_set (mark, cl_ledger_find_field (marks, "record"), &value);
          cl_transaction_save (transaction, mark, &step_error);
        }
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* The first as it will be. */
static ClRecord *
join (ClTransaction *transaction, const ClMerging *merging, GError **error)
{
  ClDatabase *database = cl_transaction_get_database (transaction);
  g_autoptr(ClRecord) first = cl_record_load (database, merging->ledger, merging->first, error);
  g_autoptr(ClRecord) second = first != NULL ? cl_record_load (database, merging->ledger, merging->second, error) : NULL;

  if (second == NULL)
    return NULL;
  for (guint i = 0; i < cl_ledger_get_n_fields (merging->ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (merging->ledger, i);
      g_auto(ClValue) value = CL_VALUE_INIT;

      choose_value (merging, field, first, second, &value);
      if (!cl_value_equal (&value, cl_record_get (first, field)))
        cl_record_set (first, field, &value);
    }
  return g_steal_pointer (&first);
}

gboolean
cl_merge_write_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const ClMerging *merging = data;
  const GPtrArray *all = cl_ledger_get_dated (merging->ledger);
  g_autoptr(ClRecord) merged = NULL;

  /* Undo takes it back too; this is for what is found out when other work stands on it. */
  if (!cl_kept_make (merging->path, "merge", cl_transaction_get_cancellable (transaction), error))
    {
      g_prefix_error (error, "%s ", _("The backup before could not be made; the two entries are as they were."));
      return FALSE;
    }
  cl_transaction_set_kind (transaction, "merge");
  merged = join (transaction, merging, error);
  if (merged == NULL)
    return FALSE;
  for (guint i = 0; all != NULL && i < all->len; i++)
    if (!join_open_rows (transaction, merging, all->pdata[i], merged, error))
      return FALSE;
  return move_all (transaction, merging, error) && move_marks (transaction, merging, error) && cl_transaction_save (transaction, merged, error)
         && cl_drafts_settle (transaction, merged, error) && cl_transaction_delete (transaction, merging->ledger, merging->second, error);
}

static void
merging_free (gpointer data)
{
  ClMerging *merging = data;

  g_free (merging->path);
  cl_ledger_unref (merging->ledger);
  g_hash_table_unref (merging->takes);
  g_free (merging);
}

static ClMerging *
merging_new (ClStore *store, const ClMerge *merge)
{
  ClMerging *merging = g_new (ClMerging, 1);

  *merging = (ClMerging) { g_strdup (cl_store_get_path (store)), cl_ledger_ref (merge->ledger), merge->first, merge->second, g_hash_table_new (NULL, NULL) };
  for (guint i = 0; i < merge->fields->len; i++)
    {
      const ClMergeField *field = merge->fields->pdata[i];

      g_hash_table_insert (merging->takes, (gpointer) field->field, GINT_TO_POINTER (field->take));
    }
  return merging;
}

static char *
words_of (const ClMerge *merge)
{
  /* Translators: words of a journal entry; %s: a ledger's title, a record's name */
  return g_strdup_printf (_("Two entries of %s made one: %s"), cl_ledger_get_title (merge->ledger), merge->called != NULL ? merge->called : "");
}

/**
 * cl_merge_carry_out:
 * @store: an open store
 * @merge: with what is to be taken of which
 * @error: return location
 *
 * Makes a backup, writes the first as chosen, lets all that names the second name the first, and removes the second. Waits.
 *
 * Returns: as cl_store_write(); %CL_ERROR_NOT_FOUND where one of them has gone meanwhile
 */
gint64
cl_merge_carry_out (ClStore *store, const ClMerge *merge, GError **error)
{
  ClMerging *merging = merging_new (store, merge);
  g_autofree char *words = words_of (merge);
  gint64 entry = cl_store_write (store, words, cl_merge_write_cb, merging, error);

  merging_free (merging);
  return entry;
}

/**
 * cl_merge_carry_out_async:
 * @store: an open store
 * @merge: as of cl_merge_carry_out(); not needed any more when this returns
 * @callback: called on the calling thread's context
 * @user_data: for @callback
 *
 * The same without waiting.
 */
void
cl_merge_carry_out_async (ClStore *store, const ClMerge *merge, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *words = words_of (merge);

  cl_store_write_async (store, words, cl_merge_write_cb, merging_new (store, merge), merging_free, NULL, callback, user_data);
}

/**
 * cl_merge_carry_out_finish:
 * @store: an open store
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: as cl_merge_carry_out()
 */
gint64
cl_merge_carry_out_finish (ClStore *store, GAsyncResult *result, GError **error)
{
  return cl_store_write_finish (store, result, error);
}
