/* Any list in ledger mode: as seen, with its filter in words. */

#include <locale.h>

#include "cl-error.h"
#include "cl-row-model.h"
#include "form-fixture.h"

static void
test_list (FormFixture *fixture, gconstpointer data)
{
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRowModel) rows = NULL;
  g_autoptr (GBytes) pdf = NULL, revealed = NULL;
  form_owned PopplerDocument *document = NULL, *open = NULL;
  g_autofree char *masked = NULL, *whole = NULL, *id = form_fixture_make_id (3);
  ClFormReport report = { 0 };

  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *name = g_strdup_printf ("张%u", i);

      form_fixture_add_member (fixture, village, name, i, "委员", "持证", "2026-01-01", NULL);
    }
  rows = cl_row_model_new (fixture->store, cl_catalogue_find_ledger (fixture->catalogue, "person"), NULL);
  pdf = cl_form_print_list (fixture->store, rows, "村（社区）：上河村", &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.rows, ==, 70);
  g_assert_cmpuint (report.pages, >=, 3);
  document = form_pdf_open (pdf);
  for (guint i = 0; i < report.pages; i++)
    {
      g_autofree char *text = form_pdf_get_text (document, (int) i), *number = g_strdup_printf ("第%u页共%u页", i + 1, report.pages);

      g_assert_nonnull (strstr (text, number));
      g_assert_nonnull (strstr (text, "姓名"));
      g_assert_true ((strstr (text, "村（社区）：上河村") != NULL) == (i == 0));
      g_assert_true ((strstr (text, "审核人") != NULL) == (i + 1 == report.pages));
    }
  masked = form_pdf_get_text (document, -1);
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *name = g_strdup_printf ("张%u", i);

      g_assert_nonnull (strstr (masked, name));
    }
  /* Masked on screen is masked on paper. */
  g_assert_null (strstr (masked, id));
  cl_row_model_set_revealed (rows, TRUE);
  revealed = cl_form_print_list (fixture->store, rows, NULL, NULL, &error);
  g_assert_no_error (error);
  open = form_pdf_open (revealed);
  whole = form_pdf_get_text (open, -1);
  g_assert_nonnull (strstr (whole, id));
  cl_form_report_clear (&report);
}

/* Under headings with their counts and sums, that stand on the page of their first row; of a folded group the heading alone; the total below all. */
static void
test_groups (FormFixture *fixture, gconstpointer data)
{
  gint64 upper = form_fixture_add_village (fixture, "上河村", "991123101201", 0), east = form_fixture_add_village (fixture, "东坡村", "991123101202", 0);
  static const char *const columns[] = { "number", "division", "income", NULL };
  ClLedger *household = cl_catalogue_find_ledger (fixture->catalogue, "household");
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRowModel) rows = NULL;
  g_autoptr (GBytes) pdf = NULL, folded = NULL;
  form_owned PopplerDocument *document = NULL, *summary = NULL;
  g_autofree char *text = NULL, *short_text = NULL;
  ClFormReport report = { 0 };

  for (guint i = 0; i < 61; i++)
    {
      g_autofree char *number = g_strdup_printf ("户%03u", i), *village = g_strdup_printf ("%" G_GINT64_FORMAT, i < 31 ? east : upper);

      form_fixture_add (fixture, "household", "number", number, "division", village, "income", "1000.50", NULL);
    }
  rows = cl_row_model_new (fixture->store, household, NULL);
  cl_row_model_set_columns (rows, columns);
  g_assert_true (cl_row_model_set_group (rows, "division", &error));
  pdf = cl_form_print_list (fixture->store, rows, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.rows, ==, 61);
  document = form_pdf_open (pdf);
  for (guint i = 0; i < report.pages; i++)
    {
      g_autofree char *page = form_pdf_get_text (document, (int) i);

      /* A heading is never the last of its page. */
      g_assert_true ((strstr (page, "东坡村（31户）") != NULL) <= (strstr (page, "户000") != NULL));
      g_assert_true ((strstr (page, "上河村（30户）") != NULL) <= (strstr (page, "户031") != NULL));
    }
  text = form_pdf_get_text (document, -1);
  g_assert_nonnull (strstr (text, "东坡村（31户）"));
  g_assert_nonnull (strstr (text, "31015.50"));
  g_assert_nonnull (strstr (text, "上河村（30户）"));
  g_assert_nonnull (strstr (text, "合计（61户）"));
  g_assert_nonnull (strstr (text, "61030.50"));
  cl_form_report_clear (&report);

  cl_row_model_fold_all (rows, TRUE);
  folded = cl_form_print_list (fixture->store, rows, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.pages, ==, 1);
  summary = form_pdf_open (folded);
  short_text = form_pdf_get_text (summary, -1);
  g_assert_nonnull (strstr (short_text, "上河村（30户）"));
  g_assert_nonnull (strstr (short_text, "61030.50"));
  g_assert_null (strstr (short_text, "户000"));
  cl_form_report_clear (&report);
}

static void
test_empty (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRowModel) rows = cl_row_model_new (fixture->store, cl_catalogue_find_ledger (fixture->catalogue, "household"), NULL);

  g_assert_null (cl_form_print_list (fixture->store, rows, NULL, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/list/" path, FormFixture, NULL, form_fixture_set_up, function, form_fixture_tear_down)
  ADD ("list", test_list);
  ADD ("groups", test_groups);
  ADD ("empty", test_empty);
  return g_test_run ();
}
