/* Counts: against a sample that was counted by hand, and against SQL. */

#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-statistic.h"
#include "cl-test-store.h"

static gint64
add_village (ClTestStore *test, const char *name, const char *position)
{
  return cl_test_store_add (test, "division", "name", name, "level", "村", "position", position, NULL);
}

static void
add_person (ClTestStore *test, const char *name, const char *sex, const char *birth, gint64 village, const char *grade, const char *categories, const char *disability)
{
  gint64 id = cl_test_store_add (test, "person", "name", name, NULL);
  g_autofree char *division = village != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, village) : NULL;
  const char *const values[][2] = { { "sex", sex }, { "birth", birth }, { "division", division }, { "grade", grade }, { "categories", categories }, { "disability", disability } };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i][1] != NULL)
      cl_test_store_change (test, "person", id, values[i][0], values[i][1]);
}

/* Seven persons: by hand, 上河村 has 4 and 下河村 2, one has no village. */
static void
fill (ClTestStore *test)
{
  gint64 upper, lower;

  cl_today_set ("2026-11-21", NULL);
  upper = add_village (test, "上河村", "2");
  lower = add_village (test, "下河村", "1");
  add_person (test, "张伟", "男", "1950-11-21", upper, "一级", "肢体", "持证");
  add_person (test, "李娜", "女", "1966-11-22", upper, "一级", "视力、肢体", "持证");
  add_person (test, "王芳", "女", "2012-02-29", upper, "四级", "智力", "持证");
  add_person (test, "章丽", "女", NULL, upper, NULL, NULL, "疑似");
  add_person (test, "单雄", "男", "1930-01-01", lower, "二级", "听力", "持证");
  add_person (test, "仇英", NULL, "1966-11-21", lower, NULL, NULL, "持证");
  add_person (test, "解珍", "男", NULL, 0, NULL, NULL, NULL);
}

static ClStatistic *
count (ClTestStore *test, const char *by, const char *and_by, const char *where)
{
  g_autoptr (ClStatisticQuestion) question = cl_statistic_question_new (cl_catalogue_find_ledger (test->catalogue, "person"));
  g_autoptr (GError) error = NULL;
  ClStatistic *statistic;

  question->by = g_strdup (by);
  question->and_by = g_strdup (and_by);
  question->where = g_strdup (where);
  statistic = cl_statistic_count (test->catalogue, cl_store_get_reader (test->store), question, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (statistic);
  return statistic;
}

/* "head|head/row|n|n/…" with the whole at the end. */
static void
assert_table (ClStatistic *statistic, const char *expected)
{
  g_auto (GStrv) head = cl_statistic_table_head (statistic, TRUE);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *first = g_strjoinv ("|", head);

  g_string_append (text, first);
  for (guint i = 0; i <= statistic->rows->len; i++)
    {
      g_auto (GStrv) cells = cl_statistic_table_row (statistic, i, TRUE);
      g_autofree char *row = NULL;

      g_clear_pointer (&cells[g_strv_length (cells) - 1], g_free);
      row = g_strjoinv ("|", cells);
      g_string_append_printf (text, "/%s", row);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* What Enter on a row or a number opens has as many records as it says. */
static void
assert_conditions (ClTestStore *test, ClStatistic *statistic)
{
  for (guint i = 0; i < statistic->rows->len; i++)
    for (int k = -1; k < (int) statistic->columns->len; k++)
      {
        g_autofree char *condition = cl_statistic_get_condition (statistic, i, k);
        g_autoptr (ClQuery) query = cl_query_new (test->catalogue, statistic->ledger);
        g_autoptr (GError) error = NULL;
        g_autoptr (GArray) ids = NULL;

        g_assert_nonnull (condition);
        g_assert_true (cl_query_add_where (query, condition, &error));
        ids = cl_query_list_ids (query, cl_store_get_reader (test->store), NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpint (ids->len, ==, k < 0 ? ((ClStatisticValue *) statistic->rows->pdata[i])->n : cl_statistic_get (statistic, i, (guint) k));
      }
}

static void
assert_count (ClTestStore *test, const char *by, const char *and_by, const char *expected)
{
  g_autoptr (ClStatistic) statistic = count (test, by, and_by, NULL);

  assert_table (statistic, expected);
  assert_conditions (test, statistic);
}

static void
test_by_hand (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();

  fill (test);
  /* Places in the official order, codes in that of their list, those who have none last. */
  assert_count (test, "division", NULL, "村（社区）|合计|占比/下河村|2/上河村|4/未填|1/合计|7");
  assert_count (test, "sex", NULL, "性别|合计|占比/男|3/女|3/未填|1/合计|7");
  assert_count (test, "division", "grade", "村（社区）|一级|二级|四级|未填|合计|占比/下河村|0|1|0|1|2/上河村|2|0|1|1|4/未填|0|0|0|1|1/合计|2|1|1|3|7");
  /* 李娜 has two categories and counts in both. */
  assert_count (test, "categories", NULL, "残疾类别|合计|占比/视力|1/听力|1/肢体|2/智力|1/未填|3/合计|7");
  assert_count (test, "grade", "categories", "残疾等级|视力|听力|肢体|智力|未填|合计|占比/一级|1|0|2|0|0|2/二级|0|1|0|0|0|1/四级|0|0|0|1|0|1/未填|0|0|0|0|3|3/合计|1|1|2|1|3|7");
}

/* 76 today, 59 until tomorrow, 60 today, 14 since the last day of February, 96; two unknown. */
static void
test_bands (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClStatistic) pyramid = NULL;

  fill (test);
  assert_count (test, "age_group", NULL, "年龄段|合计|占比/7–14|1/15–17|0/18–29|0/30–39|0/40–49|0/50–59|1/60–69|1/70–79|1/80–89|0/90+|1/未填|2/合计|7");
  pyramid = count (test, "age_group", "sex", "disability = 'certified'");
  g_assert_true (cl_statistic_is_pyramid (pyramid));
  g_assert_cmpint (pyramid->n, ==, 5);
}

static void
test_dates (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();

  fill (test);
  assert_count (test, "birth", NULL, "出生日期|合计|占比/1930年|1/1950年|1/1966年|2/2012年|1/未填|2/合计|7");
  assert_count (test, "birth.month", NULL, "出生日期（月）|合计|占比/1930-01|1/1950-11|1/1966-11|2/2012-02|1/未填|2/合计|7");
}

/* Records chosen one by one are counted as they are. */
static void
test_ids (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClStatisticQuestion) question = NULL;
  g_autoptr (ClStatistic) statistic = NULL;
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (GError) error = NULL;

  fill (test);
  question = cl_statistic_question_new (cl_catalogue_find_ledger (test->catalogue, "person"));
  query = cl_query_new (test->catalogue, question->ledger);
  cl_query_add_where (query, "grade is not null", NULL);
  question->ids = cl_query_list_ids (query, cl_store_get_reader (test->store), NULL, &error);
  g_assert_no_error (error);
  question->by = g_strdup ("categories");
  question->and_by = g_strdup ("sex");
  statistic = cl_statistic_count (test->catalogue, cl_store_get_reader (test->store), question, NULL, &error);
  g_assert_no_error (error);
  assert_table (statistic, "残疾类别|男|女|合计|占比/视力|0|1|1/听力|1|0|1/肢体|1|1|2/智力|0|1|1/合计|2|2|4");
}

/* Whoever waits is told how far it is, and what was counted a part at a time adds up to the same. */
static void
test_progress (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClStatisticQuestion) question = NULL;
  g_autoptr (ClStatistic) statistic = NULL;
  g_autoptr (ClProgress) progress = cl_progress_new ();
  g_autoptr (GError) error = NULL;

  fill (test);
  cl_test_store_add_many (test, 45000);
  question = cl_statistic_question_new (cl_catalogue_find_ledger (test->catalogue, "person"));
  question->by = g_strdup ("sex");
  statistic = cl_statistic_count (test->catalogue, cl_store_get_reader (test->store), question, G_CANCELLABLE (progress), &error);
  g_assert_no_error (error);
  g_assert_cmpint (cl_progress_get_percent (progress), ==, 100);
  {
    g_autoptr (ClStatistic) whole = count (test, "sex", NULL, NULL);

    g_assert_cmpint (statistic->n, ==, whole->n);
    g_assert_cmpint (whole->n, >, 45000);
    g_assert_cmpuint (statistic->rows->len, ==, whole->rows->len);
    for (guint i = 0; i < whole->rows->len; i++)
      g_assert_cmpint (((const ClStatisticValue *) statistic->rows->pdata[i])->n, ==, ((const ClStatisticValue *) whole->rows->pdata[i])->n);
  }
}

static void
test_described (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (test->catalogue);
  guint n = 0;

  fill (test);
  for (guint i = 0; i < ledgers->len; i++)
    {
      const GPtrArray *statistics = cl_ledger_get_statistics (ledgers->pdata[i]);

      for (guint k = 0; k < statistics->len; k++, n++)
        {
          g_autoptr (ClStatisticQuestion) question = cl_statistic_question_new (ledgers->pdata[i]);
          g_autoptr (ClStatistic) statistic = NULL;
          g_autoptr (GError) error = NULL;

          cl_statistic_question_take (question, statistics->pdata[k]);
          statistic = cl_statistic_count (test->catalogue, cl_store_get_reader (test->store), question, NULL, &error);
          g_assert_no_error (error);
          assert_conditions (test, statistic);
        }
    }
  /* Those of the plugins too: a description that is wrong would be left out. */
  g_assert_cmpuint (n, ==, 9);
  g_assert_cmpuint (cl_catalogue_get_problems (test->catalogue)->len, ==, 0);
}

/* Every fact that is offered, of every ledger, can be counted by. */
static void
test_every_key (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (test->catalogue);

  fill (test);
  for (guint i = 0; i < ledgers->len; i++)
    {
      g_autoptr (GPtrArray) keys = cl_statistic_list_keys (test->catalogue, ledgers->pdata[i]);

      for (guint k = 0; k < keys->len; k++)
        {
          g_autoptr (ClStatisticQuestion) question = cl_statistic_question_new (ledgers->pdata[i]);
          const ClStatisticKey *key = keys->pdata[k];
          g_autoptr (ClStatistic) statistic = NULL;
          g_autoptr (GError) error = NULL;

          question->by = g_strdup (key->path);
          statistic = cl_statistic_count (test->catalogue, cl_store_get_reader (test->store), question, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpstr (key->label, !=, "");
        }
    }
}

/* What masks a person is nobody's to be counted by, and neither is what names one record. */
static void
test_refused (void)
{
  static const char *const paths[] = { "id_number", "phones", "certificate_number", "address", "nothing", "division.nothing", "name.month" };
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr (GPtrArray) keys = cl_statistic_list_keys (test->catalogue, person);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (ClStatisticQuestion) question = cl_statistic_question_new (person);
      g_autoptr (GError) error = NULL;

      question->by = g_strdup (paths[i]);
      g_assert_null (cl_statistic_count (test->catalogue, cl_store_get_reader (test->store), question, NULL, &error));
      g_assert_true (error->domain == CL_ERROR);
    }
  for (guint i = 0; i < keys->len; i++)
    {
      g_assert_cmpstr (((ClStatisticKey *) keys->pdata[i])->path, !=, "name");
      g_assert_cmpstr (((ClStatisticKey *) keys->pdata[i])->path, !=, "id_number");
    }
}

static void
test_none (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClStatistic) statistic = count (test, "division", "grade", NULL);
  g_autofree char *said = cl_statistic_say (statistic, TRUE);

  g_assert_cmpuint (statistic->rows->len, ==, 0);
  g_assert_cmpstr (said, ==, "共 0 条，分 0 项。");
}

/* More villages than stand by themselves: the least are put together, and nobody is lost. */
static void
test_many (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClStatistic) statistic = NULL;
  const ClStatisticValue *rest;
  gint64 sum = 0;

  for (guint i = 0; i < 320; i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u村", i), *position = g_strdup_printf ("%u", i), *id = NULL;

      id = g_strdup_printf ("%" G_GINT64_FORMAT, add_village (test, name, position));
      cl_test_store_add (test, "person", "name", "张伟", "division", id, NULL);
      if (i == 319)
        cl_test_store_add (test, "person", "name", "李娜", "division", id, NULL);
    }
  statistic = count (test, "division", NULL, NULL);
  g_assert_cmpuint (statistic->rows->len, ==, 300);
  rest = statistic->rows->pdata[299];
  g_assert_cmpint (rest->kind, ==, CL_STATISTIC_REST);
  g_assert_cmpuint (rest->merged, ==, 21);
  g_assert_null (cl_statistic_get_condition (statistic, 299, -1));
  for (guint i = 0; i < statistic->rows->len; i++)
    sum += ((const ClStatisticValue *) statistic->rows->pdata[i])->n;
  g_assert_cmpint (sum, ==, 321);
  g_assert_cmpint (statistic->n, ==, 321);
  /* The largest is never among the rest. */
  g_assert_cmpstr (((const ClStatisticValue *) statistic->rows->pdata[298])->text, ==, "第319村");
}

static void
test_words (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClStatistic) statistic = NULL;
  g_autofree char *said = NULL, *large = cl_statistic_format (1320000), *small = cl_statistic_format (-999), *none = cl_statistic_format (0);

  fill (test);
  statistic = count (test, "division", NULL, NULL);
  said = cl_statistic_say (statistic, TRUE);
  g_assert_cmpstr (said, ==, "共 7 条，分 3 项；最多：上河村，4（57.1%）；最少：下河村，2（28.6%）。");
  g_assert_cmpstr (large, ==, "1,320,000");
  g_assert_cmpstr (small, ==, "-999");
  g_assert_cmpstr (none, ==, "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistic/by-hand", test_by_hand);
  g_test_add_func ("/statistic/bands", test_bands);
  g_test_add_func ("/statistic/dates", test_dates);
  g_test_add_func ("/statistic/ids", test_ids);
  g_test_add_func ("/statistic/progress", test_progress);
  g_test_add_func ("/statistic/described", test_described);
  g_test_add_func ("/statistic/every-key", test_every_key);
  g_test_add_func ("/statistic/refused", test_refused);
  g_test_add_func ("/statistic/none", test_none);
  g_test_add_func ("/statistic/many", test_many);
  g_test_add_func ("/statistic/words", test_words);
  return g_test_run ();
}
