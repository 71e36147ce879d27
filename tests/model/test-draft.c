/* Drafts: kept in the file beside the records, known to neither the journal nor undo, gone with the save and with what they are about. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-draft.h"
#include "cl-error.h"
#include "cl-test-store.h"

static GVariant *
make_fields (const char *field, const char *was, const char *is)
{
  const char *const before[] = { was, NULL }, *const now[] = { is, NULL };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (CL_DRAFT_FIELDS));
  g_variant_builder_add (&builder, "{s(^as^as)}", field, before, now);
  return g_variant_builder_end (&builder);
}

static ClDraft *
write_draft (ClTestStore *test, gint64 record, gint64 owner, gint64 time, const char *field, const char *is)
{
  ClDraft *draft = cl_draft_new (owner != 0 ? "guardian" : "person", record, owner);
  g_autoptr (GError) error = NULL;

  cl_draft_set_fields (draft, make_fields (field, NULL, is));
  draft->time = time;
  g_assert_true (cl_draft_write (test->store, draft, &error));
  g_assert_no_error (error);
  return draft;
}

static guint
count (ClTestStore *test, const char *ledger)
{
  g_autoptr (GPtrArray) drafts = cl_drafts_list (test->store, ledger);

  return drafts->len;
}

static void
test_kept (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  gint64 person = cl_test_store_add (test, "person", "name", "章丽", NULL);
  gint64 entries = cl_test_store_query (test, "SELECT max(entry) FROM journal");
  g_autofree char *undo = cl_store_get_undo_words (test->store), *undo_after = NULL, *said = NULL, *new_said = NULL;
  g_autoptr (ClDraft) first = write_draft (test, person, 0, 1000, "phones", "138"), second = write_draft (test, 0, 0, 2000, "name", "张伟");
  g_autoptr (ClDraft) found = NULL, later = NULL;
  g_autoptr (GPtrArray) drafts = NULL;

  /* Of a record there is one draft: the last. */
  later = write_draft (test, person, 0, 3000, "phones", "1380000");
  g_assert_cmpuint (count (test, NULL), ==, 2);
  cl_test_store_reopen (test);
  found = cl_draft_find (test->store, "person", person);
  g_assert_cmpint (found->id, ==, later->id);
  g_assert_true (g_variant_equal (found->fields, later->fields));
  g_assert_null (cl_draft_find (test->store, "person", 0));
  drafts = cl_drafts_list (test->store, "person");
  g_assert_cmpuint (drafts->len, ==, 2);
  g_assert_cmpint (((ClDraft *) drafts->pdata[0])->id, ==, later->id);
  g_assert_cmpint (((ClDraft *) drafts->pdata[1])->id, ==, second->id);
  g_assert_cmpuint (count (test, "division"), ==, 0);
  said = cl_draft_say (test->store, drafts->pdata[0]);
  g_assert_nonnull (strstr (said, "章丽"));
  new_said = cl_draft_say (test->store, drafts->pdata[1]);
  g_assert_nonnull (strstr (new_said, "张伟"));
  /* Neither the journal nor undo has seen any of it. */
  g_assert_cmpint (cl_test_store_query (test, "SELECT max(entry) FROM journal"), ==, entries);
  undo_after = cl_store_get_undo_words (test->store);
  g_assert_cmpstr (undo, ==, undo_after);
}

typedef struct
{
  gint64 draft;
  gboolean fails;
} Forgetting;

static gboolean
forget_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const Forgetting *forgetting = data;
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person"));

  if (!cl_record_set_text (record, "name", "张伟", error) || !cl_transaction_save (transaction, record, error) || !cl_draft_forget (transaction, forgetting->draft, error))
    return FALSE;
  if (forgetting->fails)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, "as asked");
  return !forgetting->fails;
}

/* Saved and forgotten is one: a write that fails keeps the draft. */
static void
test_forgotten (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClDraft) draft = write_draft (test, 0, 0, 1000, "name", "张伟");
  Forgetting forgetting = { draft->id, TRUE };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (cl_store_write (test->store, "w", forget_cb, &forgetting, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);
  g_assert_cmpuint (count (test, "person"), ==, 1);
  forgetting.fails = FALSE;
  g_clear_error (&error);
  g_assert_cmpint (cl_store_write (test->store, "w", forget_cb, &forgetting, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (count (test, "person"), ==, 0);
  /* Undo takes the record back, and does not bring the draft. */
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_cmpuint (count (test, "person"), ==, 0);
}

static void
test_gone_with_record (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  gint64 person = cl_test_store_add (test, "person", "name", "章丽", NULL), other = cl_test_store_add (test, "person", "name", "李芳", NULL);
  g_autoptr (ClDraft) a = write_draft (test, person, 0, 1000, "phones", "138"), b = write_draft (test, 0, person, 1000, "name", "章立"),
                      c = write_draft (test, other, 0, 1000, "phones", "139");
  g_autoptr (ClDraft) left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_test_store_delete (test, "person", person, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (test, NULL), ==, 1);
  left = cl_draft_find (test->store, "person", other);
  g_assert_nonnull (left);
  /* What is dropped does not stay in the file. */
  cl_draft_drop_async (test->store, c->id);
  cl_test_store_reopen (test);
  g_assert_cmpuint (count (test, NULL), ==, 0);
}

/* The journal's rule takes with it what was begun before then. */
static void
test_purged (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClDraft) old = write_draft (test, 0, 0, 1000, "name", "张伟"), new = write_draft (test, 0, 0, 0, "name", "李芳");
  g_autoptr (GError) error = NULL;

  cl_test_store_add (test, "person", "name", "章丽", NULL);
  g_assert_cmpint (cl_store_purge_journal (test->store, "2100-01-01", &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (count (test, NULL), ==, 0);
}

/* A damaged line is no draft, and stops nothing. */
static void
test_damaged (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClDraft) good = write_draft (test, 0, 0, 1000, "name", "张伟"), bad = write_draft (test, 0, 0, 2000, "name", "李芳");
  g_autofree char *sql = g_strdup_printf ("UPDATE draft SET fields = '{''name'': (' WHERE id = %" G_GINT64_FORMAT, bad->id);
  sqlite3 *handle = NULL;

  cl_test_store_close (test);
  g_assert_cmpint (sqlite3_open (test->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  cl_test_store_reopen (test);
  g_assert_cmpuint (count (test, NULL), ==, 1);
}

/* What was pasted is there as long as a draft names it, and no longer: not where the draft went without its form. */
static void
test_pictures (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autofree char *folder = cl_drafts_get_folder (test->store), *named = g_build_filename (folder, "图片 1.png", NULL), *lost = g_build_filename (folder, "图片 2.png", NULL);
  g_autofree char *uri = g_filename_to_uri (named, NULL, NULL);
  g_autoptr (ClDraft) draft = write_draft (test, 0, 0, 1000, "photo", uri);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (named, "png", -1, NULL) && g_file_set_contents (lost, "png", -1, NULL));
  cl_test_store_reopen (test);
  cl_test_store_close (test);
  g_assert_true (g_file_test (named, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (lost, G_FILE_TEST_EXISTS));
  cl_test_store_reopen (test);
  cl_draft_drop_async (test->store, draft->id);
  cl_test_store_close (test);
  cl_test_store_reopen (test);
  cl_test_store_close (test);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
assert_both_ways (ClLedger *ledger, const char *name, const ClValue *value, const char *kept)
{
  const ClField *field = cl_ledger_find_field (ledger, name);
  g_auto (GStrv) strv = cl_draft_encode (field, value);
  g_autofree char *joined = g_strjoinv ("|", strv);
  g_auto (ClValue) back = CL_VALUE_INIT;

  g_assert_cmpstr (joined, ==, kept);
  g_assert_true (cl_draft_decode (field, (const char *const *) strv, &back));
  g_assert_true (cl_value_equal (value, &back));
}

static void
test_encode (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  g_auto (ClValue) value = CL_VALUE_INIT, none = CL_VALUE_INIT;
  const char *const half[] = { "2027-", NULL }, *const word[] = { "上河", NULL };

  cl_value_set_text (&value, "章丽");
  assert_both_ways (person, "name", &value, "章丽");
  cl_value_set_text (&value, "1956-03-07");
  assert_both_ways (person, "birth", &value, "1956-03-07");
  cl_value_set_integer (&value, 77);
  assert_both_ways (person, "division", &value, "#77");
  cl_value_take_texts (&value, g_strsplit ("13800000001|13800000002", "|", -1));
  assert_both_ways (person, "phones", &value, "13800000001、13800000002");
  assert_both_ways (person, "birth", &none, "");
  /* What is half written stays for the editor alone. */
  g_assert_false (cl_draft_decode (cl_ledger_find_field (person, "birth"), half, &value));
  g_assert_false (cl_draft_decode (cl_ledger_find_field (person, "division"), word, &value));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/kept", test_kept);
  g_test_add_func ("/draft/forgotten", test_forgotten);
  g_test_add_func ("/draft/gone-with-record", test_gone_with_record);
  g_test_add_func ("/draft/purged", test_purged);
  g_test_add_func ("/draft/damaged", test_damaged);
  g_test_add_func ("/draft/pictures", test_pictures);
  g_test_add_func ("/draft/encode", test_encode);
  return g_test_run ();
}
