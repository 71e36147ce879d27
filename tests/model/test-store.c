#include "cl-test-store.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "cl-error.h"
#include "cl-query.h"
#include "cl-store-private.h"
#include "cl-test-ledgers.h"

static void
change_file (ClTestStore *test, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (test->path, CL_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  cl_database_execute (database, sql, &error);
  g_assert_no_error (error);
}

static guint
count_entries (const char *folder, const char *part)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, part) != NULL;
  return n;
}

static void
refuse_to_open (const char *path, ClCatalogue *catalogue, ClStoreFlags flags, int code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClStore) store = cl_store_open (path, catalogue, flags, &error);

  g_assert_null (store);
  g_assert_error (error, CL_ERROR, code);
}

static void
test_core (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *code = cl_store_get_setting (test->store, "office-code");
  g_autofree char *none = cl_store_get_setting (test->store, "nothing");
  gint64 id = cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", "phones", "13800000012、13800000013", NULL);
  g_autofree char *name = cl_test_store_get (test, "person", id, "name");
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (code, ==, CL_TEST_OFFICE_CODE);
  g_assert_null (none);
  g_assert_cmpstr (name, ==, "张伟");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person__phones"), ==, 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM division WHERE level = 'township' AND code = '991123101'"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM organisation WHERE kind = 'federation'"), ==, 1);
  g_assert_true (cl_store_set_office (test->store, CL_TEST_OFFICE_CODE, CL_TEST_OFFICE_NAME, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM division"), ==, 1);
  g_assert_false (cl_store_set_office (test->store, "12x", "云岭镇", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

/* Whose file it is stands outside undo; and no village has a file of its own. */
static void
test_office (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *words = cl_store_get_undo_words (test->store);
  g_autofree char *code = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (words);
  g_assert_cmpint (cl_store_undo (test->store, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOTHING);
  g_clear_error (&error);
  cl_test_store_add (test, "person", "name", "张伟", NULL);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_store_undo (test->store, NULL), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM division"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal WHERE kind = 'office'"), ==, 1);

  g_assert_false (cl_store_set_office (test->store, "991123101201", "石桥村", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "991123101201"));
  code = cl_store_get_setting (test->store, "office-code");
  g_assert_cmpstr (code, ==, CL_TEST_OFFICE_CODE);
}

static void
test_refused (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autofree char *foreign = g_build_filename (test->folder, "foreign.db", NULL);
  g_autofree char *text = g_build_filename (test->folder, "text.db", NULL);
  g_autofree char *missing = g_build_filename (test->folder, "missing.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size_before, size_after;
  g_autoptr(GError) error = NULL;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (foreign, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, "CREATE TABLE theirs (x)", NULL, NULL, NULL);
  sqlite3_close (handle);
  g_file_get_contents (foreign, &before, &size_before, &error);
  refuse_to_open (foreign, test->catalogue, CL_STORE_CREATE, CL_ERROR_FOREIGN);
  g_file_get_contents (foreign, &after, &size_after, &error);
  g_assert_cmpmem (before, size_before, after, size_after);

  g_file_set_contents (text, "姓名,性别\n张伟,男\n", -1, &error);
  refuse_to_open (text, test->catalogue, CL_STORE_CREATE, CL_ERROR_FOREIGN);
  refuse_to_open (missing, test->catalogue, CL_STORE_OPEN, CL_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));

  cl_test_store_close (test);
  change_file (test, "UPDATE schema SET version = version + 1 WHERE module = 'store'");
  refuse_to_open (test->path, test->catalogue, CL_STORE_OPEN, CL_ERROR_NEWER);
  change_file (test, "UPDATE schema SET version = version - 1 WHERE module = 'store'; UPDATE schema SET version = version + 1 WHERE module = 'core'");
  refuse_to_open (test->path, test->catalogue, CL_STORE_OPEN, CL_ERROR_NEWER);
  change_file (test, "UPDATE schema SET version = version - 1 WHERE module = 'core'");
  cl_test_store_reopen (test);
}

/* What session changesets cannot stand is in no recorded table; STRICT, and only the references as constraints. */
static void
test_tables (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();

  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sqlite_master WHERE sql LIKE '%CASCADE%' OR sql LIKE '%VIRTUAL%' OR sql LIKE '%GENERATED%' OR sql LIKE '% AS (%'"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' AND x.hidden <> 0"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND (type <> 'table' OR NOT strict)"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND (f.on_delete <> 'NO ACTION' OR f.on_update <> 'NO ACTION')"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%'"), ==, 0);
  /* An index for every reference. */
  g_assert_cmpint (cl_test_store_query (test,
                                        "SELECT count(*) FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND NOT EXISTS"
                                        " (SELECT 1 FROM pragma_index_list(m.name) l, pragma_index_info(l.name) i WHERE i.seqno = 0 AND i.name = f.\"from\")"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'person' AND sql LIKE '%cl_sort_key(\"name\"), \"id\"%'"), ==, 1);
}

/* The list's order as queries spell it is served by the index, not by sorting a million rows. */
static void
test_order_on_index (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(ClQuery) query = cl_query_new (test->catalogue, ledger);
  g_autoptr(GError) error = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *explain = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (test->path, CL_DATABASE_READ, &error);
  g_autoptr(ClStatement) statement = NULL;
  gboolean is_used = FALSE;

  g_assert_no_error (error);
  g_assert_true (cl_query_set_order (query, cl_ledger_get_order (ledger), &error));
  sql = cl_query_to_sql (query, &error);
  g_assert_no_error (error);
  explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  statement = cl_database_prepare (database, explain, &error);
  g_assert_no_error (error);
  while (cl_statement_step (statement, &error))
    {
      const char *detail = cl_statement_get_text (statement, 3);

      g_test_message ("%s", detail);
      is_used |= strstr (detail, "index_person__name_order") != NULL;
      g_assert_null (strstr (detail, "TEMP B-TREE"));
    }
  g_assert_true (is_used);
}

static void
test_widened (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 id, entry;
  g_autofree char *name = NULL;

  /* An empty file is widened without a copy. */
  cl_test_store_describe (test, "ledgers/folder.xml", FOLDER_XML_WITH ("<field name='colour' type='text' label='Colour' known-as='颜色'/>"));
  cl_test_store_reopen (test);
  g_assert_cmpuint (count_entries (test->folder, "before-upgrade"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal WHERE kind = 'schema'"), ==, CL_STORE_VERSION + 1);
  id = cl_test_store_add (test, "folder", "name", "一", "colour", "红", NULL);

  cl_test_store_describe (test, "ledgers/folder.xml",
                          FOLDER_XML_WITH ("<field name='colour' type='text' label='Colour' known-as='颜色'/><field name='weight' type='integer' label='Weight' known-as='重量'/>"));
  cl_test_store_reopen (test);
  g_assert_cmpuint (count_entries (test->folder, "office.canlian.before-upgrade-2027-03-15"), ==, 1);
  name = cl_test_store_get (test, "folder", id, "colour");
  g_assert_cmpstr (name, ==, "红");
  entry = cl_test_store_change (test, "folder", id, "weight", "7");
  g_assert_cmpint (entry, >, 0);
  /* Again with the same descriptions: nothing to do, no further copy, no entry. */
  cl_test_store_reopen (test);
  g_assert_cmpuint (count_entries (test->folder, "before-upgrade"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT max(entry) FROM journal"), ==, entry);
  /* An older set of descriptions leaves the column alone. */
  cl_test_store_describe (test, "ledgers/folder.xml", FOLDER_XML);
  cl_test_store_reopen (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT weight FROM folder"), ==, 7);
  /* A field of another kind under an old name is refused, before anything is done. */
  cl_test_store_close (test);
  cl_test_store_describe (test, "ledgers/folder.xml", FOLDER_XML_WITH ("<field name='colour' type='integer' label='Colour' known-as='颜色'/>"));
  g_clear_object (&test->catalogue);
  test->catalogue = cl_catalogue_new ();
  {
    g_autofree char *own = g_build_filename (test->folder, "descriptions", NULL);

    cl_catalogue_add_folder (test->catalogue, own, NULL);
    cl_catalogue_finish (test->catalogue);
  }
  refuse_to_open (test->path, test->catalogue, CL_STORE_OPEN, CL_ERROR_DESCRIPTION);
}

/* township × 2³³ + installation × 2²⁵ + counter; no number is given twice, whatever was undone or deleted. */
static void
test_ids (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  gint64 first = cl_test_store_add (test, "person", "name", "张伟", NULL);
  gint64 second, third;
  gint64 installation = cl_test_store_query (test, "SELECT number FROM installation");
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (first >> 33, ==, 991123101);
  g_assert_cmpint ((first >> 25) & 0xff, ==, installation);
  cl_store_undo (test->store, &error);
  g_assert_no_error (error);
  second = cl_test_store_add (test, "person", "name", "李娜", NULL);
  g_assert_cmpint (second, ==, first + 1);
  g_assert_true (cl_test_store_delete (test, "person", second, &error));
  cl_test_store_reopen (test);
  third = cl_test_store_add (test, "person", "name", "王芳", NULL);
  g_assert_cmpint (third, ==, second + 1);
}

static void
test_migrated (void)
{
  static const ClMigration additions[] = {
    { CL_STORE_VERSION, FALSE, "first", "CREATE TABLE never (x)" },
    { CL_STORE_VERSION + 1, FALSE, "second", "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT" },
    { CL_STORE_VERSION + 2, TRUE, "third", "CREATE TABLE shelf_new (id INTEGER PRIMARY KEY, name TEXT) STRICT; INSERT INTO shelf_new SELECT id, name FROM shelf; DROP TABLE shelf; ALTER TABLE shelf_new RENAME TO shelf" },
    { CL_STORE_VERSION + 3, FALSE, "fourth", "CREATE TABLE half (x); SELECT nonsense" },
  };
  /* Renaming the old table away takes the references to it along. */
  static const ClMigration wrong[] = {
    { CL_STORE_VERSION + 3, TRUE, "wrong", "ALTER TABLE shelf RENAME TO shelf_old; CREATE TABLE shelf (id INTEGER PRIMARY KEY, name TEXT) STRICT; INSERT INTO shelf SELECT id, name FROM shelf_old; DROP TABLE shelf_old" },
  };
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(ClDatabase) database = NULL;
  g_autoptr(GError) error = NULL;

  {
    g_autofree char *shelf = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "shelf", "name", "甲", NULL));

    cl_test_store_add (test, "folder", "name", "一", "shelf", shelf, NULL);
  }
  cl_test_store_close (test);
  database = cl_database_open (test->path, CL_DATABASE_WRITE, &error);
  g_assert_false (cl_store_schema_migrate (database, additions, G_N_ELEMENTS (additions), &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (cl_store_schema_migrate (database, wrong, G_N_ELEMENTS (wrong), &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_clear_pointer (&database, cl_database_close);
  /* The scripts before the failing one stay, each whole; the failing one left nothing. */
  g_assert_cmpint (cl_test_store_query (test, "SELECT version FROM schema WHERE module = 'store'"), ==, CL_STORE_VERSION + 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sqlite_master WHERE name IN ('never', 'half')"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sqlite_master WHERE name = 'extra'"), ==, 1);
  change_file (test, "UPDATE schema SET version = version - 2 WHERE module = 'store'");
  cl_test_store_reopen (test);
  /* A table was rebuilt: undo ends there. */
  g_assert_cmpint (cl_store_undo (test->store, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOTHING);
}

/* A file of more than 8 MB. */
static void
make_large (ClTestStore *test)
{
  g_autofree char *filling = g_strnfill (9 * 1024 * 1024, 'x');
  g_autoptr(GError) error = NULL;

  cl_test_store_add (test, "person", "name", "张伟", NULL);
  cl_store_set_setting (test->store, "filling", filling, &error);
  g_assert_no_error (error);
  cl_test_store_close (test);
}

static void
checked_cb (ClStore *store, const GError *error, gpointer data)
{
  GError **told = data;

  *told = error != NULL ? g_error_copy (error) : g_error_new_literal (G_IO_ERROR, 0, "well");
}

static gboolean
add_late (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person"));

  return cl_record_set_text (record, "name", "章丽", error) && cl_transaction_save (transaction, record, error);
}

/* The pages of a large file are looked at while it is open already, but before anything is written; what waits to be written when it is closed is written. */
static void
test_checked_later (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(ClStore) store = NULL;
  g_autoptr(GError) error = NULL, told = NULL;

  make_large (test);
  store = cl_store_open (test->path, test->catalogue, CL_STORE_CHECK_LATER, &error);
  g_assert_no_error (error);
  g_assert_false (cl_store_is_checked (store));
  g_signal_connect (store, "checked", G_CALLBACK (checked_cb), &told);
  g_assert_cmpint (cl_store_write (store, "late", add_late, NULL, &error), >, 0);
  g_assert_no_error (error);
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (told->message, ==, "well");
  g_assert_true (cl_store_is_checked (store));
  cl_store_close (store);
  g_clear_object (&store);

  store = cl_store_open (test->path, test->catalogue, CL_STORE_CHECK_LATER, &error);
  cl_store_write_async (store, "later", add_late, NULL, NULL, NULL, NULL, NULL);
  cl_store_close (store);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 3);
  g_clear_object (&store);
  /* nobody waits for it */
  store = cl_store_open (test->path, test->catalogue, CL_STORE_CHECK_LATER, &error);
  cl_store_close (store);
  g_assert_no_error (error);
}

static void
test_damaged_later (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(ClStore) store = NULL;
  g_autoptr(GError) error = NULL, told = NULL;
  goffset page = cl_test_store_query (test, "SELECT rootpage FROM sqlite_master WHERE name = 'person'"), size = cl_test_store_query (test, "PRAGMA page_size");
  int fd;

  make_large (test);
  fd = g_open (test->path, O_RDWR, 0);
  g_assert_cmpint (pwrite (fd, "nonsense nonsense", 17, (page - 1) * size), ==, 17);
  close (fd);
  refuse_to_open (test->path, test->catalogue, CL_STORE_OPEN, CL_ERROR_DAMAGED);
  store = cl_store_open (test->path, test->catalogue, CL_STORE_CHECK_LATER, &error);
  g_assert_no_error (error);
  g_signal_connect (store, "checked", G_CALLBACK (checked_cb), &told);
  g_assert_cmpint (cl_store_write (store, "late", add_late, NULL, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (told, CL_ERROR, CL_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/core", test_core);
  g_test_add_func ("/store/office", test_office);
  g_test_add_func ("/store/refused", test_refused);
  g_test_add_func ("/store/tables", test_tables);
  g_test_add_func ("/store/order-on-index", test_order_on_index);
  g_test_add_func ("/store/widened", test_widened);
  g_test_add_func ("/store/ids", test_ids);
  g_test_add_func ("/store/migrated", test_migrated);
  g_test_add_func ("/store/checked-later", test_checked_later);
  g_test_add_func ("/store/damaged-later", test_damaged_later);
  return g_test_run ();
}
