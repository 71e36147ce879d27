/* Lists that leave: as they are seen, for the public, in the encodings of old programs, and what several files say together. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"
#include "cl-export.h"
#include "cl-import.h"
#include "cl-output.h"
#include "cl-sheet-memory.h"
#include "cl-sheet-paste.h"
#include "cl-test-store.h"

static char *
read_text (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static ClTestStore *
people (void)
{
  ClTestStore *test = cl_test_store_new ();

  cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", "phones", "13800000012", "disability", "certified",
                     "certificate_number", "99112319560307001X41", "registered_address", "云岭镇上河村3组5号", NULL);
  cl_test_store_add (test, "person", "name", "李娜", "id_number", "991123201202290036", NULL);
  cl_test_store_add (test, "person", "name", "王䶮", "birth", "2015-01-01", NULL);
  cl_test_store_add (test, "person", "name", "赵敏", NULL);
  return test;
}

static char *
write_out (ClTestStore *test, const ClExport *export, const char *name, ClExportCount *count)
{
  char *path = g_build_filename (test->folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_export_write (export, test->catalogue, cl_store_get_reader (test->store), path, count, NULL, &error));
  g_assert_no_error (error);
  return path;
}

/* Broken off at whatever moment: all is written, or nothing, and what had the name before is as it was. */
static void
test_cancelled (void)
{
  static const int moments[] = { -1, 0, 30, 60, 80, 100 };
  g_autoptr(ClTestStore) test = people ();
  g_autofree char *path = g_build_filename (test->folder, "all.xlsx", NULL), *text = NULL;

  cl_test_store_add_many (test, 2000);
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr(ClExport) export = cl_export_new (cl_catalogue_find_ledger (test->catalogue, "person"));
      g_autoptr(ClProgress) progress = cl_progress_new ();
      ClTestWatch *watch = cl_test_watch_begin (progress, moments[i]);
      g_autoptr(GDir) dir = NULL;
      g_autoptr(GError) error = NULL;
      const char *name;
      gboolean is_written;

      g_assert_true (g_file_set_contents (path, "before", -1, NULL));
      is_written = cl_export_write (export, test->catalogue, cl_store_get_reader (test->store), path, NULL, G_CANCELLABLE (progress), &error);
      cl_test_watch_end (watch);
      g_assert_true (moments[i] >= 0 || !is_written);
      if (is_written)
        g_assert_cmpint (cl_progress_get_percent (progress), ==, 100);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_pointer (&text, g_free);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (g_str_equal (text, "before") == !is_written);
      dir = g_dir_open (test->folder, 0, NULL);
      while ((name = g_dir_read_name (dir)) != NULL)
        g_assert_true (!g_str_has_prefix (name, "all.xlsx") || g_str_equal (name, "all.xlsx"));
    }
}

/* Masked, without minors, certificate number, kind of disability and birth; whose age nobody knows stays. */
static void
test_public (void)
{
  g_autoptr(ClTestStore) test = people ();
  g_autoptr(ClExport) export = cl_export_new (cl_catalogue_find_ledger (test->catalogue, "person"));
  g_autofree char *path = NULL, *text = NULL;
  ClExportCount count;

  export->is_public = TRUE;
  path = write_out (test, export, "public.csv", &count);
  text = read_text (path);
  g_assert_cmpuint (count.rows, ==, 2);
  g_assert_cmpuint (count.minors, ==, 2);
  g_assert_nonnull (strstr (text, "张伟"));
  g_assert_nonnull (strstr (text, "赵敏"));
  g_assert_null (strstr (text, "李娜"));
  g_assert_null (strstr (text, "王䶮"));
  g_assert_nonnull (strstr (text, "991123********001X"));
  g_assert_nonnull (strstr (text, "138****0012"));
  g_assert_nonnull (strstr (text, "云岭镇****") != NULL ? strstr (text, "****") : strstr (text, "上河村****"));
  g_assert_null (strstr (text, "3组5号"));
  g_assert_null (strstr (text, "残疾人证号"));
  g_assert_null (strstr (text, "残疾类别"));
  g_assert_null (strstr (text, "出生日期"));
  g_assert_null (strstr (text, "1956-03"));
  g_assert_null (strstr (text, "记录号"));
}

/* What is spoken of is a minor too where the list is not one of persons. */
static void
test_public_reference (void)
{
  g_autoptr(ClTestStore) test = people ();
  g_autoptr(ClExport) export = cl_export_new (cl_catalogue_find_ledger (test->catalogue, "guardian"));
  g_autofree char *child = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_query (test, "SELECT id FROM person WHERE name = '李娜'"));
  g_autofree char *path = NULL;
  ClExportCount count;

  cl_test_store_add (test, "guardian", "person", child, "name", "李强", NULL);
  export->is_public = TRUE;
  path = write_out (test, export, "public.csv", &count);
  g_assert_cmpuint (count.rows, ==, 0);
  g_assert_cmpuint (count.minors, ==, 1);
}

static void
test_seen (void)
{
  g_autoptr(ClTestStore) test = people ();
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(ClExport) export = cl_export_new (ledger);
  g_autoptr(ClRowModel) rows = cl_row_model_new (test->store, ledger, NULL);
  g_autofree char *path = NULL, *text = NULL, *empty = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  ClExportCount count;

  g_assert_true (cl_row_model_set_order (rows, "name desc", &error));
  cl_row_model_set_where (rows, "id_number is null", NULL, &error);
  g_assert_no_error (error);
  cl_export_take_rows (export, rows);
  path = write_out (test, export, "seen.csv", &count);
  text = read_text (path);
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (count.rows, ==, 2);
  g_assert_cmpstr (lines[0], ==, "\xef\xbb\xbf姓名,性别,出生日期,身份证号,联系电话,村（社区）,残疾情况,残疾类别,残疾等级");
  g_assert_true (g_str_has_prefix (lines[1], "赵敏,"));
  g_assert_true (g_str_has_prefix (lines[2], "王䶮,"));
  /* Nothing found is not everything. */
  cl_row_model_set_search (rows, "找不到");
  cl_export_take_rows (export, rows);
  empty = write_out (test, export, "empty.csv", &count);
  g_assert_cmpuint (count.rows, ==, 0);
}

/* Under headings, as the list is seen; for the public counted without those who are left out; one file a village needs none. */
static void
test_groups (void)
{
  g_autoptr(ClTestStore) test = people ();
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(ClExport) export = cl_export_new (ledger);
  g_autoptr(ClRowModel) rows = cl_row_model_new (test->store, ledger, NULL);
  static const char *const columns[] = { "name", "sex", NULL };
  g_autofree char *path = NULL, *text = NULL, *public_path = NULL, *public_text = NULL, *all = NULL, *all_text = NULL;
  g_autofree char *folded = NULL, *folded_text = NULL, *folded_public = NULL, *folded_public_text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  ClExportCount count, public_count;

  cl_row_model_set_columns (rows, columns);
  g_assert_true (cl_row_model_set_group (rows, "sex", &error));
  cl_export_take_rows (export, rows);
  path = write_out (test, export, "groups.csv", &count);
  text = read_text (path);
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (count.rows, ==, cl_row_model_get_n_records (rows));
  g_assert_cmpstr (lines[0], ==, "\xef\xbb\xbf姓名,性别");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr(ClRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);
      g_autofree char *line = g_strdup_printf ("%s,%s", cl_row_get_text (row, 0), cl_row_get_text (row, 1));

      g_assert_cmpstr (lines[i + 1], ==, line);
    }
  g_assert_true (g_str_has_prefix (lines[count.rows > 0 ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0], "合计（"));
  export->is_public = TRUE;
  public_path = write_out (test, export, "public-groups.csv", &public_count);
  public_text = read_text (public_path);
  g_assert_cmpuint (public_count.rows + public_count.minors, ==, count.rows);
  g_assert_cmpuint (public_count.minors, ==, 2);
  {
    g_autofree char *total = g_strdup_printf ("合计（%u 人）", public_count.rows);

    g_assert_nonnull (strstr (public_text, total));
  }
  export->is_public = FALSE;
  /* Folded groups go out whole, under their headings. */
  cl_row_model_fold_all (rows, TRUE);
  cl_export_take_rows (export, rows);
  folded = write_out (test, export, "folded.csv", &count);
  folded_text = read_text (folded);
  g_assert_cmpstr (folded_text, ==, text);
  export->is_public = TRUE;
  folded_public = write_out (test, export, "folded-public.csv", &count);
  folded_public_text = read_text (folded_public);
  g_assert_cmpstr (folded_public_text, ==, public_text);
  export->is_public = FALSE;
  cl_export_take_all_columns (export);
  all = write_out (test, export, "all.csv", &count);
  all_text = read_text (all);
  g_assert_null (strstr (all_text, "合计（"));
  g_assert_cmpuint (count.rows, ==, cl_row_model_get_n_records (rows));
}

/* What GBK cannot hold is named, and nothing is left; GB18030 holds it, and comes back. */
static void
test_encodings (void)
{
  g_autoptr(ClTestStore) test = people ();
  g_autoptr(ClExport) export = cl_export_new (cl_catalogue_find_ledger (test->catalogue, "person"));
  g_autofree char *gbk = g_build_filename (test->folder, "gbk.csv", NULL);
  g_autofree char *path = NULL, *text = NULL, *converted = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ClImport) import = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  export->encoding = g_strdup ("gbk");
  g_assert_false (cl_export_write (export, test->catalogue, cl_store_get_reader (test->store), gbk, NULL, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "䶮（王䶮）"));
  g_assert_nonnull (strstr (error->message, "GB18030"));
  g_clear_error (&error);
  dir = g_dir_open (test->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, "gbk"));

  g_free (export->encoding);
  export->encoding = g_strdup ("GB18030");
  path = write_out (test, export, "gb18030.csv", NULL);
  text = read_text (path);
  g_assert_false (g_utf8_validate (text, -1, NULL));
  converted = g_convert (text, -1, "UTF-8", "GB18030", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (converted, "姓名,"));
  import = cl_import_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cl_import_rehearse (import, &error));
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNCHANGED), ==, 4);

  g_free (export->encoding);
  export->encoding = g_strdup ("BIG5");
  g_assert_false (cl_export_write (export, test->catalogue, cl_store_get_reader (test->store), path, NULL, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

/* Into the register, with digest and purpose, which is proposed the next time. */
static void
test_register (void)
{
  g_autoptr(ClTestStore) test = people ();
  g_autoptr(ClExport) export = cl_export_new (cl_catalogue_find_ledger (test->catalogue, "person"));
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autofree char *before = cl_export_get_purpose (test->store, FALSE), *after = NULL, *number = NULL, *other = NULL;

  g_ptr_array_add (paths, write_out (test, export, "a.csv", NULL));
  g_assert_true (cl_export_log (test->store, export, paths, "报县残联", &number, &error));
  g_assert_no_error (error);
  g_assert_nonnull (number);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM output WHERE kind = 'export' AND source = 'person' AND purpose = '报县残联' AND length(digest) = 64"), ==, 1);
  after = cl_export_get_purpose (test->store, FALSE);
  other = cl_export_get_purpose (test->store, TRUE);
  g_assert_cmpstr (before, ==, "内部使用");
  g_assert_cmpstr (after, ==, "报县残联");
  g_assert_cmpstr (other, ==, "公示");
}

static char *
put (ClTestStore *test, const char *name, const char *text)
{
  char *path = g_build_filename (test->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* Titles above, columns in another order, a name more at the end: one table. Other columns: refused, naming the file. */
static void
test_join (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *a = put (test, "上河村.csv", "残疾人名册\n姓名,身份证号,联系电话\n张伟,99112319560307001X,13800000012\n");
  g_autofree char *b = put (test, "下河村.csv", "身份证号, 姓 名 ,联系电话\n991123195603070028,李娜,\n,合计,\n");
  g_autofree char *c = put (test, "东沟村.csv", "姓名,住址\n王芳,东沟村\n");
  const char *good[] = { a, b, NULL }, *bad[] = { a, b, c, NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *joined = cl_sheet_join (good, NULL, &error);
  g_autoptr(ClSheetReader) reader = NULL;
  g_autoptr(GPtrArray) cells = g_ptr_array_new ();
  g_autoptr(GString) all = g_string_new (NULL);

  g_assert_no_error (error);
  reader = cl_sheet_memory_open (joined);
  while (cl_sheet_reader_next (reader, cells, NULL, &error))
    {
      for (guint i = 0; i < cells->len; i++)
        g_string_append_printf (all, "%s|", (const char *) cells->pdata[i]);
      g_string_append_c (all, '\n');
    }
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (all->str, "姓名|身份证号|联系电话|来源文件|\n张伟|99112319560307001X|13800000012|上河村.csv"));
  g_assert_nonnull (strstr (all->str, "\n李娜|991123195603070028||下河村.csv"));
  cl_sheet_memory_remove (joined);
  g_assert_null (cl_sheet_memory_open (joined));
  g_assert_null (cl_sheet_join (bad, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "东沟村.csv"));
}

static char *
say (GPtrArray *rows)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    for (GStrv cell = rows->pdata[i]; *cell; cell++)
      g_string_append_printf (all, "%s%s", *cell, cell[1] ? "|" : "/");
  return g_string_free (all, FALSE);
}

/* What spreadsheet programs and web pages put into the clipboard, and that what we put there reads as it was. */
static void
test_paste (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(GPtrArray) text = cl_sheet_paste_read_text ("姓名\t备注\r\n张伟\t\"两行\n一格，\"\"引\"\"\"\r\n\r\n李娜\t5\" 管\n");
  g_autoptr(GPtrArray) html = cl_sheet_paste_read_html ("<html><body><!--StartFragment--><p>x</p><table><colgroup><col></colgroup><tbody><tr><th>姓名</th><th colspan='2'>备注</th></tr>"
                                                        "<tr><td> 张\n  <b>伟</b></td><td>&lt;甲&gt;</td><td>&nbsp;</td></tr></tbody></table></body></html>");
  g_autoptr(GPtrArray) none = cl_sheet_paste_read_html ("<p>no table"), empty = cl_sheet_paste_read_text ("\r\n\t\r\n");
  g_autofree char *said = say (text), *told = say (html), *out = cl_sheet_paste_to_text (html), *page = cl_sheet_paste_to_html (html, TRUE);
  g_autoptr(GPtrArray) again = cl_sheet_paste_read_text (out), back = cl_sheet_paste_read_html (page);
  g_autofree char *said_again = say (again), *told_back = say (back);
  g_autoptr(GPtrArray) bare = cl_sheet_paste_read_text ("张伟\t男\n");

  g_assert_cmpstr (said, ==, "姓名|备注/张伟|两行\n一格，\"引\"/李娜|5\" 管/");
  g_assert_cmpstr (told, ==, "姓名|备注|/张 伟|<甲>|/");
  g_assert_cmpuint (none->len + empty->len, ==, 0);
  g_assert_cmpstr (said_again, ==, told);
  g_assert_cmpstr (told_back, ==, told);
  g_assert_true (cl_sheet_paste_has_header (test->catalogue, ledger, text));
  g_assert_false (cl_sheet_paste_has_header (test->catalogue, ledger, bare));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/public", test_public);
  g_test_add_func ("/export/public/reference", test_public_reference);
  g_test_add_func ("/export/seen", test_seen);
  g_test_add_func ("/export/cancelled", test_cancelled);
  g_test_add_func ("/export/groups", test_groups);
  g_test_add_func ("/export/encodings", test_encodings);
  g_test_add_func ("/export/register", test_register);
  g_test_add_func ("/export/join", test_join);
  g_test_add_func ("/export/paste", test_paste);
  return g_test_run ();
}
