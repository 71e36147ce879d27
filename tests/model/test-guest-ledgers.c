/* The ledgers of the plugins: what holds for core's holds for them, and a store keeps their records. */

#include <string.h>

#include "cl-duty.h"
#include "cl-query.h"
#include "cl-test-store.h"
#include "descriptions.h"
#include "ledger-checks.h"

static const char *const guests[][2] = {
  { "special_household", "household" }, { "visit", "household" }, { "need", "household" },  { "plan", "training" }, { "event", "training" },
  { "attendance", "training" },         { "item", "archive" },    { "box", "archive" },     { "loan", "archive" },
  { "selection", "roster" },         { "election", "roster" },   { "candidate", "roster" },  { "check_item", "roster" },
  { "home_user", "roster" },         { "facility_check", "roster" }, { "allowance", "roster" }, { "volunteer_activity", "roster" },
  { "talent", "roster" },            { "liaison", "roster" },    { "employer", "roster" },   { "placement", "roster" },
  { "recruitment", "roster" },       { "proposal", "roster" },   { "reform_task", "roster" }, { "reform_progress", "roster" },
};

static ClCatalogue *
load (void)
{
  ClCatalogue *catalogue = load_core ();

  cl_test_add_plugins (catalogue);
  cl_catalogue_finish (catalogue);
  return catalogue;
}

static void
test_no_problems (void)
{
  g_autoptr (ClCatalogue) catalogue = load ();

  cl_test_assert_no_problems (catalogue);
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (catalogue, guests[i][0]);
      g_autofree char *table = g_strdup_printf ("%s_%s", guests[i][1], guests[i][0]);

      g_assert_nonnull (ledger);
      g_assert_cmpstr (cl_ledger_get_plugin (ledger), ==, guests[i][1]);
      g_assert_cmpstr (cl_ledger_get_table (ledger), ==, table);
      g_assert_cmpint (cl_ledger_has_page (ledger), ==, cl_ledger_get_part_of (ledger) == NULL);
    }
}

static void
test_expressions (void)
{
  g_autoptr (ClCatalogue) catalogue = load ();

  cl_test_assert_expressions (catalogue);
}

static void
test_headers_are_told_apart (void)
{
  g_autoptr (ClCatalogue) catalogue = load ();

  cl_test_assert_headers (catalogue);
}

/* Every field of every ledger is kept as it was typed. */
static void
test_saved (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();

  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, guests[i][0]);
      gint64 id = cl_test_store_add_full (test, guests[i][0]);

      for (guint j = 0; j < cl_ledger_get_n_fields (ledger); j++)
        {
          const ClField *field = cl_ledger_get_field (ledger, j);
          g_autofree char *text = cl_test_store_get (test, guests[i][0], id, cl_field_get_name (field));

          if (cl_field_get_field_type (field) != CL_FIELD_ATTACHMENT)
            g_assert_cmpstr (text, !=, "");
        }
    }
}

/* How many records of @view there are; a view that fails on real rows would only be met by a user. */
static guint
count (ClTestStore *test, const char *ledger, const char *view)
{
  ClLedger *found = cl_catalogue_find_ledger (test->catalogue, ledger);
  const GPtrArray *views = cl_ledger_get_views (found);
  g_autoptr (ClQuery) query = cl_query_new (test->catalogue, found);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean there = FALSE;
  guint n = 0;

  for (guint i = 0; i < views->len; i++)
    {
      const ClLedgerView *each = views->pdata[i];

      if (strcmp (each->name, view) == 0)
        there = cl_query_add_where (query, each->where, &error);
    }
  g_assert_no_error (error);
  g_assert_true (there);
  statement = cl_query_prepare (query, cl_store_get_reader (test->store), NULL, &error);
  g_assert_no_error (error);
  while (cl_statement_step (statement, &error))
    n++;
  g_assert_no_error (error);
  return n;
}

/* DOMAIN.md A4: a visit a month, or a quarter; one where nobody was met is none. */
static void
test_visits_due (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  gint64 home = cl_test_store_add (test, "household", "number", "Y-001", NULL);
  g_autofree char *household = g_strdup_printf ("%" G_GINT64_FORMAT, home);
  gint64 id = cl_test_store_add (test, "special_household", "household", household, "difficulties", "一户多残、重残", "frequency", "每月", NULL);
  g_autofree char *special = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  g_assert_cmpuint (count (test, "special_household", "current"), ==, 1);
  g_assert_cmpuint (count (test, "special_household", "due"), ==, 1); /* never visited */
  cl_test_store_add (test, "visit", "household", special, "date", "2027-02-15", NULL);
  g_assert_cmpuint (count (test, "special_household", "due"), ==, 1);
  cl_test_store_add (test, "visit", "household", special, "date", "2027-03-14", "absence", "外出", NULL);
  g_assert_cmpuint (count (test, "special_household", "due"), ==, 1);
  g_assert_cmpuint (count (test, "visit", "this-month"), ==, 1);
  g_assert_cmpuint (count (test, "visit", "not-met"), ==, 1);
  cl_test_store_change (test, "special_household", id, "frequency", "每季");
  g_assert_cmpuint (count (test, "special_household", "due"), ==, 0);
  cl_test_store_change (test, "special_household", id, "frequency", "每月");
  cl_test_store_add (test, "visit", "household", special, "date", "2027-02-16", NULL);
  g_assert_cmpuint (count (test, "special_household", "due"), ==, 0);
  cl_test_store_change (test, "special_household", id, "end", "2027-03-14");
  g_assert_cmpuint (count (test, "special_household", "current"), ==, 0);
  g_assert_cmpuint (count (test, "special_household", "left"), ==, 1);
}

static guint
count_due (ClTestStore *test, ClDutySpan span, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) duties = cl_duties_list (test->catalogue, cl_store_get_reader (test->store), NULL, span, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < duties->len; i++)
    {
      const ClDuty *duty = duties->pdata[i];

      g_assert_null (strchr (duty->sentence, '{'));
      if (g_str_equal (duty->name, name))
        return duty->count;
    }
  return 0;
}

/* Today is 2027-03-15. An employer is told thirty days before its last day to declare, and is over the day after; who has declared, or owes nothing, is not told. */
static void
test_employers_due (void)
{
  static const char duty[] = "employer/declare";
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  gint64 near = cl_test_store_add (test, "employer", "name", "云岭绿源合作社", "year", "2026", "due", "2027-04-14", NULL);
  gint64 today = cl_test_store_add (test, "employer", "name", "镇中心学校", "year", "2026", "due", "2027-03-15", NULL);

  cl_test_store_add (test, "employer", "name", "云岭电子商务园", "year", "2026", "due", "2027-04-15", NULL);
  cl_test_store_add (test, "employer", "name", "云岭砖厂", "year", "2026", NULL);
  g_assert_cmpuint (count_due (test, CL_DUTY_COMING, duty), ==, 2);
  g_assert_cmpuint (count_due (test, CL_DUTY_OVER, duty), ==, 0);
  cl_test_store_change (test, "employer", today, "due", "2027-03-14");
  g_assert_cmpuint (count_due (test, CL_DUTY_COMING, duty), ==, 1);
  g_assert_cmpuint (count_due (test, CL_DUTY_OVER, duty), ==, 1);
  cl_test_store_change (test, "employer", today, "declared", "2027-03-15");
  g_assert_cmpuint (count_due (test, CL_DUTY_OVER, duty), ==, 0);
  cl_test_store_change (test, "employer", near, "state", "已按比例安置");
  g_assert_cmpuint (count_due (test, CL_DUTY_COMING, duty), ==, 0);
}

static void
test_plans (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  gint64 id = cl_test_store_add (test, "plan", "year", "2027", "title", "专职委员业务培训", "courses", "2", NULL);
  g_autofree char *plan = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  cl_test_store_add (test, "event", "name", "第一期", "plan", plan, "start", "2027-03-01", NULL);
  g_assert_cmpuint (count (test, "plan", "this-year"), ==, 1);
  g_assert_cmpuint (count (test, "plan", "not-held"), ==, 1);
  g_assert_cmpuint (count (test, "event", "unsigned"), ==, 1);
  cl_test_store_add (test, "event", "name", "第二期", "plan", plan, "start", "2027-03-15", NULL);
  g_assert_cmpuint (count (test, "plan", "not-held"), ==, 0);
  g_assert_cmpuint (count (test, "event", "coming"), ==, 1);
}

/* As the editor and an import do before they save. */
static char *
derive (ClTestStore *test, const char *ledger, gint64 id, const char *field)
{
  g_autoptr (GError) error = NULL;
  ClDatabase *reader = cl_store_get_reader (test->store);
  g_autoptr (ClRecord) record = cl_record_load (reader, cl_catalogue_find_ledger (test->catalogue, ledger), id, &error);

  g_assert_no_error (error);
  cl_record_derive (record, reader, test->catalogue, &error);
  g_assert_no_error (error);
  return cl_field_format (cl_ledger_find_field (cl_record_get_ledger (record), field),
                          cl_record_get (record, cl_ledger_find_field (cl_record_get_ledger (record), field)));
}

/* DA/T 22-2015: fonds-class·year-retention-section-number, the section left out where there is one alone. */
static void
test_archive_number (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  gint64 whole = cl_test_store_add (test, "item", "fonds", "Z109", "class", "WS", "year", "2011", "retention", "永久", "section", "BGS", "number", "1", "title", "一", NULL);
  gint64 bare = cl_test_store_add (test, "item", "fonds", "Z109", "class", "WS", "year", "2011", "retention", "10年", "number", "123", "title", "二", NULL);
  gint64 unnumbered = cl_test_store_add (test, "item", "fonds", "Z109", "class", "WS", "year", "2026", "retention", "30年", "title", "三", NULL);
  g_autofree char *first = derive (test, "item", whole, "archive_number");
  g_autofree char *second = derive (test, "item", bare, "archive_number");
  g_autofree char *third = derive (test, "item", unnumbered, "archive_number");

  g_assert_cmpstr (first, ==, "Z109-WS·2011-Y-BGS-0001");
  g_assert_cmpstr (second, ==, "Z109-WS·2011-D10-0123");
  g_assert_cmpstr (third, ==, "");
  g_assert_cmpuint (count (test, "item", "unfiled"), ==, 1);
  g_assert_cmpuint (count (test, "item", "permanent"), ==, 1);
  g_assert_cmpuint (count (test, "item", "expired"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guest-ledgers/no-problems", test_no_problems);
  g_test_add_func ("/guest-ledgers/expressions", test_expressions);
  g_test_add_func ("/guest-ledgers/headers-are-told-apart", test_headers_are_told_apart);
  g_test_add_func ("/guest-ledgers/saved", test_saved);
  g_test_add_func ("/guest-ledgers/visits-due", test_visits_due);
  g_test_add_func ("/guest-ledgers/employers-due", test_employers_due);
  g_test_add_func ("/guest-ledgers/plans", test_plans);
  g_test_add_func ("/guest-ledgers/archive-number", test_archive_number);
  return g_test_run ();
}
