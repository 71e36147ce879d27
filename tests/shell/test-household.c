/* The household plugin: when a visit falls due, what of it is said and printed, and what does not agree in its ledgers. */

#include <locale.h>
#include <poppler.h>
#include <string.h>

#include "canlian.h"
#include "cl-plugins.h"
#include "cl-test-store.h"
#include "household-schedule.h"

/* libpeas has one engine a process. */
static ClPlugins *host;

static void
assert_due (const char *start, const char *last, int months, const char *expected)
{
  g_autofree char *due = household_schedule_due (start, last, months);

  g_assert_cmpstr (due, ==, expected);
}

static void
test_due (void)
{
  assert_due ("2026-01-05", "2027-02-15", 1, "2027-03-15");
  /* Month ends and the leap day: no month goes by without a visit. */
  assert_due (NULL, "2027-01-31", 1, "2027-02-28");
  assert_due (NULL, "2028-01-31", 1, "2028-02-29");
  assert_due (NULL, "2028-02-29", 1, "2028-03-29");
  assert_due (NULL, "2028-02-29", 12, "2029-02-28");
  assert_due (NULL, "2027-10-31", 1, "2027-11-30");
  assert_due (NULL, "2027-11-30", 3, "2028-02-29");
  assert_due (NULL, "2026-12-31", 1, "2027-01-31");
  /* Never visited, and on the register again after a while. */
  assert_due ("2027-03-01", NULL, 1, "2027-03-01");
  assert_due ("2027-03-01", "2025-01-01", 1, "2027-03-01");
  assert_due (NULL, NULL, 1, NULL);
  assert_due ("2027-03-01", "no date", 1, "2027-03-01");
}

static void
test_overdue (void)
{
  g_autofree char *february = household_schedule_month_end ("2028-02-03");
  g_autofree char *december = household_schedule_month_end ("2027-12-31");

  g_assert_cmpint (household_schedule_overdue ("2027-03-14", "2027-03-15"), ==, 1);
  g_assert_cmpint (household_schedule_overdue ("2027-03-15", "2027-03-15"), ==, 0);
  g_assert_cmpint (household_schedule_overdue ("2027-03-16", "2027-03-15"), ==, 0);
  g_assert_cmpint (household_schedule_overdue ("2028-02-28", "2028-03-01"), ==, 2);
  g_assert_cmpint (household_schedule_overdue (NULL, "2028-03-01"), ==, 0);
  g_assert_cmpstr (february, ==, "2028-02-29");
  g_assert_cmpstr (december, ==, "2027-12-31");
  g_assert_null (household_schedule_month_end ("31.12."));
}

static GObject *
find_source (GType interface)
{
  g_autoptr (GPtrArray) sources = cl_plugins_get_extensions (host, interface);

  for (guint i = 0; i < sources->len; i++)
    if (g_strcmp0 (cl_plugins_get_owner (host, sources->pdata[i]), "household") == 0)
      return g_object_ref (sources->pdata[i]);
  g_assert_not_reached ();
}

typedef struct
{
  ClTestStore *test;
  gint64 villages[2];
  guint n;
} Office;

static void
set_up (Office *office, gconstpointer data)
{
  office->test = cl_test_store_new_with_plugins ();
  office->villages[0] = cl_test_store_add (office->test, "division", "code", "991123101201", "name", "上河村", "level", "village", "position", "1", NULL);
  office->villages[1] = cl_test_store_add (office->test, "division", "code", "991123101202", "name", "下河村", "level", "village", "position", "2", NULL);
}

static void
tear_down (Office *office, gconstpointer data)
{
  cl_test_store_free (office->test);
}

static char *
write_id (gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

/* A household with its head, who is disabled and its only member. Returns its id on the register; the person's in @person. */
static gint64
add_household (Office *office, guint village, const char *name, const char *frequency, gint64 *person)
{
  ClTestStore *test = office->test;
  gint64 head = cl_test_store_add (test, "person", "name", name, "disability", "持证", "grade", "一级", NULL);
  g_autofree char *head_text = write_id (head), *division = write_id (office->villages[village]), *number = g_strdup_printf ("Y-%03u", ++office->n);
  gint64 household = cl_test_store_add (test, "household", "number", number, "head", head_text, "division", division, "phones", "13800000012", NULL);
  g_autofree char *household_text = write_id (household);

  cl_test_store_add (test, "member", "household", household_text, "person", head_text, "relation", "本人", NULL);
  if (person != NULL)
    *person = head;
  return cl_test_store_add (test, "special_household", "household", household_text, "difficulties", "重残", "start", "2026-01-01", "frequency", frequency, "contact", "", NULL);
}

static void
add_visit (Office *office, gint64 household, const char *date, const char *absence)
{
  g_autofree char *text = write_id (household);

  cl_test_store_add (office->test, "visit", "household", text, "date", date, "absence", absence, "visitors", "李明（县残联）", NULL);
}

static GPtrArray *
list_duties (Office *office)
{
  g_autoptr (GObject) source = find_source (CL_TYPE_DUTY_SOURCE);
  g_autoptr (GError) error = NULL;
  GPtrArray *duties = cl_duty_source_list (CL_DUTY_SOURCE (source), office->test->store, &error);

  g_assert_no_error (error);
  return duties;
}

/* How many records the duty leads to. */
static guint
count_led_to (Office *office, const ClDuty *duty)
{
  g_autoptr (ClQuery) query = cl_query_new (office->test->catalogue, cl_catalogue_find_ledger (office->test->catalogue, duty->ledger));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  cl_query_add_where (query, duty->where, &error);
  g_assert_no_error (error);
  statement = cl_query_prepare (query, cl_store_get_reader (office->test->store), NULL, &error);
  g_assert_no_error (error);
  while (cl_statement_step (statement, &error))
    n++;
  g_assert_no_error (error);
  return n;
}

static void
assert_duties (Office *office, const char *first, ...)
{
  g_autoptr (GPtrArray) duties = list_duties (office);
  const char *expected = first;
  va_list list;
  guint i;

  va_start (list, first);
  for (i = 0; expected != NULL; i++, expected = va_arg (list, const char *))
    {
      g_assert_cmpuint (i, <, duties->len);
      g_assert_cmpstr (((const ClDuty *) duties->pdata[i])->sentence, ==, expected);
      g_assert_cmpuint (count_led_to (office, duties->pdata[i]), ==, ((const ClDuty *) duties->pdata[i])->count);
    }
  va_end (list);
  g_assert_cmpuint (i, ==, duties->len);
}

/* Today is 2027-03-15. */
static void
test_duties (Office *office, gconstpointer data)
{
  gint64 person, a = add_household (office, 0, "张伟", "每月", &person), b = add_household (office, 0, "王芳", "每月", NULL);
  gint64 c = add_household (office, 1, "李娜", "每季", NULL);
  g_autoptr (GPtrArray) duties = NULL;

  assert_duties (office, "上河村: 2 households not visited this month, 438 days overdue at most", "下河村: 1 household not visited this quarter, 438 days overdue", NULL);
  add_visit (office, a, "2027-02-15", NULL);
  add_visit (office, b, "2027-02-16", NULL);
  add_visit (office, c, "2026-12-15", NULL);
  assert_duties (office, "上河村: 1 household not visited this month", "下河村: 1 household not visited this quarter", NULL);
  duties = list_duties (office);
  g_assert_cmpint (((const ClDuty *) duties->pdata[0])->record, ==, a);
  g_assert_cmpstr (((const ClDuty *) duties->pdata[0])->due, ==, "2027-03-15");

  /* Who was not met was not visited, but somebody was there. */
  add_visit (office, a, "2027-03-14", "外出");
  assert_duties (office, "上河村: 1 household not visited this month, nobody met at 1", "下河村: 1 household not visited this quarter", NULL);
  add_visit (office, a, "2027-03-15", NULL);
  add_visit (office, c, "2026-12-16", NULL);
  assert_duties (office, NULL, NULL);

  /* A frequency that is not there is monthly; the strictest holds where there are two. */
  cl_test_store_change (office->test, "special_household", c, "frequency", "");
  assert_duties (office, "下河村: 1 household not visited this month, 58 days overdue", NULL);
  cl_test_store_change (office->test, "special_household", c, "frequency", "每年");
  assert_duties (office, NULL, NULL);
  {
    g_autofree char *household = write_id (cl_test_store_query (office->test, "SELECT household FROM household_special_household ORDER BY id DESC LIMIT 1"));

    gint64 again = cl_test_store_add (office->test, "special_household", "household", household, "difficulties", "独居", "start", "2026-06-01", "frequency", "每两月", NULL);

    assert_duties (office, "下河村: 2 households due for a visit, 27 days overdue at most", NULL);
    cl_test_store_change (office->test, "special_household", again, "end", "2027-03-14");
  }
  assert_duties (office, NULL, NULL);
}

/* Left, dead and moved: nobody goes there. */
static void
test_not_due (Office *office, gconstpointer data)
{
  gint64 person, a = add_household (office, 0, "张伟", "每月", &person);
  static const char *const states[] = { "死亡", "迁出" };

  assert_duties (office, "上河村: 1 household not visited this month, 438 days overdue", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      cl_test_store_change (office->test, "person", person, "state", states[i]);
      assert_duties (office, NULL, NULL);
    }
  cl_test_store_change (office->test, "person", person, "state", "在世");
  assert_duties (office, "上河村: 1 household not visited this month, 438 days overdue", NULL);
  cl_test_store_change (office->test, "special_household", a, "start", "2027-03-16");
  assert_duties (office, NULL, NULL);
  cl_test_store_change (office->test, "special_household", a, "start", "");
  assert_duties (office, "上河村: 1 household not visited this month", NULL);
  cl_test_store_change (office->test, "special_household", a, "end", "2027-03-15");
  assert_duties (office, "上河村: 1 household not visited this month", NULL);
  cl_test_store_change (office->test, "special_household", a, "end", "2027-03-14");
  assert_duties (office, NULL, NULL);
}

/* The county's cadre comes once a quarter, and was there only when he is among the visitors. */
static void
test_cadre (Office *office, gconstpointer data)
{
  gint64 a = add_household (office, 0, "张伟", "每年", NULL), b = add_household (office, 0, "王芳", "每年", NULL);

  add_visit (office, a, "2026-12-15", NULL);
  add_visit (office, b, "2026-12-15", NULL);
  assert_duties (office, NULL, NULL);
  cl_test_store_change (office->test, "special_household", a, "contact", "李明");
  cl_test_store_change (office->test, "special_household", b, "contact", "赵强");
  assert_duties (office, "2 households not visited by their contact cadres this quarter", NULL);
  add_visit (office, a, "2026-12-16", NULL);
  assert_duties (office, "1 household not visited by its contact cadre this quarter", NULL);
}

/* The description counts the same day as the module does. */
static void
test_agrees (Office *office, gconstpointer data)
{
  static const char *const frequencies[] = { "每月", "每两月", "每季", "每半年", "每年" };
  static const int months[] = { 1, 2, 3, 6, 12 };
  g_autoptr (GRand) random = g_rand_new_with_seed (31);

  for (guint i = 0; i < 40; i++)
    {
      guint frequency = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (months));
      g_autofree char *name = g_strdup_printf ("成员%u", i);
      g_autofree char *last = cl_date_add ("2027-12-31", 0, 0, g_rand_int_range (random, 0, 70));
      gint64 id = add_household (office, 0, name, frequencies[frequency], NULL);
      g_autofree char *due = household_schedule_due ("2026-01-01", last, months[frequency]);
      g_autofree char *before = cl_date_add (due, 0, 0, -1);
      g_autoptr (GPtrArray) none = NULL;
      g_autoptr (GPtrArray) one = NULL;

      add_visit (office, id, last, NULL);
      cl_today_set (before, NULL);
      none = list_duties (office);
      g_assert_cmpuint (none->len, ==, 0);
      cl_today_set (due, NULL);
      one = list_duties (office);
      g_assert_cmpuint (one->len, ==, 1);
      g_assert_cmpstr (((const ClDuty *) one->pdata[0])->due, ==, due);
      cl_test_store_change (office->test, "special_household", id, "end", "2027-12-31");
    }
  cl_today_set (CL_TEST_TODAY, NULL);
}

static char *
print (Office *office, const char *village, const char *until, GError **error)
{
  g_autoptr (GObject) source = find_source (CL_TYPE_FORM_SOURCE);
  const ClDescriptionFile *file = cl_catalogue_find_form (office->test->catalogue, "visits-due");
  g_autoptr (ClTemplate) form = cl_template_load (file->path, office->test->catalogue, error);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  PopplerDocument *document;

  g_assert_no_error (*error);
  g_assert_nonnull (form);
  cl_catalogue_add_guest (office->test->catalogue, source);
  if (village != NULL)
    g_hash_table_insert (parameters, (gpointer) "village", (gpointer) village);
  if (until != NULL)
    g_hash_table_insert (parameters, (gpointer) "until", (gpointer) until);
  pdf = cl_form_make_pdf (form, office->test->catalogue, cl_store_get_reader (office->test->store), parameters, NULL, NULL, error);
  cl_catalogue_remove_guest (office->test->catalogue, source);
  if (pdf == NULL)
    return NULL;
  document = poppler_document_new_from_bytes (pdf, NULL, error);
  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    {
      PopplerPage *page = poppler_document_get_page (document, i);
      g_autofree char *words = poppler_page_get_text (page);

      g_string_append (text, words);
      g_object_unref (page);
    }
  g_object_unref (document);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static void
test_form (Office *office, gconstpointer data)
{
  gint64 a = add_household (office, 0, "张伟", "每月", NULL), b = add_household (office, 0, "王芳", "每月", NULL), c = add_household (office, 1, "李娜", "每季", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *all = NULL, *lower = NULL, *april = NULL, *nothing = NULL;

  add_visit (office, a, "2027-01-31", NULL);
  add_visit (office, b, "2027-03-02", NULL);
  add_visit (office, c, "2027-01-10", NULL);
  all = print (office, NULL, NULL, &error);
  g_assert_no_error (error);
  /* 应访 two, of whom one was visited; the quarterly one is not due this month. */
  assert_contains (all, "走访计划/应访未访清单");
  assert_contains (all, "应访日期截至2027年3月31日");
  assert_contains (all, "张伟");
  assert_contains (all, "2027年1月31日");
  assert_contains (all, "2027年2月28日");
  assert_contains (all, "15");
  assert_contains (all, "每月");
  assert_contains (all, "13800000012");
  g_assert_null (strstr (all, "王芳"));
  g_assert_null (strstr (all, "李娜"));
  assert_contains (all, "应访 2 户，已访 1 户，走访率 50.0%");

  april = print (office, NULL, "2027-4-30", &error);
  g_assert_no_error (error);
  assert_contains (april, "王芳");
  assert_contains (april, "李娜");
  assert_contains (april, "应访 3 户，已访 0 户，走访率 0.0%");
  lower = print (office, "下河村", "2027-4-30", &error);
  g_assert_no_error (error);
  assert_contains (lower, "李娜");
  g_assert_null (strstr (lower, "张伟"));
  assert_contains (lower, "应访 1 户");
  nothing = print (office, "下河村", NULL, &error);
  g_assert_null (nothing);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

static gboolean
finds (Office *office, const char *sentence)
{
  g_autoptr (GObject) source = find_source (CL_TYPE_CHECK_SOURCE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = cl_check_source_list (CL_CHECK_SOURCE (source), office->test->store, &error);
  gboolean found = FALSE;

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const ClFinding *finding = findings->pdata[i];

      g_test_message ("%s %s: %s", finding->ledger, finding->rule, finding->sentence);
      g_assert_cmpint (finding->record, !=, 0);
      g_assert_true (g_str_has_prefix (finding->clause, "特殊困难残疾人家庭登记表 "));
      found = found || strcmp (finding->sentence, sentence) == 0;
    }
  if (sentence[0] == '\0')
    return findings->len > 0;
  return found;
}

static gint64
add_member (Office *office, gint64 household, const char *name, const char *relation, const char *field, const char *text)
{
  gint64 person = cl_test_store_add (office->test, "person", "name", name, "disability", "无残疾", field, text, NULL);
  g_autofree char *person_text = write_id (person), *household_text = write_id (household);

  return cl_test_store_add (office->test, "member", "household", household_text, "person", person_text, "relation", relation, NULL);
}

static gint64
get_integer (Office *office, const char *select, gint64 id)
{
  g_autofree char *sql = g_strdup_printf ("%s%" G_GINT64_FORMAT, select, id);

  return cl_test_store_query (office->test, sql);
}

/* Each contradiction is said where it is, and not where it is not. */
static void
test_rules (Office *office, gconstpointer data)
{
  ClTestStore *test = office->test;
  gint64 head, a = add_household (office, 0, "张伟", "每月", &head);
  gint64 household = get_integer (office, "SELECT household FROM household_special_household WHERE id = ", a), member;
  gint64 head_member = get_integer (office, "SELECT id FROM member WHERE person = ", head);

  g_assert_false (finds (office, ""));
  cl_test_store_change (test, "special_household", a, "difficulties", "重残、一户多残、多重残疾、孤残、老残一体、独居");
  cl_test_store_change (test, "person", head, "grade", "三级");
  cl_test_store_change (test, "person", head, "categories", "肢体");
  cl_test_store_change (test, "person", head, "birth", "1990-05-01");
  member = add_member (office, household, "李明", "妻", "sex", "男");
  g_assert_true (finds (office, "困难类型有“一户多残”，家庭成员中残疾人只有 1 人"));
  g_assert_true (finds (office, "困难类型有“重残”，家庭成员中没有一级、二级残疾人"));
  g_assert_true (finds (office, "困难类型有“多重残疾”，家庭成员中没有两类以上残疾的人"));
  g_assert_true (finds (office, "困难类型有“独居”，同住的还有 1 名非残疾人：李明"));
  g_assert_true (finds (office, "困难类型有“孤残”，家中没有未成年残疾人，同住 2 人"));
  g_assert_true (finds (office, "待核实：困难类型有“老残一体”或“以老养残”，1 名家庭成员未填出生日期"));
  g_assert_true (finds (office, "李明是户主的“妻”，性别却为男，请核对"));
  cl_test_store_change (test, "member", member, "relation", "子");
  g_assert_false (finds (office, "李明是户主的“妻”，性别却为男，请核对"));
  cl_test_store_change (test, "person", get_integer (office, "SELECT person FROM member WHERE id = ", member), "birth", "1980-01-01");
  g_assert_true (finds (office, "李明是户主张伟的“子”，出生日期 1980年1月1日 与户主的 1990年5月1日 矛盾，请核对"));
  g_assert_true (finds (office, "困难类型有“老残一体”或“以老养残”，家庭成员中没有满 60 岁的人"));
  cl_test_store_change (test, "person", get_integer (office, "SELECT person FROM member WHERE id = ", member), "disability", "");
  g_assert_true (finds (office, "待核实：困难类型有“一户多残”，1 名家庭成员未填残疾情况，已知残疾人 1 人"));

  cl_test_store_change (test, "member", head_member, "relation", "父亲");
  cl_test_store_change (test, "member", member, "relation", "本人");
  g_assert_true (finds (office, "李明的关系为“本人”，户主却登记为张伟，请核对"));
  cl_test_store_change (test, "person", head, "state", "死亡");
  g_assert_true (finds (office, "户主张伟已登记为死亡，请更换户主或办理退出"));
  g_assert_true (finds (office, "家中残疾人均已去世、迁出或离开，不再安排走访，请填写退出日期和原因"));
  cl_test_store_delete (test, "member", head_member, NULL);
  g_assert_true (finds (office, "户主张伟不在家庭成员中，请核对"));
  cl_test_store_delete (test, "member", member, NULL);
  g_assert_true (finds (office, "在册特困家庭没有登记家庭成员，请补录"));
  {
    g_autofree char *text = write_id (household);

    cl_test_store_add (test, "special_household", "household", text, "difficulties", "其他", "start", "2026-02-01", NULL);
  }
  g_assert_true (finds (office, "同一家庭在册 2 次，请只保留一条（一户一表）"));
  cl_test_store_change (test, "special_household", a, "end", "2027-03-01");
  g_assert_false (finds (office, "同一家庭在册 2 次，请只保留一条（一户一表）"));
}

static void
test_care (Office *office, gconstpointer data)
{
  ClTestStore *test = office->test;
  gint64 head, a = add_household (office, 0, "张伟", "每月", &head), elsewhere, second, third;
  gint64 household = get_integer (office, "SELECT household FROM household_special_household WHERE id = ", a);
  gint64 first = get_integer (office, "SELECT id FROM member WHERE person = ", head);
  g_autofree char *head_text = write_id (head), *second_text = NULL, *third_text = NULL, *elsewhere_text = NULL;

  add_household (office, 1, "李娜", "每月", &elsewhere);
  second = add_member (office, household, "王芳", "妻", "sex", "女");
  third = add_member (office, household, "张丽", "女", "sex", "女");
  second_text = write_id (get_integer (office, "SELECT person FROM member WHERE id = ", second));
  third_text = write_id (get_integer (office, "SELECT person FROM member WHERE id = ", third));
  elsewhere_text = write_id (elsewhere);

  cl_test_store_change (test, "member", second, "cares_for", head_text);
  g_assert_false (finds (office, ""));
  cl_test_store_change (test, "member", third, "cares_for", second_text);
  g_assert_false (finds (office, ""));
  cl_test_store_change (test, "member", first, "cares_for", third_text);
  g_assert_true (finds (office, "张伟、张丽、王芳互相登记为照料人，请核实实际照料人"));
  g_assert_true (finds (office, "照料人张伟本人是一级残疾，照料张丽，请核实实际照料人"));
  cl_test_store_change (test, "member", first, "cares_for", "");
  cl_test_store_change (test, "member", third, "cares_for", elsewhere_text);
  g_assert_true (finds (office, "张丽登记照料的人不在本户现有成员中，请核实照料人"));
  cl_test_store_change (test, "member", third, "cares_for", third_text);
  g_assert_true (finds (office, "张丽登记为照料自己，请核实照料人"));
}

static void
test_missed (Office *office, gconstpointer data)
{
  gint64 a = add_household (office, 0, "张伟", "每月", NULL), b = add_household (office, 0, "王芳", "每月", NULL);

  add_visit (office, a, "2026-12-01", NULL);
  add_visit (office, a, "2027-01-05", "外出");
  add_visit (office, a, "2027-02-05", "外出");
  add_visit (office, b, "2027-01-05", "外出");
  add_visit (office, b, "2027-02-05", NULL);
  add_visit (office, b, "2027-03-05", "外出");
  g_assert_false (finds (office, ""));
  add_visit (office, a, "2027-03-05", "住院");
  g_assert_true (finds (office, "连续 3 次上门未遇（2027-03-05 住院，2027-02-05 外出，2027-01-05 外出），请核实该户是否迁移、去世"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);
  host = cl_plugins_new ();
  cl_plugins_load (host, NULL);
  g_test_add_func ("/household/due", test_due);
  g_test_add_func ("/household/overdue", test_overdue);
  g_test_add ("/household/duties", Office, NULL, set_up, test_duties, tear_down);
  g_test_add ("/household/not-due", Office, NULL, set_up, test_not_due, tear_down);
  g_test_add ("/household/cadre", Office, NULL, set_up, test_cadre, tear_down);
  g_test_add ("/household/agrees", Office, NULL, set_up, test_agrees, tear_down);
  g_test_add ("/household/form", Office, NULL, set_up, test_form, tear_down);
  g_test_add ("/household/rules", Office, NULL, set_up, test_rules, tear_down);
  g_test_add ("/household/care", Office, NULL, set_up, test_care, tear_down);
  g_test_add ("/household/missed", Office, NULL, set_up, test_missed, tear_down);
  return g_test_run ();
}
