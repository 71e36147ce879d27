#include "cl-config.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>

#include "cl-sheet-private.h"

#define CL_TYPE_SHEET_ODS (cl_sheet_ods_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetOds, cl_sheet_ods, CL, SHEET_ODS, ClSheetReader)

typedef struct
{
  guint column, columns, rows; /* merged over */
  guint repeated;
  char *text;
} Cell;

struct _ClSheetOds
{
  ClSheetReader parent_instance;
  char *path;
  ClSheetSource *source;
  xmlParserCtxtPtr context;
  gboolean ended;
  ClSheetRows *rows;
  guint depth_table, table, wanted; /* from 1 */
  guint row_number, row_repeated;
  guint column;
  gboolean in_cell, in_paragraph, paragraphs;
  guint depth_aside;  /* notes, pictures */
  Cell cell;
  char *type, *value;
  GArray *cells;      /* Cell with texts or merged, of the row */
  GString *text;
  guint copies;
  GError *failure;
};

G_DEFINE_FINAL_TYPE (ClSheetOds, cl_sheet_ods, CL_TYPE_SHEET_READER)

static void
cell_clear (gpointer data)
{
  g_clear_pointer (&((Cell *) data)->text, g_free);
}

/* "PT09H30M00S" */
static char *
duration_text (const char *value)
{
  guint hours = 0, minutes = 0;
  return sscanf (value, "PT%4uH%2uM", &hours, &minutes) == 2 ? g_strdup_printf ("%02u:%02u", hours, minutes) : g_strdup (value);
}

static char *
cell_text (ClSheetOds *self)
{
  const char *type = self->type, *value = self->value, *shown = self->text->str;
  if (!type || !value || strcmp (type, "string") == 0)
    return g_strdup (self->text->len == 0 && value ? value : shown);
  if (strcmp (type, "date") == 0)
    return cl_sheet_iso_to_text (value);
  if (strcmp (type, "time") == 0)
    return duration_text (value);
  if (strcmp (type, "boolean") == 0)
    return g_strdup (strcmp (value, "true") == 0 ? "是" : "否");
  /* Shown with zeros in front: a number of somebody's list. */
  if (shown[0] == '0' && shown[1] && strspn (shown, "0123456789") == self->text->len)
    return g_strdup (shown);
  return cl_sheet_number_to_text (value);
}

static void
begin_cell (ClSheetOds *self, int n, const xmlChar **attributes)
{
  static const char *const values[] = { "date-value", "time-value", "boolean-value", "string-value", "value" };
  self->in_cell = TRUE;
  self->paragraphs = FALSE;
  self->cell = (Cell) { self->column, cl_sheet_xml_number (n, attributes, "number-columns-spanned", 1),
                        cl_sheet_xml_number (n, attributes, "number-rows-spanned", 1),
                        MAX (cl_sheet_xml_number (n, attributes, "number-columns-repeated", 1), 1), NULL };
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->value, g_free);
  /* The extension of LibreOffice says the same under another prefix, or that it is an error. */
  for (int i = 0; i < n && !self->type; i++)
    if (strcmp ((const char *) attributes[i * 5], "value-type") == 0 && g_strcmp0 ((const char *) attributes[i * 5 + 1], "calcext") != 0)
      self->type = g_strndup ((const char *) attributes[i * 5 + 3], attributes[i * 5 + 4] - attributes[i * 5 + 3]);
  for (guint i = 0; i < G_N_ELEMENTS (values) && !self->value; i++)
    self->value = cl_sheet_xml_attribute (n, attributes, values[i]);
  g_string_truncate (self->text, 0);
}

static void
end_cell (ClSheetOds *self)
{
  self->in_cell = FALSE;
  self->column = MIN (self->column + self->cell.repeated, G_MAXINT);
  self->cell.text = cell_text (self);
  g_string_truncate (self->text, 0);
  if (*self->cell.text || self->cell.columns > 1 || self->cell.rows > 1)
    g_array_append_val (self->cells, self->cell);
  else
    g_free (self->cell.text);
  self->cell.text = NULL;
}

static gboolean
put_cell (ClSheetOds *self, const Cell *cell, guint number)
{
  for (guint i = 0; i < cell->repeated; i++)
    {
      if (++self->copies > CL_SHEET_MAX_COPIES && cell->repeated * (guint64) self->row_repeated > 1)
        return cl_sheet_too_large (self->path, &self->failure);
      if (!*cell->text)
        break;
      if (!cl_sheet_rows_put (self->rows, cell->column + i, cell->text, strlen (cell->text), &self->failure))
        return FALSE;
    }
  cl_sheet_rows_merge (self->rows, cell->column, cell->columns, number + MIN (MAX (cell->rows, 1), CL_SHEET_MAX_ROW) - 1);
  return TRUE;
}

/* Rows and cells that are alike stand there once, with how often; blank ones often more than a million times. */
static void
end_row (ClSheetOds *self)
{
  for (guint i = 0; i < self->row_repeated && self->cells->len > 0 && !self->failure && self->row_number + i < CL_SHEET_MAX_ROW; i++)
    {
      cl_sheet_rows_begin (self->rows, self->row_number + i + 1);
      for (guint k = 0; k < self->cells->len; k++)
        if (!put_cell (self, &g_array_index (self->cells, Cell, k), self->row_number + i + 1))
          break;
      cl_sheet_rows_end (self->rows);
    }
  self->row_number = MIN (self->row_number + self->row_repeated, CL_SHEET_MAX_ROW);
  g_array_set_size (self->cells, 0);
}

static gboolean
is_aside (const char *tag)
{
  static const char *const asides[] = { "annotation", "shapes", "frame", "custom-shape", "ruby-text", "note", NULL };
  return g_strv_contains (asides, tag);
}

static void
start_in_cell (ClSheetOds *self, const char *tag, int n, const xmlChar **attributes)
{
  if (strcmp (tag, "p") == 0 || strcmp (tag, "h") == 0)
    {
      if (self->paragraphs)
        g_string_append_c (self->text, '\n');
      self->in_paragraph = self->paragraphs = TRUE;
    }
  else if (strcmp (tag, "s") == 0)
    for (guint i = MIN (cl_sheet_xml_number (n, attributes, "c", 1), 1024); i > 0; i--)
      g_string_append_c (self->text, ' ');
  else if (strcmp (tag, "tab") == 0)
    g_string_append_c (self->text, '\t');
  else if (strcmp (tag, "line-break") == 0)
    g_string_append_c (self->text, '\n');
}

static void
start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
          int n_defaulted, const xmlChar **attributes)
{
  ClSheetOds *self = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (self->depth_aside || is_aside (tag))
    self->depth_aside++;
  else if (strcmp (tag, "table") == 0)
    self->table += self->depth_table++ == 0;
  else if (self->table != self->wanted || self->depth_table != 1)
    return;
  else if (strcmp (tag, "table-row") == 0)
    {
      self->row_repeated = cl_sheet_xml_number (n_attributes, attributes, "number-rows-repeated", 1);
      self->column = 0;
    }
  else if (strcmp (tag, "table-cell") == 0 || strcmp (tag, "covered-table-cell") == 0)
    begin_cell (self, n_attributes, attributes);
  else if (self->in_cell)
    start_in_cell (self, tag, n_attributes, attributes);
}

static void
end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  ClSheetOds *self = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (self->depth_aside)
    self->depth_aside--;
  else if (strcmp (tag, "table") == 0 && self->depth_table)
    self->depth_table--;
  else if (self->table != self->wanted || self->depth_table != 1)
    return;
  else if (self->in_cell && (strcmp (tag, "table-cell") == 0 || strcmp (tag, "covered-table-cell") == 0))
    end_cell (self);
  else if (strcmp (tag, "p") == 0 || strcmp (tag, "h") == 0)
    self->in_paragraph = FALSE;
  else if (strcmp (tag, "table-row") == 0)
    end_row (self);
}

static void
text_cb (void *data, const xmlChar *text, int length)
{
  ClSheetOds *self = ((xmlParserCtxtPtr) data)->_private;
  if (self->in_cell && self->in_paragraph && !self->depth_aside && self->text->len <= CL_SHEET_MAX_CELL)
    g_string_append_len (self->text, (const char *) text, length);
}

static gboolean
cl_sheet_ods_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  ClSheetOds *self = CL_SHEET_ODS (reader);
  g_autoptr (GError) local = NULL;
  while (!cl_sheet_rows_pop (self->rows, reader, cells, row_number))
    {
      if (self->ended)
        return FALSE;
      gboolean result = cl_sheet_xml_feed (self->context, self->source, &self->ended, &local);
      if (!self->failure && self->text->len > CL_SHEET_MAX_CELL)
        cl_sheet_too_long_cell (self->row_number + 1, &self->failure);
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
cl_sheet_ods_finalize (GObject *object)
{
  ClSheetOds *self = CL_SHEET_ODS (object);
  g_free (self->path);
  g_clear_pointer (&self->context, cl_sheet_xml_free);
  g_clear_pointer (&self->source, cl_sheet_source_free);
  cl_sheet_rows_free (self->rows);
  g_free (self->type);
  g_free (self->value);
  g_array_unref (self->cells);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (cl_sheet_ods_parent_class)->finalize (object);
}

static void
cl_sheet_ods_class_init (ClSheetOdsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_ods_finalize;
  CL_SHEET_READER_CLASS (class)->next = cl_sheet_ods_next;
}

static void
cl_sheet_ods_init (ClSheetOds *self)
{
  self->rows = cl_sheet_rows_new ();
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_array_set_clear_func (self->cells, cell_clear);
  self->text = g_string_new (NULL);
}

typedef struct
{
  ClSheetReader *reader;
  GHashTable *hidden; /* names of styles that are not shown */
  char *style;
  guint depth_table, sheets;
} Lister;

static void
list_start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
               int n_defaulted, const xmlChar **attributes)
{
  Lister *lister = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (strcmp (tag, "style") == 0)
    {
      g_free (lister->style);
      lister->style = cl_sheet_xml_attribute (n_attributes, attributes, "name");
    }
  else if (strcmp (tag, "table-properties") == 0 && lister->style)
    {
      g_autofree char *display = cl_sheet_xml_attribute (n_attributes, attributes, "display");
      if (g_strcmp0 (display, "false") == 0)
        g_hash_table_add (lister->hidden, g_strdup (lister->style));
    }
  else if (strcmp (tag, "table") == 0 && lister->depth_table++ == 0 && lister->sheets < CL_SHEET_MAX_SHEETS)
    {
      g_autofree char *title = cl_sheet_xml_attribute (n_attributes, attributes, "name");
      g_autofree char *style = cl_sheet_xml_attribute (n_attributes, attributes, "style-name");
      lister->sheets++;
      cl_sheet_reader_add_sheet (lister->reader, title, !style || !g_hash_table_contains (lister->hidden, style));
    }
}

static void
list_end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Lister *lister = ((xmlParserCtxtPtr) data)->_private;
  if (strcmp ((const char *) name, "table") == 0 && lister->depth_table)
    lister->depth_table--;
}

/* A flat document is one file of XML. */
static ClSheetSource *
open_content (const char *path, GError **error)
{
  char head[4] = "";
  g_autoptr (ClSheetSource) file = cl_sheet_source_open (path, error);
  if (!file || cl_sheet_source_read (file, head, sizeof head, error) < 0)
    return NULL;
  if (memcmp (head, "PK", 2) != 0)
    return cl_sheet_source_open (path, error);
  g_autoptr (GError) local = NULL;
  ClSheetSource *source = cl_sheet_source_open_part (path, "content.xml", &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (!source)
    cl_sheet_damaged (path, error);
  return source;
}

static gboolean
is_protected (const char *path)
{
  g_autoptr (ClSheetSource) source = cl_sheet_source_open_part (path, "META-INF/manifest.xml", NULL);
  g_autoptr (GByteArray) bytes = source ? cl_sheet_source_read_all (source, 16 * 1024 * 1024, NULL) : NULL;
  return bytes && memmem (bytes->data, bytes->len, "encryption-data", 15) != NULL;
}

static gboolean
list_sheets (ClSheetOds *self, GError **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = list_start_cb, .endElementNs = list_end_cb };
  g_autoptr (GHashTable) hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ClSheetSource) source = open_content (self->path, error);
  Lister lister = { CL_SHEET_READER (self), hidden, NULL, 0, 0 };
  gboolean result = TRUE, ended = FALSE;
  if (!source)
    return FALSE;
  xmlParserCtxtPtr context = cl_sheet_xml_new (&callbacks, &lister);
  while (result && !ended)
    result = cl_sheet_xml_feed (context, source, &ended, error);
  cl_sheet_xml_free (context);
  g_free (lister.style);
  return result;
}

/**
 * cl_sheet_ods_open:
 * @path: an .ods or .fods file
 * @options: which sheet, or none
 * @error: return location
 *
 * Reads a spreadsheet of OpenDocument as a stream, twice: once for the names of the sheets.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_ods_open (const char *path, const ClSheetOptions *options, GError **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = start_cb, .endElementNs = end_cb, .characters = text_cb };
  g_autoptr (ClSheetOds) self = g_object_new (CL_TYPE_SHEET_ODS, NULL);
  self->path = g_strdup (path);
  if (is_protected (path))
    {
      cl_sheet_protected (path, error);
      return NULL;
    }
  if (!list_sheets (self, error))
    return NULL;
  self->wanted = cl_sheet_reader_choose (CL_SHEET_READER (self), path, options, error);
  if (!self->wanted)
    return NULL;
  self->source = open_content (path, error);
  if (!self->source)
    return NULL;
  self->context = cl_sheet_xml_new (&callbacks, self);
  return CL_SHEET_READER (g_steal_pointer (&self));
}
