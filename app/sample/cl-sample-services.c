#include "cl-sample-private.h"

/* What is done for households beside the visits: subsidies, service cards, lists of work, days at the grass roots, appeals, gifts, institutions. */

/* The @i-th household that has a disabled member, each person once. */
static const Candidate *
get_candidate (Sample *sample, guint i)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint j = 0; j < sample->candidates->len; j++)
    {
      Candidate *candidate = &g_array_index (sample->candidates, Candidate, j);

      if (candidate->person != 0 && g_hash_table_add (seen, &candidate->person) && i-- == 0)
        return candidate;
    }
  return NULL;
}

/* Who may have a subsidy of the kind by 国发〔2015〕52号. */
#define THERE(kind) "exists_of(member.person, has(household.assistance, '" kind "') and (end is null or end >= '%s'))"
#define MAY_HAVE "state = 'living' and disability = 'certified' and (certificate_expires is null or certificate_expires >= '%s') and not " THERE ("destitute")

static GArray *
list_entitled (Sample *sample, gboolean is_nursing, GError **error)
{
  g_autofree char *where = is_nursing ? g_strdup_printf (MAY_HAVE " and grade in ('1', '2')", sample->day, sample->day)
                                      : g_strdup_printf (MAY_HAVE " and " THERE ("dibao"), sample->day, sample->day, sample->day);

  return cl_sample_find (sample, "person", where, is_nursing ? 10 : 8, error);
}

/* One month of a subsidy; the first person is new this month, the last has left; the standard of living was raised. */
static gboolean
write_subsidy (Sample *sample, gboolean is_nursing, gint64 person, guint i, guint n, int back, GError **error)
{
  gboolean is_new = back == 0 && i == 0, is_raised = back == 0 && !is_nursing, is_over = back == 0 && i + 1 == n;
  const char *standard = is_nursing ? "100" : is_raised ? "90" : "80";
  const char *change = is_new ? "新增" : is_over ? "停发" : is_raised ? "调整" : "无变动";
  const char *reason = is_new ? "本月新申请，经审核符合条件" : is_over ? (is_nursing ? "入住公办托养机构" : "本人申请退出") : "补贴标准提高";
  g_autofree char *iso = cl_sample_date (cl_sample_before (sample, 0, back, 0)), *month = g_strndup (iso, 7);
  g_autofree char *since_day = cl_sample_date (cl_sample_before (sample, 0, is_new ? 0 : 11 + (int) i, 0)), *since = g_strndup (since_day, 7);
  g_autofree char *account = g_strdup_printf ("62170001%011u", i + 1 + (is_nursing ? 100 : 0));
  ClRecord *record = cl_sample_record (sample, "subsidy", "period", month, "kind", is_nursing ? "重度残疾人护理补贴" : "困难残疾人生活补贴", "standard", standard, "from_month", since,
                                       "months", is_over ? "0" : "1", "amount", is_over ? "0" : standard, "bank", "云岭县农村商业银行云岭支行", "account", account, "change", change,
                                       "change_reason", g_str_equal (change, "无变动") ? NULL : reason, "reason", is_nursing ? "日常生活需长期照护" : "家庭生活困难，享受最低生活保障", NULL);

  cl_sample_put_reference (record, "person", person);
  return cl_sample_save (sample, record, error) != 0;
}

static gboolean
write_subsidies (Sample *sample, GError **error)
{
  if (cl_catalogue_find_ledger (cl_transaction_get_catalogue (sample->transaction), "subsidy") == NULL)
    return TRUE;
  for (guint kind = 0; kind < 2; kind++)
    {
      g_autoptr (GArray) persons = list_entitled (sample, kind == 1, error);

      if (persons == NULL)
        return FALSE;
      for (int back = 1; back >= 0; back--)
        for (guint i = 0; i < persons->len; i++)
          if (!(back == 1 && i == 0) && !write_subsidy (sample, kind == 1, g_array_index (persons, gint64, i), i, persons->len, back, error))
            return FALSE;
    }
  return TRUE;
}

static gboolean
write_supervisions (Sample *sample, gint64 card, guint i, GError **error)
{
  static const char *const manners[] = { "入户", "电话", "查阅资料", "其他" };
  static const char *const opinions[] = { "服务已到位，家属满意。", "电话核实，康复训练每周一次。", "服务记录齐全，缺一次签字，已补。", "在助残日现场询问，本人无意见。" };

  for (guint j = 0; j < 2; j++)
    {
      ClRecord *record = cl_sample_record (sample, "supervision", "inspector", sample->staff_names[1 + j], "manner", manners[(i + j) % 4], "opinion", opinions[(i + j) % 4], NULL);

      if (record == NULL)
        return TRUE;
      cl_sample_put_reference (record, "card", card);
      cl_sample_put_date (record, "date", cl_sample_before (sample, 0, 4 - 3 * (int) j, (int) i));
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_cards (Sample *sample, GError **error)
{
  static const char *const trades[][3] = { { "employment" }, { "industry", "employment" }, { "enterprise" }, { NULL } };
  static const char *const effects[] = { "满意", "基本满意", NULL, "不满意" };

  for (guint i = 0; i < 6; i++)
    {
      const Candidate *candidate = get_candidate (sample, i * 3);
      g_autofree char *year = g_strdup_printf ("%u", cl_sample_year (sample->today)), *number = g_strdup_printf ("FW%s-%03u", year, i + 1);
      gboolean is_able = i % 4 != 3;
      ClRecord *record = cl_sample_record (
          sample, "service_card", "number", number, "year", year, "income_source", is_able ? "家庭务农、低保金" : "低保金、残疾人两项补贴", "ability", is_able ? "有能力户" : "无能力户",
          "housing", i == 2 ? "土木房，屋面漏雨" : "砖混房，安全", "housing_need", i == 2 ? "危房改造" : NULL, "education", "小学", "employment", is_able ? "务农" : "未就业",
          "employment_need", is_able ? "实用技术培训" : NULL, "security", "已参加居民医保和养老保险", "rehabilitation", "偶尔到卫生院做康复训练", "rehabilitation_need", "居家康复训练、辅助器具",
          "accessibility", "门前有台阶", "accessibility_need", i % 2 == 0 ? "坡道、扶手" : NULL, "culture", "看电视、听广播", "culture_need", "参加小组活动", "effect", effects[i % 4],
          "effect_words", i == 3 ? "辅具等候时间太长" : NULL, "next_step", "落实辅具适配，继续按月走访", NULL);
      gint64 id;

      if (record == NULL)
        return TRUE;
      if (candidate == NULL)
        {
          cl_record_free (record);
          return TRUE;
        }
      cl_sample_put_several (record, "trades", trades[is_able ? i % 3 : 3]);
      cl_sample_put_reference (record, "person", candidate->person);
      cl_sample_put_reference (record, "commissioner", g_array_index (sample->villages, Village, candidate->village % sample->villages->len).commissioner);
      cl_sample_put_date (record, "opened", cl_sample_before (sample, 0, 9, (int) i));
      id = cl_sample_save (sample, record, error);
      if (id == 0 || (i < 4 && !write_supervisions (sample, id, i, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_work_items (Sample *sample, GError **error)
{
  static const struct
  {
    const char *list, *subject, *source, *measure, *unit, *state;
    int raised, due, closed; /* days before the sample's day; closed 0: not yet */
  } items[] = {
    { "责任清单", "完成特殊困难残疾人家庭全员走访", "年度工作要点", "专职委员按月走访，镇干部包村", "镇残联", "正在办理", 300, -39, 0 },
    { "责任清单", "残疾人证到期换发", "年度工作要点", "按月列出到期名单，逐户通知", "镇残联", "正在办理", 300, -10, 0 },
    { "责任清单", "残疾人之家开放和管理", "年度工作要点", "每周开放五天，登记服务", "云岭社区", "已销号", 280, 60, 70 },
    { "问题清单", "石桥村两户未装扶手", "走访", "列入无障碍改造名单", "石桥村残协", "正在办理", 60, -7, 0 },
    { "问题清单", "三名重度残疾人未参加家庭医生签约", "走访", "卫生院上门签约", "镇卫生院", "未办", 45, 6, 0 },
    { "问题清单", "柳林村一名残疾儿童未入学", "排查", "与县特教学校联系送教上门", "镇中心学校", "已销号", 120, 80, 85 },
    { "问题清单", "两项补贴账号错误四人", "数据比对", "核对一卡通账号后重发", "镇民政所", "已销号", 40, 20, 28 },
    { "问题清单", "北坪村辅具损坏", "12385热线", "联系县辅具中心维修", "北坪村残协", "未办", 12, -30, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      ClRecord *record = cl_sample_record (sample, "work_item", "list", items[i].list, "subject", items[i].subject, "source", items[i].source, "measure", items[i].measure, "unit",
                                           items[i].unit, "responsible", sample->staff_names[i % 3], "state", items[i].state, NULL);

      if (record == NULL)
        return TRUE;
      cl_sample_put_date (record, "raised", cl_sample_before (sample, 0, 0, items[i].raised));
      cl_sample_put_date (record, "due", cl_sample_before (sample, 0, 0, items[i].due));
      cl_sample_put_date (record, "closed", items[i].closed != 0 ? cl_sample_before (sample, 0, 0, items[i].closed) : 0);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_field_days (Sample *sample, GError **error)
{
  static const char *const contents[] = { "走访特殊困难残疾人家庭，了解过冬取暖", "检查村残协台账和制度上墙", "宣传两项补贴政策，帮助填写申请表", "陪同县康复中心入户评估辅具" };

  for (guint i = 0; i < 12; i++)
    {
      const Village *village = &g_array_index (sample->villages, Village, i % sample->villages->len);
      g_autofree char *households = g_strdup_printf ("%u", 3 + i % 4), *problems = g_strdup_printf ("%u", i % 3);
      ClRecord *record = cl_sample_record (sample, "field_day", "place", village->name, "content", contents[i % G_N_ELEMENTS (contents)], "households", households, "problems", problems,
                                           "part", i % 3 == 1 ? "半天" : "一天", NULL);

      if (record == NULL)
        return TRUE;
      cl_sample_put_reference (record, "person", sample->staff[i % 5]);
      cl_sample_put_date (record, "date", cl_sample_before (sample, 0, 0, 4 + (int) i * 17));
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_appeals (Sample *sample, GError **error)
{
  static const struct
  {
    const char *source, *kind, *text, *to, *handling, *satisfaction;
    int date, due, answered; /* days before the sample's day; answered 0: not yet */
  } appeals[] = {
    { "12385热线", "补贴救助", "护理补贴两个月未到账", "镇民政所", "一卡通账号变更未登记，已更正并补发", "满意", 70, 55, 58 },
    { "来访", "残疾人证", "肢体残疾加重，要求重新评定", "县残联", "已预约定点医院评定", "满意", 52, 37, 45 },
    { "来电", "康复辅具", "轮椅轮胎损坏，无法出门", "县辅具中心", "更换轮胎，送到家中", "基本满意", 41, 26, 30 },
    { "网上", "就业培训", "想参加盲人按摩培训", "县就业服务所", "下期开班通知本人", "不满意", 33, 18, 20 },
    { "来信", "教育", "孩子听力残疾，随班就读需要助教", "镇中心学校", "学校安排固定座位和课后辅导", NULL, 28, 13, 15 },
    { "转办件", "权益维护", "与邻居宅基地纠纷，申请法律援助", "镇司法所", NULL, NULL, 18, 3, 0 },
    { "12385热线", "无障碍", "镇卫生院门前坡道太陡", "镇村建所", NULL, NULL, 9, -6, 0 },
    { "来访", "托养照料", "父母年迈，询问日间照料", "云岭镇残疾人之家", NULL, NULL, 5, -10, 0 },
    { "来电", "其他", "咨询残疾人乘车优惠办法", "镇残联", "当场答复，并发放政策明白卡", "满意", 3, -12, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (appeals); i++)
    {
      const Candidate *candidate = get_candidate (sample, 1 + i * 2);
      g_autofree char *number = g_strdup_printf ("XF%u-%03u", cl_sample_year (sample->today), i + 1), *phone = g_strdup_printf ("138%08u", 90000 + i);
      ClRecord *record = cl_sample_record (sample, "appeal", "number", number, "source", appeals[i].source, "kind", appeals[i].kind, "text", appeals[i].text, "contact", phone,
                                           "name", candidate != NULL ? candidate->name : "匿名", "taken_by", sample->staff_names[2], "passed_to", appeals[i].to, "handling",
                                           appeals[i].handling, "satisfaction", appeals[i].satisfaction, NULL);

      if (record == NULL)
        return TRUE;
      cl_sample_put_reference (record, "person", candidate != NULL ? candidate->person : 0);
      cl_sample_put_date (record, "date", cl_sample_before (sample, 0, 0, appeals[i].date));
      cl_sample_put_date (record, "due", cl_sample_before (sample, 0, 0, appeals[i].due));
      cl_sample_put_date (record, "answered", appeals[i].answered != 0 ? cl_sample_before (sample, 0, 0, appeals[i].answered) : 0);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

/* The New Year's rice and money, all received; today's blankets, some still to be fetched. */
static gboolean
write_gifts (Sample *sample, GError **error)
{
  g_autofree char *spring = g_strdup_printf ("%u年春节慰问", cl_sample_year (cl_sample_before (sample, 0, 9, 20))), *winter = g_strdup_printf ("%u年冬季送温暖", cl_sample_year (sample->today));

  for (guint i = 0; i < 18; i++)
    {
      guint part = i / 6;
      const Candidate *candidate = get_candidate (sample, i % 6 * 2);
      gboolean is_money = part == 1, is_winter = part == 2;
      guint32 day = is_winter ? cl_sample_before (sample, 0, 0, 6) : cl_sample_before (sample, 0, 9, 20);
      ClRecord *record = cl_sample_record (sample, "gift", "occasion", is_winter ? winter : spring, "donor", is_money ? "云岭县残联" : is_winter ? "云岭绿源合作社" : "云岭镇慈善站", "kind",
                                           is_money ? "慰问金" : "物资", "goods", is_money ? NULL : is_winter ? "棉被" : "大米", "quantity", is_money ? NULL : is_winter ? "1" : "2", "unit",
                                           is_money ? NULL : is_winter ? "床" : "袋", "amount", is_money ? "500" : NULL, NULL);

      if (record == NULL)
        return TRUE;
      if (candidate == NULL)
        {
          cl_record_free (record);
          continue;
        }
      cl_sample_put_reference (record, "person", candidate->person);
      cl_sample_put_date (record, "date", day);
      if (!is_winter || i % 6 < 3)
        {
          cl_sample_put_date (record, "received", is_winter ? day + i % 3 : day);
          cl_sample_put (record, "received_by", candidate->name);
        }
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_institutions (Sample *sample, GError **error)
{
  static const struct
  {
    const char *name, *kind, *address, *services, *capacity, *licence, *head;
    int until; /* days after the sample's day */
  } places[] = {
    { "云岭县残疾人康复中心", "康复机构", "云岭县城关镇", "肢体、言语康复训练，辅具评估", "40", "云康许字001号", "卢医生", 400 },
    { "云岭县阳光托养中心", "托养机构", "云岭县城关镇", "寄宿托养、日间照料", "60", "云民托字003号", "俞主任", 31 },
    { "云岭县特殊教育学校", "特教学校", "云岭县城关镇", "义务教育、送教上门", "120", NULL, "万校长", 0 },
    { "云岭镇卫生院", "医疗机构", "云岭镇政府街2号", "残疾评定初筛、家庭医生签约", "30", "云卫医字012号", "方院长", 700 },
    { "云岭县残疾人职业培训基地", "培训机构", "云岭县开发区", "编织、电商、盲人按摩培训", "50", "云人培字007号", "沈老师", -12 },
    { "云岭绿源合作社", "就业基地", "云岭镇北坪村", "种养殖带动就业", "20", NULL, "姚社长", 0 },
    { "云岭镇司法所", "法律服务", "云岭镇政府街1号", "法律援助申请、纠纷调解", NULL, NULL, "阎所长", 0 },
    { "云岭镇残疾人之家", "残疾人之家", "云岭镇云岭社区", "日间照料、辅助性就业、文体活动", "24", NULL, "贺主任", 0 },
    { "云岭县辅助器具服务站", "辅具服务", "云岭县城关镇", "轮椅、助听器适配和维修", NULL, NULL, "卢医生", 0 },
    { "云岭镇社会工作站", "其他", "云岭镇政府街1号", "个案服务、志愿者组织", NULL, NULL, "戴老师", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      ClRecord *record = cl_sample_record (sample, "service_resource", "name", places[i].name, "kind", places[i].kind, "address", places[i].address, "services", places[i].services,
                                           "capacity", places[i].capacity, "licence", places[i].licence, "head", places[i].head, NULL);
      g_autofree char *phone = g_strdup_printf ("138%08u", 80000 + i);

      if (record == NULL)
        return TRUE;
      cl_sample_put_several (record, "phones", (const char *const[]) { phone, NULL });
      cl_sample_put_date (record, "licence_until", places[i].until != 0 ? cl_sample_before (sample, 0, 0, -places[i].until) : 0);
      cl_sample_put_date (record, "checked", cl_sample_before (sample, 0, 2, (int) i));
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_sample_write_services:
 * @sample: the sample
 * @error: return location
 *
 * Writes what the household plugin keeps beside visits and needs; where it is absent, nothing.
 *
 * Returns: whether it is written
 */
gboolean
cl_sample_write_services (Sample *sample, GError **error)
{
  return write_subsidies (sample, error) && write_cards (sample, error) && write_work_items (sample, error) && write_field_days (sample, error) && write_appeals (sample, error)
         && write_gifts (sample, error) && write_institutions (sample, error);
}
