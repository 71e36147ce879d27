#include "cl-config.h"

#include "cl-layout-private.h"

/* A grid drawn as a chart: the records of each <rows> are boxes side by side, one level; lines lead from each level to the next. In the structure it stays the
 * table that it is: a row for each box, headed by the level's label. */

#define LABEL 24.0     /* mm, the levels' labels at the left */
#define GAP 4.0        /* between boxes */
#define DROP 3.5       /* from a level's line to its boxes … */
#define LEAST_DROP 1.5 /* … and where that keeps the chart on one page */
#define LEAST_WIDTH 25.0
#define MOST_WIDTH 56.0

typedef struct
{
  ClSetter *setter;
  ClSheetGrid *grid;
  guint from, to;     /* rows of the level */
  guint across;       /* boxes in a line */
  double width, height; /* of a box */
  double drop;        /* from the line above to the boxes, and from these to the next */
} Level;

static ClSheetGridRow *
get_row (const Level *level, guint i)
{
  return level->grid->rows->pdata[i];
}

static gboolean
is_label (const ClSheetCell *cell)
{
  return cell->of == NULL;
}

static double
get_size (const Level *level, const ClSheetCell *cell)
{
  return (cell->of->size > 0 ? cell->of->size : level->grid->of->size) * level->setter->scale;
}

static ClFit
fit (const Level *level, const ClSheetCell *cell)
{
  double size = get_size (level, cell), floor = MIN (size, CL_SETTER_FLOOR * level->setter->scale);

  return cl_fonts_fit (level->setter->fonts, cell->of->head ? CL_FONT_HEADER : CL_FONT_TABLE, size, size, floor, level->width - 2 * CL_SETTER_PADDING, cell->text);
}

static double
measure_cell (const Level *level, const ClSheetCell *cell)
{
  ClFit found;

  if (is_label (cell) || *cell->text == '\0')
    return 0;
  found = fit (level, cell);
  return cl_setter_get_height (found.size, found.lines) - CL_SETTER_PADDING;
}

/* As many boxes in a line as there is room for, all of one size. */
static void
measure (Level *level)
{
  double room = level->setter->width - LABEL, scale = level->setter->scale;
  guint n = level->to - level->from, most = (guint) MAX (1, (room + GAP) / (LEAST_WIDTH * scale + GAP)), lines = (n + most - 1) / most;

  level->across = (n + lines - 1) / lines;
  level->width = MIN ((room - GAP * (level->across - 1)) / level->across, MOST_WIDTH * scale);
  level->height = 12;
  for (guint i = level->from; i < level->to; i++)
    {
      double height = 2 * CL_SETTER_PADDING;

      for (guint k = 0; k < get_row (level, i)->cells->len; k++)
        height += measure_cell (level, get_row (level, i)->cells->pdata[k]);
      level->height = MAX (level->height, height);
    }
}

static guint
count_lines (const Level *level)
{
  return (level->to - level->from + level->across - 1) / level->across;
}

static double
get_left (const Level *level, guint line)
{
  guint n = MIN (level->across, level->to - level->from - line * level->across);

  return level->setter->left + LABEL + (level->setter->width - LABEL - n * level->width - (n - 1) * GAP) / 2;
}

static void
set_box (const Level *level, guint i, double x, double y)
{
  ClSetter *setter = level->setter;
  const ClSheetGridRow *row = get_row (level, i);
  double wanted = 0, at;
  guint column = 0;

  for (guint k = 0; k < row->cells->len; k++)
    wanted += measure_cell (level, row->cells->pdata[k]);
  at = y + (level->height - wanted) / 2;
  for (guint k = 0; k < row->cells->len; k++)
    {
      const ClSheetCell *cell = row->cells->pdata[k];
      double height = measure_cell (level, cell);
      ClBox *box;

      if (is_label (cell))
        continue;
      box = cl_setter_add_fitted (setter, x + CL_SETTER_PADDING, at, level->width - 2 * CL_SETTER_PADDING, height, cell->text,
                                  cell->of->head ? CL_FONT_HEADER : CL_FONT_TABLE, *cell->text != '\0' ? fit (level, cell) : (ClFit){ get_size (level, cell), 1 }, CL_ALIGN_CENTRE, CL_TAG_TD);
      cl_setter_balance (setter, box);
      box->table = setter->table;
      box->row = setter->row;
      box->row_span = 1;
      box->column_span = cell->span;
      at += height;
      column++;
    }
  cl_setter_add_rule (setter, x, y, x + level->width, y, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, x, y + level->height, x + level->width, y + level->height, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, x, y, x, y + level->height, CL_SETTER_FRAME);
  cl_setter_add_rule (setter, x + level->width, y, x + level->width, y + level->height, CL_SETTER_FRAME);
}

/* The line above a row of boxes, and down to each; it is wide enough to meet what comes from above. */
static void
set_lines (const Level *level, guint line, double x, double y, double trunk)
{
  guint n = MIN (level->across, level->to - level->from - line * level->across);
  double first = x + level->width / 2, last = first + (n - 1) * (level->width + GAP);

  cl_setter_add_rule (level->setter, MIN (first, trunk), y, MAX (last, trunk), y, CL_SETTER_INNER);
  for (guint i = 0; i < n; i++)
    cl_setter_add_rule (level->setter, first + i * (level->width + GAP), y, first + i * (level->width + GAP), y + level->drop, CL_SETTER_INNER);
}

/* @joined: a level stands above on the same page. Returns where it ends. */
static double
set_level (const Level *level, double y, gboolean joined)
{
  ClSetter *setter = level->setter;
  guint lines = count_lines (level);
  double middle = setter->left + LABEL + (setter->width - LABEL) / 2, edge = setter->left + LABEL - GAP / 2;
  const ClSheetCell *label = get_row (level, level->from)->cells->pdata[0];

  for (guint line = 0; line < lines; line++)
    {
      double x = get_left (level, line);

      if (joined && line == 0)
        cl_setter_add_rule (setter, middle, y - level->drop, middle, y, CL_SETTER_INNER);
      /* Further lines of boxes hang on the left edge, so that nothing runs through a box. */
      if (joined || lines > 1)
        set_lines (level, line, x, y, lines > 1 ? edge : middle);
      if (line > 0)
        cl_setter_add_rule (setter, edge, y - level->height - 2 * level->drop, edge, y, CL_SETTER_INNER);
      for (guint i = 0; i < level->across && level->from + line * level->across + i < level->to; i++)
        {
          setter->row++;
          if (line == 0 && i == 0 && is_label (label))
            {
              ClFit found = cl_fonts_fit (setter->fonts, CL_FONT_HEADER, level->grid->of->size * setter->scale, CL_SETTER_TIGHT, CL_SETTER_FLOOR, LABEL - GAP, label->text);
              ClBox *box = cl_setter_add_fitted (setter, setter->left, y + level->drop, LABEL - GAP, level->height, label->text, CL_FONT_HEADER, found, CL_ALIGN_CENTRE, CL_TAG_TH);

              box->table = setter->table;
              box->row = setter->row;
              box->row_span = level->to - level->from;
              box->column_span = label->span;
              box->of_row = TRUE;
              box->keep = TRUE;
            }
          set_box (level, level->from + line * level->across + i, x + i * (level->width + GAP), y + level->drop);
        }
      y += level->height + 2 * level->drop;
    }
  return y;
}

/* The level that begins with row @from, measured. */
static Level
get_level (ClSetter *setter, ClSheetGrid *grid, guint from, double drop)
{
  Level level = { .setter = setter, .grid = grid, .from = from, .to = from + 1, .drop = drop };
  guint number = get_row (&level, from)->repeats;

  while (level.to < grid->rows->len && number != 0 && get_row (&level, level.to)->repeats == number)
    level.to++;
  measure (&level);
  return level;
}

/* The lines between levels may be shorter where the chart, with what stands under it, is then on one page. */
static double
choose_drop (ClSetter *setter, ClSheetGrid *grid, double room)
{
  double boxes = 0, drop;
  guint lines = 0;

  for (guint from = 0; from < grid->rows->len;)
    {
      Level level = get_level (setter, grid, from, DROP);

      boxes += count_lines (&level) * level.height;
      lines += count_lines (&level);
      from = level.to;
    }
  drop = lines > 0 ? (room - boxes - 0.01) / (2 * lines) : DROP;
  return drop >= LEAST_DROP ? MIN (drop, DROP) : DROP;
}

/**
 * cl_chart_flow:
 * @setter: the setter
 * @grid: a grid that is a chart
 * @y: where it begins, mm
 * @tail: mm that stand under it
 *
 * Sets levels of boxes from @y down; a level that the page has no room for begins the next one, the last with what stands under it. A level that is more than a page
 * goes over it.
 *
 * Returns: where it ends, mm
 */
double
cl_chart_flow (ClSetter *setter, ClSheetGrid *grid, double y, double tail)
{
  double drop = choose_drop (setter, grid, setter->bottom - y - tail);
  gboolean joined = FALSE;

  setter->table++;
  for (guint from = 0; from < grid->rows->len;)
    {
      Level level = get_level (setter, grid, from, drop);
      guint lines = count_lines (&level);

      from = level.to;
      if (y + lines * (level.height + 2 * drop) + (from == grid->rows->len ? tail : 0) > setter->bottom && y > setter->top + 60)
        {
          cl_setter_begin_page (setter, FALSE);
          y = setter->top;
          joined = FALSE;
        }
      /* More lines than a page: as many on each as it holds. */
      while (y + lines * (level.height + 2 * drop) > setter->bottom && lines > 1)
        {
          Level part = level;
          guint fitting = MAX (1, (guint) ((setter->bottom - y) / (level.height + 2 * drop)));

          part.to = MIN (level.to, level.from + fitting * level.across);
          set_level (&part, y, joined);
          level.from = part.to;
          if (level.from >= level.to)
            break;
          lines = count_lines (&level);
          cl_setter_begin_page (setter, FALSE);
          y = setter->top;
          joined = FALSE;
        }
      if (level.from < level.to)
        y = set_level (&level, y, joined);
      joined = TRUE;
    }
  return y;
}
