/* The plugin host: what is found, what loads, and that what does not load harms nothing. No display, GTK not initialised. */

#include <glib/gstdio.h>
#include <string.h>

#include "canlian.h"
#include "cl-plugins.h"
#include "cl-test-tree.h"

static char *extra; /* a folder of plugin folders, beside the built ones */

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (extra, folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static const ClPlugin *
find (ClPlugins *plugins, const char *name)
{
  const GPtrArray *list = cl_plugins_list (plugins);

  for (guint i = 0; i < list->len; i++)
    {
      const ClPlugin *plugin = g_ptr_array_index (list, i);

      if (g_str_equal (plugin->name, name))
        return plugin;
    }
  return NULL;
}

/* libpeas has one engine a process, so there is one host for all tests here. */
static ClPlugins *host;

/* What the roster alone implements; other plugins may implement it too. */
static GPtrArray *
list_of_roster (GType interface)
{
  GPtrArray *extensions = cl_plugins_get_extensions (host, interface);

  for (guint i = extensions->len; i > 0; i--)
    if (g_strcmp0 (cl_plugins_get_owner (host, extensions->pdata[i - 1]), "roster") != 0)
      g_ptr_array_remove_index (extensions, i - 1);
  return extensions;
}

static void
test_found (void)
{
  const ClPlugin *roster = find (host, "roster");

  g_assert_nonnull (roster);
  g_assert_cmpstr (roster->module, ==, "roster");
  g_assert_cmpstr (roster->title, !=, "");
  g_assert_nonnull (find (host, "lending"));
  g_assert_null (find (host, "lending")->module);
  g_assert_null (find (host, "no-such"));
}

/* The office's order of work, then what names none. */
static void
test_order (void)
{
  const char *const names[] = { "roster", "household", "training", "archive" };
  const GPtrArray *list = cl_plugins_list (host);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (((const ClPlugin *) list->pdata[i])->name, ==, names[i]);
}

static void
test_loaded (void)
{
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GPtrArray) checks = NULL;
  g_autoptr (GPtrArray) importers = NULL;

  g_assert_true (find (host, "roster")->loaded);
  g_assert_null (find (host, "roster")->problem);
  pages = list_of_roster (CL_TYPE_PAGE);
  g_assert_cmpuint (pages->len, ==, 1);
  g_assert_cmpstr (cl_page_get_id (g_ptr_array_index (pages, 0)), ==, "committees");
  g_assert_cmpstr (cl_plugins_get_owner (host, g_ptr_array_index (pages, 0)), ==, "roster");
  checks = list_of_roster (CL_TYPE_CHECK_SOURCE);
  g_assert_cmpuint (checks->len, ==, 1);
  importers = list_of_roster (CL_TYPE_IMPORTER);
  g_assert_cmpuint (importers->len, ==, 1);
  g_assert_cmpstr (cl_importer_get_suffixes (importers->pdata[0])[0], ==, "vcf");
}

static void
test_broken (void)
{
  const ClPlugin *no_library = find (host, "broken"), *no_keys = find (host, "garbled");

  /* A module that is not there: said in a sentence with the plugin's name and libpeas's reason. */
  g_assert_nonnull (no_library);
  g_assert_false (no_library->loaded);
  g_assert_nonnull (no_library->problem);
  g_assert_nonnull (g_strstr_len (no_library->problem, -1, "Broken one"));
  g_test_message ("%s", no_library->problem);
  /* A .plugin file that is none. */
  g_assert_nonnull (no_keys);
  g_assert_nonnull (no_keys->problem);
  g_assert_false (no_keys->loaded);
}

/* Descriptions of plugins without code, with broken code and switched off are all known. */
static void
test_descriptions (void)
{
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (host);
  ClLedger *lending = cl_catalogue_find_ledger (catalogue, "wheelchair_loan");

  g_assert_nonnull (lending);
  g_assert_cmpstr (cl_ledger_get_plugin (lending), ==, "lending");
  g_assert_cmpstr (cl_ledger_get_table (lending), ==, "lending_wheelchair_loan");
  g_assert_nonnull (cl_catalogue_find_form (catalogue, "wheelchair-list"));
  g_assert_nonnull (cl_catalogue_find_form (catalogue, "attachment-3"));
  g_assert_nonnull (cl_catalogue_find_ledger (catalogue, "person"));
}

/* What a thread reads ahead is the same, once; what nobody asks for goes with the host. */
static void
test_ahead (void)
{
  g_autoptr (ClPlugins) other = cl_plugins_new (), unasked = cl_plugins_new ();
  g_autoptr (ClCatalogue) plain = cl_plugins_load_catalogue (host), ahead = NULL, after = NULL;

  cl_plugins_read_ahead (unasked);
  cl_plugins_read_ahead (other);
  ahead = cl_plugins_load_catalogue (other);
  g_assert_cmpuint (cl_catalogue_get_ledgers (ahead)->len, ==, cl_catalogue_get_ledgers (plain)->len);
  g_assert_cmpuint (cl_catalogue_get_problems (ahead)->len, ==, cl_catalogue_get_problems (plain)->len);
  g_assert_cmpstr (cl_ledger_get_plugin (cl_catalogue_find_ledger (ahead, "wheelchair_loan")), ==, "lending");
  after = cl_plugins_load_catalogue (other);
  g_assert_true (after != ahead);
}

static void
count_cb (ClPlugins *plugins, guint *count)
{
  (*count)++;
}

static guint
count_guests (ClCatalogue *catalogue, GType interface)
{
  g_autoptr (GPtrArray) guests = cl_catalogue_get_guests (catalogue, interface);

  return guests->len;
}

/* What plugins implement is found through the catalogue that was loaded last, as long as they are switched on. */
static void
test_guests (void)
{
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (host);
  g_autoptr (ClCatalogue) other = NULL;
  g_autoptr (GPtrArray) checks = cl_plugins_get_extensions (host, CL_TYPE_CHECK_SOURCE);
  guint n_checks = checks->len;

  g_assert_cmpuint (count_guests (catalogue, CL_TYPE_CHECK_SOURCE), ==, n_checks);
  g_assert_cmpuint (count_guests (catalogue, CL_TYPE_IMPORTER), ==, 1);
  g_assert_true (cl_plugins_set_enabled (host, "roster", FALSE));
  g_assert_cmpuint (count_guests (catalogue, CL_TYPE_CHECK_SOURCE), ==, n_checks - 1);
  g_assert_cmpuint (count_guests (catalogue, CL_TYPE_IMPORTER), ==, 0);
  g_assert_true (cl_plugins_set_enabled (host, "roster", TRUE));
  g_assert_cmpuint (count_guests (catalogue, CL_TYPE_CHECK_SOURCE), ==, n_checks);
  other = cl_plugins_load_catalogue (host);
  g_assert_cmpuint (count_guests (catalogue, CL_TYPE_CHECK_SOURCE), ==, 0);
  g_assert_cmpuint (count_guests (other, CL_TYPE_CHECK_SOURCE), ==, n_checks);
}

static void
test_switch (void)
{
  guint count = 0;
  gulong handler = g_signal_connect (host, "changed", G_CALLBACK (count_cb), &count);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *off = NULL;

  g_assert_true (cl_plugins_set_enabled (host, "roster", FALSE));
  g_assert_cmpuint (count, ==, 1);
  pages = list_of_roster (CL_TYPE_PAGE);
  g_assert_cmpuint (pages->len, ==, 0);
  off = cl_plugins_get_switched_off (host);
  g_assert_cmpstr (off, ==, "roster");
  g_assert_true (cl_plugins_set_enabled (host, "roster", TRUE));
  again = list_of_roster (CL_TYPE_PAGE);
  g_assert_cmpuint (again->len, ==, 1);
  g_signal_handler_disconnect (host, handler);
}

/* The roster's sources answer on an empty office and on one without its rules. */
static void
test_sources (void)
{
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (host);
  g_autofree char *path = g_build_filename (extra, "office.canlian", NULL);
  g_autoptr (GPtrArray) checks = list_of_roster (CL_TYPE_CHECK_SOURCE);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStore) store = cl_store_open (path, catalogue, CL_STORE_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (cl_store_set_office (store, "991123101", "云岭镇", &error));
  findings = cl_check_source_list (g_ptr_array_index (checks, 0), store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (findings);
  g_assert_true (cl_store_set_setting (store, "rule-set", "elsewhere", &error));
  none = cl_check_source_list (g_ptr_array_index (checks, 0), store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  cl_store_close (store);
}

static void
set_up (void)
{
  g_autofree char *dirs = NULL;

  extra = g_dir_make_tmp ("canlian-plugins-XXXXXX", NULL);
  write_file ("broken", "broken.plugin", "[Plugin]\nModule=broken\nName=Broken one\n");
  write_file ("garbled", "garbled.plugin", "This is no key file.\n");
  write_file ("empty", "readme.txt", "No plugin here.\n");
  write_file ("lending", "lending.plugin", "[Plugin]\nName=Wheelchairs lent\nName[zh_CN]=轮椅出借\n");
  write_file ("lending", "ledgers/wheelchair_loan.xml",
              "<ledger version=\"1\" name=\"wheelchair_loan\" title=\"Wheelchairs lent\" header=\"轮椅出借台账\" called=\"person\" columns=\"person lent returned\">\n"
              "  <field name=\"person\" type=\"reference\" to=\"person\" label=\"Person\" known-as=\"姓名\" required=\"yes\"/>\n"
              "  <field name=\"lent\" type=\"date\" label=\"Lent on\" known-as=\"借出日期\"/>\n"
              "  <field name=\"returned\" type=\"date\" label=\"Returned on\" known-as=\"归还日期\"/>\n"
              "</ledger>\n");
  write_file ("lending", "forms/wheelchair-list.xml",
              "<form version=\"1\" name=\"wheelchair-list\" title=\"轮椅出借登记表\" paper=\"A4 portrait\" mode=\"ledger\" of=\"wheelchair_loan\">\n"
              "  <table><column width=\"40\" value=\"person\">姓名</column><column width=\"40\" value=\"lent\">借出日期</column></table>\n"
              "</form>\n");
  dirs = g_strconcat (extra, ":", g_getenv ("CANLIAN_PLUGIN_DIR"), NULL);
  g_setenv ("CANLIAN_PLUGIN_DIR", dirs, TRUE);
  g_setenv ("XDG_DATA_HOME", extra, TRUE);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  /* The broken plugin is meant to make libpeas warn. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  host = cl_plugins_new ();
  cl_plugins_load (host, NULL);

  g_test_add_func ("/plugins/found", test_found);
  g_test_add_func ("/plugins/order", test_order);
  g_test_add_func ("/plugins/loaded", test_loaded);
  g_test_add_func ("/plugins/broken", test_broken);
  g_test_add_func ("/plugins/descriptions", test_descriptions);
  g_test_add_func ("/plugins/switch", test_switch);
  g_test_add_func ("/plugins/ahead", test_ahead);
  g_test_add_func ("/plugins/guests", test_guests);
  g_test_add_func ("/plugins/sources", test_sources);
  status = g_test_run ();
  cl_test_remove_tree (extra);
  g_free (extra);
  return status;
}
