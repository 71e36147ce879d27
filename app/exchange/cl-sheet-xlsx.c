#include "cl-config.h"

#include <libxml/parser.h>
#include <string.h>

#include "cl-sheet-private.h"

#define MAX_MERGES 1000000

#define CL_TYPE_SHEET_XLSX (cl_sheet_xlsx_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetXlsx, cl_sheet_xlsx, CL, SHEET_XLSX, ClSheetReader)

typedef enum
{
  TYPE_NUMBER,
  TYPE_SHARED,
  TYPE_TEXT, /* inline, formula, error */
  TYPE_ISO,  /* a date in words, of strict workbooks */
  TYPE_BOOLEAN,
} CellType;

struct _ClSheetXlsx
{
  ClSheetReader parent_instance;
  char *path;
  ClSheetParts *parts;
  ClSheetSource *source;
  xmlParserCtxtPtr context;
  gboolean ended;
  ClSheetRows *rows;
  gboolean in_row;
  guint row_number;
  guint column;        /* of the cell being parsed */
  CellType type;
  guint style;
  guint depth_text, depth_phonetic;
  GString *text;
  GError *failure;
};

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

static char *
cell_text (ClSheetXlsx *self)
{
  const char *raw = self->text->str;
  if (self->type == TYPE_SHARED)
    {
      guint64 index = g_ascii_strtoull (raw, NULL, 10);
      if (index >= self->parts->string_starts->len)
        return g_strdup ("");
      char *text = g_strdup (self->parts->strings->str + g_array_index (self->parts->string_starts, gsize, index));
      cl_sheet_unescape (text);
      return text;
    }
  if (self->type == TYPE_TEXT)
    {
      char *text = g_strdup (raw);
      cl_sheet_unescape (text);
      return text;
    }
  if (self->type == TYPE_BOOLEAN)
    return g_strdup (strcmp (raw, "1") == 0 || strcmp (raw, "true") == 0 ? "是" : "否");
  if (self->type == TYPE_ISO)
    return cl_sheet_iso_to_text (raw);
  ClSheetFormat format = self->style < self->parts->formats->len ? g_array_index (self->parts->formats, ClSheetFormat, self->style)
                                                                 : CL_SHEET_FORMAT_NUMBER;
  return cl_sheet_formatted_to_text (raw, format, self->parts->epoch_1904);
}

static void
put_cell (ClSheetXlsx *self)
{
  if (self->text->len == 0 || !self->in_row || self->failure)
    return;
  if (self->text->len > CL_SHEET_MAX_CELL)
    cl_sheet_too_long_cell (self->row_number, &self->failure);
  else
    cl_sheet_rows_put (self->rows, self->column, cell_text (self), &self->failure);
}

static guint
attribute_number (const xmlChar **attribute)
{
  char digits[12];
  gsize length = MIN ((gsize) (attribute[4] - attribute[3]), sizeof digits - 1);
  memcpy (digits, attribute[3], length);
  digits[length] = '\0';
  return (guint) MIN (g_ascii_strtoull (digits, NULL, 10), G_MAXINT);
}

static void
begin_row (ClSheetXlsx    *self,
           int             n,
           const xmlChar **attributes)
{
  guint number = 0;
  for (int i = 0; i < n; i++)
    if (strcmp ((const char *) attributes[i * 5], "r") == 0)
      number = attribute_number (attributes + i * 5);
  /* What is no number of a row is as if it were left out. */
  self->row_number = number > 0 && number <= CL_SHEET_MAX_ROW ? number : self->row_number + 1;
  cl_sheet_rows_begin (self->rows, self->row_number);
  self->in_row = TRUE;
  self->column = G_MAXUINT;
}

static void
begin_cell (ClSheetXlsx    *self,
            int             n,
            const xmlChar **attributes)
{
  self->column++;
  self->type = TYPE_NUMBER;
  self->style = 0;
  g_string_truncate (self->text, 0);
  for (int i = 0; i < n; i++)
    {
      const xmlChar **attribute = attributes + i * 5;
      const char *name = (const char *) attribute[0];
      const char *value = (const char *) attribute[3];
      gsize length = attribute[4] - attribute[3];
      if (strcmp (name, "r") == 0 && length < 16)
        {
          char reference[16];
          guint row;
          memcpy (reference, value, length);
          reference[length] = '\0';
          cl_sheet_parse_reference (reference, &row, &self->column);
        }
      else if (strcmp (name, "s") == 0)
        self->style = attribute_number (attribute);
      else if (strcmp (name, "t") == 0)
        self->type = length != 1 ? TYPE_TEXT : *value == 's' ? TYPE_SHARED : *value == 'b' ? TYPE_BOOLEAN : *value == 'n' ? TYPE_NUMBER
                     : *value == 'd' ? TYPE_ISO : TYPE_TEXT;
    }
}

static void
start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
          int n_defaulted, const xmlChar **attributes)
{
  ClSheetXlsx *self = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (strcmp (tag, "c") == 0)
    begin_cell (self, n_attributes, attributes);
  else if (strcmp (tag, "v") == 0 || strcmp (tag, "t") == 0)
    self->depth_text++;
  else if (strcmp (tag, "rPh") == 0)
    self->depth_phonetic++;
  else if (strcmp (tag, "row") == 0)
    begin_row (self, n_attributes, attributes);
}

static void
end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  ClSheetXlsx *self = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (strcmp (tag, "c") == 0)
    {
      put_cell (self);
      g_string_truncate (self->text, 0);
    }
  else if ((strcmp (tag, "v") == 0 || strcmp (tag, "t") == 0) && self->depth_text)
    self->depth_text--;
  else if (strcmp (tag, "rPh") == 0 && self->depth_phonetic)
    self->depth_phonetic--;
  else if (strcmp (tag, "row") == 0 && self->in_row)
    {
      cl_sheet_rows_end (self->rows);
      self->in_row = FALSE;
    }
}

static void
text_cb (void *data, const xmlChar *text, int length)
{
  ClSheetXlsx *self = ((xmlParserCtxtPtr) data)->_private;
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
read_more (ClSheetXlsx *self,
           GError     **error)
{
  g_autoptr (GError) local = NULL;
  gboolean result = cl_sheet_xml_feed (self->context, self->source, &self->ended, &local);
  if (result && !self->failure && self->text->len <= CL_SHEET_MAX_CELL)
    return TRUE;
  if (!self->failure && self->text->len > CL_SHEET_MAX_CELL)
    cl_sheet_too_long_cell (self->row_number, &self->failure);
  g_propagate_error (error, self->failure ? g_steal_pointer (&self->failure) : g_steal_pointer (&local));
  return fail (self);
}

static gboolean
cl_sheet_xlsx_next (ClSheetReader *reader,
                    GPtrArray     *cells,
                    guint         *row_number,
                    GError       **error)
{
  ClSheetXlsx *self = CL_SHEET_XLSX (reader);
  g_ptr_array_set_size (cells, 0);
  while (!cl_sheet_rows_pop (self->rows, reader, cells, row_number))
    if (self->ended || !read_more (self, error))
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

typedef struct
{
  guint first, last, column, columns;
} Merge;

static int
compare_merges (gconstpointer a,
                gconstpointer b)
{
  const Merge *x = a, *y = b;
  return x->first != y->first ? (x->first < y->first ? -1 : 1) : (int) x->column - (int) y->column;
}

static void
add_merge (GArray     *merges,
           const char *range)
{
  Merge merge;
  guint last_column;
  const char *colon = strchr (range, ':');
  if (!colon || merges->len >= MAX_MERGES)
    return;
  g_autofree char *from = g_strndup (range, colon - range);
  if (!cl_sheet_parse_reference (from, &merge.first, &merge.column) || !cl_sheet_parse_reference (colon + 1, &merge.last, &last_column)
      || merge.last < merge.first || last_column < merge.column)
    return;
  merge.columns = last_column - merge.column + 1;
  g_array_append_val (merges, merge);
}

/* Merged ranges stand behind the rows, and are wanted before them: one look through the unpacked text, without taking it apart. */
static gboolean
load_merges (ClSheetXlsx   *self,
             ClSheetSource *source,
             GError       **error)
{
  static const char mark[] = "mergeCell ref=\"";
  g_autoptr (GArray) merges = g_array_new (FALSE, FALSE, sizeof (Merge));
  g_autofree char *buffer = g_malloc (128 * 1024);
  gsize kept = 0;
  gssize n;
  while ((n = cl_sheet_source_read (source, buffer + kept, 120 * 1024, error)) > 0)
    {
      char *at = buffer, *end = buffer + kept + n, *hit;
      while ((hit = memmem (at, end - at, mark, sizeof mark - 1)))
        {
          char *range = hit + sizeof mark - 1;
          char *quote = memchr (range, '"', MIN (end - range, 64));
          if (!quote && end - range < 64)
            break;
          if (quote)
            {
              *quote = '\0';
              add_merge (merges, range);
            }
          at = range;
        }
      kept = hit ? (gsize) (end - hit) : MIN ((gsize) (end - at), sizeof mark - 2);
      memmove (buffer, end - kept, kept);
    }
  g_array_sort (merges, compare_merges);
  for (guint i = 0; i < merges->len; i++)
    {
      const Merge *merge = &g_array_index (merges, Merge, i);
      cl_sheet_rows_merge_later (self->rows, merge->first, merge->last, merge->column, merge->columns);
    }
  return n == 0;
}

/* NULL with @error set where there is no such part either. */
static ClSheetSource *
open_sheet (ClSheetXlsx *self,
            GError     **error)
{
  g_autoptr (GError) local = NULL;
  ClSheetSource *source = cl_sheet_source_open_part (self->path, self->parts->sheet_part, &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (!source)
    cl_sheet_damaged (self->path, error);
  return source;
}

/**
 * cl_sheet_xlsx_open:
 * @path: an .xlsx file
 * @options: which sheet, or none
 * @error: return location
 *
 * Reads a workbook of ECMA-376, transitional or strict, as a stream: only the shared strings are held in memory. Formulas give their last value,
 * rich text its text, phonetic guides are left out.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_xlsx_open (const char           *path,
                    const ClSheetOptions *options,
                    GError              **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = start_cb, .endElementNs = end_cb, .characters = text_cb };
  g_autoptr (ClSheetXlsx) self = g_object_new (CL_TYPE_SHEET_XLSX, NULL);
  self->path = g_strdup (path);
  self->parts = cl_sheet_parts_load (CL_SHEET_READER (self), path, options, error);
  if (!self->parts)
    return NULL;
  g_autoptr (ClSheetSource) first = open_sheet (self, error);
  if (!first || !load_merges (self, first, error))
    return NULL;
  self->source = open_sheet (self, error);
  if (!self->source)
    return NULL;
  self->context = cl_sheet_xml_new (&callbacks, self);
  return CL_SHEET_READER (g_steal_pointer (&self));
}
