/* Lists that an office keeps: under a name, or the columns of one of the program's own. They are records as all others are: undone, restarted with, restored. */

#include <string.h>

#include "cl-error.h"
#include "cl-list-view.h"
#include "cl-own.h"
#include "cl-test-store.h"

static void
assert_columns (ClRowModel *rows, const char *expected)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < cl_row_model_get_n_columns (rows); i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? " " : "", cl_row_model_get_column_path (rows, i));
  g_assert_cmpstr (titles->str, ==, expected);
}

static ClListView *
make_view (void)
{
  static const char *const columns[] = { "name", "grade", "id_number", NULL };
  ClListView *view = cl_list_view_new ("person", "certified", "二级、肢体 '特' \"殊\"");

  view->search = g_strdup ("zw");
  cl_list_view_add_filter (view, "grade", "grade = '2'", "二级");
  cl_list_view_add_filter (view, NULL, "name <> 'it''s'", "不叫 it's");
  view->order = g_strdup ("grade desc");
  view->columns = g_strdupv ((GStrv) columns);
  view->group = g_strdup ("grade");
  return view;
}

static void
assert_same (const ClListView *one, const ClListView *other)
{
  g_assert_cmpint (one->id, ==, other->id);
  g_assert_cmpstr (one->ledger, ==, other->ledger);
  g_assert_cmpstr (one->base, ==, other->base);
  g_assert_cmpstr (one->name, ==, other->name);
  g_assert_cmpstr (one->search, ==, other->search);
  g_assert_cmpstr (one->order, ==, other->order);
  g_assert_cmpstr (one->group, ==, other->group);
  g_assert_true ((one->columns == NULL && other->columns == NULL) || g_strv_equal ((const char *const *) one->columns, (const char *const *) other->columns));
  g_assert_cmpuint (one->filters->len, ==, other->filters->len);
  for (guint i = 0; i < one->filters->len; i++)
    {
      const ClListFilter *a = one->filters->pdata[i], *b = other->filters->pdata[i];

      g_assert_cmpstr (a->path, ==, b->path);
      g_assert_cmpstr (a->where, ==, b->where);
      g_assert_cmpstr (a->words, ==, b->words);
    }
}

/* All of it comes back, after the file was closed as well. */
static void
test_keep (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClListView) view = make_view ();
  g_autoptr (ClListView) again = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *where = cl_list_filters_get_where (view->filters, NULL);

  g_assert_cmpstr (where, ==, "(grade = '2') and (name <> 'it''s')");
  g_assert_true (cl_store_save_list_view (test->store, view, &error));
  g_assert_no_error (error);
  g_assert_cmpint (view->id, !=, 0);
  again = cl_store_get_list_view (test->store, view->id);
  assert_same (view, again);
  all = cl_store_list_list_views (test->store, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_null (cl_store_find_list_view (test->store, "person", "没有"));
  g_assert_null (cl_store_find_list_view (test->store, "household", view->name));
  cl_test_store_reopen (test);
  {
    g_autoptr (ClListView) reopened = cl_store_find_list_view (test->store, "person", view->name);

    assert_same (view, reopened);
  }
}

/* Renamed, changed, taken away: each is one entry, and undo takes it back with its words. */
static void
test_undo (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClListView) view = make_view ();
  g_autoptr (ClListView) taken = cl_list_view_new ("person", NULL, "二级");
  g_autoptr (ClListView) back = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_store_save_list_view (test->store, view, &error));
  g_assert_true (cl_store_save_list_view (test->store, taken, &error));
  g_free (view->name);
  view->name = g_strdup ("二级");
  g_assert_false (cl_store_save_list_view (test->store, view, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  g_clear_error (&error);
  g_free (view->name);
  view->name = g_strdup ("");
  g_assert_false (cl_store_save_list_view (test->store, view, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_free (view->name);
  view->name = g_strdup ("肢体二级");
  g_assert_true (cl_store_save_list_view (test->store, view, &error));
  g_assert_true (cl_store_delete_list_view (test->store, view, &error));
  g_assert_null (cl_store_get_list_view (test->store, view->id));
  words = cl_store_get_undo_words (test->store);
  g_assert_nonnull (strstr (words, "肢体二级"));
  g_assert_cmpint (cl_store_undo (test->store, &error), !=, 0);
  back = cl_store_get_list_view (test->store, view->id);
  assert_same (view, back);
  g_assert_cmpint (cl_store_undo (test->store, &error), !=, 0);
  g_assert_null (cl_store_find_list_view (test->store, "person", "肢体二级"));
}

/* The columns of a list of the program: chosen, and as delivered again; each of its views has its own. */
static void
test_columns (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClListView) whole = cl_list_view_new ("person", NULL, NULL);
  g_autoptr (ClListView) found = NULL;
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr (ClRowModel) rows = NULL;
  g_autoptr (ClRow) row = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) named = NULL;

  cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", NULL);
  g_assert_null (cl_store_get_list_columns (test->store, "person", NULL));
  /* A column of a plugin that has gone is passed over. */
  whole->columns = g_strsplit ("name|no_longer_there|education|id_number", "|", -1);
  g_assert_true (cl_store_save_list_view (test->store, whole, &error));
  found = cl_store_get_list_columns (test->store, "person", NULL);
  assert_same (whole, found);
  g_assert_null (cl_store_get_list_columns (test->store, "person", "certified"));
  named = cl_store_list_list_views (test->store, "person");
  g_assert_cmpuint (named->len, ==, 0);
  rows = cl_row_model_new (test->store, person, NULL);
  cl_list_view_apply (found, rows);
  assert_columns (rows, "name education id_number");
  row = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  g_assert_true (cl_row_model_is_column_private (rows, 2));
  g_assert_cmpstr (cl_row_get_text (row, 2), !=, "99112319560307001X");
  g_assert_nonnull (strchr (cl_row_get_text (row, 2), '*'));
  cl_row_model_set_columns (rows, NULL);
  assert_columns (rows, "name sex birth id_number phones division disability categories grade");
  g_assert_true (cl_store_delete_list_view (test->store, whole, &error));
  g_assert_null (cl_store_get_list_columns (test->store, "person", NULL));
}

/* A column that the office adds later is shown where columns were chosen before. */
static void
test_own_column (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClListView) whole = cl_list_view_new ("person", NULL, NULL);
  g_autoptr (ClListView) found = NULL;
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  const ClField *field;
  g_autoptr (ClRowModel) rows = NULL;
  g_autoptr (GError) error = NULL;

  whole->columns = g_strsplit ("name|sex", "|", -1);
  g_assert_true (cl_store_save_list_view (test->store, whole, &error));
  field = cl_store_add_own_field (test->store, person, "鞋码", CL_FIELD_INTEGER, NULL, NULL, &error);
  g_assert_no_error (error);
  found = cl_store_get_list_columns (test->store, "person", NULL);
  g_assert_cmpuint (g_strv_length (found->columns), ==, 3);
  g_assert_cmpstr (found->columns[2], ==, cl_field_get_name (field));
  rows = cl_row_model_new (test->store, person, NULL);
  cl_list_view_apply (found, rows);
  g_assert_cmpuint (cl_row_model_get_n_columns (rows), ==, 3);
  g_assert_true (cl_store_hide_own_field (test->store, person, field, TRUE, &error));
  cl_row_model_set_columns (rows, (const char *const *) found->columns);
  assert_columns (rows, "name sex");
}

/* Applied, the list is as it was kept; what a file from elsewhere says wrongly narrows nothing and harms nothing. */
static void
test_apply (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClListView) view = make_view ();
  g_autoptr (ClListView) wrong = NULL;
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr (ClRowModel) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  cl_test_store_add (test, "person", "name", "张伟", "grade", "二级", "disability", "持证", NULL);
  cl_test_store_add (test, "person", "name", "张文", "grade", "一级", "disability", "持证", NULL);
  cl_test_store_add (test, "person", "name", "李娜", "grade", "二级", "disability", "持证", NULL);
  rows = cl_row_model_new (test->store, person, "certified");
  cl_list_view_apply (view, rows);
  assert_columns (rows, "name grade id_number");
  g_assert_cmpuint (cl_row_model_get_n_records (rows), ==, 1);
  g_assert_cmpstr (cl_row_model_get_group (rows), ==, "grade");
  g_assert_cmpstr (cl_row_model_get_order (rows), ==, "grade desc");
  g_assert_true (cl_store_save_list_view (test->store, view, &error));
  cl_test_store_change (test, "list_view", view->id, "filters", "[('a', 'b'");
  cl_test_store_change (test, "list_view", view->id, "grouped", "nothing");
  cl_test_store_change (test, "list_view", view->id, "sort", "((");
  cl_test_store_change (test, "list_view", view->id, "search", "");
  wrong = cl_store_get_list_view (test->store, view->id);
  g_assert_cmpuint (wrong->filters->len, ==, 0);
  g_clear_object (&rows);
  rows = cl_row_model_new (test->store, person, NULL);
  cl_list_view_apply (wrong, rows);
  g_assert_cmpuint (cl_row_model_get_n_records (rows), ==, 3);
  g_assert_null (cl_row_model_get_group (rows));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-view/keep", test_keep);
  g_test_add_func ("/list-view/undo", test_undo);
  g_test_add_func ("/list-view/columns", test_columns);
  g_test_add_func ("/list-view/own-column", test_own_column);
  g_test_add_func ("/list-view/apply", test_apply);
  return g_test_run ();
}
