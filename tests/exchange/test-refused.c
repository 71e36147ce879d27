/* The rows that an import refused leave as .xlsx in the source's own layout, are corrected there, and come in. */

#include <string.h>
#include <xlsxwriter.h>

#include "cl-import.h"
#include "cl-test-store.h"

typedef struct
{
  ClTestStore *test;
  char *source, *left, *corrected, *again;
} Office;

static void
open_office (Office *office, gconstpointer data)
{
  office->test = cl_test_store_new ();
  office->source = g_build_filename (office->test->folder, "名册.xlsx", NULL);
  office->left = g_build_filename (office->test->folder, "名册 未导入.xlsx", NULL);
  office->corrected = g_build_filename (office->test->folder, "改好.xlsx", NULL);
  office->again = g_build_filename (office->test->folder, "改好 未导入.xlsx", NULL);
}

static void
close_office (Office *office, gconstpointer data)
{
  g_free (office->source);
  g_free (office->left);
  g_free (office->corrected);
  g_free (office->again);
  cl_test_store_free (office->test);
}

#define TEXT(row, column, text) worksheet_write_string (sheet, row, column, text, NULL)

/* A title over all, a line that is not merged, a blank row, a header of two rows, a village merged over its people. */
static void
write_source (const char *path)
{
  lxw_workbook *book = workbook_new (path);
  lxw_worksheet *sheet = workbook_add_worksheet (book, "花名册");
  static const char *const merged[] = { "序号", "村", "姓名", "身份证号" };
  static const char *const people[][6] = {
    { "1", "", "张伟", "99112319560307001X", "肢体", "一级" },
    { "2", "", "李娜", "991123195603070029", "听力", "二级" },
    { "3", "", "王芳", "991123201202290036", "什么", "二级" },
  };

  worksheet_merge_range (sheet, 0, 0, 0, 5, "云岭镇残疾人名册", NULL);
  TEXT (1, 0, "填报单位：云岭镇残联");
  for (int i = 0; i < 4; i++)
    worksheet_merge_range (sheet, 3, i, 4, i, merged[i], NULL);
  worksheet_merge_range (sheet, 3, 4, 3, 5, "残疾人情况", NULL);
  TEXT (4, 4, "类别");
  TEXT (4, 5, "等级");
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 6; k++)
      TEXT (5 + i, k, people[i][k]);
  worksheet_merge_range (sheet, 5, 1, 7, 1, "上河村", NULL);
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);
}

/* What somebody has before him who opens @path: texts, and in brackets over how many columns and rows a cell goes. */
static char *
look_at (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, &error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  GString *all = g_string_new (NULL);

  g_assert_no_error (error);
  while (cl_sheet_reader_next (reader, cells, NULL, &error))
    {
      for (guint i = 0; i < cells->len; i++)
        {
          guint columns = cl_sheet_reader_get_span (reader, i), rows = cl_sheet_reader_get_span_rows (reader, i);

          g_string_append_printf (all, "%s%s", i > 0 ? "|" : "", (const char *) cells->pdata[i]);
          if (columns > 1 || rows > 1)
            g_string_append_printf (all, "[%ux%u]", columns, rows);
        }
      g_string_append_c (all, '\n');
    }
  g_assert_no_error (error);
  return g_string_free (all, FALSE);
}

/* As a clerk corrects a cell and saves the book under another name: all else stays as it stands, merged cells too. */
static void
correct (const char *from, const char *to, const char *const *pairs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (from, NULL, &error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  lxw_workbook *book = workbook_new (to);
  lxw_worksheet *sheet = workbook_add_worksheet (book, "改");
  guint row;

  g_assert_no_error (error);
  while (cl_sheet_reader_next (reader, cells, &row, &error))
    for (guint i = 0; i < cells->len; i++)
      {
        guint columns = cl_sheet_reader_get_span (reader, i), rows = cl_sheet_reader_get_span_rows (reader, i);
        const char *text = cells->pdata[i];

        for (guint k = 0; pairs[k] != NULL; k += 2)
          if (g_str_equal (text, pairs[k]))
            text = pairs[k + 1];
        if (columns > 1 || rows > 1)
          worksheet_merge_range (sheet, row - 1, (lxw_col_t) i, row + rows - 2, (lxw_col_t) (i + columns - 1), text, NULL);
        else if (*text != '\0')
          TEXT (row - 1, (lxw_col_t) i, text);
      }
  g_assert_no_error (error);
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);
}

static ClImport *
import (Office *office, const char *path, guint added, guint refused)
{
  g_autoptr (GError) error = NULL;
  ClImport *import = cl_import_new (office->test->store, cl_catalogue_find_ledger (office->test->catalogue, "person"), path, NULL, &error);

  g_assert_no_error (error);
  cl_import_run (import, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, added);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_REFUSED), ==, refused);
  return import;
}

static void
save (ClImport *import, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_import_save_refused (import, path, &error));
  g_assert_no_error (error);
}

#define HEAD "云岭镇残疾人名册[6x1]\n填报单位：云岭镇残联\n序号[1x2]|村[1x2]|姓名[1x2]|身份证号[1x2]|残疾人情况[2x1]||原因[1x2]\n序号|村|姓名|身份证号|类别|等级|原因\n"

static void
test_xlsx (Office *office, gconstpointer data)
{
  /* One mended, one still wrong. */
  static const char *const first[] = { "991123195603070029", "991123195603070028", NULL }, *const second[] = { "什么", "言语", NULL };
  g_autoptr (ClImport) whole = NULL, half = NULL, rest = NULL;
  g_autofree char *seen = NULL, *seen_again = NULL;
  guint n = strlen (HEAD);

  write_source (office->source);
  whole = import (office, office->source, 1, 2);
  save (whole, office->left);
  seen = look_at (office->left);
  g_assert_cmpmem (seen, MIN (n, strlen (seen)), HEAD, n);
  g_assert_true (g_str_has_prefix (seen + n, "2|上河村|李娜|991123195603070029|听力|二级|"));
  g_assert_nonnull (strstr (seen + n, "\n3|上河村|王芳|991123201202290036|什么|二级|"));

  correct (office->left, office->corrected, first);
  half = import (office, office->corrected, 1, 1);
  g_assert_cmpuint (cl_import_get_match (half)->header_row, ==, 4);
  save (half, office->again);
  seen_again = look_at (office->again);
  g_assert_cmpmem (seen_again, MIN (n, strlen (seen_again)), HEAD, n);
  g_assert_null (strstr (seen_again, "李娜"));

  correct (office->again, office->corrected, second);
  rest = import (office, office->corrected, 1, 0);
  g_assert_false (cl_import_save_refused (rest, office->again, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/refused/xlsx", Office, NULL, open_office, test_xlsx, close_office);
  return g_test_run ();
}
