#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-description.h"
#include "cl-template-read-private.h"

static const char *const names[] = {
  [CL_BLOCK_SUB_TITLE] = "sub-title", [CL_BLOCK_SUMMARY] = "summary",       [CL_BLOCK_HEADER] = "header",
  [CL_BLOCK_TABLE] = "table",         [CL_BLOCK_GRID] = "grid",             [CL_BLOCK_NOTES] = "notes",
  [CL_BLOCK_SIGNATURES] = "signatures", [CL_BLOCK_SEAL] = "seal",           [CL_BLOCK_FIGURE] = "figure",
  [CL_BLOCK_NEW_PAGE] = "new-page",   [CL_BLOCK_INCLUDE] = "include",       [CL_BLOCK_RED_HEAD] = "red-head",
  [CL_BLOCK_NUMBER] = "number",       [CL_BLOCK_TO] = "to",                 [CL_BLOCK_PARAGRAPH] = "p",
  [CL_BLOCK_ENCLOSURES] = "enclosures", [CL_BLOCK_SIGN_OFF] = "sign-off",   [CL_BLOCK_COLOPHON] = "colophon",
};

/* A label with the line to sign on behind it: the line of the label's own width comes last. */
static void
take_line (ClTemplateCell *cell)
{
  ClTemplatePart *last = cell->text->parts->len > 0 ? cell->text->parts->pdata[cell->text->parts->len - 1] : NULL;

  if (last == NULL || last->kind != CL_PART_LINE)
    return;
  cell->line = last->width;
  g_ptr_array_remove_index (cell->text->parts, cell->text->parts->len - 1);
}

static gboolean
read_line_cells (ClTemplateReader *reader, xmlNodePtr node, ClTemplateBlock *block, GError **error)
{
  static const struct { ClBlockKind kind; const char *name; } children[] = {
    { CL_BLOCK_HEADER, "cell" }, { CL_BLOCK_SIGNATURES, "sign" }, { CL_BLOCK_NOTES, "note" }, { CL_BLOCK_ENCLOSURES, "enclosure" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (block->kind == children[i].kind && !cl_template_read_cells (reader, node, children[i].name, reader->form->rows_of, block->cells, error))
      return FALSE;
  for (guint i = 0; i < block->cells->len && block->kind == CL_BLOCK_HEADER; i++)
    take_line (block->cells->pdata[i]);
  if (block->kind == CL_BLOCK_SIGNATURES)
    {
      guint i = 0;

      for (xmlNodePtr sign = cl_description_first (node, "sign"); sign != NULL; sign = cl_description_next (sign, "sign"))
        ((ClTemplateCell *) block->cells->pdata[i++])->line = cl_template_read_number (sign, "width", 0);
    }
  return TRUE;
}

/* What the block is made of besides its cells. */
static gboolean
read_details (ClTemplateReader *reader, xmlNodePtr node, ClTemplateBlock *block, GError **error)
{
  g_autofree char *at = cl_description_get (node, "at"), *side = cl_description_get (node, "side");
  ClLedger *ledger = reader->form->rows_of;

  block->title = cl_description_get (node, "title");
  block->align = cl_template_read_align (node);
  block->framed = cl_description_get_yes (node, "framed");
  block->plain = cl_description_get_yes (node, "plain");
  block->sealed = cl_description_get_yes (node, "seal");
  block->level = (guint) cl_template_read_number (node, "level", 0);
  block->width = cl_template_read_number (node, "width", 45);
  block->at_header = g_strcmp0 (at, "header") == 0;
  block->back = side != NULL;
  if (block->kind == CL_BLOCK_INCLUDE)
    block->include = cl_description_get (node, "form");
  if (block->kind == CL_BLOCK_SIGN_OFF || block->kind == CL_BLOCK_COLOPHON)
    {
      block->date = cl_template_read_words (reader, node, "date", ledger, error);
      if (block->date == NULL)
        return FALSE;
    }
  if (block->kind == CL_BLOCK_COLOPHON && xmlHasProp (node, (const xmlChar *) "copy-to"))
    {
      block->copy_to = cl_template_read_words (reader, node, "copy-to", ledger, error);
      if (block->copy_to == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_block (ClTemplateReader *reader, xmlNodePtr node, ClTemplateBlock *block, GError **error)
{
  if (!cl_template_read_condition (reader, node, &block->condition, error) || !read_details (reader, node, block, error))
    return FALSE;
  switch (block->kind)
    {
    case CL_BLOCK_TABLE:
      return cl_template_read_table (reader, node, block, error);
    case CL_BLOCK_GRID:
      return cl_template_read_grid (reader, node, block, error);
    case CL_BLOCK_FIGURE:
      block->figure = cl_template_read_figure (reader, node, reader->form->rows_of, error);
      return block->figure != NULL;
    case CL_BLOCK_HEADER:
    case CL_BLOCK_SIGNATURES:
    case CL_BLOCK_NOTES:
    case CL_BLOCK_ENCLOSURES:
      return read_line_cells (reader, node, block, error);
    case CL_BLOCK_SUB_TITLE:
    case CL_BLOCK_SUMMARY:
    case CL_BLOCK_SEAL:
    case CL_BLOCK_NEW_PAGE:
    case CL_BLOCK_INCLUDE:
    case CL_BLOCK_RED_HEAD:
    case CL_BLOCK_NUMBER:
    case CL_BLOCK_TO:
    case CL_BLOCK_PARAGRAPH:
    case CL_BLOCK_SIGN_OFF:
    case CL_BLOCK_COLOPHON:
    default:
      block->text = cl_template_read_text (reader, node, reader->form->rows_of, error);
      return block->text != NULL;
    }
}

/* A framed header is a row of the table below it. */
static gboolean
check_header (ClTemplateReader *reader, xmlNodePtr node, guint at, GError **error)
{
  const ClTemplateBlock *header = reader->form->blocks->pdata[at];
  guint spans = 0, below = 0;

  for (guint i = 0; i < header->cells->len; i++)
    spans += ((ClTemplateCell *) header->cells->pdata[i])->span;
  for (guint i = at + 1; i < reader->form->blocks->len && below == 0; i++)
    {
      const ClTemplateBlock *block = reader->form->blocks->pdata[i];

      below = block->kind == CL_BLOCK_TABLE ? block->table->columns->len : block->kind == CL_BLOCK_GRID ? block->grid->columns : 0;
    }
  if (!header->framed || spans == below)
    return TRUE;
  cl_description_set_error (error, reader->path, node, _("The spans of the header line add up to %u, but the table has %u columns."), spans, below);
  return FALSE;
}

gboolean
cl_template_read_blocks (ClTemplateReader *reader, xmlNodePtr root, GError **error)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  for (xmlNodePtr node = root->children; node != NULL; node = node->next)
    for (guint kind = 0; kind < G_N_ELEMENTS (names) && node->type == XML_ELEMENT_NODE; kind++)
      if (g_str_equal (node->name, names[kind]))
        {
          g_ptr_array_add (nodes, node);
          if (!read_block (reader, node, cl_template_add_block (reader->form, kind), error))
            return FALSE;
        }
  for (guint i = 0; i < nodes->len; i++)
    if (((ClTemplateBlock *) reader->form->blocks->pdata[i])->kind == CL_BLOCK_HEADER && !check_header (reader, nodes->pdata[i], i, error))
      return FALSE;
  return TRUE;
}
