#include "cl-sample-private.h"

/* The organisations beside the committees: category associations, leading group, home, station, firms, groups; and what is kept about all of them. */

static gint64
write_organisation (Sample *sample, const char *name, const char *kind, gint64 division, gint64 parent, const char *field, const char *value, GError **error)
{
  ClRecord *record = cl_sample_record (sample, "organisation", "name", name, "kind", kind, "status", "established", field, value, NULL);

  cl_sample_put_reference (record, "division", division);
  cl_sample_put_reference (record, "parent", parent);
  cl_sample_put_date (record, "established", cl_sample_before (sample, 4, 2, 3));
  return cl_sample_save (sample, record, error);
}

/* Disabled residents of @village; @also, if not NULL, narrows them. */
static GArray *
list_disabled (Sample *sample, const Village *village, const char *also, guint limit, GError **error)
{
  g_autofree char *where
      = g_strdup_printf ("division = %" G_GINT64_FORMAT " and disability in ('certified', 'suspected') and coalesce(state, 'living') = 'living'%s%s", village->id,
                         also != NULL ? " and " : "", also != NULL ? also : "");

  return cl_sample_find (sample, "person", where, limit, error);
}

static GArray *
list_residents (Sample *sample, const Village *village, guint limit, GError **error)
{
  return list_disabled (sample, village, NULL, limit, error);
}

/* Who may hold a post. */
static GArray *
list_adults (Sample *sample, const Village *village, guint limit, GError **error)
{
  g_autofree char *born = cl_sample_date (cl_sample_before (sample, 20, 0, 0)), *grown = g_strdup_printf ("(birth is null or birth <= '%s')", born);

  return list_disabled (sample, village, grown, limit, error);
}

static gboolean
appoint (Sample *sample, gint64 organisation, gint64 person, const char *post, const char *nature, GError **error)
{
  return cl_sample_write_appointment (sample, organisation, person, (const char *const[]) { post, NULL }, nature, "elected", cl_sample_before (sample, 1, 3, 0),
                                      g_str_equal (nature, "seconded") ? cl_sample_before (sample, -1, 9, 0) : 0, error);
}

/* Groups of three villages; in the second two people are in none, the third has a group that nobody leads. */
static gboolean
write_groups (Sample *sample, GError **error)
{
  for (guint i = 0; i < 3; i++)
    {
      const Village *village = &g_array_index (sample->villages, Village, 2 + i);
      g_autofree char *name = g_strconcat (village->name, "残疾人小组", NULL);
      g_autoptr (GArray) residents = list_residents (sample, village, 80, error);
      gint64 group;

      if (residents == NULL || (group = write_organisation (sample, name, "group", village->id, village->association, NULL, NULL, error)) == 0)
        return FALSE;
      for (guint j = 0; j + (i == 1 ? 2 : 0) < residents->len; j++)
        if (!appoint (sample, group, g_array_index (residents, gint64, j), j == 0 && i < 2 ? "leader" : "group-member", "part-time", error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
write_category_associations (Sample *sample, GError **error)
{
  static const struct
  {
    const char *name, *category, *funds, *used;
  } kinds[] = {
    { "盲人协会", "1", "30000", "18200" },         { "聋人协会", "2", "30000", "30000" },         { "肢残人协会", "4", "29999", "12000" },
    { "智力残疾人及亲友协会", "5", "32000", "6400" }, { "精神残疾人及亲友协会", "6", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const Village *village = &g_array_index (sample->villages, Village, i);
      g_autofree char *name = g_strconcat (sample->county_name, kinds[i].name, NULL);
      g_autoptr (GArray) residents = list_adults (sample, village, 2, error);
      ClRecord *record = cl_sample_record (sample, "organisation", "name", name, "kind", "category-association", "status", "established", "category", kinds[i].category,
                                "yearly_funds", kinds[i].funds, "used_funds", kinds[i].used, "has_premises", i == 3 ? "否" : "是", NULL);
      gint64 association;

      cl_sample_put_reference (record, "division", sample->county);
      association = cl_sample_save (sample, record, error);
      if (association == 0 || residents == NULL || residents->len < 2 || !appoint (sample, association, g_array_index (residents, gint64, 0), "chair", "part-time", error)
          || !appoint (sample, association, g_array_index (residents, gint64, 1), "vice-chair", "seconded", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_others (Sample *sample, GError **error)
{
  static const char *const firms[][3] = { { "云岭福利纸箱厂", "9", "小组" }, { "云岭绿源合作社", "10", "小组" }, { "云岭电子商务园", "14", "残协" } };
  static const char *const services[] = { "日间照料", "康复、文体活动", "辅助性就业" };
  const Village *village = &g_array_index (sample->villages, Village, 0);
  g_autoptr (GArray) residents = list_residents (sample, village, 12, error);
  gint64 group, home;

  if (residents == NULL || (group = write_organisation (sample, "云岭镇残联改革领导小组", "leading-group", sample->township, sample->federation, NULL, NULL, error)) == 0
      || (home = write_organisation (sample, "云岭镇残疾人之家", "home", sample->township, sample->federation, "has_premises", "是", error)) == 0
      || write_organisation (sample, "云岭镇志愿助残联络站", "volunteer-station", sample->township, sample->federation, NULL, NULL, error) == 0)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    if (!appoint (sample, group, sample->staff[i], i == 0 ? "leader" : i == 1 ? "vice-leader" : "group-member", "part-time", error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (firms); i++)
    {
      ClRecord *record = cl_sample_record (sample, "organisation", "name", firms[i][0], "kind", "enterprise-organisation", "status", "established", "disabled_staff", firms[i][1],
                                "form", firms[i][2], NULL);

      cl_sample_put_reference (record, "division", sample->township);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  for (guint i = 0; i < 6 && i < residents->len; i++)
    {
      ClRecord *record = cl_sample_record (sample, "home_user", "services", services[i % 3], NULL);

      if (record == NULL)
        break;
      cl_sample_put_reference (record, "organisation", home);
      cl_sample_put_reference (record, "person", g_array_index (residents, gint64, i));
      cl_sample_put_date (record, "start", cl_sample_before (sample, 0, 14 - i, 0));
      cl_sample_put_date (record, "end", i == 5 ? cl_sample_before (sample, 0, 1, 0) : 0);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

/* The seven-have of three associations: one whole, one that lacks two, one not looked at to the end. */
static gboolean
write_check_items (Sample *sample, GError **error)
{
  static const char *const items[] = { "机构和牌子", "办公场所", "办公设备", "工作制度", "工作人员", "工作经费", "工作台账" };

  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < G_N_ELEMENTS (items); j++)
      {
        gboolean is_there = i != 1 || (j != 2 && j != 5);
        ClRecord *record = cl_sample_record (sample, "check_item", "list", "七有", "item", items[j], "present", i == 2 && j > 4 ? NULL : is_there ? "是" : "否", "remark",
                                  is_there ? NULL : "已列入年内计划", "inspector", sample->staff_names[2], NULL);

        if (record == NULL)
          return TRUE;
        cl_sample_put_reference (record, "organisation", g_array_index (sample->villages, Village, i).association);
        cl_sample_put_date (record, "date", cl_sample_before (sample, 0, 2, i));
        if (cl_sample_save (sample, record, error) == 0)
          return FALSE;
      }
  return TRUE;
}

/* Five tasks a unit: the township has done all, half of the villages three, the rest five or none. */
static gboolean
write_reform (Sample *sample, GError **error)
{
  static const char *const tasks[] = { "健全残疾人协会组织", "选优配强专职委员", "落实工作经费", "落实办公场所和设备", "制度上墙、台账建立" };
  static const guint done[] = { 5, 3, 0 };

  for (guint i = 0; i <= sample->villages->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (tasks); j++)
      {
        gboolean is_done = i == 0 || j < done[i % 3];
        g_autofree char *number = g_strdup_printf ("%u", j + 1);
        g_autofree char *forecast = cl_sample_date (cl_sample_before (sample, 0, -1 - (int) (i % 4), 0));
        ClRecord *record = cl_sample_record (sample, "reform_task", "number", number, "title", tasks[j], "responsible", j == 2 ? "财政所" : "镇残联", NULL);

        if (record == NULL)
          return TRUE;
        forecast[7] = '\0';
        if (!is_done)
          cl_sample_put (record, "forecast", forecast);
        if (!is_done && j == 2)
          cl_sample_put (record, "difficulty", "村级经费紧张，尚未列入预算");
        cl_sample_put_date (record, "done", is_done ? cl_sample_before (sample, 0, 3 + j, i) : 0);
        cl_sample_put_date (record, "due", cl_sample_before (sample, 0, -2, 0));
        cl_sample_put_reference (record, "division", i == 0 ? sample->township : g_array_index (sample->villages, Village, i - 1).id);
        if (cl_sample_save (sample, record, error) == 0)
          return FALSE;
      }
  return TRUE;
}

/* The commissioner whom the village has leaves the day before the next one begins. */
static gboolean
end_commissioner (Sample *sample, const Village *village, guint32 start, GError **error)
{
  ClDatabase *database = cl_transaction_get_database (sample->transaction);
  g_autoptr (ClStatement) statement = cl_database_prepare (database, "SELECT \"id\" FROM \"appointment\" WHERE \"person\" = ?1 AND \"organisation\" = ?2", error);
  g_autoptr (ClRecord) held = NULL;
  g_autofree char *last = cl_sample_date (start - 1);

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, village->commissioner);
  cl_statement_bind_integer (statement, 2, village->association);
  if (!cl_statement_step (statement, NULL))
    return TRUE;
  held = cl_record_load (database, cl_catalogue_find_ledger (cl_transaction_get_catalogue (sample->transaction), "appointment"), cl_statement_get_integer (statement, 0), error);
  g_clear_pointer (&statement, cl_statement_release);
  return held != NULL && cl_record_set_text (held, "end", last, error) && cl_record_set_text (held, "reason", "专职委员调整", error) &&
         cl_transaction_save (sample->transaction, held, error);
}

/* The post that came of the selection @record. */
static gboolean
write_selected (Sample *sample, ClRecord *record, const Village *village, gint64 person, GError **error)
{
  ClRecord *post = cl_sample_record (sample, "appointment", "post", "专职委员", "nature", "专职", "manner", "任命", "funding", "公益性岗位", "approval", "云残发〔2026〕18号", NULL);
  guint32 start = cl_sample_before (sample, 0, -1, 0);
  gint64 id;

  cl_sample_put_reference (post, "person", person);
  cl_sample_put_reference (post, "organisation", village->association);
  cl_sample_put_date (post, "start", start);
  id = cl_sample_save (sample, post, error);
  cl_sample_put_reference (record, "appointment", id);
  return id != 0 && end_commissioner (sample, village, start, error);
}

/* A commissioner chosen in each state of the way, and one who is to leave. */
static gboolean
write_selections (Sample *sample, GError **error)
{
  static const char *const states[] = { "nominated", "village", "township", "county", "appointed", "refused" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      const Village *village = &g_array_index (sample->villages, Village, i + 5);
      g_autoptr (GArray) residents = list_adults (sample, village, 4, error);
      gboolean leaves = i == 3;
      ClRecord *record = cl_sample_record (sample, "selection", "kind", leaves ? "解聘" : "选聘", "origin", i % 2 == 0 ? "残疾人" : "残疾人、“两委”成员", "manner",
                                i % 2 == 0 ? "民主推荐" : "公开招聘", "state", states[i], "reason", leaves ? "本人申请" : NULL, "resume", "2018年起在本村担任残疾人小组组长", NULL);

      if (record == NULL)
        return TRUE;
      if (residents == NULL || residents->len < 4)
        return FALSE;
      cl_sample_put_reference (record, "person", leaves && village->commissioner != 0 ? village->commissioner : g_array_index (residents, gint64, 3));
      cl_sample_put_reference (record, "division", village->id);
      cl_sample_put_date (record, "nominated", cl_sample_before (sample, 0, 2, i));
      cl_sample_put_date (record, "proposed_start", cl_sample_before (sample, 0, -1, 0));
      cl_sample_put_date (record, "village_date", i >= 1 ? cl_sample_before (sample, 0, 1, 25 - i) : 0);
      cl_sample_put_date (record, "township_date", i >= 2 ? cl_sample_before (sample, 0, 1, 10 - i) : 0);
      cl_sample_put_date (record, "county_date", i == 3 || i == 4 ? cl_sample_before (sample, 0, 0, 12 - i) : 0);
      cl_sample_put (record, "approval", i == 3 ? "云残发〔2026〕19号" : i == 4 ? "云残发〔2026〕18号" : NULL);
      if (i == 4 && !write_selected (sample, record, village, g_array_index (residents, gint64, 3), error))
        return FALSE;
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_elections (Sample *sample, GError **error)
{
  for (guint i = 0; i < 2; i++)
    {
      const Village *village = &g_array_index (sample->villages, Village, i);
      g_autoptr (GArray) residents = list_adults (sample, village, 3, error);
      ClRecord *record = cl_sample_record (sample, "election", "manner", "无记名投票", "place", "村委会会议室", "state", i == 0 ? "有效" : "未举行", "eligible", i == 0 ? "46" : NULL, "present",
                                i == 0 ? "41" : NULL, "votes", i == 0 ? "41" : NULL, "valid", i == 0 ? "40" : NULL, NULL);
      gint64 election;

      if (record == NULL)
        return TRUE;
      cl_sample_put_reference (record, "organisation", village->association);
      cl_sample_put_date (record, "date", i == 0 ? cl_sample_before (sample, 0, 0, 10) : cl_sample_before (sample, 0, -1, 0));
      cl_sample_put_date (record, "term_end", i == 0 ? cl_sample_before (sample, -5, 0, 10) : 0);
      election = cl_sample_save (sample, record, error);
      if (election == 0 || residents == NULL)
        return FALSE;
      for (guint j = 0; j < MIN (residents->len, 3); j++)
        {
          static const char *const votes[] = { "36", "31", "9" };
          ClRecord *candidate = cl_sample_record (sample, "candidate", "post", j == 0 ? "副主席" : "委员", "votes", i == 0 ? votes[j] : NULL, "elected", i == 0 ? (j < 2 ? "是" : "否") : NULL, NULL);

          cl_sample_put_reference (candidate, "election", election);
          cl_sample_put_reference (candidate, "person", g_array_index (residents, gint64, j));
          if (cl_sample_save (sample, candidate, error) == 0)
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_places (Sample *sample, GError **error)
{
  static const char *const places[][4] = {
    { "镇便民服务中心", "低位服务台", "完好", NULL },        { "镇便民服务中心", "无障碍卫生间", "损坏", "扶手松动" },       { "镇卫生院", "坡道", "完好", NULL },
    { "镇卫生院", "无障碍停车位", "被占用", "停放救护车辅助车辆" }, { "云岭社区活动室", "无障碍出入口", "缺失", "门前三级台阶" }, { "镇中心小学", "坡道", "缺失", "教学楼无坡道" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gboolean is_good = places[i][3] == NULL;
      ClRecord *record = cl_sample_record (sample, "facility_check", "place", places[i][0], "facility", places[i][1], "state", places[i][2], "finding", places[i][3], "responsible",
                                is_good ? NULL : "镇村建所", NULL);

      if (record == NULL)
        return TRUE;
      cl_sample_put_reference (record, "division", sample->township);
      cl_sample_put_date (record, "date", cl_sample_before (sample, 0, 4, i));
      cl_sample_put_date (record, "due", is_good ? 0 : i == 1 ? cl_sample_before (sample, 0, 0, 9) : cl_sample_before (sample, 0, -1, 0));
      cl_sample_put_date (record, "remedied", i == 3 ? cl_sample_before (sample, 0, 2, 0) : 0);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

/* Volunteers' hours, the talent pool, liaison officers, employers with those they placed, proposals, a recruitment. */
static gboolean
write_people (Sample *sample, GError **error)
{
  static const char *const activities[] = { "为视障老人读报", "帮助收秋粮", "陪同就医", "打扫庭院" };
  static const char *const talents[][3] = { { "储备人选", "镇", "返乡创业，带动6名残疾人就业" }, { "人大代表", "镇", "连续两届镇人大代表" }, { "自强模范", "县", "县自强模范，编织能手" } };
  static const char *const units[] = { "镇民政所", "镇卫生院", "镇中心学校", "镇财政所" };
  static const char *const subjects[] = { "关于修建村委会坡道的提案", "关于上门评残的提案", "关于残疾儿童康复交通补助的提案" };
  static const char *const employers[][3] = { { "云岭福利纸箱厂", "120", "9" }, { "云岭绿源合作社", "66", "0" }, { "镇中心学校", "67", "1" } };
  const Village *village = &g_array_index (sample->villages, Village, 10);
  g_autoptr (GArray) residents = list_residents (sample, village, 12, error);
  g_autofree char *year = g_strdup_printf ("%u", cl_sample_year (sample->today));
  ClRecord *record;

  if (residents == NULL || residents->len < 12)
    return FALSE;
#define WHO(n) g_array_index (residents, gint64, n)
  for (guint i = 0; i < 8; i++)
    {
      if ((record = cl_sample_record (sample, "volunteer_activity", "activity", activities[i % 4], "hours", i % 2 == 0 ? "2" : "4", "helped", "1", NULL)) == NULL)
        return TRUE;
      cl_sample_put_reference (record, "person", sample->staff[3 + i % 2]);
      cl_sample_put_date (record, "date", cl_sample_before (sample, 0, i, 5));
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (talents); i++)
    {
      record = cl_sample_record (sample, "talent", "kind", talents[i][0], "level", i == 2 ? "county" : "township", "merits", talents[i][2], "recommended_by", village->name, NULL);
      cl_sample_put_reference (record, "person", WHO (i));
      cl_sample_put_date (record, "start", cl_sample_before (sample, 1, i, 0));
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      record = cl_sample_record (sample, "liaison", "unit", units[i], "leader", "分管领导", "post", "干事", "duty", "残疾人工作日常联络", NULL);
      cl_sample_put_reference (record, "person", i < 3 ? sample->staff[i + 2] : WHO (3));
      cl_sample_put_date (record, "start", cl_sample_before (sample, 2, 0, 0));
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      g_autofree char *number = g_strdup_printf ("TA%s-%02u", year, i + 1);

      record = cl_sample_record (sample, "proposal", "number", number, "subject", subjects[i], "handler", "镇残联", "answer", i == 0 ? "已列入下年度计划" : NULL, "satisfaction", i == 0 ? "满意" : NULL, NULL);
      cl_sample_put_reference (record, "proposer", WHO (4 + i));
      cl_sample_put_date (record, "submitted", cl_sample_before (sample, 0, 3, i));
      cl_sample_put_date (record, "due", i == 1 ? cl_sample_before (sample, 0, 0, 3) : cl_sample_before (sample, 0, -1, 0));
      cl_sample_put_date (record, "answered", i == 0 ? cl_sample_before (sample, 0, 1, 0) : 0);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (employers); i++)
    {
      gint64 employer;
      ClRecord *placement;

      record = cl_sample_record (sample, "employer", "name", employers[i][0], "year", year, "staff", employers[i][1], "disabled_staff", employers[i][2], "needed", i == 0 ? "2" : "1", "contact", "人事科",
                      "state", i == 0 ? "已按比例安置" : "未缴", NULL);
      cl_sample_put_reference (record, "division", sample->township);
      cl_sample_put_date (record, "declared", i == 0 ? cl_sample_before (sample, 0, 4, 0) : 0);
      employer = cl_sample_save (sample, record, error);
      if (employer == 0)
        return FALSE;
      if (i == 1)
        continue;
      placement = cl_sample_record (sample, "placement", "post", i == 0 ? "糊盒工" : "图书管理员", "wage", "2600", "insured", "是", NULL);
      cl_sample_put_reference (placement, "employer", employer);
      cl_sample_put_reference (placement, "person", WHO (8 + i));
      cl_sample_put_date (placement, "start", cl_sample_before (sample, 1, i, 0));
      if (cl_sample_save (sample, placement, error) == 0)
        return FALSE;
    }
  record = cl_sample_record (sample, "recruitment", "year", year, "unit", "云岭县残联", "post", "办公室工作人员", "manner", "单考单招", "score", "78.5", "outcome", "已录用", NULL);
  cl_sample_put_reference (record, "person", WHO (11));
  cl_sample_put_date (record, "start", cl_sample_before (sample, 0, 2, 0));
#undef WHO
  return cl_sample_save (sample, record, error) != 0;
}

/**
 * cl_sample_write_organisations:
 * @sample: the sample
 * @error: return location
 *
 * Writes the organisations beside federation and committees, and what the roster plugin keeps about all of them: check-lists, reform tasks, selections,
 * elections, homes, accessibility, volunteers, talents, liaison officers, proposals, employers. Where the plugin is absent, the organisations alone.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_organisations (Sample *sample, GError **error)
{
  return write_groups (sample, error) && write_category_associations (sample, error) && write_others (sample, error) && write_check_items (sample, error)
         && write_reform (sample, error) && write_selections (sample, error) && write_elections (sample, error) && write_places (sample, error) && write_people (sample, error);
}
