#include "cl-sample-private.h"

#include <string.h>

static void
bear_name (Sample *sample, Person *child, const Person *parent)
{
  char surname[CL_SAMPLE_SURNAME], given[32];

  cl_sample_get_surname (parent->name, surname);
  cl_sample_draw_given (sample, child->sex, given);
  g_snprintf (child->name, sizeof child->name, "%s%s", surname, given);
}

/**
 * cl_sample_write_household:
 * @sample: the sample
 * @village: where it is
 * @members: the head first, all written
 * @n: how many
 * @remark: (nullable): what is written beside it
 * @error: return location
 *
 * Returns: whether the household and its members are written
 */
gboolean
cl_sample_write_household (Sample *sample, Village *village, const Relative *members, guint n, const char *remark, GError **error)
{
  static const char *const assistance[] = { NULL, NULL, NULL, "dibao", "margin", "registered-poor", "monitored", "general" };
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_HOUSEHOLD]);
  g_autofree char *number = g_strdup_printf ("%s-%04u", village->code + 9, ++village->n_households);
  const char *help = assistance[cl_sample_random (sample, G_N_ELEMENTS (assistance))];
  gint64 household;

  cl_sample_put (record, "number", number);
  cl_record_set_reference (record, "head", members[0].person->id);
  cl_record_set_reference (record, "division", village->id);
  cl_sample_put_phone (sample, record);
  cl_sample_put (record, "dwelling", cl_sample_random (sample, 12) == 0 ? "rent" : "own");
  cl_sample_put_number (record, "income", 100 * 100 * (60 + cl_sample_random (sample, 500)));
  if (help != NULL)
    cl_sample_put_several (record, "assistance", (const char *const[]) { help, NULL });
  cl_sample_put (record, "remark", remark);
  household = cl_sample_save (sample, record, error);
  for (guint i = 0; i < n && household != 0; i++)
    {
      record = cl_record_new (sample->ledgers[SAMPLE_MEMBER]);
      cl_record_set_reference (record, "household", household);
      cl_record_set_reference (record, "person", members[i].person->id);
      cl_sample_put (record, "relation", members[i].relation);
      cl_sample_put_number (record, "co_resident", !members[i].is_elsewhere);
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  if (household != 0)
    cl_sample_note_household (sample, village, household, members, n);
  return household != 0;
}

/**
 * cl_sample_write_guardian:
 * @sample: the sample
 * @person: who needs one
 * @guardian: (nullable): who it is; NULL is the village committee
 * @relation: what the guardian is to the person (GB/T 4761)
 * @error: return location
 *
 * Returns: whether it is written
 */
gboolean
cl_sample_write_guardian (Sample *sample, Person *person, Person *guardian, const char *relation, GError **error)
{
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_GUARDIAN]);
  g_autofree char *committee = g_strconcat (person->village->name, person->village->is_community ? "居民委员会" : "村民委员会", NULL);

  cl_record_set_reference (record, "person", person->id);
  if (guardian != NULL)
    cl_record_set_reference (record, "guardian_person", guardian->id);
  cl_sample_put (record, "name", guardian != NULL ? guardian->name : committee);
  cl_sample_put (record, "relation", relation);
  cl_sample_put (record, "legal_basis", guardian != NULL ? "statutory" : "organisation");
  cl_sample_put_phone (sample, record);
  cl_sample_put_date (record, "start", MAX (person->issued, person->birth));
  return cl_sample_save (sample, record, error) != 0;
}

static guint
draw_age (Sample *sample, guint *to)
{
  static const guint limits[][3] = { { 6, 3, 17 }, { 8, 18, 34 }, { 16, 35, 49 }, { 42, 50, 69 }, { 22, 70, 79 }, { 6, 80, 92 } };
  guint drawn = cl_sample_random (sample, 100), i = 0;

  while (drawn >= limits[i][0])
    drawn -= limits[i++][0];
  *to = limits[i][2];
  return limits[i][1];
}

/* Two parents and, of a child, one; the father is the head. */
static gboolean
write_with_parents (Sample *sample, Person *person, GError **error)
{
  Village *village = person->village;
  guint age = cl_sample_age (sample, person);
  Person father, mother;
  Relative members[] = { { &father, "01" }, { &mother, "12" }, { person, person->sex == 1 ? "20" : "30" } };
  char given[32], surname[CL_SAMPLE_SURNAME];

  cl_sample_draw_person (sample, &father, village, 1, age + 22, age + 33);
  cl_sample_draw_person (sample, &mother, village, 2, age + 20, age + 30);
  cl_sample_get_surname (person->name, surname);
  cl_sample_draw_given (sample, 1, given);
  g_snprintf (father.name, sizeof father.name, "%s%s", surname, given);
  father.marital_status = mother.marital_status = "20";
  father.relative_of = mother.relative_of = person->id;
  if (!cl_sample_save_person (sample, &father, error) || !cl_sample_save_person (sample, &mother, error)
      || !cl_sample_write_household (sample, village, members, G_N_ELEMENTS (members), NULL, error))
    return FALSE;
  if (!cl_sample_needs_guardian (sample, person))
    return TRUE;
  return cl_sample_random (sample, 3) > 0 ? cl_sample_write_guardian (sample, person, &father, "51", error)
                                          : cl_sample_write_guardian (sample, person, &mother, "52", error);
}

/* One in thirteen marries another disabled person of the village. */
static gboolean
write_with_spouse (Sample *sample, Person *person, GError **error)
{
  Village *village = person->village;
  guint age = cl_sample_age (sample, person);
  gboolean has_child = cl_sample_random (sample, 100) < 45;
  Person spouse, child;
  Person *husband = person->sex == 1 ? person : &spouse, *wife = person->sex == 1 ? &spouse : person;
  Relative members[] = { { husband, "01" }, { wife, "12" }, { &child, "20" } };

  cl_sample_draw_person (sample, &spouse, village, 3 - person->sex, MAX (age - MIN (age, 4), 23), MAX (age + 4, 27));
  spouse.marital_status = "20";
  spouse.relative_of = person->id;
  if (village->n_disabled < village->quota && cl_sample_random (sample, 13) == 0)
    {
      cl_sample_draw_disability (sample, &spouse);
      while (cl_sample_needs_guardian (sample, &spouse))
        {
          memset (spouse.categories, 0, sizeof spouse.categories);
          cl_sample_draw_disability (sample, &spouse);
        }
    }
  if (!cl_sample_save_person (sample, &spouse, error))
    return FALSE;
  if (has_child)
    {
      cl_sample_draw_person (sample, &child, village, 0, age > 26 ? (age - 26) * 3 / 4 : 1, age > 26 ? age - 24 : 3);
      bear_name (sample, &child, husband);
      child.relative_of = person->id;
      members[2].relation = child.sex == 1 ? "20" : "30";
      if (!cl_sample_save_person (sample, &child, error))
        return FALSE;
    }
  if (!cl_sample_write_household (sample, village, members, has_child ? 3 : 2, NULL, error))
    return FALSE;
  return !cl_sample_needs_guardian (sample, person) || cl_sample_write_guardian (sample, person, &spouse, "10", error);
}

/* Of those alone who need a guardian every twelfth has none on record. */
static gboolean
write_alone (Sample *sample, Person *person, GError **error)
{
  const Relative members[] = { { person, "01" } };

  if (!cl_sample_write_household (sample, person->village, members, 1, NULL, error))
    return FALSE;
  if (!cl_sample_needs_guardian (sample, person) || sample->n_guarded++ % 12 == 5)
    return TRUE;
  return cl_sample_write_guardian (sample, person, NULL, "95", error);
}

static guint
draw_registered (Sample *sample, Person *person, Village *village)
{
  guint to, from = draw_age (sample, &to);

  cl_sample_draw_person (sample, person, village, 0, from, to);
  cl_sample_draw_disability (sample, person);
  return cl_sample_age (sample, person);
}

/**
 * cl_sample_write_registered:
 * @sample: the sample
 * @village: where the person lives
 * @error: return location
 *
 * Writes a disabled person of whom the roster alone is at hand.
 *
 * Returns: whether it is written
 */
gboolean
cl_sample_write_registered (Sample *sample, Village *village, GError **error)
{
  Person person;

  draw_registered (sample, &person, village);
  return cl_sample_save_person (sample, &person, error);
}

/**
 * cl_sample_write_family:
 * @sample: the sample
 * @village: where it lives
 * @error: return location
 *
 * Writes a disabled person and whoever lives in the same house: parents, husband or wife, a child.
 *
 * Returns: whether it is written
 */
gboolean
cl_sample_write_family (Sample *sample, Village *village, GError **error)
{
  Person person;
  guint age = draw_registered (sample, &person, village), drawn = cl_sample_random (sample, 100);

  if (age >= 24)
    person.marital_status = drawn < 24 ? (age > 60 ? "30" : "10") : drawn >= 60 && age < 45 ? "10" : "20";
  if (cl_sample_random (sample, 40) == 0)
    {
      person.registered = sample->county;
      person.registered_address = "云岭县安平镇桃源村2组7号";
    }
  if (!cl_sample_save_person (sample, &person, error))
    return FALSE;
  if (age < 24 || (age < 45 && drawn >= 60))
    return write_with_parents (sample, &person, error);
  return drawn < 24 ? write_alone (sample, &person, error) : write_with_spouse (sample, &person, error);
}

/**
 * cl_sample_write_gone:
 * @sample: the sample
 * @village: where the person lived
 * @i: every third moved, the others died
 * @error: return location
 *
 * Writes a disabled person who is no more in the village; counts of today leave it out.
 *
 * Returns: whether it is written
 */
gboolean
cl_sample_write_gone (Sample *sample, Village *village, guint i, GError **error)
{
  Person person;

  cl_sample_draw_person (sample, &person, village, 0, 55, 88);
  do
    {
      memset (person.categories, 0, sizeof person.categories);
      cl_sample_draw_disability (sample, &person);
    }
  while (person.categories[0] == NULL);
  person.issued = sample->today - 1200 - cl_sample_random (sample, 2000);
  person.certificate_status = "cancelled";
  person.state = i % 3 == 1 ? "moved" : "died";
  person.state_date = sample->today - 10 - cl_sample_random (sample, 720);
  return cl_sample_save_person (sample, &person, error);
}
