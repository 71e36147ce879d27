#include "cl-sample-private.h"

/* What the office does at its own desk: assessments of commissioners, meetings, great decisions, reports to be sent. */

static const struct
{
  const char *name;
  guint worth;
} items[] = {
  { "roster", 10 }, { "updates", 10 }, { "visits", 15 }, { "certificates", 5 }, { "subsidies", 5 }, { "petitions", 5 }, { "activities", 5 }, { "punctuality", 5 },
  { "duty", 10 }, { "conduct", 5 }, { "learning", 5 },
};

/* The scores: the @i-th commissioner; what the township gave only where it did. */
static void
put_scores (ClRecord *record, guint i, gboolean is_poor, gboolean is_given)
{
  for (guint j = 0; j < G_N_ELEMENTS (items); j++)
    {
      g_autofree char *self = g_strconcat ("self_", items[j].name, NULL), *given = g_strconcat ("given_", items[j].name, NULL);
      guint score = is_poor ? items[j].worth / 2 : items[j].worth - (i + j) % 3;

      cl_sample_put_number (record, self, MIN (score + 1, items[j].worth));
      if (is_given)
        cl_sample_put_number (record, given, score);
    }
}

/* All commissioners of last year with their grade; of this year the first have told of themselves. */
static gboolean
write_performances (Sample *sample, GError **error)
{
  static const char *const grades[] = { "优秀", "称职", "称职", "称职", "优秀", "称职", "基本称职", "不称职" };
  guint n = 0;

  for (guint i = 0; i < sample->villages->len; i++)
    {
      const Village *village = &g_array_index (sample->villages, Village, i);

      if (village->commissioner == 0)
        continue;
      for (guint back = n < 3 ? 0 : 1; back < 2; back++)
        {
          const char *grade = back == 1 ? grades[n % G_N_ELEMENTS (grades)] : NULL;
          gboolean is_poor = g_strcmp0 (grade, "不称职") == 0;
          g_autofree char *year = g_strdup_printf ("%u", cl_sample_year (sample->today) - back);
          ClRecord *record = cl_sample_record (sample, "performance", "year", year, "statement",
                                               "一年来按月走访特殊困难残疾人家庭，更新名册和台账，协助办理残疾人证和两项补贴，参加镇残联组织的培训。", "grade", grade, "adjustment",
                                               back == 1 && n == 1 ? "-0.5" : NULL, "adjustment_reason", back == 1 && n == 1 ? "报表迟报1次" : NULL, NULL);

          if (record == NULL)
            return TRUE;
          cl_sample_put_reference (record, "person", village->commissioner);
          cl_sample_put_reference (record, "division", village->id);
          put_scores (record, n, is_poor, back == 1);
          if (back == 1)
            {
              cl_sample_put_number (record, "ballots", 20 + n);
              cl_sample_put_number (record, "ballots_satisfied", is_poor ? 8 : 18 + n);
              cl_sample_put_date (record, "confirmed", cl_sample_before (sample, 0, 10, (int) n));
            }
          if (cl_sample_save (sample, record, error) == 0)
            return FALSE;
        }
      n++;
    }
  return TRUE;
}

static const struct
{
  const char *name, *kind, *place, *topics, *minutes, *decisions, *tasks;
  int months, days;
} meetings[] = {
  { "镇残联执行理事会第三次会议", "理事会", "镇政府二楼会议室", "冬季走访安排；困难重度残疾人家庭无障碍改造对象", "理事长通报入户摸底情况，与会人员逐户讨论。", "同意12户列入本年无障碍改造名单，公示7天。",
    "镇残联负责公示，各村残协负责核对。", 0, 16 },
  { "镇残联主席团会议", "主席团会议", "镇政府三楼会议室", "听取上半年工作报告", "执行理事会报告上半年工作，委员发言。", "通过上半年工作报告。", "镇残联根据发言修改报告并上报县残联。", 4, 3 },
  { "云岭社区残协第二次会议", "残协会议", "云岭社区活动室", "残疾人小组活动；邻里帮扶", "各小组组长汇报走访情况。", "每月第一周开展一次小组活动。", "小组组长每月向专职委员报告一次。", 1, 9 },
  { "镇残疾人工作联席会议", "联席会议", "镇政府三楼会议室", "残疾儿童入学；辅助性就业场地", "民政所、中心学校、卫生院分别说明情况。", "中心学校为3名残疾儿童随班就读建档。", "镇残联月底前汇总各单位落实情况。", 2, 12 },
  { "残疾人之家选址民主协商会", "民主协商", "云岭社区活动室", "残疾人之家扩建选址", "残疾人代表提出要离公交站近、一层、有坡道。", "原址扩建一间康复室。", "镇村建所出具方案。", 3, 6 },
  { "年终述职与考核准备会", "其他", "镇政府三楼会议室", "年终考核办法和时间", NULL, NULL, NULL, 0, -24 },
};

/* The names of those who were there: the federation's staff, and some chairs of villages. */
static void
put_people (Sample *sample, ClRecord *record, guint i)
{
  const char *present[9] = { NULL };
  guint n = 0;

  for (guint j = 0; j < 4; j++)
    present[n++] = sample->staff_names[j];
  for (guint j = 0; j < 4; j++)
    {
      const Village *village = &g_array_index (sample->villages, Village, (i + j * 2) % sample->villages->len);

      if (*village->chair_name != '\0')
        present[n++] = village->chair_name;
    }
  cl_sample_put_several (record, "present", present);
  cl_sample_put_several (record, "absent", (const char *const[]) { sample->staff_names[4], NULL });
  cl_sample_put_several (record, "attending", (const char *const[]) { "镇民政所负责人", "镇卫生院负责人", NULL });
}

/* @first: the council's, where great decisions are taken. */
static gboolean
write_meetings (Sample *sample, gint64 *first, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (meetings); i++)
    {
      ClRecord *record = cl_sample_record (sample, "meeting", "name", meetings[i].name, "kind", meetings[i].kind, "time", i % 2 == 0 ? "9:00" : "14:30", "place", meetings[i].place,
                                           "chair", sample->staff_names[0], "recorder", sample->staff_names[2], "topics", meetings[i].topics, "minutes", meetings[i].minutes,
                                           "decisions", meetings[i].decisions, "tasks", meetings[i].tasks, NULL);
      gint64 id;

      if (record == NULL)
        return TRUE;
      cl_sample_put_date (record, "date", cl_sample_before (sample, 0, meetings[i].months, meetings[i].days));
      if (meetings[i].minutes != NULL)
        put_people (sample, record, i);
      if ((id = cl_sample_save (sample, record, error)) == 0)
        return FALSE;
      *first = i == 0 ? id : *first;
    }
  return TRUE;
}

static gboolean
write_decisions (Sample *sample, gint64 meeting, GError **error)
{
  static const struct
  {
    const char *subject, *kind, *opinions, *risk, *legality, *result, *asked[3];
    int months;
  } decisions[] = {
    { "困难重度残疾人家庭无障碍改造对象", "重大项目安排", "各村残协无异议；肢残人协会建议优先改造独居户。", "对象不准可能引起投诉：入户核实并公示。", "符合县残联改造方案的对象条件。",
      "同意12户，公示无异议后实施。", { "association", "commissioner" }, 0 },
    { "残疾人之家扩建经费", "大额资金使用", "县康复中心专家建议先改卫生间。", "资金分两期拨付，完工审计。", "属镇残联经费使用范围，已报镇政府同意。", "同意使用4.8万元，原址扩建。", { "expert" }, 2 },
    { "聘任四名村（社区）专职委员", "重要人事任免", "村“两委”和残疾人代表无异议。", "公示期间未收到反映。", "符合专职委员选聘办法。", "同意聘任，报县残联备案。", { "commissioner" }, 6 },
    { "下年度残疾人工作要点", "重大事项决策", "正在征求各村残协意见。", NULL, NULL, NULL, { "association" }, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      gboolean is_open = decisions[i].result == NULL;
      ClRecord *record = cl_sample_record (sample, "decision", "subject", decisions[i].subject, "kind", decisions[i].kind, "proposed_by", sample->staff_names[1], "opinions",
                                           decisions[i].opinions, "risk", decisions[i].risk, "legality", decisions[i].legality, "result", decisions[i].result, "votes_for",
                                           is_open ? NULL : i == 1 ? "4" : "5", "votes_against", is_open ? NULL : "0", "abstentions", is_open ? NULL : i == 1 ? "1" : "0", NULL);

      if (record == NULL)
        return TRUE;
      cl_sample_put_several (record, "asked", decisions[i].asked);
      cl_sample_put_date (record, "proposed", cl_sample_before (sample, 0, decisions[i].months, is_open ? 5 : 26));
      cl_sample_put_date (record, "decided", is_open ? 0 : cl_sample_before (sample, 0, decisions[i].months, 16));
      if (i == 0)
        cl_sample_put_reference (record, "meeting", meeting);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_submissions (Sample *sample, GError **error)
{
  static const struct
  {
    const char *name, *to, *state;
    int due, sent; /* days before the sample's day; sent 0: not yet */
  } reports[] = {
    { "残疾人两项补贴发放统计表", "云岭县残联", "已接收", 76, 78 },   { "残疾人两项补贴发放统计表", "云岭县残联", "已报", 46, 47 },
    { "特殊困难残疾人家庭走访情况季报", "云岭县残联", "迟报", 51, 49 }, { "无障碍改造台账", "云岭县残联", "退回", 20, 22 },
    { "残疾人证到期换发情况表", "云岭县残联", "未报", 4, 0 },          { "残疾人基本状况调查动态更新汇总表", "云岭县残联", "未报", -9, 0 },
    { "残疾人事业统计年报", "云岭县残联", "未报", -40, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autofree char *due = cl_sample_date (cl_sample_before (sample, 0, 0, reports[i].due)), *before = cl_date_add (due, 0, -1, 0);
      g_autofree char *month = g_strndup (before, 7);
      g_autofree char *period = i == G_N_ELEMENTS (reports) - 1 ? g_strndup (before, 4) : g_strdup (month);
      ClRecord *record = cl_sample_record (sample, "submission", "name", reports[i].name, "period", period, "to", reports[i].to, "state", reports[i].state, "due", due, "receiver",
                                           i == 0 ? "许建国" : NULL, "remark", i == 3 ? "缺改造前后照片，补齐后重报" : NULL, NULL);

      if (record == NULL)
        return TRUE;
      cl_sample_put_date (record, "sent", reports[i].sent != 0 ? cl_sample_before (sample, 0, 0, reports[i].sent) : 0);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_sample_write_office:
 * @sample: the sample
 * @error: return location
 *
 * Writes assessments, meetings, decisions and the calendar of reports, each where its plugin is there.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_office (Sample *sample, GError **error)
{
  gint64 meeting = 0;

  return write_performances (sample, error) && write_meetings (sample, &meeting, error) && write_decisions (sample, meeting, error) && write_submissions (sample, error);
}
