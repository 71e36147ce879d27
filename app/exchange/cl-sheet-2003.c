#include "cl-config.h"

#include <libxml/parser.h>
#include <string.h>

#include "cl-sheet-private.h"

#define CL_TYPE_SHEET_2003 (cl_sheet_2003_get_type ())
G_DECLARE_FINAL_TYPE (ClSheet2003, cl_sheet_2003, CL, SHEET_2003, ClSheetReader)

typedef enum
{
  TYPE_TEXT,
  TYPE_NUMBER,
  TYPE_DATE,
  TYPE_BOOLEAN,
} CellType;

struct _ClSheet2003
{
  ClSheetReader parent_instance;
  ClSheetSource *source;
  xmlParserCtxtPtr context;
  gboolean ended;
  ClSheetRows *rows;
  GHashTable *formats;  /* style -> ClSheetFormat */
  char *style;          /* the one being read, or that of the cell */
  guint sheet, wanted;  /* from 1 */
  guint row_number, column;
  guint across, down;
  gboolean in_row;
  CellType type;
  guint depth_data, depth_comment;
  gboolean in_visible;
  GString *text;
  GError *failure;
};

G_DEFINE_FINAL_TYPE (ClSheet2003, cl_sheet_2003, CL_TYPE_SHEET_READER)

static ClSheetFormat
read_format (const char *code)
{
  if (g_str_has_suffix (code, "Date"))
    return CL_SHEET_FORMAT_DATE;
  return g_str_has_suffix (code, "Time") ? CL_SHEET_FORMAT_TIME : cl_sheet_format_of_code (code);
}

static char *
cell_text (ClSheet2003 *self)
{
  const char *raw = self->text->str;
  ClSheetFormat format = self->style ? (ClSheetFormat) GPOINTER_TO_UINT (g_hash_table_lookup (self->formats, self->style)) : CL_SHEET_FORMAT_NUMBER;
  switch (self->type)
    {
    case TYPE_NUMBER:
      return cl_sheet_formatted_to_text (raw, format, FALSE);
    case TYPE_DATE:
      return cl_sheet_iso_to_text (raw);
    case TYPE_BOOLEAN:
      return g_strdup (strcmp (raw, "1") == 0 || g_ascii_strcasecmp (raw, "true") == 0 ? "是" : "否");
    case TYPE_TEXT:
    default:
      return g_strdup (raw);
    }
}

static void
begin_cell (ClSheet2003 *self, int n, const xmlChar **attributes)
{
  guint index = cl_sheet_xml_number (n, attributes, "Index", 0);
  self->column = index ? index - 1 : self->column;
  self->across = MIN (cl_sheet_xml_number (n, attributes, "MergeAcross", 0), CL_SHEET_MAX_COLUMNS);
  self->down = MIN (cl_sheet_xml_number (n, attributes, "MergeDown", 0), CL_SHEET_MAX_ROW);
  g_free (self->style);
  self->style = cl_sheet_xml_attribute (n, attributes, "StyleID");
  g_string_truncate (self->text, 0);
  self->type = TYPE_TEXT;
  /* Cells under one that is merged downwards are passed over by those that come, unless they say where they stand. */
  while (!index && cl_sheet_rows_is_covered (self->rows, self->column))
    self->column++;
}

static void
end_cell (ClSheet2003 *self)
{
  if (self->in_row && !self->failure)
    {
      g_autofree char *text = self->text->len > 0 ? cell_text (self) : NULL;
      if (text)
        cl_sheet_rows_put (self->rows, self->column, text, strlen (text), &self->failure);
      cl_sheet_rows_merge (self->rows, self->column, self->across + 1, self->row_number + self->down);
    }
  self->column += self->across + 1;
  g_string_truncate (self->text, 0);
}

static void
begin_row (ClSheet2003 *self, int n, const xmlChar **attributes)
{
  guint index = cl_sheet_xml_number (n, attributes, "Index", 0);
  self->row_number = index && index <= CL_SHEET_MAX_ROW ? index : self->row_number + 1;
  self->column = 0;
  self->in_row = TRUE;
  cl_sheet_rows_begin (self->rows, self->row_number);
}

static void
begin_data (ClSheet2003 *self, int n, const xmlChar **attributes)
{
  g_autofree char *type = cl_sheet_xml_attribute (n, attributes, "Type");
  self->type = g_strcmp0 (type, "Number") == 0 ? TYPE_NUMBER : g_strcmp0 (type, "DateTime") == 0 ? TYPE_DATE
               : g_strcmp0 (type, "Boolean") == 0 ? TYPE_BOOLEAN : TYPE_TEXT;
}

static void
start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
          int n_defaulted, const xmlChar **attributes)
{
  ClSheet2003 *self = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (self->depth_data)
    self->depth_data++;
  else if (self->depth_comment || strcmp (tag, "Comment") == 0)
    self->depth_comment++;
  else if (strcmp (tag, "Worksheet") == 0)
    self->sheet++;
  else if (strcmp (tag, "Style") == 0)
    {
      g_free (self->style);
      self->style = cl_sheet_xml_attribute (n_attributes, attributes, "ID");
    }
  else if (strcmp (tag, "NumberFormat") == 0 && self->style)
    {
      g_autofree char *code = cl_sheet_xml_attribute (n_attributes, attributes, "Format");
      if (code)
        g_hash_table_insert (self->formats, g_strdup (self->style), GUINT_TO_POINTER (read_format (code)));
    }
  else if (self->sheet != self->wanted)
    return;
  else if (strcmp (tag, "Row") == 0)
    begin_row (self, n_attributes, attributes);
  else if (strcmp (tag, "Cell") == 0)
    begin_cell (self, n_attributes, attributes);
  else if (strcmp (tag, "Data") == 0)
    {
      begin_data (self, n_attributes, attributes);
      self->depth_data = 1;
    }
}

static void
end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  ClSheet2003 *self = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (self->depth_data)
    self->depth_data--;
  else if (self->depth_comment)
    self->depth_comment--;
  else if (self->sheet != self->wanted)
    return;
  else if (strcmp (tag, "Cell") == 0)
    end_cell (self);
  else if (strcmp (tag, "Row") == 0 && self->in_row)
    {
      cl_sheet_rows_end (self->rows);
      self->in_row = FALSE;
    }
}

static void
text_cb (void *data, const xmlChar *text, int length)
{
  ClSheet2003 *self = ((xmlParserCtxtPtr) data)->_private;
  if (self->depth_data && self->text->len <= CL_SHEET_MAX_CELL)
    g_string_append_len (self->text, (const char *) text, length);
}

static gboolean
cl_sheet_2003_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  ClSheet2003 *self = CL_SHEET_2003 (reader);
  g_autoptr (GError) local = NULL;
  while (!cl_sheet_rows_pop (self->rows, reader, cells, row_number))
    {
      if (self->ended)
        return FALSE;
      gboolean result = cl_sheet_xml_feed (self->context, self->source, &self->ended, &local);
      if (!self->failure && self->text->len > CL_SHEET_MAX_CELL)
        cl_sheet_too_long_cell (self->row_number, &self->failure);
      if (result && !self->failure)
        continue;
      g_propagate_error (error, self->failure ? g_steal_pointer (&self->failure) : g_steal_pointer (&local));
      self->ended = TRUE;
      cl_sheet_rows_clear (self->rows);
      return FALSE;
    }
  return TRUE;
}

static void
cl_sheet_2003_finalize (GObject *object)
{
  ClSheet2003 *self = CL_SHEET_2003 (object);
  g_clear_pointer (&self->context, cl_sheet_xml_free);
  g_clear_pointer (&self->source, cl_sheet_source_free);
  cl_sheet_rows_free (self->rows);
  g_hash_table_unref (self->formats);
  g_free (self->style);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (cl_sheet_2003_parent_class)->finalize (object);
}

static void
cl_sheet_2003_class_init (ClSheet2003Class *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_2003_finalize;
  CL_SHEET_READER_CLASS (class)->next = cl_sheet_2003_next;
}

static void
cl_sheet_2003_init (ClSheet2003 *self)
{
  self->rows = cl_sheet_rows_new ();
  self->formats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->text = g_string_new (NULL);
}

typedef struct
{
  GPtrArray *names;
  GArray *visible; /* gboolean */
  gboolean in_visible;
} Lister;

static void
list_start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
               int n_defaulted, const xmlChar **attributes)
{
  Lister *lister = ((xmlParserCtxtPtr) data)->_private;
  if (strcmp ((const char *) name, "Worksheet") == 0 && lister->names->len < CL_SHEET_MAX_SHEETS)
    {
      gboolean visible = TRUE;
      char *title = cl_sheet_xml_attribute (n_attributes, attributes, "Name");
      g_ptr_array_add (lister->names, title ? title : g_strdup (""));
      g_array_append_val (lister->visible, visible);
    }
  lister->in_visible = strcmp ((const char *) name, "Visible") == 0;
}

static void
list_end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Lister *lister = ((xmlParserCtxtPtr) data)->_private;
  lister->in_visible = FALSE;
}

static void
list_text_cb (void *data, const xmlChar *text, int length)
{
  Lister *lister = ((xmlParserCtxtPtr) data)->_private;
  if (lister->in_visible && lister->visible->len > 0 && memmem (text, length, "Hidden", 6))
    g_array_index (lister->visible, gboolean, lister->visible->len - 1) = FALSE;
}

/* Whether a sheet is hidden stands behind its rows: all of the file is looked through first. */
static gboolean
list_sheets (ClSheet2003 *self, const char *path, GError **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = list_start_cb, .endElementNs = list_end_cb, .characters = list_text_cb };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) visible = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (ClSheetSource) source = cl_sheet_source_open (path, error);
  Lister lister = { names, visible, FALSE };
  gboolean result = source != NULL, ended = FALSE;
  if (!source)
    return FALSE;
  xmlParserCtxtPtr context = cl_sheet_xml_new (&callbacks, &lister);
  while (result && !ended)
    result = cl_sheet_xml_feed (context, source, &ended, error);
  cl_sheet_xml_free (context);
  for (guint i = 0; i < names->len; i++)
    cl_sheet_reader_add_sheet (CL_SHEET_READER (self), names->pdata[i], g_array_index (visible, gboolean, i));
  return result;
}

/**
 * cl_sheet_2003_open:
 * @path: an XML file
 * @options: which sheet, or none
 * @error: return location
 *
 * Reads an “XML Spreadsheet 2003”, which web systems give the name .xls, as a stream.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_2003_open (const char *path, const ClSheetOptions *options, GError **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = start_cb, .endElementNs = end_cb, .characters = text_cb };
  g_autoptr (ClSheet2003) self = g_object_new (CL_TYPE_SHEET_2003, NULL);
  if (!list_sheets (self, path, error))
    return NULL;
  self->wanted = cl_sheet_reader_choose (CL_SHEET_READER (self), path, options, error);
  if (!self->wanted)
    return NULL;
  self->source = cl_sheet_source_open (path, error);
  if (!self->source)
    return NULL;
  self->context = cl_sheet_xml_new (&callbacks, self);
  return CL_SHEET_READER (g_steal_pointer (&self));
}
