/* What a worker searches: the rows stay until it is known, a key has the answer at once, the next letter takes back what was asked before, and nothing is left of a list that has gone.
 * The worker is held back, so that each of these is certain. */

#include "cl-row-model-private.h"
#include "cl-search-columns.h"
#include "cl-search-private.h"
#include "cl-test-store.h"

#define MANY 1200

/* Where workers wait until it is opened. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean is_open;
} Gate;

static Gate gate;

static void
hold_cb (gpointer task, gpointer data)
{
  g_mutex_lock (&gate.mutex);
  while (!gate.is_open)
    g_cond_wait (&gate.cond, &gate.mutex);
  g_mutex_unlock (&gate.mutex);
}

static void
set_open (gboolean is_open)
{
  g_mutex_lock (&gate.mutex);
  gate.is_open = is_open;
  g_cond_broadcast (&gate.cond);
  g_mutex_unlock (&gate.mutex);
}

static gboolean
add_many_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *pet = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "pet");

  for (guint i = 0; i < MANY; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (pet);
      g_autofree char *name = g_strdup_printf ("n%04u", i);

      if (!cl_record_set_text (record, "name", name, error) || !cl_record_set_text (record, "kind", i % 2 > 0 ? "odd" : "even", error) ||
          !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  ClTestStore *test;
  ClSearch *search;
  ClRowModel *model;
  guint n_found; /* how often it was told */
} Fixture;

static void
count_cb (ClRowModel *model, guint *n)
{
  (*n)++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ClLedger *pet;

  fixture->test = cl_test_store_new_described ("ledgers/pet.xml",
                                               "<ledger version='1' name='pet' title='Pets' header='宠物' called='name' order='name' columns='name kind'>"
                                               "<field name='name' type='text' label='Name' known-as='名称' search='yes'/>"
                                               "<field name='kind' type='text' label='Kind' known-as='类'/></ledger>",
                                               NULL);
  pet = cl_catalogue_find_ledger (fixture->test->catalogue, "pet");
  cl_store_write (fixture->test->store, "many", add_many_cb, NULL, &error);
  g_assert_no_error (error);
  fixture->search = cl_search_share (fixture->test->store, pet);
  g_assert_true (cl_search_load (fixture->search, &error));
  g_assert_true (cl_search_is_brief (fixture->search));
  set_open (FALSE);
  cl_search_hold_workers (1, hold_cb, NULL);
  g_assert_false (cl_search_is_brief (fixture->search));
  fixture->model = cl_row_model_new_behind (fixture->test->store, pet, NULL);
  g_signal_connect (fixture->model, "found", G_CALLBACK (count_cb), &fixture->n_found);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  set_open (TRUE);
  g_clear_object (&fixture->model);
  g_clear_object (&fixture->search);
  cl_test_store_free (fixture->test);
  cl_search_hold_workers (0, NULL, NULL);
}

static guint
get_n (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->model));
}

static void
assert_row (Fixture *fixture, guint position, const char *name)
{
  g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (fixture->model), position);

  g_assert_nonnull (row);
  g_assert_cmpstr (cl_row_get_text (row, 0), ==, name);
}

static void
wait_found (Fixture *fixture)
{
  set_open (TRUE);
  while (cl_row_model_is_finding (fixture->model))
    g_main_context_iteration (NULL, TRUE);
}

/* Until the worker that was asked has let go of it. */
static void
wait_forgotten (GCancellable *asked)
{
  while (G_OBJECT (asked)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (asked);
}

static void
test_waits (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (get_n (fixture), ==, MANY);
  cl_row_model_set_search (fixture->model, "n115");
  g_assert_true (cl_row_model_is_finding (fixture->model));
  g_assert_false (cl_row_model_is_waiting (fixture->model));
  g_assert_cmpuint (get_n (fixture), ==, MANY);
  wait_found (fixture);
  g_assert_cmpuint (get_n (fixture), ==, 10);
  assert_row (fixture, 0, "n1150");
  g_assert_cmpuint (fixture->n_found, ==, 1);
  /* All are there again at once. */
  set_open (FALSE);
  cl_row_model_set_search (fixture->model, NULL);
  g_assert_false (cl_row_model_is_finding (fixture->model));
  g_assert_cmpuint (get_n (fixture), ==, MANY);
}

/* Down, Return right after the letters. */
static void
test_key (Fixture *fixture, gconstpointer data)
{
  GCancellable *asked;

  cl_row_model_set_search (fixture->model, "n0007");
  asked = g_object_ref (fixture->model->finding);
  cl_row_model_find_now (fixture->model);
  g_assert_false (cl_row_model_is_finding (fixture->model));
  g_assert_cmpuint (get_n (fixture), ==, 1);
  assert_row (fixture, 0, "n0007");
  g_assert_cmpuint (fixture->n_found, ==, 1);
  cl_row_model_find_now (fixture->model);
  set_open (TRUE);
  wait_forgotten (asked);
  g_assert_cmpuint (get_n (fixture), ==, 1);
  g_assert_cmpuint (fixture->n_found, ==, 1);
  /* So have those who are about to do something with all that is listed. */
  set_open (FALSE);
  cl_row_model_set_search (fixture->model, "n000");
  asked = g_object_ref (fixture->model->finding);
  cl_row_model_settle (fixture->model);
  g_assert_cmpuint (cl_row_model_peek_ids (fixture->model)->len, ==, 10);
  set_open (TRUE);
  wait_forgotten (asked);
}

static void
test_next_letter (Fixture *fixture, gconstpointer data)
{
  GCancellable *asked;

  cl_row_model_set_search (fixture->model, "n1");
  asked = g_object_ref (fixture->model->finding);
  cl_row_model_set_search (fixture->model, "n11");
  g_assert_true (g_cancellable_is_cancelled (asked));
  cl_row_model_set_search (fixture->model, "n119");
  wait_found (fixture);
  wait_forgotten (asked);
  g_assert_cmpuint (get_n (fixture), ==, 10);
  assert_row (fixture, 9, "n1199");
  g_assert_cmpuint (fixture->n_found, ==, 1);
}

/* Another order and other groups wait for what is found among them: until then the rows, and their headings, are those of before. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ClRowHeading heading;

  cl_row_model_set_search (fixture->model, "n000");
  wait_found (fixture);
  g_assert_true (cl_row_model_set_group (fixture->model, "kind", &error));
  g_assert_no_error (error);
  while (cl_row_model_is_reading (fixture->model))
    g_main_context_iteration (NULL, TRUE);
  /* two headings, the total */
  g_assert_cmpuint (get_n (fixture), ==, 13);
  set_open (FALSE);
  g_assert_true (cl_row_model_set_where (fixture->model, "kind = 'odd'", NULL, &error));
  while (!cl_row_model_is_finding (fixture->model))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (cl_row_model_is_reading (fixture->model));
  g_assert_cmpuint (get_n (fixture), ==, 13);
  g_assert_true (cl_row_model_get_heading (fixture->model, 6, &heading));
  g_assert_cmpstr (heading.title, ==, "odd");
  g_assert_cmpuint (heading.n, ==, 5);
  wait_found (fixture);
  g_assert_false (cl_row_model_is_reading (fixture->model));
  g_assert_cmpuint (get_n (fixture), ==, 7);
  /* Who cannot wait has both. */
  set_open (FALSE);
  g_assert_true (cl_row_model_set_group (fixture->model, NULL, &error));
  cl_row_model_set_search (fixture->model, "n001");
  cl_row_model_settle (fixture->model);
  g_assert_false (cl_row_model_is_reading (fixture->model));
  g_assert_cmpuint (get_n (fixture), ==, 5);
  assert_row (fixture, 0, "n0011");
}

/* A record that is changed while a worker looks is found as it is now, one that is deleted is not. */
static void
test_change (Fixture *fixture, gconstpointer data)
{
  gint64 id = cl_row_model_get_id (fixture->model, 7);

  cl_row_model_set_search (fixture->model, "n000");
  g_assert_true (cl_test_store_delete (fixture->test, "pet", id, NULL));
  g_assert_cmpuint (cl_row_model_find (fixture->model, id), ==, G_MAXUINT);
  cl_test_store_add (fixture->test, "pet", "name", "n000x", "kind", "odd", NULL);
  wait_found (fixture);
  while (cl_row_model_is_reading (fixture->model) || cl_row_model_is_finding (fixture->model))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_n (fixture), ==, 10);
  g_assert_cmpuint (cl_row_model_find (fixture->model, id), ==, G_MAXUINT);
  assert_row (fixture, 9, "n000x");
}

/* The page is left, and the file closed, while a worker looks. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  GCancellable *asked;

  cl_row_model_set_search (fixture->model, "n1");
  asked = g_object_ref (fixture->model->finding);
  g_clear_object (&fixture->model);
  g_assert_true (g_cancellable_is_cancelled (asked));
  g_clear_object (&fixture->search);
  cl_test_store_close (fixture->test);
  set_open (TRUE);
  wait_forgotten (asked);
  g_assert_cmpuint (fixture->n_found, ==, 0);
}

static gpointer
look_cb (gpointer data)
{
  ClSearchColumns *columns = data;

  for (guint i = 0; i < 200; i++)
    {
      guint count;
      g_autoptr (GArray) found = cl_search_columns_find_behind (columns, "k", 0, NULL, &count);

      /* Never one that is neither there nor gone. */
      g_assert_cmpuint (found->len, ==, count);
      g_assert_cmpuint (count, ==, 20000);
    }
  cl_search_columns_unref (columns);
  return NULL;
}

/* Who changes the columns goes before those who look through them, and they begin anew. */
static void
test_gives_way (void)
{
  g_autoptr (ClSearchColumns) columns = cl_search_columns_new ();
  const char *none[] = { NULL };
  char text[16];
  const char *texts[] = { text, NULL };
  GThread *thread;

  for (guint i = 1; i <= 20000; i++)
    {
      g_snprintf (text, sizeof text, "k%u", i);
      cl_search_columns_append (columns, i, texts, none);
    }
  cl_search_columns_sort (columns);
  thread = g_thread_new ("look", look_cb, cl_search_columns_ref (columns));
  for (guint i = 1; i <= 200; i++)
    {
      guint count;
      g_autoptr (GArray) found = NULL;

      cl_search_columns_enter (columns);
      g_assert_true (cl_search_columns_remove (columns, i));
      g_snprintf (text, sizeof text, "k%u", i);
      cl_search_columns_insert (columns, i, texts, none);
      cl_search_columns_leave (columns);
      found = cl_search_columns_find (columns, text, 0, &count);
      g_assert_cmpuint (count, >=, 1);
    }
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/search-behind/waits", Fixture, NULL, set_up, test_waits, tear_down);
  g_test_add ("/search-behind/key", Fixture, NULL, set_up, test_key, tear_down);
  g_test_add ("/search-behind/next-letter", Fixture, NULL, set_up, test_next_letter, tear_down);
  g_test_add ("/search-behind/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/search-behind/change", Fixture, NULL, set_up, test_change, tear_down);
  g_test_add ("/search-behind/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add_func ("/search-behind/gives-way", test_gives_way);
  return g_test_run ();
}
