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
#define MOST_VILLAGES 600

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
  if (village->position == 3)
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
  guint n_villages = G_N_ELEMENTS (villages);
  guint size = sample->size, n_more = 0, n_given = 0;

  /* A larger township has more villages of the same size, as far as three digits go. */
  if (size > CL_SAMPLE_SIZE)
    n_more = MIN ((size - CL_SAMPLE_SIZE) / 178, MOST_VILLAGES - n_villages);
  if (n_more > 0)
    size = CL_SAMPLE_SIZE;
  for (guint i = 0; i < n_villages + n_more; i++)
    {
      Village village = { .position = i + 1 };
      guint n_households;

      if (i < n_villages)
        {
          village.name = g_strdup (villages[i].name);
          village.code = g_strconcat (CL_SAMPLE_CODE, villages[i].code, NULL);
          village.population = villages[i].population;
          village.is_community = villages[i].code[0] == '0';
          village.quota = villages[i].is_fixed ? villages[i].n_disabled : share (villages[i].n_disabled, size);
          n_households = villages[i].n_households;
        }
      else
        {
          guint left = n_villages + n_more - i;

          village.name = cl_sample_village_name (i - n_villages);
          village.code = g_strdup_printf (CL_SAMPLE_CODE "%u", 220 + i);
          village.quota = (sample->size - n_given) / left;
          village.population = village.quota * 11 + 7 * (i % 13);
          n_households = village.population / 3;
        }
      /* Dividing leaves a few over: the last of the twelve takes them. */
      if (i == n_villages - 1 && n_more == 0)
        village.quota = sample->size - n_given;
      else if (i == n_villages - 1)
        village.quota = CL_SAMPLE_SIZE - n_given;
      n_given += village.quota;
      g_array_append_val (sample->villages, village);
      if (!write_village (sample, &g_array_index (sample->villages, Village, i), n_households, error))
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
  return write_county (sample, error) && write_villages (sample, error) && write_merged (sample, error);
}
