#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"
#include "cl-sheet-private.h"
#include "cl-sheet-scan.h"
#include "cl-sheet-writer.h"
#include "cl-sheet-xlsx.h"
#include "cl-test-sheets.h"
#include "cl-test-zip.h"

static char *folder;

static char *
put (const char *name, const void *bytes, gsize size)
{
  char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
  return path;
}

static void
expect (const char *name, const void *bytes, gsize size, const char *rows)
{
  g_autofree char *path = put (name, bytes, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (all, ==, rows);
}

static void
refuse (const char *name, const void *bytes, gsize size, int code, const char *word)
{
  g_autofree char *path = put (name, bytes, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
  g_assert_null (all);
  g_assert_error (error, CL_ERROR, code);
  if (word && !strstr (error->message, word))
    g_error ("%s: %s", name, error->message);
}

static void
test_csv_encodings (void)
{
  static const char text[] = "姓名,村\n刘　娜,上河村\n阿达力·叶尔江,\n";
  static const char rows[] = "1:姓名|村\n2:刘　娜|上河村\n3:阿达力·叶尔江|\n";
  static const char *const encodings[] = { "GB18030", "GBK", "UTF-16LE", "UTF-16BE" };
  expect ("plain.csv", text, strlen (text), rows);
  g_autofree char *marked = g_strconcat ("\xef\xbb\xbf", text, NULL);
  expect ("marked.csv", marked, strlen (marked), rows);
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gsize size;
      g_autofree char *source = g_strconcat (i >= 2 ? "\xef\xbb\xbf" : "", text, NULL);
      g_autofree char *bytes = g_convert (source, -1, encodings[i], "UTF-8", NULL, &size, NULL);
      expect (encodings[i], bytes, size, rows);
    }
  /* Beyond the basic plane: four bytes in GB18030. */
  gsize size;
  g_autofree char *rare = g_convert ("姓名,村\n韩𠮷,㼆村\n", -1, "GB18030", "UTF-8", NULL, &size, NULL);
  expect ("rare.csv", rare, size, "1:姓名|村\n2:韩𠮷|㼆村\n");
}

/* The one byte that is not UTF-8 stands far behind the first block. */
static void
test_csv_late_byte (void)
{
  g_autoptr (GString) bytes = g_string_new ("id,name\n");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (bytes, "%u,Zhang\n", i);
  gsize size;
  g_autofree char *late = g_convert ("20000,张伟\n", -1, "GB18030", "UTF-8", NULL, &size, NULL);
  g_string_append_len (bytes, late, size);
  g_autofree char *path = put ("late.csv", bytes->str, bytes->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_sheet_reader_get_encoding (reader), ==, "GB18030");
  g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
  g_assert_true (g_str_has_suffix (all, "20002:20000|张伟\n"));
}

/* Chinese text is three bytes a character: blocks of 64 KB cut through some of them. */
static void
test_csv_long_utf8 (void)
{
  g_autoptr (GString) bytes = g_string_new ("x");
  for (guint i = 0; i < 30000; i++)
    g_string_append (bytes, i % 10 ? "汉" : "\n");
  g_autofree char *path = put ("long.csv", bytes->str, bytes->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_sheet_reader_get_encoding (reader), ==, "UTF-8");
}

static void
test_csv_shapes (void)
{
  static const char tabs[] = "姓名\t电话\n张伟\t138,139\n";
  static const char semicolons[] = "姓名;电话\n张伟;1\n";
  static const char returns[] = "a,b\r1,2\r\n\r\n3,4";
  static const char quotes[] = "a,b\n\"x\ny\",\"he said \"\"no\"\"\"\nz,1\n";
  expect ("tabs.txt", tabs, strlen (tabs), "1:姓名|电话\n2:张伟|138,139\n");
  expect ("semicolons.csv", semicolons, strlen (semicolons), "1:姓名|电话\n2:张伟|1\n");
  expect ("returns.csv", returns, strlen (returns), "1:a|b\n2:1|2\n3:\n4:3|4\n");
  static const char stray[] = "姓名,地址,电话\n张伟,云岭镇上河村\v第三组,13800000001\n李娜,云岭镇下河村第四组,13800000002\n";
  expect ("stray.csv", stray, strlen (stray), "1:姓名|地址|电话\n2:张伟|云岭镇上河村\v第三组|13800000001\n3:李娜|云岭镇下河村第四组|13800000002\n");
  expect ("quotes.csv", quotes, strlen (quotes), "1:a|b\n2:x\ny|he said \"no\"\n3:z|1\n");
}

static void
test_csv_hostile (void)
{
  refuse ("empty.csv", "", 0, CL_ERROR_INVALID, NULL);
  refuse ("open-quote.csv", "a,b\n\"x,1\ny,2\n", 13, CL_ERROR_INVALID, NULL);
  static const char wrong[] = "a,b\n\xff\xff,\x81\n";
  refuse ("wrong.csv", wrong, sizeof wrong - 1, CL_ERROR_INVALID, "GB18030");
  g_autoptr (GString) wide = g_string_new (NULL);
  for (guint i = 0; i < 20000; i++)
    g_string_append (wide, "x,");
  refuse ("wide.csv", wide->str, wide->len, CL_ERROR_INVALID, "1024");
  /* Thousands of commas without anything between are common and harmless. */
  g_autoptr (GString) commas = g_string_new ("a,b");
  for (guint i = 0; i < 20000; i++)
    g_string_append_c (commas, ',');
  g_autofree char *path = put ("commas.csv", commas->str, commas->len);
  g_autofree char *all = cl_test_read_sheet (path, NULL, NULL);
  g_assert_nonnull (all);
  g_autoptr (GString) cell = g_string_new ("a,\"");
  for (guint i = 0; i < 3 * 1024 * 1024; i++)
    g_string_append_c (cell, 'x');
  g_string_append (cell, "\"\n");
  refuse ("cell.csv", cell->str, cell->len, CL_ERROR_INVALID, NULL);
  ClSheetOptions options = { .encoding = "KLINGON-8" };
  g_autofree char *plain = put ("plain.csv", "a,b\n", 4);
  g_autoptr (GError) error = NULL;
  g_assert_null (cl_sheet_reader_open (plain, &options, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

static void
test_foreign (void)
{
  g_autoptr (GError) other = NULL;
  char ole[4096] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
  refuse ("old.xls", ole, sizeof ole, CL_ERROR_DAMAGED, NULL);
  refuse ("page.pdf", "%PDF-1.4\n", 9, CL_ERROR_FOREIGN, NULL);
  refuse ("picture.csv", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, CL_ERROR_FOREIGN, NULL);
  refuse ("short.xlsx", "PK\3\4abcdefgh", 12, CL_ERROR_DAMAGED, NULL);
  g_assert_null (cl_sheet_reader_open ("/nonexistent.csv", NULL, &other));
  g_assert_nonnull (other);
}

/* A workbook of given parts, as no writer of ours would make it. */
static char *
zip (const char *name, ...)
{
  char *path = g_build_filename (folder, name, NULL);
  struct archive *archive = cl_test_zip_new (path);
  va_list parts;
  const char *part;

  va_start (parts, name);
  while ((part = va_arg (parts, const char *)) != NULL)
    {
      const char *text = va_arg (parts, const char *);

      cl_test_zip_add (archive, part, text, strlen (text));
    }
  va_end (parts);
  cl_test_zip_end (archive);
  return path;
}

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define ROOT "<Relationships><Relationship Id='r1' Type='" RELATIONS "/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define BOOK(properties) "<workbook xmlns:r='" RELATIONS "'>" properties "<sheets><sheet name='藏' state='hidden' r:id='r2'/>" \
                         "<sheet name='名册' r:id='r1'/><sheet name='附表' r:id='r3'/></sheets></workbook>"
#define BOOK_RELATIONS "<Relationships><Relationship Id='r1' Type='" RELATIONS "/worksheet' Target='worksheets/sheet1.xml'/>" \
                       "<Relationship Id='r2' Type='" RELATIONS "/worksheet' Target='/xl/worksheets/sheet2.xml'/>" \
                       "<Relationship Id='r3' Type='" RELATIONS "/worksheet' Target='worksheets/sheet3.xml'/>" \
                       "<Relationship Id='r4' Type='" RELATIONS "/styles' Target='styles.xml'/>" \
                       "<Relationship Id='r5' Type='" RELATIONS "/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
#define STYLES "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy\"年\"m\"月\"d\"日\"'/><numFmt numFmtId='171' formatCode='0.00\"d\"'/></numFmts>" \
               "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='171'/><xf numFmtId='20'/></cellXfs></styleSheet>"
#define STRINGS "<sst><si><t>姓名</t></si><si><r><t>张</t></r><r><t xml:space='preserve'> 伟</t></r><rPh sb='0' eb='1'><t>zhang</t></rPh></si>" \
                "<si><t>a_x000D_b &amp; c</t></si></sst>"
#define SHEET \
  "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>生日</t></is></c></row>" \
  "<row r='3'><c r='A3' t='s'><v>1</v></c><c r='B3' s='1'><v>20529</v></c><c r='D3' s='2'><v>46000</v></c></row>" \
  "<row><c t='str'><f>1</f><v>公式</v></c><c t='b'><v>1</v></c><c t='b'><v>0</v></c><c t='e'><v>#N/A</v></c></row>" \
  "<row r='5'><c r='A5'><v>1.3800001003E10</v></c><c r='B5'><v>991123195603070000</v></c><c r='C5'><v>9.9112319560307E17</v></c>" \
  "<c r='D5'><v>0.30000000000000004</v></c><c r='E5' s='3'><v>12.0</v></c><c r='F5' s='4'><v>0.5</v></c><c r='G5' t='s'><v>2</v></c></row>" \
  "</sheetData></worksheet>"

static char *
book (const char *name, const char *workbook, const char *sheet)
{
  return zip (name, "_rels/.rels", ROOT, "xl/workbook.xml", workbook, "xl/_rels/workbook.xml.rels", BOOK_RELATIONS, "xl/styles.xml", STYLES,
              "xl/sharedStrings.xml", STRINGS,
              "xl/worksheets/sheet1.xml", sheet, "xl/worksheets/sheet2.xml", "<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>",
              "xl/worksheets/sheet3.xml", "<worksheet><sheetData><row><c><v>8</v></c></row></sheetData></worksheet>", NULL);
}

static void
test_xlsx_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = book ("values.xlsx", BOOK (""), SHEET);
  g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (all, ==, "1:姓名|生日\n3:张 伟|1956-03-15||2025-12-09\n4:公式|是|否|#N/A\n"
                            "5:13800001003|991123195603070000|991123195603070000|0.3|12|12:00|a\rb & c\n");
  g_autofree char *old = book ("1904.xlsx", BOOK ("<workbookPr date1904='1'/>"), SHEET);
  g_autofree char *rows = cl_test_read_sheet (old, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (rows, "|1960-03-16|"));
}

/* The underscore of an escape may itself be written as a number; one that begins none stays. */
static void
test_xlsx_escapes (void)
{
  g_autofree char *path = book ("escapes.xlsx", BOOK (""),
                                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a_x000D_b_c</t></is></c>"
                                "<c r=\"B1\" t=\"inlineStr\"><is><t>d&#95;x000D_e</t></is></c><c r=\"C1\" t=\"str\"><v>f_x005F_x000D_</v></c>"
                                "<c r=\"D1\" t=\"str\"><v>g</v></c></row></sheetData></worksheet>");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      cl_sheet_scan_set_off (i > 0);
      g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (all, ==, "1:a\rb_c|d\re|f_x000D_|g\n");
    }
  cl_sheet_scan_set_off (FALSE);
}

/* Larger than what is looked at at once, one row of it too; what is merged stands behind all of it. */
static void
test_xlsx_windows (void)
{
  g_autofree char *wide = g_strnfill (300000, 'w');
  g_autoptr (GString) sheet = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet><sheetData>");
  g_autoptr (GString) wanted = g_string_new (NULL);
  for (guint i = 1; i <= 9000; i++)
    {
      const char *text = i == 4000 ? wide : "云岭镇";
      g_string_append_printf (sheet, "<row r=\"%u\"><c r=\"B%u\" t=\"str\"><v>%s&amp;%u</v></c>%s</row>\n<row r=\"%u\"/>", 2 * i, 2 * i, text, i,
                              i == 2501 ? "<c r=\"C5002\" t=\"str\"><v>合并</v></c>" : "", 2 * i + 1);
      const char *above = i >= 2501 && i <= 4000 ? "|合并" : "";
      g_string_append_printf (wanted, "%u:|%s&%u%s\n", 2 * i, text, i, above);
    }
  g_string_append (sheet, "<row r=\"30000\"/> </sheetData><mergeCells><mergeCell ref=\"C5002:C8001\"/></mergeCells></worksheet>");
  g_autofree char *path = book ("windows.xlsx", BOOK (""), sheet->str);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      cl_sheet_scan_set_off (i > 0);
      g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
      g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (all, ==, wanted->str);
      g_assert_true ((CL_SHEET_XLSX (reader)->source == NULL) == (i == 0));
    }
  cl_sheet_scan_set_off (FALSE);
}

static void
test_xlsx_sheets (void)
{
  g_autofree char *path = book ("sheets.xlsx", BOOK (""), SHEET);
  ClSheetOptions by_name = { .sheet = "附表" }, by_number = { .sheet = "1" }, absent = { .sheet = "没有" };
  g_autoptr (GError) error = NULL;
  g_autofree char *name = cl_test_read_sheet (path, &by_name, NULL), *number = cl_test_read_sheet (path, &by_number, NULL);
  g_assert_cmpstr (name, ==, "1:8\n");
  g_assert_cmpstr (number, ==, "1:7\n");
  g_assert_null (cl_sheet_reader_open (path, &absent, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
}

static void
test_xlsx_merges (void)
{
  g_autofree char *path = book ("merges.xlsx", BOOK (""),
                                "<worksheet><sheetData><row r='1'><c r='A1' t='str'><v>题</v></c></row>"
                                "<row r='2'><c r='A2' t='str'><v>上河村</v></c><c r='B2'><v>1</v></c></row><row r='3'><c r='B3'><v>2</v></c></row>"
                                "<row r='4'><c r='A4'/></row><row r='5'><c r='B5'><v>3</v></c></row></sheetData>"
                                "<mergeCells count=\"2\"><mergeCell ref=\"A1:F1\"/><mergeCell ref=\"A2:A4\"/></mergeCells></worksheet>");
  g_autofree char *all = cl_test_read_sheet (path, NULL, NULL);
  g_assert_cmpstr (all, ==, "1:题\n2:上河村|1\n3:上河村|2\n5:|3\n");
}

static void
assert_refused (char *path, int code, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *owned = path, *all = cl_test_read_sheet (path, NULL, &error);
  g_assert_null (all);
  g_assert_error (error, CL_ERROR, code);
  if (word && !strstr (error->message, word))
    g_error ("%s", error->message);
}

static void
test_xlsx_hostile (void)
{
  assert_refused (book ("cut.xlsx", BOOK (""), "<worksheet><sheetData><row><c><v>1"), CL_ERROR_DAMAGED, NULL);
  assert_refused (book ("doctype.xlsx", BOOK (""), "<!DOCTYPE w [<!ENTITY a 'b'>]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"),
                  CL_ERROR_DAMAGED, NULL);
  assert_refused (book ("book.xlsx", "<!DOCTYPE w [<!ENTITY a 'b'>]>" BOOK (""), SHEET), CL_ERROR_DAMAGED, NULL);
  assert_refused (book ("columns.xlsx", BOOK (""), "<worksheet><sheetData><row><c r='XFD1'><v>1</v></c></row></sheetData></worksheet>"), CL_ERROR_INVALID,
                  "1024");
  assert_refused (zip ("text.docx", "_rels/.rels", "<Relationships><Relationship Id='r' Type='" RELATIONS "/officeDocument' Target='word/document.xml'/>"
                       "</Relationships>", "word/document.xml", "<document/>", NULL), CL_ERROR_FOREIGN, NULL);
  assert_refused (zip ("sheet.ods", "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<office/>", NULL), CL_ERROR_INVALID,
                  NULL);
  assert_refused (zip ("any.zip", "readme.txt", "nothing", NULL), CL_ERROR_FOREIGN, NULL);
  /* Cells and styles that lie about their place harm nothing. */
  g_autofree char *odd = book ("odd.xlsx", BOOK (""), "<worksheet><sheetData><row r='x'><c r='A' s='999999' t='s'><v>99999</v></c><c r='B1'><v>x</v></c>"
                                                      "<c r='A1'><v>5</v></c></row><c><v>1</v></c></sheetData></worksheet>");
  g_autofree char *all = cl_test_read_sheet (odd, NULL, NULL);
  g_assert_nonnull (all);
}

/* What other writers make of the same: a prefix, comments and sections, dates in words; libxml2 reads these, whatever the quick way took before. */
static void
test_xlsx_odd_writers (void)
{
  static const char rows[] = "1:姓名|1956-03-07|<a>\n2:2|b & c\n";
  static const char *const sheets[] = {
    "<x:worksheet xmlns:x='urn:x'><x:sheetData><x:row r='1'><x:c r='A1' t='str'><x:v>姓名</x:v></x:c><x:c t='d'><x:v>1956-03-07T00:00:00</x:v></x:c>"
    "<x:c t='str'><x:v>&lt;a></x:v></x:c></x:row><x:row><x:c><x:v>2</x:v></x:c><x:c t='str'><x:v>b &amp; c</x:v></x:c></x:row></x:sheetData></x:worksheet>",
    "<worksheet><sheetData><row r='1'><c r='A1' t='str'><v>姓名</v></c><c t='d'><v>1956-03-07T00:00:00</v></c><c t='str'><v><![CDATA[<a>]]></v></c></row>"
    "<!-- --><row><c><v>2</v></c><c t='str'><v>b &#38; c</v></c></row></sheetData></worksheet>",
    "<?xml version='1.0' encoding='utf-8'?><worksheet><sheetData><row r=\"1\" x14ac:dyDescent='0.2'><c r='A1' t='inlineStr'><is><t>姓</t><t>名</t></is></c>"
    "<c t='d'><v>1956-03-07</v></c><c t='str'><f>1&lt;2</f><v>&lt;a&gt;</v></c></row>\n<row><c><v>2.0</v></c><c t='str'><v>b &amp; c</v></c></row><row/>"
    "</sheetData></worksheet>",
  };
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = book ("odd-writer.xlsx", BOOK (""), sheets[i]);
      g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (all, ==, rows);
    }
}

static void
test_xlsx_row_numbers (void)
{
  g_autofree char *path = book ("numbers.xlsx", BOOK (""), "<worksheet><sheetData><row r='0'><c><v>1</v></c></row><row r='99999999999'><c><v>2</v></c></row>"
                                                           "<row r='7'><c><v>3</v></c></row><row r='x'><c><v>4</v></c></row></sheetData></worksheet>");
  g_autofree char *all = cl_test_read_sheet (path, NULL, NULL);
  g_assert_cmpstr (all, ==, "1:1\n2:2\n7:3\n8:4\n");
}

/* Rows of the same chunk that came before the fault are not given out behind it. */
static void
test_xlsx_ends_with_fault (void)
{
  g_autoptr (GString) sheet = g_string_new ("<worksheet><sheetData>");
  for (guint i = 0; i < 20000; i++)
    g_string_append (sheet, "<row><c><v>1</v></c></row>");
  g_string_append (sheet, "</cut>");
  g_autofree char *path = book ("fault.xlsx", BOOK (""), sheet->str);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GError) error = NULL, other = NULL;
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, &error);
  g_assert_no_error (error);
  while (cl_sheet_reader_next (reader, cells, NULL, &error))
    ;
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
  g_assert_false (cl_sheet_reader_next (reader, cells, NULL, NULL));
  /* In a short sheet it is found when it is opened. */
  g_autofree char *short_path = book ("short-fault.xlsx", BOOK (""), "<worksheet><sheetData><row><c><v>1</v></c></row></cut>");
  g_assert_null (cl_sheet_reader_open (short_path, NULL, &other));
  g_assert_error (other, CL_ERROR, CL_ERROR_DAMAGED);
}

/* 300 MB of blanks in 300 KB: refused when it is seen to swell, not when the memory is full. */
static void
test_xlsx_bomb (void)
{
  g_autofree char *blanks = g_strnfill (300 * 1024 * 1024, ' ');
  memcpy (blanks, "<worksheet><sheetData>", 22);
  assert_refused (book ("bomb.xlsx", BOOK (""), blanks), CL_ERROR_INVALID, NULL);
}

static void
test_numbers (void)
{
  static const char *const numbers[][2] = { { "0", "0" }, { "-0", "0" }, { "007", "7" }, { "1E3", "1000" }, { "1.50", "1.5" }, { "-2.0", "-2" },
                                            { "123456789012345678", "123456789012345678" }, { "1e-3", "0.001" }, { "abc", "abc" }, { "1e999", "1e999" } };
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = cl_sheet_number_to_text (numbers[i][0]);
      g_assert_cmpstr (text, ==, numbers[i][1]);
    }
  g_autofree char *march = cl_sheet_serial_to_text ("61", CL_SHEET_FORMAT_DATE, FALSE);
  g_autofree char *january = cl_sheet_serial_to_text ("1", CL_SHEET_FORMAT_DATE, FALSE);
  g_autofree char *time = cl_sheet_serial_to_text ("45000.75", CL_SHEET_FORMAT_TIME, FALSE);
  g_autofree char *beyond = cl_sheet_serial_to_text ("99999999", CL_SHEET_FORMAT_DATE, FALSE);
  g_assert_cmpstr (march, ==, "1900-03-01");
  g_assert_cmpstr (january, ==, "1900-01-01");
  g_assert_cmpstr (time, ==, "2023-03-15 18:00");
  g_assert_cmpstr (beyond, ==, "99999999");
  g_assert_cmpint (cl_sheet_format_of_code ("[$-804]yyyy\\-mm;@"), ==, CL_SHEET_FORMAT_DATE);
  g_assert_cmpint (cl_sheet_format_of_code ("#,##0.00\" yd\""), ==, CL_SHEET_FORMAT_NUMBER);
  g_assert_cmpint (cl_sheet_format_of_code ("General"), ==, CL_SHEET_FORMAT_NUMBER);
  g_assert_cmpint (cl_sheet_format_of_code ("[h]:mm"), ==, CL_SHEET_FORMAT_TIME);
  g_assert_cmpint (cl_sheet_format_of_code ("[Red]0"), ==, CL_SHEET_FORMAT_NUMBER);
}

static void
write_and_read (const char *name)
{
  static const char *const rows[][4] = { { "张伟", "99112319560307001X", "1200", "一\n二" }, { "阿达力·叶尔江", "991123195603070028", NULL, "=1+1" },
                                         { "韩𠮷", "", "-3.5", " \"引\", 号 " } };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetWriter) writer = cl_sheet_writer_new (path, "残疾人名册[1]", &error);
  g_assert_no_error (error);
  cl_sheet_writer_add_column (writer, "姓名", 20);
  cl_sheet_writer_add_column (writer, "身份证号", 40);
  cl_sheet_writer_add_column (writer, "金额", 0);
  cl_sheet_writer_set_numbers (writer);
  cl_sheet_writer_add_column (writer, "备注", 30);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (cl_sheet_writer_add_row (writer, rows[i], &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (cl_sheet_writer_close (writer, &error));
  g_assert_no_error (error);
  g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (all, ==, "1:姓名|身份证号|金额|备注\n2:张伟|99112319560307001X|1200|一\n二\n3:阿达力·叶尔江|991123195603070028||=1+1\n"
                            "4:韩𠮷||-3.5| \"引\", 号 \n");
}

/* What somebody typed into a name or a remark is never run by the spreadsheet that opens the list, and comes back as it was. */
static void
test_formulas (void)
{
  static const char *const cells[] = { "=HYPERLINK(\"http://x\",\"y\")", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "\t=1", "\t\t@x", "=", "-",
                                       "-12.50", "+8613800000012", "1956-03-07", "99112319560307001X", "a=b", "\ta" };
  g_autofree char *path = g_build_filename (folder, "formulas.csv", NULL), *text = NULL;
  g_autoptr (GError) error = NULL;
  ClSheetWriter *writer = cl_sheet_writer_new (path, NULL, &error);
  g_autoptr (GPtrArray) row = g_ptr_array_new ();
  g_assert_no_error (error);
  cl_sheet_writer_add_column (writer, "备注", 30);
  cl_sheet_writer_add_column (writer, "号", 30);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_assert_true (cl_sheet_writer_add_row (writer, (const char *[]) { cells[i], "1" }, &error));
  g_assert_true (cl_sheet_writer_close (writer, &error));
  cl_sheet_writer_free (writer);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  for (guint i = 1; lines[i]; i++)
    {
      const char *begin = lines[i] + (*lines[i] == '"');
      g_assert_false (i <= 9 && strchr ("=+-@", *begin) && *begin);
    }
  g_assert_true (g_str_has_prefix (lines[10], "-12.50,"));
  g_assert_true (g_str_has_prefix (lines[12], "1956-03-07,"));

  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cl_sheet_reader_next (reader, row, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_assert_true (cl_sheet_reader_next (reader, row, NULL, &error));
      g_assert_cmpstr (row->pdata[0], ==, cells[i]);
    }
  g_assert_false (cl_sheet_reader_next (reader, row, NULL, &error));
  g_assert_no_error (error);
  remove (path);
}

static void
test_writer (void)
{
  write_and_read ("out.xlsx");
  write_and_read ("out.CSV");
  g_autofree char *other = g_build_filename (folder, "out.ods", NULL), *left = g_build_filename (folder, "left.xlsx", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no/such/out.csv", NULL);
  g_autoptr (GError) error = NULL, no_place = NULL;
  g_assert_null (cl_sheet_writer_new (other, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_null (cl_sheet_writer_new (nowhere, NULL, &no_place));
  g_assert_nonnull (no_place);
  ClSheetWriter *writer = cl_sheet_writer_new (left, NULL, NULL);
  cl_sheet_writer_add_column (writer, "姓名", 0);
  cl_sheet_writer_free (writer);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name; name = g_dir_read_name (dir))
    g_assert_false (g_str_has_prefix (name, "left.xlsx"));
}

/* What LibreOffice wrote, in both forms, says the same. */
static void
test_committee (void)
{
  static const char *const names[] = { "committee.xlsx", "committee.csv" };
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", names[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *all = cl_test_read_sheet (path, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (strstr (all, "\n4:村（社区）|姓名|身份证号|联系电话|所担任的职务|备注"));
      g_assert_nonnull (strstr (all, i == 0 ? "\n6:上河村|李秀英|" : "\n6:|李秀英|"));
      g_assert_nonnull (strstr (all, "|韩𠮷|"));
      g_assert_nonnull (strstr (all, "|程有才|99112319560307001x|13800001063|委员、专职委员|已办残疾人证"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("canlian-sheets-XXXXXX", NULL);
  g_test_add_func ("/sheets/csv/encodings", test_csv_encodings);
  g_test_add_func ("/sheets/csv/late-byte", test_csv_late_byte);
  g_test_add_func ("/sheets/csv/long-utf8", test_csv_long_utf8);
  g_test_add_func ("/sheets/csv/shapes", test_csv_shapes);
  g_test_add_func ("/sheets/csv/hostile", test_csv_hostile);
  g_test_add_func ("/sheets/foreign", test_foreign);
  g_test_add_func ("/sheets/xlsx/values", test_xlsx_values);
  g_test_add_func ("/sheets/xlsx/windows", test_xlsx_windows);
  g_test_add_func ("/sheets/xlsx/escapes", test_xlsx_escapes);
  g_test_add_func ("/sheets/xlsx/sheets", test_xlsx_sheets);
  g_test_add_func ("/sheets/xlsx/merges", test_xlsx_merges);
  g_test_add_func ("/sheets/xlsx/hostile", test_xlsx_hostile);
  g_test_add_func ("/sheets/xlsx/bomb", test_xlsx_bomb);
  g_test_add_func ("/sheets/xlsx/row-numbers", test_xlsx_row_numbers);
  g_test_add_func ("/sheets/xlsx/odd-writers", test_xlsx_odd_writers);
  g_test_add_func ("/sheets/xlsx/ends-with-fault", test_xlsx_ends_with_fault);
  g_test_add_func ("/sheets/xlsx/numbers", test_numbers);
  g_test_add_func ("/sheets/writer", test_writer);
  g_test_add_func ("/sheets/formulas", test_formulas);
  g_test_add_func ("/sheets/committee", test_committee);
  int result = g_test_run ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return result;
}
