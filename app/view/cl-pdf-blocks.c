/* The structure tree (ISO 32000-1, 14.7) as a flat list of things to stop at, in reading order. */

#include "cl-config.h"

#include "cl-pdf-blocks-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-pdf-token-private.h"

#define DEPTH_LIMIT 64
#define BLOCK_LIMIT 200000
#define ELEMENT_LIMIT 1000000
#define TEXT_LIMIT (64 * 1024) /* bytes of one block */

typedef struct
{
  guint page;
  GHashTable *marks; /* NULL: not yet read */
  qpdf_oh object;
} Page;

typedef struct
{
  qpdf_data pdf;
  ClPdfText *text;
  GHashTable *pages; /* object id -> Page */
  GPtrArray *blocks;
  qpdf_oh roles;
  guint n_elements;         /* met so far */
  int path[DEPTH_LIMIT + 1]; /* object ids of the elements around the one that is read; 0: not an object of its own */
} Reader;

typedef struct
{
  GString *text;
  ClPdfArea area;
  int page; /* -1: not known yet */
} Content;

/* One table while it is read: which columns are still taken by cells that span rows, and the headers over each column. */
typedef struct
{
  guint first;        /* index of its first row among the blocks */
  GArray *taken;      /* guint a column: rows still covered */
  GPtrArray *headers; /* char* a column */
  gboolean in_headers;
  guint n_columns, n_rows;
} Table;

static void
page_free (Page *page)
{
  g_clear_pointer (&page->marks, g_hash_table_unref);
  g_free (page);
}

static Page *
find_page (Reader *reader, qpdf_oh element)
{
  qpdf_oh object = qpdf_oh_get_key (reader->pdf, element, "/Pg");
  Page *page = g_hash_table_lookup (reader->pages, GINT_TO_POINTER (qpdf_oh_get_object_id (reader->pdf, object)));

  qpdf_oh_release (reader->pdf, object);
  return page;
}

static void
add_mark (Reader *reader, Page *page, int id, Content *content)
{
  ClPdfMark *mark;

  if (page == NULL)
    return;
  if (page->marks == NULL)
    page->marks = cl_pdf_text_read_page (reader->text, page->object);
  mark = g_hash_table_lookup (page->marks, GINT_TO_POINTER (id));
  if (mark == NULL)
    return;
  if (content->page < 0)
    content->page = (int) page->page;
  g_string_append (content->text, mark->text->str);
  if (content->page == (int) page->page)
    cl_pdf_area_unite (&content->area, &mark->area);
}

/* /S, through the file's own role map, without the slash. */
static char *
type_of (Reader *reader, qpdf_oh element)
{
  qpdf_oh type = qpdf_oh_get_key (reader->pdf, element, "/S");

  for (int i = 0; i < 8 && qpdf_oh_is_name (reader->pdf, type) && qpdf_oh_is_dictionary (reader->pdf, reader->roles); i++)
    {
      qpdf_oh standard = qpdf_oh_get_key (reader->pdf, reader->roles, qpdf_oh_get_name (reader->pdf, type));
      if (!qpdf_oh_is_name (reader->pdf, standard))
        break;
      type = standard;
    }
  return g_strdup (qpdf_oh_is_name (reader->pdf, type) ? qpdf_oh_get_name (reader->pdf, type) + 1 : "");
}

static char *
string_key (Reader *reader, qpdf_oh element, const char *key)
{
  qpdf_oh value = qpdf_oh_get_key (reader->pdf, element, key);

  return qpdf_oh_is_string (reader->pdf, value) ? g_strdup (qpdf_oh_get_utf8_value (reader->pdf, value)) : NULL;
}

typedef void (*KidFunc) (Reader *reader, qpdf_oh kid, Page *page, gpointer data, int depth);

static void
take_kid (Reader *reader, qpdf_oh kid, Page *page, KidFunc func, gpointer data, int depth)
{
  int id = qpdf_oh_get_object_id (reader->pdf, kid);

  if (reader->n_elements++ > ELEMENT_LIMIT)
    return;
  for (int i = 0; i <= depth && id != 0; i++)
    if (reader->path[i] == id)
      return;
  func (reader, kid, page, data, depth + 1);
}

static void
each_kid (Reader *reader, qpdf_oh element, Page *page, KidFunc func, gpointer data, int depth)
{
  qpdf_oh kids;

  if (depth > DEPTH_LIMIT || reader->blocks->len > BLOCK_LIMIT)
    return;
  reader->path[depth] = qpdf_oh_get_object_id (reader->pdf, element);
  kids = qpdf_oh_get_key (reader->pdf, element, "/K");
  if (qpdf_oh_is_array (reader->pdf, kids))
    {
      int n = qpdf_oh_get_array_n_items (reader->pdf, kids);
      for (int i = 0; i < n && reader->n_elements <= ELEMENT_LIMIT; i++)
        {
          qpdf_oh kid = qpdf_oh_get_array_item (reader->pdf, kids, i);
          take_kid (reader, kid, page, func, data, depth);
          qpdf_oh_release (reader->pdf, kid);
        }
    }
  else if (!qpdf_oh_is_null (reader->pdf, kids))
    take_kid (reader, kids, page, func, data, depth);
  qpdf_oh_release (reader->pdf, kids);
}

static void
gather (Reader *reader, qpdf_oh kid, Page *page, gpointer data, int depth)
{
  Content *content = data;
  Page *own;
  qpdf_oh number;
  g_autofree char *actual = NULL, *alternative = NULL;

  if (content->text->len > TEXT_LIMIT)
    return;
  if (qpdf_oh_is_integer (reader->pdf, kid))
    {
      add_mark (reader, page, qpdf_oh_get_int_value_as_int (reader->pdf, kid), content);
      return;
    }
  if (!qpdf_oh_is_dictionary (reader->pdf, kid))
    return;

  own = find_page (reader, kid);
  page = own != NULL ? own : page;
  number = qpdf_oh_get_key (reader->pdf, kid, "/MCID");
  if (qpdf_oh_is_integer (reader->pdf, number))
    {
      add_mark (reader, page, qpdf_oh_get_int_value_as_int (reader->pdf, number), content);
      return;
    }
  actual = string_key (reader, kid, "/ActualText");
  alternative = actual == NULL ? string_key (reader, kid, "/Alt") : NULL;
  if (actual != NULL || alternative != NULL)
    {
      Content inner = { g_string_new (NULL), { 0 }, -1 };

      each_kid (reader, kid, page, gather, &inner, depth);
      g_string_free (inner.text, TRUE);
      if (content->page < 0)
        content->page = inner.page >= 0 ? inner.page : page != NULL ? (int) page->page : -1;
      cl_pdf_area_unite (&content->area, &inner.area);
      g_string_append (content->text, actual != NULL ? actual : alternative);
      return;
    }
  if (content->page < 0 && own != NULL)
    content->page = (int) own->page;
  each_kid (reader, kid, page, gather, data, depth);
}

static int
attribute (Reader *reader, qpdf_oh element, const char *key)
{
  qpdf_oh attributes = qpdf_oh_get_key (reader->pdf, element, "/A");
  int n = qpdf_oh_is_array (reader->pdf, attributes) ? qpdf_oh_get_array_n_items (reader->pdf, attributes) : 1;

  for (int i = 0; i < n; i++)
    {
      qpdf_oh one = qpdf_oh_is_array (reader->pdf, attributes) ? qpdf_oh_get_array_item (reader->pdf, attributes, i) : attributes;
      qpdf_oh value = qpdf_oh_is_dictionary (reader->pdf, one) ? qpdf_oh_get_key (reader->pdf, one, key) : 0;
      if (value != 0 && qpdf_oh_is_integer (reader->pdf, value))
        return CLAMP (qpdf_oh_get_int_value_as_int (reader->pdf, value), 1, 1000);
    }
  return 1;
}

static guint *
taken_at (Table *table, guint column)
{
  while (table->taken->len <= column)
    {
      guint none = 0;
      g_array_append_val (table->taken, none);
      g_ptr_array_add (table->headers, NULL);
    }
  return &g_array_index (table->taken, guint, column);
}

typedef struct
{
  ClPdfBlock *block;
  Table *table;
  guint column;
  GArray *spans; /* guint a cell: rows it covers */
} Row;

static void
add_cell (Reader *reader, qpdf_oh kid, Page *page, gpointer data, int depth)
{
  Row *row = data;
  Content content = { NULL, { 0 }, -1 };
  ClPdfCell *cell;
  g_autofree char *type = NULL;
  guint rows;

  if (!qpdf_oh_is_dictionary (reader->pdf, kid))
    return;
  type = type_of (reader, kid);
  content.text = g_string_new (NULL);
  gather (reader, kid, page, &content, depth);

  while (*taken_at (row->table, row->column) > 0)
    row->column++;
  cell = cl_pdf_cell_new (content.page >= 0 ? (guint) content.page : 0);
  cell->text = g_strstrip (g_string_free (content.text, FALSE));
  cell->area = content.area;
  cell->is_header = g_str_equal (type, "TH");
  cell->column = row->column + 1;
  cell->span = (guint) attribute (reader, kid, "/ColSpan");
  rows = (guint) attribute (reader, kid, "/RowSpan");
  g_array_append_val (row->spans, rows);
  g_ptr_array_add (row->block->cells, cell);
  row->column += cell->span;
}

static void
head_columns (Table *table, Row *row)
{
  if (!table->in_headers)
    for (guint i = 0; i < table->headers->len; i++)
      g_clear_pointer (&table->headers->pdata[i], g_free);
  table->in_headers = TRUE;
  for (guint i = 0; i < row->block->cells->len; i++)
    {
      const ClPdfCell *cell = row->block->cells->pdata[i];
      for (guint c = cell->column - 1; c < cell->column - 1 + cell->span; c++)
        {
          char *above;
          taken_at (table, c);
          above = table->headers->pdata[c];
          table->headers->pdata[c] = above != NULL && *above != '\0' ? g_strconcat (above, " ", cell->text, NULL) : g_strdup (cell->text);
          g_free (above);
        }
    }
}

static void
add_row (Reader *reader, qpdf_oh element, Page *page, Table *table, int depth)
{
  Row row = { cl_pdf_block_new (CL_PDF_ROW, 0, NULL, NULL), table, 0, g_array_new (FALSE, FALSE, sizeof (guint)) };
  gboolean headers = TRUE, placed = FALSE;

  each_kid (reader, element, page, add_cell, &row, depth);
  for (guint i = 0; i < row.block->cells->len; i++)
    {
      ClPdfCell *cell = row.block->cells->pdata[i];
      headers = headers && cell->is_header;
      if (!placed && cell->area.width > 0)
        {
          row.block->page = cell->page;
          placed = TRUE;
        }
    }
  if (row.block->cells->len == 0)
    {
      g_object_unref (row.block);
      g_array_unref (row.spans);
      return;
    }
  if (!placed)
    row.block->page = ((ClPdfCell *) row.block->cells->pdata[0])->page;

  for (guint c = 0; c < table->taken->len; c++)
    if (*taken_at (table, c) > 0)
      (*taken_at (table, c))--;
  for (guint i = 0; i < row.block->cells->len; i++)
    {
      ClPdfCell *cell = row.block->cells->pdata[i];
      for (guint c = cell->column - 1; c < cell->column - 1 + cell->span; c++)
        *taken_at (table, c) = MAX (*taken_at (table, c), g_array_index (row.spans, guint, i) - 1);
    }
  table->n_columns = MAX (table->n_columns, row.column);

  if (headers)
    head_columns (table, &row);
  else
    {
      table->in_headers = FALSE;
      row.block->row = ++table->n_rows;
      for (guint i = 0; i < row.block->cells->len; i++)
        {
          ClPdfCell *cell = row.block->cells->pdata[i];
          if (!cell->is_header)
            cell->header = g_strdup (table->headers->pdata[cell->column - 1]);
        }
    }
  g_ptr_array_add (reader->blocks, row.block);
  g_array_unref (row.spans);
}

static void
walk_table (Reader *reader, qpdf_oh kid, Page *page, gpointer data, int depth)
{
  g_autofree char *type = NULL;
  Page *own;

  if (!qpdf_oh_is_dictionary (reader->pdf, kid))
    return;
  own = find_page (reader, kid);
  page = own != NULL ? own : page;
  type = type_of (reader, kid);
  if (g_str_equal (type, "TR"))
    add_row (reader, kid, page, data, depth);
  else
    each_kid (reader, kid, page, walk_table, data, depth);
}

static const ClPdfCell *
cell_at (ClPdfBlock *block, guint column)
{
  for (guint i = 0; i < block->cells->len; i++)
    {
      const ClPdfCell *cell = block->cells->pdata[i];
      if (cell->column == column)
        return cell;
    }
  return NULL;
}

static gboolean
has_letter (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isalpha (g_utf8_get_char (c)))
      return TRUE;
  return FALSE;
}

/* What tells the rows of a list apart: a name where there is one, else the first column in which no two are alike and which is more than a number. */
static gboolean
names_rows (GPtrArray *blocks, guint first, guint column, gboolean by_title)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean any = FALSE;

  for (guint i = first; i < blocks->len; i++)
    {
      ClPdfBlock *block = blocks->pdata[i];
      const ClPdfCell *cell = block->row > 0 ? cell_at (block, column) : NULL;

      if (block->row == 0)
        continue;
      if (by_title)
        return cell != NULL && cell->header != NULL && (g_str_has_suffix (cell->header, "姓名") || g_str_has_suffix (cell->header, "名称"));
      if (cell == NULL || !has_letter (cell->text) || !g_hash_table_add (seen, cell->text))
        return FALSE;
      any = TRUE;
    }
  return any;
}

static void
name_rows (GPtrArray *blocks, guint first, guint n_columns)
{
  guint column = 0;

  for (guint by = 0; by < 2 && column == 0; by++)
    for (guint c = 1; c <= n_columns && column == 0; c++)
      if (names_rows (blocks, first, c, by == 0))
        column = c;
  for (guint i = first; i < blocks->len && column > 0; i++)
    {
      ClPdfBlock *block = blocks->pdata[i];
      for (guint k = 0; k < block->cells->len && block->row > 0; k++)
        if (((const ClPdfCell *) block->cells->pdata[k])->column == column)
          block->named_by = k;
    }
}

static void
add_table (Reader *reader, qpdf_oh element, Page *page, int depth)
{
  Table table = { reader->blocks->len, g_array_new (FALSE, FALSE, sizeof (guint)), g_ptr_array_new_with_free_func (g_free), FALSE, 0, 0 };

  each_kid (reader, element, page, walk_table, &table, depth);
  for (guint i = table.first; i < reader->blocks->len; i++)
    {
      ClPdfBlock *block = reader->blocks->pdata[i];
      block->n_columns = table.n_columns;
      block->n_rows = table.n_rows;
    }
  name_rows (reader->blocks, table.first, table.n_columns);
  g_array_unref (table.taken);
  g_ptr_array_unref (table.headers);
}

static gboolean
is_group (const char *type)
{
  static const char *const groups[] = { "Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "TOCI", "Index",
                                        "NonStruct", "Private", "L", "LI", "Aside", "" };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (type, groups[i]))
      return TRUE;
  return FALSE;
}

static void
walk (Reader *reader, qpdf_oh kid, Page *page, gpointer data, int depth)
{
  g_autofree char *type = NULL;
  Page *own;

  if (!qpdf_oh_is_dictionary (reader->pdf, kid))
    return;
  own = find_page (reader, kid);
  page = own != NULL ? own : page;
  type = type_of (reader, kid);
  if (g_str_equal (type, "Table"))
    add_table (reader, kid, page, depth);
  else if (is_group (type))
    each_kid (reader, kid, page, walk, NULL, depth);
  else
    {
      Content content = { g_string_new (NULL), { 0 }, -1 };
      gboolean heading = g_str_equal (type, "H") || g_str_equal (type, "Title") || (type[0] == 'H' && type[1] >= '1' && type[1] <= '6' && type[2] == '\0');
      g_autofree char *text = NULL;

      gather (reader, kid, page, &content, depth);
      text = g_strstrip (g_string_free (content.text, FALSE));
      if (*text != '\0')
        {
          ClPdfBlock *block = cl_pdf_block_new (heading ? CL_PDF_HEADING : CL_PDF_PARAGRAPH, content.page >= 0 ? (guint) content.page : 0, text, &content.area);
          if (heading && g_ascii_isdigit (type[1]))
            block->level = (guint) (type[1] - '0');
          g_ptr_array_add (reader->blocks, block);
        }
    }
}

static void
read_tree (Reader *reader)
{
  qpdf_oh root = qpdf_get_root (reader->pdf);
  qpdf_oh tree = qpdf_oh_is_dictionary (reader->pdf, root) ? qpdf_oh_get_key (reader->pdf, root, "/StructTreeRoot") : 0;
  int n_pages = qpdf_get_num_pages (reader->pdf);

  if (tree == 0 || !qpdf_oh_is_dictionary (reader->pdf, tree))
    return;
  for (int i = 0; i < n_pages; i++)
    {
      Page *page = g_new0 (Page, 1);
      page->page = (guint) i;
      page->object = qpdf_get_page_n (reader->pdf, (size_t) i);
      g_hash_table_insert (reader->pages, GINT_TO_POINTER (qpdf_oh_get_object_id (reader->pdf, page->object)), page);
    }
  reader->roles = qpdf_oh_get_key (reader->pdf, tree, "/RoleMap");
  each_kid (reader, tree, NULL, walk, NULL, 0);
}

/**
 * cl_pdf_blocks_read:
 * @pdf: a whole file
 * @error: set where it is no PDF or needs a password
 *
 * Reads headings, paragraphs and rows of tables in the order of the structure tree, each with page and place. Any thread.
 *
 * Returns: (transfer full) (element-type ClPdfBlock): empty where the file has no tags; %NULL on error
 */
GPtrArray *
cl_pdf_blocks_read (GBytes *pdf, GError **error)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref);
  gsize length;
  const char *data = g_bytes_get_data (pdf, &length);
  qpdf_data file = qpdf_init ();

  qpdf_silence_errors (file);
  qpdf_set_suppress_warnings (file, QPDF_TRUE);
  if (qpdf_read_memory (file, "paper", data, length, NULL) & QPDF_ERRORS)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The file cannot be read as a PDF: %s. Make or fetch it again."),
                   qpdf_get_error_message_detail (file, qpdf_get_error (file)));
      qpdf_cleanup (&file);
      return NULL;
    }
  else
    {
      g_autoptr (GHashTable) pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) page_free);
      g_autoptr (ClPdfText) text = cl_pdf_text_new (file);
      Reader reader = { file, text, pages, blocks, qpdf_oh_new_null (file) };

      read_tree (&reader);
    }
  /* An error that nobody asks for is written to stderr. */
  if (qpdf_has_error (file))
    qpdf_get_error (file);
  qpdf_cleanup (&file);
  return g_steal_pointer (&blocks);
}
