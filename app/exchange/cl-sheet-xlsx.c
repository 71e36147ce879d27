#include "cl-config.h"

#include <string.h>

#include "cl-sheet-xlsx.h"

G_DEFINE_FINAL_TYPE (ClSheetXlsx, cl_sheet_xlsx, CL_TYPE_SHEET_READER)

/* "_x000D_" stands for a character that XML cannot hold, "_x005F_" for an underscore in front of what would be read so (ECMA-376 22.9.2.19). */
void
cl_sheet_unescape (char *text)
{
  char *in = strstr (text, "_x"), *out = in;
  if (!in)
    return;
  while (*in)
    {
      if (in[0] == '_' && in[1] == 'x' && g_ascii_isxdigit (in[2]) && g_ascii_isxdigit (in[3]) && g_ascii_isxdigit (in[4]) &&
          g_ascii_isxdigit (in[5]) && in[6] == '_')
        {
          gunichar c = 0;
          for (guint i = 2; i < 6; i++)
            c = c * 16 + g_ascii_xdigit_value (in[i]);
          if (c > 0 && g_unichar_validate (c))
            out += g_unichar_to_utf8 (c, out);
          in += 7;
        }
      else
        *out++ = *in++;
    }
  *out = '\0';
}

/* Without the table of g_ascii_isdigit() and g_ascii_isalpha(): asked of each character of each cell. */
static inline gboolean
is_digit (char c)
{
  return (guchar) (c - '0') < 10;
}

static inline gboolean
is_letter (char c)
{
  return (guchar) ((c | 0x20) - 'a') < 26;
}

/* Numbers of rows, styles and shared strings: digits, or what strtoull makes of it. */
static guint64
read_number (const char *text, gsize length)
{
  char digits[20];
  guint64 number = 0;
  length = MIN (length, sizeof digits - 1);
  for (gsize i = 0; i < length; i++)
    if (is_digit (text[i]))
      number = number * 10 + (text[i] - '0');
    else
      {
        memcpy (digits, text, length);
        digits[length] = '\0';
        return g_ascii_strtoull (digits, NULL, 10);
      }
  return number;
}

/* @escaped: a "_" may be in it. */
static void
put_text (ClSheetXlsx *self, const char *text, gsize length, gboolean escaped)
{
  if (!escaped || !memchr (text, '_', length))
    {
      cl_sheet_rows_put (self->rows, self->column, text, length, &self->failure);
      return;
    }
  g_autofree char *copy = g_strndup (text, length);
  cl_sheet_unescape (copy);
  cl_sheet_rows_put (self->rows, self->column, copy, strlen (copy), &self->failure);
}

static void
put_shared (ClSheetXlsx *self)
{
  GArray *starts = self->parts->string_starts;
  guint64 index = read_number (self->text->str, self->text->len);
  if (index >= starts->len)
    return;
  const char *text = self->parts->strings->str + g_array_index (starts, gsize, index);
  put_text (self, text, strlen (text), TRUE);
}

static void
put_number (ClSheetXlsx *self)
{
  GArray *formats = self->parts->formats;
  ClSheetFormat format = self->style < formats->len ? g_array_index (formats, ClSheetFormat, self->style) : CL_SHEET_FORMAT_NUMBER;
  g_autofree char *text = cl_sheet_formatted_to_text (self->text->str, format, self->parts->epoch_1904);
  put_text (self, text, strlen (text), FALSE);
}

static void
put_cell (ClSheetXlsx *self)
{
  const char *raw = self->text->str;
  if (self->type == CL_SHEET_CELL_TEXT)
    put_text (self, raw, self->text->len, self->escaped);
  else if (self->type == CL_SHEET_CELL_SHARED)
    put_shared (self);
  else if (self->type == CL_SHEET_CELL_BOOLEAN)
    put_text (self, strcmp (raw, "1") == 0 || strcmp (raw, "true") == 0 ? "是" : "否", strlen ("是"), FALSE);
  else if (self->type == CL_SHEET_CELL_ISO)
    {
      g_autofree char *date = cl_sheet_iso_to_text (raw);
      put_text (self, date, strlen (date), FALSE);
    }
  else
    put_number (self);
}

void
cl_sheet_xlsx_end_cell (ClSheetXlsx *self)
{
  if (self->text->len > CL_SHEET_MAX_CELL && !self->failure)
    cl_sheet_too_long_cell (self->row_number, &self->failure);
  else if (self->text->len > 0 && self->in_row && !self->failure)
    put_cell (self);
  self->text->len = 0;
  self->text->str[0] = '\0';
}

void
cl_sheet_xlsx_begin_row (ClSheetXlsx *self, const char *r, gsize length)
{
  guint64 number = r ? read_number (r, length) : 0;
  /* What is no number of a row is as if it were left out. */
  self->row_number = number > 0 && number <= CL_SHEET_MAX_ROW ? (guint) number : self->row_number + 1;
  cl_sheet_rows_begin (self->rows, self->row_number);
  self->in_row = TRUE;
  self->column = G_MAXUINT;
}

void
cl_sheet_xlsx_end_row (ClSheetXlsx *self)
{
  if (self->in_row)
    cl_sheet_rows_end (self->rows);
  self->in_row = FALSE;
}

/* "C12": the column; what is no reference leaves the cell where it is. */
static void
take_reference (ClSheetXlsx *self, const char *r, gsize length)
{
  guint letters = 0, digits = 0, column = 0;
  gboolean zero = TRUE;
  for (; letters < length && letters < 6 && is_letter (r[letters]); letters++)
    column = column * 26 + ((r[letters] | 0x20) - 'a' + 1);
  for (; letters + digits < length && is_digit (r[letters + digits]); digits++)
    zero = zero && r[letters + digits] == '0';
  if (letters && digits && digits <= 8 && letters + digits == length && !zero)
    self->column = column - 1;
}

static ClSheetCellType
type_of (const char *t, gsize length)
{
  return length != 1 ? CL_SHEET_CELL_TEXT : *t == 's' ? CL_SHEET_CELL_SHARED : *t == 'b' ? CL_SHEET_CELL_BOOLEAN
         : *t == 'n' ? CL_SHEET_CELL_NUMBER : *t == 'd' ? CL_SHEET_CELL_ISO : CL_SHEET_CELL_TEXT;
}

void
cl_sheet_xlsx_begin_cell (ClSheetXlsx *self, const ClSheetTag *tag)
{
  self->column++;
  if (tag->r.value)
    take_reference (self, tag->r.value, tag->r.length);
  self->style = tag->s.value ? (guint) MIN (read_number (tag->s.value, tag->s.length), G_MAXINT) : 0;
  self->type = tag->t.value ? type_of (tag->t.value, tag->t.length) : CL_SHEET_CELL_NUMBER;
  self->escaped = FALSE;
  self->text->len = 0;
  self->text->str[0] = '\0';
}

static void
take_attributes (ClSheetXlsx *self, int n, const xmlChar **attributes)
{
  ClSheetTag tag = { .empty = FALSE };
  for (int i = 0; i < n; i++)
    {
      const xmlChar **attribute = attributes + i * 5;
      const char *name = (const char *) attribute[0];
      ClSheetScanned value = { (const char *) attribute[3], attribute[4] - attribute[3] };
      if (strcmp (name, "r") == 0)
        tag.r = value;
      else if (strcmp (name, "s") == 0)
        tag.s = value;
      else if (strcmp (name, "t") == 0)
        tag.t = value;
    }
  cl_sheet_xlsx_begin_cell (self, &tag);
}

static void
start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
          int n_defaulted, const xmlChar **attributes)
{
  ClSheetXlsx *self = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (strcmp (tag, "c") == 0)
    take_attributes (self, n_attributes, attributes);
  else if (strcmp (tag, "v") == 0 || strcmp (tag, "t") == 0)
    self->depth_text++;
  else if (strcmp (tag, "rPh") == 0)
    self->depth_phonetic++;
  else if (strcmp (tag, "row") == 0)
    {
      g_autofree char *r = cl_sheet_xml_attribute (n_attributes, attributes, "r");
      cl_sheet_xlsx_begin_row (self, r, r ? strlen (r) : 0);
    }
}

static void
end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  ClSheetXlsx *self = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (strcmp (tag, "c") == 0)
    cl_sheet_xlsx_end_cell (self);
  else if ((strcmp (tag, "v") == 0 || strcmp (tag, "t") == 0) && self->depth_text)
    self->depth_text--;
  else if (strcmp (tag, "rPh") == 0 && self->depth_phonetic)
    self->depth_phonetic--;
  else if (strcmp (tag, "row") == 0)
    cl_sheet_xlsx_end_row (self);
}

static void
text_cb (void *data, const xmlChar *text, int length)
{
  ClSheetXlsx *self = ((xmlParserCtxtPtr) data)->_private;
  self->escaped = TRUE;
  if (self->depth_text && !self->depth_phonetic && self->text->len <= CL_SHEET_MAX_CELL)
    g_string_append_len (self->text, (const char *) text, length);
}

/* What was read of the same chunk before the fault is not given out either: after an error there are no rows. */
static gboolean
fail (ClSheetXlsx *self)
{
  self->ended = TRUE;
  cl_sheet_rows_clear (self->rows);
  return FALSE;
}

static gboolean
read_more (ClSheetXlsx *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean result = cl_sheet_xml_feed (self->context, self->source, &self->ended, &local);
  if (!self->failure && self->text->len > CL_SHEET_MAX_CELL)
    cl_sheet_too_long_cell (self->row_number, &self->failure);
  if (result && !self->failure)
    return TRUE;
  g_propagate_error (error, self->failure ? g_steal_pointer (&self->failure) : g_steal_pointer (&local));
  return fail (self);
}

/* One row of a sheet that is there, with what is merged; @cells and @number are only used. */
static gboolean
merge_row (ClSheetXlsx *self, GPtrArray *cells, guint *number)
{
  if (!self->apart || !cl_sheet_rows_pop (self->apart, CL_SHEET_READER (self), cells, number))
    return FALSE;
  cl_sheet_rows_begin (self->rows, *number);
  for (guint i = 0; i < cells->len; i++)
    cl_sheet_rows_put (self->rows, i, cells->pdata[i], strlen (cells->pdata[i]), NULL);
  cl_sheet_rows_end (self->rows);
  return TRUE;
}

static gboolean
cl_sheet_xlsx_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  ClSheetXlsx *self = CL_SHEET_XLSX (reader);
  while (!cl_sheet_rows_pop (self->rows, reader, cells, row_number))
    if (!(self->source ? !self->ended && read_more (self, error) : merge_row (self, cells, row_number)))
      return FALSE;
  return TRUE;
}

static void
cl_sheet_xlsx_finalize (GObject *object)
{
  ClSheetXlsx *self = CL_SHEET_XLSX (object);
  g_free (self->path);
  g_clear_pointer (&self->parts, cl_sheet_parts_free);
  g_clear_pointer (&self->context, cl_sheet_xml_free);
  g_clear_pointer (&self->source, cl_sheet_source_free);
  cl_sheet_rows_free (self->rows);
  g_clear_pointer (&self->apart, cl_sheet_rows_free);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (cl_sheet_xlsx_parent_class)->finalize (object);
}

static void
cl_sheet_xlsx_class_init (ClSheetXlsxClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_xlsx_finalize;
  CL_SHEET_READER_CLASS (class)->next = cl_sheet_xlsx_next;
}

static void
cl_sheet_xlsx_init (ClSheetXlsx *self)
{
  self->rows = cl_sheet_rows_new ();
  self->text = g_string_new (NULL);
}

static int
compare_merges (gconstpointer a, gconstpointer b)
{
  const ClSheetMerge *x = a, *y = b;
  return x->first != y->first ? (x->first < y->first ? -1 : 1) : (int) x->column - (int) y->column;
}

static void
take_merge (GArray *merges, const char *range)
{
  ClSheetMerge merge;
  guint last_column;
  const char *colon = strchr (range, ':');
  if (!colon || merges->len >= CL_SHEET_MAX_MERGES)
    return;
  g_autofree char *from = g_strndup (range, colon - range);
  if (!cl_sheet_parse_reference (from, &merge.first, &merge.column) || !cl_sheet_parse_reference (colon + 1, &merge.last, &last_column)
      || merge.last < merge.first || last_column < merge.column)
    return;
  merge.columns = last_column - merge.column + 1;
  g_array_append_val (merges, merge);
}

void
cl_sheet_xlsx_put_merges (ClSheetXlsx *self, GArray *merges)
{
  /* What was read of the rows went by without them. */
  if (merges->len && cl_sheet_rows_get_size (self->rows))
    {
      self->apart = self->rows;
      self->rows = cl_sheet_rows_new ();
    }
  g_array_sort (merges, compare_merges);
  for (guint i = 0; i < merges->len; i++)
    {
      const ClSheetMerge *merge = &g_array_index (merges, ClSheetMerge, i);
      cl_sheet_rows_merge_later (self->rows, merge->first, merge->last, merge->column, merge->columns);
    }
}

/* In their own place, behind the rows: worksheet, mergeCells. */
void
cl_sheet_xlsx_see_merge (GArray *merges, const xmlParserCtxt *context, const xmlChar *name, int n_attributes, const xmlChar **attributes)
{
  gboolean here = strcmp ((const char *) name, "mergeCell") == 0 && context->nameNr == 2 && strcmp ((const char *) context->nameTab[1], "mergeCells") == 0;
  g_autofree char *range = here ? cl_sheet_xml_attribute (n_attributes, attributes, "ref") : NULL;
  if (range)
    take_merge (merges, range);
}

static void
merge_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
          int n_defaulted, const xmlChar **attributes)
{
  const xmlParserCtxt *context = data;
  cl_sheet_xlsx_see_merge (context->_private, context, name, n_attributes, attributes);
}

/* Merged ranges stand behind the rows, and are wanted before them: the part is read once for them alone. What is wrong with it is said when it is read
 * for its rows. */
static void
load_merges (ClSheetXlsx *self, ClSheetSource *source)
{
  static const xmlSAXHandler callbacks = { .startElementNs = merge_cb };
  g_autoptr (GArray) merges = g_array_new (FALSE, FALSE, sizeof (ClSheetMerge));
  gboolean ended = FALSE;
  xmlParserCtxtPtr context = cl_sheet_xml_new (&callbacks, merges);
  while (!ended && cl_sheet_xml_feed (context, source, &ended, NULL))
    ;
  cl_sheet_xml_free (context);
  cl_sheet_xlsx_put_merges (self, merges);
}

ClSheetSource *
cl_sheet_xlsx_open_sheet (ClSheetXlsx *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  ClSheetSource *source = cl_sheet_source_open_part (self->path, self->parts->sheet_part, &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (!source)
    cl_sheet_damaged (self->path, error);
  return source;
}

/* From the beginning, whatever the quick way took. */
static gboolean
begin_parser (ClSheetXlsx *self, GError **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = start_cb, .endElementNs = end_cb, .characters = text_cb };
  cl_sheet_rows_free (self->rows);
  self->rows = cl_sheet_rows_new ();
  g_string_truncate (self->text, 0);
  self->row_number = self->column = 0;
  self->in_row = FALSE;
  g_autoptr (ClSheetSource) first = cl_sheet_xlsx_open_sheet (self, error);
  if (!first)
    return FALSE;
  load_merges (self, first);
  self->source = cl_sheet_xlsx_open_sheet (self, error);
  if (!self->source)
    return FALSE;
  self->context = cl_sheet_xml_new (&callbacks, self);
  return TRUE;
}

/**
 * cl_sheet_xlsx_open:
 * @path: an .xlsx file
 * @options: which sheet, or none
 * @error: return location
 *
 * Reads a workbook of ECMA-376, transitional or strict. What spreadsheet programs plainly write is scanned at once (cl-sheet-scan.h); all else, and
 * sheets of more than 256 MB of cells, go through libxml2 as a stream. Formulas give their last value, rich text its text, phonetic guides are left out.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_xlsx_open (const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClSheetXlsx) self = g_object_new (CL_TYPE_SHEET_XLSX, NULL);
  gboolean quick = FALSE;
  self->path = g_strdup (path);
  self->parts = cl_sheet_parts_load (CL_SHEET_READER (self), path, options, error);
  if (!self->parts)
    return NULL;
  if (!cl_sheet_scan_is_off () && !cl_sheet_xlsx_scan (self, &quick, error))
    return NULL;
  if (!quick && !begin_parser (self, error))
    return NULL;
  return CL_SHEET_READER (g_steal_pointer (&self));
}
