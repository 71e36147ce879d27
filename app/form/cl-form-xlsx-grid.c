/* Boxes on paper to cells of a spreadsheet: the edges of the tables' cells are its columns, the tops of all boxes its rows. What comes again on each further
 * page comes once. */

#include "cl-config.h"

#include "cl-form-xlsx-private.h"

#include <math.h>
#include <string.h>

#define SAME 0.8 /* mm within which two edges are one */

typedef struct
{
  const ClBox *box;
  double x, width; /* of its frame: the box is the room of the text */
  double y;        /* mm from the top of the first page, pages one under the other */
  gboolean framed;
} Placed;

static void
cell_free (ClXlsxCell *cell)
{
  g_free (cell->text);
  g_free (cell);
}

void
cl_xlsx_sheet_free (ClXlsxSheet *sheet)
{
  g_array_unref (sheet->columns);
  g_array_unref (sheet->rows);
  g_ptr_array_unref (sheet->cells);
  g_free (sheet);
}

static gboolean
is_cell (const ClBox *box)
{
  return box->tag == CL_TAG_TH || box->tag == CL_TAG_TD;
}

/* Column heads on later pages. */
static gboolean
comes_again (GArray *placed, const ClBox *box)
{
  for (guint i = 0; i < placed->len; i++)
    {
      const ClBox *before = g_array_index (placed, Placed, i).box;

      if (before->tag == box->tag && fabs (before->x - box->x) < SAME && fabs (before->width - box->width) < SAME && g_str_equal (before->text, box->text))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_rule_above (const ClPage *page, const ClBox *box)
{
  for (guint i = 0; i < page->rules->len; i++)
    {
      const ClRule *rule = &g_array_index (page->rules, ClRule, i);

      if (fabs (rule->y1 - rule->y2) < 0.01 && fabs (rule->y1 - box->y) < SAME && MIN (rule->x1, rule->x2) < box->x + SAME
          && MAX (rule->x1, rule->x2) > box->x + box->width - SAME)
        return TRUE;
    }
  return FALSE;
}

static GArray *
place_boxes (ClLayout *layout, guint sheet, ClXlsxSheet *result)
{
  GArray *placed = g_array_new (FALSE, FALSE, sizeof (Placed));
  double below = 0;
  gboolean first = TRUE;

  for (guint p = 0; p < layout->pages->len; p++)
    {
      const ClPage *page = layout->pages->pdata[p];
      double top = G_MAXDOUBLE, lowest = 0;
      guint from = placed->len;

      if (page->sheet != sheet)
        continue;
      for (guint k = 0; k < page->boxes->len; k++)
        {
          const ClBox *box = &g_array_index (page->boxes, ClBox, k);
          Placed one = { box, box->x, box->width, box->y, FALSE };

          if (box->tag == CL_TAG_ARTIFACT || box->tag == CL_TAG_FIGURE || box->turned
              || (!first && (box->keep || (box->tag == CL_TAG_TH && !box->of_row)) && comes_again (placed, box)))
            continue;
          one.framed = is_cell (box) || has_rule_above (page, box);
          if (one.framed)
            {
              one.x -= CL_SETTER_PADDING;
              one.width += 2 * CL_SETTER_PADDING;
            }
          g_array_append_val (placed, one);
          top = MIN (top, box->y);
          lowest = MAX (lowest, box->y + box->height);
        }
      for (guint i = from; i < placed->len; i++)
        g_array_index (placed, Placed, i).y += below - top;
      if (first && placed->len > 0)
        {
          *result = (ClXlsxSheet) { .columns = result->columns, .rows = result->rows, .cells = result->cells, .left = 20, .top = top,
                                    .landscape = page->landscape, .width = page->width, .height = page->height, .first_head = 1 };
          first = FALSE;
        }
      if (placed->len > from)
        below += lowest - top;
    }
  return placed;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Sorted, each edge once. */
static void
merge_edges (GArray *edges)
{
  guint kept = 0;

  g_array_sort (edges, compare);
  for (guint i = 0; i < edges->len; i++)
    if (kept == 0 || g_array_index (edges, double, i) - g_array_index (edges, double, kept - 1) > SAME)
      g_array_index (edges, double, kept++) = g_array_index (edges, double, i);
  g_array_set_size (edges, kept);
}

static guint
nearest (GArray *edges, double at)
{
  guint best = 0;

  for (guint i = 1; i < edges->len; i++)
    if (fabs (g_array_index (edges, double, i) - at) < fabs (g_array_index (edges, double, best) - at))
      best = i;
  return best;
}

/* A column head may be set narrower than its column, for the eye: cells of facts and heads of rows tell the columns, where there are any. */
static gboolean
tells_columns (const ClBox *box)
{
  return box->tag == CL_TAG_TD || (box->tag == CL_TAG_TH && box->of_row);
}

static GArray *
find_columns (GArray *placed)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean table = FALSE, facts = FALSE;

  for (guint i = 0; i < placed->len; i++)
    {
      table = table || is_cell (g_array_index (placed, Placed, i).box);
      facts = facts || tells_columns (g_array_index (placed, Placed, i).box);
    }
  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *one = &g_array_index (placed, Placed, i);
      double right = one->x + one->width;

      if (facts ? !tells_columns (one->box) : table && !is_cell (one->box))
        continue;
      g_array_append_val (edges, one->x);
      g_array_append_val (edges, right);
    }
  merge_edges (edges);
  return edges;
}

static GArray *
find_rows (GArray *placed)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (double));
  double lowest = 0;

  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *one = &g_array_index (placed, Placed, i);

      g_array_append_val (edges, one->y);
      lowest = MAX (lowest, one->y + one->box->height);
    }
  g_array_append_val (edges, lowest);
  merge_edges (edges);
  return edges;
}

/* The breaks are the paper's: a spreadsheet wraps for itself. Between letters a blank stands for one. */
static char *
unwrap (const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    if (*c != '\n')
      g_string_append_c (plain, *c);
    else if (plain->len > 0 && g_ascii_isalnum (plain->str[plain->len - 1]) && g_ascii_isalnum (c[1]))
      g_string_append_c (plain, ' ');
  return g_strdup (plain->str);
}

static void
add_cell (ClXlsxSheet *sheet, const Placed *one, GArray *columns, GArray *rows, gboolean *taken)
{
  guint n_columns = columns->len - 1, n_rows = rows->len - 1;
  ClXlsxCell *cell = g_new0 (ClXlsxCell, 1);
  gboolean free_place = TRUE;

  cell->box = one->box;
  cell->text = unwrap (one->box->text);
  cell->framed = one->framed;
  cell->is_head = one->box->tag == CL_TAG_TH;
  cell->column = MIN (nearest (columns, one->x), n_columns - 1);
  cell->last_column = MAX (nearest (columns, one->x + one->width), cell->column + 1) - 1;
  cell->row = MIN (nearest (rows, one->y), n_rows - 1);
  cell->last_row = is_cell (one->box) || one->framed ? MAX (nearest (rows, one->y + one->box->height), cell->row + 1) - 1 : cell->row;
  for (guint r = cell->row; r <= cell->last_row; r++)
    for (guint c = cell->column; c <= cell->last_column; c++)
      free_place = free_place && !taken[r * n_columns + c];
  if (!free_place)
    {
      /* Two texts in one place: the first cell that is free beside it, and where there is none, behind what stands there. */
      guint c = cell->column;

      while (c < n_columns && taken[cell->row * n_columns + c])
        c++;
      if (c == n_columns)
        {
          cell_free (cell);
          return;
        }
      cell->column = cell->last_column = c;
      cell->last_row = cell->row;
    }
  for (guint r = cell->row; r <= cell->last_row; r++)
    for (guint c = cell->column; c <= cell->last_column; c++)
      taken[r * n_columns + c] = TRUE;
  if (cell->is_head && !one->box->of_row)
    {
      sheet->first_head = sheet->first_head > sheet->last_head ? cell->row : MIN (sheet->first_head, cell->row);
      sheet->last_head = MAX (sheet->last_head, cell->last_row);
    }
  g_ptr_array_add (sheet->cells, cell);
}

/* @layout stays the owner of the boxes. */
ClXlsxSheet *
cl_xlsx_sheet_new (ClLayout *layout, guint number)
{
  ClXlsxSheet *sheet = g_new0 (ClXlsxSheet, 1);
  g_autoptr (GArray) placed = NULL;
  g_autoptr (GArray) columns = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autofree gboolean *taken = NULL;

  sheet->columns = g_array_new (FALSE, FALSE, sizeof (double));
  sheet->rows = g_array_new (FALSE, FALSE, sizeof (double));
  sheet->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) cell_free);
  sheet->first_head = 1;
  placed = place_boxes (layout, number, sheet);
  columns = find_columns (placed);
  rows = find_rows (placed);
  if (columns->len < 2 || rows->len < 2)
    return sheet;
  sheet->left = g_array_index (columns, double, 0);
  for (guint i = 0; i + 1 < columns->len; i++)
    {
      double width = g_array_index (columns, double, i + 1) - g_array_index (columns, double, i);
      g_array_append_val (sheet->columns, width);
    }
  for (guint i = 0; i + 1 < rows->len; i++)
    {
      double height = g_array_index (rows, double, i + 1) - g_array_index (rows, double, i);
      g_array_append_val (sheet->rows, height);
    }
  taken = g_new0 (gboolean, (gsize) (columns->len - 1) * (rows->len - 1));
  for (guint i = 0; i < placed->len; i++)
    add_cell (sheet, &g_array_index (placed, Placed, i), columns, rows, taken);
  return sheet;
}
