#include "roster-allowance.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Where a person lived on :day: the last residence begun by then; who was entered later, where the first one is. Kept rows begin when they were entered. */
#define LIVED_THERE                                                                                                                                          \
  "coalesce(start, '') = coalesce(max_of(residence.person = person, coalesce(start, ''), coalesce(start, '') <= :day), min_of(residence.person = person, start), '')" \
  " and (end is null or end >= :day or start > :day)"
#define IS_THERE(person) "(coalesce(" person "state, 'living') = 'living' or " person "state_date > :day)"
#define IS_COUNTED(person)                                                                                                                                                 \
  "((" person "disability = 'certified' and (" person "certificate_issued is null or " person "certificate_issued <= :day) and coalesce(" person "certificate_status, 'valid') <> 'cancelled')" \
  " or (:suspected = 1 and " person "disability = 'suspected'))"
#define RESIDENTS                                                                                                     \
  "count_of(residence.division, " LIVED_THERE " and " IS_THERE ("person.") " and " IS_COUNTED ("person.") ", person)" \
  " + count_of(person.division, not exists_of(residence.person) and " IS_THERE ("") " and " IS_COUNTED ("") ")"
#define IS_VILLAGE "level = 'village' and (valid_from is null or valid_from <= :day) and (valid_to is null or valid_to >= :day)"
#define ON_COMMITTEE                                                                                                        \
  "organisation.kind = 'village-association' and (organisation.status is null or organisation.status = 'established')"     \
  " and (has(post, 'chair') or has(post, 'vice-chair') or has(post, 'member') or has(post, 'commissioner'))"
#define NO_COMMISSIONERS " and not has(post, 'commissioner')"

typedef struct
{
  gint64 id, rate;
  char *label;
  gboolean has_least, has_most, with_least, with_most;
  gint64 least, most;
} Band;

static void
band_free (gpointer data)
{
  Band *band = data;

  g_free (band->label);
  g_free (band);
}

static void
member_free (gpointer data)
{
  RosterMonthMember *member = data;

  g_free (member->name);
  g_free (member->posts);
  g_free (member->partly);
  g_free (member);
}

static void
village_free (gpointer data)
{
  RosterMonthVillage *village = data;

  g_free (village->name);
  g_free (village->band_label);
  g_free (village->trouble);
  g_ptr_array_unref (village->members);
  g_free (village);
}

/**
 * roster_month_clear:
 * @month: what is asked for
 *
 * Frees what it holds.
 */
void
roster_month_clear (RosterMonth *month)
{
  g_clear_pointer (&month->month, g_free);
  g_clear_pointer (&month->day, g_free);
}

/**
 * roster_month_last_day:
 * @month: "2027-02"
 *
 * Returns: (transfer full): "2027-02-28"
 */
char *
roster_month_last_day (const char *month)
{
  g_autofree char *first = g_strconcat (month, "-01", NULL), *next = cl_date_add (first, 0, 1, 0);

  return cl_date_add (next, 0, 0, -1);
}

/**
 * roster_month_counting_day:
 * @month: "2027-02"
 *
 * Returns: (transfer full): the day on which one counts unless another is given: today, the month's last day once it is over, its first before it
 */
char *
roster_month_counting_day (const char *month)
{
  g_autofree char *last = roster_month_last_day (month), *first = g_strconcat (month, "-01", NULL);

  if (strcmp (cl_today (), last) > 0)
    return g_steal_pointer (&last);
  return strcmp (cl_today (), first) < 0 ? g_steal_pointer (&first) : g_strdup (cl_today ());
}

static void
bind_text (GHashTable *parameters, const char *name, const char *text)
{
  ClValue *value = g_new0 (ClValue, 1);

  cl_value_set_text (value, text);
  g_hash_table_insert (parameters, (gpointer) name, value);
}

static void
value_free (gpointer data)
{
  cl_value_clear (data);
  g_free (data);
}

static GHashTable *
bind (const RosterMonth *month)
{
  GHashTable *parameters = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, value_free);
  g_autofree char *first = g_strconcat (month->month, "-01", NULL), *last = roster_month_last_day (month->month);
  ClValue *suspected = g_new0 (ClValue, 1);

  bind_text (parameters, "month", month->month);
  bind_text (parameters, "day", month->day);
  bind_text (parameters, "first", first);
  bind_text (parameters, "last", last);
  cl_value_set_integer (suspected, month->suspected);
  g_hash_table_insert (parameters, (gpointer) "suspected", suspected);
  return parameters;
}

/* Prepares @columns (NULL-terminated) of the records of @ledger for which @where holds. */
static ClStatement *
ask (ClCatalogue *catalogue, ClDatabase *database, const char *ledger, const char *const *columns, ClQueryForm form, const char *where, const char *order,
     GHashTable *parameters, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, ledger));

  for (; *columns != NULL; columns++)
    if (!cl_query_add_column (query, *columns, form, error))
      return NULL;
  if ((where != NULL && !cl_query_add_where (query, where, error)) || (order != NULL && !cl_query_set_order (query, order, error)))
    return NULL;
  return cl_query_prepare (query, database, parameters, error);
}

static GPtrArray *
list_bands (ClCatalogue *catalogue, ClDatabase *database, const char *day, GError **error)
{
  static const char *const columns[] = { "label", "least", "coalesce(with_least, 1)", "most", "coalesce(with_most, 1)", "rate", NULL };
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, value_free);
  g_autoptr (GPtrArray) bands = g_ptr_array_new_with_free_func (band_free);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;

  bind_text (parameters, "day", day);
  statement = ask (catalogue, database, "allowance_band", columns, CL_QUERY_RAW, "(start is null or start <= :day) and (end is null or end >= :day)", NULL, parameters, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &failure))
    {
      Band *band = g_new0 (Band, 1);

      band->id = cl_statement_get_integer (statement, 0);
      band->label = g_strdup (cl_statement_get_text (statement, 1));
      band->has_least = !cl_statement_is_null (statement, 2);
      band->least = cl_statement_get_integer (statement, 2);
      band->with_least = cl_statement_get_integer (statement, 3) != 0;
      band->has_most = !cl_statement_is_null (statement, 4);
      band->most = cl_statement_get_integer (statement, 4);
      band->with_most = cl_statement_get_integer (statement, 5) != 0;
      band->rate = cl_statement_get_integer (statement, 6);
      g_ptr_array_add (bands, band);
    }
  if (failure == NULL)
    return g_steal_pointer (&bands);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
band_holds (const Band *band, gint64 n)
{
  if (band->has_least && (n < band->least || (n == band->least && !band->with_least)))
    return FALSE;
  return !band->has_most || n < band->most || (n == band->most && band->with_most);
}

/* The one band of a village; where there is none or several nothing is guessed, and it is said. */
static void
village_find_band (RosterMonthVillage *village, GPtrArray *bands)
{
  const Band *found = NULL;

  for (guint i = 0; i < bands->len; i++)
    {
      const Band *band = bands->pdata[i];

      if (!band_holds (band, village->residents))
        continue;
      if (found != NULL)
        {
          g_free (village->trouble);
          /* Translators: first %s: a village, then a number, then two bands such as “30人以下” */
          village->trouble = g_strdup_printf (_("%s: %d disabled residents stand in two bands, “%s” and “%s”. Say in the bands to which the edge belongs."), village->name,
                                              (int) village->residents, found->label, band->label);
          village->band = 0;
          village->rate = 0;
          g_clear_pointer (&village->band_label, g_free);
          return;
        }
      found = band;
      village->band = band->id;
      village->rate = band->rate;
      village->band_label = g_strdup (band->label);
    }
  if (found == NULL)
    village->trouble = g_strdup_printf (_("%s: no band holds %d disabled residents. Add one, or widen another."), village->name, (int) village->residents);
}

static GPtrArray *
list_villages (ClCatalogue *catalogue, ClDatabase *database, GHashTable *parameters, GPtrArray *bands, GError **error)
{
  static const char *const columns[] = { "name", RESIDENTS, NULL };
  g_autoptr (GPtrArray) villages = g_ptr_array_new_with_free_func (village_free);
  g_autoptr (ClStatement) statement = ask (catalogue, database, "division", columns, CL_QUERY_RAW, IS_VILLAGE, "position, code, name", parameters, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &failure))
    {
      RosterMonthVillage *village = g_new0 (RosterMonthVillage, 1);

      village->division = cl_statement_get_integer (statement, 0);
      village->name = g_strdup (cl_statement_get_text (statement, 1));
      village->residents = cl_statement_get_integer (statement, 2);
      village->members = g_ptr_array_new_with_free_func (member_free);
      village_find_band (village, bands);
      g_ptr_array_add (villages, village);
    }
  if (failure == NULL)
    return g_steal_pointer (&villages);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static RosterMonthVillage *
find_village (GPtrArray *villages, gint64 division)
{
  for (guint i = 0; i < villages->len; i++)
    if (((RosterMonthVillage *) villages->pdata[i])->division == division)
      return villages->pdata[i];
  return NULL;
}

static RosterMonthMember *
find_member (RosterMonthVillage *village, gint64 person)
{
  for (guint i = 0; i < village->members->len; i++)
    if (((RosterMonthMember *) village->members->pdata[i])->person == person)
      return village->members->pdata[i];
  return NULL;
}

/* "任职自 2027-03-10": of a post that was not held the whole month. */
static char *
say_partly (ClStatement *statement, const char *first, const char *last)
{
  const char *start = cl_statement_get_text (statement, 5), *end = cl_statement_get_text (statement, 6);
  gboolean began = start != NULL && strcmp (start, first) > 0, ended = end != NULL && strcmp (end, last) < 0;

  if (began && ended)
    return g_strdup_printf (_("in office from %s to %s"), start, end);
  if (began)
    return g_strdup_printf (_("in office from %s"), start);
  return ended ? g_strdup_printf (_("in office until %s"), end) : NULL;
}

/* All who held a post on any day of the month; who holds two posts in a village stands there once. */
static gboolean
add_members (ClCatalogue *catalogue, ClDatabase *database, const RosterMonth *month, GHashTable *parameters, GPtrArray *villages, GError **error)
{
  static const char *const columns[] = { "organisation.division", "person", "person.name", "label(post)", "start", "end",
                                         "(start is null or start <= :day) and (end is null or end >= :day)",
                                         "exists_of(allowance.person = person, month = :month and division = outer(organisation.division))", NULL };
  g_autofree char *where = g_strconcat (ON_COMMITTEE " and (start is null or start <= :last) and (end is null or end >= :first)"
                                        " and not (coalesce(person.state, 'living') = 'died' and coalesce(person.state_date, '') < :first)",
                                        month->no_commissioners ? NO_COMMISSIONERS : "", NULL);
  g_autofree char *first = g_strconcat (month->month, "-01", NULL), *last = roster_month_last_day (month->month);
  g_autoptr (ClStatement) statement = ask (catalogue, database, "appointment", columns, CL_QUERY_RAW, where, "post.rank, coalesce(position, 9999), start, id", parameters, error);
  g_autoptr (GError) failure = NULL;

  while (statement != NULL && cl_statement_step (statement, &failure))
    {
      RosterMonthVillage *village = find_village (villages, cl_statement_get_integer (statement, 1));
      const char *posts = cl_statement_get_text (statement, 4);
      gint64 person = cl_statement_get_integer (statement, 2);
      RosterMonthMember *member = village != NULL ? find_member (village, person) : NULL;
      gboolean is_out = !month->whole_month && cl_statement_get_integer (statement, 7) == 0;

      if (village == NULL)
        continue;
      /* The post held on the day of counting tells, where another of the same month is over. */
      if (member != NULL)
        {
          if (member->is_out && !is_out)
            {
              g_free (member->posts);
              member->posts = g_strdup (posts);
            }
          else if (!is_out && posts != NULL && strstr (member->posts, posts) == NULL)
            {
              char *both = g_strconcat (member->posts, "、", posts, NULL);

              g_free (member->posts);
              member->posts = both;
            }
          member->is_out = member->is_out && is_out;
          g_clear_pointer (&member->partly, g_free);
          continue;
        }
      member = g_new0 (RosterMonthMember, 1);
      member->person = person;
      member->name = g_strdup (cl_statement_get_text (statement, 3));
      member->posts = g_strdup (posts != NULL ? posts : "");
      member->is_out = is_out;
      member->is_kept = cl_statement_get_integer (statement, 8) != 0;
      member->partly = say_partly (statement, first, last);
      g_ptr_array_add (village->members, member);
    }
  if (statement != NULL && failure == NULL)
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The rows that are there already, by village. */
static gboolean
add_kept (ClCatalogue *catalogue, ClDatabase *database, GHashTable *parameters, GPtrArray *villages, GError **error)
{
  static const char *const columns[] = { "division", "coalesce(amount, 0)", NULL };
  g_autoptr (ClStatement) statement = ask (catalogue, database, "allowance", columns, CL_QUERY_RAW, "month = :month", NULL, parameters, error);
  g_autoptr (GError) failure = NULL;

  while (statement != NULL && cl_statement_step (statement, &failure))
    {
      RosterMonthVillage *village = find_village (villages, cl_statement_get_integer (statement, 1));

      if (village == NULL)
        continue;
      village->n_kept++;
      village->kept += cl_statement_get_integer (statement, 2);
    }
  if (statement != NULL && failure == NULL)
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * roster_month_plan:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @month: what is asked for
 * @error: what failed
 *
 * What the month's sheet would be: for each village in official order the residents counted, the band, and who was in the committee in the month. A member is
 * on the sheet who is in office on the day of counting, so that a seat is paid once; with @month's whole_month, whoever was in office on any of its days.
 *
 * Returns: (transfer full) (element-type RosterMonthVillage): all villages of the day; %NULL on error
 */
GPtrArray *
roster_month_plan (ClCatalogue *catalogue, ClDatabase *database, const RosterMonth *month, GError **error)
{
  g_autoptr (GHashTable) parameters = bind (month);
  g_autoptr (GPtrArray) bands = list_bands (catalogue, database, month->day, error);
  g_autoptr (GPtrArray) villages = bands != NULL ? list_villages (catalogue, database, parameters, bands, error) : NULL;

  if (villages == NULL || !add_members (catalogue, database, month, parameters, villages, error) || !add_kept (catalogue, database, parameters, villages, error))
    return NULL;
  return g_steal_pointer (&villages);
}

typedef struct
{
  const RosterMonth *month;
  guint added, kept;
} Making;

/* Bank and account are those of the person's last sheet. */
static gboolean
copy_account (ClTransaction *transaction, ClRecord *record, gint64 person, GError **error)
{
  static const char *const none[] = { NULL };
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  ClDatabase *database = cl_transaction_get_database (transaction);
  ClLedger *ledger = cl_record_get_ledger (record);
  g_autofree char *where = g_strdup_printf ("person = %" G_GINT64_FORMAT " and account is not null", person);
  g_autoptr (ClStatement) statement = ask (catalogue, database, "allowance", none, CL_QUERY_RAW, where, "month desc, id desc", NULL, error);
  g_autoptr (ClRecord) last = NULL;
  gint64 id;

  if (statement == NULL)
    return FALSE;
  id = cl_statement_step (statement, NULL) ? cl_statement_get_integer (statement, 0) : 0;
  g_clear_pointer (&statement, cl_statement_release);
  if (id == 0)
    return TRUE;
  last = cl_record_load (database, ledger, id, error);
  if (last == NULL)
    return FALSE;
  cl_record_set (record, cl_ledger_find_field (ledger, "bank"), cl_record_get_named (last, "bank"));
  cl_record_set (record, cl_ledger_find_field (ledger, "account"), cl_record_get_named (last, "account"));
  return TRUE;
}

static void
set_integer (ClRecord *record, const char *field, gint64 number)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  cl_value_set_integer (&value, number);
  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), field), &value);
}

static gboolean
make_row (ClTransaction *transaction, const RosterMonth *month, const RosterMonthVillage *village, const RosterMonthMember *member, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (catalogue, "allowance"));

  cl_record_set_reference (record, "division", village->division);
  cl_record_set_reference (record, "person", member->person);
  set_integer (record, "residents", village->residents);
  set_integer (record, "rate", village->rate);
  set_integer (record, "months", 1);
  return cl_record_set_text (record, "month", month->month, error) && cl_record_set_text (record, "counted", month->day, error) &&
         cl_record_set_text (record, "post", member->posts, error) && cl_record_set_text (record, "band", village->band_label, error) &&
         cl_record_set_text (record, "remark", member->partly, error) && copy_account (transaction, record, member->person, error) &&
         cl_record_derive (record, cl_transaction_get_database (transaction), catalogue, error) && cl_transaction_save (transaction, record, error);
}

static gboolean
make_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Making *making = data;
  g_autoptr (GPtrArray) villages = roster_month_plan (cl_transaction_get_catalogue (transaction), cl_transaction_get_database (transaction), making->month, error);

  for (guint i = 0; villages != NULL && i < villages->len; i++)
    {
      const RosterMonthVillage *village = villages->pdata[i];

      making->kept += village->n_kept;
      for (guint k = 0; k < village->members->len && village->band != 0; k++)
        {
          const RosterMonthMember *member = village->members->pdata[k];

          if (member->is_kept || member->is_out)
            continue;
          if (!make_row (transaction, making->month, village, member, error))
            return FALSE;
          making->added++;
        }
    }
  return villages != NULL;
}

/**
 * roster_month_make:
 * @store: the open store
 * @month: what is asked for
 * @added: (out): how many rows were added
 * @kept: (out): how many were there, which stay as they are with whatever was corrected in them
 * @error: what failed
 *
 * Makes the month's rows: one entry of the journal, which one undo takes back. Made again it adds who came since. On the store's own thread.
 *
 * Returns: whether the rows are there
 */
gboolean
roster_month_make (ClStore *store, const RosterMonth *month, guint *added, guint *kept, GError **error)
{
  Making making = { month, 0, 0 };
  g_autofree char *called = cl_date_format_paper (month->month);
  /* Translators: %s: a month */
  g_autofree char *words = g_strdup_printf (_("Sheet of the allowance for lost work of %s"), called);
  gboolean done = cl_store_write (store, words, make_cb, &making, error) != 0;

  *added = making.added;
  *kept = making.kept;
  return done;
}

static gboolean
offer_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const gboolean *thirty_is_low = data;
  const struct
  {
    const char *label, *least, *with_least, *most, *with_most, *rate;
  } bands[] = {
    { "30人以下", NULL, NULL, "30", *thirty_is_low ? "是" : "否", "100" },
    { "30–50人", "30", *thirty_is_low ? "否" : "是", "50", "是", "150" },
    { "50人（不含）以上", "50", "否", NULL, NULL, "200" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bands); i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "allowance_band"));

      if (!cl_record_set_text (record, "label", bands[i].label, error) || !cl_record_set_text (record, "least", bands[i].least, error) ||
          !cl_record_set_text (record, "with_least", bands[i].with_least, error) || !cl_record_set_text (record, "most", bands[i].most, error) ||
          !cl_record_set_text (record, "with_most", bands[i].with_most, error) || !cl_record_set_text (record, "rate", bands[i].rate, error) ||
          !cl_record_set_text (record, "clause", "济南市历城区残联《党建引领 强基固本 推动新时代残疾人事业高质量发展》一（三）", error) ||
          !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * roster_bands_offer:
 * @store: the open store
 * @thirty_is_low: whether exactly 30 residents are “30人以下”; else they are “30–50人”
 * @error: what failed
 *
 * Enters the bands of 济南市历城区 (DOMAIN.md A6.3), in one entry of the journal; the office changes them in the ledger.
 *
 * Returns: whether they are there
 */
gboolean
roster_bands_offer (ClStore *store, gboolean thirty_is_low, GError **error)
{
  return cl_store_write (store, _("Bands of the allowance for lost work"), offer_cb, &thirty_is_low, error) != 0;
}

/**
 * roster_bands_count:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @day: ISO
 *
 * Returns: how many bands are in force on @day
 */
guint
roster_bands_count (ClCatalogue *catalogue, ClDatabase *database, const char *day)
{
  g_autoptr (GPtrArray) bands = list_bands (catalogue, database, day, NULL);

  return bands != NULL ? bands->len : 0;
}

/**
 * roster_month_where_missing:
 * @month: "2027-03"
 * @no_commissioners: whether commissioners are left out
 *
 * Returns: (transfer full): a condition over "appointment": in a village's committee at the end of @month, or today within it, and not on its sheet
 */
char *
roster_month_where_missing (const char *month, gboolean no_commissioners)
{
  g_autofree char *day = roster_month_counting_day (month);

  return g_strdup_printf (ON_COMMITTEE " and (start is null or start <= '%s') and (end is null or end >= '%s') and coalesce(person.state, 'living') <> 'died'"
                          " and not exists_of(allowance.person = person, month = '%s' and division = outer(organisation.division))%s", day, day, month,
                          no_commissioners ? NO_COMMISSIONERS : "");
}
