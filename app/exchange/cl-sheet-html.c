#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <libxml/HTMLparser.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-sheet-private.h"

#define CHUNK (32 * 1024)
#define MAX_DEPTH 512
#define MAX_SPAN 1000    /* of the HTML standard, for columns */
#define MAX_TABLES 10000

#define CL_TYPE_SHEET_HTML (cl_sheet_html_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetHtml, cl_sheet_html, CL, SHEET_HTML, ClSheetReader)

struct _ClSheetHtml
{
  ClSheetReader parent_instance;
  char *path, *encoding;
  GInputStream *stream;
  htmlParserCtxtPtr context;
  gboolean ended;
  GArray *sizes;          /* guint: cells of each table; filled by the first look */
  GArray *open;           /* guint: the tables that what is read stands in, numbered from 1 */
  guint tables, wanted;   /* 0: the first look */
  guint depth, silent;
  ClSheetRows *rows;
  gboolean in_row, in_cell, space;
  guint row_number, column, columns, down;
  char *number;           /* what a spreadsheet program says the cell holds */
  GString *text;
  GError *failure;
};

G_DEFINE_FINAL_TYPE (ClSheetHtml, cl_sheet_html, CL_TYPE_SHEET_READER)

static guint
here (ClSheetHtml *self)
{
  return self->open->len > 0 ? g_array_index (self->open, guint, self->open->len - 1) : 0;
}

static const char *
attribute (const xmlChar **attributes, const char *name)
{
  for (; attributes && attributes[0]; attributes += 2)
    if (g_ascii_strcasecmp ((const char *) attributes[0], name) == 0)
      return (const char *) attributes[1];
  return NULL;
}

static guint
span (const xmlChar **attributes, const char *name, guint most)
{
  const char *text = attribute (attributes, name);
  guint64 number = text ? g_ascii_strtoull (text, NULL, 10) : 1;
  return (guint) CLAMP (number, 1, most);
}

/* "9.91123E+17": the number behind it is told beside it. */
static gboolean
is_shortened (const char *text)
{
  gsize n = strspn (text, "0123456789.");
  return n > 0 && (text[n] == 'E' || text[n] == 'e') && text[n + 1] == '+' && strspn (text + n + 2, "0123456789") == strlen (text + n + 2);
}

static void
end_cell (ClSheetHtml *self)
{
  if (!self->in_cell)
    return;
  g_strchomp (self->text->str);
  gboolean shortened = self->number && is_shortened (self->text->str);
  if (!self->failure)
    {
      g_autofree char *number = shortened ? cl_sheet_number_to_text (self->number) : NULL;
      const char *text = number ? number : self->text->str;
      cl_sheet_rows_put (self->rows, self->column, text, strlen (text), &self->failure);
      cl_sheet_rows_merge (self->rows, self->column, self->columns, self->row_number + self->down - 1);
    }
  self->column += self->columns;
  self->in_cell = self->space = FALSE;
  g_string_truncate (self->text, 0);
  g_clear_pointer (&self->number, g_free);
}

static void
end_row (ClSheetHtml *self)
{
  end_cell (self);
  if (self->in_row)
    cl_sheet_rows_end (self->rows);
  self->in_row = FALSE;
}

static void
begin_row (ClSheetHtml *self)
{
  end_row (self);
  self->row_number++;
  self->column = 0;
  self->in_row = TRUE;
  cl_sheet_rows_begin (self->rows, self->row_number);
}

static void
begin_cell (ClSheetHtml *self, const xmlChar **attributes)
{
  end_cell (self);
  if (!self->in_row)
    begin_row (self);
  while (cl_sheet_rows_is_covered (self->rows, self->column))
    self->column++;
  self->in_cell = TRUE;
  self->columns = span (attributes, "colspan", MAX_SPAN);
  self->down = span (attributes, "rowspan", CL_SHEET_MAX_ROW);
  const char *number = attribute (attributes, "x:num");
  if (!number || !*number)
    number = attribute (attributes, "sdval");
  self->number = g_strdup (number);
}

static gboolean
is_silent (const char *tag)
{
  static const char *const silent[] = { "script", "style", "head", "title", "comment", "xml", NULL };
  return g_strv_contains (silent, tag);
}

static gboolean
is_cell (const char *tag)
{
  return strcmp (tag, "td") == 0 || strcmp (tag, "th") == 0;
}

static void
break_line (ClSheetHtml *self)
{
  if (!self->in_cell)
    return;
  while (self->text->len > 0 && self->text->str[self->text->len - 1] == ' ')
    g_string_truncate (self->text, self->text->len - 1);
  if (self->text->len > 0)
    g_string_append_c (self->text, '\n');
  self->space = FALSE;
}

static void
start_cb (void *data, const xmlChar *name, const xmlChar **attributes)
{
  ClSheetHtml *self = ((htmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (++self->depth > MAX_DEPTH && !self->failure)
    cl_sheet_damaged (self->path, &self->failure);
  if (self->silent || is_silent (tag))
    self->silent++;
  else if (strcmp (tag, "table") == 0)
    {
      guint zero = 0;
      self->tables++;
      g_array_append_val (self->open, self->tables);
      if (self->tables > MAX_TABLES && !self->failure)
        cl_sheet_too_large (self->path, &self->failure);
      if (!self->wanted)
        g_array_append_val (self->sizes, zero);
    }
  else if (!self->wanted)
    {
      if (is_cell (tag) && here (self))
        g_array_index (self->sizes, guint, here (self) - 1)++;
    }
  else if (here (self) == self->wanted && strcmp (tag, "tr") == 0)
    begin_row (self);
  else if (here (self) == self->wanted && is_cell (tag))
    begin_cell (self, attributes);
  else if (strcmp (tag, "br") == 0 || ((strcmp (tag, "p") == 0 || strcmp (tag, "div") == 0) && self->text->len > 0))
    break_line (self);
  else if (is_cell (tag))
    self->space = TRUE;
}

static void
end_cb (void *data, const xmlChar *name)
{
  ClSheetHtml *self = ((htmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (self->depth)
    self->depth--;
  if (self->silent)
    self->silent--;
  else if (strcmp (tag, "table") == 0 && self->open->len > 0)
    {
      if (here (self) == self->wanted)
        end_row (self);
      g_array_set_size (self->open, self->open->len - 1);
    }
  else if (!self->wanted || here (self) != self->wanted)
    return;
  else if (is_cell (tag))
    end_cell (self);
  else if (strcmp (tag, "tr") == 0)
    end_row (self);
}

/* Blanks of any number are one, and none at the ends; a full-width blank is a letter. */
static void
text_cb (void *data, const xmlChar *text, int length)
{
  ClSheetHtml *self = ((htmlParserCtxtPtr) data)->_private;
  if (!self->in_cell || self->silent || self->text->len > CL_SHEET_MAX_CELL)
    return;
  for (int i = 0; i < length; i++)
    {
      gboolean fixed = text[i] == 0xc2 && i + 1 < length && text[i + 1] == 0xa0;
      if (fixed || g_ascii_isspace (text[i]))
        {
          self->space = TRUE;
          i += fixed;
          continue;
        }
      if (self->space && self->text->len > 0 && self->text->str[self->text->len - 1] != '\n')
        g_string_append_c (self->text, ' ');
      self->space = FALSE;
      g_string_append_c (self->text, (char) text[i]);
    }
}

static gboolean
read_more (ClSheetHtml *self, GError **error)
{
  char buffer[CHUNK];
  g_autoptr (GError) local = NULL;
  gssize n = g_input_stream_read (self->stream, buffer, sizeof buffer, NULL, &local);
  if (n < 0)
    {
      self->ended = TRUE;
      cl_sheet_rows_clear (self->rows);
      return cl_sheet_wrong_encoding (self->path, self->encoding, self->row_number, error);
    }
  for (gssize i = 0; i < n; i++)
    if (buffer[i] == '\0')
      buffer[i] = ' ';
  self->ended = n == 0;
  htmlParseChunk (self->context, buffer, (int) n, n == 0);
  if (self->ended)
    end_row (self);
  if (!self->failure && self->text->len > CL_SHEET_MAX_CELL)
    cl_sheet_too_long_cell (self->row_number, &self->failure);
  if (!self->failure)
    return TRUE;
  self->ended = TRUE;
  cl_sheet_rows_clear (self->rows);
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

static gboolean
cl_sheet_html_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  ClSheetHtml *self = CL_SHEET_HTML (reader);
  while (!cl_sheet_rows_pop (self->rows, reader, cells, row_number))
    if (self->ended || !read_more (self, error))
      return FALSE;
  return TRUE;
}

static const char *
cl_sheet_html_get_encoding (ClSheetReader *reader)
{
  return CL_SHEET_HTML (reader)->encoding;
}

static void
clear_parser (ClSheetHtml *self)
{
  if (!self->context)
    return;
  if (self->context->myDoc)
    xmlFreeDoc (self->context->myDoc);
  g_clear_pointer (&self->context, htmlFreeParserCtxt);
}

static void
cl_sheet_html_finalize (GObject *object)
{
  ClSheetHtml *self = CL_SHEET_HTML (object);
  clear_parser (self);
  g_free (self->path);
  g_free (self->encoding);
  g_free (self->number);
  g_clear_object (&self->stream);
  g_array_unref (self->sizes);
  g_array_unref (self->open);
  cl_sheet_rows_free (self->rows);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (cl_sheet_html_parent_class)->finalize (object);
}

static void
cl_sheet_html_class_init (ClSheetHtmlClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_html_finalize;
  CL_SHEET_READER_CLASS (class)->next = cl_sheet_html_next;
  CL_SHEET_READER_CLASS (class)->get_encoding = cl_sheet_html_get_encoding;
}

static void
cl_sheet_html_init (ClSheetHtml *self)
{
  self->sizes = g_array_new (FALSE, FALSE, sizeof (guint));
  self->open = g_array_new (FALSE, FALSE, sizeof (guint));
  self->rows = cl_sheet_rows_new ();
  self->text = g_string_new (NULL);
}

/* What a page says of its encoding is believed only where the bytes do not say it: many say UTF-8 and are GBK, or the other way round. */
static char *
tell_encoding (const char *path, GError **error)
{
  g_autofree char *told = cl_sheet_tell_encoding (path, error);
  char head[4096 + 1];
  if (!told || strcmp (told, "GB18030") != 0)
    return g_steal_pointer (&told);
  g_autoptr (ClSheetSource) source = cl_sheet_source_open (path, error);
  gssize n = source ? cl_sheet_source_read (source, head, sizeof head - 1, error) : -1;
  if (n < 0)
    return NULL;
  for (gssize i = 0; i < n; i++)
    head[i] = g_ascii_tolower (head[i] ? head[i] : ' ');
  head[n] = '\0';
  return strstr (head, "charset=big5") || strstr (head, "charset=\"big5") ? g_strdup ("BIG5") : g_steal_pointer (&told);
}

static gboolean
begin (ClSheetHtml *self, GError **error)
{
  htmlSAXHandler handler = { .startElement = start_cb, .endElement = end_cb, .characters = text_cb, .ignorableWhitespace = text_cb };
  clear_parser (self);
  g_clear_object (&self->stream);
  self->stream = cl_sheet_open_text (self->path, self->encoding, error);
  if (!self->stream)
    return FALSE;
  self->context = htmlCreatePushParserCtxt (&handler, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  htmlCtxtUseOptions (self->context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  self->context->userData = self->context;
  self->context->_private = self;
  self->tables = self->depth = self->silent = 0;
  g_array_set_size (self->open, 0);
  self->ended = FALSE;
  return TRUE;
}

/* The table that holds most cells; others are menus, titles and pages. */
static gboolean
choose_table (ClSheetHtml *self, const ClSheetOptions *options, GError **error)
{
  ClSheetOptions largest = options ? *options : (ClSheetOptions) { .sheet = NULL };
  guint most = 0;
  while (!self->ended)
    if (!read_more (self, error))
      return FALSE;
  if (self->sizes->len == 0)
    {
      g_autofree char *base = cl_file_call (self->path);
      g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
                   _("“%s” is a web page without a table. Open it in the spreadsheet program and save the sheet with the rows as .xlsx."), base);
      return FALSE;
    }
  for (guint i = 0; i < self->sizes->len; i++)
    {
      cl_sheet_reader_add_sheet (CL_SHEET_READER (self), NULL, TRUE);
      guint size = g_array_index (self->sizes, guint, i);
      if (size > most && !largest.sheet && !(options && options->number))
        {
          most = size;
          largest.number = i + 1;
        }
    }
  self->wanted = cl_sheet_reader_choose (CL_SHEET_READER (self), self->path, &largest, error);
  return self->wanted != 0;
}

/**
 * cl_sheet_html_open:
 * @path: a web page
 * @options: which table (its number from 1, by default the one with most cells), which encoding
 * @error: return location
 *
 * Reads a table of a web page, which web systems give the name .xls. Cells inside tables inside a cell give their text to it.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_html_open (const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClSheetHtml) self = g_object_new (CL_TYPE_SHEET_HTML, NULL);
  gboolean ascii, utf8;
  self->path = g_strdup (path);
  self->encoding = options && options->encoding ? g_strdup (options->encoding) : tell_encoding (path, error);
  if (!self->encoding)
    return NULL;
  if (options && options->encoding && g_ascii_strcasecmp (self->encoding, "UTF-8") == 0)
    {
      if (!cl_sheet_is_utf8 (path, &ascii, &utf8, error))
        return NULL;
      if (!utf8)
        {
          cl_sheet_wrong_encoding (path, self->encoding, 0, error);
          return NULL;
        }
    }
  if (!begin (self, error) || !choose_table (self, options, error) || !begin (self, error))
    return NULL;
  return CL_SHEET_READER (g_steal_pointer (&self));
}
