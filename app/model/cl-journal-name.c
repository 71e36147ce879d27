#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "cl-config.h"

#include "cl-recording-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-desk.h"
#include "cl-store-private.h"

/* What a record was called before it was deleted. The naming expression cannot be run on what is not there: of the fields that it names, and of the words between them, what
 * stood there is put together. */

/* A name may be that of another record, which may be deleted too. */
#define DEPTH 4

static char *find_last_name (ClStore *store, ClLedger *ledger, gint64 id, guint depth);

static void
value_free (gpointer data)
{
  cl_value_clear (data);
  g_free (data);
}

static gboolean
read_deleted (ClStore *store, ClLedger *ledger, gint64 id, ClStatement *parts, GPtrArray *columns, GHashTable *values)
{
  while (cl_statement_step (parts, NULL))
    {
      gsize size;
      gconstpointer data = cl_statement_get_bytes (parts, 0, &size);
      g_autoptr(ClChanges) changes = cl_changes_new (cl_store_get_catalogue (store), data, size);
      ClChangedRow row;

      while (cl_changes_next (changes, &row))
        {
          if (row.record != id || row.link != NULL || row.operation != SQLITE_DELETE || !g_str_equal (row.ledger, cl_ledger_get_name (ledger)))
            continue;
          for (int i = 0; i < row.n_columns && i < (int) columns->len; i++)
            {
              ClValue *value = g_new0 (ClValue, 1);

              cl_changes_read_value (cl_changes_get_old (changes, i), value);
              g_hash_table_insert (values, columns->pdata[i], value);
            }
          return TRUE;
        }
    }
  return FALSE;
}

/* What stood in the record when it was deleted, by field; NULL: the journal does not know. */
static GHashTable *
find_deleted (ClStore *store, ClLedger *ledger, gint64 id)
{
  ClDatabase *database = cl_store_get_journal (store);
  g_autoptr(ClStatement) parts = cl_database_prepare (database,
                                                      "SELECT changeset FROM journal_changeset WHERE entry = (SELECT max(entry) FROM journal_record WHERE ledger = ? AND record = ?)"
                                                      " ORDER BY part DESC", NULL);
  g_autoptr(GPtrArray) columns = cl_changes_list_columns (database, ledger, NULL);
  g_autoptr(GHashTable) values = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, value_free);

  if (parts == NULL || columns == NULL)
    return NULL;
  cl_statement_bind_text (parts, 1, cl_ledger_get_name (ledger));
  cl_statement_bind_integer (parts, 2, id);
  return read_deleted (store, ledger, id, parts, columns, values) ? g_steal_pointer (&values) : NULL;
}

static char *
say_part (ClStore *store, const ClField *field, const ClValue *value, guint depth)
{
  ClLedger *target = cl_field_is_link (field) ? cl_catalogue_find_ledger (cl_store_get_catalogue (store), cl_field_get_target (field)) : NULL;
  const char *private = cl_field_get_private_class (field);
  g_autofree char *text = NULL;

  if (value == NULL || cl_value_is_none (value))
    return NULL;
  if (target == NULL)
    text = cl_field_format (field, value);
  else if ((text = cl_record_find_name (cl_store_get_reader (store), cl_store_get_catalogue (store), target, value->integer)) == NULL)
    text = find_last_name (store, target, value->integer, depth + 1);
  return private != NULL && text != NULL ? cl_mask (private, text) : g_steal_pointer (&text);
}

/* Of "number || ' ' || called(person)": the number, the space where there was a number, the person. */
static char *
find_last_name (ClStore *store, ClLedger *ledger, gint64 id, guint depth)
{
  g_autoptr(GRegex) regex = g_regex_new ("'([^']*)'|([A-Za-z_][A-Za-z0-9_]*)", 0, 0, NULL);
  g_autoptr(GHashTable) values = depth < DEPTH && cl_ledger_get_called (ledger) != NULL ? find_deleted (store, ledger, id) : NULL;
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GString) name = g_string_new (NULL);
  gboolean is_said = FALSE;

  if (values == NULL)
    return NULL;
  for (g_regex_match (regex, cl_ledger_get_called (ledger), 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *words = g_match_info_fetch (match, 1), *word = g_match_info_fetch (match, 2);
      const ClField *field = word != NULL && *word != '\0' ? cl_ledger_find_field (ledger, word) : NULL;
      g_autofree char *part = field != NULL ? say_part (store, field, g_hash_table_lookup (values, field), depth) : NULL;

      if (field != NULL)
        is_said = part != NULL;
      if (part != NULL)
        g_string_append (name, part);
      else if (field == NULL && is_said && words != NULL)
        g_string_append (name, words);
    }
  return name->len > 0 ? g_strdup (name->str) : NULL;
}

/**
 * cl_journal_call:
 * @store: an open store
 * @ledger: a ledger
 * @id: a record's id; the record may be deleted already
 *
 * The store's own thread.
 *
 * Returns: (transfer full): how the record is called; of one that was deleted, how it was called last, and that it was deleted; never its mere number as long as it is there
 * or the journal knows of it
 */
char *
cl_journal_call (ClStore *store, ClLedger *ledger, gint64 id)
{
  ClDatabase *reader = cl_store_get_reader (store);
  char *name = cl_record_find_name (reader, cl_store_get_catalogue (store), ledger, id);
  g_autoptr(ClRecord) record = name == NULL ? cl_record_load (reader, ledger, id, NULL) : NULL;
  g_autofree char *last = NULL;

  if (name != NULL)
    return name;
  if (record != NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT, id);
  if (cl_store_get_journal (store) != NULL && cl_desk_may (store, CL_RIGHT_READ, NULL))
    last = find_last_name (store, ledger, id, 0);
  /* Translators: a record that is not there any more, by its last name */
  return last != NULL ? g_strdup_printf (_("%s (deleted)"), last) : g_strdup (_("(a record that was deleted)"));
}

/**
 * cl_journal_say_value:
 * @store: an open store
 * @field: a field
 * @value: what stands in it, or stood in it once
 *
 * cl_record_say_value() of what may have been deleted meanwhile: links by cl_journal_call(). The store's own thread.
 *
 * Returns: (transfer full) (nullable): @value as a list shows it; %NULL where there is nothing
 */
char *
cl_journal_say_value (ClStore *store, const ClField *field, const ClValue *value)
{
  ClLedger *target = cl_field_is_link (field) ? cl_catalogue_find_ledger (cl_store_get_catalogue (store), cl_field_get_target (field)) : NULL;
  g_autoptr(GString) names = NULL;

  if (cl_value_is_none (value))
    return NULL;
  if (target == NULL)
    return cl_field_is_link (field) ? g_strdup (_("(a record that was deleted)")) : cl_field_format (field, value);
  names = g_string_new (NULL);
  for (guint i = 0; i < (value->kind == CL_VALUE_IDS ? value->ids->len : 1); i++)
    {
      g_autofree char *called = cl_journal_call (store, target, value->kind == CL_VALUE_IDS ? g_array_index (value->ids, gint64, i) : value->integer);

      g_string_append_printf (names, "%s%s", i > 0 ? "、" : "", called);
    }
  return g_strdup (names->str);
}
