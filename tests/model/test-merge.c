/* Two entries about the same made one: what is taken of which, what named the one that goes, its dated rows, one entry, one undo, the backup before. */

#include "cl-date.h"
#include "cl-error.h"
#include "cl-kept.h"
#include "cl-merge.h"
#include "cl-test-store.h"

#include <string.h>

static ClLedger *
find_ledger (ClTestStore *test, const char *name)
{
  return cl_catalogue_find_ledger (test->catalogue, name);
}

static char *
text_of (gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

static ClMergeField *
find_field (ClMerge *merge, const char *name)
{
  for (guint i = 0; i < merge->fields->len; i++)
    {
      ClMergeField *field = merge->fields->pdata[i];

      if (g_str_equal (cl_field_get_name (field->field), name))
        return field;
    }
  return NULL;
}

static void
assert_value (ClTestStore *test, const char *ledger, gint64 id, const char *field, const char *expected)
{
  g_autofree char *text = cl_test_store_get (test, ledger, id, field);

  g_assert_cmpstr (text != NULL ? text : "", ==, expected);
}

static gint64
count (ClTestStore *test, const char *query, gint64 id)
{
  g_autoptr(GString) sql = g_string_new (query);
  g_autofree char *text = text_of (id);

  g_string_replace (sql, "@", text, 0);
  return cl_test_store_query (test, sql->str);
}

static ClMerge *
compare (ClTestStore *test, const char *ledger, gint64 one, gint64 other)
{
  g_autoptr(GError) error = NULL;
  ClMerge *merge = cl_merge_new (test->store, find_ledger (test, ledger), one, other, &error);

  g_assert_no_error (error);
  return merge;
}

static void
carry_out (ClTestStore *test, ClMerge *merge)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cl_merge_carry_out (test->store, merge, &error), >, 0);
  g_assert_no_error (error);
}

/* All rows of all ledgers, as they stand. */
static gint64
digest (ClTestStore *test)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (test->catalogue);
  guint64 sum = 0;

  for (guint i = 0; i < ledgers->len; i++)
    {
      g_autoptr(GString) sql = g_string_new ("SELECT coalesce(sum(length(id)");

      for (guint f = 0; f < cl_ledger_get_n_fields (ledgers->pdata[i]); f++)
        if (!cl_field_is_several (cl_ledger_get_field (ledgers->pdata[i], f)))
          g_string_append_printf (sql, " + coalesce(unicode(\"%s\") + 31 * (id %% 1000) + length(\"%s\") + coalesce(\"%s\" %% 7919, 0), 3)",
                                  cl_field_get_name (cl_ledger_get_field (ledgers->pdata[i], f)), cl_field_get_name (cl_ledger_get_field (ledgers->pdata[i], f)),
                                  cl_field_get_name (cl_ledger_get_field (ledgers->pdata[i], f)));
      g_string_append_printf (sql, "), 0) FROM \"%s\"", cl_ledger_get_table (ledgers->pdata[i]));
      sum = sum * 31 + (guint64) cl_test_store_query (test, sql->str);
    }
  return (gint64) (sum % 1000000007u);
}

static gboolean
mark_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *marks = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "duty_mark");
  g_autoptr(ClRecord) mark = cl_record_new (marks);
  g_auto(ClValue) record = CL_VALUE_INIT;

  cl_value_set_integer (&record, *(gint64 *) data);
  cl_record_set (mark, cl_ledger_find_field (marks, "record"), &record);
  return cl_record_set_text (mark, "duty", "person/certificate", error) && cl_record_set_text (mark, "due", "2027-04-01", error) && cl_record_set_text (mark, "state", "done", error)
         && cl_transaction_save (transaction, mark, error);
}

static void
test_persons (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *village = text_of (cl_test_store_add (test, "division", "name", "上河村", NULL));
  g_autofree char *organisation = text_of (cl_test_store_add (test, "organisation", "name", "上河村残协", NULL));
  gint64 one = cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", "phones", "13800000012", "division", village, NULL);
  gint64 other = cl_test_store_add (test, "person", "name", "张伟", "phones", "13800000013", "division", village, "address", "上河村3号", "former_name", "张小伟", NULL);
  g_autofree char *first = text_of (one), *second = text_of (other);
  gint64 child = cl_test_store_add (test, "person", "name", "张丽", "relative_of", second, NULL);
  gint64 appointment = cl_test_store_add (test, "appointment", "person", second, "organisation", organisation, NULL);
  g_autoptr(GArray) alike = cl_merge_find_alike (test->store, find_ledger (test, "person"), one, NULL);
  g_autoptr(ClMerge) merge = NULL;
  g_autoptr(GPtrArray) entries = NULL, problems = NULL, kept = NULL;
  g_autofree char *moves = NULL, *masked = NULL, *whole = NULL, *said = NULL;
  gint64 before, after;

  cl_test_store_add (test, "appointment", "person", first, "organisation", organisation, NULL);
  cl_test_store_add (test, "guardian", "person", second, "name", "张强", NULL);
  cl_test_store_add (test, "guardian", "person", first, "name", "张强", NULL);
  cl_test_store_add (test, "guardian", "person", second, "name", "李芳", NULL);
  cl_test_store_add (test, "guardian", "person", first, "name", "王敏", NULL);
  g_assert_cmpint (cl_store_write (test->store, "w", mark_cb, &other, NULL), >, 0);
  cl_test_store_change (test, "person", one, "relative_of", second);
  g_assert_cmpuint (alike->len, ==, 1);
  g_assert_cmpint (g_array_index (alike, gint64, 0), ==, other);

  before = digest (test);
  /* More is tied to the one than to the other: it stays, whichever is named first. */
  merge = compare (test, "person", other, one);
  g_assert_true ((merge->first == one && merge->second == other) || (merge->first == other && merge->second == one));
  g_clear_pointer (&merge, cl_merge_free);
  cl_test_store_add (test, "guardian", "person", first, "name", "赵敏", NULL);
  cl_test_store_add (test, "guardian", "person", first, "name", "孙敏", NULL);
  before = digest (test);
  merge = compare (test, "person", other, one);
  g_assert_cmpint (merge->first, ==, one);
  g_assert_cmpint (find_field (merge, "phones")->take, ==, CL_MERGE_BOTH);
  g_assert_cmpint (find_field (merge, "id_number")->take, ==, CL_MERGE_FIRST);
  g_assert_cmpint (find_field (merge, "address")->take, ==, CL_MERGE_SECOND);
  g_assert_null (find_field (merge, "name"));
  masked = cl_merge_show (find_field (merge, "id_number"), FALSE, FALSE);
  g_assert_null (strstr (masked, "99112319560307001X"));
  whole = cl_merge_show (find_field (merge, "id_number"), FALSE, TRUE);
  g_assert_cmpstr (whole, ==, "99112319560307001X");
  moves = cl_merge_say_moves (merge);
  g_assert_nonnull (moves);
  carry_out (test, merge);

  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person WHERE name = '张伟'"), ==, 1);
  assert_value (test, "person", one, "id_number", "99112319560307001X");
  assert_value (test, "person", one, "phones", "13800000012、13800000013");
  assert_value (test, "person", one, "former_name", "张小伟");
  assert_value (test, "person", one, "address", "上河村3号");
  /* It named the other, and does not name itself. */
  assert_value (test, "person", one, "relative_of", "");
  assert_value (test, "person", child, "relative_of", first);
  assert_value (test, "appointment", appointment, "person", first);
  /* Word for word the same guardian stands there once. */
  g_assert_cmpint (count (test, "SELECT count(*) FROM guardian WHERE person = @ AND name = '张强'", one), ==, 1);
  g_assert_cmpint (count (test, "SELECT count(*) FROM guardian WHERE person = @", one), ==, 5);
  g_assert_cmpint (count (test, "SELECT count(*) FROM duty_mark WHERE record = @", one), ==, 1);
  /* One residence, open, with the address; nobody moved today. */
  g_assert_cmpint (count (test, "SELECT count(*) FROM residence WHERE person = @", one), ==, 1);
  g_assert_cmpint (count (test, "SELECT count(*) FROM residence WHERE person = @ AND \"end\" IS NULL AND address = '上河村3号'", one), ==, 1);

  entries = cl_journal_list (test->store, 1, NULL);
  g_assert_cmpstr (((ClJournalEntry *) entries->pdata[0])->kind, ==, "merge");
  said = cl_journal_entry_say (entries->pdata[0]);
  g_assert_nonnull (strstr (said, "张伟"));
  problems = cl_store_verify (test->store, NULL);
  g_assert_cmpuint (problems->len, ==, 0);
  kept = cl_kept_list (test->path);
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpstr (((ClKept *) kept->pdata[0])->reason, ==, "merge");
  after = digest (test);
  g_assert_cmpint (cl_store_undo (test->store, NULL), >, 0);
  g_assert_cmpint (digest (test), ==, before);
  assert_value (test, "person", child, "relative_of", second);
  assert_value (test, "person", other, "phones", "13800000013");
  g_assert_cmpint (cl_store_redo (test->store, NULL), >, 0);
  g_assert_cmpint (digest (test), ==, after);
}

/* Facts with dates: what is chosen of the second was so since the earlier day, and what was so before stays. */
static void
test_dated (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *upper = text_of (cl_test_store_add (test, "division", "name", "上河村", NULL));
  g_autofree char *lower = text_of (cl_test_store_add (test, "division", "name", "下河村", NULL));
  gint64 one, other;
  g_autoptr(ClMerge) merge = NULL;

  cl_today_set ("2026-05-01", NULL);
  other = cl_test_store_add (test, "person", "name", "李娜", "division", upper, NULL);
  cl_today_set ("2026-08-01", NULL);
  cl_test_store_change (test, "person", other, "division", lower);
  cl_today_set ("2027-03-15", NULL);
  one = cl_test_store_add (test, "person", "name", "李娜", "division", upper, NULL);
  {
    g_autofree char *first = text_of (one);

    for (int i = 0; i < 3; i++)
      cl_test_store_add (test, "guardian", "person", first, "name", i == 0 ? "甲" : i == 1 ? "乙" : "丙", NULL);
  }
  merge = compare (test, "person", one, other);
  g_assert_cmpint (merge->first, ==, one);
  find_field (merge, "division")->take = CL_MERGE_SECOND;
  carry_out (test, merge);
  assert_value (test, "person", one, "division", lower);
  g_assert_cmpint (count (test, "SELECT count(*) FROM residence WHERE person = @", one), ==, 2);
  g_assert_cmpint (count (test, "SELECT count(*) FROM residence WHERE person = @ AND start = '2026-08-01' AND \"end\" IS NULL", one), ==, 1);
  g_assert_cmpint (count (test, "SELECT count(*) FROM residence WHERE person = @ AND start = '2026-05-01' AND \"end\" = '2026-08-01'", one), ==, 1);
}

/* A village entered twice: nobody has moved by it. */
static void
test_villages (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  gint64 one = cl_test_store_add (test, "division", "name", "上河村", NULL), other = cl_test_store_add (test, "division", "name", "上河", NULL);
  g_autofree char *first = text_of (one), *second = text_of (other);
  g_autoptr(ClMerge) merge = NULL;

  for (int i = 0; i < 6; i++)
    cl_test_store_add (test, "person", "name", "张伟", "division", i < 5 ? first : second, NULL);
  cl_today_set ("2027-06-01", NULL);
  merge = compare (test, "division", one, other);
  g_assert_cmpint (merge->first, ==, one);
  carry_out (test, merge);
  cl_today_set (CL_TEST_TODAY, NULL);
  g_assert_cmpint (count (test, "SELECT count(*) FROM person WHERE division = @", one), ==, 6);
  g_assert_cmpint (count (test, "SELECT count(*) FROM residence WHERE division = @ AND \"end\" IS NULL", one), ==, 6);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM residence"), ==, 6);
}

static void
test_refused (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  gint64 one = cl_test_store_add (test, "person", "name", "张伟", NULL), other = cl_test_store_add (test, "person", "name", "张伟", NULL);
  g_autoptr(ClMerge) merge = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (cl_merge_new (test->store, find_ledger (test, "person"), one, one, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_merge_can (find_ledger (test, "output")));
  g_assert_false (cl_merge_can (find_ledger (test, "residence")));
  g_assert_true (cl_merge_can (find_ledger (test, "household")));
  merge = compare (test, "person", one, other);
  g_assert_true (cl_test_store_delete (test, "person", merge->second, NULL));
  g_assert_cmpint (cl_merge_carry_out (test->store, merge, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/persons", test_persons);
  g_test_add_func ("/merge/dated", test_dated);
  g_test_add_func ("/merge/villages", test_villages);
  g_test_add_func ("/merge/refused", test_refused);
  return g_test_run ();
}
