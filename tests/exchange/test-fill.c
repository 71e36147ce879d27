/* The county's own sheet, filled: its formatting stays, its sums grow, all other parts are as they were. */

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "cl-error.h"
#include "cl-fill-private.h"
#include "cl-fill.h"
#include "cl-import.h"
#include "cl-test-store.h"

/* A title over all columns, a header, two blank rows with borders, a total, who fills it in. */
static char *
make_template (ClTestStore *test)
{
  char *path = g_build_filename (test->folder, "county.xlsx", NULL);
  lxw_workbook *book = workbook_new (path);
  lxw_worksheet *hidden = workbook_add_worksheet (book, "说明"), *sheet = workbook_add_worksheet (book, "表");
  lxw_format *title = workbook_add_format (book), *cell = workbook_add_format (book);
  static const char *const headers[] = { "序号", "姓名", "性别", "年龄", "公民身份号码", "联系方式", "发放标准" };

  worksheet_hide (hidden);
  worksheet_activate (sheet);
  format_set_bold (title);
  format_set_font_size (title, 18);
  format_set_border (cell, LXW_BORDER_THIN);
  format_set_font_name (cell, "仿宋");
  worksheet_merge_range (sheet, 0, 0, 0, 6, "全县残疾人花名册", title);
  for (int i = 0; i < 7; i++)
    worksheet_write_string (sheet, 1, i, headers[i], title);
  for (int row = 2; row < 4; row++)
    {
      worksheet_set_row (sheet, row, 33, NULL);
      for (int i = 0; i < 7; i++)
        worksheet_write_blank (sheet, row, i, cell);
    }
  worksheet_write_string (sheet, 4, 0, "合计", cell);
  worksheet_write_formula (sheet, 4, 3, "=SUM(D3:D4)", cell);
  worksheet_write_formula (sheet, 4, 4, "=COUNTA($B$3:$B$4)", cell);
  worksheet_merge_range (sheet, 5, 0, 5, 6, "填表人：　　　审核人：", NULL);
  worksheet_set_column (sheet, 4, 4, 26.5, NULL);
  worksheet_set_landscape (sheet);
  worksheet_set_paper (sheet, 8);
  worksheet_print_area (sheet, 0, 0, 5, 6);
  worksheet_repeat_rows (sheet, 0, 1);
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);
  return path;
}

static char *
read_part (const char *path, const char *name)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  g_autoptr(GString) text = g_string_new (NULL);
  char buffer[4096];
  la_ssize_t n;

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_filename (archive, path, 65536), ==, ARCHIVE_OK);
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    if (strcmp (archive_entry_pathname (entry), name) == 0)
      while ((n = archive_read_data (archive, buffer, sizeof buffer)) > 0)
        g_string_append_len (text, buffer, n);
  archive_read_free (archive);
  return g_strdup (text->str);
}

static void
expect (const char *text, const char *part)
{
  if (!strstr (text, part))
    g_error ("“%s” is not in: %s", part, text);
}

static void
fill (ClTestStore *test, const char *template_path, const char *out, ClFillReport *report)
{
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(GError) error = NULL;
  g_autoptr(ClImport) import = cl_import_new (test->store, ledger, template_path, NULL, &error);
  g_autoptr(ClExport) export = cl_export_new (ledger);

  g_assert_no_error (error);
  cl_fill (export, test->catalogue, cl_store_get_reader (test->store), cl_import_get_match (import), template_path, 0, out, report, &error);
  g_assert_no_error (error);
}

static void
add_people (ClTestStore *test, guint n)
{
  static const char *const names[] = { "张伟", "李娜 <&>", "王芳", "赵敏", "孙丽" };

  for (guint i = 0; i < n; i++)
    cl_test_store_add (test, "person", "name", names[i], "birth", "1957-03-15", "phones", i == 0 ? "13800000012" : "", NULL);
}

static void
test_grown (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *template_path = make_template (test), *out = g_build_filename (test->folder, "filled.xlsx", NULL);
  g_autofree char *sheet = NULL, *book = NULL, *styles = NULL, *styles_before = NULL;
  ClFillReport report = { 0, NULL };

  add_people (test, 5);
  fill (test, template_path, out, &report);
  g_assert_cmpuint (report.rows, ==, 5);
  g_assert_cmpuint (g_strv_length (report.homeless), ==, 1);
  g_assert_cmpstr (report.homeless[0], ==, "发放标准");
  sheet = read_part (out, "xl/worksheets/sheet2.xml");
  book = read_part (out, "xl/workbook.xml");
  expect (sheet, "李娜 &lt;&amp;&gt;");
  expect (sheet, "<row r=\"7\"");
  expect (sheet, "SUM(D3:D7)");
  expect (sheet, "COUNTA($B$3:$B$7)");
  expect (sheet, "A9:G9");
  expect (sheet, "A1:G1");
  expect (sheet, "orientation=\"landscape\"");
  expect (sheet, "<v>70</v>");
  expect (book, "$A$1:$G$9");
  expect (book, "$1:$2");
  styles = read_part (out, "xl/styles.xml");
  styles_before = read_part (template_path, "xl/styles.xml");
  g_assert_cmpstr (styles, ==, styles_before);
  /* Each row looks like the first. */
  {
    guint heights = 0;

    for (const char *c = sheet; (c = strstr (c, "ht=\"33\"")) != NULL; c++)
      heights++;
    g_assert_cmpuint (heights, ==, 5);
  }
  cl_fill_report_clear (&report);
  {
    ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
    g_autoptr(GError) error = NULL;
    g_autoptr(ClImport) import = cl_import_new (test->store, ledger, out, NULL, &error);

    g_assert_no_error (error);
    g_assert_true (cl_import_rehearse (import, &error));
    g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED) + cl_import_get_count (import, CL_OUTCOME_REFUSED), ==, 0);
  }
}

static void
test_fewer (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *template_path = make_template (test), *out = g_build_filename (test->folder, "filled.xlsx", NULL), *sheet = NULL;
  ClFillReport report = { 0, NULL };

  add_people (test, 1);
  fill (test, template_path, out, &report);
  sheet = read_part (out, "xl/worksheets/sheet2.xml");
  expect (sheet, "SUM(D3:D4)");
  expect (sheet, "A6:G6");
  cl_fill_report_clear (&report);
}

/* Kept under a name, and filled again with who has come meanwhile. */
static void
test_kept (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *template_path = make_template (test), *out = g_build_filename (test->folder, "again.xlsx", NULL), *sheet = NULL;
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(GError) error = NULL;
  g_autoptr(ClImport) import = cl_import_new (test->store, ledger, template_path, NULL, &error);
  g_autoptr(ClExport) export = cl_export_new (ledger);
  ClFillReport report = { 0, NULL };

  g_assert_no_error (error);
  add_people (test, 2);
  cl_export_add_where (export, "name=张伟");
  g_assert_true (cl_fill_keep (test->store, "月报", export, cl_import_get_match (import), template_path, 0, &error));
  g_assert_no_error (error);
  g_assert_true (cl_fill_keep (test->store, "月报", export, cl_import_get_match (import), template_path, 0, &error));
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM report"), ==, 1);
  g_unlink (template_path);
  g_assert_true (cl_fill_again (test->store, "月报", out, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.rows, ==, 1);
  sheet = read_part (out, "xl/worksheets/sheet2.xml");
  expect (sheet, "张伟");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM output WHERE title = '月报'"), ==, 1);
  cl_fill_report_clear (&report);
  g_assert_false (cl_fill_again (test->store, "年报", out, &report, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

/* Of several sheets the one that is named, by name or number; the others stay as they are, and a report remembers which it was. */
static void
test_several (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *path = g_build_filename (test->folder, "two.xlsx", NULL), *out = g_build_filename (test->folder, "out.xlsx", NULL);
  g_autofree char *first = NULL, *before = NULL, *second = NULL, *again = NULL;
  lxw_workbook *book = workbook_new (path);
  lxw_worksheet *sheets[] = { workbook_add_worksheet (book, "一表"), workbook_add_worksheet (book, "二表") };
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(ClExport) export = cl_export_new (ledger);
  g_autoptr(GError) error = NULL;
  g_autoptr(ClImport) import = NULL;
  ClSheetOptions options = { .sheet = "二表" };
  ClFillReport report = { 0, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      worksheet_write_string (sheets[i], i, 0, "姓名", NULL);
      worksheet_write_string (sheets[i], i, 1, "出生日期", NULL);
    }
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);
  add_people (test, 2);
  g_assert_false (cl_fill_find_sheet (path, "三表", &options.number, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (cl_fill_find_sheet (path, "二表", &options.number, &error));
  g_assert_cmpuint (options.number, ==, 2);
  import = cl_import_new (test->store, ledger, path, &options, &error);
  g_assert_no_error (error);
  cl_fill (export, test->catalogue, cl_store_get_reader (test->store), cl_import_get_match (import), path, 2, out, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.rows, ==, 2);
  cl_fill_report_clear (&report);
  before = read_part (path, "xl/worksheets/sheet1.xml");
  first = read_part (out, "xl/worksheets/sheet1.xml");
  second = read_part (out, "xl/worksheets/sheet2.xml");
  g_assert_cmpstr (first, ==, before);
  expect (second, "张伟");
  g_assert_true (cl_fill_keep (test->store, "二表", export, cl_import_get_match (import), path, 2, &error));
  g_unlink (out);
  g_assert_true (cl_fill_again (test->store, "二表", out, &report, &error));
  g_assert_no_error (error);
  again = read_part (out, "xl/worksheets/sheet2.xml");
  expect (again, "张伟");
  cl_fill_report_clear (&report);
}

/* A sheet whose headers nobody could know: a person says which row they are, and the report keeps that; then it is called otherwise, and kept no longer. */
static void
test_header_and_names (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *path = g_build_filename (test->folder, "strange.xlsx", NULL), *out = g_build_filename (test->folder, "out.xlsx", NULL), *sheet = NULL;
  lxw_workbook *book = workbook_new (path);
  lxw_worksheet *only = workbook_add_worksheet (book, "表");
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(ClExport) export = cl_export_new (ledger);
  g_autoptr(ClImportHead) head = NULL;
  g_autoptr(ClImport) import = NULL;
  g_autoptr(GError) error = NULL;
  ClFillReport report = { 0, NULL };

  worksheet_write_string (only, 0, 0, "表一", NULL);
  worksheet_write_string (only, 2, 0, "甲", NULL);
  worksheet_write_string (only, 2, 1, "乙", NULL);
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);
  add_people (test, 2);
  head = cl_import_head_read (test->catalogue, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (cl_import_new_with_head (test->store, ledger, head, NULL));
  g_assert_null (cl_import_new_at (test->store, ledger, head, 2, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  import = cl_import_new_at (test->store, ledger, head, 3, &error);
  g_assert_no_error (error);
  cl_header_match_set_path (cl_import_get_match (import), 1, "name");
  g_assert_true (cl_fill_keep (test->store, "甲表", export, cl_import_get_match (import), path, 1, &error));
  g_assert_no_error (error);

  g_assert_false (cl_fill_rename_kept (test->store, "乙表", "丙表", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (cl_fill_rename_kept (test->store, "甲表", " ", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (cl_fill_rename_kept (test->store, "甲表", " 丙表 ", &error));
  g_assert_no_error (error);
  g_assert_true (cl_fill_again (test->store, "丙表", out, &report, &error));
  g_assert_no_error (error);
  sheet = read_part (out, "xl/worksheets/sheet1.xml");
  expect (sheet, "r=\"B4\"");
  cl_fill_report_clear (&report);

  g_assert_true (cl_fill_keep (test->store, "甲表", export, cl_import_get_match (import), path, 1, &error));
  g_assert_false (cl_fill_rename_kept (test->store, "甲表", "丙表", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (cl_fill_remove_kept (test->store, "丙表", &error));
  g_assert_no_error (error);
  g_assert_null (cl_fill_open_kept (test->store, "丙表", NULL));
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  {
    g_autoptr(ClFillKept) kept = cl_fill_open_kept (test->store, "丙表", &error);

    g_assert_no_error (error);
    g_assert_cmpuint (kept->match->header_row, ==, 3);
  }
}

static void
test_references (void)
{
  static const struct { const char *before, *after; gboolean formula; } all[] = {
    { "SUM(D3:D4)", "SUM(D3:D7)", TRUE }, { "SUM($D$3:$D$4)+E9", "SUM($D$3:$D$7)+E12", TRUE }, { "LOG10(D5)", "LOG10(D8)", TRUE },
    { "D1*2", "D1*2", TRUE }, { "\"D9\"&D9", "\"D9\"&D12", TRUE }, { "A1:G6", "A1:G9", FALSE }, { "A3:A4 C9", "A3:A7 C12", FALSE }, { "SUM(D:D)", "SUM(D:D)", TRUE },
  };
  const ClFillShift shift = { 3, 4, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *after = cl_fill_shift_references (all[i].before, &shift, all[i].formula);

      g_assert_cmpstr (after, ==, all[i].after);
    }
  {
    g_autofree char *moved = cl_fill_move_formula ("C3*$D$1+E3", 2), *column = cl_fill_column_name (27);

    g_assert_cmpstr (moved, ==, "C5*$D$1+E5");
    g_assert_cmpstr (column, ==, "AB");
  }
}

static void
test_refused (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *template_path = g_build_filename (test->folder, "a.csv", NULL), *out = g_build_filename (test->folder, "b.xlsx", NULL);
  ClLedger *ledger = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr(ClImport) import = NULL;
  g_autoptr(ClExport) export = cl_export_new (ledger);
  g_autoptr(GError) error = NULL;
  ClFillReport report = { 0, NULL };

  g_file_set_contents (template_path, "姓名,性别\n", -1, NULL);
  import = cl_import_new (test->store, ledger, template_path, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (cl_fill (export, test->catalogue, cl_store_get_reader (test->store), cl_import_get_match (import), template_path, 0, out, &report, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FOREIGN);
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fill/grown", test_grown);
  g_test_add_func ("/fill/fewer", test_fewer);
  g_test_add_func ("/fill/kept", test_kept);
  g_test_add_func ("/fill/references", test_references);
  g_test_add_func ("/fill/several", test_several);
  g_test_add_func ("/fill/header-and-names", test_header_and_names);
  g_test_add_func ("/fill/refused", test_refused);
  return g_test_run ();
}
