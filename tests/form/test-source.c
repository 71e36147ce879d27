/* A plugin's rows on a form: they stand where the form's own query would have put its own. */

#include <locale.h>
#include <string.h>

#include "cl-error.h"
#include "form-fixture.h"

struct _Guest
{
  GObject parent;
  gboolean fails;
};

#define TYPE_GUEST (guest_get_type ())
G_DECLARE_FINAL_TYPE (Guest, guest, TEST, GUEST, GObject)

static gboolean
guest_provides (ClFormSource *source, const char *form)
{
  return g_str_equal (form, "attachment-3");
}

/* One row longer than the form is wide, one shorter. */
static GPtrArray *
guest_rows (ClFormSource *source, const char *form, ClDatabase *reader, GHashTable *parameters, GError **error)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *village = g_hash_table_lookup (parameters, "village");

  if (TEST_GUEST (source)->fails)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, "the guest fell ill");
      g_ptr_array_unref (rows);
      return NULL;
    }
  if (g_strcmp0 (village, "上河村") == 0)
    {
      g_ptr_array_add (rows, g_strsplit ("上河村|客人甲||||||||||||多余", "|", -1));
      g_ptr_array_add (rows, g_strsplit ("上河村|客人乙", "|", -1));
    }
  return rows;
}

static void
guest_source_init (ClFormSourceInterface *iface)
{
  iface->provides = guest_provides;
  iface->rows = guest_rows;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Guest, guest, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (CL_TYPE_FORM_SOURCE, guest_source_init))

static void
guest_class_init (GuestClass *class)
{
}

static void
guest_init (Guest *guest)
{
}

static char *
print (FormFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "village", "上河村", "year", "2026", NULL);
  form_owned PopplerDocument *document = NULL;

  g_assert_no_error (error);
  document = form_pdf_open (pdf);
  return form_pdf_get_text (document, -1);
}

static void
test_rows (FormFixture *fixture, gconstpointer data)
{
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 0);
  g_autoptr (Guest) guest = g_object_new (TYPE_GUEST, NULL);
  g_autofree char *own = NULL, *given = NULL, *again = NULL;
  const char *const where[] = { "姓名=张伟", NULL };
  g_autoptr (GError) error = NULL;

  form_fixture_add_member (fixture, village, "张伟", 1, "主席", "持证", "2026-01-01", NULL);
  own = print (fixture);
  g_assert_nonnull (strstr (own, "张伟"));

  cl_catalogue_add_guest (fixture->catalogue, G_OBJECT (guest));
  given = print (fixture);
  g_assert_nonnull (strstr (given, "客人甲"));
  g_assert_nonnull (strstr (given, "客人乙"));
  g_assert_null (strstr (given, "张伟"));
  g_assert_null (strstr (given, "多余"));
  /* One sheet for each village: the guest is asked for each. */
  {
    ClFormReport report = { 0 };
    g_autoptr (GBytes) all = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, "year", "2026", NULL);

    g_assert_no_error (error);
    g_assert_cmpuint (report.sheets, ==, 1);
    g_assert_cmpuint (report.rows, ==, 2);
    cl_form_report_clear (&report);
  }
  g_assert_null (form_fixture_print (fixture, "attachment-3", where, NULL, &error, "village", "上河村", NULL));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  guest->fails = TRUE;
  g_assert_null (form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, "village", "上河村", NULL));
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);

  cl_catalogue_remove_guest (fixture->catalogue, G_OBJECT (guest));
  again = print (fixture);
  g_assert_cmpstr (again, ==, own);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/source/rows", FormFixture, NULL, form_fixture_set_up, test_rows, form_fixture_tear_down);
  return g_test_run ();
}
