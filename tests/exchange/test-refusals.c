/* What of each kind of file cannot be taken: behind a password, damaged, made to fill the memory, wider than any sheet, or no sheet at all. Each is said in a
 * sentence that names the file, or what is wrong with its rows, and what to do. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"
#include "cl-test-sheets.h"
#include "cl-test-zip.h"

#define BOMB (300 * 1024 * 1024)
#define MILLION "1000000"

static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* Reads all of it, as an import does. */
static void
assert_refused (const char *path, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *all = cl_test_read_sheet (path, NULL, &error), *base = g_path_get_basename (path);

  if (error == NULL)
    g_error ("%s was read", base);
  g_assert_error (error, CL_ERROR, code);
  if (strstr (error->message, words) == NULL || !g_str_has_suffix (error->message, "."))
    g_error ("%s: %s", base, error->message);
  g_assert_null (all);
  if (code != CL_ERROR_INVALID)
    g_assert_nonnull (strstr (error->message, base));
}

static void
refuse (const char *name, const void *bytes, gsize size, int code, const char *words)
{
  g_autofree char *path = in_folder (name);

  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
  assert_refused (path, code, words);
  g_unlink (path);
}

static void
refuse_text (const char *name, const char *text, int code, const char *words)
{
  refuse (name, text, strlen (text), code, words);
}

/* Pairs of names and texts; NULL for a text: a part that swells. */
static void
refuse_archive (const char *name, int code, const char *words, ...)
{
  g_autofree char *path = in_folder (name);
  struct archive *zip = cl_test_zip_new (path);
  const char *part;
  va_list parts;

  va_start (parts, words);
  while ((part = va_arg (parts, const char *)) != NULL)
    {
      const char *text = va_arg (parts, const char *);

      if (text != NULL)
        cl_test_zip_add (zip, part, text, strlen (text));
      else
        cl_test_zip_add_blanks (zip, part, BOMB);
    }
  va_end (parts);
  cl_test_zip_end (zip);
  assert_refused (path, code, words);
  g_unlink (path);
}

/* As LibreOffice writes them with a password. */
static void
test_password (void)
{
  static const char *const names[] = { "protected.xlsx", "protected.xls", "protected.ods" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "exchange", names[i], NULL);

      assert_refused (path, CL_ERROR_FOREIGN, "protected by a password");
    }
}

/* What broke off on its way; a web page or a text that did cannot be told from a whole one. */
static void
test_damaged (void)
{
  static const char *const names[] = { "libreoffice.xlsx", "gnumeric.xlsx", "openpyxl.xlsx", "libxlsxwriter.xlsx", "libreoffice-97.xls", "gnumeric-97.xls", "gnumeric-both.xls",
                                       "libreoffice.ods", "gnumeric.ods", "libreoffice.fods" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint part = 1; part < 4; part++)
      {
        g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "exchange", names[i], NULL), *bytes = NULL;
        gsize size;

        g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
        refuse (names[i], bytes, size * part / 4, CL_ERROR_DAMAGED, "is damaged and cannot be read");
      }
  refuse_text ("cut.xls", "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet><Table><Row><Cell><Data>1", CL_ERROR_DAMAGED,
               "is damaged");
  refuse ("cut.csv", "a,b\n\xff\xff,\x81\n", 10, CL_ERROR_INVALID, "GB18030");
}

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define ROOT "_rels/.rels", "<Relationships><Relationship Id='r' Type='" RELATIONS "/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define BOOK "xl/workbook.xml", "<workbook xmlns:r='" RELATIONS "'><sheets><sheet name='1' r:id='r1'/></sheets></workbook>", "xl/_rels/workbook.xml.rels", \
  "<Relationships><Relationship Id='r1' Type='" RELATIONS "/worksheet' Target='worksheets/sheet1.xml'/>" \
  "<Relationship Id='r2' Type='" RELATIONS "/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='r3' Type='" RELATIONS "/styles' Target='styles.xml'/></Relationships>"
#define SHEET(rows) "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define ODS "application/vnd.oasis.opendocument.spreadsheet"
#define CONTENT(rows) "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' " \
  "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'>" \
  "<office:body><office:spreadsheet><table:table table:name='1'>" rows "</table:table></office:spreadsheet></office:body></office:document-content>"
#define CELL(attributes) "<table:table-cell " attributes "><text:p>x</text:p></table:table-cell>"

static void
test_swelling (void)
{
  refuse_archive ("sheet.xlsx", CL_ERROR_INVALID, "absurd size", ROOT, BOOK, "xl/worksheets/sheet1.xml", NULL, NULL);
  refuse_archive ("strings.xlsx", CL_ERROR_INVALID, "absurd size", ROOT, BOOK, SHEET ("<row><c><v>1</v></c></row>"), "xl/sharedStrings.xml", NULL, NULL);
  refuse_archive ("styles.xlsx", CL_ERROR_INVALID, "absurd size", ROOT, BOOK, SHEET ("<row><c><v>1</v></c></row>"), "xl/styles.xml", NULL, NULL);
  refuse_archive ("book.xlsx", CL_ERROR_INVALID, "absurd size", ROOT, "xl/workbook.xml", NULL, NULL);
  refuse_archive ("relations.xlsx", CL_ERROR_INVALID, "absurd size", "_rels/.rels", NULL, NULL);
  refuse_archive ("content.ods", CL_ERROR_INVALID, "absurd size", "mimetype", ODS, "content.xml", NULL, NULL);
  /* Few bytes that say to repeat them. */
  refuse_archive ("rows.ods", CL_ERROR_INVALID, "absurd size", "mimetype", ODS, "content.xml",
                  CONTENT ("<table:table-row table:number-rows-repeated='" MILLION "'>" CELL ("table:number-columns-repeated='900'") "</table:table-row>"), NULL);
}

/* A record of the old binary format. */
static void
put_record (GByteArray *file, guint id, const void *data, guint length)
{
  const guint8 head[4] = { id & 0xff, id >> 8, length & 0xff, length >> 8 };

  g_byte_array_append (file, head, 4);
  g_byte_array_append (file, data, length);
}

static void
test_wide (void)
{
  g_autofree char *commas = g_malloc (2 * 1000 * 1000);
  g_autoptr (GByteArray) binary = g_byte_array_new ();
  g_autoptr (GString) page = g_string_new ("<table><tr>"), sheet = g_string_new ("<worksheet><sheetData><row>");

  for (guint i = 0; i < 1000 * 1000; i++)
    memcpy (commas + 2 * i, "x,", 2);
  for (guint i = 0; i < 1000 * 1000; i++)
    g_string_append (sheet, "<c><v>1</v></c>");
  g_string_append (sheet, "</row></sheetData></worksheet>");
  refuse ("wide.csv", commas, 2 * 1000 * 1000, CL_ERROR_INVALID, "more than 1024 columns");
  for (guint i = 0; i < 1000 * 1000; i++)
    memcpy (commas + 2 * i, "x\t", 2);
  refuse ("wide.txt", commas, 2 * 1000 * 1000, CL_ERROR_INVALID, "more than 1024 columns");
  refuse_archive ("wide.xlsx", CL_ERROR_INVALID, "more than 1024 columns", ROOT, BOOK, SHEET ("<row r='1'><c r='BDWGO1'><v>1</v></c></row>"), NULL);
  refuse_archive ("last.xlsx", CL_ERROR_INVALID, "more than 1024 columns", ROOT, BOOK, SHEET ("<row r='1'><c r='XFD1'><v>1</v></c></row>"), NULL);
  refuse_archive ("cells.xlsx", CL_ERROR_INVALID, "more than 1024 columns", ROOT, BOOK, "xl/worksheets/sheet1.xml", sheet->str, NULL);
  refuse_archive ("wide.ods", CL_ERROR_INVALID, "more than 1024 columns", "mimetype", ODS, "content.xml",
                  CONTENT ("<table:table-row>" CELL ("table:number-columns-repeated='" MILLION "'") "</table:table-row>"), NULL);
  refuse_text ("wide.fods", "<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' office:mimetype='" ODS "' "
               "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body>"
               "<office:spreadsheet><table:table><table:table-row><table:table-cell table:number-columns-repeated='" MILLION "'/>" CELL ("")
               "</table:table-row></table:table></office:spreadsheet></office:body></office:document>", CL_ERROR_INVALID, "more than 1024 columns");
  refuse_text ("wide-2003.xls", "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>"
               "<Worksheet ss:Name='1'><Table><Row><Cell ss:Index='" MILLION "'><Data ss:Type='String'>x</Data></Cell></Row></Table></Worksheet></Workbook>",
               CL_ERROR_INVALID, "more than 1024 columns");
  for (guint i = 0; i < 100 * 1000; i++)
    g_string_append (page, "<td>x</td>");
  refuse ("wide-page.xls", page->str, page->len, CL_ERROR_INVALID, "more than 1024 columns");
  put_record (binary, 0x809, "\0\5\x10\0\0\0\0\0", 8);
  put_record (binary, 0x203, "\0\0\x60\xea\0\0\0\0\0\0\0\0\0\0", 14); /* a number in column 60,000 */
  put_record (binary, 0x0a, "", 0);
  refuse ("wide.xls", binary->data, binary->len, CL_ERROR_INVALID, "more than 1024 columns");
}

/* Under any name: a sheet's own, or another. */
static void
test_wrong (void)
{
  refuse_archive ("letter.xlsx", CL_ERROR_FOREIGN, "is a text document", "_rels/.rels", "<Relationships/>", "word/document.xml", "<d/>", NULL);
  refuse_archive ("slides.xlsx", CL_ERROR_FOREIGN, "is a presentation", "_rels/.rels", "<Relationships/>", "ppt/presentation.xml", "<d/>", NULL);
  refuse_archive ("binary.xlsx", CL_ERROR_FOREIGN, ".xlsb", "_rels/.rels", "<Relationships/>", "xl/workbook.bin", "x", NULL);
  refuse_archive ("letter.ods", CL_ERROR_FOREIGN, "is a text document", "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<d/>", NULL);
  refuse_archive ("apple.ods", CL_ERROR_FOREIGN, "Numbers", "Index/Document.iwa", "x", NULL);
  refuse_archive ("packed.xlsx", CL_ERROR_FOREIGN, "is packed", "名册.xlsx", "x", NULL);
  refuse_text ("paper.xls", "%PDF-1.4\n", CL_ERROR_FOREIGN, "is a PDF");
  refuse ("picture.csv", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, CL_ERROR_FOREIGN, "is a picture");
  refuse ("photo.ods", "\xff\xd8\xff\xe0\0\x10JFIF\0", 11, CL_ERROR_FOREIGN, "is a picture");
  refuse_text ("table.csv", "SQLite format 3", CL_ERROR_FOREIGN, "is a database");
  refuse_text ("letter.xls", "{\\rtf1\\ansi hello}", CL_ERROR_FOREIGN, "is a text document");
  refuse_text ("data.ods", "<?xml version='1.0'?><rows/>", CL_ERROR_FOREIGN, "XML");
  refuse_text ("page.xls", "<html><body>请登录</body></html>", CL_ERROR_FOREIGN, "table");
  refuse_text ("blank.csv", "\n\n", CL_ERROR_INVALID, "empty");
  refuse ("none.xlsx", "", 0, CL_ERROR_INVALID, "empty");
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("canlian-sheets-XXXXXX", NULL);
  g_test_add_func ("/refusals/password", test_password);
  g_test_add_func ("/refusals/damaged", test_damaged);
  g_test_add_func ("/refusals/swelling", test_swelling);
  g_test_add_func ("/refusals/wide", test_wide);
  g_test_add_func ("/refusals/wrong", test_wrong);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
