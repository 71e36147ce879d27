#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-office-rules.h"
#include "cl-own.h"
#include "cl-rules-edit.h"
#include "cl-rules.h"
#include "cl-test-store.h"

/* The rule sets of the seven places (DOMAIN.md A2, A3), each at its edges. */

typedef struct
{
  ClTestStore *test;
  gint64 township, village;
  guint n_people;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *township = NULL;

  fixture->test = cl_test_store_new ();
  cl_today_set ("2026-11-22", NULL);
  fixture->township = cl_test_store_add (fixture->test, "division", "code", "991123102", "name", "云川镇", "level", "township", NULL);
  township = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->township);
  fixture->village = cl_test_store_add (fixture->test, "division", "code", "991123102201", "name", "上河村", "level", "village", "parent", township, "population", "999", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_test_store_free (fixture->test);
}

static gint64
add_organisation (Fixture *fixture, const char *kind, gint64 division, const char *field, const char *value)
{
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, division);

  return cl_test_store_add (fixture->test, "organisation", "name", "某组织", "kind", kind, "division", place, field, value, NULL);
}

/* One more in @organisation; @field of the appointment, @fact of the person. */
static gint64
add_member (Fixture *fixture, gint64 organisation, const char *post, const char *fact, const char *fact_value, const char *field, const char *value)
{
  g_autofree char *name = g_strdup_printf ("成员%u", ++fixture->n_people);
  gint64 person = cl_test_store_add (fixture->test, "person", "name", name, fact, fact_value, NULL);
  g_autofree char *person_text = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, organisation);

  cl_test_store_add (fixture->test, "appointment", "person", person_text, "organisation", place, "post", post, "start", "2022-05-20", field, value, NULL);
  return person;
}

static void
add_members (Fixture *fixture, gint64 organisation, const char *post, guint n, const char *fact, const char *fact_value)
{
  for (guint i = 0; i < n; i++)
    add_member (fixture, organisation, post, fact, fact_value, NULL, NULL);
}

/* What @rule of @set says of @record: "" for nothing. */
static char *
ask (Fixture *fixture, const char *set, const char *rule, gint64 record)
{
  g_autofree char *file = g_strconcat (set, ".xml", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "plugins", "roster", "rules", file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRules) rules = cl_rules_load (path, fixture->test->catalogue, &error);
  g_autoptr (GPtrArray) findings = NULL;

  g_assert_no_error (error);
  findings = cl_rules_run (rules, cl_store_get_reader (fixture->test->store), NULL, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const ClFinding *finding = g_ptr_array_index (findings, i);

      if (strcmp (finding->rule, rule) == 0 && finding->record == record)
        return g_strdup (finding->sentence);
    }
  return g_strdup ("");
}

static void
assert_says (Fixture *fixture, const char *set, const char *rule, gint64 record, const char *expected)
{
  g_autofree char *sentence = ask (fixture, set, rule, record);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_all_load (Fixture *fixture, gconstpointer data)
{
  static const char *const sets[] = { "weifen", "changji", "minggonglu", "puyang", "licheng", "liling", "langao", "zhejiang" };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autofree char *file = g_strconcat (sets[i], ".xml", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "plugins", "roster", "rules", file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClRules) rules = cl_rules_load (path, fixture->test->catalogue, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (cl_rules_get_name (rules), ==, sets[i]);
    }
}

static void
test_weifen (Fixture *fixture, gconstpointer data)
{
  gint64 association = add_organisation (fixture, "village-association", fixture->village, NULL, NULL);
  gint64 federation = add_organisation (fixture, "federation", fixture->township, NULL, NULL);

  assert_says (fixture, "weifen", "township-director", federation, "理事长应由副乡（镇）长兼任，现未设理事长");
  assert_says (fixture, "weifen", "township-cadre", federation, "应配备残联专职干部 1 名，现有 0 名");
  /* The township's own list has the head of the service centre: said, never refused (DOMAIN.md A10, 2). */
  add_member (fixture, federation, "理事长", NULL, NULL, "office", "综合便民服务中心主任");
  assert_says (fixture, "weifen", "township-director", federation, "理事长应由副乡（镇）长兼任，现有理事长 1 名，其中 1 名不是副乡（镇）长");
  add_member (fixture, association, "主席", NULL, NULL, NULL, NULL);
  assert_says (fixture, "weifen", "chair-office", association, "待核实：未填主席成员2的所兼职务，无法判断是否为支部书记");
  add_member (fixture, association, "主席", NULL, NULL, "office", "村主任");
  assert_says (fixture, "weifen", "chair-office", association, "主席应由村（社区）支部书记担任，成员3为村（居）委会主任");
}

static void
test_changji_posts (Fixture *fixture, gconstpointer data)
{
  gint64 association = add_organisation (fixture, "village-association", fixture->village, NULL, NULL);

  add_members (fixture, association, "副主席", 1, "disability", "持证");
  assert_says (fixture, "changji", "vice-chairs", association, "应设副主任 2 至 3 名，现有 1 名");
  add_members (fixture, association, "副主席", 1, "is_relative", "是");
  assert_says (fixture, "changji", "vice-chairs", association, "");
  assert_says (fixture, "changji", "vice-chair-origin", association, "");
  add_members (fixture, association, "副主席", 2, "disability", "无残疾");
  assert_says (fixture, "changji", "vice-chairs", association, "应设副主任 2 至 3 名，现有 4 名");
  assert_says (fixture, "changji", "vice-chair-origin", association, "待核实：未填成员3、成员4的残疾、亲友、志愿者情况，无法判断：副主任应由残疾人及亲友代表、扶残助残人士等担任");

  add_members (fixture, association, "委员", 2, NULL, NULL);
  assert_says (fixture, "changji", "members", association, "应设委员 3 至 5 名，现有 2 名");
  assert_says (fixture, "changji", "commissioner", association, "委员中应明确专职委员至少 1 名，现有 0 名");
  add_members (fixture, association, "委员、专职委员", 1, NULL, NULL);
  assert_says (fixture, "changji", "members", association, "");
  assert_says (fixture, "changji", "commissioner", association, "");
  add_members (fixture, association, "委员", 2, NULL, NULL);
  assert_says (fixture, "changji", "members", association, "");
  add_members (fixture, association, "委员", 1, NULL, NULL);
  assert_says (fixture, "changji", "members", association, "应设委员 3 至 5 名，现有 6 名");
}

/* 65% of 20 are 13; of 21 they are 13.65, and so 14. */
static void
test_changji_congress (Fixture *fixture, gconstpointer data)
{
  gint64 congress = add_organisation (fixture, "congress", fixture->township, NULL, NULL);

  for (guint i = 0; i < 8; i++)
    {
      gint64 person = add_member (fixture, congress, "代表", "disability", "无残疾", NULL, NULL);

      cl_test_store_change (fixture->test, "person", person, "is_relative", "否");
      cl_test_store_change (fixture->test, "person", person, "is_frontline", "否");
    }
  add_members (fixture, congress, "代表", 6, "disability", "持证");
  add_members (fixture, congress, "代表", 3, "is_relative", "是");
  add_members (fixture, congress, "代表", 3, "is_frontline", "是");
  assert_says (fixture, "changji", "congress", congress, "残疾人代表大会缺 1 名残疾人、亲友及基层一线人员：共 20 人，其中 12 人，占 60%，低于 65%");
  add_members (fixture, congress, "代表", 1, NULL, NULL);
  assert_says (fixture, "changji", "congress", congress, "残疾人代表大会缺 2 名残疾人、亲友及基层一线人员：共 21 人，其中 12 人，占 57.1%，低于 65%");
  add_members (fixture, congress, "代表", 1, "disability", "持证");
  assert_says (fixture, "changji", "congress", congress, "残疾人代表大会缺 2 名残疾人、亲友及基层一线人员：共 22 人，其中 13 人，占 59.1%，低于 65%");
}

static void
test_share_unknown (Fixture *fixture, gconstpointer data)
{
  gint64 presidium = add_organisation (fixture, "presidium", fixture->township, NULL, NULL);

  add_members (fixture, presidium, "委员", 6, "disability", "持证");
  add_members (fixture, presidium, "委员", 4, NULL, NULL);
  assert_says (fixture, "changji", "presidium", presidium, "待核实：4 人未填残疾、亲友情况：主席团共 10 人，已知残疾人及亲友 6 人，至少应有 7 人");
  add_members (fixture, presidium, "委员", 2, "is_relative", "是");
  /* 8 of 12 are at least 7.8 */
  assert_says (fixture, "changji", "presidium", presidium, "");
}

static void
test_changji_category (Fixture *fixture, gconstpointer data)
{
  gint64 blind = add_organisation (fixture, "category-association", fixture->township, "category", "视力");
  gint64 mental = add_organisation (fixture, "category-association", fixture->township, "category", "精神");

  assert_says (fixture, "changji", "category-funds", blind, "待核实：未填每年经费，无法判断是否不少于 30000 元");
  cl_test_store_change (fixture->test, "organisation", blind, "yearly_funds", "29999.99");
  assert_says (fixture, "changji", "category-funds", blind, "每年应提供不少于 30000 元经费，现为 30000 元");
  cl_test_store_change (fixture->test, "organisation", blind, "yearly_funds", "30000");
  assert_says (fixture, "changji", "category-funds", blind, "");
  cl_test_store_change (fixture->test, "organisation", blind, "has_premises", "否");
  assert_says (fixture, "changji", "category-premises", blind, "应为专门协会提供办公场地，现未落实");

  add_member (fixture, blind, "副主席", "categories", "听力", "nature", "挂职");
  assert_says (fixture, "changji", "category-vice-chair", blind, "应有本类别（视力）残疾人担任的挂职副主席 1 名，现有 0 名");
  add_member (fixture, blind, "副主席", "categories", "视力", "nature", "挂职");
  assert_says (fixture, "changji", "category-vice-chair", blind, "");
  /* 智协、精协可为亲友 */
  add_member (fixture, mental, "副主席", "is_relative", "是", "nature", "挂职");
  assert_says (fixture, "changji", "category-vice-chair", mental, "");
}

/* 一个不能少 */
static void
test_groups (Fixture *fixture, gconstpointer data)
{
  gint64 group = add_organisation (fixture, "group", fixture->village, NULL, NULL);
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->village);
  g_autofree char *organisation = g_strdup_printf ("%" G_GINT64_FORMAT, group);
  gint64 persons[3];

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("村民%u", i + 1);

      persons[i] = cl_test_store_add (fixture->test, "person", "name", name, "disability", i == 2 ? "疑似" : "持证", "division", place, NULL);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT, persons[i]);

      cl_test_store_add (fixture->test, "appointment", "person", person, "organisation", organisation, "post", "组员", NULL);
    }
  assert_says (fixture, "changji", "group-coverage", fixture->village, "残疾人小组应覆盖全部残疾人：共 3 人，尚有 1 人未编入小组");
  assert_says (fixture, "minggonglu", "group-coverage", fixture->village, "残疾人小组应覆盖全部残疾人：共 3 人，尚有 1 人未编入小组");
  cl_test_store_change (fixture->test, "person", persons[2], "state", "去世");
  assert_says (fixture, "changji", "group-coverage", fixture->village, "");
}

static void
test_minggonglu (Fixture *fixture, gconstpointer data)
{
  gint64 association;

  assert_says (fixture, "minggonglu", "association-coverage", fixture->village, "2022 年底前应实现村（社区）残协全覆盖，上河村尚未建立残协");
  association = add_organisation (fixture, "village-association", fixture->village, "status", "筹建");
  assert_says (fixture, "minggonglu", "association-coverage", fixture->village, "2022 年底前应实现村（社区）残协全覆盖，上河村尚未建立残协");
  cl_test_store_change (fixture->test, "organisation", association, "status", "已建");
  assert_says (fixture, "minggonglu", "association-coverage", fixture->village, "");
  assert_says (fixture, "minggonglu", "vice-chairs", association, "应设副主席 2 至 3 名，现有 0 名");
}

static void
test_puyang (Fixture *fixture, gconstpointer data)
{
  gint64 association = add_organisation (fixture, "village-association", fixture->village, NULL, NULL);
  gint64 county = cl_test_store_add (fixture->test, "division", "code", "991123", "name", "云县", "level", "county", NULL);
  gint64 federation = add_organisation (fixture, "federation", county, NULL, NULL);
  gint64 council = add_organisation (fixture, "council", county, "term_end", "2027-06-30");
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, council);
  gint64 person, seconded, part_time;
  g_autofree char *who = NULL;

  person = add_member (fixture, association, "主席", "on_village_committee", "否", "office", "无");
  assert_says (fixture, "puyang", "chair-committee", association, "主席应由村（社区）“两委”班子成员 1 人兼任，成员1不是");
  cl_test_store_change (fixture->test, "person", person, "on_village_committee", "是");
  assert_says (fixture, "puyang", "chair-committee", association, "");

  /* 15% of 7 are 1.05, and so 2 */
  add_members (fixture, federation, "工作人员", 6, "disability", "无残疾");
  add_members (fixture, federation, "工作人员", 1, "disability", "持证");
  assert_says (fixture, "puyang", "cadres", federation, "县残联机关缺 1 名残疾人干部：共 7 人，其中 1 人，占 14.3%，低于 15%");
  add_members (fixture, federation, "专职干部", 1, "disability", "持证");
  assert_says (fixture, "puyang", "cadres", federation, "");

  /* Two years to the day are still in the term; the end is to be there. */
  who = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  seconded = cl_test_store_add (fixture->test, "appointment", "person", who, "organisation", place, "post", "理事", "nature", "挂职", "start", "2025-11-22", NULL);
  assert_says (fixture, "puyang", "seconded-term", seconded, "成员1挂职理事，自 2025年11月22日 起，挂职期应为 2 年，未填离任日期");
  cl_test_store_change (fixture->test, "appointment", seconded, "end", "2027-11-22");
  assert_says (fixture, "puyang", "seconded-term", seconded, "");
  cl_test_store_change (fixture->test, "appointment", seconded, "end", "2027-11-23");
  assert_says (fixture, "puyang", "seconded-term", seconded, "成员1挂职理事，自 2025年11月22日 起，挂职期应为 2 年，离任日期为 2027年11月23日");
  part_time = cl_test_store_add (fixture->test, "appointment", "person", who, "organisation", place, "post", "理事", "nature", "兼职", "start", "2025-11-22", NULL);
  assert_says (fixture, "puyang", "part-time-term", part_time, "成员1兼职理事的兼职期应与本届理事会一致（届满 2027年6月30日），未填离任日期");
  cl_test_store_change (fixture->test, "appointment", part_time, "end", "2027-06-30");
  assert_says (fixture, "puyang", "part-time-term", part_time, "");
}

/* 65 % of the congress, 55 % of the presidium: of 20 that is 11, and 10 are one short. */
static void
test_zhejiang (Fixture *fixture, gconstpointer data)
{
  gint64 congress = add_organisation (fixture, "congress", fixture->township, NULL, NULL), presidium = add_organisation (fixture, "presidium", fixture->township, NULL, NULL);

  add_members (fixture, presidium, "委员", 10, "disability", "持证");
  for (guint i = 0; i < 10; i++)
    add_member (fixture, presidium, "委员", "disability", "无残疾", NULL, NULL);
  assert_says (fixture, "zhejiang", "presidium", presidium, "待核实：10 人未填残疾、亲友情况：主席团共 20 人，已知残疾人及亲友 10 人，至少应有 11 人");
  add_members (fixture, presidium, "委员", 1, "disability", "持证");
  add_members (fixture, presidium, "委员", 1, "is_relative", "是");
  assert_says (fixture, "zhejiang", "presidium", presidium, "待核实：10 人未填残疾、亲友情况：主席团共 22 人，已知残疾人及亲友 12 人，至少应有 13 人");
  add_members (fixture, presidium, "委员", 3, "disability", "疑似");
  assert_says (fixture, "zhejiang", "presidium", presidium, "");
  add_members (fixture, congress, "代表", 13, "disability", "持证");
  add_members (fixture, congress, "代表", 7, "is_relative", "否");
  add_members (fixture, congress, "代表", 1, "is_relative", "是");
  assert_says (fixture, "zhejiang", "congress", congress, "");
}

static void
test_licheng (Fixture *fixture, gconstpointer data)
{
  gint64 association = add_organisation (fixture, "village-association", fixture->village, NULL, NULL);

  add_member (fixture, association, "主席", NULL, NULL, "office", "支书兼主任");
  assert_says (fixture, "licheng", "chair-office", association, "");
  add_member (fixture, association, "副主席", NULL, NULL, "office", "“两委”委员");
  assert_says (fixture, "licheng", "chair-office", association, "主席、副主席应由村居“两委”负责人担任，成员2不是");
  add_member (fixture, association, "专职委员", "disability", "无残疾", NULL, NULL);
  assert_says (fixture, "licheng", "commissioner", association, "应选聘残疾人或残疾人家属担任的专职委员至少 1 名，现有 0 名");
  add_member (fixture, association, "专职委员", "is_relative", "是", NULL, NULL);
  assert_says (fixture, "licheng", "commissioner", association, "");
}

static void
test_liling (Fixture *fixture, gconstpointer data)
{
  gint64 association = add_organisation (fixture, "village-association", fixture->village, NULL, NULL);
  gint64 firm = add_organisation (fixture, "enterprise-organisation", fixture->township, "disabled_staff", "9");

  assert_says (fixture, "liling", "enterprise-form", firm, "待核实：未填安置残疾人数或组织形式，无法判断应设残协还是小组");
  cl_test_store_change (fixture->test, "organisation", firm, "form", "小组");
  assert_says (fixture, "liling", "enterprise-form", firm, "");
  cl_test_store_change (fixture->test, "organisation", firm, "disabled_staff", "10");
  assert_says (fixture, "liling", "enterprise-form", firm, "安置残疾人 10 名，应设残疾人协会，现为残疾人小组（以 10 名为界）");
  cl_test_store_change (fixture->test, "organisation", firm, "form", "残协");
  assert_says (fixture, "liling", "enterprise-form", firm, "");

  add_members (fixture, association, "委员", 2, NULL, NULL);
  assert_says (fixture, "liling", "members", association, "");
  assert_says (fixture, "liling", "commissioner", association, "应配备专职委员至少 1 名，现有 0 名");
  assert_says (fixture, "liling", "seven-have", association, "待核实：“七有”中尚有项目未填：机构和牌子、办公场所、办公设备、工作制度、工作经费、工作台账");
  cl_test_store_change (fixture->test, "organisation", association, "has_funds", "否");
  cl_test_store_change (fixture->test, "organisation", association, "has_sign", "否");
  assert_says (fixture, "liling", "seven-have", association, "“七有”缺 2 项：机构和牌子、工作经费");
  assert_says (fixture, "liling", "township-group", fixture->township, "镇（街）应成立残疾人工作领导小组并建立志愿助残联络站，现缺领导小组、志愿助残联络站");
}

static void
test_langao (Fixture *fixture, gconstpointer data)
{
  gint64 association = add_organisation (fixture, "village-association", fixture->village, NULL, NULL);
  gint64 federation = add_organisation (fixture, "federation", fixture->township, NULL, NULL);

  add_member (fixture, association, "主席", NULL, NULL, "manner", "任命");
  assert_says (fixture, "langao", "chair-elected", association, "主席应经选举产生，成员1不是");
  add_members (fixture, association, "委员", 3, "disability", "持证");
  assert_says (fixture, "langao", "not-disabled", association, "委员中应有非残疾人，现委员均为残疾人或尚无委员");
  add_member (fixture, association, "委员", "disability", "无残疾", NULL, NULL);
  assert_says (fixture, "langao", "not-disabled", association, "");
  assert_says (fixture, "langao", "members", association, "");
  add_member (fixture, federation, "理事长", NULL, NULL, "office", "副镇长");
  assert_says (fixture, "langao", "township-director", federation, "镇残联理事长应由镇民政所长兼任，成员6不是");
  add_member (fixture, federation, "专职委员", NULL, NULL, "funding", "公益性岗位");
  assert_says (fixture, "langao", "township-commissioner-funding", federation, "");
}

/* An office copies a set, changes a number and switches a rule off: its own set lies in the file, is what every place goes by, and cites the same clause. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  g_autoptr (GError) error = NULL;
  g_autofree char *shipped = cl_rules_get_text (test->catalogue, "weifen", &error), *copy = NULL, *changed = NULL, *off = NULL, *stored = NULL, *wrong = NULL;
  g_autofree char *village = NULL, *chosen = NULL;
  g_autoptr (GPtrArray) entries = NULL, findings = NULL;
  g_autoptr (ClRules) rules = NULL;
  const ClRulesEntry *entry;
  guint n_vices = 0, n_chairs = 0;

  g_assert_no_error (error);
  copy = cl_rules_copy_text (shipped, "own_weifen", "本镇", &error);
  g_assert_no_error (error);
  wrong = cl_rules_set_number (copy, "vice-chair", "needed", "两", &error);
  g_assert_null (wrong);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  changed = cl_rules_set_number (copy, "vice-chair", "needed", "2", &error);
  g_assert_no_error (error);
  off = cl_rules_set_off (changed, "chair", TRUE, &error);
  g_assert_no_error (error);
  entries = cl_rules_list_entries (off, &error);
  g_assert_no_error (error);
  /* The numbers of the whole set come first, then the rules as they stand. */
  entry = entries->pdata[0];
  g_assert_null (entry->rule);
  g_assert_cmpstr (entry->values->pdata[0], ==, "1000");
  entry = entries->pdata[1];
  g_assert_cmpstr (entry->rule, ==, "chair");
  g_assert_true (entry->off);
  entry = entries->pdata[3];
  g_assert_cmpstr (entry->sentence, ==, "应设副主席 2 名，现有 … 名");
  g_assert_cmpstr (entry->clause, ==, "四（二）2（1）");

  stored = cl_store_add_own_text (test->store, CL_OWN_RULES, "own_weifen", off, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (cl_store_set_setting (test->store, CL_RULES_SETTING, stored, &error));
  chosen = cl_store_get_rule_set (test->store);
  g_assert_cmpstr (chosen, ==, "own_weifen");
  village = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "division", "name", "上河村", "level", "village", NULL));
  cl_test_store_add (test, "organisation", "name", "上河村残协", "kind", "village-association", "division", village, NULL);
  cl_test_store_reopen (test);
  rules = cl_store_load_rules (test->store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (rules);
  findings = cl_rules_run (rules, cl_store_get_reader (test->store), "organisation", 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const ClFinding *finding = findings->pdata[i];

      n_chairs += strcmp (finding->rule, "chair") == 0;
      if (strcmp (finding->rule, "vice-chair") != 0)
        continue;
      n_vices++;
      g_assert_cmpstr (finding->sentence, ==, "应设副主席 2 名，现有 0 名");
      g_assert_cmpstr (finding->clause, ==, "兴蔚发〔2022〕27号 四（二）2（1）");
    }
  g_assert_cmpuint (n_vices, ==, 1);
  g_assert_cmpuint (n_chairs, ==, 0);
}

#define add(name, func) g_test_add ("/rule-sets/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("all-load", test_all_load);
  add ("weifen", test_weifen);
  add ("changji-posts", test_changji_posts);
  add ("changji-congress", test_changji_congress);
  add ("share-unknown", test_share_unknown);
  add ("changji-category", test_changji_category);
  add ("groups", test_groups);
  add ("minggonglu", test_minggonglu);
  add ("puyang", test_puyang);
  add ("zhejiang", test_zhejiang);
  add ("licheng", test_licheng);
  add ("liling", test_liling);
  add ("langao", test_langao);
  add ("own", test_own);
  return g_test_run ();
}
