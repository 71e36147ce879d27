/* What can be read of a damaged file can be saved elsewhere: pages wiped, bits flipped, the head or the end gone. The new file is sound each time. */

#include "cl-test-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"
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
  rescued = cl_store_rescue (desk->test->path, desk->to, catalogue, NULL, NULL, NULL, error);
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
  again = cl_store_rescue (desk->test->path, desk->to, catalogue, NULL, NULL, NULL, &error);
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
  guint rescued_n = 0;

  for (guint round = 0; round < 25; round++)
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
  g_test_message ("%u of 25 rescued", rescued_n);
  g_assert_cmpuint (rescued_n, >, 15);
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

    rescued = cl_store_rescue (desk->test->path, desk->to, catalogue, NULL, NULL, NULL, &error);
  }
  g_assert_no_error (error);
  g_assert_false (rescued->is_whole);
  g_assert_nonnull (strstr (rescued->sentences->pdata[rescued->sentences->len - 1], "scan.pdf"));
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
  return g_test_run ();
}
