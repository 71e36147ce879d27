/* What web systems, old programs and mistakes give the name of a sheet: the rows of each, or the sentence about it. */
#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"
#include "cl-test-sheets.h"

static char *folder;

static char *
put (const char *name, const void *bytes, gsize size)
{
  char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
  return path;
}

static void
expect_with (const char *name, const void *bytes, gsize size, const ClSheetOptions *options, const char *rows)
{
  g_autofree char *path = put (name, bytes, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *all = cl_test_read_sheet (path, options, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (all, ==, rows);
}

static void
expect (const char *name, const char *text, const char *rows)
{
  expect_with (name, text, strlen (text), NULL, rows);
}

static void
expect_in (const char *name, const char *text, const char *encoding, const char *rows)
{
  gsize size;
  g_autofree char *bytes = g_convert (text, -1, encoding, "UTF-8", NULL, &size, NULL);
  expect_with (name, bytes, size, NULL, rows);
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

#define REFUSE(name, bytes, word) refuse (name, bytes, sizeof bytes - 1, CL_ERROR_FOREIGN, word)

static void
test_html (void)
{
  expect ("plain.xls",
          "<html><head><meta charset=gb2312><title>t</title><style>td{mso-number-format:'\\@'}</style></head><body><table border=1>"
          "<tr><th>姓名<th>身份证号</tr><tr><td>张&nbsp;伟 <td style='mso-number-format:\"\\@\"'>99112319560307001X</tr>"
          "<tr><td><b>刘</b>　<i>娜</i></td><td>a<br>b &lt;&amp;&#x4e2d;</td></tr></table>",
          "1:姓名|身份证号\n2:张 伟|99112319560307001X\n3:刘　娜|a\nb <&中\n");
  /* The largest table; the one inside a cell is a part of it. */
  expect ("several.xls",
          "<table><tr><td>菜单</td></tr></table><table><tr><td rowspan=2>上河村</td><td colspan='2'>甲</td><td>1</td></tr><tr><td>乙</td><td>丙</td><td>2</td></tr>"
          "<tr><td>下河村</td><td><table><tr><td>丁</td><td>戊</td></tr></table></td><td></td><td>3</td></tr></table>",
          "1:上河村|甲||1\n2:上河村|乙|丙|2\n3:下河村|丁 戊||3\n");
  const ClSheetOptions first = { .number = 1 };
  static const char two[] = "<table><tr><td>一</td></tr></table><table><tr><td>二</td><td>三</td></tr></table>";
  expect_with ("two.xls", two, strlen (two), &first, "1:一\n");
  expect ("layout.xls", "\n<table><tr><td><table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table></td></tr></table>",
          "1:甲|乙\n2:丙|丁\n");
  expect ("numbers.xls", "<table><tr><td x:num=\"991123195603070000\">9.91123E+17</td><td x:num>12</td></tr></table>", "1:991123195603070000|12\n");
  expect_in ("gbk.xls", "<meta charset='utf-8'><table><tr><td>张伟</td></tr></table>", "GBK", "1:张伟\n");
  expect_in ("wide.xls", "\xef\xbb\xbf<table><tr><td>张伟</td></tr></table>", "UTF-16LE", "1:张伟\n");
  expect ("marked.xls", "\xef\xbb\xbf<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><table><tr><td>张伟</td></tr></table></html>",
          "1:张伟\n");
  expect ("titled.xls", "花名册 <table border=1><tr><td>张伟</td></tr></table>", "1:张伟\n");
  expect ("unclosed.xls", "<table><tr><td>一<td>二<tr><td>三<td>四", "1:一|二\n2:三|四\n");
}

static void
test_html_spans (void)
{
  static const char text[] = "<table><tr><td>村</td><td colspan=2>残疾情况</td></tr><tr><td></td><td>类别</td><td>等级</td></tr></table>";
  g_autofree char *path = put ("spans.xls", text, strlen (text));
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, NULL);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  g_assert_true (cl_sheet_reader_next (reader, cells, NULL, NULL));
  g_assert_cmpuint (cl_sheet_reader_get_span (reader, 0), ==, 1);
  g_assert_cmpuint (cl_sheet_reader_get_span (reader, 1), ==, 2);
  g_assert_true (cl_sheet_reader_next (reader, cells, NULL, NULL));
  g_assert_cmpuint (cl_sheet_reader_get_span (reader, 1), ==, 1);
  g_assert_cmpstr (cl_sheet_reader_get_encoding (reader), ==, "UTF-8");
  g_assert_null (cl_sheet_reader_get_delimiter (reader));
}

#define SS "<?xml version=\"1.0\"%s?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" " \
           "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"
#define SS_STYLES "<Styles><Style ss:ID=\"d\"><NumberFormat ss:Format=\"Short Date\"/></Style><Style ss:ID=\"p\"><NumberFormat ss:Format=\"000\"/></Style></Styles>"
#define SS_HIDDEN "<Worksheet ss:Name=\"藏\"><Table><Row><Cell><Data ss:Type=\"String\">x</Data></Cell></Row></Table><x:WorksheetOptions>" \
                  "<x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"
#define SS_ROWS \
  "<Worksheet ss:Name=\"名册\"><Table><Column/><Row><Cell ss:MergeAcross=\"3\"><Data ss:Type=\"String\">题</Data></Cell></Row>" \
  "<Row ss:Index=\"3\"><Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">上河村</Data><Comment><Data>注</Data></Comment></Cell>" \
  "<Cell ss:StyleID=\"d\"><Data ss:Type=\"DateTime\">1956-03-07T00:00:00.000</Data></Cell><Cell ss:Index=\"4\" ss:StyleID=\"p\"><Data ss:Type=\"Number\">7</Data>" \
  "</Cell></Row><Row><Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>张</B>伟 &amp;</ss:Data></Cell>" \
  "<Cell><Data ss:Type=\"Boolean\">1</Data></Cell><Cell ss:Formula=\"=1/0\"><Data ss:Type=\"Error\">#DIV/0!</Data></Cell></Row>" \
  "<Row ss:Index=\"6\"><Cell ss:StyleID=\"d\"><Data ss:Type=\"Number\">20521</Data></Cell><Cell><Data ss:Type=\"Number\">1.3800001003E10</Data></Cell></Row>" \
  "</Table></Worksheet></Workbook>"

static void
test_2003 (void)
{
  static const char rows[] = "1:题\n3:上河村|1956-03-07||007\n4:上河村|张伟 &|是|#DIV/0!\n6:1956-03-07|13800001003\n";
  g_autofree char *plain = g_strdup_printf (SS SS_STYLES SS_HIDDEN SS_ROWS, "");
  g_autofree char *named = g_strdup_printf (SS SS_STYLES SS_HIDDEN SS_ROWS, " encoding=\"GB2312\"");

  expect ("plain.xls", plain, rows);
  expect_in ("gb.xls", named, "GB2312", rows);
  refuse ("cut.xls", plain, strlen (plain) - 30, CL_ERROR_DAMAGED, NULL);
  g_autofree char *path = put ("named.xls", plain, strlen (plain));
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, NULL);
  GPtrArray *sheets = cl_sheet_reader_get_sheets (reader);
  g_assert_cmpuint (sheets->len, ==, 2);
  g_assert_false (((ClSheetInfo *) sheets->pdata[0])->visible);
  g_assert_cmpstr (((ClSheetInfo *) sheets->pdata[1])->name, ==, "名册");
  g_assert_cmpuint (cl_sheet_reader_get_sheet (reader), ==, 2);
}

static void
add_record (GByteArray *stream, guint id, const void *bytes, gsize size)
{
  guint8 head[4] = { id & 0xff, id >> 8, size & 0xff, size >> 8 };
  g_byte_array_append (stream, head, 4);
  g_byte_array_append (stream, bytes, size);
}

#define RECORD(stream, id, bytes) add_record (stream, id, bytes, sizeof bytes - 1)

/* The few lines that many web systems write .xls with: no container, no styles, texts in whatever the system has. */
static void
test_bare_biff (void)
{
  static const char *const encodings[] = { "GBK", "UTF-8" };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (GByteArray) stream = g_byte_array_new ();
      g_autofree char *name = g_convert ("张伟", -1, encodings[i], "UTF-8", NULL, NULL, NULL);
      guint length = strlen (name);
      g_autofree char *label = g_strdup_printf ("......%c.%s", (char) length, name);
      double number = 13800001003.;
      char cell[14] = "\1\0\1\0\0\0";

      RECORD (stream, 0x809, "\0\0\x10\0\0\0\0\0");
      memcpy (label, "\1\0\0\0\0\0", 6);
      label[7] = 0;
      add_record (stream, 0x204, label, 8 + length);
      memcpy (cell + 6, &number, 8);
      add_record (stream, 0x203, cell, sizeof cell);
      RECORD (stream, 0x0a, "");
      expect_with ("bare.xls", stream->data, stream->len, NULL, "2:张伟|13800001003\n");
    }
}

static void
test_biff_2 (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();

  RECORD (stream, 0x09, "\2\0\x10\0");
  RECORD (stream, 0x42, "\xa8\3");
  RECORD (stream, 0x04, "\0\0\0\0\0\0\0\4\xd5\xc5\xce\xb0");
  RECORD (stream, 0x02, "\0\0\1\0\0\0\0\x2a\0");
  RECORD (stream, 0x05, "\1\0\0\0\0\0\0\1\0");
  RECORD (stream, 0x05, "\1\0\1\0\0\0\0\x2a\1");
  RECORD (stream, 0x0a, "");
  expect_with ("biff2.xls", stream->data, stream->len, NULL, "1:张伟|42\n2:是|#N/A\n");
}

static void
put_number (guint8 *at, guint32 number)
{
  for (guint i = 0; i < 4; i++)
    at[i] = number >> (8 * i);
}

/* A compound file with one stream: table of sectors, directory, the stream. */
static GByteArray *
compound (const char *name, const guint8 *bytes, gsize size)
{
  guint sectors = 2 + (guint) ((size + 511) / 512);
  GByteArray *file = g_byte_array_new ();
  g_byte_array_set_size (file, 512 * (sectors + 1));
  memset (file->data, 0, file->len);
  memset (file->data + 48, 0xff, 464);
  memcpy (file->data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
  file->data[26] = 3;
  file->data[30] = 9;
  file->data[32] = 6;
  put_number (file->data + 48, 1);
  put_number (file->data + 56, 0);
  put_number (file->data + 76, 0);
  memset (file->data + 512, 0xff, 512);
  put_number (file->data + 512, 0xfffffffd);
  put_number (file->data + 516, 0xfffffffe);
  for (guint i = 2; i < sectors; i++)
    put_number (file->data + 512 + i * 4, i + 1 < sectors ? i + 1 : 0xfffffffe);
  guint8 *entries = file->data + 1024;
  memcpy (entries, "R\0o\0o\0t\0", 8);
  entries[64] = 10;
  entries[66] = 5;
  put_number (entries + 76, 1);
  put_number (entries + 116, 0xfffffffe);
  for (guint i = 0; name[i]; i++)
    entries[128 + i * 2] = name[i];
  entries[128 + 64] = (strlen (name) + 1) * 2;
  entries[128 + 66] = 2;
  memset (entries + 128 + 68, 0xff, 12);
  put_number (entries + 128 + 116, 2);
  put_number (entries + 128 + 120, size);
  memcpy (file->data + 1536, bytes, size);
  return file;
}

static void
test_protected (void)
{
  g_autoptr (GByteArray) package = compound ("EncryptedPackage", (const guint8 *) "x", 1);
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  refuse ("locked.xlsx", package->data, package->len, CL_ERROR_FOREIGN, "password");

  RECORD (stream, 0x809, "\0\6\5\0\0\0\0\0\0\0\0\0\0\0\0\0");
  RECORD (stream, 0x2f, "\1\0\1\0\1\0");
  RECORD (stream, 0x0a, "");
  g_autoptr (GByteArray) book = compound ("Workbook", stream->data, stream->len);
  refuse ("locked.xls", book->data, book->len, CL_ERROR_FOREIGN, "password");
  g_autoptr (GByteArray) word = compound ("WordDocument", stream->data, stream->len);
  refuse ("word.xls", word->data, word->len, CL_ERROR_FOREIGN, "document");
  refuse ("cut.xls", book->data, 1500, CL_ERROR_DAMAGED, NULL);

  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "exchange", "protected.ods", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (cl_sheet_reader_open (path, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, "password"));
}

/* A text that goes on in a record of its own, half of it in one byte a character and half in two. */
static void
test_continued (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  RECORD (stream, 0x809, "\0\6\5\0\0\0\0\0\0\0\0\0\0\0\0\0");
  RECORD (stream, 0x85, "\0\0\0\0\0\0\4\1\x0d\x54\x8c\x51\x20\0\x31\0");
  RECORD (stream, 0xfc, "\1\0\0\0\1\0\0\0\4\0\0ab");
  RECORD (stream, 0x3c, "\1\x20\x5f\x1f\x4f");
  RECORD (stream, 0x0a, "");
  put_number (stream->data + 20 + 4, stream->len);
  RECORD (stream, 0x809, "\0\6\x10\0\0\0\0\0\0\0\0\0\0\0\0\0");
  RECORD (stream, 0xfd, "\3\0\2\0\0\0\0\0\0\0");
  RECORD (stream, 0xbd, "\3\0\3\0\0\0\x06\0\0\0\0\0\x0a\0\0\0\4\0");
  RECORD (stream, 0x0a, "");
  g_autoptr (GByteArray) book = compound ("Workbook", stream->data, stream->len);
  expect_with ("continued.xls", book->data, book->len, NULL, "4:||ab张伟|1|2\n");
  g_autofree char *path = put ("named.xls", book->data, book->len);
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, NULL);
  g_assert_cmpstr (((ClSheetInfo *) cl_sheet_reader_get_sheets (reader)->pdata[0])->name, ==, "名册 1");
}

static void
test_text (void)
{
  gsize size;
  expect ("bars.txt", "姓名|电话\n张伟|1,2\n李娜|3\n", "1:姓名|电话\n2:张伟|1,2\n3:李娜|3\n");
  expect ("carets.txt", "姓名^电话\n张伟^1\n", "1:姓名|电话\n2:张伟|1\n");
  expect ("full-width.csv", "姓名，电话\n张伟，1\n李娜，2\n", "1:姓名|电话\n2:张伟|1\n3:李娜|2\n");
  expect ("address.csv", "姓名,地址\n张伟,\"上河村，三组，5号\"\n李娜,下河村，一组\n", "1:姓名|地址\n2:张伟|上河村，三组，5号\n3:李娜|下河村，一组\n");
  /* Three lines of two semicolons outdo two of one comma. */
  expect ("alike.csv", "a;b,c\n1;2;3,4\n1;2;3,4,5\n1;2;3,4,5,6\nsum,,,,\n", "1:a|b,c\n2:1|2|3,4\n3:1|2|3,4,5\n4:1|2|3,4,5,6\n5:sum,,,,\n");
  expect ("sep.csv", "sep=;\r\na;b,c\r\n1;2\r\n", "2:a|b,c\n3:1|2\n");
  expect_with ("nuls.csv", "a\0\0,b\n1,2\0\n", 11, NULL, "1:a|b\n2:1|2\n");
  expect ("inner.csv", "a,\"he said \"no\" loudly\",c\n5\" pipe , x \n", "1:a|he said \"no\" loudly|c\n2:5\" pipe|x\n");
  expect ("dos.csv", "a,b\r\n1,2\r\n\x1a", "1:a|b\n2:1|2\n");
  expect_in ("utf-16le.csv", "姓名,身份证号\n张伟,99112319560307001X\n", "UTF-16LE", "1:姓名|身份证号\n2:张伟|99112319560307001X\n");
  expect_in ("utf-16be.csv", "姓名,身份证号\n张伟,99112319560307001X\n", "UTF-16BE", "1:姓名|身份证号\n2:张伟|99112319560307001X\n");
  g_autofree char *big5 = g_convert ("姓名,村\n張偉,上河村\n", -1, "BIG5", "UTF-8", NULL, &size, NULL);
  const ClSheetOptions as_big5 = { .encoding = "BIG5" };
  expect_with ("big5.csv", big5, size, &as_big5, "1:姓名|村\n2:張偉|上河村\n");
  const ClSheetOptions semicolon = { .delimiter = ";" }, wrong = { .delimiter = ";;" };
  expect_with ("chosen.csv", "a,b;c\n", 6, &semicolon, "1:a,b|c\n");
  g_autofree char *path = put ("plain.csv", "a;b\n1;2\n", 8);
  g_autoptr (GError) error = NULL;
  g_assert_null (cl_sheet_reader_open (path, &wrong, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, NULL);
  g_assert_cmpstr (cl_sheet_reader_get_delimiter (reader), ==, ";");
}

/* Four bytes, beyond the basic plane; a letter of the edition of 2022 that older tables had in the private area. */
static void
test_gb18030 (void)
{
  expect_with ("2022.csv", "\xd0\xd5\xc3\xfb,\xb4\xe5\n\x95\x32\x82\x36\x82\x30\xc2\x30\xfe\x59,\xd5\xc5\n", 23, NULL, "1:姓名|村\n2:𠀀㜰龴|张\n");
}

static void
test_foreign (void)
{
  REFUSE ("scan.xlsx", "%PDF-1.7\n%....", "PDF");
  REFUSE ("picture.xls", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture");
  REFUSE ("photo.csv", "\xff\xd8\xff\xe0\0\x10JFIF\0", "picture");
  REFUSE ("packed.xls", "Rar!\x1a\7\1\0", "Unpack");
  REFUSE ("old.csv", "\0\1\0\0Standard Jet DB\0", "database");
  REFUSE ("letter.xls", "{\\rtf1\\ansi hello}", "document");
  REFUSE ("data.xls", "<?xml version='1.0'?><rows><row/></rows>", "XML");
  REFUSE ("archive.xls", "MIME-Version: 1.0\nContent-Type: multipart/related\n", "archive");
  REFUSE ("~$roster.xlsx", "\6canlian", "open");
  refuse ("blank.csv", " \n\n", 3, CL_ERROR_INVALID, "empty");
  refuse ("page.xls", "<html><body>Please log in</body></html>", 39, CL_ERROR_FOREIGN, "table");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("canlian-sheets-XXXXXX", NULL);
  g_test_add_func ("/sheet-kinds/html", test_html);
  g_test_add_func ("/sheet-kinds/html-spans", test_html_spans);
  g_test_add_func ("/sheet-kinds/2003", test_2003);
  g_test_add_func ("/sheet-kinds/bare-biff", test_bare_biff);
  g_test_add_func ("/sheet-kinds/biff-2", test_biff_2);
  g_test_add_func ("/sheet-kinds/continued", test_continued);
  g_test_add_func ("/sheet-kinds/protected", test_protected);
  g_test_add_func ("/sheet-kinds/text", test_text);
  g_test_add_func ("/sheet-kinds/gb18030", test_gb18030);
  g_test_add_func ("/sheet-kinds/foreign", test_foreign);
  int result = g_test_run ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir));)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return result;
}
