#include "cl-config.h"

#include <archive.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <string.h>

#include "cl-error.h"
#include "cl-sheet-private.h"

#define CHUNK (64 * 1024)
#define MAX_ROW 1048576 /* what spreadsheet programs number */

#define CL_TYPE_SHEET_XLSX (cl_sheet_xlsx_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetXlsx, cl_sheet_xlsx, CL, SHEET_XLSX, ClSheetReader)

typedef enum
{
  TYPE_NUMBER,
  TYPE_SHARED,
  TYPE_TEXT, /* inline, formula, error, ISO date */
  TYPE_BOOLEAN,
} CellType;

typedef struct
{
  guint number;
  GPtrArray *cells; /* char * or NULL */
} Row;

typedef struct
{
  guint last;
  char *text;
} Running; /* the cell merged downwards that a column is in */

struct _ClSheetXlsx
{
  ClSheetReader parent_instance;
  char *path;
  guint64 file_size, inflated;
  ClSheetParts *parts;
  struct archive *archive;
  xmlParserCtxtPtr context;
  gboolean ended;
  GQueue rows;
  Row *row;            /* the one being parsed */
  guint row_number;
  guint column;        /* of the cell being parsed */
  CellType type;
  guint style;
  guint depth_text, depth_phonetic;
  GString *text;
  GArray *running;     /* Running by column */
  guint next_merge;
  GError *failure;
};

G_DEFINE_FINAL_TYPE (ClSheetXlsx, cl_sheet_xlsx, CL_TYPE_SHEET_READER)

static void
row_free (Row *row)
{
  g_ptr_array_unref (row->cells);
  g_free (row);
}

/* "_x000D_" stands for a character that XML cannot hold, "_x005F_" for an underscore in front of what would be read so (ECMA-376 22.9.2.19). */
static void
unescape (char *text)
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
      unescape (text);
      return text;
    }
  if (self->type == TYPE_TEXT)
    {
      char *text = g_strdup (raw);
      unescape (text);
      return text;
    }
  if (self->type == TYPE_BOOLEAN)
    return g_strdup (strcmp (raw, "1") == 0 || strcmp (raw, "true") == 0 ? "是" : "否");
  ClSheetFormat format = self->style < self->parts->formats->len ? g_array_index (self->parts->formats, ClSheetFormat, self->style)
                                                                 : CL_SHEET_FORMAT_NUMBER;
  return format == CL_SHEET_FORMAT_NUMBER ? cl_sheet_number_to_text (raw) : cl_sheet_serial_to_text (raw, format, self->parts->epoch_1904);
}

static void
put_cell (ClSheetXlsx *self)
{
  if (self->text->len == 0 || !self->row || self->failure)
    return;
  if (self->column >= CL_SHEET_MAX_COLUMNS)
    {
      cl_sheet_too_many_columns (&self->failure);
      return;
    }
  if (self->text->len > CL_SHEET_MAX_CELL)
    {
      cl_sheet_too_long_cell (self->row_number, &self->failure);
      return;
    }
  if (self->row->cells->len <= self->column)
    g_ptr_array_set_size (self->row->cells, self->column + 1);
  g_free (self->row->cells->pdata[self->column]);
  self->row->cells->pdata[self->column] = cell_text (self);
}

/* Gives the texts of cells merged downwards to the rows they cover. A row without any text of its own stays blank. */
static void
fill_merges (ClSheetXlsx *self,
             Row         *row)
{
  GArray *merges = self->parts->merges;
  while (self->next_merge < merges->len && g_array_index (merges, ClSheetMerge, self->next_merge).first <= row->number)
    {
      ClSheetMerge *merge = &g_array_index (merges, ClSheetMerge, self->next_merge++);
      if (merge->column >= self->running->len)
        g_array_set_size (self->running, merge->column + 1);
      Running *running = &g_array_index (self->running, Running, merge->column);
      g_clear_pointer (&running->text, g_free);
      running->last = merge->last;
      if (merge->first == row->number && merge->column < row->cells->len)
        running->text = g_strdup (row->cells->pdata[merge->column]);
    }
  if (row->cells->len == 0)
    return;
  for (guint i = 0; i < self->running->len; i++)
    {
      Running *running = &g_array_index (self->running, Running, i);
      if (!running->text || running->last < row->number)
        continue;
      if (row->cells->len <= i)
        g_ptr_array_set_size (row->cells, i + 1);
      if (!row->cells->pdata[i])
        row->cells->pdata[i] = g_strdup (running->text);
    }
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
  self->row_number = number > 0 && number <= MAX_ROW ? number : self->row_number + 1;
  g_clear_pointer (&self->row, row_free);
  self->row = g_new0 (Row, 1);
  self->row->number = self->row_number;
  self->row->cells = g_ptr_array_new_full (16, g_free);
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
        self->type = length == 1 && *value == 's' ? TYPE_SHARED : length == 1 && *value == 'b' ? TYPE_BOOLEAN
                     : length == 1 && *value == 'n' ? TYPE_NUMBER : TYPE_TEXT;
    }
}

static void
start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
          int n_defaulted, const xmlChar **attributes)
{
  ClSheetXlsx *self = data;
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
  ClSheetXlsx *self = data;
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
  else if (strcmp (tag, "row") == 0 && self->row)
    {
      fill_merges (self, self->row);
      g_queue_push_tail (&self->rows, g_steal_pointer (&self->row));
    }
}

static void
text_cb (void *data, const xmlChar *text, int length)
{
  ClSheetXlsx *self = data;
  if (self->depth_text && !self->depth_phonetic && self->text->len <= CL_SHEET_MAX_CELL)
    g_string_append_len (self->text, (const char *) text, length);
}

static void
doctype_cb (void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
  ClSheetXlsx *self = data;
  if (!self->failure)
    cl_sheet_parts_damaged (self->path, &self->failure);
}

/* What was read of the same chunk before the fault is not given out either: after an error there are no rows. */
static gboolean
fail (ClSheetXlsx *self)
{
  self->ended = TRUE;
  g_queue_clear_full (&self->rows, (GDestroyNotify) row_free);
  return FALSE;
}

static gboolean
read_more (ClSheetXlsx *self,
           GError     **error)
{
  char buffer[CHUNK];
  la_ssize_t n = archive_read_data (self->archive, buffer, sizeof buffer);
  if (n > 0)
    {
      self->inflated += n;
      if (!cl_sheet_parts_check_ratio (self->path, self->inflated, self->file_size, error))
        return fail (self);
    }
  self->ended = n <= 0;
  if (n < 0 || xmlParseChunk (self->context, n > 0 ? buffer : NULL, MAX (n, 0), n == 0) != 0)
    if (!self->failure)
      cl_sheet_parts_damaged (self->path, &self->failure);
  if (!self->failure)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
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
  while (g_queue_is_empty (&self->rows))
    if (self->ended || !read_more (self, error))
      return FALSE;
  Row *row = g_queue_pop_head (&self->rows);
  for (guint i = 0; i < row->cells->len; i++)
    if (!row->cells->pdata[i])
      row->cells->pdata[i] = g_strdup ("");
  *row_number = row->number;
  g_ptr_array_extend_and_steal (cells, g_steal_pointer (&row->cells));
  g_free (row);
  return TRUE;
}

static void
cl_sheet_xlsx_finalize (GObject *object)
{
  ClSheetXlsx *self = CL_SHEET_XLSX (object);
  g_free (self->path);
  g_clear_pointer (&self->parts, cl_sheet_parts_free);
  g_clear_pointer (&self->context, cl_sheet_parser_free);
  g_clear_pointer (&self->archive, archive_read_free);
  g_queue_clear_full (&self->rows, (GDestroyNotify) row_free);
  g_clear_pointer (&self->row, row_free);
  g_string_free (self->text, TRUE);
  for (guint i = 0; i < self->running->len; i++)
    g_free (g_array_index (self->running, Running, i).text);
  g_array_unref (self->running);
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
  g_queue_init (&self->rows);
  self->text = g_string_new (NULL);
  self->running = g_array_new (FALSE, TRUE, sizeof (Running));
}

/**
 * cl_sheet_xlsx_open:
 * @path: an .xlsx file
 * @options: which sheet, or none
 * @error: return location
 *
 * Reads a workbook of ECMA-376 as a stream: only the shared strings are held in memory. Formulas give their last value, rich text its
 * text, phonetic guides are left out. Hidden sheets are passed over unless asked for.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_xlsx_open (const char           *path,
                    const ClSheetOptions *options,
                    GError              **error)
{
  g_autoptr (ClSheetXlsx) self = g_object_new (CL_TYPE_SHEET_XLSX, NULL);
  g_autoptr (GError) local = NULL;
  xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC, .startElementNs = start_cb, .endElementNs = end_cb, .characters = text_cb,
                            .ignorableWhitespace = text_cb, .internalSubset = doctype_cb };
  GStatBuf status;
  self->path = g_strdup (path);
  self->file_size = g_stat (path, &status) == 0 ? (guint64) status.st_size : 0;
  self->parts = cl_sheet_parts_load (path, options ? options->sheet : NULL, error);
  if (!self->parts)
    return NULL;
  self->archive = cl_sheet_parts_open_entry (path, self->parts->sheet_part, NULL, &local);
  if (!self->archive)
    {
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        cl_sheet_parts_damaged (path, error);
      return NULL;
    }
  self->context = xmlCreatePushParserCtxt (&handler, self, NULL, 0, NULL);
  return CL_SHEET_READER (g_steal_pointer (&self));
}
