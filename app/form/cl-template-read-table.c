#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-description.h"
#include "cl-template-read-private.h"

ClTemplateFigure *
cl_template_read_figure (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, GError **error)
{
  static const struct { const char *name; ClFigureKind kind; double width, height; } kinds[] = {
    { "photo", CL_FIGURE_PHOTO, 35, 49 }, { "thumb", CL_FIGURE_THUMB, 20, 20 }, { "qr", CL_FIGURE_QR, 20, 20 },
  };
  ClTemplateFigure *figure = g_new0 (ClTemplateFigure, 1);
  g_autofree char *kind = cl_description_get (node, "kind"), *at = cl_description_get (node, "at");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i].name))
      {
        figure->kind = kinds[i].kind;
        figure->width = cl_template_read_number (node, "width", kinds[i].width);
        figure->height = figure->kind == CL_FIGURE_QR ? figure->width : cl_template_read_number (node, "height", kinds[i].height);
      }
  figure->foot = g_strcmp0 (at, "foot") == 0;
  figure->text = cl_template_read_text (reader, node, ledger, error);
  if (figure->text != NULL)
    return figure;
  g_free (figure);
  return NULL;
}

static gboolean
read_cell (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, ClTemplateCell *cell, GError **error)
{
  xmlNodePtr foot = cl_description_first (node, "foot"), figure = cl_description_first (node, "figure"), seal = cl_description_first (node, "seal");

  cell->span = (guint) CLAMP (cl_template_read_number (node, "span", 1), 1, 1000);
  cell->down = (guint) CLAMP (cl_template_read_number (node, "down", 1), 1, 1000);
  cell->align = cl_template_read_align (node);
  cell->head = cl_description_get_yes (node, "head");
  cell->vertical = cl_description_get_yes (node, "vertical");
  cell->top = cl_description_get_yes (node, "top");
  cell->size = cl_template_read_number (node, "size", 0);
  cell->public_as = cl_description_get (node, "public");
  cell->text = cl_template_read_text (reader, node, ledger, error);
  if (cell->text == NULL || !cl_template_read_condition (reader, node, &cell->condition, error) ||
      (foot != NULL && (cell->foot = cl_template_read_text (reader, foot, ledger, error)) == NULL) ||
      (figure != NULL && (cell->figure = cl_template_read_figure (reader, figure, ledger, error)) == NULL))
    return FALSE;
  if (seal != NULL)
    {
      cell->seal = cl_template_read_number (seal, "width", 45);
      cell->seal_text = cl_template_read_plain (seal);
    }
  return TRUE;
}

gboolean
cl_template_read_cells (ClTemplateReader *reader, xmlNodePtr parent, const char *name, ClLedger *ledger, GPtrArray *cells, GError **error)
{
  for (xmlNodePtr node = cl_description_first (parent, name); node != NULL; node = cl_description_next (node, name))
    {
      ClTemplateCell *cell = cl_template_cell_new ();

      g_ptr_array_add (cells, cell);
      if (!read_cell (reader, node, ledger, cell, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_column (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, ClTemplateTable *table, ClTemplateGroup *group, GError **error)
{
  g_autofree char *title = cl_template_read_plain (node), *value = cl_description_get (node, "value"), *tick = cl_description_get (node, "tick");
  g_autofree char *serial = cl_description_get (node, "serial"), *rank = cl_description_get (node, "rank"), *merge = cl_description_get (node, "merge");
  ClTemplateColumn *column = cl_template_add_column (table, title, value != NULL ? value : tick != NULL ? tick : rank,
                                                     cl_template_read_number (node, "width", 0), cl_template_read_align (node));

  column->kind = value != NULL  ? CL_COLUMN_VALUE
                 : tick != NULL ? CL_COLUMN_TICK
                 : rank != NULL ? CL_COLUMN_RANK
                 : serial != NULL ? (g_str_equal (serial, "group") ? CL_COLUMN_GROUP_SERIAL : CL_COLUMN_SERIAL)
                                  : CL_COLUMN_HAND;
  if (column->kind != CL_COLUMN_VALUE && column->kind != CL_COLUMN_HAND && !xmlHasProp (node, (const xmlChar *) "align"))
    column->align = CL_ALIGN_CENTRE;
  column->total = cl_description_get (node, "total");
  column->merge = merge != NULL;
  column->joins = cl_description_get_yes (node, "joins");
  column->lines = cl_description_get_yes (node, "lines");
  column->key = cl_description_get_yes (node, "key");
  column->public_as = cl_description_get (node, "public");
  column->group = group;
  return cl_template_read_condition (reader, node, &column->condition, error) &&
         (column->value == NULL || cl_template_compile (reader, node, ledger, column->value, NULL, NULL, error)) &&
         (column->total == NULL || cl_template_compile (reader, node, ledger, column->total, NULL, NULL, error));
}

static gboolean
read_columns (ClTemplateReader *reader, xmlNodePtr parent, ClLedger *ledger, ClTemplateTable *table, ClTemplateGroup *group, guint depth, GError **error)
{
  for (xmlNodePtr node = parent->children; node != NULL; node = node->next)
    {
      ClTemplateGroup *inner;

      if (node->type != XML_ELEMENT_NODE)
        continue;
      if (g_str_equal (node->name, "column") && !read_column (reader, node, ledger, table, group, error))
        return FALSE;
      if (!g_str_equal (node->name, "group"))
        continue;
      if (depth >= 4)
        {
          cl_description_set_error (error, reader->path, node, _("Heads stand in at most five lines. Take a group out."));
          return FALSE;
        }
      inner = g_new0 (ClTemplateGroup, 1);
      inner->title = cl_description_get (node, "title");
      inner->parent = group;
      g_ptr_array_add (table->groups, inner);
      if (!cl_template_read_condition (reader, node, &inner->condition, error) ||
          !read_columns (reader, node, ledger, table, inner, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

static guint
sum_spans (GPtrArray *cells)
{
  guint spans = 0;

  for (guint i = 0; i < cells->len; i++)
    spans += ((ClTemplateCell *) cells->pdata[i])->span;
  return spans;
}

static gboolean
read_totals (ClTemplateReader *reader, xmlNodePtr table_node, ClLedger *ledger, ClTemplateTable *table, GError **error)
{
  for (xmlNodePtr node = cl_description_first (table_node, "total"); node != NULL; node = cl_description_next (node, "total"))
    {
      ClTemplateTotal *total = cl_template_total_new ();
      g_autofree char *per = cl_description_get (node, "per");

      g_ptr_array_add (table->totals, total);
      total->per_page = g_strcmp0 (per, "page") == 0;
      total->per = total->per_page ? NULL : g_steal_pointer (&per);
      total->where = cl_description_get (node, "where");
      total->label = cl_template_read_words (reader, node, "label", ledger, error);
      if (total->label == NULL || !cl_template_read_condition (reader, node, &total->condition, error) ||
          !cl_template_compile (reader, node, ledger, total->per, total->where, NULL, error) ||
          !cl_template_read_cells (reader, node, "cell", ledger, total->cells, error))
        return FALSE;
      if (total->cells->len > 0 && sum_spans (total->cells) != table->columns->len)
        {
          cl_description_set_error (error, reader->path, node, _("The spans of the total add up to %u, but the table has %u columns."),
                                    sum_spans (total->cells), table->columns->len);
          return FALSE;
        }
    }
  return TRUE;
}

/* The widest that the columns can be together; of columns that exclude each other by if and unless it is at most their sum. */
static gboolean
has_condition (const ClTemplateCondition *condition)
{
  return condition->if_parameter != NULL || condition->unless_parameter != NULL || condition->when != NULL;
}

static gboolean
check_width (ClTemplateReader *reader, xmlNodePtr node, ClTemplateTable *table, GError **error)
{
  double sum = 0, usable = cl_template_get_usable_width (reader->form);
  gboolean conditional = FALSE;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const ClTemplateColumn *column = table->columns->pdata[i];

      if (!has_condition (&column->condition) && (column->group == NULL || !has_condition (&column->group->condition)))
        sum += column->width;
      else
        conditional = TRUE;
    }
  if (sum <= usable + 0.01 || conditional || table->over->parts->len > 0)
    return TRUE;
  cl_description_set_error (error, reader->path, node, _("The columns are %.1f mm wide, but the paper takes %.1f mm. Make some narrower."), sum, usable);
  return FALSE;
}

gboolean
cl_template_read_table (ClTemplateReader *reader, xmlNodePtr node, ClTemplateBlock *block, GError **error)
{
  ClTemplateTable *table = block->table = cl_template_table_new ();
  ClLedger *ledger;

  if (!cl_template_read_rows (reader, node, &table->rows, error))
    return FALSE;
  ledger = table->rows.ledger != NULL ? table->rows.ledger : reader->form->rows_of;
  table->one_per = cl_description_get (node, "one-per");
  table->row = cl_template_read_number (node, "row", 9);
  table->blank_row = cl_template_read_number (node, "blank-row", 12);
  table->at_least = (guint) MIN (cl_template_read_number (node, "at-least", 0), 1000);
  table->strong = cl_description_get (node, "strong");
  table->minor = cl_description_get (node, "minor");
  table->title = cl_description_get (node, "title");
  table->fill = cl_template_read_words (reader, node, "fill", ledger, error);
  table->over = cl_template_read_words (reader, node, "over", ledger, error);
  return table->fill != NULL && table->over != NULL &&
         (table->one_per == NULL || cl_template_compile (reader, node, ledger, table->one_per, NULL, NULL, error)) &&
         cl_template_compile (reader, node, ledger, NULL, table->strong, NULL, error) &&
         cl_template_compile (reader, node, ledger, NULL, table->minor, NULL, error) &&
         read_columns (reader, node, ledger, table, NULL, 0, error) &&
         read_totals (reader, node, ledger, table, error) &&
         check_width (reader, node, table, error);
}

/* Cells of a row, and what cells above hang down into it, fill the columns of the grid and no more. */
static gboolean
check_row (ClTemplateReader *reader, xmlNodePtr node, const ClTemplateGrid *grid, GPtrArray *cells, guint *hanging, guint taken, GError **error)
{
  guint spans = sum_spans (cells) + taken;

  for (guint i = 0; i < grid->columns; i++)
    if (hanging[i] > 0)
      {
        spans++;
        hanging[i]--;
      }
  if (spans > grid->columns)
    {
      cl_description_set_error (error, reader->path, node, _("The cells of this row take %u columns, but the grid has %u."), spans, grid->columns);
      return FALSE;
    }
  return TRUE;
}

static void
hang (const ClTemplateGrid *grid, GPtrArray *cells, const guint *before, guint *hanging)
{
  guint at = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      const ClTemplateCell *cell = cells->pdata[i];

      while (at < grid->columns && before[at] > 0)
        at++;
      for (guint k = 0; k < cell->span && at < grid->columns; k++, at++)
        hanging[at] += cell->down - 1;
    }
}

static gboolean
read_row (ClTemplateReader *reader, xmlNodePtr node, ClTemplateGrid *grid, guint *hanging, GError **error)
{
  ClTemplateRow *row = cl_template_row_new ();
  xmlNodePtr head = cl_description_first (node, "head");
  g_autofree guint *before = g_memdup2 (hanging, grid->columns * sizeof (guint));
  ClLedger *ledger;
  gboolean bare = TRUE;

  g_ptr_array_add (grid->rows, row);
  row->repeats = g_str_equal (node->name, "rows");
  row->height = cl_template_read_number (node, "height", 9);
  row->strong = cl_description_get (node, "strong");
  row->at_least = (guint) MIN (cl_template_read_number (node, "at-least", 0), 1000);
  row->most = (guint) CLAMP (cl_template_read_number (node, "max", 0), 0, 5000);
  row->label = cl_description_get (node, "label");
  row->label_span = row->label != NULL ? (guint) CLAMP (cl_template_read_number (node, "label-span", 1), 1, 100) : 0;
  if (!cl_template_read_condition (reader, node, &row->condition, error) ||
      (row->repeats && !cl_template_read_rows (reader, node, &row->rows, error)))
    return FALSE;
  ledger = row->rows.ledger != NULL ? row->rows.ledger : reader->form->rows_of;
  if (!cl_template_compile (reader, node, ledger, NULL, row->strong, NULL, error) ||
      !cl_template_read_cells (reader, node, "cell", ledger, row->cells, error) ||
      (head != NULL && !cl_template_read_cells (reader, head, "cell", ledger, row->head, error)))
    return FALSE;
  for (guint i = 0; i < grid->columns; i++)
    bare = bare && hanging[i] == 0;
  if (row->repeats && !bare)
    {
      cl_description_set_error (error, reader->path, node, _("A cell of the rows above hangs down into rows that grow. Use label=\"…\" of <rows>."));
      return FALSE;
    }
  if (row->head->len > 0 && !check_row (reader, node, grid, row->head, hanging, row->label_span, error))
    return FALSE;
  if (!check_row (reader, node, grid, row->cells, hanging, row->label_span, error))
    return FALSE;
  if (!row->repeats)
    hang (grid, row->cells, before, hanging);
  return TRUE;
}

gboolean
cl_template_read_grid (ClTemplateReader *reader, xmlNodePtr node, ClTemplateBlock *block, GError **error)
{
  ClTemplateGrid *grid = block->grid = cl_template_grid_new ();
  g_autofree guint *hanging = NULL;

  grid->red = cl_description_get_yes (node, "red");
  grid->columns = (guint) CLAMP (cl_template_read_number (node, "columns", 12), 1, 100);
  grid->size = cl_template_read_number (node, "size", 10.5);
  grid->chart = cl_description_get_yes (node, "chart");
  hanging = g_new0 (guint, grid->columns);
  for (xmlNodePtr child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && !read_row (reader, child, grid, hanging, error))
      return FALSE;
  return TRUE;
}
