#include "cl-test-store.h"

#include "cl-date.h"
#include "cl-error.h"
#include "cl-test-ledgers.h"

static void
assert_text (ClTestStore *test, const char *ledger, gint64 id, const char *field, const char *expected)
{
  g_autofree char *text = cl_test_store_get (test, ledger, id, field);

  g_assert_cmpstr (text, ==, expected);
}

static char *
as_text (gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

static void
test_save (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 a = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  gint64 b = cl_test_store_add (test, "shelf", "name", "乙", NULL);
  g_autofree char *a_text = as_text (a);
  g_autofree char *both = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, b, a);
  gint64 id = cl_test_store_add (test, "folder", "name", "一", "pages", "12", "words", "土地、水利", "others", both, "shelf", a_text, NULL);

  assert_text (test, "folder", id, "pages", "12");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder__words"), ==, 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT value FROM folder__others WHERE position = 0"), ==, b);
  g_assert_cmpint (cl_test_store_change (test, "folder", id, "words", "水利"), >, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder__words WHERE value = '水利' AND position = 0"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder__words"), ==, 1);
  g_assert_cmpint (cl_test_store_change (test, "folder", id, "words", ""), >, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder__words"), ==, 0);
  /* The others were not touched. */
  assert_text (test, "folder", id, "name", "一");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder__others"), ==, 2);
}


static gboolean
save_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  return cl_transaction_save (transaction, data, error);
}

/* Two editors of one record: each writes what it changed, and neither takes back the other's. */
static void
test_changed_fields_only (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 id = cl_test_store_add (test, "folder", "name", "一", "pages", "1", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ClRecord) record = cl_record_load (cl_store_get_reader (test->store), cl_catalogue_find_ledger (test->catalogue, "folder"), id, &error);

  cl_test_store_change (test, "folder", id, "pages", "2");
  g_assert_true (cl_record_set_text (record, "name", "二", &error));
  g_assert_cmpint (cl_store_write (test->store, "save", save_cb, record, &error), >, 0);
  g_assert_false (cl_record_is_changed (record, NULL));
  assert_text (test, "folder", id, "name", "二");
  assert_text (test, "folder", id, "pages", "2");
  /* Deleted meanwhile: said, not made anew. */
  g_assert_true (cl_test_store_delete (test, "folder", id, &error));
  g_assert_true (cl_record_set_text (record, "name", "三", &error));
  g_assert_cmpint (cl_store_write (test->store, "save", save_cb, record, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

static void
test_nothing_to_refer_to (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (test->catalogue, "folder"));
  g_autoptr(GError) error = NULL;

  cl_record_set_text (record, "name", "一", &error);
  cl_record_set_reference (record, "shelf", 12345);
  g_assert_cmpint (cl_store_write (test->store, "save", save_cb, record, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder"), ==, 0);
}

static void
test_delete (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 shelf = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  gint64 other = cl_test_store_add (test, "shelf", "name", "乙", NULL);
  g_autofree char *shelf_text = as_text (shelf);
  g_autofree char *other_text = as_text (other);
  gint64 folder = cl_test_store_add (test, "folder", "name", "卷一", "shelf", shelf_text, "others", other_text, "words", "水利", NULL);
  gint64 second = cl_test_store_add (test, "folder", "name", "卷二", NULL);
  g_autofree char *folder_text = as_text (folder);
  g_autofree char *second_text = as_text (second);
  gint64 sheet = cl_test_store_add (test, "sheet", "folder", folder_text, "name", "页一", NULL);
  g_autofree char *sheet_text = as_text (sheet);
  gint64 copy = cl_test_store_add (test, "sheet", "folder", second_text, "name", "页二", "copy_of", sheet_text, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (cl_test_store_delete (test, "shelf", shelf, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_REFERENCED);
  g_assert_nonnull (strstr (error->message, "卷一"));
  g_assert_nonnull (strstr (error->message, "甲"));
  g_clear_error (&error);
  g_assert_false (cl_test_store_delete (test, "shelf", other, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_REFERENCED);
  g_clear_error (&error);
  /* A part of it is referred to from outside: all stays. */
  g_assert_false (cl_test_store_delete (test, "folder", folder, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_REFERENCED);
  g_assert_nonnull (strstr (error->message, "页二"));
  g_clear_error (&error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sheet"), ==, 2);

  g_assert_true (cl_test_store_delete (test, "sheet", copy, &error));
  g_assert_no_error (error);
  g_assert_true (cl_test_store_delete (test, "folder", folder, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM sheet"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing__words"), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM folder__others"), ==, 0);
  g_assert_true (cl_test_store_delete (test, "shelf", shelf, &error));
  g_assert_false (cl_test_store_delete (test, "shelf", shelf, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* It names itself: no reason to stay. */
  cl_test_store_change (test, "folder", second, "next", second_text);
  g_assert_true (cl_test_store_delete (test, "folder", second, &error));
  g_assert_no_error (error);
}

static void
test_dated (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  gint64 a = cl_test_store_add (test, "shelf", "name", "甲", NULL);
  gint64 b = cl_test_store_add (test, "shelf", "name", "乙", NULL);
  g_autofree char *a_text = as_text (a);
  g_autofree char *b_text = as_text (b);
  gint64 id, plain;
  g_autoptr(GError) error = NULL;

  cl_today_set ("2027-01-10", NULL);
  plain = cl_test_store_add (test, "folder", "name", "零", NULL);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing"), ==, 0);
  id = cl_test_store_add (test, "folder", "name", "一", "shelf", a_text, NULL);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing WHERE start = '2027-01-10' AND \"end\" IS NULL"), ==, 1);
  /* Corrected on the same day: the same row. */
  cl_test_store_change (test, "folder", id, "shelf", b_text);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT shelf FROM placing"), ==, b);
  cl_today_set ("2027-02-20", NULL);
  cl_test_store_change (test, "folder", id, "name", "一一");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing"), ==, 1);
  cl_test_store_change (test, "folder", id, "words", "水利");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing WHERE \"end\" = '2027-02-20'"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing p JOIN placing__words w ON w.record = p.id WHERE p.start = '2027-02-20' AND p.\"end\" IS NULL AND p.shelf = "
                                              "(SELECT shelf FROM folder WHERE name = '一一')"), ==, 1);
  /* Undone whole, dated rows with it. */
  cl_store_undo (test->store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM placing WHERE \"end\" IS NULL"), ==, 1);
  cl_today_set ("2027-03-01", NULL);
  g_assert_cmpint (plain, >, 0);
}

typedef struct
{
  ClTestStore *test;
  guint n;
} Parts;

/* Every third row is taken back, as an import takes back a row that it refuses; the changesets are closed in between. */
static gboolean
parts_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Parts *parts = data;

  for (guint i = 0; i < parts->n; i++)
    {
      g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (parts->test->catalogue, "shelf"));
      g_autofree char *name = g_strdup_printf ("架%u", i);

      if (!cl_transaction_begin_part (transaction, error)
          || !cl_record_set_text (record, "name", name, error)
          || !cl_transaction_save (transaction, record, error)
          || !cl_transaction_end_part (transaction, i % 3 != 2, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_parts (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new_archive ();
  Parts parts = { test, cl_test_rounds (33000, 15300) };
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cl_store_write (test->store, "parts", parts_cb, &parts, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, parts.n / 3 * 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal_record"), ==, parts.n / 3 * 2);
  cl_store_undo (test->store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM shelf"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transaction/save", test_save);
  g_test_add_func ("/transaction/changed-fields-only", test_changed_fields_only);
  g_test_add_func ("/transaction/nothing-to-refer-to", test_nothing_to_refer_to);
  g_test_add_func ("/transaction/delete", test_delete);
  g_test_add_func ("/transaction/dated", test_dated);
  g_test_add_func ("/transaction/parts", test_parts);
  return g_test_run ();
}
