/* The roster by libxlsxwriter: make.py compiles and runs it, and the other programs convert what it writes. */
#include <xlsxwriter.h>

#define TEXT(row, column, text) worksheet_write_string (sheet, row, column, text, NULL)

int
main (int argc, char *argv[])
{
  lxw_workbook *book = workbook_new (argv[1]);
  lxw_worksheet *empty = workbook_add_worksheet (book, "封面");
  lxw_worksheet *hidden = workbook_add_worksheet (book, "代码");
  lxw_worksheet *sheet = workbook_add_worksheet (book, "花名册");
  lxw_worksheet *second = workbook_add_worksheet (book, "附表");
  lxw_format *date = workbook_add_format (book), *slash = workbook_add_format (book), *clock = workbook_add_format (book);
  lxw_format *padded = workbook_add_format (book), *bold = workbook_add_format (book), *percent = workbook_add_format (book);
  lxw_row_col_options hide = { .hidden = LXW_TRUE };
  static const char *const headers[] = { "村", "姓名", "身份证号", "电话", "出生日期", "办证日期", "低保", "补贴", "合计", "称呼", "编号", "时间", "比例" };

  format_set_num_format (date, "yyyy\"年\"m\"月\"d\"日\"");
  format_set_num_format (slash, "yyyy/m/d");
  format_set_num_format (clock, "h:mm");
  format_set_num_format (padded, "000");
  format_set_num_format (percent, "0%");
  format_set_bold (bold);
  (void) empty;
  worksheet_hide (hidden);
  worksheet_write_string (hidden, 0, 0, "肢体", NULL);
  worksheet_write_string (second, 0, 0, "村", NULL);
  worksheet_write_string (second, 1, 0, "上河村", NULL);

  worksheet_merge_range (sheet, 0, 0, 0, 12, "云岭镇残疾人花名册", bold);
  for (int i = 0; i < 13; i++)
    TEXT (1, i, headers[i]);
  worksheet_merge_range (sheet, 2, 0, 3, 0, "上河村", NULL);
  TEXT (2, 1, "张伟");
  TEXT (2, 2, "99112319560307001X");
  worksheet_write_number (sheet, 2, 3, 13800001001., NULL);
  worksheet_write_datetime (sheet, 2, 4, &(lxw_datetime) { 1956, 3, 7, 0, 0, 0 }, date);
  worksheet_write_datetime (sheet, 2, 5, &(lxw_datetime) { 2021, 12, 31, 0, 0, 0 }, slash);
  worksheet_write_boolean (sheet, 2, 6, 1, NULL);
  worksheet_write_number (sheet, 2, 7, 1234.5, NULL);
  worksheet_write_formula_num (sheet, 2, 8, "=H3*2", NULL, 2469);
  worksheet_write_formula_str (sheet, 2, 9, "=B3&\"同志\"", NULL, "张伟同志");
  worksheet_write_number (sheet, 2, 10, 7, padded);
  worksheet_write_number (sheet, 2, 11, 0.395833333333333333, clock);
  worksheet_write_number (sheet, 2, 12, 0.3, percent);

  worksheet_write_rich_string (sheet, 3, 1, (lxw_rich_string_tuple *[]) { &(lxw_rich_string_tuple) { bold, "刘　" },
                                                                          &(lxw_rich_string_tuple) { NULL, "娜" }, NULL }, NULL);
  worksheet_write_number (sheet, 3, 2, 991123195603070000., NULL);
  TEXT (3, 3, "13800001002、\n13800001003");
  worksheet_write_datetime (sheet, 3, 4, &(lxw_datetime) { 1900, 3, 1, 0, 0, 0 }, date);
  worksheet_write_boolean (sheet, 3, 6, 0, NULL);
  worksheet_write_number (sheet, 3, 7, 0.1 + 0.2, NULL);
  worksheet_write_formula_num (sheet, 3, 8, "=H4*0", NULL, 0);
  worksheet_write_formula_str (sheet, 3, 9, "=B4&\"<&>\"", NULL, "刘　娜<&>");

  /* The row 5 is blank; the row 6 is hidden, as a filter leaves it. */
  worksheet_set_row_opt (sheet, 5, LXW_DEF_ROW_HEIGHT, NULL, &hide);
  TEXT (5, 0, "下河村");
  TEXT (5, 1, "阿达力·叶尔江");
  TEXT (5, 2, "991123195603070028");
  worksheet_write_datetime (sheet, 5, 4, &(lxw_datetime) { 2012, 2, 29, 0, 0, 0 }, slash);
  worksheet_write_number (sheet, 5, 7, -3, NULL);
  TEXT (5, 9, "韩𠮷  先生");

  worksheet_merge_range (sheet, 6, 0, 6, 1, "合计", bold);
  worksheet_write_formula_num (sheet, 6, 7, "=SUM(H3:H6)", NULL, 1231.8);
  return workbook_close (book);
}
