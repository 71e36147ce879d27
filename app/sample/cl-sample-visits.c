#include "cl-sample-private.h"

typedef struct
{
  Sample *sample;
  const Candidate *candidate;
  gint64 special;
  guint32 start;
  guint32 end;
} Visits;

static const char *const findings[] = {
  "精神尚好，按时服药，饮食睡眠正常；用电、煤气检查无隐患。", "近日感冒，已到村卫生室取药；由配偶照料。", "血压偏高，提醒按时服药；家中整洁。",
  "行动不便，卧床时间较多，翻身护理到位，无压疮。", "情绪平稳，能做简单家务；灶具老旧，已提醒。", "住院后已出院，恢复尚可，需定期复查。", "轮椅刹车松动，已现场紧固。",
  "冬季取暖用煤炉，已检查烟道并提醒通风。", "夜间睡眠差，建议联系精神卫生中心复诊。", "生活能自理，与邻里相处和睦。",
};

/* What was asked, and what became of it. */
static const struct
{
  const char *problem;
  const char *solved;
  const char *unit;
  const char *result;
} problems[] = {
  { "希望更换轮椅", NULL, "县残联辅具中心", "已适配新轮椅" },
  { "两项补贴上月未到账", "现场核对银行卡，系换卡未登记，已更正", NULL, NULL },
  { "卫生间需装扶手", NULL, "县残联", "已列入家庭无障碍改造，安装完成" },
  { "低保复审材料不全", "现场帮助补齐材料", NULL, NULL },
  { "需上门评残", NULL, "县人民医院", "医生已上门评定" },
  { "药费负担重，申请临时救助", NULL, "镇民政所", "已发放临时救助金 800 元" },
  { "屋顶漏雨", NULL, "村委会", "村委会已组织维修" },
  { "残疾人证即将到期", NULL, "县残联", "已代办换证并送证上门" },
  { "希望参加就业技能培训", "已登记，告知下期时间", NULL, NULL },
};

static void
put_problem (Visits *visits, ClRecord *record, guint32 date, guint i)
{
  Sample *sample = visits->sample;
  guint which = i % G_N_ELEMENTS (problems);
  guint32 due = date + 20 + 5 * (i % 4);

  cl_sample_put (record, "problem", problems[which].problem);
  cl_sample_put (record, "solved", problems[which].solved);
  if (problems[which].unit == NULL)
    return;
  cl_sample_put (record, "reported_to", problems[which].unit);
  cl_sample_put_date (record, "due", due);
  /* Most are closed in time, some late, some not at all. */
  if (i % 4 == 3 && due < sample->today && sample->today - due < 200)
    return;
  if (due + (i % 5 == 2 ? 12 : 0) <= sample->today)
    {
      cl_sample_put (record, "result", problems[which].result);
      cl_sample_put_date (record, "closed", i % 5 == 2 ? due + 12 : due - 4);
    }
}

static void
put_met (Visits *visits, ClRecord *record, const char *manner, guint32 date)
{
  static const char *const policies[][4] = { { "allowances", "dibao" }, { "allowances", "family-doctor", "nursing" }, { "allowances", "rehabilitation" }, { "dibao", "family-doctor" }, { "other" } };
  Sample *sample = visits->sample;
  const Candidate *candidate = visits->candidate;
  g_autofree char *spoke_with = g_strdup_printf ("%s（%s）", candidate->head, g_str_equal (candidate->head, candidate->name) ? "本人" : "户主");
  guint i = sample->n_visits;

  cl_sample_put (record, "spoke_with", spoke_with);
  if (candidate->is_guarded && g_str_equal (manner, "home"))
    cl_sample_put_number (record, "guardian_present", cl_sample_random (sample, 5) > 0);
  cl_sample_put (record, "findings", findings[cl_sample_random (sample, G_N_ELEMENTS (findings))]);
  if (i % 3 == 0)
    cl_sample_put_several (record, "policies", policies[i / 3 % G_N_ELEMENTS (policies)]);
  if (i % 40 == 9)
    cl_sample_put (record, "policy_gap", "护理补贴尚未落实");
  if (i % 13 == 6)
    cl_sample_put_date (record, "next", MIN (date + 14 + i % 15, cl_sample_before (sample, 0, -2, 0)));
  if (i % 11 == 5)
    put_problem (visits, record, date, i / 11);
}

static void
put_visitors (Visits *visits, ClRecord *record)
{
  Sample *sample = visits->sample;
  Village *village = &g_array_index (sample->villages, Village, visits->candidate->village);
  gboolean has_commissioner = village->commissioner != 0;
  g_autofree char *first = g_strdup_printf ("%s（%s）", has_commissioner ? village->commissioner_name : sample->staff_names[2], "专职委员");
  g_autofree char *chair = g_strdup_printf ("%s（残协主席）", village->chair_name);
  guint drawn = cl_sample_random (sample, 8);
  const char *const visitors[] = { first, drawn == 0 ? chair : drawn == 1 ? "村医" : drawn == 2 ? "网格员" : NULL, NULL };

  cl_sample_put_several (record, "visitors", visitors);
}

static gint64
write_visit (Visits *visits, guint32 date, const char *absence, GError **error)
{
  Sample *sample = visits->sample;
  ClRecord *record = cl_record_new (sample->guests[GUEST_VISIT]);
  guint drawn = cl_sample_random (sample, 100);
  const char *manner = absence != NULL ? (drawn < 80 ? "home" : "phone") : drawn < 76 ? "home" : drawn < 92 ? "phone" : drawn < 98 ? "video" : "other";
  g_autofree char *number = g_strdup_printf ("%u-%05u", cl_sample_year (date), ++sample->n_visits);

  cl_sample_put (record, "number", number);
  cl_sample_put_reference (record, "household", visits->special);
  cl_sample_put_reference (record, "person", visits->candidate->person);
  cl_sample_put_date (record, "date", date);
  cl_sample_put (record, "manner", manner);
  put_visitors (visits, record);
  cl_sample_put (record, "absence", absence);
  if (absence == NULL)
    put_met (visits, record, manner, date);
  else
    cl_sample_put_date (record, "next", date + 5);
  return cl_sample_save (sample, record, error);
}

/* One period: made, made late, not made at all, or nobody at home and made again some days later. */
static gboolean
write_period (Visits *visits, guint32 date, gboolean is_last, GError **error)
{
  static const char *const absences[] = { "out", "out", "hospital", "out", "refused", "moved", "died" };
  Sample *sample = visits->sample;
  guint drawn = cl_sample_random (sample, 100);
  guint32 last = visits->end != 0 ? MIN (visits->end, sample->today) : sample->today;
  gint64 visit;

  if (date < visits->start || date > last)
    return TRUE;
  /* A gap; of the present period more are still open. */
  if (drawn < 5 || (is_last && drawn < 25))
    return TRUE;
  if (drawn >= 90 && drawn < 95)
    date = MIN (date + 21, last);
  if (drawn >= 95)
    {
      const char *absence = absences[sample->n_absent++ % G_N_ELEMENTS (absences)];

      if (write_visit (visits, date, absence, error) == 0)
        return FALSE;
      if (date + 5 > last)
        return TRUE;
      date += 5;
    }
  visit = write_visit (visits, date, NULL, error);
  if (visit == 0)
    return FALSE;
  return sample->n_visits % 16 != 3 || cl_sample_write_needs (sample, visits->candidate, visit, date, sample->n_needs++, error);
}

/**
 * cl_sample_write_visits:
 * @sample: the sample
 * @candidate: the household
 * @special: its record in the visiting system
 * @start: since when it is visited
 * @end: until when, or 0
 * @months: how many lie between two visits
 * @error: return location
 *
 * Writes two years of visits. Every seventh household is visited on the last day of the month.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_visits (Sample *sample, const Candidate *candidate, gint64 special, guint32 start, guint32 end, guint months, GError **error)
{
  Visits visits = { sample, candidate, special, start, end };
  guint usual = candidate->rank % 7 == 3 ? 31 : 2 + candidate->rank % 26;

  if (sample->guests[GUEST_VISIT] == NULL)
    return TRUE;
  for (int before = 23 - (int) (candidate->rank % months); before >= 0; before -= (int) months)
    {
      g_autofree char *iso = cl_sample_date (cl_sample_before (sample, 0, before, 0));
      guint year, month;
      guint day = usual == 31 ? 31 : usual + cl_sample_random (sample, 3);

      sscanf (iso, "%u-%u", &year, &month);
      if (!write_period (&visits, cl_sample_day (year, month, day), before < (int) months, error))
        return FALSE;
    }
  return TRUE;
}

/* What is asked for in each domain, who gives it, and on what policy. */
static const struct
{
  const char *domain;
  const char *description;
  const char *plan;
  const char *provider;
  const char *basis;
  const char *result;
} needs[] = {
  { "rehabilitation", "需上门康复训练，每周两次", "联系县康复中心派康复师上门指导", "县残疾人康复中心", "残疾人精准康复服务行动", "已完成 24 次上门训练" },
  { "devices", "需更换轮椅（旧轮椅已用六年）", "登记辅具需求，统一适配", "县残联辅具中心", "基本型辅助器具适配补贴办法", "已适配普通轮椅一辆" },
  { "accessibility", "门前台阶改坡道，卫生间装扶手", "列入本年家庭无障碍改造", "云岭县宏达建筑队", "困难重度残疾人家庭无障碍改造", "坡道和扶手安装完毕，验收合格" },
  { "care", "照料人外出务工，需日间照料", "申请残疾人之家日间照料", "云岭镇残疾人之家", "托养服务补贴", "已入托，每周五天" },
  { "poverty", "医药费高，申请临时救助", "协助向民政所申请", "云岭镇民政所", "临时救助办法", "发放救助金 1200 元" },
  { "employment", "希望学习手工编织并接单", "报名县手工技能培训班", "县残疾人就业服务所", "残疾人职业技能提升计划", "结业后在家接单" },
  { "education", "孩子需送教上门", "报县教育局安排送教", "云岭县特殊教育学校", "特殊教育提升计划", "每周送教一次" },
  { "rights", "土地流转合同有争议，需法律援助", "联系司法所", "云岭镇司法所", "法律援助条例", "经调解达成协议" },
  { "culture", "希望参加盲人读书活动", "联系镇文化站", "云岭镇文化站", NULL, "已领取听书机" },
  { "other", "代办身份证换领", "专职委员代办", "云岭派出所", NULL, "新证已送到家" },
};

/**
 * cl_sample_write_needs:
 * @sample: the sample
 * @candidate: the household
 * @visit: on which it was learnt
 * @from: its day
 * @i: counts up; domain, state and urgency follow from it
 * @error: return location
 *
 * Returns: whether the need is written
 */
gboolean
cl_sample_write_needs (Sample *sample, const Candidate *candidate, gint64 visit, guint32 from, guint i, GError **error)
{
  static const char *const states[] = { "met", "met", "under-way", "met", "open", "planned", "met", "impossible", "met", "withdrawn", "under-way" };
  static const char *const satisfactions[] = { "satisfied", "satisfied", "fairly", "satisfied", "dissatisfied" };
  Village *village = &g_array_index (sample->villages, Village, candidate->village);
  guint which = i % G_N_ELEMENTS (needs);
  gboolean is_recent = sample->today - from < 150;
  const char *state = states[i % G_N_ELEMENTS (states)];
  guint32 due = from + 30 + 15 * (i % 5), done = from + 12 + 9 * (i % 9);
  ClRecord *record;

  if (sample->guests[GUEST_NEED] == NULL)
    return TRUE;
  if (done > sample->today || !is_recent)
    state = done > sample->today ? (i % 2 == 0 ? "open" : "planned") : g_str_equal (state, "open") || g_str_equal (state, "planned") ? "met" : state;
  record = cl_record_new (sample->guests[GUEST_NEED]);
  if (i % 6 == 5)
    cl_sample_put_reference (record, "household", candidate->household);
  else
    cl_sample_put_reference (record, "person", candidate->person);
  cl_sample_put_reference (record, "visit", visit);
  cl_sample_put (record, "domain", needs[which].domain);
  cl_sample_put (record, "description", needs[which].description);
  cl_sample_put (record, "urgency", i % 17 == 0 ? "1" : i % 7 == 1 ? "2" : "3");
  cl_sample_put_date (record, "date", from);
  cl_sample_put (record, "assessor", village->commissioner != 0 ? village->commissioner_name : sample->staff_names[2]);
  cl_sample_put (record, "state", state);
  if (!g_str_equal (state, "open"))
    {
      cl_sample_put (record, "plan", needs[which].plan);
      cl_sample_put (record, "provider", needs[which].provider);
      cl_sample_put (record, "basis", needs[which].basis);
    }
  cl_sample_put (record, "responsible", village->commissioner != 0 ? village->commissioner_name : sample->staff_names[2]);
  cl_sample_put_date (record, "due", due);
  if (g_str_equal (state, "met"))
    {
      cl_sample_put_date (record, "done", done);
      cl_sample_put (record, "result", needs[which].result);
      cl_sample_put (record, "satisfaction", satisfactions[i % G_N_ELEMENTS (satisfactions)]);
    }
  else if (g_str_equal (state, "impossible"))
    cl_sample_put (record, "result", "现行政策无此项目，已向家属说明并上报县残联");
  else if (g_str_equal (state, "withdrawn"))
    cl_sample_put (record, "remark", "家属已自行解决");
  return cl_sample_save (sample, record, error) != 0;
}
