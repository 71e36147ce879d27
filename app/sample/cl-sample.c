#include "cl-config.h"

#include "cl-sample-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdarg.h>

static const char *const ledger_names[SAMPLE_N_LEDGERS] = {
  "person", "division", "organisation", "appointment", "household", "member", "guardian", "residence", "disability_record",
};
static const char *const guest_names[GUEST_N_LEDGERS] = {
  "special_household", "visit", "need", "plan", "event", "attendance", "box", "item", "loan",
};

/* The generator of its own (SplitMix64, Steele, Lea and Flood 2014): GLib's may change from one version to the next, and the township with it. */
guint
cl_sample_random (Sample *sample, guint n)
{
  guint64 z = (sample->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint) ((z ^ (z >> 31)) % n);
}

char *
cl_sample_date (guint32 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
}

guint32
cl_sample_before (Sample *sample, int years, int months, int days)
{
  g_autofree char *iso = cl_date_add (sample->day, -years, -months, -days);
  GDate date;
  guint year, month, day;

  sscanf (iso, "%u-%u-%u", &year, &month, &day);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  return g_date_get_julian (&date);
}

guint32
cl_sample_day (guint year, guint month, guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, MIN (day, g_date_get_days_in_month (month, year)), month, year);
  return g_date_get_julian (&date);
}

guint
cl_sample_year (guint32 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_date_get_year (&date);
}

/* A field that a plugin's ledger has no more is left out as the plugin itself would be. */
static void
put (ClRecord *record, const char *field, const ClValue *value)
{
  const ClField *found = cl_ledger_find_field (cl_record_get_ledger (record), field);

  if (found != NULL)
    cl_record_set (record, found, value);
}

void
cl_sample_put (ClRecord *record, const char *field, const char *text)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  cl_value_set_text (&value, text);
  put (record, field, &value);
}

void
cl_sample_put_date (ClRecord *record, const char *field, guint32 day)
{
  g_autofree char *iso = day != 0 ? cl_sample_date (day) : NULL;

  cl_sample_put (record, field, iso);
}

void
cl_sample_put_number (ClRecord *record, const char *field, gint64 number)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  cl_value_set_integer (&value, number);
  put (record, field, &value);
}

void
cl_sample_put_several (ClRecord *record, const char *field, const char *const *texts)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  cl_value_take_texts (&value, g_strdupv ((GStrv) texts));
  put (record, field, &value);
}

void
cl_sample_put_money (ClRecord *record, const char *field, gint64 yuan)
{
  cl_sample_put_number (record, field, yuan * 100);
}

void
cl_sample_put_reference (ClRecord *record, const char *field, gint64 id)
{
  if (id != 0 && cl_ledger_find_field (cl_record_get_ledger (record), field) != NULL)
    cl_record_set_reference (record, field, id);
}

/* NULL where the plugin is absent. */
ClRecord *
cl_sample_record (Sample *sample, const char *ledger, const char *field, ...)
{
  ClLedger *found = cl_catalogue_find_ledger (cl_transaction_get_catalogue (sample->transaction), ledger);
  ClRecord *record = found != NULL ? cl_record_new (found) : NULL;
  va_list arguments;

  va_start (arguments, field);
  while (record != NULL && field != NULL)
    {
      const char *text = va_arg (arguments, const char *);
      g_autoptr (GError) error = NULL;

      if (text != NULL && !cl_record_set_text (record, field, text, &error))
        g_critical ("The sample's %s.%s: %s", ledger, field, error->message);
      field = va_arg (arguments, const char *);
    }
  va_end (arguments);
  return record;
}

GArray *
cl_sample_find (Sample *sample, const char *ledger, const char *where, gint64 limit, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (sample->transaction);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, ledger));

  cl_query_set_limit (query, limit, 0);
  if (!cl_query_add_where (query, where, error) || !cl_query_set_order (query, "id", error))
    return NULL;
  return cl_query_list_ids (query, cl_transaction_get_database (sample->transaction), NULL, error);
}

/* 138 0000 0100 and on: each once. */
void
cl_sample_put_phone (Sample *sample, ClRecord *record)
{
  g_autofree char *phone = g_strdup_printf ("138%08u", 100 + sample->n_phones++);

  cl_sample_put_several (record, "phones", (const char *const[]) { phone, NULL });
}

gint64
cl_sample_save (Sample *sample, ClRecord *record, GError **error)
{
  gint64 id = cl_transaction_save (sample->transaction, record, error) ? cl_record_get_id (record) : 0;

  cl_record_free (record);
  return id;
}

/* Where it is cancelled, everything written is rolled back. */
static gboolean
goes_on (Sample *sample, GError **error)
{
  if (sample->progress != NULL)
    sample->progress (sample->n_written, sample->size, sample->progress_data);
  return !g_cancellable_set_error_if_cancelled (sample->cancellable, error);
}

static gboolean
write_people (Sample *sample, gboolean has_families, GError **error)
{
  for (guint i = 0; i < sample->villages->len; i++)
    {
      Village *village = &g_array_index (sample->villages, Village, i);

      if (!goes_on (sample, error))
        return FALSE;
      while (village->n_disabled < village->quota)
        if (!(has_families ? cl_sample_write_family (sample, village, error) : cl_sample_write_registered (sample, village, error)))
          return FALSE;
      for (guint gone = 0; gone < village->quota / 40 + 1; gone++)
        if (!cl_sample_write_gone (sample, village, gone, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
write_township (Sample *sample, GError **error)
{
  return cl_sample_write_places (sample, error) && cl_sample_write_committees (sample, error) && cl_sample_write_federation (sample, error)
         && cl_sample_write_cases (sample, error) && cl_sample_write_difficult (sample, error) && write_people (sample, TRUE, error)
         && cl_sample_write_special (sample, error) && cl_sample_write_training (sample, error) && cl_sample_write_archive (sample, error)
         && cl_sample_write_organisations (sample, error) && cl_sample_write_services (sample, error) && cl_sample_write_office (sample, error)
         && cl_sample_write_allowance (sample, error);
}

/* The rest of the county, and further counties, as far as the size reaches; the plugins' ledgers are those of the office alone. */
static gboolean
write_townships (Sample *sample, GError **error)
{
  guint left = sample->size > CL_SAMPLE_SIZE ? sample->size - CL_SAMPLE_SIZE : 0;
  guint n = (left + CL_SAMPLE_TOWNSHIP_SIZE - 1) / CL_SAMPLE_TOWNSHIP_SIZE;

  sample->candidates = NULL;
  for (guint i = 1; i <= n; i++)
    {
      gboolean is_near = i < CL_SAMPLE_TOWNSHIPS;
      guint size = left / (n + 1 - i);

      left -= size;
      if (!cl_sample_write_township (sample, i, size, error) || (is_near && !cl_sample_write_committees (sample, error)) || !write_people (sample, is_near, error))
        return FALSE;
    }
  return TRUE;
}

static void
clear_village (gpointer data)
{
  Village *village = data;

  g_free (village->name);
  g_free (village->code);
}

static gboolean
fill_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Sample *sample = data;

  sample->transaction = transaction;
  cl_transaction_set_kind (transaction, "sample");
  for (guint i = 0; i < SAMPLE_N_LEDGERS; i++)
    {
      sample->ledgers[i] = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), ledger_names[i]);
      if (sample->ledgers[i] == NULL)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no ledger “%s”. Install Canlian again."), ledger_names[i]);
          return FALSE;
        }
    }
  for (guint i = 0; i < GUEST_N_LEDGERS; i++)
    sample->guests[i] = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), guest_names[i]);
  return write_township (sample, error) && write_townships (sample, error);
}

/* The office's own division and federation, which stand in every file, are no records of anybody's. */
static gboolean
is_empty (ClStore *store, gboolean *empty, GError **error)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_store_get_catalogue (store));
  g_autofree char *code = cl_store_get_setting (store, "office-code");

  *empty = code == NULL || *code == '\0' || g_str_equal (code, CL_SAMPLE_CODE);
  for (guint i = 0; i < ledgers->len && *empty; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);
      const char *name = cl_ledger_get_name (ledger);
      gint64 allowed = g_str_equal (name, "division") || g_str_equal (name, "organisation") ? 1 : 0;
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM \"%s\" LIMIT 2)", cl_ledger_get_table (ledger));
      g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (store), sql, error);

      if (statement == NULL || !cl_statement_step (statement, error))
        return FALSE;
      *empty = cl_statement_get_integer (statement, 0) <= allowed;
    }
  return TRUE;
}

static gboolean
fill (ClStore *store, Sample *sample, GError **error)
{
  g_autoptr (GArray) villages = g_array_new (FALSE, FALSE, sizeof (Village));
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree guint16 *used = g_new0 (guint16, SAMPLE_N_DAYS * 2);
  gboolean is_filled;

  g_array_set_clear_func (villages, clear_village);
  sample->villages = villages;
  sample->candidates = candidates;
  sample->used = used;
  sample->state = 991123101;
  sample->today = cl_sample_before (sample, 0, 0, 0);
  is_filled = cl_store_set_office (store, CL_SAMPLE_CODE, CL_SAMPLE_NAME, error)
              && cl_store_write (store, _("Fill in the sample township 云岭镇"), fill_cb, sample, error) != 0 && cl_store_set_setting (store, "sample", "yes", error);
  g_free (sample->county_code);
  g_free (sample->county_name);
  g_free (sample->township_name);
  return is_filled;
}

/**
 * cl_sample_fill:
 * @store: a new or empty file
 * @size: how many disabled persons shall live there, %CL_SAMPLE_LEAST to %CL_SAMPLE_MOST
 * @day: (nullable): the ISO date that the sample is as of: ages, terms and certificates count from it; NULL is %CL_SAMPLE_DAY
 * @error: return location
 *
 * Makes the file that of 云岭镇 and fills its ledgers and those of the plugins, in one write that undo leaves alone; the setting “sample” then says what
 * it is. The same size and day make the same sample; the numbers of records begin with the file's own. Beyond %CL_SAMPLE_SIZE the rest of the county
 * follows, then further counties with their rosters alone. Memory does not grow with the size. The mix is that of DOMAIN.md E; cl_sample_cases[] says
 * where the hard cases are.
 *
 * Returns: whether it is filled; %CL_ERROR_CONFLICT where the file holds something
 */
gboolean
cl_sample_fill (ClStore *store, guint size, const char *day, GError **error)
{
  Sample sample = { .size = size, .day = day != NULL ? day : CL_SAMPLE_DAY };
  gboolean empty;

  if (size < CL_SAMPLE_LEAST || size > CL_SAMPLE_MOST)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("The sample has %d to %d disabled persons. Give a number between them."), CL_SAMPLE_LEAST, CL_SAMPLE_MOST);
      return FALSE;
    }
  if (!is_empty (store, &empty, error))
    return FALSE;
  if (!empty)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("%s holds records or belongs to another office; the sample fills only a new file. Name another by --data."),
                   cl_store_get_path (store));
      return FALSE;
    }
  return fill (store, &sample, error);
}

static void
remove_file (const char *path)
{
  static const char *const ends[] = { "", "-wal", "-shm", ".lock", ".head" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *name = g_strconcat (path, ends[i], NULL);

      g_unlink (name);
    }
}

/**
 * cl_sample_make:
 * @path: where there is no file yet
 * @catalogue: all ledgers; used by no other thread meanwhile
 * @size: as of cl_sample_fill()
 * @day: the same
 * @progress: (nullable): told how far it is
 * @data: for @progress
 * @cancellable: (nullable): takes everything back
 * @error: return location
 *
 * Makes the file of a sample beside @path and moves it there once it is whole, so that whatever happens there is all of it or nothing. Any thread: the
 * store lives and ends in it.
 *
 * Returns: whether the file is there
 */
gboolean
cl_sample_make (const char *path, ClCatalogue *catalogue, guint size, const char *day, ClSampleProgress progress, gpointer data, GCancellable *cancellable, GError **error)
{
  Sample sample = { .size = size, .day = day, .progress = progress, .progress_data = data, .cancellable = cancellable };
  g_autofree char *new_path = g_strconcat (path, ".new", NULL);
  g_autofree char *new_head = g_strconcat (new_path, ".head", NULL);
  g_autofree char *head = g_strconcat (path, ".head", NULL);
  g_autoptr (GMainContext) context = g_main_context_new ();
  ClStore *store;
  gboolean is_made;

  remove_file (new_path);
  g_main_context_push_thread_default (context);
  store = cl_store_open (new_path, catalogue, CL_STORE_CREATE, error);
  is_made = store != NULL && fill (store, &sample, error);
  if (store != NULL)
    cl_store_close (store);
  g_clear_object (&store);
  g_main_context_pop_thread_default (context);
  if (is_made && g_rename (new_path, path) != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s cannot be made: %s. Choose another place by --data."), path, g_strerror (errno));
      is_made = FALSE;
    }
  /* The journal's head in its second place goes with the file; where it does not, the next entry writes it anew. */
  if (is_made)
    g_rename (new_head, head);
  remove_file (new_path);
  return is_made;
}
