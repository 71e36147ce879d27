/* Our own reader of BIFF, since libfreexl 1.0.6 (Debian 12), tried on the .xls of tests/data/exchange, gives neither what formulas came to nor errors, loses booleans
 * (LibreOffice's) or gives them as 1 and 0 (Gnumeric's), loses rich text of Gnumeric's, takes "000" off numbers or makes a date of them, tells neither merged
 * cells nor hidden sheets, cannot read Chinese of BIFF 5 (gnumeric-95.xls: nothing, gnumeric-both.xls: "??"), and opens what is behind a password as an empty
 * book. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-sheet-biff.h"
#include "cl-sheet-private.h"

#define CL_TYPE_SHEET_XLS (cl_sheet_xls_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetXls, cl_sheet_xls, CL, SHEET_XLS, ClSheetReader)

#define MAX_CELLS 20000000 /* 65,536 rows of 256 are less */

enum
{
  RECORD_FORMULA = 0x06,
  RECORD_EOF = 0x0a,
  RECORD_FORMAT_2 = 0x1e,
  RECORD_DATEMODE = 0x22,
  RECORD_FILEPASS = 0x2f,
  RECORD_CODEPAGE = 0x42,
  RECORD_XF_2 = 0x43,
  RECORD_BOUNDSHEET = 0x85,
  RECORD_MULRK = 0xbd,
  RECORD_RSTRING = 0xd6,
  RECORD_XF = 0xe0,
  RECORD_MERGEDCELLS = 0xe5,
  RECORD_SST = 0xfc,
  RECORD_LABELSST = 0xfd,
  RECORD_NUMBER = 0x203,
  RECORD_LABEL = 0x204,
  RECORD_BOOLERR = 0x205,
  RECORD_STRING = 0x207,
  RECORD_XF_3 = 0x243,
  RECORD_RK = 0x27e,
  RECORD_FORMAT = 0x41e,
  RECORD_XF_4 = 0x443,
};

typedef struct
{
  guint32 at; /* of its record */
  guint16 row, column, part;
} Cell;

struct _ClSheetXls
{
  ClSheetReader parent_instance;
  GBytes *stream;
  ClSheetBiff biff;
  gboolean epoch_1904;
  gboolean chosen_encoding;
  GHashTable *codes;      /* number of a format -> ClSheetFormat */
  GArray *formats;        /* ClSheetFormat by style */
  GString *strings;       /* shared, each with its NUL */
  GArray *string_starts;  /* gsize */
  GArray *sheets;         /* gsize: where each begins */
  GArray *cells;          /* Cell, by row and column */
  guint next;
  ClSheetRows *rows;
};

G_DEFINE_FINAL_TYPE (ClSheetXls, cl_sheet_xls, CL_TYPE_SHEET_READER)

static double
read_double (const guint8 *p)
{
  guint64 bits = cl_sheet_u32 (p) | (guint64) cl_sheet_u32 (p + 4) << 32;
  double value;
  memcpy (&value, &bits, sizeof value);
  return value;
}

static double
read_rk (const guint8 *p)
{
  guint32 rk = cl_sheet_u32 (p);
  guint64 bits = (guint64) (rk & ~3u) << 32;
  double value;
  memcpy (&value, &bits, sizeof value);
  if (rk & 2)
    value = (gint32) rk >> 2;
  return rk & 1 ? value / 100 : value;
}

static char *
error_text (guint code)
{
  static const struct
  {
    guint code;
    const char *text;
  } errors[] = { { 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0f, "#VALUE!" }, { 0x17, "#REF!" }, { 0x1d, "#NAME?" }, { 0x24, "#NUM!" }, { 0x2a, "#N/A" } };
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i].code == code)
      return g_strdup (errors[i].text);
  return g_strdup ("#?");
}

static char *
number_text (ClSheetXls *self, double value, guint style)
{
  ClSheetFormat format = style < self->formats->len ? g_array_index (self->formats, ClSheetFormat, style) : CL_SHEET_FORMAT_NUMBER;
  return cl_sheet_double_to_text (value, format, self->epoch_1904);
}

/* What a formula came to when it was last reckoned; a text stands in a record behind it. */
static char *
formula_text (ClSheetXls *self, const ClSheetRecord *record, gsize head, guint style)
{
  const guint8 *value = record->data + head;
  if (value[6] != 0xff || value[7] != 0xff)
    return number_text (self, read_double (value), style);
  if (value[0] == 1)
    return g_strdup (value[2] ? "是" : "否");
  if (value[0] == 2)
    return error_text (value[2]);
  if (value[0] != 0)
    return g_strdup ("");
  /* Shared formulas and tables may stand between. */
  ClSheetRecord next = *record;
  for (guint i = 0; i < 4 && cl_sheet_biff_record (&self->biff, next.next, &next); i++)
    if (next.id == RECORD_STRING || next.id == (RECORD_STRING & 0xff))
      {
        ClSheetCursor cursor = cl_sheet_cursor (&self->biff, &next, 0);
        return cl_sheet_cursor_text (&cursor, self->biff.version == 2 ? 1 : 2);
      }
  return g_strdup ("");
}

static char *
shared_text (ClSheetXls *self, guint32 index)
{
  return g_strdup (index < self->string_starts->len ? self->strings->str + g_array_index (self->string_starts, gsize, index) : "");
}

static char *
cell_text (ClSheetXls *self, const Cell *cell)
{
  ClSheetRecord record;
  gboolean old = self->biff.version == 2;
  gsize head = old ? 7 : 6;
  if (!cl_sheet_biff_record (&self->biff, cell->at, &record))
    return g_strdup ("");
  const guint8 *data = record.data;
  guint style = old ? data[5] & 0x3f : cl_sheet_u16 (data + 4);
  ClSheetCursor cursor = cl_sheet_cursor (&self->biff, &record, head);
  switch (record.id)
    {
    case RECORD_LABELSST:
      return shared_text (self, cl_sheet_u32 (data + 6));
    case RECORD_MULRK:
      return number_text (self, read_rk (data + 6 + cell->part * 6), cl_sheet_u16 (data + 4 + cell->part * 6));
    case RECORD_RK:
      return number_text (self, read_rk (data + 6), style);
    case RECORD_NUMBER: case RECORD_NUMBER & 0xff:
      return number_text (self, read_double (data + head), style);
    case 0x02:
      return number_text (self, cl_sheet_u16 (data + head), style);
    case RECORD_BOOLERR: case RECORD_BOOLERR & 0xff:
      return data[head + 1] ? error_text (data[head]) : g_strdup (data[head] ? "是" : "否");
    case RECORD_LABEL: case RECORD_LABEL & 0xff: case RECORD_RSTRING:
      return cl_sheet_cursor_text (&cursor, old ? 1 : 2);
    default:
      return formula_text (self, &record, head, style);
    }
}

/* How long a record of a cell is at least; 0: it is none. The numbers of the oldest versions lack the high byte. */
static gsize
least_of_cell (ClSheetXls *self, guint id)
{
  gsize head = self->biff.version == 2 ? 7 : 6;
  switch (id)
    {
    case RECORD_LABELSST: case RECORD_RK: case RECORD_MULRK:
      return 10;
    case RECORD_NUMBER:
      return head + 8;
    case RECORD_BOOLERR: case RECORD_LABEL: case RECORD_RSTRING:
      return head + 2;
    case RECORD_FORMULA: case 0x206: case 0x406:
      return head + 8;
    case 0x02: case 0x04: case 0x05:
      return self->biff.version == 2 ? head + (id == 0x04 ? 1 : 2) : 0;
    case 0x03:
      return self->biff.version == 2 ? head + 8 : 0;
    default:
      return 0;
    }
}

static void
add_cells (ClSheetXls *self, const ClSheetRecord *record, gsize at)
{
  Cell cell = { (guint32) at, cl_sheet_u16 (record->data), cl_sheet_u16 (record->data + 2), 0 };
  guint parts = record->id == RECORD_MULRK ? (guint) (record->length - 6) / 6 : 1;
  /* More columns than a sheet has are refused with the row that has them. */
  for (guint i = 0; i < parts && cell.column < G_MAXUINT16; i++, cell.column++)
    {
      cell.part = i;
      g_array_append_val (self->cells, cell);
    }
}

static void
add_merges (GArray *merges, const ClSheetRecord *record)
{
  guint n = record->length >= 2 ? cl_sheet_u16 (record->data) : 0;
  for (guint i = 0; i < n && 2 + (i + 1) * 8u <= record->length; i++)
    {
      guint16 merge[4];
      for (guint k = 0; k < 4; k++)
        merge[k] = cl_sheet_u16 (record->data + 2 + i * 8 + k * 2);
      g_array_append_vals (merges, merge, 4);
    }
}

static int
compare_cells (gconstpointer a, gconstpointer b)
{
  const Cell *x = a, *y = b;
  if (x->row != y->row)
    return x->row < y->row ? -1 : 1;
  if (x->column != y->column)
    return x->column < y->column ? -1 : 1;
  return x->at < y->at ? -1 : x->at > y->at;
}

typedef struct
{
  guint16 first, last, column, last_column;
} Merge;

static int
compare_merges (gconstpointer a, gconstpointer b)
{
  return (int) ((const Merge *) a)->first - (int) ((const Merge *) b)->first;
}

static gboolean
is_bof (guint id)
{
  return id == 0x809 || id == 0x409 || id == 0x209 || id == 0x09;
}

/* The cells of the sheet that begins at @at. Charts that stand in it are passed over. */
static gboolean
load_cells (ClSheetXls *self, const char *path, gsize at, GError **error)
{
  g_autoptr (GArray) merges = g_array_new (FALSE, FALSE, sizeof (guint16));
  ClSheetRecord record;
  guint depth = 0;
  if (!cl_sheet_biff_record (&self->biff, at, &record) || !is_bof (record.id))
    return cl_sheet_damaged (path, error);
  for (; cl_sheet_biff_record (&self->biff, at, &record); at = record.next)
    {
      if (is_bof (record.id))
        depth++;
      else if (record.id == RECORD_EOF && --depth == 0)
        break;
      else if (depth != 1)
        continue;
      if (record.id == RECORD_FILEPASS)
        return cl_sheet_protected (path, error);
      if (record.id == RECORD_MERGEDCELLS)
        add_merges (merges, &record);
      gsize least = least_of_cell (self, record.id);
      if (!least || record.length < least)
        continue;
      add_cells (self, &record, at);
      if (self->cells->len > MAX_CELLS)
        return cl_sheet_too_large (path, error);
    }
  if (depth > 0 && at < self->biff.size)
    return cl_sheet_damaged (path, error);
  g_array_sort (self->cells, compare_cells);
  if (merges->len > 0)
    qsort (merges->data, merges->len / 4, sizeof (Merge), compare_merges);
  for (guint i = 0; i + 3 < merges->len; i += 4)
    {
      const Merge *merge = (const Merge *) (gpointer) &g_array_index (merges, guint16, i);
      if (merge->last_column >= merge->column)
        cl_sheet_rows_merge_later (self->rows, merge->first + 1, merge->last + 1, merge->column, merge->last_column - merge->column + 1u);
    }
  return TRUE;
}

static gboolean
cl_sheet_xls_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  ClSheetXls *self = CL_SHEET_XLS (reader);
  while (!cl_sheet_rows_pop (self->rows, reader, cells, row_number))
    {
      if (self->next >= self->cells->len)
        return FALSE;
      guint16 row = g_array_index (self->cells, Cell, self->next).row;
      cl_sheet_rows_begin (self->rows, row + 1);
      for (; self->next < self->cells->len && g_array_index (self->cells, Cell, self->next).row == row; self->next++)
        {
          const Cell *cell = &g_array_index (self->cells, Cell, self->next);
          g_autofree char *text = cell_text (self, cell);
          if (!cl_sheet_rows_put (self->rows, cell->column, text, strlen (text), error))
            return FALSE;
        }
      cl_sheet_rows_end (self->rows);
    }
  return TRUE;
}

static const char *
cl_sheet_xls_get_encoding (ClSheetReader *reader)
{
  ClSheetXls *self = CL_SHEET_XLS (reader);
  return self->biff.version < 8 ? self->biff.encoding : NULL;
}

static void
cl_sheet_xls_finalize (GObject *object)
{
  ClSheetXls *self = CL_SHEET_XLS (object);
  cl_sheet_biff_clear (&self->biff);
  g_clear_pointer (&self->stream, g_bytes_unref);
  g_hash_table_unref (self->codes);
  g_array_unref (self->formats);
  g_string_free (self->strings, TRUE);
  g_array_unref (self->string_starts);
  g_array_unref (self->sheets);
  g_array_unref (self->cells);
  cl_sheet_rows_free (self->rows);
  G_OBJECT_CLASS (cl_sheet_xls_parent_class)->finalize (object);
}

static void
cl_sheet_xls_class_init (ClSheetXlsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_xls_finalize;
  CL_SHEET_READER_CLASS (class)->next = cl_sheet_xls_next;
  CL_SHEET_READER_CLASS (class)->get_encoding = cl_sheet_xls_get_encoding;
}

static void
cl_sheet_xls_init (ClSheetXls *self)
{
  self->biff.converter = (GIConv) -1;
  self->codes = g_hash_table_new (NULL, NULL);
  self->formats = g_array_new (FALSE, FALSE, sizeof (ClSheetFormat));
  self->strings = g_string_new (NULL);
  self->string_starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->sheets = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->rows = cl_sheet_rows_new ();
}

static void
read_codepage (ClSheetXls *self, guint codepage)
{
  g_autofree char *name = NULL;
  switch (codepage)
    {
    case 367: case 1252: case 0x8001: case 28591:
      break; /* told from each text */
    case 936: case 54936: case 20936:
      name = g_strdup ("GB18030");
      break;
    case 950:
      name = g_strdup ("BIG5");
      break;
    case 1200:
      name = g_strdup ("UTF-16LE");
      break;
    case 65001:
      name = g_strdup ("UTF-8");
      break;
    case 10000: case 0x8000:
      name = g_strdup ("MACINTOSH");
      break;
    default:
      name = g_strdup_printf ("CP%u", codepage);
      break;
    }
  cl_sheet_biff_set_encoding (&self->biff, name);
}

static void
load_strings (ClSheetXls *self, const ClSheetRecord *record)
{
  ClSheetCursor cursor = cl_sheet_cursor (&self->biff, record, 4);
  guint32 n = cl_sheet_cursor_number (&cursor, 4);
  for (guint32 i = 0; i < n && !cursor.failed; i++)
    {
      g_autofree char *text = cl_sheet_cursor_text (&cursor, 2);
      if (cursor.failed && !*text)
        break;
      g_array_append_val (self->string_starts, self->strings->len);
      g_string_append_len (self->strings, text, strlen (text) + 1);
    }
}

static void
add_format (ClSheetXls *self, const ClSheetRecord *record)
{
  guint version = self->biff.version;
  gboolean numbered = version >= 5;
  ClSheetCursor cursor = cl_sheet_cursor (&self->biff, record, numbered || version == 4 ? 2 : 0);
  g_autofree char *code = cl_sheet_cursor_text (&cursor, version >= 8 ? 2 : 1);
  guint number = numbered && record->length >= 2 ? cl_sheet_u16 (record->data) : g_hash_table_size (self->codes);
  g_hash_table_insert (self->codes, GUINT_TO_POINTER (number), GUINT_TO_POINTER (cl_sheet_format_of_code (code)));
}

static void
add_style (ClSheetXls *self, const ClSheetRecord *record)
{
  guint number = record->length < 4 ? 0 : record->id == RECORD_XF ? cl_sheet_u16 (record->data + 2) : record->id == RECORD_XF_2 ? record->data[2] & 0x3f
                                                                                                                                : record->data[1];
  gpointer own;
  /* The formats before version 5 are all written down, in other numbers than those of today. */
  ClSheetFormat format = g_hash_table_lookup_extended (self->codes, GUINT_TO_POINTER (number), NULL, &own) ? (ClSheetFormat) GPOINTER_TO_UINT (own)
                         : self->biff.version >= 5 ? cl_sheet_format_of_builtin (number) : CL_SHEET_FORMAT_NUMBER;
  g_array_append_val (self->formats, format);
}

static void
add_sheet (ClSheetXls *self, const ClSheetRecord *record)
{
  gsize at = record->length >= 8 ? cl_sheet_u32 (record->data) : 0;
  if (record->length < 8 || record->data[5] != 0 || self->sheets->len >= CL_SHEET_MAX_SHEETS)
    return; /* a chart, a macro */
  ClSheetCursor cursor = cl_sheet_cursor (&self->biff, record, 6);
  g_autofree char *name = cl_sheet_cursor_text (&cursor, 1);
  cl_sheet_reader_add_sheet (CL_SHEET_READER (self), name, (record->data[4] & 3) == 0);
  g_array_append_val (self->sheets, at);
}

/* What stands in front of the sheets, or in the oldest versions in front of the cells. */
static gboolean
load_globals (ClSheetXls *self, const char *path, GError **error)
{
  ClSheetRecord record;
  gsize at = 0;
  for (; cl_sheet_biff_record (&self->biff, at, &record) && record.id != RECORD_EOF; at = record.next)
    switch (record.id)
      {
      case RECORD_FILEPASS:
        return cl_sheet_protected (path, error);
      case RECORD_CODEPAGE:
        if (record.length >= 2 && !self->chosen_encoding)
          read_codepage (self, cl_sheet_u16 (record.data));
        break;
      case RECORD_DATEMODE:
        self->epoch_1904 = record.length >= 2 && cl_sheet_u16 (record.data) == 1;
        break;
      case RECORD_FORMAT_2: case RECORD_FORMAT:
        add_format (self, &record);
        break;
      case RECORD_XF: case RECORD_XF_2: case RECORD_XF_3: case RECORD_XF_4:
        add_style (self, &record);
        break;
      case RECORD_SST:
        load_strings (self, &record);
        break;
      case RECORD_BOUNDSHEET:
        add_sheet (self, &record);
        break;
      default:
        break;
      }
  return at < self->biff.size || self->sheets->len == 0 || cl_sheet_damaged (path, error);
}

/* The stream of the workbook; an error says what else the file is. */
static GBytes *
find_stream (const char *path, GBytes *file, GError **error)
{
  const guint8 *bytes = g_bytes_get_data (file, NULL);
  g_autofree char *base = g_path_get_basename (path);
  if (bytes[0] != 0xd0)
    return g_bytes_ref (file);
  g_autoptr (ClSheetOle) ole = cl_sheet_ole_new (file);
  if (!ole)
    {
      cl_sheet_damaged (path, error);
      return NULL;
    }
  if (cl_sheet_ole_has (ole, "EncryptedPackage"))
    {
      cl_sheet_protected (path, error);
      return NULL;
    }
  const char *name = cl_sheet_ole_has (ole, "Workbook") ? "Workbook" : cl_sheet_ole_has (ole, "Book") ? "Book" : NULL;
  if (name)
    {
      GBytes *stream = cl_sheet_ole_read (ole, name);
      if (!stream)
        cl_sheet_damaged (path, error);
      return stream;
    }
  if (cl_sheet_ole_has (ole, "WordDocument"))
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
                 _("“%s” is a text document. Copy its table into a spreadsheet program and save it as .xlsx."), base);
  else if (g_str_has_suffix (base, ".et") || g_str_has_suffix (base, ".ET"))
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("“%s” is a sheet of WPS in a form of its own. Open it in WPS and save it as .xlsx."), base);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("“%s” is not a spreadsheet. Choose a file that ends in .xlsx, .xls, .ods or .csv."), base);
  return NULL;
}

static guint
tell_version (const ClSheetRecord *bof)
{
  if (bof->id != 0x809)
    return bof->id == 0x409 ? 4 : bof->id == 0x209 ? 3 : 2;
  return bof->length >= 2 && cl_sheet_u16 (bof->data) == 0x600 ? 8 : 5;
}

/**
 * cl_sheet_xls_open:
 * @path: a compound file, or a bare stream of BIFF as some web systems write it
 * @options: which sheet, and the encoding of texts before version 8
 * @error: return location
 *
 * Reads the workbooks of Excel 2 to 2003 ([MS-XLS]; before: the OpenOffice.org description of the format), and WPS .et, which is the same. Formulas give
 * their last value. The file is read whole and its cells are taken from it one row at a time.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_xls_open (const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClSheetXls) self = g_object_new (CL_TYPE_SHEET_XLS, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  ClSheetRecord record;
  if (!file)
    return NULL;
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  self->stream = find_stream (path, bytes, error);
  if (!self->stream)
    return NULL;
  self->biff.bytes = g_bytes_get_data (self->stream, &self->biff.size);
  if (self->biff.size > G_MAXUINT32)
    {
      cl_sheet_too_large (path, error);
      return NULL;
    }
  if (!cl_sheet_biff_record (&self->biff, 0, &record) || !is_bof (record.id))
    {
      cl_sheet_damaged (path, error);
      return NULL;
    }
  self->biff.version = tell_version (&record);
  self->chosen_encoding = options && options->encoding && self->biff.version < 8;
  if (self->chosen_encoding)
    cl_sheet_biff_set_encoding (&self->biff, options->encoding);
  if (!load_globals (self, path, error))
    return NULL;
  guint sheet = 0;
  if (self->sheets->len > 0)
    {
      sheet = cl_sheet_reader_choose (CL_SHEET_READER (self), path, options, error);
      if (!sheet)
        return NULL;
    }
  if (!load_cells (self, path, sheet ? g_array_index (self->sheets, gsize, sheet - 1) : 0, error))
    return NULL;
  return CL_SHEET_READER (g_steal_pointer (&self));
}
