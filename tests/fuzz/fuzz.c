#include "fuzz.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cl-date.h"
#include "cl-test-tree.h"

static char *folder;
static ClStore *store;
static ClCatalogue *catalogue;

void
fuzz_begin (void)
{
  g_setenv ("CANLIAN_SCHEMA_DIR", FUZZ_SOURCE "/data/schemas", FALSE);
  g_setenv ("CANLIAN_CORE_DIR", FUZZ_SOURCE "/app/model", FALSE);
  g_setenv ("CANLIAN_FONTS_MAP", FUZZ_SOURCE "/data/fonts.map", FALSE);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  cl_today_set ("2027-03-15", NULL);
}

const char *
fuzz_put (gconstpointer data, gsize size)
{
  static char path[64];
  static int file = -1;

  if (file < 0)
    {
      file = memfd_create ("fuzz", MFD_CLOEXEC);
      g_assert (file >= 0);
      g_snprintf (path, sizeof path, "/proc/self/fd/%d", file);
    }
  g_assert (ftruncate (file, 0) == 0);
  for (gsize at = 0; at < size;)
    {
      gssize written = pwrite (file, (const char *) data + at, size - at, at);
      g_assert (written > 0);
      at += written;
    }
  return path;
}

static void
leave (void)
{
  if (store != NULL)
    cl_store_close (store);
  g_clear_object (&store);
  g_clear_object (&catalogue);
  if (folder != NULL)
    cl_test_remove_tree (folder);
  g_clear_pointer (&folder, g_free);
}

const char *
fuzz_folder (void)
{
  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("canlian-fuzz-XXXXXX", NULL);
      g_assert (folder != NULL);
      atexit (leave);
    }
  return folder;
}

ClCatalogue *
fuzz_catalogue (void)
{
  if (catalogue == NULL)
    {
      fuzz_folder ();
      catalogue = cl_catalogue_new ();
      cl_catalogue_add_folder (catalogue, g_getenv ("CANLIAN_CORE_DIR"), NULL);
      cl_catalogue_add_folder (catalogue, FUZZ_SOURCE "/plugins/roster", "roster");
      cl_catalogue_finish (catalogue);
      g_assert (cl_catalogue_get_problems (catalogue)->len == 0);
    }
  return catalogue;
}

static gint64
add (ClTransaction *transaction, const char *ledger, const char *const *pairs, const char *reference, gint64 to)
{
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (catalogue, ledger));

  for (guint i = 0; pairs[i] != NULL; i += 2)
    g_assert (cl_record_set_text (record, pairs[i], pairs[i + 1], NULL));
  if (reference != NULL)
    cl_record_set_reference (record, reference, to);
  g_assert (cl_transaction_save (transaction, record, NULL));
  return cl_record_get_id (record);
}

static gboolean
fill_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  static const char *const people[] = { "张伟", "李芳", "阿达力·叶尔江" };
  gint64 village = add (transaction, "division", (const char *[]) { "name", "上河村", "code", "991123101201", "level", "village", NULL }, NULL, 0);
  gint64 association
    = add (transaction, "organisation", (const char *[]) { "name", "上河村残疾人协会", "kind", "village-association", NULL }, "division", village);

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      gint64 person
        = add (transaction, "person", (const char *[]) { "name", people[i], "sex", i % 2 ? "女" : "男", "phones", "13800000001", NULL }, "division", village);
      g_autoptr (ClRecord) appointment = cl_record_new (cl_catalogue_find_ledger (catalogue, "appointment"));

      g_assert (cl_record_set_text (appointment, "post", i == 0 ? "主席" : "委员", NULL));
      cl_record_set_reference (appointment, "organisation", association);
      cl_record_set_reference (appointment, "person", person);
      g_assert (cl_transaction_save (transaction, appointment, NULL));
    }
  return TRUE;
}

ClStore *
fuzz_store (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (store != NULL)
    return store;
  path = g_build_filename (fuzz_folder (), "office.canlian", NULL);
  store = cl_store_open (path, fuzz_catalogue (), CL_STORE_CREATE, &error);
  g_assert_no_error (error);
  cl_store_set_office (store, "991123101", "云岭镇", &error);
  g_assert_no_error (error);
  g_assert (cl_store_write (store, "fill", fill_cb, NULL, &error) > 0);
  return store;
}

static int
stop_cb (void *data)
{
  return 1;
}

void
fuzz_bound (ClDatabase *database)
{
  sqlite3_progress_handler (cl_database_get_handle (database), 2000000, stop_cb, NULL);
}

char *
fuzz_text (const guint8 *data, gsize size)
{
  const void *end = memchr (data, '\0', size);

  return g_utf8_make_valid ((const char *) data, end != NULL ? (const guint8 *) end - data : (gssize) size);
}
