#include "cl-sample-private.h"

/* The allowance for lost work: the bands, and the sheets of the two months before, the older one paid. */

static const struct
{
  const char *label, *least, *with_least, *most, *with_most, *rate;
} bands[] = {
  { "30人以下", NULL, NULL, "30", "是", "100" },
  { "30–50人", "30", "否", "50", "是", "150" },
  { "50人（不含）以上", "50", "否", NULL, NULL, "200" },
};

static gboolean
write_bands (Sample *sample, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (bands); i++)
    {
      ClRecord *record = cl_sample_record (sample, "allowance_band", "label", bands[i].label, "least", bands[i].least, "with_least", bands[i].with_least, "most", bands[i].most,
                                           "with_most", bands[i].with_most, "rate", bands[i].rate, "clause", "云残发〔2025〕7号 二（一）", NULL);

      if (record == NULL)
        return TRUE;
      cl_sample_put_date (record, "start", cl_sample_day (cl_sample_year (sample->today) - 1, 1, 1));
      if (cl_sample_save (sample, record, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_row (Sample *sample, ClStatement *members, const char *month, guint32 counted, guint32 paid, guint i, GError **error)
{
  gint64 residents = cl_statement_get_integer (members, 3);
  const guint band = residents <= 30 ? 0 : residents <= 50 ? 1 : 2;
  g_autofree char *account = g_strdup_printf ("62170000%011u", i + 1);
  ClRecord *record = cl_sample_record (sample, "allowance", "month", month, "post", cl_statement_get_text (members, 4), "band", bands[band].label, "rate", bands[band].rate,
                                       "months", "1", "amount", bands[band].rate, "bank", "云岭县农村商业银行云岭支行", "account", account, NULL);

  cl_sample_put_reference (record, "person", cl_statement_get_integer (members, 1));
  cl_sample_put_reference (record, "division", cl_statement_get_integer (members, 2));
  cl_sample_put_number (record, "residents", residents);
  cl_sample_put_date (record, "counted", counted);
  cl_sample_put_date (record, "paid", paid);
  return cl_sample_save (sample, record, error) != 0;
}

/* Everybody who was on the committee of a village at the end of the month, once. */
static gboolean
write_sheet (Sample *sample, int months, GError **error)
{
  static const char *const columns[] = { "person", "organisation.division", "count_of(person.division = organisation.division, disability = 'certified' and state = 'living')",
                                         "label(post)" };
  ClCatalogue *catalogue = cl_transaction_get_catalogue (sample->transaction);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "appointment"));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *iso = cl_sample_date (cl_sample_before (sample, 0, months, 0)), *month = g_strndup (iso, 7), *last = NULL, *where = NULL;
  guint year, number;
  guint32 end;

  sscanf (month, "%u-%u", &year, &number);
  end = cl_sample_day (year, number, 31);
  last = cl_sample_date (end);
  where = g_strdup_printf ("organisation.kind = 'village-association' and (has(post, 'chair') or has(post, 'vice-chair') or has(post, 'member') or has(post, 'commissioner'))"
                           " and (start is null or start <= '%s') and (end is null or end >= '%s') and coalesce(person.state, 'living') <> 'died'", last, last);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!cl_query_add_column (query, columns[i], CL_QUERY_RAW, error))
      return FALSE;
  if (!cl_query_add_where (query, where, error) || !cl_query_set_order (query, "organisation.division.position, id", error))
    return FALSE;
  statement = cl_query_prepare (query, cl_transaction_get_database (sample->transaction), NULL, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      char *key = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, cl_statement_get_integer (statement, 1), cl_statement_get_integer (statement, 2));

      if (g_hash_table_add (seen, key) && !write_row (sample, statement, month, end, months > 1 ? end + 12 : 0, g_hash_table_size (seen), error))
        return FALSE;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * cl_sample_write_allowance:
 * @sample: the sample
 * @error: return location
 *
 * Writes bands and sheets of the allowance for lost work; where the plugin is absent, nothing. After all posts are written.
 *
 * Returns: whether they are written
 */
gboolean
cl_sample_write_allowance (Sample *sample, GError **error)
{
  if (cl_catalogue_find_ledger (cl_transaction_get_catalogue (sample->transaction), "allowance") == NULL)
    return TRUE;
  return write_bands (sample, error) && write_sheet (sample, 2, error) && write_sheet (sample, 1, error);
}
