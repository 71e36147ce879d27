#include "cl-config.h"

#include <math.h>
#include <string.h>

#include "cl-layout-private.h"

#define HEADER_LINE_SIZE 12.0 /* 小4号 */
#define SEAL_MARK "（盖章）"

/* The columns of header cell @i, as described: where they begin and end on paper. Unframed ones only share out the width. */
static void
get_cell_place (ClSetter *setter, const ClSheetBlock *header, const ClTable *table, guint i, double *x, double *width)
{
  guint first = 0, all = 0, span = ((ClSheetCell *) header->cells->pdata[i])->span, described = 0;

  for (guint k = 0; k < header->cells->len; k++)
    {
      if (k < i)
        first += ((ClSheetCell *) header->cells->pdata[k])->span;
      all += ((ClSheetCell *) header->cells->pdata[k])->span;
    }
  *x = table != NULL ? table->left : setter->left;
  *width = 0;
  if (table != NULL)
    described = table->sheet->of->columns->len;
  if (table == NULL || all != described)
    {
      double whole = table != NULL ? cl_table_get_set_width (table) : setter->width;

      *x += whole * first / all;
      *width = whole * span / all;
      return;
    }
  for (guint k = 0; k < table->n; k++)
    {
      guint at = 0;

      while (at < described && table->sheet->of->columns->pdata[at] != (gpointer) cl_table_get_column (table, k))
        at++;
      if (at < first)
        *x += table->widths[k];
      else if (at < first + span)
        *width += table->widths[k];
    }
}

static ClFit
fit_header (ClSetter *setter, double width, const char *text)
{
  double size = MAX (HEADER_LINE_SIZE, cl_setter_get_size (setter));

  return cl_fonts_fit (setter->fonts, CL_FONT_BODY, size, CL_SETTER_SIZE, CL_SETTER_SIZE, width - 2 * CL_SETTER_PADDING, text);
}

double
cl_header_get_height (ClSetter *setter, const ClSheetBlock *header, const ClTable *table)
{
  double height = 9;

  for (guint i = 0; i < header->cells->len; i++)
    {
      double x, width;
      ClFit fit;

      get_cell_place (setter, header, table, i, &x, &width);
      if (width < 5)
        continue;
      fit = fit_header (setter, width, ((ClSheetCell *) header->cells->pdata[i])->text);
      height = MAX (height, cl_setter_get_height (fit.size, fit.lines));
    }
  return height;
}

/* The line to sign on stands behind the label, on the foot of its type. */
static void
set_signing_line (ClSetter *setter, const ClBox *box, double length)
{
  double from = box->x + cl_fonts_measure (setter->fonts, box->role, box->size, box->text) + 1, y = cl_box_get_baseline (box, 0) + 0.6;

  cl_setter_add_rule (setter, from, y, MIN (from + length, box->x + box->width), y, CL_SETTER_INNER);
}

static const ClSheetBlock *
find_header_seal (const ClSetter *setter)
{
  for (guint i = 0; i < setter->sheet->blocks->len; i++)
    {
      const ClSheetBlock *block = setter->sheet->blocks->pdata[i];

      if (block->of->kind == CL_BLOCK_SEAL && block->of->at_header)
        return block;
    }
  return NULL;
}

/* FORMS.md 0.11: centred on （盖章）. mm from where @text begins; negative where it has none. */
static double
measure_seal_place (ClSetter *setter, ClFontRole role, double size, const char *text)
{
  const char *mark = strstr (text, SEAL_MARK);
  g_autofree char *before = mark != NULL ? g_strndup (text, mark - text) : NULL;

  return mark != NULL ? cl_fonts_measure (setter->fonts, role, size, before) + cl_fonts_measure (setter->fonts, role, size, SEAL_MARK) / 2 : -1;
}

static void
set_header_seal (ClSetter *setter, const ClBox *box)
{
  double place = measure_seal_place (setter, box->role, box->size, box->text);
  const ClSheetBlock *seal = place >= 0 ? find_header_seal (setter) : NULL;
  g_autofree char *whose = seal != NULL ? g_strconcat (seal->text, *seal->text == '\0' ? "盖章处" : "", NULL) : NULL;

  if (seal != NULL)
    cl_setter_add_seal (setter, box->x + place, box->y + box->height / 2, seal->of->width, whose);
}

/* FORMS.md F1: the seal lies over the corner of the table, not over the title. */
double
cl_header_clear_title (ClSetter *setter, const ClBox *title, double y)
{
  const ClSheetBlock *seal = find_header_seal (setter);
  double half = cl_fonts_measure (setter->fonts, title->role, title->size, title->text) / title->lines / 2;
  double foot = title->y + (title->height + title->lines * title->size * CL_MM_PER_PT) / 2;

  for (guint i = 0; seal != NULL && i < setter->sheet->blocks->len; i++)
    {
      const ClSheetBlock *header = setter->sheet->blocks->pdata[i];
      double radius = seal->of->width / 2, place, beside, x, width;
      const char *text;

      if (header->of->kind != CL_BLOCK_HEADER || header->cells->len == 0)
        continue;
      text = ((ClSheetCell *) header->cells->pdata[0])->text;
      get_cell_place (setter, header, NULL, 0, &x, &width);
      place = measure_seal_place (setter, CL_FONT_BODY, fit_header (setter, width, text).size, text);
      beside = MAX (fabs (x + CL_SETTER_PADDING + place - title->x - title->width / 2) - half, 0);
      if (place >= 0 && beside < radius)
        y = MAX (y, foot + sqrt (radius * radius - beside * beside) - cl_header_get_height (setter, header, NULL) / 2);
      break;
    }
  return y;
}

void
cl_header_set (ClSetter *setter, const ClSheetBlock *header, const ClTable *table, double y, double height, gboolean again)
{
  for (guint i = 0; i < header->cells->len; i++)
    {
      const ClSheetCell *cell = header->cells->pdata[i];
      double x, width;
      ClFit fit;
      ClBox *box;

      get_cell_place (setter, header, table, i, &x, &width);
      if (width < 5)
        continue;
      fit = fit_header (setter, width, cell->text);
      box = cl_setter_add_fitted (setter, x + CL_SETTER_PADDING, y, width - 2 * CL_SETTER_PADDING, height, cell->text, CL_FONT_BODY, fit, cell->of->align,
                                  again ? CL_TAG_ARTIFACT : CL_TAG_P);
      if (cell->of->line > 0)
        set_signing_line (setter, box, cell->of->line);
      if (header->of->framed && i + 1 < header->cells->len)
        cl_setter_add_rule (setter, x + width, y, x + width, y + height, CL_SETTER_INNER);
      if (!again)
        set_header_seal (setter, box);
    }
}

/* Heads in levels: groups above, columns below. */

static const ClTemplateGroup *
get_group (const ClTable *table, guint column, guint level)
{
  const ClTemplateGroup *group = cl_table_get_column (table, column)->group;
  guint depth = 0;

  for (const ClTemplateGroup *one = group; one != NULL; one = one->parent)
    depth++;
  if (level >= depth)
    return NULL;
  for (; depth > level + 1; depth--)
    group = group->parent;
  return group;
}

static guint
count_levels (const ClTable *table)
{
  guint levels = 1;

  for (guint i = 0; i < table->n; i++)
    for (guint level = levels - 1; get_group (table, i, level) != NULL; level++)
      levels = level + 2;
  return levels;
}

static ClFit
fit_head (ClSetter *setter, double width, const char *title)
{
  double size = cl_setter_get_size (setter);

  return cl_fonts_fit (setter->fonts, CL_FONT_HEADER, size, size, CL_SETTER_FLOOR * setter->scale, width - 2 * CL_SETTER_PADDING, title);
}

/* How many columns from @column on have the same group at @level. */
static guint
count_group (const ClTable *table, guint column, guint level, double *width)
{
  const ClTemplateGroup *group = get_group (table, column, level);
  guint n = 0;

  *width = 0;
  while (column + n < table->n && get_group (table, column + n, level) == group)
    *width += table->widths[column + n++];
  return n;
}

/* Lines of groups are as high as their titles, and the last line so high that each column's own head fits. */
static void
measure_levels (ClSetter *setter, const ClTable *table, guint levels, double *heights)
{
  for (guint level = 0; level < levels; level++)
    {
      heights[level] = levels > 1 ? 8 : 9;
      for (guint i = 0; i < table->n; i++)
        {
          const ClTemplateGroup *group = get_group (table, i, level);
          double width;
          guint n;
          ClFit fit;

          if (group == NULL)
            continue;
          n = count_group (table, i, level, &width);
          fit = fit_head (setter, width, group->title);
          heights[level] = MAX (heights[level], cl_setter_get_height (fit.size, fit.lines));
          i += n - 1;
        }
    }
  for (guint i = 0; i < table->n; i++)
    {
      ClFit fit = fit_head (setter, table->widths[i], cl_table_get_column (table, i)->title);
      double above = 0;
      guint level = 0;

      for (guint k = 0; k + 1 < levels; k++)
        if (get_group (table, i, k) == NULL)
          above += heights[k];
        else
          level++;
      heights[levels - 1] = MAX (heights[levels - 1], cl_setter_get_height (fit.size, fit.lines) - above);
    }
}

static void
set_head (ClSetter *setter, const char *title, double x, double y, double width, double height, guint columns, guint rows, gboolean again)
{
  double inner = width - 2 * CL_SETTER_PADDING;
  ClBox *box = cl_setter_add_fitted (setter, x + CL_SETTER_PADDING, y, inner, height, title, CL_FONT_HEADER, fit_head (setter, width, title), CL_ALIGN_CENTRE,
                                     again ? CL_TAG_ARTIFACT : CL_TAG_TH);

  cl_setter_balance (setter, box);
  box->keep = TRUE;
  box->table = again ? 0 : setter->table;
  box->row = setter->row;
  box->column_span = columns;
  box->row_span = rows;
}

/* On a page that goes on the heads are repeated for the eye alone: the table is one, and its head is read once. */
void
cl_table_set_heads (ClSetter *setter, const ClTable *table, double y, gboolean again)
{
  guint levels = count_levels (table);
  g_autofree double *heights = g_new0 (double, levels);
  double bottom = y;

  measure_levels (setter, table, levels, heights);
  for (guint level = 0; level < levels; level++)
    bottom += heights[level];
  for (guint level = 0; level < levels; level++)
    {
      double x = table->left;

      setter->row++;
      for (guint i = 0; i < table->n;)
        {
          const ClTemplateGroup *group = get_group (table, i, level), *above = level > 0 ? get_group (table, i, level - 1) : NULL;
          double width = table->widths[i];
          guint n = 1;

          if (group != NULL)
            {
              n = count_group (table, i, level, &width);
              set_head (setter, group->title, x, y, width, heights[level], n, 1, again);
              cl_setter_add_rule (setter, x, y + heights[level], x + width, y + heights[level], CL_SETTER_INNER);
            }
          else if (level == 0 || above != NULL)
            set_head (setter, cl_table_get_column (table, i)->title, x, y, width, bottom - y, 1, levels - level, again);
          x += width;
          i += n;
          if (i < table->n && (group != NULL || level == 0 || above != NULL || get_group (table, i, level) != NULL))
            cl_setter_add_rule (setter, x, y, x, bottom, CL_SETTER_INNER);
        }
      y += heights[level];
    }
}

void
cl_table_measure_head (ClSetter *setter, ClTable *table)
{
  guint levels = count_levels (table);
  g_autofree double *heights = g_new0 (double, levels);

  measure_levels (setter, table, levels, heights);
  for (guint i = 0; i < levels; i++)
    table->columns_height += heights[i];
  table->head_height = table->columns_height;
  for (guint i = 0; i < table->headers->len; i++)
    table->head_height += cl_header_get_height (setter, table->headers->pdata[i], table);
}
