/* What was exported for the office's own use comes back as it is, whatever the ledger: with the sample's records and one with every field filled. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-plugins.h"
#include "cl-sample.h"

typedef struct
{
  char *folder;
  ClPlugins *plugins;
  ClStore *store;
} Office;

static void
set_up (Office *office, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  g_assert_true (cl_today_set (CL_SAMPLE_DAY, &error));
  office->folder = g_dir_make_tmp ("canlian-trip-XXXXXX", &error);
  path = g_build_filename (office->folder, "one.canlian", NULL);
  office->plugins = cl_plugins_new ();
  office->store = cl_store_open (path, cl_plugins_load_catalogue (office->plugins), CL_STORE_CREATE, &error);
  g_assert_no_error (error);
  cl_sample_fill (office->store, 500, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Office *office, gconstpointer unused)
{
  g_autoptr (GDir) dir = g_dir_open (office->folder, 0, NULL);
  const char *name;

  cl_store_close (office->store);
  g_clear_object (&office->store);
  g_clear_object (&office->plugins);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (office->folder, name, NULL);

      if (g_unlink (path) != 0)
        g_rmdir (path);
    }
  g_rmdir (office->folder);
  g_free (office->folder);
}

static void
come_back (Office *office, ClLedger *ledger, const char *path, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = cl_import_new (office->store, ledger, path, NULL, &error);
  GListModel *rows;

  g_assert_no_error (error);
  g_assert_true (cl_import_rehearse (import, &error));
  g_assert_no_error (error);
  rows = cl_import_get_rows (import);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (ClImportRow) row = g_list_model_get_item (rows, i);
      const GPtrArray *changes = cl_import_row_get_changes (row);

      if (cl_import_row_get_outcome (row) == CL_OUTCOME_UNCHANGED)
        continue;
      g_test_message ("%s row %u: outcome %d, %s", path, cl_import_row_get_number (row), cl_import_row_get_outcome (row),
                      cl_import_row_get_reason (row) != NULL ? cl_import_row_get_reason (row) : "");
      for (guint c = 0; changes != NULL && c < changes->len; c++)
        {
          const ClJournalChange *change = g_ptr_array_index (changes, c);

          g_test_message ("  %s: %s -> %s", cl_field_get_name (change->field), change->before, change->after);
        }
    }
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNCHANGED), ==, n);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n);
}

static void
test_every_ledger (Office *office, gconstpointer ending)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (office->store);
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);
  guint tried = 0;

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);
      g_autofree char *path = g_strdup_printf ("%s/%s%s", office->folder, cl_ledger_get_name (ledger), (const char *) ending);
      g_autoptr (ClExport) export = cl_export_new (ledger);
      g_autoptr (GError) error = NULL;
      ClExportCount count;

      g_assert_true (cl_export_write (export, catalogue, cl_store_get_reader (office->store), path, &count, NULL, &error));
      g_assert_no_error (error);
      if (count.rows == 0)
        continue;
      come_back (office, ledger, path, count.rows);
      tried++;
    }
  g_test_message ("%u ledgers of %u have records", tried, ledgers->len);
  g_assert_cmpuint (tried, >=, 9);
}

/* One file a village, and back as one table: nothing changes, and nobody is missing. */
static void
test_villages (Office *office, gconstpointer ending)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (office->store);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "person");
  g_autofree char *path = g_strdup_printf ("%s/名册%s", office->folder, (const char *) ending);
  g_autoptr (ClExport) export = cl_export_new (ledger);
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *joined = NULL;
  ClExportCount count;

  paths = cl_export_write_by_village (export, catalogue, cl_store_get_reader (office->store), path, &count, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (paths->len, >=, 12);
  g_assert_true (cl_export_log (office->store, export, paths, NULL, NULL, &error));
  g_assert_no_error (error);
  g_ptr_array_add (paths, NULL);
  joined = cl_sheet_join ((const char *const *) paths->pdata, NULL, &error);
  g_assert_no_error (error);
  come_back (office, ledger, joined, count.rows);
  cl_sheet_memory_remove (joined);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/round-trip/xlsx", Office, ".xlsx", set_up, test_every_ledger, tear_down);
  g_test_add ("/round-trip/csv", Office, ".csv", set_up, test_every_ledger, tear_down);
  g_test_add ("/round-trip/villages", Office, ".xlsx", set_up, test_villages, tear_down);
  return g_test_run ();
}
