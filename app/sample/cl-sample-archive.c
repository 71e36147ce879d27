#include "cl-sample-private.h"

#include <string.h>

/* The documents of a year by DA/T 22-2015: numbered within year, retention and section once the year is over, in the order of the list. “%u” is the
 * year. */
typedef struct
{
  const char *retention;
  const char *section;
  const char *sign; /* 机关代字, or NULL where the document has no number */
  const char *author;
  const char *title;
  guint month;
  guint day;
  guint pages;
  const char *secrecy;
} Paper;

#define OWN CL_SAMPLE_NAME "残疾人联合会"
#define COUNTY "云岭县残疾人联合会"
#define TOWN CL_SAMPLE_NAME "人民政府"

static const Paper papers[] = {
  { "Y", "BGS", "云残", OWN, "关于%u年残疾人工作总结的报告", 12, 18, 6, NULL },
  { "Y", "BGS", "云残", OWN, "关于调整镇残疾人联合会执行理事会成员的通知", 3, 11, 2, NULL },
  { "Y", "BGS", NULL, OWN, "[%u年第一次执行理事会会议纪要]", 1, 16, 4, NULL },
  { "Y", "BGS", NULL, OWN, "[%u年第二次执行理事会会议纪要]", 7, 9, 5, NULL },
  { "Y", "BGS", "云残", OWN, "关于上报%u年残疾人事业统计年报的报告", 12, 25, 12, NULL },
  { "Y", "ZZK", "云残", OWN, "关于村（社区）残协换届选举结果的批复", 4, 22, 3, NULL },
  { "Y", "ZZK", NULL, OWN, "[%u年村（社区）残协组织人员名单]", 5, 6, 14, NULL },
  { "D30", "BGS", "云政发", TOWN, "关于印发云岭镇%u年残疾人工作要点的通知", 2, 20, 8, NULL },
  { "D30", "BGS", "云县残", COUNTY, "关于下达%u年残疾人工作任务的通知", 2, 6, 9, NULL },
  { "D30", "KFK", "云残", OWN, "关于%u年困难重度残疾人家庭无障碍改造对象的公示", 5, 12, 4, "internal" },
  { "D30", "KFK", NULL, OWN, "[%u年特殊困难残疾人家庭台账]", 12, 28, 36, "internal" },
  { "D30", "KFK", "云残", OWN, "关于申请%u年辅助器具的报告", 6, 3, 5, NULL },
  { "D30", "ZZK", "云残", OWN, "关于聘任村（社区）专职委员的决定", 6, 15, 3, NULL },
  { "D30", "ZZK", NULL, OWN, "[%u年专职委员考核登记表]", 12, 20, 24, NULL },
  { "D10", "BGS", "云残", OWN, "关于开展%u年全国助残日活动的通知", 4, 28, 3, NULL },
  { "D10", "BGS", "云残", OWN, "关于做好冬季走访探视工作的通知", 11, 5, 2, NULL },
  { "D10", "BGS", "云县残", COUNTY, "关于召开%u年年中工作会议的通知", 6, 30, 2, NULL },
  { "D10", "BGS", "云残", OWN, "关于元旦春节期间值班安排的通知", 12, 22, 1, NULL },
  { "D10", "KFK", "云残", OWN, "关于组织残疾儿童康复筛查的通知", 3, 18, 2, NULL },
  { "D10", "KFK", "云县残", COUNTY, "关于做好残疾人证到期换发工作的通知", 8, 14, 3, NULL },
  { "D10", "ZZK", "云残", OWN, "关于举办专职委员业务培训班的通知", 9, 2, 3, NULL },
  { "D10", "ZZK", NULL, OWN, "[%u年专职委员培训签到表]", 9, 20, 6, NULL },
};

/* Of other classes and degrees of secrecy, one year each, in a series of their own. */
static const struct
{
  guint back; /* years before the last that was filed */
  const char *class;
  Paper paper;
} others[] = {
  { 0, "ZP", { "Y", NULL, NULL, OWN, "[%u年助残日活动照片]", 5, 18, 12, NULL } },
  { 0, "KU", { "D30", NULL, NULL, OWN, "[%u年残疾人工作经费会计凭证]", 12, 31, 64, NULL } },
  { 0, "KJ", { "D10", NULL, NULL, OWN, "[残疾人之家改造工程竣工图]", 10, 9, 7, NULL } },
  { 1, "SW", { "Y", NULL, NULL, COUNTY, "[%u年残疾人工作先进集体奖牌]", 12, 3, 1, NULL } },
  { 1, "LX", { "D30", NULL, NULL, OWN, "[村（社区）残协换届选举大会录像]", 4, 20, 1, NULL } },
  { 1, "LY", { "D10", NULL, NULL, OWN, "[12385 热线来电录音]", 8, 8, 1, NULL } },
  { 0, "WS", { "D10", "MMS", "云县残密", COUNTY, "关于残疾人个人信息安全检查情况的通报", 9, 9, 4, "secret" } },
  { 0, "WS", { "D30", "MMS", "云县密", "云岭县国家保密局", "关于机要文件清退工作的通知", 6, 6, 3, "confidential" } },
  { 1, "WS", { "D30", "MMS", "云县密", "云岭县国家保密局", "关于绝密级文件传阅范围的通知", 3, 3, 2, "top" } },
  { 2, "ZY", { "D30", NULL, NULL, OWN, "[%u年残疾人证申领评定档案]", 12, 30, 88, NULL } },
  { 11, "WS", { "D10", "BGS", "云残", OWN, "关于开展%u年全国助残日活动的通知", 4, 27, 2, NULL } },
  { 11, "WS", { "D10", "BGS", "云残", OWN, "关于报送%u年季度报表的通知", 4, 1, 1, NULL } },
  { 12, "WS", { "D10", "BGS", "云残", OWN, "关于%u年春节慰问困难残疾人的通知", 1, 12, 2, NULL } },
};

#define FONDS "Z101"

typedef struct
{
  Sample *sample;
  gint64 box;
  guint year;
  const char *class;
  const char *retention;
  const char *section;
  guint number;
  guint n_boxes;
  guint n_documents;
  GArray *items; /* gint64: those that may be lent */
  gint64 secret;
} Archive;

static gint64
write_box (Archive *archive, guint number, guint pages, GError **error)
{
  static const char *const spines[] = { "20", "30", "40", "50" };
  Sample *sample = archive->sample;
  ClRecord *record;
  guint i = archive->n_boxes++;
  guint32 arranged = MIN (cl_sample_day (archive->year + 1, 5, 8 + i % 15), sample->today - 5);
  g_autofree char *place = g_strdup_printf ("档案室 %u 柜 %u 层", 1 + i / 8 % 4, 1 + i / 2 % 5);

  if (sample->guests[GUEST_BOX] == NULL)
    return 0;
  record = cl_record_new (sample->guests[GUEST_BOX]);
  cl_sample_put (record, "fonds", FONDS);
  cl_sample_put (record, "fonds_name", OWN);
  cl_sample_put_number (record, "year", archive->year);
  cl_sample_put (record, "retention", archive->retention);
  cl_sample_put (record, "section", archive->section);
  cl_sample_put_number (record, "number", number);
  cl_sample_put (record, "spine", spines[pages > 30 ? 2 + i % 2 : pages > 8 ? 1 : 0]);
  cl_sample_put (record, "place", place);
  if (pages > 0)
    {
      cl_sample_put (record, "condition", i % 5 == 2 ? "第 2 件原件破损，已修裱；其余完整。" : "件号连续，无缺页，无移出。");
      cl_sample_put (record, "arranged_by", sample->staff_names[2]);
      cl_sample_put_date (record, "arranged", arranged);
    }
  if (pages > 0 && i % 6 != 5)
    {
      cl_sample_put (record, "checked_by", sample->staff_names[1]);
      cl_sample_put_date (record, "checked", MIN (arranged + 9, sample->today - 1));
    }
  return cl_sample_save (sample, record, error);
}

static guint
count_papers (const char *retention, const char *section, guint *pages)
{
  guint n = 0;

  *pages = 0;
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    if (g_str_equal (papers[i].retention, retention) && g_strcmp0 (papers[i].section, section) == 0)
      {
        *pages += papers[i].pages;
        n++;
      }
  return n;
}

/* @is_filed: numbered and in a box; else a document of a year that is not arranged yet. */
static gint64
write_item (Archive *archive, const Paper *paper, gboolean is_filed, GError **error)
{
  Sample *sample = archive->sample;
  ClRecord *record = cl_record_new (sample->guests[GUEST_ITEM]);
  g_autofree char *year = g_strdup_printf ("%u", archive->year);
  g_auto (GStrv) parts = g_strsplit (paper->title, "%u", 2);
  g_autofree char *title = g_strjoinv (year, parts);
  g_autofree char *number = paper->sign != NULL ? g_strdup_printf ("%s〔%u〕%u号", paper->sign, archive->year, ++archive->n_documents) : NULL;
  guint32 day = cl_sample_day (archive->year, paper->month, paper->day);
  gint64 id;

  cl_sample_put (record, "fonds", FONDS);
  cl_sample_put (record, "class", archive->class);
  cl_sample_put_number (record, "year", archive->year);
  cl_sample_put (record, "retention", paper->retention);
  cl_sample_put (record, "section", paper->section);
  cl_sample_put (record, "document_number", number);
  cl_sample_put (record, "author", paper->author);
  cl_sample_put (record, "title", title);
  cl_sample_put_date (record, "date", day);
  cl_sample_put (record, "secrecy", paper->secrecy);
  cl_sample_put_number (record, "pages", paper->pages);
  if (is_filed)
    {
      cl_sample_put_number (record, "number", archive->number);
      cl_sample_put_reference (record, "box", archive->box);
      cl_sample_put_date (record, "filed", MIN (cl_sample_day (archive->year + 1, 4, 10 + archive->number % 15), sample->today - 6));
      if (!cl_record_derive (record, cl_transaction_get_database (sample->transaction), cl_transaction_get_catalogue (sample->transaction), error))
        {
          cl_record_free (record);
          return 0;
        }
    }
  id = cl_sample_save (sample, record, error);
  if (id != 0 && is_filed && paper->secrecy == NULL)
    g_array_append_val (archive->items, id);
  if (id != 0 && g_strcmp0 (paper->secrecy, "secret") == 0)
    archive->secret = id;
  return id;
}

/* One series: year, retention, section. Returns whether all is well; a series without a document makes no box. */
static gboolean
write_series (Archive *archive, guint box_number, GError **error)
{
  guint pages;

  if (count_papers (archive->retention, archive->section, &pages) == 0)
    return TRUE;
  archive->box = write_box (archive, box_number, pages, error);
  if (archive->box == 0 && archive->sample->guests[GUEST_BOX] != NULL)
    return FALSE;
  archive->number = 0;
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      if (!g_str_equal (papers[i].retention, archive->retention) || g_strcmp0 (papers[i].section, archive->section) != 0)
        continue;
      archive->number++;
      if (write_item (archive, &papers[i], TRUE, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_year (Archive *archive, guint year, GError **error)
{
  static const char *const retentions[] = { "Y", "D30", "D10" };
  static const char *const sections[] = { "BGS", "ZZK", "KFK" };

  archive->year = year;
  archive->class = "WS";
  archive->n_documents = 0;
  for (guint r = 0; r < G_N_ELEMENTS (retentions); r++)
    for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
      {
        archive->retention = retentions[r];
        archive->section = sections[s];
        if (!write_series (archive, 1, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
write_others (Archive *archive, guint last, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      const Paper *paper = &others[i].paper;
      gboolean goes_on = i > 0 && others[i].back == others[i - 1].back && g_str_equal (paper->retention, others[i - 1].paper.retention)
                         && g_strcmp0 (paper->section, others[i - 1].paper.section) == 0;

      archive->year = last - others[i].back;
      archive->class = others[i].class;
      archive->retention = paper->retention;
      archive->section = paper->section;
      archive->n_documents = i;
      archive->number = goes_on ? archive->number + 1 : 1;
      if (!goes_on)
        archive->box = write_box (archive, 1, paper->pages, error);
      if ((archive->box == 0 && archive->sample->guests[GUEST_BOX] != NULL) || write_item (archive, paper, TRUE, error) == 0)
        return FALSE;
    }
  return TRUE;
}

/* What came since the last year that is arranged: kept in the drawer. */
static gboolean
write_drawer (Archive *archive, guint last, GError **error)
{
  Sample *sample = archive->sample;

  archive->class = "WS";
  for (archive->year = last + 1; archive->year <= cl_sample_year (sample->today); archive->year++)
    {
      archive->n_documents = 0;
      for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
        if (cl_sample_day (archive->year, papers[i].month, papers[i].day) <= sample->today && write_item (archive, &papers[i], FALSE, error) == 0)
          return FALSE;
    }
  return TRUE;
}

/* Numbered and not yet in its box; a box made ready; a number that is not that of its parts, as it was on the old stamp. */
static gboolean
write_odd (Archive *archive, guint last, GError **error)
{
  static const Paper loose = { "D10", "BGS", NULL, TOWN, "[关于残疾人之家场地使用的复函]", 11, 11, 2, NULL };
  static const Paper stamped = { "Y", "BGS", NULL, OWN, "[镇残疾人联合会成立大会记录]", 9, 1, 9, NULL };
  Sample *sample = archive->sample;
  ClRecord *record;
  guint pages;
  gint64 id;

  archive->box = 0;
  archive->class = "WS";
  archive->year = last;
  archive->number = count_papers (loose.retention, loose.section, &pages) + 1;
  if (write_item (archive, &loose, TRUE, error) == 0)
    return FALSE;
  archive->year = last - 1;
  archive->number = count_papers (stamped.retention, stamped.section, &pages) + 1;
  id = write_item (archive, &stamped, TRUE, error);
  if (id == 0)
    return FALSE;
  record = cl_record_load (cl_transaction_get_database (sample->transaction), sample->guests[GUEST_ITEM], id, error);
  if (record == NULL)
    return FALSE;
  cl_sample_put (record, "archive_number", FONDS "-永久-0006");
  cl_sample_put (record, "remark", "档号照旧章抄录，与各组成项不符，待县档案馆确认");
  if (cl_sample_save (sample, record, error) == 0)
    return FALSE;
  archive->year = last + 1;
  archive->retention = "Y";
  archive->section = "BGS";
  return sample->guests[GUEST_BOX] == NULL || write_box (archive, 1, 0, error) != 0;
}

static gboolean
write_loan (Archive *archive, guint i, gint64 item, guint32 date, int term, int returned, const char *approved_by, GError **error)
{
  static const char *const borrowers[][3] = { { "马小兰", "县残联组联部", "核对残协换届材料" }, { "何志刚", "镇党政办", "编写年鉴" }, { "罗淑英", "镇民政所", "核对补贴对象" },
                                              { "梁海涛", "县审计局", "专项审计" }, { "宋文静", "青山社区", "查阅残协批复" } };
  Sample *sample = archive->sample;
  ClRecord *record = cl_record_new (sample->guests[GUEST_LOAN]);
  const char *const *borrower = borrowers[i % G_N_ELEMENTS (borrowers)];

  cl_sample_put_reference (record, "item", item);
  cl_sample_put_date (record, "date", date);
  cl_sample_put (record, "borrower", borrower[0]);
  cl_sample_put (record, "unit", borrower[1]);
  cl_sample_put (record, "purpose", borrower[2]);
  {
    g_autofree char *phone = g_strdup_printf ("138%08u", 10 + i % 5);

    cl_sample_put (record, "phone", phone);
  }
  cl_sample_put (record, "approved_by", approved_by);
  cl_sample_put_date (record, "due", date + term);
  if (returned >= 0)
    cl_sample_put_date (record, "returned", date + returned);
  return cl_sample_save (sample, record, error) != 0;
}

static gboolean
write_loans (Archive *archive, GError **error)
{
  Sample *sample = archive->sample;
  /* Days before the sample's day, term, day of return (below zero: not back). */
  static const int loans[][3] = { { 640, 14, 9 }, { 555, 7, 7 }, { 430, 14, 30 }, { 402, 7, 2 }, { 333, 30, 28 }, { 250, 14, 13 }, { 188, 7, 21 }, { 120, 14, 0 },
                                  { 71, 14, -1 }, { 40, 30, -1 }, { 33, 14, 12 }, { 14, 14, -1 }, { 9, 30, -1 }, { 2, 14, -1 }, { 0, 14, -1 } };

  for (guint i = 0; i < G_N_ELEMENTS (loans); i++)
    {
      gint64 item = g_array_index (archive->items, gint64, i * 5 % archive->items->len);

      if (!write_loan (archive, i, item, sample->today - loans[i][0], loans[i][1], loans[i][2], i % 3 == 0 ? sample->staff_names[0] : NULL, error))
        return FALSE;
    }
  return archive->secret == 0 || write_loan (archive, 3, archive->secret, sample->today - 96, 3, 2, sample->staff_names[0], error);
}

/**
 * cl_sample_write_archive:
 * @sample: the sample
 * @error: return location
 *
 * Writes two arranged years of documents in their boxes, those that wait for arranging, a few that are older, and loans. A year is arranged by the
 * end of June of the next (DOMAIN.md B6). Nothing where the plugin is absent.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_archive (Sample *sample, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (gint64));
  Archive archive = { .sample = sample, .items = items };
  guint year = cl_sample_year (sample->today);
  guint last = sample->today >= cl_sample_day (year, 7, 1) ? year - 1 : year - 2;

  if (sample->guests[GUEST_ITEM] == NULL)
    return TRUE;
  return write_year (&archive, last - 1, error) && write_year (&archive, last, error) && write_others (&archive, last, error) && write_odd (&archive, last, error)
         && write_drawer (&archive, last, error) && (sample->guests[GUEST_LOAN] == NULL || write_loans (&archive, error));
}
