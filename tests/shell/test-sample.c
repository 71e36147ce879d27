/* The sample township: as many as it says, the same each time, every hard case where the list says it is, and never into somebody's file. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-duty.h"
#include "cl-handover.h"
#include "cl-plugins.h"
#include "cl-sample.h"

typedef struct
{
  char *folder;
  char *data;
  ClPlugins *plugins;
  ClStore *store;
} Township;

static ClStore *
open_store (Township *township, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (township->folder, name, NULL);
  ClStore *store;

  g_assert_true (cl_today_set (CL_SAMPLE_DAY, &error));
  if (township->plugins == NULL)
    township->plugins = cl_plugins_new ();
  store = cl_store_open (path, cl_plugins_load_catalogue (township->plugins), CL_STORE_CREATE, &error);
  g_assert_no_error (error);
  return store;
}

static void
set_up (Township *township, gconstpointer size)
{
  g_autoptr (GError) error = NULL;

  township->folder = g_dir_make_tmp ("canlian-sample-XXXXXX", &error);
  g_assert_no_error (error);
  township->store = open_store (township, "one.canlian");
  if (size == NULL)
    return;
  cl_sample_fill (township->store, GPOINTER_TO_UINT (size), NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Township *township, gconstpointer unused)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  cl_store_close (township->store);
  g_clear_object (&township->store);
  g_clear_object (&township->plugins);
  dir = g_dir_open (township->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (township->folder, name, NULL);

      if (g_unlink (path) != 0)
        g_rmdir (path);
    }
  g_rmdir (township->folder);
  g_free (township->folder);
}

static guint
count (ClStore *store, const char *ledger_name, const char *where)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, ledger_name);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  cl_query_add_where (query, where, &error);
  g_assert_no_error (error);
  statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, &error);
  g_assert_no_error (error);
  while (cl_statement_step (statement, &error))
    n++;
  g_assert_no_error (error);
  return n;
}

static void
test_counts (Township *township, gconstpointer size)
{
  static const char *const disabled = "disability in ('certified', 'suspected') and state = 'living' and division.level = 'village'";
  g_autofree char *sample = cl_store_get_setting (township->store, "sample");

  g_assert_cmpuint (count (township->store, "person", disabled), ==, GPOINTER_TO_UINT (size));
  g_assert_cmpuint (count (township->store, "person", "disability = 'none'"), >, GPOINTER_TO_UINT (size) / 2);
  g_assert_cmpuint (count (township->store, "appointment", "organisation.kind = 'federation' and end is null or organisation.kind = 'federation' and end >= today()"), ==, 7);
  g_assert_cmpuint (count (township->store, "appointment", "has(post, 'director')"), ==, 1);
  g_assert_cmpuint (count (township->store, "household", "head is null"), ==, 0);
  g_assert_cmpuint (count (township->store, "residence", "end is null and start = today()"), ==, 0);
  g_assert_cmpstr (sample, ==, "yes");
  if (GPOINTER_TO_UINT (size) <= CL_SAMPLE_SIZE)
    g_assert_cmpuint (count (township->store, "division", "level = 'village' and valid_to is null"), ==, 12);
  else
    g_assert_cmpuint (count (township->store, "division", "level = 'village' and valid_to is null"), >, 12);
}

static void
test_cases (Township *township, gconstpointer size)
{
  for (const ClSampleCase *hard = cl_sample_cases; hard->what != NULL; hard++)
    {
      guint n = count (township->store, hard->ledger, hard->where);

      if (n < hard->least)
        g_test_fail_printf ("%s: %u of %u where %s", hard->what, n, hard->least, hard->where);
    }
}

/* The one number that was copied from an old stamp. */
static gboolean
is_meant (const ClProblem *problem)
{
  return problem->field != NULL && g_str_equal (cl_field_get_name (problem->field), "archive_number") && problem->severity == CL_PROBLEM_WARNING;
}

/* What the domain's list of realistic test data asks for, item by item, and the case of the sample that is it. */
static void
test_domain (Township *township, gconstpointer size)
{
  static const char *const asked[][2] = {
    { "same-name pairs in one village", "Several of one name in one village" },
    { "阿达力·叶尔江", "Name with a separator" },
    { "名·父名·祖父名", "Name of three parts" },
    { "25 characters", "Name of 25 characters" },
    { "哈比旦", "One name without surname" },
    { "摆小林", "A name that looks like a verb" },
    { "欧阳", "Surname of two characters" },
    { "padding 刘　娜", "Given name of one character, in sheets with a blank: 刘　娜" },
    { "㼆", "Character 㼆 (U+3F06)" },
    { "䶮", "Character 䶮 (U+4DAE)" },
    { "𠮷", "Character 𠮷 (U+20BB7), beyond the basic plane" },
    { "赟 勰 屾", "Rare characters 赟 勰 屾" },
    { "ID ending in X", "ID that ends in X" },
    { "29 February", "Born on 29 February" },
    { "31 November", "Number of a day that does not exist, kept out" },
    { "certificate 41", "Certificate 41: physical, first grade" },
    { "reissue B1", "Certificate that was reissued" },
    { "no ID yet", "No citizen ID yet" },
    { "15-digit", "Certified, ID and number not at hand; the old ID of 15 digits in the remark" },
    { "lower-case x", "Number with a small x on the card, written large" },
    { "all-zero tail", "Number that a spreadsheet ended in 000, kept out" },
    { "scientific notation", "Number in scientific notation, kept out" },
    { "ID changed", "ID that was changed" },
    { "same ID twice", "The same ID twice, kept by choice" },
    { "register elsewhere", "Registered elsewhere" },
    { "moved", "Moved away" },
    { "died", "Died" },
    { "frozen", "Certificate frozen" },
    { "expired", "Certificate expired" },
    { "two categories", "Two disabilities, certificate of category 7" },
    { "guardian missing", "Guardian missing" },
    { "village merged", "Village that was merged into another" },
    { "committee short of one disabled", "Committee short of one disabled person" },
    { "population 999", "Village of 999 people" },
    { "population 1000", "Village of 1,000 people" },
    { "29 residents", "29 disabled residents" },
    { "30 residents", "30 disabled residents" },
    { "31 residents", "31 disabled residents" },
    { "50 residents", "50 disabled residents" },
    { "51 residents", "51 disabled residents" },
    { "visit on 31st", "Visit on the 31st" },
    { "60th birthday today", "Sixtieth birthday on the sample's day" },
    { "household with unknown member", "Member of a household of whom nothing is known" },
    { "staff and disabled and relative", "Staff, disabled and relative of a disabled person in one" },
    { "一户多残", "Several certified persons in one household" },
    { "老残一体 a", "Old and disabled in one household, by the first reading" },
    { "老残一体 b", "Old and disabled in one, alone: the second reading" },
    { "老残一体 b", "Old and disabled with the old alone: the second reading" },
    { "老残一体 c", "Over 60 and certified with an able child: by the third reading alone" },
    { "以老养残", "Grown child of second grade kept by parents over 60" },
    { "以老养残, 精神三级", "Grown child, mental, third grade, kept by the old mother" },
    { "孤残 a", "Orphan: both parents dead" },
    { "孤残 b", "Solitary: nobody who must support" },
    { "多重残疾", "Multiple disability of three categories" },
    { "独居", "Lives alone, nobody to care" },
    { "alone with another D", "Lives with another disabled person alone" },
    { "missing birth date", "Day of birth unknown: cannot be told" },
    { "unknown member", "Another member of whom nothing is known: cannot be told" },
    { "basis 户籍 or 共同居住", "Two on the register, one under the roof" },
    { "expired ≤ n months", "Two certified, one certificate expired two months ago" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      const ClSampleCase *hard = cl_sample_cases;

      while (hard->what != NULL && !g_str_equal (hard->what, asked[i][1]))
        hard++;
      if (hard->what == NULL || count (township->store, hard->ledger, hard->where) < hard->least)
        g_test_fail_printf ("%s is not in the sample", asked[i][0]);
    }
}

/* The mix of 琼中县 2020 and the commonest surnames, in per cent of all, within three. */
static void
test_mix (Township *township, gconstpointer size)
{
  static const struct
  {
    const char *where;
    double share;
  } mix[] = {
    { "certificate_number like '__________________1%'", 5.8 }, { "certificate_number like '__________________2%'", 7.1 }, { "certificate_number like '__________________3%'", 0.7 },
    { "certificate_number like '__________________4%'", 50.3 }, { "certificate_number like '__________________5%'", 7.8 }, { "certificate_number like '__________________6%'", 21.9 },
    { "certificate_number like '__________________7%'", 6.3 }, { "certificate_number is not null and grade in ('1', '2')", 52.9 },
  };
  guint all = count (township->store, "person", "certificate_number is not null");
  guint persons = count (township->store, "person", "id is not null");
  double surnames = 0;

  for (guint i = 0; i < G_N_ELEMENTS (mix); i++)
    {
      double share = 100.0 * count (township->store, "person", mix[i].where) / all;

      if (ABS (share - mix[i].share) > 3)
        g_test_fail_printf ("%.1f %% where %s, not %.1f", share, mix[i].where, mix[i].share);
    }
  surnames = 100.0 * count (township->store, "person", "substr(name, 1, 1) in ('王', '李', '张', '刘', '陈')") / persons;
  g_assert_cmpfloat (ABS (surnames - 30.8), <, 4);
}

/* Nothing is wrong that was not meant to be: each problem of a record is the number held twice, or the archive number of an old stamp. */
static void
test_records (Township *township, gconstpointer size)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_store_get_catalogue (township->store));
  guint n_choices = 0, n_meant = 0;

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = ledgers->pdata[i];
      g_autoptr (ClRowModel) rows = cl_row_model_new (township->store, ledger, NULL);

      for (guint row = 0; row < g_list_model_get_n_items (G_LIST_MODEL (rows)); row++)
        {
          ClDatabase *reader = cl_store_get_reader (township->store);
          g_autoptr (GError) error = NULL;
          g_autoptr (ClRecord) record = cl_record_load (reader, ledger, cl_row_model_get_id (rows, row), &error);
          g_autoptr (GPtrArray) problems = cl_record_check (record, reader, cl_store_get_catalogue (township->store), &error);

          g_assert_no_error (error);
          for (guint p = 0; p < problems->len; p++)
            {
              const ClProblem *problem = problems->pdata[p];

              if (is_meant (problem))
                {
                  n_meant++;
                  continue;
                }
              n_choices++;
              if (problem->severity != CL_PROBLEM_CHOICE)
                g_test_fail_printf ("%s: %s", cl_ledger_get_name (ledger), problem->message);
            }
        }
    }
  g_assert_cmpuint (n_choices, ==, 2);
  g_assert_cmpuint (n_meant, ==, 1);
}

/* Each value of each list of codes stands somewhere; no scans are invented. */
static void
test_ledger_codes (Township *township, ClLedger *ledger)
{
  const char *name = cl_ledger_get_name (ledger);

  for (guint f = 0; f < cl_ledger_get_n_fields (ledger); f++)
    {
      const ClField *field = cl_ledger_get_field (ledger, f);
      ClCodes *codes = cl_field_get_codes (field);

      for (guint c = 0; codes != NULL && c < cl_codes_get_n (codes); c++)
        {
          g_autofree char *where = g_strdup_printf (cl_field_is_several (field) ? "has(%s, '%s')" : "%s = '%s'", cl_field_get_name (field), cl_codes_get_code (codes, c));

          if (count (township->store, name, where) == 0)
            g_test_fail_printf ("%s: nowhere is %s", name, where);
        }
      if (!cl_field_is_several (field) && cl_field_get_field_type (field) != CL_FIELD_ATTACHMENT)
        {
          g_autofree char *where = g_strdup_printf ("%s is not null", cl_field_get_name (field));

          if (count (township->store, name, where) == 0)
            g_test_message ("%s.%s is never filled in", name, cl_field_get_name (field));
        }
    }
}

static void
test_guests (Township *township, gconstpointer size)
{
  static const char *const names[] = { "special_household", "visit", "need", "plan", "event", "attendance", "box", "item", "loan", "allowance", "allowance_band", "performance",
                                       "subsidy", "service_card", "supervision", "work_item", "field_day", "appeal", "gift", "service_resource", "meeting", "decision", "submission" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (township->store), names[i]);

      g_assert_nonnull (ledger);
      g_assert_cmpuint (count (township->store, names[i], "id is not null"), >, 2);
      test_ledger_codes (township, ledger);
    }
}

static void
assert_filled_in (const GPtrArray *duties)
{
  for (guint i = 0; i < duties->len; i++)
    {
      const ClDuty *duty = duties->pdata[i];

      if (strchr (duty->sentence, '{') != NULL || (duty->title != NULL && strchr (duty->title, '{') != NULL))
        g_test_fail_printf ("%s: %s, %s", duty->name, duty->sentence, duty->title);
    }
}

/* Of all ledgers that are there: no sentence of Today or its calendar has a place that was not filled in. The new ledgers all have something to be done. */
static void
test_sentences (Township *township, gconstpointer size)
{
  static const char *const names[] = { "allowance/pay", "work_item/due", "appeal/answer", "service_resource/licence", "submission/due" };
  static const ClDutySpan spans[] = { CL_DUTY_OVER, CL_DUTY_COMING, CL_DUTY_LATER, CL_DUTY_ASIDE };
  ClCatalogue *catalogue = cl_store_get_catalogue (township->store);
  ClDatabase *reader = cl_store_get_reader (township->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) days = cl_duties_list_days (catalogue, reader, NULL, "2020-01-01", "2040-12-31", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (days->len, >, 100);
  assert_filled_in (days);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      guint n = 0;

      for (guint j = 0; j < days->len; j++)
        n += g_str_equal (((const ClDuty *) days->pdata[j])->name, names[i]);
      if (n == 0)
        g_test_fail_printf ("Nothing is to be done by %s", names[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autoptr (GPtrArray) told = cl_duties_list (catalogue, reader, NULL, spans[i], &error);

      g_assert_no_error (error);
      assert_filled_in (told);
      for (guint j = 0; j < told->len; j++)
        {
          g_autoptr (GPtrArray) each = cl_duty_list_each (catalogue, reader, told->pdata[j], 50, &error);

          g_assert_no_error (error);
          assert_filled_in (each);
        }
    }
}

/* Everything of all ledgers, with the file's own part of the ids taken off. */
static char *
tell_all (ClStore *store)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_store_get_catalogue (store));
  GString *all = g_string_new (NULL);
  gint64 first = 0;

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = ledgers->pdata[i];
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" ORDER BY \"id\"", cl_ledger_get_table (ledger));
      g_autoptr (GError) error = NULL;
      g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (store), sql, &error);

      g_assert_no_error (error);
      g_string_append_printf (all, "%s\n", cl_ledger_get_name (ledger));
      while (cl_statement_step (statement, &error))
        {
          for (int column = 0; column < cl_statement_get_n_columns (statement); column++)
            {
              gint64 integer = cl_statement_get_integer (statement, column);
              const char *text = cl_statement_get_text (statement, column);

              if (first == 0 && column == 0)
                first = integer;
              if (ABS (integer - first) < 1000000)
                g_string_append_printf (all, "#%" G_GINT64_FORMAT " ", integer - first);
              else
                g_string_append_printf (all, "%s ", text != NULL ? text : "-");
            }
          g_string_append_c (all, '\n');
        }
      g_assert_no_error (error);
    }
  return g_string_free (all, FALSE);
}

static void
test_same_again (Township *township, gconstpointer size)
{
  ClStore *other = open_store (township, "other.canlian");
  g_autoptr (GError) error = NULL;
  g_autofree char *one = NULL, *two = NULL;
  g_auto (GStrv) one_lines = NULL, two_lines = NULL;

  cl_sample_fill (other, GPOINTER_TO_UINT (size), CL_SAMPLE_DAY, &error);
  g_assert_no_error (error);
  one = tell_all (township->store);
  two = tell_all (other);
  cl_store_close (other);
  g_object_unref (other);
  g_assert_cmpuint (strlen (one), >, 100000);
  one_lines = g_strsplit (one, "\n", -1);
  two_lines = g_strsplit (two, "\n", -1);
  g_assert_cmpuint (g_strv_length (one_lines), ==, g_strv_length (two_lines));
  for (guint i = 0; one_lines[i] != NULL; i++)
    g_assert_cmpstr (one_lines[i], ==, two_lines[i]);
}

static void
test_refused (Township *township, gconstpointer size)
{
  g_autoptr (GError) error = NULL;
  guint before = count (township->store, "person", "id is not null");

  g_assert_false (cl_sample_fill (township->store, 500, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  g_assert_cmpuint (count (township->store, "person", "id is not null"), ==, before);
  g_clear_error (&error);
  /* One entry, which undo leaves alone. */
  g_assert_null (cl_store_get_undo_words (township->store));
  g_assert_cmpint (cl_store_undo (township->store, &error), ==, 0);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOTHING);
}

typedef struct
{
  GCancellable *cancellable;
  guint n;
  guint done;
  guint cancel_at;
} Told;

static void
told (guint done, guint all, gpointer data)
{
  Told *progress = data;

  g_assert_cmpuint (done, >=, progress->done);
  g_assert_cmpuint (done, <=, all);
  progress->done = done;
  if (++progress->n == progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* As the window makes it: told how far it is, nothing left where it is cancelled, and whole where it is not. */
static void
test_make (Township *township, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (township->folder, "made.canlian", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Told progress = { cancellable, 0, 0, 5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (township->plugins);
  guint before = count_files (township->folder);
  ClStore *store;

  g_assert_false (cl_sample_make (path, catalogue, CL_SAMPLE_LEAST, CL_SAMPLE_DAY, told, &progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (township->folder), ==, before);

  progress = (Told) { cancellable, 0, 0, 0 };
  g_assert_true (cl_sample_make (path, catalogue, CL_SAMPLE_LEAST, CL_SAMPLE_DAY, told, &progress, NULL, &error));
  g_assert_cmpuint (progress.n, >, 10);
  store = cl_store_open (path, catalogue, CL_STORE_OPEN, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (store, "person", "disability in ('certified', 'suspected') and state = 'living' and division.level = 'village'"), ==, CL_SAMPLE_LEAST);
  cl_store_close (store);
  g_object_unref (store);
  g_assert_cmpuint (count_files (township->folder), ==, before + 3);
}

static void
test_other_office (Township *township, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_sample_fill (township->store, 10, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_true (cl_store_set_office (township->store, "991123102", "安平镇", &error));
  g_assert_false (cl_sample_fill (township->store, 500, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
}

/* A file that was made for the sample's own office and holds nothing yet. */
static void
test_empty_office (Township *township, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_store_set_office (township->store, CL_SAMPLE_CODE, CL_SAMPLE_NAME, &error));
  g_assert_true (cl_sample_fill (township->store, 500, NULL, &error));
  g_assert_cmpuint (count (township->store, "organisation", "kind = 'federation'"), ==, 1);
  test_cases (township, GUINT_TO_POINTER (500));
}

static void
test_breaches (Township *township, gconstpointer size)
{
  static const char *const planned[] = { "东沟村残疾人协会：应设委员 4 至 6 名，现有 3 名", "南坪村残疾人协会：应在委员中确定专职委员 1 名，现有 0 名",
                                         "西沟村残疾人协会：缺 1 名残疾人", "柳林村残疾人协会：缺 1 名残疾人", "待核实：未填专职委员" };
  const char *const words[] = { g_getenv ("CANLIAN"), "--today", CL_SAMPLE_DAY, "--data", NULL, "check", NULL };
  g_autofree char *path = g_build_filename (township->folder, "one.canlian", NULL);
  g_autofree char *out = NULL, *wanted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char **argv = g_memdup2 (words, sizeof words);
  g_auto (GStrv) lines = NULL;
  guint n = 0;
  int status;

  cl_store_close (township->store);
  argv[4] = path;
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (planned); i++)
    g_assert_nonnull (strstr (out, planned[i]));
  lines = g_strsplit (out, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], "兴蔚发") != NULL;
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (planned));
}

/* On another day ages, terms and certificates move along with it. */
static void
test_other_day (Township *township, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_today_set ("2028-02-29", &error));
  g_assert_true (cl_sample_fill (township->store, 500, "2028-02-29", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (township->store, "person", "birth = '1968-02-29' and age(birth) = 60"), >=, 1);
  test_cases (township, NULL);
}

/* What is handed over stands with its day as paper has it (FORMS.md 0.12). */
static void
test_handover (Township *township, gconstpointer size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = NULL, rows = NULL;
  guint dated = 0, at = 0;

  cl_handover_seat (township->store);
  sources = cl_catalogue_get_guests (cl_store_get_catalogue (township->store), CL_TYPE_FORM_SOURCE);
  while (at < sources->len && !cl_form_source_provides (sources->pdata[at], "work-handover"))
    at++;
  g_assert_cmpuint (at, <, sources->len);
  rows = cl_form_source_rows (sources->pdata[at], "work-handover", cl_store_get_reader (township->store), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const char *day = ((GStrv) rows->pdata[i])[3];

      g_assert_null (strchr (day, '-'));
      dated += g_str_has_suffix (day, "日");
    }
  g_assert_cmpuint (dated, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, size, test) g_test_add (path, Township, GUINT_TO_POINTER (size), set_up, test, tear_down)
  ADD ("/sample/counts", CL_SAMPLE_SIZE, test_counts);
  ADD ("/sample/counts/small", CL_SAMPLE_LEAST, test_counts);
  ADD ("/sample/counts/large", 6000, test_counts);
  ADD ("/sample/cases", CL_SAMPLE_SIZE, test_cases);
  ADD ("/sample/cases/large", 6000, test_cases);
  ADD ("/sample/records", CL_SAMPLE_SIZE, test_records);
  ADD ("/sample/domain", CL_SAMPLE_SIZE, test_domain);
  ADD ("/sample/mix", CL_SAMPLE_SIZE, test_mix);
  ADD ("/sample/guests", CL_SAMPLE_SIZE, test_guests);
  ADD ("/sample/handover", CL_SAMPLE_SIZE, test_handover);
  ADD ("/sample/sentences", CL_SAMPLE_SIZE, test_sentences);
  ADD ("/sample/same-again", CL_SAMPLE_SIZE, test_same_again);
  ADD ("/sample/refused", CL_SAMPLE_LEAST, test_refused);
  ADD ("/sample/make", 0, test_make);
  ADD ("/sample/other-office", 0, test_other_office);
  ADD ("/sample/empty-office", 0, test_empty_office);
  ADD ("/sample/breaches", CL_SAMPLE_SIZE, test_breaches);
  ADD ("/sample/other-day", 0, test_other_day);
  return g_test_run ();
}
