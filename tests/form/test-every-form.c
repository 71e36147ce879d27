/* Every form that is shipped, and those of tests/form/descriptions that say what the shipped ones do not, in every variant, with little, much and no data:
 * the structure is whole, and a page for the public holds nobody's number. What is printed is kept in CANLIAN_KEEP_PAPERS, where that is set. */

#include <locale.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>

#include "cl-error.h"
#include "form-office.h"

typedef struct
{
  qpdf_data qpdf;
  const char *form;
  guint tables, rows, heads, figures, headings;
  guint columns; /* of the first row of the table that is read */
  GArray *hanging; /* guint: by column, rows that cells above still cover */
} Reading;

static qpdf_oh
get (Reading *reading, qpdf_oh from, const char *key)
{
  return qpdf_oh_get_key_if_dict (reading->qpdf, from, key);
}

static guint
get_number (Reading *reading, qpdf_oh element, const char *key)
{
  qpdf_oh value = get (reading, get (reading, element, "/A"), key);

  return qpdf_oh_is_integer (reading->qpdf, value) ? (guint) qpdf_oh_get_int_value_as_int (reading->qpdf, value) : 1;
}

/* The columns that the cells of a row take, with what hangs into it, are as many as in every row of the table. */
static void
read_row (Reading *reading, qpdf_oh row)
{
  qpdf_oh kids = get (reading, row, "/K");
  int n = qpdf_oh_is_array (reading->qpdf, kids) ? qpdf_oh_get_array_n_items (reading->qpdf, kids) : 1;
  guint at = 0;

  reading->rows++;
  for (int i = 0; i < n; i++)
    {
      qpdf_oh cell = qpdf_oh_is_array (reading->qpdf, kids) ? qpdf_oh_get_array_item (reading->qpdf, kids, i) : kids;
      const char *kind = qpdf_oh_get_name (reading->qpdf, get (reading, cell, "/S"));
      guint across = get_number (reading, cell, "/ColSpan"), down = get_number (reading, cell, "/RowSpan");

      g_assert_true (g_str_equal (kind, "/TH") || g_str_equal (kind, "/TD"));
      if (g_str_equal (kind, "/TH"))
        {
          qpdf_oh scope = get (reading, get (reading, cell, "/A"), "/Scope");

          reading->heads++;
          g_assert_true (qpdf_oh_is_name_and_equals (reading->qpdf, scope, "/Column") || qpdf_oh_is_name_and_equals (reading->qpdf, scope, "/Row"));
        }
      while (at < reading->hanging->len && g_array_index (reading->hanging, guint, at) > 0)
        at++;
      for (guint k = 0; k < across; k++, at++)
        {
          if (at >= reading->hanging->len)
            g_array_set_size (reading->hanging, at + 1);
          g_assert_cmpuint (g_array_index (reading->hanging, guint, at), ==, 0);
          g_array_index (reading->hanging, guint, at) = down;
        }
    }
  while (at < reading->hanging->len && g_array_index (reading->hanging, guint, at) > 0)
    at++;
  if (reading->columns == 0)
    reading->columns = at;
  if (at != reading->columns)
    g_error ("%s: a row of %u columns in a table of %u", reading->form, at, reading->columns);
  for (guint i = 0; i < reading->hanging->len; i++)
    if (g_array_index (reading->hanging, guint, i) > 0)
      g_array_index (reading->hanging, guint, i)--;
}

static void
read_element (Reading *reading, qpdf_oh element, const char *parent)
{
  static const char *const nesting[][2] = {
    { "/Document", "" },        { "/H1", "/Document" },     { "/H2", "/Document" }, { "/P", "/Document" },  { "/Table", "/Document" },
    { "/Figure", "/Document" }, { "/TR", "/Table" },        { "/TH", "/TR" },       { "/TD", "/TR" },       { "/Figure", "/TD" },
    { "/P", "/TD" },
  };
  qpdf_oh kids, name;
  const char *kind;
  gboolean known = FALSE;

  if (!qpdf_oh_is_dictionary (reading->qpdf, element))
    return;
  kids = get (reading, element, "/K");
  name = get (reading, element, "/S");
  kind = qpdf_oh_is_name (reading->qpdf, name) ? g_intern_string (qpdf_oh_get_name (reading->qpdf, name)) : "";
  for (guint i = 0; i < G_N_ELEMENTS (nesting) && *kind != '\0'; i++)
    known = known || (g_str_equal (nesting[i][0], kind) && g_str_equal (nesting[i][1], parent));
  if (*kind != '\0' && !known)
    g_error ("%s: %s inside %s", reading->form, kind, parent);
  reading->headings += g_str_equal (kind, "/H1");
  if (g_str_equal (kind, "/Figure"))
    {
      reading->figures++;
      g_assert_cmpstr (qpdf_oh_get_utf8_value (reading->qpdf, get (reading, element, "/Alt")), !=, "");
      g_assert_true (qpdf_oh_is_array (reading->qpdf, get (reading, get (reading, element, "/A"), "/BBox")));
    }
  if (g_str_equal (kind, "/Table"))
    {
      reading->tables++;
      reading->columns = 0;
      g_array_set_size (reading->hanging, 0);
    }
  if (g_str_equal (kind, "/TR"))
    read_row (reading, element);
  if (qpdf_oh_is_array (reading->qpdf, kids))
    for (int i = 0; i < qpdf_oh_get_array_n_items (reading->qpdf, kids); i++)
      read_element (reading, qpdf_oh_get_array_item (reading->qpdf, kids, i), kind);
  else
    read_element (reading, kids, kind);
}

/* All ink is in the tree or an artifact, and never in both. */
static void
check_content (Reading *reading, int number)
{
  qpdf_oh page = qpdf_get_page_n (reading->qpdf, (size_t) number), contents = get (reading, page, "/Contents");
  unsigned char *data = NULL;
  size_t length = 0;
  int depth = 0;
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (qpdf_oh_is_name_and_equals (reading->qpdf, get (reading, page, "/Tabs"), "/S"));
  g_assert_cmpint (qpdf_oh_get_stream_data (reading->qpdf, contents, qpdf_dl_all, NULL, &data, &length) & QPDF_ERRORS, ==, 0);
  text = g_strndup ((const char *) data, length);
  free (data);
  g_assert_null (strstr (text, "/Private"));
  words = g_strsplit_set (text, "\n\r ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      /* Within an element a Span may say what a glyph stands for. */
      gboolean span = i >= 5 && g_str_equal (words[i], "BDC") && g_str_equal (words[i - 5], "/Span");

      if (g_str_equal (words[i], "BDC") || g_str_equal (words[i], "BMC"))
        g_assert_cmpint (++depth, ==, span ? 2 : 1);
      else if (g_str_equal (words[i], "EMC"))
        g_assert_cmpint (--depth, >=, 0);
      else if (g_str_equal (words[i], "S") || g_str_equal (words[i], "f") || g_str_has_suffix (words[i], "TJ") || g_str_has_suffix (words[i], "Tj"))
        g_assert_cmpint (depth, >=, 1);
    }
  g_assert_cmpint (depth, ==, 0);
}

static void
check_structure (const char *form, GBytes *pdf)
{
  g_autoptr (GArray) hanging = g_array_new (FALSE, TRUE, sizeof (guint));
  Reading reading = { .qpdf = qpdf_init (), .form = form, .hanging = hanging };
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);
  qpdf_oh root;

  g_assert_cmpint (qpdf_read_memory (reading.qpdf, "pdf", data, size, NULL) & QPDF_ERRORS, ==, 0);
  root = qpdf_get_root (reading.qpdf);
  g_assert_cmpstr (qpdf_oh_get_utf8_value (reading.qpdf, get (&reading, root, "/Lang")), ==, "zh-CN");
  g_assert_true (qpdf_oh_get_bool_value (reading.qpdf, get (&reading, get (&reading, root, "/ViewerPreferences"), "/DisplayDocTitle")));
  g_assert_true (qpdf_oh_get_bool_value (reading.qpdf, get (&reading, get (&reading, root, "/MarkInfo"), "/Marked")));
  g_assert_true (qpdf_oh_is_stream (reading.qpdf, get (&reading, root, "/Metadata")));
  read_element (&reading, get (&reading, root, "/StructTreeRoot"), "");
  g_assert_cmpuint (reading.headings, >=, 1);
  for (int i = 0; i < qpdf_get_num_pages (reading.qpdf); i++)
    check_content (&reading, i);
  if (qpdf_has_error (reading.qpdf))
    qpdf_get_error (reading.qpdf);
  qpdf_cleanup (&reading.qpdf);
}

/* FORMS.md 0.16: nobody's number stands whole on a page for the public. */
static void
check_public (PopplerDocument *document)
{
  g_autofree char *text = form_pdf_get_text (document, -1);

  g_assert_nonnull (strstr (text, "仅供公示使用"));
  for (guint v = 0; v < 3; v++)
    for (guint i = 0; i < 200; i++)
      {
        g_autofree char *id = form_fixture_make_id (v * 1000 + i), *phone = g_strdup_printf ("138%08u", v * 1000 + i);

        g_assert_null (strstr (text, id));
        g_assert_null (strstr (text, phone));
      }
  g_assert_null (strstr (text, "𠮷田丽华"));
}

static void
keep (const char *form, const char *variant, FormOfficeKind kind, GBytes *pdf)
{
  const char *folder = g_getenv ("CANLIAN_KEEP_PAPERS");
  g_autofree char *path = folder != NULL ? g_strdup_printf ("%s/%s-%s-%d.pdf", folder, form, variant, kind) : NULL;

  if (path != NULL)
    g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL);
}

static void
print_form (FormFixture *fixture, const ClDescriptionFile *file, const char *variant, FormOfficeKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClTemplate) form = cl_template_load (file->path, fixture->catalogue, &error);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  ClFormReport report = { 0 };

  g_assert_no_error (error);
  g_hash_table_insert (parameters, (gpointer) "variant", (gpointer) variant);
  pdf = cl_form_make_pdf (form, fixture->catalogue, cl_store_get_reader (fixture->store), parameters, NULL, &report, &error);
  /* A form that is not for the public has no such variant, and of nothing there is nothing to print. */
  if (g_str_equal (variant, "public") && g_error_matches (error, CL_ERROR, CL_ERROR_INVALID))
    return;
  if (g_error_matches (error, CL_ERROR, CL_ERROR_NOT_FOUND))
    return;
  g_assert_no_error (error);
  g_assert_cmpuint (report.missing_glyphs->len, ==, 0);
  keep (file->name, variant, kind, pdf);
  check_structure (file->name, pdf);
  document = form_pdf_open (pdf);
  g_assert_cmpint (poppler_document_get_n_pages (document), ==, (int) report.pages);
  if (g_str_equal (variant, "public"))
    check_public (document);
  cl_form_report_clear (&report);
}

static void
test_kind (gconstpointer data)
{
  static const char *const variants[] = { "internal", "public", "large", "blank" };
  FormOfficeKind kind = GPOINTER_TO_INT (data);
  const GPtrArray *forms;
  FormFixture fixture;

  form_office_set_up (&fixture, kind);
  g_assert_cmpuint (cl_catalogue_get_problems (fixture.catalogue)->len, ==, 0);
  forms = cl_catalogue_get_forms (fixture.catalogue);
  g_assert_cmpuint (forms->len, >=, 6);
  for (guint i = 0; i < forms->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (variants); k++)
      {
        /* Of fewer each form in a variant for each kind of office, another each time. */
        if ((i + k + (guint) kind) % cl_test_rounds (1, 4) != 0)
          continue;
        g_test_message ("%s, %s", ((ClDescriptionFile *) forms->pdata[i])->name, variants[k]);
        print_form (&fixture, forms->pdata[i], variants[k], kind);
      }
  form_fixture_tear_down (&fixture, NULL);
}

static char *
print_roll (FormFixture *fixture, const char *fill, const char *variant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = form_fixture_print (fixture, "roll", NULL, NULL, &error, "fill", fill, "variant", variant, NULL);
  form_owned PopplerDocument *document = NULL;

  g_assert_no_error (error);
  document = form_pdf_open (pdf);
  return form_pdf_get_text (document, -1);
}

/* Totals agree with what they are of; a list that is closed says so; large type lacks nothing that is in small. */
static void
test_roll (void)
{
  FormFixture fixture;
  g_autofree char *open = NULL, *closed = NULL, *large = NULL;

  form_office_set_up (&fixture, FORM_OFFICE_ORDINARY);
  open = print_roll (&fixture, "no", "internal");
  closed = print_roll (&fixture, "closed", "internal");
  large = print_roll (&fixture, "no", "large");
  g_assert_nonnull (strstr (open, "上河村小计9人"));
  g_assert_nonnull (strstr (open, "合计27人"));
  g_assert_nonnull (strstr (open, "叁仟叁佰叁拾叁元壹角伍分"));
  g_assert_null (strstr (open, "以下空白"));
  g_assert_nonnull (strstr (closed, "以下空白"));
  g_assert_nonnull (strstr (large, "合计27人"));
  for (guint v = 0; v < 3; v++)
    for (guint i = 0; i < 12; i++)
      {
        g_autofree char *phone = g_strdup_printf ("138%08u", v * 1000 + i);

        g_assert_true ((strstr (open, phone) != NULL) == (i % 4 != 3));
        g_assert_true ((strstr (large, phone) != NULL) == (i % 4 != 3));
      }
  form_fixture_tear_down (&fixture, NULL);
}

/* Who hears the list of forms can tell them apart; what tells them apart is not printed. */
static void
test_called (void)
{
  g_autoptr (GHashTable) called = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const GPtrArray *forms;
  FormFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autofree char *text = NULL;

  form_office_set_up (&fixture, FORM_OFFICE_ORDINARY);
  forms = cl_catalogue_get_forms (fixture.catalogue);
  for (guint i = 0; i < forms->len; i++)
    {
      const ClDescriptionFile *file = forms->pdata[i];
      g_autoptr (ClTemplate) form = cl_template_load (file->path, fixture.catalogue, &error);

      g_assert_no_error (error);
      /* Those of the test may be called as shipped ones. */
      if (strstr (file->path, "/descriptions/") == NULL && !g_hash_table_add (called, g_strdup (cl_template_get_title (form))))
        g_error ("two forms are called %s", cl_template_get_title (form));
    }
  g_assert_true (g_hash_table_contains (called, "特殊困难残疾人家庭走访探视记录表（半页）"));
  pdf = form_fixture_print (&fixture, "visit-slip", NULL, NULL, &error, "variant", "blank", NULL);
  g_assert_no_error (error);
  document = form_pdf_open (pdf);
  text = form_pdf_get_text (document, -1);
  g_assert_nonnull (strstr (text, "特殊困难残疾人家庭走访探视记录表"));
  g_assert_null (strstr (text, "半页"));
  form_fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/every-form/roll", test_roll);
  g_test_add_func ("/every-form/called", test_called);
  g_test_add_data_func ("/every-form/none", GINT_TO_POINTER (FORM_OFFICE_NONE), test_kind);
  g_test_add_data_func ("/every-form/ordinary", GINT_TO_POINTER (FORM_OFFICE_ORDINARY), test_kind);
  g_test_add_data_func ("/every-form/hostile", GINT_TO_POINTER (FORM_OFFICE_HOSTILE), test_kind);
  return g_test_run ();
}
