/* The whole thread: a clerk's sheet of 12 villages is imported and comes out as 12 sheets of attachment 3, compared cell by cell. */

#include <locale.h>

#include "cl-import.h"
#include "form-fixture.h"

#define COLUMNS 6

/* The expected cells: rows of 村（社区）, 姓名, 身份证号, 联系电话, 所担任的职务, 备注 in the order of printing; none is quoted. */
static GPtrArray *
read_expected (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "committee-expected.csv", NULL), *all = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &all, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (all, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      char **cells = g_strsplit (g_strchomp (lines[i]), ",", -1);

      if (g_strv_length (cells) == COLUMNS)
        g_ptr_array_add (rows, cells);
      else
        g_strfreev (cells);
    }
  return rows;
}

static void
import_sheet (FormFixture *fixture, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = cl_import_new (fixture->store, cl_catalogue_find_ledger (fixture->catalogue, "appointment"), path, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (cl_import_run (import, &error));
  g_assert_no_error (error);
}

/* The rows that a sheet prints, its merged village filled in again. */
static GPtrArray *
read_printed (GPtrArray *elements)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *village = NULL;
  int table = -1, row = -1;
  char **cells = NULL;
  guint first = 0;

  for (guint i = 0; i < elements->len; i++)
    {
      const FormElement *element = elements->pdata[i];

      if (element->kind != POPPLER_STRUCTURE_ELEMENT_TABLE_DATA)
        continue;
      if (element->table != table || element->row != row)
        {
          gboolean begins = element->table != table;
          guint n = 0;

          for (guint k = i; k < elements->len; k++)
            {
              const FormElement *other = elements->pdata[k];

              n += other->table == element->table && other->row == element->row;
            }
          table = element->table;
          row = element->row;
          cells = g_new0 (char *, COLUMNS + 1);
          g_ptr_array_add (rows, cells);
          g_assert_true (n == COLUMNS || n == COLUMNS - 1);
          g_assert_true (!begins || n == COLUMNS);
          first = COLUMNS - n;
          if (first == 0)
            village = element->text;
          else
            cells[0] = g_strdup (village);
        }
      g_assert_cmpuint (first + (guint) element->column, <, COLUMNS);
      cells[first + (guint) element->column] = g_strdup (element->text);
    }
  return rows;
}

static void
compare (FormFixture *fixture, GPtrArray *expected, GBytes *pdf)
{
  form_owned PopplerDocument *document = form_pdf_open (pdf);
  g_autoptr (GPtrArray) elements = form_pdf_read_structure (document, pdf), printed = NULL;

  printed = read_printed (elements);
  g_assert_cmpuint (printed->len, ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    for (guint k = 0; k < COLUMNS; k++)
      {
        const char *want = ((GStrv) expected->pdata[i])[k];
        g_autofree char *stripped = form_strip (want);

        if (g_strcmp0 (((GStrv) printed->pdata[i])[k], form_as_read (stripped)) != 0)
          g_error ("row %u, column %u: “%s” expected", i + 1, k + 1, want);
      }
}

static void
test_committee (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) expected = read_expected ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  ClFormReport report = { 0 };

  g_assert_cmpuint (expected->len, >, 40);
  import_sheet (fixture, data);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (report.sheets, ==, 12);
  g_assert_cmpuint (report.rows, ==, expected->len);
  compare (fixture, expected, pdf);
  if (g_getenv ("FORM_KEEP") != NULL)
    g_file_set_contents (g_getenv ("FORM_KEEP"), g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL);
  cl_form_report_clear (&report);
}

/* Imported twice, printed the same. */
static void
test_again (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) expected = read_expected ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;

  import_sheet (fixture, data);
  import_sheet (fixture, data);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, NULL);
  g_assert_no_error (error);
  compare (fixture, expected, pdf);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, file, function) g_test_add ("/committee/" path, FormFixture, file, form_fixture_set_up, function, form_fixture_tear_down)
  ADD ("xlsx", "committee.xlsx", test_committee);
  ADD ("csv", "committee.csv", test_committee);
  ADD ("again", "committee.xlsx", test_again);
  return g_test_run ();
}
