#include "cl-sample-private.h"

#include <string.h>

static const char *const codes[] = { "1", "2", "3", "4", "5", "6", "7" };

/* An index into @weights, each as often as it weighs. */
static guint
draw (Sample *sample, const guint *weights, guint n)
{
  guint total = 0, drawn;

  for (guint i = 0; i < n; i++)
    total += weights[i];
  drawn = cl_sample_random (sample, total);
  for (guint i = 0; i < n; i++)
    {
      if (drawn < weights[i])
        return i;
      drawn -= weights[i];
    }
  return n - 1;
}

guint
cl_sample_age (Sample *sample, const Person *person)
{
  return person->birth != 0 ? (sample->today - person->birth) * 4 / 1461 : 0;
}

static const char *
draw_education (Sample *sample, guint age)
{
  static const char *const levels[] = { "none", "primary", "junior", "senior", "vocational", "college", "bachelor" };
  static const guint weights[][7] = { { 30, 50, 17, 3, 0, 0, 0 }, { 8, 30, 45, 12, 3, 2, 0 }, { 3, 12, 45, 18, 10, 8, 4 } };

  if (age < 7)
    return NULL;
  if (age < 13)
    return "primary";
  return levels[draw (sample, weights[age >= 60 ? 0 : age >= 40 ? 1 : 2], 7)];
}

/**
 * cl_sample_draw_person:
 * @sample: the sample
 * @person: (out): cleared first
 * @village: where it lives
 * @sex: 1 male, 2 female, 0 for either
 * @from: least age in years
 * @to: greatest
 *
 * Draws a person without a disability who is not yet written.
 */
void
cl_sample_draw_person (Sample *sample, Person *person, Village *village, guint sex, guint from, guint to)
{
  char surname[CL_SAMPLE_SURNAME] = "", given[32];

  memset (person, 0, sizeof *person);
  person->village = village;
  person->sex = sex != 0 ? sex : cl_sample_random (sample, 100) < 54 ? 1 : 2;
  person->birth = sample->today - from * 1461 / 4 - 20 - cl_sample_random (sample, (to - from + 1) * 1461 / 4 - 30);
  cl_sample_draw_surname (sample, surname);
  cl_sample_draw_given (sample, person->sex, given);
  g_snprintf (person->name, sizeof person->name, "%s%s", surname, given);
  person->ethnicity = cl_sample_random (sample, 40) == 0 ? "03" : "01";
  person->education = draw_education (sample, cl_sample_age (sample, person));
  person->disability = "none";
  person->state = "living";
}

static void
draw_certificate (Sample *sample, Person *person)
{
  guint32 ten_years = 3652;
  guint drawn = cl_sample_random (sample, 1000);
  guint32 earliest = person->birth + 400;

  person->disability = "certified";
  person->certificate_status = "valid";
  person->issued = sample->today - 30 - cl_sample_random (sample, 3500);
  if (drawn < 25 && cl_sample_age (sample, person) > 12)
    person->issued = sample->today - ten_years + 5 + cl_sample_random (sample, 80);
  else if (drawn < 40 && cl_sample_age (sample, person) > 13)
    {
      person->issued = sample->today - ten_years - 10 - cl_sample_random (sample, 300);
      person->certificate_status = "expired";
    }
  else if (drawn < 46)
    person->certificate_status = "frozen";
  person->issued = MAX (person->issued, MIN (earliest, sample->today - 1));
}

/**
 * cl_sample_draw_disability:
 * @sample: the sample
 * @person: a person not yet written
 *
 * Draws category, grade and certificate by the mix of 琼中县 2020 (DOMAIN.md E); one in eleven is only suspected to be disabled.
 */
void
cl_sample_draw_disability (Sample *sample, Person *person)
{
  static const guint mix[] = { 58, 71, 7, 503, 78, 219, 63 };
  static const guint grades[] = { 22, 31, 24, 23 };
  static const char *const pairs[][3] = { { "1", "4" }, { "2", "3" }, { "4", "5" }, { "5", "6" }, { "1", "2", "4" } };
  guint category = draw (sample, mix, 7);

  if (cl_sample_random (sample, 11) == 0)
    {
      person->disability = "suspected";
      return;
    }
  person->grade = codes[draw (sample, grades, 4)];
  if (category == 6)
    memcpy (person->categories, pairs[cl_sample_random (sample, G_N_ELEMENTS (pairs))], sizeof pairs[0]);
  else
    person->categories[0] = codes[category];
  draw_certificate (sample, person);
}

/* 智力, 精神 and minors (DOMAIN.md B4). */
gboolean
cl_sample_needs_guardian (Sample *sample, const Person *person)
{
  for (guint i = 0; person->categories[i] != NULL; i++)
    if (*person->categories[i] == '5' || *person->categories[i] == '6')
      return TRUE;
  return cl_sample_age (sample, person) < 18;
}

static void
make_id_number (Sample *sample, Person *person)
{
  g_autofree char *iso = NULL;
  guint16 *used;
  guint sequence;

  for (;;)
    {
      used = &sample->used[(person->birth - SAMPLE_FIRST_DAY) * 2 + person->sex - 1];
      if (*used < 440)
        break;
      /* All numbers of the day are given out. */
      person->birth--;
    }
  sequence = 100 + 2 * (*used)++ + (person->sex == 1 ? 1 : 0);
  iso = cl_sample_date (person->birth);
  g_snprintf (person->id_number, sizeof person->id_number, "991123%.4s%.2s%.2s%03u", iso, iso + 5, iso + 8, sequence);
  person->id_number[17] = cl_citizen_id_check_character (person->id_number);
  person->id_number[18] = '\0';
}

static gboolean
put_certificate (Sample *sample, Person *person, ClRecord *record)
{
  g_autofree char *number = NULL;

  if (g_strcmp0 (person->disability, "certified") != 0 || person->categories[0] == NULL)
    return FALSE;
  number = g_strdup_printf ("%s%s%s%s", person->id_number, person->categories[1] != NULL ? "7" : person->categories[0], person->grade,
                            person->suffix != NULL ? person->suffix : "");
  if (*person->id_number != '\0')
    cl_sample_put (record, "certificate_number", number);
  cl_sample_put_several (record, "categories", person->categories);
  cl_sample_put (record, "grade", person->grade);
  cl_sample_put_date (record, "certificate_issued", person->issued);
  {
    g_autofree char *issued = cl_sample_date (person->issued);
    g_autofree char *expires = cl_date_add (issued, 10, 0, 0);

    cl_sample_put (record, "certificate_expires", expires);
    cl_sample_put (record, "certificate_generation", strcmp (issued, "2021") < 0 ? "2" : "3");
  }
  cl_sample_put (record, "certificate_status", person->certificate_status);
  {
    g_autofree char *issuer = g_strconcat (sample->county_name, "残疾人联合会", NULL);

    cl_sample_put (record, "certificate_issuer", issuer);
  }
  return TRUE;
}

static void
put_address (Sample *sample, Person *person, ClRecord *record)
{
  g_autofree char *address = NULL;

  if (person->village->is_community)
    address = g_strdup_printf (CL_SAMPLE_NAME "%s幸福路%u号%u室", person->village->name, 1 + cl_sample_random (sample, 60), 101 + cl_sample_random (sample, 4) + 100 * cl_sample_random (sample, 6));
  else
    address = g_strdup_printf ("%s%s%u组%u号", sample->township_name, person->village->name, 1 + cl_sample_random (sample, 8), 1 + cl_sample_random (sample, 120));
  cl_sample_put (record, "address", address);
  cl_sample_put (record, "registered_address", person->registered_address != NULL ? person->registered_address : address);
  cl_record_set_reference (record, "division", person->village->id);
  cl_record_set_reference (record, "registered_division", person->registered != 0 ? person->registered : person->village->id);
}

/* The rows that the store began today began when the person came, and when it was assessed. */
static gboolean
set_start (Sample *sample, SampleLedger which, const Person *person, guint32 start, GError **error)
{
  static const char *const hospitals[] = { "云岭县人民医院", "云岭县中医院", "云岭县精神卫生中心" };
  static const char *const causes[] = { "疾病", "先天", "外伤", "工伤", "交通事故", "药物", "不明" };
  const char *sql = which == SAMPLE_RESIDENCE ? "SELECT \"id\" FROM \"residence\" WHERE \"person\" = ?" : "SELECT \"id\" FROM \"disability_record\" WHERE \"person\" = ?";
  ClDatabase *database = cl_transaction_get_database (sample->transaction);
  g_autoptr (ClStatement) statement = cl_database_prepare (database, sql, error);
  ClRecord *record;
  gint64 id;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, person->id);
  if (!cl_statement_step (statement, error))
    return FALSE;
  id = cl_statement_get_integer (statement, 0);
  cl_statement_reset (statement);
  record = cl_record_load (database, sample->ledgers[which], id, error);
  if (record == NULL)
    return FALSE;
  cl_sample_put_date (record, "start", start);
  if (which == SAMPLE_ASSESSMENT)
    {
      g_autofree char *issued = cl_sample_date (person->issued);
      g_autofree char *expires = cl_date_add (issued, 10, 0, 0);

      cl_sample_put (record, "issued", issued);
      cl_sample_put (record, "expires", expires);
      cl_sample_put (record, "hospital", hospitals[*person->categories[0] == '6' ? 2 : cl_sample_random (sample, 2)]);
      cl_sample_put (record, "cause", causes[cl_sample_random (sample, G_N_ELEMENTS (causes))]);
    }
  return cl_sample_save (sample, record, error) != 0;
}

static const char *
guess_marital_status (guint age)
{
  return age < 22 ? "10" : NULL;
}

/**
 * cl_sample_save_person:
 * @sample: the sample
 * @person: a person; given its ID number where that is empty, and its id
 * @error: return location
 *
 * Writes a person with the dated rows of residence and assessment, and counts it in its village.
 *
 * Returns: whether it is written
 */
gboolean
cl_sample_save_person (Sample *sample, Person *person, GError **error)
{
  static const char *const reasons[] = { "尚未申请", "等待评定", "行动不便，未能到医院评定", "家属不愿申请" };
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_PERSON]);
  gboolean is_living = g_strcmp0 (person->state, "living") == 0;
  gboolean has_certificate;
  guint32 came;

  if (*person->id_number == '\0' && !person->has_no_id)
    make_id_number (sample, person);
  cl_sample_put (record, "name", person->name);
  cl_sample_put (record, "former_name", person->former_name);
  cl_sample_put (record, "id_number", person->id_number);
  cl_sample_put (record, "sex", person->sex == 1 ? "1" : person->sex == 2 ? "2" : NULL);
  cl_sample_put_date (record, "birth", person->birth);
  cl_sample_put (record, "ethnicity", person->ethnicity);
  cl_sample_put (record, "education", person->education);
  cl_sample_put (record, "marital_status", person->marital_status != NULL ? person->marital_status : guess_marital_status (cl_sample_age (sample, person)));
  if (cl_sample_age (sample, person) >= 16 && !person->has_no_id)
    cl_sample_put_phone (sample, record);
  put_address (sample, person, record);
  cl_sample_put (record, "state", person->state);
  cl_sample_put_date (record, "state_date", person->state_date);
  cl_sample_put (record, "disability", person->disability);
  has_certificate = put_certificate (sample, person, record);
  if (g_strcmp0 (person->disability, "suspected") == 0)
    cl_sample_put (record, "suspected_reason", reasons[cl_sample_random (sample, G_N_ELEMENTS (reasons))]);
  if (person->relative_of != 0)
    {
      g_auto (ClValue) value = CL_VALUE_INIT;
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      g_array_append_val (ids, person->relative_of);
      cl_value_take_ids (&value, ids);
      cl_record_set (record, cl_ledger_find_field (sample->ledgers[SAMPLE_PERSON], "relative_of"), &value);
    }
  cl_sample_put_number (record, "is_relative", person->is_relative || person->relative_of != 0);
  cl_sample_put_number (record, "on_village_committee", person->on_village_committee);
  cl_sample_put_number (record, "is_volunteer", person->is_volunteer);
  cl_sample_put (record, "remark", person->remark);
  person->id = cl_sample_save (sample, record, error);
  if (person->id == 0)
    return FALSE;
  if (is_living && (g_strcmp0 (person->disability, "certified") == 0 || g_strcmp0 (person->disability, "suspected") == 0))
    {
      person->village->n_disabled++;
      sample->n_written++;
    }
  came = person->birth != 0 ? MIN (MAX (person->birth, cl_sample_before (sample, 25, 0, 0) + cl_sample_random (sample, 6000)), sample->today - 1) : sample->today - 700;
  return set_start (sample, SAMPLE_RESIDENCE, person, came, error) && (!has_certificate || set_start (sample, SAMPLE_ASSESSMENT, person, person->issued, error));
}
