/* A form as a spreadsheet: what stands in which cell, what is merged, and that it comes back as it was. */

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "form-fixture.h"

#include "cl-error.h"
#include "cl-form-xlsx.h"

static char *
save (FormFixture *office, const char *village)
{
  g_autoptr (ClTemplate) form = form_fixture_load (office, "attachment-3");
  g_autoptr (GHashTable) typed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  ClFormReport report = { 0 };
  char *path = g_build_filename (office->folder, "附件3.xlsx", NULL);

  if (village != NULL)
    g_hash_table_insert (typed, (char *) "village", (char *) village);
  g_hash_table_insert (typed, (char *) "year", (char *) "2026");
  g_assert_true (cl_form_write_xlsx (form, office->catalogue, cl_store_get_reader (office->store), typed, NULL, path, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.sheets, ==, village != NULL ? 1 : 2);
  cl_form_report_clear (&report);
  return path;
}

static char *
unzip (const char *path, const char *part)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  char *text = NULL;

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_filename (archive, path, 65536), ==, ARCHIVE_OK);
  while (text == NULL && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    if (g_str_equal (archive_entry_pathname (entry), part))
      {
        GString *bytes = g_string_new (NULL);
        char buffer[4096];
        la_ssize_t got;

        while ((got = archive_read_data (archive, buffer, sizeof buffer)) > 0)
          g_string_append_len (bytes, buffer, got);
        text = g_string_free (bytes, FALSE);
      }
  archive_read_free (archive);
  g_assert_nonnull (text);
  return text;
}

static void
fill (FormFixture *office, guint members)
{
  gint64 upper = form_fixture_add_village (office, "上河村", "991123101201", 1);
  gint64 lower = form_fixture_add_village (office, "下河村", "991123101202", 2);

  for (guint i = 0; i < members; i++)
    {
      g_autofree char *name = g_strdup_printf ("张伟%u", i);
      form_fixture_add_member (office, upper, name, i + 1, i == 0 ? "主席" : "委员", "certified", "2022-05-01", NULL);
    }
  form_fixture_add_member (office, lower, "李四", members + 1, "主席", NULL, "2022-05-01", NULL);
}

static void
test_cells (FormFixture *office, gconstpointer unused)
{
  g_autofree char *path = NULL;
  g_autofree char *sheet = NULL;
  g_autofree char *strings = NULL;
  g_autofree char *id = form_fixture_make_id (1);

  fill (office, 3);
  path = save (office, "上河村");
  sheet = unzip (path, "xl/worksheets/sheet1.xml");
  strings = unzip (path, "xl/sharedStrings.xml");
  /* Six columns; the title stands over all of them, the village beside its three members. */
  g_assert_nonnull (strstr (sheet, "<col min=\"6\""));
  g_assert_null (strstr (sheet, "<col min=\"7\""));
  g_assert_nonnull (strstr (sheet, "<mergeCell ref=\"A2:F2\"/>"));
  g_assert_nonnull (strstr (sheet, "<mergeCell ref=\"A6:A8\"/>"));
  g_assert_nonnull (strstr (strings, "村（社区）残协组织人员名单"));
  g_assert_nonnull (strstr (strings, "所担任的职务"));
  g_assert_nonnull (strstr (strings, "备注栏注明是否办理残疾人证"));
  /* A citizen ID is text. */
  g_assert_nonnull (strstr (strings, id));
  g_assert_null (strstr (sheet, id));
  g_assert_nonnull (strstr (sheet, "paperSize=\"9\""));
  g_assert_nonnull (strstr (sheet, "fitToHeight=\"0\""));
}

/* Heads and title come once, however many pages the paper has. */
static void
test_long (FormFixture *office, gconstpointer unused)
{
  g_autofree char *path = NULL;
  g_autofree char *sheet = NULL;
  g_autofree char *book = NULL;
  guint rows = 0;

  fill (office, 60);
  path = save (office, NULL);
  sheet = unzip (path, "xl/worksheets/sheet1.xml");
  book = unzip (path, "xl/workbook.xml");
  for (const char *at = sheet; (at = strstr (at, "<row ")) != NULL; at++)
    rows++;
  /* Mark, title, due date, header line, heads, sixty, five lines of notes. */
  g_assert_cmpuint (rows, ==, 5 + 60 + 5);
  g_assert_nonnull (strstr (book, "name=\"上河村\""));
  g_assert_nonnull (strstr (book, "name=\"下河村\""));
  g_assert_nonnull (strstr (book, "_xlnm.Print_Titles"));
}

static void
test_refused (FormFixture *office, gconstpointer unused)
{
  g_autoptr (ClTemplate) form = form_fixture_load (office, "attachment-3");
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_form_write_xlsx (form, office->catalogue, cl_store_get_reader (office->store), NULL, NULL, "/nonexistent/a.xlsx", NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  fill (office, 1);
  g_assert_false (cl_form_write_xlsx (form, office->catalogue, cl_store_get_reader (office->store), NULL, NULL, "/nonexistent/a.xlsx", NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/xlsx/cells", FormFixture, NULL, form_fixture_set_up, test_cells, form_fixture_tear_down);
  g_test_add ("/xlsx/long", FormFixture, NULL, form_fixture_set_up, test_long, form_fixture_tear_down);
  g_test_add ("/xlsx/refused", FormFixture, NULL, form_fixture_set_up, test_refused, form_fixture_tear_down);
  return g_test_run ();
}
