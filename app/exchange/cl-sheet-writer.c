#include "cl-config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-sheet-encode.h"
#include "cl-sheet-private.h"
#include "cl-sheet-writer.h"

/* What A4 upright takes without being made smaller. */
#define PORTRAIT_MM 170.0

typedef struct
{
  char *header;
  double width_mm;
  gboolean numbers;
} Column;

typedef struct
{
  guint row, column, rows, columns;
} Merge;

struct _ClSheetWriter
{
  char *path;
  char *beside;      /* written here, renamed on close */
  char *title;
  GArray *columns;   /* Column */
  GPtrArray *leads;  /* GStrv, rows above the header */
  GArray *merges;    /* Merge */
  gboolean xlsx;
  const char *encoding; /* of .csv; NULL: UTF-8 */
  char *note;
  gboolean begun, ended;
  guint row;
  /* .xlsx */
  lxw_workbook *workbook;
  lxw_worksheet *sheet;
  lxw_format *text, *number;
  /* .csv */
  FILE *file;
};

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->header);
}

/* Tab names hold 31 characters and none of []:*?/\ (Excel); what is left of the title is still telling. */
static char *
tab_name (const char *title)
{
  GString *name = g_string_new (NULL);
  for (const char *c = title ? title : ""; *c; c = g_utf8_next_char (c))
    if (!strchr ("[]:*?/\\'", *c) && g_utf8_strlen (name->str, -1) < 31)
      g_string_append_unichar (name, g_utf8_get_char (c));
  if (name->len == 0)
    g_string_append (name, "Sheet1");
  return g_string_free (name, FALSE);
}

static gboolean
fail (ClSheetWriter *writer, const char *why, GError **error)
{
  g_autofree char *base = cl_file_call (writer->path);
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("“%s” cannot be written: %s. Choose another place, or close the program that has it open."),
               base, why);
  return FALSE;
}

/**
 * cl_sheet_writer_new:
 * @path: a path that ends in .xlsx or .csv
 * @title: (nullable): name of the tab and document
 * @error: return location
 *
 * Begins a table. Nothing is seen at @path before cl_sheet_writer_close().
 *
 * Returns: (transfer full) (nullable): the writer; INVALID for another ending
 */
ClSheetWriter *
cl_sheet_writer_new (const char *path, const char *title, GError **error)
{
  g_autoptr (ClSheetWriter) writer = g_new0 (ClSheetWriter, 1);
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gboolean xlsx = g_str_has_suffix (lower, ".xlsx");
  writer->path = g_strdup (path);
  writer->title = g_strdup (title);
  writer->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (writer->columns, column_clear);
  writer->leads = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  writer->merges = g_array_new (FALSE, FALSE, sizeof (Merge));
  writer->xlsx = xlsx;
  if (!xlsx && !g_str_has_suffix (lower, ".csv"))
    {
      g_autofree char *base = cl_file_call (path);
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” does not say which form it shall have. Let the name end in .xlsx or .csv."), base);
      return NULL;
    }
  writer->beside = g_strdup_printf ("%s.XXXXXX", path);
  int fd = g_mkstemp_full (writer->beside, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      int code = errno;
      g_clear_pointer (&writer->beside, g_free);
      fail (writer, g_strerror (code), error);
      return NULL;
    }
  if (xlsx)
    close (fd);
  else
    writer->file = fdopen (fd, "w");
  return g_steal_pointer (&writer);
}

/**
 * cl_sheet_writer_add_column:
 * @writer: a writer without rows yet
 * @header: the column's header
 * @width_mm: its width on paper in mm; 0: a middling one
 *
 * Adds a column of texts.
 */
void
cl_sheet_writer_add_column (ClSheetWriter *writer, const char *header, double width_mm)
{
  g_return_if_fail (!writer->begun);
  Column column = { g_strdup (header), width_mm, FALSE };
  g_array_append_val (writer->columns, column);
}

/**
 * cl_sheet_writer_set_numbers:
 * @writer: a writer without rows yet
 *
 * The column added last holds numbers to reckon with: counts and money, never numbers of persons.
 */
void
cl_sheet_writer_set_numbers (ClSheetWriter *writer)
{
  g_return_if_fail (!writer->begun && writer->columns->len > 0);
  g_array_index (writer->columns, Column, writer->columns->len - 1).numbers = TRUE;
}

/**
 * cl_sheet_writer_add_lead:
 * @writer: a writer without rows yet
 * @cells: (array zero-terminated=1): its texts by column
 *
 * Adds a row above the header: a title, the first row of a header of two.
 */
void
cl_sheet_writer_add_lead (ClSheetWriter *writer, const char *const *cells)
{
  g_return_if_fail (!writer->begun);
  g_ptr_array_add (writer->leads, g_strdupv ((GStrv) cells));
}

/**
 * cl_sheet_writer_add_merge:
 * @writer: a writer without rows yet
 * @row: the first row, of the leads and the header below them, from 0
 * @column: the first column, from 0
 * @rows: over how many rows
 * @columns: over how many columns
 *
 * The cells are one with the text of the first of them. One that lies over another is left out: spreadsheet programs call such a file damaged. .csv knows
 * none.
 */
void
cl_sheet_writer_add_merge (ClSheetWriter *writer, guint row, guint column, guint rows, guint columns)
{
  Merge merge = { row, column, rows, columns };
  g_return_if_fail (!writer->begun && rows > 0 && columns > 0);
  for (guint i = 0; i < writer->merges->len; i++)
    {
      const Merge *other = &g_array_index (writer->merges, Merge, i);
      if (row < other->row + other->rows && other->row < row + rows && column < other->column + other->columns && other->column < column + columns)
        return;
    }
  if (rows > 1 || columns > 1)
    g_array_append_val (writer->merges, merge);
}

/**
 * cl_sheet_writer_set_encoding:
 * @writer: a writer
 * @encoding: "UTF-8", "GBK" or "GB18030"
 * @error: return location
 *
 * In what a .csv is written; .xlsx has one of its own. What GBK cannot hold is told by cl_sheet_writer_close(), and then there is no file.
 *
 * Returns: whether it is one of these
 */
gboolean
cl_sheet_writer_set_encoding (ClSheetWriter *writer, const char *encoding, GError **error)
{
  const char *known = cl_sheet_encoding_from_name (encoding);
  if (!known)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("A table cannot be written in “%s”. Choose UTF-8, GBK or GB18030."), encoding);
      return FALSE;
    }
  writer->encoding = strcmp (known, "UTF-8") != 0 ? known : NULL;
  return TRUE;
}

/**
 * cl_sheet_writer_set_note:
 * @writer: a writer without rows yet
 * @note: (nullable): what stands at the foot of each printed page beside its number
 */
void
cl_sheet_writer_set_note (ClSheetWriter *writer, const char *note)
{
  g_return_if_fail (!writer->begun);
  g_free (writer->note);
  writer->note = g_strdup (note);
}

/* "-12.50" and "+8613800000012" may be what they look like. */
static gboolean
is_plain_number (const char *text)
{
  const char *c = text + (*text == '-' || *text == '+');
  gsize digits = strspn (c, "0123456789");
  if (digits == 0)
    return FALSE;
  c += digits;
  if (*c == '.')
    c += 1 + strspn (c + 1, "0123456789");
  return *c == '\0';
}

static void
csv_cell (FILE *file, const char *text)
{
  gsize digits = strspn (text, "0123456789");
  gboolean guarded = cl_sheet_is_formula (text, strlen (text)) && !is_plain_number (text);
  /* Numbers of persons are quoted: LibreOffice and WPS can be told that what is quoted is text. */
  if (!guarded && !strpbrk (text, ",\"\n\r;\t") && !(digits >= 8 && strlen (text) >= 11) && !g_ascii_isspace (text[0]) &&
      !(text[0] && g_ascii_isspace (text[strlen (text) - 1])))
    {
      fputs (text, file);
      return;
    }
  fputc ('"', file);
  if (guarded)
    fputc ('\t', file);
  for (const char *c = text; *c; c++)
    {
      if (*c == '"')
        fputc ('"', file);
      fputc (*c, file);
    }
  fputc ('"', file);
}

static gboolean
is_number (const char *text, double *number)
{
  char *end;
  if (!*text || !(g_ascii_isdigit (*text) || *text == '-'))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && *number > -1e15 && *number < 1e15;
}

static void
begin_csv (ClSheetWriter *writer)
{
  fputs ("\xef\xbb\xbf", writer->file);
  for (guint i = 0; i < writer->leads->len; i++)
    {
      GStrv cells = writer->leads->pdata[i];
      for (guint k = 0; cells[k]; k++)
        {
          if (k)
            fputc (',', writer->file);
          csv_cell (writer->file, cells[k]);
        }
      fputs ("\r\n", writer->file);
    }
  for (guint i = 0; i < writer->columns->len; i++)
    {
      if (i)
        fputc (',', writer->file);
      csv_cell (writer->file, g_array_index (writer->columns, Column, i).header);
    }
  fputs ("\r\n", writer->file);
}

/* Row after row, since the library then writes each as it comes and forgets it; cells merged over several rows need what was written before. */
static gboolean
begin_book (ClSheetWriter *writer, GError **error)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  g_autofree char *tab = tab_name (writer->title);
  for (guint i = 0; i < writer->merges->len; i++)
    if (g_array_index (writer->merges, Merge, i).rows > 1)
      options.constant_memory = LXW_FALSE;
  writer->workbook = workbook_new_opt (writer->beside, &options);
  writer->sheet = writer->workbook ? workbook_add_worksheet (writer->workbook, tab) : NULL;
  if (!writer->sheet)
    return fail (writer, _("the spreadsheet could not be begun"), error);
  lxw_doc_properties properties = { .title = writer->title };
  workbook_set_properties (writer->workbook, &properties);
  return TRUE;
}

static const char *
head_text (ClSheetWriter *writer, guint row, guint column)
{
  if (row == writer->leads->len)
    return column < writer->columns->len ? g_array_index (writer->columns, Column, column).header : "";
  GStrv cells = writer->leads->pdata[row];
  return column < g_strv_length (cells) ? cells[column] : "";
}

/* A cell over more than half of the columns is a title, another one of the header. */
static void
write_merges (ClSheetWriter *writer, guint row, lxw_format *head)
{
  lxw_format *title = workbook_add_format (writer->workbook);
  format_set_bold (title);
  format_set_align (title, LXW_ALIGN_CENTER);
  for (guint i = 0; i < writer->merges->len; i++)
    {
      const Merge *merge = &g_array_index (writer->merges, Merge, i);
      if (merge->row == row)
        worksheet_merge_range (writer->sheet, row, merge->column, row + merge->rows - 1, merge->column + merge->columns - 1,
                               head_text (writer, row, merge->column), merge->columns * 2 > writer->columns->len ? title : head);
    }
}

/* By a cell merged down from above, or from the left. */
static gboolean
is_covered (ClSheetWriter *writer, guint row, guint column)
{
  for (guint i = 0; i < writer->merges->len; i++)
    {
      const Merge *merge = &g_array_index (writer->merges, Merge, i);
      if (row >= merge->row && row < merge->row + merge->rows && column >= merge->column && column < merge->column + merge->columns)
        return row != merge->row || column != merge->column;
    }
  return FALSE;
}

static void
write_head (ClSheetWriter *writer)
{
  lxw_format *head = workbook_add_format (writer->workbook);
  format_set_bold (head);
  format_set_text_wrap (head);
  format_set_border (head, LXW_BORDER_THIN);
  format_set_align (head, LXW_ALIGN_CENTER);
  format_set_align (head, LXW_ALIGN_VERTICAL_CENTER);
  for (guint i = 0; i < writer->leads->len; i++)
    {
      GStrv cells = writer->leads->pdata[i];
      for (guint k = 0; cells[k]; k++)
        if (*cells[k] && !is_covered (writer, i, k))
          worksheet_write_string (writer->sheet, i, k, cells[k], NULL);
      write_merges (writer, i, head);
    }
  for (guint i = 0; i < writer->columns->len; i++)
    if (!is_covered (writer, writer->leads->len, i))
      worksheet_write_string (writer->sheet, writer->leads->len, i, g_array_index (writer->columns, Column, i).header, head);
  write_merges (writer, writer->leads->len, head);
}

static void
set_up_page (ClSheetWriter *writer)
{
  double width_mm = 0;
  for (guint i = 0; i < writer->columns->len; i++)
    {
      Column *column = &g_array_index (writer->columns, Column, i);
      /* A digit of the standard font is 7 pixels of 96 in an inch wide; a Chinese character two of them. */
      double width = column->width_mm > 0 ? column->width_mm / 25.4 * 96 / 7 : MAX (12.0, 2.0 * g_utf8_strlen (column->header, -1) + 2);
      width_mm += CLAMP (width, 6, 80) * 7 / 96 * 25.4;
      worksheet_set_column (writer->sheet, i, i, CLAMP (width, 6, 80), NULL);
    }
  worksheet_freeze_panes (writer->sheet, writer->leads->len + 1, 0);
  worksheet_repeat_rows (writer->sheet, 0, writer->leads->len);
  worksheet_set_paper (writer->sheet, 9); /* A4 */
  if (width_mm > PORTRAIT_MM)
    worksheet_set_landscape (writer->sheet);
  worksheet_fit_to_pages (writer->sheet, 1, 0);
  worksheet_set_margins (writer->sheet, 20 / 25.4, 20 / 25.4, 20 / 25.4, 20 / 25.4);
  g_autofree char *footer = g_strdup_printf ("%s%s&C第 &P 页 共 &N 页", writer->note ? "&L" : "", writer->note ? writer->note : "");
  worksheet_set_footer (writer->sheet, footer);
}

static gboolean
begin (ClSheetWriter *writer, GError **error)
{
  if (writer->xlsx && !begin_book (writer, error))
    return FALSE;
  writer->begun = TRUE;
  if (!writer->xlsx)
    {
      begin_csv (writer);
      return TRUE;
    }
  writer->text = workbook_add_format (writer->workbook);
  format_set_num_format (writer->text, "@");
  format_set_border (writer->text, LXW_BORDER_THIN);
  writer->number = workbook_add_format (writer->workbook);
  format_set_border (writer->number, LXW_BORDER_THIN);
  set_up_page (writer);
  write_head (writer);
  writer->row = writer->leads->len + 1;
  return TRUE;
}

/**
 * cl_sheet_writer_add_row:
 * @writer: a writer with all its columns
 * @cells: (array): as many texts as columns; %NULL: empty
 * @error: return location
 *
 * Adds a row. In .xlsx a text is a text whatever it looks like: no ID becomes 3.30101E+017.
 *
 * Returns: whether it could be written
 */
gboolean
cl_sheet_writer_add_row (ClSheetWriter *writer, const char *const *cells, GError **error)
{
  if (!writer->begun && !begin (writer, error))
    return FALSE;
  if (!writer->xlsx)
    {
      for (guint i = 0; i < writer->columns->len; i++)
        {
          if (i)
            fputc (',', writer->file);
          if (cells[i])
            csv_cell (writer->file, cells[i]);
        }
      fputs ("\r\n", writer->file);
      return ferror (writer->file) ? fail (writer, g_strerror (errno), error) : TRUE;
    }
  if (writer->row >= LXW_ROW_MAX)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("A sheet of .xlsx holds %d rows and this list has more. Choose a name that ends in .csv."),
                   LXW_ROW_MAX - 1);
      return FALSE;
    }
  for (guint i = 0; i < writer->columns->len; i++)
    {
      double number;
      lxw_error result = LXW_NO_ERROR;
      if (!cells[i] || !*cells[i])
        result = worksheet_write_blank (writer->sheet, writer->row, i, writer->text);
      else if (g_array_index (writer->columns, Column, i).numbers && is_number (cells[i], &number))
        result = worksheet_write_number (writer->sheet, writer->row, i, number, writer->number);
      else
        result = worksheet_write_string (writer->sheet, writer->row, i, cells[i], writer->text);
      if (result != LXW_NO_ERROR)
        return fail (writer, lxw_strerror (result), error);
    }
  writer->row++;
  return TRUE;
}

/**
 * cl_sheet_writer_end:
 * @writer: a writer
 * @error: return location
 *
 * Ends the table: no row comes any more. Whoever writes several files, or may be told to leave it, ends all of them before the first is closed.
 *
 * Returns: whether all was written; the file is not there before cl_sheet_writer_close()
 */
gboolean
cl_sheet_writer_end (ClSheetWriter *writer, GError **error)
{
  if (!writer->begun && !begin (writer, error))
    return FALSE;
  if (!writer->xlsx)
    {
      gboolean good = fflush (writer->file) == 0 && fsync (fileno (writer->file)) == 0;
      int code = errno;
      good = fclose (g_steal_pointer (&writer->file)) == 0 && good;
      if (!good)
        return fail (writer, g_strerror (code), error);
      if (writer->encoding && !cl_sheet_encode (writer->beside, writer->encoding, error))
        return FALSE;
    }
  else
    {
      worksheet_autofilter (writer->sheet, writer->leads->len, 0, MAX (writer->row, writer->leads->len + 2) - 1, MAX (writer->columns->len, 1) - 1);
      lxw_error result = workbook_close (g_steal_pointer (&writer->workbook));
      if (result != LXW_NO_ERROR)
        return fail (writer, lxw_strerror (result), error);
    }
  writer->ended = TRUE;
  return TRUE;
}

/**
 * cl_sheet_writer_close:
 * @writer: a writer
 * @error: return location
 *
 * Ends the table where that is not done; now the file is there, whole, in place of one that had its name.
 *
 * Returns: whether all was written
 */
gboolean
cl_sheet_writer_close (ClSheetWriter *writer, GError **error)
{
  if (!writer->ended && !cl_sheet_writer_end (writer, error))
    return FALSE;
  if (g_rename (writer->beside, writer->path) != 0)
    return fail (writer, g_strerror (errno), error);
  g_clear_pointer (&writer->beside, g_free);
  return TRUE;
}

/**
 * cl_sheet_writer_free:
 * @writer: (transfer full): a writer
 *
 * Frees it; a table that was not closed leaves nothing behind.
 */
void
cl_sheet_writer_free (ClSheetWriter *writer)
{
  if (!writer)
    return;
  if (writer->file)
    fclose (writer->file);
  if (writer->workbook)
    workbook_close (writer->workbook);
  if (writer->beside)
    g_unlink (writer->beside);
  g_free (writer->beside);
  g_free (writer->path);
  g_free (writer->title);
  g_free (writer->note);
  g_array_unref (writer->columns);
  g_ptr_array_unref (writer->leads);
  g_array_unref (writer->merges);
  g_free (writer);
}
