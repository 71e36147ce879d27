#include "cl-config.h"

#include <string.h>

#include "cl-layout-private.h"

#define GAP 3.0        /* mm between the table and what stands under it */
#define NOTE_PITCH 1.5 /* of the size */

/* A paragraph at the table's size, @width wide. */
static double
set_paragraph (ClSetter *setter, double y, double width, const char *text, ClAlign align, gboolean really)
{
  const double size = cl_setter_get_size (setter), pitch = size * NOTE_PITCH * CL_MM_PER_PT;
  g_autoptr (GArray) lines = cl_fonts_break (setter->fonts, CL_FONT_BODY, size, width, text);

  if (really)
    {
      ClFit fit = { size, lines->len };
      ClBox *box = cl_setter_add_fitted (setter, setter->left, y, width, lines->len * pitch, text, CL_FONT_BODY, fit, align, CL_TAG_P);

      box->pitch = size * NOTE_PITCH;
      box->keep = TRUE;
    }
  return lines->len * pitch;
}

static double
set_notes (ClSetter *setter, const ClSheetBlock *block, double y, double width, gboolean really)
{
  double begin = y;

  if (block->of->title != NULL)
    y += set_paragraph (setter, y, width, block->of->title, CL_ALIGN_LEFT, really);
  for (guint i = 0; i < block->cells->len; i++)
    y += set_paragraph (setter, y, width, ((ClSheetCell *) block->cells->pdata[i])->text, CL_ALIGN_LEFT, really);
  return y - begin;
}

static double
set_summary (ClSetter *setter, const char *text, ClAlign align, double y, gboolean really)
{
  const double size = cl_setter_get_size (setter);
  g_autoptr (GArray) lines = cl_fonts_break (setter->fonts, CL_FONT_BODY, size, setter->width, text);
  double height = MAX (7, lines->len * size * CL_SETTER_LEADING * CL_MM_PER_PT);

  if (really)
    {
      ClFit fit = { size, lines->len };

      cl_setter_add_fitted (setter, setter->left, y + 1, setter->width, height, text, CL_FONT_BODY, fit, align, CL_TAG_P);
    }
  return height + 1;
}

/* Labels side by side, each with a line to sign on behind it that is cut where the next one begins. */
static double
set_signs (ClSetter *setter, const char *const *labels, const double *lines, const ClAlign *aligns, guint n, double y, double width, gboolean really)
{
  const double share = width / n, size = cl_setter_get_size (setter);
  double height = MAX (8, size * CL_SETTER_LEADING * CL_MM_PER_PT + 3);

  for (guint i = 0; i < n && really; i++)
    {
      double x = setter->left + i * share;
      ClFit fit = cl_fonts_fit (setter->fonts, CL_FONT_BODY, size, MIN (size, CL_SETTER_TIGHT), CL_SETTER_FLOOR, share - 1, labels[i]);
      ClBox *box = cl_setter_add_fitted (setter, x, y, share - 1, height, labels[i], CL_FONT_BODY, fit, aligns[i], CL_TAG_P);

      box->keep = TRUE;
      if (lines[i] > 0 && aligns[i] == CL_ALIGN_LEFT)
        {
          double from = x + cl_fonts_measure (setter->fonts, CL_FONT_BODY, fit.size, labels[i]) + 1, line = cl_box_get_baseline (box, 0) + 0.6;

          cl_setter_add_rule (setter, from, line, MIN (from + lines[i], x + share - 2), line, CL_SETTER_INNER);
        }
    }
  return height;
}

static double
set_signatures (ClSetter *setter, const ClSheetBlock *block, double y, double width, gboolean really)
{
  guint n = block->cells->len;
  g_autofree const char **labels = g_new0 (const char *, n + 1);
  g_autofree double *lines = g_new0 (double, n + 1);
  g_autofree ClAlign *aligns = g_new0 (ClAlign, n + 1);

  for (guint i = 0; i < n; i++)
    {
      const ClSheetCell *cell = block->cells->pdata[i];

      labels[i] = cell->text;
      lines[i] = cell->of->line;
      aligns[i] = cell->of->align;
    }
  return n > 0 ? set_signs (setter, labels, lines, aligns, n, y + 2, width, really) + 2 : 0;
}

/* FORMS.md 0.18: who made it and who looked it over, in ledger mode. */
static double
set_ledger_signatures (ClSetter *setter, double y, gboolean really)
{
  static const char *const labels[] = { "制表人", "审核人", "制表日期        年    月    日" };
  static const double lines[] = { 35, 35, 0 };
  static const ClAlign aligns[] = { CL_ALIGN_LEFT, CL_ALIGN_LEFT, CL_ALIGN_RIGHT };

  return set_signs (setter, labels, lines, aligns, 3, y + 2, setter->width, really) + 2;
}

static double
set_left_out (ClSetter *setter, double y, gboolean really)
{
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < setter->sheet->blocks->len; i++)
    {
      const ClSheetBlock *block = setter->sheet->blocks->pdata[i];

      n += block->table != NULL ? block->table->left_out : 0;
    }
  if (n == 0)
    return 0;
  text = g_strdup_printf ("另有未成年人 %u 人不予公示。", n);
  return set_summary (setter, text, CL_ALIGN_LEFT, y, really);
}

/* A line or paragraph that flows with the rest. */
double
cl_line_set (ClSetter *setter, const ClSheetBlock *block, double y, gboolean really)
{
  switch (block->of->kind)
    {
    case CL_BLOCK_SUMMARY:
      return set_summary (setter, block->text, block->of->align, y, really);
    case CL_BLOCK_NOTES:
      return set_notes (setter, block, y, setter->width, really);
    case CL_BLOCK_SIGNATURES:
      return set_signatures (setter, block, y, setter->width, really);
    case CL_BLOCK_HEADER:
      {
        double height = cl_header_get_height (setter, block, NULL);

        if (really)
          cl_header_set (setter, block, NULL, y, height, FALSE);
        return height;
      }
    case CL_BLOCK_PARAGRAPH:
    case CL_BLOCK_TO:
      return set_paragraph (setter, y, setter->width, block->text, block->of->align, really);
    case CL_BLOCK_SUB_TITLE:
    case CL_BLOCK_TABLE:
    case CL_BLOCK_GRID:
    case CL_BLOCK_SEAL:
    case CL_BLOCK_FIGURE:
    case CL_BLOCK_NEW_PAGE:
    case CL_BLOCK_INCLUDE:
    case CL_BLOCK_RED_HEAD:
    case CL_BLOCK_NUMBER:
    case CL_BLOCK_ENCLOSURES:
    case CL_BLOCK_SIGN_OFF:
    case CL_BLOCK_COLOPHON:
    default:
      return 0;
    }
}

/* What stands at the lower right beside the notes: the circle of the seal, or a figure. */
static const ClSheetBlock *
find_beside (GPtrArray *blocks, double *width, double *height)
{
  *width = *height = 0;
  for (guint i = 0; i < blocks->len; i++)
    {
      const ClSheetBlock *block = blocks->pdata[i];

      if (block->of->kind == CL_BLOCK_SEAL && !block->of->at_header)
        *width = *height = block->of->width;
      else if (block->of->kind == CL_BLOCK_FIGURE && block->of->figure->foot)
        {
          *width = block->of->figure->width;
          *height = block->of->figure->height;
        }
      if (*width > 0)
        return block;
    }
  return NULL;
}

static void
set_beside (ClSetter *setter, const ClSheetBlock *beside, double top, double width, double height)
{
  double x = setter->left + setter->width - width;
  const ClTemplateFigure *figure = beside->of->figure;

  if (beside->of->kind == CL_BLOCK_SEAL)
    cl_setter_add_seal (setter, x + width / 2, top + width / 2, width, beside->text);
  else
    cl_setter_add_figure (setter, x, top, width, height, figure->kind == CL_FIGURE_QR ? "二维码" : beside->text,
                          figure->kind == CL_FIGURE_QR ? beside->text : NULL);
}

double
cl_tail_set (ClSetter *setter, GPtrArray *blocks, double y, gboolean really)
{
  const double begin = y;
  double wide, high, top = -1, room;
  const ClSheetBlock *beside = find_beside (blocks, &wide, &high);

  y += set_left_out (setter, y, really);
  room = beside != NULL ? setter->width - wide - 5 : setter->width;
  for (guint i = 0; i < blocks->len; i++)
    {
      const ClSheetBlock *block = blocks->pdata[i];
      ClBlockKind kind = block->of->kind;

      if (kind == CL_BLOCK_NOTES || kind == CL_BLOCK_SIGNATURES || block == beside)
        {
          y += top < 0 && kind != CL_BLOCK_SIGNATURES ? GAP : 0;
          top = top < 0 ? y : top;
        }
      if (kind == CL_BLOCK_NOTES)
        y += set_notes (setter, block, y, room, really);
      else if (kind == CL_BLOCK_SIGNATURES)
        y += set_signatures (setter, block, y, room, really);
      else
        y += cl_line_set (setter, block, y, really);
    }
  if (beside != NULL)
    {
      if (really)
        set_beside (setter, beside, top, wide, high);
      y = MAX (y, top + high);
    }
  if (setter->form->mode == CL_MODE_LEDGER && setter->form->pieces.width <= 0 && !setter->form->unsigned_foot)
    y += set_ledger_signatures (setter, y, really);
  return y - begin;
}
