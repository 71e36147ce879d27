#include "cl-config.h"

#include "cl-pdf-blocks-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (ClPdfBlock, cl_pdf_block, G_TYPE_OBJECT)

static void
cell_free (ClPdfCell *cell)
{
  g_free (cell->text);
  g_free (cell->header);
  g_free (cell);
}

static void
cl_pdf_block_finalize (GObject *object)
{
  ClPdfBlock *block = CL_PDF_BLOCK (object);

  g_ptr_array_unref (block->cells);
  G_OBJECT_CLASS (cl_pdf_block_parent_class)->finalize (object);
}

static void
cl_pdf_block_class_init (ClPdfBlockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_pdf_block_finalize;
}

static void
cl_pdf_block_init (ClPdfBlock *block)
{
  block->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
}

ClPdfCell *
cl_pdf_cell_new (guint page)
{
  ClPdfCell *cell = g_new0 (ClPdfCell, 1);

  cell->page = page;
  cell->span = 1;
  cell->column = 1;
  return cell;
}

/**
 * cl_pdf_block_new:
 * @kind: what it is
 * @page: from 0
 * @text: (nullable): of its one cell; %NULL makes none, as for a row
 * @area: (nullable): where it stands
 *
 * Returns: (transfer full): a block
 */
ClPdfBlock *
cl_pdf_block_new (ClPdfBlockKind kind, guint page, const char *text, const ClPdfArea *area)
{
  ClPdfBlock *block = g_object_new (CL_TYPE_PDF_BLOCK, NULL);

  block->kind = kind;
  block->page = page;
  block->level = 1;
  block->named_by = CL_PDF_NO_CELL;
  if (text != NULL)
    {
      ClPdfCell *cell = cl_pdf_cell_new (page);
      cell->text = g_strdup (text);
      if (area != NULL)
        cell->area = *area;
      g_ptr_array_add (block->cells, cell);
    }
  return block;
}

/**
 * cl_pdf_block_take:
 * @block: a copy, on the thread that made it
 * @other: what it is from here on; the cells, which nobody changes, are shared
 */
void
cl_pdf_block_take (ClPdfBlock *block, ClPdfBlock *other)
{
  GPtrArray *cells = g_ptr_array_ref (other->cells);

  g_ptr_array_unref (block->cells);
  block->cells = cells;
  block->kind = other->kind;
  block->level = other->level;
  block->page = other->page;
  block->row = other->row;
  block->n_rows = other->n_rows;
  block->n_columns = other->n_columns;
  block->named_by = other->named_by;
}

/**
 * cl_pdf_block_copy:
 * @block: a block
 *
 * Returns: (transfer full): another that may become one of another paper (cl_pdf_block_take())
 */
ClPdfBlock *
cl_pdf_block_copy (ClPdfBlock *block)
{
  ClPdfBlock *copy = g_object_new (CL_TYPE_PDF_BLOCK, NULL);

  cl_pdf_block_take (copy, block);
  return copy;
}

/**
 * cl_pdf_block_say:
 * @block: a block
 *
 * A row is a sentence: what differs between neighbours first, empty cells left out, its position last (WINDOW.md).
 *
 * Returns: (transfer full): what a screen reader says on arriving
 */
char *
cl_pdf_block_say (ClPdfBlock *block)
{
  GString *sentence = g_string_new (NULL);
  const ClPdfCell *only = block->cells->len > 0 ? block->cells->pdata[0] : NULL;

  if (block->kind == CL_PDF_HEADING)
    g_string_append_printf (sentence, _("%s, heading level %u"), only->text, block->level);
  else if (block->kind != CL_PDF_ROW)
    g_string_append (sentence, only->text);
  else
    {
      if (block->row == 0)
        g_string_append (sentence, _("Column headers: "));
      for (guint i = 0; i < block->cells->len; i++)
        {
          const ClPdfCell *cell = block->cells->pdata[i];
          if (*cell->text == '\0')
            continue;
          if (sentence->len > 0 && !(block->row == 0 && i == 0))
            g_string_append (sentence, _(", "));
          g_string_append (sentence, cell->text);
        }
      if (sentence->len == 0)
        g_string_append (sentence, _("Empty row"));
      if (block->row > 0)
        g_string_append_printf (sentence, _(", row %u of %u"), block->row, block->n_rows);
    }
  return g_string_free (sentence, FALSE);
}

/**
 * cl_pdf_block_get_row_header:
 * @block: a row
 * @cell: index among its cells
 *
 * The nearest header cell before it in the row, as in a grid of labels and values; else what names the row, such as the person in a list of persons.
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
cl_pdf_block_get_row_header (ClPdfBlock *block, guint cell)
{
  const ClPdfCell *header = NULL;

  g_return_val_if_fail (cell < block->cells->len, NULL);

  if (block->row == 0)
    return NULL;
  for (guint i = cell; i > 0 && header == NULL; i--)
    {
      const ClPdfCell *before = block->cells->pdata[i - 1];
      if (before->is_header)
        header = before;
    }
  if (header == NULL && block->named_by != CL_PDF_NO_CELL && block->named_by != cell)
    header = block->cells->pdata[block->named_by];
  return header != NULL && *header->text != '\0' ? header->text : NULL;
}

/**
 * cl_pdf_block_find_column:
 * @block: a row
 * @column: from 1
 *
 * Returns: index of the cell that covers @column, the last one before it where a cell of a row above does
 */
guint
cl_pdf_block_find_column (ClPdfBlock *block, guint column)
{
  guint found = CL_PDF_NO_CELL;

  for (guint i = 0; i < block->cells->len; i++)
    if (((const ClPdfCell *) block->cells->pdata[i])->column <= column || found == CL_PDF_NO_CELL)
      found = i;
  return found;
}

/**
 * cl_pdf_block_say_cell:
 * @block: a row
 * @cell: index among its cells
 *
 * Returns: (transfer full): the column's header, the cell, the row's header, its position
 */
char *
cl_pdf_block_say_cell (ClPdfBlock *block, guint cell)
{
  g_autoptr (GString) words = NULL;
  const ClPdfCell *it;
  const char *text, *row;

  g_return_val_if_fail (cell < block->cells->len, NULL);

  it = block->cells->pdata[cell];
  row = cl_pdf_block_get_row_header (block, cell);
  text = *it->text != '\0' ? it->text : _("empty");
  words = g_string_new (NULL);
  if (it->header != NULL && *it->header != '\0')
    g_string_append_printf (words, _("%s: "), it->header);
  g_string_append (words, text);
  if (row != NULL)
    g_string_append_printf (words, "%s%s", _(", "), row);
  g_string_append_printf (words, _(", column %u of %u"), it->column, block->n_columns);
  return g_strdup (words->str);
}
