#include "cl-sample-private.h"

#include <string.h>

/* The working definitions of DOMAIN.md C4, with their default parameters, told from the persons before they leave memory. */

static gboolean
is_disabled (const Person *person)
{
  return g_strcmp0 (person->disability, "certified") == 0 && g_strcmp0 (person->state, "living") == 0;
}

static gboolean
is_severe (const Person *person)
{
  return person->grade != NULL && *person->grade <= '2';
}

static gboolean
is_of_mind (const Person *person)
{
  for (guint i = 0; person->categories[i] != NULL; i++)
    if (*person->categories[i] == '5' || *person->categories[i] == '6')
      return TRUE;
  return FALSE;
}

static gboolean
has_turned (Sample *sample, const Person *person, int years)
{
  return person->birth != 0 && person->birth <= cl_sample_before (sample, years, 0, 0);
}

/* Under the roof, 18 to 59, neither severely nor mentally disabled. */
static gboolean
can_care (Sample *sample, const Relative *member)
{
  const Person *person = member->person;

  return !member->is_elsewhere && has_turned (sample, person, 18) && !has_turned (sample, person, 60)
         && !(is_disabled (person) && (is_severe (person) || is_of_mind (person)));
}

static gboolean
is_kept_by_old (Sample *sample, const Relative *members, guint n, guint who)
{
  const Person *person = members[who].person;
  gboolean is_supported = FALSE;

  if (!is_disabled (person) || !has_turned (sample, person, 18) || has_turned (sample, person, 60)
      || !(is_severe (person) || (is_of_mind (person) && g_strcmp0 (person->grade, "3") == 0)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (i == who || members[i].is_elsewhere)
        continue;
      if (!has_turned (sample, members[i].person, 60))
        return FALSE;
      is_supported = TRUE;
    }
  return is_supported;
}

/**
 * cl_sample_tell_difficulties:
 * @sample: the sample
 * @members: of a household
 * @n: how many
 * @difficulties: (out): which kinds it is of
 *
 * Returns: how many certified persons live there
 */
guint
cl_sample_tell_difficulties (Sample *sample, const Relative *members, guint n, Difficulties *difficulties)
{
  guint n_disabled = 0, n_there = 0, n_able = 0, n_old = 0;

  memset (difficulties, 0, sizeof *difficulties);
  for (guint i = 0; i < n; i++)
    {
      const Person *person = members[i].person;

      if (members[i].is_elsewhere || g_strcmp0 (person->state, "living") != 0)
        continue;
      n_there++;
      n_able += can_care (sample, &members[i]);
      n_old += has_turned (sample, person, 60);
      if (!is_disabled (person))
        continue;
      n_disabled++;
      difficulties->severe |= is_severe (person);
      difficulties->multiple |= person->categories[1] != NULL;
      difficulties->kept_by_old |= is_kept_by_old (sample, members, n, i);
      difficulties->orphan |= person->is_orphan;
    }
  difficulties->several = n_disabled >= 2;
  difficulties->old = n_disabled > 0 && n_old > 0 && n_able == 0;
  difficulties->alone = n_there > 0 && n_disabled == n_there && n_there <= 2;
  return n_disabled;
}

/**
 * cl_sample_note_household:
 * @sample: the sample
 * @village: where it is
 * @household: its record
 * @members: who lives there
 * @n: how many
 *
 * Keeps in mind what may come under the visiting system: every named case, and of the others those that weigh most, a few in each village.
 */
void
cl_sample_note_household (Sample *sample, Village *village, gint64 household, const Relative *members, guint n)
{
  const char *words = g_steal_pointer (&sample->case_words);
  Candidate candidate = { .household = household, .rank = sample->candidates != NULL ? sample->candidates->len : 0, .village = village->position - 1, .case_words = words };
  Difficulties *difficulties = &candidate.difficulties;
  guint weight;

  if (sample->candidates == NULL)
    return;
  if (cl_sample_tell_difficulties (sample, members, n, difficulties) == 0 && words == NULL)
    return;
  weight = 3 * difficulties->kept_by_old + 2 * difficulties->several + (difficulties->old && difficulties->severe) + (difficulties->alone && difficulties->severe) + difficulties->multiple;
  if (words == NULL && (weight == 0 || cl_sample_random (sample, 100) >= 14 * weight))
    return;
  g_strlcpy (candidate.head, members[0].person->name, sizeof candidate.head);
  for (guint i = 0; i < n; i++)
    if (candidate.person == 0 || (is_disabled (members[i].person) && candidate.name[0] == '\0'))
      {
        candidate.person = members[i].person->id;
        candidate.is_guarded = cl_sample_needs_guardian (sample, members[i].person);
        if (is_disabled (members[i].person))
          g_strlcpy (candidate.name, members[i].person->name, sizeof candidate.name);
      }
  if (candidate.name[0] == '\0')
    g_strlcpy (candidate.name, candidate.head, sizeof candidate.name);
  g_array_append_val (sample->candidates, candidate);
}

static void
put_difficulties (ClRecord *record, const Difficulties *of)
{
  const char *codes[9] = { NULL };
  guint n = 0;

  if (of->several)
    codes[n++] = "several-disabled";
  if (of->old)
    codes[n++] = "old-disabled";
  if (of->kept_by_old)
    codes[n++] = "kept-by-old";
  if (of->orphan)
    codes[n++] = "orphan";
  if (of->severe)
    codes[n++] = "severe";
  if (of->multiple)
    codes[n++] = "multiple";
  if (of->alone)
    codes[n++] = "alone";
  if (n == 0)
    codes[n++] = "other";
  cl_sample_put_several (record, "difficulties", codes);
}

static void
put_words (Sample *sample, ClRecord *record, const Candidate *candidate)
{
  static const char *const hardships[] = { "日常起居需人照料，家中缺少劳动力", "常年服药，药费负担重", "出行不便，门前台阶无扶手", "收入主要靠低保和补贴", "照料人年事已高，体力不济",
                                           "住房老旧，厨卫未改造", "离卫生室远，取药不便" };
  static const char *const measures[] = { "每月走访，代购药品", "协助申请两项补贴和护理补贴", "联系家庭医生每季上门", "纳入家庭无障碍改造计划", "邻里互助，早晚各看望一次",
                                          "联系县康复中心上门指导" };
  g_autoptr (GString) reasons = g_string_new (candidate->case_words);
  const Difficulties *of = &candidate->difficulties;
  static const char *const words[] = { "2 名以上持证人同住", "持证人与 60 周岁以上老人同住，无有能力的照料人", "成年重度残疾人仅由 60 周岁以上家人供养", "父母双亡或者无法定扶养人", "有一级、二级残疾", "两类以上残疾",
                                       "独居或者仅与另一残疾人同住" };
  const gboolean holds[] = { of->several, of->old, of->kept_by_old, of->orphan, of->severe, of->multiple, of->alone };

  for (guint i = 0; i < G_N_ELEMENTS (words) && candidate->case_words == NULL; i++)
    if (holds[i])
      g_string_append_printf (reasons, "%s%s", reasons->len > 0 ? "；" : "", words[i]);
  cl_sample_put (record, "reasons", reasons->str);
  cl_sample_put (record, "hardship", hardships[cl_sample_random (sample, G_N_ELEMENTS (hardships))]);
  cl_sample_put (record, "measures", measures[cl_sample_random (sample, G_N_ELEMENTS (measures))]);
}

static gint64
write_one (Sample *sample, const Candidate *candidate, guint32 start, guint32 end, const char *end_reason, const char *frequency, GError **error)
{
  static const char *const partners[] = { "云岭镇卫生院", "县志愿者协会", "云岭小学", "镇妇联", "农村信用社云岭分社" };
  Village *village = &g_array_index (sample->villages, Village, candidate->village);
  ClRecord *record = cl_record_new (sample->guests[GUEST_SPECIAL]);

  cl_sample_put_reference (record, "household", candidate->household);
  put_difficulties (record, &candidate->difficulties);
  put_words (sample, record, candidate);
  cl_sample_put_date (record, "start", start);
  cl_sample_put_date (record, "end", end);
  cl_sample_put (record, "end_reason", end_reason);
  if (village->commissioner != 0)
    cl_sample_put_reference (record, "commissioner", village->commissioner);
  if (village->commissioner == 0 || cl_sample_random (sample, 3) == 0)
    cl_sample_put (record, "contact", sample->staff_names[cl_sample_random (sample, 5)]);
  if (cl_sample_random (sample, 5) == 0)
    cl_sample_put (record, "partner", partners[cl_sample_random (sample, G_N_ELEMENTS (partners))]);
  cl_sample_put (record, "frequency", frequency);
  return cl_sample_save (sample, record, error);
}

/* Of the whole, some left again for each of the reasons, and the first of them came back. */
static gboolean
write_history (Sample *sample, const Candidate *candidate, guint i, const char *frequency, guint months, GError **error)
{
  static const char *const reasons[] = { "relieved", "moved", "died", "institution", "mistaken", "declined", "other" };
  gboolean has_left = candidate->case_words == NULL && sample->n_ordinary++ % 7 == 4;
  guint32 start = i % 11 == 7 ? cl_sample_before (sample, 0, 1 + (int) (i % 9), i % 28) : cl_sample_before (sample, 2 + (int) (i % 2), (int) (i % 5), i % 28);
  guint32 end = has_left ? MAX (cl_sample_before (sample, 0, 1 + (int) (i % 14), i % 25), start + 20) : 0;
  gint64 special = write_one (sample, candidate, start, end, has_left ? reasons[sample->n_left++ % G_N_ELEMENTS (reasons)] : NULL, frequency, error);

  if (special == 0 || !cl_sample_write_visits (sample, candidate, special, start, end, months, error))
    return FALSE;
  if (!has_left || sample->n_left % 7 != 1)
    return TRUE;
  start = MIN (end + 60, sample->today - 20);
  special = write_one (sample, candidate, MAX (start, end + 1), 0, NULL, frequency, error);
  return special != 0 && cl_sample_write_visits (sample, candidate, special, MAX (start, end + 1), 0, months, error);
}

/**
 * cl_sample_write_special:
 * @sample: the sample
 * @error: return location
 *
 * Puts the households kept in mind under the visiting system, with their visits and needs. Nothing where the plugin is absent.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_special (Sample *sample, GError **error)
{
  static const char *const frequencies[] = { "monthly", "two-monthly", "quarterly", "half-yearly", "yearly" };
  static const guint lengths[] = { 1, 2, 3, 6, 12 };

  if (sample->guests[GUEST_SPECIAL] == NULL)
    return TRUE;
  for (guint i = 0; i < sample->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (sample->candidates, Candidate, i);
      guint which = candidate->case_words != NULL || i % 8 < 5 ? 0 : i % 8 == 5 ? 2 : i % 8 == 6 ? 1 : i % 16 == 7 ? 3 : 4;

      if (!write_history (sample, candidate, i, frequencies[which], lengths[which], error))
        return FALSE;
    }
  return TRUE;
}
