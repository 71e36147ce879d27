#include "cl-config.h"

#include <string.h>

#include "cl-layout-private.h"

/* A row in which so much more must stand than fits is cut; a smaller one goes over whole. */
#define WORTH_CUTTING 25.0 /* mm */

typedef struct
{
  ClSetter *setter;
  ClSheetGrid *grid;
  GPtrArray *headers;
  double *heights; /* by row, mm */
  guint n;
  double column; /* mm */
} Flow;

static ClSheetGridRow *
get_row (const Flow *flow, guint i)
{
  return flow->grid->rows->pdata[i];
}

static double
get_size (const Flow *flow, const ClSheetCell *cell)
{
  double size = cell->of != NULL && cell->of->size > 0 ? cell->of->size : flow->grid->of->size;

  return size * flow->setter->scale;
}

static double
get_cell_width (const Flow *flow, const ClSheetCell *cell)
{
  return flow->column * MIN (cell->span, flow->grid->columns - MIN (cell->column, flow->grid->columns - 1));
}

/* One character below the other. Transfer full. */
static char *
turn_down (const char *text)
{
  g_autoptr (GString) turned = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (*p == '\n' || *p == ' ')
        continue;
      if (turned->len > 0)
        g_string_append_c (turned, '\n');
      g_string_append_unichar (turned, g_utf8_get_char (p));
    }
  return g_strdup (turned->str);
}

static ClFontRole
get_role (const ClSheetCell *cell, gboolean strong)
{
  return cell->head || strong ? CL_FONT_HEADER : CL_FONT_TABLE;
}

static ClFit
fit_text (const Flow *flow, const ClSheetCell *cell, ClFontRole role, const char *text)
{
  double size = get_size (flow, cell), scale = flow->setter->scale;

  /* Long words keep their size, and go on over pages. */
  if (cell->of != NULL && cell->of->top)
    return cl_fonts_fit (flow->setter->fonts, role, size, size, size, get_cell_width (flow, cell) - 2 * CL_SETTER_PADDING, text);
  /* Heads may wrap in full size; what is filled in is made to fit one line first. */
  return cl_fonts_fit (flow->setter->fonts, role, size, cell->head ? size : MIN (size, CL_SETTER_TIGHT * scale), MIN (size, CL_SETTER_FLOOR * scale),
                       get_cell_width (flow, cell) - 2 * CL_SETTER_PADDING, text);
}

/* mm that the cell wants. */
static double
measure_cell (const Flow *flow, const ClSheetCell *cell, gboolean strong)
{
  ClFontRole role = get_role (cell, strong);
  double height = 0;
  ClFit fit;

  if (cell->vertical)
    return g_utf8_strlen (cell->text, -1) * CL_SETTER_FLOOR * CL_SETTER_LEADING * CL_MM_PER_PT + 2 * CL_SETTER_PADDING;
  fit = fit_text (flow, cell, role, cell->text);
  if (*cell->text != '\0' || cell->foot == NULL)
    height = cl_setter_get_height (fit.size, fit.lines);
  if (cell->foot != NULL)
    {
      fit = fit_text (flow, cell, CL_FONT_TABLE, cell->foot);
      height += cl_setter_get_height (fit.size, fit.lines) + 1;
    }
  if (cell->figure != NULL)
    height = MAX (height, cell->of->figure->height + 2 + (*cell->text != '\0' ? height : 0));
  return height;
}

/* Rows as high as they must be: first what stands in one row, then what hangs over several, which makes the last of them higher. */
static void
measure (Flow *flow)
{
  double scale = flow->setter->scale > 1 ? 1.2 : 1;

  g_free (flow->heights);
  flow->n = flow->grid->rows->len;
  flow->heights = g_new0 (double, flow->n + 1);
  for (guint i = 0; i < flow->n; i++)
    {
      const ClSheetGridRow *row = get_row (flow, i);

      flow->heights[i] = row->height * scale;
      for (guint k = 0; k < row->cells->len; k++)
        {
          const ClSheetCell *cell = row->cells->pdata[k];

          if (cell->down == 1)
            flow->heights[i] = MAX (flow->heights[i], measure_cell (flow, cell, row->strong));
        }
    }
  for (guint i = 0; i < flow->n; i++)
    for (guint k = 0; k < get_row (flow, i)->cells->len; k++)
      {
        const ClSheetCell *cell = get_row (flow, i)->cells->pdata[k];
        guint last = MIN (i + cell->down, flow->n) - 1;
        double sum = 0, wanted;

        if (cell->down == 1)
          continue;
        wanted = measure_cell (flow, cell, FALSE);
        for (guint m = i; m <= last; m++)
          sum += flow->heights[m];
        flow->heights[last] += MAX (0, wanted - sum);
      }
}

/* Where the part of the form that hangs together with row @i ends: cells over several rows hold them together, but the records of <rows> do not. */
static guint
find_group_end (const Flow *flow, guint i)
{
  guint end = i + 1;

  for (guint k = i; k < end && k < flow->n; k++)
    for (guint c = 0; c < get_row (flow, k)->cells->len && get_row (flow, k)->repeats == 0; c++)
      end = MAX (end, MIN (k + ((ClSheetCell *) get_row (flow, k)->cells->pdata[c])->down, flow->n));
  /* Heads stay with the first record. */
  if (get_row (flow, i)->is_head && i + 1 < flow->n && get_row (flow, i + 1)->repeats == get_row (flow, i)->repeats)
    end = MAX (end, i + 2);
  return end;
}

/* What was added last is part of the cell before it. */
static void
belong (ClSetter *setter)
{
  ClBox *box = &g_array_index (setter->page->boxes, ClBox, setter->page->boxes->len - 1);

  box->table = setter->table;
  box->row = setter->row;
  box->row_span = box->column_span = 0;
}

static void
set_figure (const Flow *flow, const ClSheetCell *cell, double x, double y, double width, double height)
{
  const ClTemplateFigure *figure = cell->of->figure;
  double wide = MIN (figure->width, width), high = MIN (figure->height, height);
  double left = x + (width - wide) / 2, top = y + (height - high) / 2;
  gboolean qr = figure->kind == CL_FIGURE_QR;
  const char *alternative = qr ? "二维码" : *cell->figure != '\0' ? cell->figure : figure->kind == CL_FIGURE_PHOTO ? "照片" : "手印";

  cl_setter_add_figure (flow->setter, left, top, wide, high, alternative, qr ? cell->figure : NULL);
  belong (flow->setter);
  if (qr)
    return;
  if (figure->kind == CL_FIGURE_THUMB)
    {
      cl_setter_add_rule (flow->setter, left, top, left + wide, top, CL_SETTER_INNER);
      cl_setter_add_rule (flow->setter, left, top + high, left + wide, top + high, CL_SETTER_INNER);
      cl_setter_add_rule (flow->setter, left, top, left, top + high, CL_SETTER_INNER);
      cl_setter_add_rule (flow->setter, left + wide, top, left + wide, top + high, CL_SETTER_INNER);
    }
  cl_setter_add_text (flow->setter, left, top, wide, high, alternative, CL_FONT_TABLE, MIN (9, 9 * flow->setter->scale), CL_ALIGN_CENTRE, CL_TAG_ARTIFACT);
}

static ClBox *
set_text (const Flow *flow, const ClSheetCell *cell, gboolean strong, const char *text, double x, double y, double width, double height)
{
  ClFontRole role = get_role (cell, strong);
  ClAlign align = cell->head ? CL_ALIGN_CENTRE : cell->of != NULL ? cell->of->align : CL_ALIGN_CENTRE;
  ClFit fit;
  ClBox *box;

  if (cell->vertical)
    {
      g_autofree char *turned = turn_down (text);
      double size = get_size (flow, cell);
      guint lines = (guint) MAX (1, g_utf8_strlen (text, -1));

      while (size > 5 && cl_setter_get_height (size, lines) > height)
        size -= 0.5;
      fit = (ClFit){ size, lines };
      return cl_setter_add_fitted (flow->setter, x, y, width, height, turned, role, fit, CL_ALIGN_CENTRE, CL_TAG_TH);
    }
  fit = fit_text (flow, cell, role, text);
  if (cell->of != NULL && (cell->of->top || cell->foot != NULL) && !cell->head)
    {
      double wanted = cl_setter_get_height (fit.size, fit.lines);

      height = MIN (height, wanted);
    }
  box = cl_setter_add_fitted (flow->setter, x + CL_SETTER_PADDING, y, width - 2 * CL_SETTER_PADDING, height, text, role, fit, align, CL_TAG_TD);
  if (align == CL_ALIGN_CENTRE)
    cl_setter_balance (flow->setter, box);
  return box;
}

static void
set_foot (const Flow *flow, const ClSheetCell *cell, double x, double y, double width, double height)
{
  ClFit fit = fit_text (flow, cell, CL_FONT_TABLE, cell->foot);
  double wanted = cl_setter_get_height (fit.size, fit.lines), bottom = y + height - 1;

  cl_setter_add_fitted (flow->setter, x + CL_SETTER_PADDING, bottom - wanted, width - 2 * CL_SETTER_PADDING - 1, wanted, cell->foot, CL_FONT_TABLE, fit, CL_ALIGN_RIGHT,
                        CL_TAG_TD);
  belong (flow->setter);
  if (cell->of->seal > 0)
    {
      cl_setter_add_seal (flow->setter, x + width - MIN (cell->of->seal / 2, width / 2) - 1, bottom - wanted / 2, MIN (cell->of->seal, 2 * MIN (width, height)),
                          cell->of->seal_text);
      belong (flow->setter);
    }
}

/* @row: whose cell it is; the page shows rows @from … @to - 1. */
static void
set_cell (const Flow *flow, const ClSheetCell *cell, guint row, guint down, double y, double height)
{
  ClSetter *setter = flow->setter;
  double x = setter->left + cell->column * flow->column, width = get_cell_width (flow, cell);
  ClBox *box = set_text (flow, cell, get_row (flow, row)->strong, cell->text, x, y, width, height);

  box->table = setter->table;
  box->row = setter->row;
  box->row_span = down;
  box->column_span = cell->span;
  if (cell->head)
    {
      box->tag = CL_TAG_TH;
      box->of_row = cell->of == NULL || !get_row (flow, row)->is_head;
      box->keep = TRUE;
    }
  if (cell->foot != NULL)
    set_foot (flow, cell, x, y, width, height);
  if (cell->figure != NULL)
    set_figure (flow, cell, x, y, width, height);
  cl_setter_add_rule (setter, x, y + height, x + width, y + height, CL_SETTER_INNER);
  if (cell->column + cell->span < flow->grid->columns)
    cl_setter_add_rule (setter, x + width, y, x + width, y + height, CL_SETTER_INNER);
}

/* A cell that hangs down from rows of the page before stands there again: its label is read once. */
static void
set_hanging (const Flow *flow, guint from, guint to, double y)
{
  for (guint i = 0; i < from; i++)
    for (guint k = 0; k < get_row (flow, i)->cells->len; k++)
      {
        const ClSheetCell *cell = get_row (flow, i)->cells->pdata[k];
        guint end = MIN (i + cell->down, to);
        double height = 0;

        if (i + cell->down <= from)
          continue;
        for (guint m = from; m < end; m++)
          height += flow->heights[m];
        set_cell (flow, cell, i, end - from, y, height);
      }
}

static void
set_page (Flow *flow, guint from, guint to, double y, gboolean again)
{
  ClSetter *setter = flow->setter;
  double left = setter->left, right = left + setter->width, top = y;
  guint first = setter->page->rules->len;

  for (guint i = 0; i < flow->headers->len; i++)
    {
      const ClSheetBlock *header = flow->headers->pdata[i];
      double height = cl_header_get_height (setter, header, NULL);

      cl_header_set (setter, header, NULL, y, height, again);
      y += height;
      if (header->of->framed)
        cl_setter_add_rule (setter, left, y, right, y, CL_SETTER_INNER);
      else
        top = y;
    }
  for (guint i = from; i < to; i++)
    {
      setter->row++;
      if (i == from)
        set_hanging (flow, from, to, y);
      for (guint k = 0; k < get_row (flow, i)->cells->len; k++)
        {
          const ClSheetCell *cell = get_row (flow, i)->cells->pdata[k];
          guint end = MIN (i + cell->down, to);
          double height = 0;

          for (guint m = i; m < end; m++)
            height += flow->heights[m];
          set_cell (flow, cell, i, end - i, y, height);
        }
      y += flow->heights[i];
    }
  cl_setter_add_rule (setter, left, top, right, top, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, left, y, right, y, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, left, top, left, y, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, right, top, right, y, CL_SETTER_FRAME);
  for (guint i = first; flow->grid->of->red && i < setter->page->rules->len; i++)
    g_array_index (setter->page->rules, ClRule, i).red = TRUE;
}

static ClSheetCell *
copy_cell (const ClSheetCell *cell, const char *text)
{
  ClSheetCell *copy = g_new0 (ClSheetCell, 1);

  *copy = *cell;
  copy->text = g_strdup (text);
  copy->foot = g_strdup (cell->foot);
  copy->figure = NULL;
  return copy;
}

/* Cuts row @i so that its first part is @room high: labels stand in both, long texts go on in the second. FALSE: nothing in it can be cut. */
static gboolean
cut_row (Flow *flow, guint i, double room)
{
  ClSheetGridRow *row = get_row (flow, i), *rest;
  gboolean cut = FALSE;

  for (guint k = 0; k < row->cells->len; k++)
    if (((ClSheetCell *) row->cells->pdata[k])->down > 1)
      return FALSE;
  rest = g_new0 (ClSheetGridRow, 1);
  rest->height = 9;
  rest->strong = row->strong;
  rest->repeats = row->repeats;
  rest->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_cell_free);
  for (guint k = 0; k < row->cells->len; k++)
    {
      ClSheetCell *cell = row->cells->pdata[k];
      double size = fit_text (flow, cell, get_role (cell, row->strong), cell->text).size, width = get_cell_width (flow, cell) - 2 * CL_SETTER_PADDING;
      guint most = (guint) ((room - 2 * CL_SETTER_PADDING) / (size * CL_SETTER_LEADING * CL_MM_PER_PT)), at;
      g_autoptr (GArray) lines = NULL;

      if (cell->head || most < 2)
        {
          g_ptr_array_add (rest->cells, copy_cell (cell, cell->head ? cell->text : ""));
          continue;
        }
      lines = cl_fonts_break (flow->setter->fonts, CL_FONT_TABLE, size, width, cell->text);
      if (lines->len <= most)
        {
          g_ptr_array_add (rest->cells, copy_cell (cell, ""));
          continue;
        }
      at = g_array_index (lines, guint, most);
      g_ptr_array_add (rest->cells, copy_cell (cell, cell->text + at));
      cell->text[at] = '\0';
      g_clear_pointer (&cell->foot, g_free);
      cut = TRUE;
    }
  /* What stands at the foot of a cell stands at its end. */
  for (guint k = 0; k < rest->cells->len && cut; k++)
    if (*((ClSheetCell *) rest->cells->pdata[k])->text == '\0')
      g_clear_pointer (&((ClSheetCell *) rest->cells->pdata[k])->foot, g_free);
  if (cut)
    g_ptr_array_insert (flow->grid->rows, (int) i + 1, rest);
  else
    {
      g_ptr_array_unref (rest->cells);
      g_free (rest);
    }
  return cut;
}

static double
sum_heights (const Flow *flow, guint from, guint to)
{
  double sum = 0;

  for (guint i = from; i < to; i++)
    sum += flow->heights[i];
  return sum;
}

/* Rows from @from on that the page takes; what hangs together goes together, unless it is more than a page. */
static guint
find_end (Flow *flow, guint from, double room, double page)
{
  guint to = from;

  while (to < flow->n)
    {
      guint end = find_group_end (flow, to);
      double left = room - sum_heights (flow, from, to);

      if (sum_heights (flow, to, end) <= left + 0.01)
        {
          to = end;
          continue;
        }
      if (flow->heights[to] > left && (flow->heights[to] > page || left > WORTH_CUTTING) && cut_row (flow, to, MIN (left, page)))
        {
          measure (flow);
          if (flow->heights[to] <= left + 0.01)
            to++;
          return to;
        }
      if (sum_heights (flow, to, end) <= page)
        return to;
      while (to < end && sum_heights (flow, from, to + 1) <= room + 0.01)
        to++;
      return to;
    }
  return to;
}

double
cl_grid_flow (ClSetter *setter, ClSheetGrid *grid, GPtrArray *headers, double y, double tail)
{
  Flow flow = { setter, grid, headers, NULL, 0, setter->width / grid->columns };
  double head = 0;
  guint from = 0;
  gboolean again = FALSE;

  for (guint i = 0; i < headers->len; i++)
    head += cl_header_get_height (setter, headers->pdata[i], NULL);
  setter->table++;
  measure (&flow);
  while (from < flow.n)
    {
      double page = setter->bottom - setter->top - 7 - head;
      guint to = find_end (&flow, from, setter->bottom - y - head, page);

      if (to == from && (again || y > setter->top + 60))
        to = again ? from + 1 : from;
      if (to == from && !again)
        {
          cl_setter_begin_page (setter, FALSE);
          y = setter->top;
          again = TRUE;
          continue;
        }
      /* What stands under the grid is kept with its last row. */
      if (to == flow.n && to - from > 1 && tail > setter->bottom - y - head - sum_heights (&flow, from, to) + 0.01 && find_group_end (&flow, to - 1) == to &&
          get_row (&flow, to - 1)->repeats == 0)
        {
          guint last = to - 1;

          for (guint i = from; i < last; i++)
            for (guint k = 0; k < get_row (&flow, i)->cells->len; k++)
              if (i + ((ClSheetCell *) get_row (&flow, i)->cells->pdata[k])->down > last)
                last = i;
          to = last > from ? last : to;
        }
      set_page (&flow, from, to, y, again && from > 0);
      y += head + sum_heights (&flow, from, to);
      from = to;
      again = TRUE;
      if (from < flow.n)
        {
          cl_setter_begin_page (setter, FALSE);
          y = cl_setter_add_continuation (setter);
        }
    }
  g_free (flow.heights);
  return y;
}
