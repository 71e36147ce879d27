#include <string.h>

#include "cl-description.h"
#include "descriptions.h"

#define LEDGER(name, body) "<ledger version=\"1\" name=\"" name "\" title=\"T\">\n" body "\n</ledger>"
#define NAME "<field name=\"name\" type=\"text\" label=\"Name\"/>"

/* One wrong file beside a good one: the good one is there, and the problem begins with FILE:LINE: and says @part. */
static void
assert_problem (const char *xml, int line, const char *part)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *place = NULL;
  g_autoptr (ClCatalogue) catalogue = NULL;
  const GPtrArray *problems;
  const GError *problem;

  write_description (folder, "codes", "fruit", "<codes version=\"1\" name=\"fruit\" title=\"Fruit\"><code value=\"a\" label=\"苹果\"/></codes>");
  write_description (folder, "ledgers", "a_good", LEDGER ("good", NAME));
  write_description (folder, "ledgers", "bad", xml);
  catalogue = load_folder (folder);
  problems = cl_catalogue_get_problems (catalogue);
  g_assert_cmpuint (problems->len, >=, 1);
  problem = problems->pdata[0];
  place = g_strdup_printf ("%s/ledgers/bad.xml:%d: ", folder, line);
  if (!g_str_has_prefix (problem->message, place) || strstr (problem->message, part) == NULL)
    g_error ("“%s” should begin with “%s” and say “%s”", problem->message, place, part);
  g_assert_true (g_error_matches (problem, CL_ERROR, CL_ERROR_DESCRIPTION) || g_error_matches (problem, CL_ERROR, CL_ERROR_NEWER));
  g_assert_nonnull (cl_catalogue_find_ledger (catalogue, "good"));
  g_assert_null (cl_catalogue_find_ledger (catalogue, "bad"));
  remove_folder (folder);
}

static void
test_schema (void)
{
  assert_problem ("<ledger version=\"1\"", 1, "XML");
  assert_problem ("", 1, "XML");
  assert_problem ("<ledger version=\"1\" name=\"bad\" title=\"T\">\n" NAME "\n<field>\n</ledger>", 4, "XML");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"colour\" label=\"B\"/>\n" "<field name=\"c\" type=\"text\" label=\"C\"/>"), 3, "colour");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"text\" lable=\"B\"/>"), 3, "lable");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"text\"/>"), 3, "field");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b c\" type=\"text\" label=\"B\"/>"), 3, "b c");
  assert_problem (LEDGER ("bad", NAME "\n\n<fields/>"), 4, "fields");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"text\" label=\"B\" required=\"1\"/>"), 3, "required");
  assert_problem (LEDGER ("bad", ""), 1, "ledger");
  assert_problem ("<form version=\"1\"/>", 1, "form");
  assert_problem ("<ledger name=\"bad\" title=\"T\">" NAME "</ledger>", 1, "ledger");
  assert_problem ("<ledger version=\"1\">\n" NAME "</ledger>", 1, "name and a title");
}

static void
test_names (void)
{
  assert_problem (LEDGER ("bad", NAME "\n" NAME), 3, "name");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"id\" type=\"text\" label=\"B\"/>"), 3, "id");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"a__b\" type=\"text\" label=\"B\"/>"), 3, "a__b");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"date\" label=\"B\" several=\"yes\"/>"), 3, "several");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"reference\" label=\"B\"/>"), 3, "to=");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"text\" label=\"B\" to=\"good\"/>"), 3, "to=");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"code\" label=\"B\"/>"), 3, "codes=");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"reference\" label=\"B\" to=\"nowhere\"/>"), 3, "nowhere");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"code\" label=\"B\" codes=\"no-list\"/>"), 3, "no-list");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"integer\" label=\"B\" default=\"many\"/>"), 3, "many");
  assert_problem (LEDGER ("bad", NAME "\n<field name=\"b\" type=\"code\" codes=\"fruit\" label=\"B\" default=\"梨\"/>"), 3, "梨");
  assert_problem (LEDGER ("bad", NAME "\n<view name=\"v\" title=\"V\" columns=\"name nothing\"/>"), 3, "nothing");
  assert_problem (LEDGER ("bad", NAME "\n<view name=\"v\" title=\"V\"/>\n<view name=\"v\" title=\"V\"/>"), 4, "view");
  assert_problem (LEDGER ("bad", NAME "\n<check field=\"nothing\" when=\"1\" message=\"M\"/>"), 3, "nothing");
  assert_problem (LEDGER ("bad", NAME "\n<index fields=\"name, nothing\"/>"), 1, "nothing");
  assert_problem (LEDGER ("bad", NAME "\n<dated into=\"nowhere\" owner=\"o\" fields=\"name\"/>"), 3, "nowhere");
  assert_problem (LEDGER ("bad", NAME "\n<dated into=\"good\" owner=\"name\" fields=\"name\"/>"), 3, "name");
  assert_problem (LEDGER ("bad", NAME "\n<import>\n<through field=\"name\" match=\"name\"/>\n</import>"), 4, "name");
  assert_problem (LEDGER ("bad", "<field name=\"b\" type=\"reference\" label=\"B\" to=\"good\"/>\n<import>\n<through field=\"b\" match=\"code\"/></import>"), 4, "code");
  assert_problem (LEDGER ("bad", "<field name=\"b\" type=\"reference\" label=\"B\" to=\"good\"/>\n<import>\n<column path=\"b.code\"/></import>"), 4, "code");
  assert_problem (LEDGER ("bad", NAME "\n<import>\n<column path=\"name.name\"/></import>"), 4, "name.name");
  assert_problem (LEDGER ("journal", NAME), 1, "journal");
  assert_problem ("<ledger version=\"1\" name=\"bad\" title=\"T\" columns=\"nothing\">" NAME "</ledger>", 1, "nothing");
  assert_problem ("<ledger version=\"1\" name=\"bad\" title=\"T\" order=\"name desc, nothing.rank\">" NAME "</ledger>", 1, "nothing");
  assert_problem ("<ledger version=\"1\" name=\"bad\" title=\"T\" match=\"name+nothing\">" NAME "</ledger>", 1, "nothing");
  assert_problem ("<ledger version=\"1\" name=\"bad\" title=\"T\" part-of=\"name\">" NAME "</ledger>", 1, "part-of");
  assert_problem (LEDGER ("good", NAME), 1, "a_good.xml");
  assert_problem ("<ledger version=\"1\" extends=\"nowhere\">\n" NAME "</ledger>", 1, "nowhere");
  assert_problem ("<ledger version=\"1\" extends=\"good\">\n" NAME "</ledger>", 2, "name");
  assert_problem ("<ledger version=\"1\" extends=\"good\" order=\"x\">\n<field name=\"x\" type=\"text\" label=\"X\"/></ledger>", 1, "extension");
}

static void
test_newer (void)
{
  assert_problem ("<ledger version=\"2\" name=\"bad\" title=\"T\" shape=\"round\">\n<well/>\n</ledger>", 1, "newer");
}

/* Files come from anywhere: neither a small file that grows, nor one that reads others, nor a large or deep one. */
static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("<ledger version=\"1\" name=\"bad\" title=\"T\">");
  g_autofree char *large = g_strnfill (2 * 1024 * 1024, ' ');
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "ledgers", "bad.xml", NULL);
  g_autoptr (ClCatalogue) catalogue = NULL;

  assert_problem ("<!DOCTYPE ledger [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n" LEDGER ("bad", "&b;" NAME), 1, "entities");
  assert_problem ("<!DOCTYPE ledger [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n" LEDGER ("bad", "&a;" NAME), 1, "entities");
  assert_problem ("<!DOCTYPE ledger SYSTEM \"http://example.invalid/x.dtd\">\n" LEDGER ("bad", NAME), 1, "entities");
  assert_problem (large, 1, "1 MB");
  for (int i = 0; i < 200; i++)
    g_string_append (deep, "<a>");
  for (int i = 0; i < 200; i++)
    g_string_append (deep, "</a>");
  g_string_append (deep, "</ledger>");
  assert_problem (deep->str, 1, "deeper");
  assert_problem ("<ledger version=\"1\" name=\"bad\" title=\"\xff\">" NAME "</ledger>", 1, "UTF-8");

  /* Broken at every byte: a problem each time, and nothing worse. */
  for (gsize length = 0; length < strlen (LEDGER ("bad", NAME)); length += 3)
    {
      g_autoptr (ClCatalogue) broken = NULL;

      g_assert_true (g_file_set_contents (path, LEDGER ("bad", NAME), length, NULL));
      broken = load_folder (folder);
      g_assert_cmpuint (cl_catalogue_get_problems (broken)->len, ==, 1);
    }
  /* Nested so deep that a parser without a limit would run out of its stack. */
  for (int i = 0; i < 100000; i++)
    g_string_append (deep, "<a>");
  g_assert_true (g_file_set_contents (path, deep->str, -1, NULL));
  catalogue = load_folder (folder);
  g_assert_cmpuint (cl_catalogue_get_problems (catalogue)->len, ==, 1);
  remove_folder (folder);
}

static void
test_codes (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *b = g_build_filename (folder, "codes", "b.xml:3:", NULL);
  g_autofree char *c = g_build_filename (folder, "codes", "c.xml:2:", NULL);
  g_autofree char *d = g_build_filename (folder, "codes", "d.xml:1:", NULL);
  g_autoptr (ClCatalogue) catalogue = NULL;
  const GPtrArray *problems;

  write_description (folder, "codes", "a", "<codes version=\"1\" name=\"fruit\" title=\"F\"><code value=\"a\" label=\"苹果\"/></codes>");
  write_description (folder, "codes", "b", "<codes version=\"1\" name=\"b\" title=\"F\">\n<code value=\"a\" label=\"苹果\"/>\n<code value=\"b\" label=\"梨\" synonyms=\"苹果\"/></codes>");
  write_description (folder, "codes", "c", "<codes version=\"1\" name=\"c\" title=\"F\">\n<code value=\"a b\" label=\"苹果\"/></codes>");
  write_description (folder, "codes", "d", "<codes version=\"1\" name=\"fruit\" title=\"F\"><code value=\"a\" label=\"苹果\"/></codes>");
  catalogue = load_folder (folder);
  remove_folder (folder);
  problems = cl_catalogue_get_problems (catalogue);
  g_assert_cmpuint (problems->len, ==, 3);
  g_assert_true (g_str_has_prefix (((GError *) problems->pdata[0])->message, b));
  g_assert_true (g_str_has_prefix (((GError *) problems->pdata[1])->message, c));
  g_assert_true (g_str_has_prefix (((GError *) problems->pdata[2])->message, d));
  g_assert_nonnull (cl_catalogue_find_codes (catalogue, "fruit"));
  g_assert_null (cl_catalogue_find_codes (catalogue, "b"));
}

/* A ledger that refers to one that was left out is left out too, and says so; two that refer to each other are both there. */
static void
test_references (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (ClCatalogue) catalogue = NULL;

  write_description (folder, "ledgers", "a", LEDGER ("a", "<field name=\"b\" type=\"reference\" to=\"b\" label=\"B\"/>"));
  write_description (folder, "ledgers", "b", LEDGER ("b", "<field name=\"c\" type=\"reference\" to=\"missing\" label=\"C\"/>"));
  write_description (folder, "ledgers", "x", LEDGER ("x", "<field name=\"y\" type=\"reference\" to=\"y\" label=\"Y\"/>"));
  write_description (folder, "ledgers", "y", LEDGER ("y", "<field name=\"x\" type=\"reference\" to=\"x\" several=\"yes\" label=\"X\"/>"));
  catalogue = load_folder (folder);
  remove_folder (folder);
  g_assert_cmpuint (cl_catalogue_get_problems (catalogue)->len, ==, 2);
  g_assert_null (cl_catalogue_find_ledger (catalogue, "a"));
  g_assert_null (cl_catalogue_find_ledger (catalogue, "b"));
  g_assert_nonnull (cl_catalogue_find_ledger (catalogue, "x"));
  g_assert_nonnull (cl_catalogue_find_ledger (catalogue, "y"));
  g_assert_cmpuint (cl_catalogue_get_ledgers (catalogue)->len, ==, 2);
}

/* An office's own fields, in a file of its own (DESIGN.md: an office may add fields and ledgers). */
static void
test_extension (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (ClCatalogue) plain = load_core ();
  g_autoptr (ClCatalogue) catalogue = load_core ();
  ClLedger *person;
  const ClField *field, *link = NULL;
  guint before;

  cl_catalogue_finish (plain);
  before = cl_ledger_get_n_fields (cl_catalogue_find_ledger (plain, "person"));
  write_description (folder, "ledgers", "ours",
                     "<ledger version=\"1\" extends=\"person\">\n"
                     "<field name=\"wheelchair\" type=\"yes-no\" label=\"Wheelchair\" known-as=\"轮椅\"/>\n"
                     "<field name=\"hobbies\" type=\"text\" several=\"yes\" label=\"Hobbies\"/>\n"
                     "<field name=\"helper\" type=\"reference\" to=\"person\" label=\"Helper\"/>\n"
                     "<view name=\"wheelchair\" title=\"With a wheelchair\" where=\"wheelchair = 1\"/>\n"
                     "<check field=\"helper\" when=\"helper = id\" message=\"Nobody helps himself.\"/>\n"
                     "<index fields=\"wheelchair\"/>\n</ledger>");
  write_description (folder, "ledgers", "wrong", "<ledger version=\"1\" extends=\"person\">\n<field name=\"good\" type=\"text\" label=\"G\"/>\n"
                                                 "<field name=\"sex\" type=\"text\" label=\"S\"/>\n</ledger>");
  cl_catalogue_add_folder (catalogue, folder, "office");
  cl_catalogue_finish (catalogue);
  remove_folder (folder);
  print_problems (catalogue);
  g_assert_cmpuint (cl_catalogue_get_problems (catalogue)->len, ==, 1);
  g_assert_nonnull (strstr (((GError *) cl_catalogue_get_problems (catalogue)->pdata[0])->message, "wrong.xml:3:"));

  person = cl_catalogue_find_ledger (catalogue, "person");
  g_assert_cmpuint (cl_ledger_get_n_fields (person), ==, before + 3);
  for (guint i = 0; i < cl_ledger_get_n_fields (person); i++)
    g_assert_cmpuint (cl_field_get_index (cl_ledger_get_field (person, i)), ==, i);
  field = cl_ledger_find_field (person, "wheelchair");
  g_assert_nonnull (field);
  g_assert_cmpstr (cl_field_get_header (field), ==, "轮椅");
  g_assert_null (cl_ledger_find_field (person, "good"));
  g_assert_nonnull (cl_ledger_find_view (person, "wheelchair"));
  g_assert_true (cl_catalogue_find_table (catalogue, "person__hobbies", &link) == person);
  g_assert_cmpstr (cl_field_get_name (link), ==, "hobbies");
  g_assert_nonnull (cl_catalogue_resolve (catalogue, person, "helper.division.name", NULL, NULL));
}

static void
test_tables (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (ClCatalogue) catalogue = load_core ();
  const ClField *link = NULL;
  ClLedger *visit;

  write_description (folder, "ledgers", "visit", LEDGER ("visit", "<field name=\"person\" type=\"reference\" to=\"person\" label=\"P\"/>"));
  write_description (folder, "forms", "sheet", "<form/>");
  write_description (folder, "rules", "local", "<rules/>");
  cl_catalogue_add_folder (catalogue, folder, "house-hold");
  cl_catalogue_finish (catalogue);

  visit = cl_catalogue_find_ledger (catalogue, "visit");
  g_assert_cmpstr (cl_ledger_get_table (visit), ==, "house_hold_visit");
  g_assert_cmpstr (cl_ledger_get_plugin (visit), ==, "house-hold");
  g_assert_true (cl_catalogue_find_table (catalogue, "house_hold_visit", &link) == visit);
  g_assert_null (link);
  g_assert_true (cl_catalogue_find_table (catalogue, "person__phones", &link) == cl_catalogue_find_ledger (catalogue, "person"));
  g_assert_cmpstr (cl_field_get_name (link), ==, "phones");
  g_assert_null (cl_catalogue_find_table (catalogue, "journal", &link));
  g_assert_null (link);
  g_assert_null (cl_catalogue_find_table (catalogue, "visit", NULL));

  g_assert_cmpuint (cl_catalogue_get_forms (catalogue)->len, ==, 2); /* and that of core */
  g_assert_cmpstr (cl_catalogue_find_form (catalogue, "sheet")->plugin, ==, "house-hold");
  g_assert_true (g_file_test (cl_catalogue_find_form (catalogue, "sheet")->path, G_FILE_TEST_IS_REGULAR));
  g_assert_null (cl_catalogue_find_form (catalogue, "no-sheet"));
  g_assert_cmpuint (cl_catalogue_get_rules (catalogue)->len, ==, 1);
  remove_folder (folder);
}

static void
test_resolve (void)
{
  g_autoptr (ClCatalogue) catalogue = load_core ();
  g_autoptr (GError) error = NULL;
  ClLedger *appointment, *holder = NULL;
  const ClField *field;

  cl_catalogue_finish (catalogue);
  appointment = cl_catalogue_find_ledger (catalogue, "appointment");
  field = cl_catalogue_resolve (catalogue, appointment, "organisation.division.name", &holder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_field_get_name (field), ==, "name");
  g_assert_cmpstr (cl_ledger_get_name (holder), ==, "division");
  field = cl_catalogue_resolve (catalogue, appointment, "start", &holder, NULL);
  g_assert_true (holder == appointment && field == cl_ledger_find_field (appointment, "start"));
  g_assert_null (cl_catalogue_resolve (catalogue, appointment, "start.name", &holder, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (cl_catalogue_resolve (catalogue, appointment, "person.nothing", NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (cl_catalogue_resolve (catalogue, appointment, "", NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

static void
test_empty (void)
{
  g_autoptr (ClCatalogue) catalogue = load_folder ("/nonexistent/canlian");

  g_assert_cmpuint (cl_catalogue_get_problems (catalogue)->len, ==, 0);
  g_assert_cmpuint (cl_catalogue_get_ledgers (catalogue)->len, ==, 0);
  g_assert_null (cl_catalogue_find_ledger (catalogue, NULL));
}

/* The places of the program's files, and what is said where a schema is not there. */
static void
test_paths (void)
{
  g_autofree char *schemas = g_strdup (g_getenv ("CANLIAN_SCHEMA_DIR"));
  g_autofree char *plugins = g_strdup (g_getenv ("CANLIAN_PLUGIN_DIR"));
  g_autofree char *core = g_build_filename (cl_paths_get_core_dir (), "ledgers", "person.xml", NULL);
  g_autofree char *file = cl_paths_get_default_file ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) folders = NULL;

  g_setenv ("CANLIAN_SCHEMA_DIR", "/nonexistent", TRUE);
  g_assert_null (cl_description_load (core, "ledger", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DESCRIPTION);
  g_assert_true (g_str_has_prefix (error->message, "/nonexistent/ledger.rng:"));
  g_setenv ("CANLIAN_SCHEMA_DIR", schemas, TRUE);

  g_setenv ("CANLIAN_PLUGIN_DIR", "/one:/two", TRUE);
  folders = cl_paths_get_plugin_dirs ();
  g_assert_cmpstr (folders[0], ==, "/one");
  g_assert_cmpstr (folders[1], ==, "/two");
  g_assert_true (g_str_has_suffix (folders[2], "canlian/plugins"));
  g_assert_null (folders[3]);
  if (plugins != NULL)
    g_setenv ("CANLIAN_PLUGIN_DIR", plugins, TRUE);
  g_assert_true (g_str_has_suffix (file, "canlian/office.canlian"));
}

static gpointer
sit_cb (gpointer data)
{
  ClCatalogue *catalogue = data;

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (GSimpleAction) guest = g_simple_action_new ("guest", NULL);
      g_autoptr (GPtrArray) found = NULL;

      cl_catalogue_add_guest (catalogue, G_OBJECT (guest));
      found = cl_catalogue_get_guests (catalogue, G_TYPE_ACTION);
      g_assert_true (g_ptr_array_find (found, guest, NULL));
      cl_catalogue_remove_guest (catalogue, G_OBJECT (guest));
    }
  return NULL;
}

/* Guests come and go on any thread; those asked for are found by what they implement, in their order. */
static void
test_guests (void)
{
  g_autoptr (ClCatalogue) catalogue = cl_catalogue_new ();
  g_autoptr (GObject) action = G_OBJECT (g_simple_action_new ("first", NULL));
  g_autoptr (GObject) store = G_OBJECT (g_list_store_new (G_TYPE_OBJECT));
  g_autoptr (GPtrArray) actions = NULL;
  g_autoptr (GPtrArray) none = NULL;
  GThread *threads[4];

  cl_catalogue_add_guest (catalogue, store);
  cl_catalogue_add_guest (catalogue, action);
  cl_catalogue_add_guest (catalogue, action);
  actions = cl_catalogue_get_guests (catalogue, G_TYPE_ACTION);
  g_assert_cmpuint (actions->len, ==, 1);
  g_assert_true (actions->pdata[0] == action);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("guest", sit_cb, catalogue);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  cl_catalogue_remove_guest (catalogue, action);
  cl_catalogue_remove_guest (catalogue, action);
  none = cl_catalogue_get_guests (catalogue, G_TYPE_ACTION);
  g_assert_cmpuint (none->len, ==, 0);
  /* Who was given it keeps it. */
  g_assert_true (G_IS_ACTION (actions->pdata[0]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/schema", test_schema);
  g_test_add_func ("/catalogue/names", test_names);
  g_test_add_func ("/catalogue/newer", test_newer);
  g_test_add_func ("/catalogue/hostile", test_hostile);
  g_test_add_func ("/catalogue/codes", test_codes);
  g_test_add_func ("/catalogue/references", test_references);
  g_test_add_func ("/catalogue/extension", test_extension);
  g_test_add_func ("/catalogue/tables", test_tables);
  g_test_add_func ("/catalogue/resolve", test_resolve);
  g_test_add_func ("/catalogue/empty", test_empty);
  g_test_add_func ("/catalogue/paths", test_paths);
  g_test_add_func ("/catalogue/guests", test_guests);
  return g_test_run ();
}
