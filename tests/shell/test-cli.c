/* The command line from outside: the program is run as a child without display, and what it prints, writes and answers is what counts. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-plugins.h"
#include "cl-store.h"

typedef struct
{
  char *folder;
  char *data;
  char *out;
  char *err;
  int status;
} Desk;

static void
desk_set_up (Desk *desk, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  desk->folder = g_dir_make_tmp ("canlian-cli-XXXXXX", &error);
  g_assert_no_error (error);
  desk->data = g_build_filename (desk->folder, "office.canlian", NULL);
}

static void
desk_remove (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        desk_remove (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
desk_tear_down (Desk *desk, gconstpointer unused)
{
  desk_remove (desk->folder);
  g_free (desk->folder);
  g_free (desk->data);
  g_free (desk->out);
  g_free (desk->err);
}

static GSubprocessLauncher *
desk_launcher (Desk *desk)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", desk->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", desk->folder, TRUE);
  return launcher;
}

static void
desk_run_words (Desk *desk, const char *const *words)
{
  g_autoptr (GSubprocessLauncher) launcher = desk_launcher (desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_launcher_spawnv (launcher, words, &error);

  g_assert_no_error (error);
  g_clear_pointer (&desk->out, g_free);
  g_clear_pointer (&desk->err, g_free);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &desk->out, &desk->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  desk->status = g_subprocess_get_exit_status (child);
}

/* Runs "canlian --data FILE …". */
static void desk_run (Desk *desk, ...) G_GNUC_NULL_TERMINATED;

static void
desk_run (Desk *desk, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  va_list arguments;
  char *word;

  g_ptr_array_add (words, (char *) g_getenv ("CANLIAN"));
  g_ptr_array_add (words, (char *) "--data");
  g_ptr_array_add (words, desk->data);
  va_start (arguments, desk);
  while ((word = va_arg (arguments, char *)) != NULL)
    g_ptr_array_add (words, word);
  va_end (arguments);
  g_ptr_array_add (words, NULL);
  desk_run_words (desk, (const char *const *) words->pdata);
}

static void
desk_expect (Desk *desk, int status)
{
  if (desk->status != status)
    g_error ("exit status %d, expected %d\nstdout: %s\nstderr: %s", desk->status, status, desk->out, desk->err);
}

static char *
desk_path (Desk *desk, const char *name)
{
  return g_build_filename (desk->folder, name, NULL);
}

static char *
sample (const char *name)
{
  return g_build_filename (g_getenv ("CANLIAN_DATA"), name, NULL);
}

static const char *
last_line (char *text)
{
  char *line;

  if (g_str_has_suffix (text, "\n"))
    text[strlen (text) - 1] = '\0';
  line = strrchr (text, '\n');
  return line != NULL ? line + 1 : text;
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\n';
  return n;
}

static void
desk_init (Desk *desk)
{
  desk_run (desk, "init", "--code", "991123101", "--name", "云岭镇", NULL);
  desk_expect (desk, 0);
}

static void
desk_import (Desk *desk)
{
  g_autofree char *sheet = sample ("committee.csv");
  guint added, changed, unchanged, refused;

  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpint (sscanf (last_line (desk->out), "added %u, changed %u, unchanged %u, refused %u", &added, &changed, &unchanged, &refused), ==, 4);
  g_assert_cmpuint (added, >, 0);
}

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

static void
test_import (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = sample ("committee.csv");
  g_autofree char *dry = NULL;

  desk_init (desk);
  desk_run (desk, "import", "appointment", sheet, "--dry-run", NULL);
  desk_expect (desk, 0);
  dry = g_strdup (last_line (desk->out));
  desk_run (desk, "list", "appointment", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (count_lines (desk->out), ==, 1);
  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, dry);
  /* The same sheet again changes nothing. */
  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_str_has_prefix (last_line (desk->out), "added 0, changed 0, unchanged "));
}

/* A wrong ID: the row is told with its number, and saved beside the source. */
static void
test_refused (Desk *desk, gconstpointer unused)
{
  static const char text[] = "村（社区）,姓名,身份证号,联系电话,所担任的职务,备注\n"
                             "上河村,张伟,99112319560307001X,13800000012,主席,已办残疾人证\n"
                             "上河村,李芳,991123195603070029,13800000013,委员,\n";
  g_autofree char *sheet = desk_path (desk, "名单.csv");
  g_autofree char *refused = desk_path (desk, "名单 未导入.xlsx");
  g_autoptr (GError) error = NULL;

  g_file_set_contents (sheet, text, -1, &error);
  g_assert_no_error (error);
  desk_init (desk);
  desk_run (desk, "import", "appointment", sheet, "--dry-run", NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 1, changed 0, unchanged 0, refused 1");
  g_assert_false (g_file_test (refused, G_FILE_TEST_EXISTS));
  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 1, changed 0, unchanged 0, refused 1");
  g_assert_nonnull (strstr (desk->err, "3"));
  g_assert_nonnull (strstr (desk->err, refused));
  g_assert_true (g_file_test (refused, G_FILE_TEST_EXISTS));
}

/* Without a ledger the headers say it; --map, --refused, --strict, --fill, --decide, and what was mapped is kept and forgotten. */
static void
test_import_choices (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = desk_path (desk, "persons.csv"), *map = desk_path (desk, "map.txt"), *kept = desk_path (desk, "kept.txt");
  g_autofree char *refused = desk_path (desk, "refused.xlsx"), *text = NULL;

  desk_init (desk);
  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号码,村（社区）,残疾类别,残疾等级,随便\n"
                                             "张伟,99112319560307001X,上河村,肢体,一级,第一\n"
                                             "李娜,991123195603070028,石桥镇李家村,肢体二级,肢体二级,第二\n", -1, NULL));
  g_assert_true (g_file_set_contents (map, "# 说明\n随便 = 备注\n", -1, NULL));
  desk_run (desk, "import", sheet, "--map", map, "--strict", "--refused", refused, NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->err, "person"));
  g_assert_nonnull (strstr (desk->err, "上河村"));
  g_assert_cmpstr (last_line (desk->out), ==, "added 0, changed 0, unchanged 0, refused 2");
  g_assert_true (g_file_test (refused, G_FILE_TEST_EXISTS));
  desk_run (desk, "import", sheet, "person", "--map", map, "--save-map", kept, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 2, changed 0, unchanged 0, refused 0");
  g_assert_true (g_file_get_contents (kept, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\n随便 = remark\n"));
  g_assert_nonnull (strstr (text, "\n姓名 = name\n"));
  desk_run (desk, "list", "person", "--json", NULL);
  g_assert_nonnull (strstr (desk->out, "第二"));

  desk_run (desk, "mappings", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "随便 = remark"));
  /* It is kept for the next file of the shape. */
  desk_run (desk, "import", "person", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 0, changed 0, unchanged 2, refused 0");
  desk_run (desk, "mappings", "--forget", "all", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "mappings", NULL);
  g_assert_cmpstr (desk->out, ==, "");
  desk_run (desk, "mappings", "--forget", "abc", NULL);
  desk_expect (desk, 1);

  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号码,曾用名,残疾等级\n张伟,99112319560307001X,张三,四级\n张伟,,,\n", -1, NULL));
  desk_run (desk, "import", sheet, "person", "--fill", "--dry-run", NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 0, changed 1, unchanged 0, refused 1");
  desk_run (desk, "import", sheet, "person", "--fill", "--decide", "new", NULL);
  g_assert_cmpstr (last_line (desk->out), ==, "added 1, changed 1, unchanged 0, refused 0");
  desk_run (desk, "list", "person", "--json", "--search", "张伟", NULL);
  g_assert_null (strstr (desk->out, "\"grade\": \"4\""));
  g_assert_nonnull (strstr (desk->out, "张三"));
  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号码,入会日期\n张伟,99112319560307001X,2020-01-02\n", -1, NULL));
  desk_run (desk, "import", sheet, "person", "--own", "入会日期", NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 0, changed 1, unchanged 0, refused 0");
  desk_run (desk, "import", sheet, "person", "--own", "什么", NULL);
  desk_expect (desk, 1);
  desk_run (desk, "import", sheet, "person", "--decide", "perhaps", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "import", sheet, "person", "--fill", "--overwrite", NULL);
  desk_expect (desk, 2);
  g_assert_true (g_file_set_contents (map, "随便 = 没有这一项\n", -1, NULL));
  desk_run (desk, "import", sheet, "person", "--map", map, NULL);
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
  g_assert_cmpuint (count_lines (desk->out), ==, 2);
  desk_run (desk, "list", "person", "--search", "lf", NULL);
  g_assert_cmpuint (count_lines (desk->out), ==, 1);
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

/* Each import is preceded by a backup; what bringing it back would change is said first, and nothing is changed by saying it. */
static void
test_backups (Desk *desk, gconstpointer unused)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;

  desk_init (desk);
  desk_run (desk, "backup", "--list", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (count_lines (desk->out), ==, 0);
  desk_import (desk);
  desk_run (desk, "backup", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "backup", "--list", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (count_lines (desk->out), ==, 2);
  lines = g_strsplit (desk->out, "\n", -1);
  path = g_strdup (lines[1]);
  *strchr (path, '\t') = '\0';

  desk_run (desk, "list", "person", NULL);
  before = g_strdup (desk->out);
  desk_run (desk, "restore", path, "--dry-run", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "56"));
  desk_run (desk, "list", "person", NULL);
  g_assert_cmpstr (desk->out, ==, before);
  desk_run (desk, "restore", path, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "person", NULL);
  g_assert_cmpuint (count_lines (desk->out), ==, 1);
  *strchr (lines[0], '\t') = '\0';
  desk_run (desk, "restore", lines[0], NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "person", NULL);
  g_assert_cmpstr (desk->out, ==, before);
  desk_run (desk, "restore", desk->folder, "--dry-run", NULL);
  desk_expect (desk, 1);
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
  g_assert_cmpuint (count_lines (desk->out), ==, 1);
  /* What is gone still has a history, and the undoing is part of it. */
  desk_run (desk, "history", "person", id, NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (count_lines (desk->out), >=, 2);
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
  g_autofree char *committee = sample ("committee.xlsx"), *more = desk_path (desk, "more.csv"), *short_said = NULL;
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
  n_short = count_lines (desk->out);
  short_said = g_strdup (last_line (desk->out));

  desk_run (desk, "check", "--all", NULL);
  desk_expect (desk, 0);
  g_assert_null (strstr (desk->out, "同样情况"));
  g_assert_nonnull (strstr (desk->out, "未填柳林村的人口数"));
  g_assert_cmpuint (count_lines (desk->out), >, n_short + 15);
  /* They count the same. */
  g_assert_cmpstr (last_line (desk->out), ==, short_said);
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

static void
desk_write (Desk *desk, const char *name, const char *text)
{
  g_autofree char *path = desk_path (desk, name);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* A file of tests/data, under the desk's folder. */
static void
desk_copy_data (Desk *desk, const char *name, const char *to)
{
  g_autofree char *path = g_build_filename (g_getenv ("CANLIAN_DATA"), name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  desk_write (desk, to, text);
}

/* Three text files in the data folder are a whole plugin: its ledger is listed, imported, searched, exported, undone and printed. */
static void
test_text_plugin (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = desk_path (desk, "lent.csv");
  g_autofree char *out = desk_path (desk, "out.csv");
  g_autofree char *pdf = desk_path (desk, "lent.pdf");
  g_autofree char *text = NULL;
  gsize length = 0;

  desk_copy_data (desk, "wheelchair/wheelchair.plugin", "canlian/plugins/wheelchair/wheelchair.plugin");
  desk_copy_data (desk, "wheelchair/ledgers/wheelchair.xml", "canlian/plugins/wheelchair/ledgers/wheelchair.xml");
  desk_copy_data (desk, "wheelchair/forms/wheelchairs.xml", "canlian/plugins/wheelchair/forms/wheelchairs.xml");
  desk_write (desk, "lent.csv", "编号,借用人,借出日期,归还日期\nL-1,张伟,2027-03-01,\nL-2,李娜,2027-03-02,2027-03-09\n");
  desk_init (desk);
  desk_run (desk, "ledgers", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "wheelchair"));
  desk_run (desk, "forms", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "wheelchairs"));

  desk_run (desk, "import", "wheelchair", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 2, changed 0, unchanged 0, refused 0");
  desk_run (desk, "list", "wheelchair", "--search", "zw", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (count_lines (desk->out), ==, 2);
  g_assert_nonnull (strstr (desk->out, "L-1"));
  desk_run (desk, "list", "wheelchair", "--view", "out", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (count_lines (desk->out), ==, 2);
  desk_run (desk, "history", "wheelchair", "L-1", NULL);
  desk_expect (desk, 0);

  desk_run (desk, "export", "wheelchair", "--output", out, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "import", "wheelchair", out, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 0, changed 0, unchanged 2, refused 0");
  desk_run (desk, "print", "wheelchairs", "--output", pdf, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_get_contents (pdf, &text, &length, NULL));
  g_assert_true (length > 1000 && g_str_has_prefix (text, "%PDF"));

  desk_run (desk, "undo", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "wheelchair", NULL);
  g_assert_cmpuint (count_lines (desk->out), ==, 1);
  desk_run (desk, "redo", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "check", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "wheelchair", NULL);
  g_assert_cmpuint (count_lines (desk->out), ==, 3);
}

/* A column and a ledger that the office adds: in lists, sheets both ways, search, and kept when hidden. */
static void
test_own (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = desk_path (desk, "people.csv");
  g_autofree char *out = desk_path (desk, "out.csv");
  g_autofree char *ledger = desk_path (desk, "chair.xml");
  g_autofree char *text = NULL;

  desk_write (desk, "people.csv", "姓名,身份证号,住房,备用电话\n张伟,99112319560307001X,土木,8123456\n");
  desk_write (desk, "chair.xml", "<ledger version=\"1\" name=\"own_chair\" title=\"轮椅\" match=\"name\"><field name=\"name\" type=\"text\" label=\"编号\" search=\"yes\"/></ledger>");
  desk_init (desk);
  desk_run (desk, "field", "add", "person", "住房", "--type", "code", "--of", "砖混|土木", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "field", "add", "person", "备用电话", NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk->out, ==, "own_bei_yong_dian_hua\t备用电话\n");
  desk_run (desk, "field", "add", "person", "姓名", NULL);
  desk_expect (desk, 1);
  desk_run (desk, "field", "add", "person", "体重", "--type", "weight", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "field", "add", "person", NULL);
  desk_expect (desk, 2);
  desk_run (desk, "import", "person", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 1, changed 0, unchanged 0, refused 0");
  desk_run (desk, "list", "person", "--search", "8123456", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "土木"));
  desk_run (desk, "export", "person", "-o", out, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "import", "person", out, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (last_line (desk->out), ==, "added 0, changed 0, unchanged 1, refused 0");
  desk_run (desk, "field", "hide", "person", "备用电话", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "export", "person", "-o", out, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "住房"));
  g_assert_null (strstr (text, "8123456"));
  desk_run (desk, "field", "list", "person", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "own_bei_yong_dian_hua"));
  desk_run (desk, "field", "hide", "person", "姓名", NULL);
  desk_expect (desk, 1);
  desk_run (desk, "field", "show", "person", "备用电话", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "person", "--search", "8123456", NULL);
  g_assert_cmpuint (count_lines (desk->out), ==, 2);

  desk_run (desk, "ledger", "add", ledger, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "ledgers", NULL);
  g_assert_nonnull (strstr (desk->out, "own_chair\t轮椅"));
  desk_run (desk, "list", "own_chair", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "check", NULL);
  desk_expect (desk, 0);
}

#define NOTICE "<form version=\"1\" name=\"own_notice\" title=\"%s\" paper=\"A4 portrait\" mode=\"ledger\" of=\"person\">" \
               "<table order=\"%s\"><column width=\"40\" value=\"name\">姓名</column></table></form>"

/* Forms and rule sets that the office adds: listed, printed, replaced, hidden, and out again as a file. */
static void
test_own_forms (Desk *desk, gconstpointer unused)
{
  g_autofree char *notice = desk_path (desk, "notice.xml"), *wrong = desk_path (desk, "wrong.xml"), *paper = desk_path (desk, "notice.pdf"), *out = desk_path (desk, "out.xml");
  g_autofree char *rules = desk_path (desk, "rules.xml"), *people = desk_path (desk, "people.csv"), *text = g_strdup_printf (NOTICE, "本镇通知", "name"), *bad = g_strdup_printf (NOTICE, "坏", "nothing"), *back = NULL;

  desk_init (desk);
  desk_write (desk, "notice.xml", text);
  desk_write (desk, "wrong.xml", bad);
  desk_write (desk, "rules.xml", "<rules version=\"1\" name=\"own_town\" title=\"本镇\" locality=\"某镇\" source=\"镇发1号\"><words of=\"organisation\"/>"
              "<rule name=\"chair\" each=\"organisation\" where=\"is_village_association\" clause=\"一\"><require condition=\"kind is not null\"/><sentence>无</sentence></rule></rules>");
  desk_write (desk, "people.csv", "姓名,身份证号\n张伟,99112319560307001X\n");
  desk_run (desk, "import", "person", people, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "form", "add", wrong, NULL);
  desk_expect (desk, 1);
  g_assert_nonnull (strstr (desk->err, "wrong.xml:1:"));
  desk_run (desk, "form", "add", rules, NULL);
  desk_expect (desk, 1);
  desk_run (desk, "form", "replace", notice, NULL);
  desk_expect (desk, 1);
  desk_run (desk, "form", "add", notice, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk->out, ==, "own_notice\t本镇通知\n");
  desk_run (desk, "form", "add", notice, NULL);
  desk_expect (desk, 1);
  desk_run (desk, "form", "replace", notice, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "print", "own_notice", "-o", paper, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_test (paper, G_FILE_TEST_EXISTS));
  desk_run (desk, "form", "hide", "own_notice", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "print", "own_notice", "-o", paper, NULL);
  desk_expect (desk, 1);
  desk_run (desk, "form", "export", "own_notice", "-o", out, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_get_contents (out, &back, NULL, NULL));
  g_assert_cmpstr (back, ==, text);
  /* A shipped one is the beginning of the office's own. */
  desk_run (desk, "form", "export", "attachment-3", "-o", out, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "form", "add", out, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_str_has_prefix (desk->out, "own_attachment-3\t"));
  desk_run (desk, "form", "show", "own_notice", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "forms", NULL);
  g_assert_nonnull (strstr (desk->out, "own_notice\t本镇通知"));
  desk_run (desk, "rules", "add", rules, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "rules", "list", NULL);
  g_assert_cmpstr (desk->out, ==, "own_town\t本镇\t\n");
  desk_run (desk, "rules", "remove", "own_town", NULL);
  desk_expect (desk, 2);
}

/* What was done is told, found and taken out; the rule by which it goes is the office's. */
static void
test_journal (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = desk_path (desk, "journal.xlsx");

  desk_init (desk);
  desk_import (desk);
  desk_run (desk, "journal", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (count_lines (desk->out), >=, 3);
  desk_run (desk, "journal", "--kind", "import", "--since", "2020-01-01", "--ledger", "person", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (count_lines (desk->out), ==, 1);
  desk_run (desk, "journal", "--kind", "import", "--json", NULL);
  g_assert_nonnull (strstr (desk->out, "\"kind\": \"import\""));
  desk_run (desk, "journal", "--until", "2020-01-01", NULL);
  g_assert_cmpuint (count_lines (desk->out), ==, 0);
  desk_run (desk, "journal", "--since", "2020-13-01", NULL);
  desk_expect (desk, 1);
  desk_run (desk, "journal", "-o", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_test (sheet, G_FILE_TEST_EXISTS));
  desk_run (desk, "journal", "--kind", "export", NULL);
  g_assert_cmpuint (count_lines (desk->out), ==, 1);
  desk_run (desk, "journal", "--purge", NULL);
  desk_expect (desk, 1);
  desk_run (desk, "journal", "--keep-years", "10", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "journal", "--purge", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "journal", "--purge", "--today", "2099-01-01", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "journal", NULL);
  g_assert_cmpuint (count_lines (desk->out), ==, 1);
  desk_run (desk, "check", NULL);
  desk_expect (desk, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/cli/help", Desk, NULL, desk_set_up, test_help, desk_tear_down);
  g_test_add ("/cli/usage", Desk, NULL, desk_set_up, test_usage, desk_tear_down);
  g_test_add ("/cli/init", Desk, NULL, desk_set_up, test_init, desk_tear_down);
  g_test_add ("/cli/names", Desk, NULL, desk_set_up, test_names, desk_tear_down);
  g_test_add ("/cli/import", Desk, NULL, desk_set_up, test_import, desk_tear_down);
  g_test_add ("/cli/refused", Desk, NULL, desk_set_up, test_refused, desk_tear_down);
  g_test_add ("/cli/import-choices", Desk, NULL, desk_set_up, test_import_choices, desk_tear_down);
  g_test_add ("/cli/list", Desk, NULL, desk_set_up, test_list, desk_tear_down);
  g_test_add ("/cli/journal", Desk, NULL, desk_set_up, test_journal, desk_tear_down);
  g_test_add ("/cli/thread", Desk, NULL, desk_set_up, test_thread, desk_tear_down);
  g_test_add ("/cli/backups", Desk, NULL, desk_set_up, test_backups, desk_tear_down);
  g_test_add ("/cli/data-after", Desk, NULL, desk_set_up, test_data_after, desk_tear_down);
  g_test_add ("/cli/check", Desk, NULL, desk_set_up, test_check, desk_tear_down);
  g_test_add ("/cli/no-locale", Desk, NULL, desk_set_up, test_no_locale, desk_tear_down);
  g_test_add ("/cli/lock", Desk, NULL, desk_set_up, test_lock, desk_tear_down);
  g_test_add ("/cli/no-display", Desk, NULL, desk_set_up, test_no_display, desk_tear_down);
  g_test_add ("/cli/own", Desk, NULL, desk_set_up, test_own, desk_tear_down);
  g_test_add ("/cli/own-forms", Desk, NULL, desk_set_up, test_own_forms, desk_tear_down);
  g_test_add ("/cli/text-plugin", Desk, NULL, desk_set_up, test_text_plugin, desk_tear_down);
  return g_test_run ();
}
