/* A form for every village: papers, contents page, one file of all, and the register. */

#include <string.h>

#include "form-fixture.h"

#include "cl-error.h"
#include "cl-form-batch.h"
#include "cl-pdf-structure.h"

static void
fill (FormFixture *office)
{
  gint64 upper = form_fixture_add_village (office, "上河村", "991123101201", 1);
  gint64 lower = form_fixture_add_village (office, "下河村", "991123101202", 2);

  form_fixture_add_village (office, "老鹰沟村", "991123101203", 3);
  form_fixture_add_member (office, upper, "张伟", 1, "主席", "certified", "2022-05-01", NULL);
  form_fixture_add_member (office, lower, "李四", 2, "主席", NULL, "2022-05-01", NULL);
}

static void
count_cb (guint done, guint n, const char *called, gpointer data)
{
  guint *told = data;

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (done, ==, *told);
  (*told)++;
}

static GPtrArray *
make (FormFixture *office, ClTemplate *form)
{
  g_autoptr (GHashTable) typed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  guint told = 0;
  GPtrArray *items;

  g_hash_table_insert (typed, (char *) "year", (char *) "2026");
  items = cl_form_make_batch (form, office->catalogue, cl_store_get_reader (office->store), typed, count_cb, &told, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (told, ==, 4);
  return items;
}

static void
test_papers (FormFixture *office, gconstpointer unused)
{
  g_autoptr (ClTemplate) form = form_fixture_load (office, "attachment-3");
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GBytes) alone = NULL;
  ClBatchItem *first;

  fill (office);
  items = make (office, form);
  g_assert_cmpuint (items->len, ==, 3);
  first = items->pdata[0];
  g_assert_cmpstr (first->called, ==, "上河村");
  g_assert_cmpstr (first->paper->file_name, ==, "附件3 上河村.pdf");
  g_assert_cmpstr (first->paper->title, ==, "附件3 村（社区）残协组织人员名单");
  g_assert_cmpstr (first->paper->signs, ==, "村长");
  g_assert_nonnull (first->paper->stamp);
  g_assert_cmpuint (first->pages, ==, 1);
  /* Nobody to name there: no paper. */
  g_assert_null (((ClBatchItem *) items->pdata[2])->pdf);
  /* The very file that the form alone is. */
  alone = form_fixture_print (office, "attachment-3", NULL, NULL, NULL, "village", "上河村", "year", "2026", NULL);
  g_assert_true (g_bytes_equal (alone, first->pdf));
}

static void
test_one_file (FormFixture *office, gconstpointer unused)
{
  g_autoptr (ClTemplate) form = form_fixture_load (office, "attachment-3");
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GBytes) joined = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autofree char *contents = NULL;
  const char *upper, *lower;

  fill (office);
  items = make (office, form);
  joined = cl_form_join_batch (form, items, &error);
  g_assert_no_error (error);
  again = cl_form_join_batch (form, items, &error);
  g_assert_true (g_bytes_equal (joined, again));
  document = form_pdf_open (joined);
  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 3);
  contents = form_pdf_get_text (document, 0);
  g_assert_nonnull (strstr (contents, "附件3上河村"));
  g_assert_nonnull (strstr (contents, "村长"));
  g_assert_nonnull (strstr (contents, "共2份2页"));
  g_assert_null (strstr (contents, "老鹰沟村"));
  /* Contents and papers are heard in order, from one structure tree. */
  elements = form_pdf_read_structure (document, joined);
  for (guint i = 0; i < elements->len; i++)
    g_string_append (heard, ((FormElement *) elements->pdata[i])->text);
  upper = strstr (heard->str, form_as_read ("张伟"));
  lower = strstr (heard->str, form_as_read ("李四"));
  g_assert_nonnull (upper);
  g_assert_nonnull (lower);
  g_assert_true (upper < lower);
}

static void
test_register (FormFixture *office, gconstpointer unused)
{
  g_autoptr (ClTemplate) form = form_fixture_load (office, "attachment-3");
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  ClOutputCount count;

  fill (office);
  items = make (office, form);
  ids = cl_form_log_batch (office->store, items, "print", 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_true (cl_output_count (office->catalogue, cl_store_get_reader (office->store), "attachment-3", &count, &error));
  g_assert_cmpuint (count.prints, ==, 2);
  g_assert_cmpuint (count.returned, ==, 0);
}

static void
test_refused (FormFixture *office, gconstpointer unused)
{
  g_autoptr (ClTemplate) form = form_fixture_load (office, "attachment-3");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GPtrArray) garbage = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GBytes) nothing = NULL;
  g_autoptr (GError) error = NULL;

  none = cl_form_make_batch (form, office->catalogue, cl_store_get_reader (office->store), NULL, NULL, NULL, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  fill (office);
  g_cancellable_cancel (cancelled);
  none = cl_form_make_batch (form, office->catalogue, cl_store_get_reader (office->store), NULL, NULL, NULL, cancelled, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_ptr_array_add (garbage, g_bytes_new_static ("no paper", 8));
  nothing = cl_pdf_join (garbage, &error);
  g_assert_null (nothing);
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);
}

/* Two records tell that there are several. */
static void
test_several (FormFixture *office, gconstpointer unused)
{
  g_autoptr (ClTemplate) form = form_fixture_load (office, "attachment-3");
  ClDatabase *reader = cl_store_get_reader (office->store);

  form_fixture_add_village (office, "上河村", "991123101201", 1);
  g_assert_false (cl_form_makes_several (form, office->catalogue, reader, 0));
  form_fixture_add_village (office, "下河村", "991123101202", 2);
  g_assert_true (cl_form_makes_several (form, office->catalogue, reader, 0));
  g_assert_true (cl_form_makes_several (form, office->catalogue, reader, 50000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/batch/papers", FormFixture, NULL, form_fixture_set_up, test_papers, form_fixture_tear_down);
  g_test_add ("/batch/one-file", FormFixture, NULL, form_fixture_set_up, test_one_file, form_fixture_tear_down);
  g_test_add ("/batch/register", FormFixture, NULL, form_fixture_set_up, test_register, form_fixture_tear_down);
  g_test_add ("/batch/refused", FormFixture, NULL, form_fixture_set_up, test_refused, form_fixture_tear_down);
  g_test_add ("/batch/several", FormFixture, NULL, form_fixture_set_up, test_several, form_fixture_tear_down);
  return g_test_run ();
}
