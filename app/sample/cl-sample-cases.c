#include "cl-config.h"

#include "cl-sample-private.h"

#include <string.h>

/* Persons by name, in the villages that the list above says. */
static const struct
{
  const char *name;
  guint village;
  guint sex;
  guint age;
  const char *category; /* NULL: without disability */
  const char *grade;
  const char *ethnicity;
} named[] = {
  { "张伟", 0, 1, 38, "4", "3", "01" },     { "张伟", 0, 1, 52, "4", "2", "01" },     { "张伟", 0, 1, 61, "2", "3", "01" },
  { "张伟", 0, 2, 44, NULL, NULL, "01" },   { "张伟", 0, 1, 29, NULL, NULL, "01" },   { "罗㼆", 1, 1, 47, "4", "4", "01" },
  { "刘娜", 1, 2, 41, "3", "2", "01" },     { "阿达力·叶尔江", 2, 1, 58, "4", "1", "17" }, { "古丽娜尔·阿达力·叶尔江", 2, 2, 33, "2", "1", "17" },
  { "欧阳文秀", 5, 2, 53, "1", "2", "01" }, { "韩𠮷", 5, 1, 42, "4", "2", "01" },     { "王䶮", 6, 1, 36, "6", "2", "01" },
  { "李赟", 6, 1, 50, "4", "3", "01" },     { "刘勰", 6, 1, 66, "1", "1", "01" },     { "高屾", 6, 1, 24, "5", "2", "01" },
  { "哈比旦", 7, 2, 49, "4", "3", "03" },   { "摆小林", 7, 1, 57, "4", "2", "03" },
  { "阿卜杜热合曼·买买提依明·阿卜杜克力木·艾合买提江", 7, 1, 45, "4", "3", "05" },
};

void
cl_sample_certify (Sample *sample, Person *person, const char *category, const char *grade)
{
  person->disability = "certified";
  person->categories[0] = category;
  person->grade = grade;
  person->issued = sample->today - 900;
  person->certificate_status = "valid";
}

/* A person and the household of one. */
static gboolean
write_alone (Sample *sample, Person *person, gboolean is_guarded, GError **error)
{
  const Relative members[] = { { person, "01" } };

  return cl_sample_save_person (sample, person, error) && cl_sample_write_household (sample, person->village, members, 1, NULL, error)
         && (!is_guarded || !cl_sample_needs_guardian (sample, person) || cl_sample_write_guardian (sample, person, NULL, "95", error));
}

Village *
cl_sample_begin (Sample *sample, Person *person, guint village, guint sex, guint age, const char *name)
{
  Village *found = &g_array_index (sample->villages, Village, village);

  cl_sample_draw_person (sample, person, found, sex, age, age);
  g_strlcpy (person->name, name, sizeof person->name);
  return found;
}

static gboolean
write_named (Sample *sample, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      Person person;

      cl_sample_begin (sample, &person, named[i].village, named[i].sex, named[i].age, named[i].name);
      person.ethnicity = named[i].ethnicity;
      if (named[i].category != NULL)
        cl_sample_certify (sample, &person, named[i].category, named[i].grade);
      if (!write_alone (sample, &person, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_id (Person *person, const char *id_number)
{
  g_autofree char *birth = cl_citizen_id_birth (id_number);
  guint year, month, day;
  GDate date;

  sscanf (birth, "%u-%u-%u", &year, &month, &day);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  g_strlcpy (person->id_number, id_number, sizeof person->id_number);
  person->birth = g_date_get_julian (&date);
  person->sex = *cl_citizen_id_sex (id_number) == '1' ? 1 : 2;
}

static gboolean
write_numbers (Sample *sample, GError **error)
{
  Person person;

  cl_sample_begin (sample, &person, 6, 1, 70, "程有才");
  set_id (&person, "99112319560307001X");
  cl_sample_certify (sample, &person, "2", "4");
  person.remark = "证件上校验位写作小写 x，录入时改为大写";
  if (!write_alone (sample, &person, TRUE, error))
    return FALSE;

  cl_sample_begin (sample, &person, 6, 2, 70, "周桂英");
  set_id (&person, "991123195603070028");
  cl_sample_certify (sample, &person, "4", "1");
  if (!write_alone (sample, &person, TRUE, error))
    return FALSE;

  for (guint i = 0; i < 2; i++)
    {
      cl_sample_begin (sample, &person, 10, 1, 55, i == 0 ? "蒋文博" : "蒋文波");
      set_id (&person, "991123197105050517");
      cl_sample_certify (sample, &person, "4", "4");
      person.suffix = i == 0 ? NULL : "B1";
      person.remark = "身份证号与另一人相同，经核对后保留，待公安机关更正";
      if (!write_alone (sample, &person, TRUE, error))
        return FALSE;
    }

  cl_sample_begin (sample, &person, 10, 2, 48, "苏玉梅");
  cl_sample_certify (sample, &person, "1", "3");
  person.remark = "户籍迁移后更换号码，原身份证号 991123197803150021";
  if (!write_alone (sample, &person, TRUE, error))
    return FALSE;

  cl_sample_begin (sample, &person, 9, 1, 86, "曾老五");
  person.has_no_id = TRUE;
  person.former_name = "狗剩";
  cl_sample_certify (sample, &person, "1", "1");
  person.remark = "只有旧 15 位身份证号 991123400512001，尚未换领";
  return write_alone (sample, &person, TRUE, error);
}

static gboolean
write_children (Sample *sample, GError **error)
{
  Person leap, child, mother;
  const Relative members[] = { { &mother, "01" }, { &leap, "20" }, { &child, "30" } };
  Village *village = cl_sample_begin (sample, &mother, 8, 2, 41, "杨桂枝");

  cl_sample_begin (sample, &leap, 8, 1, 14, "杨闰生");
  set_id (&leap, "991123201202290036");
  cl_sample_certify (sample, &leap, "5", "2");
  cl_sample_begin (sample, &child, 8, 2, 3, "杨小满");
  child.has_no_id = TRUE;
  child.disability = "suspected";
  if (!cl_sample_save_person (sample, &leap, error) || !cl_sample_save_person (sample, &child, error))
    return FALSE;
  mother.relative_of = leap.id;
  return cl_sample_save_person (sample, &mother, error) && cl_sample_write_household (sample, village, members, 3, NULL, error)
         && cl_sample_write_guardian (sample, &leap, &mother, "52", error) && cl_sample_write_guardian (sample, &child, &mother, "52", error);
}

static gboolean
write_unguarded (Sample *sample, GError **error)
{
  static const char *const names[] = { "丁保全", "薛冬梅", "贾根生" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Person person;

      cl_sample_begin (sample, &person, 11, i == 1 ? 2 : 1, 35 + 9 * i, names[i]);
      cl_sample_certify (sample, &person, i == 2 ? "6" : "5", "2");
      if (!write_alone (sample, &person, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

/* Certificates whose standing the random ones of a small township might not bring. */
static gboolean
write_certificates (Sample *sample, GError **error)
{
  for (guint i = 0; i < 14; i++)
    {
      Person person;

      cl_sample_draw_person (sample, &person, &g_array_index (sample->villages, Village, 6 + i % 6), 0, 40, 72);
      cl_sample_certify (sample, &person, "4", i % 2 == 0 ? "2" : "3");
      person.issued = cl_sample_before (sample, 10, 0, 0) + 3 + 6 * i;
      if (i == 12)
        person.issued = cl_sample_before (sample, 10, 2, 0), person.certificate_status = "expired";
      if (i == 13)
        person.issued = sample->today - 700, person.certificate_status = "frozen";
      if (!write_alone (sample, &person, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_unknown_member (Sample *sample, GError **error)
{
  Person head, other;
  const Relative members[] = { { &head, "01" }, { &other, NULL } };
  Village *village = cl_sample_begin (sample, &head, 11, 1, 68, "魏有田");

  cl_sample_certify (sample, &head, "4", "2");
  cl_sample_begin (sample, &other, 11, 1, 40, "姓名不详");
  other.sex = 0;
  other.birth = 0;
  other.has_no_id = TRUE;
  other.disability = NULL;
  other.education = other.ethnicity = NULL;
  other.remark = "入户时不在家，身份待核";
  sample->case_words = "待核实：另有一名身份不详的同住人，是否有人照料不能判定";
  return cl_sample_save_person (sample, &head, error) && cl_sample_save_person (sample, &other, error)
         && cl_sample_write_household (sample, village, members, 2, "家中另有一人，身份待核", error);
}

/* Lived in the village that was merged until it was no more. */
static gboolean
write_moved_within (Sample *sample, GError **error)
{
  ClRecord *record;
  Person person;

  cl_sample_begin (sample, &person, 4, 2, 64, "何秋菊");
  cl_sample_certify (sample, &person, "1", "2");
  if (!write_alone (sample, &person, TRUE, error))
    return FALSE;
  record = cl_record_new (sample->ledgers[SAMPLE_RESIDENCE]);
  cl_record_set_reference (record, "person", person.id);
  cl_record_set_reference (record, "division", sample->merged);
  cl_sample_put (record, "address", "云岭镇老鹰沟村1组3号");
  cl_sample_put_date (record, "start", cl_sample_before (sample, 40, 0, 0));
  cl_sample_put_date (record, "end", cl_sample_before (sample, 26, 0, 0));
  return cl_sample_save (sample, record, error) != 0;
}

static gboolean
write_situations (Sample *sample, GError **error)
{
  Person person;

  cl_sample_begin (sample, &person, 0, 1, 59, "赵双全");
  cl_sample_certify (sample, &person, "1", "1");
  person.categories[1] = "2";
  if (!write_alone (sample, &person, TRUE, error))
    return FALSE;

  cl_sample_begin (sample, &person, 3, 1, 60, "徐长寿");
  person.birth = cl_sample_before (sample, 60, 0, 0);
  cl_sample_certify (sample, &person, "4", "3");
  person.remark = "样例日年满 60 周岁";
  if (!write_alone (sample, &person, TRUE, error))
    return FALSE;

  cl_sample_begin (sample, &person, 7, 1, 51, "唐立春");
  cl_sample_certify (sample, &person, "4", "3");
  person.registered = sample->county;
  person.registered_address = "云岭县安平镇桃源村2组7号";
  return write_alone (sample, &person, TRUE, error);
}

/**
 * cl_sample_write_cases:
 * @sample: the sample
 * @error: return location
 *
 * Writes those of cl_sample_cases[] that no village has by itself. All count in their villages.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_cases (Sample *sample, GError **error)
{
  return write_named (sample, error) && write_numbers (sample, error) && write_children (sample, error) && write_unguarded (sample, error)
         && write_certificates (sample, error) && write_unknown_member (sample, error) && write_moved_within (sample, error) && write_situations (sample, error);
}
