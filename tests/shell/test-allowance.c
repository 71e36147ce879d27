/* The month's sheet of the allowance for lost work: bands at their edges, who is on the sheet, made again, taken back. Today is 2027-03-20. */

#include <string.h>

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-allowance.h"

typedef struct
{
  ClTestStore *test;
  gint64 village;
  char *village_text;
  char *association;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->test = cl_test_store_new_with_plugins ();
  cl_today_set ("2027-03-20", NULL);
  fixture->village = cl_test_store_add (fixture->test, "division", "code", "991123101201", "name", "上河村", "level", "village", NULL);
  fixture->village_text = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->village);
  fixture->association = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (fixture->test, "organisation", "name", "上河村残疾人协会", "kind", "village-association", "division",
                                                                                  fixture->village_text, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->village_text);
  g_free (fixture->association);
  cl_test_store_free (fixture->test);
}

static gint64
add_person (Fixture *fixture, const char *name, const char *field, const char *value)
{
  return cl_test_store_add (fixture->test, "person", "name", name, "division", fixture->village_text, field, value, NULL);
}

static void
add_residents (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    add_person (fixture, "居民", "disability", "持证");
}

static gint64
add_member (Fixture *fixture, const char *name, const char *post, const char *start, const char *end)
{
  g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT, add_person (fixture, name, NULL, NULL));

  return cl_test_store_add (fixture->test, "appointment", "person", person, "organisation", fixture->association, "post", post, "start", start, end != NULL ? "end" : NULL, end, NULL);
}

static RosterMonthVillage *
plan (Fixture *fixture, const RosterMonth *month, GPtrArray **villages)
{
  g_autoptr (GError) error = NULL;

  *villages = roster_month_plan (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), month, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < (*villages)->len; i++)
    if (((RosterMonthVillage *) (*villages)->pdata[i])->division == fixture->village)
      return (*villages)->pdata[i];
  g_assert_not_reached ();
}

static void
assert_band (Fixture *fixture, gint64 residents, const char *band, gint64 yuan)
{
  RosterMonth month = { .month = (char *) "2027-03", .day = (char *) "2027-03-20" };
  g_autoptr (GPtrArray) villages = NULL;
  const RosterMonthVillage *village = plan (fixture, &month, &villages);

  g_assert_cmpint (village->residents, ==, residents);
  g_assert_cmpstr (village->band_label, ==, band);
  g_assert_cmpint (village->rate, ==, yuan * 100);
  g_assert_true ((village->trouble == NULL) == (band != NULL));
}

/* 29, 30, 31, 50, 51, with 30 in the lower band; the numbers are those of 济南市历城区. */
static void
test_edges_low (Fixture *fixture, gconstpointer data)
{
  g_assert_true (roster_bands_offer (fixture->test->store, TRUE, NULL));
  g_assert_cmpuint (roster_bands_count (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), "2027-03-20"), ==, 3);
  assert_band (fixture, 0, "30人以下", 100);
  add_residents (fixture, 29);
  assert_band (fixture, 29, "30人以下", 100);
  add_residents (fixture, 1);
  assert_band (fixture, 30, "30人以下", 100);
  add_residents (fixture, 1);
  assert_band (fixture, 31, "30–50人", 150);
  add_residents (fixture, 19);
  assert_band (fixture, 50, "30–50人", 150);
  add_residents (fixture, 1);
  assert_band (fixture, 51, "50人（不含）以上", 200);
}

static void
test_edges_high (Fixture *fixture, gconstpointer data)
{
  g_assert_true (roster_bands_offer (fixture->test->store, FALSE, NULL));
  add_residents (fixture, 29);
  assert_band (fixture, 29, "30人以下", 100);
  add_residents (fixture, 1);
  assert_band (fixture, 30, "30–50人", 150);
  add_residents (fixture, 1);
  assert_band (fixture, 31, "30–50人", 150);
}

/* The paper as it reads, both edges inside: nobody guesses. */
static void
test_edge_in_two (Fixture *fixture, gconstpointer data)
{
  RosterMonth month = { .month = (char *) "2027-03", .day = (char *) "2027-03-20" };
  g_autoptr (GPtrArray) villages = NULL;
  guint added = 0, kept = 0;

  cl_test_store_add (fixture->test, "allowance_band", "label", "30人以下", "most", "30", "rate", "100", NULL);
  cl_test_store_add (fixture->test, "allowance_band", "label", "30–50人", "least", "30", "most", "50", "rate", "150", NULL);
  cl_test_store_add (fixture->test, "allowance_band", "label", "旧档", "rate", "1", "end", "2027-03-19", NULL);
  add_member (fixture, "王秀英", "主席", "2022-05-20", NULL);
  add_residents (fixture, 30);
  g_assert_nonnull (strstr (plan (fixture, &month, &villages)->trouble, "上河村"));
  g_assert_cmpint (plan (fixture, &month, &villages)->band, ==, 0);
  g_assert_true (roster_month_make (fixture->test->store, &month, &added, &kept, NULL));
  g_assert_cmpuint (added, ==, 0);
  add_residents (fixture, 21);
  assert_band (fixture, 51, NULL, 0);
}

/* Who is counted: certified, living, there on the day; suspected persons by choice. */
static void
test_residents (Fixture *fixture, gconstpointer data)
{
  RosterMonth month = { .month = (char *) "2027-03", .day = (char *) "2027-03-20" };
  g_autoptr (GPtrArray) villages = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *other = NULL, *person = NULL;
  gint64 mover;

  other = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (fixture->test, "division", "code", "991123101202", "name", "下河村", "level", "village", NULL));
  add_residents (fixture, 2);
  add_person (fixture, "疑似者", "disability", "疑似");
  add_person (fixture, "健全者", "disability", "无残疾");
  person = g_strdup_printf ("%" G_GINT64_FORMAT, add_person (fixture, "后办证者", "certificate_issued", "2027-03-21"));
  cl_test_store_change (fixture->test, "person", g_ascii_strtoll (person, NULL, 10), "disability", "持证");
  mover = add_person (fixture, "已注销者", "certificate_status", "注销");
  cl_test_store_change (fixture->test, "person", mover, "disability", "持证");
  mover = add_person (fixture, "亡者", "disability", "持证");
  cl_test_store_change (fixture->test, "person", mover, "state", "死亡");
  cl_test_store_change (fixture->test, "person", mover, "state_date", "2027-03-25");
  g_assert_cmpint (plan (fixture, &month, &villages)->residents, ==, 3);
  month.suspected = TRUE;
  g_assert_cmpint (plan (fixture, &month, &villages)->residents, ==, 4);
  month.suspected = FALSE;
  month.day = (char *) "2027-03-25";
  g_assert_cmpint (plan (fixture, &month, &villages)->residents, ==, 3);

  /* Moved away later: on the day before still counted here, and on days before the file was begun too. */
  mover = add_person (fixture, "迁居者", "disability", "持证");
  cl_today_set ("2027-04-10", NULL);
  cl_test_store_change (fixture->test, "person", mover, "division", other);
  month.day = (char *) "2027-04-09";
  g_assert_cmpint (plan (fixture, &month, &villages)->residents, ==, 4);
  month.day = (char *) "2027-04-10";
  g_assert_cmpint (plan (fixture, &month, &villages)->residents, ==, 3);
  month.day = (char *) "2026-12-31";
  g_assert_cmpint (plan (fixture, &month, &villages)->residents, ==, 4);
}

static guint
count_rows (Fixture *fixture, const char *where)
{
  g_autoptr (ClQuery) query = cl_query_new (fixture->test->catalogue, cl_catalogue_find_ledger (fixture->test->catalogue, "allowance"));
  g_autoptr (ClStatement) statement = NULL;
  guint n = 0;

  g_assert_true (cl_query_add_where (query, where, NULL));
  statement = cl_query_prepare (query, cl_store_get_reader (fixture->test->store), NULL, NULL);
  while (cl_statement_step (statement, NULL))
    n++;
  return n;
}

/* Two began or ended in the month; a seat is paid once, unless the office pays whoever served on any day. */
static void
test_members (Fixture *fixture, gconstpointer data)
{
  RosterMonth month = { .month = (char *) "2027-03", .day = (char *) "2027-03-20" };
  g_autoptr (GPtrArray) villages = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *where = roster_month_where_missing ("2027-03", FALSE);
  guint added = 0, kept = 0;

  g_assert_true (roster_bands_offer (fixture->test->store, TRUE, NULL));
  add_residents (fixture, 31);
  add_member (fixture, "王秀英", "主席", "2022-05-20", NULL);
  add_member (fixture, "李建国", "副主席", "2022-05-20", "2027-03-09");
  add_member (fixture, "赵敏", "副主席", "2027-03-10", NULL);
  add_member (fixture, "孙国强", "委员、专职委员", "2022-05-20", NULL);
  add_member (fixture, "早已离任", "委员", "2022-05-20", "2027-02-28");
  add_member (fixture, "尚未到任", "委员", "2027-04-01", NULL);
  add_member (fixture, "义工", "志愿者", "2022-05-20", NULL);
  g_assert_cmpuint (plan (fixture, &month, &villages)->members->len, ==, 4);
  g_assert_true (roster_month_make (fixture->test->store, &month, &added, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (added, ==, 3);
  g_assert_cmpuint (kept, ==, 0);
  g_assert_cmpuint (count_rows (fixture, "month = '2027-03' and rate = 15000 and amount = 15000 and residents = 31 and band = '30–50人' and counted = '2027-03-20'"), ==, 3);
  g_assert_cmpuint (count_rows (fixture, "person.name = '孙国强' and post = '专职委员、委员'") + count_rows (fixture, "person.name = '孙国强' and post = '委员、专职委员'"), ==, 1);
  g_assert_cmpuint (count_rows (fixture, "person.name = '李建国'"), ==, 0);
  g_assert_cmpuint (count_rows (fixture, "person.name = '赵敏' and remark like '%2027-03-10%'"), ==, 1);

  /* Again: nothing twice; with the other rule the one who left comes too, and the rest stays. */
  g_assert_true (roster_month_make (fixture->test->store, &month, &added, &kept, &error));
  g_assert_cmpuint (added, ==, 0);
  g_assert_cmpuint (kept, ==, 3);
  month.whole_month = TRUE;
  g_assert_true (roster_month_make (fixture->test->store, &month, &added, &kept, &error));
  g_assert_cmpuint (added, ==, 1);
  g_assert_cmpuint (count_rows (fixture, "person.name = '李建国' and remark like '%2027-03-09%'"), ==, 1);
  g_assert_cmpint (cl_store_undo (fixture->test->store, NULL), >, 0);
  g_assert_cmpint (cl_store_undo (fixture->test->store, NULL), >, 0);
  g_assert_cmpuint (count_rows (fixture, "id > 0"), ==, 0);

  month.whole_month = FALSE;
  month.no_commissioners = TRUE;
  g_assert_true (roster_month_make (fixture->test->store, &month, &added, &kept, &error));
  g_assert_cmpuint (added, ==, 2);
  {
    g_autoptr (ClQuery) query = cl_query_new (fixture->test->catalogue, cl_catalogue_find_ledger (fixture->test->catalogue, "appointment"));
    g_autoptr (ClStatement) statement = NULL;

    g_assert_true (cl_query_add_where (query, where, &error));
    statement = cl_query_prepare (query, cl_store_get_reader (fixture->test->store), NULL, &error);
    g_assert_no_error (error);
    g_assert_true (cl_statement_step (statement, NULL));
    g_assert_false (cl_statement_step (statement, NULL));
  }
}

/* What was corrected by hand stays; bank and account go on to the next month. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  RosterMonth month = { .month = (char *) "2027-03", .day = (char *) "2027-03-20" };
  g_autoptr (GPtrArray) villages = NULL;
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (ClStatement) statement = NULL;
  guint added = 0, kept = 0;
  gint64 row;

  g_assert_true (roster_bands_offer (fixture->test->store, TRUE, NULL));
  add_member (fixture, "王秀英", "主席", "2022-05-20", NULL);
  g_assert_true (roster_month_make (fixture->test->store, &month, &added, &kept, NULL));
  g_assert_cmpuint (added, ==, 1);
  query = cl_query_new (fixture->test->catalogue, cl_catalogue_find_ledger (fixture->test->catalogue, "allowance"));
  statement = cl_query_prepare (query, cl_store_get_reader (fixture->test->store), NULL, NULL);
  g_assert_true (cl_statement_step (statement, NULL));
  row = cl_statement_get_integer (statement, 0);
  g_clear_pointer (&statement, cl_statement_release);
  cl_test_store_change (fixture->test, "allowance", row, "bank", "农商行");
  cl_test_store_change (fixture->test, "allowance", row, "account", "6230000000000000001");
  cl_test_store_change (fixture->test, "allowance", row, "amount", "80");
  add_member (fixture, "赵敏", "委员", "2027-03-01", NULL);
  g_assert_true (roster_month_make (fixture->test->store, &month, &added, &kept, NULL));
  g_assert_cmpuint (added, ==, 1);
  g_assert_cmpuint (kept, ==, 1);
  g_assert_cmpuint (count_rows (fixture, "person.name = '王秀英' and amount = 8000"), ==, 1);
  g_assert_cmpint (plan (fixture, &month, &villages)->kept, ==, 18000);
  month.month = (char *) "2027-04";
  month.day = (char *) "2027-04-01";
  g_assert_true (roster_month_make (fixture->test->store, &month, &added, &kept, NULL));
  g_assert_cmpuint (added, ==, 2);
  g_assert_cmpuint (count_rows (fixture, "month = '2027-04' and bank = '农商行' and account = '6230000000000000001' and amount = 10000"), ==, 1);
}

static void
assert_day (const char *month, const char *expected)
{
  g_autofree char *day = roster_month_counting_day (month);

  g_assert_cmpstr (day, ==, expected);
}

static void
test_days (void)
{
  g_autofree char *leap = roster_month_last_day ("2028-02"), *december = roster_month_last_day ("2027-12");

  cl_today_set ("2027-03-20", NULL);
  g_assert_cmpstr (leap, ==, "2028-02-29");
  g_assert_cmpstr (december, ==, "2027-12-31");
  assert_day ("2027-03", "2027-03-20");
  assert_day ("2027-02", "2027-02-28");
  assert_day ("2027-04", "2027-04-01");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/allowance/edges/low", Fixture, NULL, set_up, test_edges_low, tear_down);
  g_test_add ("/allowance/edges/high", Fixture, NULL, set_up, test_edges_high, tear_down);
  g_test_add ("/allowance/edges/in-two", Fixture, NULL, set_up, test_edge_in_two, tear_down);
  g_test_add ("/allowance/residents", Fixture, NULL, set_up, test_residents, tear_down);
  g_test_add ("/allowance/members", Fixture, NULL, set_up, test_members, tear_down);
  g_test_add ("/allowance/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add_func ("/allowance/days", test_days);
  return g_test_run ();
}
