/* What descriptions give to do by a day, and what is said to it. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-agenda.h"
#include "cl-date.h"
#include "cl-duty.h"
#include "cl-error.h"
#include "cl-query.h"
#include "cl-row-model.h"
#include "cl-test-store.h"

static GPtrArray *
list (ClTestStore *test, const char *off, ClDutySpan span)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *duties = cl_duties_list (test->catalogue, cl_store_get_reader (test->store), off, span, &error);

  g_assert_no_error (error);
  return duties;
}

static const ClDuty *
find (GPtrArray *duties, const char *name)
{
  for (guint i = 0; i < duties->len; i++)
    if (g_strcmp0 (((const ClDuty *) duties->pdata[i])->name, name) == 0)
      return duties->pdata[i];
  return NULL;
}

/* How many the list shows that one is led to: as many as were said. */
static void
assert_led_to (ClTestStore *test, const ClDuty *duty)
{
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, duty->ledger);
  g_autoptr (ClRowModel) rows = cl_row_model_new (test->store, ledger, NULL);
  g_autoptr (GError) error = NULL;

  cl_row_model_set_where (rows, duty->where, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, duty->count);
}

static gint64
add_person (ClTestStore *test, const char *name, const char *expires)
{
  return cl_test_store_add (test, "person", "name", name, "certificate_expires", expires, NULL);
}

/* Today is 2027-03-15. Ninety days, both ends included; the day before is over, and no day is no duty. */
static void
test_edges (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GPtrArray) none = list (test, NULL, CL_DUTY_OVER);
  g_autoptr (GPtrArray) over = NULL;
  g_autoptr (GPtrArray) coming = NULL;
  g_autofree char *next = NULL;
  const ClDuty *duty;
  gint64 yesterday;

  g_assert_cmpuint (none->len, ==, 0);
  yesterday = add_person (test, "张伟", "2027-03-14");
  add_person (test, "李芳", "2027-03-15");
  add_person (test, "王磊", "2027-06-13");
  add_person (test, "章丽", "2027-06-14");
  add_person (test, "陈静", "");
  over = list (test, NULL, CL_DUTY_OVER);
  g_assert_cmpuint (over->len, ==, 1);
  duty = over->pdata[0];
  g_assert_cmpstr (duty->name, ==, "person/certificate");
  g_assert_cmpstr (duty->due, ==, "2027-03-14");
  g_assert_cmpuint (duty->count, ==, 1);
  g_assert_cmpint (duty->record, ==, yesterday);
  g_assert_nonnull (strstr (duty->sentence, "张伟"));
  g_assert_null (strchr (duty->sentence, '{'));
  assert_led_to (test, duty);

  coming = list (test, NULL, CL_DUTY_COMING);
  g_assert_cmpuint (coming->len, ==, 1);
  duty = coming->pdata[0];
  g_assert_cmpstr (duty->due, ==, "2027-03-15");
  g_assert_cmpuint (duty->count, ==, 2);
  g_assert_cmpint (duty->record, ==, 0);
  g_assert_nonnull (strstr (duty->sentence, "2"));
  g_assert_nonnull (strstr (duty->sentence, "90"));
  g_assert_nonnull (strstr (duty->title, "90"));
  assert_led_to (test, duty);

  next = cl_duties_find_next (test->catalogue, cl_store_get_reader (test->store), NULL, NULL);
  g_assert_cmpstr (next, ==, "2027-06-14");
}

/* The dead and those whose certificate was cancelled have nothing to renew. */
static void
test_where (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GPtrArray) over = NULL;

  cl_test_store_add (test, "person", "name", "张伟", "certificate_expires", "2027-03-01", "state", "died", "state_date", "2027-01-01", NULL);
  cl_test_store_add (test, "person", "name", "李芳", "certificate_expires", "2027-03-01", "certificate_status", "cancelled", NULL);
  over = list (test, NULL, CL_DUTY_OVER);
  g_assert_cmpuint (over->len, ==, 0);
}

static gint64
add_appointment (ClTestStore *test, const char *name, const char *start, const char *end, const char *nature)
{
  static gint64 organisation;
  static ClTestStore *of;
  g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "person", "name", name, NULL));
  g_autofree char *where = NULL;

  if (of != test)
    organisation = cl_test_store_query (test, "SELECT min(id) FROM organisation");
  of = test;
  where = g_strdup_printf ("%" G_GINT64_FORMAT, organisation);
  return cl_test_store_add (test, "appointment", "person", person, "organisation", where, "post", "委员", "start", start, "end", end, "nature", nature, NULL);
}

/* Sixty days before the end and sixty after; a post that was ended for a reason is seen to. A secondment is over after two years. */
static void
test_terms (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GPtrArray) over = NULL;
  g_autoptr (GPtrArray) coming = NULL;
  const ClDuty *duty;
  gint64 dismissed;

  add_appointment (test, "张伟", "2024-01-01", "2027-05-14", NULL);
  add_appointment (test, "李芳", "2024-01-01", "2027-05-15", NULL);
  add_appointment (test, "王磊", "2024-01-01", "2027-01-14", NULL);
  add_appointment (test, "章丽", "2024-01-01", "2027-01-13", NULL);
  dismissed = add_appointment (test, "陈静", "2024-01-01", "2027-03-01", NULL);
  cl_test_store_change (test, "appointment", dismissed, "reason", "调离");
  add_appointment (test, "周涛", "2025-03-14", NULL, "seconded");
  add_appointment (test, "吴敏", "2025-03-15", NULL, "seconded");
  add_appointment (test, "赵磊", "2025-03-14", NULL, "part-time");

  coming = list (test, NULL, CL_DUTY_COMING);
  duty = find (coming, "appointment/term");
  g_assert_nonnull (duty);
  g_assert_cmpuint (duty->count, ==, 1);
  g_assert_cmpstr (duty->due, ==, "2027-05-14");
  duty = find (coming, "appointment/secondment");
  g_assert_cmpstr (duty->due, ==, "2027-03-15");
  g_assert_nonnull (strstr (duty->sentence, "吴敏"));
  over = list (test, NULL, CL_DUTY_OVER);
  duty = find (over, "appointment/term");
  g_assert_cmpuint (duty->count, ==, 1);
  g_assert_cmpstr (duty->due, ==, "2027-01-14");
  assert_led_to (test, duty);
  duty = find (over, "appointment/secondment");
  g_assert_cmpuint (duty->count, ==, 1);
  g_assert_cmpstr (duty->due, ==, "2027-03-14");
}

/* What the plugins' ledgers give to do; one that is switched off gives nothing. */
static void
test_plugins (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  g_autoptr (GPtrArray) over = NULL;
  g_autoptr (GPtrArray) coming = NULL;
  g_autoptr (GPtrArray) off = NULL;
  g_autofree char *item = NULL;

  item = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "item", "title", "会议纪要", "year", "2026", "retention", "Y", NULL));
  cl_test_store_add (test, "loan", "item", item, "date", "2027-03-01", "borrower", "王主任", "due", "2027-03-14", NULL);
  cl_test_store_add (test, "need", "domain", "康复", "date", "2027-03-01", "state", "open", "due", "2027-03-01", NULL);
  cl_test_store_add (test, "need", "domain", "康复", "date", "2027-03-01", "state", "met", "due", "2027-03-01", NULL);
  cl_test_store_add (test, "plan", "year", "2027", "title", "专职委员培训", "month", "2027-03", NULL);
  cl_test_store_add (test, "plan", "year", "2026", "title", "旧计划", NULL);
  cl_test_store_add (test, "event", "name", "政策培训", "start", "2027-03-20", NULL);
  cl_test_store_add (test, "event", "name", "已办培训", "start", "2027-03-01", "end", "2027-03-02", NULL);
  over = list (test, NULL, CL_DUTY_OVER);
  g_assert_cmpuint (find (over, "loan/return")->count, ==, 1);
  g_assert_cmpuint (find (over, "need/term")->count, ==, 1);
  g_assert_cmpuint (find (over, "plan/hold")->count, ==, 1);
  g_assert_cmpstr (find (over, "plan/hold")->due, ==, "2026-12-31");
  g_assert_cmpstr (find (over, "event/attendance")->due, ==, "2027-03-02");
  g_assert_null (find (over, "event/coming"));
  coming = list (test, NULL, CL_DUTY_COMING);
  g_assert_cmpstr (find (coming, "plan/hold")->due, ==, "2027-03-31");
  g_assert_cmpuint (find (coming, "event/coming")->count, ==, 1);
  for (guint i = 0; i < over->len; i++)
    assert_led_to (test, over->pdata[i]);
  for (guint i = 0; i < coming->len; i++)
    assert_led_to (test, coming->pdata[i]);

  off = list (test, "archive household", CL_DUTY_OVER);
  g_assert_null (find (off, "loan/return"));
  g_assert_null (find (off, "need/term"));
  g_assert_nonnull (find (off, "event/attendance"));
}

static void
mark (ClTestStore *test, ClDutySpan span, ClDutyMark said, const char *until, const char *reason, const char *to)
{
  g_autoptr (GPtrArray) duties = list (test, NULL, span);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (duties->len, ==, 1);
  g_assert_true (cl_duty_set_mark (test->store, duties->pdata[0], said, until, reason, to, &error));
  g_assert_no_error (error);
}

static guint
count (ClTestStore *test, ClDutySpan span)
{
  g_autoptr (GPtrArray) duties = list (test, NULL, span);
  guint n = 0;

  for (guint i = 0; i < duties->len; i++)
    n += ((const ClDuty *) duties->pdata[i])->count;
  return n;
}

/* Marked done it is gone, by undo it is back; a new day is a new duty. */
static void
test_done (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autofree char *words = NULL;
  gint64 person = add_person (test, "张伟", "2027-03-10");

  add_person (test, "李芳", "2027-03-12");
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 2);
  mark (test, CL_DUTY_OVER, CL_DUTY_MARK_DONE, NULL, NULL, NULL);
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 0);
  g_assert_cmpuint (count (test, CL_DUTY_ASIDE), ==, 0);
  words = cl_store_get_undo_words (test->store);
  g_assert_nonnull (strstr (words, "2"));
  g_assert_cmpint (cl_store_undo (test->store, NULL), !=, 0);
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 2);
  g_assert_cmpint (cl_store_redo (test->store, NULL), !=, 0);
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 0);
  cl_test_store_change (test, "person", person, "certificate_expires", "2027-03-11");
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 1);
}

/* Postponed it stands aside with its reason until its day, and comes back on that day by itself. */
static void
test_postponed (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GPtrArray) aside = NULL;
  const ClDuty *duty;

  add_person (test, "张伟", "2027-03-10");
  mark (test, CL_DUTY_OVER, CL_DUTY_MARK_POSTPONED, "2027-04-01", "等医院安排'评残", NULL);
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 0);
  aside = list (test, NULL, CL_DUTY_ASIDE);
  g_assert_cmpuint (aside->len, ==, 1);
  duty = aside->pdata[0];
  g_assert_nonnull (strstr (duty->note, "2027-04-01"));
  g_assert_nonnull (strstr (duty->note, "等医院安排'评残"));
  assert_led_to (test, duty);
  cl_today_set ("2027-03-31", NULL);
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 0);
  cl_today_set ("2027-04-01", NULL);
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 1);
  g_assert_cmpuint (count (test, CL_DUTY_ASIDE), ==, 0);
  /* Postponed once more: the mark there is says the new day. */
  mark (test, CL_DUTY_OVER, CL_DUTY_MARK_POSTPONED, "2027-05-01", NULL, NULL);
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM duty_mark"), ==, 1);
  cl_today_set (CL_TEST_TODAY, NULL);
}

/* Handed over it stands aside with the name, those handed to the same one together; taken back it is told again. */
static void
test_handed (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GPtrArray) aside = NULL;
  const ClDuty *duty;
  g_autoptr (GError) error = NULL;

  add_person (test, "张伟", "2027-03-10");
  add_person (test, "李芳", "2027-03-11");
  mark (test, CL_DUTY_OVER, CL_DUTY_MARK_HANDED, NULL, NULL, "王主任");
  add_person (test, "王磊", "2027-03-12");
  mark (test, CL_DUTY_OVER, CL_DUTY_MARK_HANDED, NULL, NULL, "赵副主任");
  aside = list (test, NULL, CL_DUTY_ASIDE);
  g_assert_cmpuint (aside->len, ==, 2);
  duty = aside->pdata[0];
  g_assert_cmpuint (duty->count, ==, 2);
  g_assert_nonnull (strstr (duty->note, "王主任"));
  assert_led_to (test, duty);
  g_assert_true (cl_duty_set_mark (test->store, duty, CL_DUTY_MARK_NONE, NULL, NULL, NULL, &error));
  g_assert_cmpuint (count (test, CL_DUTY_OVER), ==, 2);
  g_assert_cmpuint (count (test, CL_DUTY_ASIDE), ==, 1);
}

/* A month, day by day, however far away. */
static void
test_days (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GPtrArray) days = NULL;
  g_autoptr (GError) error = NULL;

  add_person (test, "张伟", "2028-02-01");
  add_person (test, "李芳", "2028-02-29");
  add_person (test, "王磊", "2028-02-29");
  add_person (test, "章丽", "2028-03-01");
  days = cl_duties_list_days (test->catalogue, cl_store_get_reader (test->store), NULL, "2028-02-01", "2028-02-29", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (days->len, ==, 2);
  g_assert_cmpstr (((ClDuty *) days->pdata[0])->due, ==, "2028-02-01");
  g_assert_cmpuint (((ClDuty *) days->pdata[0])->count, ==, 1);
  g_assert_nonnull (strstr (((ClDuty *) days->pdata[0])->sentence, "张伟"));
  g_assert_cmpuint (((ClDuty *) days->pdata[1])->count, ==, 2);
  /* Today is 2027-03-15: the day is 351 days away, and ninety would not be true. */
  g_assert_null (strchr (((ClDuty *) days->pdata[1])->sentence, '{'));
  g_assert_nonnull (strstr (((ClDuty *) days->pdata[1])->sentence, " 351 "));
  g_assert_nonnull (strstr (((ClDuty *) days->pdata[1])->sentence, "：2"));
  assert_led_to (test, days->pdata[1]);
}

/* What is within the ninety days is told by them, of one day too. */
static void
test_days_near (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (GPtrArray) days = NULL;
  g_autoptr (GError) error = NULL;

  add_person (test, "李芳", "2027-04-01");
  add_person (test, "王磊", "2027-04-01");
  add_person (test, "章丽", "2027-03-01");
  add_person (test, "陈静", "2027-03-01");
  days = cl_duties_list_days (test->catalogue, cl_store_get_reader (test->store), NULL, "2027-03-01", "2027-04-30", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (days->len, ==, 2);
  for (guint i = 0; i < days->len; i++)
    {
      const ClDuty *duty = days->pdata[i];

      g_assert_cmpuint (duty->count, ==, 2);
      g_assert_null (strchr (duty->sentence, '{'));
      g_assert_null (strchr (duty->title, '{'));
      g_assert_cmpint (strstr (duty->sentence, " 90 ") != NULL, ==, i == 1);
    }
}

/* Counting certificates takes a search in an index, whatever the number of persons. */
static void
test_index (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  const ClLedgerDuty *duty = g_ptr_array_index (cl_ledger_get_duties (person), 0);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *where = cl_duty_get_where (test->catalogue, person, duty, i == 0 ? CL_DUTY_OVER : CL_DUTY_COMING);
      g_autoptr (ClQuery) query = cl_query_new (test->catalogue, person);
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) plan = g_string_new (NULL);
      g_autofree char *sql = NULL;
      g_autofree char *explain = NULL;
      ClDatabase *database;
      ClStatement *statement;

      cl_query_add_column (query, "count(*)", CL_QUERY_RAW, &error);
      cl_query_add_column (query, "min(certificate_expires)", CL_QUERY_RAW, &error);
      cl_query_add_where (query, where, &error);
      sql = cl_query_to_sql (query, &error);
      g_assert_no_error (error);
      database = cl_database_open (test->path, CL_DATABASE_READ, &error);
      g_assert_no_error (error);
      cl_database_set_catalogue (database, test->catalogue);
      explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
      statement = cl_database_prepare (database, explain, &error);
      g_assert_no_error (error);
      while (cl_statement_step (statement, &error))
        g_string_append_printf (plan, "%s\n", cl_statement_get_text (statement, 3));
      cl_statement_release (statement);
      cl_database_close (database);
      g_test_message ("%s", plan->str);
      g_assert_nonnull (strstr (plan->str, "USING COVERING INDEX index_person__certificate_expires"));
      g_assert_null (strstr (plan->str, "SCAN"));
    }
}

#define PET_START "<ledger version=\"1\" name=\"pet\" title=\"Pets\"><field name=\"name\" type=\"text\" label=\"Name\"/><field name=\"day\" type=\"date\" label=\"Day\"/>"

/* A duty that cannot be understood is left out and told with its line; the ledger stays. */
static void
test_wrong (void)
{
  g_autoptr (ClCatalogue) catalogue = cl_catalogue_new ();
  g_autofree char *folder = g_dir_make_tmp ("canlian-duty-XXXXXX", NULL);
  g_autofree char *ledgers = g_build_filename (folder, "ledgers", NULL);
  g_autofree char *path = g_build_filename (ledgers, "pet.xml", NULL);
  const GPtrArray *problems = cl_catalogue_get_problems (catalogue);
  ClLedger *pet;

  g_mkdir (ledgers, 0700);
  g_assert_true (g_file_set_contents (path, PET_START "\n<duty name=\"wrong\" title=\"Wrong\" due=\"dey\" many=\"x\"/><duty name=\"right\" title=\"Right\" due=\"day\" many=\"x\"/></ledger>", -1, NULL));
  cl_catalogue_add_folder (catalogue, folder, NULL);
  cl_catalogue_finish (catalogue);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (((GError *) problems->pdata[0])->message, "pet.xml:2:"));
  g_assert_nonnull (strstr (((GError *) problems->pdata[0])->message, "dey"));
  pet = cl_catalogue_find_ledger (catalogue, "pet");
  g_assert_cmpuint (cl_ledger_get_duties (pet)->len, ==, 1);
  cl_test_remove_tree (folder);
}

/* Without a ledger of marks there are duties all the same; a name with a brace in it is only a name. */
static void
test_described (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_described ("ledgers/pet.xml",
                                                              PET_START "<duty name=\"right\" title=\"Right\" due=\"day\" within=\"0\" many=\"{count} pets\" one=\"{name}, {days}\"/></ledger>",
                                                              NULL);
  g_autoptr (GPtrArray) coming = NULL;
  g_autoptr (GPtrArray) over = NULL;
  g_autoptr (GError) error = NULL;

  cl_test_store_add (test, "pet", "name", "{count}", "day", "2027-03-15", NULL);
  cl_test_store_add (test, "pet", "name", "later", "day", "2027-03-16", NULL);
  cl_test_store_add (test, "pet", "name", "over", "day", "2027-03-14", NULL);
  coming = list (test, NULL, CL_DUTY_COMING);
  g_assert_cmpuint (coming->len, ==, 1);
  g_assert_cmpstr (((ClDuty *) coming->pdata[0])->sentence, ==, "{count}, 0");
  over = list (test, NULL, CL_DUTY_OVER);
  g_assert_cmpuint (over->len, ==, 0);
  g_assert_false (cl_duty_set_mark (test->store, coming->pdata[0], CL_DUTY_MARK_DONE, NULL, NULL, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

static void
changed_cb (gboolean *changed)
{
  *changed = TRUE;
}

static const ClAgendaItem *
get_item (ClAgenda *agenda, guint i)
{
  return g_ptr_array_index (cl_agenda_get_items (agenda), i);
}

/* The agenda has its groups in order, follows the store by itself, and tells the next day where nothing is due. */
static void
test_agenda (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClAgenda) agenda = cl_agenda_new (test->store);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  gboolean changed = FALSE;

  add_person (test, "章丽", "2027-12-01");
  g_assert_true (cl_agenda_load (agenda, &error));
  g_assert_cmpuint (cl_agenda_get_n_open (agenda), ==, 0);
  g_assert_cmpstr (cl_agenda_get_next (agenda), ==, "2027-12-01");
  add_person (test, "张伟", "2027-03-10");
  add_person (test, "李芳", "2027-03-11");
  add_appointment (test, "周涛", "2024-01-01", "2027-03-21", NULL);
  add_appointment (test, "王磊", "2025-03-22", NULL, "seconded");
  g_signal_connect_swapped (agenda, "changed", G_CALLBACK (changed_cb), &changed);
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (cl_agenda_get_n_open (agenda), ==, 3);
  g_assert_cmpint (get_item (agenda, 0)->group, ==, CL_AGENDA_OVERDUE);
  g_assert_cmpint (get_item (agenda, 1)->group, ==, CL_AGENDA_WEEK);
  g_assert_cmpint (get_item (agenda, 2)->group, ==, CL_AGENDA_SOON);
  said = cl_agenda_item_say (get_item (agenda, 0));
  g_assert_nonnull (strstr (said, "2027-03-10"));
  g_assert_true (cl_duty_set_mark (test->store, get_item (agenda, 0)->duty, CL_DUTY_MARK_POSTPONED, "2027-04-01", "等评残", NULL, &error));
  changed = FALSE;
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (cl_agenda_get_n_open (agenda), ==, 2);
  g_assert_cmpuint (cl_agenda_get_items (agenda)->len, ==, 3);
  g_assert_cmpint (get_item (agenda, 2)->group, ==, CL_AGENDA_ASIDE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duty/edges", test_edges);
  g_test_add_func ("/duty/where", test_where);
  g_test_add_func ("/duty/terms", test_terms);
  g_test_add_func ("/duty/plugins", test_plugins);
  g_test_add_func ("/duty/done", test_done);
  g_test_add_func ("/duty/postponed", test_postponed);
  g_test_add_func ("/duty/handed", test_handed);
  g_test_add_func ("/duty/days", test_days);
  g_test_add_func ("/duty/days-near", test_days_near);
  g_test_add_func ("/duty/index", test_index);
  g_test_add_func ("/duty/wrong", test_wrong);
  g_test_add_func ("/duty/described", test_described);
  g_test_add_func ("/duty/agenda", test_agenda);
  return g_test_run ();
}
