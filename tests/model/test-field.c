#include <string.h>

#include "cl-text-private.h"
#include "descriptions.h"

static ClCatalogue *catalogue;
static ClLedger *sample;

static const char *const sample_codes =
    "<codes version=\"1\" name=\"fruit\" title=\"Fruit\" beside=\"一级|类\">"
    "<code value=\"apple\" label=\"苹果\" synonyms=\"苹|红苹果\" rank=\"5\"/><code value=\"pear\" label=\"梨\"/><code value=\"no\" label=\"无\"/></codes>";

static const char *const sample_ledger =
    "<ledger version=\"1\" name=\"sample\" title=\"Samples\">"
    "<field name=\"name\" type=\"text\" label=\"Name\" known-as=\"姓名|名字\" required=\"yes\" search=\"yes\" width=\"20\" help=\"As on the card.\"/>"
    "<field name=\"note\" type=\"text\" label=\"Note\"/>"
    "<field name=\"story\" type=\"long-text\" label=\"Story\"/>"
    "<field name=\"number\" type=\"integer\" label=\"Number\"/>"
    "<field name=\"money\" type=\"money\" label=\"Money\"/>"
    "<field name=\"day\" type=\"date\" label=\"Day\" default=\"today\"/>"
    "<field name=\"month\" type=\"year-month\" label=\"Month\"/>"
    "<field name=\"agreed\" type=\"yes-no\" label=\"Agreed\"/>"
    "<field name=\"fruit\" type=\"code\" codes=\"fruit\" label=\"Fruit\" default=\"梨\"/>"
    "<field name=\"fruits\" type=\"code\" codes=\"fruit\" several=\"yes\" label=\"Fruits\" known-as=\"水果\"/>"
    "<field name=\"friend\" type=\"reference\" to=\"sample\" label=\"Friend\"/>"
    "<field name=\"friends\" type=\"reference\" to=\"sample\" several=\"yes\" label=\"Friends\"/>"
    "<field name=\"id_number\" type=\"citizen-id\" label=\"Citizen ID\" private=\"id\" unique=\"yes\"/>"
    "<field name=\"certificate\" type=\"certificate\" label=\"Certificate\"/>"
    "<field name=\"phone\" type=\"phone\" label=\"Phone\"/>"
    "<field name=\"phones\" type=\"phone\" several=\"yes\" label=\"Phones\"/>"
    "<field name=\"code\" type=\"division-code\" label=\"Code\"/>"
    "<field name=\"scan\" type=\"attachment\" label=\"Scan\"/>"
    "<field name=\"aliases\" type=\"text\" several=\"yes\" label=\"Aliases\"/>"
    "</ledger>";

static const ClField *
field (const char *name)
{
  const ClField *found = cl_ledger_find_field (sample, name);

  g_assert_nonnull (found);
  return found;
}

/* What is typed, and how it looks when it is shown; what is shown is taken again as the same. */
static void
assert_taken (const char *name, const char *text, const char *shown)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_auto (ClValue) again = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *formatted = NULL;

  cl_field_parse (field (name), text, &value, &error);
  g_assert_no_error (error);
  formatted = cl_field_format (field (name), &value);
  g_assert_cmpstr (formatted, ==, shown);
  g_assert_true (cl_field_parse (field (name), formatted, &again, &error));
  g_assert_true (cl_value_equal (&value, &again));
}

static void
assert_refused (const char *name, const char *text)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  cl_value_set_integer (&value, 42);
  if (cl_field_parse (field (name), text, &value, &error))
    g_error ("%s takes %s", name, text);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_cmpint (value.integer, ==, 42);
  /* A sentence that says what to do: more than one clause. */
  g_assert_cmpuint (strlen (error->message), >, 30);
}

static void
test_text (void)
{
  assert_taken ("note", "  一段\t话　", "一段 话");
  assert_taken ("note", "a\r\nb", "a b");
  assert_taken ("note", "无", "无");
  assert_taken ("note", "/", "/");
  assert_taken ("note", "a\x01z", "az");
  assert_taken ("story", " 一\r\n二 \n", "一\n二");
  assert_taken ("note", "   ", "");
  assert_taken ("note", NULL, "");
  assert_refused ("note", "\xff\xfe");
}

static void
test_names (void)
{
  g_autoptr (GString) fifty = g_string_new (NULL);

  assert_taken ("name", "刘　娜", "刘娜");
  assert_taken ("name", "谢  鑫", "谢鑫");
  assert_taken ("name", "欧 阳 娜 娜", "欧阳娜娜");
  assert_taken ("name", "阿达力•叶尔江", "阿达力·叶尔江");
  assert_taken ("name", "阿达力・叶尔江", "阿达力·叶尔江");
  assert_taken ("name", "阿达力.叶尔江", "阿达力·叶尔江");
  assert_taken ("name", "阿达力．叶尔江", "阿达力·叶尔江");
  assert_taken ("name", "阿达力‧叶尔江", "阿达力·叶尔江");
  assert_taken ("name", "阿达力－叶尔江", "阿达力·叶尔江");
  assert_taken ("name", "阿达力 · 叶尔江", "阿达力·叶尔江");
  assert_taken ("name", "阿达力··叶尔江", "阿达力·叶尔江");
  assert_taken ("name", "𠮷 㼆", "𠮷㼆");
  assert_taken ("name", "\xe2\x80\x8b哈比旦\xef\xbb\xbf", "哈比旦");
  assert_taken ("name", "John  A. Smith", "John A. Smith");
  assert_taken ("name", "王五 Wang", "王五 Wang");
  assert_taken ("name", "12.5", "12.5");
  {
    g_autofree char *note = cl_field_parse_note (field ("name"), "阿达力．叶尔江");

    g_assert_nonnull (strstr (note, "．"));
    g_assert_null (cl_field_parse_note (field ("name"), "阿达力·叶尔江"));
    g_assert_null (cl_field_parse_note (field ("name"), "John A. Smith"));
    g_assert_null (cl_field_parse_note (field ("note"), "一.二"));
  }
  /* Elsewhere a dot is a dot. */
  assert_taken ("note", "一.二", "一.二");
  for (int i = 0; i < 50; i++)
    g_string_append (fifty, "买");
  assert_taken ("name", fifty->str, fifty->str);
}

static void
test_integer (void)
{
  assert_taken ("number", "1200", "1200");
  assert_taken ("number", "1,200", "1200");
  assert_taken ("number", "１２００", "1200");
  assert_taken ("number", "１，２００", "1200");
  assert_taken ("number", " 1 200 ", "1200");
  assert_taken ("number", "-5", "-5");
  assert_taken ("number", "1200.0", "1200");
  assert_taken ("number", "1200人", "1200");
  assert_taken ("number", "007", "7");
  assert_taken ("number", "—", "");
  assert_taken ("number", "不详", "");
  assert_refused ("number", "12.5");
  assert_refused ("number", "一百");
  assert_refused ("number", "99999999999999999999");
  assert_refused ("number", "12个月");
  assert_refused ("number", "-,1");
}

static void
test_money (void)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  assert_taken ("money", "1,234.50", "1234.50");
  assert_taken ("money", "1234.5", "1234.50");
  assert_taken ("money", "￥1,234.50元", "1234.50");
  assert_taken ("money", "１２３４．５", "1234.50");
  assert_taken ("money", "¥12", "12.00");
  assert_taken ("money", "1.2万", "12000.00");
  assert_taken ("money", "3万元", "30000.00");
  assert_taken ("money", "-0.05", "-0.05");
  assert_taken ("money", "0", "0.00");
  assert_taken ("money", "100.500", "100.50");
  assert_taken ("money", "无", "");
  assert_refused ("money", "12.345");
  assert_refused ("money", "一千元");
  assert_refused ("money", "1.2.3");
  assert_refused ("money", "9999999999999");
  assert_refused ("money", "138560307万");
  assert_refused ("money", ".");
  g_assert_true (cl_field_parse (field ("money"), "0.29", &value, NULL));
  g_assert_cmpint (value.integer, ==, 29);
}

static void
test_dates (void)
{
  assert_taken ("day", "2027年3月15日", "2027-03-15");
  assert_taken ("month", "2027年3月", "2027-03");
  assert_taken ("day", "7-Mar-1956", "1956-03-07");
  assert_taken ("day", "12 Dec 1956", "1956-12-12");
  assert_refused ("day", "7-Mar-56");
  assert_refused ("day", "7-Foo-1956");
  assert_taken ("day", "无", "");
  assert_refused ("day", "561207");
  assert_refused ("day", "2027-02-30");
  assert_refused ("month", "2027");
}

static void
test_boolean (void)
{
  static const char *const yes[] = { "是", "有", "√", "✓", "true", "TRUE", "Yes", "1", "１", "对", "☑", " 是 " };
  static const char *const no[] = { "否", "无", "×", "✗", "false", "No", "0", "没有", "X" };

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    assert_taken ("agreed", yes[i], "是");
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    assert_taken ("agreed", no[i], "否");
  assert_taken ("agreed", "", "");
  assert_taken ("agreed", "不详", "");
  assert_refused ("agreed", "也许");
}

static void
test_codes (void)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  assert_taken ("fruit", "apple", "苹果");
  assert_taken ("fruit", "红 苹果", "苹果");
  assert_taken ("fruit", "ＡＰＰＬＥ", "苹果");
  /* What the list says may stand beside. */
  assert_taken ("fruit", "苹果一级", "苹果");
  assert_taken ("fruit", "梨类（一级）", "梨");
  assert_taken ("fruits", "苹果一级、梨类", "苹果、梨");
  assert_refused ("fruit", "苹果二级");
  assert_refused ("fruit", "梨苹果");
  assert_taken ("fruit", "无", "无");
  assert_taken ("fruit", "—", "");
  assert_taken ("fruits", "苹果、梨", "苹果、梨");
  assert_taken ("fruits", "梨，苹果;梨", "梨、苹果");
  assert_taken ("fruits", "苹/梨", "苹果、梨");
  assert_taken ("fruits", "苹果 梨", "苹果、梨");
  assert_taken ("fruits", "苹果+梨", "苹果、梨");
  assert_taken ("fruits", "苹果和梨", "苹果、梨");
  assert_taken ("fruits", "苹果\n梨\n", "苹果、梨");
  assert_taken ("fruits", "、", "");
  assert_refused ("fruit", "桃");
  assert_refused ("fruits", "苹果、桃");
  g_assert_false (cl_field_parse (field ("fruit"), "桃", &value, &error));
  g_assert_nonnull (strstr (error->message, "苹果、梨"));
}

static void
test_references (void)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  assert_taken ("friend", "8513651372130304", "8513651372130304");
  assert_taken ("friends", "12、13", "12、13");
  assert_taken ("scan", "12", "12");
  assert_refused ("friend", "张三");
  assert_refused ("friend", "0");
  assert_refused ("friend", "-3");
  assert_refused ("friend", "99999999999999999999");
  assert_refused ("friends", "12、张三");
  g_assert_true (cl_field_parse (field ("friends"), "12、13", &value, NULL));
  g_assert_cmpint (value.kind, ==, CL_VALUE_IDS);
  g_assert_cmpuint (value.ids->len, ==, 2);
  g_assert_true (cl_field_is_link (field ("scan")));
  g_assert_cmpstr (cl_field_get_target (field ("scan")), ==, "attachment");
}

static void
test_numbers (void)
{
  assert_taken ("id_number", "99112319560307001x", "99112319560307001X");
  assert_taken ("id_number", "９９１１２３ １９５６０３０７ ００１ｘ", "99112319560307001X");
  assert_taken ("id_number", "无", "");
  assert_refused ("id_number", "991123196811310043");
  assert_refused ("id_number", "99112319560307001");
  assert_taken ("certificate", "99112319560307002841b1", "99112319560307002841B1");
  assert_refused ("certificate", "99112319560307002891");
  assert_taken ("code", "991123101000", "991123101");
  assert_refused ("code", "12345");
}

static void
test_phones (void)
{
  assert_taken ("phone", "138 0000 0012", "13800000012");
  assert_taken ("phones", "13800000012、13900000013", "13800000012、13900000013");
  assert_taken ("phones", "1380000001213900000013", "13800000012、13900000013");
  assert_taken ("phones", "13800000012 13900000013", "13800000012、13900000013");
  assert_taken ("phones", "13800000012 0358-6322138", "13800000012、0358-6322138");
  assert_taken ("phones", "13800000012/13900000013(子)", "13800000012、13900000013（子）");
  assert_taken ("phones", "13800000012（妻，白天）；13800000012（妻，白天）", "13800000012（妻 白天）");
  assert_taken ("phones", "560307（86）", "560307（86）");
  assert_taken ("phones", "无", "");
  assert_refused ("phones", "13800000012、1390000001");
}

static void
test_several_texts (void)
{
  assert_taken ("aliases", "东沟、东沟大队；老东沟", "东沟、东沟大队、老东沟");
  /* Brackets hold together only what they enclose: what is shown is taken again as the same. */
  assert_taken ("aliases", "东沟（一、二）、老东沟", "东沟（一、二）、老东沟");
  {
    g_auto (ClValue) value = CL_VALUE_INIT, again = CL_VALUE_INIT;
    g_autofree char *shown = NULL;

    g_assert_true (cl_field_parse (field ("aliases"), "甲（\n乙、((丙)", &value, NULL));
    g_assert_cmpuint (g_strv_length (value.texts), ==, 3);
    shown = cl_field_format (field ("aliases"), &value);
    g_assert_true (cl_field_parse (field ("aliases"), shown, &again, NULL));
    g_assert_true (cl_value_equal (&value, &again));
  }
  assert_taken ("aliases", " ", "");
}

static void
test_description (void)
{
  const ClField *name = field ("name");

  g_assert_cmpstr (cl_field_get_header (name), ==, "姓名");
  g_assert_cmpstr (cl_field_get_header (field ("note")), ==, "Note");
  g_assert_cmpstr (cl_field_get_label (name), ==, "Name");
  g_assert_cmpstr (cl_field_get_help (name), ==, "As on the card.");
  g_assert_null (cl_field_get_help (field ("note")));
  g_assert_true (cl_field_is_required (name) && cl_field_is_searched (name) && !cl_field_is_unique (name));
  g_assert_true (cl_field_is_unique (field ("id_number")));
  g_assert_cmpstr (cl_field_get_private_class (field ("id_number")), ==, "id");
  g_assert_cmpfloat (cl_field_get_width (name), ==, 20);
  g_assert_cmpuint (cl_field_get_index (field ("note")), ==, 1);
  g_assert_cmpstr (cl_field_get_default (field ("day")), ==, "today");
  g_assert_nonnull (cl_field_get_codes (field ("fruit")));
  g_assert_null (cl_field_get_codes (name));
}

/* Whatever stands in a cell: an answer or a sentence, never an abort. */
static void
test_anything (void)
{
  static const char *const cells[] = { "", " ", "\n", "0", "-", ".", ",", "、", "（", "）", "((((", "0x10", "1e5", "∞", "٣", "𝟙", "\xf0\x9f\x98\x80", "年月日", ":::",
                                       "1:2", "T", "--1", "+", "万", "元", "转", "1转", "(1)", "1(2(3(4", "99999999999999999999999999999999999999999999999999" };

  for (guint i = 0; i < cl_ledger_get_n_fields (sample); i++)
    for (guint j = 0; j < G_N_ELEMENTS (cells); j++)
      {
        const ClField *one = cl_ledger_get_field (sample, i);
        g_auto (ClValue) value = CL_VALUE_INIT;
        g_autoptr (GError) error = NULL;
        gboolean taken = cl_field_parse (one, cells[j], &value, &error);
        g_autofree char *shown = cl_field_format (one, &value);

        g_assert_true (taken == (error == NULL));
        g_assert_true (g_utf8_validate (shown, -1, NULL));
      }
}

/* Texts with nothing to tidy are copied whole; a space before them takes the long way, which must come to the same. */
static void
test_tidy_texts (void)
{
  static const char *const texts[] = { "汉族", "991123195603070028", "第3组", "A.B", "尉.迟", "云岭镇上河村3组12号", "王伟", "x", "待核实", "不详", "13800000012" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *spaced = g_strconcat (" ", texts[i], " ", NULL);
      g_autofree char *folded = cl_text_fold (texts[i]), *folded_spaced = cl_text_fold (spaced);
      g_autofree char *squashed = cl_text_squash (texts[i]), *squashed_spaced = cl_text_squash (spaced);
      g_autofree char *stripped = cl_text_strip (texts[i]), *stripped_spaced = cl_text_strip (spaced);
      g_autofree char *name = cl_text_name (texts[i]);

      g_strstrip (folded_spaced);
      g_assert_cmpstr (folded, ==, folded_spaced);
      g_assert_cmpstr (squashed, ==, squashed_spaced);
      g_assert_cmpstr (stripped, ==, stripped_spaced);
      g_assert_cmpstr (name, ==, i == 4 ? "尉·迟" : texts[i]);
      g_assert_true (cl_text_is_blank_word (texts[i]) == cl_text_is_blank_word (spaced));
      g_assert_true (cl_text_is_blank_word (texts[i]) == (i == 8 || i == 9));
    }
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = make_folder ();
  int result;

  g_test_init (&argc, &argv, NULL);
  write_description (folder, "codes", "fruit", sample_codes);
  write_description (folder, "ledgers", "sample", sample_ledger);
  catalogue = load_core ();
  cl_catalogue_add_folder (catalogue, folder, "office");
  cl_catalogue_finish (catalogue);
  print_problems (catalogue);
  remove_folder (folder);
  sample = cl_catalogue_find_ledger (catalogue, "sample");
  g_assert_nonnull (sample);

  g_test_add_func ("/field/text", test_text);
  g_test_add_func ("/field/names", test_names);
  g_test_add_func ("/field/integer", test_integer);
  g_test_add_func ("/field/money", test_money);
  g_test_add_func ("/field/dates", test_dates);
  g_test_add_func ("/field/boolean", test_boolean);
  g_test_add_func ("/field/codes", test_codes);
  g_test_add_func ("/field/references", test_references);
  g_test_add_func ("/field/numbers", test_numbers);
  g_test_add_func ("/field/phones", test_phones);
  g_test_add_func ("/field/several-texts", test_several_texts);
  g_test_add_func ("/field/description", test_description);
  g_test_add_func ("/field/anything", test_anything);
  g_test_add_func ("/field/tidy-texts", test_tidy_texts);
  result = g_test_run ();
  g_object_unref (catalogue);
  return result;
}
