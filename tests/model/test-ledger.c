#include <string.h>

#include "descriptions.h"

/* A line more in a description is a field more: nothing else is needed. */
static void
test_one_line_more (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *core = g_build_filename (cl_paths_get_core_dir (), "ledgers", "household.xml", NULL);
  g_autofree char *xml = NULL;
  g_autoptr (GString) longer = NULL;
  g_autoptr (ClCatalogue) before = load_core ();
  g_autoptr (ClCatalogue) after = cl_catalogue_new ();
  ClLedger *household, *longer_household;
  const ClField *field;
  const char *name;

  g_assert_true (g_file_get_contents (core, &xml, NULL, NULL));
  longer = g_string_new (xml);
  g_assert_cmpuint (g_string_replace (longer, "</ledger>", "  <field name=\"well\" type=\"yes-no\" label=\"Well\" known-as=\"水井\"/>\n</ledger>", 1), ==, 1);
  /* All of core as it is, and the one file with the line more. */
  for (guint i = 0; i < 2; i++)
    {
      const char *kind = i == 0 ? "ledgers" : "codes";
      g_autofree char *path = g_build_filename (cl_paths_get_core_dir (), kind, NULL);
      g_autoptr (GDir) files = g_dir_open (path, 0, NULL);

      while ((name = g_dir_read_name (files)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);
          g_autofree char *text = NULL;
          g_autofree char *stem = g_strndup (name, strlen (name) - 4);

          g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
          write_description (folder, kind, stem, g_str_equal (stem, "household") ? longer->str : text);
        }
    }
  cl_catalogue_finish (before);
  cl_catalogue_add_folder (after, folder, NULL);
  cl_catalogue_finish (after);
  print_problems (after);
  remove_folder (folder);
  g_assert_cmpuint (cl_catalogue_get_problems (after)->len, ==, 0);

  household = cl_catalogue_find_ledger (before, "household");
  longer_household = cl_catalogue_find_ledger (after, "household");
  g_assert_cmpuint (cl_ledger_get_n_fields (longer_household), ==, cl_ledger_get_n_fields (household) + 1);
  field = cl_ledger_find_field (longer_household, "well");
  g_assert_nonnull (field);
  g_assert_cmpuint (cl_field_get_index (field), ==, cl_ledger_get_n_fields (household));
  g_assert_cmpstr (cl_field_get_header (field), ==, "水井");
}

static void
test_parts (void)
{
  g_autoptr (ClCatalogue) catalogue = load_core ();
  ClLedger *person, *appointment, *guardian;
  const ClLedgerView *view;
  const ClLedgerThrough *through;
  const ClLedgerDated *dated;

  cl_catalogue_finish (catalogue);
  person = cl_catalogue_find_ledger (catalogue, "person");
  appointment = cl_catalogue_find_ledger (catalogue, "appointment");
  guardian = cl_catalogue_find_ledger (catalogue, "guardian");

  g_assert_cmpstr (cl_ledger_get_called (person), ==, "name");
  g_assert_cmpstr (cl_ledger_get_match (person)[0], ==, "id_number");
  g_assert_cmpstr (cl_ledger_get_columns (person)[0], ==, "name");
  g_assert_true (cl_ledger_has_page (person));
  g_assert_null (cl_ledger_get_part_of (person));
  g_assert_cmpstr (cl_ledger_get_part_of (guardian), ==, "person");
  g_assert_false (cl_ledger_has_page (guardian));
  view = cl_ledger_find_view (person, "certified");
  g_assert_nonnull (view);
  g_assert_nonnull (strstr (view->where, "certified"));
  g_assert_cmpstr (view->columns[0], ==, "name");
  g_assert_null (cl_ledger_find_view (person, "nobody"));
  dated = cl_ledger_get_dated (person)->pdata[0];
  g_assert_cmpstr (dated->into, ==, "residence");
  g_assert_cmpstr (dated->fields[1], ==, "address");

  g_assert_cmpuint (cl_ledger_get_throughs (appointment)->len, ==, 2);
  through = cl_ledger_get_throughs (appointment)->pdata[0];
  g_assert_cmpstr (through->field, ==, "organisation");
  g_assert_cmpstr (through->match[0], ==, "kind+division");
  g_assert_true (through->create);
  g_assert_cmpstr (through->set_fields[0], ==, "kind");
  g_assert_cmpstr (through->set_values[0], ==, "'village-association'");
  g_assert_null (through->set_fields[2]);
  g_assert_cmpstr (cl_ledger_get_indices (appointment)[0], ==, "organisation, start");
}

static void
test_usual_values (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (ClCatalogue) catalogue = NULL;
  ClLedger *ledger;

  write_description (folder, "ledgers", "thing",
                     "<ledger version=\"1\" name=\"thing\" title=\"Things\"><field name=\"day\" type=\"date\" label=\"Day\"/>"
                     "<field name=\"words\" type=\"text\" label=\"Words\"/><field name=\"long\" type=\"long-text\" label=\"Long\"/></ledger>");
  catalogue = load_folder (folder);
  remove_folder (folder);
  ledger = cl_catalogue_find_ledger (catalogue, "thing");
  g_assert_cmpstr (cl_ledger_get_called (ledger), ==, "words");
  g_assert_cmpstr (cl_ledger_get_order (ledger), ==, "id");
  g_assert_cmpstr (cl_ledger_get_header (ledger), ==, "Things");
  g_assert_cmpuint (g_strv_length ((GStrv) cl_ledger_get_columns (ledger)), ==, 2);
  g_assert_nonnull (cl_ledger_get_icon (ledger));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/one-line-more", test_one_line_more);
  g_test_add_func ("/ledger/parts", test_parts);
  g_test_add_func ("/ledger/usual-values", test_usual_values);
  return g_test_run ();
}
