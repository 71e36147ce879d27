#include "cl-config.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-sheet-private.h"

#define CHUNK (64 * 1024)
#define FIELD_BEGUN 2 /* csv_parser.pstate inside a field; libcsv keeps the name to itself */

#define CL_TYPE_SHEET_CSV (cl_sheet_csv_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetCsv, cl_sheet_csv, CL, SHEET_CSV, ClSheetReader)

struct _ClSheetCsv
{
  ClSheetReader parent_instance;
  char *name;          /* for messages */
  char *encoding;
  GInputStream *stream; /* of UTF-8 */
  struct csv_parser parser;
  gboolean parser_set;
  char *buffer;
  gboolean pending_return; /* the last chunk ended in a carriage return */
  gboolean ended;
  GQueue rows;         /* GPtrArray of char *, parsed ahead */
  GPtrArray *row;      /* the row being parsed */
  guint parsed, given;
  GError *failure;
};

G_DEFINE_FINAL_TYPE (ClSheetCsv, cl_sheet_csv, CL_TYPE_SHEET_READER)

gboolean
cl_sheet_is_formula (const char *text,
                     gsize       length)
{
  static const char *const signs[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };
  gsize tabs = 0;
  while (tabs < length && text[tabs] == '\t')
    tabs++;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (length - tabs >= strlen (signs[i]) && memcmp (text + tabs, signs[i], strlen (signs[i])) == 0)
      return TRUE;
  return FALSE;
}

static void
field_cb (void  *text,
          size_t length,
          void  *data)
{
  ClSheetCsv *self = data;
  if (self->failure)
    return;
  if (self->row->len >= CL_SHEET_MAX_COLUMNS)
    {
      /* Programs that write every column of a sheet end each row in thousands of commas. */
      if (length > 0)
        cl_sheet_too_many_columns (&self->failure);
      return;
    }
  gboolean guarded = length > 1 && *(const char *) text == '\t' && cl_sheet_is_formula (text, length);
  g_ptr_array_add (self->row, g_strndup ((const char *) text + guarded, length - guarded));
}

static void
row_cb (int   end,
        void *data)
{
  ClSheetCsv *self = data;
  g_queue_push_tail (&self->rows, self->row);
  self->row = g_ptr_array_new_with_free_func (g_free);
  self->parsed++;
}

/* One line end for each line, whatever the system: the parser counts every one. Returns the new length. */
static gsize
unify_line_ends (ClSheetCsv *self,
                 char       *text,
                 gsize       length)
{
  gsize n = 0;
  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];
      if (c == '\n' && self->pending_return)
        {
          self->pending_return = FALSE;
          continue;
        }
      self->pending_return = c == '\r';
      text[n++] = c == '\r' ? '\n' : c;
    }
  return n;
}

static gboolean
feed (ClSheetCsv *self,
      char       *text,
      gsize       length,
      GError    **error)
{
  length = unify_line_ends (self, text, length);
  if (csv_parse (&self->parser, text, length, field_cb, row_cb, self) != length && !self->failure)
    g_set_error (&self->failure, CL_ERROR, CL_ERROR_DAMAGED, _("“%s” cannot be read behind row %u."), self->name, self->parsed);
  if (!self->failure && self->parser.entry_pos > CL_SHEET_MAX_CELL)
    cl_sheet_too_long_cell (self->parsed + 1, &self->failure);
  if (!self->failure)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

static gboolean
read_more (ClSheetCsv *self,
           GError    **error)
{
  g_autoptr (GError) local = NULL;
  gssize n = g_input_stream_read (self->stream, self->buffer, CHUNK, NULL, &local);
  if (n < 0)
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                     _("“%s” is not text in %s: what comes behind row %u cannot be read. Choose another encoding, or save the sheet as .xlsx."),
                     self->name, self->encoding, self->parsed);
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (n > 0)
    return feed (self, self->buffer, n, error);
  self->ended = TRUE;
  /* csv_fini() tells of an open quotation in strict mode alone, which would refuse an inch mark too. */
  if ((self->parser.pstate == FIELD_BEGUN && self->parser.quoted) || csv_fini (&self->parser, field_cb, row_cb, self) != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("“%s” ends inside a quotation: close the quotation mark in or below row %u."), self->name, self->parsed + 1);
      return FALSE;
    }
  return TRUE;
}

static gboolean
cl_sheet_csv_next (ClSheetReader *reader,
                   GPtrArray     *cells,
                   guint         *row_number,
                   GError       **error)
{
  ClSheetCsv *self = CL_SHEET_CSV (reader);
  g_ptr_array_set_size (cells, 0);
  while (g_queue_is_empty (&self->rows))
    if (self->ended || !read_more (self, error))
      return FALSE;
  g_autoptr (GPtrArray) row = g_queue_pop_head (&self->rows);
  g_ptr_array_extend_and_steal (cells, g_steal_pointer (&row));
  *row_number = ++self->given;
  return TRUE;
}

static const char *
cl_sheet_csv_get_encoding (ClSheetReader *reader)
{
  return CL_SHEET_CSV (reader)->encoding;
}

static void
cl_sheet_csv_finalize (GObject *object)
{
  ClSheetCsv *self = CL_SHEET_CSV (object);
  g_free (self->name);
  g_free (self->encoding);
  g_clear_object (&self->stream);
  if (self->parser_set)
    csv_free (&self->parser);
  g_free (self->buffer);
  g_queue_clear_full (&self->rows, (GDestroyNotify) g_ptr_array_unref);
  g_ptr_array_unref (self->row);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (cl_sheet_csv_parent_class)->finalize (object);
}

static void
cl_sheet_csv_class_init (ClSheetCsvClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_csv_finalize;
  CL_SHEET_READER_CLASS (class)->next = cl_sheet_csv_next;
  CL_SHEET_READER_CLASS (class)->get_encoding = cl_sheet_csv_get_encoding;
}

static void
cl_sheet_csv_init (ClSheetCsv *self)
{
  g_queue_init (&self->rows);
  self->row = g_ptr_array_new_with_free_func (g_free);
  self->buffer = g_malloc (CHUNK);
}

/* Whether the whole file is strict UTF-8: one byte that is not, however late, and it is GB18030. */
static gboolean
is_utf8 (GInputStream *stream,
         char         *buffer,
         gboolean     *result,
         GError      **error)
{
  gsize kept = 0;
  *result = FALSE;
  for (;;)
    {
      gsize read;
      if (!g_input_stream_read_all (stream, buffer + kept, CHUNK - kept, &read, NULL, error))
        return FALSE;
      gsize length = kept + read;
      const char *end = buffer;
      if (!g_utf8_validate_len (buffer, length, &end))
        {
          gsize left = buffer + length - end;
          if (read == 0 || left > 3 || g_utf8_get_char_validated (end, left) != (gunichar) -2)
            return TRUE;
        }
      kept = buffer + length - end;
      memmove (buffer, end, kept);
      if (read == 0)
        {
          *result = kept == 0;
          return TRUE;
        }
    }
}

static char *
detect_encoding (GFile   *file,
                 char    *buffer,
                 GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  gsize n;
  gboolean utf8;
  if (!stream || !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, 1024, &n, NULL, error))
    return NULL;
  if (n >= 2 && memcmp (buffer, "\xff\xfe", 2) == 0)
    return g_strdup ("UTF-16LE");
  if (n >= 2 && memcmp (buffer, "\xfe\xff", 2) == 0)
    return g_strdup ("UTF-16BE");
  for (gsize i = 0; i < n; i++)
    if (buffer[i] == 0)
      return g_strdup (i % 2 ? "UTF-16LE" : "UTF-16BE");
  if (!g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, error) || !is_utf8 (G_INPUT_STREAM (stream), buffer, &utf8, error))
    return NULL;
  return g_strdup (utf8 ? "UTF-8" : "GB18030");
}

/* Where the encoding was chosen and not told: UTF-8 passes no converter that would find what is wrong. */
static gboolean
check_utf8 (ClSheetCsv *self,
            GFile      *file,
            GError    **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  gboolean utf8;
  if (!stream || !is_utf8 (G_INPUT_STREAM (stream), self->buffer, &utf8, error))
    return FALSE;
  if (!utf8)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not text in %s. Choose another encoding, or save the sheet as .xlsx."),
                 self->name, self->encoding);
  return utf8;
}

/* The delimiter that most of the first lines hold, outside quotations. */
static char
detect_delimiter (const char *text,
                  gsize       length)
{
  static const char candidates[] = { ',', '\t', ';' };
  guint lines[3] = { 0 }, all[3] = { 0 }, here[3] = { 0 }, n = 0;
  gboolean quoted = FALSE;
  for (gsize i = 0; i <= length && n < 50; i++)
    {
      char c = i < length ? text[i] : '\n';
      if (c == '"')
        quoted = !quoted;
      if (quoted && i < length)
        continue;
      for (guint k = 0; k < 3; k++)
        {
          here[k] += c == candidates[k];
          if (c == '\n')
            {
              lines[k] += here[k] > 0;
              all[k] += here[k];
              here[k] = 0;
            }
        }
      n += c == '\n';
    }
  guint best = 0;
  for (guint k = 1; k < 3; k++)
    if (lines[k] > lines[best] || (lines[k] == lines[best] && all[k] > all[best]))
      best = k;
  return candidates[best];
}

static gboolean
begin (ClSheetCsv *self,
       GFile      *file,
       GError    **error)
{
  g_autoptr (GFileInputStream) raw = g_file_read (file, NULL, error);
  gsize n = 0;
  if (!raw)
    return FALSE;
  if (g_ascii_strcasecmp (self->encoding, "UTF-8") == 0)
    self->stream = g_object_ref (G_INPUT_STREAM (raw));
  else
    {
      g_autoptr (GCharsetConverter) converter = g_charset_converter_new ("UTF-8", self->encoding, NULL);
      if (!converter)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                       _("The encoding “%s” is not known. Choose UTF-8, GB18030, GBK or UTF-16."), self->encoding);
          return FALSE;
        }
      self->stream = g_converter_input_stream_new (G_INPUT_STREAM (raw), G_CONVERTER (converter));
    }
  g_autoptr (GError) local = NULL;
  if (!g_input_stream_read_all (self->stream, self->buffer, CHUNK, &n, NULL, &local) && n == 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not text in %s. Choose another encoding, or save the sheet as .xlsx."),
                   self->name, self->encoding);
      return FALSE;
    }
  char *text = self->buffer;
  if (n >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      n -= 3;
    }
  if (csv_init (&self->parser, CSV_REPALL_NL) != 0)
    g_error ("Out of memory");
  self->parser_set = TRUE;
  csv_set_delim (&self->parser, detect_delimiter (text, n));
  return feed (self, text, n, error);
}

/**
 * cl_sheet_csv_open:
 * @path: a text file
 * @options: encoding, or none
 * @error: return location
 *
 * Reads delimited text in constant memory. Without a given encoding the content tells: a byte order mark, else the whole file as strict
 * UTF-8, else GB18030 (of which GBK and GB 2312 are parts). The delimiter is comma, tab or semicolon, whichever most lines hold.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_csv_open (const char           *path,
                   const ClSheetOptions *options,
                   GError              **error)
{
  g_autoptr (ClSheetCsv) self = g_object_new (CL_TYPE_SHEET_CSV, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  self->name = g_path_get_basename (path);
  self->encoding = options && options->encoding ? g_strdup (options->encoding) : detect_encoding (file, self->buffer, error);
  if (!self->encoding)
    return NULL;
  if (options && options->encoding && g_ascii_strcasecmp (self->encoding, "UTF-8") == 0 && !check_utf8 (self, file, error))
    return NULL;
  if (!begin (self, file, error))
    return NULL;
  return CL_SHEET_READER (g_steal_pointer (&self));
}
