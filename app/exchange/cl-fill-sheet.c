#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-fill-private.h"
#include "cl-sheet-private.h"

static gboolean
is_named (xmlNodePtr node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0;
}

static xmlNodePtr
first_child (xmlNodePtr parent, const char *name)
{
  for (xmlNodePtr node = parent ? parent->children : NULL; node; node = node->next)
    if (is_named (node, name))
      return node;
  return NULL;
}

static char *
get (xmlNodePtr node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, (const xmlChar *) name);
  char *text = g_strdup ((const char *) value);
  xmlFree (value);
  return text;
}

static void
set (xmlNodePtr node, const char *name, const char *value)
{
  xmlSetProp (node, (const xmlChar *) name, (const xmlChar *) value);
}

static guint
row_number (xmlNodePtr row)
{
  g_autofree char *text = get (row, "r");
  return text ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

static guint
cell_column (xmlNodePtr cell)
{
  g_autofree char *text = get (cell, "r");
  guint row, column;
  return text && cl_sheet_parse_reference (text, &row, &column) ? column : G_MAXUINT;
}

static void
clear (xmlNodePtr cell)
{
  while (cell->children)
    {
      xmlNodePtr child = cell->children;
      xmlUnlinkNode (child);
      xmlFreeNode (child);
    }
  xmlUnsetProp (cell, (const xmlChar *) "t");
}

static void
set_position (xmlNodePtr row, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  set (row, "r", text);
  for (xmlNodePtr cell = row->children; cell; cell = cell->next)
    if (is_named (cell, "c") && cell_column (cell) != G_MAXUINT)
      {
        g_autofree char *name = cl_fill_column_name (cell_column (cell));
        g_autofree char *reference = g_strdup_printf ("%s%u", name, number);
        set (cell, "r", reference);
      }
}

static char *
cell_text (xmlNodePtr cell, GPtrArray *strings)
{
  g_autofree char *type = get (cell, "t");
  xmlNodePtr v = first_child (cell, "v");
  xmlChar *content = xmlNodeGetContent (v ? v : cell);
  char *text = g_strdup ((const char *) content);
  xmlFree (content);
  if (type && strcmp (type, "s") == 0)
    {
      guint64 place = g_ascii_strtoull (text, NULL, 10);
      g_free (text);
      text = g_strdup (place < strings->len ? strings->pdata[place] : "");
    }
  return text;
}

/* Below the data stands what sums it up, or says who made it: a row with a formula over several rows, or with words in it. */
static gboolean
is_below (xmlNodePtr row, GPtrArray *strings)
{
  guint filled = 0;
  gboolean sums = FALSE, totals = FALSE;
  for (xmlNodePtr cell = row->children; cell; cell = cell->next)
    {
      if (!is_named (cell, "c"))
        continue;
      xmlNodePtr f = first_child (cell, "f");
      g_autofree char *text = f ? NULL : cell_text (cell, strings);
      if (f)
        {
          xmlChar *formula = xmlNodeGetContent (f);
          sums = sums || strchr ((const char *) formula, ':') != NULL;
          xmlFree (formula);
        }
      else if (*g_strstrip (text))
        {
          filled++;
          totals = totals || g_str_has_prefix (text, "合") || g_str_has_prefix (text, "总计") || g_str_has_prefix (text, "小计") || g_str_has_prefix (text, "共") ||
                   strstr (text, "：") || strchr (text, ':') || strstr (text, "签") || strstr (text, "制表") || strstr (text, "填表") || strstr (text, "注");
        }
    }
  return sums || (totals && filled <= 4);
}

static xmlNodePtr
find_cell (xmlNodePtr row, guint column)
{
  xmlNodePtr before = NULL, cell;
  for (cell = row->children; cell; cell = cell->next)
    if (is_named (cell, "c"))
      {
        if (cell_column (cell) == column)
          return cell;
        if (cell_column (cell) != G_MAXUINT && cell_column (cell) < column)
          before = cell;
      }
  cell = xmlNewNode (row->ns, (const xmlChar *) "c");
  if (before)
    xmlAddNextSibling (before, cell);
  else if (row->children)
    xmlAddPrevSibling (row->children, cell);
  else
    xmlAddChild (row, cell);
  g_autofree char *name = cl_fill_column_name (column);
  g_autofree char *reference = g_strdup_printf ("%s%u", name, row_number (row));
  set (cell, "r", reference);
  return cell;
}

static void
put_text (xmlNodePtr cell, const char *text)
{
  clear (cell);
  set (cell, "t", "inlineStr");
  xmlNodePtr is = xmlNewChild (cell, cell->ns, (const xmlChar *) "is", NULL);
  xmlNodePtr t = xmlNewTextChild (is, cell->ns, (const xmlChar *) "t", (const xmlChar *) text);
  xmlNodeSetSpacePreserve (t, 1);
}

static void
put_number (xmlNodePtr cell, const char *text)
{
  clear (cell);
  xmlNewTextChild (cell, cell->ns, (const xmlChar *) "v", (const xmlChar *) text);
}

static gboolean
is_number (const char *text)
{
  char *end;
  if (!g_ascii_isdigit (*text) && *text != '-')
    return FALSE;
  g_ascii_strtod (text, &end);
  return *end == '\0';
}

/* A row like the first row of data: its height, its styles, and its formulas as if copied down. */
static void
dress (xmlNodePtr row, int moved)
{
  for (xmlNodePtr cell = row->children; cell; cell = cell->next)
    {
      if (!is_named (cell, "c"))
        continue;
      xmlNodePtr f = first_child (cell, "f");
      xmlChar *formula = f ? xmlNodeGetContent (f) : NULL;
      clear (cell);
      if (formula && *formula)
        {
          g_autofree char *follows = cl_fill_move_formula ((const char *) formula, moved);
          xmlNewTextChild (cell, cell->ns, (const xmlChar *) "f", (const xmlChar *) follows);
        }
      xmlFree (formula);
    }
}

static void
fill_row (xmlNodePtr row, const ClFillTable *table, guint i)
{
  GStrv cells = table->rows->pdata[i];
  for (guint k = 0; k < table->columns->len; k++)
    {
      xmlNodePtr cell = find_cell (row, g_array_index (table->columns, guint, k));
      if (!*cells[k])
        clear (cell);
      else if (g_array_index (table->numbers, gboolean, k) && is_number (cells[k]))
        put_number (cell, cells[k]);
      else
        put_text (cell, cells[k]);
    }
}

static void
shift_attribute (xmlNodePtr node, const char *name, const ClFillShift *shift)
{
  g_autofree char *text = get (node, name);
  g_autofree char *moved = text ? cl_fill_shift_references (text, shift, FALSE) : NULL;
  if (moved)
    set (node, name, moved);
}

/* Results that were reckoned before are not true any more: the program that opens it reckons anew. */
static void
shift_formulas (xmlNodePtr row, const ClFillShift *shift)
{
  for (xmlNodePtr cell = row->children; cell; cell = cell->next)
    {
      xmlNodePtr f = is_named (cell, "c") ? first_child (cell, "f") : NULL;
      xmlNodePtr v = f ? first_child (cell, "v") : NULL;
      if (!f)
        continue;
      xmlChar *formula = xmlNodeGetContent (f);
      g_autofree char *moved = cl_fill_shift_references ((const char *) formula, shift, TRUE);
      xmlFree (formula);
      xmlNodeSetContent (f, (const xmlChar *) "");
      xmlNodeAddContent (f, (const xmlChar *) moved);
      shift_attribute (f, "ref", shift);
      if (v)
        {
          xmlUnlinkNode (v);
          xmlFreeNode (v);
        }
    }
}

/* Merges, validations, formats by condition, filters, links: all that names cells outside of them. */
static void
shift_around (xmlNodePtr node, const ClFillShift *shift)
{
  for (; node; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE || is_named (node, "sheetData"))
        continue;
      shift_attribute (node, "ref", shift);
      shift_attribute (node, "sqref", shift);
      if (is_named (node, "brk"))
        {
          g_autofree char *id = get (node, "id");
          guint row = id ? (guint) g_ascii_strtoull (id, NULL, 10) : 0;
          g_autofree char *moved = g_strdup_printf ("%u", row >= shift->last ? (guint) ((int) row + shift->delta) : row);
          if (node->parent && is_named (node->parent, "rowBreaks"))
            set (node, "id", moved);
        }
      shift_around (node->children, shift);
    }
}

/* Cells merged along the first row of data are merged so in each of them; others within the data go. */
static void
repeat_merges (xmlNodePtr root, const ClFillShift *shift, guint n)
{
  xmlNodePtr merges = first_child (root, "mergeCells"), next;
  guint count = 0;
  if (!merges)
    return;
  g_autoptr (GPtrArray) along = g_ptr_array_new_with_free_func (g_free);
  for (xmlNodePtr merge = merges->children; merge; merge = next)
    {
      next = merge->next;
      g_autofree char *ref = is_named (merge, "mergeCell") ? get (merge, "ref") : NULL;
      g_auto (GStrv) ends = g_strsplit (ref ? ref : "", ":", 2);
      guint first, last, from, to;
      if (!ref || !ends[1] || !cl_sheet_parse_reference (ends[0], &first, &from) || !cl_sheet_parse_reference (ends[1], &last, &to))
        continue;
      if (last < shift->first || first > (guint) ((int) shift->last + shift->delta))
        continue;
      if (first == shift->first && last == shift->first)
        {
          g_autofree char *a = cl_fill_column_name (from), *b = cl_fill_column_name (to);
          g_ptr_array_add (along, g_strdup_printf ("%s%%u:%s%%u", a, b));
        }
      xmlUnlinkNode (merge);
      xmlFreeNode (merge);
    }
  for (guint i = 0; i < along->len; i++)
    {
      g_auto (GStrv) ends = g_strsplit (along->pdata[i], "%u", 3);
      for (guint row = shift->first; row < shift->first + n; row++)
        {
          g_autofree char *ref = g_strdup_printf ("%s%u%s%u", ends[0], row, ends[1], row);
          set (xmlNewChild (merges, merges->ns, (const xmlChar *) "mergeCell", NULL), "ref", ref);
        }
    }
  for (xmlNodePtr merge = merges->children; merge; merge = merge->next)
    count += is_named (merge, "mergeCell");
  if (count == 0)
    {
      xmlUnlinkNode (merges);
      xmlFreeNode (merges);
      return;
    }
  g_autofree char *text = g_strdup_printf ("%u", count);
  set (merges, "count", text);
}

static void
remove_rows (xmlNodePtr data, guint from, guint to)
{
  xmlNodePtr next;
  for (xmlNodePtr row = data->children; row; row = next)
    {
      next = row->next;
      if (is_named (row, "row") && row_number (row) >= from && row_number (row) <= to)
        {
          xmlUnlinkNode (row);
          xmlFreeNode (row);
        }
    }
}

/* A copy declares its own space of names again; in the tree that of the sheet holds. */
static void
belong (xmlNodePtr node, xmlNsPtr space)
{
  if (node->type != XML_ELEMENT_NODE)
    return;
  xmlSetNs (node, space);
  for (xmlNodePtr child = node->children; child; child = child->next)
    belong (child, space);
  if (node->nsDef && space)
    {
      xmlFreeNsList (node->nsDef);
      node->nsDef = NULL;
    }
}

/* Puts the rows of @table below the header of @sheet. @shift says afterwards what moved. */
gboolean
cl_fill_sheet (xmlDocPtr sheet, GPtrArray *strings, const ClFillTable *table, ClFillShift *shift, GError **error)
{
  xmlNodePtr root = xmlDocGetRootElement (sheet), data = first_child (root, "sheetData"), model = NULL, after = NULL;
  guint n = table->rows->len, below = 0;
  if (!data)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The sheet holds no cells. Choose the one with the columns to be filled."));
      return FALSE;
    }
  shift->first = table->header_row + 1;
  shift->last = table->header_row;
  for (xmlNodePtr row = data->children; row; row = row->next)
    {
      if (!is_named (row, "row"))
        continue;
      if (row_number (row) <= table->header_row)
        {
          after = row;
          continue;
        }
      if (is_below (row, strings))
        {
          below = row_number (row);
          break;
        }
      if (row_number (row) == shift->first)
        model = row;
      shift->last = row_number (row);
    }
  if (below > 0)
    shift->last = below - 1;
  shift->delta = MAX (0, (int) n - (int) (shift->last + 1 - shift->first));
  model = model ? xmlCopyNode (model, 1) : NULL;
  /* From the bottom up nothing is met twice. */
  for (xmlNodePtr row = data->children; row; row = row->next)
    if (is_named (row, "row"))
      {
        shift_formulas (row, shift);
        if (row_number (row) > shift->last)
          set_position (row, (guint) ((int) row_number (row) + shift->delta));
      }
  shift_around (root->children, shift);
  repeat_merges (root, shift, n);
  remove_rows (data, shift->first, shift->first + n - 1);
  for (guint i = 0; i < n; i++)
    {
      xmlNodePtr row = model ? xmlCopyNode (model, 1) : xmlNewNode (data->ns, (const xmlChar *) "row");
      if (after)
        xmlAddNextSibling (after, row);
      else if (data->children)
        xmlAddPrevSibling (data->children, row);
      else
        xmlAddChild (data, row);
      belong (row, data->ns);
      xmlUnsetProp (row, (const xmlChar *) "spans");
      dress (row, (int) i);
      set_position (row, shift->first + i);
      fill_row (row, table, i);
      after = row;
    }
  if (model)
    xmlFreeNode (model);
  return TRUE;
}
