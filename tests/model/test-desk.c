/* Persons at the desk: who may what, asked by the store itself; pass-phrases, wrong tries, and who the journal names. */

#include "cl-desk.h"
#include "cl-error.h"
#include "cl-output.h"
#include "cl-row-model.h"
#include "cl-search.h"
#include "cl-test-store.h"

#include <string.h>

static void
add (ClTestStore *test, const char *name, ClRole role, const char *passphrase)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_desk_add (test->store, name, role, passphrase, &error));
  g_assert_no_error (error);
}

static void
sign_in (ClTestStore *test, const char *name, const char *passphrase)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_desk_sign_in (test->store, name, passphrase, &error));
  g_assert_no_error (error);
}

static void
assert_refused (ClTestStore *test, const char *name, const char *passphrase)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (cl_desk_sign_in (test->store, name, passphrase, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
}

static gboolean
nothing_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "division");
  g_autoptr(ClRecord) record = cl_record_new (ledger);
  g_auto(ClValue) name = CL_VALUE_INIT;

  cl_value_set_text (&name, data);
  cl_record_set (record, cl_ledger_find_field (ledger, "name"), &name);
  return cl_transaction_save (transaction, record, error);
}

/* Whether whoever sits there may write, print, export, reveal, purge, back up. */
static void
assert_may (ClTestStore *test, ClRole role)
{
  const ClOutput print = { .kind = "print", .source = "list", .title = "名单" }, export = { .kind = "export", .source = "list", .title = "名单" };
  g_autofree char *archive = g_build_filename (test->folder, "copy.zip", NULL);
  GError *errors[7] = { NULL };
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = 0;

  g_assert_true ((cl_store_write (test->store, "w", nothing_cb, (gpointer) "上河村", &errors[0]) > 0) == (role >= CL_ROLE_RECORDS));
  id = cl_output_log (test->store, &print, NULL, &errors[1]);
  g_assert_true ((id != 0) == (role >= CL_ROLE_RECORDS));
  g_assert_true ((cl_output_log (test->store, &export, NULL, &errors[2]) != 0) == (role >= CL_ROLE_SIGNS));
  g_assert_true ((cl_store_note (test->store, "reveal", "r", &errors[3]) != 0) == (role >= CL_ROLE_RECORDS));
  g_assert_true ((cl_store_purge_journal (test->store, "2090-01-01", &errors[4]) > 0) == (role >= CL_ROLE_KEEPS));
  g_assert_true (cl_store_backup (test->store, archive, NULL, &errors[5]) == (role >= CL_ROLE_KEEPS));
  g_assert_true (cl_store_set_setting (test->store, "phones-shown", role == CL_ROLE_KEEPS ? "yes" : "perhaps", &errors[6]) == (role >= CL_ROLE_KEEPS));
  if (id != 0)
    {
      g_array_append_val (ids, id);
      g_assert_true ((cl_output_set_state (test->store, ids, "returned", NULL) > 0));
      g_assert_true ((cl_output_set_state (test->store, ids, "signed", NULL) > 0) == (role >= CL_ROLE_SIGNS));
    }
  /* It says who may. */
  if (role != CL_ROLE_NONE && role < CL_ROLE_KEEPS)
    g_assert_nonnull (strstr (errors[5]->message, "周会计"));
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i] != NULL)
      {
        g_assert_error (errors[i], CL_ERROR, CL_ERROR_DENIED);
        g_error_free (errors[i]);
      }
}

static void
test_roles (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *actor = NULL;

  /* Without any set up, one person is everything. */
  g_assert_false (cl_desk_is_set_up (test->store));
  assert_may (test, CL_ROLE_KEEPS);
  add (test, "周会计", CL_ROLE_KEEPS, NULL);
  add (test, "李文书", CL_ROLE_SIGNS, NULL);
  add (test, "王录入", CL_ROLE_RECORDS, NULL);
  add (test, "赵查阅", CL_ROLE_READS, NULL);
  actor = cl_desk_get_actor (test->store);
  g_assert_cmpstr (actor, ==, "周会计");
  assert_may (test, CL_ROLE_KEEPS);
  sign_in (test, "赵查阅", NULL);
  assert_may (test, CL_ROLE_READS);
  sign_in (test, "王录入", NULL);
  assert_may (test, CL_ROLE_RECORDS);
  sign_in (test, "李文书", NULL);
  assert_may (test, CL_ROLE_SIGNS);
  cl_desk_sign_out (test->store);
  assert_may (test, CL_ROLE_NONE);
  /* The file remembers that persons are set up. */
  cl_test_store_reopen (test);
  g_assert_cmpint (cl_desk_get_role (test->store), ==, CL_ROLE_NONE);
  assert_may (test, CL_ROLE_NONE);
}

/* Whatever is written has an entry, and each kind of entry has its least role, whoever asks for it and by whichever way. */
static void
test_kinds (void)
{
  static const struct
  {
    const char *kind;
    ClRole least;
  } kinds[] = {
    { "edit", CL_ROLE_RECORDS },   { "import", CL_ROLE_RECORDS }, { "merge", CL_ROLE_RECORDS },  { "undo", CL_ROLE_RECORDS },  { "redo", CL_ROLE_RECORDS },
    { "sample", CL_ROLE_RECORDS }, { "print", CL_ROLE_RECORDS },  { "reveal", CL_ROLE_RECORDS }, { "export", CL_ROLE_SIGNS },  { "office", CL_ROLE_KEEPS },
    { "schema", CL_ROLE_KEEPS },   { "purge", CL_ROLE_KEEPS },    { "desk", CL_ROLE_KEEPS },     { "restore", CL_ROLE_KEEPS }, { "backup", CL_ROLE_KEEPS },
    { "not thought of yet", CL_ROLE_RECORDS },
  };
  static const char *const persons[] = { [CL_ROLE_READS] = "赵查阅", [CL_ROLE_RECORDS] = "王录入", [CL_ROLE_SIGNS] = "李文书", [CL_ROLE_KEEPS] = "周会计" };
  g_autoptr(ClTestStore) test = cl_test_store_new ();

  for (ClRole role = CL_ROLE_KEEPS; role >= CL_ROLE_READS; role--)
    add (test, persons[role], role, NULL);
  for (ClRole role = CL_ROLE_NONE; role <= CL_ROLE_KEEPS; role++)
    {
      if (role == CL_ROLE_NONE)
        cl_desk_sign_out (test->store);
      else
        sign_in (test, persons[role], NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          g_autoptr(GError) error = NULL;

          if ((cl_store_note (test->store, kinds[i].kind, "甲", &error) > 0) != (role >= kinds[i].least))
            g_error ("%s by %s", kinds[i].kind, cl_role_name (role));
          if (error != NULL)
            g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
        }
    }
}

static void
test_journal_names (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GPtrArray) entries = NULL;
  const ClJournalEntry *entry;

  add (test, "周会计", CL_ROLE_KEEPS, NULL);
  add (test, "王录入", CL_ROLE_RECORDS, NULL);
  sign_in (test, "王录入", NULL);
  cl_test_store_add (test, "division", "name", "下河村", NULL);
  entries = cl_journal_list (test->store, 3, NULL);
  entry = entries->pdata[0];
  g_assert_cmpstr (entry->actor, ==, "王录入");
  entry = entries->pdata[1];
  g_assert_cmpstr (entry->kind, ==, "sign-in");
  g_assert_cmpstr (entry->actor, ==, "王录入");
  entry = entries->pdata[2];
  g_assert_cmpstr (entry->kind, ==, "desk");
  g_assert_cmpstr (entry->actor, ==, "周会计");
  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = cl_store_verify (test->store, NULL);
  g_assert_cmpuint (entries->len, ==, 0);
}

static void
test_last_keeper (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (cl_desk_add (test->store, "王录入", CL_ROLE_RECORDS, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  add (test, "周会计", CL_ROLE_KEEPS, NULL);
  add (test, "王录入", CL_ROLE_RECORDS, NULL);
  g_assert_false (cl_desk_add (test->store, "王录入", CL_ROLE_READS, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_desk_add (test->store, " ", CL_ROLE_READS, NULL, &error));
  g_clear_error (&error);
  g_assert_false (cl_desk_remove (test->store, "周会计", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_desk_set_role (test->store, "周会计", CL_ROLE_READS, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (cl_desk_set_role (test->store, "王录入", CL_ROLE_KEEPS, &error));
  g_assert_true (cl_desk_set_role (test->store, "周会计", CL_ROLE_READS, &error));
  g_assert_cmpint (cl_desk_get_role (test->store), ==, CL_ROLE_READS);
  g_assert_false (cl_desk_remove (test->store, "王录入", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
  g_clear_error (&error);
  /* The last one gone, one person is everything again. */
  sign_in (test, "王录入", NULL);
  g_assert_true (cl_desk_remove (test->store, "周会计", &error));
  g_assert_true (cl_desk_remove (test->store, "王录入", &error));
  g_assert_no_error (error);
  g_assert_cmpint (cl_desk_get_role (test->store), ==, CL_ROLE_KEEPS);
  assert_may (test, CL_ROLE_KEEPS);
}

static void
test_passphrase (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (cl_desk_add (test->store, "周会计", CL_ROLE_KEEPS, "短", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  add (test, "周会计", CL_ROLE_KEEPS, "云岭镇的老槐树");
  add (test, "王录入", CL_ROLE_RECORDS, NULL);
  cl_test_store_reopen (test);
  g_assert_false (cl_desk_sign_in_alone (test->store, NULL));
  g_assert_false (cl_desk_sign_in (test->store, "周会计", NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_desk_sign_in (test->store, "孙无名", NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  assert_refused (test, "周会计", "云岭镇的小槐树");
  g_assert_cmpint (cl_desk_get_role (test->store), ==, CL_ROLE_NONE);
  sign_in (test, "周会计", "云岭镇的老槐树");
  /* Nothing of it lies in the file in plain. */
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM desk WHERE verifier LIKE '$argon2id$%'"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal WHERE words LIKE '%槐树%'"), ==, 0);
  /* One's own by oneself; another's by who keeps. */
  sign_in (test, "王录入", NULL);
  g_assert_true (cl_desk_set_passphrase (test->store, "王录入", "abcdef", &error));
  g_assert_false (cl_desk_set_passphrase (test->store, "周会计", NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
  g_clear_error (&error);
  sign_in (test, "周会计", "云岭镇的老槐树");
  g_assert_true (cl_desk_set_passphrase (test->store, "王录入", NULL, &error));
  sign_in (test, "王录入", NULL);
}

static void
wait_longer (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (test->path, CL_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (cl_database_execute (database, "UPDATE desk SET until = until + 60000", &error));
}

static void
test_slowed (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(GError) error = NULL;

  add (test, "周会计", CL_ROLE_KEEPS, "abcdef");
  for (int i = 0; i < 4; i++)
    assert_refused (test, "周会计", "fedcba");
  g_assert_cmpint (cl_test_store_query (test, "SELECT tries FROM desk"), ==, 4);
  /* The right one has to wait too, and a new start does not help. (The tries themselves can take longer than the wait.) */
  cl_test_store_close (test);
  wait_longer (test);
  cl_test_store_reopen (test);
  g_assert_false (cl_desk_sign_in (test->store, "周会计", "abcdef", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
  g_assert_cmpint (cl_test_store_query (test, "SELECT tries FROM desk"), ==, 4);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal WHERE kind = 'sign-in'"), ==, 4);
}

static void
test_alone (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *actor = NULL;

  add (test, "周会计", CL_ROLE_KEEPS, NULL);
  cl_test_store_reopen (test);
  g_assert_true (cl_desk_sign_in_alone (test->store, NULL));
  actor = cl_desk_get_actor (test->store);
  g_assert_cmpstr (actor, ==, "周会计");
}

static void
test_restore (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *archive = g_build_filename (test->folder, "copy.zip", NULL);
  g_autoptr(GError) error = NULL;

  add (test, "周会计", CL_ROLE_KEEPS, NULL);
  add (test, "王录入", CL_ROLE_RECORDS, NULL);
  g_assert_true (cl_store_backup (test->store, archive, NULL, &error));
  sign_in (test, "王录入", NULL);
  cl_test_store_close (test);
  g_assert_false (cl_store_restore (archive, test->path, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
  g_clear_error (&error);
  cl_test_store_reopen (test);
  sign_in (test, "周会计", NULL);
  cl_test_store_close (test);
  g_assert_true (cl_store_restore (archive, test->path, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  g_assert_true (cl_desk_is_set_up (test->store));
}

/* What the list says in the row of persons. */
static char *
read_phones (ClTestStore *test)
{
  g_autoptr(ClRowModel) rows = cl_row_model_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), NULL);
  g_autoptr(ClRow) row = g_list_model_get_item (G_LIST_MODEL (rows), 0);

  for (guint i = 0; i < cl_row_model_get_n_columns (rows); i++)
    if (g_str_equal (cl_row_model_get_column_path (rows, i), "phones"))
      return g_strdup (cl_row_get_text (row, i));
  g_assert_not_reached ();
}

/* Masked until the office chooses otherwise; then phones alone are not. */
static void
test_phones (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  const ClField *phones = cl_ledger_find_field (ledger, "phones"), *id = cl_ledger_find_field (ledger, "id_number");
  g_autofree char *masked = NULL;
  g_autofree char *shown = NULL;
  g_autoptr(GError) error = NULL;

  cl_test_store_add (test, "person", "name", "张伟", "phones", "13800001003", NULL);
  masked = read_phones (test);
  g_assert_cmpstr (masked, ==, "138****1003");
  g_assert_false (cl_store_shows (test->store, phones));
  g_assert_true (cl_store_set_setting (test->store, "phones-shown", "yes", &error));
  g_assert_true (cl_store_shows (test->store, phones));
  shown = read_phones (test);
  g_assert_null (strchr (shown, '*'));
  g_assert_false (cl_store_shows (test->store, id));
  g_assert_false (cl_store_shows (test->store, NULL));
  g_assert_true (cl_store_set_setting (test->store, "phones-shown", "no", &error));
  g_assert_false (cl_store_shows (test->store, phones));
}

static void
assert_denied (GError **error)
{
  g_assert_error (*error, CL_ERROR, CL_ERROR_DENIED);
  g_clear_error (error);
}

static void
count_cb (ClStore *store, const char *ledger, GArray *ids, gpointer data)
{
  *(guint *) data += g_str_equal (ledger, "person") && ids == NULL;
}

/* While nobody has signed in the store itself gives nothing out: no list, record, number, search, journal; whatever reading was begun before goes on. */
static void
test_reading (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  gint64 id = cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", NULL);
  g_autoptr(ClSearch) search = cl_search_new (test->store, ledger);
  g_autoptr(ClDatabase) begun = NULL;
  g_autoptr(ClDatabase) later = NULL;
  g_autoptr(ClRecord) record = NULL;
  g_autoptr(GArray) found = NULL;
  g_autoptr(GPtrArray) steps = NULL;
  g_autoptr(ClRowModel) rows = NULL;
  g_autoptr(GError) error = NULL;
  guint n, parts, told = 0;

  add (test, "周会计", CL_ROLE_KEEPS, NULL);
  add (test, "赵查阅", CL_ROLE_READS, NULL);
  g_assert_true (cl_search_load (search, NULL));
  begun = cl_store_open_reader (test->store, &error);
  g_assert_nonnull (begun);
  cl_desk_sign_out (test->store);

  g_assert_null (cl_record_load (cl_store_get_reader (test->store), ledger, id, &error));
  assert_denied (&error);
  found = cl_search_find (search, "zw", 0, &n);
  g_assert_cmpuint (n, ==, 0);
  rows = cl_row_model_new (test->store, ledger, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 0);
  g_assert_null (cl_journal_list (test->store, 1, &error));
  assert_denied (&error);
  g_assert_null (cl_journal_list_distinct (test->store, "actor", &error));
  assert_denied (&error);
  g_assert_null (cl_journal_history (test->store, ledger, id, &error));
  assert_denied (&error);
  g_assert_null (cl_journal_entry_parts (test->store, 1, 1, &parts, &error));
  assert_denied (&error);
  g_assert_null (cl_store_get_undo_words (test->store));
  later = cl_store_open_reader (test->store, &error);
  g_assert_no_error (error);
  g_assert_null (cl_record_load (later, ledger, id, &error));
  assert_denied (&error);
  record = cl_record_load (begun, ledger, id, &error);
  g_assert_nonnull (record);

  /* What stood empty meanwhile is filled. */
  g_signal_connect (test->store, "changed", G_CALLBACK (count_cb), &told);
  sign_in (test, "赵查阅", NULL);
  g_assert_cmpuint (told, ==, 1);
  g_clear_pointer (&found, g_array_unref);
  found = cl_search_find (search, "zw", 0, &n);
  g_assert_cmpuint (n, ==, 1);
  steps = cl_journal_history (test->store, ledger, id, &error);
  g_assert_nonnull (steps);
  g_clear_pointer (&later, cl_database_close);
  g_clear_pointer (&begun, cl_database_close);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/roles", test_roles);
  g_test_add_func ("/desk/kinds", test_kinds);
  g_test_add_func ("/desk/journal-names", test_journal_names);
  g_test_add_func ("/desk/last-keeper", test_last_keeper);
  g_test_add_func ("/desk/passphrase", test_passphrase);
  g_test_add_func ("/desk/slowed", test_slowed);
  g_test_add_func ("/desk/alone", test_alone);
  g_test_add_func ("/desk/restore", test_restore);
  g_test_add_func ("/desk/reading", test_reading);
  g_test_add_func ("/desk/phones", test_phones);
  return g_test_run ();
}
