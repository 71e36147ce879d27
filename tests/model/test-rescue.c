/* What can be read of a damaged file can be saved elsewhere: pages wiped, bits flipped, the head or the end gone. The new file is sound each time. */

#include "cl-test-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-desk.h"
#include "cl-draft.h"
#include "cl-error.h"
#include "cl-list-view.h"
#include "cl-rescue.h"

#define PEOPLE 400
#define PAGE 4096

typedef struct
{
  ClTestStore *test;
  char *to;
  char *bytes; /* of the sound file */
  gsize size;
} Desk;

static gboolean
attach_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (data);

  return cl_transaction_attach (transaction, file, error) != 0;
}

static gboolean
fill_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClTestStore *test = data;
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");

  for (guint i = 0; i < PEOPLE; i++)
    {
      g_autoptr(ClRecord) record = cl_record_new (person);
      g_autofree char *name = g_strdup_printf ("张伟%u", i);

      if (!cl_record_set_text (record, "name", name, error) || !cl_record_set_text (record, "address", "上河村一组，这一行写得长些，好占满一页", error)
          || !cl_record_set_text (record, "phones", "13800001001", error)
          || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);
  ClTestStore *test = desk->test = cl_test_store_new ();
  g_autofree char *scan = g_build_filename (test->folder, "scan.pdf", NULL);
  g_autoptr(GError) error = NULL;
  gint64 organisation;
  g_autofree char *person = NULL;
  g_autofree char *of = NULL;

  g_assert_cmpint (cl_store_write (test->store, "fill", fill_cb, test, &error), >, 0);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (scan, "扫描", -1, NULL));
  g_assert_cmpint (cl_store_write (test->store, "attach", attach_cb, scan, &error), >, 0);
  organisation = cl_test_store_add_full (test, "organisation");
  person = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_query (test, "SELECT id FROM person ORDER BY id LIMIT 1 OFFSET 200"));
  of = g_strdup_printf ("%" G_GINT64_FORMAT, organisation);
  cl_test_store_add (test, "appointment", "person", person, "organisation", of, "post", "专职委员", NULL);
  desk->to = g_build_filename (test->folder, "new.canlian", NULL);
  cl_test_store_close (test);
  g_assert_true (g_file_get_contents (test->path, &desk->bytes, &desk->size, NULL));
  return desk;
}

static void
desk_free (Desk *desk)
{
  cl_test_store_free (desk->test);
  g_free (desk->to);
  g_free (desk->bytes);
  g_free (desk);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static void
put (Desk *desk, gconstpointer bytes, gsize size)
{
  g_assert_true (g_file_set_contents (desk->test->path, bytes, (gssize) size, NULL));
}

static ClCatalogue *
load_core (void)
{
  ClCatalogue *catalogue = cl_catalogue_new ();

  cl_catalogue_add_folder (catalogue, g_getenv ("CANLIAN_CORE_DIR"), NULL);
  cl_catalogue_finish (catalogue);
  return catalogue;
}

static ClRescue *
rescue (Desk *desk, GError **error)
{
  static const char *const beside[] = { "", "-wal", "-shm", ".lock", ".head", ".files" };
  g_autoptr(ClCatalogue) catalogue = load_core ();
  ClRescue *rescued;

  for (gsize i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = g_strconcat (desk->to, beside[i], NULL);

      cl_test_remove_tree (path);
    }
  rescued = cl_store_rescue (desk->test->path, desk->to, catalogue, NULL, error);
  for (guint i = 0; rescued != NULL && i < rescued->sentences->len; i++)
    g_test_message ("%s", (const char *) rescued->sentences->pdata[i]);
  return rescued;
}

/* Opens what was rescued, finds nothing wrong with it, and counts its people. */
static gint64
count_people (Desk *desk)
{
  g_autoptr(ClCatalogue) catalogue = load_core ();
  g_autoptr(GError) error = NULL;
  g_autoptr(ClStore) store = cl_store_open (desk->to, catalogue, CL_STORE_OPEN, &error);
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(ClStatement) statement = NULL;
  gint64 n;

  g_assert_no_error (error);
  findings = cl_store_verify (store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (const char *) findings->pdata[i]);
  g_assert_cmpuint (findings->len, ==, 0);
  statement = cl_database_prepare (cl_store_get_reader (store), "SELECT count(*) FROM person", NULL);
  g_assert_true (cl_statement_step (statement, NULL));
  n = cl_statement_get_integer (statement, 0);
  g_clear_pointer (&statement, cl_statement_release);
  /* One goes on working with it. */
  g_assert_cmpint (cl_store_note (store, "print", "附件3", &error), >, 0);
  g_assert_null (cl_store_get_undo_words (store));
  cl_store_close (store);
  return n;
}

static void
test_whole (void)
{
  g_autoptr(Desk) desk = desk_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(ClRescue) rescued = rescue (desk, &error);
  g_autoptr(ClRescue) again = NULL;
  g_autoptr(ClCatalogue) catalogue = load_core ();
  g_autofree char *before = NULL;
  gsize size;

  g_assert_no_error (error);
  g_assert_true (rescued->is_whole);
  g_assert_cmpuint (rescued->n_lost, ==, 0);
  g_assert_cmpint (count_people (desk), ==, PEOPLE);
  /* The old one is as it was, and nothing is written over. */
  g_assert_true (g_file_get_contents (desk->test->path, &before, &size, NULL));
  g_assert_cmpmem (before, size, desk->bytes, desk->size);
  again = cl_store_rescue (desk->test->path, desk->to, catalogue, NULL, &error);
  g_assert_null (again);
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
}

/* The pages on which rows of a person lie: leaves of tables (13) in which the long address stands. */
static GArray *
find_leaves (Desk *desk)
{
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize at = PAGE; at + PAGE <= desk->size; at += PAGE)
    {
      if (desk->bytes[at] == 13 && memmem (desk->bytes + at, PAGE, "好占满一页", strlen ("好占满一页")) != NULL)
        g_array_append_val (leaves, at);
    }
  return leaves;
}

static void
test_pages_wiped (void)
{
  g_autoptr(Desk) desk = desk_new ();
  g_autoptr(GArray) leaves = find_leaves (desk);
  g_autoptr(GError) error = NULL;
  guint met = 0;

  g_assert_cmpuint (leaves->len, >, 4);
  /* One page at a time: no more than it held is missing. */
  for (guint i = 0; i < leaves->len; i += 3)
    {
      g_autofree char *damaged = g_memdup2 (desk->bytes, desk->size);
      g_autoptr(ClRescue) rescued = NULL;
      gint64 n;

      memset (damaged + g_array_index (leaves, gsize, i), 0, PAGE);
      put (desk, damaged, desk->size);
      rescued = rescue (desk, &error);
      g_assert_no_error (error);
      n = count_people (desk);
      g_assert_cmpint (n, >=, PEOPLE - 60);
      g_assert_cmpint (n + rescued->n_lost, >=, PEOPLE);
      met += rescued->n_lost > 0 && !rescued->is_whole;
    }
  g_assert_cmpuint (met, >, 0);
}

static void
test_head_and_end (void)
{
  g_autoptr(Desk) desk = desk_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *damaged = g_memdup2 (desk->bytes, desk->size);
  g_autoptr(ClRescue) head = NULL;
  g_autoptr(ClRescue) end = NULL;
  g_autoptr(ClRescue) none = NULL;

  memset (damaged, 0xff, 100);
  put (desk, damaged, desk->size);
  head = rescue (desk, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_people (desk), ==, PEOPLE);

  put (desk, desk->bytes, desk->size / 4 * 3);
  end = rescue (desk, &error);
  g_assert_no_error (error);
  count_people (desk);

  put (desk, "rubbish, and no data file at all", 32);
  none = rescue (desk, &error);
  g_assert_null (none);
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
  g_assert_false (g_file_test (desk->to, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  put (desk, "", 0);
  none = rescue (desk, &error);
  g_assert_null (none);
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
}

/* Whatever is flipped, there is a sound file or a sentence. */
static void
test_flipped (void)
{
  g_autoptr(Desk) desk = desk_new ();
  g_autoptr(GRand) chance = g_rand_new_with_seed (20270315);
  guint rescued_n = 0, rounds = cl_test_rounds (25, 5);

  for (guint round = 0; round < rounds; round++)
    {
      g_autofree char *damaged = g_memdup2 (desk->bytes, desk->size);
      g_autoptr(ClRescue) rescued = NULL;
      g_autoptr(GError) error = NULL;
      guint flips = (guint) g_rand_int_range (chance, 1, 400);

      for (guint i = 0; i < flips; i++)
        damaged[g_rand_int_range (chance, round % 2 ? 0 : PAGE, (gint32) desk->size)] ^= (char) (1 << g_rand_int_range (chance, 0, 8));
      put (desk, damaged, desk->size);
      rescued = rescue (desk, &error);
      g_assert_true ((rescued == NULL) == (error != NULL));
      if (rescued != NULL)
        {
          count_people (desk);
          rescued_n++;
        }
    }
  g_test_message ("%u of %u rescued", rescued_n, rounds);
  g_assert_cmpuint (rescued_n, >, rounds / 2);
}

/* What was acknowledged and still stands in the -wal comes over; a scan that is gone is named. */
static void
test_more (void)
{
  g_autoptr(Desk) desk = desk_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *wal = g_strconcat (desk->test->path, "-wal", NULL);
  g_autofree char *files = g_strconcat (desk->test->path, ".files", NULL);
  g_autofree char *wal_bytes = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr(ClRescue) rescued = NULL;
  gsize wal_size, size;

  cl_test_store_reopen (desk->test);
  cl_test_store_add (desk->test, "person", "name", "李娜", NULL);
  g_assert_true (g_file_get_contents (wal, &wal_bytes, &wal_size, NULL));
  g_assert_true (g_file_get_contents (desk->test->path, &bytes, &size, NULL));
  cl_test_store_close (desk->test);
  g_assert_true (g_file_set_contents (wal, wal_bytes, (gssize) wal_size, NULL));
  put (desk, bytes, size);
  cl_test_remove_tree (files);
  {
    g_autoptr(ClCatalogue) catalogue = load_core ();

    rescued = cl_store_rescue (desk->test->path, desk->to, catalogue, NULL, &error);
  }
  g_assert_no_error (error);
  g_assert_false (rescued->is_whole);
  g_assert_nonnull (strstr (rescued->sentences->pdata[rescued->sentences->len - 1], "scan.pdf"));
}

/* What an office has besides its records: drafts, lists it keeps, persons at the desk, settings. */

static void
write_draft (ClTestStore *test, const char *ledger, gint64 record, gint64 owner, const char *field, const char *text)
{
  g_autoptr(ClDraft) draft = cl_draft_new (ledger, record, owner);
  const char *const before[] = { NULL }, *const now[] = { text, NULL };
  g_autoptr(GError) error = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (CL_DRAFT_FIELDS));
  g_variant_builder_add (&builder, "{s(^as^as)}", field, before, now);
  cl_draft_set_fields (draft, g_variant_builder_end (&builder));
  g_assert_true (cl_draft_write (test->store, draft, &error));
  g_assert_no_error (error);
}

static void
furnish (Desk *desk)
{
  ClTestStore *test = desk->test;
  g_autoptr(ClListView) view = cl_list_view_new ("person", NULL, "上河村肢体");
  g_autoptr(GError) error = NULL;
  gint64 person;
  gsize size;

  cl_test_store_reopen (test);
  person = cl_test_store_query (test, "SELECT id FROM person ORDER BY id LIMIT 1 OFFSET 100");
  write_draft (test, "person", person, 0, "remark", "写到一半的备注");
  write_draft (test, "person", 0, 0, "name", "还没有存的人");
  write_draft (test, "guardian", 0, person, "name", "还没有存的监护人");
  write_draft (test, "appointment", cl_test_store_query (test, "SELECT id FROM appointment"), 0, "post", "还没有存的职务");
  cl_list_view_add_filter (view, NULL, "name is not null", "有姓名的");
  g_assert_true (cl_store_save_list_view (test->store, view, &error));
  g_assert_true (cl_store_set_setting (test->store, "office-phone", "0000-1234567", &error));
  g_assert_true (cl_desk_add (test->store, "周会计", CL_ROLE_KEEPS, "云岭镇的老槐树", &error));
  g_assert_true (cl_desk_add (test->store, "赵查阅", CL_ROLE_READS, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_close (test);
  g_clear_pointer (&desk->bytes, g_free);
  g_assert_true (g_file_get_contents (test->path, &desk->bytes, &size, NULL));
  desk->size = size;
}

static gboolean
says (const ClRescue *rescued, const char *part)
{
  for (guint i = 0; i < rescued->sentences->len; i++)
    if (strstr (rescued->sentences->pdata[i], part) != NULL)
      return TRUE;
  return FALSE;
}

static void
assert_furnished (Desk *desk)
{
  g_autoptr(ClCatalogue) catalogue = load_core ();
  g_autoptr(GError) error = NULL;
  g_autoptr(ClStore) store = cl_store_open (desk->to, catalogue, CL_STORE_OPEN, &error);
  g_autoptr(GPtrArray) views = NULL;
  g_autofree char *phone = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (cl_desk_get_role (store), ==, CL_ROLE_NONE);
  g_assert_false (cl_desk_sign_in (store, "周会计", "另一个地方的树", NULL));
  g_assert_true (cl_desk_sign_in (store, "周会计", "云岭镇的老槐树", &error));
  g_assert_no_error (error);
  views = cl_store_list_list_views (store, "person");
  g_assert_cmpuint (views->len, ==, 1);
  g_assert_cmpuint (((const ClListView *) views->pdata[0])->filters->len, ==, 1);
  phone = cl_store_get_setting (store, "office-phone");
  g_assert_cmpstr (phone, ==, "0000-1234567");
  cl_store_close (store);
  g_assert_cmpint (cl_test_query (desk->to, "SELECT count(*) FROM draft WHERE fields LIKE '%写到一半的备注%' OR fields LIKE '%还没有存的%'"), ==, 4);
}

/* The head is gone: all of it comes over, and what was entered is counted. */
static void
test_furnished (void)
{
  g_autoptr(Desk) desk = desk_new ();
  g_autofree char *damaged = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ClRescue) rescued = NULL;

  furnish (desk);
  damaged = g_memdup2 (desk->bytes, desk->size);
  memset (damaged, 0xff, 100);
  put (desk, damaged, desk->size);
  rescued = rescue (desk, &error);
  g_assert_no_error (error);
  g_assert_true (rescued->is_whole);
  g_assert_true (says (rescued, "Drafts: 4"));
  assert_furnished (desk);
  g_assert_cmpint (cl_test_query (desk->to, "SELECT count(*) FROM draft WHERE record <> 0"), ==, 2);
}

static gboolean
holds (Desk *desk, gsize page, const char *words)
{
  return memmem (desk->bytes + page, PAGE, words, strlen (words)) != NULL;
}

/* Page by page, but for most of those full of people: whatever goes, the rest is there and sound, what may be missing is said, and no draft is about somebody who is not
 * there: a person stands in for whom others name, and what nobody names is written on as a new entry. */
static void
test_each_page (void)
{
  g_autoptr(Desk) desk = desk_new ();
  guint desks = 0, drafts = 0, stood_in = 0, anew = 0, full = 0, other = 0;

  furnish (desk);
  for (gsize at = 0; at + PAGE <= desk->size; at += PAGE)
    {
      gboolean is_full = holds (desk, at, "好占满一页"), is_told = holds (desk, at, "还没有存") || holds (desk, at, "周会计");
      g_autofree char *damaged = g_memdup2 (desk->bytes, desk->size);
      g_autoptr(GError) error = NULL;
      g_autoptr(ClRescue) rescued = NULL;

      if ((is_full && full++ % 9 != 0) || (!is_full && !is_told && other++ % cl_test_rounds (1, 4) != 0))
        continue;
      memset (damaged + at, 0, PAGE);
      put (desk, damaged, desk->size);
      rescued = rescue (desk, &error);
      g_assert_no_error (error);
      if (cl_test_query (desk->to, "SELECT count(*) FROM desk") < 2)
        {
          desks++;
          g_assert_false (rescued->is_whole);
          g_assert_true (says (rescued, "See who is missing among the persons at the desk"));
        }
      if (cl_test_query (desk->to, "SELECT count(*) FROM draft") < 4)
        {
          drafts++;
          g_assert_false (rescued->is_whole);
        }
      if (cl_test_query (desk->to, "SELECT count(*) FROM list_view") < 1 || cl_test_query (desk->to, "SELECT count(*) FROM setting WHERE key = 'office-phone'") < 1)
        g_assert_false (rescued->is_whole);
      g_assert_cmpint (cl_test_query (desk->to, "SELECT count(*) FROM draft WHERE (ledger = 'person' AND record NOT IN (SELECT id FROM person UNION SELECT 0))"
                                      " OR (ledger = 'appointment' AND record NOT IN (SELECT id FROM appointment UNION SELECT 0))"
                                      " OR owner NOT IN (SELECT id FROM person UNION SELECT 0)"), ==, 0);
      stood_in += cl_test_query (desk->to, "SELECT count(*) FROM draft d JOIN person p ON p.id IN (d.record, d.owner) WHERE p.name = '待核实（未能读出）'") == 2;
      anew += cl_test_query (desk->to, "SELECT count(*) FROM draft WHERE ledger = 'appointment' AND record = 0") == 1;
    }
  g_assert_cmpuint (stood_in, >, 0);
  g_assert_cmpuint (anew, >, 0);
  /* Each of them lies on a page or two, and on no more. */
  g_assert_cmpuint (desks, >, 0);
  g_assert_cmpuint (desks, <, 4);
  g_assert_cmpuint (drafts, >, 0);
  g_assert_cmpuint (drafts, <, 4);
}

/* A ledger and a field that nothing describes any more, as where a plugin has gone: what was entered in them comes over all the same. */
static void
test_strangers (void)
{
  static const char own[] = "<?xml version='1.0' encoding='UTF-8'?><ledger version='1' name='umbrella' title='雨伞' header='雨伞'>"
                            "<field name='name' type='text' label='编号'/><field name='person' type='reference' to='person' label='借给谁'/></ledger>";
  g_autoptr(ClTestStore) test = cl_test_store_new_described ("ledgers/person.xml",
                                                             "<?xml version='1.0' encoding='UTF-8'?><ledger version='1' name='person' title='Persons' header='人'>"
                                                             "<field name='name' type='text' label='Name'/><field name='nickname' type='text' label='Nick'/></ledger>",
                                                             "ledgers/umbrella.xml", own, NULL);
  Desk desk = { .test = test };
  g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "person", "name", "张伟", "nickname", "小张", NULL));
  g_autoptr(GError) error = NULL;
  g_autoptr(ClRescue) rescued = NULL;

  cl_test_store_add (test, "umbrella", "name", "七号", "person", person, NULL);
  cl_test_store_close (test);
  desk.to = g_build_filename (test->folder, "new.canlian", NULL);
  rescued = rescue (&desk, &error);
  g_assert_no_error (error);
  g_assert_true (rescued->is_whole);
  g_assert_true (says (rescued, "umbrella"));
  g_assert_cmpint (cl_test_query (desk.to, "SELECT count(*) FROM umbrella u JOIN person p ON p.id = u.person WHERE u.name = '七号' AND p.nickname = '小张'"), ==, 1);
  g_assert_cmpint (count_people (&desk), ==, 1);
  g_free (desk.to);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rescue/whole", test_whole);
  g_test_add_func ("/rescue/pages-wiped", test_pages_wiped);
  g_test_add_func ("/rescue/head-and-end", test_head_and_end);
  g_test_add_func ("/rescue/flipped", test_flipped);
  g_test_add_func ("/rescue/more", test_more);
  g_test_add_func ("/rescue/furnished", test_furnished);
  g_test_add_func ("/rescue/each-page", test_each_page);
  g_test_add_func ("/rescue/strangers", test_strangers);
  return g_test_run ();
}
