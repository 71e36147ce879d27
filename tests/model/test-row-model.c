#include <string.h>

#include "cl-row-model.h"
#include "cl-test-store.h"

/* What a list was told: each items-changed, and how its rows then stand against the model itself. */
typedef struct
{
  guint n;
  guint position, removed, added;
} Told;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  Told *told = data;

  told->n++;
  told->position = position;
  told->removed = removed;
  told->added = added;
}

static void
changed_cb (ClRow *row, gpointer data)
{
  (*(guint *) data)++;
}

static gint64
add_person (ClTestStore *test, const char *name, const char *grade)
{
  return cl_test_store_add (test, "person", "name", name, "grade", grade, NULL);
}

static ClRowModel *
new_model (ClTestStore *test)
{
  return cl_row_model_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), NULL);
}

static char *
get_names (ClRowModel *model)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (model), i);

      g_assert_cmpuint (cl_row_get_position (row), ==, i);
      g_assert_cmpuint (cl_row_model_find (model, cl_row_get_id (row)), ==, i);
      g_assert_cmpint (cl_row_model_get_id (model, i), ==, cl_row_get_id (row));
      g_string_append_printf (names, "%s%s", i > 0 ? "," : "", cl_row_get_text (row, 0));
    }
  return g_string_free (names, FALSE);
}

static void
assert_names (ClRowModel *model, const char *expected)
{
  g_autofree char *names = get_names (model);

  g_assert_cmpstr (names, ==, expected);
}

static void
assert_told (Told *told, guint n, guint position, guint removed, guint added)
{
  g_assert_cmpuint (told->n, ==, n);
  if (n > 0)
    {
      g_assert_cmpuint (told->position, ==, position);
      g_assert_cmpuint (told->removed, ==, removed);
      g_assert_cmpuint (told->added, ==, added);
    }
  *told = (Told) { 0 };
}

static void
test_rows (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (ClRow) row = NULL;
  g_autoptr (ClRow) again = NULL;

  add_person (test, "张伟", "二级");
  add_person (test, "李娜", NULL);
  model = new_model (test);
  assert_names (model, "李娜,张伟");
  g_assert_cmpuint (cl_row_model_get_n_columns (model), >, 3);
  g_assert_cmpstr (cl_row_model_get_column_title (model, 0), ==, "姓名");
  g_assert_cmpstr (cl_row_model_get_column_path (model, 0), ==, "name");
  g_assert_false (cl_row_model_is_column_private (model, 0));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 2));
  g_assert_cmpuint (cl_row_model_find (model, 12345), ==, G_MAXUINT);
  g_assert_cmpint (cl_row_model_get_id (model, 7), ==, 0);
  row = g_list_model_get_item (G_LIST_MODEL (model), 1);
  again = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_assert_true (row == again);
  g_assert_cmpstr (cl_row_get_text (row, 99), ==, "");
}

/* Each edit tells the list no more than what moved; rows alive stay the same objects and say that they changed. */
static void
test_smallest_change (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (ClRow) row = NULL;
  g_autoptr (GError) error = NULL;
  Told told = { 0 };
  guint n_changed = 0;
  gint64 wei;

  add_person (test, "阿力", NULL);
  wei = add_person (test, "张伟", "二级");
  model = new_model (test);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &told);
  row = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_signal_connect (row, "changed", G_CALLBACK (changed_cb), &n_changed);
  g_assert_cmpstr (cl_row_get_text (row, 0), ==, "张伟");

  add_person (test, "李娜", NULL);
  assert_told (&told, 1, 1, 0, 1);
  g_assert_cmpuint (cl_row_get_position (row), ==, 2);
  g_assert_cmpstr (cl_row_get_text (row, 0), ==, "张伟");
  assert_names (model, "阿力,李娜,张伟");

  /* an edit that moves nothing tells nothing but the row itself */
  cl_test_store_change (test, "person", wei, "name", "张玮");
  assert_told (&told, 0, 0, 0, 0);
  g_assert_cmpuint (n_changed, >=, 1);
  g_assert_cmpstr (cl_row_get_text (row, 0), ==, "张玮");

  cl_test_store_change (test, "person", wei, "name", "白玮");
  assert_names (model, "阿力,白玮,李娜");
  g_assert_cmpuint (told.n, ==, 1);
  told = (Told) { 0 };
  cl_store_undo (test->store, &error);
  g_assert_no_error (error);
  assert_names (model, "阿力,李娜,张玮");
  told = (Told) { 0 };
  g_assert_true (cl_test_store_delete (test, "person", wei, &error));
  assert_told (&told, 1, 2, 1, 0);
  assert_names (model, "阿力,李娜");
}

static void
test_search_order_filter (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_auto (ClValue) grade = CL_VALUE_INIT;
  gint64 wei = add_person (test, "张伟", "二级");

  add_person (test, "章武", "一级");
  add_person (test, "李娜", "二级");
  model = new_model (test);
  cl_row_model_set_search (model, " zw ");
  assert_names (model, "张伟,章武");
  g_assert_true (cl_row_model_set_order (model, "grade, name", &error));
  assert_names (model, "章武,张伟");
  g_assert_cmpstr (cl_row_model_get_order (model), ==, "grade, name");
  /* a change reaches the search before the list asks it */
  cl_test_store_change (test, "person", wei, "name", "白伟");
  assert_names (model, "章武");
  add_person (test, "朱武", "三级");
  assert_names (model, "章武,朱武");
  cl_row_model_set_search (model, "");
  assert_names (model, "章武,白伟,李娜,朱武");

  cl_value_set_text (&grade, "2");
  g_hash_table_insert (parameters, (gpointer) "grade", &grade);
  g_assert_true (cl_row_model_set_where (model, "grade = :grade", parameters, &error));
  cl_value_set_text (&grade, "9");
  assert_names (model, "白伟,李娜");
  add_person (test, "安二", "二级");
  assert_names (model, "安二,白伟,李娜");
  g_assert_false (cl_row_model_set_where (model, "gradee = 1", NULL, &error));
  g_clear_error (&error);
  g_assert_false (cl_row_model_set_order (model, "nothing", &error));
  g_clear_error (&error);
  assert_names (model, "安二,白伟,李娜");
  g_assert_true (cl_row_model_set_where (model, NULL, NULL, &error));
  g_assert_true (cl_row_model_set_order (model, NULL, &error));
  assert_names (model, "安二,白伟,李娜,章武,朱武");
}

static void
test_view (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  gint64 wei = cl_test_store_add (test, "person", "name", "张伟", "disability", "持证", NULL);

  add_person (test, "李娜", NULL);
  model = cl_row_model_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), "certified");
  assert_names (model, "张伟");
  cl_test_store_change (test, "person", wei, "disability", "疑似");
  assert_names (model, "");
}

static guint
find_column (ClRowModel *model, const char *path)
{
  for (guint i = 0; i < cl_row_model_get_n_columns (model); i++)
    if (strcmp (cl_row_model_get_column_path (model, i), path) == 0)
      return i;
  g_assert_not_reached ();
}

static void
test_reveal (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (ClRow) row = NULL;
  guint column, n_changed = 0;

  cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", NULL);
  model = new_model (test);
  column = find_column (model, "id_number");
  row = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_signal_connect (row, "changed", G_CALLBACK (changed_cb), &n_changed);
  g_assert_true (cl_row_model_is_column_private (model, column));
  g_assert_cmpstr (cl_row_get_text (row, column), !=, "99112319560307001X");
  cl_row_model_set_revealed (model, TRUE);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpstr (cl_row_get_text (row, column), ==, "99112319560307001X");
}

/* A village that is renamed is renamed in the list of its people. */
static void
test_other_ledgers (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (ClRow) row = NULL;
  gint64 village = cl_test_store_add (test, "division", "code", "991123101201", "name", "上河村", "level", "village", NULL);
  g_autofree char *village_text = g_strdup_printf ("%" G_GINT64_FORMAT, village);
  guint column;

  cl_test_store_add (test, "person", "name", "张伟", "division", village_text, NULL);
  model = new_model (test);
  column = find_column (model, "division");
  row = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_cmpstr (cl_row_get_text (row, column), ==, "上河村");
  cl_test_store_change (test, "division", village, "name", "上河社区");
  g_assert_cmpstr (cl_row_get_text (row, column), ==, "上河社区");
}

static gboolean
add_many_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *person = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person");

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (person);
      g_autofree char *name = g_strdup_printf ("%s%04u", i % 2 == 0 ? "张" : "李", i);

      cl_record_set_text (record, "name", name, NULL);
      if (!cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

/* A filter over a long list keeps the rows in their places, refills them and tells the end alone. */
static void
test_long_list (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (ClRow) first = NULL;
  g_autoptr (ClRow) last = NULL;
  g_autoptr (GError) error = NULL;
  Told told = { 0 };
  guint n_changed = 0;

  cl_store_write (test->store, "many", add_many_cb, NULL, &error);
  g_assert_no_error (error);
  model = new_model (test);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 3000);
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  last = g_list_model_get_item (G_LIST_MODEL (model), 2999);
  g_assert_cmpstr (cl_row_get_text (first, 0), ==, "李0001");
  g_assert_cmpstr (cl_row_get_text (last, 0), ==, "张2998");
  g_signal_connect (first, "changed", G_CALLBACK (changed_cb), &n_changed);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &told);

  g_assert_true (cl_row_model_set_where (model, "name like '张%5_'", NULL, &error));
  g_assert_cmpuint (told.n, ==, 1);
  g_assert_cmpuint (told.added, ==, 0);
  g_assert_cmpuint (told.position + told.removed, <=, 3000);
  g_assert_cmpuint (3000 - told.removed, ==, g_list_model_get_n_items (G_LIST_MODEL (model)));
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (cl_row_get_position (first), ==, 0);
  g_assert_cmpstr (cl_row_get_text (first, 0), ==, "张0050");
  g_free (get_names (model));
  told = (Told) { 0 };
  g_assert_true (cl_row_model_set_where (model, NULL, NULL, &error));
  g_assert_cmpuint (told.removed, ==, 0);
  g_assert_cmpstr (cl_row_get_text (first, 0), ==, "李0001");
  g_free (get_names (model));
}

/* A row that is still held when its model has gone keeps what it said and reads no more. */
static void
test_row_outlives_model (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  ClRowModel *model;
  g_autoptr (ClRow) row = NULL;

  add_person (test, "张伟", NULL);
  model = new_model (test);
  row = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_cmpstr (cl_row_get_text (row, 0), ==, "张伟");
  g_object_unref (model);
  g_assert_cmpstr (cl_row_get_text (row, 0), ==, "张伟");
  add_person (test, "李娜", NULL);
}

/* A window that goes after the data file was closed still draws once: nothing is read, and nothing is said of it. */
static void
test_store_closed (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (ClRow) row = NULL;

  add_person (test, "张伟", NULL);
  model = new_model (test);
  row = g_list_model_get_item (G_LIST_MODEL (model), 0);
  cl_store_close (test->store);
  g_assert_cmpstr (cl_row_get_text (row, 0), ==, "");
  cl_row_model_set_search (model, "zw");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-model/rows", test_rows);
  g_test_add_func ("/row-model/smallest-change", test_smallest_change);
  g_test_add_func ("/row-model/search-order-filter", test_search_order_filter);
  g_test_add_func ("/row-model/view", test_view);
  g_test_add_func ("/row-model/reveal", test_reveal);
  g_test_add_func ("/row-model/other-ledgers", test_other_ledgers);
  g_test_add_func ("/row-model/long-list", test_long_list);
  g_test_add_func ("/row-model/row-outlives-model", test_row_outlives_model);
  g_test_add_func ("/row-model/store-closed", test_store_closed);
  return g_test_run ();
}
