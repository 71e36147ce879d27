/* Lists that a window shows: what takes longer than a frame is read by a worker, and until then nothing wrong is shown. The view "dear" asks so much of each record that
 * its few thousand are as slow to read as a province. */

#include "cl-row-model.h"
#include "cl-test-store.h"

#define MANY 3000
#define DEAR_1 "name != 'a' and name != 'b' and name != 'c' and name != 'd' and name != 'e' and name != 'f' and name != 'g' and name != 'h'"
#define DEAR_2 DEAR_1 " and (" DEAR_1 ") and (" DEAR_1 ") and (" DEAR_1 ")"
#define DEAR DEAR_2 " and (" DEAR_2 ") and (" DEAR_2 ")"
/* No index of the description has this order. */
#define OTHER_ORDER "weight desc"

static gboolean
add_many_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *pet = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "pet");

  for (guint i = 0; i < MANY; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (pet);
      g_autofree char *name = g_strdup_printf ("n%04u", i), *weight = g_strdup_printf ("%u", i);

      if (!cl_record_set_text (record, "name", name, error) || !cl_record_set_text (record, "weight", weight, error) || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static ClTestStore *
new_store (void)
{
  ClTestStore *test = cl_test_store_new_described ("ledgers/pet.xml",
                                                   "<ledger version='1' name='pet' title='Pets' header='宠物' called='name' order='id' columns='name weight'>"
                                                   "<field name='name' type='text' label='Name' known-as='名称' search='yes'/>"
                                                   "<field name='weight' type='integer' label='Weight' known-as='重'/>"
                                                   "<view name='dear' title='Dear' columns='name weight' where=\"" DEAR "\"/></ledger>",
                                                   NULL);
  g_autoptr (GError) error = NULL;

  cl_store_write (test->store, "many", add_many_cb, NULL, &error);
  g_assert_no_error (error);
  return test;
}

static ClRowModel *
new_model (ClTestStore *test)
{
  return cl_row_model_new_behind (test->store, cl_catalogue_find_ledger (test->catalogue, "pet"), "dear");
}

static guint
get_n (ClRowModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static void
wait_read (ClRowModel *model)
{
  while (cl_row_model_is_reading (model))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_row (ClRowModel *model, guint position, const char *name)
{
  g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (model), position);

  g_assert_nonnull (row);
  g_assert_cmpstr (cl_row_get_text (row, 0), ==, name);
}

static void
changed_cb (GListModel *list, guint position, guint removed, guint added, guint *told)
{
  told[0] += removed;
  told[1] += added;
}

/* The first rows are there at once, how many there are is not said, and the rest is added behind them. */
static void
test_open (void)
{
  g_autoptr (ClTestStore) test = new_store ();
  g_autoptr (ClRowModel) model = new_model (test), plain = NULL;
  guint number, of, first = get_n (model), told[2] = { 0 };

  g_assert_true (cl_row_model_is_reading (model));
  g_assert_true (cl_row_model_is_waiting (model));
  g_assert_cmpuint (first, >, 100);
  g_assert_cmpuint (first, <, MANY);
  assert_row (model, 0, "n0000");
  assert_row (model, 70, "n0070");
  cl_row_model_locate (model, 70, &number, &of);
  g_assert_cmpuint (number, ==, 71);
  g_assert_cmpuint (of, ==, 0);
  g_signal_connect (model, "items-changed", G_CALLBACK (changed_cb), told);
  wait_read (model);
  g_assert_false (cl_row_model_is_waiting (model));
  g_assert_cmpuint (told[0], ==, 0);
  g_assert_cmpuint (told[1], ==, MANY - first);
  assert_row (model, MANY - 1, "n2999");
  cl_row_model_locate (model, 70, &number, &of);
  g_assert_cmpuint (of, ==, MANY);
  /* who has no window to keep alive has all at once */
  plain = cl_row_model_new (test->store, cl_catalogue_find_ledger (test->catalogue, "pet"), "dear");
  g_assert_false (cl_row_model_is_reading (plain));
  g_assert_cmpuint (get_n (plain), ==, MANY);
}

/* What is found among the first rows alone is not all that is found. */
static void
test_search (void)
{
  g_autoptr (ClTestStore) test = new_store ();
  g_autoptr (ClRowModel) model = new_model (test);

  cl_row_model_set_search (model, "n2998");
  g_assert_true (cl_row_model_is_waiting (model));
  g_assert_cmpuint (get_n (model), ==, 0);
  while (cl_row_model_is_waiting (model))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_n (model), ==, 1);
  assert_row (model, 0, "n2998");
}

/* The rows stay until another order and another filter have been read; who cannot wait has them at once; the last that was asked for holds. */
static void
test_order_and_filter (void)
{
  g_autoptr (ClTestStore) test = new_store ();
  g_autoptr (ClRowModel) model = new_model (test);
  g_autoptr (GError) error = NULL;

  wait_read (model);
  g_assert_true (cl_row_model_set_order (model, OTHER_ORDER, &error));
  g_assert_true (cl_row_model_is_reading (model));
  g_assert_false (cl_row_model_is_waiting (model));
  assert_row (model, 0, "n0000");
  wait_read (model);
  assert_row (model, 0, "n2999");
  g_assert_true (cl_row_model_set_where (model, "weight < 10", NULL, &error));
  g_assert_true (cl_row_model_set_where (model, "weight < 5", NULL, &error));
  g_assert_cmpuint (get_n (model), ==, MANY);
  cl_row_model_settle (model);
  g_assert_false (cl_row_model_is_reading (model));
  g_assert_cmpuint (get_n (model), ==, 5);
  assert_row (model, 0, "n0004");
  g_assert_true (cl_row_model_set_where (model, NULL, NULL, &error));
  wait_read (model);
  g_assert_cmpuint (get_n (model), ==, MANY);
}

/* A row that is deleted goes at once, one that is new comes when the list has been read. Nothing is left when the list goes before. */
static void
test_change (void)
{
  g_autoptr (ClTestStore) test = new_store ();
  g_autoptr (ClRowModel) model = new_model (test);
  g_autoptr (GError) error = NULL;
  gint64 third, new;

  wait_read (model);
  third = cl_row_model_get_id (model, 2);
  g_assert_true (cl_test_store_delete (test, "pet", third, &error));
  g_assert_true (cl_row_model_is_reading (model));
  g_assert_cmpuint (get_n (model), ==, MANY - 1);
  g_assert_cmpuint (cl_row_model_find (model, third), ==, G_MAXUINT);
  assert_row (model, 2, "n0003");
  wait_read (model);
  g_assert_cmpuint (get_n (model), ==, MANY - 1);
  new = cl_test_store_add (test, "pet", "name", "m", NULL);
  wait_read (model);
  g_assert_cmpuint (cl_row_model_find (model, new), ==, MANY - 1);
  g_assert_true (cl_row_model_set_order (model, OTHER_ORDER, &error));
  g_clear_object (&model);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-read/open", test_open);
  g_test_add_func ("/row-read/search", test_search);
  g_test_add_func ("/row-read/order-and-filter", test_order_and_filter);
  g_test_add_func ("/row-read/change", test_change);
  return g_test_run ();
}
