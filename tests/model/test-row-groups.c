/* A list under headings: which groups there are, how they count and add up, and that its rows follow every change as those of other lists do. */

#include <string.h>

#include "cl-error.h"
#include "cl-row-model.h"
#include "cl-test-store.h"
#include "cl-transaction.h"

static gint64
add_person (ClTestStore *test, const char *name, const char *grade, const char *birth)
{
  return cl_test_store_add (test, "person", "name", name, "grade", grade, "birth", birth, NULL);
}

static ClRowModel *
new_model (ClTestStore *test, const char *ledger)
{
  return cl_row_model_new (test->store, cl_catalogue_find_ledger (test->catalogue, ledger), NULL);
}

static ClRowModel *
new_grouped (ClTestStore *test, const char *ledger, const char *path)
{
  ClRowModel *model = new_model (test, ledger);
  g_autoptr (GError) error = NULL;

  cl_row_model_set_group (model, path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_row_model_get_group (model), ==, path);
  return model;
}

/* Headings in brackets, where everything stands is true of each way to ask for it. */
static char *
read_rows (ClRowModel *model)
{
  GString *rows = g_string_new (NULL);
  guint n_records = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (model), i);
      ClRowHeading heading;

      g_assert_cmpuint (cl_row_get_position (row), ==, i);
      if (cl_row_model_get_heading (model, i, &heading))
        {
          g_assert_cmpint (cl_row_get_id (row), <, 0);
          g_assert_cmpint (cl_row_model_get_id (model, i), ==, 0);
          g_assert_cmpuint (cl_row_model_find_heading (model, heading.key), ==, i);
          g_string_append_printf (rows, "%s[%s%s]", i > 0 ? " " : "", cl_row_get_text (row, 0), heading.is_folded ? "+" : "");
          continue;
        }
      n_records++;
      g_assert_cmpint (cl_row_model_get_id (model, i), ==, cl_row_get_id (row));
      g_assert_cmpuint (cl_row_model_find (model, cl_row_get_id (row)), ==, i);
      g_string_append_printf (rows, "%s%s", i > 0 ? " " : "", cl_row_get_text (row, 0));
    }
  g_assert_cmpuint (n_records, <=, cl_row_model_get_n_records (model));
  g_assert_cmpuint (cl_row_model_peek_ids (model)->len, ==, cl_row_model_get_n_records (model));
  return g_string_free (rows, FALSE);
}

static void
assert_rows (ClRowModel *model, const char *expected)
{
  g_autofree char *rows = read_rows (model);

  g_assert_cmpstr (rows, ==, expected);
}

/* The rows as a list view knows them: told of what goes and comes alone. */
typedef struct
{
  ClRowModel *model;
  GPtrArray *rows;
} Mirror;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, Mirror *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror->rows, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror->rows, (int) (position + i), g_list_model_get_item (list, position + i));
}

static void
begin_mirror (Mirror *mirror, ClRowModel *model)
{
  mirror->model = model;
  mirror->rows = g_ptr_array_new_with_free_func (g_object_unref);
  items_changed_cb (G_LIST_MODEL (model), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (model)), mirror);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), mirror);
}

static void
assert_mirror (Mirror *mirror)
{
  g_assert_cmpuint (mirror->rows->len, ==, g_list_model_get_n_items (G_LIST_MODEL (mirror->model)));
  for (guint i = 0; i < mirror->rows->len; i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (mirror->model), i);

      g_assert_true (row == mirror->rows->pdata[i]);
    }
}

/* By code in the codes' own order, those who have none last; the total behind all. */
static void
test_by_code (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (GError) error = NULL;
  guint number = 0, of = 0;

  add_person (test, "张伟", "二级", NULL);
  add_person (test, "李娜", "一级", NULL);
  add_person (test, "阿力", "二级", NULL);
  add_person (test, "王芳", NULL, NULL);
  model = new_grouped (test, "person", "grade");
  assert_rows (model, "[一级（1 人）] 李娜 [二级（2 人）] 阿力 张伟 [未填（1 人）] 王芳 [合计（4 人）]");
  cl_row_model_locate (model, 4, &number, &of);
  g_assert_cmpuint (number, ==, 2);
  g_assert_cmpuint (of, ==, 2);
  g_assert_true (cl_row_model_set_order (model, "grade desc", &error));
  assert_rows (model, "[二级（2 人）] 阿力 张伟 [一级（1 人）] 李娜 [未填（1 人）] 王芳 [合计（4 人）]");
  g_assert_true (cl_row_model_set_order (model, "name desc", &error));
  assert_rows (model, "[一级（1 人）] 李娜 [二级（2 人）] 张伟 阿力 [未填（1 人）] 王芳 [合计（4 人）]");
  g_assert_true (cl_row_model_set_group (model, NULL, &error));
  g_assert_null (cl_row_model_get_group (model));
  assert_rows (model, "张伟 王芳 李娜 阿力");
  cl_row_model_locate (model, 3, &number, &of);
  g_assert_cmpuint (number, ==, 4);
  g_assert_cmpuint (of, ==, 4);
}

/* Villages as they are called, though two are called alike; years of a date. */
static void
test_by_reference_and_year (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (GError) error = NULL;
  gint64 upper = cl_test_store_add (test, "division", "name", "上河村", "code", "991123101201", NULL);
  gint64 other = cl_test_store_add (test, "division", "name", "上河村", "code", "991123101202", NULL);
  gint64 east = cl_test_store_add (test, "division", "name", "东坡村", "code", "991123101203", NULL);
  gint64 villages[] = { upper, other, east, upper, other };
  static const char *const names[] = { "白云", "陈明", "丁一", "方圆", "高山" }, *const births[] = { "1956-03-07", "1956-12-31", "1957-01-01", NULL, "1957-06-01" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *village = g_strdup_printf ("%" G_GINT64_FORMAT, villages[i]);

      cl_test_store_add (test, "person", "name", names[i], "division", village, "birth", births[i], NULL);
    }
  model = new_grouped (test, "person", "division");
  assert_rows (model, "[东坡村（1 人）] 丁一 [上河村（2 人）] 白云 方圆 [上河村（2 人）] 陈明 高山 [合计（5 人）]");
  g_assert_true (cl_row_model_set_group (model, "birth", &error));
  assert_rows (model, "[1956年（2 人）] 白云 陈明 [1957年（2 人）] 丁一 高山 [未填（1 人）] 方圆 [合计（5 人）]");
  /* What is masked, what is everybody's own, and what several may be is no group. */
  g_assert_false (cl_row_model_set_group (model, "id_number", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_row_model_set_group (model, "categories", NULL));
  g_assert_false (cl_row_model_set_group (model, "nothing", NULL));
  g_assert_cmpstr (cl_row_model_get_group (model), ==, "birth");
}

/* Amounts and counts are added up, of what a search leaves too; years and masked amounts are not. */
static void
test_sums (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  static const char *const columns[] = { "number", "income", "poverty", NULL };
  g_autoptr (ClRowModel) model = new_model (test, "household");
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_row_model_get_ledger (model);
  g_autoptr (ClRow) row = NULL;
  gint64 upper = cl_test_store_add (test, "division", "name", "上河村", "code", "991123101201", NULL);
  gint64 east = cl_test_store_add (test, "division", "name", "东坡村", "code", "991123101203", NULL);
  gint64 villages[] = { upper, east, upper };
  static const char *const incomes[] = { "12000.50", "3000", "0.50" }, *const numbers[] = { "101", "102", "203" };
  gint64 first = 0;

  g_assert_true (cl_field_is_summed (cl_ledger_find_field (ledger, "income")));
  g_assert_false (cl_field_is_summed (cl_ledger_find_field (cl_catalogue_find_ledger (test->catalogue, "appointment"), "pay")));
  g_assert_false (cl_field_is_summed (cl_ledger_find_field (cl_catalogue_find_ledger (test->catalogue, "division"), "position")));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *village = g_strdup_printf ("%" G_GINT64_FORMAT, villages[i]);
      gint64 id = cl_test_store_add (test, "household", "number", numbers[i], "division", village, "income", incomes[i], NULL);

      first = i == 0 ? id : first;
    }
  cl_row_model_set_columns (model, columns);
  g_assert_true (cl_row_model_set_group (model, "division", &error));
  assert_rows (model, "[东坡村（1 户）] 102 [上河村（2 户）] 101 203 [合计（3 户）]");
  row = g_list_model_get_item (G_LIST_MODEL (model), 2);
  g_assert_cmpstr (cl_row_get_text (row, 1), ==, "12001.00");
  g_assert_cmpstr (cl_row_get_text (row, 2), ==, "");
  /* The heading follows what is edited below it. */
  cl_test_store_change (test, "household", first, "income", "1000");
  g_assert_cmpstr (cl_row_get_text (row, 1), ==, "1000.50");
  cl_row_model_set_search (model, "203");
  assert_rows (model, "[上河村（1 户）] 203 [合计（1 户）]");
  g_object_unref (row);
  row = g_list_model_get_item (G_LIST_MODEL (model), 2);
  g_assert_cmpstr (cl_row_get_text (row, 1), ==, "0.50");
  cl_row_model_set_search (model, NULL);
  /* Without the amount among its columns nothing is added up, and with it again all is. */
  cl_row_model_set_columns (model, (const char *const[]) { "number", NULL });
  assert_rows (model, "[东坡村（1 户）] 102 [上河村（2 户）] 101 203 [合计（3 户）]");
  cl_row_model_set_columns (model, columns);
  g_object_unref (row);
  row = g_list_model_get_item (G_LIST_MODEL (model), 5);
  g_assert_cmpstr (cl_row_get_text (row, 1), ==, "4000.50");
}

/* Folded groups keep their heading and their count; what is looked for in one unfolds it; edits and undo tell the list no more and no less than what moved. */
static void
test_fold_and_follow (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (ClRowModel) some = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  Mirror mirror;
  gint64 wei, na;

  wei = add_person (test, "张伟", "二级", NULL);
  na = add_person (test, "李娜", "一级", NULL);
  add_person (test, "阿力", "二级", NULL);
  model = new_grouped (test, "person", "grade");
  begin_mirror (&mirror, model);
  g_assert_true (cl_row_model_fold (model, 2, TRUE));
  g_assert_false (cl_row_model_fold (model, 2, TRUE));
  g_assert_false (cl_row_model_fold (model, 1, TRUE));
  g_assert_false (cl_row_model_fold (model, 3, TRUE));
  assert_rows (model, "[一级（1 人）] 李娜 [二级（2 人）+] [合计（3 人）]");
  assert_mirror (&mirror);
  g_assert_cmpuint (cl_row_model_find (model, wei), ==, G_MAXUINT);
  g_assert_cmpuint (cl_row_model_get_n_records (model), ==, 3);
  /* Folded, it stays so while others change. */
  cl_test_store_change (test, "person", na, "grade", "二级");
  assert_rows (model, "[二级（3 人）+] [合计（3 人）]");
  assert_mirror (&mirror);
  cl_row_model_unfold_to (model, wei);
  assert_rows (model, "[二级（3 人）] 阿力 李娜 张伟 [合计（3 人）]");
  assert_mirror (&mirror);
  g_assert_cmpint (cl_store_undo (test->store, &error), !=, 0);
  assert_rows (model, "[一级（1 人）] 李娜 [二级（2 人）] 阿力 张伟 [合计（3 人）]");
  assert_mirror (&mirror);
  cl_row_model_fold_all (model, TRUE);
  assert_rows (model, "[一级（1 人）+] [二级（2 人）+] [合计（3 人）]");
  cl_row_model_fold_all (model, FALSE);
  assert_mirror (&mirror);
  g_assert_true (cl_test_store_delete (test, "person", na, &error));
  assert_rows (model, "[二级（2 人）] 阿力 张伟 [合计（2 人）]");
  assert_mirror (&mirror);
  cl_row_model_set_search (model, "没有这个人");
  assert_rows (model, "");
  assert_mirror (&mirror);
  cl_row_model_set_search (model, NULL);
  /* Of some of its records alone, as for a print. */
  g_array_append_val (ids, wei);
  some = cl_row_model_new_of (model, ids);
  assert_rows (some, "[二级（1 人）] 张伟 [合计（1 人）]");
  g_ptr_array_unref (mirror.rows);
}

#define MANY 6000

static gboolean
add_many_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *person = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person");

  for (guint i = 0; i < MANY; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (person);
      g_autofree char *name = g_strdup_printf ("张%04u", i);

      if (!cl_record_set_text (record, "name", name, error) || !cl_record_set_text (record, "grade", i % 3 == 0 ? "一级" : "二级", error) ||
          !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static void
wait_grouping (ClRowModel *model)
{
  while (cl_row_model_is_reading (model))
    g_main_context_iteration (NULL, TRUE);
}

/* A worker groups a long list; until it has, the rows stay as they were; what comes between is grouped in the end. Gone before the end, nothing is left. */
static void
test_long (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClRowModel) model = NULL;
  g_autoptr (GError) error = NULL;
  ClRowHeading heading;
  Mirror mirror;

  cl_store_write (test->store, "many", add_many_cb, NULL, &error);
  g_assert_no_error (error);
  model = cl_row_model_new_behind (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), NULL);
  begin_mirror (&mirror, model);
  g_assert_true (cl_row_model_set_group (model, "grade", &error));
  g_assert_true (cl_row_model_is_reading (model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, MANY);
  add_person (test, "阿力", "一级", NULL);
  g_assert_true (cl_row_model_is_reading (model));
  wait_grouping (model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, MANY + 4);
  g_assert_true (cl_row_model_get_heading (model, 0, &heading));
  g_assert_cmpstr (heading.title, ==, "一级");
  g_assert_cmpuint (heading.n, ==, MANY / 3 + 1);
  g_assert_true (cl_row_model_get_heading (model, MANY / 3 + 2, &heading));
  g_assert_cmpuint (heading.n, ==, MANY - MANY / 3);
  g_free (read_rows (model));
  assert_mirror (&mirror);
  g_assert_true (cl_row_model_fold (model, 0, TRUE));
  assert_mirror (&mirror);
  g_assert_true (cl_row_model_fold (model, 0, FALSE));
  assert_mirror (&mirror);
  /* As a printer asks, who cannot wait. */
  g_assert_true (cl_row_model_set_group (model, "sex", &error));
  cl_row_model_settle (model);
  g_assert_false (cl_row_model_is_reading (model));
  g_assert_true (cl_row_model_get_heading (model, 0, &heading));
  g_assert_null (heading.title);
  g_assert_cmpuint (heading.n, ==, MANY + 1);
  g_assert_true (cl_row_model_set_group (model, "grade", &error));
  g_ptr_array_unref (mirror.rows);
  g_signal_handlers_disconnect_by_data (model, &mirror);
  g_clear_object (&model);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-groups/by-code", test_by_code);
  g_test_add_func ("/row-groups/by-reference-and-year", test_by_reference_and_year);
  g_test_add_func ("/row-groups/sums", test_sums);
  g_test_add_func ("/row-groups/fold-and-follow", test_fold_and_follow);
  g_test_add_func ("/row-groups/long", test_long);
  return g_test_run ();
}
