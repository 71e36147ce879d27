/* The files of tests/data/exchange, written by the programs that offices have them from: what the rows of each must be. */
#include <string.h>

#include "cl-error.h"
#include "cl-sheet-scan.h"
#include "cl-test-sheets.h"

#define HEAD "1:云岭镇残疾人花名册\n2:村|姓名|身份证号|电话|出生日期|办证日期|低保|补贴|合计|称呼|编号|时间|比例\n"
#define ZHANG "上河村|张伟|99112319560307001X|13800001001|1956-03-07|2021-12-31|是|1234.5|2469|张伟同志|007|09:30|0.3\n"
#define LIU "上河村|刘　娜|991123195603070000|13800001002、\n13800001003|1900-03-01||否|0.3|0|刘　娜<&>\n"
#define AFTER "6:下河村|阿达力·叶尔江|991123195603070028||2012-02-29|||-3||韩𠮷  先生\n7:合计|||||||1231.8\n"
#define AS_SHOWN(zhang, liu, hidden, digits) \
  HEAD "3:上河村|张伟|99112319560307001X|" zhang "|1956年3月7日|2021/12/31|TRUE|1234.5|2469|张伟同志|007|9:30|30%\n" \
  "4:上河村|刘　娜|" liu "|13800001002、\n13800001003|1900年3月1日||FALSE|0.3|0|刘　娜<&>\n" hidden digits ":合计|||||||1231.8\n"
#define TEXT \
  "1:云岭镇残疾人花名册||||||||||||\n2:村|姓名|身份证号|电话|出生日期|办证日期|低保|补贴|合计|称呼|编号|时间|比例\n" \
  "3:上河村|张伟|99112319560307001X|13800001001|03/07/1956|12/31/2021|TRUE|1234.5|2469|张伟同志|7|09:30:00 AM|30%\n" \
  "4:|刘　娜|9.9112319560307E+017|13800001002、\n13800001003|03/01/1900||FALSE|0.3|0|刘　娜<&>|||\n5:||||||||||||\n" \
  "6:下河村|阿达力·叶尔江|991123195603070028||02/29/2012|||-3||韩𠮷  先生|||\n7:合计|||||||1231.8|||||\n"
/* openpyxl writes formulas without what they come to, and 16 digits of a number. */
#define OPENPYXL \
  "1:村|姓名|身份证号|出生日期|低保|补贴|合计\n2:上河村|张伟|99112319560307001X|1956-03-07|是|1234.5\n" \
  "3:上河村|阿达力·叶尔江|991123195603070100|2012-02-29 09:30|否|-3\n4:下河村|韩𠮷||2021-12-31|是|0.0000001\n"
/* GBK has no 𠮷. */
#define AFTER_95 "6:下河村|阿达力·叶尔江|991123195603070028||2012-02-29|||-3||韩?  先生\n7:合计|||||||1231.8\n"
#define ROSTER HEAD "3:" ZHANG "4:" LIU AFTER

typedef struct
{
  const char *file;
  const char *rows;
  const char *sheets;  /* names, the hidden ones in brackets; NULL: none */
  guint sheet;
  const char *wanted;  /* NULL: whichever the reader takes */
} Case;

#define BOOK "封面 (代码) 花名册 附表"

static const Case cases[] = {
  { "libxlsxwriter.xlsx", ROSTER, BOOK, 3 },
  { "libreoffice.xlsx", ROSTER, BOOK, 3 },
  /* Gnumeric forgets that the sheet is hidden. */
  { "gnumeric.xlsx", ROSTER, "封面 代码 花名册 附表", 3, "花名册" },
  { "libreoffice.ods", ROSTER, BOOK, 3 },
  { "libreoffice.fods", ROSTER, BOOK, 3 },
  { "gnumeric.ods", ROSTER, BOOK, 3 },
  { "libreoffice-97.xls", ROSTER, BOOK, 3 },
  { "gnumeric-97.xls", ROSTER, BOOK, 3 },
  { "gnumeric-both.xls", ROSTER, BOOK, 3 },
  { "gnumeric-95.xls", HEAD "3:" ZHANG "4:" LIU AFTER_95, BOOK, 3 },
  { "libreoffice-html.xls", AS_SHOWN ("13800001001", "991123195603070000", "", "6"), NULL, 1 },
  { "gnumeric-html.xls", AS_SHOWN ("1.38E+10", "9.91E+17", "6:下河村|阿达力·叶尔江|991123195603070028||2012/2/29|||−3||韩𠮷 先生\n", "7"), NULL, 3 },
  { "gnumeric-xhtml.xls", AS_SHOWN ("1.38E+10", "9.91E+17", "6:下河村|阿达力·叶尔江|991123195603070028||2012/2/29|||−3||韩𠮷 先生\n", "7"), NULL, 3 },
  { "libreoffice-gb18030.csv", TEXT, NULL, 0 },
  { "libreoffice-utf16.txt", TEXT, NULL, 0 },
  { "openpyxl.xlsx", OPENPYXL, "花名册", 1 },
  { "openpyxl-1904.xlsx", OPENPYXL, "花名册", 1 },
};

static void
test_file (gconstpointer data)
{
  const Case *this = data;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "exchange", this->file, NULL);
  g_autoptr (GError) error = NULL;
  const ClSheetOptions options = { .sheet = this->wanted };
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, &options, &error);
  g_autoptr (GString) sheets = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < cl_sheet_reader_get_sheets (reader)->len; i++)
    {
      const ClSheetInfo *info = cl_sheet_reader_get_sheets (reader)->pdata[i];
      g_string_append_printf (sheets, info->visible ? "%s%s" : "%s(%s)", i ? " " : "", info->name);
    }
  if (this->sheets)
    g_assert_cmpstr (sheets->str, ==, this->sheets);
  g_assert_cmpuint (cl_sheet_reader_get_sheet (reader), ==, this->sheet);

  g_autofree char *rows = cl_test_read_sheet (path, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rows, ==, this->rows);

  /* The quick way and libxml2 read the same. */
  cl_sheet_scan_set_off (TRUE);
  g_autofree char *slow = cl_test_read_sheet (path, &options, &error);
  cl_sheet_scan_set_off (FALSE);
  g_assert_no_error (error);
  g_assert_cmpstr (slow, ==, this->rows);
}

static void
test_pdf (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "exchange", "document.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_sheet_reader_open (path, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, "PDF"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/sheet-files/", cases[i].file, NULL);
      g_test_add_data_func (name, &cases[i], test_file);
    }
  g_test_add_func ("/sheet-files/document.pdf", test_pdf);
  return g_test_run ();
}
