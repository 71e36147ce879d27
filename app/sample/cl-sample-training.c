#include "cl-sample-private.h"

#include <string.h>

/* Trainings by how many months they lie before the sample's day (below zero: after it). */
typedef struct
{
  int months;
  guint day;
  guint days; /* 1: ends the day it starts */
  const char *name;
  const char *category;
  const char *level;
  const char *forms[3];
  const char *audience[4];
  guint hours;
  guint cost; /* yuan */
  const char *place;
  const char *lecturer;
  const char *content;
  gboolean is_assessed;
  gboolean is_planned;
} Event;

static const Event events[] = {
  { 23, 18, 2, "残疾人专职委员业务培训班（第一期）", "business", "township", { "classroom" }, { "commissioner", "chair" }, 12, 3600, "镇政府三楼会议室", "县残联 许建国", "残疾人证办理、两项补贴政策、台账填报", TRUE, TRUE },
  { 22, 9, 1, "冬季走访安全知识培训", "other", "township", { "classroom" }, { "commissioner" }, 3, 400, "镇政府二楼会议室", "镇应急办 傅平", "取暖用火用电检查要点", FALSE, FALSE },
  { 20, 12, 1, "政治理论学习", "theory", "township", { "classroom" }, { "township", "chair" }, 4, 0, "镇政府三楼会议室", "镇党委 邓书记", "残疾人事业发展重要论述", FALSE, TRUE },
  { 19, 23, 1, "家庭医生与康复转介培训", "rehabilitation", "county", { "classroom", "demonstration" }, { "commissioner", "backbone" }, 6, 900, "县残疾人康复中心", "县康复中心 卢医生", "康复需求筛查、转介流程、现场观摩", TRUE, TRUE },
  { 18, 15, 1, "助残日维权知识讲座", "rights", "village", { "classroom" }, { "disabled", "village-committee" }, 2, 300, "上河村文化大院", "镇司法所 阎所长", "残疾人保障法、法律援助申请", FALSE, TRUE },
  { 16, 7, 1, "廉政警示教育", "integrity", "county", { "online" }, { "township" }, 2, 0, "网络会议", "县纪委", "惠残资金违纪案例", FALSE, TRUE },
  { 14, 20, 3, "残疾人手工编织技能培训", "employment", "county", { "classroom" }, { "disabled" }, 24, 12800, "云岭镇残疾人之家", "县就业服务所 沈老师", "编织技法、接单与交货", TRUE, TRUE },
  { 13, 11, 1, "外出考察：邻县残协建设", "other", "prefecture", { "tour" }, { "chair", "commissioner" }, 8, 5200, "安平县白塔镇", "白塔镇残联", "村残协场所和制度建设", FALSE, TRUE },
  { 11, 16, 2, "残疾人专职委员业务培训班（第二期）", "business", "township", { "classroom" }, { "commissioner", "chair" }, 12, 3400, "镇政府三楼会议室", "县残联 许建国", "动态更新入户调查、走访记录填写", TRUE, TRUE },
  { 10, 24, 1, "专职委员在线学习", "information", "province", { "online" }, { "commissioner" }, 10, 0, "省残联在线平台", "省残联", "办公软件、表格填报、信息安全", TRUE, TRUE },
  { 8, 19, 1, "送教上门与随班就读政策", "education", "county", { "classroom" }, { "commissioner", "backbone" }, 4, 600, "县特殊教育学校", "县特校 万校长", "适龄残疾儿童入学安置", FALSE, TRUE },
  { 6, 17, 1, "助残日现场观摩", "rehabilitation", "township", { "demonstration" }, { "chair", "village-committee", "backbone" }, 4, 500, "云岭镇残疾人之家", "镇残联", "辅具体验、无障碍改造样板户", FALSE, TRUE },
  { 5, 31, 1, "社会工作方法夜校", "other", "township", { "classroom" }, { "commissioner", "backbone" }, 3, 200, "云岭社区活动室", "县社工站 戴老师", "访谈技巧、个案记录", FALSE, FALSE },
  { 3, 14, 2, "残疾人专职委员业务培训班（第三期）", "business", "township", { "classroom" }, { "commissioner", "chair" }, 12, 3800, "镇政府三楼会议室", "县残联 许建国", "特殊困难家庭认定、档案整理", TRUE, TRUE },
  { 1, 22, 1, "镇村干部残疾人工作培训", "theory", "township", { "classroom" }, { "township", "village-committee", "chair" }, 4, 800, "镇政府三楼会议室", "镇党委 邓书记", "基层残联改革任务", TRUE, TRUE },
  { 0, 0, 1, "档案整理实务", "business", "township", { "classroom" }, { "commissioner" }, 3, 100, "镇政府二楼会议室", "县档案馆 白老师", "归档文件整理规则", FALSE, FALSE },
  { -1, 15, 1, "年终述职与考核说明会", "business", "township", { "classroom" }, { "commissioner", "chair" }, 3, 0, "镇政府三楼会议室", "镇残联", "述职材料、考核办法", FALSE, TRUE },
  { -2, 12, 2, "冬春送温暖走访动员", "other", "township", { "classroom", "online" }, { "commissioner", "township" }, 2, 0, "镇政府三楼会议室", "镇残联", "走访名单、慰问物资发放", FALSE, FALSE },
};

static guint32
when (Sample *sample, const Event *event)
{
  g_autofree char *iso = NULL;
  guint year, month;

  /* The one of last week. */
  if (event->day == 0)
    return sample->today - 6;
  iso = cl_sample_date (cl_sample_before (sample, 0, event->months, 0));
  sscanf (iso, "%u-%u", &year, &month);
  return cl_sample_day (year, month, event->day);
}

static gint64
write_plan (Sample *sample, const Event *event, guint32 day, GError **error)
{
  ClRecord *record = cl_record_new (sample->guests[GUEST_PLAN]);
  g_autofree char *iso = cl_sample_date (day);
  g_autofree char *month = g_strndup (iso, 7);

  cl_sample_put_number (record, "year", cl_sample_year (day));
  cl_sample_put (record, "title", event->name);
  cl_sample_put (record, "category", event->category);
  cl_sample_put (record, "level", event->level);
  cl_sample_put_several (record, "audience", event->audience);
  cl_sample_put (record, "organiser", CL_SAMPLE_NAME "残疾人联合会");
  cl_sample_put (record, "month", month);
  cl_sample_put_number (record, "courses", 1);
  cl_sample_put_number (record, "expected", 26);
  cl_sample_put_number (record, "hours", event->hours);
  cl_sample_put_money (record, "budget", event->cost + 200);
  cl_sample_put (record, "responsible", sample->staff_names[1]);
  return cl_sample_save (sample, record, error);
}

static gint64
write_event (Sample *sample, const Event *event, guint number, guint32 start, gint64 plan, guint expected, GError **error)
{
  ClRecord *record = cl_record_new (sample->guests[GUEST_EVENT]);
  g_autofree char *code = g_strdup_printf ("PX%u-%02u", cl_sample_year (start), number);
  gboolean is_over = start + event->days <= sample->today;

  cl_sample_put (record, "number", code);
  cl_sample_put (record, "name", event->name);
  cl_sample_put_reference (record, "plan", plan);
  cl_sample_put (record, "category", event->category);
  cl_sample_put (record, "level", event->level);
  cl_sample_put_several (record, "form", event->forms);
  cl_sample_put (record, "organiser", g_str_equal (event->level, "township") || g_str_equal (event->level, "village") ? CL_SAMPLE_NAME "残疾人联合会" : "云岭县残疾人联合会");
  cl_sample_put (record, "host", CL_SAMPLE_NAME "残疾人联合会");
  cl_sample_put_date (record, "start", start);
  cl_sample_put_date (record, "end", start + event->days - 1);
  cl_sample_put (record, "place", event->place);
  cl_sample_put (record, "lecturer", event->lecturer);
  cl_sample_put_number (record, "hours", event->hours);
  cl_sample_put_several (record, "audience", event->audience);
  cl_sample_put_number (record, "expected", expected);
  cl_sample_put (record, "content", event->content);
  cl_sample_put (record, "assessment", event->is_assessed ? "闭卷考试" : "不考核");
  cl_sample_put (record, "recorder", sample->staff_names[2]);
  if (is_over)
    {
      cl_sample_put (record, "evaluation", "内容实用，参训人员反映良好");
      cl_sample_put_number (record, "satisfied", 86 + number % 13);
      cl_sample_put_money (record, "cost", event->cost);
    }
  return cl_sample_save (sample, record, error);
}

/* Every sixth was late, on leave, or not there. */
static void
put_presence (Sample *sample, ClRecord *record, const Event *event, guint32 start, gboolean is_evening)
{
  static const char *const states[] = { "present", "present", "present", "late", "present", "present", "present", "leave", "present", "present", "present", "absent" };
  guint i = sample->n_attended++;
  const char *state = states[i * 7 % 12];
  gboolean was_there = g_str_equal (state, "present") || g_str_equal (state, "late");
  guint score = 52 + i * 11 % 49;

  cl_sample_put (record, "state", state);
  if (!was_there)
    {
      cl_sample_put_number (record, "hours", 0);
      cl_sample_put (record, "remark", g_str_equal (state, "leave") ? "家中有事，已请假" : NULL);
      return;
    }
  if (is_evening)
    cl_sample_put_several (record, "sessions", (const char *const[]) { "evening", NULL });
  else
    cl_sample_put_several (record, "sessions", (const char *const[]) { "morning", event->hours > 3 ? "afternoon" : NULL, NULL });
  cl_sample_put_number (record, "hours", g_str_equal (state, "late") ? MAX (event->hours, 1) - 1 : event->hours);
  if (!event->is_assessed)
    {
      cl_sample_put (record, "result", "unassessed");
      return;
    }
  cl_sample_put_number (record, "score", score);
  cl_sample_put (record, "result", score >= 90 ? "excellent" : score >= 60 ? "passed" : "failed");
  if (score >= 60)
    {
      g_autofree char *certificate = g_strdup_printf ("云残培证字〔%u〕第%03u号", cl_sample_year (start), ++sample->n_certificates);

      cl_sample_put (record, "certificate", certificate);
    }
}

static gboolean
write_attendance (Sample *sample, const Event *event, gint64 id, guint32 start, gint64 person, const char *unit, const char *post, GError **error)
{
  ClRecord *record = cl_record_new (sample->guests[GUEST_ATTENDANCE]);

  cl_sample_put_reference (record, "event", id);
  cl_sample_put_reference (record, "person", person);
  cl_sample_put (record, "unit", unit);
  cl_sample_put (record, "post", post);
  put_presence (sample, record, event, start, strstr (event->name, "夜校") != NULL);
  return cl_sample_save (sample, record, error) != 0;
}

/* Whom it was for: commissioners and chairs of the villages, the federation's staff, and of the households visited a few. */
static gboolean
write_attendances (Sample *sample, const Event *event, gint64 id, guint32 start, GError **error)
{
  static const char *const posts[] = { "理事长", "副理事长", "专职委员", "委员", "委员" };
  const char *const *audience = event->audience;

  for (guint i = 0; i < sample->villages->len; i++)
    {
      Village *village = &g_array_index (sample->villages, Village, i);

      if (g_strv_contains (audience, "commissioner") && village->commissioner != 0
          && !write_attendance (sample, event, id, start, village->commissioner, village->name, "专职委员", error))
        return FALSE;
      if (g_strv_contains (audience, "chair") && !write_attendance (sample, event, id, start, village->chair, village->name, "残协主席", error))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (posts) && g_strv_contains (audience, "township"); i++)
    if (!write_attendance (sample, event, id, start, sample->staff[i], CL_SAMPLE_NAME "残联", posts[i], error))
      return FALSE;
  for (guint i = 0; i < MIN (sample->candidates->len, 20) && g_strv_contains (audience, "disabled"); i++)
    {
      const Candidate *candidate = &g_array_index (sample->candidates, Candidate, i);

      if (!write_attendance (sample, event, id, start, candidate->person, g_array_index (sample->villages, Village, candidate->village).name, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_sample_write_training:
 * @sample: the sample
 * @error: return location
 *
 * Writes plans, trainings and who came, over two years and two months to come. Nothing where the plugin is absent.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_training (Sample *sample, GError **error)
{
  guint number = 0, year = 0;

  if (sample->guests[GUEST_EVENT] == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      const Event *event = &events[i];
      guint32 start = when (sample, event);
      gint64 plan = 0, id;

      if (cl_sample_year (start) != year)
        {
          year = cl_sample_year (start);
          number = 0;
        }
      if (event->is_planned && sample->guests[GUEST_PLAN] != NULL)
        {
          plan = write_plan (sample, event, start, error);
          if (plan == 0)
            return FALSE;
        }
      id = write_event (sample, event, ++number, start, plan, 26, error);
      if (id == 0)
        return FALSE;
      /* That of last week still waits for its sheet of signatures. */
      if (start < sample->today && event->day != 0 && sample->guests[GUEST_ATTENDANCE] != NULL && !write_attendances (sample, event, id, start, error))
        return FALSE;
    }
  return TRUE;
}
