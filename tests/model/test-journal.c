#include "cl-test-store.h"

#include "cl-database-private.h"
#include "cl-error.h"
#include "cl-test-ledgers.h"

static void
undo (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
}

static void
redo (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cl_store_redo (test->store, &error), >, 0);
  g_assert_no_error (error);
}

static void
assert_nothing (ClTestStore *test, gboolean is_redo)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *words = is_redo ? cl_store_get_redo_words (test->store) : cl_store_get_undo_words (test->store);

  g_assert_null (words);
  g_assert_cmpint (is_redo ? cl_store_redo (test->store, &error) : cl_store_undo (test->store, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOTHING);
}

static void
assert_name (ClTestStore *test, const char *ledger, gint64 id, const char *expected)
{
  g_autofree char *name = cl_test_store_get (test, ledger, id, "name");

  g_assert_cmpstr (name, ==, expected);
}

static void
assert_sound (ClTestStore *test, guint n)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = cl_store_verify (test->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (findings, i));
  g_assert_cmpuint (findings->len, ==, n);
}

static void
test_undo_redo (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 a, id;
  g_autofree char *words = NULL;
  g_autofree char *a_text = NULL;
  g_autoptr(GError) error = NULL;

  assert_nothing (test, FALSE);
  assert_nothing (test, TRUE);
  a = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  a_text = g_strdup_printf ("%" G_GINT64_FORMAT, a);
  id = cl_test_store_add (test, "folder", "name", "一", "shelf", a_text, "words", "土地、水利", NULL);
  cl_test_store_change (test, "folder", id, "name", "二");
  cl_test_store_change (test, "folder", id, "words", "水利");
  cl_store_note (test->store, "print", "印", &error);
  words = cl_store_get_undo_words (test->store);
  g_assert_cmpstr (words, ==, "change words");
  assert_nothing (test, TRUE);

  undo (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder__words"), ==, 2);
  undo (test);
  assert_name (test, "folder", id, "一");
  redo (test);
  assert_name (test, "folder", id, "二");
  undo (test);
  undo (test);
  assert_name (test, "folder", id, NULL);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing"), ==, 0);
  redo (test);
  redo (test);
  redo (test);
  assert_nothing (test, TRUE);
  assert_name (test, "folder", id, "二");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder__words"), ==, 1);
  undo (test);
  undo (test);
  /* A new edit ends redo; a note or a look does not. */
  cl_store_note (test->store, "print", "印", &error);
  g_free (words);
  words = cl_store_get_redo_words (test->store);
  g_assert_cmpstr (words, ==, "change name");
  cl_test_store_change (test, "folder", id, "pages", "3");
  assert_nothing (test, TRUE);
  undo (test);
  redo (test);
  assert_nothing (test, TRUE);
  undo (test);
  undo (test);
  undo (test);
  assert_nothing (test, FALSE);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 0);
  assert_sound (test, 0);
}

static void
test_survives_reopening (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 id = cl_test_store_add (test, "shelf", "name", "甲", NULL);

  cl_test_store_change (test, "shelf", id, "name", "乙");
  cl_test_store_reopen (test);
  undo (test);
  cl_test_store_reopen (test);
  redo (test);
  assert_name (test, "shelf", id, "乙");
}

/* Changesets that were written before a column was there are undone and done again after it. */
static void
test_appended_column (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 id = cl_test_store_add (test, "folder", "name", "一", "words", "水利", NULL);
  g_autofree char *colour = NULL;

  cl_test_store_change (test, "folder", id, "name", "二");
  cl_test_store_describe (test, "ledgers/folder.xml", FOLDER_XML_WITH ("<field name='colour' type='text' label='Colour' known-as='颜色'/>"));
  cl_test_store_reopen (test);
  cl_test_store_change (test, "folder", id, "colour", "红");
  undo (test);
  undo (test);
  assert_name (test, "folder", id, "一");
  undo (test);
  assert_name (test, "folder", id, NULL);
  redo (test);
  redo (test);
  redo (test);
  assert_name (test, "folder", id, "二");
  colour = cl_test_store_get (test, "folder", id, "colour");
  g_assert_cmpstr (colour, ==, "红");
  assert_sound (test, 0);
}

typedef struct
{
  ClTestStore *test;
  guint n;
  gint64 shelf;
} Import;

static gboolean
import_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Import *import = data;

  cl_transaction_set_kind (transaction, "import");
  for (guint i = 0; i < import->n; i++)
    {
      g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (import->test->catalogue, "folder"));
      g_autofree char *name = g_strdup_printf ("卷%u", i);

      if (!cl_record_set_text (record, "name", name, error) || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static void
note_any_cb (ClStore *store, const char *ledger, GArray *ids, gpointer data)
{
  if (g_str_equal (ledger, "folder"))
    *(gboolean *) data = ids == NULL;
}

static void
test_large (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  Import import = { test, cl_test_rounds (25000, 11000), 0 };
  gboolean is_any = FALSE;
  gint64 entry;
  g_autoptr(GError) error = NULL;

  g_signal_connect (test->store, "changed", G_CALLBACK (note_any_cb), &is_any);
  entry = cl_store_write (test->store, "import", import_cb, &import, &error);
  g_assert_no_error (error);
  g_assert_true (is_any);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_changeset"), ==, 1 + (import.n - 2500 + 9999) / 10000);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_record"), ==, import.n);
  g_assert_cmpint (cl_test_store_query (test, "SELECT max(entry) FROM journal"), ==, entry);
  g_assert_cmpint (cl_test_store_query (test, "SELECT max(length(changeset)) FROM journal_changeset") , <, 4 * 1024 * 1024);
  undo (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, 0);
  redo (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, import.n);
  undo (test);
  assert_nothing (test, FALSE);
  assert_sound (test, 0);
}

/* Parts that refer to each other across changesets: the references hold at the end, not between. */
static gboolean
chain_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Import *import = data;
  ClLedger *ledger = cl_catalogue_find_ledger (import->test->catalogue, "folder");
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_record_free);

  for (guint i = 0; i < import->n; i++)
    {
      ClRecord *record = cl_record_new (ledger);

      g_ptr_array_add (records, record);
      if (!cl_record_set_text (record, "name", "卷", error) || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  for (guint i = 0; i < import->n; i++)
    {
      ClRecord *record = g_ptr_array_index (records, i);

      cl_record_set_reference (record, "next", cl_record_get_id (g_ptr_array_index (records, (i + 1) % import->n)));
      if (!cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_references_across_parts (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  Import import = { test, 11000, 0 };
  g_autoptr(GError) error = NULL;

  cl_store_write (test->store, "chain", chain_cb, &import, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_changeset"), >=, 2);
  undo (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, 0);
  redo (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder WHERE next IS NOT NULL"), ==, 11000);
  assert_sound (test, 0);
}

/* All that the ledgers hold, as text. */
static char *
dump (ClTestStore *test)
{
  static const char *const tables[] = { "shelf", "folder", "folder__words", "folder__others", "placing", "placing__words" };
  g_autoptr(ClDatabase) database = cl_database_open (test->path, CL_DATABASE_READ, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY 1, 2", tables[i]);
      g_autoptr(ClStatement) statement = cl_database_prepare (database, sql, NULL);

      while (cl_statement_step (statement, NULL))
        for (int column = 0; column < sqlite3_column_count (statement->handle); column++)
          g_string_append_printf (text, "%s.%d %d %s\n", tables[i], column, sqlite3_column_type (statement->handle, column),
                                  cl_statement_is_null (statement, column) ? "" : cl_statement_get_text (statement, column));
    }
  return g_string_free (text, FALSE);
}

static ClRecord *
add_folder (ClTransaction *transaction, ClTestStore *test, const char *pages, gsize length, gint64 shelf, GError **error)
{
  ClRecord *record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "folder"));
  g_autofree char *name = g_strnfill (length, 'x');
  g_autoptr(GArray) others = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto(ClValue) value = CL_VALUE_INIT;

  g_array_append_val (others, shelf);
  cl_value_take_ids (&value, g_steal_pointer (&others));
  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), "others"), &value);
  g_assert_true (cl_record_set_text (record, "name", name, error));
  g_assert_true (cl_record_set_text (record, "pages", pages, error));
  g_assert_true (cl_record_set_text (record, "words", "土地、水利", error));
  cl_record_set_reference (record, "shelf", shelf);
  g_assert_true (cl_transaction_save (transaction, record, error));
  return record;
}

/* Records that are new, changed again and deleted in one entry; texts of lengths that are written in one byte, two and three; some of it in a part that
 * is taken back. */
static gboolean
mixed_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  static const gsize lengths[] = { 1, 127, 128, 16383, 16384, 70000 };
  Import *import = data;
  ClLedger *folder = cl_catalogue_find_ledger (import->test->catalogue, "folder");

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr(ClRecord) record = add_folder (transaction, import->test, i % 2 ? "-12" : "", lengths[i], import->shelf, error);

      if (import->n == 0)
        continue;
      if (i == 1 && !(cl_record_set_text (record, "words", "森林、土地、水利", error) && cl_transaction_save (transaction, record, error)))
        return FALSE;
      if (i == 2 && !(cl_record_set_text (record, "name", "卷", error) && cl_transaction_save (transaction, record, error)))
        return FALSE;
      if (i == 3 && !cl_transaction_delete (transaction, folder, cl_record_get_id (record), error))
        return FALSE;
      if (i == 4)
        {
          g_autoptr(ClRecord) lost = NULL;

          if (!cl_transaction_begin_part (transaction, error))
            return FALSE;
          lost = add_folder (transaction, import->test, "7", 3, import->shelf, error);
          if (!cl_record_set_text (lost, "name", "失", error) || !cl_transaction_save (transaction, lost, error)
              || !cl_record_set_text (record, "name", "留", error) || !cl_transaction_save (transaction, record, error)
              || !cl_transaction_end_part (transaction, FALSE, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* @n: 0, all is new and stays so; 1, some of it is changed at once. */
static void
test_added (gconstpointer n)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  Import import = { test, GPOINTER_TO_UINT (n), cl_test_store_add (test, "shelf", "name", "甲", NULL) };
  g_autofree char *before = dump (test);
  g_autofree char *after = NULL, *undone = NULL, *redone = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cl_store_write (test->store, "mixed", mixed_cb, &import, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, import.n == 0 ? 6 : 5);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_record WHERE ledger = 'folder'"), ==, import.n == 0 ? 6 : 5);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_record WHERE ledger = 'placing'"), ==, import.n == 0 ? 6 : 5);
  after = dump (test);
  undo (test);
  undone = dump (test);
  g_assert_cmpstr (undone, ==, before);
  redo (test);
  redone = dump (test);
  g_assert_cmpstr (redone, ==, after);
  assert_sound (test, 0);
}

/* What asks for folders by their shelf, so that an index is wanted, and how many of their indices there are. */
#define COUNT_INDICES "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
/* The last number of an installation that is 0, as one in 256 is: no test counts so far. */
#define NOBODY "33554431"
#define ASK_SHELF "SELECT count(*) FROM folder WHERE shelf = " NOBODY

typedef enum
{
  ASIDE_ONLY,
  ASIDE_ASKED,      /* for what an index would tell */
  ASIDE_TAKEN_BACK, /* the same, in a part that is taken back */
  ASIDE_OPEN,       /* a row refers to one that is not there yet */
  ASIDE_BROKEN_OFF,
} Aside;

typedef struct
{
  Import import;
  Aside aside;
} Many;

static gboolean
many_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Many *many = data;
  gint64 all = cl_test_ask (cl_transaction_get_database (transaction), COUNT_INDICES), fewer;

  if (!import_cb (transaction, &many->import, error))
    return FALSE;
  fewer = cl_test_ask (cl_transaction_get_database (transaction), COUNT_INDICES);
  g_assert_cmpint (fewer, <, all);
  switch (many->aside)
    {
    case ASIDE_ONLY:
      return TRUE;
    case ASIDE_ASKED:
      g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), "SELECT count(*) FROM folder WHERE id = " NOBODY), ==, 0);
      g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), COUNT_INDICES), ==, fewer);
      g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), ASK_SHELF), ==, 0);
      g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), COUNT_INDICES), ==, all);
      return import_cb (transaction, &many->import, error);
    case ASIDE_TAKEN_BACK:
      g_assert_true (cl_transaction_begin_part (transaction, error));
      g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), ASK_SHELF), ==, 0);
      g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), COUNT_INDICES), ==, all);
      return cl_transaction_end_part (transaction, FALSE, error);
    case ASIDE_OPEN:
      {
        g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (many->import.test->catalogue, "folder"));

        g_assert_true (cl_record_set_text (record, "name", "卷", error));
        cl_record_set_reference (record, "next", g_ascii_strtoll (NOBODY, NULL, 10));
        g_assert_true (cl_transaction_save (transaction, record, error));
        g_assert_cmpint (cl_test_ask (cl_transaction_get_database (transaction), COUNT_INDICES), ==, all);
        cl_record_set_reference (record, "next", 0);
        return cl_transaction_save (transaction, record, error);
      }
    case ASIDE_BROKEN_OFF:
      break;
    }
  return FALSE;
}

static char *
say_indices (ClTestStore *test)
{
  g_autoptr(ClDatabase) database = cl_database_open (test->path, CL_DATABASE_READ, NULL);
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT sql FROM sqlite_schema WHERE type = 'index' ORDER BY name", NULL);
  GString *text = g_string_new (NULL);

  while (cl_statement_step (statement, NULL))
    g_string_append_printf (text, "%s\n", cl_statement_get_text (statement, 0));
  return g_string_free (text, FALSE);
}

/* Indices that are made after the rows are there in the end, whatever happens between. */
static void
test_indices (gconstpointer aside)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  Many many = { { test, 11000, 0 }, (Aside) GPOINTER_TO_UINT (aside) };
  g_autofree char *before = say_indices (test);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  gint64 entry = cl_store_write (test->store, "many", many_cb, &many, &error);

  g_assert_true (many.aside == ASIDE_BROKEN_OFF ? entry == 0 : entry > 0);
  after = say_indices (test);
  g_assert_cmpstr (after, ==, before);
  assert_sound (test, 0);
  if (entry == 0)
    return;
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder WHERE shelf IS NULL"), >=, 11000);
  undo (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, 0);
  assert_sound (test, 0);
}

static void
alter (ClTestStore *test, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (test->path, CL_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (cl_database_execute (database, sql, &error));
  g_assert_no_error (error);
}

/* The rows are not as the edit left them: nothing is guessed, nothing changes. */
static void
test_conflict (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 id = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  gint64 entries;
  g_autoptr(GError) error = NULL;

  cl_test_store_change (test, "shelf", id, "name", "乙");
  alter (test, "UPDATE shelf SET name = '丙'");
  entries = cl_test_store_query (test, "SELECT count(*) FROM journal");
  g_assert_cmpint (cl_store_undo (test->store, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  g_clear_error (&error);
  assert_name (test, "shelf", id, "丙");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal"), ==, entries);

  /* What would be taken away is referred to meanwhile. */
  alter (test, "UPDATE shelf SET name = '乙'");
  undo (test);
  {
    g_autofree char *sql = g_strdup_printf ("INSERT INTO folder (id, name, shelf) VALUES (1, '一', %" G_GINT64_FORMAT ")", id);

    alter (test, sql);
  }
  g_assert_cmpint (cl_store_undo (test->store, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  assert_name (test, "shelf", id, "甲");
  /* The store works on. */
  g_assert_cmpint (cl_test_store_add (test, "shelf", "name", "丁", NULL), >, 0);
  undo (test);
}

static void
test_verified (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 id = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;
  gint64 last;

  cl_test_store_change (test, "shelf", id, "name", "乙");
  cl_test_store_change (test, "shelf", id, "name", "丙");
  last = cl_test_store_query (test, "SELECT max(entry) FROM journal");
  assert_sound (test, 0);
  alter (test, "UPDATE journal SET actor = actor || 'x' WHERE entry = 2");
  assert_sound (test, 1);
  alter (test, "UPDATE journal SET actor = substr(actor, 1, length(actor) - 1) WHERE entry = 2");
  assert_sound (test, 0);
  {
    g_autofree char *damage = g_strdup_printf ("UPDATE journal_changeset SET changeset = CAST(x'00' || changeset AS BLOB) WHERE entry = %" G_GINT64_FORMAT, last);
    g_autofree char *repair = g_strdup_printf ("UPDATE journal_changeset SET changeset = substr(changeset, 2) WHERE entry = %" G_GINT64_FORMAT, last);
    g_autofree char *gap = g_strdup_printf ("DELETE FROM journal WHERE entry = %" G_GINT64_FORMAT, last - 1);

    alter (test, damage);
    assert_sound (test, 1);
    /* What was altered is not put back. */
    g_assert_cmpint (cl_store_undo (test->store, &error), ==, 0);
    g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
    name = cl_test_store_get (test, "shelf", id, "name");
    g_assert_cmpstr (name, ==, "丙");
    alter (test, repair);
    assert_sound (test, 0);
    alter (test, gap);
    assert_sound (test, 1);
  }
  alter (test, "PRAGMA foreign_keys = OFF; INSERT INTO sheet (id, folder) VALUES (1, 4711)");
  assert_sound (test, 2);
}

static const ClJournalChange *
find_change (GPtrArray *steps, guint step, const char *field)
{
  GPtrArray *changes = ((ClJournalStep *) g_ptr_array_index (steps, step))->changes;

  for (guint i = 0; i < changes->len; i++)
    {
      ClJournalChange *change = g_ptr_array_index (changes, i);

      if (g_str_equal (cl_field_get_name (change->field), field))
        return change;
    }
  return NULL;
}

static void
assert_change (GPtrArray *steps, guint step, const char *field, const char *before, const char *after)
{
  const ClJournalChange *change = find_change (steps, step, field);

  g_assert_nonnull (change);
  g_assert_cmpstr (change->before, ==, before);
  g_assert_cmpstr (change->after, ==, after);
}

static void
test_history (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "folder");
  gint64 a = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  g_autofree char *a_text = g_strdup_printf ("%" G_GINT64_FORMAT, a);
  gint64 id = cl_test_store_add (test, "folder", "name", "一", "holder", "13800000012", "words", "土地、水利、人口", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) steps = NULL;
  g_autofree char *said = NULL;
  g_autofree char *other = NULL;

  cl_test_store_change (test, "folder", id, "words", "土地、气象、人口");
  cl_test_store_change (test, "folder", id, "shelf", a_text);
  cl_test_store_change (test, "folder", id, "holder", "13800000099");
  undo (test);
  g_assert_true (cl_test_store_delete (test, "folder", id, &error));

  steps = cl_journal_history (test->store, ledger, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (steps->len, ==, 6);
  g_assert_true (((ClJournalStep *) g_ptr_array_index (steps, 0))->deleted);
  assert_change (steps, 0, "name", "一", NULL);
  assert_change (steps, 1, "holder", "13800000099", "13800000012");
  assert_change (steps, 2, "holder", "13800000012", "13800000099");
  g_assert_true (((ClJournalStep *) g_ptr_array_index (steps, 2))->entry->undone);
  assert_change (steps, 3, "shelf", NULL, "甲");
  assert_change (steps, 4, "words", "土地、水利、人口", "土地、气象、人口");
  g_assert_true (((ClJournalStep *) g_ptr_array_index (steps, 5))->created);
  assert_change (steps, 5, "words", NULL, "土地、水利、人口");
  g_assert_cmpuint (((ClJournalStep *) g_ptr_array_index (steps, 3))->changes->len, ==, 1);

  said = cl_journal_step_say (g_ptr_array_index (steps, 2), cl_store_get_reader (test->store));
  g_test_message ("%s", said);
  g_assert_null (strstr (said, "13800000012"));
  g_assert_nonnull (strstr (said, g_get_user_name ()));
  other = cl_journal_step_say (g_ptr_array_index (steps, 4), cl_store_get_reader (test->store));
  g_test_message ("%s", other);
  g_assert_nonnull (strstr (other, "气象"));
}

#define BOX_XML \
  "<ledger version='1' name='box' title='Boxes' header='盒' called=\"coalesce(number || '-', '') || called(shelf)\" columns='number'>" \
  "<field name='number' type='text' label='Number' known-as='号'/>" \
  "<field name='shelf' type='reference' to='shelf' label='Shelf' known-as='架'/>" \
  "<field name='holder' type='phone' label='Phone' known-as='电话' private='phone'/>" \
  "</ledger>"

static void
assert_called (ClTestStore *test, const char *ledger, gint64 id, const char *expected)
{
  g_autofree char *called = cl_journal_call (test->store, cl_catalogue_find_ledger (test->catalogue, ledger), id);

  g_assert_cmpstr (called, ==, expected);
}

/* What was deleted is told by its last name, not by a number. */
static void
test_name (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_described ("ledgers/shelf.xml", SHELF_XML, "ledgers/box.xml", BOX_XML, NULL);
  gint64 shelf = cl_test_store_add (test, "shelf", "name", "丙", NULL);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, shelf);
  gint64 box = cl_test_store_add (test, "box", "number", "7", "shelf", text, NULL), plain = cl_test_store_add (test, "box", "shelf", text, NULL);
  gint64 nameless = cl_test_store_add (test, "box", "holder", "13800000012", NULL);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, nameless);
  g_autoptr(GError) error = NULL;

  cl_test_store_change (test, "shelf", shelf, "name", "甲");
  assert_called (test, "box", box, "7-甲");
  assert_called (test, "box", nameless, number);
  g_assert_true (cl_test_store_delete (test, "box", box, &error));
  assert_called (test, "box", box, "7-甲 (deleted)");
  g_assert_true (cl_test_store_delete (test, "box", plain, &error));
  g_assert_true (cl_test_store_delete (test, "shelf", shelf, &error));
  assert_called (test, "shelf", shelf, "甲 (deleted)");
  assert_called (test, "box", box, "7-甲 (deleted)");
  assert_called (test, "box", plain, "甲 (deleted)");
  g_assert_true (cl_test_store_delete (test, "box", nameless, &error));
  assert_called (test, "box", nameless, "(a record that was deleted)");
  assert_called (test, "shelf", 77, "(a record that was deleted)");
  /* And is called by its name again when it is there again. */
  undo (test);
  undo (test);
  assert_called (test, "shelf", shelf, "甲");
}

static void
test_list (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 id = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  const ClJournalEntry *entry;

  cl_test_store_change (test, "shelf", id, "name", "乙");
  undo (test);
  g_assert_cmpint (cl_store_note (test->store, "export", "残疾人名册", &error), >, 0);
  entries = cl_journal_list (test->store, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 3);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->kind, ==, "export");
  g_assert_cmpstr (entry->words, ==, "残疾人名册");
  entry = g_ptr_array_index (entries, 1);
  g_assert_cmpstr (entry->kind, ==, "undo");
  g_assert_cmpint (entry->target, ==, ((ClJournalEntry *) g_ptr_array_index (entries, 2))->entry);
  entry = g_ptr_array_index (entries, 2);
  g_assert_true (entry->undone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/undo-redo", test_undo_redo);
  g_test_add_func ("/journal/survives-reopening", test_survives_reopening);
  g_test_add_func ("/journal/appended-column", test_appended_column);
  g_test_add_func ("/journal/large", test_large);
  g_test_add_func ("/journal/references-across-parts", test_references_across_parts);
  g_test_add_data_func ("/journal/added", GUINT_TO_POINTER (0), test_added);
  g_test_add_data_func ("/journal/added-and-changed", GUINT_TO_POINTER (1), test_added);
  g_test_add_data_func ("/journal/indices", GUINT_TO_POINTER (ASIDE_ONLY), test_indices);
  g_test_add_data_func ("/journal/indices-asked-for", GUINT_TO_POINTER (ASIDE_ASKED), test_indices);
  g_test_add_data_func ("/journal/indices-taken-back", GUINT_TO_POINTER (ASIDE_TAKEN_BACK), test_indices);
  g_test_add_data_func ("/journal/indices-open-reference", GUINT_TO_POINTER (ASIDE_OPEN), test_indices);
  g_test_add_data_func ("/journal/indices-broken-off", GUINT_TO_POINTER (ASIDE_BROKEN_OFF), test_indices);
  g_test_add_func ("/journal/conflict", test_conflict);
  g_test_add_func ("/journal/verified", test_verified);
  g_test_add_func ("/journal/history", test_history);
  g_test_add_func ("/journal/name", test_name);
  g_test_add_func ("/journal/list", test_list);
  return g_test_run ();
}
