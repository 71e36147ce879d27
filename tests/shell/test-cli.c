/* The command line: its words, what it lists and checks, and where it cannot work. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-plugins.h"
#include "cl-store.h"
#include "cli-desk.h"

static void
test_help (Desk *desk, gconstpointer unused)
{
  const char *const help[] = { g_getenv ("CANLIAN"), "--help", NULL };
  const char *const version[] = { g_getenv ("CANLIAN"), "--version", NULL };
  const char *const list[] = { g_getenv ("CANLIAN"), "list", "--help", NULL };

  desk_run_words (desk, help);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "import FILE… [LEDGER]"));
  g_assert_cmpstr (desk->err, ==, "");
  desk_run_words (desk, version);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk->out, ==, "canlian 0.1.0\n");
  desk_run_words (desk, list);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "--search"));
  g_assert_nonnull (strstr (desk->out, "FIELD.called"));
}

static void
test_usage (Desk *desk, gconstpointer unused)
{
  desk_run (desk, "dance", NULL);
  desk_expect (desk, 2);
  g_assert_nonnull (strstr (desk->err, "dance"));
  g_assert_cmpstr (desk->out, ==, "");
  desk_run (desk, "import", "appointment", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "undo", "twice", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "list", "person", "--colour", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "init", "--code", "991123101", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "export", "person", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "print", "attachment-3", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "print", "attachment-3", "--set", "village", "-o", "x.pdf", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "--today", "someday", "undo", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "--colour", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "--today", NULL);
  desk_expect (desk, 2);
}

static void
test_init (Desk *desk, gconstpointer unused)
{
  desk_run (desk, "list", "person", NULL);
  desk_expect (desk, 1);
  g_assert_nonnull (strstr (desk->err, "canlian init"));
  desk_run (desk, "init", "--code", "99112310", "--name", "云岭镇", NULL);
  desk_expect (desk, 1);
  g_assert_false (g_file_test (desk->data, G_FILE_TEST_EXISTS));
  desk_run (desk, "init", "--code", "991123101201", "--name", "石桥村", NULL);
  desk_expect (desk, 1);
  g_assert_nonnull (strstr (desk->err, "991123101201"));
  g_assert_false (g_file_test (desk->data, G_FILE_TEST_EXISTS));
  desk_init (desk);
  desk_run (desk, "undo", NULL);
  desk_expect (desk, 1);
  g_assert_true (g_file_test (desk->data, G_FILE_TEST_IS_REGULAR));
  desk_run (desk, "init", "--code", "991123102", "--name", "白石镇", NULL);
  desk_expect (desk, 1);
  g_assert_nonnull (strstr (desk->err, "云岭镇"));
  desk_run (desk, "list", "division", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "云岭镇"));
}

static void
test_names (Desk *desk, gconstpointer unused)
{
  desk_run (desk, "ledgers", NULL);
  desk_expect (desk, 0);
  g_assert_true (g_str_has_prefix (desk->out, "appointment\t") || strstr (desk->out, "\nappointment\t") != NULL);
  g_assert_nonnull (strstr (desk->out, "\nperson\t"));
  g_assert_cmpstr (desk->err, ==, "");
  desk_run (desk, "forms", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "attachment-3\t附件 3 村（社区）残协组织人员名单\n"));
  g_assert_cmpstr (desk->err, ==, "");
  desk_run (desk, "list", "nobody", NULL);
  desk_expect (desk, 1);
  g_assert_nonnull (strstr (desk->err, "nobody"));
  desk_init (desk);
  desk_run (desk, "print", "attachment-99", "-o", "/nonexistent/x.pdf", NULL);
  desk_expect (desk, 1);
}

static char *
json_first_id (const char *json)
{
  const char *id = strstr (json, "\"id\": \"");
  const char *end;

  g_assert_nonnull (id);
  id += strlen ("\"id\": \"");
  end = strchr (id, '"');
  return g_strndup (id, end - id);
}

static void
test_list (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = desk_path (desk, "one.csv");
  static const char text[] = "村（社区）,姓名,身份证号,联系电话,所担任的职务,备注\n上河村,张伟,99112319560307001X,13800000012,主席,已办残疾人证\n";

  g_assert_true (g_file_set_contents (sheet, text, -1, NULL));
  desk_init (desk);
  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);

  desk_run (desk, "list", "person", "--search", "zw", NULL);
  desk_expect (desk, 0);
  g_assert_true (g_str_has_prefix (desk->out, "id\t"));
  g_assert_nonnull (strstr (desk->out, "张伟"));
  g_assert_null (strstr (desk->out, "99112319560307001X"));
  g_assert_null (strstr (desk->out, "13800000012"));
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 2);
  desk_run (desk, "list", "person", "--search", "lf", NULL);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 1);
  desk_run (desk, "list", "person", "--view", "certified", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "张伟"));
  desk_run (desk, "list", "person", "--view", "nowhere", NULL);
  desk_expect (desk, 1);

  desk_run (desk, "list", "appointment", "--json", NULL);
  desk_expect (desk, 0);
  g_assert_true (g_str_has_prefix (desk->out, "[\n {\"id\": \""));
  g_assert_nonnull (strstr (desk->out, "\"post\": [\"chair\"], \"post.label\": [\"主席\"]"));
  g_assert_nonnull (strstr (desk->out, "\"person.called\": \"张伟\""));
  desk_run (desk, "list", "person", "--json", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "\"id_number\": \"99112319560307001X\""));
  g_assert_nonnull (strstr (desk->out, "\"phones\": [\"13800000012\"]"));
  g_assert_nonnull (strstr (desk->out, "\"remark\": null"));
}

static void
test_thread (Desk *desk, gconstpointer unused)
{
  g_autofree char *pdf = desk_path (desk, "附件3.pdf");
  g_autofree char *backup = desk_path (desk, "office.backup");
  g_autofree char *elsewhere = NULL;
  glong said;
  g_autofree char *sheet = desk_path (desk, "persons.xlsx");
  g_autofree char *batch = desk_path (desk, "batch");
  g_autofree char *contents = g_build_filename (batch, "目录.pdf", NULL);
  g_autofree char *before = NULL;
  g_autofree char *id = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  desk_init (desk);
  desk_import (desk);
  desk_run (desk, "list", "person", NULL);
  desk_expect (desk, 0);
  before = g_strdup (desk->out);

  desk_run (desk, "print", "attachment-3", "-o", pdf, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_str_has_prefix (desk->out, pdf));
  g_assert_true (g_file_get_contents (pdf, &bytes, &length, NULL));
  g_assert_cmpmem (bytes, 5, "%PDF-", 5);
  /* It has a number, and the exact file is kept. */
  g_assert_nonnull (strstr (desk->out, "-0001"));
  desk_run (desk, "list", "output", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "附件3 村（社区）残协组织人员名单"));
  g_assert_nonnull (strstr (desk->out, "已打印"));
  desk_run (desk, "print", "attachment-3", "--set", "village=没有的村", "-o", pdf, NULL);
  desk_expect (desk, 1);
  desk_run (desk, "print", "attachment-3", "--all", "-o", batch, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_test (contents, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (desk->out, "村长"));
  desk_run (desk, "print", "attachment-3", "--all", "--one-file", "-o", pdf, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "export", "person", "-o", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_test (sheet, G_FILE_TEST_EXISTS));

  desk_run (desk, "backup", backup, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "person", "--json", NULL);
  id = json_first_id (desk->out);
  desk_run (desk, "undo", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "person", NULL);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 1);
  /* What is gone still has a history, and the undoing is part of it. */
  desk_run (desk, "history", "person", id, NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (desk_count_lines (desk->out), >=, 2);
  desk_run (desk, "redo", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "person", NULL);
  g_assert_cmpstr (desk->out, ==, before);
  desk_run (desk, "redo", NULL);
  desk_expect (desk, 1);

  desk_run (desk, "undo", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "restore", backup, NULL);
  desk_expect (desk, 0);
  /* Here something was there before; into a new place nothing is said to be kept. */
  said = g_utf8_strlen (desk->out, -1);
  elsewhere = g_strconcat (backup, ".new", NULL);
  desk_run (desk, "--data", elsewhere, "restore", backup, NULL);
  desk_expect (desk, 0);
  g_assert_cmpint (g_utf8_strlen (desk->out, -1), <, said);
  desk_run (desk, "list", "person", NULL);
  g_assert_cmpstr (desk->out, ==, before);
  desk_run (desk, "check", NULL);
  desk_expect (desk, 0);
}

static void
test_data_after (Desk *desk, gconstpointer unused)
{
  const char *const words[] = { g_getenv ("CANLIAN"), "list", "division", "--data", desk->data, "--today", "2026-11-21", NULL };
  const char *const equals[] = { g_getenv ("CANLIAN"), "--today=2026-11-21", "list", "--data", desk->data, "division", NULL };
  const char *const plain[] = { g_getenv ("CANLIAN"), "init", "--code", "991123101", "--name", "云岭镇", NULL };
  g_autofree char *usual = g_build_filename (desk->folder, "canlian", "office.canlian", NULL);

  desk_init (desk);
  desk_run_words (desk, words);
  desk_expect (desk, 0);
  desk_run_words (desk, equals);
  desk_expect (desk, 0);
  desk_run_words (desk, plain);
  desk_expect (desk, 0);
  g_assert_true (g_file_test (usual, G_FILE_TEST_EXISTS));
}

/* What is wrong is said before what only wants a fact; a fact that is wanting in every village is one line, unless each is asked for. */
static void
test_check (Desk *desk, gconstpointer unused)
{
  g_autofree char *committee = desk_sample ("committee.xlsx"), *more = desk_path (desk, "more.csv"), *short_said = NULL;
  const char *breach, *unknown;
  guint n_short;

  desk_init (desk);
  desk_run (desk, "import", "appointment", committee, NULL);
  desk_expect (desk, 0);
  g_file_set_contents (more, "村（社区）,姓名,所担任的职务,任职时间\n新河村,周文,委员,2026-01-05\n", -1, NULL);
  desk_run (desk, "import", "appointment", more, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "check", NULL);
  desk_expect (desk, 0);
  breach = strstr (desk->out, "应设主席 1 名，现有 0 名");
  unknown = strstr (desk->out, "待核实");
  g_assert_nonnull (breach);
  g_assert_nonnull (unknown);
  g_assert_true (breach < unknown);
  g_assert_nonnull (strstr (desk->out, "同样情况还有 12 条"));
  g_assert_nonnull (strstr (desk->out, "柳林村"));
  g_assert_nonnull (strstr (desk->out, "check --all"));
  n_short = desk_count_lines (desk->out);
  short_said = g_strdup (desk_last_line (desk->out));

  desk_run (desk, "check", "--all", NULL);
  desk_expect (desk, 0);
  g_assert_null (strstr (desk->out, "同样情况"));
  g_assert_nonnull (strstr (desk->out, "未填柳林村的人口数"));
  g_assert_cmpuint (desk_count_lines (desk->out), >, n_short + 15);
  /* They count the same. */
  g_assert_cmpstr (desk_last_line (desk->out), ==, short_said);
}

/* Chinese in and out, and the fixed words, where no locale is set at all. */
static void
test_no_locale (Desk *desk, gconstpointer unused)
{
  g_autoptr (GSubprocessLauncher) launcher = desk_launcher (desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *out = NULL;

  desk_init (desk);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "LANGUAGE");
  child = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("CANLIAN"), "--data", desk->data, "list", "division", "--search", "云岭", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
  g_assert_nonnull (strstr (out, "云岭镇"));
}

/* A file held by another process, here this test, is refused with a sentence, and nothing is shown of it. */
static void
test_lock (Desk *desk, gconstpointer unused)
{
  g_autoptr (ClPlugins) plugins = cl_plugins_new ();
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (plugins);
  g_autoptr (ClStore) store = NULL;
  g_autoptr (GError) error = NULL;

  desk_init (desk);
  store = cl_store_open (desk->data, catalogue, CL_STORE_OPEN, &error);
  g_assert_no_error (error);
  desk_run (desk, "list", "division", NULL);
  desk_expect (desk, 1);
  g_assert_cmpstr (desk->out, ==, "");
  g_assert_cmpuint (strlen (desk->err), >, 20);
  desk_run (desk, "undo", NULL);
  desk_expect (desk, 1);
  cl_store_close (store);
  desk_run (desk, "list", "division", NULL);
  desk_expect (desk, 0);
}

/* Without words a window is wanted; without display that is a sentence and not a crash. */
static void
test_no_display (Desk *desk, gconstpointer unused)
{
  desk_run (desk, NULL);
  desk_expect (desk, 1);
  g_assert_cmpuint (strlen (desk->err), >, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/cli/" name, Desk, NULL, desk_set_up, func, desk_tear_down)
  ADD ("help", test_help);
  ADD ("usage", test_usage);
  ADD ("init", test_init);
  ADD ("names", test_names);
  ADD ("list", test_list);
  ADD ("thread", test_thread);
  ADD ("data-after", test_data_after);
  ADD ("check", test_check);
  ADD ("no-locale", test_no_locale);
  ADD ("lock", test_lock);
  ADD ("no-display", test_no_display);
  return g_test_run ();
}
