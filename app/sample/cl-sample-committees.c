#include "cl-sample-private.h"

#include <string.h>

/* The committees by the rules of 蔚汾 (plugins/roster/rules/weifen.xml): members beside chair and vice-chair, and how many of all are disabled. What is
 * wrong is wrong on purpose. */
typedef struct
{
  guint n_members;
  guint n_disabled;
  gboolean has_commissioner;
  gboolean is_education_known; /* of the commissioner */
  int ends;                    /* days from today; 0: two years */
  const char *funds;           /* premises, equipment: yes, no or ? */
} Committee;

static const Committee committees[] = {
  { 4, 2, TRUE, TRUE, 0, "yyy" },
  { 2, 2, TRUE, TRUE, 45, "yy?" },  /* 999 people: no member more */
  { 3, 2, TRUE, TRUE, 0, "yyn" },   /* 1,000 people: the three more are not there */
  { 3, 1, TRUE, TRUE, 0, "nyn" },   /* short of one disabled person */
  { 2, 2, FALSE, TRUE, 0, "nnn" },  /* without commissioner */
  { 3, 2, TRUE, TRUE, 80, "yyy" },
  { 4, 2, TRUE, TRUE, 0, "yyy" },
  { 6, 2, TRUE, TRUE, 0, "?y?" },   /* eight people, short of one disabled person */
  { 5, 3, TRUE, TRUE, 0, "yyy" },
  { 6, 3, TRUE, TRUE, 0, "yyy" },   /* as many as there may be */
  { 4, 2, TRUE, FALSE, 0, "???" },  /* nobody wrote down what the commissioner learnt */
  { 4, 3, TRUE, TRUE, 0, "yyy" },
};

/* The office of village or township that a post goes with. */
static const char *
get_office (const char *const *posts)
{
  if (g_strv_contains (posts, "chair"))
    return "branch-secretary";
  if (g_strv_contains (posts, "director"))
    return "deputy-township-head";
  return g_strv_contains (posts, "vice-director") ? "civil-affairs" : NULL;
}

/* What the board on the wall says of a post. */
static const char *
get_duty (const char *const *posts)
{
  static const char *const duties[][2] = { { "director", "主持残联全面工作" }, { "vice-director", "分管康复、就业" }, { "chair", "主持残协全面工作" }, { "commissioner", "走访、台账和动态更新" } };

  for (guint i = 0; i < G_N_ELEMENTS (duties); i++)
    if (g_strv_contains (posts, duties[i][0]))
      return duties[i][1];
  return NULL;
}

gboolean
cl_sample_write_appointment (Sample *sample, gint64 organisation, gint64 person, const char *const *posts, const char *nature, const char *manner,
                             guint32 start, guint32 end, GError **error)
{
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_APPOINTMENT]);

  cl_record_set_reference (record, "person", person);
  cl_record_set_reference (record, "organisation", organisation);
  cl_sample_put_several (record, "post", posts);
  cl_sample_put (record, "nature", nature);
  cl_sample_put (record, "manner", manner);
  cl_sample_put (record, "office", get_office (posts));
  cl_sample_put (record, "duty", get_duty (posts));
  cl_sample_put (record, "funding", g_strv_contains (posts, "commissioner") ? "welfare-post" : "unpaid");
  cl_sample_put_date (record, "start", start);
  cl_sample_put_date (record, "end", end);
  return cl_sample_save (sample, record, error) != 0;
}

static void
put_fact (ClRecord *record, const char *field, char fact)
{
  if (fact != '?')
    cl_sample_put_number (record, field, fact == 'y');
}

static gboolean
write_association (Sample *sample, Village *village, const Committee *committee, GError **error)
{
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_ORGANISATION]);
  g_autofree char *name = g_strconcat (village->name, "残疾人协会", NULL);

  cl_sample_put (record, "name", name);
  cl_sample_put (record, "kind", "village-association");
  cl_record_set_reference (record, "division", village->id);
  cl_record_set_reference (record, "parent", sample->federation);
  cl_sample_put_date (record, "established", cl_sample_before (sample, 11, village->position % 12, village->position % 28));
  cl_sample_put (record, "status", "established");
  put_fact (record, "has_funds", committee->funds[0]);
  put_fact (record, "has_premises", committee->funds[1]);
  put_fact (record, "has_equipment", committee->funds[2]);
  put_fact (record, "has_sign", 'y');
  put_fact (record, "has_rules", committee->funds[1]);
  village->association = cl_sample_save (sample, record, error);
  return village->association != 0;
}

/* The commissioner and the last members are the disabled ones, one of four of them without certificate. */
static gboolean
write_committee (Sample *sample, Village *village, const Committee *committee, GError **error)
{
  guint n = committee->n_members + 2;
  guint32 start = cl_sample_before (sample, 3, 0, 0);
  guint32 end = committee->ends != 0 ? sample->today + committee->ends : sample->today + 730;

  for (guint i = 0; i < n; i++)
    {
      gboolean is_commissioner = i == 2 && committee->has_commissioner;
      gboolean is_disabled = i >= 2 && i < 2 + committee->n_disabled;
      const char *posts[3] = { i == 0 ? "chair" : i == 1 ? "vice-chair" : "member", is_commissioner ? "commissioner" : NULL, NULL };
      Person person;

      cl_sample_draw_person (sample, &person, village, 0, 30, 64);
      person.education = is_commissioner && !committee->is_education_known ? NULL : i < 3 ? "senior" : "junior";
      person.marital_status = "20";
      if (is_disabled && cl_sample_random (sample, 4) == 0)
        person.disability = "suspected";
      else if (is_disabled)
        {
          person.disability = "certified";
          person.categories[0] = i % 2 == 0 ? "4" : "1";
          person.grade = i % 2 == 0 ? "3" : "4";
          person.issued = sample->today - 400 - cl_sample_random (sample, 2500);
          person.certificate_status = "valid";
        }
      else
        {
          person.on_village_committee = i < 2 || cl_sample_random (sample, 2) == 0;
          person.is_relative = !person.on_village_committee && cl_sample_random (sample, 2) == 0;
          person.is_volunteer = !person.on_village_committee && !person.is_relative;
        }
      if (!cl_sample_save_person (sample, &person, error)
          || !cl_sample_write_appointment (sample, village->association, person.id, posts, "part-time", "elected", start, end, error))
        return FALSE;
      if (i == 0)
        {
          village->chair = person.id;
          g_strlcpy (village->chair_name, person.name, sizeof village->chair_name);
        }
      if (is_commissioner)
        {
          village->commissioner = person.id;
          g_strlcpy (village->commissioner_name, person.name, sizeof village->commissioner_name);
        }
    }
  return TRUE;
}

/* Who held the chair before. */
static gboolean
write_former_chair (Sample *sample, Village *village, GError **error)
{
  Person person;

  cl_sample_draw_person (sample, &person, village, 1, 62, 74);
  return cl_sample_save_person (sample, &person, error)
         && cl_sample_write_appointment (sample, village->association, person.id, (const char *const[]) { "chair", NULL }, "part-time", "elected",
                                         cl_sample_before (sample, 8, 0, 0), cl_sample_before (sample, 3, 0, 1), error);
}

/**
 * cl_sample_write_committees:
 * @sample: the sample
 * @error: return location
 *
 * Writes the association of each village and those who hold its posts. Of twelve, four break a rule and of one a fact is wanting; of the villages
 * of other townships every tenth lacks one disabled person.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_committees (Sample *sample, GError **error)
{
  for (guint i = 0; i < sample->villages->len; i++)
    {
      Village *village = &g_array_index (sample->villages, Village, i);
      Committee committee = { village->population >= 1000 ? 4 : 2, 2, TRUE, TRUE, 0, "yyn" };

      if (sample->federation == sample->own_federation && i < G_N_ELEMENTS (committees))
        committee = committees[i];
      else if (i % 10 == 9)
        committee.n_disabled = 1;
      if (!write_association (sample, village, &committee, error) || !write_committee (sample, village, &committee, error)
          || (i % 5 == 0 && !write_former_chair (sample, village, error)))
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_sample_write_federation:
 * @sample: the sample
 * @error: return location
 *
 * Writes the staff of the township's federation: 理事长, 副理事长, 专职委员 and four 委员. The 专职委员 is disabled himself and the husband of a disabled
 * woman. One 委员 has left.
 *
 * Returns: whether it is written
 */
gboolean
cl_sample_write_federation (Sample *sample, GError **error)
{
  static const char *const posts[] = { "director", "vice-director", "commissioner", "member", "member", "member", "member", "member" };
  Village *village = &g_array_index (sample->villages, Village, 11);
  guint32 start = cl_sample_before (sample, 2, 6, 0);

  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      gboolean has_left = i == 7;
      Person person, wife;
      const Relative members[] = { { &person, "01" }, { &wife, "12" } };

      cl_sample_draw_person (sample, &person, village, i == 2 ? 1 : 0, 28, 55);
      person.education = i < 3 ? "college" : "senior";
      if (i == 2)
        {
          cl_sample_draw_person (sample, &wife, village, 2, 40, 52);
          wife.disability = person.disability = "certified";
          wife.categories[0] = "2", person.categories[0] = "4";
          wife.grade = "2", person.grade = "3";
          wife.issued = person.issued = sample->today - 1500;
          wife.certificate_status = person.certificate_status = "valid";
          if (!cl_sample_save_person (sample, &wife, error))
            return FALSE;
          person.relative_of = wife.id;
          person.remark = "镇残联专职委员，本人持证，妻子亦为残疾人";
        }
      if (!cl_sample_save_person (sample, &person, error)
          || !cl_sample_write_appointment (sample, sample->federation, person.id, (const char *const[]) { posts[i], NULL }, i < 2 ? "part-time" : "full-time", i < 2 ? "appointed" : "hired",
                                           start, has_left ? cl_sample_before (sample, 0, 7, 0) : i == 3 ? sample->today + 30 : 0, error))
        return FALSE;
      if (i < G_N_ELEMENTS (sample->staff))
        {
          sample->staff[i] = person.id;
          g_strlcpy (sample->staff_names[i], person.name, sizeof sample->staff_names[i]);
        }
      if (i == 2 && !cl_sample_write_household (sample, village, members, 2, NULL, error))
        return FALSE;
    }
  return TRUE;
}
