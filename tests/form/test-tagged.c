/* What makes the file accessible and self-contained: PDF/UA entries, one clean tree, artifacts, fonts. Read by qpdf and Poppler, not by the code that wrote it. */

#include <locale.h>
#include <qpdf/qpdf-c.h>

#include "cl-error.h"
#include "cl-pdf-structure.h"
#include "form-fixture.h"

static GBytes *
print_township (FormFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf;

  for (guint v = 0; v < 3; v++)
    {
      g_autofree char *name = g_strdup_printf ("第%u村", v + 1), *code = g_strdup_printf ("99112310120%u", v + 1);
      gint64 village = form_fixture_add_village (fixture, name, code, 0);

      for (guint i = 0; i < 1 + v * 25; i++)
        form_fixture_add_member (fixture, village, "𠮷田", v * 100 + i, "委员", "持证", "2026-01-01", NULL);
    }
  pdf = form_fixture_print (fixture, "attachment-3", NULL, NULL, &error, NULL);
  g_assert_no_error (error);
  return pdf;
}

typedef struct
{
  qpdf_data qpdf;
  GHashTable *kinds; /* "/TR" -> count */
  guint scopes;
} Tree;

static void
walk (Tree *tree, qpdf_oh element, const char *parent)
{
  static const char *const nesting[][2] = {
    { "/Document", "" }, { "/H1", "/Document" }, { "/P", "/Document" }, { "/Table", "/Document" },
    { "/TR", "/Table" }, { "/TH", "/TR" }, { "/TD", "/TR" }, { "/Figure", "/Document" }, { "/Figure", "/TD" }, { "/H2", "/Document" },
  };
  qpdf_data qpdf = tree->qpdf;
  g_autofree char *kind = NULL;
  qpdf_oh kids;
  gboolean known = FALSE;

  if (!qpdf_oh_is_dictionary (qpdf, element))
    return;
  kids = qpdf_oh_get_key (qpdf, element, "/K");
  kind = qpdf_oh_has_key (qpdf, element, "/S") ? g_strdup (qpdf_oh_get_name (qpdf, qpdf_oh_get_key (qpdf, element, "/S"))) : g_strdup ("");
  if (*kind != '\0')
    {
      for (guint i = 0; i < G_N_ELEMENTS (nesting); i++)
        known = known || (g_str_equal (nesting[i][0], kind) && g_str_equal (nesting[i][1], parent));
      if (!known)
        g_error ("%s inside %s", kind, parent);
      g_hash_table_insert (tree->kinds, g_strdup (kind), GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (tree->kinds, kind)) + 1));
      if (g_str_equal (kind, "/TH"))
        {
          qpdf_oh scope = qpdf_oh_get_key_if_dict (qpdf, qpdf_oh_get_key (qpdf, element, "/A"), "/Scope");

          tree->scopes += qpdf_oh_is_name_and_equals (qpdf, scope, "/Column");
        }
    }
  if (qpdf_oh_is_array (qpdf, kids))
    for (int i = 0; i < qpdf_oh_get_array_n_items (qpdf, kids); i++)
      walk (tree, qpdf_oh_get_array_item (qpdf, kids, i), kind);
  else
    walk (tree, kids, kind);
}

/* The one figure of the tree. */
static gboolean
assert_alternative (qpdf_data qpdf, qpdf_oh element, const char *expected)
{
  qpdf_oh kids;
  gboolean found = FALSE;

  if (!qpdf_oh_is_dictionary (qpdf, element))
    return FALSE;
  kids = qpdf_oh_get_key (qpdf, element, "/K");
  if (qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, element, "/S"), "/Figure"))
    {
      g_assert_cmpstr (qpdf_oh_get_utf8_value (qpdf, qpdf_oh_get_key (qpdf, element, "/Alt")), ==, expected);
      return TRUE;
    }
  if (!qpdf_oh_is_array (qpdf, kids))
    return assert_alternative (qpdf, kids, expected);
  for (int i = 0; i < qpdf_oh_get_array_n_items (qpdf, kids); i++)
    found = assert_alternative (qpdf, qpdf_oh_get_array_item (qpdf, kids, i), expected) || found;
  return found;
}

static guint
count (const char *text, gsize length, const char *what)
{
  guint n = 0;
  const char *end = text + length, *found;

  while ((found = memmem (text, end - text, what, strlen (what))) != NULL)
    {
      n++;
      text = found + 1;
    }
  return n;
}

/* Everything on the page is either in the tree or an artifact; no marked content in marked content. */
static void
check_content (qpdf_data qpdf, int page)
{
  qpdf_oh contents = qpdf_oh_get_key (qpdf, qpdf_get_page_n (qpdf, page), "/Contents");
  unsigned char *data = NULL;
  size_t length = 0;
  int depth = 0;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (qpdf_oh_get_stream_data (qpdf, contents, qpdf_dl_all, NULL, &data, &length) & QPDF_ERRORS, ==, 0);
  text = g_strndup ((const char *) data, length);
  free (data);
  g_assert_cmpuint (count (text, length, "/Private"), ==, 0);
  g_assert_cmpuint (count (text, length, "/Artifact BMC"), >, 0);
  lines = g_strsplit_set (text, "\n\r ", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_equal (lines[i], "BDC") || g_str_equal (lines[i], "BMC"))
        g_assert_cmpint (++depth, ==, 1);
      else if (g_str_equal (lines[i], "EMC"))
        g_assert_cmpint (--depth, ==, 0);
      else if (g_str_equal (lines[i], "S") || g_str_equal (lines[i], "f") || g_str_equal (lines[i], "Tm") || g_str_has_suffix (lines[i], "TJ") ||
               g_str_has_suffix (lines[i], "Tj"))
        g_assert_cmpint (depth, ==, 1);
    }
  g_assert_cmpint (depth, ==, 0);
}

static void
test_structure (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) pdf = print_township (fixture);
  gsize size;
  const char *bytes = g_bytes_get_data (pdf, &size);
  qpdf_data qpdf = qpdf_init ();
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Tree tree = { qpdf, kinds, 0 };
  qpdf_oh root, metadata;
  unsigned char *packet = NULL;
  size_t length;

  g_assert_cmpint (qpdf_read_memory (qpdf, "pdf", bytes, size, NULL) & QPDF_ERRORS, ==, 0);
  root = qpdf_get_root (qpdf);
  g_assert_cmpstr (qpdf_oh_get_utf8_value (qpdf, qpdf_oh_get_key (qpdf, root, "/Lang")), ==, "zh-CN");
  g_assert_true (qpdf_oh_get_bool_value (qpdf, qpdf_oh_get_key (qpdf, qpdf_oh_get_key (qpdf, root, "/ViewerPreferences"), "/DisplayDocTitle")));
  g_assert_true (qpdf_oh_get_bool_value (qpdf, qpdf_oh_get_key (qpdf, qpdf_oh_get_key (qpdf, root, "/MarkInfo"), "/Marked")));
  metadata = qpdf_oh_get_key (qpdf, root, "/Metadata");
  g_assert_cmpint (qpdf_oh_get_stream_data (qpdf, metadata, qpdf_dl_all, NULL, &packet, &length) & QPDF_ERRORS, ==, 0);
  g_assert_cmpuint (count ((const char *) packet, length, "<pdfuaid:part>1</pdfuaid:part>"), ==, 1);
  g_assert_cmpuint (count ((const char *) packet, length, "村（社区）残协组织人员名单"), ==, 1);
  free (packet);

  walk (&tree, qpdf_oh_get_key (qpdf, root, "/StructTreeRoot"), "");
#define N(kind) GPOINTER_TO_UINT (g_hash_table_lookup (kinds, kind))
  g_assert_cmpuint (N ("/Document"), ==, 1);
  g_assert_cmpuint (N ("/H1"), ==, 3);
  g_assert_cmpuint (N ("/Table"), ==, 3);
  g_assert_cmpuint (N ("/TH"), ==, 18);
  g_assert_cmpuint (N ("/TR"), ==, 3 + 1 + 26 + 51);
  g_assert_cmpuint (tree.scopes, ==, 18);
  g_assert_cmpuint (N ("/Figure"), ==, 3);
#undef N
  g_assert_cmpint (qpdf_get_num_pages (qpdf), >, 5);
  for (int i = 0; i < qpdf_get_num_pages (qpdf); i++)
    {
      g_assert_true (qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, qpdf_get_page_n (qpdf, i), "/Tabs"), "/S"));
      check_content (qpdf, i);
    }
  qpdf_cleanup (&qpdf);
}

/* Two hundred villages, names of 25 characters among them: the chart goes over pages, the table follows it. */
static void
test_statistic (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (ClStatisticQuestion) question = cl_statistic_question_new (cl_catalogue_find_ledger (fixture->catalogue, "appointment"));
  g_autoptr (ClStatistic) statistic = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ClFormReport report = { 0 };
  qpdf_data qpdf = qpdf_init ();
  Tree tree = { qpdf, kinds, 0 };

  for (guint v = 0; v < 200; v++)
    {
      g_autofree char *name = v % 50 == 0 ? g_strdup_printf ("第%03u阿不都热合曼阿不都克里木阿不都热依木江巴格村民委员会", v) : g_strdup_printf ("第%u村", v);
      g_autofree char *code = g_strdup_printf ("991123101%03u", v + 200);
      gint64 village = form_fixture_add_village (fixture, name, code, (int) v + 1);

      form_fixture_add_member (fixture, village, "张伟", v, "委员", v % 3 == 0 ? NULL : "持证", "2026-01-01", NULL);
    }
  question->by = g_strdup ("organisation.division");
  question->and_by = g_strdup ("person.disability");
  statistic = cl_statistic_count (fixture->catalogue, cl_store_get_reader (fixture->store), question, NULL, &error);
  g_assert_no_error (error);
  pdf = cl_form_print_statistic (fixture->store, statistic, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.rows, ==, 200);
  g_assert_cmpuint (report.missing_glyphs->len, ==, 0);
  g_assert_cmpint (qpdf_read_memory (qpdf, "pdf", g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), NULL) & QPDF_ERRORS, ==, 0);
  walk (&tree, qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/StructTreeRoot"), "");
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (kinds, "/Figure")), >, 3);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (kinds, "/Table")), ==, 1);
  /* Heads, villages, the whole. */
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (kinds, "/TR")), ==, 202);
  for (int i = 0; i < qpdf_get_num_pages (qpdf); i++)
    check_content (qpdf, i);
  qpdf_cleanup (&qpdf);
  cl_form_report_clear (&report);
}

/* The figure's words tell the numbers in short; the table has them all. Nothing counted is nothing printed. */
static void
test_statistic_words (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (ClStatisticQuestion) question = cl_statistic_question_new (cl_catalogue_find_ledger (fixture->catalogue, "person"));
  g_autoptr (ClStatistic) statistic = NULL, none = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  form_owned PopplerDocument *document = NULL;
  qpdf_data qpdf = qpdf_init ();
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 1);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 3; i++)
    form_fixture_add_member (fixture, village, "张伟", i, "委员", i > 0 ? "持证" : NULL, "2026-01-01", NULL);
  question->by = g_strdup ("disability");
  statistic = cl_statistic_count (fixture->catalogue, cl_store_get_reader (fixture->store), question, NULL, &error);
  g_assert_no_error (error);
  pdf = cl_form_print_statistic (fixture->store, statistic, NULL, &error);
  g_assert_no_error (error);
  document = form_pdf_open (pdf);
  text = form_pdf_get_text (document, -1);
  g_assert_nonnull (strstr (text, "残疾人名册统计图（按残疾情况）"));
  g_assert_nonnull (strstr (text, "66.7%"));
  g_assert_nonnull (strstr (text, "100.0%"));
  g_assert_cmpint (qpdf_read_memory (qpdf, "pdf", g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), NULL) & QPDF_ERRORS, ==, 0);
  g_assert_true (assert_alternative (qpdf, qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/StructTreeRoot"), "统计图。共 3 条，分 2 项；最多：持证，2（66.7%）。"));
  qpdf_cleanup (&qpdf);
  g_free (question->by);
  question->by = g_strdup ("division");
  question->where = g_strdup ("name = '无此人'");
  none = cl_statistic_count (fixture->catalogue, cl_store_get_reader (fixture->store), question, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (cl_form_print_statistic (fixture->store, none, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

static void
test_fonts (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) pdf = print_township (fixture);
  form_owned PopplerDocument *document = form_pdf_open (pdf);
  PopplerFontInfo *info = poppler_font_info_new (document);
  PopplerFontsIter *iter = NULL;
  guint fonts = 0;
  g_autofree char *text = form_pdf_get_text (document, -1), *title = poppler_document_get_title (document);

  g_assert_true (poppler_font_info_scan (info, poppler_document_get_n_pages (document), &iter));
  do
    {
      fonts++;
      g_assert_true (poppler_fonts_iter_is_embedded (iter));
      g_assert_true (poppler_fonts_iter_is_subset (iter));
    }
  while (poppler_fonts_iter_next (iter));
  poppler_fonts_iter_free (iter);
  g_object_unref (info);
  g_assert_cmpuint (fonts, >=, 2);
  /* Text goes back to Unicode, beyond the basic plane too. */
  g_assert_nonnull (strstr (text, "𠮷田"));
  g_assert_cmpstr (title, ==, "村（社区）残协组织人员名单");
  g_assert_cmpuint (g_bytes_get_size (pdf), <, 3 * 1024 * 1024);
}

/* qpdf's own opinion, where the program is installed. */
static void
test_qpdf_check (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("qpdf"), *path = g_build_filename (fixture->folder, "f3.pdf", NULL), *said = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (program == NULL)
    {
      g_test_skip ("qpdf is not installed");
      return;
    }
  pdf = print_township (fixture);
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char *[]){ program, (char *) "--check", path, NULL }, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &said, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (said, "No syntax or stream encoding errors found"));
}

/* Bookmarks lead to each village. */
static void
test_outline (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) pdf = print_township (fixture);
  form_owned PopplerDocument *document = form_pdf_open (pdf);
  PopplerIndexIter *iter = poppler_index_iter_new (document);
  guint n = 0;

  g_assert_nonnull (iter);
  do
    {
      PopplerAction *action = poppler_index_iter_get_action (iter);
      g_autofree char *name = g_strdup_printf ("第%u村", ++n);

      g_assert_cmpstr (action->any.title, ==, name);
      poppler_action_free (action);
    }
  while (poppler_index_iter_next (iter));
  poppler_index_iter_free (iter);
  g_assert_cmpuint (n, ==, 3);
}

/* What is not a PDF is refused with a sentence, not with a crash. */
static void
test_garbage (void)
{
  g_autoptr (GBytes) garbage = g_bytes_new_static ("%PDF-1.5\nno", 11), empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) spans = NULL;

  g_assert_null (cl_pdf_structure_complete (garbage, "题", "zh-CN", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (cl_pdf_structure_complete (empty, "题", "zh-CN", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);
  spans = cl_pdf_structure_get_row_spans (garbage);
  g_assert_cmpuint (spans->len, ==, 0);
}

/* A title with what XML minds. */
static void
test_escaped (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) pdf = print_township (fixture), again = NULL;
  g_autoptr (GError) error = NULL;

  again = cl_pdf_structure_complete (pdf, "甲 & <乙>", "zh-CN", &error);
  g_assert_no_error (error);
  g_assert_nonnull (again);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/tagged/" path, FormFixture, NULL, form_fixture_set_up, function, form_fixture_tear_down)
  ADD ("structure", test_structure);
  ADD ("statistic", test_statistic);
  ADD ("statistic-words", test_statistic_words);
  ADD ("fonts", test_fonts);
  ADD ("qpdf-check", test_qpdf_check);
  ADD ("outline", test_outline);
  ADD ("escaped", test_escaped);
  g_test_add_func ("/tagged/garbage", test_garbage);
  return g_test_run ();
}
