#include "cl-sample-private.h"

/* Families that stand on both sides of each working definition of DOMAIN.md C4. The words are what the register gives as the reason, and by them
 * cl_sample_cases[] finds the household. */

typedef struct
{
  const char *name;
  guint sex;
  guint age;
  const char *relation;
  const char *category; /* NULL: not disabled; "14": two categories */
  const char *grade;
} Figure;

typedef struct
{
  guint village;
  const char *words;
  Figure figures[4];
} Family;

static const Family families[] = {
  { 0, "一户多残：3 名持证人", { { "邓守义", 1, 58, "01", "4", "2" }, { "邓小军", 1, 27, "20", "5", "1" }, { "邓小云", 2, 24, "30", "2", "3" } } },
  { 6, "老残一体（口径一）：持证人与老人同住，无有能力的照料人", { { "范玉兰", 2, 74, "01", NULL, NULL }, { "范长青", 1, 45, "20", "4", "3" } } },
  { 7, "老残一体（口径二）：60 周岁以上持证人独居", { { "康秀珍", 2, 76, "01", "1", "2" } } },
  { 8, "老残一体（口径二）：持证老人仅与老人同住", { { "崔万福", 1, 79, "01", "2", "3" }, { "邱桂兰", 2, 75, "12", NULL, NULL } } },
  { 9, "老残一体（口径三）：持证人满 60 周岁，与健全成年子女同住；按口径一不算", { { "秦德海", 1, 66, "01", "4", "3" }, { "秦建军", 1, 38, "20", NULL, NULL } } },
  { 10, "以老养残：成年智力二级，仅由 60 周岁以上父母供养", { { "江有福", 1, 68, "01", NULL, NULL }, { "史玉珍", 2, 66, "12", NULL, NULL }, { "江小宝", 1, 38, "20", "5", "2" } } },
  { 11, "以老养残：成年精神三级，仅由老母供养", { { "顾秀芳", 2, 71, "01", NULL, NULL }, { "顾长河", 1, 41, "20", "6", "3" } } },
  { 7, "孤残：无法定扶养人的独身重度残疾人", { { "侯天来", 1, 52, "01", "4", "1" } } },
  { 8, "多重残疾：视力、听力、肢体三类", { { "邵玉梅", 2, 49, "01", "124", "1" }, { "孟宪明", 1, 51, "11", NULL, NULL } } },
  { 9, "独居残疾人，无人照料", { { "龙大山", 1, 57, "01", "6", "2" } } },
  { 10, "仅与另一名残疾人同住", { { "万长林", 1, 54, "01", "1", "1" }, { "段秀云", 2, 50, "12", "2", "2" } } },
};

static void
draw (Sample *sample, Person *person, guint village, const Figure *figure)
{
  static const char *const digits[] = { "1", "2", "3", "4", "5", "6" };

  cl_sample_begin (sample, person, village, figure->sex, figure->age, figure->name);
  if (figure->category == NULL)
    return;
  cl_sample_certify (sample, person, NULL, figure->grade);
  for (guint i = 0; figure->category[i] != '\0'; i++)
    person->categories[i] = digits[figure->category[i] - '1'];
}

static gboolean
write_families (Sample *sample, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      const Family *family = &families[i];
      Person persons[4] = { 0 };
      Relative members[4];
      guint n = 0;

      for (; n < 4 && family->figures[n].name != NULL; n++)
        {
          draw (sample, &persons[n], family->village, &family->figures[n]);
          members[n] = (Relative) { &persons[n], family->figures[n].relation, FALSE };
          persons[n].is_orphan = i == 7;
          if (!cl_sample_save_person (sample, &persons[n], error))
            return FALSE;
        }
      sample->case_words = family->words;
      if (!cl_sample_write_household (sample, persons[0].village, members, n, NULL, error))
        return FALSE;
      for (guint who = 0; who < n; who++)
        if (cl_sample_needs_guardian (sample, &persons[who])
            && !cl_sample_write_guardian (sample, &persons[who], who > 0 ? &persons[0] : NULL, who > 0 ? (persons[0].sex == 1 ? "51" : "52") : "95", error))
          return FALSE;
    }
  return TRUE;
}

/* Both parents are dead; the uncle in the next house is guardian and no member. */
static gboolean
write_orphan (Sample *sample, GError **error)
{
  Person child, uncle, father, mother;
  const Relative members[] = { { &child, "01" }, { &uncle, "83" }, { &father, "51", TRUE }, { &mother, "52", TRUE } };
  Village *village = cl_sample_begin (sample, &child, 11, 2, 12, "钱小雨");

  cl_sample_certify (sample, &child, "4", "2");
  child.is_orphan = TRUE;
  cl_sample_begin (sample, &uncle, 11, 1, 44, "钱树根");
  cl_sample_begin (sample, &father, 11, 1, 39, "钱树林");
  cl_sample_begin (sample, &mother, 11, 2, 37, "汤素梅");
  father.state = mother.state = "died";
  father.state_date = sample->today - 900;
  mother.state_date = sample->today - 420;
  if (!cl_sample_save_person (sample, &child, error) || !cl_sample_save_person (sample, &uncle, error) || !cl_sample_save_person (sample, &father, error)
      || !cl_sample_save_person (sample, &mother, error))
    return FALSE;
  sample->case_words = "孤残：父母双亡的残疾儿童，由叔父监护";
  return cl_sample_write_household (sample, village, members, G_N_ELEMENTS (members), NULL, error) && cl_sample_write_guardian (sample, &child, &uncle, "83", error);
}

/* One day before sixty: from tomorrow on the son is kept by the old, today not yet. */
static gboolean
write_tomorrow (Sample *sample, GError **error)
{
  Person father, son;
  const Relative members[] = { { &father, "01" }, { &son, "20" } };
  Village *village = cl_sample_begin (sample, &father, 6, 1, 59, "尹先明");

  father.birth = cl_sample_before (sample, 60, 0, 0) + 1;
  cl_sample_begin (sample, &son, 6, 1, 30, "尹小龙");
  cl_sample_certify (sample, &son, "4", "1");
  if (!cl_sample_save_person (sample, &father, error) || !cl_sample_save_person (sample, &son, error))
    return FALSE;
  sample->case_words = "供养人明日满 60 周岁：届时属以老养残";
  return cl_sample_write_household (sample, village, members, 2, NULL, error);
}

/* Two on the register, one under the roof; and one of two whose certificate has run out. */
static gboolean
write_counted (Sample *sample, GError **error)
{
  Person head, other;
  Relative members[] = { { &head, "01" }, { &other, "20", TRUE } };
  Village *village = cl_sample_begin (sample, &head, 7, 1, 55, "常有志");

  cl_sample_certify (sample, &head, "4", "2");
  cl_sample_begin (sample, &other, 7, 1, 28, "常小飞");
  cl_sample_certify (sample, &other, "2", "2");
  if (!cl_sample_save_person (sample, &head, error) || !cl_sample_save_person (sample, &other, error))
    return FALSE;
  sample->case_words = "一户多残（按户籍）：另一持证人在外居住，按共同居住不算";
  if (!cl_sample_write_household (sample, village, members, 2, NULL, error))
    return FALSE;

  village = cl_sample_begin (sample, &head, 8, 1, 57, "武长青");
  cl_sample_certify (sample, &head, "4", "2");
  cl_sample_begin (sample, &other, 8, 2, 53, "乔桂花");
  cl_sample_certify (sample, &other, "1", "2");
  other.issued = cl_sample_before (sample, 10, 2, 0);
  other.certificate_status = "expired";
  members[1] = (Relative) { &other, "12", FALSE };
  if (!cl_sample_save_person (sample, &head, error) || !cl_sample_save_person (sample, &other, error))
    return FALSE;
  sample->case_words = "一户多残：其中一证到期两个月，待换证";
  return cl_sample_write_household (sample, village, members, 2, NULL, error);
}

/* What cannot be told is said: no day of birth, and numbers that a spreadsheet spoilt. */
static gboolean
write_unknown (Sample *sample, GError **error)
{
  static const struct
  {
    const char *name;
    guint village;
    const char *remark;
  } spoilt[] = {
    { "贺连生", 9, "来表身份证号为 991123196811310043：校验位相符，但 11 月没有 31 日，未录入，待核实" },
    { "赖秀英", 10, "来表身份证号为 991123195503070000：末三位被电子表格改成 000，未录入，待核实" },
    { "龚志强", 11, "来表身份证号为科学计数 9.91123E+17，未录入，待核实" },
  };
  Person person, mother;
  const Relative members[] = { { &mother, "01" }, { &person, "20" } };
  const Relative alone[] = { { &person, "01" } };
  Village *village = cl_sample_begin (sample, &mother, 11, 2, 70, "文玉莲");

  cl_sample_begin (sample, &person, 11, 1, 40, "文大山");
  person.has_no_id = TRUE;
  person.birth = 0;
  person.education = NULL;
  cl_sample_certify (sample, &person, "5", "2");
  person.remark = "出生日期不详，身份证待补办";
  if (!cl_sample_save_person (sample, &mother, error) || !cl_sample_save_person (sample, &person, error))
    return FALSE;
  sample->case_words = "待核实：持证人出生日期不详，是否以老养残不能判定";
  if (!cl_sample_write_household (sample, village, members, 2, NULL, error) || !cl_sample_write_guardian (sample, &person, &mother, "52", error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (spoilt); i++)
    {
      village = cl_sample_begin (sample, &person, spoilt[i].village, i == 1 ? 2 : 1, 58, spoilt[i].name);
      person.has_no_id = TRUE;
      cl_sample_certify (sample, &person, "4", "3");
      person.remark = spoilt[i].remark;
      if (!cl_sample_save_person (sample, &person, error) || !cl_sample_write_household (sample, village, alone, 1, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_sample_write_difficult:
 * @sample: the sample
 * @error: return location
 *
 * Writes the families by which the definitions of special difficulty can be tried. All count in their villages.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_difficult (Sample *sample, GError **error)
{
  return write_families (sample, error) && write_orphan (sample, error) && write_tomorrow (sample, error) && write_counted (sample, error) && write_unknown (sample, error);
}
