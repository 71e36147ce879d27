#include "cl-sample-private.h"

/* The villages of tests/data/committee.xlsx, in its order. Population and number of disabled residents stand on both sides of the rules' edges. */
static const struct
{
  const char *name;
  const char *code; /* the last three digits */
  guint population;
  guint n_households;
  guint n_disabled;
  gboolean is_fixed; /* whatever the size */
} villages[] = {
  { "上河村", "201", 2310, 702, 268, FALSE },  { "下河村", "202", 999, 301, 31, TRUE },     { "东沟村", "203", 1000, 296, 51, TRUE },
  { "西沟村", "204", 640, 188, 29, TRUE },     { "南坪村", "205", 655, 201, 30, TRUE },     { "北坪村", "206", 870, 263, 50, TRUE },
  { "石桥村", "207", 3420, 1015, 300, FALSE }, { "柳林村", "208", 3105, 948, 260, FALSE },  { "杨家湾村", "209", 2860, 861, 240, FALSE },
  { "大槐树村", "210", 4012, 1220, 301, FALSE }, { "青山社区", "001", 5230, 1733, 280, FALSE }, { "云岭社区", "002", 6048, 2050, 300, FALSE },
};
#define COUNTIES 12 /* of a prefecture; the first begins with 991123, its third */

static gint64
find_own (Sample *sample, const char *sql, GError **error)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_transaction_get_database (sample->transaction), sql, error);

  return statement != NULL && cl_statement_step (statement, error) ? cl_statement_get_integer (statement, 0) : 0;
}

static gboolean
write_village (Sample *sample, Village *village, guint n_households, GError **error)
{
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_DIVISION]);

  cl_sample_put (record, "code", village->code);
  cl_sample_put (record, "name", village->name);
  cl_record_set_reference (record, "parent", sample->township);
  cl_sample_put (record, "level", "village");
  cl_sample_put (record, "kind", village->is_community ? "community" : "village");
  cl_sample_put (record, "area", village->is_community ? "121" : "220");
  cl_sample_put_number (record, "population", village->population);
  cl_sample_put_number (record, "households", n_households);
  cl_sample_put_number (record, "position", village->position);
  if (village->position == 3 && sample->federation == sample->own_federation)
    cl_sample_put_several (record, "aliases", (const char *const[]) { "老鹰沟村", "东沟", NULL });
  village->id = cl_sample_save (sample, record, error);
  return village->id != 0;
}

/* What remains for the others once the five of fixed size have theirs, shared out as in the township of 2,140. */
static guint
share (guint of, guint size)
{
  guint fixed = 0, others = 0;

  for (guint i = 0; i < G_N_ELEMENTS (villages); i++)
    *(villages[i].is_fixed ? &fixed : &others) += villages[i].n_disabled;
  return (guint) ((guint64) of * (size - fixed) / others);
}

static gboolean
write_villages (Sample *sample, GError **error)
{
  guint n_given = 0, size = MIN (sample->size, CL_SAMPLE_SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (villages); i++)
    {
      Village village = { .position = i + 1, .population = villages[i].population, .is_community = villages[i].code[0] == '0' };

      village.name = g_strdup (villages[i].name);
      village.code = g_strconcat (CL_SAMPLE_CODE, villages[i].code, NULL);
      village.quota = villages[i].is_fixed ? villages[i].n_disabled : share (villages[i].n_disabled, size);
      /* Dividing leaves a few over: the last takes them. */
      if (i == G_N_ELEMENTS (villages) - 1)
        village.quota = size - n_given;
      n_given += village.quota;
      g_array_append_val (sample->villages, village);
      if (!write_village (sample, &g_array_index (sample->villages, Village, i), villages[i].n_households, error))
        return FALSE;
    }
  return TRUE;
}

static gint64
write_division (Sample *sample, const char *code, const char *name, const char *level, const char *kind, gint64 parent, guint position, GError **error)
{
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_DIVISION]);

  cl_sample_put (record, "code", code);
  cl_sample_put (record, "name", name);
  cl_sample_put (record, "level", level);
  cl_sample_put (record, "kind", kind);
  cl_sample_put_reference (record, "parent", parent);
  if (position > 0)
    cl_sample_put_number (record, "position", position);
  return cl_sample_save (sample, record, error);
}

static gboolean
write_own_federation (Sample *sample, const char *township, GError **error)
{
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_ORGANISATION]);
  g_autofree char *name = g_strconcat (township, "残疾人联合会", NULL);

  cl_sample_put (record, "name", name);
  cl_sample_put (record, "kind", "federation");
  cl_sample_put_reference (record, "division", sample->township);
  cl_sample_put (record, "status", "established");
  sample->federation = cl_sample_save (sample, record, error);
  return sample->federation != 0;
}

/* The office's own county, which stood alone. */
static gboolean
join_prefecture (Sample *sample, GError **error)
{
  ClRecord *record = cl_record_load (cl_transaction_get_database (sample->transaction), sample->ledgers[SAMPLE_DIVISION], sample->county, error);

  if (record == NULL)
    return FALSE;
  cl_sample_put_reference (record, "parent", sample->prefecture);
  return cl_sample_save (sample, record, error) != 0;
}

/* Another county, from 1: its code counts up in its prefecture, and that in the province. */
static gboolean
enter_county (Sample *sample, guint county, GError **error)
{
  guint prefecture = (county + 2) / COUNTIES;
  g_autofree char *code = g_strdup_printf ("99%02u%02u", 11 + prefecture, 21 + (county + 2) % COUNTIES);
  g_autofree char *above = g_strndup (code, 4);
  g_autofree char *first = cl_sample_place_name (county - 1, "");
  g_autofree char *name = g_strconcat (first, "县", NULL);
  g_autofree char *seat = cl_sample_place_name (300 + prefecture, "市");

  if (sample->province == 0)
    {
      sample->province = write_division (sample, "99", "云山省", "province", NULL, 0, 0, error);
      if (sample->province == 0)
        return FALSE;
    }
  if (county == 1 || (county + 2) % COUNTIES == 0)
    {
      sample->prefecture = write_division (sample, above, seat, "prefecture", NULL, sample->province, 0, error);
      if (sample->prefecture == 0 || (county == 1 && !join_prefecture (sample, error)))
        return FALSE;
    }
  sample->county = write_division (sample, code, name, "county", NULL, sample->prefecture, 0, error);
  g_free (sample->county_code);
  g_free (sample->county_name);
  sample->county_code = g_steal_pointer (&code);
  sample->county_name = g_steal_pointer (&name);
  return sample->county != 0;
}

/**
 * cl_sample_write_township:
 * @sample: the sample
 * @i: which beyond the first, from 1
 * @n_disabled: who live there
 * @error: return location
 *
 * Writes another township of %CL_SAMPLE_TOWNSHIPS to a county, with eleven villages and its federation, and makes its villages those of the sample.
 *
 * Returns: whether it is written
 */
gboolean
cl_sample_write_township (Sample *sample, guint i, guint n_disabled, GError **error)
{
  guint county = i / CL_SAMPLE_TOWNSHIPS, n_given = 0;
  guint number = i % CL_SAMPLE_TOWNSHIPS;
  g_autofree char *code = NULL;
  g_autofree char *name = cl_sample_place_name (i * 7, number % 3 == 2 ? "乡" : "镇");

  if (number == 0 && !enter_county (sample, county, error))
    return FALSE;
  code = g_strdup_printf ("%s%u", sample->county_code, number % 3 == 2 ? 200 + number : 101 + number);
  sample->township = write_division (sample, code, name, "township", number % 3 == 2 ? "xiang" : "town", sample->county, number + 1, error);
  if (sample->township == 0 || !write_own_federation (sample, name, error))
    return FALSE;
  g_free (sample->township_name);
  sample->township_name = g_strdup (name);
  g_array_set_size (sample->villages, 0);
  for (guint v = 0; v < CL_SAMPLE_VILLAGES; v++)
    {
      Village village = { .position = v + 1, .quota = (n_disabled - n_given) / (CL_SAMPLE_VILLAGES - v) };

      village.name = cl_sample_place_name (i * CL_SAMPLE_VILLAGES + v, "村");
      village.code = g_strdup_printf ("%s%u", code, 201 + v);
      village.population = village.quota * 11 + 7 * (v % 13);
      n_given += village.quota;
      g_array_append_val (sample->villages, village);
      if (!write_village (sample, &g_array_index (sample->villages, Village, v), village.population / 3, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_county (Sample *sample, GError **error)
{
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_DIVISION]);

  cl_sample_put (record, "code", "991123");
  cl_sample_put (record, "name", "云岭县");
  cl_sample_put (record, "level", "county");
  sample->county = cl_sample_save (sample, record, error);
  if (sample->county == 0)
    return FALSE;
  record = cl_record_load (cl_transaction_get_database (sample->transaction), sample->ledgers[SAMPLE_DIVISION], sample->township, error);
  if (record == NULL)
    return FALSE;
  cl_record_set_reference (record, "parent", sample->county);
  cl_sample_put (record, "kind", "town");
  return cl_sample_save (sample, record, error) != 0;
}

static gboolean
write_merged (Sample *sample, GError **error)
{
  ClRecord *record = cl_record_new (sample->ledgers[SAMPLE_DIVISION]);

  cl_sample_put (record, "code", CL_SAMPLE_CODE "213");
  cl_sample_put (record, "name", "老鹰沟村");
  cl_record_set_reference (record, "parent", sample->township);
  cl_sample_put (record, "level", "village");
  cl_sample_put (record, "kind", "village");
  cl_sample_put_number (record, "position", 900);
  cl_sample_put_date (record, "valid_from", cl_sample_before (sample, 46, 0, 0));
  cl_sample_put_date (record, "valid_to", cl_sample_before (sample, 2, 0, 0));
  sample->merged = cl_sample_save (sample, record, error);
  return sample->merged != 0;
}

/**
 * cl_sample_write_places:
 * @sample: the sample
 * @error: return location
 *
 * Writes the county, the villages and communities and one village that was merged; finds the office's own township and federation.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_places (Sample *sample, GError **error)
{
  sample->township = find_own (sample, "SELECT \"id\" FROM \"division\" WHERE \"code\" = '" CL_SAMPLE_CODE "'", error);
  if (sample->township == 0)
    return FALSE;
  sample->federation = find_own (sample, "SELECT \"id\" FROM \"organisation\" WHERE \"kind\" = 'federation'", error);
  if (sample->federation == 0)
    return FALSE;
  sample->own_federation = sample->federation;
  sample->county_code = g_strdup ("991123");
  sample->county_name = g_strdup ("云岭县");
  sample->township_name = g_strdup (CL_SAMPLE_NAME);
  return write_county (sample, error) && write_villages (sample, error) && write_merged (sample, error);
}
