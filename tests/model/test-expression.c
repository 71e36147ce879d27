#include <string.h>

#include "cl-capitals.h"
#include "cl-error.h"
#include "cl-query.h"
#include "cl-test-store.h"

/* What an expression over one record gives, on the restricted connection of the store. */
static char *
calculate (ClTestStore *test, const char *ledger, gint64 id, const char *expression, ClQueryForm form)
{
  g_autoptr (ClQuery) query = cl_query_new (test->catalogue, cl_catalogue_find_ledger (test->catalogue, ledger));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *where = g_strdup_printf ("id = %" G_GINT64_FORMAT, id);
  char *text;

  cl_query_add_column (query, expression, form, &error);
  g_assert_no_error (error);
  cl_query_add_where (query, where, &error);
  g_assert_no_error (error);
  statement = cl_query_prepare (query, cl_store_get_reader (test->store), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cl_statement_step (statement, &error));
  g_assert_no_error (error);
  text = cl_statement_is_null (statement, 1) ? NULL : g_strdup (cl_statement_get_text (statement, 1));
  return text;
}

static void
assert_gives (ClTestStore *test, const char *ledger, gint64 id, const char *expression, ClQueryForm form, const char *expected)
{
  g_autofree char *text = calculate (test, ledger, id, expression, form);

  if (g_strcmp0 (text, expected) != 0)
    g_test_message ("%s", expression);
  g_assert_cmpstr (text, ==, expected);
}

#define assert_raw(ledger, id, expression, expected) assert_gives (test, ledger, id, expression, CL_QUERY_RAW, expected)

typedef struct
{
  ClTestStore *test;
  gint64 village, association, wei, na, wei_post, na_post;
} Fixture;

static gint64
add_appointment (ClTestStore *test, gint64 person, gint64 organisation, const char *post, const char *start, const char *end)
{
  g_autofree char *person_text = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autofree char *organisation_text = g_strdup_printf ("%" G_GINT64_FORMAT, organisation);

  return cl_test_store_add (test, "appointment", "person", person_text, "organisation", organisation_text, "post", post, "start", start, "end", end, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  ClTestStore *test = fixture->test = cl_test_store_new ();
  g_autofree char *village = NULL;

  fixture->village = cl_test_store_add (test, "division", "code", "991123101201", "name", "上河村", "level", "village", "population", "1240", NULL);
  village = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->village);
  fixture->association = cl_test_store_add (test, "organisation", "name", "上河村残疾人协会", "kind", "village-association", "division", village,
                                            "has_funds", "是", NULL);
  fixture->wei = cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", "phones", "13800000012（妻）、13900000001",
                                    "categories", "肢体、视力", "grade", "二级", "division", village, "education", "primary", NULL);
  fixture->na = cl_test_store_add (test, "person", "name", "李娜", "id_number", "991123195603070028", NULL);
  fixture->wei_post = add_appointment (test, fixture->wei, fixture->association, "委员、专职委员", "2022-05-20", NULL);
  fixture->na_post = add_appointment (test, fixture->na, fixture->association, "主席", "2020-01-01", "2024-12-31");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_test_store_free (fixture->test);
}

static void
test_paths (Fixture *fixture, gconstpointer data)
{
  ClTestStore *test = fixture->test;

  assert_raw ("appointment", fixture->wei_post, "person.name", "张伟");
  assert_raw ("appointment", fixture->wei_post, "appointment.person.name", "张伟");
  assert_raw ("appointment", fixture->wei_post, "organisation.division.code || person.id_number", "99112310120199112319560307001X");
  assert_raw ("appointment", fixture->wei_post, "post", "member,commissioner");
  assert_raw ("appointment", fixture->wei_post, "post.rank", "7");
  assert_raw ("person", fixture->wei, "grade.rank", "2");
  assert_raw ("person", fixture->wei, "\"name\"", "张伟");
  /* a broken link of the path is unknown, not an error */
  assert_raw ("person", fixture->na, "division.parent.name", NULL);
}

static void
test_forms (Fixture *fixture, gconstpointer data)
{
  ClTestStore *test = fixture->test;
  gint64 wei = fixture->wei, wei_post = fixture->wei_post;
  g_autofree char *masked = NULL;

  assert_gives (test, "appointment", wei_post, "post", CL_QUERY_LIST, "委员、专职委员");
  assert_gives (test, "appointment", wei_post, "person", CL_QUERY_LIST, "张伟");
  assert_gives (test, "appointment", wei_post, "organisation.division", CL_QUERY_LIST, "上河村");
  assert_gives (test, "appointment", wei_post, "start", CL_QUERY_LIST, "2022-05-20");
  assert_gives (test, "appointment", wei_post, "start", CL_QUERY_PAPER, "2022年5月20日");
  assert_gives (test, "organisation", fixture->association, "has_funds", CL_QUERY_LIST, "是");
  assert_gives (test, "organisation", fixture->association, "has_premises", CL_QUERY_LIST, NULL);
  assert_gives (test, "person", wei, "id_number", CL_QUERY_OPEN, "99112319560307001X");
  assert_gives (test, "person", wei, "id_number", CL_QUERY_PAPER, "99112319560307001X");
  assert_gives (test, "person", wei, "categories", CL_QUERY_OPEN, "肢体、视力");
  assert_gives (test, "person", wei, "phones", CL_QUERY_OPEN, "13800000012（妻）、13900000001");
  masked = calculate (test, "person", wei, "id_number", CL_QUERY_LIST);
  g_assert_cmpstr (masked, !=, "99112319560307001X");
}

/* Nothing private comes through in a list, whatever it is wrapped in. */
static void
test_privacy (Fixture *fixture, gconstpointer data)
{
  ClTestStore *test = fixture->test;
  static const char *const expressions[] = {
    "id_number", "phones", "name || id_number", "substr(id_number, 1, 18)", "coalesce(id_number, name)", "digits(phones)", NULL,
  };
  static const char *const through[] = {
    "person.id_number", "called(person) || person.id_number", "person.phones", NULL,
  };

  for (guint i = 0; expressions[i] != NULL; i++)
    {
      g_autofree char *text = calculate (test, "person", fixture->wei, expressions[i], CL_QUERY_LIST);

      g_assert_null (strstr (text, "19560307"));
      g_assert_null (strstr (text, "13800000012"));
    }
  for (guint i = 0; through[i] != NULL; i++)
    {
      g_autofree char *text = calculate (test, "appointment", fixture->wei_post, through[i], CL_QUERY_LIST);

      g_assert_null (strstr (text, "19560307"));
      g_assert_null (strstr (text, "13800000012"));
    }
  {
    g_autofree char *text = calculate (test, "organisation", fixture->association, "list_of(appointment.organisation, person.id_number)", CL_QUERY_LIST);

    g_assert_null (strstr (text, "19560307"));
  }
  {
    g_autofree char *text = calculate (test, "person", fixture->wei, "case when name is not null or suspected_reason is null then '肢体' end", CL_QUERY_LIST);

    g_assert_cmpstr (text, !=, "肢体");
  }
}

static void
test_functions (Fixture *fixture, gconstpointer data)
{
  ClTestStore *test = fixture->test;
  gint64 wei_post = fixture->wei_post, association = fixture->association;

  assert_raw ("appointment", wei_post, "label(post)", "委员、专职委员");
  assert_raw ("appointment", wei_post, "called(person) || '：' || label(post)", "张伟：委员、专职委员");
  assert_raw ("appointment", wei_post, "has(post, 'commissioner')", "1");
  assert_raw ("appointment", wei_post, "has(post, '专职委员')", "1");
  assert_raw ("appointment", wei_post, "has(post, 'chair')", "0");
  assert_raw ("person", fixture->na, "has(categories, '4')", NULL);
  assert_raw ("organisation", association, "has(kind, 'village-association')", "1");
  assert_raw ("appointment", wei_post, "age(id_birth(person.id_number))", "71");
  assert_raw ("appointment", wei_post, "label('sex', id_sex(person.id_number))", "男");
  assert_raw ("organisation", association, "count_of(appointment.organisation)", "2");
  assert_raw ("organisation", association, "count_of(appointment.organisation, end is null or end >= today())", "1");
  assert_raw ("organisation", association, "count_of(appointment.organisation, has(post, 'commissioner') and person.name = '张伟')", "1");
  assert_raw ("division", fixture->village, "count_of(appointment.organisation.division)", "2");
  assert_raw ("organisation", association, "count_of(organisation.division = division)", "1");
  assert_raw ("organisation", association, "count_of(appointment.organisation.division = division)", "2");
  assert_raw ("organisation", association, "exists_of(appointment.organisation, has(post, 'chair'))", "1");
  assert_raw ("organisation", association, "list_of(appointment.organisation, person)", "李娜、张伟");
  assert_raw ("organisation", association, "list_of(appointment.organisation, person.phones, end is null)", "13800000012（妻）、13900000001");
  assert_raw ("organisation", association, "min_of(appointment.organisation, start)", "2020-01-01");
  assert_raw ("organisation", association, "max_of(appointment.organisation, start)", "2022-05-20");
  assert_raw ("division", fixture->village, "sum_of(division.parent, population)", "0");
  assert_raw ("organisation", association, "count_of(appointment.organisation, start > outer(established))", "0");
  assert_raw ("organisation", association, "count_of(appointment.organisation, outer(division.population) > 1000)", "2");
  assert_raw ("organisation", association, "ceil(0.55 * 100)", "55");
  assert_raw ("organisation", association, "ceil(7 * 0.3)", "3");
  assert_raw ("organisation", association, "ceiling(10 * 0.3)", "3");
  assert_raw ("organisation", association, "floor(2.99)", "2");
  assert_raw ("organisation", association, "ceil(null)", NULL);
}

/* One person with two appointments to the same body counts once. */
static void
test_distinct_count (Fixture *fixture, gconstpointer data)
{
  ClTestStore *test = fixture->test;

  add_appointment (test, fixture->wei, fixture->association, "副主席", "2026-01-01", NULL);
  assert_raw ("organisation", fixture->association, "count_of(appointment.organisation)", "3");
  assert_raw ("organisation", fixture->association, "count_of(appointment.organisation, 1, person)", "2");
}

/* Fields may be called as SQL's words are. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  ClTestStore *test = fixture->test;
  gint64 na_post = fixture->na_post;

  assert_raw ("appointment", na_post, "end", "2024-12-31");
  assert_raw ("appointment", na_post, "case when end is null then 'in' else 'out' end", "out");
  assert_raw ("appointment", na_post, "case when 1 then end end", "2024-12-31");
  assert_raw ("appointment", na_post, "case end when '2024-12-31' then end else start end", "2024-12-31");
  assert_raw ("appointment", na_post, "(end) = '2024-12-31' and end < today()", "1");
  assert_raw ("appointment", na_post, "end between '2024-01-01' and '2024-12-31' and end not in ('x') and not end like 'y'", "1");
  assert_raw ("appointment", na_post, "cast('12' as integer) + 1", "13");
  assert_raw ("appointment", na_post, "'it''s'", "it's");
  assert_raw ("appointment", na_post, "end is not null and start notnull", "1");
  assert_raw ("appointment", na_post, "-1 + +2", "1");
}

/* Those that belong to descriptions are refused before SQLite sees them. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = {
    "", "   ", "name;", "name -- away", "name /* away */", "(select 1)", "select", "name in (select sql from sqlite_master)", "nmae",
    "division.nmae", "name.code", "load_extension('x')", "readfile('/etc/passwd')", "randomblob(9)", "datetime('now')", "sqlite_version()",
    "name name", "name and", "(name", "name)", "name = 'open", "?1", "@x", "$x", "x'00'", "case when name then 1", "1 from person", "name union select 1",
    "has(name)", "has(id, 1)", "has(grade, 'no such')", "outer(name)", "count_of(person)", "count_of(nowhere.person)", "count_of(appointment.person = name)", "count_of(appointment.person = division)", "count_of(appointment.person =)",
    "count_of(appointment.person = relative_of)", "count_of(appointment.organisation)",
    "count_of(appointment.post)", "phones.rank", "division.phones.x", "name limit 1", "name over (order by name)", "exists (name)", "printf('%999999d', 1)", "''''[name]",
    NULL,
  };

  for (guint i = 0; wrong[i] != NULL; i++)
    {
      g_autoptr (ClQuery) query = cl_query_new (fixture->test->catalogue, cl_catalogue_find_ledger (fixture->test->catalogue, "person"));
      g_autoptr (GError) error = NULL;

      if (cl_query_add_where (query, wrong[i], &error))
        g_test_message ("accepted: %s", wrong[i]);
      g_assert_nonnull (error);
      g_assert_true (error->domain == CL_ERROR);
    }
}

static void
test_errors_help (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClQuery) query = cl_query_new (fixture->test->catalogue, cl_catalogue_find_ledger (fixture->test->catalogue, "person"));
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_query_add_where (query, "certificate_nummber is null", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "certificate_nummber"));
  g_assert_nonnull (strstr (error->message, "person"));
  g_assert_nonnull (strstr (error->message, "certificate_number"));
  g_clear_error (&error);
  g_assert_false (cl_query_add_where (query, "days_betwen(birth, today()) > 1", &error));
  g_assert_nonnull (strstr (error->message, "days_between"));
}

/* Were the compiler deceived, the connection would still refuse. */
static void
test_connection_refuses (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = {
    "SELECT * FROM journal", "SELECT * FROM setting", "SELECT sql FROM sqlite_master", "ATTACH ':memory:' AS x", "DELETE FROM person", "UPDATE person SET name = 'x'",
    "CREATE TABLE x (y)", "SELECT load_extension('x')", "PRAGMA writable_schema = 1", "SELECT randomblob(1000)", NULL,
  };

  for (guint i = 0; wrong[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (fixture->test->store), wrong[i], &error);

      if (statement != NULL)
        g_test_message ("accepted: %s", wrong[i]);
      g_assert_null (statement);
      g_assert_nonnull (error);
    }
}

/* A ledger whose records are called after each other is said to be wrong, and nothing hangs. */
static void
test_circle (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_described (
    "ledgers/knot.xml",
    "<ledger version='1' name='knot' title='Knots' header='结' called='other' order='id' columns='other'>"
    "<field name='other' type='reference' to='knot' label='Other' known-as='另一'/></ledger>",
    NULL);
  g_autoptr (ClQuery) query = cl_query_new (test->catalogue, cl_catalogue_find_ledger (test->catalogue, "knot"));
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_query_add_column (query, "other", CL_QUERY_LIST, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DESCRIPTION);
}

static void
test_money (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_described (
    "ledgers/grant.xml",
    "<ledger version='1' name='grant' title='Grants' header='补贴' called='name' order='name' columns='name amount'>"
    "<field name='name' type='text' label='Name' known-as='名称'/>"
    "<field name='amount' type='money' label='Amount' known-as='金额'/></ledger>",
    NULL);
  gint64 id = cl_test_store_add (test, "grant", "name", "a", "amount", "1234.50", NULL);
  gint64 none = cl_test_store_add (test, "grant", "name", "b", NULL);
  gint64 small = cl_test_store_add (test, "grant", "name", "c", "amount", "0.05", NULL);

  assert_gives (test, "grant", id, "amount", CL_QUERY_LIST, "1234.50");
  assert_gives (test, "grant", id, "amount", CL_QUERY_RAW, "123450");
  assert_gives (test, "grant", none, "amount", CL_QUERY_PAPER, NULL);
  assert_gives (test, "grant", small, "amount", CL_QUERY_PAPER, "0.05");
}

#define add(name, func) g_test_add ("/expression/" name, Fixture, NULL, set_up, func, tear_down)

static void
test_capitals (void)
{
  static const struct { gint64 fen; const char *capitals, *yuan; } amounts[] = {
    { 0, "零元整", "0.00" },
    { 120000, "壹仟贰佰元整", "1200.00" },
    { 1, "壹分", "0.01" },
    { 10, "壹角整", "0.10" },
    { 105, "壹元零伍分", "1.05" },
    { 150, "壹元伍角整", "1.50" },
    { 155, "壹元伍角伍分", "1.55" },
    { 1000, "壹拾元整", "10.00" },
    { 10050, "壹佰元伍角整", "100.50" },
    { 100100, "壹仟零壹元整", "1001.00" },
    { 101000, "壹仟零壹拾元整", "1010.00" },
    { 1000000, "壹万元整", "10000.00" },
    { 1000100, "壹万零壹元整", "10001.00" },
    { 1010000, "壹万零壹佰元整", "10100.00" },
    { 10000000, "壹拾万元整", "100000.00" },
    { 10000500, "壹拾万零伍元整", "100005.00" },
    { 123456789, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", "1234567.89" },
    { 10000000000, "壹亿元整", "100000000.00" },
    { 10000000100, "壹亿零壹元整", "100000001.00" },
    { 10001000000, "壹亿零壹万元整", "100010000.00" },
    { 100000000000000, "壹万亿元整", "1000000000000.00" },
    { -105, "负壹元零伍分", "-1.05" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autofree char *capitals = cl_capitals (amounts[i].fen), *yuan = cl_yuan (amounts[i].fen);

      g_assert_cmpstr (capitals, ==, amounts[i].capitals);
      g_assert_cmpstr (yuan, ==, amounts[i].yuan);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("paths", test_paths);
  add ("forms", test_forms);
  add ("privacy", test_privacy);
  add ("functions", test_functions);
  add ("distinct-count", test_distinct_count);
  add ("words", test_words);
  add ("refused", test_refused);
  add ("errors-help", test_errors_help);
  add ("connection-refuses", test_connection_refuses);
  g_test_add_func ("/expression/circle", test_circle);
  g_test_add_func ("/expression/money", test_money);
  g_test_add_func ("/expression/capitals", test_capitals);
  return g_test_run ();
}
