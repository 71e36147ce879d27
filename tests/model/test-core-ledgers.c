#include <string.h>

#include "descriptions.h"
#include "ledger-checks.h"

static ClCatalogue *
load (void)
{
  ClCatalogue *catalogue = load_core ();

  cl_catalogue_finish (catalogue);
  return catalogue;
}

static void
test_no_problems (void)
{
  static const char *const names[] = { "division", "organisation", "person", "guardian", "disability_record", "residence", "appointment", "household",
                                       "member", "attachment", "output", "duty_mark", "report", "list_view" };
  g_autoptr (ClCatalogue) catalogue = load ();

  cl_test_assert_no_problems (catalogue);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (catalogue, names[i]);

      g_assert_nonnull (ledger);
      g_assert_cmpstr (cl_ledger_get_table (ledger), ==, names[i]);
      g_assert_null (cl_ledger_get_plugin (ledger));
    }
  g_assert_cmpuint (cl_catalogue_get_ledgers (catalogue)->len, ==, G_N_ELEMENTS (names));
}

static void
test_expressions (void)
{
  g_autoptr (ClCatalogue) catalogue = load ();

  cl_test_assert_expressions (catalogue);
}

static void
assert_code (ClCatalogue *catalogue, const char *list, const char *text, const char *code)
{
  ClCodes *codes = cl_catalogue_find_codes (catalogue, list);

  g_assert_nonnull (codes);
  g_assert_cmpstr (cl_codes_find (codes, text), ==, code);
}

static void
test_codes (void)
{
  g_autoptr (ClCatalogue) catalogue = load ();
  ClCodes *ethnicity = cl_catalogue_find_codes (catalogue, "ethnicity");
  ClCodes *posts = cl_catalogue_find_codes (catalogue, "post");

  g_assert_cmpuint (cl_codes_get_n (ethnicity), >=, 56);
  g_assert_cmpstr (cl_codes_get_label (ethnicity, "17"), ==, "哈萨克族");
  g_assert_cmpstr (cl_codes_get_label (ethnicity, "56"), ==, "基诺族");
  assert_code (catalogue, "ethnicity", "汉", "01");
  assert_code (catalogue, "ethnicity", "1", "01");
  assert_code (catalogue, "disability-category", "肢体残疾", "4");
  assert_code (catalogue, "disability-category", " 肢 体 ", "4");
  assert_code (catalogue, "disability-category", "４", "4");
  assert_code (catalogue, "disability-grade", "1级", "1");
  assert_code (catalogue, "disability-state", "已办残疾人证", "certified");
  assert_code (catalogue, "disability-state", "未办", "suspected");
  assert_code (catalogue, "sex", "男", "1");
  assert_code (catalogue, "relation", "户主", "01");
  assert_code (catalogue, "post", "专委", "commissioner");
  assert_code (catalogue, "post", "皇帝", NULL);
  g_assert_cmpint (cl_codes_get_rank (posts, "chair"), ==, 1);
  g_assert_cmpint (cl_codes_get_rank (posts, "vice-chair"), ==, 2);
  g_assert_cmpint (cl_codes_get_rank (posts, "commissioner"), ==, 7);
  g_assert_cmpint (cl_codes_get_rank (posts, "member"), ==, 8);
  g_assert_cmpint (cl_codes_get_rank (posts, "emperor"), ==, G_MAXINT64);
  g_assert_null (cl_codes_get_label (posts, NULL));
}

static gboolean
knows (const ClField *field, const char *header)
{
  return g_strv_contains (cl_field_get_known_as (field), header);
}

/* The columns of attachment 3 (FORMS.md F3), and headers found in the wild (DOMAIN.md D12). */
static void
test_headers (void)
{
  g_autoptr (ClCatalogue) catalogue = load ();
  ClLedger *person = cl_catalogue_find_ledger (catalogue, "person");
  ClLedger *appointment = cl_catalogue_find_ledger (catalogue, "appointment");
  const GPtrArray *columns = cl_ledger_get_import_columns (appointment);
  gboolean remark = FALSE, village = FALSE;

  g_assert_cmpstr (cl_field_get_header (cl_ledger_find_field (person, "name")), ==, "姓名");
  g_assert_cmpstr (cl_field_get_header (cl_ledger_find_field (person, "id_number")), ==, "身份证号");
  g_assert_true (knows (cl_ledger_find_field (person, "id_number"), "公民身份号码"));
  g_assert_true (knows (cl_ledger_find_field (person, "id_number"), "证件号码"));
  g_assert_true (knows (cl_ledger_find_field (person, "certificate_number"), "残疾证号"));
  g_assert_true (knows (cl_ledger_find_field (person, "phones"), "联系方式"));
  g_assert_cmpstr (cl_field_get_header (cl_ledger_find_field (appointment, "post")), ==, "所担任的职务");
  for (guint i = 0; i < columns->len; i++)
    {
      const ClLedgerImportColumn *column = columns->pdata[i];

      village = village || (g_str_equal (column->path, "organisation.division") && g_strv_contains (column->known_as, "村（社区）"));
      remark = remark || (g_str_equal (column->path, "person.disability") && g_strv_contains (column->known_as, "备注"));
      g_assert_nonnull (cl_catalogue_resolve (catalogue, appointment, column->path, NULL, NULL));
    }
  g_assert_true (village && remark);
}

static void
test_headers_are_told_apart (void)
{
  g_autoptr (ClCatalogue) catalogue = load ();

  cl_test_assert_headers (catalogue);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core-ledgers/no-problems", test_no_problems);
  g_test_add_func ("/core-ledgers/expressions", test_expressions);
  g_test_add_func ("/core-ledgers/codes", test_codes);
  g_test_add_func ("/core-ledgers/headers", test_headers);
  g_test_add_func ("/core-ledgers/headers-are-told-apart", test_headers_are_told_apart);
  return g_test_run ();
}
