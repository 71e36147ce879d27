#include "cl-date.h"

#include "cl-error.h"

static void
test_parse (void)
{
  static const char *const same[] = { "1956-03-07", "1956-3-7", "1956.3.7", "1956.03.07", "1956/3/7", "1956年3月7日", "1956年03月07号", "19560307",
                                      "１９５６年３月７日", "1956 年 3 月 7 日", " 1956-3-7　", "1956-03-07 00:00:00", "1956-03-07T00:00:00", "1956/3/7 0:00",
                                      "1956－3－7", "1956．3．7", "1956 3 7", "1956—3—7" };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *iso = cl_date_parse (same[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (iso, ==, "1956-03-07");
    }
}

static void
test_refuse (void)
{
  static const char *const wrong[] = { "561207", "56.12.7", "56年12月7日", "1968-11-31", "19681131", "2023-02-29", "1956年3月", "1956", "20561", "1956-13-01",
                                       "1956-00-10", "0056-01-01", "3056-01-01", "明天", "1956-3-7-9", "12:30", "19560307 生", "999999999999", "-", "1956-03-071" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cl_date_parse (wrong[i], &error));
      g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
      g_assert_nonnull (g_strrstr (error->message, wrong[i]));
    }
}

/* 561207 may be 1956 or 2056: the message shows how to write the year. */
static void
test_ambiguous (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_date_parse ("561207", &error));
  g_assert_nonnull (g_strrstr (error->message, "1956-12-07"));
}

static void
test_month (void)
{
  static const char *const same[] = { "2027-03", "2027-3", "2027.3", "2027/03", "2027年3月", "２０２７年３月", "202703", "2027-03-01", "2027-03-01 00:00:00" };
  static const char *const wrong[] = { "561207", "2027", "2027年13月", "27年3月", "三月", "" };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *iso = cl_month_parse (same[i], NULL);
      g_assert_cmpstr (iso, ==, "2027-03");
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (cl_month_parse (wrong[i], &error));
      g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
    }
}

static void
assert_paper (const char *iso, const char *paper)
{
  g_autofree char *text = cl_date_format_paper (iso);

  g_assert_cmpstr (text, ==, paper);
}

static void
test_paper (void)
{
  assert_paper ("2027-03-15", "2027年3月15日");
  assert_paper ("2027-12-05", "2027年12月5日");
  assert_paper ("2027-03", "2027年3月");
  assert_paper (NULL, "");
  assert_paper ("不详", "不详");
}

static void
assert_added (const char *iso, int years, int months, int days, const char *expected)
{
  g_autofree char *sum = cl_date_add (iso, years, months, days);

  g_assert_cmpstr (sum, ==, expected);
}

static void
test_add (void)
{
  assert_added ("2027-01-31", 0, 1, 0, "2027-02-28");
  assert_added ("2028-01-31", 0, 1, 0, "2028-02-29");
  assert_added ("2028-02-29", 1, 0, 0, "2029-02-28");
  assert_added ("2027-03-31", 0, -1, 0, "2027-02-28");
  assert_added ("2027-12-31", 0, 0, 1, "2028-01-01");
  assert_added ("2027-01-01", 0, 0, -1, "2026-12-31");
  assert_added ("2027-05-15", 10, 0, 0, "2037-05-15");
  assert_added ("2027-02-30", 0, 0, 1, NULL);
  assert_added (NULL, 0, 0, 1, NULL);
  assert_added ("2027-01-01", 9000, 0, 0, NULL);
  assert_added ("2027-01-01", G_MAXINT, G_MAXINT, G_MAXINT, NULL);
  assert_added ("2027-01-01", 0, 0, G_MININT, NULL);
  assert_added ("9999-12-31", 0, 0, 1, NULL);
}

static void
test_between (void)
{
  g_assert_cmpint (cl_date_years_between ("1967-03-15", "2027-03-14"), ==, 59);
  g_assert_cmpint (cl_date_years_between ("1967-03-15", "2027-03-15"), ==, 60);
  g_assert_cmpint (cl_date_years_between ("2012-02-29", "2027-02-28"), ==, 14);
  g_assert_cmpint (cl_date_years_between ("2012-02-29", "2027-03-01"), ==, 15);
  g_assert_cmpint (cl_date_years_between ("2027-03-15", "1967-03-15"), ==, -60);
  g_assert_cmpint (cl_date_years_between ("2027-03", "2027-03-15"), ==, G_MININT);
  g_assert_cmpint (cl_date_days_between ("2027-02-28", "2027-03-01"), ==, 1);
  g_assert_cmpint (cl_date_days_between ("2027-03-01", "2026-03-01"), ==, -365);
  g_assert_cmpint (cl_date_days_between ("x", "2026-03-01"), ==, G_MININT64);
}

static void
test_today (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_today_set ("2027-03-15", NULL));
  g_assert_cmpstr (cl_today (), ==, "2027-03-15");
  g_assert_false (cl_today_set ("2027-02-30", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_cmpstr (cl_today (), ==, "2027-03-15");
  g_assert_true (cl_today_set (NULL, NULL));
  g_assert_true (cl_date_is_valid (cl_today ()));
}

static void
test_valid (void)
{
  static const char *const wrong[] = { "2027-3-15", "2027-02-29", "2027/03/15", "2027-03-15 ", "0000-01-01", "2027-03", "", "２０２７-03-15" };

  g_assert_true (cl_date_is_valid ("2028-02-29"));
  g_assert_false (cl_date_is_valid (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (cl_date_is_valid (wrong[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/parse", test_parse);
  g_test_add_func ("/date/refuse", test_refuse);
  g_test_add_func ("/date/ambiguous", test_ambiguous);
  g_test_add_func ("/date/month", test_month);
  g_test_add_func ("/date/paper", test_paper);
  g_test_add_func ("/date/add", test_add);
  g_test_add_func ("/date/between", test_between);
  g_test_add_func ("/date/today", test_today);
  g_test_add_func ("/date/valid", test_valid);
  return g_test_run ();
}
