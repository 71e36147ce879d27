/* The command line: what an office brings in, adds of its own, backs up and looks up in the journal. */

#include <glib/gstdio.h>
#include <string.h>

#include "cli-desk.h"

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

static void
test_import (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = desk_sample ("committee.csv");
  g_autofree char *dry = NULL;

  desk_init (desk);
  desk_run (desk, "import", "appointment", sheet, "--dry-run", NULL);
  desk_expect (desk, 0);
  dry = g_strdup (desk_last_line (desk->out));
  desk_run (desk, "list", "appointment", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 1);
  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk_last_line (desk->out), ==, dry);
  /* The same sheet again changes nothing. */
  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_str_has_prefix (desk_last_line (desk->out), "added 0, changed 0, unchanged "));
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
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 1, changed 0, unchanged 0, refused 1");
  g_assert_false (g_file_test (refused, G_FILE_TEST_EXISTS));
  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 1, changed 0, unchanged 0, refused 1");
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
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 0, changed 0, unchanged 0, refused 2");
  g_assert_true (g_file_test (refused, G_FILE_TEST_EXISTS));
  desk_run (desk, "import", sheet, "person", "--map", map, "--save-map", kept, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 2, changed 0, unchanged 0, refused 0");
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
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 0, changed 0, unchanged 2, refused 0");
  desk_run (desk, "mappings", "--forget", "all", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "mappings", NULL);
  g_assert_cmpstr (desk->out, ==, "");
  desk_run (desk, "mappings", "--forget", "abc", NULL);
  desk_expect (desk, 1);

  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号码,曾用名,残疾等级\n张伟,99112319560307001X,张三,四级\n张伟,,,\n", -1, NULL));
  desk_run (desk, "import", sheet, "person", "--fill", "--dry-run", NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 0, changed 1, unchanged 0, refused 1");
  desk_run (desk, "import", sheet, "person", "--fill", "--decide", "new", NULL);
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 1, changed 1, unchanged 0, refused 0");
  desk_run (desk, "list", "person", "--json", "--search", "张伟", NULL);
  g_assert_null (strstr (desk->out, "\"grade\": \"4\""));
  g_assert_nonnull (strstr (desk->out, "张三"));
  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号码,入会日期\n张伟,99112319560307001X,2020-01-02\n", -1, NULL));
  desk_run (desk, "import", sheet, "person", "--own", "入会日期", NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 0, changed 1, unchanged 0, refused 0");
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
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 0);
  desk_import (desk);
  desk_run (desk, "backup", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "backup", "--list", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 2);
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
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 1);
  *strchr (lines[0], '\t') = '\0';
  desk_run (desk, "restore", lines[0], NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "person", NULL);
  g_assert_cmpstr (desk->out, ==, before);
  desk_run (desk, "restore", desk->folder, "--dry-run", NULL);
  desk_expect (desk, 1);
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
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 1, changed 0, unchanged 0, refused 0");
  desk_run (desk, "list", "person", "--search", "8123456", NULL);
  desk_expect (desk, 0);
  g_assert_nonnull (strstr (desk->out, "土木"));
  desk_run (desk, "export", "person", "-o", out, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "import", "person", out, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 0, changed 0, unchanged 1, refused 0");
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
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 2);

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
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 2, changed 0, unchanged 0, refused 0");
  desk_run (desk, "list", "wheelchair", "--search", "zw", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 2);
  g_assert_nonnull (strstr (desk->out, "L-1"));
  desk_run (desk, "list", "wheelchair", "--view", "out", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 2);
  desk_run (desk, "history", "wheelchair", "L-1", NULL);
  desk_expect (desk, 0);

  desk_run (desk, "export", "wheelchair", "--output", out, NULL);
  desk_expect (desk, 0);
  desk_run (desk, "import", "wheelchair", out, NULL);
  desk_expect (desk, 0);
  g_assert_cmpstr (desk_last_line (desk->out), ==, "added 0, changed 0, unchanged 2, refused 0");
  desk_run (desk, "print", "wheelchairs", "--output", pdf, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_get_contents (pdf, &text, &length, NULL));
  g_assert_true (length > 1000 && g_str_has_prefix (text, "%PDF"));

  desk_run (desk, "undo", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "wheelchair", NULL);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 1);
  desk_run (desk, "redo", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "check", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "list", "wheelchair", NULL);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 3);
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
  g_assert_cmpuint (desk_count_lines (desk->out), >=, 3);
  desk_run (desk, "journal", "--kind", "import", "--since", "2020-01-01", "--ledger", "person", NULL);
  desk_expect (desk, 0);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 1);
  desk_run (desk, "journal", "--kind", "import", "--json", NULL);
  g_assert_nonnull (strstr (desk->out, "\"kind\": \"import\""));
  desk_run (desk, "journal", "--until", "2020-01-01", NULL);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 0);
  desk_run (desk, "journal", "--since", "2020-13-01", NULL);
  desk_expect (desk, 1);
  desk_run (desk, "journal", "-o", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_true (g_file_test (sheet, G_FILE_TEST_EXISTS));
  desk_run (desk, "journal", "--kind", "export", NULL);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 1);
  desk_run (desk, "journal", "--purge", NULL);
  desk_expect (desk, 1);
  desk_run (desk, "journal", "--keep-years", "10", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "journal", "--purge", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "journal", "--purge", "--today", "2099-01-01", NULL);
  desk_expect (desk, 0);
  desk_run (desk, "journal", NULL);
  g_assert_cmpuint (desk_count_lines (desk->out), ==, 1);
  desk_run (desk, "check", NULL);
  desk_expect (desk, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/cli/" name, Desk, NULL, desk_set_up, func, desk_tear_down)
  ADD ("import", test_import);
  ADD ("refused", test_refused);
  ADD ("import-choices", test_import_choices);
  ADD ("backups", test_backups);
  ADD ("own", test_own);
  ADD ("own-forms", test_own_forms);
  ADD ("text-plugin", test_text_plugin);
  ADD ("journal", test_journal);
  return g_test_run ();
}
