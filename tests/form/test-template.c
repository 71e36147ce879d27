/* Descriptions of forms: what is wrong is told with file and line, before anyone prints. */

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <locale.h>

#include "cl-error.h"
#include "form-fixture.h"

#define FORM(attributes, body)                                                                                                     \
  "<form version=\"1\" name=\"x\" title=\"表\" paper=\"A4 portrait\" mode=\"attachment\" of=\"appointment\"" attributes ">\n" body \
  "\n</form>\n"
#define TABLE "<table><column width=\"40\" value=\"person\">姓名</column></table>"

static ClTemplate *
load (FormFixture *fixture, const char *xml, GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, "x.xml", NULL);

  g_assert_true (g_file_set_contents (path, xml, -1, NULL));
  return cl_template_load (path, fixture->catalogue, error);
}

static void
test_wrong (FormFixture *fixture, gconstpointer data)
{
  static const struct { const char *xml; int line; const char *names; } wrong[] = {
    { "<form", 1, NULL },
    { FORM ("", "<table/>"), 2, NULL },
    { FORM ("", "<table>\n<column width=\"wide\" value=\"person\">姓名</column></table>"), 3, NULL },
    { FORM (" colour=\"red\"", TABLE), 1, NULL },
    { FORM (" where=\"nobody = 1\"", TABLE), 1, "nobody" },
    { FORM (" order=\"person.nothing\"", TABLE), 1, "nothing" },
    { FORM ("", "<table>\n<column width=\"40\" value=\"person.nothing\">姓名</column></table>"), 3, "nothing" },
    { FORM ("", "<table>\n<column width=\"40\" value=\"load_extension('x')\">姓名</column></table>"), 3, "load_extension" },
    { FORM ("", "<parameter name=\"p\" type=\"reference\" to=\"nowhere\" label=\"P\"/>" TABLE), 2, "nowhere" },
    { FORM ("", "<parameter name=\"p\" type=\"reference\" to=\"division\" each=\"yes\" label=\"P\"/>" TABLE), 2, "p" },
    { FORM ("", "<parameter name=\"p\" type=\"year\" label=\"P\"/>\n<parameter name=\"p\" type=\"year\" label=\"P\"/>" TABLE), 3, "p" },
    { FORM ("", "<parameter name=\"p\" type=\"year\" label=\"P\"/>\n<sub-title>{p.month}</sub-title>" TABLE), 3, "month" },
    { FORM ("", "<sub-title>{no_such}</sub-title>" TABLE), 2, "no_such" },
    { FORM ("", "<header framed=\"yes\"><cell span=\"2\">甲</cell></header>" TABLE), 2, "2" },
    { FORM ("", "<table>\n<column width=\"100\" value=\"person\">甲</column><column width=\"60\" value=\"person\">乙</column></table>"), 2, "160.0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClTemplate) form = load (fixture, wrong[i].xml, &error);
      g_autofree char *place = g_strdup_printf ("x.xml:%d:", wrong[i].line);

      g_assert_null (form);
      g_assert_error (error, CL_ERROR, CL_ERROR_DESCRIPTION);
      if (strstr (error->message, place) == NULL || (wrong[i].names != NULL && strstr (error->message, wrong[i].names) == NULL))
        g_error ("%u: %s", i, error->message);
    }
}

static void
test_missing_file (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_template_load ("/nonexistent/x.xml", fixture->catalogue, &error));
  g_assert_nonnull (error);
}

static void
test_attachment_3 (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (ClTemplate) form = form_fixture_load (fixture, "attachment-3");
  const GPtrArray *parameters = cl_template_get_parameters (form);
  const ClTemplateParameter *village = parameters->pdata[0];

  g_assert_cmpstr (cl_template_get_name (form), ==, "attachment-3");
  g_assert_cmpstr (cl_template_get_title (form), ==, "村（社区）残协组织人员名单");
  g_assert_cmpstr (cl_template_get_mark (form), ==, "附件 3");
  g_assert_cmpstr (cl_template_get_ledger (form), ==, "appointment");
  g_assert_cmpstr (village->name, ==, "village");
  g_assert_cmpstr (village->type, ==, "reference");
  g_assert_cmpstr (village->to, ==, "division");
  g_assert_true (village->each);
  for (guint i = 0; i < parameters->len; i++)
    {
      const ClTemplateParameter *parameter = parameters->pdata[i];

      g_assert_cmpuint (g_strv_length (parameter->choices), ==, g_strv_length (parameter->choice_labels));
      g_assert_true (g_str_equal (parameter->type, "choice") == (g_strv_length (parameter->choices) > 0));
    }
}

/* A form of an office's own, in ledger mode, over any ledger: no code. */
static void
test_own (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  form_owned PopplerDocument *document = NULL;
  g_autofree char *text = NULL;
  g_autoptr (ClTemplate) form = load (fixture,
                                      "<form version=\"1\" name=\"x\" title=\"各村一览\" paper=\"A4 landscape\" mode=\"ledger\" of=\"division\"\n"
                                      " where=\"level = 'village'\" order=\"code\">\n"
                                      "<sub-title>共 {count(*)} 个</sub-title>\n"
                                      "<table><column width=\"60\" value=\"code\">代码</column><column width=\"60\" value=\"name\">名称</column>\n"
                                      "<column width=\"60\" value=\"population\" align=\"right\">人口</column></table>\n"
                                      "<notes><note>说明：{count(population)} 村有数。</note></notes></form>",
                                      &error);

  g_assert_no_error (error);
  form_fixture_add (fixture, "division", "name", "上河村", "code", "991123101201", "level", "village", "population", "0", NULL);
  form_fixture_add (fixture, "division", "name", "下河村", "code", "991123101202", "level", "village", NULL);
  pdf = cl_form_make_pdf (form, fixture->catalogue, cl_store_get_reader (fixture->store), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  document = form_pdf_open (pdf);
  text = form_pdf_get_text (document, 0);
  g_assert_nonnull (strstr (text, "共2个"));
  g_assert_nonnull (strstr (text, "说明：1村有数。"));
  g_assert_nonnull (strstr (text, "第1页共1页"));
  g_assert_nonnull (strstr (text, "审核人"));
  g_assert_nonnull (strstr (text, "991123101202"));
}

/* What the writers' guide shows is a form that prints. */
static void
test_guide (FormFixture *fixture, gconstpointer data)
{
  static const char *const languages[] = { "C", "zh_CN" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "help", languages[i], "forms-guide.page", NULL);
      xmlDocPtr page = xmlReadFile (path, NULL, XML_PARSE_NONET);
      xmlXPathContextPtr context = xmlXPathNewContext (page);
      xmlXPathObjectPtr found;
      g_autofree char *code = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (ClTemplate) form = NULL;
      g_autoptr (GBytes) pdf = NULL;

      xmlXPathRegisterNs (context, (const xmlChar *) "m", (const xmlChar *) "http://projectmallard.org/1.0/");
      found = xmlXPathEval ((const xmlChar *) "string(//m:code[contains(., 'our-list')])", context);
      code = g_strdup ((const char *) found->stringval);
      xmlXPathFreeObject (found);
      xmlXPathFreeContext (context);
      xmlFreeDoc (page);
      form = load (fixture, code, &error);
      g_assert_no_error (error);
      form_fixture_add (fixture, "person", "name", "张三", "disability", "certified", NULL);
      pdf = cl_form_make_pdf (form, fixture->catalogue, cl_store_get_reader (fixture->store), NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

/* Blocks that cannot be: told with their line, and numbers beyond all measure harm nobody. */
static void
test_wrong_blocks (FormFixture *fixture, gconstpointer data)
{
  static const struct { const char *body; int line; const char *names; } wrong[] = {
    { "<sub-title if=\"nobody=1\">甲</sub-title>" TABLE, 2, "nobody" },
    { "<table>\n<column width=\"40\" value=\"person\">姓名</column><total><cell span=\"3\">合计</cell></total></table>", 3, "3" },
    { "<grid columns=\"4\">\n<row><cell span=\"3\">甲</cell><cell span=\"2\">乙</cell></row></grid>", 3, "5" },
    { "<grid columns=\"2\">\n<row><cell span=\"4000000000\">甲</cell></row></grid>", 3, "1000" },
    { "<grid columns=\"2\"><row><cell>\n<boxes value=\"start\"/></cell></row></grid>", 3, "start" },
    { "<grid columns=\"2\"><row><cell down=\"3\">甲</cell></row>\n<rows of=\"person\"><cell>{name}</cell></rows></grid>", 3, "label" },
    { "<table of=\"person\" where=\"division = :vilage\"><column width=\"40\" value=\"name\">姓名</column></table>", 2, "vilage" },
    { "<table of=\"nowhere\"><column width=\"40\">姓名</column></table>", 2, "nowhere" },
    { "<table><column width=\"40\" tick=\"load_extension('x')\">姓名</column></table>", 2, "load_extension" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *xml = g_strdup_printf ("<form version=\"1\" name=\"x\" title=\"表\" paper=\"A4 portrait\" mode=\"attachment\" of=\"appointment\">\n%s\n</form>",
                                              wrong[i].body);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClTemplate) form = load (fixture, xml, &error);
      g_autofree char *place = g_strdup_printf ("x.xml:%d:", wrong[i].line);

      g_assert_null (form);
      if (strstr (error->message, place) == NULL || strstr (error->message, wrong[i].names) == NULL)
        g_error ("%u: %s", i, error->message);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/template/" path, FormFixture, NULL, form_fixture_set_up, function, form_fixture_tear_down)
  ADD ("wrong", test_wrong);
  ADD ("missing-file", test_missing_file);
  ADD ("attachment-3", test_attachment_3);
  ADD ("own", test_own);
  ADD ("guide", test_guide);
  ADD ("wrong-blocks", test_wrong_blocks);
  return g_test_run ();
}
