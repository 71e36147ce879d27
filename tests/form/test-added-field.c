/* One line more in a description is one field more everywhere: added to a ledger that holds data, it is found in table, import, export, list and
 * print, and a copy of the file is kept from before. */

#include <locale.h>
#include <string.h>

#include "cl-export.h"
#include "cl-import.h"
#include "cl-paths.h"
#include "cl-row-model.h"
#include "cl-test-store.h"
#include "form-fixture.h"

#define LINE "<field name=\"nickname\" type=\"text\" label=\"Nickname\" known-as=\"小名|乳名\" width=\"24\"/>\n"

/* The core descriptions become the test's own; person.xml gets @line among its fields and @column among its columns, where given. */
static void
describe_core (ClTestStore *test, const char *line, const char *column)
{
  const char *const folders[] = { "codes", "ledgers" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (cl_paths_get_core_dir (), folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *from = g_build_filename (path, name, NULL), *to = g_build_filename (folders[i], name, NULL);
          g_autofree char *whole = NULL;
          g_autoptr (GString) text = NULL;
          g_autoptr (GError) error = NULL;

          g_file_get_contents (from, &whole, NULL, &error);
          g_assert_no_error (error);
          text = g_string_new (whole);
          if (g_str_equal (name, "person.xml"))
            {
              if (line != NULL)
                g_string_insert (text, strstr (text->str, "  <field name=\"former_name\"") - text->str, line);
              if (column != NULL)
                g_assert_cmpuint (g_string_replace (text, "columns=\"name ", column, 1), ==, 1);
            }
          cl_test_store_describe (test, to, text->str);
        }
    }
}

static guint
count_files (const char *folder, const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, part) != NULL;
  return n;
}

static ClTestStore *
open_with_data (void)
{
  ClTestStore *test = cl_test_store_new ();

  describe_core (test, NULL, NULL);
  cl_test_store_reopen (test);
  g_assert_cmpuint (count_files (test->folder, "before-upgrade"), ==, 0);
  cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", NULL);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM pragma_table_info('person') WHERE name = 'nickname'"), ==, 0);
  return test;
}

static void
import (ClTestStore *test, const char *text)
{
  g_autofree char *path = g_build_filename (test->folder, "in.csv", NULL);
  g_autoptr (ClImport) import = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  import = cl_import_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_import_get_match (import)->paths->pdata[2], ==, "nickname");
  cl_import_run (import, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_CHANGED), ==, 1);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, 1);
}

/* The cell of @header in the row of @name of a sheet that was exported. */
static char *
read_exported (ClTestStore *test, const char *name, const char *header)
{
  g_autofree char *path = g_build_filename (test->folder, "out.xlsx", NULL);
  g_autoptr (ClSheetReader) reader = NULL;
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  guint number, column = 0;
  char *found = NULL;

  cl_export_ledger (test->catalogue, cl_store_get_reader (test->store), cl_catalogue_find_ledger (test->catalogue, "person"), NULL, path, &error);
  g_assert_no_error (error);
  reader = cl_sheet_reader_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cl_sheet_reader_next (reader, cells, &number, &error));
  g_assert_true (g_ptr_array_find_with_equal_func (cells, header, g_str_equal, &column));
  while (cl_sheet_reader_next (reader, cells, &number, &error))
    if (found == NULL && g_str_equal (cells->pdata[0], name))
      found = g_strdup (cells->pdata[column]);
  g_assert_no_error (error);
  return found;
}

static char *
print_list (ClTestStore *test, ClRowModel *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = cl_form_print_list (test->store, rows, NULL, NULL, &error);
  form_owned PopplerDocument *document = NULL;

  g_assert_no_error (error);
  document = form_pdf_open (pdf);
  return form_pdf_get_text (document, -1);
}

static void
assert_list (ClTestStore *test, gboolean is_column)
{
  g_autoptr (ClRowModel) rows = cl_row_model_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), NULL);
  g_autofree char *printed = print_list (test, rows);
  guint column = 0, n_found = 0;

  while (column < cl_row_model_get_n_columns (rows) && !g_str_equal (cl_row_model_get_column_path (rows, column), "nickname"))
    column++;
  g_assert_true ((column < cl_row_model_get_n_columns (rows)) == is_column);
  g_assert_true ((strstr (printed, "铁蛋") != NULL) == is_column);
  g_assert_true ((strstr (printed, "小名") != NULL) == is_column);
  if (!is_column)
    return;
  g_assert_cmpstr (cl_row_model_get_column_title (rows, column), ==, "小名");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      n_found += g_str_equal (cl_row_get_text (row, column), "铁蛋") || g_str_equal (cl_row_get_text (row, column), "丫头");
    }
  g_assert_cmpuint (n_found, ==, 2);
}

static void
test_added (gconstpointer data)
{
  gboolean is_column = GPOINTER_TO_INT (data);
  g_autoptr (ClTestStore) test = open_with_data ();
  g_autofree char *exported = NULL;
  g_autoptr (GError) error = NULL;

  cl_test_store_close (test);
  describe_core (test, "  " LINE, is_column ? "columns=\"name nickname " : NULL);
  cl_test_store_reopen (test);

  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM pragma_table_info('person') WHERE name = 'nickname' AND type = 'TEXT'"), ==, 1);
  g_assert_cmpuint (count_files (test->folder, "before-upgrade"), ==, 1);
  import (test, "姓名,身份证号,小名\n张伟,99112319560307001X,铁蛋\n王芳,991123195603070028,丫头\n");
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person WHERE nickname IN ('铁蛋', '丫头')"), ==, 2);
  exported = read_exported (test, "张伟", "小名");
  g_assert_cmpstr (exported, ==, "铁蛋");
  assert_list (test, is_column);

  /* The import is taken back whole; what was there from before the field stays. */
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person WHERE nickname IS NULL"), ==, 1);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 1);
  g_assert_cmpint (cl_store_redo (test->store, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person WHERE nickname = '铁蛋'"), ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/added-field/kept", GINT_TO_POINTER (FALSE), test_added);
  g_test_add_data_func ("/added-field/listed", GINT_TO_POINTER (TRUE), test_added);
  return g_test_run ();
}
