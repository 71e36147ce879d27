#include "cl-config.h"

#include "cl-form-xlsx.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-form-private.h"
#include "cl-form-xlsx-private.h"

#define INCH 25.4
#define POINT (72.0 / INCH)
#define NAME_LIMIT 31 /* characters of a worksheet's name */

typedef struct
{
  lxw_workbook *book;
  GHashTable *formats; /* char* of what it looks like -> lxw_format */
  GHashTable *names;   /* of worksheets, lower case */
} Writing;

/* Excel's unit is a digit of its default type, 7 pixels, and 5 pixels of padding. */
static double
column_width (double mm)
{
  return MAX ((mm / INCH * 96 - 5) / 7, 1);
}

/* What Chinese offices have; others put their own in its place. */
static const char *
font_of (ClFontRole role)
{
  switch (role)
    {
    case CL_FONT_HEADING:
      return "方正小标宋简体";
    case CL_FONT_MARK:
    case CL_FONT_HEADER:
      return "黑体";
    case CL_FONT_NUMBER:
      return "宋体";
    case CL_FONT_EMPHASIS:
      return "楷体";
    case CL_FONT_BODY:
    case CL_FONT_TABLE:
    default:
      return "仿宋";
    }
}

static lxw_format *
format_of (Writing *writing, const ClXlsxCell *cell, gboolean number)
{
  const ClBox *box = cell->box;
  g_autofree char *key = g_strdup_printf ("%d %.1f %d %d %d %d", box->role, box->size, box->align, cell->framed, number, box->red);
  lxw_format *format = g_hash_table_lookup (writing->formats, key);

  if (format != NULL)
    return format;
  format = workbook_add_format (writing->book);
  format_set_font_name (format, font_of (box->role));
  format_set_font_size (format, MAX (box->size, 7.5));
  format_set_align (format, box->align == CL_ALIGN_CENTRE ? LXW_ALIGN_CENTER : box->align == CL_ALIGN_RIGHT ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
  format_set_align (format, LXW_ALIGN_VERTICAL_CENTER);
  format_set_text_wrap (format);
  if (cell->framed)
    format_set_border (format, LXW_BORDER_THIN);
  if (box->red)
    format_set_font_color (format, LXW_COLOR_RED);
  /* IDs, telephones and dates stay what is written. */
  format_set_num_format (format, number ? "0" : "@");
  g_hash_table_insert (writing->formats, g_steal_pointer (&key), format);
  return format;
}

/* Counts can be reckoned with; whatever is longer or begins with 0 is a name made of digits. */
static gboolean
is_count (const ClXlsxCell *cell)
{
  gsize length = strlen (cell->text);

  return cell->box->tag == CL_TAG_TD && length > 0 && length <= 6 && strspn (cell->text, "0123456789") == length && (length == 1 || cell->text[0] != '0');
}

static char *
name_of (Writing *writing, const char *called, const char *heading, guint number)
{
  g_autofree char *wanted = g_strdup (*called != '\0' ? called : heading);
  g_autofree char *short_name = NULL;
  g_autofree char *name = NULL;

  g_strdelimit (wanted, "[]:*?/\\'\n", ' ');
  short_name = g_utf8_substring (wanted, 0, MIN (g_utf8_strlen (wanted, -1), NAME_LIMIT - 4));
  name = g_strdup (short_name);
  for (guint i = 2; *name == '\0' || g_hash_table_contains (writing->names, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", *short_name != '\0' ? short_name : "表", i);
    }
  g_hash_table_add (writing->names, g_strdup (name));
  return g_steal_pointer (&name);
}

static void
write_cell (Writing *writing, lxw_worksheet *worksheet, const ClXlsxCell *cell)
{
  gboolean number = is_count (cell);
  lxw_format *format = format_of (writing, cell, number);

  if (cell->row != cell->last_row || cell->column != cell->last_column)
    worksheet_merge_range (worksheet, cell->row, (lxw_col_t) cell->column, cell->last_row, (lxw_col_t) cell->last_column, cell->text, format);
  if (number)
    worksheet_write_number (worksheet, cell->row, (lxw_col_t) cell->column, g_ascii_strtod (cell->text, NULL), format);
  else if (*cell->text == '\0')
    worksheet_write_blank (worksheet, cell->row, (lxw_col_t) cell->column, format);
  else
    worksheet_write_string (worksheet, cell->row, (lxw_col_t) cell->column, cell->text, format);
}

static void
write_sheet (Writing *writing, ClLayout *layout, const ClSheet *sheet, guint number)
{
  g_autoptr (ClXlsxSheet) grid = cl_xlsx_sheet_new (layout, number);
  g_autofree char *name = name_of (writing, sheet->called, sheet->heading, number);
  lxw_worksheet *worksheet = workbook_add_worksheet (writing->book, name);
  double longer = MAX (grid->width, grid->height);

  for (guint c = 0; c < grid->columns->len; c++)
    worksheet_set_column (worksheet, (lxw_col_t) c, (lxw_col_t) c, column_width (g_array_index (grid->columns, double, c)), NULL);
  for (guint r = 0; r < grid->rows->len; r++)
    worksheet_set_row (worksheet, r, g_array_index (grid->rows, double, r) * POINT, NULL);
  for (guint i = 0; i < grid->cells->len; i++)
    write_cell (writing, worksheet, grid->cells->pdata[i]);
  if (grid->landscape)
    worksheet_set_landscape (worksheet);
  worksheet_set_paper (worksheet, longer > 400 ? 8 : 9); /* A3, A4 */
  worksheet_set_margins (worksheet, grid->left / INCH, MAX (grid->width - grid->left, 0) / INCH > 0 ? 20 / INCH : 0.7, MIN (grid->top, 37) / INCH, 20 / INCH);
  worksheet_fit_to_pages (worksheet, 1, 0);
  if (grid->first_head <= grid->last_head)
    worksheet_repeat_rows (worksheet, grid->first_head, grid->last_head);
  if (grid->rows->len > 0 && grid->columns->len > 0)
    worksheet_print_area (worksheet, 0, 0, grid->rows->len - 1, (lxw_col_t) (grid->columns->len - 1));
}

static gboolean
write_book (ClLayout *layout, GPtrArray *sheets, const char *path, GError **error)
{
  g_autofree char *beside = g_strconcat (path, ".part", NULL), *called = NULL;
  Writing writing = { workbook_new (beside), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  lxw_doc_properties properties = { .title = ((ClSheet *) sheets->pdata[0])->heading, .created = 0 };
  lxw_error result;
  int trouble;

  workbook_set_properties (writing.book, &properties);
  for (guint i = 0; i < sheets->len; i++)
    write_sheet (&writing, layout, sheets->pdata[i], i);
  result = workbook_close (writing.book);
  g_hash_table_unref (writing.formats);
  g_hash_table_unref (writing.names);
  if (result == LXW_NO_ERROR && g_rename (beside, path) == 0)
    return TRUE;
  trouble = errno;
  called = cl_path_call (path);
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The spreadsheet %s could not be written: %s. Choose another folder."), called,
               result != LXW_NO_ERROR ? lxw_strerror (result) : g_strerror (trouble));
  g_unlink (beside);
  return FALSE;
}

/**
 * cl_form_write_xlsx:
 * @form: the form
 * @catalogue: the catalogue it was loaded with
 * @reader: a restricted reading connection that belongs to this thread
 * @parameters: (nullable): as for cl_form_make_pdf()
 * @where: (nullable): as for cl_form_make_pdf()
 * @path: the file, ending in .xlsx; replaced once the new one is whole
 * @report: (nullable): zeroed or cleared before
 * @error: return location
 *
 * The same layout as on paper, in cells: widths and heights in mm turned into the spreadsheet's units, the same merged cells, frames, sizes of type, paper and
 * margins; the column heads come again on each printed page. Any thread.
 *
 * Returns: whether the file is there
 */
gboolean
cl_form_write_xlsx (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *parameters, const char *const *where, const char *path,
                    ClFormReport *report, GError **error)
{
  g_autoptr (ClValues) values = cl_values_collect (form, catalogue, reader, parameters, where, error);
  g_autoptr (ClFonts) fonts = values != NULL ? cl_fonts_new (error) : NULL;
  g_autoptr (ClLayout) layout = NULL;
  GPtrArray *sheets;

  if (fonts == NULL)
    return FALSE;
  sheets = cl_values_get_sheets (values);
  layout = cl_layout_new (fonts, sheets);
  if (report != NULL)
    {
      report->pages = layout->pages->len;
      report->sheets = sheets->len;
      for (guint i = 0; i < sheets->len; i++)
        report->rows += ((ClSheet *) sheets->pdata[i])->n_rows;
    }
  return write_book (layout, sheets, path, error);
}
