/* What the office's file says of itself and is read again: filters of lists that are kept, drafts, settings, what an entry of the journal changed. A file may come from anywhere,
 * and a bit may flip. The first byte says which; of the journal the rest is a list of places (four bytes) and bytes to put there. What cannot be read narrows nothing, is no
 * draft, sets nothing, and is not put back. */
#include <string.h>

#include "cl-agenda.h"
#include "cl-desk.h"
#include "cl-draft.h"
#include "cl-list-view.h"
#include "cl-recovery.h"
#include "cl-second.h"
#include "fuzz.h"

static ClDatabase *side; /* writes beside the store, as nobody else does */
static GBytes *changes;  /* of the newest entry, as they were written */

static void
put_text (const char *sql, const guint8 *data, size_t size)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (side, sql, NULL);
  g_autoptr (GError) error = NULL;

  g_assert (statement != NULL);
  /* As a damaged file has it: not even valid text. */
  cl_statement_bind_bytes (statement, 1, data, size);
  if (!cl_statement_run (statement, &error))
    g_error ("%s", error->message);
}

static gint64
ask (const char *sql)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (side, sql, NULL);
  gint64 answer;

  g_assert (statement != NULL && cl_statement_step (statement, NULL));
  answer = cl_statement_get_integer (statement, 0);
  g_clear_pointer (&statement, cl_statement_release);
  return answer;
}

static gboolean
change_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *person = cl_catalogue_find_ledger (fuzz_catalogue (), "person");
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), person, ask ("SELECT min(id) FROM person"), error);

  return record != NULL && cl_record_set_text (record, "remark", "改过", error) && cl_record_set_text (record, "phones", "13800000003", error) && cl_transaction_save (transaction, record, error);
}

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  g_autoptr (ClListView) view = cl_list_view_new ("person", NULL, "一");
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (ClDraft) draft = NULL;
  gconstpointer bytes;
  gsize size;

  fuzz_begin ();
  g_assert (cl_store_save_list_view (fuzz_store (), view, NULL));
  draft = cl_draft_new ("person", 0, 0);
  cl_draft_set_fields (draft, g_variant_new (CL_DRAFT_FIELDS, NULL));
  g_assert (cl_draft_write (fuzz_store (), draft, NULL));
  side = cl_database_open (cl_store_get_path (fuzz_store ()), CL_DATABASE_WRITE, NULL);
  g_assert (side != NULL && cl_store_write (fuzz_store (), "change", change_cb, NULL, NULL) > 0);
  statement = cl_database_prepare (side, "SELECT changeset FROM journal_changeset WHERE entry = (SELECT max(entry) FROM journal)", NULL);
  g_assert (statement != NULL && cl_statement_step (statement, NULL));
  bytes = cl_statement_get_bytes (statement, 0, &size);
  changes = g_bytes_new (bytes, size);
  return 0;
}

static void
try_filters (const guint8 *data, size_t size)
{
  static const char *const columns[] = { "filters", "columns", "sort", "grouped", "search" };
  ClLedger *person = cl_catalogue_find_ledger (fuzz_catalogue (), "person");
  g_autofree char *sql = g_strdup_printf ("UPDATE list_view SET %s = CAST(? AS TEXT)", columns[size > 0 ? data[0] % G_N_ELEMENTS (columns) : 0]);
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (ClRowModel) rows = NULL;

  put_text ("UPDATE list_view SET filters = NULL, columns = NULL, sort = NULL, grouped = NULL, search = CAST(? AS TEXT)", NULL, 0);
  put_text (sql, data + MIN (size, 1), size - MIN (size, 1));
  views = cl_store_list_list_views (fuzz_store (), "person");
  g_assert (views->len == 1);
  rows = cl_row_model_new (fuzz_store (), person, NULL);
  cl_list_view_apply (views->pdata[0], rows);
  for (guint i = 0; i < MIN (4, g_list_model_get_n_items (G_LIST_MODEL (rows))); i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);
      const char *text = cl_row_model_get_n_columns (rows) > 0 ? cl_row_get_text (row, 0) : NULL;

      g_assert (text == NULL || g_utf8_validate (text, -1, NULL));
    }
}

static void
try_draft (const guint8 *data, size_t size)
{
  ClLedger *person = cl_catalogue_find_ledger (fuzz_catalogue (), "person");
  g_autoptr (GPtrArray) drafts = NULL;

  put_text ("UPDATE draft SET fields = CAST(? AS TEXT)", data, size);
  drafts = cl_drafts_list (fuzz_store (), NULL);
  for (guint d = 0; d < drafts->len; d++)
    {
      const ClDraft *draft = drafts->pdata[d];
      g_autofree char *said = cl_draft_say (fuzz_store (), draft);

      g_assert (said != NULL && g_utf8_validate (said, -1, NULL));
      for (guint i = 0; i < cl_ledger_get_n_fields (person); i++)
        {
          const ClField *field = cl_ledger_get_field (person, i);
          g_auto (GStrv) before = NULL, now = NULL;
          g_auto (ClValue) value = CL_VALUE_INIT;

          if (g_variant_lookup (draft->fields, cl_field_get_name (field), "(^as^as)", &before, &now) && cl_draft_decode (field, (const char *const *) now, &value))
            g_strfreev (cl_draft_encode (field, &value));
        }
    }
}

static void
try_setting (const guint8 *data, size_t size)
{
  static const char *const keys[] = { "lock-seconds", "second-folder", "second-key", "plugins-off", "journal-years", "rule-set", "recovery-key", "phones-shown", "office-code" };
  const char *key = keys[size > 0 ? data[0] % G_N_ELEMENTS (keys) : 0];
  g_autofree char *sql = g_strdup_printf ("INSERT OR REPLACE INTO setting VALUES ('%s', CAST(? AS TEXT))", key);
  g_autofree char *back = g_strdup_printf ("DELETE FROM setting WHERE key = '%s' AND ?1 IS NOT 'x'", key);
  const ClField *phones = cl_ledger_find_field (cl_catalogue_find_ledger (fuzz_catalogue (), "person"), "phones");
  guint8 public[CL_RECOVERY_BYTES];
  g_autofree char *said = NULL;

  put_text (sql, data + MIN (size, 1), size - MIN (size, 1));
  cl_desk_get_lock_seconds (fuzz_store ());
  cl_second_get_state (fuzz_store ());
  said = cl_second_say (fuzz_store ());
  cl_recovery_get_public (fuzz_store (), public);
  cl_store_shows (fuzz_store (), phones);
  cl_store_get_journal_years (fuzz_store ());
  if (g_str_equal (key, "plugins-off") || g_str_equal (key, "rule-set"))
    {
      g_autoptr (GPtrArray) items = cl_agenda_list (fuzz_store (), NULL);
    }
  put_text (back, NULL, 0);
}

/* What is not as it was written is refused, and nothing has changed; what is, goes and comes back. */
static void
try_journal (const guint8 *data, size_t size)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (changes, &length);
  g_autofree guint8 *copy = g_memdup2 (bytes, length);
  g_autoptr (GError) error = NULL;
  gint64 entries = ask ("SELECT count(*) FROM journal");
  g_autoptr (ClStatement) statement = NULL;
  gboolean is_altered;

  for (gsize i = 0; i + 5 <= size; i += 5)
    copy[((guint32) data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]) % length] = data[i + 4];
  is_altered = memcmp (copy, bytes, length) != 0;
  if (!is_altered)
    return;
  put_text ("UPDATE journal_changeset SET changeset = ? WHERE entry = (SELECT max(entry) FROM journal_changeset)", copy, length);
  g_assert (cl_store_undo (fuzz_store (), &error) == 0 && error != NULL);
  g_assert (ask ("SELECT count(*) FROM journal") == entries);
  g_assert (ask ("SELECT remark = '改过' FROM person ORDER BY id LIMIT 1") == 1);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static void (*const tries[]) (const guint8 *, size_t) = { try_filters, try_draft, try_setting, try_journal };

  if (size > 0)
    tries[data[0] % G_N_ELEMENTS (tries)] (data + 1, size - 1);
  return 0;
}
