#include <string.h>

#include "cl-error.h"
#include "cl-query.h"
#include "cl-test-store.h"

static ClQuery *
new_query (ClTestStore *test, const char *ledger)
{
  return cl_query_new (test->catalogue, cl_catalogue_find_ledger (test->catalogue, ledger));
}

/* Column 1 of all rows, with commas between. */
static char *
run (ClTestStore *test, ClQuery *query, GHashTable *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStatement) statement = cl_query_prepare (query, cl_store_get_reader (test->store), parameters, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  while (cl_statement_step (statement, &error))
    g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", cl_statement_is_null (statement, 1) ? "-" : cl_statement_get_text (statement, 1));
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
assert_ordered (ClTestStore *test, const char *ledger, const char *column, const char *order, const char *expected)
{
  g_autoptr (ClQuery) query = new_query (test, ledger);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  cl_query_add_column (query, column, CL_QUERY_OPEN, &error);
  g_assert_no_error (error);
  cl_query_set_order (query, order, &error);
  g_assert_no_error (error);
  text = run (test, query, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static gint64
add_person (ClTestStore *test, const char *name, const char *grade)
{
  return cl_test_store_add (test, "person", "name", name, "grade", grade, NULL);
}

static void
test_order (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();

  add_person (test, "张伟", "二级");
  add_person (test, "单雄信", NULL);
  add_person (test, "李娜", "四级");
  add_person (test, "阿达力·叶尔江", "一级");
  add_person (test, "张伟", "三级");
  assert_ordered (test, "person", "name", "name", "阿达力·叶尔江,李娜,单雄信,张伟,张伟");
  assert_ordered (test, "person", "name", "name desc", "张伟,张伟,单雄信,李娜,阿达力·叶尔江");
  /* unknown comes last, either way */
  assert_ordered (test, "person", "name", "grade, name", "阿达力·叶尔江,张伟,张伟,李娜,单雄信");
  assert_ordered (test, "person", "name", "grade desc, name", "李娜,张伟,张伟,阿达力·叶尔江,单雄信");
  assert_ordered (test, "person", "grade", "name desc, grade desc", "三级,二级,-,四级,一级");
  assert_ordered (test, "person", "name", "length(name) desc, name asc", "阿达力·叶尔江,单雄信,李娜,张伟,张伟");
}

/* The list of persons must not sort: the store's index is on exactly this expression. */
static void
test_order_uses_index (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  static const char *const orders[] = { "name", "name desc" };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (ClQuery) query = new_query (test, "person");
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = NULL;
      g_autofree char *explain = NULL;
      g_autoptr (ClDatabase) database = cl_database_open (test->path, CL_DATABASE_READ, &error);
      g_autoptr (ClStatement) statement = NULL;

      g_assert_no_error (error);
      cl_query_set_order (query, orders[i], &error);
      sql = cl_query_to_sql (query, &error);
      g_assert_nonnull (strstr (sql, "cl_sort_key(t.\"name\")"));
      explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
      statement = cl_database_prepare (database, explain, &error);
      g_assert_no_error (error);
      while (cl_statement_step (statement, &error))
        g_assert_null (strstr (cl_statement_get_text (statement, 3), "TEMP B-TREE"));
    }
}

static void
test_joins_are_shared (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClQuery) query = new_query (test, "appointment");
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = NULL;
  const char *second;

  cl_query_add_column (query, "person.name", CL_QUERY_RAW, &error);
  cl_query_add_column (query, "person", CL_QUERY_LIST, &error);
  cl_query_add_where (query, "person.id_number is null", &error);
  cl_query_set_order (query, "person.name", &error);
  g_assert_no_error (error);
  sql = cl_query_to_sql (query, &error);
  second = strstr (strstr (sql, "JOIN") + 1, "JOIN");
  g_assert_null (second);
}

static void
test_parameters_groups_limits (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClQuery) query = new_query (test, "person");
  g_autoptr (ClQuery) grouped = new_query (test, "person");
  g_autoptr (ClQuery) limited = new_query (test, "person");
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_auto (ClValue) name = CL_VALUE_INIT;
  g_autofree char *found = NULL;
  g_autofree char *none = NULL;
  g_autofree char *groups = NULL;
  g_autofree char *page = NULL;

  add_person (test, "张伟", "二级");
  add_person (test, "李娜", "二级");
  add_person (test, "王芳", "四级");
  cl_value_set_text (&name, "李娜");
  g_hash_table_insert (parameters, (gpointer) "name", &name);
  cl_query_add_column (query, "grade", CL_QUERY_LIST, &error);
  cl_query_add_where (query, "name = :name", &error);
  cl_query_add_where (query, "grade is not null", &error);
  g_assert_no_error (error);
  found = run (test, query, parameters);
  g_assert_true (strchr (found, ',') == NULL && *found != '\0');
  none = run (test, query, NULL);
  g_assert_cmpstr (none, ==, "");

  cl_query_set_group (grouped, "grade", &error);
  cl_query_add_column (grouped, "label(grade) || count(*)", CL_QUERY_RAW, &error);
  cl_query_set_order (grouped, "grade", &error);
  g_assert_no_error (error);
  groups = run (test, grouped, NULL);
  g_assert_cmpstr (groups, ==, "二级2,四级1");

  cl_query_add_column (limited, "name", CL_QUERY_RAW, &error);
  cl_query_set_order (limited, "name", &error);
  cl_query_set_limit (limited, 1, 1);
  page = run (test, limited, NULL);
  g_assert_cmpstr (page, ==, "王芳");
}

/* A record that is not saved: conditions over its fields, several values, and records that it refers to. */
static void
test_unsaved_record (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  gint64 village = cl_test_store_add (test, "division", "code", "991123101201", "name", "上河村", "level", "village", NULL);
  g_autoptr (ClRecord) record = cl_record_new (person);
  struct { const char *expression, *expected; } cases[] = {
    { "name", "张伟" }, { "id is null", "1" }, { "has(categories, '4')", "1" }, { "has(categories, '7')", "0" }, { "label(categories)", "视力、肢体" },
    { "categories.rank", "1" }, { "division.name", "上河村" }, { "division", "上河村" }, { "birth", "-" }, { "id_birth(id_number)", "1956-03-07" },
    { "count_of(appointment.person)", "0" }, { "phones like '%138%'", "1" }, { "has(grade, '1')", "-" },
  };

  cl_record_set_text (record, "name", "张伟", NULL);
  cl_record_set_text (record, "id_number", "99112319560307001X", NULL);
  cl_record_set_text (record, "categories", "视力、肢体", NULL);
  cl_record_set_text (record, "phones", "13800000012", NULL);
  cl_record_set_reference (record, "division", village);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ClQuery) query = cl_query_new (test->catalogue, person);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClStatement) statement = NULL;

      cl_query_use_record (query);
      cl_query_add_column (query, cases[i].expression, CL_QUERY_OPEN, &error);
      g_assert_no_error (error);
      statement = cl_query_prepare (query, cl_store_get_reader (test->store), NULL, &error);
      g_assert_no_error (error);
      cl_query_bind_record (query, statement, record);
      g_assert_true (cl_statement_step (statement, &error));
      g_test_message ("%s", cases[i].expression);
      g_assert_cmpstr (cl_statement_is_null (statement, 1) ? "-" : cl_statement_get_text (statement, 1), ==, cases[i].expected);
    }
}

static void
assert_typed (ClTestStore *test, const char *ledger, const char *path, const char *text, const char *expected)
{
  g_autoptr (ClQuery) query = new_query (test, ledger);
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  cl_query_add_column (query, "called(id)", CL_QUERY_RAW, &error);
  cl_query_add_typed_where (query, cl_store_get_reader (test->store), path, text, &error);
  g_assert_no_error (error);
  cl_query_set_order (query, "id", &error);
  found = run (test, query, NULL);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_typed (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  gint64 village = cl_test_store_add (test, "division", "code", "991123101201", "name", "上河村", "level", "village", "aliases", "上河、河上村", NULL);
  gint64 twin = cl_test_store_add (test, "division", "code", "991123101202", "name", "下寨", "level", "village", NULL);
  gint64 other_twin = cl_test_store_add (test, "division", "code", "991123102202", "name", "下寨", "level", "village", NULL);
  g_autofree char *village_text = g_strdup_printf ("%" G_GINT64_FORMAT, village);
  g_autofree char *twin_text = g_strdup_printf ("%" G_GINT64_FORMAT, twin);
  ClLedger *division = cl_catalogue_find_ledger (test->catalogue, "division");
  ClDatabase *reader = cl_store_get_reader (test->store);
  g_autoptr (ClQuery) query = new_query (test, "person");
  g_autoptr (GError) error = NULL;

  cl_test_store_add (test, "person", "name", "张伟", "grade", "二级", "division", village_text, "categories", "肢体、视力", "is_model", "是", NULL);
  cl_test_store_add (test, "person", "name", "O'Brien", "division", twin_text, "birth", "1990-01-02", NULL);
  assert_typed (test, "person", "grade", "二级", "张伟");
  assert_typed (test, "person", "grade", "2", "张伟");
  assert_typed (test, "person", "division", "上河村", "张伟");
  assert_typed (test, "person", "division", "991123101201", "张伟");
  assert_typed (test, "person", "division", "河上村", "张伟");
  assert_typed (test, "person", "division", village_text, "张伟");
  assert_typed (test, "person", "division.code", "991123101202", "O'Brien");
  assert_typed (test, "person", "categories", "肢体", "张伟");
  assert_typed (test, "person", "categories", "", "O'Brien");
  assert_typed (test, "person", "is_model", "是", "张伟");
  assert_typed (test, "person", "name", "O'Brien", "O'Brien");
  assert_typed (test, "person", "birth", "1990年1月2日", "O'Brien");

  /* two are called so: both are named, by what tells them apart */
  g_assert_cmpint (cl_query_find_record (test->catalogue, reader, division, "下寨", &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "991123101202"));
  g_assert_nonnull (strstr (error->message, "991123102202"));
  g_clear_error (&error);
  g_assert_cmpint (cl_query_find_record (test->catalogue, reader, division, " 991123102202 ", &error), ==, other_twin);
  g_assert_cmpint (cl_query_find_record (test->catalogue, reader, division, "没有村", &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (cl_query_add_typed_where (query, reader, "grade", "九级", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (cl_query_add_typed_where (query, reader, "nothing", "x", &error));
  g_assert_nonnull (error);
}

/* A check of a plugin asks for a ledger whose description was refused. */
static void
test_no_ledger (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  ClCatalogue *catalogue = cl_store_get_catalogue (test->store);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "no-such-ledger"));
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_query_add_column (query, "id", CL_QUERY_RAW, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_assert_false (cl_query_add_where (query, "id = 1", NULL));
  g_assert_false (cl_query_set_order (query, "id", NULL));
  g_assert_null (cl_query_prepare (query, cl_store_get_reader (test->store), NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/no-ledger", test_no_ledger);
  g_test_add_func ("/query/order", test_order);
  g_test_add_func ("/query/order-uses-index", test_order_uses_index);
  g_test_add_func ("/query/joins-are-shared", test_joins_are_shared);
  g_test_add_func ("/query/parameters-groups-limits", test_parameters_groups_limits);
  g_test_add_func ("/query/unsaved-record", test_unsaved_record);
  g_test_add_func ("/query/typed", test_typed);
  return g_test_run ();
}
