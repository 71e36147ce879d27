#include "cl-config.h"

#include "cl-merge-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-transaction-private.h"

static void
free_field (gpointer data)
{
  ClMergeField *field = data;

  g_free (field->first);
  g_free (field->second);
  g_free (field);
}

static void
free_move (gpointer data)
{
  ClMergeMove *move = data;

  cl_ledger_unref (move->ledger);
  g_free (move);
}

/**
 * cl_merge_free:
 * @merge: (nullable): a comparison
 */
void
cl_merge_free (ClMerge *merge)
{
  if (merge == NULL)
    return;
  cl_ledger_unref (merge->ledger);
  g_free (merge->called);
  g_clear_pointer (&merge->fields, g_ptr_array_unref);
  g_clear_pointer (&merge->moves, g_ptr_array_unref);
  g_free (merge);
}

/**
 * cl_merge_can:
 * @ledger: a ledger
 *
 * Returns: whether two of its entries may be made one: those of ledgers that are kept by hand
 */
gboolean
cl_merge_can (ClLedger *ledger)
{
  return cl_ledger_has_page (ledger) && cl_ledger_get_part_of (ledger) == NULL && !g_str_equal (cl_ledger_get_name (ledger), "output");
}

/* Finding those that are alike */

static gboolean
add_same (ClStore *store, ClLedger *ledger, const char *column, const ClRecord *record, GHashTable *found, GError **error)
{
  const ClValue *value = cl_record_get_named (record, column);
  g_autofree char *sql = g_strdup_printf ("SELECT \"id\" FROM \"%s\" WHERE \"%s\" = ? AND \"id\" <> ? LIMIT 100", cl_ledger_get_table (ledger), column);
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) step_error = NULL;

  if (value->kind != CL_VALUE_TEXT)
    return TRUE;
  statement = cl_database_prepare (cl_store_get_reader (store), sql, error);
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, value->text);
  cl_statement_bind_integer (statement, 2, cl_record_get_id (record));
  while (cl_statement_step (statement, &step_error))
    {
      gint64 *id = g_new (gint64, 1);

      *id = cl_statement_get_integer (statement, 0);
      g_hash_table_add (found, id);
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/**
 * cl_merge_find_alike:
 * @store: an open store
 * @ledger: a ledger
 * @id: one of its records
 * @error: return location
 *
 * The store's own thread.
 *
 * Returns: (transfer full) (element-type gint64): others called the same, or with the same value where each should have its own; empty too where @error is set
 */
GArray *
cl_merge_find_alike (ClStore *store, ClLedger *ledger, gint64 id, GError **error)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(ClRecord) record = cl_record_load (cl_store_get_reader (store), ledger, id, error);
  g_autoptr(GHashTable) found = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer each;

  if (record == NULL)
    return ids;
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      gboolean names = g_strcmp0 (cl_ledger_get_called (ledger), cl_field_get_name (field)) == 0;

      if (!cl_field_is_several (field) && !cl_field_is_link (field) && (names || cl_field_is_unique (field))
          && !add_same (store, ledger, cl_field_get_name (field), record, found, error))
        return ids;
    }
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &each, NULL))
    g_array_append_vals (ids, each, 1);
  g_array_sort (ids, compare_ids);
  return ids;
}

/* Comparing */

static void
compare_field (ClStore *store, ClMerge *merge, const ClField *field, const ClRecord *first, const ClRecord *second)
{
  const ClValue *one = cl_record_get (first, field), *other = cl_record_get (second, field);
  ClDatabase *reader = cl_store_get_reader (store);
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClMergeField *differs;

  if (cl_value_equal (one, other))
    return;
  differs = g_new0 (ClMergeField, 1);
  differs->field = field;
  differs->first = cl_record_say_value (reader, catalogue, field, one);
  differs->second = cl_record_say_value (reader, catalogue, field, other);
  if (cl_value_is_none (one))
    differs->take = CL_MERGE_SECOND;
  else if (cl_field_is_several (field) && !cl_value_is_none (other))
    differs->take = CL_MERGE_BOTH;
  g_ptr_array_add (merge->fields, differs);
}

/* How many records of each ledger name @id; all of them together. */
static gboolean
count_referrers (ClStore *store, ClLedger *ledger, gint64 id, GPtrArray *moves, guint *all, GError **error)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_store_get_catalogue (store));

  *all = 0;
  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *referring = ledgers->pdata[i];
      guint n = 0;

      for (guint f = 0; f < cl_ledger_get_n_fields (referring); f++)
        {
          const ClField *field = cl_ledger_get_field (referring, f);
          g_autoptr(GArray) ids = NULL;

          if (!cl_field_is_link (field) || g_strcmp0 (cl_field_get_target (field), cl_ledger_get_name (ledger)) != 0)
            continue;
          ids = cl_transaction_find_referrers (cl_store_get_reader (store), referring, field, id, 0, error);
          if (ids == NULL)
            return FALSE;
          n += ids->len;
        }
      *all += n;
      if (n > 0)
        {
          ClMergeMove *move = g_new (ClMergeMove, 1);

          *move = (ClMergeMove) { cl_ledger_ref (referring), n };
          g_ptr_array_add (moves, move);
        }
    }
  return TRUE;
}

/**
 * cl_merge_new:
 * @store: an open store
 * @ledger: a ledger of which cl_merge_can() holds
 * @one: a record
 * @other: another
 * @error: return location
 *
 * Compares them. That one is the first, which stays, to which more is tied; of two with as much the older.
 *
 * Returns: (transfer full): in what they differ, with what is proposed
 */
ClMerge *
cl_merge_new (ClStore *store, ClLedger *ledger, gint64 one, gint64 other, GError **error)
{
  g_autoptr(ClMerge) merge = g_new0 (ClMerge, 1);
  g_autoptr(ClRecord) first = NULL;
  g_autoptr(ClRecord) second = NULL;
  g_autoptr(GPtrArray) moves = g_ptr_array_new_with_free_func (free_move);
  guint of_one, of_other;

  merge->ledger = cl_ledger_ref (ledger);
  merge->fields = g_ptr_array_new_with_free_func (free_field);
  merge->moves = g_ptr_array_new_with_free_func (free_move);
  if (one == other || !cl_merge_can (ledger))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("Two different entries of one list are made one. Choose two that are about the same."));
      return NULL;
    }
  if (!count_referrers (store, ledger, one, moves, &of_one, error) || !count_referrers (store, ledger, other, merge->moves, &of_other, error))
    return NULL;
  merge->first = of_one > of_other || (of_one == of_other && one < other) ? one : other;
  merge->second = merge->first == one ? other : one;
  if (merge->second == one)
    {
      g_ptr_array_unref (merge->moves);
      merge->moves = g_steal_pointer (&moves);
    }
  first = cl_record_load (cl_store_get_reader (store), ledger, merge->first, error);
  second = first != NULL ? cl_record_load (cl_store_get_reader (store), ledger, merge->second, error) : NULL;
  if (second == NULL)
    return NULL;
  merge->called = cl_record_call (cl_store_get_reader (store), cl_store_get_catalogue (store), ledger, merge->first);
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    compare_field (store, merge, cl_ledger_get_field (ledger, i), first, second);
  return g_steal_pointer (&merge);
}

/**
 * cl_merge_show:
 * @field: a field in which they differ
 * @second: the second's value, else the first's
 * @whole: the person at the desk was let see it
 *
 * Returns: (transfer full): what a person reads
 */
char *
cl_merge_show (const ClMergeField *field, gboolean second, gboolean whole)
{
  const char *text = second ? field->second : field->first, *class = cl_field_get_private_class (field->field);

  if (text == NULL || *text == '\0')
    return g_strdup (_("(empty)"));
  return class != NULL && !whole ? cl_mask (class, text) : g_strdup (text);
}

/**
 * cl_merge_warn:
 * @merge: a comparison
 *
 * Returns: (transfer full) (nullable): a sentence where both have a value of their own in a field in which each has its own; %NULL: nothing speaks against it
 */
char *
cl_merge_warn (const ClMerge *merge)
{
  for (guint i = 0; i < merge->fields->len; i++)
    {
      const ClMergeField *field = merge->fields->pdata[i];

      if (cl_field_is_unique (field->field) && field->first != NULL && field->second != NULL)
        /* Translators: %s: a field such as the citizen ID */
        return g_strdup_printf (_("%s is another in each: they may be two after all. Compare both with the papers."), cl_field_get_label (field->field));
    }
  return NULL;
}

/**
 * cl_merge_say_moves:
 * @merge: a comparison
 *
 * Returns: (transfer full) (nullable): how much of which ledgers comes to the entry that stays; %NULL: nothing
 */
char *
cl_merge_say_moves (const ClMerge *merge)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < merge->moves->len; i++)
    {
      const ClMergeMove *move = merge->moves->pdata[i];

      /* Translators: %s: a ledger's title, %u: how many of its entries; put together to a list */
      g_string_append_printf (text, "%s", i > 0 ? _(", ") : "");
      g_string_append_printf (text, _("%s: %u"), cl_ledger_get_title (move->ledger), move->n);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
